/*
 * setup.h: making a database: empty with its rules, or with a demo made through the actions.
 */
#ifndef GUONG_APP_SETUP_H
#define GUONG_APP_SETUP_H

#include "app/cli.h"
#include "db/migrate.h"

int setup_init(struct args *args);

/*
 * Creates or upgrades both databases at `where` and stores the rules. since: the day on which that
 * is written down as done, before whatever a sample then writes for days of the past; 0: now.
 */
enum err setup_database(
	const char *where, const char *site, day_t today, day_t since, struct fault *f);
/* Whether both parts have the schema of this program; nothing is written to a register. */
enum err setup_state(const char *where, enum schema_state *ret, struct fault *f);
/* Only what is missing: nothing happens to a database that has the schema of this program. */
enum err setup_upgrade(const char *where, struct fault *f);

#endif
