-- What the data auditor reads: what was done, by whom and when; never what about.

-- @text audit_columns
t.id, t.at_ms, a.login, t.action, t.via,
  (SELECT count(*) FROM txn_person p WHERE p.txn = t.id) + (SELECT count(*) FROM person p WHERE p.txn = t.id) AS persons,
  CASE WHEN EXISTS (SELECT 1 FROM audit_erased x WHERE x.entry_txn = t.id) THEN 'erased' WHEN e.seq IS NULL THEN 'waiting' ELSE 'sealed' END AS state,
  e.seq

-- Of the time asked for; '' of a login, function or kind: all. Functions are those held when it was
-- done; of what was done before they were kept, those given to the account.
-- @text audit_asked
FROM txn t LEFT JOIN account a ON a.id = t.actor LEFT JOIN audit_entry e ON e.txn = t.id
WHERE t.at_ms >= $from_ms AND t.at_ms < $until_ms AND ($login = '' OR a.login = $login)
  AND ($kind = '' OR substr(t.action, 1, length($kind)) = $kind)
  AND ($func = '' OR replace(',' || t.funcs || ',', ',' || $func || ',', '') <> ',' || t.funcs || ','
    OR (t.funcs IS NULL AND EXISTS (SELECT 1 FROM account_grant g WHERE g.account = t.actor AND g.func = $func
      AND g.made_ms <= t.at_ms AND g.void_ms > t.at_ms)))

-- audit_first(from_ms int, until_ms int, login text, func text, kind text, limit int): id id, at_ms int, login text, action text, via text, persons int, state text, seq int
SELECT {audit_columns} {audit_asked} ORDER BY t.at_ms DESC, t.id LIMIT $limit

-- audit_next(from_ms int, until_ms int, login text, func text, kind text, after id, limit int): id id, at_ms int, login text, action text, via text, persons int, state text, seq int
SELECT {audit_columns} {audit_asked} AND t.at_ms < (SELECT x.at_ms FROM txn x WHERE x.id = $after)
ORDER BY t.at_ms DESC, t.id LIMIT $limit

-- audit_one(id id): id id, at_ms int, login text, action text, via text, persons int, state text, seq int
-- one row
SELECT {audit_columns} FROM txn t LEFT JOIN account a ON a.id = t.actor LEFT JOIN audit_entry e ON e.txn = t.id
WHERE t.id = $id

-- audit_link_of(seq int): batch int
-- one row
SELECT batch FROM audit_link WHERE last_seq >= $seq ORDER BY last_seq LIMIT 1

-- Each erasure of something in a transaction, once.
-- audit_erasures_of(entry_txn id): id id, rule text, ended_ms int, login text
SELECT DISTINCT e.id, e.rule, d.made_ms AS ended_ms, a.login
FROM audit_erased x JOIN audit_erasure e ON e.id = x.erasure JOIN audit_erasure_end d ON d.erasure = e.id
JOIN txn t ON t.id = d.txn LEFT JOIN account a ON a.id = t.actor
WHERE x.entry_txn = $entry_txn ORDER BY d.made_ms, e.id

-- audit_links_first(limit int): id int, at_ms int, first_seq int, last_seq int, head text, key_id text, mac text
SELECT batch AS id, at_ms, first_seq, last_seq, head, key_id, mac FROM audit_link ORDER BY batch DESC LIMIT $limit

-- audit_links_next(after int, limit int): id int, at_ms int, first_seq int, last_seq int, head text, key_id text, mac text
SELECT batch AS id, at_ms, first_seq, last_seq, head, key_id, mac FROM audit_link WHERE batch < $after ORDER BY batch DESC LIMIT $limit
