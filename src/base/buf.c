#include "base/buf.h"

#include "base/die.h"

#include <stdio.h>
#include <stdlib.h>

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){.max = max};
}

void buf_done(struct buf *b)
{
	free(b->p);
	*b = (struct buf){.max = b->max};
}

void buf_reset(struct buf *b)
{
	b->n = 0;
	b->over = false;
	if (b->p)
		b->p[0] = 0;
}

bool buf_grow(struct buf *b, size_t n)
{
	size_t size = b->size ? b->size : 256;
	char *p;

	if (b->over || n > b->max || b->n > b->max - n) {
		b->over = true;
		/* no room left, so that shorter pieces come here too and are refused */
		if (b->p)
			b->size = b->n + 1;
		return false;
	}
	while (size <= b->n + n)
		size *= 2;
	if (size - 1 > b->max)
		size = b->max + 1;
	p = realloc(b->p, size);
	if (!p)
		die("out of memory");
	b->p = p;
	b->size = size;
	b->p[b->n] = 0;
	return true;
}

void buf_int(struct buf *b, int64_t v)
{
	char digits[24];
	size_t at = sizeof(digits);
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;

	do
		digits[--at] = (char)('0' + u % 10);
	while (u /= 10);
	if (v < 0)
		digits[--at] = '-';
	buf_put(b, digits + at, sizeof(digits) - at);
}

void buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	must(fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n > 0 && (b->size - b->n > (size_t)n || buf_grow(b, (size_t)n))) {
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
}
