#include "village/village_verify.h"

#include "base/cat.h"
#include "village/village_follow.h"
#include "village/village_sum.h"

enum { CHUNK = 500, CHUNK_MB = 512 };

struct verify {
	struct ctx *cx;
	tree_found *found;
	void *found_arg;
	struct village_sums *sums; /* as they should be */
	struct list minimums;
	struct arena *keep; /* what outlives a chunk */
};

static void tell(struct verify *v, const char *name, int64_t id, enum msg what)
{
	v->found(v->found_arg, msg_say(v->cx->a, v->cx->say.lang, M_CHECK_ORG, name,
				       arena_printf(v->cx->a, "%lld", (long long)id),
				       msg_text(v->cx->say.lang, what)));
}

static bool same_states(struct list a, struct list b)
{
	const struct village_state *x = a.rows, *y = b.rows;

	for (size_t i = 0; i < a.n && a.n == b.n; i++)
		if (!village_state_same(&x[i], &y[i]))
			return false;
	return a.n == b.n;
}

static bool same_flows(struct list a, struct list b)
{
	const struct village_flow *x = a.rows, *y = b.rows;

	for (size_t i = 0; i < a.n && a.n == b.n; i++)
		if (x[i].commune != y[i].commune || x[i].day != y[i].day ||
			x[i].person != y[i].person || !text_eq(x[i].kind, y[i].kind))
			return false;
	return a.n == b.n;
}

/* Sums live longer than the village whose kind they name. */
static const char *kept_kind(const struct verify *v, const char *kind)
{
	const struct cat_entry *e = cat_find(v->cx->say.cats, "village_kind", kind);

	return e ? e->code : arena_strdup(v->keep, kind);
}

static enum err add_to_sums(struct verify *v, const struct village_out *out)
{
	struct village_state *s = (struct village_state *)out->states.rows;
	struct village_flow *f = (struct village_flow *)out->flows.rows;

	for (size_t i = 0; i < out->states.n; i++) {
		s[i].kind = kept_kind(v, s[i].kind);
		TRY(village_sums_state(v->sums, &s[i], NULL, 1));
	}
	for (size_t i = 0; i < out->flows.n; i++) {
		f[i].kind = kept_kind(v, f[i].kind);
		TRY(village_sums_flow(v->sums, &f[i], NULL, 1));
	}
	return ERR_OK;
}

static enum err verify_one(struct verify *v, struct lives *lives, int64_t village)
{
	struct ctx *cx = v->cx;
	struct village_in in;
	struct village_out out;
	struct list states, flows;
	const struct village_state *s;

	TRY(village_load(cx, lives, v->minimums, village, &in));
	TRY(village_fold(cx, &in, &out));
	TRY(db_list(cx->db, cx->a, village_state_fields, sizeof(*s), &states, Q_VILLAGE_STATE_ROWS,
		village, KNOWN_NOW));
	TRY(db_list(cx->db, cx->a, village_flow_fields, sizeof(struct village_flow), &flows,
		Q_VILLAGE_FLOW_ROWS, village));
	s = out.states.rows;
	if (!same_states(states, out.states) || !same_flows(flows, out.flows))
		tell(v, out.states.n ? s[0].name : "?", village, M_CHECK_VILLAGE);
	return add_to_sums(v, &out);
}

static enum err ids_after(struct ctx *cx, int64_t after, struct list *ret)
{
	struct cursor c;
	size_t room = 0;

	*ret = (struct list){NULL, 0, sizeof(int64_t)};
	TRY(db_query(cx->db, &c, Q_VILLAGE_IDS_AFTER, after, (int64_t)CHUNK));
	while (db_next(&c))
		*(int64_t *)db_list_more(cx->a, ret, &room) = db_int(&c, 0);
	return db_end(&c);
}

static const struct field delta_fields[] = {
	F_ID(struct village_delta, org, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_TEXT(struct village_delta, figure, M_FIELD_FIGURE, CLASS_INSIDE, 0, 60),
	F_DAY(struct village_delta, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_CAT(struct village_delta, kind, M_FIELD_KIND, CLASS_INSIDE, 0, "village_kind"),
	F_INT(struct village_delta, n, M_FIELD_VALUE, CLASS_INSIDE, 0, 0),
	F_END,
};

static enum err verify_sums(struct verify *v)
{
	struct list should = village_sums_deltas(v->sums), is;
	const struct village_delta *a = should.rows, *b;
	size_t i = 0;

	TRY(db_list(v->cx->db, v->cx->a, delta_fields, sizeof(*b), &is, Q_VILLAGE_SUM_ROWS));
	b = is.rows;
	while (i < should.n && i < is.n && a[i].org == b[i].org && a[i].day == b[i].day &&
		a[i].n == b[i].n && text_eq(a[i].figure, b[i].figure) &&
		text_eq(a[i].kind, b[i].kind))
		i++;
	if (i < should.n)
		tell(v, a[i].figure, a[i].org, M_CHECK_VILLAGE_SUM);
	else if (i < is.n)
		tell(v, b[i].figure, b[i].org, M_CHECK_VILLAGE_SUM);
	return ERR_OK;
}

static enum err verify_chunk(struct verify *v, int64_t *after, bool *ret_more)
{
	struct lives *lives = lives_new(v->cx, NULL);
	struct list ids;

	TRY(ids_after(v->cx, *after, &ids));
	for (size_t i = 0; i < ids.n; i++) {
		*after = ((const int64_t *)ids.rows)[i];
		TRY(verify_one(v, lives, *after));
	}
	*ret_more = ids.n == CHUNK;
	return ERR_OK;
}

/* What a chunk needs is given back after it; only the sums grow, in the arena of the caller. */
static enum err verify_each(struct verify *v)
{
	struct ctx *outer = v->cx, own = *outer;
	bool more = true;
	int64_t after = 0;
	enum err e;

	TRY(village_minimums(outer, &v->minimums));
	v->keep = outer->a;
	own.a = arena_new((size_t)CHUNK_MB << 20);
	v->cx = &own;
	do {
		struct arena_mark m = arena_mark(own.a);
		e = verify_chunk(v, &after, &more);
		arena_rewind(own.a, m);
	} while (!e && more);
	v->cx = outer;
	arena_free(own.a);
	return e;
}

enum err village_verify(struct ctx *cx, tree_found *found, void *p)
{
	struct verify v = {.cx = cx, .found = found, .found_arg = p, .sums = village_sums_new(cx)};

	TRY(verify_each(&v));
	return verify_sums(&v);
}

/* Whoever mends looks afterwards: nothing is told here. */
static void untold(void *p, const char *text)
{
	(void)p;
	(void)text;
}

enum err village_sums_rebuild(struct ctx *cx)
{
	struct verify v = {.cx = cx, .found = untold, .sums = village_sums_new(cx)};

	TRY(verify_each(&v));
	TRY(db_run(cx->db, Q_VILLAGE_SUM_CLEAR));
	return village_sums_write(v.sums);
}
