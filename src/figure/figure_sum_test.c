/*
 * Summaries on random histories: after every stretch of writes (acts of the tree, facts,
 * corrections, joins, whole transactions taken back), with folding, spoiling and rebuilding in
 * between, they are what the records say, and indicators answered from them are those counted from
 * the records. That the latter are right is proved by the day, in member_oracle_test.c.
 */
#include "core/sum.h"
#include "core/tree_plan.h"
#include "member/member_oracle_test.h"
#include "member/member_sum.h"

enum { STEPS = 6, WRITES = 36, ASKS = 12, ASKS_PGSQL = 2, SERIES_PGSQL = 3 };

/* The records as known now, but not by the summaries: those know nothing of instants. */
#define KNOWN_PLAINLY (KNOWN_NOW - 1)

struct trial {
	struct wood *w;
	uint64_t seed;
	int wrong;
	int64_t counted;
	unsigned series;
	struct figure_ask ask;
};

static void found_wrong(void *p, const char *text)
{
	struct trial *t = p;

	t->wrong++;
	print_message("# seed %llu, after %d writes: %s\n", (unsigned long long)t->seed,
		t->w->times, text);
}

/*
 * Districts and communes have summaries, so that they change often and hang below one another; of
 * every other level totals alone.
 */
static void sum_more(struct site_test *s, unsigned grade)
{
	const struct kind_rule *k;
	struct tree_rules rules;

	ok(db_begin(s->db, DB_WRITE));
	ok(tree_rules_load(&s->cx, &rules));
	k = rules.kinds.rows;
	for (size_t i = 0; i < rules.kinds.n; i++)
		ok(db_run(s->db, Q_KIND_RULE_STORE, k[i].kind, k[i].from_day, k[i].to_day,
			k[i].level, k[i].grassroots, k[i].cell, "test",
			k[i].cell ? 0 : (int)(1 + (grade + (unsigned)k[i].level) % 2)));
	ok(db_commit(s->db));
}

/* ---- upkeep ---- */

static void fold(struct trial *t)
{
	struct ctx *cx = &t->w->s->cx;
	bool more;

	ok(db_begin(cx->db, DB_WRITE));
	ok(sums_fold(cx, &more));
	ok(db_commit(cx->db));
}

static void rebuild(struct trial *t)
{
	struct ctx *cx = &t->w->s->cx;

	ok(db_begin(cx->db, DB_WRITE));
	ok(member_sum_rebuild(cx));
	ok(db_commit(cx->db));
}

static void spoil(struct trial *t, unsigned which)
{
	struct ctx *cx = &t->w->s->cx;
	const struct sum_node *nodes;
	struct sums *s;
	size_t n;

	ok(db_begin(cx->db, DB_WRITE));
	ok(sums_new(cx, &s));
	nodes = sums_nodes(s, &n);
	if (n)
		ok(sums_spoil(s, nodes[which % n].org));
	ok(db_commit(cx->db));
}

/* One that is dirty, or is made so. */
static void clean(struct trial *t)
{
	struct ctx *cx = &t->w->s->cx;
	int64_t node = 0;

	spoil(t, wood_draw(t->w, 100));
	while (node >= 0) {
		ok(db_begin(cx->db, DB_READ));
		ok(member_sum_dirty(cx, &node));
		db_rollback(cx->db);
		if (node >= 0)
			ok(member_sum_clean(cx, node));
	}
}

/* All that are dirty, and those that the rules have wanted since, in one reading. */
static void mend(struct trial *t)
{
	struct ctx *cx = &t->w->s->cx;
	int64_t node;

	spoil(t, wood_draw(t->w, 100));
	spoil(t, wood_draw(t->w, 100));
	ok(db_begin(cx->db, DB_WRITE));
	ok(member_sum_mend(cx));
	ok(member_sum_dirty(cx, &node));
	assert_true(node < 0);
	ok(db_commit(cx->db));
}

static void keep_up(struct trial *t)
{
	switch (wood_draw(t->w, 5)) {
	case 3:
		mend(t);
		break;
	case 0:
		rebuild(t);
		break;
	case 1:
		clean(t);
		break;
	case 2:
		fold(t);
		break;
	default:
		break;
	}
}

/* ---- comparing ---- */

static void agree(struct trial *t, const char *what, int64_t got, int64_t want)
{
	if (got != want)
		print_message(
			"# seed %llu, after %d writes: %s (%s) of %lld, %d to %d: %lld, by the "
			"records %lld\n",
			(unsigned long long)t->seed, t->w->times, t->ask.figure->code, what,
			(long long)t->ask.org, t->ask.from, t->ask.day, (long long)got,
			(long long)want);
	assert_int_equal(got, want);
}

static int64_t value_of(const struct list *rows, const char *key)
{
	const struct figure_row *r = rows->rows;

	for (size_t i = 0; i < rows->n; i++)
		if (text_eq(r[i].key, key))
			return r[i].value;
	return 0;
}

static void check_rows(struct trial *t, enum figure_by by)
{
	struct figure_cut cut = {by, BY_NOTHING};
	struct ctx *cx = &t->w->s->cx;
	const struct figure_row *r;
	struct list got, want;

	ok(figure_rows(cx, &t->ask, &cut, &got));
	cx->known = KNOWN_PLAINLY;
	ok(figure_rows(cx, &t->ask, &cut, &want));
	cx->known = KNOWN_NOW;
	r = want.rows;
	for (size_t i = 0; i < want.n; i++)
		agree(t, arena_printf(cx->a, "%s %s", figure_by_code(by), r[i].key),
			value_of(&got, r[i].key), r[i].value);
	r = got.rows;
	for (size_t i = 0; i < got.n; i++)
		agree(t, arena_printf(cx->a, "%s %s", figure_by_code(by), r[i].key), r[i].value,
			value_of(&want, r[i].key));
}

/* Several days at once, near and far, are each what that day is alone. */
static void check_series(struct trial *t)
{
	enum { MANY = 4 };
	struct ctx *cx = &t->w->s->cx;
	struct figure_answer got[MANY], want;
	struct figure_ask asks[MANY];

	for (int i = 0; i < MANY; i++) {
		asks[i] = t->ask;
		asks[i].from = day_add_months(t->ask.from, -7 * i);
		asks[i].day = asks[i].to = day_add(day_add_months(t->ask.day, -7 * i), i % 2);
	}
	ok(figure_answers(cx, asks, MANY, got));
	cx->known = KNOWN_PLAINLY;
	for (int i = 0; i < MANY; i++) {
		ok(figure_answer(cx, &asks[i], &want));
		agree(t, arena_printf(cx->a, "number %d of several", i), got[i].value, want.value);
		assert_int_equal(got[i].base, want.base);
	}
	cx->known = KNOWN_NOW;
}

static void check_one(struct trial *t, const struct figure *f)
{
	struct ctx *cx = &t->w->s->cx;
	struct arena_mark m = arena_mark(cx->a);
	int64_t got, want;

	t->ask.figure = f;
	ok(figure_value(cx, &t->ask, &got));
	cx->known = KNOWN_PLAINLY;
	ok(figure_value(cx, &t->ask, &want));
	cx->known = KNOWN_NOW;
	agree(t, "value", got, want);
	/* a statement costs ten times as much there: each indicator has its turn */
	if (!t->w->s->pgsql || t->series++ % SERIES_PGSQL == 0)
		check_series(t);
	t->counted += want;
	for (enum figure_by by = BY_ORG; want && by < BY_MONTH; by++)
		if (figure_by_known(f, by))
			check_rows(t, by);
	arena_rewind(cx->a, m);
}

/* Any two days, or whole months. */
static void draw_ask(struct trial *t)
{
	struct wood *w = t->w;
	day_t a = wood_day(w), b = wood_day(w);

	t->ask = (struct figure_ask){.org = wood_draw(w, 5) ? w->org[wood_draw(w, 8)].id : 0,
		.from = a < b ? a : b,
		.to = a < b ? b : a};
	if (!wood_draw(w, 3)) {
		t->ask.from = t->ask.from / 100 * 100 + 1;
		t->ask.to = day_last(t->ask.to / 100 * 100);
	}
	if (!wood_draw(w, 5))
		t->ask.from = t->ask.to;
	t->ask.day = t->ask.to;
}

/* Others are asked of the records both times; the halves of a rate are there by themselves. */
static bool is_summed(const struct figure *f, bool pgsql)
{
	return f->source == &figure_member || f->source == &figure_org ||
	       (f->source == &figure_rate && !pgsql);
}

static void compare(struct trial *t)
{
	struct site_test *s = t->w->s;
	struct arena_mark m = arena_mark(s->a);

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(member_sum_verify(&s->cx, found_wrong, t));
	assert_int_equal(t->wrong, 0);
	for (int i = 0; i < (s->pgsql ? ASKS_PGSQL : ASKS); i++) {
		draw_ask(t);
		for (size_t k = 0; k < figure_count; k++)
			if (is_summed(&figures[k], s->pgsql))
				check_one(t, &figures[k]);
	}
	db_rollback(s->db);
	arena_rewind(s->a, m);
}

static void try_seed(void **state, uint64_t seed)
{
	struct site_test *s = site_of(state);
	struct wood *w = arena_new_of(s->a, struct wood);
	struct trial t = {.w = w, .seed = seed};

	w->s = s;
	w->random = seed * 92821;
	if (seed % 3)
		sum_more(s, (unsigned)seed);
	for (int i = 1; i <= STEPS; i++) {
		if (seed % 3 == 0 && i == STEPS / 2) {
			sum_more(s, (unsigned)seed);
			mend(&t);
		}
		wood_grow(w, i * WRITES);
		compare(&t);
		keep_up(&t);
		compare(&t);
	}
	assert_true(t.counted > (s->pgsql ? 50 : 500));
}

#define SEED(n)                                                                                    \
	static void seed_##n(void **state)                                                         \
	{                                                                                          \
		try_seed(state, n);                                                                \
	}
SEED(1)
SEED(2)
SEED(3)
SEED(4)
SEED(5)
SEED(6)

/* A summary that is off is told with its place. */
static void tells_what_is_off(void **state)
{
	struct site_test *s = site_of(state);
	struct wood *w = arena_new_of(s->a, struct wood);
	struct trial t = {.w = w};
	struct sums *sums;

	w->s = s;
	w->random = 7;
	wood_grow(w, WRITES);
	ok(db_begin(s->db, DB_WRITE));
	ok(sums_new(&s->cx, &sums));
	sums_subtract(sums, &(struct sum_row){.node = w->org[0].id,
				    .figure = "full",
				    .dim = "",
				    .key = "",
				    .span = 'm',
				    .day = 20190300,
				    .n = 3});
	ok(sums_write(sums));
	ok(member_sum_verify(&s->cx, found_wrong, &t));
	db_rollback(s->db);
	assert_int_equal(t.wrong, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(tells_what_is_off), on_site(seed_1),
		on_site(seed_2), on_site(seed_3), on_site(seed_4), on_site(seed_5),
		on_site(seed_6)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
