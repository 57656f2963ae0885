/*
 * import_part.c: parts of a file: which of its rows are taken, and what the name of a sheet, or the
 * title over a part of it, says about the rows below.
 */
#include "base/text.h"
#include "import/import_impl.h"

enum { NOTES_MOST = 40 };

/* ---- which rows ---- */

static bool range_number(struct str s, long *ret)
{
	long long n;

	s = str_trim(s);
	if (!str_to_int(s, &n) || n < 1 || n > INT32_MAX)
		return false;
	*ret = (long)n;
	return true;
}

/* "2", "5-9", "Sheet!7" */
static bool range_read(struct arena *a, struct str s, struct import_range *ret)
{
	const char *sign = memrchr(s.p, '!', s.n);
	struct str rest = s, first;

	*ret = (struct import_range){0};
	if (sign) {
		ret->sheet = text_fold(a, arena_strndup(a, s.p, (size_t)(sign - s.p)));
		rest = (struct str){sign + 1, s.n - (size_t)(sign + 1 - s.p)};
	}
	first = str_cut(&rest, '-');
	if (!range_number(first, &ret->from))
		return false;
	ret->upto = ret->from;
	return !rest.p || (range_number(rest, &ret->upto) && ret->upto >= ret->from);
}

static size_t count_commas(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == ',';
	return n;
}

enum err import_ranges_read(struct import *im)
{
	char *text = arena_strdup(im->cx->a, im->opt.rows ? im->opt.rows : "");
	struct import_range *all;
	struct str rest = str_of(text);
	size_t n = 0;

	for (char *p = text; *p; p++)
		*p = *p == ';' ? ',' : *p;
	all = arena_array(im->cx->a, count_commas(text) + 1, sizeof(*all));
	while (rest.p && rest.n) {
		struct str one = str_trim(str_cut(&rest, ','));
		if (one.n && !range_read(im->cx->a, one, &all[n++]))
			return cx_fault(im->cx, ERR_BAD_INPUT, "rows", M_IMPORT_NO_RANGE,
				arena_strndup(im->cx->f->a, one.p, one.n));
	}
	im->state->ranges = (struct list){all, n, sizeof(*all)};
	return ERR_OK;
}

bool import_in_ranges(const struct import *im, const char *sheet, long number)
{
	const struct import_range *r = im->state->ranges.rows;
	size_t n = im->state->ranges.n;

	for (size_t i = 0; i < n; i++)
		if (number >= r[i].from && number <= r[i].upto &&
			(!r[i].sheet || text_eq(r[i].sheet, text_fold(im->state->scratch, sheet))))
			return true;
	return !n;
}

/* ---- what the names of sheets stand for ---- */

const char *import_from_org(struct arena *a, const char *text)
{
	const char *before = "";

	for (const char *p = text; *p;) {
		size_t n = strcspn(p, " ");
		const char *word = text_fold(a, arena_strndup(a, p, n));
		if (text_eq(word, "bo") && (text_eq(before, "chi") || text_eq(before, "dang"))) {
			while (p > text && p[-1] == ' ')
				p--;
			while (p > text && p[-1] != ' ')
				p--;
			return p;
		}
		before = word;
		p += n + strspn(p + n, " ");
	}
	return NULL;
}

bool import_lacks_name(const struct import *im, const struct import_head *h)
{
	const char *name = im->kind->sheet_field, *unless = im->kind->sheet_unless;

	return name && !import_head_has(h, field_find(im->kind->fields, name)) &&
	       !(unless && import_head_has(h, field_find(im->kind->fields, unless)));
}

/* "Chi bộ A: 22 đảng viên", "Chi bộ A (22 đ/c)": how many there are is not of the name. */
static bool is_count(struct arena *a, const char *text)
{
	static const char *const of[] = {"dang vien", "dong chi", "d c", "nguoi", "dc"};
	const char *folded = text_fold(a, text);
	size_t n = strspn(folded, "0123456789");

	for (size_t i = 0; n && i < sizeof(of) / sizeof(*of); i++)
		if (strncmp(folded + n + (folded[n] == ' '), of[i], strlen(of[i])) == 0)
			return true;
	return false;
}

const char *import_without_count(struct arena *a, const char *text)
{
	for (size_t n = strlen(text); n-- > 1;)
		if (strchr(":(-,", text[n]) && is_count(a, text + n + 1)) {
			struct str name = str_trim((struct str){text, n});
			return arena_strndup(a, name.p, name.n);
		}
	return text;
}

static enum err means(struct import *im, const char *text, const char **ret)
{
	const char *part = import_from_org(im->cx->a, text);
	bool yes = false;

	TRY(im->kind->sheet_means(im, text, &yes));
	if (!yes && part && part != text) {
		TRY(im->kind->sheet_means(im, part, &yes));
		text = part;
	}
	*ret = yes ? text : NULL;
	return ERR_OK;
}

/* The name of a file of CSV ends with what kind of file it is. */
static const char *tab_name(struct arena *a, const struct import_tab *t)
{
	const char *dot = strrchr(t->name, '.');

	return dot && strlen(dot) <= 5 ? arena_strndup(a, t->name, (size_t)(dot - t->name))
				       : t->name;
}

static enum err tab_means(struct import *im, const struct import_tab *t, const char **ret)
{
	const char *const *titles = t->titles.rows;

	*ret = NULL;
	if (t->title)
		TRY(means(im, t->title, ret));
	if (!*ret)
		TRY(means(im, tab_name(im->cx->a, t), ret));
	for (size_t i = 0; i < t->titles.n && !*ret; i++)
		TRY(means(im, titles[i], ret));
	if (!*ret && t->title)
		*ret = t->title;
	else if (!*ret && im->state->sheets > 1)
		*ret = t->name;
	return ERR_OK;
}

static void fill(struct import *im, const struct import_tab *t, const char *text)
{
	const struct field *f = field_find(im->kind->fields, im->kind->sheet_field);
	char *rows = (char *)im->rows.rows;

	for (size_t i = t->from; i < t->upto; i++)
		field_set_text(f, rows + i * im->rows.size, text);
	if (text && t->upto > t->from && im->res.notes.n < NOTES_MOST)
		import_note(im,
			msg_say(im->cx->a, im->cx->say.lang, M_IMPORT_SHEET_MEANS, t->name, text,
				number_text(im->cx->a, im->cx->say.lang,
					(int64_t)(t->upto - t->from))));
}

enum err import_sheets_mean(struct import *im)
{
	const char *text;

	for (const struct import_tab *t = im->state->tabs; t; t = t->next) {
		if (!im->kind->sheet_means || !import_lacks_name(im, &t->head))
			continue;
		TRY(tab_means(im, t, &text));
		fill(im, t, text);
	}
	return ERR_OK;
}
