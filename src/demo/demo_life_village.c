/*
 * demo_life_village.c: the villages of a locality and who heads them.
 *
 * How it was with the head stands in villages.csv:
 *
 *	secretary  the secretary of the cell, whoever that was
 *	member     somebody of the cell, but not its secretary
 *	admitted   no member, until admitted (admit_head of plan.csv); some weeks later the
 *		   secretary was elected head, since nobody on probation can be secretary
 *	outside    no member, all the time
 */
#include "base/die.h"
#include "demo/demo_life_impl.h"

enum {
	HALF = 500,
	SOON = 20,
	SPREAD = 40,
	LAST_CHANGE = 3,
	VILLAGES_MAX = 400,
	TERM = 24,
	HEAD_AGE = 58
};

/* Heads are elected two years and some days after the register was opened. */
static day_t election_of(const struct world *w)
{
	return day_add(day_add_months(w->in->from, TERM), 14);
}

/* A day of the year before the last. */
static day_t year_before(const struct world *w, int day)
{
	return (day_year(w->in->today) - 1) * 10000 + day;
}

enum { IN_CHARGE = 215, CONCLUSION = 1115 };

/* code, name, kind, commune, cell, joint, households, population, head, share, unstable, survey,
 * charge */
void village_take(struct world *w, const struct sheet_row *row)
{
	struct home_village v = {.code = row_text(w, row, 0),
		.name = row_text(w, row, 1),
		.kind = row_text(w, row, 2),
		.commune = row_text(w, row, 3),
		.cell = world_cell(w, row_text(w, row, 4)),
		.joint = text_eq(row_text(w, row, 5), "yes"),
		.households = row_number(row, 6),
		.population = row_number(row, 7),
		.head = row_text(w, row, 8),
		.share = row_number(row, 9),
		.unstable = row_text(w, row, 10),
		.survey = row_day(row, 11),
		.charge = row_text(w, row, 12)};

	must(w->village_count < VILLAGES_MAX);
	w->villages[w->village_count++] = v;
}

/* ---- where people live ---- */

/* Those who work in the commune live in any village with a cell of its own, or elsewhere. */
static bool is_home(const struct home_village *v, const char *commune)
{
	return v->cell && !v->joint && text_eq(v->commune, commune);
}

static const char *somewhere(struct world *w, const char *commune)
{
	int n = 0, at;

	for (int i = 0; i < w->village_count; i++)
		n += is_home(&w->villages[i], commune);
	at = n ? demo_roll(w->dice, 2 * n) : 0;
	for (int i = 0; i < w->village_count; i++)
		if (is_home(&w->villages[i], commune) && at-- == 0)
			return w->villages[i].code;
	return NULL;
}

void village_settle(struct world *w, struct one *o)
{
	if (!w->village_count)
		return;
	o->m.village_code = o->cell->village ? o->cell->village : somewhere(w, o->cell->above);
	for (int i = 0; i < w->village_count; i++) {
		struct home_village *v = &w->villages[i];
		if (!v->joint || v->cell != o->cell || !v->share)
			continue;
		v->share--;
		o->m.village_code = v->code;
		return;
	}
}

/* ---- heads ---- */

struct teller {
	struct world *w;
	const struct home_village *v;
	struct demo_village *row; /* as it is when the register is opened */
};

static struct demo_village_fact *fact(struct teller *t, const char *aspect, day_t from)
{
	struct demo_village_fact *f = world_row(t->w, &t->w->village_facts);

	*f = (struct demo_village_fact){.village_code = t->v->code, .aspect = aspect, .from = from};
	return f;
}

/* The first one stands in the file; the others are told one after another. */
static void head(struct teller *t, const char *name, const char *member_no, day_t from, day_t to)
{
	struct demo_village_fact *f;

	if (from <= t->w->in->from) {
		t->row->head_name = name;
		t->row->head_member_no = member_no;
		t->row->head_from = from;
		if (!to)
			return;
	}
	f = fact(t, "head", from);
	f->holder = name;
	f->member_no = member_no;
	f->to = to;
}

static const struct demo_post *secretary_on(const struct teller *t, const char *cell, day_t day)
{
	const struct demo_post *p = (const struct demo_post *)t->w->posts.p;

	for (size_t i = 0; i < t->w->posts.n; i++)
		if (p[i].from <= day && (!p[i].to || day <= p[i].to) &&
			text_eq(p[i].org_code, cell) && text_eq(p[i].post, "secretary"))
			return &p[i];
	return NULL;
}

/* Secretary after secretary; where the post is vacant for some weeks, so is the head's. */
static void secretaries(struct teller *t, day_t from)
{
	const struct demo_post *p = (const struct demo_post *)t->w->posts.p;

	must(t->v->cell);
	for (size_t i = 0; i < t->w->posts.n; i++) {
		day_t begin = p[i].from > from ? p[i].from : from;
		bool followed;
		if (!text_eq(p[i].org_code, t->v->cell->code) || !text_eq(p[i].post, "secretary") ||
			(p[i].to && p[i].to < begin))
			continue;
		followed = p[i].to && secretary_on(t, t->v->cell->code, day_add(p[i].to, 1));
		head(t, p[i].holder, p[i].member_no, begin, followed ? 0 : p[i].to);
	}
}

static const char *stranger(struct teller *t)
{
	struct demo_ask ask = {.circle = "village", .cell_code = "", .day = t->w->in->from};
	struct demo_member m;

	if (t->v->cell) {
		ask.circle = t->v->cell->circle;
		ask.cell_code = t->v->cell->code;
	}

	demo_people_make(t->w->people, t->w->a, &ask, &m);
	return m.full_name;
}

static day_t election(struct teller *t)
{
	return day_add(election_of(t->w), demo_roll(t->w->dice, SPREAD));
}

static void admitted(struct teller *t)
{
	const struct one *o = t->v->cell ? t->v->cell->head : NULL;
	struct world *w = t->w;
	day_t day, last = day_add(w->in->today, -LAST_CHANGE);

	must(o);
	head(t, stranger(t), NULL, w->in->from, 0);
	head(t, o->m.full_name, o->m.member_no, election(t), 0);
	day = day_add(o->m.admitted_on, SOON + demo_roll(w->dice, SPREAD));
	secretaries(t, day < last ? day : last);
}

/* Somebody of the cell who lives here, was there from the first, and stayed. */
static const struct one *villager(struct teller *t)
{
	const struct one *found = NULL;
	int n = 0;

	for (size_t i = 0; i < t->w->n; i++) {
		const struct one *o = t->w->ones[i];
		if (o->later || o->left || o->moved || !text_eq(o->m.village_code, t->v->code) ||
			one_has_post(t->w, o) || one_age(o, t->w->in->from) > HEAD_AGE)
			continue;
		if (demo_roll(t->w->dice, ++n) == 0)
			found = o;
	}
	return found;
}

static void some_member(struct teller *t)
{
	const struct one *o = villager(t);

	if (o)
		head(t, o->m.full_name, o->m.member_no, t->w->in->from, 0);
	else
		head(t, stranger(t), NULL, t->w->in->from, 0);
}

static void tell_head(struct teller *t)
{
	if (text_eq(t->v->head, "secretary")) {
		secretaries(t, t->w->in->from);
	} else if (text_eq(t->v->head, "member")) {
		some_member(t);
	} else if (text_eq(t->v->head, "admitted")) {
		admitted(t);
	} else {
		head(t, stranger(t), NULL, t->w->in->from, 0);
		if (demo_chance(t->w->dice, HALF))
			head(t, stranger(t), NULL, election(t), 0);
	}
}

/* ---- the rest ---- */

/* Who is in charge: the secretary of its cell, or of the one that the row names. */
static const struct demo_post *in_charge(const struct teller *t, day_t day)
{
	if (!t->v->charge)
		return NULL;
	if (!text_eq(t->v->charge, "yes"))
		return secretary_on(t, t->v->charge, day);
	must(t->v->cell);
	return secretary_on(t, t->v->cell->code, day);
}

static void tell_rest(struct teller *t)
{
	day_t day = year_before(t->w, IN_CHARGE);
	const struct demo_post *p = in_charge(t, day);
	struct demo_village_fact *f;

	if (t->v->survey)
		fact(t, "survey", t->v->survey);
	if (t->v->unstable) {
		f = fact(t, "unstable", year_before(t->w, CONCLUSION));
		f->reason = t->v->unstable;
		f->number = world_decision(t->w);
	}
	if (p) {
		f = fact(t, "charge", day);
		f->holder = p->holder;
		f->member_no = p->member_no;
		f->number = world_decision(t->w);
	}
}

void village_tell(struct world *w)
{
	for (int i = 0; i < w->village_count; i++) {
		const struct home_village *v = &w->villages[i];
		struct teller t = {.w = w, .v = v, .row = world_row(w, &w->village_rows)};
		*t.row = (struct demo_village){.code = v->code,
			.name = v->name,
			.kind = v->kind,
			.commune_code = v->commune,
			.cell_code = v->cell ? v->cell->code : NULL,
			.joint = v->joint ? "yes" : NULL,
			.households = v->households,
			.population = v->population};
		tell_head(&t);
		tell_rest(&t);
	}
}
