#include "db/db_table.h"

#include "base/die.h"
#include "db/db_table_impl.h"

#include <stdlib.h>

enum { STATEMENT = 64 * 1024 };

static const struct db_table_driver *tables_of(const struct db *db)
{
	must(db->driver->tables);
	return db->driver->tables;
}

/* Remembers that the transaction under way is lost. */
static enum err note(struct db *db, enum err e)
{
	if (e && db->open)
		db->failed = e;
	return e;
}

/* ---- the catalog ---- */

static void *more(struct arena *a, void *rows, size_t n, size_t *room, size_t size)
{
	void *fresh;

	if (n < *room)
		return rows;
	*room = *room ? *room * 2 : 16;
	fresh = arena_array(a, *room, size);
	if (rows)
		memcpy(fresh, rows, n * size);
	return fresh;
}

static struct db_table *new_table(struct catalog *c, const char *name)
{
	struct db_table *t;

	c->tables = more(c->a, c->tables, c->n, &c->room, sizeof(*c->tables));
	t = &c->tables[c->n++];
	*t = (struct db_table){.name = arena_strdup(c->a, name),
		.col = arena_array(c->a, DB_TABLE_COLS, sizeof(*t->col))};
	return t;
}

enum err catalog_column(
	struct catalog *c, struct db *db, const char *table, struct db_column col, int64_t key)
{
	struct db_table *t = c->n ? &c->tables[c->n - 1] : NULL;

	if (!t || strcmp(t->name, table) != 0)
		t = new_table(c, table);
	if (!col.type || t->n == DB_TABLE_COLS || key > DB_TABLE_KEYS)
		return db_fail(
			db, ERR_DB, "table %s: the column %s is of another kind", table, col.name);
	if (key)
		t->key[key - 1] = (short)t->n;
	t->keys += key != 0;
	t->col[t->n] = col;
	t->col[t->n++].name = arena_strdup(c->a, col.name);
	return ERR_OK;
}

void catalog_reference(struct catalog *c, const struct db_ref *ref)
{
	c->refs = more(c->a, c->refs, c->ref_n, &c->ref_room, sizeof(*c->refs));
	c->refs[c->ref_n++] =
		(struct db_ref){arena_strdup(c->a, ref->table), arena_strdup(c->a, ref->column),
			arena_strdup(c->a, ref->parent), arena_strdup(c->a, ref->key)};
}

static struct db_table *find(struct catalog *c, const char *name)
{
	for (size_t i = 0; i < c->n; i++)
		if (!strcmp(c->tables[i].name, name))
			return &c->tables[i];
	return NULL;
}

/* A table stands deeper than all those it refers to; false when something changed. */
static bool settled(struct catalog *c)
{
	bool same = true;

	for (size_t i = 0; i < c->ref_n; i++) {
		struct db_table *child = find(c, c->refs[i].table);
		const struct db_table *parent = find(c, c->refs[i].parent);
		if (!child || !parent || child->depth > parent->depth)
			continue;
		child->depth = parent->depth + 1;
		same = false;
	}
	return same;
}

static int by_depth(const void *a, const void *b)
{
	const struct db_table *x = a, *y = b;

	return x->depth != y->depth ? x->depth - y->depth : strcmp(x->name, y->name);
}

static enum err put_in_order(struct catalog *c, struct db *db)
{
	size_t round = 0;

	for (size_t i = 0; i < c->n; i++)
		if (!c->tables[i].keys)
			return db_fail(
				db, ERR_DB, "table %s has no primary key", c->tables[i].name);
	while (!settled(c))
		if (round++ > c->n)
			return db_fail(db, ERR_DB, "tables refer to each other in a circle");
	if (c->n)
		qsort(c->tables, c->n, sizeof(*c->tables), by_depth);
	return ERR_OK;
}

static enum err read_catalog(struct db *db, struct catalog *ret)
{
	must(db->open && !db->cursors);
	return db->failed ? db->failed : tables_of(db)->catalog(db, ret);
}

enum err db_tables(struct db *db, struct arena *a, const struct db_table **ret, size_t *ret_n)
{
	struct catalog c = {.a = a};
	enum err e = read_catalog(db, &c);

	if (!e)
		e = put_in_order(&c, db);
	*ret = c.tables;
	*ret_n = c.n;
	return note(db, e);
}

enum err db_refs(struct db *db, struct arena *a, const struct db_ref **ret, size_t *ret_n)
{
	struct catalog c = {.a = a};
	enum err e = read_catalog(db, &c);

	*ret = c.refs;
	*ret_n = c.ref_n;
	return note(db, e);
}

/* ---- the text of what is asked ---- */

void sql_name(struct buf *sql, const char *name)
{
	buf_putc(sql, '"');
	for (; *name; name++) {
		if (*name == '"')
			buf_putc(sql, '"');
		buf_putc(sql, *name);
	}
	buf_putc(sql, '"');
}

void sql_columns(struct buf *sql, const struct db_table *t)
{
	for (int i = 0; i < t->n; i++) {
		buf_puts(sql, i ? ", " : "");
		sql_name(sql, t->col[i].name);
	}
}

void sql_select(struct buf *sql, const struct db_table *t)
{
	buf_puts(sql, "SELECT ");
	sql_columns(sql, t);
	buf_puts(sql, " FROM ");
	sql_name(sql, t->name);
	buf_puts(sql, " ORDER BY ");
	for (int i = 0; i < t->keys; i++) {
		buf_puts(sql, i ? ", " : "");
		sql_name(sql, t->col[t->key[i]].name);
	}
}

static enum err do_to(struct db *db, const char *what, const struct db_table *t)
{
	struct buf sql;
	enum err e;

	buf_init(&sql, STATEMENT);
	buf_puts(&sql, what);
	sql_name(&sql, t->name);
	e = db_exec(db, sql.p);
	buf_done(&sql);
	return e;
}

enum err db_tables_clear(struct db *db, const struct db_table *tables, size_t n)
{
	while (n--)
		TRY(do_to(db, "DELETE FROM ", &tables[n]));
	return ERR_OK;
}

enum err db_tables_drop(struct db *db, const struct db_table *tables, size_t n)
{
	while (n--)
		TRY(do_to(db, "DROP TABLE ", &tables[n]));
	return ERR_OK;
}

static enum err ask_numbers(struct db *db, struct buf *sql, db_number_found *each, void *p)
{
	must(db->open && !db->cursors && !buf_overflow(sql));
	if (db->failed)
		return db->failed;
	return note(db, tables_of(db)->numbers(db, sql->p, each, p));
}

static void sql_distinct(struct buf *sql, const char *table, const char *column)
{
	buf_puts(sql, "SELECT DISTINCT c.");
	sql_name(sql, column);
	buf_puts(sql, " FROM ");
	sql_name(sql, table);
	buf_puts(sql, " c WHERE c.");
	sql_name(sql, column);
	buf_puts(sql, " NOT IN (0, -1)");
}

enum err db_column_numbers(
	struct db *db, const char *table, const char *column, db_number_found *each, void *p)
{
	struct buf sql;
	enum err e;

	buf_init(&sql, STATEMENT);
	sql_distinct(&sql, table, column);
	buf_puts(&sql, " ORDER BY 1");
	e = ask_numbers(db, &sql, each, p);
	buf_done(&sql);
	return e;
}

enum err db_ref_broken(struct db *db, const struct db_ref *r, db_number_found *each, void *p)
{
	struct buf sql;
	enum err e;

	buf_init(&sql, STATEMENT);
	sql_distinct(&sql, r->table, r->column);
	buf_puts(&sql, " AND NOT EXISTS (SELECT 1 FROM ");
	sql_name(&sql, r->parent);
	buf_puts(&sql, " p WHERE p.");
	sql_name(&sql, r->key);
	buf_puts(&sql, " = c.");
	sql_name(&sql, r->column);
	buf_puts(&sql, ") ORDER BY 1 LIMIT 20");
	e = ask_numbers(db, &sql, each, p);
	buf_done(&sql);
	return e;
}

/* ---- reading and filling ---- */

static enum err start(struct table_rows *r, struct db *db, const struct db_table *t,
	enum err (*begin)(struct db *, const struct db_table *, void **))
{
	must(db->open && !db->cursors && !db->batch);
	*r = (struct table_rows){.db = db, .t = t};
	if (db->failed)
		return db->failed;
	TRY(note(db, begin(db, t, &r->impl)));
	db->cursors++;
	return ERR_OK;
}

static void finish(struct table_rows *r)
{
	if (!r->impl)
		return;
	tables_of(r->db)->end(r->db, r->impl);
	r->db->cursors--;
	r->impl = NULL;
}

enum err db_table_read(struct table_rows *r, struct db *db, const struct db_table *t)
{
	return start(r, db, t, tables_of(db)->read);
}

bool db_table_next(struct table_rows *r, struct db_val *row)
{
	bool more_rows = false;

	if (!r->impl || r->db->failed)
		return false;
	if (note(r->db, tables_of(r->db)->next(r->db, r->impl, row, &more_rows)))
		return false;
	return more_rows;
}

enum err db_table_end(struct table_rows *r)
{
	finish(r);
	return r->db->failed;
}

static const struct db_table *table_find(const struct db_table *all, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(all[i].name, name))
			return &all[i];
	die("there is no table %s", name);
}

static struct db_column column_find(const struct db_table *t, struct str name)
{
	for (int i = 0; i < t->n; i++)
		if (str_is(name, t->col[i].name))
			return t->col[i];
	die("table %s has no column %.*s", t->name, (int)name.n, name.p);
}

void db_table_of(struct arena *a, const struct db_table *all, size_t n, const char *name,
	const char *columns, struct db_table *ret)
{
	const struct db_table *t = table_find(all, n, name);
	struct str rest = str_of(columns);

	*ret = *t;
	ret->n = 0;
	ret->col = arena_array(a, (size_t)t->n, sizeof(*ret->col));
	while (rest.p && rest.n) {
		must(ret->n < t->n);
		ret->col[ret->n++] = column_find(t, str_cut(&rest, ' '));
	}
}

enum err db_table_fill(struct table_rows *r, struct db *db, const struct db_table *t)
{
	must(db->mode == DB_WRITE);
	return start(r, db, t, tables_of(db)->fill);
}

enum err db_table_put(struct table_rows *r, const struct db_val *row)
{
	if (!r->impl || r->db->failed)
		return r->db->failed;
	return note(r->db, tables_of(r->db)->put(r->db, r->impl, row));
}

enum err db_table_filled(struct table_rows *r)
{
	if (r->impl && !r->db->failed)
		note(r->db, tables_of(r->db)->filled(r->db, r->impl));
	finish(r);
	return r->db->failed;
}

static enum err put_all(struct db *db, const struct db_table *t, db_row_next *next, void *p)
{
	struct db_val row[DB_TABLE_COLS];
	struct table_rows r;

	TRY(db_table_fill(&r, db, t));
	while (next(p, row))
		if (db_table_put(&r, row))
			break;
	return db_table_filled(&r);
}

enum err db_table_pour(struct db *db, const struct db_table *t, db_row_next *next, void *p)
{
	must(db->mode == DB_WRITE && t->n <= DB_TABLE_COLS);
	if (db->failed)
		return db->failed;
	return tables_of(db)->pour ? note(db, tables_of(db)->pour(db, t, next, p))
				   : put_all(db, t, next, p);
}

enum err db_begin_together(struct db *main, struct db *side)
{
	must(!main->open && !side->open && main->driver == side->driver);
	main->mode = side->mode = DB_READ;
	main->failed = side->failed = ERR_OK;
	TRY(tables_of(main)->begin_together(main, side));
	main->open = side->open = true;
	return ERR_OK;
}
