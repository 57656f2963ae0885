#include "base/arena.h"

#include "base/die.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define poison(p, n)   ASAN_POISON_MEMORY_REGION((p), (n))
#define unpoison(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define poison(p, n)   ((void)(p), (void)(n))
#define unpoison(p, n) ((void)(p), (void)(n))
#endif

enum { CHUNK = 64 * 1024, ALIGN = _Alignof(max_align_t) };

struct chunk {
	struct chunk *prev;
	size_t size, used;
	_Alignas(max_align_t) unsigned char mem[];
};

struct cleanup {
	struct cleanup *prev;
	void (*fn)(void *);
	void *p;
};

struct arena {
	struct chunk *top;
	struct cleanup *cleanups;
	size_t cap, held, used, peak;
};

static struct chunk *chunk_new(struct arena *a, size_t need)
{
	size_t left = a->cap - a->held, size = left < CHUNK ? left : CHUNK;
	struct chunk *c;

	if (need > left)
		die("arena: more than %zu bytes wanted", a->cap);
	if (size < need)
		size = need;
	c = malloc(sizeof(*c) + size);
	if (!c)
		die("out of memory");
	a->held += size;
	c->prev = a->top;
	c->size = size;
	c->used = 0;
	poison(c->mem, size);
	a->top = c;
	return c;
}

static void chunk_drop(struct arena *a)
{
	struct chunk *c = a->top;

	a->top = c->prev;
	a->held -= c->size;
	unpoison(c->mem, c->size);
	free(c);
}

struct arena *arena_new(size_t cap)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (!a)
		die("out of memory");
	a->cap = cap > CHUNK ? cap : CHUNK;
	return a;
}

static void run_cleanups(struct arena *a, const struct cleanup *until)
{
	while (a->cleanups != until) {
		struct cleanup *c = a->cleanups;
		a->cleanups = c->prev;
		c->fn(c->p);
	}
}

void arena_reset(struct arena *a)
{
	run_cleanups(a, NULL);
	while (a->top && (a->top->prev || a->top->size > CHUNK))
		chunk_drop(a);
	if (a->top) {
		a->top->used = 0;
		poison(a->top->mem, a->top->size);
	}
	a->used = 0;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	run_cleanups(a, NULL);
	while (a->top)
		chunk_drop(a);
	free(a);
}

void *arena_alloc(struct arena *a, size_t n)
{
	struct chunk *c = a->top;
	unsigned char *p;

	if (n > SIZE_MAX - ALIGN)
		die("arena: impossible size");
	n = (n + ALIGN - 1) / ALIGN * ALIGN;
	if (!c || n > c->size - c->used)
		c = chunk_new(a, n);
	p = c->mem + c->used;
	c->used += n;
	a->used += n;
	if (a->used > a->peak)
		a->peak = a->used;
	unpoison(p, n);
	memset(p, 0, n);
	return p;
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	size_t all;

	if (__builtin_mul_overflow(n, size, &all))
		die("arena: impossible size");
	return arena_alloc(a, all);
}

void *arena_memdup(struct arena *a, const void *p, size_t n)
{
	void *q = arena_alloc(a, n);

	if (n)
		memcpy(q, p, n);
	return q;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *q;

	if (!s)
		return NULL;
	q = arena_alloc(a, n + 1);
	memcpy(q, s, n);
	return q;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	char *s;
	int n;

	must(fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n < 0)
		die("arena_printf: bad format");
	s = arena_alloc(a, (size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, again);
	va_end(again);
	return s;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return s;
}

void arena_cleanup(struct arena *a, void (*fn)(void *), void *p)
{
	struct cleanup *c = arena_new_of(a, struct cleanup);

	c->prev = a->cleanups;
	c->fn = fn;
	c->p = p;
	a->cleanups = c;
}

struct arena_mark arena_mark(struct arena *a)
{
	return (struct arena_mark){a->top, a->top ? a->top->used : 0, a->cleanups};
}

void arena_rewind(struct arena *a, struct arena_mark m)
{
	run_cleanups(a, m.cleanup);
	while (a->top != m.chunk) {
		a->used -= a->top->used;
		chunk_drop(a);
	}
	if (!a->top)
		return;
	a->used -= a->top->used - m.used;
	a->top->used = m.used;
	poison(a->top->mem + m.used, a->top->size - m.used);
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}

size_t arena_peak(const struct arena *a)
{
	return a->peak;
}
