/*
 * check.h: guong check: does the database hold together? Exit status 12 if something was found.
 */
#ifndef GUONG_APP_CHECK_H
#define GUONG_APP_CHECK_H

#include "app/cli.h"

int check_run(struct args *args);

#endif
