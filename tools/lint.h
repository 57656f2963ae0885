/*
 * lint.h: what the parts of tools/lint share.
 *
 * lint.c reads the tree and the list of exceptions and counts; lint_code.c looks at one C file or
 * header at a time; lint_names.c looks at what must agree between files: statements and messages.
 * The program ends after one pass, so nothing is freed.
 */
#ifndef GUONG_TOOLS_LINT_H
#define GUONG_TOOLS_LINT_H

#include <stdbool.h>
#include <stddef.h>

struct source {
	const char *path; /* from the root: "src/base/arena.c" */
	const char *base; /* "arena.c" */
	const char *ext;  /* "c" */
	const char *room; /* "base"; NULL outside of src/ROOM/ */
	char *text;	  /* the file */
	char *code;	  /* C only: comments and the insides of quotes blanked, as long as text */
	size_t n;
	bool c, test; /* a .c or .h; a test */
};

struct function {
	size_t name, open, close; /* offsets of its name and of its braces */
	int lines;
};

struct word {
	const char *p;
	size_t n, at;
};

/* Reports "path:line: rule: what" unless tools/lint.allow excepts `subject` (NULL: the path). */
void complain(const struct source *s, size_t at, const char *rule, const char *subject,
	const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* The next identifier of `in` (text or code of s) from *at on; *at moves behind it. */
bool word_next(const struct source *s, const char *in, size_t *at, struct word *ret);
bool word_is(const struct word *w, const char *s);
bool word_among(const struct word *w, const char *const *list);
/* The inside of the next string literal of a C file from *at on. */
bool literal_next(const struct source *s, size_t *at, struct word *ret);
bool same(const char *a, const char *b);
bool starts(const char *s, const char *with);
bool ends(const char *s, const char *with);

/* Room for n elements, at least; the process ends when there is no memory. */
void *grow(void *p, size_t n, size_t size);
/* How low a room stands: base 0 ... app 4. A module may use what stands lower. */
int rank_of(const char *room, size_t n);
const struct source *source_find(const char *path);
void function_count(const struct source *s, const struct function *f);

void lint_code(const struct source *s);
void lint_template(const struct source *s);
void names_read(const struct source *s);
void names_use(const struct source *s);
void names_end(void);

#endif
