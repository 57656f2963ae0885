/*
 * cli_mail.h: guong mail --db DB --from ADDRESS [--program PATH]: sends the reminders that wait
 * (work/work_mail.h). Run by a timer: the server itself starts no programs.
 *
 * The program gets the message on its standard input and "-t", as sendmail does; anything but exit
 * status 0 means that it is tried again the next time.
 */
#ifndef GUONG_APP_CLI_MAIL_H
#define GUONG_APP_CLI_MAIL_H

#include "app/cli.h"

int cli_mail_run(struct args *args);

#endif
