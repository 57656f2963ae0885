-- 0010: rules in time. What the files of the program say (rule, holiday) is replaced by each upgrade;
-- what an office added here (rule_local, holiday_local) lies over it and is never touched by one.
--
-- A row of the files is known from the instant of the upgrade that brought it, or always, if the
-- database knew nothing of its code (of any holiday) before. Rows of the files have no transaction: they
-- can be made anew from the files, and `guong check` compares them.

DROP TABLE rule;
CREATE TABLE rule (
  code @TEXT NOT NULL,
  item @TEXT NOT NULL,                 -- which entry of a list; '' where the code has one value
  from_day @DAY NOT NULL,
  made_ms @INT NOT NULL,
  to_day @DAY NOT NULL,
  value @INT NOT NULL,                 -- number; of a share the upper one
  den @INT NOT NULL,                   -- of a share the lower one; otherwise 1
  unit @TEXT NOT NULL,                 -- catalogue rule_unit
  word @TEXT NOT NULL,                 -- of a rule that is a word or a text; otherwise ''
  source @TEXT NOT NULL,
  sure @TEXT NOT NULL CHECK (sure IN ('a', 'b', 'c')),
  void_ms @INT NOT NULL DEFAULT 9007199254740991,
  PRIMARY KEY (code, item, from_day, made_ms)
) @CLUSTERED;

-- What was added here. Rows of one code and item that stand do not overlap.
CREATE TABLE rule_local (
  id @ID PRIMARY KEY,
  origin @INT NOT NULL,                -- the row it is what is left of; its own id: it is whole
  code @TEXT NOT NULL,
  item @TEXT NOT NULL,
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  off @INT NOT NULL CHECK (off IN (0, 1)), -- 1: there is no such rule in these days
  value @INT NOT NULL,
  den @INT NOT NULL,
  unit @TEXT NOT NULL,
  word @TEXT NOT NULL,
  source @TEXT NOT NULL,
  sure @TEXT NOT NULL CHECK (sure IN ('a', 'b', 'c')),
  note @TEXT,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX rule_local_code ON rule_local (code, from_day);
CREATE INDEX rule_local_txn ON rule_local (txn);
CREATE INDEX rule_local_void ON rule_local (void_txn) WHERE void_txn <> 0;

DROP TABLE holiday;
CREATE TABLE holiday (
  day @DAY NOT NULL,
  made_ms @INT NOT NULL,
  kind @TEXT NOT NULL CHECK (kind IN ('off', 'worked', 'usual')),
  name @TEXT NOT NULL,
  source @TEXT NOT NULL,
  sure @TEXT NOT NULL CHECK (sure IN ('a', 'b', 'c')),
  void_ms @INT NOT NULL DEFAULT 9007199254740991,
  PRIMARY KEY (day, made_ms)
) @CLUSTERED;

-- usual: the day is what the calendar makes it, whatever the files say.
CREATE TABLE holiday_local (
  id @ID PRIMARY KEY,
  day @DAY NOT NULL,
  kind @TEXT NOT NULL CHECK (kind IN ('off', 'worked', 'usual')),
  name @TEXT NOT NULL,
  source @TEXT NOT NULL,
  sure @TEXT NOT NULL CHECK (sure IN ('a', 'b', 'c')),
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX holiday_local_day ON holiday_local (day);
CREATE INDEX holiday_local_txn ON holiday_local (txn);
CREATE INDEX holiday_local_void ON holiday_local (void_txn) WHERE void_txn <> 0;

-- The fewest members of an organisation is a rule like others: cell.minimum, grassroots.minimum.
ALTER TABLE org_kind_rule DROP COLUMN minimum;
