/*
 * upgrade.c: a database of an earlier program is brought up to date, both parts or neither.
 */
#include "app/setup.h"
#include "base/crypto.h"
#include "base/place_test.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
/* comes after the five above */
#include <cmocka.h>

struct old {
	struct arena *a;
	struct fault f;
	const char *dir, *where;
};

#define ok(x) assert_int_equal((x), ERR_OK)

/* With the first file of the schema only, and a record of `newer` if that is a name. */
static void make_part(struct old *o, enum db_part part, const char *newer)
{
	struct db *db;

	ok(db_open(&db, o->where, part, true, &o->f));
	ok(db_begin(db, DB_WRITE));
	ok(db_migrate_first(db, 1, 1, &o->f));
	if (newer)
		ok(db_run(db, Q_MIGRATION_ADD, 9999, newer, "0123456789abcdef", 1));
	ok(db_commit(db));
	db_close(db);
}

static int start(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct old *o = arena_new_of(a, struct old);

	crypto_start();
	o->a = o->f.a = a;
	o->dir = place_make(a, "upgrade");
	o->where = arena_printf(a, "%s/x.db", o->dir);
	*state = o;
	return 0;
}

static int stop(void **state)
{
	static const char *const files[] = {
		"x.db", "x.db-wal", "x.db-shm", "x-side.db", "x-side.db-wal", "x-side.db-shm"};
	struct old *o = *state;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		unlink(arena_printf(o->a, "%s/%s", o->dir, files[i]));
	rmdir(o->dir);
	arena_free(o->a);
	return 0;
}

static enum schema_state state_of(struct old *o, enum db_part part)
{
	enum schema_state state = SCHEMA_NONE;
	struct db *db;

	ok(db_open(&db, o->where, part, false, &o->f));
	ok(db_schema_state(db, &state, &o->f));
	db_close(db);
	return state;
}

static void an_old_one_is_brought_up_to_date(void **state)
{
	struct old *o = *state;
	enum schema_state got;

	make_part(o, DB_MAIN, NULL);
	make_part(o, DB_SIDE, NULL);
	ok(setup_state(o->where, &got, &o->f));
	assert_int_equal(got, SCHEMA_OLDER);
	ok(setup_upgrade(o->where, &o->f));
	ok(setup_state(o->where, &got, &o->f));
	assert_int_equal(got, SCHEMA_OURS);
}

static void a_side_that_is_older_is_enough(void **state)
{
	struct old *o = *state;
	enum schema_state got;

	ok(setup_database(o->where, "Thử", 0, 0, &o->f));
	ok(setup_state(o->where, &got, &o->f));
	assert_int_equal(got, SCHEMA_OURS);
	unlink(arena_printf(o->a, "%s/x-side.db", o->dir));
	ok(setup_state(o->where, &got, &o->f));
	assert_int_equal(got, SCHEMA_OLDER);
}

/* The side goes first and goes well; when the register then fails it is as it was. */
static void one_is_not_done_without_the_other(void **state)
{
	struct old *o = *state;

	make_part(o, DB_MAIN, "9999_newer.sql");
	make_part(o, DB_SIDE, NULL);
	assert_int_equal(setup_upgrade(o->where, &o->f), ERR_SCHEMA);
	assert_int_equal(state_of(o, DB_SIDE), SCHEMA_OLDER);
}

static void nothing_there_is_told_from_old(void **state)
{
	struct old *o = *state;
	enum schema_state got;
	struct db *db;

	ok(db_open(&db, o->where, DB_MAIN, true, &o->f));
	db_close(db);
	ok(setup_state(o->where, &got, &o->f));
	assert_int_equal(got, SCHEMA_NONE);
	assert_int_not_equal(access(arena_printf(o->a, "%s/x-side.db", o->dir), F_OK), 0);
}

#define on_old(fn)                                                                                 \
	{                                                                                          \
#fn, fn, start, stop, NULL                                                         \
	}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		on_old(an_old_one_is_brought_up_to_date),
		on_old(a_side_that_is_older_is_enough),
		on_old(one_is_not_done_without_the_other),
		on_old(nothing_there_is_told_from_old),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
