#include "core/tree_life.h"

#include "base/map.h"
#include "core/tree_follow.h"

enum { HIGHEST = 64 };

struct lives {
	struct ctx *cx;
	struct tree_plan *plan;
	struct lives *before;
	struct map *by_id;
	struct tree_rules rules;
	bool ruled;
};

struct lives *lives_new(struct ctx *cx, struct tree_plan *plan)
{
	struct lives *l = arena_new_of(cx->a, struct lives);

	*l = (struct lives){.cx = cx, .plan = plan, .by_id = map_new(cx->a, 64)};
	return l;
}

struct lives *lives_over(struct lives *before)
{
	struct lives *l = lives_new(before->cx, NULL);

	l->before = before;
	l->rules = before->rules;
	l->ruled = before->ruled;
	return l;
}

static enum err load(struct lives *l, int64_t org, struct list *ret_acts, struct list *ret_spells)
{
	if (l->plan) {
		TRY(tree_plan_acts_of(l->plan, org, ret_acts));
		return tree_plan_spells_of(l->plan, org, ret_spells);
	}
	TRY(tree_acts(l->cx, org, ret_acts));
	return tree_spells(l->cx, org, ret_spells);
}

static void read_acts(struct org_life *life, struct list acts)
{
	const struct org_act *a = acts.rows;

	for (size_t i = 0; i < acts.n; i++)
		if (text_eq(a[i].act, "open"))
			life->opened = a[i].day;
		else if (text_eq(a[i].act, "merge") || text_eq(a[i].act, "dissolve"))
			life->successor = a[i].other;
}

static struct org_life *known(const struct lives *l, int64_t org)
{
	struct org_life *life = NULL;

	for (; l && !life; l = l->before)
		life = map_get(l->by_id, map_id(&org));
	return life;
}

static enum err life_of(struct lives *l, int64_t org, int height, struct org_life **ret);

static enum err read_life(struct lives *l, int64_t org, int height, struct org_life **ret)
{
	const struct org_spell *s;
	struct org_life *life, *above;
	struct list acts;

	*ret = life = arena_new_of(l->cx->a, struct org_life);
	life->org = org;
	map_put(l->by_id, map_id(&life->org), life);
	TRY(load(l, org, &acts, &life->spells));
	if (!life->spells.n)
		return ERR_OK;
	s = life->spells.rows;
	life->first = s[0].from_day;
	life->end = s[life->spells.n - 1].to_day;
	read_acts(life, acts);
	if (!life->opened && s[0].parent && height < HIGHEST) {
		TRY(life_of(l, s[0].parent, height + 1, &above));
		life->opened = above->opened;
	}
	life->register_on = life->opened > life->first ? life->opened : life->first;
	return ERR_OK;
}

static enum err life_of(struct lives *l, int64_t org, int height, struct org_life **ret)
{
	*ret = known(l, org);
	return *ret ? ERR_OK : read_life(l, org, height, ret);
}

enum err lives_take(struct lives *l, int64_t org)
{
	struct org_life *life;

	return read_life(l, org, 0, &life);
}

enum err lives_get(struct lives *l, int64_t org, const struct org_life **ret)
{
	struct org_life *life;

	TRY(life_of(l, org, 0, &life));
	*ret = life;
	return ERR_OK;
}

static const char *kind_on(const struct org_life *life, day_t day)
{
	const struct org_spell *s = life->spells.rows;

	for (size_t i = 0; i < life->spells.n; i++)
		if (s[i].from_day <= day && day < s[i].to_day)
			return s[i].kind;
	return NULL;
}

enum err lives_is_cell(struct lives *l, const struct org_life *life, day_t day, bool *ret)
{
	const struct kind_rule *rule;
	const char *kind = kind_on(life, day);

	if (!l->ruled)
		TRY(tree_rules_load(l->cx, &l->rules));
	l->ruled = true;
	rule = kind ? tree_kind_rule(&l->rules, kind, day) : NULL;
	*ret = rule && rule->cell;
	return ERR_OK;
}
