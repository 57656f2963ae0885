-- 0007: what persons ask about their own data, and looks that they are told of later.

-- One row for each state of a request: an answer voids the row of the open one.
CREATE TABLE person_request (
  id @INT NOT NULL,
  txn @INT NOT NULL REFERENCES txn (id),
  person @INT NOT NULL REFERENCES person (id),
  kind @TEXT NOT NULL CHECK (kind IN ('access', 'correction')),
  received @DAY NOT NULL,              -- the clock begins after this day
  own @INT NOT NULL CHECK (own IN (0, 1)), -- entered by the person themselves
  words @TEXT,                         -- what they ask, in their words
  state @TEXT NOT NULL CHECK (state IN ('open', 'done', 'partly', 'refused')),
  answer @TEXT,
  answered @DAY NOT NULL DEFAULT 0,
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991,
  PRIMARY KEY (id, txn)
) @CLUSTERED;
CREATE INDEX person_request_person ON person_request (person);
CREATE INDEX person_request_open ON person_request (received) WHERE state = 'open' AND void_txn = 0;

-- A decision by which the looks of an account at a person are told to that person only from to_day
-- on. It ends by itself.
CREATE TABLE look_delay (
  id @ID PRIMARY KEY,
  account @INT NOT NULL REFERENCES account (id),
  person @INT NOT NULL REFERENCES person (id),
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  number @TEXT NOT NULL,               -- of the decision
  reason @TEXT,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX look_delay_person ON look_delay (person);
