/*
 * workdays.h: working days: Monday to Friday without holidays, and the Saturdays that are worked in
 * exchange.
 *
 *	struct workdays w;
 *	TRY(workdays_read(cx, cx->day, &w));              once for a list
 *	last = workdays_add(&w, received, 2);             two working days later
 *	left = workdays_between(&w, cx->say.today, last);
 *
 * Days that are the same in every year are the rule "holiday" (rules/rules.csv); what is announced
 * for each year (Tết, the day of the Hùng Kings, days in lieu and exchanged ones) stands day by day
 * in rules/holidays.csv. Of a year that is not there yet only the former are known.
 */
#ifndef GUONG_CORE_WORKDAYS_H
#define GUONG_CORE_WORKDAYS_H

#include "core/ctx.h"

struct workdays {
	struct list fixed; /* int64_t: month and day, 902 */
	struct list dated; /* struct holiday, by day */
};

struct holiday {
	day_t day;
	int off; /* 0: worked, although it is a Saturday */
	const char *name, *source;
	int sure; /* 0: to be verified */
};

/* The holidays, with the rules as they are on `day`. They live in cx->a. */
enum err workdays_read(struct ctx *cx, day_t day, struct workdays *ret);
bool workdays_has(const struct workdays *w, day_t day);
/* The n-th working day after `from`, which does not count itself; `from` if n is 0 or less. */
day_t workdays_add(const struct workdays *w, day_t from, int64_t n);
/* How many working days there are after `from` up to and with `to`; negative if `to` is earlier. */
int64_t workdays_between(const struct workdays *w, day_t from, day_t to);

#endif
