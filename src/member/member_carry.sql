-- Members of a cell that ends, carried into another one by the cell: member_carry.h.

-- A fact of a person ($person stands in q) that counts on the day or later, or may do so.
-- @text late(q)
EXISTS (SELECT 1 FROM member_fact l WHERE l.person = q.person AND {live l}
    AND (l.day >= $day OR (l.day >= $year AND l.day % 100 = 0)))

-- A record that is told under another one, or has another one told under it.
-- @text bound(q)
(EXISTS (SELECT 1 FROM person_join j WHERE j.person = q.person AND {live j})
  OR EXISTS (SELECT 1 FROM person_join k WHERE k.into_person = q.person AND {live k}))

-- Whom it concerns that a cell ends, or goes on after all: who is there, takes part there or is on the way there; who
-- has left, if something was recorded since; and whom a paper of that day or later names with it.
-- @text carry_who
SELECT m.person FROM member_spell m WHERE m.cell = $cell AND m.counted IN (0, 1) AND m.to_day >= $day AND {live m} AND (m.counted = 1 OR {late m})
UNION
SELECT h.person FROM member_spell h WHERE h.host = $cell AND h.host <> 0 AND h.to_day >= $day AND {live h}
UNION
SELECT t.person FROM member_spell t WHERE t.transit = $cell AND t.transit <> 0 AND t.to_day >= $day AND {live t}
UNION
SELECT f.person FROM member_fact f WHERE f.cell = $cell AND f.cell <> 0 AND f.day >= $year AND {live f}
UNION
SELECT o.person FROM member_fact o WHERE o.other = $cell AND o.other <> 0 AND o.day >= $year AND {live o}

-- How many of each kind stand after the day; plain: they are there without end, and nothing else is known of then.
-- member_carry_into(cell id, day day, year day): person id, plain int
SELECT w.person, CASE WHEN {late w} OR {bound w} THEN 0 WHEN (
    SELECT sum(CASE WHEN s.cell = $cell AND s.from_day < $day AND s.to_day = 99991231 AND s.counted = 1 AND s.host = 0
      AND s.transit = 0 THEN 1 ELSE 2 END)
    FROM member_spell s WHERE s.person = w.person AND s.to_day > $day AND {live s}) = 1 THEN 1 ELSE 0 END AS plain
FROM ({carry_who}) w ORDER BY w.person

-- The way back: two stays, before the day and after it, alike but for the cell.
-- member_carry_back(cell id, next id, day day, year day): person id, plain int
SELECT w.person, CASE WHEN {late w} OR {bound w} THEN 0 WHEN (
    SELECT count(*) FROM member_spell s WHERE s.person = w.person AND s.to_day >= $day AND {live s}) = 2 AND EXISTS (
    SELECT 1 FROM member_spell x JOIN member_spell y ON y.person = x.person AND y.sort_key = x.sort_key AND y.status = x.status
      AND y.admitted_on = x.admitted_on AND y.official_on = x.official_on AND y.exempt = x.exempt AND y.away = x.away
      AND y.suspended = x.suspended
    WHERE x.person = w.person AND x.cell = $cell AND x.to_day = $day AND x.counted = 1 AND x.host = 0 AND x.transit = 0 AND {live x}
      AND y.cell = $next AND y.from_day = $day AND y.to_day = 99991231 AND y.counted = 1 AND y.host = 0 AND y.transit = 0
      AND {live y}) AND EXISTS (
    SELECT 1 FROM member_flow g WHERE g.person = w.person AND g.day = $day AND g.cell = $cell AND g.kind = 'moved_out'
      AND g.other = $next AND g.fact = 0 AND {live g}) THEN 1 ELSE 0 END AS plain
FROM ({carry_who}) w ORDER BY w.person

-- Whom a record names with an organisation, whatever the day.
-- member_named_with(org id): person id
SELECT person FROM member_fact WHERE cell = $org AND cell <> 0 AND void_ms = 9007199254740991
UNION
SELECT person FROM member_fact WHERE other = $org AND other <> 0 AND void_ms = 9007199254740991
ORDER BY person

-- What follows writes for all that are carried at once. Whoever is not plain has been written before: of those who
-- stand in the cell without end, or have moved with it, only they are left.
-- @text carried
FROM member_spell m WHERE m.cell = $cell AND m.to_day = 99991231 AND m.counted = 1 AND {live m}

-- @text returned
FROM member_flow f WHERE f.cell = $cell AND f.day = $day AND f.kind = 'moved_out' AND f.other = $next AND f.fact = 0 AND {live f}

-- @text carry_stays
m.from_day, m.status, m.exempt, m.away, {person}

-- member_carry_stays(cell id): from_day day, status cat, exempt int, away int, row_from day, row_to day, birth_date day, sex cat, ethnicity cat, religion cat, schooling cat, theory_level cat, occupation cat, youth_union cat
-- any order
SELECT {carry_stays} FROM member_spell m CROSS JOIN person_spell a
WHERE m.cell = $cell AND m.to_day = 99991231 AND m.counted = 1 AND {live m}
  AND a.person = m.person AND a.to_day > m.from_day AND {live a}

-- member_return_stays(cell id, next id, day day): from_day day, status cat, exempt int, away int, row_from day, row_to day, birth_date day, sex cat, ethnicity cat, religion cat, schooling cat, theory_level cat, occupation cat, youth_union cat
-- any order
SELECT {carry_stays} FROM member_spell m CROSS JOIN person_spell a
WHERE m.cell = $cell AND m.to_day = $day AND m.counted = 1 AND {live m} AND m.person IN (SELECT f.person {returned})
  AND a.person = m.person AND a.to_day > m.from_day AND {live a}

-- member_carry_note(cell id, txn id)
INSERT INTO txn_person (txn, person) SELECT CAST($txn AS BIGINT), m.person {carried}

-- member_return_note(cell id, next id, day day, txn id)
INSERT INTO txn_person (txn, person) SELECT CAST($txn AS BIGINT), f.person {returned}

-- member_carry_bump(cell id)
UPDATE person SET version = version + 1 WHERE id IN (SELECT m.person {carried})

-- member_return_bump(cell id, next id, day day)
UPDATE person SET version = version + 1 WHERE id IN (SELECT f.person {returned})

-- Nobody who is carried got a card on the day or later: whoever had none before has none after.
-- @text spell_columns
cell, sort_key, person, from_day, txn, to_day, counted, status, admitted_on, official_on, host, transit, exempt, away, suspended, made_ms, pieced, cardless_to

-- member_carry_close(cell id, day day, txn id, made_ms int)
INSERT INTO member_spell ({spell_columns})
SELECT m.cell, m.sort_key, m.person, m.from_day, CAST($txn AS BIGINT), CAST($day AS INTEGER), m.counted, m.status,
  m.admitted_on, m.official_on, m.host, m.transit, m.exempt, m.away, m.suspended, CAST($made_ms AS BIGINT), m.pieced,
  CASE WHEN m.cardless_to < $day THEN m.cardless_to ELSE CAST($day AS INTEGER) END
{carried}

-- member_carry_open(cell id, next id, day day, txn id, made_ms int)
INSERT INTO member_spell ({spell_columns})
SELECT CAST($next AS BIGINT), m.sort_key, m.person, CAST($day AS INTEGER), CAST($txn AS BIGINT), m.to_day, m.counted, m.status,
  m.admitted_on, m.official_on, m.host, m.transit, m.exempt, m.away, m.suspended, CAST($made_ms AS BIGINT), m.pieced,
  CASE WHEN m.cardless_to > $day THEN m.cardless_to ELSE 0 END
{carried}

-- member_return_open(cell id, next id, day day, txn id, made_ms int)
INSERT INTO member_spell ({spell_columns})
SELECT m.cell, m.sort_key, m.person, m.from_day, CAST($txn AS BIGINT), 99991231, m.counted, m.status,
  m.admitted_on, m.official_on, m.host, m.transit, m.exempt, m.away, m.suspended, CAST($made_ms AS BIGINT), m.pieced,
  CASE WHEN m.cardless_to = $day THEN 99991231 ELSE m.cardless_to END
FROM member_spell m
WHERE m.cell = $cell AND m.to_day = $day AND m.counted = 1 AND {live m} AND m.person IN (SELECT f.person {returned})

-- member_carry_out(cell id, next id, day day, txn id, made_ms int)
INSERT INTO member_flow (cell, day, person, kind, fact, txn, other, made_ms)
SELECT m.cell, CAST($day AS INTEGER), m.person, 'moved_out', 0, CAST($txn AS BIGINT), CAST($next AS BIGINT), CAST($made_ms AS BIGINT)
{carried}

-- member_carry_in(cell id, next id, day day, txn id, made_ms int)
INSERT INTO member_flow (cell, day, person, kind, fact, txn, other, made_ms)
SELECT CAST($next AS BIGINT), CAST($day AS INTEGER), m.person, 'moved_in', 0, CAST($txn AS BIGINT), m.cell, CAST($made_ms AS BIGINT)
{carried}

-- member_carry_void(cell id, void_txn id, void_ms int)
UPDATE member_spell SET void_txn = $void_txn, void_ms = $void_ms
WHERE cell = $cell AND to_day = 99991231 AND counted = 1 AND void_ms = 9007199254740991

-- Both stays of the way there, then what was counted of it; who it is about goes last.
-- member_return_void(cell id, next id, day day, void_txn id, void_ms int)
UPDATE member_spell SET void_txn = $void_txn, void_ms = $void_ms
WHERE cell = $cell AND to_day = $day AND counted = 1 AND void_ms = 9007199254740991 AND person IN (SELECT f.person {returned})

-- member_return_void_next(cell id, next id, day day, void_txn id, void_ms int)
UPDATE member_spell SET void_txn = $void_txn, void_ms = $void_ms
WHERE cell = $next AND counted = 1 AND to_day = 99991231 AND from_day = $day AND void_ms = 9007199254740991 AND person IN (SELECT f.person {returned})

-- member_return_void_in(cell id, next id, day day, void_txn id, void_ms int)
UPDATE member_flow SET void_txn = $void_txn, void_ms = $void_ms
WHERE cell = $next AND day = $day AND kind = 'moved_in' AND other = $cell AND fact = 0 AND void_ms = 9007199254740991

-- member_return_void_out(cell id, next id, day day, void_txn id, void_ms int)
UPDATE member_flow SET void_txn = $void_txn, void_ms = $void_ms
WHERE cell = $cell AND day = $day AND kind = 'moved_out' AND other = $next AND fact = 0 AND void_ms = 9007199254740991
