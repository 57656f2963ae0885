-- Rosters and extracts: who is a member in which cell on a day, with what offices write of them.

-- Cells of an organisation that have members on a day, and how many.
-- member_roster_cells(org id, day day, known int): cell id, name text, parent id, parent_name text, n int
SELECT o.org AS cell, o.name, o.parent, u.name AS parent_name,
  (SELECT count(*) FROM member_spell s
   WHERE s.cell = o.org AND s.counted = 1 AND {on s}) AS n
FROM org_reach r
JOIN org_spell o ON o.org = r.org AND {on o}
LEFT JOIN org_spell u ON u.org = o.parent AND {on u}
WHERE r.anc = $org AND {on r}
  AND EXISTS (SELECT 1 FROM member_spell e
   WHERE e.cell = o.org AND e.counted = 1 AND {on e})
ORDER BY CASE WHEN o.parent = $org OR o.org = $org THEN 0 ELSE 1 END, u.sort_key, o.parent, o.sort_key, o.org

-- member_roster_rows(cell id, day day, known int, limit int, skip int): person id, cell id, host id, joined int, full_name text, member_no text, birth_date day, sex cat, ethnicity cat, religion cat, native_place text, residence text, phone text, citizen_no text, schooling cat, degree text, theory_level cat, occupation cat, youth_union cat, village_code text, note text, status cat, exempt int, away int, suspended int, host_name text, admitted_on day, recognised_on day, card_no text
SELECT s.person, s.cell, s.host,
  (SELECT count(*) FROM person_join j WHERE j.into_person = s.person AND j.history = 'both' AND {known j}) AS joined,
  p.full_name, p.member_no, p.birth_date, p.sex, p.ethnicity, p.religion, p.native_place, p.residence, p.phone,
  p.citizen_no, p.schooling, p.degree, p.theory_level, p.occupation, p.youth_union, p.village_code, p.note,
  s.status, s.exempt, s.away, s.suspended, h.name AS host_name,
  s.admitted_on, s.official_on AS recognised_on,
  (SELECT f.number FROM member_fact f WHERE f.person = s.person AND f.kind IN ('card_issued', 'card_exchanged', 'card_reissued') AND f.number IS NOT NULL AND f.day <= $day AND {known f}
   ORDER BY f.day DESC, f.seq DESC, f.id LIMIT 1) AS card_no
FROM member_spell s
JOIN person_spell p ON p.person = s.person AND {on p}
LEFT JOIN org_spell h ON h.org = s.host AND {on h}
WHERE s.cell = $cell AND s.counted = 1 AND {on s}
ORDER BY s.sort_key, s.person LIMIT $limit OFFSET $skip

-- One person, if they are a member below the organisation on the day.
-- member_roster_person(person id, org id, day day, known int): person id, cell id, host id, joined int, full_name text, member_no text, birth_date day, sex cat, ethnicity cat, religion cat, native_place text, residence text, phone text, citizen_no text, schooling cat, degree text, theory_level cat, occupation cat, youth_union cat, village_code text, note text, status cat, exempt int, away int, suspended int, host_name text, admitted_on day, recognised_on day, card_no text, cell_name text
-- one row
SELECT s.person, s.cell, s.host,
  (SELECT count(*) FROM person_join j WHERE j.into_person = s.person AND j.history = 'both' AND {known j}) AS joined,
  p.full_name, p.member_no, p.birth_date, p.sex, p.ethnicity, p.religion, p.native_place, p.residence, p.phone,
  p.citizen_no, p.schooling, p.degree, p.theory_level, p.occupation, p.youth_union, p.village_code, p.note,
  s.status, s.exempt, s.away, s.suspended, h.name AS host_name,
  s.admitted_on, s.official_on AS recognised_on,
  (SELECT f.number FROM member_fact f WHERE f.person = s.person AND f.kind IN ('card_issued', 'card_exchanged', 'card_reissued') AND f.number IS NOT NULL AND f.day <= $day AND {known f}
   ORDER BY f.day DESC, f.seq DESC, f.id LIMIT 1) AS card_no,
  c.name AS cell_name
FROM member_spell s
JOIN org_reach r ON r.org = s.cell AND r.anc = $org AND {on r}
JOIN person_spell p ON p.person = s.person AND {on p}
LEFT JOIN org_spell c ON c.org = s.cell AND {on c}
LEFT JOIN org_spell h ON h.org = s.host AND {on h}
WHERE s.person = $person AND s.counted = 1 AND {on s}

-- Posts of an organisation itself, to be written beside the members who hold them.
-- member_roster_posts(org id, day day, known int): post cat, holder text, member_no text
SELECT p.post, p.holder, p.member_no FROM org_post p
LEFT JOIN cat_entry c ON c.cat = 'post' AND c.code = p.post
WHERE p.org = $org AND {on p}
ORDER BY coalesce(c.pos, 99), p.from_day, p.id

-- Members below an organisation whose name has both words (or is one, with '=' before it).
-- member_roster_named(first text, second text, org id, day day, known int, limit int): person id, full_name text, birth_date day, member_no text, cell_name text
SELECT s.person, p.full_name, p.birth_date, p.member_no, c.name AS cell_name
FROM name_word w
JOIN name_word v ON v.word = $second AND v.person = w.person
JOIN member_spell s ON s.person = w.person AND s.counted = 1 AND {on s}
JOIN org_reach r ON r.org = s.cell AND r.anc = $org AND {on r}
JOIN person_spell p ON p.person = s.person AND {on p}
LEFT JOIN org_spell c ON c.org = s.cell AND {on c}
WHERE w.word = $first
ORDER BY s.sort_key, s.person LIMIT $limit

-- member_roster_numbered(member_no text, org id, day day, known int, limit int): person id, full_name text, birth_date day, member_no text, cell_name text
SELECT s.person, p.full_name, p.birth_date, p.member_no, c.name AS cell_name
FROM person_spell p
JOIN member_spell s ON s.person = p.person AND s.counted = 1 AND {on s}
JOIN org_reach r ON r.org = s.cell AND r.anc = $org AND {on r}
LEFT JOIN org_spell c ON c.org = s.cell AND {on c}
WHERE p.member_no = $member_no AND {on p}
ORDER BY s.sort_key, s.person LIMIT $limit
