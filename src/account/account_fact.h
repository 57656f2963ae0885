/*
 * account_fact.h: the one way in which an account changes: closed or open, its password, its
 * language, whose it is.
 *
 * The account itself holds what stands now, for the one statement that each request asks. Beside it
 * stands a dated row for each state it ever had (account_fact), with the transaction that made it:
 * that is what the audit chain covers, and what the account is compared with (audit_verify.h). Of a
 * password the row holds a digest of what is stored, from which nothing can be guessed.
 *
 * All of these belong to the transaction under way (txn_start()).
 */
#ifndef GUONG_ACCOUNT_ACCOUNT_FACT_H
#define GUONG_ACCOUNT_ACCOUNT_FACT_H

#include "core/ctx.h"

/* A new account; its password is still to be set. person: 0, nobody's of the register. */
enum err account_insert(
	struct ctx *cx, int64_t id, const char *login, const char *name, int64_t person);
/* `stored`: what password_hash() made of it; "": none, a slip is given in its place. */
enum err account_set_password(struct ctx *cx, int64_t account, const char *stored);
enum err account_set_closed(struct ctx *cx, int64_t account, bool closed);
enum err account_set_person(struct ctx *cx, int64_t account, int64_t person);

/*
 * Writes down how the accounts stand of which nothing was ever written down: once, after a database
 * was brought forward from before this was kept. Begins the transaction "config" if need be.
 */
enum err account_facts_fill(struct ctx *cx);

#endif
