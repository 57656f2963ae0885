#include "http/http_test.h"

#include "http/tick.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

static struct test_server server;

static int setup(void **state)
{
	struct http_conf conf = test_conf();

	conf.trusted_proxy = "127.0.0.1";
	(void)state;
	server = server_start(&conf);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	server_stop(&server);
	return 0;
}

static void has(const struct got *g, const char *text)
{
	if (!strstr(g->body, text))
		fail_msg("no \"%s\" in: %s", text, g->body);
}

static void header_is(const struct got *g, const char *name, const char *value)
{
	const char *is = got_header(g, name);

	if (!value)
		assert_null(is);
	else if (!is)
		fail_msg("no header %s in: %s", name, g->head);
	else
		assert_string_equal(is, value);
}

static void test_get(void **state)
{
	struct got g;

	(void)state;
	client_ask(server.port,
		"GET /t%C3%AAn/x?a=1&b=%C3%A0+c HTTP/1.1\r\nHost: h\r\nCookie: s=1; "
		"t=\"2\"\r\n\r\n",
		&g);
	assert_int_equal(g.status, 200);
	has(&g, "path /tên/x\n");
	has(&g, "query a=1\nquery b=à c\n");
	has(&g, "cookie s=1\ncookie t=2\n");
	has(&g, "peer 127.0.0.1\nhttps 0\n");
	header_is(&g, "Server", NULL);
	header_is(&g, "X-Content-Type-Options", "nosniff");
	header_is(&g, "Referrer-Policy", "same-origin");
	header_is(&g, "X-Frame-Options", "DENY");
	header_is(&g, "Cross-Origin-Opener-Policy", "same-origin");
	assert_non_null(strstr(got_header(&g, "Content-Security-Policy"), "default-src 'none'"));
	assert_non_null(got_header(&g, "Permissions-Policy"));
	client_ask(server.port, "GET /csp HTTP/1.1\r\nHost: h\r\n\r\n", &g);
	header_is(&g, "Content-Security-Policy", "default-src 'self'");
}

static void test_head(void **state)
{
	int fd = client_dial(server.port);
	struct got g;

	(void)state;
	client_puts(fd, "HEAD /page HTTP/1.1\r\nHost: h\r\n\r\n");
	client_read(fd, &g, true);
	assert_int_equal(g.status, 200);
	header_is(&g, "Content-Length", "2048");
	/* no body came: the next answer begins right behind the head */
	client_puts(fd, "GET /after HTTP/1.1\r\nHost: h\r\n\r\n");
	client_read(fd, &g, false);
	has(&g, "path /after\n");
	close(fd);
}

static void test_keep_alive(void **state)
{
	int fd = client_dial(server.port);
	struct got g;

	(void)state;
	/* two at once, in one packet, then one more */
	client_puts(fd, "GET /one HTTP/1.1\r\nHost: h\r\n\r\nGET /two HTTP/1.1\r\nHost: h\r\n\r\n");
	client_read(fd, &g, false);
	has(&g, "path /one\n");
	client_read(fd, &g, false);
	has(&g, "path /two\n");
	client_puts(fd, "GET /three HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
	client_read(fd, &g, false);
	has(&g, "path /three\n");
	header_is(&g, "Connection", "close");
	assert_true(client_closed(fd));
	close(fd);
}

static void test_post(void **state)
{
	int fd = client_dial(server.port);
	struct got g;

	(void)state;
	client_puts(fd, "POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 13\r\n"
			"Content-Type: application/x-www-form-urlencoded\r\n\r\nname=%C4%90&b");
	client_read(fd, &g, false);
	has(&g, "form name=Đ\nform b=\n");
	/* a broken form is refused, the connection goes on */
	client_puts(fd, "POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n"
			"Content-Type: application/x-www-form-urlencoded\r\n\r\na=%4");
	client_read(fd, &g, false);
	assert_int_equal(g.status, 400);
	header_is(&g, "Content-Type", "text/plain; charset=utf-8");
	has(&g, "không đúng dạng");
	has(&g, "malformed");
	/* other types stay raw; chunks are put together */
	client_puts(fd,
		"POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n"
		"Content-Type: application/json\r\n\r\n4\r\n{\"a\"\r\n3;x=y\r\n:1}\r\n0\r\n\r\n");
	client_read(fd, &g, false);
	has(&g, "body 7\n");
	client_puts(fd, "POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
	client_read(fd, &g, false);
	has(&g, "body 0\n");
	close(fd);
}

static void test_post_large(void **state)
{
	size_t n = 600 * 1024;
	char *value = client_alloc(n + 1), head[256];
	int fd = client_dial(server.port);
	struct got g;

	(void)state;
	memset(value, 'x', n);
	value[n] = 0;
	snprintf(head, sizeof(head),
		"POST /p HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\n"
		"Content-Length: %zu\r\n\r\na=",
		n + 2);
	for (int i = 0; i < 2; i++) {
		client_puts(fd, head);
		client_send(fd, value, n);
		client_read(fd, &g, false);
		has(&g, "body 614402\n");
		has(&g, "form a=614400 bytes");
	}
	close(fd);
}

static void test_upload(void **state)
{
	size_t n = 2 << 20;
	char *bytes = client_alloc(n), head[256], expected[128];
	const char *open = "--B\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nroster\r\n"
			   "--B\r\nContent-Disposition: form-data; name=\"file\"; "
			   "filename=\"C:\\danh sách.xlsx\"\r\nContent-Type: application/x\r\n\r\n";
	int fd = client_dial(server.port);
	unsigned sum = 0;
	struct got g;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		bytes[i] = (char)(i * 7 + i / 251);
		sum = sum * 31 + (unsigned char)bytes[i];
	}
	snprintf(head, sizeof(head),
		"POST /u HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=B\r\n"
		"Content-Length: %zu\r\nExpect: 100-continue\r\n\r\n",
		strlen(open) + n + 9);
	client_puts(fd, head);
	client_read(fd, &g, true);
	assert_int_equal(g.status, 100);
	client_puts(fd, open);
	client_send(fd, bytes, n);
	client_puts(fd, "\r\n--B--\r\n");
	client_read(fd, &g, false);
	has(&g, "form kind=roster\n");
	snprintf(expected, sizeof(expected), "form file=%zu bytes, sum %u, file danh sách.xlsx\n",
		n, sum);
	has(&g, expected);
	close(fd);
}

static void test_parked(void **state)
{
	int waiting = client_dial(server.port);
	int64_t begin = tick_ms();
	struct got g;

	(void)state;
	client_puts(waiting, "GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
	/* others are served meanwhile */
	client_ask(server.port, "GET /other HTTP/1.1\r\nHost: h\r\n\r\n", &g);
	has(&g, "path /other\n");
	client_read(waiting, &g, false);
	assert_true(tick_ms() - begin >= 40);
	assert_int_equal(g.status, 200);
	has(&g, "path /wait\n");
	has(&g, "tries 2\n");
	assert_null(strstr(g.body, "not this"));
	/* the connection is as good as before */
	client_puts(waiting, "GET /again HTTP/1.1\r\nHost: h\r\n\r\n");
	client_read(waiting, &g, false);
	has(&g, "path /again\n");
	has(&g, "tries 0\n");
	close(waiting);
}

static void test_parked_for_ever(void **state)
{
	struct got g;

	(void)state;
	client_ask(server.port, "GET /forever HTTP/1.1\r\nHost: h\r\n\r\n", &g);
	assert_int_equal(g.status, 503);
	assert_non_null(got_header(&g, "Retry-After"));
	has(&g, "Máy chủ đang bận");
}

static void test_parked_client_leaves(void **state)
{
	struct got g;

	(void)state;
	for (int i = 0; i < 20; i++) {
		int fd = client_dial(server.port);
		client_puts(
			fd, i % 2 ? "GET /wait HTTP/1.1\r\nHost: h\r\n\r\n"
				  : "POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nab");
		close(fd);
	}
	client_ask(server.port, "GET /wait HTTP/1.1\r\nHost: h\r\n\r\n", &g);
	has(&g, "tries 2\n");
}

static void gunzip_equals(const struct got *g, const char *plain, size_t n)
{
	char *out = client_alloc(n + 1);
	z_stream z = {0};

	assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
	z.next_in = (Bytef *)g->body;
	z.avail_in = (uInt)g->n;
	z.next_out = (Bytef *)out;
	z.avail_out = (uInt)n + 1;
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	assert_int_equal(z.total_out, n);
	assert_memory_equal(out, plain, n);
	inflateEnd(&z);
}

static void test_gzip(void **state)
{
	struct got plain, small;

	(void)state;
	client_ask(server.port, "GET /page HTTP/1.1\r\nHost: h\r\n\r\n", &plain);
	header_is(&plain, "Content-Encoding", NULL);
	header_is(&plain, "Vary", "Accept-Encoding");
	for (int i = 0; i < 2; i++) {
		client_ask(server.port,
			"GET /page HTTP/1.1\r\nHost: h\r\nAccept-Encoding: br, gzip\r\n\r\n",
			&small);
		header_is(&small, "Content-Encoding", "gzip");
		header_is(&small, "Vary", "Accept-Encoding");
		assert_true(small.n < 300);
		gunzip_equals(&small, plain.body, plain.n);
	}
	client_ask(server.port,
		"GET /page HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip;q=0\r\n\r\n", &small);
	header_is(&small, "Content-Encoding", NULL);
	client_ask(
		server.port, "GET /x HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\n\r\n", &small);
	header_is(&small, "Content-Encoding", NULL);
}

static void test_embedded(void **state)
{
	int fd = client_dial(server.port);
	struct got g;

	(void)state;
	client_puts(fd, "GET /file HTTP/1.1\r\nHost: h\r\n\r\n");
	client_read(fd, &g, false);
	assert_int_equal(g.status, 200);
	assert_int_equal(g.n, test_file.bytes.n);
	assert_memory_equal(g.body, test_file.bytes.p, g.n);
	header_is(&g, "ETag", "\"0123456789abcdef\"");
	header_is(&g, "Cache-Control", "public, max-age=31536000, immutable");
	client_puts(fd, "GET /file HTTP/1.1\r\nHost: h\r\n"
			"If-None-Match: \"other\", W/\"0123456789abcdef\"\r\n\r\n");
	client_read(fd, &g, true);
	assert_int_equal(g.status, 304);
	header_is(&g, "ETag", "\"0123456789abcdef\"");
	header_is(&g, "X-Content-Type-Options", "nosniff");
	client_puts(fd, "GET /file HTTP/1.1\r\nHost: h\r\nIf-None-Match: \"other\"\r\n\r\n");
	client_read(fd, &g, false);
	assert_int_equal(g.status, 200);
	close(fd);
}

static void test_fd(void **state)
{
	int fd = client_dial(server.port);
	struct got g;

	(void)state;
	/* many more than a leak of descriptors would allow */
	for (int i = 0; i < 300; i++) {
		client_puts(
			fd, i % 2 ? "GET /fd HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\n\r\n"
				  : "HEAD /fd HTTP/1.1\r\nHost: h\r\n\r\n");
		client_read(fd, &g, i % 2 == 0);
		assert_int_equal(g.status, 200);
		header_is(&g, "Content-Length", "100000");
		header_is(&g, "Content-Encoding", NULL);
		if (i % 2) {
			assert_memory_equal(g.body, "000000000\n000000001\n", 20);
			assert_memory_equal(g.body + 99990, "000009999\n", 10);
		}
	}
	close(fd);
}

static void test_big(void **state)
{
	struct got g;

	(void)state;
	client_ask(server.port, "GET /big HTTP/1.1\r\nHost: h\r\n\r\n", &g);
	assert_int_equal(g.n, 3 << 20);
}

static void test_proxy(void **state)
{
	struct got g;

	(void)state;
	client_ask(server.port,
		"GET /x HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 6.6.6.6, 203.0.113.9\r\n"
		"X-Forwarded-Proto: https\r\n\r\n",
		&g);
	has(&g, "peer 203.0.113.9\nhttps 1\n");
}

/* The answer to what has begun still comes after the order to stop, and is the last one. */
static void test_stop_gracefully(void **state)
{
	struct http_conf conf = test_conf();
	struct test_server s = server_start(&conf);
	int busy = client_dial(s.port), idle = client_dial(s.port);
	struct got g;
	int status;

	(void)state;
	client_puts(idle, "GET /x HTTP/1.1\r\nHost: h\r\n\r\n");
	client_read(idle, &g, false);
	client_puts(busy, "GET /long HTTP/1.1\r\nHost: h\r\n\r\n");
	/* the one worker takes things in order: once this is answered, /long has begun */
	client_puts(idle, "GET /x HTTP/1.1\r\nHost: h\r\n\r\n");
	client_read(idle, &g, false);
	assert_int_equal(kill(s.pid, SIGTERM), 0);
	client_read(busy, &g, false);
	assert_int_equal(g.status, 200);
	has(&g, "tries 10\n");
	header_is(&g, "Connection", "close");
	assert_true(client_closed(idle));
	status = child_wait(s.pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	close(idle);
	close(busy);
}

/* What does not end by itself is cut, within the grace. */
static void test_stop_with_parked(void **state)
{
	struct http_conf conf = test_conf();
	struct test_server s;
	int64_t begin;
	int fd;

	(void)state;
	conf.grace_s = 0;
	s = server_start(&conf);
	fd = client_dial(s.port);
	client_puts(fd, "GET /long HTTP/1.1\r\nHost: h\r\n\r\n");
	begin = tick_ms();
	server_stop(&s);
	assert_true(tick_ms() - begin < 3000);
	close(fd);
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

static const struct CMUnitTest list[] = {
	T(test_get),
	T(test_head),
	T(test_keep_alive),
	T(test_post),
	T(test_post_large),
	T(test_upload),
	T(test_parked),
	T(test_parked_for_ever),
	T(test_parked_client_leaves),
	T(test_gzip),
	T(test_embedded),
	T(test_fd),
	T(test_big),
	T(test_proxy),
	cmocka_unit_test(test_stop_gracefully),
	cmocka_unit_test(test_stop_with_parked),
};

TESTS(server_tests, list);
