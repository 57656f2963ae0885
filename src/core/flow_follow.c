/*
 * flow_follow.c: cases go on when the tree changes: those of an organisation that ends are its
 * successor's, what waited for a committee that ends waits for the one in its place, and what
 * waited for a committee above waits for the new one above when an organisation moves.
 */
#include "base/map.h"
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
	struct lives *lives, *before; /* as they will be, as they are */
	struct follow *all;
	struct map *by_id;
};

/* Told when the tree is as it will be: in apply. */
static enum err take_case(struct following *fo, int64_t id)
{
	struct follow *f;

	if (map_get(fo->by_id, map_id(&id)))
		return ERR_OK;
	f = arena_new_of(fo->cx->a, struct follow);
	TRY(flow_read(fo->cx, id, &f->c));
	map_put(fo->by_id, map_id(&f->c.id), f);
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

static enum err take_rows(struct following *fo, struct list rows)
{
	const struct in_org *row = rows.rows;

	for (size_t i = 0; i < rows.n; i++)
		TRY(take_case(fo, row[i].flow));
	return ERR_OK;
}

static int64_t parent_on(const struct org_life *life, day_t day)
{
	const struct org_spell *s = life->spells.rows;

	for (size_t i = 0; i < life->spells.n; i++)
		if (s[i].from_day <= day && s[i].to_day > day)
			return s[i].parent;
	return 0;
}

/* Whose turn it is follows from the tree of today: a name or another day changes nothing. */
static enum err moves(struct following *fo, const struct org_life *now, bool *ret)
{
	day_t today = fo->cx->say.today;
	const struct org_life *was;

	TRY(lives_get(fo->before, now->org, &was));
	*ret = was->spells.n && parent_on(was, today) != parent_on(now, today);
	return ERR_OK;
}

static enum err take_org(struct following *fo, int64_t org)
{
	struct ctx *cx = fo->cx;
	const struct org_life *life;
	struct list rows;
	bool moved;

	TRY(lives_get(fo->lives, org, &life));
	if (life->end != DAY_MAX) {
		TRY(db_list(cx->db, cx->a, in_org_fields, sizeof(struct in_org), &rows,
			Q_FLOW_CASES_IN, org, life->end));
		return take_rows(fo, rows);
	}
	TRY(moves(fo, life, &moved));
	if (!moved)
		return ERR_OK;
	TRY(db_list(cx->db, cx->a, in_org_fields, sizeof(struct in_org), &rows, Q_FLOW_CASES_BELOW,
		org, cx->say.today, KNOWN_NOW));
	return take_rows(fo, rows);
}

static enum err check(struct ctx *cx, struct tree_plan *tree, void **ret)
{
	struct following *fo = arena_new_of(cx->a, struct following);
	struct list touched = tree_plan_touched(tree);
	const int64_t *orgs = touched.rows;

	*fo = (struct following){.cx = cx,
		.tree = tree,
		.by_id = map_new(cx->a, 64),
		.lives = lives_new(cx, tree),
		.before = lives_new(cx, NULL)};
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
