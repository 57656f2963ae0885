#include "figure/figure_tile.h"

#include "core/tree_life.h"
#include "figure/figure_show.h"

enum { POINTS = 5, QUARTER = 3, YEAR = 12 };

enum err figure_board_start(struct ctx *cx, struct doc *d, int64_t org, struct figure_board *ret)
{
	const struct org_life *life;

	*ret = (struct figure_board){.cx = cx, .d = d, .org = org};
	TRY(lives_get(lives_new(cx, NULL), org, &life));
	ret->register_on = life->opened > life->first ? life->register_on : life->first;
	ret->first = life->first;
	TRY(figure_sum_open(cx, &(struct figure_ask){.org = org}, &ret->sum));
	return target_running(cx, org, cx->day, &ret->targets);
}

/* The question as its own page asks it: the page must say the same number. */
static enum err board_ask(struct figure_board *b, const struct figure *f, struct figure_in *in,
	struct figure_ask *ret)
{
	*in = (struct figure_in){.reach = "below"};
	TRY(figure_ask_read(b->cx, f, in, ret));
	ret->org = b->org;
	ret->own = f->own;
	ret->sum = &b->sum;
	*in = (struct figure_in){.org = arena_printf(b->cx->a, "%lld", (long long)b->org)};
	return ERR_OK;
}

/* The same `months` earlier. */
static struct figure_ask ask_before(const struct figure_ask *ask, int months)
{
	bool month_end = day_last(ask->day / 100 * 100) == ask->day;
	struct figure_ask one = *ask;

	one.from = day_add_months(ask->from, -months);
	one.day = day_add_months(ask->day, -months);
	if (month_end)
		one.day = day_last(one.day / 100 * 100);
	if (ask->from == ask->day)
		one.from = one.day;
	one.to = one.day;
	return one;
}

static enum doc_known known_at(const struct figure_board *b, const struct figure_ask *ask)
{
	if (ask->day < b->first)
		return DOC_MISSING;
	if (ask->figure->class != FIGURE_PEOPLE)
		return DOC_RECORDED;
	return (figure_is_span(ask->figure) ? ask->from : ask->day) < b->register_on ? DOC_ASSUMED
										     : DOC_RECORDED;
}

static const char *label_of(struct figure_board *b, const struct figure_ask *ask)
{
	if (!figure_is_span(ask->figure))
		return cx_day(b->cx, ask->day);
	return doc_say(
		b->d, M_FIGURE_SPAN, cx_day(b->cx, ask->from), cx_day(b->cx, ask->day), NULL);
}

/* From the oldest to the newest; answers beside them. */
static enum err read_points(struct figure_board *b, const struct figure_ask *ask, int n,
	struct doc_point *p, struct figure_answer *answers)
{
	int step = figure_is_span(ask->figure) || n < POINTS ? YEAR : QUARTER;
	struct figure_ask asks[POINTS];

	for (int i = 0; i < n; i++)
		asks[i] = i + 1 < n ? ask_before(ask, step * (n - 1 - i)) : *ask;
	TRY(figure_answers(b->cx, asks, (size_t)n, answers));
	for (int i = 0; i < n; i++)
		p[i] = (struct doc_point){.label = label_of(b, &asks[i]),
			.value = answers[i].value,
			.known = known_at(b, &asks[i])};
	return ERR_OK;
}

static const struct doc_chart *trend_of(
	struct figure_board *b, const struct figure_ask *ask, struct doc_point *p)
{
	struct doc_chart *c = arena_new_of(b->cx->a, struct doc_chart);

	*c = (struct doc_chart){.kind = figure_is_span(ask->figure) ? DOC_COLUMNS : DOC_LINE,
		.points = {p, POINTS, sizeof(*p)}};
	return c;
}

/* "Tăng 28 (1,3%) so với một năm trước." */
static const char *moved(struct show *s)
{
	static const enum msg said[] = {M_FIGURE_TILE_LESS, M_FIGURE_TILE_SAME, M_FIGURE_TILE_MORE};
	struct ratio by = figure_change(&s->value, &s->before);

	if (s->value.rate && !by.base)
		return NULL;
	return doc_say(
		s->d, said[(by.value > 0) - (by.value < 0) + 1], figure_change_text(s, by), NULL);
}

enum err figure_tile(struct figure_board *b, const struct figure *f)
{
	bool rate = figure_is_rate(f);
	int n = rate ? 2 : POINTS, year = rate || !figure_is_span(f) ? 0 : POINTS - 2;
	struct doc_point *p = arena_array(b->cx->a, POINTS, sizeof(*p));
	struct figure_answer answers[POINTS];
	struct figure_in in;
	struct show s = {.cx = b->cx, .d = b->d, .in = &in, .plain = b->plain};
	struct doc_figure fig;
	struct doc_part *part;

	TRY(board_ask(b, f, &in, &s.ask));
	TRY(read_points(b, &s.ask, n, p, answers));
	s.value = answers[n - 1];
	s.before = answers[year];
	fig = (struct doc_figure){.code = f->code,
		.value = figure_text(b->cx, &s.value),
		.unit = rate ? NULL : doc_say(b->d, f->unit, figure_text(b->cx, &s.value), NULL),
		.base = figure_base_text(b->cx, f, &s.value),
		.href = figure_href(&s, &in, ""),
		.change = p[year].known == DOC_MISSING ? NULL : moved(&s),
		.trend = rate ? NULL : trend_of(b, &s.ask, p)};
	figure_aim(&s, target_among(b->targets, &s.ask, b->org, true), &fig);
	part = doc_figure(b->d, f->code, fig);
	part->title = figure_is_span(f) ? doc_say(b->d, M_FIGURE_TILE_SO_FAR,
						  msg_text(b->cx->say.lang, f->title), NULL)
					: msg_text(b->cx->say.lang, f->title);
	return ERR_OK;
}

enum err figure_children(struct figure_board *b, const struct figure *f, struct doc_part **ret)
{
	struct figure_in in;
	struct show s = {.cx = b->cx, .d = b->d, .in = &in, .open = true};

	TRY(board_ask(b, f, &in, &s.ask));
	s.value.rate = figure_is_rate(f);
	return figure_draw_children(&s, ret);
}
