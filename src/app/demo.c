/*
 * demo.c: the command. Ids come from a fixed seed, so that every demo has the same addresses.
 */
#include "app/demo.h"

#include "app/setup.h"
#include "demo/demo.h"
#include "import/import.h"

#include <stdio.h>

/* A register that somebody uses is no place for a sample. */
static enum err check_empty(struct ctx *cx, const char *where)
{
	struct list done;
	enum err e;

	TRY(db_begin(cx->db, DB_READ));
	e = import_done_list(cx, &done);
	if (!e && done.n)
		e = cx_fault(cx, ERR_CONFLICT, NULL, M_DEMO_EXISTS, where);
	db_rollback(cx->db);
	return e;
}

static enum err fill(const struct args *args, const struct demo_scenario *s, struct fault *f)
{
	const struct actor clerk = {.is_operator = true};
	struct site site = {0};
	struct ctx cx;
	int64_t account;
	enum err e;

	TRY(cli_site(args, &site, &cx, f, &account));
	ids_init(&site.ids, DEMO_SEED);
	cx.actor = &clerk;
	cx.via = "demo";
	e = check_empty(&cx, site.where);
	if (!e)
		e = demo_fill(&cx, s);
	if (e && !f->detail && err_http(e) >= 500)
		(void)!fault_detail(f, e, "%s", db_error(site.db));
	site_close(&site);
	return e;
}

static void tell(const struct args *args, const struct demo_scenario *s, const char *where)
{
	enum lang lang = args_lang(args);

	printf("%s\n", msg_say(args->a, lang, M_DEMO_DONE, where));
	printf("%s\n", msg_say(args->a, lang, M_DEMO_ACCOUNTS, DEMO_PASSWORD));
	for (int i = 0; i < DEMO_ACCOUNTS; i++)
		printf("  %-10s %s\n", s->accounts[i].login, s->accounts[i].name);
	printf("%s\n", msg_say(args->a, lang, M_DEMO_SERVE, where));
	printf("%s\n", msg_text(lang, M_DEMO_WARNING));
}

static enum err refuse(struct args *args, struct fault *f)
{
	const char *names = NULL;

	for (const struct demo_scenario *s = demo_scenarios; s->name; s++)
		names = names ? arena_printf(args->a, "%s|%s", names, s->name) : s->name;
	return fault(f, ERR_BAD_REQUEST, NULL, M_DEMO_USAGE, names);
}

int demo_run(struct args *args)
{
	const char *where = args_db(args);
	const struct demo_scenario *s = demo_find(args_rest(args, 0));
	struct fault f = {.a = args->a};
	enum err e;

	if (!where)
		return err_exit(ERR_BAD_REQUEST);
	if (!s)
		return cli_fail(args, &f, refuse(args, &f));
	e = setup_database(where, s->site, s->life.today, s->life.today, &f);
	if (!e)
		e = fill(args, s, &f);
	if (e)
		return cli_fail(args, &f, e);
	tell(args, s, where);
	return 0;
}
