#include "http/http_test.h"

#include "http/tick.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static struct test_server server;

static int setup(void **state)
{
	struct http_conf conf = test_conf();

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

static void answers(const char *request, int status)
{
	struct got g;

	client_ask(server.port, request, &g);
	if (g.status != status)
		fail_msg("%d, not %d, for: %.200s", g.status, status, request);
}

/* What is no HTTP at all gets no answer. */
static void closes(const char *request)
{
	int fd = client_dial(server.port);

	client_puts(fd, request);
	assert_true(client_closed(fd));
	close(fd);
}

static void test_malformed(void **state)
{
	(void)state;
	closes("GARBAGE\r\n\r\n");
	closes("GET /a b HTTP/1.1\r\nHost: h\r\n\r\n");
	answers("GET /x HTTP/x.y\r\nHost: h\r\n\r\n", 400);
	answers("GET /x HTTP/1.1\r\n\r\n", 400);
	answers("GET /x HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n", 400);
	answers("GET /x HTTP/1.1\r\nHost: h\r\nX-A : 1\r\n\r\n", 400);
	answers("GET /x HTTP/1.1\r\nHost: h\r\nX-\xc3\xa0: 1\r\n\r\n", 400);
	answers("GET /x HTTP/1.1\r\nHost: h\r\nX: a\001b\r\n\r\n", 400);
	answers("GET /x HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n", 400);
	answers("GET x HTTP/1.1\r\nHost: h\r\n\r\n", 400);
	answers("GET /../etc/passwd HTTP/1.1\r\nHost: h\r\n\r\n", 400);
	answers("GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n", 400);
	answers("GET /?a=%zz HTTP/1.1\r\nHost: h\r\n\r\n", 400);
	answers("PUT /x HTTP/1.1\r\nHost: h\r\n\r\n", 405);
	answers("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", 405);
	answers("GET http://h/x HTTP/1.1\r\nHost: h\r\n\r\n", 200);
	answers("GET ftp://h/x HTTP/1.1\r\nHost: h\r\n\r\n", 400);
	answers("GET //evil.test/x HTTP/1.1\r\nHost: h\r\n\r\n", 400);
	answers("GET /a%2fb HTTP/1.1\r\nHost: h\r\n\r\n", 400);
	answers("GET /a\\b HTTP/1.1\r\nHost: h\r\n\r\n", 400);
	answers("GET /%c3%28 HTTP/1.1\r\nHost: h\r\n\r\n", 400);
	answers("GET /?a=%c0%80 HTTP/1.1\r\nHost: h\r\n\r\n", 200);
	answers("get /x HTTP/1.1\r\nHost: h\r\n\r\n", 405);
	answers("TRACE /x HTTP/1.1\r\nHost: h\r\n\r\n", 405);
	answers("CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n", 405);
	answers("GET /x HTTP/1.1\r\nHost: h\r\n\r\n", 200);
	answers("GET /x HTTP/1.0\r\n\r\n", 200);
}

/* The library ends a text at a NUL; what is left is checked like any other. */
static void test_nul_bytes(void **state)
{
	static const char whole[] = "GET /x\0y HTTP/1.1\r\nHost: h\r\nCookie: a=b\0c\r\n\r\n";
	static const char name[] = "GET /x HTTP/1.1\r\nHo\0st: h\r\nHost: h\r\n\r\n";
	int fd = client_dial(server.port);
	struct got g;

	(void)state;
	client_send(fd, whole, sizeof(whole) - 1);
	client_read(fd, &g, false);
	assert_int_equal(g.status, 200);
	assert_non_null(strstr(g.body, "path /x\n"));
	assert_non_null(strstr(g.body, "cookie a=b\n"));
	client_send(fd, name, sizeof(name) - 1);
	client_read(fd, &g, false);
	assert_int_equal(g.status, 400);
	close(fd);
}

/* Requests sent without waiting are answered one after another, in order. */
static void test_pipelining(void **state)
{
	int fd = client_dial(server.port);
	struct got g;

	(void)state;
	client_puts(fd, "GET /a HTTP/1.1\r\nHost: h\r\n\r\n"
			"POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
			"GET /c HTTP/1.1\r\nHost: h\r\n\r\n");
	for (const char *path = "abc"; *path; path++) {
		char want[16];
		client_read(fd, &g, false);
		snprintf(want, sizeof(want), "path /%c\n", *path);
		assert_int_equal(g.status, 200);
		assert_non_null(strstr(g.body, want));
	}
	close(fd);
}

/* A length that promises more than comes, or less: never another client's answer. */
static void test_lies_about_length(void **state)
{
	int fd = client_dial(server.port);
	struct got g;

	(void)state;
	client_puts(fd, "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
	shutdown(fd, SHUT_WR);
	assert_true(client_closed(fd));
	close(fd);
	/* what is left over is read as the next request, and is none */
	fd = client_dial(server.port);
	client_puts(fd, "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\na"
			"rubbish\r\n\r\n");
	client_read(fd, &g, false);
	assert_int_equal(g.status, 200);
	assert_non_null(strstr(g.body, "body 1\n"));
	assert_true(client_closed(fd));
	close(fd);
	/* the same with chunks */
	fd = client_dial(server.port);
	client_puts(fd, "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
			"3\r\nabcdef\r\n0\r\n\r\n");
	client_read(fd, &g, false);
	assert_int_equal(g.status, 400);
	close(fd);
}

static void test_many_parameters(void **state)
{
	char *big = client_alloc(80000);
	size_t n = (size_t)snprintf(big, 100, "GET /x?");

	(void)state;
	for (int i = 0; i < 401; i++)
		n += (size_t)snprintf(big + n, 20, "a%d=1&", i);
	snprintf(big + n, 40, " HTTP/1.1\r\nHost: h\r\n\r\n");
	answers(big, 414);
	n = 0;
	for (int i = 0; i < 401; i++)
		n += (size_t)snprintf(big + 200 + n, 20, "a%d=1&", i);
	snprintf(big, 200,
		"POST /x HTTP/1.1\r\nHost: h\r\nContent-Type: "
		"application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n",
		n);
	memmove(big + strlen(big), big + 200, n + 1);
	answers(big, 413);
}

/* What two readers of one message might end at different places. */
static void test_framing(void **state)
{
	(void)state;
	answers("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
		400);
	answers("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: "
		"chunked\r\n\r\n"
		"0\r\n\r\n",
		400);
	answers("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n", 400);
	answers("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, identity\r\n\r\n", 400);
	answers("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: +1\r\n\r\na", 400);
	answers("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 1, 1\r\n\r\na", 400);
	answers("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length : 1\r\n\r\na", 400);
	answers("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\na",
		413);
	answers("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400);
}

static void test_head_limits(void **state)
{
	char *big = client_alloc(80000);
	size_t n;

	(void)state;
	n = (size_t)snprintf(big, 100, "GET /");
	memset(big + n, 'a', 9000);
	snprintf(big + n + 9000, 100, " HTTP/1.1\r\nHost: h\r\n\r\n");
	answers(big, 414);
	n = (size_t)snprintf(big, 100, "GET / HTTP/1.1\r\nHost: h\r\nX: ");
	memset(big + n, 'a', 40000);
	snprintf(big + n + 40000, 100, "\r\n\r\n");
	answers(big, 431);
	/* more than a connection has memory for: the library itself refuses */
	memset(big + n, 'a', 70000);
	snprintf(big + n + 70000, 100, "\r\n\r\n");
	answers(big, 431);
	n = (size_t)snprintf(big, 100, "GET / HTTP/1.1\r\nHost: h\r\n");
	for (int i = 0; i < 99; i++)
		n += (size_t)snprintf(big + n, 100, "X-%d: %d\r\n", i, i);
	snprintf(big + n, 100, "\r\n");
	answers(big, 200);
	snprintf(big + n, 100, "X-99: 99\r\n\r\n");
	answers(big, 431);
}

static void says_how_much(const struct got *g)
{
	assert_int_equal(g->status, 413);
	assert_non_null(strstr(g->body, "tối đa 1 MB"));
	assert_non_null(strstr(g->body, "at most 1 MB"));
	assert_string_equal(got_header(g, "Content-Type"), "text/plain; charset=utf-8");
}

/* A little too much: all is taken, so that the client comes to read the answer. */
static void test_oversize(void **state)
{
	size_t n = (1 << 20) + 1;
	char *body = client_alloc(n);
	int fd = client_dial(server.port);
	struct got g;

	(void)state;
	client_puts(fd, "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 1048577\r\n\r\n");
	client_send(fd, body, n);
	client_read(fd, &g, false);
	says_how_much(&g);
	client_puts(fd, "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 1048576\r\n\r\n");
	client_send(fd, body, n - 1);
	client_read(fd, &g, false);
	assert_int_equal(g.status, 200);
	/* in chunks nothing is known before */
	client_puts(
		fd, "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n100001\r\n");
	client_send(fd, body, n);
	client_puts(fd, "\r\n0\r\n\r\n");
	client_read(fd, &g, false);
	says_how_much(&g);
	close(fd);
}

/* Far too much, or a client that asks before it sends: refused before a byte of the body. */
static void test_oversize_early(void **state)
{
	static const char *const requests[] = {"POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: "
					       "2000000\r\nExpect: 100-continue\r\n\r\n",
		"POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 900000000000\r\n\r\n"};
	struct got g;

	(void)state;
	for (int i = 0; i < 2; i++) {
		int fd = client_dial(server.port);
		client_puts(fd, requests[i]);
		client_read(fd, &g, false);
		says_how_much(&g);
		assert_true(client_closed(fd));
		close(fd);
	}
}

/* A client that brings its request byte by byte gets its answer, and holds nobody up. */
static void test_slow_client(void **state)
{
	const char *request = "POST /slow HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
	int fd = client_dial(server.port), one = 1;
	struct got g;

	(void)state;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	for (const char *s = request; *s; s++) {
		client_send(fd, s, 1);
		client_ask(server.port, "GET /quick HTTP/1.1\r\nHost: h\r\n\r\n", &g);
		assert_int_equal(g.status, 200);
	}
	client_read(fd, &g, false);
	assert_int_equal(g.status, 200);
	assert_non_null(strstr(g.body, "body 3\n"));
	close(fd);
}

/* One that is silent is let go; so is one that only pretends not to be. */
static void test_too_slow(void **state)
{
	struct http_conf conf = test_conf();
	struct test_server s;
	int64_t end = tick_ms() + DEADLINE_MS;
	int silent, trickle;

	(void)state;
	conf.timeout_s = 1;
	s = server_start(&conf);
	silent = client_dial(s.port);
	trickle = client_dial(s.port);
	client_puts(silent, "GET /x HT");
	client_puts(trickle, "GET /x HTTP/1.1\r\nX: ");
	for (;;) {
		struct pollfd p = {.fd = trickle, .events = POLLIN};
		assert_true(tick_ms() < end);
		if (poll(&p, 1, 100) == 1)
			break;
		if (send(trickle, "a", 1, MSG_NOSIGNAL) < 0)
			break;
	}
	assert_true(client_closed(silent));
	close(silent);
	close(trickle);
	server_stop(&s);
}

static void test_connection_limit(void **state)
{
	struct http_conf conf = test_conf();
	struct test_server s;
	int fds[8];
	struct got g;

	(void)state;
	conf.max_connections = 2;
	s = server_start(&conf);
	for (int i = 0; i < 8; i++) {
		fds[i] = client_dial(s.port);
		client_puts(fds[i], "GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
	}
	/* the others wait in the queue of the socket until there is room */
	for (int i = 0; i < 8; i++) {
		client_read(fds[i], &g, false);
		assert_int_equal(g.status, 200);
		close(fds[i]);
	}
	server_stop(&s);
}

/* Many that say nothing, or half a request: whoever asks is answered meanwhile. */
static void test_many_idle(void **state)
{
	enum { IDLE = 500, QUICK_MS = 1000 };
	struct http_conf conf = test_conf();
	struct test_server s;
	int fds[IDLE], real;
	int64_t began;
	struct got g;

	(void)state;
	conf.max_connections = 128;
	s = server_start(&conf);
	real = client_dial(s.port);
	for (int i = 0; i < IDLE; i++) {
		fds[i] = client_dial(s.port);
		if (i % 2)
			client_puts(fds[i], "POST /x HTTP/1.1\r\nHost: h\r\nContent-Le");
		if (i % 50)
			continue;
		began = tick_ms();
		client_ask(s.port, "GET /x HTTP/1.1\r\nHost: h\r\n\r\n", &g);
		assert_int_equal(g.status, 200);
		assert_true(tick_ms() - began < QUICK_MS);
	}
	/* the oldest of the silent ones made room, the newest are still there */
	assert_true(client_closed(real));
	client_puts(fds[IDLE - 1], "ngth: 1\r\n\r\na");
	client_read(fds[IDLE - 1], &g, false);
	assert_int_equal(g.status, 200);
	for (int i = 0; i < IDLE; i++)
		close(fds[i]);
	close(real);
	server_stop(&s);
}

/* One that the handler is at work for is not pushed out. */
static void test_working_stays(void **state)
{
	enum { IDLE = 60 };
	struct http_conf conf = test_conf();
	struct test_server s;
	int fds[IDLE], waits;
	struct got g;

	(void)state;
	conf.max_connections = 16;
	s = server_start(&conf);
	waits = client_dial(s.port);
	client_puts(waits, "GET /long HTTP/1.1\r\nHost: h\r\n\r\n");
	/* answered after the other's request has come in */
	client_ask(s.port, "GET /x HTTP/1.1\r\nHost: h\r\n\r\n", &g);
	for (int i = 0; i < IDLE; i++)
		fds[i] = client_dial(s.port);
	client_read(waits, &g, false);
	assert_int_equal(g.status, 200);
	for (int i = 0; i < IDLE; i++)
		close(fds[i]);
	close(waits);
	server_stop(&s);
}

static void test_untrusted_proxy(void **state)
{
	struct got g;

	(void)state;
	client_ask(server.port,
		"GET /x HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 203.0.113.9\r\n"
		"X-Forwarded-Proto: https\r\n\r\n",
		&g);
	assert_non_null(strstr(g.body, "peer 127.0.0.1\nhttps 0\n"));
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

static const struct CMUnitTest list[] = {
	T(test_malformed),
	T(test_framing),
	T(test_nul_bytes),
	T(test_pipelining),
	T(test_lies_about_length),
	T(test_many_parameters),
	T(test_head_limits),
	T(test_oversize),
	T(test_oversize_early),
	T(test_slow_client),
	cmocka_unit_test(test_too_slow),
	cmocka_unit_test(test_connection_limit),
	cmocka_unit_test(test_many_idle),
	cmocka_unit_test(test_working_stays),
	T(test_untrusted_proxy),
};

TESTS(limits_tests, list);
