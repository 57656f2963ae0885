-- What goes when its term is over, in the register: see term.def. Each answered request with the
-- transactions of all its states.
-- @text answered(l)
l.state <> 'open' AND l.void_txn = 0 AND l.answered < $before

-- term_requests(before day, limit int): id id, unit id, txn id
SELECT q.id, q.unit, q.txn FROM (
  SELECT r.id, r.person AS unit, r.txn
  FROM person_request l JOIN person_request r ON r.id = l.id WHERE {answered l}
  UNION
  SELECT r.id, r.person AS unit, r.void_txn AS txn
  FROM person_request l JOIN person_request r ON r.id = l.id AND r.void_txn <> 0 WHERE {answered l}) q
ORDER BY q.id, q.txn LIMIT $limit

-- term_requests_soon(before day): n int
-- one row
SELECT count(*) AS n FROM person_request l WHERE {answered l}

-- term_requests_remove(id id)
DELETE FROM person_request WHERE id = $id

-- Candidates whose case ended without an admission, and of whom nothing else stands: no other case, no
-- fact of membership, no joined record, no account, no office of a village.
-- @text not_admitted
WITH v(person) AS (
  SELECT DISTINCT s.person FROM flow_spell s
  WHERE s.state = 'ended' AND s.open = 0 AND s.void_txn = 0 AND s.from_day < $before AND s.to_day = 99991231 AND s.person <> 0
    AND NOT EXISTS (SELECT 1 FROM flow_case c CROSS JOIN flow_spell o WHERE c.person = s.person AND c.person <> 0 AND o.flow = c.id
      AND o.to_day = 99991231 AND o.void_txn = 0 AND (o.state <> 'ended' OR o.from_day >= $before))
    AND NOT EXISTS (SELECT 1 FROM member_fact f WHERE f.person = s.person)
    AND NOT EXISTS (SELECT 1 FROM person_join j WHERE j.person = s.person)
    AND NOT EXISTS (SELECT 1 FROM person_join j WHERE j.into_person = s.person)
    AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person = s.person AND a.person <> 0)
    AND NOT EXISTS (SELECT 1 FROM village_fact w WHERE w.person = s.person AND w.person <> 0 AND w.void_txn = 0)
)

-- term_candidates(before day, limit int): id id, unit id, txn id
{not_admitted}
SELECT q.id, q.id AS unit, q.txn FROM (
  SELECT v.person AS id, t.txn FROM v CROSS JOIN txn_person t WHERE t.person = v.person
  UNION SELECT v.person, p.txn FROM v JOIN person p ON p.id = v.person
  UNION SELECT v.person, c.txn FROM v CROSS JOIN flow_case c WHERE c.person = v.person AND c.person <> 0
  UNION SELECT v.person, s.txn FROM v CROSS JOIN flow_case c CROSS JOIN flow_step s WHERE c.person = v.person AND c.person <> 0 AND s.flow = c.id
  UNION SELECT v.person, s.void_txn FROM v CROSS JOIN flow_case c CROSS JOIN flow_step s
    WHERE c.person = v.person AND c.person <> 0 AND s.flow = c.id AND s.void_txn <> 0
  UNION SELECT v.person, n.txn FROM v CROSS JOIN member_note n WHERE n.person = v.person
  UNION SELECT v.person, n.void_txn FROM v CROSS JOIN member_note n WHERE n.person = v.person AND n.void_txn <> 0
  UNION SELECT v.person, r.txn FROM v CROSS JOIN person_request r WHERE r.person = v.person
  UNION SELECT v.person, r.void_txn FROM v CROSS JOIN person_request r WHERE r.person = v.person AND r.void_txn <> 0
  UNION SELECT v.person, t.txn FROM v CROSS JOIN seal_text t WHERE t.about = v.person
  UNION SELECT v.person, t.void_txn FROM v CROSS JOIN seal_text t WHERE t.about = v.person AND t.void_txn <> 0
  UNION SELECT v.person, w.txn FROM v CROSS JOIN village_fact w WHERE w.person = v.person AND w.person <> 0
  UNION SELECT v.person, w.void_txn FROM v CROSS JOIN village_fact w WHERE w.person = v.person AND w.person <> 0 AND w.void_txn <> 0) q
ORDER BY q.id, q.txn LIMIT $limit

-- term_candidates_soon(before day): n int
-- one row
{not_admitted}
SELECT count(*) AS n FROM v

-- term_end_insert(id id, kind text, rule text, through day, records int, txn id, made_ms int)
INSERT INTO term_end (id, kind, rule, through, records, txn, made_ms)
VALUES ($id, $kind, $rule, $through, $records, $txn, $made_ms)

-- term_ends(limit int): id id, kind cat, through day, records int, made_ms int
SELECT id, kind, through, records, made_ms FROM term_end ORDER BY made_ms DESC, id LIMIT $limit

-- term_ends_after(after id, limit int): id id, kind cat, through day, records int, made_ms int
SELECT id, kind, through, records, made_ms FROM term_end
WHERE made_ms < (SELECT x.made_ms FROM term_end x WHERE x.id = $after) ORDER BY made_ms DESC, id LIMIT $limit

-- term_last(kind text): made_ms int
-- one row
SELECT max(made_ms) AS made_ms FROM term_end WHERE kind = $kind
