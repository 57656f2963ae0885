-- The pages of the rules.

-- rule_roots(day day, known int): org id
SELECT s.org FROM org_spell s WHERE s.parent = 0 AND {on s} ORDER BY s.org

-- Who added each row that is whole.
-- rule_makers(code text): id id, at_ms int, name text
SELECT l.id, t.at_ms, a.name
FROM rule_local l JOIN txn t ON t.id = l.txn LEFT JOIN account a ON a.id = t.actor
WHERE l.code = $code AND l.id = l.origin ORDER BY l.id

-- What was ever added here to a code.
-- rule_added(code text, known int): id id, item text, from_day day, to_day day, off int, value int, den int, unit cat, word text, source text, sure cat, note text, at_ms int, name text, void_ms int
SELECT l.id, l.item, l.from_day, l.to_day, l.off, l.value, l.den, l.unit, l.word, l.source, l.sure, l.note,
  t.at_ms, a.name, l.void_ms
FROM rule_local l JOIN txn t ON t.id = l.txn LEFT JOIN account a ON a.id = t.actor
WHERE l.code = $code AND l.id = l.origin AND l.made_ms <= $known ORDER BY l.made_ms DESC, l.id
