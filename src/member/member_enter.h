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

extern const struct action member_new;

#endif
