-- Candidates and their admission.

-- Who has a vote in a cell: its official members and its guests, without those whom the rules leave out.
-- admission_cell_base(org id, day day, known int, exempt int): n int
-- one row
SELECT count(*) AS n FROM (
  SELECT s.person FROM member_spell s
  WHERE s.cell = $org AND s.counted = 1 AND s.status = 'full' AND s.host = 0 AND s.suspended = 0
    AND s.exempt <= CAST($exempt AS BIGINT) AND {on s}
  UNION ALL
  SELECT g.person FROM member_spell g
  WHERE g.host = $org AND g.host <> 0 AND g.counted = 1 AND g.status = 'full' AND g.suspended = 0
    AND {on g}) v

-- Members of the committee, as its posts say.
-- admission_committee_base(org id, day day, known int): n int
-- one row
SELECT count(DISTINCT p.holder) AS n FROM org_post p
LEFT JOIN org_body b ON b.org = p.org AND b.body = p.body AND {on b}
WHERE p.org = $org AND {on p} AND (b.kind = 'committee' OR (p.body = 0 AND p.post IN
  ('secretary', 'standing_deputy', 'deputy', 'standing_member', 'committee_member')))

-- What a list asks of them, and by which words of the name ('' is none).
-- @text cases
r.anc = $org AND {on r} AND s.org = r.org AND s.proc IN ('admission', 'readmission') AND {on s}
  AND (CASE WHEN $state = '' THEN s.open = 1 ELSE s.state = $state END)
  AND ($lacking = 0 OR (s.open = 1 AND NOT EXISTS (SELECT 1 FROM flow_step m
    WHERE m.flow = s.flow AND m.step = 'mentor' AND {live m})))
  {words s}

-- @text candidates
FROM org_reach r CROSS JOIN flow_spell s
JOIN person_spell p ON p.person = s.person AND {on p}
JOIN org_spell o ON o.org = s.org AND {on o}
WHERE {cases}

-- @text row
s.flow AS id, s.person, p.full_name, o.name AS cell_name, s.state, s.from_day AS since, s.next,
  (SELECT n.full_name FROM flow_step m JOIN person_spell n ON n.person = m.who AND {on n}
    WHERE m.flow = s.flow AND m.step = 'mentor' AND {known m} ORDER BY m.day DESC, m.seq DESC LIMIT 1) AS mentor,
  coalesce((SELECT min(c.due_day) FROM flow_clock c WHERE c.flow = s.flow AND {on c}), 0) AS due

-- admission_rows(org id, day day, known int, state text, lacking int, w1 text, w2 text, w3 text, begin text, beyond text, limit int): id id, person id, full_name text, cell_name text, state cat, since day, next cat, mentor text, due day
WITH RECURSIVE {syllable}
SELECT {row}
{candidates}
ORDER BY s.from_day, s.flow LIMIT $limit

-- admission_rows_after(org id, day day, known int, state text, lacking int, w1 text, w2 text, w3 text, begin text, beyond text, after id, limit int): id id, person id, full_name text, cell_name text, state cat, since day, next cat, mentor text, due day
WITH RECURSIVE {syllable}
SELECT {row}
{candidates}
  AND (s.from_day > (SELECT max(a.from_day) FROM flow_spell a WHERE a.flow = $after AND {on a})
    OR (s.from_day = (SELECT max(a.from_day) FROM flow_spell a WHERE a.flow = $after AND {on a}) AND s.flow > $after))
ORDER BY s.from_day, s.flow LIMIT $limit

-- How many of them.
-- admission_count(org id, day day, known int, state text, lacking int, w1 text, w2 text, w3 text, begin text, beyond text, limit int): n int
-- one row
WITH RECURSIVE {syllable}
SELECT count(*) AS n FROM (SELECT s.flow FROM org_reach r CROSS JOIN flow_spell s
  WHERE {cases} LIMIT $limit) x

-- The same of today over a large reach: from the open cases, not from the cells.
-- @text open_ones
s.open = 1 AND s.from_day <= $day AND s.to_day = 99991231 AND s.void_txn = 0 AND s.proc IN ('admission', 'readmission')
  AND ($state = '' OR s.state = $state)
  AND EXISTS (SELECT 1 FROM org_reach r WHERE r.anc = $org AND r.org = s.org AND {on r})
  AND ($lacking = 0 OR NOT EXISTS (SELECT 1 FROM flow_step m
    WHERE m.flow = s.flow AND m.step = 'mentor' AND {live m}))
  {words s}

-- @text open_cases
FROM flow_spell s
JOIN person_spell p ON p.person = s.person AND {on p}
JOIN org_spell o ON o.org = s.org AND {on o}
WHERE {open_ones}

-- admission_open(org id, day day, known int, state text, lacking int, w1 text, w2 text, w3 text, begin text, beyond text, limit int): id id, person id, full_name text, cell_name text, state cat, since day, next cat, mentor text, due day
WITH RECURSIVE {syllable}
SELECT {row}
{open_cases}
ORDER BY s.from_day, s.flow LIMIT $limit

-- admission_open_after(org id, day day, known int, state text, lacking int, w1 text, w2 text, w3 text, begin text, beyond text, after id, limit int): id id, person id, full_name text, cell_name text, state cat, since day, next cat, mentor text, due day
WITH RECURSIVE {syllable}
SELECT {row}
{open_cases}
  AND (s.from_day, s.flow) > ((SELECT max(a.from_day) FROM flow_spell a WHERE a.flow = $after AND {on a}), $after)
ORDER BY s.from_day, s.flow LIMIT $limit

-- How many of them, counted as far as $limit.
-- admission_open_count(org id, day day, known int, state text, lacking int, w1 text, w2 text, w3 text, begin text, beyond text, limit int): n int
-- one row
WITH RECURSIVE {syllable}
SELECT count(*) AS n FROM (SELECT s.flow FROM flow_spell s
  WHERE {open_ones} LIMIT $limit) x

-- Struck off on the days, not long after the admission: $back is the term as a difference of days (yyyymmdd).
-- admission_struck_soon(org id, day day, known int, from day, to day, back int): n int
-- one row
SELECT count(*) AS n FROM org_reach r CROSS JOIN member_flow f
JOIN member_fact a ON a.person = f.person AND a.kind = 'admitted' AND {known a}
WHERE r.anc = $org AND {on r} AND f.cell = r.org AND f.day >= $from AND f.day <= $to AND f.kind = 'struck_off' AND {known f}
  AND a.day > f.day - CAST($back AS BIGINT)

-- The same over a large reach: from those who were struck off.
-- admission_struck_soon_wide(org id, day day, known int, from day, to day, back int): n int
-- one row
SELECT count(*) AS n FROM member_flow f
JOIN member_fact a ON a.person = f.person AND a.kind = 'admitted' AND {known a}
WHERE f.kind = 'struck_off' AND f.day >= $from AND f.day <= $to AND {known f}
  AND EXISTS (SELECT 1 FROM org_reach r WHERE r.anc = $org AND r.org = f.cell AND {on r})
  AND a.day > f.day - CAST($back AS BIGINT)

-- Who is on the way to a decision.
-- admission_ahead(org id, day day, known int, limit int): id id, person id, full_name text, cell_name text, state cat, birth_date day, class_on day
SELECT s.flow AS id, s.person, p.full_name, o.name AS cell_name, s.state, p.birth_date,
  coalesce((SELECT max(m.day) FROM flow_step m WHERE m.flow = s.flow AND m.step = 'class' AND {known m}), 0) AS class_on
FROM org_reach r CROSS JOIN flow_spell s
JOIN person_spell p ON p.person = s.person AND {on p}
JOIN org_spell o ON o.org = s.org AND {on o}
LEFT JOIN cat_entry c ON c.cat = 'flow_state' AND c.code = s.state
WHERE r.anc = $org AND {on r} AND s.org = r.org AND s.proc = 'admission' AND s.open = 1 AND {on s}
  AND EXISTS (SELECT 1 FROM org_figure_rule f WHERE f.figure = 'candidate.total' AND f.kind = s.state AND f.from_day <= $day AND f.to_day > $day)
ORDER BY c.pos DESC, s.from_day, s.flow LIMIT $limit
