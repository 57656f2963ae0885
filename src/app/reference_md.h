/*
 * reference_md.h: a reference under way, and how its parts are written as Markdown.
 *
 *	md_head(r, 2, msg_text(r->lang, M_REFERENCE_ERRORS));
 *	md_table(r, M_REFERENCE_COL_CODE, M_REFERENCE_COL_HTTP);
 *	md_row(r, md_code(r, "BUSY"), "503");
 *	md_end(r);
 *
 * Texts live in the arena; what is written goes to the buffer, whose limit is asked at the end.
 */
#ifndef GUONG_APP_REFERENCE_MD_H
#define GUONG_APP_REFERENCE_MD_H

#include "base/buf.h"
#include "base/cat.h"
#include "base/err.h"
#include "base/field.h"

struct reference {
	struct arena *a;
	enum lang lang;
	struct cats cats;
	struct buf out;
};

void md_head(struct reference *r, int level, const char *text);
void md_para(struct reference *r, enum msg m);
/* A row of cells; bars and line ends in them are made harmless. */
void md_cells(struct reference *r, const char *const cells[], size_t n);
#define md_row(r, ...)                                                                             \
	md_cells((r), (const char *const[]){__VA_ARGS__},                                          \
		sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))
/* The head of a table from messages. */
void md_columns(struct reference *r, const enum msg heads[], size_t n);
#define md_table(r, ...)                                                                           \
	md_columns((r), (const enum msg[]){__VA_ARGS__},                                           \
		sizeof((const enum msg[]){__VA_ARGS__}) / sizeof(enum msg))
/* The blank line behind a table. */
void md_end(struct reference *r);
/* `text` as it is typed. */
const char *md_code(struct reference *r, const char *text);
/* "a, b": `list` may be NULL. */
const char *md_join(struct reference *r, const char *list, const char *item);

/* The fields of an input, a row each. */
void md_fields(struct reference *r, const struct field *table);
/* The columns of a file. */
void md_file_columns(struct reference *r, const struct field *table);

/* The catalogues of rules/, as the program carries them. */
enum err reference_cats(struct arena *a, struct cats *ret, struct fault *f);

#endif
