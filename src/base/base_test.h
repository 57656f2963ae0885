/*
 * base_test.h: the parts of test_base. Each X_test.c gives one table of tests; base_test.c runs
 * them as one group, so that the output is one plan.
 */
#ifndef GUONG_BASE_BASE_TEST_H
#define GUONG_BASE_BASE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct tests {
	const struct CMUnitTest *first;
	size_t n;
};

#define TESTS(name, list) const struct tests name = {list, sizeof(list) / sizeof(*(list))}

extern const struct tests arena_tests, buf_tests, str_tests, err_tests, date_tests,
	date_parse_tests, text_tests, cat_tests, crypto_tests, keyring_tests, box_tests;

#endif
