#include "view/chart.h"

#include "base/buf.h"
#include "base/text.h"

#include <inttypes.h>

/*
 * Heights of a plot in hundredths of em. A sheet as narrow as a telephone of 320 points holds 30
 * letters beside each other, one from 36 em on 76 (app.css, .plot).
 */
enum {
	TOP = 170,
	FIELD = 1100,
	TICKS = 160,
	ERAS = 140,
	RISE = 50,
	SINK = 35,
	SMALL = 220,
	STEPS = 5,
	BOX = 1000,
	NARROW = 30,
	WIDE = 76,
	DOTS_MOST = 40,
	CROWD = 20,
	POINT_TEXT = 24
};

/* Past it sums of differences would leave the numbers. */
static const int64_t drawn_most = INT64_C(1) << 50;

static int64_t held(int64_t v)
{
	return v > drawn_most ? drawn_most : v < -drawn_most ? -drawn_most : v;
}

/* 1, 2 or 5 times a power of ten, at least `least`. */
static int64_t round_step(int64_t least)
{
	int64_t ten = 1;

	while (ten * 10 < least)
		ten *= 10;
	if (least <= ten)
		return ten;
	return least <= 2 * ten ? 2 * ten : least <= 5 * ten ? 5 * ten : 10 * ten;
}

static int64_t down_to(int64_t v, int64_t step)
{
	int64_t rest = v % step;

	return v - rest - (rest < 0 ? step : 0);
}

struct chart_axis chart_axis_make(int64_t least, int64_t most, bool zero)
{
	enum { CALM = 20 }; /* a line that hardly moves must not look as if it did */
	struct chart_axis x = {0};
	int64_t room;

	least = held(least);
	most = held(most);
	if (zero || (least >= 0 && (least <= most / 2 || least == most)))
		least = least < 0 ? least : 0;
	if (zero || most <= 0)
		most = most > 0 ? most : 0;
	room = most / CALM - (most - least);
	if (least > 0 && room > 0) {
		least -= room / 2;
		most += room - room / 2;
	}
	x.step = round_step((most - least + STEPS - 1) / STEPS);
	x.low = down_to(least, x.step);
	x.high = -down_to(-most, x.step);
	if (x.high == x.low)
		x.high += x.step;
	x.cut = x.low > 0;
	return x;
}

static void reach(int64_t v, bool *any, int64_t *least, int64_t *most)
{
	v = held(v);
	*least = !*any || v < *least ? v : *least;
	*most = !*any || v > *most ? v : *most;
	*any = true;
}

void chart_reach(const struct doc_chart *c, int64_t *ret_least, int64_t *ret_most)
{
	const struct doc_point *p = c->points.rows;
	bool any = false;

	*ret_least = *ret_most = 0;
	for (size_t i = 0; i < c->points.n; i++) {
		if (p[i].known != DOC_MISSING)
			reach(p[i].value, &any, ret_least, ret_most);
		if (c->earlier && p[i].earlier_known != DOC_MISSING)
			reach(p[i].earlier, &any, ret_least, ret_most);
		if (c->aims && p[i].aimed)
			reach(p[i].target, &any, ret_least, ret_most);
	}
	if (c->aim)
		reach(c->target, &any, ret_least, ret_most);
}

const char *chart_number(
	const struct speech *sp, struct arena *a, const struct doc_chart *c, int64_t v)
{
	if (c->share)
		return percent_text(a, sp->lang, v, 1000);
	return number_text(a, sp->lang, v);
}

const char *chart_fill(struct arena *a, const char *id, const char *pattern)
{
	return arena_printf(a, "url(#%s-%s)", id, pattern);
}

static const char *hundredths_text(struct arena *a, int64_t v, const char *unit)
{
	int64_t whole = v < 0 ? -v : v;
	const char *minus = v < 0 ? "-" : "";

	if (whole % 100 == 0)
		return arena_printf(a, "%s%" PRId64 "%s", minus, whole / 100, unit);
	if (whole % 10 == 0)
		return arena_printf(a, "%s%" PRId64 ".%" PRId64 "%s", minus, whole / 100,
			whole % 100 / 10, unit);
	return arena_printf(
		a, "%s%" PRId64 ".%02" PRId64 "%s", minus, whole / 100, whole % 100, unit);
}

const char *chart_percent(struct arena *a, int64_t hundredths)
{
	return hundredths_text(a, hundredths, "%");
}

const char *chart_down(struct arena *a, int64_t hundredths)
{
	return hundredths_text(a, hundredths, "em");
}

/* ---- a plot under way ---- */

struct plot {
	const struct speech *sp;
	struct arena *a;
	const char *id;
	const struct doc_chart *c;
	const struct doc_point *points;
	size_t n;
	struct chart_axis axis;
	struct page_rect *rects;
	struct page_stroke *strokes, *marks;
	struct page_run *runs;
	struct page_dot *dots;
	struct page_word *words;
	size_t rect_n, stroke_n, mark_n, run_n, dot_n, word_n;
};

/* `whole` in parts of the axis, from its top. */
static int64_t depth(const struct plot *w, int64_t v, int64_t whole)
{
	int64_t span = w->axis.high - w->axis.low;
	int64_t part = w->axis.high - held(v);

	/* of large numbers the last digits are not to be seen */
	while (span > INT64_C(1) << 40) {
		span >>= 1;
		part >>= 1;
	}
	return span > 0 ? (part * whole + span / 2) / span : 0;
}

static int64_t level(const struct plot *w, int64_t v)
{
	return TOP + depth(w, v, FIELD);
}

/* The middle of a slot, in parts of `whole`. */
static int64_t middle(const struct plot *w, size_t i, int64_t whole)
{
	return ((int64_t)i * 2 + 1) * whole / ((int64_t)w->n * 2);
}

static const char *middle_text(struct plot *w, size_t i)
{
	return chart_percent(w->a, middle(w, i, 10000));
}

static void put_rect(
	struct plot *w, const char *tone, const char *fill, size_t i, int64_t y, int64_t height)
{
	int64_t slot = 10000 / (int64_t)w->n, from = (int64_t)i * 10000 / (int64_t)w->n;

	w->rects[w->rect_n++] = (struct page_rect){.tone = tone,
		.fill = fill,
		.x = chart_percent(w->a, from + slot * 15 / 100),
		.y = chart_down(w->a, y),
		.width = chart_percent(w->a, slot * 70 / 100),
		.height = chart_down(w->a, height)};
}

static void put_stroke(struct plot *w, const char *tone, int64_t x1, int64_t x2, int64_t y)
{
	const char *at = chart_down(w->a, y);

	w->strokes[w->stroke_n++] = (struct page_stroke){
		tone, chart_percent(w->a, x1), at, chart_percent(w->a, x2), at};
}

/* Over the columns. */
static void put_mark(struct plot *w, const char *tone, int64_t x1, int64_t x2, int64_t y)
{
	const char *at = chart_down(w->a, y);

	w->marks[w->mark_n++] = (struct page_stroke){
		tone, chart_percent(w->a, x1), at, chart_percent(w->a, x2), at};
}

static void put_word(struct plot *w, const char *tone, const char *x, int64_t y, const char *text)
{
	w->words[w->word_n++] = (struct page_word){tone, x, chart_down(w->a, y), text};
}

/* ---- the axes ---- */

/* Of shares no decimals where none is needed. */
static const char *axis_number(struct plot *w, int64_t v)
{
	if (w->c->share && w->axis.step % 10 == 0)
		return arena_printf(w->a, "%s%%", number_text(w->a, w->sp->lang, v / 10));
	return chart_number(w->sp, w->a, w->c, v);
}

static void draw_levels(struct plot *w)
{
	for (int64_t v = w->axis.low; v <= w->axis.high; v += w->axis.step) {
		put_stroke(w, v ? "level" : "zero", 0, 10000, level(w, v));
		put_word(w, "y", "-0.6em", level(w, v) + SINK, axis_number(w, v));
	}
}

/* So many of such a length stand beside each other; half a letter between them. */
static bool fits(size_t n, size_t length, size_t room)
{
	return n * (2 * length + 1) <= 2 * room;
}

static size_t every(size_t n, size_t length, size_t room)
{
	static const size_t steps[] = {1, 2, 3, 4, 6, 12, 24, 60, 120};
	size_t i = 0;

	while (i + 1 < sizeof(steps) / sizeof(*steps) &&
		!fits((n + steps[i] - 1) / steps[i], length, room))
		i++;
	return steps[i];
}

static size_t longest_tick(const struct plot *w)
{
	size_t most = 1;

	for (size_t i = 0; i < w->n; i++) {
		size_t n = w->points[i].tick ? text_length(w->points[i].tick) : 0;
		most = n > most ? n : most;
	}
	return most;
}

static void draw_ticks(struct plot *w)
{
	size_t length = longest_tick(w);
	size_t narrow = every(w->n, length, NARROW), wide = every(w->n, length, WIDE);

	for (size_t i = 0; i < w->n; i++) {
		if (!w->points[i].tick || i % wide)
			continue;
		put_word(w, i % narrow ? "x spare" : "x", middle_text(w, i), TOP + FIELD + TICKS,
			w->points[i].tick);
	}
}

static bool begins_era(const struct plot *w, size_t i)
{
	return w->points[i].era && (i == 0 || !text_eq(w->points[i].era, w->points[i - 1].era));
}

static void draw_eras(struct plot *w)
{
	size_t eras = 0, seen = 0, narrow, wide;

	for (size_t i = 0; i < w->n; i++)
		eras += begins_era(w, i);
	narrow = every(eras, 4, NARROW);
	wide = every(eras, 4, WIDE);
	for (size_t i = 0; i < w->n; i++) {
		if (!begins_era(w, i) || seen++ % wide)
			continue;
		put_word(w, (seen - 1) % narrow ? "era spare" : "era",
			chart_percent(w->a, (int64_t)i * 10000 / (int64_t)w->n),
			TOP + FIELD + TICKS + ERAS, w->points[i].era);
	}
}

static void draw_target(struct plot *w)
{
	if (w->c->aim)
		put_mark(w, "target", 0, 10000, level(w, w->c->target));
}

/* ---- the values ---- */

static void draw_gap(struct plot *w, size_t i)
{
	put_rect(w, "gap", NULL, i, TOP, FIELD);
}

static void draw_column(struct plot *w, size_t i)
{
	const struct doc_point *p = &w->points[i];
	int64_t base = level(w, 0), at = level(w, p->value);
	bool sure = p->known == DOC_RECORDED;

	put_rect(w, sure ? "now" : "assumed", sure ? NULL : chart_fill(w->a, w->id, "hatch"), i,
		at < base ? at : base, at < base ? base - at : at - base);
}

static void draw_columns(struct plot *w)
{
	int64_t slot = 10000 / (int64_t)w->n;

	for (size_t i = 0; i < w->n; i++) {
		int64_t from = (int64_t)i * 10000 / (int64_t)w->n;
		if (w->points[i].known == DOC_MISSING)
			draw_gap(w, i);
		else
			draw_column(w, i);
		if (w->c->earlier && w->points[i].earlier_known != DOC_MISSING)
			put_mark(w, "earlier", from + slot * 5 / 100, from + slot * 95 / 100,
				level(w, w->points[i].earlier));
	}
}

static void run_point(struct plot *w, struct buf *b, size_t i, int64_t v)
{
	buf_printf(
		b, "%s%" PRId64 ",%" PRId64, b->n ? " " : "", middle(w, i, BOX), depth(w, v, BOX));
}

static void run_end(struct plot *w, struct buf *b, const char *tone)
{
	if (memchr(b->p, ' ', b->n))
		w->runs[w->run_n++] = (struct page_run){tone, arena_strndup(w->a, b->p, b->n)};
	buf_reset(b);
}

/* What leads from a point to the next one: nothing, if either is missing. */
static const char *way_between(const struct doc_point *p)
{
	if (p[0].known == DOC_MISSING || p[1].known == DOC_MISSING)
		return NULL;
	return p[0].known == DOC_ASSUMED || p[1].known == DOC_ASSUMED ? "assumed" : "now";
}

static void draw_line(struct plot *w)
{
	struct buf b;

	buf_init(&b, w->n * POINT_TEXT + POINT_TEXT);
	for (size_t i = 0; i + 1 < w->n; i++) {
		const char *way = way_between(&w->points[i]);
		const char *next = i + 2 < w->n ? way_between(&w->points[i + 1]) : NULL;
		if (!way)
			continue;
		if (!b.n)
			run_point(w, &b, i, w->points[i].value);
		run_point(w, &b, i + 1, w->points[i + 1].value);
		if (way != next)
			run_end(w, &b, way);
	}
	buf_done(&b);
}

static void draw_earlier_line(struct plot *w)
{
	struct buf b;

	if (!w->c->earlier)
		return;
	buf_init(&b, w->n * POINT_TEXT + POINT_TEXT);
	for (size_t i = 0; i < w->n; i++)
		if (w->points[i].earlier_known != DOC_MISSING)
			run_point(w, &b, i, w->points[i].earlier);
		else if (b.n)
			run_end(w, &b, "earlier");
	if (b.n)
		run_end(w, &b, "earlier");
	buf_done(&b);
}

static bool is_alone(const struct plot *w, size_t i)
{
	return !(i && way_between(&w->points[i - 1])) &&
	       !(i + 1 < w->n && way_between(&w->points[i]));
}

static void draw_dots(struct plot *w)
{
	for (size_t i = 0; i < w->n; i++) {
		if (w->points[i].known == DOC_MISSING) {
			draw_gap(w, i);
			continue;
		}
		if (w->n > DOTS_MOST && i + 1 < w->n && !is_alone(w, i))
			continue;
		w->dots[w->dot_n++] =
			(struct page_dot){w->points[i].known == DOC_ASSUMED ? "assumed" : "now",
				middle_text(w, i), chart_down(w->a, level(w, w->points[i].value))};
	}
}

/* ---- the values in words ---- */

static size_t longest_value(struct plot *w)
{
	size_t most = 1;

	for (size_t i = 0; i < w->n; i++) {
		size_t n = text_length(chart_number(w->sp, w->a, w->c, w->points[i].value));
		most = n > most ? n : most;
	}
	return most;
}

/* All of them where there is room; otherwise the last one. */
static void draw_values(struct plot *w)
{
	size_t length = longest_value(w), last = w->n;
	bool wide = fits(w->n, length, WIDE), narrow = fits(w->n, length, NARROW);

	while (last && w->points[last - 1].known == DOC_MISSING)
		last--;
	for (size_t i = 0; i < w->n; i++) {
		const struct doc_point *p = &w->points[i];
		const char *tone;
		int64_t at = level(w, p->value), base = level(w, w->axis.cut ? w->axis.low : 0);
		if (p->known == DOC_MISSING || (!wide && i + 1 != last))
			continue;
		tone = i + 1 != last ? (narrow ? "v" : "v spare") : w->n > CROWD ? "v end" : "v";
		put_word(w, tone, middle_text(w, i),
			p->value < 0 && at >= base ? at + 2 * RISE + SINK : at - RISE,
			chart_number(w->sp, w->a, w->c, p->value));
	}
}

/* ---- together ---- */

static struct plot *plot_new(
	const struct speech *sp, struct arena *a, const char *id, const struct doc_chart *c)
{
	enum { AXES = 32 };
	struct plot *w = arena_new_of(a, struct plot);
	size_t n = c->points.n;
	int64_t least, most;

	*w = (struct plot){.sp = sp, .a = a, .id = id, .c = c, .points = c->points.rows, .n = n};
	w->rects = arena_array(a, n, sizeof(*w->rects));
	w->strokes = arena_array(a, AXES, sizeof(*w->strokes));
	w->marks = arena_array(a, n + 1, sizeof(*w->marks));
	w->runs = arena_array(a, n * 2 + 1, sizeof(*w->runs));
	w->dots = arena_array(a, n, sizeof(*w->dots));
	w->words = arena_array(a, n * 3 + AXES, sizeof(*w->words));
	chart_reach(c, &least, &most);
	w->axis = chart_axis_make(least, most, c->kind != DOC_LINE);
	return w;
}

#define LIST_OF(p, n)                                                                              \
	(struct list)                                                                              \
	{                                                                                          \
		p, n, sizeof(*(p))                                                                 \
	}

static struct page_plot *plot_done(struct plot *w, int64_t height, int64_t top, int64_t field)
{
	struct page_plot *ret = arena_new_of(w->a, struct page_plot);

	*ret = (struct page_plot){.height = chart_down(w->a, height),
		.top = chart_down(w->a, top),
		.field = chart_down(w->a, field),
		.rects = LIST_OF(w->rects, w->rect_n),
		.strokes = LIST_OF(w->strokes, w->stroke_n),
		.marks = LIST_OF(w->marks, w->mark_n),
		.runs = LIST_OF(w->runs, w->run_n),
		.dots = LIST_OF(w->dots, w->dot_n),
		.words = LIST_OF(w->words, w->word_n)};
	return ret;
}

/* "g4": the numbers of the axis have four letters. */
static const char *gutter_of(struct plot *w)
{
	enum { LEAST = 2, MOST = 9 };
	size_t low = text_length(axis_number(w, w->axis.low));
	size_t n = text_length(axis_number(w, w->axis.high));

	n = low > n ? low : n;
	n = n < LEAST ? LEAST : n > MOST ? MOST : n;
	return arena_printf(w->a, "g%zu", n);
}

const struct page_plot *chart_plot(
	const struct speech *sp, struct arena *a, const char *id, const struct doc_chart *c)
{
	struct plot *w = plot_new(sp, a, id, c);
	struct page_plot *ret;
	bool eras = false;

	if (!w->n)
		return NULL;
	draw_levels(w);
	if (c->kind == DOC_LINE) {
		draw_earlier_line(w);
		draw_line(w);
		draw_dots(w);
	} else {
		draw_columns(w);
	}
	draw_target(w);
	draw_ticks(w);
	draw_eras(w);
	draw_values(w);
	for (size_t i = 0; i < w->n; i++)
		eras = eras || w->points[i].era;
	ret = plot_done(w, TOP + FIELD + TICKS + (eras ? ERAS : 0) + SINK, TOP, FIELD);
	ret->gutter = gutter_of(w);
	return ret;
}

const struct page_plot *chart_small(struct arena *a, const struct doc_chart *c)
{
	struct plot *w = plot_new(NULL, a, "", c);
	size_t last = w->n;

	while (last && w->points[last - 1].known == DOC_MISSING)
		last--;
	if (last < 2)
		return NULL;
	if (c->kind == DOC_LINE) {
		draw_line(w);
		w->dots[w->dot_n++] = (struct page_dot){"now", middle_text(w, last - 1),
			chart_down(a, 20 + depth(w, w->points[last - 1].value, SMALL - 40))};
		return plot_done(w, SMALL, 20, SMALL - 40);
	}
	put_stroke(w, "zero", 0, 10000, depth(w, 0, SMALL));
	for (size_t i = 0; i < w->n; i++) {
		int64_t base = depth(w, 0, SMALL), at = depth(w, w->points[i].value, SMALL);
		if (w->points[i].known != DOC_MISSING)
			put_rect(w, i + 1 == last ? "now last" : "now", NULL, i,
				at < base ? at : base, at < base ? base - at : at - base);
	}
	return plot_done(w, SMALL, 0, SMALL);
}
