/*
 * audit_verify.h: does the chain hold, and is what stands in the tables what was sealed?
 *
 * Every link is made anew from its entries and compared with its head and, where its key is at
 * hand, with its mac; every entry is made anew from the rows of its transaction. Then what no
 * transaction accounts for: rows, salts, entries. Each finding names the link, the entry, the
 * transaction or the row. What is not sealed yet is counted, not found: it is sealed in its turn.
 *
 * Only reads; inside a read transaction.
 */
#ifndef GUONG_AUDIT_AUDIT_VERIFY_H
#define GUONG_AUDIT_AUDIT_VERIFY_H

#include "audit/audit_digest.h"
#include "core/ctx.h"
#include "core/tree_verify.h"

struct audit_report {
	int64_t links, entries, erased, found;
	int64_t waiting, since_ms; /* not sealed yet, and since when */
	int64_t unkeyed;	   /* links whose key was not at hand */
	const char *unkeyed_id;	   /* the identifier of one such key */
	int64_t batch;		   /* of the last link; 0: nothing is sealed */
	const char *head;
};

/* `ring` may be NULL: then no mac is compared. */
enum err audit_verify(struct ctx *cx, const struct keyring *ring, tree_found *found, void *p,
	struct audit_report *ret);
/* Is the head that was kept elsewhere that of the link? What is wrong is told to `found`. */
enum err audit_verify_head(
	struct ctx *cx, int64_t batch, const char *head, tree_found *found, void *p);
/* The report in words, a line each: what was looked at, what waits, which key is missing. */
void audit_say(struct ctx *cx, const struct audit_report *r, bool keys, tree_found *line, void *p);

#endif
