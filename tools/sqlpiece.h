/*
 * sqlpiece.h: pieces of SQL that many statements share, put in by sqlgen before anything is read.
 *
 *	-- @text known(t)
 *	t.made_ms <= $known AND t.void_ms > $known
 *	-- @text on(t)
 *	t.from_day <= $day AND t.to_day > $day AND {known t}
 *
 * A piece ends where the next one or a statement begins. {on s} stands for its text with s wherever
 * it says t before a point; a piece without a parenthesis is put in as it is: {shown}. It is known
 * in all files that come after its own, and may use those before it.
 */
#ifndef GUONG_TOOLS_SQLPIECE_H
#define GUONG_TOOLS_SQLPIECE_H

#include <stdbool.h>

struct piece;

/* Begins a piece from what follows "@text"; NULL: no name, or one that there is already. */
struct piece *piece_new(const char *head);
void piece_add(struct piece *p, const char *line);
/* The line with its pieces put in, for the caller to free; NULL if one of them is not known. */
char *piece_expand(const char *line);
/* The name of a piece that no statement uses; NULL: there is none. */
const char *piece_unused(void);

#endif
