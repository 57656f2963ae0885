/*
 * Every text of the sample is replaced by something hostile; the page must have exactly the tags
 * and attributes that it has with a harmless word in the same places. The reader of HTML below is
 * not the one of the template compiler.
 */
#include "view/view_test.h"

#include "base/embed.h"

#include <string.h>

static const char *const hostile[] = {
	"<script>alert(1)</script>",
	"\"><img src=x onerror=alert(1)>",
	"' onmouseover='alert(1)",
	"javascript:alert(1)",
	"//evil.example/<b>",
	"/\\evil.example",
	"/\t/\n/evil.example",
	"</title></textarea></select></style></script><!--",
	"-->]]>{{title}}{{>page}}&#60;b&#62;&lt;b",
	"\x01\x02\x1b[31m\x7f\x0b",
	"Ễ Ậ Ở Ǻ a\xcc\x82\xcc\x81 \xe2\x80\xae\xe2\x80\xa8",
	"`${alert(1)}`=1+1",
};

static const char *current;

static const char *say_current(struct arena *a, const char *text)
{
	(void)a;
	(void)text;
	return current;
}

static const char *long_text(struct arena *a)
{
	enum { LENGTH = 100000 };
	char *s = arena_alloc(a, LENGTH + 1);

	for (size_t i = 0; i < LENGTH; i++)
		s[i] = "<\"'&>a"[i % 6];
	return s;
}

static void check_address(const char *attr, struct str value)
{
	static const char *const addresses[] = {"href", "src", "action"};

	for (int i = 0; i < 3; i++) {
		if (!text_eq(attr, addresses[i]))
			continue;
		assert_true(value.n > 0);
		assert_true(strchr("/#?", value.p[0]) != NULL);
		assert_false(value.n > 1 && value.p[0] == '/' && strchr("/\\", value.p[1]));
	}
}

/* One attribute at s (after blanks): writes its name; returns what follows. */
static const char *read_attribute(const char *s, struct buf *out)
{
	size_t n = strcspn(s, "= \n\t>/\"'<");
	char name[64] = "";
	const char *end;

	assert_true(n > 0 && n < sizeof(name));
	memcpy(name, s, n);
	buf_putc(out, ' ');
	buf_puts(out, name);
	assert_true(strncmp(name, "on", 2) != 0 && !text_eq(name, "style"));
	s += n;
	if (*s != '=')
		return s;
	assert_true(s[1] == '"');
	end = strchr(s + 2, '"');
	assert_non_null(end);
	check_address(name, (struct str){s + 2, (size_t)(end - s) - 2});
	return end + 1;
}

/* The tags and names of attributes, without texts and values. */
static void skeleton(const char *html, struct buf *out)
{
	const char *s = html;

	while ((s = strchr(s, '<'))) {
		size_t n = strcspn(s, " \n\t>");
		buf_put(out, s, n);
		for (s += n; *s && *s != '>';) {
			s += strspn(s, " \n\t");
			if (*s != '>')
				s = read_attribute(s, out);
		}
		buf_puts(out, ">\n");
	}
}

static void render(const char *text, struct buf *html)
{
	struct sample s;

	current = text;
	sample_make(&s, LANG_VI, say_current);
	assert_int_equal(render_html(&s.sp, &s.frame, &s.doc, html), ERR_OK);
	sample_done(&s);
}

static void check_clean(const struct buf *html)
{
	for (size_t i = 0; i < html->n; i++) {
		unsigned char c = (unsigned char)html->p[i];
		assert_false((c < ' ' && c != '\n' && c != '\t') || c == 0x7f);
	}
	assert_null(strstr(html->p, "<script>"));
	assert_null(strstr(html->p, "<img"));
}

static void check_hostile(const char *text, const char *harmless)
{
	struct buf html, bones;

	buf_init(&html, 64 << 20);
	buf_init(&bones, 64 << 20);
	render(text, &html);
	check_clean(&html);
	skeleton(html.p, &bones);
	assert_string_equal(bones.p, harmless);
	buf_done(&html);
	buf_done(&bones);
}

static void test_hostile(void **state)
{
	struct arena *a = arena_new(4 << 20);
	struct fault f = {.a = a};
	struct buf html, harmless;

	(void)state;
	if (render_init(&f))
		fail_msg("%s", f.detail);
	buf_init(&html, 64 << 20);
	buf_init(&harmless, 64 << 20);
	render("word", &html);
	skeleton(html.p, &harmless);
	assert_true(harmless.n > 2000);
	for (size_t i = 0; i < sizeof(hostile) / sizeof(*hostile); i++)
		check_hostile(hostile[i], harmless.p);
	check_hostile(long_text(a), harmless.p);
	buf_done(&html);
	buf_done(&harmless);
	arena_free(a);
}

/* The query of the address comes from outside and returns in hidden fields. */
static void test_hostile_query(void **state)
{
	static const char here[] =
		"/a?x=%22%3E%3Cscript%3E&%3Cb%3E=1&day=x&%FF=2&y=%0a%00&z=%4&&known=1";
	struct sample s;
	struct buf html, bones;

	(void)state;
	sample_make(&s, LANG_VI, NULL);
	s.frame.here = here;
	buf_init(&html, 1 << 20);
	buf_init(&bones, 1 << 20);
	assert_int_equal(render_html(&s.sp, &s.frame, &s.doc, &html), ERR_OK);
	check_clean(&html);
	skeleton(html.p, &bones);
	assert_non_null(strstr(html.p, "name=\"x\" value=\"&quot;&gt;&lt;script&gt;\""));
	assert_non_null(strstr(html.p, "name=\"&lt;b&gt;\" value=\"1\""));
	assert_non_null(strstr(html.p, "name=\"z\" value=\"%4\""));
	assert_non_null(strstr(html.p,
		"href=\"/a?x=%22%3E%3Cscript%3E&amp;%3Cb%3E=1&amp;%FF=2&amp;y=%0a%00&amp;z=%4\""));
	buf_done(&html);
	buf_done(&bones);
	sample_done(&s);
}

static bool is_used(const char *name)
{
	char mark[80] = "{{>";

	memcpy(mark + 3, name + 3, strlen(name) - 8);
	memcpy(mark + strlen(name) - 5, "}}", 3);
	for (size_t i = 0; i < embed_count; i++)
		if (memmem(embed_table[i].bytes.p, embed_table[i].bytes.n, mark, strlen(mark)))
			return true;
	return false;
}

/* A template that no page uses would not be checked by any of this. */
static void test_all_used(void **state)
{
	(void)state;
	for (size_t i = 0; i < embed_count; i++) {
		const char *name = embed_table[i].name;
		if (!str_ends(str_of(name), S(".html")) ||
			str_starts(embed_table[i].bytes, S("<!doctype")))
			continue;
		if (!is_used(name))
			fail_msg("%s is used by no page", name);
	}
}

static const struct CMUnitTest list[] = {
	cmocka_unit_test(test_hostile),
	cmocka_unit_test(test_hostile_query),
	cmocka_unit_test(test_all_used),
};
TESTS(hostile_tests, list);
