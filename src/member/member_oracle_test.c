/*
 * Indicators of members on random histories: the books close, breakdowns and lists add up, and what
 * the statements say is what a simulation says that goes through the days one by one.
 */
#include "member/member_oracle_test.h"

/* On PostgreSQL, where a statement takes ten times as long, fewer questions are asked. */
enum { WRITES = 250, INSTANTS = 4, ASKS = 20, ASKS_PGSQL = 3 };

static const char *const stocks[] = {
	"member.total", "member.full", "member.probationary", "member.exempt", "member.away"};
static const char *const ins[] = {"member.taken_over", "member.admitted", "member.readmitted",
	"member.restored", "member.transferred_in", "member.moved_in_with_org"};
static const char *const outs[] = {"member.transferred_out", "member.moved_out_with_org",
	"member.struck_off", "member.resigned", "member.expelled", "member.deceased",
	"member.annulled"};
static const char *const others[] = {"member.recognised", "card.issued", "card.exchanged",
	"card.reissued", "badge.proposed", "badge.awarded"};

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* What is compared under way: it is said when something does not agree. */
struct trial {
	struct wood *w;
	struct sim *sim;
	struct figure_ask ask;
	int org; /* index; -1: all */
	uint64_t seed;
	int64_t counted;
};

static const char *name_of(struct trial *t)
{
	return t->org < 0 ? "all" : t->w->org[t->org].code;
}

static void agree(struct trial *t, const char *what, int64_t got, int64_t want)
{
	if (got != want)
		print_message("# seed %llu: %s (%s) of %s%s, %d to %d, known %lld of %d: %lld, by "
			      "the days %lld\n",
			(unsigned long long)t->seed, t->ask.figure->code, what, name_of(t),
			t->ask.own ? " alone" : "", t->ask.from, t->ask.day,
			(long long)t->w->s->cx.known, t->w->times, (long long)got, (long long)want);
	assert_int_equal(got, want);
}

static int expected(struct trial *t, const char *code, struct sim_item *items)
{
	return sim_items(t->sim, code, t->org, t->ask.own, sim_index(t->ask.from),
		sim_index(t->ask.day), items);
}

static int64_t value(struct trial *t, const char *code)
{
	int64_t n;

	t->ask.figure = figure_find(code);
	ok(figure_value(&t->w->s->cx, &t->ask, &n));
	return n;
}

/* ---- breakdowns ---- */

static const char *age_key(day_t birth, day_t day)
{
	int years;

	if (!birth)
		return "unknown";
	if (birth % 10000 == 0)
		birth += 701;
	else if (birth % 100 == 0)
		birth += 1;
	years = (day - birth) / 10000;
	return years <= 30   ? "18-30"
	       : years <= 40 ? "31-40"
	       : years <= 50 ? "41-50"
	       : years <= 60 ? "51-60"
			     : "61+";
}

/* The child of the organisation asked for below which the cell was. */
static const char *org_key(struct trial *t, const struct sim_item *it)
{
	if (it->cell == t->org)
		return "own";
	for (int i = 0; i < t->sim->orgs; i++)
		if (t->sim->org[i].parent[it->place] == t->org &&
			sim_below(t->sim, it->cell, i, it->place))
			return t->w->org[i].code;
	return "former";
}

static const char *key_of(struct trial *t, enum figure_by by, const struct sim_item *it)
{
	const struct person *who = sim_attributes(it->person, it->day);
	const char *code = by == BY_SEX		? who->sex
			   : by == BY_ETHNICITY ? who->ethnicity
			   : by == BY_SCHOOLING ? who->schooling
						: who->youth_union;
	const char *cat = by == BY_ETHNICITY ? "ethnicity" : "schooling";

	if (by == BY_AGE)
		return age_key(who->birth_date, sim_day(it->day));
	if (by == BY_ORG)
		return org_key(t, it);
	if (text_empty(code))
		return "unknown";
	if (by == BY_SEX || by == BY_YOUTH_UNION)
		return code;
	return cat_name(t->w->s->cx.say.cats, LANG_VI, cat, code);
}

static void check_rows(struct trial *t, enum figure_by by, const struct sim_item *items, int n)
{
	const struct figure_row *r;
	struct list rows;
	int64_t sum = 0;

	ok(figure_rows(&t->w->s->cx, &t->ask, &(struct figure_cut){by, BY_NOTHING}, &rows));
	r = rows.rows;
	for (size_t i = 0; i < rows.n; i++) {
		int64_t want = 0;
		for (int k = 0; k < n; k++)
			want += text_eq(key_of(t, by, &items[k]), r[i].key);
		agree(t, arena_printf(t->w->s->a, "%s %s", figure_by_code(by), r[i].key),
			r[i].value, want);
		sum += r[i].value;
	}
	agree(t, figure_by_code(by), sum, n);
}

/* Dimensions that are not looked at one by one add up all the same. */
static void check_sums(struct trial *t, int n)
{
	static const struct figure_cut cuts[] = {{BY_SECTOR, BY_NOTHING}, {BY_RELIGION, BY_NOTHING},
		{BY_OCCUPATION, BY_NOTHING}, {BY_SEX, BY_AGE}, {BY_ORG, BY_ETHNICITY},
		{BY_THEORY, BY_SECTOR}};
	const struct figure_cut *cut = &cuts[wood_draw(t->w, COUNT(cuts))];
	const struct figure_row *r;
	struct list rows;
	int64_t sum = 0;

	ok(figure_rows(&t->w->s->cx, &t->ask, cut, &rows));
	r = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		sum += r[i].value;
	agree(t, "sum", sum, n);
}

/* A flow by month adds up; a stock by month ends with its value. */
static void check_months(struct trial *t, int n)
{
	bool stock = t->ask.figure->kind == FIGURE_STOCK;
	const struct figure_row *r;
	struct list rows;
	int64_t sum = 0;

	ok(figure_rows(&t->w->s->cx, &t->ask, &(struct figure_cut){BY_MONTH, BY_NOTHING}, &rows));
	r = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		sum = stock ? r[i].value : sum + r[i].value;
	agree(t, "month", sum, n);
}

static void check_records(struct trial *t, int n)
{
	struct ctx *cx = &t->w->s->cx;
	struct doc_part *part;
	struct doc d;

	doc_init(&d, cx->a, LANG_VI);
	cx->page.limit = SIM_ITEMS;
	ok(t->ask.figure->source->records(cx, &t->ask, &d, &part));
	agree(t, "records", (int64_t)part->rows.n, n);
}

static void check_one(struct trial *t, const char *code)
{
	static const enum figure_by looked[] = {
		BY_SEX, BY_AGE, BY_ETHNICITY, BY_SCHOOLING, BY_YOUTH_UNION, BY_ORG, BY_ORG};
	struct sim_item *items = arena_array(t->w->s->a, SIM_ITEMS, sizeof(*items));
	int n = expected(t, code, items);

	agree(t, "value", value(t, code), n);
	t->counted += n;
	if (!n && wood_draw(t->w, 8))
		return;
	check_rows(t, looked[wood_draw(t->w, COUNT(looked))], items, n);
	check_sums(t, n);
	if (!wood_draw(t->w, 4))
		check_months(t, n);
	if (!wood_draw(t->w, 3))
		check_records(t, n);
}

static void check_all(struct trial *t, const char *const *codes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct arena_mark m = arena_mark(t->w->s->a);
		check_one(t, codes[i]);
		arena_rewind(t->w->s->a, m);
	}
}

/* ---- what must hold in itself ---- */

static void check_books(struct trial *t)
{
	struct figure_ask ask = t->ask;
	int64_t want;

	t->ask.day = day_add(ask.from, -1);
	want = value(t, "member.total");
	t->ask = ask;
	for (size_t i = 0; i < COUNT(ins); i++)
		want += value(t, ins[i]);
	for (size_t i = 0; i < COUNT(outs); i++)
		want -= value(t, outs[i]);
	agree(t, "books", value(t, "member.total"), want);
	agree(t, "full and probationary", value(t, "member.total"),
		value(t, "member.full") + value(t, "member.probationary"));
}

/* Children and the cell itself make the whole. */
static void check_children(struct trial *t)
{
	int64_t sum = 0, own = 0, whole = value(t, "member.total");
	int org = t->org, day = sim_index(t->ask.day);
	struct figure_ask ask = t->ask;

	if (ask.own)
		return;
	for (int i = 0; i < t->sim->orgs; i++)
		if (t->sim->org[i].parent[day] == org) {
			t->ask.org = t->w->org[i].id;
			sum += value(t, "member.total");
		}
	t->ask = ask;
	t->ask.own = true;
	if (org >= 0)
		own = value(t, "member.total");
	t->ask = ask;
	agree(t, "children", sum + own, whole);
}

/* On any day a person is in one cell, or in none. */
static void check_spells(struct trial *t)
{
	for (int i = 0; i < t->w->people; i++) {
		const struct member_spell *s;
		struct list spells;

		ok(member_spells(&t->w->s->cx, t->w->person[i], &spells));
		s = spells.rows;
		for (size_t k = 0; k < spells.n; k++) {
			assert_true(s[k].from_day < s[k].to_day);
			assert_true(!k || s[k - 1].to_day <= s[k].from_day);
		}
	}
}

/* ---- all of it ---- */

static void draw_ask(struct trial *t)
{
	struct wood *w = t->w;
	day_t a = wood_day(w), b = wood_day(w);

	t->org = wood_draw(w, 8) ? (int)wood_draw(w, (unsigned)w->orgs) : -1;
	/* those that were founded first stand higher, and more happens in them */
	if (wood_draw(w, 2))
		t->org = (int)wood_draw(w, 6);
	t->ask = (struct figure_ask){.org = t->org < 0 ? 0 : w->org[t->org].id,
		.from = a < b ? a : b,
		.to = a < b ? b : a,
		.own = t->org >= 0 && !wood_draw(w, 6)};
	if (!wood_draw(w, 5))
		t->ask.from = t->ask.to;
	t->ask.day = t->ask.to;
}

static void ask_some(struct trial *t)
{
	draw_ask(t);
	check_all(t, stocks, COUNT(stocks));
	check_all(t, ins, COUNT(ins));
	check_all(t, outs, COUNT(outs));
	check_all(t, others, COUNT(others));
	check_books(t);
	check_children(t);
}

static void try_instant(struct trial *t, int64_t known)
{
	struct arena_mark m = arena_mark(t->w->s->a);

	t->w->s->cx.known = known;
	sim_make(t->sim, t->w);
	check_spells(t);
	for (int i = 0; i < (t->w->s->pgsql ? ASKS_PGSQL : ASKS); i++)
		ask_some(t);
	arena_rewind(t->w->s->a, m);
}

static void try_seed(void **state, uint64_t seed)
{
	struct site_test *s = site_of(state);
	struct wood *w = arena_new_of(s->a, struct wood);
	struct trial t = {.w = w, .sim = arena_new_of(s->a, struct sim), .seed = seed};

	w->s = s;
	w->random = seed * 104729;
	wood_grow(w, WRITES);
	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	try_instant(&t, KNOWN_NOW);
	for (int i = 1; i < INSTANTS; i++)
		try_instant(&t, w->known[w->times * i / INSTANTS]);
	db_rollback(s->db);
	s->cx.known = KNOWN_NOW;
	/* a history in which nothing counts proves nothing */
	assert_true(t.counted > (s->pgsql ? 30 : 300));
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
SEED(7)
SEED(8)

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(seed_1), on_site(seed_2), on_site(seed_3),
		on_site(seed_4), on_site(seed_5), on_site(seed_6), on_site(seed_7),
		on_site(seed_8)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
