/*
 * db_impl.h: what a driver is. For the files of src/db/ only.
 *
 * db.c does what is the same everywhere: it checks arguments, keeps count, maps columns to fields
 * and remembers that a transaction has failed. A driver is asked only for what it must do: all
 * calls below come inside a transaction that has not failed, rollback() and end() excepted.
 *
 * A driver allocates its own struct with struct db as the first member. A failure is told by
 * db_fail(), which keeps the words for db_error(); words never hold what a record holds.
 */
#ifndef GUONG_DB_IMPL_H
#define GUONG_DB_IMPL_H

#include "db/db.h"

enum { DB_PARAMS = 64, DB_COLS = 48 };

/* What db_empty_log(), db_rewrite() and db_learn() ask of a driver. */
enum db_upkeep { DB_EMPTY_LOG, DB_REWRITE, DB_LEARN };

struct db_driver {
	enum db_engine engine;
	void (*close)(struct db *db);
	enum err (*begin)(struct db *db, enum db_mode mode);
	/* After an error nothing is open any more. */
	enum err (*commit)(struct db *db);
	/* Also ends all cursors that are still open. */
	void (*rollback)(struct db *db);
	/* Between on and off, run() without ret_rows may answer before the database has. */
	enum err (*batch)(struct db *db, bool on);
	/* Makes the statement ready; fails when it does not fit the schema or its declaration. */
	enum err (*prepare)(struct db *db, enum stmt q);
	enum err (*run)(struct db *db, enum stmt q, const struct db_val *args, int64_t *ret_rows);
	/* A query has run when it returns; its rows are then asked for one by one. */
	enum err (*query)(struct db *db, enum stmt q, const struct db_val *args, void **ret);
	enum err (*next)(struct db *db, void *cursor, bool *ret);
	void (*end)(struct db *db, void *cursor);
	bool (*is_null)(void *cursor, int col);
	/* Of what is null: 0, NULL, a string at NULL. */
	int64_t (*get_int)(void *cursor, int col);
	const char *(*get_text)(void *cursor, int col);
	struct str (*get_bytes)(void *cursor, int col);
	/* For migrations: a statement as text, and whether a table is there. */
	enum err (*exec)(struct db *db, const char *sql);
	enum err (*has_table)(struct db *db, const char *name, bool *ret);
	/* Outside a transaction. */
	enum err (*upkeep)(struct db *db, enum db_upkeep what);
	const struct db_table_driver *tables; /* db_table_impl.h; NULL: no whole tables */
};

struct db {
	const struct db_driver *driver;
	enum db_part part;
	bool lazy; /* the commit need not wait for the disk */
	enum db_mode mode;
	bool alone;	  /* db_load.h: nobody else reads or writes it */
	bool open, batch; /* inside a transaction; inside a batch */
	enum err failed;  /* of the transaction: nothing more happens in it */
	int cursors;	  /* open ones */
	uint64_t count;
	char error[400];
};

/* "3.40.1"; of libpq the number that it tells: 150014. */
const char *sqlite_version(void);
int pgsql_version(void);
/* Opened, initialized, or nothing: *ret is set only on success. */
enum err sqlite_open(
	struct db **ret, const char *path, enum db_part part, bool create, struct fault *f);
enum err pgsql_open(struct db **ret, const char *where, enum db_part part, struct fault *f);

enum err db_fail(struct db *db, enum err e, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* A statement for migrations; notes the failure like any other. */
enum err db_exec(struct db *db, const char *sql);
enum err db_has_table(struct db *db, const char *name, bool *ret);
/* The name of a part as the statements have it. */
const char *db_part_name(enum db_part part);
/* Compares the columns that the database returns with the declared ones. */
enum err db_check_column(struct db *db, enum stmt q, int col, const char *name);
enum err db_check_columns(struct db *db, enum stmt q, int n);
/* True for SQL NULL: no value, or bytes without an address. */
static inline bool db_val_null(const struct db_val *v)
{
	return v->type == DB_NULL || (v->type == DB_BYTES && !v->s.p);
}

#endif
