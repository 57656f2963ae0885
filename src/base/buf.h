/*
 * buf.h: a growing output buffer with a limit.
 *
 *	struct buf b;
 *	buf_init(&b, 1 << 20);
 *	buf_puts(&b, "<p>");
 *	if (buf_overflow(&b)) ...
 *	buf_done(&b);
 *
 * The limit is given at the start. Past it nothing more is written and buf_overflow() is true:
 * asked once at the end, not at each call. The contents always end with a NUL that is not counted.
 * Ownership: the buffer owns its memory until buf_done(); buf_reset() keeps it for another use.
 */
#ifndef GUONG_BASE_BUF_H
#define GUONG_BASE_BUF_H

#include "base/str.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct buf {
	char *p;
	size_t n, size, max;
	bool over;
};

void buf_init(struct buf *b, size_t max);
void buf_done(struct buf *b);
void buf_reset(struct buf *b);
/* Makes room for n more bytes; false when the limit forbids it. */
bool buf_grow(struct buf *b, size_t n);

static inline void buf_put(struct buf *b, const void *p, size_t n)
{
	if (b->size - b->n <= n && !buf_grow(b, n))
		return;
	memcpy(b->p + b->n, p, n);
	b->n += n;
	b->p[b->n] = 0;
}

static inline void buf_putc(struct buf *b, char c)
{
	buf_put(b, &c, 1);
}

static inline void buf_puts(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

static inline void buf_str(struct buf *b, struct str s)
{
	if (s.n)
		buf_put(b, s.p, s.n);
}

void buf_int(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

static inline bool buf_overflow(const struct buf *b)
{
	return b->over;
}

#endif
