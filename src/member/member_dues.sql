-- Months without dues.

-- @text miss
d.person, d.month, d.id, d.cell, d.reason, d.good, d.paid_on, d.note, d.made_ms

-- Those of a person, newest first.
-- dues_of(person id, known int): person id, month day, id id, cell id, reason cat, good bool, paid_on day, note text, made_ms int
SELECT {miss} FROM dues_miss d WHERE d.person = $person AND {known d} ORDER BY d.month DESC

-- dues_get(person id, month day): person id, month day, id id, cell id, reason cat, good bool, paid_on day, note text, made_ms int
-- one row
SELECT {miss} FROM dues_miss d WHERE d.person = $person AND d.month = $month AND {live d}

-- dues_insert(person id, month day, id id, cell id, reason text, good bool, paid_on day, note text, txn id, made_ms int)
INSERT INTO dues_miss (person, month, id, cell, reason, good, paid_on, note, txn, made_ms)
VALUES ($person, $month, $id, $cell, $reason, $good, $paid_on, $note, $txn, $made_ms)

-- dues_void(person id, month day, id id, void_txn id, void_ms int)
UPDATE dues_miss SET void_txn = $void_txn, void_ms = $void_ms
WHERE person = $person AND month = $month AND id = $id AND void_txn = 0

-- Months of a year for which there is no good reason, and which are not paid by a day.
-- dues_count(person id, first day, last day, day day, known int): n int
-- one row
SELECT count(*) AS n FROM dues_miss d
WHERE d.person = $person AND d.month >= $first AND d.month <= $last AND d.good = 0
  AND (d.paid_on = 0 OR d.paid_on > $day) AND {known d}

-- Members below an organisation with at least so many such months from $first on, and the last one.
-- dues_over(org id, day day, known int, first day, last_month day, least int): person id, full_name text, cell_name text, n int, last day
SELECT s.person, p.full_name, o.name AS cell_name, count(*) AS n, max(d.month) AS last
FROM org_reach r CROSS JOIN member_spell s
JOIN dues_miss d ON d.person = s.person AND d.month >= $first AND d.month <= $last_month AND d.good = 0 AND (d.paid_on = 0 OR d.paid_on > $day) AND {known d}
JOIN person_spell p ON p.person = s.person AND {on p}
JOIN org_spell o ON o.org = s.cell AND {on o}
WHERE r.anc = $org AND {on r} AND s.cell = r.org AND s.counted = 1 AND {on s}
GROUP BY s.person, p.full_name, o.name, s.sort_key
HAVING count(*) >= $least
ORDER BY s.sort_key, s.person
