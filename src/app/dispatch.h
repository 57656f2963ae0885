/*
 * dispatch.h: the one way from a call (web, API, shell, job) to an action.
 *
 * The steps, each a function: who acts, may they, which organisation, what was given, was it sent
 * before, do it, answer. What fails leaves its problems in cx->f and nothing in the database.
 */
#ifndef GUONG_APP_DISPATCH_H
#define GUONG_APP_DISPATCH_H

#include "app/route.h"
#include "http/request.h"

struct call {
	const struct route *route;
	struct params params; /* all that was given, by name; path parts first */
	bool write;	      /* a form was sent; false: it is asked for, or a page is read */
	bool preview;
	bool propose;	  /* what leads beyond the actor's reach waits for the other end's yes */
	bool is_operator; /* the owner of the database, at the shell */
	int64_t account;  /* who is signed in; 0: nobody */
	const char *key;  /* request key; NULL: none */
	const char *part; /* which table is exported; NULL: the main one */
};

/*
 * The steps of a call after who acts: may they, which organisation, which record. For whoever runs
 * a call within another one (app/proposal_answer.c): cx->action and cx->day are its own already.
 */
enum err dispatch_enter(struct ctx *cx, const struct call *call);
/* Runs the call. The document is filled also after a failure of input: the form with its errors. */
enum err dispatch(struct ctx *cx, const struct call *call, struct doc *d);

#endif
