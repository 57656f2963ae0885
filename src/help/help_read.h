/*
 * help_read.h: a chapter of the guide, from Markdown to the blocks of a document (view/doc.h).
 *
 * A chapter is "# Title", one paragraph that says what it is about, then paragraphs, "## " and
 * "### " headings, lists, numbered steps, tables, indented text as it is typed, and pictures, each
 * a paragraph of its own. In a line: **words of the program**, *stress*, `what is typed`, links to
 * other chapters (nhap-tep.md#đối-chiếu), to files outside the guide (../../admin.md: only the
 * words are shown), to pages of the program (/import). Anything else, raw HTML first of all, is
 * ERR_CHECK with file and line in the detail of the fault.
 *
 *	struct help_text t;
 *	TRY(help_read(a, f, "vi/bat-dau", bytes, &t));
 *
 * Everything lives in the arena.
 */
#ifndef GUONG_HELP_HELP_READ_H
#define GUONG_HELP_HELP_READ_H

#include "base/err.h"
#include "view/doc.h"

struct help_text {
	const char *title, *about;
	const char *source;
	struct list blocks; /* struct doc_block, without the title and what it is about */
};

enum err help_read(struct arena *a, struct fault *f, const char *name, struct str source,
	struct help_text *ret);
/* The words of a line, without what they look like. */
char *help_words(struct arena *a, struct list runs);

/* The size of a PNG by its first bytes; false if it is none. */
bool help_png_size(struct str png, unsigned *width, unsigned *height);

#endif
