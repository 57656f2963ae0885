/*
 * demo.h: a database to look around in: the real tree of units of before July 2025, a few accounts.
 */
#ifndef GUONG_APP_DEMO_H
#define GUONG_APP_DEMO_H

#include "app/cli.h"

/* guong demo country --db DB */
int demo_run(struct args *args);

#endif
