/*
 * serve.h: guong serve: workers that answer, one process for jobs.
 */
#ifndef GUONG_APP_SERVE_H
#define GUONG_APP_SERVE_H

#include "app/cli.h"

int serve_run(struct args *args);

#endif
