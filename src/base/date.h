/*
 * date.h: civil days as numbers, and instants.
 *
 * A day is an int written yyyymmdd: 20161231. Order of numbers is order of days. Precision is
 * kept: 20160300 is "March 2016", 19650000 is "1965". Two sentinels: DAY_MIN (always been so) and
 * DAY_MAX (no end). 0 means not given. Days are civil days of Viet Nam (UTC+7, no summer time).
 * An instant is UTC milliseconds since 1970.
 *
 * Source: decisions, "Time" 1 to 3.
 */
#ifndef GUONG_BASE_DATE_H
#define GUONG_BASE_DATE_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

typedef int32_t day_t;

#define DAY_MIN ((day_t)10101)
#define DAY_MAX ((day_t)99991231)
/* An instant after every instant: "not yet voided". */
#define MS_MAX INT64_C(9007199254740991)

enum day_precision { DAY_EXACT, DAY_MONTH, DAY_YEAR };

static inline int day_year(day_t d)
{
	return d / 10000;
}
static inline int day_month(day_t d)
{
	return d / 100 % 100;
}
static inline int day_mday(day_t d)
{
	return d % 100;
}

/* A real day of the calendar, or one known to the month or year only (1800 to 2200). */
bool day_valid(day_t d);
enum day_precision day_precision(day_t d);
/* First and last exact day of what d may mean: 20160300 gives 20160301 and 20160331. */
day_t day_first(day_t d);
day_t day_last(day_t d);

/* Days since 1970-01-01 of an exact day, and back. */
int day_number(day_t d);
day_t day_of_number(int n);
/*
 * n days or months later (earlier if negative); the last day of a shorter month is kept. A month or
 * a year counts from its first day; DAY_MIN and DAY_MAX stay what they are.
 */
day_t day_add(day_t d, int n);
day_t day_add_months(day_t d, int n);
/* Completed years from `from` to `to`. A year alone counts as 1 July, a month as its first. */
int day_years_between(day_t from, day_t to);
/* 1 Monday ... 7 Sunday. */
int day_weekday(day_t d);

/*
 * Reads a day as people write it: 31/12/2016, 1/2/2016 (day first), 3-2-85, 3.2.1985, 2016-12-31,
 * 20161231, 3/2016, 1965. Two-digit years: up to the two digits of `pivot_year` in its century,
 * the others in the century before; a pivot of 0 refuses them. 00/03/1965 and 00/00/1965 are read
 * as month and year. False when it is no such thing or no real day; *ret is then untouched.
 */
bool day_parse(struct str s, int pivot_year, day_t *ret);
/* The day of Excel's serial number (1900 system, with its false 29/02/1900); false out of range. */
bool day_of_excel(double serial, day_t *ret);

/*
 * Writes a day: "31/12/2016", "12/2016", "2016"; ISO: "2016-12-31", "2016-12", "2016". At most 11.
 * Nothing for 0, DAY_MIN and DAY_MAX.
 */
enum { DAY_TEXT = 16 };
char *day_print(char out[DAY_TEXT], day_t d);
char *day_print_iso(char out[DAY_TEXT], day_t d);

/* The civil day in Viet Nam of an instant, and the first instant of a day. */
day_t day_of_ms(int64_t ms);
int64_t ms_of_day(day_t d);
/* "2016-12-31T23:59:59.000Z", and "31/12/2016 23:59" in Viet Nam's time. Nothing for MS_MAX. */
enum { MS_TEXT = 32 };
char *ms_print_iso(char out[MS_TEXT], int64_t ms);
char *ms_print(char out[MS_TEXT], int64_t ms);
/* Reads an instant (ISO with Z or offset) or a day, which means its end. */
bool ms_parse(struct str s, int64_t *ret);

/*
 * A period as asked for: 2016, 2016-Q3, 2016-H1, 2016-9M, 2016-05, 2016-05-31; as people say it:
 * Quý III/2016, quý 3 năm 2016, năm 2016, tháng 3/2016, 3/2016, 31/05/2016; or two of them:
 * 2015-01-01..2020-06-30, 01/03/2016..31/05/2016. Both ends included.
 */
struct period {
	day_t from, to;
};
bool period_parse(struct str s, struct period *ret);

#endif
