/*
 * tree_life.h: from when to when organisations were, and what became of them.
 *
 *	struct lives *l = lives_new(cx, NULL);
 *	TRY(lives_get(l, org, &life));
 *
 * Lives are kept once read: the same question for 100,000 rows costs one statement a cell. With a
 * plan of the tree they are as they will be when it is carried out.
 */
#ifndef GUONG_CORE_TREE_LIFE_H
#define GUONG_CORE_TREE_LIFE_H

#include "core/tree_plan.h"

struct org_life {
	int64_t org;
	day_t first, end; /* half open: DAY_MIN always been, DAY_MAX no end */
	day_t opened; /* its register, or that of the one above it when it began; 0: no such act */
	day_t register_on; /* the later of first and opened: from when its members are counted */
	int64_t successor; /* of one that ended; 0: none */
	struct list
		spells; /* struct org_spell, oldest first; empty: there is no such organisation */
};

struct lives;

struct lives *lives_new(struct ctx *cx, struct tree_plan *plan);
/*
 * Lives as they are after some organisations changed, built upon those before: only what is told
 * to lives_take() is read anew.
 */
struct lives *lives_over(struct lives *before);
enum err lives_take(struct lives *l, int64_t org);
/*
 * All there are, by two statements: for whoever asks for most of them. Without a plan.
 */
enum err lives_take_all(struct lives *l);
/* The life of any organisation; one without spells never was. */
enum err lives_get(struct lives *l, int64_t org, const struct org_life **ret);
/* Was it of a kind that has members of its own (a cell) on the day? */
enum err lives_is_cell(struct lives *l, const struct org_life *life, day_t day, bool *ret);

#endif
