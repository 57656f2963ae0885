/*
 * village_plan_impl.h: what the files of the plan share; nobody else includes it.
 */
#ifndef GUONG_VILLAGE_VILLAGE_PLAN_IMPL_H
#define GUONG_VILLAGE_VILLAGE_PLAN_IMPL_H

#include "base/map.h"
#include "village/village_follow.h"
#include "village/village_plan.h"

/* A fact in a plan: of the database, added, or taken back. */
struct plan_fact {
	struct plan_fact *next, *same_code;
	struct village_fact f;
	long tag;
	bool added, voided;
};

struct plan_village {
	struct plan_village *next;
	int64_t id;
	bool made, touched;
	long tag;
	struct plan_fact *facts, **facts_end;
};

struct village_plan {
	struct ctx *cx;
	struct lives *lives;	     /* of all organisations, or NULL */
	struct map *by_id, *by_code; /* by_code: places of the plan, made by the check */
	struct plan_village *villages, **last;
	size_t touched, problems;
	const char *commune_kind; /* the last kind that was asked about, for a day */
	day_t commune_day;
	int64_t is_commune;
	long tag;
	tree_report *report;
	void *report_arg;
};

void village_problem(struct village_plan *p, long tag, const char *field, enum msg what,
	const char *a1, const char *a2);

#endif
