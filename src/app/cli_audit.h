/*
 * cli_audit.h: guong audit seal | verify | sweep: the chain without a server (audit/audit.h).
 *
 * `verify --head 12:HEX` compares with a head that was kept elsewhere; `--against FILE` with that
 * of a backup. Exit status 12 if something was found.
 */
#ifndef GUONG_APP_CLI_AUDIT_H
#define GUONG_APP_CLI_AUDIT_H

#include "app/cli.h"
#include "base/keyring.h"

int cli_audit_run(struct args *args);

/* The keys named by --key or $GUONG_KEY; NULL if there are none and --key was not given. */
enum err cli_audit_keys(struct args *args, const struct keyring **ret, struct fault *f);

#endif
