/*
 * member_enter.h: a new member into a cell: who they are, and how they came: admitted here,
 * transferred in from outside, or there already when the register was opened.
 *
 * Whoever may be in the register already is shown first (member_double.h); the box `checked` says
 * that it is somebody else. What happened before they came (admission elsewhere, recognition) is
 * recorded as history and counts in no period here.
 */
#ifndef GUONG_MEMBER_MEMBER_ENTER_H
#define GUONG_MEMBER_MEMBER_ENTER_H

#include "member/member_plan.h"

/* What the form asks. */
struct enter_in {
	struct person p;
	const char *how, *cell, *place, *status, *number, *admitted_at, *card_no, *reason;
	day_t day, ceremony_day, admitted_on, official_on, card_on;
	int checked;
};

/* What is wrong with what was typed, as far as it can be told without asking: on its fields. */
enum err enter_check(struct ctx *cx, const struct enter_in *in);
/*
 * Facts of what happened before they came, and of their card, for a person of the plan. Problems of
 * the plan stand on the fields of the form from then on; the day of the entry is `day`.
 */
enum err enter_before(
	struct ctx *cx, struct member_plan *p, const struct enter_in *in, int64_t person);
/* Has it members of its own on the day of the page? */
bool enter_is_cell(struct ctx *cx, int64_t org);

extern const struct action member_new;

#endif
