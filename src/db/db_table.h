/*
 * db_table.h: whole tables, read and written by code that does not know what they hold: backups,
 * and moving a database from one engine to the other. All other work asks by named statements.
 *
 * Names of tables and columns come from the catalog of the database and from nowhere else: what is
 * read or written is a struct db_table that db_tables() made for that same database.
 *
 *	struct table_rows r;				struct table_rows w;
 *	struct db_val row[DB_TABLE_COLS];		TRY(db_table_fill(&w, db, t));
 *	TRY(db_table_read(&r, db, t));			for each row
 *	while (db_table_next(&r, row))				TRY(db_table_put(&w, row));
 *		...					TRY(db_table_filled(&w));
 *	TRY(db_table_end(&r));
 *
 * Rows come in the order of the primary key, which is the same on both engines, one at a time: a
 * table of any size takes the memory of a row. Whole numbers, texts and bytes are told apart, and
 * NULL from what is empty. A text may hold a NUL byte on SQLite; PostgreSQL refuses it. Values
 * read live until the next row.
 *
 * One table at a time is read or filled on a connection, and no statement runs meanwhile. Failures
 * end the transaction as those of db.h do; what was begun is ended before the transaction is, after
 * a failure too.
 */
#ifndef GUONG_DB_DB_TABLE_H
#define GUONG_DB_DB_TABLE_H

#include "db/db.h"

enum { DB_TABLE_COLS = 64, DB_TABLE_KEYS = 8 };

struct db_column {
	const char *name;
	char type;  /* i whole number, t text, b bytes */
	char width; /* of a whole number on PostgreSQL: 2, 4 or 8 bytes */
};

struct db_table {
	const char *name;
	int n, keys;
	struct db_column *col;
	short key[DB_TABLE_KEYS]; /* columns of the primary key, in its order */
	int depth;		  /* 0: refers to no other table */
	bool fresh;		  /* db_load.h: nobody can have seen its rows */
};

/*
 * All tables of this part: those that others refer to come first, then by name, so that they can
 * be filled in this order. ERR_DB for what this program has no use for: a table without primary
 * key, a column of another type, tables that refer to each other in a circle or to themselves.
 */
enum err db_tables(struct db *db, struct arena *a, const struct db_table **ret, size_t *ret_n);

/* The one of that name with these columns alone, blanks between, to be filled: what is not among
 * them gets what the schema says. */
void db_table_of(struct arena *a, const struct db_table *all, size_t n, const char *name,
	const char *columns, struct db_table *ret);

/*
 * Which column names rows of which table. db_refs() tells the foreign keys that the catalog of
 * this part knows; others are known to who asks. 0, -1 (outside) and NULL name nothing.
 */
struct db_ref {
	const char *table, *column, *parent, *key;
};

enum err db_refs(struct db *db, struct arena *a, const struct db_ref **ret, size_t *ret_n);

typedef void db_number_found(void *p, int64_t n);
/* What the column names and the other table has not: the first twenty. One text for all engines. */
enum err db_ref_broken(struct db *db, const struct db_ref *r, db_number_found *each, void *p);
/* All that a column names, each once, in order: where the two tables are in different parts. */
enum err db_column_numbers(
	struct db *db, const char *table, const char *column, db_number_found *each, void *p);

/* A table being read or filled. Lives on the stack. */
struct table_rows {
	struct db *db;
	const struct db_table *t;
	void *impl;
};

enum err db_table_read(struct table_rows *r, struct db *db, const struct db_table *t);
bool db_table_next(struct table_rows *r, struct db_val *row);
enum err db_table_end(struct table_rows *r);

/* Forgets all rows of these tables, those first to which nothing refers. */
enum err db_tables_clear(struct db *db, const struct db_table *tables, size_t n);
/* The same, and the tables with them. */
enum err db_tables_drop(struct db *db, const struct db_table *tables, size_t n);
/* Adds rows. What is wrong with one may show only in db_table_filled(). */
enum err db_table_fill(struct table_rows *r, struct db *db, const struct db_table *t);
enum err db_table_put(struct table_rows *r, const struct db_val *row);
enum err db_table_filled(struct table_rows *r);
/*
 * The same for rows in the order of the primary key that somebody makes one after another: `next`
 * sets a row, which need not last longer than until the next one, or says that there is none. One
 * statement takes them all: on SQLite in less than half the time.
 */
typedef bool db_row_next(void *p, struct db_val *row);
enum err db_table_pour(struct db *db, const struct db_table *t, db_row_next *next, void *p);

/*
 * Begins a read transaction on both parts of one database that see it at one and the same instant.
 * Writers are held up for as long as it takes to begin: on SQLite until a write under way ends,
 * ERR_BUSY after half a minute.
 */
enum err db_begin_together(struct db *main, struct db *side);

#endif
