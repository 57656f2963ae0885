/*
 * help_search.h: words in the guide, without diacritics and in any order.
 *
 * What is found is a part of a chapter: a heading with what stands below it. All words must be
 * there, each as the beginning of a word; parts whose heading has them all come first.
 */
#ifndef GUONG_HELP_HELP_SEARCH_H
#define GUONG_HELP_HELP_SEARCH_H

#include "base/err.h"
#include "base/field.h"

struct help_hit {
	const char *title, *about, *href;
};
extern const struct field help_hit_fields[];

/* Into `ret` struct help_hit, the best first; words without letters find nothing. */
enum err help_search(
	struct arena *a, struct fault *f, enum lang lang, const char *words, struct list *ret);

#endif
