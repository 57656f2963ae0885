#include "bench.h"

#include "account/account.h"
#include "app/setup.h"
#include "app/web.h"
#include "base/crypto.h"
#include "base/die.h"
#include "core/tree_plan.h"
#include "db/db_files.h"
#include "http/form.h"
#include "view/render.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { ARENA = 256 << 20, WORK = 1 << 30, BODY = 64 << 20 };

/* Bars missed so far: the exit status of the process. */
static int missed;

/* ---- the site ---- */

static void admin(const char *sql)
{
	PGconn *conn = PQconnectdb(getenv("GUONG_TEST_PG"));
	PGresult *res = PQexec(conn, sql);

	if (PQresultStatus(res) != PGRES_COMMAND_OK)
		die("%s: %s", sql, PQerrorMessage(conn));
	PQclear(res);
	PQfinish(conn);
}

static void make_pgsql(struct bench *b, const char *name)
{
	b->base = arena_printf(b->a, "guong_bench_%s_%d", name, (int)getpid());
	admin(arena_printf(b->a, "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8'", b->base));
	b->where = arena_printf(b->a, "%s dbname=%s", getenv("GUONG_TEST_PG"), b->base);
}

static void make_sqlite(struct bench *b)
{
	const char *tmp = getenv("TMPDIR");
	char *dir = arena_printf(b->a, "%s/guong-bench-XXXXXX", tmp ? tmp : "/tmp");

	if (!mkdtemp(dir))
		die("no directory for the measurement");
	b->dir = dir;
	b->where = arena_printf(b->a, "%s/x.db", dir);
}

static void choose(struct bench *b, const char *name)
{
	const char *kept = getenv("GUONG_BENCH_DB");
	struct stat st;

	if (kept && db_is_remote(kept)) {
		b->where = kept;
		b->found = true;
	} else if (kept) {
		b->where = arena_printf(b->a, "%s-%s.db", kept, name);
		b->found = stat(b->where, &st) == 0;
	} else if (getenv("GUONG_TEST_PG")) {
		make_pgsql(b, name);
	} else {
		make_sqlite(b);
	}
}

void bench_must(struct bench *b, enum err e, const char *doing)
{
	problem_each (p, &b->f)
		fprintf(stderr, "%s: %s\n", p->field ? p->field : "",
			msg_fill(b->a, LANG_EN, p->what, p->arg, ERR_ARGS));
	if (e)
		die("%s: %s: %s", doing, err_name(e),
			b->f.detail  ? b->f.detail
			: b->site.db ? db_error(b->site.db)
				     : "");
}

static struct bench *bench_new(void)
{
	struct arena *a = arena_new(ARENA);
	struct bench *b = arena_new_of(a, struct bench);

	setlinebuf(stdout);
	crypto_start();
	b->a = b->f.a = a;
	b->work = arena_new(WORK);
	b->operator_.is_operator = true;
	buf_init(&b->res.body, BODY);
	return b;
}

struct bench *bench_start_on(const char *where)
{
	struct bench *b = bench_new();

	b->where = where;
	b->found = true;
	bench_must(b, render_init(&b->f), "templates");
	bench_open(b);
	return b;
}

struct bench *bench_start(const char *name, day_t today)
{
	struct bench *b = bench_new();

	choose(b, name);
	if (!b->found)
		bench_must(b, setup_database(b->where, "Gương", today, 0, &b->f), "set up");
	bench_must(b, render_init(&b->f), "templates");
	bench_open(b);
	return b;
}

void bench_open(struct bench *b)
{
	bench_must(b, site_open(&b->site, b->where, &b->f), "open");
}

void bench_close(struct bench *b)
{
	site_close(&b->site);
}

int bench_stop(struct bench *b)
{
	static const char *const files[] = {
		"x.db", "x.db-wal", "x.db-shm", "x-side.db", "x-side.db-wal", "x-side.db-shm"};

	bench_close(b);
	if (b->base)
		admin(arena_printf(b->a, "DROP DATABASE %s WITH (FORCE)", b->base));
	for (size_t i = 0; b->dir && i < sizeof(files) / sizeof(*files); i++)
		unlink(arena_printf(b->a, "%s/%s", b->dir, files[i]));
	if (b->dir)
		rmdir(b->dir);
	buf_done(&b->res.body);
	arena_free(b->work);
	arena_free(b->a);
	return missed ? 1 : 0;
}

/* ---- writes ---- */

struct ctx *bench_ctx(struct bench *b)
{
	arena_reset(b->work);
	b->f = (struct fault){.a = b->a};
	site_ctx(&b->site, &b->cx, b->work, &b->f);
	b->cx.actor = &b->operator_;
	b->cx.via = "shell";
	return &b->cx;
}

struct ctx *bench_begin(struct bench *b)
{
	bench_ctx(b);
	bench_must(b, db_begin(b->cx.db, DB_WRITE), "begin");
	bench_must(b, txn_start(&b->cx, "bench", NULL), "transaction");
	return &b->cx;
}

void bench_commit(struct bench *b)
{
	bench_must(b, db_commit(b->cx.db), "commit");
	arena_reset(b->work);
}

int64_t bench_found(struct bench *b, int64_t parent, const char *code, const char *name,
	const char *kind, day_t day)
{
	struct ctx *cx = bench_begin(b);
	struct tree_plan *p;
	int64_t org;

	bench_must(b, tree_plan_new(cx, &p), "plan");
	org = tree_plan_org(p);
	bench_must(b,
		tree_plan_act(p, &(struct org_act){.org = org,
					 .day = day,
					 .act = "found",
					 .parent = parent,
					 .code = code,
					 .name = name,
					 .kind = kind}),
		"act");
	bench_must(b, tree_plan_check(p), "check");
	bench_must(b, tree_plan_apply(p), "apply");
	bench_commit(b);
	return org;
}

/* ---- requests ---- */

static uint64_t statements(const struct bench *b)
{
	return db_count(b->site.db) + db_count(b->site.side);
}

static void header(struct bench *b, struct request *req, const char *name, const char *value)
{
	params_add(b->work, &req->headers, (struct param){.name = name, .value = str_of(value)});
}

static void request_of(struct bench *b, struct request *req, const char *path, const char *query)
{
	arena_reset(b->work);
	buf_reset(&b->res.body);
	b->res = (struct response){.a = b->work, .status = 200, .body = b->res.body, .fd = -1};
	*req = (struct request){
		.a = b->work, .id = ++b->requests, .path = path, .peer = "127.0.0.1"};
	bench_must(b, form_urlencoded(b->work, str_of(query), &req->query), "query");
	header(b, req, "host", "localhost");
	if (b->cookies)
		bench_must(b, form_cookies(b->work, str_of(b->cookies), &req->cookies), "cookies");
}

static void handle(struct bench *b, struct request *req, struct got *ret)
{
	uint64_t before = statements(b);
	double us = bench_us(b);
	int64_t wall = clock_us();

	if (web_handle(&b->site, req, &b->res))
		die("%s: busy", req->path);
	ret->wall_us = (double)(clock_us() - wall);
	ret->us = bench_us(b) - us;
	ret->statements = statements(b) - before;
	ret->status = b->res.status;
	ret->bytes = b->res.body.n;
	if (b->res.fd >= 0)
		close(b->res.fd);
}

void bench_ask(struct bench *b, const char *path, const char *query, struct got *ret)
{
	struct request req;

	request_of(b, &req, path, query);
	handle(b, &req, ret);
}

void bench_get(struct bench *b, const char *path, const char *query, struct got *ret)
{
	bench_ask(b, path, query, ret);
	if (ret->status != 200)
		die("%s?%s: status %d: %s", path, query, ret->status, b->res.body.p);
}

static void make_account(struct bench *b)
{
	static const char *const functions[] = {"office", "administration"};
	struct ctx *cx = bench_begin(b);
	int64_t account;

	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++)
		bench_must(b,
			account_make(cx,
				&(struct account_new){.login = functions[i],
					.name = "Văn phòng",
					.password = "mat-khau-thu",
					.func = functions[i],
					.reach = "below"},
				&account),
			"account");
	bench_commit(b);
}

const char *bench_cookie(struct bench *b, const char *name)
{
	struct str start = str_of(arena_printf(b->a, "%s=", name));

	for (size_t i = 0; i < b->res.headers.n; i++) {
		struct str v = b->res.headers.p[i].value;
		if (str_eq_nocase(str_of(b->res.headers.p[i].name), S("set-cookie")) &&
			str_starts(v, start)) {
			struct str one = str_cut(&v, ';');
			return arena_strndup(b->a, one.p, one.n);
		}
	}
	die("no cookie %s", name);
}

/* The value of a hidden control of the last answer's form. */
static struct str hidden(struct bench *b, const char *name)
{
	const char *mark = arena_printf(b->a, "name=\"%s\" value=\"", name);
	const char *at = strstr(b->res.body.p, mark);
	struct str rest;

	if (!at)
		die("no control %s", name);
	rest = str_of(at + strlen(mark));
	rest = str_cut(&rest, '"');
	return str_of(arena_strndup(b->a, rest.p, rest.n));
}

static void field(struct bench *b, struct request *req, const char *name, struct str value)
{
	params_add(b->work, &req->form, (struct param){.name = name, .value = value});
}

void bench_sign_in(struct bench *b)
{
	if (!b->found)
		make_account(b);
	bench_sign_in_as(b, "office", "mat-khau-thu");
}

void bench_sign_in_as(struct bench *b, const char *login, const char *password)
{
	struct request req;
	struct got got;
	struct str token;

	b->cookies = NULL;
	bench_get(b, "/sign-in", "", &got);
	b->cookies = bench_cookie(b, "guong-pre");
	token = hidden(b, "_token");
	request_of(b, &req, "/sign-in", "");
	req.method = HTTP_POST;
	header(b, &req, "origin", "http://localhost");
	field(b, &req, "_token", token);
	field(b, &req, "login", str_of(login));
	field(b, &req, "password", str_of(password));
	handle(b, &req, &got);
	if (got.status != 303)
		die("signing in: status %d: %s", got.status, b->res.body.p);
	b->cookies = bench_cookie(b, "guong");
}

/* ---- figures ---- */

static double us_of(clockid_t id)
{
	struct timespec t;

	if (clock_gettime(id, &t))
		die("no clock of processor time");
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

int bench_answer(int fd, char *answer, size_t room, size_t *ret_body)
{
	size_t n = 0, want = 0, head = 0;

	while (!head || n < want) {
		ssize_t got = recv(fd, answer + n, room - 1 - n, 0);
		char *end;
		if (got <= 0)
			die("the answer broke off");
		n += (size_t)got;
		answer[n] = 0;
		end = head ? NULL : strstr(answer, "\r\n\r\n");
		if (!end)
			continue;
		head = (size_t)(end + 4 - answer);
		want = head + strtoul(strcasestr(answer, "content-length:") + 15, NULL, 10);
	}
	if (ret_body)
		*ret_body = n - head;
	return (int)strtol(answer + 9, NULL, 10);
}

double cpu_us(void)
{
	return us_of(CLOCK_PROCESS_CPUTIME_ID);
}

double bench_us(const struct bench *b)
{
	return db_engine(b->site.db) == DB_SQLITE ? cpu_us() : (double)clock_us();
}

double cpu_us_of(pid_t pid)
{
	clockid_t id;

	if (clock_getcpuclockid(pid, &id))
		die("no clock of process %d", (int)pid);
	return us_of(id);
}

void samples_init(struct samples *s, struct arena *a, size_t room)
{
	*s = (struct samples){arena_array(a, room, sizeof(double)), 0, room};
}

void samples_add(struct samples *s, double v)
{
	if (s->n < s->room)
		s->v[s->n++] = v;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

double samples_at(struct samples *s, double percent)
{
	size_t i;

	if (!s->n)
		return 0;
	qsort(s->v, s->n, sizeof(*s->v), ascending);
	i = (size_t)((double)s->n * percent / 100);
	return s->v[i < s->n ? i : s->n - 1];
}

void bench_tell(const struct measure *m)
{
	char bar[32] = "", ratio[32] = "";
	bool over = m->bar > 0 && m->figure > m->bar;

	if (m->bar > 0)
		snprintf(bar, sizeof(bar), "bar %g", m->bar);
	if (m->ratio > 0)
		snprintf(ratio, sizeof(ratio), "ratio %.2f", m->ratio);
	printf("%-46s %12.2f %-9s %-12s %-12s%s\n", m->name, m->figure, m->unit, bar, ratio,
		over ? " MISSED" : "");
	missed += over;
}

struct phase phase_start(struct bench *b, const char *name)
{
	return (struct phase){b, name, (double)clock_us(), cpu_us(), db_count(b->site.db)};
}

double phase_end(const struct phase *at)
{
	double wall = ((double)clock_us() - at->wall) / 1e6, cpu = (cpu_us() - at->cpu) / 1e6;
	struct arena *a = at->b->a;

	bench_tell(&(struct measure){at->name, wall, "s", 0, 0});
	bench_tell(&(struct measure){arena_printf(a, "%s, processor", at->name), cpu, "s", 0, 0});
	bench_tell(&(struct measure){arena_printf(a, "%s, statements", at->name),
		(double)(db_count(at->b->site.db) - at->statements), "", 0, 0});
	return wall;
}
