/*
 * sim_told.h: what the program would have stored of a story, entered transaction by transaction.
 *
 * Spells and flows are those of member_fold(), made anew after each transaction with what was known
 * then and with the tree as it was known then; what comes out the same keeps its row, the others
 * are voided and written anew, as member_plan_apply() does.
 */
#ifndef GUONG_SIM_SIM_TOLD_H
#define GUONG_SIM_SIM_TOLD_H

#include "core/sum.h"
#include "sim/sim_life.h"
#include "sim/sim_row.h"

struct sim_teller {
	struct ctx *cx; /* its arena is given back by the caller after each story */
	const struct sim_tree *t;
	/* Takes a row of a table; `used` is told of each transaction of a district. */
	void (*row)(void *p, enum sim_table which, const struct db_val *row, int n);
	void (*used)(void *p, int unit, int month);
	void *p;
	struct sums *sums; /* takes what stands in the end; NULL: nobody counts */
	int n[SIM_TABLES]; /* columns */
};

enum err sim_tell(struct sim_teller *w, struct sim_story *s);

#endif
