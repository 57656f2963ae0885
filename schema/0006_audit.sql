-- 0006: the audit chain: what was done is sealed in the order in which it was done, and erased by
-- rule only. See src/audit/audit.h; the time columns are those of 0001.

-- Every transaction, once, in the order of a sequence of its own.
CREATE TABLE audit_entry (
  seq @ID PRIMARY KEY,
  txn @INT NOT NULL UNIQUE,
  digest @BYTES NOT NULL               -- salted, over all that the transaction made and voided
) @ROWS;

-- What the digests are salted with. unit -2: the salt from which those of all units are derived;
-- it goes when one of them is erased, and leaves the salts of the others.
CREATE TABLE audit_salt (
  txn @INT NOT NULL,
  unit @INT NOT NULL,
  salt @BYTES NOT NULL,
  PRIMARY KEY (txn, unit)
) @CLUSTERED;

-- Entries sealed together. `previous` is unique: the chain does not fork.
CREATE TABLE audit_link (
  batch @ID PRIMARY KEY,
  first_seq @INT NOT NULL,
  last_seq @INT NOT NULL,
  through_ms @INT NOT NULL,            -- instant of the last transaction in it
  at_ms @INT NOT NULL,
  previous @TEXT NOT NULL UNIQUE,
  head @TEXT NOT NULL,
  key_id @TEXT NOT NULL,
  mac @TEXT NOT NULL                   -- of the head, with a key that no database holds
) @ROWS;

-- Erasing, as asked for by the office that is competent.
CREATE TABLE audit_erasure (
  id @ID PRIMARY KEY,
  kind @TEXT NOT NULL CHECK (kind IN ('person')),
  target @INT NOT NULL,
  rule @TEXT NOT NULL,
  reason @TEXT NOT NULL,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL
) @ROWS;
CREATE UNIQUE INDEX audit_link_last ON audit_link (last_seq);
CREATE INDEX audit_erasure_txn ON audit_erasure (txn);

-- What became of it.
CREATE TABLE audit_erasure_end (
  erasure @ID PRIMARY KEY,
  outcome @TEXT NOT NULL CHECK (outcome IN ('erased', 'declined', 'withdrawn')),
  records @INT NOT NULL,               -- how many rows were removed
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL
) @ROWS;
CREATE INDEX audit_erasure_end_txn ON audit_erasure_end (txn);

-- The digests that stand for what was erased.
CREATE TABLE audit_erased (
  entry_txn @INT NOT NULL,             -- the transaction in which it had been made or voided
  unit @INT NOT NULL,
  digest @BYTES NOT NULL,
  erasure @INT NOT NULL,
  txn @INT NOT NULL,                   -- the one that erased it
  PRIMARY KEY (entry_txn, unit)
) @CLUSTERED;
CREATE INDEX audit_erased_txn ON audit_erased (txn);

-- What a transaction made and voided is found by it; member_fact and person_spell by the persons.
CREATE INDEX account_txn ON account (txn);
CREATE INDEX account_grant_txn ON account_grant (txn);
CREATE INDEX account_grant_void ON account_grant (void_txn) WHERE void_txn <> 0;
CREATE INDEX org_txn ON org (txn);
CREATE INDEX org_term_txn ON org_term (txn);
CREATE INDEX org_term_void ON org_term (void_txn) WHERE void_txn <> 0;
CREATE INDEX org_body_txn ON org_body (txn);
CREATE INDEX org_body_void ON org_body (void_txn) WHERE void_txn <> 0;
CREATE INDEX org_post_void ON org_post (void_txn) WHERE void_txn <> 0;
CREATE INDEX org_charge_txn ON org_charge (txn);
CREATE INDEX org_charge_void ON org_charge (void_txn) WHERE void_txn <> 0;
CREATE INDEX import_txn ON import (txn);
CREATE INDEX import_undone ON import (undone_txn) WHERE undone_txn <> 0;
CREATE INDEX proposal_txn ON proposal (txn);
CREATE INDEX proposal_void ON proposal (void_txn) WHERE void_txn <> 0;
CREATE INDEX account_slip_txn ON account_slip (txn);
CREATE INDEX account_factor_txn ON account_factor (txn);
CREATE INDEX account_recovery_txn ON account_recovery (txn);
CREATE INDEX account_slip_void ON account_slip (void_txn) WHERE void_txn <> 0;
CREATE INDEX account_factor_void ON account_factor (void_txn) WHERE void_txn <> 0;
CREATE INDEX account_recovery_void ON account_recovery (void_txn) WHERE void_txn <> 0;
CREATE INDEX seal_key_void ON seal_key (void_txn) WHERE void_txn <> 0;
CREATE INDEX seal_hold_void ON seal_hold (void_txn) WHERE void_txn <> 0;
CREATE INDEX seal_text_void ON seal_text (void_txn) WHERE void_txn <> 0;
CREATE INDEX seal_text_key_void ON seal_text_key (void_txn) WHERE void_txn <> 0;
CREATE INDEX seal_share_void ON seal_share (void_txn) WHERE void_txn <> 0;
CREATE INDEX seal_recovery_void ON seal_recovery (void_txn) WHERE void_txn <> 0;
CREATE INDEX member_note_void ON member_note (void_txn) WHERE void_txn <> 0;
