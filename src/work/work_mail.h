/*
 * work_mail.h: the reminder of the day by mail, for whoever gave an address.
 *
 * The jobs process makes them: in the morning, one account a turn, with the functions that account
 * holds at that moment; that somebody was told, and the mail in the outbox, are one transaction of
 * the side database. It may start no program (http/sandbox.h), so `guong mail` sends what waits,
 * run by a timer as an ordinary process: each mail is piped to a program like sendmail.
 *
 * A mail has counts and a link. It never has a name or what a case is about.
 */
#ifndef GUONG_WORK_WORK_MAIL_H
#define GUONG_WORK_WORK_MAIL_H

#include "core/action.h"

/* One account that was not told today, if it is late enough in the day. */
enum err work_mail_turn(struct ctx *cx, bool *ret_any);

struct mail_out {
	int64_t id, tries;
	const char *address, *subject, *body;
};
enum { MAIL_TRIES = 10, MAIL_BATCH = 100 };
/* What waits (struct mail_out); and what came of one: after MAIL_TRIES it is given up. */
enum err work_mail_waiting(struct ctx *cx, struct list *ret);
enum err work_mail_done(struct ctx *cx, const struct mail_out *m, bool sent);
/* The whole message, with its headers: what the program reads. */
const char *work_mail_text(struct ctx *cx, const struct mail_out *m, const char *from);
/* Is it one mail address, with nothing that would end a header? */
bool work_mail_address(const char *s);

extern const struct action work_mail;

#endif
