-- Orders to carry a reorganisation out or to take it back: written with the transaction that says who ordered it and
-- why, and handed to the process of jobs once that stands.
CREATE TABLE reorg_order (
  id @ID PRIMARY KEY,
  reorg @INT NOT NULL REFERENCES reorg (id),
  op @INT NOT NULL,                    -- what: enum reorg_op
  lang @INT NOT NULL,                  -- in which language what stands in the way is told
  job_key @TEXT NOT NULL,              -- which order it is among those of the account
  txn @INT NOT NULL REFERENCES txn (id),
  sent @INT NOT NULL DEFAULT 0 CHECK (sent IN (0, 1))
) @ROWS;
CREATE INDEX reorg_order_sent ON reorg_order (job_key) WHERE sent = 0;
CREATE INDEX reorg_order_txn ON reorg_order (txn);
