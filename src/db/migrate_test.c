#include "db/migrate.h"

#include "db/db_impl.h"
#include "db/db_test.h"

static void files_are_applied_once(void **state)
{
	struct site *s = *state;
	struct cursor c;
	int n = -1;

	assert_int_equal(db_schema_check(s->db, &s->f), ERR_SCHEMA);
	assert_int_equal(s->f.first->what, M_SCHEMA_NONE);
	fault_clear(&s->f);
	ok(db_migrate(s->db, 1234, &n, &s->f));
	assert_int_equal(n, 2);
	ok(db_migrate(s->db, 5678, &n, &s->f));
	assert_int_equal(n, 0);
	ok(db_schema_check(s->db, &s->f));
	assert_null(s->f.first);
	ok(db_begin(s->db, DB_READ));
	ok(db_query(s->db, &c, Q_MIGRATION_LIST));
	assert_true(db_next(&c));
	assert_int_equal(db_int(&c, 0), 1);
	assert_string_equal(db_text(&c, 1), "0001_first.sql");
	assert_int_equal(strlen(db_text(&c, 2)), 16);
	assert_true(db_next(&c));
	assert_string_equal(db_text(&c, 1), "0002_second.sql");
	assert_false(db_next(&c));
	ok(db_end(&c));
	ok(db_commit(s->db));
}

static void the_side_has_its_own(void **state)
{
	struct site *s = *state;
	struct db *side = site_open(s, DB_SIDE);
	int n = -1;

	ok(db_migrate(s->db, 1, &n, &s->f));
	assert_int_equal(db_schema_check(side, &s->f), ERR_SCHEMA);
	ok(db_migrate(side, 1, &n, &s->f));
	assert_int_equal(n, 1);
	ok(db_schema_check(side, &s->f));
	db_close(side);
}

/* Both refuse: the check, and an attempt to go on. */
static void refused(struct site *s, enum msg what, const char *name)
{
	int n = -1;

	for (int i = 0; i < 2; i++) {
		fault_clear(&s->f);
		assert_int_equal(
			i ? db_migrate(s->db, 2, &n, &s->f) : db_schema_check(s->db, &s->f),
			ERR_SCHEMA);
		assert_int_equal(s->f.first->what, what);
		assert_string_equal(s->f.first->arg[0], name);
		assert_false(db_in_transaction(s->db));
	}
	assert_int_equal(n, -1);
}

static void an_altered_file_is_refused(void **state)
{
	struct site *s = *state;

	ok(db_begin(s->db, DB_WRITE));
	ok(db_run(s->db, Q_RECORD_ALTER, 1, "0123456789abcdef"));
	ok(db_commit(s->db));
	refused(s, M_SCHEMA_ALTERED, "0001_first.sql");
}

static void a_gap_is_refused(void **state)
{
	struct site *s = *state;

	ok(db_begin(s->db, DB_WRITE));
	ok(db_run(s->db, Q_RECORD_REMOVE, 1));
	ok(db_commit(s->db));
	refused(s, M_SCHEMA_ALTERED, "0001_first.sql");
}

static void a_newer_database_is_refused(void **state)
{
	struct site *s = *state;

	ok(db_begin(s->db, DB_WRITE));
	ok(db_run(s->db, Q_MIGRATION_ADD, 3, "0003_third.sql", "0123456789abcdef", 1));
	ok(db_commit(s->db));
	refused(s, M_SCHEMA_NEWER, "0003_third.sql");
}

/* A file that cannot be applied leaves nothing behind, and its reason goes to the log. */
static void a_failure_is_undone(void **state)
{
	struct site *s = *state;
	int n = -1;

	ok(db_begin(s->db, DB_WRITE));
	ok(db_run(s->db, Q_RECORD_REMOVE, 2));
	ok(db_commit(s->db));
	assert_int_equal(db_schema_check(s->db, &s->f), ERR_SCHEMA);
	assert_int_equal(s->f.first->what, M_SCHEMA_OLDER);
	assert_string_equal(s->f.first->arg[0], "0002_second.sql");
	fault_clear(&s->f);
	assert_int_equal(db_migrate(s->db, 1, &n, &s->f), ERR_DB); /* the table is there already */
	assert_non_null(strstr(s->f.detail, "schema/0002_second.sql: statement 1: "));
	assert_false(db_in_transaction(s->db));
	fault_clear(&s->f);
	assert_int_equal(db_schema_check(s->db, &s->f), ERR_SCHEMA);
	assert_int_equal(s->f.first->what, M_SCHEMA_OLDER);
}

static void state_is(struct site *s, enum schema_state want)
{
	enum schema_state got;

	ok(db_schema_state(s->db, &got, &s->f));
	assert_int_equal(got, want);
}

/* What went well before the failure is undone with it. */
static void all_or_nothing(void **state)
{
	struct site *s = *state;
	int n = -1;

	state_is(s, SCHEMA_NONE);
	ok(db_begin(s->db, DB_WRITE));
	ok(db_exec(s->db, "CREATE TABLE duty (id INTEGER)"));
	ok(db_commit(s->db));
	assert_int_equal(db_migrate(s->db, 1, &n, &s->f), ERR_DB);
	assert_non_null(strstr(s->f.detail, "schema/0002_second.sql: statement 2: "));
	assert_int_equal(n, -1);
	fault_clear(&s->f);
	state_is(s, SCHEMA_NONE);
}

static void it_is_ours_or_older(void **state)
{
	struct site *s = *state;

	state_is(s, SCHEMA_OURS);
	ok(db_begin(s->db, DB_WRITE));
	ok(db_run(s->db, Q_RECORD_REMOVE, 2));
	ok(db_commit(s->db));
	state_is(s, SCHEMA_OLDER);
	assert_false(db_in_transaction(s->db));
}

#define from_empty(fn)                                                                             \
	{"sqlite: " #fn, fn, site_start_empty, site_stop, (void *)"sqlite"},                       \
	{                                                                                          \
		"pgsql: " #fn, fn, site_start_empty, site_stop, (void *)"pgsql"                    \
	}

static const struct CMUnitTest list[] = {
	from_empty(files_are_applied_once),
	from_empty(the_side_has_its_own),
	on_both(an_altered_file_is_refused),
	on_both(a_gap_is_refused),
	on_both(a_newer_database_is_refused),
	on_both(a_failure_is_undone),
	from_empty(all_or_nothing),
	on_both(it_is_ours_or_older),
};
const struct tests migrate_tests = {list, sizeof(list) / sizeof(*list)};
