/*
 * import_bad.c: what was wrong, in words, and the bad rows as they stood in the file, with their
 * reasons beside them. The file is read once more, so that nothing of it had to be kept.
 */
#include "import/import_impl.h"

#include <stdlib.h>

const struct field import_line_fields[] = {
	F_ID(struct import_line, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "problem"),
	F_INT(struct import_line, row, M_FIELD_ROW, CLASS_INSIDE, 0, 0),
	F_TEXT(struct import_line, column, M_FIELD_COLUMN, CLASS_INSIDE, 0, 200),
	F_TEXT(struct import_line, value, M_FIELD_VALUE, CLASS_INSIDE, 0, 1000),
	F_TEXT(struct import_line, reason, M_FIELD_WRONG, CLASS_INSIDE, 0, 1000),
	F_BOOL(struct import_line, warning, M_FIELD_WARNING, CLASS_INSIDE, 0),
	F_END,
};

struct import_line import_line_of(struct ctx *cx, const struct import_problem *p, int64_t n)
{
	return (struct import_line){.id = n,
		.row = p->row,
		.column = p->column,
		.value = p->value,
		.reason = msg_fill(cx->a, cx->say.lang, p->what, p->arg, ERR_ARGS),
		.warning = p->warning};
}

/* By row; problems of one row in the order in which they were found. */
static int by_row(const void *a, const void *b)
{
	const struct import_problem *x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return x->n < y->n ? -1 : x->n > y->n;
}

struct list import_problems(const struct import *im)
{
	struct import_problem *all;
	size_t n = 0;

	all = arena_array(im->cx->a, (size_t)im->problem_count, sizeof(*all));
	for (const struct import_problem *p = im->problems; p; p = p->next) {
		all[n] = *p;
		all[n].n = (long)n;
		n++;
	}
	if (n)
		qsort(all, n, sizeof(*all), by_row);
	return (struct list){all, n, sizeof(*all)};
}

struct copy {
	struct import *im;
	struct sink *s;
	struct map *reasons; /* number of the row to its reasons */
	size_t n;	     /* columns without that of the reasons */
};

static void add_reason(struct copy *c, const struct import_problem *p)
{
	struct ctx *cx = c->im->cx;
	int64_t row = p->row;
	const char *before = map_get(c->reasons, map_id(&row));
	struct import_line l = import_line_of(cx, p, 0);
	char *text;

	text = l.column ? arena_printf(cx->a, "%s: %s", l.column, l.reason)
			: arena_strdup(cx->a, l.reason);
	if (before)
		text = arena_printf(cx->a, "%s; %s", before, text);
	map_put(c->reasons, map_id(arena_memdup(cx->a, &row, sizeof(row))), text);
}

static const struct field *fields_of(const struct copy *c)
{
	const struct import_head *h = &c->im->state->head;
	struct field *f = arena_array(c->im->cx->a, c->n + 2, sizeof(*f));

	for (size_t i = 0; i <= c->n; i++)
		f[i] = (struct field){.name = i < c->n ? h->text[i] : NULL,
			.type = FT_TEXT,
			.class = CLASS_INSIDE,
			.label = i < c->n ? M_NONE : M_FIELD_WRONG,
			.offset = i * sizeof(char *)};
	f[c->n].name = "reason";
	return f;
}

static enum err copy_row(struct copy *c, const struct sheet_row *row)
{
	struct arena *a = c->im->cx->a;
	struct arena_mark m = arena_mark(a);
	int64_t number = row->number;
	const char **cells, *reasons = map_get(c->reasons, map_id(&number));
	bool mended;
	enum err e;

	if (!reasons)
		return ERR_OK;
	cells = arena_array(a, c->n + 1, sizeof(*cells));
	for (size_t i = 0; i < c->n && i < row->n; i++)
		cells[i] = import_mend(a, row->cells[i].text, &mended);
	cells[c->n] = reasons;
	e = sink_row(c->s, cells);
	arena_rewind(a, m);
	return e;
}

enum err import_write_bad(struct import *im, struct sink *s)
{
	struct copy c = {im, s, map_new(im->cx->a, 256), im->state->head.n};
	struct sheet_row row;
	struct sheet *sheet;
	enum err e;

	for (const struct import_problem *p = im->problems; p; p = p->next)
		if (p->row)
			add_reason(&c, p);
	TRY(sink_begin(s, msg_text(im->cx->say.lang, M_IMPORT_BAD_TITLE), fields_of(&c)));
	TRY(import_sheet(im, &sheet));
	e = ERR_OK;
	while (!e && sheet_row(sheet, &row))
		e = copy_row(&c, &row);
	if (e) {
		(void)!sheet_end(sheet);
		return e;
	}
	return sheet_end(sheet);
}
