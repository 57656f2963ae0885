#include "demo/demo_life_impl.h"

enum { UNION_UNTIL = 31, STUDIES = 140, MEN_RETIRE = 60, WOMEN_RETIRE = 55 };

static bool is_here(const struct world *w, const struct one *o, day_t day)
{
	return day > o->came && day <= w->in->today && (!o->left || day < o->left);
}

static void change(
	struct world *w, const struct one *o, day_t day, const char *field, const char *value)
{
	struct demo_change *c;

	if (!is_here(w, o, day))
		return;
	c = world_row(w, &w->changes);
	*c = (struct demo_change){o->m.member_no, field, value, day};
}

static void leave_union(struct world *w, const struct one *o)
{
	if (text_eq(o->m.youth_union, "yes"))
		change(w, o, day_add_months(day_first(o->m.birth_date), 12 * UNION_UNTIL),
			"youth_union", "no");
}

static bool is_paid_by_the_state(const char *occupation)
{
	static const char *const paid[] = {"official", "commune_official", "public_service",
		"teacher", "health", "army", "police"};

	for (size_t i = 0; i < sizeof(paid) / sizeof(*paid); i++)
		if (text_eq(paid[i], occupation))
			return true;
	return false;
}

static void retire(struct world *w, const struct one *o)
{
	int age = text_eq(o->m.sex, "female") ? WOMEN_RETIRE : MEN_RETIRE;
	day_t day = day_add_months(day_first(o->m.birth_date), 12 * age);

	if (is_paid_by_the_state(o->m.occupation))
		change(w, o, day_add_months(day_year(day) * 10000 + day_month(day) * 100 + 1, 1),
			"occupation", "retired");
}

static void study(struct world *w, const struct one *o)
{
	const char *level = o->m.theory_level;
	const char *next = text_eq(level, "none")	  ? "elementary"
			   : text_eq(level, "elementary") ? "intermediate"
							  : NULL;
	day_t day = demo_working_day(demo_day(w->dice, w->in->from, w->in->today));

	if (next && one_age(o, day) < 50 && demo_chance(w->dice, STUDIES))
		change(w, o, day, "theory_level", next);
}

void life_change(struct world *w)
{
	for (size_t i = 0; i < w->n; i++) {
		leave_union(w, w->ones[i]);
		retire(w, w->ones[i]);
		study(w, w->ones[i]);
	}
}
