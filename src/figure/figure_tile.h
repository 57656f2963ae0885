/*
 * figure_tile.h: an indicator among others: its number, how it moved, and the way to its page.
 *
 *	struct figure_board board;
 *	TRY(figure_board_start(cx, d, org, &board));
 *	TRY(figure_tile(&board, figure_find("member.total")));
 *	TRY(figure_children(&board, figure_find("member.total"), &part));
 *
 * A tile asks for five numbers at once: of a state the ends of the last five quarters, of what
 * happens the same stretch of the last five years; the newest is the number, the one a year before
 * what it is compared with. Of a rate there are two, and no line. For the organisation of a page
 * whose right to figures of people has been checked.
 */
#ifndef GUONG_FIGURE_FIGURE_TILE_H
#define GUONG_FIGURE_FIGURE_TILE_H

#include "figure/figure_sum.h"

struct figure_board {
	struct ctx *cx;
	struct doc *d;
	int64_t org;
	day_t register_on;     /* what is said of days before it is inferred */
	day_t first;	       /* before it there was no such organisation */
	struct figure_sum sum; /* its summaries, if there are any */
	struct list targets;   /* of periods under way: struct figure_target */
	bool plain;	       /* of so few people that shares say nothing: numbers only */
};

enum err figure_board_start(struct ctx *cx, struct doc *d, int64_t org, struct figure_board *ret);
/* A DOC_FIGURE under its title. */
enum err figure_tile(struct figure_board *b, const struct figure *f);
/* The organisations below, side by side; *ret is NULL if there are none to compare. */
enum err figure_children(struct figure_board *b, const struct figure *f, struct doc_part **ret);

#endif
