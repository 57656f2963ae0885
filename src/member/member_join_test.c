/* Two records of one person: joined, told as one, parted again; and who is on the way. */
#include "member/member_act.h"
#include "member/member_join.h"
#include "member/member_test.h"

#include <stdio.h>

static const char *item_of(struct site_test *s, int64_t person)
{
	return arena_printf(s->a, "%lld", (long long)person);
}

#define refused(e, what)                                                                           \
	do {                                                                                       \
		assert_int_not_equal((e), ERR_OK);                                                 \
		assert_true(site_said(s, (what)));                                                 \
	} while (0)
#define stands(who, text) assert_string_equal(member_test_spells(s, (who)), (text))

static void acts_for(struct site_test *s, int64_t org)
{
	struct grant *g = arena_new_of(s->a, struct grant);

	*g = (struct grant){1, 1, org, "office", "below", DAY_MIN, DAY_MAX};
	s->actor = (struct actor){
		.account = 1, .login = "x", .name = "x", .grants = {g, 1, sizeof(*g)}};
}

static enum err join(struct site_test *s, int64_t person, const char *into, const char *history)
{
	struct join_in in = {into, history, "một người"};
	struct doc d;

	return site_run(s, &member_join, &in, 0, item_of(s, person), &d);
}

static enum err part(struct site_test *s, int64_t person)
{
	struct join_in in = {.reason = "hai người"};
	struct doc d;

	return site_run(s, &member_part, &in, 0, item_of(s, person), &d);
}

static const char *location_of(struct site_test *s, int64_t person)
{
	struct doc d;

	ok(site_run(s, &member_show, NULL, 0, item_of(s, person), &d));
	return d.location;
}

static size_t rows_of(struct site_test *s, int64_t person, const char *name)
{
	const struct doc_part *p;
	struct doc d;

	ok(site_run(s, &member_show, NULL, 0, item_of(s, person), &d));
	p = doc_find(&d, name);
	return p ? p->rows.n : 0;
}

/* One admitted, the other recognised later under the same name: two files tell halves. */
static void halves(struct site_test *s, struct cells *t, int64_t *one, int64_t *two)
{
	*t = cells_plant(s);
	*one = member_test_person(
		s, "Lò Văn An", FACT(.kind = "admitted", .day = 20180519, .cell = t->a));
	*two = member_test_person(
		s, "Lò Văn An", FACT(.kind = "admitted", .day = 20180519, .place = "Nơi khác"));
	ok(member_test_fact(s, *two, FACT(.kind = "recognised", .day = 20190601)));
}

static void joins_both_histories(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t;
	int64_t one, two;

	halves(s, &t, &one, &two);
	ok(join(s, two, item_of(s, one), "both"));
	stands(one, "20180519 a probationary, 20190601 a full");
	stands(two, "");
	assert_string_equal(
		location_of(s, two), arena_printf(s->a, "/member/%lld", (long long)one));
	assert_null(location_of(s, one));
	assert_int_equal(rows_of(s, one, "line"), 2);
	assert_int_equal(rows_of(s, one, "joined"), 1);
	ok(part(s, two));
	stands(one, "20180519 a probationary");
	assert_null(location_of(s, two));
	assert_int_equal(rows_of(s, one, "line"), 1);
}

static void keeps_one_history(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t;
	int64_t one, two;

	halves(s, &t, &one, &two);
	ok(join(s, two, item_of(s, one), "kept"));
	stands(one, "20180519 a probationary");
	assert_int_equal(rows_of(s, one, "line"), 1);
	assert_int_equal(rows_of(s, one, "joined"), 1);
}

static void closes_a_joined_record(void **state)
{
	struct site_test *s = site_of(state);
	struct act_in in = {.day = 20200101};
	struct cells t;
	int64_t one, two;
	struct doc d;

	halves(s, &t, &one, &two);
	ok(join(s, two, item_of(s, one), "both"));
	refused(site_run(s, &member_exempt, &in, 0, item_of(s, two), &d), M_FILE_JOINED_CLOSED);
	refused(join(s, two, item_of(s, one), "both"), M_MEMBER_JOINED_ALREADY);
	refused(part(s, one), M_MEMBER_NOT_JOINED);
}

static void finds_the_other_one(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t;
	int64_t one, two, far;

	halves(s, &t, &one, &two);
	refused(join(s, one, item_of(s, one), "both"), M_MEMBER_JOIN_SELF);
	refused(join(s, one, "Không Ai Cả", "both"), M_JOIN_NONE);
	ok(join(s, two, "lo van an", "both"));
	ok(part(s, two));
	far = member_test_person(
		s, "Lò Văn An", FACT(.kind = "admitted", .day = 20180519, .cell = t.c));
	refused(join(s, two, "Lò Văn An", "both"), M_JOIN_SEVERAL);
	acts_for(s, t.west);
	refused(join(s, far, "Lò Văn An", "both"), M_JOIN_NONE);
	assert_int_equal(join(s, far, item_of(s, one), "both"), ERR_FORBIDDEN);
	assert_int_equal(join(s, one, item_of(s, far), "both"), ERR_FORBIDDEN);
}

static void refuses_histories_that_disagree(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t one = member_test_person(
		s, "Lò Văn An", FACT(.kind = "admitted", .day = 20180519, .cell = t.a));
	int64_t two = member_test_person(
		s, "Lò Văn Ân", FACT(.kind = "admitted", .day = 20170101, .cell = t.c));

	assert_int_equal(join(s, two, item_of(s, one), "both"), ERR_REFUSED);
	ok(join(s, two, item_of(s, one), "kept"));
	stands(one, "20180519 a probationary");
}

/* ---- on the way ---- */

static size_t on_the_way(struct site_test *s, int64_t org, const char *name)
{
	struct doc d;

	ok(site_run(s, &member_transit, NULL, org, NULL, &d));
	return doc_find(&d, name)->rows.n;
}

static void lists_who_is_on_the_way(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = member_test_person(
		s, "Lò Văn An", FACT(.kind = "admitted", .day = 20180519, .cell = t.a));
	struct act_in send = {.day = 20200105, .other = "c"}, receive = {.day = 20200110};
	struct doc d;

	assert_int_equal(on_the_way(s, t.root, "coming"), 0);
	ok(site_run(s, &member_send, &send, 0, item_of(s, p), &d));
	assert_int_equal(on_the_way(s, t.east, "going"), 1);
	assert_int_equal(on_the_way(s, t.east, "coming"), 0);
	assert_int_equal(on_the_way(s, t.west, "coming"), 1);
	assert_int_equal(on_the_way(s, t.c, "coming"), 1);
	assert_int_equal(on_the_way(s, t.d, "coming"), 0);
	assert_int_equal(on_the_way(s, t.root, "coming"), 1);
	s->cx.day = 20200101;
	assert_int_equal(on_the_way(s, t.root, "coming"), 0);
	s->cx.day = s->cx.say.today;
	ok(site_run(s, &member_receive, &receive, 0, item_of(s, p), &d));
	assert_int_equal(on_the_way(s, t.root, "coming"), 0);
	assert_int_equal(on_the_way(s, t.east, "going"), 0);
}

struct transit_in {
	const char *list;
};

/* One page of one list: "name, name (5) more". */
static const char *page_of(struct site_test *s, int64_t org, const char *list, const char *after)
{
	const struct transit_in in = {list};
	const struct doc_part *p;
	const char *out = "";
	struct doc d;

	s->cx.page.after = after;
	ok(site_run(s, &member_transit, &in, org, NULL, &d));
	s->cx.page.after = NULL;
	p = doc_find(&d, list);
	assert_non_null(p);
	assert_null(doc_find(&d, text_eq(list, "going") ? "coming" : "going"));
	for (size_t i = 0; i < p->rows.n; i++)
		out = arena_printf(s->a, "%s%s, ", out,
			field_get_text(field_find(p->fields, "full_name"),
				(const char *)p->rows.rows + i * p->rows.size));
	return arena_printf(
		s->a, "%s(%lld)%s", out, (long long)p->total, p->next_href ? " more" : "");
}

/* The page has the beginning of each list and leads to the rest of it, in order, nobody twice. */
static void long_lists_go_on(void **state)
{
	enum { SENT = 5 };
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	const struct doc_part *p;
	FILE *f = tmpfile();
	struct doc d;

	for (int i = 0; i < SENT; i++) {
		int64_t who = member_test_person(s, arena_printf(s->a, "Lò Văn %c", 'A' + i),
			FACT(.kind = "admitted", .day = 20180519, .cell = t.a));
		ok(member_test_fact(s, who,
			FACT(.kind = "hosted", .day = 20190101 + i, .other = t.c,
				.until_day = 20991231 - i)));
		ok(member_test_fact(
			s, who, FACT(.kind = "transfer_sent", .day = 20200115 - i, .other = t.c)));
	}
	s->cx.page.limit = 2;
	ok(site_run(s, &member_transit, NULL, t.east, NULL, &d));
	p = doc_find(&d, "going");
	assert_int_equal(p->rows.n, 2);
	assert_int_equal(p->total, SENT);
	assert_non_null(strstr(p->next_href, "list=going&after=2#going"));
	assert_null(doc_find(&d, "coming")->next_href);
	assert_string_equal(page_of(s, t.east, "going", NULL), "Lò Văn E, Lò Văn D, (5) more");
	assert_string_equal(page_of(s, t.east, "going", "2"), "Lò Văn C, Lò Văn B, (5) more");
	assert_string_equal(page_of(s, t.east, "going", "4"), "Lò Văn A, (5)");
	assert_string_equal(page_of(s, t.east, "going", "6"), "(5)");
	assert_string_equal(page_of(s, t.east, "coming", NULL), "(0)");
	assert_string_equal(page_of(s, t.west, "coming", "4"), "Lò Văn A, (5)");
	assert_string_equal(page_of(s, t.east, "hosted", "2"), "Lò Văn C, Lò Văn B, (5) more");
	assert_string_equal(page_of(s, t.c, "guests", "4"), "Lò Văn A, (5)");
	ok(sink_csv(&s->cx.page.sink, &s->cx.say, fileno(f), &s->f));
	assert_string_equal(page_of(s, t.east, "going", "2"),
		"Lò Văn E, Lò Văn D, Lò Văn C, Lò Văn B, Lò Văn A, (5)");
	ok(sink_end(s->cx.page.sink));
	s->cx.page.sink = NULL;
	fclose(f);
	assert_int_equal(
		site_run(s, &member_transit, &(struct transit_in){"others"}, t.east, NULL, &d),
		ERR_BAD_REQUEST);
	s->cx.page.after = "x";
	assert_int_equal(
		site_run(s, &member_transit, &(struct transit_in){"going"}, t.east, NULL, &d),
		ERR_BAD_REQUEST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_site(joins_both_histories),
		on_site(keeps_one_history),
		on_site(closes_a_joined_record),
		on_site(finds_the_other_one),
		on_site(refuses_histories_that_disagree),
		on_site(lists_who_is_on_the_way),
		on_site(long_lists_go_on),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("member_join", tests, NULL, NULL);
}
