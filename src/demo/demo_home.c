#include "demo/demo_home.h"

#include "base/die.h"
#include "base/embed.h"
#include "base/map.h"
#include "base/sheet.h"
#include "base/text.h"

enum { UNITS = 12000, NATIVE_HERE = 680, NATIVE_DISTRICT = 640, NATIVE_PROVINCE = 700 };

struct unit {
	const char *code, *name, *parent;
	const struct unit *above;
};

/* Communes in groups: of the own district, of the own province, of the country. */
struct group {
	const struct unit **units;
	int n;
};

struct demo_home {
	struct unit *units;
	int n;
	const struct unit *own;
	struct group here, district, province, country;
};

static const char *text_of(struct arena *a, const struct sheet_row *row, size_t i)
{
	return i < row->n ? text_clean(a, row->cells[i].text, false) : NULL;
}

/* "Xã Hải Lựu" within a sentence: "xã Hải Lựu". All kinds begin with a letter of ASCII. */
static const char *within(struct arena *a, const char *name)
{
	char *s = arena_strdup(a, name);

	if (s && *s >= 'A' && *s <= 'Z')
		*s = (char)(*s - 'A' + 'a');
	return s;
}

static void read_unit(struct demo_home *h, struct arena *a, const struct sheet_row *row)
{
	must(h->n < UNITS);
	h->units[h->n++] = (struct unit){.code = text_of(a, row, 0),
		.name = within(a, text_of(a, row, 1)),
		.parent = text_of(a, row, 3)};
}

static enum err read_units(struct demo_home *h, struct arena *a, struct fault *f)
{
	const struct embedded *file = embed_find("test/data/units-before-2025.csv");
	struct sheet_row row;
	struct sheet *s;

	must(file);
	TRY(sheet_open(&s, a, file->bytes, file->name, NULL, f));
	while (sheet_row(s, &row))
		if (row.number > 1 && row.n >= 3)
			read_unit(h, a, &row);
	return sheet_end(s);
}

static void find_parents(struct demo_home *h, struct arena *a)
{
	struct map *by_code = map_new(a, UNITS);

	for (int i = 0; i < h->n; i++)
		if (!text_empty(h->units[i].code))
			map_put(by_code, str_of(h->units[i].code), &h->units[i]);
	for (int i = 0; i < h->n; i++)
		if (!text_empty(h->units[i].parent))
			h->units[i].above = map_get(by_code, str_of(h->units[i].parent));
}

static bool is_commune(const struct unit *u)
{
	return u->above && u->above->above;
}

static void put(struct group *g, const struct unit *u)
{
	g->units[g->n++] = u;
}

static void make_groups(struct demo_home *h, struct arena *a)
{
	const struct unit *district = is_commune(h->own) ? h->own->above : h->own;

	for (struct group *g = &h->here; g <= &h->country; g++)
		g->units = arena_array(a, (size_t)h->n, sizeof(struct unit *));
	for (const struct unit *u = h->units; u < h->units + h->n; u++) {
		if (!is_commune(u))
			continue;
		put(&h->country, u);
		if (u->above->above == district->above)
			put(&h->province, u);
		if (u->above == district && u != h->own)
			put(&h->district, u);
		if (u == h->own || (h->own == district && u->above == district))
			put(&h->here, u);
	}
}

enum err demo_home_load(struct arena *a, const char *unit, struct demo_home **ret, struct fault *f)
{
	struct demo_home *h = arena_new_of(a, struct demo_home);

	h->units = arena_array(a, UNITS, sizeof(*h->units));
	TRY(read_units(h, a, f));
	find_parents(h, a);
	for (int i = 0; i < h->n; i++)
		if (text_eq(h->units[i].code, unit))
			h->own = &h->units[i];
	if (!h->own || !h->own->above)
		return ERR_NOT_FOUND;
	make_groups(h, a);
	*ret = h;
	return ERR_OK;
}

static const char *one_of(const struct group *g, struct demo_dice *d, struct arena *a)
{
	const struct unit *u = g->units[demo_roll(d, g->n)];

	return arena_printf(a, "%s, %s, %s", u->name, u->above->name, u->above->above->name);
}

const char *demo_home_native(const struct demo_home *h, struct demo_dice *d, struct arena *a)
{
	if (demo_chance(d, NATIVE_HERE))
		return one_of(&h->here, d, a);
	if (demo_chance(d, NATIVE_DISTRICT))
		return one_of(&h->district, d, a);
	return one_of(demo_chance(d, NATIVE_PROVINCE) ? &h->province : &h->country, d, a);
}

const char *demo_home_near(const struct demo_home *h, struct demo_dice *d, struct arena *a)
{
	return one_of(demo_chance(d, NATIVE_DISTRICT) ? &h->district : &h->province, d, a);
}
