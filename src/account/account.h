/*
 * account.h: accounts, sessions, signing in, functions granted.
 *
 * A session is a random token in the cookie ACCOUNT_COOKIE; the side database keeps its digest, so
 * that the database alone opens nothing. Wrong passwords slow down the next try for that name and
 * that address (stored as "not before", never slept).
 *
 * Who administers accounts (account_admin.c) may touch those whose functions all lie within their
 * own reach, never gives a function to themselves, and gives none beyond their reach. A data
 * auditor has no other function. The operator of the machine may do all.
 */
#ifndef GUONG_ACCOUNT_ACCOUNT_H
#define GUONG_ACCOUNT_ACCOUNT_H

#include "core/action.h"

#define ACCOUNT_COOKIE	   "guong"
#define ACCOUNT_PRE_COOKIE "guong-pre"

enum { SESSION_HOURS = 12 };

struct account {
	int64_t id, version;
	const char *login, *name, *lang;
	int closed;
};
extern const struct field account_fields[];

/* Fills the actor: names and the grants valid today. A closed account is nobody. */
enum err account_actor(struct ctx *cx, int64_t account, struct actor *ret);
/* The account of a sign-in name; ERR_NOT_FOUND with a problem on `field`. */
enum err account_find(struct ctx *cx, const char *login, const char *field, int64_t *ret);
/* The session of a token in a cookie: account 0 if there is none or it has ended. */
enum err account_session(struct ctx *cx, const char *token, int64_t *ret_account,
	const char **ret_digest, const char **ret_secret);

/* Ends all sessions: everybody signs in again. */
enum err account_end_all(struct ctx *cx);

/* What the shell does as well: makes an account with one function (txn begun by the caller). */
struct account_new {
	const char *login, *name, *password, *func, *reach, *over;
	day_t from_day, to_day; /* to_day: the last one; 0: without end */
};
enum err account_make(struct ctx *cx, const struct account_new *in, int64_t *ret);
/* The pieces of it: what is checked, and the function given. `ret_org`: over which; 0: all. */
enum err account_check_new(struct ctx *cx, const struct account_new *in);
enum err account_check_password(struct ctx *cx, const char *password);
enum err account_check_grant(struct ctx *cx, const struct account_new *in, int64_t *ret_org);
enum err account_give(struct ctx *cx, int64_t account, const struct account_new *in, int64_t org);

extern const struct action sign_in, sign_out, prefs;
extern const struct action account_list, account_show, account_add, account_password, account_grant,
	account_revoke, account_close, account_open;

#endif
