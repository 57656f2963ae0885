/*
 * sim_village.h: the villages of a simulation: one for each cell of a village or a residential
 * group, some that share their neighbour's, some without.
 *
 * They come after the people, through plans of the program itself (village/village_plan.h), so that
 * states, sums and words are those that it would have made; a district is one plan. Of most it is
 * not known who lives there. Those that were surveyed have a code in the records of the people of
 * their cell (sim_cell.village): makers write it, so it is dealt out with the cells.
 *
 * Heads are members of the serving cell, or only a name; from when they head it is thrown, so that
 * some were admitted while they did. The rates are village_* of scenarios/simulate.csv.
 */
#ifndef GUONG_SIM_SIM_VILLAGE_H
#define GUONG_SIM_SIM_VILLAGE_H

#include "sim/sim_tree.h"

/* The code of the n-th village of a commune, which the people of its n-th cell live in. */
const char *sim_village_code(struct arena *a, const struct sim_place *commune, int n);
/* Is it recorded who lives with the cell at this place among all? */
bool sim_village_surveyed(const struct sim_tree *t, int64_t cell);

/* After the indexes of the tables of people; within the caller's write. */
enum err sim_villages_fill(struct ctx *cx, struct arena *keep, const struct sim_tree *t,
	void (*tell)(void *p, const char *what, int64_t rows), void *p);

#endif
