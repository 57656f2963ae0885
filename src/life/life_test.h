/*
 * life_test.h: a district for the tests of procedures about members: two communes with a cell each,
 * members who have a vote, one whom it is about; and a step of a case in one line.
 */
#ifndef GUONG_LIFE_LIFE_TEST_H
#define GUONG_LIFE_LIFE_TEST_H

#include "core/site_test.h"
#include "core/tree_follow.h"
#include "life/life.h"
#include "member/member_act.h"

struct life_town {
	int64_t huyen, xa, ban, other_xa, other, person, other_person, id;
};

enum { LIFE_MEMBERS = 9 };

#define refused(e, what)                                                                           \
	do {                                                                                       \
		assert_int_not_equal((e), ERR_OK);                                                 \
		assert_true(site_said(s, (what)));                                                 \
	} while (0)
#define BALLOT(n, yes)                                                                             \
	.vote = "secret", .issued = (n), .returned = (n), .valid = (n), .agree = (yes),            \
	.against = (n) - (yes)
/* A step of the case of the town, and the first one of a case about its person. */
#define STEP(action, ...)  life_go(s, &t, &(action), (struct case_in){__VA_ARGS__})
#define BEGIN(action, ...) life_begin(s, &t, &(action), (struct case_in){__VA_ARGS__})

/* Site and procedures, with nine full members in the cell `ban`; today is 01/06/2025. */
struct life_town life_plant(struct site_test *s);
/* Admitted on 19/05/2010, recognised (if `full`) a year later. */
int64_t life_member(struct site_test *s, int64_t cell, const char *name, bool full);
enum err life_go(
	struct site_test *s, const struct life_town *t, const struct action *a, struct case_in in);
enum err life_begin(
	struct site_test *s, struct life_town *t, const struct action *a, struct case_in in);
void life_stands(struct site_test *s, const struct life_town *t, const char *state,
	const char *next, int64_t turn);
void life_today(struct site_test *s, day_t day);
void life_rights(struct site_test *s, const char *func, int64_t org);
/* "20100519 ban probationary, ..." */
const char *life_spells(struct site_test *s, const struct life_town *t);
/* Of the clock of that name that runs; 0: none. */
day_t life_due(struct site_test *s, const struct life_town *t, const char *clock);

#endif
