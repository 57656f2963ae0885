/*
 * figure_member.h: what the files of the indicators of members share.
 *
 * An indicator of members has one of four shapes: who stands somewhere on a day, what happened in a
 * period, who came with an organisation, who went with one. Each shape has a statement that counts,
 * one that gives what was counted to be broken down (its facets), and one that lists it by name.
 */
#ifndef GUONG_FIGURE_FIGURE_MEMBER_H
#define GUONG_FIGURE_FIGURE_MEMBER_H

#include "figure/figure.h"

enum { FIGURE_MEMBER_ARGS = 6 };

struct figure_shape {
	enum stmt count, facets, list;
	const struct figure_shape *lineage; /* the same over pieces: figure_lineage.h */
};

/* The shape of an indicator, and the arguments of its statements; returns how many. */
const struct figure_shape *figure_member_shape(const struct figure *f);
/* The statements that answer a question. */
const struct figure_shape *figure_member_stmts(const struct figure_ask *ask);
int figure_member_args(
	struct ctx *cx, const struct figure_ask *ask, struct db_val ret[FIGURE_MEMBER_ARGS]);
/* The day of the place of a fact: of those that went with an organisation, the day before. */
day_t figure_member_place_day(const struct figure *f, day_t day);

/* What an indicator is made of in the summaries: figures of figure_sum, ending with NULL. */
enum { FIGURE_MEMBER_PARTS = 3 };
void figure_member_parts(const struct figure *f, const char *ret[FIGURE_MEMBER_PARTS]);

/*
 * The facts to which a question's list is narrowed, and whether one of the list is among them; of a
 * stock day and fact are 0. NULL: it is not narrowed, and all are.
 */
struct map;
enum err figure_member_narrow(struct ctx *cx, const struct figure_ask *ask, struct map **ret);
bool figure_member_is_in(const struct map *narrow, int64_t person, day_t day, int64_t fact);

enum err figure_member_rows(struct ctx *cx, const struct figure_ask *ask,
	const struct figure_cut *cut, struct list *ret);

#endif
