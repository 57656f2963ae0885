/*
 * pages.c: what a page costs a worker over HTTP, beside an empty page of the same size.
 *
 *	bench_pages                     processor time of a worker, uncompressed, over loopback
 *	bench_pages --inside PAGE N     N times in this process: for callgrind.sh; PAGE: org, list
 *
 * The organisation has 50 children with three each below them; the list is the first 50 of 60.
 */
#include "app/web.h"
#include "base/die.h"
#include "bench.h"
#include "http/server.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TODAY = 20250601, SINCE = 20100101, CHILDREN = 50, ROOTS = 60, BELOW = 3 };
enum { WARM = 300, ROUNDS = 15, PER_ROUND = 300, ANSWER = 1 << 20, STATEMENTS = 6, CPU_BAR = 200 };

static const char empty_path[] = "/empty";

/* What the worker serves: the site, and beside it a page that is already there. */
struct served {
	const char *where;
	struct site site;
	char *page;
	size_t bytes;
};

static volatile int stop_asked;

static void ask_stop(int sig)
{
	(void)sig;
	stop_asked = 1;
}

static void *worker_start(void *arg)
{
	struct served *s = arg;
	struct fault f = {.a = arena_new(1 << 20)};
	enum err e = site_open(&s->site, s->where, &f);

	arena_free(f.a);
	return e ? NULL : s;
}

static void worker_stop(void *app)
{
	struct served *s = app;

	site_close(&s->site);
}

static int serve(void *app, struct request *req, struct response *res)
{
	struct served *s = app;

	if (!text_eq(req->path, empty_path))
		return web_handle(&s->site, req, res);
	response_header(res, "Content-Type", "text/html; charset=utf-8");
	response_header(res, "Cache-Control", "no-store");
	response_header(res, "Vary", "Cookie, Accept");
	buf_put(&res->body, s->page, s->bytes);
	return 0;
}

static pid_t start_worker(struct served *s, int fd)
{
	struct http_conf conf = {
		.max_connections = 8, .timeout_s = 30, .grace_s = 1, .max_body = 1 << 20};
	struct http_app app = {.worker_start = worker_start,
		.worker_stop = worker_stop,
		.handle = serve,
		.arg = s};
	pid_t pid = fork();

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGTERM, ask_stop);
	_exit(http_worker(&conf, &app, fd, &stop_asked) ? 1 : 0);
}

/* ---- the client ---- */

static int dial(int port)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof(at)))
		die("cannot connect to port %d", port);
	return fd;
}

struct client {
	int fd;
	pid_t worker;
	char *answer;
	struct samples wall;
	size_t bytes;
};

static void ask(struct client *c, const char *request)
{
	size_t n = strlen(request);

	if (send(c->fd, request, n, MSG_NOSIGNAL) != (ssize_t)n)
		die("the request broke off");
	if (bench_answer(c->fd, c->answer, ANSWER, &c->bytes) != 200)
		die("%.200s", c->answer);
}

/* The worker's processor time of one request, over a round of them. */
static double round_of(struct client *c, const char *request)
{
	double cpu = cpu_us_of(c->worker);

	for (int i = 0; i < PER_ROUND; i++) {
		int64_t began = clock_us();
		ask(c, request);
		samples_add(&c->wall, (double)(clock_us() - began));
	}
	return (cpu_us_of(c->worker) - cpu) / PER_ROUND;
}

static const char *request_of(struct bench *b, const char *path)
{
	return arena_printf(
		b->a, "GET %s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n\r\n", path, b->cookies);
}

struct page {
	const char *name, *path;
	size_t bytes;
	uint64_t statements;
};

static void tell(struct bench *b, const char *page, const char *what, double figure,
	const char *unit, double bar, double ratio)
{
	bench_tell(&(struct measure){
		arena_printf(b->a, "%s: %s", page, what), figure, unit, bar, ratio});
}

/* Rounds of the page and of the empty one take turns, so that what else runs meets both. */
static void measure(struct bench *b, struct client *c, const struct page *p)
{
	const char *request = request_of(b, p->path), *empty = request_of(b, empty_path);
	struct samples cpu, base;

	samples_init(&cpu, b->a, ROUNDS);
	samples_init(&base, b->a, ROUNDS);
	for (int i = 0; i < WARM; i++)
		ask(c, request);
	for (int i = 0; i < WARM; i++)
		ask(c, empty);
	if (c->bytes != p->bytes)
		die("%s: the empty page is not as large", p->name);
	for (int i = 0; i < ROUNDS; i++) {
		samples_init(&c->wall, b->a, 0);
		samples_add(&base, round_of(c, empty));
		samples_init(&c->wall, b->a, PER_ROUND);
		samples_add(&cpu, round_of(c, request));
	}
	tell(b, p->name, "processor", samples_at(&cpu, 50), "us", CPU_BAR,
		samples_at(&cpu, 50) / samples_at(&base, 50));
	tell(b, p->name, "processor, empty page", samples_at(&base, 50), "us", 0, 0);
	tell(b, p->name, "wall, median", samples_at(&c->wall, 50), "us", 0, 0);
	tell(b, p->name, "wall, 99 %", samples_at(&c->wall, 99), "us", 0, 0);
	tell(b, p->name, "statements", (double)p->statements, "", STATEMENTS, 0);
	tell(b, p->name, "size", (double)p->bytes / 1024, "KB", 0, 0);
}

/* ---- the pages ---- */

static int64_t make_tree(struct bench *b)
{
	int64_t first = 0;

	for (int i = 0; i < ROOTS; i++) {
		int64_t root = bench_found(b, 0, arena_printf(b->a, "T%02d", i),
			arena_printf(b->a, "Đảng bộ tỉnh Hồng Hà %d", i), "province", SINCE);
		first = first ? first : root;
	}
	for (int i = 0; i < CHILDREN; i++) {
		int64_t org = bench_found(b, first, arena_printf(b->a, "T00-%02d", i),
			arena_printf(b->a, "Đảng bộ huyện Mường Ảng %d", i), "district", SINCE);
		for (int k = 0; k < BELOW; k++)
			bench_found(b, org, arena_printf(b->a, "T00-%02d-%d", i, k),
				arena_printf(b->a, "Đảng bộ xã Ẳng Tở %d", k), "commune", SINCE);
	}
	return first;
}

static void inside(struct bench *b, struct page *p)
{
	struct got got;

	bench_get(b, p->path, "", &got);
	bench_get(b, p->path, "", &got);
	p->statements = got.statements;
	p->bytes = got.bytes;
}

static void over_http(struct bench *b, struct page *pages, size_t n)
{
	struct served s = {.where = b->where, .page = arena_alloc(b->a, ANSWER)};
	struct client c = {.answer = arena_alloc(b->a, ANSWER)};
	int status, listen_fd = http_bind("127.0.0.1:0", &b->f);

	if (listen_fd < 0)
		die("cannot listen");
	memset(s.page, 'x', ANSWER);
	bench_close(b);
	for (size_t i = 0; i < n; i++) {
		s.bytes = pages[i].bytes;
		c.worker = start_worker(&s, listen_fd);
		c.fd = dial(http_port(listen_fd));
		measure(b, &c, &pages[i]);
		close(c.fd);
		kill(c.worker, SIGTERM);
		waitpid(c.worker, &status, 0);
	}
	close(listen_fd);
	bench_open(b);
}

int main(int argc, char **argv)
{
	struct bench *b = bench_start("pages", TODAY);
	struct page pages[] = {{.name = "org"}, {.name = "list", .path = "/org"}};
	const size_t n = sizeof(pages) / sizeof(*pages);
	struct got got;

	pages[0].path = arena_printf(b->a, "/org/%lld", (long long)make_tree(b));
	bench_sign_in(b);
	for (size_t i = 0; i < n; i++)
		inside(b, &pages[i]);
	if (argc < 4 || !text_eq(argv[1], "--inside"))
		over_http(b, pages, n);
	for (size_t i = 0; argc == 4 && i < n; i++)
		for (long k = strtol(argv[3], NULL, 10); text_eq(argv[2], pages[i].name) && k > 0;
			k--)
			bench_get(b, pages[i].path, "", &got);
	return bench_stop(b);
}
