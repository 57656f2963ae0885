-- What the program goes by: the notes of core/config.h.

-- config_notes(): tab text, row_key text, content text
SELECT n.tab, n.row_key, n.content FROM config_row n WHERE {live n} ORDER BY n.tab, n.row_key

-- config_note_void(tab text, row_key text, void_txn id, void_ms int)
UPDATE config_row SET void_txn = $void_txn, void_ms = $void_ms
WHERE tab = $tab AND row_key = $row_key AND void_txn = 0

-- config_note_insert(tab text, row_key text, txn id, content text, made_ms int)
INSERT INTO config_row (tab, row_key, txn, content, made_ms)
VALUES ($tab, $row_key, $txn, $content, $made_ms)
