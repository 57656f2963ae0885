/*
 * member_follow.c: members stay right when the tree changes: in the successor of a cell that ends,
 * in the register from the day on which it opens.
 */
#include "core/tree_follow.h"

#include "member/member_plan_impl.h"
#include "member/member_sum.h"

enum { TOLD_MOST = 3 };

/* A change of the tree, seen from the members. */
struct follow {
	struct ctx *cx;
	struct tree_plan *tree;
	struct member_plan *plan;
	struct lives *before, *after;
	struct map *seen;    /* organisations whose members were taken up */
	const int64_t *orgs; /* a tag is an index */
	int told;
};

static bool same_life(const struct org_life *a, const struct org_life *b)
{
	return a->first == b->first && a->end == b->end && a->opened == b->opened &&
	       a->successor == b->successor;
}

static enum err take_members(struct follow *fo, int64_t org);

static enum err take_predecessors(struct follow *fo, int64_t org)
{
	struct list orgs;
	const int64_t *ids;

	TRY(plan_ids(fo->cx, Q_MEMBER_PREDECESSORS, org, &orgs));
	ids = orgs.rows;
	for (size_t i = 0; i < orgs.n; i++)
		TRY(take_members(fo, ids[i]));
	return ERR_OK;
}

static enum err take_members(struct follow *fo, int64_t org)
{
	struct list people;
	const int64_t *ids;

	if (map_get(fo->seen, map_id(&org)))
		return ERR_OK;
	map_put(fo->seen, map_id(arena_memdup(fo->cx->a, &org, sizeof(org))), fo);
	TRY(plan_ids(fo->cx, Q_MEMBER_OF_ORG, org, &people));
	ids = people.rows;
	for (size_t i = 0; i < people.n; i++)
		TRY(member_plan_refold(fo->plan, ids[i]));
	return take_predecessors(fo, org);
}

/*
 * A register that opens on another day is that of everything below that began there; what came
 * below it later keeps its own, and its members are none of them.
 */
static enum err take_below(struct follow *fo, int64_t org)
{
	const struct org_life *old, *now;
	struct list orgs;
	const int64_t *ids;

	TRY(plan_ids(fo->cx, Q_MEMBER_ORGS_BELOW, org, &orgs));
	ids = orgs.rows;
	for (size_t i = 0; i < orgs.n; i++) {
		TRY(lives_get(fo->before, ids[i], &old));
		TRY(lives_get(fo->after, ids[i], &now));
		if (!same_life(old, now))
			TRY(take_members(fo, ids[i]));
	}
	return ERR_OK;
}

/* Who would be left behind is told once for the organisation, not once for each of them. */
static enum err check_left(struct follow *fo, const struct org_life *life)
{
	struct person who = {0};
	int64_t n = 0, person = 0;
	struct cursor c;

	if (life->end == DAY_MAX || life->successor)
		return ERR_OK;
	TRY(db_query(fo->cx->db, &c, Q_MEMBER_LEFT_IN, life->org, life->end));
	if (db_next(&c)) {
		n = db_int(&c, 0);
		person = db_int(&c, 1);
	}
	TRY(db_end(&c));
	if (!n)
		return ERR_OK;
	TRY(member_person(fo->cx, person, life->end, &who));
	tree_plan_problem(fo->tree, life->org, "successor", M_MEMBER_MEMBERS_LEFT,
		number_text(fo->cx->a, fo->cx->say.lang, n), who.full_name);
	return ERR_OK;
}

static enum err take_org(struct follow *fo, int64_t org)
{
	const struct org_life *old, *now;

	TRY(lives_get(fo->before, org, &old));
	TRY(lives_get(fo->after, org, &now));
	if (same_life(old, now))
		return ERR_OK;
	TRY(check_left(fo, now));
	if (old->opened != now->opened)
		TRY(take_below(fo, org));
	return take_members(fo, org);
}

static const char *name_of(const struct plan_person *pp)
{
	return pp->row_count ? pp->rows[pp->row_count - 1].full_name : "?";
}

static void report(
	void *vfo, long tag, const char *field, enum msg what, const char *const arg[ERR_ARGS])
{
	struct follow *fo = vfo;
	struct ctx *cx = fo->cx;
	const struct plan_person *pp = fo->plan->people;

	(void)field;
	if (what == M_MEMBER_CELL_ENDED || fo->told++ >= TOLD_MOST)
		return;
	while (pp && !pp->stale)
		pp = pp->next;
	tree_plan_problem(fo->tree, fo->orgs[tag], NULL, M_MEMBER_IN_FOLLOWS,
		pp ? name_of(pp) : "?", msg_fill(cx->a, cx->say.lang, what, arg, ERR_ARGS));
}

static enum err begin(struct ctx *cx, struct tree_plan *tree, struct follow **ret)
{
	struct follow *fo = arena_new_of(cx->a, struct follow);

	*fo = (struct follow){.cx = cx,
		.tree = tree,
		.before = lives_new(cx, NULL),
		.after = lives_new(cx, tree),
		.seen = map_new(cx->a, 64)};
	TRY(member_plan_new(cx, &fo->plan));
	member_plan_tree(fo->plan, tree);
	member_plan_report(fo->plan, report, fo);
	*ret = fo;
	return ERR_OK;
}

static enum err check(struct ctx *cx, struct tree_plan *tree, void **ret)
{
	struct list touched = tree_plan_touched(tree);
	struct follow *fo;
	enum err e;

	TRY(begin(cx, tree, &fo));
	fo->orgs = touched.rows;
	for (size_t i = 0; i < touched.n; i++) {
		member_plan_tag(fo->plan, (long)i);
		TRY(take_org(fo, fo->orgs[i]));
	}
	e = member_plan_check(fo->plan);
	*ret = fo;
	/* what is wrong was told about the organisations */
	return e == ERR_REFUSED ? ERR_OK : e;
}

static enum err apply(struct ctx *cx, void *plan)
{
	struct follow *fo = plan;

	TRY(member_sum_tree(cx, fo->tree));
	return member_plan_apply(fo->plan);
}

const struct tree_follower member_follower = {check, apply};
