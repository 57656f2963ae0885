-- Keys, who holds them, sealed texts. See seal.h.

-- ---- accounts ----

-- seal_account_key(account id): id id, public_key bytes, wrapped bytes
-- one row
SELECT id, public_key, wrapped FROM seal_key WHERE account = $account AND kind = 'account' AND void_txn = 0

-- seal_account_hash(account id): password text
-- one row
SELECT password FROM account WHERE id = $account

-- seal_key_insert(id id, kind text, account id, func cat, org id, public_key bytes, wrapped bytes, txn id, made_ms int)
INSERT INTO seal_key (id, kind, account, func, org, public_key, wrapped, txn, made_ms)
VALUES ($id, $kind, $account, $func, $org, $public_key, $wrapped, $txn, $made_ms)

-- seal_key_wrap(id id, wrapped bytes)
UPDATE seal_key SET wrapped = $wrapped WHERE id = $id

-- seal_key_void(id id, void_txn id, void_ms int)
UPDATE seal_key SET void_txn = $void_txn, void_ms = $void_ms, wrapped = NULL WHERE id = $id AND void_txn = 0

-- Whose key is gone opens nothing more: what was sealed to it goes too.
-- seal_holds_drop_of(holder id, void_txn id, void_ms int)
UPDATE seal_hold SET void_txn = $void_txn, void_ms = $void_ms, sealed = NULL
WHERE holder = $holder AND void_txn = 0

-- seal_text_keys_drop_of(reader id, void_txn id, void_ms int)
UPDATE seal_text_key SET void_txn = $void_txn, void_ms = $void_ms, sealed = NULL
WHERE reader = $reader AND void_txn = 0

-- seal_shares_drop_of(mine id, void_txn id, void_ms int)
UPDATE seal_share SET void_txn = $void_txn, void_ms = $void_ms, sealed = NULL
WHERE mine = $mine AND void_txn = 0

-- ---- who holds a function ----

-- Every open account that holds a function with keys over the organisation, given or following from
-- a post; from how far up (depth; 0: over everything), with the key of the account, if it has one.
-- Who holds it over that one alone counts only where nothing is below.
-- $at is the day of the tree, $day that of the functions.
-- seal_over(org id, at day, day day): func cat, org id, depth int, account id, key id, public_key bytes
WITH way(org, depth) AS (
  SELECT 0 AS org, 0 AS depth
  UNION ALL
  SELECT r.anc, (SELECT count(*) FROM org_reach u WHERE u.org = r.anc AND u.from_day <= $at AND u.to_day > $at AND {live u})
  FROM org_reach r WHERE r.org = $org AND r.from_day <= $at AND r.to_day > $at AND {live r}
),
held(account, func, org, depth, reach) AS (
  SELECT g.account, g.func, g.org, w.depth, g.reach
  FROM way w JOIN account_grant g ON g.org = w.org
  WHERE g.item = 0 AND g.from_day <= $day AND g.to_day > $day AND {live g}
  UNION
  SELECT a.id, f.func, h.org, w.depth, f.reach
  FROM way w CROSS JOIN org_post h CROSS JOIN org_spell o
  LEFT JOIN org_body b ON b.org = h.org AND b.body = h.body AND h.body <> 0
    AND b.from_day <= $day AND b.to_day > $day AND {live b}
  CROSS JOIN function_rule f CROSS JOIN person_spell s CROSS JOIN account a
  WHERE h.org = w.org AND h.from_day <= $day AND h.to_day > $day AND {live h}
    AND o.org = h.org AND o.from_day <= $day AND o.to_day > $day AND {live o}
    AND f.post = h.post AND f.body_kind = CASE WHEN h.body = 0 THEN '' ELSE b.kind END
    AND f.org_kind IN ('*', o.kind) AND f.from_day <= $day AND f.to_day > $day
    AND s.member_no = h.member_no AND s.from_day <= $day AND s.to_day > $day AND {live s}
    AND a.person <> 0 AND a.person IN (SELECT s.person UNION ALL
      SELECT j.person FROM person_join j WHERE j.into_person = s.person AND {live j})
)
SELECT v.func, v.org, v.depth, v.account, coalesce(k.id, 0) AS key, k.public_key
FROM held v JOIN account a ON a.id = v.account AND a.closed = 0
LEFT JOIN seal_key k ON k.account = v.account AND k.kind = 'account' AND k.void_txn = 0
WHERE (v.org = 0 OR v.reach = 'below' OR (v.org = $org AND (v.func = 'secretary' OR NOT EXISTS (
    SELECT 1 FROM org_reach c WHERE c.anc = $org AND c.org <> $org AND c.from_day <= $at AND c.to_day > $at AND {live c}))))
  AND (v.func IN ('office', 'organisation') OR (v.func = 'secretary' AND v.org = $org)
    OR (v.func = 'inspection' AND NOT EXISTS (SELECT 1 FROM account_grant d
      WHERE d.account = v.account AND d.func = 'administration' AND d.from_day <= $day AND d.to_day > $day AND {live d})))
  AND NOT EXISTS (SELECT 1 FROM account_grant d
    WHERE d.account = v.account AND d.func = 'auditor' AND d.from_day <= $day AND d.to_day > $day AND {live d})
ORDER BY v.func, v.depth DESC, v.account

-- The keys of the accounts of a person.
-- seal_person_keys(person id): id id, public_key bytes
SELECT k.id, k.public_key
FROM account a CROSS JOIN seal_key k
WHERE k.account = a.id AND k.kind = 'account' AND k.void_txn = 0
  AND a.closed = 0 AND a.person <> 0 AND a.person IN (SELECT CAST($person AS BIGINT) UNION ALL
  SELECT j.person FROM person_join j WHERE j.into_person = $person AND {live j})
ORDER BY k.id

-- ---- keys of functions ----

-- Keys of up to four organisations, and those to which texts about something are sealed, each with
-- who holds it. holder 0: nobody does.
-- seal_holds(kind text, about id, a id, b id, c id, d id): id id, func cat, org id, live bool, public_key bytes, hold id, holder id, account id, sealed bytes
SELECT k.id, k.func, k.org, CASE WHEN k.void_txn = 0 THEN 1 ELSE 0 END AS live, k.public_key,
  coalesce(h.id, 0) AS hold, coalesce(h.holder, 0) AS holder, coalesce(o.account, 0) AS account, h.sealed
FROM seal_key k LEFT JOIN seal_hold h ON h.held = k.id AND h.void_txn = 0
LEFT JOIN seal_key o ON o.id = h.holder
WHERE k.kind = 'func' AND k.id IN (
  SELECT x.id FROM seal_key x WHERE x.kind = 'func' AND x.org IN ($a, $b, $c, $d) UNION
  SELECT r.reader FROM seal_text t JOIN seal_text_key r ON r.text = t.id AND r.void_txn = 0
  WHERE t.about = $about AND t.kind = $kind)
ORDER BY k.id, h.id

-- The same of the keys that one account's key holds.
-- seal_holds_of(holder id): id id, func cat, org id, live bool, public_key bytes, hold id, holder id, account id, sealed bytes
SELECT k.id, k.func, k.org, CASE WHEN k.void_txn = 0 THEN 1 ELSE 0 END AS live, k.public_key,
  h.id AS hold, h.holder, coalesce(o.account, 0) AS account, h.sealed
FROM seal_hold m JOIN seal_key k ON k.id = m.held
JOIN seal_hold h ON h.held = k.id AND h.void_txn = 0
JOIN seal_key o ON o.id = h.holder
WHERE m.holder = $holder AND m.void_txn = 0
ORDER BY k.id, h.id

-- seal_hold_insert(id id, held id, holder id, sealed bytes, txn id, made_ms int)
INSERT INTO seal_hold (id, held, holder, sealed, txn, made_ms)
VALUES ($id, $held, $holder, $sealed, $txn, $made_ms)

-- seal_hold_drop(id id, void_txn id, void_ms int)
UPDATE seal_hold SET void_txn = $void_txn, void_ms = $void_ms, sealed = NULL WHERE id = $id AND void_txn = 0

-- ---- texts ----

-- seal_texts(kind text, about id): id id, box bytes, text_key id, reader id, sealed bytes
SELECT t.id, t.box, coalesce(r.id, 0) AS text_key, coalesce(r.reader, 0) AS reader, r.sealed
FROM seal_text t LEFT JOIN seal_text_key r ON r.text = t.id AND r.void_txn = 0
WHERE t.about = $about AND t.kind = $kind AND t.void_txn = 0
ORDER BY t.id, r.id

-- seal_text_insert(id id, kind text, about id, box bytes, txn id, made_ms int)
INSERT INTO seal_text (id, kind, about, box, txn, made_ms) VALUES ($id, $kind, $about, $box, $txn, $made_ms)

-- seal_text_key_insert(id id, text id, reader id, sealed bytes, txn id, made_ms int)
INSERT INTO seal_text_key (id, text, reader, sealed, txn, made_ms)
VALUES ($id, $text, $reader, $sealed, $txn, $made_ms)

-- seal_text_key_drop(id id, void_txn id, void_ms int)
UPDATE seal_text_key SET void_txn = $void_txn, void_ms = $void_ms, sealed = NULL WHERE id = $id AND void_txn = 0

-- About what there are texts whose key one account's key can reach through a function.
-- seal_abouts_of(kind text, holder id, after id, limit int): about id
SELECT DISTINCT t.about
FROM seal_hold m JOIN seal_text_key r ON r.reader = m.held AND r.void_txn = 0
JOIN seal_text t ON t.id = r.text AND t.kind = $kind AND t.void_txn = 0
WHERE m.holder = $holder AND m.void_txn = 0 AND t.about > $after
ORDER BY t.about LIMIT $limit

-- ---- recovery ----

-- seal_recovery_key(): id id, public_key bytes, made_ms int
-- one row
SELECT id, public_key, made_ms FROM seal_key WHERE kind = 'recovery' AND void_txn = 0

-- seal_share_insert(id id, key id, mine id, theirs id, sealed bytes, txn id, made_ms int)
INSERT INTO seal_share (id, key, mine, theirs, sealed, txn, made_ms)
VALUES ($id, $key, $mine, $theirs, $sealed, $txn, $made_ms)

-- The officers of a recovery key; able: how many others their half still goes with.
-- seal_officers(key id): account id, login text, name text, able int
SELECT k.account, a.login, a.name, min(n.able) AS able
FROM (SELECT s.mine, count(*) AS able FROM seal_share s
    JOIN seal_share o ON o.key = s.key AND o.mine = s.theirs AND o.theirs = s.mine AND o.void_txn = 0
  WHERE s.key = $key AND s.void_txn = 0 GROUP BY s.mine) n
JOIN seal_key k ON k.id = n.mine JOIN account a ON a.id = k.account
WHERE a.closed = 0
GROUP BY k.account, a.login, a.name
ORDER BY a.login

-- seal_shares_of(key id, mine id): theirs id, public_key bytes, sealed bytes
SELECT s.theirs, k.public_key, s.sealed FROM seal_share s JOIN seal_key k ON k.id = s.theirs AND k.void_txn = 0
WHERE s.key = $key AND s.mine = $mine AND s.void_txn = 0 ORDER BY s.theirs

-- seal_share_with(key id, mine id, theirs id): sealed bytes
-- one row
SELECT sealed FROM seal_share WHERE key = $key AND mine = $mine AND theirs = $theirs AND void_txn = 0

-- seal_recovery_insert(id id, key id, mine id, theirs id, sealed bytes, reason text, txn id, made_ms int)
INSERT INTO seal_recovery (id, key, mine, theirs, sealed, reason, txn, made_ms)
VALUES ($id, $key, $mine, $theirs, $sealed, $reason, $txn, $made_ms)

-- What an officer is asked to complete.
-- seal_recovery_asked(key id, theirs id, after_ms int): id id, mine id, name text, reason text, made_ms int, sealed bytes
SELECT r.id, r.mine, a.name, r.reason, r.made_ms, r.sealed
FROM seal_recovery r JOIN seal_key k ON k.id = r.mine AND k.void_txn = 0 JOIN account a ON a.id = k.account AND a.closed = 0
WHERE r.key = $key AND r.theirs = $theirs AND r.void_txn = 0 AND r.made_ms > $after_ms
ORDER BY r.made_ms, r.id

-- Who has agreed and waits for a second one.
-- seal_recovery_open(key id, after_ms int): account id, name text, reason text, made_ms int
SELECT DISTINCT k.account, a.name, r.reason, r.made_ms
FROM seal_recovery r JOIN seal_key k ON k.id = r.mine AND k.void_txn = 0 JOIN account a ON a.id = k.account
WHERE r.key = $key AND r.void_txn = 0 AND r.made_ms > $after_ms
ORDER BY r.made_ms, k.account

-- seal_recovery_close(key id, void_txn id, void_ms int)
UPDATE seal_recovery SET void_txn = $void_txn, void_ms = $void_ms, sealed = NULL
WHERE key = $key AND void_txn = 0

-- Keys that the recovery key holds, a page at a time, each with all who hold it.
-- seal_holds_of_recovery(key id, after id, limit int): id id, func cat, org id, live bool, public_key bytes, hold id, holder id, account id, sealed bytes
SELECT k.id, k.func, k.org, CASE WHEN k.void_txn = 0 THEN 1 ELSE 0 END AS live, k.public_key,
  h.id AS hold, h.holder, coalesce(o.account, 0) AS account, h.sealed
FROM (SELECT held FROM seal_hold WHERE holder = $key AND void_txn = 0 AND held > $after ORDER BY held LIMIT $limit) m
JOIN seal_key k ON k.id = m.held
JOIN seal_hold h ON h.held = k.id AND h.void_txn = 0
JOIN seal_key o ON o.id = h.holder
ORDER BY k.id, h.id

-- ---- what the page of keys tells ----

-- @text seal_state_columns
k.id, k.func, k.org AS org_id, CASE WHEN k.void_txn = 0 THEN 1 ELSE 0 END AS live, k.made_ms,
  (SELECT count(*) FROM seal_hold h JOIN seal_key o ON o.id = h.holder AND o.kind = 'account' WHERE h.held = k.id AND h.void_txn = 0) AS holders,
  (SELECT count(*) FROM seal_hold h WHERE h.held = k.id AND h.holder = $key AND h.void_txn = 0) AS saved,
  (SELECT count(*) FROM seal_text_key r WHERE r.reader = k.id AND r.void_txn = 0) AS texts

-- seal_state(key id, limit int): id id, func cat, org_id id, live bool, made_ms int, holders int, saved bool, texts int
SELECT {seal_state_columns} FROM seal_key k WHERE k.kind = 'func' ORDER BY k.made_ms DESC, k.id LIMIT $limit

-- Several are made in one transaction.
-- seal_state_after(key id, after id, limit int): id id, func cat, org_id id, live bool, made_ms int, holders int, saved bool, texts int
SELECT {seal_state_columns} FROM seal_key k JOIN seal_key l ON l.id = $after
WHERE k.kind = 'func' AND (k.made_ms < l.made_ms OR (k.made_ms = l.made_ms AND k.id > l.id))
ORDER BY k.made_ms DESC, k.id LIMIT $limit

-- seal_key_of(id id): id id, func cat, org_id id, live bool, made_ms int
-- one row
SELECT id, func, org AS org_id, CASE WHEN void_txn = 0 THEN 1 ELSE 0 END AS live, made_ms FROM seal_key WHERE id = $id AND kind = 'func'

-- Everybody who ever held a key: since when, through whom, until when.
-- seal_holders(id id): login text, name text, made_ms int, by_name text, void_ms int, account id
SELECT coalesce(a.login, '') AS login, a.name, h.made_ms, b.name AS by_name, h.void_ms, o.account
FROM seal_hold h JOIN seal_key o ON o.id = h.holder LEFT JOIN account a ON a.id = o.account
JOIN txn t ON t.id = h.txn LEFT JOIN account b ON b.id = t.actor
WHERE h.held = $id ORDER BY h.void_ms DESC, h.made_ms DESC, h.id
