-- 0016: months for which a member has not paid dues. No money is kept, only that it was not paid.
--
-- A row is of one person and one month. Paid later, or explained otherwise: the row is voided and
-- written anew; entered by mistake: it is voided.

CREATE TABLE dues_miss (
  person @INT NOT NULL REFERENCES person (id),
  month @DAY NOT NULL,                 -- 20250300
  id @INT NOT NULL,
  cell @INT NOT NULL,                  -- that told it
  reason @TEXT NOT NULL,               -- catalogue dues_reason
  good @INT NOT NULL CHECK (good IN (0, 1)), -- a good reason, as the cell found
  paid_on @DAY NOT NULL DEFAULT 0,     -- later; 0: not yet
  note @TEXT,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991,
  PRIMARY KEY (person, month, id)
) @CLUSTERED;
CREATE INDEX dues_miss_txn ON dues_miss (txn);
CREATE INDEX dues_miss_void ON dues_miss (void_txn) WHERE void_txn <> 0;
