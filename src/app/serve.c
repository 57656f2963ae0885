#include "app/serve.h"

#include "app/jobs.h"
#include "app/web.h"
#include "base/log.h"
#include "http/server.h"
#include "view/render.h"

#include <stdio.h>

enum {
	BODY = 1 << 20,
	UPLOAD = 64 << 20,
	CONNECTIONS = 512,
	SILENT_S = 30,
	GRACE_S = 10,
	FAULT = 1 << 20
};

/* What a worker gets; each has a copy of its own after the fork. */
struct serve {
	const char *where;
	bool secure;
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

static int number_flag(const struct args *args, const char *name, int otherwise)
{
	const char *s = args_flag(args, name);
	long long n;

	return s && str_to_int(str_of(s), &n) && n > 0 && n <= 64 ? (int)n : otherwise;
}

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
		.workers = number_flag(args, "workers", 2),
		.max_connections = CONNECTIONS,
		.timeout_s = SILENT_S,
		.grace_s = GRACE_S,
		.max_body = BODY,
		.max_upload = UPLOAD,
		.trusted_proxy = args_flag(args, "proxy")};
	struct http_app app = {.worker_start = worker_start,
		.worker_stop = worker_stop,
		.handle = web_handle,
		.jobs_run = work_jobs,
		.arg = &s};
	enum err e = try_site(args, &f);

	if (e)
		return cli_fail(args, &f, e);
	printf("%s\n", msg_say(args->a, args_lang(args), M_CLI_SERVING, conf.listen));
	fflush(stdout);
	e = http_serve(&conf, &app, &f);
	return e ? cli_fail(args, &f, e) : 0;
}
