#include "core/gate.h"

#include "base/crypto.h"
#include "base/die.h"
#include "http/tick.h"

#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>

enum { HASH_ROOM = 128, PASSWORD_ROOM = 1024 };
enum { KEPT_MS = 2000, IDLE_MS = 250, LEAST_MS = 5, LONGEST_MS = 500, FIRST_GUESS_MS = 30 };

/* A place goes through these in order; who moves it on stands beside. */
enum { FREE, CLAIMED /* worker */, ASKED /* worker */, TAKEN /* checker */, WRONG, RIGHT };

struct place {
	_Atomic int state;
	_Atomic int64_t at_ms; /* of the last change; INT64_MAX in a free one */
	uint64_t request, key, peer, turn;
	bool known, nobody;
	char hash[HASH_ROOM], password[PASSWORD_ROOM];
	unsigned char opens[PASSWORD_KEY];
};

struct gate {
	sem_t asked;
	_Atomic uint64_t turns;
	_Atomic int check_ms; /* how long a check takes: a moving average */
	struct place places[GATE_PLACES];
};

struct gate *gate_new(void)
{
	struct gate *g =
		mmap(NULL, sizeof(*g), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (g == MAP_FAILED)
		die("out of memory");
	/* passwords pass through it; a machine that grants no locked memory still works */
	(void)!mlock(g, sizeof(*g));
	(void)!madvise(g, sizeof(*g), MADV_DONTDUMP);
	must(!sem_init(&g->asked, 1, 0));
	g->check_ms = FIRST_GUESS_MS;
	for (int i = 0; i < GATE_PLACES; i++)
		g->places[i].at_ms = INT64_MAX;
	return g;
}

/* ---- the workers' side ---- */

/* Not to be met by choice: whoever could would keep another's place occupied. */
static uint64_t mark(const char *text)
{
	char hex[DIGEST_TEXT];

	digest_hex(hex, str_of(text ? text : ""));
	hex[16] = 0;
	return strtoull(hex, NULL, 16);
}

static bool in_use(const struct place *p)
{
	return p->state >= ASKED;
}

static bool waiting(const struct place *p)
{
	return p->state == ASKED || p->state == TAKEN;
}

static struct place *find(struct gate *g, uint64_t request)
{
	for (int i = 0; i < GATE_PLACES; i++)
		if (in_use(&g->places[i]) && g->places[i].request == request)
			return &g->places[i];
	return NULL;
}

/* True if `p` is checked before `q`. */
static bool before(const struct place *p, const struct place *q)
{
	return p->known != q->known ? p->known : p->turn < q->turn;
}

static int again_in(struct gate *g, const struct place *mine)
{
	int ahead = 1, ms;

	for (int i = 0; i < GATE_PLACES; i++)
		if (waiting(&g->places[i]) && (!mine || before(&g->places[i], mine)))
			ahead++;
	ms = ahead * g->check_ms;
	if (ms > LONGEST_MS)
		return LONGEST_MS;
	return ms < LEAST_MS ? LEAST_MS : ms;
}

enum gate_state gate_look(struct gate *g, uint64_t request, int *ret_again_ms)
{
	const struct place *p = find(g, request);
	int state;

	*ret_again_ms = 0;
	if (!p)
		return GATE_NONE;
	state = p->state;
	switch (state) {
	case RIGHT:
		return GATE_RIGHT;
	case WRONG:
		return GATE_WRONG;
	default:
		*ret_again_ms = again_in(g, p);
		return GATE_WAIT;
	}
}

static void release(struct place *p)
{
	secret_forget(p->password, sizeof(p->password));
	secret_forget(p->hash, sizeof(p->hash));
	secret_forget(p->opens, sizeof(p->opens));
	p->request = 0;
	p->at_ms = INT64_MAX;
	p->state = FREE;
}

static struct place *claim(struct gate *g, bool known)
{
	for (int i = 0; i < (known ? GATE_PLACES : GATE_OPEN); i++) {
		int is_free = FREE;
		if (atomic_compare_exchange_strong(&g->places[i].state, &is_free, CLAIMED)) {
			g->places[i].at_ms = tick_ms();
			return &g->places[i];
		}
	}
	return NULL;
}

static void fill(struct gate *g, struct place *p, const struct gate_question *q)
{
	p->request = q->request;
	p->key = mark(q->key);
	p->peer = mark(q->peer);
	p->known = q->known;
	p->nobody = !q->hash;
	p->turn = atomic_fetch_add(&g->turns, 1);
	if (q->hash)
		memcpy(p->hash, q->hash, strlen(q->hash) + 1);
	memcpy(p->password, q->password, strlen(q->password) + 1);
	p->state = ASKED;
}

/* Whoever asked first stays; two that ask at the same instant both see it and one of them goes. */
static bool one_too_many(const struct gate *g, const struct place *mine)
{
	int of_peer = 0;

	for (int i = 0; i < GATE_PLACES; i++) {
		const struct place *p = &g->places[i];
		if (!in_use(p) || p->turn >= mine->turn)
			continue;
		if (p->key == mine->key)
			return true;
		of_peer += p->peer == mine->peer && !p->known;
	}
	return !mine->known && of_peer >= GATE_OF_PEER;
}

/* Back out before it is checked; false if it is being checked already, which does no harm. */
static bool withdraw(struct place *p)
{
	int asked = ASKED;

	if (!atomic_compare_exchange_strong(&p->state, &asked, CLAIMED))
		return false;
	release(p);
	return true;
}

enum gate_state gate_ask(struct gate *g, const struct gate_question *q, int *ret_again_ms)
{
	struct place *p;

	*ret_again_ms = LONGEST_MS;
	if (strlen(q->password) >= PASSWORD_ROOM || (q->hash && strlen(q->hash) >= HASH_ROOM))
		return GATE_FULL;
	p = claim(g, q->known);
	if (!p)
		return GATE_FULL;
	fill(g, p, q);
	if (one_too_many(g, p) && withdraw(p))
		return GATE_FULL;
	sem_post(&g->asked);
	*ret_again_ms = again_in(g, p);
	return GATE_WAIT;
}

bool gate_key(struct gate *g, uint64_t request, unsigned char ret[PASSWORD_KEY])
{
	const struct place *p = find(g, request);

	if (!p || p->state != RIGHT)
		return false;
	memcpy(ret, p->opens, PASSWORD_KEY);
	return true;
}

void gate_forget(struct gate *g, uint64_t request)
{
	struct place *p = find(g, request);

	if (p)
		release(p);
}

/* ---- the checker's side ---- */

/* The one whose turn it is, marked as taken; NULL: nobody waits. */
static struct place *take(struct gate *g)
{
	for (;;) {
		struct place *next = NULL;
		int asked = ASKED;
		for (int i = 0; i < GATE_PLACES; i++)
			if (g->places[i].state == ASKED && (!next || before(&g->places[i], next)))
				next = &g->places[i];
		if (!next || atomic_compare_exchange_strong(&next->state, &asked, TAKEN))
			return next;
	}
}

static void check(struct gate *g, struct place *p)
{
	int64_t began = tick_ms();
	bool right = p->nobody ? password_waste(p->password) : password_right(p->hash, p->password);

	if (right)
		password_key(p->hash, p->password, p->opens);
	secret_forget(p->password, sizeof(p->password));
	secret_forget(p->hash, sizeof(p->hash));
	p->at_ms = tick_ms();
	p->state = right ? RIGHT : WRONG;
	g->check_ms = (7 * g->check_ms + (int)(p->at_ms - began) + 4) / 8;
}

/* What nobody fetched, and what was begun by a process that is no more. */
static void sweep(struct gate *g, bool begin)
{
	int64_t now = tick_ms();

	for (int i = 0; i < GATE_PLACES; i++) {
		struct place *p = &g->places[i];
		int state = p->state;
		bool old = p->at_ms < now - KEPT_MS;
		bool left = (old && (state == CLAIMED || state == WRONG || state == RIGHT)) ||
			    (begin && state == TAKEN);
		if (left && atomic_compare_exchange_strong(&p->state, &state, CLAIMED))
			release(p);
	}
}

static void wait_for_one(struct gate *g)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_nsec += IDLE_MS * 1000000L;
	at.tv_sec += at.tv_nsec / 1000000000;
	at.tv_nsec %= 1000000000;
	(void)!sem_clockwait(&g->asked, CLOCK_MONOTONIC, &at);
}

void gate_run(struct gate *g, const volatile int *stop)
{
	struct place *p;

	/* reading goes first; as root's own process it would be no lower, hence no must() */
	(void)!setpriority(PRIO_PROCESS, 0, 19);
	sweep(g, true);
	while (!*stop) {
		wait_for_one(g);
		sweep(g, false);
		while (!*stop && (p = take(g)))
			check(g, p);
	}
}
