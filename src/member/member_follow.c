/*
 * member_follow.c: members stay right when the tree changes: in the successor of a cell that ends,
 * in the register from the day on which it opens.
 */
#include "core/tree_follow.h"

#include "member/member_carry.h"
#include "member/member_plan_impl.h"
#include "member/member_sum.h"

enum { TOLD_MOST = 3 };

/* A change of the tree, seen from the members. */
struct follow {
	struct ctx *cx;
	struct tree_plan *tree;
	struct member_plan *plan;
	struct member_carry *carry;
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

/* False: it was there already. */
static bool see(struct follow *fo, int64_t org)
{
	if (map_get(fo->seen, map_id(&org)))
		return false;
	map_put(fo->seen, map_id(arena_memdup(fo->cx->a, &org, sizeof(org))), fo);
	return true;
}

static enum err take_members(struct follow *fo, int64_t org)
{
	struct list people;
	const int64_t *ids;

	if (!see(fo, org))
		return ERR_OK;
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

/*
 * One that was founded to take others in, and never was after all: those whom it gives back are
 * accounted for by the cells that they came from, unless a record names it.
 */
static enum err take_vanished(struct follow *fo, int64_t org)
{
	struct list people;
	const int64_t *ids;

	if (!see(fo, org))
		return ERR_OK;
	TRY(plan_ids(fo->cx, Q_MEMBER_NAMED_WITH, org, &people));
	ids = people.rows;
	for (size_t i = 0; i < people.n; i++)
		TRY(member_plan_refold(fo->plan, ids[i]));
	TRY(plan_ids(fo->cx, Q_MEMBER_OF_ORG, org, &people));
	ids = people.rows;
	for (size_t i = 0; i < people.n; i++)
		if (!member_carry_has(fo->carry, ids[i]))
			TRY(member_plan_refold(fo->plan, ids[i]));
	return take_predecessors(fo, org);
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
	return now->spells.n ? take_members(fo, org) : take_vanished(fo, org);
}

/* ---- cells of which nothing changes but that they end, or no longer do ---- */

/* The one of two lives that ends, if the other goes on: merged into a cell that nothing else
 * happens to. */
static enum err carries(struct follow *fo, const struct org_life *ended, struct lives *then,
	const struct org_life *other, bool *ret)
{
	const struct org_life *next, *also;

	*ret = false;
	if (ended->end == DAY_MAX || other->end != DAY_MAX || ended->first != other->first ||
		ended->opened != other->opened || other->successor || !ended->successor ||
		ended->register_on >= ended->end)
		return ERR_OK;
	TRY(lives_get(then, ended->successor, &next));
	TRY(lives_get(then == fo->after ? fo->before : fo->after, ended->successor, &also));
	if (next->end != DAY_MAX || next->register_on > ended->end ||
		(also->spells.n && !same_life(next, also)))
		return ERR_OK;
	return lives_is_cell(then, next, ended->end, ret);
}

/* Before the others: whoever one of those names is folded, and no longer carried. */
static enum err carry_org(struct follow *fo, int64_t org)
{
	const struct org_life *old, *now, *ended;
	bool yes, back;

	TRY(lives_get(fo->before, org, &old));
	TRY(lives_get(fo->after, org, &now));
	if (same_life(old, now) || !old->spells.n || !now->spells.n)
		return ERR_OK;
	back = now->end == DAY_MAX;
	ended = back ? old : now;
	TRY(carries(fo, ended, back ? fo->before : fo->after, back ? now : old, &yes));
	if (!yes || !see(fo, org))
		return ERR_OK;
	return member_carry_cell(
		fo->carry, &(struct carry_cell){org, ended->successor, ended->end, back});
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
	TRY(member_carry_new(cx, fo->plan, &fo->carry));
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
		TRY(carry_org(fo, fo->orgs[i]));
	}
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
	TRY(member_plan_apply(fo->plan));
	return member_carry_apply(fo->carry);
}

const struct tree_follower member_follower = {check, apply};
