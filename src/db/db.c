#include "db/db_impl.h"

#include "base/die.h"
#include "db/db_files.h"

#include <stdarg.h>
#include <stdio.h>

static const char *name_of(enum stmt q)
{
	return stmt_table[q].name;
}

enum err db_fail(struct db *db, enum err e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(db->error, sizeof(db->error), fmt, ap);
	va_end(ap);
	return e;
}

/* Remembers that the transaction under way is lost. */
static enum err note(struct db *db, enum err e)
{
	if (e && db->open)
		db->failed = e;
	return e;
}

/* ---- opening and transactions ---- */

enum err db_open(
	struct db **ret, const char *where, enum db_part part, bool create, struct fault *f)
{
	*ret = NULL;
	if (db_is_remote(where))
		return pgsql_open(ret, where, part, f);
	return sqlite_open(ret, where, part, create, f);
}

void db_close(struct db *db)
{
	if (!db)
		return;
	db_rollback(db);
	db->driver->close(db);
}

enum db_engine db_engine(const struct db *db)
{
	return db->driver->engine;
}

const char *db_engines(struct arena *a)
{
	int libpq = pgsql_version();

	return arena_printf(
		a, "SQLite %s, libpq %d.%d", sqlite_version(), libpq / 10000, libpq % 10000);
}

const char *db_error(const struct db *db)
{
	return db->error;
}

uint64_t db_count(const struct db *db)
{
	return db->count;
}

const char *db_part_name(enum db_part part)
{
	return part == DB_SIDE ? "side" : "main";
}

bool db_in_transaction(const struct db *db)
{
	return db->open;
}

enum err db_begin(struct db *db, enum db_mode mode)
{
	must(!db->open);
	db->mode = mode;
	db->failed = ERR_OK;
	TRY(db->driver->begin(db, mode));
	db->open = true;
	return ERR_OK;
}

/* A setting of the connection on SQLite, which takes none inside a transaction. */
static void set_lazy(struct db *db, bool on)
{
	const char *sql = on ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL";

	/* a connection that stayed lazy would promise what it does not keep */
	if (db->driver->engine == DB_SQLITE && db->lazy != on && db->driver->exec(db, sql) && !on)
		die("the database cannot be made to wait for the disk again");
	db->lazy = on;
}

enum err db_begin_lazy(struct db *db)
{
	enum err e;

	must(!db->open);
	set_lazy(db, true);
	e = db_begin(db, DB_WRITE);
	if (e)
		set_lazy(db, false);
	else if (db->driver->engine == DB_PGSQL)
		e = note(db, db->driver->exec(db, "SET LOCAL synchronous_commit = off"));
	return e;
}

static enum err commit(struct db *db)
{
	enum err e = db->driver->commit(db);

	set_lazy(db, false);
	return e;
}

enum err db_commit(struct db *db)
{
	enum err e;

	must(db->open && !db->batch);
	if (db->failed) {
		e = db->failed;
		db_rollback(db);
		return e;
	}
	must(db->cursors == 0); /* every db_query() needs its db_end() */
	db->open = false;
	return commit(db);
}

void db_rollback(struct db *db)
{
	if (!db->open)
		return;
	db->driver->rollback(db);
	set_lazy(db, false);
	db->open = db->batch = false;
	db->cursors = 0;
	db->failed = ERR_OK;
}

static enum err upkeep(struct db *db, enum db_upkeep what)
{
	must(!db->open);
	return db->driver->upkeep ? db->driver->upkeep(db, what) : ERR_OK;
}

enum err db_empty_log(struct db *db)
{
	return upkeep(db, DB_EMPTY_LOG);
}

enum err db_rewrite(struct db *db)
{
	return upkeep(db, DB_REWRITE);
}

enum err db_learn(struct db *db)
{
	return upkeep(db, DB_LEARN);
}

enum err db_batch_begin(struct db *db)
{
	must(db->open && db->mode == DB_WRITE && !db->batch);
	if (db->failed)
		return db->failed;
	db->batch = true;
	return note(db, db->driver->batch(db, true));
}

enum err db_batch_end(struct db *db)
{
	must(db->open && db->batch);
	db->batch = false;
	if (db->failed)
		return db->failed;
	return note(db, db->driver->batch(db, false));
}

/* ---- statements ---- */

static const char letters[] = {[DB_INT] = 'i', [DB_TEXT] = 't', [DB_BYTES] = 'b'};

static void check_call(const struct db *db, enum stmt q, const struct db_val *args, int n)
{
	const struct stmt_def *d = &stmt_table[q];

	must(db->open && q < Q_COUNT);
	if (strcmp(d->part, db_part_name(db->part)) != 0 && strcmp(d->part, "both") != 0)
		die("statement %s belongs to the database %s", d->name, d->part);
	if (d->write && db->mode != DB_WRITE)
		die("statement %s writes in a read transaction", d->name);
	if ((size_t)n != strlen(d->params))
		die("statement %s takes %zu parameters, not %d", d->name, strlen(d->params), n);
	for (int i = 0; i < n; i++)
		if (args[i].type != DB_NULL && letters[args[i].type] != d->params[i])
			die("statement %s: parameter %s is of another type", d->name,
				d->param_names[i]);
}

enum err db_run_(struct db *db, enum stmt q, const struct db_val *args, int n, int64_t *ret_rows)
{
	check_call(db, q, args, n);
	if (!stmt_table[q].write)
		die("statement %s is a query", name_of(q));
	if (db->failed)
		return db->failed;
	db->count++;
	return note(db, db->driver->run(db, q, args, ret_rows));
}

enum err db_query_(struct db *db, struct cursor *c, enum stmt q, const struct db_val *args, int n)
{
	check_call(db, q, args, n);
	c->db = db;
	c->stmt = q;
	c->impl = NULL;
	c->row = -1;
	c->fields = NULL;
	if (db->failed)
		return db->failed;
	db->count++;
	TRY(note(db, db->driver->query(db, q, args, &c->impl)));
	db->cursors++;
	return ERR_OK;
}

bool db_next(struct cursor *c)
{
	bool more;

	must(c->db->open);
	if (!c->impl || c->db->failed)
		return false;
	if (note(c->db, c->db->driver->next(c->db, c->impl, &more)) || !more)
		return false;
	c->row++;
	return true;
}

enum err db_end(struct cursor *c)
{
	if (c->impl) {
		must(c->db->open);
		c->db->driver->end(c->db, c->impl);
		c->db->cursors--;
		c->impl = NULL;
	}
	return c->db->failed;
}

enum err db_prepare_all(struct db *db)
{
	must(db->open);
	for (int q = 0; q < (int)Q_COUNT; q++)
		if (!strcmp(stmt_table[q].part, db_part_name(db->part)) && !db->failed)
			note(db, db->driver->prepare(db, (enum stmt)q));
	return db->failed;
}

enum err db_check_columns(struct db *db, enum stmt q, int n)
{
	size_t want = strlen(stmt_table[q].cols);

	if ((size_t)n == want)
		return ERR_OK;
	return db_fail(db, ERR_DB, "%s: returns %d columns, not %zu", name_of(q), n, want);
}

enum err db_check_column(struct db *db, enum stmt q, int col, const char *name)
{
	const char *want = stmt_table[q].col_names[col];
	size_t n = strlen(want);

	if (!strncmp(name, want, n) && (!name[n] || !strcmp(name + n, "_")))
		return ERR_OK;
	return db_fail(
		db, ERR_DB, "%s: column %d is called %s, not %s", name_of(q), col + 1, name, want);
}

enum err db_exec(struct db *db, const char *sql)
{
	must(db->open && !db->cursors);
	if (db->failed)
		return db->failed;
	return note(db, db->driver->exec(db, sql));
}

enum err db_has_table(struct db *db, const char *name, bool *ret)
{
	must(db->open);
	if (db->failed)
		return db->failed;
	return note(db, db->driver->has_table(db, name, ret));
}

/* ---- columns of the present row ---- */

static void check_column(const struct cursor *c, int col, char letter)
{
	const struct stmt_def *d = &stmt_table[c->stmt];

	must(c->impl && c->row >= 0);
	if (col < 0 || (size_t)col >= strlen(d->cols) || (letter && d->cols[col] != letter))
		die("statement %s: column %d is not there or of another type", d->name, col);
}

int64_t db_int(const struct cursor *c, int col)
{
	check_column(c, col, 'i');
	return c->db->driver->get_int(c->impl, col);
}

const char *db_text(const struct cursor *c, int col)
{
	check_column(c, col, 't');
	return c->db->driver->get_text(c->impl, col);
}

struct str db_bytes(const struct cursor *c, int col)
{
	check_column(c, col, 'b');
	return c->db->driver->get_bytes(c->impl, col);
}

bool db_null(const struct cursor *c, int col)
{
	check_column(c, col, 0);
	return c->db->driver->is_null(c->impl, col);
}

/* ---- records ---- */

/* The letter of a column or parameter that fits the field; 0 for fields that have none. */
static char letter_of(const struct field *f)
{
	switch (f->type) {
	case FT_ID:
	case FT_INT:
	case FT_BOOL:
	case FT_DAY:
	case FT_INSTANT:
		return 'i';
	case FT_TEXT:
	case FT_LINES:
	case FT_CAT:
	case FT_URL:
	case FT_SECRET:
		return 't';
	default:
		return 0;
	}
}

static const struct field *field_for(
	const struct field *fields, const char *name, char letter, enum stmt q)
{
	const struct field *f = field_find(fields, name);

	if (f && letter_of(f) != letter)
		die("statement %s: %s is of another type than its field", name_of(q), name);
	return f;
}

static void map_fields(struct cursor *c, const struct field *fields)
{
	const struct stmt_def *d = &stmt_table[c->stmt];

	for (int i = 0; d->cols[i]; i++) {
		const struct field *f = field_for(fields, d->col_names[i], d->cols[i], c->stmt);
		c->map[i] = f ? (short)(f - fields) : -1;
	}
	c->fields = fields;
}

void db_row(struct cursor *c, struct arena *a, const struct field *fields, void *rec)
{
	const char *cols = stmt_table[c->stmt].cols;
	const struct db_driver *from = c->db->driver;

	must(c->impl && c->row >= 0);
	if (c->fields != fields)
		map_fields(c, fields);
	for (int i = 0; cols[i]; i++) {
		const struct field *f = c->map[i] < 0 ? NULL : &fields[c->map[i]];
		if (!f)
			continue;
		if (cols[i] == 'i')
			field_set_int(f, rec, from->get_int(c->impl, i));
		else
			field_set_text(f, rec, arena_strdup(a, from->get_text(c->impl, i)));
	}
}

enum err db_get_(struct db *db, struct arena *a, const struct field *fields, void *rec, enum stmt q,
	const struct db_val *args, int n)
{
	struct cursor c;
	bool found;

	TRY(db_query_(db, &c, q, args, n));
	found = db_next(&c);
	if (found)
		db_row(&c, a, fields, rec);
	TRY(db_end(&c));
	return found ? ERR_OK : ERR_NOT_FOUND;
}

void *db_list_more(struct arena *a, struct list *l, size_t *room)
{
	char *rows = (char *)l->rows;

	if (l->n == *room) {
		*room = *room ? *room * 2 : 16;
		rows = arena_array(a, *room, l->size);
		if (l->n)
			memcpy(rows, l->rows, l->n * l->size);
		l->rows = rows;
	}
	return rows + l->n++ * l->size;
}

enum err db_list_(struct db *db, struct arena *a, const struct field *fields, size_t size,
	struct list *ret, enum stmt q, const struct db_val *args, int n)
{
	struct cursor c;
	size_t room = 0;

	*ret = (struct list){.size = size};
	TRY(db_query_(db, &c, q, args, n));
	while (db_next(&c))
		db_row(&c, a, fields, db_list_more(a, ret, &room));
	return db_end(&c);
}

enum err db_number_(
	struct db *db, int64_t *ret, int64_t none, enum stmt q, const struct db_val *args, int n)
{
	struct cursor c;

	*ret = none;
	TRY(db_query_(db, &c, q, args, n));
	if (db_next(&c) && !db_null(&c, 0))
		*ret = db_int(&c, 0);
	return db_end(&c);
}

enum err db_store(struct db *db, enum stmt q, const struct field *fields, const void *rec)
{
	const struct stmt_def *d = &stmt_table[q];
	struct db_val args[DB_PARAMS];
	int n = 0;

	for (; d->params[n]; n++) {
		const struct field *f = field_for(fields, d->param_names[n], d->params[n], q);
		if (!f)
			die("statement %s: no field for %s", d->name, d->param_names[n]);
		args[n] = d->params[n] == 'i' ? db_val_int(field_get_int(f, rec))
					      : db_val_text(field_get_text(f, rec));
	}
	return db_run_(db, q, args, n, NULL);
}
