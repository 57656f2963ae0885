/*
 * reorg_cells.c: cells whose members go on in another one: which, how many, and whether they did.
 */
#include "base/map.h"
#include "core/tree_life.h"
#include "reorg/reorg.h"

#include <stdlib.h>

const struct field reorg_cell_fields[] = {
	F_ID(struct reorg_cell, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct reorg_cell, code, M_FIELD_CODE, CLASS_INSIDE, 0, 0),
	F_TEXT(struct reorg_cell, name, M_FIELD_NAME, CLASS_INSIDE, FF_KEY, 0),
	F_INT(struct reorg_cell, cells, M_FIELD_REORG_CELLS, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct reorg_cell, own, M_FIELD_REORG_OWN, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct reorg_cell, came, M_FIELD_REORG_CARRIED, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct reorg_cell, after, M_FIELD_REORG_AFTER, CLASS_INSIDE, FF_ZERO, 0),
	F_END,
};

struct count {
	struct reorg_work *w;
	struct lives *lives; /* as they will be */
	struct map *by_org;
	struct list cells;
	size_t room;
	struct reorg_total *t;
};

static enum err members_on(struct reorg_work *w, int64_t cell, int64_t *ret)
{
	return db_number(w->cx->db, ret, 0, Q_REORG_CELL_ON, cell, w->r.day);
}

/* As it will be called; one that is founded has nobody yet. */
static enum err target_of(struct count *c, int64_t org, struct reorg_cell **ret)
{
	const struct org_spell *s;
	struct reorg_cell **kept;
	struct reorg_cell *cell;

	*ret = map_get(c->by_org, map_id(&org));
	if (*ret)
		return ERR_OK;
	TRY(tree_plan_spell(c->w->tree, org, c->w->r.day, &s));
	if (!s)
		return ERR_OK;
	cell = arena_new_of(c->w->cx->a, struct reorg_cell);
	*cell = (struct reorg_cell){.org = org, .code = s->code, .name = s->name};
	cell->id = tree_plan_makes(c->w->tree, org) ? 0 : org;
	TRY(members_on(c->w, org, &cell->own));
	cell->after = cell->own;
	map_put(c->by_org, map_id(&cell->org), cell);
	kept = db_list_more(c->w->cx->a, &c->cells, &c->room);
	*kept = *ret = cell;
	return ERR_OK;
}

/* Whom a problem of the plan keeps from being anywhere was told of. */
static enum err count_cell(struct count *c, const struct reorg_node *n)
{
	const struct org_life *life;
	struct reorg_cell *to;
	int64_t came;

	if (!reorg_node_ends(n) || !reorg_is_cell(c->w, n))
		return ERR_OK;
	TRY(lives_get(c->lives, n->org, &life));
	if (life->end != c->w->r.day || !life->successor)
		return ERR_OK;
	TRY(target_of(c, life->successor, &to));
	if (!to)
		return ERR_OK;
	TRY(members_on(c->w, n->org, &came));
	to->cells++;
	to->came += came;
	to->after += came;
	c->t->merged++;
	c->t->carried += came;
	return ERR_OK;
}

/* Rows as a list of records, those that take in most people first. */
static int by_came(const void *va, const void *vb)
{
	const struct reorg_cell *a = va, *b = vb;

	if (a->came != b->came)
		return a->came > b->came ? -1 : 1;
	return a->org < b->org ? -1 : a->org > b->org;
}

static struct list sorted(struct count *c)
{
	struct reorg_cell *const *all = c->cells.rows;
	struct reorg_cell *rows = arena_array(c->w->cx->a, c->cells.n + 1, sizeof(*rows));

	for (size_t i = 0; i < c->cells.n; i++)
		rows[i] = *all[i];
	qsort(rows, c->cells.n, sizeof(*rows), by_came);
	return (struct list){rows, c->cells.n, sizeof(*rows)};
}

enum err reorg_cells_count(struct reorg_work *w, struct reorg_books *b)
{
	struct count c = {.w = w,
		.lives = lives_new(w->cx, w->tree),
		.by_org = map_new(w->cx->a, 64),
		.cells = {NULL, 0, sizeof(struct reorg_cell *)},
		.t = &b->total};

	for (struct reorg_node *n = reorg_walk(w, NULL); n; n = reorg_walk(w, n))
		TRY(count_cell(&c, n));
	b->cells = sorted(&c);
	b->total.takers = (int64_t)b->cells.n;
	return ERR_OK;
}

enum err reorg_cells_verify(struct reorg_work *w, const struct reorg_books *b)
{
	const struct reorg_cell *c = b->cells.rows;
	int64_t n;

	for (size_t i = 0; i < b->cells.n; i++) {
		TRY(members_on(w, c[i].org, &n));
		if (n != c[i].after)
			return cx_fault(w->cx, ERR_REFUSED, NULL, M_REORG_CELL_DIFFERS, c[i].name,
				number_text(w->cx->a, w->cx->say.lang, c[i].after),
				number_text(w->cx->a, w->cx->say.lang, n));
	}
	return ERR_OK;
}
