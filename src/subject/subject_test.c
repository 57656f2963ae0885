/*
 * subject_test.c: the clock of a request, over week-ends and Tết; and looks that are forgotten.
 */
#include "core/look.h"
#include "core/site_test.h"
#include "subject/subject.h"

static day_t due_of(struct site_test *s, const struct workdays *w, day_t received)
{
	day_t due = 0;

	ok(request_due(&s->cx, w, received, &due));
	return due;
}

static void two_working_days_over_tet(void **state)
{
	struct site_test *s = site_of(state);
	struct workdays w;

	ok(db_begin(s->db, DB_READ));
	ok(workdays_read(&s->cx, &w));
	assert_int_equal(due_of(s, &w, 20260210), 20260212); /* a Tuesday */
	assert_int_equal(
		due_of(s, &w, 20260212), 20260223); /* Friday 13, then Tết till Sunday 22 */
	assert_int_equal(due_of(s, &w, 20260213), 20260224);
	assert_int_equal(due_of(s, &w, 20260218), 20260224); /* received on a holiday */
	assert_int_equal(due_of(s, &w, 20260306), 20260310); /* a Friday */
	assert_int_equal(due_of(s, &w, 20251201), 20251204); /* three days by the decree before */
	db_rollback(s->db);
}

static const char *left(struct site_test *s, day_t today, const struct workdays *w, day_t due)
{
	const char *tone;

	s->cx.say.today = today;
	return request_left(&s->cx, w, due, &tone);
}

static void the_clock_is_told_in_working_days(void **state)
{
	struct site_test *s = site_of(state);
	struct workdays w;

	ok(db_begin(s->db, DB_READ));
	ok(workdays_read(&s->cx, &w));
	assert_string_equal(left(s, 20260212, &w, 20260223), "còn 2 ngày làm việc");
	assert_string_equal(left(s, 20260218, &w, 20260223), "còn 1 ngày làm việc");
	assert_string_equal(left(s, 20260223, &w, 20260223), "hết hôm nay là hạn");
	assert_string_equal(left(s, 20260225, &w, 20260223), "quá hạn 2 ngày làm việc");
	assert_string_equal(left(s, 20260214, &w, 20260213), "đã quá hạn");
	db_rollback(s->db);
}

static int64_t looks_now(struct site_test *s)
{
	struct cursor c;
	int64_t n = 0;

	ok(db_begin(s->side, DB_READ));
	ok(db_query(s->side, &c, Q_LOOKS_BETWEEN, (int64_t)0, MS_MAX, (int64_t)-1, "", MS_MAX,
		(int64_t)1000));
	while (db_next(&c))
		n++;
	ok(db_end(&c));
	db_rollback(s->side);
	return n;
}

static void old_looks_are_forgotten(void **state)
{
	static const int64_t everybody = 0;
	struct site_test *s = site_of(state);
	struct look l = {.kind = "list",
		.route = "member_list",
		.format = "html",
		.people = 3,
		.orgs = &everybody,
		.n = 1,
		.columns = ""};

	s->clock.fixed_ms = ms_of_day(20211121);
	ok(look_write(&s->cx, &l));
	s->clock.fixed_ms = ms_of_day(20211123);
	ok(look_write(&s->cx, &l));
	assert_int_equal(looks_now(s), 2);
	s->clock.fixed_ms = ms_of_day(20261122);
	ok(look_tidy(&s->cx));
	assert_int_equal(looks_now(s), 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {on_site(two_working_days_over_tet),
		on_site(the_clock_is_told_in_working_days), on_site(old_looks_are_forgotten)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("requests", tests, NULL, NULL);
}
