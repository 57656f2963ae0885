-- Dated records of an organisation: terms, bodies, posts, charges. Four tables of one pattern: a row is
-- never changed but voided, and another stands for it.

-- org_term_insert(id id, org id, number text, congress_day day, from_day day, to_day day, note text, txn id, made_ms int)
INSERT INTO org_term (id, org, number, congress_day, from_day, to_day, note, txn, made_ms)
VALUES ($id, $org, $number, $congress_day, $from_day, $to_day, $note, $txn, $made_ms)

-- org_term_void(id id, org id, void_txn id, void_ms int)
UPDATE org_term SET void_txn = $void_txn, void_ms = $void_ms WHERE id = $id AND org = $org AND void_txn = 0

-- org_term_get(id id, org id): id id, org id, number text, congress_day day, from_day day, to_day day, note text, txn id, made_ms int, void_txn id
-- one row
SELECT id, org, number, congress_day, from_day, to_day, note, txn, made_ms, void_txn FROM org_term WHERE id = $id AND org = $org

-- org_body_insert(id id, org id, body id, kind cat, name text, from_day day, to_day day, note text, txn id, made_ms int)
INSERT INTO org_body (id, org, body, kind, name, from_day, to_day, note, txn, made_ms)
VALUES ($id, $org, $body, $kind, $name, $from_day, $to_day, $note, $txn, $made_ms)

-- org_body_void(id id, org id, void_txn id, void_ms int)
UPDATE org_body SET void_txn = $void_txn, void_ms = $void_ms WHERE id = $id AND org = $org AND void_txn = 0

-- org_body_get(id id, org id): id id, org id, body id, kind cat, name text, from_day day, to_day day, note text, txn id, made_ms int, void_txn id
-- one row
SELECT id, org, body, kind, name, from_day, to_day, note, txn, made_ms, void_txn FROM org_body WHERE id = $id AND org = $org

-- org_post_insert(id id, org id, body id, post cat, holder text, member_no text, from_day day, to_day day, decision_no text, txn id, made_ms int)
INSERT INTO org_post (id, org, body, post, holder, member_no, from_day, to_day, decision_no, txn, made_ms)
VALUES ($id, $org, $body, $post, $holder, $member_no, $from_day, $to_day, $decision_no, $txn, $made_ms)

-- org_post_void(id id, org id, void_txn id, void_ms int)
UPDATE org_post SET void_txn = $void_txn, void_ms = $void_ms WHERE id = $id AND org = $org AND void_txn = 0

-- org_post_get(id id, org id): id id, org id, body id, post cat, holder text, member_no text, from_day day, to_day day, decision_no text, txn id, made_ms int, void_txn id
-- one row
SELECT id, org, body, post, holder, member_no, from_day, to_day, decision_no, txn, made_ms, void_txn FROM org_post WHERE id = $id AND org = $org

-- org_charge_insert(id id, org id, holder text, member_no text, field text, over_org id, from_day day, to_day day, txn id, made_ms int)
INSERT INTO org_charge (id, org, holder, member_no, field, over_org, from_day, to_day, txn, made_ms)
VALUES ($id, $org, $holder, $member_no, $field, $over_org, $from_day, $to_day, $txn, $made_ms)

-- org_charge_void(id id, org id, void_txn id, void_ms int)
UPDATE org_charge SET void_txn = $void_txn, void_ms = $void_ms WHERE id = $id AND org = $org AND void_txn = 0

-- org_charge_get(id id, org id): id id, org id, holder text, member_no text, field text, over_org id, from_day day, to_day day, txn id, made_ms int, void_txn id
-- one row
SELECT id, org, holder, member_no, field, over_org, from_day, to_day, txn, made_ms, void_txn FROM org_charge WHERE id = $id AND org = $org

-- Terms are listed whole, the last first; the others as they stand on the day.
-- org_terms(org id, known int): id id, number text, congress_day day, from_day day, to_day day, note text
SELECT t.id, t.number, t.congress_day, t.from_day, t.to_day, t.note FROM org_term t
WHERE t.org = $org AND {known t}
ORDER BY t.from_day DESC, t.id

-- org_bodies(org id, day day, known int): id id, body id, kind cat, name text, from_day day, to_day day, note text, sort text
SELECT b.id, b.body, b.kind, b.name, b.from_day, b.to_day, b.note, c.note AS sort
FROM org_body b LEFT JOIN cat_entry c ON c.cat = 'body_kind' AND c.code = b.kind
WHERE b.org = $org AND {on b}
ORDER BY coalesce(c.pos, 99), b.name, b.id

-- Those of the organisation itself first, then body by body, in the order of the catalogues.
-- org_posts(org id, day day, known int): id id, post cat, holder text, body_name text, member_no text, decision_no text, from_day day, to_day day
SELECT p.id, p.post, p.holder, b.name AS body_name, p.member_no, p.decision_no, p.from_day, p.to_day
FROM org_post p
LEFT JOIN org_body b ON b.org = p.org AND b.body = p.body AND {on b}
LEFT JOIN cat_entry k ON k.cat = 'body_kind' AND k.code = b.kind
LEFT JOIN cat_entry c ON c.cat = 'post' AND c.code = p.post
WHERE p.org = $org AND {on p}
ORDER BY CASE WHEN p.body = 0 THEN 0 ELSE 1 END, coalesce(k.pos, 99), b.name, coalesce(c.pos, 99), p.from_day, p.id

-- org_charges(org id, day day, known int): id id, holder text, member_no text, field text, over_org id, over_name text, from_day day, to_day day
SELECT g.id, g.holder, g.member_no, g.field, g.over_org, s.name AS over_name, g.from_day, g.to_day
FROM org_charge g
LEFT JOIN org_spell s ON s.org = g.over_org AND {on s}
WHERE g.org = $org AND {on g}
ORDER BY g.holder, s.sort_key, g.field, g.id

-- The last name of a body, for posts of days on which it was no more.
-- org_body_name(org id, body id): name text
-- one row
SELECT name FROM org_body WHERE org = $org AND body = $body AND void_txn = 0 ORDER BY from_day DESC LIMIT 1

-- Live posts of a body, all of them or those that last past a day.
-- org_body_posts(org id, body id, day day): n int
-- one row
SELECT count(*) AS n FROM org_post WHERE org = $org AND body = $body AND to_day > $day AND void_txn = 0

-- Functions that a post gives, on whatever day; and of whom an account speaks.
-- org_post_functions(org id, body id, post text): func cat
SELECT DISTINCT f.func FROM function_rule f
WHERE f.post = $post
  AND (($body = 0 AND f.body_kind = '')
    OR f.body_kind IN (SELECT b.kind FROM org_body b WHERE b.org = $org AND b.body = $body AND {live b}))
  AND (f.org_kind = '*' OR f.org_kind IN (SELECT o.kind FROM org_spell o WHERE o.org = $org AND {live o}))
ORDER BY f.func

-- org_person_no(person id, member_no text): n int
-- one row
SELECT count(*) AS n FROM person_spell s WHERE s.person = $person AND s.member_no = $member_no AND {live s}

-- Others who hold the same post of the same organisation or body between two days.
-- org_post_others(org id, body id, post cat, id id, from_day day, to_day day): holder text
SELECT holder FROM org_post
WHERE org = $org AND body = $body AND post = $post AND id <> $id
  AND from_day < $to_day AND to_day > $from_day AND void_txn = 0
ORDER BY from_day, holder LIMIT 3

-- Every post of an organisation and of those below it on the day, as a list to take away.
-- org_posts_all(org id, day day, known int, limit int): id id, org_code text, post cat, member_no text, holder text, from day, to day
WITH RECURSIVE sub(org) AS (
  SELECT s.org FROM org_spell s WHERE s.org = $org AND {on s}
  UNION ALL
  SELECT s.org FROM sub JOIN org_spell s ON s.parent = sub.org WHERE {on s}
)
SELECT p.id, o.code AS org_code, p.post, p.member_no, p.holder, p.from_day AS from_, p.to_day AS to_
FROM sub
JOIN org_post p ON p.org = sub.org AND {known p}
JOIN org_spell o ON o.org = sub.org AND {on o}
ORDER BY o.code, p.from_day, p.id LIMIT $limit

-- Is somebody of that number on probation between two days?
-- org_post_probation(member_no text, from_day day, to_day day): full_name text, day day
-- one row
SELECT p.full_name, CASE WHEN m.from_day > $from_day THEN m.from_day ELSE $from_day END AS day
FROM person_spell p JOIN member_spell m ON m.person = p.person AND m.counted = 1
  AND m.status = 'probationary' AND m.from_day < $to_day AND m.to_day > $from_day AND {live m}
WHERE p.member_no = $member_no AND p.from_day < $to_day AND p.to_day > $from_day
  AND m.from_day < p.to_day AND m.to_day > p.from_day AND {live p}
ORDER BY m.from_day LIMIT 1

-- All who are, in posts of official members.
-- org_post_probations(): full_name text, post cat, org_name text
SELECT DISTINCT p.full_name, o.post, s.name AS org_name
FROM org_post o
JOIN cat_entry e ON e.cat = 'post_full' AND e.code = o.post
JOIN person_spell p ON p.member_no = o.member_no AND p.from_day < o.to_day AND p.to_day > o.from_day AND {live p}
JOIN member_spell m ON m.person = p.person AND m.counted = 1 AND m.status = 'probationary'
  AND m.from_day < o.to_day AND m.to_day > o.from_day AND m.from_day < p.to_day AND m.to_day > p.from_day AND {live m}
JOIN org_spell s ON s.org = o.org AND s.to_day > o.from_day AND s.from_day <= o.from_day AND {live s}
WHERE o.member_no IS NOT NULL AND {live o}
ORDER BY s.name, o.post, p.full_name
