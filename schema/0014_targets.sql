-- 0014: what was aimed at, closed and issued: targets, closings of periods, issued figures.

-- A target of an organisation for an indicator and a period. Its days are the period; set anew, the
-- row is voided and another one stands for it.
CREATE TABLE figure_target (
  id @ID PRIMARY KEY,
  org @INT NOT NULL REFERENCES org (id),
  giver @INT NOT NULL REFERENCES org (id), -- who set it: the organisation itself, or the one above
  code @TEXT NOT NULL,                 -- of the indicator
  period @TEXT NOT NULL,               -- as people write it: 2016, 2016-Q3
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  bound @TEXT NOT NULL CHECK (bound IN ('exact', 'least', 'most')),
  value @INT NOT NULL,
  base @INT NOT NULL DEFAULT 0,        -- of a rate: it is value / base; 0: a number
  decision_no @TEXT,
  decided_on @DAY NOT NULL DEFAULT 0,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX figure_target_org ON figure_target (org, from_day, to_day, code);
CREATE INDEX figure_target_giver ON figure_target (giver, from_day, to_day, code);
CREATE INDEX figure_target_txn ON figure_target (txn);
CREATE INDEX figure_target_void ON figure_target (void_txn) WHERE void_txn <> 0;

-- A period that a committee has closed: its figures are those known at made_ms. What is entered later
-- is an adjustment. Opened again, the row is voided, with the reason in the transaction.
CREATE TABLE figure_closing (
  id @ID PRIMARY KEY,
  org @INT NOT NULL REFERENCES org (id),
  period @TEXT NOT NULL,
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  note @TEXT,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX figure_closing_org ON figure_closing (org, from_day);
CREATE INDEX figure_closing_txn ON figure_closing (txn);
CREATE INDEX figure_closing_void ON figure_closing (void_txn) WHERE void_txn <> 0;

-- A figure as it went out in a paper: what was asked, what the answer was, at which instant.
CREATE TABLE figure_issue (
  id @ID PRIMARY KEY,
  org @INT NOT NULL REFERENCES org (id),
  code @TEXT NOT NULL,
  period @TEXT NOT NULL,
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,                -- the day after the last one that counted
  last_day @DAY NOT NULL,              -- of the period, as asked
  own @INT NOT NULL CHECK (own IN (0, 1)),
  lineage @INT NOT NULL CHECK (lineage IN (0, 1)),
  value @INT NOT NULL,
  base @INT NOT NULL DEFAULT 0,
  paper @TEXT NOT NULL,                -- number or name of the paper
  note @TEXT,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX figure_issue_org ON figure_issue (org, made_ms);
CREATE INDEX figure_issue_txn ON figure_issue (txn);
CREATE INDEX figure_issue_void ON figure_issue (void_txn) WHERE void_txn <> 0;
