/*
 * flow_plan.c: taking steps and taking them back: checked, then written.
 */
#include "base/die.h"
#include "core/flow_impl.h"

enum err flow_plan_new(struct ctx *cx, struct flow_case *c, struct flow_plan **ret)
{
	struct flow_plan *p = arena_new_of(cx->a, struct flow_plan);
	const struct flow_step *all = c->steps.rows;

	*p = (struct flow_plan){.cx = cx, .c = c, .lives = lives_new(cx, NULL), .n = c->live.n};
	p->live = arena_array(cx->a, c->live.n + FLOW_STEPS_MOST, sizeof(*p->live));
	if (p->n)
		memcpy(p->live, c->live.rows, p->n * sizeof(*p->live));
	for (size_t i = 0; i < c->steps.n; i++)
		p->seq = all[i].seq > p->seq ? all[i].seq : p->seq;
	*ret = p;
	return ERR_OK;
}

void flow_plan_late(struct flow_plan *p)
{
	p->late = true;
}

enum err flow_lack(
	struct flow_work *w, const char *field, enum msg what, const char *a1, const char *a2)
{
	cx_fault(w->cx, ERR_REFUSED, field, what, a1, a2);
	return ERR_OK;
}

enum err flow_lack_by_day(struct flow_work *w, const char *what, day_t from)
{
	cx_fault(w->cx, ERR_REFUSED, NULL, M_FLOW_PAPER_LATER, cx_day(w->cx, w->step->day), what,
		cx_day(w->cx, from));
	return ERR_OK;
}

static const char *step_name(struct ctx *cx, const char *step)
{
	return cat_name(cx->say.cats, cx->say.lang, "flow_step", step);
}

/* ---- does it fit? ---- */

/* Moves the case on: told freely, it does so if it belongs to the straight way. */
static bool moves_on(const struct flow_kind *kind)
{
	return !(kind->flags & FLOW_FREE) || kind->flags & FLOW_MAIN;
}

/*
 * The last step that has to come before this one. What is corrected has some behind it already:
 * there only those count that stand before it in the table of the procedure.
 */
static const struct flow_step *last_before(const struct flow_plan *p, const struct flow_step *s)
{
	const struct flow_kind *own = flow_kind_of(p->c->proc, s->step);
	const struct flow_step *last = NULL;

	for (size_t i = 0; i < p->n; i++) {
		const struct flow_kind *kind = flow_kind_of(p->c->proc, p->live[i].step);
		if (!kind || !moves_on(kind) || p->live[i].id == s->id ||
			(p->undone_count && kind > own))
			continue;
		if (!last || p->live[i].day >= last->day)
			last = &p->live[i];
	}
	return last;
}

static enum err say_misfit(struct flow_plan *p, const struct flow_told *t, int64_t added)
{
	struct ctx *cx = p->cx;
	const struct flow_step *s = &p->live[t->at], *last;
	const char *state =
		t->state ? cat_name(cx->say.cats, cx->say.lang, "flow_state", t->state) : "";

	if (t->misfit == FLOW_NOT_BEGUN)
		return cx_fault(cx, ERR_REFUSED, NULL, M_FLOW_NOT_BEGUN);
	if (s->id != added)
		return cx_fault(cx, ERR_REFUSED, "day", M_FLOW_BUILT_ON, step_name(cx, s->step),
			cx_day(cx, s->day));
	last = last_before(p, s);
	if (last && s->day < last->day)
		return cx_fault(cx, ERR_REFUSED, "day", M_FLOW_TOO_EARLY, cx_day(cx, last->day),
			step_name(cx, last->step));
	return cx_fault(cx, ERR_REFUSED, NULL, M_FLOW_OUT_OF_ORDER, step_name(cx, s->step), state);
}

static enum err check_fit(struct flow_plan *p, int64_t added)
{
	struct flow_told told;

	flow_steps_sort(p->live, p->n);
	TRY(flow_tell(p, &told));
	return told.misfit ? say_misfit(p, &told, added) : ERR_OK;
}

/* A step that may be told at any time still needs a case that is open. */
static enum err check_open(struct flow_plan *p, const struct flow_kind *kind)
{
	if (!(kind->flags & FLOW_FREE) || !p->c->now || p->c->now->open || p->late)
		return ERR_OK;
	return cx_fault(p->cx, ERR_REFUSED, NULL, M_FLOW_CLOSED);
}

static enum err check_day(
	struct flow_plan *p, const struct flow_kind *kind, const struct flow_step *s)
{
	struct ctx *cx = p->cx;

	if (!s->day || day_precision(s->day) != DAY_EXACT)
		return cx_fault(cx, ERR_BAD_INPUT, "day", M_VALUE_NO_DAY);
	if (s->day > cx->say.today)
		return cx_fault(cx, ERR_BAD_INPUT, "day", M_FLOW_AHEAD);
	if (s->second_day && day_precision(s->second_day) != DAY_EXACT)
		return cx_fault(cx, ERR_BAD_INPUT, "second_day", M_VALUE_NO_DAY);
	if (s->second_day > cx->say.today && !(kind->flags & FLOW_AHEAD))
		return cx_fault(cx, ERR_BAD_INPUT, "second_day", M_FLOW_AHEAD);
	return ERR_OK;
}

/* ---- papers ---- */

static bool is_wanted(struct flow_work *w, const struct flow_paper *r)
{
	const struct flow_proc *proc = w->c->proc;

	if (!text_eq(r->step, w->kind->code))
		return false;
	return text_empty(r->cond) || !proc->cond || proc->cond(w, r->cond);
}

/* Papers of the steps before the day; the whole file stands for all of them. */
static bool is_there(struct flow_work *w, const char *paper)
{
	const struct flow_step *s = w->live.rows;

	for (size_t i = 0; i < w->live.n; i++)
		if (text_eq(s[i].step, "paper") && s[i].day <= w->step->day &&
			(text_eq(s[i].kind, paper) || text_eq(s[i].kind, "whole_file")))
			return true;
	return false;
}

static enum err lack_paper(struct flow_work *w, const struct flow_paper *r)
{
	struct ctx *cx = w->cx;
	const char *name = cat_name(cx->say.cats, cx->say.lang, "flow_paper", r->paper);

	if (r->day > w->step->day)
		return flow_lack_by_day(w, name, r->day);
	return flow_lack(w, NULL, text_empty(r->form) ? M_FLOW_NO_PAPER_PLAIN : M_FLOW_NO_PAPER,
		name, r->form);
}

static enum err check_papers(struct flow_work *w)
{
	const struct flow_paper *r;
	struct list rules;

	TRY(flow_papers(w->cx, w->c, w->step->day, &rules));
	r = rules.rows;
	for (size_t i = 0; i < rules.n; i++)
		if (is_wanted(w, &r[i]) && !is_there(w, r[i].paper))
			TRY(lack_paper(w, &r[i]));
	return ERR_OK;
}

/* ---- a step ---- */

static enum err work_of(struct flow_plan *p, const struct flow_kind *kind,
	const struct flow_step *s, struct flow_work *ret)
{
	*ret = (struct flow_work){.cx = p->cx, .c = p->c, .kind = kind, .step = s};
	ret->live = (struct list){arena_memdup(p->cx->a, p->live, (p->n + 1) * sizeof(*p->live)),
		p->n, sizeof(*p->live)};
	TRY(flow_org_on(p, s->day, &ret->org));
	if (!ret->org)
		ret->org = s->org;
	return flow_way_full(p, ret->org, s->day, &ret->way);
}

/* What paper and people must show; history entered late is not held to it but for its counts. */
static enum err check_conditions(struct flow_plan *p, struct flow_work *w, struct flow_step *s)
{
	bool told = !text_empty(s->vote) || s->issued;

	if (w->kind->vote && (told || !(p->late || w->kind->flags & FLOW_MAY_VOTE))) {
		flow_vote_hands(s);
		TRY(flow_vote_base(w, s));
		TRY(flow_vote_check(w));
	}
	if (p->late)
		return ERR_OK;
	TRY(check_papers(w));
	return w->kind->check ? w->kind->check(w) : ERR_OK;
}

static enum err take(struct flow_plan *p, const struct flow_kind *kind, struct flow_step *s)
{
	struct flow_work w;

	TRY(work_of(p, kind, s, &w));
	s->org = s->org ? s->org : w.way.at[kind->level];
	/* what others decide is about the cell in which the case was then */
	s->other = s->other || kind->level == FLOW_CELL ? s->other : w.org;
	p->live[p->n++] = *s;
	TRY(check_fit(p, s->id));
	TRY(grant_over_end(p->cx, kind->perm, s->org));
	TRY(check_conditions(p, &w, s));
	for (size_t i = 0; i < p->n; i++)
		if (p->live[i].id == s->id)
			p->live[i] = *s;
	p->added[p->added_count++] = *s;
	return p->cx->f->code;
}

enum err flow_plan_step(struct flow_plan *p, const struct flow_step *step)
{
	const struct flow_kind *kind = flow_kind_of(p->c->proc, step->step);
	struct flow_step *s = arena_memdup(p->cx->a, step, sizeof(*step));

	must(kind && p->added_count < FLOW_STEPS_MOST);
	s->flow = p->c->id;
	s->id = id_new(p->cx->ids);
	s->seq = ++p->seq;
	s->void_ms = MS_MAX;
	TRY(check_day(p, kind, s));
	TRY(check_open(p, kind));
	return take(p, kind, s);
}

enum err flow_plan_undo(struct flow_plan *p, int64_t step, const char *why)
{
	const struct flow_kind *kind;
	size_t i = 0;

	while (i < p->n && p->live[i].id != step)
		i++;
	if (i == p->n)
		return cx_fault(p->cx, ERR_CONFLICT, NULL, M_RECORD_GONE);
	kind = flow_kind_of(p->c->proc, p->live[i].step);
	if (kind)
		TRY(grant_over_end(p->cx, kind->perm, p->live[i].org));
	must(p->undone_count < FLOW_STEPS_MOST);
	p->undone[p->undone_count++] = (struct flow_undo){step, why};
	p->n--;
	memmove(&p->live[i], &p->live[i + 1], (p->n - i) * sizeof(*p->live));
	return ERR_OK;
}

/* ---- all of it ---- */

/* The case as it will be, for pages and effects. */
static void foretell(struct flow_plan *p, const struct flow_told *t)
{
	const struct flow_spell *s = t->spells.rows;
	const struct flow_spell *last = t->spells.n ? &s[t->spells.n - 1] : NULL;

	p->after = *p->c;
	p->after.live = (struct list){p->live, p->n, sizeof(*p->live)};
	p->after.now = last ? flow_state_of(p->c->proc, last->state) : NULL;
	p->after.state = last ? last->state : NULL;
	p->after.next = last ? last->next : NULL;
	p->after.org = last ? last->org : p->c->org;
	p->after.open = last && last->open;
}

static enum err find_effect(struct flow_plan *p)
{
	const struct flow_proc *proc = p->c->proc;

	if (!proc->effect)
		return ERR_OK;
	return proc->effect(p->cx, &p->after, proc->follows(p->cx->a, &p->after, p->c->live),
		proc->follows(p->cx->a, &p->after, p->after.live), &p->effect);
}

enum err flow_plan_check(struct flow_plan *p)
{
	struct flow_told told;

	flow_steps_sort(p->live, p->n);
	TRY(flow_tell(p, &told));
	if (told.misfit)
		return say_misfit(p, &told, 0);
	p->spells = told.spells;
	p->clocks = told.clocks;
	foretell(p, &told);
	return find_effect(p);
}

const struct flow_case *flow_plan_case(const struct flow_plan *p)
{
	return &p->after;
}

void *flow_plan_effect(const struct flow_plan *p)
{
	return p->effect;
}

static enum err write_step(struct ctx *cx, const struct flow_step *s)
{
	return db_run(cx->db, Q_FLOW_STEP_INSERT, s->flow, s->id, s->step, s->day, s->seq, s->org,
		s->other, s->who, s->undoes, s->second_day, s->kind, s->number, s->place, s->note,
		s->vote, s->base, s->issued, s->returned, s->valid, s->agree, s->against, s->team,
		cx->txn, cx->txn_ms);
}

/* Voids the step, and keeps that somebody did so, and why. */
static enum err write_undo(struct flow_plan *p, const struct flow_undo *u)
{
	struct ctx *cx = p->cx;
	struct flow_step s = {.flow = p->c->id,
		.id = id_new(cx->ids),
		.seq = ++p->seq,
		.step = "undo",
		.day = cx->say.today,
		.undoes = u->step,
		.note = u->why};

	TRY(db_run(cx->db, Q_FLOW_STEP_VOID, p->c->id, u->step, cx->txn, cx->txn_ms));
	return write_step(cx, &s);
}

enum err flow_plan_apply(struct flow_plan *p)
{
	struct ctx *cx = p->cx;

	if (!p->c->txn)
		TRY(db_run(cx->db, Q_FLOW_CASE_INSERT, p->c->id, p->c->proc->code, p->c->person,
			cx->txn, cx->txn_ms));
	for (size_t i = 0; i < p->undone_count; i++)
		TRY(write_undo(p, &p->undone[i]));
	for (size_t i = 0; i < p->added_count; i++)
		TRY(write_step(cx, &p->added[i]));
	TRY(flow_rows_apply(p));
	return p->effect && p->c->proc->effect_apply ? p->c->proc->effect_apply(cx, p->effect)
						     : ERR_OK;
}

/* ---- what is missing ---- */

static struct list in_words(struct ctx *cx, const struct fault *f)
{
	enum { MOST = 30 };
	const char **text = arena_array(cx->a, MOST, sizeof(*text));
	size_t n = 0;

	problem_each (pr, f)
		if (n < MOST)
			text[n++] = msg_fill(cx->a, cx->say.lang, pr->what, pr->arg, ERR_ARGS);
	return (struct list){text, n, sizeof(*text)};
}

enum err flow_missing(struct ctx *cx, const struct flow_case *c, struct list *ret)
{
	struct fault quiet = {.a = cx->a}, *told = cx->f;
	const struct flow_kind *kind = c->next ? flow_kind_of(c->proc, c->next) : NULL;
	struct flow_step step = {.step = c->next, .day = cx->say.today};
	struct flow_plan *p;
	struct flow_work w;
	enum err e;

	*ret = (struct list){NULL, 0, sizeof(char *)};
	if (!kind)
		return ERR_OK;
	TRY(flow_plan_new(cx, (struct flow_case *)c, &p));
	TRY(work_of(p, kind, &step, &w));
	w.asked = true;
	cx->f = &quiet;
	e = check_papers(&w);
	if (!e && kind->check)
		e = kind->check(&w);
	cx->f = told;
	*ret = in_words(cx, &quiet);
	return e;
}
