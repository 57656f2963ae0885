/*
 * tree_find.h: from what people type to organisations.
 *
 * Words are folded, each counts from its beginning, the order does not matter: "muong ang",
 * "Mường Ảng" and "ang muong" find the same. Codes are words too.
 */
#ifndef GUONG_CORE_TREE_FIND_H
#define GUONG_CORE_TREE_FIND_H

#include "core/tree.h"

struct org_hit {
	int64_t org, parent, level;
	const char *name, *code, *kind;
	day_t from_day, to_day;
};
extern const struct field org_hit_fields[];

/* Organisations of the day, and those that existed before or come to exist after it. */
struct org_hits {
	struct list now, past; /* struct org_hit */
};

/*
 * Those that have all the words (the rarest three count), so many of either kind. Of words that
 * thousands have in common, only some of those organisations are looked at.
 */
enum err tree_search(
	struct ctx *cx, const char *text, size_t now, size_t past, struct org_hits *ret);
/*
 * One organisation from a form field: a code, an id, or the whole name if only one has it on the
 * day. ERR_NOT_FOUND or ERR_BAD_INPUT with a problem on `field` that names the way out.
 */
enum err tree_pick(struct ctx *cx, const char *text, day_t day, const char *field, int64_t *ret);

#endif
