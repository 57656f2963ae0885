/*
 * audit_seal.h: transactions become links of the chain: see audit.h.
 *
 *	e = audit_seal(cx, keyring_newest(ring), &done);	some, the oldest first
 *
 * Digests are computed in a read transaction; what is written is short. Two who seal at the same
 * time meet at the unique previous head: one of them is refused and has done nothing (`done` says 0
 * entries); that is no failure. Not inside a transaction.
 */
#ifndef GUONG_AUDIT_AUDIT_SEAL_H
#define GUONG_AUDIT_AUDIT_SEAL_H

#include "audit/audit_digest.h"
#include "core/ctx.h"

enum { SEAL_ENTRIES = 500, SEAL_ROWS = 200000 };

struct audit_sealed {
	int64_t batch, entries; /* 0 entries: nothing waited */
	const char *head;
};

enum err audit_seal(struct ctx *cx, const struct key *key, struct audit_sealed *ret);
/* All that waits. */
enum err audit_seal_all(struct ctx *cx, const struct key *key, struct audit_sealed *ret);

/* How far the chain goes. */
struct audit_state {
	int64_t batch, last_seq, through_ms, at_ms; /* batch 0: nothing is sealed yet */
	const char *head;
};

/* Inside a transaction. */
enum err audit_state(struct ctx *cx, struct audit_state *ret);

#endif
