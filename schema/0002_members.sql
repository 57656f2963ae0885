-- 0002: reach in the tree, persons, membership.
--
-- Truth is what people record: acts of organisations (0001), attributes of persons (person_spell),
-- facts of their membership (member_fact). Derived from them, and rewritten where they come out
-- different, are org_reach, member_spell and member_flow. The time columns are those of 0001.

-- Which organisation was below which on which days, itself included: the closure of org_spell.
CREATE TABLE org_reach (
  anc @INT NOT NULL,
  org @INT NOT NULL,
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  txn @INT NOT NULL,
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991,
  PRIMARY KEY (anc, org, from_day, txn)
) @CLUSTERED;
CREATE INDEX org_reach_org ON org_reach (org, anc);

-- Of a database that has organisations already: from each spell up to the top, day by day; then
-- what touches is made one. Such a row is known from when the last spell on the way was entered.
INSERT INTO org_reach (anc, org, from_day, to_day, txn, made_ms)
WITH RECURSIVE up(anc, org, from_day, to_day, txn, made_ms, parent, depth) AS (
  SELECT org, org, from_day, to_day, txn, made_ms, parent, 0 FROM org_spell
  WHERE void_ms = 9007199254740991
  UNION ALL
  SELECT s.org, up.org,
    CASE WHEN s.from_day > up.from_day THEN s.from_day ELSE up.from_day END,
    CASE WHEN s.to_day < up.to_day THEN s.to_day ELSE up.to_day END,
    CASE WHEN s.made_ms > up.made_ms THEN s.txn ELSE up.txn END,
    CASE WHEN s.made_ms > up.made_ms THEN s.made_ms ELSE up.made_ms END,
    s.parent, up.depth + 1
  FROM up JOIN org_spell s ON s.org = up.parent AND s.from_day < up.to_day AND s.to_day > up.from_day
  WHERE s.void_ms = 9007199254740991 AND up.depth < 64
),
cut AS (
  SELECT anc, org, from_day, to_day, txn, made_ms,
    CASE WHEN lag(to_day) OVER (PARTITION BY anc, org ORDER BY from_day) = from_day
      THEN 0 ELSE 1 END AS begins
  FROM up
),
counted AS (
  SELECT anc, org, from_day, to_day, txn, made_ms,
    sum(begins) OVER (PARTITION BY anc, org ORDER BY from_day) AS stretch
  FROM cut
),
named AS (
  SELECT anc, org, from_day, to_day, made_ms, stretch,
    first_value(txn) OVER (PARTITION BY anc, org, stretch ORDER BY made_ms DESC, txn) AS txn
  FROM counted
)
SELECT anc, org, min(from_day), max(to_day), min(txn), max(made_ms) FROM named
GROUP BY anc, org, stretch;

CREATE TABLE person (
  id @ID PRIMARY KEY,
  version @INT NOT NULL DEFAULT 1,     -- grows with every change of anything about the person
  txn @INT NOT NULL REFERENCES txn (id)
) @ROWS;

-- What a person is: the rows of one person that are live at an instant cover all days without a
-- gap, from DAY_MIN to DAY_MAX. A change from a day ends a row and begins another.
CREATE TABLE person_spell (
  person @INT NOT NULL,
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  txn @INT NOT NULL,
  full_name @TEXT NOT NULL,
  other_name @TEXT,
  birth_date @DAY NOT NULL DEFAULT 0,  -- precision kept: 19650000
  sex @TEXT,
  ethnicity @TEXT,
  religion @TEXT,
  native_place @TEXT,
  residence @TEXT,
  phone @TEXT,
  citizen_no @TEXT,
  schooling @TEXT,
  degree @TEXT,
  theory_level @TEXT,
  occupation @TEXT,
  youth_union @TEXT,                   -- yes, no
  village_code @TEXT,
  member_no @TEXT,
  note @TEXT,
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991,
  PRIMARY KEY (person, from_day, txn)
) @CLUSTERED;
CREATE INDEX person_spell_no ON person_spell (member_no) WHERE member_no IS NOT NULL;
CREATE INDEX person_spell_citizen ON person_spell (citizen_no) WHERE citizen_no IS NOT NULL;

-- Words of all names a person has had, folded, and each whole name with '=' before it: the search.
CREATE TABLE name_word (
  word @TEXT NOT NULL,
  person @INT NOT NULL,
  PRIMARY KEY (word, person)
) @CLUSTERED;

-- Two records found to be of one person. The history of `person` is told under `into`, from both
-- records ("both") or from that of `into` alone ("kept"); nothing of either is lost.
CREATE TABLE person_join (
  person @INT NOT NULL,
  into_person @INT NOT NULL,
  history @TEXT NOT NULL CHECK (history IN ('both', 'kept')),
  txn @INT NOT NULL,
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991,
  PRIMARY KEY (person, txn)
) @CLUSTERED;
CREATE INDEX person_join_into ON person_join (into_person);

-- What happened to a person as a member. See member/member.h for the kinds and what they use.
CREATE TABLE member_fact (
  person @INT NOT NULL,
  id @INT NOT NULL,
  day @DAY NOT NULL,                   -- precision kept; counts on its first exact day
  seq @INT NOT NULL,                   -- order within the day
  kind @TEXT NOT NULL,
  cell @INT NOT NULL DEFAULT 0,        -- the cell entered or left; 0: outside, or where they are
  other @INT NOT NULL DEFAULT 0,       -- the cell at the other end
  place @TEXT,                         -- the same in words, outside this database
  second_day @DAY NOT NULL DEFAULT 0,
  until_day @DAY NOT NULL DEFAULT 0,
  number @TEXT,                        -- of the decision, letter, card
  years @INT NOT NULL DEFAULT 0,       -- of a badge
  status @TEXT,                        -- as the paper says: probationary, full
  reason @TEXT,
  assumed @INT NOT NULL DEFAULT 0 CHECK (assumed IN (0, 1)),
  txn @INT NOT NULL,
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991,
  PRIMARY KEY (person, id)
) @CLUSTERED;
CREATE INDEX member_fact_cell ON member_fact (cell) WHERE cell <> 0;
CREATE INDEX member_fact_other ON member_fact (other) WHERE other <> 0;

-- Where a person stood as a member from one day to another: derived from the facts.
CREATE TABLE member_spell (
  cell @INT NOT NULL,                  -- home cell; after leaving: the last one
  to_day @DAY NOT NULL,
  sort_key @BYTES NOT NULL,            -- of the name on these days
  person @INT NOT NULL,
  from_day @DAY NOT NULL,
  txn @INT NOT NULL,
  counted @INT NOT NULL CHECK (counted IN (0, 1)), -- 1: a member; 0: left, and how
  status @TEXT NOT NULL,               -- probationary, full; or the kind of leaving
  admitted_on @DAY NOT NULL DEFAULT 0, -- the last admission; 0: not recorded; precision kept
  official_on @DAY NOT NULL DEFAULT 0, -- the recognition that followed it
  host @INT NOT NULL DEFAULT 0,        -- takes part there for a time; counted at home
  transit @INT NOT NULL DEFAULT 0,     -- the letter is made out to this cell, not yet received
  exempt @INT NOT NULL DEFAULT 0 CHECK (exempt IN (0, 1)),
  away @INT NOT NULL DEFAULT 0 CHECK (away IN (0, 1)),
  suspended @INT NOT NULL DEFAULT 0 CHECK (suspended IN (0, 1)),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991,
  PRIMARY KEY (cell, to_day, sort_key, person, from_day, txn) -- who is there today lies together
) @CLUSTERED;
CREATE INDEX member_spell_person ON member_spell (person, from_day);
CREATE INDEX member_spell_name ON member_spell (sort_key, person, counted, from_day, to_day, made_ms, void_ms);
CREATE INDEX member_spell_host ON member_spell (host) WHERE host <> 0;
CREATE INDEX member_spell_transit ON member_spell (transit) WHERE transit <> 0;

-- What counts in a period, in the cell where the person was: derived from the facts.
CREATE TABLE member_flow (
  cell @INT NOT NULL,
  day @DAY NOT NULL,                   -- exact
  person @INT NOT NULL,
  kind @TEXT NOT NULL,
  fact @INT NOT NULL,                  -- 0: follows from an act of the organisation
  txn @INT NOT NULL,
  other @INT NOT NULL DEFAULT 0,       -- the cell at the other end; 0: outside
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991,
  PRIMARY KEY (cell, day, person, kind, fact, txn)
) @CLUSTERED;
CREATE INDEX member_flow_person ON member_flow (person, day);

-- Which persons a transaction touched that another one had made.
CREATE TABLE txn_person (
  txn @INT NOT NULL,
  person @INT NOT NULL,
  PRIMARY KEY (txn, person)
) @CLUSTERED;
CREATE INDEX txn_person_person ON txn_person (person);
CREATE INDEX person_txn ON person (txn);

-- Numbers that a rule sets (terms, years, days of the year), and on which days: rules/rules.csv.
CREATE TABLE rule (
  code @TEXT NOT NULL,
  value @INT NOT NULL,
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  source @TEXT NOT NULL,
  PRIMARY KEY (code, value, from_day)
) @CLUSTERED;

-- What is announced for each year: rules/holidays.csv. Days off, and Saturdays worked for them.
CREATE TABLE holiday (
  day @DAY NOT NULL PRIMARY KEY,
  off @INT NOT NULL CHECK (off IN (0, 1)),
  name @TEXT NOT NULL,
  source @TEXT NOT NULL,
  sure @INT NOT NULL CHECK (sure IN (0, 1)) -- 0: to be verified
) @CLUSTERED;

-- Was a transaction taken back?
CREATE INDEX txn_undoes ON txn (undoes) WHERE undoes <> 0;
