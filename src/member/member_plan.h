/*
 * member_plan.h: changing persons and their membership: planned, checked, shown, carried out.
 *
 *	struct member_plan *p;
 *	TRY(member_plan_new(cx, &p));
 *	id = member_plan_person(p, &person);                    a new one; or an id that exists
 *	TRY(member_plan_fact(p, &(struct member_fact){.person = id, .kind = "admitted", ...}));
 *	TRY(member_plan_check(p));       problems name the field, or the row of a file
 *	TRY(member_plan_diffs(p, 50, &rows));                   what becomes different
 *	TRY(member_plan_apply(p));       inside txn_start() ... commit
 *
 * One plan may touch any number of persons: a file of 100,000 is one plan. Planning only reads.
 * Texts must live as long as the plan, which lives in cx->a. Rows that come out as they stand are
 * not touched; others are voided and written anew, so that what was known before can be asked.
 */
#ifndef GUONG_MEMBER_MEMBER_PLAN_H
#define GUONG_MEMBER_MEMBER_PLAN_H

#include "core/tree_plan.h"
#include "member/member_fold.h"

struct member_plan;

enum err member_plan_new(struct ctx *cx, struct member_plan **ret);
/* The tree as it will be, if the plan follows a plan of the tree. */
void member_plan_tree(struct member_plan *p, struct tree_plan *tree);
/* Problems go to `report` (see tree_plan.h) instead of cx->f, with the tag of what caused them. */
void member_plan_report(struct member_plan *p, tree_report *report, void *arg);
void member_plan_tag(struct member_plan *p, long tag);

/* Lives of organisations as the plan sees them. */
struct lives *member_plan_lives(struct member_plan *p);

/* A new person with these attributes on all days. Returns the id. */
int64_t member_plan_person(struct member_plan *p, const struct person *attributes);
/* Adds a fact; id, seq, txn are the plan's. Takes one back. */
enum err member_plan_fact(struct member_plan *p, const struct member_fact *f);
enum err member_plan_void(struct member_plan *p, const struct member_fact *f);
/*
 * Attributes: those of `fields` (NULL-ended names of person_attributes) get the values of `to`.
 * Changed from a day: from then on until the next change known. Was wrong from the start: on all
 * days around `day` on which it has the value that it has on `day`.
 */
enum err member_plan_change(struct member_plan *p, int64_t person, day_t day,
	const struct person *to, const char *const *fields);
enum err member_plan_correct(struct member_plan *p, int64_t person, day_t day,
	const struct person *to, const char *const *fields);
/* Two records of one person: `person` is told under `into`; history "both" or "kept". */
enum err member_plan_join(struct member_plan *p, int64_t person, int64_t into, const char *history);
enum err member_plan_part(struct member_plan *p, int64_t person);
/* Takes back everything that a transaction did to persons; refused if something was built on it. */
enum err member_plan_undo(struct member_plan *p, int64_t txn);
/* Nothing changed but the tree: where they stood is made anew. */
enum err member_plan_refold(struct member_plan *p, int64_t person);

/* Folds every person touched; ERR_REFUSED with problems. May be called again after additions. */
enum err member_plan_check(struct member_plan *p);
/* Where a person stands on a day if it is carried out; NULL: nowhere. After the check. */
const struct member_spell *member_plan_spell(struct member_plan *p, int64_t person, day_t day);
/*
 * Writes some of the words of a large plan, for the search; `ret_more`: call it again, in another
 * transaction. A word without a person finds nobody, so nothing half done is seen, and the apply
 * that follows keeps others waiting for less. May be left out.
 */
enum err member_plan_words(struct member_plan *p, bool *ret_more);
/* Writes; the caller has begun the transaction and the txn. */
enum err member_plan_apply(struct member_plan *p);

/* One spell that comes or goes. */
struct member_diff {
	int64_t person;
	const char *when, *full_name, *cell_name, *status;
	day_t from_day, last_day; /* both included */
	int exempt, away;
};
extern const struct field member_diff_fields[];
enum err member_plan_diffs(struct member_plan *p, size_t max, struct list *ret);
size_t member_plan_count(const struct member_plan *p);

/* Keeps membership right when the tree changes: see core/tree_follow.h. */
struct tree_follower;
extern const struct tree_follower member_follower;

#endif
