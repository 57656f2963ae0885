#include "demo/demo_test.h"

const struct demo_life_in demo_tam_son = {
	"scenarios/tam-son-2018", "tam-son", "08824", "townlet", DEMO_OPENED, DEMO_TODAY, 2018, 0};
const struct demo_life_in demo_muong_ang = {
	"scenarios/muong-ang-2016", "muong-ang", "Q102", "highland", 20130101, 20161231, 3054, 0};
const struct demo_life_in demo_moc_chau = {
	"scenarios/moc-chau-2022", "moc-chau", "Q123", "highland", 20180101, 20221231, 2022, 0};

static void tell_members(struct demo_story *s, const struct list *l, bool opening)
{
	const struct demo_member *m = l->rows;

	for (size_t i = 0; i < l->n; i++) {
		struct demo_told *t = &s->told[s->n++];
		*t = (struct demo_told){&m[i], m[i].cell_code, m[i].cell_code,
			opening		  ? s->in->from
			: m[i].arrived_on ? m[i].arrived_on
					  : m[i].admitted_on,
			DAY_MAX};
		assert_null(map_get(s->by_no, str_of(m[i].member_no)));
		map_put(s->by_no, str_of(m[i].member_no), t);
		assert_true(opening ? m[i].admitted_on < s->in->from : t->came > s->in->from);
		assert_true(t->came <= s->in->today);
	}
}

struct demo_told *demo_told_of(const struct demo_story *s, const char *no)
{
	struct demo_told *t = map_get(s->by_no, str_of(no));

	assert_non_null(t);
	return t;
}

static void end(const struct demo_story *s, struct demo_told *t, day_t day)
{
	assert_true(t->left == DAY_MAX && t->came < day && day <= s->in->today);
	t->left = day;
}

static void tell_goings(struct demo_story *s)
{
	const struct demo_transfer *t = s->life.transfers.rows;
	const struct demo_leaving *l = s->life.leavings.rows;

	for (size_t i = 0; i < s->life.transfers.n; i++) {
		struct demo_told *who = demo_told_of(s, t[i].member_no);
		assert_string_equal(who->cell, t[i].from_code);
		assert_true(who->came < t[i].on);
		if (t[i].to_code)
			who->cell = t[i].to_code;
		else if (text_eq(t[i].kind, "official"))
			end(s, who, t[i].on);
	}
	for (size_t i = 0; i < s->life.leavings.n; i++)
		end(s, demo_told_of(s, l[i].member_no), l[i].on);
}

struct demo_story demo_tell(struct arena *a, const struct demo_life_in *in, struct fault *f)
{
	struct demo_story s = {.in = in};
	size_t n;

	ok(demo_life_make(a, in, &s.life, f));
	n = s.life.opening.n + s.life.later.n;
	s.told = arena_array(a, n + 1, sizeof(struct demo_told));
	s.by_no = map_new(a, n + 1);
	tell_members(&s, &s.life.opening, true);
	tell_members(&s, &s.life.later, false);
	tell_goings(&s);
	return s;
}

/* The rows are in the order of their days. */
const char *demo_told_cell(const struct demo_story *s, const struct demo_told *t, day_t day)
{
	const struct demo_transfer *x = s->life.transfers.rows;
	const char *cell = t->first_cell;

	if (t->came > day || t->left <= day)
		return NULL;
	for (size_t i = 0; i < s->life.transfers.n; i++)
		if (x[i].to_code && x[i].on <= day && text_eq(x[i].member_no, t->m->member_no))
			cell = x[i].to_code;
	return cell;
}

int demo_told_count(const struct demo_story *s, day_t day, const char *cell)
{
	int n = 0;

	for (size_t i = 0; i < s->n; i++) {
		const char *in = demo_told_cell(s, &s->told[i], day);
		n += in && (!cell || text_eq(in, cell));
	}
	return n;
}
