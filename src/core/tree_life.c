#include "core/tree_life.h"

#include "base/die.h"
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

static struct org_life *new_life(struct lives *l, int64_t org)
{
	struct org_life *life = arena_new_of(l->cx->a, struct org_life);

	life->org = org;
	map_put(l->by_id, map_id(&life->org), life);
	return life;
}

/* What its own rows say. */
static void read_own(struct org_life *life, struct list acts)
{
	const struct org_spell *s = life->spells.rows;
	const struct org_act *a = acts.rows;

	life->first = s[0].from_day;
	life->end = s[life->spells.n - 1].to_day;
	for (size_t i = 0; i < acts.n; i++)
		if (text_eq(a[i].act, "open"))
			life->opened = a[i].day;
		else if (text_eq(a[i].act, "merge") || text_eq(a[i].act, "dissolve"))
			life->successor = a[i].other;
}

static int64_t first_parent(const struct org_life *life)
{
	return ((const struct org_spell *)life->spells.rows)[0].parent;
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
	struct org_life *life, *above;
	struct list acts;

	*ret = life = new_life(l, org);
	TRY(load(l, org, &acts, &life->spells));
	if (!life->spells.n)
		return ERR_OK;
	read_own(life, acts);
	if (!life->opened && first_parent(life) && height < HIGHEST) {
		TRY(life_of(l, first_parent(life), height + 1, &above));
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

/* From rows in the order of organisations, those of the one that begins them. */
static struct list cut_spells(struct list *rest)
{
	const struct org_spell *s = rest->rows;
	struct list ret = {s, 0, rest->size};

	while (ret.n < rest->n && s[ret.n].org == s[0].org)
		ret.n++;
	*rest = (struct list){s + ret.n, rest->n - ret.n, rest->size};
	return ret;
}

static struct list cut_acts(struct list *rest, int64_t org)
{
	const struct org_act *a = rest->rows;
	struct list ret;
	size_t skip = 0, n = 0;

	while (skip < rest->n && a[skip].org < org)
		skip++;
	while (skip + n < rest->n && a[skip + n].org == org)
		n++;
	ret = (struct list){a + skip, n, rest->size};
	*rest = (struct list){a + skip + n, rest->n - skip - n, rest->size};
	return ret;
}

/* Those above are all there, but may not have been asked yet themselves. */
static void open_with_above(struct lives *l, struct org_life *life)
{
	const struct org_life *above = life;

	for (int height = 0; above && !above->opened && height < HIGHEST; height++)
		above = first_parent(above) ? known(l, first_parent(above)) : NULL;
	life->opened = above ? above->opened : 0;
	life->register_on = life->opened > life->first ? life->opened : life->first;
}

enum err lives_take_all(struct lives *l)
{
	struct ctx *cx = l->cx;
	struct org_life **all;
	struct list spells, acts;
	size_t n = 0;

	must(!l->plan);
	TRY(db_list(cx->db, cx->a, org_spell_fields, sizeof(struct org_spell), &spells,
		Q_TREE_ALL_SPELLS, cx->known));
	TRY(db_list(cx->db, cx->a, org_act_fields, sizeof(struct org_act), &acts, Q_TREE_ALL_ACTS,
		cx->known));
	all = arena_array(cx->a, spells.n + 1, sizeof(struct org_life *));
	while (spells.n) {
		struct list own = cut_spells(&spells);
		all[n] = new_life(l, ((const struct org_spell *)own.rows)[0].org);
		all[n]->spells = own;
		read_own(all[n], cut_acts(&acts, all[n]->org));
		n++;
	}
	for (size_t i = 0; i < n; i++)
		open_with_above(l, all[i]);
	return ERR_OK;
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
