/*
 * village_sum.h: what states of villages add to the sums of the organisations above them.
 *
 *	struct village_sums *s = village_sums_new(cx);
 *	TRY(village_sums_state(s, &state, NULL, -1));		gone
 *	TRY(village_sums_state(s, &state, NULL, 1));		come
 *	TRY(village_sums_write(s));
 *
 * The reach is that of the commune as it stands, unless rows of it are given.
 */
#ifndef GUONG_VILLAGE_VILLAGE_SUM_H
#define GUONG_VILLAGE_VILLAGE_SUM_H

#include "village/village_fold.h"

struct village_above {
	int64_t anc;
	day_t from_day, to_day;
};
extern const struct field village_above_fields[];

struct village_sums;

struct village_sums *village_sums_new(struct ctx *cx);
enum err village_sums_state(struct village_sums *s, const struct village_state *state,
	const struct list *above, int sign);
enum err village_sums_flow(struct village_sums *s, const struct village_flow *flow,
	const struct list *above, int sign);
enum err village_sums_write(struct village_sums *s);
/* What was added up, in order: for whoever compares. */
struct village_delta {
	int64_t org, n;
	const char *figure, *kind;
	day_t day;
};
struct list village_sums_deltas(struct village_sums *s);

#endif
