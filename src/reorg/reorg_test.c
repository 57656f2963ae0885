/* A district reorganised: what is asked, what is refused, what comes of it, and the way back. */
#include "reorg/reorg_test.h"

#include <stdlib.h>

static const char *begin(struct site_test *s)
{
	reorg_plant(s);
	ok(reorg_run(s, &reorg_new, NULL, "name=Sắp xếp", "day=01/07/2025", "under=t",
		arena_printf(s->a, "map=%s", reorg_map_file),
		arena_printf(s->a, "units=%s", reorg_units_file), NULL));
	return reorg_made(s);
}

#define asks(ask, n) assert_int_equal(reorg_open(s, plan, ask), n)
#define line(old, ...)                                                                             \
	ok(reorg_run(s, &reorg_line_show, reorg_row(s, plan, old), __VA_ARGS__, NULL))
#define hints(ask) ok(reorg_run(s, &reorg_decide, plan, "how=hint", "ask=" ask, NULL))

static void each_doubt_is_a_question(void **state)
{
	struct site_test *s = site_of(state);
	const char *plan = begin(s);

	asks("name_differs", 1);
	asks("no_code", 1);
	asks("split", 2); /* one of the two has no code */
	asks("same", 1);
	asks("no_org", 1);
	asks("no_name", 1);
	asks("no_unit", 1);
	asks("unmapped", 1);
	asks("province", 1);
	asks("kind_ends", 2);
	asks("agency", 3); /* a4 is of the province, which goes on */
	asks("piece", 2);
	asks("code_gone", 0);
	asks("sure", 0);
	/* the row about another province is not of this plan */
	assert_null(reorg_row(s, plan, "Xã Nơi Khác"));
	/* nothing is carried out before all is answered */
	assert_int_equal(reorg_run(s, &reorg_do, plan, NULL), ERR_REFUSED);
	assert_true(site_said(s, M_REORG_HAS_PROBLEMS));
}

static void decide(struct site_test *s, const char *plan)
{
	hints("name_differs");
	hints("no_code");
	hints("split");
	hints("same");
	hints("province");
	hints("kind_ends");
	hints("agency");
	hints("piece");
	/* 04 is decided only now: what stands below it asks about its kind */
	asks("kind", 1);
	hints("kind");
	line("Xã Ma", "what=skip");
	ok(reorg_run(s, &reorg_decide, plan, "how=same", "what=skip", "ask=no_name", NULL));
	ok(reorg_run(s, &reorg_decide, plan, "how=same", "what=skip", "ask=no_unit", NULL));
	line("06", "what=into", "old=06", "target=Xã Bảy", "note=Theo đề án");
	line("a2", "what=under", "old=a2", "target=02");
	line("a3", "what=under", "old=a3", "target=05");
}

/* Pieces and agencies without a name that helps wait for a person. */
static void hints_are_by_name_only(void **state)
{
	struct site_test *s = site_of(state);
	const char *plan = begin(s);

	hints("agency");
	asks("agency", 2); /* only the school has the name of a commune */
	hints("piece");
	asks("piece", 1); /* bản Mới Hai is in the name of its new commune; bản Xa is not */
	assert_int_equal(
		reorg_run(s, &reorg_line_show, reorg_row(s, plan, "c3b"), "what=under", NULL),
		ERR_BAD_INPUT);
	assert_int_equal(reorg_run(s, &reorg_line_show, reorg_row(s, plan, "c3b"), "what=as",
				 "old=c3b", "target=a4", NULL),
		ERR_BAD_INPUT);
	assert_true(site_said(s, M_REORG_AS_UNIT));
	line("c3b", "what=under", "old=c3b", "target=05");
	asks("piece", 0);
}

static void who_answers_second_is_told(void **state)
{
	struct site_test *s = site_of(state);
	const char *plan = begin(s), *row = reorg_row(s, plan, "06");

	line("06", "what=into", "old=06", "target=07");
	assert_int_equal(reorg_run(s, &reorg_line_show, row, arena_printf(s->a, "row=%s", row),
				 "what=end", "old=06", NULL),
		ERR_CONFLICT);
	assert_true(site_said(s, M_REORG_ANSWERED));
}

static void books_close(struct site_test *s, const char *plan, int64_t members)
{
	struct reorg_books b;
	struct reorg_work *w = reorg_worked(s, plan, &b);
	const struct reorg_book *u = b.units.rows;

	for (size_t i = 0; i < w->problem_count; i++)
		print_message("# %s: %s\n", w->problems[i].name ? w->problems[i].name : "-",
			w->problems[i].text);
	assert_int_equal(w->told, 0);
	assert_int_equal(b.total.before, members);
	assert_int_equal(b.total.after + b.total.elsewhere, members);
	assert_int_equal(b.total.lost, 0);
	for (size_t i = 0; i < b.units.n; i++)
		assert_int_equal(u[i].differs, 0);
	assert_int_equal(b.total.codes, 3); /* 02, 04, 05 were others'; 07 and t are not */
}

static void is_reorganised(struct site_test *s)
{
	/* c1 1, c2 2, c3 3, c3b 1, c4 2, c4d 3, c5 1, c6 2, c7 3, c8 1, a1 2, a3 3, a4 1: 25 */
	is("member.total", "t", "2025-06-30", 25);
	is("member.total", "t", "2025-07-01", 25);
	is("member.total", "02", "2025-06-30", 2);
	is("member.total", "02", "2025-07-01", 4); /* c1 c2 and the police c8 */
	is("member.total", "04", "2025-06-30", 5);
	is("member.total", "04", "2025-07-01", 10); /* c4 c4d, c3, the school a1 */
	is("member.total", "05", "2025-07-01", 5);  /* c5, c3b, the hospital */
	is("member.total", "07", "2025-06-30", 3);
	is("member.total", "07", "2025-07-01", 5); /* itself and c6 */
	is("member.moved_in_with_org", "04", "2025-07-01", 10);
	is("member.moved_in_with_org", "07", "2025-07-01", 2);
	is("member.moved_in_with_org", "t", "2025-07-01", 0);
}

static void a_district_is_reorganised(void **state)
{
	struct site_test *s = site_of(state);
	const char *plan = begin(s);
	int64_t old7 = reorg_org(s, "07"), old2 = 0;

	decide(s, plan);
	line("c3b", "what=under", "old=c3b", "target=05");
	asks(NULL, 0);
	books_close(s, plan, 25);
	ok(reorg_run(s, &reorg_do, plan, "reason=Theo nghị quyết", NULL));
	is_reorganised(s);
	reorg_whole(s);
	/* the one that goes on is the same, the code 02 is another's */
	assert_int_equal(reorg_org(s, "07"), old7);
	s->cx.day = 20250630;
	old2 = reorg_org(s, "02");
	s->cx.day = REORG_TODAY;
	assert_int_not_equal(reorg_org(s, "02"), old2);
	/* a draft no more */
	assert_int_equal(reorg_run(s, &reorg_decide, plan, "how=hint", NULL), ERR_REFUSED);
	ok(reorg_run(s, &reorg_undo, plan, "reason=Ghi nhầm ngày", NULL));
	reorg_whole(s);
	is("member.total", "02", "2025-07-01", 2);
	is("member.total", "h1", "2025-07-01", 8);
	/* and once more: nothing that was decided is lost */
	asks(NULL, 0);
	ok(reorg_run(s, &reorg_do, plan, NULL));
	is_reorganised(s);
	reorg_whole(s);
}

static const char *plan_note(struct site_test *s, const char *plan)
{
	struct doc d;

	ok(site_run(s, &reorg_show, NULL, 0, plan, &d));
	for (const struct doc_part *p = d.parts; p; p = p->next)
		if (p->kind == DOC_NOTE)
			return p->text;
	return NULL;
}

static void that_it_was_taken_back_is_told(void **state)
{
	struct site_test *s = site_of(state);
	const char *plan = begin(s);

	decide(s, plan);
	line("c3b", "what=under", "old=c3b", "target=05");
	assert_null(plan_note(s, plan));
	ok(reorg_run(s, &reorg_do, plan, NULL));
	assert_null(plan_note(s, plan));
	ok(reorg_run(s, &reorg_undo, plan, "reason=Thiếu một xã", NULL));
	has(plan_note(s, plan), "Đã hoàn tác lúc");
	has(plan_note(s, plan), "Lý do: Thiếu một xã");
}

/* Problems of the plan, of this sentence. */
static int problems(struct site_test *s, const char *plan, enum msg what)
{
	struct reorg_books b;
	struct reorg_work *w = reorg_worked(s, plan, &b);
	const char *text = msg_text(s->cx.say.lang, what);
	size_t begin = strcspn(text, "{");
	int n = 0;

	for (size_t i = 0; i < w->problem_count; i++)
		n += !strncmp(w->problems[i].text, text, begin);
	return n;
}

/* As they are typed, and those that a file brought in when the plan is looked at. */
static void each_wrong_line_is_told(void **state)
{
	struct site_test *s = site_of(state);
	const char *plan;

	reorg_plant(s);
	ok(reorg_run(s, &reorg_new, NULL, "name=Tay", "day=01/07/2024", "under=h1", NULL));
	plan = reorg_made(s);
	assert_int_equal(
		reorg_run(s, &reorg_line_add, plan, "old=01", "what=into", "target=01", NULL),
		ERR_REFUSED);
	assert_true(site_said(s, M_REORG_INTO_ITSELF));
	assert_int_equal(
		reorg_run(s, &reorg_line_add, plan, "old=01", "what=into", "target=c1", NULL),
		ERR_REFUSED);
	ok(reorg_run(s, &reorg_line_add, plan, "old=01", "what=into", "target=c2", NULL));
	assert_int_equal(
		reorg_run(s, &reorg_line_add, plan, "old=01", "what=end", NULL), ERR_REFUSED);
	assert_true(site_said(s, M_REORG_HAS_LINE));
	assert_int_equal(problems(s, plan, M_REORG_INTO_CELL), 1);
	assert_int_equal(problems(s, plan, M_REORG_TWO_WAYS), 0);
	/* a second one that was answered into the same organisation */
	ok(reorg_run(s, &reorg_line_add, plan, "old=02", "what=stay", NULL));
	ok(reorg_run(s, &reorg_line_show, reorg_row(s, plan, "02"), "old=01", "what=stay", NULL));
	assert_int_equal(problems(s, plan, M_REORG_TWO_WAYS), 2);
	assert_int_equal(problems(s, plan, M_REORG_INTO_CELL), 1);
}

/* What was built on it afterwards would lose its ground. */
static void what_was_built_on_is_not_undone(void **state)
{
	struct site_test *s = site_of(state);
	const char *plan = begin(s);

	decide(s, plan);
	line("c3b", "what=under", "old=c3b", "target=05");
	ok(reorg_run(s, &reorg_do, plan, NULL));
	site_found(s, reorg_org(s, "02"), "moi", "cell", 20250801);
	assert_int_equal(reorg_run(s, &reorg_undo, plan, "reason=Thử", NULL), ERR_REFUSED);
	assert_true(site_said(s, M_REORG_ACT_AFTER));
	is_reorganised(s);
}

/* The row of a unit, as an address has it. */
static const char *unit_row(struct site_test *s, const char *plan, int64_t unit)
{
	struct reorg_unit u;

	ok(db_begin(s->db, DB_READ));
	ok(reorg_unit_get(&s->cx, strtoll(plan, NULL, 10), unit, &u));
	db_rollback(s->db);
	return arena_printf(s->a, "%lld", (long long)u.id);
}

/* A mistake in a unit needs no new plan. */
static void units_are_corrected(struct site_test *s, const char *plan)
{
	const char *first;

	ok(reorg_run(s, &reorg_unit_add, plan, "name=Đảng bộ xã Nhầm", "code=y", "kind=commune",
		"parent_code=khong", NULL));
	first = unit_row(s, plan, 2);
	assert_int_equal(reorg_run(s, &reorg_unit_show, first, "name=Đảng bộ xã Nhầm", "code=x",
				 "kind=commune", NULL),
		ERR_REFUSED);
	ok(reorg_run(s, &reorg_unit_show, first, "name=Đảng bộ xã Đúng", "code=y", "kind=commune",
		"parent_code=h1", NULL));
	/* the row was replaced: an address of it leads to the one that stands */
	assert_string_not_equal(unit_row(s, plan, 2), first);
	ok(reorg_run(s, &reorg_unit_remove, first, NULL));
	assert_int_equal(reorg_run(s, &reorg_unit_remove, first, NULL), ERR_NOT_FOUND);
}

static void a_plan_by_hand(void **state)
{
	struct site_test *s = site_of(state);
	const char *plan;

	reorg_plant(s);
	ok(reorg_run(s, &reorg_new, NULL, "name=Tay", "day=01/07/2024", "under=h1", NULL));
	plan = reorg_made(s);
	asks(NULL, 0);
	ok(reorg_run(s, &reorg_unit_add, plan, "name=Đảng bộ xã Mới", "code=x", "kind=commune",
		"parent_code=h1", NULL));
	assert_int_equal(reorg_run(s, &reorg_unit_add, plan, "name=Đảng bộ xã Nữa", "code=x",
				 "kind=commune", NULL),
		ERR_REFUSED);
	units_are_corrected(s, plan);
	ok(reorg_run(s, &reorg_line_add, plan, "old=01", "what=into", "target=x", NULL));
	assert_int_equal(reorg_run(s, &reorg_unit_remove, unit_row(s, plan, 1), NULL), ERR_REFUSED);
	assert_true(site_said(s, M_REORG_UNIT_MEANT));
	/* of another district: not below what the plan is about */
	assert_int_equal(
		reorg_run(s, &reorg_line_add, plan, "old=04", "what=into", "target=x", NULL),
		ERR_REFUSED);
	ok(reorg_run(s, &reorg_line_add, plan, "old=c2", "what=under", "target=x", NULL));
	ok(reorg_run(s, &reorg_do, plan, NULL));
	is("member.total", "x", "2024-07-01", 3);
	is("member.total", "02", "2024-07-01", 0);
	reorg_whole(s);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		on_site(each_doubt_is_a_question),
		on_site(hints_are_by_name_only),
		on_site(who_answers_second_is_told),
		on_site(a_district_is_reorganised),
		on_site(that_it_was_taken_back_is_told),
		on_site(each_wrong_line_is_told),
		on_site(what_was_built_on_is_not_undone),
		on_site(a_plan_by_hand),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("reorg", tests, NULL, NULL);
}
