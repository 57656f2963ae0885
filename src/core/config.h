/*
 * config.h: who changed what the program goes by: catalogues, rules, days off, settings.
 *
 * Such rows are read by many statements as they stand, so they have no columns of time. Instead
 * each change of one is noted (config_row: who, when, what it was before and after), and the audit
 * chain covers the notes. Whoever writes to a table of config_tables.def does it between
 *
 *	TRY(config_start(cx, &c));	what stands now
 *	...
 *	TRY(config_end(cx, c));		notes what has become different
 *
 * in one write transaction. Only differences that were made in between are noted: what somebody
 * changed past the program before is not taken over, and config_verify() goes on telling of it.
 */
#ifndef GUONG_CORE_CONFIG_H
#define GUONG_CORE_CONFIG_H

#include "core/ctx.h"

struct config;

enum err config_start(struct ctx *cx, struct config **ret);
/* Begins the transaction "config" if none is under way and something has become different. */
enum err config_end(struct ctx *cx, struct config *c);

/* Compares all rows with what was noted, and tells each one that differs. In a transaction. */
enum err config_verify(struct ctx *cx, void (*found)(void *p, const char *text), void *p);

#endif
