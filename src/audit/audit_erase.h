/*
 * audit_erase.h: removing what a person's record held, and leaving the chain whole.
 *
 *	TRY(erase_plan(cx, person, &plan));	refuses what may not be erased, and says why
 *	TRY(txn_start(cx, "erase", NULL));
 *	TRY(erase_apply(cx, plan, erasure));
 *
 * Only what is out of force is erased: facts must have been taken back in the ordinary way, so no
 * number of today changes by erasing. All that is to go must be in the chain already, and as it was
 * sealed: evidence of a change is not erased.
 *
 * For every transaction that made or voided something of the person, the digest of that unit stays
 * (audit_erased) and its salt goes, so that nobody can find by trying what was there. The salt that
 * all of that transaction had in common goes too, and leaves those of its other units. The reason
 * of a transaction that touched nobody else is a unit of its own, and goes with it.
 */
#ifndef GUONG_AUDIT_AUDIT_ERASE_H
#define GUONG_AUDIT_AUDIT_ERASE_H

#include "core/ctx.h"

struct erase_plan;

/* Only what is in the way of asking for it: facts, joins, an account. */
enum err erase_allowed(struct ctx *cx, int64_t person);
/* In the transaction in which it is applied. */
enum err erase_plan(struct ctx *cx, int64_t person, struct erase_plan **ret);
/* How many rows of how many transactions. */
enum err erase_apply(struct ctx *cx, struct erase_plan *p, int64_t erasure, int64_t *ret_rows);
/* How often something has been erased. In a transaction. */
enum err erase_count(struct ctx *cx, int64_t *ret);

#endif
