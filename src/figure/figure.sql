-- Indicators of organisations, computed from the spells of a day as known at an instant.
--
-- All of them walk the same part of the tree: from $org down to $depth steps below it (0: itself
-- only); $org 0 is above the roots, which stand at depth 1. What counts is in org_figure_rule: kinds
-- by day, '*' for every kind.

-- @text sub
sub(org, kind, depth) AS (
  SELECT s.org, s.kind, 0 FROM org_spell s WHERE s.org = $org AND {on s}
  UNION ALL
  SELECT s.org, s.kind, 1 FROM org_spell s WHERE $org = 0 AND s.parent = 0 AND {on s}
  UNION ALL
  SELECT s.org, s.kind, sub.depth + 1 FROM sub JOIN org_spell s ON s.parent = sub.org
  WHERE sub.depth < $depth AND {on s}
)

-- @text counts
EXISTS (SELECT 1 FROM org_figure_rule r WHERE r.figure = $figure AND r.kind IN (sub.kind, '*') AND r.from_day <= $day AND r.to_day > $day)

-- figure_org_value(figure text, org id, depth int, day day, known int): n int
-- one row
WITH RECURSIVE {sub}
SELECT count(*) AS n FROM sub WHERE {counts}

-- figure_org_by_kind(figure text, org id, depth int, day day, known int): code text, n int
WITH RECURSIVE {sub}
SELECT sub.kind AS code, count(*) AS n FROM sub LEFT JOIN cat_entry c ON c.cat = 'org_kind' AND c.code = sub.kind
WHERE {counts}
GROUP BY sub.kind, c.pos ORDER BY coalesce(c.pos, 99), sub.kind

-- figure_org_by_sector(figure text, org id, depth int, day day, known int): code text, n int
WITH RECURSIVE sub(org, sector, kind, depth) AS (
  SELECT s.org, s.sector, s.kind, 0 FROM org_spell s WHERE s.org = $org AND {on s}
  UNION ALL
  SELECT s.org, s.sector, s.kind, 1 FROM org_spell s WHERE $org = 0 AND s.parent = 0 AND {on s}
  UNION ALL
  SELECT s.org, s.sector, s.kind, sub.depth + 1 FROM sub JOIN org_spell s ON s.parent = sub.org
  WHERE sub.depth < $depth AND {on s}
)
SELECT sub.sector AS code, count(*) AS n FROM sub LEFT JOIN cat_entry c ON c.cat = 'sector' AND c.code = sub.sector
WHERE {counts}
GROUP BY sub.sector, c.pos ORDER BY coalesce(c.pos, 99), sub.sector

-- Each child of the day with what counts in it and below; that of $org itself is not among them.
-- figure_org_by_child(figure text, org id, depth int, day day, known int): org id, code text, name text, n int
WITH RECURSIVE sub(top, org, kind, depth) AS (
  SELECT CAST(0 AS BIGINT), s.org, s.kind, 0 FROM org_spell s WHERE s.org = $org AND {on s}
  UNION ALL
  SELECT s.org, s.org, s.kind, 1 FROM org_spell s WHERE $org = 0 AND s.parent = 0 AND {on s}
  UNION ALL
  SELECT CASE WHEN sub.top = 0 THEN s.org ELSE sub.top END, s.org, s.kind, sub.depth + 1 FROM sub JOIN org_spell s ON s.parent = sub.org
  WHERE sub.depth < $depth AND {on s}
)
SELECT c.org, c.code, c.name, coalesce(t.n, 0) AS n
FROM org_spell c
LEFT JOIN (SELECT sub.top, count(*) AS n FROM sub WHERE {counts} GROUP BY sub.top) t ON t.top = c.org
WHERE c.parent = $org AND {on c}
ORDER BY c.sort_key, c.org

-- @text records
SELECT o.org AS id, o.code, o.name, o.kind, o.sector, p.code AS parent_code,
  (SELECT min(f.from_day) FROM org_spell f WHERE f.org = o.org AND {known f}) AS from_day
FROM sub
JOIN org_spell o ON o.org = sub.org AND {on o}
LEFT JOIN org_spell p ON p.org = o.parent AND {on p}
WHERE {counts}

-- figure_org_records(figure text, org id, depth int, day day, known int, limit int): id id, code text, name text, kind cat, sector cat, parent_code text, from_day day
WITH RECURSIVE {sub}
{records}
ORDER BY o.sort_key, o.org LIMIT $limit

-- figure_org_records_after(figure text, org id, depth int, day day, known int, after id, limit int): id id, code text, name text, kind cat, sector cat, parent_code text, from_day day
WITH RECURSIVE {sub}
{records}
  AND (o.sort_key, o.org) > (SELECT k.sort_key, k.org FROM org_spell k
    WHERE k.org = $after AND {on k})
ORDER BY o.sort_key, o.org LIMIT $limit
