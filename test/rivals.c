/*
 * rivals.c: two write at once, at the worst moment: between what one of them has read and what it
 * writes. PostgreSQL sends it back (40001) and it is done again; SQLite does not let the other one
 * in (BUSY). Either way each deed is done once, or refused and not done at all.
 */
#include "app/dispatch.h"
#include "base/die.h"
#include "deed.h"
#include "http/form.h"
#include "import/import.h"
#include "org/org.h"

#include <stdio.h>
#include <stdlib.h>

enum { PROGRESS_CALLS = 4 };

/* An action in whose midst a rival does something of its own; the action comes first. */
struct rival {
	struct action action;
	struct world *w;
	struct site site; /* the rival's */
	const struct action *real;
	int after;	     /* so many calls it lets pass */
	int strikes;	     /* so often it strikes */
	int planned;	     /* how often the action was planned */
	int done;	     /* deeds of the rival that were done */
	enum err last;	     /* how the rival's last one ended */
	unsigned number;     /* of the next deed */
	struct deed deed[8]; /* the rival's */
	int deeds;
};

struct run {
	struct world w;
	int cases, failed;
	unsigned number;
};

static void told(struct run *t, bool right, const char *name)
{
	t->failed += !right;
	printf("%sok %d - %s\n", right ? "" : "not ", ++t->cases, name);
	fflush(stdout);
}

/* ---- deeds without a page ---- */

static void add(struct arena *a, struct params *ps, const char *name, const char *value)
{
	params_add(a, ps, (struct param){name, str_of(value), NULL});
}

static struct call call_of(struct arena *a, const struct deed *d)
{
	struct call call = {.write = true, .is_operator = true, .key = d->key};

	call.route = route_match(a, "/org/xa-a/found", &call.params);
	must(call.route);
	add(a, &call.params, "day", "1/1/2026");
	add(a, &call.params, "name", arena_printf(a, "%s Mới", d->word));
	add(a, &call.params, "code", d->word);
	add(a, &call.params, "kind", "grassroots_committee");
	return call;
}

static enum err run_at(struct site *site, struct world *w, const struct call *call)
{
	struct fault *f = arena_new_of(w->ra, struct fault);
	struct ctx cx;
	struct doc d;

	f->a = w->ra;
	site_ctx(site, &cx, w->ra, f);
	return dispatch(&cx, call, &d);
}

static void strike(struct rival *r)
{
	struct deed *d = &r->deed[r->deeds];
	struct call call;

	if (r->after-- > 0 || r->strikes <= 0)
		return;
	r->strikes--;
	must(++r->deeds <= 8);
	deed_new(r->w->ra, d, DEED_FOUND, r->number++);
	call = call_of(r->w->ra, d);
	r->last = run_at(&r->site, r->w, &call);
	d->done = !r->last;
	r->done += d->done;
}

static enum err plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct rival *r = (struct rival *)cx->action;
	enum err e = r->real->plan(cx, in, ret_plan, d);

	r->planned++;
	strike(r);
	return e;
}

static void begin(struct run *t, struct rival *r, int strikes)
{
	*r = (struct rival){.action = org_found,
		.w = &t->w,
		.real = &org_found,
		.strikes = strikes,
		.number = t->number};
	r->action.plan = plan;
	t->number += 10;
	if (site_open(&r->site, t->w.where, &t->w.f))
		die("%s", t->w.f.detail);
	r->site.clock.fixed_ms = t->w.now;
	ids_init(&r->site.ids, t->number);
}

/* What stands of the deed and of the rival's is what was said to be done. */
static bool finish(struct run *t, struct rival *r, const struct deed *d, bool done)
{
	struct kept kept;
	struct deed mine = *d;
	bool right = deed_look(&t->w, t->w.ra, &kept) && !deed_check(&t->w);

	site_close(&r->site);
	mine.done = done;
	right = right && deed_judge(&kept, &mine) == DEED_RIGHT;
	mine.done = true; /* and it is not there if it was refused */
	right = right && (deed_judge(&kept, &mine) == DEED_RIGHT) == done;
	for (int i = 0; i < r->deeds; i++)
		right = right && deed_judge(&kept, &r->deed[i]) == DEED_RIGHT;
	world_forget(&t->w);
	return right;
}

/* ---- forms ---- */

static enum err found_against(struct run *t, struct rival *r, struct deed *d)
{
	struct call call;
	struct route route;

	deed_new(t->w.ra, d, DEED_FOUND, t->number++);
	call = call_of(t->w.ra, d);
	route = *call.route;
	route.action = &r->action;
	call.route = &route;
	return run_at(&t->w.site, &t->w, &call);
}

static void one_rival(struct run *t)
{
	struct rival r;
	struct deed d;
	enum err e;

	begin(t, &r, 1);
	e = found_against(t, &r, &d);
	if (t->w.pgsql)
		told(t, !e && !r.last && r.planned == 2 && finish(t, &r, &d, true),
			"a rival writes meanwhile: the action is run again, and both are done");
	else
		told(t, !e && r.last == ERR_BUSY && r.planned == 1 && finish(t, &r, &d, true),
			"a rival writes meanwhile: it is told to wait, and not done");
}

static void rivals_without_end(struct run *t)
{
	struct rival r;
	struct deed d;
	enum err e;

	begin(t, &r, 8);
	e = found_against(t, &r, &d);
	if (t->w.pgsql)
		told(t, e == ERR_RETRY && r.done == r.planned && finish(t, &r, &d, false),
			"a rival each time: the action is refused, and nothing of it is done");
	else
		told(t, !e && !r.done && finish(t, &r, &d, true),
			"rivals without end: the one who came first is done");
}

/* ---- a file ---- */

static void on_progress(void *p, int permille)
{
	(void)permille;
	strike(p);
}

static enum err take_in(struct run *t, struct rival *r, struct deed *d)
{
	struct import_options opt = {0};
	struct import *im;
	struct ctx cx;

	deed_new(t->w.ra, d, DEED_IMPORT, t->number++);
	world_ctx(&t->w, &cx);
	cx.request_key = d->key;
	cx.progress = on_progress;
	cx.progress_p = r;
	TRY(import_open(&cx, import_kind_find("orgs"), &opt, "deed.csv", str_of(d->fields), &im));
	return import_commit(im);
}

static void rival_of_a_file(struct run *t)
{
	bool right = true;
	int struck = 0;

	for (int i = 0; i < PROGRESS_CALLS; i++) {
		struct rival r;
		struct deed d;
		enum err e;
		begin(t, &r, 1);
		r.after = i;
		e = take_in(t, &r, &d);
		struck += r.deeds;
		right = !e && finish(t, &r, &d, true) && right;
	}
	told(t, right && struck > 0, "a file is taken in whole, whoever writes meanwhile");
}

/* ---- a page ---- */

/* Somebody holds the one lock that SQLite has. */
static void a_page_waits(struct run *t)
{
	struct visit *v = visit_new(&t->w, "central");
	struct answer page = visit_get(v, "/org/xa-a/found"), r;
	struct rival rival;
	struct deed d;
	char *form;

	begin(t, &rival, 0);
	deed_new(t->w.ra, &d, DEED_FOUND, t->number++);
	form = visit_fill(v, &page, d.fields);
	must(form);
	v->raw = true;
	ok(db_begin(rival.site.db, DB_WRITE));
	r = visit_send(v, HTTP_POST, v->action, form);
	db_rollback(rival.site.db);
	told(t, r.again > 0, "a page whose database is busy is asked again later");
	v->raw = false;
	r = visit_send(v, HTTP_POST, v->action, form);
	told(t, r.status == 303 && finish(t, &rival, &d, true), "and then done, once");
}

int main(void)
{
	struct run *t = calloc(1, sizeof(*t));
	int failed;

	must(t);
	world_start(&t->w);
	world_tree(&t->w, "");
	world_accounts(&t->w);
	one_rival(t);
	rivals_without_end(t);
	rival_of_a_file(t);
	if (!t->w.pgsql)
		a_page_waits(t);
	printf("1..%d\n", t->cases);
	failed = t->failed;
	world_stop(&t->w);
	free(t);
	return failed > 0;
}
