/*
 * org_unit.h: administrative units as files name them, and the territorial organisation of each.
 *
 *	k = org_unit_kind(a, "phuong");
 *	org_unit_name(a, k, "Phường An Lạc");     "Đảng bộ phường An Lạc"
 */
#ifndef GUONG_ORG_ORG_UNIT_H
#define GUONG_ORG_ORG_UNIT_H

#include "base/arena.h"

/* A kind of unit: as files write it (folded), its word, and what its organisation is. */
struct org_unit_kind {
	const char *folded, *word,
		*kind; /* kind NULL: a province or a district, the parent decides */
};

/* NULL: no kind is written like that. */
const struct org_unit_kind *org_unit_kind(struct arena *a, const char *text);
/* What follows the word in a name that begins with it ("Xã Ẳng Tở"), and the word small. */
const char *org_unit_rest(const char *name, const char **ret_word);
const char *org_unit_name(struct arena *a, const struct org_unit_kind *kind, const char *name);

#endif
