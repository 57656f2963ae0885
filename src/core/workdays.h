/*
 * workdays.h: working days: Monday to Friday without holidays, and the Saturdays that are worked in
 * exchange.
 *
 *	struct workdays w;
 *	TRY(workdays_read(cx, &w));			once for a list
 *	last = workdays_add(&w, received, 2);		two working days later
 *	left = workdays_between(&w, cx->say.today, last);
 *
 * Days that are the same in every year are the rule "holiday" (rules/rules.csv), each from the day
 * on which it became one; what is announced for each year (Tết, the day of the Hùng Kings, days in
 * lieu and exchanged ones) stands day by day in rules/holidays.csv, and over it what an office
 * added. The rule "holiday.year" lists the years that are announced: of another one only the former
 * days are known, and workdays_sure() says so to whoever shows a term that falls into it.
 */
#ifndef GUONG_CORE_WORKDAYS_H
#define GUONG_CORE_WORKDAYS_H

#include "core/ctx.h"

struct workdays {
	struct list fixed; /* struct rule: month and day, 902 */
	struct list dated; /* struct holiday, one for a day, by day */
	struct list years; /* struct rule: years announced */
};

struct holiday {
	int64_t local, id; /* added here: core/rule.h */
	day_t day;
	const char
		*kind; /* off; worked, although it is a Saturday; usual: as the calendar has it */
	const char *name, *source, *sure;
	int64_t made_ms;
};
extern const struct field holiday_fields[];

enum workdays_sure {
	WORKDAYS_SURE,
	WORKDAYS_DOUBT,	  /* some day in between is to be verified */
	WORKDAYS_UNKNOWN, /* of a year in between nothing is announced */
};

/* The holidays as known at cx->known. They live in cx->a. */
enum err workdays_read(struct ctx *cx, struct workdays *ret);
enum err workdays_read_known(struct ctx *cx, int64_t known, struct workdays *ret);
bool workdays_has(const struct workdays *w, day_t day);
/* The n-th working day after `from`, which does not count itself; `from` if n is 0 or less. */
day_t workdays_add(const struct workdays *w, day_t from, int64_t n);
/* How many working days there are after `from` up to and with `to`; negative if `to` is earlier. */
int64_t workdays_between(const struct workdays *w, day_t from, day_t to);
/* How much is known of the days after `from` up to and with `to`, and of which year it is not. */
enum workdays_sure workdays_sure(const struct workdays *w, day_t from, day_t to, int *ret_year);

#endif
