-- 0011: procedures (core/flow.h): cases, the steps taken in them, and what follows from the steps.
--
-- Truth are the case and its steps. A step that was wrong is voided by a further one that names it
-- (undoes). Derived, and rewritten where they come out different, are flow_spell (the state of a
-- case from one day to another) and flow_clock (the terms that run).

CREATE TABLE flow_case (
  id @ID PRIMARY KEY,
  proc @TEXT NOT NULL,
  person @INT NOT NULL DEFAULT 0,      -- whom it is about; 0: nobody of the register
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL
) @ROWS;
CREATE INDEX flow_case_person ON flow_case (person) WHERE person <> 0;
CREATE INDEX flow_case_txn ON flow_case (txn);

CREATE TABLE flow_step (
  flow @INT NOT NULL REFERENCES flow_case (id),
  id @INT NOT NULL,
  step @TEXT NOT NULL,
  day @DAY NOT NULL,                   -- exact
  seq @INT NOT NULL,                   -- order within the day
  org @INT NOT NULL DEFAULT 0,         -- who took it
  other @INT NOT NULL DEFAULT 0,       -- where it leads to
  who @INT NOT NULL DEFAULT 0,         -- a person it names: mentor, introducer
  undoes @INT NOT NULL DEFAULT 0,      -- the step that was wrong
  second_day @DAY NOT NULL DEFAULT 0,
  kind @TEXT,                          -- which of several: the paper, the source, the result
  number @TEXT,                        -- of the paper
  place @TEXT,
  note @TEXT,
  vote @TEXT,                          -- how they voted: ballot, hand; NULL: no vote
  base @INT NOT NULL DEFAULT 0,        -- who had a vote, by the register of that day
  issued @INT NOT NULL DEFAULT 0,
  returned @INT NOT NULL DEFAULT 0,
  valid @INT NOT NULL DEFAULT 0,
  agree @INT NOT NULL DEFAULT 0,
  against @INT NOT NULL DEFAULT 0,
  team @TEXT,                          -- who counted
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991,
  PRIMARY KEY (flow, id)
) @CLUSTERED;
CREATE INDEX flow_step_txn ON flow_step (txn);
CREATE INDEX flow_step_void ON flow_step (void_txn) WHERE void_txn <> 0;
CREATE INDEX flow_step_who ON flow_step (who) WHERE who <> 0;

CREATE TABLE flow_spell (
  org @INT NOT NULL,                   -- whose case it is: the cell
  proc @TEXT NOT NULL,
  to_day @DAY NOT NULL,
  flow @INT NOT NULL,
  from_day @DAY NOT NULL,
  txn @INT NOT NULL,
  person @INT NOT NULL,
  state @TEXT NOT NULL,
  open @INT NOT NULL CHECK (open IN (0, 1)),
  next @TEXT,                          -- the step that comes next; NULL: none
  turn @INT NOT NULL DEFAULT 0,        -- whose step that is
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991,
  PRIMARY KEY (org, proc, to_day, flow, from_day, txn)
) @CLUSTERED;
CREATE INDEX flow_spell_flow ON flow_spell (flow);
CREATE INDEX flow_spell_turn ON flow_spell (turn, to_day) WHERE turn <> 0;

CREATE TABLE flow_clock (
  turn @INT NOT NULL,                  -- who has to stop it
  to_day @DAY NOT NULL,                -- the first day on which it does not run any more
  due_day @DAY NOT NULL,               -- the last day of the term
  flow @INT NOT NULL,
  code @TEXT NOT NULL,
  from_day @DAY NOT NULL,
  txn @INT NOT NULL,
  ripe_day @DAY NOT NULL,              -- from when it can be done
  org @INT NOT NULL,
  person @INT NOT NULL,
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991,
  PRIMARY KEY (turn, to_day, due_day, flow, code, from_day, txn)
) @CLUSTERED;
CREATE INDEX flow_clock_flow ON flow_clock (flow);
CREATE INDEX flow_clock_due ON flow_clock (due_day, flow) WHERE to_day = 99991231 AND void_txn = 0;

-- Which papers a step needs, and the number of their form, by the day: rules/papers.csv.
CREATE TABLE flow_paper_rule (
  proc @TEXT NOT NULL,
  step @TEXT NOT NULL,
  paper @TEXT NOT NULL,
  form @TEXT,
  cond @TEXT,                          -- only then; NULL: always
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  source @TEXT NOT NULL,
  PRIMARY KEY (proc, step, paper, from_day)
) @CLUSTERED;
