/*
 * reorg_test.h: a district with what a reorganisation meets: communes that merge, one that is
 * split, one that the file forgets, codes that come again for others, organisations of the
 * district, a departmental committee; members in all cells. And ways to run the actions as forms
 * do.
 */
#ifndef GUONG_REORG_REORG_TEST_H
#define GUONG_REORG_REORG_TEST_H

#include "figure/figure_member_test.h"
#include "reorg/reorg.h"

enum { REORG_DAY = 20250701, REORG_TODAY = 20251001 };

/* Fields as "name=value"; files as "map=..." with their text; NULL ends. */
enum err reorg_run(struct site_test *s, const struct action *action, const char *item, ...)
	__attribute__((sentinel));
/* The path of the plan made last: its id. */
const char *reorg_made(struct site_test *s);
/* Lines of a question that are open, or -1 for all. */
int64_t reorg_open(struct site_test *s, const char *item, const char *ask);
/* The row of the line about an organisation or with that name in the file; NULL: none. */
const char *reorg_row(struct site_test *s, const char *item, const char *old);
struct reorg_work *reorg_worked(struct site_test *s, const char *item, struct reorg_books *ret);

/* Who has the code on cx->day. */
int64_t reorg_org(struct site_test *s, const char *code);
void reorg_plant(struct site_test *s);
/* The stored tree and members follow from what was recorded. */
void reorg_whole(struct site_test *s);
extern const char reorg_units_file[], reorg_map_file[];

#endif
