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

int main(void)
{
	static const struct CMUnitTest tests[] = {
		on_site(two_working_days_over_tet), on_site(the_clock_is_told_in_working_days)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("requests", tests, NULL, NULL);
}
