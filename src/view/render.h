/*
 * render.h: a document in one of its forms. Each renderer writes into a buffer or a descriptor.
 */
#ifndef GUONG_VIEW_RENDER_H
#define GUONG_VIEW_RENDER_H

#include "base/buf.h"
#include "view/doc.h"
#include "view/value.h"

enum format { FORMAT_HTML, FORMAT_JSON, FORMAT_CSV, FORMAT_XLSX, FORMAT_TEXT, FORMATS };

/* What stands around a page and is not of the document. */
struct frame {
	const char *site;    /* name of the locality */
	const char *account; /* who is signed in, or NULL */
	const char *token;   /* for the forms of this response; see account/token */
	const char *here;    /* address of this page with its query, for switches */
	const char *query;   /* what stands in the search field */
	const char *help;    /* address of the chapter about this page */
	const char *size;    /* text size: "90" "100" "125" "150" */
	day_t day;	     /* the day asked for, 0: today */
	day_t today;
	int64_t known_at; /* MS_MAX: as known now */
	struct list menu; /* struct doc_link: what this account may open */
	uint64_t request; /* shown on error pages */
};

/* Compiles all templates; ERR_CHECK with the place of the first mistake. Once in each process. */
enum err render_init(struct fault *f);

enum err render_html(
	const struct speech *sp, const struct frame *fr, const struct doc *d, struct buf *out);
enum err render_json(const struct speech *sp, const struct doc *d, struct buf *out);
/* The main table (or the one named by `part`, may be NULL) of a document. */
enum err render_csv(
	const struct speech *sp, const struct doc *d, const char *part, struct buf *out);
enum err render_xlsx(
	const struct speech *sp, const struct doc *d, const char *part, int fd, struct fault *f);
enum err render_text(const struct speech *sp, const struct doc *d, bool colour, struct buf *out);

#endif
