/*
 * sim_live.c: the years of a person in the register. Things happen one after the other, some days
 * apart, never while the tree is being changed.
 */
#include "base/die.h"
#include "sim/sim_life_impl.h"

enum { APART = 5, YEAR = 365, OLD = 68, RETIRES = 60, YOUTH = 31, TRIES = 8 };

void life_later(struct sim_life *l, day_t day, enum life_event what)
{
	if (day <= l->t->in->today && l->queued < LIFE_QUEUE)
		l->queue[l->queued++] = (struct later){day, what};
}

static struct later next(struct sim_life *l)
{
	int at = 0;
	struct later e;

	for (int i = 1; i < l->queued; i++)
		if (l->queue[i].day < l->queue[at].day)
			at = i;
	e = l->queue[at];
	l->queue[at] = l->queue[--l->queued];
	return e;
}

static int age(const struct sim_life *l, day_t day)
{
	return day_years_between(l->born, day);
}

static void tell(struct sim_life *l, const char *kind, day_t day, day_t until)
{
	life_tell(
		l, &(struct member_fact){
			   .kind = kind, .day = day, .until_day = until, .number = life_number(l)});
}

/* ---- what a year brings ---- */

static void maybe(struct sim_life *l, day_t from, int rate, int of, enum life_event what)
{
	if (demo_roll(&l->dice, of) < rate)
		life_later(l, day_add(from, 1 + demo_roll(&l->dice, YEAR)), what);
}

static int death_rate(const struct sim_rates *r, int years)
{
	return years < 60 ? r->die_40 : years < 70 ? r->die_60 : years < 80 ? r->die_70 : r->die_80;
}

static void draw_badge(struct sim_life *l, day_t from)
{
	day_t since = day_first(l->m.admitted_on), end = day_add(from, YEAR);

	for (int i = 0; i < l->badge_count; i++) {
		day_t day = day_add_months(since, 12 * (int)l->badge_years[i]);
		if (day <= from || day > end)
			continue;
		l->badge = (int)l->badge_years[i];
		life_later(l, day_add(demo_card_day(day), -40 - demo_roll(&l->dice, 20)), EV_BADGE);
		life_later(l, demo_card_day(day), EV_AWARD);
	}
}

static void draw_member_year(struct sim_life *l, day_t day)
{
	const struct sim_rates *r = l->t->rates;
	int years = age(l, day);

	maybe(l, day, l->full ? r->transfer : 0, 1000, EV_TRANSFER);
	maybe(l, day, years < 55 ? r->hosted : 0, 1000, EV_HOST);
	maybe(l, day, years < 48 ? r->away : 0, 1000, EV_AWAY);
	maybe(l, day, years >= OLD ? r->exempt_old : r->exempt_other, 1000, EV_EXEMPT);
	maybe(l, day, r->suspended, 1000, EV_SUSPEND);
	maybe(l, day, r->card_again, 1000, EV_CARD_AGAIN);
	maybe(l, day, r->attributes, 1000, EV_LEARN);
	maybe(l, day, years < 65 ? r->struck_off : 0, 1000, EV_STRIKE);
	maybe(l, day, years > 27 ? r->resigned : 0, 1000, EV_RESIGN);
	maybe(l, day, r->expelled_x10, 10000, EV_EXPEL);
	maybe(l, day, years < 60 ? r->transfer_out : 0, 1000, EV_GO);
	if (years >= RETIRES && !l->retired)
		life_later(l, day_add(day, 1 + demo_roll(&l->dice, YEAR)), EV_RETIRE);
	draw_badge(l, day);
}

static void draw_year(struct sim_life *l, day_t day)
{
	if (!l->gone) {
		draw_member_year(l, day);
		maybe(l, day, death_rate(l->t->rates, age(l, day)), 1000, EV_DIE);
	}
	life_later(l, day_add(day, YEAR), EV_YEAR);
}

/* ---- what happens ---- */

static int pick(struct sim_life *l, int first, int end)
{
	const struct sim_tree *t = l->t;
	int64_t from = t->cells[first].start,
		to = end < t->cell_count ? t->cells[end].start : t->people;

	if (to <= from)
		return first;
	return sim_tree_home(t, from + (int64_t)(demo_throw(&l->dice) % (uint64_t)(to - from)));
}

/* Another cell: of the district, of the province, of the country. -1: none was found. */
static int other_cell(struct sim_life *l, day_t day)
{
	const struct sim_tree *t = l->t;
	const struct sim_unit *u = &t->units[t->cells[l->cell].unit];
	int roll = demo_roll(&l->dice, 1000), to;

	for (int i = 0; i < TRIES; i++) {
		if (roll < t->rates->transfer_near)
			to = pick(l, u->first, u->end);
		else if (roll < t->rates->transfer_near + t->rates->transfer_province)
			to = pick(l, u->province_first, u->province_end);
		else
			to = pick(l, 0, (int)t->cell_count);
		to = sim_tree_cell(t, to, day);
		if (to != l->cell)
			return to;
	}
	return -1;
}

static void move_to(struct sim_life *l, int to, day_t day)
{
	life_tell_at(l,
		&(struct member_fact){.kind = "transfer",
			.day = day,
			.number = life_number(l),
			.second_day = day_add(day, -1 - demo_roll(&l->dice, 20))},
		l->cell, to);
	l->cell = to;
}

static void transfer(struct sim_life *l, day_t day)
{
	int to = other_cell(l, day);
	day_t sent = day_add(day, -1 - demo_roll(&l->dice, 20));

	if (to < 0)
		return;
	if (sent > day_add(l->last, APART) && sim_tree_clear(l->t, sent) == sent &&
		demo_chance(&l->dice, l->t->rates->transfer_letter))
		life_tell_at(l,
			&(struct member_fact){
				.kind = "transfer_sent", .day = sent, .number = life_number(l)},
			-1, to);
	move_to(l, to, day);
}

static void go_home(struct sim_life *l, day_t day)
{
	if (l->cell == l->t->cells[l->home].origin)
		move_to(l, l->home, day);
}

static void host(struct sim_life *l, day_t day)
{
	int at = other_cell(l, day);

	if (l->host_until >= day || at < 0)
		return;
	l->host_until = day_add_months(day, 6 + demo_roll(&l->dice, 18));
	life_tell_at(l,
		&(struct member_fact){.kind = "hosted",
			.day = day,
			.until_day = l->host_until,
			.number = life_number(l)},
		-1, at);
}

static void exempt(struct sim_life *l, day_t day)
{
	bool open = age(l, day) >= OLD && demo_chance(&l->dice, 500);

	if (l->exempt_until >= day)
		return;
	l->exempt_until = open ? DAY_MAX : day_add_months(day, 12);
	tell(l, "exempt", day, open ? 0 : l->exempt_until);
}

static void away(struct sim_life *l, day_t day)
{
	if (l->away_until >= day)
		return;
	l->away_until = day_add_months(day, 6 + demo_roll(&l->dice, 31));
	life_tell(l, &(struct member_fact){.kind = "away",
			     .day = day,
			     .until_day = l->away_until,
			     .place = demo_word(l->t->words, &l->dice, "away", "any")});
}

static void recognise(struct sim_life *l, day_t day)
{
	if (l->full)
		return;
	if (demo_chance(&l->dice, l->t->rates->not_recognised)) {
		life_later(l, day_add(day, 60 + demo_roll(&l->dice, 150)),
			demo_chance(&l->dice, 300) ? EV_STRIKE : EV_RECOGNISE);
		return;
	}
	l->full = true;
	life_tell(l, &(struct member_fact){.kind = "recognised",
			     .day = day,
			     .second_day = l->m.recognised_on,
			     .number = life_number(l)});
}

static void card(struct sim_life *l, day_t day, const char *kind)
{
	if (!l->full || !l->m.card_no)
		return;
	life_tell(l, &(struct member_fact){.kind = kind, .day = day, .number = l->m.card_no});
}

static void badge(struct sim_life *l, day_t day, const char *kind)
{
	if (!l->badge)
		return;
	life_tell(
		l, &(struct member_fact){
			   .kind = kind, .day = day, .years = l->badge, .number = life_number(l)});
}

static void award(struct sim_life *l, day_t day)
{
	int years = l->badge;

	if (l->gone && !(l->dead && demo_chance(&l->dice, l->t->rates->badge_posthumous)))
		return;
	if (!demo_chance(&l->dice, l->t->rates->badge_late))
		badge(l, day, "badge_awarded");
	l->badge = years ? 0 : l->badge;
}

/* ---- attributes ---- */

static const char *next_theory(const char *now)
{
	static const char *const steps[] = {"none", "elementary", "intermediate", "advanced"};

	for (int i = 0; i + 1 < (int)(sizeof(steps) / sizeof(*steps)); i++)
		if (text_eq(now, steps[i]))
			return steps[i + 1];
	return NULL;
}

static void learn(struct sim_life *l, day_t day)
{
	const char *theory = next_theory(l->now.theory_level);

	if (theory && demo_chance(&l->dice, 600)) {
		l->now.theory_level = theory;
		life_alter(l, day, "theory_level", NULL);
	} else if (text_eq(l->now.youth_union, "yes") && age(l, day) >= YOUTH) {
		l->now.youth_union = "no";
		life_alter(l, day, "youth_union", NULL);
	} else {
		l->now.phone = arena_printf(l->a, "03%08d", demo_roll(&l->dice, 100000000));
		l->now.residence = l->t->cells[l->cell].residence;
		l->now.village_code = l->t->cells[l->cell].village;
		life_alter(l, day, "phone", "residence");
		l->s->changes[l->s->change_count - 1].fields[2] = "village_code";
	}
}

static void retire(struct sim_life *l, day_t day)
{
	l->retired = true;
	if (text_eq(l->now.occupation, "retired") || text_eq(l->now.occupation, "farmer"))
		return;
	l->now.occupation = "retired";
	life_alter(l, day, "occupation", NULL);
}

/* ---- leaving ---- */

static void leave(struct sim_life *l, const char *kind, day_t day)
{
	bool word = text_eq(kind, "struck_off") || text_eq(kind, "resigned") ||
		    text_eq(kind, "expelled");

	life_tell(l,
		&(struct member_fact){.kind = kind,
			.day = day,
			.number = text_eq(kind, "deceased") ? NULL : life_number(l),
			.place = text_eq(kind, "transfer_out")
					 ? arena_printf(l->a, "Đảng bộ %s", life_commune(l, false))
					 : NULL,
			.reason = word ? demo_word(l->t->words, &l->dice, "reason", kind) : NULL});
	l->gone = true;
	l->dead = text_eq(kind, "deceased");
	if (!l->dead && !text_eq(kind, "transfer_out") && !text_eq(kind, "expelled") &&
		demo_chance(&l->dice, l->t->rates->back))
		life_later(l, day_add_months(day, 36 + demo_roll(&l->dice, 24)), EV_BACK);
}

static void come_back(struct sim_life *l, day_t day)
{
	if (l->dead)
		return;
	l->cell = sim_tree_cell(l->t, l->cell, day);
	life_tell_at(l,
		&(struct member_fact){.kind = "readmitted", .day = day, .number = life_number(l)},
		l->cell, -1);
	l->gone = l->full = false;
	l->exempt_until = l->away_until = l->host_until = 0;
	l->m.admitted_on = day;
	l->m.recognised_on = day_add_months(day, 12);
	life_later(l, day_add(l->m.recognised_on, 10 + demo_roll(&l->dice, 40)), EV_RECOGNISE);
}

/* ---- one after the other ---- */

static void happen_to_member(struct sim_life *l, enum life_event what, day_t day)
{
	static const char *const leavings[LIFE_EVENTS] = {[EV_STRIKE] = "struck_off",
		[EV_RESIGN] = "resigned",
		[EV_EXPEL] = "expelled",
		[EV_GO] = "transfer_out",
		[EV_DIE] = "deceased"};
	static void (*const acts[LIFE_EVENTS])(struct sim_life *, day_t) = {
		[EV_RECOGNISE] = recognise,
		[EV_HOME] = go_home,
		[EV_TRANSFER] = transfer,
		[EV_HOST] = host,
		[EV_EXEMPT] = exempt,
		[EV_AWAY] = away,
		[EV_LEARN] = learn,
		[EV_RETIRE] = retire};

	if (leavings[what])
		leave(l, leavings[what], day);
	else if (acts[what])
		acts[what](l, day);
	else if (what == EV_CARD)
		card(l, day, "card_issued");
	else if (what == EV_CARD_AGAIN)
		card(l, day, demo_chance(&l->dice, 700) ? "card_exchanged" : "card_reissued");
	else if (what == EV_BADGE)
		badge(l, day, "badge_proposed");
	else if (what == EV_SUSPEND)
		tell(l, "suspended", day, day_add_months(day, 3));
}

static void happen(struct sim_life *l, enum life_event what, day_t day)
{
	if (what == EV_AWARD)
		award(l, day);
	else if (what == EV_BACK)
		come_back(l, day);
	else if (!l->gone)
		happen_to_member(l, what, day);
}

void life_live(struct sim_life *l)
{
	while (l->queued) {
		struct later e = next(l);
		day_t day = day_add(l->last, APART);
		if (e.what == EV_YEAR) {
			draw_year(l, e.day);
			continue;
		}
		day = sim_tree_clear(l->t, e.day > day ? e.day : day);
		if (day > l->t->in->today || l->s->change_count + 2 > SIM_CHANGES)
			continue;
		if (!l->gone)
			l->cell = sim_tree_cell(l->t, l->cell, day);
		happen(l, e.what, day);
		l->last = day;
	}
}
