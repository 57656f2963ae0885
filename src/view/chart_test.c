/* Axes: whatever the values, the numbers on them are round, few, and hold all that is drawn. */
#include "view/view_test.h"

#include "view/chart.h"

static bool is_round(int64_t step)
{
	while (step % 10 == 0)
		step /= 10;
	return step == 1 || step == 2 || step == 5;
}

static void check_axis(int64_t least, int64_t most, bool zero)
{
	enum { STEPS_MOST = 9 };
	struct chart_axis x = chart_axis_make(least, most, zero);

	assert_true(is_round(x.step));
	assert_true(x.low < x.high && x.low <= least && x.high >= most);
	assert_int_equal(x.low % x.step, 0);
	assert_int_equal(x.high % x.step, 0);
	assert_true((x.high - x.low) / x.step <= STEPS_MOST);
	assert_int_equal(x.cut, x.low > 0);
	if (zero)
		assert_true(x.low <= 0 && x.high >= 0);
}

static void test_axis(void **state)
{
	uint64_t seed = 20161231;
	int64_t v[2];

	(void)state;
	for (int i = 0; i < 200000; i++) {
		for (int k = 0; k < 2; k++) {
			seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
			v[k] = (int64_t)(seed >> 33) >> (seed >> 8) % 31;
			v[k] = (seed >> 20) % 5 ? v[k] : -v[k];
		}
		check_axis(v[0] < v[1] ? v[0] : v[1], v[0] < v[1] ? v[1] : v[0], i & 1);
	}
}

static void test_axis_of_lines(void **state)
{
	struct chart_axis x = chart_axis_make(2100, 2154, false);

	(void)state;
	assert_int_equal(x.low, 2050);
	assert_int_equal(x.high, 2200);
	assert_true(x.cut);
	/* nothing happened: no mountains of one member */
	x = chart_axis_make(285, 285, false);
	assert_int_equal(x.low, 0);
	x = chart_axis_make(2127, 2128, false);
	assert_true(x.high - x.low >= 100);
}

static void test_lengths(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	assert_string_equal(chart_percent(a, 1250), "12.5%");
	assert_string_equal(chart_percent(a, 10000), "100%");
	assert_string_equal(chart_down(a, 325), "3.25em");
	assert_string_equal(chart_down(a, -60), "-0.6em");
	assert_string_equal(chart_down(a, 5), "0.05em");
	arena_free(a);
}

static void test_parts(void **state)
{
	static const int64_t n[] = {1, 2, 3, 4, 5, 6, 7, 8};
	struct doc_chart c = {.kind = DOC_STACKS, .part_count = 8};
	struct doc_point p = {.parts = n};

	(void)state;
	assert_int_equal(chart_parts(&c), CHART_PARTS);
	assert_int_equal(chart_part(&c, &p, 4), 5);
	assert_int_equal(chart_part(&c, &p, 5), 6 + 7 + 8);
}

/* All that a browser needs to find its way: one picture with two names, and the table behind it. */
static void test_machines(void **state)
{
	struct sample s;
	struct buf out;

	(void)state;
	buf_init(&out, 1 << 20);
	sample_make(&s, LANG_VI, NULL);
	assert_int_equal(render_json(&s.sp, &s.doc, &out), ERR_OK);
	assert_non_null(strstr(out.p, "\"trend\":{\"rows\":[{\"name\":\"tháng 1\",\"n\":4}"));
	buf_reset(&out);
	assert_int_equal(render_text(&s.sp, &s.doc, false, &out), ERR_OK);
	assert_non_null(strstr(out.p, "tháng 2"));
	assert_null(strstr(out.p, "svg"));
	buf_done(&out);
	sample_done(&s);
}

static const struct CMUnitTest list[] = {
	cmocka_unit_test(test_axis),
	cmocka_unit_test(test_axis_of_lines),
	cmocka_unit_test(test_lengths),
	cmocka_unit_test(test_parts),
	cmocka_unit_test(test_machines),
};

TESTS(chart_tests, list);
