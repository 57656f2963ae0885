-- Who is sent with a letter and not yet received; joining by name.

-- From the organisations to those on the way: CROSS JOIN keeps that order. Indexes hold nobody but
-- those, with their days: who is somewhere on the day is not looked for among all who ever were. The
-- lists hold everybody, in order, by what the order needs; names are read of those shown.
-- @text on_the_way
s.person, s.cell, s.transit, s.status,
  coalesce((SELECT max(f.day) FROM member_fact f WHERE f.person = s.person AND f.kind = 'transfer_sent' AND f.day <= $day AND {known f}), 0) AS since

-- member_act_coming(org id, day day, known int): person id, cell id, transit id, status cat, since day
SELECT {on_the_way}
FROM org_reach r CROSS JOIN member_spell s
WHERE r.anc = $org AND {on r}
  AND s.transit = r.org AND s.transit <> 0 AND s.counted = 1 AND {on s}
ORDER BY since, s.sort_key, s.person

-- member_act_going(org id, day day, known int): person id, cell id, transit id, status cat, since day
SELECT {on_the_way}
FROM org_reach r CROSS JOIN member_spell s
WHERE r.anc = $org AND {on r}
  AND s.cell = r.org AND s.transit <> 0 AND s.counted = 1 AND {on s}
ORDER BY since, s.sort_key, s.person

-- Of persons, the cell that they leave and the one that they go to.
-- member_act_way_names(ids text, day day, known int): i int, full_name text, from_name text, to_name text, flow id
{given_threes}
SELECT g.i, p.full_name, u.name AS from_name, v.name AS to_name,
  coalesce((SELECT max(w.flow) FROM flow_case k JOIN flow_spell w ON w.flow = k.id AND {on w} WHERE k.person = g.a AND k.person <> 0 AND w.proc = 'transfer' AND w.open = 1), 0) AS flow
FROM given g
LEFT JOIN person_spell p ON p.person = g.a AND {on p}
LEFT JOIN org_spell u ON u.org = g.b AND {on u}
LEFT JOIN org_spell v ON v.org = g.c AND {on v}
ORDER BY g.i

-- @text arrival
w.flow AS flow, w.person, p.full_name, x.place, w.state, w.org, w.turn,
  coalesce(k.from_day, w.from_day) AS since, coalesce(k.due_day, 0) AS due

-- @text arrival_names
JOIN person_spell p ON p.person = w.person AND {on p}
LEFT JOIN flow_step x ON x.flow = w.flow AND x.step = 'ar_letter' AND {known x}
LEFT JOIN flow_clock k ON k.flow = w.flow AND k.code = 'transfer_letter' AND {on k}

-- Who comes from outside: open cases of the organisations below, or whose next step is theirs.
-- member_act_arriving(org id, day day, known int): flow id, person id, full_name text, place text, state cat, org id, turn id, since day, due day
SELECT {arrival}
FROM org_reach r CROSS JOIN flow_spell w {arrival_names}
WHERE r.anc = $org AND {on r} AND w.org = r.org AND w.proc = 'arrival' AND w.open = 1 AND {on w}
UNION
SELECT {arrival}
FROM org_reach r CROSS JOIN flow_spell w {arrival_names}
WHERE r.anc = $org AND {on r} AND w.turn = r.org AND w.turn <> 0 AND w.proc = 'arrival' AND w.open = 1 AND {on w}
ORDER BY since, flow

-- Who has a letter to outside, of whom nobody has told yet that they were received there.
-- member_act_leaving(org id, day day, known int): flow id, person id, full_name text, place text, org id, since day, due day
SELECT w.flow AS flow, w.person, p.full_name, x.place, w.org, coalesce(k.from_day, w.from_day) AS since, coalesce(k.due_day, 0) AS due
FROM org_reach r CROSS JOIN flow_spell w
JOIN person_spell p ON p.person = w.person AND {on p}
JOIN flow_step x ON x.flow = w.flow AND x.step = 'tr_ask' AND x.other = 0 AND {known x}
LEFT JOIN flow_clock k ON k.flow = w.flow AND k.code = 'transfer_letter' AND {on k}
WHERE r.anc = $org AND {on r} AND w.org = r.org AND w.proc = 'transfer' AND w.state = 'tr_letter' AND w.open = 1 AND {on w}
ORDER BY since, flow

-- Who takes part elsewhere for a time: the last paper that says so. CROSS JOIN: from the few.
-- @text last_stay
f.person = s.person AND f.kind = 'hosted' AND f.day <= $day AND {known f}
  AND NOT EXISTS (SELECT 1 FROM member_fact g WHERE g.person = s.person AND g.kind = 'hosted' AND g.day <= $day AND {known g} AND (g.day > f.day OR (g.day = f.day AND g.seq > f.seq)))

-- member_act_hosted(org id, day day, known int): person id, cell id, host id, place text, since day, until day
SELECT s.person, s.cell, s.host, f.place, f.day AS since, f.until_day AS until
FROM org_reach r CROSS JOIN member_spell s CROSS JOIN member_fact f
WHERE r.anc = $org AND {on r}
  AND s.cell = r.org AND s.host <> 0 AND s.counted = 1 AND {on s}
  AND {last_stay}
ORDER BY f.until_day, s.sort_key, s.person

-- member_act_guests(org id, day day, known int): person id, cell id, host id, place text, since day, until day
SELECT s.person, s.cell, s.host, f.place, f.day AS since, f.until_day AS until
FROM org_reach r CROSS JOIN member_spell s CROSS JOIN member_fact f
WHERE r.anc = $org AND {on r}
  AND s.host = r.org AND s.host > 0 AND s.host <> 0 AND s.counted = 1 AND {on s}
  AND {last_stay}
ORDER BY f.until_day, s.sort_key, s.person

-- Of persons, their cell and where they take part.
-- member_act_stay_names(ids text, day day, known int): i int, full_name text, home_name text, host_name text
{given_threes}
SELECT g.i, p.full_name, u.name AS home_name, v.name AS host_name
FROM given g
LEFT JOIN person_spell p ON p.person = g.a AND {on p}
LEFT JOIN org_spell u ON u.org = g.b AND {on u}
LEFT JOIN org_spell v ON v.org = g.c AND {on v}
ORDER BY g.i

-- Who ever had exactly this name (folded, with '=' before it) and is not joined into another.
-- member_join_by_name(word text, limit int): person id
SELECT w.person FROM name_word w
WHERE w.word = $word
  AND EXISTS (SELECT 1 FROM person_spell p WHERE p.person = w.person AND {live p})
  AND NOT EXISTS (SELECT 1 FROM person_join j WHERE j.person = w.person AND {live j})
ORDER BY w.person LIMIT $limit
