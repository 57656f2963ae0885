/*
 * figure_by.c: what figures are broken down by: names of the dimensions, time, two that are
 * crossed.
 */
#include "figure/figure.h"

enum { UNITS_MOST = 240 };

static const struct {
	const char *code;
	enum msg label;
	int months;
} dims[BY_COUNT] = {
	[BY_NOTHING] = {"", M_FIGURE_BY_NOTHING, 0},
	[BY_ORG] = {"org", M_FIGURE_BY_ORG, 0},
	[BY_KIND] = {"kind", M_FIGURE_BY_KIND, 0},
	[BY_SECTOR] = {"sector", M_FIGURE_BY_SECTOR, 0},
	[BY_STATE] = {"state", M_FIELD_STATE, 0},
	[BY_SEX] = {"sex", M_FIELD_SEX, 0},
	[BY_AGE] = {"age", M_FIGURE_BY_AGE, 0},
	[BY_ETHNICITY] = {"ethnicity", M_FIELD_ETHNICITY, 0},
	[BY_RELIGION] = {"religion", M_FIELD_RELIGION, 0},
	[BY_SCHOOLING] = {"schooling", M_FIELD_SCHOOLING, 0},
	[BY_THEORY] = {"theory", M_FIELD_THEORY_LEVEL, 0},
	[BY_OCCUPATION] = {"occupation", M_FIELD_OCCUPATION, 0},
	[BY_YOUTH_UNION] = {"youth_union", M_FIELD_YOUTH_UNION, 0},
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
	if (by == BY_NOTHING || dims[by].months)
		return true;
	if (figure_is_rate(f))
		return figure_by_known(figure_find(f->over), by) &&
		       figure_by_known(figure_find(f->under), by);
	return f->source->by & 1u << by;
}

bool figure_by_sensitive(const struct figure_cut *cut)
{
	unsigned both = 1u << cut->by | 1u << cut->across;

	return both & (1u << BY_ETHNICITY | 1u << BY_RELIGION);
}

bool figure_narrows(const struct figure *f, const struct figure_cut *cut)
{
	const struct figure *counted = figure_is_rate(f) ? figure_find(f->over) : f;
	bool first = cut->by != BY_NOTHING && cut->by < BY_MONTH;

	return counted->source->narrows && first && cut->across < BY_MONTH;
}

static enum field_class class_of(enum figure_by by)
{
	if (by == BY_ETHNICITY || by == BY_RELIGION)
		return CLASS_SENSITIVE;
	return by < BY_SEX || by >= BY_MONTH ? CLASS_INSIDE : CLASS_PERSONAL;
}

enum field_class figure_by_class(const struct figure_cut *cut)
{
	enum field_class a = class_of(cut->by), b = class_of(cut->across);

	return a > b ? a : b;
}

const char *figure_by_all(struct ctx *cx, const struct figure *f)
{
	const char *all = "";

	for (enum figure_by by = BY_ORG; by < BY_COUNT; by++)
		if (figure_by_known(f, by))
			all = arena_printf(cx->a, "%s%s%s", all, *all ? ", " : "", dims[by].code);
	return all;
}

static enum err read_one(
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
	return cx_fault(cx, ERR_BAD_INPUT, "by", M_FIGURE_NO_DIMENSION, name, figure_by_all(cx, f));
}

bool figure_crosses(const struct figure *f)
{
	if (figure_is_rate(f))
		return figure_crosses(figure_find(f->over)) &&
		       figure_crosses(figure_find(f->under));
	return f->source->crosses;
}

/* One thing and a stretch of time can always be crossed; two things if the source knows how. */
bool figure_may_cross(const struct figure *f, const struct figure_cut *cut)
{
	bool first = dims[cut->by].months, second = dims[cut->across].months;

	if (cut->by == cut->across)
		return false;
	return first != second || (!first && figure_crosses(f));
}

enum err figure_by_read(struct ctx *cx, const struct figure *f, const char *name,
	const char *across, struct figure_cut *ret)
{
	struct str rest = str_of(name), first = str_cut(&rest, ',');

	*ret = (struct figure_cut){BY_NOTHING, BY_NOTHING};
	if (first.n)
		TRY(read_one(cx, f, arena_strndup(cx->a, first.p, first.n), &ret->by));
	if (rest.n)
		across = arena_strndup(cx->a, rest.p, rest.n);
	TRY(read_one(cx, f, across, &ret->across));
	if (ret->by == BY_NOTHING)
		*ret = (struct figure_cut){ret->across, BY_NOTHING};
	if (ret->across != BY_NOTHING && !figure_may_cross(f, ret))
		return cx_fault(cx, ERR_BAD_INPUT, "by", M_FIGURE_NO_CROSS, dims[ret->by].code,
			dims[ret->across].code);
	return ERR_OK;
}

void figure_row_cross(
	struct ctx *cx, struct figure_row *row, const char *key_2, const char *label_2)
{
	row->key_1 = row->key;
	row->key_2 = key_2;
	row->label_2 = label_2;
	row->key = arena_printf(cx->a, "%s,%s", row->key_1, key_2);
}

/* ---- time ---- */

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

/* The question about one month, quarter or year of the period. */
static struct figure_ask unit_ask(const struct figure_ask *ask, enum figure_by time, day_t start)
{
	day_t last = day_add(day_add_months(start, dims[time].months), -1);
	struct figure_ask one = *ask;

	one.from = start > ask->from ? start : ask->from;
	one.to = earlier_of(last, ask->to);
	one.day = earlier_of(last, ask->day);
	return one;
}

/* How many months, quarters or years the days touch. */
static int units_between(day_t from, day_t to, int months)
{
	int first = day_year(from) * 12 + day_month(from) - 1;
	int last = day_year(to) * 12 + day_month(to) - 1;

	return last / months - first / months + 1;
}

static enum err check_units(
	struct ctx *cx, const struct figure_ask *ask, enum figure_by time, int *ret)
{
	*ret = units_between(ask->from, ask->day, dims[time].months);
	if (ask->from == DAY_MIN || ask->day == DAY_MAX || *ret > UNITS_MOST)
		return cx_fault(cx, ERR_REFUSED, "period", M_FIGURE_TOO_MANY,
			number_text(cx->a, cx->say.lang, UNITS_MOST));
	return ERR_OK;
}

static enum err time_rows(
	struct ctx *cx, const struct figure_ask *ask, enum figure_by time, struct list *ret)
{
	struct figure_row *rows = arena_array(cx->a, UNITS_MOST, sizeof(*rows));
	struct figure_ask *asks = arena_array(cx->a, UNITS_MOST, sizeof(*asks));
	struct figure_answer *answers = arena_array(cx->a, UNITS_MOST, sizeof(*answers));
	day_t start = unit_start(ask->from, dims[time].months);
	int n;

	TRY(check_units(cx, ask, time, &n));
	for (int i = 0; i < n; i++) {
		asks[i] = unit_ask(ask, time, start);
		rows[i] = (struct figure_row){
			.key = time_key(cx, time, start), .label = time_label(cx, time, start)};
		start = day_add_months(start, dims[time].months);
	}
	TRY(figure_answers(cx, asks, (size_t)n, answers));
	for (int i = 0; i < n; i++) {
		rows[i].value = answers[i].value;
		rows[i].base = answers[i].base;
	}
	*ret = (struct list){rows, (size_t)n, sizeof(*rows)};
	return ERR_OK;
}

enum err figure_check_cross(
	struct ctx *cx, const struct figure_ask *ask, const struct figure_cut *cut, int64_t most)
{
	const struct figure *total = figure_find("member.total");
	struct figure_ask all = *ask;
	int64_t n;

	if (ask->figure->class != FIGURE_PEOPLE || cut->across == BY_NOTHING ||
		dims[cut->by].months || dims[cut->across].months)
		return ERR_OK;
	all.figure = total;
	TRY(figure_value(cx, &all, &n));
	if (n <= most)
		return ERR_OK;
	return cx_fault(cx, ERR_REFUSED, "across", M_FIGURE_CROSS_WIDE,
		number_text(cx->a, cx->say.lang, n), number_text(cx->a, cx->say.lang, most));
}

struct rows {
	struct arena *a;
	struct figure_row *p;
	size_t n, room;
};

static void rows_add(struct rows *to, struct figure_row row)
{
	struct figure_row *old = to->p;

	if (to->n == to->room) {
		to->room = to->room ? to->room * 2 : 64;
		to->p = arena_array(to->a, to->room, sizeof(*to->p));
		if (old)
			memcpy(to->p, old, to->n * sizeof(*old));
	}
	to->p[to->n++] = row;
}

/* Rows of a unit of time by something else, crossed in the order in which it was asked. */
static void add_unit(struct ctx *cx, struct rows *to, struct list unit, bool time_first,
	const char *key, const char *label)
{
	const struct figure_row *r = unit.rows;

	for (size_t i = 0; i < unit.n; i++) {
		struct figure_row row = {
			.key = key, .label = label, .value = r[i].value, .base = r[i].base};
		if (!time_first) {
			row.key = r[i].key;
			row.label = r[i].label;
		}
		figure_row_cross(
			cx, &row, time_first ? r[i].key : key, time_first ? r[i].label : label);
		if (row.value || row.base)
			rows_add(to, row);
	}
}

/* Brings rows of the same first key together, without changing the order otherwise. */
static struct list by_first_key(struct arena *a, const struct rows *from)
{
	struct figure_row *sorted = arena_array(a, from->n + 1, sizeof(*sorted));
	bool *taken = arena_array(a, from->n + 1, sizeof(*taken));
	size_t n = 0;

	for (size_t i = 0; i < from->n; i++)
		for (size_t k = i; !taken[i] && k < from->n; k++)
			if (!taken[k] && text_eq(from->p[k].key_1, from->p[i].key_1)) {
				sorted[n++] = from->p[k];
				taken[k] = k != i;
			}
	return (struct list){sorted, n, sizeof(*sorted)};
}

static enum err time_crossed(struct ctx *cx, const struct figure_ask *ask,
	const struct figure_cut *cut, struct list *ret)
{
	bool time_first = dims[cut->by].months;
	enum figure_by time = time_first ? cut->by : cut->across;
	struct figure_cut other = {time_first ? cut->across : cut->by, BY_NOTHING};
	day_t start = unit_start(ask->from, dims[time].months);
	struct rows rows = {.a = cx->a};
	struct list unit;
	int n;

	TRY(check_units(cx, ask, time, &n));
	for (int i = 0; i < n; i++) {
		struct figure_ask one = unit_ask(ask, time, start);
		TRY(figure_source_rows(cx, &one, &other, &unit));
		add_unit(cx, &rows, unit, time_first, time_key(cx, time, start),
			time_label(cx, time, start));
		start = day_add_months(start, dims[time].months);
	}
	*ret = by_first_key(cx->a, &rows);
	return ERR_OK;
}

static enum err rows_of(struct ctx *cx, const struct figure_ask *ask, const struct figure_cut *cut,
	struct list *ret)
{
	if (cut->across != BY_NOTHING && (dims[cut->by].months || dims[cut->across].months))
		return time_crossed(cx, ask, cut, ret);
	if (dims[cut->by].months)
		return time_rows(cx, ask, cut->by, ret);
	return figure_source_rows(cx, ask, cut, ret);
}

enum err figure_rows(struct ctx *cx, const struct figure_ask *ask, const struct figure_cut *cut,
	struct list *ret)
{
	struct figure_row *row;

	*ret = (struct list){NULL, 0, sizeof(*row)};
	if (cut->by == BY_NOTHING)
		return ERR_OK;
	TRY(rows_of(cx, ask, cut, ret));
	row = (struct figure_row *)ret->rows;
	for (size_t i = 0; i < ret->n; i++)
		row[i].share = (struct ratio){row[i].value, row[i].base};
	return ERR_OK;
}
