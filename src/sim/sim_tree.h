/*
 * sim_tree.h: the organisations of a simulation, and how they change.
 *
 * All are planned and written by core/tree_plan.h, so the tree is one that the program itself would
 * have made. What there is when the registers are opened is one transaction; twice a year comes
 * another with the cells that were founded, merged and renamed shortly before.
 *
 * Members come in afterwards. They need to know what the tree was like as known in each of those
 * years: sim_tree.lives has one state for each transaction, all of it in memory, so that makers of
 * people need no database.
 */
#ifndef GUONG_SIM_SIM_TREE_H
#define GUONG_SIM_SIM_TREE_H

#include "core/tree_life.h"
#include "demo/demo_words.h"
#include "sim/sim_place.h"
#include "sim/sim_rate.h"

enum { SIM_BATCHES = 256, SIM_SPAN = 25, SIM_CLEAR = 3 };

struct sim_cell {
	int64_t org, parent;
	int64_t start; /* first of the people whose home it is, of sim_tree.people */
	const struct sim_place *place; /* commune, or district */
	const char *circle, *residence;
	const char *village; /* whose people are recorded as living there; NULL: not known */
	int unit;
	int origin, founded; /* of one founded later: whose people went there, and in which batch */
	int into, merged;    /* of one that ends; batch -1: neither */
};

/* Who keeps the registers: a district. Its cells lie together, and those of its province do. */
struct sim_unit {
	int first, end, province_first, province_end;
};

/* Acts on the tree that became known together. */
struct sim_batch {
	day_t day; /* they are of the SIM_SPAN days before it */
	int64_t ms, txn;
};

struct sim_tree {
	const struct sim_in *in;
	const struct sim_rates *rates;
	const struct demo_words *words;
	struct sim_places places;
	struct sim_cell *cells;
	int64_t cell_count;
	struct sim_unit *units;
	int unit_count, batch_count;
	struct sim_batch batches[SIM_BATCHES];
	struct lives *lives[SIM_BATCHES + 1]; /* before the first batch, after each */
	int64_t people;	 /* how many there are in all, those who left included */
	uint64_t stride; /* has no divisor in common with it: shuffles */
	int opening;	 /* of a million of them, who is there at the opening */
	day_t from;	 /* the registers are opened */
	int64_t orgs, grassroots;
	const char *top, *district, *commune, *cell;
};

/* Within the caller's write; what stays lives in `keep`, which is not cx->a. */
enum err sim_tree_make(struct ctx *cx, struct arena *keep, const struct sim_in *in,
	const struct sim_rates *rates, struct sim_tree *ret);
/* The cell of the home of somebody: people are dealt to cells by their size. */
int sim_tree_home(const struct sim_tree *t, int64_t slot);
/* The cell that holds its people on a day: before it was founded, after it was merged. */
int sim_tree_cell(const struct sim_tree *t, int cell, day_t day);
/* The first day from `day` on that is clear of changes of the tree. */
day_t sim_tree_clear(const struct sim_tree *t, day_t day);

#endif
