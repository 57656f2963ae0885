#include "base/str.h"

#include "base/base_test.h"
#include "base/embed.h"
#include "base/utf8.h"

#include <limits.h>

const struct embedded embed_table[] = {
	{"schema/0001.sql", {"select", 6}, "01"},
	{"ui/app.css", {"body{}", 6}, "02"},
	{"ui/app.js", {"", 0}, "03"},
};
const size_t embed_count = 3;

static void comparing(void **state)
{
	(void)state;
	assert_true(str_eq(S("a\0b"), S("a\0b")));
	assert_false(str_eq(S("a\0b"), S("a\0c")));
	assert_false(str_eq(S("ab"), S("abc")));
	assert_true(str_eq((struct str){NULL, 0}, S("")));
	assert_true(str_is(str_of(NULL), ""));
	assert_true(str_eq_nocase(S("Content-TYPE"), S("content-type")));
	assert_false(str_eq_nocase(S("["), S("{")));
	assert_true(str_starts(S("abc"), S("ab")));
	assert_true(str_starts(S("abc"), S("")));
	assert_false(str_starts(S("a"), S("ab")));
	assert_true(str_ends(S("list.csv"), S(".csv")));
	assert_false(str_ends(S("csv"), S(".csv")));
	assert_true(text_eq(NULL, ""));
	assert_false(text_eq("a", NULL));
	assert_true(text_empty(NULL) && text_empty("") && !text_empty(" "));
}

static void trimming_and_cutting(void **state)
{
	struct str rest = S("a,,b"), empty = S("");

	(void)state;
	assert_true(str_is(str_trim(S(" \t\r\n x y \n")), "x y"));
	assert_true(str_is(str_trim(S("  ")), ""));
	assert_true(str_is(str_cut(&rest, ','), "a"));
	assert_true(str_is(str_cut(&rest, ','), ""));
	assert_non_null(rest.p);
	assert_true(str_is(str_cut(&rest, ','), "b"));
	assert_null(rest.p);
	assert_true(str_is(str_cut(&empty, ','), ""));
	assert_null(empty.p);
}

static void whole_numbers(void **state)
{
	long long v = 77;

	(void)state;
	assert_true(str_to_int(S("0"), &v) && v == 0);
	assert_true(str_to_int(S("-12"), &v) && v == -12);
	assert_true(str_to_int(S("9223372036854775807"), &v) && v == LLONG_MAX);
	assert_true(str_to_int(S("-9223372036854775808"), &v) && v == LLONG_MIN);
	v = 77;
	assert_false(str_to_int(S("9223372036854775808"), &v));
	assert_false(str_to_int(S("-9223372036854775809"), &v));
	assert_false(str_to_int(S(""), &v));
	assert_false(str_to_int(S("-"), &v));
	assert_false(str_to_int(S("1 "), &v));
	assert_false(str_to_int(S("0x1"), &v));
	assert_int_equal(v, 77);
}

static void code_points(void **state)
{
	const char *good = "aé€𠀀", *at = good;
	const char *bad[] = {"\x80", "\xC3", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80",
		"\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFF", "\xE2\x82"};
	char text[16], *p = text;
	int32_t c;

	(void)state;
	while ((c = utf8_next(&at)) > 0)
		p = utf8_put(p, c);
	*p = 0;
	assert_int_equal(c, 0);
	assert_string_equal(text, good);
	assert_int_equal(*at, 0);
	assert_int_equal(utf8_next(&at), 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		at = bad[i];
		assert_int_equal(utf8_next(&at), UTF8_BAD);
		assert_ptr_equal(at, bad[i] + 1);
	}
}

static void files_of_the_program(void **state)
{
	(void)state;
	for (size_t i = 0; i < embed_count; i++)
		assert_ptr_equal(embed_find(embed_table[i].name), &embed_table[i]);
	assert_null(embed_find("ui/app"));
	assert_null(embed_find(""));
	assert_null(embed_find("zz"));
}

static const struct CMUnitTest list[] = {
	cmocka_unit_test(comparing),
	cmocka_unit_test(trimming_and_cutting),
	cmocka_unit_test(whole_numbers),
	cmocka_unit_test(code_points),
	cmocka_unit_test(files_of_the_program),
};
TESTS(str_tests, list);
