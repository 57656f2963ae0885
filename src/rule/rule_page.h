/*
 * rule_page.h: the pages of the rules and holidays: what holds on a day, a rule in all its values,
 * and what the office adds (core/rule_change.h).
 *
 * Everybody inside reads them. Who adds must be "office" over the whole of this database: over
 * every organisation at the top of it (docs/decisions/0016).
 */
#ifndef GUONG_RULE_RULE_PAGE_H
#define GUONG_RULE_RULE_PAGE_H

#include "core/action.h"
#include "core/rule_change.h"

extern const struct action rule_list, rule_show, rule_files;
extern const struct action rule_add, rule_end, rule_confirm;
extern const struct action holiday_list, holiday_add;

/* May the actor add rules? ERR_FORBIDDEN with a problem if not. */
enum err rule_may_change(struct ctx *cx);
/* The code in the address; ERR_NOT_FOUND with a problem. */
enum err rule_page_item(struct ctx *cx, const struct rule_use **ret);
void rule_page_path(struct ctx *cx, struct doc *d, const struct rule_use *use);

/* A value from a day to a day, with its document: a row of the pages. */
struct rule_line {
	day_t from_day, last_day;
	const char *value, *source, *sure, *note, *origin, *by, *files, *tone;
	int64_t at;
};
extern const struct field rule_line_fields[];
/* All values in time of a code, the latest first; `makers` may be empty (struct rule_maker). */
struct list rule_lines(struct ctx *cx, const struct rule_set *s, struct list makers);

/* Who added a row. */
struct rule_maker {
	int64_t id, at_ms;
	const char *name;
};

#endif
