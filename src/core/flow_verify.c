#include "core/flow_verify.h"

#include "core/flow_impl.h"

enum { CHUNK = 500 };

struct id_row {
	int64_t flow;
};

static const struct field id_fields[] = {
	F_ID(struct id_row, flow, M_FIELD_ID, CLASS_INSIDE, 0, "case"),
	F_END,
};

static bool spells_agree(struct list a, struct list b)
{
	const struct flow_spell *x = a.rows, *y = b.rows;

	for (size_t i = 0; i < a.n && a.n == b.n; i++)
		if (x[i].org != y[i].org || x[i].from_day != y[i].from_day ||
			x[i].to_day != y[i].to_day || !text_eq(x[i].state, y[i].state) ||
			x[i].open != y[i].open)
			return false;
	return a.n == b.n;
}

static bool has_clock(struct list all, const struct flow_clock *c)
{
	const struct flow_clock *x = all.rows;

	for (size_t i = 0; i < all.n; i++)
		if (text_eq(x[i].code, c->code) && x[i].from_day == c->from_day &&
			x[i].to_day == c->to_day && x[i].org == c->org)
			return true;
	return false;
}

static bool clocks_agree(struct list a, struct list b)
{
	const struct flow_clock *x = a.rows;

	for (size_t i = 0; i < a.n; i++)
		if (!has_clock(b, &x[i]))
			return false;
	return a.n == b.n;
}

static enum err is_right(struct ctx *cx, int64_t id, bool *ret)
{
	struct list spells, clocks;
	struct flow_told told;
	struct flow_plan *p;
	struct flow_case c;

	TRY(flow_read(cx, id, &c));
	TRY(flow_plan_new(cx, &c, &p));
	flow_steps_sort(p->live, p->n);
	TRY(flow_tell(p, &told));
	TRY(db_list(cx->db, cx->a, flow_spell_fields, sizeof(struct flow_spell), &spells,
		Q_FLOW_SPELLS, id, KNOWN_NOW));
	TRY(db_list(cx->db, cx->a, flow_clock_fields, sizeof(struct flow_clock), &clocks,
		Q_FLOW_CLOCKS, id, KNOWN_NOW));
	*ret = !told.misfit && spells_agree(told.spells, spells) &&
	       clocks_agree(told.clocks, clocks);
	return ERR_OK;
}

static enum err verify_chunk(struct ctx *cx, struct list ids, tree_found *found, void *p)
{
	const struct id_row *row = ids.rows;

	for (size_t i = 0; i < ids.n; i++) {
		bool right;
		TRY(is_right(cx, row[i].flow, &right));
		if (!right)
			found(p, msg_say(cx->a, cx->say.lang, M_FLOW_CHECK_WRONG,
					 arena_printf(cx->a, "%lld", (long long)row[i].flow)));
	}
	return ERR_OK;
}

enum err flow_verify(struct ctx *cx, tree_found *found, void *p, int64_t *ret_cases)
{
	struct list ids;
	int64_t after = 0;

	*ret_cases = 0;
	do {
		struct arena_mark m = arena_mark(cx->a);
		enum err e;
		TRY(db_list(cx->db, cx->a, id_fields, sizeof(struct id_row), &ids,
			Q_FLOW_CASES_AFTER, after, (int64_t)CHUNK));
		if (ids.n)
			after = ((const struct id_row *)ids.rows)[ids.n - 1].flow;
		*ret_cases += (int64_t)ids.n;
		e = verify_chunk(cx, ids, found, p);
		arena_rewind(cx->a, m);
		TRY(e);
	} while (ids.n == CHUNK);
	return ERR_OK;
}
