/*
 * tree_rule_test.c: what each act does, and what is refused.
 */
#include "tree_test.h"

static void founding_begins(void **state)
{
	struct tree_test *t = *state;
	int64_t tinh = founded(t, "t", "Tỉnh", "province", 0, 20100101);
	const struct org_spell *s = spell_on(t, tinh, 20100101, KNOWN_NOW);

	assert_non_null(s);
	assert_string_equal(s->code, "t");
	assert_string_equal(s->name, "Tỉnh");
	assert_string_equal(s->kind, "province");
	assert_int_equal(s->parent, 0);
	assert_int_equal(s->from_day, 20100101);
	assert_int_equal(s->to_day, DAY_MAX);
	assert_null(spell_on(t, tinh, 20091231, KNOWN_NOW));
	assert_int_equal(spells_of(t, tinh, KNOWN_NOW).n, 1);
}

static void each_change_changes_one_thing(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	int64_t b = founded(t, "b", "B", "province", 0, 20100101);
	int64_t c = founded(t, "c", "C", "grassroots_cell", a, 20110101);
	const struct org_spell *s;

	done(t, &(struct org_act){.org = c, .act = "rename", .day = 20120101, .name = "C2"});
	done(t, &(struct org_act){.org = c, .act = "code", .day = 20130101, .code = "c2"});
	done(t, &(struct org_act){.org = c, .act = "move", .day = 20140101, .parent = b});
	done(t, &(struct org_act){
			.org = c, .act = "kind", .day = 20150101, .kind = "grassroots_committee"});
	done(t, &(struct org_act){.org = c, .act = "kind", .day = 20160101, .sector = "army"});
	done(t, &(struct org_act){.org = c, .act = "split", .day = 20170101, .other = b});
	assert_int_equal(spells_of(t, c, KNOWN_NOW).n, 6);
	assert_string_equal(name_on(t, c, 20111231), "C");
	assert_string_equal(name_on(t, c, 20120101), "C2");
	s = spell_on(t, c, 20130101, KNOWN_NOW);
	assert_true(s->parent == a);
	assert_string_equal(s->code, "c2");
	s = spell_on(t, c, 20131231, KNOWN_NOW);
	assert_true(s->parent == a);
	s = spell_on(t, c, 20140101, KNOWN_NOW);
	assert_true(s->parent == b);
	assert_string_equal(s->kind, "grassroots_cell");
	s = spell_on(t, c, 20150101, KNOWN_NOW);
	assert_string_equal(s->kind, "grassroots_committee");
	assert_null(s->sector);
	s = spell_on(t, c, 20300101, KNOWN_NOW);
	assert_string_equal(s->kind, "grassroots_committee");
	assert_string_equal(s->sector, "army");
	assert_string_equal(s->name, "C2");
}

static void an_end_ends(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	int64_t b = founded(t, "b", "B", "grassroots_cell", a, 20100101);
	int64_t c = founded(t, "c", "C", "grassroots_cell", a, 20100101);

	done(t, &(struct org_act){.org = b, .act = "merge", .day = 20150601, .other = c});
	assert_non_null(spell_on(t, b, 20150531, KNOWN_NOW));
	assert_null(spell_on(t, b, 20150601, KNOWN_NOW));
	refused(t, &(struct org_act){.org = b, .act = "rename", .day = 20160101, .name = "B2"},
		"day", M_TREE_AFTER_END);
	refused(t, &(struct org_act){.org = b, .act = "dissolve", .day = 20160101}, "day",
		M_TREE_AFTER_END);
	done(t, &(struct org_act){.org = c, .act = "dissolve", .day = 20170101});
	assert_null(spell_on(t, c, 20170101, KNOWN_NOW));
	/* the code is free again */
	founded(t, "b", "B mới", "grassroots_cell", a, 20150601);
}

static void acts_need_a_beginning(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	struct org_act again = founding("a2", "A", "province", 0, 20200101);

	refused(t, &(struct org_act){.org = a, .act = "rename", .day = 20091231, .name = "A0"},
		"day", M_TREE_BEFORE_BEGIN);
	again.org = a;
	refused(t, &again, "day", M_TREE_FOUNDED_TWICE);
	again.day = 20000101;
	refused(t, &again, "day", M_TREE_FOUNDED_TWICE);
}

static void a_parent_must_live_as_long(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	int64_t b = founded(t, "b", "B", "province", 0, 20100101);
	int64_t c = founded(t, "c", "C", "grassroots_cell", a, 20120101);
	struct org_act early = founding("d", "D", "grassroots_cell", a, 20091231);

	early.org = 77;
	refused(t, &early, "parent", M_TREE_PARENT_GONE);
	early.parent = 123456;
	refused(t, &early, "parent", M_TREE_PARENT_GONE);
	refused(t, &(struct org_act){.org = a, .act = "dissolve", .day = 20130101}, "successor",
		M_TREE_CHILDREN_LEFT);
	/* also when the child was moved away, but only later */
	done(t, &(struct org_act){.org = c, .act = "move", .day = 20140101, .parent = b});
	refused(t, &(struct org_act){.org = a, .act = "dissolve", .day = 20130101}, "successor",
		M_TREE_CHILDREN_LEFT);
	done(t, &(struct org_act){.org = a, .act = "dissolve", .day = 20140101});
	refused(t, &(struct org_act){.org = c, .act = "move", .day = 20150101, .parent = a},
		"parent", M_TREE_PARENT_GONE);
}

/* A child that the plan touches, but whose earlier spell stays as it is, is left behind too. */
static void a_touched_child_is_left_behind(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	int64_t b = founded(t, "b", "B", "province", 0, 20100101);
	int64_t c = founded(t, "c", "C", "grassroots_cell", a, 20120101);

	done(t, &(struct org_act){.org = c, .act = "rename", .day = 20180101, .name = "C2"});
	plan_begin(t);
	plan_add(t, &(struct org_act){.org = a, .act = "dissolve", .day = 20150101});
	plan_add(t, &(struct org_act){.org = c, .act = "move", .day = 20180101, .parent = b});
	assert_int_equal(plan_end(t), ERR_REFUSED);
	plan_begin(t);
	plan_add(t, &(struct org_act){.org = a, .act = "dissolve", .day = 20150101});
	plan_add(t, &(struct org_act){.org = c, .act = "move", .day = 20150101, .parent = b});
	ok(plan_end(t));
}

static void nobody_is_above_himself(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	int64_t b = founded(t, "b", "B", "grassroots_committee", a, 20100101);
	int64_t c = founded(t, "c", "C", "departmental", b, 20100101);
	int64_t d = founded(t, "d", "D", "cell", c, 20100101);

	refused(t, &(struct org_act){.org = b, .act = "move", .day = 20120101, .parent = b},
		"parent", M_TREE_CIRCLE);
	refused(t, &(struct org_act){.org = b, .act = "move", .day = 20120101, .parent = d},
		"parent", M_TREE_CIRCLE);
	refused(t, &(struct org_act){.org = a, .act = "move", .day = 20120101, .parent = c},
		"parent", M_TREE_CIRCLE);
}

/* The move is innocent on its own day; the circle closes years later. */
static void a_circle_of_a_later_day(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	int64_t b = founded(t, "b", "B", "commune", a, 20250701);
	int64_t c = founded(t, "c", "C", "grassroots_committee", b, 20250701);
	int64_t e = founded(t, "e", "E", "grassroots_committee", a, 20250701);
	int64_t d = founded(t, "d", "D", "departmental", e, 20250701);

	/* from 2030 on e is below d, which is below c */
	done(t, &(struct org_act){.org = d, .act = "move", .day = 20300101, .parent = c});
	refused(t, &(struct org_act){.org = c, .act = "move", .day = 20260101, .parent = d},
		"parent", M_TREE_CIRCLE);
	/* in one plan with the move back before that day it may be */
	plan_begin(t);
	plan_add(t, &(struct org_act){.org = b, .act = "rename", .day = 20260101, .name = "B2"});
	plan_add(t, &(struct org_act){.org = d, .act = "move", .day = 20300101, .parent = d});
	assert_int_equal(plan_end(t), ERR_REFUSED);
	assert_true(has_problem(t, "parent", M_TREE_CIRCLE));
}

static void a_code_belongs_to_one(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	int64_t b = founded(t, "b", "B", "grassroots_cell", a, 20100101);
	int64_t c = founded(t, "c", "C", "grassroots_cell", a, 20120101);
	struct org_act twin = founding("b", "B hai", "grassroots_cell", a, 20190101);

	twin.org = 99;
	refused(t, &twin, "code", M_TREE_CODE_TAKEN);
	refused(t, &(struct org_act){.org = c, .act = "code", .day = 20150101, .code = "b"}, "code",
		M_TREE_CODE_TAKEN);
	done(t, &(struct org_act){.org = b, .act = "code", .day = 20160101, .code = "b2"});
	refused(t, &(struct org_act){.org = c, .act = "code", .day = 20150101, .code = "b"}, "code",
		M_TREE_CODE_TAKEN);
	done(t, &(struct org_act){.org = c, .act = "code", .day = 20160101, .code = "b"});
	refused(t, &(struct org_act){.org = c, .act = "code", .day = 20170101, .code = "b2"},
		"code", M_TREE_CODE_TAKEN);
	/* two codes change places in one plan */
	plan_begin(t);
	plan_add(t, &(struct org_act){.org = b, .act = "code", .day = 20200101, .code = "b"});
	plan_add(t, &(struct org_act){.org = c, .act = "code", .day = 20200101, .code = "b2"});
	ok(plan_end(t));
	assert_string_equal(spell_on(t, b, 20200101, KNOWN_NOW)->code, "b");
	assert_string_equal(spell_on(t, c, 20200101, KNOWN_NOW)->code, "b2");
}

static void a_code_is_no_id(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	struct org_act act = {.org = a, .act = "code", .day = 20150101, .code = "1234567890123456"};

	refused(t, &act, "code", M_TREE_CODE_IS_NUMBER);
	act.code = "123456789012345";
	done(t, &act);
}

static void two_new_ones_with_one_code(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	struct org_act x = founding("x", "X", "grassroots_cell", a, 20120101), y = x;

	plan_begin(t);
	x.org = tree_plan_org(t->p);
	y.org = tree_plan_org(t->p);
	y.day = 20180101;
	plan_add(t, &x);
	plan_add(t, &y);
	assert_int_equal(plan_end(t), ERR_REFUSED);
	assert_true(has_problem(t, "code", M_TREE_CODE_TAKEN));
}

static void kinds_have_their_days(void **state)
{
	struct tree_test *t = *state;
	int64_t p = founded(t, "p", "P", "province", 0, 20100101);
	int64_t h = founded(t, "h", "H", "district", p, 20100101);
	struct org_act x = founding("x", "X", "commune", h, 20250630);
	int64_t xa;

	x.org = 11;
	x.day = 20250701;
	refused(t, &x, "kind", M_TREE_CHILD_KIND);
	xa = founded(t, "x", "X", "commune", h, 20250630);
	refused(t, &(struct org_act){.org = xa, .act = "rename", .day = 20250701, .name = "X2"},
		"kind", M_TREE_CHILD_KIND);
	done(t, &(struct org_act){.org = xa, .act = "move", .day = 20250701, .parent = p});
	x = founding("h2", "H2", "district", p, 20250701);
	x.org = 12;
	refused(t, &x, "kind", M_TREE_KIND_NOT_THEN);
	founded(t, "h2", "H2", "district", p, 20250630);
	/* grassroots committees stand under communes from 01/07/2025 */
	x = founding("g", "G", "grassroots_committee", xa, 20250630);
	x.org = 13;
	refused(t, &x, "kind", M_TREE_CHILD_KIND);
	founded(t, "g", "G", "grassroots_committee", xa, 20250701);
}

static void kinds_stand_where_they_may(void **state)
{
	struct tree_test *t = *state;
	int64_t p = founded(t, "p", "P", "province", 0, 20100101);
	int64_t g = founded(t, "g", "G", "grassroots_committee", p, 20100101);
	struct org_act x = founding("x", "X", "cell", 0, 20120101);

	x.org = 11;
	refused(t, &x, "kind", M_TREE_TOP_KIND);
	x.parent = p;
	refused(t, &x, "kind", M_TREE_CHILD_KIND);
	x.kind = "province";
	refused(t, &x, "kind", M_TREE_CHILD_KIND);
	x.kind = "no-such-kind";
	refused(t, &x, "kind", M_TREE_KIND_NOT_THEN);
	refused(t, &(struct org_act){.org = g, .act = "kind", .day = 20120101, .kind = "group"},
		"kind", M_TREE_CHILD_KIND);
}

static void a_successor_must_exist(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	int64_t b = founded(t, "b", "B", "grassroots_cell", a, 20100101);
	int64_t c = founded(t, "c", "C", "grassroots_cell", a, 20150101);

	refused(t, &(struct org_act){.org = b, .act = "merge", .day = 20141231, .other = c},
		"successor", M_TREE_SUCCESSOR_GONE);
	refused(t, &(struct org_act){.org = b, .act = "merge", .day = 20160101, .other = b},
		"successor", M_TREE_SUCCESSOR_GONE);
	refused(t, &(struct org_act){.org = b, .act = "dissolve", .day = 20160101, .other = 4242},
		"successor", M_TREE_SUCCESSOR_GONE);
	done(t, &(struct org_act){.org = b, .act = "merge", .day = 20150101, .other = c});
}

static void all_problems_are_told(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	struct org_act x = founding("a", "X", "cell", a, 20120101);
	struct org_act y = founding("y", "Y", "cell", 0, 20120101);

	plan_begin(t);
	x.org = tree_plan_org(t->p);
	y.org = tree_plan_org(t->p);
	plan_add(t, &x);
	plan_add(t, &y);
	assert_int_equal(plan_end(t), ERR_REFUSED);
	assert_true(has_problem(t, "code", M_TREE_CODE_TAKEN));
	assert_true(has_problem(t, "kind", M_TREE_CHILD_KIND));
	assert_true(has_problem(t, "kind", M_TREE_TOP_KIND));
}

struct told {
	long tags[8];
	int n;
};

static void note_tag(
	void *p, long tag, const char *field, enum msg what, const char *const arg[ERR_ARGS])
{
	struct told *told = p;

	(void)field, (void)what, (void)arg;
	if (told->n < 8)
		told->tags[told->n++] = tag;
}

static void problems_go_to_their_rows(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	struct told told = {.n = 0};

	plan_begin(t);
	tree_plan_report(t->p, note_tag, &told);
	for (int i = 0; i < 6; i++) {
		struct org_act x = founding(arena_printf(t->w.ra, "x%d", i), "X",
			i == 3 ? "cell" : "grassroots_cell", a, i == 5 ? 20090101 : 20120101);
		tree_plan_tag(t->p, 100 + i);
		x.org = tree_plan_org(t->p);
		plan_add(t, &x);
	}
	assert_int_equal(plan_end(t), ERR_REFUSED);
	assert_int_equal(told.n, 2);
	assert_int_equal(told.tags[0], 103);
	assert_int_equal(told.tags[1], 105);
	assert_null(t->cx.f->first);
}

/* A file may name children before their parents, and a history before its end. */
static void children_come_before_parents(void **state)
{
	enum { MANY = 1500 };
	struct tree_test *t = *state;
	int64_t *ids = arena_array(t->w.a, MANY, sizeof(*ids));

	plan_begin(t);
	for (int i = 0; i < MANY; i++)
		ids[i] = tree_plan_org(t->p);
	for (int i = MANY - 1; i >= 0; i--) {
		struct org_act x = founding(arena_printf(t->w.ra, "c%d", i),
			arena_printf(t->w.ra, "Chi bộ %d", i),
			i == 0	 ? "province"
			: i < 30 ? "grassroots_committee"
				 : "cell",
			i == 0	 ? 0
			: i < 30 ? ids[0]
				 : ids[1 + i % 29],
			20100101 + i % 28);
		if (i < 30)
			x.day = 20100101;
		x.org = ids[i];
		plan_add(t, &x);
		if (i % 50 == 31)
			plan_add(t, &(struct org_act){.org = ids[i],
					    .act = "merge",
					    .day = 20200101,
					    .other = ids[i + 1]});
	}
	assert_int_equal(tree_plan_orgs(t->p), MANY);
	ok(plan_end(t));
	assert_string_equal(path_on(t, ids[1000], 20150101, KNOWN_NOW), "c0/c15/c1000");
	assert_null(spell_on(t, ids[31], 20200101, KNOWN_NOW));
	assert_non_null(spell_on(t, ids[32], 20200101, KNOWN_NOW));
}

static const struct CMUnitTest tests[] = {
	tree_case(founding_begins),
	tree_case(each_change_changes_one_thing),
	tree_case(an_end_ends),
	tree_case(acts_need_a_beginning),
	tree_case(a_parent_must_live_as_long),
	tree_case(a_touched_child_is_left_behind),
	tree_case(nobody_is_above_himself),
	tree_case(a_circle_of_a_later_day),
	tree_case(a_code_belongs_to_one),
	tree_case(two_new_ones_with_one_code),
	tree_case(a_code_is_no_id),
	tree_case(kinds_have_their_days),
	tree_case(kinds_stand_where_they_may),
	tree_case(a_successor_must_exist),
	tree_case(all_problems_are_told),
	tree_case(problems_go_to_their_rows),
	tree_case(children_come_before_parents),
};
const struct tests tree_rule_tests = {tests, sizeof(tests) / sizeof(*tests)};
