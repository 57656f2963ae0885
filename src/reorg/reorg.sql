-- Plans of reorganisations: core rows of a plan are those that nobody voided.

-- @text plan_head
h.reorg AS id, h.id AS head, h.org, h.name, h.day, h.decision_no, h.state, h.act_txn, h.made_ms, r.version

-- reorg_get(id id): id id, head id, org id, name text, day day, decision_no text, state cat, act_txn id, made_ms int, version int
-- one row
SELECT {plan_head} FROM reorg r JOIN reorg_head h ON h.reorg = r.id AND {live h} WHERE r.id = $id

-- reorg_list(limit int): id id, head id, org id, name text, day day, decision_no text, state cat, act_txn id, made_ms int, version int
SELECT {plan_head} FROM reorg r CROSS JOIN reorg_head h
WHERE h.reorg = r.id AND {live h} AND h.state <> 'dropped' ORDER BY h.day DESC, h.name, h.reorg LIMIT $limit

-- reorg_make(id id, txn id)
INSERT INTO reorg (id, txn) VALUES ($id, $txn)

-- reorg_bump(id id)
UPDATE reorg SET version = version + 1 WHERE id = $id

-- reorg_head_insert(id id, reorg id, org id, name text, day day, decision_no text, state text, act_txn id, txn id, made_ms int)
INSERT INTO reorg_head (id, reorg, org, name, day, decision_no, state, act_txn, txn, made_ms)
VALUES ($id, $reorg, $org, $name, $day, $decision_no, $state, $act_txn, $txn, $made_ms)

-- reorg_head_void(id id, void_txn id, void_ms int)
UPDATE reorg_head SET void_txn = $void_txn, void_ms = $void_ms WHERE id = $id AND void_txn = 0

-- @text plan_unit
u.id, u.unit, u.code, u.name, u.kind, u.parent_code

-- reorg_units(reorg id): id id, unit int, code text, name text, kind cat, parent_code text
SELECT {plan_unit} FROM reorg_unit u WHERE u.reorg = $reorg AND {live u} ORDER BY u.unit

-- reorg_unit_page(reorg id, limit int): id id, unit int, code text, name text, kind cat, parent_code text
SELECT {plan_unit} FROM reorg_unit u WHERE u.reorg = $reorg AND {live u} ORDER BY u.unit LIMIT $limit

-- reorg_unit_page_after(reorg id, after id, limit int): id id, unit int, code text, name text, kind cat, parent_code text
SELECT {plan_unit} FROM reorg_unit u
WHERE u.reorg = $reorg AND u.unit > (SELECT k.unit FROM reorg_unit k WHERE k.id = $after) AND {live u}
ORDER BY u.unit LIMIT $limit

-- reorg_unit_get(reorg id, unit int): id id, unit int, code text, name text, kind cat, parent_code text
-- one row
SELECT {plan_unit} FROM reorg_unit u WHERE u.reorg = $reorg AND u.unit = $unit AND {live u}

-- reorg_unit_any(id id): id id, unit int, code text, name text, kind cat, parent_code text, reorg id
-- one row
SELECT {plan_unit}, u.reorg FROM reorg_unit b JOIN reorg_unit u ON u.reorg = b.reorg AND u.unit = b.unit AND {live u} WHERE b.id = $id

-- How many lines lead to it, or might.
-- reorg_unit_lines(reorg id, unit int): n int
-- one row
SELECT count(*) AS n FROM reorg_line l WHERE l.reorg = $reorg AND (l.unit = $unit OR l.hint_unit = $unit) AND {live l}

-- reorg_unit_counts(reorg id): n int, last int
-- one row
SELECT coalesce(sum(CASE WHEN {live u} THEN 1 ELSE 0 END), 0) AS n, coalesce(max(u.unit), 0) AS last
FROM reorg_unit u WHERE u.reorg = $reorg

-- reorg_unit_insert(id id, reorg id, unit int, code text, name text, kind text, parent_code text, txn id, made_ms int)
INSERT INTO reorg_unit (id, reorg, unit, code, name, kind, parent_code, txn, made_ms)
VALUES ($id, $reorg, $unit, $code, $name, $kind, $parent_code, $txn, $made_ms)

-- reorg_unit_void(id id, void_txn id, void_ms int)
UPDATE reorg_unit SET void_txn = $void_txn, void_ms = $void_ms WHERE id = $id AND void_txn = 0

-- @text plan_line
l.id, l.reorg, l.line, l.row_no, l.old_code, l.old_name, l.old_district, l.old_province, l.new_code, l.new_name,
  l.new_province, l.org, l.what, l.unit, l.to_org, l.kind, l.ask, l.place, l.hint_what, l.hint_org, l.hint_unit, l.hint_kind,
  l.why, l.decided, l.note

-- reorg_lines(reorg id): id id, reorg id, line int, row_no int, old_code text, old_name text, old_district text, old_province text, new_code text, new_name text, new_province text, org id, what cat, unit int, to_org id, kind cat, ask cat, place text, hint_what cat, hint_org id, hint_unit int, hint_kind cat, why cat, decided bool, note text
SELECT {plan_line} FROM reorg_line l WHERE l.reorg = $reorg AND {live l} ORDER BY l.line

-- A page of them: of one question or of all, open ones or all, of one place or of all.
-- @text plan_asked
(CAST($ask AS TEXT) = '' OR l.ask = $ask) AND l.decided + $open <= 1 AND (CAST($place AS TEXT) = '' OR l.place = $place)

-- reorg_line_page(reorg id, ask text, open int, place text, limit int): id id, reorg id, line int, row_no int, old_code text, old_name text, old_district text, old_province text, new_code text, new_name text, new_province text, org id, what cat, unit int, to_org id, kind cat, ask cat, place text, hint_what cat, hint_org id, hint_unit int, hint_kind cat, why cat, decided bool, note text
SELECT {plan_line} FROM reorg_line l
WHERE l.reorg = $reorg AND {live l} AND {plan_asked}
ORDER BY l.line LIMIT $limit

-- reorg_line_page_after(reorg id, ask text, open int, place text, after id, limit int): id id, reorg id, line int, row_no int, old_code text, old_name text, old_district text, old_province text, new_code text, new_name text, new_province text, org id, what cat, unit int, to_org id, kind cat, ask cat, place text, hint_what cat, hint_org id, hint_unit int, hint_kind cat, why cat, decided bool, note text
SELECT {plan_line} FROM reorg_line l
WHERE l.reorg = $reorg AND l.line > (SELECT k.line FROM reorg_line k WHERE k.id = $after) AND {live l} AND {plan_asked}
ORDER BY l.line LIMIT $limit

-- reorg_line_page_count(reorg id, ask text, open int, place text): n int
-- one row
SELECT count(*) AS n FROM reorg_line l
WHERE l.reorg = $reorg AND {live l} AND {plan_asked}

-- The places of the lines of a question, those with most open ones first.
-- reorg_places(reorg id, ask text, limit int): place text, n int, open int
SELECT l.place, count(*) AS n, sum(1 - l.decided) AS open FROM reorg_line l
WHERE l.reorg = $reorg AND {live l} AND (CAST($ask AS TEXT) = '' OR l.ask = $ask) AND l.place IS NOT NULL
GROUP BY l.place ORDER BY sum(1 - l.decided) DESC, l.place LIMIT $limit

-- reorg_line_any(id id): id id, reorg id, line int, row_no int, old_code text, old_name text, old_district text, old_province text, new_code text, new_name text, new_province text, org id, what cat, unit int, to_org id, kind cat, ask cat, place text, hint_what cat, hint_org id, hint_unit int, hint_kind cat, why cat, decided bool, note text
-- one row
SELECT {plan_line} FROM reorg_line b JOIN reorg_line l ON l.reorg = b.reorg AND l.line = b.line AND {live l} WHERE b.id = $id

-- Who said what about a line, the last first.
-- reorg_line_history(reorg id, line int): id id, what cat, unit int, to_org id, decided bool, note text, made_ms int, login text
SELECT l.id, l.what, l.unit, l.to_org, l.decided, l.note, l.made_ms, a.name AS login
FROM reorg_line l JOIN txn t ON t.id = l.txn LEFT JOIN account a ON a.id = t.actor
WHERE l.reorg = $reorg AND l.line = $line ORDER BY l.made_ms DESC, l.id

-- reorg_line_last(reorg id): n int
-- one row
SELECT coalesce(max(l.line), 0) AS n FROM reorg_line l WHERE l.reorg = $reorg

-- How many lines say already what becomes of an organisation, but for those that say $except.
-- reorg_said_of(reorg id, org id, except text): n int
-- one row
SELECT count(*) AS n FROM reorg_line l
WHERE l.reorg = $reorg AND l.org = $org AND l.decided = 1 AND l.what <> 'skip' AND l.what <> $except AND {live l}

-- When it was carried out before, and why that was taken back; the last time first.
-- reorg_undone(id id): made_ms int, undone_ms int, reason text
SELECT h.made_ms, h.void_ms AS undone_ms, t.reason FROM reorg_head h JOIN txn t ON t.id = h.void_txn
WHERE h.reorg = $id AND h.state = 'done' AND h.void_txn <> 0 AND t.action = 'reorg_undo'
ORDER BY h.void_ms DESC, h.id

-- reorg_asks(reorg id): ask cat, n int, open int
SELECT l.ask, count(*) AS n, sum(1 - l.decided) AS open FROM reorg_line l
WHERE l.reorg = $reorg AND {live l} GROUP BY l.ask ORDER BY l.ask

-- reorg_line_insert(id id, reorg id, line int, row_no int, old_code text, old_name text, old_district text, old_province text, new_code text, new_name text, new_province text, org id, what text, unit int, to_org id, kind text, ask text, place text, hint_what text, hint_org id, hint_unit int, hint_kind text, why text, decided bool, note text, txn id, made_ms int)
INSERT INTO reorg_line (id, reorg, line, row_no, old_code, old_name, old_district, old_province, new_code, new_name, new_province,
  org, what, unit, to_org, kind, ask, place, hint_what, hint_org, hint_unit, hint_kind, why, decided, note, txn, made_ms)
VALUES ($id, $reorg, $line, $row_no, $old_code, $old_name, $old_district, $old_province, $new_code, $new_name, $new_province,
  $org, $what, $unit, $to_org, $kind, $ask, $place, $hint_what, $hint_org, $hint_unit, $hint_kind, $why, $decided, $note, $txn, $made_ms)

-- reorg_line_void(id id, void_txn id, void_ms int)
UPDATE reorg_line SET void_txn = $void_txn, void_ms = $void_ms WHERE id = $id AND void_txn = 0

-- The tree of before: all below an organisation, itself included; and what stands at the top.
-- reorg_tree(org id, day day): org id, parent id, code text, name text, kind cat, sector cat
-- any order
SELECT s.org, s.parent, s.code, s.name, s.kind, s.sector FROM org_reach r CROSS JOIN org_spell s
WHERE r.anc = $org AND r.from_day <= $day AND r.to_day > $day AND {live r}
  AND s.org = r.org AND s.from_day <= $day AND s.to_day > $day AND {live s}

-- reorg_tops(day day): org id
SELECT s.org FROM org_spell s
WHERE s.parent = 0 AND s.from_day <= $day AND s.to_day > $day AND {live s} ORDER BY s.org

-- How many members each cell below an organisation has on a day.
-- reorg_cells(org id, day day): org id, n int
-- any order
SELECT s.cell AS org, count(*) AS n FROM org_reach r CROSS JOIN member_spell s
WHERE r.anc = $org AND r.from_day <= $day AND r.to_day > $day AND {live r}
  AND s.cell = r.org AND s.from_day <= $day AND s.to_day > $day AND {live s} AND s.counted = 1
GROUP BY s.cell

-- What an organisation that ends still has on the day: posts, terms, bodies, charges; functions given over it,
-- proposals that wait for its yes.
-- reorg_left_of(org id, day day): posts int, terms int, bodies int, charges int, grants int, proposals int
-- one row
SELECT (SELECT count(*) FROM org_post p WHERE p.org = $org AND p.to_day > $day AND {live p}) AS posts,
  (SELECT count(*) FROM org_term t WHERE t.org = $org AND t.to_day > $day AND {live t}) AS terms,
  (SELECT count(*) FROM org_body b WHERE b.org = $org AND b.to_day > $day AND {live b}) AS bodies,
  (SELECT count(*) FROM org_charge c WHERE c.org = $org AND c.to_day > $day AND {live c}) AS charges,
  (SELECT count(*) FROM account_grant g WHERE g.org = $org AND g.to_day > $day AND {live g}) AS grants,
  (SELECT count(*) FROM proposal o WHERE o.need_org = $org AND o.void_txn = 0) AS proposals

-- Who is in charge of an organisation from elsewhere.
-- reorg_charges_over(org id, day day): org id
SELECT c.org FROM org_charge c WHERE c.over_org <> 0 AND c.over_org = $org AND c.to_day > $day AND {live c} ORDER BY c.id

-- What became of an organisation, and what it was made of: for its page.
-- reorg_after(org id, known int): org id, act cat, day day
SELECT a.other AS org, a.act, a.day FROM org_act a
WHERE a.org = $org AND a.other <> 0 AND a.act IN ('split', 'merge', 'dissolve') AND {known a}
ORDER BY a.day, a.seq, a.id

-- reorg_before(org id, known int, limit int): org id, act cat, day day
SELECT a.org, a.act, a.day FROM org_act a
WHERE a.other = $org AND a.other <> 0 AND a.act IN ('split', 'merge', 'dissolve') AND {known a}
ORDER BY a.day, a.org, a.id LIMIT $limit

-- What ends with its organisation: records of five tables, of which the same is asked. Where they lie, what they hold
-- besides their days, and which are those of an organisation.
-- @text post_table
org_post
-- @text post_own
org, body, post, holder, member_no, decision_no
-- @text post_of
x.org = $org

-- @text term_table
org_term
-- @text term_own
org, number, congress_day, note
-- @text term_of
x.org = $org

-- @text body_table
org_body
-- @text body_own
org, body, kind, name, note
-- @text body_of
x.org = $org

-- Those over an organisation end with it too, whoever is in charge.
-- @text charge_table
org_charge
-- @text charge_own
org, holder, member_no, field, over_org
-- @text charge_of
(x.org = $org OR (x.over_org <> 0 AND x.over_org = $org))

-- @text grant_table
account_grant
-- @text grant_own
org, account, func, item, reach
-- @text grant_of
x.org = $org

-- @each post term body charge grant
-- Those that last past a day; one voided; one written anew with another end.
-- reorg_<each>_of(org id, day day): id id, from_day day, to_day day
SELECT x.id, x.from_day, x.to_day FROM {<each>_table} x WHERE {<each>_of} AND x.to_day > $day AND {live x} ORDER BY x.id

-- reorg_<each>_void(id id, void_txn id, void_ms int)
UPDATE {<each>_table} SET void_txn = $void_txn, void_ms = $void_ms WHERE id = $id AND void_txn = 0

-- reorg_<each>_anew(id id, old id, to_day day, txn id, made_ms int)
INSERT INTO {<each>_table} (id, {<each>_own}, from_day, to_day, txn, made_ms)
SELECT CAST($id AS BIGINT), {<each>_own}, from_day, CAST($to_day AS BIGINT), CAST($txn AS BIGINT), CAST($made_ms AS BIGINT)
FROM {<each>_table} WHERE id = $old

-- Of what a transaction ended: what it wrote, what stood before, what was changed since.
-- reorg_<each>_made(txn id): id id, from_day day, to_day day
SELECT x.id, x.from_day, x.to_day FROM {<each>_table} x WHERE x.txn = $txn AND {live x} ORDER BY x.id

-- reorg_<each>_voided(txn id): id id, from_day day, to_day day
SELECT x.id, x.from_day, x.to_day FROM {<each>_table} x WHERE x.void_txn = $txn AND x.void_txn <> 0 ORDER BY x.id

-- reorg_<each>_changed(txn id): n int
-- one row
SELECT count(*) AS n FROM {<each>_table} x WHERE x.txn = $txn AND x.void_txn <> 0
-- @end

-- How many members a cell has on a day.
-- reorg_cell_on(cell id, day day): n int
-- one row
SELECT count(*) AS n FROM member_spell s
WHERE s.cell = $cell AND s.from_day <= $day AND s.to_day > $day AND s.counted = 1 AND {live s}

-- What was ordered over the web, by the transaction that says who did. It waits until the process of jobs has it.
-- @text plan_order
o.id, o.reorg AS plan, o.op, o.lang, o.job_key, t.actor, t.reason

-- reorg_order_insert(id id, reorg id, op int, lang int, job_key text, txn id)
INSERT INTO reorg_order (id, reorg, op, lang, job_key, txn) VALUES ($id, $reorg, $op, $lang, $job_key, $txn)

-- reorg_orders_waiting(limit int): id id, plan id, op int, lang int, job_key text, actor id, reason text
SELECT {plan_order} FROM reorg_order o JOIN txn t ON t.id = o.txn WHERE o.sent = 0 ORDER BY o.job_key, o.id LIMIT $limit

-- reorg_order_waits(job_key text): n int
-- one row
SELECT count(*) AS n FROM reorg_order o WHERE o.job_key = $job_key AND o.sent = 0

-- reorg_order_sent(id id, sent int)
UPDATE reorg_order SET sent = $sent WHERE id = $id

-- Files that wait to be read.
-- reorg_file_store(reorg id, part text, name text, bytes bytes)
INSERT INTO reorg_file (reorg, part, name, bytes) VALUES ($reorg, $part, $name, $bytes)
ON CONFLICT (reorg, part) DO UPDATE SET name = excluded.name, bytes = excluded.bytes

-- reorg_file_get(reorg id, part text): name text, bytes bytes
-- one row
SELECT name, bytes FROM reorg_file WHERE reorg = $reorg AND part = $part

-- reorg_file_name(reorg id, part text): name text
-- one row
SELECT name FROM reorg_file WHERE reorg = $reorg AND part = $part

-- reorg_files_delete(reorg id)
DELETE FROM reorg_file WHERE reorg = $reorg
