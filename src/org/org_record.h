/*
 * org_record.h: dated records of an organisation: terms, bodies, posts, charges.
 *
 * The four are tables of one pattern: org, from_day, to_day, txn, void_txn, and columns of their
 * own. One engine (org_record.c) serves them all; a struct dated says what differs: statements,
 * forms, checks. What can be done with each is the same:
 *
 *	new      a row more
 *	change   from a day: the row ends the day before, another begins
 *	correct  it was wrong from the start: the row is voided, another stands for it
 *	end      its last day becomes known
 *	remove   it never should have been: voided
 *
 * A row is never changed in place. Who comes second with a row that was voided meanwhile is told so
 * (ERR_CONFLICT). In forms and on pages `to` is the last day; in the record it is the day after.
 *
 * A body has an identity that its rows share (the column body): posts refer to that, so that they
 * stay with a body that is renamed or corrected.
 */
#ifndef GUONG_ORG_ORG_RECORD_H
#define GUONG_ORG_ORG_RECORD_H

#include "core/tree_verify.h"
#include "org/org.h"

/* A row of any of the four, and what a form says about it. */
struct org_record {
	int64_t id, org, body, over_org, txn, made_ms, void_txn;
	const char *number, *kind, *name, *post, *holder, *member_no, *field, *note, *decision_no;
	day_t congress_day, from_day, to_day;
	/* forms only: as typed */
	const char *body_name, *over, *reason;
};

/* The columns: for statements. */
extern const struct field org_record_columns[];

enum record_op { RECORD_NEW, RECORD_CHANGE, RECORD_CORRECT, RECORD_END, RECORD_REMOVE, RECORD_OPS };

struct dated {
	const char *name; /* "post": in addresses, names of transactions, JSON */
	enum stmt insert, void_row, get;
	enum msg title;
	const struct field *facts; /* what the page of a record shows */
	/* Completes a row from what was typed and checks it; `old`: the row it stands for, or 0. */
	enum err (*check)(struct ctx *cx, struct org_record *r, int64_t old, struct doc *d);
	/* Puts into words what the row has as ids. */
	enum err (*words)(struct ctx *cx, struct org_record *r);
	/* May the row be ended or removed? May be NULL. */
	enum err (*leave)(struct ctx *cx, const struct org_record *r, enum record_op op, day_t end,
		struct doc *d);
};

/* What an action of this room has in its arg. */
struct record_act {
	const struct dated *dated;
	enum record_op op;
};

extern const struct dated org_terms, org_bodies, org_posts, org_charges;

/* The live row that the address names; ERR_CONFLICT if it was voided meanwhile. */
enum err org_record_get(struct ctx *cx, const struct dated *t, struct org_record *ret);
/* The last day instead of the day after it. */
day_t org_record_last(day_t to_day);

/*
 * Nobody gives functions to themselves by a post or charge of their own, nor beyond what they hold:
 * whoever keeps the register over the organisation records any post, a secretary those of their own
 * rank and below. Faults with a problem on `field`. Asks nothing of the operator.
 */
enum err org_post_check(struct ctx *cx, const struct org_record *r, const char *field);
/*
 * Posts to which only official members are elected (catalogue post_full) are not held on
 * probation: would somebody of that number, between these days? A name and a day, or NULL.
 */
enum err org_post_probation(struct ctx *cx, const char *post, const char *member_no, day_t from,
	day_t to, const char **ret_name, day_t *ret_day);
/* What `guong check` asks about it. */
enum err org_post_verify(struct ctx *cx, tree_found *found, void *p);
enum err org_self_check(struct ctx *cx, const char *member_no, const char *field);

enum err org_record_fill(struct ctx *cx, void *in, struct doc *d);
enum err org_record_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d);
enum err org_record_apply(struct ctx *cx, const void *in, void *plan, struct doc *d);
enum err org_record_show(struct ctx *cx, const void *in, struct doc *d);

#endif
