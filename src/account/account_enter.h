/*
 * account_enter.h: the two places that everything about secrets goes through: where a session
 * begins, and where a password changes.
 *
 *	TRY(account_entered(cx, &(struct entrance){account, password}));	writing cx->side
 *	TRY(account_password_set(cx, account, password, old));		after txn_start()
 *	TRY(account_slip_set(cx, account, code, &last_day));		likewise
 *
 * Whoever signs in with a slip (a code on paper) has no password yet, and may do nothing but set
 * one; then a session of its own begins. What a session still lacks is not written into it but
 * follows from the account: see struct actor (core/grant.h).
 */
#ifndef GUONG_ACCOUNT_ACCOUNT_ENTER_H
#define GUONG_ACCOUNT_ACCOUNT_ENTER_H

#include "core/ctx.h"

/* How somebody showed who they are. */
struct entrance {
	int64_t account;
	const char *password; /* as typed; NULL: a slip was given in its place */
	bool factor;	      /* the second factor has been given in the session before this one */
};

/* A session begins: its token in a cookie, the digest beside the register; the old one ends. */
enum err account_entered(struct ctx *cx, const struct entrance *in);
/* A password of one's own in the place of what was there. `old`: NULL if it is not known here. */
enum err account_password_set(
	struct ctx *cx, int64_t account, const char *password, const char *old);

/* "ABCD-EFGH-JKMN": letters that nobody takes for another one. */
enum { SLIP_LETTERS = 12, SLIP_TEXT = 15 };
/* A new slip takes the place of password and older slip; the code is for the paper only. */
enum err account_slip_set(
	struct ctx *cx, int64_t account, char ret_code[SLIP_TEXT], day_t *ret_last_day);
/* Ends all sessions of an account and forgets its browsers. */
enum err account_end_sessions(struct ctx *cx, int64_t account);

#endif
