-- What a transaction made or voided, table by table: what its digest is over. Each statement is a
-- row of audit_sources.def. Columns: the unit (what can be erased by itself), by which transaction
-- the row was made and by which voided, when voided; then all of the row that never changes. A
-- column that is added to a table later is added at the end, here too.

-- The persons of a transaction.
-- @text sealed_persons
(SELECT person FROM txn_person WHERE txn = $txn UNION ALL SELECT id AS person FROM person WHERE txn = $txn)

-- audit_src_txn(txn id): unit id, txn id, void_txn id, void_ms int, at_ms int, actor id, uid int, via text, action text, import id, undoes id, request_key text, location text, funcs text
-- one row
SELECT 0 AS unit, t.id AS txn, 0 AS void_txn, 0 AS void_ms, t.at_ms, t.actor, t.uid, t.via, t.action, t.import, t.undoes, t.request_key, t.location, t.funcs
FROM txn t WHERE t.id = $txn

-- The reason was typed: it may speak of a person.
-- audit_src_words(txn id): unit id, txn id, void_txn id, void_ms int, reason text
-- one row
SELECT -1 AS unit, t.id AS txn, 0 AS void_txn, 0 AS void_ms, t.reason FROM txn t WHERE t.id = $txn AND t.reason IS NOT NULL

-- Password, language, closed, person: as they are now; as they were they stand in account_fact.
-- audit_src_account(txn id): unit id, txn id, void_txn id, void_ms int, id id, login text, name text
SELECT a.id AS unit, a.txn, 0 AS void_txn, 0 AS void_ms, a.id, a.login, a.name FROM account a WHERE a.txn = $txn ORDER BY a.id

-- audit_src_grant(txn id): unit id, txn id, void_txn id, void_ms int, id id, account id, func text, org id, reach text, from_day day, to_day day, made_ms int, item id
SELECT 0 AS unit, g.txn, g.void_txn, g.void_ms, g.id, g.account, g.func, g.org, g.reach, g.from_day, g.to_day, g.made_ms, g.item
FROM account_grant g WHERE g.txn = $txn OR (g.void_txn = $txn AND g.void_txn <> 0) ORDER BY g.id

-- audit_src_org(txn id): unit id, txn id, void_txn id, void_ms int, id id
SELECT 0 AS unit, o.txn, 0 AS void_txn, 0 AS void_ms, o.id FROM org o WHERE o.txn = $txn ORDER BY o.id

-- audit_src_org_act(txn id): unit id, txn id, void_txn id, void_ms int, id id, org id, day day, seq int, act text, parent id, code text, name text, kind text, sector text, other id, decision_no text, reason text, made_ms int
SELECT 0 AS unit, a.txn, a.void_txn, a.void_ms, a.id, a.org, a.day, a.seq, a.act, a.parent, a.code, a.name, a.kind, a.sector, a.other, a.decision_no, a.reason, a.made_ms
FROM org_act a WHERE a.txn = $txn OR (a.void_txn = $txn AND a.void_txn <> 0) ORDER BY a.id

-- audit_src_org_term(txn id): unit id, txn id, void_txn id, void_ms int, id id, org id, number text, congress_day day, from_day day, to_day day, note text, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.org, x.number, x.congress_day, x.from_day, x.to_day, x.note, x.made_ms
FROM org_term x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_org_body(txn id): unit id, txn id, void_txn id, void_ms int, id id, org id, body id, kind text, name text, from_day day, to_day day, note text, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.org, x.body, x.kind, x.name, x.from_day, x.to_day, x.note, x.made_ms
FROM org_body x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_org_post(txn id): unit id, txn id, void_txn id, void_ms int, id id, org id, body id, post text, holder text, member_no text, from_day day, to_day day, decision_no text, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.org, x.body, x.post, x.holder, x.member_no, x.from_day, x.to_day, x.decision_no, x.made_ms
FROM org_post x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_org_charge(txn id): unit id, txn id, void_txn id, void_ms int, id id, org id, holder text, member_no text, field text, over_org id, from_day day, to_day day, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.org, x.holder, x.member_no, x.field, x.over_org, x.from_day, x.to_day, x.made_ms
FROM org_charge x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_import(txn id): unit id, txn id, void_txn id, void_ms int, id id, kind text, file text, digest text, rows_read int, rows_new int
SELECT 0 AS unit, i.txn, i.undone_txn AS void_txn, 0 AS void_ms, i.id, i.kind, i.file, i.digest, i.rows_read, i.rows_new
FROM import i WHERE i.txn = $txn OR (i.undone_txn = $txn AND i.undone_txn <> 0) ORDER BY i.id

-- audit_src_person(txn id): unit id, txn id, void_txn id, void_ms int, id id
SELECT p.id AS unit, p.txn, 0 AS void_txn, 0 AS void_ms, p.id FROM person p WHERE p.txn = $txn ORDER BY p.id

-- audit_src_txn_person(txn id): unit id, txn id, void_txn id, void_ms int, person id
SELECT p.person AS unit, p.txn, 0 AS void_txn, 0 AS void_ms, p.person FROM txn_person p WHERE p.txn = $txn ORDER BY p.person

-- audit_src_person_spell(txn id): unit id, txn id, void_txn id, void_ms int, from_day day, to_day day, full_name text, other_name text, birth_date day, sex text, ethnicity text, religion text, native_place text, residence text, phone text, citizen_no text, schooling text, degree text, theory_level text, occupation text, youth_union text, village_code text, member_no text, note text, made_ms int
SELECT s.person AS unit, s.txn, s.void_txn, s.void_ms, s.from_day, s.to_day, s.full_name, s.other_name, s.birth_date, s.sex, s.ethnicity, s.religion,
  s.native_place, s.residence, s.phone, s.citizen_no, s.schooling, s.degree, s.theory_level, s.occupation, s.youth_union, s.village_code, s.member_no,
  s.note, s.made_ms
FROM {sealed_persons} p JOIN person_spell s ON s.person = p.person
WHERE s.txn = $txn OR s.void_txn = $txn ORDER BY s.person, s.from_day, s.txn

-- audit_src_person_join(txn id): unit id, txn id, void_txn id, void_ms int, person id, into_person id, history text, made_ms int
SELECT j.person AS unit, j.txn, j.void_txn, j.void_ms, j.person, j.into_person, j.history, j.made_ms
FROM {sealed_persons} p JOIN person_join j ON j.person = p.person
WHERE j.txn = $txn OR j.void_txn = $txn ORDER BY j.person, j.txn

-- audit_src_member_fact(txn id): unit id, txn id, void_txn id, void_ms int, id id, day day, seq int, kind text, cell id, other id, place text, second_day day, until_day day, number text, years int, status text, reason text, assumed int, made_ms int
SELECT f.person AS unit, f.txn, f.void_txn, f.void_ms, f.id, f.day, f.seq, f.kind, f.cell, f.other, f.place, f.second_day, f.until_day, f.number, f.years,
  f.status, f.reason, f.assumed, f.made_ms
FROM {sealed_persons} p JOIN member_fact f ON f.person = p.person
WHERE f.txn = $txn OR f.void_txn = $txn ORDER BY f.person, f.id

-- audit_src_erasure(txn id): unit id, txn id, void_txn id, void_ms int, id id, kind text, target id, rule text, reason text, made_ms int
SELECT 0 AS unit, e.txn, 0 AS void_txn, 0 AS void_ms, e.id, e.kind, e.target, e.rule, e.reason, e.made_ms
FROM audit_erasure e WHERE e.txn = $txn ORDER BY e.id

-- audit_src_erasure_end(txn id): unit id, txn id, void_txn id, void_ms int, erasure id, outcome text, records int, made_ms int
SELECT 0 AS unit, e.txn, 0 AS void_txn, 0 AS void_ms, e.erasure, e.outcome, e.records, e.made_ms
FROM audit_erasure_end e WHERE e.txn = $txn ORDER BY e.erasure

-- audit_src_erased(txn id): unit id, txn id, void_txn id, void_ms int, entry_txn id, erased_unit id, digest bytes, erasure id
SELECT 0 AS unit, e.txn, 0 AS void_txn, 0 AS void_ms, e.entry_txn, e.unit AS erased_unit, e.digest, e.erasure
FROM audit_erased e WHERE e.txn = $txn ORDER BY e.entry_txn, e.unit

-- What somebody typed may speak of a person.
-- audit_src_proposal(txn id): unit id, txn id, void_txn id, void_ms int, id id, kind text, route text, params text, about text, day day, perm text, need_org id, account id, made_ms int
SELECT x.id AS unit, x.txn, 0 AS void_txn, 0 AS void_ms, x.id, x.kind, x.route, x.params, x.about, x.day, x.perm, x.need_org, x.account, x.made_ms
FROM proposal x WHERE x.txn = $txn ORDER BY x.id

-- audit_src_proposal_end(txn id): unit id, txn id, void_txn id, void_ms int, id id, ended_ms int, state text, answer text
SELECT x.id AS unit, x.void_txn AS txn, 0 AS void_txn, 0 AS void_ms, x.id, x.void_ms AS ended_ms, x.state, x.answer
FROM proposal x WHERE x.void_txn = $txn AND x.void_txn <> 0 ORDER BY x.id

-- What is sealed to a holder or reader goes when that ends: not that, but who held is kept.

-- audit_src_account_slip(txn id): unit id, txn id, void_txn id, void_ms int, id id, account id, hash text, last_day day, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.account, x.hash, x.last_day, x.made_ms
FROM account_slip x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_account_factor(txn id): unit id, txn id, void_txn id, void_ms int, id id, account id, key_id text, seed bytes, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.account, x.key_id, x.seed, x.made_ms
FROM account_factor x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_account_recovery(txn id): unit id, txn id, void_txn id, void_ms int, id id, factor id, hash text, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.factor, x.hash, x.made_ms
FROM account_recovery x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_seal_key(txn id): unit id, txn id, void_txn id, void_ms int, id id, kind text, account id, func text, org id, public_key bytes, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.kind, x.account, x.func, x.org, x.public_key, x.made_ms
FROM seal_key x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_seal_hold(txn id): unit id, txn id, void_txn id, void_ms int, id id, held id, holder id, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.held, x.holder, x.made_ms
FROM seal_hold x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_seal_share(txn id): unit id, txn id, void_txn id, void_ms int, id id, key id, mine id, theirs id, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.key, x.mine, x.theirs, x.made_ms
FROM seal_share x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_seal_recovery(txn id): unit id, txn id, void_txn id, void_ms int, id id, key id, mine id, theirs id, reason text, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.key, x.mine, x.theirs, x.reason, x.made_ms
FROM seal_recovery x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_seal_text(txn id): unit id, txn id, void_txn id, void_ms int, id id, kind text, about id, box bytes, made_ms int
SELECT x.about AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.kind, x.about, x.box, x.made_ms
FROM seal_text x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_member_note(txn id): unit id, txn id, void_txn id, void_ms int, id id, person id, text id, kind text, note id, account id, made_ms int
SELECT x.person AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.person, x.text, x.kind, x.note, x.account, x.made_ms
FROM member_note x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_person_request(txn id): unit id, txn id, void_txn id, void_ms int, id id, person id, kind text, received day, own int, words text, state text, answer text, answered day, made_ms int
SELECT x.person AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.person, x.kind, x.received, x.own, x.words, x.state, x.answer, x.answered, x.made_ms
FROM person_request x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id, x.txn

-- audit_src_look_delay(txn id): unit id, txn id, void_txn id, void_ms int, id id, account id, person id, from_day day, to_day day, number text, reason text, made_ms int
SELECT x.person AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.account, x.person, x.from_day, x.to_day, x.number, x.reason, x.made_ms
FROM look_delay x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_seal_text_key(txn id): unit id, txn id, void_txn id, void_ms int, id id, text id, reader id, made_ms int
SELECT t.about AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.text, x.reader, x.made_ms
FROM seal_text_key x JOIN seal_text t ON t.id = x.text
WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY t.about, x.id

-- audit_src_rule_local(txn id): unit id, txn id, void_txn id, void_ms int, id id, origin id, code text, item text, from_day day, to_day day, off int, value int, den int, unit_code text, word text, source text, sure text, note text, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.origin, x.code, x.item, x.from_day, x.to_day, x.off, x.value, x.den, x.unit AS unit_code, x.word, x.source, x.sure, x.note, x.made_ms
FROM rule_local x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_holiday_local(txn id): unit id, txn id, void_txn id, void_ms int, id id, day day, kind text, name text, source text, sure text, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.day, x.kind, x.name, x.source, x.sure, x.made_ms
FROM holiday_local x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_flow_case(txn id): unit id, txn id, void_txn id, void_ms int, id id, proc text, person id, made_ms int
SELECT x.person AS unit, x.txn, 0 AS void_txn, 0 AS void_ms, x.id, x.proc, x.person, x.made_ms
FROM flow_case x WHERE x.txn = $txn ORDER BY x.id

-- audit_src_flow_step(txn id): unit id, txn id, void_txn id, void_ms int, flow id, id id, step text, day day, seq int, org id, other id, who id, undoes id, second_day day, kind text, number text, place text, note text, vote text, base int, issued int, returned int, valid int, agree int, against int, team text, made_ms int
SELECT c.person AS unit, x.txn, x.void_txn, x.void_ms, x.flow, x.id, x.step, x.day, x.seq, x.org, x.other, x.who, x.undoes, x.second_day, x.kind, x.number, x.place, x.note, x.vote, x.base, x.issued, x.returned, x.valid, x.agree, x.against, x.team, x.made_ms
FROM flow_step x JOIN flow_case c ON c.id = x.flow
WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY c.person, x.flow, x.id

-- audit_src_figure_target(txn id): unit id, txn id, void_txn id, void_ms int, id id, org id, giver id, code text, period text, from_day day, to_day day, bound text, value int, base int, decision_no text, decided_on day, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.org, x.giver, x.code, x.period, x.from_day, x.to_day, x.bound, x.value, x.base, x.decision_no, x.decided_on, x.made_ms
FROM figure_target x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_figure_closing(txn id): unit id, txn id, void_txn id, void_ms int, id id, org id, period text, from_day day, to_day day, note text, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.org, x.period, x.from_day, x.to_day, x.note, x.made_ms
FROM figure_closing x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_figure_issue(txn id): unit id, txn id, void_txn id, void_ms int, id id, org id, code text, period text, from_day day, to_day day, last_day day, own bool, lineage bool, value int, base int, paper text, note text, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.org, x.code, x.period, x.from_day, x.to_day, x.last_day, x.own, x.lineage, x.value, x.base, x.paper, x.note, x.made_ms
FROM figure_issue x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_village(txn id): unit id, txn id, void_txn id, void_ms int, id id
SELECT 0 AS unit, v.txn, 0 AS void_txn, 0 AS void_ms, v.id FROM village v WHERE v.txn = $txn ORDER BY v.id

-- The head and who is in charge are persons: what is said of one can be erased with the person.
-- audit_src_village_fact(txn id): unit id, txn id, void_txn id, void_ms int, village id, id id, aspect text, from_day day, to_day day, code text, name text, kind text, org id, joint int, other id, households int, population int, person id, holder text, reason text, number text, note text, made_ms int
SELECT f.person AS unit, f.txn, f.void_txn, f.void_ms, f.village, f.id, f.aspect, f.from_day, f.to_day, f.code, f.name, f.kind, f.org, f.joint, f.other, f.households, f.population, f.person, f.holder, f.reason, f.number, f.note, f.made_ms
FROM village_fact f WHERE f.txn = $txn OR (f.void_txn = $txn AND f.void_txn <> 0) ORDER BY f.village, f.id

-- audit_src_account_fact(txn id): unit id, txn id, void_txn id, void_ms int, id id, account id, what text, value text, from_day day, to_day day, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.account, x.what, x.value, x.from_day, x.to_day, x.made_ms
FROM account_fact x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_config_row(txn id): unit id, txn id, void_txn id, void_ms int, tab text, row_key text, content text, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.tab, x.row_key, x.content, x.made_ms
FROM config_row x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.tab, x.row_key, x.txn

-- audit_src_term_end(txn id): unit id, txn id, void_txn id, void_ms int, id id, kind text, rule text, through day, records int, made_ms int
SELECT 0 AS unit, x.txn, 0 AS void_txn, 0 AS void_ms, x.id, x.kind, x.rule, x.through, x.records, x.made_ms
FROM term_end x WHERE x.txn = $txn ORDER BY x.id

-- audit_src_reorg(txn id): unit id, txn id, void_txn id, void_ms int, id id
SELECT 0 AS unit, x.txn, 0 AS void_txn, 0 AS void_ms, x.id FROM reorg x WHERE x.txn = $txn ORDER BY x.id

-- audit_src_reorg_head(txn id): unit id, txn id, void_txn id, void_ms int, id id, reorg id, org id, name text, day day, decision_no text, state text, act_txn id, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.reorg, x.org, x.name, x.day, x.decision_no, x.state, x.act_txn, x.made_ms
FROM reorg_head x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_reorg_unit(txn id): unit id, txn id, void_txn id, void_ms int, id id, reorg id, number int, code text, name text, kind text, parent_code text, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.reorg, x.unit AS number, x.code, x.name, x.kind, x.parent_code, x.made_ms
FROM reorg_unit x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_reorg_order(txn id): unit id, txn id, void_txn id, void_ms int, id id, reorg id, op int, lang int, job_key text
SELECT 0 AS unit, x.txn, 0 AS void_txn, 0 AS void_ms, x.id, x.reorg, x.op, x.lang, x.job_key
FROM reorg_order x WHERE x.txn = $txn ORDER BY x.id

-- audit_src_reorg_line(txn id): unit id, txn id, void_txn id, void_ms int, id id, reorg id, line int, row_no int, old_code text, old_name text, old_district text, old_province text, new_code text, new_name text, new_province text, org id, what text, number int, to_org id, kind text, ask text, place text, hint_what text, hint_org id, hint_unit int, hint_kind text, why text, decided int, note text, made_ms int
SELECT 0 AS unit, x.txn, x.void_txn, x.void_ms, x.id, x.reorg, x.line, x.row_no, x.old_code, x.old_name, x.old_district, x.old_province,
  x.new_code, x.new_name, x.new_province, x.org, x.what, x.unit AS number, x.to_org, x.kind, x.ask, x.place, x.hint_what, x.hint_org,
  x.hint_unit, x.hint_kind, x.why, x.decided, x.note, x.made_ms
FROM reorg_line x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.id

-- audit_src_dues_miss(txn id): unit id, txn id, void_txn id, void_ms int, person id, month day, id id, cell id, reason text, good bool, paid_on day, note text, made_ms int
SELECT x.person AS unit, x.txn, x.void_txn, x.void_ms, x.person, x.month, x.id, x.cell, x.reason, x.good, x.paid_on, x.note, x.made_ms
FROM dues_miss x WHERE x.txn = $txn OR (x.void_txn = $txn AND x.void_txn <> 0) ORDER BY x.person, x.month, x.id
