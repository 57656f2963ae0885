/*
 * member_change_period.c: which period the page of rise and fall is about.
 */
#include "core/period.h"
#include "member/member_change_list.h"

#define IN_DAY(m, label)                                                                           \
	{                                                                                          \
#m, FT_DAY, CLASS_INSIDE, label, 0, FIELD_OFF(struct change_in, m, day_t), 0, 0,   \
			0, M_HINT_CHANGE_DAYS, 0                                                   \
	}

const struct field change_in_fields[] = {{"period", FT_TEXT, CLASS_INSIDE, M_FIELD_PERIOD, 0,
						 FIELD_OFF(struct change_in, period, const char *),
						 60, 0, 0, M_HINT_CHANGE_PERIOD, 0},
	IN_DAY(from, M_FIELD_CHANGE_SINCE), IN_DAY(to, M_FIELD_CHANGE_UNTIL),
	F_CAT(struct change_in, kind, M_FIELD_CHANGE_KIND, CLASS_INSIDE, 0, "member_flow"),
	F_BOOL(struct change_in, paper, M_VIEW_PAPER, CLASS_PUBLIC, 0), F_END};

enum { PERIOD, FROM, TO, CONTROLS };

static const char *iso(struct ctx *cx, day_t day)
{
	return day_print_iso(arena_alloc(cx->a, DAY_TEXT), day);
}

/*
 * Days of one's own come before a period that was chosen. Without a first day it begins with the
 * month, without a last day it goes up to the day of the page.
 */
static enum err own_days(
	struct ctx *cx, const struct change_in *in, struct period *ret, const char **ret_text)
{
	day_t last = in->to ? day_last(in->to) : cx->day;

	*ret = (struct period){in->from ? day_first(in->from) : last / 100 * 100 + 1, last};
	if (ret->to < ret->from)
		return cx_fault(cx, ERR_BAD_INPUT, "to", M_MEMBER_CHANGE_BACKWARD);
	*ret_text = arena_printf(cx->a, "%s..%s", iso(cx, ret->from), iso(cx, ret->to));
	return ERR_OK;
}

enum err change_period(
	struct ctx *cx, const struct change_in *in, struct period *ret, const char **ret_text)
{
	day_t month = cx->day / 100 * 100;

	*ret_text = NULL;
	*ret = (struct period){month + 1, day_last(month)};
	if (in->from || in->to)
		return own_days(cx, in, ret, ret_text);
	if (text_empty(in->period))
		return ERR_OK;
	TRY(period_read(cx, cx->org, in->period, ret));
	if (ret->from == DAY_MIN || (ret->to == DAY_MAX && ret->from > cx->say.today))
		return cx_fault(cx, ERR_BAD_INPUT, "period", M_FIGURE_NO_PERIOD, in->period);
	*ret_text = in->period;
	return ERR_OK;
}

/* ---- what is offered ---- */

struct offers {
	struct ctx *cx;
	struct doc_choice *rows;
	size_t n;
};

static void offer(struct offers *o, const char *value, enum msg label, const char *a, const char *b)
{
	o->rows[o->n++] = (struct doc_choice){
		.value = value, .label = msg_say(o->cx->a, o->cx->say.lang, label, a, b)};
}

static const char *number(struct offers *o, int n)
{
	return arena_printf(o->cx->a, "%d", n);
}

static void offer_month(struct offers *o, enum msg label, day_t month, bool present)
{
	offer(o, present ? "" : iso(o->cx, month), label, cx_day(o->cx, month), NULL);
}

static void offer_quarter(struct offers *o, enum msg label, day_t day)
{
	int year = day_year(day), quarter = (day_month(day) + 2) / 3;

	offer(o, arena_printf(o->cx->a, "%04d-Q%d", year, quarter), label, number(o, quarter),
		number(o, year));
}

static void offer_year(struct offers *o, enum msg label, const char *format, int year)
{
	offer(o, arena_printf(o->cx->a, "%04d%s", year, format), label, number(o, year), NULL);
}

static void offer_terms(struct offers *o, struct list terms)
{
	const struct org_term_days *t = terms.rows;

	for (size_t i = 0; i < terms.n; i++)
		offer(o, arena_printf(o->cx->a, "term:%s", t[i].number), M_MEMBER_CHANGE_TERM,
			t[i].number, cx_day(o->cx, t[i].from_day));
}

/* What was asked is offered too, if it is none of the usual ones. */
static void offer_asked(struct offers *o, const char *text, struct period period)
{
	for (size_t i = 0; i < o->n; i++)
		if (text_eq(o->rows[i].value, text))
			return;
	offer(o, text, M_MEMBER_CHANGE_ASKED, cx_day(o->cx, period.from), cx_day(o->cx, period.to));
}

static enum err offers_make(
	struct ctx *cx, const char *text, struct period period, struct list *ret)
{
	enum { USUAL = 9 };
	day_t month = cx->day / 100 * 100, first = month + 1;
	struct offers o = {.cx = cx};
	struct list terms;

	TRY(period_terms(cx, cx->org, &terms));
	o.rows = arena_array(cx->a, USUAL + terms.n, sizeof(*o.rows));
	offer_month(&o, M_MEMBER_CHANGE_THIS_MONTH, month, true);
	offer_month(&o, M_MEMBER_CHANGE_MONTH, day_add_months(first, -1) / 100 * 100, false);
	offer_quarter(&o, M_MEMBER_CHANGE_QUARTER, first);
	offer_quarter(&o, M_MEMBER_CHANGE_LAST_QUARTER, day_add_months(first, -3));
	offer_year(&o, M_MEMBER_CHANGE_HALF, "-H1", day_year(first));
	offer_year(&o, M_MEMBER_CHANGE_NINE, "-9M", day_year(first));
	offer_year(&o, M_MEMBER_CHANGE_YEAR, "", day_year(first));
	offer_year(&o, M_MEMBER_CHANGE_YEAR, "", day_year(first) - 1);
	offer_terms(&o, terms);
	offer_asked(&o, text, period);
	*ret = (struct list){o.rows, o.n, sizeof(*o.rows)};
	return ERR_OK;
}

enum err change_form(struct ctx *cx, struct doc *d, const char *text, struct period period)
{
	struct doc_form_field *fields = arena_array(cx->a, CONTROLS, sizeof(*fields));
	struct doc_form *form = arena_new_of(cx->a, struct doc_form);

	for (int i = 0; i < CONTROLS; i++)
		fields[i] = (struct doc_form_field){.f = &change_in_fields[i]};
	fields[PERIOD].value = text ? text : "";
	TRY(offers_make(cx, fields[PERIOD].value, period, &fields[PERIOD].choices));
	*form = (struct doc_form){.action = cx->path,
		.get = 1,
		.submit = msg_text(cx->say.lang, M_MEMBER_CHANGE_SHOW),
		.fields = {fields, CONTROLS, sizeof(*fields)}};
	doc_form(d, "period", M_NONE, form);
	return ERR_OK;
}
