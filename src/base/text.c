#include "base/text.h"

#include "base/die.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

enum kind { KIND_KEEP, KIND_BLANK, KIND_LINE, KIND_DROP };

/*
 * More marks on one letter than any language writes are dropped: they serve to disturb a page, and
 * ordering a long run of them takes time that grows with its square.
 */
enum { MARKS_MAX = 8, PART_MAX = 8 };

static enum kind kind_of_control(int32_t c)
{
	switch (c) {
	case '\t':
		return KIND_BLANK;
	case '\n':
	case '\v':
	case '\f':
	case '\r':
	case 0x85:
		return KIND_LINE;
	default:
		return KIND_DROP;
	}
}

static enum kind kind_of(int32_t c)
{
	if (c < 0x20 || (c >= 0x7F && c < 0xA0))
		return kind_of_control(c);
	if (c < 0x300 || (c >= 0x1E00 && c < 0x1F00))
		return c == ' ' || c == 0xA0 ? KIND_BLANK : c == 0xAD ? KIND_DROP : KIND_KEEP;
	if (c == 0x2028 || c == 0x2029)
		return KIND_LINE;
	if ((c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF))
		return KIND_DROP; /* no characters; XML cannot carry some of them */
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_ZS:
		return KIND_BLANK;
	case UTF8PROC_CATEGORY_CF:
		return KIND_DROP; /* invisible: joiners, marks of direction, byte order mark */
	default:
		return KIND_KEEP;
	}
}

/* True for characters that may change when the text is composed, or their neighbours. */
static bool may_compose(int32_t c)
{
	return c >= 0x300 && !(c >= 0x1E00 && c < 0x1F00) && !(c >= 0x2010 && c < 0x2060);
}

/* The canonical decomposition of a text, marks in order; returns its length. */
static size_t decompose(const char *s, int32_t *out)
{
	int32_t c, part[PART_MAX];
	size_t n = 0;
	int marks = 0, boundary = 0;

	while ((c = utf8_next(&s)) > 0) {
		utf8proc_ssize_t k = utf8proc_decompose_char(
			c, part, PART_MAX, UTF8PROC_DECOMPOSE | UTF8PROC_STABLE, &boundary);
		must(k >= 0 && k <= PART_MAX);
		for (int i = 0; i < k; i++) {
			int class = utf8proc_get_property(part[i])->combining_class;
			size_t at = n;
			marks = class ? marks + 1 : 0;
			if (marks > MARKS_MAX)
				continue;
			for (; class && at > 0; at--) {
				if (utf8proc_get_property(out[at - 1])->combining_class <= class)
					break;
				out[at] = out[at - 1];
			}
			out[at] = part[i];
			n++;
		}
	}
	return n;
}

static char *compose(struct arena *a, const char *s)
{
	/* no character becomes more than two per byte */
	int32_t *wide = malloc((2 * strlen(s) + PART_MAX) * sizeof(*wide));
	utf8proc_ssize_t n;
	size_t bytes = 0;
	char *out, *p;

	if (!wide)
		die("out of memory");
	n = (utf8proc_ssize_t)decompose(s, wide);
	n = utf8proc_normalize_utf32(wide, n, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	must(n >= 0);
	for (utf8proc_ssize_t i = 0; i < n; i++)
		bytes += (size_t)utf8_size(wide[i]);
	p = out = arena_alloc(a, bytes + 1);
	for (utf8proc_ssize_t i = 0; i < n; i++)
		p = utf8_put(p, wide[i]);
	free(wide);
	return out;
}

/* A copy that ends with a NUL and holds no other, or NULL. */
static char *copy_of(struct arena *a, struct str s)
{
	if (s.n && memchr(s.p, 0, s.n))
		return NULL;
	return arena_strndup(a, s.n ? s.p : "", s.n);
}

/* Cleans in place: what is written is never longer than what was read. False: not UTF-8. */
static bool sweep(char *text, bool lines, bool *ret_compose)
{
	const char *from = text;
	char *p = text;
	bool gap = false;
	int32_t c;

	while ((c = utf8_next(&from)) > 0) {
		enum kind kind = kind_of(c);
		if (kind == KIND_DROP || (c == '\r' && *from == '\n'))
			continue;
		if (kind == KIND_KEEP) {
			if (gap && p > text && p[-1] != '\n')
				*p++ = ' ';
			gap = false;
			p = utf8_put(p, c);
			*ret_compose |= may_compose(c);
		} else if (kind == KIND_LINE && lines) {
			gap = false;
			if (p > text)
				*p++ = '\n';
		} else {
			gap = true;
		}
	}
	while (p > text && p[-1] == '\n')
		p--;
	*p = 0;
	return c == 0;
}

char *text_clean(struct arena *a, struct str s, bool lines)
{
	char *text = copy_of(a, s);
	bool composing = false;

	if (!text || !sweep(text, lines, &composing))
		return NULL;
	return composing ? compose(a, text) : text;
}

char *text_compose(struct arena *a, struct str s)
{
	char *text = copy_of(a, s), *p = text;
	const char *from = text;
	int32_t c;

	if (!text)
		return NULL;
	while ((c = utf8_next(&from)) > 0) {
		enum kind kind = kind_of(c);
		if (kind == KIND_KEEP || (kind == KIND_BLANK && c != '\t'))
			p = utf8_put(p, c);
	}
	*p = 0;
	return c == 0 ? compose(a, text) : NULL;
}

int text_words(struct arena *a, const char *folded, const char **words, int max)
{
	int n = 0;

	for (const char *s = folded ? folded : ""; n < max;) {
		size_t len;
		s += strspn(s, " ");
		len = strcspn(s, " ");
		if (!len)
			break;
		words[n++] = arena_strndup(a, s, len);
		s += len;
	}
	return n;
}

char *text_slug(struct arena *a, const char *s)
{
	char *slug = text_fold(a, s), *p = slug;

	for (const char *from = slug; *from; from++) {
		if (*from != ' ' && !(*from & 0x80))
			*p++ = *from;
		else if (p > slug && p[-1] != '-')
			*p++ = '-';
	}
	if (p > slug && p[-1] == '-')
		p--;
	*p = 0;
	return slug;
}

size_t text_length(const char *s)
{
	size_t n = 0;

	for (; s && *s; s++)
		n += (*s & 0xC0) != 0x80;
	return n;
}

char *text_after_prefix(struct arena *a, const char *s)
{
	size_t n = s ? strlen(s) : 0;
	char *out = arena_alloc(a, n + UTF8_MAX + 1);

	while (n > 0) {
		const char *at;
		int32_t c;
		do
			n--;
		while (n > 0 && (s[n] & 0xC0) == 0x80);
		at = s + n;
		c = utf8_next(&at);
		if (c < 0 || c == 0x10FFFF)
			continue; /* nothing comes after it: the character before it decides */
		memcpy(out, s, n);
		*utf8_put(out + n, c == 0xD7FF ? 0xE000 : c + 1) = 0;
		return out;
	}
	*utf8_put(out, 0x10FFFF) = 0;
	return out;
}

char *text_upper(struct arena *a, const char *s)
{
	char *out = arena_alloc(a, strlen(s) * 3 + 1), *at = out;
	const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s;
	utf8proc_int32_t c;

	while (*p) {
		p += utf8proc_iterate(p, -1, &c);
		at += utf8proc_encode_char(utf8proc_toupper(c), (utf8proc_uint8_t *)at);
	}
	*at = 0;
	return out;
}
