#include "base/buf.h"

#include "base/base_test.h"

static void it_grows_and_ends_with_a_nul(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_put(&b, "", 0);
	assert_string_equal(b.p, "");
	for (int i = 0; i < 5000; i++)
		buf_puts(&b, "abc");
	buf_putc(&b, '!');
	buf_str(&b, (struct str){NULL, 0});
	assert_int_equal(b.n, 15001);
	assert_int_equal(strlen(b.p), 15001);
	assert_false(buf_overflow(&b));
	buf_reset(&b);
	assert_int_equal(b.n, 0);
	assert_string_equal(b.p, "");
	buf_done(&b);
	assert_null(b.p);
}

static void the_limit_is_exact(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	buf_puts(&b, "0123456789");
	assert_false(buf_overflow(&b));
	buf_putc(&b, 'x');
	assert_true(buf_overflow(&b));
	assert_string_equal(b.p, "0123456789");
	buf_done(&b);

	buf_init(&b, 300);
	for (int i = 0; i < 1000; i++)
		buf_putc(&b, 'x');
	assert_true(buf_overflow(&b));
	assert_int_equal(b.n, 300);
	buf_done(&b);

	buf_init(&b, 0);
	buf_puts(&b, "");
	assert_false(buf_overflow(&b));
	buf_puts(&b, "x");
	assert_true(buf_overflow(&b));
	buf_done(&b);
}

static void after_an_overflow_nothing_is_written(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	buf_puts(&b, "01234567");
	buf_puts(&b, "abc");
	assert_true(buf_overflow(&b));
	buf_puts(&b, "z");
	buf_printf(&b, "%d", 1);
	assert_string_equal(b.p, "01234567");
	buf_reset(&b);
	assert_false(buf_overflow(&b));
	buf_puts(&b, "0123456789");
	assert_string_equal(b.p, "0123456789");
	assert_false(buf_overflow(&b));
	buf_done(&b);
}

static void no_limit_is_a_limit_too(void **state)
{
	volatile size_t most = SIZE_MAX; /* hidden from warnings at build time */
	struct buf b;

	(void)state;
	buf_init(&b, most);
	buf_puts(&b, "x");
	assert_string_equal(b.p, "x");
	buf_put(&b, "x", most);
	assert_true(buf_overflow(&b));
	buf_done(&b);
}

static void numbers_are_printed(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	buf_int(&b, 0);
	buf_putc(&b, ' ');
	buf_int(&b, INT64_MIN);
	buf_putc(&b, ' ');
	buf_int(&b, INT64_MAX);
	buf_printf(&b, " %s=%03d", "n", 7);
	assert_string_equal(b.p, "0 -9223372036854775808 9223372036854775807 n=007");
	buf_done(&b);
}

static const struct CMUnitTest list[] = {
	cmocka_unit_test(it_grows_and_ends_with_a_nul),
	cmocka_unit_test(the_limit_is_exact),
	cmocka_unit_test(after_an_overflow_nothing_is_written),
	cmocka_unit_test(no_limit_is_a_limit_too),
	cmocka_unit_test(numbers_are_printed),
};
TESTS(buf_tests, list);
