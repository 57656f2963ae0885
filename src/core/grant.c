#include "core/grant.h"

#include "base/die.h"
#include "core/ctx.h"
#include "core/tree.h"

enum { ANY, OVER, BELOW };

static const struct {
	const char *name, *functions;
	int reach;
} perms[] = {
#define PERM(name, functions, reach) {#name, functions, reach},
#include "core/permissions.def"
#undef PERM
};

const struct field grant_fields[] = {
	F_ID(struct grant, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "grant"),
	F_ID(struct grant, account, M_FIELD_ACCOUNT, CLASS_INSIDE, FF_HIDDEN, "account"),
	F_ID(struct grant, org, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_ID(struct grant, item, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "item"),
	F_CAT(struct grant, func, M_FIELD_FUNC, CLASS_INSIDE, 0, "func"),
	F_CAT(struct grant, reach, M_FIELD_REACH, CLASS_INSIDE, 0, "reach"),
	F_DAY(struct grant, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct grant, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_CAT(struct grant, post, M_FIELD_POST, CLASS_INSIDE, 0, "post"),
	F_END,
};

char grant_letter(const char *func)
{
	static const struct {
		const char *func;
		char letter;
	} letters[] = {
#define FUNC(code, letter) {#code, letter},
#include "core/functions.def"
#undef FUNC
	};

	for (size_t i = 0; i < sizeof(letters) / sizeof(*letters); i++)
		if (text_eq(func, letters[i].func))
			return letters[i].letter;
	return 0;
}

/* ---- which functions may ---- */

static bool function_allows(const struct grant *g, enum perm perm)
{
	char letter = grant_letter(g->func);

	return letter && strchr(perms[perm].functions, letter);
}

bool grant_is_for(const struct grant *g, enum perm perm)
{
	return !g->item && function_allows(g, perm);
}

/* The operator sets up and takes in data, like an office and an administrator of everything. */
static bool operator_allows(enum perm perm)
{
	return strpbrk(perms[perm].functions, "od") != NULL;
}

bool grant_allows(const struct actor *actor, enum perm perm)
{
	const struct grant *g = actor->grants.rows;

	if (strchr(perms[perm].functions, 'p'))
		return true;
	if (strchr(perms[perm].functions, 'n'))
		return actor->account != 0;
	if (actor->is_operator)
		return operator_allows(perm);
	for (size_t i = 0; i < actor->grants.n; i++)
		if (grant_is_for(&g[i], perm))
			return true;
	return false;
}

bool grant_needs_reach(enum perm perm)
{
	return perms[perm].reach != ANY;
}

/* ---- over what ---- */

/* Does the way that dispatch found say how things stand today? */
static bool way_is_todays(const struct ctx *cx, int64_t org)
{
	return cx->org == org && cx->way.n && cx->day == cx->say.today && cx->known == KNOWN_NOW;
}

static bool way_meets(const struct ctx *cx, int64_t over)
{
	const struct org_step *step = cx->way.rows;

	for (size_t i = 0; i < cx->way.n; i++)
		if (step[i].org == over)
			return true;
	return false;
}

enum err grant_own_is_all(struct ctx *cx, int64_t org, day_t day, bool *ret)
{
	int64_t n;

	if (cx->own_is_all.org != org || cx->own_is_all.day != day ||
		cx->own_is_all.known != cx->known) {
		TRY(db_number(cx->db, &n, 0, Q_GRANT_CELLS_BELOW, org, day, cx->known));
		cx->own_is_all.org = org;
		cx->own_is_all.day = day;
		cx->own_is_all.known = cx->known;
		cx->own_is_all.yes = n == 0;
	}
	*ret = cx->own_is_all.yes;
	return ERR_OK;
}

static enum err reaches(struct ctx *cx, const struct grant *g, int64_t org, bool *ret)
{
	day_t day;

	*ret = g->org == 0 || g->org == org;
	if (*ret || !text_eq(g->reach, "below"))
		return ERR_OK;
	if (way_is_todays(cx, org)) {
		*ret = way_meets(cx, g->org);
		return ERR_OK;
	}
	TRY(tree_day_of_reach(cx, org, &day));
	return tree_is_below(cx, org, g->org, day, ret);
}

/* Where the people below are shown too, "own" is enough only if there are none. */
static enum err reaches_for(
	struct ctx *cx, const struct grant *g, enum perm perm, int64_t org, bool *ret)
{
	TRY(reaches(cx, g, org, ret));
	if (*ret && g->org && perms[perm].reach == BELOW && !text_eq(g->reach, "below"))
		return grant_own_is_all(cx, org, cx->day, ret);
	return ERR_OK;
}

static enum err holds(
	struct ctx *cx, const struct actor *actor, enum perm perm, int64_t org, bool *ret)
{
	const struct grant *g = actor->grants.rows;

	*ret = actor->is_operator && operator_allows(perm);
	for (size_t i = 0; !*ret && i < actor->grants.n; i++)
		if (grant_is_for(&g[i], perm))
			TRY(reaches_for(cx, &g[i], perm, org, ret));
	return ERR_OK;
}

/* What the proposer of an accepted call still holds counts too. */
static enum err either_holds(struct ctx *cx, enum perm perm, int64_t org, bool *ret)
{
	TRY(holds(cx, cx->actor, perm, org, ret));
	if (!*ret && cx->end.proposer)
		TRY(holds(cx, cx->end.proposer, perm, org, ret));
	return ERR_OK;
}

enum err grant_over(struct ctx *cx, enum perm perm, int64_t org)
{
	bool yes;

	TRY(either_holds(cx, perm, org, &yes));
	if (!yes)
		return cx_fault(cx, ERR_FORBIDDEN, NULL, M_GRANT_NOT_OVER);
	return ERR_OK;
}

enum err grant_is_over(struct ctx *cx, enum perm perm, int64_t org, bool *ret)
{
	struct fault quiet = {.a = cx->a}, *told = cx->f;
	enum err e;

	cx->f = &quiet;
	e = grant_over(cx, perm, org);
	cx->f = told;
	*ret = !e;
	return e == ERR_FORBIDDEN ? ERR_OK : e;
}

enum err grant_over_end(struct ctx *cx, enum perm perm, int64_t org)
{
	struct grant_end *end = &cx->end;
	bool yes;

	TRY(either_holds(cx, perm, org, &yes));
	if (end->proposer && org == end->org)
		end->met = true;
	if (yes)
		return ERR_OK;
	/* one yes can be asked for, not two */
	if (end->proposer || (end->missing && end->org != org))
		return cx_fault(cx, ERR_FORBIDDEN, NULL, M_GRANT_NOT_OVER);
	end->missing = true;
	end->perm = perm;
	end->org = org;
	if (end->proposing)
		return ERR_OK;
	return cx_fault(cx, ERR_FORBIDDEN, NULL, M_GRANT_NOT_OVER_END);
}

enum err grant_over_item(struct ctx *cx, enum perm perm, int64_t org, int64_t item)
{
	const struct grant *g = cx->actor->grants.rows;

	for (size_t i = 0; i < cx->actor->grants.n; i++)
		if (g[i].item == item && g[i].org == org && function_allows(&g[i], perm))
			return ERR_OK;
	return grant_over(cx, perm, org);
}

enum err grant_is_help(struct ctx *cx, enum perm perm, int64_t org, bool *ret)
{
	const struct grant *g = cx->actor->grants.rows;
	bool yes = cx->actor->is_operator || !strchr(perms[perm].functions, 'h');

	for (size_t i = 0; !yes && i < cx->actor->grants.n; i++) {
		if (!grant_is_for(&g[i], perm) || text_eq(g[i].func, "helper"))
			continue;
		yes = perms[perm].reach == ANY;
		if (!yes)
			TRY(reaches(cx, &g[i], org, &yes));
	}
	*ret = !yes;
	return ERR_OK;
}

enum err grant_over_until(struct ctx *cx, enum perm perm, int64_t org, bool below, day_t *ret)
{
	const struct grant *g = cx->actor->grants.rows;
	bool yes;

	*ret = cx->actor->is_operator && operator_allows(perm) ? DAY_MAX : 0;
	for (size_t i = 0; *ret < DAY_MAX && i < cx->actor->grants.n; i++) {
		if (!grant_is_for(&g[i], perm) || g[i].to_day <= *ret)
			continue;
		if (below && g[i].org && !text_eq(g[i].reach, "below"))
			continue;
		TRY(reaches(cx, &g[i], org, &yes));
		if (yes)
			*ret = g[i].to_day;
	}
	return *ret ? ERR_OK : cx_fault(cx, ERR_FORBIDDEN, NULL, M_GRANT_NOT_OVER);
}

/* ---- what does not go together ---- */

bool grant_clash(const char *func, const char *other)
{
	char a = grant_letter(func), b = grant_letter(other);

	if (a == b)
		return false;
	return a == 'a' || b == 'a' || (a == 'd' && b == 'i') || (a == 'i' && b == 'd');
}

static bool meets(const struct grant *a, const struct grant *b)
{
	return a->from_day < b->to_day && b->from_day < a->to_day;
}

/* Does `g` give way to `other`? What was given stays before what a post gives. */
static bool gives_way(const struct grant *g, const struct grant *other)
{
	if (!g->post || !meets(g, other) || !grant_clash(g->func, other->func))
		return false;
	return !other->post || strchr("ad", grant_letter(g->func)) != NULL;
}

const struct grant *grant_withheld_by(const struct list *all, size_t i)
{
	const struct grant *g = all->rows;

	for (size_t k = 0; k < all->n; k++)
		if (gives_way(&g[i], &g[k]))
			return &g[k];
	return NULL;
}

void grant_sort(
	struct arena *a, const struct list *all, struct list *ret_held, struct list *ret_withheld)
{
	struct grant *held = arena_array(a, all->n + 1, sizeof(*held));
	struct grant *withheld = arena_array(a, all->n + 1, sizeof(*withheld));
	const struct grant *g = all->rows;
	size_t n = 0, m = 0;

	for (size_t i = 0; i < all->n; i++)
		if (grant_withheld_by(all, i))
			withheld[m++] = g[i];
		else
			held[n++] = g[i];
	*ret_held = (struct list){held, n, sizeof(*held)};
	*ret_withheld = (struct list){withheld, m, sizeof(*withheld)};
}

/* ---- names ---- */

const char *grant_held(struct arena *a, const struct actor *actor)
{
	const struct grant *g = actor->grants.rows;
	const char *all = "";

	for (size_t i = 0; i < actor->grants.n; i++) {
		bool told = false;
		for (size_t k = 0; k < i; k++)
			told = told || text_eq(g[k].func, g[i].func);
		if (!told)
			all = arena_printf(a, "%s%s%s", all, *all ? "," : "", g[i].func);
	}
	return all;
}

const char *grant_functions(enum perm perm)
{
	return perms[perm].functions;
}

const char *perm_name(enum perm perm)
{
	return perms[perm].name;
}

enum perm perm_named(const char *name)
{
	enum perm p = 0;

	while (p < PERM_COUNT && !text_eq(perms[p].name, name))
		p++;
	return p;
}
