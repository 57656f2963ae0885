-- The chain: what is sealed, what waits, and what stands where it cannot stand.

-- audit_state(): batch int, last_seq int, through_ms int, at_ms int, head text
-- one row
SELECT batch, last_seq, through_ms, at_ms, head FROM audit_link ORDER BY batch DESC LIMIT 1

-- audit_waiting(after int, limit int): id id, at_ms int
SELECT id, at_ms FROM txn WHERE at_ms > $after ORDER BY at_ms, id LIMIT $limit

-- audit_tail(after int): n int, since_ms int
-- one row
SELECT count(*) AS n, min(at_ms) AS since_ms FROM txn WHERE at_ms > $after

-- audit_entry_insert(seq int, txn id, digest bytes)
INSERT INTO audit_entry (seq, txn, digest) VALUES ($seq, $txn, $digest)

-- audit_salt_insert(txn id, unit id, salt bytes)
INSERT INTO audit_salt (txn, unit, salt) VALUES ($txn, $unit, $salt)

-- audit_link_insert(batch int, first_seq int, last_seq int, through_ms int, at_ms int, previous text, head text, key_id text, mac text)
INSERT INTO audit_link (batch, first_seq, last_seq, through_ms, at_ms, previous, head, key_id, mac)
VALUES ($batch, $first_seq, $last_seq, $through_ms, $at_ms, $previous, $head, $key_id, $mac)

-- audit_links(after int, limit int): batch int, first_seq int, last_seq int, through_ms int, at_ms int, previous text, head text, key_id text, mac text
SELECT batch, first_seq, last_seq, through_ms, at_ms, previous, head, key_id, mac
FROM audit_link WHERE batch > $after ORDER BY batch LIMIT $limit

-- audit_head_of(batch int): head text
-- one row
SELECT head FROM audit_link WHERE batch = $batch

-- audit_entries(first_seq int, last_seq int): seq int, txn id, digest bytes
SELECT seq, txn, digest FROM audit_entry WHERE seq >= $first_seq AND seq <= $last_seq ORDER BY seq

-- audit_entries_after(last_seq int): n int
-- one row
SELECT count(*) AS n FROM audit_entry WHERE seq > $last_seq

-- audit_entry_of(txn id): seq int, digest bytes
-- one row
SELECT seq, digest FROM audit_entry WHERE txn = $txn

-- audit_txn_of(id id): at_ms int, action text, login text
-- one row
SELECT t.at_ms, t.action, a.login FROM txn t LEFT JOIN account a ON a.id = t.actor WHERE t.id = $id

-- audit_salts(txn id): unit id, salt bytes
SELECT unit, salt FROM audit_salt WHERE txn = $txn ORDER BY unit

-- audit_erased_units(entry_txn id): unit id, digest bytes, erasure id
SELECT unit, digest, erasure FROM audit_erased WHERE entry_txn = $entry_txn ORDER BY unit

-- Transactions older than what is sealed that are not in the chain.
-- audit_missed(through_ms int, limit int): id id, at_ms int, action text
SELECT t.id, t.at_ms, t.action FROM txn t
WHERE t.at_ms <= $through_ms AND NOT EXISTS (SELECT 1 FROM audit_entry e WHERE e.txn = t.id)
ORDER BY t.at_ms, t.id LIMIT $limit

-- Salts and digests of erased units of transactions that are not in the chain, and erasing that
-- nobody carried out.
-- audit_loose(limit int): what text, id id
SELECT 'audit_salt' AS what, s.txn AS id FROM audit_salt s
WHERE NOT EXISTS (SELECT 1 FROM audit_entry e WHERE e.txn = s.txn)
UNION
SELECT 'audit_erased' AS what, x.entry_txn AS id FROM audit_erased x
WHERE NOT EXISTS (SELECT 1 FROM audit_entry e WHERE e.txn = x.entry_txn)
  OR (NOT EXISTS (SELECT 1 FROM audit_erasure_end d
    WHERE d.erasure = x.erasure AND d.txn = x.txn AND d.outcome = 'erased')
  AND NOT EXISTS (SELECT 1 FROM term_end n WHERE n.id = x.erasure AND n.txn = x.txn))
ORDER BY what, id LIMIT $limit

-- Rows that no transaction accounts for. A row is voided by a transaction and at an instant, or by
-- neither. t: the row.
-- @text unmade(t)
NOT EXISTS (SELECT 1 FROM txn q WHERE q.id = t.txn)

-- @text unvoided(t)
(t.void_txn = 0 AND t.void_ms <> 9007199254740991)
  OR (t.void_txn <> 0 AND NOT EXISTS (SELECT 1 FROM txn q WHERE q.id = t.void_txn AND q.at_ms = t.void_ms))

-- @text untouched(t)
(NOT EXISTS (SELECT 1 FROM txn_person q WHERE q.txn = t.txn AND q.person = t.person)
  AND NOT EXISTS (SELECT 1 FROM person q WHERE q.id = t.person AND q.txn = t.txn))
  OR (t.void_txn <> 0 AND NOT EXISTS (SELECT 1 FROM txn_person q WHERE q.txn = t.void_txn AND q.person = t.person)
  AND NOT EXISTS (SELECT 1 FROM person q WHERE q.id = t.person AND q.txn = t.void_txn))

-- audit_strays(limit int): what text, id id
SELECT 'account' AS what, x.id FROM account x WHERE {unmade x}
UNION ALL SELECT 'account_grant' AS what, x.id FROM account_grant x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'org' AS what, x.id FROM org x WHERE {unmade x}
UNION ALL SELECT 'org_act' AS what, x.id FROM org_act x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'org_term' AS what, x.id FROM org_term x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'org_body' AS what, x.id FROM org_body x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'org_post' AS what, x.id FROM org_post x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'org_charge' AS what, x.id FROM org_charge x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'import' AS what, x.id FROM import x WHERE {unmade x}
  OR (x.undone_txn <> 0 AND NOT EXISTS (SELECT 1 FROM txn q WHERE q.id = x.undone_txn))
UNION ALL SELECT 'proposal' AS what, x.id FROM proposal x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'account_slip' AS what, x.id FROM account_slip x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'account_factor' AS what, x.id FROM account_factor x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'account_recovery' AS what, x.id FROM account_recovery x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'seal_key' AS what, x.id FROM seal_key x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'seal_hold' AS what, x.id FROM seal_hold x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'seal_share' AS what, x.id FROM seal_share x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'seal_recovery' AS what, x.id FROM seal_recovery x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'seal_text' AS what, x.id FROM seal_text x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'member_note' AS what, x.id FROM member_note x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'person_request' AS what, x.id FROM person_request x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'look_delay' AS what, x.id FROM look_delay x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'seal_text_key' AS what, x.id FROM seal_text_key x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'village' AS what, x.id FROM village x WHERE {unmade x}
UNION ALL SELECT 'village_fact' AS what, x.id FROM village_fact x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'audit_erasure' AS what, x.id FROM audit_erasure x WHERE {unmade x}
UNION ALL SELECT 'audit_erasure_end' AS what, x.erasure AS id FROM audit_erasure_end x WHERE {unmade x}
UNION ALL SELECT 'account_fact' AS what, x.id FROM account_fact x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'rule_local' AS what, x.id FROM rule_local x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'holiday_local' AS what, x.id FROM holiday_local x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'flow_case' AS what, x.id FROM flow_case x WHERE {unmade x}
UNION ALL SELECT 'flow_step' AS what, x.id FROM flow_step x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'dues_miss' AS what, x.id FROM dues_miss x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'figure_target' AS what, x.id FROM figure_target x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'figure_closing' AS what, x.id FROM figure_closing x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'figure_issue' AS what, x.id FROM figure_issue x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'config_row' AS what, x.txn AS id FROM config_row x WHERE {unmade x} OR {unvoided x}
UNION ALL SELECT 'term_end' AS what, x.id FROM term_end x WHERE {unmade x}
ORDER BY what, id LIMIT $limit

-- How each account stands beside the last that was written down of it.
-- @text last_fact(f)
f.account = a.id AND f.void_txn = 0 AND f.to_day = 99991231

-- audit_accounts(): login text, closed int, person id, lang text, password text, was_closed text, was_person text, was_lang text, was_password text
SELECT a.login, a.closed, a.person, a.lang, a.password,
  c.value AS was_closed, p.value AS was_person, l.value AS was_lang, w.value AS was_password
FROM account a LEFT JOIN account_fact c ON {last_fact c} AND c.what = 'closed'
  LEFT JOIN account_fact p ON {last_fact p} AND p.what = 'person'
  LEFT JOIN account_fact l ON {last_fact l} AND l.what = 'lang'
  LEFT JOIN account_fact w ON {last_fact w} AND w.what = 'password'
ORDER BY a.login

-- audit_stray_persons(limit int): what text, id id
SELECT 'person' AS what, x.id FROM person x WHERE {unmade x}
UNION SELECT 'txn_person' AS what, x.person AS id FROM txn_person x WHERE {unmade x}
UNION SELECT 'person_spell' AS what, x.person AS id FROM person_spell x WHERE {unmade x} OR {unvoided x} OR {untouched x}
UNION SELECT 'person_join' AS what, x.person AS id FROM person_join x WHERE {unmade x} OR {unvoided x} OR {untouched x}
UNION SELECT 'member_fact' AS what, x.person AS id FROM member_fact x WHERE {unmade x} OR {unvoided x} OR {untouched x}
ORDER BY what, id LIMIT $limit
