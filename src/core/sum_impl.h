/*
 * sum_impl.h: what the files of the summaries share; nobody else includes it.
 */
#ifndef GUONG_CORE_SUM_IMPL_H
#define GUONG_CORE_SUM_IMPL_H

#include "base/map.h"
#include "core/sum.h"
#include "core/tree.h"

/* The dimensions, in the order in which the attributes stand in struct sum_facets. */
enum sum_dim {
	SUM_WHOLE,
	SUM_FIRST_ATTRIBUTE,
	SUM_AGE = SUM_FIRST_ATTRIBUTE + SUM_ATTRIBUTES,
	SUM_SECTOR,
	SUM_ORG,
	SUM_DIMS
};
extern const char *const sum_dims[SUM_DIMS];

/* Days on which an organisation was below a node, its child, of a sector or of a kind. */
struct sum_stretch {
	struct sum_stretch *next;
	int node;     /* index */
	uint32_t key; /* of the child, the sector, or the figure of the kind */
	day_t from, to;
};

struct sum_place {
	struct sum_place *next; /* of those read all at once */
	int64_t org;
	day_t first, end;
	struct sum_stretch *below, *children, *sectors, *kinds;
};

/*
 * The numbers of one value of a dimension in one month, by the day, 0 being the whole month; or,
 * where days are not kept, in one year by the month. What is added at one time stays together.
 */
enum { SUM_PAGE = 32 };
struct sum_page {
	uint32_t figure, key;
	day_t first; /* yyyymm00, or yyyy0000 */
	int16_t node;
	uint8_t dim;
	bool by_month;
	int32_t *n; /* SUM_PAGE of them, or half as many by the month; NULL: the place is free */
};

/* What is added to a number of a page, and to that of its whole month; `page` has no numbers. */
struct sum_add {
	struct sum_page page;
	uint64_t hash;
	int32_t n;
	uint8_t at;
	bool whole;
};
enum { SUM_QUEUE = 64 };

/* By how much one number changes. */
struct sum_cell {
	uint32_t figure, key;
	day_t day;
	int32_t n;
	int16_t node;
	uint8_t dim;
	char span;
};

struct sums {
	struct ctx *cx;
	struct sum_node *nodes;
	size_t node_count;
	int only;		/* index of the only node that counts; -1: all */
	bool only_dirty, alone; /* alone: places that are not read yet are nowhere */
	struct map *node_index;
	struct map *keys; /* uint32_t by text */
	const char **names;
	uint32_t name_count, name_room;
	uint32_t age_keys[SUM_AGES], own, moved_in, moved_out;
	struct map *places, *put; /* struct sum_place by org */
	struct sum_place *all;
	struct sum_page *pages; /* a hash table: size is a power of two */
	size_t size, used;
	struct sum_add queue[SUM_QUEUE]; /* not yet in the pages */
	int waiting;
};

/* No numbers yet; none any more. */
void sums_pages_init(struct sums *s);
void sums_forget(struct sums *s);
/* Brings what waits into the pages: before anybody reads them. */
void sums_settle(struct sums *s);
/* How many different numbers change so far. */
size_t sums_count(struct sums *s);
/* What was counted and did not cancel out, in the order of the rows; after sums_settle(). */
struct sum_cell *sums_sorted(struct sums *s, size_t *ret_n);
/* What another process sends, cell by cell; false: it sends no more, or cannot be understood. */
struct sums_sent;
bool sums_sent_begin(struct sums *s, sums_get *get, void *p, struct sums_sent **ret);
bool sums_sent_next(struct sums_sent *o, struct sum_cell *ret);
/* How many were not yet given. */
uint64_t sums_sent_left(const struct sums_sent *o);
/* How many numbers a page has room for, one of them, and adding it somewhere else. */
int sums_page_cells(const struct sum_page *p);
struct sum_cell sums_page_cell(const struct sum_page *p, int i);
void sums_put_cell(struct sums *s, const struct sum_cell *c);
int sums_index(const struct sums *s, int64_t org);
/* Is a node counted, and by this dimension? */
bool sums_counts(const struct sums *s, int node);
bool sums_keeps(const struct sums *s, int node, enum sum_dim dim);
/* Adds to one number, under its month and, where they are kept, its day. */
void sums_add(struct sums *s, int node, uint32_t figure, enum sum_dim dim, uint32_t key, day_t day,
	int n);
/* A place without anything, and one more stretch of it. */
struct sum_place *sums_place_new(struct sums *s, int64_t org);
void sums_stretch(
	struct sums *s, struct sum_stretch **list, int node, uint32_t key, day_t from, day_t to);
uint32_t sums_kind(struct sums *s, const char *kind);
uint32_t sums_child(struct sums *s, int64_t org);

#endif
