/* The engine: what it prints, and every mistake that must not compile, each with its place. */
#include "view/tmpl.h"
#include "view/view_test.h"

#include <string.h>

struct leaf {
	const char *name, *note, *href;
	int64_t n;
	int yes;
};

static const struct field leaf_fields[] = {F_TEXT(struct leaf, name, M_NONE, CLASS_PUBLIC, 0, 0),
	F_LINES(struct leaf, note, M_NONE, CLASS_PUBLIC, 0, 0),
	F_URL(struct leaf, href, M_NONE, CLASS_PUBLIC, 0),
	F_INT(struct leaf, n, M_NONE, CLASS_PUBLIC, 0, 0),
	F_BOOL(struct leaf, yes, M_NONE, CLASS_PUBLIC, 0), F_END};

struct root {
	const char *title, *secret, *text, *word, *mark, *tone;
	const struct leaf *leaf, *none;
	struct list leaves, nothing;
	int alert;
	day_t day;
};

static const struct field root_fields[] = {F_TEXT(struct root, title, M_NONE, CLASS_PUBLIC, 0, 0),
	F_SECRET(struct root, secret, M_NONE, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct root, text, M_NONE, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct root, word, M_NONE, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct root, mark, M_NONE, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct root, tone, M_NONE, CLASS_PUBLIC, 0, 0),
	F_REC(struct root, leaf, M_NONE, CLASS_PUBLIC, leaf_fields),
	F_REC(struct root, none, M_NONE, CLASS_PUBLIC, leaf_fields),
	F_LIST(struct root, leaves, M_NONE, CLASS_PUBLIC, leaf_fields),
	F_LIST(struct root, nothing, M_NONE, CLASS_PUBLIC, leaf_fields),
	F_BOOL(struct root, alert, M_NONE, CLASS_PUBLIC, 0),
	F_DAY(struct root, day, M_NONE, CLASS_PUBLIC, 0), F_END};

static const struct leaf leaves[] = {{"một", "a\nb", "/1", 2128, 1}, {"hai", NULL, "//x", 0, 0}};
static const struct root root = {.title = "<b>\"&'\x01",
	.text = "t",
	.word = "w",
	.mark = "m",
	.tone = "done",
	.leaf = &leaves[0],
	.leaves = {leaves, 2, sizeof(struct leaf)},
	.day = 20161231};

static const struct {
	const char *text, *vi, *en;
} prints[] = {
	{"plain { text } }}", "plain { text } }}", NULL},
	{"{{title}}", "&lt;b&gt;&quot;&amp;&#39;\xef\xbf\xbd", NULL},
	{"<p title=\"{{title}}\">", "<p title=\"&lt;b&gt;&quot;&amp;&#39;\xef\xbf\xbd\">", NULL},
	{"<p title='{{ title }}'>", "<p title='&lt;b&gt;&quot;&amp;&#39;\xef\xbf\xbd'>", NULL},
	{"{{leaf.name}}|{{none.name}}|", "một||", NULL},
	{"{{#leaf}}{{name}} {{n}} {{word}}{{/leaf}}{{#none}}x{{/none}}", "một 2.128 w",
		"một 2,128 w"},
	{"{{^leaf}}a{{/leaf}}{{^none}}b{{/none}}{{^nothing}}c{{/nothing}}{{^leaves}}d{{/leaves}}",
		"bc", NULL},
	{"{{#leaves}}<i>{{name}}</i>{{#yes}}!{{/yes}}{{/leaves}}{{#nothing}}x{{/nothing}}",
		"<i>một</i>!<i>hai</i>", NULL},
	{"{{?leaves}}[{{#leaves}}{{name}}{{/leaves}}]{{/leaves}}{{?nothing}}x{{/nothing}}",
		"[mộthai]", NULL},
	{"{{#leaves}}{{#leaves}}{{name}},{{/leaves}};{{/leaves}}", "một,hai,;một,hai,;", NULL},
	{"{{#leaves}}<a href=\"{{href}}\">{{/leaves}}", "<a href=\"/1\"><a href=\"#\">", NULL},
	{"{{#word}}{{word}}{{/word}}{{#alert}}x{{/alert}}{{^alert}}y{{/alert}}", "wy", NULL},
	{"{{day}}", "31/12/2016", "31 Dec 2016"},
	{"{{_ value.yes}}", "có", "yes"},
	{"{{_ view.count_part leaf.n text}}", "2.128 trong t dòng", "2,128 of t rows"},
	{"{{_ view.as_of title}}", "Tính đến &lt;b&gt;&quot;&amp;&#39;\xef\xbf\xbd",
		"As of &lt;b&gt;&quot;&amp;&#39;\xef\xbf\xbd"},
	{"{{! nothing {{ here }}x", "x", NULL},
	{"a\n\t{{#leaf}}\n\t\t{{name}}\n\t{{/leaf}}\n\tb\n", "a\nmột\nb\n", NULL},
	{"<pre>\n\t {{word}}\n</pre>", "<pre>\n\t w\n</pre>", NULL},
	{"<i{{#leaf}} class=\"{{name}}\"{{/leaf}}{{#none}} hidden{{/none}}>", "<i class=\"một\">",
		NULL},
	{"<input{{#leaf}} checked{{/leaf}}{{^none}} x{{/none}}>", "<input checked x>", NULL},
	{"<title>{{title}} < </title>{{word}}",
		"<title>&lt;b&gt;&quot;&amp;&#39;\xef\xbf\xbd < </title>w", NULL},
	{"<!-- <{ --><!doctype html>{{word}}", "<!-- <{ --><!doctype html>w", NULL},
	{"<script src=\"/x\"></script>{{word}}", "<script src=\"/x\"></script>w", NULL},
	{"{{>optional}}", NULL, NULL},
};

static char *print(struct arena *a, enum lang lang, const char *text)
{
	struct speech sp = {lang, NULL, 20250701};
	struct fault f = {.a = a};
	const struct tmpl *t;
	struct buf b;
	char *s;

	if (tmpl_compile(a, "ui/x.html", str_of(text), root_fields, &f, &t))
		return NULL;
	buf_init(&b, 1 << 20);
	tmpl_render(t, &sp, a, &root, &b);
	s = arena_strndup(a, b.p ? b.p : "", b.n);
	buf_done(&b);
	return s;
}

static void test_prints(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(prints) / sizeof(*prints); i++) {
		struct arena *a = arena_new(4 << 20);
		char *vi = print(a, LANG_VI, prints[i].text),
		     *en = print(a, LANG_EN, prints[i].text);
		if (!prints[i].vi) {
			assert_null(vi);
		} else {
			assert_non_null(vi);
			assert_string_equal(vi, prints[i].vi);
			assert_string_equal(en, prints[i].en ? prints[i].en : prints[i].vi);
		}
		arena_free(a);
	}
}

static void test_partial(void **state)
{
	struct arena *a = arena_new(4 << 20);

	(void)state;
	assert_string_equal(print(a, LANG_VI, "a\n{{>note}}\nb"),
		"a\n<div class=\"note done\" role=\"status\">\n<span class=\"mark\" "
		"aria-hidden=\"true\">m</span>\n<p class=\"lines\"><b>w.</b> t</p>\n</div>\nb");
	arena_free(a);
}

static const struct {
	const char *text, *place, *what;
} mistakes[] = {
	{"\n\n{{nobody}}", "ui/x.html:3:", "unknown name: nobody"},
	{"a\n{{leaf.nobody}}", "ui/x.html:2:", "unknown name"},
	{"{{title.x}}", "ui/x.html:1:", "goes through no record"},
	{"{{leaves.name}}", "ui/x.html:1:", "goes through no record"},
	{"{{name}}", "ui/x.html:1:", "unknown name"},
	{"{{#leaf}}{{/leaf}}\n{{name}}", "ui/x.html:2:", "unknown name"},
	{"{{leaves}}", "ui/x.html:1:", "no text"},
	{"{{leaf}}", "ui/x.html:1:", "no text"},
	{"{{secret}}", "ui/x.html:1:", "no text"},
	{"{{_ no.such.message}}", "ui/x.html:1:", "unknown message: no.such.message"},
	{"{{_ none}}", "ui/x.html:1:", "unknown message"},
	{"{{_ view.as_of nobody}}", "ui/x.html:1:", "unknown name"},
	{"{{_ view.as_of leaf}}", "ui/x.html:1:", "no text"},
	{"{{_ view.as_of text text text text}}", "ui/x.html:1:", "too many"},
	{"\n{{>nobody}}", "ui/x.html:2:", "unknown file: nobody"},
	{"\n\n{{>x}}", "ui/x.html:3:", "contains itself"},
	{"{{>table}}", "ui/table.html:", "unknown name"},
	{"a\n{{#leaf}}\nb", "ui/x.html:2:", "without its end: leaf"},
	{"{{#leaf}}{{^none}}{{/leaf}}", "ui/x.html:1:", "not the innermost: leaf"},
	{"\n{{/leaf}}", "ui/x.html:2:", "not open: leaf"},
	{"a {{title", "ui/x.html:1:", "without its end"},
	{"{{}}", "ui/x.html:1:", "empty"},
	{"{{ }}", "ui/x.html:1:", "empty"},
	{"{{#}}", "ui/x.html:1:", "unknown name"},
	{"{{{title}}}", "ui/x.html:1:", "unknown name"},
	{"{{&title}}", "ui/x.html:1:", "unknown name"},
	{"<p title={{title}}>", "ui/x.html:1:", "without quotes"},
	{"<p title=a{{title}}>", "ui/x.html:1:", "without quotes"},
	{"<p {{title}}=\"x\">", "ui/x.html:1:", "inside a tag"},
	{"<p x{{title}}>", "ui/x.html:1:", "inside a tag"},
	{"<{{title}}>", "ui/x.html:1:", "inside a tag"},
	{"</{{title}}>", "ui/x.html:1:", "inside a tag"},
	{"<script>\n{{title}}</script>", "ui/x.html:2:", "in a script"},
	{"<SCRIPT>{{title}}</SCRIPT>", "ui/x.html:1:", "in a script"},
	{"<style>{{title}}</style>", "ui/x.html:1:", "in a script or style"},
	{"<script>{{_ value.yes}}</script>", "ui/x.html:1:", "in a script"},
	{"<p onclick=\"{{title}}\">", "ui/x.html:1:", "on... attribute"},
	{"<p ONCLICK=\"{{title}}\">", "ui/x.html:1:", "on... attribute"},
	{"<p style='{{title}}'>", "ui/x.html:1:", "style"},
	{"<iframe srcdoc='{{title}}'>", "ui/x.html:1:", "srcdoc"},
	{"<a href=\"{{title}}\">", "ui/x.html:1:", "not FT_URL"},
	{"<a HREF = \"{{title}}\">", "ui/x.html:1:", "not understood"},
	{"<a href=\"/org/{{title}}\">", "ui/x.html:1:", "not FT_URL"},
	{"<form action=\"{{title}}\">", "ui/x.html:1:", "not FT_URL"},
	{"<img src='{{_ value.yes}}'>", "ui/x.html:1:", "not FT_URL"},
	{"{{#leaf}}<a href=\"javascript:{{href}}\">{{/leaf}}",
		"ui/x.html:1:", "begin with its value"},
	{"{{#leaf}}<a href=\"{{href}}{{href}}\">{{/leaf}}", "ui/x.html:1:", "begin with its value"},
	{"<!-- {{title}} -->", "ui/x.html:1:", "remark"},
	{"<!-- a -- > {{title}} -->", "ui/x.html:1:", "remark"},
	{"<p title=\"{{#leaf}}\">\n{{/leaf}}", "ui/x.html:2:", "elsewhere in the markup"},
	{"{{#leaf}}<p {{/leaf}}title=\"{{title}}\">", "ui/x.html:1:", "elsewhere in the markup"},
	{"{{#leaf}}<script>{{/leaf}}", "ui/x.html:1:", "elsewhere in the markup"},
	{"<s{{#leaf}} x{{/leaf}}cript>", "ui/x.html:1:", "not understood"},
	{"<a b='c'd>", "ui/x.html:1:", "not understood"},
	{"a < b", "ui/x.html:1:", "not understood"},
	{"<p\n\n=x>", "ui/x.html:3:", "not understood"},
};

static void test_mistakes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(*mistakes); i++) {
		struct arena *a = arena_new(4 << 20);
		struct fault f = {.a = a};
		const struct tmpl *t = NULL;
		enum err e =
			tmpl_compile(a, "ui/x.html", str_of(mistakes[i].text), root_fields, &f, &t);
		if (e != ERR_CHECK)
			fail_msg("compiles: %s", mistakes[i].text);
		assert_null(t);
		assert_non_null(f.detail);
		if (strncmp(f.detail, mistakes[i].place, strlen(mistakes[i].place)) != 0 ||
			!strstr(f.detail, mistakes[i].what))
			fail_msg("%s: %s", mistakes[i].text, f.detail);
		arena_free(a);
	}
}

/* Nesting has limits, and they are mistakes too, not crashes. */
static void test_depth(void **state)
{
	struct arena *a = arena_new(16 << 20);
	struct fault f = {.a = a};
	const struct tmpl *t;
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	for (int i = 0; i < 100; i++)
		buf_puts(&b, "{{#leaf}}");
	assert_int_equal(
		tmpl_compile(a, "x", (struct str){b.p, b.n}, root_fields, &f, &t), ERR_CHECK);
	buf_reset(&b);
	for (int i = 0; i < 100; i++)
		buf_puts(&b, "{{^leaf}}");
	assert_int_equal(
		tmpl_compile(a, "x", (struct str){b.p, b.n}, root_fields, &f, &t), ERR_CHECK);
	buf_done(&b);
	arena_free(a);
}

static const struct CMUnitTest list[] = {
	cmocka_unit_test(test_prints),
	cmocka_unit_test(test_partial),
	cmocka_unit_test(test_mistakes),
	cmocka_unit_test(test_depth),
};
TESTS(tmpl_tests, list);
