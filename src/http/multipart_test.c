#include "http/http_test.h"

#include "http/form.h"

#define TYPE	     "multipart/form-data; boundary=B"
#define HEAD(params) "--B\r\nContent-Disposition: form-data; " params "\r\n"
#define END	     "\r\n--B--\r\n"

static struct arena *a;
static struct params ps;

static int setup(void **state)
{
	(void)state;
	a = arena_new(16 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void gives(const char *type, struct str bytes, enum err e, size_t n)
{
	/* a copy of the exact size, so that a sanitizer sees any step past the end */
	struct str copy = {arena_memdup(a, bytes.p, bytes.n), bytes.n};
	enum err is;

	ps = (struct params){0};
	is = form_multipart(a, str_of(type), copy, &ps);
	if (is != e || ps.n != n)
		fail_msg("%s and %zu, not %s and %zu, for: %s: %.*s", err_name(is), ps.n,
			err_name(e), n, type, (int)bytes.n, bytes.p);
}

static void field_is(size_t i, const char *name, struct str value, const char *filename)
{
	assert_true(i < ps.n);
	assert_string_equal(ps.p[i].name, name);
	assert_true(str_eq(ps.p[i].value, value));
	if (filename)
		assert_string_equal(ps.p[i].filename, filename);
	else
		assert_null(ps.p[i].filename);
}

static void test_fields(void **state)
{
	(void)state;
	gives(TYPE, S(HEAD("name=\"a\"") "\r\none" END), ERR_OK, 1);
	field_is(0, "a", S("one"), NULL);
	gives(TYPE, S(HEAD("name=a") "\r\n\r\n" HEAD("name=\"b c\"") "\r\n\r\n--b--\r\n\0\xff" END),
		ERR_OK, 2);
	field_is(0, "a", S(""), NULL);
	field_is(1, "b c", S("\r\n--b--\r\n\0\xff"), NULL);
	gives(TYPE, S("--B--"), ERR_OK, 0);
	gives(TYPE, S("--B--\r\n"), ERR_OK, 0);
	gives(TYPE, S(HEAD("name=\"tên\"; x=y") "X-Other: 1\r\n\r\nxã" END), ERR_OK, 1);
	field_is(0, "tên", S("xã"), NULL);
	gives(TYPE, S("--B\r\ncontent-disposition:FORM-DATA;NAME=\"a\"\r\n\r\n1" END), ERR_OK, 1);
	field_is(0, "a", S("1"), NULL);
	gives(TYPE, S(HEAD("name=\"a;b=c\"") "\r\n1" END), ERR_OK, 1);
	field_is(0, "a;b=c", S("1"), NULL);
}

static void test_files(void **state)
{
	(void)state;
	gives(TYPE,
		S(HEAD("name=\"f\"; filename=\"danh sách.xlsx\"") "Content-Type: "
								  "a/b\r\n\r\nPK\0\1" END),
		ERR_OK, 1);
	field_is(0, "f", S("PK\0\1"), "danh sách.xlsx");
	gives(TYPE, S(HEAD("name=\"f\"; filename=\"C:\\dir\\a.csv\"") "\r\nx" END), ERR_OK, 1);
	field_is(0, "f", S("x"), "a.csv");
	gives(TYPE, S(HEAD("name=\"f\"; filename=\"../../etc/passwd\"") "\r\nx" END), ERR_OK, 1);
	field_is(0, "f", S("x"), "passwd");
	gives(TYPE, S(HEAD("name=\"f\"; filename=\"a%22b.csv\"") "\r\nx" END), ERR_OK, 1);
	field_is(0, "f", S("x"), "a\"b.csv");
	gives(TYPE, S(HEAD("name=\"f\"; filename=\"a\\\"b.csv\"") "\r\nx" END), ERR_OK, 1);
	field_is(0, "f", S("x"), "a\"b.csv");
	/* an empty file is a file, no file is none */
	gives(TYPE, S(HEAD("name=\"f\"; filename=\"a\"") "\r\n" END), ERR_OK, 1);
	field_is(0, "f", S(""), "a");
	gives(TYPE, S(HEAD("name=\"f\"; filename=\"\"") "\r\n" END), ERR_OK, 0);
	gives(TYPE, S(HEAD("name=\"f\"; filename=\"\"") "\r\nx" END), ERR_OK, 1);
	field_is(0, "f", S("x"), "");
}

static void test_boundaries(void **state)
{
	struct str body = S(HEAD("name=a") "\r\n1" END);
	char type[128] = "multipart/form-data; boundary=";

	(void)state;
	gives("Multipart/Form-Data ; charset=x ; Boundary=\"B\"", body, ERR_OK, 1);
	gives("multipart/form-data", body, ERR_BAD_REQUEST, 0);
	gives("multipart/form-data; boundary", body, ERR_BAD_REQUEST, 0);
	gives("multipart/form-data; boundary=", body, ERR_BAD_REQUEST, 0);
	gives("multipart/form-data; boundary=\"\"", body, ERR_BAD_REQUEST, 0);
	gives("multipart/form-data; boundary=\"B", body, ERR_BAD_REQUEST, 0);
	gives("multipart/form-data; boundary=C", body, ERR_BAD_REQUEST, 0);
	gives("multipart/form-data; boundary=B; boundary=B", body, ERR_BAD_REQUEST, 0);
	gives("multipart/form-data; boundary=\"B\xff\"", body, ERR_BAD_REQUEST, 0);
	gives("multipart/mixed; boundary=B", body, ERR_BAD_REQUEST, 0);
	gives("text/plain", body, ERR_BAD_REQUEST, 0);
	memset(type + 30, 'b', 70);
	gives(type, str_of(arena_printf(a, "--%s--", type + 30)), ERR_OK, 0);
	type[100] = 'b';
	gives(type, str_of(arena_printf(a, "--%s--", type + 30)), ERR_BAD_REQUEST, 0);
}

static void test_broken(void **state)
{
	static const char *const bad[] = {"", "--", "--B", "--B\r\n", "--B-", "--Bx", "x--B--",
		"\r\n--B--", "--B--x", "--B--\r\nx", "--B\n--B--", "--B --B--", HEAD("name=a"),
		HEAD("name=a") "\r\n", HEAD("name=a") "\r\n1", HEAD("name=a") "\r\n1\r\n--",
		HEAD("name=a") "\r\n1\r\n--B", HEAD("name=a") "\r\n1\r\n--Bx",
		HEAD("name=a") "\r\n1\n--B--", HEAD("name=a") "\r\n--B--",
		HEAD("name=a") "no colon\r\n\r\n1" END, HEAD("name=a") ": x\r\n\r\n1" END,
		"--B\r\n\r\n1" END, "--B\r\nContent-Type: a/b\r\n\r\n1" END,
		"--B\r\nContent-Disposition: attachment; name=a\r\n\r\n1" END,
		"--B\r\nContent-Disposition: form-data\r\n\r\n1" END, HEAD("") "\r\n1" END,
		HEAD("name") "\r\n1" END, HEAD("name=") "\r\n1" END, HEAD("name=\"\"") "\r\n1" END,
		HEAD("name=\"a") "\r\n1" END, HEAD("name=\"a\\\"") "\r\n1" END,
		HEAD("name=\"a\"x") "\r\n1" END, HEAD("name=a; name=b") "\r\n1" END,
		HEAD("name=a; filename=b; filename=c") "\r\n1" END, HEAD("filename=b") "\r\n1" END,
		HEAD("name=\"\xff\"") "\r\n1" END, HEAD("name=\"a\tb\"") "\r\n1" END,
		HEAD("name=a; filename=\"\xff\"") "\r\n1" END,
		HEAD("name=a; filename=\"a\001\"") "\r\n1" END,
		HEAD("name=a") "Content-Disposition: form-data; name=b\r\n\r\n1" END,
		HEAD("name=a") "Content-Transfer-Encoding: base64\r\n\r\nMQ==" END};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		gives(TYPE, str_of(bad[i]), ERR_BAD_REQUEST, 0);
	gives(TYPE, S(HEAD("name=\"a\0b\"") "\r\n1" END), ERR_BAD_REQUEST, 0);
}

/* Every beginning of a good body is refused, and none is read past its end. */
static void test_cut_short(void **state)
{
	struct str whole =
		S(HEAD("name=\"a\"") "\r\none\r\n" HEAD("name=f; filename=x") "\r\ntwo"
									      "\r\n--B--");

	(void)state;
	for (size_t n = 0; n < whole.n; n++)
		gives(TYPE, (struct str){whole.p, n}, ERR_BAD_REQUEST, 0);
	gives(TYPE, whole, ERR_OK, 2);
}

static char *repeat(const char *s, size_t times)
{
	size_t n = strlen(s);
	char *out = arena_alloc(a, n * times + 1);

	for (size_t i = 0; i < times; i++)
		memcpy(out + i * n, s, n);
	return out;
}

static void test_limits(void **state)
{
	const char *part = HEAD("name=a") "\r\n1\r\n";
	const char *none = HEAD("name=a; filename=\"\"") "\r\n\r\n";

	(void)state;
	gives(TYPE, str_of(arena_printf(a, "%s--B--", repeat(part, FORM_FIELDS))), ERR_OK,
		FORM_FIELDS);
	gives(TYPE, str_of(arena_printf(a, "%s--B--", repeat(part, FORM_FIELDS + 1))),
		ERR_TOO_LARGE, 0);
	/* parts that leave nothing behind count too */
	gives(TYPE, str_of(arena_printf(a, "%s--B--", repeat(none, FORM_FIELDS + 1))),
		ERR_TOO_LARGE, 0);
	gives(TYPE, str_of(arena_printf(a, HEAD("name=%s") "\r\n" END, repeat("n", FORM_NAME))),
		ERR_OK, 1);
	gives(TYPE, str_of(arena_printf(a, HEAD("name=%s") "\r\n" END, repeat("n", FORM_NAME + 1))),
		ERR_TOO_LARGE, 0);
	gives(TYPE,
		str_of(arena_printf(a, HEAD("name=a; filename=%s") "\r\n" END, repeat("n", 401))),
		ERR_TOO_LARGE, 0);
	gives(TYPE, str_of(arena_printf(a, HEAD("name=a") "%s\r\n" END, repeat("X: y\r\n", 7))),
		ERR_OK, 1);
	gives(TYPE, str_of(arena_printf(a, HEAD("name=a") "%s\r\n" END, repeat("X: y\r\n", 8))),
		ERR_TOO_LARGE, 0);
	gives(TYPE, str_of(arena_printf(a, HEAD("name=a") "X: %s\r\n\r\n" END, repeat("y", 2048))),
		ERR_TOO_LARGE, 0);
	gives(TYPE, str_of(arena_printf(a, HEAD("name=a; %s") "\r\n" END, repeat("x=\"\";", 100))),
		ERR_BAD_REQUEST, 0);
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

static const struct CMUnitTest list[] = {
	T(test_fields),
	T(test_files),
	T(test_boundaries),
	T(test_broken),
	T(test_cut_short),
	T(test_limits),
};

TESTS(multipart_tests, list);
