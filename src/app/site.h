/*
 * site.h: what a process that serves one database holds: connections, catalogues, settings.
 */
#ifndef GUONG_APP_SITE_H
#define GUONG_APP_SITE_H

#include "core/ctx.h"

struct site {
	const char *where; /* the database as it was named */
	struct db *db, *side;
	struct arena *a; /* as long as the process */
	struct cats cats;
	struct clock clock; /* with the database's own "today", if it has one */
	struct ids ids;
	const char *name;	    /* of the locality, for the head of the pages */
	bool secure;		    /* served over https by the proxy: cookies say so */
	const struct keyring *keys; /* NULL: no key file is named */
	int64_t wide;		    /* see ctx.h; tests make large organisations of small ones */
	struct gate *gate;	    /* where passwords are checked; NULL: here and now */
};

/* Opens both databases, checks the schema, loads catalogues and settings. */
enum err site_open(struct site *s, const char *where, struct fault *f);
void site_close(struct site *s);
/* A ctx for one piece of work on the site: as known now, today, in Vietnamese. */
void site_ctx(struct site *s, struct ctx *cx, struct arena *a, struct fault *f);

#endif
