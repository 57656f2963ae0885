#include "sim/sim_place.h"

#include "base/die.h"
#include "base/embed.h"
#include "base/map.h"
#include "base/sheet.h"
#include "base/text.h"

enum { UNITS = 12000, PERCENT_OF_ALL = 80 };

struct reading {
	struct arena *a;
	struct map *by_code, *regions;
	struct sim_place **all;
	int n;
};

struct region {
	const char *mix, *land;
};

static const char *text_of(struct arena *a, const struct sheet_row *row, size_t i)
{
	return i < row->n ? text_clean(a, row->cells[i].text, false) : NULL;
}

static enum err read_file(const char *name, struct reading *r,
	void (*take)(struct reading *, const struct sheet_row *), struct fault *f)
{
	const struct embedded *file = embed_find(name);
	struct sheet_row row;
	struct sheet *s;

	must(file);
	TRY(sheet_open(&s, r->a, file->bytes, file->name, NULL, f));
	while (sheet_row(s, &row))
		if (row.number > 1)
			take(r, &row);
	return sheet_end(s);
}

static void take_region(struct reading *r, const struct sheet_row *row)
{
	struct region *g = arena_new_of(r->a, struct region);

	g->mix = text_of(r->a, row, 1);
	g->land = text_of(r->a, row, 2);
	map_put(r->regions, str_of(text_of(r->a, row, 0)), g);
}

/* "Xã Hải Lựu" within a sentence. */
static const char *within(struct arena *a, const char *name)
{
	char *s = arena_strdup(a, name);

	if (s && *s >= 'A' && *s <= 'Z')
		*s = (char)(*s - 'A' + 'a');
	return s;
}

/* Parents come before their children; a unit whose parent is not there is left out. */
static void take_unit(struct reading *r, const struct sheet_row *row)
{
	struct sim_place *p = arena_new_of(r->a, struct sim_place);
	const char *parent = text_of(r->a, row, 3), *kind = text_of(r->a, row, 2);

	must(r->n < UNITS);
	p->code = text_of(r->a, row, 0);
	p->name = text_of(r->a, row, 1);
	p->small = within(r->a, p->name);
	p->ward = text_eq(kind, "phuong") || text_eq(kind, "thi-tran");
	if (!text_empty(parent)) {
		p->above = map_get(r->by_code, str_of(parent));
		if (!p->above)
			return;
		p->level = p->above->level + 1;
	}
	if (map_get(r->by_code, str_of(p->code)))
		return;
	map_put(r->by_code, str_of(p->code), p);
	r->all[r->n++] = p;
}

static void put_below(struct reading *r, struct sim_place *p)
{
	struct sim_place *up = map_get(r->by_code, str_of(p->above->code));

	must(up);
	if (!up->below)
		up->below = arena_array(r->a, UNITS / 20, sizeof(struct sim_place *));
	must(up->n < UNITS / 20);
	up->below[up->n++] = p;
}

static void settle(struct reading *r, struct sim_place *p)
{
	const struct sim_place *top = p;
	const struct region *g;

	while (top->above)
		top = top->above;
	g = map_get(r->regions, str_of(top->code));
	must(g);
	p->mix = g->mix;
	p->land = g->land;
	if (p->level == SIM_COMMUNE && p->above)
		p->whole = arena_printf(r->a, "%s, %s, %s", p->small, p->above->small, top->small);
}

static void mark(struct sim_places *s, struct sim_place *commune)
{
	commune->taken = true;
	s->communes++;
	for (int i = 0; i < s->n; i++)
		for (int k = 0; k < s->provinces[i]->n; k++)
			if (s->provinces[i]->below[k] == commune->above)
				s->provinces[i]->taken = s->provinces[i]->below[k]->taken = true;
}

static void take_district(struct sim_places *s, const struct sim_place *d, int most)
{
	for (int i = 0; i < d->n && s->communes < most; i++)
		mark(s, d->below[i]);
}

static void take_province(struct sim_places *s, const struct sim_place *p, int most)
{
	for (int i = 0; i < p->n && s->communes < most; i++)
		take_district(s, p->below[i], most);
}

static const struct sim_place *place_find(const struct sim_places *s, const char *code)
{
	for (int i = 0; i < s->n; i++) {
		const struct sim_place *p = s->provinces[i];
		if (text_eq(p->code, code))
			return p;
		for (int k = 0; k < p->n; k++)
			if (text_eq(p->below[k]->code, code))
				return p->below[k];
	}
	return NULL;
}

static enum err choose(
	struct sim_places *s, const struct sim_in *in, int per_commune, struct fault *f)
{
	int64_t most = in->members / per_commune + 1;
	const struct sim_place *root = in->root ? place_find(s, in->root) : NULL;
	struct demo_dice d = demo_dice_of(in->seed, "places");
	int first = demo_roll(&d, s->n);

	if (in->root && !root)
		return fault(f, ERR_NOT_FOUND, "root", M_SIM_NO_ROOT, in->root);
	if (root && root->level == SIM_DISTRICT)
		take_district(s, root, UNITS);
	else if (root)
		take_province(s, root, UNITS);
	else if (most * 100 > (int64_t)UNITS * PERCENT_OF_ALL)
		most = UNITS;
	for (int i = 0; !root && i < s->n; i++)
		take_province(s, s->provinces[(first + i) % s->n], (int)most);
	return ERR_OK;
}

enum err sim_places_load(struct arena *a, const struct sim_in *in, int per_commune,
	struct sim_places *ret, struct fault *f)
{
	struct reading r = {.a = a,
		.by_code = map_new(a, UNITS),
		.regions = map_new(a, 100),
		.all = arena_array(a, UNITS, sizeof(struct sim_place *))};

	*ret = (struct sim_places){.provinces = arena_array(a, 100, sizeof(struct sim_place *))};
	TRY(read_file("scenarios/regions.csv", &r, take_region, f));
	TRY(read_file("test/data/units-before-2025.csv", &r, take_unit, f));
	for (int i = 0; i < r.n; i++) {
		settle(&r, r.all[i]);
		if (r.all[i]->above)
			put_below(&r, r.all[i]);
		else
			ret->provinces[ret->n++] = r.all[i];
	}
	return choose(ret, in, per_commune, f);
}
