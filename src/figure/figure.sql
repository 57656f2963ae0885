-- Indicators of organisations, computed from the spells of a day as known at an instant.
--
-- All of them walk the same part of the tree: from $org down to $depth steps below it (0: itself
-- only); $org 0 is above the roots, which stand at depth 1. What counts is in org_figure_rule: kinds
-- by day, '*' for every kind.

-- figure_org_value(figure text, org id, depth int, day day, known int): n int
-- one row
WITH RECURSIVE sub(org, kind, depth) AS (
  SELECT s.org, s.kind, 0 FROM org_spell s WHERE s.org = $org AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known
  UNION ALL
  SELECT s.org, s.kind, 1 FROM org_spell s WHERE $org = 0 AND s.parent = 0 AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known
  UNION ALL
  SELECT s.org, s.kind, sub.depth + 1 FROM sub JOIN org_spell s ON s.parent = sub.org
  WHERE sub.depth < $depth AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known
)
SELECT count(*) AS n FROM sub WHERE EXISTS (SELECT 1 FROM org_figure_rule r WHERE r.figure = $figure AND r.kind IN (sub.kind, '*') AND r.from_day <= $day AND r.to_day > $day)

-- figure_org_by_kind(figure text, org id, depth int, day day, known int): code text, n int
WITH RECURSIVE sub(org, kind, depth) AS (
  SELECT s.org, s.kind, 0 FROM org_spell s WHERE s.org = $org AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known
  UNION ALL
  SELECT s.org, s.kind, 1 FROM org_spell s WHERE $org = 0 AND s.parent = 0 AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known
  UNION ALL
  SELECT s.org, s.kind, sub.depth + 1 FROM sub JOIN org_spell s ON s.parent = sub.org
  WHERE sub.depth < $depth AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known
)
SELECT sub.kind AS code, count(*) AS n FROM sub LEFT JOIN cat_entry c ON c.cat = 'org_kind' AND c.code = sub.kind
WHERE EXISTS (SELECT 1 FROM org_figure_rule r WHERE r.figure = $figure AND r.kind IN (sub.kind, '*') AND r.from_day <= $day AND r.to_day > $day)
GROUP BY sub.kind, c.pos ORDER BY coalesce(c.pos, 99), sub.kind

-- figure_org_by_sector(figure text, org id, depth int, day day, known int): code text, n int
WITH RECURSIVE sub(org, sector, kind, depth) AS (
  SELECT s.org, s.sector, s.kind, 0 FROM org_spell s WHERE s.org = $org AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known
  UNION ALL
  SELECT s.org, s.sector, s.kind, 1 FROM org_spell s WHERE $org = 0 AND s.parent = 0 AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known
  UNION ALL
  SELECT s.org, s.sector, s.kind, sub.depth + 1 FROM sub JOIN org_spell s ON s.parent = sub.org
  WHERE sub.depth < $depth AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known
)
SELECT sub.sector AS code, count(*) AS n FROM sub LEFT JOIN cat_entry c ON c.cat = 'sector' AND c.code = sub.sector
WHERE EXISTS (SELECT 1 FROM org_figure_rule r WHERE r.figure = $figure AND r.kind IN (sub.kind, '*') AND r.from_day <= $day AND r.to_day > $day)
GROUP BY sub.sector, c.pos ORDER BY coalesce(c.pos, 99), sub.sector

-- Each child of the day with what counts in it and below; that of $org itself is not among them.
-- figure_org_by_child(figure text, org id, depth int, day day, known int): org id, code text, name text, n int
WITH RECURSIVE sub(top, org, kind, depth) AS (
  SELECT CAST(0 AS BIGINT), s.org, s.kind, 0 FROM org_spell s WHERE s.org = $org AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known
  UNION ALL
  SELECT s.org, s.org, s.kind, 1 FROM org_spell s WHERE $org = 0 AND s.parent = 0 AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known
  UNION ALL
  SELECT CASE WHEN sub.top = 0 THEN s.org ELSE sub.top END, s.org, s.kind, sub.depth + 1 FROM sub JOIN org_spell s ON s.parent = sub.org
  WHERE sub.depth < $depth AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known
)
SELECT c.org, c.code, c.name, coalesce(t.n, 0) AS n
FROM org_spell c
LEFT JOIN (SELECT sub.top, count(*) AS n FROM sub WHERE EXISTS (SELECT 1 FROM org_figure_rule r WHERE r.figure = $figure AND r.kind IN (sub.kind, '*') AND r.from_day <= $day AND r.to_day > $day) GROUP BY sub.top) t ON t.top = c.org
WHERE c.parent = $org AND c.from_day <= $day AND c.to_day > $day AND c.made_ms <= $known AND c.void_ms > $known
ORDER BY c.sort_key, c.org

-- figure_org_records(figure text, org id, depth int, day day, known int, limit int): id id, code text, name text, kind cat, sector cat, parent_code text, from_day day
WITH RECURSIVE sub(org, kind, depth) AS (
  SELECT s.org, s.kind, 0 FROM org_spell s WHERE s.org = $org AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known
  UNION ALL
  SELECT s.org, s.kind, 1 FROM org_spell s WHERE $org = 0 AND s.parent = 0 AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known
  UNION ALL
  SELECT s.org, s.kind, sub.depth + 1 FROM sub JOIN org_spell s ON s.parent = sub.org
  WHERE sub.depth < $depth AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known
)
SELECT o.org AS id, o.code, o.name, o.kind, o.sector, p.code AS parent_code,
  (SELECT min(f.from_day) FROM org_spell f WHERE f.org = o.org AND f.made_ms <= $known AND f.void_ms > $known) AS from_day
FROM sub
JOIN org_spell o ON o.org = sub.org AND o.from_day <= $day AND o.to_day > $day AND o.made_ms <= $known AND o.void_ms > $known
LEFT JOIN org_spell p ON p.org = o.parent AND p.from_day <= $day AND p.to_day > $day AND p.made_ms <= $known AND p.void_ms > $known
WHERE EXISTS (SELECT 1 FROM org_figure_rule r WHERE r.figure = $figure AND r.kind IN (sub.kind, '*') AND r.from_day <= $day AND r.to_day > $day)
ORDER BY o.sort_key, o.org LIMIT $limit

-- figure_org_records_after(figure text, org id, depth int, day day, known int, after id, limit int): id id, code text, name text, kind cat, sector cat, parent_code text, from_day day
WITH RECURSIVE sub(org, kind, depth) AS (
  SELECT s.org, s.kind, 0 FROM org_spell s WHERE s.org = $org AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known
  UNION ALL
  SELECT s.org, s.kind, 1 FROM org_spell s WHERE $org = 0 AND s.parent = 0 AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known
  UNION ALL
  SELECT s.org, s.kind, sub.depth + 1 FROM sub JOIN org_spell s ON s.parent = sub.org
  WHERE sub.depth < $depth AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known
)
SELECT o.org AS id, o.code, o.name, o.kind, o.sector, p.code AS parent_code,
  (SELECT min(f.from_day) FROM org_spell f WHERE f.org = o.org AND f.made_ms <= $known AND f.void_ms > $known) AS from_day
FROM sub
JOIN org_spell o ON o.org = sub.org AND o.from_day <= $day AND o.to_day > $day AND o.made_ms <= $known AND o.void_ms > $known
LEFT JOIN org_spell p ON p.org = o.parent AND p.from_day <= $day AND p.to_day > $day AND p.made_ms <= $known AND p.void_ms > $known
WHERE EXISTS (SELECT 1 FROM org_figure_rule r WHERE r.figure = $figure AND r.kind IN (sub.kind, '*') AND r.from_day <= $day AND r.to_day > $day)
  AND (o.sort_key, o.org) > (SELECT k.sort_key, k.org FROM org_spell k
    WHERE k.org = $after AND k.from_day <= $day AND k.to_day > $day AND k.made_ms <= $known AND k.void_ms > $known)
ORDER BY o.sort_key, o.org LIMIT $limit

-- The term of an organisation that has this number; of several the last.
-- figure_term(org id, number text, known int): from_day day, to_day day
-- one row
SELECT from_day, to_day FROM org_term
WHERE org = $org AND number = $number AND made_ms <= $known AND void_ms > $known
ORDER BY from_day DESC LIMIT 1
