/*
 * help_test.c: what a chapter may hold and what it may not, and finding words in the guide.
 */
#include "base/embed.h"
#include "help/help.h"
#include "help/help_search.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define TOP "# Title\n\nWhat it is about.\n\n"

struct world {
	struct arena *a;
	struct fault f;
};

static int open_world(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	w->a = arena_new(16 << 20);
	w->f.a = w->a;
	*state = w;
	return 0;
}

static int close_world(void **state)
{
	struct world *w = *state;

	arena_free(w->a);
	free(w);
	return 0;
}

/* The only block of a chapter. */
static const struct doc_block *block_of(struct world *w, const char *source)
{
	const char *all = arena_printf(w->a, "%s%s", TOP, source);
	struct help_text t;

	assert_int_equal(help_read(w->a, &w->f, "vi/x", str_of(all), &t), ERR_OK);
	assert_string_equal(t.title, "Title");
	assert_string_equal(t.about, "What it is about.");
	assert_int_equal(t.blocks.n, 1);
	return t.blocks.rows;
}

static const struct doc_run *run_at(struct list runs, size_t i)
{
	assert_true(i < runs.n);
	return (const struct doc_run *)runs.rows + i;
}

static void runs(void **state)
{
	const struct doc_block *b =
		block_of(*state, "Press **Write\nit**, see *why*, type `a|b`, & <b");
	const struct doc_run *r = b->para.rows;

	assert_int_equal(b->para.n, 7);
	assert_string_equal(r[0].text, "Press ");
	assert_true(!r[0].strong && r[1].strong && r[3].em && r[5].code);
	assert_string_equal(r[1].text, "Write it");
	assert_string_equal(r[5].text, "a|b");
	assert_string_equal(r[6].text, ", & <b");
}

static void links(void **state)
{
	static const char *const pairs[][2] = {{"nhap-tep.md", "/help/nhap-tep"},
		{"sua-sai.md#hai-hồ-sơ", "/help/sua-sai#hai-ho-so"},
		{"#Đổi-từ-ngày", "#doi-tu-ngay"}, {"/import", "/import"},
		{"../../admin.md#khóa", NULL}};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		struct world *w = *state;
		const struct doc_block *b =
			block_of(w, arena_printf(w->a, "[here](%s)", pairs[i][0]));
		const char *href = run_at(b->para, 0)->href;
		assert_string_equal(run_at(b->para, 0)->text, "here");
		assert_string_equal(href ? href : "", pairs[i][1] ? pairs[i][1] : "");
	}
}

static void headings(void **state)
{
	const struct doc_block *b = block_of(*state, "## Hai hồ sơ của *một* người\n");

	assert_string_equal(b->head, "Hai hồ sơ của một người");
	assert_string_equal(b->id, "hai-ho-so-cua-mot-nguoi");
	b = block_of(*state, "### Nhỏ hơn\n");
	assert_string_equal(b->subhead, "Nhỏ hơn");
}

static void lists(void **state)
{
	const struct doc_block *b = block_of(*state, "- one\n- two\n  lines\n");
	const struct doc_line *line = b->items.rows;
	struct world *w = *state;

	assert_int_equal(b->items.n, 2);
	assert_string_equal(help_words(w->a, line[1].runs), "two lines");
	b = block_of(*state, "4. four\n5. five\n");
	assert_int_equal(b->steps.n, 2);
	assert_string_equal(b->start, "4");
}

static void tables(void **state)
{
	struct world *w = *state;
	const struct doc_block *b = block_of(w, "| case | how |\n| --- | --- |\n| **Old** | do "
						"`a|b`, then **c** or\\*d |\n|  | x |\n");
	const struct doc_line_row *row = b->rows.rows;
	const struct doc_line *first = row[0].cells.rows, *second = row[1].cells.rows;

	assert_int_equal(b->heads.n, 2);
	assert_int_equal(b->rows.n, 2);
	assert_true(first[0].key && !first[1].key);
	assert_true(run_at(first[0].runs, 0)->strong);
	assert_int_equal(first[0].runs.n, 1);
	assert_string_equal(first[1].label, "how");
	assert_string_equal(help_words(w->a, first[1].runs), "do a|b, then c or*d");
	assert_int_equal(second[0].runs.n, 0);
	assert_string_equal(help_words(w->a, second[1].runs), "x");
}

static void pictures(void **state)
{
	const struct doc_block *b =
		block_of(*state, "![The page of signing in](../pictures/sign-in-phone.png)");
	const struct embedded *file = embed_find("docs/help/pictures/sign-in-phone.png");

	assert_non_null(strstr(b->src, file->digest));
	assert_non_null(strstr(b->src, "/sign-in-phone.png"));
	assert_string_equal(b->alt, "The page of signing in");
	assert_string_equal(b->width, "360");
	assert_true(b->tall);
}

/* What is wrong is said with file and line; above all, nothing goes through as it is. */
static void refused(void **state)
{
	static const char *const bad[] = {"<b>bold</b>", "<script>alert(1)</script>\n",
		"text <img src=x> text", "> quoted", "- one\n  - below\n", "- one\n\n      code\n",
		"#### Too deep", "# Again", "| a | b |\n", "| a |\n| --- |\n| b | c |\n",
		"[out](https://example.org/)", "[x](javascript:alert)", "[dir](vi/bat-dau.md)",
		"![](../pictures/sign-in-phone.png)", "![no](../pictures/none.png)",
		"![no](../../pictures/home-wide.png)", "text ![x](../pictures/sign-in-phone.png)",
		"one\\\ntwo", "---"};
	struct world *w = *state;
	struct help_text t;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		const char *all = arena_printf(w->a, "%s%s", TOP, bad[i]);
		fault_clear(&w->f);
		if (help_read(w->a, &w->f, "vi/x", str_of(all), &t) != ERR_CHECK)
			fail_msg("taken: %s", bad[i]);
		assert_non_null(strstr(w->f.detail, "docs/help/vi/x.md:"));
	}
	assert_int_equal(help_read(w->a, &w->f, "vi/x", S("No title"), &t), ERR_CHECK);
	assert_int_equal(help_read(w->a, &w->f, "vi/x", S("# Title\n\n- list"), &t), ERR_CHECK);
	assert_int_equal(help_read(w->a, &w->f, "vi/x", S(""), &t), ERR_CHECK);
}

static void png(void **state)
{
	unsigned width, height;

	(void)state;
	assert_true(help_png_size(
		S("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\x68\0\0\2\xe4"), &width, &height));
	assert_int_equal(width, 360);
	assert_int_equal(height, 740);
	assert_false(help_png_size(S("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1"), &width, &height));
	assert_false(help_png_size(S("GIF89a aaaaaaaaaaaaaaaaaaaaaaaaa"), &width, &height));
}

/* ---- the guide itself ---- */

static struct list hits_of(struct world *w, enum lang lang, const char *words)
{
	struct list hits;

	assert_int_equal(help_search(w->a, &w->f, lang, words, &hits), ERR_OK);
	return hits;
}

/* How good the first hit is that leads there: its place, or -1. */
static int place_of(struct world *w, enum lang lang, const char *words, const char *chapter)
{
	struct list hits = hits_of(w, lang, words);
	const struct help_hit *hit = hits.rows;
	const char *href = arena_printf(w->a, "/help/%s", chapter);

	for (size_t i = 0; i < hits.n; i++)
		if (str_starts(str_of(hit[i].href), str_of(href)))
			return (int)i;
	return -1;
}

static void finding(void **state)
{
	struct world *w = *state;

	assert_int_equal(place_of(w, LANG_VI, "sap nhap", "to-chuc"), 0);
	assert_in_range(place_of(w, LANG_VI, "hai ho so", "sua-sai"), 0, 2);
	assert_in_range(place_of(w, LANG_VI, "SO HO hai", "sua-sai"), 0, 2);
	assert_in_range(place_of(w, LANG_EN, "password", "bat-dau"), 0, 2);
	assert_int_equal(hits_of(w, LANG_VI, "khong co xyzzy").n, 0);
	assert_int_equal(hits_of(w, LANG_VI, "  %% ").n, 0);
}

/* Each hit leads to a heading that is there, and shows words of it that are not too many. */
static void hits(void **state)
{
	struct world *w = *state;
	struct list found = hits_of(w, LANG_VI, "ngay");
	const struct help_hit *hit = found.rows;

	assert_in_range(found.n, 10, 60);
	for (size_t i = 0; i < found.n; i++) {
		assert_true(*hit[i].about && strlen(hit[i].about) <= 170);
		assert_true(*hit[i].title);
	}
}

static struct actor actor_with(const char *func, struct grant *g)
{
	*g = (struct grant){
		.id = 1, .account = 1, .func = func, .reach = "below", .to_day = DAY_MAX};
	return (struct actor){
		.account = 1, .login = "x", .name = "x", .grants = {g, 1, sizeof(*g)}};
}

static const char *href_for(struct world *w, const char *func, const char *route)
{
	struct grant g;
	struct actor actor = actor_with(func, &g);

	return help_href(w->a, route, &actor);
}

static void contexts(void **state)
{
	struct actor nobody = {0};
	struct world *w = *state;

	assert_string_equal(help_href(w->a, "sign_in", &nobody), "/help/bat-dau");
	assert_string_equal(href_for(w, "office", "member_transfer_out"), "/help/chuyen-sinh-hoat");
	assert_string_equal(href_for(w, "office", "org_post_new"), "/help/chuc-vu");
	assert_string_equal(href_for(w, "office", "org_merge"), "/help/to-chuc");
	assert_string_equal(href_for(w, "office", NULL), "/help");
	assert_string_equal(href_for(w, "secretary", "member_list"), "/help/bi-thu");
	assert_string_equal(href_for(w, "member", "org_home"), "/help/dang-vien");
	assert_string_equal(href_for(w, "member", "account_own"), "/help/bat-dau");
	assert_string_equal(href_for(w, "administration", "account_add"), "/help/tai-khoan");
	assert_string_equal(href_for(w, "auditor", "audit_list"), "/help/nguoi-quan-tri");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(runs, open_world, close_world),
		cmocka_unit_test_setup_teardown(links, open_world, close_world),
		cmocka_unit_test_setup_teardown(headings, open_world, close_world),
		cmocka_unit_test_setup_teardown(lists, open_world, close_world),
		cmocka_unit_test_setup_teardown(tables, open_world, close_world),
		cmocka_unit_test_setup_teardown(pictures, open_world, close_world),
		cmocka_unit_test_setup_teardown(refused, open_world, close_world),
		cmocka_unit_test_setup_teardown(png, open_world, close_world),
		cmocka_unit_test_setup_teardown(finding, open_world, close_world),
		cmocka_unit_test_setup_teardown(hits, open_world, close_world),
		cmocka_unit_test_setup_teardown(contexts, open_world, close_world),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
