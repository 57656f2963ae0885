/*
 * reach_test.c: who was below whom, from acts of all kinds, corrected and taken back; how many
 * statements that costs; damage found and mended; and the filling of a database of before.
 */
#include "core/reach.h"

#include "base/die.h"

#include "base/embed.h"
#include "core/site_test.h"
#include "core/tree_plan.h"
#include "core/tree_verify.h"
#include "db/db_impl.h"

enum { SINCE = 20100101, MOVED = 20150101, LATER = 20160101, ROWS = 40 };

struct row {
	int64_t org, anc, txn;
	day_t from_day, to_day;
};

/* province p, districts d and e, commune x below d, cells a and b below x */
struct six {
	struct site_test *s;
	int64_t p, d, e, x, a, b;
};

static struct six make(void **state)
{
	struct site_test *s = site_of(state);
	struct six t = {.s = s, .p = site_found(s, 0, "p", "province", SINCE)};

	t.d = site_found(s, t.p, "d", "district", SINCE);
	t.e = site_found(s, t.p, "e", "district", SINCE);
	t.x = site_found(s, t.d, "x", "commune", SINCE);
	t.a = site_found(s, t.x, "a", "cell", SINCE);
	t.b = site_found(s, t.x, "b", "cell", 20120301);
	return t;
}

/* ---- what is there ---- */

static int read_rows(struct six *t, int64_t org, struct row rows[ROWS])
{
	struct cursor c;
	int n = 0;

	ok(db_begin(t->s->db, DB_READ));
	ok(db_query(t->s->db, &c, Q_REACH_ROWS, org));
	while (db_next(&c)) {
		assert_true(n < ROWS);
		rows[n++] = (struct row){db_int(&c, 0), db_int(&c, 1), db_int(&c, 4),
			(day_t)db_int(&c, 2), (day_t)db_int(&c, 3)};
	}
	ok(db_end(&c));
	db_rollback(t->s->db);
	return n;
}

static const char *name_of(const struct six *t, int64_t org)
{
	const int64_t ids[] = {t->p, t->d, t->e, t->x, t->a, t->b};

	for (int i = 0; i < 6; i++)
		if (ids[i] == org)
			return (const char *[]){"p", "d", "e", "x", "a", "b"}[i];
	return "?";
}

static const char *year(struct six *t, day_t day)
{
	return day == DAY_MAX ? "" : arena_printf(t->s->a, "%d", day / 10000);
}

/* "p2010- d2010-2015": from the top down, days by their year. */
static const char *above(struct six *t, int64_t org)
{
	const int64_t ids[] = {t->p, t->d, t->e, t->x, t->a, t->b};
	const char *text = "";
	struct row rows[ROWS];
	int n = read_rows(t, org, rows);

	for (int i = 0; i < 6; i++)
		for (int k = 0; k < n; k++)
			if (rows[k].anc == ids[i])
				text = arena_printf(t->s->a, "%s%s%s%s-%s", text, *text ? " " : "",
					name_of(t, ids[i]), year(t, rows[k].from_day),
					year(t, rows[k].to_day));
	return text;
}

static bool below(struct six *t, int64_t org, int64_t over, day_t day, int64_t known)
{
	int64_t n;

	ok(db_begin(t->s->db, DB_READ));
	ok(db_number(t->s->db, &n, 0, Q_REACH_IS_BELOW, over, org, day, known));
	db_rollback(t->s->db);
	assert_in_range(n, 0, 1);
	return n;
}

static void count_found(void *p, const char *text)
{
	(void)text;
	++*(int *)p;
}

static int wrong(struct site_test *s)
{
	int64_t orgs;
	int n = 0;

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(tree_verify(&s->cx, count_found, &n, &orgs));
	db_rollback(s->db);
	return n;
}

static int64_t last_ms(struct six *t)
{
	int64_t ms;

	ok(db_begin(t->s->db, DB_READ));
	ok(db_number(t->s->db, &ms, 0, Q_TXN_LAST_MS));
	db_rollback(t->s->db);
	return ms;
}

/* ---- doing ---- */

static void move(struct six *t, int64_t org, int64_t to, day_t day)
{
	ok(site_act(t->s, &(struct org_act){.org = org, .act = "move", .day = day, .parent = to}));
}

static enum err carry_out(struct site_test *s, struct tree_plan *p)
{
	TRY(tree_plan_check(p));
	TRY(txn_start(&s->cx, "test", NULL));
	TRY(tree_plan_apply(p));
	return db_commit(s->db);
}

/* Several acts in one plan; those of `old` are taken back. */
static void do_plan(struct six *t, const struct org_act *acts, int n, const struct org_act *old)
{
	struct tree_plan *p;

	site_clean(t->s);
	ok(db_begin(t->s->db, DB_WRITE));
	ok(tree_plan_new(&t->s->cx, &p));
	if (old)
		ok(tree_plan_void(p, old));
	for (int i = 0; i < n; i++)
		ok(tree_plan_act(p, &acts[i]));
	ok(carry_out(t->s, p));
}

static struct org_act act_named(struct six *t, int64_t org, const char *what)
{
	const struct org_act *a, *found = NULL;
	struct list acts;

	ok(db_begin(t->s->db, DB_READ));
	ok(tree_acts(&t->s->cx, org, &acts));
	db_rollback(t->s->db);
	a = acts.rows;
	for (size_t i = 0; i < acts.n; i++)
		if (text_eq(a[i].act, what))
			found = &a[i];
	must(found);
	return *found;
}

static void correct_day(struct six *t, int64_t org, const char *what, day_t day)
{
	struct org_act old = act_named(t, org, what), new = old;

	new.id = new.seq = 0;
	new.day = day;
	do_plan(t, &new, 1, &old);
}

/* ---- tests ---- */

static void a_founding(void **state)
{
	struct six t = make(state);

	assert_string_equal(above(&t, t.p), "p2010-");
	assert_string_equal(above(&t, t.x), "p2010- d2010- x2010-");
	assert_string_equal(above(&t, t.b), "p2012- d2012- x2012- b2012-");
	assert_int_equal(wrong(t.s), 0);
}

static void a_move_takes_all_below_along(void **state)
{
	struct six t = make(state);
	int64_t before = last_ms(&t);

	move(&t, t.x, t.e, MOVED);
	assert_string_equal(above(&t, t.x), "p2010- d2010-2015 e2015- x2010-");
	assert_string_equal(above(&t, t.a), "p2010- d2010-2015 e2015- x2010- a2010-");
	assert_string_equal(above(&t, t.b), "p2012- d2012-2015 e2015- x2012- b2012-");
	assert_true(below(&t, t.a, t.d, LATER, before));
	assert_false(below(&t, t.a, t.e, LATER, before));
	assert_false(below(&t, t.a, t.d, LATER, KNOWN_NOW));
	assert_true(below(&t, t.a, t.e, MOVED, last_ms(&t)));
	assert_true(below(&t, t.a, t.d, 20141231, KNOWN_NOW));
	/* and back: two stretches */
	move(&t, t.x, t.d, 20180101);
	assert_string_equal(above(&t, t.a), "p2010- d2010-2015 d2018- e2015-2018 x2010- a2010-");
	assert_int_equal(wrong(t.s), 0);
}

static void rows_that_stay_are_not_touched(void **state)
{
	struct six t = make(state);
	struct row before[ROWS], after[ROWS];
	int n = read_rows(&t, t.a, before), same = 0;

	ok(site_act(t.s,
		&(struct org_act){.org = t.x, .act = "rename", .day = MOVED, .name = "X mới"}));
	assert_int_equal(read_rows(&t, t.a, after), n);
	assert_memory_equal(before, after, (size_t)n * sizeof(*before));
	move(&t, t.x, t.e, MOVED);
	assert_int_equal(read_rows(&t, t.a, after), n + 1);
	for (int i = 0; i < n + 1; i++)
		for (int k = 0; k < n; k++)
			same += !memcmp(&after[i], &before[k], sizeof(*after));
	assert_int_equal(same, n - 1); /* all but that of d */
}

static void a_merger(void **state)
{
	struct six t = make(state);
	int64_t y = site_found(t.s, t.e, "y", "commune", SINCE);
	const struct org_act acts[] = {
		{.org = t.a, .act = "move", .day = MOVED, .parent = y},
		{.org = t.b, .act = "move", .day = MOVED, .parent = y},
		{.org = t.x, .act = "merge", .day = MOVED, .other = y},
	};

	do_plan(&t, acts, 3, NULL);
	assert_string_equal(above(&t, t.x), "p2010-2015 d2010-2015 x2010-2015");
	assert_string_equal(above(&t, t.a), "p2010- d2010-2015 e2015- x2010-2015 a2010-");
	assert_true(below(&t, t.b, y, MOVED, KNOWN_NOW));
	assert_false(below(&t, t.b, y, 20141231, KNOWN_NOW));
	assert_int_equal(wrong(t.s), 0);
}

static void a_split(void **state)
{
	struct six t = make(state);
	struct tree_plan *p;
	int64_t y;

	site_clean(t.s);
	ok(db_begin(t.s->db, DB_WRITE));
	ok(tree_plan_new(&t.s->cx, &p));
	y = tree_plan_org(p);
	ok(tree_plan_act(p, &(struct org_act){.org = y,
				    .act = "found",
				    .day = MOVED,
				    .parent = t.e,
				    .code = "y",
				    .name = "Y",
				    .kind = "commune"}));
	ok(tree_plan_act(
		p, &(struct org_act){.org = t.x, .act = "split", .day = MOVED, .other = y}));
	ok(tree_plan_act(
		p, &(struct org_act){.org = t.b, .act = "move", .day = MOVED, .parent = y}));
	ok(carry_out(t.s, p));
	assert_string_equal(above(&t, y), "p2015- e2015-");
	assert_string_equal(above(&t, t.a), "p2010- d2010- x2010- a2010-");
	assert_string_equal(above(&t, t.b), "p2012- d2012-2015 e2015- x2012-2015 b2012-");
	assert_true(below(&t, t.b, y, MOVED, KNOWN_NOW));
	assert_int_equal(wrong(t.s), 0);
}

static void an_end_and_taking_it_back(void **state)
{
	struct six t = make(state);
	struct org_act end;
	int64_t ended;

	ok(site_act(t.s, &(struct org_act){.org = t.b, .act = "dissolve", .day = MOVED}));
	assert_string_equal(above(&t, t.b), "p2012-2015 d2012-2015 x2012-2015 b2012-2015");
	ended = last_ms(&t);
	end = act_named(&t, t.b, "dissolve");
	do_plan(&t, NULL, 0, &end);
	assert_string_equal(above(&t, t.b), "p2012- d2012- x2012- b2012-");
	assert_false(below(&t, t.b, t.p, LATER, ended));
	assert_true(below(&t, t.b, t.p, LATER, KNOWN_NOW));
	end = act_named(&t, t.b, "found");
	do_plan(&t, NULL, 0, &end);
	assert_string_equal(above(&t, t.b), "");
	assert_true(below(&t, t.b, t.p, 20130101, ended));
	assert_int_equal(wrong(t.s), 0);
}

static void corrected_days(void **state)
{
	struct six t = make(state);
	int64_t before, between;

	move(&t, t.x, t.e, MOVED);
	between = site_found(t.s, t.x, "c", "cell", 20150601);
	before = last_ms(&t);
	correct_day(&t, t.x, "move", LATER);
	assert_string_equal(above(&t, t.b), "p2012- d2012-2016 e2016- x2012- b2012-");
	assert_true(below(&t, t.b, t.e, 20150601, before));
	assert_false(below(&t, t.b, t.e, 20150601, KNOWN_NOW));
	assert_string_equal(above(&t, between), "p2015- d2015-2016 e2016- x2015-");
	correct_day(&t, t.p, "found", 20050101);
	assert_string_equal(above(&t, t.p), "p2005-");
	assert_string_equal(above(&t, t.x), "p2010- d2010-2016 e2016- x2010-");
	correct_day(&t, t.d, "found", 20070101);
	assert_string_equal(above(&t, t.d), "p2007- d2007-");
	correct_day(&t, t.b, "found", 20110101);
	assert_string_equal(above(&t, t.b), "p2011- d2011-2016 e2016- x2011- b2011-");
	assert_int_equal(wrong(t.s), 0);
}

/* A plan in which one moves, the one below it moves away, and another one comes. */
static void several_levels_in_one_plan(void **state)
{
	struct six t = make(state);
	int64_t y = site_found(t.s, t.d, "y", "commune", SINCE);
	const struct org_act acts[] = {
		{.org = t.b, .act = "move", .day = LATER, .parent = y},
		{.org = y, .act = "move", .day = 20170101, .parent = t.e},
		{.org = t.x, .act = "move", .day = MOVED, .parent = t.e},
	};

	do_plan(&t, acts, 3, NULL);
	assert_string_equal(
		above(&t, t.b), "p2012- d2012-2015 d2016-2017 e2015-2016 e2017- x2012-2016 b2012-");
	assert_string_equal(above(&t, t.a), "p2010- d2010-2015 e2015- x2010- a2010-");
	assert_int_equal(wrong(t.s), 0);
}

static void is_below(void **state)
{
	struct six t = make(state);
	bool yes;

	move(&t, t.x, t.e, MOVED);
	ok(db_begin(t.s->db, DB_READ));
	t.s->cx.known = 1; /* it asks as known now all the same */
	ok(tree_is_below(&t.s->cx, t.a, t.e, LATER, &yes));
	assert_true(yes);
	ok(tree_is_below(&t.s->cx, t.a, t.d, LATER, &yes));
	assert_false(yes);
	ok(tree_is_below(&t.s->cx, t.a, t.a, LATER, &yes));
	assert_true(yes);
	ok(tree_is_below(&t.s->cx, t.p, t.a, LATER, &yes));
	assert_false(yes);
	db_rollback(t.s->db);
	t.s->cx.known = KNOWN_NOW;
}

/* Statements of a move of a commune with so many cells more. */
static int64_t cost_of_move(struct six *t, int cells, int from, int64_t to, day_t day)
{
	uint64_t before;

	for (int i = 0; i < cells; i++)
		site_found(t->s, t->x, arena_printf(t->s->a, "z%d", from + i), "cell", SINCE);
	before = db_count(t->s->db);
	move(t, t->x, to, day);
	return (int64_t)(db_count(t->s->db) - before);
}

/* Nothing is asked for each of those below: only their rows are written. */
static void a_move_of_many_asks_little(void **state)
{
	struct six t = make(state);
	int64_t few, many, last;

	few = cost_of_move(&t, 0, 0, t.e, MOVED);
	many = cost_of_move(&t, 20, 0, t.d, LATER);
	last = cost_of_move(&t, 20, 20, t.e, 20170101);
	/* each cell: the last stretch ends, which is a row voided and one written, and one begins
	 */
	assert_int_equal(last - many, 20 * 3);
	assert_int_equal(many - few, 20 * 3);
	assert_int_equal(wrong(t.s), 0);
}

static void damage_is_found_and_mended(void **state)
{
	struct six t = make(state);
	struct row rows[ROWS];
	struct site_test *s = t.s;
	int n = read_rows(&t, t.a, rows);

	assert_int_equal(n, 4);
	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(txn_start(&s->cx, "test", NULL));
	ok(db_run(s->db, Q_REACH_VOID, rows[1].anc, t.a, rows[1].from_day, rows[1].txn, s->cx.txn,
		s->cx.txn_ms));
	ok(db_run(s->db, Q_REACH_INSERT, t.a, t.e, SINCE, DAY_MAX, s->cx.txn, s->cx.txn_ms));
	ok(db_commit(s->db));
	assert_int_equal(wrong(s), 2);
	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(txn_start(&s->cx, "test", NULL));
	ok(reach_rebuild(&s->cx));
	ok(db_commit(s->db));
	assert_int_equal(wrong(s), 0);
	assert_string_equal(above(&t, t.a), "p2010- d2010- x2010- a2010-");
	assert_string_equal(above(&t, t.e), "p2010- e2010-");
}

/* The statement of the migration, run again on an emptied table. */
static void fill_as_migrated(struct site_test *s)
{
	const struct embedded *file = embed_find("schema/0002_members.sql");
	const char *text = arena_strndup(s->a, file->bytes.p, file->bytes.n);
	const char *from = strstr(text, "INSERT INTO org_reach"), *end;

	assert_non_null(from);
	end = strchr(from, ';');
	assert_non_null(end);
	ok(db_begin(s->db, DB_WRITE));
	ok(db_exec(s->db, "DELETE FROM org_reach"));
	ok(db_exec(s->db, arena_strndup(s->a, from, (size_t)(end - from))));
	ok(db_commit(s->db));
}

static void a_database_of_before_is_filled(void **state)
{
	struct six t = make(state);
	int64_t founded = last_ms(&t), renamed;
	struct row rows[ROWS];

	ok(site_act(t.s,
		&(struct org_act){.org = t.d, .act = "rename", .day = 20130101, .name = "D mới"}));
	renamed = last_ms(&t);
	move(&t, t.x, t.e, MOVED);
	move(&t, t.x, t.d, LATER);
	correct_day(&t, t.x, "move", 20170101);
	ok(site_act(t.s, &(struct org_act){.org = t.b, .act = "dissolve", .day = 20180101}));
	fill_as_migrated(t.s);
	assert_int_equal(wrong(t.s), 0);
	assert_string_equal(above(&t, t.a), "p2010- d2010-2015 d2017- e2015-2017 x2010- a2010-");
	assert_string_equal(above(&t, t.b),
		"p2012-2018 d2012-2015 d2017-2018 e2015-2017 x2012-2018 b2012-2018");
	/* a row is known from when the last of its spells was entered, and named by that one's txn
	 */
	assert_true(below(&t, t.e, t.p, LATER, founded));
	assert_false(below(&t, t.d, t.p, LATER, founded));
	assert_false(below(&t, t.d, t.p, LATER, renamed - 1));
	assert_true(below(&t, t.d, t.p, LATER, renamed));
	assert_int_equal(read_rows(&t, t.d, rows), 2);
	assert_true(rows[0].txn == rows[1].txn);
	/* and the next act builds on it */
	move(&t, t.x, t.e, 20190101);
	assert_string_equal(
		above(&t, t.a), "p2010- d2010-2015 d2017-2019 e2015-2017 e2019- x2010- a2010-");
	assert_int_equal(wrong(t.s), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		on_site(a_founding),
		on_site(a_move_takes_all_below_along),
		on_site(rows_that_stay_are_not_touched),
		on_site(a_merger),
		on_site(a_split),
		on_site(an_end_and_taking_it_back),
		on_site(corrected_days),
		on_site(several_levels_in_one_plan),
		on_site(is_below),
		on_site(a_move_of_many_asks_little),
		on_site(damage_is_found_and_mended),
		on_site(a_database_of_before_is_filled),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
