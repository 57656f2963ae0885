-- Cases on pages, and what is due.

-- Members in or below an organisation of that name ("=folded name") or number.
-- case_members_named(org id, day day, known int, word text, number text, limit int): person id, cell id, full_name text, status cat
SELECT s.person, s.cell, p.full_name, s.status
FROM (SELECT w.person FROM name_word w WHERE w.word = $word
  UNION SELECT n.person FROM person_spell n WHERE n.member_no = $number AND {live n}) f
CROSS JOIN member_spell s
JOIN org_reach r ON r.org = s.cell AND r.anc = $org AND {on r}
JOIN person_spell p ON p.person = s.person AND {on p}
WHERE s.person = f.person AND s.counted = 1 AND {on s}
ORDER BY p.full_name, s.person LIMIT $limit

-- case_member_on(person id, org id, day day, known int): person id, cell id, full_name text, status cat
-- one row
SELECT s.person, s.cell, p.full_name, s.status
FROM member_spell s
JOIN org_reach r ON r.org = s.cell AND r.anc = $org AND {on r}
JOIN person_spell p ON p.person = s.person AND {on p}
WHERE s.person = $person AND s.counted = 1 AND {on s}
LIMIT 1

-- case_txn(id id): at_ms int, login text
-- one row
SELECT t.at_ms, a.login FROM txn t LEFT JOIN account a ON a.id = t.actor WHERE t.id = $id

-- Clocks of a case that run on a day.
-- flow_clocks_running(flow id, day day, known int): turn id, to_day day, due_day day, flow id, code cat, from_day day, txn id, ripe_day day, org id, person id
SELECT c.turn, c.to_day, c.due_day, c.flow, c.code, c.from_day, c.txn, c.ripe_day, c.org, c.person
FROM flow_clock c WHERE c.flow = $flow AND {on c} ORDER BY c.due_day, c.code

-- How many organisations there are below, as far as it matters.
-- work_reach_size(org id, day day, known int, limit int): n int
-- one row
SELECT count(*) AS n FROM (SELECT r.org FROM org_reach r WHERE r.anc = $org AND {on r} LIMIT $limit) b

-- @text clock_row
c.flow, c.person, c.code, p.full_name, o.name AS org_name, c.due_day AS due

-- @text clock_names
LEFT JOIN person_spell p ON p.person = c.person AND {on p}
LEFT JOIN org_spell o ON o.org = c.org AND {on o}

-- Clocks that run and end by $until, of those who have to stop them: over a small reach.
-- work_clocks_below(org id, day day, known int, own int, until day, limit int): flow id, person id, code text, full_name text, org_name text, due day
SELECT {clock_row}
FROM org_reach r CROSS JOIN flow_clock c {clock_names}
WHERE r.anc = $org AND {on r} AND ($own = 0 OR r.org = $org) AND c.turn = r.org AND c.to_day = 99991231 AND c.due_day <= $until AND {live c}
ORDER BY c.due_day, c.flow, c.code LIMIT $limit

-- The same over a large one, or over everything ($org 0): by their days.
-- work_clocks_by_day(org id, day day, known int, own int, until day, limit int): flow id, person id, code text, full_name text, org_name text, due day
SELECT {clock_row}
FROM flow_clock c {clock_names}
WHERE c.to_day = 99991231 AND c.void_txn = 0 AND c.due_day <= $until
  AND ($org = 0 OR EXISTS (SELECT 1 FROM org_reach r WHERE r.anc = $org AND r.org = c.turn AND ($own = 0 OR r.org = $org) AND {on r}))
ORDER BY c.due_day, c.flow, c.code LIMIT $limit

-- How many of them have passed, counted as far as $limit.
-- work_late_below(org id, day day, known int, limit int): n int
-- one row
SELECT count(*) AS n FROM (SELECT c.flow FROM org_reach r CROSS JOIN flow_clock c
  WHERE r.anc = $org AND {on r} AND c.turn = r.org AND c.to_day = 99991231 AND c.due_day < $day AND {live c} LIMIT $limit) x

-- work_late_by_day(org id, day day, known int, limit int): n int
-- one row
SELECT count(*) AS n FROM (SELECT c.flow FROM flow_clock c
  WHERE c.to_day = 99991231 AND c.void_txn = 0 AND c.due_day < $day
    AND EXISTS (SELECT 1 FROM org_reach r WHERE r.anc = $org AND r.org = c.turn AND {on r}) LIMIT $limit) x
