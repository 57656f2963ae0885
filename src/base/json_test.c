#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"

#include <math.h>

static void test_document(void **state)
{
	struct buf b;
	struct json j;

	(void)state;
	buf_init(&b, 4096);
	json_init(&j, &b);
	json_begin_object(&j);
	json_member_text(&j, "name", "Đảng bộ xã Ẳng Tở");
	json_member_int(&j, "n", INT64_MIN);
	json_key(&j, "list");
	json_begin_array(&j);
	json_bool(&j, true);
	json_bool(&j, false);
	json_none(&j);
	json_text(&j, NULL);
	json_id(&j, INT64_MAX);
	json_begin_object(&j);
	json_end(&j);
	json_begin_array(&j);
	json_end(&j);
	json_raw(&j, S("[1]"));
	assert_int_equal(json_depth(&j), 2);
	json_end(&j);
	json_key(&j, "after");
	json_int(&j, 0);
	json_end(&j);
	assert_int_equal(json_depth(&j), 0);
	assert_string_equal(b.p,
		"{\"name\":\"Đảng bộ xã Ẳng Tở\",\"n\":-9223372036854775808,"
		"\"list\":[true,false,null,null,\"9223372036854775807\",{},[],[1]],"
		"\"after\":0}");
	buf_done(&b);
}

static void escaped(const char *in, size_t n, const char *out)
{
	struct buf b;
	struct json j;

	buf_init(&b, 4096);
	json_init(&j, &b);
	json_str(&j, (struct str){in, n});
	assert_string_equal(b.p, out);
	buf_done(&b);
}
#define ESCAPED(in, out) escaped("" in, sizeof(in) - 1, out)

static void test_escapes(void **state)
{
	(void)state;
	ESCAPED("", "\"\"");
	ESCAPED("a\"b\\c", "\"a\\\"b\\\\c\"");
	ESCAPED("\n\r\t\b\f\x01\x1f\x7f", "\"\\n\\r\\t\\b\\f\\u0001\\u001f\\u007f\"");
	ESCAPED("a\0b", "\"a\\u0000b\"");
	ESCAPED("</script>&", "\"\\u003c/script\\u003e\\u0026\"");
	ESCAPED("\u2028\u2029\u2027", "\"\\u2028\\u2029\u2027\"");
	ESCAPED("ệ\U0001F600", "\"ệ\U0001F600\"");
	/* not UTF-8: stray bytes, overlong, surrogate, cut off, beyond Unicode */
	ESCAPED("\x80x", "\"\ufffdx\"");
	ESCAPED("\xc0\xaf", "\"\ufffd\ufffd\"");
	ESCAPED("\xed\xa0\x80", "\"\ufffd\ufffd\ufffd\"");
	ESCAPED("\xe1\xbb", "\"\ufffd\ufffd\"");
	ESCAPED("\xf4\x90\x80\x80", "\"\ufffd\ufffd\ufffd\ufffd\"");
}

static void number(double v, const char *out)
{
	struct buf b;
	struct json j;

	buf_init(&b, 100);
	json_init(&j, &b);
	json_number(&j, v);
	assert_string_equal(b.p, out);
	buf_done(&b);
}

static void test_numbers(void **state)
{
	(void)state;
	number(0.1, "0.1");
	number(-62.5, "-62.5");
	number(1.0 / 3, "0.33333333333333331");
	number(NAN, "null");
	number(INFINITY, "null");
}

static void test_streaming(void **state)
{
	struct buf b;
	struct json j;

	(void)state;
	buf_init(&b, 100);
	json_init(&j, &b);
	json_begin_array(&j);
	json_int(&j, 1);
	buf_reset(&b);
	json_int(&j, 2);
	json_end(&j);
	assert_string_equal(b.p, ",2]");
	buf_done(&b);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_document),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_streaming),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
