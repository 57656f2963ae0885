#include "http/http_test.h"

#include "http/form.h"

#include <stdio.h>
#include <stdlib.h>

static struct arena *a;
static struct params ps;

static int setup(void **state)
{
	(void)state;
	a = arena_new(16 << 20);
	ps = (struct params){0};
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void pair_is(size_t i, const char *name, struct str value)
{
	assert_true(i < ps.n);
	assert_string_equal(ps.p[i].name, name);
	assert_non_null(ps.p[i].value.p);
	assert_true(str_eq(ps.p[i].value, value));
	assert_null(ps.p[i].filename);
}

static void urlencoded_is(struct str bytes, enum err e, size_t n)
{
	ps = (struct params){0};
	assert_int_equal(form_urlencoded(a, bytes, &ps), e);
	assert_int_equal(ps.n, n);
}

static void test_urlencoded(void **state)
{
	(void)state;
	urlencoded_is(S("a=1&b=%C3%A0+c&a=2"), ERR_OK, 3);
	pair_is(0, "a", S("1"));
	pair_is(1, "b", S("à c"));
	pair_is(2, "a", S("2"));
	assert_int_equal(params_count(&ps, "a"), 2);
	assert_true(str_is(params_get(&ps, "a"), "1"));
	assert_null(params_get(&ps, "c").p);
	urlencoded_is(S(""), ERR_OK, 0);
	urlencoded_is((struct str){NULL, 0}, ERR_OK, 0);
	urlencoded_is(S("&&a&&"), ERR_OK, 1);
	pair_is(0, "a", S(""));
	urlencoded_is(S("a==&b="), ERR_OK, 2);
	pair_is(0, "a", S("="));
	pair_is(1, "b", S(""));
	urlencoded_is(S("%c4%91=%e1%bb%81"), ERR_OK, 1);
	pair_is(0, "đ", S("ề"));
}

/* Values are bytes: what they may be is the field table's affair. Names are text. */
static void test_urlencoded_bytes(void **state)
{
	(void)state;
	urlencoded_is(S("a=%00%ff%0a"), ERR_OK, 1);
	pair_is(0, "a", S("\0\xff\n"));
	urlencoded_is(S("%00=1"), ERR_BAD_REQUEST, 0);
	urlencoded_is(S("a%0a=1"), ERR_BAD_REQUEST, 0);
	urlencoded_is(S("%ff=1"), ERR_BAD_REQUEST, 0);
	urlencoded_is(S("%c3=1"), ERR_BAD_REQUEST, 0);
	urlencoded_is(S("%c0%80=1"), ERR_BAD_REQUEST, 0);
	urlencoded_is(S("%ed%a0%80=1"), ERR_BAD_REQUEST, 0);
	urlencoded_is(S("%f4%90%80%80=1"), ERR_BAD_REQUEST, 0);
	urlencoded_is(S("%c2%85=1"), ERR_BAD_REQUEST, 0);
}

static void test_urlencoded_broken(void **state)
{
	(void)state;
	urlencoded_is(S("a=%"), ERR_BAD_REQUEST, 0);
	urlencoded_is(S("a=%4"), ERR_BAD_REQUEST, 0);
	urlencoded_is(S("a=%4&b=1"), ERR_BAD_REQUEST, 0);
	urlencoded_is(S("a=%g0"), ERR_BAD_REQUEST, 0);
	urlencoded_is(S("a=%0g"), ERR_BAD_REQUEST, 0);
	urlencoded_is(S("a=%%41"), ERR_BAD_REQUEST, 0);
	urlencoded_is(S("%=a"), ERR_BAD_REQUEST, 0);
	urlencoded_is(S("=a"), ERR_BAD_REQUEST, 0);
	/* the bytes behind the end are not looked at */
	urlencoded_is((struct str){"a=%41", 4}, ERR_BAD_REQUEST, 0);
}

static void test_urlencoded_limits(void **state)
{
	char *many = arena_alloc(a, 2 * (FORM_FIELDS + 2)), name[FORM_NAME + 3];

	(void)state;
	for (int i = 0; i <= FORM_FIELDS; i++)
		memcpy(many + 2 * i, "a&", 2);
	urlencoded_is((struct str){many, 2 * FORM_FIELDS}, ERR_OK, FORM_FIELDS);
	urlencoded_is((struct str){many, 2 * FORM_FIELDS + 2}, ERR_TOO_LARGE, 0);
	memset(name, 'n', sizeof(name));
	urlencoded_is((struct str){name, FORM_NAME}, ERR_OK, 1);
	urlencoded_is((struct str){name, FORM_NAME + 1}, ERR_TOO_LARGE, 0);
	/* what failed leaves the result alone */
	ps.n = 77;
	assert_int_equal(form_urlencoded(a, S("a=1&%"), &ps), ERR_BAD_REQUEST);
	assert_int_equal(ps.n, 77);
}

static void cookies_are(struct str header, size_t n)
{
	ps = (struct params){0};
	assert_int_equal(form_cookies(a, header, &ps), ERR_OK);
	assert_int_equal(ps.n, n);
}

static void test_cookies(void **state)
{
	(void)state;
	cookies_are(S("a=b; c=d"), 2);
	pair_is(0, "a", S("b"));
	pair_is(1, "c", S("d"));
	cookies_are(S(" a = b ;;c=\"d e\";e=;f==;g=%41"), 5);
	pair_is(0, "a", S("b"));
	pair_is(1, "c", S("d e"));
	pair_is(2, "e", S(""));
	pair_is(3, "f", S("="));
	pair_is(4, "g", S("%41"));
	cookies_are(S(""), 0);
	/* what is not a cookie of ours hinders nobody */
	cookies_are(S("junk; =x; \001=y; \xff=z; s=1"), 1);
	pair_is(0, "s", S("1"));
	cookies_are(S("a=\""), 1);
	pair_is(0, "a", S("\""));
}

static void test_cookies_limit(void **state)
{
	char *many = arena_alloc(a, 4 * (FORM_FIELDS + 1) + 1);

	(void)state;
	for (int i = 0; i <= FORM_FIELDS; i++)
		memcpy(many + 4 * i, "a=b;", 4);
	assert_int_equal(form_cookies(a, str_of(many), &ps), ERR_TOO_LARGE);
	assert_int_equal(ps.n, 0);
}

static void path_is(struct str target, const char *path, struct str query)
{
	const char *got_path = NULL;
	struct str got_query;
	enum err e = form_path(a, target, &got_path, &got_query);

	if (!path) {
		if (e != ERR_BAD_REQUEST)
			fail_msg("taken: %.*s", (int)target.n, target.p);
		return;
	}
	if (e)
		fail_msg("refused: %.*s", (int)target.n, target.p);
	assert_string_equal(got_path, path);
	assert_true(str_eq(got_query, query));
}

static void test_path(void **state)
{
	(void)state;
	path_is(S("/"), "/", S(""));
	path_is(S("/?"), "/", S(""));
	path_is(S("/a/b.json?x=1&y=%20?z"), "/a/b.json", S("x=1&y=%20?z"));
	path_is(S("/a+b%20c"), "/a+b c", S(""));
	path_is(S("/x%C3%A3/%E1%BA%B2ng"), "/xã/Ẳng", S(""));
	path_is(S("/x\xc3\xa3"), "/xã", S(""));
	path_is(S("/.well-known/a.b"), "/.well-known/a.b", S(""));
	path_is(S("/%3Fa"), "/?a", S(""));
	path_is(S("http://host:80/a?b"), "/a", S("b"));
	path_is(S("HTTPS://host"), "/", S(""));
	path_is(S("http://"), "/", S(""));
}

static void test_path_refused(void **state)
{
	static const char *const bad[] = {"", "a", "*", "?a", "//", "//evil.example/", "/a//b",
		"/..", "/../a", "/a/../b", "/a..b", "/%2e%2e/a", "/%2E./a", "/./a", "/a/.",
		"/a/%2e/b", "/a%2fb", "/a%2Fb", "/%2f/a", "/a\\b", "/a%5cb", "/%", "/%4", "/%zz",
		"/%00", "/%0a", "/%7f", "/%ff", "/%c3", "/%c0%af", "/a b", "/a\tb", "/a#b",
		"/a?b#c", "/a\001", "http:/a", "ftp://h/a", "http://host//a", "host:80"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		path_is(str_of(bad[i]), NULL, S(""));
	path_is(S("/a\0b"), NULL, S(""));
}

static void test_encode(void **state)
{
	const char *path;
	struct str query;
	char all[256];

	(void)state;
	assert_string_equal(form_encode(a, ""), "");
	assert_string_equal(form_encode(a, "aZ09-._~"), "aZ09-._~");
	assert_string_equal(form_encode(a, "a b&c=d/ã%"), "a%20b%26c%3Dd%2F%C3%A3%25");
	/* there and back */
	for (int i = 0; i < 255; i++)
		all[i] = (char)(i + 1);
	all[255] = 0;
	urlencoded_is(str_of(arena_printf(a, "v=%s", form_encode(a, all))), ERR_OK, 1);
	pair_is(0, "v", (struct str){all, 255});
	assert_int_equal(form_path(a, str_of(arena_printf(a, "/%s", form_encode(a, "xã Ẳng Tở"))),
				 &path, &query),
		ERR_OK);
	assert_string_equal(path, "/xã Ẳng Tở");
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

static const struct CMUnitTest list[] = {
	T(test_urlencoded),
	T(test_urlencoded_bytes),
	T(test_urlencoded_broken),
	T(test_urlencoded_limits),
	T(test_cookies),
	T(test_cookies_limit),
	T(test_path),
	T(test_path_refused),
	T(test_encode),
};

TESTS(form_tests, list);
