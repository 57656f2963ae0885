/*
 * audit_check.h: verifying the chain on the side, each night or when the data auditor asks: who
 * looks at the page sees when it was verified last and what came of it.
 *
 *	audit_check_ask(cx, account)	by a page; in a transaction of the side database of its own
 *	audit_check_run(cx, ring, now)	by the jobs process: if it was asked for, or is time
 */
#ifndef GUONG_AUDIT_AUDIT_CHECK_H
#define GUONG_AUDIT_AUDIT_CHECK_H

#include "base/keyring.h"
#include "core/ctx.h"

struct audit_check {
	int64_t asked_ms, done_ms, links, entries, waiting, unkeyed, found;
	const char *first_found, *head;
};
extern const struct field audit_check_fields[];

enum err audit_check_ask(struct ctx *cx, int64_t account);
/*
 * `nightly`: also when nobody asked and the last one is half a day old. `ret` tells what came of
 * it; done_ms 0: nothing was to be done. Outside transactions.
 */
enum err audit_check_run(
	struct ctx *cx, const struct keyring *ring, bool nightly, struct audit_check *ret);
/* The last ones, the newest first. */
enum err audit_check_list(struct ctx *cx, int64_t n, struct list *ret);

#endif
