/*
 * dash.h: the overview of an organisation: a few large numbers, what is late, those below it.
 *
 * Which indicators it shows is data: the catalogue "dashboard" has an entry for each kind of
 * organisation, with the codes in its note, first the one by which those below are compared; the
 * entry "other" is for all kinds without one. What else belongs on it other modules say: the app
 * names them in ctx.dash_parts, each a struct dash_part, and they stand between the numbers and the
 * comparison.
 *
 * It asks the figure engine and nobody else; a page is at most 40 statements (dash_test.c counts).
 */
#ifndef GUONG_DASH_DASH_H
#define GUONG_DASH_DASH_H

#include "core/action.h"
#include "core/tree.h"
#include "org/org_part.h"

struct dash_part {
	/* Adds its parts to the overview of an organisation; nothing, if there is nothing to say.
	 */
	enum err (*show)(struct ctx *cx, struct doc *d, const struct org_step *org);
	/* What the start page reminds its reader of; may be NULL. */
	enum err (*remind)(struct ctx *cx, struct doc *d);
};

extern const struct org_part dash_org_part; /* the way there */
/* Of one organisation; of the one that the reader's function is over; the start page. */
extern const struct action dash_show, dash_home, dash_start;

#endif
