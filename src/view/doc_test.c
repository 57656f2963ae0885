/* Documents: order of parts and links, sentences with and without arguments. */
#include "view/view_test.h"

#include <string.h>

static void test_parts(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct doc d;
	struct doc_part *p;

	(void)state;
	doc_init(&d, a, LANG_EN);
	assert_null(doc_find(&d, "one"));
	p = doc_text(&d, "one", M_VIEW_NAME, "text");
	assert_string_equal(p->title, "Gương");
	assert_int_equal(p->total, -1);
	doc_note(&d, DOC_WARN, "note");
	doc_figure(&d, "two", (struct doc_figure){.value = "7"});
	assert_ptr_equal(d.parts, p);
	assert_int_equal(p->next->kind, DOC_NOTE);
	assert_ptr_equal(doc_find(&d, "two"), d.last);
	assert_string_equal(d.last->figure->value, "7");
	assert_null(d.last->title);
	doc_part_link(&d, p, DOC_ACTION, "x", "/a/%d", 3);
	assert_string_equal(p->links->href, "/a/3");
	arena_free(a);
}

static void test_say(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct doc d;

	(void)state;
	doc_init(&d, a, LANG_EN);
	assert_null(doc_say(&d, M_NONE, NULL));
	assert_null(doc_say(&d, M_NONE, "x", NULL));
	assert_string_equal(doc_say(&d, M_VALUE_YES, NULL), "yes");
	assert_string_equal(doc_say(&d, M_VIEW_COUNT_PART, "1", "2", NULL), "1 of 2 rows");
	assert_string_equal(doc_say(&d, M_VIEW_COUNT, "1", NULL), "1 row");
	assert_string_equal(doc_say(&d, M_VIEW_COUNT, "2", NULL), "2 rows");
	arena_free(a);
}

static void test_links(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct doc d;

	(void)state;
	doc_init(&d, a, LANG_VI);
	doc_path(&d, "a", "/a");
	doc_path(&d, "b", NULL);
	doc_link(&d, DOC_PRIMARY, "x", "/x/%s", "y");
	doc_link(&d, DOC_EXPORT, "z", "/z");
	assert_string_equal(d.path->label, "a");
	assert_null(d.path->next->href);
	assert_string_equal(d.links->href, "/x/y");
	assert_int_equal(d.links->next->kind, DOC_EXPORT);
	assert_null(d.links->next->next);
	arena_free(a);
}

static const struct CMUnitTest list[] = {
	cmocka_unit_test(test_parts),
	cmocka_unit_test(test_say),
	cmocka_unit_test(test_links),
};
TESTS(doc_tests, list);
