/*
 * member_act.h: what is done to a member: one engine, one row for each act.
 *
 * An act is a form with a day, a paper and a reason that adds one fact (member_kinds.def). What
 * differs from act to act stands in a struct member_act: the kind of fact, the states of a person
 * in which it makes sense, how the fact is completed from what was typed. The personal file offers
 * those that fit the state of its day; the form refuses those that do not fit on the day typed.
 *
 * Two ends: a transfer needs both in reach; otherwise one side sends with a letter and the other
 * receives. An act that leads into a cell asks grant_over() for it.
 *
 * Adding an act: a row in member_act_kinds.c with its fields, an action, a route.
 */
#ifndef GUONG_MEMBER_MEMBER_ACT_H
#define GUONG_MEMBER_MEMBER_ACT_H

#include "member/member_file.h"

/* What a person is on a day, as acts see it. */
enum act_state {
	ACT_PROBATIONARY = 1,
	ACT_FULL = 2,
	ACT_LEFT = 4, /* struck off, resigned, expelled, annulled: the way back is to be decided */
	ACT_GONE = 8, /* transferred to outside */
	ACT_DEAD = 16,
	ACT_NOWHERE = 32, /* in no register on this day */
	ACT_TRANSIT = 64,
	ACT_HOSTED = 128,
	ACT_EXEMPT = 256,
	ACT_AWAY = 512,
	ACT_SUSPENDED = 1024,
	ACT_BEYOND = 2048, /* on the way to a cell outside reach; only a page asks for it */
	ACT_MEMBER = ACT_PROBATIONARY | ACT_FULL,
};

/* What any form about a fact can ask for; the names are those of struct member_fact. */
struct act_in {
	day_t day, second_day, until_day;
	const char *kind, *cell, *other, *place, *number, *status, *reason, *why;
	int64_t years;
};

struct act_work {
	struct ctx *cx;
	struct doc *d;
	const struct act_in *in;
	int64_t person;
	struct member_spell now; /* on the day of the act */
	unsigned state;
	struct member_fact fact; /* what will be added */
	int64_t voids;		 /* a fact taken back instead; 0: none */
};

struct member_act {
	const char *name, *kind; /* kind NULL: chosen in the form */
	unsigned any, not ;	 /* fits whoever is one of `any` and none of `not` */
	/* Completes the fact, and checks; may be NULL. */
	enum err (*complete)(struct act_work *w);
	/* What stands in the empty form; may be NULL. */
	enum err (*begin)(struct act_work *w, struct act_in *in);
	enum perm_end { END_HOME, END_TRANSIT, END_EITHER } end; /* whose reach is asked for */
	const struct action *action;
	bool next; /* what is to be done next with whoever it fits */
};

/* State of a spell (NULL: nowhere). */
unsigned member_act_state(const struct member_spell *s);
/* Where somebody stands on a day (zeroed: nowhere), and their state; former members die too. */
enum err member_act_stand(
	struct ctx *cx, int64_t person, day_t day, struct member_spell *ret, unsigned *ret_state);
bool member_act_fits(const struct member_act *act, unsigned state);
/* Acts that fit, as links; the first that is to be done next is the primary one, if there is any.
 */
bool member_act_links(struct ctx *cx, struct doc *d, int64_t person, unsigned state);
/* All of them, in the order in which they are offered; ends with a NULL name. */
extern const struct member_act member_acts[];

/* Field `other` or `cell` of a form: the organisation on the day, within the actor's reach. */
enum err member_act_pick(
	struct ctx *cx, const char *text, day_t day, const char *field, int64_t *ret);
/* The last day of an interval must not lie before its first. */
enum err member_act_until(struct ctx *cx, day_t day, day_t until);
/* A badge is awarded once, a first card issued once: refused if `facts` tell of it already. */
enum err member_act_once(struct ctx *cx, struct list facts, const struct member_fact *f);
/* What the plan changes, as a table: for the preview. */
enum err member_act_diffs(struct ctx *cx, struct member_plan *p, struct doc *d);
/* One sentence: name, status, cell. */
enum err member_act_lead(struct ctx *cx, struct doc *d, int64_t person);

enum err member_act_fill(struct ctx *cx, void *in, struct doc *d);
enum err member_act_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d);
enum err member_act_apply(struct ctx *cx, const void *in, void *plan, struct doc *d);

extern const struct action member_recognise, member_transfer, member_send, member_receive,
	member_unsend, member_transfer_out, member_transfer_in, member_host, member_host_end,
	member_exempt, member_exempt_end, member_away, member_away_end, member_suspend,
	member_suspend_end, member_leave, member_death, member_readmit, member_restore, member_card,
	member_badge;
/* Who is on the way between cells (member_act_transit.c). */
extern const struct action member_transit;
/* Facts themselves (member_act_fact.c): {item} is "PERSON.FACT". */
extern const struct action member_fact_show, member_fact_undo, member_fix_enter,
	member_fix_recognise, member_fix_move, member_fix_host, member_fix_term, member_fix_plain;

#endif
