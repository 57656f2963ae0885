/*
 * import_read.c: from the rows of a file to records of the kind.
 */
#include "base/text.h"
#include "import/import_impl.h"

enum { FIRST_ROOM = 256, EXCEL_FIRST = 14000, EXCEL_LAST = 80000, CELL_SHOWN = 120 };

struct reader {
	struct import *im;
	char *rows;
	size_t n, room;
	bool totals; /* a row of totals was seen: signatures may follow */
	int64_t passed;
	const char *passed_text;
	bool headless; /* a column without header holds something */
};

/* What some keyboards and encodings write for Đ and đ. */
static const struct {
	const char *wrong, *right;
} eths[] = {{"\xc3\x90", "Đ"}, {"\xc3\xb0", "đ"}, {"\xc6\x89", "Đ"}};

static bool mend_eth(char *s)
{
	bool mended = false;

	for (; *s; s++)
		for (size_t i = 0; i < sizeof(eths) / sizeof(*eths); i++)
			if (strncmp(s, eths[i].wrong, 2) == 0) {
				memcpy(s, eths[i].right, 2);
				mended = true;
			}
	return mended;
}

char *import_mend(struct arena *a, struct str raw, bool *ret_mended)
{
	char *s = text_clean(a, raw, false);

	if (s)
		*ret_mended = mend_eth(s) || !str_is(str_trim(raw), s);
	return s;
}

/* A number where a day is due may be Excel's own count of days that lost its format. */
static struct str day_cell(struct arena *a, const struct cell *c)
{
	char iso[DAY_TEXT];
	day_t d;

	if (c->type != CELL_NUMBER || c->number < EXCEL_FIRST || c->number > EXCEL_LAST ||
		!day_of_excel(c->number, &d))
		return c->text;
	return str_of(arena_strdup(a, day_print_iso(iso, d)));
}

static void cell_problem(struct reader *r, const struct import_head *h, size_t col,
	const char *value, const struct fault *f)
{
	problem_each (p, f)
		import_problem_add(r->im, (struct import_problem){.row = r->im->numbers[r->n],
						  .column = h->text[col],
						  .value = value,
						  .what = p->what,
						  .arg = {p->arg[0], p->arg[1], p->arg[2]}});
}

static void read_cell(struct reader *r, const struct sheet_row *row, size_t col, void *rec)
{
	const struct import_head *h = &r->im->state->head;
	const struct field *f = h->field[col];
	struct ctx *cx = r->im->cx;
	struct fault fault = {.a = cx->a};
	struct str raw = col < row->n ? row->cells[col].text : S("");
	bool mended = false;
	char *text;

	if (f->type == FT_DAY && col < row->n)
		raw = day_cell(cx->a, &row->cells[col]);
	text = import_mend(cx->a, raw, &mended);
	r->im->res.mended += mended;
	if (!text)
		fault(&fault, ERR_BAD_INPUT, f->name, M_VALUE_BAD_TEXT);
	else
		(void)!value_read(&cx->say, f, str_of(text), rec, &fault);
	if (!fault.code)
		return;
	r->im->bad[r->n] = true;
	cell_problem(r, h, col, text, &fault);
}

static const char *first_text(struct arena *a, const struct sheet_row *row)
{
	bool mended;

	for (size_t i = 0; i < row->n; i++)
		if (row->cells[i].text.n) {
			struct str s = row->cells[i].text;
			char *text = import_mend(a, s, &mended);
			return text ? text : "";
		}
	return "";
}

static bool is_total(struct arena *a, const char *first)
{
	static const char *const words[] = {"tong", "tong cong", "tong so", "cong", "total", NULL};
	const char *folded = text_fold(a, first);
	size_t n = strcspn(folded, "0123456789");

	while (n && folded[n - 1] == ' ')
		n--;
	for (int i = 0; words[i]; i++)
		if (strlen(words[i]) == n && memcmp(folded, words[i], n) == 0)
			return true;
	return false;
}

/* "(1) | (2) | (3)" under the header. */
static bool is_numbering(struct arena *a, const struct sheet_row *row)
{
	size_t seen = 0;
	bool mended;

	for (size_t i = 0; i < row->n; i++) {
		const char *text = import_mend(a, row->cells[i].text, &mended);
		long long v;
		if (text_empty(text))
			continue;
		text = text_fold(a, text);
		seen++;
		if (!str_to_int(str_of(text), &v) || v != (long long)seen)
			return false;
	}
	return seen > 1;
}

/* The header once more, as on each page of a printed list: every cell stands in it. */
static bool is_header(struct reader *r, const struct sheet_row *row)
{
	const struct import_head *h = &r->im->state->head;
	size_t seen = 0;
	bool mended;

	for (size_t i = 0; i < h->n && i < row->n; i++) {
		const char *text = import_mend(r->im->cx->a, row->cells[i].text, &mended);
		if (text_empty(text))
			continue;
		if (!text_eq(text, h->upper[i]) && !text_eq(text, h->lower[i]))
			return false;
		seen++;
	}
	return seen > 1;
}

/* Does it hold anything in the columns that count? With `required`: in one that must be filled. */
static bool has_cells(struct reader *r, const struct sheet_row *row, bool required)
{
	const struct import_head *h = &r->im->state->head;

	for (size_t i = 0; i < row->n; i++) {
		const struct field *f = i < h->n ? h->field[i] : NULL;
		if (!str_trim(row->cells[i].text).n)
			continue;
		if (f && (!required || f->flags & FF_REQUIRED))
			return true;
		if (!f && (i >= h->n || (!h->passed[i] && !*h->text[i])))
			r->headless = true;
	}
	return false;
}

static bool pass_over(struct reader *r, const struct sheet_row *row)
{
	struct arena *a = r->im->cx->a;
	struct arena_mark m = arena_mark(a);
	const char *first = first_text(a, row);
	bool total = is_total(a, first), pass;

	r->totals = r->totals || total;
	pass = total || !has_cells(r, row, false) || (r->totals && !has_cells(r, row, true)) ||
	       is_header(r, row) ||
	       (row->number == r->im->state->head.last + 1 && is_numbering(a, row));
	if (pass && !r->passed++)
		r->passed_text = arena_strndup(a, first, strnlen(first, CELL_SHOWN));
	else
		arena_rewind(a, m);
	return pass;
}

static void grow(struct reader *r)
{
	struct import *im = r->im;
	size_t room = r->room ? r->room * 2 : FIRST_ROOM;
	char *rows = arena_array(im->cx->a, room, im->kind->size);
	long *numbers = arena_array(im->cx->a, room, sizeof(*numbers));
	bool *bad = arena_array(im->cx->a, room, sizeof(*bad));

	if (r->n) {
		memcpy(rows, r->rows, r->n * im->kind->size);
		memcpy(numbers, im->numbers, r->n * sizeof(*numbers));
		memcpy(bad, im->bad, r->n * sizeof(*bad));
	}
	r->rows = rows;
	r->room = room;
	im->numbers = numbers;
	im->bad = bad;
}

static void read_row(struct reader *r, const struct sheet_row *row)
{
	const struct import_head *h = &r->im->state->head;

	if (row->number <= h->last || pass_over(r, row))
		return;
	if (r->n == r->room)
		grow(r);
	r->im->numbers[r->n] = row->number;
	for (size_t i = 0; i < h->n; i++)
		if (h->field[i])
			read_cell(r, row, i, r->rows + r->n * r->im->kind->size);
	r->n++;
}

static enum err read_rows(struct reader *r, struct sheet *s)
{
	struct import *im = r->im;
	struct sheet_row row;

	while (sheet_row(s, &row)) {
		read_row(r, &row);
		if (r->n % 1024 == 0)
			cx_progress(im->cx, sheet_progress(s), 1000);
	}
	im->rows = (struct list){r->rows, r->n, im->kind->size};
	im->res.rows = (int64_t)r->n;
	return sheet_end(s);
}

static struct import_head_row head_row(struct arena *a, const struct sheet_row *row)
{
	struct import_head_row h = {row->number, row->n, arena_array(a, row->n, sizeof(*h.text))};
	bool mended;

	for (size_t i = 0; i < row->n; i++) {
		char *text = import_mend(a, row->cells[i].text, &mended);
		h.text[i] = text ? text : "?";
	}
	return h;
}

static enum err find_head(struct import *im, struct sheet *s)
{
	struct import_head_row rows[HEAD_ROWS];
	struct sheet_row row;
	size_t n = 0;

	while (n < HEAD_ROWS && sheet_row(s, &row))
		rows[n++] = head_row(im->cx->a, &row);
	return import_head_find(im, rows, n);
}

static enum err find_sheet(struct import *im, struct sheet *s, size_t *ret)
{
	const char *want = im->opt.sheet, *names = "";
	struct ctx *cx = im->cx;

	*ret = 0;
	for (size_t i = 0; !text_empty(want) && i < sheet_count(s); i++) {
		if (text_eq(text_fold(cx->a, sheet_name(s, i)), text_fold(cx->a, want))) {
			*ret = i;
			return ERR_OK;
		}
		names = arena_printf(cx->a, "%s%s“%s”", names, i ? ", " : "", sheet_name(s, i));
	}
	if (!text_empty(want))
		return cx_fault(cx, ERR_FILE, "sheet", M_IMPORT_NO_SHEET, want, names);
	return ERR_OK;
}

static enum err open_sheet(struct import *im, struct sheet *s)
{
	size_t i;

	TRY(find_sheet(im, s, &i));
	return sheet_select(s, i);
}

enum err import_sheet(struct import *im, struct sheet **ret)
{
	enum err e;

	TRY(sheet_open(ret, im->cx->a, im->bytes, im->file, NULL, im->cx->f));
	e = open_sheet(im, *ret);
	if (e)
		(void)!sheet_end(*ret);
	return e;
}

static void note_reading(struct reader *r, size_t sheets)
{
	struct ctx *cx = r->im->cx;
	enum lang lang = cx->say.lang;

	if (r->passed)
		import_note(r->im, msg_say(cx->a, lang, M_IMPORT_PASSED_ROWS,
					   number_text(cx->a, lang, r->passed), r->passed_text));
	if (r->headless)
		import_note(r->im, msg_text(lang, M_IMPORT_HEADLESS));
	if (sheets > 1 && text_empty(r->im->opt.sheet))
		import_note(r->im, msg_say(cx->a, lang, M_IMPORT_MORE_SHEETS,
					   number_text(cx->a, lang, (int64_t)sheets - 1)));
}

enum err import_read(struct import *im)
{
	struct reader r = {.im = im};
	struct sheet *s;
	size_t sheets;
	enum err e;

	TRY(import_sheet(im, &s));
	sheets = sheet_count(s);
	e = find_head(im, s);
	if (!e)
		e = open_sheet(im, s); /* from its first row again */
	if (e) {
		(void)!sheet_end(s);
		return e;
	}
	TRY(read_rows(&r, s));
	note_reading(&r, sheets);
	return r.n ? ERR_OK : cx_fault(im->cx, ERR_FILE, "file", M_IMPORT_NO_ROWS);
}
