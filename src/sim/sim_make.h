/*
 * sim_make.h: processes that make people, so that whoever writes the database need not wait.
 *
 * Each maker does every other block of people. The rows of tables in the order of persons come
 * through a pipe, block by block; those of the others are sorted on the disk, and merged by one
 * more process while they are written. Each counts its people for the summaries; a further one
 * adds that up and puts it in order (sim_tally.h). None of them has a database, and each ends when
 * nobody reads from it any more.
 */
#ifndef GUONG_SIM_SIM_MAKE_H
#define GUONG_SIM_SIM_MAKE_H

#include "sim/sim_child.h"
#include "sim/sim_spill.h"
#include "sim/sim_tally.h"
#include "sim/sim_told.h"

enum { SIM_BLOCK = 4096 };

struct sim_maker;

/* Rows of one block: one after the other, for sim_row_get(). */
struct sim_block {
	struct str rows[SIM_STRAIGHT];
};

struct sim_makers {
	struct sim_maker *maker[SIM_MAKERS];
	struct sim_shared *shared;
	struct sim_tally tally;
	struct sums *sums;
	int64_t blocks, next;
};

enum err sim_makers_start(struct ctx *cx, const struct sim_tree *t, struct sim_life *life,
	const int columns[SIM_TABLES], struct sums *sums, struct sim_makers *ret);
/* The next block, in the order of the ids; it lives until the one after it. False at the end. */
enum err sim_makers_block(struct sim_makers *m, struct sim_block *ret, bool *ret_more);
/* Then: waits for them. The failure of one is told in the fault. */
enum err sim_makers_done(struct ctx *cx, struct sim_makers *m);
/* Writes what they counted. */
enum err sim_makers_sums(struct sim_makers *m);
/* Ends what is left of them, whatever happened. */
void sim_makers_end(struct sim_makers *m);

/* Was anything entered by this district in this month? */
bool sim_makers_used(const struct sim_makers *m, int unit, int month);
/* The rows of a sorted table, in order; at its end, whether that was all of them. */
struct sim_merger {
	struct sim_child child;
	struct sim_merge *rows;
};
enum err sim_merger_start(
	struct sim_merger *g, const struct sim_makers *m, struct arena *a, enum sim_table which);
enum err sim_merger_end(struct sim_merger *g);
/* Gives back their room on the disk. */
void sim_makers_forget(struct sim_makers *m, enum sim_table which);

#endif
