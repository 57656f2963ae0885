#include "core/grant.h"

#include "base/die.h"
#include "core/ctx.h"
#include "core/tree.h"

enum { ANY, OVER };

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
	F_CAT(struct grant, func, M_FIELD_FUNC, CLASS_INSIDE, 0, "func"),
	F_CAT(struct grant, reach, M_FIELD_REACH, CLASS_INSIDE, 0, "reach"),
	F_DAY(struct grant, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct grant, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_END,
};

char grant_letter(const char *func)
{
	static const struct {
		const char *func;
		char letter;
	} letters[] = {{"office", 'o'}, {"secretary", 's'}, {"member", 'm'}, {"auditor", 'a'},
		{"administration", 'd'}};

	for (size_t i = 0; i < sizeof(letters) / sizeof(*letters); i++)
		if (text_eq(func, letters[i].func))
			return letters[i].letter;
	return 0;
}

static bool function_allows(const struct grant *g, enum perm perm)
{
	char letter = grant_letter(g->func);

	return letter && strchr(perms[perm].functions, letter);
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
	if (actor->is_operator)
		return operator_allows(perm);
	for (size_t i = 0; i < actor->grants.n; i++)
		if (function_allows(&g[i], perm))
			return true;
	return false;
}

bool grant_needs_reach(enum perm perm)
{
	return perms[perm].reach == OVER;
}

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

enum err grant_over(struct ctx *cx, enum perm perm, int64_t org)
{
	const struct grant *g = cx->actor->grants.rows;
	bool yes = cx->actor->is_operator && operator_allows(perm);

	for (size_t i = 0; !yes && i < cx->actor->grants.n; i++)
		if (function_allows(&g[i], perm))
			TRY(reaches(cx, &g[i], org, &yes));
	if (!yes)
		return cx_fault(cx, ERR_FORBIDDEN, NULL, M_GRANT_NOT_OVER);
	return ERR_OK;
}

const char *grant_functions(enum perm perm)
{
	return perms[perm].functions;
}

const char *perm_name(enum perm perm)
{
	return perms[perm].name;
}
