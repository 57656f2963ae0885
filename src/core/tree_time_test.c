/*
 * tree_time_test.c: corrections and what was known before them; acts of one day.
 */
#include "tree_test.h"

static const struct org_act *act_named(struct list acts, const char *what)
{
	const struct org_act *a = acts.rows;

	for (size_t i = 0; i < acts.n; i++)
		if (text_eq(a[i].act, what))
			return &a[i];
	return NULL;
}

static enum err replace(struct tree_test *t, const struct org_act *old, const struct org_act *new)
{
	plan_begin(t);
	ok(tree_plan_void(t->p, old));
	if (new)
		plan_add(t, new);
	return plan_end(t);
}

static int64_t last_ms(struct tree_test *t)
{
	int64_t ms;

	read_begin(t);
	ok(db_number(t->cx.db, &ms, 0, Q_TXN_LAST_MS));
	read_end(t);
	return ms;
}

static void a_correction_keeps_what_was_known(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	int64_t founded_ms = last_ms(t), renamed_ms;
	struct org_act old, new;

	done(t, &(struct org_act){.org = a, .act = "rename", .day = 20150101, .name = "A sai"});
	renamed_ms = last_ms(t);
	assert_true(renamed_ms > founded_ms);
	old = *act_named(acts_of(t, a), "rename");
	new = old;
	new.id = 0;
	new.name = "A đúng";
	new.day = 20160101;
	new.seq = 0;
	ok(replace(t, &old, &new));
	assert_string_equal(name_on(t, a, 20150601), "A");
	assert_string_equal(name_on(t, a, 20160601), "A đúng");
	assert_string_equal(spell_on(t, a, 20150601, renamed_ms)->name, "A sai");
	assert_string_equal(spell_on(t, a, 20160601, renamed_ms)->name, "A sai");
	assert_string_equal(spell_on(t, a, 20160601, last_ms(t) - 1)->name, "A sai");
	assert_string_equal(spell_on(t, a, 20160601, last_ms(t))->name, "A đúng");
	assert_string_equal(spell_on(t, a, 20160601, founded_ms)->name, "A");
	assert_null(spell_on(t, a, 20160601, founded_ms - 1));
	assert_int_equal(acts_of(t, a).n, 2);
}

static void undoing_takes_back(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	int64_t b = founded(t, "b", "B", "grassroots_cell", a, 20110101);
	struct list acts;

	done(t, &(struct org_act){.org = b, .act = "dissolve", .day = 20150101});
	acts = acts_of(t, b);
	ok(replace(t, act_named(acts, "dissolve"), NULL));
	assert_non_null(spell_on(t, b, 20160101, KNOWN_NOW));
	assert_int_equal(spells_of(t, b, KNOWN_NOW).n, 1);
	/* the founding of a parent cannot be taken back while it has children */
	acts = acts_of(t, a);
	assert_int_equal(replace(t, act_named(acts, "found"), NULL), ERR_REFUSED);
	assert_true(has_problem(t, "successor", M_TREE_CHILDREN_LEFT));
	acts = acts_of(t, b);
	ok(replace(t, act_named(acts, "found"), NULL));
	assert_int_equal(spells_of(t, b, KNOWN_NOW).n, 0);
	acts = acts_of(t, a);
	ok(replace(t, act_named(acts, "found"), NULL));
	assert_null(spell_on(t, a, 20160101, KNOWN_NOW));
}

static void a_founding_with_acts_after_it_stays(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	struct list acts;

	done(t, &(struct org_act){.org = a, .act = "rename", .day = 20150101, .name = "A2"});
	acts = acts_of(t, a);
	assert_int_equal(replace(t, act_named(acts, "found"), NULL), ERR_REFUSED);
	assert_true(has_problem(t, "day", M_TREE_BEFORE_BEGIN));
}

/* A founding day that moves forward leaves children behind; one that moves back does not. */
static void the_beginning_is_corrected(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	int64_t b = founded(t, "b", "B", "grassroots_cell", a, 20110101);
	struct org_act old = *act_named(acts_of(t, a), "found"), new = old;

	new.id = 0;
	new.day = 20120101;
	assert_int_equal(replace(t, &old, &new), ERR_REFUSED);
	new.day = 20110101;
	ok(replace(t, &old, &new));
	assert_null(spell_on(t, a, 20100601, KNOWN_NOW));
	assert_string_equal(path_on(t, b, 20110101, KNOWN_NOW), "a/b");
}

static void spells_that_stay_alike_are_not_touched(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	const struct org_spell *s;
	struct list l;
	int64_t first;

	done(t, &(struct org_act){.org = a, .act = "rename", .day = 20150101, .name = "A2"});
	l = spells_of(t, a, KNOWN_NOW);
	s = l.rows;
	first = s[0].txn;
	done(t, &(struct org_act){.org = a, .act = "rename", .day = 20180101, .name = "A3"});
	l = spells_of(t, a, KNOWN_NOW);
	s = l.rows;
	assert_int_equal(l.n, 3);
	assert_true(s[0].txn == first);
	assert_true(s[1].txn != first);
	/* a rename to the name it has makes no new spell */
	done(t, &(struct org_act){.org = a, .act = "rename", .day = 20190101, .name = "A3"});
	assert_int_equal(spells_of(t, a, KNOWN_NOW).n, 3);
}

static void same_day_in_any_order(void **state)
{
	static const int orders[][4] = {{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}, {1, 3, 0, 2}};
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	int64_t b = founded(t, "b", "B", "province", 0, 20100101);

	for (int i = 0; i < 4; i++) {
		const char *code = arena_printf(t->w.a, "x%d", i);
		struct org_act acts[] = {founding(code, "X", "grassroots_cell", a, 20150101),
			{.act = "rename", .day = 20150101, .name = "X2"},
			{.act = "move", .day = 20150101, .parent = b},
			{.act = "kind", .day = 20150101, .kind = "grassroots_committee"}};
		const struct org_spell *s;
		int64_t org;
		plan_begin(t);
		org = tree_plan_org(t->p);
		for (int k = 0; k < 4; k++) {
			acts[orders[i][k]].org = org;
			plan_add(t, &acts[orders[i][k]]);
		}
		ok(plan_end(t));
		assert_int_equal(spells_of(t, org, KNOWN_NOW).n, 1);
		s = spell_on(t, org, 20150101, KNOWN_NOW);
		assert_string_equal(s->name, "X2");
		assert_string_equal(s->kind, "grassroots_committee");
		assert_true(s->parent == b);
	}
}

/* Of two acts of the same sort on one day the later entered counts, also in plans of their own. */
static void the_last_word_of_a_day_counts(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	struct org_act first, second;
	struct list acts;

	done(t, &(struct org_act){.org = a, .act = "rename", .day = 20150101, .name = "A1"});
	done(t, &(struct org_act){.org = a, .act = "rename", .day = 20150101, .name = "A2"});
	assert_string_equal(name_on(t, a, 20150101), "A2");
	done(t, &(struct org_act){.org = a, .act = "rename", .day = 20150101, .name = "A3"});
	assert_string_equal(name_on(t, a, 20150101), "A3");
	assert_int_equal(spells_of(t, a, KNOWN_NOW).n, 2);
	/* a correction of the first keeps its place: the last still counts */
	acts = acts_of(t, a);
	first = ((const struct org_act *)acts.rows)[1];
	assert_string_equal(first.name, "A1");
	second = first;
	second.id = 0;
	second.name = "A1 đã sửa";
	ok(replace(t, &first, &second));
	assert_string_equal(name_on(t, a, 20150101), "A3");
	done(t, &(struct org_act){.org = a, .act = "code", .day = 20150101, .code = "aa"});
	assert_string_equal(name_on(t, a, 20150101), "A3");
}

static void an_organisation_of_no_day(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	struct org_act x = founding("x", "X", "grassroots_cell", a, 20150101);

	plan_begin(t);
	x.org = tree_plan_org(t->p);
	plan_add(t, &x);
	plan_add(t, &(struct org_act){.org = x.org, .act = "dissolve", .day = 20150101});
	ok(plan_end(t));
	assert_int_equal(spells_of(t, x.org, KNOWN_NOW).n, 0);
	founded(t, "x", "X", "grassroots_cell", a, 20150101);
}

static void the_version_grows(void **state)
{
	struct tree_test *t = *state;
	int64_t before, after;

	read_begin(t);
	ok(tree_version(&t->cx, &before));
	read_end(t);
	founded(t, "a", "A", "province", 0, 20100101);
	read_begin(t);
	ok(tree_version(&t->cx, &after));
	read_end(t);
	assert_int_equal(after, before + 1);
}

static void a_preview_says_what_changes(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101);
	int64_t b = founded(t, "b", "B", "grassroots_cell", a, 20100101);
	const struct tree_diff *d;
	struct list diffs;

	plan_begin(t);
	plan_add(t, &(struct org_act){.org = b, .act = "rename", .day = 20150101, .name = "B2"});
	ok(tree_plan_check(t->p));
	ok(tree_plan_diffs(t->p, 10, &diffs));
	db_rollback(t->cx.db);
	d = diffs.rows;
	assert_int_equal(diffs.n, 3);
	assert_string_equal(d[0].when, msg_text(LANG_VI, M_TREE_BEFORE));
	assert_int_equal(d[0].from_day, 20100101);
	assert_int_equal(d[0].last_day, DAY_MAX);
	assert_string_equal(d[1].when, msg_text(LANG_VI, M_TREE_AFTER));
	assert_int_equal(d[1].last_day, 20141231);
	assert_string_equal(d[2].name, "B2");
	assert_string_equal(d[2].parent_name, "A");
	assert_int_equal(d[2].from_day, 20150101);
}

static void a_plan_answers_before_it_is_done(void **state)
{
	struct tree_test *t = *state;
	int64_t a = founded(t, "a", "A", "province", 0, 20100101), found;
	const struct org_spell *s;

	plan_begin(t);
	plan_add(t, &(struct org_act){.org = a, .act = "code", .day = 20150101, .code = "a2"});
	ok(tree_plan_by_code(t->p, "a", 20140101, &found));
	assert_true(found == a);
	ok(tree_plan_by_code(t->p, "a", 20150101, &found));
	assert_int_equal(found, 0);
	ok(tree_plan_by_code(t->p, "a2", 20150101, &found));
	assert_true(found == a);
	plan_add(t, &(struct org_act){.org = a, .act = "code", .day = 20160101, .code = "a3"});
	ok(tree_plan_by_code(t->p, "a2", 20160101, &found));
	assert_int_equal(found, 0);
	ok(tree_plan_spell(t->p, a, 20170101, &s));
	assert_string_equal(s->code, "a3");
	db_rollback(t->cx.db);
}

static const struct CMUnitTest tests[] = {
	tree_case(a_correction_keeps_what_was_known),
	tree_case(undoing_takes_back),
	tree_case(a_founding_with_acts_after_it_stays),
	tree_case(the_beginning_is_corrected),
	tree_case(spells_that_stay_alike_are_not_touched),
	tree_case(same_day_in_any_order),
	tree_case(the_last_word_of_a_day_counts),
	tree_case(an_organisation_of_no_day),
	tree_case(the_version_grows),
	tree_case(a_preview_says_what_changes),
	tree_case(a_plan_answers_before_it_is_done),
};
const struct tests tree_time_tests = {tests, sizeof(tests) / sizeof(*tests)};
