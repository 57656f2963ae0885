/*
 * import_guess.c: what a header means.
 *
 * First by name: the field's English name, its label in either language, its further headers, all
 * folded; what stands in brackets counts only if nothing is known without it. Then, for columns
 * that nothing names and fields that no column has, by words: the same ones in another order, or
 * one name wholly inside the other. Such a guess is never sure, and it is shown.
 */
#include "base/text.h"
#include "import/import_impl.h"

#include <stdlib.h>

enum { WORDS = 16, SAME_WORDS = 1000, INSIDE = 2 };

/* A name under which a column may be known. */
struct name {
	const char *folded;
	const char **words;
	int n;
	struct import_meaning means;
};

struct import_names {
	struct arena *a;
	struct map *by_text;
	struct name *all;
	size_t n, room;
};

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The words of a folded text in the order of the alphabet. */
static int sorted_words(struct arena *a, const char *folded, const char ***ret)
{
	int n;

	*ret = arena_array(a, WORDS, sizeof(**ret));
	n = text_words(a, folded, *ret, WORDS);
	qsort(*ret, (size_t)n, sizeof(**ret), by_text);
	return n;
}

static void name_add(struct import_names *ns, const char *text, struct import_meaning means)
{
	struct name *name;

	text = text_fold(ns->a, text);
	if (!*text || map_get(ns->by_text, str_of(text)) || ns->n == ns->room)
		return;
	name = &ns->all[ns->n++];
	*name = (struct name){.folded = text, .means = means};
	name->n = sorted_words(ns->a, text, &name->words);
	map_put(ns->by_text, str_of(text), name);
}

static void names_add(struct import_names *ns, const char *texts, struct import_meaning means)
{
	struct str rest = str_of(texts);

	while (rest.n) {
		struct str one = str_cut(&rest, '|');
		name_add(ns, arena_strndup(ns->a, one.p, one.n), means);
	}
}

static size_t count_parts(const char *texts)
{
	size_t n = 1;

	for (; texts && *texts; texts++)
		n += *texts == '|';
	return n;
}

static size_t count_corrections(const char *s)
{
	size_t n = 1;

	for (; s && *s; s++)
		n += *s == ';';
	return n;
}

static size_t room_for(const struct import_kind *kind, const char *corrections)
{
	size_t n = 32 + count_corrections(corrections);

	field_each (f, kind->fields)
		n += 1 + LANGS + count_parts(f->alias);
	for (const struct import_pair *p = kind->pairs; p && p->header; p++)
		n += count_parts(p->header);
	return n;
}

/* A header that was corrected counts as known where a header is looked for. */
static void names_add_corrected(struct import *im, struct import_names *ns)
{
	struct str rest = str_of(im->opt.columns);
	const char *key, *field;
	size_t before;

	while (import_next_correction(ns->a, &rest, &key, &field)) {
		struct import_meaning m = import_meaning_of(im, field);
		if (!m.field || *key == '[')
			continue;
		before = ns->n;
		name_add(ns, key, m);
		if (ns->n > before)
			ns->all[before].n = 0; /* nothing is guessed from it */
	}
}

/* Own names first: what one field is called, no further header of another takes away. */
void import_names_load(struct import *im)
{
	struct arena *a = im->cx->a;
	struct import_names *ns = arena_new_of(a, struct import_names);

	*ns = (struct import_names){
		.a = a, .by_text = map_new(a, 256), .room = room_for(im->kind, im->opt.columns)};
	ns->all = arena_array(a, ns->room, sizeof(*ns->all));
	field_each (f, im->kind->fields) {
		name_add(ns, f->name, (struct import_meaning){.field = f});
		for (int lang = 0; lang < LANGS; lang++)
			name_add(ns, msg_text((enum lang)lang, f->label),
				(struct import_meaning){.field = f});
	}
	for (const struct import_pair *p = im->kind->pairs; p && p->header; p++)
		names_add(ns, p->header, (struct import_meaning){.pair = p});
	field_each (f, im->kind->fields)
		names_add(ns, f->alias, (struct import_meaning){.field = f});
	names_add(
		ns, "stt|tt|so tt|so thu tu|no|row|dong", (struct import_meaning){.passed = true});
	/* what our own copies of bad rows add */
	for (int lang = 0; lang < LANGS; lang++)
		name_add(ns, msg_text((enum lang)lang, M_FIELD_WRONG),
			(struct import_meaning){.passed = true});
	im->state->names = ns;
	names_add_corrected(im, ns);
}

/* "Mã đơn vị (*)" is "Mã đơn vị". */
static const char *without_brackets(struct arena *a, const char *text)
{
	const char *open, *close;

	while ((open = strchr(text, '(')) && (close = strchr(open, ')')))
		text = arena_printf(a, "%.*s %s", (int)(open - text), text, close + 1);
	return text;
}

static const struct name *name_of(const struct import *im, const char *text)
{
	const struct import_names *ns = im->state->names;
	const struct name *found = map_get(ns->by_text, str_of(text_fold(ns->a, text)));

	if (!found && strchr(text, '('))
		found = map_get(
			ns->by_text, str_of(text_fold(ns->a, without_brackets(ns->a, text))));
	return found;
}

struct import_meaning import_meaning_of(struct import *im, const char *text)
{
	const struct name *found = *text ? name_of(im, text) : NULL;

	return found ? found->means : (struct import_meaning){0};
}

/* Are all words of `few` among `many`? Both are in order. */
static bool inside(const char *const *few, int n, const char *const *many, int m)
{
	int i = 0;

	for (int k = 0; i < n && k < m; k++)
		i += text_eq(few[i], many[k]);
	return i == n;
}

/* How well a name fits the words of a header; 0: not at all. */
static int fitness(const struct name *name, const char *const *words, int n)
{
	bool within = inside(name->words, name->n, words, n),
	     around = inside(words, n, name->words, name->n);

	if (within && around)
		return SAME_WORDS;
	if (within && name->n >= INSIDE)
		return name->n * 10;
	return around && n >= INSIDE ? n * 10 - name->n : 0;
}

bool import_head_has(const struct import_head *h, const struct field *f)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->col[i].field == f || h->col[i].second == f)
			return true;
	return false;
}

/* Two fields that fit as well as each other: then neither is guessed. */
const struct field *import_guess(
	struct import *im, const char *text, const struct import_head *taken)
{
	const struct import_names *ns = im->state->names;
	const char **words, *folded = text_fold(ns->a, without_brackets(ns->a, text));
	const struct field *best = NULL;
	int n = sorted_words(ns->a, folded, &words), most = 0;

	for (size_t i = 0; n && i < ns->n; i++) {
		const struct field *f = ns->all[i].means.field;
		int fit = f ? fitness(&ns->all[i], words, n) : 0;
		if (!fit || fit < most || import_head_has(taken, f))
			continue;
		best = fit > most || best == f ? f : NULL;
		most = fit;
	}
	return best;
}

void import_col_mean(struct import *im, struct import_col *c, struct import_meaning m)
{
	const struct import_pair *p = m.pair;

	c->field = p ? (p->field ? field_find(im->kind->fields, p->field) : NULL) : m.field;
	c->second = p && p->second ? field_find(im->kind->fields, p->second) : NULL;
	c->pair = p;
	c->joined = p && p->joined;
	c->passed = m.passed;
	c->known = c->sure = c->field || c->second || m.passed;
}
