/*
 * demo_life_case.c: how people come into the Party, step by step.
 *
 * The steps are counted back from the day of the decision: followed for more than a year, the
 * class, the application, introducers, papers, verification, the votes. Of a candidate the decision
 * lies beyond the last day, and what has not happened by then is left out: some are just followed,
 * others wait for the committee.
 */
#include "base/die.h"
#include "demo/demo_life_impl.h"

enum {
	TOGETHER = 420, /* days that an introducer was in the cell before */
	FOLLOWED = 390, /* days before the decision on which somebody is first followed */
	FOLLOWED_MORE = 200,
	AHEAD = 20, /* the decision on a candidate: so many days after the last one */
	AHEAD_MORE = 160,
	UNION_AGE = 30,
	/* in a thousand */
	NO_MENTOR = 60,
	STUCK = 120,
	GIVES_UP = 40,
	DISSENT = 90,
	BEARS_WITH_IT = 120, /* days */
};

struct way {
	struct world *w;
	struct demo_case *c;
	const struct home_cell *cell;
	const struct one *own;
	day_t decided, last; /* steps after the last day are not taken */
	struct demo_step none;
};

static struct demo_step *step(struct way *s, const char *name, day_t day)
{
	struct demo_step *at = &s->none;

	if (day <= s->last) {
		must(s->c->n < sizeof(s->c->steps) / sizeof(*s->c->steps));
		at = &s->c->steps[s->c->n++];
	}
	*at = (struct demo_step){.step = name, .day = day};
	return at;
}

static day_t back(const struct way *s, int days)
{
	return demo_working_day(day_add(s->decided, -days));
}

static const char *paper(struct way *s, const char *form)
{
	return arena_printf(s->w->a, "%02d-%s", 1 + s->w->resolutions++ % 97, form);
}

/* ---- who helps ---- */

/* An official member who has been in the cell for long, and is not there already. */
static bool may_help(const struct way *s, const struct one *o, day_t day, const char * not )
{
	day_t since = day_add(day, -TOGETHER);

	return o->cell == s->cell && o != s->own && !o->left && !o->exempt && !o->away &&
	       !o->hosted && o->came <= since && o->moved <= since && one_is_full(o, since) &&
	       one_age(o, day) < 66 && !text_eq(o->m.member_no, not );
}

static const char *helper(struct way *s, day_t day, const char * not )
{
	const char *found = NULL;
	int n = 0;

	for (size_t i = 0; i < s->w->n; i++)
		if (may_help(s, s->w->ones[i], day, not ) && demo_roll(s->w->dice, ++n) == 0)
			found = s->w->ones[i]->m.member_no;
	return found;
}

/* ---- the steps ---- */

static bool lacks_schooling(const struct demo_member *m)
{
	return !text_eq(m->schooling, "upper_secondary") &&
	       !text_eq(m->schooling, "lower_secondary");
}

/* Whoever lacks schooling makes up for it before the class. */
static void tell_school(struct way *s, day_t from, day_t class)
{
	if (!lacks_schooling(&s->c->who))
		return;
	step(s, "schooling", day_add(from, 45))->kind = "remedial_started";
	step(s, "schooling", day_add(class, -10))->kind = "remedial_done";
}

static void tell_class(struct way *s, day_t day)
{
	struct demo_step *at = step(s, "class", day);

	at->number = arena_printf(s->w->a, "%03d/GCN", 1 + s->w->resolutions++ % 997);
	at->place = "Trung tâm bồi dưỡng chính trị huyện";
}

static void tell_followed(struct way *s, day_t from, const char *mentor)
{
	day_t class = back(s, 150 + demo_roll(s->w->dice, 120));

	step(s, "open", from);
	if (mentor)
		step(s, "mentor", day_add(from, 12))->who = mentor;
	step(s, "outstanding", day_add(from, 50 + demo_roll(s->w->dice, 50)))->number =
		paper(s, "NQ/CB");
	tell_school(s, from, class);
	tell_class(s, class);
	if (s->decided > s->w->in->today && demo_chance(s->w->dice, STUCK))
		s->last = class;
}

static void introduced(struct way *s, day_t day, const char *who)
{
	struct demo_step *at = step(s, "introduce", day);

	at->kind = who ? "by_member" : "by_youth_union";
	at->who = who;
	at->number = who ? NULL : paper(s, "NQ/ĐTN");
}

static bool is_of_the_union(const struct way *s, day_t day)
{
	const struct demo_member *m = &s->c->who;

	return text_eq(m->youth_union, "yes") && day_years_between(m->birth_date, day) < UNION_AGE;
}

/* Two members, or one and the Youth Union; without them it goes no further. */
static void tell_file(struct way *s, const char *mentor)
{
	day_t applied = back(s, 118 + demo_roll(s->w->dice, 14));
	const char *first = mentor ? mentor : helper(s, applied, NULL);
	bool young = is_of_the_union(s, applied);
	const char *second = young ? NULL : helper(s, applied, first);

	if (!first || (!young && !second)) {
		s->last = s->last < applied ? s->last : day_add(applied, -1);
		return;
	}
	step(s, "apply", applied);
	introduced(s, day_add(applied, 8), first);
	introduced(s, day_add(applied, 12), second);
	step(s, "paper", day_add(applied, 15))->kind = "life_story";
	step(s, "paper", day_add(applied, 22))->kind = "opinion_residence";
	step(s, "paper", day_add(applied, 24))->kind = "opinion_organisations";
}

static void voted(struct way *s, const char *name, day_t day, const char *form)
{
	struct demo_step *at = step(s, name, day);

	at->number = paper(s, form);
	at->vote = true;
	at->against = demo_chance(s->w->dice, DISSENT);
}

static void tell_decision(struct way *s)
{
	struct demo_step *at = step(s, "verify", back(s, 72));

	at->kind = "fit";
	at->number = paper(s, "TM/CB");
	voted(s, "cell_vote", back(s, 56), "NQ/CB");
	voted(s, "committee_vote", back(s, 30), "NQ/ĐU");
	step(s, "decide", s->decided)->number =
		arena_printf(s->w->a, "%d-QĐ/HU", ++s->w->admissions);
}

static void tell_probation(struct way *s)
{
	day_t held = s->c->who.ceremony_on;

	if (!held)
		return;
	step(s, "receive", day_add(s->decided, 1));
	step(s, "ceremony", held);
}

/* Somebody thinks better of it, or goes away for work. */
static void give_up(struct way *s, day_t day)
{
	struct demo_step *at;

	s->last = s->w->in->today;
	at = step(s, "reject", day);
	at->kind = demo_chance(s->w->dice, 500) ? "withdrawn" : "gone_away";
}

/* ---- whose they are ---- */

static const char *source_of(const char *occupation)
{
	static const char *const sources[][2] = {{"farmer", "farmer"}, {"worker", "worker"},
		{"craftsman", "worker"}, {"army", "armed_forces"}, {"police", "armed_forces"},
		{"business_owner", "business"}, {"official", "official_staff"},
		{"commune_official", "official_staff"}, {"public_service", "official_staff"},
		{"teacher", "official_staff"}, {"health", "official_staff"}};

	for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++)
		if (text_eq(sources[i][0], occupation))
			return sources[i][1];
	return "other_source";
}

static void tell(struct way *s, day_t from, bool gives_up)
{
	const char *mentor = helper(s, from, NULL);

	if (!s->own && demo_chance(s->w->dice, NO_MENTOR))
		mentor = NULL;
	if (gives_up)
		s->last = day_add(from, BEARS_WITH_IT);
	tell_followed(s, from, mentor);
	tell_file(s, mentor);
	tell_decision(s);
	tell_probation(s);
	if (gives_up)
		give_up(s, day_add(s->last, 9));
}

static void begin(struct way *s, struct world *w, const struct one *o, day_t last)
{
	*s = (struct way){.w = w, .cell = o->cell, .decided = o->m.admitted_on, .last = last};
	s->c = world_row(w, &w->cases);
	*s->c = (struct demo_case){.who = o->m,
		.source = o->cell->head == o ? "village_head" : source_of(o->m.occupation)};
}

static void tell_member(struct world *w, const struct one *o)
{
	struct way s;

	begin(&s, w, o, w->in->today);
	s.own = o;
	tell(&s, back(&s, FOLLOWED + demo_roll(w->dice, FOLLOWED_MORE)), false);
}

struct candidate {
	struct one *one;
	day_t from;
};

static void tell_candidate(struct world *w, const struct candidate *c)
{
	struct way s;
	bool early = day_add(c->from, BEARS_WITH_IT + 9) <= w->in->today;

	begin(&s, w, c->one, w->in->today);
	tell(&s, c->from, early && demo_chance(w->dice, GIVES_UP));
}

/* A number in the register comes with the admission. */
void case_candidate(struct world *w, const struct event *e)
{
	day_t decided = day_add(e->day, FOLLOWED + demo_roll(w->dice, FOLLOWED_MORE));
	struct candidate *c;
	struct one *o;

	if (decided <= w->in->today)
		decided = day_add(w->in->today, AHEAD + demo_roll(w->dice, AHEAD_MORE));
	o = world_person(w, e->cell, demo_working_day(decided), true);
	w->n--;
	o->m.member_no = NULL;
	w->candidates.size = sizeof(*c);
	c = world_row(w, &w->candidates);
	*c = (struct candidate){o, e->day};
}

static bool is_on_probation(const struct one *o)
{
	return o->later && !o->m.arrived_on && !o->left && !o->moved && !o->m.recognised_on;
}

void case_tell(struct world *w)
{
	const struct candidate *c = (const struct candidate *)w->candidates.p;

	for (size_t i = 0; i < w->n; i++)
		if (is_on_probation(w->ones[i]))
			tell_member(w, w->ones[i]);
	for (size_t i = 0; i < w->candidates.n; i++)
		tell_candidate(w, &c[i]);
}
