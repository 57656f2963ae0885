/* A page with a table of 50 rows and 8 columns: its memory is bounded, its time is told. */
#include "base/clock.h"
#include "view/view_test.h"

#include <stdio.h>
#include <string.h>

enum { ROWS = 50, ROUNDS = 200, MOST_MEMORY = 192 * 1024 };

struct row {
	int64_t id, members, women, meetings;
	const char *name, *kind, *secretary, *state;
	day_t founded;
};

static const struct field fields[] = {F_ID(struct row, id, M_NONE, CLASS_PUBLIC, FF_HIDDEN, "org"),
	F_TEXT(struct row, name, M_VIEW_NAME, CLASS_PUBLIC, FF_KEY, 200),
	F_CAT(struct row, kind, M_VIEW_MENU, CLASS_PUBLIC, 0, "kind"),
	F_TEXT(struct row, secretary, M_VIEW_SEARCH, CLASS_PUBLIC, 0, 0),
	F_DAY(struct row, founded, M_VIEW_DAY, CLASS_PUBLIC, 0),
	F_INT(struct row, members, M_VIEW_MORE, CLASS_PUBLIC, FF_ZERO, 0),
	F_INT(struct row, women, M_VIEW_CLOSE, CLASS_PUBLIC, FF_ZERO, 0),
	F_INT(struct row, meetings, M_VIEW_MISTAKES, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct row, state, M_VIEW_NOTE_WARN, CLASS_PUBLIC, 0, 0), F_END};

static void page_of_rows(const struct sample *s, struct row *rows, struct arena *a, struct buf *out)
{
	struct doc d;
	struct doc_part *p;

	doc_init(&d, a, LANG_VI);
	d.title = "Đảng bộ xã Ẳng Tở";
	p = doc_table(
		&d, "children", M_VIEW_MORE, fields, (struct list){rows, ROWS, sizeof(*rows)});
	p->row_href = "/org/";
	p->total = ROWS;
	assert_int_equal(render_html(&s->sp, &s->frame, &d, out), ERR_OK);
}

static void test_speed(void **state)
{
	struct arena *a = arena_new(8 << 20);
	struct fault f = {.a = a};
	struct row rows[ROWS];
	struct sample s;
	struct buf out;
	int64_t best = INT64_MAX;

	(void)state;
	assert_int_equal(render_init(&f), ERR_OK);
	sample_make(&s, LANG_VI, NULL);
	buf_init(&out, 1 << 20);
	for (int i = 0; i < ROWS; i++)
		rows[i] = (struct row){900000 + i, 2128, 17, i % 3, "Chi bộ Trường Tiểu học Ẳng Tở",
			"cell", "Lường Văn Hặc", "quá hạn 12 ngày", 20010512};
	for (int i = 0; i < ROUNDS; i++) {
		int64_t from = clock_us(), took;
		arena_reset(a);
		buf_reset(&out);
		page_of_rows(&s, rows, a, &out);
		took = clock_us() - from;
		best = took < best ? took : best;
	}
	printf("# page of %d rows: %lld microseconds, %zu bytes out, %zu bytes of memory\n", ROWS,
		(long long)best, out.n, arena_peak(a));
	assert_true(arena_peak(a) < MOST_MEMORY);
	buf_done(&out);
	sample_done(&s);
	arena_free(a);
}

static const struct CMUnitTest list[] = {
	cmocka_unit_test(test_speed),
};
TESTS(speed_tests, list);
