#include "core/flow.h"

#define STEP(type, m, label, cls, ...) type(struct flow_step, m, label, cls, __VA_ARGS__)

const struct field flow_step_fields[] = {
	STEP(F_ID, flow, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "case"),
	STEP(F_ID, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "step"),
	STEP(F_TEXT, step, M_FIELD_FLOW_STEP, CLASS_INSIDE, 0, 60),
	STEP(F_DAY, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	STEP(F_INT, seq, M_FIELD_SEQ, CLASS_INSIDE, FF_HIDDEN, 0),
	STEP(F_ID, org, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, "org"),
	STEP(F_ID, other, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, "org"),
	STEP(F_ID, who, M_FIELD_PERSON, CLASS_INSIDE, FF_HIDDEN, "person"),
	STEP(F_ID, undoes, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "step"),
	STEP(F_DAY, second_day, M_FIELD_SECOND_DAY, CLASS_INSIDE, 0),
	STEP(F_TEXT, kind, M_FIELD_KIND, CLASS_INSIDE, 0, 60),
	STEP(F_TEXT, number, M_FIELD_NUMBER, CLASS_INSIDE, 0, 60),
	STEP(F_TEXT, place, M_FIELD_PLACE, CLASS_INSIDE, 0, 200),
	STEP(F_LINES, note, M_FIELD_NOTE, CLASS_PERSONAL, 0, 500),
	STEP(F_TEXT, vote, M_FIELD_VOTE_FORM, CLASS_INSIDE, 0, 20),
	STEP(F_INT, base, M_FIELD_VOTE_BASE, CLASS_INSIDE, 0, 0),
	STEP(F_INT, issued, M_FIELD_VOTE_ISSUED, CLASS_INSIDE, 0, 0),
	STEP(F_INT, returned, M_FIELD_VOTE_RETURNED, CLASS_INSIDE, 0, 0),
	STEP(F_INT, valid, M_FIELD_VOTE_VALID, CLASS_INSIDE, 0, 0),
	STEP(F_INT, agree, M_FIELD_VOTE_AGREE, CLASS_INSIDE, 0, 0),
	STEP(F_INT, against, M_FIELD_VOTE_AGAINST, CLASS_INSIDE, 0, 0),
	STEP(F_TEXT, team, M_FIELD_VOTE_TEAM, CLASS_INSIDE, 0, 200),
	STEP(F_ID, txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	STEP(F_INT, made_ms, M_FIELD_RECORDED_AT, CLASS_INSIDE, FF_HIDDEN, 0),
	STEP(F_INT, void_ms, M_FIELD_RECORDED_AT, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

#define SPELL(type, m, label, cls, ...) type(struct flow_spell, m, label, cls, __VA_ARGS__)

const struct field flow_spell_fields[] = {
	SPELL(F_ID, org, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, "org"),
	SPELL(F_TEXT, proc, M_FIELD_FLOW_PROC, CLASS_INSIDE, FF_HIDDEN, 60),
	SPELL(F_DAY, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	SPELL(F_ID, flow, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "case"),
	SPELL(F_DAY, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	SPELL(F_ID, txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	SPELL(F_ID, person, M_FIELD_PERSON, CLASS_INSIDE, FF_HIDDEN, "person"),
	SPELL(F_CAT, state, M_FIELD_STATE, CLASS_INSIDE, 0, "flow_state"),
	SPELL(F_BOOL, open, M_FIELD_FLOW_OPEN, CLASS_INSIDE, FF_HIDDEN),
	SPELL(F_CAT, next, M_FIELD_FLOW_NEXT, CLASS_INSIDE, 0, "flow_step"),
	SPELL(F_ID, turn, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_END,
};

#define CLOCK(type, m, label, cls, ...) type(struct flow_clock, m, label, cls, __VA_ARGS__)

const struct field flow_clock_fields[] = {
	CLOCK(F_ID, turn, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, "org"),
	CLOCK(F_DAY, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, FF_HIDDEN),
	CLOCK(F_DAY, due_day, M_FIELD_DUE_DAY, CLASS_INSIDE, 0),
	CLOCK(F_ID, flow, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "case"),
	CLOCK(F_CAT, code, M_FIELD_DUE_KIND, CLASS_INSIDE, 0, "flow_clock"),
	CLOCK(F_DAY, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	CLOCK(F_ID, txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	CLOCK(F_DAY, ripe_day, M_FIELD_FLOW_RIPE, CLASS_INSIDE, 0),
	CLOCK(F_ID, org, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, "org"),
	CLOCK(F_ID, person, M_FIELD_PERSON, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_END,
};

/* ---- the tables ---- */

const struct flow_proc *flow_proc_named(const struct ctx *cx, const char *code)
{
	for (size_t i = 0; cx->procs && cx->procs[i]; i++)
		if (text_eq(cx->procs[i]->code, code))
			return cx->procs[i];
	return NULL;
}

const struct flow_kind *flow_kind_of(const struct flow_proc *proc, const char *step)
{
	for (const struct flow_kind *k = proc->steps; k->code; k++)
		if (text_eq(k->code, step))
			return k;
	return NULL;
}

const struct flow_state *flow_state_of(const struct flow_proc *proc, const char *state)
{
	for (const struct flow_state *s = proc->states; s->code; s++)
		if (text_eq(s->code, state))
			return s;
	return NULL;
}

/* ---- one case ---- */

static const struct field case_fields[] = {
	F_ID(struct flow_case, id, M_FIELD_ID, CLASS_INSIDE, 0, "case"),
	F_TEXT(struct flow_case, proc_code, M_FIELD_FLOW_PROC, CLASS_INSIDE, 0, 60),
	F_ID(struct flow_case, person, M_FIELD_PERSON, CLASS_INSIDE, 0, "person"),
	F_ID(struct flow_case, txn, M_FIELD_TXN, CLASS_INSIDE, 0, "txn"),
	F_END,
};

/* Steps that take others back tell of them, and move nothing. */
static void take_live(struct ctx *cx, struct flow_case *c)
{
	const struct flow_step *s = c->steps.rows;
	struct flow_step *live = arena_array(cx->a, c->steps.n + 1, sizeof(*live));
	size_t n = 0;

	for (size_t i = 0; i < c->steps.n; i++)
		if (s[i].void_ms > cx->known && !s[i].undoes)
			live[n++] = s[i];
	c->live = (struct list){live, n, sizeof(*live)};
}

/* Where it stands: the spell of today, or the last one. */
static void take_state(struct ctx *cx, struct flow_case *c, struct list spells)
{
	const struct flow_spell *s = spells.rows, *now = NULL;

	for (size_t i = 0; i < spells.n; i++)
		if (!now || s[i].from_day <= cx->say.today)
			now = &s[i];
	if (!now)
		return;
	c->org = now->org;
	c->state = now->state;
	c->next = now->next;
	c->turn = now->turn;
	c->since = now->from_day;
	c->open = now->open;
	c->now = flow_state_of(c->proc, now->state);
}

enum err flow_read(struct ctx *cx, int64_t id, struct flow_case *ret)
{
	struct list spells;
	enum err e;

	*ret = (struct flow_case){0};
	e = db_get(cx->db, cx->a, case_fields, ret, Q_FLOW_CASE_GET, id, cx->known);
	if (!e)
		ret->proc = flow_proc_named(cx, ret->proc_code);
	if (e == ERR_NOT_FOUND || (!e && !ret->proc))
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_FLOW_NO_CASE);
	TRY(e);
	TRY(db_list(cx->db, cx->a, flow_step_fields, sizeof(struct flow_step), &ret->steps,
		Q_FLOW_STEPS, id, cx->known));
	take_live(cx, ret);
	TRY(db_list(cx->db, cx->a, flow_spell_fields, sizeof(struct flow_spell), &spells,
		Q_FLOW_SPELLS, id, cx->known));
	take_state(cx, ret, spells);
	return ERR_OK;
}

void flow_begin(struct ctx *cx, const struct flow_proc *proc, int64_t person, struct flow_case *ret)
{
	*ret = (struct flow_case){.id = id_new(cx->ids),
		.person = person,
		.proc = proc,
		.proc_code = proc->code,
		.steps = {NULL, 0, sizeof(struct flow_step)},
		.live = {NULL, 0, sizeof(struct flow_step)}};
}

const struct flow_step *flow_live(struct list steps, const char *step, const char *kind)
{
	const struct flow_step *s = steps.rows, *found = NULL;

	for (size_t i = 0; i < steps.n; i++)
		if (text_eq(s[i].step, step) && (!kind || text_eq(s[i].kind, kind)))
			found = &s[i];
	return found;
}

const struct flow_step *flow_last(const struct flow_case *c, const char *step, const char *kind)
{
	return flow_live(c->live, step, kind);
}

/* ---- of a person ---- */

enum err flow_cases_of(struct ctx *cx, int64_t person, struct list *ret)
{
	return db_list(cx->db, cx->a, flow_spell_fields, sizeof(struct flow_spell), ret,
		Q_FLOW_SPELLS_OF, person, cx->say.today, cx->known);
}

enum err flow_org_of_person(struct ctx *cx, int64_t person, int64_t *ret)
{
	struct list all;

	TRY(flow_cases_of(cx, person, &all));
	*ret = all.n ? ((const struct flow_spell *)all.rows)->org : 0;
	return ERR_OK;
}

/* ---- papers ---- */

static const struct field paper_fields[] = {
	F_TEXT(struct flow_paper, step, M_FIELD_FLOW_STEP, CLASS_INSIDE, 0, 60),
	F_CAT(struct flow_paper, paper, M_FIELD_FLOW_PAPER, CLASS_INSIDE, 0, "flow_paper"),
	F_TEXT(struct flow_paper, form, M_FIELD_FLOW_FORM, CLASS_INSIDE, 0, 60),
	F_TEXT(struct flow_paper, cond, M_FIELD_FLOW_FORM, CLASS_INSIDE, 0, 60),
	F_TEXT(struct flow_paper, source, M_FIELD_FLOW_FORM, CLASS_INSIDE, 0, 300),
	F_END,
};

enum err flow_papers(struct ctx *cx, const struct flow_case *c, day_t day, struct list *ret)
{
	struct flow_paper *p;

	TRY(db_list(cx->db, cx->a, paper_fields, sizeof(*p), ret, Q_FLOW_PAPER_RULES, c->proc->code,
		day));
	p = (struct flow_paper *)ret->rows;
	for (size_t i = 0; i < ret->n; i++) {
		const struct flow_step *s = flow_last(c, "paper", p[i].paper);
		p[i].day = s ? s->day : 0;
	}
	return ERR_OK;
}

bool flow_paper_is_due(const struct flow_case *c, const struct flow_paper *p)
{
	if (p->day)
		return true;
	for (const struct flow_kind *k = c->proc->steps; k->code; k++) {
		if (text_eq(k->code, p->step))
			return true;
		if ((k->flags & FLOW_PHASE) && !flow_last(c, k->code, NULL))
			return false;
	}
	return true;
}
