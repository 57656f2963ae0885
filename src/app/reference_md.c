#include "app/reference_md.h"

#include "base/die.h"
#include "base/embed.h"
#include "base/sheet.h"
#include "view/value.h"

#include <stdlib.h>

enum { TEXT_MAX = 1000, CATS = 2000 };

void md_head(struct reference *r, int level, const char *text)
{
	buf_printf(&r->out, "%.*s %s\n\n", level, "####", text);
}

void md_para(struct reference *r, enum msg m)
{
	buf_printf(&r->out, "%s\n\n", msg_text(r->lang, m));
}

static void put_cell(struct reference *r, const char *text)
{
	buf_puts(&r->out, " ");
	for (const char *p = text ? text : ""; *p; p++)
		if (*p == '|')
			buf_puts(&r->out, "\\|");
		else
			buf_putc(&r->out, *p == '\n' ? ' ' : *p);
	buf_puts(&r->out, text && *text ? " |" : "|");
}

void md_cells(struct reference *r, const char *const cells[], size_t n)
{
	buf_puts(&r->out, "|");
	for (size_t i = 0; i < n; i++)
		put_cell(r, cells[i]);
	buf_puts(&r->out, "\n");
}

void md_columns(struct reference *r, const enum msg heads[], size_t n)
{
	buf_puts(&r->out, "|");
	for (size_t i = 0; i < n; i++)
		put_cell(r, msg_text(r->lang, heads[i]));
	buf_puts(&r->out, "\n|");
	for (size_t i = 0; i < n; i++)
		buf_puts(&r->out, " --- |");
	buf_puts(&r->out, "\n");
}

void md_end(struct reference *r)
{
	buf_puts(&r->out, "\n");
}

const char *md_code(struct reference *r, const char *text)
{
	return text_empty(text) ? "" : arena_printf(r->a, "`%s`", text);
}

const char *md_join(struct reference *r, const char *list, const char *item)
{
	return text_empty(list) ? item : arena_printf(r->a, "%s, %s", list, item);
}

static const char *type_text(struct reference *r, const struct field *f)
{
	static const enum msg types[] = {[FT_ID] = M_REFERENCE_TYPE_ID,
		[FT_INT] = M_REFERENCE_TYPE_INT,
		[FT_BOOL] = M_REFERENCE_TYPE_BOOL,
		[FT_TEXT] = M_REFERENCE_TYPE_TEXT,
		[FT_LINES] = M_REFERENCE_TYPE_LINES,
		[FT_CAT] = M_REFERENCE_TYPE_CAT,
		[FT_DAY] = M_REFERENCE_TYPE_DAY,
		[FT_INSTANT] = M_REFERENCE_TYPE_INSTANT,
		[FT_URL] = M_REFERENCE_TYPE_URL,
		[FT_SECRET] = M_REFERENCE_TYPE_SECRET,
		[FT_FILE] = M_REFERENCE_TYPE_FILE};

	must(f->type < sizeof(types) / sizeof(*types)); /* lists and records are no input */
	return msg_say(r->a, r->lang, types[f->type], f->arg);
}

static const char *limit_text(struct reference *r, const struct field *f)
{
	bool text = f->type == FT_TEXT || f->type == FT_LINES || f->type == FT_SECRET;
	const char *max = number_text(r->a, r->lang, f->max ? f->max : TEXT_MAX);

	if (text)
		return msg_say(r->a, r->lang, M_REFERENCE_CHARACTERS, max);
	return f->type == FT_INT && f->max ? msg_say(r->a, r->lang, M_REFERENCE_MOST, max) : "";
}

static const char *required_text(struct reference *r, const struct field *f)
{
	return f->flags & FF_REQUIRED ? msg_text(r->lang, M_VALUE_YES) : "";
}

void md_fields(struct reference *r, const struct field *table)
{
	md_table(r, M_REFERENCE_COL_FIELD, M_REFERENCE_COL_MEANING, M_REFERENCE_COL_TYPE,
		M_REFERENCE_COL_REQUIRED, M_REFERENCE_COL_LIMIT, M_REFERENCE_COL_HINT);
	field_each (f, table)
		if (f->label != M_NONE) /* the others are of the page's own form */
			md_row(r, md_code(r, f->name), msg_text(r->lang, f->label), type_text(r, f),
				required_text(r, f), limit_text(r, f),
				f->hint == M_NONE ? "" : msg_text(r->lang, f->hint));
	md_end(r);
}

void md_file_columns(struct reference *r, const struct field *table)
{
	md_table(r, M_REFERENCE_COL_COLUMN, M_REFERENCE_COL_MEANING, M_REFERENCE_COL_TYPE,
		M_REFERENCE_COL_REQUIRED, M_REFERENCE_COL_ALSO);
	field_each (f, table) {
		struct str rest = str_of(f->alias);
		const char *also = NULL;
		while (rest.p && rest.n) {
			struct str one = str_cut(&rest, '|');
			also = md_join(r, also, arena_strndup(r->a, one.p, one.n));
		}
		md_row(r, md_code(r, f->name), msg_text(r->lang, f->label), type_text(r, f),
			required_text(r, f), also);
	}
	md_end(r);
}

/* ---- catalogues ---- */

static const char *cell_text(struct arena *a, const struct sheet_row *row, size_t i)
{
	if (i >= row->n || !row->cells[i].text.n)
		return NULL;
	return arena_strndup(a, row->cells[i].text.p, row->cells[i].text.n);
}

static int by_place(const void *va, const void *vb)
{
	const struct cat_entry *a = va, *b = vb;
	int c = strcmp(a->cat, b->cat);

	return c ? c : (a->pos > b->pos) - (a->pos < b->pos);
}

/* The columns are those of rules/catalogues.csv: cat, code, pos, vi, en. */
static struct cat_entry entry_of(struct arena *a, const struct sheet_row *row)
{
	struct cat_entry e = {.cat = cell_text(a, row, 0),
		.code = cell_text(a, row, 1),
		.name = {cell_text(a, row, 3), cell_text(a, row, 4)}};
	long long pos = 0;

	must(e.cat && e.code && str_to_int(row->cells[2].text, &pos));
	e.pos = pos;
	return e;
}

enum err reference_cats(struct arena *a, struct cats *ret, struct fault *f)
{
	const struct embedded *file = embed_find("rules/catalogues.csv");
	struct cat_entry *e = arena_array(a, CATS, sizeof(*e));
	struct sheet_row row;
	struct sheet *s;
	size_t n = 0;

	must(file);
	TRY(sheet_open(&s, a, file->bytes, file->name, NULL, f));
	while (sheet_row(s, &row)) {
		must(n < CATS);
		if (row.number > 1)
			e[n++] = entry_of(a, &row);
	}
	TRY(sheet_end(s));
	qsort(e, n, sizeof(*e), by_place);
	*ret = (struct cats){e, n};
	return ERR_OK;
}
