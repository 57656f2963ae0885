/*
 * action.h: everything a person can do is an action.
 *
 * Web form, API, shell, import and scheduled job all reach it through app/dispatch, which alone
 * authenticates, checks permission and reach, checks origin and token, parses the input by its
 * field table, opens the transaction, and maps the error. An action is either read:
 *
 *	const struct action org_show = {.in = org_show_in_fields, .in_size = ..., .read = show};
 *
 * or written, in two halves: plan reads, validates and says what would change; apply writes what
 * the plan prepared. A preview is a plan shown. On a serialisation failure both are run again, so
 * neither may have an effect outside the transaction.
 *
 *	const struct action org_rename = {.in = ..., .fill = rename_fill, .plan = rename_plan,
 *		.apply = change_apply, .submit = M_ORG_RENAME};
 *
 * Functions get the input as a pointer to their own struct; the first line gives it its type.
 */
#ifndef GUONG_CORE_ACTION_H
#define GUONG_CORE_ACTION_H

#include "core/ctx.h"

struct action {
	const struct field *in; /* NULL: it takes nothing but what stands in the address */
	size_t in_size;
	/* Reads and answers. */
	enum err (*read)(struct ctx *cx, const void *in, struct doc *d);
	/* Puts into an empty form what is known already; adds what the page shows beside it. */
	enum err (*fill)(struct ctx *cx, void *in, struct doc *d);
	enum err (*plan)(struct ctx *cx, const void *in, void **ret_plan, struct doc *d);
	enum err (*apply)(struct ctx *cx, const void *in, void *plan, struct doc *d);
	enum msg title;	 /* of the page with the form, and of the command */
	enum msg submit; /* the verb on the button */
	bool preview;	 /* the form has a second button that shows first */
	bool keeps; /* what is not given stays as `fill` has it: a call need not say everything */
	/* part of signing in: the page to which `cx->enter` may send; see account_entry.c */
	const char *entry;
	bool no_txn;	 /* writes beside the register only: signing in, preferences */
	const void *arg; /* for functions that serve several actions: cx->action->arg */
};

/* A cookie that an action sets; web only. */
struct cookie {
	struct cookie *next;
	const char *name, *value;
	long seconds; /* 0: until the browser closes; -1: forget it */
	bool script;  /* not secret: no HttpOnly */
};

#endif
