#include "village/village_follow.h"

#include "base/map.h"
#include "core/rule.h"
#include "village/village_sum.h"

enum { CHUNK = 200 };

/* One batch of villages. */
struct refold {
	struct ctx *cx;
	struct lives *lives;
	struct list minimums;
	struct village_sums *sums;
};

/* ---- writing what comes out different ---- */

static enum err drop_state(struct refold *w, const struct village_state *s)
{
	struct ctx *cx = w->cx;
	struct str key = village_key(cx->a, s->name);

	TRY(village_sums_state(w->sums, s, NULL, -1));
	if (s->txn == cx->txn)
		return db_run(cx->db, Q_VILLAGE_STATE_DELETE, s->commune, s->to_day, key,
			s->village, s->from_day, s->txn);
	return db_run(cx->db, Q_VILLAGE_STATE_VOID, s->commune, s->to_day, key, s->village,
		s->from_day, s->txn, cx->txn, cx->txn_ms);
}

static enum err put_state(struct refold *w, const struct village_state *s)
{
	struct ctx *cx = w->cx;

	TRY(village_sums_state(w->sums, s, NULL, 1));
	return db_run(cx->db, Q_VILLAGE_STATE_INSERT, s->commune, s->to_day, s->sort_key,
		s->village, s->from_day, cx->txn, s->code, s->name, s->kind, s->cell, s->joint,
		s->cover, s->lives, s->members, s->official, s->below, s->unstable, s->head,
		s->head_is, s->combined, cx->txn_ms);
}

static bool has_state(struct list rows, const struct village_state *s)
{
	const struct village_state *r = rows.rows;

	for (size_t i = 0; i < rows.n; i++)
		if (village_state_same(&r[i], s))
			return true;
	return false;
}

static enum err write_states(struct refold *w, struct list old, struct list now)
{
	const struct village_state *o = old.rows, *n = now.rows;

	for (size_t i = 0; i < old.n; i++)
		if (!has_state(now, &o[i]))
			TRY(drop_state(w, &o[i]));
	for (size_t i = 0; i < now.n; i++)
		if (!has_state(old, &n[i]))
			TRY(put_state(w, &n[i]));
	return ERR_OK;
}

static bool has_flow(struct list rows, const struct village_flow *f)
{
	const struct village_flow *r = rows.rows;

	for (size_t i = 0; i < rows.n; i++)
		if (r[i].commune == f->commune && r[i].day == f->day && r[i].person == f->person &&
			text_eq(r[i].kind, f->kind))
			return true;
	return false;
}

static enum err drop_flow(struct refold *w, const struct village_flow *f)
{
	struct ctx *cx = w->cx;

	TRY(village_sums_flow(w->sums, f, NULL, -1));
	if (f->txn == cx->txn)
		return db_run(cx->db, Q_VILLAGE_FLOW_DELETE, f->commune, f->day, f->village,
			f->person, f->txn);
	return db_run(cx->db, Q_VILLAGE_FLOW_VOID, f->commune, f->day, f->village, f->person,
		f->txn, cx->txn, cx->txn_ms);
}

static enum err put_flow(struct refold *w, const struct village_flow *f)
{
	struct ctx *cx = w->cx;

	TRY(village_sums_flow(w->sums, f, NULL, 1));
	return db_run(cx->db, Q_VILLAGE_FLOW_INSERT, f->commune, f->day, f->village, f->person,
		cx->txn, f->kind, cx->txn_ms);
}

static enum err write_flows(struct refold *w, struct list old, struct list now)
{
	const struct village_flow *o = old.rows, *n = now.rows;

	for (size_t i = 0; i < old.n; i++)
		if (!has_flow(now, &o[i]))
			TRY(drop_flow(w, &o[i]));
	for (size_t i = 0; i < now.n; i++)
		if (!has_flow(old, &n[i]))
			TRY(put_flow(w, &n[i]));
	return ERR_OK;
}

static enum err refold_one(struct refold *w, const struct village_told *told)
{
	struct list states = {0}, flows = {0};
	struct village_in in;
	struct village_out out;
	struct ctx *cx = w->cx;

	TRY(village_load(cx, w->lives, w->minimums, told->id, &in));
	TRY(village_fold(cx, &in, &out));
	if (!told->fresh) {
		TRY(db_list(cx->db, cx->a, village_state_fields, sizeof(struct village_state),
			&states, Q_VILLAGE_STATE_ROWS, told->id, KNOWN_NOW));
		TRY(db_list(cx->db, cx->a, village_flow_fields, sizeof(struct village_flow), &flows,
			Q_VILLAGE_FLOW_ROWS, told->id));
	}
	TRY(write_states(w, states, out.states));
	return write_flows(w, flows, out.flows);
}

static enum err refold_chunk(
	struct ctx *cx, struct lives *l, const struct village_told *told, size_t n)
{
	struct refold w = {.cx = cx, .lives = l, .sums = village_sums_new(cx)};

	if (!l)
		w.lives = lives_new(cx, NULL);
	TRY(village_minimums(cx, &w.minimums));
	for (size_t i = 0; i < n; i++)
		TRY(refold_one(&w, &told[i]));
	return village_sums_write(w.sums);
}

static enum err refold(struct ctx *cx, struct lives *l, struct list all)
{
	const struct village_told *told = all.rows;

	for (size_t i = 0; i < all.n; i += CHUNK) {
		struct arena_mark m = arena_mark(cx->a);
		enum err e = refold_chunk(cx, l, told + i, all.n - i < CHUNK ? all.n - i : CHUNK);
		arena_rewind(cx->a, m);
		TRY(e);
		cx_progress(cx, (int64_t)i, (int64_t)all.n);
	}
	return ERR_OK;
}

/* ---- which villages ---- */

/* A set of villages, with all that they became part of. */
struct found {
	struct ctx *cx;
	struct map *seen;
	struct list all; /* struct village_told */
	size_t room;
};

static struct found found_new(struct ctx *cx)
{
	return (struct found){.cx = cx,
		.seen = map_new(cx->a, 64),
		.all = {NULL, 0, sizeof(struct village_told)}};
}

static void found_add(struct found *f, struct village_told told)
{
	int64_t *id;

	if (map_get(f->seen, map_id(&told.id)))
		return;
	id = arena_memdup(f->cx->a, &told.id, sizeof(told.id));
	map_put(f->seen, map_id(id), id);
	*(struct village_told *)db_list_more(f->cx->a, &f->all, &f->room) = told;
}

static enum err found_query(struct found *f, enum stmt stmt, int64_t arg)
{
	struct cursor c;

	TRY(db_query(f->cx->db, &c, stmt, arg));
	while (db_next(&c))
		found_add(f, (struct village_told){.id = db_int(&c, 0)});
	return db_end(&c);
}

static struct village_told found_at(const struct found *f, size_t i)
{
	return ((const struct village_told *)f->all.rows)[i];
}

/* The list grows while it is walked. */
static enum err found_refold(struct found *f, struct lives *l)
{
	for (size_t i = 0; i < f->all.n; i++)
		if (!found_at(f, i).fresh)
			TRY(found_query(f, Q_VILLAGE_SUCCESSORS, found_at(f, i).id));
	return refold(f->cx, l, f->all);
}

/* A code means somebody else, or its people went elsewhere, once another village is told of. */
enum err village_refold_told(struct ctx *cx, struct list told, struct lives *l)
{
	struct found f = found_new(cx);
	const struct village_told *t = told.rows;

	for (size_t i = 0; i < told.n; i++)
		found_add(&f, t[i]);
	for (size_t i = 0; i < told.n; i++)
		TRY(found_query(&f, Q_VILLAGE_SIBLINGS, t[i].id));
	return found_refold(&f, l);
}

static enum err any(struct ctx *cx, bool *ret)
{
	int64_t n;

	TRY(db_number(cx->db, &n, 0, Q_VILLAGE_ANY));
	*ret = n > 0;
	return ERR_OK;
}

static enum err persons_changed(struct ctx *cx)
{
	struct found f = found_new(cx);
	bool there;

	TRY(any(cx, &there));
	if (!there)
		return ERR_OK;
	TRY(found_query(&f, Q_VILLAGE_BY_PERSONS, cx->txn));
	TRY(found_query(&f, Q_VILLAGE_BY_RESIDENTS, cx->txn));
	TRY(found_query(&f, Q_VILLAGE_BY_NUMBERS, cx->txn));
	return found_refold(&f, NULL);
}

static enum err posts_changed(struct ctx *cx)
{
	struct found f = found_new(cx);
	bool there;

	TRY(any(cx, &there));
	if (!there)
		return ERR_OK;
	TRY(found_query(&f, Q_VILLAGE_BY_POSTS, cx->txn));
	return found_refold(&f, NULL);
}

/* Whoever may have come under the minimum, or out from under it, by any value that it ever had. */
static enum err rule_changed(struct ctx *cx, const char *code)
{
	struct found f = found_new(cx);
	const struct rule *r;
	struct rule_set set;
	int64_t most = 0;

	if (!text_eq(code, "cell.minimum"))
		return ERR_OK;
	TRY(rule_read_known(cx, code, cx->txn_ms - 1, &set));
	for (int round = 0; round < 2; round++) {
		r = set.rows.rows;
		for (size_t i = 0; i < set.rows.n; i++)
			most = r[i].value > most ? r[i].value : most;
		TRY(rule_read(cx, code, &set));
	}
	TRY(found_query(&f, Q_VILLAGE_FEW, most));
	return found_refold(&f, NULL);
}

const struct record_watch village_watch = {persons_changed, posts_changed, rule_changed};

/* ---- the tree ---- */

struct left {
	int64_t org, n;
	day_t since;
	const char *name;
};

static const struct field left_fields[] = {
	F_ID(struct left, org, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_DAY(struct left, since, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_INT(struct left, n, M_FIELD_VALUE, CLASS_INSIDE, 0, 0),
	F_TEXT(struct left, name, M_FIELD_NAME, CLASS_INSIDE, 0, 0),
	F_END,
};

/* Of those that name `org`; what they stand in now may be taken back, and they go home again. */
static enum err left_of(
	struct lives *lives, const struct org_life *life, const struct left *in, struct left *sum)
{
	day_t day = in->since > life->end ? in->since : life->end;
	int64_t org;

	TRY(village_org_on(lives, in->org, day, &org));
	if (org && org != life->org)
		return ERR_OK;
	sum->n += in->n;
	sum->name = in->name;
	return ERR_OK;
}

static enum err check_left(
	struct ctx *cx, struct tree_plan *tree, struct lives *lives, const struct org_life *life)
{
	struct left sum = {0};
	const struct left *l;
	struct list rows;

	if (life->end == DAY_MAX || life->successor)
		return ERR_OK;
	TRY(db_list(cx->db, cx->a, left_fields, sizeof(*l), &rows, Q_VILLAGE_LEFT_IN, life->org,
		life->end));
	l = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		TRY(left_of(lives, life, &l[i], &sum));
	if (sum.n)
		tree_plan_problem(tree, life->org, "successor", M_VILLAGE_LEFT,
			number_text(cx->a, cx->say.lang, sum.n), sum.name);
	return ERR_OK;
}

static enum err check(struct ctx *cx, struct tree_plan *tree, void **ret)
{
	struct list *touched = arena_new_of(cx->a, struct list);
	struct lives *lives = lives_new(cx, tree);
	const struct org_life *life;
	const int64_t *org;
	bool there;

	*touched = tree_plan_touched(tree);
	org = touched->rows;
	TRY(any(cx, &there));
	if (!there)
		touched->n = 0;
	for (size_t i = 0; i < touched->n; i++) {
		TRY(lives_get(lives, org[i], &life));
		TRY(check_left(cx, tree, lives, life));
	}
	*ret = touched;
	return ERR_OK;
}

static bool same_rows(struct list a, struct list b)
{
	const struct village_above *x = a.rows, *y = b.rows;

	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (x[i].anc != y[i].anc || x[i].from_day != y[i].from_day ||
			x[i].to_day != y[i].to_day)
			return false;
	return true;
}

/* What the villages of a commune add moves from those that were above it to those that are. */
static enum err move_sums(struct ctx *cx, struct village_sums *sums, int64_t commune)
{
	struct list before, after, states, flows;
	const struct village_state *s;
	const struct village_flow *f;

	TRY(db_list(cx->db, cx->a, village_above_fields, sizeof(struct village_above), &before,
		Q_VILLAGE_REACH_BEFORE, commune, cx->txn));
	TRY(db_list(cx->db, cx->a, village_above_fields, sizeof(struct village_above), &after,
		Q_VILLAGE_REACH, commune));
	if (same_rows(before, after))
		return ERR_OK;
	TRY(db_list(cx->db, cx->a, village_state_fields, sizeof(*s), &states, Q_VILLAGE_STATES_OF,
		commune));
	TRY(db_list(cx->db, cx->a, village_flow_fields, sizeof(*f), &flows, Q_VILLAGE_FLOWS_OF,
		commune));
	s = states.rows;
	for (size_t i = 0; i < states.n; i++) {
		TRY(village_sums_state(sums, &s[i], &before, -1));
		TRY(village_sums_state(sums, &s[i], &after, 1));
	}
	f = flows.rows;
	for (size_t i = 0; i < flows.n; i++) {
		TRY(village_sums_flow(sums, &f[i], &before, -1));
		TRY(village_sums_flow(sums, &f[i], &after, 1));
	}
	return ERR_OK;
}

static enum err move_chunk(struct ctx *cx, const struct found *communes, size_t from)
{
	struct village_sums *sums = village_sums_new(cx);

	for (size_t i = from; i < communes->all.n && i < from + CHUNK; i++)
		TRY(move_sums(cx, sums, found_at(communes, i).id));
	return village_sums_write(sums);
}

static enum err move_all(struct ctx *cx, const struct list *touched)
{
	struct found communes = found_new(cx);
	const int64_t *org = touched->rows;

	for (size_t i = 0; i < touched->n; i++)
		TRY(found_query(&communes, Q_VILLAGE_COMMUNES_BELOW, org[i]));
	for (size_t i = 0; i < communes.all.n; i += CHUNK) {
		struct arena_mark m = arena_mark(cx->a);
		enum err e = move_chunk(cx, &communes, i);
		arena_rewind(cx->a, m);
		TRY(e);
	}
	return ERR_OK;
}

static enum err apply(struct ctx *cx, void *plan)
{
	const struct list *touched = plan;
	struct found f = found_new(cx);
	const int64_t *org = touched->rows;

	if (!touched->n)
		return ERR_OK;
	TRY(move_all(cx, touched));
	for (size_t i = 0; i < touched->n; i++)
		TRY(found_query(&f, Q_VILLAGE_BY_ORG, org[i]));
	return found_refold(&f, NULL);
}

const struct tree_follower village_follower = {check, apply};
