/*
 * figure_ask.c: from what people type to a question, and what is the same for every indicator:
 * periods, earlier periods, breaking down by time.
 */
#include "core/tree_find.h"
#include "figure/figure.h"

enum { ROWS_MOST = 240 };

static const struct {
	const char *code;
	enum msg label;
	int months;
} dims[BY_COUNT] = {
	[BY_NOTHING] = {"", M_FIGURE_BY_NOTHING, 0},
	[BY_ORG] = {"org", M_FIGURE_BY_ORG, 0},
	[BY_KIND] = {"kind", M_FIGURE_BY_KIND, 0},
	[BY_SECTOR] = {"sector", M_FIGURE_BY_SECTOR, 0},
	[BY_MONTH] = {"month", M_FIGURE_BY_MONTH, 1},
	[BY_QUARTER] = {"quarter", M_FIGURE_BY_QUARTER, 3},
	[BY_YEAR] = {"year", M_FIGURE_BY_YEAR, 12},
};

const char *figure_by_code(enum figure_by by)
{
	return dims[by].code;
}

enum msg figure_by_label(enum figure_by by)
{
	return dims[by].label;
}

bool figure_by_known(const struct figure *f, enum figure_by by)
{
	return by == BY_NOTHING || dims[by].months || (f->source->by & 1u << by);
}

static const char *known_dims(struct ctx *cx, const struct figure *f)
{
	const char *all = "";

	for (enum figure_by by = BY_ORG; by < BY_COUNT; by++)
		if (figure_by_known(f, by))
			all = arena_printf(cx->a, "%s%s%s", all, *all ? ", " : "", dims[by].code);
	return all;
}

enum err figure_by_read(
	struct ctx *cx, const struct figure *f, const char *name, enum figure_by *ret)
{
	*ret = BY_NOTHING;
	if (text_empty(name))
		return ERR_OK;
	for (enum figure_by by = BY_ORG; by < BY_COUNT; by++)
		if (text_eq(dims[by].code, name) && figure_by_known(f, by)) {
			*ret = by;
			return ERR_OK;
		}
	return cx_fault(cx, ERR_BAD_INPUT, "by", M_FIGURE_NO_DIMENSION, name, known_dims(cx, f));
}

/* "term:XXII": a recorded term of the organisation; its days are half open in the record. */
static enum err read_term(
	struct ctx *cx, const struct figure_in *in, const char *number, struct period *ret)
{
	struct cursor c;
	bool found;
	int64_t org;

	if (text_empty(in->org))
		return cx_fault(cx, ERR_BAD_INPUT, "period", M_FIGURE_TERM_NEEDS_ORG);
	TRY(tree_pick(cx, in->org, cx->day, "org", &org));
	TRY(db_query(cx->db, &c, Q_FIGURE_TERM, org, number, cx->known));
	found = db_next(&c);
	if (found) {
		day_t end = (day_t)db_int(&c, 1);
		*ret = (struct period){
			(day_t)db_int(&c, 0), end == DAY_MAX ? end : day_add(end, -1)};
	}
	TRY(db_end(&c));
	if (!found)
		return cx_fault(cx, ERR_NOT_FOUND, "period", M_FIGURE_NO_TERM, number);
	return ERR_OK;
}

static enum err read_period(struct ctx *cx, const struct figure_in *in, struct period *ret)
{
	struct str text = str_of(in->period);
	day_t day;

	*ret = (struct period){cx->day, cx->day};
	if (!text.n)
		return ERR_OK;
	if (str_starts(text, S("term:")))
		return read_term(cx, in, in->period + strlen("term:"), ret);
	if (day_parse(text, 0, &day) && day == day_last(day))
		*ret = (struct period){day, day};
	else if (!period_parse(text, ret))
		return cx_fault(cx, ERR_BAD_INPUT, "period", M_FIGURE_NO_PERIOD, in->period);
	return ERR_OK;
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

	TRY(read_period(cx, in, &p));
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

static const char *time_key(struct ctx *cx, enum figure_by by, day_t d)
{
	if (by == BY_MONTH)
		return arena_printf(cx->a, "%04d-%02d", day_year(d), day_month(d));
	if (by == BY_QUARTER)
		return arena_printf(cx->a, "%04d-Q%d", day_year(d), (day_month(d) + 2) / 3);
	return arena_printf(cx->a, "%04d", day_year(d));
}

static const char *time_label(struct ctx *cx, enum figure_by by, day_t d)
{
	if (by == BY_MONTH)
		return day_text(cx->a, cx->say.lang, d / 100 * 100);
	if (by == BY_QUARTER)
		return msg_say(cx->a, cx->say.lang, M_FIGURE_QUARTER,
			arena_printf(cx->a, "%d", (day_month(d) + 2) / 3),
			arena_printf(cx->a, "%d", day_year(d)));
	return day_text(cx->a, cx->say.lang, day_year(d) * 10000);
}

/* The first day of the month, quarter or year of a day. */
static day_t unit_start(day_t d, int months)
{
	int month = (day_month(d) - 1) / months * months + 1;

	return day_year(d) * 10000 + month * 100 + 1;
}

static day_t earlier_of(day_t a, day_t b)
{
	return a < b ? a : b;
}

static enum err time_row(struct ctx *cx, const struct figure_ask *ask, enum figure_by by,
	day_t start, struct figure_row *ret)
{
	day_t last = day_add(day_add_months(start, dims[by].months), -1);
	struct figure_ask one = *ask;

	one.from = start > ask->from ? start : ask->from;
	one.to = earlier_of(last, ask->to);
	one.day = earlier_of(last, ask->day);
	*ret = (struct figure_row){
		.key = time_key(cx, by, start), .label = time_label(cx, by, start)};
	return figure_value(cx, &one, &ret->value);
}

/* How many months, quarters or years the days touch. */
static int units_between(day_t from, day_t to, int months)
{
	int first = day_year(from) * 12 + day_month(from) - 1;
	int last = day_year(to) * 12 + day_month(to) - 1;

	return last / months - first / months + 1;
}

static enum err time_rows(
	struct ctx *cx, const struct figure_ask *ask, enum figure_by by, struct list *ret)
{
	struct figure_row *rows = arena_array(cx->a, ROWS_MOST, sizeof(*rows));
	day_t end = ask->figure->kind == FIGURE_STOCK ? ask->day : ask->to;
	int n = units_between(ask->from, end, dims[by].months);
	day_t start = unit_start(ask->from, dims[by].months);

	if (ask->from == DAY_MIN || end == DAY_MAX || n > ROWS_MOST)
		return cx_fault(cx, ERR_REFUSED, "period", M_FIGURE_TOO_MANY,
			number_text(cx->a, cx->say.lang, ROWS_MOST));
	for (int i = 0; i < n; i++) {
		TRY(time_row(cx, ask, by, start, &rows[i]));
		start = day_add_months(start, dims[by].months);
	}
	*ret = (struct list){rows, (size_t)n, sizeof(*rows)};
	return ERR_OK;
}

enum err figure_rows(
	struct ctx *cx, const struct figure_ask *ask, enum figure_by by, struct list *ret)
{
	*ret = (struct list){NULL, 0, sizeof(struct figure_row)};
	if (by == BY_NOTHING)
		return ERR_OK;
	if (dims[by].months)
		return time_rows(cx, ask, by, ret);
	return ask->figure->source->rows(cx, ask, by, ret);
}
