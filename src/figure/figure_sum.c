#include "figure/figure_sum.h"

#include "base/map.h"
#include "core/sum_stock.h"

enum { NO_FROM = 1, NO_TO = 0 };

/* ---- which days ---- */

/* Whole months [m_from, m_to), and days of those begun (both ends included). */
struct segments {
	day_t m_from, m_to, a_from, a_to, b_from, b_to;
};

static day_t month_of(day_t d)
{
	return d / 100 * 100;
}

static day_t month_next(day_t d)
{
	return d / 100 % 100 == 12 ? d / 10000 * 10000 + 10100 : month_of(d) + 100;
}

static bool ends_month(day_t d)
{
	return d >= DAY_MAX || day_last(month_of(d)) == d;
}

/* What a stock has come to by the end of a day. */
static struct segments until(day_t day)
{
	struct segments g = {0, month_next(day), NO_FROM, NO_TO, NO_FROM, NO_TO};

	if (ends_month(day))
		return g;
	g.m_to = month_of(day);
	g.b_from = g.m_to + 1;
	g.b_to = day;
	return g;
}

static struct segments between(day_t from, day_t to)
{
	struct segments g = {month_of(from), month_next(to), NO_FROM, NO_TO, NO_FROM, NO_TO};

	if (day_mday(from) != 1) {
		g.m_from = month_next(from);
		g.a_from = from;
		g.a_to =
			ends_month(to) || month_of(from) != month_of(to) ? month_of(from) + 31 : to;
	}
	if (ends_month(to))
		return g;
	g.m_to = month_of(to);
	if (g.a_from > NO_FROM && month_of(from) == month_of(to))
		return g;
	g.b_from = g.m_to + 1;
	g.b_to = to;
	return g;
}

static struct segments segments_of(const struct figure_ask *ask)
{
	return ask->figure->kind == FIGURE_STOCK ? until(ask->day) : between(ask->from, ask->day);
}

/* The arguments that say which days. */
#define SEGMENTS(g) (g).m_from, (g).m_to, (g).a_from, (g).a_to, (g).b_from, (g).b_to

/* ---- where ---- */

/* Of all organisations: the node of the whole, or the only root. */
static enum err node_of(struct ctx *cx, int64_t org, int64_t *ret)
{
	struct cursor c;
	int64_t roots = 0, root = 0;

	*ret = org;
	if (org)
		return ERR_OK;
	TRY(db_query(cx->db, &c, Q_FIGURE_SUM_ROOT));
	if (db_next(&c)) {
		root = db_int(&c, 0);
		roots = db_int(&c, 1);
	}
	TRY(db_end(&c));
	*ret = roots == 1 ? root : 0;
	return ERR_OK;
}

enum err figure_sum_open(struct ctx *cx, const struct figure_ask *ask, struct figure_sum *ret)
{
	int64_t org;

	*ret = (struct figure_sum){.org = ask->org};
	if (ask->own || ask->lineage)
		return ERR_OK;
	if (ask->sum && ask->sum->org == ask->org) {
		*ret = *ask->sum;
		return ERR_OK;
	}
	TRY(node_of(cx, ask->org, &org));
	return sum_node_read(cx, org, &ret->node, &ret->there);
}

static bool within(const struct sum_node *n, day_t from, day_t to)
{
	return from > to || (from >= n->daily_from && to < n->daily_to);
}

bool figure_sum_knows(const struct figure_sum *sum, enum figure_by by, const struct figure_ask *ask)
{
	struct segments g = segments_of(ask);

	if (!sum->there || by == BY_KIND || (!sum->node.dims && by != BY_ORG))
		return false;
	return within(&sum->node, g.a_from, g.a_to) && within(&sum->node, g.b_from, g.b_to);
}

/* ---- how many ---- */

enum err figure_sum_value(struct ctx *cx, const struct figure_sum *sum, const char *what,
	const struct figure_ask *ask, int64_t *ret)
{
	struct segments g = segments_of(ask);
	int64_t n;

	TRY(db_number(cx->db, &n, 0, Q_FIGURE_SUM_TOTAL, sum->node.org, what, SEGMENTS(g)));
	*ret += n;
	return ERR_OK;
}

/* ---- of several days at once ---- */

/* The segment that holds all others. */
static struct segments around(const struct segments *g, size_t n)
{
	struct segments all = {DAY_MAX, 0, DAY_MAX, 0, NO_FROM, NO_TO};

	for (size_t i = 0; i < n; i++) {
		const day_t from[] = {g[i].a_from, g[i].b_from}, to[] = {g[i].a_to, g[i].b_to};
		all.m_from = g[i].m_from < all.m_from ? g[i].m_from : all.m_from;
		all.m_to = g[i].m_to > all.m_to ? g[i].m_to : all.m_to;
		for (int k = 0; k < 2; k++) {
			if (from[k] > to[k])
				continue;
			all.a_from = from[k] < all.a_from ? from[k] : all.a_from;
			all.a_to = to[k] > all.a_to ? to[k] : all.a_to;
		}
	}
	return all;
}

static bool is_in(const struct segments *g, bool month, day_t day)
{
	if (month)
		return day >= g->m_from && day < g->m_to;
	return (day >= g->a_from && day <= g->a_to) || (day >= g->b_from && day <= g->b_to);
}

enum err figure_sum_series(struct ctx *cx, const struct figure_sum *sum, const char *what,
	const struct figure_ask *asks, size_t n, int64_t *ret)
{
	struct segments *g = arena_array(cx->a, n, sizeof(*g)), all;
	struct cursor c;

	for (size_t i = 0; i < n; i++)
		g[i] = segments_of(&asks[i]);
	all = around(g, n);
	TRY(db_query(cx->db, &c, Q_FIGURE_SUM_SERIES, sum->node.org, what, all.m_from, all.m_to,
		all.a_from, all.a_to));
	while (db_next(&c)) {
		bool month = text_eq(db_text(&c, 0), "m");
		day_t day = (day_t)db_int(&c, 1);
		for (size_t i = 0; i < n; i++)
			if (is_in(&g[i], month, day))
				ret[i] += db_int(&c, 2);
	}
	return db_end(&c);
}

struct keys {
	struct map *index;
	struct list list;
	size_t room;
};

static struct figure_key *key_of(struct ctx *cx, struct keys *k, const char *text)
{
	struct figure_key *at = map_get(k->index, str_of(text));

	if (at)
		return at;
	at = arena_new_of(cx->a, struct figure_key);
	at->key = arena_strdup(cx->a, text);
	map_put(k->index, str_of(at->key), at);
	*(struct figure_key **)db_list_more(cx->a, &k->list, &k->room) = at;
	return at;
}

static enum err take_keys(struct ctx *cx, const struct figure_sum *sum, const char *what,
	enum figure_by by, const struct segments *g, struct keys *k)
{
	struct cursor c;

	TRY(db_query(cx->db, &c, Q_FIGURE_SUM_KEYS, sum->node.org, what, figure_by_code(by),
		SEGMENTS(*g)));
	while (db_next(&c))
		key_of(cx, k, db_text(&c, 0))->n += db_int(&c, 1);
	return db_end(&c);
}

/* The only root is the only child of the whole. */
static enum err take_root(struct ctx *cx, const struct figure_sum *sum, const char *what,
	const struct figure_ask *ask, struct keys *k)
{
	const char *key = arena_printf(cx->a, "%lld", (long long)sum->node.org);

	return figure_sum_value(cx, sum, what, ask, &key_of(cx, k, key)->n);
}

enum err figure_sum_keys(struct ctx *cx, const struct figure_sum *sum, const char *const *what,
	enum figure_by by, const struct figure_ask *ask, struct list *ret)
{
	struct keys k = {map_new(cx->a, 64), {NULL, 0, sizeof(struct figure_key *)}, 0};
	struct segments g = segments_of(ask);
	struct figure_key *keys;
	struct figure_key **all;
	size_t n = 0;

	for (; *what; what++)
		if (by == BY_ORG && sum->node.org != ask->org)
			TRY(take_root(cx, sum, *what, ask, &k));
		else
			TRY(take_keys(cx, sum, *what, by, &g, &k));
	keys = arena_array(cx->a, k.list.n + 1, sizeof(*keys));
	all = (struct figure_key **)k.list.rows;
	for (size_t i = 0; i < k.list.n; i++)
		if (all[i]->n)
			keys[n++] = *all[i];
	*ret = (struct list){keys, n, sizeof(*keys)};
	return ERR_OK;
}
