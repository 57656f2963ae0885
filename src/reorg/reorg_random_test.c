/*
 * Random districts, random plans: what each new unit has afterwards is worked out a second time,
 * cell by cell from what was decided; taken back, the tree is what it was.
 */
#include "reorg/reorg_test.h"

enum { DISTRICTS = 2, COMMUNES = 8, UNITS = 4, CELLS = 24, AGENCIES = 5 };

struct cell {
	int64_t org;
	int commune; /* below which; -1: of a district */
	int members, to;
};

struct world {
	struct site_test *s;
	unsigned seed;
	int64_t top, districts[DISTRICTS], communes[COMMUNES];
	int fate[COMMUNES]; /* its unit; -1: split */
	struct cell cells[CELLS + AGENCIES];
	struct reorg r;
	int64_t line;
};

static int dice(struct world *w, int n)
{
	w->seed = w->seed * 1103515245u + 12345u;
	return (int)(w->seed >> 16) % n;
}

static const char *code(struct world *w, const char *what, int i)
{
	return arena_printf(w->s->a, "%s%u-%d", what, w->seed & 0xfff, i);
}

/* ---- the old order ---- */

static void people(struct world *w, struct cell *c)
{
	c->members = dice(w, 4);
	for (int i = 0; i < c->members; i++)
		story_person(w->s, WHO(.full_name = "Lò Văn An"),
			FACT(.kind = "admitted", .day = 20100203, .cell = c->org));
}

static void plant(struct world *w)
{
	struct site_test *s = w->s;

	w->top = site_found(s, 0, "t", "province", 20000101);
	for (int i = 0; i < DISTRICTS; i++)
		w->districts[i] = site_found(s, w->top, code(w, "h", i), "district", 20000101);
	for (int i = 0; i < COMMUNES; i++)
		w->communes[i] = site_found(
			s, w->districts[i % DISTRICTS], code(w, "x", i), "commune", 20000101);
	for (int i = 0; i < CELLS + AGENCIES; i++) {
		struct cell *c = &w->cells[i];
		bool agency = i >= CELLS;
		c->commune = agency ? -1 : dice(w, COMMUNES);
		c->org = site_found(s,
			agency ? w->districts[i % DISTRICTS] : w->communes[c->commune],
			code(w, "c", i), agency ? "grassroots_cell" : "cell", 20000101);
		people(w, c);
	}
	s->cx.say.today = s->cx.day = s->clock.fixed_today = REORG_TODAY;
}

/* ---- the plan ---- */

static void line(struct world *w, int64_t org, const char *what, int unit)
{
	ok(reorg_line_write(&w->s->cx, &(struct reorg_line){.reorg = w->r.id,
					       .line = ++w->line,
					       .org = org,
					       .what = what,
					       .unit = unit + 1,
					       .ask = "added",
					       .decided = 1}));
}

static void decide_commune(struct world *w, int i, bool *taken)
{
	int unit = dice(w, UNITS), how = dice(w, 10);

	w->fate[i] = unit;
	if (how < 3) {
		w->fate[i] = -1;
		line(w, w->communes[i], "part", unit);
		line(w, w->communes[i], "part", (unit + 1) % UNITS);
	} else {
		bool goes_on = how < 5 && !taken[unit];
		taken[unit] = taken[unit] || goes_on;
		line(w, w->communes[i], goes_on ? "as" : "into", unit);
	}
}

static void decide_cell(struct world *w, struct cell *c)
{
	bool own = c->commune < 0 || w->fate[c->commune] < 0 || dice(w, 6) == 0;

	c->to = own ? dice(w, UNITS) : w->fate[c->commune];
	if (own)
		line(w, c->org, "under", c->to);
}

/* The questions of an empty plan are answered by lines of our own. */
static void leave_out(struct world *w)
{
	struct reorg_line *l;
	struct list lines;

	ok(reorg_lines(&w->s->cx, w->r.id, &lines));
	l = (struct reorg_line *)lines.rows;
	for (size_t i = 0; i < lines.n; i++) {
		l[i].what = "skip";
		l[i].decided = 1;
		ok(reorg_line_write(&w->s->cx, &l[i]));
	}
}

static void decide(struct world *w)
{
	bool taken[UNITS] = {false};

	ok(db_begin(w->s->db, DB_WRITE));
	site_clean(w->s);
	ok(txn_start(&w->s->cx, "reorg_decide", NULL));
	leave_out(w);
	for (int i = 0; i < UNITS; i++)
		ok(reorg_unit_write(&w->s->cx, w->r.id,
			&(struct reorg_unit){.unit = i + 1,
				.code = arena_printf(w->s->a, "u%d", i),
				.name = arena_printf(w->s->a, "Đảng bộ xã U%d", i),
				.kind = "commune",
				.parent_code = "t"}));
	for (int i = 0; i < COMMUNES; i++)
		decide_commune(w, i, taken);
	for (int i = 0; i < DISTRICTS; i++)
		line(w, w->districts[i], "end", -1);
	for (int i = 0; i < CELLS + AGENCIES; i++)
		decide_cell(w, &w->cells[i]);
	ok(db_commit(w->s->db));
}

/* ---- afterwards ---- */

/* What every organisation is on a day before and after, as one text. */
static const char *picture(struct world *w)
{
	struct site_test *s = w->s;
	const char *all = "";

	ok(db_begin(s->db, DB_READ));
	for (int i = 0; i < COMMUNES + CELLS + AGENCIES; i++) {
		struct list spells;
		const struct org_spell *o;
		int64_t org = i < COMMUNES ? w->communes[i] : w->cells[i - COMMUNES].org;
		ok(tree_spells(&s->cx, org, &spells));
		o = spells.rows;
		for (size_t k = 0; k < spells.n; k++)
			all = arena_printf(s->a, "%s%lld %d-%d %s %lld;", all, (long long)org,
				o[k].from_day, o[k].to_day, o[k].code, (long long)o[k].parent);
	}
	db_rollback(s->db);
	return all;
}

static void second_count(struct world *w)
{
	struct site_test *s = w->s;
	int64_t all = 0;

	for (int u = 0; u < UNITS; u++) {
		int64_t want = 0;
		for (int i = 0; i < CELLS + AGENCIES; i++)
			want += w->cells[i].to == u ? w->cells[i].members : 0;
		all += want;
		is("member.total", arena_printf(w->s->a, "u%d", u), "2025-07-01", want);
	}
	is("member.total", "t", "2025-06-30", all);
	is("member.total", "t", "2025-07-01", all);
	is("member.moved_out_with_org", "t", "2025-07-01", 0);
}

static void books_close(void **state, unsigned seed)
{
	struct site_test *s = site_of(state);
	struct world *w = arena_new_of(s->a, struct world);
	const char *plan, *before;
	struct reorg_books b;

	*w = (struct world){.s = s, .seed = seed};
	plant(w);
	before = picture(w);
	ok(reorg_run(s, &reorg_new, NULL, "name=Thử", "day=01/07/2025", "under=t", NULL));
	plan = reorg_made(s);
	ok(db_begin(s->db, DB_READ));
	ok(reorg_get(&s->cx, plan, &w->r));
	ok(db_number(s->db, &w->line, 0, Q_REORG_LINE_LAST, w->r.id));
	db_rollback(s->db);
	decide(w);
	assert_int_equal(reorg_worked(s, plan, &b)->told, 0);
	assert_int_equal(b.total.lost, 0);
	ok(reorg_run(s, &reorg_do, plan, NULL));
	second_count(w);
	reorg_whole(s);
	ok(reorg_run(s, &reorg_undo, plan, "reason=Thử", NULL));
	assert_string_equal(picture(w), before);
	reorg_whole(s);
}

#define ROUND(n)                                                                                   \
	static void round_##n(void **state)                                                        \
	{                                                                                          \
		books_close(state, n);                                                             \
	}

ROUND(1)
ROUND(2)
ROUND(3)
ROUND(4)
ROUND(5)
ROUND(6)

int main(void)
{
	static const struct CMUnitTest tests[] = {on_site(round_1), on_site(round_2),
		on_site(round_3), on_site(round_4), on_site(round_5), on_site(round_6)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("reorg at random", tests, NULL, NULL);
}
