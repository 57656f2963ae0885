/*
 * figure_lineage.c: of which pieces an organisation was made.
 *
 * A walk back in time finds pieces, which may lie in each other (a cell that was handed over, and
 * the commune that it was in when that was merged too); then the lower ones are cut back to the
 * days on which no other one is above them.
 */
#include "figure/figure_lineage.h"

#include "base/map.h"
#include "core/tree_life.h"
#include "figure/figure.h"

#include <stdlib.h>

struct piece {
	struct piece *next;
	struct figure_piece p;
};

/* All pieces of one organisation, and whether it has been walked from, and from which day. */
struct own {
	struct own *next;
	int64_t org;
	day_t until;
	struct piece *pieces;
};

struct walk {
	struct ctx *cx;
	struct map *by_org; /* struct own */
	struct own *all;
	struct lives *lives;
	struct figure_lineage *out;
};

struct step {
	int64_t org;
	day_t day;
};

static const struct field step_fields[] = {
	F_ID(struct step, org, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_DAY(struct step, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_END,
};

static struct own *own_of(struct walk *w, int64_t org)
{
	struct own *o = map_get(w->by_org, map_id(&org));

	if (o)
		return o;
	o = arena_new_of(w->cx->a, struct own);
	*o = (struct own){.next = w->all, .org = org};
	w->all = o;
	map_put(w->by_org, map_id(&o->org), o);
	return o;
}

static day_t later(day_t a, day_t b)
{
	return a > b ? a : b;
}

static day_t earlier(day_t a, day_t b)
{
	return a < b ? a : b;
}

/* ---- the walk ---- */

static enum err walk_from(struct walk *w, int64_t org, day_t until);

static enum err walk_all(struct walk *w, struct list steps)
{
	const struct step *s = steps.rows;

	for (size_t i = 0; i < steps.n; i++)
		TRY(walk_from(w, s[i].org, s[i].day));
	return ERR_OK;
}

static enum err name_of(struct ctx *cx, int64_t org, day_t day, const char **ret)
{
	struct org_spell s;

	TRY(tree_spell_near(cx, org, day, &s));
	*ret = s.name;
	return ERR_OK;
}

static enum err note_split(struct walk *w, int64_t org, int64_t other, day_t day)
{
	if (w->out->untrue_until >= day)
		return ERR_OK;
	w->out->untrue_until = day;
	TRY(name_of(w->cx, org, day, &w->out->split_from));
	return name_of(w->cx, other, day, &w->out->split);
}

struct split {
	int64_t org, other;
};

static const struct field split_fields[] = {
	F_ID(struct split, org, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_ID(struct split, other, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_END,
};

/* A cell that was split off has a past that nobody knows; so has what came with no cells at all. */
static enum err check_splits(struct walk *w, int64_t org, day_t first, bool came)
{
	const struct org_life *life;
	const struct split *s;
	struct list splits;

	TRY(db_list(w->cx->db, w->cx->a, split_fields, sizeof(*s), &splits, Q_FIGURE_LINEAGE_SPLIT,
		org, first, w->cx->known));
	s = splits.rows;
	for (size_t i = 0; i < splits.n; i++) {
		bool cell;
		TRY(lives_get(w->lives, s[i].other, &life));
		TRY(lives_is_cell(w->lives, life, first, &cell));
		if (cell || (s[i].other == org && !came))
			TRY(note_split(w, s[i].org, s[i].other, first));
	}
	return ERR_OK;
}

static enum err walk_came(struct walk *w, int64_t org, day_t first)
{
	struct list came;
	struct step *s;

	TRY(db_list(w->cx->db, w->cx->a, step_fields, sizeof(*s), &came, Q_FIGURE_LINEAGE_CAME, org,
		first, day_add(first, -1), w->cx->known));
	s = (struct step *)came.rows;
	for (size_t i = 0; i < came.n; i++)
		s[i].day = first;
	TRY(check_splits(w, org, first, came.n > 0));
	return walk_all(w, came);
}

static enum err walk_ended(struct walk *w, int64_t org, day_t until)
{
	struct list ended;

	TRY(db_list(w->cx->db, w->cx->a, step_fields, sizeof(struct step), &ended,
		Q_FIGURE_LINEAGE_ENDED, org, until, w->cx->known));
	return walk_all(w, ended);
}

static enum err walk_from(struct walk *w, int64_t org, day_t until)
{
	struct own *o = own_of(w, org);
	struct piece *piece;
	int64_t first;

	if (o->until >= until)
		return ERR_OK;
	o->until = until;
	TRY(db_number(w->cx->db, &first, until, Q_FIGURE_LINEAGE_FIRST, org, w->cx->known));
	if (first < until) {
		piece = arena_new_of(w->cx->a, struct piece);
		*piece = (struct piece){NULL, {org, (day_t)first, until}};
		o->pieces = piece; /* takes in the shorter one of before */
	}
	if (first > DAY_MIN && first < until)
		TRY(walk_came(w, org, (day_t)first));
	return walk_ended(w, org, until);
}

/* ---- cutting back ---- */

/* Takes the days from `from` to `to` out of the pieces. */
static void cut(struct arena *a, struct own *o, day_t from, day_t to)
{
	struct piece *kept = NULL, *next;

	for (struct piece *p = o->pieces; p; p = next) {
		struct figure_piece before = p->p, after = p->p;
		next = p->next;
		before.to = earlier(before.to, from);
		after.from = later(after.from, to);
		if (after.from < after.to) {
			struct piece *more = arena_new_of(a, struct piece);
			*more = (struct piece){kept, after};
			kept = more;
		}
		if (before.from < before.to) {
			p->p = before;
			p->next = kept;
			kept = p;
		}
	}
	o->pieces = kept;
}

struct above {
	int64_t anc;
	day_t from_day, to_day;
};

static const struct field above_fields[] = {
	F_ID(struct above, anc, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_DAY(struct above, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct above, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_END,
};

/* Each has one stretch of days before anything is cut: from its beginning until it was taken in. */
static enum err cut_below(struct walk *w, struct own *o)
{
	const struct above *a;
	struct list rows;

	TRY(db_list(w->cx->db, w->cx->a, above_fields, sizeof(*a), &rows, Q_FIGURE_LINEAGE_ABOVE,
		o->org, w->cx->known));
	a = rows.rows;
	for (size_t i = 0; i < rows.n; i++) {
		const struct own *over = map_get(w->by_org, map_id(&a[i].anc));
		if (over)
			cut(w->cx->a, o, a[i].from_day, earlier(a[i].to_day, over->until));
	}
	return ERR_OK;
}

static size_t count_pieces(const struct walk *w)
{
	size_t n = 0;

	for (const struct own *o = w->all; o; o = o->next)
		for (const struct piece *p = o->pieces; p; p = p->next)
			n++;
	return n;
}

static int by_day(const void *va, const void *vb)
{
	const struct figure_piece *a = va, *b = vb;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->org > b->org) - (a->org < b->org);
}

static void gather(struct walk *w)
{
	size_t n = 0, room = count_pieces(w) + 1;
	struct figure_piece *all = arena_array(w->cx->a, room, sizeof(*all));
	char *text = arena_array(w->cx->a, room, FIGURE_PIECE_TEXT), *at = text;

	for (const struct own *o = w->all; o; o = o->next)
		for (const struct piece *p = o->pieces; p; p = p->next)
			all[n++] = p->p;
	qsort(all, n, sizeof(*all), by_day);
	for (size_t i = 0; i < n; i++) {
		const char *one = arena_printf(
			w->cx->a, "%019lld%08d%08d", (long long)all[i].org, all[i].from, all[i].to);
		at = memcpy(at, one, FIGURE_PIECE_TEXT);
		at += FIGURE_PIECE_TEXT;
	}
	*at = 0;
	w->out->pieces = (struct list){all, n, sizeof(*all)};
	w->out->text = text;
}

enum err figure_lineage_of(struct ctx *cx, int64_t org, const struct figure_lineage **ret)
{
	struct figure_lineage *out = arena_new_of(cx->a, struct figure_lineage);
	struct walk w = {
		.cx = cx, .by_org = map_new(cx->a, 64), .lives = lives_new(cx, NULL), .out = out};

	*out = (struct figure_lineage){.org = org};
	TRY(walk_from(&w, org, DAY_MAX));
	for (struct own *o = w.all; o; o = o->next)
		TRY(cut_below(&w, o));
	gather(&w);
	*ret = out;
	return ERR_OK;
}

/* ---- asking ---- */

enum err figure_lineage_check(struct ctx *cx, const struct figure_ask *ask)
{
	day_t from = figure_is_span(ask->figure) ? ask->from : ask->day;
	const struct figure_lineage *l = ask->lineage;

	if (!l || from >= l->untrue_until)
		return ERR_OK;
	return cx_fault(cx, ERR_REFUSED, "lineage", M_FIGURE_LINEAGE_SPLIT, l->split, l->split_from,
		cx_day(cx, l->untrue_until));
}

/* The question about one piece; false if it has no part in it. */
static bool ask_piece(
	const struct figure_ask *ask, const struct figure_piece *p, struct figure_ask *ret)
{
	*ret = *ask;
	ret->lineage = NULL;
	ret->org = p->org;
	if (!figure_is_span(ask->figure))
		return p->from <= ask->day && ask->day < p->to;
	ret->from = later(ask->from, p->from);
	if (p->to != DAY_MAX)
		ret->to = earlier(ask->to, day_add(p->to, -1));
	ret->day = earlier(ask->day, ret->to);
	return ret->from <= ret->day;
}

enum err figure_lineage_names(struct ctx *cx, const struct figure_ask *ask, const char **ret)
{
	const struct figure_piece *p = ask->lineage->pieces.rows;
	struct map *named = map_new(cx->a, 16);
	struct figure_ask one;

	*ret = "";
	for (size_t i = 0; i < ask->lineage->pieces.n; i++) {
		const char *name;
		if (p[i].org == ask->org || map_get(named, map_id(&p[i].org)) ||
			!ask_piece(ask, &p[i], &one))
			continue;
		map_put(named, map_id(&p[i].org), named);
		TRY(name_of(cx, p[i].org, one.day, &name));
		*ret = arena_printf(cx->a, "%s%s%s", *ret, **ret ? ", " : "", name);
	}
	return ERR_OK;
}

enum err figure_lineage_value(struct ctx *cx, const struct figure_ask *ask, int64_t *ret)
{
	const struct figure_piece *p = ask->lineage->pieces.rows;
	struct figure_ask one;
	int64_t n;

	*ret = 0;
	for (size_t i = 0; i < ask->lineage->pieces.n; i++) {
		if (!ask_piece(ask, &p[i], &one))
			continue;
		TRY(figure_value(cx, &one, &n));
		*ret += n;
	}
	return ERR_OK;
}

/* ---- rows ---- */

struct sum {
	struct ctx *cx;
	struct map *by_key;
	struct figure_row **rows;
	size_t n, room;
};

static void sum_add(struct sum *s, const struct figure_row *row)
{
	struct figure_row *hit = map_get(s->by_key, str_of(row->key));

	if (hit) {
		hit->value += row->value;
		return;
	}
	if (s->n == s->room) {
		struct figure_row **old = s->rows;
		s->room = s->room ? s->room * 2 : 16;
		s->rows = arena_array(s->cx->a, s->room, sizeof(struct figure_row *));
		if (old)
			memcpy(s->rows, old, s->n * sizeof(struct figure_row *));
	}
	s->rows[s->n] = hit = arena_memdup(s->cx->a, row, sizeof(*row));
	map_put(s->by_key, str_of(hit->key), hit);
	s->n++;
}

/* By organisation, what it was made of stands as one row each. */
static enum err add_whole(struct sum *s, const struct figure_ask *one)
{
	struct figure_row row = {.org = one->org};
	struct org_spell spell;

	TRY(tree_spell_near(s->cx, one->org, one->day, &spell));
	row.key = spell.code;
	row.label = spell.name;
	TRY(figure_value(s->cx, one, &row.value));
	sum_add(s, &row);
	return ERR_OK;
}

static enum err add_rows(struct sum *s, const struct figure_ask *one, const struct figure_cut *cut)
{
	struct list rows;
	const struct figure_row *r;

	TRY(figure_rows(s->cx, one, cut, &rows));
	r = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		sum_add(s, &r[i]);
	return ERR_OK;
}

static int by_key(const void *va, const void *vb)
{
	const struct figure_row *const *a = va, *const *b = vb;

	return strcmp((*a)->key, (*b)->key);
}

/* The rows of the organisation itself in their order, or those of what it was made of. */
static enum err add_pieces(
	struct sum *s, const struct figure_ask *ask, const struct figure_cut *cut_by, bool itself)
{
	const struct figure_piece *p = ask->lineage->pieces.rows;
	bool by_org = cut_by->by == BY_ORG && cut_by->across == BY_NOTHING;
	struct figure_ask one;
	size_t first = s->n;

	for (size_t i = 0; i < ask->lineage->pieces.n; i++)
		if ((p[i].org == ask->org) == itself && ask_piece(ask, &p[i], &one))
			TRY(by_org && !itself ? add_whole(s, &one) : add_rows(s, &one, cut_by));
	if (by_org && !itself && s->n > first)
		qsort(s->rows + first, s->n - first, sizeof(struct figure_row *), by_key);
	return ERR_OK;
}

enum err figure_lineage_rows(struct ctx *cx, const struct figure_ask *ask,
	const struct figure_cut *cut_by, struct list *ret)
{
	struct sum s = {.cx = cx, .by_key = map_new(cx->a, 64)};
	struct figure_row *out;

	TRY(add_pieces(&s, ask, cut_by, true));
	TRY(add_pieces(&s, ask, cut_by, false));
	out = arena_array(cx->a, s.n + 1, sizeof(*out));
	for (size_t i = 0; i < s.n; i++)
		out[i] = *s.rows[i];
	*ret = (struct list){out, s.n, sizeof(*out)};
	return ERR_OK;
}
