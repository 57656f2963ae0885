#include "core/tree_verify.h"

#include "core/reach.h"
#include "core/tree_impl.h"

enum { CHUNK = 500 };

struct verify {
	struct ctx *cx;
	struct tree_rules rules;
	tree_found *found;
	void *found_arg;
	struct plan_org **by_tag; /* organisations of the chunk; a tag is an index */
};

static void tell(struct verify *v, const struct plan_org *o, const char *what)
{
	const struct org_spell *old = o->old.rows;
	const char *name = o->old.n ? old[o->old.n - 1].name : "?";

	v->found(v->found_arg, msg_say(v->cx->a, v->cx->say.lang, M_CHECK_ORG, name,
				       arena_printf(v->cx->a, "%lld", (long long)o->id), what));
}

static void report(
	void *p, long tag, const char *field, enum msg what, const char *const arg[ERR_ARGS])
{
	struct verify *v = p;

	(void)field;
	tell(v, v->by_tag[tag], msg_fill(v->cx->a, v->cx->say.lang, what, arg, ERR_ARGS));
}

static void compare(struct verify *v, const struct plan_org *o)
{
	const struct org_spell *old = o->old.rows;
	const struct plan_spell *ps = o->spells;
	size_t i = 0;

	for (; ps && i < o->old.n && spell_same(&ps->s, &old[i]); ps = ps->next)
		i++;
	if (ps || i < o->old.n)
		tell(v, o, msg_text(v->cx->say.lang, M_CHECK_SPELLS));
}

static enum err take(struct tree_plan *p, int64_t id, long tag, struct plan_org **ret)
{
	TRY(plan_org(p, id, ret));
	(*ret)->touched = true;
	(*ret)->tag = tag;
	for (struct plan_act *pa = (*ret)->acts; pa; pa = pa->next)
		pa->tag = tag;
	p->touched++;
	return ERR_OK;
}

static enum err verify_reach(struct verify *v, int n)
{
	struct reach *r = reach_doubt(v->cx);
	bool right;

	for (int i = 0; i < n; i++) {
		TRY(reach_is_right(r, v->by_tag[i]->id, &right));
		if (!right)
			tell(v, v->by_tag[i], msg_text(v->cx->say.lang, M_CHECK_REACH));
	}
	return ERR_OK;
}

static enum err verify_chunk(struct verify *v, const int64_t *ids, int n)
{
	struct tree_plan *p = plan_empty(v->cx, &v->rules);
	enum err e;

	p->verify = true;
	tree_plan_report(p, report, v);
	v->by_tag = arena_array(v->cx->a, (size_t)n, sizeof(struct plan_org *));
	for (int i = 0; i < n; i++)
		TRY(take(p, ids[i], i, &v->by_tag[i]));
	e = tree_plan_check(p);
	for (int i = 0; i < n; i++)
		compare(v, v->by_tag[i]);
	TRY(verify_reach(v, n));
	return e == ERR_REFUSED ? ERR_OK : e;
}

static enum err next_ids(struct ctx *cx, int64_t after, int64_t ids[CHUNK], int *ret_n)
{
	struct cursor c;

	*ret_n = 0;
	TRY(db_query(cx->db, &c, Q_ORG_IDS, after, (int64_t)CHUNK));
	while (db_next(&c))
		ids[(*ret_n)++] = db_int(&c, 0);
	return db_end(&c);
}

enum err tree_verify(struct ctx *cx, tree_found *found, void *p, int64_t *ret_orgs)
{
	struct verify v = {.cx = cx, .found = found, .found_arg = p};
	int64_t ids[CHUNK], after = 0;
	int n;

	*ret_orgs = 0;
	TRY(tree_rules_load(cx, &v.rules));
	do {
		struct arena_mark m = arena_mark(cx->a);
		enum err e;
		TRY(next_ids(cx, after, ids, &n));
		e = n ? verify_chunk(&v, ids, n) : ERR_OK;
		arena_rewind(cx->a, m);
		if (e)
			return e;
		*ret_orgs += n;
		after = n ? ids[n - 1] : after;
	} while (n == CHUNK);
	return ERR_OK;
}
