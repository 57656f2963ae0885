-- Calls that wait for somebody's yes.

-- proposal_insert(id id, kind cat, route text, params text, about text, day day, perm text, need_org id, account id, txn id, made_ms int)
INSERT INTO proposal (id, kind, route, params, about, day, perm, need_org, account, txn, made_ms)
VALUES ($id, $kind, $route, $params, $about, $day, $perm, $need_org, $account, $txn, $made_ms)

-- Ends it, unless somebody else has: one row, or none.
-- proposal_close(id id, state cat, answer text, void_txn id, void_ms int)
UPDATE proposal SET state = $state, answer = $answer, void_txn = $void_txn, void_ms = $void_ms
WHERE id = $id AND void_txn = 0

-- @text shown
p.id, p.kind, p.route, p.about, p.perm, p.need_org, p.account, p.state, p.made_ms, a.name AS proposer

-- proposal_get(id id): id id, kind cat, route text, params text, about text, day day, perm text,
--   need_org id, account id, state cat, answer text, made_ms int, void_ms int, proposer text, answerer text
-- one row
SELECT p.id, p.kind, p.route, p.params, p.about, p.day, p.perm, p.need_org, p.account, p.state, p.answer,
  p.made_ms, p.void_ms, a.name AS proposer, b.name AS answerer
FROM proposal p
JOIN account a ON a.id = p.account
LEFT JOIN txn t ON t.id = p.void_txn AND p.void_txn <> 0
LEFT JOIN account b ON b.id = t.actor
WHERE p.id = $id

-- What an account has proposed, the last first.
-- proposals_by(account id, limit int): id id, kind cat, route text, about text, perm text, need_org id, account id, state cat, made_ms int, proposer text
SELECT {shown} FROM proposal p JOIN account a ON a.id = p.account
WHERE p.account = $account ORDER BY p.made_ms DESC, p.id LIMIT $limit

-- Open ones that need a yes over an organisation; over it or one below it; over whatever one.
-- proposals_at(org id, limit int): id id, kind cat, route text, about text, perm text, need_org id, account id, state cat, made_ms int, proposer text
SELECT {shown} FROM proposal p JOIN account a ON a.id = p.account
WHERE p.need_org = $org AND p.void_txn = 0 ORDER BY p.made_ms, p.id LIMIT $limit

-- proposals_below(org id, day day, limit int): id id, kind cat, route text, about text, perm text, need_org id, account id, state cat, made_ms int, proposer text
SELECT {shown} FROM proposal p JOIN account a ON a.id = p.account
WHERE p.void_txn = 0 AND EXISTS (SELECT 1 FROM org_reach r
  WHERE r.anc = $org AND r.org = p.need_org AND r.to_day > $day AND {live r})
ORDER BY p.made_ms, p.id LIMIT $limit

-- proposals_open(limit int): id id, kind cat, route text, about text, perm text, need_org id, account id, state cat, made_ms int, proposer text
SELECT {shown} FROM proposal p JOIN account a ON a.id = p.account
WHERE p.void_txn = 0 ORDER BY p.made_ms, p.id LIMIT $limit
