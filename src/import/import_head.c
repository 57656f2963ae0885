/*
 * import_head.c: where the header stands and what its columns are taken for.
 *
 * Every one of the first rows, alone and together with one or two rows above it, is held against
 * the names of the kind's columns; the one that names most of them is the header. Over several
 * rows, an upper one names a group ("Ngày" over "thành lập | giải thể"), or a column whose cell is
 * merged downwards. A column is named by the whole path, or by the lower part of it.
 *
 * Corrections come as opt.columns, "Header=field;Other header=": what stands before the "=" is the
 * header of a column as the file has it, or its letters in brackets, "[F]"; behind it the field, by
 * any of its names; nothing: the column is ignored.
 */
#include "base/text.h"
#include "import/import_impl.h"

#include <stdio.h>

enum { LIST = 300, SAMPLES_SHOWN = 3, SAMPLE_SHOWN = 40 };

static const char *cell(const struct import_head_row *r, size_t col)
{
	return col < r->n ? r->text[col] : "";
}

/* ---- the names of the columns ---- */

/* What stands above each column, and left of it where cells are merged. */
struct groups {
	const char *of[HEAD_LEVELS];
};

static void groups_step(struct groups *g, const struct import_col *c, size_t levels)
{
	for (size_t k = 0; k < levels; k++) {
		if (!*c->level[k])
			continue;
		g->of[k] = c->level[k];
		/* a new group above ends those below it */
		for (size_t below = k + 1; below < levels; below++)
			g->of[below] = "";
	}
}

/* The parts of a column's name from above to below; none if nothing stands over it. */
static size_t parts_of(
	const struct import_col *c, const struct groups *g, size_t levels, const char **parts)
{
	size_t deepest = levels, n = 0;

	while (deepest && !*c->level[deepest - 1])
		deepest--;
	for (size_t k = 0; k + 1 < deepest; k++)
		if (*g->of[k] && !text_eq(g->of[k], c->level[deepest - 1]))
			parts[n++] = g->of[k];
	if (deepest)
		parts[n++] = c->level[deepest - 1];
	return n;
}

static const char *joined(struct arena *a, const char *const *parts, size_t n)
{
	const char *text = n ? parts[0] : "";

	for (size_t i = 1; i < n; i++)
		text = arena_printf(a, "%s %s", text, parts[i]);
	return text;
}

static void name_column(
	struct import *im, struct import_col *c, const struct groups *g, size_t levels)
{
	const char *parts[HEAD_LEVELS];
	size_t n = parts_of(c, g, levels, parts);

	c->text = joined(im->cx->a, parts, n);
	for (size_t from = 0; from < n && !c->known; from++)
		import_col_mean(
			im, c, import_meaning_of(im, joined(im->cx->a, parts + from, n - from)));
}

static struct import_head head_of(
	struct import *im, const struct import_head_row *rows, size_t levels)
{
	struct import_head h = {
		.first = rows[0].number, .last = rows[levels - 1].number, .levels = levels};
	struct groups g = {{"", "", ""}};

	for (size_t k = 0; k < levels; k++)
		h.n = rows[k].n > h.n ? rows[k].n : h.n;
	h.col = arena_array(im->cx->a, h.n, sizeof(*h.col));
	for (size_t i = 0; i < h.n; i++) {
		for (size_t k = 0; k < levels; k++)
			h.col[i].level[k] = cell(&rows[k], i);
		groups_step(&g, &h.col[i], levels);
		name_column(im, &h.col[i], &g, levels);
	}
	return h;
}

/* ---- the best of the first rows ---- */

static bool same_meaning(const struct import_col *a, const struct import_col *b)
{
	return a->pair == b->pair && a->field == b->field;
}

/* How many different things its columns name. */
static size_t score(const struct import_head *h)
{
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++) {
		bool seen = !h->col[i].field && !h->col[i].second;
		for (size_t k = 0; k < i && !seen; k++)
			seen = same_meaning(&h->col[k], &h->col[i]);
		n += !seen;
	}
	return n;
}

bool import_head_find(
	struct import *im, const struct import_head_row *rows, size_t n, struct import_head *ret)
{
	size_t most = HEAD_LEAST - 1;

	/* alone first: what stands above a row may be a title */
	for (size_t i = 0; i < n && i < HEAD_ROWS; i++)
		for (size_t levels = 1; levels <= HEAD_LEVELS && levels <= i + 1; levels++) {
			struct import_head h = head_of(im, &rows[i + 1 - levels], levels);
			size_t now = score(&h);
			if (now <= most)
				continue;
			*ret = h;
			most = now;
		}
	return most >= HEAD_LEAST;
}

/* ---- corrections and guesses ---- */

/* The letters over a column: A, B, ..., AA. */
static const char *letters(struct arena *a, size_t col)
{
	char text[8];
	size_t at = sizeof(text) - 1;

	text[at] = 0;
	for (size_t n = col + 1; n && at; n = (n - 1) / 26)
		text[--at] = (char)('A' + (n - 1) % 26);
	return arena_printf(a, "[%s]", text + at);
}

/* Its header; where that is missing or stands there twice, its letters. */
static void give_keys(struct import *im, struct import_head *h)
{
	struct arena *a = im->cx->a;

	for (size_t i = 0; i < h->n; i++) {
		const char *folded = text_fold(a, h->col[i].text);
		bool twice = !*folded;
		for (size_t k = 0; k < i && !twice; k++)
			twice = text_eq(folded, text_fold(a, h->col[k].text));
		h->col[i].key = twice ? letters(a, i) : h->col[i].text;
	}
}

static bool is_key(struct arena *a, const struct import_col *c, size_t i, const char *key)
{
	if (*key == '[')
		return text_eq(letters(a, i), key);
	return *c->key != '[' && text_eq(text_fold(a, c->key), text_fold(a, key));
}

bool import_next_correction(
	struct arena *a, struct str *rest, const char **ret_key, const char **ret_field)
{
	struct str one = {0}, key;
	const char *sign = NULL;

	while (!sign && rest->p && rest->n) {
		one = str_cut(rest, ';');
		sign = memrchr(one.p, '=', one.n);
	}
	if (!sign)
		return false;
	key = str_trim((struct str){one.p, (size_t)(sign - one.p)});
	*ret_key = arena_strndup(a, key.p, key.n);
	one = str_trim((struct str){sign + 1, one.n - (size_t)(sign + 1 - one.p)});
	*ret_field = arena_strndup(a, one.p, one.n);
	return true;
}

/* Is it what the column is taken for already? A pair says more than its field. */
static bool meant(const struct import_col *c, const struct field *f)
{
	return c->field == f || (!c->field && c->second == f);
}

static enum err correct(struct import *im, struct import_col *c, const char *field)
{
	struct import_meaning m = {0};

	if (*field) {
		m = import_meaning_of(im, field);
		if (!m.field)
			return cx_fault(im->cx, ERR_BAD_INPUT, "columns", M_IMPORT_NO_FIELD, field);
		if (c->pair && meant(c, m.field))
			m = (struct import_meaning){.pair = c->pair};
	}
	import_col_mean(im, c, m);
	c->known = c->sure = true;
	return ERR_OK;
}

static enum err correct_all(struct import *im, struct import_head *h)
{
	struct str rest = str_of(im->opt.columns);
	const char *key, *field;

	while (import_next_correction(im->cx->a, &rest, &key, &field))
		for (size_t i = 0; i < h->n; i++)
			if (is_key(im->cx->a, &h->col[i], i, key))
				TRY(correct(im, &h->col[i], field));
	return ERR_OK;
}

static bool names_a_column(const struct import *im, const char *key)
{
	for (const struct import_tab *t = im->state->tabs; t; t = t->next)
		for (size_t i = 0; i < t->head.n; i++)
			if (is_key(im->cx->a, &t->head.col[i], i, key))
				return true;
	return false;
}

enum err import_columns_check(struct import *im)
{
	struct str rest = str_of(im->opt.columns);
	const char *key, *field;

	while (import_next_correction(im->cx->a, &rest, &key, &field))
		if (!names_a_column(im, key))
			cx_fault(im->cx, ERR_BAD_INPUT, "columns", M_IMPORT_NO_SUCH_COLUMN, key);
	return im->cx->f->code;
}

static void guess(struct import *im, struct import_head *h)
{
	for (size_t i = 0; i < h->n; i++) {
		struct import_col *c = &h->col[i];
		const struct field *f;
		if (c->known || !*c->text)
			continue;
		f = import_guess(im, c->text, h);
		if (!f)
			continue;
		import_col_mean(im, c, (struct import_meaning){.field = f});
		c->sure = false;
	}
}

/* ---- rows that number the columns ---- */

/* "(4) = (1) + (2)" says which column it is as "(4)" does. */
static const char *number_of(struct arena *a, const char *text)
{
	const char *sign = strchr(text, '=');

	return text_fold(a, sign ? arena_strndup(a, text, (size_t)(sign - text)) : text);
}

bool import_is_numbering(struct arena *a, const char *const *texts, size_t n)
{
	long long last = 0, v;
	size_t seen = 0;
	char letter = 'a';

	for (size_t i = 0; i < n; i++) {
		const char *text = text_empty(texts[i]) ? "" : number_of(a, texts[i]);
		if (!*text)
			continue;
		seen++;
		if (!last && text[0] == letter && !text[1]) {
			letter++;
			continue;
		}
		/* cells that are merged above one number leave gaps below them */
		if (!str_to_int(str_of(text), &v) || v != last + 1)
			return false;
		last = v;
	}
	return seen > 1 && last;
}

/* ---- columns that are something only beside others ---- */

static bool has_partner(const struct import_head *h, const struct import_col *c)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->col[i].second == c->second && h->col[i].pair != c->pair)
			return true;
	return false;
}

/* "Nam" beside "Nữ" is a sex; alone it may be "Năm". */
static void drop_lonely(struct import *im, struct import_head *h)
{
	for (size_t i = 0; i < h->n; i++) {
		const struct import_pair *p = h->col[i].pair;
		if (p && p->also && !p->empty && !has_partner(h, &h->col[i]))
			import_col_mean(im, &h->col[i], (struct import_meaning){0});
	}
}

/* Are the first values of a column given names, beside those of the column before it? */
static bool goes_on(
	const struct import_head *h, size_t col, const struct import_head_row *rows, size_t n)
{
	size_t beside = 0, names = 0;

	for (size_t i = 0; i < n; i++) {
		const char *name = cell(&rows[i], col);
		if (rows[i].number <= h->last || rows[i].layout || !*cell(&rows[i], col - 1))
			continue;
		beside++;
		names += *name && !strpbrk(name, " 0123456789");
	}
	return names && names * 2 > beside;
}

/* One header merged over two columns: the family name in one, the given name in the other. */
static void join_names(struct import_head *h, const struct import_head_row *rows, size_t n)
{
	for (size_t i = 1; i < h->n; i++) {
		const struct field *f = h->col[i - 1].field;
		struct import_col *c = &h->col[i];
		if (!f || f->type != FT_TEXT || !text_eq(f->arg, IMPORT_PROPER) || *c->text ||
			(c->known ? c->field != f : !goes_on(h, i, rows, n)))
			continue;
		c->sure = c->known;
		c->field = f;
		c->joined = c->known = true;
	}
}

/* ---- samples ---- */

static void sample(struct import *im, struct import_head *h, size_t col,
	const struct import_head_row *rows, size_t n)
{
	struct arena *a = im->cx->a;
	const char *text = "";
	int shown = 0;

	for (size_t i = 0; i < n && shown < SAMPLES_SHOWN; i++) {
		const char *value = cell(&rows[i], col);
		size_t bytes = strnlen(value, SAMPLE_SHOWN);
		if (rows[i].number <= h->last || !*value || rows[i].layout)
			continue;
		while (value[bytes] && (value[bytes] & 0xc0) == 0x80)
			bytes--;
		text = arena_printf(a, "%s%s%.*s%s", text, shown++ ? "; " : "", (int)bytes, value,
			value[bytes] ? "…" : "");
	}
	h->col[col].sample = text;
}

/* Right below the header, whatever is empty between. */
static void mark_layout(
	struct arena *a, const struct import_head *h, struct import_head_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (rows[i].number <= h->last)
			continue;
		rows[i].layout = import_is_numbering(a, rows[i].text, rows[i].n);
		if (!rows[i].layout)
			return;
	}
}

enum err import_head_settle(
	struct import *im, struct import_head *h, struct import_head_row *rows, size_t n)
{
	mark_layout(im->cx->a, h, rows, n);
	give_keys(im, h);
	for (size_t i = 0; i < h->n; i++)
		sample(im, h, i, rows, n);
	drop_lonely(im, h);
	TRY(correct_all(im, h));
	join_names(h, rows, n);
	guess(im, h);
	return ERR_OK;
}

/* ---- what is wrong with it ---- */

/* "a", "b" and so on as one text for a message. */
static void list_add(char list[LIST], const char *name)
{
	size_t n = strlen(list);

	if (n + strlen(name) + 8 < LIST)
		snprintf(list + n, LIST - n, "%s“%s”", n ? ", " : "", name);
}

static void head_fault(struct import *im, const char *sheet, enum msg what, const char *list)
{
	struct ctx *cx = im->cx;

	list = arena_strdup(cx->f->a, list);
	if (sheet)
		cx_fault(cx, ERR_FILE, "columns", M_IMPORT_OF_SHEET, sheet,
			msg_say(cx->f->a, cx->say.lang, what, list));
	else
		cx_fault(cx, ERR_FILE, "columns", what, list);
}

static void head_note(struct import *im, const char *sheet, enum msg what, const char *list)
{
	struct ctx *cx = im->cx;
	const char *text = msg_say(cx->a, cx->say.lang, what, list);

	import_note(
		im, sheet ? msg_say(cx->a, cx->say.lang, M_IMPORT_OF_SHEET, sheet, text) : text);
}

enum err import_head_none(struct import *im, const struct import_head_row *rows, size_t n)
{
	struct ctx *cx = im->cx;
	char list[LIST] = "";

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < rows[i].n; k++)
			if (text_legacy(rows[i].text[k]) != TEXT_PLAIN)
				return cx_fault(cx, ERR_FILE, "file", M_IMPORT_LEGACY);
	field_each (f, im->kind->fields)
		list_add(list, msg_text(cx->say.lang, f->label));
	return cx_fault(cx, ERR_FILE, "file", M_IMPORT_NO_HEADER, arena_strdup(cx->f->a, list));
}

static void check_unknown(struct import *im, const struct import_head *h, const char *sheet)
{
	char list[LIST] = "", ignored[LIST] = "", guessed[LIST] = "";

	for (size_t i = 0; i < h->n; i++) {
		const struct import_col *c = &h->col[i];
		if (c->known && !c->sure)
			list_add(guessed,
				arena_printf(im->cx->a, "%s = %s", *c->text ? c->text : c->key,
					msg_text(im->cx->say.lang, c->field->label)));
		else if (!c->field && !c->second && !c->passed && *c->text)
			list_add(c->known ? ignored : list, c->text);
	}
	if (*list)
		(im->opt.ignore_unknown ? head_note : head_fault)(im, sheet,
			im->opt.ignore_unknown ? M_IMPORT_IGNORED_COLUMNS
					       : M_IMPORT_UNKNOWN_COLUMNS,
			list);
	if (*ignored)
		head_note(im, sheet, M_IMPORT_IGNORED_COLUMNS, ignored);
	if (*guessed)
		head_note(im, sheet, M_IMPORT_GUESSED_COLUMNS, guessed);
}

/* Two columns of one field are right only as the two halves of a pair. */
static bool doubled(const struct import_head *h, size_t i)
{
	const struct import_col *c = &h->col[i];

	for (size_t k = 0; k < i; k++)
		if (c->field && h->col[k].field == c->field && !c->joined &&
			(!c->pair || !h->col[k].pair || c->pair == h->col[k].pair))
			return true;
	return false;
}

void import_head_check(struct import *im, const struct import_head *h, const char *sheet)
{
	char twice[LIST] = "", missing[LIST] = "";

	field_each (f, im->kind->fields)
		if (f->flags & FF_REQUIRED && !import_head_has(h, f) &&
			!text_eq(f->name, im->kind->sheet_field))
			list_add(missing, msg_text(im->cx->say.lang, f->label));
	for (size_t i = 0; i < h->n; i++)
		if (doubled(h, i))
			list_add(twice, h->col[i].text);
	if (*missing)
		head_fault(im, sheet, M_IMPORT_NO_COLUMN, missing);
	if (*twice)
		head_fault(im, sheet, M_IMPORT_TWO_COLUMNS, twice);
	check_unknown(im, h, sheet);
}

/* ---- the columns as the user is asked about them ---- */

static bool listed(struct arena *a, const struct import_column *all, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (text_eq(text_fold(a, all[i].header), text_fold(a, key)))
			return true;
	return false;
}

static struct import_column column_of(struct arena *a, const struct import_col *c)
{
	const struct field *f = c->field ? c->field : c->second;

	return (struct import_column){.header = c->key,
		.sample = f ? import_masked(a, f, c->sample) : c->sample,
		.field = f ? f->name : NULL,
		.known = c->known,
		.sure = c->sure};
}

struct list import_columns(const struct import *im)
{
	struct arena *a = im->cx->a;
	struct import_column *all;
	size_t n = 0;

	for (const struct import_tab *t = im->state->tabs; t; t = t->next)
		n += t->head.n;
	all = arena_array(a, n, sizeof(*all));
	n = 0;
	for (const struct import_tab *t = im->state->tabs; t; t = t->next)
		for (size_t i = 0; !t->title && i < t->head.n; i++) { /* parts share a header */
			const struct import_col *c = &t->head.col[i];
			if (!c->passed && (*c->text || *c->sample) && !listed(a, all, n, c->key))
				all[n++] = column_of(a, c);
		}
	return (struct list){all, n, sizeof(*all)};
}

/* A header in opt.columns: what it is told apart by are letters and digits alone. */
const char *import_plain_key(struct arena *a, const char *header)
{
	char *key = arena_strdup(a, header);

	for (char *p = key; *p; p++)
		*p = *p == ';' || *p == '=' ? ' ' : *p;
	return key;
}
