/*
 * Rise and fall on random histories: the books close for every organisation and any period, the
 * children add up, each number has as many persons behind it, and the indicators say the same.
 */
#include "member/member_change_list.h"
#include "member/member_oracle_test.h"

enum { WRITES = 200, ASKS = 60 };

static const char *const codes[CHANGE_KINDS] = {"member.taken_over", "member.admitted",
	"member.readmitted", "member.restored", "member.transferred_in", "member.moved_in_with_org",
	"member.transferred_out", "member.moved_out_with_org", "member.struck_off",
	"member.resigned", "member.expelled", "member.deceased", "member.annulled"};

struct trial {
	struct wood *w;
	int64_t org, counted;
	struct change c;
};

static void agree(struct trial *t, const char *what, int64_t got, int64_t want)
{
	if (got != want)
		fail_msg("%s of %lld, %d to %d, known %lld: %lld, not %lld", what,
			(long long)t->org, t->c.period.from, t->c.period.to,
			(long long)t->w->s->cx.known, (long long)got, (long long)want);
}

/* What is left over in a child came or went with a cell; over all children that is nothing. */
static void check_children(struct trial *t)
{
	const struct change_sum *row = t->c.children.rows;
	struct change_sum sum = {0};

	for (size_t i = 0; i < t->c.children.n; i++) {
		sum.before += row[i].before;
		sum.after += row[i].after;
		sum.inner_in += row[i].inner_in;
		sum.inner_out += row[i].inner_out;
		for (int k = 0; k < CHANGE_KINDS; k++)
			sum.kind[k] += row[i].kind[k];
	}
	agree(t, "before", sum.before, t->c.all.before);
	agree(t, "after", sum.after, t->c.all.after);
	agree(t, "inner", sum.inner_in, sum.inner_out);
	for (int k = 0; k < CHANGE_KINDS; k++)
		agree(t, change_kinds[k], sum.kind[k], t->c.all.kind[k]);
}

static void check_figures(struct trial *t)
{
	for (int k = 0; k < CHANGE_KINDS; k++) {
		struct figure_ask ask = {.figure = figure_find(codes[k]),
			.org = t->org,
			.from = t->c.period.from,
			.to = t->c.period.to,
			.day = t->c.period.to};
		int64_t n;
		assert_non_null(ask.figure);
		ok(figure_value(&t->w->s->cx, &ask, &n));
		agree(t, codes[k], t->c.all.kind[k], n);
		t->counted += n;
	}
}

static void check_persons(struct trial *t)
{
	struct ctx *cx = &t->w->s->cx;
	int64_t all = 0, listed = 0;
	struct cursor c;

	for (int k = 0; k < CHANGE_KINDS; k++)
		all += t->c.all.kind[k];
	ok(db_query(cx->db, &c, Q_MEMBER_CHANGE_LIST, t->org, t->c.period.from, t->c.period.to,
		cx->known, "", (int64_t)100000, (int64_t)0));
	while (db_next(&c))
		listed++;
	ok(db_end(&c));
	agree(t, "persons", listed, all);
}

static void ask_one(struct trial *t)
{
	struct ctx *cx = &t->w->s->cx;
	day_t a = wood_day(t->w), b = wood_day(t->w);
	struct period p = {a < b ? a : b, a < b ? b : a};

	t->org = t->w->org[wood_draw(t->w, (unsigned)t->w->orgs)].id;
	ok(change_read(cx, t->org, p, &t->c));
	agree(t, "closing", change_result(&t->c.all), t->c.all.after);
	check_children(t);
	check_figures(t);
	check_persons(t);
}

static void try_seed(void **state, uint64_t seed)
{
	struct site_test *s = site_of(state);
	struct wood *w = arena_new_of(s->a, struct wood);
	struct trial t = {.w = w};

	w->s = s;
	w->random = seed * 7919;
	wood_grow(w, WRITES);
	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	for (int i = 0; i < ASKS; i++) {
		struct arena_mark m = arena_mark(s->a);
		s->cx.known = i % 4 ? KNOWN_NOW : w->known[wood_draw(w, (unsigned)w->times)];
		ask_one(&t);
		arena_rewind(s->a, m);
	}
	db_rollback(s->db);
	/* a history in which nothing counts proves nothing */
	assert_true(t.counted > 100);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_site(seed_1), on_site(seed_2), on_site(seed_3), on_site(seed_4)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
