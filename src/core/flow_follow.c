/*
 * flow_follow.c: cases go on when the tree changes: those of an organisation that ends are its
 * successor's, and what waited for a committee that ends waits for the one in its place.
 */
#include "core/flow_impl.h"
#include "core/tree_follow.h"

struct follow {
	struct follow *next;
	struct flow_case c;
	struct flow_plan *plan;
};

struct following {
	struct ctx *cx;
	struct tree_plan *tree;
	struct lives *lives;
	struct follow *all;
};

static bool is_in(const struct following *fo, int64_t id)
{
	const struct follow *f = fo->all;

	while (f && f->c.id != id)
		f = f->next;
	return f != NULL;
}

/* Told when the tree is as it will be: in apply. */
static enum err take_case(struct following *fo, int64_t id)
{
	struct follow *f = arena_new_of(fo->cx->a, struct follow);

	if (is_in(fo, id))
		return ERR_OK;
	TRY(flow_read(fo->cx, id, &f->c));
	f->next = fo->all;
	fo->all = f;
	return ERR_OK;
}

struct in_org {
	int64_t flow;
};

static const struct field in_org_fields[] = {
	F_ID(struct in_org, flow, M_FIELD_ID, CLASS_INSIDE, 0, "case"),
	F_END,
};

static enum err take_org(struct following *fo, int64_t org)
{
	const struct org_life *life;
	const struct in_org *row;
	struct list rows;

	TRY(lives_get(fo->lives, org, &life));
	if (life->end == DAY_MAX)
		return ERR_OK;
	TRY(db_list(fo->cx->db, fo->cx->a, in_org_fields, sizeof(*row), &rows, Q_FLOW_CASES_IN, org,
		life->end));
	row = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		TRY(take_case(fo, row[i].flow));
	return ERR_OK;
}

static enum err check(struct ctx *cx, struct tree_plan *tree, void **ret)
{
	struct following *fo = arena_new_of(cx->a, struct following);
	struct list touched = tree_plan_touched(tree);
	const int64_t *orgs = touched.rows;

	*fo = (struct following){.cx = cx, .tree = tree, .lives = lives_new(cx, tree)};
	for (size_t i = 0; i < touched.n; i++)
		TRY(take_org(fo, orgs[i]));
	*ret = fo;
	return ERR_OK;
}

static enum err apply(struct ctx *cx, void *plan)
{
	struct following *fo = plan;
	struct flow_told told;

	(void)cx;
	for (struct follow *f = fo->all; f; f = f->next) {
		TRY(flow_plan_new(fo->cx, &f->c, &f->plan));
		flow_steps_sort(f->plan->live, f->plan->n);
		TRY(flow_tell(f->plan, &told));
		f->plan->spells = told.spells;
		f->plan->clocks = told.clocks;
		TRY(flow_rows_apply(f->plan));
	}
	return ERR_OK;
}

const struct tree_follower flow_follower = {check, apply};
