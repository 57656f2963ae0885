/*
 * db_table_impl.h: what a driver is for whole tables. For the files of src/db/ only.
 */
#ifndef GUONG_DB_TABLE_IMPL_H
#define GUONG_DB_TABLE_IMPL_H

#include "base/buf.h"
#include "db/db_impl.h"
#include "db/db_load.h"

/* What db_tables() makes: the driver tells it, column by column, what the catalog says. */
struct catalog {
	struct arena *a;
	struct db_table *tables;
	size_t n, room;
	struct db_ref *refs;
	size_t ref_n, ref_room;
};

/* The next column of a table; columns of one table come together. key: from 1, 0 none. */
enum err catalog_column(
	struct catalog *c, struct db *db, const char *table, struct db_column col, int64_t key);
/* A foreign key of one column; its texts are copied. */
void catalog_reference(struct catalog *c, const struct db_ref *ref);

struct db_table_driver {
	enum err (*catalog)(struct db *db, struct catalog *c);
	enum err (*read)(struct db *db, const struct db_table *t, void **ret);
	enum err (*next)(struct db *db, void *impl, struct db_val *row, bool *ret);
	enum err (*fill)(struct db *db, const struct db_table *t, void **ret);
	enum err (*put)(struct db *db, void *impl, const struct db_val *row);
	/* Sends what is still here, and says whether all rows were taken. */
	enum err (*filled)(struct db *db, void *impl);
	/* See db_table_pour(); NULL: as fill(), put() and filled(). */
	enum err (*pour)(struct db *db, const struct db_table *t, db_row_next *next, void *p);
	/* Gives back what read() or fill() took, at any time. */
	void (*end)(struct db *db, void *impl);
	enum err (*begin_together)(struct db *main, struct db *side);
	/* For db_load.h: safe or not; indexes and references of a table, with extra_add(), and if
	 * it is filled as a whole its primary key, where that may go. */
	enum err (*loosen)(struct db *db, bool on);
	/* Sets t->fresh if the table is empty and can be begun anew; may be NULL. */
	enum err (*refresh)(struct db *db, struct db_table *t);
	/* Before and after indexes are made; may be NULL. */
	enum err (*sorting)(struct db *db, bool on);
	/* Counts what is in a table, for the statements still to come; may be NULL. */
	enum err (*learn)(struct db *db, const struct db_table *t);
	enum err (*extras)(struct db *db, struct arena *a, const struct db_table *t, bool whole,
		struct db_bare *ret);
	/* Whole numbers, in the one column of a SELECT. */
	enum err (*numbers)(struct db *db, const char *sql, db_number_found *each, void *p);
};

void extra_add(
	struct db_bare *b, struct arena *a, const char *name, const char *drop, const char *make);

extern const struct db_table_driver sqlite_tables, pgsql_tables;

struct pg_conn;
struct pg_result;

/* What the other half of the drivers lends: its handle, with nothing else under way on it; and the
 * telling of a failure (PostgreSQL: if the result is one; it is cleared). */
struct sqlite3 *sqlite_handle(struct db *db);
enum err sqlite_failed(struct db *db, const char *what);
/* db_sqlite_pour.c */
enum err sqlite_pour(struct db *db, const struct db_table *t, db_row_next *next, void *p);
enum err pgsql_handle(struct db *db, struct pg_conn **ret);
enum err pgsql_checked(struct db *db, const char *what, struct pg_result *res);

/* "name", with what is needed to be one. */
void sql_name(struct buf *sql, const char *name);
/* The names of all columns, commas between. */
void sql_columns(struct buf *sql, const struct db_table *t);
/* SELECT all columns, in the order of the primary key. */
void sql_select(struct buf *sql, const struct db_table *t);

#endif
