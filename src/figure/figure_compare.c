/*
 * figure_compare.c: the earlier period of a comparison, and how the two compare in words: numbers
 * and per cent, of rates points.
 */
#include "core/period.h"
#include "figure/figure_lineage.h"
#include "figure/figure_show.h"

#include <stdlib.h>

static bool is_whole_months(const struct figure_ask *ask)
{
	return day_mday(ask->from) == 1 && day_last(ask->to / 100 * 100) == ask->to;
}

static int months_of(const struct figure_ask *ask)
{
	return (day_year(ask->to) - day_year(ask->from)) * 12 + day_month(ask->to) -
	       day_month(ask->from) + 1;
}

static void ask_before(struct figure_ask *ask)
{
	day_t from = ask->from;

	if (is_whole_months(ask))
		ask->from = day_add_months(from, -months_of(ask));
	else
		ask->from = day_add(from, day_number(from) - day_number(ask->to) - 1);
	ask->to = ask->day = day_add(from, -1);
}

/* The end of a period of whole months stays the end of a month: 29 and 28 February. */
static void ask_year_before(struct figure_ask *ask)
{
	bool whole = is_whole_months(ask), ended = ask->day == ask->to;

	ask->from = day_add_months(ask->from, -12);
	ask->to = day_add_months(ask->to, -12);
	ask->day = day_add_months(ask->day, -12);
	if (whole)
		ask->to = day_last(ask->to / 100 * 100);
	if (ended)
		ask->day = ask->to;
}

/* The term before; of one that still runs as many days of it as have passed of this one. */
static enum err ask_term_before(struct ctx *cx, struct figure_ask *ask)
{
	const struct org_term_days *term;
	struct list terms;
	size_t i = 0;
	int passed = day_number(ask->day) - day_number(ask->from);

	if (!ask->term)
		return cx_fault(cx, ERR_BAD_INPUT, "compare", M_FIGURE_COMPARE_NO_TERM);
	TRY(period_terms(cx, ask->org, &terms)); /* the last one first */
	term = terms.rows;
	while (i < terms.n && !text_eq(term[i].number, ask->term))
		i++;
	if (i + 1 >= terms.n)
		return cx_fault(cx, ERR_NOT_FOUND, "compare", M_FIGURE_NO_TERM_BEFORE, ask->term);
	term += i + 1;
	ask->term = term->number;
	ask->from = term->from_day;
	if (ask->day == ask->to)
		passed = INT32_MAX / 2;
	ask->to = day_add(term->to_day, -1);
	ask->day = ask->to;
	if (passed < day_number(ask->to) - day_number(ask->from))
		ask->day = day_add(ask->from, passed);
	return ERR_OK;
}

enum err figure_ask_earlier(
	struct ctx *cx, const struct figure_ask *ask, const char *compare, struct figure_ask *ret)
{
	bool previous = text_eq(compare, "previous"), year = text_eq(compare, "year");

	*ret = *ask;
	if (text_eq(compare, "term"))
		return ask_term_before(cx, ret);
	if (!previous && !year)
		return cx_fault(cx, ERR_BAD_INPUT, "compare", M_FIGURE_NO_COMPARE, compare);
	if (ask->from == DAY_MIN || ask->to == DAY_MAX)
		return cx_fault(cx, ERR_BAD_INPUT, "compare", M_FIGURE_NO_EARLIER);
	ret->term = NULL;
	if (previous)
		ask_before(ret);
	else
		ask_year_before(ret);
	return ERR_OK;
}

/* ---- the answer of then ---- */

/* One that was not there yet, or not all the time, is compared with what it was made of. */
static enum err take_predecessors(struct show *s)
{
	day_t from = figure_is_span(s->ask.figure) ? s->earlier.from : s->earlier.day;
	const struct figure_lineage *l;
	const char *names;
	int64_t first;

	if (s->earlier.lineage || !s->earlier.org)
		return ERR_OK;
	TRY(db_number(s->cx->db, &first, 0, Q_FIGURE_LINEAGE_FIRST, s->earlier.org, s->cx->known));
	if (first <= from)
		return ERR_OK;
	TRY(figure_lineage_of(s->cx, s->earlier.org, &l));
	s->earlier.lineage = l;
	TRY(figure_lineage_names(s->cx, &s->earlier, &names));
	if (!*names && from >= l->untrue_until)
		s->earlier.lineage = NULL;
	return ERR_OK;
}

/* Where a split makes it untrue there is no comparison, and the answer says why. */
static bool is_untrue(struct show *s)
{
	day_t from = figure_is_span(s->ask.figure) ? s->earlier.from : s->earlier.day;
	const struct figure_lineage *l = s->earlier.lineage;

	if (!l || from >= l->untrue_until)
		return false;
	s->uncompared = doc_say(s->d, M_FIGURE_COMPARED_SPLIT, l->split, l->split_from,
		cx_day(s->cx, l->untrue_until), NULL);
	return true;
}

bool figure_is_year_so_far(const struct show *s)
{
	return figure_is_span(s->ask.figure) && text_empty(s->in->period) &&
	       s->cx->day == s->cx->say.today;
}

bool figure_is_ahead(const struct show *s)
{
	return s->ask.from > s->cx->say.today;
}

bool figure_is_compared(const struct show *s)
{
	return !text_empty(s->in->compare) && !text_eq(s->in->compare, "none");
}

const char *figure_compare_shown(const struct show *s)
{
	bool whole = s->ask.from != DAY_MIN && s->ask.to != DAY_MAX;
	/* one that still runs, or that nobody named, has nothing to do with a whole one */
	bool ended =
		s->ask.day == s->ask.to && s->ask.from != s->ask.to && !text_empty(s->in->period);

	if (!text_empty(s->in->compare))
		return figure_is_compared(s) ? s->in->compare : NULL;
	if (!whole || s->in->records || figure_is_ahead(s))
		return NULL;
	return ended ? "previous" : "year";
}

enum err figure_compare(struct show *s)
{
	if (!figure_is_compared(s))
		return ERR_OK;
	TRY(figure_ask_earlier(s->cx, &s->ask, s->in->compare, &s->earlier));
	TRY(take_predecessors(s));
	if (is_untrue(s))
		return ERR_OK;
	TRY(figure_answer(s->cx, &s->earlier, &s->before));
	if (s->earlier.lineage)
		TRY(figure_lineage_names(s->cx, &s->earlier, &s->earlier_lineage));
	return ERR_OK;
}

/* ---- in words ---- */

/* How much more it is, as one fraction of what there was or, of rates, of one. */
struct ratio figure_change(const struct figure_answer *now, const struct figure_answer *before)
{
	if (!now->rate)
		return (struct ratio){now->value - before->value, before->value};
	return (struct ratio){
		now->value * before->base - before->value * now->base, now->base * before->base};
}

/* "32 (26,7%)"; "2,3 điểm phần trăm". */
const char *figure_change_text(struct show *s, struct ratio by)
{
	struct ctx *cx = s->cx;
	struct ratio size = {llabs(by.value), by.base};
	const char *number, *share = percent_text(cx->a, cx->say.lang, size.value, size.base);

	if (s->value.rate)
		return doc_say(s->d, M_FIGURE_POINTS,
			arena_strndup(cx->a, share, strlen(share) - 1), NULL);
	number = number_text(cx->a, cx->say.lang, size.value);
	return by.base > 0 && !s->plain ? arena_printf(cx->a, "%s (%s)", number, share) : number;
}

static const char *answer_text(
	struct ctx *cx, const struct figure *f, const struct figure_answer *a)
{
	if (!a->rate)
		return figure_text(cx, a);
	return arena_printf(cx->a, "%s = %s", figure_base_text(cx, f, a), figure_text(cx, a));
}

const char *figure_when_text(struct show *s)
{
	const char *day = cx_day(s->cx, s->earlier.day);

	if (!figure_is_span(s->ask.figure))
		return day;
	return doc_say(s->d, M_FIGURE_SPAN, cx_day(s->cx, s->earlier.from), day, NULL);
}

/* Of nothing there is no share: that is said instead. */
static const char *nothing_text(struct show *s, const char *when, const char *said)
{
	const char *more = NULL;

	if (s->value.rate)
		return doc_say(s->d, M_FIGURE_NO_BASE, when, NULL);
	if (!s->before.value && s->value.value)
		more = doc_say(s->d, M_FIGURE_FROM_ZERO, NULL);
	return more ? arena_printf(s->cx->a, "%s %s", said, more) : said;
}

const char *figure_compared_text(struct show *s)
{
	static const enum msg said[2][3] = {{M_FIGURE_LESS, M_FIGURE_SAME, M_FIGURE_MORE},
		{M_FIGURE_LESS_SPAN, M_FIGURE_SAME_SPAN, M_FIGURE_MORE_SPAN}};
	struct ratio by = figure_change(&s->value, &s->before);
	const char *when = figure_when_text(s), *text;

	if (s->uncompared)
		return s->uncompared;
	text = doc_say(s->d,
		said[figure_is_span(s->ask.figure)][(by.value > 0) - (by.value < 0) + 1], when,
		answer_text(s->cx, s->ask.figure, &s->before), figure_change_text(s, by), NULL);
	text = by.base ? text : nothing_text(s, when, text);
	if (text_empty(s->earlier_lineage))
		return text;
	return arena_printf(s->cx->a, "%s %s", text,
		doc_say(s->d, M_FIGURE_COMPARED_LINEAGE, s->earlier_lineage, NULL));
}
