#include "base/cat.h"

#include "base/text.h"

/* The first entry whose catalogue is not before `cat`. */
static size_t place_of(const struct cats *c, const char *cat)
{
	size_t low = 0, high = c->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (strcmp(c->entries[mid].cat, cat) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

const struct cat_entry *cat_all(const struct cats *c, const char *cat, size_t *ret_n)
{
	size_t from = place_of(c, cat), n = 0;

	while (from + n < c->n && text_eq(c->entries[from + n].cat, cat))
		n++;
	*ret_n = n;
	return n ? c->entries + from : NULL;
}

/* Of two entries of one code, the one of later days. */
static const struct cat_entry *later(const struct cat_entry *a, const struct cat_entry *b)
{
	return !a || b->from_day > a->from_day ? b : a;
}

const struct cat_entry *cat_find(const struct cats *c, const char *cat, const char *code)
{
	const struct cat_entry *found = NULL;

	if (text_empty(code))
		return NULL;
	for (size_t i = place_of(c, cat); i < c->n && !strcmp(c->entries[i].cat, cat); i++)
		if (text_eq(c->entries[i].code, code))
			found = later(found, &c->entries[i]);
	return found;
}

static bool in_alias(const char *alias, const char *folded)
{
	struct str rest = str_of(alias);

	while (rest.p && rest.n)
		if (str_is(str_trim(str_cut(&rest, '|')), folded))
			return true;
	return false;
}

/* How well an entry fits: 3 its code, 2 a name, 1 an alias, 0 not at all. */
static int rank_of(const struct cat_entry *e, struct arena *a, const char *folded)
{
	if (text_eq(text_fold(a, e->code), folded))
		return 3;
	for (int lang = 0; lang < LANGS; lang++)
		if (text_eq(text_fold(a, e->name[lang]), folded))
			return 2;
	return in_alias(e->alias, folded);
}

const struct cat_entry *cat_match(
	const struct cats *c, struct arena *a, const char *cat, const char *text)
{
	struct arena_mark mark = arena_mark(a);
	const char *folded = text_fold(a, text);
	const struct cat_entry *best = NULL, *e;
	int best_rank = 0;
	size_t n;

	e = cat_all(c, cat, &n);
	for (size_t i = 0; i < n && *folded; i++) {
		int rank = rank_of(&e[i], a, folded);
		if (rank > best_rank)
			best = &e[i];
		else if (rank && rank == best_rank && text_eq(best->code, e[i].code))
			best = later(best, &e[i]);
		if (rank > best_rank)
			best_rank = rank;
	}
	arena_rewind(a, mark);
	return best;
}

const char *cat_name(const struct cats *c, enum lang lang, const char *cat, const char *code)
{
	const struct cat_entry *e = cat_find(c, cat, code);

	if (!e)
		return code ? code : "";
	if (!text_empty(e->name[lang]))
		return e->name[lang];
	return text_empty(e->name[LANG_VI]) ? e->code : e->name[LANG_VI];
}
