/*
 * Many at once: months without dues, cards, badges of an award day.
 */
#include "life/life_lines.h"
#include "life/life_test.h"
#include "member/member_badge.h"
#include "member/member_due.h"
#include "member/member_dues.h"

#include <stdio.h>

/* The inputs of forms with many boxes are the file's own; they are sent as the web sends them. */
struct mark_in {
	day_t month;
	const char *people, *reason;
	int tick[60];
};

struct one_in {
	day_t month, paid_on;
	const char *reason, *note;
	int mistake;
};

struct dues_in {
	day_t month;
	int64_t from;
};

static const char *id(struct site_test *s, int64_t n)
{
	return arena_printf(s->a, "%lld", (long long)n);
}

static enum err mark(struct site_test *s, const struct life_town *t, day_t month, int a, int b)
{
	struct mark_in in = {.month = month, .reason = "no_reason", .tick = {a, b}};
	struct doc d;

	in.people =
		arena_printf(s->a, "%lld;%lld", (long long)t->person, (long long)t->other_person);
	return site_run(s, &life_dues_mark, &in, t->ban, NULL, &d);
}

static int64_t unpaid(struct site_test *s, int64_t person)
{
	int64_t n;

	ok(db_begin(s->db, DB_READ));
	ok(dues_count(&s->cx, person, 2025, 20250601, &n));
	db_rollback(s->db);
	return n;
}

static const char *due_words(struct site_test *s, int64_t org)
{
	const struct due_row *r;
	struct list rows;
	const char *out = "";

	ok(db_begin(s->db, DB_READ));
	ok(due_read(&s->cx, org, 20250701, false, &rows));
	db_rollback(s->db);
	r = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		if (text_eq(r[i].kind, "dues"))
			out = arena_printf(s->a, "%s%s %d", out, r[i].full_name, r[i].due);
	return out;
}

static void ticks_months(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);
	struct one_in paid = {.month = 20250200, .reason = "no_reason", .paid_on = 20250520};
	struct doc d;

	ok(mark(s, &t, 20250100, 1, 0));
	ok(mark(s, &t, 20250200, 1, 1));
	ok(mark(s, &t, 20250300, 1, 0));
	assert_int_equal(unpaid(s, t.person), 3);
	assert_int_equal(unpaid(s, t.other_person), 1);
	/* a fact beside the rule: three months */
	assert_string_equal(due_words(s, t.xa), "Lò Thị Mai 20250331");
	/* the same again changes nothing, a box that is empty takes off what was told by mistake */
	ok(mark(s, &t, 20250200, 1, 0));
	assert_int_equal(unpaid(s, t.other_person), 0);
	ok(site_run(s, &life_dues_one, &paid, 0, id(s, t.person), &d));
	assert_int_equal(unpaid(s, t.person), 2);
	assert_string_equal(due_words(s, t.xa), "");
	paid = (struct one_in){.month = 20250300, .reason = "ill"};
	ok(site_run(s, &life_dues_one, &paid, 0, id(s, t.person), &d));
	assert_int_equal(unpaid(s, t.person), 1);
	paid = (struct one_in){.month = 20250400, .reason = "ill", .mistake = 1};
	refused(site_run(s, &life_dues_one, &paid, 0, id(s, t.person), &d), M_DUES_NOT_TOLD);
	refused(mark(s, &t, 20250700, 1, 0), M_FLOW_AHEAD);
	life_rights(s, "secretary", t.ban);
	ok(mark(s, &t, 20250500, 1, 0));
}

/* How many members may be ticked off: the fields after month, people and before the reason. */
static size_t boxes(const struct doc *d)
{
	for (const struct doc_part *p = d->parts; p; p = p->next)
		if (text_eq(p->name, "form") && p->form)
			return p->form->fields.n - 3;
	return 0;
}

static int64_t told(struct site_test *s, int64_t cell, const struct member_fact *facts, size_t n)
{
	struct member_plan *p;
	int64_t person;

	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_plan_new(&s->cx, &p));
	person = member_plan_person(p, &(struct person){.full_name = "Lò Văn Xưa"});
	for (size_t i = 0; i < n; i++) {
		struct member_fact f = facts[i];
		f.person = person;
		f.cell = cell;
		ok(member_plan_fact(p, &f));
	}
	ok(member_plan_check(p));
	ok(txn_start(&s->cx, "test", NULL));
	ok(member_plan_apply(p));
	ok(db_commit(s->db));
	return person;
}

static bool is_free(struct site_test *s, int64_t person, day_t first, day_t day)
{
	bool yes;

	ok(db_begin(s->db, DB_READ));
	ok(dues_is_free(&s->cx, person, "full", first, day, &yes));
	db_rollback(s->db);
	return yes;
}

/* Fifty years from the decision; who was away between loses those years and no others. */
static void is_free_by_rule(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);
	const struct member_fact stayed[] = {
		{.kind = "admitted", .day = 19760203}, {.kind = "recognised", .day = 19770203}};
	const struct member_fact came_back[] = {{.kind = "admitted", .day = 19700203},
		{.kind = "recognised", .day = 19710203}, {.kind = "struck_off", .day = 20000203},
		{.kind = "readmitted", .day = 20060203}, {.kind = "recognised", .day = 20070203}};
	int64_t one, other;
	struct doc d;

	one = told(s, t.ban, stayed, 2);
	other = told(s, t.ban, came_back, 5);
	life_today(s, 20260630);
	assert_false(is_free(s, one, 19760203, 20260131)); /* there was no such rule */
	assert_true(is_free(s, one, 19760203, 20260203));
	assert_false(is_free(s, one, 19760204, 20260203));
	assert_true(is_free(s, other, 19700203, 20260203));
	assert_false(is_free(s, other, 19700203, 20260202));
	/* on the page: of all in the cell these two have no box */
	ok(site_run(s, &life_dues_list, &(struct dues_in){.month = 20260600}, t.ban, NULL, &d));
	assert_int_equal(boxes(&d), LIFE_MEMBERS + 1);
	ok(site_run(s, &life_dues_list, &(struct dues_in){.month = 20260100}, t.ban, NULL, &d));
	assert_int_equal(boxes(&d), LIFE_MEMBERS + 3);
}

/* ---- cards ---- */

static enum err cards(struct site_test *s, const struct life_town *t, const char *kind, day_t day,
	const char *lines)
{
	struct lines_in in = {.kind = kind, .day = day, .lines = lines};
	struct doc d;

	return site_run(s, &life_card_new, &in, t->xa, NULL, &d);
}

static int64_t flows(struct site_test *s, int64_t person, const char *kind)
{
	const struct member_fact *f;
	struct list facts;
	int64_t n = 0;

	ok(db_begin(s->db, DB_READ));
	ok(member_facts(&s->cx, person, &facts));
	db_rollback(s->db);
	f = facts.rows;
	for (size_t i = 0; i < facts.n; i++)
		n += text_eq(f[i].kind, kind);
	return n;
}

static void issues_cards(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);
	const char *two = arena_printf(
		s->a, "%s ; Lò Thị Mai ; 11.001\nĐảng viên 3\t11.002\n", id(s, t.person));

	refused(cards(s, &t, "card_issued", 20250519, "Ai đó ; 11.001"), M_LIFE_LINE_WHO);
	refused(cards(s, &t, "card_issued", 20250519, "Đảng viên 3 ; 1\nĐảng viên 4 ; 1"),
		M_LIFE_LINE_BAD);
	refused(cards(s, &t, "card_issued", 20250519, "Đảng viên 3 ; 1\nĐảng viên 3 ; 2"),
		M_LIFE_LINE_BAD);
	refused(cards(s, &t, "card_issued", 20250519, "Đảng viên 3 ; \n\n"), M_LIFE_LINES_NONE);
	refused(cards(s, &t, "card_exchanged", 20250519, two), M_LIFE_LINE_BAD);
	ok(cards(s, &t, "card_issued", 20250519, two));
	assert_int_equal(flows(s, t.person, "card_issued"), 1);
	refused(cards(s, &t, "card_issued", 20250520, two), M_LIFE_LINE_BAD);
	ok(cards(s, &t, "card_exchanged", 20250601, two));
	life_member(s, t.ban, "Lò Văn Dự", false);
	refused(cards(s, &t, "card_issued", 20250519, "Lò Văn Dự ; 9"), M_LIFE_LINE_BAD);
}

/* How many have no card on a day, as known at an instant. */
static size_t cardless(struct site_test *s, const struct life_town *t, day_t day, int64_t known)
{
	struct cursor c;
	size_t n = 0;

	ok(db_begin(s->db, DB_READ));
	ok(db_query(s->db, &c, Q_LIFE_CARDLESS, t->xa, day, known, (int64_t)LINES_MOST));
	while (db_next(&c))
		n++;
	ok(db_end(&c));
	db_rollback(s->db);
	return n;
}

static void who_has_no_card_on_a_day(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);
	size_t all = cardless(s, &t, 20250519, MS_MAX - 1);
	int64_t before;

	assert_true(all > 2);
	assert_int_equal(cardless(s, &t, 20110531, MS_MAX - 1), 0);
	assert_int_equal(cardless(s, &t, 20110601, MS_MAX - 1), all);
	ok(db_begin(s->db, DB_READ));
	ok(db_number(s->db, &before, 0, Q_TXN_LAST_MS));
	db_rollback(s->db);
	ok(cards(s, &t, "card_issued", 20250519, "Đảng viên 3 ; 11.001\nĐảng viên 4 ; 11.002"));
	assert_int_equal(cardless(s, &t, 20250518, MS_MAX - 1), all);
	assert_int_equal(cardless(s, &t, 20250519, MS_MAX - 1), all - 2);
	assert_int_equal(cardless(s, &t, 20250519, before), all);
	life_member(s, t.ban, "Lò Văn Dự", false);
	assert_int_equal(cardless(s, &t, 20250519, MS_MAX - 1), all - 2);
}

/* ---- files ---- */

struct cards_in {
	day_t before;
};

/* How many rows a file of an action has: it is sent as the web sends it. */
static size_t rows_of_file(
	struct site_test *s, const struct action *a, const void *in, int64_t org, const char *name)
{
	FILE *f = tmpfile();
	struct doc d;
	size_t n = 0;
	int c;

	ok(sink_csv(&s->cx.page.sink, &s->cx.say, fileno(f), &s->f));
	ok(site_run(s, a, in, org, NULL, &d));
	assert_true(sink_begun(s->cx.page.sink));
	/* without a table in the document nothing leaves */
	assert_non_null(doc_find(&d, name));
	ok(sink_end(s->cx.page.sink));
	s->cx.page.sink = NULL;
	rewind(f);
	while ((c = fgetc(f)) != EOF)
		n += c == '\n';
	fclose(f);
	return n - 1;
}

/* As many as stand on a page, and some more. */
static void a_file_holds_everybody(void **state)
{
	enum { MORE = 3, MANY = LINES_MOST + MORE };
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);
	const struct cards_in none = {0};
	struct member_plan *p;
	struct doc d;

	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_plan_new(&s->cx, &p));
	for (int i = 0; i < MANY; i++) {
		struct person who = {.full_name = arena_printf(s->a, "Lò Văn %d", i)};
		ok(member_plan_fact(p, &(struct member_fact){.person = member_plan_person(p, &who),
					       .kind = "transfer_in",
					       .cell = t.ban,
					       .place = "Sơn La",
					       .day = 20200101,
					       .status = "full"}));
	}
	ok(member_plan_check(p));
	ok(txn_start(&s->cx, "test", NULL));
	ok(member_plan_apply(p));
	ok(db_commit(s->db));
	ok(site_run(s, &life_card_list, &none, t.xa, NULL, &d));
	assert_int_equal(doc_find(&d, "cards")->rows.n, LINES_MOST);
	assert_true(rows_of_file(s, &life_card_list, &none, t.xa, "cards") >= MANY);
}

/* ---- badges ---- */

static enum err badges(
	struct site_test *s, const struct life_town *t, const struct action *a, struct lines_in in)
{
	struct doc d;

	return site_run(s, a, &in, t->xa, NULL, &d);
}

#define PROPOSE(...) badges(s, &t, &life_badge_propose, (struct lines_in){__VA_ARGS__})
#define DECIDE(...)  badges(s, &t, &life_badge_decide, (struct lines_in){__VA_ARGS__})

static void proposes_and_decides_badges(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	/* admitted on 19/05/2010: thirty years on 19/05/2040, a year earlier for grave illness */
	life_today(s, 20390601);
	refused(PROPOSE(.day = 20390518, .number = "3-TTr", .lines = "Lò Thị Mai ; 30"),
		M_LIFE_LINE_BAD);
	refused(PROPOSE(.day = 20390519, .number = "3-TTr", .lines = "Lò Thị Mai ; 31"),
		M_LIFE_LINE_BAD);
	refused(PROPOSE(.day = 20390519, .number = "3-TTr", .lines = "Lò Thị Mai ; 30"),
		M_LIFE_BADGE_EARLY);
	refused(DECIDE(.kind = "badge_awarded", .day = 20390530, .number = "9-QĐ",
			.lines = "Lò Thị Mai ; 30"),
		M_LIFE_LINE_BAD);
	ok(PROPOSE(.day = 20390519, .number = "3-TTr", .lines = "Lò Thị Mai ; 30",
		.reason = "Bệnh nặng"));
	refused(PROPOSE(.day = 20390520, .number = "4-TTr", .lines = "Lò Thị Mai ; 30",
			.reason = "Bệnh nặng"),
		M_LIFE_LINE_BAD);
	refused(DECIDE(.kind = "badge_deferred", .day = 20390525, .number = "9-QĐ",
			.lines = "Lò Thị Mai ; 30"),
		M_VALUE_REQUIRED);
	ok(DECIDE(.kind = "badge_deferred", .day = 20390525, .number = "9-QĐ",
		.lines = "Lò Thị Mai ; 30", .reason = "Thiếu giấy tờ"));
	ok(PROPOSE(.day = 20390527, .number = "5-TTr", .lines = "Lò Thị Mai ; 30",
		.reason = "Bệnh nặng"));
	ok(DECIDE(.kind = "badge_awarded", .day = 20390530, .number = "10-QĐ",
		.lines = "Lò Thị Mai ; 30"));
	assert_int_equal(flows(s, t.person, "badge_awarded"), 1);
}

struct badges_in {
	day_t award;
	int earlier, paper;
};

static const char *badge_page(
	struct site_test *s, const struct life_town *t, const char *after, int paper)
{
	const struct badges_in in = {.award = 20400519, .paper = paper};
	const struct doc_part *p;
	const char *out = "";
	struct doc d;

	s->cx.page.after = after;
	ok(site_run(s, &life_badge_list, &in, t->xa, NULL, &d));
	s->cx.page.after = NULL;
	p = doc_find(&d, "badges");
	for (size_t i = 0; i < p->rows.n; i++)
		out = arena_printf(s->a, "%s%lld ", out,
			(long long)field_get_int(field_find(p->fields, "no"),
				(const char *)p->rows.rows + i * p->rows.size));
	return arena_printf(
		s->a, "%sof %lld%s", out, (long long)p->total, p->next_href ? " more" : "");
}

/* A page at a time, the paper and the file whole. */
static void badges_go_on(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);
	FILE *f = tmpfile();

	life_today(s, 20400301);
	s->cx.page.limit = 4;
	assert_string_equal(badge_page(s, &t, NULL, 0), "1 2 3 4 of 10 more");
	assert_string_equal(badge_page(s, &t, "4", 0), "5 6 7 8 of 10 more");
	assert_string_equal(badge_page(s, &t, "8", 0), "9 10 of 10");
	assert_string_equal(badge_page(s, &t, "12", 0), "of 10");
	assert_string_equal(badge_page(s, &t, NULL, 1), "1 2 3 4 5 6 7 8 9 10 of 10");
	ok(sink_csv(&s->cx.page.sink, &s->cx.say, fileno(f), &s->f));
	assert_string_equal(badge_page(s, &t, "4", 0), "1 2 3 4 5 6 7 8 9 10 of 10");
	ok(sink_end(s->cx.page.sink));
	s->cx.page.sink = NULL;
	fclose(f);
}

/* The rule of seventy years is longer; a death keeps the months of its day. */
static void judges_by_the_rules(void **state)
{
	static const struct {
		day_t admitted, died, day;
		int64_t years;
		enum badge_verdict verdict;
	} all[] = {
		{19900203, 0, 20200203, 30, BADGE_FULL},
		{19900203, 0, 20200202, 30, BADGE_EARLY},
		{19900203, 0, 20190203, 30, BADGE_EARLY},
		{19900203, 0, 20190202, 30, BADGE_YOUNG},
		{19900203, 0, 20200203, 35, BADGE_NO_SUCH},
		{19500203, 0, 20180203, 70, BADGE_EARLY},
		{19500203, 0, 20180202, 70, BADGE_YOUNG},
		{19500203, 20190301, 20200519, 70, BADGE_POSTHUMOUS},
		{19500203, 20190202, 20200519, 70, BADGE_YOUNG},
	};
	struct site_test *s = site_of(state);

	life_plant(s);
	ok(db_begin(s->db, DB_READ));
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct member_fact f[2] = {{.kind = "admitted", .day = all[i].admitted},
			{.kind = "deceased", .day = all[i].died}};
		struct list facts = {f, all[i].died ? 2 : 1, sizeof(*f)};
		enum badge_verdict got;
		ok(badge_judge(&s->cx, facts, all[i].years, all[i].day, &got, NULL));
		if (got != all[i].verdict)
			fail_msg("case %zu: %d", i, got);
	}
	db_rollback(s->db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(ticks_months), on_site(is_free_by_rule),
		on_site(issues_cards), on_site(who_has_no_card_on_a_day),
		on_site(a_file_holds_everybody), on_site(proposes_and_decides_badges),
		on_site(badges_go_on), on_site(judges_by_the_rules)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
