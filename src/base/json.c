#include "base/json.h"

#include "base/die.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

void json_init(struct json *j, struct buf *out)
{
	*j = (struct json){.out = out};
}

/* What must stand before a value: nothing, or the comma of an array. */
static void before_value(struct json *j)
{
	if (j->depth == 0)
		return;
	if (j->kind[j->depth - 1] == '{') {
		must(j->keyed);
		j->keyed = false;
		return;
	}
	if (j->some[j->depth - 1])
		buf_putc(j->out, ',');
	j->some[j->depth - 1] = true;
}

static void begin(struct json *j, char kind)
{
	must(j->depth < JSON_DEPTH);
	before_value(j);
	buf_putc(j->out, kind);
	j->kind[j->depth] = kind;
	j->some[j->depth++] = false;
}

void json_begin_object(struct json *j)
{
	begin(j, '{');
}

void json_begin_array(struct json *j)
{
	begin(j, '[');
}

void json_end(struct json *j)
{
	must(j->depth > 0 && !j->keyed);
	buf_putc(j->out, j->kind[--j->depth] == '{' ? '}' : ']');
}

static bool plain(unsigned char c)
{
	return c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
}

static void put_ascii(struct buf *b, unsigned char c)
{
	static const char shorts[] = "\"\"\\\\\nn\rr\tt\bb\ff";

	for (const char *s = shorts; *s; s += 2) {
		if ((unsigned char)*s == c) {
			buf_putc(b, '\\');
			buf_putc(b, s[1]);
			return;
		}
	}
	buf_printf(b, "\\u%04x", c);
}

/* Writes what stands at p and is not plain; returns how many bytes that were. */
static size_t put_special(struct buf *b, const char *p, size_t n)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t len;

	if ((unsigned char)*p < 0x80) {
		put_ascii(b, (unsigned char)*p);
		return 1;
	}
	len = utf8proc_iterate((const utf8proc_uint8_t *)p, (utf8proc_ssize_t)n, &c);
	if (len <= 0) {
		buf_puts(b, "\xef\xbf\xbd");
		return 1;
	}
	if (c == 0x2028 || c == 0x2029)
		buf_printf(b, "\\u%04x", (unsigned)c);
	else
		buf_put(b, p, (size_t)len);
	return (size_t)len;
}

static void put_quoted(struct buf *b, struct str s)
{
	buf_putc(b, '"');
	for (size_t i = 0; i < s.n;) {
		size_t from = i;

		while (i < s.n && plain((unsigned char)s.p[i]))
			i++;
		if (i > from)
			buf_put(b, s.p + from, i - from);
		if (i < s.n)
			i += put_special(b, s.p + i, s.n - i);
	}
	buf_putc(b, '"');
}

void json_key(struct json *j, const char *name)
{
	must(j->depth > 0 && j->kind[j->depth - 1] == '{' && !j->keyed);
	if (j->some[j->depth - 1])
		buf_putc(j->out, ',');
	j->some[j->depth - 1] = true;
	put_quoted(j->out, str_of(name));
	buf_putc(j->out, ':');
	j->keyed = true;
}

void json_raw(struct json *j, struct str value)
{
	before_value(j);
	buf_str(j->out, value);
}

void json_none(struct json *j)
{
	json_raw(j, S("null"));
}

void json_bool(struct json *j, bool v)
{
	json_raw(j, v ? S("true") : S("false"));
}

void json_str(struct json *j, struct str s)
{
	before_value(j);
	put_quoted(j->out, s);
}

void json_text(struct json *j, const char *s)
{
	if (s)
		json_str(j, str_of(s));
	else
		json_none(j);
}

void json_int(struct json *j, int64_t v)
{
	before_value(j);
	buf_int(j->out, v);
}

void json_id(struct json *j, int64_t v)
{
	before_value(j);
	buf_putc(j->out, '"');
	buf_int(j->out, v);
	buf_putc(j->out, '"');
}

void json_number(struct json *j, double v)
{
	char text[32];

	if (!isfinite(v)) {
		json_none(j);
		return;
	}
	snprintf(text, sizeof(text), "%.15g", v);
	if (strtod(text, NULL) != v)
		snprintf(text, sizeof(text), "%.17g", v);
	json_raw(j, str_of(text));
}
