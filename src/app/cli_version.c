#include "app/cli_version.h"

#include "db/db.h"

#include <stdio.h>

int cli_version_run(struct args *args)
{
	const struct cli_build *b = args->build;
	enum lang lang = args_lang(args);

	printf("%s\n%s\n%s\n",
		text_empty(b->commit)
			? msg_say(args->a, lang, M_CLI_VERSION_PLAIN, b->version)
			: msg_say(args->a, lang, M_CLI_VERSION_COMMIT, b->version, b->commit),
		msg_say(args->a, lang, M_CLI_VERSION_ENGINES, db_engines(args->a)),
		msg_say(args->a, lang, M_CLI_VERSION_LICENCE, b->licence));
	return 0;
}
