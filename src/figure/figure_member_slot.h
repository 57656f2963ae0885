/*
 * figure_member_slot.h: under which value of a dimension something counts.
 *
 *	TRY(member_dim_begin(&g, &g.dims[0], BY_AGE));
 *	TRY(member_slot_of(&g, &g.dims[0], &cursor, &slot));      of a row of facets
 *
 * A dimension (struct dim) has a slot for each of its values; those of which there are few are
 * there from the beginning, so that a value under which nothing counts is shown as 0.
 */
#ifndef GUONG_FIGURE_FIGURE_MEMBER_SLOT_H
#define GUONG_FIGURE_FIGURE_MEMBER_SLOT_H

#include "base/map.h"
#include "figure/figure.h"

/* Columns of facets that are not attributes: which fact of whom. */
enum { FACET_PERSON = 10, FACET_FACT = 11, FACET_DAY = 1 };

/* One value of a dimension. */
struct slot {
	struct slot *next;
	struct figure_row row;
	long place;
	int number;
};

struct dim {
	enum figure_by by;
	size_t attribute; /* of the table of figure_member_slot.c; of no account for some */
	struct map *index;
	struct slot *slots;
	int count;
};

/* Where a cell was on some days: below which child, or of which sector. */
struct stay {
	struct stay *next;
	int64_t cell, child;
	const char *sector;
	day_t from, to;
};

struct group {
	struct ctx *cx;
	const struct figure_ask *ask;
	struct dim dims[2];
	int crossed;
	struct map *children, *sectors; /* of cells: struct stay */
	struct map *tallies;
	bool summed; /* answered from summaries: where a cell was need not be known */
};

/* Values of which there are few stand there also when nothing counts under them. */
enum err member_dim_begin(struct group *g, struct dim *d, enum figure_by by);
/* Of a row of facets; of a cell on the day of a stock; of a key of the summaries. */
enum err member_slot_of(struct group *g, struct dim *d, const struct cursor *c, struct slot **ret);
enum err member_slot_of_cell(struct group *g, struct dim *d, int64_t cell, struct slot **ret);
enum err member_slot_of_key(struct group *g, struct dim *d, const char *key, struct slot **ret);

#endif
