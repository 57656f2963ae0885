/*
 * Any text as a template: it compiles or is refused with a place, and what compiles prints the same
 * number of tags whatever the values are: no value ever becomes markup.
 */
#include "base/die.h"
#include "base/embed.h"
#include "view/tmpl.h"

#include <stdint.h>

static const char piece_a[] = "<i title=\"{{name}}\">{{name}}</i>{{#sub}}{{name}}{{/sub}}\n";
static const char piece_b[] = "{{>a}}{{#rows}}{{>a}}{{/rows}}";

/* What {{>a}} and {{>b}} find. */
const struct embedded embed_table[] = {
	{"ui/a.html", {piece_a, sizeof(piece_a) - 1}, "0"},
	{"ui/b.html", {piece_b, sizeof(piece_b) - 1}, "0"},
};
const size_t embed_count = 2;

struct rec {
	const char *name, *lines, *href;
	int64_t n;
	int yes;
	const struct rec *sub;
	struct list rows;
};

static const struct field fields[];

static const struct field fields[] = {F_TEXT(struct rec, name, M_NONE, CLASS_PUBLIC, 0, 0),
	F_LINES(struct rec, lines, M_NONE, CLASS_PUBLIC, 0, 0),
	F_URL(struct rec, href, M_NONE, CLASS_PUBLIC, 0),
	F_INT(struct rec, n, M_NONE, CLASS_PUBLIC, 0, 0),
	F_BOOL(struct rec, yes, M_NONE, CLASS_PUBLIC, 0),
	F_REC(struct rec, sub, M_NONE, CLASS_PUBLIC, fields),
	F_LIST(struct rec, rows, M_NONE, CLASS_PUBLIC, fields), F_END};

/* Prints with that text everywhere and counts the bytes that could begin or end markup. */
static size_t marks(const struct tmpl *t, struct arena *a, const char *text, struct buf *out)
{
	static const struct speech sp = {LANG_EN, NULL, 20250701};
	struct rec inner = {text, text, text, 7, 1, NULL, {NULL, 0, 0}};
	struct rec outer = {text, text, text, 7, 1, &inner, {&inner, 1, sizeof(inner)}};
	size_t n = 0;

	buf_reset(out);
	tmpl_render(t, &sp, a, &outer, out);
	for (size_t i = 0; i < out->n; i++)
		n += out->p[i] == '<' || out->p[i] == '>' || out->p[i] == '"' || out->p[i] == '\'';
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(64 << 20);
	struct fault f = {.a = a};
	const struct tmpl *t;
	struct buf out;

	buf_init(&out, 16 << 20);
	if (tmpl_compile(a, "ui/fuzz.html", (struct str){(const char *)data, size}, fields, &f, &t))
		must(f.code == ERR_CHECK && f.detail);
	else
		must(marks(t, a, "word", &out) == marks(t, a, "<\"'>&javascript:", &out) ||
			buf_overflow(&out));
	buf_done(&out);
	arena_free(a);
	return 0;
}
