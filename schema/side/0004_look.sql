-- Side 0004: who looked at whom. A row is written before the answer leaves.

-- person: whose file it was; 0: a list of members of `org`, or of all there are (org 0).
CREATE TABLE look (
  at_ms @INT NOT NULL,
  id @INT NOT NULL,
  account @INT NOT NULL,               -- 0: the operator of the machine
  uid @INT NOT NULL,                   -- of the operating system, in the shell
  funcs @TEXT NOT NULL,                -- codes of the functions held then
  via @TEXT NOT NULL,                  -- web, api, shell
  kind @TEXT NOT NULL,                 -- catalogue look_kind
  route @TEXT NOT NULL,
  format @TEXT NOT NULL,
  person @INT NOT NULL,
  org @INT NOT NULL,
  day @DAY NOT NULL,                   -- of which the answer told
  people @INT NOT NULL,
  class @INT NOT NULL,                 -- the highest of what was shown
  columns @TEXT NOT NULL,              -- personal ones by name
  purpose @TEXT,
  PRIMARY KEY (at_ms, id)
) @CLUSTERED;
CREATE INDEX look_person ON look (person, at_ms) WHERE person <> 0;
CREATE INDEX look_org ON look (org, at_ms) WHERE person = 0;
CREATE INDEX look_account ON look (account, at_ms);
