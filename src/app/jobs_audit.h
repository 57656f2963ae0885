/*
 * jobs_audit.h: what the jobs process does for the audit chain, a turn of its loop at a time: what
 * was done is sealed some seconds after it was committed, the chain is verified each night and when
 * the data auditor asks, and what was erased leaves the log of the database.
 *
 * The keys are looked for when the process starts, and each minute as long as there are none.
 */
#ifndef GUONG_APP_JOBS_AUDIT_H
#define GUONG_APP_JOBS_AUDIT_H

#include "app/site.h"
#include "base/keyring.h"

struct jobs_audit {
	const struct keyring *ring; /* NULL: none yet */
	int64_t turn_us, key_us;    /* when this was done, and keys looked for, last; 0: never */
	int64_t erased;		    /* erasures that have left the log, and one more */
};

/* `a` is for this turn; failures are those of the database. */
enum err jobs_audit_turn(struct jobs_audit *ja, struct site *site, struct arena *a);

#endif
