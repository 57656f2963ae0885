-- 0017: reorganisations: plans of many acts on the tree, prepared and decided before they are carried out.
--
-- A plan is no truth about organisations, but what somebody decided in it, and when, is: its rows are voided and
-- written anew like all others.

CREATE TABLE reorg (
  id @ID PRIMARY KEY,
  version @INT NOT NULL DEFAULT 1,     -- grows with every change of the plan
  txn @INT NOT NULL REFERENCES txn (id)
) @ROWS;
CREATE INDEX reorg_txn ON reorg (txn);

-- What the plan is called, over which organisation, on which day; how far it is.
CREATE TABLE reorg_head (
  id @ID PRIMARY KEY,
  reorg @INT NOT NULL REFERENCES reorg (id),
  org @INT NOT NULL,                   -- the organisation it is about with all below it; 0: the whole database
  name @TEXT NOT NULL,
  day @DAY NOT NULL,                   -- the first day of the new order
  decision_no @TEXT,
  state @TEXT NOT NULL CHECK (state IN ('draft', 'done', 'dropped')),
  act_txn @INT NOT NULL DEFAULT 0,     -- of one that is done: the transaction that did it
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX reorg_head_reorg ON reorg_head (reorg, void_ms);
CREATE INDEX reorg_head_txn ON reorg_head (txn);
CREATE INDEX reorg_head_void ON reorg_head (void_txn) WHERE void_txn <> 0;

-- An organisation of the new order, whether it is founded or goes on from one that was.
CREATE TABLE reorg_unit (
  id @ID PRIMARY KEY,
  reorg @INT NOT NULL REFERENCES reorg (id),
  unit @INT NOT NULL,                  -- its number in the plan: what all rows of one unit have in common
  code @TEXT NOT NULL,
  name @TEXT NOT NULL,
  kind @TEXT NOT NULL,
  parent_code @TEXT,                   -- of another unit, or of an organisation that stays
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX reorg_unit_reorg ON reorg_unit (reorg, unit);
CREATE INDEX reorg_unit_txn ON reorg_unit (txn);
CREATE INDEX reorg_unit_void ON reorg_unit (void_txn) WHERE void_txn <> 0;

-- What becomes of an organisation of the old order. One that is split has a line for each part.
CREATE TABLE reorg_line (
  id @ID PRIMARY KEY,
  reorg @INT NOT NULL REFERENCES reorg (id),
  line @INT NOT NULL,                  -- its number in the plan: what all rows of one line have in common
  row_no @INT NOT NULL DEFAULT 0,      -- of the file; 0: it came from no file
  old_code @TEXT,                      -- what the file says, as it says it
  old_name @TEXT,
  old_district @TEXT,
  old_province @TEXT,
  new_code @TEXT,
  new_name @TEXT,
  new_province @TEXT,
  org @INT NOT NULL DEFAULT 0,         -- the organisation; 0: nobody knows yet which
  what @TEXT NOT NULL CHECK (what IN ('open', 'as', 'into', 'part', 'under', 'end', 'stay', 'skip')),
  unit @INT NOT NULL DEFAULT 0,        -- where to: a unit of the plan,
  to_org @INT NOT NULL DEFAULT 0,      -- or an organisation that stays
  kind @TEXT,                          -- what it is from then on, if something else
  ask @TEXT NOT NULL,                  -- the question it raises; 'sure' none
  place @TEXT,                         -- where it was: what lines are gathered by
  hint_what @TEXT,                     -- what the program would answer, and why
  hint_org @INT NOT NULL DEFAULT 0,
  hint_unit @INT NOT NULL DEFAULT 0,
  hint_kind @TEXT,
  why @TEXT,
  decided @INT NOT NULL CHECK (decided IN (0, 1)),
  note @TEXT,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX reorg_line_reorg ON reorg_line (reorg, line);
CREATE INDEX reorg_line_org ON reorg_line (org) WHERE org <> 0;
CREATE INDEX reorg_line_txn ON reorg_line (txn);
CREATE INDEX reorg_line_void ON reorg_line (void_txn) WHERE void_txn <> 0;
