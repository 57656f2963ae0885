#include "base/date.h"

#include "base/base_test.h"

static void real_days(void **state)
{
	(void)state;
	assert_true(day_valid(20161231) && day_valid(18000101) && day_valid(22001231));
	assert_true(day_valid(20160229) && day_valid(20000229));
	assert_false(day_valid(20150229) || day_valid(19000229) || day_valid(21000229));
	assert_true(day_valid(20160300) && day_valid(19650000));
	assert_false(day_valid(19650005) || day_valid(20161301) || day_valid(20160431));
	assert_false(day_valid(17991231) || day_valid(22010101));
	assert_false(day_valid(0) || day_valid(DAY_MIN) || day_valid(DAY_MAX));
	assert_false(day_valid(-20160101) || day_valid(INT32_MAX) || day_valid(INT32_MIN));
}

static void precision(void **state)
{
	(void)state;
	assert_int_equal(day_precision(20160301), DAY_EXACT);
	assert_int_equal(day_precision(20160300), DAY_MONTH);
	assert_int_equal(day_precision(20160000), DAY_YEAR);
	assert_int_equal(day_first(20160300), 20160301);
	assert_int_equal(day_last(20160300), 20160331);
	assert_int_equal(day_last(20160200), 20160229);
	assert_int_equal(day_last(20150200), 20150228);
	assert_int_equal(day_first(19650000), 19650101);
	assert_int_equal(day_last(19650000), 19651231);
	assert_int_equal(day_first(20161231), 20161231);
	assert_int_equal(day_last(20161231), 20161231);
}

static void every_day_has_its_number(void **state)
{
	int n = day_number(18000101);
	day_t before = 0;

	(void)state;
	assert_int_equal(day_number(19700101), 0);
	assert_int_equal(day_number(20000301), 11017);
	assert_int_equal(day_number(DAY_MIN), -719162);
	assert_int_equal(day_number(DAY_MAX), 2932896);
	for (day_t d = 18000101; d <= 22001231; n++) {
		assert_true(day_valid(d) && d > before);
		assert_int_equal(day_number(d), n);
		assert_int_equal(day_of_number(n), d);
		before = d;
		d = day_add(d, 1);
	}
	assert_int_equal(n, day_number(22001231) + 1);
	assert_int_equal(day_of_number(INT32_MAX), DAY_MAX);
	assert_int_equal(day_of_number(INT32_MIN), DAY_MIN);
	for (int year = 1; year < 9999; year++) {
		day_t last = year * 10000 + 1231;
		assert_int_equal(day_of_number(day_number(last)), last);
		assert_int_equal(day_of_number(day_number(last) + 1), (year + 1) * 10000 + 101);
	}
}

static void adding(void **state)
{
	(void)state;
	assert_int_equal(day_add(20161231, 1), 20170101);
	assert_int_equal(day_add(20160301, -1), 20160229);
	assert_int_equal(day_add(20160301, 365), 20170301);
	assert_int_equal(day_add(DAY_MAX, 1), DAY_MAX);
	assert_int_equal(day_add(DAY_MAX, -1), DAY_MAX);
	assert_int_equal(day_add(DAY_MIN, -1), DAY_MIN);
	assert_int_equal(day_add(20161231, INT32_MAX), DAY_MAX);
	assert_int_equal(day_add(20161231, INT32_MIN), DAY_MIN);
	assert_int_equal(day_add_months(20160131, 1), 20160229);
	assert_int_equal(day_add_months(20160229, 12), 20170228);
	assert_int_equal(day_add_months(20160331, -1), 20160229);
	assert_int_equal(day_add_months(20160115, -1), 20151215);
	assert_int_equal(day_add_months(20161215, 1), 20170115);
	assert_int_equal(day_add_months(20160115, -25), 20131215);
	assert_int_equal(day_add_months(DAY_MAX, -1), DAY_MAX);
	assert_int_equal(day_add_months(20160115, INT32_MAX), DAY_MAX);
	assert_int_equal(day_add_months(20160115, INT32_MIN), DAY_MIN);
}

static void ages(void **state)
{
	(void)state;
	assert_int_equal(day_years_between(19850203, 20160202), 30);
	assert_int_equal(day_years_between(19850203, 20160203), 31);
	assert_int_equal(day_years_between(20000229, 20180228), 17);
	assert_int_equal(day_years_between(20000229, 20180301), 18);
	assert_int_equal(day_years_between(19650000, 20160630), 50);
	assert_int_equal(day_years_between(19650000, 20160701), 51);
	assert_int_equal(day_years_between(19650300, 20160301), 51);
	assert_int_equal(day_years_between(19650300, 20160228), 50);
	assert_int_equal(day_years_between(20160101, 20160101), 0);
}

static void weekdays(void **state)
{
	(void)state;
	assert_int_equal(day_weekday(19700101), 4);
	assert_int_equal(day_weekday(20160229), 1);
	assert_int_equal(day_weekday(19450902), 7);
	assert_int_equal(day_weekday(20000101), 6);
}

static day_t excel(double serial)
{
	day_t d = 1;

	return day_of_excel(serial, &d) ? d : d - 1;
}

static void serials_of_excel(void **state)
{
	(void)state;
	assert_int_equal(excel(1), 19000101);
	assert_int_equal(excel(59), 19000228);
	assert_int_equal(excel(60), 0);
	assert_int_equal(excel(60.5), 0);
	assert_int_equal(excel(61), 19000301);
	assert_int_equal(excel(25569), 19700101);
	assert_int_equal(excel(42735), 20161231);
	assert_int_equal(excel(42735.99999), 20161231);
	assert_int_equal(excel(0), 0);
	assert_int_equal(excel(0.5), 0);
	assert_int_equal(excel(-5), 0);
	assert_int_equal(excel(109939), 22001231);
	assert_int_equal(excel(109940), 0);
	assert_int_equal(excel(1e300), 0);
	assert_int_equal(excel(__builtin_nan("")), 0);
	assert_int_equal(excel(__builtin_inf()), 0);
}

static void printing(void **state)
{
	char out[DAY_TEXT];

	(void)state;
	assert_string_equal(day_print(out, 20160203), "03/02/2016");
	assert_string_equal(day_print(out, 20161200), "12/2016");
	assert_string_equal(day_print(out, 20160000), "2016");
	assert_string_equal(day_print(out, 0), "");
	assert_string_equal(day_print(out, DAY_MIN), "");
	assert_string_equal(day_print(out, DAY_MAX), "");
	assert_string_equal(day_print_iso(out, 20160203), "2016-02-03");
	assert_string_equal(day_print_iso(out, 20161200), "2016-12");
	assert_string_equal(day_print_iso(out, 20160000), "2016");
	assert_string_equal(day_print_iso(out, DAY_MAX), "");
	assert_in_range(strlen(day_print(out, INT32_MAX)), 0, DAY_TEXT - 1);
	assert_in_range(strlen(day_print(out, INT32_MIN)), 0, DAY_TEXT - 1);
}

static void instants(void **state)
{
	char out[MS_TEXT];
	int64_t end = INT64_C(1483203599999); /* the last moment of 2016 in Viet Nam */

	(void)state;
	assert_int_equal(day_of_ms(end), 20161231);
	assert_int_equal(day_of_ms(end + 1), 20170101);
	assert_int_equal(ms_of_day(20170101), end + 1);
	assert_int_equal(ms_of_day(20170000), end + 1);
	assert_int_equal(day_of_ms(0), 19700101);
	assert_int_equal(day_of_ms(-25200001), 19691231);
	assert_int_equal(day_of_ms(MS_MAX), DAY_MAX);
	assert_int_equal(day_of_ms(INT64_MIN), DAY_MIN);
	assert_int_equal(day_of_ms(MS_MAX - 1), DAY_MAX);
	assert_int_equal(ms_of_day(DAY_MAX), MS_MAX);
	assert_string_equal(ms_print_iso(out, end), "2016-12-31T16:59:59.999Z");
	assert_string_equal(ms_print(out, end), "31/12/2016 23:59");
	assert_string_equal(ms_print_iso(out, 0), "1970-01-01T00:00:00.000Z");
	assert_string_equal(ms_print_iso(out, -1), "1969-12-31T23:59:59.999Z");
	assert_string_equal(ms_print(out, -25200001), "31/12/1969 23:59");
	assert_string_equal(ms_print(out, MS_MAX), "");
	assert_string_equal(ms_print_iso(out, MS_MAX), "");
	assert_string_equal(ms_print_iso(out, MS_MAX - 1), "");
	assert_string_equal(ms_print(out, INT64_MIN), "");
}

static const struct CMUnitTest list[] = {
	cmocka_unit_test(real_days),
	cmocka_unit_test(precision),
	cmocka_unit_test(every_day_has_its_number),
	cmocka_unit_test(adding),
	cmocka_unit_test(ages),
	cmocka_unit_test(weekdays),
	cmocka_unit_test(serials_of_excel),
	cmocka_unit_test(printing),
	cmocka_unit_test(instants),
};
TESTS(date_tests, list);
