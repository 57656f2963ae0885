/*
 * import_cell.c: one cell into one member of a record, and what is mended on the way.
 *
 * Files repeat themselves: the same kind of cell with the same bytes gives the same value, so the
 * last ones are remembered. That saves reading them again, and equal texts are kept once.
 */
#include "base/text.h"
#include "import/import_impl.h"

#include <stdlib.h>

enum { EXCEL_FIRST = 14000, EXCEL_LAST = 80000, MEMO = 1 << 14, MEMO_TEXT = 39 };

/* A cell that was read: a column's bytes, and what came of them. */
struct memo {
	const struct field *f;
	const char *text; /* of members that are texts */
	int64_t n;	  /* of others */
	unsigned dirt;
	unsigned char size;
	char raw[MEMO_TEXT];
};

struct import_memo {
	struct memo of[MEMO];
};

void import_cells_init(struct import *im)
{
	im->state->memo = arena_new_of(im->cx->a, struct import_memo);
}

/* ---- mending ---- */

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

/* Blanks that are not single plain ones. */
static bool odd_blanks(struct str s)
{
	static const char *const odd[] = {"  ", "\t", "\n", "\r", "\xc2\xa0", "\xe2\x80\x80",
		"\xe2\x80\x82", "\xe2\x80\x83", "\xe2\x80\x89", "\xe2\x80\x8b", "\xe2\x80\xaf",
		"\xe3\x80\x80", "\xef\xbb\xbf"};

	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++)
		if (memmem(s.p, s.n, odd[i], strlen(odd[i])))
			return true;
	return false;
}

static unsigned dirt_of(struct arena *a, struct str raw)
{
	const char *composed = text_compose(a, raw);
	unsigned dirt = odd_blanks(raw) ? 1U << DIRT_BLANKS : 0;

	if (!dirt || (composed && !str_is(raw, composed)))
		dirt |= 1U << DIRT_MARKS;
	return dirt;
}

/* What is typed before a cell to make it a text, and stays where texts are pasted. */
static struct str without_apostrophe(struct str raw)
{
	raw = str_trim(raw);
	if (raw.n > 1 && raw.p[0] == '\'' && !strchr("' ", raw.p[1]))
		return (struct str){raw.p + 1, raw.n - 1};
	return raw;
}

char *import_mend(struct arena *a, struct str raw, unsigned *ret_dirt)
{
	char *s = text_clean(a, without_apostrophe(raw), false);

	*ret_dirt = 0;
	if (!s)
		return NULL;
	raw = str_trim(raw);
	if (!str_is(raw, s))
		*ret_dirt = dirt_of(a, raw);
	if (mend_eth(s))
		*ret_dirt |= 1U << DIRT_ETH;
	return s;
}

/* "12-2": twelve digits, of which two zeros in front may be lost. */
static bool digits_told(const struct field *f, size_t *ret_length, size_t *ret_lost)
{
	char *end;

	if (f->type != FT_TEXT || !f->arg || *f->arg < '1' || *f->arg > '9')
		return false;
	*ret_length = strtoul(f->arg, &end, 10);
	*ret_lost = *end == '-' ? strtoul(end + 1, NULL, 10) : 0;
	return true;
}

static char *mend_digits(struct arena *a, char *text, size_t length, size_t lost, unsigned *dirt)
{
	char *bare = arena_strdup(a, text), *p = bare;
	size_t n;

	for (const char *s = text; *s; s++)
		if (*s >= '0' && *s <= '9')
			*p++ = *s;
		else if (*s != ' ' && *s != '.' && *s != '-')
			return text;
	*p = 0;
	n = (size_t)(p - bare);
	if (strlen(text) != n)
		*dirt |= 1U << DIRT_BLANKS;
	if (!n || n >= length || length - n > lost)
		return bare;
	*dirt |= 1U << DIRT_ZEROS;
	return arena_printf(a, "%0*d%s", (int)(length - n), 0, bare);
}

/* Mends as the kind of field asks. */
static char *mend_as(struct arena *a, const struct field *f, char *text, unsigned *dirt)
{
	size_t length, lost;
	char *proper;

	if (digits_told(f, &length, &lost))
		return mend_digits(a, text, length, lost, dirt);
	if (f->type != FT_TEXT || !text_eq(f->arg, IMPORT_PROPER))
		return text;
	proper = text_proper_name(a, text);
	if (!text_eq(proper, text))
		*dirt |= 1U << DIRT_CAPITALS;
	return proper;
}

/* ---- one cell ---- */

struct reading {
	struct import *im;
	const struct import_tab *t;
	const struct sheet_row *row;
	size_t i; /* number of the record */
	void *rec;
};

static struct str raw_of(const struct reading *r, size_t col)
{
	return col < r->row->n ? r->row->cells[col].text : S("");
}

/* A number where a day is due may be Excel's own count of days that lost its format. */
static struct str day_cell(struct arena *a, const struct cell *c)
{
	struct str bare = without_apostrophe(c->text);
	double number = c->number;
	char iso[DAY_TEXT];
	long long n;
	day_t d;

	if (c->type != CELL_NUMBER && bare.n == 5 && str_to_int(bare, &n))
		number = (double)n;
	else if (c->type != CELL_NUMBER)
		return c->text;
	if (number < EXCEL_FIRST || number > EXCEL_LAST || !day_of_excel(number, &d))
		return c->text;
	return str_of(arena_strdup(a, day_print_iso(iso, d)));
}

static void cell_bad(const struct reading *r, size_t col, const struct field *f, const char *value,
	enum msg what, const char *const arg[ERR_ARGS])
{
	struct arena *a = r->im->cx->a;
	struct import_problem p = {.row = r->row->number,
		.sheet = r->im->state->sheets > 1 ? r->t->name : NULL,
		.column = r->t->head.col[col].text,
		.value = import_masked(a, f, arena_strdup(a, value)),
		.what = what};

	for (int k = 0; k < ERR_ARGS && arg; k++)
		p.arg[k] = import_masked(a, f, arena_strdup(a, arg[k]));
	r->im->bad[r->i] = true;
	import_problem_add(r->im, p);
}

static void count_dirt(struct import_result *res, unsigned dirt)
{
	res->mended += dirt != 0;
	for (int k = 0; dirt && k < DIRTS; k++)
		res->dirt[k] += dirt >> k & 1;
}

static bool is_text(const struct field *f)
{
	return f->type == FT_TEXT || f->type == FT_LINES || f->type == FT_CAT;
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

static struct memo *memo_of(struct import_memo *m, const struct field *f, struct str raw)
{
	uint64_t hash = mix(raw.n, (uint64_t)(uintptr_t)f), word;

	for (; raw.n >= sizeof(word); raw.p += sizeof(word), raw.n -= sizeof(word)) {
		memcpy(&word, raw.p, sizeof(word));
		hash = mix(hash, word);
	}
	word = 0;
	if (raw.n)
		memcpy(&word, raw.p, raw.n);
	return &m->of[mix(hash, word) % MEMO];
}

static bool memo_take(
	const struct reading *r, const struct memo *m, const struct field *f, struct str raw)
{
	if (m->f != f || m->size != raw.n || memcmp(m->raw, raw.p, raw.n) != 0)
		return false;
	if (is_text(f))
		field_set_text(f, r->rec, m->text);
	else
		field_set_int(f, r->rec, m->n);
	count_dirt(&r->im->res, m->dirt);
	return true;
}

static void memo_keep(const struct reading *r, struct memo *m, const struct field *f,
	struct str raw, unsigned dirt)
{
	m->f = f;
	m->size = (unsigned char)raw.n;
	memcpy(m->raw, raw.p, raw.n);
	m->dirt = dirt;
	m->text = is_text(f) ? field_get_text(f, r->rec) : NULL;
	m->n = is_text(f) ? 0 : field_get_int(f, r->rec);
}

/* Reads a text that was mended; false after a problem. */
static bool take_value(const struct reading *r, size_t col, const struct field *f, const char *text)
{
	struct ctx *cx = r->im->cx;
	struct fault fault = {.a = r->im->state->scratch};

	(void)!value_read(&cx->say, f, str_of(text), r->rec, &fault);
	problem_each (p, &fault)
		cell_bad(r, col, f, text, p->what, p->arg);
	if (fault.code)
		return false;
	/* names of catalogues stay where they are, texts move to where rows live */
	if (f->type == FT_TEXT || f->type == FT_LINES)
		field_set_text(f, r->rec, arena_strdup(cx->a, field_get_text(f, r->rec)));
	return true;
}

static void read_fresh(const struct reading *r, size_t col, const struct field *f, struct str raw,
	struct memo *keep)
{
	struct arena *a = r->im->state->scratch;
	unsigned dirt;
	char *text = import_mend(a, raw, &dirt);

	if (!text) {
		cell_bad(r, col, f, NULL, M_VALUE_BAD_TEXT, NULL);
		return;
	}
	if (f->type == FT_TEXT && text_eq(f->arg, IMPORT_PROPER) &&
		text_legacy(text) != TEXT_PLAIN) {
		cell_bad(r, col, f, text, M_IMPORT_LEGACY, NULL);
		return;
	}
	text = mend_as(a, f, text, &dirt);
	if (!take_value(r, col, f, text))
		return;
	count_dirt(&r->im->res, dirt);
	if (keep)
		memo_keep(r, keep, f, raw, dirt);
}

static void read_cell(const struct reading *r, size_t col, const struct field *f)
{
	struct str raw = raw_of(r, col);
	struct memo *m = NULL;

	if (f->type == FT_DAY && col < r->row->n)
		raw = day_cell(r->im->state->scratch, &r->row->cells[col]);
	if (raw.n <= MEMO_TEXT) {
		m = memo_of(r->im->state->memo, f, raw);
		if (memo_take(r, m, f, raw))
			return;
	}
	read_fresh(r, col, f, raw, m);
}

/* ---- columns that say two things ---- */

/* A mark that says no. */
static bool says_no(struct str s)
{
	static const char *const no[] = {"0", "-", "–", "không", "Không"};

	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++)
		if (str_is(s, no[i]))
			return true;
	return false;
}

static void two_values(const struct reading *r, size_t col, const struct field *f)
{
	cell_bad(r, col, f, value_text(&r->im->cx->say, r->im->cx->a, f, r->rec),
		M_IMPORT_TWO_VALUES,
		(const char *const[ERR_ARGS]){msg_text(r->im->cx->say.lang, f->label), NULL, NULL});
}

/* What the column says besides its cell, unless another one has said something else. */
static void set_second(const struct reading *r, size_t col, const char *value)
{
	const struct field *f = r->t->head.col[col].second;
	const char *before;

	if (!f || !value)
		return;
	before = arena_strdup(r->im->state->scratch, value_raw(r->im->state->scratch, f, r->rec));
	if (!field_empty(f, r->rec) && !text_eq(before, value)) {
		two_values(r, col, f);
		return;
	}
	(void)!take_value(r, col, f, value);
}

/* Behind what another column has said: parts of a name. */
static void read_joined(const struct reading *r, size_t col, const struct field *f)
{
	const char *before = field_get_text(f, r->rec);

	if (!str_trim(raw_of(r, col)).n)
		return;
	read_cell(r, col, f);
	if (!text_empty(before) && !text_eq(before, field_get_text(f, r->rec)))
		field_set_text(f, r->rec,
			arena_printf(r->im->cx->a, "%s %s", before, field_get_text(f, r->rec)));
}

/* Does another column tell the same? Then an empty cell says nothing by itself. */
static bool is_shared(const struct reading *r, size_t col)
{
	const struct import_head *h = &r->t->head;

	for (size_t i = 0; i < h->n; i++)
		if (i != col && h->col[i].second == h->col[col].second)
			return true;
	return false;
}

/* "1965", "3/2/65": more than a mark. */
static bool is_day(struct str s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (!strchr("0123456789/.-' ", s.p[i]))
			return false;
		digits += s.p[i] >= '0' && s.p[i] <= '9';
	}
	return digits > 2;
}

static void read_also(const struct reading *r, size_t col, struct str raw)
{
	const char *also = r->t->head.col[col].pair->also;
	const struct field *f = also ? field_find(r->im->kind->fields, also) : NULL;

	if (f && is_day(raw) && field_empty(f, r->rec))
		read_cell(r, col, f);
}

static void read_pair(const struct reading *r, size_t col)
{
	const struct import_col *c = &r->t->head.col[col];
	struct str raw = str_trim(raw_of(r, col));

	if (!raw.n || (!c->field && says_no(raw))) {
		if (c->second && field_empty(c->second, r->rec) && !is_shared(r, col))
			set_second(r, col, c->pair->empty);
		return;
	}
	read_also(r, col, raw);
	if (c->field && !field_empty(c->field, r->rec)) {
		two_values(r, col, c->field);
		return;
	}
	if (c->field)
		read_cell(r, col, c->field);
	set_second(r, col, c->pair->filled);
}

/* A field that must be filled, in one of the columns that share it. */
static void check_pairs(const struct reading *r)
{
	const struct import_head *h = &r->t->head;

	for (size_t i = 0; i < h->n && !r->im->bad[r->i]; i++) {
		const struct field *f = h->col[i].pair ? h->col[i].field : NULL;
		if (f && f->flags & FF_REQUIRED && field_empty(f, r->rec))
			cell_bad(r, i, f, NULL, M_VALUE_REQUIRED, NULL);
	}
}

void import_cells(struct import *im, const struct import_tab *t, const struct sheet_row *row,
	size_t i, void *rec)
{
	const struct reading r = {im, t, row, i, rec};
	const struct import_head *h = &t->head;
	bool pairs = false;

	for (size_t col = 0; col < h->n; col++) {
		const struct import_col *c = &h->col[col];
		pairs |= c->pair != NULL;
		if (c->joined)
			read_joined(&r, col, c->field);
		else if (c->field && !c->pair)
			read_cell(&r, col, c->field);
	}
	for (size_t col = 0; pairs && col < h->n; col++)
		if (h->col[col].pair && !h->col[col].joined)
			read_pair(&r, col);
	if (pairs)
		check_pairs(&r);
	arena_reset(im->state->scratch);
}
