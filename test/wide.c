/*
 * wide.c: pages that look at each member, of organisations too large for that: over whole requests
 * they name nobody and lead to the organisations below; files hold everybody; and further down,
 * where it is not too much, they are as ever.
 */
#include "harness.h"

#include "base/die.h"
#include "base/sheet.h"
#include "http/form.h"

#include <stdio.h>
#include <stdlib.h>

enum { WIDE = 2 };

struct large {
	struct world w;
	struct visit *central;
};

static const char *const names[] = {"Quàng Thị Lớn", "Lường Văn Rộng", "Lò Văn Đông"};
enum { NAMES = sizeof(names) / sizeof(*names) };

static void add(struct large *l, const char *cell, const char *name)
{
	struct answer r = visit_form(l->central, arena_printf(l->w.ra, "/org/%s/member-new", cell),
		arena_printf(l->w.ra,
			"full_name=%s&birth_date=12%%2F04%%2F1965&how=admitted&day=19%%2F05%%2F2010"
			"&official_on=19%%2F05%%2F2011",
			form_encode(l->w.ra, name)));

	if (r.status != 303)
		die("%s: %d %.3000s", name, r.status, r.body);
}

static int start(void **state)
{
	struct large *l = calloc(1, sizeof(*l));

	if (!l)
		return -1;
	world_start(&l->w);
	world_tree(&l->w, "");
	world_accounts(&l->w);
	l->central = visit_new(&l->w, "central");
	add(l, "cb-a", names[0]);
	add(l, "cb-a", names[1]);
	add(l, "cb-b", names[2]);
	*state = l;
	return 0;
}

static int stop(void **state)
{
	struct large *l = *state;

	world_stop(&l->w);
	free(l);
	return 0;
}

/* ---- pages ---- */

/* What follows the organisation in the address, with a query if it takes one to show people. */
struct page {
	const char *rest, *query, *file; /* file: the kind of file it has; NULL: none */
};

static const struct page pages[] = {{"card", "", ".csv"}, {"dues", "", NULL},
	{"badge", "?award=2040-05-19", ".csv"}, {"roster", "", ".csv"}, {"extract", "", ".csv"},
	{"change", "?period=2010&kind=admitted", NULL}, {"due", "?until=2040-12-31", ".csv"},
	{"transit", "", NULL}, {"account", "", NULL}};
enum { PAGES = sizeof(pages) / sizeof(*pages) };

static struct answer page_of(
	struct large *l, const char *org, const struct page *p, const char *format)
{
	return visit_get(l->central,
		arena_printf(l->w.ra, "/org/%s/%s%s%s", org, p->rest, format, p->query));
}

static int named(const struct answer *r)
{
	int n = 0;

	for (int i = 0; i < NAMES; i++)
		n += answer_has(r, names[i]);
	return n;
}

static void large_ones_lead_down(void **state)
{
	struct large *l = *state;
	const char *down;

	l->w.site.wide = WIDE;
	for (int i = 0; i < PAGES; i++) {
		struct answer r = page_of(l, "tinh", &pages[i], "");
		down = arena_printf(l->w.ra, "/org/%lld/%s", (long long)world_org(&l->w, "xa-a"),
			pages[i].rest);
		if (r.status != 200 || named(&r) || !answer_has(&r, down))
			fail_msg("%s: %d, %d named\n%.4000s", pages[i].rest, r.status, named(&r),
				r.body);
		r = page_of(l, "tinh", &pages[i], ".json");
		if (r.status != 200 || named(&r))
			fail_msg("%s as data: %d, %d named", pages[i].rest, r.status, named(&r));
	}
}

/* The form for many cards of such an organisation begins empty. */
static void forms_of_large_ones_begin_empty(void **state)
{
	struct large *l = *state;
	struct answer r;

	l->w.site.wide = WIDE;
	r = visit_get(l->central, "/org/tinh/card-new");
	assert_int_equal(r.status, 200);
	assert_int_equal(named(&r), 0);
	l->w.site.wide = 0;
	r = visit_get(l->central, "/org/tinh/card-new");
	assert_int_equal(named(&r), NAMES);
	/* and shows what was typed as a whole */
	r = visit_form(l->central, "/org/tinh/card-new",
		"kind=card_issued&lines=a;1%0Ab;2%0Ac;3%0Ad;4%0Ae;5%0Af;6");
	assert_int_equal(r.status, 422);
	assert_true(answer_has(&r, "name=\"lines\" rows=\"6\""));
}

static void files_hold_everybody(void **state)
{
	struct large *l = *state;

	l->w.site.wide = WIDE;
	for (int i = 0; i < PAGES; i++) {
		struct answer r;
		if (!pages[i].file)
			continue;
		r = page_of(l, "tinh", &pages[i], pages[i].file);
		if (r.status != 200 || named(&r) != NAMES)
			fail_msg("%s: %d, %d named\n%.2000s", pages[i].rest, r.status, named(&r),
				r.body);
	}
}

/* The cells of a workbook, row after row. */
static const char *cells_of(struct large *l, const struct answer *r)
{
	struct fault f = {.a = l->w.ra};
	const char *all = "";
	struct sheet_row row;
	struct sheet *s;

	if (sheet_open(&s, l->w.ra, (struct str){r->body, r->n}, "x.xlsx", NULL, &f))
		die("no workbook: %d", r->status);
	while (sheet_row(s, &row))
		for (size_t i = 0; i < row.n; i++)
			all = arena_printf(l->w.ra, "%s|%.*s", all, (int)row.cells[i].text.n,
				row.cells[i].text.p);
	ok(sheet_end(s));
	return all;
}

/* What leaves piece by piece has the head of the office too, above everybody. */
static void files_to_sign_have_a_head(void **state)
{
	static const char *const signed_by_somebody[] = {"badge", "due"};
	struct large *l = *state;

	l->w.site.wide = WIDE;
	for (size_t i = 0; i < 2; i++) {
		const struct page *p = pages;
		struct answer r;
		const char *text, *head;
		while (!text_eq(p->rest, signed_by_somebody[i]))
			p++;
		r = page_of(l, "tinh", p, ".xlsx");
		text = cells_of(l, &r);
		head = strstr(text, "ĐẢNG CỘNG SẢN VIỆT NAM");
		for (int k = 0; k < NAMES; k++)
			if (!head || !strstr(head, names[k]))
				fail_msg("%s: %s\n%s", p->rest, names[k], text);
	}
}

/* Two are not too many, and as a file or without the limit the same page has them all. */
static void small_ones_are_as_ever(void **state)
{
	static const char *const with_people[] = {"card", "roster", "extract", "change"};
	struct large *l = *state;

	for (size_t i = 0; i < sizeof(with_people) / sizeof(*with_people); i++) {
		const struct page *p = pages;
		struct answer r;
		while (!text_eq(p->rest, with_people[i]))
			p++;
		l->w.site.wide = WIDE;
		r = page_of(l, "cb-a", p, "");
		if (r.status != 200 || named(&r) != 2)
			fail_msg("%s: %d, %d named", p->rest, r.status, named(&r));
		l->w.site.wide = 0;
		r = page_of(l, "tinh", p, "");
		if (r.status != 200 || named(&r) != NAMES)
			fail_msg("%s: %d, %d named", p->rest, r.status, named(&r));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(large_ones_lead_down),
		cmocka_unit_test(forms_of_large_ones_begin_empty),
		cmocka_unit_test(files_hold_everybody), cmocka_unit_test(files_to_sign_have_a_head),
		cmocka_unit_test(small_ones_are_as_ever)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, stop);
}
