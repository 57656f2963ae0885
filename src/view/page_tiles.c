/*
 * page_tiles.c: rows as small fields side by side, in groups: an overview of many things at once.
 */
#include "view/page.h"

/* The fields of a row that a tile shows; NULL: the rows have none. */
struct plan {
	const struct field *group, *group_href, *label, *sign, *tone, *state, *href;
};

static const char *text_of(const struct field *f, const void *row)
{
	return f ? field_get_text(f, row) : NULL;
}

static struct plan plan_of(const struct field *fields)
{
	return (struct plan){.group = field_find(fields, "group"),
		.group_href = field_find(fields, "group_href"),
		.label = field_find(fields, "name"),
		.sign = field_find(fields, "sign"),
		.tone = field_find(fields, "tone"),
		.state = field_find(fields, "state"),
		.href = field_find(fields, "href")};
}

static struct page_tile tile_of(const struct plan *plan, const void *row)
{
	return (struct page_tile){.label = text_of(plan->label, row),
		.sign = text_of(plan->sign, row),
		.tone = text_of(plan->tone, row),
		.state = text_of(plan->state, row),
		.href = text_of(plan->href, row)};
}

/* Rows that follow each other under one name are one group. */
struct list page_tiles_build(struct arena *a, const struct doc_part *p)
{
	struct page_tiles *groups = arena_array(a, p->rows.n + 1, sizeof(*groups));
	struct page_tile *tiles = arena_array(a, p->rows.n + 1, sizeof(*tiles));
	struct plan plan = plan_of(p->fields);
	const char *rows = p->rows.rows;
	size_t n = 0;

	for (size_t i = 0; i < p->rows.n; i++) {
		const void *row = rows + i * p->rows.size;
		const char *group = text_of(plan.group, row);
		tiles[i] = tile_of(&plan, row);
		if (!n || !text_eq(groups[n - 1].label, group))
			groups[n++] = (struct page_tiles){.label = group,
				.href = text_of(plan.group_href, row),
				.tiles = {&tiles[i], 0, sizeof(*tiles)}};
		groups[n - 1].tiles.n++;
	}
	return (struct list){groups, n, sizeof(*groups)};
}
