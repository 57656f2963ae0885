/*
 * The cells of one sheet of an XLSX. A row of the file is the row given out: at its end the parser
 * pauses. Where cells do not say their place, they follow the one before.
 */
#include "base/sheet_impl.h"

#include "base/date.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Days of the 1904 system start four years and a day later. */
enum { SINCE_1904 = 1462 };

static void row_start(struct sheet *s, struct xlsx *x, const char **attrs)
{
	const char *r = part_attr(attrs, "r");
	long long n = s->line.number + 1;

	if ((r && !str_to_int(str_of(r), &n)) || n <= s->line.number || n > EXCEL_ROWS) {
		sheet_broken(s, "xlsx: number of a row");
		return;
	}
	line_begin(s, (long)n);
	x->in_row = true;
	x->in_cell = false;
	x->col = (size_t)-1;
}

/* The column of a reference: "C5" is 2. False if it is none. */
static bool column_of(const char *ref, size_t *ret)
{
	size_t n = 0;

	for (; (*ref | 32) >= 'a' && (*ref | 32) <= 'z'; ref++) {
		n = n * 26 + (size_t)((*ref | 32) - 'a') + 1;
		if (n > EXCEL_COLS)
			return false;
	}
	*ret = n - 1;
	return n > 0;
}

static void cell_start(struct sheet *s, struct xlsx *x, const char **attrs)
{
	const char *r = part_attr(attrs, "r"), *t = part_attr(attrs, "t"),
		   *style = part_attr(attrs, "s");
	long long n = 0;

	x->col++;
	if ((r && !column_of(r, &x->col)) || x->col >= EXCEL_COLS) {
		sheet_broken(s, "xlsx: place of a cell");
		return;
	}
	x->in_cell = true;
	x->in_text = x->in_phonetic = false;
	x->from = s->line.text.n;
	/* n s b e d stand for themselves; "str" and "inlineStr" are texts */
	x->type = !t ? 'n' : t[1] ? 't' : t[0];
	x->day = style && str_to_int(str_of(style), &n) && n >= 0 && (size_t)n < x->day_styles.n &&
		 x->day_styles.p[n];
}

static void grid_start(struct sheet *s, const char *name, const char **attrs)
{
	struct xlsx *x = s->state;

	if (x->in_cell) {
		if (!strcmp(name, "rPh"))
			x->in_phonetic = true;
		else if (!strcmp(name, "v") || !strcmp(name, "t"))
			x->in_text = !x->in_phonetic;
	} else if (x->in_row) {
		if (!strcmp(name, "c"))
			cell_start(s, x, attrs);
	} else if (x->in_data) {
		if (!strcmp(name, "row"))
			row_start(s, x, attrs);
	} else if (!strcmp(name, "sheetData")) {
		x->in_data = true;
	}
}

static void grid_text(struct sheet *s, const char *p, size_t n)
{
	struct xlsx *x = s->state;
	struct buf *b = &s->line.text;

	if (!x->in_text)
		return;
	if (n > s->limits.max_cell || b->n - x->from > s->limits.max_cell - n)
		line_too_long(s, x->col);
	else
		buf_put(b, p, n);
}

/* What stands in the file becomes the text of the cell in another form. */
static void rewrite(struct sheet *s, const struct xlsx *x, const char *text)
{
	s->line.text.n = x->from;
	buf_puts(&s->line.text, text);
}

static void number_text(char *out, size_t size, double v)
{
	if (fabs(v) < 1e17 && v == floor(v)) {
		snprintf(out, size, "%.0f", v == 0 ? 0.0 : v);
		return;
	}
	snprintf(out, size, "%.15g", v);
	if (strtod(out, NULL) != v)
		snprintf(out, size, "%.17g", v);
}

static bool is_number(const char *s, double *ret)
{
	char *end;

	if (!*s || strspn(s, "+-.0123456789eE") != strlen(s))
		return false;
	*ret = strtod(s, &end);
	return !*end && isfinite(*ret);
}

/* The last day of the calendar that Excel knows; beyond, a number is no day. */
static bool day_of_number_cell(const struct xlsx *x, double v, day_t *ret)
{
	double serial = floor(v) + (x->since_1904 ? SINCE_1904 : 0);

	return serial >= 1 && serial < 2958466 && day_of_excel(serial, ret);
}

static void number_cell(struct sheet *s, struct xlsx *x)
{
	char text[64];
	double v;
	day_t day = 0;

	if (!is_number(s->line.text.p + x->from, &v)) {
		line_copy(s, x->col, CELL_TEXT, x->from);
		return;
	}
	if (x->day && day_of_number_cell(x, v, &day))
		day_print_iso(text, day);
	else
		number_text(text, sizeof(text), v);
	rewrite(s, x, text);
	line_copy(s, x->col, day ? CELL_DAY : CELL_NUMBER, x->from);
	if (s->err)
		return;
	line_cell(s, x->col)->number = v;
	line_cell(s, x->col)->day = day;
}

/* A day written as 2016-12-31 or 2016-12-31T00:00:00. */
static void iso_cell(struct sheet *s, struct xlsx *x)
{
	struct str t = {s->line.text.p + x->from, s->line.text.n - x->from};
	day_t day;

	if (t.n > 10 && t.p[10] == 'T')
		t.n = 10;
	if (!day_parse(t, 2000, &day)) {
		line_copy(s, x->col, CELL_TEXT, x->from);
		return;
	}
	s->line.text.n = x->from + t.n;
	line_copy(s, x->col, CELL_DAY, x->from);
	if (!s->err)
		line_cell(s, x->col)->day = day;
}

static void shared_cell(struct sheet *s, struct xlsx *x)
{
	struct str t = {s->line.text.p + x->from, s->line.text.n - x->from};
	long long i;

	if (!str_to_int(t, &i) || i < 0 || (size_t)i >= xlsx_string_count(x)) {
		sheet_broken(s, "xlsx: a shared string is missing");
		return;
	}
	s->line.text.n = x->from;
	line_text(s, x->col, CELL_TEXT, xlsx_string(x, (size_t)i));
}

static void cell_end(struct sheet *s, struct xlsx *x)
{
	struct buf *b = &s->line.text;

	x->in_cell = false;
	if (buf_overflow(b))
		line_too_long(s, x->col);
	if (s->err || b->n == x->from)
		return;
	switch (x->type) {
	case 's':
		shared_cell(s, x);
		return;
	case 'n':
	case 'b':
		number_cell(s, x);
		return;
	case 'd':
		iso_cell(s, x);
		return;
	default:
		b->n = x->from + xlsx_unescape(b->p + x->from, b->n - x->from);
		line_copy(s, x->col, CELL_TEXT, x->from);
	}
}

static void grid_end(struct sheet *s, const char *name)
{
	struct xlsx *x = s->state;

	if (x->in_cell) {
		if (!strcmp(name, "v") || !strcmp(name, "t"))
			x->in_text = false;
		else if (!strcmp(name, "rPh"))
			x->in_phonetic = false;
		else if (!strcmp(name, "c"))
			cell_end(s, x);
	} else if (x->in_row) {
		if (strcmp(name, "row") != 0)
			return;
		x->in_row = false;
		if (s->line.some && !s->err)
			part_pause(&x->part);
	} else if (!strcmp(name, "sheetData")) {
		x->in_data = false;
	}
}

const struct part_events grid_events = {grid_start, grid_end, grid_text};
