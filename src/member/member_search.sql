-- The search for persons: as things stand on a day (today), as known now.
--
-- $over, $own: the organisation that the actor is for, and whether for it alone; 0: for everything.
-- Who left is found where they were last, also when that cell is no more. $w1 to $w3 are whole words,
-- a person has all of them; $begin to $beyond is the beginning of one more. '' is no word.

-- How many have a word of this range, up to a limit.
-- member_word_count(word text, after text, limit int): n int
-- one row
SELECT count(*) AS n FROM (SELECT 1 AS one FROM name_word WHERE word >= $word AND word < $after LIMIT $limit) w

-- From one word ($from to $after), of which $look are looked at, to at most $most persons who have
-- the others too.
-- member_search_words(from text, after text, w1 text, w2 text, w3 text, begin text, beyond text, over id, own bool, day day, look int, most int, limit int): person id, full_name text, birth_date day, sex cat, member_no text, cell id, cell_name text, status cat, counted int
WITH RECURSIVE {syllable}
SELECT s.person, p.full_name, p.birth_date, p.sex, p.member_no, s.cell,
  (SELECT o.name FROM org_spell o WHERE o.org = s.cell AND o.from_day <= $day AND {live o}
    ORDER BY o.to_day DESC LIMIT 1) AS cell_name, s.status, s.counted
FROM (SELECT DISTINCT s.person, s.sort_key, s.cell, s.status, s.counted FROM (SELECT s.person, s.sort_key, s.cell, s.status, s.counted
  FROM (SELECT n.person FROM name_word n WHERE n.word >= $from AND n.word < $after LIMIT $look) x
  CROSS JOIN member_spell s
  WHERE s.person = x.person AND s.from_day <= $day AND s.to_day > $day AND {live s}
  AND ($over = 0 OR ($own = 1 AND $over IN (s.cell, s.host)) OR ($own = 0 AND EXISTS (SELECT 1 FROM org_reach r
    WHERE r.anc = $over AND r.org IN (s.cell, s.host)
      AND {live r} AND r.from_day <= $day AND (r.to_day > $day
      OR NOT EXISTS (SELECT 1 FROM org_reach z WHERE z.anc = r.org AND z.org = r.org AND z.to_day > r.to_day AND {live z})))))
  {words x}
  LIMIT $most) s ORDER BY s.sort_key, s.person LIMIT $limit) s
JOIN person_spell p ON p.person = s.person AND p.from_day <= $day AND p.to_day > $day AND {live p}
ORDER BY s.sort_key, s.person LIMIT $limit

-- From an organisation with few members: all of them are looked at.
-- member_search_reach(w1 text, w2 text, w3 text, begin text, beyond text, over id, own bool, day day, limit int): person id, full_name text, birth_date day, sex cat, member_no text, cell id, cell_name text, status cat, counted int
WITH RECURSIVE {syllable}, here(org) AS (
  SELECT r.org FROM org_reach r
  WHERE r.anc = $over AND ($own = 0 OR r.org = $over) AND {live r} AND r.from_day <= $day AND (r.to_day > $day
      OR NOT EXISTS (SELECT 1 FROM org_reach z WHERE z.anc = r.org AND z.org = r.org AND z.to_day > r.to_day AND {live z}))
), found(person, sort_key, cell, status, counted) AS (
  SELECT s.person, s.sort_key, s.cell, s.status, s.counted FROM here CROSS JOIN member_spell s
  WHERE s.cell = here.org AND s.counted IN (0, 1) AND s.from_day <= $day AND s.to_day > $day AND {live s}
  {words s}
  UNION
  SELECT s.person, s.sort_key, s.cell, s.status, s.counted FROM here CROSS JOIN member_spell s
  WHERE s.host = here.org AND s.host <> 0 AND s.from_day <= $day AND s.to_day > $day AND {live s}
  {words s}
)
SELECT s.person, p.full_name, p.birth_date, p.sex, p.member_no, s.cell,
  (SELECT o.name FROM org_spell o WHERE o.org = s.cell AND o.from_day <= $day AND {live o}
    ORDER BY o.to_day DESC LIMIT 1) AS cell_name, s.status, s.counted
FROM (SELECT s.person, s.sort_key, s.cell, s.status, s.counted FROM found s ORDER BY s.sort_key, s.person LIMIT $limit) s
JOIN person_spell p ON p.person = s.person AND p.from_day <= $day AND p.to_day > $day AND {live p}
ORDER BY s.sort_key, s.person LIMIT $limit

-- By the beginning of the member number.
-- member_search_number(from text, after text, over id, own bool, day day, most int, limit int): person id, full_name text, birth_date day, sex cat, member_no text, cell id, cell_name text, status cat, counted int
SELECT s.person, p.full_name, p.birth_date, p.sex, p.member_no, s.cell,
  (SELECT o.name FROM org_spell o WHERE o.org = s.cell AND o.from_day <= $day AND {live o}
    ORDER BY o.to_day DESC LIMIT 1) AS cell_name, s.status, s.counted
FROM (SELECT DISTINCT s.person, s.sort_key, s.cell, s.status, s.counted FROM (SELECT s.person, s.sort_key, s.cell, s.status, s.counted
  FROM person_spell x CROSS JOIN member_spell s
  WHERE x.member_no >= $from AND x.member_no < $after AND {live x}
  AND s.person = x.person AND s.from_day <= $day AND s.to_day > $day AND {live s}
  AND ($over = 0 OR ($own = 1 AND $over IN (s.cell, s.host)) OR ($own = 0 AND EXISTS (SELECT 1 FROM org_reach r
    WHERE r.anc = $over AND r.org IN (s.cell, s.host)
      AND {live r} AND r.from_day <= $day AND (r.to_day > $day
      OR NOT EXISTS (SELECT 1 FROM org_reach z WHERE z.anc = r.org AND z.org = r.org AND z.to_day > r.to_day AND {live z})))))
  LIMIT $most) s ORDER BY s.sort_key, s.person LIMIT $limit) s
JOIN person_spell p ON p.person = s.person AND p.from_day <= $day AND p.to_day > $day AND {live p}
ORDER BY s.sort_key, s.person LIMIT $limit
