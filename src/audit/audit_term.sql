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
