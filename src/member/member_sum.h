/*
 * member_sum.h: members in the summaries of indicators (core/sum.h).
 *
 * Whatever changes members or the tree adds to the summaries what it changes, in the same
 * transaction: member_plan_apply() the difference of each person touched, the follower of the tree
 * that of everybody who stands elsewhere without having moved. If those are too many, the nodes
 * concerned become dirty: indicators are then counted from the records, until the jobs process has
 * made them anew.
 */
#ifndef GUONG_MEMBER_MEMBER_SUM_H
#define GUONG_MEMBER_MEMBER_SUM_H

#include "core/sum.h"
#include "core/tree_verify.h"

struct member_plan;

/* What is kept of a person: struct person, member_spell, member_flow. */
struct member_sum_record {
	struct list rows, spells, flows;
};
/* Adds what it comes to n times: 1 or -1. */
enum err member_sum_count(struct sums *s, const struct member_sum_record *r, int n);

/* After a checked plan was written. */
enum err member_sum_plan(struct member_plan *p);
/* After a plan of the tree was written and before the members follow it. */
enum err member_sum_tree(struct ctx *cx, struct tree_plan *tree);

/*
 * Makes all summaries anew from the records, and nodes that are missing: after rows were put in
 * past the plans (an offline loader), and to mend. Inside a write transaction; its millions of
 * numbers lie in a temporary file.
 */
enum err member_sum_rebuild(struct ctx *cx);
/* Those that are missing or dirty, in one reading: after an update that brings more of them. */
enum err member_sum_mend(struct ctx *cx);
/*
 * For who makes the records and counts each of them on the way: nodes and places are read, so that
 * counting asks the database nothing. Organisations are not counted yet (sums_orgs()).
 */
enum err member_sum_start(struct ctx *cx, struct sums **ret);
/* A node that is dirty; -1: none is. */
enum err member_sum_dirty(struct ctx *cx, int64_t *ret);
/* Makes one anew, in transactions of its own: others can write meanwhile, nobody folds. */
enum err member_sum_clean(struct ctx *cx, int64_t node);
/* Are they what follows from the records? Each difference goes to `found`, of a node at most 20. */
enum err member_sum_verify(struct ctx *cx, tree_found *found, void *p);

#endif
