/*
 * page_grid.c: a table across and down, as the same table that lists are.
 */
#include "view/page.h"

static struct list grid_columns(struct arena *a, const struct doc_grid *g)
{
	struct page_column *c = arena_array(a, g->count + 1, sizeof(*c));

	c[0].label = g->corner;
	for (size_t i = 0; i < g->count; i++)
		c[i + 1] = (struct page_column){.label = g->columns[i], .num = 1};
	return (struct list){c, g->count + 1, sizeof(*c)};
}

static struct page_row grid_row(
	struct arena *a, const struct doc_grid *g, const struct doc_grid_row *from)
{
	struct page_cell *cells = arena_array(a, g->count + 1, sizeof(*cells));

	cells[0] = (struct page_cell){
		.label = g->corner, .value = from->label, .fit = "text", .key = 1};
	for (size_t i = 0; i < g->count; i++) {
		const struct doc_grid_cell *c = &from->cells[i];
		cells[i + 1] = (struct page_cell){.label = g->columns[i],
			.value = c->text ? c->text : "",
			.href = c->href,
			.fit = "n",
			.num = 1};
		if (c->heat > 0)
			cells[i + 1].heat = arena_printf(a, "%d%%", (c->heat + 9) / 10);
	}
	return (struct page_row){
		.tone = from->sum ? "sum" : NULL, .cells = {cells, g->count + 1, sizeof(*cells)}};
}

const struct page_table *page_grid_build(struct arena *a, const struct doc_grid *g)
{
	struct page_table *t = arena_new_of(a, struct page_table);
	struct page_row *rows = arena_array(a, g->rows.n, sizeof(*rows));
	const struct doc_grid_row *from = g->rows.rows;

	for (size_t i = 0; i < g->rows.n; i++)
		rows[i] = grid_row(a, g, &from[i]);
	t->columns = grid_columns(a, g);
	t->rows = (struct list){rows, g->rows.n, sizeof(*rows)};
	return t;
}
