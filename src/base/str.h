/*
 * str.h: bytes that have not yet passed the edge.
 *
 * Two kinds of text live in this program. Bytes from outside (a body, a file, a header) are a
 * struct str: a pointer and a length, nothing promised. Text that has passed the edge is a plain
 * C string: valid UTF-8 in composed form (NFC), no control characters, ended by a NUL. The step
 * from the one to the other is text_clean() in base/text.h.
 */
#ifndef GUONG_BASE_STR_H
#define GUONG_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	const char *p;
	size_t n;
};

/* A str of a literal, and of a C string (NULL gives an empty one). */
#define S(lit) ((struct str){"" lit, sizeof(lit) - 1})
static inline struct str str_of(const char *s)
{
	return s ? (struct str){s, strlen(s)} : (struct str){"", 0};
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_is(struct str a, const char *b)
{
	return str_eq(a, str_of(b));
}

/* Comparison of ASCII without regard to case, for header names and the like. */
bool str_eq_nocase(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Without blanks (space, tab, CR, LF) at both ends. */
struct str str_trim(struct str s);
/*
 * Cuts `*rest` at the first `sep`: returns what stands before it, leaves what stands after it.
 * Without `sep`, returns all and leaves an empty str whose p is NULL: for (s; rest.p;) loops.
 */
struct str str_cut(struct str *rest, char sep);
/* The whole of s as a decimal number. False for anything else, overflow included. */
bool str_to_int(struct str s, long long *ret);

/* True for NULL and for "". */
static inline bool text_empty(const char *s)
{
	return !s || !*s;
}

/* strcmp() that takes NULL as "". */
static inline bool text_eq(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

#endif
