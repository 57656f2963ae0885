/* What is done to members: every act, every refusal, corrections as known before and after. */
#include "member/member_act.h"
#include "member/member_test.h"

#include <stdlib.h>

static const char *item_of(struct site_test *s, int64_t person)
{
	return arena_printf(s->a, "%lld", (long long)person);
}

static enum err act(
	struct site_test *s, const struct action *action, int64_t person, struct act_in in)
{
	struct doc d;

	return site_run(s, action, &in, 0, item_of(s, person), &d);
}

#define DO(action, who, ...) act(s, &(action), (who), (struct act_in){__VA_ARGS__})
#define refused(e, what)                                                                           \
	do {                                                                                       \
		assert_int_not_equal((e), ERR_OK);                                                 \
		assert_true(site_said(s, (what)));                                                 \
	} while (0)
#define stands(who, text) assert_string_equal(member_test_spells(s, (who)), (text))

/* An account that is the office of one organisation and of what is below it. */
static void acts_for(struct site_test *s, int64_t org)
{
	struct grant *g = arena_new_of(s->a, struct grant);

	*g = (struct grant){1, 1, org, "office", "below", DAY_MIN, DAY_MAX};
	s->actor = (struct actor){
		.account = 1, .login = "x", .name = "x", .grants = {g, 1, sizeof(*g)}};
}

static void acts_for_all(struct site_test *s)
{
	s->actor = (struct actor){.is_operator = true};
}

static int64_t probationer(struct site_test *s, int64_t cell)
{
	return member_test_person(
		s, "Lò Văn An", FACT(.kind = "admitted", .day = 20180519, .cell = cell));
}

static int64_t full(struct site_test *s, int64_t cell)
{
	int64_t person = probationer(s, cell);

	ok(member_test_fact(s, person, FACT(.kind = "recognised", .day = 20190601)));
	return person;
}

static bool offers(struct site_test *s, int64_t person, const char *name, bool primary)
{
	const char *href = arena_printf(s->a, "/member/%lld/%s", (long long)person, name);
	struct doc d;

	ok(site_run(s, &member_show, NULL, 0, item_of(s, person), &d));
	for (const struct doc_link *l = d.links; l; l = l->next)
		if (text_eq(l->href, href))
			return !primary || l->kind == DOC_PRIMARY;
	return false;
}

static void recognises(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = probationer(s, t.a);

	refused(DO(member_recognise, p, .day = 20190600), M_VALUE_NO_DAY);
	refused(DO(member_recognise, p, .day = 20180101), M_ACT_UNFIT);
	ok(DO(member_recognise, p, .day = 20190601, .second_day = 20190519, .number = "12-QĐ/HU"));
	stands(p, "20180519 a probationary, 20190601 a full");
	refused(DO(member_recognise, p, .day = 20200101), M_ACT_UNFIT);
}

static void transfers_inside(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = full(s, t.a);

	refused(DO(member_transfer, p, .day = 20200105, .other = "a"), M_MEMBER_SAME_CELL);
	refused(DO(member_transfer, p, .day = 20200105, .other = "east"), M_MEMBER_NOT_A_CELL);
	assert_int_equal(DO(member_transfer, p, .day = 20200105, .other = "zz"), ERR_NOT_FOUND);
	ok(DO(member_transfer, p, .day = 20200105, .other = "b", .second_day = 20200101));
	stands(p, "20180519 a probationary, 20190601 a full, 20200105 b full");
	acts_for(s, t.east);
	refused(DO(member_transfer, p, .day = 20200201, .other = "c"), M_ACT_SEND_INSTEAD);
	acts_for(s, t.west);
	assert_int_equal(DO(member_transfer, p, .day = 20200201, .other = "c"), ERR_FORBIDDEN);
}

static void sends_and_receives(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = full(s, t.a);

	acts_for(s, t.west);
	refused(DO(member_receive, p, .day = 20200110), M_MEMBER_NO_SUCH);
	assert_int_equal(DO(member_send, p, .day = 20200105, .other = "c"), ERR_FORBIDDEN);
	acts_for(s, t.east);
	ok(DO(member_send, p, .day = 20200105, .other = "c", .number = "3-GT"));
	stands(p, "20180519 a probationary, 20190601 a full, 20200105 a full to c");
	refused(DO(member_send, p, .day = 20200106, .other = "c"), M_LIFE_ON_THE_WAY);
	refused(DO(member_transfer, p, .day = 20200106, .other = "b"), M_LIFE_ON_THE_WAY);
	assert_int_equal(DO(member_receive, p, .day = 20200110), ERR_FORBIDDEN);
	assert_false(offers(s, p, "receive", false));
	assert_true(offers(s, p, "unsend", false));
	acts_for(s, t.west);
	refused(DO(member_receive, p, .day = 20200101), M_ACT_UNFIT);
	ok(DO(member_receive, p, .day = 20200110));
	stands(p,
		"20180519 a probationary, 20190601 a full, 20200105 a full to c, 20200110 c full");
	acts_for(s, t.east);
	assert_int_equal(DO(member_unsend, p, .reason = "x"), ERR_NOT_FOUND);
}

static void takes_a_letter_back(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = full(s, t.a);

	refused(DO(member_unsend, p, .reason = "x"), M_ACT_UNFIT);
	ok(DO(member_send, p, .day = 20200105, .other = "c"));
	ok(DO(member_unsend, p, .reason = "không đi nữa"));
	stands(p, "20180519 a probationary, 20190601 a full");
	ok(DO(member_send, p, .day = 20200105, .other = "c"));
	acts_for(s, t.west);
	ok(DO(member_unsend, p, .reason = "gửi nhầm"));
	stands(p, "20180519 a probationary, 20190601 a full");
}

static void goes_out_and_comes_again(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = full(s, t.a);

	refused(DO(member_transfer_in, p, .day = 20200101, .cell = "b", .place = "Sơn La"),
		M_ACT_UNFIT);
	ok(DO(member_transfer_out, p, .day = 20200105, .place = "Sơn La"));
	stands(p, "20180519 a probationary, 20190601 a full, 20200105 a transferred_out");
	refused(DO(member_leave, p, .kind = "expelled", .day = 20200201), M_ACT_UNFIT);
	ok(DO(member_transfer_in, p, .day = 20210101, .cell = "b", .place = "Sơn La"));
	stands(p, "20180519 a probationary, 20190601 a full, 20200105 a transferred_out, "
		  "20210101 b full");
}

static void is_a_guest(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = full(s, t.a);

	refused(DO(member_host, p, .day = 20200101, .until_day = 20200630), M_ACT_NO_HOST);
	refused(DO(member_host, p, .day = 20200101, .until_day = 20200630, .other = "a"),
		M_ACT_HOST_HOME);
	refused(DO(member_host, p, .day = 20200101, .until_day = 20191231, .other = "c"),
		M_RECORD_ENDS_BEFORE);
	refused(DO(member_host_end, p, .day = 20200301), M_ACT_UNFIT);
	ok(DO(member_host, p, .day = 20200101, .until_day = 20200630, .other = "c"));
	refused(DO(member_host, p, .day = 20200201, .until_day = 20200630, .other = "c"),
		M_ACT_UNFIT);
	stands(p,
		"20180519 a probationary, 20190601 a full, 20200101 a full at c, 20200701 a full");
	ok(DO(member_host_end, p, .day = 20200331));
	stands(p,
		"20180519 a probationary, 20190601 a full, 20200101 a full at c, 20200401 a full");
	ok(DO(member_host, p, .day = 20210101, .until_day = 20210630, .place = "Hà Nội"));
}

static void is_exempt_away_suspended(void **state)
{
	static const struct {
		const struct action *begin, *end;
		const char *mark;
	} terms[] = {{&member_exempt, &member_exempt_end, "x"},
		{&member_away, &member_away_end, "away"},
		{&member_suspend, &member_suspend_end, "suspended"}};
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);

	for (size_t i = 0; i < sizeof(terms) / sizeof(*terms); i++) {
		int64_t p = full(s, t.a);
		refused(act(s, terms[i].end, p, (struct act_in){.day = 20200101}), M_ACT_UNFIT);
		refused(act(s, terms[i].begin, p,
				(struct act_in){.day = 20200101, .until_day = 20190101}),
			M_RECORD_ENDS_BEFORE);
		ok(act(s, terms[i].begin, p, (struct act_in){.day = 20200101}));
		stands(p, arena_printf(s->a,
				  "20180519 a probationary, 20190601 a full, 20200101 a full %s",
				  terms[i].mark));
		refused(act(s, terms[i].begin, p, (struct act_in){.day = 20200201}), M_ACT_UNFIT);
		ok(act(s, terms[i].end, p, (struct act_in){.day = 20200331}));
		stands(p, arena_printf(s->a,
				  "20180519 a probationary, 20190601 a full, 20200101 a full %s, "
				  "20200401 a full",
				  terms[i].mark));
	}
}

static void leaves_and_comes_back(void **state)
{
	static const char *const kinds[] = {"struck_off", "resigned", "expelled", "annulled"};
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		int64_t p = full(s, t.a);
		refused(DO(member_readmit, p, .day = 20200101, .cell = "a"), M_ACT_UNFIT);
		ok(DO(member_leave, p, .kind = kinds[i], .day = 20200101, .reason = "x"));
		refused(DO(member_leave, p, .kind = kinds[i], .day = 20200201), M_ACT_UNFIT);
		if (i % 2)
			ok(DO(member_readmit, p, .day = 20210101, .cell = "b"));
		else
			ok(DO(member_restore, p, .day = 20210101, .cell = "b"));
		stands(p, arena_printf(s->a,
				  "20180519 a probationary, 20190601 a full, 20200101 a %s, "
				  "20210101 b %s",
				  kinds[i], i % 2 ? "probationary" : "full"));
	}
}

static void dies(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = full(s, t.a);

	ok(DO(member_leave, p, .kind = "deceased", .day = 20200101));
	refused(DO(member_readmit, p, .day = 20210101, .cell = "a"), M_ACT_UNFIT);
	refused(DO(member_card, p, .kind = "card_issued", .day = 20200201, .number = "1"),
		M_ACT_UNFIT);
}

/* No flow of the Party any more, but nothing can be done with them either. */
static void former_member_dies(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = full(s, t.a), q = full(s, t.a);

	refused(DO(member_death, p, .day = 20200101), M_ACT_UNFIT);
	ok(DO(member_leave, p, .kind = "expelled", .day = 20200101, .reason = "x"));
	refused(DO(member_death, p, .day = 20191231), M_ACT_UNFIT);
	ok(DO(member_death, p, .day = 20210101));
	stands(p, "20180519 a probationary, 20190601 a full, 20200101 a expelled");
	refused(DO(member_death, p, .day = 20210201), M_ACT_UNFIT);
	refused(DO(member_readmit, p, .day = 20230101, .cell = "a"), M_ACT_UNFIT);
	ok(DO(member_transfer_out, q, .day = 20200101, .place = "Sơn La"));
	ok(DO(member_death, q, .day = 20200201));
	refused(DO(member_transfer_in, q, .day = 20200301, .cell = "a", .place = "Sơn La"),
		M_ACT_UNFIT);
}

static void comes_back_within_reach_only(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = full(s, t.a);

	acts_for(s, t.east);
	ok(DO(member_leave, p, .kind = "struck_off", .day = 20200101));
	assert_int_equal(DO(member_readmit, p, .day = 20210101, .cell = "c"), ERR_FORBIDDEN);
	ok(DO(member_readmit, p, .day = 20210101, .cell = "b"));
}

static void has_card_and_badge(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t young = full(s, t.a), p = probationer(s, t.a);
	int64_t old = member_test_person(
		s, "Lường Thị Bé", FACT(.kind = "admitted", .day = 19900203, .place = "Quân đội"));
	int64_t unknown = member_test_person(
		s, "Cà Văn Chung", FACT(.kind = "taken_over", .day = 20100101, .cell = t.a));

	ok(member_test_fact(s, old,
		FACT(.kind = "taken_over", .day = 20100101, .cell = t.a, .status = "full")));
	refused(DO(member_card, p, .kind = "card_issued", .day = 20180601, .number = "1"),
		M_ACT_UNFIT);
	ok(DO(member_card, young, .kind = "card_issued", .day = 20190701, .number = "00.123"));
	refused(DO(member_badge, young, .kind = "badge_awarded", .day = 20200203, .years = 35),
		M_ACT_NO_BADGE);
	refused(DO(member_badge, young, .kind = "badge_awarded", .day = 20200203, .years = 30),
		M_ACT_BADGE_YOUNG);
	ok(DO(member_badge, old, .kind = "badge_proposed", .day = 20190203, .years = 30));
	ok(DO(member_badge, old, .kind = "badge_awarded", .day = 20190203, .years = 30));
	ok(DO(member_badge, unknown, .kind = "badge_awarded", .day = 20200203, .years = 50));
	assert_non_null(strstr(member_test_flows(s, young), "20190701 card_issued a"));
	assert_non_null(strstr(member_test_flows(s, old), "20190203 badge_awarded a"));
}

/* What the preview of an act says beside the changes; "": nothing. */
static const char *remark_of(
	struct site_test *s, const struct action *action, int64_t person, struct act_in in)
{
	const char *said = "";
	void *plan;
	struct doc d;

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	s->cx.action = action;
	s->cx.item = item_of(s, person);
	doc_init(&d, s->a, s->cx.say.lang);
	ok(action->plan(&s->cx, &in, &plan, &d));
	db_rollback(s->db);
	for (const struct doc_part *p = d.parts; p; p = p->next)
		if (p->kind == DOC_NOTE)
			said = p->text;
	return said;
}

/* The short forms are for what papers say: a rule is pointed out and stands in nobody's way. */
static void points_at_rules(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = full(s, t.a);

#define REMARK(action, ...) remark_of(s, &(action), p, (struct act_in){__VA_ARGS__})
	assert_string_equal(REMARK(member_suspend, .day = 20200101, .until_day = 20200331), "");
	assert_non_null(strstr(
		REMARK(member_suspend, .day = 20200101, .until_day = 20300101), "31/03/2020"));
	assert_non_null(strstr(REMARK(member_suspend, .day = 20200101), "31/03/2020"));
	assert_string_not_equal(REMARK(member_leave, .kind = "expelled", .day = 20200101), "");
	assert_string_equal(
		REMARK(member_leave, .kind = "expelled", .day = 20200101, .number = "1-QĐ"), "");
	assert_string_equal(REMARK(member_leave, .kind = "deceased", .day = 20200101), "");
	ok(DO(member_leave, p, .kind = "resigned", .day = 20200101));
	assert_non_null(strstr(REMARK(member_readmit, .day = 20200109, .cell = "a"), "01/01/2023"));
	assert_string_equal(REMARK(member_readmit, .day = 20230101, .cell = "a"), "");
	ok(DO(member_readmit, p, .day = 20200109, .cell = "a"));
#undef REMARK
}

/* Each badge and the first card once; corrections go by it too, and make room. */
static void gets_each_once(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = member_test_person(
		s, "Lường Thị Bé", FACT(.kind = "admitted", .day = 19740203, .place = "Quân đội"));

	ok(member_test_fact(
		s, p, FACT(.kind = "taken_over", .day = 20100101, .cell = t.a, .status = "full")));
	ok(DO(member_badge, p, .kind = "badge_awarded", .day = 20140902, .years = 30));
	refused(DO(member_badge, p, .kind = "badge_proposed", .day = 20161230, .years = 30),
		M_ACT_BADGE_HAS);
	assert_string_equal(s->f.first->arg[1], "02/09/2014");
	refused(DO(member_badge, p, .kind = "badge_awarded", .day = 20161230, .years = 30),
		M_ACT_BADGE_HAS);
	refused(DO(member_badge, p, .kind = "badge_awarded", .day = 20130203, .years = 30),
		M_ACT_BADGE_HAS);
	ok(DO(member_badge, p, .kind = "badge_proposed", .day = 20140702, .years = 30));
	ok(DO(member_badge, p, .kind = "badge_awarded", .day = 20150203, .years = 40));
	ok(DO(member_card, p, .kind = "card_issued", .day = 20120203, .number = "1"));
	refused(DO(member_card, p, .kind = "card_issued", .day = 20160203, .number = "2"),
		M_ACT_CARD_HAS);
	ok(DO(member_card, p, .kind = "card_exchanged", .day = 20160203, .number = "2"));
	ok(DO(member_leave, p, .kind = "struck_off", .day = 20170101));
	ok(DO(member_readmit, p, .day = 20200201, .cell = "a"));
	ok(DO(member_recognise, p, .day = 20210201));
	ok(DO(member_card, p, .kind = "card_issued", .day = 20210301, .number = "3"));
	refused(DO(member_card, p, .kind = "card_issued", .day = 20210401, .number = "4"),
		M_ACT_CARD_HAS);
}

/* ---- what a page offers ---- */

static void offers_what_fits(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = probationer(s, t.a);

	assert_true(offers(s, p, "recognise", true));
	assert_false(offers(s, p, "badge", false));
	assert_false(offers(s, p, "readmit", false));
	ok(DO(member_recognise, p, .day = 20190601));
	assert_true(offers(s, p, "badge", false));
	assert_true(offers(s, p, "change", true));
	assert_true(offers(s, p, "exempt", false));
	assert_false(offers(s, p, "exempt-end", false));
	assert_false(offers(s, p, "recognise", false));
	ok(DO(member_leave, p, .kind = "struck_off", .day = 20200101));
	/* who left comes back by a procedure; the act alone is for history */
	assert_true(offers(s, p, "readmission", false));
	assert_true(offers(s, p, "readmit", false));
	assert_false(offers(s, p, "readmit", true));
	assert_true(offers(s, p, "restore", false));
	assert_false(offers(s, p, "transfer", false));
}

/* ---- facts ---- */

static enum err fix(
	struct site_test *s, const struct action *action, const char *item, struct act_in in)
{
	struct doc d;

	in.why = "ghi nhầm";
	return site_run(s, action, &in, 0, item, &d);
}

static int64_t last_ms(struct site_test *s)
{
	int64_t ms;

	ok(db_begin(s->db, DB_READ));
	ok(db_number(s->db, &ms, 0, Q_TXN_LAST_MS));
	db_rollback(s->db);
	return ms;
}

static void corrects_a_fact(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = full(s, t.a);
	int64_t before = last_ms(s);
	const char *item = member_test_item(s, p, "admitted");
	struct doc d;

	refused(fix(s, &member_fix_move, item, (struct act_in){.day = 20180601, .cell = "b"}),
		M_FILE_NO_FACT);
	refused(fix(s, &member_fix_enter, item, (struct act_in){.day = 20190701, .cell = "a"}),
		M_MEMBER_RECOGNISED_EARLY);
	ok(fix(s, &member_fix_enter, item, (struct act_in){.day = 20180601, .cell = "b"}));
	stands(p, "20180601 b probationary, 20190601 b full");
	s->cx.known = before;
	stands(p, "20180519 a probationary, 20190601 a full");
	s->cx.known = KNOWN_NOW;
	refused(fix(s, &member_fix_enter, item, (struct act_in){.day = 20180601}), M_RECORD_GONE);
	refused(site_run(s, &member_fact_show, NULL, 0, item, &d), M_RECORD_GONE);
	refused(site_run(s, &member_fact_show, NULL, 0, "1.2.3", &d), M_FILE_NO_FACT);
	ok(site_run(s, &member_fact_show, NULL, 0, member_test_item(s, p, "admitted"), &d));
}

static void corrects_each_kind(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = full(s, t.a);

	ok(DO(member_exempt, p, .day = 20191001, .until_day = 20191031));
	ok(DO(member_host, p, .day = 20191201, .until_day = 20191231, .other = "c"));
	ok(DO(member_transfer, p, .day = 20200105, .other = "b"));
	ok(fix(s, &member_fix_recognise, member_test_item(s, p, "recognised"),
		(struct act_in){.day = 20190701}));
	ok(fix(s, &member_fix_term, member_test_item(s, p, "exempt"),
		(struct act_in){.day = 20191001, .until_day = 20191015}));
	ok(fix(s, &member_fix_host, member_test_item(s, p, "hosted"),
		(struct act_in){.day = 20191201, .until_day = 20191215, .other = "d"}));
	ok(fix(s, &member_fix_move, member_test_item(s, p, "transfer"),
		(struct act_in){.day = 20200106, .other = "c"}));
	stands(p, "20180519 a probationary, 20190701 a full, 20191001 a full x, 20191016 a full, "
		  "20191201 a full at d, 20191216 a full, 20200106 c full");
	ok(DO(member_leave, p, .kind = "resigned", .day = 20210101));
	ok(fix(s, &member_fix_plain, member_test_item(s, p, "resigned"),
		(struct act_in){.day = 20210201}));
	assert_non_null(strstr(member_test_spells(s, p), "20210201 c resigned"));
}

/* A badge is not corrected into one that was awarded; its own row is not in its way. */
static void corrects_into_nothing_twice(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = full(s, t.a);
	const char *item;

	ok(member_test_fact(s, p, FACT(.kind = "badge_awarded", .day = 20200203, .years = 30)));
	ok(member_test_fact(s, p, FACT(.kind = "badge_awarded", .day = 20210203, .years = 40)));
	item = member_test_item(s, p, "badge_awarded");
	refused(fix(s, &member_fix_plain, item, (struct act_in){.day = 20210203, .years = 30}),
		M_ACT_BADGE_HAS);
	ok(fix(s, &member_fix_plain, item, (struct act_in){.day = 20210519, .years = 40}));
}

static void takes_a_fact_back(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = full(s, t.a);
	int64_t before;

	ok(DO(member_leave, p, .kind = "deceased", .day = 20200101));
	before = last_ms(s);
	ok(fix(s, &member_fact_undo, member_test_item(s, p, "deceased"), (struct act_in){0}));
	stands(p, "20180519 a probationary, 20190601 a full");
	s->cx.known = before;
	stands(p, "20180519 a probationary, 20190601 a full, 20200101 a deceased");
	s->cx.known = KNOWN_NOW;
}

/* A correction must not put somebody where the corrector has no say. */
static void corrections_stay_within_reach(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = full(s, t.a);

	ok(DO(member_send, p, .day = 20200105, .other = "c"));
	ok(DO(member_receive, p, .day = 20200110));
	acts_for(s, t.west);
	assert_int_equal(
		fix(s, &member_fact_undo, member_test_item(s, p, "transfer"), (struct act_in){0}),
		ERR_FORBIDDEN);
	assert_int_equal(fix(s, &member_fix_move, member_test_item(s, p, "transfer"),
				 (struct act_in){.day = 20200110, .other = "b"}),
		ERR_FORBIDDEN);
	ok(fix(s, &member_fix_move, member_test_item(s, p, "transfer"),
		(struct act_in){.day = 20200112, .other = "c"}));
	acts_for(s, t.east);
	assert_int_equal(
		fix(s, &member_fact_undo, member_test_item(s, p, "transfer"), (struct act_in){0}),
		ERR_FORBIDDEN);
	acts_for_all(s);
	ok(fix(s, &member_fact_undo, member_test_item(s, p, "transfer"), (struct act_in){0}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_site(recognises),
		on_site(transfers_inside),
		on_site(sends_and_receives),
		on_site(takes_a_letter_back),
		on_site(goes_out_and_comes_again),
		on_site(is_a_guest),
		on_site(is_exempt_away_suspended),
		on_site(leaves_and_comes_back),
		on_site(dies),
		on_site(former_member_dies),
		on_site(comes_back_within_reach_only),
		on_site(has_card_and_badge),
		on_site(gets_each_once),
		on_site(points_at_rules),
		on_site(offers_what_fits),
		on_site(corrects_a_fact),
		on_site(corrects_each_kind),
		on_site(corrects_into_nothing_twice),
		on_site(takes_a_fact_back),
		on_site(corrections_stay_within_reach),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("member_act", tests, NULL, NULL);
}
