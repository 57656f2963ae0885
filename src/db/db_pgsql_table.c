#include "base/die.h"
#include "db/db_table_impl.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

/* Rows go both ways in PostgreSQL's binary form of COPY: lengths and bytes, nothing to escape. */
enum { STATEMENT = 64 * 1024, SEND = 64 * 1024, MOST = 1 << 30, HEAD = 19 };

static const char signature[HEAD] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0"; /* no flags, no more head */

/* A table being read (a message at a time) or filled (gathered in `out`). */
struct turn {
	const struct db_table *t;
	char *message; /* the server's, with `at` of its `n` bytes read */
	int n, at;
	bool reading, begun, over; /* over: the server has nothing more to say */
	struct buf out;
};

/* ---- the catalog ---- */

static const char columns[] =
	"SELECT c.relname, a.attname, t.typname, "
	"coalesce(array_position((i.indkey::int2[])[0:i.indnkeyatts - 1], a.attnum), 0) "
	"FROM pg_class c "
	"JOIN pg_namespace s ON s.oid = c.relnamespace AND s.nspname = current_schema() "
	"JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
	"JOIN pg_type t ON t.oid = a.atttypid "
	"LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary "
	"WHERE c.relkind IN ('r', 'p') ORDER BY c.relname, a.attnum";
static const char references[] =
	"SELECT c.relname, a.attname, p.relname, k.attname FROM pg_constraint r "
	"JOIN pg_class c ON c.oid = r.conrelid JOIN pg_class p ON p.oid = r.confrelid "
	"JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = r.conkey[1] "
	"JOIN pg_attribute k ON k.attrelid = p.oid AND k.attnum = r.confkey[1] "
	"JOIN pg_namespace s ON s.oid = c.relnamespace AND s.nspname = current_schema() "
	"WHERE r.contype = 'f' ORDER BY 1, 3, 2";

static struct db_column column_of(const char *name, const char *type)
{
	static const struct {
		const char *name;
		char letter, width;
	} types[] = {{"int8", 'i', 8}, {"int4", 'i', 4}, {"int2", 'i', 2}, {"text", 't', 0},
		{"bytea", 'b', 0}};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (!strcmp(type, types[i].name))
			return (struct db_column){name, types[i].letter, types[i].width};
	return (struct db_column){name, 0, 0};
}

static enum err add_column(struct db *db, struct catalog *c, const PGresult *res, int i)
{
	struct db_column col = column_of(PQgetvalue(res, i, 1), PQgetvalue(res, i, 2));

	return catalog_column(
		c, db, PQgetvalue(res, i, 0), col, strtoll(PQgetvalue(res, i, 3), NULL, 10));
}

static enum err add_reference(struct db *db, struct catalog *c, const PGresult *res, int i)
{
	struct db_ref ref = {PQgetvalue(res, i, 0), PQgetvalue(res, i, 1), PQgetvalue(res, i, 2),
		PQgetvalue(res, i, 3)};

	(void)db;
	catalog_reference(c, &ref);
	return ERR_OK;
}

static enum err each_row(struct db *db, struct catalog *c, const char *sql,
	enum err (*add)(struct db *, struct catalog *, const PGresult *, int))
{
	enum err e = ERR_OK;
	PGconn *conn;
	PGresult *res;

	TRY(pgsql_handle(db, &conn));
	res = PQexec(conn, sql);
	if (PQresultStatus(res) != PGRES_TUPLES_OK)
		return pgsql_checked(db, "catalog", res);
	for (int i = 0; !e && i < PQntuples(res); i++)
		e = add(db, c, res, i);
	PQclear(res);
	return e;
}

static enum err catalog(struct db *db, struct catalog *c)
{
	TRY(each_row(db, c, columns, add_column));
	return each_row(db, c, references, add_reference);
}

static enum err numbers(struct db *db, const char *sql, db_number_found *each, void *p)
{
	PGconn *conn;
	PGresult *res;

	TRY(pgsql_handle(db, &conn));
	res = PQexec(conn, sql);
	if (PQresultStatus(res) != PGRES_TUPLES_OK)
		return pgsql_checked(db, "numbers", res);
	for (int i = 0; i < PQntuples(res); i++)
		each(p, strtoll(PQgetvalue(res, i, 0), NULL, 10));
	PQclear(res);
	return ERR_OK;
}

/* ---- numbers as they are sent ---- */

static int64_t get_number(const char *p, int n)
{
	uint64_t v = *p & 0x80 ? UINT64_MAX : 0;

	for (int i = 0; i < n; i++)
		v = v << 8 | (unsigned char)p[i];
	return (int64_t)v;
}

static void put_number(struct buf *b, int64_t v, int n)
{
	char bytes[8];

	for (int i = 0; i < n; i++)
		bytes[i] = (char)((uint64_t)v >> 8 * (n - 1 - i));
	buf_put(b, bytes, (size_t)n);
}

static bool number_fits(int64_t v, int n)
{
	return n == 8 || (v >= -(INT64_C(1) << (8 * n - 1)) && v < INT64_C(1) << (8 * n - 1));
}

/* ---- both ways ---- */

static enum err start(
	struct db *db, const struct db_table *t, struct buf *sql, ExecStatusType want, void **ret)
{
	struct turn *turn;
	PGconn *conn;
	PGresult *res;

	must(!buf_overflow(sql));
	TRY(pgsql_handle(db, &conn));
	res = PQexec(conn, sql->p);
	if (PQresultStatus(res) != want)
		return pgsql_checked(db, t->name, res);
	PQclear(res);
	turn = calloc(1, sizeof(*turn));
	if (!turn)
		die("out of memory");
	turn->t = t;
	turn->reading = want == PGRES_COPY_OUT;
	buf_init(&turn->out, MOST);
	*ret = turn;
	return ERR_OK;
}

/* Reads what the server says at the end; the first failure counts. */
static enum err last_words(struct db *db, PGconn *conn, const char *name)
{
	enum err e = ERR_OK;
	PGresult *res;

	while ((res = PQgetResult(conn)))
		if (e || PQresultStatus(res) == PGRES_COMMAND_OK)
			PQclear(res);
		else
			e = pgsql_checked(db, name, res);
	return e;
}

/* Given up half-way: the connection is brought to where it takes commands again. */
static void give_up(struct db *db, struct turn *turn, PGconn *conn)
{
	char *message;

	while (turn->reading && PQgetCopyData(conn, &message, 0) > 0)
		PQfreemem(message);
	if (!turn->reading)
		PQputCopyEnd(conn, "given up");
	last_words(db, conn, turn->t->name);
}

static void end(struct db *db, void *impl)
{
	struct turn *turn = impl;
	PGconn *conn;

	if (!turn->over && !pgsql_handle(db, &conn))
		give_up(db, turn, conn);
	PQfreemem(turn->message);
	buf_done(&turn->out);
	free(turn);
}

/* ---- reading ---- */

static enum err read_table(struct db *db, const struct db_table *t, void **ret)
{
	struct buf sql;
	enum err e;

	buf_init(&sql, STATEMENT);
	buf_puts(&sql, "COPY (");
	sql_select(&sql, t);
	buf_puts(&sql, ") TO STDOUT (FORMAT binary)");
	e = start(db, t, &sql, PGRES_COPY_OUT, ret);
	buf_done(&sql);
	return e;
}

/* The next message; *ret is false at the end. */
static enum err receive(struct db *db, struct turn *turn, bool *ret)
{
	PGconn *conn;

	TRY(pgsql_handle(db, &conn));
	PQfreemem(turn->message);
	turn->message = NULL;
	turn->at = 0;
	turn->n = PQgetCopyData(conn, &turn->message, 0);
	*ret = turn->n > 0;
	if (*ret)
		return ERR_OK;
	turn->over = true;
	return last_words(db, conn, turn->t->name);
}

static const char *take(struct turn *turn, int n)
{
	const char *p = turn->message + turn->at;

	if (n < 0 || n > turn->n - turn->at)
		return NULL;
	turn->at += n;
	return p;
}

static bool get(struct turn *turn, const struct db_column *col, struct db_val *v)
{
	const char *p = take(turn, 4);
	int n = p ? (int)get_number(p, 4) : -2;

	*v = (struct db_val){.type = DB_NULL};
	if (n == -1)
		return true;
	p = take(turn, n);
	if (!p || (col->type == 'i' && n != col->width))
		return false;
	if (col->type == 'i')
		*v = db_val_int(get_number(p, n));
	else
		*v = (struct db_val){
			.type = col->type == 't' ? DB_TEXT : DB_BYTES, .s = {p, (size_t)n}};
	return true;
}

static enum err odd(struct db *db, const struct turn *turn)
{
	return db_fail(db, ERR_DB, "table %s: the server sent what is no row", turn->t->name);
}

/* The server sends each row in a message of its own; before the first it puts the head. */
static enum err next(struct db *db, void *impl, struct db_val *row, bool *ret)
{
	struct turn *turn = impl;
	const char *p;

	*ret = false;
	if (turn->over)
		return ERR_OK;
	if (turn->at == turn->n) {
		bool more;
		TRY(receive(db, turn, &more));
		if (!more)
			return ERR_OK;
	}
	if (!turn->begun) {
		turn->begun = true;
		p = take(turn, HEAD);
		if (!p || memcmp(p, signature, HEAD) != 0)
			return odd(db, turn);
		return next(db, impl, row, ret);
	}
	p = take(turn, 2);
	if (p && get_number(p, 2) == -1)
		return receive(db, turn, ret); /* nothing comes after the last row */
	if (!p || get_number(p, 2) != turn->t->n)
		return odd(db, turn);
	for (int i = 0; i < turn->t->n; i++)
		if (!get(turn, &turn->t->col[i], &row[i]))
			return odd(db, turn);
	*ret = true;
	return ERR_OK;
}

/* ---- filling ---- */

static enum err fill_table(struct db *db, const struct db_table *t, void **ret)
{
	struct buf sql;
	enum err e;

	buf_init(&sql, STATEMENT);
	buf_puts(&sql, "COPY ");
	sql_name(&sql, t->name);
	buf_puts(&sql, " (");
	sql_columns(&sql, t);
	buf_puts(&sql,
		t->fresh ? ") FROM STDIN (FORMAT binary, FREEZE)" : ") FROM STDIN (FORMAT binary)");
	e = start(db, t, &sql, PGRES_COPY_IN, ret);
	buf_done(&sql);
	if (!e)
		buf_put(&((struct turn *)*ret)->out, signature, HEAD);
	return e;
}

static enum err send(struct db *db, struct turn *turn)
{
	PGconn *conn;

	TRY(pgsql_handle(db, &conn));
	if (buf_overflow(&turn->out))
		return db_fail(db, ERR_DB, "table %s: a row is too long", turn->t->name);
	if (PQputCopyData(conn, turn->out.p, (int)turn->out.n) != 1)
		return pgsql_checked(db, turn->t->name, NULL);
	buf_reset(&turn->out);
	return ERR_OK;
}

static enum err add(struct db *db, struct turn *turn, int i, const struct db_val *v)
{
	const struct db_column *col = &turn->t->col[i];

	if (db_val_null(v)) {
		put_number(&turn->out, -1, 4);
		return ERR_OK;
	}
	if (v->type != DB_INT) {
		put_number(&turn->out, (int64_t)v->s.n, 4);
		buf_str(&turn->out, v->s);
		return ERR_OK;
	}
	if (!number_fits(v->i, col->width))
		return db_fail(
			db, ERR_DB, "table %s: a number does not fit %s", turn->t->name, col->name);
	put_number(&turn->out, col->width, 4);
	put_number(&turn->out, v->i, col->width);
	return ERR_OK;
}

static enum err put(struct db *db, void *impl, const struct db_val *row)
{
	struct turn *turn = impl;

	put_number(&turn->out, turn->t->n, 2);
	for (int i = 0; i < turn->t->n; i++)
		TRY(add(db, turn, i, &row[i]));
	return turn->out.n < SEND ? ERR_OK : send(db, turn);
}

static enum err filled(struct db *db, void *impl)
{
	struct turn *turn = impl;
	PGconn *conn;

	put_number(&turn->out, -1, 2);
	TRY(send(db, turn));
	TRY(pgsql_handle(db, &conn));
	turn->over = true;
	if (PQputCopyEnd(conn, NULL) != 1)
		return pgsql_checked(db, turn->t->name, NULL);
	return last_words(db, conn, turn->t->name);
}

/* ---- both parts at one instant ---- */

static enum err share(struct db *main, struct db *side)
{
	char sql[120];
	PGconn *from, *to;
	PGresult *res;

	TRY(pgsql_handle(main, &from));
	TRY(pgsql_handle(side, &to));
	res = PQexec(from, "SELECT pg_export_snapshot()");
	if (PQresultStatus(res) != PGRES_TUPLES_OK)
		return pgsql_checked(main, "snapshot", res);
	snprintf(sql, sizeof(sql), "SET TRANSACTION SNAPSHOT '%s'", PQgetvalue(res, 0, 0));
	PQclear(res);
	return pgsql_checked(side, "snapshot", PQexec(to, sql));
}

static enum err begin_together(struct db *main, struct db *side)
{
	enum err e;

	TRY(main->driver->begin(main, DB_READ));
	e = side->driver->begin(side, DB_READ);
	if (!e)
		e = share(main, side);
	if (!e)
		return ERR_OK;
	main->driver->rollback(main);
	side->driver->rollback(side);
	return e;
}

/* ---- loading ---- */

/*
 * References come after the indexes, which are counted on to check them; a primary key goes too if
 * nothing refers to it, and comes back first.
 */
static const char extras_of[] =
	"SELECT 0, k.conname, 'ALTER TABLE ' || quote_ident(c.relname) || ' DROP CONSTRAINT ' || "
	"quote_ident(k.conname), 'ALTER TABLE ' || quote_ident(c.relname) || ' ADD CONSTRAINT ' || "
	"quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid) "
	"FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid "
	"JOIN pg_namespace s ON s.oid = c.relnamespace AND s.nspname = current_schema() "
	"WHERE k.contype = 'p' AND c.relname = $1 AND $2::bool "
	"AND NOT EXISTS (SELECT 1 FROM pg_constraint r WHERE r.contype = 'f' AND r.confrelid = "
	"c.oid) "
	"UNION ALL "
	"SELECT 1, i.relname, 'DROP INDEX ' || quote_ident(i.relname), pg_get_indexdef(i.oid) "
	"FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid "
	"JOIN pg_class c ON c.oid = x.indrelid "
	"JOIN pg_namespace s ON s.oid = c.relnamespace AND s.nspname = current_schema() "
	"WHERE c.relname = $1 AND NOT EXISTS (SELECT 1 FROM pg_constraint k "
	"WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x')) "
	"UNION ALL "
	"SELECT 2, r.conname, 'ALTER TABLE ' || quote_ident(c.relname) || ' DROP CONSTRAINT ' || "
	"quote_ident(r.conname), 'ALTER TABLE ' || quote_ident(c.relname) || ' ADD CONSTRAINT ' || "
	"quote_ident(r.conname) || ' ' || pg_get_constraintdef(r.oid) "
	"FROM pg_constraint r JOIN pg_class c ON c.oid = r.conrelid "
	"JOIN pg_namespace s ON s.oid = c.relnamespace AND s.nspname = current_schema() "
	"WHERE r.contype = 'f' AND c.relname = $1 ORDER BY 1, 2";

static enum err extras(
	struct db *db, struct arena *a, const struct db_table *t, bool whole, struct db_bare *ret)
{
	const char *const args[] = {t->name, whole ? "t" : "f"};
	PGconn *conn;
	PGresult *res;

	TRY(pgsql_handle(db, &conn));
	res = PQexecParams(conn, extras_of, 2, NULL, args, NULL, NULL, 0);
	if (PQresultStatus(res) != PGRES_TUPLES_OK)
		return pgsql_checked(db, t->name, res);
	for (int i = 0; i < PQntuples(res); i++)
		extra_add(ret, a, PQgetvalue(res, i, 1), PQgetvalue(res, i, 2),
			PQgetvalue(res, i, 3));
	PQclear(res);
	return ERR_OK;
}

/*
 * Rows of a table that this transaction begins anew need no second writing to be seen by all. One
 * that others refer to, or that has rows, stays as it is.
 */
static enum err refresh(struct db *db, struct db_table *t)
{
	struct buf sql;
	PGconn *conn;
	PGresult *res;
	enum err e;

	TRY(pgsql_handle(db, &conn));
	buf_init(&sql, STATEMENT);
	buf_puts(&sql, "SELECT c.oid FROM pg_class c WHERE c.oid = to_regclass(quote_ident($1)) "
		       "AND NOT EXISTS (SELECT 1 FROM pg_constraint r "
		       "WHERE r.contype = 'f' AND r.confrelid = c.oid) "
		       "AND NOT EXISTS (SELECT 1 FROM ");
	sql_name(&sql, t->name);
	buf_puts(&sql, ")");
	res = PQexecParams(conn, sql.p, 1, NULL, &t->name, NULL, NULL, 0);
	t->fresh = PQntuples(res) == 1;
	e = pgsql_checked(db, t->name, res);
	buf_reset(&sql);
	buf_puts(&sql, "TRUNCATE ");
	sql_name(&sql, t->name);
	if (!e && t->fresh)
		e = pgsql_checked(db, t->name, PQexec(conn, sql.p));
	buf_done(&sql);
	return e;
}

/* Memory to sort what an index is made of. */
static enum err loosen(struct db *db, bool on)
{
	PGconn *conn;

	TRY(pgsql_handle(db, &conn));
	return pgsql_checked(db, "settings",
		PQexec(conn,
			on ? "SET maintenance_work_mem = '256MB'" : "RESET maintenance_work_mem"));
}

/*
 * Nobody outside the transaction sees the rows, so nobody else counts them: the planner would think
 * that a few are chosen where many are, and go through all of them for each question.
 */
static enum err learn(struct db *db, const struct db_table *t)
{
	struct buf sql;
	PGconn *conn;
	enum err e;

	TRY(pgsql_handle(db, &conn));
	buf_init(&sql, STATEMENT);
	buf_puts(&sql, "ANALYZE ");
	sql_name(&sql, t->name);
	e = pgsql_checked(db, t->name, PQexec(conn, sql.p));
	buf_done(&sql);
	return e;
}

const struct db_table_driver pgsql_tables = {
	.catalog = catalog,
	.read = read_table,
	.next = next,
	.fill = fill_table,
	.put = put,
	.filled = filled,
	.end = end,
	.begin_together = begin_together,
	.loosen = loosen,
	.extras = extras,
	.refresh = refresh,
	.learn = learn,
	.numbers = numbers,
};
