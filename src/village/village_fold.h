/*
 * village_fold.h: from facts to what a village was on its days.
 *
 * A pure function: it asks nothing of the database but the lives of the organisations named. What
 * it decides:
 *
 *  - A village is from the first day of its first place to the last of its last one; what else was
 *    recorded counts on these days only.
 *  - A commune or cell that ended is followed to its successor from that day on; without one there
 *    is none.
 *  - Members who live there are those of the register on the day, wherever their cell is.
 *  - The head is a member from the day of admission; who is only a name is none.
 */
#ifndef GUONG_VILLAGE_VILLAGE_FOLD_H
#define GUONG_VILLAGE_VILLAGE_FOLD_H

#include "core/tree_life.h"
#include "village/village.h"

/* A member on some days: who lives there, or is the head. */
struct village_stay {
	int64_t person;
	day_t from, to;
	int official;
};

/* A secretary of a cell. */
struct village_seat {
	int64_t cell, person;
	day_t from, to;
};

struct village_admission {
	int64_t person;
	day_t day;
};

/* From when to when which number of official members a cell needs. */
struct village_minimum {
	day_t from, to;
	int64_t least;
};

struct village_in {
	int64_t village;
	struct list facts;	      /* struct village_fact, live */
	struct list residents, heads; /* struct village_stay */
	struct list seats, admissions, minimums;
	struct lives *lives;
};

struct village_flow {
	int64_t commune, village, person, txn;
	day_t day;
	const char *kind;
};
extern const struct field village_flow_fields[];

struct village_out {
	struct list states; /* struct village_state, by from_day */
	struct list flows;  /* struct village_flow */
};

enum err village_fold(struct ctx *cx, const struct village_in *in, struct village_out *ret);
/* Where an organisation went by a day: itself, its successor..., 0 if it ended without. */
enum err village_org_on(struct lives *l, int64_t org, day_t day, int64_t *ret);

#endif
