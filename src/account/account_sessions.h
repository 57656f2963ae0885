/*
 * account_sessions.h: the table of sessions of one account. Within this room.
 */
#ifndef GUONG_ACCOUNT_ACCOUNT_SESSIONS_H
#define GUONG_ACCOUNT_ACCOUNT_SESSIONS_H

#include "core/action.h"

/* `end_href`: each row leads there, to be ended by its owner; NULL: the rows lead nowhere. */
enum err account_add_sessions(struct ctx *cx, struct doc *d, int64_t account, const char *end_href);

#endif
