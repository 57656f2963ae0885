/*
 * Cells that go into other cells: everybody is in the cell in place of theirs from that day on, as
 * worked out a second time from where they stood, stay by stay; taken back, all stand as before.
 */
#include "reorg/reorg_test.h"

#include "member/member_sum.h"

enum { CELLS = 12, PEOPLE = 70, FACTS_MOST = 5, THE_DAY = 20240701 };

struct stays {
	struct member_spell rows[24];
	size_t n;
};

struct world {
	struct site_test *s;
	unsigned seed;
	int64_t top, communes[2], cells[CELLS];
	int into[CELLS]; /* the cell in its place; -1: the one that is founded; itself: it stays */
	int64_t people[PEOPLE], founded;
	struct stays before[PEOPLE];
	struct reorg r;
	const char *plan;
	int64_t line;
};

static int dice(struct world *w, int n)
{
	w->seed = w->seed * 1103515245u + 12345u;
	return (int)(w->seed >> 16) % n;
}

/* ---- the old order ---- */

static void plant(struct world *w)
{
	static const struct tree_follower *const followers[] = {&member_follower, NULL};
	struct site_test *s = w->s;

	s->cx.followers = followers;
	w->top = site_found(s, 0, "t", "district", 20000101);
	for (int i = 0; i < 2; i++)
		w->communes[i] =
			site_found(s, w->top, arena_printf(s->a, "x%d", i), "commune", 20000101);
	for (int i = 0; i < CELLS; i++)
		w->cells[i] = site_found(
			s, w->communes[i % 2], arena_printf(s->a, "c%d", i), "cell", 20000101);
}

/* Three go into c0, three into a new one, two into c1; the last four stay. */
static void match(struct world *w)
{
	for (int i = 0; i < CELLS; i++)
		w->into[i] = i;
	w->into[2] = w->into[3] = w->into[4] = 0;
	w->into[5] = 1;
	w->into[6] = w->into[7] = -1;
}

static day_t some_day(struct world *w, int from, int to)
{
	static const int months[] = {131, 228, 331, 430, 531, 630, 701, 731, 815, 901};

	return (from + dice(w, to - from + 1)) * 10000 + months[dice(w, 10)];
}

/* Any cell before the day; after it one that does not change: whoever moves names it. */
static int64_t some_cell(struct world *w, day_t day)
{
	return w->cells[day < THE_DAY ? dice(w, CELLS) : 8 + dice(w, 4)];
}

static struct member_fact some_fact(struct world *w, int64_t who)
{
	static const char *const kinds[] = {"recognised", "exempt", "away", "card_issued", "hosted",
		"transfer_sent", "transfer", "deceased", "exempt_end", "hosted"};
	const char *kind = kinds[dice(w, 10)];
	bool late = dice(w, 4) == 0;
	day_t day = late ? some_day(w, 2024, 2024) : some_day(w, 2015, 2023);
	struct member_fact f = {.person = who, .kind = kind, .day = day};

	if (dice(w, 8) == 0)
		f.day = day / 10000 * 10000 + (dice(w, 2) ? 0 : 700);
	if (text_eq(kind, "hosted"))
		f.other = w->cells[dice(w, CELLS)];
	if (text_eq(kind, "transfer") || text_eq(kind, "transfer_sent"))
		f.other = some_cell(w, f.day % 100 ? f.day : 20241231);
	if (text_eq(kind, "hosted") || text_eq(kind, "exempt") || text_eq(kind, "away"))
		f.until_day = dice(w, 2) ? 0 : some_day(w, 2024, 2026);
	if (text_eq(kind, "card_issued"))
		f.number = "1";
	return f;
}

/* What cannot be is refused, and not part of it. */
static void people(struct world *w)
{
	struct site_test *s = w->s;

	for (int i = 0; i < PEOPLE; i++) {
		w->people[i] = story_person(s, WHO(.full_name = "Lò Văn An", .sex = "f"),
			FACT(.kind = "admitted", .day = 20100203, .cell = w->cells[dice(w, 8)]));
		for (int k = dice(w, FACTS_MOST); k > 0; k--) {
			struct member_fact f = some_fact(w, w->people[i]);
			(void)!member_test_fact(s, w->people[i], &f);
			site_clean(s);
		}
	}
	s->cx.say.today = s->cx.day = s->clock.fixed_today = REORG_TODAY;
}

/* ---- the second computation ---- */

static void read_stays(struct world *w, int i, struct stays *ret)
{
	struct site_test *s = w->s;
	const struct member_spell *m;
	struct list all;

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(member_spells(&s->cx, w->people[i], &all));
	db_rollback(s->db);
	m = all.rows;
	assert_true(all.n <= 24);
	*ret = (struct stays){.n = all.n};
	for (size_t k = 0; k < all.n; k++)
		ret->rows[k] = m[k];
}

static int64_t in_place_of(const struct world *w, int64_t cell)
{
	for (int i = 0; i < CELLS; i++)
		if (w->cells[i] == cell)
			return w->into[i] < 0 ? w->founded : w->cells[w->into[i]];
	return cell;
}

static void put(struct stays *to, const struct member_spell *m)
{
	struct member_spell last = to->n ? to->rows[to->n - 1] : (struct member_spell){0};

	last.from_day = m->from_day;
	if (to->n && last.to_day == m->from_day && m->to_day > m->from_day) {
		last.to_day = m->to_day;
		last.cardless_to = m->cardless_to;
		if (member_spell_same(&last, m)) {
			last = to->rows[to->n - 1];
			last.to_day = m->to_day;
			last.cardless_to = m->cardless_to ? m->cardless_to : last.cardless_to;
			to->rows[to->n - 1] = last;
			return;
		}
	}
	if (m->from_day < m->to_day)
		to->rows[to->n++] = *m;
}

static void reorganise(const struct world *w, const struct stays *old, struct stays *ret)
{
	*ret = (struct stays){0};
	for (size_t i = 0; i < old->n; i++) {
		struct member_spell a = old->rows[i], b = a;
		if (a.to_day <= THE_DAY || (!a.counted && a.from_day < THE_DAY)) {
			put(ret, &a);
			continue;
		}
		a.to_day = THE_DAY;
		a.cardless_to = a.cardless_to < THE_DAY ? a.cardless_to : THE_DAY;
		put(ret, &a);
		b.from_day = b.from_day > THE_DAY ? b.from_day : THE_DAY;
		b.cardless_to = b.cardless_to > b.from_day ? b.cardless_to : 0;
		b.cell = in_place_of(w, b.cell);
		b.host = b.host > 0 ? in_place_of(w, b.host) : b.host;
		b.transit = in_place_of(w, b.transit);
		b.host = b.host == b.cell ? 0 : b.host;
		b.transit = b.transit == b.cell ? 0 : b.transit;
		put(ret, &b);
	}
}

static const char *told(struct world *w, const struct stays *s)
{
	const char *t = "";

	for (size_t i = 0; i < s->n; i++) {
		const struct member_spell *m = &s->rows[i];
		t = arena_printf(w->s->a, "%s\n  %d-%d %lld %s h%lld t%lld %d%d%d%d %d", t,
			m->from_day, m->to_day, (long long)m->cell, m->status, (long long)m->host,
			(long long)m->transit, m->counted, m->exempt, m->away, m->suspended,
			m->cardless_to);
	}
	return t;
}

static void all_stand_as(struct world *w, bool reorganised)
{
	for (int i = 0; i < PEOPLE; i++) {
		struct stays now, want = w->before[i];
		if (reorganised)
			reorganise(w, &w->before[i], &want);
		read_stays(w, i, &now);
		assert_string_equal(told(w, &now), told(w, &want));
	}
}

static int64_t there_on(const struct world *w, int cell, day_t day)
{
	int64_t n = 0;

	for (int i = 0; i < PEOPLE; i++)
		for (size_t k = 0; k < w->before[i].n; k++) {
			const struct member_spell *m = &w->before[i].rows[k];
			n += m->counted && m->cell == w->cells[cell] && m->from_day <= day &&
			     day < m->to_day;
		}
	return n;
}

/* Cell by cell on either side of the day, and what is said to have moved. */
static void figures_close(struct world *w)
{
	static const char *const takers[] = {"c0", "c1", "moi"};
	struct site_test *s = w->s;

	for (int t = 0; t < 3; t++) {
		int64_t came = 0, own = t < 2 ? there_on(w, t, THE_DAY) : 0;
		for (int i = 2; i < CELLS; i++)
			came += w->into[i] == (t < 2 ? t : -1) ? there_on(w, i, THE_DAY) : 0;
		is("member.total", takers[t], "2024-07-01", own + came);
	}
	for (int i = 8; i < CELLS; i++)
		is("member.total", arena_printf(w->s->a, "c%d", i), "2024-07-01",
			there_on(w, i, THE_DAY));
	w->s->cx.day = 20240630;
	for (int i = 0; i < 8; i++)
		is("member.total", arena_printf(w->s->a, "c%d", i), "2024-06-30",
			there_on(w, i, 20240630));
	w->s->cx.day = REORG_TODAY;
}

static void tell(void *p, const char *text)
{
	print_message("# %s\n", text);
	++*(int *)p;
}

/* What guong check compares: tree, members, summaries. */
static void is_whole(struct world *w)
{
	int wrong = 0;

	reorg_whole(w->s);
	site_clean(w->s);
	ok(db_begin(w->s->db, DB_READ));
	ok(member_sum_verify(&w->s->cx, tell, &wrong));
	db_rollback(w->s->db);
	assert_int_equal(wrong, 0);
}

/* ---- the plan ---- */

static void write_line(struct world *w, int64_t org, int into)
{
	ok(reorg_line_write(&w->s->cx, &(struct reorg_line){.reorg = w->r.id,
					       .line = ++w->line,
					       .org = org,
					       .what = "into",
					       .unit = into < 0 ? 1 : 0,
					       .to_org = into < 0 ? 0 : w->cells[into],
					       .ask = "added",
					       .decided = 1}));
}

static void draft(struct world *w)
{
	struct site_test *s = w->s;

	ok(reorg_run(s, &reorg_new, NULL, "name=Nhập chi bộ", "day=01/07/2024", "under=t", NULL));
	w->plan = reorg_made(s);
	ok(db_begin(s->db, DB_READ));
	ok(reorg_get(&s->cx, w->plan, &w->r));
	db_rollback(s->db);
	ok(reorg_run(s, &reorg_unit_add, w->plan, "name=Chi bộ Mới", "code=moi", "kind=cell",
		"parent_code=x0", NULL));
	ok(db_begin(s->db, DB_WRITE));
	site_clean(s);
	ok(txn_start(&s->cx, "reorg_decide", NULL));
	for (int i = 0; i < CELLS; i++)
		if (w->into[i] != i)
			write_line(w, w->cells[i], w->into[i]);
	ok(db_commit(s->db));
}

static void is_promised(struct world *w)
{
	const struct reorg_cell *c;
	struct reorg_books b;
	int64_t came = 0;

	assert_int_equal(reorg_worked(w->s, w->plan, &b)->told, 0);
	assert_int_equal(b.total.lost, 0);
	assert_int_equal(b.total.merged, 6);
	assert_int_equal(b.total.takers, 3);
	c = b.cells.rows;
	for (size_t i = 0; i < b.cells.n; i++) {
		came += c[i].came;
		/* the page of one that does not exist yet cannot be linked to */
		assert_int_equal(c[i].id, text_eq(c[i].code, "moi") ? 0 : c[i].org);
	}
	assert_int_equal(b.total.carried, came);
	for (int i = 2; i < 8; i++)
		came -= there_on(w, i, THE_DAY);
	assert_int_equal(came, 0);
}

static void carried(void **state, unsigned seed)
{
	struct site_test *s = site_of(state);
	struct world *w = arena_new_of(s->a, struct world);

	*w = (struct world){.s = s, .seed = seed};
	plant(w);
	match(w);
	people(w);
	for (int i = 0; i < PEOPLE; i++)
		read_stays(w, i, &w->before[i]);
	draft(w);
	is_promised(w);
	for (int round = 0; round < 2; round++) {
		ok(reorg_run(s, &reorg_do, w->plan, "reason=Theo đề án", NULL));
		w->founded = reorg_org(s, "moi");
		all_stand_as(w, true);
		figures_close(w);
		is_whole(w);
		ok(reorg_run(s, &reorg_undo, w->plan, "reason=Ghi nhầm", NULL));
		all_stand_as(w, false);
		is_whole(w);
	}
}

#define ROUND(n)                                                                                   \
	static void round_##n(void **state)                                                        \
	{                                                                                          \
		carried(state, n);                                                                 \
	}

ROUND(1)
ROUND(2)
ROUND(3)
ROUND(4)

/* ---- by hand ---- */

/* What happened since is not lost, and keeps the way back from being blind. */
static void what_is_recorded_since_counts(void **state)
{
	struct site_test *s = site_of(state);
	struct world *w = arena_new_of(s->a, struct world);
	int64_t later, moved;

	*w = (struct world){.s = s};
	plant(w);
	match(w);
	later = story_person(s, WHO(.full_name = "Lò Thị Mơ"),
		FACT(.kind = "admitted", .day = 20100203, .cell = w->cells[2]));
	moved = story_person(s, WHO(.full_name = "Vàng A Páo"),
		FACT(.kind = "admitted", .day = 20100203, .cell = w->cells[3]));
	s->cx.say.today = s->cx.day = s->clock.fixed_today = REORG_TODAY;
	draft(w);
	ok(reorg_run(s, &reorg_do, w->plan, NULL));
	story_fact(s, later, FACT(.kind = "exempt", .day = 20240801));
	assert_string_equal(member_test_spells(s, later),
		"20100203 c2 probationary, 20240701 c0 probationary, 20240801 c0 probationary x");
	assert_string_equal(member_test_flows(s, later),
		"20100203 admitted c2, 20240701 moved_in c0>c2, 20240701 moved_out c2>c0");
	is_whole(w);
	ok(reorg_run(s, &reorg_undo, w->plan, "reason=Thử", NULL));
	assert_string_equal(member_test_spells(s, later),
		"20100203 c2 probationary, 20240801 c2 probationary x");
	is_whole(w);
	ok(reorg_run(s, &reorg_do, w->plan, NULL));
	/* a paper that names the new cell has no ground without it */
	story_fact(s, moved,
		FACT(.kind = "transfer", .day = 20240901, .cell = w->cells[0],
			.other = w->cells[9]));
	assert_int_equal(reorg_run(s, &reorg_undo, w->plan, "reason=Thử", NULL), ERR_REFUSED);
	assert_true(site_said(s, M_MEMBER_IN_FOLLOWS));
	is_whole(w);
}

static void refuses(struct world *w, int from, const char *target, const char *why)
{
	struct site_test *s = w->s;
	struct reorg_books b;
	struct reorg_work *work;

	ok(reorg_run(s, &reorg_line_add, w->plan, arena_printf(s->a, "old=c%d", from), "what=into",
		arena_printf(s->a, "target=%s", target), NULL));
	work = reorg_worked(s, w->plan, &b);
	assert_int_equal(work->told, 1);
	has(work->problems[0].text, why);
	assert_int_equal(reorg_run(s, &reorg_do, w->plan, NULL), ERR_REFUSED);
	ok(reorg_run(s, &reorg_line_show, reorg_row(s, w->plan, arena_printf(s->a, "c%d", from)),
		"what=skip", NULL));
}

static void set_aside(struct world *w, const char *cell)
{
	ok(reorg_run(w->s, &reorg_line_show, reorg_row(w->s, w->plan, cell), "what=skip", NULL));
}

/* Each of two that would go into each other is told. */
static void refuses_a_circle(struct world *w)
{
	struct site_test *s = w->s;
	struct reorg_books b;
	struct reorg_work *work;

	ok(reorg_run(s, &reorg_line_add, w->plan, "old=c9", "what=into", "target=c10", NULL));
	ok(reorg_run(s, &reorg_line_add, w->plan, "old=c10", "what=into", "target=c9", NULL));
	work = reorg_worked(s, w->plan, &b);
	assert_int_equal(work->told, 2);
	has(work->problems[0].text, "Chọn một tổ chức còn hoạt động");
	has(work->problems[1].text, "Chọn một tổ chức còn hoạt động");
	set_aside(w, "c9");
	set_aside(w, "c10");
}

/* What ends itself takes nobody in, and members need a cell. */
static void what_cannot_take_them_is_refused(void **state)
{
	struct site_test *s = site_of(state);
	struct world *w = arena_new_of(s->a, struct world);

	*w = (struct world){.s = s};
	plant(w);
	match(w);
	story_person(s, WHO(.full_name = "Lò Thị Mơ"),
		FACT(.kind = "admitted", .day = 20100203, .cell = w->cells[10]));
	s->cx.say.today = s->cx.day = s->clock.fixed_today = REORG_TODAY;
	draft(w);
	refuses(w, 9, "c2", "Chọn thẳng nơi cuối cùng: “Tổ chức c0”");
	refuses_a_circle(w);
	refuses(w, 10, "x1", "Chọn một chi bộ");
	ok(reorg_run(s, &reorg_do, w->plan, NULL));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {on_site(round_1), on_site(round_2),
		on_site(round_3), on_site(round_4), on_site(what_is_recorded_since_counts),
		on_site(what_cannot_take_them_is_refused)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("reorg cells", tests, NULL, NULL);
}
