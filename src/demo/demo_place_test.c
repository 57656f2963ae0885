#include "demo/demo_fill_test.h"

#include "base/embed.h"
#include "base/sheet.h"

#include <stdlib.h>
#include <string.h>

/*
 * The localities, organisation by organisation: each figure is counted again from the rows that the
 * offices would have sent, and the books close for every organisation and every month.
 */

enum { ORGS = 600, MONTHS = 80 };

struct place {
	struct site_test *s;
	struct demo_story story;
	const char *org[ORGS], *above[ORGS], *kind[ORGS];
	int n;
};

static const char *cell_text(struct arena *a, const struct sheet_row *row, size_t i)
{
	return row->cells[i].text.n ? arena_strndup(a, row->cells[i].text.p, row->cells[i].text.n)
				    : NULL;
}

static void read_orgs(struct place *p)
{
	struct arena *a = p->s->a;
	const struct embedded *file =
		embed_find(arena_printf(a, "%s/orgs.csv", p->story.in->folder));
	struct sheet_row row;
	struct sheet *sheet;

	assert_non_null(file);
	ok(sheet_open(&sheet, a, file->bytes, file->name, NULL, &p->s->f));
	while (sheet_row(sheet, &row)) {
		if (row.number == 1)
			continue;
		assert_true(p->n < ORGS);
		p->org[p->n] = cell_text(a, &row, 0);
		p->kind[p->n] = cell_text(a, &row, 2);
		p->above[p->n++] = cell_text(a, &row, 4);
	}
	ok(sheet_end(sheet));
}

static const char *above(const struct place *p, const char *org)
{
	for (int i = 0; i < p->n; i++)
		if (text_eq(p->org[i], org))
			return p->above[i];
	return NULL;
}

static bool is_below(const struct place *p, const char *org, const char *top)
{
	while (org && !text_eq(org, top))
		org = above(p, org);
	return org != NULL;
}

static struct place fill(void **state, const char *scenario, const struct demo_life_in *in)
{
	struct place p = {.s = site_of(state)};

	p.story = demo_test_fill(p.s, scenario, in);
	read_orgs(&p);
	return p;
}

/* ---- the second way ---- */

typedef day_t fact_day(const struct demo_told *t);

static day_t admitted(const struct demo_told *t)
{
	return t->m->arrived_on || t->m->admitted_on != t->came ? 0 : t->came;
}

static day_t arrived(const struct demo_told *t)
{
	return t->m->arrived_on;
}

/* What was before they came is history. */
static day_t recognised(const struct demo_told *t)
{
	return t->m->recognition_decided_on >= t->came ? t->m->recognition_decided_on : 0;
}

static day_t card(const struct demo_told *t)
{
	return t->m->card_on >= t->came ? t->m->card_on : 0;
}

static bool is_of(day_t day, int year)
{
	return day && day_year(day) == year;
}

/* The cell in which somebody was when it happened, and all above it. */
static int count_days(const struct place *p, fact_day *of, const char *org, int year)
{
	int n = 0;

	for (size_t i = 0; i < p->story.n; i++) {
		const struct demo_told *t = &p->story.told[i];
		day_t day = of(t);
		n += is_of(day, year) && is_below(p, demo_told_cell(&p->story, t, day), org);
	}
	return n;
}

static int count_leavings(const struct place *p, const char *kind, const char *org, int year)
{
	const struct demo_leaving *l = p->story.life.leavings.rows;
	int n = 0;

	for (size_t i = 0; i < p->story.life.leavings.n; i++)
		n += text_eq(l[i].kind, kind) && is_of(l[i].on, year) &&
		     is_below(p, demo_told_of(&p->story, l[i].member_no)->cell, org);
	return n;
}

static int count_badges(const struct place *p, const char *kind, const char *org, int year)
{
	const struct demo_fact *f = p->story.life.facts.rows;
	int n = 0;

	for (size_t i = 0; i < p->story.life.facts.n; i++) {
		const struct demo_told *t = demo_told_of(&p->story, f[i].member_no);
		n += text_eq(f[i].kind, kind) && is_of(f[i].day, year) &&
		     is_below(p, demo_told_cell(&p->story, t, f[i].day), org);
	}
	return n;
}

/* Letters that cross the border of the organisation; those within it cancel out. */
static int count_letters(const struct place *p, bool out, const char *org, int year)
{
	const struct demo_transfer *x = p->story.life.transfers.rows;
	int n = out ? 0 : count_days(p, arrived, org, year);

	for (size_t i = 0; i < p->story.life.transfers.n; i++) {
		bool left = is_below(p, x[i].from_code, org);
		bool came = x[i].to_code && is_below(p, x[i].to_code, org);
		if (is_of(x[i].on, year) && text_eq(x[i].kind, "official"))
			n += out ? left && !came : came && !left;
	}
	return n;
}

static void same(const struct place *p, const char *code, const char *org, int year, int wanted)
{
	day_t from = year * 10000 + 101, to = year * 10000 + 1231;
	int64_t got = demo_test_figure(p->s, code, org, from, to);

	if (got != wanted)
		fail_msg("%s of %s in %d: %d instead of %d", code, org, year, (int)got, wanted);
}

static void check_year(const struct place *p, const char *org, int year)
{
	static const char *const ways[] = {"struck_off", "resigned", "expelled", "deceased"};
	day_t end = year * 10000 + 1231;
	int n = 0;

	same(p, "member.admitted", org, year, count_days(p, admitted, org, year));
	same(p, "member.recognised", org, year, count_days(p, recognised, org, year));
	same(p, "card.issued", org, year, count_days(p, card, org, year));
	same(p, "member.transferred_in", org, year, count_letters(p, false, org, year));
	same(p, "member.transferred_out", org, year, count_letters(p, true, org, year));
	same(p, "badge.proposed", org, year, count_badges(p, "badge_proposed", org, year));
	same(p, "badge.awarded", org, year, count_badges(p, "badge_awarded", org, year));
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		same(p, arena_printf(p->s->a, "member.%s", ways[i]), org, year,
			count_leavings(p, ways[i], org, year));
	for (size_t i = 0; i < p->story.n; i++)
		n += is_below(p, demo_told_cell(&p->story, &p->story.told[i], end), org);
	same(p, "member.total", org, year, n);
}

/* ---- the books ---- */

static void months(const struct place *p, const char *code, const char *org, int64_t sign,
	int64_t sums[MONTHS])
{
	const struct demo_life_in *in = p->story.in;
	struct figure_ask ask = demo_test_ask(p->s, code, org, in->from, in->today);
	const struct figure_row *r;
	struct list rows;

	ok(figure_rows(&p->s->cx, &ask, &(struct figure_cut){BY_MONTH}, &rows));
	r = rows.rows;
	assert_true(rows.n > 12 && rows.n < MONTHS);
	for (size_t i = 0; i < rows.n; i++)
		sums[i] += sign * r[i].value;
}

/* Total of a month = that of the month before and what came, without what went. */
static void check_books(const struct place *p, const char *org)
{
	int64_t flows[MONTHS] = {0}, totals[MONTHS] = {0}, before = 0;

	for (const char *const *c = demo_test_in; *c; c++)
		months(p, *c, org, 1, flows);
	for (const char *const *c = demo_test_out; *c; c++)
		months(p, *c, org, -1, flows);
	months(p, "member.total", org, 1, totals);
	for (int i = 0; i < MONTHS && totals[i]; i++) {
		if (totals[i] != before + flows[i])
			fail_msg("%s, month %d: %d and %d are not %d", org, i + 1, (int)before,
				(int)flows[i], (int)totals[i]);
		before = totals[i];
	}
	assert_true(before > 0);
}

/* ---- villages ---- */

static int count_lines(const struct place *p, bool without_cell)
{
	const struct demo_village *v = p->story.life.villages.rows;
	int n = 0;

	for (size_t i = 0; i < p->story.life.villages.n; i++)
		n += !without_cell || !v[i].cell_code || text_eq(v[i].joint, "yes");
	return n;
}

/* Where somebody lives is the village of their row, as long as they are members. */
static int count_empty(const struct place *p)
{
	const struct demo_village *v = p->story.life.villages.rows;
	int n = 0;

	for (size_t i = 0; i < p->story.life.villages.n; i++) {
		int living = 0;
		for (size_t k = 0; k < p->story.n; k++)
			living += p->story.told[k].left == DAY_MAX &&
				  text_eq(p->story.told[k].m->village_code, v[i].code);
		n += !living;
	}
	return n;
}

static void check_villages(const struct place *p)
{
	const char *root = p->story.in->root;
	int year = day_year(p->story.in->today);

	same(p, "village.total", root, year, count_lines(p, false));
	same(p, "village.no_cell", root, year, count_lines(p, true));
	same(p, "village.no_member", root, year, count_empty(p));
}

/* ---- candidates ---- */

static const char *last_but(const struct demo_case *c, const char *step)
{
	for (size_t i = 0; i < c->n; i++)
		if (text_eq(c->steps[i].step, step))
			return c->steps[i].step;
	return NULL;
}

static void check_candidates(const struct place *p)
{
	const struct demo_case *c = p->story.life.cases.rows;
	int all = 0, alone = 0;

	for (size_t i = 0; i < p->story.life.cases.n; i++) {
		if (last_but(&c[i], "decide") || last_but(&c[i], "reject") || !c[i].n)
			continue;
		all++;
		alone += !last_but(&c[i], "mentor");
	}
	same(p, "candidate.total", p->story.in->root, day_year(p->story.in->today), all);
	same(p, "candidate.no_mentor", p->story.in->root, day_year(p->story.in->today), alone);
}

/* ---- the localities ---- */

static void check_org(const struct place *p, int i)
{
	const struct demo_life_in *in = p->story.in;

	if (!text_eq(p->kind[i], "cell"))
		for (int y = day_year(in->from); y <= day_year(in->today); y++)
			check_year(p, p->org[i], y);
	check_books(p, p->org[i]);
}

/* Thousands of questions: the memory of each organisation's goes with it. */
static void check_place(const struct place *p)
{
	const struct ctx keep = p->s->cx;

	for (int i = 0; i < p->n; i++) {
		/* of the cells every third, on one engine: for all it is the same statements */
		if (text_eq(p->kind[i], "cell") && (p->s->pgsql || i % 3))
			continue;
		p->s->cx.a = arena_new(64 << 20);
		check_org(p, i);
		arena_free(p->s->cx.a);
		p->s->cx = keep;
	}
	check_villages(p);
	check_candidates(p);
}

static void muong_ang(void **state)
{
	struct place p = fill(state, "muong-ang-2016", &demo_muong_ang);

	check_place(&p);
}

static void moc_chau(void **state)
{
	struct place p = fill(state, "moc-chau-2022", &demo_moc_chau);

	check_place(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(muong_ang), on_site(moc_chau)};

	const struct CMUnitTest on_pgsql[] = {on_site(moc_chau)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	/* the same code fills both; one shows that the other engine takes it */
	return getenv("GUONG_TEST_PG") ? cmocka_run_group_tests(on_pgsql, NULL, NULL)
				       : cmocka_run_group_tests(tests, NULL, NULL);
}
