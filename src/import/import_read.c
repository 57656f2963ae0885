/*
 * import_read.c: the sheets of a file, their rows, and which of them are records.
 */
#include "base/text.h"
#include "import/import_impl.h"

#include <stdio.h>

enum { FIRST_ROOM = 256, CELL_SHOWN = 120, LIST = 600, ROWS_MOST = 200000 };

struct reader {
	struct import *im;
	struct import_tab *tab, **end; /* the present one; where the next is hung */
	char *rows;
	size_t n, room;
	bool totals;	 /* a row of totals was seen: signatures may follow */
	bool ended;	 /* signatures were */
	bool numbered;	 /* every record of the part has a running number */
	bool below_head; /* no record since the header, which may stand there again */
	int64_t passed;
	const char *passed_text;
	bool headless; /* a column without header holds something */
	size_t at;     /* how many sheets are behind us */
	char skipped[LIST];
};

/* ---- rows that are no records ---- */

static const char *first_text(struct arena *a, const struct sheet_row *row)
{
	unsigned dirt;

	for (size_t i = 0; i < row->n; i++)
		if (row->cells[i].text.n) {
			char *text = import_mend(a, row->cells[i].text, &dirt);
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

static bool is_numbering(struct arena *a, const struct sheet_row *row)
{
	const char **texts = arena_array(a, row->n, sizeof(*texts));
	unsigned dirt;

	for (size_t i = 0; i < row->n; i++)
		texts[i] = import_mend(a, row->cells[i].text, &dirt);
	return import_is_numbering(a, texts, row->n);
}

static bool stands_in(const struct import_head *h, size_t col, const char *text)
{
	for (size_t k = 0; k < h->levels; k++)
		if (text_eq(text, h->col[col].level[k]))
			return true;
	return false;
}

/* The header once more, as on each page of a printed list: every cell stands in it. */
static bool is_header(const struct reader *r, const struct sheet_row *row)
{
	const struct import_head *h = &r->tab->head;
	size_t seen = 0;
	unsigned dirt;

	for (size_t i = 0; i < h->n && i < row->n; i++) {
		const char *text;
		if (!row->cells[i].text.n)
			continue;
		text = import_mend(r->im->state->scratch, row->cells[i].text, &dirt);
		if (text_empty(text))
			continue;
		if (!stands_in(h, i, text))
			return false;
		seen++;
	}
	return seen > 1;
}

/* Cells filled in the columns that count, and in those of them that must be. */
struct filled {
	size_t any, required;
};

static struct filled filled_of(struct reader *r, const struct sheet_row *row)
{
	const struct import_head *h = &r->tab->head;
	struct filled f = {0};

	for (size_t i = 0; i < row->n; i++) {
		const struct import_col *c = i < h->n ? &h->col[i] : NULL;
		if (!str_trim(row->cells[i].text).n)
			continue;
		if (c && (c->field || c->second)) {
			f.any++;
			f.required += c->field && c->field->flags & FF_REQUIRED;
		} else if (!c || (!c->known && !*c->text)) {
			r->headless = true;
		}
	}
	return f;
}

/* Has it a running number, where the sheet has a column for one? */
static bool has_number(const struct reader *r, const struct sheet_row *row)
{
	const struct import_head *h = &r->tab->head;

	for (size_t i = 0; i < h->n && i < row->n; i++)
		if (h->col[i].passed && str_trim(row->cells[i].text).n)
			return true;
	return false;
}

/* "Người lập biểu", "T/M ĐẢNG ỦY", "Tổng số đảng viên: 23": how a list ends. */
static bool begins_so(struct arena *a, const struct sheet_row *row, const char *const *words)
{
	unsigned dirt;

	for (size_t i = 0; i < row->n; i++) {
		const char *text =
			row->cells[i].text.n ? import_mend(a, row->cells[i].text, &dirt) : NULL;
		text = text_empty(text) ? "" : text_fold(a, text);
		for (int k = 0; *text && words[k]; k++)
			if (strncmp(text, words[k], strlen(words[k])) == 0)
				return true;
	}
	return false;
}

static void look_for_end(struct reader *r, const struct sheet_row *row)
{
	static const char *const sums[] = {"tong so ", "tong cong ", "danh sach nay co ",
		"danh sach tren co ", "an dinh danh sach", NULL};
	static const char *const signs[] = {"nguoi lap", "t m ", "tm dang uy", "tm chi bo",
		"tm chi uy", "t l ", "k t bi thu", "xac nhan cua", "ky ten", "ky va ghi ro",
		/* the last line of our own files: the message look.taken */
		"nguoi lay danh sach", "taken by ", NULL};
	struct arena *a = r->im->state->scratch;

	r->totals |= begins_so(a, row, sums);
	r->ended |= begins_so(a, row, signs);
}

/* Signatures stand below the totals, one here, one there. */
static bool is_rest(struct reader *r, const struct sheet_row *row)
{
	bool number = has_number(r, row);
	struct filled f = filled_of(r, row);

	if (!f.any)
		return true;
	if (number || r->n == r->tab->from)
		return r->totals && (!f.required || f.any < 2);
	if (r->numbered || f.any < 3)
		look_for_end(r, row);
	return r->ended || (r->totals && (r->numbered || !f.required || f.any < 2));
}

/* As much of a cell as a sentence can quote, cut between two characters. */
static const char *beginning_of(struct arena *a, const char *text)
{
	size_t n = strnlen(text, CELL_SHOWN);

	while (n && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	return arena_strndup(a, text, n);
}

static void pass(struct reader *r, const char *first)
{
	if (!r->passed++)
		r->passed_text = beginning_of(r->im->cx->a, first);
}

static bool pass_over(struct reader *r, const struct sheet_row *row)
{
	struct arena *a = r->im->state->scratch;
	const char *first = first_text(a, row);
	bool total = is_total(a, first), header = is_header(r, row);

	r->totals = r->totals || total;
	if (total || header || (r->below_head && is_numbering(a, row)) || is_rest(r, row)) {
		r->below_head |= header;
		r->ended &= !header;
		pass(r, first);
		return true;
	}
	r->numbered = has_number(r, row) && (r->numbered || r->n == r->tab->from);
	r->below_head = false;
	return false;
}

/* ---- parts of a sheet ---- */

/* "II. Chi bộ bản Hua Ná" alone in a row: what follows is of that cell. */
static const char *part_title(struct reader *r, const struct sheet_row *row)
{
	struct arena *a = r->im->state->scratch;
	const char *only = NULL;
	unsigned dirt;
	size_t n = 0;

	if (!import_lacks_name(r->im, &r->tab->head))
		return NULL;
	for (size_t i = 0; i < row->n; i++) {
		struct str s = str_trim(row->cells[i].text);
		bool number = i < r->tab->head.n && r->tab->head.col[i].passed;
		if (!s.n || (number && s.n < 8))
			continue;
		only = import_mend(a, s, &dirt);
		n++;
	}
	only = n == 1 && only ? import_from_org(a, only) : NULL;
	return only ? import_without_count(a, only) : NULL;
}

static void tab_add(struct reader *r, const struct import_tab *t)
{
	r->tab = arena_memdup(r->im->cx->a, t, sizeof(*t));
	r->tab->next = NULL;
	r->tab->from = r->tab->upto = r->n;
	*r->end = r->tab;
	r->end = &r->tab->next;
}

static void part_begin(struct reader *r, const char *title)
{
	struct import_tab part = *r->tab;

	part.title = arena_strdup(r->im->cx->a, title);
	tab_add(r, &part);
	pass(r, title);
}

const struct import_tab *import_tab_of(const struct import *im, size_t row)
{
	const struct import_tab *t = im->state->tabs;

	while (t && row >= t->upto)
		t = t->next;
	return t;
}

const char *import_row_sheet(const struct import *im, size_t row)
{
	const struct import_tab *t = im->state->sheets > 1 ? import_tab_of(im, row) : NULL;

	return t ? t->name : NULL;
}

bool import_has(const struct import *im, const char *field)
{
	const struct field *f = field_find(im->kind->fields, field);

	for (const struct import_tab *t = im->state->tabs; f && t; t = t->next)
		if (import_head_has(&t->head, f))
			return true;
	return false;
}

/* ---- records ---- */

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
	const char *title;

	if (row->number <= r->tab->head.last)
		return;
	title = part_title(r, row);
	if (title) {
		part_begin(r, title);
		return;
	}
	if (pass_over(r, row) || !import_in_ranges(r->im, r->tab->name, row->number))
		return;
	if (r->n == r->room)
		grow(r);
	r->im->numbers[r->n] = row->number;
	import_cells(r->im, r->tab, row, r->n, r->rows + r->n * r->im->kind->size);
	r->tab->upto = ++r->n;
}

static void tell_progress(const struct reader *r, const struct sheet *s)
{
	int64_t all = (int64_t)r->im->state->sheets;

	cx_progress(r->im->cx, (int64_t)r->at * 1000 + sheet_progress(s), all * 1000);
}

static enum err read_rows(struct reader *r, struct sheet *s)
{
	struct ctx *cx = r->im->cx;
	struct sheet_row row;

	r->totals = r->ended = r->numbered = false;
	r->below_head = true;
	while (sheet_row(s, &row)) {
		read_row(r, &row);
		arena_reset(r->im->state->scratch);
		if (r->n > ROWS_MOST)
			return cx_fault(cx, ERR_TOO_LARGE, "file", M_SHEET_ROWS,
				number_text(cx->f->a, cx->say.lang, ROWS_MOST));
		if (r->n % 1024 == 0)
			tell_progress(r, s);
	}
	return cx->f->code;
}

/* ---- sheets ---- */

static struct import_head_row head_row(struct arena *a, const struct sheet_row *row)
{
	struct import_head_row h = {row->number, row->n, arena_array(a, row->n, sizeof(*h.text))};
	unsigned dirt;

	for (size_t i = 0; i < row->n; i++) {
		char *text = import_mend(a, row->cells[i].text, &dirt);
		h.text[i] = text ? text : "?";
	}
	return h;
}

static void list_add(char list[LIST], const char *name)
{
	size_t n = strlen(list);

	if (n + strlen(name) + 8 < LIST)
		snprintf(list + n, LIST - n, "%s“%s”", n ? ", " : "", name);
}

/* What stands above the header, the nearest first: titles. */
static void take_titles(
	struct import *im, struct import_tab *t, const struct import_head_row *rows, size_t n)
{
	const char **titles = arena_array(im->cx->a, n, sizeof(*titles));
	char list[LIST] = "";
	size_t above = 0, k = 0;

	while (above < n && rows[above].number < t->head.first)
		above++;
	for (size_t i = 0; i < above; i++)
		for (size_t col = 0; col < rows[i].n; col++)
			if (*rows[i].text[col]) {
				list_add(list, rows[i].text[col]);
				break;
			}
	for (size_t i = above; i-- > 0;)
		for (size_t col = 0; col < rows[i].n && k < n; col++)
			if (*rows[i].text[col])
				titles[k++] = rows[i].text[col];
	t->titles = (struct list){titles, k, sizeof(*titles)};
	if (*list && im->state->sheets == 1)
		import_note(im, msg_say(im->cx->a, im->cx->say.lang, M_IMPORT_PASSED_TITLES, list));
}

/* The header of the sheet that is selected; *ret_found: it has one. */
static enum err read_head(struct reader *r, struct sheet *s, size_t sheet, bool *ret_found)
{
	struct import *im = r->im;
	struct import_head_row rows[HEAD_ROWS + SAMPLE_ROWS];
	struct import_tab t = {.sheet = sheet, .name = sheet_name(s, sheet)};
	enum err before = im->cx->f->code;
	struct sheet_row row;
	size_t n = 0;

	while (n < HEAD_ROWS + SAMPLE_ROWS && sheet_row(s, &row))
		rows[n++] = head_row(im->cx->a, &row);
	if (!before && im->cx->f->code)
		return im->cx->f->code; /* of the sheet itself */
	*ret_found = import_head_find(im, rows, n, &t.head);
	if (!*ret_found && im->state->sheets > 1) {
		list_add(r->skipped, t.name);
		return ERR_OK;
	}
	if (!*ret_found)
		return import_head_none(im, rows, n);
	take_titles(im, &t, rows, n);
	TRY(import_head_settle(im, &t.head, rows, n));
	tab_add(r, &t);
	import_head_check(im, &t.head, im->state->sheets > 1 ? t.name : NULL);
	return ERR_OK;
}

static enum err read_sheet(struct reader *r, struct sheet *s, size_t sheet)
{
	bool found;

	TRY(sheet_select(s, sheet));
	TRY(read_head(r, s, sheet, &found));
	/* once something is wrong with a header, only the others are looked at */
	if (!found || r->im->cx->f->code)
		return ERR_OK;
	TRY(sheet_select(s, sheet)); /* from its first row again */
	return read_rows(r, s);
}

static enum err find_sheet(struct import *im, const struct sheet *s, size_t *ret)
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

static enum err read_sheets(struct reader *r, struct sheet *s)
{
	struct import *im = r->im;
	bool every = im->opt.every_sheet && text_empty(im->opt.sheet);
	size_t first;

	TRY(find_sheet(im, s, &first));
	im->state->sheets = every ? sheet_count(s) : 1;
	for (; r->at < im->state->sheets; r->at++)
		TRY(read_sheet(r, s, first + r->at));
	if (sheet_count(s) > 1 && !every && text_empty(im->opt.sheet))
		import_note(im, msg_say(im->cx->a, im->cx->say.lang, M_IMPORT_MORE_SHEETS,
					number_text(im->cx->a, im->cx->say.lang,
						(int64_t)sheet_count(s) - 1)));
	return ERR_OK;
}

static void note_reading(const struct reader *r)
{
	struct import *im = r->im;
	struct arena *a = im->cx->a;
	enum lang lang = im->cx->say.lang;

	if (*r->skipped)
		import_note(im, msg_say(a, lang, M_IMPORT_SKIPPED_SHEETS, r->skipped));
	if (r->passed)
		import_note(im, msg_say(a, lang, M_IMPORT_PASSED_ROWS,
					number_text(a, lang, r->passed), r->passed_text));
	if (r->headless)
		import_note(im, msg_text(lang, M_IMPORT_HEADLESS));
	if (im->state->ranges.n)
		import_note(im, msg_say(a, lang, M_IMPORT_SOME_ROWS, im->opt.rows));
}

enum err import_sheet(struct import *im, struct sheet **ret)
{
	return sheet_open(ret, im->cx->a, im->bytes, im->file, NULL, im->cx->f);
}

static enum err check_reading(struct import *im, const struct reader *r)
{
	TRY(import_columns_check(im));
	if (!im->state->tabs)
		return cx_fault(im->cx, ERR_FILE, "file", M_IMPORT_NO_HEADERS);
	return r->n ? ERR_OK : cx_fault(im->cx, ERR_FILE, "file", M_IMPORT_NO_ROWS);
}

enum err import_read(struct import *im)
{
	struct reader r = {.im = im, .end = &im->state->tabs};
	struct sheet *s;
	enum err e, ended;

	TRY(import_ranges_read(im));
	import_names_load(im);
	import_cells_init(im);
	TRY(import_sheet(im, &s));
	e = read_sheets(&r, s);
	ended = sheet_end(s);
	im->rows = (struct list){r.rows, r.n, im->kind->size};
	im->res.rows = (int64_t)r.n;
	TRY(e ? e : ended);
	note_reading(&r);
	return check_reading(im, &r);
}
