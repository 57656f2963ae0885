-- Accounts and what is granted to them.

-- account_by_id(id id): id id, version int, login text, name text, lang text, closed bool, person id
-- one row
SELECT id, version, login, name, lang, closed, person FROM account WHERE id = $id

-- A number that somebody else bears as well names nobody: else whoever can change a number could
-- take over the posts of another. Records joined into one are one person.
-- @text alone
NOT EXISTS (SELECT 1 FROM person_spell t
  WHERE t.member_no = s.member_no AND t.person <> s.person AND t.from_day <= $day AND t.to_day > $day AND {live t}
    AND NOT EXISTS (SELECT 1 FROM person_join k WHERE k.person = t.person AND k.into_person = s.person AND {live k}))

-- The account, unless it is closed, and the number by which posts name its person.
-- @text me
me(id, login, name, person, member_no) AS (
  SELECT a.id, a.login, a.name, a.person, s.member_no
  FROM account a
  LEFT JOIN person_join j ON j.person = a.person AND {live j}
  LEFT JOIN person_spell s ON s.person = coalesce(j.into_person, a.person)
    AND s.from_day <= $day AND s.to_day > $day AND {live s} AND {alone}
  WHERE a.id = $account AND a.closed = 0
)

-- What holds of t on the day: of a post that only begins, on its first day.
-- @text then(t)
{live t} AND t.from_day <= CASE WHEN h.from_day > $day THEN h.from_day ELSE $day END
  AND t.to_day > CASE WHEN h.from_day > $day THEN h.from_day ELSE $day END

-- Functions that follow from the posts of that person. The body must still be there: what it was
-- decides what its posts give. The number is one value, not a table, so that its few posts come first.
-- @text posts
FROM org_post h
JOIN org_spell o ON o.org = h.org AND {then o}
LEFT JOIN org_body b ON b.org = h.org AND b.body = h.body AND h.body <> 0 AND {then b}
JOIN function_rule f ON f.post = h.post AND f.body_kind = CASE WHEN h.body = 0 THEN '' ELSE b.kind END
  AND f.org_kind IN ('*', o.kind)
  AND f.from_day <= CASE WHEN h.from_day > $day THEN h.from_day ELSE $day END
  AND f.to_day > CASE WHEN h.from_day > $day THEN h.from_day ELSE $day END
WHERE h.member_no = (SELECT me.member_no FROM me) AND h.to_day > $day AND {live h}

-- Likewise from what they are in charge of, as long as it is below who put them in charge.
-- @text charges
FROM org_charge h
JOIN org_reach r ON r.anc = h.org AND r.org = h.over_org AND {then r}
JOIN org_spell o ON o.org = h.over_org AND {then o}
JOIN function_rule f ON f.post = 'charge' AND f.body_kind = '' AND f.org_kind IN ('*', o.kind)
  AND f.from_day <= CASE WHEN h.from_day > $day THEN h.from_day ELSE $day END
  AND f.to_day > CASE WHEN h.from_day > $day THEN h.from_day ELSE $day END
WHERE h.member_no = (SELECT me.member_no FROM me) AND h.over_org <> 0
  AND h.to_day > $day AND {live h}

-- @text given
f.func AS func, f.reach AS reach, h.from_day AS from_day, CASE WHEN h.to_day < f.to_day THEN h.to_day ELSE f.to_day END AS to_day

-- Who acts: an open account beside each function that it holds on a day, given to it or following
-- from a post; one row if it holds none. any_open: there are proposals that wait for somebody; slip: a
-- password must be set; factor: there is a second one.
-- actor_of(account id, day day): login text, name text, person id, any_open bool, slip bool, factor bool, id id, org id, item id,
--   func cat, reach cat, from_day day, to_day day, post cat
-- any order
WITH {me}
SELECT me.login, me.name, me.person,
  CASE WHEN EXISTS (SELECT 1 FROM proposal WHERE void_txn = 0) THEN 1 ELSE 0 END AS any_open,
  CASE WHEN EXISTS (SELECT 1 FROM account_slip s WHERE s.account = me.id AND s.void_txn = 0) THEN 1 ELSE 0 END AS slip,
  CASE WHEN EXISTS (SELECT 1 FROM account_factor f WHERE f.account = me.id AND f.void_txn = 0) THEN 1 ELSE 0 END AS factor,
  coalesce(g.id, 0) AS id, g.org, g.item, g.func, CASE WHEN g.item <> 0 THEN 'case' ELSE g.reach END AS reach,
  g.from_day, g.to_day, NULL AS post
FROM me LEFT JOIN account_grant g ON g.account = me.id AND g.from_day <= $day AND g.to_day > $day AND {live g}
UNION ALL
SELECT NULL, NULL, 0, 0, 0, 0, 0, h.org, 0, {given}, h.post
{posts} AND h.from_day <= $day
UNION ALL
SELECT NULL, NULL, 0, 0, 0, 0, 0, h.over_org, 0, {given}, 'charge'
{charges} AND h.from_day <= $day

-- What the posts of a person give, from the day on.
-- grants_of_posts(person id, day day): org id, func cat, reach cat, from_day day, to_day day, post cat
WITH me(member_no) AS (
  SELECT s.member_no FROM person_spell s
  WHERE s.person = $person AND s.from_day <= $day AND s.to_day > $day AND {live s} AND {alone}
)
SELECT h.org AS org, {given}, h.post
{posts}
UNION ALL
SELECT h.over_org, {given}, 'charge'
{charges}
ORDER BY from_day, org, func

-- account_by_login(login text): id id, password text, name text, lang text, closed bool
-- one row
SELECT id, password, name, lang, closed FROM account WHERE login = $login

-- account_all(limit int): id id, version int, login text, name text, lang text, closed bool
SELECT id, version, login, name, lang, closed FROM account ORDER BY login LIMIT $limit

-- account_after(after id, limit int): id id, version int, login text, name text, lang text, closed bool
SELECT id, version, login, name, lang, closed FROM account
WHERE login > (SELECT login FROM account WHERE id = $after) ORDER BY login LIMIT $limit

-- account_insert(id id, login text, name text, password text, lang text, person id, txn id)
INSERT INTO account (id, login, name, password, lang, person, txn)
VALUES ($id, $login, $name, $password, $lang, $person, $txn)

-- What stands now of one thing about an account is voided; from its first day until today it was so.
-- account_fact_void(account id, what text, void_txn id, void_ms int)
UPDATE account_fact SET void_txn = $void_txn, void_ms = $void_ms
WHERE account = $account AND what = $what AND void_txn = 0 AND to_day = 99991231

-- account_fact_keep(account id, what text, id id, to_day day, txn id, made_ms int)
INSERT INTO account_fact (id, account, what, value, from_day, to_day, txn, made_ms)
SELECT CAST($id AS BIGINT), account, what, value, from_day, CAST($to_day AS INTEGER), CAST($txn AS BIGINT), CAST($made_ms AS BIGINT)
FROM account_fact WHERE account = $account AND what = $what AND void_txn = $txn AND to_day = 99991231 AND from_day < $to_day

-- account_fact_insert(id id, account id, what text, value text, from_day day, txn id, made_ms int)
INSERT INTO account_fact (id, account, what, value, from_day, to_day, txn, made_ms)
VALUES ($id, $account, $what, $value, $from_day, 99991231, $txn, $made_ms)

-- account_without_facts(): id id, person id, closed bool, lang text, password text
SELECT a.id, a.person, a.closed, a.lang, a.password FROM account a
WHERE NOT EXISTS (SELECT 1 FROM account_fact f WHERE f.account = a.id) ORDER BY a.id

-- account_set_person(id id, person id)
UPDATE account SET person = $person, version = version + 1 WHERE id = $id

-- account_set_password(id id, password text)
UPDATE account SET password = $password, version = version + 1 WHERE id = $id

-- account_set_closed(id id, closed bool)
UPDATE account SET closed = $closed, version = version + 1 WHERE id = $id

-- grant_insert(id id, account id, func cat, org id, item id, reach cat, from_day day, to_day day, txn id, made_ms int)
INSERT INTO account_grant (id, account, func, org, item, reach, from_day, to_day, txn, made_ms)
VALUES ($id, $account, $func, $org, $item, $reach, $from_day, $to_day, $txn, $made_ms)

-- grant_void(id id, account id, void_txn id, void_ms int)
UPDATE account_grant SET void_txn = $void_txn, void_ms = $void_ms
WHERE id = $id AND account = $account AND void_txn = 0

-- grant_by_id(id id): id id, account id, org id, item id, func cat, reach cat, from_day day, to_day day
-- one row
SELECT id, account, org, item, func, CASE WHEN item <> 0 THEN 'case' ELSE reach END AS reach, from_day, to_day FROM account_grant WHERE id = $id AND void_txn = 0

-- grants_all(account id): id id, account id, org id, item id, func cat, reach cat, from_day day, to_day day
SELECT id, account, org, item, func, CASE WHEN item <> 0 THEN 'case' ELSE reach END AS reach, from_day, to_day FROM account_grant
WHERE account = $account AND void_txn = 0 ORDER BY from_day, id
