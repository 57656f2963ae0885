/*
 * The second computation: of one village and one day, from the facts as they are recorded.
 */
#include "figure/figure_village_test.h"

static bool holds(const struct village_fact *f, day_t day)
{
	return day_first(f->from_day) <= day && day < f->to_day;
}

static const struct village_fact *fact_on(struct list facts, const char *aspect, day_t day)
{
	const struct village_fact *f = facts.rows;

	for (size_t i = 0; i < facts.n; i++)
		if (text_eq(f[i].aspect, aspect) && holds(&f[i], day))
			return &f[i];
	return NULL;
}

static bool exists(struct world *w, int64_t org, day_t day)
{
	struct org_spell s;

	return org && tree_spell(&w->s->cx, org, day, &s) == ERR_OK;
}

/* Who follows whom is read off the acts. */
static int64_t followed(struct world *w, int64_t org, day_t day)
{
	for (int i = 0; org && !exists(w, org, day) && i < 20; i++) {
		const struct org_act *a;
		struct list acts;
		int64_t next = 0;
		ok(tree_acts(&w->s->cx, org, &acts));
		a = acts.rows;
		for (size_t k = 0; k < acts.n; k++)
			if (text_eq(a[k].act, "merge"))
				next = a[k].other;
		org = next;
	}
	return org;
}

static int standing(struct world *w, int64_t person, day_t day)
{
	struct member_spell s;

	if (member_spell_on(&w->s->cx, person, day, &s) || !s.counted)
		return 0;
	return text_eq(s.status, "full") ? 2 : 1;
}

/* The village that had the code when the attribute began, or the first one after. */
static int64_t home(struct world *w, const struct person *p)
{
	int64_t best = 0;
	day_t best_from = DAY_MAX;

	for (size_t i = 0; i < w->village_count; i++) {
		const struct village_fact *f;
		struct list facts;
		ok(village_facts(&w->s->cx, w->villages[i], false, &facts));
		f = facts.rows;
		for (size_t k = 0; k < facts.n; k++)
			if (text_eq(f[k].aspect, "place") && text_eq(f[k].code, p->village_code) &&
				f[k].to_day > p->from_day && f[k].from_day < p->to_day &&
				f[k].from_day < best_from) {
				best = w->villages[i];
				best_from = f[k].from_day;
			}
	}
	return best;
}

/* What a village has become by a day. */
static int64_t became(struct world *w, int64_t village, day_t day)
{
	for (int i = 0; village && i < 20; i++) {
		const struct village_fact *f, *last = NULL;
		struct list facts;
		ok(village_facts(&w->s->cx, village, false, &facts));
		f = facts.rows;
		for (size_t k = 0; k < facts.n; k++)
			if (text_eq(f[k].aspect, "place"))
				last = &f[k];
		if (!last || day < last->to_day)
			return village;
		village = last->other;
	}
	return village;
}

struct seen {
	int64_t commune;
	unsigned marks;
};

static void count_people(struct world *w, int64_t village, day_t day, int *ret_all, int *ret_full)
{
	*ret_all = *ret_full = 0;
	for (size_t i = 0; i < PEOPLE; i++) {
		struct person p;
		int stands = standing(w, w->people[i], day);
		ok(member_person(&w->s->cx, w->people[i], day, &p));
		if (!stands || text_empty(p.village_code) || became(w, home(w, &p), day) != village)
			continue;
		(*ret_all)++;
		*ret_full += stands == 2;
	}
}

static bool leads(struct world *w, int64_t cell, int64_t person, day_t day)
{
	struct person p;

	if (member_person(&w->s->cx, person, day, &p))
		return false;
	for (size_t i = 0; i < w->post_count; i++)
		if (w->posts[i].cell == cell && w->posts[i].from <= day && day < w->posts[i].to &&
			text_eq(arena_printf(w->s->a, "%u", w->posts[i].no), p.member_no))
			return true;
	return false;
}

static struct seen see(struct world *w, int64_t village, day_t day)
{
	const struct village_fact *place, *cell, *head;
	struct seen ret = {0};
	struct list facts;
	int64_t served;
	int all, full;

	ok(village_facts(&w->s->cx, village, false, &facts));
	place = fact_on(facts, "place", day);
	if (!place)
		return ret;
	cell = fact_on(facts, "cell", day);
	head = fact_on(facts, "head", day);
	ret.commune = followed(w, place->org, day);
	served = cell ? followed(w, cell->org, day) : 0;
	count_people(w, village, day, &all, &full);
	ret.marks = 1u << MARK_TOTAL;
	if (!all && fact_on(facts, "survey", day))
		ret.marks |= 1u << MARK_NO_MEMBER;
	if (!served || cell->joint)
		ret.marks |= 1u << MARK_NO_CELL;
	if (fact_on(facts, "unstable", day))
		ret.marks |= 1u << MARK_UNSTABLE;
	if (full == 1 || full == 2)
		ret.marks |= 1u << MARK_BELOW;
	if (head && head->person && served && leads(w, served, head->person, day))
		ret.marks |= 1u << MARK_COMBINED;
	if (head && (!head->person || !standing(w, head->person, day)))
		ret.marks |= 1u << MARK_HEAD_NOT_MEMBER;
	return ret;
}

int64_t second(struct world *w, enum village_mark m, int64_t org, day_t day)
{
	int64_t n = 0;
	bool below;

	for (size_t i = 0; i < w->village_count; i++) {
		struct seen s = see(w, w->villages[i], day);
		if (!(s.marks >> m & 1))
			continue;
		below = !org;
		if (org && s.commune)
			ok(tree_is_below(&w->s->cx, s.commune, org, day, &below));
		n += below;
	}
	return n;
}

/* Was the person admitted on that day, and no member the day before? */
static day_t admitted_on(struct world *w, int64_t person, const struct member_fact *f)
{
	day_t day = day_first(f->day);
	struct member_spell s;

	if (!text_eq(f->kind, "admitted") || member_spell_on(&w->s->cx, person, day, &s))
		return 0;
	if (!s.counted || s.admitted_on != f->day || standing(w, person, day_add(day, -1)))
		return 0;
	return day;
}

/* Of how many villages below is the person head on the day? */
static int64_t headed(struct world *w, int64_t person, int64_t org, day_t day)
{
	int64_t n = 0;

	for (size_t v = 0; v < w->village_count; v++) {
		const struct village_fact *head;
		struct seen s = see(w, w->villages[v], day);
		struct list facts;
		bool below = !org;
		ok(village_facts(&w->s->cx, w->villages[v], false, &facts));
		head = fact_on(facts, "head", day);
		if (!s.marks || !head || head->person != person)
			continue;
		if (org)
			ok(tree_is_below(&w->s->cx, s.commune, org, day, &below));
		n += below;
	}
	return n;
}

int64_t second_admitted(struct world *w, int64_t org, day_t from, day_t to)
{
	int64_t n = 0;

	for (size_t i = 0; i < PEOPLE; i++) {
		const struct member_fact *f;
		struct list facts;
		ok(member_facts(&w->s->cx, w->people[i], &facts));
		f = facts.rows;
		for (size_t k = 0; k < facts.n; k++) {
			day_t day = admitted_on(w, w->people[i], &f[k]);
			if (day && from <= day && day <= to)
				n += headed(w, w->people[i], org, day);
		}
	}
	return n;
}
