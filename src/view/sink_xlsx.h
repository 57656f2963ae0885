/*
 * sink_xlsx.h: a workbook on its way, for the files of the XLSX sink; nobody else includes it.
 *
 * sink_xlsx.c writes rows; sink_xlsx_paper.c what stands around them on a list that is printed.
 */
#ifndef GUONG_VIEW_SINK_XLSX_H
#define GUONG_VIEW_SINK_XLSX_H

#include "view/sink_impl.h"

#include <xlsxwriter.h>

struct xlsx_out {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *header, *day, *number, *share, *lines,
		*plain; /* plain: NULL outside of papers */
	lxw_format *group, *sum;
	lxw_row_t first, top; /* rows of the header */
	lxw_row_t rows;	      /* where the last row stands */
	int *widths;
	int64_t *sums;		/* of the columns of numbers, on a paper */
	const char *last_group; /* of the row before */
	char *path;		/* NULL while there is no file */
	char *tmpdir;
};

/* Formats with frames; to be called instead of the plain ones. */
void xlsx_paper_formats(struct xlsx_out *x);
/* The head of the office; x->first is then where the headers begin. */
enum err xlsx_paper_office(struct sink *s, struct xlsx_out *x, const struct doc_paper *p);
/* It and the headers of a paper; x->top is then the last of their rows. */
enum err xlsx_paper_head(struct sink *s, struct xlsx_out *x);
/* Before a row: the name of its group, if it is the first of it. */
enum err xlsx_paper_group(struct sink *s, struct xlsx_out *x, const void *rec);
/* Sum, sentence and signature. */
enum err xlsx_paper_foot(struct sink *s, struct xlsx_out *x);
enum err xlsx_failed(struct sink *s, const char *what, lxw_error e);

#endif
