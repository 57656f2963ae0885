-- Slips, and what a name is proved with.

-- slip_insert(id id, account id, hash text, last_day day, txn id, made_ms int)
INSERT INTO account_slip (id, account, hash, last_day, txn, made_ms)
VALUES ($id, $account, $hash, $last_day, $txn, $made_ms)

-- slip_void(account id, void_txn id, void_ms int)
UPDATE account_slip SET void_txn = $void_txn, void_ms = $void_ms
WHERE account = $account AND void_txn = 0

-- What a name must be proved with: a password, or a slip in its place.
-- account_claim(login text): id id, password text, closed bool, slip text, last_day day
-- one row
SELECT a.id, a.password, a.closed, s.hash AS slip, s.last_day
FROM account a LEFT JOIN account_slip s ON s.account = a.id AND s.void_txn = 0
WHERE a.login = $login

-- factor_of(account id): id id, key_id text, seed bytes, made_ms int, slips int
-- one row
SELECT f.id, f.key_id, f.seed, f.made_ms,
  (SELECT count(*) FROM account_recovery r WHERE r.factor = f.id AND r.void_txn = 0) AS slips
FROM account_factor f WHERE f.account = $account AND f.void_txn = 0

-- factor_count(account id): n int
-- one row
SELECT count(*) AS n FROM account_factor WHERE account = $account

-- factor_insert(id id, account id, key_id text, seed bytes, txn id, made_ms int)
INSERT INTO account_factor (id, account, key_id, seed, txn, made_ms)
VALUES ($id, $account, $key_id, $seed, $txn, $made_ms)

-- factor_void(account id, void_txn id, void_ms int)
UPDATE account_factor SET void_txn = $void_txn, void_ms = $void_ms
WHERE account = $account AND void_txn = 0

-- recovery_insert(id id, factor id, hash text, txn id, made_ms int)
INSERT INTO account_recovery (id, factor, hash, txn, made_ms)
VALUES ($id, $factor, $hash, $txn, $made_ms)

-- recovery_of(factor id): id id, hash text
SELECT id, hash FROM account_recovery WHERE factor = $factor AND void_txn = 0 ORDER BY id

-- recovery_void(id id, void_txn id, void_ms int)
UPDATE account_recovery SET void_txn = $void_txn, void_ms = $void_ms WHERE id = $id AND void_txn = 0

-- recovery_void_of(factor id, void_txn id, void_ms int)
UPDATE account_recovery SET void_txn = $void_txn, void_ms = $void_ms
WHERE factor = $factor AND void_txn = 0

-- When an account was made, and when a function was given to it.
-- account_made(account id): made_ms int
-- one row
SELECT t.at_ms AS made_ms FROM account a JOIN txn t ON t.id = a.txn WHERE a.id = $account

-- grant_made(id id): made_ms int
-- one row
SELECT made_ms FROM account_grant WHERE id = $id
