#include "app/setup.h"

#include "core/rules.h"
#include "db/migrate.h"

#include <stdio.h>

static enum err migrate_part(
	struct db **ret, const char *where, enum db_part part, int *applied, struct fault *f)
{
	struct clock clock = {0};
	int n = 0;

	TRY(db_open(ret, where, part, true, f));
	TRY(db_migrate(*ret, clock_now(&clock), &n, f));
	*applied += n;
	return ERR_OK;
}

static enum err store_settings(struct ctx *cx, const char *site, day_t today)
{
	TRY(rules_store(cx));
	if (!text_empty(site))
		TRY(setting_put(cx, "site", site));
	if (today)
		TRY(setting_put(cx, "today", arena_printf(cx->a, "%d", today)));
	return ERR_OK;
}

static enum err store_rules(struct db *db, const char *site, day_t today, struct fault *f)
{
	struct clock clock = {0};
	struct ctx cx = {.a = f->a, .db = db, .f = f, .clock = &clock};
	enum err e = db_begin(db, DB_WRITE);

	if (!e)
		e = store_settings(&cx, site, today);
	if (!e)
		e = db_commit(db);
	if (e && !f->detail)
		(void)!fault_detail(f, e, "%s", db_error(db));
	db_rollback(db);
	return e;
}

static enum err set_up(
	const char *where, const char *site, day_t today, bool only_missing, struct fault *f)
{
	struct db *db = NULL, *side = NULL;
	int applied = 0;
	enum err e = migrate_part(&db, where, DB_MAIN, &applied, f);

	if (!e)
		e = migrate_part(&side, where, DB_SIDE, &applied, f);
	if (!e && (applied || !only_missing))
		e = store_rules(db, site, today, f);
	db_close(db);
	db_close(side);
	return e;
}

enum err setup_database(const char *where, const char *site, day_t today, struct fault *f)
{
	return set_up(where, site, today, false, f);
}

enum err setup_upgrade(const char *where, struct fault *f)
{
	return set_up(where, NULL, 0, true, f);
}

int setup_init(struct args *args)
{
	struct fault f = {.a = args->a};
	const char *where = args_db(args), *today = args_flag(args, "today");
	day_t day = 0;
	enum err e;

	if (!where)
		return err_exit(ERR_BAD_REQUEST);
	if (today && !day_parse(str_of(today), 2000, &day))
		return cli_fail(args, &f, fault(&f, ERR_BAD_INPUT, "today", M_VALUE_NO_DAY));
	e = setup_database(where, args_flag(args, "site"), day, &f);
	if (e)
		return cli_fail(args, &f, e);
	printf("%s\n", msg_say(args->a, args_lang(args), M_CLI_INIT_DONE, where));
	return 0;
}
