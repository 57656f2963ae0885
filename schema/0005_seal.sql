-- 0005: what nobody reads without a key of their own: keys, who holds them, sealed texts.
-- See src/core/seal.h. No private key stands here in clear; what is voided loses its sealed bytes.

-- Key pairs: of an account, of a function over an organisation, of recovery.
CREATE TABLE seal_key (
  id @ID PRIMARY KEY,
  kind @TEXT NOT NULL CHECK (kind IN ('account', 'func', 'recovery')),
  account @INT NOT NULL DEFAULT 0,     -- whose it is
  func @TEXT,
  org @INT NOT NULL DEFAULT 0,         -- over which; 0: every organisation
  public_key @BYTES NOT NULL,
  wrapped @BYTES,                      -- of an account: the private key under one from the password
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,    -- of a function: nothing new is sealed to it any more
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE UNIQUE INDEX seal_key_account ON seal_key (account) WHERE kind = 'account' AND void_txn = 0;
CREATE UNIQUE INDEX seal_key_live ON seal_key (org, func) WHERE kind = 'func' AND void_txn = 0;
CREATE UNIQUE INDEX seal_key_recovery ON seal_key (kind) WHERE kind = 'recovery' AND void_txn = 0;
CREATE INDEX seal_key_func ON seal_key (org, func) WHERE kind = 'func';
CREATE INDEX seal_key_txn ON seal_key (txn);
CREATE INDEX account_grant_org ON account_grant (org, func);

-- The private key of a function, sealed to the key of an account or of recovery.
CREATE TABLE seal_hold (
  id @ID PRIMARY KEY,
  held @INT NOT NULL REFERENCES seal_key (id),
  holder @INT NOT NULL REFERENCES seal_key (id),
  sealed @BYTES,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE UNIQUE INDEX seal_hold_live ON seal_hold (held, holder) WHERE void_txn = 0;
CREATE INDEX seal_hold_holder ON seal_hold (holder) WHERE void_txn = 0;
CREATE INDEX seal_hold_txn ON seal_hold (txn);

-- Texts: closed with a random key of their own, into which kind, id and `about` are bound.
CREATE TABLE seal_text (
  id @ID PRIMARY KEY,
  kind @TEXT NOT NULL,
  about @INT NOT NULL,                 -- of a note: the person
  box @BYTES NOT NULL,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX seal_text_about ON seal_text (about, kind);
CREATE INDEX seal_text_txn ON seal_text (txn);

-- The key of a text, sealed to those who may open it: functions, and the accounts of the person.
CREATE TABLE seal_text_key (
  id @ID PRIMARY KEY,
  text @INT NOT NULL REFERENCES seal_text (id),
  reader @INT NOT NULL REFERENCES seal_key (id),
  sealed @BYTES,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE UNIQUE INDEX seal_text_key_live ON seal_text_key (text, reader) WHERE void_txn = 0;
CREATE INDEX seal_text_key_reader ON seal_text_key (reader) WHERE void_txn = 0;
CREATE INDEX seal_text_key_txn ON seal_text_key (txn);

-- The private key of recovery in halves: of each two officers one has this half, the other that.
CREATE TABLE seal_share (
  id @ID PRIMARY KEY,
  key @INT NOT NULL REFERENCES seal_key (id),
  mine @INT NOT NULL REFERENCES seal_key (id),    -- key of the account that has this half
  theirs @INT NOT NULL REFERENCES seal_key (id),  -- of the one that has the other
  sealed @BYTES,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX seal_share_key ON seal_share (key) WHERE void_txn = 0;
CREATE INDEX seal_share_txn ON seal_share (txn);

-- A recovery that one officer has agreed to: their half, sealed to each other one. Live while it
-- waits for the second.
CREATE TABLE seal_recovery (
  id @ID PRIMARY KEY,
  key @INT NOT NULL REFERENCES seal_key (id),
  mine @INT NOT NULL REFERENCES seal_key (id),
  theirs @INT NOT NULL REFERENCES seal_key (id),
  sealed @BYTES,
  reason @TEXT NOT NULL,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX seal_recovery_key ON seal_recovery (key) WHERE void_txn = 0;
CREATE INDEX seal_recovery_txn ON seal_recovery (txn);

-- Notes in a personal file: who wrote them is told, what they say is sealed.
CREATE TABLE member_note (
  id @ID PRIMARY KEY,
  person @INT NOT NULL REFERENCES person (id),
  text @INT NOT NULL REFERENCES seal_text (id),
  kind @TEXT NOT NULL CHECK (kind IN ('note', 'correction', 'answer')),
  note @INT NOT NULL DEFAULT 0,        -- the one that is corrected or answered
  account @INT NOT NULL,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX member_note_person ON member_note (person, made_ms);
CREATE INDEX member_note_txn ON member_note (txn);
