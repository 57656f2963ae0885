/*
 * sum_write.c: what was counted, put in order and written.
 */
#include "core/sum_impl.h"
#include "db/db_table.h"

#include <stdlib.h>

/* ---- in order ---- */

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
struct sum_cell *sums_sorted(struct sums *s, size_t *ret_n)
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

/* ---- rows ---- */

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

/* Cells that lie in memory, or those that another process sends. */
struct cells {
	struct sums *s;
	const struct sum_cell *all;
	struct sums_sent *sent;
	size_t n, at;
};

static bool next_cell(void *p, struct db_val *row)
{
	struct cells *c = p;
	struct sum_cell one;

	if (c->at == c->n || (c->sent && !sums_sent_next(c->sent, &one)))
		return false;
	if (c->at % 65536 == 0)
		cx_progress(c->s->cx, (int64_t)c->at, (int64_t)c->n);
	values(c->s, c->sent ? &one : &c->all[c->at], row);
	row[VALUES] = DB_V((int64_t)0);
	c->at++;
	return true;
}

/* Many cells at once, of no transaction. */
static enum err pour(struct cells *cells)
{
	struct ctx *cx = cells->s->cx;
	const struct db_table *tables;
	struct db_table t;
	size_t n;

	TRY(db_tables(cx->db, cx->a, &tables, &n));
	db_table_of(cx->a, tables, n, "figure_sum", "node figure dim span day key n txn", &t);
	return db_table_pour(cx->db, &t, next_cell, cells);
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
	struct arena_mark m;
	struct sum_cell *all;
	enum err e = ERR_OK;
	size_t n;

	sums_settle(s); /* pages stay when what they were put in order for goes */
	m = arena_mark(s->cx->a);
	all = sums_sorted(s, &n);
	if (!txn && n >= POUR_LEAST) {
		e = pour(&(struct cells){.s = s, .all = all, .n = n});
	} else if (n) {
		TRY(db_batch_begin(s->cx->db));
		TRY(insert(s, all, n, txn));
		e = db_batch_end(s->cx->db);
	}
	arena_rewind(s->cx->a, m);
	sums_forget(s);
	return e;
}

enum err sums_write(struct sums *s)
{
	return write_under(s, s->cx->txn);
}

static enum err clear(struct sums *s, int64_t ms)
{
	for (size_t i = 0; i < s->node_count; i++) {
		if (!sums_counts(s, (int)i))
			continue;
		TRY(db_run(s->cx->db, Q_SUM_NODE_CLEAR, s->nodes[i].org, ms));
		TRY(db_run(s->cx->db, Q_SUM_NODE_CLEAN, s->nodes[i].org, ms));
	}
	return ERR_OK;
}

enum err sums_write_anew(struct sums *s, int64_t ms)
{
	TRY(clear(s, ms));
	return write_under(s, 0);
}

enum err sums_write_sent(struct sums *s, sums_get *get, void *p)
{
	struct cells cells = {.s = s};

	TRY(clear(s, KNOWN_NOW));
	if (!sums_sent_begin(s, get, p, &cells.sent))
		return ERR_IO;
	cells.n = sums_sent_left(cells.sent);
	TRY(pour(&cells));
	return sums_sent_left(cells.sent) ? ERR_IO : ERR_OK;
}
