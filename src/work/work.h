/*
 * work.h: "my work": what is due and late for the own reach, in one list.
 *
 * It gathers clocks of cases whose next step is of an organisation within reach, cases that wait
 * for a step without a term of an organisation over which something is held, people whose terms
 * end (member_due.h), requests of persons about their data, what waits for the actor's yes. Each
 * line leads to where it is done. All of it is read by ranges of indexes: over a large reach the
 * clocks are read by their days and asked for their organisation, over a small one the other way.
 *
 *	TRY(work_read(cx, &w));            also for the reminder of the day (work_mail.h)
 */
#ifndef GUONG_WORK_WORK_H
#define GUONG_WORK_WORK_H

#include "core/flow.h"
#include "dash/dash.h"

struct work_row {
	int64_t id; /* of the case or the person */
	const char *group, *tone, *href;
	const char *whom, *what, *org, *left;
	day_t due;  /* 0: there is no term */
	bool waits; /* the term is over, but nobody is late */
};
extern const struct field work_row_fields[];

struct work {
	struct list rows; /* struct work_row: late ones first, then by day, then those without */
	size_t late, week, month;
	bool cut; /* there is more than is shown */
};

enum err work_read(struct ctx *cx, struct work *ret);
/* The same of one organisation and what is below it, as far as the actor reads it there. */
enum err work_read_org(struct ctx *cx, int64_t org, struct work *ret);
/* Has it so few organisations below that everything may be asked of each? */
enum err work_is_small(struct ctx *cx, int64_t org, bool *ret);

extern const struct action work_show;
/* What is late and due on the overview; of a cell its people on their way. */
extern const struct dash_part work_dash_part;

#endif
