/*
 * leftover.h: files that belong to nothing.
 *
 * The program keeps everything in its two databases. Files it makes besides (what is sent in, what
 * is sent out, a table being written, a database that is only compared with a backup) lie in the
 * directory for temporary files and go when they are done; whoever is killed leaves some of them.
 * Beside a SQLite database lie its log and nothing else: a copy of it, or a journal of another kind
 * of log, holds the register in clear, or would be taken for part of it.
 */
#ifndef GUONG_CORE_LEFTOVER_H
#define GUONG_CORE_LEFTOVER_H

#include "base/arena.h"
#include "base/clock.h"

#include <stdint.h>

/* An hour: what is younger may be in use. */
enum { LEFTOVER_AGE_S = 3600 };

/*
 * Tells the path of each, and whether it lies beside the database; one in a directory for temporary
 * files may be of another site of the same user. `where`: the address of the database; now_s: in
 * seconds since 1970.
 */
void leftover_find(struct arena *a, const char *where, int64_t now_s,
	void (*found)(void *p, const char *path, bool beside), void *p);

#endif
