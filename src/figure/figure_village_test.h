/*
 * figure_village_test.h: the world of the random test of villages, and the indicators computed a
 * second time: one village, one day, from the records alone.
 */
#ifndef GUONG_FIGURE_FIGURE_VILLAGE_TEST_H
#define GUONG_FIGURE_FIGURE_VILLAGE_TEST_H

#include "core/site_test.h"
#include "member/member_plan.h"
#include "village/village.h"

enum {
	COMMUNES = 5,
	CELLS = 8,
	VILLAGES = 9,
	PEOPLE = 26,
	LEADERS = 7,
	ACTS = 60,
	LOOKS = 6,
	ROUNDS = 5,
	POSTS = 400,
};

struct world {
	struct site_test *s;
	uint64_t dice;
	int64_t root, districts[2], communes[COMMUNES], cells[CELLS], people[PEOPLE],
		villages[VILLAGES];
	size_t village_count;
	struct { /* secretaries that were recorded */
		int64_t cell;
		unsigned no;
		day_t from, to;
	} posts[POSTS];
	size_t post_count;
};

/* A stock on a day; heads admitted between two. */
int64_t second(struct world *w, enum village_mark m, int64_t org, day_t day);
int64_t second_admitted(struct world *w, int64_t org, day_t from, day_t to);

#endif
