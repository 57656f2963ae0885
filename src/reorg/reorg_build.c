/*
 * reorg_build.c: from what the lines say to acts on the tree, all on one day.
 */
#include "base/map.h"
#include "reorg/reorg.h"

/* The tag of an act is its line; of a unit its number below zero. */

static struct org_act act_of(const struct reorg_work *w, const char *act, int64_t org)
{
	return (struct org_act){
		.org = org, .day = w->r.day, .act = act, .decision_no = w->r.decision_no};
}

static enum err act(struct reorg_work *w, struct reorg_node *n, const struct org_act *a)
{
	if (n)
		n->acted = true;
	return tree_plan_act(w->tree, a);
}

static enum err move(struct reorg_work *w, struct reorg_node *n, int64_t to)
{
	struct org_act a = act_of(w, "move", n->org);

	a.parent = to;
	return act(w, n, &a);
}

/* ---- units ---- */

/* Where a unit stands that names no parent: where what it is made of stood. */
static int64_t top_of(const struct reorg_unit_node *u)
{
	if (u->as)
		return u->as->up;
	return u->first ? u->first->up : 0;
}

/* Whoever carries it out must reach what lies outside the plan. */
static enum err check_outside(struct reorg_work *w, int64_t org)
{
	if (!org || reorg_node(w, org))
		return ERR_OK;
	return grant_over(w->cx, PERM_REORG_CHANGE, org);
}

static enum err parent_of(struct reorg_work *w, const struct reorg_unit_node *u, int64_t *ret)
{
	const struct reorg_unit_node *up = map_get(w->unit_by_code, str_of(u->u->parent_code));

	*ret = up ? up->org : 0;
	if (up)
		return ERR_OK;
	if (text_empty(u->u->parent_code)) {
		*ret = top_of(u);
	} else {
		TRY(tree_plan_by_code(w->tree, u->u->parent_code, w->before, ret));
		if (!*ret)
			reorg_problem(w, 0, u->u->name, M_REORG_NO_PARENT, u->u->parent_code, NULL);
	}
	return check_outside(w, *ret);
}

static enum err found(struct reorg_work *w, const struct reorg_unit_node *u, int64_t parent)
{
	struct org_act a = act_of(w, "found", u->org);

	a.code = u->u->code;
	a.name = u->u->name;
	a.kind = u->u->kind;
	a.sector = text_empty(u->sector) ? "territorial" : u->sector;
	a.parent = parent;
	return tree_plan_act(w->tree, &a);
}

static enum err go_on(struct reorg_work *w, const struct reorg_unit_node *u, int64_t parent)
{
	struct reorg_node *n = u->as;
	struct org_act a = act_of(w, "rename", n->org);

	if (!text_eq(n->name, u->u->name)) {
		a.name = u->u->name;
		TRY(act(w, n, &a));
	}
	a = act_of(w, "code", n->org);
	if (!text_eq(n->code, u->u->code)) {
		a.code = u->u->code;
		TRY(act(w, n, &a));
	}
	a = act_of(w, "kind", n->org);
	if (!text_eq(n->kind, u->u->kind)) {
		a.kind = u->u->kind;
		TRY(act(w, n, &a));
	}
	return n->up == parent ? ERR_OK : move(w, n, parent);
}

static enum err make_units(struct reorg_work *w)
{
	int64_t parent;

	for (size_t i = 0; i < w->unit_count; i++) {
		struct reorg_unit_node *u = &w->units[i];
		u->org = u->as ? u->as->org : tree_plan_org(w->tree);
	}
	for (size_t i = 0; i < w->unit_count; i++) {
		struct reorg_unit_node *u = &w->units[i];
		tree_plan_tag(w->tree, -(long)u->u->unit);
		TRY(parent_of(w, u, &parent));
		TRY(u->as ? go_on(w, u, parent) : found(w, u, parent));
	}
	return ERR_OK;
}

/* ---- lines ---- */

static int64_t target_of(const struct reorg_work *w, const struct reorg_line *l)
{
	const struct reorg_unit_node *u = reorg_unit_node(w, l->unit);

	return u ? u->org : l->to_org;
}

/* All that has no line of its own goes where its parent goes. */
static enum err take_along(struct reorg_work *w, const struct reorg_node *n, int64_t to)
{
	for (struct reorg_node *c = n->child; c; c = c->next)
		if (!c->line_count)
			TRY(move(w, c, to));
	return ERR_OK;
}

/* Where whoever follows those that end comes to at last; NULL: back to where they began. */
static const char *last_of(const struct reorg_work *w, const struct reorg_node *n)
{
	for (size_t i = 0; i <= w->line_count; i++) {
		const struct reorg_line *l = reorg_node_line(n);
		const struct reorg_unit_node *u = l ? reorg_unit_node(w, l->unit) : NULL;
		const struct reorg_node *to = l ? reorg_node(w, l->to_org) : NULL;
		if (u)
			return u->u->name;
		if (!to || !reorg_node_ends(n))
			return n->name;
		n = to;
	}
	return NULL;
}

/* One that ends in this plan itself takes nobody in. */
static bool goes_on(struct reorg_work *w, const struct reorg_node *n, const struct reorg_line *l)
{
	const struct reorg_node *to = l->unit ? NULL : reorg_node(w, l->to_org);
	const char *last;

	if (!to || !reorg_node_ends(to))
		return true;
	last = last_of(w, to);
	reorg_problem(w, l->line, n->name, last ? M_REORG_CHAIN : M_REORG_CIRCLE, to->name, last);
	return false;
}

static enum err kind_of(struct reorg_work *w, const struct reorg_line *l, const char **ret)
{
	const struct reorg_unit_node *u = reorg_unit_node(w, l->unit);
	const struct reorg_node *to = reorg_node(w, l->to_org);
	const struct reorg_line *own = to ? reorg_node_line(to) : NULL;
	const struct org_spell *s;

	*ret = u ? u->u->kind : own && !text_empty(own->kind) ? own->kind : to ? to->kind : NULL;
	if (*ret || !l->to_org)
		return ERR_OK;
	TRY(tree_plan_spell(w->tree, l->to_org, w->r.day, &s));
	*ret = s ? s->kind : NULL;
	return ERR_OK;
}

/* Members go on in a cell, and nowhere else. */
static enum err takes_members(
	struct reorg_work *w, const struct reorg_node *n, const struct reorg_line *l, bool *ret)
{
	const struct kind_rule *rule;
	const char *kind;

	*ret = true;
	if (!n->members)
		return ERR_OK;
	TRY(kind_of(w, l, &kind));
	rule = kind ? tree_kind_rule(&w->rules, kind, w->r.day) : NULL;
	*ret = !rule || rule->cell;
	if (!*ret)
		reorg_problem(w, l->line, n->name, M_REORG_NOT_A_CELL,
			number_text(w->cx->a, w->cx->say.lang, n->members),
			cat_name(w->cx->say.cats, w->cx->say.lang, "org_kind", kind));
	return ERR_OK;
}

/* A cell takes in cells alone, and has nobody below it. */
static enum err fits_cell(
	struct reorg_work *w, const struct reorg_node *n, const struct reorg_line *l, bool *ret)
{
	const struct kind_rule *to, *own = tree_kind_rule(&w->rules, n->kind, w->before);
	const char *kind;

	TRY(kind_of(w, l, &kind));
	to = kind ? tree_kind_rule(&w->rules, kind, w->r.day) : NULL;
	*ret = !to || !to->cell || (own && own->cell && !text_eq(l->what, "under"));
	if (!*ret)
		reorg_problem(w, l->line, n->name, M_REORG_INTO_CELL,
			cat_name(w->cx->say.cats, w->cx->say.lang, "org_kind", kind), NULL);
	return ERR_OK;
}

/* Can where it goes take it in? */
static enum err fits(
	struct reorg_work *w, const struct reorg_node *n, const struct reorg_line *l, bool *ret)
{
	TRY(fits_cell(w, n, l, ret));
	return *ret && !text_eq(l->what, "under") ? takes_members(w, n, l, ret) : ERR_OK;
}

static enum err end(
	struct reorg_work *w, struct reorg_node *n, const struct reorg_line *l, const char *how)
{
	struct org_act a = act_of(w, how, n->org);
	bool takes;

	a.other = target_of(w, l);
	a.reason = l->note;
	TRY(check_outside(w, l->to_org));
	if (!goes_on(w, n, l))
		return ERR_OK;
	TRY(fits(w, n, l, &takes));
	return takes ? act(w, n, &a) : ERR_OK;
}

/* The first part is its successor, the others were split off. */
static enum err split(struct reorg_work *w, struct reorg_node *n)
{
	const struct reorg_line *first = NULL;
	struct org_act a;

	for (size_t i = 0; i < n->line_count; i++) {
		const struct reorg_line *l = n->lines[i];
		if (!l->decided || !text_eq(l->what, "part"))
			continue;
		tree_plan_tag(w->tree, (long)l->line);
		if (!first) {
			first = l;
			continue;
		}
		a = act_of(w, "split", n->org);
		a.other = target_of(w, l);
		TRY(act(w, n, &a));
	}
	if (!first)
		return ERR_OK;
	tree_plan_tag(w->tree, (long)first->line);
	return end(w, n, first, "merge");
}

static enum err under(struct reorg_work *w, struct reorg_node *n, const struct reorg_line *l)
{
	struct org_act a = act_of(w, "kind", n->org);
	bool yes;

	TRY(fits(w, n, l, &yes));
	if (!yes)
		return ERR_OK;
	if (!text_empty(l->kind) && !text_eq(l->kind, n->kind)) {
		a.kind = l->kind;
		TRY(act(w, n, &a));
	}
	TRY(check_outside(w, l->to_org));
	return target_of(w, l) == n->up ? ERR_OK : move(w, n, target_of(w, l));
}

static enum err take_line(struct reorg_work *w, struct reorg_node *n, const struct reorg_line *l)
{
	tree_plan_tag(w->tree, (long)l->line);
	if (text_eq(l->what, "into")) {
		TRY(end(w, n, l, "merge"));
		return take_along(w, n, target_of(w, l));
	}
	if (text_eq(l->what, "end")) {
		TRY(end(w, n, l, "dissolve"));
		return target_of(w, l) ? take_along(w, n, target_of(w, l)) : ERR_OK;
	}
	return text_eq(l->what, "under") ? under(w, n, l) : ERR_OK;
}

static bool is_part(const struct reorg_line *l)
{
	return l->decided && text_eq(l->what, "part");
}

/* Each of the lines is told, with all that is wrong with it. */
static enum err tell_lines(struct reorg_work *w, const struct reorg_node *n)
{
	bool unused;

	for (size_t i = 0; i < n->line_count; i++) {
		const struct reorg_line *l = n->lines[i];
		if (!l->decided)
			continue;
		reorg_problem(w, l->line, n->name, M_REORG_TWO_WAYS, NULL, NULL);
		if (l->unit || l->to_org)
			TRY(fits(w, n, l, &unused));
	}
	return ERR_OK;
}

static enum err take_node(struct reorg_work *w, struct reorg_node *n)
{
	size_t whole = 0, parts = 0;

	for (size_t i = 0; i < n->line_count; i++) {
		parts += is_part(n->lines[i]);
		whole += n->lines[i]->decided && !is_part(n->lines[i]);
	}
	if (whole + (parts > 0) > 1)
		return tell_lines(w, n);
	if (parts)
		return split(w, n);
	return whole ? take_line(w, n, reorg_node_line(n)) : ERR_OK;
}

/* ---- problems of the tree ---- */

static const char *name_of(const struct reorg_work *w, long tag)
{
	struct reorg_unit_node *u = tag < 0 ? reorg_unit_node(w, -tag) : NULL;
	const struct reorg_node *n = NULL;

	if (u)
		return u->u->name;
	for (size_t i = 0; tag > 0 && i < w->line_count && !n; i++)
		if (w->lines[i].line == tag)
			n = reorg_node(w, w->lines[i].org);
	return n ? n->name : NULL;
}

static void report(
	void *p, long tag, const char *field, enum msg what, const char *const arg[ERR_ARGS])
{
	struct reorg_work *w = p;

	(void)field;
	reorg_problem(w, tag > 0 ? tag : 0, name_of(w, tag), what, arg[0], arg[1]);
}

static int64_t open_lines(const struct reorg_work *w)
{
	int64_t n = 0;

	for (size_t i = 0; i < w->line_count; i++)
		n += !w->lines[i].decided;
	return n;
}

enum err reorg_build(struct reorg_work *w)
{
	struct reorg_missing missing;
	int64_t open = open_lines(w);
	enum err e;

	TRY(tree_plan_new(w->cx, &w->tree));
	tree_plan_report(w->tree, report, w);
	TRY(make_units(w));
	for (struct reorg_node *n = reorg_walk(w, NULL); n; n = reorg_walk(w, n))
		if (n->line_count)
			TRY(take_node(w, n));
	TRY(reorg_gather(w, &missing));
	open += (int64_t)missing.n;
	if (open) {
		reorg_problem(w, 0, NULL, M_REORG_OPEN_LEFT,
			number_text(w->cx->a, w->cx->say.lang, open), NULL);
		return ERR_OK;
	}
	/* what is wrong was told, and is of no account to whoever only looks */
	e = w->problem_count ? ERR_OK : tree_plan_check(w->tree);
	return e == ERR_REFUSED ? ERR_OK : e;
}
