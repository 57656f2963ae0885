/*
 * arena.h: memory by lifetime.
 *
 * A piece of work (a request, one row of an import, a test) has one arena. Everything it needs is
 * taken from there and never given back one by one: arena_reset() ends it all. That is what allows
 * early returns everywhere.
 *
 *	struct arena *a = arena_new(16 << 20);
 *	char *name = arena_printf(a, "%s %s", family, given);
 *	arena_free(a);
 *
 * Handles that are not memory (files, statements, transactions) register a cleanup; cleanups run
 * in reverse order. An arena has a cap. To reach it is a bug of ours, because input is limited at
 * the edges: the process ends with a message, and its supervisor starts another.
 *
 * A large piece of work (a file taken in) has an arena in a file: arena_new_in_file(). Its memory
 * is mapped from a temporary file without a name, so that the system may put it aside.
 *
 * Ownership: what arena_alloc() and its relatives return belongs to the arena. A function that
 * takes a struct arena * first returns memory that lives there.
 */
#ifndef GUONG_BASE_ARENA_H
#define GUONG_BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* A place in an arena to go back to; see arena_mark(). */
struct arena_mark {
	void *chunk;
	size_t used;
	void *cleanup;
};

/* A new, empty arena that may grow to `cap` bytes. Never NULL. */
struct arena *arena_new(size_t cap);
/*
 * One whose chunks lie in a temporary file in `dir` (NULL: $TMPDIR or /var/tmp), of which `reserve`
 * bytes are taken at once. NULL, with errno, if the file cannot be made or the disk has not so
 * much room. Past the reserve it grows in the file while there is room, and in memory after that.
 * A fork shares it: do not.
 */
struct arena *arena_new_in_file(const char *dir, size_t cap, size_t reserve);
/* Ends the arena and everything in it. NULL is allowed. */
void arena_free(struct arena *a);
/* Runs the cleanups and forgets the contents; one chunk is kept for the next piece of work. */
void arena_reset(struct arena *a);

/* Zeroed memory, aligned for any type. Never NULL; n may be 0. */
void *arena_alloc(struct arena *a, size_t n) __attribute__((malloc, returns_nonnull));
/* Zeroed memory for `n` elements of `size` bytes; the product is checked. */
void *arena_array(struct arena *a, size_t n, size_t size) __attribute__((malloc, returns_nonnull));
/* One zeroed struct: struct org *o = arena_new_of(a, struct org); */
#define arena_new_of(a, type) ((type *)arena_alloc((a), sizeof(type)))

/* Copies with a NUL at the end. NULL in, NULL out. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
void *arena_memdup(struct arena *a, const void *p, size_t n);
/* Three texts as one: for what every row of a page has. */
char *arena_join(struct arena *a, const char *x, const char *y, const char *z);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

/* Calls fn(p) when the arena is reset, rewound past this point, or freed. */
void arena_cleanup(struct arena *a, void (*fn)(void *), void *p);

/* Remembers the present state; arena_rewind() gives back all that came after it. */
struct arena_mark arena_mark(struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark m);

/* Bytes handed out since the last reset, and the most ever: for benches and tests. */
size_t arena_used(const struct arena *a);
size_t arena_peak(const struct arena *a);
/* Does all of it lie in a file? */
bool arena_in_file(const struct arena *a);

#endif
