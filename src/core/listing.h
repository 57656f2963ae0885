/*
 * listing.h: a list that may be long: one page of it into the document, or, when a sink is set (an
 * export), all of it row by row, in constant memory.
 *
 *	const struct listing l = {.name = "children", .fields = org_row_fields,
 *		.size = sizeof(struct org_row), .first = Q_ORG_CHILDREN,
 *		.after = Q_ORG_CHILDREN_AFTER, .row_href = "/org/"};
 *	TRY(listing_add(cx, d, &l, (const struct db_val[]){DB_ARGS(org, day, known)}, 3, &part));
 *
 * Both statements take the given arguments and then: `after` its key (the id of the last row seen),
 * both at the end a limit. The first FT_ID field of a row is its key.
 */
#ifndef GUONG_CORE_LISTING_H
#define GUONG_CORE_LISTING_H

#include "core/ctx.h"

struct listing {
	const char *name;
	enum msg title, empty;
	const struct field *fields;
	size_t size;
	enum stmt first, after;
	const char *row_href;
	/* Completes a row that was read; may be NULL. */
	enum err (*complete)(struct ctx *cx, void *row);
};

enum err listing_add(struct ctx *cx, struct doc *d, const struct listing *l,
	const struct db_val *args, int n, struct doc_part **ret);

/* The ways in which a list leaves; `query` keeps what the page was asked ("?day=...", or ""). */
void listing_exports(struct ctx *cx, struct doc *d, const char *query);

#endif
