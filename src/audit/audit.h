/*
 * audit.h: what was done cannot be changed unnoticed, and what must go can go.
 *
 * Every write has a row in txn. The jobs process puts these rows into a chain, a few seconds after
 * they were committed (a head inside each transaction would make writers wait for each other):
 *
 *	audit_entry	one for each transaction, in the order of a sequence of its own, with a
 *			salted digest over its row and all rows of truth that it made and voided
 *	audit_link	entries sealed together: numbers, the previous head, the head, and its mac
 *			with a key from the key file (purpose "audit"), which no database holds
 *
 * So a change of one letter in what was done, a row put in or taken out, an entry or a link gone,
 * all show when the chain is verified (audit_verify.h, `guong check`, the page); that the end was
 * cut off shows where a head was kept: in the log, in each backup, on paper. A site without a key
 * file has no chain: it waits, and `guong check` says so.
 *
 *	audit_digest.h	what digests are made of
 *	audit_content.h	which rows belong to a transaction: audit_sources.def
 *	audit_seal.h	new links
 *	audit_verify.h	comparing
 *	audit_erase.h	removing a person by rule; the digest stays, its salt goes
 *	audit_term.h	removing what is over, by itself
 *	audit_check.h	verifying on the side
 *
 * Pages: /audit (what was done), /audit/chain, /erasure, /retention. They show no content, since
 * their reader, the data auditor, has no other function.
 *
 * What it does not do stands in docs/threat-model.md.
 */
#ifndef GUONG_AUDIT_AUDIT_H
#define GUONG_AUDIT_AUDIT_H

#include "core/action.h"

extern const struct action audit_list, audit_show, audit_chain, audit_ask;
extern const struct action term_list;
extern const struct action erasure_list, erasure_show, erasure_ask, erasure_do, erasure_decline,
	erasure_withdraw;

/* What a form of these pages asks for besides. */
struct audit_why {
	const char *reason;
};

/* Shown by several of these pages. */
void audit_path(struct ctx *cx, struct doc *d);

#endif
