/*
 * chart.h: pictures of numbers: where everything stands; how it looks is ui/chart.html and app.css.
 *
 * Two kinds of picture. Over time: a plot with columns or a line. By category: bars below each
 * other, each an own small picture beside words that are text, so that long names wrap, lead to
 * their page and are read aloud like any list.
 *
 *	plot = chart_plot(sp, a, "trend", c);
 *	rows = chart_bars(sp, a, "rows", c, 0, 15);
 *
 * Lengths across are per cent of the width and lengths down are em, so that one picture serves the
 * desk, the telephone and paper, and grows with the size of the text; only words that would run
 * into each other on a narrow sheet are marked "spare" and left out there. What is certain,
 * inferred and missing differs in shape: full, hatched or dashed, a dotted frame.
 *
 * Everything lives in the arena. Nothing fails: values are cut to what can be drawn.
 */
#ifndef GUONG_VIEW_CHART_H
#define GUONG_VIEW_CHART_H

#include "view/page.h"

/* Parts of a bar that can be told apart in one ink; what comes after is put together. */
enum { CHART_PARTS = 6 };

/* From `low` to `high`, a number at each `step`; all are round. `cut`: zero is not on it. */
struct chart_axis {
	int64_t low, high, step;
	bool cut;
};

/* `zero`: the axis must have it, as columns and bars do. */
struct chart_axis chart_axis_make(int64_t least, int64_t most, bool zero);
/* What all that is drawn lies between. */
void chart_reach(const struct doc_chart *c, int64_t *ret_least, int64_t *ret_most);

/* A value of it in words: "2.128", "62,5%". */
const char *chart_number(
	const struct speech *sp, struct arena *a, const struct doc_chart *c, int64_t v);
/* The part at `i`, where the last one that is drawn holds all the rest. */
int64_t chart_part(const struct doc_chart *c, const struct doc_point *p, size_t i);
/* How many parts are drawn. */
size_t chart_parts(const struct doc_chart *c);
/* The pattern that a fill names. */
const char *chart_fill(struct arena *a, const char *id, const char *pattern);

/* NULL if there is nothing to draw. */
const struct page_plot *chart_plot(
	const struct speech *sp, struct arena *a, const char *id, const struct doc_chart *c);
/* The same without words, as high as a line of text. */
const struct page_plot *chart_small(struct arena *a, const struct doc_chart *c);
/* Bars (struct page_bar) from point `from` to before `to`. */
struct list chart_bars(const struct speech *sp, struct arena *a, const char *id,
	const struct doc_chart *c, size_t from, size_t to);
/*
 * All from `from` on as one row: their sum if they have one. The others are compared with each
 * other, so this bar may be longer than the picture: then it is broken near its end.
 */
struct page_bar chart_rest(const struct speech *sp, struct arena *a, const char *id,
	const struct doc_chart *c, size_t from);
/* One bar against a mark. */
const struct page_bar *chart_meter(struct arena *a, int64_t value, int64_t target);

/* Hundredths as an attribute: percent 1250 is "12.5%"; down 325 is "3.25em". */
const char *chart_percent(struct arena *a, int64_t hundredths);
const char *chart_down(struct arena *a, int64_t hundredths);

#endif
