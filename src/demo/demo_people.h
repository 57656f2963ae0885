/*
 * demo_people.h: believable people, none of whom exists.
 *
 *	struct demo_people *p;
 *	TRY(demo_people_new(a, &(struct demo_people_in){.mix = "highland", .unit = "Q104",
 *		.seed = 7, .horizon = 20161231}, &p, f));
 *	demo_people_make(p, a, &(struct demo_ask){.circle = "village", .day = 20160101}, &m);
 *
 * The same input gives the same people in the same order, on every machine. What they are like
 * (names by ethnic group, ages by occupation, schooling, political theory...) stands as weights in
 * scenarios/people.csv; names are put together freely from common family, middle and given names.
 *
 * Days of a person are consistent: admitted at 18 or later, on a working day, more often before
 * the great anniversaries; the ceremony within two weeks; official twelve months after it, decided
 * some weeks later; the card on one of the four days of the year on which cards are handed out.
 * What would come after the horizon is left out.
 *
 * A struct demo_member is a row of a file of members, its field table the columns of
 * docs/help/vi/cot-cua-tep.md: benches and demos write it with demo_csv() or any sink.
 */
#ifndef GUONG_DEMO_PEOPLE_H
#define GUONG_DEMO_PEOPLE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/field.h"
#include "demo/demo_dice.h"

struct demo_member {
	const char *member_no, *full_name, *sex, *ethnicity, *religion, *native_place, *residence,
		*schooling, *degree, *theory_level, *occupation, *youth_union, *cell_code,
		*village_code, *admitted_at, *arrived_from, *card_no;
	day_t birth_date, admitted_on, ceremony_on, recognised_on, recognition_decided_on,
		arrived_on, card_on, exempt_from, exempt_until;
};
extern const struct field demo_member_fields[];

struct demo_people_in {
	const char *mix;  /* of scenarios/people.csv: townlet, lowland, highland, south */
	const char *unit; /* code of a commune or district of before July 2025 */
	uint64_t seed;
	day_t horizon; /* nothing that happens to them is later */
	int number;    /* the first one has the number after it, and so have the cards */
};

/* Who is wanted. */
struct demo_ask {
	const char *circle; /* residential, village, school, agency... of people.csv */
	const char *cell_code, *residence;
	day_t day;  /* they are members on this day, or are admitted on it */
	bool fresh; /* admitted on that day; otherwise some time before */
};

struct demo_people;

/* ERR_NOT_FOUND if there is no such unit. */
enum err demo_people_new(struct arena *a, const struct demo_people_in *in, struct demo_people **ret,
	struct fault *f);
/* The next person; texts live in the arena given, which may be another one. */
void demo_people_make(struct demo_people *p, struct arena *a, const struct demo_ask *ask,
	struct demo_member *ret);
/* Makes somebody who was admitted elsewhere and comes on that day with a letter. */
void demo_people_arrive(struct demo_people *p, struct arena *a, struct demo_member *m, day_t day);
/* Another commune of the neighbourhood, for letters. */
const char *demo_people_near(struct demo_people *p, struct arena *a);
/* A word of scenarios/people.csv. */
const char *demo_people_word(struct demo_people *p, const char *what, const char *who);
struct demo_dice *demo_people_dice(struct demo_people *p);

/* A day for a decision to admit somebody: a few days before an anniversary, more often than not. */
day_t demo_admission_day(struct demo_dice *d, day_t from, day_t to);
/* The next working day; the next day on which cards and badges are handed out, from `day` on. */
day_t demo_working_day(day_t day);
day_t demo_card_day(day_t day);

/* Rows as a file: header in English, days as 2016-12-31. */
struct str demo_csv(struct arena *a, const struct field *fields, const struct list *rows);

#endif
