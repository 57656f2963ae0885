#include "sim/sim_life.h"

#include "base/die.h"
#include "base/map.h"
#include "core/rules.h"
#include "sim/sim_life_impl.h"

enum { HOUR_MS = 3600 * 1000, OPENED_AT = 12, ENTERED_AT = 16, UNIT_MS = 1009 };
enum { PER_MILLION = 1000000, OLD = 70, EXEMPT_MONTHS = 36, PHONES = 600 };
enum { NATIVE_HERE = 680, NATIVE_DISTRICT = 640, NATIVE_PROVINCE = 700 };

/* ---- transactions ---- */

static int month_number(day_t day)
{
	return day_year(day) * 12 + day_month(day);
}

int life_month(const struct sim_tree *t, day_t day)
{
	return day < t->from ? 0 : month_number(day) - month_number(t->from) + 1;
}

int sim_months(const struct sim_tree *t)
{
	return life_month(t, t->in->today) + 1;
}

static day_t last_day(const struct sim_tree *t, int month)
{
	int n = month_number(t->from) + month - 2;
	day_t last = day_last((n / 12) * 10000 + (n % 12 + 1) * 100);

	return last < t->in->today ? last : t->in->today;
}

int64_t sim_entered_ms(const struct sim_tree *t, int unit, int month)
{
	day_t day = month ? last_day(t, month) : t->from;
	int hour = month ? ENTERED_AT : OPENED_AT;

	return ms_of_day(day) + (int64_t)hour * HOUR_MS + (int64_t)unit * UNIT_MS;
}

int64_t sim_entered_txn(const struct sim_tree *t, int unit, int month)
{
	struct demo_dice d = {t->in->seed * 31 + (uint64_t)unit * SIM_MONTHS + (uint64_t)month};

	demo_throw(&d);
	return (int64_t)(demo_throw(&d) >> 1) | 1;
}

/* ---- telling ---- */

static int64_t next_seq(const struct sim_story *s, day_t day, int month)
{
	int64_t last = 0;

	for (int i = 0; i < s->fact_count; i++)
		if (s->facts[i].f.day == day && s->facts[i].voided >= month &&
			s->facts[i].f.seq > last)
			last = s->facts[i].f.seq;
	return last + 1;
}

static void enter_in(struct sim_life *l, int month)
{
	if (l->s->unit[month] < 0)
		l->s->unit[month] = (short)l->t->cells[l->cell].unit;
}

static struct sim_fact *add_fact(struct sim_life *l, const struct sim_fact *f)
{
	struct sim_fact *own = &l->s->facts[l->s->fact_count++];

	*own = *f;
	own->f.id = (int64_t)(demo_throw(&l->dice) >> 1) | 1;
	own->f.seq = next_seq(l->s, f->f.day, f->month);
	own->f.person = l->s->person;
	enter_in(l, own->month);
	return own;
}

/* A month in which something of the day is entered: most in the same, some long after. */
static int month_of(struct sim_life *l, day_t day)
{
	int month = life_month(l->t, day), last = sim_months(l->t) - 1;

	if (month && demo_chance(&l->dice, l->t->rates->late))
		month += 1 + demo_roll(&l->dice, 14);
	if (month < l->month)
		month = l->month;
	l->month = month < last ? month : last;
	return l->month;
}

static bool may_be_wrong(const char *kind)
{
	return !text_eq(kind, "taken_over") && !text_eq(kind, "admitted");
}

/* Wrong at first: the number, or the day by a day or two. */
static void tell_wrong(struct sim_life *l, struct sim_fact *f)
{
	int later = f->month + 1 + demo_roll(&l->dice, 8);
	struct sim_fact wrong = *f;

	if (!f->month || later >= sim_months(l->t) || !may_be_wrong(f->f.kind))
		return;
	if (wrong.f.number && demo_chance(&l->dice, 500))
		wrong.f.number = arena_printf(l->a, "%s-", wrong.f.number);
	else if (wrong.f.day < day_add(l->t->in->today, -2))
		wrong.f.day = day_add(wrong.f.day, 1 + demo_roll(&l->dice, 2));
	else
		return;
	wrong.voided = later;
	add_fact(l, &wrong);
	f->month = later;
}

void life_tell(struct sim_life *l, const struct member_fact *f)
{
	struct sim_fact own = {.f = *f, .voided = SIM_NEVER, .cell_at = -1, .other_at = -1};

	if (l->s->fact_count + 4 > SIM_FACTS)
		return;
	own.month = month_of(l, f->day);
	if (own.month && demo_chance(&l->dice, l->t->rates->corrected))
		tell_wrong(l, &own);
	add_fact(l, &own);
}

void life_tell_at(struct sim_life *l, const struct member_fact *f, int cell, int other)
{
	struct member_fact own = *f;
	int first = l->s->fact_count;

	own.cell = cell < 0 ? 0 : l->t->cells[cell].org;
	own.other = other < 0 ? 0 : l->t->cells[other].org;
	life_tell(l, &own);
	for (int i = first; i < l->s->fact_count; i++) {
		l->s->facts[i].cell_at = cell;
		l->s->facts[i].other_at = other;
	}
}

const char *life_number(struct sim_life *l)
{
	return arena_printf(l->a, "%d-QĐ", 1 + demo_roll(&l->dice, 2999));
}

void life_alter(struct sim_life *l, day_t day, const char *field, const char *also)
{
	struct sim_change *c = &l->s->changes[l->s->change_count];

	if (l->s->change_count == SIM_CHANGES)
		return;
	l->s->change_count++;
	*c = (struct sim_change){
		.month = month_of(l, day), .day = day, .to = l->now, .fields = {field, also}};
	enter_in(l, c->month);
}

/* ---- where they come from ---- */

static const struct sim_place *any_commune(struct demo_dice *d, const struct sim_place *p)
{
	while (p->level < SIM_COMMUNE && p->n)
		p = p->below[demo_roll(d, p->n)];
	return p;
}

const char *life_commune(struct sim_life *l, bool own)
{
	const struct sim_place *p = l->t->cells[l->cell].place;
	struct demo_dice *d = &l->dice;

	if (!own || !demo_chance(d, NATIVE_HERE)) {
		while (p->level > SIM_DISTRICT)
			p = p->above;
		if (!demo_chance(d, NATIVE_DISTRICT))
			p = demo_chance(d, NATIVE_PROVINCE)
				    ? p->above
				    : l->t->places.provinces[demo_roll(d, l->t->places.n)];
	}
	p = any_commune(d, p);
	return p->whole ? p->whole : p->small;
}

static const char *citizen_no(struct sim_life *l, const struct demo_member *m, int64_t slot)
{
	const struct sim_place *p = l->t->cells[l->cell].place;
	int year = day_year(m->birth_date), woman = text_eq(m->sex, "female");

	while (p->above)
		p = p->above;
	return arena_printf(l->a, "0%s%d%02d%06d", p->code, (year < 2000 ? 0 : 2) + woman,
		year % 100, (int)(slot % PER_MILLION));
}

static void describe(struct sim_life *l, const struct demo_member *m, int64_t slot)
{
	struct person *p = &l->s->first;

	*p = (struct person){.person = l->s->person,
		.full_name = m->full_name,
		.birth_date = m->birth_date,
		.sex = m->sex,
		.ethnicity = m->ethnicity,
		.religion = m->religion,
		.native_place = life_commune(l, true),
		.residence = l->t->cells[l->home].residence,
		.village_code = l->t->cells[l->home].village,
		.citizen_no = citizen_no(l, m, slot),
		.schooling = m->schooling,
		.degree = m->degree,
		.theory_level = m->theory_level,
		.occupation = m->occupation,
		.youth_union = m->youth_union,
		.member_no = arena_printf(l->a, "%08lld", (long long)slot + 1)};
	if (demo_chance(&l->dice, PHONES))
		p->phone = arena_printf(l->a, "09%08d", demo_roll(&l->dice, 100 * PER_MILLION));
	l->now = *p;
	l->born = day_precision(m->birth_date) == DAY_EXACT ? m->birth_date
							    : day_first(m->birth_date);
}

/* ---- how they come ---- */

static void admitted_elsewhere(struct sim_life *l)
{
	const struct demo_member *m = &l->m;

	life_tell_at(l,
		&(struct member_fact){.kind = "admitted",
			.day = m->admitted_on,
			.place = m->admitted_at,
			.second_day = m->ceremony_on <= l->start ? m->ceremony_on : 0},
		-1, -1);
}

static bool recognised_before(const struct sim_life *l)
{
	return l->m.recognition_decided_on && l->m.recognition_decided_on < l->start;
}

static void recognise_before(struct sim_life *l)
{
	if (recognised_before(l)) {
		life_tell(l, &(struct member_fact){.kind = "recognised",
				     .day = l->m.recognition_decided_on,
				     .second_day = l->m.recognised_on,
				     .number = life_number(l)});
		l->full = true;
	} else if (l->m.recognition_decided_on) {
		life_later(l, l->m.recognition_decided_on, EV_RECOGNISE);
	}
	if (!l->m.card_on)
		return;
	if (l->m.card_on < l->start)
		life_tell(l, &(struct member_fact){.kind = "card_issued",
				     .day = l->m.card_on,
				     .number = l->m.card_no});
	else
		life_later(l, l->m.card_on, EV_CARD);
}

static void take_over(struct sim_life *l)
{
	day_t since;

	admitted_elsewhere(l);
	recognise_before(l);
	life_tell_at(l,
		&(struct member_fact){.kind = "taken_over",
			.day = l->t->from,
			.status = l->full ? "full" : "probationary"},
		l->cell, -1);
	if (day_years_between(l->born, l->t->from) < OLD ||
		!demo_chance(&l->dice, l->t->rates->exempt_before))
		return;
	since = demo_day(
		&l->dice, day_add_months(l->t->from, -EXEMPT_MONTHS), day_add(l->t->from, -30));
	life_tell(
		l, &(struct member_fact){.kind = "exempt", .day = since, .number = life_number(l)});
	l->exempt_until = DAY_MAX;
}

static void arrive(struct sim_life *l)
{
	admitted_elsewhere(l);
	recognise_before(l);
	life_tell_at(l,
		&(struct member_fact){.kind = "transfer_in",
			.day = l->start,
			.place = arena_printf(l->a, "Đảng bộ %s", life_commune(l, false)),
			.number = life_number(l),
			.status = l->full ? "full" : "probationary"},
		l->cell, -1);
}

static void admit(struct sim_life *l)
{
	life_tell_at(l,
		&(struct member_fact){.kind = "admitted",
			.day = l->start,
			.second_day = l->m.ceremony_on <= l->t->in->today ? l->m.ceremony_on : 0,
			.number = life_number(l)},
		l->cell, -1);
	if (l->m.recognition_decided_on)
		life_later(l, l->m.recognition_decided_on, EV_RECOGNISE);
	if (l->m.card_on)
		life_later(l, l->m.card_on, EV_CARD);
}

/* ---- one after the other ---- */

/* A name typed wrong, a birth day taken from another paper: found out years later. */
static void correct_attributes(struct sim_life *l)
{
	int last = sim_months(l->t) - 1, month = l->month + 1 + demo_roll(&l->dice, last);
	struct sim_change *c = &l->s->changes[0];
	struct person wrong = l->s->first;
	size_t n = strlen(wrong.full_name);

	if (l->s->change_count || month > last ||
		!demo_chance(&l->dice, l->t->rates->attribute_corrected))
		return;
	*c = (struct sim_change){.month = month,
		.correct = true,
		.to = wrong,
		.fields = {"full_name", "birth_date"}};
	if (demo_chance(&l->dice, 300) && n > 4)
		wrong.full_name = arena_printf(l->a, "%s Anh", wrong.full_name);
	else
		wrong.birth_date =
			day_year(wrong.birth_date) * 10000 + (wrong.birth_date % 10000 ? 0 : 101);
	l->s->first = wrong;
	l->s->change_count = 1;
	enter_in(l, month);
}

static uint64_t mix(uint64_t seed, uint64_t i)
{
	struct demo_dice d = {seed ^ i * 0xd1342543de82ef95};

	demo_throw(&d);
	return demo_throw(&d);
}

/* People lie in no order: the i-th id has nothing to do with the cell. */
static int64_t slot_of(const struct sim_tree *t, int64_t i)
{
	return (int64_t)((unsigned __int128)(uint64_t)i * t->stride % (uint64_t)t->people);
}

static day_t start_of(struct sim_life *l, bool opening)
{
	day_t from = day_add(l->t->from, 1), day;

	if (opening)
		return l->t->from;
	day = demo_admission_day(&l->dice, from, l->t->in->today);
	day = sim_tree_clear(l->t, day);
	return day < l->t->in->today ? day : l->t->in->today;
}

static void make_member(struct sim_life *l, bool opening, bool arrives)
{
	const struct sim_cell *c = &l->t->cells[l->home];
	struct demo_people *people = map_get(l->people, str_of(c->place->mix));
	const struct demo_ask ask = {.circle = c->circle,
		.residence = c->residence,
		.day = l->start,
		.fresh = !opening && !arrives};

	must(people);
	*demo_people_dice(people) = l->dice;
	demo_people_make(people, l->a, &ask, &l->m);
	l->dice = *demo_people_dice(people);
	if (opening || arrives)
		return;
	l->m.admitted_on = l->start;
}

static void begin(struct sim_life *l, int64_t slot, bool opening, bool arrives)
{
	l->home = sim_tree_home(l->t, slot);
	l->cell = sim_tree_cell(l->t, l->home, l->start);
	make_member(l, opening, arrives);
	if (l->m.card_no)
		l->m.card_no = arena_printf(l->a, "%08lld", (long long)slot + 26000001);
	describe(l, &l->m, slot);
	if (opening)
		take_over(l);
	else if (arrives)
		arrive(l);
	else
		admit(l);
	correct_attributes(l);
	l->last = l->start;
	if (l->cell != l->home && l->t->cells[l->home].founded >= 0)
		life_later(l,
			day_add(l->t->batches[l->t->cells[l->home].founded].day,
				SIM_CLEAR + 2 + demo_roll(&l->dice, 20)),
			EV_HOME);
	life_later(l, l->start, EV_YEAR);
}

void sim_life_make(struct sim_life *l, struct arena *a, int64_t i, struct sim_story *ret)
{
	int64_t slot = slot_of(l->t, i);
	struct sim_life fresh = {.t = l->t,
		.people = l->people,
		.badge_years = l->badge_years,
		.badge_count = l->badge_count,
		.a = a,
		.s = ret};
	bool opening;

	*l = fresh;
	l->dice = (struct demo_dice){mix(l->t->in->seed, (uint64_t)i)};
	ret->person = l->t->people > 0 ? (int64_t)(((unsigned __int128)(uint64_t)i << 63) /
						   (uint64_t)l->t->people) +
						 (int64_t)(demo_throw(&l->dice) %
							   (INT64_MAX / (uint64_t)l->t->people)) +
						 1
				       : 1;
	ret->fact_count = ret->change_count = 0;
	memset(ret->unit, 0xff, sizeof(ret->unit[0]) * (size_t)sim_months(l->t));
	opening = demo_roll(&l->dice, PER_MILLION) < l->t->opening;
	l->start = start_of(l, opening);
	begin(l, slot, opening, !opening && demo_chance(&l->dice, l->t->rates->arrived));
	life_live(l);
}

/* ---- what is needed for it ---- */

static enum err load_badges(struct ctx *cx, struct arena *a, struct sim_life *l)
{
	struct list years;

	TRY(rule_numbers(cx, "badge.years", cx->say.today, &years));
	l->badge_years = arena_memdup(a, years.rows, years.n * sizeof(int64_t));
	l->badge_count = (int)years.n;
	return ERR_OK;
}

enum err sim_life_new(
	struct ctx *cx, struct arena *a, const struct sim_tree *t, struct sim_life **ret)
{
	struct sim_life *l = arena_new_of(a, struct sim_life);

	l->t = t;
	l->people = map_new(a, 16);
	must(sim_months(t) < SIM_MONTHS);
	for (int i = 0; i < t->places.n; i++) {
		const struct sim_place *p = t->places.provinces[i];
		const struct demo_people_in in = {
			p->mix, p->below[0]->code, t->in->seed, t->in->today};
		struct demo_people *people;
		if (!p->taken || map_get(l->people, str_of(p->mix)))
			continue;
		TRY(demo_people_new(a, &in, &people, cx->f));
		map_put(l->people, str_of(p->mix), people);
	}
	*ret = l;
	return load_badges(cx, a, l);
}
