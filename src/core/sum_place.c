/*
 * sum_place.c: where an organisation stood: below which nodes and which children of theirs, of
 * which sector and kind, on which days.
 */
#include "core/sum_impl.h"

struct sum_place *sums_place_new(struct sums *s, int64_t org)
{
	struct sum_place *p = arena_new_of(s->cx->a, struct sum_place);

	p->org = org;
	p->first = DAY_MAX;
	return p;
}

void sums_stretch(
	struct sums *s, struct sum_stretch **list, int node, uint32_t key, day_t from, day_t to)
{
	struct sum_stretch *st;

	if (from >= to)
		return;
	/* what touches is one: a rename cuts nothing */
	for (st = *list; st; st = st->next)
		if (st->node == node && st->key == key && (st->to == from || st->from == to)) {
			st->to = st->to == from ? to : st->to;
			st->from = st->from == to ? from : st->from;
			return;
		}
	st = arena_new_of(s->cx->a, struct sum_stretch);
	*st = (struct sum_stretch){*list, node, key, from, to};
	*list = st;
}

/* One row of the organisation itself. */
static void take_self(struct sums *s, struct sum_place *p, const struct org_spell *o)
{
	int all = sums_index(s, 0);

	p->first = o->from_day < p->first ? o->from_day : p->first;
	p->end = o->to_day > p->end ? o->to_day : p->end;
	sums_stretch(s, &p->sectors, 0, sums_key(s, o->sector), o->from_day, o->to_day);
	sums_stretch(s, &p->kinds, 0, sums_kind(s, o->kind), o->from_day, o->to_day);
	if (all >= 0)
		sums_stretch(s, &p->below, all, 0, o->from_day, o->to_day);
}

static void take_child(
	struct sums *s, struct sum_place *p, int64_t parent, int64_t child, day_t from, day_t to)
{
	int node = sums_index(s, parent);

	if (node >= 0)
		sums_stretch(s, &p->children, node, sums_child(s, child), from, to);
}

/* Where a reading stands: rows of one organisation and of one above it come together. */
struct reading {
	struct sum_place *place;
	int64_t anc;
	day_t from;
};

/* One row: an organisation above on some days, and what it was on some of them. */
static void take_row(struct sums *s, struct reading *at, const struct cursor *c)
{
	day_t from = (day_t)db_int(c, 2), to = (day_t)db_int(c, 3);
	day_t spell_from = (day_t)db_int(c, 7), spell_to = (day_t)db_int(c, 8);
	int64_t anc = db_int(c, 1), parent = db_int(c, 4);
	struct sum_place *p = at->place;
	int node = sums_index(s, anc);

	if (anc == p->org)
		take_self(s, p,
			&(struct org_spell){.from_day = spell_from,
				.to_day = spell_to,
				.kind = db_text(c, 5),
				.sector = db_text(c, 6)});
	if (node >= 0 && (at->anc != anc || at->from != from))
		sums_stretch(s, &p->below, node, 0, from, to);
	at->anc = anc;
	at->from = from;
	take_child(s, p, parent, anc, from > spell_from ? from : spell_from,
		to < spell_to ? to : spell_to);
}

static enum err read_place(struct sums *s, int64_t org, struct sum_place **ret)
{
	struct reading at = {.place = sums_place_new(s, org)};
	struct cursor c;

	TRY(db_query(s->cx->db, &c, Q_SUM_PLACE, org));
	while (db_next(&c))
		take_row(s, &at, &c);
	*ret = at.place;
	return db_end(&c);
}

enum err sums_places_below(struct sums *s, int64_t org, struct list *ret)
{
	struct reading at = {.place = NULL};
	struct list ids = {NULL, 0, sizeof(int64_t)};
	size_t room = 0;
	struct cursor c;

	TRY(db_query(s->cx->db, &c, Q_SUM_PLACE_BELOW, org));
	while (db_next(&c)) {
		int64_t id = db_int(&c, 0);
		if (!at.place || at.place->org != id) {
			at = (struct reading){.place = sums_place_new(s, id)};
			map_put(s->places, map_id(&at.place->org), at.place);
			*(int64_t *)db_list_more(s->cx->a, &ids, &room) = id;
		}
		take_row(s, &at, &c);
	}
	*ret = ids;
	return db_end(&c);
}

enum err sums_place(struct sums *s, int64_t org, const struct sum_place **ret)
{
	struct sum_place *p = map_get(s->put, map_id(&org));

	if (!p)
		p = map_get(s->places, map_id(&org));
	if (!p) {
		if (s->alone)
			p = sums_place_new(s, org);
		else
			TRY(read_place(s, org, &p));
		map_put(s->places, map_id(&p->org), p);
	}
	*ret = p;
	return ERR_OK;
}

void sums_put_place(struct sums *s, int64_t org, const struct sum_place *place)
{
	struct sum_place *p = (struct sum_place *)place;

	if (!p)
		s->put = map_new(s->cx->a, 16);
	else
		map_put(s->put, map_id(arena_memdup(s->cx->a, &org, sizeof(org))), p);
}

/* ---- all at once ---- */

static struct sum_place *place_of(struct sums *s, int64_t org)
{
	struct sum_place *p = map_get(s->places, map_id(&org));

	if (!p) {
		p = sums_place_new(s, org);
		p->next = s->all;
		s->all = p;
		map_put(s->places, map_id(&p->org), p);
	}
	return p;
}

static enum err read_selves(struct sums *s)
{
	struct cursor c;

	TRY(db_query(s->cx->db, &c, Q_SUM_PLACES_SELF));
	while (db_next(&c)) {
		struct org_spell o = {.org = db_int(&c, 0),
			.parent = db_int(&c, 1),
			.kind = db_text(&c, 2),
			.sector = db_text(&c, 3),
			.from_day = (day_t)db_int(&c, 4),
			.to_day = (day_t)db_int(&c, 5)};
		take_self(s, place_of(s, o.org), &o);
	}
	return db_end(&c);
}

static enum err read_below(struct sums *s, int node)
{
	struct cursor c;

	TRY(db_query(s->cx->db, &c, Q_SUM_PLACES_BELOW, s->nodes[node].org));
	while (db_next(&c))
		sums_stretch(s, &place_of(s, db_int(&c, 0))->below, node, 0, (day_t)db_int(&c, 1),
			(day_t)db_int(&c, 2));
	return db_end(&c);
}

static enum err read_children(struct sums *s, int node)
{
	struct cursor c;

	TRY(db_query(s->cx->db, &c, Q_SUM_PLACES_CHILD, s->nodes[node].org));
	while (db_next(&c)) {
		day_t from = (day_t)db_int(&c, 2), to = (day_t)db_int(&c, 3);
		day_t child_from = (day_t)db_int(&c, 4), child_to = (day_t)db_int(&c, 5);
		take_child(s, place_of(s, db_int(&c, 0)), s->nodes[node].org, db_int(&c, 1),
			from > child_from ? from : child_from, to < child_to ? to : child_to);
	}
	return db_end(&c);
}

enum err sums_places(struct sums *s)
{
	TRY(read_selves(s));
	for (size_t i = 0; i < s->node_count; i++) {
		/* below the whole is everybody */
		if (s->nodes[i].org)
			TRY(read_below(s, (int)i));
		TRY(read_children(s, (int)i));
	}
	return ERR_OK;
}

enum err sums_places_of(struct sums *s, int64_t org)
{
	const int64_t *ids;
	struct list orgs;

	TRY(sums_places_below(s, org, &orgs));
	ids = orgs.rows;
	for (size_t i = 0; i < orgs.n; i++) {
		struct sum_place *p = map_get(s->places, map_id(&ids[i]));
		p->next = s->all;
		s->all = p;
	}
	s->alone = true;
	return ERR_OK;
}

/* ---- comparing ---- */

static bool has_stretch(const struct sum_stretch *list, const struct sum_stretch *st)
{
	for (; list; list = list->next)
		if (list->node == st->node && list->key == st->key && list->from == st->from &&
			list->to == st->to)
			return true;
	return false;
}

static bool all_in(const struct sum_stretch *a, const struct sum_stretch *b)
{
	for (; a; a = a->next)
		if (!has_stretch(b, a))
			return false;
	return true;
}

static bool same_list(const struct sum_stretch *a, const struct sum_stretch *b)
{
	return all_in(a, b) && all_in(b, a);
}

bool sum_place_same(const struct sum_place *a, const struct sum_place *b)
{
	return a->first == b->first && a->end == b->end && same_list(a->below, b->below) &&
	       same_list(a->children, b->children) && same_list(a->sectors, b->sectors) &&
	       same_list(a->kinds, b->kinds);
}

static enum err spoil_list(struct sums *s, const struct sum_stretch *a, const struct sum_stretch *b)
{
	for (; a; a = a->next)
		if (!has_stretch(b, a))
			TRY(sums_spoil(s, s->nodes[a->node].org));
	return ERR_OK;
}

/* Of another sector: at every node. */
static enum err spoil_all(struct sums *s, const struct sum_place *p)
{
	for (const struct sum_stretch *st = p->below; st; st = st->next)
		TRY(sums_spoil(s, s->nodes[st->node].org));
	return ERR_OK;
}

enum err sums_spoil_moved(struct sums *s, const struct sum_place *a, const struct sum_place *b)
{
	if (!same_list(a->sectors, b->sectors) || a->first != b->first || a->end != b->end) {
		TRY(spoil_all(s, a));
		return spoil_all(s, b);
	}
	TRY(spoil_list(s, a->below, b->below));
	TRY(spoil_list(s, b->below, a->below));
	TRY(spoil_list(s, a->children, b->children));
	return spoil_list(s, b->children, a->children);
}
