/*
 * village_load.c: what the fold needs of a village, from the records as they stand.
 */
#include "core/rule.h"
#include "village/village_follow.h"

#include <stdlib.h>

struct load {
	struct ctx *cx;
	int64_t village;
	struct village_in *in;
	struct village_source sources[VILLAGE_SOURCES];
	size_t source_count;
	struct village_stay *residents, *heads;
	size_t resident_room, head_room;
};

/* A row of any statement that tells of a person on days. */
struct stay_row {
	int64_t person, official;
	day_t from_day, to_day, member_from, member_to;
};

static const struct field stay_row_fields[] = {
	F_ID(struct stay_row, person, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	F_INT(struct stay_row, official, M_FIELD_MEMBERS_FULL, CLASS_INSIDE, 0, 0),
	F_DAY(struct stay_row, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct stay_row, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_DAY(struct stay_row, member_from, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct stay_row, member_to, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_END,
};

static const struct field admission_fields[] = {
	F_ID(struct village_admission, person, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	F_DAY(struct village_admission, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_END,
};

static day_t later_of(day_t a, day_t b)
{
	return a > b ? a : b;
}

static day_t earlier_of(day_t a, day_t b)
{
	return a < b ? a : b;
}

static int by_from(const void *a, const void *b)
{
	const struct village_minimum *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* What an office added lies over what the files say: each stretch between two days is asked for. */
enum err village_minimums(struct ctx *cx, struct list *ret)
{
	struct village_minimum *m;
	const struct rule *r;
	struct rule_set set;
	size_t n = 0;

	TRY(rule_read(cx, "cell.minimum", &set));
	r = set.rows.rows;
	m = arena_array(cx->a, 2 * set.rows.n + 1, sizeof(*m));
	for (size_t i = 0; i < set.rows.n; i++) {
		m[n++].from = r[i].from_day;
		m[n++].from = r[i].to_day;
	}
	if (n)
		qsort(m, n, sizeof(*m), by_from);
	for (size_t i = 0; i < n; i++) {
		const struct rule *on = rule_on(&set, "", m[i].from);
		m[i].to = i + 1 < n ? m[i + 1].from : DAY_MAX;
		m[i].least = on && !on->off ? on->value : 0;
	}
	*ret = (struct list){m, n, sizeof(*m)};
	return ERR_OK;
}

/* ---- who lives there ---- */

static bool is_source(const struct village_source *from, size_t n, int64_t village)
{
	for (size_t i = 0; i < n; i++)
		if (from[i].village == village)
			return true;
	return false;
}

enum err village_sources(struct ctx *cx, int64_t village, int64_t known,
	struct village_source ret[VILLAGE_SOURCES], size_t *ret_n)
{
	struct cursor c;
	size_t n = 1;

	ret[0] = (struct village_source){village, DAY_MIN};
	for (size_t i = 0; i < n; i++) {
		TRY(db_query(cx->db, &c, Q_VILLAGE_PREDECESSORS, ret[i].village, known));
		while (db_next(&c)) {
			int64_t other = db_int(&c, 0);
			day_t from = later_of((day_t)db_int(&c, 1), ret[i].from);
			if (n < VILLAGE_SOURCES && !is_source(ret, n, other))
				ret[n++] = (struct village_source){other, from};
		}
		TRY(db_end(&c));
	}
	*ret_n = n;
	return ERR_OK;
}

int64_t village_meant(const struct list *places, day_t from, day_t to)
{
	const struct village_fact *p = places->rows;

	for (size_t i = 0; i < places->n; i++)
		if (p[i].to_day > from && day_first(p[i].from_day) < to)
			return p[i].village;
	return 0;
}

static enum err add_code(struct load *w, const struct village_source *from, const char *code)
{
	struct list places, rows;
	const struct stay_row *r;

	TRY(db_list(w->cx->db, w->cx->a, village_fact_fields, sizeof(struct village_fact), &places,
		Q_VILLAGE_FACT_CODED, code, KNOWN_NOW));
	TRY(db_list(w->cx->db, w->cx->a, stay_row_fields, sizeof(*r), &rows, Q_VILLAGE_RESIDENTS,
		code));
	r = rows.rows;
	for (size_t i = 0; i < rows.n; i++) {
		struct village_stay *s;
		day_t begin = later_of(later_of(r[i].from_day, r[i].member_from), from->from);
		day_t end = earlier_of(r[i].to_day, r[i].member_to);
		if (begin >= end ||
			village_meant(&places, r[i].from_day, r[i].to_day) != from->village)
			continue;
		s = db_list_more(w->cx->a, &w->in->residents, &w->resident_room);
		*s = (struct village_stay){r[i].person, begin, end, (int)r[i].official};
	}
	return ERR_OK;
}

static bool had_before(const struct village_fact *f, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (text_eq(f[k].aspect, "place") && text_eq(f[k].code, f[i].code))
			return true;
	return false;
}

static enum err add_source(struct load *w, const struct village_source *from)
{
	const struct village_fact *f;
	struct list facts = w->in->facts;

	if (from->village != w->village)
		TRY(db_list(w->cx->db, w->cx->a, village_fact_fields, sizeof(*f), &facts,
			Q_VILLAGE_FACT_ROWS, from->village, KNOWN_NOW));
	f = facts.rows;
	for (size_t i = 0; i < facts.n; i++)
		if (text_eq(f[i].aspect, "place") && !had_before(f, i))
			TRY(add_code(w, from, f[i].code));
	return ERR_OK;
}

/* ---- heads and secretaries ---- */

/* Of joined records the one that goes on speaks. */
static enum err join_person(struct ctx *cx, struct village_fact *f)
{
	int64_t into;

	if (!f->person)
		return ERR_OK;
	TRY(db_number(cx->db, &into, 0, Q_VILLAGE_JOINED, f->person));
	f->person = into ? into : f->person;
	return ERR_OK;
}

static bool headed_before(const struct village_fact *f, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (text_eq(f[k].aspect, "head") && f[k].person == f[i].person)
			return true;
	return false;
}

static enum err add_head(struct load *w, int64_t person, size_t *admission_room)
{
	struct ctx *cx = w->cx;
	struct list rows, admissions;
	const struct stay_row *r;
	const struct village_admission *a;

	TRY(db_list(
		cx->db, cx->a, stay_row_fields, sizeof(*r), &rows, Q_VILLAGE_STANDINGS, person));
	r = rows.rows;
	for (size_t i = 0; i < rows.n; i++) {
		struct village_stay *s = db_list_more(cx->a, &w->in->heads, &w->head_room);
		*s = (struct village_stay){
			person, r[i].member_from, r[i].member_to, (int)r[i].official};
	}
	TRY(db_list(cx->db, cx->a, admission_fields, sizeof(*a), &admissions, Q_VILLAGE_ADMISSIONS,
		person));
	a = admissions.rows;
	for (size_t i = 0; i < admissions.n; i++)
		*(struct village_admission *)db_list_more(
			cx->a, &w->in->admissions, admission_room) = a[i];
	return ERR_OK;
}

static enum err load_heads(struct load *w)
{
	struct village_fact *f = (struct village_fact *)w->in->facts.rows;
	size_t room = 0;

	for (size_t i = 0; i < w->in->facts.n; i++) {
		TRY(join_person(w->cx, &f[i]));
		if (text_eq(f[i].aspect, "head") && f[i].person && !headed_before(f, i))
			TRY(add_head(w, f[i].person, &room));
	}
	return ERR_OK;
}

static enum err add_seats(struct load *w, int64_t cell, size_t *room)
{
	struct ctx *cx = w->cx;
	const struct stay_row *r;
	struct list rows;

	TRY(db_list(cx->db, cx->a, stay_row_fields, sizeof(*r), &rows, Q_VILLAGE_SEATS, cell));
	r = rows.rows;
	for (size_t i = 0; i < rows.n; i++) {
		struct village_seat *s = db_list_more(cx->a, &w->in->seats, room);
		*s = (struct village_seat){cell, r[i].person,
			later_of(day_first(r[i].from_day), r[i].member_from),
			earlier_of(r[i].to_day, r[i].member_to)};
		TRY(db_number(cx->db, &s->person, r[i].person, Q_VILLAGE_JOINED, r[i].person));
	}
	return ERR_OK;
}

/* Of the cells recorded and of those that followed them. */
static enum err load_seats(struct load *w)
{
	const struct village_fact *f = w->in->facts.rows;
	const struct org_life *life;
	size_t room = 0;

	for (size_t i = 0; i < w->in->facts.n; i++) {
		int64_t cell = text_eq(f[i].aspect, "cell") ? f[i].org : 0;
		for (int step = 0; cell && step < VILLAGE_SOURCES; step++) {
			TRY(add_seats(w, cell, &room));
			TRY(lives_get(w->in->lives, cell, &life));
			cell = life->end < f[i].to_day ? life->successor : 0;
		}
	}
	return ERR_OK;
}

enum err village_load(struct ctx *cx, struct lives *l, struct list minimums, int64_t village,
	struct village_in *ret)
{
	struct load *w = arena_new_of(cx->a, struct load);

	*ret = (struct village_in){.village = village,
		.lives = l,
		.minimums = minimums,
		.residents = {NULL, 0, sizeof(struct village_stay)},
		.heads = {NULL, 0, sizeof(struct village_stay)},
		.seats = {NULL, 0, sizeof(struct village_seat)},
		.admissions = {NULL, 0, sizeof(struct village_admission)}};
	*w = (struct load){.cx = cx, .village = village, .in = ret};
	TRY(db_list(cx->db, cx->a, village_fact_fields, sizeof(struct village_fact), &ret->facts,
		Q_VILLAGE_FACT_ROWS, village, KNOWN_NOW));
	if (!ret->facts.n)
		return ERR_OK;
	TRY(village_sources(cx, village, KNOWN_NOW, w->sources, &w->source_count));
	for (size_t i = 0; i < w->source_count; i++)
		TRY(add_source(w, &w->sources[i]));
	TRY(load_heads(w));
	return load_seats(w);
}
