-- Statements of the core: transactions, settings, catalogues, grants.

-- Pieces for every file: what was recorded by $known and not voided by then; what held on $day as
-- known at $known; what stands now.
-- @text known(t)
t.made_ms <= $known AND t.void_ms > $known

-- @text on(t)
t.from_day <= $day AND t.to_day > $day AND {known t}

-- @text live(t)
t.void_ms = 9007199254740991

-- Rows that are given by their numbers, two or three to a row: core/given.h.
-- @text given_pairs
WITH RECURSIVE first(i) AS (SELECT 1 UNION ALL SELECT i + 40 FROM first WHERE i + 40 < length($ids)),
  given(i, a, b) AS (SELECT i, CAST(substr($ids, i, 20) AS BIGINT), CAST(substr($ids, i + 20, 20) AS BIGINT) FROM first)

-- @text given_threes
WITH RECURSIVE first(i) AS (SELECT 1 UNION ALL SELECT i + 60 FROM first WHERE i + 60 < length($ids)),
  given(i, a, b, c) AS (SELECT i, CAST(substr($ids, i, 20) AS BIGINT), CAST(substr($ids, i + 20, 20) AS BIGINT),
    CAST(substr($ids, i + 40, 20) AS BIGINT) FROM first)

-- txn_insert(id id, at_ms int, actor id, uid int, via text, action text, reason text, import id, undoes id, request_key text, location text, funcs text)
INSERT INTO txn (id, at_ms, actor, uid, via, action, reason, import, undoes, request_key, location, funcs)
VALUES ($id, $at_ms, $actor, $uid, $via, $action, $reason, $import, $undoes, $request_key, $location, $funcs)

-- txn_locate(id id, location text)
UPDATE txn SET location = $location WHERE id = $id

-- txn_undoing(id id, undoes id)
UPDATE txn SET undoes = $undoes WHERE id = $id

-- txn_by_key(request_key text): location text, actor id
-- one row
SELECT location, actor FROM txn WHERE request_key = $request_key

-- txn_promise(request_key text)
UPDATE txn SET location = location WHERE request_key = $request_key

-- txn_last_ms(): at_ms int
-- one row
SELECT max(at_ms) AS at_ms FROM txn

-- setting_value(name text): value text
-- one row
SELECT value FROM setting WHERE name = $name

-- setting_store(name text, value text)
INSERT INTO setting (name, value) VALUES ($name, $value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- cat_store(cat text, code text, pos int, vi text, en text, alias text, note text, from_day day, to_day day)
INSERT INTO cat_entry (cat, code, pos, vi, en, alias, note, from_day, to_day)
VALUES ($cat, $code, $pos, $vi, $en, $alias, $note, $from_day, $to_day)
ON CONFLICT (cat, code) DO UPDATE SET pos = excluded.pos, vi = excluded.vi, en = excluded.en,
  alias = excluded.alias, note = excluded.note, from_day = excluded.from_day, to_day = excluded.to_day

-- cat_entries(): cat cat, code text, vi text, en text, alias text, note text, pos int, from_day day, to_day day
SELECT cat, code, vi, en, alias, note, pos, from_day, to_day FROM cat_entry ORDER BY cat, pos, code

-- kind_rule_store(kind cat, from_day day, to_day day, level int, grassroots int, cell int, source text, summed int)
INSERT INTO org_kind_rule (kind, from_day, to_day, level, grassroots, cell, source, summed)
VALUES ($kind, $from_day, $to_day, $level, $grassroots, $cell, $source, $summed)
ON CONFLICT (kind, from_day) DO UPDATE SET to_day = excluded.to_day, level = excluded.level,
  grassroots = excluded.grassroots, cell = excluded.cell,
  source = excluded.source, summed = excluded.summed

-- child_rule_store(parent_kind cat, child_kind cat, from_day day, to_day day)
INSERT INTO org_child_rule (parent_kind, child_kind, from_day, to_day)
VALUES ($parent_kind, $child_kind, $from_day, $to_day)
ON CONFLICT (parent_kind, child_kind, from_day) DO UPDATE SET to_day = excluded.to_day

-- figure_rule_store(figure text, kind cat, from_day day, to_day day)
INSERT INTO org_figure_rule (figure, kind, from_day, to_day)
VALUES ($figure, $kind, $from_day, $to_day)
ON CONFLICT (figure, kind, from_day) DO UPDATE SET to_day = excluded.to_day

-- function_rule_store(post text, body_kind text, org_kind text, func text, reach text, from_day day, to_day day, source text)
INSERT INTO function_rule (post, body_kind, org_kind, func, reach, from_day, to_day, source)
VALUES ($post, $body_kind, $org_kind, $func, $reach, $from_day, $to_day, $source)
ON CONFLICT (post, body_kind, org_kind, func, from_day) DO UPDATE SET to_day = excluded.to_day,
  reach = excluded.reach, source = excluded.source

-- The terms of an organisation, the last one first.
-- period_terms(org id, known int): number text, from_day day, to_day day
SELECT t.number, t.from_day, t.to_day FROM org_term t
WHERE t.org = $org AND {known t}
ORDER BY t.from_day DESC, t.id DESC

-- The open account of a person, or a closed one if there is no other.
-- account_of_person(person id): id id, login text, closed bool
-- one row
SELECT id, login, closed FROM account WHERE person = $person AND person <> 0 ORDER BY closed, id LIMIT 1
