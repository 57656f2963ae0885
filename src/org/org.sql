-- Organisations: pages, lists and exports. Spells are read at $day as known at $known.

-- What a list says of an organisation.
-- @text child
SELECT s.org AS id, s.code, s.name, s.kind, s.sector,
  (SELECT count(*) FROM org_spell c WHERE c.parent = s.org AND {on c}) AS below

-- org_children(parent id, day day, known int, limit int): id id, code text, name text, kind cat, sector cat, below int
{child}
FROM org_spell s
WHERE s.parent = $parent AND {on s}
ORDER BY s.sort_key, s.org LIMIT $limit

-- org_children_after(parent id, day day, known int, after id, limit int): id id, code text, name text, kind cat, sector cat, below int
{child}
FROM org_spell s
WHERE s.parent = $parent AND {on s}
  AND (s.sort_key, s.org) > (SELECT k.sort_key, k.org FROM org_spell k
    WHERE k.org = $after AND {on k})
ORDER BY s.sort_key, s.org LIMIT $limit

-- org_child_count(parent id, day day, known int): n int
-- one row
SELECT count(*) AS n FROM org_spell
WHERE parent = $parent AND from_day <= $day AND to_day > $day AND made_ms <= $known AND void_ms > $known

-- Who holds the posts of an organisation on a day, in the order of the catalogue.
-- org_holders(org id, day day, known int): id id, post cat, holder text, from_day day, to_day day
SELECT p.id, p.post, p.holder, p.from_day, p.to_day
FROM org_post p LEFT JOIN cat_entry c ON c.cat = 'post' AND c.code = p.post
WHERE p.org = $org AND {on p}
ORDER BY coalesce(c.pos, 99), p.from_day, p.id

-- What a file says of it: founded, opened, ended, and what became of it.
-- @text line
SELECT s.org AS id, s.code, s.name, s.kind, s.sector, p.code AS parent_code,
  (SELECT min(f.from_day) FROM org_spell f WHERE f.org = s.org AND {known f}) AS founded_on,
  (SELECT min(a.day) FROM org_act a WHERE a.org = s.org AND a.act = 'open' AND {known a}) AS opened_on,
  (SELECT max(z.to_day) FROM org_spell z WHERE z.org = s.org AND {known z}) AS dissolved_on,
  (SELECT min(q.code) FROM org_act e JOIN org_spell q ON q.org = e.other AND q.from_day <= e.day AND q.to_day > e.day AND {known q}
   WHERE e.org = s.org AND e.act IN ('merge', 'dissolve') AND e.other <> 0 AND {known e}) AS successor_code

-- Everything below an organisation (itself too, if it is one), as a list to take away.
-- org_all(org id, day day, known int, limit int): id id, code text, name text, kind cat, sector cat, parent_code text, founded_on day, opened_on day, dissolved_on day, successor_code text
WITH RECURSIVE sub(org, depth) AS (
  SELECT s.org, 0 FROM org_spell s
  WHERE s.org = $org AND {on s}
  UNION ALL
  SELECT s.org, sub.depth + 1 FROM sub JOIN org_spell s ON s.parent = sub.org
  WHERE {on s}
)
{line}
FROM sub
JOIN org_spell s ON s.org = sub.org AND {on s}
LEFT JOIN org_spell p ON p.org = s.parent AND {on p}
ORDER BY sub.depth, s.code LIMIT $limit

-- The same for every root of the database.
-- org_all_roots(day day, known int, limit int): id id, code text, name text, kind cat, sector cat, parent_code text, founded_on day, opened_on day, dissolved_on day, successor_code text
{line}
FROM org_spell s
LEFT JOIN org_spell p ON p.org = s.parent AND {on p}
LEFT JOIN org_kind_rule k ON k.kind = s.kind AND k.from_day <= $day AND k.to_day > $day
WHERE {on s}
ORDER BY coalesce(k.level, 9), s.code LIMIT $limit

-- What was done to the organisations of this database, as a list to take away and bring back.
-- org_changes(known int, limit int): id id, code text, act cat, day day, to_code text, name text, decision_no text, successor_code text, kind cat, sector cat, reason text
SELECT a.id,
  coalesce((SELECT s.code FROM org_spell s WHERE s.org = a.org AND s.to_day = (SELECT min(m.to_day) FROM org_spell m WHERE m.org = a.org AND m.to_day >= a.day AND {known m}) AND {known s}), a.code) AS code,
  a.act, a.day,
  CASE WHEN a.act IN ('found', 'move') THEN (SELECT s.code FROM org_spell s WHERE s.org = a.parent AND s.from_day <= a.day AND s.to_day > a.day AND {known s})
       WHEN a.act = 'code' THEN a.code END AS to_code,
  a.name, a.decision_no,
  (SELECT s.code FROM org_spell s WHERE s.org = a.other AND s.from_day <= a.day AND s.to_day > a.day AND {known s}) AS successor_code,
  a.kind, a.sector, a.reason
FROM org_act a
WHERE {known a}
ORDER BY a.day, a.seq, a.id LIMIT $limit

-- Acts that were taken back or corrected: when, by whom, why.
-- org_corrections(org id, limit int): id id, day day, act cat, name text, void_ms int, login text, reason text
SELECT a.id, a.day, a.act, a.name, a.void_ms, c.login, t.reason
FROM org_act a JOIN txn t ON t.id = a.void_txn LEFT JOIN account c ON c.id = t.actor
WHERE a.org = $org AND a.void_txn <> 0
ORDER BY a.void_ms DESC, a.id LIMIT $limit
