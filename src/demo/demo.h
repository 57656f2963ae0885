/*
 * demo.h: databases to look around in, made through the same imports and plans as a real one.
 *
 * A scenario is a place and a day on which its clock stands. `country` is the real tree of units of
 * before July 2025, without people; `all` has every locality; the others are localities with
 * members and their history (demo_life.h). Each has an account for each kind of user, all with one
 * password.
 *
 * What the offices' files tell goes in as files, one import each, so that the pages of imports show
 * something; what no file tells (badges, exemptions, absences) as one transaction.
 */
#ifndef GUONG_DEMO_DEMO_H
#define GUONG_DEMO_DEMO_H

#include "account/account.h"
#include "demo/demo_life.h"

#define DEMO_PASSWORD "guong-mau-2025"

/* A sample is looked at, not guarded: nobody needs a second factor. In a write. */
enum err demo_unguarded(struct ctx *cx);

enum { DEMO_SEED = 1, DEMO_ACCOUNTS = 5 };

struct demo_scenario {
	const char *name, *site;  /* site: what stands at the head of the pages */
	struct demo_life_in life; /* of a locality; without a folder: the country, or all */
	/* Every locality, below one committee; life.root: where the people of the accounts are. */
	bool all;
	/*
	 * In `member` stands the post of `over` whose holder it belongs to, and whose functions it
	 * gets from that; "" is a member there without a post.
	 */
	struct account_new accounts[DEMO_ACCOUNTS];
};

extern const struct demo_scenario demo_scenarios[]; /* ends with a NULL name */
/* NULL if there is no such scenario. */
const struct demo_scenario *demo_find(const char *name);
/* Fills an empty database; cx->actor may do everything. */
enum err demo_fill(struct ctx *cx, const struct demo_scenario *s);

#endif
