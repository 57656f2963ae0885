-- 0001: transactions, settings, catalogues, accounts, and the tree of organisations in time.
--
-- Every dated row carries from_day and to_day (half open; DAY_MIN 10101 "always", DAY_MAX 99991231
-- "no end"), the transaction that made it and the one that voided it, each with its instant, so
-- that one and the same statement answers "as known now" and "as known then":
--     made_ms <= $known AND void_ms > $known
-- A row is never changed but for its voiding; 9007199254740991 is "not voided".

CREATE TABLE txn (
  id @ID PRIMARY KEY,
  at_ms @INT NOT NULL,
  actor @INT NOT NULL,                 -- account; 0: the operator of the machine
  uid @INT NOT NULL,                   -- user of the operating system, -1 over the web
  via @TEXT NOT NULL CHECK (via IN ('web', 'api', 'shell', 'import', 'job', 'demo')),
  action @TEXT NOT NULL,
  reason @TEXT,
  import @INT NOT NULL DEFAULT 0,
  undoes @INT NOT NULL DEFAULT 0,      -- the transaction taken back by this one
  request_key @TEXT UNIQUE,
  location @TEXT                       -- where the result stands: the answer to a resend
) @ROWS;
CREATE INDEX txn_at ON txn (at_ms);

CREATE TABLE setting (
  name @TEXT NOT NULL PRIMARY KEY,
  value @TEXT NOT NULL
) @CLUSTERED;

-- Catalogues. Loaded from rules/catalogues.csv; the code is stored in records, the names are shown.
CREATE TABLE cat_entry (
  cat @TEXT NOT NULL,
  code @TEXT NOT NULL,
  pos @INT NOT NULL,
  vi @TEXT NOT NULL,
  en @TEXT NOT NULL,
  alias @TEXT,
  note @TEXT,
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  PRIMARY KEY (cat, code)
) @CLUSTERED;

-- What a kind of organisation is, and on which days (decisions 5): rules/org-kinds.csv.
CREATE TABLE org_kind_rule (
  kind @TEXT NOT NULL,
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  level @INT NOT NULL,                 -- 1 province ... 8 group: order in lists
  grassroots @INT NOT NULL CHECK (grassroots IN (0, 1)),
  cell @INT NOT NULL CHECK (cell IN (0, 1)),
  minimum @INT NOT NULL,               -- fewest official members; below it a warning
  source @TEXT NOT NULL,
  PRIMARY KEY (kind, from_day)
) @CLUSTERED;

-- Which kind may stand under which, and on which days: rules/org-children.csv. '' is the top.
CREATE TABLE org_child_rule (
  parent_kind @TEXT NOT NULL,
  child_kind @TEXT NOT NULL,
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  PRIMARY KEY (parent_kind, child_kind, from_day)
) @CLUSTERED;

-- Which kinds an indicator of organisations counts: rules/org-figures.csv.
CREATE TABLE org_figure_rule (
  figure @TEXT NOT NULL,
  kind @TEXT NOT NULL,
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  PRIMARY KEY (figure, kind, from_day)
) @CLUSTERED;

CREATE TABLE account (
  id @ID PRIMARY KEY,
  login @TEXT NOT NULL UNIQUE,
  name @TEXT NOT NULL,
  password @TEXT NOT NULL,
  lang @TEXT NOT NULL,
  closed @INT NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
  version @INT NOT NULL DEFAULT 1,
  txn @INT NOT NULL REFERENCES txn (id)
) @ROWS;

-- A function given to an account over organisations, for a period.
CREATE TABLE account_grant (
  id @ID PRIMARY KEY,
  account @INT NOT NULL REFERENCES account (id),
  func @TEXT NOT NULL,
  org @INT NOT NULL,                   -- 0: every organisation of this database
  reach @TEXT NOT NULL CHECK (reach IN ('own', 'below')),
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX account_grant_account ON account_grant (account);

CREATE TABLE org (
  id @ID PRIMARY KEY,
  version @INT NOT NULL DEFAULT 1,
  txn @INT NOT NULL REFERENCES txn (id)
) @ROWS;

-- What was done to an organisation: the truth. The spells below follow from it.
CREATE TABLE org_act (
  id @ID PRIMARY KEY,
  org @INT NOT NULL REFERENCES org (id),
  day @DAY NOT NULL,
  seq @INT NOT NULL,                   -- order within the day
  act @TEXT NOT NULL CHECK (act IN ('found', 'open', 'rename', 'code', 'kind', 'move', 'split',
    'merge', 'dissolve')),
  parent @INT NOT NULL DEFAULT 0,      -- found, move: the new parent; 0: none
  code @TEXT,
  name @TEXT,
  kind @TEXT,
  sector @TEXT,
  other @INT NOT NULL DEFAULT 0,       -- merge, dissolve: successor; split: the new organisation
  decision_no @TEXT,
  reason @TEXT,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX org_act_org ON org_act (org, day, seq);
CREATE INDEX org_act_other ON org_act (other) WHERE other <> 0;
CREATE INDEX org_act_txn ON org_act (txn);
CREATE INDEX org_act_void ON org_act (void_txn) WHERE void_txn <> 0;

-- What an organisation was from one day to another: derived from its acts by core/tree.
CREATE TABLE org_spell (
  org @INT NOT NULL,
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  txn @INT NOT NULL,
  parent @INT NOT NULL,
  kind @TEXT NOT NULL,
  sector @TEXT,
  code @TEXT NOT NULL,
  name @TEXT NOT NULL,
  sort_key @BYTES NOT NULL,
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991,
  PRIMARY KEY (org, from_day, txn)
) @CLUSTERED;
CREATE INDEX org_spell_parent ON org_spell (parent, sort_key, org, from_day, to_day, made_ms, void_ms);
CREATE INDEX org_spell_code ON org_spell (code, from_day);

-- Words of all names and codes that an organisation has had, folded: the search.
CREATE TABLE org_word (
  word @TEXT NOT NULL,
  org @INT NOT NULL,
  PRIMARY KEY (word, org)
) @CLUSTERED;
CREATE INDEX org_word_org ON org_word (org, word);

-- Bumped by each act on the tree, so that a plan made before another's act is noticed.
CREATE TABLE tree_state (
  one @INT NOT NULL PRIMARY KEY CHECK (one = 1),
  version @INT NOT NULL
) @ROWS;
INSERT INTO tree_state (one, version) VALUES (1, 1);

-- Terms and congresses of an organisation.
CREATE TABLE org_term (
  id @ID PRIMARY KEY,
  org @INT NOT NULL REFERENCES org (id),
  number @TEXT NOT NULL,               -- "XXII"
  congress_day @DAY NOT NULL DEFAULT 0,
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  note @TEXT,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX org_term_org ON org_term (org, from_day);

-- Bodies of an organisation (committee, standing committee, boards...) and bodies beside it that
-- are no Party organisations (people's committee, front, agencies).
CREATE TABLE org_body (
  id @ID PRIMARY KEY,
  org @INT NOT NULL REFERENCES org (id),
  body @INT NOT NULL,                  -- what its rows have in common when it is changed or corrected
  kind @TEXT NOT NULL,
  name @TEXT NOT NULL,
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  note @TEXT,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX org_body_org ON org_body (org, from_day);

-- Who holds a post of an organisation or of one of its bodies.
CREATE TABLE org_post (
  id @ID PRIMARY KEY,
  org @INT NOT NULL REFERENCES org (id),
  body @INT NOT NULL DEFAULT 0,        -- org_body.body; 0: of the organisation itself
  post @TEXT NOT NULL,
  holder @TEXT NOT NULL,
  member_no @TEXT,
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  decision_no @TEXT,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX org_post_org ON org_post (org, from_day);
CREATE INDEX org_post_txn ON org_post (txn);

-- Committee members in charge of a field of work or of an organisation below.
CREATE TABLE org_charge (
  id @ID PRIMARY KEY,
  org @INT NOT NULL REFERENCES org (id),
  holder @TEXT NOT NULL,
  member_no @TEXT,
  field @TEXT,
  over_org @INT NOT NULL DEFAULT 0,    -- the organisation in the charge; 0: a field only
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX org_charge_org ON org_charge (org, from_day);
CREATE INDEX org_charge_over ON org_charge (over_org) WHERE over_org <> 0;

-- Files taken in: which, by whom, what came of it.
CREATE TABLE import (
  id @ID PRIMARY KEY,
  kind @TEXT NOT NULL,
  file @TEXT NOT NULL,
  digest @TEXT NOT NULL,
  rows_read @INT NOT NULL,
  rows_new @INT NOT NULL,
  txn @INT NOT NULL REFERENCES txn (id),
  undone_txn @INT NOT NULL DEFAULT 0
) @ROWS;
