/*
 * Papers of recognition are not asked for before the ceremony; what was handed in is always shown.
 */
#include "admission/readmission.h"
#include "core/site_test.h"

static bool due(const struct flow_proc *proc, const char *taken, const char *of, day_t handed_in)
{
	struct flow_step steps[] = {{.step = taken, .day = 20160101}};
	struct flow_case c = {.proc = proc, .live = {steps, taken ? 1 : 0, sizeof(*steps)}};

	return flow_paper_is_due(&c, &(struct flow_paper){.step = of, .day = handed_in});
}

static void papers_wait_for_their_phase(void **state)
{
	static const struct flow_proc *const procs[] = {&admission_proc, &readmission_proc};

	(void)state;
	for (size_t i = 0; i < sizeof(procs) / sizeof(*procs); i++) {
		assert_true(due(procs[i], NULL, "cell_vote", 0));
		assert_true(due(procs[i], NULL, "decide", 0));
		assert_false(due(procs[i], NULL, "recog_vote", 0));
		assert_false(due(procs[i], "decide", "recog_vote", 0));
		assert_true(due(procs[i], "decide", "recog_vote", 20151201));
		assert_true(due(procs[i], "ceremony", "recog_vote", 0));
		assert_true(due(procs[i], "ceremony", "cell_vote", 0));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(papers_wait_for_their_phase)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
