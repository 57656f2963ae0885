#include "app/cli_keep.h"

#include "account/account.h"
#include "app/check.h"
#include "app/cli_audit.h"
#include "app/setup.h"
#include "base/keyring.h"
#include "keep/keep.h"
#include "view/value.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SHOW_US = 200 * 1000 };

struct keep_job {
	struct args *args;
	struct fault f;
	enum lang lang;
	struct keep_watch watch;
	struct keep_sum sum;
	int64_t shown_us; /* when progress was shown last; 0: never */
};

/* ---- what is said ---- */

static void show_progress(void *p, const char *table, int64_t rows)
{
	struct keep_job *j = p;
	int64_t now = clock_us();
	struct arena_mark m;

	if (now - j->shown_us < SHOW_US)
		return;
	j->shown_us = now;
	m = arena_mark(j->args->a);
	fprintf(stderr, "\r\033[K%s %s ", table, number_text(j->args->a, j->lang, rows));
	arena_rewind(j->args->a, m);
}

static void start(struct keep_job *j, struct args *args)
{
	*j = (struct keep_job){.args = args, .f = {.a = args->a}, .lang = args_lang(args)};
	/* a limit on the size of files is a failure to write like any other */
	signal(SIGXFSZ, SIG_IGN);
	if (isatty(STDERR_FILENO))
		j->watch = (struct keep_watch){show_progress, j};
}

static const struct keep_watch *watch_of(const struct keep_job *j)
{
	return j->watch.tell ? &j->watch : NULL;
}

static void clear_progress(const struct keep_job *j)
{
	if (j->shown_us)
		fprintf(stderr, "\r\033[K");
}

static const char *number(const struct keep_job *j, int64_t n)
{
	return number_text(j->args->a, j->lang, n);
}

#define say(j, ...) printf("%s\n", msg_say((j)->args->a, (j)->lang, __VA_ARGS__))

static void say_file(const struct keep_job *j, enum msg what, const char *name)
{
	say(j, what, name, number(j, j->sum.tables), number(j, j->sum.rows));
}

/* The address of a database is not said: a password may be in it. */
static void say_sum(const struct keep_job *j, enum msg what)
{
	say(j, what, number(j, j->sum.tables), number(j, j->sum.rows));
}

static void say_head(const struct keep_job *j)
{
	if (j->sum.batch)
		say(j, M_KEEP_HEAD, arena_printf(j->args->a, "%lld", (long long)j->sum.batch),
			j->sum.head);
}

static int end(struct keep_job *j, enum err e)
{
	clear_progress(j);
	return e ? cli_fail(j->args, &j->f, e) : 0;
}

/* ---- what is given ---- */

static enum err wanted(struct keep_job *j, const char *flag, const char **ret)
{
	*ret = args_flag(j->args, flag);
	return text_empty(*ret) ? fault(&j->f, ERR_BAD_REQUEST, flag, M_VALUE_REQUIRED) : ERR_OK;
}

static enum err key_file(struct keep_job *j, const char *flag, const char **ret)
{
	*ret = keyring_where(j->args->a, args_flag(j->args, flag));
	return *ret ? ERR_OK : fault(&j->f, ERR_BAD_REQUEST, flag, M_KEY_NOWHERE);
}

static enum err load_keys(struct keep_job *j, const struct keyring **ret)
{
	const char *path;

	TRY(key_file(j, "key", &path));
	return keyring_load(ret, j->args->a, path, &j->f);
}

/* ---- keys ---- */

static enum err key_add(struct keep_job *j, const char *path)
{
	struct clock clock = {0};
	char id[KEY_ID + 1];

	TRY(keyring_add(path, clock_today(&clock), id, &j->f));
	say(j, M_KEY_MADE, id, path);
	return ERR_OK;
}

static enum err key_list(struct keep_job *j, const char *path)
{
	const struct keyring *ring;

	TRY(keyring_load(&ring, j->args->a, path, &j->f));
	for (size_t i = 0; i < ring->n; i++)
		printf("%s  %s\n", ring->keys[i].id,
			day_text(j->args->a, j->lang, ring->keys[i].made));
	return ERR_OK;
}

int cli_key_run(struct args *args)
{
	const char *what = args_rest(args, 0), *path;
	struct keep_job j;
	enum err e;

	start(&j, args);
	e = key_file(&j, "file", &path);
	if (!e && text_eq(what, "new"))
		e = key_add(&j, path);
	else if (!e && text_eq(what, "list"))
		e = key_list(&j, path);
	else if (!e)
		e = fault(&j.f, ERR_BAD_REQUEST, NULL, M_KEY_WHAT);
	return end(&j, e);
}

/* ---- the database that has been filled ---- */

static enum err end_sessions(struct ctx *cx, bool wanted)
{
	return wanted ? account_end_all(cx) : ERR_OK;
}

/* Brings it to the schema of this program, if what was kept is older; then guong check. */
static enum err look_over(struct keep_job *j, const char *where, bool restored, int *ret)
{
	const struct keyring *ring = NULL;
	struct site site;
	struct ctx cx;
	enum err e;

	TRY(setup_upgrade(where, &j->f));
	TRY(site_open(&site, where, &j->f));
	site_ctx(&site, &cx, j->args->a, &j->f);
	cx.say.lang = j->lang;
	e = end_sessions(&cx, restored);
	if (!e)
		e = cli_audit_keys(j->args, &ring, &j->f);
	if (!e)
		e = check_site(&cx, NULL, ring, ret);
	site_close(&site);
	return e;
}

/* ---- backup ---- */

static enum err back_up_to(struct keep_job *j, const char *db, const char *to)
{
	const struct keyring *ring;
	const struct key *key;

	TRY(load_keys(j, &ring));
	key = keyring_newest(ring);
	TRY(keep_backup(db, to, key, watch_of(j), &j->sum, &j->f));
	clear_progress(j);
	say_file(j, M_KEEP_BACKED_UP, to);
	say(j, M_KEEP_KEY_USED, key->id);
	say_head(j);
	return ERR_OK;
}

static enum err backup(struct keep_job *j)
{
	const char *db = args_db(j->args), *to;

	if (!db)
		return ERR_BAD_REQUEST;
	TRY(wanted(j, "to", &to));
	TRY(cli_owner(db, &j->f));
	return back_up_to(j, db, to);
}

/* A directory of our own for a database that only lives for a moment. */
static enum err make_dir(struct keep_job *j, char **ret)
{
	const char *base = getenv("TMPDIR");

	*ret = arena_printf(
		j->args->a, "%s/guong-verify-XXXXXX", text_empty(base) ? "/var/tmp" : base);
	if (mkdtemp(*ret))
		return ERR_OK;
	return fault(&j->f, ERR_IO, NULL, M_KEEP_NOT_WRITTEN, *ret);
}

static void remove_dir(struct arena *a, const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *d;

	while (dir && (d = readdir(dir)))
		unlink(arena_printf(a, "%s/%s", path, d->d_name));
	if (dir)
		closedir(dir);
	rmdir(path);
}

static enum err verify(struct keep_job *j, int *ret)
{
	const char *file = args_rest(j->args, 1), *db;
	const struct keyring *ring;
	char *dir;
	enum err e;

	if (!file)
		return fault(&j->f, ERR_BAD_REQUEST, NULL, M_KEEP_WHICH_FILE);
	TRY(load_keys(j, &ring));
	TRY(make_dir(j, &dir));
	db = arena_printf(j->args->a, "%s/x.db", dir);
	e = keep_restore(file, ring, db, watch_of(j), &j->sum, &j->f);
	clear_progress(j);
	if (!e)
		e = look_over(j, db, false, ret);
	remove_dir(j->args->a, dir);
	TRY(e);
	say_file(j, *ret ? M_KEEP_VERIFIED_BUT : M_KEEP_VERIFIED, file);
	say(j, M_KEEP_STATE_OF, instant_text(j->args->a, j->lang, j->sum.made_ms));
	say_head(j);
	return ERR_OK;
}

int cli_backup_run(struct args *args)
{
	struct keep_job j;
	int status = 0;
	enum err e;

	start(&j, args);
	if (!args_rest(args, 0))
		e = backup(&j);
	else if (text_eq(args_rest(args, 0), "verify"))
		e = verify(&j, &status);
	else
		e = fault(&j.f, ERR_BAD_REQUEST, NULL, M_KEEP_WHAT);
	return e ? end(&j, e) : status;
}

/* ---- upgrade ---- */

static enum err upgrade(struct keep_job *j)
{
	const char *db = args_db(j->args), *to;
	enum msg done = M_UPGRADE_NOT_NEEDED;
	enum schema_state state;
	enum err e;

	if (!db)
		return ERR_BAD_REQUEST;
	TRY(wanted(j, "backup", &to));
	TRY(cli_owner(db, &j->f));
	TRY(setup_state(db, &state, &j->f));
	if (state == SCHEMA_NONE) {
		printf("%s\n", msg_text(j->lang, M_UPGRADE_NOTHING_THERE));
		return ERR_OK;
	}
	if (state == SCHEMA_OLDER) {
		TRY(back_up_to(j, db, to));
		done = M_UPGRADE_DONE;
	}
	e = setup_database(db, NULL, 0, 0, &j->f);
	if (e)
		fprintf(stderr, "guong: %s\n", msg_text(j->lang, M_UPGRADE_FAILED));
	else
		printf("%s\n", msg_text(j->lang, done));
	return e;
}

int cli_upgrade_run(struct args *args)
{
	struct keep_job j;

	start(&j, args);
	return end(&j, upgrade(&j));
}

/* ---- restore, copy ---- */

static enum err restore(struct keep_job *j, int *ret)
{
	const char *from, *to;
	const struct keyring *ring;

	TRY(wanted(j, "from", &from));
	TRY(wanted(j, "to", &to));
	TRY(cli_owner(to, &j->f));
	TRY(load_keys(j, &ring));
	TRY(keep_restore(from, ring, to, watch_of(j), &j->sum, &j->f));
	clear_progress(j);
	say_sum(j, M_KEEP_RESTORED);
	say(j, M_KEEP_STATE_OF, instant_text(j->args->a, j->lang, j->sum.made_ms));
	say_head(j);
	return look_over(j, to, true, ret);
}

static enum err copy(struct keep_job *j, int *ret)
{
	const char *from, *to;

	TRY(wanted(j, "from", &from));
	TRY(wanted(j, "to", &to));
	TRY(cli_owner(from, &j->f));
	TRY(cli_owner(to, &j->f));
	TRY(keep_copy(from, to, watch_of(j), &j->sum, &j->f));
	clear_progress(j);
	say_sum(j, M_KEEP_COPIED);
	return look_over(j, to, false, ret);
}

int cli_restore_run(struct args *args)
{
	struct keep_job j;
	int status = 0;
	enum err e;

	start(&j, args);
	e = restore(&j, &status);
	return e ? end(&j, e) : status;
}

int cli_copy_run(struct args *args)
{
	struct keep_job j;
	int status = 0;
	enum err e;

	start(&j, args);
	e = copy(&j, &status);
	return e ? end(&j, e) : status;
}
