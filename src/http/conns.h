/*
 * conns.h: the connections of one worker: which are too slow, and which goes when there is no room.
 *
 *	struct conns cs = {.a = worker_arena, .room = 512, .silent_ms = 30000};
 *	c = conn_new(&cs, fd);			accepted
 *	conn_expect(&cs, c, n);			n bytes more are to come or to go
 *	conns_sweep(&cs, tick_ms());		now and then
 *	conn_end(&cs, c);
 *
 * Every connection has a deadline; each kilobyte it brings or takes moves it by a second. One that
 * is past it, or that sends a byte now and then to keep its place, is shut down: it is silent for
 * good, and the library ends it. When seven of eight places are taken, the one nearest its deadline
 * makes room for each newcomer, unless the handler is at work for it. So whoever opens connections
 * and says nothing only pushes out connections that say nothing.
 */
#ifndef GUONG_HTTP_CONNS_H
#define GUONG_HTTP_CONNS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct conn {
	struct conn *prev, *next;
	int fd;
	int64_t until;	/* too slow if nothing has been completed by then */
	bool fresh;	/* accepted, and nothing of a request has come yet */
	bool receiving; /* a request has begun and is not yet whole */
	bool working;	/* it is whole, and the handler has not answered yet */
	bool shut;
};

struct conns {
	struct arena *a;
	unsigned room, n;
	int64_t silent_ms, sweep_at;
	struct conn *first, *spare;
};

struct conn *conn_new(struct conns *cs, int fd);
void conn_end(struct conns *cs, struct conn *c);
void conn_expect(const struct conns *cs, struct conn *c, uint64_t bytes);
/* Shuts down what is past its deadline or has hung up; at most once a second unless `sweep_at` is
 * 0. */
void conns_sweep(struct conns *cs, int64_t now);
/* Is there one just taken, whose client believes it will be answered? */
bool conns_any_fresh(const struct conns *cs);

#endif
