-- Closings of periods, issued figures, and what was entered later.

-- @text closing
k.id, k.org, k.period, k.from_day, k.to_day, k.note, k.txn, k.made_ms, k.void_txn, k.void_ms

-- The closing that holds for a question: its own organisation's before those above, the last first.
-- closing_of(org id, day day, from_day day, to_day day, known int): id id, org id, period text, from_day day, to_day day, note text, txn id, made_ms int, void_txn id, void_ms int
-- one row
SELECT {closing}
FROM org_reach r JOIN figure_closing k ON k.org = r.anc
WHERE r.org = $org AND r.from_day <= $day AND r.to_day > $day AND {known r}
  AND k.from_day <= $from_day AND k.to_day >= $to_day AND {known k}
ORDER BY CASE WHEN k.org = $org THEN 0 ELSE 1 END, k.made_ms DESC LIMIT 1

-- closing_same(org id, from_day day, to_day day): id id, made_ms int
-- one row
SELECT k.id, k.made_ms FROM figure_closing k
WHERE k.org = $org AND k.from_day = $from_day AND k.to_day = $to_day AND {live k}
ORDER BY k.made_ms LIMIT 1

-- closing_get(id id, org id): id id, org id, period text, from_day day, to_day day, note text, txn id, made_ms int, void_txn id, void_ms int
-- one row
SELECT {closing} FROM figure_closing k WHERE k.id = $id AND k.org = $org

-- All of them, also those opened again, with who did it and why.
-- closing_list(org id, limit int): id id, period text, from_day day, to_day day, note text, made_ms int, void_ms int, login text, opened_by text, reason text
SELECT k.id, k.period, k.from_day, k.to_day, k.note, k.made_ms,
  CASE WHEN k.void_txn = 0 THEN 0 ELSE k.void_ms END AS void_ms, a.login, b.login AS opened_by, v.reason
FROM figure_closing k
JOIN txn t ON t.id = k.txn LEFT JOIN account a ON a.id = t.actor
LEFT JOIN txn v ON v.id = k.void_txn AND k.void_txn <> 0 LEFT JOIN account b ON b.id = v.actor
WHERE k.org = $org
ORDER BY k.from_day DESC, k.made_ms DESC LIMIT $limit

-- closing_insert(id id, org id, period text, from_day day, to_day day, note text, txn id, made_ms int)
INSERT INTO figure_closing (id, org, period, from_day, to_day, note, txn, made_ms)
VALUES ($id, $org, $period, $from_day, $to_day, $note, $txn, $made_ms)

-- closing_void(id id, org id, void_txn id, void_ms int)
UPDATE figure_closing SET void_txn = $void_txn, void_ms = $void_ms WHERE id = $id AND org = $org AND void_txn = 0

-- closing_who(txn id): login text
-- one row
SELECT a.login FROM txn t JOIN account a ON a.id = t.actor WHERE t.id = $txn

-- What is known now of the days of a period and was not at an instant, or was and is not any more:
-- facts of members counted below $org on their day. The later it was entered the earlier it comes.
-- @text entries
WITH hit(person, fact, day, kind, cell, at_ms, txn, gone) AS (
  SELECT DISTINCT f.person, f.fact, f.day, m.kind, f.cell, f.made_ms, f.txn, 0
  FROM org_reach r CROSS JOIN member_flow f JOIN member_fact m ON m.person = f.person AND m.id = f.fact
  WHERE r.anc = $org AND {live r} AND f.cell = r.org AND f.day >= $from_day AND f.day <= $last
    AND f.day >= r.from_day AND f.day <= r.to_day AND f.fact <> 0 AND f.made_ms > $closed AND {live f}
  UNION
  SELECT DISTINCT f.person, f.fact, f.day, m.kind, f.cell, f.void_ms, f.void_txn, 1
  FROM org_reach r CROSS JOIN member_flow f JOIN member_fact m ON m.person = f.person AND m.id = f.fact
  WHERE r.anc = $org AND {live r} AND f.cell = r.org AND f.day >= $from_day AND f.day <= $last
    AND f.day >= r.from_day AND f.day <= r.to_day AND f.fact <> 0 AND f.made_ms <= $closed AND f.void_ms > $closed AND f.void_txn <> 0
)

-- closing_entries(org id, from_day day, last day, closed int, limit int): id id, full_name text, day day, kind cat, cell_name text, at_ms int, gone bool, login text, reason text
{entries}
SELECT h.person AS id, p.full_name, h.day, h.kind, c.name AS cell_name, h.at_ms, h.gone, a.login, t.reason
FROM hit h
LEFT JOIN txn t ON t.id = h.txn LEFT JOIN account a ON a.id = t.actor
LEFT JOIN person_spell p ON p.person = h.person AND p.from_day <= h.day AND p.to_day > h.day AND {live p}
LEFT JOIN org_spell c ON c.org = h.cell AND c.from_day <= h.day AND c.to_day > h.day AND {live c}
ORDER BY h.at_ms DESC, h.person, h.fact, h.gone LIMIT $limit

-- closing_entry_count(org id, from_day day, last day, closed int): n int
-- one row
{entries}
SELECT count(*) AS n FROM hit h

-- The same of the organisations themselves.
-- closing_acts(org id, from_day day, last day, closed int, limit int): id id, name text, day day, act cat, at_ms int, gone bool, login text, reason text
SELECT o.org AS id, s.name, o.day, o.act, CASE WHEN o.void_txn <> 0 AND o.made_ms <= $closed THEN o.void_ms ELSE o.made_ms END AS at_ms,
  CASE WHEN o.void_txn <> 0 THEN 1 ELSE 0 END AS gone, a.login, coalesce(t.reason, o.reason) AS reason
FROM (SELECT DISTINCT r.org FROM org_reach r WHERE r.anc = $org AND r.from_day <= $last AND r.to_day >= $from_day) b
CROSS JOIN org_act o
LEFT JOIN txn t ON t.id = CASE WHEN o.void_txn <> 0 AND o.made_ms <= $closed THEN o.void_txn ELSE o.txn END
LEFT JOIN account a ON a.id = t.actor
LEFT JOIN org_spell s ON s.org = o.org AND {live s}
  AND s.from_day = (SELECT max(l.from_day) FROM org_spell l WHERE l.org = o.org AND {live l})
WHERE o.org = b.org AND o.day >= $from_day AND o.day <= $last
  AND (o.made_ms > $closed AND o.void_txn = 0 OR o.made_ms <= $closed AND o.void_ms > $closed AND o.void_txn <> 0)
ORDER BY at_ms DESC, o.id LIMIT $limit

-- ---- issued figures ----

-- @text issue
i.id, i.org, i.code, i.period, i.from_day, i.to_day, i.last_day, i.own, i.lineage, i.value, i.base, i.paper, i.note, i.made_ms, i.void_txn

-- issue_list(org id, limit int): id id, org id, code text, period text, from_day day, to_day day, last_day day, own bool, lineage bool, value int, base int, paper text, note text, made_ms int, void_txn id
SELECT {issue} FROM figure_issue i
WHERE i.org = $org AND {live i}
ORDER BY i.made_ms DESC, i.id LIMIT $limit

-- The last one that asked the same.
-- issue_of(org id, code text, from_day day, to_day day, own int, lineage int, known int): id id, org id, code text, period text, from_day day, to_day day, last_day day, own bool, lineage bool, value int, base int, paper text, note text, made_ms int, void_txn id
-- one row
SELECT {issue} FROM figure_issue i
WHERE i.org = $org AND i.code = $code AND i.from_day = $from_day AND i.to_day = $to_day
  AND i.own = $own AND i.lineage = $lineage AND {known i}
ORDER BY i.made_ms DESC, i.id LIMIT 1

-- issue_get(id id, org id): id id, org id, code text, period text, from_day day, to_day day, last_day day, own bool, lineage bool, value int, base int, paper text, note text, made_ms int, void_txn id
-- one row
SELECT {issue} FROM figure_issue i WHERE i.id = $id AND i.org = $org

-- issue_insert(id id, org id, code text, period text, from_day day, to_day day, last_day day, own bool, lineage bool, value int, base int, paper text, note text, txn id, made_ms int)
INSERT INTO figure_issue (id, org, code, period, from_day, to_day, last_day, own, lineage, value, base, paper, note, txn, made_ms)
VALUES ($id, $org, $code, $period, $from_day, $to_day, $last_day, $own, $lineage, $value, $base, $paper, $note, $txn, $made_ms)

-- issue_void(id id, org id, void_txn id, void_ms int)
UPDATE figure_issue SET void_txn = $void_txn, void_ms = $void_ms WHERE id = $id AND org = $org AND void_txn = 0
