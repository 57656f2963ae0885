-- Is a person in the register already? One statement for each row of a file.

-- The words are folded names with '=' before them. Of the many that share a name, those whose birth
-- can be meant: unknown, of the same year, or of the same day and month.
-- member_double_find(whole text, swap1 text, swap2 text, swap3 text, birth day, member_no text, citizen_no text, day day, limit int): hit int, person id, full_name text, birth_date day, member_no text, citizen_no text
SELECT 1 AS hit, coalesce(j.into_person, p.person) AS person, p.full_name, p.birth_date, p.member_no, p.citizen_no
FROM person_spell p LEFT JOIN person_join j ON j.person = p.person AND {live j}
WHERE p.member_no = $member_no AND {live p}
UNION ALL
SELECT 2 AS hit, coalesce(j.into_person, p.person) AS person, p.full_name, p.birth_date, p.member_no, p.citizen_no
FROM person_spell p LEFT JOIN person_join j ON j.person = p.person AND {live j}
WHERE p.citizen_no = $citizen_no AND {live p}
UNION ALL
SELECT CASE WHEN w.word = $whole THEN 3 ELSE 4 END AS hit, coalesce(j.into_person, p.person) AS person, p.full_name, p.birth_date, p.member_no, p.citizen_no
FROM name_word w
JOIN person_spell p ON p.person = w.person AND p.from_day <= $day AND p.to_day > $day AND {live p}
LEFT JOIN person_join j ON j.person = p.person AND {live j}
WHERE w.word IN ($whole, $swap1, $swap2, $swap3)
  AND (p.birth_date = 0 OR CAST($birth AS BIGINT) = 0 OR p.birth_date / 10000 = CAST($birth AS BIGINT) / 10000
    OR p.birth_date % 10000 = CAST($birth AS BIGINT) % 10000)
ORDER BY hit, person LIMIT $limit
