#include "keep/keep_test.h"

#include "base/clock.h"
#include "base/die.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static struct keep_test *start(void **state)
{
	static struct keep_test t;

	keep_test_start(&t, *state);
	return &t;
}

static enum err backup(struct keep_test *t, const char *from)
{
	return keep_backup(from, t->file, keyring_newest(t->ring), NULL, &t->sum, &t->s->f);
}

static enum err restore(struct keep_test *t, const char *to)
{
	return keep_restore(t->file, t->ring, to, NULL, &t->sum, &t->s->f);
}

static enum err copy(struct keep_test *t, const char *from, const char *to)
{
	return keep_copy(from, to, NULL, &t->sum, &t->s->f);
}

/* From this engine to the other one and back, without a file and with one. */
static void all_rows_come_back(void **state)
{
	struct keep_test *t = start(state);
	const char *here = t->s->where, *sqlite = keep_test_other(t, false);
	const char *back = keep_test_other(t, t->s->pgsql);
	struct keep_sum first;

	ok(backup(t, here));
	first = t->sum;
	/* 8 + 2 tables; 21 rows, the accounts, both counters, three lines on the schema */
	assert_int_equal(first.tables, 11);
	assert_int_equal(first.rows, 7 + 5 + 2 + 2 + 2 + ACCOUNTS + 2 + 3);
	ok(restore(t, sqlite));
	assert_int_equal(t->sum.rows, first.rows);
	assert_int_equal(t->sum.made_ms, first.made_ms);
	keep_test_same(t, here, sqlite);
	ok(copy(t, sqlite, back));
	assert_int_equal(t->sum.rows, first.rows);
	keep_test_same(t, here, back);
	keep_test_stop(t);
}

static void both_engines_write_the_same(void **state)
{
	struct keep_test *t = start(state);
	const char *sqlite = keep_test_other(t, false);
	const struct db_table *list;
	struct db *db;
	size_t n;

	ok(copy(t, t->s->where, sqlite));
	db = keep_test_open(t, sqlite, DB_MAIN);
	ok(db_begin(db, DB_READ));
	ok(db_tables(db, t->a, &list, &n));
	ok(db_commit(db));
	/* parents before children, then by name */
	assert_string_equal(list[0].name, "account");
	assert_string_equal(list[n - 2].name, "m_middle");
	assert_string_equal(list[n - 1].name, "a_child");
	assert_int_equal(list[n - 1].depth, 2);
	db_close(db);
	keep_test_stop(t);
}

static void what_is_full_is_left_alone(void **state)
{
	struct keep_test *t = start(state);
	const char *full = keep_test_other(t, t->s->pgsql), *half = keep_test_other(t, t->s->pgsql);
	struct db *side;

	ok(backup(t, t->s->where));
	ok(restore(t, full));
	keep_test_failed(t, restore(t, full), ERR_REFUSED, M_KEEP_NOT_EMPTY);
	keep_test_failed(t, copy(t, t->s->where, full), ERR_REFUSED, M_KEEP_NOT_EMPTY);
	keep_test_failed(t, copy(t, full, full), ERR_REFUSED, M_KEEP_NOT_EMPTY);
	keep_test_same(t, t->s->where, full);
	side = keep_test_open(t, half, DB_SIDE);
	ok(db_migrate(side, 1, NULL, &t->s->f));
	db_close(side);
	keep_test_failed(t, restore(t, half), ERR_REFUSED, M_KEEP_NOT_EMPTY);
	keep_test_failed(t, backup(t, t->s->where), ERR_REFUSED, M_KEEP_EXISTS);
	keep_test_stop(t);
}

static void an_empty_one_cannot_be_kept(void **state)
{
	struct keep_test *t = start(state);

	keep_test_failed(t, backup(t, keep_test_other(t, false)), ERR_IO, M_DB_NO_FILE);
	db_close(keep_test_open(t, t->file, DB_MAIN));
	keep_test_stop(t);
}

/* A database that the program has not yet brought up to date is kept as it is, and comes back so.
 */
static void an_older_schema_stays_older(void **state)
{
	struct keep_test *t = start(state);
	const char *old = keep_test_other(t, t->s->pgsql), *back = keep_test_other(t, t->s->pgsql);
	struct db *db;
	int applied;

	for (int part = 0; part < KEEP_PARTS; part++) {
		db = keep_test_open(t, old, (enum db_part)part);
		ok(db_begin(db, DB_WRITE));
		ok(db_migrate_first(db, 1, 1, &t->s->f));
		ok(db_commit(db));
		db_close(db);
	}
	ok(backup(t, old));
	ok(restore(t, back));
	keep_test_same(t, old, back);
	db = keep_test_open(t, back, DB_MAIN);
	assert_int_equal(db_schema_check(db, &t->s->f), ERR_SCHEMA);
	ok(db_migrate(db, 1, &applied, &t->s->f));
	assert_int_equal(applied, 1);
	db_close(db);
	keep_test_stop(t);
}

/* ---- while others write ---- */

/* Moves amounts about, and counts: first in the register, then beside it. */
static void write_on(const struct keep_test *t, int until)
{
	struct fault f = {.a = arena_new(1 << 20)};
	struct db *main, *side;
	enum err e;

	alarm(60);
	if (db_open(&main, t->s->where, DB_MAIN, false, &f) ||
		db_open(&side, t->s->where, DB_SIDE, false, &f))
		_exit(1);
	for (int64_t n = 1; access(t->file, F_OK) || n < until;) {
		e = db_begin(main, DB_WRITE);
		if (!e)
			e = db_run(
				main, Q_ACCOUNT_MOVE, 1 + n % ACCOUNTS, 1 + (n + 7) % ACCOUNTS, n);
		if (!e)
			e = db_run(main, Q_COUNTER_SET, n);
		if (!e)
			e = db_commit(main);
		db_rollback(main);
		if (e)
			continue;
		do {
			e = db_begin(side, DB_WRITE);
			if (!e)
				e = db_run(side, Q_SIDE_COUNTER_SET, n);
			if (!e)
				e = db_commit(side);
			db_rollback(side);
		} while (e);
		n++;
	}
	_exit(0);
}

static void wait_for_writer(struct db *db)
{
	int64_t until = clock_us() + 20 * 1000 * 1000, first = keep_test_number(db, Q_COUNTER_GET);

	while (keep_test_number(db, Q_COUNTER_GET) < first + 3)
		assert_true(clock_us() < until);
}

static void check_instant(struct keep_test *t, const char *file)
{
	const char *where = keep_test_other(t, false);
	struct db *main, *side;
	int64_t n, beside;

	t->file = file;
	ok(restore(t, where));
	main = keep_test_open(t, where, DB_MAIN);
	side = keep_test_open(t, where, DB_SIDE);
	assert_int_equal(keep_test_number(main, Q_ACCOUNT_SUM), ACCOUNTS * AMOUNT);
	n = keep_test_number(main, Q_COUNTER_GET);
	beside = keep_test_number(side, Q_SIDE_COUNTER_GET);
	assert_in_range(n, beside, beside + 1);
	assert_in_range(n, 1, INT32_MAX);
	db_close(main);
	db_close(side);
}

static void one_state_of_both_while_others_write(void **state)
{
	enum { TIMES = 8 };
	struct keep_test *t = start(state);
	const char *stop = arena_printf(t->a, "%s/stop", t->dir), *files[TIMES];
	int status;
	pid_t pid;

	t->file = stop;
	db_close(t->s->db);
	t->s->db = NULL;
	pid = fork();
	if (!pid)
		write_on(t, 5);
	t->s->db = keep_test_open(t, t->s->where, DB_MAIN);
	for (int i = 0; i < TIMES; i++) {
		wait_for_writer(t->s->db);
		t->file = files[i] = arena_printf(t->a, "%s/%d.gb", t->dir, i);
		ok(backup(t, t->s->where));
	}
	t->file = stop;
	db_close(keep_test_open(t, stop, DB_MAIN));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	for (int i = 0; i < TIMES; i++)
		check_instant(t, files[i]);
	keep_test_stop(t);
}

static int64_t value(struct db *db, enum stmt q)
{
	int64_t n = -1;

	ok(db_number_(db, &n, -2, q, NULL, 0));
	return n;
}

static void set(struct db *db, enum stmt q, int64_t n)
{
	const struct db_val v = db_val_int(n);

	ok(db_begin(db, DB_WRITE));
	ok(db_run_(db, q, &v, 1, NULL));
	ok(db_commit(db));
}

/* The instant is that of the beginning, also for the part that is read later. */
static void what_comes_after_is_not_seen(void **state)
{
	struct keep_test *t = start(state);
	struct db *main = site_open(t->s, DB_MAIN), *side = site_open(t->s, DB_SIDE);
	struct db *writer = site_open(t->s, DB_SIDE);

	ok(db_begin_together(main, side));
	set(t->s->db, Q_COUNTER_SET, 7);
	set(writer, Q_SIDE_COUNTER_SET, 7);
	assert_int_equal(value(main, Q_COUNTER_GET), 0);
	assert_int_equal(value(side, Q_SIDE_COUNTER_GET), 0);
	ok(db_commit(main));
	ok(db_commit(side));
	ok(db_begin_together(main, side));
	assert_int_equal(value(main, Q_COUNTER_GET), 7);
	assert_int_equal(value(side, Q_SIDE_COUNTER_GET), 7);
	ok(db_commit(main));
	ok(db_commit(side));
	db_close(main);
	db_close(side);
	db_close(writer);
	keep_test_stop(t);
}

/* Writes to one part, tells so, and commits a little later. */
static void hold(struct keep_test *t, enum db_part part, int told)
{
	struct db *db = site_open(t->s, part);
	const struct db_val v = db_val_int(9);

	if (db_begin(db, DB_WRITE) ||
		db_run_(db, part == DB_SIDE ? Q_SIDE_COUNTER_SET : Q_COUNTER_SET, &v, 1, NULL))
		_exit(1);
	if (write(told, "x", 1) != 1)
		_exit(1);
	usleep(300 * 1000);
	_exit((int)db_commit(db));
}

/* SQLite has no common instant of two files but one at which nobody writes to either. */
static void a_write_under_way_is_waited_for(void **state)
{
	struct keep_test *t = start(state);
	struct db *main, *side;
	int told[2], status;
	char x;

	db_close(t->s->db); /* a connection does not survive a fork */
	t->s->db = NULL;
	for (int part = 0; part < KEEP_PARTS; part++) {
		pid_t pid;
		assert_int_equal(pipe(told), 0);
		pid = fork();
		if (!pid)
			hold(t, (enum db_part)part, told[1]);
		assert_int_equal(read(told[0], &x, 1), 1);
		main = site_open(t->s, DB_MAIN);
		side = site_open(t->s, DB_SIDE);
		ok(db_begin_together(main, side));
		assert_int_equal(value(main, Q_COUNTER_GET), 9);
		assert_int_equal(value(side, Q_SIDE_COUNTER_GET), part == DB_SIDE ? 9 : 0);
		ok(db_commit(main));
		ok(db_commit(side));
		db_close(main);
		db_close(side);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(status, 0);
		close(told[0]);
		close(told[1]);
	}
	t->s->db = site_open(t->s, DB_MAIN);
	keep_test_stop(t);
}

/* ---- no room ---- */

static int files_in(const char *path)
{
	DIR *dir = opendir(path);
	int n = 0;

	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2;
}

/* What `work` returns in a process that may write files of `most` bytes only. */
static enum err within(
	struct keep_test *t, rlim_t most, enum err (*work)(struct keep_test *), enum msg what)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		struct rlimit r = {most, most};
		enum err e;
		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &r);
		e = work(t);
		if (what != M_NONE && (!t->s->f.first || t->s->f.first->what != what))
			_exit(200);
		_exit((int)e);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return (enum err)WEXITSTATUS(status);
}

static enum err backup_there(struct keep_test *t)
{
	return backup(t, t->s->where);
}

static const char *small;

static enum err restore_small(struct keep_test *t)
{
	return restore(t, small);
}

/* SQLite only: the disk of a PostgreSQL is its server's. */
static void a_full_disk_leaves_nothing(void **state)
{
	struct keep_test *t = start(state);
	int before = files_in(t->dir);

	db_close(t->s->db); /* a connection does not survive a fork */
	t->s->db = NULL;
	for (rlim_t most = 0; most <= 200000; most += 50000) {
		assert_int_equal(within(t, most, backup_there, M_KEEP_NOT_WRITTEN), ERR_IO);
		assert_int_equal(files_in(t->dir), before);
	}
	ok(backup(t, t->s->where));
	small = keep_test_other(t, false);
	assert_int_equal(within(t, 400000, restore_small, M_NONE), ERR_IO);
	keep_test_empty(t, small);
	ok(restore(t, small));
	keep_test_same(t, t->s->where, small);
	t->s->db = site_open(t->s, DB_MAIN);
	keep_test_stop(t);
}

static const struct CMUnitTest list[] = {
	on_both(all_rows_come_back),
	on_both(both_engines_write_the_same),
	on_both(what_is_full_is_left_alone),
	on_sqlite(an_empty_one_cannot_be_kept),
	on_both(an_older_schema_stays_older),
	on_both(one_state_of_both_while_others_write),
	on_both(what_comes_after_is_not_seen),
	on_sqlite(a_write_under_way_is_waited_for),
	on_sqlite(a_full_disk_leaves_nothing),
};
static const struct tests keep_tests = {list, sizeof(list) / sizeof(*list)};

/* Runs the tests of one database: "sqlite" or "pgsql". */
int main(int argc, char **argv)
{
	const struct tests *parts[] = {&keep_tests, &keep_file_tests};
	const char *engine = argc == 2 ? argv[1] : "sqlite";
	struct CMUnitTest all[40];
	size_t n = 0;

	if (!strcmp(engine, "pgsql") && !getenv("GUONG_TEST_PG")) {
		puts("1..0 # SKIP GUONG_TEST_PG is not set: see test/pg.sh");
		return 0;
	}
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		for (size_t k = 0; k < parts[i]->n; k++)
			if (!strcmp(parts[i]->first[k].initial_state, engine))
				all[n++] = parts[i]->first[k];
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests(engine, all, n, NULL, NULL);
}
