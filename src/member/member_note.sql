-- Notes in a personal file: what is told of them; what they say is sealed (core/seal.h).

-- member_notes(person id, known int): id id, person id, text id, kind cat, note id, account id, by_name text, made_ms int
SELECT n.id, n.person, n.text, n.kind, n.note, n.account, coalesce(a.name, '') AS by_name, n.made_ms
FROM member_note n LEFT JOIN account a ON a.id = n.account
WHERE n.person = $person AND {known n} ORDER BY n.made_ms, n.id

-- member_note_count(person id): n int
-- one row
SELECT count(*) AS n FROM member_note WHERE person = $person AND void_txn = 0

-- member_note_get(id id): id id, person id, text id, kind cat, note id, account id, by_name text, made_ms int
-- one row
SELECT n.id, n.person, n.text, n.kind, n.note, n.account, coalesce(a.name, '') AS by_name, n.made_ms
FROM member_note n LEFT JOIN account a ON a.id = n.account WHERE n.id = $id AND n.void_txn = 0

-- member_note_insert(id id, person id, text id, kind text, note id, account id, txn id, made_ms int)
INSERT INTO member_note (id, person, text, kind, note, account, txn, made_ms)
VALUES ($id, $person, $text, $kind, $note, $account, $txn, $made_ms)
