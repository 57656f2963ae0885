/*
 * flow_tell.c: what becomes of the steps of a case: the story for the fold, and what the fold does
 * not know: who is next, when a term ends. And the rows of it.
 */
#include "core/flow_impl.h"

#include <stdlib.h>

enum { MOVES_MOST = 32 };

/* ---- where it is ---- */

static bool begins(const struct flow_kind *kind)
{
	return kind && kind->from[0].state && !*kind->from[0].state;
}

/* An organisation that had ended by the day goes on in its successor. */
static enum err go_on(struct flow_plan *p, day_t day, int64_t *org)
{
	const struct org_life *life;

	for (int i = 0; i < MOVES_MOST && *org; i++) {
		TRY(lives_get(p->lives, *org, &life));
		if (!life->spells.n || life->end > day || !life->successor)
			return ERR_OK;
		*org = life->successor;
	}
	return ERR_OK;
}

enum err flow_org_on(struct flow_plan *p, day_t day, int64_t *ret)
{
	*ret = 0;
	for (size_t i = 0; i < p->n; i++) {
		const struct flow_step *s = &p->live[i];
		const struct flow_kind *kind = flow_kind_of(p->c->proc, s->step);
		if (begins(kind))
			*ret = s->org;
		else if (kind && kind->flags & FLOW_MOVES && s->day <= day)
			*ret = s->other;
	}
	return go_on(p, day, ret);
}

/* The other end: what was last pointed at, or what it became. */
static enum err there_on(struct flow_plan *p, day_t day, int64_t *ret)
{
	*ret = 0;
	for (size_t i = 0; i < p->n; i++) {
		const struct flow_kind *kind = flow_kind_of(p->c->proc, p->live[i].step);
		if (kind && kind->flags & FLOW_POINTS && p->live[i].day <= day)
			*ret = p->live[i].other;
	}
	return go_on(p, day, ret);
}

enum err flow_way_full(struct flow_plan *p, int64_t org, day_t day, struct flow_way *ret)
{
	TRY(flow_way_on(p, org, day, ret));
	return there_on(p, day, &ret->at[FLOW_THERE]);
}

enum err flow_way_case(struct ctx *cx, const struct flow_case *c, day_t day, struct flow_way *ret)
{
	struct flow_plan *p;

	TRY(flow_plan_new(cx, (struct flow_case *)c, &p));
	return flow_way_full(p, c->org, day, ret);
}

static int move_by_day(const void *pa, const void *pb)
{
	const struct flow_move *a = pa, *b = pb;

	return a->day < b->day ? -1 : a->day > b->day;
}

/* Every organisation that the case was in, and what came of it. */
static enum err add_moves(struct flow_plan *p, int64_t org, struct flow_move *moves, size_t *n)
{
	const struct org_life *life;

	while (org && *n < MOVES_MOST) {
		TRY(lives_get(p->lives, org, &life));
		if (!life->spells.n || life->end == DAY_MAX || !life->successor)
			return ERR_OK;
		moves[(*n)++] = (struct flow_move){life->end, org, life->successor};
		org = life->successor;
	}
	return ERR_OK;
}

static enum err find_moves(struct flow_plan *p, struct flow_story *ret)
{
	struct flow_move *moves = arena_array(p->cx->a, MOVES_MOST, sizeof(*moves));
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct flow_step *s = &p->live[i];
		const struct flow_kind *kind = flow_kind_of(p->c->proc, s->step);
		if (begins(kind))
			TRY(add_moves(p, s->org, moves, &n));
		else if (kind && kind->flags & FLOW_MOVES)
			TRY(add_moves(p, s->other, moves, &n));
	}
	if (n)
		qsort(moves, n, sizeof(*moves), move_by_day);
	ret->moves = moves;
	ret->move_count = n;
	return ERR_OK;
}

/* ---- the levels on the way of each step ---- */

static bool minds_the_way(const struct flow_kind *kind)
{
	bool minds = kind->level != FLOW_CELL;

	for (const struct flow_from *f = kind->from; f->state; f++)
		minds = minds || f->without;
	return minds;
}

/* A grassroots committee that is authorised to decide does not vote before it decides. */
static enum err has_of(struct flow_plan *p, const struct flow_step *s, unsigned *ret)
{
	const struct flow_kind *kind = flow_kind_of(p->c->proc, s->step);
	struct flow_way way;
	int64_t org;

	*ret = FLOW_HAS(FLOW_CELL);
	if (!kind || !minds_the_way(kind))
		return ERR_OK;
	TRY(flow_org_on(p, s->day, &org));
	TRY(flow_way_full(p, org, s->day, &way));
	*ret = flow_way_has(&way);
	if (kind->level == FLOW_DECIDER && s->org == way.at[FLOW_GRASSROOTS])
		*ret &= ~FLOW_HAS(FLOW_GRASSROOTS);
	return ERR_OK;
}

/* ---- what the fold does not know ---- */

static enum err add_next(struct flow_plan *p, struct flow_spell *s, bool last)
{
	const struct flow_state *state = flow_state_of(p->c->proc, s->state);
	day_t today = p->cx->say.today, day = last && s->from_day < today ? today : s->from_day;
	struct flow_way way;

	s->flow = p->c->id;
	s->person = p->c->person;
	s->proc = p->c->proc->code;
	if (!s->open)
		return ERR_OK;
	TRY(flow_way_full(p, s->org, day, &way));
	for (const struct flow_kind *k = p->c->proc->steps; k->code; k++) {
		if (!(k->flags & FLOW_MAIN) || !flow_starts(k, state, flow_way_has(&way)))
			continue;
		s->next = k->code;
		s->turn = way.at[k->level];
		return ERR_OK;
	}
	return ERR_OK;
}

/* Terms are those of the day from which they count. */
static enum err add_term(struct flow_plan *p, struct list spells, struct flow_clock *c)
{
	const struct flow_spell *s = spells.rows;
	const struct flow_clock_kind *k = c->kind;
	day_t end;

	c->flow = p->c->id;
	c->person = p->c->person;
	for (size_t i = 0; i < spells.n && s[i].from_day < c->to_day; i++) {
		c->org = s[i].org;
		c->turn = s[i].turn ? s[i].turn : s[i].org;
	}
	end = c->start;
	if (k->term)
		TRY(flow_term(p->cx, k->term, c->start, &end));
	c->ripe_day = k->grace ? end : c->start;
	c->due_day = end;
	return k->grace ? flow_term(p->cx, k->grace, end, &c->due_day) : ERR_OK;
}

enum err flow_tell(struct flow_plan *p, struct flow_told *ret)
{
	unsigned *has = arena_array(p->cx->a, p->n + 1, sizeof(*has));
	struct flow_story story = {.proc = p->c->proc, .steps = p->live, .has = has, .n = p->n};
	struct flow_spell *s;
	struct flow_clock *c;

	for (size_t i = 0; i < p->n; i++)
		TRY(has_of(p, &p->live[i], &has[i]));
	TRY(find_moves(p, &story));
	flow_fold(p->cx->a, &story, ret);
	s = (struct flow_spell *)ret->spells.rows;
	for (size_t i = 0; i < ret->spells.n; i++)
		TRY(add_next(p, &s[i], i + 1 == ret->spells.n));
	c = (struct flow_clock *)ret->clocks.rows;
	for (size_t i = 0; i < ret->clocks.n; i++)
		TRY(add_term(p, ret->spells, &c[i]));
	return ERR_OK;
}

/* ---- rows ---- */

static bool same_spell(const struct flow_spell *a, const struct flow_spell *b)
{
	return a->org == b->org && a->from_day == b->from_day && a->to_day == b->to_day &&
	       text_eq(a->state, b->state) && a->open == b->open && a->turn == b->turn &&
	       text_eq(a->next ? a->next : "", b->next ? b->next : "");
}

static bool same_clock(const struct flow_clock *a, const struct flow_clock *b)
{
	return a->org == b->org && a->turn == b->turn && a->from_day == b->from_day &&
	       a->to_day == b->to_day && a->ripe_day == b->ripe_day && a->due_day == b->due_day &&
	       text_eq(a->code, b->code);
}

static enum err spells_apply(struct flow_plan *p)
{
	struct ctx *cx = p->cx;
	const struct flow_spell *was, *now = p->spells.rows;
	struct list old;
	bool *kept = arena_array(cx->a, p->spells.n + 1, sizeof(*kept));

	TRY(db_list(cx->db, cx->a, flow_spell_fields, sizeof(*was), &old, Q_FLOW_SPELLS, p->c->id,
		KNOWN_NOW));
	was = old.rows;
	for (size_t i = 0; i < old.n; i++) {
		size_t k = 0;
		while (k < p->spells.n && (kept[k] || !same_spell(&was[i], &now[k])))
			k++;
		if (k < p->spells.n)
			kept[k] = true;
		else
			TRY(db_run(cx->db, Q_FLOW_SPELL_VOID, p->c->id, was[i].from_day,
				was[i].to_day, was[i].txn, cx->txn, cx->txn_ms));
	}
	for (size_t k = 0; k < p->spells.n; k++)
		if (!kept[k])
			TRY(db_run(cx->db, Q_FLOW_SPELL_INSERT, now[k].org, now[k].proc,
				now[k].to_day, now[k].flow, now[k].from_day, cx->txn, now[k].person,
				now[k].state, now[k].open, now[k].next, now[k].turn, cx->txn_ms));
	return ERR_OK;
}

static enum err clocks_apply(struct flow_plan *p)
{
	struct ctx *cx = p->cx;
	const struct flow_clock *was, *now = p->clocks.rows;
	struct list old;
	bool *kept = arena_array(cx->a, p->clocks.n + 1, sizeof(*kept));

	TRY(db_list(cx->db, cx->a, flow_clock_fields, sizeof(*was), &old, Q_FLOW_CLOCKS, p->c->id,
		KNOWN_NOW));
	was = old.rows;
	for (size_t i = 0; i < old.n; i++) {
		size_t k = 0;
		while (k < p->clocks.n && (kept[k] || !same_clock(&was[i], &now[k])))
			k++;
		if (k < p->clocks.n)
			kept[k] = true;
		else
			TRY(db_run(cx->db, Q_FLOW_CLOCK_VOID, p->c->id, was[i].code,
				was[i].from_day, was[i].to_day, was[i].txn, cx->txn, cx->txn_ms));
	}
	for (size_t k = 0; k < p->clocks.n; k++)
		if (!kept[k])
			TRY(db_run(cx->db, Q_FLOW_CLOCK_INSERT, now[k].turn, now[k].to_day,
				now[k].due_day, now[k].flow, now[k].code, now[k].from_day, cx->txn,
				now[k].ripe_day, now[k].org, now[k].person, cx->txn_ms));
	return ERR_OK;
}

enum err flow_rows_apply(struct flow_plan *p)
{
	TRY(spells_apply(p));
	return clocks_apply(p);
}
