#include "base/base_test.h"
#include "base/date.h"

/* The day read, or 0. */
static day_t day(const char *s)
{
	day_t d = 77;

	if (day_parse(str_of(s), 2026, &d))
		return d;
	assert_int_equal(d, 77);
	return 0;
}

static void days_as_people_write_them(void **state)
{
	(void)state;
	assert_int_equal(day("31/12/2016"), 20161231);
	assert_int_equal(day("1/2/2016"), 20160201);
	assert_int_equal(day("3-2-85"), 19850203);
	assert_int_equal(day("3.2.1985"), 19850203);
	assert_int_equal(day("03.02.1985"), 19850203);
	assert_int_equal(day("2016-12-31"), 20161231);
	assert_int_equal(day("2016/1/5"), 20160105);
	assert_int_equal(day("20161231"), 20161231);
	assert_int_equal(day("3/2016"), 20160300);
	assert_int_equal(day("2016-03"), 20160300);
	assert_int_equal(day("1965"), 19650000);
	assert_int_equal(day(" 31 / 12 / 2016 "), 20161231);
	assert_int_equal(day("29/02/2016"), 20160229);
	/* what files write when only the month or the year is known */
	assert_int_equal(day("00/03/1965"), 19650300);
	assert_int_equal(day("00/00/1965"), 19650000);
	assert_int_equal(day("19650000"), 19650000);
}

static void years_of_two_digits(void **state)
{
	day_t d;

	(void)state;
	assert_int_equal(day("1/1/26"), 20260101);
	assert_int_equal(day("1/1/27"), 19270101);
	assert_int_equal(day("1/1/00"), 20000101);
	assert_true(day_parse(S("1/1/99"), 1999, &d) && d == 19990101);
	assert_true(day_parse(S("1/1/00"), 1999, &d) && d == 19000101);
	assert_true(day_parse(S("1/1/00"), 2100, &d) && d == 21000101);
	assert_false(day_parse(S("1/1/16"), 0, &d));
}

static void no_days(void **state)
{
	static const char *const bad[] = {"", " ", "31/11/2016", "29/02/2015", "32/1/2016",
		"1/13/2016", "12/31/2016", "1/2", "3/16", "13/2016", "0/2016", "201612", "20161301",
		"31122016", "1/2/016", "1/2/20166", "1/2-2016", "1//2016", "1/2/2016/3",
		"1/2/2016x", "x1/2/2016", "1 2 2016", "-1/2/2016", "+1/2/2016", "1799", "2201",
		"5/0/1965", "2016-12-31T00:00", "99999999999", "001/02/2016", "１/２/2016", "1/2/",
		"/", "..", "2016-003", "16/2016/1"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (day(bad[i]))
			fail_msg("\"%s\" was read as %d", bad[i], day(bad[i]));
	assert_false(day_parse((struct str){NULL, 0}, 2026, &(day_t){0}));
	assert_false(day_parse((struct str){"2016\0", 5}, 2026, &(day_t){0}));
	/* nothing behind the end is read */
	assert_true(day_parse((struct str){"20167", 4}, 2026, &(day_t){0}));
}

static void printed_days_are_read_again(void **state)
{
	char out[DAY_TEXT];

	(void)state;
	for (day_t d = 19991201; d < 20010201; d = day_add(d, 1)) {
		assert_int_equal(day(day_print(out, d)), d);
		assert_int_equal(day(day_print_iso(out, d)), d);
	}
	assert_int_equal(day(day_print(out, 20160300)), 20160300);
	assert_int_equal(day(day_print_iso(out, 20160300)), 20160300);
	assert_int_equal(day(day_print_iso(out, 20160000)), 20160000);
}

static int64_t ms(const char *s)
{
	int64_t t = 77;

	if (ms_parse(str_of(s), &t))
		return t;
	assert_int_equal(t, 77);
	return -77;
}

static void instants_are_read(void **state)
{
	static const char *const bad[] = {"", "2016-12-31T24:00Z", "2016-12-31T23:60Z",
		"2016-12-31T23:59:60Z", "2016-12-31T23:59", "2016-12-31T23:59.5Z",
		"2016-12-31T23:59:59.Z", "2016-12-31T23:59:59Zz", "2016-12-32T23:59Z",
		"2016-12-00T23:59Z", "2016-12-31T23:59+7", "2016-12-31T23:59+07:0", "2016-12-31TZ",
		"31/12/16", "2016-12-31T23:59:59+24:00"};

	(void)state;
	assert_int_equal(ms("2016-12-31T16:59:59.999Z"), INT64_C(1483203599999));
	assert_int_equal(ms("2016-12-31T23:59:59.999+07:00"), INT64_C(1483203599999));
	assert_int_equal(ms("2016-12-31 23:59:59.9990001+0700"), INT64_C(1483203599999));
	assert_int_equal(ms("2016-12-31T13:29:59.9-03:30"), INT64_C(1483203599900));
	assert_int_equal(ms("1970-01-01T00:00Z"), 0);
	/* a day means its end in Viet Nam, a month and a year theirs */
	assert_int_equal(ms("2016-12-31"), INT64_C(1483203599999));
	assert_int_equal(ms("31/12/2016"), INT64_C(1483203599999));
	assert_int_equal(ms("12/2016"), INT64_C(1483203599999));
	assert_int_equal(ms(" 2016 "), INT64_C(1483203599999));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (ms(bad[i]) != -77)
			fail_msg("\"%s\" was read", bad[i]);
}

static void printed_instants_are_read_again(void **state)
{
	char out[MS_TEXT];

	(void)state;
	for (int64_t t = -INT64_C(5000000000000); t < INT64_C(7000000000000); t += 98765432101)
		assert_int_equal(ms(ms_print_iso(out, t)), t);
}

static void assert_period(const char *s, day_t from, day_t to)
{
	struct period p = {0};

	assert_true(period_parse(str_of(s), &p));
	assert_int_equal(p.from, from);
	assert_int_equal(p.to, to);
}

static void periods(void **state)
{
	static const char *const bad[] = {"", "16", "2016-", "2016-Q0", "2016-Q5", "2016-H3",
		"2016-H", "2016-0M", "2016-13M", "2016-13", "2016-00", "2016-02-30", "2016-05-311",
		"2016Q3", "2016-Q33", "2016-9MM", "1799", "2201", "2016..", "..2016", "2016..2015",
		"2016.2017", "2016...2017", "2016..2017..2018", "2016-05..", "31/11/2016",
		"13/2016", "3/16", "31/05/2016..01/03/2016"};
	struct period p = {7, 7};

	(void)state;
	assert_period("2016", 20160101, 20161231);
	assert_period("2016-Q1", 20160101, 20160331);
	assert_period("2016-q3", 20160701, 20160930);
	assert_period("2016-Q4", 20161001, 20161231);
	assert_period("2016-H1", 20160101, 20160630);
	assert_period("2016-H2", 20160701, 20161231);
	assert_period("2016-9M", 20160101, 20160930);
	assert_period("2016-12m", 20160101, 20161231);
	assert_period("2016-05", 20160501, 20160531);
	assert_period("2016-02", 20160201, 20160229);
	assert_period(" 2016-05-31 ", 20160531, 20160531);
	assert_period("2015-01-01..2020-06-30", 20150101, 20200630);
	assert_period("2015..2016-Q1", 20150101, 20160331);
	assert_period("2016-05-31..2016-05-31", 20160531, 20160531);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (period_parse(str_of(bad[i]), &p))
			fail_msg("\"%s\" was read", bad[i]);
	assert_int_equal(p.from, 7);
}

static void periods_as_people_say_them(void **state)
{
	static const char *const bad[] = {"quý", "quý III", "quý V/2016", "quý 5/2016",
		"quý 0/2016", "quý 32016", "quý 12016", "quý III/16", "quý III/20166",
		"quý III/2016x", "tháng 13/2016", "tháng 0/2016", "tháng III", "tháng năm", "năm",
		"năm 16", "năm 1799", "năm 2016 2017", "năm III/2016", "kỳ 2016", "q", "III/2016",
		"quý III/2016..", "nhiệm kỳ XXII"};
	struct period p = {7, 7};

	(void)state;
	assert_period("Quý III/2016", 20160701, 20160930);
	assert_period("QUÝ IV/2016", 20161001, 20161231);
	assert_period("quý i năm 2016", 20160101, 20160331);
	assert_period("quy 2/2016", 20160401, 20160630);
	assert_period("Quý 2 2016", 20160401, 20160630);
	assert_period("Qúy II - 2016", 20160401, 20160630);
	assert_period("Quarter III of 2016", 20160701, 20160930);
	assert_period("Q3/2016", 20160701, 20160930);
	assert_period("năm 2016", 20160101, 20161231);
	assert_period("NĂM 2016", 20160101, 20161231);
	assert_period("Year 2016", 20160101, 20161231);
	assert_period("tháng 3/2016", 20160301, 20160331);
	assert_period(" Tháng 03/2016 ", 20160301, 20160331);
	assert_period("THÁNG 2 năm 2016", 20160201, 20160229);
	assert_period("Month 12/2016", 20161201, 20161231);
	assert_period("3/2016", 20160301, 20160331);
	assert_period("05-2016", 20160501, 20160531);
	assert_period("31/12/2016", 20161231, 20161231);
	assert_period("01/03/2016..31/05/2016", 20160301, 20160531);
	assert_period("1.3.2016 .. 31.5.2016", 20160301, 20160531);
	assert_period("quý I/2016..tháng 5/2016", 20160101, 20160531);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (period_parse(str_of(bad[i]), &p))
			fail_msg("\"%s\" was read", bad[i]);
	assert_int_equal(p.from, 7);
	/* nothing behind the end is read */
	assert_false(period_parse((struct str){"quý III/2016", 6}, &p));
	assert_false(period_parse((struct str){"2016..2017", 6}, &p));
}

static const struct CMUnitTest list[] = {
	cmocka_unit_test(days_as_people_write_them),
	cmocka_unit_test(years_of_two_digits),
	cmocka_unit_test(no_days),
	cmocka_unit_test(printed_days_are_read_again),
	cmocka_unit_test(instants_are_read),
	cmocka_unit_test(printed_instants_are_read_again),
	cmocka_unit_test(periods),
	cmocka_unit_test(periods_as_people_say_them),
};
TESTS(date_parse_tests, list);
