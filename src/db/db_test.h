/*
 * db_test.h: the tests of this room run on both databases, each in a fresh one of its own.
 *
 * A site is such a database. PostgreSQL is used when GUONG_TEST_PG holds an address of the kind
 * "host=... user=..." (test/pg.sh gives one) whose user may create databases; otherwise its run is
 * reported as skipped.
 */
#ifndef GUONG_DB_TEST_H
#define GUONG_DB_TEST_H

#include "base/arena.h"
#include "db/db.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* comes after the four above */
#include <cmocka.h>

struct site {
	struct arena *a;
	struct fault f;
	const char *where;	/* for db_open() */
	const char *dir, *base; /* SQLite: the directory; PostgreSQL: the name of the database */
	struct db *db;		/* main part, open and migrated */
	bool pgsql;
};

/* For cmocka; the initial state is "sqlite" or "pgsql". empty: nothing migrated. */
int site_start(void **state);
int site_start_empty(void **state);
int site_stop(void **state);
/* Another connection to the same database. */
struct db *site_open(struct site *s, enum db_part part);
/* Runs a command of the administrator (PostgreSQL only). */
void site_admin(const char *sql);

#define on_sqlite(fn)                                                                              \
	{                                                                                          \
		"sqlite: " #fn, fn, site_start, site_stop, (void *)"sqlite"                        \
	}
#define on_pgsql(fn)                                                                               \
	{                                                                                          \
		"pgsql: " #fn, fn, site_start, site_stop, (void *)"pgsql"                          \
	}
#define on_both(fn) on_sqlite(fn), on_pgsql(fn)

#define ok(x) assert_int_equal((x), ERR_OK)

struct tests {
	const struct CMUnitTest *first;
	size_t n;
};
extern const struct tests db_tests, migrate_tests, table_tests, sqlite_tests, pgsql_tests;

#endif
