/*
 * village_act.h: the forms in which something is recorded about a village, as plans.
 *
 * One struct serves them all; a form shows the fields of its aspect. With "set" it is so from a
 * day on, with "fix" what was recorded was wrong and this stands for it.
 */
#ifndef GUONG_VILLAGE_VILLAGE_ACT_H
#define GUONG_VILLAGE_VILLAGE_ACT_H

#include "village/village_plan.h"

struct village_input {
	const char *code, *name, *kind, *commune, *cell, *holder, *member_no, *cause, *number,
		*note, *into, *reason;
	int joint;
	int64_t households, population;
	day_t from, to;
};

/* What an action of this room has in its arg. */
struct village_act {
	enum village_aspect aspect;
	bool fixes;
};

/* Completes a fact of its aspect from what was typed; `day`: on which names and codes mean. */
enum err village_act_fact(struct ctx *cx, const struct village_input *in, day_t day, struct doc *d,
	struct village_fact *f);
/* Puts a fact into words, into an empty form. */
enum err village_act_words(struct ctx *cx, const struct village_fact *f, struct village_input *ret);

enum err village_set_fill(struct ctx *cx, void *in, struct doc *d);
enum err village_set_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d);
enum err village_fix_fill(struct ctx *cx, void *in, struct doc *d);
enum err village_fix_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d);
enum err village_act_apply(struct ctx *cx, const void *in, void *plan, struct doc *d);

#endif
