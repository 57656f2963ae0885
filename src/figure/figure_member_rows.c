/*
 * figure_member_rows.c: breaking down indicators of members: each fact counted is put, as it
 * comes from the database, under its value of each dimension.
 */
#include "base/map.h"
#include "figure/figure_member.h"
#include "figure/figure_member_slot.h"
#include "figure/figure_sum.h"

#include <stdlib.h>

struct tally {
	const struct slot *at[2];
	int64_t n;
};

static struct str tally_key(const struct tally *t)
{
	return (struct str){(const char *)t->at, sizeof(t->at)};
}

static void tally_up(struct group *g, const struct tally *key)
{
	struct tally *t = map_get(g->tallies, tally_key(key));

	if (!t) {
		t = arena_memdup(g->cx->a, key, sizeof(*key));
		map_put(g->tallies, tally_key(t), t);
	}
	t->n++;
}

static enum err take_facets(struct group *g, struct cursor *c)
{
	while (db_next(c)) {
		struct tally key = {{NULL, NULL}, 0};
		for (int i = 0; i <= g->crossed; i++) {
			struct slot *s;
			TRY(member_slot_of(g, &g->dims[i], c, &s));
			key.at[i] = s;
			s->row.value++;
		}
		tally_up(g, &key);
	}
	return db_end(c);
}

static bool is_place(enum figure_by by)
{
	return by == BY_ORG || by == BY_SECTOR;
}

static enum err take_cells(struct group *g, const struct db_val *args, int n)
{
	struct cursor c;
	struct slot *s;

	TRY(db_query_(g->cx->db, &c, Q_FIGURE_MEMBER_STOCK_CELLS, args, n));
	while (db_next(&c)) {
		if (!db_int(&c, 1))
			continue;
		TRY(member_slot_of_cell(g, &g->dims[0], db_int(&c, 0), &s));
		s->row.value += db_int(&c, 1);
	}
	return db_end(&c);
}

static int by_place(const void *va, const void *vb)
{
	const struct slot *const *a = va, *const *b = vb;

	if ((*a)->place != (*b)->place)
		return (*a)->place < (*b)->place ? -1 : 1;
	return (*a)->number - (*b)->number;
}

static const struct slot **sorted(struct group *g, const struct dim *d)
{
	const struct slot **all =
		arena_array(g->cx->a, (size_t)d->count + 1, sizeof(struct slot *));
	size_t n = 0;

	for (const struct slot *s = d->slots; s; s = s->next)
		all[n++] = s;
	qsort(all, n, sizeof(*all), by_place);
	return all;
}

static struct list simple_rows(struct group *g)
{
	struct dim *d = &g->dims[0];
	const struct slot **all = sorted(g, d);
	struct figure_row *rows = arena_array(g->cx->a, (size_t)d->count + 1, sizeof(*rows));

	for (int i = 0; i < d->count; i++)
		rows[i] = all[i]->row;
	return (struct list){rows, (size_t)d->count, sizeof(*rows)};
}

static struct list crossed_rows(struct group *g)
{
	const struct slot **first = sorted(g, &g->dims[0]), **second = sorted(g, &g->dims[1]);
	struct figure_row *rows = arena_array(g->cx->a, map_count(g->tallies) + 1, sizeof(*rows));
	size_t n = 0;

	for (int i = 0; i < g->dims[0].count; i++)
		for (int k = 0; k < g->dims[1].count; k++) {
			struct tally key = {{first[i], second[k]}, 0};
			const struct tally *t = map_get(g->tallies, tally_key(&key));
			if (!t)
				continue;
			rows[n] = first[i]->row;
			rows[n].org = 0;
			rows[n].value = t->n;
			figure_row_cross(
				g->cx, &rows[n++], second[k]->row.key, second[k]->row.label);
		}
	return (struct list){rows, n, sizeof(*rows)};
}

static enum err rows_of_keys(struct group *g, struct list keys, struct list *ret)
{
	const struct figure_key *k = keys.rows;
	struct slot *slot;

	for (size_t i = 0; i < keys.n; i++) {
		if (!k[i].n)
			continue;
		TRY(member_slot_of_key(g, &g->dims[0], k[i].key, &slot));
		slot->row.value += k[i].n;
	}
	*ret = simple_rows(g);
	return ERR_OK;
}

static enum err keys_of_sums(struct group *g, const struct figure_sum *sum,
	const struct figure_ask *ask, struct list *ret)
{
	const char *parts[FIGURE_MEMBER_PARTS];

	figure_member_parts(ask->figure, parts);
	return figure_sum_keys(g->cx, sum, parts, g->dims[0].by, ask, ret);
}

/* ---- an older day in the middle of a month ---- */

/*
 * Breakdowns by the day are not kept for all times. All members by child are those at the end of
 * the month before and what happened since, if until the day no cell came, went or was moved.
 */
static enum err may_go_on(
	struct group *g, const struct figure_sum *sum, enum figure_by by, day_t *ret_from)
{
	const struct figure_ask *ask = g->ask;
	day_t from = day_add(ask->day / 100 * 100 + 1, -1);
	int64_t moved;

	*ret_from = 0;
	if (!sum->there || g->crossed || by != BY_ORG || ask->org != sum->node.org ||
		!text_eq(ask->figure->code, "member.total"))
		return ERR_OK;
	TRY(db_number(g->cx->db, &moved, 0, Q_FIGURE_SUM_MOVED, ask->org, from, ask->day));
	*ret_from = moved ? 0 : from;
	return ERR_OK;
}

static void add_to_key(struct group *g, struct list *keys, size_t *room, const char *key, int64_t n)
{
	struct figure_key *k = (struct figure_key *)keys->rows;

	for (size_t i = 0; i < keys->n; i++)
		if (text_eq(k[i].key, key)) {
			k[i].n += n;
			return;
		}
	k = db_list_more(g->cx->a, keys, room);
	*k = (struct figure_key){arena_strdup(g->cx->a, key), n};
}

static enum err rows_since(
	struct group *g, const struct figure_sum *sum, day_t from, struct list *ret)
{
	struct figure_ask ask = *g->ask;
	struct list keys;
	struct cursor c;
	size_t room;

	ask.from = ask.day = from;
	TRY(keys_of_sums(g, sum, &ask, &keys));
	room = keys.n;
	TRY(db_query(g->cx->db, &c, Q_FIGURE_SUM_SINCE, ask.org, from, g->ask->day));
	while (db_next(&c))
		add_to_key(g, &keys, &room, db_text(&c, 0), db_int(&c, 1));
	TRY(db_end(&c));
	return rows_of_keys(g, keys, ret);
}

enum err figure_member_rows(struct ctx *cx, const struct figure_ask *ask,
	const struct figure_cut *cut, struct list *ret)
{
	struct group g = {.cx = cx,
		.ask = ask,
		.crossed = cut->across != BY_NOTHING,
		.tallies = map_new(cx->a, 64)};
	struct db_val args[FIGURE_MEMBER_ARGS];
	int n = figure_member_args(cx, ask, args);
	struct figure_sum sum;
	struct list keys;
	struct cursor c;
	day_t since = 0;

	TRY(figure_sum_open(cx, ask, &sum));
	g.summed = !g.crossed && figure_sum_knows(&sum, cut->by, ask);
	if (!g.summed)
		TRY(may_go_on(&g, &sum, cut->by, &since));
	g.summed |= since != 0;
	TRY(member_dim_begin(&g, &g.dims[0], cut->by));
	if (since)
		return rows_since(&g, &sum, since, ret);
	if (g.summed) {
		TRY(keys_of_sums(&g, &sum, ask, &keys));
		return rows_of_keys(&g, keys, ret);
	}
	if (g.crossed)
		TRY(member_dim_begin(&g, &g.dims[1], cut->across));
	if (ask->figure->kind == FIGURE_STOCK && !ask->lineage && !g.crossed && is_place(cut->by)) {
		TRY(take_cells(&g, args, n));
		*ret = simple_rows(&g);
		return ERR_OK;
	}
	TRY(db_query_(cx->db, &c, figure_member_stmts(ask)->facets, args, n));
	TRY(take_facets(&g, &c));
	*ret = g.crossed ? crossed_rows(&g) : simple_rows(&g);
	return ERR_OK;
}
