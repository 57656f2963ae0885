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

-- Cases that wait for a step of the organisation itself, without a term for it.
-- work_turns(org id, day day, known int, limit int): flow id, person id, next cat, full_name text, org_name text
SELECT s.flow, s.person, s.next, p.full_name, o.name AS org_name
FROM flow_spell s LEFT JOIN person_spell p ON p.person = s.person AND {on p}
LEFT JOIN org_spell o ON o.org = s.org AND {on o}
WHERE s.turn = $org AND s.turn <> 0 AND s.open = 1 AND s.next IS NOT NULL AND {on s}
  AND NOT EXISTS (SELECT 1 FROM flow_clock c WHERE c.flow = s.flow AND c.turn = s.turn AND {on c})
ORDER BY s.from_day, s.flow LIMIT $limit

-- Who has an open case in or below the organisation.
-- work_cases(org id, day day, known int): person id, proc text
-- any order
SELECT s.person, s.proc FROM org_reach r CROSS JOIN flow_spell s
WHERE r.anc = $org AND {on r} AND s.org = r.org AND s.open = 1 AND s.person <> 0 AND {on s}

-- People of a cell on their way: open cases, then probationers without one.
-- work_people(org id, day day, known int, limit int): id id, flow id, full_name text, state cat, status cat, since day
SELECT v.id, v.flow, v.full_name, v.state, v.status, v.since FROM (
  SELECT f.person AS id, f.flow, p.full_name, f.state, NULL AS status, f.from_day AS since
  FROM flow_spell f JOIN person_spell p ON p.person = f.person AND {on p}
  WHERE f.org = $org AND f.open = 1 AND {on f}
  UNION ALL
  SELECT s.person, 0, p.full_name, NULL, s.status, s.admitted_on
  FROM member_spell s JOIN person_spell p ON p.person = s.person AND {on p}
  WHERE s.cell = $org AND s.counted = 1 AND s.status = 'probationary' AND {on s}
    AND NOT EXISTS (SELECT 1 FROM flow_spell f WHERE f.org = $org AND f.person = s.person AND f.open = 1 AND {on f})) v
ORDER BY CASE WHEN v.flow = 0 THEN 1 ELSE 0 END, v.since, v.id LIMIT $limit
