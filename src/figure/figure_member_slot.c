/*
 * figure_member_slot.c: the values of the dimensions by which members are counted, and the one
 * under which a fact, a cell or a summary comes.
 */
#include "figure/figure_member_slot.h"

#include "base/die.h"
#include "figure/figure_lineage.h"
#include "figure/figure_member.h"

#include <limits.h>
#include <stdlib.h>

/* Columns of the statements that give facets. */
enum { CELL, DAY, BIRTH, SEX, ETHNICITY, RELIGION, SCHOOLING, THEORY, OCCUPATION, YOUTH_UNION };

enum { OWN_PLACE = INT_MAX - 2, FORMER_PLACE, UNKNOWN_PLACE };

static const char own[] = "own", former[] = "former", unknown[] = "unknown";

/* What is taken from the catalogue of the attribute; keys are its Vietnamese names, or codes. */
static const struct {
	enum figure_by by;
	int column;
	const char *cat;
	bool codes;
} attributes[] = {
	{BY_SEX, SEX, "sex", true},
	{BY_ETHNICITY, ETHNICITY, "ethnicity", false},
	{BY_RELIGION, RELIGION, "religion", false},
	{BY_SCHOOLING, SCHOOLING, "schooling", false},
	{BY_THEORY, THEORY, "theory_level", false},
	{BY_OCCUPATION, OCCUPATION, "occupation", false},
	{BY_YOUTH_UNION, YOUTH_UNION, "yes_no", true},
	{BY_SECTOR, -1, "sector", false},
};

static const struct {
	const char *key;
	int last; /* completed years */
} ages[] = {{"18-30", 30}, {"31-40", 40}, {"41-50", 50}, {"51-60", 60}, {"61+", INT_MAX}};

/* ---- the values of a dimension ---- */

static struct slot *slot_add(
	struct group *g, struct dim *d, struct str index, struct figure_row row, long place)
{
	struct slot *s = arena_new_of(g->cx->a, struct slot);

	*s = (struct slot){d->slots, row, place, d->count++};
	d->slots = s;
	map_put(d->index, index, s);
	return s;
}

static struct slot *slot_special(
	struct group *g, struct dim *d, const char *key, enum msg label, long place)
{
	struct slot *s = map_get(d->index, str_of(key));

	if (s)
		return s;
	return slot_add(g, d, str_of(key),
		(struct figure_row){.key = key, .label = msg_text(g->cx->say.lang, label)}, place);
}

static struct slot *slot_unknown(struct group *g, struct dim *d)
{
	return slot_special(g, d, unknown, M_FIGURE_UNKNOWN, UNKNOWN_PLACE);
}

static struct slot *slot_of_code(struct group *g, struct dim *d, const char *code)
{
	const struct speech *say = &g->cx->say;
	const char *cat = attributes[d->attribute].cat;
	const struct cat_entry *entry;
	struct slot *s;

	if (text_empty(code))
		return slot_unknown(g, d);
	s = map_get(d->index, str_of(code));
	if (s)
		return s;
	code = arena_strdup(g->cx->a, code);
	entry = cat_find(say->cats, cat, code);
	return slot_add(g, d, str_of(code),
		(struct figure_row){.key = attributes[d->attribute].codes
						   ? code
						   : cat_name(say->cats, LANG_VI, cat, code),
			.label = cat_name(say->cats, say->lang, cat, code)},
		entry ? (long)entry->pos : UNKNOWN_PLACE - 1);
}

static const char *age_label(struct group *g, size_t i)
{
	return i + 1 < sizeof(ages) / sizeof(*ages) ? ages[i].key
						    : msg_text(g->cx->say.lang, M_FIGURE_AGE_ABOVE);
}

static struct slot *slot_of_band(struct group *g, struct dim *d, size_t i)
{
	struct slot *s = map_get(d->index, str_of(ages[i].key));

	if (s)
		return s;
	return slot_add(g, d, str_of(ages[i].key),
		(struct figure_row){.key = ages[i].key, .label = age_label(g, i)}, (long)i);
}

/* Completed years on the day of the fact; the lowest band takes in who is younger. */
static struct slot *slot_of_age(struct group *g, struct dim *d, day_t birth, day_t day)
{
	int years = birth ? day_years_between(birth, day) : 0;
	size_t i = 0;

	if (!birth)
		return slot_unknown(g, d);
	while (years > ages[i].last)
		i++;
	return slot_of_band(g, d, i);
}

/* ---- organisations ---- */

static void stay_add(struct group *g, struct map *map, const struct stay *stay)
{
	struct stay *s = arena_memdup(g->cx->a, stay, sizeof(*stay));

	s->next = map_get(map, map_id(&s->cell));
	map_put(map, map_id(&s->cell), s);
}

static const struct stay *stay_on(struct map *map, int64_t cell, day_t day)
{
	struct stay *s = map_get(map, map_id(&cell));

	while (s && !(s->from <= day && day < s->to))
		s = s->next;
	return s;
}

/* The days on which facts may be placed: one before the first, for those that go. */
static day_t first_day(const struct group *g)
{
	bool is_stock = g->ask->figure->kind == FIGURE_STOCK;

	return day_add(is_stock ? g->ask->day : g->ask->from, -1);
}

/* What it was made of stands beside its children. */
static enum err load_pieces(struct group *g)
{
	struct ctx *cx = g->cx;
	struct cursor c;

	TRY(db_query(cx->db, &c, Q_FIGURE_LINEAGE_CELLS, g->ask->lineage->text, g->ask->org,
		first_day(g), g->ask->day, cx->known));
	while (db_next(&c))
		stay_add(g, g->children,
			&(struct stay){.cell = db_int(&c, 0),
				.child = db_int(&c, 1),
				.from = (day_t)db_int(&c, 2),
				.to = (day_t)db_int(&c, 3)});
	return db_end(&c);
}

static enum err load_children(struct group *g)
{
	struct ctx *cx = g->cx;
	struct cursor c;

	g->children = map_new(cx->a, 64);
	TRY(db_query(cx->db, &c, Q_FIGURE_MEMBER_CHILDREN, g->ask->org, first_day(g), g->ask->day,
		cx->known));
	while (db_next(&c)) {
		day_t from = (day_t)db_int(&c, 2), to = (day_t)db_int(&c, 3);
		day_t child_from = (day_t)db_int(&c, 4), child_to = (day_t)db_int(&c, 5);
		stay_add(g, g->children,
			&(struct stay){.cell = db_int(&c, 0),
				.child = db_int(&c, 1),
				.from = from > child_from ? from : child_from,
				.to = to < child_to ? to : child_to});
	}
	TRY(db_end(&c));
	return g->ask->lineage ? load_pieces(g) : ERR_OK;
}

static enum err load_sectors_of(struct group *g, int64_t org)
{
	struct ctx *cx = g->cx;
	struct cursor c;

	TRY(db_query(
		cx->db, &c, Q_FIGURE_MEMBER_SECTORS, org, first_day(g), g->ask->day, cx->known));
	while (db_next(&c)) {
		const char *sector = db_text(&c, 1);
		stay_add(g, g->sectors,
			&(struct stay){.cell = db_int(&c, 0),
				.sector = sector ? arena_strdup(cx->a, sector) : NULL,
				.from = (day_t)db_int(&c, 2),
				.to = (day_t)db_int(&c, 3)});
	}
	return db_end(&c);
}

static enum err load_sectors(struct group *g)
{
	const struct figure_lineage *l = g->ask->lineage;
	const struct figure_piece *p = l ? l->pieces.rows : NULL;

	g->sectors = map_new(g->cx->a, 64);
	if (!l)
		return load_sectors_of(g, g->ask->org);
	for (size_t i = 0; i < l->pieces.n; i++)
		TRY(load_sectors_of(g, p[i].org));
	return ERR_OK;
}

static struct slot *slot_add_org(
	struct group *g, struct dim *d, int64_t org, const char *code, const char *name)
{
	int64_t *id = arena_memdup(g->cx->a, &org, sizeof(org));

	return slot_add(g, d, map_id(id),
		(struct figure_row){.org = org, .key = code, .label = name}, d->count);
}

/* The children of the last day, also those in which nothing counts. */
static enum err add_children(struct group *g, struct dim *d)
{
	struct ctx *cx = g->cx;
	struct cursor c;

	TRY(db_query(cx->db, &c, Q_FIGURE_CHILDREN, g->ask->org, g->ask->day, cx->known));
	while (db_next(&c))
		slot_add_org(g, d, db_int(&c, 0), arena_strdup(cx->a, db_text(&c, 1)),
			arena_strdup(cx->a, db_text(&c, 2)));
	return db_end(&c);
}

static bool key_taken(const struct dim *d, const char *key)
{
	for (const struct slot *s = d->slots; s; s = s->next)
		if (text_eq(s->row.key, key))
			return true;
	return false;
}

/* A child of the day of the fact that is none on the last day: under the code that it had then. */
static enum err slot_of_child(
	struct group *g, struct dim *d, int64_t child, day_t day, struct slot **ret)
{
	struct org_spell s;

	*ret = map_get(d->index, map_id(&child));
	if (*ret)
		return ERR_OK;
	TRY(tree_spell(g->cx, child, day, &s));
	if (key_taken(d, s.code))
		*ret = slot_special(g, d, former, M_FIGURE_FORMER, FORMER_PLACE);
	else
		*ret = slot_add_org(g, d, child, s.code, s.name);
	return ERR_OK;
}

/* The same of a child that counted on some day of the period: as it was nearest to its end. */
static enum err slot_of_child_near(struct group *g, struct dim *d, int64_t child, struct slot **ret)
{
	struct org_spell s;

	*ret = map_get(d->index, map_id(&child));
	if (*ret)
		return ERR_OK;
	TRY(tree_spell_near(g->cx, child, g->ask->day, &s));
	if (key_taken(d, s.code))
		*ret = slot_special(g, d, former, M_FIGURE_FORMER, FORMER_PLACE);
	else
		*ret = slot_add_org(g, d, child, s.code, s.name);
	return ERR_OK;
}

static int by_code(const void *va, const void *vb)
{
	const struct org_spell *a = va, *b = vb;

	return strcmp(a->code, b->code);
}

/* What it was made of on the days asked, beside its children; in the order of their codes. */
static enum err add_pieces(struct group *g, struct dim *d)
{
	const struct figure_lineage *l = g->ask->lineage;
	const struct figure_piece *p = l->pieces.rows;
	struct org_spell *all = arena_array(g->cx->a, l->pieces.n + 1, sizeof(*all));
	size_t n = 0;

	for (size_t i = 0; i < l->pieces.n; i++) {
		day_t last = p[i].to <= g->ask->day ? day_add(p[i].to, -1) : g->ask->day;
		if (p[i].org == g->ask->org || p[i].from > g->ask->day || last < first_day(g))
			continue;
		TRY(tree_spell_near(g->cx, p[i].org, last, &all[n++]));
	}
	qsort(all, n, sizeof(*all), by_code);
	for (size_t i = 0; i < n; i++)
		if (!map_get(d->index, map_id(&all[i].org)) && !key_taken(d, all[i].code))
			slot_add_org(g, d, all[i].org, all[i].code, all[i].name);
	return ERR_OK;
}

static enum err slot_of_org(
	struct group *g, struct dim *d, int64_t cell, day_t day, struct slot **ret)
{
	const struct stay *stay;

	if (cell == g->ask->org) {
		*ret = slot_special(g, d, own, M_FIGURE_OWN, OWN_PLACE);
		return ERR_OK;
	}
	stay = stay_on(g->children, cell, day);
	if (stay)
		return slot_of_child(g, d, stay->child, day, ret);
	*ret = slot_special(g, d, former, M_FIGURE_FORMER, FORMER_PLACE);
	return ERR_OK;
}

/* ---- grouping ---- */

/* Values of which there are few stand there also when nothing counts under them. */
enum err member_dim_begin(struct group *g, struct dim *d, enum figure_by by)
{
	const struct cat_entry *entries;
	size_t n;

	*d = (struct dim){.by = by, .index = map_new(g->cx->a, 64)};
	if (by == BY_ORG) {
		if (!g->summed)
			TRY(load_children(g));
		TRY(g->ask->own ? ERR_OK : add_children(g, d));
		return g->ask->lineage ? add_pieces(g, d) : ERR_OK;
	}
	if (by == BY_AGE) {
		for (size_t i = 0; i < sizeof(ages) / sizeof(*ages); i++)
			slot_of_band(g, d, i);
		return ERR_OK;
	}
	while (attributes[d->attribute].by != by)
		must(++d->attribute < sizeof(attributes) / sizeof(*attributes));
	if (by == BY_SECTOR && !g->summed)
		TRY(load_sectors(g));
	if (!attributes[d->attribute].codes)
		return ERR_OK;
	entries = cat_all(g->cx->say.cats, attributes[d->attribute].cat, &n);
	for (size_t i = 0; i < n; i++)
		slot_of_code(g, d, entries[i].code);
	return ERR_OK;
}

enum err member_slot_of(struct group *g, struct dim *d, const struct cursor *c, struct slot **ret)
{
	day_t day = (day_t)db_int(c, DAY), there = figure_member_place_day(g->ask->figure, day);
	const struct stay *stay;

	if (d->by == BY_ORG)
		return slot_of_org(g, d, db_int(c, CELL), there, ret);
	if (d->by == BY_AGE) {
		*ret = slot_of_age(g, d, (day_t)db_int(c, BIRTH), day);
		return ERR_OK;
	}
	if (d->by == BY_SECTOR) {
		stay = stay_on(g->sectors, db_int(c, CELL), there);
		*ret = slot_of_code(g, d, stay ? stay->sector : NULL);
		return ERR_OK;
	}
	*ret = slot_of_code(g, d, db_text(c, attributes[d->attribute].column));
	return ERR_OK;
}

/* The slot of a cell on the day of a stock, in a dimension of places. */
enum err member_slot_of_cell(struct group *g, struct dim *d, int64_t cell, struct slot **ret)
{
	const struct stay *stay;

	if (d->by == BY_ORG)
		return slot_of_org(g, d, cell, g->ask->day, ret);
	stay = stay_on(g->sectors, cell, g->ask->day);
	*ret = slot_of_code(g, d, stay ? stay->sector : NULL);
	return ERR_OK;
}

/* Stocks by places alone: whole cells at a time. */
/* A value of a dimension as the summaries have it. */
enum err member_slot_of_key(struct group *g, struct dim *d, const char *key, struct slot **ret)
{
	long long child;

	if (d->by != BY_ORG) {
		*ret = d->by == BY_AGE ? map_get(d->index, str_of(key)) : NULL;
		if (!*ret)
			*ret = d->by == BY_AGE ? slot_unknown(g, d) : slot_of_code(g, d, key);
		return ERR_OK;
	}
	if (str_to_int(str_of(key), &child))
		return slot_of_child_near(g, d, child, ret);
	*ret = text_eq(key, own) ? slot_special(g, d, own, M_FIGURE_OWN, OWN_PLACE)
				 : slot_special(g, d, former, M_FIGURE_FORMER, FORMER_PLACE);
	return ERR_OK;
}
