/*
 * charts.c: pictures of numbers, element by element: the corner cases of src/view/chart.h.
 *
 *	charts FILE [--update]
 *	charts --page		all of them as one page, to be looked at
 */
#include "golden.h"

#include "base/die.h"
#include "base/field.h"
#include "view/render.h"

#include <stdio.h>
#include <stdlib.h>

enum { MEMORY = 64 << 20, PAGE_MOST = 8 << 20, MANY = 120 };

struct world {
	struct arena *a;
	struct speech sp;
	struct doc d;
	struct buf page;
};

static const struct cats no_cats;

static const struct field row_fields[] = {
	F_TEXT(struct doc_point, label, M_FIELD_NAME, CLASS_PUBLIC, FF_KEY, 0),
	F_INT(struct doc_point, value, M_FIELD_VALUE, CLASS_PUBLIC, FF_ZERO, 0), F_END};

static struct doc_chart *add(struct world *w, const char *name, const struct doc_chart *chart,
	const struct doc_point *points, size_t n)
{
	struct doc_chart *c = arena_memdup(w->a, chart, sizeof(*chart));

	c->points = (struct list){
		n ? arena_memdup(w->a, points, n * sizeof(*points)) : NULL, n, sizeof(*points)};
	doc_chart(&w->d, name, M_CHART_TITLE, row_fields, c->points, c)->title = name;
	return c;
}

/* `n` months from January of a year on, with the values of a sum that goes up and down. */
static struct doc_point *months(struct world *w, int n, int year, int64_t base, int64_t swing)
{
	struct doc_point *p = arena_array(w->a, (size_t)n, sizeof(*p));

	for (int i = 0; i < n; i++) {
		int m = i % 12 + 1, y = year + i / 12;
		p[i] = (struct doc_point){.label = arena_printf(w->a, "tháng %d/%d", m, y),
			.tick = arena_printf(w->a, "%d", m),
			.era = arena_printf(w->a, "%d", y),
			.value = base + swing * ((i * 7919) % 23) / 23};
		p[i].earlier = p[i].value - swing / 5;
	}
	return p;
}

static void over_time(struct world *w)
{
	struct doc_point *p = months(w, 12, 2016, 4, 20);

	add(w, "twelve-columns",
		&(struct doc_chart){.kind = DOC_COLUMNS,
			.earlier = "cùng kỳ năm trước",
			.aim = "Chỉ tiêu",
			.target = 20},
		p, 12);
	p[3].known = DOC_MISSING;
	p[0].known = p[1].known = DOC_ASSUMED;
	add(w, "columns-not-sure", &(struct doc_chart){.kind = DOC_COLUMNS}, p, 12);
	for (int i = 0; i < 6; i++)
		p[i].value = -p[i].value;
	add(w, "columns-below-zero", &(struct doc_chart){.kind = DOC_COLUMNS}, p, 12);
	p = months(w, 12, 2016, 2100, 60);
	add(w, "line-cut", &(struct doc_chart){.kind = DOC_LINE, .earlier = "năm trước"}, p, 12);
	add(w, "one-point", &(struct doc_chart){.kind = DOC_LINE}, p, 1);
	for (int i = 0; i < 12; i++)
		p[i].value = 285;
	add(w, "line-flat", &(struct doc_chart){.kind = DOC_LINE}, p, 12);
	for (int i = 0; i < 12; i++)
		p[i].value = 0;
	add(w, "all-zero", &(struct doc_chart){.kind = DOC_COLUMNS}, p, 12);
	for (int i = 0; i < 12; i++)
		p[i].known = DOC_MISSING;
	add(w, "all-missing", &(struct doc_chart){.kind = DOC_LINE}, p, 12);
	add(w, "no-points", &(struct doc_chart){.kind = DOC_LINE}, NULL, 0);
}

static void long_and_large(struct world *w)
{
	struct doc_point *p = months(w, MANY, 2007, 1500, 900);

	for (int i = 0; i < 9; i++)
		p[i].known = DOC_ASSUMED;
	p[40].known = p[41].known = p[43].known = DOC_MISSING;
	add(w, "many-points", &(struct doc_chart){.kind = DOC_LINE}, p, MANY);
	p = months(w, 6, 2016, 250, 700);
	add(w, "line-of-shares",
		&(struct doc_chart){.kind = DOC_LINE, .share = 1, .aim = "Chỉ tiêu", .target = 900},
		p, 6);
	p[0].value = INT64_MAX;
	p[1].value = INT64_MIN;
	add(w, "too-large", &(struct doc_chart){.kind = DOC_COLUMNS}, p, 2);
}

static struct doc_point *children(struct world *w, int n)
{
	static const char *const names[] = {"Đảng bộ xã Ẳng Tở", "Chi bộ bản Tọ Cuông",
		"Chi bộ Trường Phổ thông dân tộc bán trú Tiểu học và Trung học cơ sở Ẳng Nưa"};
	struct doc_point *p = arena_array(w->a, (size_t)n, sizeof(*p));

	for (int i = 0; i < n; i++)
		p[i] = (struct doc_point){.label = arena_printf(w->a, "%s %d", names[i % 3], i + 1),
			.href = arena_printf(w->a, "/org/%d", i + 1),
			.value = 2000 / (i + 3),
			.earlier = 2000 / (i + 4)};
	return p;
}

static void by_category(struct world *w)
{
	static const char *const ages[] = {
		"18–30", "31–40", "41–50", "51–60", "61–70", "71–80", "81–90", "không rõ"};
	static const int64_t parts[3][8] = {{120, 80, 60, 44, 30, 21, 8, 2},
		{40, 0, 12, 9, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 0}};
	struct doc_point *p = children(w, 63);

	add(w, "sixty-three-bars",
		&(struct doc_chart){
			.kind = DOC_BARS, .sums = 1, .most = 15, .earlier = "năm trước"},
		p, 63);
	add(w, "shares-folded", &(struct doc_chart){.kind = DOC_BARS, .share = 1, .most = 4}, p, 8);
	p[1].value = -150;
	p[2].known = DOC_ASSUMED;
	p[3].known = DOC_MISSING;
	p[4].value = 0;
	add(w, "bars-not-sure",
		&(struct doc_chart){.kind = DOC_BARS, .aim = "Chỉ tiêu", .target = 500}, p, 5);
	for (int i = 0; i < 3; i++) {
		p[i].known = DOC_RECORDED;
		p[i].parts = parts[i];
		p[i].value = 0;
		for (int k = 0; k < 8; k++)
			p[i].value += parts[i][k];
	}
	add(w, "stacks",
		&(struct doc_chart){.kind = DOC_STACKS, .parts = ages, .part_count = 8, .sums = 1},
		p, 3);
}

static void hostile(struct world *w)
{
	static const char *const parts[] = {"\"><script>alert(1)</script>", "'&\x01"};
	static const int64_t n[] = {3, 4};
	struct doc_point p[2] = {{.label = "</text><script>alert(1)</script>",
					 .tick = "\" onload=\"x",
					 .era = "--></svg>",
					 .href = "javascript:alert(1)",
					 .value = 7,
					 .parts = n},
		{.label = "Ễ Ậ Ở",
			.tick = "<b>",
			.era = "&",
			.href = "//evil",
			.value = 7,
			.parts = n}};

	add(w, "hostile-plot",
		&(struct doc_chart){
			.kind = DOC_LINE, .earlier = "<i>", .aim = "</title>", .target = 5},
		p, 2);
	add(w, "hostile-stacks",
		&(struct doc_chart){
			.kind = DOC_STACKS, .parts = parts, .part_count = 2, .aim = "<u>"},
		p, 2);
}

static void figures(struct world *w)
{
	struct doc_point *p = months(w, 12, 2016, 2100, 60);
	struct doc_chart *c = arena_new_of(w->a, struct doc_chart);

	*c = (struct doc_chart){.kind = DOC_LINE, .points = {p, 12, sizeof(*p)}};
	doc_figure(&w->d, "spark",
		(struct doc_figure){.value = "2.128",
			.unit = "đảng viên",
			.href = "/figure/member.total",
			.change = "tăng 28 (1,3%) so với năm trước",
			.trend = c});
	doc_figure(&w->d, "meter",
		(struct doc_figure){.value = "152",
			.unit = "người",
			.aim = "Chỉ tiêu 120: đạt 126,7%",
			.number = 152,
			.target = 120});
}

static void make(struct world *w)
{
	struct frame frame = {.here = "/", .known_at = MS_MAX, .today = 20161231};
	struct fault f = {.a = w->a};

	w->a = arena_new(MEMORY);
	w->sp = (struct speech){LANG_VI, &no_cats, 20161231};
	doc_init(&w->d, w->a, LANG_VI);
	w->d.title = "Biểu đồ";
	figures(w);
	over_time(w);
	long_and_large(w);
	by_category(w);
	hostile(w);
	buf_init(&w->page, PAGE_MOST);
	must(render_init(&f) == ERR_OK);
	must(render_html(&w->sp, &frame, &w->d, &w->page) == ERR_OK);
}

/* The lines of one part, each under its name and number. */
static void compare_part(struct golden *g, struct arena *a, const char *name, struct str rest)
{
	int i = 0;

	while (rest.p) {
		struct str line = str_cut(&rest, '\n');
		if (str_starts(line, S("<div id=")) || str_starts(line, S("</main>")))
			return;
		golden_line(g, arena_printf(a, "%s.%03d  %.*s", name, ++i, (int)line.n, line.p));
	}
}

static void compare(struct world *w, struct golden *g)
{
	for (const struct doc_part *p = w->d.parts; p; p = p->next) {
		const char *head = arena_printf(w->a, "<div id=\"%s\"", p->name);
		const char *at = strstr(w->page.p, head);
		must(at);
		at = strchr(at, '\n') + 1;
		compare_part(g, w->a, p->name, str_of(at));
	}
}

int main(int argc, char **argv)
{
	struct world w = {0};
	struct golden g;
	int status = 0;

	must(argc > 1);
	make(&w);
	if (text_eq(argv[1], "--page")) {
		fwrite(w.page.p, 1, w.page.n, stdout);
	} else {
		golden_start(&g, w.a, argv[1], argc > 2 && text_eq(argv[2], "--update"));
		golden_remark(&g,
			"Pictures of numbers, line by line: test/charts.c. Read the difference.");
		compare(&w, &g);
		golden_case(&g, !strstr(w.page.p, "<script>"), "nothing hostile gets through",
			"a script");
		status = golden_end(&g);
	}
	buf_done(&w.page);
	arena_free(w.a);
	return status;
}
