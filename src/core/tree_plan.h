/*
 * tree_plan.h: changing the tree: acts are planned, checked together, shown, and carried out.
 *
 *	struct tree_plan *p;
 *	TRY(tree_plan_new(cx, &p));
 *	tree_plan_act(p, &(struct org_act){.org = id, .act = "rename", .day = d, .name = name});
 *	TRY(tree_plan_check(p));              problems name the field, or the row of a file
 *	diffs = tree_plan_diffs(p);           what becomes different: for the preview
 *	TRY(tree_plan_apply(p));              inside txn_start() ... commit
 *
 * A plan holds any number of acts about any number of organisations, found in the same plan or
 * before. Checked for every day that is touched: an organisation begins once and is not acted on
 * after its end; its parent exists as long as it does; nobody is above himself; a code belongs to
 * one organisation on a day; the kind may stand under the parent's kind on that day; no child is
 * left behind by an organisation that ends.
 *
 * Correcting: tree_plan_void() takes an act back, a new one stands for it. The spells that follow
 * differently are voided and written anew; those that follow alike are not touched.
 *
 * The plan lives in cx->a.
 */
#ifndef GUONG_CORE_TREE_PLAN_H
#define GUONG_CORE_TREE_PLAN_H

#include "core/tree.h"

struct tree_plan;

/* Told of each problem: `tag` is that of the act it is about. */
typedef void tree_report(
	void *p, long tag, const char *field, enum msg what, const char *const arg[ERR_ARGS]);

enum err tree_plan_new(struct ctx *cx, struct tree_plan **ret);
/* Problems go to `report` instead of cx->f (which is then told once that there are some). */
void tree_plan_report(struct tree_plan *p, tree_report *report, void *arg);
/* The tag of the acts that follow: the row of a file. */
void tree_plan_tag(struct tree_plan *p, long tag);

/* An id for an organisation that will be founded in this plan. */
int64_t tree_plan_org(struct tree_plan *p);
/* Is it such an id? */
bool tree_plan_makes(const struct tree_plan *p, int64_t org);
/* Adds an act; texts must live as long as the plan. An act with an id is a copy of a voided one. */
enum err tree_plan_act(struct tree_plan *p, const struct org_act *act);
/* Takes back an act of the database. */
enum err tree_plan_void(struct tree_plan *p, const struct org_act *act);

/* What an organisation is on a day, and which one has a code, if the plan is carried out. */
enum err tree_plan_spell(struct tree_plan *p, int64_t org, day_t day, const struct org_spell **ret);
enum err tree_plan_by_code(struct tree_plan *p, const char *code, day_t day, int64_t *ret);

enum err tree_plan_check(struct tree_plan *p);
/*
 * What it founds gets no summaries: whoever asks for that makes them when everything is there
 * (sums_nodes_make()). Before it is carried out.
 */
void tree_plan_sum_later(struct tree_plan *p);
/* Writes acts and spells; the caller has begun the transaction and the txn. */
enum err tree_plan_apply(struct tree_plan *p);

/* One spell that comes or goes. */
struct tree_diff {
	int64_t org;
	const char *when;	  /* "before" or "after", in the reader's words */
	day_t from_day, last_day; /* both included */
	const char *name, *code, *kind, *parent_name;
};
extern const struct field tree_diff_fields[];
/* Spells that go and come, by organisation and day; at most `max`. */
enum err tree_plan_diffs(struct tree_plan *p, size_t max, struct list *ret);
size_t tree_plan_orgs(const struct tree_plan *p);

#endif
