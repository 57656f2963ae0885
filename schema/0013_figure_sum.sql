-- 0013: summaries of indicators, for organisations too large to be counted one by one.
--
-- All of it follows from org_spell, org_reach, person_spell, member_spell and member_flow, and can
-- be made anew from them: docs/decisions/0017.

-- Kinds whose organisations have summaries, besides those that have nobody above: rules/org-kinds.csv.
ALTER TABLE org_kind_rule ADD COLUMN summed @INT NOT NULL DEFAULT 0;

-- The organisations that have summaries; 0: all of the database, where it has several roots.
CREATE TABLE figure_node (
  org @INT NOT NULL PRIMARY KEY,
  root @INT NOT NULL CHECK (root IN (0, 1)),    -- broken down by its children, too
  dirty @INT NOT NULL,                 -- 0: right; else since when (txn.at_ms) it is not to be believed
  daily_from @DAY NOT NULL,            -- breakdowns are kept by the day from here
  daily_to @DAY NOT NULL               -- to here; by the month always
) @CLUSTERED;

-- By how much a number changes: of a stock more and fewer, of a flow what happened. The value of a
-- stock on a day is the sum of everything up to then. Every change stands there twice: under its
-- month ('m', day = yyyymm00) and, totals always, under its day ('d').
CREATE TABLE figure_sum (
  node @INT NOT NULL,
  figure @TEXT NOT NULL,               -- full, probationary, exempt, away; a kind of flow; org.KIND
  dim @TEXT NOT NULL,                  -- '': the whole; sex, age, ...
  span @TEXT NOT NULL CHECK (span IN ('d', 'm')),
  day @DAY NOT NULL,
  key @TEXT NOT NULL,                  -- the value of the dimension; '': not known
  txn @INT NOT NULL,                   -- who adds rows of their own; 0: put together
  n @INT NOT NULL,
  PRIMARY KEY (node, figure, dim, span, day, key, txn)
) @CLUSTERED;
CREATE INDEX figure_sum_txn ON figure_sum (txn) WHERE txn <> 0;

-- A database that has organisations already gets its summaries made for it later.
INSERT INTO figure_node (org, root, dirty, daily_from, daily_to)
SELECT DISTINCT org, 1, 1, 10101, 99991231 FROM org_spell
WHERE parent = 0 AND void_ms = 9007199254740991;
INSERT INTO figure_node (org, root, dirty, daily_from, daily_to)
SELECT 0, 1, 1, 10101, 99991231 WHERE (SELECT count(*) FROM figure_node) > 1;
