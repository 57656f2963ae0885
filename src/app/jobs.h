/*
 * jobs.h: the process that carries out what pages have ordered (imports), and what is to be done
 * without being asked: sealing (jobs_audit.h), tidying up.
 *
 * It has connections of its own and looks for work a few times a second. Each job is done as the
 * account that ordered it, with the functions that account holds at that moment. If a connection
 * is lost the process ends, and its supervisor starts another.
 */
#ifndef GUONG_APP_JOBS_H
#define GUONG_APP_JOBS_H

/* Works until *stop. `where` is the database as it was named. */
void jobs_run(const char *where, const volatile int *stop);

#endif
