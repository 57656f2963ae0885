/*
 * keep.h: nothing is lost: backups of a database, their return, and the move to another engine.
 *
 *	keep_backup(db, file)	while others go on working: one state of both parts, in a file
 *	keep_restore(file, db)	into an empty database of either engine
 *	keep_copy(db, db)	the same without a file
 *
 * All three are one movement, keep_pump() in keep_pump.h, from a source (a database, a file) to a
 * sink (a file, a database). keep_db.h and keep_file.h are those; keep_pack.h and keep_record.h
 * are what the file is made of. Memory does not grow with the database, only with its longest row.
 *
 * What arrives is proved: each table has a number of rows and a digest over all of them in the
 * order of the primary key; a file carries both, and after a table has been filled it is read back
 * and compared. A restore or copy is one transaction on each part, the schema included, and the
 * register itself is the last to be committed: what is not whole is not there.
 *
 * A file is compressed and then encrypted with a key of the keyring, which it names; without that
 * key it can neither be read nor changed unnoticed. It does not depend on the engine.
 *
 * The head of the audit chain (audit/audit.h), which is the last row of its table, is told with the
 * sum and stands at the end of the file: a register whose chain was cut off or made anew since
 * shows beside any older backup.
 *
 * Faults: ERR_REFUSED a file or database in the way; ERR_FILE what is no good backup; ERR_SCHEMA
 * one of a newer or another program; ERR_NOT_FOUND the key is not there; ERR_CHECK what arrived is
 * not what was sent; ERR_IO the disk; else those of db.h.
 */
#ifndef GUONG_KEEP_KEEP_H
#define GUONG_KEEP_KEEP_H

#include "base/keyring.h"

#include <stdint.h>

/* Is told now and then, and at the end of each table. */
struct keep_watch {
	void (*tell)(void *p, const char *table, int64_t rows);
	void *p;
};

enum { KEEP_HEAD = 65 };

struct keep_sum {
	int64_t tables, rows;
	int64_t made_ms;      /* when the state was as it is kept */
	int64_t batch;	      /* the last link of the audit chain; 0: none */
	char head[KEEP_HEAD]; /* of it */
};

/* Databases are named as for db_open(); `w` may be NULL. */
enum err keep_backup(const char *from, const char *file, const struct key *key,
	const struct keep_watch *w, struct keep_sum *ret, struct fault *f);
enum err keep_restore(const char *file, const struct keyring *ring, const char *to,
	const struct keep_watch *w, struct keep_sum *ret, struct fault *f);
enum err keep_copy(const char *from, const char *to, const struct keep_watch *w,
	struct keep_sum *ret, struct fault *f);
/* Reads a backup from end to end, and what it says about itself. */
enum err keep_look(
	const char *file, const struct keyring *ring, struct keep_sum *ret, struct fault *f);

#endif
