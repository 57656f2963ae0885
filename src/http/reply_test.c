#include "http/http_test.h"

#include "http/reply.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static struct arena *a;
static struct request req;
static struct response res;
static struct gzip *gzip;
static struct buf zipped;

static int setup(void **state)
{
	(void)state;
	a = arena_new(16 << 20);
	gzip = gzip_new(a);
	req = (struct request){.a = a};
	res = (struct response){.a = a, .status = 200, .fd = -1};
	buf_init(&res.body, 16 << 20);
	buf_init(&zipped, 16 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	buf_done(&res.body);
	buf_done(&zipped);
	arena_free(a);
	return 0;
}

static struct str value(const char *name)
{
	return params_get(&res.headers, name);
}

static void test_header_replaces(void **state)
{
	(void)state;
	response_header(&res, "Content-Type", "text/html");
	response_header(&res, "content-type", "text/plain");
	response_header(&res, "Set-Cookie", "a=1");
	response_header(&res, "Set-Cookie", "b=2");
	assert_int_equal(res.headers.n, 3);
	assert_true(str_is(value("content-type"), "text/plain"));
	assert_int_equal(params_count(&res.headers, "Set-Cookie"), 2);
}

/* A bug that would let a text become a header ends the process instead. */
static void test_header_injection(void **state)
{
	static const char *const bad[][2] = {{"X", "a\r\nSet-Cookie: b"}, {"X", "a\nb"},
		{"X", "a\rb"}, {"X: y\r\nZ", "a"}, {"", "a"}, {"X Y", "a"}, {"Content-Length", "5"},
		{"transfer-encoding", "chunked"}};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		pid_t pid;
		int status;
		fflush(NULL);
		pid = fork();
		assert_true(pid >= 0);
		if (pid == 0) {
			signal(SIGABRT, SIG_DFL);
			response_header(&res, bad[i][0], bad[i][1]);
			_exit(0);
		}
		status = child_wait(pid);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	}
}

static void test_gzip_wanted(void **state)
{
	(void)state;
	assert_true(gzip_wanted(S("gzip")));
	assert_true(gzip_wanted(S("deflate , GZIP;q=0.5, br")));
	assert_true(gzip_wanted(S("*")));
	assert_true(gzip_wanted(S("gzip; q=1.000")));
	assert_false(gzip_wanted(S("")));
	assert_false(gzip_wanted((struct str){NULL, 0}));
	assert_false(gzip_wanted(S("gzip;q=0")));
	assert_false(gzip_wanted(S("gzip;q=0.000, *")));
	assert_false(gzip_wanted(S("*;q=0")));
	assert_false(gzip_wanted(S("br, xgzip, gzipx")));
}

static void test_gzip_helps(void **state)
{
	(void)state;
	assert_true(gzip_helps(S("text/html; charset=utf-8")));
	assert_true(gzip_helps(S("Application/JSON")));
	assert_true(gzip_helps(S("image/svg+xml")));
	assert_false(gzip_helps(S("image/png")));
	assert_false(gzip_helps(S("text/")));
	assert_false(gzip_helps((struct str){NULL, 0}));
}

static void test_gzip_not_worth_it(void **state)
{
	char noise[4096];
	unsigned x = 1;

	(void)state;
	for (size_t i = 0; i < sizeof(noise); i++) {
		x = x * 1664525 + 1013904223;
		noise[i] = (char)(x >> 24);
	}
	assert_false(gzip_bytes(gzip, (struct str){noise, sizeof(noise)}, &zipped));
	memset(noise, 'a', sizeof(noise));
	assert_false(gzip_bytes(gzip, (struct str){noise, GZIP_LEAST - 1}, &zipped));
	/* and the failure leaves no trace in the next one */
	assert_true(gzip_bytes(gzip, (struct str){noise, sizeof(noise)}, &zipped));
	assert_true(zipped.n < 100);
}

static void test_vary_is_added(void **state)
{
	(void)state;
	response_header(&res, "Content-Type", "text/html");
	response_header(&res, "Vary", "Cookie");
	reply_finish(&req, &res, gzip, &zipped);
	assert_true(str_is(value("Vary"), "Cookie, Accept-Encoding"));
}

static void test_no_vary_for_pictures(void **state)
{
	(void)state;
	response_header(&res, "Content-Type", "image/png");
	reply_finish(&req, &res, gzip, &zipped);
	assert_null(value("Vary").p);
}

static int status_with(const char *if_none_match)
{
	req.headers = (struct params){0};
	res.headers = (struct params){0};
	res.status = 200;
	res.file = &test_file;
	params_add(a, &req.headers,
		(struct param){.name = "if-none-match", .value = str_of(if_none_match)});
	reply_finish(&req, &res, gzip, &zipped);
	return res.status;
}

static void test_not_modified(void **state)
{
	(void)state;
	assert_int_equal(status_with("\"0123456789abcdef\""), 304);
	assert_int_equal(status_with("W/\"0123456789abcdef\""), 304);
	assert_int_equal(status_with("\"x\" , \"0123456789abcdef\""), 304);
	assert_int_equal(status_with("*"), 304);
	assert_int_equal(status_with("0123456789abcdef"), 200);
	assert_int_equal(status_with("\"0123456789abcde\""), 200);
	assert_int_equal(status_with("\""), 200);
	assert_int_equal(status_with(""), 200);
}

static void test_refuse(void **state)
{
	(void)state;
	buf_puts(&res.body, "half a page");
	response_header(&res, "Set-Cookie", "a=1");
	reply_refuse(&res, 413, 50 << 20);
	assert_int_equal(res.status, 413);
	assert_null(value("Set-Cookie").p);
	assert_null(strstr(res.body.p, "half a page"));
	assert_non_null(strstr(res.body.p, "50 MB"));
	reply_refuse(&res, 599, 0);
	assert_int_equal(res.status, 500);
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

static const struct CMUnitTest list[] = {
	T(test_header_replaces),
	T(test_header_injection),
	T(test_gzip_wanted),
	T(test_gzip_helps),
	T(test_gzip_not_worth_it),
	T(test_vary_is_added),
	T(test_no_vary_for_pictures),
	T(test_not_modified),
	T(test_refuse),
};

TESTS(reply_tests, list);
