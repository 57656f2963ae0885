/*
 * power_vfs.h: a disk whose power can be cut, and that can be full.
 *
 *	power_install(&p, seed);               SQLite's default from now on
 *	power_stop_at(&p, 30, POWER_CUT);      the 30th write, truncation, sync or deletion from now
 *	... work, until p.off ...
 *	... close everything ...
 *	power_back(&p);                        each file is what such a disk may hold now
 *
 * It stands before SQLite's usual VFS. What was written since the last xSync of a file is not on
 * the disk yet: when the power goes, any part of it may be there, sector by sector, the rest is
 * what was there before, zeros past the old end, or rubbish. So with truncations; a file that was
 * made or deleted may be there or not until the directory was synced, which is when the usual VFS
 * does it: with the first sync of a new journal, or as a deletion asks for it.
 *
 * Files are read through the same VFS but not mapped. The index of a WAL ("-shm") is no part of
 * the disk and is gone after a cut. All files lie in one directory.
 */
#ifndef GUONG_TEST_POWER_VFS_H
#define GUONG_TEST_POWER_VFS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/* CUT: nothing works from then on. FULL: writes fail until power_stop_at(p, 0, 0). */
enum power_stop { POWER_CUT = 1, POWER_FULL };

struct power {
	sqlite3_vfs vfs;
	sqlite3_vfs *real;
	struct power_name *names;
	uint64_t random;
	uint64_t left; /* operations until it stops; 0: it does not */
	enum power_stop stop;
	bool off, full;
	/* of all cuts: sectors that were not synced, and those of them that were lost */
	uint64_t unsynced, lost, operations;
};

void power_install(struct power *p, uint64_t seed);
void power_remove(struct power *p);
void power_stop_at(struct power *p, uint64_t n, enum power_stop stop);
/* All files are closed: makes them what has survived, and the power is on again. */
void power_back(struct power *p);
/* All files are closed: others have changed them, all that is there is on the disk. */
void power_forget(struct power *p);
/* A number below n. */
uint64_t power_random(struct power *p, uint64_t n);

#endif
