/*
 * life_arrival.h: a member arrives from outside this database, with a letter of introduction.
 *
 * life_arrival.c is the procedure: letter, shown, handed on, introduced, received.
 * life_arrival_new.c begins it on the page of a committee: the person becomes a file by it, with
 * what happened before they came (member/member_enter.h), after a warning of a probable double.
 * What has happened already may be told in the same form, each with its true day; the rest is told
 * step by step.
 *
 * Nobody counts before the cell has received them: until then there is a person and a case, listed
 * among those on the way (member/member_act_transit.c) and where the next step is due.
 */
#ifndef GUONG_LIFE_LIFE_ARRIVAL_H
#define GUONG_LIFE_LIFE_ARRIVAL_H

#include "life/life.h"

/* What the form asks; the attributes come first. `day`: on which the cell received;
 * `reason`: why something is late. */
struct arrival_in {
	struct person p;
	const char *letter_no, *place, *kind, *status, *at, *admitted_at, *card_no, *reason;
	day_t letter_day, moved_on, presented_on, introduced_on, day;
	day_t admitted_on, ceremony_day, official_on, card_on;
	int checked;
};

extern const struct flow_proc arrival_proc;
extern const struct action life_arrival_new, life_ar_letter, life_ar_present, life_ar_introduce,
	life_ar_pass, life_ar_receive, life_ar_refuse, life_ar_return;

#endif
