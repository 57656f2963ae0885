/*
 * demo_life.h: years of a locality's members, told as the files that an office would have kept.
 *
 *	TRY(demo_life_make(a, &in, &life, f));
 *	bytes = demo_csv(a, demo_transfer_fields, &life.transfers);
 *
 * A locality is a folder of scenarios/: orgs.csv is its tree, a file of the kind `orgs` as it is;
 * cells.csv says what kind of people each cell has and how many when the register is opened, and
 * which committee stands between it and the root; villages.csv, if there is one, which villages
 * there are; plan.csv how often what happened in which year to which cell. Who it happened to, and
 * on which day, is left to the dice, within what is likely: the old die, the young go away,
 * secretaries are experienced. Nobody is in two places, and nothing happens to somebody who has
 * left.
 *
 * How many members there are on a day stands nowhere: it is what comes of the people listed.
 */
#ifndef GUONG_DEMO_LIFE_H
#define GUONG_DEMO_LIFE_H

#include "demo/demo_people.h"

struct demo_life_in {
	const char *folder; /* "scenarios/tam-son-2018" */
	const char *root;   /* code of the committee above the cells */
	const char *unit, *mix;
	day_t from, today; /* the register is opened; the last day */
	uint64_t seed;
	int number; /* member numbers and card numbers begin after it */
};

struct demo_transfer {
	const char *member_no, *from_code, *to_code, *kind, *letter_no, *place;
	day_t on;
};

struct demo_leaving {
	const char *member_no, *kind, *decision_no, *reason;
	day_t on;
};

struct demo_post {
	const char *org_code, *post, *member_no, *holder;
	day_t from, to; /* the last day; 0: still */
	void *who;	/* of demo_life.c */
};

/* What no file tells: exemptions, absences, badges... Kinds and columns of member_kinds.def. */
struct demo_fact {
	const char *member_no, *kind, *place, *number;
	day_t day, until_day;
	int64_t years;
};

/* An attribute that became another on that day; `field` is a column of the members. */
struct demo_change {
	const char *member_no, *field, *value;
	day_t day;
};

/* A row of a file of villages, as they are when the register is opened. */
struct demo_village {
	const char *code, *name, *kind, *commune_code, *cell_code, *joint, *head_name,
		*head_member_no;
	day_t head_from;
	int64_t households, population;
};

/* What was recorded about a village afterwards: aspects of village/village.h. */
struct demo_village_fact {
	const char *village_code, *aspect, *holder, *member_no, *reason, *number;
	day_t from, to; /* the last day; 0: still */
};

/* A step of an admission, by the names of core/flow.h. */
struct demo_step {
	const char *step, *kind, *number, *place;
	const char *who; /* member number of a mentor or introducer */
	day_t day;
	bool vote;
	int against; /* of those who vote */
};

/* Somebody on the way into the Party, or on probation after it. */
struct demo_case {
	struct demo_member who; /* a candidate has no member number */
	const char *source;
	struct demo_step steps[24];
	size_t n;
};

extern const struct field demo_village_fields[];
extern const struct field demo_transfer_fields[], demo_leaving_fields[], demo_post_fields[],
	demo_fact_fields[], demo_change_fields[];

struct demo_life {
	struct list opening;		 /* struct demo_member: there when the register is opened */
	struct list later;		 /* struct demo_member: admitted or arrived afterwards */
	struct list transfers, leavings; /* struct demo_transfer, struct demo_leaving */
	struct list posts, facts, changes;   /* struct demo_post, demo_fact, demo_change */
	struct list villages, village_facts; /* struct demo_village, struct demo_village_fact */
	struct list cases;		     /* struct demo_case */
};

enum err demo_life_make(
	struct arena *a, const struct demo_life_in *in, struct demo_life *ret, struct fault *f);

#endif
