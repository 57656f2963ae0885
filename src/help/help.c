#include "help/help.h"

#include "base/die.h"
#include "base/embed.h"
#include "help/help_search.h"

const struct help_chapter help_chapters[] = {
#define CHAPTER(name, reader) {name, HELP_##reader},
#include "help/chapters.def"
#undef CHAPTER
};
const size_t help_chapter_count = sizeof(help_chapters) / sizeof(*help_chapters);

const struct help_chapter *help_find(const char *name)
{
	for (size_t i = 0; i < help_chapter_count; i++)
		if (text_eq(help_chapters[i].name, name))
			return &help_chapters[i];
	return NULL;
}

enum err help_load(struct arena *a, struct fault *f, enum lang lang, const struct help_chapter *c,
	struct help_text *ret)
{
	const char *name = arena_printf(a, "%s/%s", lang_code(lang), c->name);
	const struct embedded *file = embed_find(arena_printf(a, "docs/help/%s.md", name));

	must(file);
	return help_read(a, f, name, file->bytes, ret);
}

/* ---- which chapter is about a page ---- */

static const char *chapter_about(const char *route)
{
	static const struct {
		const char *beginning, *chapter;
	} contexts[] = {
#define CONTEXT(beginning, chapter) {beginning, chapter},
#include "help/contexts.def"
#undef CONTEXT
	};

	for (size_t i = 0; route && i < sizeof(contexts) / sizeof(*contexts); i++)
		if (str_starts(str_of(route), str_of(contexts[i].beginning)))
			return contexts[i].chapter;
	return NULL;
}

/* Who records nothing has a chapter with few words. */
static const char *chapter_for(const struct actor *actor, const struct help_chapter *c)
{
	if (c->reader != HELP_OFFICE || grant_allows(actor, PERM_MEMBER_ACT))
		return c->name;
	if (grant_allows(actor, PERM_ACCOUNT_MAKE))
		return text_eq(c->name, "tai-khoan") ? c->name : "nguoi-quan-tri";
	if (grant_allows(actor, PERM_MEMBER_FILE))
		return "bi-thu";
	return grant_allows(actor, PERM_AUDIT_READ) ? "nguoi-quan-tri" : "dang-vien";
}

const char *help_href(struct arena *a, const char *route, const struct actor *actor)
{
	const char *name = chapter_about(route);
	const struct help_chapter *c = name ? help_find(name) : NULL;

	must(c || !name);
	if (!actor->account)
		return "/help/bat-dau";
	return c ? arena_printf(a, "/help/%s", chapter_for(actor, c)) : "/help";
}

/* ---- the first page ---- */

struct asked {
	const char *words;
};

static const struct field asked_fields[] = {
	F_TEXT(struct asked, words, M_FIELD_HELP_WORDS, CLASS_PUBLIC, 0, 200),
	F_END,
};

struct chapter_row {
	const char *title, *about, *href;
};

static const struct field chapter_fields[] = {
	F_TEXT(struct chapter_row, title, M_FIELD_HELP_CHAPTER, CLASS_PUBLIC, FF_KEY, 200),
	F_TEXT(struct chapter_row, about, M_FIELD_HELP_ABOUT, CLASS_PUBLIC, 0, 1000),
	F_URL(struct chapter_row, href, M_NONE, CLASS_PUBLIC, 0),
	F_END,
};

static void add_form(struct ctx *cx, struct doc *d, const char *words)
{
	struct doc_form *form = arena_new_of(cx->a, struct doc_form);
	struct doc_form_field *f = arena_new_of(cx->a, struct doc_form_field);

	*f = (struct doc_form_field){.f = asked_fields, .value = words ? words : ""};
	form->action = "/help";
	form->get = 1;
	form->submit = msg_text(cx->say.lang, M_HELP_SEARCH);
	form->fields = (struct list){f, 1, sizeof(*f)};
	doc_form(d, "search", M_NONE, form);
}

/* The chapters for one kind of reader. */
static enum err add_chapters(struct ctx *cx, struct doc *d, enum help_reader reader)
{
	static const struct {
		const char *name;
		enum msg title;
	} readers[HELP_READERS] = {
		[HELP_EVERYBODY] = {"everybody", M_HELP_EVERYBODY},
		[HELP_OFFICE] = {"office", M_HELP_OFFICE},
		[HELP_SECRETARY] = {"secretary", M_HELP_SECRETARY},
		[HELP_MEMBER] = {"member", M_HELP_MEMBER},
		[HELP_ADMIN] = {"administration", M_HELP_ADMIN},
	};
	struct chapter_row *rows = arena_array(cx->a, help_chapter_count, sizeof(*rows));
	size_t n = 0;

	for (size_t i = 0; i < help_chapter_count; i++) {
		struct help_text t;
		if (help_chapters[i].reader != reader)
			continue;
		TRY(help_load(cx->a, cx->f, cx->say.lang, &help_chapters[i], &t));
		rows[n++] = (struct chapter_row){
			t.title, t.about, arena_printf(cx->a, "/help/%s", help_chapters[i].name)};
	}
	doc_table(d, readers[reader].name, readers[reader].title, chapter_fields,
		(struct list){rows, n, sizeof(*rows)});
	return ERR_OK;
}

static enum err add_hits(struct ctx *cx, struct doc *d, const char *words)
{
	struct doc_part *p;
	struct list hits;

	TRY(help_search(cx->a, cx->f, cx->say.lang, words, &hits));
	p = doc_table(d, "hits", M_NONE, help_hit_fields, hits);
	p->total = (int64_t)hits.n;
	p->empty = doc_say(d, M_HELP_NO_HIT, NULL);
	d->title = doc_say(d, M_HELP_SEARCH_FOR, words, NULL);
	doc_path(d, msg_text(cx->say.lang, M_HELP_TITLE), "/help");
	return ERR_OK;
}

static enum err list(struct ctx *cx, const void *vin, struct doc *d)
{
	const struct asked *in = vin;

	d->title = msg_text(cx->say.lang, M_HELP_TITLE);
	d->section = "help";
	add_form(cx, d, in->words);
	if (!text_empty(in->words))
		return add_hits(cx, d, in->words);
	d->lead = msg_text(cx->say.lang, M_HELP_LEAD);
	for (int r = 0; r < HELP_READERS; r++)
		TRY(add_chapters(cx, d, (enum help_reader)r));
	return ERR_OK;
}

const struct action help_list = {
	.in = asked_fields, .in_size = sizeof(struct asked), .read = list, .title = M_HELP_TITLE};

/* ---- a chapter ---- */

enum { LONG = 4 };

/* What is in a chapter, if it is long. */
static void add_contents(struct ctx *cx, struct doc *d, struct list all)
{
	const struct doc_block *b = all.rows;
	struct doc_line *lines = arena_array(cx->a, all.n, sizeof(*lines));
	struct doc_block *block = arena_new_of(cx->a, struct doc_block);
	size_t n = 0;

	for (size_t i = 0; i < all.n; i++) {
		struct doc_run *run;
		if (!b[i].head)
			continue;
		run = arena_new_of(cx->a, struct doc_run);
		*run = (struct doc_run){
			.text = b[i].head, .href = arena_printf(cx->a, "#%s", b[i].id)};
		lines[n++].runs = (struct list){run, 1, sizeof(*run)};
	}
	block->items = (struct list){lines, n, sizeof(*lines)};
	if (n >= LONG)
		doc_prose(d, "contents", NULL, (struct list){block, 1, sizeof(*block)});
}

/* The chapters before and after it that are for the same reader. */
static enum err add_neighbours(struct ctx *cx, struct doc *d, const struct help_chapter *c)
{
	static const struct {
		int step;
		enum msg label;
	} ways[] = {{-1, M_HELP_BEFORE}, {1, M_HELP_AFTER}};
	struct doc_part *last = d->last;

	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		const struct help_chapter *to = c + ways[i].step;
		struct help_text t;
		if (to < help_chapters || to >= help_chapters + help_chapter_count ||
			to->reader != c->reader)
			continue;
		TRY(help_load(cx->a, cx->f, cx->say.lang, to, &t));
		doc_part_link(d, last, DOC_ONWARD, doc_say(d, ways[i].label, t.title, NULL),
			"/help/%s", to->name);
	}
	return ERR_OK;
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	const struct help_chapter *c = help_find(cx->item);
	struct help_text t;

	(void)in;
	if (!c)
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_HELP_NO_CHAPTER);
	TRY(help_load(cx->a, cx->f, cx->say.lang, c, &t));
	d->title = t.title;
	d->lead = t.about;
	d->section = "help";
	doc_path(d, msg_text(cx->say.lang, M_HELP_TITLE), "/help");
	doc_path(d, t.title, cx->path);
	add_contents(cx, d, t.blocks);
	doc_prose(d, "text", t.source, t.blocks);
	return add_neighbours(cx, d, c);
}

const struct action help_show = {.read = show, .title = M_HELP_CHAPTER};
