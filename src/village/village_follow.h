/*
 * village_follow.h: states of villages stay right, whatever they follow from is changed.
 *
 *	TRY(village_refold_told(cx, told, NULL));	after facts were written
 *
 * Folds villages anew from the records as they stand, and writes what comes out different: states,
 * flows, and what they add to village_sum. The tree follower and the watch (core/tree_follow.h,
 * core/watch.h) find out which villages a change concerns. The follower of villages must come
 * before that of members, which calls the watch: it moves the sums to the new reach while the
 * states still are as they were.
 */
#ifndef GUONG_VILLAGE_VILLAGE_FOLLOW_H
#define GUONG_VILLAGE_VILLAGE_FOLLOW_H

#include "core/tree_follow.h"
#include "core/watch.h"
#include "village/village_fold.h"

extern const struct tree_follower village_follower;
extern const struct record_watch village_watch;

/* fresh: it begins in this transaction and became part of no other. */
struct village_told {
	int64_t id;
	bool fresh;
};

/*
 * After facts of these (struct village_told) were written: they and the others that it concerns, in
 * a transaction with its txn begun. Lives of all organisations, or NULL.
 */
enum err village_refold_told(struct ctx *cx, struct list told, struct lives *l);

/* What the fold needs of one village; `l` and `minimums` are of all. */
enum err village_load(struct ctx *cx, struct lives *l, struct list minimums, int64_t village,
	struct village_in *ret);
/* A village whose residents are this one's from a day on: itself, or one that became part of it. */
enum { VILLAGE_SOURCES = 64 };
struct village_source {
	int64_t village;
	day_t from;
};
enum err village_sources(struct ctx *cx, int64_t village, int64_t known,
	struct village_source ret[VILLAGE_SOURCES], size_t *ret_n);
/*
 * The village that an attribute with these days means: that of the code when it began to hold, or
 * soonest after. `places`: those that carry the code (struct village_fact), by day.
 */
int64_t village_meant(const struct list *places, day_t from, day_t to);
enum err village_minimums(struct ctx *cx, struct list *ret);

#endif
