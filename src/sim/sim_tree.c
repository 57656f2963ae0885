#include "sim/sim_village.h"

#include "base/die.h"
#include "base/text.h"
#include "core/tree_plan.h"

#include <stdio.h>

static const double GOLDEN = 0.6180339887;

enum { FIRST_ROOM = 1024, PER_MILLION = 1000000 };
enum { HOUR_MS = 3600 * 1000, OPENED_AT = 6, CHANGED_AT = 7, BATCH_DAY = 10 };
enum { CELLS_LEAST = 3, CELLS_MORE = 6 }; /* of a grassroots committee */

struct planting {
	struct ctx *cx;
	struct arena *keep;
	struct sim_tree *t;
	struct tree_plan *plan;
	struct clock clock;
	struct demo_dice dice;
	size_t room;
	int others, others_done, districts, districts_done; /* grassroots that are no communes */
	int per_commune;				    /* cells, in tenths */
	int *sizes;
	const char **codes, **names; /* of cells; only until they are founded */
	const char **kinds;
};

/* ---- how much there is ---- */

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

static void count_people(struct sim_tree *t)
{
	double now = (double)t->in->members, growth = 1 + t->rates->growth / 1000.0, entered = 0;

	for (int i = 0; i < t->in->years; i++) {
		now /= growth;
		entered += now * t->rates->entry / 1000.0;
	}
	t->people = (int64_t)(now + entered);
	t->opening = (int)(now / (now + entered) * PER_MILLION);
	t->stride = (uint64_t)((double)t->people * GOLDEN) | 1;
	while (common_divisor(t->stride, (uint64_t)t->people) != 1)
		t->stride += 2;
}

static void count_orgs(struct planting *p)
{
	const struct sim_rates *r = p->t->rates;
	int64_t members = p->t->in->members, of_others, cells;
	int communes = p->t->places.communes;

	for (int i = 0; i < p->t->places.n; i++)
		for (int k = 0; k < p->t->places.provinces[i]->n; k++)
			p->districts += p->t->places.provinces[i]->below[k]->taken;
	p->others = (int)(members / r->members_per_grassroots) - communes;
	if (p->others < p->districts)
		p->others = p->districts;
	of_others = (int64_t)p->others *
		    (r->committee_share * (2 * CELLS_LEAST + CELLS_MORE - 1) / 2 + 1000 -
			    r->committee_share) /
		    1000;
	cells = members * 10 / r->members_per_cell_x10 - of_others;
	p->per_commune = (int)(cells * 10 / (communes ? communes : 1));
	if (p->per_commune < 10 * CELLS_LEAST)
		p->per_commune = 10 * CELLS_LEAST;
}

/* ---- acts ---- */

static enum err act(struct planting *p, const struct org_act *a)
{
	return tree_plan_act(p->plan, a);
}

static enum err found(struct planting *p, int64_t parent, const char *kind, const char *code,
	const char *name, int64_t *ret)
{
	*ret = tree_plan_org(p->plan);
	p->t->orgs++;
	return act(p, &(struct org_act){.org = *ret,
			      .parent = parent,
			      .day = DAY_MIN,
			      .act = "found",
			      .kind = kind,
			      .code = code,
			      .name = name});
}

static void *more(struct arena *a, void *old, size_t n, size_t room, size_t size)
{
	void *fresh = arena_array(a, room, size);

	if (n)
		memcpy(fresh, old, n * size);
	return fresh;
}

static void make_room(struct planting *p)
{
	size_t n = (size_t)p->t->cell_count;

	if (n < p->room)
		return;
	p->room = p->room ? 2 * p->room : FIRST_ROOM;
	p->t->cells = more(p->keep, p->t->cells, n, p->room, sizeof(*p->t->cells));
	p->sizes = more(p->keep, p->sizes, n, p->room, sizeof(*p->sizes));
	p->codes = more(p->keep, p->codes, n, p->room, sizeof(*p->codes));
	p->names = more(p->keep, p->names, n, p->room, sizeof(*p->names));
	p->kinds = more(p->keep, p->kinds, n, p->room, sizeof(*p->kinds));
}

/* ---- cells ---- */

static int number_within(struct demo_dice *d, const char *band)
{
	struct str rest = str_of(band);
	long long low = 0, high = 0;

	must(str_to_int(str_cut(&rest, '-'), &low) && str_to_int(rest, &high));
	return (int)low + demo_roll(d, (int)(high - low) + 1);
}

static int size_of(struct planting *p, const struct sim_place *place, const char *circle)
{
	char who[40];

	snprintf(who, sizeof(who), "%s-%s", circle, place->land);
	return number_within(
		&p->dice, demo_word(p->t->words, &p->dice, "cell_size",
				  demo_words_have(p->t->words, "cell_size", who) ? who : circle));
}

/* What happens to it: founded later, merged into the one before it, or nothing. */
static void plan_fate(struct planting *p, struct sim_cell *c)
{
	struct sim_tree *t = p->t;
	int before = (int)t->cell_count - 1, roll = demo_roll(&p->dice, 1000);
	const struct sim_cell *b = before < 0 ? NULL : &t->cells[before];

	if (!t->batch_count || !b || b->parent != c->parent || b->founded >= 0 || b->merged >= 0)
		return;
	if (roll < t->rates->cell_later) {
		c->founded = demo_roll(&p->dice, t->batch_count);
		c->origin = before;
	} else if (roll < t->rates->cell_later + t->rates->cell_merged) {
		c->merged = demo_roll(&p->dice, t->batch_count);
		c->into = before;
	}
}

struct wanted {
	int64_t parent;
	const struct sim_place *place;
	const char *kind, *circle, *code, *name, *residence;
	int village; /* its number in the commune; 0: of none */
};

static enum err plant_cell(struct planting *p, const struct wanted *w)
{
	struct sim_tree *t = p->t;
	struct sim_cell *c;
	size_t i;

	make_room(p);
	i = (size_t)t->cell_count;
	c = &t->cells[i];
	*c = (struct sim_cell){.parent = w->parent,
		.place = w->place,
		.circle = w->circle,
		.residence = w->residence,
		.unit = t->unit_count,
		.founded = -1,
		.merged = -1};
	if (w->village && sim_village_surveyed(t, t->cell_count))
		c->village = sim_village_code(p->keep, w->place, w->village);
	if (text_eq(w->kind, "cell"))
		plan_fate(p, c);
	p->sizes[i] = size_of(p, w->place, w->circle);
	p->codes[i] = w->code;
	p->names[i] = w->name;
	p->kinds[i] = w->kind;
	t->cell_count++;
	if (c->founded >= 0)
		return ERR_OK;
	return found(p, w->parent, w->kind, w->code, w->name, &c->org);
}

/* "thôn 3": the village of a cell, as people say where they live. */
static const char *village(struct planting *p, const struct sim_place *commune, int n)
{
	const char *what = commune->ward ? "ward_word" : "village_word";
	char *word = arena_strdup(p->keep, demo_word(p->t->words, &p->dice, what, commune->mix));

	if (*word >= 'A' && *word <= 'Z')
		*word = (char)(*word - 'A' + 'a');
	else if (!strncmp(word, "Ấ", strlen("Ấ")))
		memcpy(word, "ấ", strlen("ấ"));
	return arena_printf(p->keep, "%s %d", word, n);
}

static enum err plant_commune_cell(
	struct planting *p, const struct sim_place *commune, int64_t org, int n)
{
	struct wanted w = {.parent = org, .place = commune, .kind = "cell"};
	const char *what;

	w.circle = demo_word(
		p->t->words, &p->dice, commune->ward ? "ward_circle" : "commune_circle", "any");
	w.code = arena_printf(p->keep, "%s-%02d", commune->code, n);
	if (text_eq(w.circle, "village") || text_eq(w.circle, "residential")) {
		what = village(p, commune, n);
		w.residence = arena_printf(p->keep, "%s, %s", what, commune->small);
		w.village = n;
	} else {
		what = demo_word(p->t->words, &p->dice, "office", w.circle);
		w.residence = commune->small;
	}
	w.name = arena_printf(p->keep, "Chi bộ %s", what);
	return plant_cell(p, &w);
}

static enum err plant_commune(struct planting *p, const struct sim_place *commune, int64_t district)
{
	int n = (p->per_commune * (6 + demo_roll(&p->dice, 9)) / 10 + 5) / 10;
	int64_t org;

	TRY(found(p, district, "commune", commune->code,
		arena_printf(p->keep, "Đảng bộ %s", commune->small), &org));
	p->t->grassroots++;
	for (int i = 1; i <= n || i <= CELLS_LEAST; i++)
		TRY(plant_commune_cell(p, commune, org, i));
	return ERR_OK;
}

static enum err plant_committee(struct planting *p, const struct wanted *base, const char *office)
{
	struct wanted w = *base;
	int n = CELLS_LEAST + demo_roll(&p->dice, CELLS_MORE);

	TRY(found(p, base->parent, "grassroots_committee", base->code,
		arena_printf(p->keep, "Đảng bộ %s %s", office, base->place->small), &w.parent));
	w.kind = "cell";
	for (int i = 1; i <= n; i++) {
		w.code = arena_printf(p->keep, "%s-%d", base->code, i);
		w.name = arena_printf(p->keep, "Chi bộ %s số %d", office, i);
		TRY(plant_cell(p, &w));
	}
	return ERR_OK;
}

static enum err plant_other(struct planting *p, const struct sim_place *d, int64_t org, int n)
{
	struct wanted w = {.parent = org,
		.place = d,
		.kind = "grassroots_cell",
		.circle = demo_word(p->t->words, &p->dice, "agency_circle", "any"),
		.code = arena_printf(p->keep, "%s-K%02d", d->code, n),
		.residence = d->small};
	const char *office = demo_word(p->t->words, &p->dice, "office", w.circle);

	p->t->grassroots++;
	if (demo_chance(&p->dice, p->t->rates->committee_share))
		return plant_committee(p, &w, office);
	w.name = arena_printf(p->keep, "Chi bộ %s %s", office, d->small);
	return plant_cell(p, &w);
}

static void note_samples(struct sim_tree *t, const struct planting *p, const struct sim_place *d)
{
	if (t->district)
		return;
	t->district = d->code;
	for (int i = 0; i < d->n && !t->commune; i++)
		if (d->below[i]->taken)
			t->commune = d->below[i]->code;
	for (int64_t i = 0; i < t->cell_count && !t->cell; i++)
		if (t->cells[i].founded < 0 && t->cells[i].merged < 0)
			t->cell = p->codes[i];
}

static enum err plant_district(struct planting *p, const struct sim_place *d, int64_t above)
{
	struct sim_tree *t = p->t;
	struct sim_unit *u = &t->units[t->unit_count];
	int64_t org;
	int n;

	u->first = (int)t->cell_count;
	TRY(found(p, above, "district", d->code, arena_printf(p->keep, "Đảng bộ %s", d->small),
		&org));
	for (int i = 0; i < d->n; i++)
		if (d->below[i]->taken)
			TRY(plant_commune(p, d->below[i], org));
	p->districts_done++;
	n = (int)((int64_t)p->others * p->districts_done / p->districts) - p->others_done;
	p->others_done += n;
	for (int i = 1; i <= n; i++)
		TRY(plant_other(p, d, org, i));
	u->end = (int)t->cell_count;
	t->unit_count++;
	note_samples(t, p, d);
	return ERR_OK;
}

/* ---- plans ---- */

static enum err begin(struct planting *p, int64_t ms)
{
	struct ctx *cx = p->cx;

	p->clock.fixed_ms = ms;
	cx->txn = 0;
	return txn_start(cx, "demo", NULL);
}

static enum err carry_out(struct planting *p)
{
	TRY(tree_plan_check(p->plan));
	tree_plan_sum_later(p->plan);
	return tree_plan_apply(p->plan);
}

static enum err plant_province(struct planting *p, const struct sim_place *place, int64_t root)
{
	struct arena_mark m = arena_mark(p->cx->a);
	struct sim_tree *t = p->t;
	int first = (int)t->cell_count, unit = t->unit_count;
	int64_t org;
	enum err e;

	TRY(tree_plan_new(p->cx, &p->plan));
	TRY(found(p, root, "province", place->code,
		arena_printf(p->keep, "Đảng bộ %s", place->small), &org));
	for (int i = 0; i < place->n; i++)
		if (place->below[i]->taken)
			TRY(plant_district(p, place->below[i], org));
	for (; unit < t->unit_count; unit++) {
		t->units[unit].province_first = first;
		t->units[unit].province_end = (int)t->cell_count;
	}
	e = carry_out(p);
	arena_rewind(p->cx->a, m);
	return e;
}

static enum err plant_root(struct planting *p, int64_t *ret)
{
	struct arena_mark m = arena_mark(p->cx->a);
	enum err e;

	p->t->top = "toan-dang";
	TRY(tree_plan_new(p->cx, &p->plan));
	TRY(found(p, 0, "central", p->t->top, "Toàn Đảng (mô phỏng)", ret));
	TRY(act(p, &(struct org_act){.org = *ret, .act = "open", .day = p->t->from}));
	e = carry_out(p);
	arena_rewind(p->cx->a, m);
	return e;
}

static enum err plant_all(struct planting *p)
{
	struct sim_tree *t = p->t;
	int64_t root;

	t->units = arena_array(p->keep, (size_t)p->districts + 1, sizeof(*t->units));
	TRY(begin(p, ms_of_day(t->from) + (int64_t)OPENED_AT * HOUR_MS));
	TRY(plant_root(p, &root));
	for (int i = 0; i < t->places.n; i++)
		if (t->places.provinces[i]->taken)
			TRY(plant_province(p, t->places.provinces[i], root));
	return ERR_OK;
}

/* ---- what changes ---- */

static void plan_batches(struct sim_tree *t)
{
	for (int y = day_year(t->from); y <= day_year(t->in->today); y++)
		for (int m = 3; m <= 9; m += 6) {
			struct sim_batch *b = &t->batches[t->batch_count];
			b->day = y * 10000 + m * 100 + BATCH_DAY;
			b->ms = ms_of_day(b->day) + (int64_t)CHANGED_AT * HOUR_MS;
			if (day_add(b->day, -2 * SIM_SPAN) > t->from &&
				day_add(b->day, SIM_SPAN) < t->in->today &&
				t->batch_count < SIM_BATCHES)
				t->batch_count++;
		}
}

static enum err change_cell(struct planting *p, int64_t i, int batch)
{
	const struct sim_tree *t = p->t;
	struct sim_cell *c = &t->cells[i];
	struct org_act a = {.org = c->org, .day = t->batches[batch].day};

	a.day = day_add(a.day, -demo_roll(&p->dice, SIM_SPAN - 5));
	a.decision_no = arena_printf(p->cx->a, "%d-QĐ", 100 + demo_roll(&p->dice, 900));
	if (c->merged == batch) {
		a.act = "merge";
		a.other = t->cells[c->into].org;
	} else if (c->founded == batch) {
		a.org = c->org = tree_plan_org(p->plan);
		a.act = "found";
		a.parent = c->parent;
		a.kind = p->kinds[i];
		a.code = p->codes[i];
		a.name = p->names[i];
		p->t->orgs++;
	} else {
		a.act = "rename";
		a.name = arena_printf(p->cx->a, "%s mới", p->names[i]);
	}
	return act(p, &a);
}

/* Cells that neither come nor go may get another name. */
static bool renamed(const struct sim_tree *t, int64_t i, int batch)
{
	struct demo_dice d = {t->in->seed ^ (uint64_t)i * 0x9e3779b97f4a7c15};

	if (t->cells[i].founded >= 0 || t->cells[i].merged >= 0 ||
		!demo_chance(&d, t->rates->cell_renamed))
		return false;
	return demo_roll(&d, t->batch_count) == batch;
}

static bool changes(const struct sim_tree *t, int64_t i, int batch)
{
	return t->cells[i].founded == batch || t->cells[i].merged == batch || renamed(t, i, batch);
}

static enum err change_all(struct planting *p, int batch)
{
	struct sim_tree *t = p->t;
	struct arena_mark m = arena_mark(p->cx->a);
	enum err e = ERR_OK;

	TRY(begin(p, t->batches[batch].ms));
	t->batches[batch].txn = p->cx->txn;
	TRY(tree_plan_new(p->cx, &p->plan));
	for (int64_t i = 0; !e && i < t->cell_count; i++)
		if (changes(t, i, batch))
			e = change_cell(p, i, batch);
	if (!e)
		e = carry_out(p);
	arena_rewind(p->cx->a, m);
	return e;
}

/* ---- lives, for makers without a database ---- */

static enum err read_lives(struct planting *p)
{
	struct sim_tree *t = p->t;
	const struct org_life *life;
	bool cell;

	t->lives[0] = lives_new(p->cx, NULL);
	TRY(lives_take_all(t->lives[0]));
	for (int64_t i = 0; i < t->cell_count; i++)
		if (t->cells[i].founded < 0) {
			TRY(lives_get(t->lives[0], t->cells[i].org, &life));
			TRY(lives_is_cell(t->lives[0], life, t->from, &cell));
			must(cell);
		}
	return ERR_OK;
}

static enum err change_lives(struct planting *p, int batch)
{
	struct sim_tree *t = p->t;

	t->lives[batch + 1] = lives_over(t->lives[batch]);
	for (int64_t i = 0; i < t->cell_count; i++)
		if (t->cells[i].founded == batch || t->cells[i].merged == batch)
			TRY(lives_take(t->lives[batch + 1], t->cells[i].org));
	return ERR_OK;
}

/* ---- people to cells ---- */

static void deal_people(struct planting *p)
{
	struct sim_tree *t = p->t;
	int64_t all = 0, so_far = 0;

	for (int64_t i = 0; i < t->cell_count; i++)
		all += p->sizes[i];
	for (int64_t i = 0; i < t->cell_count; i++) {
		t->cells[i].start = (int64_t)((double)t->people * (double)so_far / (double)all);
		so_far += p->sizes[i];
	}
}

int sim_tree_home(const struct sim_tree *t, int64_t slot)
{
	int64_t low = 0, high = t->cell_count - 1;

	while (low < high) {
		int64_t mid = (low + high + 1) / 2;
		if (t->cells[mid].start <= slot)
			low = mid;
		else
			high = mid - 1;
	}
	return (int)low;
}

int sim_tree_cell(const struct sim_tree *t, int cell, day_t day)
{
	const struct sim_cell *c = &t->cells[cell];

	if (c->founded >= 0 && day <= t->batches[c->founded].day)
		return c->origin;
	if (c->merged >= 0 && day > day_add(t->batches[c->merged].day, -SIM_SPAN))
		return c->into;
	return cell;
}

day_t sim_tree_clear(const struct sim_tree *t, day_t day)
{
	for (int i = 0; i < t->batch_count; i++) {
		day_t b = t->batches[i].day;
		if (b / 100 - day / 100 > 1 || b < day_add(day, -SIM_CLEAR))
			continue;
		if (day >= day_add(b, -SIM_SPAN - SIM_CLEAR) && day <= day_add(b, SIM_CLEAR))
			return day_add(b, SIM_CLEAR + 1);
	}
	return day;
}

enum err sim_tree_make(struct ctx *cx, struct arena *keep, const struct sim_in *in,
	const struct sim_rates *rates, struct sim_tree *ret)
{
	struct planting *p = arena_new_of(keep, struct planting);
	const struct clock *clock = cx->clock;
	struct demo_words *words;

	*p = (struct planting){.cx = cx, .keep = keep, .t = ret};
	*ret = (struct sim_tree){.in = in, .rates = rates};
	p->dice = demo_dice_of(in->seed, "tree");
	p->clock = *clock;
	cx->clock = &p->clock;
	ret->from = day_add(day_add_months(in->today, -12 * in->years), 1);
	TRY(demo_words_load(keep, &words, cx->f));
	ret->words = words;
	TRY(sim_places_load(keep, in, rates->members_per_commune, &ret->places, cx->f));
	count_people(ret);
	count_orgs(p);
	plan_batches(ret);
	TRY(plant_all(p));
	TRY(read_lives(p));
	for (int i = 0; i < ret->batch_count; i++) {
		TRY(change_all(p, i));
		TRY(change_lives(p, i));
	}
	deal_people(p);
	cx->clock = clock;
	return ERR_OK;
}
