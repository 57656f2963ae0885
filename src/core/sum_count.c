/*
 * sum_count.c: what a stay, an event and an organisation come to in numbers.
 */
#include "base/die.h"
#include "core/sum_impl.h"

static day_t later(day_t a, day_t b)
{
	return a > b ? a : b;
}

static day_t earlier(day_t a, day_t b)
{
	return a < b ? a : b;
}

static bool covers(const struct sum_stretch *st, day_t day)
{
	return st->from <= day && day < st->to;
}

/* ---- age ---- */

/* A year alone counts as 1 July, a month as its first: day_years_between() of date.h. */
static day_t birth_day(day_t birth)
{
	return birth % 10000 == 0 ? birth + 701 : birth % 100 == 0 ? birth + 1 : birth;
}

/* The first day of a band; of the lowest all days before too. */
static day_t band_from(day_t birth, int band)
{
	day_t d;

	if (!band)
		return DAY_MIN;
	d = birth_day(birth) + (sum_ages[band - 1].last + 1) * 10000;
	if (d % 10000 == 229 && day_last(d / 100 * 100) % 100 == 28)
		d += 301 - 229;
	return d;
}

static day_t band_to(day_t birth, int band)
{
	return band + 1 < SUM_AGES ? band_from(birth, band + 1) : DAY_MAX;
}

static uint32_t age_key(const struct sums *s, day_t birth, day_t day)
{
	int band = 0;

	if (!birth)
		return 0;
	while (band + 1 < SUM_AGES && day >= band_from(birth, band + 1))
		band++;
	return s->age_keys[band];
}

/* ---- stays ---- */

/* Days of a stay at a node, of a figure. */
struct stay {
	struct sums *s;
	int node, n;
	uint32_t figure;
	day_t from, to;
};

static void stay_add(const struct stay *t, enum sum_dim dim, uint32_t key, day_t from, day_t to)
{
	from = later(from, t->from);
	to = earlier(to, t->to);
	if (from >= to)
		return;
	sums_add(t->s, t->node, t->figure, dim, key, from, t->n);
	if (to < DAY_MAX)
		sums_add(t->s, t->node, t->figure, dim, key, to, -t->n);
}

static void stay_facets(const struct stay *t, const struct sum_facets *f)
{
	for (int i = 0; i < SUM_ATTRIBUTES; i++)
		stay_add(t, (enum sum_dim)(SUM_FIRST_ATTRIBUTE + i), f->key[i], DAY_MIN, DAY_MAX);
	if (!f->birth)
		stay_add(t, SUM_AGE, 0, DAY_MIN, DAY_MAX);
	for (int i = 0; f->birth && i < SUM_AGES; i++)
		stay_add(t, SUM_AGE, t->s->age_keys[i], band_from(f->birth, i),
			band_to(f->birth, i));
}

static void stay_place(const struct stay *t, const struct sum_place *p)
{
	const struct sum_node *node = &t->s->nodes[t->node];

	for (const struct sum_stretch *st = p->sectors; st; st = st->next)
		stay_add(t, SUM_SECTOR, st->key, st->from, st->to);
	if (node->org == p->org)
		stay_add(t, SUM_ORG, t->s->own, DAY_MIN, DAY_MAX);
	for (const struct sum_stretch *st = p->children; st; st = st->next)
		if (st->node == t->node)
			stay_add(t, SUM_ORG, st->key, st->from, st->to);
}

void sums_stock(struct sums *s, uint32_t figure, const struct sum_place *place, day_t from,
	day_t to, const struct sum_facets *facets, int n)
{
	for (const struct sum_stretch *st = place->below; st; st = st->next) {
		struct stay t = {
			s, st->node, n, figure, later(from, st->from), earlier(to, st->to)};
		if (t.from >= t.to || !sums_counts(s, st->node))
			continue;
		stay_add(&t, SUM_WHOLE, 0, DAY_MIN, DAY_MAX);
		if (facets && s->nodes[st->node].dims)
			stay_facets(&t, facets);
		stay_place(&t, place);
	}
}

/* ---- events ---- */

static const struct sum_stretch *stretch_on(const struct sum_stretch *list, int node, day_t day)
{
	while (list && !(list->node == node && covers(list, day)))
		list = list->next;
	return list;
}

static uint32_t child_key(const struct sums *s, const struct sum_place *p, int node, day_t day)
{
	const struct sum_stretch *st = stretch_on(p->children, node, day);

	if (p->org == s->nodes[node].org)
		return s->own;
	return st ? st->key : 0;
}

static void event_add(
	struct sums *s, int node, const struct sum_event *e, const struct sum_facets *f, int n)
{
	const struct sum_stretch *sector = stretch_on(e->place->sectors, 0, e->place_day);

	sums_add(s, node, e->figure, SUM_WHOLE, 0, e->day, n);
	for (int i = 0; i < SUM_ATTRIBUTES; i++)
		sums_add(s, node, e->figure, (enum sum_dim)(SUM_FIRST_ATTRIBUTE + i), f->key[i],
			e->day, n);
	sums_add(s, node, e->figure, SUM_AGE, age_key(s, f->birth, e->day), e->day, n);
	sums_add(s, node, e->figure, SUM_SECTOR, sector ? sector->key : 0, e->day, n);
	sums_add(
		s, node, e->figure, SUM_ORG, child_key(s, e->place, node, e->place_day), e->day, n);
}

void sums_flow(struct sums *s, const struct sum_event *e, const struct sum_facets *facets, int n)
{
	for (const struct sum_stretch *st = e->place->below; st; st = st->next) {
		if (!covers(st, e->place_day) || !sums_counts(s, st->node))
			continue;
		if (e->other && stretch_on(e->other->below, st->node, e->other_day))
			continue;
		event_add(s, st->node, e, facets, n);
	}
}

/* At one border of one stretch. */
static void border(struct sums *s, int node, const struct sum_event *e,
	const struct sum_facets *facets, day_t facets_from, day_t facets_to, int n)
{
	if (facets_from <= e->day && e->day < facets_to)
		event_add(s, node, e, facets, n);
}

void sums_borders(struct sums *s, const struct sum_place *place, day_t from, day_t to,
	const struct sum_facets *facets, day_t facets_from, day_t facets_to, int n)
{
	for (const struct sum_stretch *st = place->below; st; st = st->next) {
		struct sum_event in = {s->moved_in, st->from, place, NULL, st->from, 0};
		struct sum_event out = {s->moved_out, st->to, place, NULL, 0, 0};
		/* over all of the database nobody takes anybody */
		if (!s->nodes[st->node].org || !sums_counts(s, st->node))
			continue;
		if (st->from > DAY_MIN && from < st->from && to >= st->from)
			border(s, st->node, &in, facets, facets_from, facets_to, n);
		if (st->to >= DAY_MAX || place->end <= st->to || from >= st->to || to < st->to)
			continue;
		out.place_day = day_add(st->to, -1);
		border(s, st->node, &out, facets, facets_from, facets_to, n);
	}
}

/* ---- organisations ---- */

void sums_org(struct sums *s, const struct sum_place *place, int n)
{
	for (const struct sum_stretch *st = place->kinds; st; st = st->next)
		sums_stock(s, st->key, place, st->from, st->to, NULL, n);
}

void sums_orgs(struct sums *s)
{
	for (const struct sum_place *p = s->all; p; p = p->next)
		sums_org(s, p, 1);
}
