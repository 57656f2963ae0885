/* Every statement of the program is prepared on the program's own schema. */
#include "db/db_test.h"
#include "db/migrate.h"

#include <stdio.h>
#include <stdlib.h>

static void fit(struct db *db)
{
	ok(db_begin(db, DB_READ));
	if (db_prepare_all(db))
		fail_msg("%s", db_error(db));
	ok(db_commit(db));
}

static void statements_fit_the_schema(void **state)
{
	struct site *s = *state;
	struct db *side = site_open(s, DB_SIDE);

	ok(db_migrate(side, 1, NULL, &s->f));
	fit(s->db);
	fit(side);
	db_close(side);
}

int main(int argc, char **argv)
{
	bool pgsql = argc == 2 && !strcmp(argv[1], "pgsql");
	const struct CMUnitTest all[] = {on_both(statements_fit_the_schema)};

	if (pgsql && !getenv("GUONG_TEST_PG")) {
		puts("1..0 # SKIP GUONG_TEST_PG is not set: see test/pg.sh");
		return 0;
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("statements", &all[pgsql], 1, NULL, NULL);
}
