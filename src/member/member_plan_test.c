/*
 * From facts to where people stood and what counts: the rules of member_fold.h one by one, and that
 * corrections, the tree and undoing leave what was known before.
 */
#include "member/member_test.h"

#define same(a, b) assert_string_equal(a, b)

static void admitted_and_recognised(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = member_test_person(
		s, "Lò Văn An", FACT(.kind = "admitted", .day = 20100203, .cell = t.a));

	ok(member_test_fact(
		s, p, FACT(.kind = "recognised", .day = 20110310, .second_day = 20110203)));
	same(member_test_spells(s, p), "20100203 a probationary, 20110310 a full");
	same(member_test_flows(s, p), "20100203 admitted a, 20110310 recognised a");
	assert_int_equal(
		member_test_fact(s, p, FACT(.kind = "recognised", .day = 20120101)), ERR_REFUSED);
	assert_true(site_said(s, M_MEMBER_FULL_ALREADY));
	assert_int_equal(
		member_test_fact(s, p, FACT(.kind = "admitted", .day = 20120101, .cell = t.b)),
		ERR_REFUSED);
	assert_true(site_said(s, M_MEMBER_ADMITTED_ALREADY));
}

static void taken_over_when_the_register_opens(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = member_test_person(
		s, "Vàng A Súa", FACT(.kind = "admitted", .day = 19980203, .cell = t.a));
	int64_t q = member_test_person(
		s, "Vàng A Dế", FACT(.kind = "admitted", .day = 20030203, .cell = t.b));

	/* before the cell's first day: history, and taken over on that day */
	ok(member_test_fact(s, p, FACT(.kind = "recognised", .day = 19990203)));
	same(member_test_spells(s, p), "20000101 a full");
	same(member_test_flows(s, p), "20000101 taken_over a");
	same(member_test_flows(s, q), "20050101 taken_over b");
	/* the register of the commune opens later: all of it moves */
	ok(site_act(s, &(struct org_act){.org = t.east, .act = "open", .day = 20070101}));
	same(member_test_spells(s, p), "20070101 a full");
	same(member_test_flows(s, p), "20070101 taken_over a");
	same(member_test_flows(s, q), "20070101 taken_over b");
	/* and who left before that was never in it */
	ok(member_test_fact(s, q, FACT(.kind = "struck_off", .day = 20060501)));
	same(member_test_spells(s, q), "");
	same(member_test_flows(s, q), "");
}

static void transferred(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = member_test_person(s, "Quàng Thị Hoa",
		FACT(.kind = "taken_over", .day = 20100101, .cell = t.a, .status = "full"));

	ok(member_test_fact(s, p, FACT(.kind = "transfer_sent", .day = 20120401, .other = t.b)));
	same(member_test_spells(s, p), "20100101 a full, 20120401 a full to b");
	ok(member_test_fact(
		s, p, FACT(.kind = "transfer", .day = 20120505, .cell = t.a, .other = t.b)));
	same(member_test_spells(s, p), "20100101 a full, 20120401 a full to b, 20120505 b full");
	same(member_test_flows(s, p),
		"20100101 taken_over a, 20120505 transfer_in b>a, 20120505 transfer_out a>b");
	assert_int_equal(
		member_test_fact(
			s, p, FACT(.kind = "transfer", .day = 20130505, .cell = t.c, .other = t.a)),
		ERR_REFUSED);
	assert_true(site_said(s, M_MEMBER_ELSEWHERE));
	assert_int_equal(
		member_test_fact(s, p, FACT(.kind = "transfer", .day = 20130505, .other = t.east)),
		ERR_REFUSED);
	assert_true(site_said(s, M_MEMBER_NOT_A_CELL));
	ok(member_test_fact(
		s, p, FACT(.kind = "transfer_out", .day = 20140101, .place = "Huyện khác")));
	ok(member_test_fact(s, p, FACT(.kind = "transfer_in", .day = 20160101, .cell = t.c)));
	same(member_test_spells(s, p), "20100101 a full, 20120401 a full to b, 20120505 b full, "
				       "20140101 b transferred_out, 20160101 c full");
}

/* Entered in any order, taken in the order in which they lead on. */
static void moves_of_one_day(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct member_plan *p;
	int64_t id;

	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_plan_new(&s->cx, &p));
	id = member_plan_person(p, &(struct person){.full_name = "Cà Văn Pâng"});
	ok(member_plan_fact(p, FACT(.person = id, .kind = "transfer", .day = 20120505, .cell = t.b,
				       .other = t.c)));
	ok(member_plan_fact(p, FACT(.person = id, .kind = "transfer", .day = 20120505, .cell = t.a,
				       .other = t.b)));
	ok(member_plan_fact(
		p, FACT(.person = id, .kind = "taken_over", .day = 20100101, .cell = t.a)));
	ok(member_test_write(s, p));
	same(member_test_spells(s, id), "20100101 a full, 20120505 c full");
}

static void terms_end_by_themselves(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = member_test_person(
		s, "Tòng Văn Ín", FACT(.kind = "taken_over", .day = 20100101, .cell = t.a));

	ok(member_test_fact(s, p, FACT(.kind = "exempt", .day = 20090601, .until_day = 20100630)));
	ok(member_test_fact(s, p, FACT(.kind = "away", .day = 20110101)));
	ok(member_test_fact(s, p, FACT(.kind = "away_end", .day = 20110301)));
	ok(member_test_fact(s, p,
		FACT(.kind = "hosted", .day = 20120101, .other = t.c, .until_day = 20120300)));
	same(member_test_spells(s, p), "20100101 a full x, 20100701 a full, 20110101 a full away, "
				       "20110301 a full, 20120101 a full at c, 20120401 a full");
}

static void leaving_and_coming_back(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = member_test_person(
		s, "Giàng Thị Mai", FACT(.kind = "admitted", .day = 20100203, .cell = t.a));

	ok(member_test_fact(s, p, FACT(.kind = "struck_off", .day = 20120101)));
	assert_int_equal(
		member_test_fact(s, p, FACT(.kind = "transfer_in", .day = 20130101, .cell = t.a)),
		ERR_REFUSED);
	assert_true(site_said(s, M_MEMBER_LEFT));
	ok(member_test_fact(s, p, FACT(.kind = "readmitted", .day = 20150101, .cell = t.b)));
	ok(member_test_fact(s, p, FACT(.kind = "deceased", .day = 20160101)));
	assert_int_equal(member_test_fact(s, p, FACT(.kind = "exempt", .day = 20170101)), ERR_OK);
	assert_int_equal(
		member_test_fact(s, p, FACT(.kind = "struck_off", .day = 20170101)), ERR_REFUSED);
	assert_true(site_said(s, M_MEMBER_DEAD));
	same(member_test_spells(s, p), "20100203 a probationary, 20120101 a struck_off, "
				       "20150101 b probationary, 20160101 b deceased");
	same(member_test_flows(s, p), "20100203 admitted a, 20120101 struck_off a, 20150101 "
				      "readmitted b, 20160101 deceased b");
}

/* Out to another place and back on the same day; and nobody is admitted who has left. */
static void out_and_in_on_a_day(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = member_test_person(
		s, "Lường Văn Pản", FACT(.kind = "taken_over", .day = 20150101, .cell = t.b));

	ok(member_test_fact(s, p, FACT(.kind = "transfer_out", .day = 20180601, .cell = t.b)));
	assert_int_equal(
		member_test_fact(s, p, FACT(.kind = "admitted", .day = 20180701)), ERR_REFUSED);
	assert_true(site_said(s, M_MEMBER_LEFT));
	ok(member_test_fact(s, p, FACT(.kind = "transfer_in", .day = 20180601, .cell = t.a)));
	same(member_test_spells(s, p), "20150101 b full, 20180601 a full");
	same(member_test_flows(s, p),
		"20150101 taken_over b, 20180601 transfer_in a, 20180601 transfer_out b");
}

/* What lists say of a day: the last admission, and the recognition that followed it. */
static void days_of_admission(void **state)
{
	static const struct {
		day_t day, admitted, official;
	} expected[] = {{20100301, 20100203, 0}, {20110401, 20100203, 20110303},
		{20130101, 20100203, 20110303}, {20150201, 20150101, 0},
		{20160301, 20150101, 20160201}};
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = member_test_person(
		s, "Giàng Thị Mai", FACT(.kind = "admitted", .day = 20100203, .cell = t.a));
	struct member_spell m;

	ok(member_test_fact(
		s, p, FACT(.kind = "recognised", .day = 20110315, .second_day = 20110303)));
	ok(member_test_fact(s, p, FACT(.kind = "struck_off", .day = 20120101)));
	ok(member_test_fact(s, p, FACT(.kind = "readmitted", .day = 20150101, .cell = t.b)));
	ok(member_test_fact(s, p, FACT(.kind = "recognised", .day = 20160201)));
	ok(db_begin(s->db, DB_READ));
	for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++) {
		ok(member_spell_on(&s->cx, p, expected[i].day, &m));
		assert_int_equal(m.admitted_on, expected[i].admitted);
		assert_int_equal(m.official_on, expected[i].official);
	}
	db_rollback(s->db);
}

/* A cell merged into another: its members follow, also when it is known later; and back again. */
static void members_follow_their_cell(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = member_test_person(
		s, "Lường Văn Tâm", FACT(.kind = "taken_over", .day = 20100101, .cell = t.a));
	int64_t q = member_test_person(
		s, "Lường Văn Tính", FACT(.kind = "taken_over", .day = 20100101, .cell = t.a));
	int64_t before;

	assert_int_equal(
		site_act(s, &(struct org_act){.org = t.a, .act = "dissolve", .day = 20150701}),
		ERR_REFUSED);
	assert_true(site_said(s, M_MEMBER_MEMBERS_LEFT));
	/* a leaving of the very day may still name the old cell */
	ok(member_test_fact(s, q, FACT(.kind = "resigned", .day = 20150701, .cell = t.a)));
	before = s->cx.txn_ms;
	ok(site_act(
		s, &(struct org_act){.org = t.a, .act = "merge", .other = t.c, .day = 20150701}));
	same(member_test_spells(s, p), "20100101 a full, 20150701 c full");
	same(member_test_flows(s, p),
		"20100101 taken_over a, 20150701 moved_in c>a, 20150701 moved_out a>c");
	same(member_test_flows(s, q), "20100101 taken_over a, 20150701 moved_in c>a, 20150701 "
				      "moved_out a>c, 20150701 resigned c");
	s->cx.known = before;
	same(member_test_spells(s, p), "20100101 a full");
	s->cx.known = KNOWN_NOW;
	/* a fact that names the old cell after its end means the new one */
	int64_t r = member_test_person(
		s, "Điêu Thị Nga", FACT(.kind = "admitted", .day = 20160101, .cell = t.a));
	same(member_test_flows(s, r), "20160101 admitted c");
}

static void change_and_correct(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t id = member_test_person(
		s, "Lò Thị Ban", FACT(.kind = "taken_over", .day = 20100101, .cell = t.a));
	static const char *const schooling[] = {"schooling", NULL}, *const name[] = {
									    "full_name", NULL};
	struct member_plan *p;
	struct person is;

	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_plan_new(&s->cx, &p));
	ok(member_plan_change(
		p, id, 20120901, &(struct person){.schooling = "upper_secondary"}, schooling));
	ok(member_plan_change(
		p, id, 20140901, &(struct person){.schooling = "university"}, schooling));
	ok(member_plan_correct(
		p, id, 20130101, &(struct person){.schooling = "lower_secondary"}, schooling));
	ok(member_plan_correct(p, id, 20130101, &(struct person){.full_name = "Lò Thị Bản"}, name));
	ok(member_test_write(s, p));
	ok(db_begin(s->db, DB_READ));
	ok(member_person(&s->cx, id, 20110101, &is));
	assert_null(is.schooling);
	same(is.full_name, "Lò Thị Bản");
	ok(member_person(&s->cx, id, 20120901, &is));
	same(is.schooling, "lower_secondary");
	ok(member_person(&s->cx, id, 20150101, &is));
	same(is.schooling, "university");
	db_rollback(s->db);
}

static void joined_and_parted(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t one = member_test_person(
		s, "Hoàng Văn Thụ", FACT(.kind = "admitted", .day = 20100203, .cell = t.a));
	int64_t two = member_test_person(
		s, "Hoàng Văn Thu", FACT(.kind = "admitted", .day = 20100203, .cell = t.a));
	struct member_plan *p;

	ok(member_test_fact(s, two, FACT(.kind = "recognised", .day = 20110203)));
	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_plan_new(&s->cx, &p));
	ok(member_plan_join(p, two, one, "both"));
	ok(member_test_write(s, p));
	same(member_test_spells(s, one), "20100203 a probationary, 20110203 a full");
	same(member_test_spells(s, two), "");
	same(member_test_flows(s, one), "20100203 admitted a, 20110203 recognised a");
	/* a fact of the joined record is told under the other */
	ok(member_test_fact(s, two, FACT(.kind = "exempt", .day = 20120101)));
	same(member_test_spells(s, one),
		"20100203 a probationary, 20110203 a full, 20120101 a full x");
	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_plan_new(&s->cx, &p));
	ok(member_plan_part(p, two));
	ok(member_test_write(s, p));
	same(member_test_spells(s, one), "20100203 a probationary");
	same(member_test_spells(s, two),
		"20100203 a probationary, 20110203 a full, 20120101 a full x");
}

static void undone(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t id = member_test_person(
		s, "Mùa A Vừ", FACT(.kind = "admitted", .day = 20100203, .cell = t.a));
	int64_t made = s->cx.txn, left;
	struct member_plan *p;

	ok(member_test_fact(s, id, FACT(.kind = "struck_off", .day = 20120101)));
	left = s->cx.txn;
	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_plan_new(&s->cx, &p));
	ok(member_plan_undo(p, made));
	assert_int_equal(member_test_write(s, p), ERR_REFUSED);
	assert_true(site_said(s, M_MEMBER_BUILT_ON));
	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_plan_new(&s->cx, &p));
	ok(member_plan_undo(p, left));
	ok(member_test_write(s, p));
	same(member_test_spells(s, id), "20100203 a probationary");
}

static int64_t words(struct site_test *s)
{
	int64_t n;

	ok(db_begin(s->db, DB_READ));
	ok(db_number(s->db, &n, 0, Q_MEMBER_WORD_COUNT, "", "~", INT64_C(1000000)));
	db_rollback(s->db);
	return n;
}

/* What a large roster writes before its transaction finds nobody, and is not written twice. */
static void words_ahead(void **state)
{
	enum { PEOPLE = 6000, WORDS_EACH = 4 };
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct member_plan *p;
	bool more = true;
	int rounds = 0;

	site_clean(s);
	ok(member_plan_new(&s->cx, &p));
	ok(db_begin(s->db, DB_READ));
	for (int i = 0; i < PEOPLE; i++) {
		int64_t id = member_plan_person(
			p, &(struct person){.full_name = arena_printf(s->a, "Lò Văn N%d", i)});
		ok(member_plan_fact(
			p, FACT(.person = id, .kind = "taken_over", .day = 20100101, .cell = t.a)));
	}
	ok(member_plan_check(p));
	db_rollback(s->db);
	for (; more; rounds++) {
		ok(db_begin(s->db, DB_WRITE));
		ok(member_plan_words(p, &more));
		ok(db_commit(s->db));
	}
	assert_int_equal(rounds, 2);
	assert_int_equal(words(s), PEOPLE * WORDS_EACH);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_test_write(s, p));
	assert_int_equal(words(s), PEOPLE * WORDS_EACH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_site(admitted_and_recognised),
		on_site(taken_over_when_the_register_opens),
		on_site(transferred),
		on_site(moves_of_one_day),
		on_site(terms_end_by_themselves),
		on_site(leaving_and_coming_back),
		on_site(days_of_admission),
		on_site(out_and_in_on_a_day),
		on_site(members_follow_their_cell),
		on_site(change_and_correct),
		on_site(joined_and_parted),
		on_site(undone),
		on_site(words_ahead),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
