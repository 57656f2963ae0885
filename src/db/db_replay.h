/*
 * db_replay.h: an SQLite database that fails when a test wants it to.
 *
 *	TRY(db_replay_open(&db, "x.db", DB_MAIN, true, &f));
 *	for (int n = 1; n < 20; n++) {
 *		db_replay_fail(db, n, ERR_RETRY);
 *		... run the action: it must fail whole, or succeed whole
 *	}
 *
 * Statements and commits are counted. The n-th from now returns the error, once. A commit that
 * returns ERR_UNSURE has been done, one that returns another error has not.
 */
#ifndef GUONG_DB_REPLAY_H
#define GUONG_DB_REPLAY_H

#include "db/db.h"

enum err db_replay_open(
	struct db **ret, const char *path, enum db_part part, bool create, struct fault *f);
/* n counts from 1; 0: nothing fails any more. */
void db_replay_fail(struct db *db, int n, enum err e);

#endif
