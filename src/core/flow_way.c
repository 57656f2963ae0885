/*
 * flow_way.c: who stands above a cell on a day, and the terms of the rules.
 */
#include "core/flow_impl.h"
#include "core/rule.h"

enum { DEPTH = 64 };

static const struct kind_rule *rule_of(
	const struct tree_rules *rules, const struct org_step *s, day_t day)
{
	static const struct kind_rule none;
	const struct kind_rule *r = tree_kind_rule(rules, s->kind, day);

	return r ? r : &none;
}

/* From the one above the cell upward, until somebody who decides. */
static void climb(const struct tree_rules *rules, struct list path, day_t day, struct flow_way *ret)
{
	const struct org_step *s = path.rows;
	bool own = rule_of(rules, &s[path.n - 1], day)->grassroots;

	for (size_t i = path.n - 1; i-- > 0;) {
		if (text_eq(s[i].kind, "departmental") && !own && !ret->at[FLOW_GRASSROOTS]) {
			ret->at[FLOW_DEPARTMENT] = s[i].org;
		} else if (rule_of(rules, &s[i], day)->grassroots && !own &&
			   !ret->at[FLOW_GRASSROOTS]) {
			ret->at[FLOW_GRASSROOTS] = s[i].org;
		} else {
			ret->at[FLOW_DECIDER] = s[i].org;
			return;
		}
	}
	ret->at[FLOW_DECIDER] = s[0].org;
	ret->outside = true;
}

void flow_way_climb(
	const struct tree_rules *rules, struct list path, day_t day, struct flow_way *ret)
{
	ret->outside = !path.n;
	if (path.n)
		climb(rules, path, day, ret);
}

enum err flow_way_on(struct flow_plan *p, int64_t org, day_t day, struct flow_way *ret)
{
	struct flow_seen *seen = p->seen;
	struct list path;

	while (seen && (seen->org != org || seen->day != day))
		seen = seen->next;
	if (!seen) {
		seen = arena_new_of(p->cx->a, struct flow_seen);
		*seen = (struct flow_seen){p->seen, org, day, .way = {.at = {org, 0, 0, org}}};
		TRY(tree_path(p->cx, org, day, &path));
		if (!p->has_rules)
			TRY(tree_rules_load(p->cx, &p->rules));
		p->has_rules = true;
		flow_way_climb(&p->rules, path, day, &seen->way);
		p->seen = seen;
	}
	*ret = seen->way;
	return ERR_OK;
}

enum err flow_way(struct ctx *cx, int64_t org, day_t day, struct flow_way *ret)
{
	struct flow_plan p = {.cx = cx};

	return flow_way_on(&p, org, day, ret);
}

unsigned flow_way_has(const struct flow_way *way)
{
	unsigned has = 0;

	for (int i = 0; i < FLOW_LEVELS; i++)
		if (way->at[i])
			has |= FLOW_HAS(i);
	return has;
}

/* ---- terms ---- */

enum err flow_term(struct ctx *cx, const char *rule, day_t from, day_t *ret)
{
	struct rule_due due;

	TRY(rule_due(cx, rule, from, &due));
	*ret = due.day;
	return ERR_OK;
}
