#include "base/die.h"
#include "base/embed.h"
#include "demo/demo_life_impl.h"

#include <stdlib.h>

#define TEXT(s, m)                                                                                 \
	{                                                                                          \
#m, FT_TEXT, CLASS_PERSONAL, M_NONE, 0, FIELD_OFF(struct s, m, const char *)       \
	}
#define DAY(s, m)                                                                                  \
	{                                                                                          \
#m, FT_DAY, CLASS_PERSONAL, M_NONE, 0, FIELD_OFF(struct s, m, day_t)               \
	}

#define INT(s, m)                                                                                  \
	{                                                                                          \
#m, FT_INT, CLASS_PERSONAL, M_NONE, 0, FIELD_OFF(struct s, m, int64_t)             \
	}

const struct field demo_village_fields[] = {
	TEXT(demo_village, code),
	TEXT(demo_village, name),
	TEXT(demo_village, kind),
	TEXT(demo_village, commune_code),
	TEXT(demo_village, cell_code),
	TEXT(demo_village, joint),
	TEXT(demo_village, head_name),
	TEXT(demo_village, head_member_no),
	DAY(demo_village, head_from),
	INT(demo_village, households),
	INT(demo_village, population),
	F_END,
};

const struct field demo_transfer_fields[] = {
	TEXT(demo_transfer, member_no),
	TEXT(demo_transfer, from_code),
	TEXT(demo_transfer, to_code),
	DAY(demo_transfer, on),
	TEXT(demo_transfer, kind),
	TEXT(demo_transfer, letter_no),
	TEXT(demo_transfer, place),
	F_END,
};

const struct field demo_leaving_fields[] = {
	TEXT(demo_leaving, member_no),
	TEXT(demo_leaving, kind),
	DAY(demo_leaving, on),
	TEXT(demo_leaving, decision_no),
	TEXT(demo_leaving, reason),
	F_END,
};

const struct field demo_post_fields[] = {
	TEXT(demo_post, org_code),
	TEXT(demo_post, post),
	TEXT(demo_post, member_no),
	TEXT(demo_post, holder),
	DAY(demo_post, from),
	DAY(demo_post, to),
	F_END,
};

const struct field demo_fact_fields[] = {
	TEXT(demo_fact, member_no),
	TEXT(demo_fact, kind),
	DAY(demo_fact, day),
	DAY(demo_fact, until_day),
	TEXT(demo_fact, place),
	TEXT(demo_fact, number),
	{"years", FT_INT, CLASS_PERSONAL, M_NONE, 0, FIELD_OFF(struct demo_fact, years, int64_t)},
	F_END,
};

const struct field demo_change_fields[] = {
	TEXT(demo_change, member_no),
	TEXT(demo_change, field),
	TEXT(demo_change, value),
	DAY(demo_change, day),
	F_END,
};

enum { CELLS_MAX = 400, GROW = 64, OLD = 74, OLD_EXEMPT = 500 };

/* ---- the locality while it lives ---- */

void *world_row(struct world *w, struct rows *rows)
{
	if (rows->n == rows->room) {
		size_t room = rows->room ? 2 * rows->room : GROW;
		char *p = arena_array(w->a, room, rows->size);
		if (rows->n)
			memcpy(p, rows->p, rows->n * rows->size);
		rows->p = p;
		rows->room = room;
	}
	return rows->p + rows->n++ * rows->size;
}

static void keep(struct world *w, struct one *o)
{
	if (w->n == w->room) {
		size_t room = w->room ? 2 * w->room : GROW;
		struct one **ones = arena_array(w->a, room, sizeof(*ones));
		if (w->n)
			memcpy(ones, w->ones, w->n * sizeof(*ones));
		w->ones = ones;
		w->room = room;
	}
	w->ones[w->n++] = o;
}

struct one *world_person(struct world *w, struct home_cell *c, day_t day, bool fresh)
{
	const struct demo_ask ask = {.circle = c->circle,
		.cell_code = c->code,
		.residence = c->residence,
		.day = day,
		.fresh = fresh};
	struct one *o = arena_new_of(w->a, struct one);

	demo_people_make(w->people, w->a, &ask, &o->m);
	o->cell = c;
	village_settle(w, o);
	o->came = day;
	o->busy = day_add(day, -1);
	keep(w, o);
	return o;
}

const char *world_decision(struct world *w)
{
	return arena_printf(w->a, "%02d-QĐ/ĐU", ++w->decisions);
}

void world_event(struct world *w, const struct event *e)
{
	struct event **at = &w->queue, *own;

	if (e->day > w->in->today)
		return;
	own = arena_memdup(w->a, e, sizeof(*e));
	while (*at && (*at)->day <= e->day)
		at = &(*at)->next;
	own->next = *at;
	*at = own;
}

bool one_is_full(const struct one *o, day_t day)
{
	return o->m.recognised_on && o->m.recognition_decided_on <= day;
}

int one_age(const struct one *o, day_t day)
{
	return day_years_between(o->m.birth_date, day);
}

struct one *one_draw(struct world *w, const struct home_cell *c, day_t day, weight_fn *weight)
{
	struct arena_mark mark = arena_mark(w->a);
	int *up_to = arena_array(w->a, w->n + 1, sizeof(int)), sum = 0, at;
	size_t i = 0;

	for (size_t k = 0; k < w->n; k++) {
		const struct one *o = w->ones[k];
		if (!o->left && o->busy < day && (!c || o->cell == c))
			sum += weight(w, o, day);
		up_to[k] = sum;
	}
	at = demo_roll(w->dice, sum);
	while (i < w->n && up_to[i] <= at)
		i++;
	arena_rewind(w->a, mark);
	return sum ? w->ones[i] : NULL;
}

/* ---- the folder ---- */

const char *row_text(const struct world *w, const struct sheet_row *row, size_t i)
{
	if (i >= row->n || !row->cells[i].text.n)
		return NULL;
	return arena_strndup(w->a, row->cells[i].text.p, row->cells[i].text.n);
}

day_t row_day(const struct sheet_row *row, size_t i)
{
	day_t day = 0;

	must(i >= row->n || !row->cells[i].text.n || day_parse(row->cells[i].text, 0, &day));
	return day;
}

int row_number(const struct sheet_row *row, size_t i)
{
	long long n = 0;

	must(i >= row->n || !row->cells[i].text.n || str_to_int(row->cells[i].text, &n));
	return (int)n;
}

typedef void row_fn(struct world *w, const struct sheet_row *row);

static enum err read_file(struct world *w, const char *name, row_fn *take, struct fault *f)
{
	const struct embedded *file = embed_find(arena_printf(w->a, "%s/%s", w->in->folder, name));
	struct sheet_row row;
	struct sheet *s;

	if (!file && take == village_take)
		return ERR_OK;
	must(file);
	TRY(sheet_open(&s, w->a, file->bytes, file->name, NULL, f));
	while (sheet_row(s, &row))
		if (row.number > 1)
			take(w, &row);
	return sheet_end(s);
}

/* code, circle, residence, people, from, above, village */
static void take_cell(struct world *w, const struct sheet_row *row)
{
	must(w->cell_count < CELLS_MAX);
	w->cells[w->cell_count++] = (struct home_cell){.code = row_text(w, row, 0),
		.circle = row_text(w, row, 1),
		.residence = row_text(w, row, 2),
		.people = row_number(row, 3),
		.from = row_day(row, 4),
		.above = row_text(w, row, 5),
		.village = row_text(w, row, 6)};
}

struct home_cell *world_cell(const struct world *w, const char *code)
{
	for (int i = 0; i < w->cell_count; i++)
		if (text_eq(w->cells[i].code, code))
			return &w->cells[i];
	return NULL;
}

static day_t day_within(struct world *w, day_t when, bool admission)
{
	day_t from = day_first(when), to = day_last(when);

	if (from <= w->in->from)
		from = day_add(w->in->from, 1);
	if (to > w->in->today)
		to = w->in->today;
	return admission ? demo_admission_day(w->dice, from, to) : demo_day(w->dice, from, to);
}

/* when, cell, what, times, to */
static void take_plan(struct world *w, const struct sheet_row *row)
{
	const char *what = row_text(w, row, 2), *to = row_text(w, row, 4);
	struct event e = {.cell = world_cell(w, row_text(w, row, 1)), .run = event_find(what)};
	day_t when = row_day(row, 0);

	must(e.cell && e.run);
	if (to)
		must((e.to = world_cell(w, to)));
	for (int i = row_number(row, 3); i > 0; i--) {
		e.day = day_within(w, when, strncmp(what, "admit", 5) == 0);
		world_event(w, &e);
	}
}

/* ---- the lists ---- */

static struct list members(struct world *w, bool later)
{
	struct demo_member *m = arena_array(w->a, w->n, sizeof(*m));
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		if (w->ones[i]->later == later)
			m[n++] = w->ones[i]->m;
	return (struct list){m, n, sizeof(*m)};
}

static int by_day(const void *va, const void *vb)
{
	const struct demo_fact *a = va, *b = vb;
	int c = (a->day > b->day) - (a->day < b->day);

	if (!c)
		c = strcmp(a->member_no, b->member_no);
	return c ? c : strcmp(a->kind, b->kind);
}

static struct list listed(const struct rows *r)
{
	return (struct list){r->p, r->n, r->size};
}

/* Some of the oldest have been exempt for years. */
static void settle_one(struct world *w, struct home_cell *c)
{
	struct one *o = world_person(w, c, w->in->from, false);

	if (one_age(o, w->in->from) < OLD || !demo_chance(w->dice, OLD_EXEMPT))
		return;
	o->m.exempt_from =
		demo_day(w->dice, day_add_months(w->in->from, -36), day_add(w->in->from, -30));
	o->exempt = true;
}

static void settle(struct world *w)
{
	for (int i = 0; i < w->cell_count; i++)
		for (int n = w->cells[i].people; n > 0; n--)
			settle_one(w, &w->cells[i]);
}

static void live(struct world *w)
{
	while (w->queue) {
		const struct event *e = w->queue;
		w->queue = e->next;
		e->run(w, e);
	}
	event_honours(w);
	life_change(w);
	village_tell(w);
	case_tell(w);
}

enum err demo_life_make(
	struct arena *a, const struct demo_life_in *in, struct demo_life *ret, struct fault *f)
{
	const struct demo_people_in people = {in->mix, in->unit, in->seed, in->today, in->number};
	struct world w = {.a = a,
		.in = in,
		.cells = arena_array(a, CELLS_MAX, sizeof(struct home_cell)),
		.villages = arena_array(a, CELLS_MAX, sizeof(struct home_village)),
		.village_rows.size = sizeof(struct demo_village),
		.village_facts.size = sizeof(struct demo_village_fact),
		.transfers.size = sizeof(struct demo_transfer),
		.leavings.size = sizeof(struct demo_leaving),
		.posts.size = sizeof(struct demo_post),
		.facts.size = sizeof(struct demo_fact),
		.changes.size = sizeof(struct demo_change),
		.cases.size = sizeof(struct demo_case)};

	TRY(demo_people_new(a, &people, &w.people, f));
	w.dice = demo_people_dice(w.people);
	TRY(read_file(&w, "cells.csv", take_cell, f));
	TRY(read_file(&w, "villages.csv", village_take, f));
	settle(&w);
	post_schedule(&w);
	TRY(read_file(&w, "plan.csv", take_plan, f));
	live(&w);
	if (w.facts.n)
		qsort(w.facts.p, w.facts.n, w.facts.size, by_day);
	*ret = (struct demo_life){members(&w, false), members(&w, true), listed(&w.transfers),
		listed(&w.leavings), listed(&w.posts), listed(&w.facts), listed(&w.changes),
		listed(&w.village_rows), listed(&w.village_facts), listed(&w.cases)};
	return ERR_OK;
}
