#include "app/cli.h"

#include "account/account.h"
#include "app/cli_call.h"
#include "base/crypto.h"
#include "base/text.h"
#include "view/render.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A limit, not a wish: a country reorganised at once wants 3,5 GB. */
#define SHELL_ARENA ((size_t)6 << 30)

/* Flags of routes that take no value. */
static const char *const bare_flags[] = {"preview", "propose", "all", "records", "lineage", NULL};

static bool is_bare(const char *name, const struct command *c)
{
	struct str rest = str_of(c ? c->bare : NULL);

	for (int i = 0; bare_flags[i]; i++)
		if (text_eq(bare_flags[i], name))
			return true;
	while (rest.n)
		if (str_is(str_cut(&rest, ' '), name))
			return true;
	return false;
}

/* "--known-at" and "known_at" are the same name. */
static char *flag_name(struct arena *a, struct str s)
{
	char *name = arena_strndup(a, s.p, s.n);

	for (char *p = name; *p; p++)
		if (*p == '-')
			*p = '_';
	return name;
}

static void read_args(struct args *args, int from, const struct command *c)
{
	for (int i = from; i < args->argc; i++) {
		struct str arg = str_of(args->argv[i]), value = S("");
		if (!str_starts(arg, S("--")) || arg.n == 2) {
			params_add(args->a, &args->rest, (struct param){"", arg, NULL});
			continue;
		}
		arg = (struct str){arg.p + 2, arg.n - 2};
		if (memchr(arg.p, '=', arg.n)) {
			struct str name = str_cut(&arg, '=');
			value = arg;
			arg = name;
		} else if (is_bare(arg.p, c)) {
			value = S("1");
		} else if (i + 1 < args->argc) {
			value = str_of(args->argv[++i]);
		}
		params_add(args->a, &args->flags,
			(struct param){flag_name(args->a, arg), value, NULL});
	}
}

const char *args_flag(const struct args *args, const char *name)
{
	struct str v = params_get(&args->flags, name);

	return v.p ? arena_strndup(args->a, v.p, v.n) : NULL;
}

bool args_has(const struct args *args, const char *name)
{
	return params_count(&args->flags, name) > 0;
}

enum err args_number(const struct args *args, const char *name, int64_t least, int64_t most,
	int64_t *ret, struct fault *f)
{
	const char *text = args_flag(args, name);
	long long n;

	if (!text)
		return ERR_OK;
	if (!str_to_int(str_of(text), &n) || n < least || n > most)
		return fault(f, ERR_BAD_INPUT, NULL, M_CLI_NUMBER, name,
			number_text(args->a, args_lang(args), least),
			number_text(args->a, args_lang(args), most));
	*ret = n;
	return ERR_OK;
}

const char *args_rest(const struct args *args, size_t n)
{
	return n < args->rest.n ? args->rest.p[n].value.p : NULL;
}

enum lang args_lang(const struct args *args)
{
	return lang_of(args_flag(args, "lang"));
}

const char *args_db(const struct args *args)
{
	const char *db = args_flag(args, "db");

	if (text_empty(db))
		db = getenv("GUONG_DB");
	if (text_empty(db)) {
		fprintf(stderr, "guong: %s\n", msg_text(args_lang(args), M_CLI_NO_DB));
		return NULL;
	}
	return db;
}

int cli_fail(const struct args *args, const struct fault *f, enum err e)
{
	enum lang lang = args_lang(args);

	problem_each (p, f) {
		const char *text = msg_fill(args->a, lang, p->what, p->arg, ERR_ARGS);
		if (p->field)
			fprintf(stderr, "guong: %s: %s\n", p->field, text);
		else
			fprintf(stderr, "guong: %s\n", text);
	}
	if (!f->first)
		fprintf(stderr, "guong: %s\n", msg_text(lang, err_msg(e)));
	if (f->detail)
		fprintf(stderr, "guong: %s\n", f->detail);
	return err_exit(e);
}

/* Files of another user's database would be made that its server cannot open. */
enum err cli_owner(const char *where, struct fault *f)
{
	struct stat st;

	if (stat(where, &st) == 0 && st.st_uid != geteuid())
		return fault(f, ERR_FORBIDDEN, NULL, M_CLI_NOT_OWNER, where);
	return ERR_OK;
}

static enum err find_account(struct ctx *cx, const char *login, int64_t *ret)
{
	enum err e;

	if (!login)
		return ERR_OK;
	TRY(db_begin(cx->db, DB_READ));
	e = account_find(cx, login, "as", ret);
	db_rollback(cx->db);
	return e;
}

enum err cli_site(const struct args *args, struct site *site, struct ctx *cx, struct fault *f,
	int64_t *ret_account)
{
	const char *where = args_db(args);

	*ret_account = 0;
	if (!where)
		return ERR_BAD_REQUEST;
	TRY(cli_owner(where, f));
	TRY(site_open(site, where, f));
	site_ctx(site, cx, args->a, f);
	cx->via = "shell";
	cx->uid = (int64_t)geteuid();
	cx->say.lang = args_lang(args);
	return find_account(cx, args_flag(args, "as"), ret_account);
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < command_count; i++)
		if (text_eq(commands[i].name, name))
			return &commands[i];
	return NULL;
}

/* As other programs are asked. */
static const char *command_name(int argc, char **argv)
{
	if (argc < 2 || text_eq(argv[1], "--help"))
		return "help";
	return text_eq(argv[1], "--version") ? "version" : argv[1];
}

int cli_main(int argc, char **argv, const struct cli_build *build)
{
	struct args args = {arena_new(SHELL_ARENA), argc, argv, {0}, {0}, build};
	const struct command *c;
	const struct route *r;
	int words, status;

	crypto_start();
	c = find_command(command_name(argc, argv));
	r = route_command(argc - 1, argv + 1, &words);
	if (r && (!c || words > 1)) {
		read_args(&args, 1 + words, NULL);
		status = cli_call(&args, r);
	} else if (c) {
		read_args(&args, 2, c);
		status = c->run(&args);
	} else {
		fprintf(stderr, "guong: %s\n", msg_say(args.a, LANG_VI, M_CLI_NO_COMMAND, argv[1]));
		status = err_exit(ERR_BAD_REQUEST);
	}
	arena_free(args.a);
	return status;
}
