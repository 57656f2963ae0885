/*
 * migrate.h: the schema moves forward, once, in one text.
 *
 * schema/NNNN_name.sql and schema/side/NNNN_name.sql are embedded in the program. Each is applied
 * once and its digest is recorded; what is missing is applied in one transaction, all of it or
 * nothing. A database that is newer than the program, or whose applied files differ, is refused
 * (ERR_SCHEMA, with the reason).
 *
 * Pseudo-types, expanded per engine:
 *	@ID, @INT      INTEGER            BIGINT
 *	@TEXT          TEXT               TEXT COLLATE "C"
 *	@DAY           INTEGER            INTEGER
 *	@BYTES         BLOB               BYTEA
 *	@CLUSTERED     WITHOUT ROWID, STRICT    (nothing)    at the end of CREATE TABLE
 *	@ROWS          STRICT                   (nothing)    likewise
 * A statement that begins with @PGSQL is for that engine alone.
 */
#ifndef GUONG_DB_MIGRATE_H
#define GUONG_DB_MIGRATE_H

#include "db/db.h"

/* A file that was applied. */
struct migration {
	int64_t n;
	const char *name, *digest;
};

/* Brings the database up to date. `ret_applied` (may be NULL): how many files were applied now. */
enum err db_migrate(struct db *db, int64_t now_ms, int *ret_applied, struct fault *f);
/* The same within the write transaction under way, for who has more to write in it. */
enum err db_migrate_within(struct db *db, int64_t now_ms, int *ret_applied, struct fault *f);
/* Ok when the schema is exactly this program's; otherwise ERR_SCHEMA and what to do. */
enum err db_schema_check(struct db *db, struct fault *f);

enum schema_state { SCHEMA_NONE, SCHEMA_OLDER, SCHEMA_OURS };
/* Which of these a database is; ERR_SCHEMA for one of a newer or another program. */
enum err db_schema_state(struct db *db, enum schema_state *ret, struct fault *f);

/* Which files were applied to a database that was made by this program. In a transaction. */
enum err db_migrations(struct db *db, struct arena *a, struct migration **ret, size_t *ret_n);
/* ERR_SCHEMA, with the reason, when these are not the first of the files of this program. */
enum err db_migrations_known(
	enum db_part part, const struct migration *list, size_t n, struct fault *f);
/*
 * Applies the first n files to an empty database, within the write transaction under way: nothing
 * of it is there if that is rolled back.
 */
enum err db_migrate_first(struct db *db, size_t n, int64_t now_ms, struct fault *f);

#endif
