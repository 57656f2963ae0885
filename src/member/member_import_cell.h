/*
 * member_import_cell.h: from what a file says of a cell to the cell.
 *
 *	TRY(member_cells_new(cx, under, &cells));
 *	TRY(member_cells_find(cells, code, name, day, &found));
 *
 * A code means what it meant on the day, or else on the day asked for, or else the one organisation
 * that ever had it. A name is looked for among the cells under an organisation: without accents,
 * capitals and the words "chi bộ" ("ban co" finds "Chi bộ bản Cò"); written exactly, or with the
 * name of the organisation above behind it ("Chi bộ 1, xã Ẳng Tở"), it may tell apart those that
 * look alike. Answers are kept: the same words cost one question in a file of 100,000 rows.
 */
#ifndef GUONG_MEMBER_MEMBER_IMPORT_CELL_H
#define GUONG_MEMBER_MEMBER_IMPORT_CELL_H

#include "core/tree_life.h"

struct member_cells;

struct cell_found {
	int64_t org;  /* 0: none, or several */
	enum msg why; /* M_NONE: found */
	const char *arg[2];
};

/* `under`: code, id or name of an organisation; NULL: wherever the actor reaches. */
enum err member_cells_new(struct ctx *cx, const char *under, struct member_cells **ret);
/* The organisation named by `under`; 0: none was. */
int64_t member_cells_under(const struct member_cells *c);
/* Code first, name if there is no code; each may stand in the other's place. */
enum err member_cells_find(struct member_cells *c, const char *code, const char *name, day_t day,
	struct cell_found *ret);

#endif
