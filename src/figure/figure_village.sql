-- Indicators of villages. As known now they come from the sums (village_sum), else from the states.
-- What each counts is a state of village/village_list.sql; figures have the same names.

-- figure_village_kinds(org id, figure text, from day, day day): code text, n int
SELECT s.kind AS code, sum(s.n) AS n FROM village_sum s
LEFT JOIN cat_entry e ON e.cat = 'village_kind' AND e.code = s.kind
WHERE s.org = $org AND s.figure = $figure AND s.day >= $from AND s.day <= $day
GROUP BY s.kind, e.pos HAVING sum(s.n) <> 0 ORDER BY coalesce(e.pos, 99), s.kind

-- figure_village_sum(org id, figure text, from day, day day): n int
-- one row
SELECT coalesce(sum(s.n), 0) AS n FROM village_sum s
WHERE s.org = $org AND s.figure = $figure AND s.day >= $from AND s.day <= $day

-- Heads admitted within a period, in villages that were below on the day.
-- @text admitted_heads
head(commune, day, village, person, kind) AS (
  SELECT f.commune, f.day, f.village, f.person, f.kind FROM org_reach r CROSS JOIN village_flow f
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day <= $day AND r.to_day > $from AND {known r}
    AND f.commune = r.org AND f.day >= $from AND f.day <= $day AND f.day >= r.from_day AND f.day < r.to_day AND {known f}
  UNION ALL
  SELECT f.commune, f.day, f.village, f.person, f.kind FROM village_flow f
  WHERE $org = 0 AND f.day >= $from AND f.day <= $day AND {known f}
)

-- figure_village_admitted(org id, own int, from day, day day, known int): n int
-- one row
WITH {admitted_heads}
SELECT count(*) AS n FROM head

-- figure_village_admitted_kinds(org id, own int, from day, day day, known int): code text, n int
WITH {admitted_heads}
SELECT head.kind AS code, count(*) AS n FROM head
LEFT JOIN cat_entry e ON e.cat = 'village_kind' AND e.code = head.kind
GROUP BY head.kind, e.pos ORDER BY coalesce(e.pos, 99), head.kind

-- By the child below which the commune was on the day.
-- figure_village_admitted_children(org id, own int, from day, day day, known int): org id, n int
WITH {admitted_heads}
SELECT c.org, count(*) AS n FROM head
JOIN org_reach x ON x.org = head.commune AND x.from_day <= head.day AND x.to_day > head.day AND {known x}
JOIN org_spell c ON c.org = x.anc AND c.parent = $org AND c.from_day <= head.day AND c.to_day > head.day AND {known c}
GROUP BY c.org ORDER BY c.org

-- @text admitted_columns
SELECT head.village AS id, head.kind, head.person, head.day,
  (SELECT v.code FROM village_state v WHERE v.village = head.village AND v.from_day <= head.day AND v.to_day > head.day AND {known v}) AS code,
  (SELECT v.name FROM village_state v WHERE v.village = head.village AND v.from_day <= head.day AND v.to_day > head.day AND {known v}) AS name,
  (SELECT c.name FROM org_spell c WHERE c.org = head.commune AND c.from_day <= head.day AND c.to_day > head.day AND {known c}) AS commune_name,
  (SELECT p.full_name FROM person_spell p WHERE p.person = head.person AND p.from_day <= head.day AND p.to_day > head.day AND {known p}) AS head_name
FROM head

-- figure_village_admitted_list(org id, own int, from day, day day, known int, limit int): id id, kind cat, person id, day day, code text, name text, commune_name text, head_name text
WITH {admitted_heads}
{admitted_columns}
ORDER BY head.village, head.day, head.person LIMIT $limit

-- figure_village_admitted_list_after(org id, own int, from day, day day, known int, after id, limit int): id id, kind cat, person id, day day, code text, name text, commune_name text, head_name text
WITH {admitted_heads}
{admitted_columns}
WHERE head.village > $after
ORDER BY head.village, head.day, head.person LIMIT $limit

-- figure_village_children(org id, day day, known int): org id, code text, name text
SELECT c.org, c.code, c.name FROM org_spell c WHERE c.parent = $org AND {on c} ORDER BY c.sort_key, c.org
