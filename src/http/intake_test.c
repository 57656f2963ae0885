#include "http/http_test.h"

#include "http/intake.h"
#include "http/spool.h"

#include <stdlib.h>

static struct arena *a;
static struct request req;
static struct http_conf conf;

static int setup(void **state)
{
	(void)state;
	a = arena_new(16 << 20);
	req = (struct request){.a = a};
	conf = test_conf();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void header(const char *name, const char *value)
{
	params_add(a, &req.headers, (struct param){.name = name, .value = str_of(value)});
}

static int head(const char *method, const char *peer)
{
	size_t limit;

	return intake_head(&req, &conf, method, "/a?b=c", peer, &limit);
}

static void test_params_grow(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++)
		header(arena_printf(a, "n%d", i), arena_printf(a, "v%d", i));
	assert_int_equal(req.headers.n, 100);
	for (int i = 0; i < 100; i++)
		assert_true(str_is(params_get(&req.headers, arena_printf(a, "n%d", i)),
			arena_printf(a, "v%d", i)));
	assert_int_equal(params_count(&req.headers, "n100"), 0);
}

static void test_limit_by_type(void **state)
{
	size_t limit;

	(void)state;
	assert_int_equal(intake_head(&req, &conf, "POST", "/", "1.2.3.4", &limit), 0);
	assert_int_equal(limit, conf.max_body);
	header("content-type", "Multipart/form-data; boundary=x");
	header("content-length", "2000000");
	assert_int_equal(intake_head(&req, &conf, "POST", "/", "1.2.3.4", &limit), 0);
	assert_int_equal(limit, conf.max_upload);
}

static const char *peer_for(const char *trusted, const char *peer, const char *forwarded)
{
	req = (struct request){.a = a};
	conf.trusted_proxy = trusted;
	if (forwarded)
		header("x-forwarded-for", forwarded);
	header("x-forwarded-proto", "https");
	assert_int_equal(head("GET", peer), 0);
	return req.peer;
}

static void test_peer(void **state)
{
	(void)state;
	assert_string_equal(peer_for(NULL, "10.0.0.1", "1.2.3.4"), "10.0.0.1");
	assert_false(req.https);
	assert_string_equal(peer_for("10.0.0.2", "10.0.0.1", "1.2.3.4"), "10.0.0.1");
	assert_string_equal(peer_for("10.0.0.1", "10.0.0.1", "1.2.3.4"), "1.2.3.4");
	assert_true(req.https);
	/* the last entry is the proxy's own; those before it the client made up */
	assert_string_equal(peer_for("10.0.0.1", "10.0.0.1", "9.9.9.9, 1.2.3.4"), "1.2.3.4");
	assert_string_equal(peer_for("10.0.0.1", "10.0.0.1", "1.2.3.4, junk"), "10.0.0.1");
	assert_string_equal(peer_for("10.0.0.1", "10.0.0.1", NULL), "10.0.0.1");
	assert_string_equal(peer_for("10.0.0.1", "::ffff:10.0.0.1", "2001:DB8::1"), "2001:db8::1");
	assert_string_equal(peer_for("::1", "0:0::1", "::ffff:1.2.3.4"), "1.2.3.4");
	assert_string_equal(peer_for("not an address", "10.0.0.1", "1.2.3.4"), "10.0.0.1");
}

static void test_methods(void **state)
{
	(void)state;
	assert_int_equal(head("GET", "1.2.3.4"), 0);
	assert_int_equal(req.method, HTTP_GET);
	assert_int_equal(head("HEAD", "1.2.3.4"), 0);
	assert_int_equal(req.method, HTTP_HEAD);
	assert_int_equal(head("get", "1.2.3.4"), 405);
	assert_int_equal(head("DELETE", "1.2.3.4"), 405);
}

static void test_cookies_of_several_headers(void **state)
{
	(void)state;
	header("cookie", "a=1; b=2");
	header("cookie", "c=3");
	assert_int_equal(head("GET", "1.2.3.4"), 0);
	assert_int_equal(req.cookies.n, 3);
	assert_true(str_is(params_get(&req.cookies, "c"), "3"));
}

static void test_spool_in_memory(void **state)
{
	struct spool s;
	struct str got;

	(void)state;
	spool_init(&s, 10);
	assert_int_equal(spool_bytes(&s, a, &got), ERR_OK);
	assert_int_equal(got.n, 0);
	assert_non_null(got.p);
	assert_int_equal(spool_put(&s, "12345", 5), ERR_OK);
	assert_int_equal(spool_put(&s, "67890", 5), ERR_OK);
	assert_int_equal(spool_put(&s, "1", 1), ERR_TOO_LARGE);
	assert_int_equal(spool_bytes(&s, a, &got), ERR_OK);
	assert_true(str_is(got, "1234567890"));
	assert_int_equal(s.fd, -1);
	spool_done(&s);
}

static void test_spool_in_file(void **state)
{
	size_t piece = 10000, pieces = 100;
	char *bytes = arena_alloc(a, piece);
	struct spool s;
	struct str got;

	(void)state;
	spool_init(&s, piece * pieces);
	for (size_t i = 0; i < pieces; i++) {
		memset(bytes, (int)('0' + i % 64), piece);
		assert_int_equal(spool_put(&s, bytes, piece), ERR_OK);
		assert_int_equal(s.fd >= 0, (i + 1) * piece > SPOOL_MEMORY);
	}
	assert_int_equal(spool_put(&s, "1", 1), ERR_TOO_LARGE);
	assert_int_equal(spool_bytes(&s, a, &got), ERR_OK);
	assert_int_equal(got.n, piece * pieces);
	for (size_t i = 0; i < got.n; i++)
		if (got.p[i] != (char)('0' + i / piece % 64))
			fail_msg("byte %zu is wrong", i);
	spool_done(&s);
}

static void test_spool_without_room(void **state)
{
	char *bytes = arena_alloc(a, SPOOL_MEMORY + 1);
	struct spool s;

	(void)state;
	setenv("TMPDIR", "/nonexistent", 1);
	spool_init(&s, 1 << 20);
	assert_int_equal(spool_put(&s, bytes, SPOOL_MEMORY + 1), ERR_IO);
	spool_done(&s);
	unsetenv("TMPDIR");
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

static const struct CMUnitTest list[] = {
	T(test_params_grow),
	T(test_limit_by_type),
	T(test_peer),
	T(test_methods),
	T(test_cookies_of_several_headers),
	T(test_spool_in_memory),
	T(test_spool_in_file),
	T(test_spool_without_room),
};

TESTS(intake_tests, list);
