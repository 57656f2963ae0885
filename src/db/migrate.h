/*
 * migrate.h: the schema moves forward, once, in one text.
 *
 * schema/NNNN_name.sql and schema/side/NNNN_name.sql are embedded in the program. Each is applied
 * once, in a transaction, and its digest is recorded; a database that is newer than the program,
 * or whose applied files differ, is refused (ERR_SCHEMA, with the reason).
 *
 * Pseudo-types, expanded per engine:
 *	@ID, @INT      INTEGER            BIGINT
 *	@TEXT          TEXT               TEXT COLLATE "C"
 *	@DAY           INTEGER            INTEGER
 *	@BYTES         BLOB               BYTEA
 *	@CLUSTERED     WITHOUT ROWID, STRICT    (nothing)    at the end of CREATE TABLE
 *	@ROWS          STRICT                   (nothing)    likewise
 */
#ifndef GUONG_DB_MIGRATE_H
#define GUONG_DB_MIGRATE_H

#include "db/db.h"

/* Brings the database up to date. `ret_applied` (may be NULL): how many files were applied now. */
enum err db_migrate(struct db *db, int64_t now_ms, int *ret_applied, struct fault *f);
/* Ok when the schema is exactly this program's; otherwise ERR_SCHEMA and what to do. */
enum err db_schema_check(struct db *db, struct fault *f);

#endif
