-- The tree in time. A spell is read at a day and as known at an instant:
--   from_day <= $day AND to_day > $day AND made_ms <= $known AND void_ms > $known

-- tree_spell_at(org id, day day, known int): org id, from_day day, to_day day, txn id, parent id, kind cat, sector cat, code text, name text
-- one row
SELECT org, from_day, to_day, txn, parent, kind, sector, code, name FROM org_spell
WHERE org = $org AND from_day <= $day AND to_day > $day AND made_ms <= $known AND void_ms > $known

-- tree_spells(org id, known int): org id, from_day day, to_day day, txn id, parent id, kind cat, sector cat, code text, name text
SELECT org, from_day, to_day, txn, parent, kind, sector, code, name FROM org_spell
WHERE org = $org AND made_ms <= $known AND void_ms > $known
ORDER BY from_day

-- Those of every organisation.
-- tree_all_spells(known int): org id, from_day day, to_day day, txn id, parent id, kind cat, sector cat, code text, name text
SELECT org, from_day, to_day, txn, parent, kind, sector, code, name FROM org_spell
WHERE made_ms <= $known AND void_ms > $known
ORDER BY org, from_day

-- tree_acts(org id, known int): id id, org id, day day, seq int, act cat, parent id, code text, name text, kind cat, sector cat, other id, decision_no text, reason text, txn id
SELECT id, org, day, seq, act, parent, code, name, kind, sector, other, decision_no, reason, txn
FROM org_act
WHERE org = $org AND made_ms <= $known AND void_ms > $known
ORDER BY day, seq, id

-- tree_all_acts(known int): id id, org id, day day, seq int, act cat, parent id, code text, name text, kind cat, sector cat, other id, decision_no text, reason text, txn id
SELECT id, org, day, seq, act, parent, code, name, kind, sector, other, decision_no, reason, txn
FROM org_act
WHERE made_ms <= $known AND void_ms > $known
ORDER BY org, day, seq, id

-- tree_by_code(code text, day day, known int): org id
-- one row
SELECT org FROM org_spell
WHERE code = $code AND from_day <= $day AND to_day > $day AND made_ms <= $known AND void_ms > $known

-- tree_lives(org id, known int): first day, last day
-- one row
SELECT min(from_day) AS first, max(to_day) AS last FROM org_spell
WHERE org = $org AND made_ms <= $known AND void_ms > $known

-- From an organisation up to the top; depth 0 is itself.
-- tree_path(org id, day day, known int): org id, parent id, code text, name text, kind cat, depth int
WITH RECURSIVE up(org, parent, code, name, kind, depth) AS (
  SELECT s.org, s.parent, s.code, s.name, s.kind, 0 FROM org_spell s
  WHERE s.org = $org AND {on s}
  UNION ALL
  SELECT s.org, s.parent, s.code, s.name, s.kind, up.depth + 1
  FROM up JOIN org_spell s ON s.org = up.parent
  WHERE {on s} AND up.depth < 20
)
SELECT org, parent, code, name, kind, depth FROM up ORDER BY depth DESC

-- The same for what a text means: the organisation with that code on the day, else that with the id.
-- tree_way(code text, id id, day day, known int): org id, parent id, code text, name text, kind cat, depth int
WITH RECURSIVE up(org, parent, code, name, kind, depth) AS (
  SELECT s.org, s.parent, s.code, s.name, s.kind, 0 FROM org_spell s
  WHERE s.org = coalesce((SELECT min(c.org) FROM org_spell c
      WHERE c.code = $code AND {on c}), $id)
    AND {on s}
  UNION ALL
  SELECT s.org, s.parent, s.code, s.name, s.kind, up.depth + 1
  FROM up JOIN org_spell s ON s.org = up.parent
  WHERE {on s} AND up.depth < 20
)
SELECT org, parent, code, name, kind, depth FROM up ORDER BY depth DESC

-- Who ever had a code: first and last are the same if it was one organisation only.
-- tree_code_ever(code text, known int): first id, last id
-- one row
SELECT min(org) AS first, max(org) AS last FROM org_spell
WHERE code = $code AND made_ms <= $known AND void_ms > $known

-- When the organisation that, as known now, has the code on the day was first recorded.
-- tree_recorded(code text, day day): made int
-- one row
SELECT min(f.made_ms) AS made FROM org_spell c JOIN org_spell f ON f.org = c.org
WHERE c.code = $code AND c.from_day <= $day AND c.to_day > $day AND c.void_ms = 9007199254740991

-- Children on a day that an organisation would leave without a parent between two days.
-- tree_left(org id, from_day day, to_day day): org id, name text, from_day day, to_day day
SELECT org, name, from_day, to_day FROM org_spell
WHERE parent = $org AND to_day > $from_day AND from_day < $to_day AND void_ms = 9007199254740991
ORDER BY sort_key, org

-- tree_code_taken(code text, org id, from_day day, to_day day): org id, name text, from_day day, to_day day
SELECT org, name, from_day, to_day FROM org_spell
WHERE code = $code AND org <> $org AND from_day < $to_day AND to_day > $from_day
  AND void_ms = 9007199254740991
ORDER BY from_day

-- tree_kind_rules(): kind cat, from_day day, to_day day, level int, grassroots int, cell int
SELECT kind, from_day, to_day, level, grassroots, cell FROM org_kind_rule ORDER BY level, from_day

-- tree_child_rules(): parent_kind cat, child_kind cat, from_day day, to_day day
SELECT parent_kind, child_kind, from_day, to_day FROM org_child_rule
ORDER BY parent_kind, child_kind, from_day

-- tree_version(): version int
-- one row
SELECT version FROM tree_state WHERE one = 1

-- tree_bump()
UPDATE tree_state SET version = version + 1 WHERE one = 1

-- org_make(id id, txn id)
INSERT INTO org (id, txn) VALUES ($id, $txn)

-- org_bump(id id)
UPDATE org SET version = version + 1 WHERE id = $id

-- org_version(id id): version int
-- one row
SELECT version FROM org WHERE id = $id

-- act_insert(id id, org id, day day, seq int, act cat, parent id, code text, name text, kind cat, sector cat, other id, decision_no text, reason text, txn id, made_ms int)
INSERT INTO org_act (id, org, day, seq, act, parent, code, name, kind, sector, other, decision_no, reason, txn, made_ms)
VALUES ($id, $org, $day, $seq, $act, $parent, $code, $name, $kind, $sector, $other, $decision_no, $reason, $txn, $made_ms)

-- act_void(id id, void_txn id, void_ms int)
UPDATE org_act SET void_txn = $void_txn, void_ms = $void_ms WHERE id = $id AND void_txn = 0

-- acts_of_txn(txn id): id id, org id, day day, seq int, act cat, parent id, code text, name text, kind cat, sector cat, other id, decision_no text, reason text, txn id, void_txn id
SELECT id, org, day, seq, act, parent, code, name, kind, sector, other, decision_no, reason, txn, void_txn
FROM org_act WHERE txn = $txn ORDER BY day, seq, id

-- acts_voided_by(txn id): id id, org id, day day, seq int, act cat, parent id, code text, name text, kind cat, sector cat, other id, decision_no text, reason text, txn id, void_txn id
SELECT id, org, day, seq, act, parent, code, name, kind, sector, other, decision_no, reason, txn, void_txn
FROM org_act WHERE void_txn = $txn AND void_txn <> 0 ORDER BY day, seq, id

-- spell_insert(org id, from_day day, to_day day, txn id, parent id, kind cat, sector cat, code text, name text, sort_key bytes, made_ms int)
INSERT INTO org_spell (org, from_day, to_day, txn, parent, kind, sector, code, name, sort_key, made_ms)
VALUES ($org, $from_day, $to_day, $txn, $parent, $kind, $sector, $code, $name, $sort_key, $made_ms)

-- spell_void(org id, from_day day, txn id, void_txn id, void_ms int)
UPDATE org_spell SET void_txn = $void_txn, void_ms = $void_ms
WHERE org = $org AND from_day = $from_day AND txn = $txn

-- word_insert(word text, org id)
INSERT INTO org_word (word, org) VALUES ($word, $org) ON CONFLICT (word, org) DO NOTHING

-- How many organisations have a word with this beginning, up to a limit: the rarest word leads.
-- word_count(word text, after text, limit int): n int
-- one row
SELECT count(*) AS n FROM (SELECT 1 AS one FROM org_word WHERE word >= $word AND word < $after LIMIT $limit) w

-- A search looks at no more than $most organisations that have all the words, as they come. With
-- $past those that are no more (or not yet) on the day come last, as level 10: each as it was last.
-- @text hit
SELECT s.org, s.name, s.code, s.kind, s.parent, s.from_day, s.to_day,
  CASE WHEN s.from_day <= $day AND s.to_day > $day THEN coalesce(k.level, 9) ELSE 10 END AS level

-- @text hit_spell
JOIN org_spell s ON s.org = w.org AND {known s} AND ((s.from_day <= $day AND s.to_day > $day)
  OR ($past = 1 AND s.to_day = (SELECT max(z.to_day) FROM org_spell z WHERE z.org = w.org AND {known z})))
LEFT JOIN org_kind_rule k ON k.kind = s.kind AND k.from_day <= $day AND k.to_day > $day

-- tree_search_1(w1 text, a1 text, most int, past int, day day, known int, limit int): org id, name text, code text, kind cat, parent id, from_day day, to_day day, level int
{hit}
FROM (SELECT DISTINCT t.org FROM (
    SELECT x.org FROM org_word x WHERE x.word >= $w1 AND x.word < $a1 LIMIT $most) t) w
{hit_spell}
ORDER BY level, s.sort_key, s.org LIMIT $limit

-- tree_search_2(w1 text, a1 text, w2 text, a2 text, most int, past int, day day, known int, limit int): org id, name text, code text, kind cat, parent id, from_day day, to_day day, level int
{hit}
FROM (SELECT DISTINCT t.org FROM (
    SELECT x.org FROM org_word x WHERE x.word >= $w1 AND x.word < $a1
      AND EXISTS (SELECT 1 FROM org_word y WHERE y.org = x.org AND y.word >= $w2 AND y.word < $a2)
    LIMIT $most) t) w
{hit_spell}
ORDER BY level, s.sort_key, s.org LIMIT $limit

-- tree_search_3(w1 text, a1 text, w2 text, a2 text, w3 text, a3 text, most int, past int, day day, known int, limit int): org id, name text, code text, kind cat, parent id, from_day day, to_day day, level int
{hit}
FROM (SELECT DISTINCT t.org FROM (
    SELECT x.org FROM org_word x WHERE x.word >= $w1 AND x.word < $a1
      AND EXISTS (SELECT 1 FROM org_word y WHERE y.org = x.org AND y.word >= $w2 AND y.word < $a2)
      AND EXISTS (SELECT 1 FROM org_word z WHERE z.org = x.org AND z.word >= $w3 AND z.word < $a3)
    LIMIT $most) t) w
{hit_spell}
ORDER BY level, s.sort_key, s.org LIMIT $limit

-- org_ids(after id, limit int): id id
SELECT id FROM org WHERE id > $after ORDER BY id LIMIT $limit
