/*
 * The chain on a database: whatever a thief changes shows, and where; sealing by several at once;
 * and every table that has a transaction is looked at.
 */
#include "audit/audit_test.h"

#include "account/account_admin.h"
#include "base/die.h"
#include "core/config.h"
#include "db/db_table.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define has(t, text) assert_non_null(strstr((t)->said, (text)))

/* ---- every byte ---- */

/* What says nothing of what was done: counters, and keys that go when a hold ends. */
static const char *const unsealed[] = {"account.version", "person.version", "org.version",
	"seal_key.wrapped", "seal_hold.sealed", "seal_text_key.sealed", "seal_share.sealed",
	"seal_recovery.sealed", NULL};

static bool is_sealed(struct site_test *s, const char *table, const char *column)
{
	const char *name = arena_printf(s->a, "%s.%s", table, column);

	for (int i = 0; unsealed[i]; i++)
		if (text_eq(unsealed[i], name))
			return false;
	return true;
}

static const char *const sealed_tables[] = {
#define SOURCE(table, stmt) #table,
#define DERIVED(table)
#include "audit/audit_sources.def"
#undef SOURCE
#undef DERIVED
#define TABLE(name) #name,
#include "core/config_tables.def"
#undef TABLE
	"audit_entry", "audit_link", "audit_salt", NULL};

static bool is_looked_at(const char *table)
{
	for (int i = 0; sealed_tables[i]; i++)
		if (text_eq(sealed_tables[i], table))
			return true;
	return false;
}

static struct db_val kept(struct site_test *s, const struct db_val *v)
{
	struct db_val r = *v;

	if (v->type == DB_TEXT || v->type == DB_BYTES)
		r.s = (struct str){arena_strndup(s->a, v->s.p, v->s.n), v->s.n};
	return r;
}

/* One byte, or one number, further on; nothing becomes something. */
static struct db_val changed(struct site_test *s, const struct db_val *v, char type)
{
	struct db_val r = kept(s, v);
	char *p = (char *)r.s.p;

	if (v->type == DB_NULL)
		return type == 'i' ? db_val_int(1)
				   : (type == 't' ? db_val_text("x") : db_val_bytes(S("x")));
	if (v->type == DB_INT)
		r.i++;
	else if (!r.s.n || p[r.s.n - 1] & 0x80)
		r.s = str_of(arena_printf(s->a, "%.*sx", (int)r.s.n, r.s.p));
	else
		p[r.s.n - 1] ^= 1;
	return r;
}

static const char *literal(struct site_test *s, const struct db_val *v)
{
	char *hex, *out;

	if (v->type == DB_NULL)
		return "NULL";
	if (v->type == DB_INT)
		return arena_printf(s->a, "%lld", (long long)v->i);
	if (v->type == DB_TEXT) {
		out = arena_alloc(s->a, v->s.n * 2 + 3);
		hex = out;
		*hex++ = '\'';
		for (size_t i = 0; i < v->s.n; i++) {
			if (v->s.p[i] == '\'')
				*hex++ = '\'';
			*hex++ = v->s.p[i];
		}
		*hex++ = '\'';
		*hex = 0;
		return out;
	}
	hex = arena_alloc(s->a, v->s.n * 2 + 1);
	for (size_t i = 0; i < v->s.n; i++)
		snprintf(hex + 2 * i, 3, "%02x", (unsigned char)v->s.p[i]);
	return arena_printf(s->a, s->pgsql ? "'\\x%s'::bytea" : "X'%s'", hex);
}

static const char *update(struct site_test *s, const struct db_table *t, const struct db_val *row,
	int col, const struct db_val *to)
{
	const char *sql = arena_printf(s->a, "UPDATE \"%s\" SET \"%s\" = %s WHERE ", t->name,
		t->col[col].name, literal(s, to));

	for (int i = 0; i < t->keys; i++)
		sql = arena_printf(s->a, "%s%s\"%s\" = %s", sql, i ? " AND " : "",
			t->col[t->key[i]].name, literal(s, &row[t->key[i]]));
	return sql;
}

struct counts {
	int tried, refused;
};

static void try_cell(struct audit_test *t, const struct db_table *tab, struct db_val *row, int col,
	struct counts *n)
{
	struct site_test *s = t->s;
	struct arena_mark m = arena_mark(s->a);
	struct db_val old = row[col], new = changed(s, &old, tab->col[col].type);

	n->tried++;
	if (!thief(s, update(s, tab, row, col, &new))) {
		n->refused++;
	} else {
		if (!audit_test_verify(t))
			fail_msg("%s.%s changed, and nobody noticed: %s", tab->name,
				tab->col[col].name, update(s, tab, row, col, &new));
		row[col] = new;
		if (!thief(s, update(s, tab, row, col, &old)))
			fail_msg("%s.%s did not go back", tab->name, tab->col[col].name);
		row[col] = old;
	}
	arena_rewind(s->a, m);
}

struct rows {
	struct db_val (*row)[DB_TABLE_COLS];
	int n;
};

enum { ROWS_TRIED = 3, ROWS_ROOM = 200 };

static struct rows read_rows(struct site_test *s, const struct db_table *t)
{
	struct rows r = {arena_array(s->a, ROWS_ROOM, sizeof(*r.row)), 0};
	struct db_val row[DB_TABLE_COLS];
	struct table_rows rows;

	ok(db_table_read(&rows, s->db, t));
	while (db_table_next(&rows, row) && r.n < ROWS_ROOM) {
		for (int i = 0; i < t->n; i++)
			r.row[r.n][i] = kept(s, &row[i]);
		r.n++;
	}
	ok(db_table_end(&rows));
	return r;
}

static void try_table(struct audit_test *t, const struct db_table *tab, struct counts *n)
{
	struct rows r;
	int step;

	ok(db_begin(t->s->db, DB_READ));
	r = read_rows(t->s, tab);
	db_rollback(t->s->db);
	/* of hundreds that are compared in the same way one will do */
	step = r.n == ROWS_ROOM ? r.n : (r.n > ROWS_TRIED ? r.n / ROWS_TRIED : 1);
	for (int i = r.n - 1; i >= 0; i -= step)
		for (int c = 0; c < tab->n; c++)
			if (is_sealed(t->s, tab->name, tab->col[c].name))
				try_cell(t, tab, r.row[i], c, n);
}

static void every_change_shows(void **state)
{
	const struct db_table *tables;
	struct audit_test t;
	struct counts n = {0};
	size_t count;

	audit_test_start(&t, site_of(state));
	audit_test_seal(&t);
	assert_int_equal(audit_test_verify(&t), 0);
	ok(db_begin(t.s->db, DB_READ));
	ok(db_tables(t.s->db, t.s->a, &tables, &count));
	db_rollback(t.s->db);
	for (size_t i = 0; i < count; i++)
		if (is_looked_at(tables[i].name))
			try_table(&t, &tables[i], &n);
	assert_int_equal(audit_test_verify(&t), 0);
	print_message("# %d cells, %d refused by the database\n", n.tried, n.refused);
	assert_true(n.tried > 300);
	assert_true(n.refused < n.tried / 10);
}

/* ---- rows put in, taken out ---- */

static void where_it_is_found_is_told(void **state)
{
	struct audit_test t;
	const char *sql;

	audit_test_start(&t, site_of(state));
	audit_test_seal(&t);
	sql = "UPDATE org_post SET holder = 'X'";
	assert_true(thief(t.s, sql));
	assert_int_equal(audit_test_verify(&t), 1);
	has(&t, "post_new");
	assert_true(thief(t.s, "UPDATE org_post SET holder = 'Lò Văn An'"));
	assert_true(thief(t.s, "DELETE FROM org_charge"));
	assert_int_equal(audit_test_verify(&t), 1);
	has(&t, "charge_new");
}

static void a_row_that_nobody_made_is_found(void **state)
{
	struct audit_test t;

	audit_test_start(&t, site_of(state));
	audit_test_seal(&t);
	/* of a transaction that exists, but did not touch that person */
	assert_true(thief(t.s,
		arena_printf(t.s->a,
			"INSERT INTO member_fact (person, id, day, seq, kind, txn, made_ms) SELECT "
			"%lld, 5, 20200101, 1, 'badge_awarded', txn, made_ms FROM org_post",
			(long long)t.an)));
	assert_int_equal(audit_test_verify(&t), 1);
	has(&t, "member_fact");
	/* and now it says so */
	assert_true(thief(
		t.s, arena_printf(t.s->a,
			     "INSERT INTO txn_person (txn, person) SELECT txn, %lld FROM org_post",
			     (long long)t.an)));
	assert_int_equal(audit_test_verify(&t), 1);
	has(&t, "post_new");
}

static void a_write_that_was_slipped_in_is_found(void **state)
{
	struct audit_test t;

	audit_test_start(&t, site_of(state));
	audit_test_seal(&t);
	assert_true(thief(t.s, "INSERT INTO txn (id, at_ms, actor, uid, via, action) "
			       "VALUES (77, 5, 0, -1, 'web', 'slipped_in')"));
	assert_int_equal(audit_test_verify(&t), 1);
	has(&t, "slipped_in");
	audit_test_write(&t, "test");
	audit_test_seal(&t);
	assert_int_equal(audit_test_verify(&t), 1);
}

/* ---- what is kept as it stands ---- */

/* Live rows about the only account. */
static int64_t fact_rows(struct site_test *s, const char *what)
{
	const struct db_table *t;
	struct rows r = {NULL, 0};
	int64_t n = 0;
	size_t tables;

	ok(db_begin(s->db, DB_READ));
	ok(db_tables(s->db, s->a, &t, &tables));
	for (size_t i = 0; i < tables; i++)
		if (text_eq(t[i].name, "account_fact"))
			r = read_rows(s, &t[i]);
	db_rollback(s->db);
	for (int i = 0; i < r.n; i++) /* id, account, what, value, from, to, txn, made, void_txn */
		n += str_eq(r.row[i][2].s, str_of(what)) && r.row[i][8].i == 0;
	return n;
}

/* Past the program: an account, a catalogue, a rule, a day off, a setting. Then put back. */
static void what_stands_is_compared_with_what_was_written(void **state)
{
	static const char *const wrong[][3] = {
		{"UPDATE account SET closed = 1", "UPDATE account SET closed = 0", "an"},
		{"UPDATE account SET person = 5", "UPDATE account SET person = 0", "an"},
		{"UPDATE account SET lang = 'en'", "UPDATE account SET lang = 'vi'", "an"},
		{"UPDATE account SET password = password || 'x'",
			"UPDATE account SET password = substr(password, 1, length(password) - 1)",
			"an"},
		{"UPDATE rule SET value = 90 WHERE code = 'slip.days'",
			"UPDATE rule SET value = 30 WHERE code = 'slip.days'", "slip.days|"},
		{"INSERT INTO holiday (day, made_ms, kind, name, source, sure) VALUES "
		 "(20260105, 5, 'off', 'X', 'X', 'a')",
			"DELETE FROM holiday WHERE day = 20260105", "20260105"},
		{"UPDATE cat_entry SET vi = vi || 'x' WHERE cat = 'func' AND code = 'office'",
			"UPDATE cat_entry SET vi = substr(vi, 1, length(vi) - 1) "
			"WHERE cat = 'func' AND code = 'office'",
			"func|office"},
		{"INSERT INTO setting (name, value) VALUES ('second_factor', 'off')",
			"DELETE FROM setting WHERE name = 'second_factor'", "second_factor"},
		{NULL, NULL, NULL}};
	struct audit_test t;

	audit_test_start(&t, site_of(state));
	audit_test_seal(&t);
	for (int i = 0; wrong[i][0]; i++) {
		assert_true(thief(t.s, wrong[i][0]));
		assert_true(audit_test_verify(&t) > 0);
		has(&t, wrong[i][2]);
		assert_true(thief(t.s, wrong[i][1]));
		assert_int_equal(audit_test_verify(&t), 0);
	}
}

/* Whoever writes the note of it too is found by the chain. */
static void a_note_of_it_that_was_made_up_is_found(void **state)
{
	struct audit_test t;

	audit_test_start(&t, site_of(state));
	audit_test_seal(&t);
	assert_true(thief(t.s, "UPDATE account SET closed = 1"));
	assert_true(thief(t.s, "UPDATE account_fact SET value = '1' WHERE what = 'closed'"));
	assert_int_equal(audit_test_verify(&t), 1);
	has(&t, "account_add");
}

/* What somebody put in past the program is not taken over by the next one who changes a setting. */
static void a_change_does_not_cover_up_another(void **state)
{
	struct audit_test t;
	struct config *c;

	audit_test_start(&t, site_of(state));
	assert_true(thief(t.s, "UPDATE rule SET value = 90 WHERE code = 'slip.days'"));
	site_clean(t.s);
	ok(db_begin(t.s->db, DB_WRITE));
	ok(config_start(&t.s->cx, &c));
	ok(setting_put(&t.s->cx, "second_factor", "off"));
	ok(config_end(&t.s->cx, c));
	ok(db_commit(t.s->db));
	audit_test_seal(&t);
	assert_int_equal(audit_test_verify(&t), 1);
	has(&t, "slip.days|");
	assert_null(strstr(t.said, "second_factor"));
}

/* Closed, opened, another password, another person: each is a dated row of its own transaction. */
static void an_account_tells_what_it_was(void **state)
{
	static const char *const what[] = {"closed", "lang", "password", "person", NULL};
	struct site_test *s = site_of(state);
	struct audit_test t;
	struct doc d;

	audit_test_start(&t, s);
	s->cx.day = s->cx.say.today = 20261123;
	ok(site_run(s, &account_close, &(struct why_in){.reason = "nghỉ hưu"}, 0, "an", &d));
	for (int i = 0; what[i]; i++) {
		int64_t rows = fact_rows(s, what[i]);
		/* until yesterday, from today; what was closed only today leaves its voided row */
		assert_int_equal(rows, text_eq(what[i], "closed") ? 2 : 1);
	}
	audit_test_seal(&t);
	assert_int_equal(audit_test_verify(&t), 0);
	ok(site_run(s, &account_open, &(struct why_in){.reason = "làm lại"}, 0, "an", &d));
	assert_int_equal(fact_rows(s, "closed"), 2);
	audit_test_seal(&t);
	assert_int_equal(audit_test_verify(&t), 0);
}

/* ---- the end of the chain ---- */

static const char *head_now(struct audit_test *t, int64_t *ret_batch)
{
	struct audit_state st;

	ok(db_begin(t->s->db, DB_READ));
	ok(audit_state(&t->s->cx, &st));
	db_rollback(t->s->db);
	*ret_batch = st.batch;
	return st.head;
}

static void count(void *p, const char *text)
{
	(void)text;
	++*(int *)p;
}

static int found_by_head(struct audit_test *t, int64_t batch, const char *head)
{
	int n = 0;

	ok(db_begin(t->s->db, DB_READ));
	ok(audit_verify_head(&t->s->cx, batch, head, count, &n));
	db_rollback(t->s->db);
	return n;
}

/* Cut off with all that belongs to it, the chain is whole: the head that was kept tells. */
static void a_kept_head_shows_that_the_end_is_gone(void **state)
{
	struct audit_test t;
	const char *head;
	int64_t batch;

	audit_test_start(&t, site_of(state));
	audit_test_seal(&t);
	audit_test_write(&t, "the_last");
	audit_test_seal(&t);
	head = head_now(&t, &batch);
	assert_int_equal(batch, 2);
	assert_int_equal(found_by_head(&t, batch, head), 0);
	assert_true(
		thief(t.s, "DELETE FROM audit_salt WHERE txn IN (SELECT id FROM txn WHERE action = "
			   "'the_last')"));
	assert_true(thief(t.s,
		"DELETE FROM audit_entry WHERE txn IN (SELECT id FROM txn WHERE action = "
		"'the_last')"));
	assert_true(thief(t.s, "DELETE FROM audit_link WHERE batch = 2"));
	assert_true(thief(t.s, "DELETE FROM txn WHERE action = 'the_last'"));
	assert_int_equal(audit_test_verify(&t), 0);
	assert_int_equal(found_by_head(&t, batch, head), 1);
	audit_test_write(&t, "another");
	audit_test_seal(&t);
	assert_int_equal(audit_test_verify(&t), 0);
	assert_int_equal(found_by_head(&t, batch, head), 1);
}

static void what_is_not_sealed_is_counted(void **state)
{
	struct audit_test t;

	audit_test_start(&t, site_of(state));
	assert_int_equal(audit_test_verify(&t), 0);
	assert_true(t.r.waiting > 10);
	assert_int_equal(t.r.links, 0);
	audit_test_seal(&t);
	assert_int_equal(audit_test_verify(&t), 0);
	assert_int_equal(t.r.waiting, 0);
	assert_int_equal(t.r.links, 1);
	audit_test_write(&t, "test");
	assert_int_equal(audit_test_verify(&t), 0);
	assert_int_equal(t.r.waiting, 1);
}

/* Whoever has the database but not the key can make the chain anew, but not its macs. */
static void another_key_shows(void **state)
{
	struct audit_test t;

	audit_test_start(&t, site_of(state));
	audit_test_seal(&t);
	t.key.bytes[0] ^= 1;
	assert_int_equal(audit_test_verify(&t), 1);
	t.key.id[0] = 'f';
	assert_int_equal(audit_test_verify(&t), 0);
	assert_int_equal(t.r.unkeyed, 1);
}

/* ---- several who seal ---- */

static void child(struct audit_test *t, int turns)
{
	struct audit_sealed done;
	struct db *db;
	int bad = 0;

	if (db_open(&db, t->s->where, DB_MAIN, false, &t->s->f))
		_exit(2);
	t->s->cx.db = db;
	for (int i = 0; i < turns; i++) {
		enum err e = audit_seal(&t->s->cx, &t->key, &done);
		bad += e && e != ERR_BUSY;
		usleep(1000);
	}
	db_close(db);
	_exit(bad ? 1 : 0);
}

static void several_seal_and_the_chain_does_not_fork(void **state)
{
	struct audit_test t;
	pid_t pids[3];
	int status;

	audit_test_start(&t, site_of(state));
	for (int i = 0; i < 3; i++) {
		pids[i] = fork();
		assert_true(pids[i] >= 0);
		if (!pids[i])
			child(&t, 60);
	}
	for (int i = 0; i < 40; i++) {
		enum err e;
		do {
			site_clean(t.s);
			e = db_begin(t.s->db, DB_WRITE);
			if (!e)
				e = txn_start(&t.s->cx, "race", NULL);
			if (!e)
				e = db_commit(t.s->db);
			db_rollback(t.s->db);
		} while (e == ERR_BUSY || e == ERR_RETRY);
		ok(e);
	}
	for (int i = 0; i < 3; i++) {
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	audit_test_seal(&t);
	assert_int_equal(audit_test_verify(&t), 0);
	assert_int_equal(t.r.waiting, 0);
	assert_true(t.r.links > 1);
}

/* ---- all tables ---- */

static const char *const known_tables[] = {
#define SOURCE(table, stmt) #table,
#define DERIVED(table)	    #table,
#include "audit/audit_sources.def"
#undef SOURCE
#undef DERIVED
#define TABLE(name) #name,
#include "core/config_tables.def"
#undef TABLE
	NULL};

static void every_table_is_known(void **state)
{
	struct site_test *s = site_of(state);
	const struct db_table *tables;
	size_t n;

	ok(db_begin(s->db, DB_READ));
	ok(db_tables(s->db, s->a, &tables, &n));
	db_rollback(s->db);
	for (size_t i = 0; i < n; i++) {
		bool known = false;
		for (int k = 0; known_tables[k]; k++)
			known = known || text_eq(known_tables[k], tables[i].name);
		if (!known)
			fail_msg("%s is neither in the digests nor said to be derived "
				 "(audit_sources.def), nor is each change of it noted "
				 "(config_tables.def)",
				tables[i].name);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		on_site(every_table_is_known),
		on_site(where_it_is_found_is_told),
		on_site(a_row_that_nobody_made_is_found),
		on_site(a_write_that_was_slipped_in_is_found),
		on_site(a_kept_head_shows_that_the_end_is_gone),
		on_site(what_is_not_sealed_is_counted),
		on_site(another_key_shows),
		on_site(several_seal_and_the_chain_does_not_fork),
		on_site(what_stands_is_compared_with_what_was_written),
		on_site(a_note_of_it_that_was_made_up_is_found),
		on_site(a_change_does_not_cover_up_another),
		on_site(an_account_tells_what_it_was),
		on_site(every_change_shows),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
