/*
 * flow_fold.c: from the steps of a case to its states and clocks, day by day. Pure: it reads no
 * database and no rules, only the tables of the procedure.
 */
#include "core/flow.h"

#include <stdlib.h>

enum { CLOCKS_MOST = 2 };

/* Is a word one of several with blanks between them? */
static bool among(const char *words, const char *word)
{
	struct str rest = str_of(words);

	while (rest.p)
		if (str_eq(str_cut(&rest, ' '), str_of(word)))
			return true;
	return false;
}

bool flow_starts(const struct flow_kind *kind, const struct flow_state *state, unsigned has)
{
	if (!(has & FLOW_HAS(kind->level)))
		return false;
	for (const struct flow_from *f = kind->from; f->state; f++) {
		if (f->without & has)
			continue;
		if (state ? text_eq(f->state, state->code) : !*f->state)
			return true;
		if (state && state->open && text_eq(f->state, "*"))
			return true;
	}
	return false;
}

static int by_day(const void *pa, const void *pb)
{
	const struct flow_step *a = pa, *b = pb;

	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	if (a->seq != b->seq)
		return a->seq < b->seq ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

void flow_steps_sort(struct flow_step *steps, size_t n)
{
	if (n)
		qsort(steps, n, sizeof(*steps), by_day);
}

/* ---- the walk ---- */

struct walk {
	const struct flow_story *in;
	struct flow_told *out;
	struct flow_spell *spells;
	struct flow_clock *clocks;
	size_t n, clock_count, moved;
	const struct flow_state *state;
	int64_t org;
	day_t begun;
};

/* Clocks that do not run in the new state stop; those that never ran are forgotten. */
static void stop_clocks(struct walk *w, day_t day)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->clock_count; i++) {
		struct flow_clock *c = &w->clocks[i];
		if (c->to_day == DAY_MAX && !among(c->kind->states, w->state->code))
			c->to_day = day;
		if (c->to_day > c->from_day)
			w->clocks[kept++] = *c;
	}
	w->clock_count = kept;
}

/* From a day on the case is in the state and with the organisation of the walk. */
static void turn_page(struct walk *w, day_t day)
{
	if (w->n && w->spells[w->n - 1].from_day < day)
		w->spells[w->n - 1].to_day = day;
	else if (w->n)
		w->n--; /* it was in that one for less than a day */
	w->spells[w->n++] = (struct flow_spell){.from_day = day,
		.to_day = DAY_MAX,
		.org = w->org,
		.state = w->state->code,
		.open = w->state->open};
}

static void set_state(struct walk *w, const char *state, day_t day)
{
	w->state = flow_state_of(w->in->proc, state);
	turn_page(w, day);
	stop_clocks(w, day);
}

static void start_clock(
	struct walk *w, const struct flow_clock_kind *kind, const struct flow_step *s, day_t day)
{
	day_t start = kind->second ? s->second_day : s->day;

	if (!kind->code || !start || !among(kind->states, w->state->code))
		return;
	for (size_t i = 0; i < w->clock_count; i++)
		if (w->clocks[i].to_day == DAY_MAX && text_eq(w->clocks[i].code, kind->code))
			w->clocks[i].to_day = day;
	w->clocks[w->clock_count++] = (struct flow_clock){.code = kind->code,
		.kind = kind,
		.start = start,
		.from_day = day,
		.to_day = DAY_MAX};
	stop_clocks(w, day);
}

/* Organisations that ended up to a day: the case goes on in their successors. */
static void follow(struct walk *w, day_t day)
{
	for (; w->moved < w->in->move_count && w->in->moves[w->moved].day <= day; w->moved++) {
		const struct flow_move *m = &w->in->moves[w->moved];
		if (!w->state || !w->state->open || m->org != w->org)
			continue;
		w->org = m->into;
		turn_page(w, m->day > w->begun ? m->day : w->begun);
	}
}

static enum flow_misfit misfit(
	const struct walk *w, const struct flow_kind *kind, size_t i, day_t day)
{
	if (day < w->begun || day < w->out->last)
		return FLOW_BEFORE_LAST;
	return flow_starts(kind, w->state, w->in->has[i]) ? FLOW_FITS : FLOW_WRONG_STATE;
}

static enum flow_misfit take(struct walk *w, const struct flow_kind *kind, size_t i)
{
	const struct flow_step *s = &w->in->steps[i];
	bool is_free = kind->flags & FLOW_FREE;
	day_t day = is_free && s->day < w->begun ? w->begun : s->day;
	enum flow_misfit e = is_free ? FLOW_FITS : misfit(w, kind, i, day);

	if (e)
		return e;
	if (kind->flags & FLOW_MOVES) {
		w->org = s->other;
		turn_page(w, day);
	}
	if (kind->to && (!is_free || flow_starts(kind, w->state, w->in->has[i])))
		set_state(w, kind->to, day);
	if (!is_free)
		w->out->last = day;
	for (int k = 0; k < CLOCKS_MOST; k++)
		start_clock(w, &kind->clock[k], s, day);
	return FLOW_FITS;
}

static bool begins(const struct flow_kind *kind)
{
	return kind && kind->from[0].state && !*kind->from[0].state;
}

/* The step that opened the case; n: none did. */
static size_t opening(const struct flow_story *in)
{
	size_t i = 0;

	while (i < in->n && !begins(flow_kind_of(in->proc, in->steps[i].step)))
		i++;
	return i;
}

static void open_case(struct walk *w, size_t i)
{
	const struct flow_step *s = &w->in->steps[i];

	w->begun = w->out->last = s->day;
	w->org = s->org;
	while (w->moved < w->in->move_count && w->in->moves[w->moved].day < s->day)
		w->moved++;
	set_state(w, flow_kind_of(w->in->proc, s->step)->to, s->day);
	follow(w, s->day);
	for (int k = 0; k < CLOCKS_MOST; k++)
		start_clock(w, &flow_kind_of(w->in->proc, s->step)->clock[k], s, s->day);
}

static enum flow_misfit walk_on(struct walk *w, size_t first, size_t *at)
{
	for (size_t i = 0; i < w->in->n; i++) {
		const struct flow_step *s = &w->in->steps[i];
		const struct flow_kind *kind = flow_kind_of(w->in->proc, s->step);
		enum flow_misfit e;

		*at = i;
		if (i == first)
			continue;
		if (!kind)
			return FLOW_UNKNOWN;
		follow(w, s->day);
		e = begins(kind) ? FLOW_WRONG_STATE : take(w, kind, i);
		if (e)
			return e;
	}
	follow(w, DAY_MAX);
	return FLOW_FITS;
}

void flow_fold(struct arena *a, const struct flow_story *story, struct flow_told *ret)
{
	struct walk w = {.in = story, .out = ret};
	size_t first = opening(story);

	*ret = (struct flow_told){0};
	/* each step and each move begins one page at most, and a step two clocks */
	w.spells = arena_array(a, story->n * 2 + story->move_count + 1, sizeof(*w.spells));
	w.clocks = arena_array(a, story->n * CLOCKS_MOST + 1, sizeof(*w.clocks));
	if (first == story->n) {
		ret->misfit = story->n ? FLOW_NOT_BEGUN : FLOW_FITS;
		return;
	}
	open_case(&w, first);
	ret->misfit = walk_on(&w, first, &ret->at);
	ret->state = w.state->code;
	ret->spells = (struct list){w.spells, w.n, sizeof(*w.spells)};
	ret->clocks = (struct list){w.clocks, w.clock_count, sizeof(*w.clocks)};
}
