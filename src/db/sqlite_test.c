#include "base/clock.h"
#include "db/db_replay.h"
#include "db/db_table_impl.h"
#include "db/db_test.h"
#include "db/migrate.h"

#include <sqlite3.h>
#include <sys/stat.h>

static int64_t things(struct db *db)
{
	int64_t n = -1;

	ok(db_begin(db, DB_READ));
	ok(db_number(db, &n, -1, Q_THING_COUNT));
	ok(db_commit(db));
	return n;
}

static void a_second_writer_is_told_soon(void **state)
{
	struct site *s = *state;
	struct db *other = site_open(s, DB_MAIN);
	int64_t start;

	ok(db_begin(s->db, DB_WRITE));
	start = clock_us();
	assert_int_equal(db_begin(other, DB_WRITE), ERR_BUSY);
	assert_in_range(clock_us() - start, 20000, 2000000);
	assert_false(db_in_transaction(other));
	ok(db_begin(other, DB_READ)); /* readers go on */
	ok(db_commit(other));
	ok(db_commit(s->db));
	ok(db_begin(other, DB_WRITE));
	ok(db_commit(other));
	db_close(other);
}

static void files_are_private(void **state)
{
	static const char *const names[] = {"x.db", "x.db-wal", "x-side.db"};
	struct site *s = *state;
	struct db *side = site_open(s, DB_SIDE);
	struct stat st;

	for (int i = 0; i < 3; i++) {
		assert_int_equal(stat(arena_printf(s->a, "%s/%s", s->dir, names[i]), &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
	}
	db_close(side);
}

static void a_missing_file_is_not_made(void **state)
{
	struct site *s = *state;
	const char *path = arena_printf(s->a, "%s/missing.db", s->dir);
	struct stat st;
	struct db *db;

	assert_int_equal(db_open(&db, path, DB_MAIN, false, &s->f), ERR_IO);
	assert_null(db);
	assert_int_equal(s->f.first->what, M_DB_NO_FILE);
	assert_string_equal(s->f.first->arg[0], path);
	assert_int_equal(stat(path, &st), -1);
}

static struct db *replay(struct site *s)
{
	struct db *db;

	ok(db_replay_open(&db, s->where, DB_MAIN, true, &s->f));
	assert_int_equal(db_engine(db), DB_REPLAY);
	return db;
}

static enum err three_steps(struct db *db)
{
	struct cursor c;

	TRY(db_begin(db, DB_WRITE));
	TRY(db_run(db, Q_THING_KEEP, 1, "a"));
	TRY(db_query(db, &c, Q_THING_COUNT));
	while (db_next(&c))
		assert_int_equal(db_int(&c, 0), 1);
	TRY(db_end(&c));
	TRY(db_run(db, Q_THING_KEEP, 2, "b"));
	return db_commit(db);
}

static void each_statement_can_fail(void **state)
{
	struct site *s = *state;
	struct db *db = replay(s);

	for (int n = 1; n <= 4; n++) {
		db_replay_fail(db, n, ERR_RETRY);
		assert_int_equal(three_steps(db), ERR_RETRY);
		db_rollback(db);
		assert_int_equal(things(s->db), 0);
	}
	db_replay_fail(db, 5, ERR_RETRY);
	ok(three_steps(db));
	db_rollback(db);
	assert_int_equal(things(s->db), 2);
	db_close(db);
}

static void an_unsure_commit_is_done(void **state)
{
	struct site *s = *state;
	struct db *db = replay(s);

	db_replay_fail(db, 4, ERR_UNSURE);
	assert_int_equal(three_steps(db), ERR_UNSURE);
	assert_false(db_in_transaction(db));
	assert_int_equal(things(s->db), 2);
	db_close(db);
}

/* With an index of some rows only, SQLite would look at the values of each call. */
static void a_plan_does_not_hang_on_values(void **state)
{
	static const char *const names[] = {"a", "b", "a"};
	sqlite3 *h = sqlite_handle(((struct site *)*state)->db);
	sqlite3_stmt *st;

	ok(sqlite3_exec(h,
		"CREATE TABLE one (n INTEGER, name TEXT);"
		"CREATE INDEX one_a ON one (n) WHERE name = 'a'",
		NULL, NULL, NULL));
	ok(sqlite3_prepare_v2(h, "SELECT name FROM one WHERE n = 1 AND name = ?", -1, &st, NULL));
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		ok(sqlite3_bind_text(st, 1, names[i], -1, SQLITE_STATIC));
		assert_int_equal(sqlite3_step(st), SQLITE_DONE);
		ok(sqlite3_reset(st));
	}
	assert_int_equal(sqlite3_stmt_status(st, SQLITE_STMTSTATUS_REPREPARE, 0), 0);
	sqlite3_finalize(st);
}

static const struct CMUnitTest list[] = {
	on_sqlite(a_second_writer_is_told_soon),
	on_sqlite(files_are_private),
	on_sqlite(a_missing_file_is_not_made),
	on_sqlite(each_statement_can_fail),
	on_sqlite(an_unsure_commit_is_done),
	on_sqlite(a_plan_does_not_hang_on_values),
};
const struct tests sqlite_tests = {list, sizeof(list) / sizeof(*list)};
