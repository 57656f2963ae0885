/*
 * flow_impl.h: what the files of the engine share; nobody else includes it.
 */
#ifndef GUONG_CORE_FLOW_IMPL_H
#define GUONG_CORE_FLOW_IMPL_H

#include "core/flow.h"
#include "core/tree_life.h"

enum { FLOW_STEPS_MOST = 40 }; /* of one form */

struct flow_seen {
	struct flow_seen *next;
	int64_t org;
	day_t day;
	struct flow_way way;
};

struct flow_undo {
	int64_t step;
	const char *why;
};

struct flow_plan {
	struct ctx *cx;
	struct flow_case *c, after;
	struct flow_step *live; /* as they will stand, sorted */
	size_t n;
	struct flow_step added[FLOW_STEPS_MOST];
	size_t added_count;
	struct flow_undo undone[FLOW_STEPS_MOST];
	size_t undone_count;
	struct list spells, clocks; /* as they will be */
	void *effect;
	int64_t seq;
	bool late;
	struct lives *lives;
	struct tree_rules rules;
	bool has_rules;
	struct flow_seen *seen; /* ways that were asked for already */
};

/* The way of an organisation on a day, read once. */
enum err flow_way_on(struct flow_plan *p, int64_t org, day_t day, struct flow_way *ret);
void flow_way_climb(
	const struct tree_rules *rules, struct list path, day_t day, struct flow_way *ret);

/* Who had a vote; what a show of hands leaves out; does the count hold? Problems in cx->f. */
enum err flow_vote_base(struct flow_work *w, struct flow_step *s);
void flow_vote_hands(struct flow_step *s);
enum err flow_vote_check(struct flow_work *w);

/* What becomes of the steps that a plan has: spells and clocks with all that is stored of them. */
enum err flow_tell(struct flow_plan *p, struct flow_told *ret);
/* Rows that come out as they stand are left alone. */
enum err flow_rows_apply(struct flow_plan *p);
/* Organisation of a case on a day, by its steps and what became of organisations. */
enum err flow_org_on(struct flow_plan *p, day_t day, int64_t *ret);
/* The way of an organisation with the other end of the case. */
enum err flow_way_full(struct flow_plan *p, int64_t org, day_t day, struct flow_way *ret);

#endif
