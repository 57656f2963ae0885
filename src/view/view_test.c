#include "view/view_test.h"

#include <stdlib.h>
#include <string.h>

int main(void)
{
	const struct tests *parts[] = {&value_tests, &doc_tests, &tmpl_tests, &hostile_tests,
		&render_tests, &speed_tests, &chart_tests};
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
	cmocka_set_message_output(CM_OUTPUT_TAP);
	failed = _cmocka_run_group_tests("view", all, n, NULL, NULL);
	free(all);
	return failed;
}
