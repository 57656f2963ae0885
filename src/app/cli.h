/*
 * cli.h: the shell: flags to calls, documents to text.
 *
 *	guong COMMAND [ARGUMENT...] [--flag VALUE]... --db DATABASE
 *
 * Commands are the rows of routes.def that have one, called through the same dispatch as the web,
 * and the few of cli_commands.c that set up or run the program itself.
 */
#ifndef GUONG_APP_CLI_H
#define GUONG_APP_CLI_H

#include "app/site.h"
#include "http/request.h"

/* What stood on the command line. */
/* What the program was built from. */
struct cli_build {
	const char *version;
	const char *commit;  /* "": not from a repository */
	const char *licence; /* its SPDX identifier */
};

struct args {
	struct arena *a;
	int argc;
	char **argv;
	struct params flags; /* --name value; a flag without value has an empty one */
	struct params rest;  /* arguments that are no flags, in order */
	const struct cli_build *build;
};

/* One of the commands that are no routes. Returns the exit status. */
struct command {
	const char *name, *usage;
	int (*run)(struct args *args);
	enum msg help;
	const char *bare; /* flags that take no value, blanks between */
};
extern const struct command commands[];
extern const size_t command_count;

/* Runs the command line; the exit status (errors.def). */
int cli_main(int argc, char **argv, const struct cli_build *build);

/* The value of a flag; NULL if it was not given. */
const char *args_flag(const struct args *args, const char *name);
bool args_has(const struct args *args, const char *name);
/* A flag that takes a whole number; not given, *ret stays. Otherwise a fault that names it. */
enum err args_number(const struct args *args, const char *name, int64_t least, int64_t most,
	int64_t *ret, struct fault *f);
/* The n-th argument that is no flag, or NULL. */
const char *args_rest(const struct args *args, size_t n);
/* The database asked for: --db, or GUONG_DB; tells and returns NULL if neither is there. */
const char *args_db(const struct args *args);
enum lang args_lang(const struct args *args);
/* Prints the problems of a fault to standard error; the exit status of `e`. */
int cli_fail(const struct args *args, const struct fault *f, enum err e);
/* Refuses a database whose file belongs to another user of the machine. */
enum err cli_owner(const char *where, struct fault *f);
/* Opens the site for a command and makes its ctx: the operator, or --as ACCOUNT (in `ret_account`).
 */
enum err cli_site(const struct args *args, struct site *site, struct ctx *cx, struct fault *f,
	int64_t *ret_account);

#endif
