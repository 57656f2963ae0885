/*
 * tree_check.c: may the tree become what a plan makes of it?
 */
#include "base/die.h"
#include "core/tree_impl.h"

/* Ids have 18 or 19 digits, very rarely fewer. */
enum { ID_DIGITS = 16 };

static void problem_of(struct tree_plan *p, const struct plan_spell *ps, const char *field,
	enum msg what, const char *a1, const char *a2)
{
	plan_problem(p, ps->tag, field, what, a1, a2);
}

/* The days on which an organisation exists: its spells are without gaps. */
static void life(const struct plan_org *o, day_t *ret_from, day_t *ret_to)
{
	*ret_from = *ret_to = 0;
	for (const struct plan_spell *ps = o->spells; ps; ps = ps->next) {
		if (!*ret_from)
			*ret_from = ps->s.from_day;
		*ret_to = ps->s.to_day;
	}
}

static const char *name_of(const struct plan_org *o)
{
	const struct plan_spell *ps = o->spells;

	while (ps && ps->next)
		ps = ps->next;
	return ps ? ps->s.name : "?";
}

/* Is the parent there for the whole spell? Tells if not. */
static bool covered(struct tree_plan *p, const struct plan_spell *ps, const struct plan_org *parent)
{
	day_t from, to, bad;

	life(parent, &from, &to);
	if (from && from <= ps->s.from_day && ps->s.to_day <= to)
		return true;
	bad = !from || ps->s.from_day < from ? ps->s.from_day : to;
	problem_of(p, ps, "parent", M_TREE_PARENT_GONE, name_of(parent), cx_day(p->cx, bad));
	return false;
}

/* A spell that stays as it is may lose its parent all the same. */
static void check_kept(struct tree_plan *p, const struct plan_spell *ps)
{
	const struct plan_org *parent = map_get(p->by_id, map_id(&ps->s.parent));

	if (parent && parent->touched)
		(void)!covered(p, ps, parent);
}

static enum err check_parent(struct tree_plan *p, const struct plan_spell *ps)
{
	const struct plan_spell *above;
	struct plan_org *parent;
	const char *kind = "";

	if (ps->s.parent) {
		TRY(plan_org(p, ps->s.parent, &parent));
		if (!covered(p, ps, parent))
			return ERR_OK;
		above = plan_spell_on(parent, ps->s.from_day);
		must(above);
		kind = above->s.kind;
	}
	if (!tree_child_allowed(&p->rules, kind, ps->s.kind, ps->s.from_day)) {
		struct speech *say = &p->cx->say;
		problem_of(p, ps, "kind", *kind ? M_TREE_CHILD_KIND : M_TREE_TOP_KIND,
			cat_name(say->cats, say->lang, "org_kind", ps->s.kind),
			cat_name(say->cats, say->lang, "org_kind", kind));
	}
	return ERR_OK;
}

/* The first day from `day` on which the way up differs, and whether it meets `org` on `day`. */
static enum err climb(
	struct tree_plan *p, int64_t org, int64_t from, day_t day, day_t *ret_next, bool *ret_met)
{
	int64_t at = from;

	*ret_next = DAY_MAX;
	*ret_met = false;
	for (int depth = 0; at && depth < 64; depth++) {
		const struct plan_spell *ps;
		struct plan_org *o;

		if (at == org) {
			*ret_met = true;
			return ERR_OK;
		}
		TRY(plan_org(p, at, &o));
		ps = plan_spell_on(o, day);
		if (!ps)
			return ERR_OK; /* a missing parent is told by check_parent() */
		if (ps->s.to_day < *ret_next)
			*ret_next = ps->s.to_day;
		at = ps->s.parent;
	}
	*ret_met = at != 0; /* deeper than any tree: a circle of others */
	return ERR_OK;
}

static enum err check_circle(struct tree_plan *p, const struct plan_spell *ps)
{
	day_t day = ps->s.from_day, next;
	bool met;

	while (day < ps->s.to_day) {
		TRY(climb(p, ps->s.org, ps->s.parent, day, &next, &met));
		if (met) {
			problem_of(p, ps, "parent", M_TREE_CIRCLE, ps->s.name, cx_day(p->cx, day));
			return ERR_OK;
		}
		day = next;
	}
	return ERR_OK;
}

static enum err check_code(struct tree_plan *p, const struct plan_spell *ps)
{
	struct plan_org *other;
	struct cursor c;

	for (const struct plan_spell *o = map_get(p->by_code, str_of(ps->s.code)); o;
		o = o->same_code)
		if (!o->dead && o->s.org != ps->s.org && o->s.from_day < ps->s.to_day &&
			ps->s.from_day < o->s.to_day) {
			problem_of(p, ps, "code", M_TREE_CODE_TAKEN, ps->s.code, o->s.name);
			return ERR_OK;
		}
	TRY(db_query(p->cx->db, &c, Q_TREE_CODE_TAKEN, ps->s.code, ps->s.org, ps->s.from_day,
		ps->s.to_day));
	while (db_next(&c)) {
		int64_t id = db_int(&c, 0);
		other = map_get(p->by_id, map_id(&id));
		if (!other || !other->touched) {
			problem_of(p, ps, "code", M_TREE_CODE_TAKEN, ps->s.code,
				arena_strdup(p->cx->a, db_text(&c, 1)));
			break;
		}
	}
	return db_end(&c);
}

/* Addresses take a code first and an id second: a code must not look like an id (decision 0008). */
static bool looks_like_id(const char *code)
{
	return strlen(code) >= ID_DIGITS && strspn(code, "0123456789") == strlen(code);
}

static enum err check_spell(struct tree_plan *p, const struct plan_spell *ps)
{
	if (text_empty(ps->s.code) || text_empty(ps->s.name) || text_empty(ps->s.kind))
		return ERR_OK; /* told as missing fields by whoever made the act */
	if (looks_like_id(ps->s.code)) {
		problem_of(p, ps, "code", M_TREE_CODE_IS_NUMBER, ps->s.code, NULL);
		return ERR_OK;
	}
	if (!tree_kind_rule(&p->rules, ps->s.kind, ps->s.from_day)) {
		struct speech *say = &p->cx->say;
		problem_of(p, ps, "kind", M_TREE_KIND_NOT_THEN,
			cat_name(say->cats, say->lang, "org_kind", ps->s.kind),
			cx_day(p->cx, ps->s.from_day));
		return ERR_OK;
	}
	TRY(check_parent(p, ps));
	TRY(check_circle(p, ps));
	return check_code(p, ps);
}

/* Children of the database, not moved by the plan, that would be without their parent. */
static enum err check_left(struct tree_plan *p, const struct plan_org *o, day_t from, day_t to)
{
	const char *first = NULL;
	struct cursor c;
	int64_t left = 0;

	if (from >= to)
		return ERR_OK;
	TRY(db_query(p->cx->db, &c, Q_TREE_LEFT, o->id, from, to));
	while (db_next(&c)) {
		int64_t id = db_int(&c, 0);
		struct plan_org *child = map_get(p->by_id, map_id(&id));
		if (child && child->touched)
			continue;
		if (!left++)
			first = arena_strdup(p->cx->a, db_text(&c, 1));
	}
	TRY(db_end(&c));
	if (left)
		plan_problem(p, o->tag, "successor", M_TREE_CHILDREN_LEFT,
			number_text(p->cx->a, p->cx->say.lang, left), first);
	return ERR_OK;
}

static enum err check_org(struct tree_plan *p, struct plan_org *o)
{
	const struct org_spell *old = o->old.rows;
	day_t from, to;

	life(o, &from, &to);
	for (const struct plan_spell *ps = o->spells; ps; ps = ps->next)
		if (ps->kept)
			check_kept(p, ps);
		else
			TRY(check_spell(p, ps));
	if (!o->old.n)
		return ERR_OK;
	if (!from)
		return check_left(p, o, old[0].from_day, old[o->old.n - 1].to_day);
	TRY(check_left(p, o, old[0].from_day, from));
	return check_left(p, o, to, old[o->old.n - 1].to_day);
}

/* A successor, and an organisation split off, must exist on the day. */
static enum err check_partner(struct tree_plan *p, const struct plan_act *pa)
{
	struct plan_org *other;

	if (!pa->added || pa->voided || !pa->act.other)
		return ERR_OK;
	TRY(plan_org(p, pa->act.other, &other));
	if (pa->act.other == pa->act.org || !plan_spell_on(other, pa->act.day))
		plan_problem(p, pa->tag, "successor", M_TREE_SUCCESSOR_GONE, name_of(other),
			cx_day(p->cx, pa->act.day));
	return ERR_OK;
}

enum err tree_plan_check(struct tree_plan *p)
{
	size_t done = 0;

	if (!p->orgs)
		return ERR_OK;
	plan_refold(p);
	for (struct plan_org *o = p->orgs; o; o = o->next) {
		if (!o->touched)
			continue;
		TRY(check_org(p, o));
		for (struct plan_act *pa = o->acts; pa; pa = pa->next)
			TRY(check_partner(p, pa));
		if (++done % 512 == 0)
			cx_progress(p->cx, (int64_t)done, (int64_t)p->touched);
	}
	return p->problems ? ERR_REFUSED : tree_follow_check(p);
}
