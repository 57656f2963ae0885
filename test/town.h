/*
 * town.h: people in the small tree of harness.h, and accounts that stand everywhere around them.
 *
 *	town_plant(&w, &t);      after world_tree() and world_accounts()
 *
 * Each person is known by a letter, and by texts that stand nowhere else: the name (class inside),
 * residence and birth (personal), citizen number and ethnic group (sensitive). town_seen() reads an
 * answer, in any format, and says of whom it shows how much.
 *
 * A of the cell "cb-a" of the commune "xa-a"; B of "cb-b" of "xa-b"; C of "cd-a", two levels below
 * "xa-a"; D of "cb-b" on the way to "cb-a"; E of "cb-b", a guest in "cb-a"; F of "cb-a" until
 * 14/08/2025, since then of "cb-b"; G of "cb-m", a cell that went from "xa-a" to "xa-b" on
 * 01/09/2025; H of "cb-a" until 30/04/2025, then expelled.
 */
#ifndef GUONG_TEST_TOWN_H
#define GUONG_TEST_TOWN_H

#include "harness.h"

enum { TOWN_PEOPLE = 8, TOWN_ACCOUNTS = 32 };

struct town {
	struct world *w;
	int64_t person[TOWN_PEOPLE], fact[TOWN_PEOPLE]; /* the first fact of each */
	int64_t beside;					/* the organisation "xa-b" */
};

/* An account and how much of each person it may ever see: see town_accounts[]. */
struct town_account {
	const char *login, *func, *reach, *over;
	/* a digit for each of A to H: 0 nothing, 1 the name, 2 what is personal, 3 everything */
	const char *most;
};
extern const struct town_account town_accounts[];

void town_plant(struct world *w, struct town *ret);
/* "A3 F1": whom the answer shows, and how much, for each in `ret` too; "" for nobody. */
const char *town_seen(struct world *w, const struct answer *r, int ret[TOWN_PEOPLE]);
/*
 * `text` with ids in the place of {A} to {H}, {fact:A}, {org:CODE}, {account:LOGIN}, {grant:LOGIN};
 * and {number:A}, the citizen number.
 */
const char *town_text(const struct town *t, const char *text);

#endif
