/*
 * audit_puncture.h: a transaction of which a part is removed, and the chain stays whole.
 *
 *	TRY(puncture_read(cx, txn, &p, &state));	what it made and voided; as sealed?
 *	TRY(puncture_apply(cx, &p, goes, arg, erasure));
 *
 * Of each unit that goes, the digest stays (audit_erased) and the salt goes, so that nobody can
 * find by trying what was there. The salt that all of the transaction had in common goes too, and
 * leaves those of its other units. All in the one write transaction that removes the rows.
 */
#ifndef GUONG_AUDIT_AUDIT_PUNCTURE_H
#define GUONG_AUDIT_AUDIT_PUNCTURE_H

#include "audit/audit_content.h"

enum puncture_state { PUNCTURE_FINE, PUNCTURE_UNSEALED, PUNCTURE_CHANGED };

struct puncture {
	int64_t txn;
	struct audit_salts salts;
	struct audit_content content;
};

enum err puncture_read(
	struct ctx *cx, int64_t txn, struct puncture *ret, enum puncture_state *ret_state);

/* `erasure`: the row that says why, of audit_erasure or term_end. */
enum err puncture_apply(struct ctx *cx, const struct puncture *p,
	bool (*goes)(const void *arg, int64_t unit), const void *arg, int64_t erasure);

#endif
