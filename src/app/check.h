/*
 * check.h: guong check: does the database hold together? Exit status 12 if something was found.
 * The audit chain is verified too (audit/audit_verify.h).
 * With --mend, what can be derived again (core/reach.h, core/sum.h) is, before it is looked at.
 */
#ifndef GUONG_APP_CHECK_H
#define GUONG_APP_CHECK_H

#include "app/cli.h"
#include "base/keyring.h"

int check_run(struct args *args);

/*
 * The same on a site that is open: prints what is wrong and the result; the exit status. `ring`:
 * the keys of the audit chain, NULL if they are not at hand.
 */
enum err check_site(struct ctx *cx, const struct keyring *ring, int *ret_status);

#endif
