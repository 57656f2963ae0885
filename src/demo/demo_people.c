#include "demo/demo_people.h"

#include "base/die.h"
#include "demo/demo_home.h"
#include "demo/demo_words.h"

#include <stdio.h>

#define TEXT(m)                                                                                    \
	{                                                                                          \
#m, FT_TEXT, CLASS_PERSONAL, M_NONE, 0,                                            \
			FIELD_OFF(struct demo_member, m, const char *)                             \
	}
#define CODE(m, cat)                                                                               \
	{                                                                                          \
#m, FT_CAT, CLASS_PERSONAL, M_NONE, 0,                                             \
			FIELD_OFF(struct demo_member, m, const char *), 0, cat                     \
	}
#define DAY(m)                                                                                     \
	{                                                                                          \
#m, FT_DAY, CLASS_PERSONAL, M_NONE, 0, FIELD_OFF(struct demo_member, m, day_t)     \
	}

const struct field demo_member_fields[] = {
	TEXT(member_no),
	TEXT(full_name),
	DAY(birth_date),
	CODE(sex, "sex"),
	CODE(ethnicity, "ethnicity"),
	CODE(religion, "religion"),
	TEXT(native_place),
	TEXT(residence),
	CODE(schooling, "schooling"),
	TEXT(degree),
	CODE(theory_level, "theory_level"),
	CODE(occupation, "occupation"),
	CODE(youth_union, "yes_no"),
	TEXT(cell_code),
	TEXT(village_code),
	DAY(admitted_on),
	DAY(ceremony_on),
	TEXT(admitted_at),
	DAY(recognised_on),
	DAY(recognition_decided_on),
	DAY(arrived_on),
	TEXT(arrived_from),
	TEXT(card_no),
	DAY(card_on),
	DAY(exempt_from),
	DAY(exempt_until),
	F_END,
};

enum {
	ADULT = 18,
	YOUNG = 30,	   /* the last year in the youth union */
	OLD_YEAR = 1972,   /* born before it: names of an older fashion */
	VAGUE_YEAR = 1952, /* born before it: some know the year only */
	FIRST_CARDS = 19800203,
	CARD_PREFIX = 26000000,
};

struct demo_people {
	const struct demo_words *words;
	const struct demo_home *home;
	struct demo_dice dice;
	const char *mix;
	day_t horizon;
	int members, cards;
};

enum err demo_people_new(
	struct arena *a, const struct demo_people_in *in, struct demo_people **ret, struct fault *f)
{
	struct demo_people *p = arena_new_of(a, struct demo_people);
	struct demo_words *words;
	struct demo_home *home;

	TRY(demo_words_load(a, &words, f));
	TRY(demo_home_load(a, in->unit, &home, f));
	*p = (struct demo_people){.words = words,
		.home = home,
		.dice = demo_dice_of(in->seed, in->unit),
		.mix = in->mix,
		.horizon = in->horizon,
		.members = in->number,
		.cards = in->number};
	*ret = p;
	return ERR_OK;
}

struct demo_dice *demo_people_dice(struct demo_people *p)
{
	return &p->dice;
}

const char *demo_people_word(struct demo_people *p, const char *what, const char *who)
{
	return demo_word(p->words, &p->dice, what, who);
}

const char *demo_people_near(struct demo_people *p, struct arena *a)
{
	return arena_printf(a, "Đảng bộ %s", demo_home_near(p->home, &p->dice, a));
}

/* ---- names ---- */

/*
 * "given/thai-m-old", or without "-old", or that of the people whose names are alike: the first
 * that there is.
 */
static const char *name_part(
	struct demo_people *p, const char *what, const char *names, char sex, bool old)
{
	char who[64];

	for (int hops = 0; hops < 4; hops++) {
		snprintf(who, sizeof(who), "%s-%c-old", names, sex);
		if (old && demo_words_have(p->words, what, who))
			return demo_people_word(p, what, who);
		snprintf(who, sizeof(who), "%s-%c", names, sex);
		if (demo_words_have(p->words, what, who))
			return demo_people_word(p, what, who);
		names = demo_people_word(p, "like", names);
	}
	must(!"names without end");
	return NULL;
}

/* Few peoples tell men and women by the first part of the name. */
static const char *family_of(struct demo_people *p, const char *names, char sex)
{
	char who[64];

	snprintf(who, sizeof(who), "%s-%c", names, sex);
	return demo_people_word(
		p, "family", demo_words_have(p->words, "family", who) ? who : names);
}

static const char *name_once(
	struct demo_people *p, struct arena *a, const char *names, char sex, bool old)
{
	const char *family = family_of(p, names, sex);
	const char *middle = name_part(p, "middle", names, sex, old);
	const char *given = name_part(p, "given", names, sex, old);

	return middle ? arena_printf(a, "%s %s %s", family, middle, given)
		      : arena_printf(a, "%s %s", family, given);
}

static const char *name_of(
	struct demo_people *p, struct arena *a, const char *names, const struct demo_member *m)
{
	char sex = text_eq(m->sex, "female") ? 'f' : 'm';
	const char *name;

	do
		name = name_once(p, a, names, sex, day_year(m->birth_date) < OLD_YEAR);
	while (demo_words_hold(p->words, "never", "any", name));
	return name;
}

/* ---- days ---- */

day_t demo_working_day(day_t day)
{
	while (day_weekday(day) > 5)
		day = day_add(day, 1);
	return day;
}

static day_t next_of(day_t day, const int *days, int n)
{
	for (int i = 0; i < n; i++)
		if (days[i] >= day % 10000)
			return day_year(day) * 10000 + days[i];
	return (day_year(day) + 1) * 10000 + days[0];
}

day_t demo_card_day(day_t day)
{
	static const int days[] = {203, 519, 902, 1107};

	return next_of(day, days, 4);
}

day_t demo_admission_day(struct demo_dice *d, day_t from, day_t to)
{
	static const int days[] = {203, 326, 519, 727, 902, 1020, 1107, 1222};
	day_t day = demo_day(d, from, to), near;

	if (demo_chance(d, 620)) {
		near = day_add(next_of(day, days, 8), -2 - demo_roll(d, 9));
		if (near >= from && near <= to)
			day = near;
	}
	near = demo_working_day(day);
	return near <= to ? near : day;
}

/* "31-40": the ends of a band of years. */
static void band(const char *text, int *ret_low, int *ret_high)
{
	struct str rest = str_of(text);
	long long low = 0, high = 0;

	must(str_to_int(str_cut(&rest, '-'), &low) && str_to_int(rest, &high));
	*ret_low = (int)low;
	*ret_high = (int)high;
}

/* A birth day of somebody who has completed `low` to `high` years on the day. */
static day_t born(struct demo_dice *d, day_t day, int low, int high)
{
	return demo_day(d, day_add(day_add_months(day, -12 * (high + 1)), 1),
		day_add_months(day, -12 * low));
}

/* Somebody new is as old as people of that occupation are when they are admitted. */
static day_t born_like(struct demo_people *p, const struct demo_ask *ask, const char *occupation)
{
	int low, high;

	band(demo_people_word(p, ask->fresh ? "admission_age" : "age", occupation), &low, &high);
	return born(&p->dice, ask->day, low, high);
}

static day_t admitted_before(
	struct demo_people *p, const struct demo_ask *ask, const struct demo_member *m)
{
	day_t last = day_add(ask->day, -1), from, to;
	int low, high;

	band(demo_people_word(p, "admission_age", m->occupation), &low, &high);
	from = day_add_months(m->birth_date, 12 * low);
	to = day_add_months(m->birth_date, 12 * (high + 1));
	if (from > last)
		from = day_add_months(m->birth_date, 12 * ADULT);
	if (to > last)
		to = last;
	return demo_admission_day(&p->dice, from, to);
}

static const char *card_next(struct demo_people *p, struct arena *a)
{
	return arena_printf(a, "%08d", CARD_PREFIX + ++p->cards);
}

static void party_life(struct demo_people *p, struct arena *a, struct demo_member *m)
{
	day_t card;

	m->ceremony_on = day_add(m->admitted_on, 2 + demo_roll(&p->dice, 12));
	m->recognised_on = day_add_months(m->ceremony_on, 12);
	m->recognition_decided_on =
		demo_working_day(day_add(m->recognised_on, 5 + demo_roll(&p->dice, 45)));
	card = day_add(m->recognition_decided_on, 20);
	m->card_on = demo_card_day(card < FIRST_CARDS ? FIRST_CARDS : card);
	if (m->card_on <= p->horizon)
		m->card_no = card_next(p, a);
	else
		m->card_on = 0;
	if (m->recognition_decided_on > p->horizon)
		m->recognised_on = m->recognition_decided_on = 0;
	if (m->ceremony_on > p->horizon)
		m->ceremony_on = 0;
}

/* ---- persons ---- */

/* "thai/thai:430": the ethnic group, and whose names its people bear here. */
static const char *choose_group(struct demo_people *p, struct arena *a, struct demo_member *m)
{
	struct str rest = str_of(demo_people_word(p, "mix", p->mix));
	struct str group = str_cut(&rest, '/');
	const char *names = arena_strndup(a, rest.p, rest.n);

	m->ethnicity = arena_strndup(a, group.p, group.n);
	m->religion = demo_people_word(
		p, "religion", demo_words_have(p->words, "religion", names) ? names : m->ethnicity);
	return names;
}

static void learn(struct demo_people *p, struct demo_member *m)
{
	m->schooling = demo_people_word(p, "schooling", m->occupation);
	m->degree = demo_people_word(p, "degree", m->occupation);
	if (!text_eq(m->schooling, "upper_secondary"))
		m->degree = NULL;
	m->theory_level = demo_people_word(p, "theory", m->occupation);
}

/* Retired people are not admitted, nor do they belong to the youth union. */
static const char *choose_occupation(struct demo_people *p, const struct demo_ask *ask)
{
	const char *occupation;

	do
		occupation = demo_people_word(p, "circle", ask->circle);
	while (ask->fresh && text_eq(occupation, "retired"));
	return occupation;
}

static void choose_days(
	struct demo_people *p, struct arena *a, const struct demo_ask *ask, struct demo_member *m)
{
	m->birth_date = born_like(p, ask, m->occupation);
	m->admitted_on = ask->fresh ? ask->day : admitted_before(p, ask, m);
	party_life(p, a, m);
	m->youth_union = day_years_between(m->birth_date, ask->day) <= YOUNG ? "yes" : "no";
	if (!ask->fresh)
		m->admitted_at = demo_people_word(p, "admitted_at", m->occupation);
	if (day_year(m->birth_date) < VAGUE_YEAR && demo_chance(&p->dice, 90))
		m->birth_date = day_year(m->birth_date) * 10000;
}

void demo_people_make(
	struct demo_people *p, struct arena *a, const struct demo_ask *ask, struct demo_member *ret)
{
	const char *names;

	*ret = (struct demo_member){.cell_code = ask->cell_code, .residence = ask->residence};
	ret->member_no = arena_printf(a, "%06d", ++p->members);
	ret->occupation = choose_occupation(p, ask);
	ret->sex = demo_people_word(p, "sex", ret->occupation);
	names = choose_group(p, a, ret);
	choose_days(p, a, ask, ret);
	ret->full_name = name_of(p, a, names, ret);
	ret->native_place = demo_home_native(p->home, &p->dice, a);
	learn(p, ret);
}

void demo_people_arrive(struct demo_people *p, struct arena *a, struct demo_member *m, day_t day)
{
	m->arrived_on = day;
	m->admitted_at = demo_people_word(p, "elsewhere", m->occupation);
	m->arrived_from = demo_chance(&p->dice, 600) ? demo_people_near(p, a) : m->admitted_at;
}
