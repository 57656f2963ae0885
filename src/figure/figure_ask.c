/*
 * figure_ask.c: from what people type to a question, and what is the same for every indicator.
 */
#include "core/period.h"
#include "core/tree_find.h"
#include "core/tree_life.h"
#include "figure/figure.h"
#include "figure/figure_lineage.h"

/* Where no period is given, a stock is that of the day, a flow that of its year up to the day. */
static enum err read_period(
	struct ctx *cx, const struct figure *f, const struct figure_in *in, struct period *ret)
{
	int64_t org = 0;

	*ret = (struct period){cx->day, cx->day};
	if (figure_is_span(f))
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

/* With what it was made of, it may also be asked about days before it was there. */
static enum err read_lineage(struct ctx *cx, const char *text, struct figure_ask *ask)
{
	struct fault before = *cx->f;
	enum err e;

	if (text_empty(text))
		return cx_fault(cx, ERR_BAD_INPUT, "lineage", M_FIGURE_LINEAGE_NEEDS_ORG);
	e = read_org(cx, text, ask, &ask->org);
	if (e == ERR_NOT_FOUND) {
		*cx->f = before;
		e = tree_pick(cx, text, cx->say.today, "org", &ask->org);
	}
	TRY(e);
	TRY(figure_lineage_of(cx, ask->org, &ask->lineage));
	return figure_lineage_check(cx, ask);
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
	if (period_is_term(in->period))
		ret->term = period_term(in->period);
	if (is_running(cx, p.from, p.to))
		ret->day = cx->say.today;
	else
		ret->day = p.to == DAY_MAX ? p.from : p.to;
	if (!text_empty(in->reach))
		ret->own = text_eq(in->reach, "own");
	TRY(in->lineage ? read_lineage(cx, in->org, ret) : read_org(cx, in->org, ret, &ret->org));
	if (ret->own && !ret->org)
		return cx_fault(cx, ERR_BAD_INPUT, "reach", M_FIGURE_OWN_NEEDS_ORG);
	return ERR_OK;
}

enum err figure_value(struct ctx *cx, const struct figure_ask *ask, int64_t *ret)
{
	if (ask->lineage && !ask->figure->source->lineage)
		return figure_lineage_value(cx, ask, ret);
	return ask->figure->source->value(cx, ask, ret);
}

enum err figure_source_rows(struct ctx *cx, const struct figure_ask *ask,
	const struct figure_cut *cut, struct list *ret)
{
	if (ask->lineage && !ask->figure->source->lineage)
		return figure_lineage_rows(cx, ask, cut, ret);
	return ask->figure->source->rows(cx, ask, cut, ret);
}

enum err figure_records(
	struct ctx *cx, const struct figure_ask *ask, struct doc *d, struct doc_part **ret)
{
	if (ask->lineage && !ask->figure->source->lineage)
		return cx_fault(cx, ERR_REFUSED, "records", M_FIGURE_LINEAGE_NO_LIST);
	return ask->figure->source->records(cx, ask, d, ret);
}

enum err figure_answer(struct ctx *cx, const struct figure_ask *ask, struct figure_answer *ret)
{
	struct figure_ask under;

	*ret = (struct figure_answer){.rate = figure_is_rate(ask->figure)};
	TRY(figure_value(cx, ask, &ret->value));
	if (!ret->rate)
		return ERR_OK;
	under = figure_under(ask);
	return figure_value(cx, &under, &ret->base);
}

static enum err values(struct ctx *cx, const struct figure_ask *asks, size_t n, int64_t *ret)
{
	if (n && asks->figure->source->series && !asks->lineage)
		return asks->figure->source->series(cx, asks, n, ret);
	for (size_t i = 0; i < n; i++)
		TRY(figure_value(cx, &asks[i], &ret[i]));
	return ERR_OK;
}

/* One half of each of them. */
static enum err halves(struct ctx *cx, const struct figure_ask *asks, size_t n,
	struct figure_ask (*half)(const struct figure_ask *), int64_t *ret)
{
	struct figure_ask *one = arena_array(cx->a, n, sizeof(*one));

	for (size_t i = 0; i < n; i++)
		one[i] = half(&asks[i]);
	return values(cx, one, n, ret);
}

enum err figure_answers(
	struct ctx *cx, const struct figure_ask *asks, size_t n, struct figure_answer *ret)
{
	bool rate = n && figure_is_rate(asks->figure);
	int64_t *over = arena_array(cx->a, n, sizeof(*over));
	int64_t *under = arena_array(cx->a, n, sizeof(*under));

	if (rate) {
		TRY(halves(cx, asks, n, figure_over, over));
		TRY(halves(cx, asks, n, figure_under, under));
	} else {
		TRY(values(cx, asks, n, over));
	}
	for (size_t i = 0; i < n; i++)
		ret[i] = (struct figure_answer){over[i], under[i], rate};
	return ERR_OK;
}

/* Few registers opened since are asked where they are; of many the first that is found. */
static enum err opened_later(struct ctx *cx, int64_t org, day_t from, day_t day, bool *ret)
{
	enum { FEW = 2000 };
	int64_t n;

	TRY(db_number(cx->db, &n, 0, Q_FIGURE_OPENED_COUNT, from, cx->known, (int64_t)FEW + 1));
	if (n)
		TRY(db_number(cx->db, &n, 0,
			org && n > FEW ? Q_FIGURE_OPENED_BELOW : Q_FIGURE_OPENED_LATER, org, from,
			day, cx->known));
	*ret = n > 0;
	return ERR_OK;
}

static enum err is_assumed(struct ctx *cx, int64_t org, day_t from, day_t day, bool *ret)
{
	const struct org_life *life;

	TRY(opened_later(cx, org, from, day, ret));
	if (*ret || !org)
		return ERR_OK;
	TRY(lives_get(lives_new(cx, NULL), org, &life));
	*ret = life->opened > from && life->opened > life->first;
	return ERR_OK;
}

enum err figure_assumed(struct ctx *cx, const struct figure_ask *ask, bool *ret)
{
	day_t from = figure_is_span(ask->figure) ? ask->from : ask->day;
	const struct figure_piece *p;

	*ret = false;
	if (ask->figure->class != FIGURE_PEOPLE)
		return ERR_OK;
	if (!ask->lineage)
		return is_assumed(cx, ask->org, from, ask->day, ret);
	p = ask->lineage->pieces.rows;
	for (size_t i = 0; !*ret && i < ask->lineage->pieces.n; i++) {
		day_t first = p[i].from > from ? p[i].from : from;
		day_t last = p[i].to <= ask->day ? day_add(p[i].to, -1) : ask->day;
		if (first <= last)
			TRY(is_assumed(cx, p[i].org, first, last, ret));
	}
	return ERR_OK;
}
