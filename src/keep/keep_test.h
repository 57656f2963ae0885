/*
 * keep_test.h: what the tests of this room share: a site with rows of every kind (db/db_test.h),
 * other databases beside it on either engine, and the comparison of two of them.
 */
#ifndef GUONG_KEEP_KEEP_TEST_H
#define GUONG_KEEP_KEEP_TEST_H

#include "db/db_test.h"
#include "keep/keep.h"
#include "keep/keep_pump.h"

enum { ACCOUNTS = 50, AMOUNT = 1000 };

struct keep_test {
	struct site *s;
	struct arena *a;
	const struct keyring *ring;
	const char *dir;  /* for files */
	const char *file; /* "x.gb" in it */
	struct keep_sum sum;
	int made; /* databases on PostgreSQL */
};

/* On a site that is open; both parts are migrated and hold the rows of keep_test_fill(). */
void keep_test_start(struct keep_test *t, struct site *s);
void keep_test_stop(struct keep_test *t);
void keep_test_fill(struct keep_test *t, struct db *main);

/* The name of a new, empty database; on PostgreSQL only with `pgsql`. */
const char *keep_test_other(struct keep_test *t, bool pgsql);
struct db *keep_test_open(struct keep_test *t, const char *where, enum db_part part);
/* All tables of both parts have the same rows, value by value. */
void keep_test_same(struct keep_test *t, const char *one, const char *other);
/* Nothing is in either part. */
void keep_test_empty(struct keep_test *t, const char *where);
int64_t keep_test_number(struct db *db, enum stmt q);
/* Failed so, and said so. */
void keep_test_failed(struct keep_test *t, enum err have, enum err want, enum msg what);

extern const struct tests keep_file_tests;

#endif
