#include "view/render_sheet.h"

static bool has_rows(const struct doc_part *p)
{
	return p->kind == DOC_TABLE || p->kind == DOC_TREE || p->kind == DOC_TIMELINE ||
	       p->kind == DOC_CHART;
}

const struct doc_part *sheet_part(const struct doc *d, const char *name)
{
	const struct doc_part *first = NULL, *record = NULL;

	for (const struct doc_part *p = d->parts; p; p = p->next) {
		bool fits = has_rows(p) || (p->kind == DOC_RECORD && p->rec);
		if (name && fits && text_eq(p->name, name))
			return p;
		if (!name && has_rows(p) && p->main)
			return p;
		if (has_rows(p) && !first)
			first = p;
		if (fits && !record)
			record = p;
	}
	return name ? NULL : first ? first : record;
}

static enum err rows_write(struct sink *s, const struct doc *d, const struct doc_part *p)
{
	if (d->paper)
		sink_paper(s, d->paper, p->sum);
	TRY(sink_begin(s, text_empty(p->title) ? d->title : p->title, p->fields));
	if (p->kind == DOC_RECORD)
		return sink_row(s, p->rec);
	for (size_t i = 0; i < p->rows.n; i++)
		TRY(sink_row(s, (const char *)p->rows.rows + i * p->rows.size));
	return ERR_OK;
}

enum err sheet_write(struct sink *s, const struct doc *d, const struct doc_part *p)
{
	enum err e = rows_write(s, d, p), end = sink_end(s);

	return e ? e : end;
}
