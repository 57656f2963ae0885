-- Who is sent with a letter and not yet received; joining by name.

-- From the few who are on the way on the day to the organisations above them: CROSS JOIN keeps that
-- order, the plus signs keep SQLite from searching for all who ever were on the way, and
-- for org > 0 instead of the one organisation.
-- member_act_coming(org id, day day, known int, limit int): person id, cell id, transit id, full_name text, status cat, since day
SELECT s.person, s.cell, s.transit, p.full_name, s.status,
  (SELECT max(f.day) FROM member_fact f WHERE f.person = s.person AND f.kind = 'transfer_sent' AND f.day <= $day AND {known f}) AS since
FROM member_spell s CROSS JOIN org_reach r CROSS JOIN person_spell p
WHERE s.transit <> 0 AND +s.transit > 0 AND s.counted = 1
  AND {on s}
  AND r.org = +s.transit AND r.anc = $org AND {on r}
  AND p.person = s.person AND {on p}
ORDER BY since, s.sort_key, s.person LIMIT $limit

-- member_act_going(org id, day day, known int, limit int): person id, cell id, transit id, full_name text, status cat, since day
SELECT s.person, s.cell, s.transit, p.full_name, s.status,
  (SELECT max(f.day) FROM member_fact f WHERE f.person = s.person AND f.kind = 'transfer_sent' AND f.day <= $day AND {known f}) AS since
FROM member_spell s CROSS JOIN org_reach r CROSS JOIN person_spell p
WHERE s.transit <> 0 AND +s.transit > 0 AND s.counted = 1
  AND {on s}
  AND r.org = s.cell AND r.anc = $org AND {on r}
  AND p.person = s.person AND {on p}
ORDER BY since, s.sort_key, s.person LIMIT $limit

-- Who ever had exactly this name (folded, with '=' before it) and is not joined into another.
-- member_join_by_name(word text, limit int): person id
SELECT w.person FROM name_word w
WHERE w.word = $word
  AND EXISTS (SELECT 1 FROM person_spell p WHERE p.person = w.person AND {live p})
  AND NOT EXISTS (SELECT 1 FROM person_join j WHERE j.person = w.person AND {live j})
ORDER BY w.person LIMIT $limit
