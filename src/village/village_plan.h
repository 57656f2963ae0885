/*
 * village_plan.h: changing what is recorded about villages: planned, checked, carried out.
 *
 *	struct village_plan *p = village_plan_new(cx);
 *	TRY(village_plan_set(p, &(struct village_fact){.village = id, .aspect = "head",
 *		.from_day = d, .holder = name}));		changed from a day
 *	TRY(village_plan_check(p));		problems name the field, or the row of a file
 *	TRY(village_plan_apply(p));		inside txn_start() ... commit
 *
 * One plan may touch any number of villages. Facts are never changed in place: what ends earlier or
 * was wrong is voided, another one stands for it. Texts must live as long as the plan.
 */
#ifndef GUONG_VILLAGE_VILLAGE_PLAN_H
#define GUONG_VILLAGE_VILLAGE_PLAN_H

#include "core/tree_life.h"
#include "village/village.h"

struct village_plan;

struct village_plan *village_plan_new(struct ctx *cx);
/* Problems go to `report` (see tree_plan.h) instead of cx->f, with the tag of what caused them. */
void village_plan_report(struct village_plan *p, tree_report *report, void *arg);
void village_plan_tag(struct village_plan *p, long tag);
/* Lives of all organisations (lives_take_all), for many plans on one tree; otherwise a plan reads
 * those it needs. */
void village_plan_lives(struct village_plan *p, struct lives *l);

/* An id for a village that begins in this plan. */
int64_t village_plan_found(struct village_plan *p);
/* A fact with both its days as given. */
enum err village_plan_add(struct village_plan *p, const struct village_fact *f);
/*
 * From a day on it is so: what held on that day ends, and this holds until the next change known.
 * Of those in charge there may be several, so it is only added.
 */
enum err village_plan_set(struct village_plan *p, const struct village_fact *f);
/* It never was so. */
enum err village_plan_void(struct village_plan *p, int64_t village, int64_t id);
/* It held until the day before `to_day` only; `other`: the village that this one became part of. */
enum err village_plan_end(
	struct village_plan *p, int64_t village, int64_t id, day_t to_day, int64_t other);
/* Takes back everything that a transaction did to villages; refused if something was built on it.
 */
enum err village_plan_undo(struct village_plan *p, int64_t txn);

/* The fact of an aspect that holds on a day if the plan is carried out; NULL: none. */
enum err village_plan_fact(struct village_plan *p, int64_t village, enum village_aspect aspect,
	day_t day, const struct village_fact **ret);

enum err village_plan_check(struct village_plan *p);
enum err village_plan_apply(struct village_plan *p);
size_t village_plan_count(const struct village_plan *p);

#endif
