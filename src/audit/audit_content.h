/*
 * audit_content.h: what a transaction made and voided, as the chain has it: units and their states.
 *
 *	TRY(audit_content(cx, txn, &content));		reads all sources of audit_sources.def
 *	TRY(audit_salts(cx, txn, &salts));
 *	e = audit_entry_digest(&content, &salts, digest);
 *
 * Inside a transaction of the database. Results live in cx->a. An import of 100,000 persons is a
 * transaction like any other: its units take some fifty bytes each.
 */
#ifndef GUONG_AUDIT_AUDIT_CONTENT_H
#define GUONG_AUDIT_AUDIT_CONTENT_H

#include "audit/audit_digest.h"
#include "core/ctx.h"

struct audit_content {
	int64_t txn, rows;
	struct audit_unit *units; /* by their ids */
	size_t n;
};

/* A unit with 32 bytes: its salt; or, if `erasure` is given, the digest that was left of it. */
struct audit_kept {
	int64_t unit, erasure;
	struct str bytes;
};

struct audit_salts {
	bool whole;			/* there is one salt for all units */
	unsigned char salt[SALT_BYTES]; /* that one */
	struct list units;		/* struct audit_kept: otherwise, one for each */
	struct list erased;		/* struct audit_kept */
};

enum err audit_content(struct ctx *cx, int64_t txn, struct audit_content *ret);
enum err audit_salts(struct ctx *cx, int64_t txn, struct audit_salts *ret);
/* The salt of one unit; false if there is none. */
bool audit_salt_of(const struct audit_salts *s, int64_t unit, unsigned char ret[SALT_BYTES]);
/* False when a salt is missing, or what was erased is there. */
bool audit_entry_digest(const struct audit_content *c, const struct audit_salts *s,
	unsigned char ret[DIGEST_BYTES]);

/* How many sources there are, and the statement of each: for the page of one transaction. */
struct audit_source {
	const char *table;
	enum stmt stmt;
};
extern const struct audit_source audit_sources[];
extern const size_t audit_source_count;

#endif
