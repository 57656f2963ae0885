#include "base/base_test.h"

#include "base/crypto.h"

#include <stdlib.h>
#include <string.h>

int main(void)
{
	const struct tests *parts[] = {&arena_tests, &buf_tests, &str_tests, &err_tests,
		&date_tests, &date_parse_tests, &text_tests, &cat_tests, &crypto_tests,
		&keyring_tests, &box_tests};
	size_t n = 0, count = sizeof(parts) / sizeof(*parts);
	struct CMUnitTest *all;
	int failed;

	for (size_t i = 0; i < count; i++)
		n += parts[i]->n;
	all = calloc(n, sizeof(*all));
	if (!all)
		return 1;
	n = 0;
	for (size_t i = 0; i < count; i++) {
		memcpy(all + n, parts[i]->first, parts[i]->n * sizeof(*all));
		n += parts[i]->n;
	}
	crypto_start();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	failed = _cmocka_run_group_tests("base", all, n, NULL, NULL);
	free(all);
	return failed;
}
