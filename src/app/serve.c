#include "app/serve.h"

#include "app/jobs.h"
#include "app/web.h"
#include "base/keyring.h"
#include "base/log.h"
#include "core/gate.h"
#include "db/db_files.h"
#include "http/sandbox.h"
#include "http/server.h"
#include "view/render.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	BODY = 1 << 20,
	UPLOAD = 64 << 20,
	WORKERS = 2,
	WORKERS_MOST = 64,
	CONNECTIONS = 512,
	SILENT_S = 30,
	GRACE_S = 10,
	COMMON_PATHS = 8,
	FAULT = 1 << 20
};

/* What a worker gets; each has a copy of its own after the fork. */
struct serve {
	const char *where;
	bool secure;
	struct gate *gate;
	struct sandbox *box; /* NULL: it was asked for to do without */
	struct site site;
};

static void *worker_start(void *arg)
{
	struct serve *s = arg;
	struct fault f = {.a = arena_new(FAULT)};
	enum err e = site_open(&s->site, s->where, &f);

	if (!e)
		e = render_init(&f);
	if (e)
		log_line("worker", "error", err_name(e), "detail", f.detail, NULL);
	s->site.secure = s->secure;
	s->site.gate = s->gate;
	arena_free(f.a);
	return e ? NULL : &s->site;
}

static void worker_stop(void *app)
{
	site_close(app);
}

static void work_jobs(void *arg, const volatile int *stop)
{
	const struct serve *s = arg;

	jobs_run(s->where, stop);
}

static void check_passwords(void *arg, const volatile int *stop)
{
	const struct serve *s = arg;

	gate_run(s->gate, stop);
}

static const struct http_beside beside[] = {{"jobs", work_jobs}, {"gate", check_passwords}};

/* ---- what a process may touch ---- */

/* Files read at any time by the C library, temporary files, and the keys of the site. */
static void common_paths(struct arena *a, struct sandbox_path *p, size_t *n)
{
	const char *tmp = getenv("TMPDIR"), *key = keyring_where(a, NULL);

	if (!text_empty(tmp))
		p[(*n)++] = (struct sandbox_path){tmp, true};
	if (key)
		p[(*n)++] = (struct sandbox_path){key, false};
	p[(*n)++] = (struct sandbox_path){"/tmp", true};
	p[(*n)++] = (struct sandbox_path){"/var/tmp", true};
	p[(*n)++] = (struct sandbox_path){"/dev/null", true};
	p[(*n)++] = (struct sandbox_path){"/dev/urandom", false};
	p[(*n)++] = (struct sandbox_path){"/etc/localtime", false};
	p[(*n)++] = (struct sandbox_path){"/usr/share/zoneinfo", false};
}

static struct sandbox *box_for(struct arena *a, const char *where)
{
	struct sandbox *box = arena_new_of(a, struct sandbox);
	const struct db_file *files;
	struct sandbox_path *p;
	struct list list;
	size_t n = 0;

	db_settle(where);
	db_files(a, where, &list);
	files = list.rows;
	p = arena_array(a, list.n + COMMON_PATHS, sizeof(*p));
	for (size_t i = 0; i < list.n; i++)
		p[n++] = (struct sandbox_path){files[i].path, files[i].write};
	common_paths(a, p, &n);
	*box = (struct sandbox){p, n, db_is_remote(where)};
	return box;
}

/* Whoever checks passwords needs no file at all. */
static enum err confine(void *arg, const struct http_beside *what)
{
	static const struct sandbox nothing;
	const struct serve *s = arg;
	const struct sandbox *box = what && what->run == check_passwords ? &nothing : s->box;
	struct sandbox_held held;
	enum err e;

	if (!s->box)
		return ERR_OK;
	e = sandbox_enter(box, &held);
	if (e)
		sandbox_log(box, &held);
	return e;
}

static void say_box(const struct sandbox *box)
{
	struct sandbox_held held;

	sandbox_probe(&held);
	if (box)
		sandbox_log(box, &held);
	else
		log_line("sandbox", "off", "--no-sandbox", NULL);
}

/* ---- starting ---- */

/* The database must open before anything is bound: a clear message beats restarting workers. */
static enum err try_site(const struct args *args, struct fault *f)
{
	struct site site = {0};
	struct ctx cx;
	int64_t account;
	enum err e = cli_site(args, &site, &cx, f, &account);

	if (!e)
		e = render_init(f);
	site_close(&site);
	return e;
}

int serve_run(struct args *args)
{
	const char *listen = args_flag(args, "listen");
	struct fault f = {.a = args->a};
	struct serve s = {.where = args_db(args), .secure = args_has(args, "secure")};
	struct http_conf conf = {.listen = listen ? listen : "127.0.0.1:8080",
		.max_connections = CONNECTIONS,
		.timeout_s = SILENT_S,
		.grace_s = GRACE_S,
		.max_body = BODY,
		.max_upload = UPLOAD,
		.trusted_proxy = args_flag(args, "proxy"),
		.secure = args_has(args, "secure")};
	struct http_app app = {.worker_start = worker_start,
		.worker_stop = worker_stop,
		.handle = web_handle,
		.beside = beside,
		.beside_n = sizeof(beside) / sizeof(*beside),
		.confine = confine,
		.arg = &s};
	int64_t workers = WORKERS;
	enum err e = args_number(args, "workers", 1, WORKERS_MOST, &workers, &f);

	if (!e)
		e = try_site(args, &f);
	if (e)
		return cli_fail(args, &f, e);
	conf.workers = (int)workers;
	s.gate = gate_new();
	if (!args_has(args, "no-sandbox"))
		s.box = box_for(args->a, s.where);
	say_box(s.box);
	printf("%s\n", msg_say(args->a, args_lang(args), M_CLI_SERVING, conf.listen));
	fflush(stdout);
	e = http_serve(&conf, &app, &f);
	return e ? cli_fail(args, &f, e) : 0;
}
