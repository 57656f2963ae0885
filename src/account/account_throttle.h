/*
 * account_throttle.h: how long wrong passwords make the next attempt wait. Within this room.
 *
 * Two buckets fill with wrong passwords and drain with time: one of the sign-in name, one of the
 * address. Past its free tries each further one doubles the wait: of a name up to a quarter of an
 * hour, of an address, behind which a whole office may sit, up to a minute. The wait is written
 * down ("not before"), never slept, and asking too early costs nothing and adds nothing: so a wait
 * ends however hard somebody else tries.
 *
 * A browser that has signed in as this account before has a bucket of its own instead of both (a
 * cookie that lasts half a year, its digest in `device`): whoever floods a name keeps strangers
 * from it, not its owner. Ending an account's sessions forgets its browsers too.
 */
#ifndef GUONG_ACCOUNT_ACCOUNT_THROTTLE_H
#define GUONG_ACCOUNT_ACCOUNT_THROTTLE_H

#include "core/ctx.h"

/* Whose attempt it is. */
struct attempt {
	int64_t account; /* 0: there is none of that name */
	int64_t now;
	const char *device;	/* token of a browser of ours; NULL: none */
	bool known;		/* it has signed in as this account before */
	const char *key, *peer; /* names of the buckets: of the name or browser, of the address */
};

/* All in a transaction of the side database, which the caller begins. */
enum err throttle_attempt(struct ctx *cx, const char *login, int64_t account, struct attempt *ret);
/* Codes of the second factor: buckets that a right password does not empty. */
void throttle_attempt_code(struct ctx *cx, int64_t account, struct attempt *ret);
/* How long it has to wait still; 0: it may try. */
enum err throttle_wait(struct ctx *cx, const struct attempt *t, int64_t *ret_ms);
enum err throttle_wrong(struct ctx *cx, const struct attempt *t);
/* Forgets the wrong ones and remembers the browser. Those of the address stay and drain. */
enum err throttle_right(struct ctx *cx, const struct attempt *t);
/* Forgets the wrong ones, and no more. */
enum err throttle_clear(struct ctx *cx, const struct attempt *t);

#endif
