/*
 * import_bad.c: what was wrong, in words, and the bad rows as they stood in the file, with their
 * reasons beside them. The file is read once more, so that nothing of it had to be kept.
 */
#include "base/text.h"
#include "import/import_impl.h"

#include <stdlib.h>

const struct field import_line_fields[] = {
	F_ID(struct import_line, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "problem"),
	F_TEXT(struct import_line, sheet, M_FIELD_SHEET, CLASS_INSIDE, 0, 200),
	F_INT(struct import_line, row, M_FIELD_ROW, CLASS_INSIDE, 0, 0),
	F_TEXT(struct import_line, column, M_FIELD_COLUMN, CLASS_INSIDE, 0, 200),
	F_TEXT(struct import_line, value, M_FIELD_VALUE, CLASS_INSIDE, 0, 1000),
	F_TEXT(struct import_line, reason, M_FIELD_WRONG, CLASS_INSIDE, 0, 1000),
	F_BOOL(struct import_line, warning, M_FIELD_WARNING, CLASS_INSIDE, 0),
	F_BOOL(struct import_line, doubt, M_FIELD_DOUBT, CLASS_INSIDE, 0),
	F_END,
};

struct import_line import_line_of(struct ctx *cx, const struct import_problem *p, int64_t n)
{
	return (struct import_line){.id = n,
		.sheet = p->sheet,
		.row = p->row,
		.column = p->column,
		.value = p->value,
		.reason = msg_fill(cx->a, cx->say.lang, p->what, p->arg, ERR_ARGS),
		.warning = p->warning,
		.doubt = p->doubt};
}

/* Sheets in their order; by row; problems of one row in the order in which they were found. */
static int by_row(const void *a, const void *b)
{
	const struct import_problem *x = a, *y = b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return x->n < y->n ? -1 : x->n > y->n;
}

/* The number of a sheet among those of the file. */
static long place_of(const struct import *im, const char *sheet)
{
	for (const struct import_tab *t = im->state->tabs; sheet && t; t = t->next)
		if (text_eq(t->name, sheet))
			return (long)t->sheet;
	return -1;
}

struct list import_problems(const struct import *im)
{
	struct import_problem *all;
	const char *last = NULL;
	long place = -1;
	size_t n = 0;

	all = arena_array(im->cx->a, (size_t)im->problem_count, sizeof(*all));
	for (const struct import_problem *p = im->problems; p; p = p->next) {
		if (p->sheet != last)
			place = place_of(im, p->sheet);
		last = p->sheet;
		all[n] = *p;
		all[n].n = (long)n;
		all[n].place = place;
		n++;
	}
	if (n)
		qsort(all, n, sizeof(*all), by_row);
	return (struct list){all, n, sizeof(*all)};
}

/* ---- the copy ---- */

/* The copy of all sheets has the columns of all of them, each once, behind the sheet's name. */
struct copy {
	struct import *im;
	struct map *reasons; /* sheet and row, to its reasons */
	const char **heads;
	struct map *columns; /* folded header to its place, counted from 1 */
	size_t n, room;
	bool many;
	enum err (*take)(void *p, const struct import_bad_row *row);
	void *p;
};

static struct str row_key(struct arena *a, const char *sheet, long row)
{
	return str_of(arena_printf(a, "%ld %s", row, sheet ? sheet : ""));
}

static void add_reason(struct copy *c, const struct import_problem *p)
{
	struct ctx *cx = c->im->cx;
	struct str key = row_key(cx->a, p->sheet, p->row);
	const char *before = map_get(c->reasons, key);
	struct import_line l = import_line_of(cx, p, 0);
	char *text;

	text = l.column ? arena_printf(cx->a, "%s: %s", l.column, l.reason)
			: arena_strdup(cx->a, l.reason);
	if (before)
		text = arena_printf(cx->a, "%s; %s", before, text);
	map_put(c->reasons, key, text);
}

static void add_column(struct copy *c, const char *header)
{
	struct arena *a = c->im->cx->a;

	c->heads[c->n++] = header;
	map_put(c->columns, str_of(text_fold(a, header)), (void *)&c->heads[c->n]);
}

/* Where a column of a sheet stands in the copy. */
static size_t place_in(const struct copy *c, const struct import_col *col)
{
	const char *const *behind = map_get(c->columns, str_of(text_fold(c->im->cx->a, col->key)));

	return behind ? (size_t)(behind - (const char *const *)c->heads) - 1 : 0;
}

static void add_columns(struct copy *c, const struct import_head *h)
{
	for (size_t i = 0; i < h->n; i++)
		if (!c->many ||
			!map_get(c->columns, str_of(text_fold(c->im->cx->a, h->col[i].key))))
			add_column(c, c->many || *h->col[i].text ? h->col[i].key : "");
}

static struct copy copy_of(struct import *im)
{
	struct ctx *cx = im->cx;
	struct copy c = {.im = im,
		.reasons = map_new(cx->a, 256),
		.columns = map_new(cx->a, 64),
		.many = im->state->sheets > 1};

	for (const struct import_tab *t = im->state->tabs; t; t = t->next)
		c.room += t->title ? 0 : t->head.n;
	c.heads = arena_array(cx->a, c.room + 3, sizeof(*c.heads));
	if (c.many)
		add_column(&c, msg_text(cx->say.lang, M_FIELD_SHEET));
	for (const struct import_tab *t = im->state->tabs; t; t = t->next)
		if (!t->title)
			add_columns(&c, &t->head);
	c.heads[c.n] = msg_text(cx->say.lang, M_FIELD_WRONG);
	return c;
}

struct import_bad_row import_bad_head(struct import *im)
{
	struct copy c = copy_of(im);

	return (struct import_bad_row){c.heads, c.n + 1};
}

static enum err copy_row(struct copy *c, const struct import_tab *t, const struct sheet_row *row)
{
	struct arena *a = c->im->state->scratch;
	const char *sheet = c->many ? t->name : NULL,
		   *reasons = map_get(c->reasons, row_key(a, sheet, row->number));
	struct import_bad_row out = {.n = c->n + 1};
	unsigned dirt;
	enum err e = ERR_OK;

	if (reasons) {
		out.cells = arena_array(a, out.n, sizeof(*out.cells));
		for (size_t i = 0; i < t->head.n && i < row->n; i++)
			out.cells[c->many ? place_in(c, &t->head.col[i]) : i] =
				import_mend(a, row->cells[i].text, &dirt);
		if (c->many)
			out.cells[0] = sheet;
		out.cells[c->n] = reasons;
		e = c->take(c->p, &out);
	}
	arena_reset(a);
	return e;
}

static enum err copy_sheets(struct copy *c, struct sheet *s)
{
	struct sheet_row row;

	for (const struct import_tab *t = c->im->state->tabs; t; t = t->next) {
		if (t->title)
			continue;
		TRY(sheet_select(s, t->sheet));
		while (sheet_row(s, &row))
			TRY(copy_row(c, t, &row));
	}
	return ERR_OK;
}

enum err import_bad_each(
	struct import *im, enum err (*take)(void *p, const struct import_bad_row *row), void *p)
{
	struct copy c = copy_of(im);
	struct sheet *s;
	enum err e, ended;

	c.take = take;
	c.p = p;
	for (const struct import_problem *q = im->problems; q; q = q->next)
		if (q->row)
			add_reason(&c, q);
	TRY(import_sheet(im, &s));
	e = copy_sheets(&c, s);
	ended = sheet_end(s);
	return e ? e : ended;
}

const struct field *import_bad_fields(struct arena *a, const char *const *headers, size_t n)
{
	struct field *f = arena_array(a, n + 1, sizeof(*f));

	for (size_t i = 0; i < n; i++)
		f[i] = (struct field){.name = headers[i],
			.type = FT_TEXT,
			.class = CLASS_INSIDE,
			.offset = i * sizeof(char *)};
	return f;
}

static enum err into_sink(void *p, const struct import_bad_row *row)
{
	return sink_row(p, row->cells);
}

enum err import_write_bad(struct import *im, struct sink *s)
{
	struct import_bad_row head = import_bad_head(im);

	TRY(sink_begin(s, msg_text(im->cx->say.lang, M_IMPORT_BAD_TITLE),
		import_bad_fields(im->cx->a, head.cells, head.n)));
	return import_bad_each(im, into_sink, s);
}
