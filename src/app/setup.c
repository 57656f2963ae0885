#include "app/setup.h"

#include "account/account_fact.h"
#include "core/config.h"
#include "core/rule_file.h"
#include "core/rules.h"
#include "core/sum.h"

#include <stdio.h>
#include <unistd.h>

static enum err store_settings(struct ctx *cx, const char *site, day_t today)
{
	TRY(rules_store(cx));
	if (!text_empty(site))
		TRY(setting_put(cx, "site", site));
	if (today)
		TRY(setting_put(cx, "today", arena_printf(cx->a, "%d", today)));
	return ERR_OK;
}

/* A new program may bring nothing but rules. */
static enum err store_newer_rules(struct ctx *cx)
{
	struct rule_files_diff d;
	struct config *config;

	TRY(rule_files_compare(cx, &d));
	if (!(d.rules_new.n + d.rules_old.n + d.holidays_new.n + d.holidays_old.n))
		return ERR_OK;
	TRY(config_start(cx, &config));
	TRY(rules_store(cx));
	TRY(config_end(cx, config));
	return sums_nodes_make(cx, true);
}

/* What becomes different by it is noted as the work of whoever runs the machine. */
static enum err store_all(struct ctx *cx, const char *site, day_t today)
{
	struct config *config;

	TRY(config_start(cx, &config));
	TRY(store_settings(cx, site, today));
	TRY(config_end(cx, config));
	TRY(sums_nodes_make(cx, true));
	return account_facts_fill(cx);
}

struct setup {
	struct db *db, *side;
	struct clock clock;
	const char *site;
	day_t today, since;
	bool only_missing;
};

static enum err write_all(struct setup *s, struct fault *f)
{
	const struct actor nobody = {.is_operator = true};
	struct clock clock = {.fixed_ms = s->since ? ms_of_day(s->since) : 0};
	struct ids ids;
	struct ctx cx = {.a = f->a,
		.db = s->db,
		.f = f,
		.clock = &clock,
		.ids = &ids,
		.actor = &nobody,
		.via = "shell",
		.uid = (int64_t)geteuid()};
	int main = 0, side = 0;

	ids_init(&ids, 0);
	cx.say.today = cx.day = clock_today(&clock);
	TRY(db_migrate_within(s->side, clock_now(&s->clock), &side, f));
	TRY(db_migrate_within(s->db, clock_now(&s->clock), &main, f));
	if (s->only_missing && !main && !side)
		return store_newer_rules(&cx);
	return store_all(&cx, s->site, s->today);
}

/* The words of the driver for whoever has to look further. */
static enum err with_detail(struct setup *s, enum err e, struct fault *f)
{
	const char *why = db_error(text_empty(db_error(s->db)) ? s->side : s->db);

	if (e && !f->detail)
		(void)!fault_detail(f, e, "%s", why);
	return e;
}

/* A failure in either part leaves both as they were; the register is the last to be committed. */
static enum err in_both(struct setup *s, struct fault *f)
{
	enum err e = db_begin(s->db, DB_WRITE);

	if (!e)
		e = db_begin(s->side, DB_WRITE);
	if (!e)
		e = write_all(s, f);
	if (!e)
		e = db_commit(s->side);
	if (!e)
		e = db_commit(s->db);
	e = with_detail(s, e, f);
	db_rollback(s->side);
	db_rollback(s->db);
	return e;
}

static enum err set_up(struct setup *s, const char *where, struct fault *f)
{
	enum err e = db_open(&s->db, where, DB_MAIN, true, f);
	enum schema_state before = SCHEMA_NONE;

	if (!e)
		e = db_open(&s->side, where, DB_SIDE, true, f);
	if (!e)
		e = with_detail(s, db_schema_state(s->db, &before, f), f);
	if (!e)
		e = in_both(s, f);
	if (!e && before == SCHEMA_OLDER)
		(void)!db_learn(s->db); /* a large table may have been made anew */
	db_close(s->db);
	db_close(s->side);
	return e;
}

enum err setup_database(
	const char *where, const char *site, day_t today, day_t since, struct fault *f)
{
	return set_up(&(struct setup){.site = site, .today = today, .since = since}, where, f);
}

enum err setup_upgrade(const char *where, struct fault *f)
{
	return set_up(&(struct setup){.only_missing = true}, where, f);
}

static enum err part_state(
	const char *where, enum db_part part, enum schema_state *ret, struct fault *f)
{
	struct db *db = NULL;
	enum err e = db_open(&db, where, part, part == DB_SIDE, f);

	if (!e)
		e = db_schema_state(db, ret, f);
	if (e && !f->detail && db)
		(void)!fault_detail(f, e, "%s", db_error(db));
	db_close(db);
	return e;
}

enum err setup_state(const char *where, enum schema_state *ret, struct fault *f)
{
	enum schema_state side;

	TRY(part_state(where, DB_MAIN, ret, f));
	if (*ret == SCHEMA_NONE)
		return ERR_OK;
	TRY(part_state(where, DB_SIDE, &side, f));
	if (side != SCHEMA_OURS)
		*ret = SCHEMA_OLDER;
	return ERR_OK;
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
	e = setup_database(where, args_flag(args, "site"), day, day, &f);
	if (e)
		return cli_fail(args, &f, e);
	printf("%s\n", msg_say(args->a, args_lang(args), M_CLI_INIT_DONE, where));
	return 0;
}
