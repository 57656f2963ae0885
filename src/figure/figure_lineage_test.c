/*
 * Lineage: a small history of communes merged, split and handed over, worked out by hand; and
 * random ones against a slow second computation. That goes day by day, from the acts and from who
 * was whose parent on the day, and asks single cells only.
 */
#include "figure/figure_lineage.h"

#include "base/die.h"
#include "figure/figure_member_test.h"
#include "org/org.h"

/* ---- asking ---- */

static enum err ask_of(
	struct site_test *s, const char *code, const struct figure_in *in, struct figure_ask *ret)
{
	site_clean(s);
	return figure_ask_read(&s->cx, figure_find(code), in, ret);
}

static int64_t whole(struct site_test *s, const char *code, const char *org, const char *period)
{
	struct figure_ask ask;
	int64_t n;

	ok(db_begin(s->db, DB_READ));
	ok(ask_of(s, code, IN(.org = org, .period = period, .lineage = 1), &ask));
	ok(figure_value(&s->cx, &ask, &n));
	db_rollback(s->db);
	return n;
}

#define made(code, org, period, n) assert_int_equal(whole(s, code, org, period), n)

static const char *rows_of(
	struct site_test *s, const char *code, const char *org, const char *period, const char *by)
{
	const char *text = "";
	const struct figure_row *r;
	struct figure_ask ask;
	struct figure_cut cut;
	struct list rows;

	ok(db_begin(s->db, DB_READ));
	ok(ask_of(s, code, IN(.org = org, .period = period, .lineage = 1), &ask));
	ok(figure_by_read(&s->cx, ask.figure, by, NULL, &cut));
	ok(figure_rows(&s->cx, &ask, &cut, &rows));
	db_rollback(s->db);
	r = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		text = arena_printf(s->a, "%s%s%s=%lld", text, *text ? " " : "", r[i].key,
			(long long)r[i].value);
	return text;
}

/* ---- by hand ---- */

struct land {
	int64_t root, a, b, c, a1, b1, c1, c2, x;
};

#define ACT(...) ok(site_act(s, &(struct org_act){__VA_ARGS__}))

static int64_t admit(struct site_test *s, const char *name, day_t day, int64_t cell)
{
	return story_person(
		s, WHO(.full_name = name), FACT(.kind = "admitted", .day = day, .cell = cell));
}

/*
 * Until 01/07: a (cell a1), b (cell b1), c (cells c1, c2). Then x is founded from all of a and b
 * and from c2. Admitted: one in a1 and one in c2 in February, one in b1 in March, one in c1 in
 * April; one in a1 in August. From a1 to b1 somebody goes in May, from c1 to c2 in June.
 */
static struct land land_tell(struct site_test *s)
{
	struct cells t = cells_plant(s); /* the followers; its tree stands aside */
	struct land l = {.root = t.root};
	int64_t who;

	l.a = site_found(s, l.root, "ka", "commune", 20000101);
	l.b = site_found(s, l.root, "kb", "commune", 20000101);
	l.c = site_found(s, l.root, "kc", "commune", 20000101);
	l.a1 = site_found(s, l.a, "a1", "cell", 20000101);
	l.b1 = site_found(s, l.b, "b1", "cell", 20000101);
	l.c1 = site_found(s, l.c, "c1", "cell", 20000101);
	l.c2 = site_found(s, l.c, "c2", "cell", 20000101);
	who = admit(s, "Lò Văn Một", 20160201, l.a1);
	admit(s, "Lò Văn Hai", 20160202, l.c2);
	admit(s, "Lò Văn Ba", 20160301, l.b1);
	story_fact(s, who, FACT(.kind = "transfer", .day = 20160510, .other = l.b1));
	who = admit(s, "Lò Văn Bốn", 20160401, l.c1);
	story_fact(s, who, FACT(.kind = "transfer", .day = 20160610, .other = l.c2));
	l.x = site_found(s, l.root, "kx", "commune", 20160701);
	ACT(.org = l.a1, .day = 20160701, .act = "move", .parent = l.x);
	ACT(.org = l.b1, .day = 20160701, .act = "move", .parent = l.x);
	ACT(.org = l.c2, .day = 20160701, .act = "move", .parent = l.x);
	ACT(.org = l.a, .day = 20160701, .act = "merge", .other = l.x);
	ACT(.org = l.b, .day = 20160701, .act = "merge", .other = l.x);
	admit(s, "Lò Văn Năm", 20160801, l.a1);
	return l;
}

static void a_new_commune_has_its_year(void **state)
{
	struct site_test *s = site_of(state);

	land_tell(s);
	is("member.admitted", "kx", "2016", 1);
	made("member.admitted", "kx", "2016", 4); /* not the one of c1 */
	made("member.total", "kx", "2016-06-30", 4);
	made("member.total", "kx", "2016-04-30", 3);
	made("member.total", "kx", "2016", 5);
	made("member.transferred_in", "kx", "2016", 1); /* from c1; a1 to b1 stays inside */
	made("member.transferred_out", "kx", "2016", 0);
	made("member.moved_in_with_org", "kx", "2016", 0);
	is("member.moved_in_with_org", "kx", "2016", 4);
	made("org.cell", "kx", "2016-06-30", 3);
	made("commune.total", "kx", "2016-06-30", 2);
	made("org.total", "kx", "2016", 4);
	made("member.total", "ka", "2016-06-30", 0);
	/* who took nothing over is what it always was */
	made("member.admitted", "kc", "2016", 2);
}

static void what_it_was_made_of_stands_in_the_rows(void **state)
{
	struct site_test *s = site_of(state);

	land_tell(s);
	assert_string_equal(
		rows_of(s, "member.admitted", "kx", "2016", "org"), "a1=1 b1=0 c2=1 ka=1 kb=1");
	assert_string_equal(
		rows_of(s, "member.total", "kx", "2016-06-30", "org"), "c2=2 ka=0 kb=2");
	assert_string_equal(rows_of(s, "org.cell", "kx", "2016-06-30", "org"), "c2=1 ka=1 kb=1");
	assert_string_equal(rows_of(s, "member.admitted", "kx", "2016", "quarter"),
		"2016-Q1=3 2016-Q2=0 2016-Q3=1 2016-Q4=0");
	assert_string_equal(
		rows_of(s, "member.total", "kx", "2016", "sex"), "male=0 female=0 unknown=5");
}

static void the_answer_says_whom_it_takes_in(void **state)
{
	struct site_test *s = site_of(state);
	struct doc d;
	const char *j;

	land_tell(s);
	j = story_json(s, "member.admitted",
		IN(.org = "kx", .period = "2016", .lineage = 1, .records = 1, .compare = "year"));
	has(j, "\"value\":4");
	has(j, "\"lineage\":\"");
	has(j, "Tổ chức ka");
	has(j, "Lò Văn Ba");
	assert_null(strstr(j, "Lò Văn Bốn"));
	/* without being asked: the year before of one that was not there yet */
	ok(site_run(s, &figure_show, IN(.org = "kx", .period = "2016-07", .compare = "previous"), 0,
		"member.total", &d));
	has(doc_find(&d, "compared")->text, "(4)");
	has(doc_find(&d, "compared")->text, "Tổ chức ka");
}

static void chains_are_followed(void **state)
{
	struct site_test *s = site_of(state);
	struct land l = land_tell(s);
	int64_t y = site_found(s, l.root, "ky", "commune", 20170101);

	/* all of x goes into y; c1 comes later, as anybody may */
	ACT(.org = l.a1, .day = 20170101, .act = "move", .parent = y);
	ACT(.org = l.b1, .day = 20170101, .act = "move", .parent = y);
	ACT(.org = l.c2, .day = 20170101, .act = "move", .parent = y);
	ACT(.org = l.x, .day = 20170101, .act = "merge", .other = y);
	ACT(.org = l.c1, .day = 20170301, .act = "move", .parent = y);
	made("member.admitted", "ky", "2016", 4);
	made("member.total", "ky", "2016-04-30", 3);
	made("member.total", "ky", "2017-03-01", 5);
	ACT(.org = l.b1, .day = 20170401, .act = "merge", .other = l.a1);
	made("member.admitted", "a1", "2016", 3);
	made("member.total", "a1", "2016-06-30", 2);
	made("member.admitted", "ky", "2016", 4);
	made("member.moved_in_with_org", "a1", "2017", 0);
}

static void a_split_cell_has_no_past(void **state)
{
	struct site_test *s = site_of(state);
	struct land l = land_tell(s);
	int64_t cell = site_found(s, l.c, "c3", "cell", 20161001);
	struct figure_ask ask;
	struct doc d;

	ACT(.org = l.c1, .day = 20161001, .act = "split", .other = cell);
	made("member.total", "c3", "2016", 0);
	ok(db_begin(s->db, DB_READ));
	assert_int_equal(
		ask_of(s, "member.admitted", IN(.org = "c3", .period = "2016", .lineage = 1), &ask),
		ERR_REFUSED);
	assert_true(site_said(s, M_FIGURE_LINEAGE_SPLIT));
	db_rollback(s->db);
	ok(site_run(s, &figure_show, IN(.org = "c3", .period = "2016-10", .compare = "year"), 0,
		"member.total", &d));
	has(doc_find(&d, "compared")->text, "Tổ chức c1");
	/* of its commune nothing is lost */
	made("member.admitted", "kc", "2016", 2);
}

/* ---- at random ---- */

enum { COMMUNES = 9, CELLS = 14, DAYS = 80, PEOPLE = 24, STEPS = 26 };

#define FIRST_DAY 20200101

struct wood {
	struct site_test *s;
	uint64_t random;
	int64_t root, commune[COMMUNES], cell[CELLS];
	int communes, cells, people;
	bool reading; /* in one transaction */
	int64_t who[PEOPLE];
	int64_t parent[DAYS + 1][COMMUNES + CELLS + 1]; /* -1: it was not there */
	bool in[DAYS + 1][COMMUNES + CELLS + 1];
	int64_t counted;
};

static unsigned draw(struct wood *w, unsigned below)
{
	w->random = w->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(w->random >> 33) % below;
}

static bool act(struct wood *w, struct org_act a)
{
	site_clean(w->s);
	return !site_act(w->s, &a);
}

static int64_t any_cell(struct wood *w)
{
	return w->cell[draw(w, (unsigned)w->cells)];
}

static int64_t any_commune(struct wood *w)
{
	return w->commune[draw(w, (unsigned)w->communes)];
}

static void new_commune(struct wood *w, day_t day)
{
	if (w->communes < COMMUNES)
		w->commune[w->communes] = site_found(
			w->s, w->root, arena_printf(w->s->a, "k%d", w->communes), "commune", day);
	w->communes += w->communes < COMMUNES;
}

static int64_t parent_on(struct wood *w, int64_t org, day_t day)
{
	struct org_spell s;
	int64_t parent;

	if (!w->reading)
		ok(db_begin(w->s->db, DB_READ));
	parent = tree_spell(&w->s->cx, org, day, &s) ? -1 : s.parent;
	if (!w->reading)
		db_rollback(w->s->db);
	return parent;
}

static void new_cell(struct wood *w, day_t day)
{
	int64_t commune = any_commune(w);

	if (w->cells == CELLS || parent_on(w, commune, day) < 0)
		return;
	w->cell[w->cells] =
		site_found(w->s, commune, arena_printf(w->s->a, "c%d", w->cells), "cell", day);
	w->cells++;
}

/* All cells of one go to the other, and it ends; or some go only. */
static void hand_over(struct wood *w, day_t day, int64_t from, int64_t to, bool all)
{
	for (int i = 0; i < w->cells; i++)
		if (parent_on(w, w->cell[i], day) == from && (all || draw(w, 2)))
			act(w, (struct org_act){
				       .org = w->cell[i], .day = day, .act = "move", .parent = to});
	if (all)
		act(w, (struct org_act){.org = from,
			       .day = day,
			       .act = draw(w, 2) ? "merge" : "dissolve",
			       .other = to});
}

static void reorganise(struct wood *w, day_t day)
{
	int64_t from = any_commune(w), to = any_commune(w);

	switch (draw(w, 6)) {
	case 0:
		new_commune(w, day);
		hand_over(w, day, from, w->commune[w->communes - 1], true);
		hand_over(w, day, to, w->commune[w->communes - 1], draw(w, 2));
		return;
	case 1:
		new_commune(w, day);
		act(w, (struct org_act){.org = from,
			       .day = day,
			       .act = "split",
			       .other = w->commune[w->communes - 1]});
		hand_over(w, day, from, w->commune[w->communes - 1], false);
		return;
	case 2:
		if (from != to)
			hand_over(w, day, from, to, true);
		return;
	case 3:
		act(w, (struct org_act){
			       .org = any_cell(w), .day = day, .act = "move", .parent = to});
		return;
	case 4:
		act(w, (struct org_act){.org = any_cell(w),
			       .day = day,
			       .act = "merge",
			       .other = any_cell(w)});
		return;
	default:
		new_cell(w, day);
	}
}

static void live(struct wood *w, day_t day)
{
	struct site_test *s = w->s;
	int64_t cell = any_cell(w);

	site_clean(s);
	if (w->people < PEOPLE && draw(w, 3) && parent_on(w, cell, day) >= 0)
		w->who[w->people++] = story_person(s, WHO(.full_name = "Lò Văn An"),
			FACT(.kind = "admitted", .day = day, .cell = cell));
	else if (w->people)
		(void)!member_test_fact(s, w->who[draw(w, (unsigned)w->people)],
			draw(w, 4) ? FACT(.kind = "transfer", .day = day, .other = cell)
				   : FACT(.kind = "deceased", .day = day));
}

static void grow(struct wood *w, uint64_t seed)
{
	struct cells t = cells_plant(w->s);
	day_t day = FIRST_DAY;

	w->random = seed;
	w->root = t.root;
	for (int i = 0; i < 3; i++)
		new_commune(w, 20100101);
	for (int i = 0; i < 6; i++)
		new_cell(w, 20100101);
	for (int i = 0; i < 8; i++)
		live(w, day_add(20110101, i));
	for (int i = 0; i < STEPS; i++) {
		day = day_add(day, (int)draw(w, 4));
		if (draw(w, 2))
			reorganise(w, day);
		else
			live(w, day);
	}
	site_clean(w->s);
}

/* ---- the slow way ---- */

static int64_t org_at(const struct wood *w, int i)
{
	return i == 0		  ? w->root
	       : i <= w->communes ? w->commune[i - 1]
				  : w->cell[i - 1 - w->communes];
}

static int orgs_of(const struct wood *w)
{
	return 1 + w->communes + w->cells;
}

static int place_of(const struct wood *w, int64_t org)
{
	for (int i = 0; i < orgs_of(w); i++)
		if (org_at(w, i) == org)
			return i;
	return -1;
}

/* The days and the tree, read once. */
static void learn(struct wood *w)
{
	for (int t = 0; t <= DAYS; t++)
		for (int i = 0; i < orgs_of(w); i++)
			w->parent[t][i] = parent_on(w, org_at(w, i), day_add(FIRST_DAY, t));
}

static int64_t above(const struct wood *w, int64_t org, int t)
{
	int i = place_of(w, org);

	return i < 0 || t < 0 ? -1 : w->parent[t][i];
}

static bool below(const struct wood *w, int64_t org, int64_t over, int t)
{
	int64_t at = org;

	if (above(w, org, t) < 0)
		return false;
	while (at > 0 && at != over)
		at = above(w, at, t);
	return at == over;
}

static void mark(struct wood *w, int64_t org, int until);

/* What ended into it from outside, day `m` after the first; on the last day it is gone itself. */
static void mark_ended(struct wood *w, int64_t org, int until, const struct org_act *a)
{
	int m = day_number(a->day) - day_number(FIRST_DAY);

	if (!a->other || text_eq(a->act, "split") || m <= 0 || m > until)
		return;
	if (!below(w, a->other, org, m) && !(m == until && below(w, a->other, org, m - 1)))
		return;
	if (!below(w, a->org, org, m - 1))
		mark(w, a->org, m);
}

/* Marks what is below `org` on each day before `until`, then what that was made of. */
static void mark(struct wood *w, int64_t org, int until)
{
	struct list acts;
	int first = 0;

	while (first < until && above(w, org, first) < 0)
		first++;
	for (int t = first; t < until; t++)
		for (int i = 0; i < orgs_of(w); i++)
			w->in[t][i] |= below(w, org_at(w, i), org, t);
	for (int i = 0; first > 0 && first < until && i < orgs_of(w); i++) {
		int64_t o = org_at(w, i);
		if (o != org && below(w, o, org, first) && above(w, o, first - 1) >= 0)
			mark(w, o, first);
	}
	for (int i = 0; i < orgs_of(w); i++) {
		ok(tree_acts(&w->s->cx, org_at(w, i), &acts));
		for (size_t k = 0; k < acts.n; k++)
			mark_ended(w, org, until, (const struct org_act *)acts.rows + k);
	}
}

static int64_t of_cell(struct wood *w, const char *code, int64_t cell, day_t day)
{
	struct figure_ask ask = {.figure = figure_find(code),
		.org = cell,
		.from = day,
		.to = day,
		.day = day,
		.own = true};
	int64_t n;

	ok(figure_value(&w->s->cx, &ask, &n));
	return n;
}

static int64_t slow_on(struct wood *w, const char *code, int t)
{
	int64_t n = 0;

	for (int i = 0; i < orgs_of(w); i++)
		if (w->in[t][i])
			n += of_cell(w, code, org_at(w, i), day_add(FIRST_DAY, t));
	return n;
}

static int64_t fast(
	struct wood *w, const struct figure_lineage *l, const char *code, int from, int to)
{
	struct figure_ask ask = {.figure = figure_find(code),
		.org = l->org,
		.lineage = l,
		.from = day_add(FIRST_DAY, from),
		.to = day_add(FIRST_DAY, to),
		.day = day_add(FIRST_DAY, to)};
	struct list rows;
	const struct figure_row *r;
	int64_t n, sum = 0;

	ok(figure_value(&w->s->cx, &ask, &n));
	ok(figure_rows(&w->s->cx, &ask, &(struct figure_cut){BY_ORG, BY_NOTHING}, &rows));
	r = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		sum += r[i].value;
	assert_int_equal(sum, n);
	w->counted += n;
	return n;
}

static void books_close(struct wood *w, const struct figure_lineage *l)
{
	static const char *const ins[] = {"member.taken_over", "member.admitted",
		"member.transferred_in", "member.moved_in_with_org"};
	static const char *const outs[] = {
		"member.transferred_out", "member.moved_out_with_org", "member.deceased"};
	int64_t n = fast(w, l, "member.total", 4, 4);

	for (size_t i = 0; i < sizeof(ins) / sizeof(*ins); i++)
		n += fast(w, l, ins[i], 5, DAYS - 1);
	for (size_t i = 0; i < sizeof(outs) / sizeof(*outs); i++)
		n -= fast(w, l, outs[i], 5, DAYS - 1);
	assert_int_equal(n, fast(w, l, "member.total", DAYS - 1, DAYS - 1));
}

static void check_org(struct wood *w, int64_t org)
{
	const struct figure_lineage *l;
	int64_t admitted = 0, deceased = 0;

	memset(w->in, 0, sizeof(w->in));
	ok(figure_lineage_of(&w->s->cx, org, &l));
	mark(w, org, DAYS);
	for (int t = 0; t < DAYS; t++) {
		int64_t orgs = 0;
		admitted += slow_on(w, "member.admitted", t);
		deceased += slow_on(w, "member.deceased", t);
		if (draw(w, 3))
			continue;
		for (int i = 0; i < orgs_of(w); i++)
			orgs += w->in[t][i];
		assert_int_equal(fast(w, l, "member.total", t, t), slow_on(w, "member.total", t));
		assert_int_equal(fast(w, l, "org.total", t, t), orgs);
	}
	assert_int_equal(fast(w, l, "member.admitted", 0, DAYS - 1), admitted);
	assert_int_equal(fast(w, l, "member.deceased", 0, DAYS - 1), deceased);
	books_close(w, l);
}

static void check_wood(void **state, uint64_t seed)
{
	struct wood w = {.s = site_of(state)};

	grow(&w, seed);
	ok(db_begin(w.s->db, DB_READ));
	w.reading = true;
	learn(&w);
	for (int i = 1; i < orgs_of(&w); i++) {
		struct arena_mark m = arena_mark(w.s->a);
		check_org(&w, org_at(&w, i));
		arena_rewind(w.s->a, m);
	}
	db_rollback(w.s->db);
	assert_true(w.counted > 200);
}

static void agrees_with_the_slow_way_1(void **state)
{
	check_wood(state, 11);
}

static void agrees_with_the_slow_way_2(void **state)
{
	check_wood(state, 2027);
}

static void agrees_with_the_slow_way_3(void **state)
{
	check_wood(state, 777);
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(a_new_commune_has_its_year),
		on_site(what_it_was_made_of_stands_in_the_rows),
		on_site(the_answer_says_whom_it_takes_in), on_site(chains_are_followed),
		on_site(a_split_cell_has_no_past), on_site(agrees_with_the_slow_way_1),
		on_site(agrees_with_the_slow_way_2), on_site(agrees_with_the_slow_way_3)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
