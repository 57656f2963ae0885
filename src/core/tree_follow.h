/*
 * tree_follow.h: what follows from a change of the tree in other records.
 *
 * Whoever keeps records that follow from the tree (who is in which cell) has a follower; the app
 * names them all in ctx.followers. tree_plan_check() asks each whether the change may be, and
 * tree_plan_apply() has each write its part, in the same transaction.
 */
#ifndef GUONG_CORE_TREE_FOLLOW_H
#define GUONG_CORE_TREE_FOLLOW_H

#include "core/tree_plan.h"

struct tree_follower {
	/* Problems by tree_plan_problem(); `ret` is handed to apply. */
	enum err (*check)(struct ctx *cx, struct tree_plan *tree, void **ret);
	enum err (*apply)(struct ctx *cx, void *plan);
};

/* The organisations whose acts the plan changes and that existed before, as an array of ids. */
struct list tree_plan_touched(struct tree_plan *p);
/* Acts and spells of an organisation as they will be (struct org_act, struct org_spell). */
enum err tree_plan_acts_of(struct tree_plan *p, int64_t org, struct list *ret);
enum err tree_plan_spells_of(struct tree_plan *p, int64_t org, struct list *ret);
/* A problem about an organisation of the plan: refused. */
void tree_plan_problem(struct tree_plan *p, int64_t org, const char *field, enum msg what,
	const char *a1, const char *a2);

#endif
