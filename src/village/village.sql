-- Villages: reading and writing the records, and from other records to villages.

-- @text fact_row
f.village, f.id, f.aspect, f.from_day, f.to_day, f.code, f.name, f.kind, f.org, f.joint, f.other,
  f.households, f.population, f.person, f.holder, f.reason, f.number, f.note, f.txn, f.made_ms,
  f.void_txn, f.void_ms

-- village_fact_rows(village id, known int): village id, id id, aspect cat, from_day day, to_day day, code text, name text, kind cat, org id, joint int, other id, households int, population int, person id, holder text, reason cat, number text, note text, txn id, made_ms int, void_txn id, void_ms int
SELECT {fact_row} FROM village_fact f WHERE f.village = $village AND {known f} ORDER BY f.from_day, f.id

-- The same with what was voided by then.
-- village_fact_all(village id, known int): village id, id id, aspect cat, from_day day, to_day day, code text, name text, kind cat, org id, joint int, other id, households int, population int, person id, holder text, reason cat, number text, note text, txn id, made_ms int, void_txn id, void_ms int
SELECT {fact_row} FROM village_fact f WHERE f.village = $village AND f.made_ms <= $known ORDER BY f.from_day, f.id

-- village_fact_one(village id, id id): village id, id id, aspect cat, from_day day, to_day day, code text, name text, kind cat, org id, joint int, other id, households int, population int, person id, holder text, reason cat, number text, note text, txn id, made_ms int, void_txn id, void_ms int
-- one row
SELECT {fact_row} FROM village_fact f WHERE f.village = $village AND f.id = $id

-- Places that carry a code, on whatever days.
-- village_fact_coded(code text, known int): village id, id id, aspect cat, from_day day, to_day day, code text, name text, kind cat, org id, joint int, other id, households int, population int, person id, holder text, reason cat, number text, note text, txn id, made_ms int, void_txn id, void_ms int
SELECT {fact_row} FROM village_fact f WHERE f.code = $code AND f.aspect = 'place' AND {known f} ORDER BY f.from_day, f.id

-- village_fact_insert(village id, id id, aspect cat, from_day day, to_day day, code text, name text, kind cat, org id, joint int, other id, households int, population int, person id, holder text, reason cat, number text, note text, txn id, made_ms int)
INSERT INTO village_fact (village, id, aspect, from_day, to_day, code, name, kind, org, joint, other, households, population, person, holder, reason, number, note, txn, made_ms)
VALUES ($village, $id, $aspect, $from_day, $to_day, $code, $name, $kind, $org, $joint, $other, $households, $population, $person, $holder, $reason, $number, $note, $txn, $made_ms)

-- village_fact_void(village id, id id, void_txn id, void_ms int)
UPDATE village_fact SET void_txn = $void_txn, void_ms = $void_ms WHERE village = $village AND id = $id AND void_txn = 0

-- village_insert(id id, txn id)
INSERT INTO village (id, txn) VALUES ($id, $txn)

-- village_bump(id id)
UPDATE village SET version = version + 1 WHERE id = $id

-- village_word_insert(word text, village id)
INSERT INTO village_word (word, village) VALUES ($word, $village) ON CONFLICT (word, village) DO NOTHING

-- village_exists(id id): n int
-- one row
SELECT count(*) AS n FROM village WHERE id = $id

-- Is there any village at all?
-- village_any(): n int
-- one row
SELECT CASE WHEN EXISTS (SELECT 1 FROM village) THEN 1 ELSE 0 END AS n

-- village_versions(): n int
-- one row
SELECT coalesce(sum(version), 0) AS n FROM village

-- village_by_code(code text, day day, known int): village id
-- one row
SELECT f.village FROM village_fact f WHERE f.code = $code AND f.aspect = 'place' AND {on f} ORDER BY f.village LIMIT 1

-- village_code_ever(code text, known int): village id
SELECT DISTINCT f.village FROM village_fact f WHERE f.code = $code AND f.aspect = 'place' AND {known f} ORDER BY f.village LIMIT 2

-- @text state_row
s.village, s.commune, s.from_day, s.to_day, s.txn, s.code, s.name, s.kind, s.cell, s.joint, s.cover,
  s.lives, s.members, s.official, s.below, s.unstable, s.head, s.head_is, s.combined

-- village_state_on(village id, day day, known int): village id, commune id, from_day day, to_day day, txn id, code text, name text, kind cat, cell id, joint int, cover cat, lives cat, members int, official int, below int, unstable int, head id, head_is cat, combined int
-- one row
SELECT {state_row} FROM village_state s WHERE s.village = $village AND {on s}

-- village_state_rows(village id, known int): village id, commune id, from_day day, to_day day, txn id, code text, name text, kind cat, cell id, joint int, cover cat, lives cat, members int, official int, below int, unstable int, head id, head_is cat, combined int, sort_key bytes
SELECT {state_row}, s.sort_key FROM village_state s WHERE s.village = $village AND {known s} ORDER BY s.from_day

-- village_flow_rows(village id): commune id, day day, village id, person id, kind cat, txn id
SELECT f.commune, f.day, f.village, f.person, f.kind, f.txn FROM village_flow f
WHERE f.village = $village AND {live f} ORDER BY f.day, f.person

-- village_state_insert(commune id, to_day day, sort_key bytes, village id, from_day day, txn id, code text, name text, kind cat, cell id, joint int, cover cat, lives cat, members int, official int, below int, unstable int, head id, head_is cat, combined int, made_ms int)
INSERT INTO village_state (commune, to_day, sort_key, village, from_day, txn, code, name, kind, cell, joint, cover, lives, members, official, below, unstable, head, head_is, combined, made_ms)
VALUES ($commune, $to_day, $sort_key, $village, $from_day, $txn, $code, $name, $kind, $cell, $joint, $cover, $lives, $members, $official, $below, $unstable, $head, $head_is, $combined, $made_ms)

-- village_state_void(commune id, to_day day, sort_key bytes, village id, from_day day, txn id, void_txn id, void_ms int)
UPDATE village_state SET void_txn = $void_txn, void_ms = $void_ms
WHERE commune = $commune AND to_day = $to_day AND sort_key = $sort_key AND village = $village AND from_day = $from_day AND txn = $txn

-- What was written in the same transaction was never seen.
-- village_state_delete(commune id, to_day day, sort_key bytes, village id, from_day day, txn id)
DELETE FROM village_state
WHERE commune = $commune AND to_day = $to_day AND sort_key = $sort_key AND village = $village AND from_day = $from_day AND txn = $txn

-- village_flow_insert(commune id, day day, village id, person id, txn id, kind cat, made_ms int)
INSERT INTO village_flow (commune, day, village, person, txn, kind, made_ms)
VALUES ($commune, $day, $village, $person, $txn, $kind, $made_ms)

-- village_flow_void(commune id, day day, village id, person id, txn id, void_txn id, void_ms int)
UPDATE village_flow SET void_txn = $void_txn, void_ms = $void_ms
WHERE commune = $commune AND day = $day AND village = $village AND person = $person AND txn = $txn

-- village_flow_delete(commune id, day day, village id, person id, txn id)
DELETE FROM village_flow
WHERE commune = $commune AND day = $day AND village = $village AND person = $person AND txn = $txn

-- village_sum_add(org id, figure text, day day, kind cat, n int)
INSERT INTO village_sum (org, figure, day, kind, n) VALUES ($org, $figure, $day, $kind, $n)
ON CONFLICT (org, figure, day, kind) DO UPDATE SET n = village_sum.n + excluded.n

-- ---- what the fold reads ----

-- Who is recorded under a code, on the days on which they are members.
-- village_residents(code text): person id, from_day day, to_day day, member_from day, member_to day, official int
SELECT p.person, p.from_day, p.to_day, m.from_day AS member_from, m.to_day AS member_to,
  CASE WHEN m.status = 'full' THEN 1 ELSE 0 END AS official
FROM person_spell p JOIN member_spell m ON m.person = p.person AND m.counted = 1
  AND m.from_day < p.to_day AND m.to_day > p.from_day AND {live m}
WHERE p.village_code = $code AND {live p}
ORDER BY p.person, m.from_day

-- village_standings(person id): person id, member_from day, member_to day, official int
SELECT m.person, m.from_day AS member_from, m.to_day AS member_to,
  CASE WHEN m.status = 'full' THEN 1 ELSE 0 END AS official
FROM member_spell m WHERE m.person = $person AND m.counted = 1 AND {live m} ORDER BY m.from_day

-- village_admissions(person id): person id, day day
SELECT f.person, f.day FROM member_flow f
WHERE f.person = $person AND f.kind = 'admitted' AND {live f} ORDER BY f.day

-- village_joined(person id): into_person id
-- one row
SELECT j.into_person FROM person_join j WHERE j.person = $person AND {live j}

-- Secretaries of a cell, as far as the number of the post is somebody's on those days.
-- village_seats(cell id): person id, from_day day, to_day day, member_from day, member_to day
SELECT p.person, o.from_day, o.to_day, p.from_day AS member_from, p.to_day AS member_to
FROM org_post o JOIN person_spell p ON p.member_no = o.member_no
  AND p.from_day < o.to_day AND p.to_day > o.from_day AND {live p}
WHERE o.org = $cell AND o.body = 0 AND o.post = 'secretary' AND o.member_no IS NOT NULL AND {live o}
ORDER BY o.from_day, p.person, p.from_day

-- Villages that became part of this one, and from when.
-- village_predecessors(village id, known int): village id, to_day day
SELECT f.village, f.to_day FROM village_fact f
WHERE f.other = $village AND f.other <> 0 AND f.aspect = 'place' AND {known f} ORDER BY f.to_day, f.village

-- What it became part of, as is or was said; and villages that have a code that it has or had.
-- village_successors(village id): other id
SELECT DISTINCT f.other FROM village_fact f
WHERE f.village = $village AND f.other <> 0 ORDER BY f.other

-- village_siblings(village id): village id
SELECT DISTINCT g.village FROM village_fact f CROSS JOIN village_fact g
WHERE f.village = $village AND f.code IS NOT NULL AND g.code = f.code AND g.code IS NOT NULL AND {live g}
ORDER BY g.village

-- ---- from other records to villages ----

-- @text changed_persons
(SELECT person FROM txn_person WHERE txn = $txn UNION ALL SELECT id AS person FROM person WHERE txn = $txn)

-- Villages whose head or member in charge is one of the persons that a transaction changed, or was
-- before two records were joined.
-- village_by_persons(txn id): village id
SELECT f.village FROM {changed_persons} t CROSS JOIN village_fact f
WHERE f.person = t.person AND f.person <> 0 AND {live f}
UNION
SELECT f.village FROM {changed_persons} t CROSS JOIN person_join j CROSS JOIN village_fact f
WHERE j.into_person = t.person AND f.person = j.person AND f.person <> 0 AND {live f}
ORDER BY village

-- Where they live, or lived as things stood before.
-- village_by_residents(txn id): village id
SELECT DISTINCT f.village FROM {changed_persons} t CROSS JOIN person_spell p CROSS JOIN village_fact f
WHERE p.person = t.person AND p.village_code IS NOT NULL AND (p.void_ms = 9007199254740991 OR p.void_txn = $txn)
  AND f.code = p.village_code AND f.code IS NOT NULL AND {live f}
ORDER BY f.village

-- Served by a cell of which they are secretary, by a number that they have or had.
-- village_by_numbers(txn id): village id
SELECT DISTINCT v.village FROM {changed_persons} t CROSS JOIN person_spell p CROSS JOIN org_post o CROSS JOIN village_state v
WHERE p.person = t.person AND p.member_no IS NOT NULL AND o.member_no = p.member_no
  AND o.member_no IS NOT NULL AND o.post = 'secretary' AND v.cell = o.org AND v.cell <> 0 AND {live v}
ORDER BY v.village

-- Served by a cell whose posts a transaction made or voided.
-- village_by_posts(txn id): village id
SELECT v.village FROM org_post o CROSS JOIN village_state v
WHERE o.txn = $txn AND v.cell = o.org AND v.cell <> 0 AND {live v}
UNION
SELECT v.village FROM org_post o CROSS JOIN village_state v
WHERE o.void_txn = $txn AND o.void_txn <> 0 AND v.cell = o.org AND v.cell <> 0 AND {live v}
ORDER BY village

-- Where some official members live, but fewer than a number.
-- village_few(most int): village id
SELECT DISTINCT village FROM village_state s WHERE s.official > 0 AND s.official < $most AND {live s} ORDER BY village

-- Recorded with an organisation, or led to it by what became of another one.
-- village_by_org(org id): village id
SELECT f.village FROM village_fact f WHERE f.org = $org AND f.org <> 0 AND {live f}
UNION
SELECT s.village FROM village_state s WHERE s.commune = $org AND {live s}
UNION
SELECT s.village FROM village_state s WHERE s.cell = $org AND s.cell <> 0 AND {live s}
ORDER BY village

-- village_ids_after(after id, limit int): village id
SELECT id AS village FROM village WHERE id > $after ORDER BY id LIMIT $limit

-- Villages that an organisation has after a day: by the one their papers name, which it may have followed.
-- village_left_in(commune id, day day): org id, since day, n int, name text
SELECT f.org, max(s.from_day) AS since, count(DISTINCT s.village) AS n, min(s.name) AS name
FROM village_state s JOIN village_fact f ON f.village = s.village AND f.aspect = 'place' AND f.from_day < s.to_day AND f.to_day >= s.to_day
WHERE s.commune = $commune AND s.to_day > $day AND {live s} AND {live f}
GROUP BY f.org ORDER BY f.org

-- Organisations with villages of their own that were ever below another one, itself included.
-- village_communes_below(org id): commune id
SELECT DISTINCT r.org AS commune FROM org_reach r
WHERE r.anc = $org AND EXISTS (SELECT 1 FROM village_state v WHERE v.commune = r.org AND {live v})
ORDER BY r.org

-- village_states_of(commune id): village id, commune id, from_day day, to_day day, txn id, code text, name text, kind cat, cell id, joint int, cover cat, lives cat, members int, official int, below int, unstable int, head id, head_is cat, combined int
SELECT {state_row} FROM village_state s WHERE s.commune = $commune AND {live s} ORDER BY s.village, s.from_day

-- village_flows_of(commune id): commune id, day day, village id, person id, kind cat, txn id
SELECT f.commune, f.day, f.village, f.person, f.kind, f.txn FROM village_flow f
WHERE f.commune = $commune AND {live f} ORDER BY f.day, f.village

-- Above a commune: as it stands, and as it stood before a transaction.
-- village_reach(commune id): anc id, from_day day, to_day day
SELECT r.anc, r.from_day, r.to_day FROM org_reach r WHERE r.org = $commune AND {live r} ORDER BY r.anc, r.from_day

-- village_reach_before(commune id, txn id): anc id, from_day day, to_day day
SELECT r.anc, r.from_day, r.to_day FROM org_reach r
WHERE r.org = $commune AND r.txn <> $txn AND ({live r} OR r.void_txn = $txn) ORDER BY r.anc, r.from_day

-- ---- taking back ----

-- village_of_txn(txn id): village id
SELECT village FROM village_fact WHERE txn = $txn
UNION
SELECT village FROM village_fact WHERE void_txn = $txn AND void_txn <> 0
ORDER BY village

-- When something was recorded about a village after an instant; nothing: never.
-- village_changed_after(village id, at_ms int): at_ms int
-- one row
SELECT max(CASE WHEN f.made_ms > f.void_ms THEN f.made_ms WHEN f.void_ms = 9007199254740991 THEN f.made_ms ELSE f.void_ms END) AS at_ms
FROM village_fact f
WHERE f.village = $village AND (f.made_ms > $at_ms OR (f.void_ms > $at_ms AND f.void_ms <> 9007199254740991))

-- village_txn_ms(txn id): at_ms int
-- one row
SELECT at_ms FROM txn WHERE id = $txn

-- Villages that became part of one, as it stands.
-- village_heirs(village id): n int
-- one row
SELECT count(*) AS n FROM village_fact f WHERE f.other = $village AND f.other <> 0 AND {live f}

-- Has a kind of organisation villages on a day? Those that count as communes do.
-- village_commune_kind(kind cat, day day): n int
-- one row
SELECT count(*) AS n FROM org_figure_rule r
WHERE r.figure = 'commune.total' AND r.kind = $kind AND r.from_day <= $day AND r.to_day > $day

-- ---- looked at by the check ----

-- village_sum_clear()
DELETE FROM village_sum

-- village_sum_rows(): org id, figure text, day day, kind cat, n int
SELECT org, figure, day, kind, n FROM village_sum WHERE n <> 0 ORDER BY org, figure, day, kind

-- ---- files ----

-- Grows with every write.
-- village_last_txn(): at_ms int
-- one row
SELECT max(at_ms) AS at_ms FROM txn
