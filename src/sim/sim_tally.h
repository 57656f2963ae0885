/*
 * sim_tally.h: a process that adds up what the makers counted for the summaries, and puts it in
 * order, while the tables are written.
 *
 *	TRY(sim_tally_open(&t));			before the makers start
 *	sim_tally_join(&t, number);			in each of them, first
 *	sim_tally_tell(&t, number, sums)		and once, at the end
 *	TRY(sim_tally_start(&t, sums));			when they all have started
 *	TRY(sim_tally_write(&t, sums));			waits for all of it
 *	sim_tally_end(&t);				whatever happened
 */
#ifndef GUONG_SIM_SIM_TALLY_H
#define GUONG_SIM_SIM_TALLY_H

#include "core/sum.h"
#include "sim/sim_child.h"

enum { SIM_MAKERS = 2 };

struct sim_tally {
	struct sim_child child;
	struct {
		int in, out; /* 0: closed here, or never opened */
	} pipes[SIM_MAKERS];
};

enum err sim_tally_open(struct sim_tally *t);
void sim_tally_join(struct sim_tally *t, int number);
/* False: nobody took it. */
bool sim_tally_tell(struct sim_tally *t, int number, struct sums *s);
/* `s` is what the makers started from: it knows the places, and counted nothing yet. */
enum err sim_tally_start(struct sim_tally *t, struct sums *s);
/* Inside the transaction. ERR_IO if a maker or the process broke off. */
enum err sim_tally_write(struct sim_tally *t, struct sums *s);
void sim_tally_end(struct sim_tally *t);

#endif
