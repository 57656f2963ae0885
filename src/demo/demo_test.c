#include "demo/demo_test.h"

enum { TOLD_MAX = 2000 };

const struct demo_life_in demo_tam_son = {
	"scenarios/tam-son-2018", "tam-son", "08824", "townlet", DEMO_OPENED, DEMO_TODAY, 2018};

static void tell_members(struct demo_story *s, const struct list *l, bool opening)
{
	const struct demo_member *m = l->rows;

	for (size_t i = 0; i < l->n; i++) {
		struct demo_told *t = &s->told[s->n++];
		*t = (struct demo_told){&m[i], m[i].cell_code, m[i].cell_code,
			opening		  ? DEMO_OPENED
			: m[i].arrived_on ? m[i].arrived_on
					  : m[i].admitted_on,
			DAY_MAX};
		assert_null(map_get(s->by_no, str_of(m[i].member_no)));
		map_put(s->by_no, str_of(m[i].member_no), t);
		assert_true(opening ? m[i].admitted_on < DEMO_OPENED : t->came > DEMO_OPENED);
		assert_true(t->came <= DEMO_TODAY);
	}
}

struct demo_told *demo_told_of(const struct demo_story *s, const char *no)
{
	struct demo_told *t = map_get(s->by_no, str_of(no));

	assert_non_null(t);
	return t;
}

static void end(struct demo_told *t, day_t day)
{
	assert_true(t->left == DAY_MAX && t->came < day && day <= DEMO_TODAY);
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
			end(who, t[i].on);
	}
	for (size_t i = 0; i < s->life.leavings.n; i++)
		end(demo_told_of(s, l[i].member_no), l[i].on);
}

struct demo_story demo_tell(struct arena *a, struct fault *f)
{
	struct demo_story s = {.told = arena_array(a, TOLD_MAX, sizeof(struct demo_told)),
		.by_no = map_new(a, TOLD_MAX)};

	ok(demo_life_make(a, &demo_tam_son, &s.life, f));
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
