/*
 * figure_sum.h: indicators answered from the summaries of large organisations (core/sum.h).
 *
 *	TRY(figure_sum_open(cx, ask, &sum));
 *	if (sum.there)
 *		return figure_sum_value(cx, &sum, "full", ask, ret);
 *
 * They answer about everything below an organisation that has some, as known now; anything else is
 * counted from the records, with the same result. Breakdowns by the day are not kept everywhere
 * for all times: figure_sum_knows() tells.
 */
#ifndef GUONG_FIGURE_FIGURE_SUM_H
#define GUONG_FIGURE_FIGURE_SUM_H

#include "core/sum.h"
#include "figure/figure.h"

struct figure_sum {
	int64_t org; /* of which was asked */
	bool there;
	struct sum_node node;
};

/* What is summed up under one value of a dimension. */
struct figure_key {
	const char *key; /* "": not known */
	int64_t n;
};

enum err figure_sum_open(struct ctx *cx, const struct figure_ask *ask, struct figure_sum *ret);
/* `what`: a figure of figure_sum. Adds to *ret. */
enum err figure_sum_value(struct ctx *cx, const struct figure_sum *sum, const char *what,
	const struct figure_ask *ask, int64_t *ret);
/* Of several questions that differ in their days only, in one statement. Adds to ret[0..n). */
enum err figure_sum_series(struct ctx *cx, const struct figure_sum *sum, const char *what,
	const struct figure_ask *asks, size_t n, int64_t *ret);
/* Can a dimension be told of these days? */
bool figure_sum_knows(
	const struct figure_sum *sum, enum figure_by by, const struct figure_ask *ask);
/* By a dimension: struct figure_key, each key once, in any order, none of nought. */
enum err figure_sum_keys(struct ctx *cx, const struct figure_sum *sum, const char *const *what,
	enum figure_by by, const struct figure_ask *ask, struct list *ret);

#endif
