/*
 * account_entry.h: what stands between a password (or a slip) and the pages.
 *
 * Dispatch asks account_entry() before each page. It sets cx->enter to the page that comes first:
 * the code of the second factor; a password for whoever came with a slip; setting up the second
 * factor, for whose functions it is due. Only actions of that `entry` and what everybody may see
 * are open until then; web_answer sends there.
 */
#ifndef GUONG_ACCOUNT_ACCOUNT_ENTRY_H
#define GUONG_ACCOUNT_ACCOUNT_ENTRY_H

#include "account/account_enter.h"

#define ENTRY_CODE     "/sign-in/code"
#define ENTRY_PASSWORD "/sign-in/password"
#define ENTRY_FACTOR   "/account-own/factor"

enum err account_entry(struct ctx *cx);
/* Says on a page that the second factor will be due, and from which day on. */
enum err account_entry_notice(struct ctx *cx, struct doc *d);

/* Only an address of this site is gone back to. */
const char *account_safe_back(const char *back);
/* A password of the actor's own, typed twice. */
enum err account_check_pair(struct ctx *cx, const char *password, const char *again);
/* The second factor has been given in this session. */
enum err account_session_factor(struct ctx *cx);
/* All sessions of the actor end, and this browser gets a new one. */
enum err account_begin_anew(struct ctx *cx, const char *password);

#endif
