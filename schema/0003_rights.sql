-- 0003: functions that follow posts, accounts that belong to persons, calls that wait for a yes.

-- Whose account it is; 0: nobody's of the register. The posts of the person give functions.
ALTER TABLE account ADD COLUMN person @INT NOT NULL DEFAULT 0;
CREATE INDEX account_person ON account (person) WHERE person <> 0;

-- A function for one record only (a case): its id; 0: for all. The reach is then the organisation.
ALTER TABLE account_grant ADD COLUMN item @INT NOT NULL DEFAULT 0;

-- Which function a post gives on which days: rules/functions.csv. Whoever holds several in one post
-- has a row for each.
CREATE TABLE function_rule (
  post @TEXT NOT NULL,                 -- "charge": in charge of the organisation (org_charge)
  body_kind @TEXT NOT NULL,            -- '': of the organisation itself
  org_kind @TEXT NOT NULL,             -- '*': whatever kind
  func @TEXT NOT NULL,
  from_day @DAY NOT NULL,
  to_day @DAY NOT NULL,
  reach @TEXT NOT NULL CHECK (reach IN ('own', 'below')),
  source @TEXT NOT NULL,
  PRIMARY KEY (post, body_kind, org_kind, func, from_day)
) @CLUSTERED;

CREATE INDEX org_post_member ON org_post (member_no) WHERE member_no IS NOT NULL;
CREATE INDEX org_charge_member ON org_charge (member_no) WHERE member_no IS NOT NULL;

-- A call that somebody made and somebody else must say yes to: of a two-ended act by who reaches one
-- end, or typed by a helper. Open while it is live; whatever ends it voids it and says how.
CREATE TABLE proposal (
  id @ID PRIMARY KEY,
  kind @TEXT NOT NULL CHECK (kind IN ('ends', 'typed')),
  route @TEXT NOT NULL,
  params @TEXT NOT NULL,               -- as JSON, the parts of the address too
  about @TEXT NOT NULL,                -- in words: whom or what it is about
  day @DAY NOT NULL,                   -- on which the page of the call stood
  perm @TEXT NOT NULL,                 -- what is needed to say yes...
  need_org @INT NOT NULL,              -- ... and over which organisation
  account @INT NOT NULL REFERENCES account (id),
  state @TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'declined', 'withdrawn')),
  answer @TEXT,                        -- why it was declined or withdrawn
  txn @INT NOT NULL REFERENCES txn (id),
  made_ms @INT NOT NULL,
  void_txn @INT NOT NULL DEFAULT 0,
  void_ms @INT NOT NULL DEFAULT 9007199254740991
) @ROWS;
CREATE INDEX proposal_open ON proposal (need_org, made_ms) WHERE void_txn = 0;
CREATE INDEX proposal_account ON proposal (account, made_ms);
