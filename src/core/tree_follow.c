#include "core/tree_follow.h"

#include "core/tree_impl.h"

static size_t follower_count(const struct ctx *cx)
{
	size_t n = 0;

	while (cx->followers && cx->followers[n])
		n++;
	return n;
}

enum err tree_follow_check(struct tree_plan *p)
{
	struct ctx *cx = p->cx;
	size_t n = follower_count(cx);

	if (!n || p->verify)
		return ERR_OK;
	p->followed = arena_array(cx->a, n, sizeof(*p->followed));
	for (size_t i = 0; i < n; i++)
		TRY(cx->followers[i]->check(cx, p, &p->followed[i]));
	return p->problems ? ERR_REFUSED : ERR_OK;
}

enum err tree_follow_apply(struct tree_plan *p)
{
	for (size_t i = 0; p->followed && i < follower_count(p->cx); i++)
		TRY(p->cx->followers[i]->apply(p->cx, p->followed[i]));
	return ERR_OK;
}

struct list tree_plan_touched(struct tree_plan *p)
{
	int64_t *ids = arena_array(p->cx->a, p->touched + 1, sizeof(*ids));
	size_t n = 0;

	for (const struct plan_org *o = p->orgs; o; o = o->next)
		if (o->touched && !o->made)
			ids[n++] = o->id;
	return (struct list){ids, n, sizeof(*ids)};
}

enum err tree_plan_acts_of(struct tree_plan *p, int64_t org, struct list *ret)
{
	struct org_act *acts;
	struct plan_org *o;
	size_t n = 0;

	TRY(plan_org(p, org, &o));
	for (const struct plan_act *pa = o->acts; pa; pa = pa->next)
		n++;
	acts = arena_array(p->cx->a, n + 1, sizeof(*acts));
	n = 0;
	for (const struct plan_act *pa = o->acts; pa; pa = pa->next)
		if (!pa->voided)
			acts[n++] = pa->act;
	*ret = (struct list){acts, n, sizeof(*acts)};
	return ERR_OK;
}

enum err tree_plan_spells_of(struct tree_plan *p, int64_t org, struct list *ret)
{
	const struct org_spell *first;
	struct org_spell *spells;
	struct plan_org *o;
	size_t n = 0;

	/* folds what is stale */
	TRY(tree_plan_spell(p, org, DAY_MIN, &first));
	TRY(plan_org(p, org, &o));
	for (const struct plan_spell *ps = o->spells; ps; ps = ps->next)
		n++;
	spells = arena_array(p->cx->a, n + 1, sizeof(*spells));
	n = 0;
	for (const struct plan_spell *ps = o->spells; ps; ps = ps->next)
		spells[n++] = ps->s;
	*ret = (struct list){spells, n, sizeof(*spells)};
	return ERR_OK;
}

void tree_plan_problem(struct tree_plan *p, int64_t org, const char *field, enum msg what,
	const char *a1, const char *a2)
{
	const struct plan_org *o = map_get(p->by_id, map_id(&org));

	plan_problem(p, o ? o->tag : p->tag, field, what, a1, a2);
}
