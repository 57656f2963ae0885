/*
 * figure_ways.c: the ways to ask the same indicator otherwise that are one click away: its period,
 * what it is broken down by, what it is compared with. What it cannot do is not offered.
 */
#include "figure/figure_show.h"

enum { WAYS = BY_COUNT + 4 };

struct ways {
	struct show *s;
	struct doc_way *rows;
	size_t n;
};

static struct ways ways_new(struct show *s)
{
	return (struct ways){s, arena_array(s->cx->a, WAYS, sizeof(struct doc_way)), 0};
}

static void way_add(struct ways *w, const char *label, const struct figure_in *in, bool here)
{
	struct figure_in other = *in;

	other.records = 0;
	other.key = other.key_2 = NULL;
	w->rows[w->n++] = (struct doc_way){label, figure_href(w->s, &other, ""), here};
}

static void ways_done(struct ways *w, struct doc_part *p, enum msg label)
{
	doc_ways(w->s->d, p, label, (struct list){w->rows, w->n, sizeof(*w->rows)});
}

/* ---- periods ---- */

/*
 * The days that were asked for; of what happens the whole year of today if nobody named any, and
 * those of a state are none then but for its day.
 */
static struct period asked(const struct show *s)
{
	if (figure_is_year_so_far(s))
		return (struct period){
			day_year(s->ask.day) * 10000 + 101, day_year(s->ask.day) * 10000 + 1231};
	return (struct period){s->ask.from, s->ask.to};
}

static void period_add(struct ways *w, const char *label, const char *period)
{
	struct figure_in in = *w->s->in;
	struct period p = asked(w->s), way;

	in.period = period;
	way_add(w, label, &in,
		period_parse(str_of(period), &way) && way.from == p.from && way.to == p.to);
}

/* Of a state, whatever day the page is about. */
static void today_add(struct ways *w)
{
	struct ctx *cx = w->s->cx;
	day_t today = cx->say.today;
	struct figure_in in = *w->s->in;
	const char *query = cx->query;

	in.period = NULL;
	cx->query = "";
	way_add(w, msg_text(cx->say.lang, M_FIGURE_TODAY), &in,
		w->s->ask.from == today && w->s->ask.to == today);
	cx->query = query;
}

static void year_add(struct ways *w, int year)
{
	const char *key = arena_printf(w->s->cx->a, "%d", year);

	period_add(w, doc_say(w->s->d, M_FIGURE_YEAR, key, NULL), key);
}

static void quarter_add(struct ways *w, day_t d)
{
	static const char *const roman[] = {"I", "II", "III", "IV"};
	int quarter = (day_month(d) - 1) / 3;
	struct arena *a = w->s->cx->a;

	period_add(w,
		doc_say(w->s->d, M_FIGURE_QUARTER, roman[quarter],
			arena_printf(a, "%d", day_year(d)), NULL),
		arena_printf(a, "%d-Q%d", day_year(d), quarter + 1));
}

static void month_add(struct ways *w, day_t d)
{
	struct ctx *cx = w->s->cx;

	period_add(w, doc_say(w->s->d, M_FIGURE_MONTH, cx_day(cx, d / 100 * 100), NULL),
		arena_printf(cx->a, "%04d-%02d", day_year(d), day_month(d)));
}

static bool is_any_here(const struct ways *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->rows[i].here)
			return true;
	return false;
}

static bool is_months(struct period p, int n)
{
	return p.to == day_last(day_add_months(p.from, n - 1) / 100 * 100) &&
	       day_mday(p.from) == 1 && (day_month(p.from) - 1) % n == 0;
}

/* In words what was asked for, if it is none of the usual ones. */
static const char *asked_text(struct show *s, struct period p)
{
	if (s->ask.term)
		return doc_say(
			s->d, M_MEMBER_CHANGE_TERM, s->ask.term, cx_day(s->cx, p.from), NULL);
	if (p.from == p.to || p.from == DAY_MIN || p.to == DAY_MAX)
		return cx_day(s->cx, s->ask.day);
	return doc_say(s->d, M_FIGURE_SPAN, cx_day(s->cx, p.from), cx_day(s->cx, p.to), NULL);
}

/* What the page shows always stands among them, and is marked. */
static void asked_add(struct ways *w)
{
	struct period p = asked(w->s);

	if (is_any_here(w))
		return;
	if (w->s->ask.term || p.from == DAY_MIN || p.to == DAY_MAX)
		way_add(w, asked_text(w->s, p), w->s->in, true);
	else if (is_months(p, 12))
		year_add(w, day_year(p.from));
	else if (is_months(p, 3))
		quarter_add(w, p.from);
	else if (is_months(p, 1))
		month_add(w, p.from);
	else
		way_add(w, asked_text(w->s, p), w->s->in, true);
}

/* Of what happens in a period the running ones and those before; of a state the last ends. */
void figure_ways_period(struct show *s, struct doc_part *p)
{
	bool span = figure_is_span(s->ask.figure);
	struct ways w = ways_new(s);
	day_t today = s->cx->say.today, month = today / 100 * 100 + 1;

	if (span)
		year_add(&w, day_year(today));
	else
		today_add(&w);
	year_add(&w, day_year(today) - 1);
	if (span)
		quarter_add(&w, today);
	quarter_add(&w, day_add_months(month, -3));
	if (span)
		month_add(&w, today);
	month_add(&w, day_add_months(month, -1));
	asked_add(&w);
	ways_done(&w, p, M_FIELD_PERIOD);
}

/* ---- breakdowns ---- */

void figure_ways_by(struct show *s, struct doc_part *p, bool below)
{
	enum figure_by now = below ? BY_ORG : s->cut.by;
	struct ways w = ways_new(s);

	for (enum figure_by by = BY_ORG; by < BY_COUNT; by++) {
		struct figure_in in = *s->in;
		if (!figure_by_known(s->ask.figure, by))
			continue;
		in.by = figure_by_code(by);
		in.across = NULL;
		way_add(&w, msg_text(s->cx->say.lang, figure_by_label(by)), &in, by == now);
	}
	ways_done(&w, p, M_FIELD_BY);
}

/* A second dimension: only what can be crossed with the first. */
void figure_ways_across(struct show *s, struct doc_part *p)
{
	struct ways w = ways_new(s);
	struct figure_in in = *s->in;

	in.by = figure_by_code(s->cut.by);
	in.across = NULL;
	way_add(&w, msg_text(s->cx->say.lang, M_FIGURE_BY_NOTHING), &in,
		s->cut.across == BY_NOTHING);
	for (enum figure_by by = BY_ORG; by < BY_COUNT; by++) {
		struct figure_cut cut = {s->cut.by, by};
		if (!figure_by_known(s->ask.figure, by) || !figure_may_cross(s->ask.figure, &cut))
			continue;
		in.across = figure_by_code(by);
		way_add(&w, msg_text(s->cx->say.lang, figure_by_label(by)), &in,
			by == s->cut.across);
	}
	if (w.n > 1)
		ways_done(&w, p, M_FIELD_ACROSS);
}

/* ---- comparisons ---- */

static void compare_add(struct ways *w, enum msg label, const char *compare)
{
	struct figure_in in = *w->s->in;
	const char *shown = figure_compare_shown(w->s);
	bool here = text_eq(compare, shown ? shown : "none");

	in.compare = compare;
	way_add(w, msg_text(w->s->cx->say.lang, label), &in, here);
}

void figure_ways_compare(struct show *s, struct doc_part *p)
{
	struct ways w = ways_new(s);

	if (s->ask.from == DAY_MIN || s->ask.to == DAY_MAX)
		return;
	compare_add(&w, M_FIGURE_COMPARE_NONE, "none");
	if (s->ask.from != s->ask.to)
		compare_add(&w, M_FIGURE_COMPARE_PREVIOUS, "previous");
	compare_add(&w, M_FIGURE_COMPARE_YEAR, "year");
	if (s->ask.term)
		compare_add(&w, M_FIGURE_COMPARE_TERM, "term");
	ways_done(&w, p, M_FIELD_COMPARE);
}
