/*
 * member_sum_all.c: summaries made anew from all records, and compared with those that stand.
 */
#include "member/member_sum.h"
#include "member/member_sum_impl.h"

enum { TOLD_MOST = 20, RESERVE = 1 << 20 };
#define WORK_MOST ((size_t)16 << 30)

/* Numbers of a country do not fit in memory: the work lies in a file, if one can be made. */
struct work {
	struct ctx *cx;
	struct arena *mine, *file;
};

static struct work work_begin(struct ctx *cx)
{
	struct work w = {cx, cx->a, arena_new_in_file(NULL, WORK_MOST, RESERVE)};

	if (w.file)
		cx->a = w.file;
	return w;
}

static enum err work_end(struct work *w, enum err e)
{
	w->cx->a = w->mine;
	arena_free(w->file);
	return e;
}

static struct person person_of(const struct cursor *c, int col)
{
	return (struct person){.from_day = (day_t)db_int(c, col),
		.to_day = (day_t)db_int(c, col + 1),
		.birth_date = (day_t)db_int(c, col + 2),
		.sex = db_text(c, col + 3),
		.ethnicity = db_text(c, col + 4),
		.religion = db_text(c, col + 5),
		.schooling = db_text(c, col + 6),
		.theory_level = db_text(c, col + 7),
		.occupation = db_text(c, col + 8),
		.youth_union = db_text(c, col + 9)};
}

/* Where nobody asks what they are: of all days. */
static const struct person anybody = {.from_day = DAY_MIN, .to_day = DAY_MAX};

static enum err take_stays(struct sums *s, struct cursor *c, bool facets)
{
	while (db_next(c)) {
		struct person r = facets ? person_of(c, 6) : anybody;
		struct member_spell m = {.cell = db_int(c, 0),
			.from_day = (day_t)db_int(c, 1),
			.to_day = (day_t)db_int(c, 2),
			.status = db_text(c, 3),
			.exempt = (int)db_int(c, 4),
			.away = (int)db_int(c, 5),
			.counted = 1};
		TRY(member_sum_stay(s, &m, &r, 1));
	}
	return db_end(c);
}

static enum err take_events(struct sums *s, struct cursor *c, bool facets)
{
	while (db_next(c)) {
		struct person r = facets ? person_of(c, 4) : anybody;
		struct member_flow m = {.cell = db_int(c, 0),
			.other = db_int(c, 1),
			.day = (day_t)db_int(c, 2),
			.kind = db_text(c, 3)};
		TRY(member_sum_event(s, &m, &r, 1));
	}
	return db_end(c);
}

/* Of everybody, and of those below one; with what they are, and without. */
static const struct {
	enum stmt all, below;
} stays[] = {{Q_MEMBER_SUM_STAYS_BARE, Q_MEMBER_SUM_STAYS_BARE_BELOW},
	{Q_MEMBER_SUM_STAYS, Q_MEMBER_SUM_STAYS_BELOW}},
  events[] = {{Q_MEMBER_SUM_EVENTS_BARE, Q_MEMBER_SUM_EVENTS_BARE_BELOW},
	  {Q_MEMBER_SUM_EVENTS, Q_MEMBER_SUM_EVENTS_BELOW}};

/* Of one node, or of all (0). Every place is known before, so that no statement is asked within. */
static enum err count_members(struct ctx *cx, struct sums *s, int64_t node)
{
	bool facets = sums_need_facets(s);
	struct cursor c;

	TRY(node ? db_query(cx->db, &c, stays[facets].below, node)
		 : db_query(cx->db, &c, stays[facets].all));
	TRY(take_stays(s, &c, facets));
	TRY(node ? db_query(cx->db, &c, events[facets].below, node)
		 : db_query(cx->db, &c, events[facets].all));
	return take_events(s, &c, facets);
}

/* What is not all of the tree needs no more of it than is below. */
static enum err count_all(struct ctx *cx, struct sums *s, int64_t node)
{
	const struct sum_node *n = sums_node(s, node);

	TRY(node && n && !n->root ? sums_places_of(s, node) : sums_places(s));
	sums_orgs(s);
	return count_members(cx, s, node);
}

/* ---- making them anew ---- */

enum err member_sum_start(struct ctx *cx, struct sums **ret)
{
	TRY(sums_nodes_make(cx, false));
	TRY(sums_new(cx, ret));
	return sums_places(*ret);
}

static enum err rebuild(struct ctx *cx)
{
	struct sums *s;

	TRY(member_sum_start(cx, &s));
	TRY(count_members(cx, s, 0));
	sums_orgs(s);
	return sums_write_anew(s, KNOWN_NOW);
}

enum err member_sum_rebuild(struct ctx *cx)
{
	struct work w = work_begin(cx);

	return work_end(&w, rebuild(cx));
}

static enum err mend(struct ctx *cx)
{
	struct sums *s;

	TRY(sums_nodes_make(cx, true));
	TRY(sums_new(cx, &s));
	sums_only_dirty(s);
	TRY(count_all(cx, s, 0));
	return sums_write_anew(s, KNOWN_NOW);
}

enum err member_sum_mend(struct ctx *cx)
{
	struct work w = work_begin(cx);

	return work_end(&w, mend(cx));
}

enum err member_sum_dirty(struct ctx *cx, int64_t *ret)
{
	return db_number(cx->db, ret, -1, Q_SUM_NODE_DIRTY);
}

/*
 * On SQLite nobody else could write while it is counted. There the records are read first, all of
 * one moment, and what is written after it is known by its later instant. On PostgreSQL others go
 * on writing anyway, and do not commit in the order of their instants.
 */
static enum err count_first(struct ctx *cx, struct sums **ret, int64_t node, int64_t *ret_ms)
{
	bool apart = db_engine(cx->db) == DB_SQLITE;

	TRY(db_begin(cx->db, apart ? DB_READ : DB_WRITE));
	TRY(db_number(cx->db, ret_ms, 0, Q_TXN_LAST_MS));
	TRY(sums_new(cx, ret));
	sums_only(*ret, node);
	TRY(count_all(cx, *ret, node));
	if (!apart)
		return ERR_OK;
	db_rollback(cx->db);
	return db_begin(cx->db, DB_WRITE);
}

static enum err clean(struct ctx *cx, int64_t node)
{
	struct sums *s;
	int64_t ms;

	TRY(count_first(cx, &s, node, &ms));
	TRY(sums_write_anew(s, ms));
	return db_commit(cx->db);
}

enum err member_sum_clean(struct ctx *cx, int64_t node)
{
	struct work w = work_begin(cx);
	enum err e = clean(cx, node);

	db_rollback(cx->db);
	return work_end(&w, e);
}

/* ---- comparing ---- */

static enum err subtract(struct ctx *cx, struct sums *s, int64_t node)
{
	struct cursor c;

	TRY(db_query(cx->db, &c, Q_SUM_ALL, node));
	while (db_next(&c)) {
		struct sum_row row = {.node = node,
			.figure = db_text(&c, 0),
			.dim = db_text(&c, 1),
			.span = *db_text(&c, 2),
			.day = (day_t)db_int(&c, 3),
			.key = db_text(&c, 4),
			.n = db_int(&c, 5)};
		sums_subtract(s, &row);
	}
	return db_end(&c);
}

static const char *name_of(struct ctx *cx, int64_t node, day_t day)
{
	struct org_spell o;

	if (!node)
		return msg_text(cx->say.lang, M_CHECK_SUM_WHOLE);
	if (tree_spell_near(cx, node, day_first(day), &o))
		return arena_printf(cx->a, "%lld", (long long)node);
	return o.name;
}

static void tell(struct ctx *cx, const struct sum_row *r, tree_found *found, void *p)
{
	const char *what = arena_printf(cx->a, "%s%s%s%s%s", r->figure, *r->dim ? " " : "", r->dim,
		*r->key ? " = " : "", r->key);

	found(p, msg_say(cx->a, cx->say.lang, M_CHECK_SUM, name_of(cx, r->node, r->day), what,
			 cx_day(cx, r->day)));
}

static enum err verify(struct ctx *cx, tree_found *found, void *p)
{
	const struct sum_node *nodes;
	const struct sum_row *r;
	struct list left;
	struct sums *s;
	size_t n, told = 0;

	TRY(sums_new(cx, &s));
	if (!sums_any(s))
		return ERR_OK;
	TRY(count_all(cx, s, 0));
	nodes = sums_nodes(s, &n);
	for (size_t i = 0; i < n; i++)
		TRY(subtract(cx, s, nodes[i].org));
	left = sums_left(s, SIZE_MAX);
	r = left.rows;
	for (size_t i = 0; i < left.n; i++) {
		const struct sum_node *node = sums_node(s, r[i].node);
		told = i && r[i].node == r[i - 1].node ? told + 1 : 0;
		if (!node->dirty && told < TOLD_MOST)
			tell(cx, &r[i], found, p);
	}
	return ERR_OK;
}

enum err member_sum_verify(struct ctx *cx, tree_found *found, void *p)
{
	struct work w = work_begin(cx);

	return work_end(&w, verify(cx, found, p));
}
