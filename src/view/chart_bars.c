/*
 * chart_bars.c: bars below each other; see chart.h.
 */
#include "base/text.h"
#include "view/chart.h"

#include <inttypes.h>

enum { WHOLE = 10000, LEAST = 40, WORD_LEAST = 1100, WORD_MOST = 5, SINK = 90, BROKEN = 9400 };

/* What all bars of a list are measured by. */
struct scale {
	int64_t low, high;
};

static struct scale scale_of(const struct doc_chart *c)
{
	struct scale s;

	chart_reach(c, &s.low, &s.high);
	s.low = s.low < 0 ? s.low : 0;
	s.high = s.high > 0 ? s.high : 0;
	return s;
}

/* Where a value is, in hundredths of a per cent of the width. */
static int64_t place(const struct scale *s, int64_t v)
{
	int64_t span = s->high - s->low, part;

	v = v < s->low ? s->low : v > s->high ? s->high : v;
	part = v - s->low;
	while (span > INT64_C(1) << 40) {
		span >>= 1;
		part >>= 1;
	}
	return span ? (part * WHOLE + span / 2) / span : 0;
}

size_t chart_parts(const struct doc_chart *c)
{
	return c->part_count < CHART_PARTS ? c->part_count : CHART_PARTS;
}

int64_t chart_part(const struct doc_chart *c, const struct doc_point *p, size_t i)
{
	int64_t n = p->parts[i];

	if (i + 1 == CHART_PARTS)
		for (size_t k = CHART_PARTS; k < c->part_count; k++)
			n += p->parts[k];
	return n;
}

static void put(
	struct arena *a, struct page_bar *bar, struct page_rect rect, int64_t x1, int64_t x2)
{
	struct page_rect *rects = (struct page_rect *)bar->rects.rows;

	rect.x = chart_percent(a, x1);
	rect.width = chart_percent(a, x2 - x1);
	rects[bar->rects.n++] = rect;
}

static void mark(struct arena *a, struct page_bar *bar, const char *tone, int64_t x)
{
	struct page_stroke *strokes = (struct page_stroke *)bar->strokes.rows;
	const char *at = chart_percent(a, x);

	strokes[bar->strokes.n++] = (struct page_stroke){tone, at, "0", at, "100%"};
}

static struct page_bar bar_new(struct arena *a, size_t parts)
{
	enum { MARKS = 4 };

	return (struct page_bar){.rects = {arena_array(a, parts + 1, sizeof(struct page_rect)), 0,
					 sizeof(struct page_rect)},
		.strokes = {arena_array(a, MARKS, sizeof(struct page_stroke)), 0,
			sizeof(struct page_stroke)},
		.words = {arena_array(a, parts + 1, sizeof(struct page_word)), 0,
			sizeof(struct page_word)}};
}

static void draw_value(struct arena *a, const char *id, const struct scale *s,
	const struct doc_point *p, struct page_bar *bar)
{
	int64_t zero = place(s, 0), at = place(s, p->value);
	int64_t from = at < zero ? at : zero, to = at < zero ? zero : at;
	bool sure = p->known == DOC_RECORDED;

	if (p->value && to - from < LEAST) {
		to = p->value > 0 ? from + LEAST : to;
		from = p->value > 0 ? from : to - LEAST;
	}
	if (p->value)
		put(a, bar,
			(struct page_rect){.tone = sure ? "now" : "assumed",
				.fill = sure ? NULL : chart_fill(a, id, "hatch")},
			from, to);
}

static void draw_part(const struct speech *sp, struct arena *a, const char *id, size_t i, int64_t n,
	int64_t from, int64_t to, struct page_bar *bar)
{
	struct page_word *words = (struct page_word *)bar->words.rows;
	const char *text = number_text(a, sp->lang, n);
	const char *tone = arena_printf(a, "p%zu", i + 1);

	put(a, bar, (struct page_rect){.tone = tone, .fill = chart_fill(a, id, tone)}, from, to);
	if (to - from >= WORD_LEAST && text_length(text) <= WORD_MOST)
		words[bar->words.n++] = (struct page_word){arena_printf(a, "on %s", tone),
			chart_percent(a, (from + to) / 2), chart_down(a, SINK), text};
}

static void draw_stack(const struct speech *sp, struct arena *a, const char *id,
	const struct doc_chart *c, const struct scale *s, const struct doc_point *p,
	struct page_bar *bar)
{
	const char *said = "";
	int64_t sum = 0;

	for (size_t i = 0; i < chart_parts(c); i++) {
		int64_t n = chart_part(c, p, i);
		if (n <= 0)
			continue;
		draw_part(sp, a, id, i, n, place(s, sum), place(s, sum + n), bar);
		sum += n;
		said = arena_printf(a, "%s%s%s %s", said, *said ? ", " : "",
			i + 1 == CHART_PARTS && c->part_count > CHART_PARTS
				? msg_text(sp->lang, M_CHART_OTHER)
				: c->parts[i],
			number_text(a, sp->lang, n));
	}
	bar->said = said;
}

static int64_t sum_of(const struct doc_chart *c, size_t from)
{
	const struct doc_point *p = c->points.rows;
	int64_t sum = 0;

	for (size_t i = from; i < c->points.n; i++)
		if (p[i].known != DOC_MISSING && __builtin_add_overflow(sum, p[i].value, &sum))
			return 0;
	return sum;
}

static struct page_bar bar_of(const struct speech *sp, struct arena *a, const char *id,
	const struct doc_chart *c, const struct scale *s, const struct doc_point *p)
{
	struct page_bar bar = bar_new(a, c->part_count);
	int64_t all = c->sums && !c->share ? sum_of(c, 0) : 0;

	bar.label = p->label;
	bar.href = p->href;
	if (s->low < 0)
		mark(a, &bar, "zero", place(s, 0));
	if (p->known == DOC_MISSING) {
		bar.value = msg_text(sp->lang, M_CHART_MISSING);
		return bar;
	}
	bar.value = chart_number(sp, a, c, p->value);
	if (all > 0 && p->value >= 0)
		bar.share = percent_text(a, sp->lang, p->value, all);
	if (c->kind == DOC_STACKS)
		draw_stack(sp, a, id, c, s, p, &bar);
	else
		draw_value(a, id, s, p, &bar);
	if (c->earlier && p->earlier_known != DOC_MISSING)
		mark(a, &bar, "earlier", place(s, p->earlier));
	if (c->aim)
		mark(a, &bar, "target", place(s, c->target));
	if (c->aims && p->aimed)
		mark(a, &bar, "target", place(s, p->target));
	return bar;
}

struct list chart_bars(const struct speech *sp, struct arena *a, const char *id,
	const struct doc_chart *c, size_t from, size_t to)
{
	struct page_bar *rows = arena_array(a, to - from, sizeof(*rows));
	const struct doc_point *p = c->points.rows;
	struct scale s = scale_of(c);

	for (size_t i = from; i < to; i++)
		rows[i - from] = bar_of(sp, a, id, c, &s, &p[i]);
	return (struct list){rows, to - from, sizeof(*rows)};
}

/* The points from `from` on as one: as sure as the least sure of them. */
static struct doc_point sum_point(struct arena *a, const struct doc_chart *c, size_t from)
{
	int64_t *parts = arena_array(a, c->part_count + 1, sizeof(*parts));
	const struct doc_point *p = c->points.rows;
	struct doc_point ret = {.value = sum_of(c, from), .known = DOC_RECORDED, .parts = parts};

	for (size_t i = from; i < c->points.n; i++) {
		if (p[i].known == DOC_ASSUMED)
			ret.known = DOC_ASSUMED;
		for (size_t k = 0; p[i].parts && k < c->part_count; k++)
			parts[k] += p[i].parts[k];
	}
	return ret;
}

struct page_bar chart_rest(const struct speech *sp, struct arena *a, const char *id,
	const struct doc_chart *c, size_t from)
{
	const char *n = number_text(a, sp->lang, (int64_t)(c->points.n - from));
	struct page_bar bar = bar_new(a, c->part_count);
	struct scale s = scale_of(c);
	struct doc_point rest;
	int64_t all;

	bar.label = msg_say(a, sp->lang, M_CHART_OTHERS, n);
	if (!c->sums)
		return bar;
	all = sum_of(c, 0);
	rest = sum_point(a, c, from);
	bar.value = chart_number(sp, a, c, rest.value);
	if (all > 0 && !c->share)
		bar.share = percent_text(a, sp->lang, rest.value, all);
	if (c->kind == DOC_STACKS)
		draw_stack(sp, a, id, c, &s, &rest, &bar);
	else
		draw_value(a, id, &s, &rest, &bar);
	if (rest.value > s.high)
		mark(a, &bar, "broken", BROKEN);
	return bar;
}

const struct page_bar *chart_meter(struct arena *a, int64_t value, int64_t target)
{
	struct page_bar *bar = arena_new_of(a, struct page_bar);
	struct scale s = {0, value > target ? value : target};

	*bar = bar_new(a, 1);
	if (target <= 0 || value < 0)
		return NULL;
	if (value)
		put(a, bar, (struct page_rect){.tone = "now"}, 0, place(&s, value));
	mark(a, bar, "target", place(&s, target));
	return bar;
}
