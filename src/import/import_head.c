/*
 * import_head.c: where the header stands and what each column means.
 *
 * Every one of the first rows, alone and together with the row below it, is held against the names
 * of the kind's fields; the one that names most of them is the header. Over two rows, the upper one
 * names a group ("Ngày" over "thành lập | giải thể"): a column is then named by both, or by the
 * lower one alone.
 */
#include "base/text.h"
#include "import/import_impl.h"

#include <stdio.h>

enum { LEAST = 2, LIST = 300 };

struct names {
	struct import *im;
	struct map *by_name; /* folded header to field */
};

/* Columns of running numbers, which nobody needs. */
static const struct field running = {.name = "stt"};

static void name_add(struct names *ns, const char *text, const struct field *f)
{
	char *folded = text_fold(ns->im->cx->a, text);

	if (*folded && !map_get(ns->by_name, str_of(folded)))
		map_put(ns->by_name, str_of(folded), (void *)f);
}

static void aliases_add(struct names *ns, const char *aliases, const struct field *f)
{
	struct str rest = str_of(aliases);

	while (rest.n) {
		struct str one = str_cut(&rest, '|');
		name_add(ns, arena_strndup(ns->im->cx->a, one.p, one.n), f);
	}
}

static struct names names_of(struct import *im)
{
	struct names ns = {im, map_new(im->cx->a, 64)};

	/* own names first: what one field is called, no alias of another takes away */
	field_each (f, im->kind->fields) {
		name_add(&ns, f->name, f);
		for (int lang = 0; lang < LANGS; lang++)
			name_add(&ns, msg_text((enum lang)lang, f->label), f);
	}
	field_each (f, im->kind->fields)
		aliases_add(&ns, f->alias, f);
	aliases_add(&ns, "stt|tt|so tt|so thu tu|no|row|dong", &running);
	return ns;
}

/* "Mã đơn vị (*)" is "Mã đơn vị". */
static const char *without_brackets(struct arena *a, const char *text)
{
	const char *open = strchr(text, '('), *close = open ? strchr(open, ')') : NULL;

	return close ? arena_printf(a, "%.*s%s", (int)(open - text), text, close + 1) : text;
}

static const struct field *field_of(const struct names *ns, const char *text)
{
	struct arena *a = ns->im->cx->a;
	const struct field *f = map_get(ns->by_name, str_of(text_fold(a, text)));

	return f ? f : map_get(ns->by_name, str_of(text_fold(a, without_brackets(a, text))));
}

static const char *cell(const struct import_head_row *r, size_t col)
{
	return r && col < r->n ? r->text[col] : "";
}

/* The header of a column over two rows; `group` is what stands above it or left of that. */
static const struct field *field_of_two(const struct names *ns, const char *group, const char *top,
	const char *low, const char **ret_text)
{
	struct arena *a = ns->im->cx->a;
	const struct field *f;

	if (!*low || !*group) {
		*ret_text = *low ? low : top;
		return **ret_text ? field_of(ns, *ret_text) : NULL;
	}
	*ret_text = arena_printf(a, "%s %s", group, low);
	f = field_of(ns, *ret_text);
	return f ? f : field_of(ns, low);
}

static struct import_head head_of(const struct names *ns, const struct import_head_row *top,
	const struct import_head_row *low)
{
	struct import_head h = {.first = top->number, .last = low ? low->number : top->number};
	struct arena *a = ns->im->cx->a;
	const char *group = "";

	h.n = low && low->n > top->n ? low->n : top->n;
	h.field = arena_array(a, h.n, sizeof(*h.field));
	h.text = arena_array(a, h.n, sizeof(*h.text));
	h.upper = arena_array(a, h.n, sizeof(*h.upper));
	h.lower = arena_array(a, h.n, sizeof(*h.lower));
	h.passed = arena_array(a, h.n, sizeof(*h.passed));
	for (size_t i = 0; i < h.n; i++) {
		h.upper[i] = cell(top, i);
		h.lower[i] = low ? cell(low, i) : h.upper[i];
		if (*h.upper[i])
			group = h.upper[i];
		if (low) {
			h.field[i] =
				field_of_two(ns, group, cell(top, i), cell(low, i), &h.text[i]);
		} else {
			h.text[i] = cell(top, i);
			h.field[i] = *h.text[i] ? field_of(ns, h.text[i]) : NULL;
		}
		h.passed[i] = h.field[i] == &running;
		if (h.passed[i])
			h.field[i] = NULL;
	}
	return h;
}

static bool has(const struct import_head *h, const struct field *f, size_t before)
{
	for (size_t i = 0; i < before; i++)
		if (h->field[i] == f)
			return true;
	return false;
}

/* How many different fields it names. */
static size_t score(const struct import_head *h)
{
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++)
		n += h->field[i] && !has(h, h->field[i], i);
	return n;
}

static void take_better(struct import_head *best, size_t *best_score, struct import_head h)
{
	size_t n = score(&h);

	if (n > *best_score) {
		*best = h;
		*best_score = n;
	}
}

/* "a", "b" and so on as one text for a message. */
static void list_add(char list[LIST], const char *name)
{
	size_t n = strlen(list);

	if (n + strlen(name) + 8 < LIST)
		snprintf(list + n, LIST - n, "%s“%s”", n ? ", " : "", name);
}

static enum err no_header(struct import *im, const struct import_head_row *rows, size_t n)
{
	struct ctx *cx = im->cx;
	char list[LIST] = "";

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < rows[i].n; k++)
			if (text_legacy(rows[i].text[k]) != TEXT_PLAIN)
				return cx_fault(cx, ERR_FILE, "file", M_IMPORT_LEGACY);
	field_each (f, im->kind->fields)
		list_add(list, msg_text(cx->say.lang, f->label));
	return cx_fault(cx, ERR_FILE, "file", M_IMPORT_NO_HEADER, arena_strdup(cx->a, list));
}

static enum err check_unknown(struct import *im, const struct import_head *h)
{
	struct ctx *cx = im->cx;
	char list[LIST] = "";

	for (size_t i = 0; i < h->n; i++)
		if (!h->field[i] && !h->passed[i] && *h->text[i])
			list_add(list, h->text[i]);
	if (!*list)
		return ERR_OK;
	if (!im->opt.ignore_unknown)
		return cx_fault(
			cx, ERR_FILE, "file", M_IMPORT_UNKNOWN_COLUMNS, arena_strdup(cx->a, list));
	import_note(im, msg_say(cx->a, cx->say.lang, M_IMPORT_IGNORED_COLUMNS, list));
	return ERR_OK;
}

static enum err check_columns(struct import *im, const struct import_head *h)
{
	struct ctx *cx = im->cx;
	char twice[LIST] = "", missing[LIST] = "";

	field_each (f, im->kind->fields)
		if ((f->flags & FF_REQUIRED) && !has(h, f, h->n))
			list_add(missing, msg_text(cx->say.lang, f->label));
	for (size_t i = 0; i < h->n; i++)
		if (h->field[i] && has(h, h->field[i], i))
			list_add(twice, h->text[i]);
	if (*missing)
		cx_fault(cx, ERR_FILE, "file", M_IMPORT_NO_COLUMN, arena_strdup(cx->a, missing));
	if (*twice)
		cx_fault(cx, ERR_FILE, "file", M_IMPORT_TWO_COLUMNS, arena_strdup(cx->a, twice));
	(void)!check_unknown(im, h);
	return cx->f->code;
}

/* The rows above the header: titles, named so that nobody wonders where they went. */
static void note_titles(struct import *im, const struct import_head_row *rows, size_t n)
{
	struct ctx *cx = im->cx;
	char list[LIST] = "";

	for (size_t i = 0; i < n && rows[i].number < im->state->head.first; i++)
		for (size_t k = 0; k < rows[i].n; k++)
			if (*rows[i].text[k]) {
				list_add(list, rows[i].text[k]);
				break;
			}
	if (*list)
		import_note(im, msg_say(cx->a, cx->say.lang, M_IMPORT_PASSED_TITLES, list));
}

enum err import_head_find(struct import *im, const struct import_head_row *rows, size_t n)
{
	struct names ns = names_of(im);
	struct import_head *best = &im->state->head;
	size_t most = LEAST - 1;

	/* alone first: what stands above a row may be a title */
	for (size_t i = 0; i < n; i++) {
		take_better(best, &most, head_of(&ns, &rows[i], NULL));
		if (i)
			take_better(best, &most, head_of(&ns, &rows[i - 1], &rows[i]));
	}
	if (most < LEAST)
		return no_header(im, rows, n);
	note_titles(im, rows, n);
	return check_columns(im, best);
}
