/*
 * db_files.h: what a database needs of the machine, for whoever locks a process in.
 *
 *	db_settle(where);
 *	db_files(a, where, &list);		list of struct db_file
 *	box.network = db_is_remote(where);
 *
 * SQLite: the directories of both files, to write. PostgreSQL: what libpq and the resolver read
 * when they connect, at any time, since a connection may be lost: names of machines and services,
 * certificates, the files of passwords and services, those that the address names.
 */
#ifndef GUONG_DB_DB_FILES_H
#define GUONG_DB_DB_FILES_H

#include "base/arena.h"
#include "base/field.h"

struct db_file {
	const char *path;
	bool write;
};

/* True for PostgreSQL: it is spoken to over a socket. */
bool db_is_remote(const char *where);
/*
 * Puts the name of the user into $PGUSER if nothing says it: libpq would look it up in /etc/passwd
 * each time it connects.
 */
void db_settle(const char *where);
void db_files(struct arena *a, const char *where, struct list *ret);

#endif
