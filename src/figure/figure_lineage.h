/*
 * figure_lineage.h: an organisation together with what it was made of.
 *
 *	TRY(figure_lineage_of(cx, org, &ask.lineage));
 *	TRY(figure_lineage_check(cx, &ask));        refused where a split makes it untrue
 *
 * What it was made of are pieces: an organisation with everything below it, on some days.
 *
 *	- itself, as long as it is;
 *	- what stood below it on the day on which it was founded and had been before, until then:
 *	  whole communes, or the cells that were handed over to it by a split;
 *	- what was merged or dissolved into it, or something below it, from outside, until then;
 *	- and of each of these what that was made of.
 *
 * What only moved below it later is not among them: it was taken in, and counts as moved. No cell
 * is in two pieces on one day, so that pieces are added up, and what goes from one to another stays
 * inside. A cell that was split off took members along and no past: which part of the old one's
 * past is its own nobody knows, and it is not made up.
 *
 * Pieces are as known at cx->known. They are found once for all days; everything lies in cx->a.
 */
#ifndef GUONG_FIGURE_FIGURE_LINEAGE_H
#define GUONG_FIGURE_FIGURE_LINEAGE_H

#include "core/tree.h"

struct figure_ask;
struct figure_cut;

struct figure_piece {
	int64_t org;
	day_t from, to; /* half open */
};

struct figure_lineage {
	int64_t org;
	struct list pieces; /* struct figure_piece; the organisation itself is among them */
	const char *text;   /* the same for statements: 19 digits, 8 and 8 of each */
	day_t untrue_until; /* before this day it cannot be told; 0: it always can */
	const char *split, *split_from; /* names of who was split off, and of whom */
};

/* Digits of a piece in `text`; the statements know them as well. */
enum { FIGURE_PIECE_TEXT = 35 };

enum err figure_lineage_of(struct ctx *cx, int64_t org, const struct figure_lineage **ret);
/* ERR_REFUSED with a problem on "lineage" if the question goes back before such a split. */
enum err figure_lineage_check(struct ctx *cx, const struct figure_ask *ask);
/* "Đảng bộ xã A, Đảng bộ xã B": who else than itself counts on the days asked; "": nobody. */
enum err figure_lineage_names(struct ctx *cx, const struct figure_ask *ask, const char **ret);

/* For sources that know nothing of lineage: values and rows of the pieces added up. */
enum err figure_lineage_value(struct ctx *cx, const struct figure_ask *ask, int64_t *ret);
enum err figure_lineage_rows(struct ctx *cx, const struct figure_ask *ask,
	const struct figure_cut *cut, struct list *ret);

#endif
