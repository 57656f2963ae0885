#include "village/village_fold.h"

#include "base/text.h"

#include <stdlib.h>

enum { SUCCESSORS_MOST = 64 };

const struct field village_flow_fields[] = {
	F_ID(struct village_flow, commune, M_FIELD_COMMUNE, CLASS_INSIDE, 0, "org"),
	F_ID(struct village_flow, village, M_FIELD_VILLAGE, CLASS_INSIDE, 0, "village"),
	F_ID(struct village_flow, person, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	F_ID(struct village_flow, txn, M_FIELD_TXN, CLASS_INSIDE, FF_HIDDEN, "txn"),
	F_DAY(struct village_flow, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_CAT(struct village_flow, kind, M_FIELD_KIND, CLASS_INSIDE, 0, "village_kind"),
	F_END,
};

/* Days on which something may change. */
struct cuts {
	struct arena *a;
	day_t *days;
	size_t n, room;
};

static void cut(struct cuts *c, day_t day)
{
	if (c->n == c->room) {
		day_t *more =
			arena_array(c->a, c->room = c->room ? c->room * 2 : 64, sizeof(*more));
		if (c->n)
			memcpy(more, c->days, c->n * sizeof(*more));
		c->days = more;
	}
	c->days[c->n++] = day;
}

static int by_day(const void *a, const void *b)
{
	const day_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

enum err village_org_on(struct lives *l, int64_t org, day_t day, int64_t *ret)
{
	const struct org_life *life;

	for (int i = 0; org && i < SUCCESSORS_MOST; i++) {
		TRY(lives_get(l, org, &life));
		if (!life->spells.n || day < life->end)
			break;
		org = life->successor;
	}
	*ret = org;
	return ERR_OK;
}

/* The ends of an organisation and of those that followed it. */
static enum err cut_lives(struct cuts *c, struct lives *l, int64_t org)
{
	const struct org_life *life;

	for (int i = 0; org && i < SUCCESSORS_MOST; i++) {
		TRY(lives_get(l, org, &life));
		if (!life->spells.n || life->end == DAY_MAX)
			break;
		cut(c, life->end);
		org = life->successor;
	}
	return ERR_OK;
}

static void cut_stays(struct cuts *c, const struct list *stays)
{
	const struct village_stay *s = stays->rows;

	for (size_t i = 0; i < stays->n; i++) {
		cut(c, s[i].from);
		cut(c, s[i].to);
	}
}

static enum err cut_all(struct cuts *c, const struct village_in *in)
{
	const struct village_fact *f = in->facts.rows;
	const struct village_seat *seat = in->seats.rows;
	const struct village_minimum *least = in->minimums.rows;

	for (size_t i = 0; i < in->facts.n; i++) {
		cut(c, day_first(f[i].from_day));
		cut(c, f[i].to_day);
		TRY(cut_lives(c, in->lives, f[i].org));
	}
	for (size_t i = 0; i < in->seats.n; i++) {
		cut(c, day_first(seat[i].from));
		cut(c, seat[i].to);
	}
	for (size_t i = 0; i < in->minimums.n; i++)
		cut(c, least[i].from);
	cut_stays(c, &in->residents);
	cut_stays(c, &in->heads);
	qsort(c->days, c->n, sizeof(*c->days), by_day);
	return ERR_OK;
}

static const struct village_fact *fact_on(
	const struct village_in *in, enum village_aspect aspect, day_t day)
{
	const struct village_fact *f = in->facts.rows;
	const char *code = village_aspect_code(aspect);

	for (size_t i = 0; i < in->facts.n; i++)
		if (text_eq(f[i].aspect, code) && day_first(f[i].from_day) <= day &&
			day < f[i].to_day)
			return &f[i];
	return NULL;
}

static bool holds(const struct village_stay *s, day_t day)
{
	return s->from <= day && day < s->to;
}

/* A person may stay by two rows that touch; nobody is in two on one day but by joined records. */
static void count_residents(const struct village_in *in, day_t day, struct village_state *s)
{
	const struct village_stay *r = in->residents.rows;

	for (size_t i = 0; i < in->residents.n; i++) {
		if (!holds(&r[i], day))
			continue;
		s->members++;
		s->official += r[i].official;
	}
}

static int64_t least_on(const struct village_in *in, day_t day)
{
	const struct village_minimum *m = in->minimums.rows;

	for (size_t i = 0; i < in->minimums.n; i++)
		if (m[i].from <= day && day < m[i].to)
			return m[i].least;
	return 0;
}

static void judge_residents(const struct village_in *in, day_t day, struct village_state *s)
{
	bool surveyed = fact_on(in, VILLAGE_SURVEY, day) != NULL;

	count_residents(in, day, s);
	s->lives = s->members ? "some" : surveyed ? "none" : "unknown";
	s->below = s->official > 0 && s->official < least_on(in, day);
	s->unstable = fact_on(in, VILLAGE_UNSTABLE, day) != NULL;
}

static const char *standing_of(const struct village_in *in, int64_t person, day_t day)
{
	const struct village_stay *h = in->heads.rows;

	for (size_t i = 0; i < in->heads.n; i++)
		if (h[i].person == person && holds(&h[i], day))
			return h[i].official ? "full" : "probationary";
	return "outside";
}

static bool is_secretary(const struct village_in *in, int64_t cell, int64_t person, day_t day)
{
	const struct village_seat *s = in->seats.rows;

	for (size_t i = 0; i < in->seats.n; i++)
		if (s[i].cell == cell && s[i].person == person && day_first(s[i].from) <= day &&
			day < s[i].to)
			return true;
	return false;
}

static void judge_head(const struct village_in *in, day_t day, struct village_state *s)
{
	const struct village_fact *f = fact_on(in, VILLAGE_HEAD, day);

	s->head_is = f ? "outside" : "vacant";
	if (!f || !f->person)
		return;
	s->head = f->person;
	s->head_is = standing_of(in, f->person, day);
	s->combined = s->cell && is_secretary(in, s->cell, f->person, day);
}

static enum err judge_cell(const struct village_in *in, day_t day, struct village_state *s)
{
	const struct village_fact *f = fact_on(in, VILLAGE_CELL, day);

	s->cover = "none";
	if (!f)
		return ERR_OK;
	TRY(village_org_on(in->lives, f->org, day, &s->cell));
	s->joint = s->cell ? f->joint : 0;
	if (s->cell)
		s->cover = s->joint ? "joint" : "own";
	return ERR_OK;
}

static enum err state_on(struct ctx *cx, const struct village_in *in, day_t day, day_t to,
	bool *ret_there, struct village_state *ret)
{
	const struct village_fact *place = fact_on(in, VILLAGE_PLACE, day);

	*ret_there = place != NULL;
	if (!place)
		return ERR_OK;
	*ret = (struct village_state){.village = in->village,
		.from_day = day,
		.to_day = to,
		.code = place->code,
		.name = place->name,
		.kind = place->kind,
		.sort_key = village_key(cx->a, place->name)};
	TRY(village_org_on(in->lives, place->org, day, &ret->commune));
	TRY(judge_cell(in, day, ret));
	judge_residents(in, day, ret);
	judge_head(in, day, ret);
	return ERR_OK;
}

/* Is it the same but for its days? */
static bool continues(const struct village_state *a, const struct village_state *b)
{
	return a->to_day == b->from_day && a->commune == b->commune && a->cell == b->cell &&
	       text_eq(a->code, b->code) && text_eq(a->name, b->name) &&
	       text_eq(a->kind, b->kind) && text_eq(a->cover, b->cover) &&
	       text_eq(a->lives, b->lives) && a->members == b->members &&
	       a->official == b->official && a->below == b->below && a->unstable == b->unstable &&
	       a->head == b->head && text_eq(a->head_is, b->head_is) &&
	       a->combined == b->combined && a->joint == b->joint;
}

static enum err fold_states(struct ctx *cx, const struct village_in *in, struct village_out *ret)
{
	struct cuts c = {.a = cx->a};
	struct village_state *states, next;
	size_t n = 0;
	bool there;

	TRY(cut_all(&c, in));
	states = arena_array(cx->a, c.n + 1, sizeof(*states));
	for (size_t i = 0; i + 1 < c.n; i++) {
		if (c.days[i] == c.days[i + 1])
			continue;
		TRY(state_on(cx, in, c.days[i], c.days[i + 1], &there, &next));
		if (!there)
			continue;
		if (n && continues(&states[n - 1], &next))
			states[n - 1].to_day = next.to_day;
		else
			states[n++] = next;
	}
	ret->states = (struct list){states, n, sizeof(*states)};
	return ERR_OK;
}

static const struct village_state *state_of(const struct village_out *out, day_t day)
{
	const struct village_state *s = out->states.rows;

	for (size_t i = 0; i < out->states.n; i++)
		if (s[i].from_day <= day && day < s[i].to_day)
			return &s[i];
	return NULL;
}

static void fold_flows(struct ctx *cx, const struct village_in *in, struct village_out *ret)
{
	const struct village_admission *a = in->admissions.rows;
	struct village_flow *flows = arena_array(cx->a, in->admissions.n + 1, sizeof(*flows));
	size_t n = 0;

	for (size_t i = 0; i < in->admissions.n; i++) {
		const struct village_state *s = state_of(ret, a[i].day);
		if (s && s->head == a[i].person)
			flows[n++] = (struct village_flow){.commune = s->commune,
				.village = in->village,
				.person = a[i].person,
				.day = a[i].day,
				.kind = s->kind};
	}
	ret->flows = (struct list){flows, n, sizeof(*flows)};
}

enum err village_fold(struct ctx *cx, const struct village_in *in, struct village_out *ret)
{
	*ret = (struct village_out){.states = {NULL, 0, sizeof(struct village_state)},
		.flows = {NULL, 0, sizeof(struct village_flow)}};
	if (!in->facts.n)
		return ERR_OK;
	TRY(fold_states(cx, in, ret));
	fold_flows(cx, in, ret);
	return ERR_OK;
}
