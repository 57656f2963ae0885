/*
 * paper.h: the head and foot of a list that an office prints (doc_paper of view/doc.h).
 *
 *	TRY(paper_make(cx, d, cx->org, doc_say(d, M_MEMBER_ROSTER, NULL), &paper));
 *	paper->wide = 1;
 *	paper->total = ...;
 *
 * Layout: 36-HD/VPTW. The superior organisation and the organisation are those of cx->day; the
 * place is the locality of the nearest organisation that has one in its name, the signer its
 * secretary on that day.
 */
#ifndef GUONG_CORE_PAPER_H
#define GUONG_CORE_PAPER_H

#include "core/tree.h"

/* More than anybody signs: beyond it a file has rows only, and a printed list says it is cut. */
enum { PAPER_ROWS = 5000 };

/* Sets d->paper. `day`: of which the list tells. */
enum err paper_make(struct ctx *cx, struct doc *d, int64_t org, const char *title, day_t day,
	struct doc_paper **ret);
/* Of a letter: as things were on its day, which stands beside the place. */
enum err paper_letter(struct ctx *cx, struct doc *d, int64_t org, const char *title, day_t day,
	struct doc_paper **ret);
/*
 * The two faces of a list: with `on_paper` all rows on ui/paper.html, otherwise a page with a link
 * to it. `query` is what the page was asked, "?..." or "".
 */
void paper_face(struct ctx *cx, struct doc *d, bool on_paper, const char *query);
/* Once the rows are read: `shown` of `all`. */
void paper_rows(struct ctx *cx, struct doc *d, int64_t shown, int64_t all);

#endif
