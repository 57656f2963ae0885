/*
 * sim_child.h: a process that does a part of the work and tells it through a pipe.
 *
 *	static int run(void *p, int out) { ... return 0; }	the exit status
 *
 *	TRY(sim_child_start(&child, run, p));
 *	struct sim_inflow in = {.fd = child.fd};
 *	while (sim_inflow_get(&in, bytes, n)) ...
 *	if (!sim_child_end(&child)) ...				it did not do all of it
 *
 * It has what its parent had in memory at the start, and must not touch its database. Once nobody
 * reads from its pipe any more, it cannot write and ends.
 */
#ifndef GUONG_SIM_SIM_CHILD_H
#define GUONG_SIM_SIM_CHILD_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct sim_child {
	pid_t pid; /* 0: there is none */
	int fd;	   /* to be read */
};

enum err sim_child_start(struct sim_child *c, int (*run)(void *p, int out), void *p);
/* Waits for it; false if it failed, or ended before. What it has not yet told is lost. */
bool sim_child_end(struct sim_child *c);

/* Writes all of it; `out` is the descriptor (int *). */
bool sim_child_put(void *out, const void *bytes, size_t n);
/* Reads all of it into a large place, or a little of it out of a buffer (struct sim_inflow *). */
bool sim_child_read(int fd, void *bytes, size_t n);
struct sim_inflow {
	int fd;
	size_t at, n;
	char bytes[1 << 16];
};
bool sim_inflow_get(void *inflow, void *bytes, size_t n);

#endif
