-- Targets. At most one of an organisation, indicator and period stands at any instant.

-- @text target
t.id, t.org, t.giver, t.code, t.period, t.from_day, t.to_day, t.bound, t.value, t.base, t.decision_no, t.decided_on

-- target_of(org id, code text, from_day day, to_day day, known int): id id, org id, giver id, code text, period text, from_day day, to_day day, bound cat, value int, base int, decision_no text, decided_on day
-- one row
SELECT {target}
FROM figure_target t
WHERE t.org = $org AND t.from_day = $from_day AND t.to_day = $to_day AND t.code = $code AND {known t}
ORDER BY t.made_ms DESC LIMIT 1

-- target_get(id id, org id): id id, org id, giver id, code text, period text, from_day day, to_day day, bound cat, value int, base int, decision_no text, decided_on day, void_txn id
-- one row
SELECT {target}, t.void_txn
FROM figure_target t WHERE t.id = $id AND t.org = $org

-- target_list(org id, from_day day, to_day day, known int): id id, org id, giver id, code text, period text, from_day day, to_day day, bound cat, value int, base int, decision_no text, decided_on day
SELECT {target}
FROM figure_target t
WHERE t.org = $org AND t.from_day = $from_day AND t.to_day = $to_day AND {known t}
ORDER BY t.made_ms, t.id

-- What the organisations directly below have for the period, whoever gave it to them.
-- target_below(org id, day day, from_day day, to_day day, known int): id id, org id, giver id, code text, period text, from_day day, to_day day, bound cat, value int, base int, decision_no text, decided_on day
SELECT {target}
FROM org_spell c JOIN figure_target t ON t.org = c.org
WHERE c.parent = $org AND c.from_day <= $day AND c.to_day > $day AND {known c}
  AND t.from_day = $from_day AND t.to_day = $to_day AND {known t}
ORDER BY t.code, t.org

-- What might be the target of a question: of all periods around its days.
-- target_about(org id, code text, from_day day, last day, known int): id id, org id, giver id, code text, period text, from_day day, to_day day, bound cat, value int, base int, decision_no text, decided_on day, made_ms int
SELECT {target}, t.made_ms
FROM figure_target t
WHERE t.org = $org AND t.from_day <= $from_day AND t.to_day >= $last AND t.code = $code AND {known t}
ORDER BY t.to_day, t.made_ms, t.id

-- The same of the organisations directly below on a day.
-- target_about_children(org id, code text, day day, from_day day, last day, known int): id id, org id, giver id, code text, period text, from_day day, to_day day, bound cat, value int, base int, decision_no text, decided_on day, made_ms int
SELECT {target}, t.made_ms
FROM org_spell c JOIN figure_target t ON t.org = c.org
WHERE c.parent = $org AND {on c}
  AND t.from_day <= $from_day AND t.to_day >= $last AND t.code = $code AND {known t}
ORDER BY t.org, t.to_day, t.made_ms, t.id

-- All that run on a day.
-- target_running(org id, day day, known int): id id, org id, giver id, code text, period text, from_day day, to_day day, bound cat, value int, base int, decision_no text, decided_on day, made_ms int
SELECT {target}, t.made_ms
FROM figure_target t
WHERE t.org = $org AND t.from_day <= $day AND t.to_day > $day AND {known t}
ORDER BY t.code, t.to_day, t.made_ms, t.id

-- Periods for which the organisation has targets, the newest first.
-- target_periods(org id, known int, limit int): period text, from_day day, to_day day
SELECT t.period, t.from_day, t.to_day FROM figure_target t
WHERE t.org = $org AND {known t}
GROUP BY t.period, t.from_day, t.to_day ORDER BY t.from_day DESC, t.to_day LIMIT $limit

-- target_insert(id id, org id, giver id, code text, period text, from_day day, to_day day, bound cat, value int, base int, decision_no text, decided_on day, txn id, made_ms int)
INSERT INTO figure_target (id, org, giver, code, period, from_day, to_day, bound, value, base, decision_no, decided_on, txn, made_ms)
VALUES ($id, $org, $giver, $code, $period, $from_day, $to_day, $bound, $value, $base, $decision_no, $decided_on, $txn, $made_ms)

-- target_void(org id, code text, from_day day, to_day day, void_txn id, void_ms int)
UPDATE figure_target SET void_txn = $void_txn, void_ms = $void_ms
WHERE org = $org AND code = $code AND from_day = $from_day AND to_day = $to_day AND void_txn = 0

-- Of an import: what was set or removed since for what it set; taking its targets back.
-- target_import_changed(txn id): n int
-- one row
SELECT count(*) AS n FROM figure_target t WHERE t.txn = $txn AND t.void_txn <> 0

-- target_import_void(txn id, void_txn id, void_ms int)
UPDATE figure_target SET void_txn = $void_txn, void_ms = $void_ms WHERE txn = $txn AND void_txn = 0
