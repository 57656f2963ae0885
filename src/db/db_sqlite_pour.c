/*
 * db_sqlite_pour.c: many rows into a table by one statement, INSERT ... SELECT from a virtual table
 * whose rows are those of a function of ours. Nothing is bound and no statement begins and ends for
 * each row, which is more than half of what a row costs.
 *
 * The virtual table is there only while it is read, and for this connection only.
 */
#include "base/arena.h"
#include "db/db_table_impl.h"

#include <sqlite3.h>
#include <stdlib.h>

#define NAME "guong_pour"

/* What is poured; the module, its table and its cursor all lead here. */
struct pour {
	db_row_next *next;
	void *p;
	struct db_val row[DB_TABLE_COLS];
	int64_t number;
	bool there;
};

struct vtab {
	sqlite3_vtab base;
	struct pour *from;
};

struct vtab_cursor {
	sqlite3_vtab_cursor base;
	struct pour *from;
};

static int connect_to(
	sqlite3 *h, void *aux, int argc, const char *const *argv, sqlite3_vtab **ret, char **why)
{
	struct vtab *v = calloc(1, sizeof(*v));
	struct buf sql;
	int rc;

	(void)argc, (void)argv, (void)why;
	if (!v)
		return SQLITE_NOMEM;
	buf_init(&sql, 4096);
	buf_puts(&sql, "CREATE TABLE x (c0");
	for (int i = 1; i < DB_TABLE_COLS; i++)
		buf_printf(&sql, ", c%d", i);
	buf_puts(&sql, ")");
	rc = sqlite3_declare_vtab(h, sql.p);
	buf_done(&sql);
	v->from = aux;
	*ret = &v->base;
	return rc;
}

static int disconnect(sqlite3_vtab *v)
{
	free(v);
	return SQLITE_OK;
}

static int best_index(sqlite3_vtab *v, sqlite3_index_info *info)
{
	(void)v, (void)info;
	return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *v, sqlite3_vtab_cursor **ret)
{
	struct vtab_cursor *c = calloc(1, sizeof(*c));

	if (!c)
		return SQLITE_NOMEM;
	c->from = ((struct vtab *)v)->from;
	*ret = &c->base;
	return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *c)
{
	free(c);
	return SQLITE_OK;
}

static struct pour *of(sqlite3_vtab_cursor *c)
{
	return ((struct vtab_cursor *)c)->from;
}

static int advance(sqlite3_vtab_cursor *c)
{
	struct pour *from = of(c);

	from->there = from->next(from->p, from->row);
	from->number++;
	return SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor *c, int plan, const char *text, int n, sqlite3_value **args)
{
	(void)plan, (void)text, (void)n, (void)args;
	return advance(c);
}

static int is_at_end(sqlite3_vtab_cursor *c)
{
	return !of(c)->there;
}

/* The bytes of a row last until the next one is asked for: by then the row is in its table. */
static int column(sqlite3_vtab_cursor *c, sqlite3_context *to, int i)
{
	const struct db_val *v = &of(c)->row[i];

	if (db_val_null(v))
		sqlite3_result_null(to);
	else if (v->type == DB_INT)
		sqlite3_result_int64(to, v->i);
	else if (v->type == DB_TEXT)
		sqlite3_result_text64(to, v->s.p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
	else
		sqlite3_result_blob64(to, v->s.p, v->s.n, SQLITE_STATIC);
	return SQLITE_OK;
}

static int row_number(sqlite3_vtab_cursor *c, sqlite3_int64 *ret)
{
	*ret = of(c)->number;
	return SQLITE_OK;
}

/* Without xCreate it has no place in a schema and is there under its own name. */
static const sqlite3_module module = {
	.xConnect = connect_to,
	.xBestIndex = best_index,
	.xDisconnect = disconnect,
	.xOpen = open_cursor,
	.xClose = close_cursor,
	.xFilter = filter,
	.xNext = advance,
	.xEof = is_at_end,
	.xColumn = column,
	.xRowid = row_number,
};

static void insert_text(struct buf *sql, const struct db_table *t)
{
	buf_puts(sql, "INSERT INTO ");
	sql_name(sql, t->name);
	buf_puts(sql, " (");
	sql_columns(sql, t);
	buf_puts(sql, ") SELECT c0");
	for (int i = 1; i < t->n; i++)
		buf_printf(sql, ", c%d", i);
	buf_puts(sql, " FROM " NAME);
}

enum err sqlite_pour(struct db *db, const struct db_table *t, db_row_next *next, void *p)
{
	struct pour from = {.next = next, .p = p};
	sqlite3 *h = sqlite_handle(db);
	enum err e = ERR_OK;
	struct buf sql;

	if (sqlite3_create_module_v2(h, NAME, &module, &from, NULL))
		return sqlite_failed(db, NAME);
	buf_init(&sql, 1 << 16);
	insert_text(&sql, t);
	if (sqlite3_exec(h, sql.p, NULL, NULL, NULL))
		e = sqlite_failed(db, t->name);
	buf_done(&sql);
	sqlite3_create_module_v2(h, NAME, NULL, NULL, NULL);
	return e;
}
