#include "member/member_sum.h"

#include "base/die.h"
#include "core/tree_follow.h"
#include "member/member_plan_impl.h"
#include "member/member_sum_impl.h"

enum { PEOPLE_MOST = 20000 };

/* ---- pieces ---- */

struct sum_facets member_sum_facets(struct sums *s, const struct person *r)
{
	return (struct sum_facets){.key = {[SUM_SEX] = sums_key(s, r->sex),
					   [SUM_ETHNICITY] = sums_key(s, r->ethnicity),
					   [SUM_RELIGION] = sums_key(s, r->religion),
					   [SUM_SCHOOLING] = sums_key(s, r->schooling),
					   [SUM_THEORY] = sums_key(s, r->theory_level),
					   [SUM_OCCUPATION] = sums_key(s, r->occupation),
					   [SUM_YOUTH_UNION] = sums_key(s, r->youth_union)},
		.birth = r->birth_date};
}

/* Where somebody stood while they were such a person. */
enum err member_sum_stay(
	struct sums *s, const struct member_spell *m, const struct person *r, int n)
{
	day_t from = m->from_day > r->from_day ? m->from_day : r->from_day;
	day_t to = m->to_day < r->to_day ? m->to_day : r->to_day;
	struct sum_facets f = member_sum_facets(s, r);
	const struct sum_place *place;

	if (!m->counted)
		return ERR_OK;
	TRY(sums_place(s, m->cell, &place));
	sums_borders(s, place, m->from_day, m->to_day, &f, r->from_day, r->to_day, n);
	if (from >= to)
		return ERR_OK;
	sums_stock(s, sums_figure(s, m->status), place, from, to, &f, n);
	if (m->exempt)
		sums_stock(s, sums_figure(s, "exempt"), place, from, to, &f, n);
	if (m->away)
		sums_stock(s, sums_figure(s, "away"), place, from, to, &f, n);
	return ERR_OK;
}

/* Who moved with an organisation came from where it was the day before. */
enum err member_sum_event(
	struct sums *s, const struct member_flow *m, const struct person *r, int n)
{
	struct sum_event e = {.figure = sums_figure(s, m->kind),
		.day = m->day,
		.place_day = m->day,
		.other_day = m->day};
	struct sum_facets f = member_sum_facets(s, r);

	if (text_eq(m->kind, "moved_in"))
		e.other_day = day_add(m->day, -1);
	if (text_eq(m->kind, "moved_out"))
		e.place_day = day_add(m->day, -1);
	TRY(sums_place(s, m->cell, &e.place));
	if (m->other)
		TRY(sums_place(s, m->other, &e.other));
	sums_flow(s, &e, &f, n);
	return ERR_OK;
}

/* ---- a person ---- */

static enum err count_spells(struct sums *s, const struct member_sum_record *rec, int n)
{
	const struct member_spell *m = rec->spells.rows;
	const struct person *r = rec->rows.rows;

	for (size_t i = 0; i < rec->spells.n; i++)
		for (size_t k = 0; k < rec->rows.n; k++)
			if (r[k].from_day <= m[i].to_day && r[k].to_day > m[i].from_day)
				TRY(member_sum_stay(s, &m[i], &r[k], n));
	return ERR_OK;
}

static enum err count_flows(struct sums *s, const struct member_sum_record *rec, int n)
{
	const struct member_flow *f = rec->flows.rows;
	const struct person *r = rec->rows.rows;

	for (size_t i = 0; i < rec->flows.n; i++)
		for (size_t k = 0; k < rec->rows.n; k++)
			if (r[k].from_day <= f[i].day && r[k].to_day > f[i].day)
				TRY(member_sum_event(s, &f[i], &r[k], n));
	return ERR_OK;
}

enum err member_sum_count(struct sums *s, const struct member_sum_record *rec, int n)
{
	TRY(count_spells(s, rec, n));
	return count_flows(s, rec, n);
}

static enum err count_person(struct sums *s, const struct plan_person *pp)
{
	struct member_sum_record old = {pp->old_rows, pp->old_spells, pp->old_flows};
	struct member_sum_record now = {
		{pp->rows, pp->row_count, sizeof(*pp->rows)}, pp->spells, pp->flows};

	TRY(member_sum_count(s, &old, -1));
	return member_sum_count(s, &now, 1);
}

enum err member_sum_plan(struct member_plan *p)
{
	struct arena_mark m = arena_mark(p->cx->a);
	struct sums *s;
	enum err e = sums_new(p->cx, &s);

	for (size_t i = 0; !e && sums_any(s) && i < p->touched; i++)
		e = count_person(s, p->sorted[i]);
	if (!e)
		e = sums_write(s);
	arena_rewind(p->cx->a, m);
	return e;
}

/* ---- the tree ---- */

static enum err read_record(struct ctx *cx, int64_t person, struct member_sum_record *ret)
{
	int64_t known = cx->known;
	enum err e;

	cx->known = KNOWN_NOW;
	e = member_persons(cx, person, &ret->rows);
	if (!e)
		e = member_spells(cx, person, &ret->spells);
	if (!e)
		e = db_list(cx->db, cx->a, member_flow_fields, sizeof(struct member_flow),
			&ret->flows, Q_MEMBER_FLOW_ROWS, person, cx->known);
	cx->known = known;
	return e;
}

struct people {
	struct map *seen;
	int64_t *ids;
	size_t n, room;
};

static void people_add(struct ctx *cx, struct people *to, const int64_t *id)
{
	if (map_get(to->seen, map_id(id)))
		return;
	map_put(to->seen, map_id(id), to);
	if (to->n == to->room) {
		int64_t *more =
			arena_array(cx->a, to->room = to->room ? to->room * 2 : 64, sizeof(*more));
		if (to->n)
			memcpy(more, to->ids, to->n * sizeof(*more));
		to->ids = more;
	}
	to->ids[to->n++] = *id;
}

/* Everybody who was ever in an organisation that moved; false: they are too many. */
static enum err gather(struct ctx *cx, const struct list *moved, struct people *to, bool *ret_few)
{
	const int64_t *orgs = moved->rows;

	to->seen = map_new(cx->a, 64);
	*ret_few = true;
	for (size_t i = 0; i < moved->n && *ret_few; i++) {
		struct list ids;
		const int64_t *id;
		TRY(plan_ids(cx, Q_MEMBER_SUM_PEOPLE, orgs[i], &ids));
		id = ids.rows;
		for (size_t k = 0; k < ids.n; k++)
			people_add(cx, to, &id[k]);
		*ret_few = to->n <= PEOPLE_MOST;
	}
	return ERR_OK;
}

static void stand_as_before(struct sum_tree *t, struct sums *s, const struct list *moved)
{
	const int64_t *orgs = moved->rows;

	for (size_t i = 0; i < moved->n; i++)
		sums_put_place(s, orgs[i], sum_tree_old(t, orgs[i]));
}

static enum err recount(
	struct ctx *cx, struct sum_tree *t, const struct list *moved, const struct people *who)
{
	struct member_sum_record *all = arena_array(cx->a, who->n + 1, sizeof(*all));
	struct sums *s = sum_tree_sums(t);

	stand_as_before(t, s, moved);
	for (size_t i = 0; i < who->n; i++) {
		TRY(read_record(cx, who->ids[i], &all[i]));
		TRY(member_sum_count(s, &all[i], -1));
	}
	sums_put_place(s, 0, NULL);
	for (size_t i = 0; i < who->n; i++)
		TRY(member_sum_count(s, &all[i], 1));
	return sums_write(s);
}

static enum err spoil(struct sum_tree *t, struct sums *s, const struct list *moved)
{
	const int64_t *orgs = moved->rows;

	for (size_t i = 0; i < moved->n; i++) {
		const struct sum_place *now;
		TRY(sums_place(s, orgs[i], &now));
		TRY(sums_spoil_moved(s, sum_tree_old(t, orgs[i]), now));
	}
	return ERR_OK;
}

enum err member_sum_tree(struct ctx *cx, struct tree_plan *tree)
{
	struct sum_tree *t = tree_plan_sums(tree);
	struct people who = {0};
	struct sums *s;
	struct list moved;
	bool few;

	must(t);
	s = sum_tree_sums(t);
	moved = sum_tree_moved(t);
	if (!moved.n || !sums_any(s))
		return ERR_OK;
	TRY(gather(cx, &moved, &who, &few));
	return few ? recount(cx, t, &moved, &who) : spoil(t, s, &moved);
}
