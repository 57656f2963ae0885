-- Procedures: cases, steps, and the rows that follow from them.

-- flow_case_insert(id id, proc text, person id, txn id, made_ms int)
INSERT INTO flow_case (id, proc, person, txn, made_ms) VALUES ($id, $proc, $person, $txn, $made_ms)

-- flow_case_get(id id, known int): id id, proc_code text, person id, txn id
-- one row
SELECT id, proc AS proc_code, person, txn FROM flow_case WHERE id = $id AND made_ms <= $known

-- flow_step_insert(flow id, id id, step text, day day, seq int, org id, other id, who id, undoes id, second_day day, kind text, number text, place text, note text, vote text, base int, issued int, returned int, valid int, agree int, against int, team text, txn id, made_ms int)
INSERT INTO flow_step (flow, id, step, day, seq, org, other, who, undoes, second_day, kind, number, place, note, vote, base, issued, returned, valid, agree, against, team, txn, made_ms)
VALUES ($flow, $id, $step, $day, $seq, $org, $other, $who, $undoes, $second_day, $kind, $number, $place, $note, $vote, $base, $issued, $returned, $valid, $agree, $against, $team, $txn, $made_ms)

-- flow_step_void(flow id, id id, void_txn id, void_ms int)
UPDATE flow_step SET void_txn = $void_txn, void_ms = $void_ms WHERE flow = $flow AND id = $id AND void_txn = 0

-- flow_steps(flow id, known int): flow id, id id, step text, day day, seq int, org id, other id, who id, undoes id, second_day day, kind text, number text, place text, note text, vote text, base int, issued int, returned int, valid int, agree int, against int, team text, txn id, made_ms int, void_ms int
SELECT flow, id, step, day, seq, org, other, who, undoes, second_day, kind, number, place, note, vote, base, issued, returned, valid, agree, against, team, txn, made_ms, void_ms
FROM flow_step WHERE flow = $flow AND made_ms <= $known ORDER BY day, seq, id

-- flow_spell_insert(org id, proc text, to_day day, flow id, from_day day, txn id, person id, state text, open bool, next text, turn id, made_ms int)
INSERT INTO flow_spell (org, proc, to_day, flow, from_day, txn, person, state, open, next, turn, made_ms)
VALUES ($org, $proc, $to_day, $flow, $from_day, $txn, $person, $state, $open, $next, $turn, $made_ms)

-- flow_spell_void(flow id, from_day day, to_day day, txn id, void_txn id, void_ms int)
UPDATE flow_spell SET void_txn = $void_txn, void_ms = $void_ms
WHERE flow = $flow AND from_day = $from_day AND to_day = $to_day AND txn = $txn AND void_txn = 0

-- flow_spells(flow id, known int): org id, proc text, to_day day, flow id, from_day day, txn id, person id, state cat, open bool, next cat, turn id
SELECT s.org, s.proc, s.to_day, s.flow, s.from_day, s.txn, s.person, s.state, s.open, s.next, s.turn
FROM flow_spell s WHERE s.flow = $flow AND {known s} ORDER BY s.from_day, s.to_day

-- flow_clock_insert(turn id, to_day day, due_day day, flow id, code text, from_day day, txn id, ripe_day day, org id, person id, made_ms int)
INSERT INTO flow_clock (turn, to_day, due_day, flow, code, from_day, txn, ripe_day, org, person, made_ms)
VALUES ($turn, $to_day, $due_day, $flow, $code, $from_day, $txn, $ripe_day, $org, $person, $made_ms)

-- flow_clock_void(flow id, code text, from_day day, to_day day, txn id, void_txn id, void_ms int)
UPDATE flow_clock SET void_txn = $void_txn, void_ms = $void_ms
WHERE flow = $flow AND code = $code AND from_day = $from_day AND to_day = $to_day AND txn = $txn AND void_txn = 0

-- flow_clocks(flow id, known int): turn id, to_day day, due_day day, flow id, code cat, from_day day, txn id, ripe_day day, org id, person id
SELECT c.turn, c.to_day, c.due_day, c.flow, c.code, c.from_day, c.txn, c.ripe_day, c.org, c.person
FROM flow_clock c WHERE c.flow = $flow AND {known c} ORDER BY c.due_day, c.code, c.from_day

-- Cases about a person as they stand today, the newest first.
-- flow_spells_of(person id, day day, known int): org id, proc text, to_day day, flow id, from_day day, txn id, person id, state cat, open bool, next cat, turn id
SELECT s.org, s.proc, s.to_day, s.flow, s.from_day, s.txn, s.person, s.state, s.open, s.next, s.turn
FROM flow_case k JOIN flow_spell s ON s.flow = k.id AND {on s}
WHERE k.person = $person AND k.person <> 0
ORDER BY s.open DESC, s.from_day DESC, s.flow

-- Cases that an organisation has, or whose next step is its own, when it ends; $day: from then on.
-- flow_cases_in(org id, day day): flow id
SELECT s.flow FROM flow_spell s WHERE s.org = $org AND s.to_day > $day AND {live s}
UNION
SELECT t.flow FROM flow_spell t WHERE t.turn = $org AND t.turn <> 0 AND t.to_day > $day AND {live t}
ORDER BY 1

-- Open cases below an organisation that wait for one which is not below it, or for nobody.
-- flow_cases_below(org id, day day, known int): flow id
SELECT s.flow FROM org_reach r CROSS JOIN flow_spell s
WHERE r.anc = $org AND {on r} AND s.org = r.org AND s.to_day = 99991231 AND s.open = 1 AND {known s}
  AND NOT EXISTS (SELECT 1 FROM org_reach q WHERE q.anc = $org AND q.org = s.turn AND {on q})
ORDER BY s.flow

-- flow_paper_store(proc text, step text, paper text, form text, cond text, from_day day, to_day day, source text)
INSERT INTO flow_paper_rule (proc, step, paper, form, cond, from_day, to_day, source)
VALUES ($proc, $step, $paper, $form, $cond, $from_day, $to_day, $source)
ON CONFLICT (proc, step, paper, from_day) DO UPDATE SET form = excluded.form, cond = excluded.cond,
  to_day = excluded.to_day, source = excluded.source

-- flow_paper_rules(proc text, day day): step text, paper cat, form text, cond text, source text
SELECT r.step, r.paper, r.form, r.cond, r.source FROM flow_paper_rule r
LEFT JOIN cat_entry c ON c.cat = 'flow_paper' AND c.code = r.paper
WHERE r.proc = $proc AND r.from_day <= $day AND r.to_day > $day
ORDER BY coalesce(c.pos, 999), r.paper, r.step

-- All cases, for the check.
-- flow_cases_after(after id, limit int): flow id
SELECT id AS flow FROM flow_case WHERE id > $after ORDER BY id LIMIT $limit
