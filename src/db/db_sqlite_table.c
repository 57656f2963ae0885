#include "base/clock.h"
#include "base/die.h"
#include "db/db_table_impl.h"

#include <sqlite3.h>
#include <stdlib.h>

enum { STATEMENT = 64 * 1024, WAIT_MS = 30000, TURN_MS = 200 };

/* A table being read or filled: one statement, run again and again. */
struct turn {
	sqlite3_stmt *st;
	const struct db_table *t;
};

/* ---- the catalog ---- */

static const char *text(sqlite3_stmt *st, int col)
{
	return (const char *)sqlite3_column_text(st, col);
}

static char letter_of(const char *type)
{
	static const struct {
		const char *name;
		char letter;
	} types[] = {{"INTEGER", 'i'}, {"TEXT", 't'}, {"BLOB", 'b'}};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (!strcmp(type, types[i].name))
			return types[i].letter;
	return 0;
}

static enum err add_column(struct db *db, struct catalog *c, sqlite3_stmt *st)
{
	bool plain = sqlite3_column_int(st, 4) == 0; /* neither hidden nor computed */
	struct db_column col = {text(st, 1), plain ? letter_of(text(st, 2)) : 0, 8};

	return catalog_column(c, db, text(st, 0), col, sqlite3_column_int64(st, 3));
}

static enum err add_reference(struct db *db, struct catalog *c, sqlite3_stmt *st)
{
	struct db_ref ref = {text(st, 0), text(st, 1), text(st, 2), text(st, 3)};

	(void)db;
	catalog_reference(c, &ref);
	return ERR_OK;
}

static enum err each_row(struct db *db, struct catalog *c, const char *sql,
	enum err (*add)(struct db *, struct catalog *, sqlite3_stmt *))
{
	sqlite3_stmt *st;
	enum err e = ERR_OK;
	int rc;

	if (sqlite3_prepare_v2(sqlite_handle(db), sql, -1, &st, NULL))
		return sqlite_failed(db, "catalog");
	while (!e && (rc = sqlite3_step(st)) == SQLITE_ROW)
		e = add(db, c, st);
	if (!e && rc != SQLITE_DONE)
		e = sqlite_failed(db, "catalog");
	sqlite3_finalize(st);
	return e;
}

static enum err catalog(struct db *db, struct catalog *c)
{
	TRY(each_row(db, c,
		"SELECT m.name, x.name, x.type, x.pk, x.hidden FROM sqlite_schema m "
		"JOIN pragma_table_xinfo(m.name) x "
		"WHERE m.type = 'table' AND substr(m.name, 1, 7) <> 'sqlite_' "
		"ORDER BY m.name, x.cid",
		add_column));
	return each_row(db, c,
		"SELECT m.name, f.\"from\", f.\"table\", f.\"to\" FROM sqlite_schema m "
		"JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 1, 3, 2",
		add_reference);
}

/* ---- reading and filling ---- */

static enum err prepare(struct db *db, const struct db_table *t, struct buf *sql, void **ret)
{
	struct turn *turn = calloc(1, sizeof(*turn));

	if (!turn)
		die("out of memory");
	turn->t = t;
	must(!buf_overflow(sql));
	if (sqlite3_prepare_v2(sqlite_handle(db), sql->p, -1, &turn->st, NULL)) {
		free(turn);
		return sqlite_failed(db, t->name);
	}
	*ret = turn;
	return ERR_OK;
}

static enum err read_table(struct db *db, const struct db_table *t, void **ret)
{
	struct buf sql;
	enum err e;

	buf_init(&sql, STATEMENT);
	sql_select(&sql, t);
	e = prepare(db, t, &sql, ret);
	buf_done(&sql);
	return e;
}

static enum err get(struct db *db, const struct turn *turn, int i, struct db_val *v)
{
	static const char letters[] = {
		[SQLITE_INTEGER] = 'i', [SQLITE_TEXT] = 't', [SQLITE_BLOB] = 'b'};
	const struct db_column *col = &turn->t->col[i];
	int type = sqlite3_column_type(turn->st, i);
	const char *p;

	*v = (struct db_val){.type = DB_NULL};
	if (type == SQLITE_NULL)
		return ERR_OK;
	if (type == SQLITE_FLOAT || letters[type] != col->type)
		return db_fail(
			db, ERR_DB, "table %s: %s holds another type", turn->t->name, col->name);
	if (type == SQLITE_INTEGER) {
		*v = db_val_int(sqlite3_column_int64(turn->st, i));
		return ERR_OK;
	}
	v->type = type == SQLITE_TEXT ? DB_TEXT : DB_BYTES;
	p = type == SQLITE_TEXT ? text(turn->st, i) : sqlite3_column_blob(turn->st, i);
	v->s = (struct str){p ? p : "", (size_t)sqlite3_column_bytes(turn->st, i)};
	return ERR_OK;
}

static enum err next(struct db *db, void *impl, struct db_val *row, bool *ret)
{
	struct turn *turn = impl;
	int rc = sqlite3_step(turn->st);

	*ret = rc == SQLITE_ROW;
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return sqlite_failed(db, turn->t->name);
	for (int i = 0; rc == SQLITE_ROW && i < turn->t->n; i++)
		TRY(get(db, turn, i, &row[i]));
	return ERR_OK;
}

static enum err fill_table(struct db *db, const struct db_table *t, void **ret)
{
	struct buf sql;
	enum err e;

	buf_init(&sql, STATEMENT);
	buf_puts(&sql, "INSERT INTO ");
	sql_name(&sql, t->name);
	buf_puts(&sql, " (");
	sql_columns(&sql, t);
	buf_puts(&sql, ") VALUES (");
	for (int i = 0; i < t->n; i++)
		buf_puts(&sql, i ? ", ?" : "?");
	buf_puts(&sql, ")");
	e = prepare(db, t, &sql, ret);
	buf_done(&sql);
	return e;
}

static int bind(sqlite3_stmt *st, int at, const struct db_val *v)
{
	if (db_val_null(v))
		return sqlite3_bind_null(st, at);
	if (v->type == DB_INT)
		return sqlite3_bind_int64(st, at, v->i);
	if (v->type == DB_TEXT)
		return sqlite3_bind_text64(st, at, v->s.p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
	return sqlite3_bind_blob64(st, at, v->s.p, v->s.n, SQLITE_STATIC);
}

static enum err put(struct db *db, void *impl, const struct db_val *row)
{
	struct turn *turn = impl;
	int rc = SQLITE_OK;

	for (int i = 0; !rc && i < turn->t->n; i++)
		rc = bind(turn->st, i + 1, &row[i]);
	if (!rc)
		rc = sqlite3_step(turn->st);
	if (rc != SQLITE_DONE)
		return sqlite_failed(db, turn->t->name);
	sqlite3_reset(turn->st);
	return ERR_OK;
}

static enum err filled(struct db *db, void *impl)
{
	(void)db, (void)impl;
	return ERR_OK;
}

static void end(struct db *db, void *impl)
{
	struct turn *turn = impl;

	(void)db;
	sqlite3_finalize(turn->st);
	free(turn);
}

static enum err numbers(struct db *db, const char *sql, db_number_found *each, void *p)
{
	sqlite3_stmt *st;
	int rc;

	if (sqlite3_prepare_v2(sqlite_handle(db), sql, -1, &st, NULL))
		return sqlite_failed(db, "numbers");
	while ((rc = sqlite3_step(st)) == SQLITE_ROW)
		each(p, sqlite3_column_int64(st, 0));
	sqlite3_finalize(st);
	return rc == SQLITE_DONE ? ERR_OK : sqlite_failed(db, "numbers");
}

/* ---- both parts at one instant ---- */

/* A connection of its own that keeps writers out; NULL while another one writes. */
static sqlite3 *keep_out(struct db *db, int wait_ms)
{
	const char *path = sqlite3_db_filename(sqlite_handle(db), NULL);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
	sqlite3 *h = NULL;

	if (!sqlite3_open_v2(path, &h, flags, NULL) && !sqlite3_busy_timeout(h, wait_ms) &&
		!sqlite3_exec(h, "BEGIN IMMEDIATE", NULL, NULL, NULL))
		return h;
	sqlite3_close(h);
	return NULL;
}

/* A read transaction sees the state of its first reading, not that of its BEGIN. */
static enum err begin_reading(struct db *db)
{
	sqlite3 *h = sqlite_handle(db);

	if (!sqlite3_exec(h, "BEGIN; SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL))
		return ERR_OK;
	sqlite_failed(db, "begin");
	sqlite3_exec(h, "ROLLBACK", NULL, NULL, NULL);
	return ERR_DB;
}

static enum err begin_both(struct db *main, struct db *side)
{
	enum err e;

	TRY(begin_reading(main));
	e = begin_reading(side);
	if (e)
		sqlite3_exec(sqlite_handle(main), "ROLLBACK", NULL, NULL, NULL);
	return e;
}

/* While nobody can write to either, both are read for the first time. */
static enum err begin_together(struct db *main, struct db *side)
{
	int64_t until = clock_us() + (int64_t)WAIT_MS * 1000;
	enum err e = ERR_BUSY;

	do {
		sqlite3 *one = keep_out(main, TURN_MS),
			*two = one ? keep_out(side, TURN_MS / 10) : NULL;
		if (one && two)
			e = begin_both(main, side);
		sqlite3_close(two);
		sqlite3_close(one);
	} while (e == ERR_BUSY && clock_us() < until);
	return e == ERR_BUSY ? db_fail(main, e, "another writer is at work") : e;
}

/* ---- loading ---- */

#define CACHE_LOADING "PRAGMA cache_size = -131072"

static enum err run_all(struct db *db, const char *const *sql)
{
	for (; *sql; sql++)
		if (sqlite3_exec(sqlite_handle(db), *sql, NULL, NULL, NULL))
			return sqlite_failed(db, *sql);
	return ERR_OK;
}

/* What db_sqlite.c sets is put back; the journal is not turned off in the mode of defence. */
static enum err loosen(struct db *db, bool on)
{
	static const char *const loose[] = {"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF",
		"PRAGMA locking_mode = EXCLUSIVE", "PRAGMA foreign_keys = OFF",
		"PRAGMA secure_delete = OFF", CACHE_LOADING, "PRAGMA threads = 2", NULL};
	static const char *const safe[] = {"PRAGMA locking_mode = NORMAL",
		"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
		"PRAGMA foreign_keys = ON", "PRAGMA secure_delete = ON",
		"PRAGMA cache_size = -32768", "PRAGMA threads = 0", NULL};
	sqlite3 *h = sqlite_handle(db);
	int busy_ms = on ? 5000 : 50;

	sqlite3_busy_timeout(h, busy_ms);
	if (sqlite3_db_config(h, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL))
		return sqlite_failed(db, "options");
	TRY(run_all(db, on ? loose : safe));
	if (!on && sqlite3_db_config(h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL))
		return sqlite_failed(db, "options");
	return ERR_OK;
}

/*
 * As much is sorted at a time as the cache of pages may hold: the eight megabytes that stay near
 * the processor in two thirds of the time of 128 (19 million rows: 23 s, not 36).
 */
static enum err sorting(struct db *db, bool on)
{
	static const char *const little[] = {"PRAGMA cache_size = -8192", NULL};
	static const char *const much[] = {CACHE_LOADING, NULL};

	return run_all(db, on ? little : much);
}

static const char *drop_of(struct arena *a, const char *index)
{
	struct buf sql;
	const char *text_of;

	buf_init(&sql, STATEMENT);
	buf_puts(&sql, "DROP INDEX ");
	sql_name(&sql, index);
	text_of = arena_strdup(a, sql.p);
	buf_done(&sql);
	return text_of;
}

/* A primary key is the order of its table: it stays. */
static enum err extras(
	struct db *db, struct arena *a, const struct db_table *t, bool whole, struct db_bare *ret)
{
	sqlite3_stmt *st;
	int rc;

	(void)whole;
	if (sqlite3_prepare_v2(sqlite_handle(db),
		    "SELECT name, sql FROM sqlite_schema "
		    "WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL ORDER BY name",
		    -1, &st, NULL))
		return sqlite_failed(db, t->name);
	sqlite3_bind_text(st, 1, t->name, -1, SQLITE_STATIC);
	while ((rc = sqlite3_step(st)) == SQLITE_ROW)
		extra_add(ret, a, text(st, 0), drop_of(a, text(st, 0)), text(st, 1));
	sqlite3_finalize(st);
	return rc == SQLITE_DONE ? ERR_OK : sqlite_failed(db, t->name);
}

const struct db_table_driver sqlite_tables = {
	.catalog = catalog,
	.read = read_table,
	.next = next,
	.fill = fill_table,
	.put = put,
	.filled = filled,
	.pour = sqlite_pour,
	.end = end,
	.begin_together = begin_together,
	.loosen = loosen,
	.sorting = sorting,
	.extras = extras,
	.numbers = numbers,
};
