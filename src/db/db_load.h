/*
 * db_load.h: filling tables with millions of rows at once: a database that is being made, that
 * nobody else has open, and that is thrown away if anything fails.
 *
 *	TRY(db_load_begin(db));				before its first transaction
 *	TRY(db_begin(db, DB_WRITE));
 *	TRY(db_load_strip(db, a, t, &bare));		its further indexes and references go
 *	TRY(db_table_fill(&rows, db, t)); ...		in the order of the primary key
 *	TRY(db_load_dress(db, &bare, tell, p));		and come back, each made in one go; counted
 *	TRY(db_commit(db));
 *	TRY(db_load_end(db));				a database like any other
 *
 * SQLite keeps no journal meanwhile and does not wait for the disk: a failure leaves a file that
 * is good for nothing. Whoever makes it gives it another name until it is done, and has it written
 * out before it gets its own. PostgreSQL is as safe as ever, but does not note what is read to see
 * whether others change it: that takes room for locks which a server as installed does not have.
 *
 * The texts of indexes come from the catalog of the database and from nowhere else.
 */
#ifndef GUONG_DB_DB_LOAD_H
#define GUONG_DB_DB_LOAD_H

#include "db/db_table.h"

/* What was taken off a table, and how it is made again. */
struct db_bare {
	const struct db_table *t;
	struct db_extra {
		struct db_extra *next;
		const char *name, *drop, *make;
	} * extras; /* in the order in which they are made */
};

/* Outside a transaction. */
enum err db_load_begin(struct db *db);
enum err db_load_end(struct db *db);

enum err db_load_strip(
	struct db *db, struct arena *a, const struct db_table *t, struct db_bare *ret);
/*
 * The same for a table that gets rows by db_table_pour() alone, without key: PostgreSQL then does
 * without its primary key too. Rows of one that was empty are written there as everybody will see
 * them and, with wal_level = minimal, are not logged.
 */
enum err db_load_strip_whole(
	struct db *db, struct arena *a, struct db_table *t, struct db_bare *ret);
/* `tell` is told the name of each before it is made; it may be NULL. */
enum err db_load_dress(
	struct db *db, const struct db_bare *b, void (*tell)(void *p, const char *name), void *p);

#endif
