/*
 * demo.h: the command that makes a database to look around in. What it holds: demo/demo.h.
 */
#ifndef GUONG_APP_DEMO_H
#define GUONG_APP_DEMO_H

#include "app/cli.h"

/* guong demo SCENARIO --db DB */
int demo_run(struct args *args);

#endif
