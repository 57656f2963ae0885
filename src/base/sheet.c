#include "base/sheet.h"

#include "base/die.h"
#include "base/sheet_impl.h"

#include <stdlib.h>

const struct sheet_limits sheet_limits_default = {
	.max_unpacked = 256 << 20,
	.max_rows = 200000,
	.max_cols = 256,
	.max_cell = 64 << 10,
	.max_entries = 2000,
	.max_strings = 2000000,
};

/* A row may hold as much as this many cells of the largest size. */
enum { ROW_FULL_CELLS = 16 };

enum err sheet_fail(struct sheet *s, enum err code, enum msg what, const char *arg)
{
	if (s->err)
		return s->err;
	s->err = code;
	return fault(s->f, code, NULL, what, arg ? arena_strdup(s->f->a, arg) : NULL);
}

enum err sheet_broken(struct sheet *s, const char *why)
{
	if (!s->err)
		s->f->detail = arena_strdup(s->f->a, why);
	return sheet_fail(s, ERR_FILE, M_SHEET_BROKEN, NULL);
}

bool str_blank(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\n' && s.p[i] != '\r')
			return false;
	return true;
}

void line_begin(struct sheet *s, long number)
{
	s->line.number = number;
	s->line.n = 0;
	s->line.some = false;
	buf_reset(&s->line.text);
}

static void line_grow(struct line *l, size_t n)
{
	size_t size = l->size ? l->size : 32;

	while (size < n)
		size *= 2;
	l->cells = reallocarray(l->cells, size, sizeof(*l->cells));
	l->copied = reallocarray(l->copied, size, sizeof(*l->copied));
	if (!l->cells || !l->copied)
		die("out of memory");
	l->size = size;
}

struct cell *line_cell(struct sheet *s, size_t col)
{
	struct line *l = &s->line;

	must(col < (size_t)s->limits.max_cols);
	if (col >= l->size)
		line_grow(l, col + 1);
	for (; l->n <= col; l->n++) {
		l->cells[l->n] = (struct cell){.text = S("")};
		l->copied[l->n] = 0;
	}
	return &l->cells[col];
}

static void line_set(
	struct sheet *s, size_t col, enum cell_type type, struct str text, size_t copied)
{
	if (col >= (size_t)s->limits.max_cols) {
		sheet_fail(s, ERR_TOO_LARGE, M_SHEET_COLS,
			arena_printf(s->f->a, "%d", s->limits.max_cols));
		return;
	}
	*line_cell(s, col) = (struct cell){.type = type, .text = text};
	s->line.copied[col] = copied;
	s->line.some = true;
}

void line_text(struct sheet *s, size_t col, enum cell_type type, struct str text)
{
	if (text.n > s->limits.max_cell)
		line_too_long(s, col);
	else if (!str_blank(text))
		line_set(s, col, type, text, 0);
}

void line_copy(struct sheet *s, size_t col, enum cell_type type, size_t at)
{
	struct buf *b = &s->line.text;
	struct str text = {b->p ? b->p + at : "", b->n - at};

	if (buf_overflow(b) || text.n > s->limits.max_cell) {
		line_too_long(s, col);
	} else if (!str_blank(text)) {
		line_set(s, col, type, text, at + 1);
	}
}

void line_too_long(struct sheet *s, size_t col)
{
	char letters[8];
	size_t at = sizeof(letters) - 1;

	letters[at] = 0;
	for (size_t n = col + 1; n && at; n = (n - 1) / 26)
		letters[--at] = (char)('A' + (n - 1) % 26);
	sheet_fail(s, ERR_TOO_LARGE, M_SHEET_CELL,
		arena_printf(s->f->a, "%s%ld", letters + at, s->line.number));
}

/* The texts have found their place: pointers may be given out. */
static void line_close(struct line *l, struct sheet_row *ret)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->copied[i])
			l->cells[i].text.p = l->text.p + l->copied[i] - 1;
	*ret = (struct sheet_row){l->number, l->cells, l->n};
}

/* Frees what is not of the arena; it may come twice. */
static void sheet_drop(void *p)
{
	struct sheet *s = p;

	if (s->how && s->state)
		s->how->close(s);
	s->state = NULL;
	free(s->line.cells);
	free(s->line.copied);
	s->line.cells = NULL;
	s->line.copied = NULL;
	s->line.size = s->line.n = 0;
	buf_done(&s->line.text);
}

enum err sheet_open(struct sheet **ret, struct arena *a, struct str bytes, const char *filename,
	const struct sheet_limits *limits, struct fault *f)
{
	struct sheet *s = arena_new_of(a, struct sheet);

	s->a = a;
	s->f = f;
	s->bytes = bytes;
	s->filename = arena_strdup(a, filename ? filename : "");
	s->limits = limits ? *limits : sheet_limits_default;
	buf_init(&s->line.text, s->limits.max_cell * ROW_FULL_CELLS);
	arena_cleanup(a, sheet_drop, s);
	s->how = sheet_guess(s);
	if (s->how)
		s->how->open(s);
	if (!s->err)
		sheet_select(s, 0);
	if (s->err) {
		sheet_drop(s);
		return s->err;
	}
	*ret = s;
	return ERR_OK;
}

size_t sheet_count(const struct sheet *s)
{
	return s->count;
}

const char *sheet_name(const struct sheet *s, size_t i)
{
	must(i < s->count);
	return s->names[i];
}

enum err sheet_select(struct sheet *s, size_t i)
{
	must(i < s->count);
	if (s->err)
		return s->err;
	s->rows = 0;
	line_begin(s, 0);
	return s->how->select(s, i);
}

bool sheet_row(struct sheet *s, struct sheet_row *ret)
{
	if (s->err || !s->state || !s->how->row(s) || s->err)
		return false;
	if (++s->rows > s->limits.max_rows) {
		sheet_fail(s, ERR_TOO_LARGE, M_SHEET_ROWS,
			arena_printf(s->f->a, "%ld", s->limits.max_rows));
		return false;
	}
	line_close(&s->line, ret);
	return true;
}

enum err sheet_end(struct sheet *s)
{
	sheet_drop(s);
	return s->err;
}

int sheet_progress(const struct sheet *s)
{
	int done = s->state ? s->how->progress(s) : 1000;

	return done < 0 ? 0 : done > 1000 ? 1000 : done;
}
