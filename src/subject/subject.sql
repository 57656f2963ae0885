-- What is kept about a person, and who they are to the log of looks.

-- subject_accounts(person id): id id, login text, name text, closed bool
SELECT id, login, name, closed FROM account WHERE person = $person AND person <> 0 ORDER BY login

-- subject_account_name(id id): name text, login text
-- one row
SELECT name, login FROM account WHERE id = $id

-- Organisations that a person was in or below as a member, day by day: whoever looked at a list of
-- one of them, of such a day, saw the person.
-- subject_orgs(person id): org id, from_day day, to_day day
SELECT r.anc AS org,
  CASE WHEN r.from_day > s.from_day THEN r.from_day ELSE s.from_day END AS from_day,
  CASE WHEN r.to_day < s.to_day THEN r.to_day ELSE s.to_day END AS to_day
FROM member_spell s JOIN org_reach r ON r.org IN (s.cell, s.host)
  AND r.from_day < s.to_day AND r.to_day > s.from_day AND {live r}
WHERE s.person = $person AND s.counted = 1 AND {live s}
ORDER BY org, from_day, to_day

-- ---- decisions by which a look is told later ----

-- look_delay_insert(id id, account id, person id, from_day day, to_day day, number text, reason text, txn id, made_ms int)
INSERT INTO look_delay (id, account, person, from_day, to_day, number, reason, txn, made_ms)
VALUES ($id, $account, $person, $from_day, $to_day, $number, $reason, $txn, $made_ms)

-- look_delays_of(person id, day day): account id, from_day day, to_day day
SELECT account, from_day, to_day FROM look_delay l
WHERE l.person = $person AND l.to_day > $day AND {live l}
ORDER BY to_day, id

-- look_delays(day day, limit int): id id, account id, name text, from_day day, to_day day, number text
SELECT l.id, l.account, a.name, l.from_day, l.to_day, l.number
FROM look_delay l JOIN account a ON a.id = l.account
WHERE l.to_day > $day AND {live l}
ORDER BY l.to_day, l.id LIMIT $limit

-- ---- requests ----

-- request_insert(id id, txn id, person id, kind cat, received day, own bool, words text, state cat, answer text, answered day, made_ms int)
INSERT INTO person_request (id, txn, person, kind, received, own, words, state, answer, answered, made_ms)
VALUES ($id, $txn, $person, $kind, $received, $own, $words, $state, $answer, $answered, $made_ms)

-- request_void(id id, void_txn id, void_ms int)
UPDATE person_request SET void_txn = $void_txn, void_ms = $void_ms WHERE id = $id AND void_txn = 0

-- request_by_id(id id): id id, person id, kind cat, received day, own bool, words text, state cat, answer text, answered day
-- one row
SELECT id, person, kind, received, own, words, state, answer, answered FROM person_request q
WHERE id = $id AND {live q}

-- requests_of(person id): id id, person id, kind cat, received day, own bool, words text, state cat, answer text, answered day
SELECT id, person, kind, received, own, words, state, answer, answered FROM person_request q
WHERE person = $person AND {live q}
ORDER BY received DESC, id

-- Open ones of persons whom an organisation keeps ($over 0: all; $own: itself alone).
-- requests_open(over id, own bool, day day, limit int): id id, person id, kind cat, received day, full_name text, cell_name text
SELECT q.id, q.person, q.kind, q.received, p.full_name,
  (SELECT o.name FROM org_spell o WHERE o.org = s.cell AND o.from_day <= $day AND {live o}
    ORDER BY o.to_day DESC LIMIT 1) AS cell_name
FROM person_request q
JOIN person_spell p ON p.person = q.person AND p.from_day <= $day AND p.to_day > $day AND {live p}
LEFT JOIN member_spell s ON s.person = q.person AND s.from_day <= $day AND s.to_day > $day AND {live s}
WHERE q.state = 'open' AND q.void_txn = 0 AND ($over = 0 OR ($own = 1 AND s.cell = $over)
  OR ($own = 0 AND EXISTS (SELECT 1 FROM org_reach r WHERE r.anc = $over AND r.org = s.cell AND {live r}
    AND r.from_day <= $day AND (r.to_day > $day
      OR NOT EXISTS (SELECT 1 FROM org_reach z WHERE z.anc = r.org AND z.org = r.org AND z.to_day > r.to_day AND {live z})))))
ORDER BY q.received, q.id LIMIT $limit
