/*
 * cli_version.h: guong version, guong --version: what this is, built from which commit, with which
 * libraries of databases, under which licence. For whoever reports a fault.
 */
#ifndef GUONG_APP_CLI_VERSION_H
#define GUONG_APP_CLI_VERSION_H

#include "app/cli.h"

int cli_version_run(struct args *args);

#endif
