/*
 * life_lines.h: many members in one form: a line each, as it is typed, pasted from Excel, or stands
 * there already:
 *
 *	member number (or id, or whole name) ; name ; value
 *
 * Blanks of Excel (tabs) do for the semicolons. Lines without a value are left out. What is wrong
 * is told with the number of its line, and nothing typed is lost.
 */
#ifndef GUONG_LIFE_LIFE_LINES_H
#define GUONG_LIFE_LIFE_LINES_H

#include "member/member_plan.h"

enum { LINES_MOST = 500, LINES_TEXT = 60000 };

struct lines_in {
	day_t day, before;
	const char *kind, *number, *reason, *lines;
};

struct lines_row {
	int64_t person, no; /* no: of the line */
	const char *full_name, *value;
};

/* Members below cx->org on the day (struct lines_row); problems on "lines". */
enum err lines_read(struct ctx *cx, const struct lines_in *in, struct list *ret);
/* A problem of a line: "Dòng 3 (Lò Văn A): ...". */
enum err lines_bad(struct ctx *cx, const struct lines_row *row, const char *what);
/* One line of a form. */
const char *lines_add(struct arena *a, const char *so_far, const char *member_no, int64_t person,
	const char *full_name, const char *value);
/* Path and lead of a page of an organisation. */
enum err lines_head(struct ctx *cx, struct doc *d, enum msg title, enum msg lead);
enum err lines_apply(struct ctx *cx, const void *in, void *plan, struct doc *d);

#endif
