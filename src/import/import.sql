-- Files that were taken in.

-- import_insert(id id, kind cat, file text, digest text, rows_read int, rows_new int, txn id)
INSERT INTO import (id, kind, file, digest, rows_read, rows_new, txn)
VALUES ($id, $kind, $file, $digest, $rows_read, $rows_new, $txn)

-- import_get(id id): id id, kind cat, file text, rows_read int, rows_new int, txn id, undone_txn id, at_ms int, actor id, login text, undone bool
-- one row
SELECT i.id, i.kind, i.file, i.rows_read, i.rows_new, i.txn, i.undone_txn, t.at_ms, t.actor, a.login,
  CASE WHEN i.undone_txn <> 0 THEN 1 ELSE 0 END AS undone
FROM import i JOIN txn t ON t.id = i.txn LEFT JOIN account a ON a.id = t.actor
WHERE i.id = $id

-- Those of one account, or all.
-- import_list(all bool, account id, limit int): id id, kind cat, file text, rows_read int, rows_new int, txn id, undone_txn id, at_ms int, actor id, login text, undone bool
SELECT i.id, i.kind, i.file, i.rows_read, i.rows_new, i.txn, i.undone_txn, t.at_ms, t.actor, a.login,
  CASE WHEN i.undone_txn <> 0 THEN 1 ELSE 0 END AS undone
FROM import i JOIN txn t ON t.id = i.txn LEFT JOIN account a ON a.id = t.actor
WHERE ($all = 1 OR t.actor = $account)
ORDER BY t.at_ms DESC, i.id LIMIT $limit

-- import_list_after(all bool, account id, after id, limit int): id id, kind cat, file text, rows_read int, rows_new int, txn id, undone_txn id, at_ms int, actor id, login text, undone bool
SELECT i.id, i.kind, i.file, i.rows_read, i.rows_new, i.txn, i.undone_txn, t.at_ms, t.actor, a.login,
  CASE WHEN i.undone_txn <> 0 THEN 1 ELSE 0 END AS undone
FROM import i JOIN txn t ON t.id = i.txn LEFT JOIN account a ON a.id = t.actor
WHERE ($all = 1 OR t.actor = $account)
  AND t.at_ms < (SELECT u.at_ms FROM import k JOIN txn u ON u.id = k.txn WHERE k.id = $after)
ORDER BY t.at_ms DESC, i.id LIMIT $limit

-- Imports of the same file that still stand.
-- import_same(kind cat, digest text): n int
-- one row
SELECT count(*) AS n FROM import WHERE kind = $kind AND digest = $digest AND undone_txn = 0

-- import_undone(id id, undone_txn id)
UPDATE import SET undone_txn = $undone_txn WHERE id = $id AND undone_txn = 0
