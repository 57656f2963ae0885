#include "demo/demo_life_impl.h"

enum { CELL_COMMITTEE_FROM = 9, COMMITTEE = 8, TERM_SPREAD = 30, EARLIER = 25, BY_ELECTION = 45 };

bool one_has_post(const struct world *w, const struct one *o)
{
	const struct demo_post *p = (const struct demo_post *)w->posts.p;

	for (size_t i = 0; i < w->posts.n; i++)
		if (p[i].who == o && !p[i].to)
			return true;
	return false;
}

/* Did the person hold a post of this organisation until the day before? */
static bool held(const struct world *w, const struct one *o, const char *org, day_t day)
{
	const struct demo_post *p = (const struct demo_post *)w->posts.p;
	day_t eve = day_add(day, -1);

	for (size_t i = 0; i < w->posts.n; i++)
		if (p[i].who == o && p[i].to == eve && text_eq(p[i].org_code, org))
			return true;
	return false;
}

static int learning(const struct one *o)
{
	const char *level = o->m.theory_level;

	return text_eq(level, "none") ? 1 : text_eq(level, "elementary") ? 4 : 10;
}

static bool eligible(const struct one *o, day_t day)
{
	int age = one_age(o, day);

	return one_is_full(o, day) && !o->exempt && !o->away && !o->hosted && age >= 26 && age < 69;
}

static int for_cell(const struct world *w, const struct one *o, day_t day)
{
	int weight = eligible(o, day) ? learning(o) : 0;

	return weight && held(w, o, o->cell->code, day) ? 12 * weight : weight;
}

/* Everybody is below the root; below a committee between, those of its cells. */
static bool is_below(const struct world *w, const struct one *o)
{
	return text_eq(w->committee, w->in->root) || text_eq(w->committee, o->cell->above);
}

static int for_committee(const struct world *w, const struct one *o, day_t day)
{
	int weight = eligible(o, day) && one_age(o, day) < 58 ? learning(o) : 0;

	if (!is_below(w, o))
		return 0;
	if (text_eq(o->m.occupation, "commune_official"))
		weight *= 20;
	return weight && held(w, o, w->committee, day) ? 15 * weight : weight;
}

static bool holds(const struct world *w, const struct one *o, const char *org)
{
	const struct demo_post *p = (const struct demo_post *)w->posts.p;

	for (size_t i = 0; i < w->posts.n; i++)
		if (p[i].who == o && !p[i].to && text_eq(p[i].org_code, org))
			return true;
	return false;
}

/* Who has just been elected here is left out; of who has no chance that is not looked for. */
static int for_cell_free(const struct world *w, const struct one *o, day_t day)
{
	int weight = for_cell(w, o, day);

	return weight && holds(w, o, o->cell->code) ? 0 : weight;
}

static int for_committee_free(const struct world *w, const struct one *o, day_t day)
{
	int weight = for_committee(w, o, day);

	return weight && holds(w, o, w->committee) ? 0 : weight;
}

static void give(struct world *w, struct one *o, const char *org, const char *post, day_t day)
{
	struct demo_post *p = world_row(w, &w->posts);

	*p = (struct demo_post){.org_code = org,
		.post = post,
		.member_no = o->m.member_no,
		.holder = o->m.full_name,
		.from = day,
		.who = o};
}

static struct one *elect(struct world *w, const struct event *e, const char *post)
{
	struct one *o;

	w->committee = e->committee;
	o = one_draw(w, e->cell, e->day, e->cell ? for_cell_free : for_committee_free);
	if (o)
		give(w, o, e->cell ? e->cell->code : e->committee, post, e->day);
	return o;
}

static void end_term(struct world *w, const char *org, day_t day)
{
	struct demo_post *p = (struct demo_post *)w->posts.p;

	for (size_t i = 0; i < w->posts.n; i++)
		if (!p[i].to && text_eq(p[i].org_code, org))
			p[i].to = day_add(day, -1);
}

static int full_members(const struct world *w, const struct home_cell *c, day_t day)
{
	int n = 0;

	for (size_t i = 0; i < w->n; i++)
		n += w->ones[i]->cell == c && !w->ones[i]->left && one_is_full(w->ones[i], day);
	return n;
}

static void cell_congress(struct world *w, const struct event *e)
{
	end_term(w, e->cell->code, e->day);
	elect(w, e, "secretary");
	elect(w, e, "deputy");
	if (full_members(w, e->cell, e->day) >= CELL_COMMITTEE_FROM)
		elect(w, e, "cell_committee_member");
}

static void committee_congress(struct world *w, const struct event *e)
{
	struct one *head;

	end_term(w, e->committee, e->day);
	elect(w, e, "secretary");
	head = elect(w, e, "standing_deputy");
	elect(w, e, "deputy");
	elect(w, e, "standing_member");
	if (head)
		give(w, head, e->committee, "inspection_head", e->day);
	for (int i = 0; i < COMMITTEE; i++)
		elect(w, e, "committee_member");
}

/* Unless a congress has come between. */
static void fill_post(struct world *w, const struct event *e)
{
	const struct demo_post *p = (const struct demo_post *)w->posts.p;
	const char *org = e->cell ? e->cell->code : e->committee;

	for (size_t i = 0; i < w->posts.n; i++)
		if (text_eq(p[i].org_code, org) && text_eq(p[i].post, e->post) &&
			p[i].from > day_add(e->day, -BY_ELECTION))
			return;
	elect(w, e, e->post);
}

void post_leave(struct world *w, const struct one *o, day_t day)
{
	for (size_t i = 0; i < w->posts.n; i++) {
		struct demo_post *p = (struct demo_post *)w->posts.p + i;
		struct home_cell *cell = world_cell(w, p->org_code);
		if (p->who != o || p->to)
			continue;
		p->to = day_add(day, -1);
		world_event(w,
			&(struct event){.day = day_add(day, BY_ELECTION - demo_roll(w->dice, 30)),
				.run = fill_post,
				.cell = cell,
				.committee = cell ? NULL : p->org_code,
				.post = p->post});
	}
}

static void schedule_cell(struct world *w, struct home_cell *c)
{
	static const day_t congresses[] = {20120901, 20150110, 20170805, 20200105, 20220601};
	struct event e = {.run = cell_congress, .cell = c};

	e.day = c->from ? day_add(c->from, 7) : w->in->from;
	world_event(w, &e);
	for (size_t i = 0; i < sizeof(congresses) / sizeof(*congresses); i++) {
		day_t day = day_add(congresses[i], demo_roll(w->dice, TERM_SPREAD));
		if (day <= e.day)
			continue;
		world_event(w, &(struct event){.day = day, .run = cell_congress, .cell = c});
	}
}

/* Those between the cells and the root hold theirs some weeks before it. */
static void schedule_committee(struct world *w, const char *code)
{
	static const day_t congresses[] = {20100624, 20150528, 20200610};
	struct event e = {.run = committee_congress, .committee = code, .day = w->in->from};

	world_event(w, &e);
	for (size_t i = 0; i < sizeof(congresses) / sizeof(*congresses); i++) {
		e.day = congresses[i];
		if (!text_eq(code, w->in->root))
			e.day = day_add(e.day, -EARLIER - demo_roll(w->dice, TERM_SPREAD));
		if (e.day > w->in->from)
			world_event(w, &e);
	}
}

static bool is_first_below(const struct world *w, int i)
{
	for (int k = 0; k < i; k++)
		if (text_eq(w->cells[k].above, w->cells[i].above))
			return false;
	return w->cells[i].above != NULL;
}

void post_schedule(struct world *w)
{
	for (int i = 0; i < w->cell_count; i++)
		schedule_cell(w, &w->cells[i]);
	schedule_committee(w, w->in->root);
	for (int i = 0; i < w->cell_count; i++)
		if (is_first_below(w, i))
			schedule_committee(w, w->cells[i].above);
}
