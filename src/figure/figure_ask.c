/*
 * figure_ask.c: from what people type to a question, and what is the same for every indicator:
 * periods, and earlier periods.
 */
#include "core/period.h"
#include "core/tree_find.h"
#include "core/tree_life.h"
#include "figure/figure.h"

/* Where no period is given, a stock is that of the day, a flow that of its year up to the day. */
static enum err read_period(
	struct ctx *cx, const struct figure *f, const struct figure_in *in, struct period *ret)
{
	int64_t org = 0;

	*ret = (struct period){cx->day, cx->day};
	if (f->kind == FIGURE_FLOW)
		ret->from = day_first(day_year(cx->day) * 10000);
	if (text_empty(in->period))
		return ERR_OK;
	if (period_is_term(in->period) && !text_empty(in->org))
		TRY(tree_pick(cx, in->org, cx->day, "org", &org));
	return period_read(cx, org, in->period, ret);
}

/* A code of the last day; one that had ended by then is found by the first day. */
static enum err read_org(
	struct ctx *cx, const char *text, const struct figure_ask *ask, int64_t *ret)
{
	struct fault before = *cx->f;
	enum err e;

	*ret = 0;
	if (text_empty(text))
		return ERR_OK;
	e = tree_pick(cx, text, ask->day, "org", ret);
	if (e != ERR_NOT_FOUND || ask->from == ask->day)
		return e;
	*cx->f = before;
	return tree_pick(cx, text, ask->from, "org", ret);
}

static bool is_running(const struct ctx *cx, day_t from, day_t to)
{
	return from <= cx->say.today && to > cx->say.today;
}

enum err figure_ask_read(
	struct ctx *cx, const struct figure *f, const struct figure_in *in, struct figure_ask *ret)
{
	struct period p;

	TRY(read_period(cx, f, in, &p));
	*ret = (struct figure_ask){.figure = f, .from = p.from, .to = p.to, .own = f->own};
	if (is_running(cx, p.from, p.to))
		ret->day = cx->say.today;
	else
		ret->day = p.to == DAY_MAX ? p.from : p.to;
	if (!text_empty(in->reach))
		ret->own = text_eq(in->reach, "own");
	TRY(read_org(cx, in->org, ret, &ret->org));
	if (ret->own && !ret->org)
		return cx_fault(cx, ERR_BAD_INPUT, "reach", M_FIGURE_OWN_NEEDS_ORG);
	return ERR_OK;
}

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

enum err figure_ask_earlier(
	struct ctx *cx, const struct figure_ask *ask, const char *compare, struct figure_ask *ret)
{
	bool previous = text_eq(compare, "previous");

	if (!previous && !text_eq(compare, "year"))
		return cx_fault(cx, ERR_BAD_INPUT, "compare", M_FIGURE_NO_COMPARE, compare);
	if (ask->from == DAY_MIN || ask->to == DAY_MAX)
		return cx_fault(cx, ERR_BAD_INPUT, "compare", M_FIGURE_NO_EARLIER);
	*ret = *ask;
	if (previous)
		ask_before(ret);
	else
		ask_year_before(ret);
	return ERR_OK;
}

enum err figure_value(struct ctx *cx, const struct figure_ask *ask, int64_t *ret)
{
	return ask->figure->source->value(cx, ask, ret);
}

enum err figure_assumed(struct ctx *cx, const struct figure_ask *ask, bool *ret)
{
	day_t from = ask->figure->kind == FIGURE_FLOW ? ask->from : ask->day;
	const struct org_life *life;
	int64_t later;

	*ret = false;
	if (ask->figure->class != FIGURE_PEOPLE)
		return ERR_OK;
	TRY(db_number(
		cx->db, &later, 0, Q_FIGURE_OPENED_LATER, ask->org, from, ask->day, cx->known));
	*ret = later > 0;
	if (*ret || !ask->org)
		return ERR_OK;
	TRY(lives_get(lives_new(cx, NULL), ask->org, &life));
	*ret = life->opened > from && life->opened > life->first;
	return ERR_OK;
}
