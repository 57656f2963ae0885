#include "core/sum.h"

#include "base/die.h"
#include "core/sum_impl.h"
#include "db/db_table.h"

#include <stdlib.h>

enum { KEYS = 256 };

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

	*s = (struct sums){.cx = cx, .only = -1, .name_count = 1, .name_room = KEYS};
	s->keys = map_new(cx->a, KEYS);
	s->names = arena_array(cx->a, KEYS, sizeof(*s->names));
	s->names[0] = "";
	s->places = map_new(cx->a, 64);
	s->put = map_new(cx->a, 16);
	sums_pages_init(s);
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

/* ---- comparing ---- */

static enum sum_dim dim_of(const char *code)
{
	for (int i = 0; i < SUM_DIMS; i++)
		if (text_eq(sum_dims[i], code))
			return (enum sum_dim)i;
	return SUM_DIMS;
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
	const struct sum_cell *all;
	struct sum_row *rows;

	sums_settle(s);
	all = sums_sorted(s, &n);
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
