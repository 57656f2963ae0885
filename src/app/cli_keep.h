/*
 * cli_keep.h: guong key, backup, restore, copy, upgrade: see keep/keep.h for what they do.
 *
 * What was restored or copied is looked at by guong check before the command says that all is
 * well; `backup verify` does the same in a temporary database and leaves nothing behind. After a
 * restore all sessions are ended: one that was ended since the backup must not live again.
 *
 * An upgrade takes a backup first if the schema is to change, and changes all of it or nothing
 * (setup.h); what the package runs while the service is stopped.
 */
#ifndef GUONG_APP_CLI_KEEP_H
#define GUONG_APP_CLI_KEEP_H

#include "app/cli.h"

int cli_key_run(struct args *args);
int cli_backup_run(struct args *args);
int cli_restore_run(struct args *args);
int cli_copy_run(struct args *args);
int cli_upgrade_run(struct args *args);

#endif
