-- Rules in time: what the files say and, over it, what was added here. See core/rule.h.

-- The rows of a code as known, those added here first.
-- @text file_rule
SELECT 0 AS local, 0 AS id, 0 AS origin, r.code, r.item, r.from_day, r.to_day, 0 AS off, r.value,
  r.den, r.unit, r.word, r.source, r.sure, '' AS note, r.made_ms
FROM rule r

-- @text local_rule
SELECT 1 AS local, l.id, l.origin, l.code, l.item, l.from_day, l.to_day, l.off, l.value,
  l.den, l.unit, l.word, l.source, l.sure, l.note, l.made_ms
FROM rule_local l

-- rule_rows(code text, known int): local int, id id, origin id, code text, item text, from_day day, to_day day, off int, value int, den int, unit cat, word text, source text, sure cat, note text, made_ms int
{file_rule} WHERE r.code = $code AND {known r}
UNION ALL
{local_rule} WHERE l.code = $code AND {known l}
ORDER BY local DESC, from_day, item

-- rule_all_rows(known int): local int, id id, origin id, code text, item text, from_day day, to_day day, off int, value int, den int, unit cat, word text, source text, sure cat, note text, made_ms int
{file_rule} WHERE {known r}
UNION ALL
{local_rule} WHERE {known l}
ORDER BY code, local DESC, from_day, item

-- rule_file_insert(code text, item text, from_day day, made_ms int, to_day day, value int, den int, unit text, word text, source text, sure text)
INSERT INTO rule (code, item, from_day, made_ms, to_day, value, den, unit, word, source, sure)
VALUES ($code, $item, $from_day, $made_ms, $to_day, $value, $den, $unit, $word, $source, $sure)

-- rule_file_void(code text, item text, from_day day, made_ms int, void_ms int)
UPDATE rule SET void_ms = $void_ms
WHERE code = $code AND item = $item AND from_day = $from_day AND made_ms = $made_ms

-- rule_local_insert(id id, origin id, code text, item text, from_day day, to_day day, off int, value int, den int, unit text, word text, source text, sure text, note text, txn id, made_ms int)
INSERT INTO rule_local (id, origin, code, item, from_day, to_day, off, value, den, unit, word, source, sure, note, txn, made_ms)
VALUES ($id, $origin, $code, $item, $from_day, $to_day, $off, $value, $den, $unit, $word, $source, $sure, $note, $txn, $made_ms)

-- rule_local_void(id id, txn id, void_ms int)
UPDATE rule_local SET void_txn = $txn, void_ms = $void_ms WHERE id = $id AND void_txn = 0

-- holiday_rows(known int): local int, day day, kind cat, name text, source text, sure cat, id id, made_ms int
SELECT 0 AS local, h.day, h.kind, h.name, h.source, h.sure, 0 AS id, h.made_ms FROM holiday h WHERE {known h}
UNION ALL
SELECT 1 AS local, l.day, l.kind, l.name, l.source, l.sure, l.id, l.made_ms FROM holiday_local l WHERE {known l}
ORDER BY day, local DESC

-- holiday_file_insert(day day, made_ms int, kind text, name text, source text, sure text)
INSERT INTO holiday (day, made_ms, kind, name, source, sure)
VALUES ($day, $made_ms, $kind, $name, $source, $sure)

-- holiday_file_void(day day, made_ms int, void_ms int)
UPDATE holiday SET void_ms = $void_ms WHERE day = $day AND made_ms = $made_ms

-- holiday_local_insert(id id, day day, kind text, name text, source text, sure text, txn id, made_ms int)
INSERT INTO holiday_local (id, day, kind, name, source, sure, txn, made_ms)
VALUES ($id, $day, $kind, $name, $source, $sure, $txn, $made_ms)

-- holiday_local_void(id id, txn id, void_ms int)
UPDATE holiday_local SET void_txn = $txn, void_ms = $void_ms WHERE id = $id AND void_txn = 0

-- rule_file_count(code text): n int
-- one row
SELECT count(*) AS n FROM rule WHERE code = $code

-- holiday_file_count(): n int
-- one row
SELECT count(*) AS n FROM holiday
