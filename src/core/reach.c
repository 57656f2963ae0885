#include "core/reach.h"

#include "base/die.h"
#include "base/map.h"
#include "core/tree_impl.h"

#include <stdlib.h>

/* Deeper than any tree: a circle, which a damaged database may have. */
enum { LEVELS = 64, CHUNK = 500 };

/* Days below an organisation: a link to the parent, or a row of the table. */
struct stretch {
	int64_t anc; /* of a link: 0 is the top */
	int64_t txn; /* of a row that is stored */
	day_t from, to;
	bool climb; /* while rows are made: go on above anc */
};

struct stretches {
	struct stretch *p;
	size_t n, room;
};

struct node {
	struct node *next;
	int64_t org;
	bool linked;		/* its links count; otherwise its rows are right as they are */
	day_t from, to;		/* between which days the plan changes its links; 0: it does not */
	struct stretches links; /* by day; a rename does not cut them */
	struct stretches rows;	/* as stored, by anc and day */
};

struct reach {
	struct ctx *cx;
	struct map *by_org;
	struct node *nodes, *last;
	struct stretches made; /* of the organisation under way */
	bool doubt;	       /* rows that are stored are not built upon */
};

static struct reach *reach_new(struct ctx *cx)
{
	struct reach *r = arena_new_of(cx->a, struct reach);

	r->cx = cx;
	r->by_org = map_new(cx->a, 64);
	return r;
}

struct reach *reach_doubt(struct ctx *cx)
{
	struct reach *r = reach_new(cx);

	r->doubt = true;
	return r;
}

/* ---- stretches ---- */

static void push(struct arena *a, struct stretches *to, struct stretch s)
{
	must(to);
	if (to->n == to->room) {
		struct stretch *old = to->p;
		to->room = to->room ? to->room * 2 : 2;
		to->p = arena_array(a, to->room, sizeof(*to->p));
		if (old)
			memcpy(to->p, old, to->n * sizeof(*old));
	}
	must(to->p);
	to->p[to->n++] = s;
}

/* The part of a stretch that lies between two days, under another head; nothing if none does. */
static void push_part(
	struct arena *a, struct stretches *to, struct stretch s, day_t from, day_t end)
{
	if (s.from < from)
		s.from = from;
	if (s.to > end)
		s.to = end;
	if (s.from < s.to)
		push(a, to, s);
}

static void push_link(struct arena *a, struct stretches *to, int64_t parent, day_t from, day_t end)
{
	struct stretch *last = to->n ? &to->p[to->n - 1] : NULL;

	if (last && last->anc == parent && last->to == from)
		last->to = end;
	else
		push(a, to, (struct stretch){.anc = parent, .from = from, .to = end});
}

static bool stretch_same(const struct stretch *a, const struct stretch *b)
{
	return a->anc == b->anc && a->from == b->from && a->to == b->to;
}

static int stretch_order(const void *pa, const void *pb)
{
	const struct stretch *a = pa, *b = pb;

	if (a->anc != b->anc)
		return a->anc < b->anc ? -1 : 1;
	return (a->from > b->from) - (a->from < b->from);
}

/* Sorts, and makes one of those that touch. */
static void coalesce(struct stretches *s)
{
	size_t n = 0;

	if (s->n > 1)
		qsort(s->p, s->n, sizeof(*s->p), stretch_order);
	for (size_t i = 0; i < s->n; i++) {
		struct stretch *last = n ? &s->p[n - 1] : NULL;
		if (!last || last->anc != s->p[i].anc || last->to < s->p[i].from)
			s->p[n++] = s->p[i];
		else if (last->to < s->p[i].to)
			last->to = s->p[i].to;
	}
	s->n = n;
}

/* The first day on which two lists of links differ; DAY_MAX if none does. */
static day_t first_apart(const struct stretches *a, const struct stretches *b)
{
	const struct stretch *x, *y;
	size_t i = 0;

	while (i < a->n && i < b->n && stretch_same(&a->p[i], &b->p[i]))
		i++;
	if (i == a->n && i == b->n)
		return DAY_MAX;
	if (i == a->n || i == b->n)
		return (i < a->n ? a : b)->p[i].from;
	x = &a->p[i];
	y = &b->p[i];
	if (x->from != y->from || x->anc != y->anc)
		return x->from < y->from ? x->from : y->from;
	return x->to < y->to ? x->to : y->to;
}

/* The day after the last one on which they differ; they do on one. */
static day_t last_apart(const struct stretches *a, const struct stretches *b)
{
	const struct stretch *x, *y;
	size_t i = a->n, k = b->n;

	for (; i && k && stretch_same(&a->p[i - 1], &b->p[k - 1]); i--)
		k--;
	if (!i || !k)
		return i ? a->p[i - 1].to : b->p[k - 1].to;
	x = &a->p[i - 1];
	y = &b->p[k - 1];
	if (x->to != y->to || x->anc != y->anc)
		return x->to > y->to ? x->to : y->to;
	return x->from > y->from ? x->from : y->from;
}

/* ---- reading ---- */

static struct node *node_find(const struct reach *r, int64_t org)
{
	return map_get(r->by_org, map_id(&org));
}

static struct node *node_add(struct reach *r, int64_t org)
{
	struct node *n = arena_new_of(r->cx->a, struct node);

	n->org = org;
	if (r->last)
		r->last->next = n;
	else
		r->nodes = n;
	r->last = n;
	map_put(r->by_org, map_id(&n->org), n);
	return n;
}

static enum err read_links(struct reach *r, struct node *n)
{
	struct cursor c;

	n->linked = true;
	TRY(db_query(r->cx->db, &c, Q_REACH_LINKS, n->org));
	while (db_next(&c))
		push_link(r->cx->a, &n->links, db_int(&c, 1), (day_t)db_int(&c, 2),
			(day_t)db_int(&c, 3));
	return db_end(&c);
}

static struct stretch row_of(const struct cursor *c)
{
	return (struct stretch){.anc = db_int(c, 1),
		.from = (day_t)db_int(c, 2),
		.to = (day_t)db_int(c, 3),
		.txn = db_int(c, 4)};
}

static enum err read_rows(struct reach *r, struct node *n)
{
	struct cursor c;

	TRY(db_query(r->cx->db, &c, Q_REACH_ROWS, n->org));
	while (db_next(&c))
		push(r->cx->a, &n->rows, row_of(&c));
	return db_end(&c);
}

/* An organisation above one that is computed. */
static enum err node_above(struct reach *r, int64_t org, struct node **ret)
{
	*ret = node_find(r, org);
	if (*ret)
		return ERR_OK;
	*ret = node_add(r, org);
	return r->doubt ? read_links(r, *ret) : read_rows(r, *ret);
}

/* Those below an organisation whose links are to change. Who is here already has them. */
static enum err read_links_below(struct reach *r, const struct node *top)
{
	struct node *n = NULL;
	int64_t skip = 0;
	struct cursor c;

	TRY(db_query(r->cx->db, &c, Q_REACH_LINKS_BELOW, top->org, top->from, top->to));
	while (db_next(&c)) {
		int64_t org = db_int(&c, 0);
		if (org == skip)
			continue;
		if (!n || n->org != org) {
			skip = node_find(r, org) ? org : 0;
			if (skip)
				continue;
			n = node_add(r, org);
			n->linked = true;
		}
		push_link(r->cx->a, &n->links, db_int(&c, 1), (day_t)db_int(&c, 2),
			(day_t)db_int(&c, 3));
	}
	return db_end(&c);
}

static enum err read_rows_below(struct reach *r, struct node *top)
{
	struct node *n = NULL;
	int64_t skip = 0;
	struct cursor c;

	TRY(db_query(r->cx->db, &c, Q_REACH_ROWS_BELOW, top->org, top->from, top->to));
	while (db_next(&c)) {
		int64_t org = db_int(&c, 0);
		if (org == skip)
			continue;
		if (!n || n->org != org) {
			n = node_find(r, org);
			skip = !n || n->rows.n ? org : 0;
			if (skip)
				continue;
		}
		push(r->cx->a, &n->rows, row_of(&c));
	}
	TRY(db_end(&c));
	return top->rows.n ? ERR_OK : read_rows(r, top);
}

/* ---- computing ---- */

/* What a stretch below an organisation says about those above it. */
static enum err climb(struct reach *r, struct stretch s)
{
	struct node *n, *above;

	TRY(node_above(r, s.anc, &n));
	for (size_t i = 0; i < n->links.n; i++) {
		struct stretch link = n->links.p[i];
		if (!link.anc || link.from >= s.to || link.to <= s.from)
			continue;
		TRY(node_above(r, link.anc, &above));
		link.climb = true;
		if (above->linked)
			push_part(r->cx->a, &r->made, link, s.from, s.to);
		for (size_t k = 0; !above->linked && k < above->rows.n; k++) {
			struct stretch row = above->rows.p[k];
			if (row.from < link.from)
				row.from = link.from;
			if (row.to > link.to)
				row.to = link.to;
			push_part(r->cx->a, &r->made, row, s.from, s.to);
		}
	}
	return ERR_OK;
}

/* The rows of an organisation into r->made, level by level. */
static enum err compute(struct reach *r, const struct node *n)
{
	struct stretches *made = &r->made;
	size_t level = 0, end = 0;

	made->n = 0;
	for (size_t i = 0; i < n->links.n; i++)
		push(r->cx->a, made,
			(struct stretch){.anc = n->org,
				.from = n->links.p[i].from,
				.to = n->links.p[i].to,
				.climb = true});
	for (size_t i = 0; i < made->n && level < LEVELS; i++) {
		if (i == end) {
			level++;
			end = made->n;
		}
		if (made->p[i].climb)
			TRY(climb(r, made->p[i]));
	}
	coalesce(made);
	return ERR_OK;
}

/* ---- writing ---- */

static enum err write_row(const struct reach *r, int64_t org, const struct stretch *s)
{
	return db_run(
		r->cx->db, Q_REACH_INSERT, s->anc, org, s->from, s->to, r->cx->txn, r->cx->txn_ms);
}

static enum err void_row(const struct reach *r, int64_t org, const struct stretch *s)
{
	return db_run(
		r->cx->db, Q_REACH_VOID, s->anc, org, s->from, s->txn, r->cx->txn, r->cx->txn_ms);
}

/* The rows that are stored become those that were made. */
static enum err replace(const struct reach *r, const struct node *n)
{
	const struct stretches *made = &r->made;
	size_t i = 0;

	for (size_t k = 0; k < n->rows.n; k++) {
		const struct stretch *old = &n->rows.p[k];
		for (; i < made->n && stretch_order(&made->p[i], old) < 0; i++)
			TRY(write_row(r, n->org, &made->p[i]));
		if (i < made->n && stretch_same(&made->p[i], old))
			i++;
		else
			TRY(void_row(r, n->org, old));
	}
	for (; i < made->n; i++)
		TRY(write_row(r, n->org, &made->p[i]));
	return ERR_OK;
}

/* ---- after a plan ---- */

static void take_changed(struct reach *r, const struct plan_org *o)
{
	const struct org_spell *s = o->old.rows;
	struct stretches old = {0}, now = {0};
	struct node *n;
	day_t from;

	for (size_t i = 0; i < o->old.n; i++)
		push_link(r->cx->a, &old, s[i].parent, s[i].from_day, s[i].to_day);
	for (const struct plan_spell *ps = o->spells; ps; ps = ps->next)
		push_link(r->cx->a, &now, ps->s.parent, ps->s.from_day, ps->s.to_day);
	from = first_apart(&old, &now);
	if (from == DAY_MAX)
		return;
	n = node_add(r, o->id);
	n->linked = true;
	n->links = now;
	if (old.n) {
		n->from = from;
		n->to = last_apart(&old, &now);
	}
}

/* Rows of what lay below a change are still those of before: they say whom it concerns. */
static enum err take_below(struct reach *r)
{
	const struct node *last = r->last;

	for (struct node *n = r->nodes; n; n = n == last ? NULL : n->next) {
		if (!n->to)
			continue;
		TRY(read_links_below(r, n));
		TRY(read_rows_below(r, n));
	}
	return ERR_OK;
}

/* Read before anything is written, so that a batch goes through without waiting. */
static enum err take_above(struct reach *r)
{
	struct node *above;

	for (struct node *n = r->nodes; n; n = n->next)
		for (size_t i = 0; n->linked && i < n->links.n; i++)
			if (n->links.p[i].anc)
				TRY(node_above(r, n->links.p[i].anc, &above));
	return ERR_OK;
}

static enum err write_all(struct reach *r)
{
	TRY(db_batch_begin(r->cx->db));
	for (struct node *n = r->nodes; n; n = n->next) {
		if (!n->linked)
			continue;
		TRY(compute(r, n));
		TRY(replace(r, n));
	}
	return db_batch_end(r->cx->db);
}

enum err reach_follow(struct tree_plan *p)
{
	struct arena_mark m = arena_mark(p->cx->a);
	struct reach *r = reach_new(p->cx);
	enum err e;

	for (const struct plan_org *o = p->orgs; o; o = o->next)
		if (o->touched)
			take_changed(r, o);
	e = take_below(r);
	if (!e)
		e = take_above(r);
	if (!e)
		e = write_all(r);
	arena_rewind(p->cx->a, m);
	return e;
}

/* ---- all of it ---- */

/* Stored rows and made ones of an organisation, from its spells alone. */
static enum err recompute(struct reach *r, int64_t org, struct node **ret)
{
	TRY(node_above(r, org, ret));
	(*ret)->rows.n = 0;
	TRY(read_rows(r, *ret));
	return compute(r, *ret);
}

enum err reach_is_right(struct reach *r, int64_t org, bool *ret)
{
	struct node *n;

	TRY(recompute(r, org, &n));
	*ret = n->rows.n == r->made.n;
	for (size_t i = 0; *ret && i < n->rows.n; i++)
		*ret = stretch_same(&n->rows.p[i], &r->made.p[i]);
	return ERR_OK;
}

enum err reach_rebuild(struct ctx *cx)
{
	struct arena_mark m = arena_mark(cx->a);
	struct reach *r = reach_doubt(cx);
	struct node *n;
	int64_t org = 0;

	for (int done = 1;; done++) {
		TRY(db_number(cx->db, &org, 0, Q_ORG_IDS, org, (int64_t)1));
		if (!org)
			return ERR_OK;
		TRY(recompute(r, org, &n));
		TRY(replace(r, n));
		if (done % CHUNK)
			continue;
		arena_rewind(cx->a, m);
		r = reach_doubt(cx);
	}
}
