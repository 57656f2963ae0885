#include "base/text.h"
#include "member/member_walk.h"

#include <stdlib.h>

static void nowhere(struct walk *w, day_t day)
{
	walk_vanish(w, day);
	w->cell = NULL;
	w->pending = false;
}

static enum err cell_ends(struct walk *w, day_t day)
{
	const struct org_life *old = w->cell, *next;
	bool counted = walk_counted(w), cell;

	TRY(walk_resolve(w, old->org, day, &next));
	if (next == old || next->end <= day || !next->spells.n) {
		if (counted)
			walk_problem(w, w->entry, "successor", M_MEMBER_CELL_ENDED, walk_name(old),
				cx_day(w->cx, day));
		nowhere(w, day);
		return ERR_OK;
	}
	TRY(walk_check_cell(w, w->entry, "successor", next, day, &cell));
	w->cell = next;
	if (!counted)
		return ERR_OK;
	if (next->register_on > day) {
		walk_flow(w, "moved_out", day, old->org, 0, NULL);
		walk_vanish(w, day);
		return ERR_OK;
	}
	walk_flow(w, "moved_out", day, old->org, next->org, NULL);
	walk_flow(w, "moved_in", day, next->org, old->org, NULL);
	walk_cut(w, day);
	w->now.cell = next->org;
	w->now.transit = w->now.transit == next->org ? 0 : w->now.transit;
	if (w->now.host == next->org)
		walk_leave_host(w);
	return ERR_OK;
}

/* The one in place of a cell that ended; NULL: there is none. */
static enum err in_place_of(
	struct walk *w, const struct org_life *old, day_t day, const struct org_life **ret)
{
	const struct org_life *next;
	bool cell = false;

	TRY(walk_resolve(w, old->org, day, &next));
	if (next != old && next->spells.n && next->end > day)
		TRY(lives_is_cell(w->in->lives, next, day, &cell));
	*ret = cell ? next : NULL;
	return ERR_OK;
}

/* Where they take part for a time, or are on the way to, ended: its successor stands for it. */
static enum err partners_end(struct walk *w, day_t day)
{
	walk_cut(w, day);
	if (walk_host_end(w) == day) {
		TRY(in_place_of(w, w->host, day, &w->host));
		if (w->host && w->host == w->cell)
			walk_leave_host(w);
		else if (w->host)
			w->now.host = w->host->org;
	}
	if (walk_transit_end(w) == day) {
		TRY(in_place_of(w, w->transit, day, &w->transit));
		if (w->transit)
			w->now.transit = w->transit == w->cell ? 0 : w->transit->org;
	}
	return ERR_OK;
}

/* What happens by itself, the earliest first. */
enum event { EVENT_NONE, EVENT_END, EVENT_OPEN, EVENT_NAME, EVENT_TERM, EVENT_PARTNER };

static void earlier(day_t day, enum event e, day_t *ret_day, enum event *ret)
{
	if (day < *ret_day) {
		*ret_day = day;
		*ret = e;
	}
}

static day_t sooner(day_t a, day_t b)
{
	return a && a < b ? a : b;
}

static day_t next_term(const struct terms *t)
{
	return sooner(t->host, sooner(t->exempt, sooner(t->away, sooner(t->suspended, DAY_MAX))));
}

static enum event next_event(const struct walk *w, day_t *ret_day)
{
	enum event e = EVENT_NONE;

	*ret_day = DAY_MAX;
	if (w->cell)
		earlier(w->cell->end, EVENT_END, ret_day, &e);
	if (w->cell && w->pending)
		earlier(w->cell->register_on > w->day ? w->cell->register_on : w->day, EVENT_OPEN,
			ret_day, &e);
	if (w->name + 1 < w->in->name_count)
		earlier(w->in->names[w->name + 1].from_day, EVENT_NAME, ret_day, &e);
	earlier(next_term(&w->until), EVENT_TERM, ret_day, &e);
	earlier(walk_host_end(w), EVENT_PARTNER, ret_day, &e);
	earlier(walk_transit_end(w), EVENT_PARTNER, ret_day, &e);
	return e;
}

static void open_register(struct walk *w, day_t day)
{
	walk_begin(w, day);
	walk_flow(w, "taken_over", day, w->cell->org, 0, w->entry);
}

static void take_name(struct walk *w, day_t day)
{
	walk_cut(w, day);
	w->now.sort_key = w->in->names[++w->name].sort_key;
}

/* Up to the day and with it: what happens by itself comes before the facts of the day. */
static enum err advance(struct walk *w, day_t day)
{
	enum event e;
	day_t next;

	while ((e = next_event(w, &next)) != EVENT_NONE && next <= day) {
		w->day = next;
		if (e == EVENT_END)
			TRY(cell_ends(w, next));
		else if (e == EVENT_OPEN)
			open_register(w, next);
		else if (e == EVENT_NAME)
			take_name(w, next);
		else if (e == EVENT_PARTNER)
			TRY(partners_end(w, next));
		else
			walk_terms_end(w, next);
	}
	w->day = day;
	return ERR_OK;
}

bool member_spell_same(const struct member_spell *a, const struct member_spell *b)
{
	return a->cell == b->cell && a->from_day == b->from_day && a->to_day == b->to_day &&
	       a->counted == b->counted && text_eq(a->status, b->status) &&
	       a->admitted_on == b->admitted_on && a->official_on == b->official_on &&
	       a->cardless_to == b->cardless_to && a->pieced == b->pieced && a->host == b->host &&
	       a->transit == b->transit && a->exempt == b->exempt && a->away == b->away &&
	       a->suspended == b->suspended && str_eq(a->sort_key, b->sort_key);
}

bool member_flow_same(const struct member_flow *a, const struct member_flow *b)
{
	return a->cell == b->cell && a->day == b->day && a->other == b->other &&
	       a->fact == b->fact && text_eq(a->kind, b->kind);
}

day_t member_fact_day(const struct member_fact *f, day_t admitted)
{
	day_t first = day_first(f->day);

	if (first < admitted && admitted <= day_last(f->day))
		return admitted;
	return first;
}

/* A fact with the day on which it counts and its place in it. */
struct placed {
	struct member_fact *f;
	day_t day;
	int rank;
};

static int by_place(const void *va, const void *vb)
{
	const struct placed *a = va, *b = vb;

	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->f->seq != b->f->seq)
		return a->f->seq < b->f->seq ? -1 : 1;
	return a->f->id < b->f->id ? -1 : a->f->id > b->f->id;
}

static day_t admission_day(const struct fold_in *in)
{
	for (size_t i = 0; i < in->fact_count; i++)
		if (text_eq(in->facts[i].kind, "admitted"))
			return day_first(in->facts[i].day);
	return 0;
}

static struct placed *place_facts(struct ctx *cx, const struct fold_in *in)
{
	struct placed *all = arena_array(cx->a, in->fact_count + 1, sizeof(*all));
	day_t admitted = admission_day(in);

	for (size_t i = 0; i < in->fact_count; i++)
		all[i] = (struct placed){&in->facts[i], member_fact_day(&in->facts[i], admitted),
			fact_kind(in->facts[i].kind)->rank};
	if (in->fact_count)
		qsort(all, in->fact_count, sizeof(*all), by_place);
	return all;
}

/* Several transfers of one day, entered in any order, are taken in the order in which they lead on.
 */
static enum err lead_on(struct walk *w, struct placed *all, size_t n)
{
	const struct org_life *from;

	for (size_t i = 0;
		w->cell && i < n && all[i].day == all[0].day && all[i].rank == all[0].rank; i++) {
		struct placed first = all[0];
		if (!all[i].f->cell)
			continue;
		TRY(walk_resolve(w, all[i].f->cell, all[i].day, &from));
		if (from != w->cell)
			continue;
		all[0] = all[i];
		all[i] = first;
		return ERR_OK;
	}
	return ERR_OK;
}

/* Out to another place and in again on one day: whoever is here goes first. */
static void go_out_first(const struct walk *w, struct placed *all, size_t n)
{
	struct placed out;

	if (!w->cell || !text_eq(all[0].f->kind, "transfer_in"))
		return;
	for (size_t i = 1; i < n && all[i].day == all[0].day; i++)
		if (text_eq(all[i].f->kind, "transfer_out")) {
			out = all[i];
			memmove(all + 1, all, i * sizeof(*all));
			all[0] = out;
			return;
		}
}

static enum err walk_facts(struct walk *w, struct placed *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		TRY(advance(w, all[i].day));
		if (fact_kind(all[i].f->kind)->effect == FACT_MOVE)
			TRY(lead_on(w, all + i, n - i));
		go_out_first(w, all + i, n - i);
		TRY(walk_take_fact(w, all[i].f, all[i].day));
	}
	return advance(w, DAY_MAX);
}

static bool is_back(const struct member_fact *f)
{
	return text_eq(f->kind, "readmitted") || text_eq(f->kind, "restored");
}

/* The day of the first fact that is one; DAY_MAX: there is none. */
static day_t first_day(
	const struct placed *all, size_t n, bool (*is_one)(const struct member_fact *f))
{
	for (size_t i = 0; i < n; i++)
		if (is_one(all[i].f))
			return all[i].day;
	return DAY_MAX;
}

static bool of_several_records(const struct fold_in *in)
{
	for (size_t i = 0; i < in->fact_count; i++)
		if (in->facts[i].person != in->person)
			return true;
	return false;
}

/* Told of each stay, so that nobody's papers are read to know who has no card, or whose years in
 * the Party are more than those since the admission. */
static void tell_papers(struct walk *w, const struct placed *all)
{
	size_t n = w->in->fact_count;
	day_t card = first_day(all, n, fact_is_card);
	day_t pieced = of_several_records(w->in) ? DAY_MIN : first_day(all, n, is_back);

	for (size_t i = 0; i < w->out->spells.n; i++) {
		struct member_spell *s = &w->spells[i];
		if (s->counted && text_eq(s->status, "full") && s->from_day < card)
			s->cardless_to = s->to_day < card ? s->to_day : card;
		s->pieced = s->from_day >= pieced;
	}
}

enum err member_fold(struct ctx *cx, const struct fold_in *in, struct fold_out *ret)
{
	struct placed *all = place_facts(cx, in);
	struct walk w = {.cx = cx, .in = in, .out = ret, .at = &ret->problems, .day = DAY_MIN};

	*ret = (struct fold_out){.spells.size = sizeof(*w.spells), .flows.size = sizeof(*w.flows)};
	w.now.person = in->person;
	w.now.sort_key = in->names[0].sort_key;
	TRY(walk_facts(&w, all, in->fact_count));
	walk_cut(&w, DAY_MAX);
	tell_papers(&w, all);
	ret->spells.rows = w.spells;
	ret->flows.rows = w.flows;
	return ERR_OK;
}

int member_name_words(struct arena *a, const char *name, const char *ret[NAME_WORDS])
{
	const char *folded;
	int n;

	if (text_empty(name))
		return 0;
	folded = text_fold(a, name);
	n = text_words(a, folded, ret, NAME_WORDS - 1);
	ret[n] = arena_printf(a, "=%s", folded);
	return n + 1;
}
