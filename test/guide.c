/*
 * guide.c: the guide against the program: every chapter in both languages, links that lead
 * somewhere, pictures that are shown and small, **words of the program** that the program has, and
 * a chapter for every page.
 */
#include "app/route.h"
#include "base/embed.h"
#include "help/help.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { MOST_PICTURES = 32, MOST_BYTES = 61440, CAP = 32 << 20 };

struct reading {
	struct arena *a;
	enum lang lang;
	const struct help_chapter *chapter;
	int wrong;
};

typedef void on_run(struct reading *r, const struct doc_run *run);

static void complain(struct reading *r, const char *what, const char *text)
{
	const char *name = r->chapter ? r->chapter->name : "?";

	print_error("%s/%s.md: %s: %s\n", lang_code(r->lang), name, what, text);
	r->wrong++;
}

/* ---- every run of the guide ---- */

static void each_run(struct reading *r, struct list runs, on_run *fn)
{
	const struct doc_run *run = runs.rows;

	for (size_t i = 0; i < runs.n; i++)
		fn(r, &run[i]);
}

static void each_line(struct reading *r, struct list lines, on_run *fn)
{
	const struct doc_line *line = lines.rows;

	for (size_t i = 0; i < lines.n; i++)
		each_run(r, line[i].runs, fn);
}

static void each_block(struct reading *r, const struct doc_block *b, on_run *fn)
{
	const struct doc_line_row *row = b->rows.rows;

	each_run(r, b->para, fn);
	each_line(r, b->items, fn);
	each_line(r, b->steps, fn);
	each_line(r, b->heads, fn);
	for (size_t i = 0; i < b->rows.n; i++)
		each_line(r, row[i].cells, fn);
}

static struct help_text load(struct arena *a, enum lang lang, const struct help_chapter *chapter)
{
	struct fault f = {.a = a};
	struct help_text t;

	if (help_load(a, &f, lang, chapter, &t))
		fail_msg("%s", f.detail);
	return t;
}

static void everywhere(on_run *fn)
{
	struct reading r = {.a = arena_new(CAP)};

	for (int lang = 0; lang < LANGS; lang++)
		for (size_t i = 0; i < help_chapter_count; i++) {
			struct help_text t;
			r.lang = (enum lang)lang;
			r.chapter = &help_chapters[i];
			t = load(r.a, r.lang, r.chapter);
			for (size_t k = 0; k < t.blocks.n; k++)
				each_block(&r, (const struct doc_block *)t.blocks.rows + k, fn);
		}
	arena_free(r.a);
	assert_int_equal(r.wrong, 0);
}

/* ---- the chapters ---- */

static void all_files_are_chapters(void **state)
{
	struct arena *a = arena_new(CAP);
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < embed_count; i++) {
		struct str name = str_of(embed_table[i].name);
		n += str_starts(name, S("docs/help/")) && str_ends(name, S(".md"));
	}
	assert_int_equal(n, LANGS * help_chapter_count);
	for (int lang = 0; lang < LANGS; lang++)
		for (size_t i = 0; i < help_chapter_count; i++)
			assert_true(*load(a, (enum lang)lang, &help_chapters[i]).title);
	arena_free(a);
}

static bool has_heading(const struct help_text *t, const char *id)
{
	const struct doc_block *b = t->blocks.rows;

	for (size_t i = 0; i < t->blocks.n; i++)
		if ((b[i].head || b[i].subhead) && text_eq(b[i].id, id))
			return true;
	return false;
}

static void link_leads(struct reading *r, const struct doc_run *run)
{
	struct str rest = str_of(run->href), path = str_cut(&rest, '#');
	const char *address = arena_strndup(r->a, path.p, path.n);
	const struct help_chapter *to = r->chapter;
	struct params parts = {0};
	struct help_text t;

	if (!run->href)
		return;
	if (str_starts(path, S("/help/")))
		to = help_find(address + strlen("/help/"));
	else if (path.n && !route_match(r->a, address, &parts))
		to = NULL;
	if (!to) {
		complain(r, "leads nowhere", run->href);
		return;
	}
	t = load(r->a, r->lang, to);
	if (rest.n && !has_heading(&t, rest.p))
		complain(r, "leads to no heading", run->href);
}

static void links_lead(void **state)
{
	(void)state;
	everywhere(link_leads);
}

/* What is bold is to be found on a page, letter for letter. */
static void bold_is_said(struct reading *r, const struct doc_run *run)
{
	if (!run->strong)
		return;
	for (int m = M_NONE + 1; m < M_COUNT; m++)
		if (text_eq(msg_text(r->lang, (enum msg)m), run->text))
			return;
	complain(r, "the program does not say", run->text);
}

static void bold_words_are_of_the_program(void **state)
{
	(void)state;
	everywhere(bold_is_said);
}

/* ---- pictures ---- */

static bool is_shown(struct arena *a, enum lang lang, const struct embedded *file)
{
	for (size_t i = 0; i < help_chapter_count; i++) {
		struct help_text t = load(a, lang, &help_chapters[i]);
		const struct doc_block *b = t.blocks.rows;
		for (size_t k = 0; k < t.blocks.n; k++)
			if (b[k].src && strstr(b[k].src, file->digest))
				return true;
	}
	return false;
}

static void pictures_are_shown_and_small(void **state)
{
	struct arena *a = arena_new(CAP);
	int n = 0;

	(void)state;
	for (size_t i = 0; i < embed_count; i++) {
		const struct embedded *file = &embed_table[i];
		if (!str_starts(str_of(file->name), S("docs/help/pictures/")))
			continue;
		n++;
		if (!is_shown(a, LANG_VI, file))
			fail_msg("%s is on no page", file->name);
		if (file->bytes.n > MOST_BYTES)
			fail_msg("%s has %zu bytes", file->name, file->bytes.n);
	}
	assert_in_range(n, 10, MOST_PICTURES);
	arena_free(a);
}

/* ---- a chapter for every page ---- */

static void every_page_has_a_chapter(void **state)
{
	struct grant g = {
		.id = 1, .account = 1, .func = "office", .reach = "below", .to_day = DAY_MAX};
	struct actor clerk = {
		.account = 1, .login = "x", .name = "x", .grants = {&g, 1, sizeof(g)}};
	struct arena *a = arena_new(CAP);

	(void)state;
	for (size_t i = 0; i < route_count; i++)
		if (!str_starts(str_of(routes[i].name), S("help_")) &&
			text_eq(help_href(a, routes[i].name, &clerk), "/help"))
			fail_msg("no chapter about %s (src/help/contexts.def)", routes[i].name);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_files_are_chapters),
		cmocka_unit_test(links_lead),
		cmocka_unit_test(bold_words_are_of_the_program),
		cmocka_unit_test(pictures_are_shown_and_small),
		cmocka_unit_test(every_page_has_a_chapter),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
