/*
 * account.h: accounts, sessions, signing in, functions granted.
 *
 * A session is a random token in the cookie ACCOUNT_COOKIE; the side database keeps its digest, so
 * that the database alone opens nothing. Wrong passwords slow down the next try for that name and
 * that address (account_throttle.h); they are checked beside the workers (core/gate.h).
 *
 * An account may be somebody's of the register (account.person): then the posts of that person give
 * it functions, as long as they hold them (core/grant.h). actor_of tells all in one statement.
 *
 * Who administers accounts (account_admin.c, account_grant.c) may touch those whose functions all
 * lie within their own reach, never gives a function to themselves, and gives none beyond their
 * reach or past the end of their own function. A data auditor has no other function, and who
 * administers does not inspect. The operator of the machine may do all.
 */
#ifndef GUONG_ACCOUNT_ACCOUNT_H
#define GUONG_ACCOUNT_ACCOUNT_H

#include "core/action.h"

#define ACCOUNT_COOKIE	      "guong"
#define ACCOUNT_PRE_COOKIE    "guong-pre"
#define ACCOUNT_DEVICE_COOKIE "guong-device"

enum { SESSION_HOURS = 12 };

struct account {
	int64_t id, version;
	int64_t person; /* whose it is; 0: nobody's of the register */
	const char *login, *name, *lang;
	int closed;
};
extern const struct field account_fields[];

/* Fills the actor: names and the grants valid today. A closed account is nobody. */
enum err account_actor(struct ctx *cx, int64_t account, struct actor *ret);
/* The account of a sign-in name; ERR_NOT_FOUND with a problem on `field`. */
enum err account_find(struct ctx *cx, const char *login, const char *field, int64_t *ret);
/* The session of a token in a cookie: account 0 if there is none or it has ended. */
struct session {
	int64_t account;
	const char *digest, *secret; /* secret: of the tokens of forms */
	bool factor;		     /* the second factor was given in it */
	const char *lang, *size;     /* how its owner reads; NULL: never said */
};
enum err account_session(struct ctx *cx, const char *token, struct session *ret);

/* Forgets throttles that have drained and browsers that have not come for long. */
enum err account_tidy(struct ctx *cx);
/* Ends all sessions: everybody signs in again. */
enum err account_end_all(struct ctx *cx);

/*
 * What the shell and the demo do as well: makes an account with one function (txn begun by the
 * caller). Nobody's reach is looked at; account_admin.c does that.
 */
struct account_new {
	const char *login, *name, *password, *func, *reach;
	const char *over;	/* organisations, with commas or one a line; NULL: all */
	day_t from_day, to_day; /* to_day: the last one; 0: without end */
	const char *member;	/* whose it is: member number or id; as typed */
	int64_t person;		/* whose it is; 0: nobody's of the register */
	int64_t item;		/* the function is for this record alone; 0: for all */
};
enum err account_make(struct ctx *cx, const struct account_new *in, int64_t *ret);
/* The pieces of it: what is checked, and the function given. `ret_orgs`: int64_t; one 0: all. */
enum err account_check_new(struct ctx *cx, const struct account_new *in);
/* Long enough, not the name, not one of those that everybody tries first: see account_password.c.
 */
enum err account_check_password(
	struct ctx *cx, const char *password, const char *login, const char *name);
enum err account_check_grant(struct ctx *cx, const struct account_new *in, struct list *ret_orgs);
enum err account_give(
	struct ctx *cx, int64_t account, const struct account_new *in, struct list orgs);
/* The first day on which what is to be given is not held any more. */
day_t account_grant_end(const struct account_new *in);

/*
 * Functions of an account: those given to it, and those that its person's posts give from today on
 * (struct grant); of `person`, what the posts of that person would give. In account_grant.c.
 */
enum err account_grants(struct ctx *cx, int64_t account, struct list *ret);

extern const struct action sign_in, sign_in_code, sign_in_recovery, sign_in_password, sign_out,
	prefs;
extern const struct action account_own, account_own_password, account_factor_set,
	account_own_factor_end, account_sessions, account_session_end, account_session_end_others;
/* The way to them from the page of an organisation. */
extern const struct org_part account_org_part;
extern const struct action account_roster, account_roster_choose, account_roster_make, account_help,
	account_slip, account_end, account_factor_take_off;
extern const struct action account_list, account_show, account_add, account_password, account_grant,
	account_revoke, account_close, account_open, account_link;

#endif
