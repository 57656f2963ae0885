#include "demo/demo_life_impl.h"

enum { PAUSE = 30, BOOKED = 60, HEAD_FROM = 27, HEAD_TO = 52 };

/* ---- who it is likely to be ---- */

static bool works_on_land_or_freely(const struct one *o)
{
	return text_eq(o->m.occupation, "farmer") || text_eq(o->m.occupation, "freelance") ||
	       text_eq(o->m.occupation, "worker") || text_eq(o->m.occupation, "craftsman");
}

static bool at_hand(const struct world *w, const struct one *o)
{
	return !o->exempt && !o->away && !o->hosted && !one_has_post(w, o);
}

static int may_die(const struct world *w, const struct one *o, day_t day)
{
	int age = one_age(o, day);

	(void)w;
	return age < 40 ? 0 : age < 60 ? 1 : age < 70 ? 6 : age < 80 ? 25 : 70;
}

static int may_depart(const struct world *w, const struct one *o, day_t day)
{
	int age = one_age(o, day);

	return !at_hand(w, o) ? 0 : age < 35 ? 12 : age < 50 ? 6 : age < 62 ? 2 : 1;
}

static int may_move(const struct world *w, const struct one *o, day_t day)
{
	return at_hand(w, o) && one_is_full(o, day) && one_age(o, day) < 66;
}

/* Those who are away and stop coming, more than others. */
static int may_be_struck(const struct world *w, const struct one *o, day_t day)
{
	int age = one_age(o, day);

	if (age > 52 || o->exempt || one_has_post(w, o))
		return 0;
	return (o->away ? 30 : 1) + (works_on_land_or_freely(o) ? 8 : 0);
}

static int may_resign(const struct world *w, const struct one *o, day_t day)
{
	int age = one_age(o, day);

	if (!at_hand(w, o) || !one_is_full(o, day) || age < 28)
		return 0;
	return works_on_land_or_freely(o) ? 6 : age > 60 ? 3 : 1;
}

static int may_be_expelled(const struct world *w, const struct one *o, day_t day)
{
	return at_hand(w, o) && one_is_full(o, day) && one_age(o, day) < 60;
}

static int may_be_exempted(const struct world *w, const struct one *o, day_t day)
{
	int age = one_age(o, day);

	return !at_hand(w, o) || age < 68 ? 0 : age < 75 ? 4 : 12;
}

static int may_go_away(const struct world *w, const struct one *o, day_t day)
{
	int age = one_age(o, day);

	return at_hand(w, o) && age < 48 && works_on_land_or_freely(o) ? 50 - age : 0;
}

static int may_be_hosted(const struct world *w, const struct one *o, day_t day)
{
	return at_hand(w, o) && one_is_full(o, day) && one_age(o, day) < 50;
}

/* ---- coming and going ---- */

static void admit(struct world *w, const struct event *e)
{
	struct one *o = world_person(w, e->cell, e->day, true);

	o->later = true;
	o->busy = day_add(e->day, BOOKED);
}

/*
 * The head of a village is no youngster, and stays: whoever comes of the dice is sent away until
 * somebody fits.
 */
static void admit_head(struct world *w, const struct event *e)
{
	struct one *o;
	int age;

	do {
		admit(w, e);
		o = w->ones[w->n - 1];
		age = one_age(o, e->day);
		w->n -= age < HEAD_FROM || age > HEAD_TO;
	} while (age < HEAD_FROM || age > HEAD_TO);
	o->busy = DAY_MAX;
	e->cell->head = o;
}

static void arrive(struct world *w, const struct event *e)
{
	struct one *o = world_person(w, e->cell, e->day, false);

	o->later = true;
	o->busy = day_add(e->day, BOOKED);
	demo_people_arrive(w->people, w->a, &o->m, e->day);
}

/* What would have come afterwards is not in this register. */
static void forget(struct demo_member *m, day_t day)
{
	if (m->ceremony_on >= day)
		m->ceremony_on = 0;
	if (m->recognition_decided_on >= day)
		m->recognised_on = m->recognition_decided_on = 0;
	if (m->card_on >= day) {
		m->card_on = 0;
		m->card_no = NULL;
	}
}

static void leave(struct world *w, struct one *o, day_t day)
{
	o->left = day;
	post_leave(w, o, day);
	forget(&o->m, day);
}

static void transfer(struct world *w, const struct one *o, const char *to, day_t day,
	const char *kind, const char *place)
{
	struct demo_transfer *t = world_row(w, &w->transfers);

	*t = (struct demo_transfer){.member_no = o->m.member_no,
		.from_code = o->cell->code,
		.to_code = to,
		.on = day,
		.kind = kind,
		.letter_no = arena_printf(w->a, "%04d-GT", ++w->letters),
		.place = place};
}

static void depart(struct world *w, const struct event *e)
{
	struct one *o = one_draw(w, e->cell, e->day, may_depart);

	if (!o)
		return;
	transfer(w, o, NULL, e->day, "official", demo_people_near(w->people, w->a));
	leave(w, o, e->day);
}

static void move(struct world *w, const struct event *e)
{
	struct one *o = one_draw(w, e->cell, e->day, may_move);

	if (!o || !e->to)
		return;
	transfer(w, o, e->to->code, e->day, "official", NULL);
	o->cell = e->to;
	o->busy = o->moved = e->day;
}

static void part(struct world *w, const struct event *e, weight_fn *weight, const char *kind)
{
	struct one *o = one_draw(w, e->cell, e->day, weight);
	struct demo_leaving *l;

	if (!o)
		return;
	l = world_row(w, &w->leavings);
	*l = (struct demo_leaving){.member_no = o->m.member_no, .kind = kind, .on = e->day};
	if (weight != may_die) {
		l->decision_no = world_decision(w);
		l->reason = demo_people_word(w->people, "reason", kind);
	}
	leave(w, o, e->day);
}

static void die_of_age(struct world *w, const struct event *e)
{
	part(w, e, may_die, "deceased");
}

static void strike(struct world *w, const struct event *e)
{
	part(w, e, may_be_struck, "struck_off");
}

static void resign(struct world *w, const struct event *e)
{
	part(w, e, may_resign, "resigned");
}

static void expel(struct world *w, const struct event *e)
{
	part(w, e, may_be_expelled, "expelled");
}

/* ---- for a time ---- */

static struct demo_fact *fact(
	struct world *w, const struct one *o, const char *kind, day_t day, day_t until)
{
	struct demo_fact *f = world_row(w, &w->facts);

	*f = (struct demo_fact){
		.member_no = o->m.member_no, .kind = kind, .day = day, .until_day = until};
	return f;
}

static void come_back(struct world *w, const struct event *e)
{
	(void)w;
	e->one->away = e->one->hosted = e->one->exempt = false;
	e->one->busy = e->day;
}

/* Until the day before they come back; some stay away for good. */
static day_t until(struct world *w, struct one *o, day_t day, int months)
{
	day_t back = day_add_months(day, months);

	if (!months)
		return 0;
	world_event(w, &(struct event){.day = back, .run = come_back, .one = o});
	return day_add(back, -1);
}

/* The oldest for good, others for a year. */
static void exempt(struct world *w, const struct event *e)
{
	struct one *o = one_draw(w, e->cell, e->day, may_be_exempted);

	if (!o)
		return;
	fact(w, o, "exempt", e->day,
		until(w, o, e->day, one_age(o, e->day) < 76 && demo_chance(w->dice, 500) ? 12 : 0));
	o->exempt = true;
	o->busy = day_add(e->day, PAUSE);
}

static void go_away(struct world *w, const struct event *e)
{
	struct one *o = one_draw(w, e->cell, e->day, may_go_away);
	int months = demo_chance(w->dice, 650) ? 6 + demo_roll(w->dice, 19) : 0;

	if (!o)
		return;
	fact(w, o, "away", e->day, until(w, o, e->day, months))->place =
		demo_people_word(w->people, "away", "any");
	o->away = true;
	o->busy = day_add(e->day, PAUSE);
}

/* One that lasts beyond the last day is still a letter in the files; older ones are history. */
static void host(struct world *w, const struct event *e)
{
	struct one *o = one_draw(w, e->cell, e->day, may_be_hosted);
	const char *place = demo_people_near(w->people, w->a);
	int months = 6 + demo_roll(w->dice, 7);

	if (!o)
		return;
	if (day_add_months(e->day, months) > w->in->today)
		transfer(w, o, NULL, e->day, "temporary", place);
	else
		fact(w, o, "hosted", e->day, until(w, o, e->day, months))->place = place;
	o->hosted = true;
	o->busy = day_add(e->day, PAUSE);
}

event_fn *event_find(const char *name)
{
	static const struct {
		const char *name;
		event_fn *run;
	} events[] = {{"admit", admit}, {"admit_head", admit_head}, {"arrive", arrive},
		{"depart", depart}, {"move", move}, {"die", die_of_age}, {"strike", strike},
		{"resign", resign}, {"expel", expel}, {"exempt", exempt}, {"away", go_away},
		{"host", host}, {"candidate", case_candidate}};

	for (size_t i = 0; i < sizeof(events) / sizeof(*events); i++)
		if (text_eq(events[i].name, name))
			return events[i].run;
	return NULL;
}

/* ---- badges and cards ---- */

static bool was_here(const struct world *w, const struct one *o, day_t day)
{
	return day > w->in->from && day >= o->came && day <= w->in->today &&
	       (!o->left || day < o->left);
}

static void badge(struct world *w, const struct one *o, int years)
{
	day_t day = demo_card_day(day_add_months(o->m.admitted_on, 12 * years));
	day_t proposed = demo_working_day(day_add(day, -75 + demo_roll(w->dice, 30)));

	if (was_here(w, o, proposed))
		fact(w, o, "badge_proposed", proposed, 0)->years = years;
	if (was_here(w, o, day))
		fact(w, o, "badge_awarded", day, 0)->years = years;
}

static void new_card(struct world *w, const struct one *o)
{
	day_t day = demo_card_day(demo_day(w->dice, w->in->from, w->in->today));

	if (o->m.card_on && day > o->m.card_on && was_here(w, o, day))
		fact(w, o, "card_reissued", day, 0)->number = o->m.card_no;
}

void event_honours(struct world *w)
{
	static const int years[] = {30, 40, 45, 50, 55, 60, 65, 70, 75, 80};

	for (size_t i = 0; i < w->n; i++) {
		for (size_t k = 0; k < sizeof(years) / sizeof(*years); k++)
			badge(w, w->ones[i], years[k]);
		if (demo_chance(w->dice, 40))
			new_card(w, w->ones[i]);
	}
}
