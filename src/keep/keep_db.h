/*
 * keep_db.h: a database as a source and as a sink of keep_pump().
 *
 * The source is read in one transaction on each part, both as of one instant. The sink must be
 * empty, both parts of it; its schema is made as far as that of what comes, in the same
 * transaction as the rows, so that it is there whole or not at all. When the arena ends,
 * connections are closed and what was not committed is gone.
 */
#ifndef GUONG_KEEP_KEEP_DB_H
#define GUONG_KEEP_KEEP_DB_H

#include "keep/keep_pump.h"

enum err keep_db_open(
	struct keep_source **ret, struct arena *a, const char *where, struct fault *f);
enum err keep_db_create(
	struct keep_sink **ret, struct arena *a, const char *where, struct fault *f);

#endif
