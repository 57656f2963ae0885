-- 0028: whoever is in a cell today lies together, without those who left it for good: over the years
-- they become more than half, and every list and figure of today turned them over as well.
-- The order of a table is that of its primary key, so it is made anew.

CREATE TABLE member_spell_copy AS SELECT * FROM member_spell;
DROP TABLE member_spell;

-- Where a person is from day to day: derived from the facts and from the organisations' acts.
CREATE TABLE member_spell (
  cell @INT NOT NULL,                  -- home cell; after leaving: the last one
  counted @INT NOT NULL CHECK (counted IN (0, 1)), -- 1: a member; 0: left, and how
  to_day @DAY NOT NULL,
  sort_key @BYTES NOT NULL,            -- of the name on these days
  person @INT NOT NULL,
  from_day @DAY NOT NULL,
  txn @INT NOT NULL,
  status @TEXT NOT NULL,               -- probationary, full; or the kind of leaving
  admitted_on @DAY NOT NULL DEFAULT 0, -- the last admission; 0: not recorded; precision kept
  official_on @DAY NOT NULL DEFAULT 0, -- the recognition that followed it
  cardless_to @DAY NOT NULL DEFAULT 0, -- no card before this day; 0: there is one, or none is due
  pieced @INT NOT NULL DEFAULT 0 CHECK (pieced IN (0, 1)), -- years are put together from several stays
  host @INT NOT NULL DEFAULT 0,        -- takes part there for a time; counted at home
  transit @INT NOT NULL DEFAULT 0,     -- the letter is made out to this cell, not yet received
  exempt @INT NOT NULL DEFAULT 0 CHECK (exempt IN (0, 1)),
  away @INT NOT NULL DEFAULT 0 CHECK (away IN (0, 1)),
  suspended @INT NOT NULL DEFAULT 0 CHECK (suspended IN (0, 1)),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991,
  PRIMARY KEY (cell, counted, to_day, sort_key, person, from_day, txn)
) @CLUSTERED;

INSERT INTO member_spell (cell, counted, to_day, sort_key, person, from_day, txn, status, admitted_on, official_on,
  cardless_to, pieced, host, transit, exempt, away, suspended, made_ms, void_txn, void_ms)
SELECT cell, counted, to_day, sort_key, person, from_day, txn, status, admitted_on, official_on,
  cardless_to, pieced, host, transit, exempt, away, suspended, made_ms, void_txn, void_ms
FROM member_spell_copy ORDER BY cell, counted, to_day, sort_key, person, from_day, txn;
DROP TABLE member_spell_copy;

CREATE INDEX member_spell_person ON member_spell (person, from_day);
CREATE INDEX member_spell_name ON member_spell (sort_key, person, counted, from_day, to_day, made_ms, void_ms);
-- From the organisations to whoever is on the way, takes part elsewhere or has no card: few, with
-- what the lists ask, or SQLite would go through everybody of a cell.
CREATE INDEX member_spell_transit ON member_spell (transit, to_day) WHERE transit <> 0;
CREATE INDEX member_spell_host ON member_spell (host, to_day) WHERE host <> 0;
CREATE INDEX member_spell_going ON member_spell (cell, counted, to_day, transit, status, made_ms, void_ms) WHERE transit <> 0;
CREATE INDEX member_spell_hosted ON member_spell (cell, counted, to_day, host, made_ms, void_ms) WHERE host <> 0;
CREATE INDEX member_spell_cardless ON member_spell (cell, cardless_to, from_day, made_ms, void_ms) WHERE cardless_to > 0;
