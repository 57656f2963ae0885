-- What came of verifying the chain, in the side database.
-- @part side

-- audit_check_ask(asked_ms int, account id)
INSERT INTO audit_check (asked_ms, account) VALUES ($asked_ms, $account) ON CONFLICT (asked_ms) DO NOTHING

-- audit_check_open(): asked_ms int
-- one row
SELECT max(asked_ms) AS asked_ms FROM audit_check WHERE done_ms = 0

-- audit_check_last(): done_ms int
-- one row
SELECT max(done_ms) AS done_ms FROM audit_check

-- audit_check_done(asked_ms int, done_ms int, links int, entries int, waiting int, unkeyed int, found int, first_found text, head text)
UPDATE audit_check SET done_ms = $done_ms, links = $links, entries = $entries, waiting = $waiting,
  unkeyed = $unkeyed, found = $found, first_found = $first_found, head = $head
WHERE asked_ms = $asked_ms

-- Whatever was asked before has been answered with it.
-- audit_check_forget(asked_ms int, old_ms int)
DELETE FROM audit_check WHERE (asked_ms < $asked_ms AND done_ms = 0) OR (done_ms <> 0 AND done_ms < $old_ms)

-- audit_checks(limit int): asked_ms int, done_ms int, links int, entries int, waiting int, unkeyed int, found int, first_found text, head text
SELECT asked_ms, done_ms, links, entries, waiting, unkeyed, found, first_found, head
FROM audit_check ORDER BY asked_ms DESC LIMIT $limit
