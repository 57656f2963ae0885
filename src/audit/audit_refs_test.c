/*
 * audit_refs_test.c: every column that names a row is known, whatever it names and has not is told,
 * in both databases; and files that belong to nothing are found.
 */
#include "audit/audit_test.h"
#include "core/leftover.h"
#include "core/refs.h"
#include "import/import.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- every column is known ---- */

static bool has_reference(const struct db_ref *refs, size_t n, const char *table, const char *col)
{
	for (size_t i = 0; i < n; i++)
		if (text_eq(refs[i].table, table) && text_eq(refs[i].column, col))
			return true;
	return false;
}

static int check_part(struct site_test *s, struct db *db)
{
	const struct db_table *t;
	const struct db_ref *refs;
	size_t tables, n;
	int columns = 0;

	ok(db_begin(db, DB_READ));
	ok(db_tables(db, s->a, &t, &tables));
	ok(db_refs(db, s->a, &refs, &n));
	db_rollback(db);
	for (size_t i = 0; i < tables; i++)
		for (int c = 0; c < t[i].n; c++) {
			const char *col = t[i].col[c].name;
			if (t[i].col[c].type != 'i' || text_eq(col, "id") ||
				has_reference(refs, n, t[i].name, col))
				continue;
			columns++;
			if (!refs_kind_of(t[i].name, col))
				fail_msg("%s.%s: does it name a row? Say so in core/refs.def",
					t[i].name, col);
		}
	return columns;
}

static void every_column_is_known(void **state)
{
	struct site_test *s = site_of(state);

	assert_true(check_part(s, s->db) > 100);
	assert_true(check_part(s, s->side) > 30);
}

/* ---- what is missing is told ---- */

struct told {
	int n;
	char text[8000];
};

static void hear(void *p, const char *text)
{
	struct told *t = p;
	size_t at = strlen(t->text);

	t->n++;
	snprintf(t->text + at, sizeof(t->text) - at, "%s\n", text);
}

static struct told verify(struct site_test *s)
{
	struct told t = {0};

	ok(db_begin(s->db, DB_READ));
	ok(db_begin(s->side, DB_READ));
	ok(refs_verify(&s->cx, hear, &t));
	db_rollback(s->side);
	db_rollback(s->db);
	return t;
}

static const struct db_table *table_of(struct site_test *s, struct db *db, const char *name)
{
	const struct db_table *t;
	size_t n;

	ok(db_begin(db, DB_READ));
	ok(db_tables(db, s->a, &t, &n));
	db_rollback(db);
	for (size_t i = 0; i < n; i++)
		if (text_eq(t[i].name, name))
			return &t[i];
	fail_msg("refs.def names the table %s, which is not there", name);
	return NULL;
}

static int column_of(const struct db_table *t, const char *name)
{
	for (int i = 0; i < t->n; i++)
		if (text_eq(t->col[i].name, name))
			return i;
	fail_msg("refs.def names %s.%s, which is not there", t->name, name);
	return -1;
}

/* What a column allows where the schema checks it. */
static const char *allowed(const char *table, const char *column)
{
	static const char *const words[][3] = {{"txn", "via", "web"},
		{"account_grant", "reach", "own"}, {"org_act", "act", "found"},
		{"person_join", "history", "both"}, {"member_note", "kind", "note"},
		{"proposal", "kind", "ends"}, {"proposal", "state", "open"},
		{"seal_key", "kind", "func"}, {"account_fact", "what", "lang"},
		{"person_request", "kind", "access"}, {"person_request", "state", "open"},
		{"audit_erasure", "kind", "person"}, {"audit_erasure_end", "outcome", "erased"},
		{"rule_local", "sure", "a"}, {"holiday_local", "sure", "a"},
		{"holiday_local", "kind", "off"}, {"figure_sum", "span", "d"},
		{"village_fact", "aspect", "place"}, {"village_state", "cover", "own"},
		{"village_state", "lives", "some"}, {"village_state", "head_is", "vacant"},
		{"figure_target", "bound", "least"}, {"job", "state", "done"},
		{"reorg_head", "state", "draft"}, {"reorg_line", "what", "open"},
		{"reorg_file", "part", "map"}, {"mail_out", "state", "waiting"},
		{NULL, NULL, NULL}};

	for (int i = 0; words[i][0]; i++)
		if (text_eq(words[i][0], table) && text_eq(words[i][1], column))
			return words[i][2];
	return "x";
}

static const char *literal(
	struct site_test *s, const struct db_table *t, const struct db_column *c, bool named)
{
	if (c->type == 'i')
		return named ? "4242" : (text_eq(c->name, "id") ? "777" : "0");
	if (c->type == 'b')
		return s->pgsql ? "'\\x00'::bytea" : "X'00'";
	return arena_printf(s->a, "'%s'", allowed(t->name, c->name));
}

/* A row of which only one column says anything. */
static const char *insert(
	struct site_test *s, const struct db_table *t, const char *column, const char *schema)
{
	const char *names = "", *values = "";

	for (int i = 0; i < t->n; i++) {
		const struct db_column *c = &t->col[i];
		names = arena_printf(s->a, "%s%s\"%s\"", names, i ? ", " : "", c->name);
		values = arena_printf(s->a, "%s%s%s", values, i ? ", " : "",
			literal(s, t, c, text_eq(c->name, column)));
	}
	return arena_printf(
		s->a, "INSERT INTO %s%s (%s) VALUES (%s)", schema, t->name, names, values);
}

static void try_ref(struct site_test *s, const struct db_ref *r, enum refs_kind kind)
{
	bool side = kind != REFS_REF;
	const struct db_table *t = table_of(s, side ? s->side : s->db, r->table);
	const char *schema = side && s->pgsql ? "side." : "";
	const char *name = arena_printf(s->a, "%s.%s = 4242", r->table, r->column);
	bool (*steal)(struct site_test *, const char *) = side ? thief_side : thief;
	struct told told;

	column_of(t, r->column);
	column_of(table_of(s, kind == REFS_BESIDE ? s->side : s->db, r->parent), r->key);
	if (!steal(s, insert(s, t, r->column, schema)))
		fail_msg("%s", insert(s, t, r->column, schema));
	told = verify(s);
	if (!strstr(told.text, name))
		fail_msg("%s was not told: %s", name, told.text);
	assert_true(steal(s, arena_printf(s->a, "DELETE FROM %s%s WHERE \"%s\" = 4242", schema,
				     r->table, r->column)));
}

static void each_that_is_missing_is_told(void **state)
{
	struct site_test *s = site_of(state);
	const struct db_ref *refs;
	enum refs_kind kind;
	struct db_ref r;
	int tried = 0;
	size_t n;

	assert_int_equal(verify(s).n, 0);
	for (size_t i = 0; refs_row(i, &kind, &r); i++)
		if (kind == REFS_REF || kind == REFS_BESIDE || kind == REFS_ACROSS) {
			try_ref(s, &r, kind);
			tried++;
		}
	ok(db_begin(s->db, DB_READ));
	ok(db_refs(s->db, s->a, &refs, &n));
	db_rollback(s->db);
	for (size_t i = 0; i < n; i++)
		try_ref(s, &refs[i], REFS_REF);
	assert_true(tried > 60 && n > 20);
	assert_int_equal(verify(s).n, 0);
}

/* A site with something of everything names nothing that is not there. */
static void a_site_that_is_whole(void **state)
{
	struct audit_test t;
	struct told told;

	audit_test_start(&t, site_of(state));
	audit_test_seal(&t);
	told = verify(t.s);
	if (told.n)
		fail_msg("%s", told.text);
}

/* ---- files ---- */

static void orders_and_files_that_lost_each_other(void **state)
{
	struct site_test *s = site_of(state);
	struct told t = {0};

	assert_true(
		thief_side(s, arena_printf(s->a,
				      "INSERT INTO %supload (id, account, name, bytes, made_ms) "
				      "VALUES (5, 0, 'lost.csv', %s, 1)",
				      s->pgsql ? "side." : "", s->pgsql ? "'x'::bytea" : "X'00'")));
	assert_true(thief_side(
		s, arena_printf(s->a,
			   "INSERT INTO %sjob (id, kind, account, upload, params, state, made_ms) "
			   "VALUES (6, 'import', 0, 7, '{}', 'queued', 1)",
			   s->pgsql ? "side." : "")));
	ok(db_begin(s->side, DB_READ));
	ok(import_job_check(&s->cx, hear, &t));
	db_rollback(s->side);
	assert_int_equal(t.n, 2);
	assert_non_null(strstr(t.text, "lost.csv"));
	assert_non_null(strstr(t.text, "6 (import)"));
}

static void hear_file(void *p, const char *path, bool beside)
{
	hear(p, beside ? path : strrchr(path, '/'));
}

static void touch(struct site_test *s, const char *dir, const char *name)
{
	int fd = open(arena_printf(s->a, "%s/%s", dir, name), O_CREAT | O_WRONLY, 0600);

	assert_true(fd >= 0);
	close(fd);
}

static void remove_all(struct site_test *s, const char *dir, const char *const *names)
{
	for (; *names; names++)
		unlink(arena_printf(s->a, "%s/%s", dir, *names));
}

/* Of ours only those that are an hour old; beside the database all that is not its log. */
static void files_that_belong_to_nothing(void **state)
{
	static const char *const names[] = {"x.db", "x.db-wal", "x-side.db", "x.db-journal",
		"x.db.copy", "x-side.db.aB3dE9", "xy.db", "guong-aB3dE9", "guong-export-aB3dE9",
		"guong-read-me", "x-2026.guong", NULL};
	static const char *const told[] = {"/x.db-journal\n", "/x.db.copy\n", "/x-side.db.aB3dE9\n",
		"/guong-aB3dE9\n", "/guong-export-aB3dE9\n", NULL};
	struct site_test *s = site_of(state);
	char dir[] = "/tmp/guong-test-files-XXXXXX";
	struct told t = {0}, soon = {0};
	const char *where;

	assert_non_null(mkdtemp(dir));
	for (int i = 0; names[i]; i++)
		touch(s, dir, names[i]);
	setenv("TMPDIR", dir, 1);
	where = arena_printf(s->a, "%s/x.db", dir);
	leftover_find(s->a, where, clock_us() / 1000000, hear_file, &soon);
	leftover_find(s->a, where, clock_now(&s->clock) / 1000 + 2 * LEFTOVER_AGE_S, hear_file, &t);
	unsetenv("TMPDIR");
	remove_all(s, dir, names);
	rmdir(dir);
	for (int i = 0; told[i]; i++)
		assert_non_null(strstr(t.text, told[i]));
	assert_int_equal(t.n, 5);
	assert_int_equal(soon.n, 3);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		on_site(every_column_is_known),
		on_site(each_that_is_missing_is_told),
		on_site(a_site_that_is_whole),
		on_site(orders_and_files_that_lost_each_other),
		on_site(files_that_belong_to_nothing),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
