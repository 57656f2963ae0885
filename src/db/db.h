/*
 * db.h: the database, whichever it is.
 *
 * The program knows a closed set of statements. Each stands in a .sql file under a name, with the
 * types of its parameters and columns; tools/sqlgen makes the enum (Q_ORG_BY_CODE) and the table.
 * There is no function that takes SQL text. One text serves SQLite and PostgreSQL.
 * Columns are called as declared; a reserved word takes an underscore in the text (AS to_).
 *
 *	-- org_by_code(code text, day day, known int): id id, name text
 *	SELECT org AS id, name FROM org_spell WHERE code = $code AND ...
 *
 *	struct cursor c;
 *	TRY(db_query(db, &c, Q_ORG_BY_CODE, code, day, known));
 *	while (db_next(&c))
 *		use(db_int(&c, 0), db_text(&c, 1));
 *	TRY(db_end(&c));
 *
 * or, with a field table, whose names are the names of the columns:
 *
 *	TRY(db_list(db, a, org_fields, sizeof(struct org), &list, Q_ORG_CHILDREN, id, day, known));
 *
 * Arguments are int, day_t, int64_t, const char * (NULL is SQL NULL, also for a number) or struct
 * str (bytes; without an address SQL NULL); they are checked against the declared types, a wrong
 * one ends the process. Read back, NULL is 0, NULL or no bytes.
 *
 * Everything happens inside a transaction (db_begin). A read transaction sees one state. A write
 * transaction on SQLite is BEGIN IMMEDIATE, which may return ERR_BUSY after at most 50 ms; on
 * PostgreSQL it is SERIALIZABLE, and any statement or the commit may return ERR_RETRY: the whole
 * action must then be rolled back and run again. A connection lost during the commit is ERR_UNSURE.
 * A failed statement ends the transaction on both: what comes after it in the transaction returns
 * the same error, the commit too. A unique key that is taken is ERR_CONFLICT.
 */
#ifndef GUONG_DB_DB_H
#define GUONG_DB_DB_H

#include "base/err.h"
#include "base/field.h"
#include "statements.h" /* generated: enum stmt */

#include <stdbool.h>
#include <stdint.h>

struct db;

enum db_mode { DB_READ, DB_WRITE };
enum db_engine { DB_SQLITE, DB_PGSQL, DB_REPLAY };

/* Which of the two databases of a site: the register itself, or the side one (sessions, looks). */
enum db_part { DB_MAIN, DB_SIDE };

/*
 * Opens `where`: a path, or "postgresql://..." (also "host=a,b ..." with several hosts). The side
 * database of a path is beside it (x.db and x-side.db); on PostgreSQL it is the schema "side".
 * With `create`, a missing SQLite file is made. The connection is closed by db_close().
 */
enum err db_open(
	struct db **ret, const char *where, enum db_part part, bool create, struct fault *f);
void db_close(struct db *db);
enum db_engine db_engine(const struct db *db);
/* The libraries of both engines with their versions: "SQLite 3.40.1, libpq 15.14". */
const char *db_engines(struct arena *a);
/* What went wrong last, for the log. */
const char *db_error(const struct db *db);
/* Named statements run since the connection was opened: for benches and their bars. */
uint64_t db_count(const struct db *db);

enum err db_begin(struct db *db, enum db_mode mode);
/*
 * A write whose commit does not wait for the disk: what a power cut may take back, such as the
 * count of wrong passwords. It never damages anything, and a later commit that waits brings it
 * along.
 */
enum err db_begin_lazy(struct db *db);
enum err db_commit(struct db *db);
/* Always possible; does nothing outside a transaction. */
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);

/*
 * What was removed leaves the files. SQLite overwrites it where it stood, but its log still has it
 * until that is emptied: ERR_BUSY while somebody reads. Rewriting makes the files anew, on
 * PostgreSQL too, and takes as long as that takes; nobody else writes meanwhile.
 */
enum err db_empty_log(struct db *db);
enum err db_rewrite(struct db *db);
/*
 * Many rows came at once: PostgreSQL chooses its ways by what it knows of its tables, and without
 * this reads whole ones until it looks by itself, up to minutes later. SQLite goes the way that a
 * statement is written.
 */
enum err db_learn(struct db *db);

/*
 * Between these two, writes may be sent on without waiting for each answer (PostgreSQL pipelines
 * them; SQLite does nothing different). A failure shows at the latest in db_batch_end(). Reads in
 * between are allowed and flush first.
 */
enum err db_batch_begin(struct db *db);
enum err db_batch_end(struct db *db);

/* An argument of a statement. */
struct db_val {
	enum { DB_NULL, DB_INT, DB_TEXT, DB_BYTES } type;
	int64_t i;
	struct str s;
};

static inline struct db_val db_val_int(int64_t i)
{
	return (struct db_val){.type = DB_INT, .i = i};
}
static inline struct db_val db_val_text(const char *s)
{
	return (struct db_val){.type = s ? DB_TEXT : DB_NULL, .s = str_of(s)};
}
static inline struct db_val db_val_bytes(struct str s)
{
	return (struct db_val){.type = DB_BYTES, .s = s};
}
#define DB_V(x)                                                                                    \
	_Generic((x), char *: db_val_text, const char *: db_val_text, struct str: db_val_bytes,    \
		default: db_val_int)(x)

#include "db/args.h" /* DB_ARGS(a, b, c) -> DB_V(a), DB_V(b), DB_V(c) */

/* A result being read. It must be ended, and not outlive the transaction. Lives on the stack. */
struct cursor {
	struct db *db;
	enum stmt stmt;
	void *impl;
	int row;
	const struct field *fields; /* of the last db_row() */
	short map[48];		    /* column to index of field, -1: none */
};

#define db_query(db, c, stmt, ...)                                                                 \
	db_query_((db), (c), (stmt), (const struct db_val[]){DB_ARGS(__VA_ARGS__)},                \
		DB_NARGS(__VA_ARGS__))
enum err db_query_(
	struct db *db, struct cursor *c, enum stmt stmt, const struct db_val *args, int n);
/* The next row; false at the end or after a failure, which db_end() then returns. */
bool db_next(struct cursor *c);
enum err db_end(struct cursor *c);

/* Columns of the present row, from 0. Texts and bytes live until the next db_next(). */
int64_t db_int(const struct cursor *c, int col);
const char *db_text(const struct cursor *c, int col);
struct str db_bytes(const struct cursor *c, int col);
bool db_null(const struct cursor *c, int col);
/* Copies the present row into a record by the names of its fields; texts go to the arena. */
void db_row(struct cursor *c, struct arena *a, const struct field *fields, void *rec);

/* One row into a record; ERR_NOT_FOUND (without a problem) when there is none. */
#define db_get(db, a, fields, rec, stmt, ...)                                                      \
	db_get_((db), (a), (fields), (rec), (stmt), (const struct db_val[]){DB_ARGS(__VA_ARGS__)}, \
		DB_NARGS(__VA_ARGS__))
enum err db_get_(struct db *db, struct arena *a, const struct field *fields, void *rec,
	enum stmt stmt, const struct db_val *args, int n);

/* All rows into an array of records. */
#define db_list(db, a, fields, size, ret, stmt, ...)                                               \
	db_list_((db), (a), (fields), (size), (ret), (stmt),                                       \
		(const struct db_val[]){DB_ARGS(__VA_ARGS__)}, DB_NARGS(__VA_ARGS__))
enum err db_list_(struct db *db, struct arena *a, const struct field *fields, size_t size,
	struct list *ret, enum stmt stmt, const struct db_val *args, int n);

/* Room for one more record, of those that db_row() does not fill alone; `room` begins as 0. */
void *db_list_more(struct arena *a, struct list *l, size_t *room);

/* One number; `none` when there is no row or it is NULL. */
#define db_number(db, ret, none, stmt, ...)                                                        \
	db_number_((db), (ret), (none), (stmt), (const struct db_val[]){DB_ARGS(__VA_ARGS__)},     \
		DB_NARGS(__VA_ARGS__))
enum err db_number_(struct db *db, int64_t *ret, int64_t none, enum stmt stmt,
	const struct db_val *args, int n);

/* A write. `ret_rows` variant tells how many rows it touched. */
#define db_run(db, stmt, ...)                                                                      \
	db_run_((db), (stmt), (const struct db_val[]){DB_ARGS(__VA_ARGS__)},                       \
		DB_NARGS(__VA_ARGS__), NULL)
#define db_run_count(db, ret_rows, stmt, ...)                                                      \
	db_run_((db), (stmt), (const struct db_val[]){DB_ARGS(__VA_ARGS__)},                       \
		DB_NARGS(__VA_ARGS__), (ret_rows))
enum err db_run_(
	struct db *db, enum stmt stmt, const struct db_val *args, int n, int64_t *ret_rows);
/* A write whose values are the fields of a record, matched to the parameters by name. */
enum err db_store(struct db *db, enum stmt stmt, const struct field *fields, const void *rec);

/* Prepares all statements of this part: the test that they fit the schema. In a transaction. */
enum err db_prepare_all(struct db *db);

/* What tools/sqlgen makes of one statement. Types: i integer, t text, b bytes. */
struct stmt_def {
	const char *name, *sql;
	bool write;
	const char *part;	   /* "main", "side" or "both" */
	const char *params, *cols; /* one letter each */
	const char *const *param_names, *const *col_names;
};
extern const struct stmt_def stmt_table[];

#endif
