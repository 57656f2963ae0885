/*
 * rule_change.h: rules that an office adds here, over those of the files.
 *
 * A change lays one row over the days from..to of a code (of one entry of a list):
 *
 *	RULE_SET	the value holds in these days, whatever the files say or will say
 *	RULE_OFF	there is no such rule in these days
 *	RULE_YIELD	what was added here gives way in these days: the files count again
 *
 * Nothing is edited or deleted: a row that the change covers is voided, and what is left of it on
 * either side is written anew, with `origin` the row that it is left of. So the rows that stand
 * never overlap, and a question with an instant before the change has its old answer.
 *
 *	TRY(rule_change_check(cx, &change, &after));		a plan; `after` for the preview
 *	TRY(txn_start(cx, "rule_add", reason));
 *	TRY(rule_change_apply(cx, &change));
 */
#ifndef GUONG_CORE_RULE_CHANGE_H
#define GUONG_CORE_RULE_CHANGE_H

#include "core/rule_use.h"

enum rule_act { RULE_SET, RULE_OFF, RULE_YIELD };

struct rule_change {
	enum rule_act act;
	struct rule rule; /* code, item, days; of RULE_SET the value; source, sure, note */
};

/* From one day to another one row counts, or none (NULL). */
struct rule_span {
	day_t from_day, to_day;
	const struct rule *rule;
};

/* All of time, cut where another row begins to count, for one entry. */
struct list rule_spans(struct arena *a, const struct rule_set *s, const char *item);
/* The rows as they would be: those with local and no id are new. */
struct rule_set rule_painted(
	struct arena *a, const struct rule_set *s, const struct rule_change *change);
/*
 * Refused, bound to a field of the form (value, from_day, last_day), if the days are none, if a
 * code that needs a value on every day would have none, or if the change would change nothing.
 */
enum err rule_change_check(
	struct ctx *cx, const struct rule_change *change, struct rule_set *ret_after);
enum err rule_change_apply(struct ctx *cx, const struct rule_change *change);
/* A holiday, or what a day is instead; an earlier row of our own about the day is voided. */
enum err holiday_change_apply(struct ctx *cx, const struct holiday *h);

#endif
