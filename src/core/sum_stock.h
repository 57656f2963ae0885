/*
 * sum_stock.h: how many members stand below a large organisation on a day, read from the summaries.
 *
 *	TRY(sum_stock(cx, org, day, &there, &n));
 *	if (!there)
 *		TRY(db_number(cx->db, &n, 0, Q_..., org, day, cx->known));
 *
 * For pages that need the number beside what they are about. Not there: the organisation has no
 * summaries, they are being made anew, the question is about an earlier state of knowledge, or (by
 * child) breakdowns of that day are not kept; then it is counted from the records.
 */
#ifndef GUONG_CORE_SUM_STOCK_H
#define GUONG_CORE_SUM_STOCK_H

#include "core/sum.h"

/* Members of one child; child 0: of the organisation itself. */
struct sum_child {
	int64_t child, n;
};

/* The summaries of an organisation, if they can be believed. */
enum err sum_node_read(struct ctx *cx, int64_t org, struct sum_node *ret, bool *ret_there);
enum err sum_stock(struct ctx *cx, int64_t org, day_t day, bool *ret_there, int64_t *ret);
/* The full members among them, where sum_stock() found that they are there. */
enum err sum_stock_full(struct ctx *cx, int64_t org, day_t day, int64_t *ret);
/* struct sum_child, each once; those who have nobody may be left out. */
enum err sum_stock_children(
	struct ctx *cx, int64_t org, day_t day, bool *ret_there, struct list *ret);

#endif
