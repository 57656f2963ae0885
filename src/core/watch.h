/*
 * watch.h: what follows when records of persons or posts, or rules, have been written.
 *
 * Whoever keeps records that follow from persons (who of them lives in a village) or from posts
 * (who is secretary of a cell) has a watch; the app names them all in ctx.watches. They are called
 * in the transaction of the write, after it, and find by cx->txn what it was about. They refuse
 * nothing. What follows from the tree is asked before, too: tree_follow.h.
 */
#ifndef GUONG_CORE_WATCH_H
#define GUONG_CORE_WATCH_H

#include "core/ctx.h"

struct record_watch {
	enum err (*persons)(struct ctx *cx);
	enum err (*posts)(struct ctx *cx);
	enum err (*rule)(struct ctx *cx, const char *code);
};

/* Said by whoever has written persons, posts, or a rule. */
enum err watch_persons(struct ctx *cx);
enum err watch_posts(struct ctx *cx);
enum err watch_rule(struct ctx *cx, const char *code);

#endif
