/*
 * tree_find_test.c: from what people type to organisations; the way up; the day of reach.
 */
#include "base/text.h"
#include "tree_test.h"

static const char *codes_found(struct tree_test *t, const char *text, day_t day, bool past)
{
	const struct org_hit *h;
	const char *codes = "";
	struct org_hits both;
	struct list hits;

	read_begin(t);
	t->cx.day = day;
	ok(tree_search(&t->cx, text, 50, 50, &both));
	read_end(t);
	hits = past ? both.past : both.now;
	h = hits.rows;
	for (size_t i = 0; i < hits.n; i++)
		codes = arena_printf(t->w.ra, "%s%s%s", codes, *codes ? " " : "", h[i].code);
	return codes;
}

#define found_now(t, text, want) assert_string_equal(codes_found(t, text, 20200101, false), want)

static int64_t three(struct tree_test *t)
{
	int64_t a = founded(t, "db", "Đảng bộ tỉnh Điện Biên", "province", 0, 20100101);

	founded(t, "muong-ang", "Đảng bộ xã Mường Ảng", "grassroots_committee", a, 20100101);
	founded(t, "muong-nha", "Đảng bộ xã Mường Nhà", "grassroots_committee", a, 20100101);
	founded(t, "ang-to", "Chi bộ Ẳng Tở", "grassroots_cell", a, 20100101);
	return a;
}

static void words_in_any_dress(void **state)
{
	struct tree_test *t = *state;

	three(t);
	found_now(t, "Mường Ảng", "muong-ang");
	found_now(t, "mường ảng", "muong-ang");
	/* decomposed, as some phones send it */
	found_now(t, "Mu\xcc\x9bo\xcc\x9b\xcc\x80ng A\xcc\x89ng", "muong-ang");
	found_now(t, "muong ang", "muong-ang");
	found_now(t, "ANG MUONG", "muong-ang");
	found_now(t, "  xã   mường ", "muong-ang muong-nha");
	found_now(t, "ang", "muong-ang ang-to");
	/* a Latin eth for Đ, as some keyboards write it */
	found_now(t, "\xc3\x90i\xe1\xbb\x87n Bi\xc3\xaan", "db");
	found_now(t, "đien bien", "db");
}

static void beginnings_of_words_count(void **state)
{
	struct tree_test *t = *state;

	three(t);
	found_now(t, "mu", "muong-ang muong-nha");
	found_now(t, "muo nh", "muong-nha");
	found_now(t, "uong", "");
	found_now(t, "muong khong co", "");
	found_now(t, "", "");
	found_now(t, " .,-' ", "");
	found_now(t, "%", "");
	found_now(t, "muong ang xa dang bo", "muong-ang");
	/* more words than count: the commonest are left out, so that nothing right is lost */
	found_now(t, "muong-ang", "muong-ang");
}

static void the_day_decides(void **state)
{
	struct tree_test *t = *state;
	int64_t a = three(t);
	int64_t x = founded(t, "x", "Chi bộ Hồng Ngài", "grassroots_cell", a, 20150101);

	done(t, &(struct org_act){
			.org = x, .act = "rename", .day = 20160101, .name = "Chi bộ Kim"});
	done(t, &(struct org_act){.org = x, .act = "dissolve", .day = 20180101});
	assert_string_equal(codes_found(t, "hong ngai", 20150601, false), "x");
	assert_string_equal(codes_found(t, "hong ngai", 20140601, false), "");
	/* an old name still finds it, under its name of the day */
	assert_string_equal(codes_found(t, "hong ngai", 20170601, false), "x");
	assert_string_equal(codes_found(t, "hong ngai", 20190101, false), "");
	assert_string_equal(codes_found(t, "hong ngai", 20190101, true), "x");
	assert_string_equal(codes_found(t, "hong ngai", 20170101, true), "");
	assert_string_equal(codes_found(t, "kim", 20140101, true), "x");
}

static enum err pick(struct tree_test *t, const char *text, day_t day, int64_t *ret)
{
	enum err e;

	read_begin(t);
	*ret = -1;
	e = tree_pick(&t->cx, text, day, "parent", ret);
	read_end(t);
	return e;
}

static void picking_one(void **state)
{
	struct tree_test *t = *state;
	int64_t a = three(t), id;

	ok(pick(t, "db", 20200101, &id));
	assert_true(id == a);
	ok(pick(t, arena_printf(t->w.ra, "%lld", (long long)a), 20200101, &id));
	assert_true(id == a);
	ok(pick(t, "Đảng bộ tỉnh Điện Biên", 20200101, &id));
	assert_true(id == a);
	ok(pick(t, "dang bo tinh dien bien", 20200101, &id));
	assert_true(id == a);
	assert_int_equal(pick(t, "Điện Biên", 20200101, &id), ERR_NOT_FOUND);
	assert_true(has_problem(t, "parent", M_TREE_NO_SUCH_ORG));
	assert_int_equal(pick(t, "db", 20090101, &id), ERR_NOT_FOUND);
	assert_int_equal(pick(t, "Đảng bộ tỉnh Điện Biên", 20090101, &id), ERR_NOT_FOUND);
	assert_int_equal(pick(t, "4711", 20200101, &id), ERR_NOT_FOUND);
	assert_int_equal(pick(t, "-1", 20200101, &id), ERR_NOT_FOUND);
	assert_int_equal(pick(t, "99999999999999999999", 20200101, &id), ERR_NOT_FOUND);
}

static void namesakes_are_told(void **state)
{
	struct tree_test *t = *state;
	int64_t a = three(t), id, two;

	founded(t, "c1", "Chi bộ 1", "grassroots_cell", a, 20100101);
	two = founded(t, "c2", "Chi bộ 1", "grassroots_cell", a, 20150101);
	assert_int_equal(pick(t, "Chi bộ 1", 20200101, &id), ERR_BAD_INPUT);
	assert_true(has_problem(t, "parent", M_TREE_NAMESAKES));
	assert_non_null(strstr(t->cx.f->first->arg[1], "c1"));
	assert_non_null(strstr(t->cx.f->first->arg[1], "c2"));
	ok(pick(t, "Chi bộ 1", 20140101, &id));
	ok(pick(t, "c2", 20200101, &id));
	assert_true(id == two);
}

/* However many others have the same words, the whole name is found. */
static void a_name_among_many(void **state)
{
	struct tree_test *t = *state;
	int64_t a = three(t), c, id, group;

	c = founded(t, "goc", "Chi bộ gốc", "grassroots_cell", a, 20100101);
	plan_begin(t);
	for (int i = 0; i < 230; i++) {
		struct org_act x = founding(arena_printf(t->w.ra, "n%d", i),
			arena_printf(t->w.ra, "Chi bộ Tổ 1 khu %d", i), "grassroots_cell", a,
			20100101);
		x.org = tree_plan_org(t->p);
		plan_add(t, &x);
	}
	ok(plan_end(t));
	group = founded(t, "to1", "Tổ 1", "group", c, 20100101);
	ok(pick(t, "Tổ 1", 20200101, &id));
	assert_true(id == group);
}

/* A code that looks like an id is a code first. */
static void a_code_of_digits(void **state)
{
	struct tree_test *t = *state;
	int64_t a = three(t), id, b;

	b = founded(t, "00025", "B", "grassroots_cell", a, 20150101);
	ok(pick(t, "00025", 20200101, &id));
	assert_true(id == b);
	assert_int_equal(pick(t, "25", 20200101, &id), ERR_NOT_FOUND);
	ok(pick(t, arena_printf(t->w.ra, "%lld", (long long)a), 20140101, &id));
	assert_true(id == a);
}

static void the_way_up(void **state)
{
	struct tree_test *t = *state;
	int64_t p = founded(t, "p", "P", "province", 0, 20100101);
	int64_t q = founded(t, "q", "Q", "province", 0, 20100101);
	int64_t g = founded(t, "g", "G", "grassroots_committee", p, 20110101);
	int64_t c = founded(t, "c", "C", "cell", g, 20120101);
	bool yes;
	day_t day;

	done(t, &(struct org_act){.org = g, .act = "move", .day = 20150101, .parent = q});
	done(t, &(struct org_act){.org = c, .act = "dissolve", .day = 20160101});
	assert_string_equal(path_on(t, c, 20141231, KNOWN_NOW), "p/g/c");
	assert_string_equal(path_on(t, c, 20150101, KNOWN_NOW), "q/g/c");
	assert_string_equal(path_on(t, c, 20160101, KNOWN_NOW), "");
	assert_string_equal(path_on(t, p, 20150101, KNOWN_NOW), "p");
	read_begin(t);
	ok(tree_is_below(&t->cx, c, p, 20141231, &yes));
	assert_true(yes);
	ok(tree_is_below(&t->cx, c, p, 20150101, &yes));
	assert_false(yes);
	ok(tree_is_below(&t->cx, c, c, 20150101, &yes));
	assert_true(yes);
	ok(tree_is_below(&t->cx, p, c, 20150101, &yes));
	assert_false(yes);
	/* an ended one: its last day; one to come: its first; else today */
	ok(tree_day_of_reach(&t->cx, c, &day));
	assert_int_equal(day, 20151231);
	ok(tree_day_of_reach(&t->cx, g, &day));
	assert_int_equal(day, WORLD_TODAY);
	ok(tree_day_of_reach(&t->cx, 4711, &day));
	assert_int_equal(day, WORLD_TODAY);
	read_end(t);
	g = founded(t, "g2", "G2", "grassroots_committee", p, 20300101);
	read_begin(t);
	ok(tree_day_of_reach(&t->cx, g, &day));
	assert_int_equal(day, 20300101);
	read_end(t);
}

static void near_days(void **state)
{
	struct tree_test *t = *state;
	int64_t p = founded(t, "p", "P", "province", 0, 20100101);
	struct org_spell s;

	done(t, &(struct org_act){.org = p, .act = "rename", .day = 20120101, .name = "P2"});
	done(t, &(struct org_act){.org = p, .act = "dissolve", .day = 20150101});
	read_begin(t);
	ok(tree_spell_near(&t->cx, p, 20000101, &s));
	assert_string_equal(s.name, "P");
	ok(tree_spell_near(&t->cx, p, 20200101, &s));
	assert_string_equal(s.name, "P2");
	assert_int_equal(tree_spell_near(&t->cx, 4711, 20200101, &s), ERR_NOT_FOUND);
	read_end(t);
}

static const struct CMUnitTest tests[] = {
	tree_case(words_in_any_dress),
	tree_case(beginnings_of_words_count),
	tree_case(the_day_decides),
	tree_case(picking_one),
	tree_case(namesakes_are_told),
	tree_case(a_name_among_many),
	tree_case(a_code_of_digits),
	tree_case(the_way_up),
	tree_case(near_days),
};
const struct tests tree_find_tests = {tests, sizeof(tests) / sizeof(*tests)};
