#include "http/json_body.h"

#include "http/http_test.h"

static struct arena *a;

static int setup(void **state)
{
	(void)state;
	a = arena_new(1 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void takes_flat_values(void **state)
{
	struct params ps;

	(void)state;
	assert_int_equal(json_body(a,
				 S("{\"name\": \"\\u0110\\u1ea3ng\", \"n\": -12, \"yes\": true,"
				   " \"no\": false, \"none\": null}"),
				 &ps),
		ERR_OK);
	assert_int_equal(ps.n, 4);
	assert_true(str_is(params_get(&ps, "name"), "Đảng"));
	assert_true(str_is(params_get(&ps, "n"), "-12"));
	assert_true(str_is(params_get(&ps, "yes"), "1"));
	assert_true(str_is(params_get(&ps, "no"), ""));
	assert_int_equal(params_count(&ps, "none"), 0);
}

static void refuses_the_rest(void **state)
{
	static const char *const bad[] = {"", "[]", "\"x\"", "{\"a\":[1]}", "{\"a\":{\"b\":1}}",
		"{\"a\":1,\"a\":2}", "{\"a\":1} x", "{\"a\":1.5}", "{\"a\":\"\xff\"}",
		"{\"a\":\"x\\u0000y\"}"};
	struct params ps;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (json_body(a, str_of(bad[i]), &ps) != ERR_BAD_REQUEST)
			fail_msg("taken: %s", bad[i]);
	assert_int_equal(json_body(a, (struct str){NULL, 0}, &ps), ERR_BAD_REQUEST);
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

static const struct CMUnitTest list[] = {
	T(takes_flat_values),
	T(refuses_the_rest),
};

TESTS(json_body_tests, list);
