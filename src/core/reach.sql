-- Who is below whom in time: the closure of org_spell, written by core/reach.

-- reach_is_below(anc id, org id, day day, known int): n int
-- one row
SELECT count(*) AS n FROM org_reach
WHERE anc = $anc AND org = $org AND from_day <= $day AND to_day > $day AND made_ms <= $known AND void_ms > $known

-- The rows that are live, and the spells that they follow from: of one organisation...
-- reach_rows(org id): org id, anc id, from_day day, to_day day, txn id
SELECT org, anc, from_day, to_day, txn FROM org_reach
WHERE org = $org AND void_ms = 9007199254740991
ORDER BY anc, from_day

-- reach_links(org id): org id, parent id, from_day day, to_day day
SELECT org, parent, from_day, to_day FROM org_spell
WHERE org = $org AND void_ms = 9007199254740991
ORDER BY from_day

-- ... and of all that were below one between two days.
-- reach_rows_below(anc id, from_day day, to_day day): org id, anc id, from_day day, to_day day, txn id
SELECT o.org, o.anc, o.from_day, o.to_day, o.txn FROM org_reach o
WHERE {live o} AND o.org IN (SELECT r.org FROM org_reach r
  WHERE r.anc = $anc AND r.from_day < $to_day AND r.to_day > $from_day AND {live r})
ORDER BY o.org, o.anc, o.from_day

-- reach_links_below(anc id, from_day day, to_day day): org id, parent id, from_day day, to_day day
SELECT s.org, s.parent, s.from_day, s.to_day FROM org_spell s
WHERE {live s} AND s.org IN (SELECT r.org FROM org_reach r
  WHERE r.anc = $anc AND r.from_day < $to_day AND r.to_day > $from_day AND {live r})
ORDER BY s.org, s.from_day

-- reach_insert(anc id, org id, from_day day, to_day day, txn id, made_ms int)
INSERT INTO org_reach (anc, org, from_day, to_day, txn, made_ms)
VALUES ($anc, $org, $from_day, $to_day, $txn, $made_ms)

-- reach_void(anc id, org id, from_day day, txn id, void_txn id, void_ms int)
UPDATE org_reach SET void_txn = $void_txn, void_ms = $void_ms
WHERE anc = $anc AND org = $org AND from_day = $from_day AND txn = $txn
