/*
 * The fold of procedures against a slow play of the same steps day by day, over thousands of random
 * cases of a procedure that has everything: free steps, levels that are not always there, clocks,
 * moves, ends and new beginnings.
 */
#include "core/flow.h"

#include "base/die.h"
#include "base/text.h"
#include "core/site_test.h"

#include <stdlib.h>

enum { CASES = 4000, STEPS = 14, DAYS = 30, FIRST = 20200101 };

static const struct flow_state states[] = {{"seen", true}, {"asked", true}, {"voted", true},
	{"agreed", true}, {"done", true}, {"over", false}, {NULL, false}};

#define NO_MIDDLE FLOW_HAS(FLOW_GRASSROOTS)

static const struct flow_kind kinds[] = {{.code = "see", .from = {{"", 0}}, .to = "seen"},
	{.code = "note", .from = {{"*", 0}}, .flags = FLOW_FREE},
	{.code = "ask",
		.from = {{"seen", 0}},
		.to = "asked",
		.flags = FLOW_FREE,
		.clock = {{"paper", "t.days", NULL, "asked voted", false}}},
	{.code = "vote",
		.from = {{"asked", 0}},
		.to = "voted",
		.flags = FLOW_MAIN,
		.clock = {{"wait", "t.days", NULL, "voted agreed", true}}},
	{.code = "agree", .from = {{"voted", 0}}, .to = "agreed", .level = FLOW_GRASSROOTS},
	{.code = "decide",
		.from = {{"agreed", 0}, {"voted", NO_MIDDLE}},
		.to = "done",
		.level = FLOW_DECIDER},
	{.code = "again",
		.from = {{"voted", 0}, {"agreed", 0}},
		.clock = {{"wait", "t.days", NULL, "voted agreed", false}}},
	{.code = "move", .from = {{"*", 0}}, .flags = FLOW_MOVES},
	{.code = "stop", .from = {{"seen", 0}, {"asked", 0}, {"voted", 0}}, .to = "over"},
	{.code = "reopen", .from = {{"over", 0}}, .to = "seen"}, {.code = NULL}};
enum { KINDS = sizeof(kinds) / sizeof(*kinds) - 1 };

static const struct flow_proc proc = {.code = "play", .states = states, .steps = kinds};

/* ---- the slow way: what a clerk with a calendar would say, one day after the other ---- */

struct day_state {
	const char *state; /* NULL: not begun */
	int64_t org;
	bool wait, paper;	     /* clocks that run */
	day_t wait_from, paper_from; /* when they began */
};

struct play {
	const struct flow_story *in;
	struct day_state now;
	day_t begun, last;
	bool bad;
};

static bool word_in(const char *words, const char *w)
{
	return w && strstr(words, w) != NULL;
}

static bool allowed(const struct play *p, const char *step, unsigned has)
{
	const char *s = p->now.state;
	bool middle = has & FLOW_HAS(FLOW_GRASSROOTS);

	if (text_eq(step, "ask"))
		return text_eq(s, "seen");
	if (text_eq(step, "vote"))
		return text_eq(s, "asked");
	if (text_eq(step, "agree"))
		return middle && text_eq(s, "voted");
	if (text_eq(step, "decide"))
		return text_eq(s, "agreed") || (!middle && text_eq(s, "voted"));
	if (text_eq(step, "again"))
		return text_eq(s, "voted") || text_eq(s, "agreed");
	if (text_eq(step, "move"))
		return !text_eq(s, "over");
	if (text_eq(step, "stop"))
		return text_eq(s, "seen") || text_eq(s, "asked") || text_eq(s, "voted");
	return text_eq(step, "reopen") && text_eq(s, "over");
}

static void settle(struct play *p)
{
	p->now.wait = p->now.wait && word_in("voted agreed", p->now.state);
	p->now.paper = p->now.paper && word_in("asked voted", p->now.state);
}

static const char *to_of(const char *step)
{
	const struct flow_kind *k = flow_kind_of(&proc, step);

	return k->to;
}

static void play_step(struct play *p, const struct flow_step *s, unsigned has, day_t today)
{
	bool is_free = text_eq(s->step, "note") || text_eq(s->step, "ask");
	bool fits = allowed(p, s->step, has);

	if (text_eq(s->step, "see") || (!is_free && (!fits || s->day < p->last))) {
		p->bad = true;
		return;
	}
	if (text_eq(s->step, "move"))
		p->now.org = s->other;
	if (fits && to_of(s->step))
		p->now.state = to_of(s->step);
	if (!is_free)
		p->last = s->day;
	settle(p);
	if (text_eq(s->step, "ask") && word_in("asked voted", p->now.state)) {
		p->now.paper = true;
		p->now.paper_from = today;
	}
	if ((text_eq(s->step, "vote") && s->second_day) || text_eq(s->step, "again")) {
		p->now.wait = true;
		p->now.wait_from = today;
	}
}

static void play_moves(struct play *p, day_t today)
{
	for (size_t i = 0; i < p->in->move_count; i++)
		if (p->in->moves[i].day == today && p->now.org == p->in->moves[i].org &&
			!text_eq(p->now.state, "over"))
			p->now.org = p->in->moves[i].into;
}

/* Everything up to the end of a day, from the beginning: nothing is remembered between days. */
static struct play play_until(const struct flow_story *in, day_t end)
{
	struct play p = {.in = in};

	for (day_t today = FIRST; today <= end && !p.bad; today = day_add(today, 1)) {
		bool begins = false;
		for (size_t i = 0; i < in->n && !p.now.state; i++) {
			if (!text_eq(in->steps[i].step, "see"))
				continue;
			if (in->steps[i].day != today)
				break;
			p.now = (struct day_state){.state = "seen", .org = in->steps[i].org};
			p.begun = p.last = today;
			begins = true;
			break;
		}
		if (!p.now.state)
			continue;
		play_moves(&p, today);
		for (size_t i = 0, seen = 0; i < in->n && !p.bad; i++) {
			const struct flow_step *s = &in->steps[i];
			bool is_free = text_eq(s->step, "note") || text_eq(s->step, "ask");
			bool first = text_eq(s->step, "see") && !seen++;
			if (first || s->day > today || (s->day < today && !begins))
				continue;
			if (s->day < today && !is_free)
				p.bad = true;
			else
				play_step(&p, s, in->has[i], today);
		}
	}
	return p;
}

/* ---- the fold, read off for one day ---- */

static const struct flow_spell *spell_on(const struct flow_told *t, day_t day)
{
	const struct flow_spell *s = t->spells.rows;

	for (size_t i = 0; i < t->spells.n; i++)
		if (s[i].from_day <= day && s[i].to_day > day)
			return &s[i];
	return NULL;
}

static const struct flow_clock *clock_on(const struct flow_told *t, const char *code, day_t day)
{
	const struct flow_clock *c = t->clocks.rows, *found = NULL;

	for (size_t i = 0; i < t->clocks.n; i++)
		if (text_eq(c[i].code, code) && c[i].from_day <= day && c[i].to_day > day) {
			assert_null(found);
			found = &c[i];
		}
	return found;
}

static void compare_day(const struct flow_told *t, const struct play *p, day_t day)
{
	const struct flow_spell *s = spell_on(t, day);
	const struct flow_clock *wait = clock_on(t, "wait", day),
				*paper = clock_on(t, "paper", day);

	assert_true((s != NULL) == (p->now.state != NULL));
	assert_true((wait != NULL) == p->now.wait);
	assert_true((paper != NULL) == p->now.paper);
	if (s) {
		assert_string_equal(s->state, p->now.state);
		assert_int_equal(s->org, p->now.org);
		assert_int_equal(s->open, !text_eq(s->state, "over"));
	}
	if (wait)
		assert_int_equal(wait->from_day, p->now.wait_from);
	if (paper)
		assert_int_equal(paper->from_day, p->now.paper_from);
}

/* ---- random cases ---- */

static uint64_t seed = 20260301;

static int roll(int n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((seed >> 33) % (uint64_t)n);
}

static day_t some_day(void)
{
	return day_add(FIRST, roll(DAYS));
}

static size_t random_steps(struct flow_step *steps, unsigned *has)
{
	/* mostly the straight way, or nothing would ever fit */
	static const char *const way[] = {"see", "ask", "vote", "agree", "decide"};
	size_t n = (size_t)roll(STEPS) + 1;
	day_t day = day_add(FIRST, roll(6));

	for (size_t i = 0; i < n; i++) {
		bool straight = i < 5 && roll(5);
		day = day_add(day, roll(4));
		steps[i] = (struct flow_step){.id = (int64_t)i + 1,
			.seq = (int64_t)i + 1,
			.day = straight || roll(3) ? day : some_day(),
			.step = straight ? way[i] : kinds[roll(KINDS)].code,
			.org = 1 + roll(3),
			.other = 1 + roll(3),
			.second_day = roll(2) ? day : 0};
	}
	flow_steps_sort(steps, n);
	for (size_t i = 0; i < n; i++)
		has[i] = FLOW_HAS(FLOW_CELL) | FLOW_HAS(FLOW_DECIDER) |
			 (roll(2) ? FLOW_HAS(FLOW_GRASSROOTS) : 0);
	return n;
}

static void folds_like_a_calendar(void **state)
{
	struct arena *a = arena_new(1 << 24);
	int begun = 0, through = 0;

	(void)state;
	for (int c = 0; c < CASES; c++) {
		struct flow_step steps[STEPS];
		struct flow_move moves[] = {
			{day_add(FIRST, 5 + roll(5)), 1, 2}, {day_add(FIRST, 15 + roll(10)), 2, 3}};
		unsigned has[STEPS];
		size_t n = random_steps(steps, has);
		struct flow_story story = {&proc, steps, has, n, moves, 2};
		struct flow_told told;
		struct play whole = play_until(&story, day_add(FIRST, DAYS * 3));
		flow_fold(a, &story, &told);
		assert_true((told.misfit != FLOW_FITS) == (whole.bad || !whole.now.state));
		if (told.misfit)
			continue;
		begun++;
		through += told.spells.n > 3;
		for (day_t day = FIRST; day < day_add(FIRST, DAYS * 2); day = day_add(day, 1)) {
			struct play p = play_until(&story, day);
			compare_day(&told, &p, day);
		}
		arena_reset(a);
	}
	/* or the test would compare nothing */
	assert_true(begun > CASES / 10);
	assert_true(through > CASES / 50);
	arena_free(a);
}

static void knows_the_way(void **state)
{
	struct site_test *s = site_of(state);
	int64_t huyen = site_found(s, 0, "huyen", "district", 20100101);
	int64_t xa = site_found(s, huyen, "xa", "commune", 20100101);
	int64_t bp = site_found(s, xa, "bp", "departmental", 20100101);
	int64_t ban = site_found(s, xa, "ban", "cell", 20100101);
	int64_t to = site_found(s, bp, "to", "cell", 20100101);
	int64_t co = site_found(s, huyen, "co", "grassroots_cell", 20100101);
	struct flow_way w;

	ok(db_begin(s->db, DB_READ));
	ok(flow_way(&s->cx, ban, 20160501, &w));
	assert_int_equal(w.at[FLOW_GRASSROOTS], xa);
	assert_int_equal(w.at[FLOW_DEPARTMENT], 0);
	assert_int_equal(w.at[FLOW_DECIDER], huyen);
	ok(flow_way(&s->cx, to, 20160501, &w));
	assert_int_equal(w.at[FLOW_DEPARTMENT], bp);
	assert_int_equal(w.at[FLOW_GRASSROOTS], xa);
	/* a grassroots cell has no grassroots committee above it */
	ok(flow_way(&s->cx, co, 20160501, &w));
	assert_int_equal(w.at[FLOW_GRASSROOTS], 0);
	assert_int_equal(w.at[FLOW_DECIDER], huyen);
	assert_false(w.outside);
	/* and whoever stands at the top of the database records what was decided above it */
	ok(flow_way(&s->cx, huyen, 20160501, &w));
	assert_true(w.outside);
	db_rollback(s->db);
}

/* Since July 2025 a commune decides about its village cells itself. */
static void knows_the_way_since_2025(void **state)
{
	struct site_test *s = site_of(state);
	int64_t tinh = site_found(s, 0, "tinh", "province", 20100101);
	int64_t xa = site_found(s, tinh, "xa", "commune", 20250701);
	int64_t ban = site_found(s, xa, "ban", "cell", 20250701);
	struct flow_way w;

	ok(db_begin(s->db, DB_READ));
	ok(flow_way(&s->cx, ban, 20250801, &w));
	assert_int_equal(w.at[FLOW_GRASSROOTS], 0);
	assert_int_equal(w.at[FLOW_DECIDER], xa);
	db_rollback(s->db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(folds_like_a_calendar),
		on_site(knows_the_way), on_site(knows_the_way_since_2025)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
