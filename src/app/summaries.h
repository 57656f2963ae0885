/*
 * summaries.h: upkeep of the summaries of indicators (core/sum.h): by the jobs process, a turn of
 * its loop at a time, and by `guong summaries`, which makes all of them anew, or those that
 * are missing.
 */
#ifndef GUONG_APP_SUMMARIES_H
#define GUONG_APP_SUMMARIES_H

#include "app/cli.h"
#include "app/site.h"

struct summaries {
	int64_t turn_us; /* when they were seen to last; 0: never */
};

/* Puts together what was added, and makes one node anew that is not to be believed. */
enum err summaries_turn(struct summaries *su, struct site *site, struct arena *a);
/* Inside no transaction. */
enum err summaries_make(struct ctx *cx);
int summaries_run(struct args *args);

#endif
