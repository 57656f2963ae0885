/*
 * render_sheet.h: what CSV and XLSX share: which table of a document they carry.
 */
#ifndef GUONG_VIEW_RENDER_SHEET_H
#define GUONG_VIEW_RENDER_SHEET_H

#include "view/doc.h"
#include "view/sink.h"

/* The part of that name; without a name the main one, else the first with rows. NULL: none. */
const struct doc_part *sheet_part(const struct doc *d, const char *name);
/* Writes the rows of a part (a record is one row) and ends the sink. */
enum err sheet_write(struct sink *s, const struct doc *d, const struct doc_part *p);

#endif
