/*
 * cli_call.h: one command that is a route: its arguments fill the {parts} of the path in order, its
 * flags the fields of the input; the answer is printed as text, JSON or CSV, or written to a file.
 */
#ifndef GUONG_APP_CLI_CALL_H
#define GUONG_APP_CLI_CALL_H

#include "app/cli.h"
#include "app/route.h"

/* Runs it; the exit status. */
int cli_call(struct args *args, const struct route *r);

#endif
