/*
 * member_walk.h: what member_fold.c, member_walk.c and member_step.c share: the walk through the
 * days of one person.
 */
#ifndef GUONG_MEMBER_MEMBER_WALK_H
#define GUONG_MEMBER_MEMBER_WALK_H

#include "member/member_fold.h"

/* A rule that ends by itself: the day after its last one; DAY_MAX: it does not. */
struct terms {
	day_t host, exempt, away, suspended;
};

struct walk {
	struct ctx *cx;
	const struct fold_in *in;
	struct fold_out *out;
	struct member_spell *spells;
	struct member_flow *flows;
	size_t spell_room, flow_room;
	struct fold_problem **at;
	const struct org_life *cell;	       /* home; NULL: in none */
	const struct org_life *host, *transit; /* of now, if they are organisations that may end */
	bool pending;			       /* in a cell whose register is not open yet */
	day_t day;			       /* how far it has come */
	const char *standing;		       /* probationary, full; NULL: not told yet */
	const struct member_fact *entry;       /* how they came into the cell */
	day_t admitted, official, left_on, died_on;
	day_t admitted_on, official_on; /* as the papers say; readmission begins anew */
	const char *left;		/* the kind of leaving, after it */
	struct member_spell now;	/* the spell under way; from_day 0: none */
	struct terms until;
	size_t name;
};

const char *walk_name(const struct org_life *life);
void walk_problem(struct walk *w, const struct member_fact *f, const char *field, enum msg what,
	const char *a1, const char *a2);
void walk_day_problem(struct walk *w, const struct member_fact *f, enum msg what, day_t day);

/* The state changes on the day: what was until then is a spell. */
void walk_cut(struct walk *w, day_t day);
void walk_flow(struct walk *w, const char *kind, day_t day, int64_t cell, int64_t other,
	const struct member_fact *f);
bool walk_counted(const struct walk *w);
/* Which organisation a name in a paper of that day means: of one that has ended, its successor. */
enum err walk_resolve(struct walk *w, int64_t org, day_t day, const struct org_life **ret);
/* Is it a cell in which somebody can be on the day, or from its first day on? Tells if not. */
enum err walk_check_cell(struct walk *w, const struct member_fact *f, const char *field,
	const struct org_life *life, day_t day, bool *ret);
/* Becomes a member in the register of the cell. */
void walk_begin(struct walk *w, day_t day);
/* Comes into a cell: in its register at once, or when it opens. */
void walk_arrive(struct walk *w, const struct org_life *cell, day_t day);
/* No longer in the register, though in a cell: there is no spell from this day on. */
void walk_vanish(struct walk *w, day_t day);
/* When the host ends, and where they are on the way to; DAY_MAX: there is none, or it does not. */
day_t walk_host_end(const struct walk *w);
day_t walk_transit_end(const struct walk *w);
/* They take part nowhere but at home. */
void walk_leave_host(struct walk *w);
/* Ends the terms whose day it is. */
void walk_terms_end(struct walk *w, day_t day);
/* What a fact does, once the walk has come to its day. */
enum err walk_take_fact(struct walk *w, const struct member_fact *f, day_t day);

#endif
