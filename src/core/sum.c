#include "core/sum.h"

#include "base/die.h"
#include "core/sum_impl.h"
#include "db/db_table.h"

#include <stdlib.h>

enum { PAGES = 256, KEYS = 256 };

const char *const sum_dims[SUM_DIMS] = {"", "sex", "ethnicity", "religion", "schooling", "theory",
	"occupation", "youth_union", "age", "sector", "org"};

const struct sum_age sum_ages[SUM_AGES] = {
	{"18-30", 30}, {"31-40", 40}, {"41-50", 50}, {"51-60", 60}, {"61+", INT32_MAX}};

const struct field sum_node_fields[] = {
	F_ID(struct sum_node, org, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_INT(struct sum_node, root, M_FIELD_SEQ, CLASS_INSIDE, 0, 0),
	F_INT(struct sum_node, dims, M_FIELD_SEQ, CLASS_INSIDE, 0, 0),
	F_INT(struct sum_node, dirty, M_FIELD_SEQ, CLASS_INSIDE, 0, 0),
	F_DAY(struct sum_node, daily_from, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct sum_node, daily_to, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_END,
};

/* ---- names ---- */

uint32_t sums_key(struct sums *s, const char *text)
{
	uint32_t *id;

	if (text_empty(text))
		return 0;
	id = map_get(s->keys, str_of(text));
	if (id)
		return *id;
	if (s->name_count == s->name_room) {
		const char **more = arena_array(s->cx->a, s->name_room * 2, sizeof(*more));
		memcpy(more, s->names, s->name_count * sizeof(*more));
		s->names = more;
		s->name_room *= 2;
	}
	id = arena_new_of(s->cx->a, uint32_t);
	*id = s->name_count++;
	s->names[*id] = arena_strdup(s->cx->a, text);
	map_put(s->keys, str_of(s->names[*id]), id);
	return *id;
}

uint32_t sums_kind(struct sums *s, const char *kind)
{
	char text[80] = "org.";

	for (size_t i = 4; *kind && i + 1 < sizeof(text); i++)
		text[i] = *kind++;
	return sums_key(s, text);
}

uint32_t sums_child(struct sums *s, int64_t org)
{
	struct arena_mark m = arena_mark(s->cx->a);
	const char *text = arena_printf(s->cx->a, "%lld", (long long)org);
	uint32_t *id = map_get(s->keys, str_of(text));

	if (!id)
		return sums_key(s, text);
	arena_rewind(s->cx->a, m);
	return *id;
}

/* ---- nodes ---- */

static enum err load_nodes(struct sums *s)
{
	struct list rows;

	TRY(db_list(
		s->cx->db, s->cx->a, sum_node_fields, sizeof(struct sum_node), &rows, Q_SUM_NODES));
	s->nodes = arena_array(s->cx->a, rows.n + 1, sizeof(*s->nodes));
	s->node_count = rows.n;
	s->node_index = map_new(s->cx->a, rows.n + 1);
	if (rows.n)
		memcpy(s->nodes, rows.rows, rows.n * sizeof(*s->nodes));
	for (size_t i = 0; i < rows.n; i++)
		map_put(s->node_index, map_id(&s->nodes[i].org), &s->nodes[i]);
	return ERR_OK;
}

enum err sums_new(struct ctx *cx, struct sums **ret)
{
	struct sums *s = arena_new_of(cx->a, struct sums);

	*s = (struct sums){.cx = cx, .only = -1, .name_count = 1, .name_room = KEYS, .size = PAGES};
	s->keys = map_new(cx->a, KEYS);
	s->names = arena_array(cx->a, KEYS, sizeof(*s->names));
	s->names[0] = "";
	s->places = map_new(cx->a, 64);
	s->put = map_new(cx->a, 16);
	s->pages = arena_array(cx->a, s->size, sizeof(*s->pages));
	for (int i = 0; i < SUM_AGES; i++)
		s->age_keys[i] = sums_key(s, sum_ages[i].key);
	s->own = sums_key(s, "own");
	s->moved_in = sums_key(s, "moved_in");
	s->moved_out = sums_key(s, "moved_out");
	*ret = s;
	return load_nodes(s);
}

bool sums_any(const struct sums *s)
{
	return s->node_count;
}

const struct sum_node *sums_node(const struct sums *s, int64_t org)
{
	return map_get(s->node_index, map_id(&org));
}

const struct sum_node *sums_nodes(const struct sums *s, size_t *ret_n)
{
	*ret_n = s->node_count;
	return s->nodes;
}

int sums_index(const struct sums *s, int64_t org)
{
	const struct sum_node *n = sums_node(s, org);

	return n ? (int)(n - s->nodes) : -1;
}

void sums_only(struct sums *s, int64_t org)
{
	s->only = sums_index(s, org);
	must(s->only >= 0);
}

void sums_only_dirty(struct sums *s)
{
	s->only_dirty = true;
}

bool sums_counts(const struct sums *s, int node)
{
	if (s->only_dirty && !s->nodes[node].dirty)
		return false;
	return s->only < 0 || s->only == node;
}

bool sums_need_facets(const struct sums *s)
{
	for (size_t i = 0; i < s->node_count; i++)
		if (sums_counts(s, (int)i) && s->nodes[i].dims)
			return true;
	return false;
}

bool sums_keeps(const struct sums *s, int node, enum sum_dim dim)
{
	return s->nodes[node].dims || dim == SUM_WHOLE || dim == SUM_ORG;
}

/* ---- numbers ---- */

static uint64_t hash(const struct sum_page *p)
{
	uint64_t h = (uint64_t)p->figure << 32 | p->key;

	h = (h ^ (uint64_t)(uint32_t)p->first << 16) * UINT64_C(0x9e3779b97f4a7c15);
	h ^= (uint64_t)(uint16_t)p->node << 16 | (uint64_t)p->dim << 1 | p->by_month;
	h *= UINT64_C(0xff51afd7ed558ccd);
	return h ^ h >> 32;
}

static bool same_page(const struct sum_page *a, const struct sum_page *b)
{
	return a->key == b->key && a->first == b->first && a->figure == b->figure &&
	       a->node == b->node && a->dim == b->dim && a->by_month == b->by_month;
}

static struct sum_page *find(struct sum_page *pages, size_t size, const struct sum_page *p)
{
	size_t i = hash(p) & (size - 1);

	while (pages[i].n && !same_page(&pages[i], p))
		i = (i + 1) & (size - 1);
	return &pages[i];
}

static void grow(struct sums *s)
{
	size_t size = s->size * 2;
	struct sum_page *pages = arena_array(s->cx->a, size, sizeof(*pages));

	for (size_t i = 0; i < s->size; i++)
		if (s->pages[i].n)
			*find(pages, size, &s->pages[i]) = s->pages[i];
	s->pages = pages;
	s->size = size;
}

static int32_t *page_of(struct sums *s, struct sum_page p)
{
	struct sum_page *at = find(s->pages, s->size, &p);

	if (at->n)
		return at->n;
	p.n = arena_array(s->cx->a, p.by_month ? SUM_PAGE / 2 : SUM_PAGE, sizeof(*p.n));
	*at = p;
	if (++s->used * 2 > s->size)
		grow(s);
	return p.n;
}

/* Windows are whole months, so that a month is kept in one way. */
static bool kept_by_day(const struct sums *s, int node, enum sum_dim dim, day_t day)
{
	const struct sum_node *n = &s->nodes[node];
	day_t first = day / 100 * 100 + 1; /* also of a month as a whole, which ends in 00 */

	return dim == SUM_WHOLE || (first >= n->daily_from && first < n->daily_to);
}

void sums_add(
	struct sums *s, int node, uint32_t figure, enum sum_dim dim, uint32_t key, day_t day, int n)
{
	struct sum_page p = {.figure = figure,
		.key = key,
		.node = (int16_t)node,
		.dim = (uint8_t)dim,
		.by_month = !kept_by_day(s, node, dim, day)};
	int32_t *at;

	if (!sums_keeps(s, node, dim))
		return;
	p.first = p.by_month ? day / 10000 * 10000 : day / 100 * 100;
	at = page_of(s, p);
	if (p.by_month) {
		at[day_month(day)] += n;
		return;
	}
	at[0] += n;
	at[day_mday(day)] += n;
}

struct sum_cell sums_page_cell(const struct sum_page *p, int i)
{
	return (struct sum_cell){.figure = p->figure,
		.key = p->key,
		.day = p->first + (p->by_month ? i * 100 : i),
		.n = p->n[i],
		.node = p->node,
		.dim = p->dim,
		.span = p->by_month || !i ? 'm' : 'd'};
}

int sums_page_cells(const struct sum_page *p)
{
	return !p->n ? 0 : p->by_month ? SUM_PAGE / 2 : SUM_PAGE;
}

size_t sums_count(const struct sums *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->size; i++)
		for (int k = 0; k < sums_page_cells(&s->pages[i]); k++)
			n += s->pages[i].n[k] != 0;
	return n;
}

static void forget(struct sums *s)
{
	memset(s->pages, 0, s->size * sizeof(*s->pages));
	s->used = 0;
}

/* ---- rows ---- */

/* Which comes first, of nodes and of names, found once rather than at each comparison. */
struct ranks {
	uint32_t *node, *name;
};

static int by_name(const void *va, const void *vb, void *vs)
{
	const uint32_t *a = va, *b = vb;
	const struct sums *s = vs;

	return strcmp(s->names[*a], s->names[*b]);
}

static int by_org(const void *va, const void *vb, void *vs)
{
	const uint32_t *a = va, *b = vb;
	const struct sums *s = vs;

	return (s->nodes[*a].org > s->nodes[*b].org) - (s->nodes[*a].org < s->nodes[*b].org);
}

static uint32_t *rank(struct sums *s, size_t n, int (*order)(const void *, const void *, void *))
{
	uint32_t *at = arena_array(s->cx->a, n + 1, sizeof(*at));
	uint32_t *ret = arena_array(s->cx->a, n + 1, sizeof(*ret));

	for (size_t i = 0; i < n; i++)
		at[i] = (uint32_t)i;
	qsort_r(at, n, sizeof(*at), order, s);
	for (size_t i = 0; i < n; i++)
		ret[at[i]] = (uint32_t)i;
	return ret;
}

static int order_of(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/* Of one node. */
static int by_key(const void *va, const void *vb, void *vr)
{
	const struct sum_cell *a = va, *b = vb;
	const struct ranks *r = vr;

	if (a->figure != b->figure)
		return order_of(r->name[a->figure], r->name[b->figure]);
	if (a->dim != b->dim)
		return strcmp(sum_dims[a->dim], sum_dims[b->dim]);
	if (a->span != b->span)
		return order_of((uint64_t)a->span, (uint64_t)b->span);
	if (a->day != b->day)
		return order_of((uint64_t)a->day, (uint64_t)b->day);
	return order_of(r->name[a->key], r->name[b->key]);
}

/* Where the cells of each node begin, in the order of nodes; the last: how many there are. */
static size_t *nodes_begin(struct sums *s, const struct ranks *r)
{
	size_t *from = arena_array(s->cx->a, s->node_count + 1, sizeof(*from));

	for (size_t i = 0; i < s->size; i++)
		for (int k = 0; k < sums_page_cells(&s->pages[i]); k++)
			from[r->node[s->pages[i].node] + 1] += s->pages[i].n[k] != 0;
	for (size_t i = 0; i < s->node_count; i++)
		from[i + 1] += from[i];
	return from;
}

/* Node by node: what is put in order at one time is little and lies together. */
static struct sum_cell *sorted(struct sums *s, size_t *ret_n)
{
	struct ranks r = {
		.node = rank(s, s->node_count, by_org), .name = rank(s, s->name_count, by_name)};
	size_t *from = nodes_begin(s, &r), *at;
	struct sum_cell *all;

	*ret_n = from[s->node_count];
	all = arena_array(s->cx->a, *ret_n + 1, sizeof(*all));
	at = arena_memdup(s->cx->a, from, (s->node_count + 1) * sizeof(*at));
	for (size_t i = 0; i < s->size; i++)
		for (int k = 0; k < sums_page_cells(&s->pages[i]); k++)
			if (s->pages[i].n[k])
				all[at[r.node[s->pages[i].node]]++] =
					sums_page_cell(&s->pages[i], k);
	for (size_t i = 0; i < s->node_count; i++)
		qsort_r(all + from[i], from[i + 1] - from[i], sizeof(*all), by_key, &r);
	return all;
}

/* The seven values of a row, in the order of the statements. */
static void values(const struct sums *s, const struct sum_cell *c, struct db_val *to)
{
	*to++ = DB_V(s->nodes[c->node].org);
	*to++ = DB_V(s->names[c->figure]);
	*to++ = DB_V(sum_dims[c->dim]);
	*to++ = DB_V(c->span == 'd' ? "d" : "m");
	*to++ = DB_V(c->day);
	*to++ = DB_V(s->names[c->key]);
	*to = DB_V(c->n);
}

enum { VALUES = 7, AT_ONCE = 8, POUR_LEAST = 1 << 14 };

struct cells {
	struct sums *s;
	const struct sum_cell *all;
	size_t n, at;
};

static bool next_cell(void *p, struct db_val *row)
{
	struct cells *c = p;

	if (c->at == c->n)
		return false;
	if (c->at % 65536 == 0)
		cx_progress(c->s->cx, (int64_t)c->at, (int64_t)c->n);
	values(c->s, &c->all[c->at++], row);
	row[VALUES] = DB_V((int64_t)0);
	return true;
}

/* Many cells at once, of no transaction. */
static enum err pour(struct sums *s, const struct sum_cell *all, size_t n)
{
	struct cells cells = {.s = s, .all = all, .n = n};
	const struct db_table *tables;
	struct db_table t;
	size_t tables_n;

	TRY(db_tables(s->cx->db, s->cx->a, &tables, &tables_n));
	db_table_of(
		s->cx->a, tables, tables_n, "figure_sum", "node figure dim span day key n txn", &t);
	return db_table_pour(s->cx->db, &t, next_cell, &cells);
}

static enum err insert(struct sums *s, const struct sum_cell *all, size_t n, int64_t txn)
{
	struct db_val args[1 + VALUES * AT_ONCE];
	size_t i = 0;

	args[0] = DB_V(txn);
	for (; i + AT_ONCE <= n; i += AT_ONCE) {
		for (size_t k = 0; k < AT_ONCE; k++)
			values(s, &all[i + k], &args[1 + k * VALUES]);
		TRY(db_run_(s->cx->db, Q_SUM_INSERT_MANY, args, 1 + VALUES * AT_ONCE, NULL));
		if (i % 65536 == 0)
			cx_progress(s->cx, (int64_t)i, (int64_t)n);
	}
	for (; i < n; i++) {
		values(s, &all[i], &args[1]);
		TRY(db_run_(s->cx->db, Q_SUM_INSERT, args, 1 + VALUES, NULL));
	}
	return ERR_OK;
}

static enum err write_under(struct sums *s, int64_t txn)
{
	struct arena_mark m = arena_mark(s->cx->a);
	size_t n;
	struct sum_cell *all = sorted(s, &n);
	enum err e = ERR_OK;

	if (!txn && n >= POUR_LEAST) {
		e = pour(s, all, n);
	} else if (n) {
		TRY(db_batch_begin(s->cx->db));
		TRY(insert(s, all, n, txn));
		e = db_batch_end(s->cx->db);
	}
	arena_rewind(s->cx->a, m);
	forget(s);
	return e;
}

enum err sums_write(struct sums *s)
{
	return write_under(s, s->cx->txn);
}

enum err sums_write_anew(struct sums *s, int64_t ms)
{
	for (size_t i = 0; i < s->node_count; i++) {
		if (!sums_counts(s, (int)i))
			continue;
		TRY(db_run(s->cx->db, Q_SUM_NODE_CLEAR, s->nodes[i].org, ms));
		TRY(db_run(s->cx->db, Q_SUM_NODE_CLEAN, s->nodes[i].org, ms));
	}
	return write_under(s, 0);
}

/* ---- comparing ---- */

static enum sum_dim dim_of(const char *code)
{
	for (int i = 0; i < SUM_DIMS; i++)
		if (text_eq(sum_dims[i], code))
			return (enum sum_dim)i;
	return SUM_DIMS;
}

void sums_put_cell(struct sums *s, const struct sum_cell *c)
{
	struct sum_page p = {.figure = c->figure, .key = c->key, .node = c->node, .dim = c->dim};
	int at;

	p.by_month = c->span == 'm' && !kept_by_day(s, c->node, (enum sum_dim)c->dim, c->day);
	p.first = p.by_month ? c->day / 10000 * 10000 : c->day / 100 * 100;
	at = p.by_month ? day_month(c->day) : day_mday(c->day);
	page_of(s, p)[at % SUM_PAGE] += c->n;
}

void sums_subtract(struct sums *s, const struct sum_row *row)
{
	sums_put_cell(s, &(struct sum_cell){.figure = sums_figure(s, row->figure),
				 .key = sums_key(s, row->key),
				 .day = row->day,
				 .n = -(int32_t)row->n,
				 .node = (int16_t)sums_index(s, row->node),
				 .dim = (uint8_t)dim_of(row->dim),
				 .span = row->span});
}

struct list sums_left(struct sums *s, size_t most)
{
	size_t n;
	const struct sum_cell *all = sorted(s, &n);
	struct sum_row *rows;

	n = n < most ? n : most;
	rows = arena_array(s->cx->a, n + 1, sizeof(*rows));
	for (size_t i = 0; i < n; i++)
		rows[i] = (struct sum_row){.node = s->nodes[all[i].node].org,
			.n = all[i].n,
			.figure = s->names[all[i].figure],
			.dim = sum_dims[all[i].dim],
			.key = s->names[all[i].key],
			.day = all[i].day,
			.span = all[i].span};
	return (struct list){rows, n, sizeof(*rows)};
}

/* ---- upkeep ---- */

enum err sums_spoil(struct sums *s, int64_t org)
{
	struct sum_node *n = map_get(s->node_index, map_id(&org));

	if (!n || n->dirty == s->cx->txn_ms)
		return ERR_OK;
	n->dirty = s->cx->txn_ms;
	return db_run(s->cx->db, Q_SUM_NODE_SPOIL, org, n->dirty);
}

enum err sums_waiting(struct ctx *cx, bool *ret)
{
	int64_t txn;

	TRY(db_number(cx->db, &txn, 0, Q_SUM_FOLD_TXN));
	*ret = txn;
	return ERR_OK;
}

enum err sums_fold(struct ctx *cx, bool *ret_more)
{
	enum { TXNS = 64 };
	int64_t txn = 1;

	for (int i = 0; i < TXNS; i++) {
		TRY(db_number(cx->db, &txn, 0, Q_SUM_FOLD_TXN));
		*ret_more = txn;
		if (!txn)
			return ERR_OK;
		TRY(db_run(cx->db, Q_SUM_FOLD_ADD, txn));
		TRY(db_run(cx->db, Q_SUM_FOLD_DROP, txn));
	}
	return ERR_OK;
}
