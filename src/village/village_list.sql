-- Lists of villages and what is counted of them.
--
-- $org 0 is the whole database; $own 1 leaves out what is below. $state is what a list or an
-- indicator is of: see the catalogue village_listed. Few communes: from them to their villages,
-- sorted ("gather"); many: along the names, until the page is full ("walk"); words: from the
-- villages that have them ("named").

-- A village without a head on the day: vacant if one was recorded before, else nobody knows.
-- @text head_said(v)
(CASE WHEN v.head_is = 'vacant' AND NOT EXISTS (SELECT 1 FROM village_fact q WHERE q.village = v.village AND q.aspect = 'head' AND q.from_day <= $day AND {known q})
  THEN 'unknown' ELSE v.head_is END)

-- @text village_so(v)
CASE WHEN $state = 'total' THEN 1
  WHEN $state IN ('own', 'joint', 'none') THEN CASE WHEN v.cover = $state THEN 1 ELSE 0 END
  WHEN $state = 'no_cell' THEN CASE WHEN v.cover <> 'own' THEN 1 ELSE 0 END
  WHEN $state = 'no_member' THEN CASE WHEN v.lives = 'none' THEN 1 ELSE 0 END
  WHEN $state = 'unknown' THEN CASE WHEN v.lives = 'unknown' THEN 1 ELSE 0 END
  WHEN $state = 'unstable' THEN v.unstable
  WHEN $state = 'below_minimum' THEN v.below
  WHEN $state = 'secretary_is_head' THEN v.combined
  WHEN $state = 'not_combined' THEN 1 - v.combined
  WHEN $state = 'head_not_member' THEN CASE WHEN v.head_is = 'outside' THEN 1 ELSE 0 END
  WHEN $state IN ('head_vacant', 'head_unknown') THEN CASE WHEN 'head_' || {head_said v} = $state THEN 1 ELSE 0 END
  ELSE 0 END = 1

-- The organisations of the day.
-- @text village_part
part(org) AS (
  SELECT r.org FROM org_reach r WHERE r.anc = $org AND ($own = 0 OR r.org = r.anc) AND {on r}
)

-- @text village_within(v)
($org = 0 OR EXISTS (SELECT 1 FROM org_reach r
  WHERE r.anc = $org AND r.org = v.commune AND ($own = 0 OR r.org = r.anc) AND {on r}))

-- Names of the head and of those in charge are the record's, not the register's.
-- @text village_columns
SELECT v.village AS id, v.code, v.name, v.kind,
  (SELECT c.name FROM org_spell c WHERE c.org = v.commune AND {on c}) AS commune_name, v.commune,
  (SELECT c.name FROM org_spell c WHERE c.org = v.cell AND {on c}) AS cell_name, v.cell, v.cover, v.lives, v.members, v.official, v.unstable, v.below, {head_said v} AS head_is, v.combined,
  (SELECT min(h.holder) FROM village_fact h WHERE h.village = v.village AND h.aspect = 'head' AND {on h}) AS head_name,
  (SELECT min(h.holder) FROM village_fact h WHERE h.village = v.village AND h.aspect = 'charge' AND {on h}) AS charge_name

-- @text village_beyond
(v.sort_key, v.village) > (SELECT k.sort_key, k.village FROM village_state k WHERE k.village = $after AND {on k})

-- village_gather(org id, own int, state text, day day, known int, limit int): id id, code text, name text, kind cat, commune_name text, commune id, cell_name text, cell id, cover cat, lives cat, members int, official int, unstable int, below int, head_is cat, combined int, head_name text, charge_name text
WITH {village_part}
{village_columns}
FROM part p CROSS JOIN village_state v
WHERE v.commune = p.org AND {on v} AND {village_so v}
ORDER BY v.sort_key, v.village LIMIT $limit

-- village_gather_after(org id, own int, state text, day day, known int, after id, limit int): id id, code text, name text, kind cat, commune_name text, commune id, cell_name text, cell id, cover cat, lives cat, members int, official int, unstable int, below int, head_is cat, combined int, head_name text, charge_name text
WITH {village_part}
{village_columns}
FROM part p CROSS JOIN village_state v
WHERE v.commune = p.org AND {on v} AND {village_so v} AND {village_beyond}
ORDER BY v.sort_key, v.village LIMIT $limit

-- village_walk(org id, own int, state text, day day, known int, limit int): id id, code text, name text, kind cat, commune_name text, commune id, cell_name text, cell id, cover cat, lives cat, members int, official int, unstable int, below int, head_is cat, combined int, head_name text, charge_name text
{village_columns}
FROM village_state v
WHERE {on v} AND {village_so v} AND {village_within v}
ORDER BY v.sort_key, v.village LIMIT $limit

-- village_walk_after(org id, own int, state text, day day, known int, after id, limit int): id id, code text, name text, kind cat, commune_name text, commune id, cell_name text, cell id, cover cat, lives cat, members int, official int, unstable int, below int, head_is cat, combined int, head_name text, charge_name text
{village_columns}
FROM village_state v
WHERE {on v} AND {village_so v} AND {village_within v} AND {village_beyond}
ORDER BY v.sort_key, v.village LIMIT $limit

-- Two words, each from its beginning.
-- @text village_words
worded(village) AS (
  SELECT w.village FROM village_word w WHERE w.word >= $word AND w.word < $word_after
  INTERSECT
  SELECT w.village FROM village_word w WHERE w.word >= $other AND w.word < $other_after
)

-- village_named(org id, own int, state text, day day, known int, word text, word_after text, other text, other_after text, limit int): id id, code text, name text, kind cat, commune_name text, commune id, cell_name text, cell id, cover cat, lives cat, members int, official int, unstable int, below int, head_is cat, combined int, head_name text, charge_name text
WITH {village_words}
{village_columns}
FROM worded x CROSS JOIN village_state v
WHERE v.village = x.village AND {on v} AND {village_so v} AND {village_within v}
ORDER BY v.sort_key, v.village LIMIT $limit

-- village_named_after(org id, own int, state text, day day, known int, word text, word_after text, other text, other_after text, after id, limit int): id id, code text, name text, kind cat, commune_name text, commune id, cell_name text, cell id, cover cat, lives cat, members int, official int, unstable int, below int, head_is cat, combined int, head_name text, charge_name text
WITH {village_words}
{village_columns}
FROM worded x CROSS JOIN village_state v
WHERE v.village = x.village AND {on v} AND {village_so v} AND {village_within v} AND {village_beyond}
ORDER BY v.sort_key, v.village LIMIT $limit

-- village_named_count(org id, own int, state text, day day, known int, word text, word_after text, other text, other_after text): n int
-- one row
WITH {village_words}
SELECT count(*) AS n FROM worded x CROSS JOIN village_state v
WHERE v.village = x.village AND {on v} AND {village_so v} AND {village_within v}

-- The plain count over the states, as known at any instant.
-- village_count(org id, own int, state text, day day, known int): n int
-- one row
WITH {village_part}
SELECT count(*) AS n FROM part p CROSS JOIN village_state v
WHERE v.commune = p.org AND {on v} AND {village_so v}

-- village_count_all(state text, day day, known int): n int
-- one row
SELECT count(*) AS n FROM village_state v WHERE {on v} AND {village_so v}

-- The same from the sums, as known now.
-- village_sum_on(org id, figure text, day day): n int
-- one row
SELECT coalesce(sum(n), 0) AS n FROM village_sum WHERE org = $org AND figure = $figure AND day <= $day

-- ---- coverage ----

-- What each commune below an organisation has of each, those without villages included.
-- village_cover_rows(org id, day day, known int): org id, code text, name text, villages int, own int, joint int, no_cell int, no_member int, unknown int, unstable int, below int, combined int, head_outside int
SELECT c.org, c.code, c.name, count(v.village) AS villages,
  sum(CASE WHEN v.cover = 'own' THEN 1 ELSE 0 END) AS own,
  sum(CASE WHEN v.cover = 'joint' THEN 1 ELSE 0 END) AS joint,
  sum(CASE WHEN v.cover = 'none' THEN 1 ELSE 0 END) AS no_cell,
  sum(CASE WHEN v.lives = 'none' THEN 1 ELSE 0 END) AS no_member,
  sum(CASE WHEN v.lives = 'unknown' THEN 1 ELSE 0 END) AS unknown,
  sum(coalesce(v.unstable, 0)) AS unstable,
  sum(coalesce(v.below, 0)) AS below,
  sum(coalesce(v.combined, 0)) AS combined,
  sum(CASE WHEN v.head_is = 'outside' THEN 1 ELSE 0 END) AS head_outside
FROM org_reach r CROSS JOIN org_spell c
LEFT JOIN village_state v ON v.commune = c.org AND {on v}
WHERE r.anc = $org AND {on r} AND c.org = r.org AND {on c}
  AND EXISTS (SELECT 1 FROM org_figure_rule f WHERE f.figure = 'commune.total' AND f.kind = c.kind
    AND f.from_day <= $day AND f.to_day > $day)
GROUP BY c.org, c.code, c.name, c.sort_key
ORDER BY c.sort_key, c.org

-- Every village of the communes below, with what its tile shows.
-- village_cover_tiles(org id, day day, known int, limit int): id id, commune id, name text, cover cat, lives cat, unstable int, below int, head_is cat, combined int, members int
SELECT v.village AS id, v.commune, v.name, v.cover, v.lives, v.unstable, v.below, {head_said v} AS head_is, v.combined, v.members
FROM org_reach r CROSS JOIN village_state v
WHERE r.anc = $org AND {on r} AND v.commune = r.org AND {on v}
ORDER BY v.commune, v.sort_key, v.village LIMIT $limit

-- Cells recorded as the own one of several villages.
-- village_shared(org id, day day, known int): cell id, name text
SELECT x.cell, c.name FROM (
  SELECT v.cell FROM org_reach r CROSS JOIN village_state v
  WHERE r.anc = $org AND {on r} AND v.commune = r.org AND {on v} AND v.cell <> 0
  GROUP BY v.cell HAVING sum(1 - v.joint) > 1
) x LEFT JOIN org_spell c ON c.org = x.cell AND {on c}
ORDER BY c.sort_key, x.cell

-- ---- heads ----

-- Villages whose head was no member, or no secretary, on either of two days: how it was and is.
-- village_head_rows(org id, day day, before day, known int, limit int): id id, name text, commune_name text, head_was text, was_is cat, was_combined int, head_name text, head_is cat, combined int, secretary text, admitted_on day
SELECT v.village AS id, v.name, c.name AS commune_name,
  (SELECT min(h.holder) FROM village_fact h WHERE h.village = v.village AND h.aspect = 'head' AND h.from_day <= $before AND h.to_day > $before AND {known h}) AS head_was,
  b.head_is AS was_is, coalesce(b.combined, 0) AS was_combined,
  (SELECT min(h.holder) FROM village_fact h WHERE h.village = v.village AND h.aspect = 'head' AND {on h}) AS head_name,
  {head_said v} AS head_is, v.combined,
  (SELECT min(p.holder) FROM org_post p WHERE p.org = v.cell AND p.body = 0 AND p.post = 'secretary' AND {on p}) AS secretary,
  coalesce((SELECT min(f.day) FROM village_flow f WHERE f.commune = v.commune AND f.village = v.village AND f.day > $before AND f.day <= $day AND {known f}), 0) AS admitted_on
FROM org_reach r CROSS JOIN village_state v
LEFT JOIN village_state b ON b.village = v.village AND b.from_day <= $before AND b.to_day > $before AND {known b}
LEFT JOIN org_spell c ON c.org = v.commune AND {on c}
WHERE r.anc = $org AND {on r} AND v.commune = r.org AND {on v}
  AND (v.head_is = 'outside' OR v.combined = 0 OR b.head_is = 'outside')
ORDER BY c.sort_key, v.sort_key, v.village LIMIT $limit

-- ---- the page of a village ----

-- Members who are recorded under a code, in Vietnamese order.
-- village_people(code text, day day, known int): person id, full_name text, status cat, cell id, cell_name text, from_day day, to_day day
SELECT p.person, p.full_name, m.status, m.cell, c.name AS cell_name, p.from_day, p.to_day
FROM person_spell p JOIN member_spell m ON m.person = p.person AND m.counted = 1 AND {on m}
LEFT JOIN org_spell c ON c.org = m.cell AND {on c}
WHERE p.village_code = $code AND {on p}
ORDER BY m.sort_key, p.person

-- Who heads a cell.
-- village_secretaries(cell id, day day, known int): holder text
SELECT p.holder FROM org_post p WHERE p.org = $cell AND p.body = 0 AND p.post = 'secretary' AND {on p} ORDER BY p.from_day, p.holder

-- ---- the file ----

-- @text village_names
LEFT JOIN org_spell c ON c.org = v.commune AND {on c}
LEFT JOIN org_spell l ON l.org = v.cell AND v.cell <> 0 AND {on l}

-- village_file(org id, own int, state text, day day, known int, limit int): id id, code text, name text, kind cat, commune_code text, cell_code text, joint cat, head_name text, head_member_no text, head_from day, households int, population int
WITH {village_part}
SELECT v.village AS id, v.code, v.name, v.kind, c.code AS commune_code, l.code AS cell_code,
  CASE WHEN v.joint = 1 THEN 'yes' ELSE NULL END AS joint, h.holder AS head_name, n.member_no AS head_member_no,
  h.from_day AS head_from, k.households, k.population
FROM part p CROSS JOIN village_state v {village_names}
LEFT JOIN village_fact h ON h.village = v.village AND h.aspect = 'head' AND {on h}
LEFT JOIN person_spell n ON n.person = h.person AND h.person <> 0 AND {on n}
LEFT JOIN village_fact k ON k.village = v.village AND k.aspect = 'count' AND {on k}
WHERE v.commune = p.org AND {on v} AND {village_so v}
ORDER BY c.sort_key, v.sort_key, v.village LIMIT $limit

-- ---- figures ----

-- village_kinds(org id, own int, state text, day day, known int): code text, n int
WITH {village_part}
SELECT v.kind AS code, count(*) AS n FROM part p CROSS JOIN village_state v
LEFT JOIN cat_entry e ON e.cat = 'village_kind' AND e.code = v.kind
WHERE v.commune = p.org AND {on v} AND {village_so v}
GROUP BY v.kind, e.pos ORDER BY coalesce(e.pos, 99), v.kind

-- village_kinds_all(state text, day day, known int): code text, n int
SELECT v.kind AS code, count(*) AS n FROM village_state v
LEFT JOIN cat_entry e ON e.cat = 'village_kind' AND e.code = v.kind
WHERE {on v} AND {village_so v}
GROUP BY v.kind, e.pos ORDER BY coalesce(e.pos, 99), v.kind

-- ---- the page of an organisation ----

-- village_of_cell(cell id, day day, known int): id id, name text, joint int, lives cat, head_is cat, combined int
SELECT v.village AS id, v.name, v.joint, v.lives, {head_said v} AS head_is, v.combined FROM village_state v
WHERE v.cell = $cell AND v.cell <> 0 AND {on v} ORDER BY v.sort_key, v.village
