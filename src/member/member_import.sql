-- What files about members ask for.

-- Grows with every write: a plan made before another one is noticed.
-- member_import_version(): at_ms int
-- one row
SELECT max(at_ms) AS at_ms FROM txn

-- Is anybody in the register?
-- member_import_any(): n int
-- one row
SELECT 1 AS n FROM person LIMIT 1

-- Organisations at the top on a day.
-- member_import_roots(day day, known int): org id
SELECT org FROM org_spell
WHERE parent = 0 AND from_day <= $day AND to_day > $day AND made_ms <= $known AND void_ms > $known
ORDER BY org

-- Cells below an organisation, itself included, on a day.
-- member_import_cells(anc id, day day, known int, limit int): org id, code text, name text, parent_name text
SELECT s.org, s.code, s.name, p.name AS parent_name
FROM org_reach r
JOIN org_spell s ON s.org = r.org AND {on s}
JOIN org_kind_rule k ON k.kind = s.kind AND k.cell = 1 AND k.from_day <= $day AND k.to_day > $day
LEFT JOIN org_spell p ON p.org = s.parent AND {on p}
WHERE r.anc = $anc AND {on r}
ORDER BY s.code, s.org LIMIT $limit

-- Everybody who ever was in a cell: what they are on a day, and where they stand then.
-- member_import_people(cell id, day day, known int): person id, txn id, from_day day, to_day day, full_name text, other_name text, birth_date day, sex cat, ethnicity cat, religion cat, native_place text, residence text, phone text, citizen_no text, schooling cat, degree text, theory_level cat, occupation cat, youth_union cat, village_code text, member_no text, note text, cell id, spell_from day, counted int, status cat, exempt int, away int, suspended int
SELECT p.person, p.txn, p.from_day, p.to_day, p.full_name, p.other_name, p.birth_date, p.sex, p.ethnicity, p.religion,
  p.native_place, p.residence, p.phone, p.citizen_no, p.schooling, p.degree, p.theory_level, p.occupation,
  p.youth_union, p.village_code, p.member_no, p.note,
  s.cell, s.from_day AS spell_from, s.counted, s.status, s.exempt, s.away, s.suspended
FROM (SELECT DISTINCT person FROM member_spell
  WHERE cell = $cell AND made_ms <= $known AND void_ms > $known) x
JOIN person_spell p ON p.person = x.person AND {on p}
LEFT JOIN member_spell s ON s.person = x.person AND {on s}
ORDER BY p.person

-- Their facts.
-- member_import_facts(cell id, known int): person id, id id, day day, seq int, kind cat, cell id, other id, place text, second_day day, until_day day, number text, years int, status cat, reason text, assumed int, txn id
SELECT f.person, f.id, f.day, f.seq, f.kind, f.cell, f.other, f.place, f.second_day, f.until_day, f.number, f.years,
  f.status, f.reason, f.assumed, f.txn
FROM (SELECT DISTINCT person FROM member_spell
  WHERE cell = $cell AND made_ms <= $known AND void_ms > $known) x
JOIN member_fact f ON f.person = x.person AND {known f}
ORDER BY f.person, f.day, f.seq, f.id

-- Posts entered later that name somebody whom a transaction brought, by number.
-- member_import_posts_on(txn id): holder text, from_day day
SELECT DISTINCT o.holder, o.from_day FROM person p
JOIN person_spell s ON s.person = p.id AND s.txn = $txn AND s.member_no IS NOT NULL
JOIN org_post o ON o.member_no = s.member_no AND o.void_txn = 0 AND o.txn <> $txn
WHERE p.txn = $txn ORDER BY o.holder, o.from_day LIMIT 5
