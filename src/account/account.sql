-- Accounts and what is granted to them.

-- account_by_id(id id): id id, version int, login text, name text, lang text, closed bool
-- one row
SELECT id, version, login, name, lang, closed FROM account WHERE id = $id

-- Who acts: an open account beside each function that it holds on a day; one row if it holds none.
-- actor_of(account id, day day): login text, name text, id id, account id, org id, func cat, reach cat, from_day day, to_day day
SELECT a.login, a.name, g.id, a.id AS account, g.org, g.func, g.reach, g.from_day, g.to_day
FROM account a LEFT JOIN account_grant g ON g.account = a.id AND g.from_day <= $day AND g.to_day > $day
  AND {live g}
WHERE a.id = $account AND a.closed = 0
ORDER BY g.id

-- account_by_login(login text): id id, password text, name text, lang text, closed bool
-- one row
SELECT id, password, name, lang, closed FROM account WHERE login = $login

-- account_all(limit int): id id, version int, login text, name text, lang text, closed bool
SELECT id, version, login, name, lang, closed FROM account ORDER BY login LIMIT $limit

-- account_after(after id, limit int): id id, version int, login text, name text, lang text, closed bool
SELECT id, version, login, name, lang, closed FROM account
WHERE login > (SELECT login FROM account WHERE id = $after) ORDER BY login LIMIT $limit

-- account_insert(id id, login text, name text, password text, lang text, txn id)
INSERT INTO account (id, login, name, password, lang, txn) VALUES ($id, $login, $name, $password, $lang, $txn)

-- account_set_password(id id, password text)
UPDATE account SET password = $password, version = version + 1 WHERE id = $id

-- account_set_closed(id id, closed bool)
UPDATE account SET closed = $closed, version = version + 1 WHERE id = $id

-- grant_insert(id id, account id, func cat, org id, reach cat, from_day day, to_day day, txn id, made_ms int)
INSERT INTO account_grant (id, account, func, org, reach, from_day, to_day, txn, made_ms)
VALUES ($id, $account, $func, $org, $reach, $from_day, $to_day, $txn, $made_ms)

-- grant_void(id id, account id, void_txn id, void_ms int)
UPDATE account_grant SET void_txn = $void_txn, void_ms = $void_ms
WHERE id = $id AND account = $account AND void_txn = 0

-- grant_by_id(id id): id id, account id, org id, func cat, reach cat, from_day day, to_day day
-- one row
SELECT id, account, org, func, reach, from_day, to_day FROM account_grant WHERE id = $id AND void_txn = 0

-- grants_all(account id): id id, account id, org id, func cat, reach cat, from_day day, to_day day
SELECT id, account, org, func, reach, from_day, to_day FROM account_grant
WHERE account = $account AND void_txn = 0 ORDER BY from_day, id
