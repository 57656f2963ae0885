#include "db/db_impl.h"

#include "base/die.h"
#include "db/db_table_impl.h"
#include "db/pgsql_err.h"
#include "db/pgsql_rows.h"

#include <stdio.h>
#include <stdlib.h>

/* Types of parameters and columns; the numbers are part of PostgreSQL's protocol. */
enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25 };
enum { OID_VARCHAR = 1043, OID_NUMERIC = 1700 };

/* Writes of a batch that are sent between two synchronisations; two such groups are under way. */
enum { GROUP = 256, GROUPS = 2 };

struct pgsql {
	struct db db;
	PGconn *conn;
	bool lost;	   /* the connection is opened anew at the next begin */
	bool warned;	   /* the server had something to say beside its answer */
	bool piping;	   /* libpq is in pipeline mode */
	int sent, groups;  /* in the pipeline: writes since the last sync; syncs not yet read */
	struct rows *open; /* cursors */
	bool prepared[Q_COUNT];
};

static struct pgsql *of(struct db *db)
{
	return (struct pgsql *)db;
}

/* ---- failures ---- */

/*
 * Only the first line of the server's message is kept: its DETAIL shows what the row holds. The
 * states listed here mean that this server goes away, or is no longer the one that writes.
 */
static enum err fail(struct pgsql *p, const char *what, const PGresult *res)
{
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	const char *text = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);

	if (state && pgsql_is_one_of(state, "25P02"))
		return ERR_DB; /* the failure before this one has been told */
	if (PQstatus(p->conn) == CONNECTION_BAD || !state ||
		pgsql_is_one_of(state, "57P01 57P02 57P03 25006"))
		p->lost = true;
	return db_fail(&p->db, p->lost ? ERR_RETRY : pgsql_err_of(res), "%s: %s %s", what,
		state ? state : "connection", text ? text : PQerrorMessage(p->conn));
}

static bool good(const PGresult *res)
{
	ExecStatusType s = PQresultStatus(res);

	return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK || s == PGRES_SINGLE_TUPLE;
}

static enum err checked(struct pgsql *p, const char *what, PGresult *res)
{
	enum err e = good(res) ? ERR_OK : fail(p, what, res);

	PQclear(res);
	return e;
}

static enum err command(struct pgsql *p, const char *sql)
{
	return checked(p, sql, PQexec(p->conn, sql));
}

/* ---- the pipeline ---- */

/* Reads the answers of the oldest group. */
static enum err read_group(struct pgsql *p)
{
	enum err e = ERR_OK;
	PGresult *res;
	int nothing = 0;

	while (nothing < 2) {
		res = PQgetResult(p->conn);
		nothing = res ? 0 : nothing + 1; /* one NULL ends the results of each write */
		if (!res)
			continue;
		if (PQresultStatus(res) == PGRES_PIPELINE_SYNC) {
			PQclear(res);
			p->groups--;
			return e;
		}
		if (!good(res) && PQresultStatus(res) != PGRES_PIPELINE_ABORTED && !e)
			e = fail(p, "batch", res);
		PQclear(res);
	}
	p->lost = true;
	return e ? e : db_fail(&p->db, ERR_RETRY, "batch: %s", PQerrorMessage(p->conn));
}

static enum err sync_group(struct pgsql *p)
{
	p->sent = 0;
	p->groups++;
	if (PQpipelineSync(p->conn))
		return ERR_OK;
	return fail(p, "batch", NULL);
}

/* Waits for all that was sent; afterwards ordinary commands are possible. */
static enum err leave_pipeline(struct pgsql *p)
{
	enum err e = ERR_OK, e2;

	if (!p->piping)
		return ERR_OK;
	if (p->sent)
		e = sync_group(p);
	while (p->groups && !p->lost) {
		e2 = read_group(p);
		e = e ? e : e2;
	}
	p->piping = false;
	p->groups = p->sent = 0;
	if (!p->lost && !PQexitPipelineMode(p->conn))
		p->lost = true;
	return e;
}

static enum err enter_pipeline(struct pgsql *p)
{
	if (p->piping)
		return ERR_OK;
	if (!PQenterPipelineMode(p->conn))
		return fail(p, "batch", NULL);
	p->piping = true;
	return ERR_OK;
}

/* The connection carries one thing at a time: what is being read is read to its end first. */
static enum err settle(struct pgsql *p)
{
	for (struct rows *r = p->open; r; r = r->next) {
		PGresult *failed = NULL;
		enum err e;
		if (!r->streaming)
			continue;
		rows_take_rest(r, p->conn, &failed);
		if (!failed)
			continue;
		e = fail(p, stmt_table[r->q].name, failed);
		PQclear(failed);
		return e;
	}
	return leave_pipeline(p);
}

/* ---- transactions ---- */

static void note_warning(void *arg, const PGresult *notice)
{
	struct pgsql *p = arg;

	(void)notice;
	p->warned = true;
}

/* The side part: its schema may be made by several processes at once, of which one succeeds. */
static enum err use_side(struct pgsql *p)
{
	PGresult *res = PQexec(p->conn, "SELECT to_regnamespace('side')");
	bool there = PQntuples(res) == 1 && !PQgetisnull(res, 0, 0);

	TRY(checked(p, "schema side", res));
	if (!there && command(p, "CREATE SCHEMA IF NOT EXISTS side") && p->lost)
		return ERR_RETRY;
	return command(p, "SET search_path TO side");
}

/*
 * Statements are written for one way to the rows: from the few, by indexes, as SQLite goes. A plan
 * made for the values of the first questions of a connection, all of the root, went through
 * everybody for each district later (3.4 s, not 0.1); a plan for each question anew costs more than
 * most answers. So there is one plan, for any values, that reads no table whole where an index
 * leads to its rows; answers are short: further processes would cost more than they do.
 */
static const char planning[] =
	"SET plan_cache_mode = force_generic_plan; SET enable_hashjoin = off; "
	"SET enable_mergejoin = off; SET enable_seqscan = off; SET random_page_cost = 1.1; "
	"SET max_parallel_workers_per_gather = 0";

static enum err set_up(struct pgsql *p)
{
	const char *encoding = PQparameterStatus(p->conn, "server_encoding");

	p->lost = false;
	memset(p->prepared, 0, sizeof(p->prepared));
	PQsetNoticeReceiver(p->conn, note_warning, p);
	if (!encoding || strcmp(encoding, "UTF8") != 0)
		return db_fail(&p->db, ERR_DB, "the database is not in UTF8");
	TRY(command(p, "SET bytea_output = hex; SET standard_conforming_strings = on; "
		       "SET jit = off; SET client_min_messages = warning"));
	TRY(command(p, planning));
	/* an answer means that it is written, here and on the replica, whatever the server was told
	 */
	TRY(command(p,
		"SELECT set_config('synchronous_commit', 'on', false) "
		"WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply')"));
	return p->db.part == DB_SIDE ? use_side(p) : ERR_OK;
}

static enum err reconnect(struct pgsql *p)
{
	p->piping = false;
	p->sent = p->groups = 0;
	PQreset(p->conn);
	if (PQstatus(p->conn) != CONNECTION_OK)
		return db_fail(&p->db, ERR_BUSY, "%s", PQerrorMessage(p->conn));
	return set_up(p) ? ERR_BUSY : ERR_OK;
}

static const char *begin_words(const struct db *db, enum db_mode mode)
{
	if (mode != DB_WRITE)
		return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
	return db->alone ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE"
			 : "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE";
}

/* Nothing has happened yet: a connection that died while it was idle is replaced. */
static enum err begin(struct db *db, enum db_mode mode)
{
	const char *sql = begin_words(db, mode);
	struct pgsql *p = of(db);
	enum err e;

	if (!p->lost) {
		e = command(p, sql);
		if (!p->lost)
			return e;
	}
	TRY(reconnect(p));
	e = command(p, sql);
	return p->lost ? ERR_BUSY : e;
}

static void drop_cursors(struct pgsql *p)
{
	while (p->open) {
		struct rows *r = p->open;
		p->open = r->next;
		rows_free(r, p->conn, NULL);
	}
}

static void rollback(struct db *db)
{
	struct pgsql *p = of(db);

	drop_cursors(p);
	leave_pipeline(p);
	if (p->lost || PQtransactionStatus(p->conn) == PQTRANS_IDLE)
		return;
	if (command(p, "ROLLBACK"))
		p->lost = true;
}

/*
 * A server that was told to wait no longer for its replica commits with a warning: it is written
 * here, and would be lost with this server.
 */
static enum err commit(struct db *db)
{
	struct pgsql *p = of(db);
	enum err e = settle(p);
	PGresult *res;

	if (e) {
		rollback(db);
		return e;
	}
	p->warned = false;
	res = PQexec(p->conn, "COMMIT");
	if (good(res) && p->warned)
		e = db_fail(db, ERR_UNSURE, "COMMIT: the replica was not waited for");
	else if (good(res) && strcmp(PQcmdStatus(res), "COMMIT") != 0)
		e = db_fail(db, ERR_DB, "COMMIT was answered by %s", PQcmdStatus(res));
	else if (!good(res))
		e = fail(p, "COMMIT", res);
	PQclear(res);
	if (e && p->lost)
		return db->mode == DB_WRITE ? ERR_UNSURE : ERR_OK;
	return e;
}

static enum err batch(struct db *db, bool on)
{
	return on ? ERR_OK : leave_pipeline(of(db));
}

/* ---- statements ---- */

/* The arguments as libpq takes them: numbers and texts as text, bytes as they are. */
struct sent {
	const char *value[DB_PARAMS];
	int length[DB_PARAMS], format[DB_PARAMS];
	char digits[DB_PARAMS][24];
	int n;
};

static void fill(struct sent *s, enum stmt q, const struct db_val *args)
{
	s->n = (int)strlen(stmt_table[q].params);
	for (int i = 0; i < s->n; i++) {
		s->value[i] = db_val_null(&args[i]) ? NULL : args[i].s.p;
		s->length[i] = (int)args[i].s.n;
		s->format[i] = args[i].type == DB_BYTES;
		if (args[i].type == DB_INT) {
			snprintf(s->digits[i], sizeof(s->digits[i]), "%lld", (long long)args[i].i);
			s->value[i] = s->digits[i];
		}
	}
}

static bool fits(char letter, Oid type)
{
	switch (letter) {
	case 'i':
		return type == OID_INT8 || type == OID_INT4 || type == OID_INT2 ||
		       type == OID_NUMERIC || type == OID_BOOL;
	case 't':
		return type == OID_TEXT || type == OID_VARCHAR;
	default:
		return type == OID_BYTEA;
	}
}

static enum err check_columns(struct pgsql *p, enum stmt q, const PGresult *res)
{
	const struct stmt_def *d = &stmt_table[q];

	TRY(db_check_columns(&p->db, q, PQnfields(res)));
	for (int i = 0; i < PQnfields(res); i++) {
		TRY(db_check_column(&p->db, q, i, PQfname(res, i)));
		if (!fits(d->cols[i], PQftype(res, i)))
			return db_fail(&p->db, ERR_DB, "%s: column %s has the type %u", d->name,
				d->col_names[i], PQftype(res, i));
	}
	return ERR_OK;
}

/*
 * Types are given: PostgreSQL would guess them from where a parameter stands. Whole numbers are
 * all bigint; that compares with an integer column through its index, and is cast when stored.
 */
static enum err prepare(struct db *db, enum stmt q)
{
	const struct stmt_def *d = &stmt_table[q];
	struct pgsql *p = of(db);
	Oid types[DB_PARAMS];
	PGresult *res;
	enum err e;
	int n;

	if (p->prepared[q])
		return ERR_OK;
	TRY(settle(p));
	for (n = 0; d->params[n]; n++)
		types[n] = d->params[n] == 'i'	 ? OID_INT8
			   : d->params[n] == 't' ? OID_TEXT
						 : OID_BYTEA;
	TRY(checked(p, d->name, PQprepare(p->conn, d->name, d->sql, n, types)));
	res = PQdescribePrepared(p->conn, d->name);
	e = good(res) ? check_columns(p, q, res) : fail(p, d->name, res);
	PQclear(res);
	p->prepared[q] = !e;
	return e;
}

static enum err send(struct pgsql *p, enum stmt q, const struct db_val *args)
{
	struct sent s;

	fill(&s, q, args);
	if (PQsendQueryPrepared(p->conn, stmt_table[q].name, s.n, s.value, s.length, s.format, 0))
		return ERR_OK;
	return fail(p, stmt_table[q].name, NULL);
}

/* A write whose answer is not waited for; the groups bound what the two ends have to keep. */
static enum err pipe_run(struct pgsql *p, enum stmt q, const struct db_val *args)
{
	if (!p->piping)
		TRY(settle(p));
	TRY(enter_pipeline(p));
	TRY(send(p, q, args));
	if (++p->sent < GROUP)
		return ERR_OK;
	TRY(sync_group(p));
	return p->groups > GROUPS - 1 ? read_group(p) : ERR_OK;
}

static enum err run(struct db *db, enum stmt q, const struct db_val *args, int64_t *ret_rows)
{
	struct pgsql *p = of(db);
	struct sent s;
	PGresult *res;

	TRY(prepare(db, q));
	if (db->batch && !ret_rows)
		return pipe_run(p, q, args);
	TRY(settle(p));
	fill(&s, q, args);
	res = PQexecPrepared(p->conn, stmt_table[q].name, s.n, s.value, s.length, s.format, 0);
	if (ret_rows && good(res))
		*ret_rows = strtoll(PQcmdTuples(res), NULL, 10);
	return checked(p, stmt_table[q].name, res);
}

/* ---- queries ---- */

static enum err query(struct db *db, enum stmt q, const struct db_val *args, void **ret)
{
	struct pgsql *p = of(db);
	PGresult *failed = NULL;
	struct rows *r;
	enum err e;

	TRY(prepare(db, q));
	TRY(settle(p));
	TRY(send(p, q, args));
	r = rows_start(p->conn, q, &failed);
	if (!r) {
		e = fail(p, stmt_table[q].name, failed);
		PQclear(failed);
		return e;
	}
	r->next = p->open;
	p->open = r;
	*ret = r;
	return ERR_OK;
}

static enum err next(struct db *db, void *cursor, bool *ret)
{
	struct pgsql *p = of(db);
	struct rows *r = cursor;
	PGresult *failed = NULL;
	enum err e = ERR_OK;

	*ret = rows_next(r, p->conn, &failed);
	if (failed) {
		e = fail(p, stmt_table[r->q].name, failed);
		PQclear(failed);
	}
	return e;
}

static void end(struct db *db, void *cursor)
{
	struct pgsql *p = of(db);
	struct rows **at = &p->open, *r = cursor;
	PGresult *failed = NULL;

	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
	rows_free(r, p->conn, &failed);
	if (failed && !db->failed)
		db->failed = fail(p, "end of a query", failed);
	PQclear(failed);
}

/* ---- for whole tables ---- */

enum err pgsql_handle(struct db *db, struct pg_conn **ret)
{
	*ret = of(db)->conn;
	return settle(of(db));
}

enum err pgsql_checked(struct db *db, const char *what, struct pg_result *res)
{
	return checked(of(db), what, res);
}

/* ---- the schema ---- */

static enum err exec_text(struct db *db, const char *sql)
{
	struct pgsql *p = of(db);

	TRY(settle(p));
	return checked(p, "schema", PQexec(p->conn, sql));
}

static enum err has_table(struct db *db, const char *name, bool *ret)
{
	struct pgsql *p = of(db);
	PGresult *res;

	TRY(settle(p));
	res = PQexecParams(p->conn, "SELECT to_regclass($1)", 1, (const Oid[]){OID_TEXT}, &name,
		NULL, NULL, 0);
	*ret = PQntuples(res) == 1 && !PQgetisnull(res, 0, 0);
	return checked(p, name, res);
}

/* ---- opening ---- */

static void close_all(struct db *db)
{
	struct pgsql *p = of(db);

	drop_cursors(p);
	PQfinish(p->conn);
	free(p);
}

/* The log of the server is its own affair; its age is that of the backups of the server. */
static enum err upkeep(struct db *db, enum db_upkeep what)
{
	if (what == DB_EMPTY_LOG)
		return ERR_OK;
	return command(of(db), what == DB_REWRITE ? "VACUUM FULL" : "ANALYZE");
}

static const struct db_driver driver = {
	.engine = DB_PGSQL,
	.close = close_all,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.batch = batch,
	.prepare = prepare,
	.run = run,
	.query = query,
	.next = next,
	.end = end,
	.is_null = rows_is_null,
	.get_int = rows_int,
	.get_text = rows_text,
	.get_bytes = rows_bytes,
	.exec = exec_text,
	.has_table = has_table,
	.upkeep = upkeep,
	.tables = &pgsql_tables,
};

/* libpq shows the address when it does not understand it, with the password that may be in it. */
static bool understood(const char *where)
{
	PQconninfoOption *o = PQconninfoParse(where, NULL);

	PQconninfoFree(o);
	return o != NULL;
}

/* What stands before dbname gives way to the address, what stands after it does not. */
static PGconn *connect_to(const char *where)
{
	static const char *const names[] = {"connect_timeout", "tcp_user_timeout",
		"target_session_attrs", "fallback_application_name", "dbname", "client_encoding",
		NULL};
	const char *const values[] = {"2", "10000", "read-write", "guong", where, "UTF8", NULL};

	return PQconnectdbParams(names, values, 1);
}

enum err pgsql_open(struct db **ret, const char *where, enum db_part part, struct fault *f)
{
	struct pgsql *p;
	enum err e;

	if (!understood(where))
		return fault(f, ERR_DB, NULL, M_DB_NO_ADDRESS);
	p = calloc(1, sizeof(*p));
	if (!p)
		die("out of memory");
	p->db.driver = &driver;
	p->db.part = part;
	p->conn = connect_to(where);
	if (PQstatus(p->conn) != CONNECTION_OK)
		e = db_fail(&p->db, ERR_DB, "%s", PQerrorMessage(p->conn));
	else
		e = set_up(p);
	if (!e) {
		*ret = &p->db;
		return ERR_OK;
	}
	fault(f, ERR_DB, NULL, M_DB_NO_SERVER);
	fault_detail(f, ERR_DB, "%s", p->db.error);
	close_all(&p->db);
	return ERR_DB;
}

int pgsql_version(void)
{
	return PQlibVersion();
}
