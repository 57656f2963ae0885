/*
 * ctx.h: what an action is given besides its input.
 *
 * One ctx serves one piece of work: a request, a command, a job. dispatch fills it; actions read
 * it; nothing in it outlives the work. The day asked for (`day`) and the instant of knowledge
 * (`known`) go into nearly every statement:
 *
 *	db_get(cx->db, cx->a, org_fields, &org, Q_ORG_AT, id, cx->day, cx->known)
 */
#ifndef GUONG_CORE_CTX_H
#define GUONG_CORE_CTX_H

#include "base/clock.h"
#include "base/err.h"
#include "base/id.h"
#include "core/grant.h"
#include "db/db.h"
#include "view/doc.h"
#include "view/sink.h"
#include "view/value.h"

/* How far a list goes: one page of a size, after a key; or, for an export, all of it to a sink. */
struct paging {
	int limit;
	const char *after; /* opaque: made and read by the list itself; NULL: the first page */
	struct sink *sink; /* not NULL: rows of the main table go here, all of them */
	bool brief;	   /* columns with FF_MORE are not shown and need not be read */
};

struct action;
struct cookie;
struct gate;
struct keyring;
struct tree_follower;
struct flow_proc;
struct org_part;
struct dash_part;
struct record_watch;

struct ctx {
	struct arena *a;
	struct db *db, *side;
	const struct clock *clock;
	struct ids *ids;
	struct fault *f;
	struct speech say;
	const struct actor *actor;
	const char *via; /* "web", "shell"...: see txn.via */
	int64_t uid;	 /* of the operating system; -1 over the web */
	day_t day;	 /* asked for; today if nothing was */
	int64_t known;	 /* as known at this instant; MS_MAX - 1: now */
	struct paging page;
	const char *path;  /* address of this page without query, for its links */
	const char *query; /* what keeps the day in links: "?day=2016-05-01", or "" */
	const struct action *action;
	const struct tree_follower *const *followers; /* ends with NULL; NULL: none */
	const struct org_part *const *org_parts;      /* likewise: what its page shows too */
	const struct dash_part *const *dash_parts;    /* likewise: its overview, dash/dash.h */
	const struct flow_proc *const *procs;	      /* likewise: procedures (core/flow.h) */
	const struct record_watch *const *watches;    /* likewise: what follows from records */
	/* Where a page of that title is, for whoever reads; NULL: nowhere. May be NULL itself. */
	const char *(*page_href)(struct ctx *cx, enum msg title);
	int64_t org;	      /* the {org} of the address, resolved on the day; 0: none */
	struct list way;      /* from the top to it (struct org_step); empty: not there then */
	struct grant_end end; /* where an act leads, if out of reach: see core/grant.h */
	struct {	      /* what grant_own_is_all() found last */
		int64_t org, known;
		day_t day;
		bool yes;
	} own_is_all;
	struct { /* up to which class the answer may show: core/clearance.h */
		enum field_class most;
		bool taken;
	} clear;
	int waiting;	  /* proposals that wait for the actor; only for pages */
	const char *item; /* the {item} of the address: which record of the page; NULL: none */
	struct cookie *cookies;	  /* to be set with the answer */
	const char *purpose;	  /* what a list that leaves is for, as typed; NULL: not said */
	const char *peer, *agent; /* of the request, for throttles and the list of sessions */
	const char *session; /* digest of the session; NULL: not signed in, or not over the web */
	const char *token;   /* of its cookie: what the session keeps closed opens by it; or NULL */
	/* What a page found to be done: dispatch runs it after a read, in a write of its own. */
	enum err (*after)(struct ctx *cx, void *p);
	void *after_p;
	int64_t wide;  /* of pages that look at each member: fewer are too many; 0: as they say */
	int64_t named; /* people whom problems name: for the log of looks */
	bool factor;   /* the second factor was given in that session */
	const char *enter;  /* where to, before anything else; NULL: nothing stands between */
	const char *origin; /* "https://guong.vn", as asked for; NULL: not over the web */
	const char *device; /* token of a browser that signed in before; NULL: none */
	uint64_t request;   /* over the web: the same each time it is tried again */
	const struct keyring *keys; /* of the site: base/keyring.h; NULL: it has none */
	struct gate *gate;	    /* where passwords are checked; NULL: here and now */
	int again_ms; /* with ERR_BUSY, ERR_TOO_MANY: when to come again; 0: not said */
	bool secure;  /* over https: what cookies are called hangs on it */
	int64_t txn;  /* of the write under way; 0: none */
	int64_t txn_ms;
	int64_t import;		 /* the import that the write belongs to; 0: none */
	const char *request_key; /* of the form; NULL: none */
	void (*progress)(void *p, int permille);
	void *progress_p;
};

/* The instant that means "as known now": after everything written, before "not voided". */
#define KNOWN_NOW (MS_MAX - 1)

/* Starts the one transaction row of a write; the action's applies call it before they write. */
enum err txn_start(struct ctx *cx, const char *action, const char *reason);
/* Notes where the result stands, as the answer to a resend. */
enum err txn_located(struct ctx *cx, const char *location);
/* The location of the write of the same actor that carried this key before; NULL: none did. */
enum err txn_replayed(struct ctx *cx, const char *key, const char **ret_location);

/* Problems with fields, in one line: return cx_fault(cx, ERR_REFUSED, "day", M_..., text). */
#define cx_fault(cx, code, field, what, ...) fault((cx)->f, code, field, what, ##__VA_ARGS__)
/* Tells how far a long piece of work has come. */
void cx_progress(struct ctx *cx, int64_t done, int64_t all);
/* A day in the reader's words. */
const char *cx_day(struct ctx *cx, day_t d);
/* Settings of the database. */
enum err setting_get(struct ctx *cx, const char *name, const char **ret);
enum err setting_put(struct ctx *cx, const char *name, const char *value);

#endif
