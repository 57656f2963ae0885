/*
 * way_test.c: an organisation and the way to it in one statement; reach judged by that way.
 */
#include "core/site_test.h"

#include "core/tree_find.h"

enum { TODAY = 20261122, BEFORE = 20120101, SINCE = 20100101, MOVED = 20200101 };

/* province a and b; commune x founded under a, since 2020 under b. */
struct three {
	int64_t a, b, x;
};

static struct three make(struct site_test *s)
{
	struct three t = {.a = site_found(s, 0, "a", "province", SINCE),
		.b = site_found(s, 0, "b", "province", SINCE)};

	t.x = site_found(s, t.a, "x", "commune", SINCE);
	ok(site_act(s, &(struct org_act){.org = t.x, .day = MOVED, .act = "move", .parent = t.b}));
	site_clean(s);
	return t;
}

static enum err way(struct site_test *s, const char *text, day_t day)
{
	enum err e;

	site_clean(s);
	s->cx.day = day;
	ok(db_begin(s->db, DB_READ));
	e = tree_way(&s->cx, text, day, "org", &s->cx.org, &s->cx.way);
	db_rollback(s->db);
	return e;
}

static void check_way(struct site_test *s, int64_t top, int64_t org)
{
	const struct org_step *step = s->cx.way.rows;

	assert_int_equal(s->cx.way.n, 2);
	assert_int_equal(step[0].org, top);
	assert_int_equal(step[1].org, org);
	assert_int_equal(s->cx.org, org);
}

static void by_code_and_id(void **state)
{
	struct site_test *s = site_of(state);
	struct three t = make(s);
	const char *id = arena_printf(s->a, "%lld", (long long)t.x);

	ok(way(s, "x", TODAY));
	check_way(s, t.b, t.x);
	ok(way(s, id, TODAY));
	check_way(s, t.b, t.x);
	ok(way(s, id, BEFORE));
	check_way(s, t.a, t.x);
}

static void not_then(void **state)
{
	struct site_test *s = site_of(state);
	struct three t = make(s);

	/* before it was founded there is no way, but the id and the only code still mean it */
	ok(way(s, arena_printf(s->a, "%lld", (long long)t.x), 20050101));
	assert_int_equal(s->cx.org, t.x);
	assert_int_equal(s->cx.way.n, 0);
	ok(way(s, "x", 20050101));
	assert_int_equal(s->cx.org, t.x);
	assert_int_equal(way(s, "-5", TODAY), ERR_NOT_FOUND);
	assert_int_equal(way(s, "99999999999999999999", TODAY), ERR_NOT_FOUND);
	assert_true(site_said(s, M_TREE_NO_SUCH_ORG));
}

/* Recorded later than the instant that is asked about: that is said, and when it was. */
static void not_known_then(void **state)
{
	struct site_test *s = site_of(state);
	int64_t made, org;

	make(s);
	ok(db_begin(s->db, DB_READ));
	ok(db_number(s->db, &made, 0, Q_TREE_RECORDED, "x", TODAY));
	db_rollback(s->db);
	s->cx.known = made;
	ok(way(s, "x", TODAY));
	s->cx.known = made - 1;
	assert_int_equal(way(s, "x", TODAY), ERR_NOT_FOUND);
	assert_true(site_said(s, M_TREE_NOT_YET_RECORDED));
	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	assert_int_equal(tree_pick(&s->cx, "x", TODAY, "org", &org), ERR_NOT_FOUND);
	db_rollback(s->db);
	assert_true(site_said(s, M_TREE_NOT_YET_RECORDED));
	/* one that nobody ever recorded, and one that was not there on the day */
	assert_int_equal(way(s, "nowhere", TODAY), ERR_NOT_FOUND);
	assert_true(site_said(s, M_TREE_NO_SUCH_ORG));
	assert_int_equal(way(s, "x", 20050101), ERR_NOT_FOUND);
	assert_true(site_said(s, M_TREE_NO_SUCH_ORG));
	s->cx.known = KNOWN_NOW;
}

/* The actor becomes an office of what is below an organisation. */
static struct grant *hold(struct site_test *s, int64_t org)
{
	struct actor *office = arena_new_of(s->a, struct actor);
	struct grant *g = arena_new_of(s->a, struct grant);

	*g = (struct grant){.org = org, .func = "office", .reach = "below"};
	*office = (struct actor){.account = 1, .grants = {g, 1, sizeof(*g)}};
	s->cx.actor = office;
	return g;
}

static enum err over(struct site_test *s, int64_t org)
{
	enum err e;

	ok(db_begin(s->db, DB_READ));
	e = grant_over(&s->cx, PERM_ORG_CHANGE, org);
	db_rollback(s->db);
	return e;
}

/* Whatever day is asked for, the tree of today decides; the way only saves asking for it. */
static void reach(void **state)
{
	struct site_test *s = site_of(state);
	struct three t = make(s);
	struct grant *g = hold(s, t.b);
	static const day_t days[] = {TODAY, BEFORE};

	for (size_t i = 0; i < sizeof(days) / sizeof(*days); i++) {
		ok(way(s, "x", days[i]));
		g->org = t.b;
		ok(over(s, t.x));
		g->org = t.a;
		assert_int_equal(over(s, t.x), ERR_FORBIDDEN);
		/* the way to x says nothing about another organisation */
		assert_int_equal(over(s, t.b), ERR_FORBIDDEN);
		ok(over(s, t.a));
	}
}

/* On the day asked for, with the way, no statement is run. */
static void reach_costs_nothing(void **state)
{
	struct site_test *s = site_of(state);
	struct three t = make(s);
	uint64_t before;

	hold(s, t.b);
	before = db_count(s->db);
	ok(way(s, "x", TODAY));
	ok(over(s, t.x));
	assert_int_equal(db_count(s->db) - before, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(by_code_and_id), on_site(not_then),
		on_site(not_known_then), on_site(reach), on_site(reach_costs_nothing)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("way", tests, NULL, NULL);
}
