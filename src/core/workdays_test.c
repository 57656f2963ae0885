/* Working days: weekends, fixed holidays, Tết, days in lieu, and days exchanged. */
#include "core/workdays.h"

#include "core/site_test.h"

static struct workdays calendar(struct site_test *s)
{
	struct workdays w;

	ok(db_begin(s->db, DB_READ));
	ok(workdays_read(&s->cx, &w));
	db_rollback(s->db);
	return w;
}

static void weekends_and_fixed_days(void **state)
{
	struct workdays w = calendar(site_of(state));

	assert_int_equal(workdays_add(&w, 20200601, 0), 20200601);
	assert_int_equal(workdays_add(&w, 20200601, -3), 20200601);
	assert_int_equal(workdays_add(&w, 20200605, 1), 20200608); /* Friday to Monday */
	assert_int_equal(workdays_add(&w, 20200606, 1), 20200608);
	assert_int_equal(workdays_add(&w, 20200601, 30), 20200713);
	/* 30 April and 1 May 2020 are Thursday and Friday */
	assert_int_equal(workdays_add(&w, 20200429, 1), 20200504);
	assert_false(workdays_has(&w, 20200902));
	/* a year of which nothing was announced: its fixed days all the same */
	assert_false(workdays_has(&w, 20310101));
	assert_true(workdays_has(&w, 20310102));
}

static void around_tet(void **state)
{
	struct workdays w = calendar(site_of(state));

	/* 2016: Saturday 6/2 to Sunday 14/2 */
	assert_int_equal(workdays_add(&w, 20160205, 1), 20160215);
	/* 2023: from Friday 20/1 to Thursday 26/1, two days in lieu of the weekend */
	assert_int_equal(workdays_add(&w, 20230119, 1), 20230127);
	assert_int_equal(workdays_between(&w, 20230119, 20230126), 0);
	/* 2026: Saturday 14/2 to Sunday 22/2 */
	assert_int_equal(workdays_add(&w, 20260213, 2), 20260224);
	/* of a month that had nothing else */
	assert_int_equal(workdays_between(&w, 20260131, 20260228), 15);
}

static void in_lieu_and_exchanged(void **state)
{
	struct workdays w = calendar(site_of(state));

	/* the day of the Hùng Kings: Sunday 26/4/2026, in lieu Monday */
	assert_false(workdays_has(&w, 20260427));
	/* 29/4/2023 is a Saturday, 30/4 a Sunday: 2 and 3 May after 1 May */
	assert_int_equal(workdays_add(&w, 20230428, 1), 20230504);
	/* Monday 31/8/2026 against Saturday 22/8; 1 and 2 September are holidays */
	assert_true(workdays_has(&w, 20260822));
	assert_false(workdays_has(&w, 20260831));
	assert_int_equal(workdays_add(&w, 20260821, 1), 20260822);
	assert_int_equal(workdays_add(&w, 20260828, 1), 20260903);
}

static void counts_both_ways(void **state)
{
	struct workdays w = calendar(site_of(state));

	assert_int_equal(workdays_between(&w, 20200601, 20200601), 0);
	assert_int_equal(workdays_between(&w, 20200601, 20200608), 5);
	assert_int_equal(workdays_between(&w, 20200608, 20200601), -5);
	for (day_t day = 20260101; day < 20260401; day = day_add(day, 1))
		for (int n = 1; n < 40; n += 7)
			assert_int_equal(workdays_between(&w, day, workdays_add(&w, day, n)), n);
}

/* What the file says of itself: a holiday in lieu falls on no weekend, a worked day on one. */
static void rows_make_sense(void **state)
{
	struct workdays w = calendar(site_of(state));
	const struct holiday *h = w.dated.rows;
	int tet[2100] = {0};

	assert_true(w.dated.n > 100);
	for (size_t i = 0; i < w.dated.n; i++) {
		assert_true(day_precision(h[i].day) == DAY_EXACT);
		assert_true(i == 0 || h[i - 1].day < h[i].day);
		assert_false(text_empty(h[i].name) || text_empty(h[i].source));
		if (text_eq(h[i].kind, "worked"))
			assert_int_equal(day_weekday(h[i].day), 6);
		tet[day_year(h[i].day)] += strncmp(h[i].name, "Tết", strlen("Tết")) == 0;
	}
	for (int year = 2015; year <= 2027; year++)
		assert_int_equal(tet[year], 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_site(weekends_and_fixed_days),
		on_site(around_tet),
		on_site(in_lieu_and_exchanged),
		on_site(counts_both_ways),
		on_site(rows_make_sense),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
