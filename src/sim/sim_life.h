/*
 * sim_life.h: what happens to one person, and when it becomes known.
 *
 *	sim_life_make(life, i, &story);		the i-th person, always the same
 *
 * A story holds the truth only: attributes, facts, changes and corrections of them, each with the
 * month in which it was entered. Districts enter once a month, at its end; some things a year late,
 * some wrong at first. What is known of a person at any time is the beginning of what happened, so
 * that nothing contradicts what came before it. Month 0 is the opening of the registers.
 */
#ifndef GUONG_SIM_SIM_LIFE_H
#define GUONG_SIM_SIM_LIFE_H

#include "demo/demo_people.h"
#include "member/member.h"
#include "sim/sim_tree.h"

enum { SIM_FACTS = 96, SIM_CHANGES = 24, SIM_MONTHS = 1000, SIM_NEVER = 32000 };

struct sim_fact {
	struct member_fact f;
	int month, voided;     /* entered; taken back: SIM_NEVER */
	int cell_at, other_at; /* of sim_tree.cells; -1: none */
};

/* From a day on, or as it had always been. */
struct sim_change {
	int month;
	bool correct;
	day_t day;
	struct person to;
	const char *fields[4]; /* of person_attributes, those that become what they are in `to` */
};

struct sim_story {
	int64_t person;
	struct person first;
	struct sim_fact facts[SIM_FACTS];
	struct sim_change changes[SIM_CHANGES];
	int fact_count, change_count;
	short unit[SIM_MONTHS]; /* who entered in that month; -1: nobody */
};

struct sim_life;

/* Reads what people are made of; in `a`, also what the years of badges are, by the rules. */
enum err sim_life_new(
	struct ctx *cx, struct arena *a, const struct sim_tree *t, struct sim_life **ret);
/* Texts live in `a`, until the story is told. */
void sim_life_make(struct sim_life *l, struct arena *a, int64_t i, struct sim_story *ret);

/* Transactions: one for each district and month. */
int sim_months(const struct sim_tree *t);
int64_t sim_entered_ms(const struct sim_tree *t, int unit, int month);
int64_t sim_entered_txn(const struct sim_tree *t, int unit, int month);

#endif
