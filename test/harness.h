/*
 * harness.h: a whole site in a temporary database, and requests to it without a socket.
 *
 *	struct world w;
 *	world_start(&w);                    an empty database with its rules
 *	world_people(&w);                   a small tree and an account for each function
 *	struct visit *v = visit_new(&w, "office");
 *	struct answer r = visit_get(v, "/org/xa-a");
 *	r = visit_form(v, "/org/xa-a/rename", "day=1/2/2026&name=...");
 *	world_stop(&w);
 *
 * SQLite in a directory of its own or, when GUONG_TEST_PG holds an address (test/pg.sh gives one),
 * a PostgreSQL database of its own. world_keep() remembers the contents, world_back() brings them
 * back. The clock stands still (world_wait() moves it), and ids come from a seed.
 */
#ifndef GUONG_TEST_HARNESS_H
#define GUONG_TEST_HARNESS_H

#include "app/site.h"
#include "http/request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* comes after the four above */
#include <cmocka.h>

enum { WORLD_TODAY = 20260301 };

struct world {
	struct arena *a, *ra; /* as long as the world; of requests, see world_forget() */
	struct fault f;
	const char *where;	/* for db_open() */
	const char *dir, *base; /* SQLite: the directory; PostgreSQL: the name of the database */
	bool pgsql;
	int64_t now, kept_now;
	uint64_t requests, opened;
	struct site site;
};

/* False when GUONG_TEST_PG asks for PostgreSQL. */
bool world_on_sqlite(void);
void world_start(struct world *w);
void world_stop(struct world *w);
/* Remembers what is in the database; and makes it so again. The site is opened anew. */
void world_keep(struct world *w);
void world_back(struct world *w);
void world_close(struct world *w);
void world_open(struct world *w);
/* False: it cannot be opened; w->f says why. */
bool world_try_open(struct world *w);
void world_wait(struct world *w, int seconds);
/* Ends all answers given so far. */
void world_forget(struct world *w);
/* A ctx of the operator for work without requests, in the arena of requests. */
void world_ctx(struct world *w, struct ctx *cx);
/* Everything in both databases, table by table, sorted, without what differs between runs. */
char *world_dump(struct world *w);

/*
 * The small tree: province "tinh" with district "huyen" (until 30/06/2025) and the communes "xa-a",
 * "xa-b" (below the district until then), and below each commune a grassroots committee "dc-a" and
 * a cell "cb-a" below that (and "-b"). `more` is put at the end of each name.
 */
void world_tree(struct world *w, const char *more);
/* Accounts with the password PASSWORD; see `people` in harness.c. */
void world_accounts(struct world *w);
/* Tree and accounts, and what a test puts in besides, in a write of its own. */
void world_fill(struct world *w, enum err (*fill)(struct ctx *cx));
#define PASSWORD "mat-khau-dai-1"
/* Ids: of an organisation by its code (of any day), its first and last act, of an account. */
int64_t world_org(struct world *w, const char *code);
int64_t world_act(struct world *w, const char *code);
int64_t world_last_act(struct world *w, const char *code);
int64_t world_account(struct world *w, const char *login);
/* The instant of the last write: another one, and something was written. */
int64_t world_last_write(struct world *w);

struct somebody {
	const char *login, *func, *reach, *over;
};
extern const struct somebody people[];

/* ---- requests ---- */

struct answer {
	int status; /* 0: there was none */
	struct params headers;
	const char *body; /* with a NUL at the end; a file's bytes too */
	size_t n;
	int again; /* what the handler returned: milliseconds until called again */
};

/* A browser: its cookies, who is signed in. */
struct visit {
	struct world *w;
	struct params cookies, headers; /* headers: sent with each request */
	const char *action;		/* where the form of the last visit_fill() goes to */
	bool raw;			/* do not call again when the handler asks for it */
	int port; /* of a server on 127.0.0.1 that is asked over a socket; 0: none */
};

struct visit *visit_new(struct world *w, const char *login);
/* A token for the forms of that visit. */
const char *visit_token(struct visit *v);
/* Throws cookies away. */
void visit_clear(struct visit *v);
/* `target` as it stands in the request line; the form urlencoded, or NULL. */
struct answer visit_send(
	struct visit *v, enum http_method method, const char *target, const char *form);
struct answer visit_get(struct visit *v, const char *target);
/*
 * Asks for the form at `target`, then sends its hidden fields and what stands in its controls; the
 * names in `fields` (urlencoded) take the place of those of the form.
 */
struct answer visit_form(struct visit *v, const char *target, const char *fields);
/* The urlencoded form of a page, with `fields` in the place of its own; NULL: there is none. */
char *visit_fill(struct visit *v, const struct answer *page, const char *fields);
const char *answer_header(const struct answer *r, const char *name);
bool answer_has(const struct answer *r, const char *text);

#define ok(x) assert_int_equal((x), ERR_OK)

#endif
