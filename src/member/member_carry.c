#include "member/member_carry.h"

#include "base/die.h"
#include "core/watch.h"
#include "member/member_plan_impl.h"
#include "member/member_sum_impl.h"

/* A cell with its plain members. */
struct group {
	struct group *next;
	struct carry_cell c;
	struct list people; /* int64_t */
};

struct member_carry {
	struct ctx *cx;
	struct member_plan *plan;
	struct group *groups, **end;
	struct map *plain;
	size_t count;
};

enum err member_carry_new(struct ctx *cx, struct member_plan *plan, struct member_carry **ret)
{
	struct member_carry *c = arena_new_of(cx->a, struct member_carry);

	*c = (struct member_carry){.cx = cx, .plan = plan, .plain = map_new(cx->a, 64)};
	c->end = &c->groups;
	*ret = c;
	return ERR_OK;
}

bool member_carry_has(const struct member_carry *c, int64_t person)
{
	return map_get(c->plain, map_id(&person)) != NULL;
}

/* ---- who ---- */

/* The first day that a paper known to the month or the year may mean. */
static day_t year_of(day_t day)
{
	return day / 10000 * 10000;
}

static enum err ask_people(struct member_carry *c, const struct carry_cell *at, struct cursor *row)
{
	struct db *db = c->cx->db;

	if (at->back)
		return db_query(db, row, Q_MEMBER_CARRY_BACK, at->cell, at->next, at->day,
			year_of(at->day));
	return db_query(db, row, Q_MEMBER_CARRY_INTO, at->cell, at->day, year_of(at->day));
}

/* Those who are not plain are planned once the cursor is closed. */
static enum err take_people(
	struct member_carry *c, struct group *g, struct cursor *row, struct list *ret_others)
{
	size_t room = 0, more = 0;

	while (db_next(row)) {
		struct list *to = db_int(row, 1) ? &g->people : ret_others;
		int64_t *id = db_list_more(c->cx->a, to, to == &g->people ? &room : &more);
		*id = db_int(row, 0);
	}
	return db_end(row);
}

static void index_people(struct member_carry *c, struct group *g)
{
	const int64_t *id = g->people.rows;

	for (size_t i = 0; i < g->people.n; i++)
		map_put(c->plain, map_id(&id[i]), g);
	c->count += g->people.n;
}

enum err member_carry_cell(struct member_carry *c, const struct carry_cell *cell)
{
	struct group *g = arena_new_of(c->cx->a, struct group);
	struct list others = {NULL, 0, sizeof(int64_t)};
	const int64_t *id;
	struct cursor row;

	*g = (struct group){.c = *cell, .people = {NULL, 0, sizeof(int64_t)}};
	TRY(ask_people(c, cell, &row));
	TRY(take_people(c, g, &row, &others));
	id = others.rows;
	for (size_t i = 0; i < others.n; i++)
		TRY(member_plan_refold(c->plan, id[i]));
	index_people(c, g);
	*c->end = g;
	c->end = &g->next;
	return ERR_OK;
}

/* How many the plan has left to the statements. */
static int64_t left_to(const struct member_carry *c, const struct group *g)
{
	const int64_t *id = g->people.rows;
	int64_t n = 0;

	for (size_t i = 0; i < g->people.n; i++) {
		const struct plan_person *pp = map_get(c->plan->by_id, map_id(&id[i]));
		n += !pp || !pp->touched;
	}
	return n;
}

/* ---- the summaries ---- */

static struct person person_of(const struct cursor *row)
{
	return (struct person){.from_day = (day_t)db_int(row, 4),
		.to_day = (day_t)db_int(row, 5),
		.birth_date = (day_t)db_int(row, 6),
		.sex = db_text(row, 7),
		.ethnicity = db_text(row, 8),
		.religion = db_text(row, 9),
		.schooling = db_text(row, 10),
		.theory_level = db_text(row, 11),
		.occupation = db_text(row, 12),
		.youth_union = db_text(row, 13)};
}

/* A stay, as far as somebody was such a person then. */
static enum err count_stay(
	struct sums *s, const struct member_spell *m, const struct person *r, int n)
{
	if (r->from_day > m->to_day || r->to_day <= m->from_day)
		return ERR_OK;
	return member_sum_stay(s, m, r, n);
}

static enum err count_moves(struct sums *s, const struct carry_cell *at, const struct person *r)
{
	int n = at->back ? -1 : 1;
	struct member_flow out = {
		.cell = at->cell, .other = at->next, .day = at->day, .kind = "moved_out"};
	struct member_flow in = {
		.cell = at->next, .other = at->cell, .day = at->day, .kind = "moved_in"};

	if (r->from_day > at->day || r->to_day <= at->day)
		return ERR_OK;
	TRY(member_sum_event(s, &out, r, n));
	return member_sum_event(s, &in, r, n);
}

static enum err count_row(struct sums *s, const struct carry_cell *at, const struct cursor *row)
{
	struct person r = person_of(row);
	struct member_spell whole = {.cell = at->cell,
		.from_day = (day_t)db_int(row, 0),
		.to_day = DAY_MAX,
		.counted = 1,
		.status = db_text(row, 1),
		.exempt = (int)db_int(row, 2),
		.away = (int)db_int(row, 3)};
	struct member_spell before = whole, after = whole;
	int n = at->back ? 1 : -1;

	before.to_day = after.from_day = at->day;
	after.cell = at->next;
	TRY(count_stay(s, &whole, &r, n));
	TRY(count_stay(s, &before, &r, -n));
	TRY(count_stay(s, &after, &r, -n));
	return count_moves(s, at, &r);
}

/* Their places are known before, so that nothing else is asked while the rows are read. */
static enum err count_group(struct member_carry *c, struct sums *s, const struct carry_cell *at)
{
	const struct sum_place *place;
	struct db *db = c->cx->db;
	enum err e = ERR_OK;
	struct cursor row;

	TRY(sums_place(s, at->cell, &place));
	TRY(sums_place(s, at->next, &place));
	TRY(at->back ? db_query(db, &row, Q_MEMBER_RETURN_STAYS, at->cell, at->next, at->day)
		     : db_query(db, &row, Q_MEMBER_CARRY_STAYS, at->cell));
	while (!e && db_next(&row))
		e = count_row(s, at, &row);
	return e ? e : db_end(&row);
}

/* Before anything is written: what stands is counted away. */
static enum err count_all(struct member_carry *c)
{
	struct arena_mark m = arena_mark(c->cx->a);
	struct sums *s;
	enum err e = sums_new(c->cx, &s);

	for (const struct group *g = c->groups; !e && sums_any(s) && g; g = g->next)
		e = count_group(c, s, &g->c);
	if (!e)
		e = sums_write(s);
	arena_rewind(c->cx->a, m);
	return e;
}

/* ---- the rows ---- */

static enum err carry(struct ctx *cx, const struct carry_cell *at, int64_t *n)
{
	struct db *db = cx->db;

	TRY(db_run_count(db, n, Q_MEMBER_CARRY_NOTE, at->cell, cx->txn));
	TRY(db_run(db, Q_MEMBER_CARRY_BUMP, at->cell));
	TRY(db_run(db, Q_MEMBER_CARRY_OUT, at->cell, at->next, at->day, cx->txn, cx->txn_ms));
	TRY(db_run(db, Q_MEMBER_CARRY_IN, at->cell, at->next, at->day, cx->txn, cx->txn_ms));
	TRY(db_run(db, Q_MEMBER_CARRY_CLOSE, at->cell, at->day, cx->txn, cx->txn_ms));
	TRY(db_run(db, Q_MEMBER_CARRY_OPEN, at->cell, at->next, at->day, cx->txn, cx->txn_ms));
	return db_run(db, Q_MEMBER_CARRY_VOID, at->cell, cx->txn, cx->txn_ms);
}

static enum err bring_back(struct ctx *cx, const struct carry_cell *at, int64_t *n)
{
	int64_t cell = at->cell, next = at->next, txn = cx->txn, ms = cx->txn_ms;
	struct db *db = cx->db;
	day_t day = at->day;

	TRY(db_run_count(db, n, Q_MEMBER_RETURN_NOTE, cell, next, day, txn));
	TRY(db_run(db, Q_MEMBER_RETURN_BUMP, cell, next, day));
	TRY(db_run(db, Q_MEMBER_RETURN_OPEN, cell, next, day, txn, ms));
	TRY(db_run(db, Q_MEMBER_RETURN_VOID, cell, next, day, txn, ms));
	TRY(db_run(db, Q_MEMBER_RETURN_VOID_NEXT, cell, next, day, txn, ms));
	TRY(db_run(db, Q_MEMBER_RETURN_VOID_IN, cell, next, day, txn, ms));
	return db_run(db, Q_MEMBER_RETURN_VOID_OUT, cell, next, day, txn, ms);
}

enum err member_carry_apply(struct member_carry *c)
{
	size_t done = 0;
	int64_t n;

	if (!c->groups)
		return ERR_OK;
	TRY(count_all(c));
	for (const struct group *g = c->groups; g; g = g->next) {
		TRY(g->c.back ? bring_back(c->cx, &g->c, &n) : carry(c->cx, &g->c, &n));
		must(n == left_to(c, g));
		done += g->people.n;
		cx_progress(c->cx, (int64_t)done, (int64_t)c->count + 1);
	}
	return watch_persons(c->cx);
}
