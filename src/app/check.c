#include "app/check.h"

#include "core/tree_verify.h"

#include <stdio.h>

static void print_found(void *p, const char *text)
{
	int64_t *count = p;

	(*count)++;
	printf("%s\n", text);
}

static enum err check(struct ctx *cx, int64_t *ret_orgs, int64_t *ret_found)
{
	enum err e = db_begin(cx->db, DB_READ);

	if (!e)
		e = tree_verify(cx, print_found, ret_found, ret_orgs);
	db_rollback(cx->db);
	return e;
}

int check_run(struct args *args)
{
	struct fault f = {.a = args->a};
	int64_t account, orgs = 0, found = 0;
	struct site site = {0};
	struct ctx cx;
	enum err e = cli_site(args, &site, &cx, &f, &account);

	if (!e)
		e = check(&cx, &orgs, &found);
	site_close(&site);
	if (e)
		return cli_fail(args, &f, e);
	printf("%s\n", msg_say(args->a, args_lang(args), found ? M_CHECK_FOUND : M_CHECK_FINE,
			       number_text(args->a, args_lang(args), orgs),
			       number_text(args->a, args_lang(args), found)));
	return found ? err_exit(ERR_CHECK) : 0;
}
