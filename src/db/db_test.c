#include "db/db_test.h"
#include "db/migrate.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const none = NULL;
static const struct str no_bytes = {NULL, 0};

struct thing {
	int64_t id, n;
	const char *name, *note;
	day_t day;
	int flag;
};

static const struct field thing_fields[] = {
	F_INT(struct thing, n, M_NONE, CLASS_PUBLIC, 0, 0),
	F_ID(struct thing, id, M_NONE, CLASS_PUBLIC, 0, "thing"),
	F_TEXT(struct thing, name, M_NONE, CLASS_PUBLIC, 0, 200),
	F_DAY(struct thing, day, M_NONE, CLASS_PUBLIC, 0),
	F_BOOL(struct thing, flag, M_NONE, CLASS_PUBLIC, 0),
	F_LINES(struct thing, note, M_NONE, CLASS_PUBLIC, 0, 200),
	F_END,
};

static void put(struct db *db, int64_t id, const char *name)
{
	ok(db_run(db, Q_THING_INSERT, id, name, (day_t)20161231, id, 1, no_bytes));
}

static int64_t number(struct db *db, enum stmt q)
{
	int64_t n = -1;

	ok(db_number_(db, &n, -2, q, NULL, 0));
	return n;
}

static int64_t count_now(struct db *db)
{
	int64_t n;

	ok(db_begin(db, DB_READ));
	n = number(db, Q_THING_COUNT);
	ok(db_commit(db));
	return n;
}

static void types_come_back(void **state)
{
	struct site *s = *state;
	static const char text[] = "Nguyễn Thị \"Đẹp\" O'Hara \\ $1 ? % — 越南\n\t🙂";
	const struct str bytes = S("\0\xff\\x00'\0");
	struct cursor c;

	ok(db_begin(s->db, DB_WRITE));
	ok(db_run(s->db, Q_THING_INSERT, INT64_MAX, text, DAY_MAX, INT64_MIN, 1, bytes));
	ok(db_commit(s->db));
	ok(db_begin(s->db, DB_READ));
	ok(db_query(s->db, &c, Q_THING_BY_ID, INT64_MAX));
	assert_true(db_next(&c));
	assert_true(str_eq(db_bytes(&c, 0), bytes));
	assert_true(db_int(&c, 1) == INT64_MAX);
	assert_string_equal(db_text(&c, 2), text);
	assert_int_equal(db_int(&c, 3), DAY_MAX);
	assert_true(db_int(&c, 4) == INT64_MIN);
	assert_int_equal(db_int(&c, 5), 1);
	assert_string_equal(db_text(&c, 6), "a;b -- it's @TEXT");
	assert_true(str_eq(db_bytes(&c, 0), bytes));
	assert_false(db_next(&c));
	assert_false(db_next(&c));
	ok(db_end(&c));
	ok(db_commit(s->db));
}

static void null_is_not_empty(void **state)
{
	struct site *s = *state;
	struct cursor c;

	ok(db_begin(s->db, DB_WRITE));
	ok(db_run(s->db, Q_THING_INSERT, 1, none, none, none, 0, no_bytes));
	ok(db_run(s->db, Q_THING_INSERT, 2, "", 0, 0, 0, S("")));
	for (int id = 1; id <= 2; id++) {
		ok(db_query(s->db, &c, Q_THING_BY_ID, id));
		assert_true(db_next(&c));
		assert_int_equal(db_null(&c, 0), id == 1);
		assert_int_equal(db_bytes(&c, 0).p == NULL, id == 1);
		assert_int_equal(db_bytes(&c, 0).n, 0);
		assert_int_equal(db_text(&c, 2) == NULL, id == 1);
		assert_int_equal(db_null(&c, 3), id == 1);
		assert_int_equal(db_int(&c, 3), 0);
		assert_false(db_null(&c, 5));
		ok(db_end(&c));
	}
	ok(db_commit(s->db));
}

static void records_come_back(void **state)
{
	struct site *s = *state;
	struct thing t = {.id = 7, .n = -5, .name = "Lò Văn Ổn", .day = 20160300, .flag = 1},
		     u = {0};
	struct list l;

	ok(db_begin(s->db, DB_WRITE));
	assert_int_equal(db_get(s->db, s->a, thing_fields, &u, Q_THING_RECORD, 7), ERR_NOT_FOUND);
	ok(db_store(s->db, Q_THING_STORE, thing_fields, &t));
	ok(db_get(s->db, s->a, thing_fields, &u, Q_THING_RECORD, 7));
	assert_true(u.id == 7 && u.n == -5 && u.day == 20160300 && u.flag == 1);
	assert_string_equal(u.name, t.name);
	assert_string_equal(u.note, "a;b -- it's @TEXT");
	for (int i = 100; i < 200; i++)
		put(s->db, i, arena_printf(s->a, "name %d", i));
	ok(db_list(s->db, s->a, thing_fields, sizeof(t), &l, Q_THING_ALL));
	assert_int_equal(l.n, 101);
	assert_string_equal(((const struct thing *)l.rows)[0].name, t.name);
	assert_int_equal(((const struct thing *)l.rows)[100].id, 199);
	assert_string_equal(((const struct thing *)l.rows)[100].name, "name 199");
	assert_int_equal(number(s->db, Q_THING_COUNT), 101);
	ok(db_commit(s->db));
}

static void no_row_gives_what_is_wanted(void **state)
{
	struct site *s = *state;
	struct list l;

	ok(db_begin(s->db, DB_READ));
	assert_int_equal(number(s->db, Q_THING_SUM), -2); /* the sum of nothing is NULL */
	ok(db_list(s->db, s->a, thing_fields, sizeof(struct thing), &l, Q_THING_ALL));
	assert_int_equal(l.n, 0);
	ok(db_commit(s->db));
}

static void sums_are_numbers(void **state)
{
	struct site *s = *state;

	ok(db_begin(s->db, DB_WRITE));
	ok(db_run(s->db, Q_THING_INSERT, 1, "a", 0, INT64_C(4000000000), 0, no_bytes));
	ok(db_run(s->db, Q_THING_INSERT, 2, "b", 0, INT64_C(4000000000), 0, no_bytes));
	assert_true(number(s->db, Q_THING_SUM) == INT64_C(8000000000));
	ok(db_commit(s->db));
}

/* Parameters have the declared type wherever they stand. */
static void parameters_have_types(void **state)
{
	struct site *s = *state;
	struct cursor c;

	ok(db_begin(s->db, DB_WRITE));
	put(s->db, 1, "one");
	put(s->db, 2, "two");
	ok(db_query(s->db, &c, Q_THING_SINCE, (day_t)20161231, 3));
	assert_false(db_next(&c));
	ok(db_end(&c));
	ok(db_query(s->db, &c, Q_THING_SINCE, (day_t)20161231, 2));
	assert_true(db_next(&c));
	assert_int_equal(db_int(&c, 0), 2);
	ok(db_end(&c));
	ok(db_query(s->db, &c, Q_THING_EITHER, none, "x"));
	assert_true(db_next(&c));
	assert_string_equal(db_text(&c, 0), "$a \"none\"");
	ok(db_end(&c));
	ok(db_query(s->db, &c, Q_THING_EITHER, 0, "x"));
	assert_true(db_next(&c));
	assert_string_equal(db_text(&c, 0), "x");
	ok(db_end(&c));
	ok(db_commit(s->db));
}

static void texts_are_ordered_by_bytes(void **state)
{
	static const char *const names[] = {"a b", "ab", "Đ", "Z", "á", "a", "", "aB"};
	static const char *const order[] = {"", "Z", "a", "a b", "aB", "ab", "á", "Đ"};
	struct site *s = *state;
	struct cursor c;

	ok(db_begin(s->db, DB_WRITE));
	for (int i = 0; i < 8; i++)
		put(s->db, i + 1, names[i]);
	ok(db_query(s->db, &c, Q_THING_NAMES));
	for (int i = 0; i < 8; i++) {
		assert_true(db_next(&c));
		assert_string_equal(db_text(&c, 0), order[i]);
	}
	ok(db_end(&c));
	ok(db_commit(s->db));
}

static void like_knows_case_and_escape(void **state)
{
	struct site *s = *state;
	struct cursor c;

	ok(db_begin(s->db, DB_WRITE));
	put(s->db, 1, "100%");
	put(s->db, 2, "100 ABC");
	put(s->db, 3, "100 abc");
	ok(db_query(s->db, &c, Q_THING_LIKE, "100\\%"));
	assert_true(db_next(&c));
	assert_int_equal(db_int(&c, 0), 1);
	assert_false(db_next(&c));
	ok(db_end(&c));
	ok(db_query(s->db, &c, Q_THING_LIKE, "% abc"));
	assert_true(db_next(&c));
	assert_int_equal(db_int(&c, 0), 3);
	assert_false(db_next(&c));
	ok(db_end(&c));
	ok(db_commit(s->db));
}

static void taken_key_is_a_conflict(void **state)
{
	struct site *s = *state;
	struct cursor c;

	ok(db_begin(s->db, DB_WRITE));
	put(s->db, 1, "Quàng Thị Mai");
	ok(db_commit(s->db));
	ok(db_begin(s->db, DB_WRITE));
	put(s->db, 2, "other");
	assert_int_equal(db_run(s->db, Q_THING_KEEP, 3, "Quàng Thị Mai"), ERR_CONFLICT);
	assert_non_null(strstr(db_error(s->db), "thing_keep"));
	assert_null(strstr(db_error(s->db), "Mai"));
	/* the transaction is lost, whatever is tried */
	assert_int_equal(db_run(s->db, Q_THING_KEEP, 4, "free"), ERR_CONFLICT);
	assert_int_equal(db_query(s->db, &c, Q_THING_COUNT), ERR_CONFLICT);
	assert_false(db_next(&c));
	assert_int_equal(db_end(&c), ERR_CONFLICT);
	assert_int_equal(db_commit(s->db), ERR_CONFLICT);
	assert_false(db_in_transaction(s->db));
	assert_int_equal(count_now(s->db), 1);
	ok(db_begin(s->db, DB_WRITE));
	assert_int_equal(db_run(s->db, Q_THING_INSERT, 1, "x", 0, 0, 0, no_bytes), ERR_CONFLICT);
	db_rollback(s->db);
	db_rollback(s->db);
}

static void broken_rules_are_errors(void **state)
{
	struct site *s = *state;

	ok(db_begin(s->db, DB_WRITE));
	assert_int_equal(db_run(s->db, Q_PART_INSERT, 99, 1, "no such thing"), ERR_DB);
	db_rollback(s->db);
	ok(db_begin(s->db, DB_WRITE));
	put(s->db, 1, "a");
	assert_int_equal(db_run(s->db, Q_PART_INSERT, 1, -1, "check"), ERR_DB);
	db_rollback(s->db);
	ok(db_begin(s->db, DB_WRITE));
	put(s->db, 1, "a");
	assert_int_equal(db_run(s->db, Q_PART_INSERT, 1, 1, none), ERR_DB);
	assert_non_null(strstr(db_error(s->db), "part_insert"));
	db_rollback(s->db);
	assert_int_equal(count_now(s->db), 0);
}

static void writes_are_counted(void **state)
{
	struct site *s = *state;
	uint64_t before = db_count(s->db);
	int64_t n = 0;

	ok(db_begin(s->db, DB_WRITE));
	for (int i = 1; i <= 10; i++)
		put(s->db, i, arena_printf(s->a, "%d", i));
	ok(db_run_count(s->db, &n, Q_THING_RAISE, 4));
	assert_int_equal(n, 7);
	ok(db_run_count(s->db, &n, Q_THING_RAISE, 400));
	assert_int_equal(n, 0);
	ok(db_run_count(s->db, &n, Q_THING_KEEP, 5, "kept"));
	assert_int_equal(n, 0);
	ok(db_commit(s->db));
	assert_int_equal(db_count(s->db) - before, 13);
}

static void returning_gives_rows(void **state)
{
	struct site *s = *state;
	struct cursor c;

	ok(db_begin(s->db, DB_WRITE));
	ok(db_query(s->db, &c, Q_THING_MADE, 5, "five"));
	assert_true(db_next(&c));
	assert_int_equal(db_int(&c, 0), 5);
	assert_string_equal(db_text(&c, 1), "a;b -- it's @TEXT");
	ok(db_end(&c));
	ok(db_query(s->db, &c, Q_THING_MADE, 6, "six")); /* written, whoever reads it or not */
	ok(db_end(&c));
	ok(db_run(s->db, Q_THING_MADE, 7, "seven"));
	ok(db_commit(s->db));
	assert_int_equal(count_now(s->db), 3);
}

static void a_batch_is_written(void **state)
{
	struct site *s = *state;
	char name[32];

	ok(db_begin(s->db, DB_WRITE));
	ok(db_batch_begin(s->db));
	for (int i = 1; i <= 20000; i++) {
		snprintf(name, sizeof(name), "Cầm Bá %d", i);
		put(s->db, i, name);
		if (i % 7001 == 0)
			assert_int_equal(number(s->db, Q_THING_COUNT), i);
	}
	ok(db_batch_end(s->db));
	assert_int_equal(number(s->db, Q_THING_COUNT), 20000);
	ok(db_commit(s->db));
	assert_int_equal(count_now(s->db), 20000);
}

static void a_batch_that_fails_is_not(void **state)
{
	struct site *s = *state;
	enum err e = ERR_OK, end;
	char name[32];

	ok(db_begin(s->db, DB_WRITE));
	ok(db_batch_begin(s->db));
	for (int i = 1; i <= 3000; i++) {
		snprintf(name, sizeof(name), "%d", i);
		end = db_run(s->db, Q_THING_KEEP, i, i == 700 ? "600" : name);
		e = e ? e : end;
	}
	end = db_batch_end(s->db);
	assert_int_equal(e ? e : end, ERR_CONFLICT);
	assert_int_equal(end, ERR_CONFLICT);
	assert_non_null(strstr(db_error(s->db), "thing"));
	assert_int_equal(db_commit(s->db), ERR_CONFLICT);
	assert_int_equal(count_now(s->db), 0);
	ok(db_begin(s->db, DB_WRITE)); /* left in the middle */
	ok(db_batch_begin(s->db));
	put(s->db, 1, "x");
	db_rollback(s->db);
	assert_int_equal(count_now(s->db), 0);
}

static void cursors_nest(void **state)
{
	struct site *s = *state;
	struct cursor outer, inner;
	int64_t n = 0;
	int seen = 0;

	ok(db_begin(s->db, DB_WRITE));
	ok(db_batch_begin(s->db));
	for (int i = 1; i <= 2000; i++) {
		put(s->db, i, arena_printf(s->a, "name %d", i));
		ok(db_run(s->db, Q_PART_INSERT, i, 1, "w"));
	}
	ok(db_batch_end(s->db));
	ok(db_query(s->db, &outer, Q_THING_ALL));
	while (db_next(&outer)) {
		int64_t id = db_int(&outer, 0);
		assert_int_equal(id, ++seen);
		ok(db_query(s->db, &inner, seen % 500 ? Q_PART_OF : Q_THING_RECORD, id));
		assert_true(db_next(&inner));
		assert_string_equal(db_text(&outer, 1), arena_printf(s->a, "name %d", seen));
		ok(db_end(&inner));
		if (seen == 900) { /* the same statement inside itself */
			ok(db_query(s->db, &inner, Q_THING_ALL));
			assert_true(db_next(&inner));
			assert_int_equal(db_int(&inner, 0), 1);
			ok(db_end(&inner));
		}
		ok(db_run(s->db, Q_THING_RENAME, id, arena_printf(s->a, "new %d", seen)));
	}
	ok(db_end(&outer));
	assert_int_equal(seen, 2000);
	ok(db_number(s->db, &n, 0, Q_THING_COUNT));
	assert_int_equal(n, 2000);
	ok(db_commit(s->db));
}

static void rollback_ends_cursors(void **state)
{
	struct site *s = *state;
	struct cursor c, d;

	ok(db_begin(s->db, DB_WRITE));
	for (int i = 1; i <= 100; i++)
		put(s->db, i, arena_printf(s->a, "%d", i));
	ok(db_commit(s->db));
	ok(db_begin(s->db, DB_READ));
	ok(db_query(s->db, &c, Q_THING_ALL));
	assert_true(db_next(&c));
	ok(db_query(s->db, &d, Q_THING_ALL));
	assert_true(db_next(&d));
	db_rollback(s->db);
	assert_int_equal(count_now(s->db), 100);
}

static void rollback_forgets(void **state)
{
	struct site *s = *state;

	ok(db_begin(s->db, DB_WRITE));
	put(s->db, 1, "one");
	assert_true(db_in_transaction(s->db));
	db_rollback(s->db);
	assert_false(db_in_transaction(s->db));
	assert_int_equal(count_now(s->db), 0);
	ok(db_begin(s->db, DB_WRITE));
	put(s->db, 1, "one");
	ok(db_commit(s->db));
	db_close(s->db);
	s->db = site_open(s, DB_MAIN);
	assert_int_equal(count_now(s->db), 1);
}

static void a_reader_sees_one_state(void **state)
{
	struct site *s = *state;
	struct db *reader = site_open(s, DB_MAIN);

	ok(db_begin(s->db, DB_WRITE));
	put(s->db, 1, "one");
	ok(db_commit(s->db));
	ok(db_begin(reader, DB_READ));
	assert_int_equal(number(reader, Q_THING_COUNT), 1);
	ok(db_begin(s->db, DB_WRITE));
	put(s->db, 2, "two");
	assert_int_equal(number(reader, Q_THING_COUNT), 1);
	ok(db_commit(s->db));
	assert_int_equal(number(reader, Q_THING_COUNT), 1);
	ok(db_commit(reader));
	assert_int_equal(count_now(reader), 2);
	db_close(reader);
}

static void the_side_is_apart(void **state)
{
	struct site *s = *state;
	struct db *side = site_open(s, DB_SIDE);

	ok(db_migrate(side, 1, NULL, &s->f));
	ok(db_begin(s->db, DB_WRITE));
	put(s->db, 1, "one");
	ok(db_begin(side, DB_WRITE)); /* while the register is being written */
	ok(db_run(side, Q_LOOK_INSERT, 1, "list"));
	ok(db_commit(side));
	db_rollback(s->db);
	ok(db_begin(side, DB_READ));
	assert_int_equal(number(side, Q_LOOK_COUNT), 1);
	ok(db_commit(side));
	db_close(side);
}

static void upkeep_is_done(void **state)
{
	struct site *s = *state;

	ok(db_learn(s->db));
	ok(db_empty_log(s->db));
	ok(db_rewrite(s->db));
}

/* SQLite knows the types of its columns row by row, but their names beforehand. */
static void statements_fit_or_say_so(void **state)
{
	struct site *s = *state;
	const char *what = s->pgsql ? "thing_broken: column name has the type 25"
				    : "thing_misnamed: column 1 is called n, not number";
	struct cursor c;

	ok(db_begin(s->db, DB_READ));
	assert_int_equal(db_prepare_all(s->db), ERR_DB);
	assert_string_equal(db_error(s->db), what);
	assert_int_equal(db_commit(s->db), ERR_DB);
	ok(db_begin(s->db, DB_READ));
	ok(db_query(s->db, &c, Q_THING_TO));
	ok(db_end(&c));
	assert_int_equal(db_query(s->db, &c, Q_THING_MISNAMED), ERR_DB);
	db_rollback(s->db);
}

/* What must end the process, tried in a child. */
static void misuse(struct db *db, int what)
{
	struct cursor c;

	switch (what) {
	case 0:
		(void)!db_run(db, Q_THING_RENAME, "1", "text for a number");
		break;
	case 1:
		(void)!db_run(db, Q_THING_RENAME, 1, 2);
		break;
	case 2:
		(void)!db_run(db, Q_THING_RENAME, 1);
		break;
	case 3:
		(void)!db_run(db, Q_THING_RENAME, 1, S("bytes"));
		break;
	case 4:
		(void)!db_run(db, Q_LOOK_INSERT, 1, "of the other part");
		break;
	case 5:
		(void)!db_query(db, &c, Q_THING_COUNT);
		db_int(&c, 0); /* before db_next() */
		break;
	case 6:
		(void)!db_query(db, &c, Q_THING_COUNT);
		if (db_next(&c))
			db_text(&c, 0);
		break;
	case 7:
		(void)!db_query(db, &c, Q_THING_COUNT);
		(void)!db_commit(db); /* without db_end() */
		break;
	case 8:
		db_rollback(db);
		(void)!db_begin(db, DB_READ);
		(void)!db_run(db, Q_THING_RAISE, 1);
		break;
	default:
		(void)!db_store(db, Q_PART_INSERT, thing_fields, &(struct thing){0});
	}
}

static void misuse_ends_the_process(void **state)
{
	struct site *s = *state;

	for (int what = 0; what < 10; what++) {
		int status;
		pid_t pid = fork();
		assert_true(pid >= 0);
		if (pid == 0) {
			struct db *db = site_open(s, DB_MAIN);
			(void)!freopen("/dev/null", "w", stderr);
			signal(SIGABRT, SIG_DFL);
			if (db_begin(db, DB_WRITE) == ERR_OK)
				misuse(db, what);
			_exit(0);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT)
			fail_msg("case %d goes on", what);
	}
}

static const struct CMUnitTest list[] = {
	on_both(types_come_back),
	on_both(null_is_not_empty),
	on_both(records_come_back),
	on_both(no_row_gives_what_is_wanted),
	on_both(sums_are_numbers),
	on_both(parameters_have_types),
	on_both(texts_are_ordered_by_bytes),
	on_both(like_knows_case_and_escape),
	on_both(taken_key_is_a_conflict),
	on_both(broken_rules_are_errors),
	on_both(writes_are_counted),
	on_both(returning_gives_rows),
	on_both(a_batch_is_written),
	on_both(a_batch_that_fails_is_not),
	on_both(cursors_nest),
	on_both(rollback_ends_cursors),
	on_both(rollback_forgets),
	on_both(a_reader_sees_one_state),
	on_both(the_side_is_apart),
	on_both(upkeep_is_done),
	on_both(statements_fit_or_say_so),
	on_both(misuse_ends_the_process),
};
const struct tests db_tests = {list, sizeof(list) / sizeof(*list)};

/* Runs the tests of one database: "sqlite" or "pgsql". */
int main(int argc, char **argv)
{
	const struct tests *parts[] = {
		&db_tests, &migrate_tests, &table_tests, &sqlite_tests, &pgsql_tests};
	const char *engine = argc == 2 ? argv[1] : "sqlite";
	struct CMUnitTest all[80];
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
