#include "db/db_impl.h"

#include "base/die.h"
#include "db/db_table_impl.h"

#include <fcntl.h>
#include <malloc.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A prepared statement. One per name is kept; a second one in use at a time is made and dropped. */
struct slot {
	sqlite3_stmt *st;
	short index[DB_PARAMS]; /* of $1, $2... in the statement: SQLite numbers them as they appear
				 */
	enum stmt q;
	bool busy, extra, ready; /* ready: the first row has been fetched by query() */
	struct slot *next;	 /* in the list of those in use */
};

/* What begins and ends a transaction: every request says it, so it is parsed once. */
enum word { WORD_BEGIN, WORD_BEGIN_WRITE, WORD_COMMIT, WORDS };

struct sqlite {
	struct db db;
	sqlite3 *h;
	sqlite3_stmt *words[WORDS];
	struct slot *used;
	struct slot slots[Q_COUNT];
};

static struct sqlite *of(struct db *db)
{
	return (struct sqlite *)db;
}

static enum err err_of(int rc)
{
	switch (rc) {
	case SQLITE_BUSY_SNAPSHOT:
		return ERR_RETRY;
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return ERR_CONFLICT;
	}
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ERR_BUSY;
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
		return ERR_IO;
	default:
		return ERR_DB;
	}
}

static enum err fail(struct sqlite *s, const char *what)
{
	int rc = sqlite3_extended_errcode(s->h);

	return db_fail(&s->db, err_of(rc), "%s: %d %s", what, rc, sqlite3_errmsg(s->h));
}

static enum err exec(struct sqlite *s, const char *sql)
{
	if (sqlite3_exec(s->h, sql, NULL, NULL, NULL))
		return fail(s, sql);
	return ERR_OK;
}

/* ---- transactions ---- */

static void release(struct sqlite *s, struct slot *slot)
{
	struct slot **p = &s->used;

	while (*p != slot)
		p = &(*p)->next;
	*p = slot->next;
	slot->busy = false;
	if (!slot->extra) {
		sqlite3_reset(slot->st);
		return;
	}
	sqlite3_finalize(slot->st);
	free(slot);
}

static void rollback(struct db *db)
{
	struct sqlite *s = of(db);

	while (s->used)
		release(s, s->used);
	/* a full disk may have ended the transaction already */
	if (!sqlite3_get_autocommit(s->h))
		sqlite3_exec(s->h, "ROLLBACK", NULL, NULL, NULL);
}

static enum err say(struct sqlite *s, enum word w)
{
	static const char *const sql[WORDS] = {"BEGIN", "BEGIN IMMEDIATE", "COMMIT"};
	enum err e = ERR_OK;

	if (!s->words[w] &&
		sqlite3_prepare_v3(s->h, sql[w], -1, SQLITE_PREPARE_PERSISTENT, &s->words[w], NULL))
		return fail(s, sql[w]);
	if (sqlite3_step(s->words[w]) != SQLITE_DONE)
		e = fail(s, sql[w]);
	sqlite3_reset(s->words[w]);
	return e;
}

/* A rollback that found no memory is made good here: nothing could ever begin again. */
static enum err begin(struct db *db, enum db_mode mode)
{
	rollback(db);
	return say(of(db), mode == DB_WRITE ? WORD_BEGIN_WRITE : WORD_BEGIN);
}

static enum err commit(struct db *db)
{
	enum err e = say(of(db), WORD_COMMIT);

	if (e)
		rollback(db);
	return e;
}

static enum err batch(struct db *db, bool on)
{
	(void)db, (void)on;
	return ERR_OK;
}

/* ---- statements ---- */

static enum err prepare_slot(struct sqlite *s, struct slot *slot, enum stmt q)
{
	const struct stmt_def *d = &stmt_table[q];
	char name[8];
	int n;

	if (sqlite3_prepare_v3(
		    s->h, d->sql, -1, slot->extra ? 0 : SQLITE_PREPARE_PERSISTENT, &slot->st, NULL))
		return fail(s, d->name);
	n = sqlite3_column_count(slot->st);
	if (db_check_columns(&s->db, q, n))
		goto wrong;
	for (int i = 0; i < n; i++)
		if (db_check_column(&s->db, q, i, sqlite3_column_name(slot->st, i)))
			goto wrong;
	for (int i = 0; d->params[i]; i++) {
		snprintf(name, sizeof(name), "$%d", i + 1);
		slot->index[i] = (short)sqlite3_bind_parameter_index(slot->st, name);
	}
	slot->q = q;
	return ERR_OK;
wrong:
	sqlite3_finalize(slot->st);
	slot->st = NULL;
	return ERR_DB;
}

static enum err prepare(struct db *db, enum stmt q)
{
	struct slot *slot = &of(db)->slots[q];

	return slot->st ? ERR_OK : prepare_slot(of(db), slot, q);
}

/* The statement, ready to be bound, in *ret; release() gives it back. */
static enum err take(struct sqlite *s, enum stmt q, struct slot **ret)
{
	struct slot *slot = &s->slots[q];

	if (slot->busy) {
		enum err e;
		slot = calloc(1, sizeof(*slot));
		if (!slot)
			die("out of memory");
		slot->extra = true;
		e = prepare_slot(s, slot, q);
		if (e) {
			free(slot);
			return e;
		}
	} else {
		TRY(prepare(&s->db, q));
	}
	slot->busy = true;
	slot->ready = false;
	slot->next = s->used;
	s->used = slot;
	*ret = slot;
	return ERR_OK;
}

/* `life`: SQLITE_STATIC when the arguments outlive the use of the statement. */
static int bind(struct slot *slot, const struct db_val *args, sqlite3_destructor_type life)
{
	const char *params = stmt_table[slot->q].params;
	int rc = SQLITE_OK;

	for (int i = 0; params[i] && !rc; i++) {
		const struct db_val *v = &args[i];
		int at = slot->index[i];
		if (db_val_null(v))
			rc = sqlite3_bind_null(slot->st, at);
		else if (v->type == DB_INT)
			rc = sqlite3_bind_int64(slot->st, at, v->i);
		else if (v->type == DB_TEXT)
			rc = sqlite3_bind_text64(slot->st, at, v->s.p, v->s.n, life, SQLITE_UTF8);
		else
			rc = sqlite3_bind_blob64(slot->st, at, v->s.p, v->s.n, life);
	}
	return rc;
}

static enum err run(struct db *db, enum stmt q, const struct db_val *args, int64_t *ret_rows)
{
	struct sqlite *s = of(db);
	struct slot *slot;
	enum err e = ERR_OK;
	int rc;

	TRY(take(s, q, &slot));
	rc = bind(slot, args, SQLITE_STATIC);
	while (!rc && (rc = sqlite3_step(slot->st)) == SQLITE_ROW)
		rc = SQLITE_OK;
	if (rc != SQLITE_DONE)
		e = fail(s, stmt_table[q].name);
	else if (ret_rows)
		*ret_rows = sqlite3_changes64(s->h);
	release(s, slot);
	return e;
}

static enum err query(struct db *db, enum stmt q, const struct db_val *args, void **ret)
{
	struct sqlite *s = of(db);
	struct slot *slot;
	enum err e;
	int rc;

	TRY(take(s, q, &slot));
	rc = bind(slot, args, SQLITE_TRANSIENT);
	if (!rc)
		rc = sqlite3_step(slot->st);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
		e = fail(s, stmt_table[q].name);
		release(s, slot);
		return e;
	}
	slot->ready = true;
	*ret = slot;
	return ERR_OK;
}

static enum err next(struct db *db, void *cursor, bool *ret)
{
	struct slot *slot = cursor;
	int rc = SQLITE_ROW;

	/* a step after the last row would run the statement again */
	if (!slot->ready && sqlite3_stmt_busy(slot->st))
		rc = sqlite3_step(slot->st);
	slot->ready = false;
	*ret = rc == SQLITE_ROW && sqlite3_stmt_busy(slot->st);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return fail(of(db), stmt_table[slot->q].name);
	return ERR_OK;
}

static void end(struct db *db, void *cursor)
{
	release(of(db), cursor);
}

/* ---- columns ---- */

/* The value of a column, which may be read as it is: no other thread has this connection. */
static sqlite3_value *column(void *cursor, int col, int type)
{
	struct slot *slot = cursor;
	sqlite3_value *v = sqlite3_column_value(slot->st, col);
	int is = sqlite3_value_type(v);

	if (is == SQLITE_NULL)
		return NULL;
	if (is != type)
		die("statement %s: column %d is not what it is declared to be",
			stmt_table[slot->q].name, col);
	return v;
}

static bool is_null(void *cursor, int col)
{
	return sqlite3_column_type(((struct slot *)cursor)->st, col) == SQLITE_NULL;
}

static int64_t get_int(void *cursor, int col)
{
	sqlite3_value *v = column(cursor, col, SQLITE_INTEGER);

	return v ? sqlite3_value_int64(v) : 0;
}

static const char *get_text(void *cursor, int col)
{
	sqlite3_value *v = column(cursor, col, SQLITE_TEXT);

	return v ? (const char *)sqlite3_value_text(v) : NULL;
}

static struct str get_bytes(void *cursor, int col)
{
	sqlite3_value *v = column(cursor, col, SQLITE_BLOB);
	const char *p = v ? sqlite3_value_blob(v) : NULL;

	if (!v)
		return (struct str){NULL, 0};
	return p ? (struct str){p, (size_t)sqlite3_value_bytes(v)} : S("");
}

/* ---- for whole tables ---- */

struct sqlite3 *sqlite_handle(struct db *db)
{
	return of(db)->h;
}

enum err sqlite_failed(struct db *db, const char *what)
{
	return fail(of(db), what);
}

/* ---- the schema ---- */

static enum err exec_text(struct db *db, const char *sql)
{
	struct sqlite *s = of(db);

	if (sqlite3_exec(s->h, sql, NULL, NULL, NULL))
		return fail(s, "schema");
	return ERR_OK;
}

static enum err has_table(struct db *db, const char *name, bool *ret)
{
	int rc = sqlite3_table_column_metadata(
		of(db)->h, NULL, name, NULL, NULL, NULL, NULL, NULL, NULL);

	*ret = rc == SQLITE_OK;
	return rc == SQLITE_OK || rc == SQLITE_ERROR ? ERR_OK : fail(of(db), name);
}

static enum err upkeep(struct db *db, enum db_upkeep what)
{
	struct sqlite *s = of(db);

	if (what == DB_LEARN)
		return ERR_OK;
	if (what == DB_REWRITE)
		TRY(exec(s, "VACUUM"));
	if (sqlite3_wal_checkpoint_v2(s->h, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL))
		return fail(s, "checkpoint");
	return ERR_OK;
}

/* ---- opening ---- */

static void close_all(struct db *db)
{
	struct sqlite *s = of(db);

	for (int q = 0; q < (int)Q_COUNT; q++)
		sqlite3_finalize(s->slots[q].st);
	for (int w = 0; w < WORDS; w++)
		sqlite3_finalize(s->words[w]);
	sqlite3_close(s->h);
	free(s);
}

static const struct db_driver driver = {
	.engine = DB_SQLITE,
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
	.is_null = is_null,
	.get_int = get_int,
	.get_text = get_text,
	.get_bytes = get_bytes,
	.exec = exec_text,
	.has_table = has_table,
	.upkeep = upkeep,
	.tables = &sqlite_tables,
};

/* x.db and x-side.db */
static char *path_of(struct arena *a, const char *where, enum db_part part)
{
	size_t n = strlen(where);
	bool ends = n > 3 && !strcmp(where + n - 3, ".db");

	if (part == DB_MAIN || !strcmp(where, ":memory:"))
		return arena_strdup(a, where);
	return arena_printf(a, "%.*s-side%s", (int)(ends ? n - 3 : n), where, ends ? ".db" : "");
}

/*
 * A new file is for its owner only; SQLite gives its companions the same mode. Only a file that
 * this call creates is touched: closing a descriptor of an open database would drop its locks.
 */
static void create_private(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
}

/*
 * QPSG: a plan does not hang on the values of one call. Otherwise a statement that an index of some
 * rows might serve ("WHERE kind = 'struck_off'") is translated anew at each call.
 */
static enum err set_up(struct sqlite *s)
{
	static const struct {
		int option, on;
	} options[] = {{SQLITE_DBCONFIG_DEFENSIVE, 1}, {SQLITE_DBCONFIG_ENABLE_QPSG, 1},
		{SQLITE_DBCONFIG_DQS_DML, 0}, {SQLITE_DBCONFIG_DQS_DDL, 0},
		{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}};

	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (sqlite3_db_config(s->h, options[i].option, options[i].on, NULL))
			return fail(s, "options");
	/* several processes start at once: one changes the journal, the others wait for it */
	sqlite3_busy_timeout(s->h, 5000);
	TRY(exec(s, "PRAGMA page_size = 8192"));
	TRY(exec(s, "PRAGMA journal_mode = WAL"));
	TRY(exec(s, "PRAGMA synchronous = FULL"));
	TRY(exec(s, "PRAGMA foreign_keys = ON"));
	TRY(exec(s, "PRAGMA secure_delete = ON"));
	TRY(exec(s, "PRAGMA cache_size = -32768"));
	TRY(exec(s, "PRAGMA mmap_size = 268435456"));
	/* LIKE as PostgreSQL has it; and its prefixes may use an index */
	TRY(exec(s, "PRAGMA case_sensitive_like = ON"));
	sqlite3_busy_timeout(s->h, 50);
	return ERR_OK;
}

enum err sqlite_open(
	struct db **ret, const char *where, enum db_part part, bool create, struct fault *f)
{
	const char *path = path_of(f->a, where, part);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
		    (create ? SQLITE_OPEN_CREATE : 0);
	struct sqlite *s = calloc(1, sizeof(*s));
	enum err e;

	if (!s)
		die("out of memory");
	/* nobody asks how much SQLite has allocated; counting it takes a lock each time. Once
	   SQLite runs it refuses: the first database of the process has told it. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	/* each statement that needs a table of its own asks for memory and gives it back: the
	   system need not take it away and clear it anew every time */
	mallopt(M_TRIM_THRESHOLD, 8 << 20);
	if (create && strcmp(path, ":memory:") != 0)
		create_private(path);
	s->db.driver = &driver;
	s->db.part = part;
	e = sqlite3_open_v2(path, &s->h, flags, NULL) ? fail(s, "open") : set_up(s);
	if (!e) {
		*ret = &s->db;
		return ERR_OK;
	}
	fault(f, e, NULL, M_DB_NO_FILE, path);
	fault_detail(f, e, "%s: %s", path, s->db.error);
	close_all(&s->db);
	return e;
}

const char *sqlite_version(void)
{
	return sqlite3_libversion();
}
