/*
 * cli_import.h: files taken in from the shell.
 *
 *	guong import KIND FILE --db DB [--from --to --under --sheet --ignore-unknown --commit
 *		--bad FILE]
 *	guong import --undo ID --db DB
 *	guong import --list --db DB
 *
 * Without --commit it is a preview. Bad rows are printed, and the exit status says that there are.
 */
#ifndef GUONG_APP_CLI_IMPORT_H
#define GUONG_APP_CLI_IMPORT_H

#include "app/cli.h"

int cli_import_run(struct args *args);

#endif
