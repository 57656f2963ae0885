/*
 * help_line.h: the inside of help_read.c: lines of Markdown as runs, and tables, which are lines
 * with bars in them.
 *
 *	TRY(help_line(r, paragraph, &block->para));
 */
#ifndef GUONG_HELP_HELP_LINE_H
#define GUONG_HELP_HELP_LINE_H

#include "help/help_read.h"

#include <cmark.h>

struct help_reader {
	struct arena *a;
	struct fault *f;
	const char *name; /* "vi/bat-dau" */
};

/* ERR_CHECK with the place of `node`. */
enum err help_bad(struct help_reader *r, cmark_node *node, const char *why);
/* What stands in a paragraph or heading; the end of a line in it is a blank, or, if `lines`, stays.
 */
enum err help_line(struct help_reader *r, cmark_node *node, bool lines, struct list *ret);
/* Is it a table, and what is in it. */
bool help_is_table(cmark_node *paragraph);
enum err help_table(struct help_reader *r, cmark_node *paragraph, struct doc_block *b);

#endif
