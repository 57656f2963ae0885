/*
 * sum_tree.c: numbers follow a plan of the tree. Where organisations stood is read before it is
 * written; where they stand, after.
 */
#include "core/sum_impl.h"
#include "core/tree_impl.h"

enum { WINDOW_MONTHS = 12 };

struct moved {
	struct moved *next;
	int64_t org;
	const struct sum_place *old; /* NULL: it is founded */
	bool whole;		     /* all below it was taken, in one statement */
};

struct sum_tree {
	struct tree_plan *plan;
	struct sums *s;
	struct map *seen;
	struct moved *moved;
	size_t count;
};

/* ---- nodes ---- */

struct kind {
	const char *kind;
	int64_t dims;
};
static const struct field kind_fields[] = {
	F_CAT(struct kind, kind, M_FIELD_KIND, CLASS_PUBLIC, 0, "org_kind"),
	F_INT(struct kind, dims, M_FIELD_SEQ, CLASS_PUBLIC, 0, 0),
	F_END,
};

/* Of a root all days are kept; of others those around today, further ones cost too much room. */
enum err sums_node_store(struct ctx *cx, const struct sum_node *n, bool dirty)
{
	day_t month = cx->say.today / 100 * 100 + 1;
	day_t from = n->root ? DAY_MIN : day_add_months(month, -WINDOW_MONTHS);
	day_t to = n->root ? DAY_MAX : day_add_months(month, WINDOW_MONTHS);

	return db_run(cx->db, Q_SUM_NODE_INSERT, n->org, n->root, n->dims,
		dirty ? cx->txn_ms + !cx->txn_ms : 0, from, to);
}

static const struct kind *summed_kind(const struct list *kinds, const char *kind)
{
	const struct kind *k = kinds->rows;

	for (size_t i = 0; i < kinds->n; i++)
		if (text_eq(k[i].kind, kind))
			return &k[i];
	return NULL;
}

/* A node that comes to be with its organisation is empty, and so right; one never gets less. */
static enum err want_node(
	struct sums *s, const struct plan_org *o, const struct list *kinds, bool *ret_new)
{
	const struct sum_node *n = sums_node(s, o->id);
	struct sum_node want = n ? *n : (struct sum_node){.org = o->id};
	bool wanted = false;

	for (const struct plan_spell *ps = o->spells; ps; ps = ps->next) {
		const struct kind *k = summed_kind(kinds, ps->s.kind);
		want.root = want.root || !ps->s.parent;
		want.dims = want.dims || !ps->s.parent || (k && k->dims);
		wanted = wanted || !ps->s.parent || k;
	}
	if (!wanted || (n && n->root == want.root && n->dims == want.dims))
		return ERR_OK;
	*ret_new = true;
	return sums_node_store(s->cx, &want, n || !o->made);
}

static enum err want_nodes(struct sum_tree *t, bool *ret_new)
{
	struct list kinds;

	TRY(db_list(
		t->s->cx->db, t->s->cx->a, kind_fields, sizeof(struct kind), &kinds, Q_SUM_KINDS));
	for (const struct plan_org *o = t->plan->orgs; o; o = o->next)
		if (o->touched)
			TRY(want_node(t->s, o, &kinds, ret_new));
	return ERR_OK;
}

/* With a second root the whole is more than the first one. */
enum err sums_node_whole(struct sums *s, bool dirty)
{
	size_t roots = 0;

	for (size_t i = 0; i < s->node_count; i++)
		roots += s->nodes[i].org && s->nodes[i].root;
	if (roots < 2 || sums_node(s, 0))
		return ERR_OK;
	return sums_node_store(s->cx, &(struct sum_node){.root = 1, .dims = 1}, dirty);
}

enum err sums_nodes_make(struct ctx *cx, bool only_missing)
{
	static const struct field wanted_fields[] = {
		F_ID(struct sum_node, org, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
		F_INT(struct sum_node, root, M_FIELD_SEQ, CLASS_INSIDE, 0, 0),
		F_INT(struct sum_node, dims, M_FIELD_SEQ, CLASS_INSIDE, 0, 0),
		F_END,
	};
	const struct sum_node *w, *n;
	struct list wanted;
	struct sums *s;

	TRY(sums_new(cx, &s));
	TRY(db_list(cx->db, cx->a, wanted_fields, sizeof(*w), &wanted, Q_SUM_NODE_WANTED));
	w = wanted.rows;
	for (size_t i = 0; i < wanted.n; i++) {
		n = sums_node(s, w[i].org);
		if (!only_missing || !n || n->root < w[i].root || n->dims < w[i].dims)
			TRY(sums_node_store(cx, &w[i], true));
	}
	TRY(sums_new(cx, &s));
	return sums_node_whole(s, true);
}

static enum err make_nodes(struct sum_tree *t)
{
	bool anew = false, none = !sums_any(t->s);

	TRY(want_nodes(t, &anew));
	if (!anew)
		return ERR_OK;
	TRY(sums_new(t->plan->cx, &t->s));
	TRY(sums_node_whole(t->s, !none));
	return sums_new(t->plan->cx, &t->s);
}

/* ---- who moves ---- */

static void move_add(struct sum_tree *t, int64_t org, const struct sum_place *old)
{
	struct moved *m = arena_new_of(t->plan->cx->a, struct moved);

	*m = (struct moved){t->moved, org, old, false};
	t->moved = m;
	t->count++;
	map_put(t->seen, map_id(&m->org), m);
}

static enum err take(struct sum_tree *t, int64_t org)
{
	const struct sum_place *old;

	if (map_get(t->seen, map_id(&org)))
		return ERR_OK;
	TRY(sums_place(t->s, org, &old));
	move_add(t, org, old);
	return ERR_OK;
}

static enum err take_below(struct sum_tree *t, struct moved *top)
{
	const int64_t *ids;
	struct list orgs;

	top->whole = true;
	TRY(sums_places_below(t->s, top->org, &orgs));
	ids = orgs.rows;
	for (size_t i = 0; i < orgs.n; i++)
		TRY(take(t, ids[i]));
	return ERR_OK;
}

struct change {
	bool any, links; /* in what counts at all; in what those below follow */
};

/* Names and codes count nowhere: rows that differ in them alone are the same. */
static bool on_same(const struct org_spell *a, const struct org_spell *b, bool links)
{
	if (!a || !b)
		return a == b;
	return a->parent == b->parent &&
	       (links || (text_eq(a->kind, b->kind) && text_eq(a->sector, b->sector)));
}

static const struct org_spell *old_on(const struct plan_org *o, day_t day)
{
	const struct org_spell *s = o->old.rows;

	for (size_t i = 0; i < o->old.n; i++)
		if (s[i].from_day <= day && day < s[i].to_day)
			return &s[i];
	return NULL;
}

static void compare_on(const struct plan_org *o, day_t day, struct change *ret)
{
	const struct plan_spell *now = plan_spell_on(o, day);
	const struct org_spell *a = old_on(o, day), *b = now ? &now->s : NULL;

	ret->any = ret->any || !on_same(a, b, false);
	ret->links = ret->links || !on_same(a, b, true);
}

/* Both are steps: they are the same if they are on every day on which one of them steps. */
static struct change change_of(const struct plan_org *o)
{
	const struct org_spell *s = o->old.rows;
	struct change c = {false, false};

	for (size_t i = 0; i < o->old.n; i++) {
		compare_on(o, s[i].from_day, &c);
		compare_on(o, s[i].to_day, &c);
	}
	for (const struct plan_spell *ps = o->spells; ps; ps = ps->next) {
		compare_on(o, ps->s.from_day, &c);
		compare_on(o, ps->s.to_day, &c);
	}
	return c;
}

enum err sum_tree_before(struct tree_plan *p, struct sum_tree **ret)
{
	struct sum_tree *t = arena_new_of(p->cx->a, struct sum_tree);

	*t = (struct sum_tree){.plan = p, .seen = map_new(p->cx->a, 64)};
	TRY(sums_new(p->cx, &t->s));
	if (!p->sum_later)
		TRY(make_nodes(t));
	*ret = t;
	for (const struct plan_org *o = p->orgs; o && sums_any(t->s); o = o->next) {
		struct change c = o->touched ? change_of(o) : (struct change){false, false};
		if (!c.any && !c.links)
			continue;
		if (o->made)
			move_add(t, o->id, NULL);
		else
			TRY(take(t, o->id));
		if (!o->made && c.links)
			TRY(take_below(t, map_get(t->seen, map_id(&o->id))));
	}
	return ERR_OK;
}

enum err sum_tree_after(struct sum_tree *t)
{
	const struct sum_place *now;

	struct list below;

	t->s->places = map_new(t->plan->cx->a, t->count + 16);
	for (const struct moved *m = t->moved; m; m = m->next)
		if (m->whole)
			TRY(sums_places_below(t->s, m->org, &below));
	for (const struct moved *m = t->moved; m; m = m->next) {
		TRY(sums_place(t->s, m->org, &now));
		if (m->old && sum_place_same(m->old, now))
			continue;
		if (m->old)
			sums_org(t->s, m->old, -1);
		sums_org(t->s, now, 1);
	}
	return sums_write(t->s);
}

/* ---- for who has more to count there ---- */

struct list sum_tree_moved(struct sum_tree *t)
{
	int64_t *ids = arena_array(t->plan->cx->a, t->count + 1, sizeof(*ids));
	size_t n = 0;

	for (const struct moved *m = t->moved; m; m = m->next) {
		const struct sum_place *now = map_get(t->s->places, map_id(&m->org));
		if (m->old && !sum_place_same(m->old, now))
			ids[n++] = m->org;
	}
	return (struct list){ids, n, sizeof(*ids)};
}

const struct sum_place *sum_tree_old(struct sum_tree *t, int64_t org)
{
	const struct moved *m = map_get(t->seen, map_id(&org));

	return m ? m->old : NULL;
}

struct sums *sum_tree_sums(struct sum_tree *t)
{
	return t->s;
}

struct sum_tree *tree_plan_sums(struct tree_plan *p)
{
	return p->sums;
}
