-- Sessions and throttles, in the side database.
-- @part side

-- session_insert(digest text, account id, secret text, made_ms int, ends_ms int, agent text, factor_ms int)
INSERT INTO session (digest, account, secret, made_ms, seen_ms, ends_ms, agent, factor_ms)
VALUES ($digest, $account, $secret, $made_ms, $made_ms, $ends_ms, $agent, $factor_ms)

-- session_by_digest(digest text, now_ms int): account id, secret text, factor_ms int, lang text, size text
-- one row
SELECT s.account, s.secret, s.factor_ms, p.lang, p.size
FROM session s LEFT JOIN account_pref p ON p.account = s.account
WHERE s.digest = $digest AND s.ends_ms > $now_ms

-- session_factor(digest text, factor_ms int)
UPDATE session SET factor_ms = $factor_ms WHERE digest = $digest

-- sessions_of(account id, now_ms int): digest text, made_ms int, seen_ms int, ends_ms int, agent text
SELECT digest, made_ms, seen_ms, ends_ms, agent FROM session
WHERE account = $account AND ends_ms > $now_ms ORDER BY made_ms DESC, digest

-- session_delete_one(account id, name text)
DELETE FROM session WHERE account = $account AND substr(digest, 1, 16) = $name

-- session_delete_others(account id, digest text)
DELETE FROM session WHERE account = $account AND digest <> $digest

-- factor_step_of(account id): step int, request int
-- one row
SELECT step, request FROM factor_step WHERE account = $account

-- factor_step_put(account id, step int, request int)
INSERT INTO factor_step (account, step, request) VALUES ($account, $step, $request)
ON CONFLICT (account) DO UPDATE SET step = excluded.step, request = excluded.request

-- pref_lang(account id, lang text)
INSERT INTO account_pref (account, lang) VALUES ($account, $lang)
ON CONFLICT (account) DO UPDATE SET lang = excluded.lang

-- pref_size(account id, size text)
INSERT INTO account_pref (account, size) VALUES ($account, $size)
ON CONFLICT (account) DO UPDATE SET size = excluded.size

-- session_count_of(account id, now_ms int): n int
-- one row
SELECT count(*) AS n FROM session WHERE account = $account AND ends_ms > $now_ms

-- session_delete(digest text)
DELETE FROM session WHERE digest = $digest

-- session_delete_of(account id)
DELETE FROM session WHERE account = $account

-- session_delete_old(now_ms int)
DELETE FROM session WHERE ends_ms <= $now_ms

-- throttle_get(name text): fails int, not_before_ms int, seen_ms int
-- one row
SELECT fails, not_before_ms, seen_ms FROM throttle WHERE name = $name

-- throttle_put(name text, fails int, not_before_ms int, seen_ms int)
INSERT INTO throttle (name, fails, not_before_ms, seen_ms)
VALUES ($name, $fails, $not_before_ms, $seen_ms)
ON CONFLICT (name) DO UPDATE SET fails = excluded.fails, not_before_ms = excluded.not_before_ms,
  seen_ms = excluded.seen_ms

-- throttle_clear(name text)
DELETE FROM throttle WHERE name = $name

-- throttle_delete_old(before int)
DELETE FROM throttle WHERE seen_ms < $before

-- device_accounts(digest text, now_ms int): account id
-- any order
SELECT account FROM device WHERE digest = $digest AND ends_ms > $now_ms

-- device_put(digest text, account id, made_ms int, ends_ms int)
INSERT INTO device (digest, account, made_ms, ends_ms) VALUES ($digest, $account, $made_ms, $ends_ms)
ON CONFLICT (digest, account) DO UPDATE SET ends_ms = excluded.ends_ms

-- device_delete_of(account id)
DELETE FROM device WHERE account = $account

-- device_delete_old(now_ms int)
DELETE FROM device WHERE ends_ms <= $now_ms
