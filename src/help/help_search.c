#include "help/help_search.h"

#include "base/text.h"
#include "help/help.h"

enum { WORDS = 8, HITS = 30, EXCERPT = 160 };

const struct field help_hit_fields[] = {
	F_TEXT(struct help_hit, title, M_FIELD_HELP_CHAPTER, CLASS_PUBLIC, FF_KEY, 400),
	F_TEXT(struct help_hit, about, M_FIELD_HELP_ABOUT, CLASS_PUBLIC, 0, 1000),
	F_URL(struct help_hit, href, M_NONE, CLASS_PUBLIC, 0),
	F_END,
};

struct search {
	struct arena *a;
	const char *words[WORDS];
	int n;
	struct help_hit *hits[2]; /* by heading, by text */
	size_t found[2];
};

/* Does one of its words begin with this one? Both are folded. */
static bool has_word(const char *folded, const char *word)
{
	const char *at = folded;

	while ((at = strstr(at, word))) {
		if (at == folded || at[-1] == ' ')
			return true;
		at++;
	}
	return false;
}

static int count_words(const struct search *s, const char *text)
{
	const char *folded = text_fold(s->a, text);
	int n = 0;

	for (int i = 0; i < s->n; i++)
		n += has_word(folded, s->words[i]);
	return n;
}

/* ---- the words of a block ---- */

static char *lines_words(struct arena *a, struct list lines)
{
	const struct doc_line *line = lines.rows;
	char *words = arena_strdup(a, "");

	for (size_t i = 0; i < lines.n; i++)
		words = arena_printf(
			a, "%s%s%s", words, i ? " · " : "", help_words(a, line[i].runs));
	return words;
}

static const char *block_words(struct arena *a, const struct doc_block *b)
{
	const struct doc_line_row *row = b->rows.rows;
	char *words = arena_strdup(a, "");

	if (b->para.n)
		return help_words(a, b->para);
	if (b->items.n || b->steps.n)
		return lines_words(a, b->items.n ? b->items : b->steps);
	for (size_t i = 0; i < b->rows.n; i++)
		words = arena_printf(a, "%s%s · ", words, lines_words(a, row[i].cells));
	return words;
}

/* ---- a part: from one heading to the next ---- */

struct part {
	const struct help_chapter *chapter;
	const char *title, *heading, *id;
	const char *best; /* the block with most of the words */
	const char *all;
	int most;
};

static const char *excerpt(struct arena *a, const char *s)
{
	size_t n = strlen(s);

	if (n <= EXCERPT)
		return s;
	for (n = EXCERPT; n && s[n] != ' ';)
		n--;
	return arena_printf(a, "%.*s…", (int)n, s);
}

static void part_end(struct search *s, const struct part *p)
{
	const char *heading = p->heading ? p->heading : p->title;
	const char *all = arena_printf(s->a, "%s %s %s", p->title, heading, p->all);
	int by_text = count_words(s, heading) < s->n;
	struct help_hit *hit = &s->hits[by_text][s->found[by_text]];

	if (s->found[by_text] == HITS || count_words(s, all) < s->n)
		return;
	s->found[by_text]++;
	hit->title = p->heading ? arena_printf(s->a, "%s: %s", p->title, heading) : p->title;
	hit->about = excerpt(s->a, p->best);
	hit->href = arena_printf(
		s->a, "/help/%s%s%s", p->chapter->name, p->id ? "#" : "", p->id ? p->id : "");
}

static void part_add(struct search *s, struct part *p, const char *words)
{
	int n = count_words(s, words);

	p->all = arena_printf(s->a, "%s %s", p->all, words);
	if (n > p->most || !*p->best) {
		p->best = words;
		p->most = n;
	}
}

static enum err search_chapter(
	struct search *s, struct fault *f, enum lang lang, const struct help_chapter *c)
{
	struct part p = {.chapter = c, .best = "", .all = ""};
	const struct doc_block *b;
	struct help_text t;

	TRY(help_load(s->a, f, lang, c, &t));
	p.title = t.title;
	part_add(s, &p, t.about);
	b = t.blocks.rows;
	for (size_t i = 0; i < t.blocks.n; i++) {
		const char *heading = b[i].head ? b[i].head : b[i].subhead;
		if (!heading) {
			part_add(s, &p, block_words(s->a, &b[i]));
			continue;
		}
		part_end(s, &p);
		p = (struct part){c, t.title, heading, b[i].id, "", "", 0};
	}
	part_end(s, &p);
	return ERR_OK;
}

enum err help_search(
	struct arena *a, struct fault *f, enum lang lang, const char *words, struct list *ret)
{
	struct search s = {.a = a};

	s.n = text_words(a, text_fold(a, words), s.words, WORDS);
	for (int i = 0; i < 2; i++)
		s.hits[i] = arena_array(a, (size_t)2 * HITS, sizeof(*s.hits[i]));
	for (size_t i = 0; s.n && i < help_chapter_count; i++)
		TRY(search_chapter(&s, f, lang, &help_chapters[i]));
	memcpy(s.hits[0] + s.found[0], s.hits[1], s.found[1] * sizeof(*s.hits[0]));
	*ret = (struct list){s.hits[0], s.found[0] + s.found[1], sizeof(*s.hits[0])};
	return ERR_OK;
}
