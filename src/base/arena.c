#include "base/arena.h"

#include "base/die.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

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

enum { CHUNK = 64 * 1024, FILE_CHUNK = 4 << 20, LINE = 256, ALIGN = _Alignof(max_align_t) };

struct chunk {
	struct chunk *prev;
	size_t size, used;
	size_t mapped; /* bytes of the file, this head included; 0: it lies in memory */
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
	int fd; /* of the file; -1: none */
	off_t end, reserved;
	bool left_file; /* some of it lies in memory for want of room */
};

static size_t whole_pages(size_t n)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	return (n + page - 1) / page * page;
}

/* Blocks are taken before they are mapped: a full disk would otherwise end the process later. */
static bool reserve_file(struct arena *a, off_t upto)
{
	int e;

	if (upto <= a->reserved)
		return true;
	do
		e = posix_fallocate(a->fd, a->reserved, upto - a->reserved);
	while (e == EINTR);
	errno = e;
	if (!e)
		a->reserved = upto;
	return !e;
}

/* NULL if the file has no more room. */
static struct chunk *chunk_map(struct arena *a, size_t size)
{
	size_t all = whole_pages(sizeof(struct chunk) + size);
	struct chunk *c;

	if (!reserve_file(a, a->end + (off_t)all))
		return NULL;
	c = mmap(NULL, all, PROT_READ | PROT_WRITE, MAP_SHARED, a->fd, a->end);
	if (c == MAP_FAILED)
		return NULL;
	a->end += (off_t)all;
	c->mapped = all;
	return c;
}

static struct chunk *chunk_malloc(struct arena *a, size_t size)
{
	struct chunk *c = malloc(sizeof(*c) + size);

	if (!c)
		die("out of memory");
	c->mapped = 0;
	a->left_file = true;
	return c;
}

static struct chunk *chunk_new(struct arena *a, size_t need)
{
	size_t usual = a->fd < 0 ? CHUNK : FILE_CHUNK - sizeof(struct chunk);
	size_t left = a->cap - a->held, size = left < usual ? left : usual;
	struct chunk *c;

	if (need > left)
		die("arena: more than %zu bytes wanted", a->cap);
	if (size < need)
		size = need;
	c = a->fd < 0 ? NULL : chunk_map(a, size);
	if (!c)
		c = chunk_malloc(a, size);
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
	if (!c->mapped) {
		free(c);
		return;
	}
	/* chunks come and go in order: the next one lies where this one lay */
	a->end -= (off_t)c->mapped;
	munmap(c, c->mapped);
}

struct arena *arena_new(size_t cap)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (!a)
		die("out of memory");
	a->cap = cap > CHUNK ? cap : CHUNK;
	a->fd = -1;
	return a;
}

/* A file that nobody else can open and that goes with its descriptor. */
static int nameless_file(const char *dir)
{
	char path[1024];
	int fd;

	if (!dir)
		dir = getenv("TMPDIR");
	if (!dir || !*dir)
		dir = "/var/tmp";
	fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
		return fd;
	/* file systems that know no such files */
	if ((size_t)snprintf(path, sizeof(path), "%s/guong-XXXXXX", dir) >= sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

struct arena *arena_new_in_file(const char *dir, size_t cap, size_t reserve)
{
	struct arena *a = arena_new(cap > FILE_CHUNK ? whole_pages(cap) : FILE_CHUNK);
	int why;

	a->fd = nameless_file(dir);
	if (a->fd >= 0 && reserve_file(a, (off_t)whole_pages(reserve)))
		return a;
	why = errno;
	arena_free(a);
	errno = why;
	return NULL;
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
	while (a->top && (a->top->prev || a->top->mapped || a->top->size > CHUNK))
		chunk_drop(a);
	a->left_file = false;
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
	if (a->fd >= 0)
		close(a->fd);
	free(a);
}

/* Memory as it is: whoever takes it writes all of it. */
static void *take(struct arena *a, size_t n)
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
	return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
	return memset(take(a, n), 0, n);
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
	void *q = take(a, n);

	if (n)
		memcpy(q, p, n);
	return q;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *q;

	if (!s)
		return NULL;
	q = take(a, n + 1);
	memcpy(q, s, n);
	q[n] = 0;
	return q;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *arena_join(struct arena *a, const char *x, const char *y, const char *z)
{
	size_t nx = strlen(x), ny = strlen(y), nz = strlen(z);
	char *s = arena_alloc(a, nx + ny + nz + 1);

	memcpy(s, x, nx);
	memcpy(s + nx, y, ny);
	memcpy(s + nx + ny, z, nz);
	return s;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	char line[LINE];
	va_list again;
	char *s;
	int n;

	must(fmt);
	va_copy(again, ap);
	n = vsnprintf(line, sizeof(line), fmt, ap);
	if (n < 0)
		die("arena_printf: bad format");
	/* nearly everything is an address or a line; what is longer is written again */
	if ((size_t)n < sizeof(line)) {
		s = arena_strndup(a, line, (size_t)n);
	} else {
		s = arena_alloc(a, (size_t)n + 1);
		vsnprintf(s, (size_t)n + 1, fmt, again);
	}
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

bool arena_in_file(const struct arena *a)
{
	return a->fd >= 0 && !a->left_file;
}
