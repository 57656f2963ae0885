/*
 * figure_pivot.c: an indicator by two dimensions as a table across and down.
 *
 * A line or a column has a sum only where a sum is true: shares have none, and what was so at the
 * end of each month cannot be added over months.
 */
#include "figure/figure_show.h"

struct pivot {
	struct show *s;
	const struct figure_row **columns; /* one row of the answer for each column */
	size_t n;
	bool across, down; /* may lines, may columns be summed? */
	int64_t largest;
	struct doc_grid grid;
	struct doc_grid_row *rows;
	int64_t *sums;
};

static bool may_sum(const struct show *s, enum figure_by by)
{
	return !s->value.rate && (by < BY_MONTH || figure_is_span(s->ask.figure));
}

static size_t column_of(const struct pivot *p, const char *key)
{
	size_t i = 0;

	while (i < p->n && !text_eq(p->columns[i]->key_2, key))
		i++;
	return i;
}

/* A new column stands before the next one of its line that is known: each line keeps its order. */
static void add_column(struct pivot *p, const struct figure_row *row, size_t left)
{
	size_t at = p->n;

	if (column_of(p, row->key_2) < p->n)
		return;
	for (size_t i = 1; i < left && text_eq(row[i].key_1, row->key_1) && at == p->n; i++)
		at = column_of(p, row[i].key_2);
	memmove(p->columns + at + 1, p->columns + at, (p->n - at) * sizeof(*p->columns));
	p->columns[at] = row;
	p->n++;
}

static void find_columns(struct pivot *p)
{
	const struct figure_row *row = p->s->rows.rows;
	size_t n = p->s->rows.n;

	p->columns = arena_array(p->s->cx->a, n + 1, sizeof(void *));
	for (size_t i = 0; i < n; i++) {
		add_column(p, &row[i], n - i);
		p->largest = row[i].value > p->largest ? row[i].value : p->largest;
	}
}

static const char *number(const struct pivot *p, int64_t n)
{
	return number_text(p->s->cx->a, p->s->cx->say.lang, n);
}

/* One of the two that the address can say: an organisation or a stretch of time. */
static bool narrow(struct figure_in *in, enum figure_by by, const char *key)
{
	if (by >= BY_MONTH)
		in->period = key;
	else if (by == BY_ORG && !text_eq(key, "own") && !text_eq(key, "former"))
		in->org = key;
	else
		return false;
	return true;
}

/* What the address of the figure cannot say narrows its list; if that may not be, it is broken
 * down. */
static void narrow_rest(const struct pivot *p, struct figure_in *in, const struct figure_row *row,
	bool first, bool second)
{
	const struct figure_cut *cut = &p->s->cut;
	struct figure_cut left = {
		first ? cut->across : cut->by, first || second ? BY_NOTHING : cut->across};

	in->by = figure_by_code(left.by);
	if (left.across != BY_NOTHING)
		in->across = figure_by_code(left.across);
	if (!figure_may_narrow(p->s, &left))
		return;
	in->key = first ? row->key_2 : row->key_1;
	if (left.across != BY_NOTHING)
		in->key_2 = row->key_2;
	in->records = 1;
}

/* Where a number leads: to the members, to its records, if both halves can be said; to its half of
 * the figure. */
static const char *cell_href(const struct pivot *p, const struct figure_row *row)
{
	const char *people = figure_people_href(p->s, row->key_1, row->key_2);
	struct figure_in in = *p->s->in;
	const struct figure_cut *cut = &p->s->cut;
	bool first, second;

	if (people)
		return people;
	in.by = in.across = in.compare = in.key = in.key_2 = NULL;
	first = narrow(&in, cut->by, row->key_1);
	second = narrow(&in, cut->across, row->key_2);
	if (p->s->names && first && second)
		in.records = 1;
	else
		narrow_rest(p, &in, row, first, second);
	return arena_printf(
		p->s->cx->a, "%s%s", figure_href(p->s, &in, ""), in.records ? "#records" : "");
}

static struct doc_grid_cell cell_of(const struct pivot *p, const struct figure_row *row)
{
	struct figure_answer value = {row->value, row->base, p->s->value.rate};
	int64_t of = p->s->value.rate ? row->base : p->largest;

	return (struct doc_grid_cell){.text = figure_text(p->s->cx, &value),
		.href = cell_href(p, row),
		.heat = of > 0 ? (int)(row->value * 1000 / of) : 0};
}

static void begin_row(struct pivot *p, const struct figure_row *row)
{
	struct doc_grid_cell *cells =
		arena_array(p->s->cx->a, p->n + 1, sizeof(struct doc_grid_cell));

	for (size_t i = 0; i < p->n; i++)
		cells[i].text = p->s->value.rate ? "–" : "0";
	p->rows[p->grid.rows.n++] = (struct doc_grid_row){.label = row->label, .cells = cells};
}

static void fill_rows(struct pivot *p)
{
	const struct figure_row *row = p->s->rows.rows;
	int64_t sum = 0;

	for (size_t i = 0; i < p->s->rows.n; i++) {
		struct doc_grid_row *to;
		size_t at = column_of(p, row[i].key_2);
		if (!i || !text_eq(row[i].key_1, row[i - 1].key_1)) {
			begin_row(p, &row[i]);
			sum = 0;
		}
		to = &p->rows[p->grid.rows.n - 1];
		((struct doc_grid_cell *)to->cells)[at] = cell_of(p, &row[i]);
		sum += row[i].value;
		p->sums[at] += row[i].value;
		p->sums[p->n] += row[i].value;
		if (p->across)
			((struct doc_grid_cell *)to->cells)[p->n].text = number(p, sum);
	}
}

static void fill_sums(struct pivot *p)
{
	struct doc_grid_cell *cells = arena_array(p->s->cx->a, p->n + 1, sizeof(*cells));
	size_t n = p->n + (p->across ? 1 : 0);

	if (!p->down)
		return;
	for (size_t i = 0; i < n; i++)
		cells[i].text = number(p, p->sums[i]);
	p->rows[p->grid.rows.n++] = (struct doc_grid_row){
		.label = msg_text(p->s->cx->say.lang, M_FIGURE_SUM), .cells = cells, .sum = 1};
}

static void fill_heads(struct pivot *p)
{
	const char **heads = arena_array(p->s->cx->a, p->n + 1, sizeof(*heads));
	enum lang lang = p->s->cx->say.lang;

	for (size_t i = 0; i < p->n; i++)
		heads[i] = p->columns[i]->label_2;
	p->grid.count = p->n;
	if (p->across)
		heads[p->grid.count++] = msg_text(lang, M_FIGURE_SUM);
	p->grid.columns = heads;
	p->grid.corner =
		arena_printf(p->s->cx->a, "%s / %s", msg_text(lang, figure_by_label(p->s->cut.by)),
			msg_text(lang, figure_by_label(p->s->cut.across)));
}

void figure_draw_pivot(struct show *s)
{
	struct pivot p = {
		.s = s, .across = may_sum(s, s->cut.across), .down = may_sum(s, s->cut.by)};

	if (s->cut.across == BY_NOTHING || !s->rows.n)
		return;
	find_columns(&p);
	p.sums = arena_array(s->cx->a, p.n + 1, sizeof(*p.sums));
	p.rows = arena_array(s->cx->a, s->rows.n + 1, sizeof(*p.rows));
	p.grid.rows = (struct list){p.rows, 0, sizeof(*p.rows)};
	fill_rows(&p);
	fill_sums(&p);
	fill_heads(&p);
	doc_grid(s->d, "pivot", M_FIGURE_PIVOT, &p.grid);
}
