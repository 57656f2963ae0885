-- Lists of members. Members of an organisation are those whose cell it is or is below it.
--
-- Where few are asked for, they are gathered by their cells and sorted; where many, the index of all
-- by name is walked and each tested for being below. $none is no key: the beginning of the list.
-- A filter that is '' or 0 lets everybody pass.

-- The beginning of a word is all the words that begin so.
-- @text syllable
syllable(word) AS (
  SELECT min(n.word) FROM name_word n WHERE n.word >= $begin AND n.word < $beyond
  UNION ALL
  SELECT (SELECT min(n.word) FROM name_word n WHERE n.word > syllable.word AND n.word < $beyond)
  FROM syllable WHERE syllable.word IS NOT NULL
)

-- Those who have the words: whole ones, and one that is only begun.
-- @text words(t)
AND ($w1 = '' OR (SELECT count(*) FROM name_word w WHERE w.word = $w1 AND w.person = t.person) > 0)
  AND ($w2 = '' OR (SELECT count(*) FROM name_word w WHERE w.word = $w2 AND w.person = t.person) > 0)
  AND ($w3 = '' OR (SELECT count(*) FROM name_word w WHERE w.word = $w3 AND w.person = t.person) > 0)
  AND ($begin = '' OR (SELECT count(*) FROM syllable y JOIN name_word w ON w.word = y.word AND w.person = t.person) > 0)

-- What a filter asks of where they stand, and of what they are on the day.
-- @text standing
s.counted = $counted AND ($status = '' OR s.status = $status)
    AND ($exempt + $away + $suspended = 0
      OR (s.exempt >= $exempt AND s.away >= $away AND s.suspended >= $suspended))

-- @text filtered
AND ($sex = '' OR p.sex = $sex) AND ($ethnicity = '' OR p.ethnicity = $ethnicity)
  AND ($religion = '' OR p.religion = $religion) AND ($schooling = '' OR p.schooling = $schooling)
  AND ($theory_level = '' OR p.theory_level = $theory_level)
  AND ($occupation = '' OR p.occupation = $occupation)
  AND ($youth_union = '' OR p.youth_union = $youth_union)
  AND ($born_to = 0 OR (p.birth_date > 0 AND p.birth_date + CASE WHEN p.birth_date % 10000 = 0 THEN 701
    WHEN p.birth_date % 100 = 0 THEN 1 ELSE 0 END BETWEEN $born_from AND $born_to))
  AND ($sector = '' OR $sector = (SELECT coalesce(c.sector, u.sector) FROM org_spell c
    LEFT JOIN org_spell u ON u.org = c.parent AND {on u}
    WHERE c.org = s.cell AND {on c}))
  AND ($admitted_to = 0 OR s.admitted_on BETWEEN $admitted_from AND $admitted_to)
  {words s}

-- After the last one of the page before.
-- @text after(t)
(t.sort_key, t.person) > (coalesce((SELECT k.sort_key FROM member_spell k
      WHERE k.person = $after AND {on k}), $none), $after)

-- What a list says of a member.
-- @text listed
s.person, p.full_name, p.other_name, p.birth_date, p.sex, p.ethnicity, p.religion, p.native_place,
  p.residence, p.phone, p.citizen_no, p.schooling, p.degree, p.theory_level, p.occupation,
  p.youth_union, p.village_code, p.member_no, p.note, s.cell, o.code AS cell_code, o.name AS cell_name,
  s.status, s.host, s.transit, s.exempt, s.away, s.suspended,
  s.admitted_on, s.official_on AS recognised_on,
  (SELECT f.number FROM member_fact f WHERE f.person = s.person
    AND f.kind IN ('card_issued', 'card_exchanged', 'card_reissued')
    AND f.day <= $day AND {known f}
    ORDER BY f.day DESC, f.seq DESC LIMIT 1) AS card_no

-- A page of those who pass, m.
-- @text page
FROM (SELECT s.sort_key, s.person, s.cell, s.status, s.admitted_on, s.official_on, s.host, s.transit, s.exempt, s.away, s.suspended FROM m s
  WHERE {after s}
  ORDER BY s.sort_key, s.person LIMIT $limit) s
CROSS JOIN person_spell p
LEFT JOIN org_spell o ON o.org = s.cell AND {on o}
WHERE p.person = s.person AND {on p}
ORDER BY s.sort_key, s.person

-- Up to a limit, so that a count of many costs no more than one of few.
-- member_list_count_all(org id, day day, known int, counted int, status text, exempt int, away int, suspended int, limit int): n int
-- one row
SELECT count(*) AS n FROM (SELECT 1 AS one FROM org_reach r CROSS JOIN member_spell s
  WHERE r.anc = $org AND {on r}
    AND s.cell = r.org AND {on s}
    AND {standing} LIMIT $limit) c

-- A page of all, with what it shows.
-- member_list_brief_all(org id, day day, known int, counted int, status text, exempt int, away int, suspended int, after id, none bytes, limit int): person id, full_name text, birth_date day, sex cat, cell id, cell_name text, status cat, admitted_on day, recognised_on day, host id, transit id, exempt int, away int, suspended int
SELECT s.person, p.full_name, p.birth_date, p.sex, s.cell, o.name AS cell_name, s.status, s.admitted_on,
  s.official_on AS recognised_on, s.host, s.transit, s.exempt, s.away, s.suspended
FROM (SELECT s.cell, s.to_day, s.sort_key, s.person, s.from_day, s.txn
  FROM org_reach r CROSS JOIN member_spell s
  WHERE r.anc = $org AND {on r}
    AND s.cell = r.org AND {on s}
    AND {standing} AND ($after = 0 OR {after s})
  ORDER BY s.sort_key, s.person LIMIT $limit) n
CROSS JOIN member_spell s
CROSS JOIN person_spell p
LEFT JOIN org_spell o ON o.org = s.cell AND {on o}
WHERE s.cell = n.cell AND s.counted = $counted AND s.to_day = n.to_day AND s.sort_key = n.sort_key AND s.person = n.person AND s.from_day = n.from_day AND s.txn = n.txn
  AND p.person = s.person AND {on p}
ORDER BY n.sort_key, n.person

-- All of an organisation that has nothing below it, and nobody if it has: so few that they are counted
-- while they are read. Without a limit: SQLite would keep in a table what it now sorts in memory. What is below
-- is asked before anything is joined, or the whole tree below would be gone through to find nobody.
-- member_list_brief_leaf(org id, day day, known int, counted int, status text, exempt int, away int, suspended int): person id, full_name text, birth_date day, sex cat, cell id, cell_name text, status cat, admitted_on day, recognised_on day, host id, transit id, exempt int, away int, suspended int
SELECT s.person, p.full_name, p.birth_date, p.sex, s.cell, o.name AS cell_name, s.status, s.admitted_on,
  s.official_on AS recognised_on, s.host, s.transit, s.exempt, s.away, s.suspended
FROM (SELECT 1 AS one WHERE NOT EXISTS (SELECT 1 FROM org_reach b WHERE b.anc = $org AND b.org <> $org)) leaf
CROSS JOIN org_reach r LEFT JOIN org_spell o ON o.org = r.org AND {on o}
  CROSS JOIN member_spell s CROSS JOIN person_spell p
WHERE r.anc = $org AND {on r}
    AND s.cell = r.org AND {on s}
    AND {standing}
    AND p.person = s.person AND {on p}
ORDER BY s.sort_key, s.person

-- The same with all that a list may say.
-- member_list_gather_all(org id, day day, known int, counted int, status text, exempt int, away int, suspended int, after id, none bytes, limit int): person id, full_name text, other_name text, birth_date day, sex cat, ethnicity cat, religion cat, native_place text, residence text, phone text, citizen_no text, schooling cat, degree text, theory_level cat, occupation cat, youth_union cat, village_code text, member_no text, note text, cell id, cell_code text, cell_name text, status cat, host id, transit id, exempt int, away int, suspended int, admitted_on day, recognised_on day, card_no text
WITH m AS (
  SELECT s.sort_key, s.person, s.cell, s.status, s.admitted_on, s.official_on, s.host, s.transit, s.exempt, s.away, s.suspended
  FROM org_reach r CROSS JOIN member_spell s
  WHERE r.anc = $org AND {on r}
    AND s.cell = r.org AND {on s}
    AND {standing}
)
SELECT {listed}
{page}

-- Those who pass a filter, and how many they are; worth nothing if there are $most or more.
-- member_list_gather(org id, day day, known int, counted int, status text, exempt int, away int, suspended int, sex text, ethnicity text, religion text, schooling text, theory_level text, occupation text, youth_union text, born_from day, born_to day, sector text, admitted_from day, admitted_to day, w1 text, w2 text, w3 text, begin text, beyond text, most int, after id, none bytes, limit int): total int, person id, full_name text, other_name text, birth_date day, sex cat, ethnicity cat, religion cat, native_place text, residence text, phone text, citizen_no text, schooling cat, degree text, theory_level cat, occupation cat, youth_union cat, village_code text, member_no text, note text, cell id, cell_code text, cell_name text, status cat, host id, transit id, exempt int, away int, suspended int, admitted_on day, recognised_on day, card_no text
WITH RECURSIVE {syllable}, m(sort_key, person, cell, status, admitted_on, official_on, host, transit, exempt, away, suspended) AS (
  SELECT s.sort_key, s.person, s.cell, s.status, s.admitted_on, s.official_on, s.host, s.transit, s.exempt, s.away, s.suspended
  FROM org_reach r CROSS JOIN member_spell s CROSS JOIN person_spell p
  WHERE r.anc = $org AND {on r}
    AND s.cell = r.org AND {on s}
    AND {standing}
    AND p.person = s.person AND {on p}
  {filtered}
  LIMIT $most
)
SELECT (SELECT count(*) FROM m) AS total, {listed}
{page}

-- By name through everybody; n is the index, s the row it belongs to.
-- member_list_walk(org id, day day, known int, counted int, status text, exempt int, away int, suspended int, sex text, ethnicity text, religion text, schooling text, theory_level text, occupation text, youth_union text, born_from day, born_to day, sector text, admitted_from day, admitted_to day, w1 text, w2 text, w3 text, begin text, beyond text, after id, none bytes, limit int): person id, full_name text, other_name text, birth_date day, sex cat, ethnicity cat, religion cat, native_place text, residence text, phone text, citizen_no text, schooling cat, degree text, theory_level cat, occupation cat, youth_union cat, village_code text, member_no text, note text, cell id, cell_code text, cell_name text, status cat, host id, transit id, exempt int, away int, suspended int, admitted_on day, recognised_on day, card_no text
WITH RECURSIVE {syllable}
SELECT {listed}
FROM member_spell n
CROSS JOIN org_reach r
CROSS JOIN member_spell s
CROSS JOIN person_spell p
LEFT JOIN org_spell o ON o.org = s.cell AND {on o}
WHERE {after n}
  AND n.counted = $counted AND {on n}
  AND r.anc = $org AND r.org = n.cell AND {on r}
  AND s.cell = n.cell AND s.counted = n.counted AND s.to_day = n.to_day AND s.sort_key = n.sort_key AND s.person = n.person AND s.from_day = n.from_day AND s.txn = n.txn
  AND {standing}
  AND p.person = n.person AND {on p}
  {filtered}
ORDER BY n.sort_key, n.person LIMIT $limit

-- The same by no more than $chunk rows of the index at a time, for the planner of PostgreSQL, which
-- does not see that so many pass that the first of them are soon found. The index alone says where
-- they are; rows are fetched of those who are below. What is below is gathered once, or ($each = 1)
-- each is tested by itself, where that is most of all there is and nearly everybody passes.
-- member_list_chunk(org id, day day, known int, counted int, status text, exempt int, away int, suspended int, sex text, ethnicity text, religion text, schooling text, theory_level text, occupation text, youth_union text, born_from day, born_to day, sector text, admitted_from day, admitted_to day, w1 text, w2 text, w3 text, begin text, beyond text, after id, none bytes, each int, chunk int, limit int): person id, full_name text, other_name text, birth_date day, sex cat, ethnicity cat, religion cat, native_place text, residence text, phone text, citizen_no text, schooling cat, degree text, theory_level cat, occupation cat, youth_union cat, village_code text, member_no text, note text, cell id, cell_code text, cell_name text, status cat, host id, transit id, exempt int, away int, suspended int, admitted_on day, recognised_on day, card_no text
WITH RECURSIVE {syllable}
SELECT {listed}
FROM (SELECT n.sort_key, n.person, n.cell, n.from_day, n.to_day
  FROM member_spell n
  WHERE {after n} AND n.counted = $counted AND {on n}
  ORDER BY n.sort_key, n.person LIMIT $chunk) n
CROSS JOIN member_spell s
CROSS JOIN person_spell p
LEFT JOIN org_spell o ON o.org = s.cell AND {on o}
WHERE CASE WHEN $each = 1 THEN (SELECT count(*) FROM org_reach r WHERE r.anc = $org AND r.org = n.cell AND {on r}) > 0
    ELSE n.cell IN (SELECT r.org FROM org_reach r WHERE r.anc = $org AND {on r}) END
  AND s.cell = n.cell AND s.counted = $counted AND s.to_day = n.to_day AND s.sort_key = n.sort_key AND s.person = n.person AND s.from_day = n.from_day AND {on s}
  AND {standing}
  AND p.person = s.person AND {on p}
  {filtered}
ORDER BY n.sort_key, n.person LIMIT $limit

-- Guests: at home elsewhere, taking part here for a time.
-- member_guest_gather(org id, day day, known int, counted int, status text, exempt int, away int, suspended int, sex text, ethnicity text, religion text, schooling text, theory_level text, occupation text, youth_union text, born_from day, born_to day, sector text, admitted_from day, admitted_to day, w1 text, w2 text, w3 text, begin text, beyond text, most int, after id, none bytes, limit int): total int, person id, full_name text, other_name text, birth_date day, sex cat, ethnicity cat, religion cat, native_place text, residence text, phone text, citizen_no text, schooling cat, degree text, theory_level cat, occupation cat, youth_union cat, village_code text, member_no text, note text, cell id, cell_code text, cell_name text, status cat, host id, transit id, exempt int, away int, suspended int, admitted_on day, recognised_on day, card_no text
WITH RECURSIVE {syllable}, m(sort_key, person, cell, status, admitted_on, official_on, host, transit, exempt, away, suspended) AS (
  SELECT s.sort_key, s.person, s.cell, s.status, s.admitted_on, s.official_on, s.host, s.transit, s.exempt, s.away, s.suspended
  FROM org_reach r CROSS JOIN member_spell s CROSS JOIN person_spell p
  WHERE r.anc = $org AND {on r}
    AND s.host = r.org AND s.host <> 0 AND {on s}
    AND {standing}
    AND p.person = s.person AND {on p}
  {filtered}
  LIMIT $most
)
SELECT (SELECT count(*) FROM m) AS total, {listed}
{page}

-- @text rising
('taken_over', 'admitted', 'readmitted', 'restored', 'transfer_in', 'moved_in')

-- What came and went across the border since $since: as border_hits in member_change_list.sql.
-- @text hits_since
hit(kind) AS (
  SELECT f.kind FROM org_reach r CROSS JOIN member_flow f
  WHERE r.anc = $org AND r.from_day <= $day AND r.to_day >= $since AND {known r}
    AND f.cell = r.org AND f.day >= $since AND f.day <= $day AND {known f}
    AND f.kind IN ('taken_over', 'admitted', 'readmitted', 'restored', 'transfer_in', 'moved_in', 'transfer_out', 'moved_out', 'struck_off', 'resigned', 'expelled', 'deceased', 'annulled')
    AND CASE WHEN f.kind = 'moved_out' THEN f.day > r.from_day AND f.day <= r.to_day ELSE f.day >= r.from_day AND f.day < r.to_day END
    AND NOT EXISTS (SELECT 1 FROM org_reach o WHERE o.anc = $org AND o.org = f.other AND {known o}
      AND CASE WHEN f.kind = 'moved_in' THEN o.from_day < f.day AND o.to_day >= f.day ELSE o.from_day <= f.day AND o.to_day > f.day END)
  UNION ALL
  SELECT 'moved_in' FROM org_reach r CROSS JOIN member_spell s
  WHERE r.anc = $org AND r.from_day >= $since AND r.from_day <= $day AND {known r}
    AND s.cell = r.org AND s.counted = 1 AND s.from_day < r.from_day AND s.to_day >= r.from_day AND {known s}
    AND NOT EXISTS (SELECT 1 FROM org_reach e WHERE e.anc = $org AND e.org = r.org AND e.to_day = r.from_day AND {known e})
  UNION ALL
  SELECT 'moved_out' FROM org_reach r CROSS JOIN member_spell s
  WHERE r.anc = $org AND r.to_day >= $since AND r.to_day <= $day AND {known r}
    AND s.cell = r.org AND s.counted = 1 AND s.from_day < r.to_day AND s.to_day >= r.to_day AND {known s}
    AND EXISTS (SELECT 1 FROM org_reach e WHERE e.anc = r.org AND e.org = r.org AND e.from_day <= r.to_day AND e.to_day > r.to_day AND {known e})
    AND NOT EXISTS (SELECT 1 FROM org_reach e WHERE e.anc = $org AND e.org = r.org AND e.from_day = r.to_day AND {known e})
)

-- What the page of an organisation says of its members: how many, and what came and went across its
-- border from $since on (as member_change_counts has it). With $most or more nothing else is counted.
-- member_list_sum(org id, since day, day day, known int, most int): total int, official int, came int, went int
-- one row
WITH {hits_since}
SELECT t.total, t.official,
  CASE WHEN t.total >= $most THEN 0 ELSE (SELECT count(*) FROM hit WHERE kind IN {rising}) END AS came,
  CASE WHEN t.total >= $most THEN 0 ELSE (SELECT count(*) FROM hit WHERE kind NOT IN {rising}) END AS went
FROM (SELECT count(*) AS total, coalesce(sum(m.official), 0) AS official
  FROM (SELECT CASE WHEN s.status = 'full' THEN 1 ELSE 0 END AS official
    FROM org_reach r CROSS JOIN member_spell s
    WHERE r.anc = $org AND {on r}
      AND s.cell = r.org AND s.counted = 1 AND {on s}
    LIMIT $most) m) t

-- What came and went alone, where the summaries say how many there are.
-- member_list_border(org id, since day, day day, known int): came int, went int
-- one row
WITH {hits_since}
SELECT (SELECT count(*) FROM hit WHERE kind IN {rising}) AS came, (SELECT count(*) FROM hit WHERE kind NOT IN {rising}) AS went

-- The same of a cell, beside each of its members.
-- member_list_cell(org id, since day, day day, known int, limit int): person id, full_name text, birth_date day, sex cat, status cat, host id, transit id, exempt int, away int, suspended int, came int, went int
WITH {hits_since}
SELECT s.person, p.full_name, p.birth_date, p.sex, s.status, s.host, s.transit, s.exempt, s.away, s.suspended,
  (SELECT count(*) FROM hit WHERE kind IN {rising}) AS came,
  (SELECT count(*) FROM hit WHERE kind NOT IN {rising}) AS went
FROM member_spell s JOIN person_spell p ON p.person = s.person AND {on p}
WHERE s.cell = $org AND s.counted = 1 AND {on s}
ORDER BY s.sort_key, s.person LIMIT $limit

-- The tops of the tree: for whoever is for everything.
-- member_list_roots(day day, known int, limit int): org id
SELECT s.org FROM org_spell s WHERE s.parent = 0 AND {on s}
ORDER BY s.sort_key, s.org LIMIT $limit
