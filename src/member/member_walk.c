#include "member/member_walk.h"

enum { FIRST_ROOM = 4, CHAIN = 64 };

const char *walk_name(const struct org_life *life)
{
	const struct org_spell *s = life->spells.rows;

	return life->spells.n ? s[life->spells.n - 1].name : "?";
}

void walk_problem(struct walk *w, const struct member_fact *f, const char *field, enum msg what,
	const char *a1, const char *a2)
{
	struct fold_problem *p = arena_new_of(w->cx->a, struct fold_problem);

	*p = (struct fold_problem){.fact = f, .field = field, .what = what, .arg = {a1, a2}};
	*w->at = p;
	w->at = &p->next;
}

void walk_day_problem(struct walk *w, const struct member_fact *f, enum msg what, day_t day)
{
	walk_problem(w, f, "day", what, cx_day(w->cx, day), NULL);
}

static void *grown(struct arena *a, void *rows, size_t n, size_t *room, size_t size)
{
	void *more;

	if (n < *room)
		return rows;
	*room = *room ? *room * 2 : FIRST_ROOM;
	more = arena_array(a, *room, size);
	if (n)
		memcpy(more, rows, n * size);
	return more;
}

static bool same_state(const struct member_spell *a, const struct member_spell *b)
{
	return a->cell == b->cell && a->counted == b->counted && text_eq(a->status, b->status) &&
	       a->admitted_on == b->admitted_on && a->official_on == b->official_on &&
	       a->host == b->host && a->transit == b->transit && a->exempt == b->exempt &&
	       a->away == b->away && a->suspended == b->suspended &&
	       str_eq(a->sort_key, b->sort_key);
}

static void push_spell(struct walk *w, day_t to)
{
	struct list *l = &w->out->spells;

	if (l->n && w->spells[l->n - 1].to_day == w->now.from_day &&
		same_state(&w->spells[l->n - 1], &w->now)) {
		w->spells[l->n - 1].to_day = to;
		return;
	}
	w->spells = grown(w->cx->a, w->spells, l->n, &w->spell_room, sizeof(*w->spells));
	w->spells[l->n] = w->now;
	w->spells[l->n++].to_day = to;
}

void walk_cut(struct walk *w, day_t day)
{
	if (!w->now.from_day)
		return;
	if (w->now.from_day < day)
		push_spell(w, day);
	w->now.from_day = day;
}

void walk_flow(struct walk *w, const char *kind, day_t day, int64_t cell, int64_t other,
	const struct member_fact *f)
{
	struct list *l = &w->out->flows;

	w->flows = grown(w->cx->a, w->flows, l->n, &w->flow_room, sizeof(*w->flows));
	w->flows[l->n++] = (struct member_flow){.person = w->in->person,
		.cell = cell,
		.other = other,
		.fact = f ? f->id : 0,
		.day = day,
		.kind = kind};
}

bool walk_counted(const struct walk *w)
{
	return w->now.from_day && w->now.counted;
}

enum err walk_resolve(struct walk *w, int64_t org, day_t day, const struct org_life **ret)
{
	TRY(lives_get(w->in->lives, org, ret));
	for (int i = 0; i < CHAIN && (*ret)->spells.n && (*ret)->end <= day && (*ret)->successor;
		i++)
		TRY(lives_get(w->in->lives, (*ret)->successor, ret));
	return ERR_OK;
}

enum err walk_check_cell(struct walk *w, const struct member_fact *f, const char *field,
	const struct org_life *life, day_t day, bool *ret)
{
	bool cell;

	*ret = false;
	if (!life->spells.n || life->end <= day) {
		walk_problem(w, f, field, M_MEMBER_NO_CELL, cx_day(w->cx, day), NULL);
		return ERR_OK;
	}
	TRY(lives_is_cell(w->in->lives, life, day > life->first ? day : life->first, &cell));
	if (!cell)
		walk_problem(w, f, field, M_MEMBER_NOT_A_CELL, walk_name(life), NULL);
	*ret = cell;
	return ERR_OK;
}

static bool lasts(day_t until, day_t day)
{
	return until > day;
}

void walk_begin(struct walk *w, day_t day)
{
	walk_cut(w, day);
	if (!w->standing)
		w->standing = "full";
	w->pending = false;
	w->now.from_day = day;
	w->now.counted = 1;
	w->now.cell = w->cell->org;
	w->now.status = w->standing;
	w->now.admitted_on = w->admitted_on;
	w->now.official_on = w->official_on;
	w->now.transit = 0;
	w->now.host = lasts(w->until.host, day) ? w->now.host : 0;
	w->now.exempt = lasts(w->until.exempt, day);
	w->now.away = lasts(w->until.away, day);
	w->now.suspended = lasts(w->until.suspended, day);
}

void walk_arrive(struct walk *w, const struct org_life *cell, day_t day)
{
	w->cell = cell;
	w->left = NULL;
	if (cell->register_on <= day)
		walk_begin(w, day);
	else
		w->pending = true;
}

void walk_vanish(struct walk *w, day_t day)
{
	walk_cut(w, day);
	w->now.from_day = 0;
	w->pending = true;
}

day_t walk_host_end(const struct walk *w)
{
	bool there = w->host && w->until.host && w->now.host == w->host->org;

	return there ? w->host->end : DAY_MAX;
}

day_t walk_transit_end(const struct walk *w)
{
	bool there = w->transit && w->now.transit == w->transit->org;

	return there ? w->transit->end : DAY_MAX;
}

void walk_leave_host(struct walk *w)
{
	w->now.host = 0;
	w->until.host = 0;
}

static void end_term(day_t *term, int64_t *host, int *flag, day_t day)
{
	if (*term != day)
		return;
	*term = 0;
	if (host)
		*host = 0;
	if (flag)
		*flag = 0;
}

void walk_terms_end(struct walk *w, day_t day)
{
	walk_cut(w, day);
	end_term(&w->until.host, &w->now.host, NULL, day);
	end_term(&w->until.exempt, NULL, &w->now.exempt, day);
	end_term(&w->until.away, NULL, &w->now.away, day);
	end_term(&w->until.suspended, NULL, &w->now.suspended, day);
}
