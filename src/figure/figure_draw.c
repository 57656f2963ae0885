/*
 * figure_draw.c: the pictures of an indicator's page: how it went, and what it is made of.
 *
 * The rows are those that the answer has anyway; a picture adds no number of its own. The trend is
 * asked for by pages only: the shell and the files have it with --by month.
 */
#include "base/date.h"
#include "core/tree_life.h"
#include "figure/figure_show.h"

#include <stdlib.h>

enum { BARS = 15, MONTHS = 12, BY_MONTH_MOST = 18, BY_QUARTER_MOST = 60, TENTHS = 1000 };

/* A share in tenths of a per cent. */
static int64_t tenths(int64_t value, int64_t base)
{
	return base > 0 ? (value * TENTHS + base / 2) / base : 0;
}

static void set_value(struct doc_point *p, bool rate, int64_t value, int64_t base)
{
	p->value = rate ? tenths(value, base) : value;
	if (rate && base <= 0)
		p->known = DOC_MISSING;
}

static void set_earlier(struct doc_point *p, bool rate, int64_t value, int64_t base)
{
	p->earlier = rate ? tenths(value, base) : value;
	p->earlier_known = rate && base <= 0 ? DOC_MISSING : DOC_RECORDED;
}

static const char *earlier_name(struct show *s)
{
	if (!figure_is_compared(s))
		return NULL;
	return figure_when_text(s);
}

/* ---- over time ---- */

static int month_number(day_t d)
{
	return day_year(d) * 12 + day_month(d) - 1;
}

/* The stretch that a trend shows and its steps: the period, or the twelve months to its end. */
static bool trend_span(const struct figure_ask *ask, struct figure_ask *ret, enum figure_by *ret_by)
{
	int months = month_number(ask->day) - month_number(ask->from) + 1;

	*ret = *ask;
	ret->term = NULL;
	if (ask->from == DAY_MIN || ask->day == DAY_MAX)
		return false;
	*ret_by = months <= BY_MONTH_MOST     ? BY_MONTH
		  : months <= BY_QUARTER_MOST ? BY_QUARTER
					      : BY_YEAR;
	if (months < MONTHS)
		ret->from = day_add_months(ask->day / 100 * 100 + 1, 1 - MONTHS);
	return true;
}

static void set_ticks(struct arena *a, enum figure_by by, const char *key, struct doc_point *p)
{
	static const char *const quarters[] = {"I", "II", "III", "IV"};
	struct period unit;

	if (!period_parse(str_of(key), &unit))
		return;
	p->era = arena_printf(a, "%d", day_year(unit.from));
	if (by == BY_MONTH)
		p->tick = arena_printf(a, "%d", day_month(unit.from));
	else if (by == BY_QUARTER)
		p->tick = quarters[(day_month(unit.from) - 1) / 3];
	else
		*p = (struct doc_point){.label = p->label, .href = p->href, .tick = p->era};
}

/* The question about the stretch of a row. */
static struct figure_ask row_ask(const struct figure_ask *ask, const struct figure_row *row)
{
	struct figure_ask one = *ask;
	struct period unit;

	if (!period_parse(str_of(row->key), &unit))
		return one;
	one.from = unit.from > ask->from ? unit.from : ask->from;
	one.day = unit.to < ask->day ? unit.to : ask->day;
	return one;
}

/* So many rows from the first on are inferred: those before one that is are so too. */
static enum err count_assumed(struct show *s, const struct figure_ask *ask,
	const struct figure_row *row, size_t n, size_t *ret)
{
	size_t low = 0, high = n, at = 0;

	while (low < high) {
		struct figure_ask one = row_ask(ask, &row[at]);
		bool yes;
		TRY(figure_assumed(s->cx, &one, &yes));
		if (yes)
			low = at + 1;
		else
			high = at;
		at = (low + high) / 2;
	}
	*ret = low;
	return ERR_OK;
}

/* What an organisation was before there was one is not 0. */
static enum err mark_missing(struct show *s, const struct figure_ask *ask,
	const struct figure_row *row, size_t n, struct doc_point *p)
{
	const struct org_life *life;

	if (!s->ask.org)
		return ERR_OK;
	TRY(lives_get(lives_new(s->cx, NULL), s->ask.org, &life));
	for (size_t i = 0; i < n; i++)
		if (row_ask(ask, &row[i]).day < life->first)
			p[i].known = DOC_MISSING;
	return ERR_OK;
}

static enum err time_points(struct show *s, const struct figure_ask *ask, enum figure_by by,
	struct list rows, struct doc_point *p)
{
	const struct figure_row *row = rows.rows;
	size_t assumed;

	TRY(count_assumed(s, ask, row, rows.n, &assumed));
	for (size_t i = 0; i < rows.n; i++) {
		p[i] = (struct doc_point){
			.label = row[i].label, .href = row[i].href, .earlier_known = DOC_MISSING};
		set_ticks(s->cx->a, by, row[i].key, &p[i]);
		p[i].known = i < assumed ? DOC_ASSUMED : DOC_RECORDED;
		set_value(&p[i], s->value.rate, row[i].value, row[i].base);
	}
	return mark_missing(s, ask, row, rows.n, p);
}

/* The same stretch a year before, point beside point. */
static enum err time_earlier(
	struct show *s, const struct figure_ask *ask, enum figure_by by, struct doc_chart *c)
{
	struct doc_point *p = (struct doc_point *)c->points.rows;
	struct figure_cut cut = {by, BY_NOTHING};
	const struct figure_row *row;
	struct figure_ask earlier;
	struct list rows;

	if (!text_eq(s->in->compare, "year") || by == BY_YEAR || s->uncompared)
		return ERR_OK;
	TRY(figure_ask_earlier(s->cx, ask, "year", &earlier));
	earlier.lineage = s->earlier.lineage;
	TRY(figure_rows(s->cx, &earlier, &cut, &rows));
	row = rows.rows;
	for (size_t i = 0; i < rows.n && i < c->points.n; i++) {
		p[i].earlier_known = DOC_RECORDED;
		set_earlier(&p[i], s->value.rate, row[i].value, row[i].base);
	}
	c->earlier = msg_text(s->cx->say.lang, M_FIGURE_COMPARE_YEAR);
	return ERR_OK;
}

static enum err time_chart(struct show *s, const struct figure_ask *ask, enum figure_by by,
	struct list rows, struct doc_chart **ret)
{
	struct doc_chart *c = arena_new_of(s->cx->a, struct doc_chart);
	struct doc_point *p = arena_array(s->cx->a, rows.n, sizeof(*p));

	*c = (struct doc_chart){
		.kind = figure_is_span(s->ask.figure) && !s->value.rate ? DOC_COLUMNS : DOC_LINE,
		.points = {p, rows.n, sizeof(*p)},
		.share = s->value.rate};
	*ret = c;
	TRY(time_points(s, ask, by, rows, p));
	return time_earlier(s, ask, by, c);
}

enum err figure_draw_trend(struct show *s)
{
	struct show trend = *s;
	struct figure_ask ask;
	struct doc_chart *c;
	enum figure_by by;

	if (!s->cx->page.brief || s->cut.by >= BY_MONTH || s->in->records ||
		!trend_span(&s->ask, &ask, &by))
		return ERR_OK;
	trend.cut = (struct figure_cut){by, BY_NOTHING};
	TRY(figure_rows(s->cx, &ask, &trend.cut, &trend.rows));
	figure_link_rows(&trend);
	TRY(time_chart(s, &ask, by, trend.rows, &c));
	doc_chart(s->d, "trend", M_FIGURE_TREND, figure_row_fields(&trend), trend.rows, c);
	return ERR_OK;
}

/* ---- by category ---- */

/* Ages and levels have an order of their own; all else is shown largest first. */
static bool is_ordered(enum figure_by by)
{
	return by == BY_AGE || by == BY_SCHOOLING || by == BY_THEORY || by >= BY_MONTH;
}

static int larger_first(const void *a, const void *b)
{
	const struct doc_point *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? 1 : -1;
	return strcmp(x->label, y->label);
}

static const struct figure_row *same_key(struct list rows, const char *key)
{
	const struct figure_row *row = rows.rows;

	for (size_t i = 0; i < rows.n; i++)
		if (text_eq(row[i].key, key))
			return &row[i];
	return NULL;
}

/* What was nowhere earlier was 0 of a category; an organisation was not there. */
static void add_earlier(struct show *s, struct list before)
{
	struct figure_row *row = (struct figure_row *)s->rows.rows;

	for (size_t i = 0; i < s->rows.n; i++) {
		const struct figure_row *was = same_key(before, row[i].key);
		row[i].had = was || !row[i].org;
		row[i].before = was ? was->value : 0;
		row[i].before_base = was ? was->base : 0;
		row[i].before_share = (struct ratio){row[i].before, row[i].before_base};
	}
}

static enum err read_earlier(struct show *s)
{
	struct list before;

	if (!figure_is_compared(s) || s->uncompared)
		return ERR_OK;
	TRY(figure_rows(s->cx, &s->earlier, &s->cut, &before));
	TRY(figure_check_few(s, &before));
	add_earlier(s, before);
	return ERR_OK;
}

/* The children's own targets, beside their values. */
static enum err add_targets(struct show *s)
{
	struct figure_row *row = (struct figure_row *)s->rows.rows;
	const struct figure_target *t;
	struct list targets;

	if (s->cut.by != BY_ORG || s->cut.across != BY_NOTHING)
		return ERR_OK;
	TRY(target_of_children(s->cx, &s->ask, s->open, &targets));
	for (size_t i = 0; targets.n && i < s->rows.n; i++) {
		struct figure_answer a = {row[i].value, row[i].base, s->value.rate};
		t = row[i].org ? target_among(targets, &s->ask, row[i].org, s->open) : NULL;
		if (!t)
			continue;
		row[i].target = target_text(s->cx, t);
		row[i].reach = target_reach_text(s->cx, t, &a);
		row[i].aim = t->base ? tenths(t->value, t->base) : t->value;
		s->targets = true;
	}
	return ERR_OK;
}

static void bar_points(struct show *s, struct doc_point *p)
{
	const struct figure_row *row = s->rows.rows;

	for (size_t i = 0; i < s->rows.n; i++) {
		p[i] = (struct doc_point){
			.label = row[i].label, .href = row[i].href, .earlier_known = DOC_MISSING};
		set_value(&p[i], s->value.rate, row[i].value, row[i].base);
		p[i].target = row[i].aim;
		p[i].aimed = row[i].target != NULL;
		if (row[i].had)
			set_earlier(&p[i], s->value.rate, row[i].before, row[i].before_base);
	}
	if (!is_ordered(s->cut.by))
		qsort(p, s->rows.n, sizeof(*p), larger_first);
}

static struct doc_chart *bar_chart(struct show *s)
{
	struct doc_chart *c = arena_new_of(s->cx->a, struct doc_chart);
	struct doc_point *p = arena_array(s->cx->a, s->rows.n, sizeof(*p));

	bar_points(s, p);
	*c = (struct doc_chart){.kind = DOC_BARS,
		.points = {p, s->rows.n, sizeof(*p)},
		.earlier = earlier_name(s),
		.aims = s->targets ? msg_text(s->cx->say.lang, M_FIGURE_AIMS) : NULL,
		.share = s->value.rate,
		.sums = figure_sums(s),
		.most = BARS};
	return c;
}

bool figure_sums(const struct show *s)
{
	const struct figure_row *row = s->rows.rows;
	bool time = s->cut.by >= BY_MONTH || s->cut.across >= BY_MONTH;
	int64_t sum = 0;

	if (s->value.rate || (time && !figure_is_span(s->ask.figure)))
		return false;
	for (size_t i = 0; i < s->rows.n; i++)
		sum += row[i].value;
	return sum == s->value.value;
}

/* ---- two that are crossed: bars cut into parts ---- */

struct parts {
	const char **keys, **names;
	size_t n;
};

static size_t part_at(const struct parts *p, const char *key)
{
	size_t i = 0;

	while (i < p->n && !text_eq(p->keys[i], key))
		i++;
	return i;
}

/* A new part stands before the next one of its group that is known: so each group keeps its order.
 */
static void part_add(struct parts *p, const struct figure_row *row, size_t left)
{
	size_t at = p->n;

	if (part_at(p, row->key_2) < p->n)
		return;
	for (size_t i = 1; i < left && text_eq(row[i].key_1, row->key_1) && at == p->n; i++)
		at = part_at(p, row[i].key_2);
	memmove(p->keys + at + 1, p->keys + at, (p->n - at) * sizeof(*p->keys));
	memmove(p->names + at + 1, p->names + at, (p->n - at) * sizeof(*p->names));
	p->keys[at] = row->key_2;
	p->names[at] = row->label_2;
	p->n++;
}

static struct parts parts_of(struct show *s)
{
	const struct figure_row *row = s->rows.rows;
	struct parts p = {arena_array(s->cx->a, s->rows.n + 1, sizeof(char *)),
		arena_array(s->cx->a, s->rows.n + 1, sizeof(char *)), 0};

	for (size_t i = 0; i < s->rows.n; i++)
		part_add(&p, &row[i], s->rows.n - i);
	return p;
}

static struct list stack_points(struct show *s, const struct parts *parts)
{
	const struct figure_row *row = s->rows.rows;
	struct doc_point *p = arena_array(s->cx->a, s->rows.n + 1, sizeof(*p));
	int64_t *values = NULL;
	size_t n = 0;

	for (size_t i = 0; i < s->rows.n; i++) {
		if (!i || !text_eq(row[i].key_1, row[i - 1].key_1)) {
			values = arena_array(s->cx->a, parts->n, sizeof(*values));
			p[n++] = (struct doc_point){.label = row[i].label,
				.parts = values,
				.earlier_known = DOC_MISSING};
		}
		values[part_at(parts, row[i].key_2)] = row[i].value;
		p[n - 1].value += row[i].value;
	}
	if (!is_ordered(s->cut.by))
		qsort(p, n, sizeof(*p), larger_first);
	return (struct list){p, n, sizeof(*p)};
}

static struct doc_chart *stack_chart(struct show *s)
{
	struct doc_chart *c = arena_new_of(s->cx->a, struct doc_chart);
	struct parts parts = parts_of(s);

	*c = (struct doc_chart){.kind = DOC_STACKS,
		.points = stack_points(s, &parts),
		.parts = parts.names,
		.part_count = parts.n,
		.sums = figure_sums(s),
		.most = BARS};
	return c;
}

/* ---- together ---- */

static enum err rows_chart(struct show *s, struct doc_chart **ret)
{
	bool crossed = s->cut.across != BY_NOTHING;

	*ret = NULL;
	if (crossed && s->value.rate)
		return ERR_OK; /* shares cannot be put on each other */
	if (s->cut.by >= BY_MONTH && !crossed)
		return time_chart(s, &s->ask, s->cut.by, s->rows, ret);
	*ret = crossed ? stack_chart(s) : bar_chart(s);
	return ERR_OK;
}

enum err figure_draw_rows(struct show *s, const char *name, struct doc_part **ret)
{
	struct doc_chart *c = NULL;

	if (s->cut.across == BY_NOTHING)
		TRY(read_earlier(s));
	TRY(add_targets(s));
	if (s->cx->page.brief)
		TRY(rows_chart(s, &c));
	if (c)
		*ret = doc_chart(s->d, name, M_FIGURE_ROWS, figure_row_fields(s), s->rows, c);
	else
		*ret = doc_table(s->d, name, M_FIGURE_ROWS, figure_row_fields(s), s->rows);
	(*ret)->empty = msg_text(s->cx->say.lang, M_FIGURE_NO_ROWS);
	return ERR_OK;
}

/* Nothing else was asked for: what is below it, side by side. */
enum err figure_draw_children(struct show *s, struct doc_part **ret)
{
	struct show below = *s;

	*ret = NULL;
	if (!s->cx->page.brief || s->in->records || s->ask.own ||
		!figure_by_known(s->ask.figure, BY_ORG))
		return ERR_OK;
	below.cut = (struct figure_cut){BY_ORG, BY_NOTHING};
	TRY(figure_rows(s->cx, &s->ask, &below.cut, &below.rows));
	if (below.rows.n < 2)
		return ERR_OK;
	figure_link_rows(&below);
	return figure_draw_rows(&below, "children", ret);
}
