/*
 * tree_fold.c: from the acts of an organisation to its spells.
 */
#include "core/tree_impl.h"

static const char *const order[] = {
	"found", "open", "code", "kind", "rename", "move", "split", "merge", "dissolve"};

/* Acts of one day are taken in the order in which an office would do them. */
static int rank(const char *act)
{
	for (int i = 0; i < (int)(sizeof(order) / sizeof(*order)); i++)
		if (text_eq(order[i], act))
			return i;
	return 0;
}

/* An act that is new has no place in its day yet: it comes after those entered before it. */
static int64_t place(const struct plan_act *pa)
{
	return pa->act.seq ? pa->act.seq : INT64_MAX;
}

static bool before(const struct plan_act *a, const struct plan_act *b)
{
	int ra = rank(a->act.act), rb = rank(b->act.act);

	if (a->act.day != b->act.day)
		return a->act.day < b->act.day;
	if (ra != rb)
		return ra < rb;
	return place(a) < place(b);
}

/* Insertion sort of a short list; stable, so that added acts follow those already there. */
static void sort_acts(struct plan_org *o)
{
	struct plan_act *sorted = NULL, *next;

	for (struct plan_act *pa = o->acts; pa; pa = next) {
		struct plan_act **at = &sorted;
		next = pa->next;
		while (*at && !before(pa, *at))
			at = &(*at)->next;
		pa->next = *at;
		*at = pa;
	}
	o->acts = sorted;
	o->last = NULL;
	for (struct plan_act *pa = sorted; pa; pa = pa->next)
		o->last = pa;
}

static int64_t last_place(const struct plan_org *o, day_t day)
{
	int64_t last = 0;

	for (const struct plan_act *pa = o->acts; pa; pa = pa->next)
		if (pa->act.day == day && pa->act.seq > last)
			last = pa->act.seq;
	return last;
}

/*
 * The position among the acts of the same day, kept in the row so that the order is stable. An act
 * that corrects another has the place of that one already.
 */
static void number_acts(struct plan_org *o)
{
	for (struct plan_act *pa = o->acts; pa; pa = pa->next)
		if (!pa->act.seq)
			pa->act.seq = last_place(o, pa->act.day) + 1;
}

bool spell_same(const struct org_spell *a, const struct org_spell *b)
{
	return a->org == b->org && a->from_day == b->from_day && a->to_day == b->to_day &&
	       a->parent == b->parent && text_eq(a->kind, b->kind) &&
	       text_eq(a->sector, b->sector) && text_eq(a->code, b->code) &&
	       text_eq(a->name, b->name);
}

static bool state_same(const struct org_spell *a, const struct org_spell *b)
{
	return a->parent == b->parent && text_eq(a->kind, b->kind) &&
	       text_eq(a->sector, b->sector) && text_eq(a->code, b->code) &&
	       text_eq(a->name, b->name);
}

struct fold {
	struct tree_plan *p;
	struct plan_org *o;
	struct plan_spell
		*now; /* the spell under way; NULL before the beginning and after the end */
	struct plan_spell **at;
	bool began, ended;
};

/* Begins a new spell on the day with the state of the one under way, which ends. */
static struct org_spell *turn(struct fold *f, const struct plan_act *pa)
{
	struct plan_spell *ps;

	if (f->now && f->now->s.from_day == pa->act.day)
		return &f->now->s;
	ps = arena_new_of(f->p->cx->a, struct plan_spell);
	if (f->now) {
		ps->s = f->now->s;
		f->now->s.to_day = pa->act.day;
	}
	ps->s.org = f->o->id;
	ps->s.from_day = pa->act.day;
	ps->s.to_day = DAY_MAX;
	ps->s.txn = 0;
	ps->tag = pa->tag;
	*f->at = ps;
	f->at = &ps->next;
	f->now = ps;
	return &ps->s;
}

static void tell(struct fold *f, const struct plan_act *pa, enum msg what, const char *arg)
{
	if (f->p->telling)
		plan_problem(f->p, pa->tag, "day", what, arg, NULL);
}

static void found(struct fold *f, const struct plan_act *pa)
{
	struct org_spell *s;

	if (f->began) {
		tell(f, pa, M_TREE_FOUNDED_TWICE, pa->act.name);
		return;
	}
	s = turn(f, pa);
	s->parent = pa->act.parent;
	s->kind = pa->act.kind;
	s->sector = pa->act.sector;
	s->code = pa->act.code;
	s->name = pa->act.name;
	f->began = true;
}

static void end(struct fold *f, const struct plan_act *pa)
{
	f->now->s.to_day = pa->act.day;
	f->now = NULL;
	f->ended = true;
}

static void change(struct fold *f, const struct plan_act *pa)
{
	const struct org_act *a = &pa->act;

	if (text_eq(a->act, "rename")) {
		turn(f, pa)->name = a->name;
	} else if (text_eq(a->act, "code")) {
		turn(f, pa)->code = a->code;
	} else if (text_eq(a->act, "move")) {
		turn(f, pa)->parent = a->parent;
	} else if (text_eq(a->act, "kind")) {
		struct org_spell *s = turn(f, pa);
		if (!text_empty(a->kind))
			s->kind = a->kind;
		if (!text_empty(a->sector))
			s->sector = a->sector;
	} else if (text_eq(a->act, "merge") || text_eq(a->act, "dissolve")) {
		end(f, pa);
	}
}

static void step(struct fold *f, const struct plan_act *pa)
{
	if (text_eq(pa->act.act, "found"))
		found(f, pa);
	else if (f->ended)
		tell(f, pa, M_TREE_AFTER_END, cx_day(f->p->cx, pa->act.day));
	else if (!f->began)
		tell(f, pa, M_TREE_BEFORE_BEGIN, cx_day(f->p->cx, pa->act.day));
	else
		change(f, pa);
}

/* A change to what it was already makes no new spell; an organisation ended at once has none. */
static void tidy(struct plan_org *o)
{
	struct plan_spell **at = &o->spells;

	while (*at) {
		struct plan_spell *ps = *at;
		if (ps->s.from_day >= ps->s.to_day) {
			*at = ps->next;
			continue;
		}
		if (ps->next && ps->next->s.from_day < ps->next->s.to_day &&
			state_same(&ps->s, &ps->next->s)) {
			ps->s.to_day = ps->next->s.to_day;
			ps->next = ps->next->next;
			continue;
		}
		at = &ps->next;
	}
}

void tree_fold(struct tree_plan *p, struct plan_org *o)
{
	struct fold f = {.p = p, .o = o, .at = &o->spells};

	sort_acts(o);
	number_acts(o);
	o->spells = NULL;
	for (struct plan_act *pa = o->acts; pa; pa = pa->next)
		if (!pa->voided)
			step(&f, pa);
	tidy(o);
}
