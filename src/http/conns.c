#include "http/conns.h"

#include "http/tick.h"

#include <poll.h>
#include <sys/socket.h>

enum { SWEEP_MS = 1000 };

/* A client is expected to bring or take a kilobyte a second, after twice the silent time. */
void conn_expect(const struct conns *cs, struct conn *c, uint64_t bytes)
{
	c->until = tick_ms() + 2 * cs->silent_ms + (int64_t)bytes;
}

static void shut(struct conn *c)
{
	shutdown(c->fd, SHUT_RDWR);
	c->shut = true;
}

static void make_room(struct conns *cs)
{
	struct conn *last = NULL;

	for (struct conn *c = cs->first; c; c = c->next)
		if (!c->working && !c->shut && (!last || c->until <= last->until))
			last = c;
	if (last)
		shut(last);
}

struct conn *conn_new(struct conns *cs, int fd)
{
	struct conn *c = cs->spare;

	if (cs->n >= cs->room - cs->room / 8)
		make_room(cs);
	if (c)
		cs->spare = c->next;
	else
		c = arena_new_of(cs->a, struct conn);
	*c = (struct conn){.next = cs->first, .fd = fd, .fresh = true};
	conn_expect(cs, c, 0);
	if (cs->first)
		cs->first->prev = c;
	cs->first = c;
	cs->n++;
	return c;
}

void conn_end(struct conns *cs, struct conn *c)
{
	if (c->prev)
		c->prev->next = c->next;
	else
		cs->first = c->next;
	if (c->next)
		c->next->prev = c->prev;
	c->next = cs->spare;
	cs->spare = c;
	cs->n--;
}

static bool hung_up(const struct conn *c)
{
	struct pollfd p = {.fd = c->fd, .events = POLLRDHUP};

	return poll(&p, 1, 0) == 1 && p.revents & (POLLRDHUP | POLLHUP | POLLERR);
}

/*
 * The library does not notice when a client sent half a request and its end in one go; it is woken
 * to look again.
 */
void conns_sweep(struct conns *cs, int64_t now)
{
	if (now < cs->sweep_at)
		return;
	cs->sweep_at = now + SWEEP_MS;
	for (struct conn *c = cs->first; c; c = c->next)
		if (c->until < now)
			shut(c);
		else if (c->receiving && hung_up(c))
			shutdown(c->fd, SHUT_RD);
}

bool conns_any_fresh(const struct conns *cs)
{
	for (const struct conn *c = cs->first; c; c = c->next)
		if (c->fresh)
			return true;
	return false;
}
