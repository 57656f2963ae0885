/*
 * tree_impl.h: what tree_plan.c, tree_fold.c, tree_check.c and tree_apply.c share.
 */
#ifndef GUONG_CORE_TREE_IMPL_H
#define GUONG_CORE_TREE_IMPL_H

#include "base/map.h"
#include "core/tree_plan.h"

/* An act in a plan: of the database, added, or taken back. */
struct plan_act {
	struct plan_act *next;
	struct org_act act;
	long tag;
	bool added, voided;
};

struct plan_spell {
	struct plan_spell *next;      /* of the same organisation, later */
	struct plan_spell *same_code; /* of another organisation with the same code */
	struct org_spell s;
	long tag;  /* of the act that began it */
	bool dead; /* of an earlier fold: still in the index of codes */
	bool kept; /* stands in the database just so */
};

struct plan_org {
	struct plan_org *next;
	struct plan_org *next_stale;
	int64_t id;
	bool made;		      /* comes to be in this plan */
	bool touched;		      /* has acts added or voided; others are only looked at */
	bool stale;		      /* its acts changed since its spells were made */
	struct plan_act *acts, *last; /* sorted by tree_fold() */
	struct plan_spell *spells;    /* as they will be */
	struct list old;	      /* struct org_spell: as they are */
	long tag;		      /* of the last act added */
};

struct tree_plan {
	struct ctx *cx;
	struct tree_rules rules;
	struct map *by_id;
	struct map *by_code; /* struct plan_spell of touched organisations */
	struct plan_org *orgs, *last, *stale;
	size_t count, touched;
	long tag;
	tree_report *report;
	void *report_arg;
	size_t problems;
	bool telling;	       /* folding tells what is wrong: once, at the check */
	bool verify;	       /* what stands in the database is doubted, not kept */
	void **followed;       /* what each follower made of the check */
	bool sum_later;	       /* no new nodes */
	struct sum_tree *sums; /* how the summaries follow: core/sum.h */
};

/* The organisation in the plan, loaded from the database if it was not there yet. */
enum err plan_org(struct tree_plan *p, int64_t id, struct plan_org **ret);
/* A plan with rules loaded before. */
struct tree_plan *plan_empty(struct ctx *cx, const struct tree_rules *rules);
/* Tells of a problem with the acts of a tag. */
void plan_problem(struct tree_plan *p, long tag, const char *field, enum msg what, const char *a1,
	const char *a2);
/* The followers' part of a check and of carrying out: tree_follow.c. */
enum err tree_follow_check(struct tree_plan *p);
enum err tree_follow_apply(struct tree_plan *p);
/* Makes the spells of all organisations anew, and tells what is wrong with the order of acts. */
void plan_refold(struct tree_plan *p);
/* Sorts the acts of an organisation and makes its spells from them. */
void tree_fold(struct tree_plan *p, struct plan_org *o);
bool spell_same(const struct org_spell *a, const struct org_spell *b);
/* The spell on a day, or NULL. */
const struct plan_spell *plan_spell_on(const struct plan_org *o, day_t day);

#endif
