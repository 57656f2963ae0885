-- Numbers of cards: member_card.h.

-- Live cards of a number, and in whose record they stand.
-- card_of_number(number text): person id, told_of id, id id
SELECT coalesce(j.into_person, f.person) AS person, f.person AS told_of, f.id
FROM member_fact f LEFT JOIN person_join j ON j.person = f.person AND {live j}
WHERE f.number = $number AND f.kind IN ('card_issued', 'card_exchanged', 'card_reissued') AND {live f}
ORDER BY told_of, f.id

-- Numbers that stand in the records of two people, after one of them.
-- card_doubles(after text, limit int): number text
SELECT f.number FROM member_fact f
WHERE f.number > $after AND f.kind IN ('card_issued', 'card_exchanged', 'card_reissued') AND {live f}
GROUP BY f.number HAVING min(f.person) <> max(f.person)
ORDER BY f.number LIMIT $limit
