-- Persons and their membership: reading and writing the records. Lists have files of their own.

-- member_person_on(person id, day day, known int): person id, txn id, from_day day, to_day day, full_name text, other_name text, birth_date day, sex cat, ethnicity cat, religion cat, native_place text, residence text, phone text, citizen_no text, schooling cat, degree text, theory_level cat, occupation cat, youth_union cat, village_code text, member_no text, note text
-- one row
SELECT person, txn, from_day, to_day, full_name, other_name, birth_date, sex, ethnicity, religion,
  native_place, residence, phone, citizen_no, schooling, degree, theory_level, occupation,
  youth_union, village_code, member_no, note
FROM person_spell
WHERE person = $person AND from_day <= $day AND to_day > $day AND made_ms <= $known AND void_ms > $known

-- member_person_rows(person id, known int): person id, txn id, from_day day, to_day day, full_name text, other_name text, birth_date day, sex cat, ethnicity cat, religion cat, native_place text, residence text, phone text, citizen_no text, schooling cat, degree text, theory_level cat, occupation cat, youth_union cat, village_code text, member_no text, note text
SELECT person, txn, from_day, to_day, full_name, other_name, birth_date, sex, ethnicity, religion,
  native_place, residence, phone, citizen_no, schooling, degree, theory_level, occupation,
  youth_union, village_code, member_no, note
FROM person_spell
WHERE person = $person AND made_ms <= $known AND void_ms > $known
ORDER BY from_day

-- member_fact_rows(person id, known int): person id, id id, day day, seq int, kind cat, cell id, other id, place text, second_day day, until_day day, number text, years int, status cat, reason text, assumed int, txn id
SELECT person, id, day, seq, kind, cell, other, place, second_day, until_day, number, years, status,
  reason, assumed, txn
FROM member_fact
WHERE person = $person AND made_ms <= $known AND void_ms > $known
ORDER BY day, seq, id

-- member_spell_rows(person id, known int): person id, cell id, from_day day, to_day day, txn id, counted int, status cat, admitted_on day, official_on day, cardless_to day, pieced int, host id, transit id, exempt int, away int, suspended int, sort_key bytes
SELECT person, cell, from_day, to_day, txn, counted, status, admitted_on, official_on, cardless_to, pieced, host, transit, exempt, away, suspended, sort_key
FROM member_spell
WHERE person = $person AND made_ms <= $known AND void_ms > $known
ORDER BY from_day

-- member_spell_at(person id, day day, known int): person id, cell id, from_day day, to_day day, txn id, counted int, status cat, admitted_on day, official_on day, cardless_to day, pieced int, host id, transit id, exempt int, away int, suspended int
-- one row
SELECT person, cell, from_day, to_day, txn, counted, status, admitted_on, official_on, cardless_to, pieced, host, transit, exempt, away, suspended
FROM member_spell
WHERE person = $person AND from_day <= $day AND to_day > $day AND made_ms <= $known AND void_ms > $known

-- member_flow_rows(person id, known int): person id, cell id, other id, fact id, txn id, day day, kind cat
SELECT person, cell, other, fact, txn, day, kind
FROM member_flow
WHERE person = $person AND made_ms <= $known AND void_ms > $known
ORDER BY day, fact, kind, cell

-- member_made(person id): version int, txn id
-- one row
SELECT version, txn FROM person WHERE id = $person

-- Where the joined records lead: both the one that was joined and those joined into it.
-- member_joins(person id, known int): person id, into_person id, history text, txn id
SELECT person, into_person, history, txn FROM person_join
WHERE person = $person AND made_ms <= $known AND void_ms > $known
UNION ALL
SELECT person, into_person, history, txn FROM person_join
WHERE into_person = $person AND made_ms <= $known AND void_ms > $known
ORDER BY person

-- member_joins_voided_by(person id, txn id): person id, into_person id, history text, txn id
SELECT person, into_person, history, txn FROM person_join
WHERE person = $person AND void_txn = $txn AND void_txn <> 0
ORDER BY person

-- Persons who were, by their records, in an organisation or named with it.
-- member_of_org(org id): person id
SELECT person FROM member_fact WHERE cell = $org AND cell <> 0 AND void_ms = 9007199254740991
UNION
SELECT person FROM member_fact WHERE other = $org AND other <> 0 AND void_ms = 9007199254740991
UNION
SELECT person FROM member_spell WHERE cell = $org AND void_ms = 9007199254740991
UNION
SELECT person FROM member_spell WHERE host = $org AND host <> 0 AND void_ms = 9007199254740991
UNION
SELECT person FROM member_spell WHERE transit = $org AND transit <> 0 AND void_ms = 9007199254740991
ORDER BY person

-- Organisations that were ever below another, itself included.
-- member_orgs_below(org id): org id
SELECT DISTINCT org FROM org_reach WHERE anc = $org AND void_ms = 9007199254740991 ORDER BY org

-- Organisations whose members went to this one when they ended.
-- member_predecessors(org id): org id
SELECT DISTINCT org FROM org_act
WHERE other = $org AND other <> 0 AND act IN ('merge', 'dissolve') AND void_ms = 9007199254740991
ORDER BY org

-- How many are members in a cell on a day, and one of them.
-- member_left_in(cell id, day day): n int, person id
-- one row
SELECT count(*) AS n, min(person) AS person FROM member_spell
WHERE cell = $cell AND counted = 1 AND from_day <= $day AND to_day > $day AND void_ms = 9007199254740991

-- member_of_txn(txn id): person id
SELECT person FROM txn_person WHERE txn = $txn
UNION ALL
SELECT id AS person FROM person WHERE txn = $txn
ORDER BY person

-- The instant of a transaction.
-- member_txn_ms(txn id): at_ms int
-- one row
SELECT at_ms FROM txn WHERE id = $txn

-- The transactions that touched a person.
-- @text touched
(SELECT txn FROM txn_person WHERE person = $person UNION ALL SELECT txn FROM person WHERE id = $person)

-- When the records of a person were last changed after an instant; nothing: never.
-- member_changed_after(person id, at_ms int): at_ms int
-- one row
SELECT max(t.at_ms) AS at_ms FROM {touched} p JOIN txn t ON t.id = p.txn
WHERE t.at_ms > $at_ms AND t.undoes = 0
  AND NOT EXISTS (SELECT 1 FROM txn u WHERE u.undoes = t.id AND u.undoes <> 0)

-- person_ids(after id, limit int): id id
SELECT id FROM person WHERE id > $after ORDER BY id LIMIT $limit

-- person_insert(id id, txn id)
INSERT INTO person (id, txn) VALUES ($id, $txn)

-- person_bump(id id)
UPDATE person SET version = version + 1 WHERE id = $id

-- person_spell_insert(person id, from_day day, to_day day, txn id, full_name text, other_name text, birth_date day, sex cat, ethnicity cat, religion cat, native_place text, residence text, phone text, citizen_no text, schooling cat, degree text, theory_level cat, occupation cat, youth_union cat, village_code text, member_no text, note text, made_ms int)
INSERT INTO person_spell (person, from_day, to_day, txn, full_name, other_name, birth_date, sex, ethnicity, religion,
  native_place, residence, phone, citizen_no, schooling, degree, theory_level, occupation,
  youth_union, village_code, member_no, note, made_ms)
VALUES ($person, $from_day, $to_day, $txn, $full_name, $other_name, $birth_date, $sex, $ethnicity, $religion,
  $native_place, $residence, $phone, $citizen_no, $schooling, $degree, $theory_level, $occupation,
  $youth_union, $village_code, $member_no, $note, $made_ms)

-- person_spell_void(person id, from_day day, txn id, void_txn id, void_ms int)
UPDATE person_spell SET void_txn = $void_txn, void_ms = $void_ms
WHERE person = $person AND from_day = $from_day AND txn = $txn

-- name_word_insert(word text, person id)
INSERT INTO name_word (word, person) VALUES ($word, $person) ON CONFLICT (word, person) DO NOTHING

-- member_fact_insert(person id, id id, day day, seq int, kind cat, cell id, other id, place text, second_day day, until_day day, number text, years int, status cat, reason text, assumed int, txn id, made_ms int)
INSERT INTO member_fact (person, id, day, seq, kind, cell, other, place, second_day, until_day, number, years, status, reason, assumed, txn, made_ms)
VALUES ($person, $id, $day, $seq, $kind, $cell, $other, $place, $second_day, $until_day, $number, $years, $status, $reason, $assumed, $txn, $made_ms)

-- member_fact_void(person id, id id, void_txn id, void_ms int)
UPDATE member_fact SET void_txn = $void_txn, void_ms = $void_ms
WHERE person = $person AND id = $id AND void_txn = 0

-- member_spell_insert(cell id, sort_key bytes, person id, from_day day, txn id, to_day day, counted int, status cat, admitted_on day, official_on day, cardless_to day, pieced int, host id, transit id, exempt int, away int, suspended int, made_ms int)
INSERT INTO member_spell (cell, sort_key, person, from_day, txn, to_day, counted, status, admitted_on, official_on, cardless_to, pieced, host, transit, exempt, away, suspended, made_ms)
VALUES ($cell, $sort_key, $person, $from_day, $txn, $to_day, $counted, $status, $admitted_on, $official_on, $cardless_to, $pieced, $host, $transit, $exempt, $away, $suspended, $made_ms)

-- member_spell_void(cell id, counted int, to_day day, sort_key bytes, person id, from_day day, txn id, void_txn id, void_ms int)
UPDATE member_spell SET void_txn = $void_txn, void_ms = $void_ms
WHERE cell = $cell AND counted = $counted AND to_day = $to_day AND sort_key = $sort_key AND person = $person AND from_day = $from_day AND txn = $txn

-- member_flow_insert(cell id, day day, person id, kind cat, fact id, txn id, other id, made_ms int)
INSERT INTO member_flow (cell, day, person, kind, fact, txn, other, made_ms)
VALUES ($cell, $day, $person, $kind, $fact, $txn, $other, $made_ms)

-- member_flow_void(cell id, day day, person id, kind cat, fact id, txn id, void_txn id, void_ms int)
UPDATE member_flow SET void_txn = $void_txn, void_ms = $void_ms
WHERE cell = $cell AND day = $day AND person = $person AND kind = $kind AND fact = $fact AND txn = $txn

-- person_join_insert(person id, into_person id, history text, txn id, made_ms int)
INSERT INTO person_join (person, into_person, history, txn, made_ms)
VALUES ($person, $into_person, $history, $txn, $made_ms)

-- person_join_void(person id, txn id, void_txn id, void_ms int)
UPDATE person_join SET void_txn = $void_txn, void_ms = $void_ms WHERE person = $person AND txn = $txn

-- txn_person_insert(txn id, person id)
INSERT INTO txn_person (txn, person) VALUES ($txn, $person)

-- The village that has a code on a day, or soonest after.
-- member_village_of(code text, day day, known int): village id, name text
-- one row
SELECT f.village, f.name FROM village_fact f
WHERE f.code = $code AND f.aspect = 'place' AND f.to_day > $day AND {known f} ORDER BY f.from_day, f.id LIMIT 1

-- member_villages_any(): n int
-- one row
SELECT CASE WHEN EXISTS (SELECT 1 FROM village) THEN 1 ELSE 0 END AS n
