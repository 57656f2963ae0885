-- Sessions and throttles, in the side database.
-- @part side

-- session_insert(digest text, account id, secret text, made_ms int, ends_ms int, agent text)
INSERT INTO session (digest, account, secret, made_ms, seen_ms, ends_ms, agent)
VALUES ($digest, $account, $secret, $made_ms, $made_ms, $ends_ms, $agent)

-- session_by_digest(digest text, now_ms int): account id, secret text
-- one row
SELECT account, secret FROM session WHERE digest = $digest AND ends_ms > $now_ms

-- session_count_of(account id, now_ms int): n int
-- one row
SELECT count(*) AS n FROM session WHERE account = $account AND ends_ms > $now_ms

-- session_delete(digest text)
DELETE FROM session WHERE digest = $digest

-- session_delete_of(account id)
DELETE FROM session WHERE account = $account

-- session_delete_old(now_ms int)
DELETE FROM session WHERE ends_ms <= $now_ms

-- throttle_get(name text): fails int, not_before_ms int
-- one row
SELECT fails, not_before_ms FROM throttle WHERE name = $name

-- throttle_put(name text, fails int, not_before_ms int, seen_ms int)
INSERT INTO throttle (name, fails, not_before_ms, seen_ms)
VALUES ($name, $fails, $not_before_ms, $seen_ms)
ON CONFLICT (name) DO UPDATE SET fails = excluded.fails, not_before_ms = excluded.not_before_ms,
  seen_ms = excluded.seen_ms

-- throttle_clear(name text)
DELETE FROM throttle WHERE name = $name
