#include "core/tree_plan.h"

#include "core/tree_impl.h"

struct tree_plan *plan_empty(struct ctx *cx, const struct tree_rules *rules)
{
	struct tree_plan *p = arena_new_of(cx->a, struct tree_plan);

	p->cx = cx;
	p->rules = *rules;
	p->by_id = map_new(cx->a, 64);
	p->by_code = map_new(cx->a, 64);
	return p;
}

enum err tree_plan_new(struct ctx *cx, struct tree_plan **ret)
{
	struct tree_rules rules;

	TRY(tree_rules_load(cx, &rules));
	*ret = plan_empty(cx, &rules);
	return ERR_OK;
}

void tree_plan_report(struct tree_plan *p, tree_report *report, void *arg)
{
	p->report = report;
	p->report_arg = arg;
}

void tree_plan_tag(struct tree_plan *p, long tag)
{
	p->tag = tag;
}

void plan_problem(struct tree_plan *p, long tag, const char *field, enum msg what, const char *a1,
	const char *a2)
{
	p->problems++;
	if (p->report)
		p->report(p->report_arg, tag, field, what, (const char *const[ERR_ARGS]){a1, a2});
	else
		fault(p->cx->f, ERR_REFUSED, field, what, a1, a2);
}

static struct plan_org *org_add(struct tree_plan *p, int64_t id)
{
	struct plan_org *o = arena_new_of(p->cx->a, struct plan_org);

	o->id = id;
	if (p->last)
		p->last->next = o;
	else
		p->orgs = o;
	p->last = o;
	p->count++;
	map_put(p->by_id, map_id(&o->id), o);
	return o;
}

static void act_add(struct tree_plan *p, struct plan_org *o, const struct org_act *act, bool added)
{
	struct plan_act *pa = arena_new_of(p->cx->a, struct plan_act);

	pa->act = *act;
	pa->tag = p->tag;
	pa->added = added;
	if (o->last)
		o->last->next = pa;
	else
		o->acts = pa;
	o->last = pa;
}

/* Spells of an organisation that is only looked at are those of the database. */
static void spells_of_old(struct tree_plan *p, struct plan_org *o)
{
	const struct org_spell *s = o->old.rows;
	struct plan_spell **at = &o->spells;

	for (size_t i = 0; i < o->old.n; i++) {
		*at = arena_new_of(p->cx->a, struct plan_spell);
		(*at)->s = s[i];
		(*at)->kept = true;
		at = &(*at)->next;
	}
}

enum err plan_org(struct tree_plan *p, int64_t id, struct plan_org **ret)
{
	struct list acts;
	const struct org_act *act;

	*ret = map_get(p->by_id, map_id(&id));
	if (*ret)
		return ERR_OK;
	*ret = org_add(p, id);
	TRY(tree_spells(p->cx, id, &(*ret)->old));
	TRY(tree_acts(p->cx, id, &acts));
	act = acts.rows;
	for (size_t i = 0; i < acts.n; i++)
		act_add(p, *ret, &act[i], false);
	spells_of_old(p, *ret);
	return ERR_OK;
}

void tree_plan_sum_later(struct tree_plan *p)
{
	p->sum_later = true;
}

int64_t tree_plan_org(struct tree_plan *p)
{
	struct plan_org *o = org_add(p, id_new(p->cx->ids));

	o->made = true;
	return o->id;
}

bool tree_plan_makes(const struct tree_plan *p, int64_t org)
{
	const struct plan_org *o = map_get(p->by_id, map_id(&org));

	return o && o->made;
}

static void stale_add(struct tree_plan *p, struct plan_org *o)
{
	if (o->stale)
		return;
	o->stale = true;
	o->next_stale = p->stale;
	p->stale = o;
}

static void touch(struct tree_plan *p, struct plan_org *o)
{
	if (!o->touched)
		p->touched++;
	o->touched = true;
	o->tag = p->tag;
	stale_add(p, o);
}

enum err tree_plan_act(struct tree_plan *p, const struct org_act *act)
{
	struct plan_org *o;

	TRY(plan_org(p, act->org, &o));
	touch(p, o);
	act_add(p, o, act, true);
	return ERR_OK;
}

enum err tree_plan_void(struct tree_plan *p, const struct org_act *act)
{
	struct plan_org *o;

	TRY(plan_org(p, act->org, &o));
	touch(p, o);
	for (struct plan_act *pa = o->acts; pa; pa = pa->next)
		if (pa->act.id == act->id && !pa->added)
			pa->voided = true;
	return ERR_OK;
}

/* Spells that stand in the database just so keep their row. */
static void match_old(struct plan_org *o)
{
	const struct org_spell *old = o->old.rows;

	for (struct plan_spell *ps = o->spells; ps; ps = ps->next)
		for (size_t i = 0; i < o->old.n && !ps->kept; i++)
			if (spell_same(&ps->s, &old[i])) {
				ps->s.txn = old[i].txn;
				ps->kept = true;
			}
}

static void index_codes(struct tree_plan *p, struct plan_org *o)
{
	for (struct plan_spell *ps = o->spells; ps; ps = ps->next) {
		struct str code = str_of(ps->s.code);
		ps->same_code = map_get(p->by_code, code);
		map_put(p->by_code, code, ps);
	}
}

/*
 * Only what changed is folded again, so that a long history may be asked about as it is built. Old
 * spells stay in the index of codes, marked: taking them out would cost more.
 */
static void fold_stale(struct tree_plan *p)
{
	while (p->stale) {
		struct plan_org *o = p->stale;
		p->stale = o->next_stale;
		o->stale = false;
		for (struct plan_spell *ps = o->spells; ps; ps = ps->next)
			ps->dead = true;
		tree_fold(p, o);
		if (!p->verify)
			match_old(o);
		index_codes(p, o);
	}
}

void plan_refold(struct tree_plan *p)
{
	for (struct plan_org *o = p->orgs; o; o = o->next)
		if (o->touched)
			stale_add(p, o);
	p->telling = true;
	fold_stale(p);
	p->telling = false;
}

const struct plan_spell *plan_spell_on(const struct plan_org *o, day_t day)
{
	for (const struct plan_spell *ps = o->spells; ps; ps = ps->next)
		if (ps->s.from_day <= day && day < ps->s.to_day)
			return ps;
	return NULL;
}

enum err tree_plan_spell(struct tree_plan *p, int64_t org, day_t day, const struct org_spell **ret)
{
	const struct plan_spell *ps;
	struct plan_org *o;

	fold_stale(p);
	TRY(plan_org(p, org, &o));
	ps = plan_spell_on(o, day);
	*ret = ps ? &ps->s : NULL;
	return ERR_OK;
}

enum err tree_plan_by_code(struct tree_plan *p, const char *code, day_t day, int64_t *ret)
{
	struct plan_org *o;

	fold_stale(p);
	for (struct plan_spell *ps = map_get(p->by_code, str_of(code)); ps; ps = ps->same_code)
		if (!ps->dead && ps->s.from_day <= day && day < ps->s.to_day) {
			*ret = ps->s.org;
			return ERR_OK;
		}
	TRY(db_number(p->cx->db, ret, 0, Q_TREE_BY_CODE, code, day, KNOWN_NOW));
	if (!*ret)
		return ERR_OK;
	/* an organisation touched by the plan may no longer have the code it has in the database */
	TRY(plan_org(p, *ret, &o));
	if (o->touched)
		*ret = 0;
	return ERR_OK;
}

size_t tree_plan_orgs(const struct tree_plan *p)
{
	return p->touched;
}
