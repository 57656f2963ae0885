/*
 * period.h: a period as people ask for it, also a term of office: "2016-Q3", "term:XXII".
 *
 *	TRY(period_read(cx, cx->org, in->period, &period));
 *
 * One reader for figures and lists; problems are bound to the field "period". What else it may be
 * is told by period_parse() (base/date.h).
 */
#ifndef GUONG_CORE_PERIOD_H
#define GUONG_CORE_PERIOD_H

#include "core/ctx.h"

/* A term recorded of an organisation. */
struct org_term_days {
	const char *number;
	day_t from_day, to_day; /* to_day exclusive, DAY_MAX: not over */
};

/* "term:..."; its days are those that the organisation has recorded. */
bool period_is_term(const char *text);
/* Its number: "XXII". */
const char *period_term(const char *text);
/* `org` may be 0 where no organisation was named: then there are no terms. */
enum err period_read(struct ctx *cx, int64_t org, const char *text, struct period *ret);
/* The terms of an organisation (struct org_term_days), the last one first. */
enum err period_terms(struct ctx *cx, int64_t org, struct list *ret);

#endif
