/*
 * account_prove.h: does this password, or this slip, belong to this name? Within this room.
 *
 *	TRY(account_prove(cx, login, password, &p));	ERR_BUSY: to be called again, see gate.h
 *	if (p.right) ...	write what follows; p.t is for throttle_right()
 *	account_prove_end(cx);	once it is written
 *
 * A name that does not exist takes as long as one that does. Nothing is held while a password is
 * being checked; what was wrong is written down here.
 */
#ifndef GUONG_ACCOUNT_ACCOUNT_PROVE_H
#define GUONG_ACCOUNT_ACCOUNT_PROVE_H

#include "account/account_throttle.h"

struct proof {
	struct attempt t;
	bool right;
	bool slip; /* what was given is a slip */
	bool over; /* one whose time is over */
};

/* `may_slip`: a slip will do as well. */
enum err account_prove(
	struct ctx *cx, const char *login, const char *password, bool may_slip, struct proof *ret);
void account_prove_end(struct ctx *cx);
/* The same with the side database: what was written there is kept, or after an error undone. */
enum err account_prove_settle(struct ctx *cx, enum err e);

/* ERR_TOO_MANY, in words: how long it has to wait still. */
enum err account_check_wait(struct ctx *cx, const struct attempt *t);

#endif
