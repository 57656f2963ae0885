/* CSV: the bytes are in memory; cells without quotes are given out where they stand. */
#include "base/die.h"
#include "base/sheet_impl.h"

#include <utf8proc.h>

enum { GUESS_ROWS = 20 };

struct csv {
	struct str all; /* without the byte order mark and the line "sep=" */
	size_t at;
	char sep;
	long number;
	struct buf converted; /* the whole file, if it came as UTF-16 */
};

static bool is_utf8(struct str s)
{
	const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s.p;
	utf8proc_int32_t c;

	for (size_t i = 0; i < s.n;) {
		utf8proc_ssize_t n;

		if (p[i] < 0x80) {
			if (!p[i++])
				return false;
			continue;
		}
		n = utf8proc_iterate(p + i, (utf8proc_ssize_t)(s.n - i), &c);
		if (n <= 0)
			return false;
		i += (size_t)n;
	}
	return true;
}

static unsigned unit_at(struct str s, size_t i, bool big)
{
	unsigned a = (unsigned char)s.p[i], b = (unsigned char)s.p[i + 1];

	return big ? a << 8 | b : b << 8 | a;
}

/* "Unicode text" of Excel: UTF-16 with a mark at its start. Lone surrogates become U+FFFD. */
static void convert_utf16(struct csv *c, struct str s, bool big)
{
	for (size_t i = 2; i + 1 < s.n; i += 2) {
		unsigned u = unit_at(s, i, big), low = i + 3 < s.n ? unit_at(s, i + 2, big) : 0;
		utf8proc_uint8_t out[4];

		if (u >= 0xd800 && u < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
			u = 0x10000 + ((u - 0xd800) << 10) + (low - 0xdc00);
			i += 2;
		} else if (u >= 0xd800 && u < 0xe000) {
			u = 0xfffd;
		}
		buf_put(&c->converted, out, (size_t)utf8proc_encode_char((utf8proc_int32_t)u, out));
	}
	c->all = (struct str){c->converted.p, c->converted.n};
}

static enum err decode(struct sheet *s, struct csv *c)
{
	bool little = str_starts(s->bytes, S("\xff\xfe")),
	     big = str_starts(s->bytes, S("\xfe\xff"));

	c->all = s->bytes;
	if (little || big)
		convert_utf16(c, s->bytes, big);
	if (buf_overflow(&c->converted))
		return sheet_fail(s, ERR_TOO_LARGE, M_SHEET_LARGE,
			arena_printf(s->f->a, "%zu", s->limits.max_unpacked >> 20));
	if (!is_utf8(c->all))
		return sheet_fail(s, ERR_FILE, M_SHEET_ENCODING, NULL);
	if (str_starts(c->all, S("\xef\xbb\xbf")))
		c->all = (struct str){c->all.p + 3, c->all.n - 3};
	return ERR_OK;
}

/*
 * How many cells a row would have with that separator; leaves *at behind the row. A quote counts
 * only at the start of a cell, as when reading.
 */
static size_t count_cells(struct str s, size_t *at, char sep)
{
	bool quoted = false, start = true;
	size_t n = 1, i = *at;

	for (; i < s.n; i++) {
		char ch = s.p[i];

		if (ch == '"' && (quoted || start)) {
			quoted = !quoted;
			start = !quoted; /* a doubled quote opens it again */
			continue;
		}
		if (!quoted && (ch == '\n' || ch == '\r'))
			break;
		start = !quoted && ch == sep;
		n += start;
	}
	if (i < s.n && s.p[i] == '\r')
		i++;
	if (i < s.n && s.p[i] == '\n')
		i++;
	*at = i;
	return n;
}

/* How well a separator fits: rows that agree on a number of cells, then that number. */
static size_t fitness(struct str s, char sep)
{
	size_t counts[GUESS_ROWS], n = 0, best = 0;

	for (size_t at = 0; at < s.n && n < GUESS_ROWS;)
		counts[n++] = count_cells(s, &at, sep);
	for (size_t i = 0; i < n; i++) {
		size_t same = 0;

		for (size_t k = 0; k < n; k++)
			same += counts[k] == counts[i];
		if (counts[i] > 1 && same * 1000 + counts[i] > best)
			best = same * 1000 + (counts[i] < 1000 ? counts[i] : 999);
	}
	return best;
}

static char guess_separator(struct str s)
{
	static const char candidates[] = "\t;,";
	size_t best = 0;
	char sep = ',';

	if (s.n > 64 << 10)
		s.n = 64 << 10;
	for (const char *c = candidates; *c; c++) {
		size_t fit = fitness(s, *c);

		if (fit > best) {
			best = fit;
			sep = *c;
		}
	}
	return sep;
}

/* The first line "sep=;" is a word to Excel about the file and no row of it. */
static bool told_separator(struct csv *c)
{
	struct str s = c->all;
	size_t n = 5;

	if (s.n < n || !str_eq_nocase((struct str){s.p, 4}, S("sep=")))
		return false;
	if (s.n > n && s.p[n] != '\r' && s.p[n] != '\n')
		return false;
	c->sep = s.p[4];
	if (n < s.n && s.p[n] == '\r')
		n++;
	if (n < s.n && s.p[n] == '\n')
		n++;
	c->all = (struct str){s.p + n, s.n - n};
	return true;
}

static enum err csv_open(struct sheet *s)
{
	struct csv *c = arena_new_of(s->a, struct csv);

	s->state = c;
	buf_init(&c->converted, s->limits.max_unpacked);
	TRY(decode(s, c));
	if (!told_separator(c))
		c->sep = guess_separator(c->all);
	s->names = arena_array(s->a, 1, sizeof(*s->names));
	s->names[0] = s->filename;
	s->count = 1;
	return ERR_OK;
}

static enum err csv_select(struct sheet *s, size_t i)
{
	struct csv *c = s->state;

	(void)i;
	c->at = 0;
	c->number = 0;
	return ERR_OK;
}

static bool ends_cell(const struct csv *c, char ch)
{
	return ch == c->sep || ch == '\n' || ch == '\r';
}

/* An apostrophe before what a spreadsheet takes for a formula was put there when writing. */
static struct str unguard(struct str s)
{
	if (s.n > 1 && s.p[0] == '\'' && strchr("=+-@\t\r", s.p[1]))
		return (struct str){s.p + 1, s.n - 1};
	return s;
}

static void read_plain(struct sheet *s, struct csv *c, size_t col)
{
	size_t from = c->at;

	while (c->at < c->all.n && !ends_cell(c, c->all.p[c->at]))
		c->at++;
	line_text(s, col, CELL_TEXT, unguard((struct str){c->all.p + from, c->at - from}));
}

/* Copies up to the closing quote, and leaves the reader behind it; false if there is none. */
static bool copy_quoted(struct sheet *s, struct csv *c)
{
	struct buf *out = &s->line.text;
	size_t from = out->n;

	c->at++;
	while (out->n - from <= s->limits.max_cell) {
		const char *p = c->all.p + c->at, *q = memchr(p, '"', c->all.n - c->at);

		if (!q)
			return false;
		buf_put(out, p, (size_t)(q - p));
		c->at += (size_t)(q - p) + 1;
		if (c->at == c->all.n || c->all.p[c->at] != '"')
			return true;
		buf_putc(out, '"');
		c->at++;
	}
	return true;
}

static void read_quoted(struct sheet *s, struct csv *c, size_t col)
{
	struct buf *out = &s->line.text;
	size_t from = out->n, rest;

	if (!copy_quoted(s, c) || out->n - from > s->limits.max_cell) {
		sheet_fail(s, ERR_FILE, M_SHEET_QUOTE, arena_printf(s->f->a, "%ld", c->number));
		return;
	}
	rest = c->at;
	while (c->at < c->all.n && !ends_cell(c, c->all.p[c->at]))
		c->at++;
	buf_put(out, c->all.p + rest, c->at - rest);
	if (out->n > from)
		from += out->n - from - unguard((struct str){out->p + from, out->n - from}).n;
	line_copy(s, col, CELL_TEXT, from);
}

static void read_line(struct sheet *s, struct csv *c)
{
	line_begin(s, ++c->number);
	for (size_t col = 0; !s->err; col++) {
		if (c->at < c->all.n && c->all.p[c->at] == '"')
			read_quoted(s, c, col);
		else
			read_plain(s, c, col);
		if (c->at == c->all.n || c->all.p[c->at] != c->sep)
			break;
		c->at++;
	}
	if (c->at < c->all.n && c->all.p[c->at] == '\r')
		c->at++;
	if (c->at < c->all.n && c->all.p[c->at] == '\n')
		c->at++;
}

static bool csv_row(struct sheet *s)
{
	struct csv *c = s->state;

	while (c->at < c->all.n && !s->err) {
		read_line(s, c);
		if (s->line.some)
			return true;
	}
	return false;
}

static int csv_progress(const struct sheet *s)
{
	const struct csv *c = s->state;

	return c->all.n ? (int)(c->at * 1000 / c->all.n) : 1000;
}

static void csv_close(struct sheet *s)
{
	struct csv *c = s->state;

	buf_done(&c->converted);
}

const struct sheet_reader sheet_csv_reader = {
	csv_open, csv_select, csv_row, csv_progress, csv_close};
