-- 0004: one-time slips for the first sign-in, and the second factor with its recovery slips.

-- A code printed on paper, in the place of a password until one has been set. Voided when it was
-- used or another one was given.
CREATE TABLE account_slip (
  id @ID PRIMARY KEY,
  account @INT NOT NULL REFERENCES account (id),
  hash @TEXT NOT NULL,                 -- of the code; the code itself is nowhere
  last_day @DAY NOT NULL,              -- on which it can be used
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE UNIQUE INDEX account_slip_live ON account_slip (account) WHERE void_txn = 0;

-- What the telephone of somebody counts with (TOTP), once they have shown that it does.
CREATE TABLE account_factor (
  id @ID PRIMARY KEY,
  account @INT NOT NULL REFERENCES account (id),
  key_id @TEXT NOT NULL,               -- of the key file under which the seed is encrypted
  seed @BYTES NOT NULL,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE UNIQUE INDEX account_factor_live ON account_factor (account) WHERE void_txn = 0;

-- Codes for the day on which the telephone is lost, each good for one sign-in; voided: used.
CREATE TABLE account_recovery (
  id @ID PRIMARY KEY,
  factor @INT NOT NULL REFERENCES account_factor (id),
  hash @TEXT NOT NULL,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX account_recovery_factor ON account_recovery (factor) WHERE void_txn = 0;
