#include "db/db_impl.h"
#include "db/db_test.h"

#include <stdlib.h>

static int64_t number(struct db *db, enum stmt q)
{
	int64_t n = -1;

	ok(db_number_(db, &n, -2, q, NULL, 0));
	return n;
}

static void cut_all(const struct site *s)
{
	site_admin(arena_printf(s->a,
		"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '%s'",
		s->base));
}

/* Two on call, each leaves because the other stays: one of the two must be sent back. */
static void skewed_writes_are_sent_back(void **state)
{
	struct site *s = *state;
	struct db *other = site_open(s, DB_MAIN);
	enum err e;

	ok(db_begin(s->db, DB_WRITE));
	ok(db_run(s->db, Q_DUTY_PUT, 1, 1));
	ok(db_run(s->db, Q_DUTY_PUT, 2, 1));
	ok(db_commit(s->db));
	ok(db_begin(s->db, DB_WRITE));
	ok(db_begin(other, DB_WRITE));
	assert_int_equal(number(s->db, Q_DUTY_ON_CALL), 2);
	assert_int_equal(number(other, Q_DUTY_ON_CALL), 2);
	ok(db_run(s->db, Q_DUTY_PUT, 1, 0));
	ok(db_run(other, Q_DUTY_PUT, 2, 0));
	ok(db_commit(s->db));
	e = db_commit(other);
	assert_int_equal(e, ERR_RETRY);
	assert_non_null(strstr(db_error(other), "40001"));
	ok(db_begin(other, DB_WRITE));
	assert_int_equal(number(other, Q_DUTY_ON_CALL), 1);
	ok(db_commit(other));
	db_close(other);
}

static void a_changed_row_is_sent_back(void **state)
{
	struct site *s = *state;
	struct db *other = site_open(s, DB_MAIN);

	ok(db_begin(s->db, DB_WRITE));
	ok(db_run(s->db, Q_DUTY_PUT, 1, 1));
	ok(db_commit(s->db));
	ok(db_begin(other, DB_WRITE));
	assert_int_equal(number(other, Q_DUTY_ON_CALL), 1);
	ok(db_begin(s->db, DB_WRITE));
	ok(db_run(s->db, Q_DUTY_PUT, 1, 0));
	ok(db_commit(s->db));
	assert_int_equal(db_run(other, Q_DUTY_PUT, 1, 1), ERR_RETRY);
	assert_int_equal(db_commit(other), ERR_RETRY);
	db_close(other);
}

static void a_lost_connection_is_replaced(void **state)
{
	struct site *s = *state;

	cut_all(s);
	ok(db_begin(s->db, DB_WRITE)); /* idle: nobody notices */
	ok(db_run(s->db, Q_THING_KEEP, 1, "one"));
	cut_all(s);
	assert_int_equal(db_run(s->db, Q_THING_KEEP, 2, "two"), ERR_RETRY);
	assert_int_equal(db_commit(s->db), ERR_RETRY);
	ok(db_begin(s->db, DB_WRITE));
	assert_int_equal(number(s->db, Q_THING_COUNT), 0);
	ok(db_batch_begin(s->db));
	for (int i = 1; i < 300; i++)
		ok(db_run(s->db, Q_THING_KEEP, i, arena_printf(s->a, "%d", i)));
	cut_all(s);
	assert_int_equal(db_batch_end(s->db), ERR_RETRY);
	db_rollback(s->db);
	ok(db_begin(s->db, DB_READ));
	assert_int_equal(number(s->db, Q_THING_COUNT), 0);
	ok(db_commit(s->db));
}

static void a_lost_commit_is_unsure(void **state)
{
	struct site *s = *state;

	ok(db_begin(s->db, DB_WRITE));
	ok(db_run(s->db, Q_THING_KEEP, 1, "one"));
	cut_all(s);
	assert_int_equal(db_commit(s->db), ERR_UNSURE);
	assert_false(db_in_transaction(s->db));
	ok(db_begin(s->db, DB_READ));
	assert_int_equal(number(s->db, Q_THING_COUNT), 0);
	cut_all(s);
	ok(db_commit(s->db)); /* there was nothing to be unsure of */
}

static void a_stream_may_be_cut(void **state)
{
	struct site *s = *state;
	struct cursor c;
	int n = 0;

	ok(db_begin(s->db, DB_WRITE));
	ok(db_batch_begin(s->db));
	for (int i = 1; i <= 50000; i++)
		ok(db_run(s->db, Q_THING_KEEP, i, arena_printf(s->a, "a long enough name %d", i)));
	ok(db_batch_end(s->db));
	ok(db_commit(s->db));
	ok(db_begin(s->db, DB_READ));
	ok(db_query(s->db, &c, Q_THING_ALL));
	assert_true(db_next(&c));
	cut_all(s);
	while (db_next(&c))
		n++;
	assert_true(n < 49999);
	assert_int_equal(db_end(&c), ERR_RETRY);
	db_rollback(s->db);
	ok(db_begin(s->db, DB_READ));
	assert_int_equal(number(s->db, Q_THING_COUNT), 50000);
	ok(db_commit(s->db));
}

/* However weak a promise the server was told to give, the program asks for the whole one. */
static void a_commit_is_on_disk(void **state)
{
	static const char *const weak[] = {"off", "local", "remote_write"};
	struct site *s = *state;
	const char *where = s->where;

	for (int i = 0; i < 3; i++) {
		db_close(s->db);
		s->where =
			arena_printf(s->a, "%s options='-c synchronous_commit=%s'", where, weak[i]);
		s->db = site_open(s, DB_MAIN);
		ok(db_begin(s->db, DB_WRITE));
		ok(db_exec(s->db, "DO $$ BEGIN IF current_setting('synchronous_commit') <> 'on' "
				  "THEN RAISE 'off'; END IF; END $$"));
		ok(db_commit(s->db));
	}
}

/* Of all that can be short of memory, one setting is told of. */
static void too_few_locks_are_told(void **state)
{
#define SHORT_OF(hint)                                                                             \
	"DO $$ BEGIN RAISE 'out of memory' USING ERRCODE = '53200', HINT = '" hint "'; END $$"
	struct site *s = *state;

	ok(db_begin(s->db, DB_WRITE));
	assert_int_equal(
		db_exec(s->db, SHORT_OF("Raise max_pred_locks_per_transaction.")), ERR_LOCKS);
	db_rollback(s->db);
	ok(db_begin(s->db, DB_WRITE));
	assert_int_equal(db_exec(s->db, SHORT_OF("Raise max_connections.")), ERR_DB);
	db_rollback(s->db);
}

static void a_wrong_address_is_told(void **state)
{
	static const char *const wrong[] = {"postgresql://me:secret@[host/x", "host='secret",
		"host=/nowhere/secret dbname=x", "hos=secret"};
	struct site *s = *state;
	struct db *db;

	for (int i = 0; i < 4; i++) {
		fault_clear(&s->f);
		assert_int_equal(db_open(&db, wrong[i], DB_MAIN, false, &s->f), ERR_DB);
		assert_null(db);
		assert_int_equal(s->f.first->what, i == 2 ? M_DB_NO_SERVER : M_DB_NO_ADDRESS);
		assert_int_equal(s->f.detail != NULL, i == 2);
	}
}

static const struct CMUnitTest list[] = {
	on_pgsql(skewed_writes_are_sent_back),
	on_pgsql(a_changed_row_is_sent_back),
	on_pgsql(a_lost_connection_is_replaced),
	on_pgsql(a_lost_commit_is_unsure),
	on_pgsql(a_stream_may_be_cut),
	on_pgsql(a_commit_is_on_disk),
	on_pgsql(too_few_locks_are_told),
	on_pgsql(a_wrong_address_is_told),
};
const struct tests pgsql_tests = {list, sizeof(list) / sizeof(*list)};
