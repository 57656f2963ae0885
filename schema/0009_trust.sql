-- 0009: what changed without a row of its own, and what goes when its term is over. The time columns
-- are those of 0001.

-- What an account was on which days; the last row is what stands in the account itself.
CREATE TABLE account_fact (
  id @ID PRIMARY KEY,
  account @INT NOT NULL REFERENCES account (id),
  what @TEXT NOT NULL CHECK (what IN ('closed', 'lang', 'password', 'person')),
  value @TEXT NOT NULL,                -- of a password: a digest of what is stored
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE UNIQUE INDEX account_fact_live ON account_fact (account, what) WHERE void_txn = 0 AND to_day = 99991231;
CREATE INDEX account_fact_account ON account_fact (account, what);
CREATE INDEX account_fact_txn ON account_fact (txn);
CREATE INDEX account_fact_void ON account_fact (void_txn) WHERE void_txn <> 0;

-- Rows of catalogues, rules, days off and settings as they were written: src/core/config.h.
CREATE TABLE config_row (
  tab @TEXT NOT NULL,
  row_key @TEXT NOT NULL,              -- its primary key
  txn @INT NOT NULL REFERENCES txn (id),
  content @TEXT NOT NULL,              -- all of its columns, as JSON
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991,
  PRIMARY KEY (tab, row_key, txn)
) @CLUSTERED;
CREATE INDEX config_row_txn ON config_row (txn);
CREATE INDEX config_row_void ON config_row (void_txn) WHERE void_txn <> 0;

-- In which functions somebody wrote; NULL: the operator, or before this was kept.
ALTER TABLE txn ADD COLUMN funcs @TEXT;

-- What was removed because its term was over: src/audit/audit_term.h.
CREATE TABLE term_end (
  id @ID PRIMARY KEY,
  kind @TEXT NOT NULL,                 -- catalogue term_kind
  rule @TEXT NOT NULL,                 -- which rule set the term
  through @DAY NOT NULL,               -- what was older than this day went
  records @INT NOT NULL,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL
) @ROWS;
CREATE INDEX term_end_txn ON term_end (txn);
CREATE INDEX term_end_kind ON term_end (kind, made_ms);
CREATE INDEX term_end_made ON term_end (made_ms);

-- Answered requests by their day: which are over.
CREATE INDEX person_request_answered ON person_request (answered) WHERE state <> 'open' AND void_txn = 0;
