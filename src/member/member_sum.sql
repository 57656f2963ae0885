-- Members in the summaries of indicators: member_sum.h.

-- member_sum_people(org id): person id
SELECT person FROM member_spell m WHERE m.cell = $org AND {live m}
UNION
SELECT person FROM member_flow f WHERE f.cell = $org AND {live f}
ORDER BY person

-- @text person
a.from_day AS row_from, a.to_day AS row_to, a.birth_date, a.sex, a.ethnicity, a.religion, a.schooling, a.theory_level, a.occupation, a.youth_union

-- Every stay with each row of attributes that it meets; on its last day, too. Where all are read, the plus sign
-- keeps SQLite from going by an index of names that has the counted ones, and has to look up each row in the table.
-- @text stays
m.cell, m.from_day, m.to_day, m.status, m.exempt, m.away, {person}

-- @text stays_of
JOIN person_spell a ON a.person = m.person AND a.from_day <= m.to_day AND a.to_day > m.from_day AND {live a}
WHERE {live m}

-- member_sum_stays(): cell id, from_day day, to_day day, status cat, exempt int, away int, row_from day, row_to day, birth_date day, sex cat, ethnicity cat, religion cat, schooling cat, theory_level cat, occupation cat, youth_union cat
-- any order
SELECT {stays} FROM member_spell m {stays_of} AND +m.counted = 1

-- member_sum_stays_below(org id): cell id, from_day day, to_day day, status cat, exempt int, away int, row_from day, row_to day, birth_date day, sex cat, ethnicity cat, religion cat, schooling cat, theory_level cat, occupation cat, youth_union cat
-- any order
WITH part(cell) AS (SELECT DISTINCT r.org FROM org_reach r WHERE r.anc = $org AND {live r})
SELECT {stays} FROM part p CROSS JOIN member_spell m
{stays_of} AND m.cell = p.cell AND m.counted = 1

-- The same where nobody asks what they are: the rows of attributes of a person cover all days.
-- member_sum_stays_bare(): cell id, from_day day, to_day day, status cat, exempt int, away int
-- any order
SELECT m.cell, m.from_day, m.to_day, m.status, m.exempt, m.away FROM member_spell m
WHERE {live m} AND +m.counted = 1

-- member_sum_stays_bare_below(org id): cell id, from_day day, to_day day, status cat, exempt int, away int
-- any order
WITH part(cell) AS (SELECT DISTINCT r.org FROM org_reach r WHERE r.anc = $org AND {live r})
SELECT m.cell, m.from_day, m.to_day, m.status, m.exempt, m.away FROM part p CROSS JOIN member_spell m
WHERE {live m} AND m.cell = p.cell AND m.counted = 1

-- @text events
f.cell, f.other, f.day, f.kind, {person}

-- @text events_of
JOIN person_spell a ON a.person = f.person AND a.from_day <= f.day AND a.to_day > f.day AND {live a}
WHERE {live f}

-- member_sum_events(): cell id, other id, day day, kind cat, row_from day, row_to day, birth_date day, sex cat, ethnicity cat, religion cat, schooling cat, theory_level cat, occupation cat, youth_union cat
-- any order
SELECT {events} FROM member_flow f {events_of}

-- member_sum_events_below(org id): cell id, other id, day day, kind cat, row_from day, row_to day, birth_date day, sex cat, ethnicity cat, religion cat, schooling cat, theory_level cat, occupation cat, youth_union cat
-- any order
WITH part(cell) AS (SELECT DISTINCT r.org FROM org_reach r WHERE r.anc = $org AND {live r})
SELECT {events} FROM part p CROSS JOIN member_flow f
{events_of} AND f.cell = p.cell

-- member_sum_events_bare(): cell id, other id, day day, kind cat
-- any order
SELECT f.cell, f.other, f.day, f.kind FROM member_flow f WHERE {live f}

-- member_sum_events_bare_below(org id): cell id, other id, day day, kind cat
-- any order
WITH part(cell) AS (SELECT DISTINCT r.org FROM org_reach r WHERE r.anc = $org AND {live r})
SELECT f.cell, f.other, f.day, f.kind FROM part p CROSS JOIN member_flow f
WHERE {live f} AND f.cell = p.cell
