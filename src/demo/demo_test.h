/*
 * demo_test.h: a locality told again from its files alone: who came, moved and left on which day.
 *
 * It reads nothing but the rows that an office would have sent, so that what the program makes of
 * them can be compared with it.
 */
#ifndef GUONG_DEMO_TEST_H
#define GUONG_DEMO_TEST_H

#include "base/map.h"
#include "demo/demo_life.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* comes after the four above */
#include <cmocka.h>

enum { DEMO_TODAY = 20180831, DEMO_OPENED = 20100101 };

#ifndef ok
#define ok(x) assert_int_equal((x), ERR_OK)
#endif

extern const struct demo_life_in demo_tam_son, demo_muong_ang, demo_moc_chau;

struct demo_told {
	const struct demo_member *m;
	const char *cell, *first_cell;
	day_t came, left;
};

struct demo_story {
	const struct demo_life_in *in;
	struct demo_life life;
	struct demo_told *told;
	size_t n;
	struct map *by_no;
};

/* Fails the test where a row contradicts another. */
struct demo_story demo_tell(struct arena *a, const struct demo_life_in *in, struct fault *f);
struct demo_told *demo_told_of(const struct demo_story *s, const char *member_no);
/* The cell of somebody on a day; NULL: in none. */
const char *demo_told_cell(const struct demo_story *s, const struct demo_told *t, day_t day);
/* Members on a day, of a cell or (NULL) of all. */
int demo_told_count(const struct demo_story *s, day_t day, const char *cell);

#endif
