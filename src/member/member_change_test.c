/* The period of rise and fall: chosen, a term of office, days of one's own; and what is offered. */
#include "member/member_change_list.h"
#include "member/member_test.h"
#include "org/org_record.h"

#define IN(...) (&(struct change_in){__VA_ARGS__})

/* "20200501..20200531 text", or the problem's field. */
static const char *period_of(struct site_test *s, int64_t org, const struct change_in *in)
{
	struct period period = {0};
	const char *text = NULL;
	enum err e;

	site_clean(s);
	s->cx.org = org;
	s->cx.day = s->cx.say.today = 20200515;
	ok(db_begin(s->db, DB_READ));
	e = change_period(&s->cx, in, &period, &text);
	db_rollback(s->db);
	if (e)
		return s->f.first ? s->f.first->field : "nothing said";
	return arena_printf(s->a, "%d..%d %s", period.from, period.to, text ? text : "-");
}

#define same(in, text) assert_string_equal(period_of(s, t.east, in), (text))

static void one_reader(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);

	same(IN(0), "20200501..20200531 -");
	same(IN(.period = ""), "20200501..20200531 -");
	same(IN(.period = "2020-Q1"), "20200101..20200331 2020-Q1");
	same(IN(.period = "2020-9M"), "20200101..20200930 2020-9M");
	same(IN(.period = "31/12/2019"), "20191231..20191231 31/12/2019");
	same(IN(.period = "bao giờ"), "period");
}

static void days_of_ones_own(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);

	same(IN(.period = "2019", .from = 20200402, .to = 20200510),
		"20200402..20200510 2020-04-02..2020-05-10");
	same(IN(.from = 20200402), "20200402..20200515 2020-04-02..2020-05-15");
	same(IN(.from = 20200300, .to = 20200400), "20200301..20200430 2020-03-01..2020-04-30");
	same(IN(.to = 20200402), "20200401..20200402 2020-04-01..2020-04-02");
	same(IN(.from = 20200402, .to = 20200401), "to");
}

static void terms_of_office(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct org_record term = {.number = "I", .from_day = 20150801, .to_day = 20191231};
	struct change c;
	struct doc d;

	ok(site_run(s, &org_term_new, &term, t.east, NULL, &d));
	term = (struct org_record){.number = "II", .from_day = 20200101};
	ok(site_run(s, &org_term_new, &term, t.east, NULL, &d));
	same(IN(.period = "term:I"), "20150801..20191231 term:I");
	same(IN(.period = "term:II"), "20200101..99991231 term:II");
	same(IN(.period = "term:III"), "period");
	assert_string_equal(period_of(s, t.west, IN(.period = "term:I")), "period");
	/* a term that is not over counts up to today */
	ok(db_begin(s->db, DB_READ));
	ok(change_read(&s->cx, t.east, (struct period){20200101, DAY_MAX}, &c));
	db_rollback(s->db);
	assert_int_equal(c.period.to, 20200515);
}

/* "value, value*, ...": the one with the star is chosen. */
static const char *offered(struct site_test *s, int64_t org, const char *text)
{
	const struct doc_form_field *field;
	const struct doc_choice *choice;
	const char *all = "";
	struct doc d;

	s->cx.org = org;
	doc_init(&d, s->a, LANG_VI);
	ok(db_begin(s->db, DB_READ));
	ok(change_form(&s->cx, &d, text, (struct period){20200402, 20200510}));
	db_rollback(s->db);
	field = doc_find(&d, "period")->form->fields.rows;
	choice = field->choices.rows;
	for (size_t i = 0; i < field->choices.n; i++)
		all = arena_printf(s->a, "%s%s%s%s", all, i ? ", " : "", choice[i].value,
			text_eq(choice[i].value, field->value) ? "*" : "");
	return all;
}

static void usual_periods_are_offered(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct org_record term = {.number = "I", .from_day = 20150801};
	struct doc d;

	ok(site_run(s, &org_term_new, &term, t.east, NULL, &d));
	s->cx.day = 20200115;
	assert_string_equal(offered(s, t.west, NULL),
		"*, 2019-12, 2020-Q1, 2019-Q4, 2020-H1, 2020-9M, 2020, 2019");
	assert_string_equal(offered(s, t.east, "term:I"),
		", 2019-12, 2020-Q1, 2019-Q4, 2020-H1, 2020-9M, 2020, 2019, term:I*");
	assert_string_equal(offered(s, t.west, "2020-04-02..2020-05-10"),
		", 2019-12, 2020-Q1, 2019-Q4, 2020-H1, 2020-9M, 2020, 2019, "
		"2020-04-02..2020-05-10*");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_site(one_reader),
		on_site(days_of_ones_own),
		on_site(terms_of_office),
		on_site(usual_periods_are_offered),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
