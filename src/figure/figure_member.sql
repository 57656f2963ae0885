-- Indicators of members, computed from the records of members as known at an instant.
--
-- $org 0 is the whole database; $own 1 leaves out what is below. A stock counts who stood in a cell
-- of $org at the end of a day (member_spell). A flow counts what happened (member_flow) in a cell
-- that was below $org on that day and came from, or went to, a cell that was not: of most kinds
-- there is no other cell, and other is 0. Who moved with the organisation stood at the end of the
-- day before in a cell that came below $org on the day, or went, or was merged across its border.
--
-- Of each shape there are three: how many; what they are, to be broken down; a page of the list by
-- name. Attributes are those of the day of the fact, of a stock those of the day. Who came and went
-- on one day never stood anywhere: $no_key is their place among the names.

-- The cells of the day.
-- @text part
part(cell) AS (
  SELECT r.org FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND {on r}
  UNION ALL
  SELECT o.id FROM org o WHERE $org = 0
)

-- @text in_state
AND CASE WHEN $state = 'exempt' THEN s.exempt WHEN $state = 'away' THEN s.away WHEN $state IN ('total', s.status) THEN 1 ELSE 0 END = 1

-- What anything is broken down by.
-- @text facets
a.birth_date, a.sex, a.ethnicity, a.religion, a.schooling, a.theory_level, a.occupation, a.youth_union

-- figure_member_stock(org id, own int, state text, day day, known int): n int
-- one row
WITH {part}
SELECT count(*) AS n FROM part p CROSS JOIN member_spell s
WHERE s.cell = p.cell AND {on s} AND s.counted = 1
  {in_state}

-- Who stood there on any of several days: the days of the cell's place, and those of the person's.
-- figure_member_stock_stays(org id, own int, state text, from day, to day, known int): from_day day, to_day day, since day, until day
-- any order
SELECT r.from_day, r.to_day, s.from_day AS since, s.to_day AS until
FROM org_reach r CROSS JOIN member_spell s
WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day <= $to AND r.to_day > $from AND {known r}
  AND s.cell = r.org AND s.from_day <= $to AND s.to_day > $from AND {known s} AND s.counted = 1
  {in_state}

-- figure_member_stock_facets(org id, own int, state text, day day, known int): cell id, day day, birth_date day, sex cat, ethnicity cat, religion cat, schooling cat, theory_level cat, occupation cat, youth_union cat, person id, fact id
-- any order
WITH {part}
SELECT s.cell, $day AS day, {facets}, s.person, 0 AS fact
FROM part p CROSS JOIN member_spell s
LEFT JOIN person_spell a ON a.person = s.person AND {on a}
WHERE s.cell = p.cell AND {on s} AND s.counted = 1
  {in_state}

-- How many in each cell: what places alone are asked for needs no more.
-- figure_member_stock_cells(org id, own int, state text, day day, known int): cell id, n int
-- any order
WITH {part}
SELECT p.cell, (SELECT count(*) FROM member_spell s WHERE s.cell = p.cell AND {on s} AND s.counted = 1
  {in_state}) AS n
FROM part p

-- figure_member_stock_list(org id, own int, state text, day day, known int, after_key bytes, after_person id, after_day day, after_fact id, limit int): id id, full_name text, member_no text, birth_date day, sex cat, status cat, cell_name text, cell_code text, cell id, day day, other_name text, fact id
WITH {part}
SELECT s.person AS id, a.full_name, a.member_no, a.birth_date, a.sex, s.status, c.name AS cell_name, c.code AS cell_code, s.cell, 0 AS day, NULL AS other_name, 0 AS fact
FROM part p CROSS JOIN member_spell s
LEFT JOIN person_spell a ON a.person = s.person AND {on a}
LEFT JOIN org_spell c ON c.org = s.cell AND {on c}
WHERE s.cell = p.cell AND {on s} AND s.counted = 1
  {in_state}
  AND (s.sort_key, s.person, $day, 0) > ($after_key, $after_person, CAST($after_day AS BIGINT), CAST($after_fact AS BIGINT))
ORDER BY s.sort_key, s.person LIMIT $limit

-- What happened within the period, but for what stayed inside.
-- @text flow_hits
WITH part(cell, from_day, to_day) AS (
  SELECT r.org, r.from_day, r.to_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day <= $to AND r.to_day > $from AND {known r}
  UNION ALL
  SELECT o.id, 10101, 99991231 FROM org o WHERE $org = 0
), hit(person, cell, other, day, fact) AS (
  SELECT f.person, f.cell, f.other, f.day, f.fact FROM part p CROSS JOIN member_flow f
  WHERE f.cell = p.cell AND f.day >= $from AND f.day <= $to AND f.day >= p.from_day AND f.day < p.to_day
    AND f.kind = $kind AND {known f}
    AND NOT EXISTS (SELECT 1 FROM org_reach o
      WHERE o.anc = CASE WHEN $org = 0 THEN f.other ELSE $org END AND o.org = f.other
        AND ($own = 0 OR o.org = o.anc) AND o.from_day <= f.day AND o.to_day > f.day AND {known o})
)

-- @text hit_facets
SELECT h.cell, h.day, {facets}, h.person, h.fact
FROM hit h
LEFT JOIN person_spell a ON a.person = h.person AND a.from_day <= h.day AND a.to_day > h.day AND {known a}

-- A page of them by name: its beginning, and its end after the names of the two cells.
-- @text hit_page
SELECT h.person AS id, a.full_name, a.member_no, a.birth_date, a.sex, NULL AS status, c.name AS cell_name, c.code AS cell_code, h.cell, h.day, coalesce(o.name, m.place) AS other_name, h.fact
FROM hit h
LEFT JOIN member_spell k ON k.person = h.person AND {known k}
  AND k.from_day = (SELECT max(l.from_day) FROM member_spell l WHERE l.person = h.person AND l.from_day <= h.day AND {known l})
LEFT JOIN person_spell a ON a.person = h.person AND a.from_day <= h.day AND a.to_day > h.day AND {known a}

-- @text hit_order
LEFT JOIN member_fact m ON m.person = h.person AND m.id = h.fact
WHERE (coalesce(k.sort_key, $no_key), h.person, h.day, h.fact) > ($after_key, $after_person, $after_day, $after_fact)
ORDER BY coalesce(k.sort_key, $no_key), h.person, h.day, h.fact LIMIT $limit

-- figure_member_flow(org id, own int, kind cat, from day, to day, known int): n int
-- one row
{flow_hits}
SELECT count(*) AS n FROM hit h

-- figure_member_flow_facets(org id, own int, kind cat, from day, to day, known int): cell id, day day, birth_date day, sex cat, ethnicity cat, religion cat, schooling cat, theory_level cat, occupation cat, youth_union cat, person id, fact id
-- any order
{flow_hits}
{hit_facets}

-- figure_member_flow_list(org id, own int, kind cat, from day, to day, known int, no_key bytes, after_key bytes, after_person id, after_day day, after_fact id, limit int): id id, full_name text, member_no text, birth_date day, sex cat, status cat, cell_name text, cell_code text, cell id, day day, other_name text, fact id
{flow_hits}
{hit_page}
LEFT JOIN org_spell c ON c.org = h.cell AND c.from_day <= h.day AND c.to_day > h.day AND {known c}
LEFT JOIN org_spell o ON o.org = h.other AND o.from_day <= h.day AND o.to_day > h.day AND {known o}
{hit_order}

-- @text moved_in_hits
WITH border(cell, day) AS (
  SELECT r.org, r.from_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day >= $from AND r.from_day <= $to AND r.from_day > 10101 AND {known r}
    AND NOT EXISTS (SELECT 1 FROM org_reach e
      WHERE e.anc = r.anc AND e.org = r.org AND e.to_day = r.from_day AND {known e})
), part(cell, from_day, to_day) AS (
  SELECT r.org, r.from_day, r.to_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day <= $to AND r.to_day >= $from AND {known r}
  UNION ALL
  SELECT o.id, 10101, 99991231 FROM org o WHERE $org = 0
), hit(person, cell, other, day, fact) AS (
  SELECT s.person, s.cell, 0, b.day, 0 FROM border b CROSS JOIN member_spell s
  WHERE s.cell = b.cell AND s.from_day < b.day AND s.to_day >= b.day AND {known s} AND s.counted = 1
  UNION ALL
  SELECT f.person, f.cell, f.other, f.day, f.fact FROM part p CROSS JOIN member_flow f
  WHERE f.cell = p.cell AND f.day >= $from AND f.day <= $to AND f.day >= p.from_day AND f.day < p.to_day
    AND f.kind = 'moved_in' AND {known f}
    AND NOT EXISTS (SELECT 1 FROM org_reach o
      WHERE o.anc = CASE WHEN $org = 0 THEN f.other ELSE $org END AND o.org = f.other
        AND ($own = 0 OR o.org = o.anc) AND o.from_day < f.day AND o.to_day >= f.day AND {known o})
)

-- figure_member_moved_in(org id, own int, from day, to day, known int): n int
-- one row
{moved_in_hits}
SELECT count(*) AS n FROM hit h

-- figure_member_moved_in_facets(org id, own int, from day, to day, known int): cell id, day day, birth_date day, sex cat, ethnicity cat, religion cat, schooling cat, theory_level cat, occupation cat, youth_union cat, person id, fact id
-- any order
{moved_in_hits}
{hit_facets}

-- figure_member_moved_in_list(org id, own int, from day, to day, known int, no_key bytes, after_key bytes, after_person id, after_day day, after_fact id, limit int): id id, full_name text, member_no text, birth_date day, sex cat, status cat, cell_name text, cell_code text, cell id, day day, other_name text, fact id
{moved_in_hits}
{hit_page}
LEFT JOIN org_spell c ON c.org = h.cell AND c.from_day <= h.day AND c.to_day > h.day AND {known c}
LEFT JOIN org_spell o ON o.org = h.other AND o.from_day < h.day AND o.to_day >= h.day AND {known o}
{hit_order}

-- @text moved_out_hits
WITH border(cell, day) AS (
  SELECT r.org, r.to_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.to_day >= $from AND r.to_day <= $to AND {known r}
    AND EXISTS (SELECT 1 FROM org_reach e
      WHERE e.anc = r.org AND e.org = r.org AND e.from_day <= r.to_day AND e.to_day > r.to_day AND {known e})
    AND NOT EXISTS (SELECT 1 FROM org_reach e
      WHERE e.anc = r.anc AND e.org = r.org AND e.from_day = r.to_day AND {known e})
), part(cell, from_day, to_day) AS (
  SELECT r.org, r.from_day, r.to_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day <= $to AND r.to_day >= $from AND {known r}
  UNION ALL
  SELECT o.id, 10101, 99991231 FROM org o WHERE $org = 0
), hit(person, cell, other, day, fact) AS (
  SELECT s.person, s.cell, 0, b.day, 0 FROM border b CROSS JOIN member_spell s
  WHERE s.cell = b.cell AND s.from_day < b.day AND s.to_day >= b.day AND {known s} AND s.counted = 1
  UNION ALL
  SELECT f.person, f.cell, f.other, f.day, f.fact FROM part p CROSS JOIN member_flow f
  WHERE f.cell = p.cell AND f.day >= $from AND f.day <= $to AND f.day > p.from_day AND f.day <= p.to_day
    AND f.kind = 'moved_out' AND {known f}
    AND NOT EXISTS (SELECT 1 FROM org_reach o
      WHERE o.anc = CASE WHEN $org = 0 THEN f.other ELSE $org END AND o.org = f.other
        AND ($own = 0 OR o.org = o.anc) AND o.from_day <= f.day AND o.to_day > f.day AND {known o})
)

-- figure_member_moved_out(org id, own int, from day, to day, known int): n int
-- one row
{moved_out_hits}
SELECT count(*) AS n FROM hit h

-- figure_member_moved_out_facets(org id, own int, from day, to day, known int): cell id, day day, birth_date day, sex cat, ethnicity cat, religion cat, schooling cat, theory_level cat, occupation cat, youth_union cat, person id, fact id
-- any order
{moved_out_hits}
{hit_facets}

-- figure_member_moved_out_list(org id, own int, from day, to day, known int, no_key bytes, after_key bytes, after_person id, after_day day, after_fact id, limit int): id id, full_name text, member_no text, birth_date day, sex cat, status cat, cell_name text, cell_code text, cell id, day day, other_name text, fact id
{moved_out_hits}
{hit_page}
LEFT JOIN org_spell c ON c.org = h.cell AND c.from_day < h.day AND c.to_day >= h.day AND {known c}
LEFT JOIN org_spell o ON o.org = h.other AND o.from_day <= h.day AND o.to_day > h.day AND {known o}
{hit_order}

-- The key by which a list goes on after a person.
-- figure_member_key(person id, day day, known int): sort_key bytes
-- one row
SELECT sort_key FROM member_spell WHERE person = $person AND from_day <= $day AND member_spell.made_ms <= $known AND member_spell.void_ms > $known
ORDER BY from_day DESC LIMIT 1

-- Which child of an organisation (0: which root) a cell was below, and from when to when: both the
-- child's days and the cell's have to be looked at.
-- figure_member_children(org id, from day, to day, known int): cell id, child id, from_day day, to_day day, child_from day, child_to day
-- any order
SELECT r.org AS cell, c.org AS child, r.from_day, r.to_day, c.from_day AS child_from, c.to_day AS child_to
FROM org_spell c JOIN org_reach r ON r.anc = c.org AND r.from_day < c.to_day AND r.to_day > c.from_day AND {known r}
WHERE c.parent = $org AND c.from_day <= $to AND c.to_day > $from AND {known c}

-- figure_member_sectors(org id, from day, to day, known int): cell id, sector cat, from_day day, to_day day
-- any order
WITH part(cell) AS (
  SELECT DISTINCT r.org FROM org_reach r
  WHERE r.anc = $org AND r.from_day <= $to AND r.to_day > $from AND {known r}
  UNION ALL
  SELECT o.id FROM org o WHERE $org = 0
)
SELECT s.org AS cell, s.sector, s.from_day, s.to_day FROM part p CROSS JOIN org_spell s
WHERE s.org = p.cell AND s.from_day <= $to AND s.to_day > $from AND {known s}

-- figure_children(org id, day day, known int): org id, code text, name text
SELECT c.org, c.code, c.name FROM org_spell c
WHERE c.parent = $org AND {on c}
ORDER BY c.sort_key, c.org

-- Registers opened after a day, counted no further than $limit.
-- figure_opened_count(from day, known int, limit int): n int
-- one row
SELECT count(*) AS n FROM (SELECT a.org FROM org_act a WHERE a.act = 'open' AND a.day > $from AND {known a} LIMIT $limit) k

-- Had an organisation its register opened only after the first of these days on which it was below
-- $org? Looked for from the organisations...
-- figure_opened_below(org id, from day, to day, known int): n int
-- one row
SELECT 1 AS n FROM org_reach r CROSS JOIN org_act a
WHERE r.anc = $org AND r.from_day <= $to AND r.to_day > $from AND {known r}
  AND a.org = r.org AND a.act = 'open' AND a.day > $from AND a.day > r.from_day AND {known a}
LIMIT 1

-- ... or from the registers; $org 0: any organisation.
-- figure_opened_later(org id, from day, to day, known int): n int
-- one row
SELECT 1 AS n FROM org_act a
WHERE a.act = 'open' AND a.day > $from AND {known a}
  AND ($org = 0 OR EXISTS (SELECT 1 FROM org_reach r WHERE r.anc = $org AND r.org = a.org AND r.from_day <= $to AND r.to_day > $from AND a.day > r.from_day AND {known r}))
LIMIT 1
