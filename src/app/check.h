/*
 * check.h: guong check: does the database hold together? Exit status 12 if something was found.
 *
 * Looked at are: what names a row that is not there (core/refs.h), orders and files of imports, the
 * tree, what is derived about members,
 * numbers of cards that two people have, the audit chain (audit/audit_verify.h), and files that
 * belong to nothing (core/leftover.h).
 *
 * With --mend, what can be derived again (core/reach.h, core/sum.h, member/member_mend.h) is,
 * before it is looked at.
 */
#ifndef GUONG_APP_CHECK_H
#define GUONG_APP_CHECK_H

#include "app/cli.h"
#include "base/keyring.h"

int check_run(struct args *args);

/*
 * The same on a site that is open: prints what is wrong and the result; the exit status. `ring`:
 * the keys of the audit chain, NULL if they are not at hand. `where`: its address; NULL: it lives
 * for a moment only, and no files are looked for.
 */
enum err check_site(struct ctx *cx, const char *where, const struct keyring *ring, int *ret_status);

#endif
