-- The personal file: who an address names, and what was ever recorded.

-- member_file_by_no(member_no text): person id
SELECT DISTINCT coalesce(j.into_person, p.person) AS person
FROM person_spell p LEFT JOIN person_join j ON j.person = p.person AND {live j}
WHERE p.member_no = $member_no AND {live p}
ORDER BY person LIMIT 20

-- member_file_facts(person id, known int): person id, id id, day day, seq int, kind cat, cell id, other id, place text, second_day day, until_day day, number text, years int, status cat, reason text, assumed int, txn id, made_ms int, void_ms int, void_txn id
SELECT person, id, day, seq, kind, cell, other, place, second_day, until_day, number, years, status,
  reason, assumed, txn, made_ms, void_ms, void_txn
FROM member_fact
WHERE person = $person AND made_ms <= $known
ORDER BY made_ms, day, seq, id

-- member_file_persons(person id, known int): person id, txn id, from_day day, to_day day, full_name text, other_name text, birth_date day, sex cat, ethnicity cat, religion cat, native_place text, residence text, phone text, citizen_no text, schooling cat, degree text, theory_level cat, occupation cat, youth_union cat, village_code text, member_no text, note text, made_ms int, void_ms int, void_txn id
SELECT person, txn, from_day, to_day, full_name, other_name, birth_date, sex, ethnicity, religion,
  native_place, residence, phone, citizen_no, schooling, degree, theory_level, occupation,
  youth_union, village_code, member_no, note, made_ms, void_ms, void_txn
FROM person_spell
WHERE person = $person AND made_ms <= $known
ORDER BY made_ms, from_day

-- Who recorded what touched a person, the latest first.
-- member_file_txns(person id, known int, limit int): txn id, at_ms int, login text, via cat, action text, reason text
SELECT t.id AS txn, t.at_ms, c.login, t.via, t.action, t.reason
FROM {touched} p JOIN txn t ON t.id = p.txn LEFT JOIN account c ON c.id = t.actor
WHERE t.at_ms <= $known
ORDER BY t.at_ms DESC, t.id LIMIT $limit

-- member_file_txn(txn id): txn id, at_ms int, login text, via cat, action text, reason text
-- one row
SELECT t.id AS txn, t.at_ms, c.login, t.via, t.action, t.reason
FROM txn t LEFT JOIN account c ON c.id = t.actor
WHERE t.id = $txn

-- Which records were joined, at one end or the other, and parted again.
-- member_file_joins(person id, known int): person id, into_person id, txn id, made_ms int, void_ms int, void_txn id
SELECT person, into_person, txn, made_ms, void_ms, void_txn FROM person_join
WHERE person = $person AND made_ms <= $known
UNION ALL
SELECT person, into_person, txn, made_ms, void_ms, void_txn FROM person_join
WHERE into_person = $person AND made_ms <= $known
ORDER BY made_ms, person

-- Records joined into this one, and whether their history is told here.
-- member_file_guests(person id, known int): person id, other id, kind text
SELECT person, into_person AS other, history AS kind FROM person_join
WHERE into_person = $person AND made_ms <= $known AND void_ms > $known
ORDER BY made_ms, person

-- When anything about a person was last recorded: what a form was filled from.
-- member_file_last_ms(person id): at_ms int
-- one row
SELECT max(t.at_ms) AS at_ms FROM {touched} p JOIN txn t ON t.id = p.txn
