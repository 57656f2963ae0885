/*
 * page_chart.c: a chart on its page: the picture, what its marks mean, what is to be seen in words,
 * and the table behind it.
 */
#include "view/chart.h"

static const struct page_key patterns[] = {{.tone = "hatch", .fill = "M-1 1l2-2M0 6l6-6M5 7l2-2"},
	{.tone = "p1", .fill = ""}, {.tone = "p2", .fill = "M-1 1l2-2M0 6l6-6M5 7l2-2"},
	{.tone = "p3", .fill = ""}, {.tone = "p4", .fill = "M1.5 1.5h.01M4.5 4.5h.01"},
	{.tone = "p5", .fill = "M0 3h6"}, {.tone = "p6", .fill = "M0 0l6 6M0 6l6-6"}};

enum { PATTERNS = sizeof(patterns) / sizeof(*patterns), KEYS = CHART_PARTS + 6 };

struct sheet {
	const struct speech *sp;
	struct arena *a;
	const struct doc_part *p;
	const struct doc_chart *c;
	struct page_chart *chart;
};

static bool has(const struct doc_chart *c, enum doc_known known)
{
	const struct doc_point *p = c->points.rows;

	for (size_t i = 0; i < c->points.n; i++)
		if (p[i].known == known)
			return true;
	return false;
}

static bool is_plot(const struct doc_chart *c)
{
	return c->kind == DOC_COLUMNS || c->kind == DOC_LINE;
}

/* Those that are drawn with: the hatch, or one for each part. */
static void fill_patterns(struct sheet *s)
{
	struct page_key *rows = arena_array(s->a, PATTERNS, sizeof(*rows));
	size_t from = has(s->c, DOC_ASSUMED) ? 0 : 1, n = 0;
	size_t to = s->c->kind == DOC_STACKS ? 1 + chart_parts(s->c) : 1;

	for (size_t i = from; i < to; i++) {
		rows[n] = patterns[i];
		rows[n++].label = arena_printf(s->a, "%s-%s", s->p->name, patterns[i].tone);
	}
	s->chart->patterns = (struct list){rows, n, sizeof(*rows)};
}

static void key_add(struct sheet *s, struct page_key key)
{
	struct page_key *rows = (struct page_key *)s->chart->keys.rows;

	rows[s->chart->keys.n++] = key;
}

static void fill_keys(struct sheet *s)
{
	const struct doc_chart *c = s->c;
	enum lang lang = s->sp->lang;
	bool line = c->kind == DOC_LINE;

	s->chart->keys = (struct list){
		arena_array(s->a, KEYS, sizeof(struct page_key)), 0, sizeof(struct page_key)};
	for (size_t i = 0; c->kind == DOC_STACKS && i < chart_parts(c); i++)
		key_add(s, (struct page_key){.tone = patterns[i + 1].tone,
				   .fill = chart_fill(s->a, s->p->name, patterns[i + 1].tone),
				   .label = i + 1 == CHART_PARTS && c->part_count > CHART_PARTS
						    ? msg_text(lang, M_CHART_OTHER)
						    : c->parts[i]});
	if (c->earlier)
		key_add(s, (struct page_key){.tone = "earlier", .label = c->earlier, .line = 1});
	if (c->aim)
		key_add(s, (struct page_key){.tone = "target",
				   .label = arena_printf(s->a, "%s %s", c->aim,
					   chart_number(s->sp, s->a, c, c->target)),
				   .line = 1});
	if (c->aims)
		key_add(s, (struct page_key){.tone = "target", .label = c->aims, .line = 1});
	if (has(c, DOC_ASSUMED))
		key_add(s, (struct page_key){.tone = "assumed",
				   .fill = line ? NULL : chart_fill(s->a, s->p->name, "hatch"),
				   .label = msg_text(lang, M_CHART_ASSUMED),
				   .line = line});
	if (has(c, DOC_MISSING) && is_plot(c))
		key_add(s,
			(struct page_key){.tone = "gap", .label = msg_text(lang, M_CHART_MISSING)});
}

static const char *value_at(struct sheet *s, const struct doc_point *p)
{
	return arena_printf(s->a, "%s (%s)", chart_number(s->sp, s->a, s->c, p->value), p->label);
}

/* First and last, highest and lowest: what an eye takes from the picture. */
static const char *said_of_plot(struct sheet *s)
{
	const struct doc_point *p = s->c->points.rows, *first = NULL, *last = NULL;
	const struct doc_point *high = NULL, *low = NULL;
	const char *args[4];

	for (size_t i = 0; i < s->c->points.n; i++) {
		if (p[i].known == DOC_MISSING)
			continue;
		first = first ? first : &p[i];
		last = &p[i];
		high = !high || p[i].value > high->value ? &p[i] : high;
		low = !low || p[i].value < low->value ? &p[i] : low;
	}
	if (!first)
		return msg_text(s->sp->lang, M_CHART_MISSING);
	args[0] = value_at(s, first);
	args[1] = value_at(s, last);
	args[2] = value_at(s, high);
	args[3] = value_at(s, low);
	if (first == last)
		return args[0];
	return msg_fill(s->a, s->sp->lang, M_CHART_SAID, args, 4);
}

static void fill_plot(struct sheet *s)
{
	struct chart_axis axis;
	int64_t least, most;

	s->chart->plot = chart_plot(s->sp, s->a, s->p->name, s->c);
	s->chart->said = said_of_plot(s);
	chart_reach(s->c, &least, &most);
	axis = chart_axis_make(least, most, s->c->kind != DOC_LINE);
	if (axis.cut)
		s->chart->remark = msg_say(
			s->a, s->sp->lang, M_CHART_CUT, chart_number(s->sp, s->a, s->c, axis.low));
}

static void fill_bars(struct sheet *s)
{
	struct page_bars *bars = arena_new_of(s->a, struct page_bars);
	const char *id = s->p->name;
	size_t n = s->c->points.n, most = s->c->most;
	struct page_bar *rows;

	/* two more are not worth a fold */
	if (!most || n <= most + 2)
		most = n;
	bars->rows = chart_bars(s->sp, s->a, id, s->c, 0, most);
	if (most < n) {
		rows = arena_array(s->a, most + 1, sizeof(*rows));
		memcpy(rows, bars->rows.rows, most * sizeof(*rows));
		rows[most] = chart_rest(s->sp, s->a, id, s->c, most);
		bars->rows = (struct list){rows, most + (s->c->sums ? 1 : 0), sizeof(*rows)};
		bars->others = chart_bars(s->sp, s->a, id, s->c, most, n);
		bars->fold = rows[most].label;
	}
	s->chart->bars = bars;
}

const struct page_chart *page_chart_build(
	const struct speech *sp, struct arena *a, const struct doc_part *p)
{
	struct page_chart *chart = arena_new_of(a, struct page_chart);
	struct sheet s = {sp, a, p, p->chart, chart};

	chart->id = p->name;
	chart->title = text_empty(p->title) ? msg_text(sp->lang, M_CHART_TITLE) : p->title;
	chart->title_id = arena_printf(a, "%s-title", p->name);
	chart->said_id = arena_printf(a, "%s-said", p->name);
	chart->table = page_table_build(sp, a, p);
	if (!p->chart->points.n)
		return chart;
	fill_patterns(&s);
	fill_keys(&s);
	if (is_plot(p->chart))
		fill_plot(&s);
	else
		fill_bars(&s);
	return chart;
}

const struct page_figure *page_figure_build(
	const struct speech *sp, struct arena *a, const struct doc_figure *from)
{
	struct page_figure *fig = arena_new_of(a, struct page_figure);
	struct sheet s = {.sp = sp, .a = a, .c = from->trend};
	char iso[DAY_TEXT];

	*fig = (struct page_figure){.value = from->value,
		.unit = from->unit,
		.day = day_text(a, sp->lang, from->day),
		.definition = from->definition,
		.base = from->base,
		.href = from->href,
		.change = from->change,
		.aim = from->aim};
	if (from->day)
		fig->iso = arena_strdup(a, day_print_iso(iso, from->day));
	if (from->aim)
		fig->meter = chart_meter(a, from->number, from->target);
	if (from->trend) {
		fig->trend = chart_small(a, from->trend);
		fig->trend_said = said_of_plot(&s);
	}
	return fig;
}
