#include "http/http_test.h"

#include "http/tick.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* The sanitizer's leak check, where there is one. */
extern int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

static volatile int stop_test;

static void on_term(int sig)
{
	(void)sig;
	stop_test = 1;
}

/* The handler. */

const struct embedded test_file = {
	"ui/app.css", {"body{color:#222;background:#fff}\n", 33}, "0123456789abcdef"};

static void say_params(struct response *res, const char *what, const struct params *ps)
{
	for (size_t i = 0; i < ps->n; i++) {
		const struct param *p = &ps->p[i];
		unsigned sum = 0;
		for (size_t k = 0; k < p->value.n; k++)
			sum = sum * 31 + (unsigned char)p->value.p[k];
		if (p->value.n > 60 || p->filename)
			buf_printf(&res->body, "%s %s=%zu bytes, sum %u, file %s\n", what, p->name,
				p->value.n, sum, p->filename ? p->filename : "-");
		else
			buf_printf(&res->body, "%s %s=%.*s\n", what, p->name, (int)p->value.n,
				p->value.p);
	}
}

static int echo(struct request *req, struct response *res)
{
	response_header(res, "Content-Type", "text/plain; charset=utf-8");
	buf_printf(&res->body, "path %s\npeer %s\nhttps %d\ntries %d\nbody %zu\n", req->path,
		req->peer, req->https, req->tries, req->body.n);
	say_params(res, "query", &req->query);
	say_params(res, "form", &req->form);
	say_params(res, "cookie", &req->cookies);
	return 0;
}

static int page(struct response *res, size_t n)
{
	response_header(res, "Content-Type", "text/html; charset=utf-8");
	for (size_t i = 0; i < n; i++)
		buf_putc(&res->body, "Xa Ang To, Muong Ang.\n"[i % 22]);
	return 0;
}

static int from_fd(struct response *res)
{
	char *lines = arena_alloc(res->a, 100003);

	for (int i = 0; i < 10000; i++)
		snprintf(lines + 10 * (size_t)i, 13, "%09d\n", i);
	res->fd = memfd_create("test", MFD_CLOEXEC);
	res->fd_size = 100000;
	if (write(res->fd, lines, 100000) == 100000)
		response_header(res, "Content-Type", "text/csv");
	return 0;
}

static int embedded(struct response *res)
{
	res->file = &test_file;
	response_header(res, "Content-Type", "text/css");
	response_header(res, "Cache-Control", "public, max-age=31536000, immutable");
	return 0;
}

/* Asks to be called again some times; what it leaves behind each time must not pile up. */
static int wait_for(struct request *req, struct response *res, int times, size_t memory)
{
	buf_puts(&res->body, "not this\n");
	response_header(res, "X-Try", "yes");
	arena_alloc(req->a, memory);
	if (req->tries < times)
		return 20;
	buf_reset(&res->body);
	return echo(req, res);
}

static int handle(void *app, struct request *req, struct response *res)
{
	(void)app;
	if (strcmp(req->path, "/page") == 0)
		return page(res, 2048);
	if (strcmp(req->path, "/big") == 0)
		return page(res, 3 << 20);
	if (strcmp(req->path, "/fd") == 0)
		return from_fd(res);
	if (strcmp(req->path, "/file") == 0)
		return embedded(res);
	if (strcmp(req->path, "/wait") == 0)
		return wait_for(req, res, 2, 1000);
	if (strcmp(req->path, "/long") == 0)
		return wait_for(req, res, 10, 30 << 20);
	if (strcmp(req->path, "/forever") == 0)
		return 1;
	if (strcmp(req->path, "/stuck") == 0)
		for (;;)
			pause();
	if (strcmp(req->path, "/csp") == 0)
		response_header(res, "content-security-policy", "default-src 'self'");
	if (strcmp(req->path, "/pid") == 0) {
		buf_int(&res->body, getpid());
		return 0;
	}
	return echo(req, res);
}

static void *worker_start(void *arg)
{
	(void)arg;
	return (void *)&test_app;
}

const struct http_app test_app = {.worker_start = worker_start, .handle = handle};

struct http_conf test_conf(void)
{
	return (struct http_conf){.listen = "127.0.0.1:0",
		.workers = 2,
		.max_connections = 64,
		.timeout_s = 20,
		.grace_s = 5,
		.max_body = 1 << 20,
		.max_upload = 4 << 20};
}

/* Processes. */

static _Noreturn void serve(const struct http_conf *conf, int fd)
{
	enum err e = http_worker(conf, &test_app, fd, &stop_test);

	if (__lsan_do_recoverable_leak_check && __lsan_do_recoverable_leak_check())
		_exit(99);
	_exit(e);
}

struct test_server server_start(const struct http_conf *conf)
{
	struct sigaction ask = {.sa_handler = on_term}, before;
	struct fault f = {.a = arena_new(1 << 16)};
	struct test_server s;
	int fd = http_bind(conf->listen, &f);

	assert_true(fd >= 0);
	client_reset();
	s.port = http_port(fd);
	fflush(NULL);
	/* before the fork, so that it cannot be told to stop too early */
	sigaction(SIGTERM, &ask, &before);
	s.pid = fork();
	assert_true(s.pid >= 0);
	if (s.pid == 0)
		serve(conf, fd);
	sigaction(SIGTERM, &before, NULL);
	close(fd);
	arena_free(f.a);
	return s;
}

void server_stop(struct test_server *s)
{
	int64_t begin = tick_ms();
	int status;

	assert_int_equal(kill(s->pid, SIGTERM), 0);
	status = child_wait(s->pid);
	/* nothing was left that it had to wait for */
	assert_true(tick_ms() - begin < 2000);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
	const struct tests *parts[] = {&form_tests, &multipart_tests, &intake_tests, &reply_tests,
		&server_tests, &limits_tests, &json_body_tests, &sandbox_tests, &supervisor_tests};
	size_t n = 0, count = sizeof(parts) / sizeof(*parts);
	struct CMUnitTest *all;
	int failed;

	for (size_t i = 0; i < count; i++)
		n += parts[i]->n;
	all = calloc(n, sizeof(*all));
	if (!all)
		return 1;
	n = 0;
	for (size_t i = 0; i < count; i++) {
		memcpy(all + n, parts[i]->first, parts[i]->n * sizeof(*all));
		n += parts[i]->n;
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	failed = _cmocka_run_group_tests("http", all, n, NULL, NULL);
	free(all);
	client_reset();
	return failed;
}
