-- 0012: villages in time: what was recorded about them, and what follows.
--
-- Truth is village_fact: one row says one thing (an aspect) of a village from one day to another.
-- Derived, and rewritten where they come out different, are village_state (what a village was on
-- its days, with what organisations and persons add to it), village_flow and village_sum. The time
-- columns are those of 0001.

CREATE TABLE village (
  id @ID PRIMARY KEY,
  version @INT NOT NULL DEFAULT 1,     -- grows with everything that is recorded about it
  txn @INT NOT NULL REFERENCES txn (id)
) @ROWS;
CREATE INDEX village_txn ON village (txn);

-- See village/village.h for the aspects and what each uses.
CREATE TABLE village_fact (
  village @INT NOT NULL,
  id @INT NOT NULL,
  aspect @TEXT NOT NULL CHECK (aspect IN ('place', 'cell', 'count', 'head', 'charge', 'unstable',
    'survey')),
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  code @TEXT,
  name @TEXT,
  kind @TEXT,
  org @INT NOT NULL DEFAULT 0,         -- place: the commune; cell: the cell that serves it
  joint @INT NOT NULL DEFAULT 0 CHECK (joint IN (0, 1)), -- that cell is shared with a neighbour
  other @INT NOT NULL DEFAULT 0,       -- the last place: the village that it became part of
  households @INT NOT NULL DEFAULT 0,  -- 0: not told
  population @INT NOT NULL DEFAULT 0,
  person @INT NOT NULL DEFAULT 0,      -- head, charge: of the register; 0: only a name
  holder @TEXT,
  reason @TEXT,                        -- unstable: few, old, away, seconded
  number @TEXT,                        -- of the decision
  note @TEXT,
  txn @INT NOT NULL,
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991,
  PRIMARY KEY (village, id)
) @CLUSTERED;
CREATE INDEX village_fact_code ON village_fact (code) WHERE code IS NOT NULL;
CREATE INDEX village_fact_org ON village_fact (org) WHERE org <> 0;
CREATE INDEX village_fact_other ON village_fact (other) WHERE other <> 0;
CREATE INDEX village_fact_person ON village_fact (person) WHERE person <> 0;
CREATE INDEX village_fact_txn ON village_fact (txn);
CREATE INDEX village_fact_void ON village_fact (void_txn) WHERE void_txn <> 0;

-- What a village was from one day to another; those of a commune lie together.
CREATE TABLE village_state (
  commune @INT NOT NULL,               -- of these days: its successor, if the one recorded ended
  to_day @DAY NOT NULL,
  sort_key @BYTES NOT NULL,
  village @INT NOT NULL,
  from_day @DAY NOT NULL,
  txn @INT NOT NULL,
  code @TEXT NOT NULL,
  name @TEXT NOT NULL,
  kind @TEXT NOT NULL,
  cell @INT NOT NULL,                  -- likewise; 0: none
  joint @INT NOT NULL,
  cover @TEXT NOT NULL CHECK (cover IN ('own', 'joint', 'none')),
  lives @TEXT NOT NULL CHECK (lives IN ('some', 'none', 'unknown')), -- members living there
  members @INT NOT NULL,
  official @INT NOT NULL,              -- of them
  below @INT NOT NULL,                 -- some official members, but fewer than a cell needs
  unstable @INT NOT NULL,
  head @INT NOT NULL,                  -- 0: none, or not of the register
  head_is @TEXT NOT NULL CHECK (head_is IN ('vacant', 'outside', 'probationary', 'full')),
  combined @INT NOT NULL,              -- the head is the secretary of the cell
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991,
  PRIMARY KEY (commune, to_day, sort_key, village, from_day, txn)
) @CLUSTERED;
CREATE INDEX village_state_village ON village_state (village, from_day);
CREATE INDEX village_state_cell ON village_state (cell) WHERE cell <> 0;
CREATE INDEX village_state_name ON village_state (sort_key, village, from_day, to_day, made_ms, void_ms);

-- Heads who were admitted while they were.
CREATE TABLE village_flow (
  commune @INT NOT NULL,
  day @DAY NOT NULL,
  village @INT NOT NULL,
  person @INT NOT NULL,
  txn @INT NOT NULL,
  kind @TEXT NOT NULL,                 -- of the village
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991,
  PRIMARY KEY (commune, day, village, person, txn)
) @CLUSTERED;
CREATE INDEX village_flow_village ON village_flow (village);

-- By how much each figure of the villages below an organisation changed on a day, as known now:
-- derived from the states and the reach of their communes.
CREATE TABLE village_sum (
  org @INT NOT NULL,
  figure @TEXT NOT NULL,
  day @DAY NOT NULL,
  kind @TEXT NOT NULL,
  n @INT NOT NULL,
  PRIMARY KEY (org, figure, day, kind)
) @CLUSTERED;

-- Words of all names and codes that a village has had, folded: the search.
CREATE TABLE village_word (
  word @TEXT NOT NULL,
  village @INT NOT NULL,
  PRIMARY KEY (word, village)
) @CLUSTERED;

-- From a village to who is recorded as living there.
CREATE INDEX person_spell_village ON person_spell (village_code) WHERE village_code IS NOT NULL;
