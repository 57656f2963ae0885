/*
 * sqleach.h: statements that are the same for several things, written once.
 *
 *	-- @each post term
 *	-- reorg_<each>_void(id id)
 *	DELETE FROM {<each>_table} WHERE id = $id
 *	-- @end
 *
 * is read as if the lines between stood there once for each word, with the word for <each>. What
 * differs otherwise is a piece named after the word (sqlpiece.h).
 */
#ifndef GUONG_TOOLS_SQLEACH_H
#define GUONG_TOOLS_SQLEACH_H

#include <stdbool.h>

struct each;

/* Begins a block from what follows "@each"; NULL: no words. */
struct each *each_new(const char *words);
void each_add(struct each *e, const char *line);
/* Takes every line once for each word, and forgets the block. */
void each_end(struct each *e, void (*take)(void *p, char *line), void *p);

#endif
