/*
 * cli_commands.c: the commands that set up or run the program itself.
 */
#include "app/check.h"
#include "app/cli.h"
#include "app/cli_audit.h"
#include "app/cli_import.h"
#include "app/cli_keep.h"
#include "app/cli_mail.h"
#include "app/cli_version.h"
#include "app/demo.h"
#include "app/reference.h"
#include "app/route.h"
#include "app/serve.h"
#include "app/setup.h"
#include "app/simulate.h"
#include "app/summaries.h"

#include <stdio.h>

static int help(struct args *args);

const struct command commands[] = {
	{"init", "init --db DB [--site NAME] [--today DAY]", setup_init, M_CLI_INIT, ""},
	{"serve",
		"serve --db DB [--listen 127.0.0.1:8080] [--workers 2] [--proxy ADDRESS] "
		"[--secure] [--no-sandbox]",
		serve_run, M_CLI_SERVE, "secure no-sandbox"},
	{"import",
		"import KIND FILE --db DB [--from DAY] [--to DAY] [--under CODE] "
		"[--sheet NAME | --every-sheet] [--rows 2,5-9] [--columns HEADER=FIELD;HEADER=] "
		"[--ignore-unknown] [--opened-on DAY | --history] [--compare] "
		"[--update-from DAY | --correct] [--accept-warnings] [--bad FILE] [--commit]; "
		"import --list; import --undo ID",
		cli_import_run, M_CLI_IMPORT,
		"commit list ignore-unknown every-sheet history compare correct accept-warnings"},
	{"demo", "demo SCENARIO --db DB", demo_run, M_CLI_DEMO, ""},
	{"simulate", "simulate --db DB --members N --years Y --seed S [--root CODE] [--today DAY]",
		simulate_run, M_CLI_SIMULATE, ""},
	{"check", "check --db DB [--mend] [--key FILE]", check_run, M_CLI_CHECK, "mend"},
	{"summaries", "summaries --db DB [--missing]", summaries_run, M_CLI_SUMMARIES, "missing"},
	{"audit",
		"audit seal --db DB [--key FILE]; audit verify --db DB [--key FILE] "
		"[--head NUMBER:HEAD] [--against FILE]; audit sweep --db DB",
		cli_audit_run, M_CLI_AUDIT, ""},
	{"backup", "backup --db DB --to FILE [--key FILE]; backup verify FILE [--key FILE]",
		cli_backup_run, M_CLI_BACKUP, ""},
	{"restore", "restore --from FILE --to DB [--key FILE]", cli_restore_run, M_CLI_RESTORE, ""},
	{"upgrade", "upgrade --db DB --backup FILE [--key FILE]", cli_upgrade_run, M_CLI_UPGRADE,
		""},
	{"mail", "mail --db DB --from ADDRESS [--program PATH]", cli_mail_run, M_CLI_MAIL, ""},
	{"copy", "copy --from DB --to DB", cli_copy_run, M_CLI_COPY, ""},
	{"key", "key new [--file FILE]; key list [--file FILE]", cli_key_run, M_CLI_KEY, ""},
	{"reference", "reference [--format md|man] [--lang vi|en]", reference_run, M_CLI_REFERENCE,
		""},
	{"version", "version", cli_version_run, M_CLI_VERSION, ""},
	{"help", "help", help, M_CLI_HELP, ""},
};

const size_t command_count = sizeof(commands) / sizeof(*commands);

static void print_route(const struct args *args, const struct route *r)
{
	const char *parts[8];
	int n = route_parts(args->a, r, parts, 8);

	printf("  guong %s", r->command);
	for (int i = 0; i < n; i++)
		printf(" %s", parts[i]);
	if (r->action->in)
		field_each (f, r->action->in)
			if (!(f->flags & FF_HIDDEN))
				printf(f->flags & FF_REQUIRED ? " --%s …" : " [--%s …]", f->name);
	printf("\n");
}

static int help(struct args *args)
{
	enum lang lang = args_lang(args);

	printf("%s\n\n", msg_text(lang, M_CLI_USAGE));
	for (size_t i = 0; i < command_count; i++)
		printf("  guong %s\n      %s\n", commands[i].usage,
			msg_text(lang, commands[i].help));
	printf("\n%s\n\n", msg_text(lang, M_CLI_ROUTES));
	for (size_t i = 0; i < route_count; i++)
		if (routes[i].command)
			print_route(args, &routes[i]);
	printf("\n%s\n", msg_text(lang, M_CLI_FLAGS));
	return 0;
}
