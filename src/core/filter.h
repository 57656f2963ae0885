/*
 * filter.h: what a list is asked for: the form above it, and the query that keeps it in links.
 *
 *	form = filter_form(cx, d, in_fields, 3, in, M_RULE_SHOW);
 *	query = filter_query(cx, cx->query, in_fields, 3, in);
 *	query = query_add(cx, query, "kind", kind);
 *
 * Asked are the first `n` fields of the action; what only links carry stands behind them. A field
 * of a catalogue is a list to choose from, with "whatever it is" first. The form may be changed
 * until the document leaves: put away (`fold`), other choices, another value shown.
 */
#ifndef GUONG_CORE_FILTER_H
#define GUONG_CORE_FILTER_H

#include "core/ctx.h"

/* Part "ask" of the document: leads back to the page itself. */
struct doc_form *filter_form(struct ctx *cx, struct doc *d, const struct field *fields, size_t n,
	const void *in, enum msg submit);
/* `query` ("?..." or "") with all that is not empty. */
const char *filter_query(
	struct ctx *cx, const char *query, const struct field *fields, size_t n, const void *in);
/* The same with one more; nothing for an empty value. */
const char *query_add(struct ctx *cx, const char *query, const char *name, const char *value);

#endif
