-- Lineage: an organisation together with what it was made of. What that was is found by a walk (the
-- first statements); figures of it then work on pieces, which come as a text: of each the
-- organisation in 19 digits, its first day and the day after its last in 8. A cell is in one piece
-- on a day.

-- figure_lineage_first(org id, known int): from_day day
-- one row
SELECT min(s.from_day) AS from_day FROM org_spell s WHERE s.org = $org AND {known s}

-- What stood below $org on the day on which it was founded, had been before, and came with it: whose
-- parent was another one the day before.
-- figure_lineage_came(org id, day day, before day, known int): org id
SELECT r.org FROM org_reach r
JOIN org_spell s ON s.org = r.org AND {on s}
JOIN org_spell b ON b.org = r.org AND b.from_day <= $before AND b.to_day > $before AND {known b}
WHERE r.anc = $org AND r.org <> r.anc AND {on r} AND b.parent <> s.parent
ORDER BY r.org

-- What ended into $org or something below it, as long as that was, from outside.
-- figure_lineage_ended(org id, until day, known int): org id, day day
SELECT a.org, a.day FROM org_reach r CROSS JOIN org_act a
WHERE r.anc = $org AND {known r} AND a.other = r.org AND a.other <> 0 AND a.act IN ('merge', 'dissolve') AND {known a}
  AND a.day <= $until AND a.day >= r.from_day AND (a.day < r.to_day OR a.day = r.to_day AND a.day = $until)
  AND NOT EXISTS (SELECT 1 FROM org_reach i
    WHERE i.anc = $org AND i.org = a.org AND i.from_day < a.day AND i.to_day >= a.day AND {known i})
ORDER BY a.org

-- What was split off on the day on which $org was founded, stands below it, and comes from one that
-- does not.
-- figure_lineage_split(org id, day day, known int): org id, other id
SELECT a.org, a.other FROM org_reach r CROSS JOIN org_act a
WHERE r.anc = $org AND {on r} AND a.other = r.org AND a.other <> 0 AND a.act = 'split' AND a.day = $day AND {known a}
  AND NOT EXISTS (SELECT 1 FROM org_reach i WHERE i.anc = $org AND i.org = a.org AND {on i})
ORDER BY a.other

-- figure_lineage_above(org id, known int): anc id, from_day day, to_day day
SELECT r.anc, r.from_day, r.to_day FROM org_reach r
WHERE r.org = $org AND r.anc <> r.org AND {known r}
ORDER BY r.anc, r.from_day

-- @text piece
piece(n, org, from_day, to_day) AS (
  SELECT 1, CAST(substr(CAST($pieces AS TEXT), 1, 19) AS BIGINT), CAST(substr(CAST($pieces AS TEXT), 20, 8) AS BIGINT), CAST(substr(CAST($pieces AS TEXT), 28, 8) AS BIGINT)
  UNION ALL
  SELECT p.n + 1, CAST(substr(CAST($pieces AS TEXT), p.n * 35 + 1, 19) AS BIGINT), CAST(substr(CAST($pieces AS TEXT), p.n * 35 + 20, 8) AS BIGINT), CAST(substr(CAST($pieces AS TEXT), p.n * 35 + 28, 8) AS BIGINT)
  FROM piece p WHERE p.n * 35 < length(CAST($pieces AS TEXT))
)

-- @text lineage_day
part(cell) AS (
  SELECT r.org FROM piece p CROSS JOIN org_reach r
  WHERE r.anc = p.org AND ($own = 0 OR r.org = r.anc) AND p.from_day <= $day AND p.to_day > $day AND {on r}
)

-- figure_lineage_stock(pieces text, own int, state text, day day, known int): n int
-- one row
WITH RECURSIVE {piece}, {lineage_day}
SELECT count(*) AS n FROM part p CROSS JOIN member_spell s
WHERE s.cell = p.cell AND {on s} AND s.counted = 1
  {in_state}

-- figure_lineage_stock_facets(pieces text, own int, state text, day day, known int): cell id, day day, birth_date day, sex cat, ethnicity cat, religion cat, schooling cat, theory_level cat, occupation cat, youth_union cat, person id, fact id
-- any order
WITH RECURSIVE {piece}, {lineage_day}
SELECT s.cell, $day AS day, {facets}, s.person, 0 AS fact
FROM part p CROSS JOIN member_spell s
LEFT JOIN person_spell a ON a.person = s.person AND {on a}
WHERE s.cell = p.cell AND {on s} AND s.counted = 1
  {in_state}

-- figure_lineage_stock_list(pieces text, own int, state text, day day, known int, after_key bytes, after_person id, after_day day, after_fact id, limit int): id id, full_name text, member_no text, birth_date day, sex cat, status cat, cell_name text, cell_code text, cell id, day day, other_name text, fact id
WITH RECURSIVE {piece}, {lineage_day}
SELECT s.person AS id, a.full_name, a.member_no, a.birth_date, a.sex, s.status, c.name AS cell_name, c.code AS cell_code, s.cell, 0 AS day, NULL AS other_name, 0 AS fact
FROM part p CROSS JOIN member_spell s
LEFT JOIN person_spell a ON a.person = s.person AND {on a}
LEFT JOIN org_spell c ON c.org = s.cell AND {on c}
WHERE s.cell = p.cell AND {on s} AND s.counted = 1
  {in_state}
  AND (s.sort_key, s.person, $day, 0) > ($after_key, $after_person, CAST($after_day AS BIGINT), CAST($after_fact AS BIGINT))
ORDER BY s.sort_key, s.person LIMIT $limit

-- The cells of a period, each with its days; one may have several rows that touch.
-- @text lineage_part
part(cell, from_day, to_day) AS (
  SELECT r.org, CASE WHEN r.from_day > p.from_day THEN r.from_day ELSE p.from_day END,
    CASE WHEN r.to_day < p.to_day THEN r.to_day ELSE p.to_day END
  FROM piece p CROSS JOIN org_reach r
  WHERE r.anc = p.org AND ($own = 0 OR r.org = r.anc) AND p.from_day <= $to AND p.to_day >= $from
    AND r.from_day <= $to AND r.to_day >= $from AND r.from_day < p.to_day AND r.to_day > p.from_day AND {known r}
)

-- @text lineage_flow_hits
WITH RECURSIVE {piece}, {lineage_part}, hit(person, cell, other, day, fact) AS (
  SELECT f.person, f.cell, f.other, f.day, f.fact FROM part p CROSS JOIN member_flow f
  WHERE f.cell = p.cell AND f.day >= $from AND f.day <= $to AND f.day >= p.from_day AND f.day < p.to_day
    AND f.kind = $kind AND {known f}
    AND NOT EXISTS (SELECT 1 FROM part o WHERE o.cell = f.other AND o.from_day <= f.day AND o.to_day > f.day)
)

-- figure_lineage_flow(pieces text, own int, kind cat, from day, to day, known int): n int
-- one row
{lineage_flow_hits}
SELECT count(*) AS n FROM hit h

-- figure_lineage_flow_facets(pieces text, own int, kind cat, from day, to day, known int): cell id, day day, birth_date day, sex cat, ethnicity cat, religion cat, schooling cat, theory_level cat, occupation cat, youth_union cat, person id, fact id
-- any order
{lineage_flow_hits}
{hit_facets}

-- figure_lineage_flow_list(pieces text, own int, kind cat, from day, to day, known int, no_key bytes, after_key bytes, after_person id, after_day day, after_fact id, limit int): id id, full_name text, member_no text, birth_date day, sex cat, status cat, cell_name text, cell_code text, cell id, day day, other_name text, fact id
{lineage_flow_hits}
{hit_page}
LEFT JOIN org_spell c ON c.org = h.cell AND c.from_day <= h.day AND c.to_day > h.day AND {known c}
LEFT JOIN org_spell o ON o.org = h.other AND o.from_day <= h.day AND o.to_day > h.day AND {known o}
{hit_order}

-- @text lineage_in_hits
WITH RECURSIVE {piece}, {lineage_part}, border(cell, day) AS (
  SELECT p.cell, p.from_day FROM part p
  WHERE p.from_day >= $from AND p.from_day <= $to AND p.from_day > 10101
    AND NOT EXISTS (SELECT 1 FROM part e WHERE e.cell = p.cell AND e.to_day = p.from_day)
), hit(person, cell, other, day, fact) AS (
  SELECT s.person, s.cell, 0, b.day, 0 FROM border b CROSS JOIN member_spell s
  WHERE s.cell = b.cell AND s.from_day < b.day AND s.to_day >= b.day AND {known s} AND s.counted = 1
  UNION ALL
  SELECT f.person, f.cell, f.other, f.day, f.fact FROM part p CROSS JOIN member_flow f
  WHERE f.cell = p.cell AND f.day >= $from AND f.day <= $to AND f.day >= p.from_day AND f.day < p.to_day
    AND f.kind = 'moved_in' AND {known f}
    AND NOT EXISTS (SELECT 1 FROM part o WHERE o.cell = f.other AND o.from_day < f.day AND o.to_day >= f.day)
)

-- figure_lineage_moved_in(pieces text, own int, from day, to day, known int): n int
-- one row
{lineage_in_hits}
SELECT count(*) AS n FROM hit h

-- figure_lineage_moved_in_facets(pieces text, own int, from day, to day, known int): cell id, day day, birth_date day, sex cat, ethnicity cat, religion cat, schooling cat, theory_level cat, occupation cat, youth_union cat, person id, fact id
-- any order
{lineage_in_hits}
{hit_facets}

-- figure_lineage_moved_in_list(pieces text, own int, from day, to day, known int, no_key bytes, after_key bytes, after_person id, after_day day, after_fact id, limit int): id id, full_name text, member_no text, birth_date day, sex cat, status cat, cell_name text, cell_code text, cell id, day day, other_name text, fact id
{lineage_in_hits}
{hit_page}
LEFT JOIN org_spell c ON c.org = h.cell AND c.from_day <= h.day AND c.to_day > h.day AND {known c}
LEFT JOIN org_spell o ON o.org = h.other AND o.from_day < h.day AND o.to_day >= h.day AND {known o}
{hit_order}

-- @text lineage_out_hits
WITH RECURSIVE {piece}, {lineage_part}, border(cell, day) AS (
  SELECT p.cell, p.to_day FROM part p
  WHERE p.to_day >= $from AND p.to_day <= $to
    AND EXISTS (SELECT 1 FROM org_reach e
      WHERE e.anc = p.cell AND e.org = p.cell AND e.from_day <= p.to_day AND e.to_day > p.to_day AND {known e})
    AND NOT EXISTS (SELECT 1 FROM part e WHERE e.cell = p.cell AND e.from_day = p.to_day)
), hit(person, cell, other, day, fact) AS (
  SELECT s.person, s.cell, 0, b.day, 0 FROM border b CROSS JOIN member_spell s
  WHERE s.cell = b.cell AND s.from_day < b.day AND s.to_day >= b.day AND {known s} AND s.counted = 1
  UNION ALL
  SELECT f.person, f.cell, f.other, f.day, f.fact FROM part p CROSS JOIN member_flow f
  WHERE f.cell = p.cell AND f.day >= $from AND f.day <= $to AND f.day > p.from_day AND f.day <= p.to_day
    AND f.kind = 'moved_out' AND {known f}
    AND NOT EXISTS (SELECT 1 FROM part o WHERE o.cell = f.other AND o.from_day <= f.day AND o.to_day > f.day)
)

-- figure_lineage_moved_out(pieces text, own int, from day, to day, known int): n int
-- one row
{lineage_out_hits}
SELECT count(*) AS n FROM hit h

-- figure_lineage_moved_out_facets(pieces text, own int, from day, to day, known int): cell id, day day, birth_date day, sex cat, ethnicity cat, religion cat, schooling cat, theory_level cat, occupation cat, youth_union cat, person id, fact id
-- any order
{lineage_out_hits}
{hit_facets}

-- figure_lineage_moved_out_list(pieces text, own int, from day, to day, known int, no_key bytes, after_key bytes, after_person id, after_day day, after_fact id, limit int): id id, full_name text, member_no text, birth_date day, sex cat, status cat, cell_name text, cell_code text, cell id, day day, other_name text, fact id
{lineage_out_hits}
{hit_page}
LEFT JOIN org_spell c ON c.org = h.cell AND c.from_day < h.day AND c.to_day >= h.day AND {known c}
LEFT JOIN org_spell o ON o.org = h.other AND o.from_day <= h.day AND o.to_day > h.day AND {known o}
{hit_order}

-- The cells of each piece but that of $org itself, to be put under the organisation they came with.
-- figure_lineage_cells(pieces text, org id, from day, to day, known int): cell id, org id, from_day day, to_day day
-- any order
WITH RECURSIVE {piece}
SELECT r.org AS cell, p.org, CASE WHEN r.from_day > p.from_day THEN r.from_day ELSE p.from_day END AS from_day,
  CASE WHEN r.to_day < p.to_day THEN r.to_day ELSE p.to_day END AS to_day
FROM piece p CROSS JOIN org_reach r
WHERE r.anc = p.org AND p.org <> $org AND r.from_day <= $to AND r.to_day > $from AND r.from_day < p.to_day AND r.to_day > p.from_day AND {known r}

-- @text lineage_sub
sub(org, kind, depth) AS (
  SELECT s.org, s.kind, 0 FROM piece p CROSS JOIN org_spell s WHERE s.org = p.org AND p.from_day <= $day AND p.to_day > $day AND {on s}
  UNION ALL
  SELECT s.org, s.kind, sub.depth + 1 FROM sub JOIN org_spell s ON s.parent = sub.org
  WHERE sub.depth < $depth AND {on s}
)

-- figure_lineage_org_records(figure text, pieces text, depth int, day day, known int, limit int): id id, code text, name text, kind cat, sector cat, parent_code text, from_day day
WITH RECURSIVE {piece}, {lineage_sub}
{records}
ORDER BY o.sort_key, o.org LIMIT $limit

-- figure_lineage_org_records_after(figure text, pieces text, depth int, day day, known int, after id, limit int): id id, code text, name text, kind cat, sector cat, parent_code text, from_day day
WITH RECURSIVE {piece}, {lineage_sub}
{records}
  AND (o.sort_key, o.org) > (SELECT k.sort_key, k.org FROM org_spell k
    WHERE k.org = $after AND {on k})
ORDER BY o.sort_key, o.org LIMIT $limit
