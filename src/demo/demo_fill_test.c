#include "demo/demo_fill_test.h"

#include "member/member_import_find.h"
#include "member/member_plan.h"

/* What the program makes of the files is held against the files themselves. */

static struct demo_story fill(struct site_test *s)
{
	return demo_test_fill(s, "tam-son-2018", &demo_tam_son);
}

static int64_t figure(struct site_test *s, const char *code, const char *org, day_t from, day_t to)
{
	return demo_test_figure(s, code, org, from, to);
}

static void assert_counts(struct site_test *s, const struct demo_story *story, day_t day)
{
	static const char *const cells[] = {"binh-son-thuong", "binh-son-ha", "binh-lac",
		"lac-kieu", "son-cau", "then", "co-quan", "tieu-hoc", "thcs", "mam-non"};

	assert_int_equal(
		figure(s, "member.total", "tam-son", day, day), demo_told_count(story, day, NULL));
	for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++)
		assert_int_equal(figure(s, "member.total", cells[i], day, day),
			demo_told_count(story, day, cells[i]));
}

static void members_are_those_of_the_files(void **state)
{
	static const day_t days[] = {20100101, 20100630, 20111231, 20130915, 20130916, 20141231,
		20160519, 20171231, 20180831};
	struct site_test *s = site_of(state);
	struct demo_story story = fill(s);

	assert_int_equal(figure(s, "member.total", "tam-son", DEMO_TODAY, DEMO_TODAY), 285);
	assert_int_equal(figure(s, "org.cell", "tam-son", DEMO_TODAY, DEMO_TODAY), 10);
	for (size_t i = 0; i < sizeof(days) / sizeof(*days); i++)
		assert_counts(s, &story, days[i]);
}

static int64_t flows(struct site_test *s, const char *const *codes, day_t from, day_t to)
{
	int64_t n = 0;

	for (; *codes; codes++)
		n += figure(s, *codes, "tam-son", from, to);
	return n;
}

static int64_t stock(struct site_test *s, day_t day)
{
	return figure(s, "member.total", "tam-son", day, day);
}

static void the_books_close_every_year(void **state)
{
	struct site_test *s = site_of(state);
	struct demo_story story = fill(s);

	assert_int_equal(figure(s, "member.taken_over", "tam-son", 20000101, DEMO_TODAY),
		story.life.opening.n);
	for (int year = 2009; year <= 2018; year++) {
		day_t from = year * 10000 + 101, to = year == 2018 ? DEMO_TODAY : from + 1130;
		assert_int_equal(stock(s, to) - stock(s, day_add(from, -1)),
			flows(s, demo_test_in, from, to) - flows(s, demo_test_out, from, to));
	}
}

static int64_t person_of(struct site_test *s, const char *no, day_t day)
{
	const struct find_ask ask = {.member_no = no, .day = day};
	struct find_found found;

	ok(member_meant(&s->cx, &ask, &found));
	assert_true(found.person);
	return found.person;
}

static bool is_on(const struct demo_fact *f)
{
	return f->day <= DEMO_TODAY && (!f->until_day || f->until_day >= DEMO_TODAY);
}

/* Badges and absences stand in no file, but in the personal files. */
static void what_no_file_tells_is_there(void **state)
{
	struct site_test *s = site_of(state);
	struct demo_story story = fill(s);
	const struct demo_fact *f = story.life.facts.rows;
	struct member_spell spell;
	struct list facts;
	int away = 0;

	for (size_t i = 0; i < story.life.facts.n; i++) {
		int64_t person = person_of(s, f[i].member_no, f[i].day);
		const struct demo_told *t = demo_told_of(&story, f[i].member_no);
		ok(member_facts(&s->cx, person, &facts));
		assert_true(facts.n > 1);
		if (!text_eq(f[i].kind, "away") || !is_on(&f[i]) || t->left != DAY_MAX)
			continue;
		ok(member_spell_on(&s->cx, person, DEMO_TODAY, &spell));
		assert_true(spell.away && spell.counted);
		away++;
	}
	assert_true(away > 3);
	assert_int_equal(figure(s, "member.away", "tam-son", DEMO_TODAY, DEMO_TODAY), away);
}

static void people_grow_older(void **state)
{
	struct site_test *s = site_of(state);
	struct demo_story story = fill(s);
	const struct demo_change *c = story.life.changes.rows;
	struct person before, after;

	for (size_t i = 0; i < story.life.changes.n; i++) {
		int64_t person = person_of(s, c[i].member_no, c[i].day);
		if (!text_eq(c[i].field, "occupation"))
			continue;
		ok(member_person(&s->cx, person, day_add(c[i].day, -1), &before));
		ok(member_person(&s->cx, person, c[i].day, &after));
		assert_string_equal(after.occupation, c[i].value);
		assert_string_not_equal(before.occupation, after.occupation);
	}
}

static void every_account_can_be_used(void **state)
{
	struct site_test *s = site_of(state);
	const struct demo_scenario *d = demo_find("tam-son-2018");
	struct actor actor;
	int64_t id;

	fill(s);
	for (int i = 0; i < DEMO_ACCOUNTS; i++) {
		ok(account_find(&s->cx, d->accounts[i].login, NULL, &id));
		ok(account_actor(&s->cx, id, &actor));
		assert_string_equal(actor.login, d->accounts[i].login);
	}
	assert_null(demo_find("tam-son"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_site(members_are_those_of_the_files),
		on_site(the_books_close_every_year),
		on_site(what_no_file_tells_is_there),
		on_site(people_grow_older),
		on_site(every_account_can_be_used),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
