#include "village/village_sum.h"

#include "base/map.h"

#include <stdlib.h>

struct village_sums {
	struct ctx *cx;
	struct map *above; /* of communes: struct list of struct village_above */
	struct village_delta *deltas;
	size_t n, room;
};

const struct field village_above_fields[] = {
	F_ID(struct village_above, anc, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_DAY(struct village_above, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct village_above, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_END,
};

struct village_sums *village_sums_new(struct ctx *cx)
{
	struct village_sums *s = arena_new_of(cx->a, struct village_sums);

	*s = (struct village_sums){.cx = cx, .above = map_new(cx->a, 64)};
	return s;
}

/* One stretch ends where the next begins: most of a country comes to nothing before it is full. */
static void make_room(struct village_sums *s)
{
	struct village_delta *more;

	village_sums_deltas(s);
	if (s->n * 2 < s->room)
		return;
	s->room = s->room ? s->room * 2 : 256;
	more = arena_array(s->cx->a, s->room, sizeof(*more));
	if (s->n)
		memcpy(more, s->deltas, s->n * sizeof(*more));
	s->deltas = more;
}

static void add(struct village_sums *s, const struct village_delta *d)
{
	if (s->n == s->room)
		make_room(s);
	s->deltas[s->n++] = *d;
}

static enum err above_of(struct village_sums *s, int64_t commune, const struct list **ret)
{
	struct list *rows = map_get(s->above, map_id(&commune));

	*ret = rows;
	if (rows)
		return ERR_OK;
	*ret = rows = arena_new_of(s->cx->a, struct list);
	TRY(db_list(s->cx->db, s->cx->a, village_above_fields, sizeof(struct village_above), rows,
		Q_VILLAGE_REACH, commune));
	map_put(s->above, map_id(arena_memdup(s->cx->a, &commune, sizeof(commune))), rows);
	return ERR_OK;
}

/* From the first to the last day on which it both was so and stood below the organisation. */
static void add_stretch(struct village_sums *s, struct village_delta d, day_t from, day_t to)
{
	if (from >= to)
		return;
	d.day = from;
	add(s, &d);
	if (to == DAY_MAX)
		return;
	d.day = to;
	d.n = -d.n;
	add(s, &d);
}

static void add_state(struct village_sums *s, const struct village_state *v,
	const struct village_above *a, int sign)
{
	day_t from = v->from_day > a->from_day ? v->from_day : a->from_day;
	day_t to = v->to_day < a->to_day ? v->to_day : a->to_day;
	unsigned marks = village_marks(v);

	for (enum village_mark m = MARK_TOTAL; m < MARK_STATES; m++)
		if (marks >> m & 1)
			add_stretch(s,
				(struct village_delta){.org = a->anc,
					.n = sign,
					.figure = village_mark_code(m),
					.kind = v->kind},
				from, to);
}

/* Organisation 0 is the whole database. */
static const struct village_above everything = {0, DAY_MIN, DAY_MAX};

enum err village_sums_state(struct village_sums *s, const struct village_state *state,
	const struct list *above, int sign)
{
	const struct village_above *a;

	if (!above) {
		TRY(above_of(s, state->commune, &above));
		add_state(s, state, &everything, sign);
	}
	a = above->rows;
	for (size_t i = 0; i < above->n; i++)
		add_state(s, state, &a[i], sign);
	return ERR_OK;
}

static void add_flow(struct village_sums *s, const struct village_flow *f,
	const struct village_above *a, int sign)
{
	if (a->from_day <= f->day && f->day < a->to_day)
		add(s, &(struct village_delta){.org = a->anc,
			       .n = sign,
			       .figure = village_mark_code(MARK_HEAD_ADMITTED),
			       .kind = f->kind,
			       .day = f->day});
}

enum err village_sums_flow(
	struct village_sums *s, const struct village_flow *flow, const struct list *above, int sign)
{
	const struct village_above *a;

	if (!above) {
		TRY(above_of(s, flow->commune, &above));
		add_flow(s, flow, &everything, sign);
	}
	a = above->rows;
	for (size_t i = 0; i < above->n; i++)
		add_flow(s, flow, &a[i], sign);
	return ERR_OK;
}

static int by_key(const void *va, const void *vb)
{
	const struct village_delta *a = va, *b = vb;
	int c;

	if (a->org != b->org)
		return a->org < b->org ? -1 : 1;
	c = strcmp(a->figure, b->figure);
	if (c)
		return c;
	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	return strcmp(a->kind, b->kind);
}

/* Those of one key become one; what comes to nothing goes. */
struct list village_sums_deltas(struct village_sums *s)
{
	size_t n = 0;

	if (s->n)
		qsort(s->deltas, s->n, sizeof(*s->deltas), by_key);
	for (size_t i = 0, k; i < s->n; i = k) {
		struct village_delta sum = s->deltas[i];
		for (k = i + 1; k < s->n && !by_key(&s->deltas[i], &s->deltas[k]); k++)
			sum.n += s->deltas[k].n;
		if (sum.n)
			s->deltas[n++] = sum;
	}
	s->n = n;
	return (struct list){s->deltas, n, sizeof(*s->deltas)};
}

enum err village_sums_write(struct village_sums *s)
{
	struct list all = village_sums_deltas(s);
	const struct village_delta *d = all.rows;

	for (size_t i = 0; i < all.n; i++)
		TRY(db_run(s->cx->db, Q_VILLAGE_SUM_ADD, d[i].org, d[i].figure, d[i].day, d[i].kind,
			d[i].n));
	s->n = 0;
	return ERR_OK;
}
