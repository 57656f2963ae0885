/*
 * utf8.h: stepping through text by code points.
 *
 *	while ((c = utf8_next(&s)) > 0)
 *		p = utf8_put(p, c);
 *
 * utf8_next() never reads past the NUL, whatever the bytes: what is not UTF-8 gives UTF8_BAD and
 * one byte is passed over. The end gives 0 and is not passed.
 */
#ifndef GUONG_BASE_UTF8_H
#define GUONG_BASE_UTF8_H

#include <stdint.h>

enum { UTF8_BAD = -1, UTF8_MAX = 4 };

static inline int32_t utf8_next(const char **at)
{
	static const int32_t least[] = {0, 0x80, 0x800, 0x10000};
	const unsigned char *s = (const unsigned char *)*at;
	int32_t c = s[0];
	int more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;

	*at += c != 0;
	if (c < 0x80)
		return c;
	if (c < 0xC2 || c > 0xF4)
		return UTF8_BAD;
	c &= 0x3F >> more;
	for (int i = 1; i <= more; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return UTF8_BAD;
		c = c << 6 | (s[i] & 0x3F);
	}
	if (c < least[more] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return UTF8_BAD;
	*at += more;
	return c;
}

static inline int utf8_size(int32_t c)
{
	return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

/* Writes at most UTF8_MAX bytes; returns the place after them. */
static inline char *utf8_put(char *p, int32_t c)
{
	int n = utf8_size(c);

	if (n == 1) {
		*p = (char)c;
		return p + 1;
	}
	for (int i = n - 1; i > 0; i--, c >>= 6)
		p[i] = (char)(0x80 | (c & 0x3F));
	p[0] = (char)((0xF00 >> n & 0xF0) | c);
	return p + n;
}

#endif
