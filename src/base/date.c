#include "base/date.h"

/* Days from 1 January of year 1 to 1 January 1970, and to the end of year 9999. */
enum { EPOCH = 719162, LAST = 3652058, DAYS_400 = 146097 };
enum { YEAR_MIN = 1800, YEAR_MAX = 2200 };

#define MS_A_DAY INT64_C(86400000)
#define MS_EAST	 (INT64_C(7) * 3600 * 1000)

static const int before_month[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

static day_t day_of(int year, int month, int mday)
{
	return year * 10000 + month * 100 + mday;
}

static bool leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_length(int year, int month)
{
	return before_month[month] - before_month[month - 1] + (month == 2 && leap(year));
}

bool day_valid(day_t d)
{
	int year = day_year(d), month = day_month(d), mday = day_mday(d);

	if (d < 0 || year < YEAR_MIN || year > YEAR_MAX || month > 12)
		return false;
	if (month == 0)
		return mday == 0;
	return mday <= month_length(year, month);
}

enum day_precision day_precision(day_t d)
{
	return day_month(d) == 0 ? DAY_YEAR : day_mday(d) == 0 ? DAY_MONTH : DAY_EXACT;
}

day_t day_first(day_t d)
{
	return d + (day_month(d) == 0 ? 100 : 0) + (day_mday(d) == 0 ? 1 : 0);
}

day_t day_last(day_t d)
{
	int year = day_year(d), month = day_month(d);

	switch (day_precision(d)) {
	case DAY_YEAR:
		return day_of(year, 12, 31);
	case DAY_MONTH:
		return day_of(year, month, month <= 12 ? month_length(year, month) : 0);
	default:
		return d;
	}
}

static int days_before_year(int year)
{
	int y = year - 1;

	return y * 365 + y / 4 - y / 100 + y / 400;
}

int day_number(day_t d)
{
	int year = day_year(d), month = day_month(d);

	return days_before_year(year) + before_month[(month + 11) % 12] +
	       (month > 2 && leap(year)) + day_mday(d) - 1 - EPOCH;
}

day_t day_of_number(int n)
{
	int days, year, month = 1;

	if (n <= -EPOCH)
		return DAY_MIN;
	if (n >= LAST - EPOCH)
		return DAY_MAX;
	days = n + EPOCH;
	year = (int)((int64_t)days * 400 / DAYS_400) + 1;
	if (days_before_year(year) > days)
		year--;
	else if (days_before_year(year + 1) <= days)
		year++;
	days -= days_before_year(year);
	while (days >= month_length(year, month))
		days -= month_length(year, month++);
	return day_of(year, month, days + 1);
}

static bool without_end(day_t d)
{
	return d <= DAY_MIN || d >= DAY_MAX;
}

day_t day_add(day_t d, int n)
{
	int64_t to;

	if (without_end(d))
		return d;
	to = (int64_t)day_number(day_first(d)) + n;
	return to <= -EPOCH ? DAY_MIN : to >= LAST - EPOCH ? DAY_MAX : day_of_number((int)to);
}

day_t day_add_months(day_t d, int n)
{
	int64_t months;
	int year, month, mday, most;

	if (without_end(d))
		return d;
	d = day_first(d);
	months = (int64_t)day_year(d) * 12 + day_month(d) - 1 + n;
	if (months < 12)
		return DAY_MIN;
	if (months >= 10000 * 12)
		return DAY_MAX;
	year = (int)(months / 12);
	month = (int)(months % 12) + 1;
	mday = day_mday(d);
	most = month_length(year, month);
	return day_of(year, month, mday < most ? mday : most);
}

/* For ages: the middle of a year, the first of a month. */
static day_t day_assumed(day_t d)
{
	return day_precision(d) == DAY_YEAR ? d + 701 : day_first(d);
}

int day_years_between(day_t from, day_t to)
{
	return (day_assumed(to) - day_assumed(from)) / 10000;
}

int day_weekday(day_t d)
{
	/* 1 January of year 1 was a Monday */
	return (day_number(day_first(d)) + EPOCH) % 7 + 1;
}

bool day_of_excel(double serial, day_t *ret)
{
	enum { FALSE_DAY = 60, TO_1970 = 25569, MOST = 200000 };
	int n;
	day_t d;

	if (!(serial >= 1 && serial < MOST))
		return false;
	n = (int)serial;
	if (n == FALSE_DAY)
		return false;
	d = day_of_number(n - TO_1970 + (n < FALSE_DAY));
	if (!day_valid(d))
		return false;
	*ret = d;
	return true;
}

static char *put_number(char *p, int64_t v, int digits)
{
	for (int i = digits - 1; i >= 0; i--, v /= 10)
		p[i] = (char)('0' + v % 10);
	return p + digits;
}

char *day_print(char out[DAY_TEXT], day_t d)
{
	char *p = out;

	out[0] = 0;
	if (without_end(d))
		return out;
	if (day_mday(d)) {
		p = put_number(p, day_mday(d), 2);
		*p++ = '/';
	}
	if (day_month(d)) {
		p = put_number(p, day_month(d), 2);
		*p++ = '/';
	}
	*put_number(p, day_year(d), 4) = 0;
	return out;
}

char *day_print_iso(char out[DAY_TEXT], day_t d)
{
	char *p = out;

	out[0] = 0;
	if (without_end(d))
		return out;
	p = put_number(p, day_year(d), 4);
	if (day_month(d)) {
		*p++ = '-';
		p = put_number(p, day_month(d), 2);
	}
	if (day_month(d) && day_mday(d)) {
		*p++ = '-';
		p = put_number(p, day_mday(d), 2);
	}
	*p = 0;
	return out;
}

/* Splits into whole days since 1970 and the rest, which is never negative. */
static int64_t split_days(int64_t ms, int64_t *ret_rest)
{
	int64_t days = ms / MS_A_DAY;

	*ret_rest = ms % MS_A_DAY;
	if (*ret_rest < 0) {
		*ret_rest += MS_A_DAY;
		days--;
	}
	return days;
}

static day_t day_of_days(int64_t days)
{
	return days < -EPOCH ? DAY_MIN : days > LAST - EPOCH ? DAY_MAX : day_of_number((int)days);
}

day_t day_of_ms(int64_t ms)
{
	int64_t rest;

	if (ms >= MS_MAX)
		return DAY_MAX;
	if (ms <= -MS_MAX)
		return DAY_MIN;
	return day_of_days(split_days(ms + MS_EAST, &rest));
}

int64_t ms_of_day(day_t d)
{
	if (d >= DAY_MAX)
		return MS_MAX;
	return day_number(day_first(d)) * MS_A_DAY - MS_EAST;
}

/* hh:mm of a time of day, and the place after it. */
static char *put_clock(char *p, int64_t rest)
{
	p = put_number(p, rest / 3600000, 2);
	*p++ = ':';
	return put_number(p, rest / 60000 % 60, 2);
}

char *ms_print_iso(char out[MS_TEXT], int64_t ms)
{
	int64_t rest, days;
	char *p;

	out[0] = 0;
	if (ms >= MS_MAX || ms <= -MS_MAX)
		return out;
	days = split_days(ms, &rest);
	day_print_iso(out, day_of_days(days));
	if (!out[0])
		return out;
	p = out + 10;
	*p++ = 'T';
	p = put_clock(p, rest);
	*p++ = ':';
	p = put_number(p, rest / 1000 % 60, 2);
	*p++ = '.';
	p = put_number(p, rest % 1000, 3);
	*p++ = 'Z';
	*p = 0;
	return out;
}

char *ms_print(char out[MS_TEXT], int64_t ms)
{
	int64_t rest;

	out[0] = 0;
	if (ms >= MS_MAX || ms <= -MS_MAX)
		return out;
	split_days(ms + MS_EAST, &rest);
	day_print(out, day_of_ms(ms));
	if (!out[0])
		return out;
	out[10] = ' ';
	*put_clock(out + 11, rest) = 0;
	return out;
}
