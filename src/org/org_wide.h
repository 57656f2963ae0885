/*
 * org_wide.h: pages that look at each member, of organisations too large for that.
 *
 *	TRY(org_wide(cx, cx->org, cx->day, ORG_WIDE, &wide));
 *	if (wide)
 *		return org_wide_show(cx, d, ORG_WIDE, "/due", query);
 *
 * A worker answers one request at a time: a page that reads the facts of half a million people to
 * show fifty of them keeps everybody waiting. Above a number of members such a page says so, and
 * shows the organisations below, each with a link to its own; the file to be downloaded holds
 * everything whatever the size, and is never wide. cx->wide stands for the number of every page:
 * with it a test has a small organisation be too large.
 */
#ifndef GUONG_ORG_ORG_WIDE_H
#define GUONG_ORG_ORG_WIDE_H

#include "core/ctx.h"
#include "view/doc.h"

/* What a page reads facts of; and what it only counts and turns over the leaves of. */
enum { ORG_WIDE = 3000, ORG_WIDE_LIST = 20000 };

/* More members than `most` on the day, as known? Never of a file, nor for the shell. */
enum err org_wide(struct ctx *cx, int64_t org, day_t day, int64_t most, bool *ret);
/*
 * The same organisation in pieces, none of more than `most` members: for files whose rows are
 * worked out in memory. They are in the order of the tree (int64_t); one that holds members
 * itself is not divided.
 */
enum err org_pieces(struct ctx *cx, int64_t org, day_t day, int64_t most, struct list *ret);
/* Instead of the page: the organisations directly below, leading to /org/ID`rest``query`. */
enum err org_wide_show(
	struct ctx *cx, struct doc *d, int64_t most, const char *rest, const char *query);

#endif
