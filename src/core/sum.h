/*
 * sum.h: summaries of indicators, for organisations too large to be counted one by one.
 *
 * A node (table figure_node) is an organisation that has summaries: one that ever had nobody above
 * it, one of a kind that rules/org-kinds.csv calls summed, and 0, all of the database, where it has
 * several roots. For each, figure_sum holds by how much each number changes in each month, and for
 * totals on each day: of the whole, of each child and, where the node has dimensions, of each value
 * of each dimension. Whoever writes records adds what they change:
 *
 *	TRY(sums_new(cx, &s));                  nodes are read; nothing to do if there are none
 *	TRY(sums_place(s, cell, &place));       which nodes a cell was below on which days
 *	sums_stock(s, sums_figure(s, "full"), place, from, to, &facets, +1);
 *	TRY(sums_write(s));                     what did not cancel out, under cx->txn
 *
 * Taking something back is the same with -1. Rows are only added, so that two who write never wait
 * for each other; the jobs process puts them together (sums_fold()). What cannot be told exactly
 * at once makes a node dirty: it is not believed until it is made anew (member/member_sum.h).
 *
 * What each number means is what figure/figure_member.sql says, which stays the computation of
 * everything else and the oracle of this one. Why so: docs/decisions/0017.
 */
#ifndef GUONG_CORE_SUM_H
#define GUONG_CORE_SUM_H

#include "core/ctx.h"

struct tree_plan;
struct sums;
struct sum_place;

struct sum_node {
	int64_t org, root, dirty;
	int64_t dims; /* 0: the whole and its children only */
	day_t daily_from, daily_to;
};
extern const struct field sum_node_fields[];

/* The attributes of a person that members are broken down by; names as in `--by`. */
enum sum_attribute {
	SUM_SEX,
	SUM_ETHNICITY,
	SUM_RELIGION,
	SUM_SCHOOLING,
	SUM_THEORY,
	SUM_OCCUPATION,
	SUM_YOUTH_UNION,
	SUM_ATTRIBUTES
};

/* What somebody is on some days, as the keys of the texts; birth 0: not known. */
struct sum_facets {
	uint32_t key[SUM_ATTRIBUTES];
	day_t birth;
};

/* The bands of age: up to how many completed years, by the key of `--by age`. */
struct sum_age {
	const char *key;
	int last;
};
enum { SUM_AGES = 5 };
extern const struct sum_age sum_ages[SUM_AGES];

/* A change of numbers, empty. It lives in cx->a. */
enum err sums_new(struct ctx *cx, struct sums **ret);
/* Is there any node at all? */
bool sums_any(const struct sums *s);
/* Counts one node alone, or the dirty ones: the others are left as they are. */
void sums_only(struct sums *s, int64_t org);
void sums_only_dirty(struct sums *s);
/* Does any node that is counted have dimensions? If none, nobody asks what somebody is. */
bool sums_need_facets(const struct sums *s);
const struct sum_node *sums_node(const struct sums *s, int64_t org);
const struct sum_node *sums_nodes(const struct sums *s, size_t *ret_n);

/* A number for a text, the same for the same text; that of NULL and "" is 0. */
uint32_t sums_key(struct sums *s, const char *text);
#define sums_figure sums_key

/* Where an organisation stood, as stored; kept once read. */
enum err sums_place(struct sums *s, int64_t org, const struct sum_place **ret);
/* Those of everybody that is or was below one, itself included; `ret`: who (int64_t). */
enum err sums_places_below(struct sums *s, int64_t org, struct list *ret);
/* Those of every organisation at once. */
enum err sums_places(struct sums *s);
/* Of those that were ever below one, for which alone is counted: all others stood nowhere. */
enum err sums_places_of(struct sums *s, int64_t org);
/* Another place for the same organisation, until it is given again; NULL: as stored. */
void sums_put_place(struct sums *s, int64_t org, const struct sum_place *place);
/* Would the same be counted at both? */
bool sum_place_same(const struct sum_place *a, const struct sum_place *b);

/* Stood somewhere from a day until another (not included). NULL facets: an organisation. */
void sums_stock(struct sums *s, uint32_t figure, const struct sum_place *place, day_t from,
	day_t to, const struct sum_facets *facets, int n);

/* Something that happened; the other end, if there is one, is where it came from or went to. */
struct sum_event {
	uint32_t figure;
	day_t day;
	const struct sum_place *place, *other; /* other: NULL if outside */
	day_t place_day, other_day;	       /* on which the two are looked for */
};
void sums_flow(struct sums *s, const struct sum_event *e, const struct sum_facets *facets, int n);
/*
 * Somebody stood in a place from a day until another while it came below nodes and went: they moved
 * with the organisation, on days within `facets_from` and `facets_to`.
 */
void sums_borders(struct sums *s, const struct sum_place *place, day_t from, day_t to,
	const struct sum_facets *facets, day_t facets_from, day_t facets_to, int n);
/* The organisation itself counts, as one of its kind. */
void sums_org(struct sums *s, const struct sum_place *place, int n);
/* Every one of those that sums_places() read. */
void sums_orgs(struct sums *s);

/* Writes what did not cancel out, and forgets it. Inside a transaction. */
enum err sums_write(struct sums *s);
/*
 * The same as the truth about the nodes that are counted: it takes the place of all that had been
 * written by the instant of which the records were counted. Inside a transaction.
 */
enum err sums_write_anew(struct sums *s, int64_t ms);

/* One number that changes. */
struct sum_row {
	int64_t node, n;
	const char *figure, *dim, *key;
	day_t day;
	char span; /* 'd' or 'm' */
};
/* Takes a row away from what was counted; what then remains differs (sums_left()). */
void sums_subtract(struct sums *s, const struct sum_row *row);
/* What did not cancel out: the first `most` rows, in order (struct sum_row). */
struct list sums_left(struct sums *s, size_t most);

/* Makes or changes a node, and that of the whole where there are several roots. */
enum err sums_node_store(struct ctx *cx, const struct sum_node *n, bool dirty);
enum err sums_node_whole(struct sums *s, bool dirty);
/* Makes the nodes that should be there: dirty, for none of them is counted yet. */
enum err sums_nodes_make(struct ctx *cx, bool only_missing);
/* A node is not to be believed until it is made anew. */
enum err sums_spoil(struct sums *s, int64_t org);
/* Is there anything to be put together? */
enum err sums_waiting(struct ctx *cx, bool *ret);
/* Puts together what some finished transactions added; `ret_more`: there are more. */
enum err sums_fold(struct ctx *cx, bool *ret_more);

/*
 * What was counted, as bytes, and taken in by another process of the same program that knows the
 * same nodes; false: `put` or `get` had enough.
 */
typedef bool sums_put(void *p, const void *bytes, size_t n);
typedef bool sums_get(void *p, void *bytes, size_t n);
bool sums_send(struct sums *s, sums_put *put, void *p);
bool sums_receive(struct sums *s, sums_get *get, void *p);
/*
 * In the order of the rows; whoever gets it writes it as it comes, with what was counted here left
 * out: the truth about all nodes. Inside a transaction; ERR_IO if it is broken off.
 */
bool sums_send_sorted(struct sums *s, sums_put *put, void *p);
enum err sums_write_sent(struct sums *s, sums_get *get, void *p);

/*
 * A plan of the tree: read before it is written, followed after. The second one writes how the
 * numbers of organisations change, and makes new nodes.
 */
struct sum_tree;
enum err sum_tree_before(struct tree_plan *p, struct sum_tree **ret);
enum err sum_tree_after(struct sum_tree *t);
/* The numbers that it counts by: whoever has more to count there goes on with them. */
struct sums *sum_tree_sums(struct sum_tree *t);
/* The organisations that count elsewhere than before (int64_t), and where they did. */
struct list sum_tree_moved(struct sum_tree *t);
const struct sum_place *sum_tree_old(struct sum_tree *t, int64_t org);
/* Of a plan that was carried out; NULL: it was not. */
struct sum_tree *tree_plan_sums(struct tree_plan *p);
/* The nodes that either of two places counts at and the other does not, or differently. */
enum err sums_spoil_moved(struct sums *s, const struct sum_place *a, const struct sum_place *b);

#endif
