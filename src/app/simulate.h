/*
 * simulate.h: `guong simulate`: a database with a made-up country, for trying out how the program
 * does with as many members as there may ever be. See sim/sim.h.
 *
 * On SQLite it is made under another name beside its own and gets that when it is whole and on the
 * disk; a database that is there already is never touched. On PostgreSQL the database must be
 * empty, and all of it is one transaction.
 */
#ifndef GUONG_APP_SIMULATE_H
#define GUONG_APP_SIMULATE_H

#include "app/cli.h"
#include "sim/sim.h"

int simulate_run(struct args *args);
/* The same for tests: at `where`, with accounts that have DEMO_PASSWORD; nothing is printed. */
enum err simulate_fill(const char *where, const struct sim_in *in, const struct sim_watch *w,
	struct sim_sum *ret, struct fault *f);

#endif
