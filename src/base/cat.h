/*
 * cat.h: catalogues in memory: code, Vietnamese name, English name, order, days.
 *
 * Catalogues (kinds of organisation, sectors, posts...) are dated rows of the database; core/cats
 * loads them once into a process-lifetime arena. A record stores the code; what is shown is the
 * name in the reader's language.
 */
#ifndef GUONG_BASE_CAT_H
#define GUONG_BASE_CAT_H

#include "base/date.h"
#include "base/msg.h"
#include "base/str.h"

struct cat_entry {
	const char *cat, *code;
	const char *name[LANGS];
	const char *alias; /* other spellings in files, folded, '|' between them; or NULL */
	const char *note;  /* free attribute of the catalogue, documented in rules/ */
	int64_t pos;
	day_t from_day, to_day;
};

/* All entries, sorted by catalogue, then by pos. */
struct cats {
	const struct cat_entry *entries;
	size_t n;
};

/* The entry of a code (any day), or NULL. */
const struct cat_entry *cat_find(const struct cats *c, const char *cat, const char *code);
/* The entry whose code, name in either language, or alias is this text (folded alike); or NULL. */
const struct cat_entry *cat_match(
	const struct cats *c, struct arena *a, const char *cat, const char *text);
/* The entries of one catalogue: a pointer to the first and how many. */
const struct cat_entry *cat_all(const struct cats *c, const char *cat, size_t *ret_n);
/* The name to show; the code itself when the catalogue does not have it. */
const char *cat_name(const struct cats *c, enum lang lang, const char *cat, const char *code);

#endif
