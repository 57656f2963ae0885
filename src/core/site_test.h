/*
 * site_test.h: a database for the tests of core and of the modules above it: migrated, with the
 * rules and catalogues of the program, and a ctx of the operator on it.
 *
 *	static void counts(void **state)
 *	{
 *		struct site_test *s = site_of(state);
 *		int64_t root = site_found(s, 0, "root", "district", 20100101);
 *		...
 *	}
 *	cmocka_unit_tests: on_site(counts)
 *
 * Each test has a fresh one: on PostgreSQL when GUONG_TEST_PG holds an address whose user may
 * create databases (test/pg.sh), otherwise on SQLite. The check runs all tests on either.
 */
#ifndef GUONG_CORE_SITE_TEST_H
#define GUONG_CORE_SITE_TEST_H

#include "core/action.h"
#include "core/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* comes after the four above */
#include <cmocka.h>

struct site_test {
	struct arena *a;
	struct fault f;
	struct clock clock;
	struct ids ids;
	struct cats cats;
	struct actor actor;
	struct db *db, *side;
	struct ctx cx;
	const char *where, *dir, *base;
	bool pgsql;
};

int site_test_start(void **state);
int site_test_stop(void **state);

/* One test for cmocka's list, with a database of its own. */
#define on_site(fn)                                                                                \
	{                                                                                          \
#fn, fn, site_test_start, site_test_stop, NULL                                     \
	}

static inline struct site_test *site_of(void **state)
{
	return *state;
}

#define ok(x) assert_int_equal((x), ERR_OK)

/* Forgets the faults of what came before. */
void site_clean(struct site_test *s);
/* One act in a transaction of its own; what came of it. */
enum err site_act(struct site_test *s, const struct org_act *act);
/* A new organisation; the test fails if it is refused. */
int64_t site_found(
	struct site_test *s, int64_t parent, const char *code, const char *kind, day_t day);
/* Runs an action about an organisation and an item as dispatch would, without its checks. */
enum err site_run(struct site_test *s, const struct action *action, const void *in, int64_t org,
	const char *item, struct doc *ret);
/* Has the last work a problem with this message? */
bool site_said(const struct site_test *s, enum msg what);

#endif
