/*
 * XLSX through libxlsxwriter in its mode of constant memory. The library writes files by name: the
 * workbook comes into being in a temporary file, which is then copied to the descriptor.
 */
#include "view/sink_xlsx.h"
#include "base/die.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	ROWS = LXW_ROW_MAX - 1, /* besides the header */
	CELL_CHARS = 32767,	/* the most a cell can hold */
	SHEET_CHARS = 31,	/* the most the name of a sheet can have */
	MEASURED = 100,		/* rows that widths follow */
	NARROW = 6,
	WIDE = 60,
	WIDE_ON_PAPER = 22,   /* beyond it a cell takes a second line */
	FIRST_DAY = 19000301, /* before it Excel counts a day that never was */
	BLOCK = 64 << 10,
};
/* Whole numbers beyond lose their last digits in Excel. */
static const int64_t exact_most = INT64_C(999999999999999);

enum err xlsx_failed(struct sink *s, const char *what, lxw_error e)
{
	return fault_detail(s->f, ERR_IO, "xlsx: %s: %s", what, lxw_strerror(e));
}

/* A name that Excel takes: no []:*?/\, no apostrophes at the ends, at most 31 characters. */
static char *sheet_name(struct arena *a, const char *title)
{
	char *name = arena_strdup(a, title), *p;
	struct str trimmed;
	size_t chars = 0;

	for (p = name; *p; p++) {
		if (strchr("[]:*?/\\'", *p))
			*p = ' ';
		/* where characters start; those beyond two bytes of UTF-16 count twice */
		if (((unsigned char)*p & 0xc0) != 0x80)
			chars += (unsigned char)*p >= 0xf0 ? 2 : 1;
		if (chars > SHEET_CHARS)
			break;
	}
	*p = 0;
	trimmed = str_trim(str_of(name));
	return trimmed.n ? arena_strndup(a, trimmed.p, trimmed.n) : NULL;
}

static void make_formats(struct xlsx_out *x, enum lang lang, bool paper)
{
	x->header = workbook_add_format(x->book);
	format_set_bold(x->header);
	format_set_text_wrap(x->header);
	format_set_bg_color(x->header, 0xEEEEEE);
	format_set_bottom(x->header, LXW_BORDER_THIN);
	format_set_align(x->header, LXW_ALIGN_VERTICAL_CENTER);
	x->day = workbook_add_format(x->book);
	format_set_num_format(x->day, lang == LANG_VI ? "dd/mm/yyyy" : "d mmm yyyy");
	x->number = workbook_add_format(x->book);
	format_set_num_format(x->number, "#,##0");
	x->share = workbook_add_format(x->book);
	format_set_num_format(x->share, "0.0%");
	x->lines = workbook_add_format(x->book);
	format_set_text_wrap(x->lines);
	format_set_align(x->lines, LXW_ALIGN_VERTICAL_TOP);
	if (paper)
		xlsx_paper_formats(x);
}

/* For paper: A4 across, as wide as a page, the header on each. */
static void set_page(const struct sink *s, struct xlsx_out *x)
{
	enum { A4 = 9 };

	if (!s->paper || s->paper->wide)
		worksheet_set_landscape(x->sheet);
	worksheet_set_paper(x->sheet, A4);
	worksheet_fit_to_pages(x->sheet, 1, 0);
	worksheet_repeat_rows(x->sheet, x->first, x->top);
	worksheet_freeze_panes(x->sheet, x->top + 1, 0);
}

static void measure(struct xlsx_out *x, size_t col, const char *text)
{
	int longest = 0, n = 0;

	if (x->rows > x->top + MEASURED)
		return;
	for (const char *p = text; *p; p++) {
		n = *p == '\n' ? 0 : n + (((unsigned char)*p & 0xc0) != 0x80);
		if (n > longest)
			longest = n;
	}
	if (longest > x->widths[col])
		x->widths[col] = longest;
}

static enum err make_temporary(struct sink *s, struct xlsx_out *x)
{
	const char *dir = getenv("TMPDIR");
	char *path;
	int fd;

	x->tmpdir = arena_strdup(s->a, text_empty(dir) ? "/tmp" : dir);
	path = arena_printf(s->a, "%s/guong-XXXXXX", x->tmpdir);
	fd = mkstemp(path);
	if (fd < 0)
		return fault_detail(s->f, ERR_IO, "temporary file in %s: %m", x->tmpdir);
	close(fd);
	x->path = path;
	return ERR_OK;
}

static enum err put_header(struct sink *s, struct xlsx_out *x)
{
	if (s->head)
		TRY(xlsx_paper_office(s, x, s->head));
	x->rows = x->top = x->first;
	for (size_t i = 0; i < s->n; i++) {
		const char *label = sink_header(s, s->cols[i]);
		lxw_error e =
			worksheet_write_string(x->sheet, x->top, (lxw_col_t)i, label, x->header);

		if (e)
			return xlsx_failed(s, "header", e);
		measure(x, i, label);
		x->widths[i] += 2; /* for the arrow of the filter */
	}
	return ERR_OK;
}

static enum err xlsx_begin(struct sink *s, const char *title)
{
	struct xlsx_out *x = arena_new_of(s->a, struct xlsx_out);
	/* what reaches over several rows cannot be written row by row */
	lxw_workbook_options options = {.constant_memory = !s->paper};
	lxw_doc_properties properties = {.title = arena_strdup(s->a, title)};

	s->state = x;
	x->widths = arena_array(s->a, s->n, sizeof(*x->widths));
	x->sums = arena_array(s->a, s->n, sizeof(*x->sums));
	TRY(make_temporary(s, x));
	options.tmpdir = x->tmpdir;
	x->book = workbook_new_opt(x->path, &options);
	if (!x->book)
		return fault_detail(s->f, ERR_IO, "xlsx: no workbook");
	workbook_set_properties(x->book, &properties);
	x->sheet = workbook_add_worksheet(x->book, sheet_name(s->a, title));
	if (!x->sheet) /* a name reserved by Excel ("History") */
		x->sheet = workbook_add_worksheet(x->book, NULL);
	if (!x->sheet)
		return fault_detail(s->f, ERR_IO, "xlsx: no worksheet");
	make_formats(x, s->sp->lang, s->paper != NULL);
	TRY(s->paper ? xlsx_paper_head(s, x) : put_header(s, x));
	set_page(s, x);
	return ERR_OK;
}

/* At most what a cell can hold, cut at a character. */
static const char *fitting(struct arena *a, const char *text)
{
	size_t chars = 0;

	if (strlen(text) <= CELL_CHARS)
		return text;
	for (const char *p = text; *p; p++)
		if (((unsigned char)*p & 0xc0) != 0x80 && ++chars == CELL_CHARS)
			return arena_printf(a, "%.*s…", (int)(p - text), text);
	return text;
}

static lxw_error put_text(
	struct sink *s, struct xlsx_out *x, size_t col, const char *text, lxw_format *format)
{
	if (text_empty(text)) /* a framed cell is there also when it is empty */
		return format ? worksheet_write_blank(x->sheet, x->rows, (lxw_col_t)col, format)
			      : LXW_NO_ERROR;
	measure(x, col, text);
	return worksheet_write_string(
		x->sheet, x->rows, (lxw_col_t)col, fitting(s->a, text), format);
}

static lxw_error put_day(struct sink *s, struct xlsx_out *x, size_t col, const void *rec)
{
	const struct field *f = s->cols[col];
	day_t d = (day_t)field_get_int(f, rec);
	lxw_datetime at = {.year = day_year(d), .month = day_month(d), .day = day_mday(d)};
	const char *raw = value_raw(s->a, f, rec);

	if (text_empty(raw))
		return LXW_NO_ERROR;
	if (d < FIRST_DAY || day_precision(d) != DAY_EXACT)
		return put_text(s, x, col, sink_text(s, f, rec), x->plain);
	measure(x, col, "31/12/2016.");
	return worksheet_write_datetime(x->sheet, x->rows, (lxw_col_t)col, &at, x->day);
}

static lxw_error put_int(struct sink *s, struct xlsx_out *x, size_t col, const void *rec)
{
	const struct field *f = s->cols[col];
	const char *raw = value_raw(s->a, f, rec);
	int64_t v = field_get_int(f, rec);

	if (text_empty(raw))
		return LXW_NO_ERROR;
	if (v > exact_most || v < -exact_most)
		return put_text(s, x, col, raw, x->plain);
	measure(x, col, number_text(s->a, s->sp->lang, v));
	x->sums[col] += v;
	return worksheet_write_number(x->sheet, x->rows, (lxw_col_t)col, (double)v, x->number);
}

static lxw_error put_ratio(struct sink *s, struct xlsx_out *x, size_t col, const void *rec)
{
	struct ratio r = field_get_ratio(s->cols[col], rec);

	if (!r.base)
		return LXW_NO_ERROR;
	measure(x, col, "100,0%");
	return worksheet_write_number(
		x->sheet, x->rows, (lxw_col_t)col, (double)r.value / (double)r.base, x->share);
}

static lxw_error put_value(struct sink *s, struct xlsx_out *x, size_t col, const void *rec)
{
	const struct field *f = s->cols[col];

	switch (f->type) {
	case FT_INT:
		return put_int(s, x, col, rec);
	case FT_RATIO:
		return put_ratio(s, x, col, rec);
	case FT_DAY:
		return put_day(s, x, col, rec);
	case FT_ID:
		return put_text(s, x, col, value_raw(s->a, f, rec), x->plain);
	case FT_LINES:
		return put_text(s, x, col, sink_text(s, f, rec), x->lines);
	default:
		return put_text(s, x, col, sink_text(s, f, rec), x->plain);
	}
}

static enum err xlsx_row(struct sink *s, const void *rec)
{
	struct xlsx_out *x = s->state;

	if (s->paper)
		TRY(xlsx_paper_group(s, x, rec));
	if (++x->rows > ROWS)
		return fault(s->f, ERR_TOO_LARGE, NULL, M_SINK_ROWS,
			number_text(s->f->a, s->sp->lang, ROWS));
	for (size_t i = 0; i < s->n; i++) {
		lxw_error e = put_value(s, x, i, rec);

		if (e)
			return xlsx_failed(s, s->cols[i]->name, e);
	}
	return ERR_OK;
}

static enum err copy_out(struct sink *s, const char *path)
{
	FILE *f = fopen(path, "rb");
	char *block = arena_alloc(s->a, BLOCK);
	enum err err = ERR_OK;
	size_t n;

	if (!f)
		return fault_detail(s->f, ERR_IO, "%s: %m", path);
	while (!err && (n = fread(block, 1, BLOCK, f)) > 0)
		err = sink_write(s, block, n);
	if (!err && ferror(f))
		err = fault_detail(s->f, ERR_IO, "%s: %m", path);
	fclose(f);
	return err;
}

/* In the properties, and below each printed page; a & begins a code there. */
static void say_taken(struct sink *s, struct xlsx_out *x)
{
	lxw_doc_properties properties = {
		.title = arena_strdup(s->a, s->title), .comments = arena_strdup(s->a, s->taken)};
	struct str rest = str_of(s->taken);
	char *foot = arena_strdup(s->a, "&L&8");
	enum { FOOT_BYTES = 240 };

	while (rest.p) {
		struct str piece = str_cut(&rest, '&');
		foot = arena_printf(s->a, "%s%.*s%s", foot, (int)piece.n, piece.p ? piece.p : "",
			rest.p ? "&&" : "");
	}
	workbook_set_properties(x->book, &properties);
	if (strlen(foot) < FOOT_BYTES)
		worksheet_set_footer(x->sheet, foot);
}

/* Widths and filter come last in time, but the library writes them before the rows. */
static enum err xlsx_end(struct sink *s)
{
	struct xlsx_out *x = s->state;
	lxw_error e;

	int most = s->paper ? WIDE_ON_PAPER : WIDE;
	for (size_t i = 0; i < s->n; i++) {
		int w = x->widths[i] < NARROW ? NARROW : x->widths[i] > most ? most : x->widths[i];
		lxw_row_col_options hidden = {0};

		hidden.hidden = s->paper && s->cols[i]->flags & FF_MORE;

		worksheet_set_column_opt(
			x->sheet, (lxw_col_t)i, (lxw_col_t)i, w + 1, NULL, &hidden);
	}
	if (s->n)
		worksheet_autofilter(x->sheet, x->top, 0, x->rows, (lxw_col_t)(s->n - 1));
	if (s->paper)
		TRY(xlsx_paper_foot(s, x));
	if (s->taken)
		say_taken(s, x);
	e = workbook_close(x->book);
	x->book = NULL;
	return e ? xlsx_failed(s, "closing", e) : copy_out(s, x->path);
}

static void xlsx_close(struct sink *s)
{
	struct xlsx_out *x = s->state;

	if (!x)
		return;
	if (x->book)
		lxw_workbook_free(x->book);
	if (x->path)
		unlink(x->path);
}

static const struct sink_kind kind = {xlsx_begin, xlsx_row, xlsx_end, xlsx_close};

enum err sink_xlsx(struct sink **ret, const struct speech *sp, int fd, struct fault *f)
{
	*ret = sink_new(&kind, sp, fd, f);
	return ERR_OK;
}
