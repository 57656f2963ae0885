#include "sim/sim_village.h"

#include "base/cat.h"
#include "base/die.h"
#include "base/map.h"
#include "base/text.h"
#include "demo/demo_people.h"
#include "village/village_plan.h"

enum { HOUR_MS = 3600 * 1000, WRITTEN_AT = 18, CANDIDATES = 6, ADULTS = 4, KNOWN_HEADS = 850 };
enum { HOUSES_LEAST = 40, HOUSES_MORE = 220, TELL_EVERY = 64 };

struct settling {
	struct ctx *cx;
	struct arena *keep;
	const struct sim_tree *t;
	struct village_plan *plan;
	struct demo_dice dice;
	struct map *people; /* of a mix of names */
	int64_t made;
};

/* A cell in its commune: the villages it serves are numbered as its residents say. */
struct site_of {
	const struct sim_cell *c;
	int64_t i;
	const char *word; /* "Thôn" */
	const char *kind;
	int n;
};

/* ---- what is known to all ---- */

const char *sim_village_code(struct arena *a, const struct sim_place *commune, int n)
{
	return arena_printf(a, "%s-T%02d", commune->code, n);
}

static struct demo_dice dice_of(const struct sim_tree *t, int64_t cell, uint64_t what)
{
	struct demo_dice d = {(t->in->seed + what) ^ (uint64_t)cell * 0x9e3779b97f4a7c15};

	demo_throw(&d);
	return d;
}

bool sim_village_surveyed(const struct sim_tree *t, int64_t cell)
{
	struct demo_dice d = dice_of(t, cell, 11);

	return demo_chance(&d, t->rates->village_surveyed);
}

/* ---- facts ---- */

static enum err add(struct settling *s, struct village_fact f)
{
	if (!f.from_day)
		f.from_day = s->t->from;
	if (!f.to_day)
		f.to_day = DAY_MAX;
	return village_plan_add(s->plan, &f);
}

static day_t any_day(struct settling *s)
{
	return demo_day(&s->dice, s->t->from, s->t->in->today);
}

/* The day by which a batch of changes of the tree is over; they are of the days before it. */
static day_t changed(const struct sim_tree *t, int batch)
{
	return t->batches[batch].day;
}

static enum err serve(
	struct settling *s, int64_t village, int64_t cell, day_t from, day_t to, bool joint)
{
	if (from >= to)
		return ERR_OK;
	return add(s, (struct village_fact){.village = village,
			      .aspect = "cell",
			      .from_day = from,
			      .to_day = to,
			      .org = cell,
			      .joint = joint});
}

/* Founded later: until then its people were with their neighbours; merged: since then. */
static enum err tell_cell(
	struct settling *s, int64_t village, const struct site_of *at, bool shares)
{
	const struct sim_tree *t = s->t;
	const struct sim_cell *c = at->c, *next = c + 1;
	bool last = at->i + 1 == t->cell_count;
	day_t from = t->from, day;

	if (c->founded >= 0) {
		day = changed(t, c->founded);
		TRY(serve(s, village, t->cells[c->origin].org, from, day, true));
		from = day;
	} else if (!last && next->founded >= 0 && next->origin == at->i) {
		day = changed(t, next->founded);
		TRY(serve(s, village, c->org, from, day, true));
		from = day;
	}
	if (c->merged >= 0) {
		day = changed(t, c->merged);
		TRY(serve(s, village, c->org, from, day, shares));
		return serve(s, village, t->cells[c->into].org, day, DAY_MAX, true);
	}
	if (!last && next->merged >= 0 && next->into == at->i) {
		day = changed(t, next->merged);
		TRY(serve(s, village, c->org, from, day, shares));
		from = day;
		shares = true;
	}
	return serve(s, village, c->org, from, DAY_MAX, shares);
}

/* ---- heads ---- */

struct candidate {
	int64_t person;
	day_t from_day;
};

static const struct field candidate_fields[] = {
	F_ID(struct candidate, person, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	F_DAY(struct candidate, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_END,
};

/* One of those who are in the cell today; a cell that was merged is asked for its heir. */
static enum err pick(struct settling *s, const struct sim_cell *c, struct candidate *ret)
{
	const struct candidate *all;
	struct list rows;

	*ret = (struct candidate){0};
	if (c->merged >= 0)
		c = &s->t->cells[c->into];
	TRY(db_list(s->cx->db, s->cx->a, candidate_fields, sizeof(*ret), &rows, Q_SIM_CANDIDATES,
		c->org, (int64_t)CANDIDATES));
	all = rows.rows;
	if (rows.n)
		*ret = all[demo_roll(&s->dice, (int)rows.n)];
	return ERR_OK;
}

static const char *a_name(struct settling *s, const struct sim_place *place)
{
	struct demo_people *people = map_get(s->people, str_of(place->mix));
	const struct demo_ask ask = {.circle = "village", .day = s->t->from};
	struct demo_member m;

	must(people);
	*demo_people_dice(people) = s->dice;
	demo_people_make(people, s->cx->a, &ask, &m);
	s->dice = *demo_people_dice(people);
	return m.full_name;
}

/* Of the cell's members one, mostly since they came into it; or somebody with a name; or nobody. */
static enum err tell_head(struct settling *s, int64_t village, const struct sim_cell *c)
{
	const struct sim_rates *r = s->t->rates;
	struct village_fact f = {.village = village, .aspect = "head", .from_day = any_day(s)};
	int roll = demo_roll(&s->dice, 1000);
	struct candidate who = {0};

	if (roll >= r->village_head_member + r->village_head_other)
		return ERR_OK;
	if (roll < r->village_head_member)
		TRY(pick(s, c, &who));
	f.person = who.person;
	if (!who.person)
		f.holder = a_name(s, c->place);
	else if (f.from_day < who.from_day && demo_chance(&s->dice, KNOWN_HEADS))
		f.from_day = who.from_day;
	return add(s, f);
}

/* ---- one village ---- */

static enum err tell_place(struct settling *s, int64_t village, const struct site_of *at, int n)
{
	int houses = HOUSES_LEAST + demo_roll(&s->dice, HOUSES_MORE);

	TRY(add(s, (struct village_fact){.village = village,
			   .aspect = "place",
			   .code = sim_village_code(s->keep, at->c->place, n),
			   .name = arena_printf(s->cx->a, "%s %d", at->word, n),
			   .kind = at->kind,
			   .org = at->c->parent}));
	if (!demo_chance(&s->dice, KNOWN_HEADS))
		return ERR_OK;
	return add(s, (struct village_fact){.village = village,
			      .aspect = "count",
			      .from_day = any_day(s),
			      .households = houses,
			      .population = houses * ADULTS + demo_roll(&s->dice, houses)});
}

static enum err tell_unstable(struct settling *s, int64_t village)
{
	static const char *const why[] = {"few", "few", "old", "away", "seconded"};
	enum { WHYS = sizeof(why) / sizeof(*why) };

	if (!demo_chance(&s->dice, s->t->rates->village_unstable))
		return ERR_OK;
	return add(s, (struct village_fact){.village = village,
			      .aspect = "unstable",
			      .from_day = any_day(s),
			      .reason = why[demo_roll(&s->dice, WHYS)]});
}

static enum err survey(struct settling *s, int64_t village)
{
	return add(s, (struct village_fact){.village = village, .aspect = "survey"});
}

static enum err settle_own(struct settling *s, const struct site_of *at, bool shares)
{
	int64_t village = village_plan_found(s->plan);

	s->made++;
	TRY(tell_place(s, village, at, at->n));
	TRY(tell_cell(s, village, at, shares));
	TRY(tell_head(s, village, at->c));
	TRY(tell_unstable(s, village));
	return at->c->village ? survey(s, village) : ERR_OK;
}

static enum err settle_joint(struct settling *s, const struct site_of *at, int n)
{
	int64_t village = village_plan_found(s->plan);

	s->made++;
	TRY(tell_place(s, village, at, n));
	TRY(serve(s, village, at->c->org,
		at->c->founded >= 0 ? changed(s->t, at->c->founded) : s->t->from, DAY_MAX, true));
	return tell_head(s, village, at->c);
}

/* Without a cell: a member of a neighbouring one is in charge of it; some have no member at all. */
static enum err settle_bare(struct settling *s, const struct site_of *at, int n)
{
	struct village_fact charge = {.aspect = "charge", .from_day = any_day(s)};
	struct candidate who;

	charge.village = village_plan_found(s->plan);
	s->made++;
	TRY(tell_place(s, charge.village, at, n));
	TRY(pick(s, at->c, &who));
	charge.person = who.person;
	if (who.person)
		TRY(add(s, charge));
	if (demo_chance(&s->dice, s->t->rates->village_empty))
		return survey(s, charge.village);
	return ERR_OK;
}

/* ---- a district ---- */

/* "Thôn" of "thôn 3, xã Hải Lựu", as the catalogue of kinds has it; false: no village is meant. */
static bool read_site(struct settling *s, int64_t i, struct site_of *ret)
{
	const struct sim_cell *c = &s->t->cells[i];
	struct str rest = str_of(c->residence), what = str_cut(&rest, ','), number = {0};
	const struct cat_entry *e;
	long long n = 0;
	size_t count, at = what.n;

	if (c->place->level != SIM_COMMUNE ||
		(!text_eq(c->circle, "village") && !text_eq(c->circle, "residential")))
		return false;
	while (at && what.p[at - 1] != ' ')
		at--;
	number = (struct str){what.p + at, what.n - at};
	must(at && str_to_int(number, &n));
	*ret = (struct site_of){.c = c, .i = i, .n = (int)n};
	e = cat_all(s->cx->say.cats, "village_kind", &count);
	for (size_t k = 0; k < count && !ret->kind; k++)
		if (text_eq(text_fold(s->cx->a, e[k].name[LANG_VI]),
			    text_fold(s->cx->a,
				    arena_printf(s->cx->a, "%.*s", (int)at - 1, what.p)))) {
			ret->kind = e[k].code;
			ret->word = e[k].name[LANG_VI];
		}
	must(ret->kind);
	return true;
}

/* The first number that no cell of the commune has. */
static int free_number(const struct sim_tree *t, int64_t i)
{
	int64_t parent = t->cells[i].parent, end = i, first = i;

	while (first && t->cells[first - 1].parent == parent)
		first--;
	while (end < t->cell_count && t->cells[end].parent == parent)
		end++;
	return (int)(end - first + 1);
}

static enum err settle(struct settling *s, int64_t i, int *extra)
{
	const struct sim_rates *r = s->t->rates;
	struct site_of at;
	bool shares;

	if (!read_site(s, i, &at))
		return ERR_OK;
	s->dice = dice_of(s->t, i, 12);
	shares = demo_chance(&s->dice, r->village_joint);
	TRY(settle_own(s, &at, shares));
	if (shares)
		TRY(settle_joint(s, &at, free_number(s->t, i) + (*extra)++));
	if (demo_chance(&s->dice, r->village_bare))
		TRY(settle_bare(s, &at, free_number(s->t, i) + (*extra)++));
	return ERR_OK;
}

static enum err settle_unit(struct settling *s, const struct sim_unit *u)
{
	struct arena_mark m = arena_mark(s->cx->a);
	int64_t commune = 0;
	enum err e = ERR_OK;
	int extra = 0;

	s->plan = village_plan_new(s->cx);
	village_plan_lives(s->plan, s->t->lives[s->t->batch_count]);
	for (int64_t i = u->first; !e && i < u->end; i++) {
		if (s->t->cells[i].parent != commune)
			extra = 0;
		commune = s->t->cells[i].parent;
		e = settle(s, i, &extra);
	}
	if (!e)
		e = village_plan_check(s->plan);
	if (!e)
		e = village_plan_apply(s->plan);
	arena_rewind(s->cx->a, m);
	return e;
}

static enum err find_names(struct settling *s)
{
	const struct sim_tree *t = s->t;

	s->people = map_new(s->keep, 16);
	for (int i = 0; i < t->places.n; i++) {
		const struct sim_place *p = t->places.provinces[i];
		const struct demo_people_in in = {
			p->mix, p->below[0]->code, t->in->seed + 1, t->in->today, 0};
		struct demo_people *people;
		if (!p->taken || map_get(s->people, str_of(p->mix)))
			continue;
		TRY(demo_people_new(s->keep, &in, &people, s->cx->f));
		map_put(s->people, str_of(p->mix), people);
	}
	return ERR_OK;
}

enum err sim_villages_fill(struct ctx *cx, struct arena *keep, const struct sim_tree *t,
	void (*tell)(void *p, const char *what, int64_t rows), void *p)
{
	struct settling s = {.cx = cx, .keep = keep, .t = t};
	const struct clock *clock = cx->clock;
	struct clock then = *clock;
	enum err e = find_names(&s);

	tell(p, "village", 0);

	then.fixed_ms = ms_of_day(t->in->today) + (int64_t)WRITTEN_AT * HOUR_MS;
	cx->clock = &then;
	cx->txn = 0;
	if (!e)
		e = txn_start(cx, "demo", NULL);
	for (int u = 0; !e && u < t->unit_count; u++) {
		e = settle_unit(&s, &t->units[u]);
		if (u % TELL_EVERY == 0)
			tell(p, "village", s.made);
	}
	tell(p, "village", s.made);
	cx->clock = clock;
	return e;
}
