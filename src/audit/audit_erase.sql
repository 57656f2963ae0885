-- Erasing by rule: what is asked for, what stands in the way, and the removing itself.

-- erasure_insert(id id, kind text, target id, rule text, reason text, txn id, made_ms int)
INSERT INTO audit_erasure (id, kind, target, rule, reason, txn, made_ms)
VALUES ($id, $kind, $target, $rule, $reason, $txn, $made_ms)

-- erasure_end(erasure id, outcome text, records int, txn id, made_ms int)
INSERT INTO audit_erasure_end (erasure, outcome, records, txn, made_ms)
VALUES ($erasure, $outcome, $records, $txn, $made_ms)

-- What is known of an erasure.
-- @text erasure_columns
e.id, e.target, e.rule, e.reason, e.txn, e.made_ms, t.actor AS asker, a.login AS asked_by,
  CASE WHEN d.outcome IS NULL THEN 'open' ELSE d.outcome END AS outcome, d.records, d.made_ms AS ended_ms, b.login AS ended_by

-- @text erasure_tables
audit_erasure e JOIN txn t ON t.id = e.txn LEFT JOIN account a ON a.id = t.actor
  LEFT JOIN audit_erasure_end d ON d.erasure = e.id LEFT JOIN txn u ON u.id = d.txn LEFT JOIN account b ON b.id = u.actor

-- erasure_get(id id): id id, target id, rule cat, reason text, txn id, made_ms int, asker id, asked_by text, outcome cat, records int, ended_ms int, ended_by text
-- one row
SELECT {erasure_columns} FROM {erasure_tables} WHERE e.id = $id

-- Those of one account; -1: of all.
-- erasure_first(asker id, limit int): id id, target id, rule cat, reason text, txn id, made_ms int, asker id, asked_by text, outcome cat, records int, ended_ms int, ended_by text
SELECT {erasure_columns} FROM {erasure_tables} WHERE t.actor = $asker OR $asker = -1
ORDER BY e.made_ms DESC, e.id LIMIT $limit

-- erasure_next(asker id, after id, limit int): id id, target id, rule cat, reason text, txn id, made_ms int, asker id, asked_by text, outcome cat, records int, ended_ms int, ended_by text
SELECT {erasure_columns} FROM {erasure_tables} WHERE (t.actor = $asker OR $asker = -1)
  AND e.made_ms < (SELECT x.made_ms FROM audit_erasure x WHERE x.id = $after)
ORDER BY e.made_ms DESC, e.id LIMIT $limit

-- erasure_open_of(target id): id id
-- one row
SELECT max(e.id) AS id FROM audit_erasure e
WHERE e.target = $target AND NOT EXISTS (SELECT 1 FROM audit_erasure_end d WHERE d.erasure = e.id)

-- How often something was erased: whether the files have been swept since.
-- erasure_count(): n int
-- one row
SELECT (SELECT count(*) FROM audit_erasure_end WHERE outcome = 'erased') + (SELECT count(*) FROM term_end) AS n

-- What still stands about a person, that must be taken back or undone first.
-- erasure_hindrances(person id): facts int, joins int, accounts int, villages int
-- one row
SELECT (SELECT count(*) FROM member_fact f WHERE f.person = $person AND {live f}) AS facts,
  (SELECT count(*) FROM person_join j WHERE (j.person = $person OR j.into_person = $person) AND {live j}) AS joins,
  (SELECT count(*) FROM account a WHERE a.person = $person AND a.person <> 0) AS accounts,
  (SELECT count(*) FROM village_fact v WHERE v.person = $person AND v.person <> 0 AND {live v}) AS villages

-- The cell that the records of a person named last.
-- erasure_last_cell(person id): cell id
-- one row
SELECT f.cell FROM member_fact f WHERE f.person = $person AND f.cell <> 0 ORDER BY f.made_ms DESC, f.id LIMIT 1

-- What is kept about a person besides what the register says: by which transactions.
-- @text said_of
(SELECT txn, person FROM member_note UNION SELECT void_txn AS txn, person FROM member_note WHERE void_txn <> 0
  UNION SELECT txn, person FROM person_request UNION SELECT void_txn AS txn, person FROM person_request WHERE void_txn <> 0
  UNION SELECT txn, person FROM look_delay UNION SELECT void_txn AS txn, person FROM look_delay WHERE void_txn <> 0
  UNION SELECT txn, person FROM village_fact WHERE person <> 0 UNION SELECT void_txn AS txn, person FROM village_fact WHERE person <> 0 AND void_txn <> 0)

-- How many persons each transaction about a person touched: the reason of one that touched nobody
-- else speaks of this one. 0: it only passed on keys of their texts.
-- erasure_txns(person id): txn id, persons int
SELECT q.txn, (SELECT count(*) FROM txn_person p WHERE p.txn = q.txn)
  + (SELECT count(*) FROM person p WHERE p.txn = q.txn)
  + (SELECT count(*) FROM {said_of} n WHERE n.txn = q.txn
    AND NOT EXISTS (SELECT 1 FROM txn_person p WHERE p.txn = n.txn AND p.person = n.person))
  + (SELECT count(DISTINCT c.person) FROM flow_step s CROSS JOIN flow_case c WHERE s.txn = q.txn AND c.id = s.flow
    AND NOT EXISTS (SELECT 1 FROM txn_person p WHERE p.txn = q.txn AND p.person = c.person)
    AND NOT EXISTS (SELECT 1 FROM person p WHERE p.txn = q.txn AND p.id = c.person))
  + (SELECT count(DISTINCT m.person) FROM dues_miss m WHERE m.txn = q.txn) AS persons
FROM (SELECT txn FROM txn_person WHERE person = $person UNION SELECT txn FROM person WHERE id = $person
  UNION SELECT txn FROM {said_of} s WHERE s.person = $person
  UNION SELECT txn FROM dues_miss WHERE person = $person
  UNION SELECT void_txn AS txn FROM dues_miss WHERE person = $person AND void_txn <> 0
  UNION SELECT txn FROM flow_case WHERE person = $person AND person <> 0
  UNION SELECT s.txn FROM flow_case c CROSS JOIN flow_step s WHERE c.person = $person AND c.person <> 0 AND s.flow = c.id
  UNION SELECT s.void_txn AS txn FROM flow_case c CROSS JOIN flow_step s WHERE c.person = $person AND c.person <> 0 AND s.flow = c.id AND s.void_txn <> 0
  UNION SELECT txn FROM seal_text WHERE about = $person
  UNION SELECT void_txn AS txn FROM seal_text WHERE about = $person AND void_txn <> 0
  UNION SELECT k.txn FROM seal_text_key k JOIN seal_text t ON t.id = k.text WHERE t.about = $person
  UNION SELECT k.void_txn AS txn FROM seal_text_key k JOIN seal_text t ON t.id = k.text WHERE t.about = $person AND k.void_txn <> 0) q
ORDER BY q.txn

-- erasure_kept_insert(entry_txn id, unit id, digest bytes, erasure id, txn id)
INSERT INTO audit_erased (entry_txn, unit, digest, erasure, txn)
VALUES ($entry_txn, $unit, $digest, $erasure, $txn)

-- erasure_salt_delete(txn id, unit id)
DELETE FROM audit_salt WHERE txn = $txn AND unit = $unit

-- erasure_words(txn id)
UPDATE txn SET reason = NULL WHERE id = $txn

-- erase_text_keys(person id)
DELETE FROM seal_text_key WHERE text IN (SELECT id FROM seal_text WHERE about = $person)

-- erase_notes(person id)
DELETE FROM member_note WHERE person = $person

-- erase_texts(person id)
DELETE FROM seal_text WHERE about = $person

-- erase_requests(person id)
DELETE FROM person_request WHERE person = $person

-- erase_delays(person id)
DELETE FROM look_delay WHERE person = $person

-- erase_case_clocks(person id)
DELETE FROM flow_clock WHERE flow IN (SELECT id FROM flow_case WHERE person = $person AND person <> 0)

-- erase_case_spells(person id)
DELETE FROM flow_spell WHERE flow IN (SELECT id FROM flow_case WHERE person = $person AND person <> 0)

-- erase_case_steps(person id)
DELETE FROM flow_step WHERE flow IN (SELECT id FROM flow_case WHERE person = $person AND person <> 0)

-- erase_cases(person id)
DELETE FROM flow_case WHERE person = $person AND person <> 0

-- erase_dues(person id)
DELETE FROM dues_miss WHERE person = $person

-- erase_village_facts(person id)
DELETE FROM village_fact WHERE person = $person AND person <> 0

-- erase_village_flows(person id)
DELETE FROM village_flow WHERE person = $person

-- erase_spells(person id)
DELETE FROM person_spell WHERE person = $person

-- erase_facts(person id)
DELETE FROM member_fact WHERE person = $person

-- erase_member_spells(person id)
DELETE FROM member_spell WHERE person = $person

-- erase_flows(person id)
DELETE FROM member_flow WHERE person = $person

-- erase_joins(person id)
DELETE FROM person_join WHERE person = $person

-- erase_words(person id)
DELETE FROM name_word WHERE person = $person

-- erase_touches(person id)
DELETE FROM txn_person WHERE person = $person

-- erase_person(person id)
DELETE FROM person WHERE id = $person

-- erasure_known(id id): n int
-- one row
SELECT count(*) AS n FROM person WHERE id = $id
