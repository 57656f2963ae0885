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

-- figure_member_stock(org id, own int, state text, day day, known int): n int
-- one row
WITH part(cell) AS (
  SELECT r.org FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day <= $day AND r.to_day > $day AND r.made_ms <= $known AND r.void_ms > $known
  UNION ALL
  SELECT o.id FROM org o WHERE $org = 0
)
SELECT count(*) AS n FROM part p CROSS JOIN member_spell s
WHERE s.cell = p.cell AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known AND s.counted = 1
  AND CASE WHEN $state = 'exempt' THEN s.exempt WHEN $state = 'away' THEN s.away WHEN $state IN ('total', s.status) THEN 1 ELSE 0 END = 1

-- figure_member_stock_facets(org id, own int, state text, day day, known int): cell id, day day, birth_date day, sex cat, ethnicity cat, religion cat, schooling cat, theory_level cat, occupation cat, youth_union cat
-- any order
WITH part(cell) AS (
  SELECT r.org FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day <= $day AND r.to_day > $day AND r.made_ms <= $known AND r.void_ms > $known
  UNION ALL
  SELECT o.id FROM org o WHERE $org = 0
)
SELECT s.cell, $day AS day, a.birth_date, a.sex, a.ethnicity, a.religion, a.schooling, a.theory_level, a.occupation, a.youth_union
FROM part p CROSS JOIN member_spell s
LEFT JOIN person_spell a ON a.person = s.person AND a.from_day <= $day AND a.to_day > $day AND a.made_ms <= $known AND a.void_ms > $known
WHERE s.cell = p.cell AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known AND s.counted = 1
  AND CASE WHEN $state = 'exempt' THEN s.exempt WHEN $state = 'away' THEN s.away WHEN $state IN ('total', s.status) THEN 1 ELSE 0 END = 1

-- figure_member_stock_list(org id, own int, state text, day day, known int, after_key bytes, after_person id, after_day day, after_fact id, limit int): id id, full_name text, member_no text, birth_date day, sex cat, status cat, cell_name text, cell_code text, cell id, day day, other_name text, fact id
WITH part(cell) AS (
  SELECT r.org FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day <= $day AND r.to_day > $day AND r.made_ms <= $known AND r.void_ms > $known
  UNION ALL
  SELECT o.id FROM org o WHERE $org = 0
)
SELECT s.person AS id, a.full_name, a.member_no, a.birth_date, a.sex, s.status, c.name AS cell_name, c.code AS cell_code, s.cell, 0 AS day, NULL AS other_name, 0 AS fact
FROM part p CROSS JOIN member_spell s
LEFT JOIN person_spell a ON a.person = s.person AND a.from_day <= $day AND a.to_day > $day AND a.made_ms <= $known AND a.void_ms > $known
LEFT JOIN org_spell c ON c.org = s.cell AND c.from_day <= $day AND c.to_day > $day AND c.made_ms <= $known AND c.void_ms > $known
WHERE s.cell = p.cell AND s.from_day <= $day AND s.to_day > $day AND s.made_ms <= $known AND s.void_ms > $known AND s.counted = 1
  AND CASE WHEN $state = 'exempt' THEN s.exempt WHEN $state = 'away' THEN s.away WHEN $state IN ('total', s.status) THEN 1 ELSE 0 END = 1
  AND (s.sort_key, s.person, $day, 0) > ($after_key, $after_person, CAST($after_day AS BIGINT), CAST($after_fact AS BIGINT))
ORDER BY s.sort_key, s.person LIMIT $limit

-- figure_member_flow(org id, own int, kind cat, from day, to day, known int): n int
-- one row
WITH part(cell, from_day, to_day) AS (
  SELECT r.org, r.from_day, r.to_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day <= $to AND r.to_day > $from AND r.made_ms <= $known AND r.void_ms > $known
  UNION ALL
  SELECT o.id, 10101, 99991231 FROM org o WHERE $org = 0
), hit(person, cell, other, day, fact) AS (
  SELECT f.person, f.cell, f.other, f.day, f.fact FROM part p CROSS JOIN member_flow f
  WHERE f.cell = p.cell AND f.day >= $from AND f.day <= $to AND f.day >= p.from_day AND f.day < p.to_day
    AND f.kind = $kind AND f.made_ms <= $known AND f.void_ms > $known
    AND NOT EXISTS (SELECT 1 FROM org_reach o
      WHERE o.anc = CASE WHEN $org = 0 THEN f.other ELSE $org END AND o.org = f.other
        AND ($own = 0 OR o.org = o.anc) AND o.from_day <= f.day AND o.to_day > f.day AND o.made_ms <= $known AND o.void_ms > $known)
)
SELECT count(*) AS n FROM hit h

-- figure_member_flow_facets(org id, own int, kind cat, from day, to day, known int): cell id, day day, birth_date day, sex cat, ethnicity cat, religion cat, schooling cat, theory_level cat, occupation cat, youth_union cat
-- any order
WITH part(cell, from_day, to_day) AS (
  SELECT r.org, r.from_day, r.to_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day <= $to AND r.to_day > $from AND r.made_ms <= $known AND r.void_ms > $known
  UNION ALL
  SELECT o.id, 10101, 99991231 FROM org o WHERE $org = 0
), hit(person, cell, other, day, fact) AS (
  SELECT f.person, f.cell, f.other, f.day, f.fact FROM part p CROSS JOIN member_flow f
  WHERE f.cell = p.cell AND f.day >= $from AND f.day <= $to AND f.day >= p.from_day AND f.day < p.to_day
    AND f.kind = $kind AND f.made_ms <= $known AND f.void_ms > $known
    AND NOT EXISTS (SELECT 1 FROM org_reach o
      WHERE o.anc = CASE WHEN $org = 0 THEN f.other ELSE $org END AND o.org = f.other
        AND ($own = 0 OR o.org = o.anc) AND o.from_day <= f.day AND o.to_day > f.day AND o.made_ms <= $known AND o.void_ms > $known)
)
SELECT h.cell, h.day, a.birth_date, a.sex, a.ethnicity, a.religion, a.schooling, a.theory_level, a.occupation, a.youth_union
FROM hit h
LEFT JOIN person_spell a ON a.person = h.person AND a.from_day <= h.day AND a.to_day > h.day AND a.made_ms <= $known AND a.void_ms > $known

-- figure_member_flow_list(org id, own int, kind cat, from day, to day, known int, no_key bytes, after_key bytes, after_person id, after_day day, after_fact id, limit int): id id, full_name text, member_no text, birth_date day, sex cat, status cat, cell_name text, cell_code text, cell id, day day, other_name text, fact id
WITH part(cell, from_day, to_day) AS (
  SELECT r.org, r.from_day, r.to_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day <= $to AND r.to_day > $from AND r.made_ms <= $known AND r.void_ms > $known
  UNION ALL
  SELECT o.id, 10101, 99991231 FROM org o WHERE $org = 0
), hit(person, cell, other, day, fact) AS (
  SELECT f.person, f.cell, f.other, f.day, f.fact FROM part p CROSS JOIN member_flow f
  WHERE f.cell = p.cell AND f.day >= $from AND f.day <= $to AND f.day >= p.from_day AND f.day < p.to_day
    AND f.kind = $kind AND f.made_ms <= $known AND f.void_ms > $known
    AND NOT EXISTS (SELECT 1 FROM org_reach o
      WHERE o.anc = CASE WHEN $org = 0 THEN f.other ELSE $org END AND o.org = f.other
        AND ($own = 0 OR o.org = o.anc) AND o.from_day <= f.day AND o.to_day > f.day AND o.made_ms <= $known AND o.void_ms > $known)
)
SELECT h.person AS id, a.full_name, a.member_no, a.birth_date, a.sex, NULL AS status, c.name AS cell_name, c.code AS cell_code, h.cell, h.day, coalesce(o.name, m.place) AS other_name, h.fact
FROM hit h
LEFT JOIN member_spell k ON k.person = h.person AND k.made_ms <= $known AND k.void_ms > $known
  AND k.from_day = (SELECT max(l.from_day) FROM member_spell l WHERE l.person = h.person AND l.from_day <= h.day AND l.made_ms <= $known AND l.void_ms > $known)
LEFT JOIN person_spell a ON a.person = h.person AND a.from_day <= h.day AND a.to_day > h.day AND a.made_ms <= $known AND a.void_ms > $known
LEFT JOIN org_spell c ON c.org = h.cell AND c.from_day <= h.day AND c.to_day > h.day AND c.made_ms <= $known AND c.void_ms > $known
LEFT JOIN org_spell o ON o.org = h.other AND o.from_day <= h.day AND o.to_day > h.day AND o.made_ms <= $known AND o.void_ms > $known
LEFT JOIN member_fact m ON m.person = h.person AND m.id = h.fact
WHERE (coalesce(k.sort_key, $no_key), h.person, h.day, h.fact) > ($after_key, $after_person, $after_day, $after_fact)
ORDER BY coalesce(k.sort_key, $no_key), h.person, h.day, h.fact LIMIT $limit

-- figure_member_moved_in(org id, own int, from day, to day, known int): n int
-- one row
WITH border(cell, day) AS (
  SELECT r.org, r.from_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day >= $from AND r.from_day <= $to AND r.from_day > 10101 AND r.made_ms <= $known AND r.void_ms > $known
    AND NOT EXISTS (SELECT 1 FROM org_reach e
      WHERE e.anc = r.anc AND e.org = r.org AND e.to_day = r.from_day AND e.made_ms <= $known AND e.void_ms > $known)
), part(cell, from_day, to_day) AS (
  SELECT r.org, r.from_day, r.to_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day <= $to AND r.to_day >= $from AND r.made_ms <= $known AND r.void_ms > $known
  UNION ALL
  SELECT o.id, 10101, 99991231 FROM org o WHERE $org = 0
), hit(person, cell, other, day, fact) AS (
  SELECT s.person, s.cell, 0, b.day, 0 FROM border b CROSS JOIN member_spell s
  WHERE s.cell = b.cell AND s.from_day < b.day AND s.to_day >= b.day AND s.made_ms <= $known AND s.void_ms > $known AND s.counted = 1
  UNION ALL
  SELECT f.person, f.cell, f.other, f.day, f.fact FROM part p CROSS JOIN member_flow f
  WHERE f.cell = p.cell AND f.day >= $from AND f.day <= $to AND f.day >= p.from_day AND f.day < p.to_day
    AND f.kind = 'moved_in' AND f.made_ms <= $known AND f.void_ms > $known
    AND NOT EXISTS (SELECT 1 FROM org_reach o
      WHERE o.anc = CASE WHEN $org = 0 THEN f.other ELSE $org END AND o.org = f.other
        AND ($own = 0 OR o.org = o.anc) AND o.from_day < f.day AND o.to_day >= f.day AND o.made_ms <= $known AND o.void_ms > $known)
)
SELECT count(*) AS n FROM hit h

-- figure_member_moved_in_facets(org id, own int, from day, to day, known int): cell id, day day, birth_date day, sex cat, ethnicity cat, religion cat, schooling cat, theory_level cat, occupation cat, youth_union cat
-- any order
WITH border(cell, day) AS (
  SELECT r.org, r.from_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day >= $from AND r.from_day <= $to AND r.from_day > 10101 AND r.made_ms <= $known AND r.void_ms > $known
    AND NOT EXISTS (SELECT 1 FROM org_reach e
      WHERE e.anc = r.anc AND e.org = r.org AND e.to_day = r.from_day AND e.made_ms <= $known AND e.void_ms > $known)
), part(cell, from_day, to_day) AS (
  SELECT r.org, r.from_day, r.to_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day <= $to AND r.to_day >= $from AND r.made_ms <= $known AND r.void_ms > $known
  UNION ALL
  SELECT o.id, 10101, 99991231 FROM org o WHERE $org = 0
), hit(person, cell, other, day, fact) AS (
  SELECT s.person, s.cell, 0, b.day, 0 FROM border b CROSS JOIN member_spell s
  WHERE s.cell = b.cell AND s.from_day < b.day AND s.to_day >= b.day AND s.made_ms <= $known AND s.void_ms > $known AND s.counted = 1
  UNION ALL
  SELECT f.person, f.cell, f.other, f.day, f.fact FROM part p CROSS JOIN member_flow f
  WHERE f.cell = p.cell AND f.day >= $from AND f.day <= $to AND f.day >= p.from_day AND f.day < p.to_day
    AND f.kind = 'moved_in' AND f.made_ms <= $known AND f.void_ms > $known
    AND NOT EXISTS (SELECT 1 FROM org_reach o
      WHERE o.anc = CASE WHEN $org = 0 THEN f.other ELSE $org END AND o.org = f.other
        AND ($own = 0 OR o.org = o.anc) AND o.from_day < f.day AND o.to_day >= f.day AND o.made_ms <= $known AND o.void_ms > $known)
)
SELECT h.cell, h.day, a.birth_date, a.sex, a.ethnicity, a.religion, a.schooling, a.theory_level, a.occupation, a.youth_union
FROM hit h
LEFT JOIN person_spell a ON a.person = h.person AND a.from_day <= h.day AND a.to_day > h.day AND a.made_ms <= $known AND a.void_ms > $known

-- figure_member_moved_in_list(org id, own int, from day, to day, known int, no_key bytes, after_key bytes, after_person id, after_day day, after_fact id, limit int): id id, full_name text, member_no text, birth_date day, sex cat, status cat, cell_name text, cell_code text, cell id, day day, other_name text, fact id
WITH border(cell, day) AS (
  SELECT r.org, r.from_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day >= $from AND r.from_day <= $to AND r.from_day > 10101 AND r.made_ms <= $known AND r.void_ms > $known
    AND NOT EXISTS (SELECT 1 FROM org_reach e
      WHERE e.anc = r.anc AND e.org = r.org AND e.to_day = r.from_day AND e.made_ms <= $known AND e.void_ms > $known)
), part(cell, from_day, to_day) AS (
  SELECT r.org, r.from_day, r.to_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day <= $to AND r.to_day >= $from AND r.made_ms <= $known AND r.void_ms > $known
  UNION ALL
  SELECT o.id, 10101, 99991231 FROM org o WHERE $org = 0
), hit(person, cell, other, day, fact) AS (
  SELECT s.person, s.cell, 0, b.day, 0 FROM border b CROSS JOIN member_spell s
  WHERE s.cell = b.cell AND s.from_day < b.day AND s.to_day >= b.day AND s.made_ms <= $known AND s.void_ms > $known AND s.counted = 1
  UNION ALL
  SELECT f.person, f.cell, f.other, f.day, f.fact FROM part p CROSS JOIN member_flow f
  WHERE f.cell = p.cell AND f.day >= $from AND f.day <= $to AND f.day >= p.from_day AND f.day < p.to_day
    AND f.kind = 'moved_in' AND f.made_ms <= $known AND f.void_ms > $known
    AND NOT EXISTS (SELECT 1 FROM org_reach o
      WHERE o.anc = CASE WHEN $org = 0 THEN f.other ELSE $org END AND o.org = f.other
        AND ($own = 0 OR o.org = o.anc) AND o.from_day < f.day AND o.to_day >= f.day AND o.made_ms <= $known AND o.void_ms > $known)
)
SELECT h.person AS id, a.full_name, a.member_no, a.birth_date, a.sex, NULL AS status, c.name AS cell_name, c.code AS cell_code, h.cell, h.day, coalesce(o.name, m.place) AS other_name, h.fact
FROM hit h
LEFT JOIN member_spell k ON k.person = h.person AND k.made_ms <= $known AND k.void_ms > $known
  AND k.from_day = (SELECT max(l.from_day) FROM member_spell l WHERE l.person = h.person AND l.from_day <= h.day AND l.made_ms <= $known AND l.void_ms > $known)
LEFT JOIN person_spell a ON a.person = h.person AND a.from_day <= h.day AND a.to_day > h.day AND a.made_ms <= $known AND a.void_ms > $known
LEFT JOIN org_spell c ON c.org = h.cell AND c.from_day <= h.day AND c.to_day > h.day AND c.made_ms <= $known AND c.void_ms > $known
LEFT JOIN org_spell o ON o.org = h.other AND o.from_day < h.day AND o.to_day >= h.day AND o.made_ms <= $known AND o.void_ms > $known
LEFT JOIN member_fact m ON m.person = h.person AND m.id = h.fact
WHERE (coalesce(k.sort_key, $no_key), h.person, h.day, h.fact) > ($after_key, $after_person, $after_day, $after_fact)
ORDER BY coalesce(k.sort_key, $no_key), h.person, h.day, h.fact LIMIT $limit

-- figure_member_moved_out(org id, own int, from day, to day, known int): n int
-- one row
WITH border(cell, day) AS (
  SELECT r.org, r.to_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.to_day >= $from AND r.to_day <= $to AND r.made_ms <= $known AND r.void_ms > $known
    AND EXISTS (SELECT 1 FROM org_reach e
      WHERE e.anc = r.org AND e.org = r.org AND e.from_day <= r.to_day AND e.to_day > r.to_day AND e.made_ms <= $known AND e.void_ms > $known)
    AND NOT EXISTS (SELECT 1 FROM org_reach e
      WHERE e.anc = r.anc AND e.org = r.org AND e.from_day = r.to_day AND e.made_ms <= $known AND e.void_ms > $known)
), part(cell, from_day, to_day) AS (
  SELECT r.org, r.from_day, r.to_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day <= $to AND r.to_day >= $from AND r.made_ms <= $known AND r.void_ms > $known
  UNION ALL
  SELECT o.id, 10101, 99991231 FROM org o WHERE $org = 0
), hit(person, cell, other, day, fact) AS (
  SELECT s.person, s.cell, 0, b.day, 0 FROM border b CROSS JOIN member_spell s
  WHERE s.cell = b.cell AND s.from_day < b.day AND s.to_day >= b.day AND s.made_ms <= $known AND s.void_ms > $known AND s.counted = 1
  UNION ALL
  SELECT f.person, f.cell, f.other, f.day, f.fact FROM part p CROSS JOIN member_flow f
  WHERE f.cell = p.cell AND f.day >= $from AND f.day <= $to AND f.day > p.from_day AND f.day <= p.to_day
    AND f.kind = 'moved_out' AND f.made_ms <= $known AND f.void_ms > $known
    AND NOT EXISTS (SELECT 1 FROM org_reach o
      WHERE o.anc = CASE WHEN $org = 0 THEN f.other ELSE $org END AND o.org = f.other
        AND ($own = 0 OR o.org = o.anc) AND o.from_day <= f.day AND o.to_day > f.day AND o.made_ms <= $known AND o.void_ms > $known)
)
SELECT count(*) AS n FROM hit h

-- figure_member_moved_out_facets(org id, own int, from day, to day, known int): cell id, day day, birth_date day, sex cat, ethnicity cat, religion cat, schooling cat, theory_level cat, occupation cat, youth_union cat
-- any order
WITH border(cell, day) AS (
  SELECT r.org, r.to_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.to_day >= $from AND r.to_day <= $to AND r.made_ms <= $known AND r.void_ms > $known
    AND EXISTS (SELECT 1 FROM org_reach e
      WHERE e.anc = r.org AND e.org = r.org AND e.from_day <= r.to_day AND e.to_day > r.to_day AND e.made_ms <= $known AND e.void_ms > $known)
    AND NOT EXISTS (SELECT 1 FROM org_reach e
      WHERE e.anc = r.anc AND e.org = r.org AND e.from_day = r.to_day AND e.made_ms <= $known AND e.void_ms > $known)
), part(cell, from_day, to_day) AS (
  SELECT r.org, r.from_day, r.to_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day <= $to AND r.to_day >= $from AND r.made_ms <= $known AND r.void_ms > $known
  UNION ALL
  SELECT o.id, 10101, 99991231 FROM org o WHERE $org = 0
), hit(person, cell, other, day, fact) AS (
  SELECT s.person, s.cell, 0, b.day, 0 FROM border b CROSS JOIN member_spell s
  WHERE s.cell = b.cell AND s.from_day < b.day AND s.to_day >= b.day AND s.made_ms <= $known AND s.void_ms > $known AND s.counted = 1
  UNION ALL
  SELECT f.person, f.cell, f.other, f.day, f.fact FROM part p CROSS JOIN member_flow f
  WHERE f.cell = p.cell AND f.day >= $from AND f.day <= $to AND f.day > p.from_day AND f.day <= p.to_day
    AND f.kind = 'moved_out' AND f.made_ms <= $known AND f.void_ms > $known
    AND NOT EXISTS (SELECT 1 FROM org_reach o
      WHERE o.anc = CASE WHEN $org = 0 THEN f.other ELSE $org END AND o.org = f.other
        AND ($own = 0 OR o.org = o.anc) AND o.from_day <= f.day AND o.to_day > f.day AND o.made_ms <= $known AND o.void_ms > $known)
)
SELECT h.cell, h.day, a.birth_date, a.sex, a.ethnicity, a.religion, a.schooling, a.theory_level, a.occupation, a.youth_union
FROM hit h
LEFT JOIN person_spell a ON a.person = h.person AND a.from_day <= h.day AND a.to_day > h.day AND a.made_ms <= $known AND a.void_ms > $known

-- figure_member_moved_out_list(org id, own int, from day, to day, known int, no_key bytes, after_key bytes, after_person id, after_day day, after_fact id, limit int): id id, full_name text, member_no text, birth_date day, sex cat, status cat, cell_name text, cell_code text, cell id, day day, other_name text, fact id
WITH border(cell, day) AS (
  SELECT r.org, r.to_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.to_day >= $from AND r.to_day <= $to AND r.made_ms <= $known AND r.void_ms > $known
    AND EXISTS (SELECT 1 FROM org_reach e
      WHERE e.anc = r.org AND e.org = r.org AND e.from_day <= r.to_day AND e.to_day > r.to_day AND e.made_ms <= $known AND e.void_ms > $known)
    AND NOT EXISTS (SELECT 1 FROM org_reach e
      WHERE e.anc = r.anc AND e.org = r.org AND e.from_day = r.to_day AND e.made_ms <= $known AND e.void_ms > $known)
), part(cell, from_day, to_day) AS (
  SELECT r.org, r.from_day, r.to_day FROM org_reach r
  WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND r.from_day <= $to AND r.to_day >= $from AND r.made_ms <= $known AND r.void_ms > $known
  UNION ALL
  SELECT o.id, 10101, 99991231 FROM org o WHERE $org = 0
), hit(person, cell, other, day, fact) AS (
  SELECT s.person, s.cell, 0, b.day, 0 FROM border b CROSS JOIN member_spell s
  WHERE s.cell = b.cell AND s.from_day < b.day AND s.to_day >= b.day AND s.made_ms <= $known AND s.void_ms > $known AND s.counted = 1
  UNION ALL
  SELECT f.person, f.cell, f.other, f.day, f.fact FROM part p CROSS JOIN member_flow f
  WHERE f.cell = p.cell AND f.day >= $from AND f.day <= $to AND f.day > p.from_day AND f.day <= p.to_day
    AND f.kind = 'moved_out' AND f.made_ms <= $known AND f.void_ms > $known
    AND NOT EXISTS (SELECT 1 FROM org_reach o
      WHERE o.anc = CASE WHEN $org = 0 THEN f.other ELSE $org END AND o.org = f.other
        AND ($own = 0 OR o.org = o.anc) AND o.from_day <= f.day AND o.to_day > f.day AND o.made_ms <= $known AND o.void_ms > $known)
)
SELECT h.person AS id, a.full_name, a.member_no, a.birth_date, a.sex, NULL AS status, c.name AS cell_name, c.code AS cell_code, h.cell, h.day, coalesce(o.name, m.place) AS other_name, h.fact
FROM hit h
LEFT JOIN member_spell k ON k.person = h.person AND k.made_ms <= $known AND k.void_ms > $known
  AND k.from_day = (SELECT max(l.from_day) FROM member_spell l WHERE l.person = h.person AND l.from_day <= h.day AND l.made_ms <= $known AND l.void_ms > $known)
LEFT JOIN person_spell a ON a.person = h.person AND a.from_day <= h.day AND a.to_day > h.day AND a.made_ms <= $known AND a.void_ms > $known
LEFT JOIN org_spell c ON c.org = h.cell AND c.from_day < h.day AND c.to_day >= h.day AND c.made_ms <= $known AND c.void_ms > $known
LEFT JOIN org_spell o ON o.org = h.other AND o.from_day <= h.day AND o.to_day > h.day AND o.made_ms <= $known AND o.void_ms > $known
LEFT JOIN member_fact m ON m.person = h.person AND m.id = h.fact
WHERE (coalesce(k.sort_key, $no_key), h.person, h.day, h.fact) > ($after_key, $after_person, $after_day, $after_fact)
ORDER BY coalesce(k.sort_key, $no_key), h.person, h.day, h.fact LIMIT $limit

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
FROM org_spell c JOIN org_reach r ON r.anc = c.org AND r.from_day < c.to_day AND r.to_day > c.from_day AND r.made_ms <= $known AND r.void_ms > $known
WHERE c.parent = $org AND c.from_day <= $to AND c.to_day > $from AND c.made_ms <= $known AND c.void_ms > $known

-- figure_member_sectors(org id, from day, to day, known int): cell id, sector cat, from_day day, to_day day
-- any order
WITH part(cell) AS (
  SELECT DISTINCT r.org FROM org_reach r
  WHERE r.anc = $org AND r.from_day <= $to AND r.to_day > $from AND r.made_ms <= $known AND r.void_ms > $known
  UNION ALL
  SELECT o.id FROM org o WHERE $org = 0
)
SELECT s.org AS cell, s.sector, s.from_day, s.to_day FROM part p CROSS JOIN org_spell s
WHERE s.org = p.cell AND s.from_day <= $to AND s.to_day > $from AND s.made_ms <= $known AND s.void_ms > $known

-- figure_children(org id, day day, known int): org id, code text, name text
SELECT c.org, c.code, c.name FROM org_spell c
WHERE c.parent = $org AND c.from_day <= $day AND c.to_day > $day AND c.made_ms <= $known AND c.void_ms > $known
ORDER BY c.sort_key, c.org

-- How many organisations had their register opened only after the first of these days on which they
-- were below $org.
-- figure_opened_later(org id, from day, to day, known int): n int
-- one row
WITH part(org, from_day) AS (
  SELECT r.org, r.from_day FROM org_reach r
  WHERE r.anc = $org AND r.from_day <= $to AND r.to_day > $from AND r.made_ms <= $known AND r.void_ms > $known
  UNION ALL
  SELECT o.id, 10101 FROM org o WHERE $org = 0
)
SELECT count(*) AS n FROM part p CROSS JOIN org_act a
WHERE a.org = p.org AND a.act = 'open' AND a.day > $from AND a.day > p.from_day AND a.made_ms <= $known AND a.void_ms > $known
