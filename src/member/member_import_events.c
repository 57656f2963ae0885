#include "member/member_import_events.h"

#include "base/text.h"

#include <stdlib.h>

enum { STEPS = 512 };

static void report(
	void *vw, long tag, const char *field, enum msg what, const char *const arg[ERR_ARGS])
{
	struct events *w = vw;

	if (tag >= 0 && field)
		field = w->column(import_row(w->im, (size_t)tag), field);
	import_report(w->im, tag, field, what, arg);
}

enum err events_begin(struct import *im, struct events **ret)
{
	struct events *w = arena_new_of(im->cx->a, struct events);

	*w = (struct events){.im = im, .cx = im->cx};
	w->event = arena_array(w->cx->a, im->rows.n, sizeof(*w->event));
	TRY(member_plan_new(w->cx, &w->p));
	member_plan_report(w->p, report, w);
	im->plan = w->p;
	*ret = w;
	return member_cells_new(w->cx, im->opt.under, &w->cells);
}

enum err events_person(struct events *w, const struct find_ask *ask, struct event *ret)
{
	struct find_found found;

	TRY(member_meant(w->cx, ask, &found));
	if (!found.person) {
		import_bad(w->im, ret->i, found.field, found.why, found.arg[0], found.arg[1]);
		return ERR_OK;
	}
	ret->person = ret->f.person = found.person;
	ret->name = found.full_name;
	return ERR_OK;
}

enum err events_over(struct events *w, size_t i, const char *field, int64_t cell)
{
	bool yes;

	TRY(import_over(w->im, cell, &yes));
	if (!yes)
		import_bad(w->im, i, field, M_GRANT_NOT_OVER, NULL, NULL);
	return ERR_OK;
}

enum err events_cell(
	struct events *w, size_t i, const char *field, const char *text, day_t day, int64_t *ret)
{
	struct cell_found found;

	*ret = 0;
	if (text_empty(text))
		return ERR_OK;
	TRY(member_cells_find(w->cells, text, NULL, day, &found));
	*ret = found.org;
	if (found.org)
		return events_over(w, i, field, found.org);
	import_bad(w->im, i, field, found.why, found.arg[0], found.arg[1]);
	return ERR_OK;
}

void events_add(struct events *w, const struct event *e)
{
	if (!w->im->bad[e->i])
		w->event[w->n++] = *e;
}

/* ---- what is known, what is told twice ---- */

static int by_person_and_day(const void *va, const void *vb)
{
	const struct event *a = va, *b = vb;

	if (a->person != b->person)
		return a->person < b->person ? -1 : 1;
	if (a->f.day != b->f.day)
		return a->f.day < b->f.day ? -1 : 1;
	return a->i < b->i ? -1 : a->i > b->i;
}

static bool same_fact(const struct member_fact *a, const struct member_fact *b)
{
	return a->day == b->day && text_eq(a->kind, b->kind) &&
	       (a->cell == b->cell || !a->cell || !b->cell) && a->other == b->other;
}

static void check_double(struct events *w, const struct event *e, const struct event *first)
{
	for (const struct event *o = first; o < e; o++)
		if (same_fact(&o->f, &e->f)) {
			import_bad(w->im, e->i, "on", M_IMPORT_DOUBLE_FACT,
				import_row_place(w->im, o->i), NULL);
			return;
		}
}

static bool is_known(const struct event *e, const struct list *facts)
{
	const struct member_fact *f = facts->rows;

	for (size_t i = 0; i < facts->n; i++)
		if (same_fact(&f[i], &e->f))
			return true;
	return false;
}

/* All rows of one person. */
static enum err plan_person(struct events *w, struct event *first, size_t n)
{
	struct list facts;

	TRY(member_facts(w->cx, first->person, &facts));
	if (w->settle)
		w->settle(first, n, &facts);
	for (const struct event *e = first; e < first + n; e++) {
		if (is_known(e, &facts)) {
			w->im->res.unchanged++;
			continue;
		}
		check_double(w, e, first);
		if (w->im->bad[e->i])
			continue;
		member_plan_tag(w->p, (long)e->i);
		TRY(member_plan_fact(w->p, &e->f));
		w->fresh[e - w->event] = true;
	}
	return ERR_OK;
}

/* ---- what is said about it ---- */

static enum err cell_name(struct events *w, int64_t cell, const char **ret)
{
	const struct org_life *life;
	const struct org_spell *s;

	*ret = "";
	if (!cell)
		return ERR_OK;
	TRY(lives_get(member_plan_lives(w->p), cell, &life));
	s = life->spells.rows;
	*ret = life->spells.n ? s[life->spells.n - 1].name : "";
	return ERR_OK;
}

/* A guest elsewhere stays a member at home: the row must name it. */
static enum err check_homes(struct events *w)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct event *e = &w->event[i];
		const struct member_spell *at;
		const char *name;
		if (!e->home || !w->fresh[i])
			continue;
		at = member_plan_spell(w->p, e->person, day_first(e->f.day));
		if (!at || !at->counted || at->cell == e->home)
			continue;
		TRY(cell_name(w, at->cell, &name));
		import_bad(w->im, e->i, "from_code", M_MEMBER_ELSEWHERE, cx_day(w->cx, e->f.day),
			name);
	}
	return ERR_OK;
}

static enum err sample_of(struct events *w, const struct event *e, struct import_sample *ret)
{
	struct speech *say = &w->cx->say;
	const char *cell;

	TRY(cell_name(w, e->f.other ? e->f.other : e->f.cell, &cell));
	*ret = (struct import_sample){NULL, e->name,
		cat_name(say->cats, say->lang, "member_fact", e->f.kind), cell, e->f.day,
		e->f.until_day};
	return ERR_OK;
}

static enum err count_fresh(struct events *w)
{
	struct import_sample *s = arena_array(w->cx->a, IMPORT_SAMPLES, sizeof(*s));
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++) {
		if (!w->fresh[i] || w->im->bad[w->event[i].i])
			continue;
		w->im->res.fresh++;
		if (n < IMPORT_SAMPLES)
			TRY(sample_of(w, &w->event[i], &s[n++]));
	}
	w->im->res.sample = (struct list){s, n, sizeof(*s)};
	return ERR_OK;
}

enum err events_finish(struct events *w)
{
	size_t to;

	if (w->n)
		qsort(w->event, w->n, sizeof(*w->event), by_person_and_day);
	w->fresh = arena_array(w->cx->a, w->n, sizeof(*w->fresh));
	for (size_t i = 0; i < w->n; i = to) {
		for (to = i + 1; to < w->n && w->event[to].person == w->event[i].person;)
			to++;
		TRY(plan_person(w, &w->event[i], to - i));
		if (i % STEPS == 0)
			cx_progress(w->cx, (int64_t)(w->n + i) / 2, (int64_t)w->n);
	}
	TRY(member_plan_check(w->p));
	TRY(check_homes(w));
	return count_fresh(w);
}
