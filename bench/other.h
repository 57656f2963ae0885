/*
 * other.h: another process that wants to write while the measured one does: for how long it has to
 * wait, at the worst.
 *
 *	struct other o;
 *	other_start(&o, b);
 *	...
 *	longest = other_stop(&o);
 */
#ifndef GUONG_BENCH_OTHER_H
#define GUONG_BENCH_OTHER_H

#include "bench.h"

struct other {
	pid_t pid;
	int from;
};

/* The site is closed for the fork and opened again. SQLite only. */
void other_start(struct other *o, struct bench *b);
/* In microseconds. */
double other_stop(struct other *o);

#endif
