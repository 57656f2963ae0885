/*
 * A candidate from the first notice to the card; and every step refused out of order, too early,
 * without papers, below the threshold, by the wrong function.
 */
#include "admission/admission.h"
#include "core/site_test.h"
#include "core/tree_follow.h"

#include <stdlib.h>

struct town {
	int64_t huyen, xa, ban, other, an; /* an: a member who can help and introduce */
	int64_t person, id;		   /* the candidate and the case */
};

enum { MEMBERS = 9 };

#define refused(e, what)                                                                           \
	do {                                                                                       \
		assert_int_not_equal((e), ERR_OK);                                                 \
		assert_true(site_said(s, (what)));                                                 \
	} while (0)

static int64_t member(struct site_test *s, int64_t cell, const char *name)
{
	struct member_plan *p;
	int64_t id;

	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_plan_new(&s->cx, &p));
	id = member_plan_person(p, &(struct person){.full_name = name});
	ok(member_plan_fact(p, &(struct member_fact){.person = id,
				       .kind = "admitted",
				       .day = 20100519,
				       .cell = cell,
				       .second_day = 20100601}));
	ok(member_plan_fact(
		p, &(struct member_fact){.person = id, .kind = "recognised", .day = 20110601}));
	ok(member_plan_check(p));
	ok(txn_start(&s->cx, "test", NULL));
	ok(member_plan_apply(p));
	ok(db_commit(s->db));
	return id;
}

static void rights(struct site_test *s, const char *func, int64_t org)
{
	struct grant *g = arena_new_of(s->a, struct grant);

	*g = (struct grant){1, 1, org, func, "below", DAY_MIN, DAY_MAX};
	s->actor = (struct actor){
		.account = 1, .login = "x", .name = "x", .grants = {g, 1, sizeof(*g)}};
}

static void everything(struct site_test *s)
{
	s->actor = (struct actor){.is_operator = true};
}

static void today(struct site_test *s, day_t day)
{
	s->clock.fixed_today = day;
	s->cx.say.today = s->cx.day = day;
}

static const struct candidate_in someone = {.p = {.full_name = "Lò Thị Mai",
						    .birth_date = 19950412,
						    .schooling = "upper_secondary",
						    .youth_union = "yes"},
	.day = 20150105,
	.source = "farmer"};

static int64_t number(struct site_test *s, const char *location)
{
	(void)s;
	return strtoll(strrchr(location, '/') + 1, NULL, 10);
}

static void candidate(struct site_test *s, struct town *t, const struct candidate_in *in)
{
	struct flow_case c;
	struct doc d;

	ok(site_run(s, &admission_new, in, t->ban, NULL, &d));
	t->id = number(s, d.location);
	ok(db_begin(s->db, DB_READ));
	ok(flow_read(&s->cx, t->id, &c));
	db_rollback(s->db);
	t->person = c.person;
}

static struct town plant(struct site_test *s)
{
	static const struct tree_follower *const followers[] = {
		&member_follower, &flow_follower, NULL};
	static const struct flow_proc *const procs[] = {&admission_proc, &readmission_proc, NULL};
	struct town t = {0};

	s->cx.followers = followers;
	s->cx.procs = procs;
	t.huyen = site_found(s, 0, "huyen", "district", 20000101);
	t.xa = site_found(s, t.huyen, "xa", "commune", 20000101);
	t.ban = site_found(s, t.xa, "ban", "cell", 20000101);
	t.other = site_found(s, t.xa, "khac", "cell", 20000101);
	for (int i = 0; i < MEMBERS; i++)
		t.an = member(s, t.ban, arena_printf(s->a, "Đảng viên %d", i));
	today(s, 20170601);
	candidate(s, &t, &someone);
	return t;
}

/* ---- steps ---- */

static enum err go(
	struct site_test *s, const struct town *t, const struct action *a, struct case_in in)
{
	struct doc d;

	return site_run(s, a, &in, 0, arena_printf(s->a, "%lld", (long long)t->id), &d);
}

#define STEP(action, ...) go(s, &t, &(action), (struct case_in){__VA_ARGS__})
#define BALLOT(n, yes)                                                                             \
	.vote = "secret", .issued = (n), .returned = (n), .valid = (n), .agree = (yes),            \
	.against = (n) - (yes)

static struct flow_case the_case(struct site_test *s, const struct town *t)
{
	struct flow_case c;

	ok(db_begin(s->db, DB_READ));
	ok(flow_read(&s->cx, t->id, &c));
	db_rollback(s->db);
	return c;
}

static void stands(struct site_test *s, const struct town *t, const char *state, const char *next)
{
	struct flow_case c = the_case(s, t);

	assert_string_equal(c.state, state);
	if (next)
		assert_string_equal(c.next, next);
	else
		assert_null(c.next);
}

static void paper(struct site_test *s, const struct town *t, const char *kind, day_t day)
{
	struct flow_case c = the_case(s, t);
	struct flow_plan *p;
	struct doc d;

	doc_init(&d, s->a, LANG_VI);
	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(flow_plan_new(&s->cx, &c, &p));
	ok(flow_plan_step(p, &(struct flow_step){.step = "paper", .kind = kind, .day = day}));
	ok(flow_plan_check(p));
	ok(case_write(&s->cx, p, "case_papers", &d));
	ok(db_commit(s->db));
}

static const char *who(struct site_test *s, int64_t person)
{
	return arena_printf(s->a, "%lld", (long long)person);
}

/* As far as the file is whole. */
static void prepare(struct site_test *s, const struct town *tp)
{
	struct town t = *tp;

	ok(STEP(admission_outstanding, .day = 20150301));
	ok(STEP(admission_class, .day = 20150601, .number = "12"));
	ok(STEP(admission_apply, .day = 20150701));
	ok(STEP(admission_introduce, .day = 20150702, .kind = "by_member", .who = who(s, t.an)));
	ok(STEP(admission_introduce, .day = 20150702, .kind = "by_youth_union", .number = "3-NQ"));
	ok(STEP(admission_verify, .day = 20150801, .kind = "fit", .number = "7"));
	paper(s, &t, "life_story", 20150710);
	paper(s, &t, "opinion_residence", 20150805);
	paper(s, &t, "opinion_organisations", 20150805);
}

/* ---- the whole way ---- */

static const char *spells(struct site_test *s, int64_t person)
{
	const struct member_spell *m;
	char *out = arena_strdup(s->a, "");
	struct list all;

	ok(db_begin(s->db, DB_READ));
	ok(member_spells(&s->cx, person, &all));
	db_rollback(s->db);
	m = all.rows;
	for (size_t i = 0; i < all.n; i++)
		out = arena_printf(
			s->a, "%s%s%d %s", out, i ? ", " : "", m[i].from_day, m[i].status);
	return out;
}

static void from_notice_to_card(void **state)
{
	enum { STATEMENTS = 120 };
	struct site_test *s = site_of(state);
	int64_t statements;
	struct town t = plant(s);
	struct list facts;

	stands(s, &t, "followed", "outstanding");
	prepare(s, &t);
	stands(s, &t, "file", "cell_vote");
	assert_string_equal(spells(s, t.person), "");
	ok(STEP(admission_cell_vote, .day = 20150901, .number = "5-NQ", BALLOT(9, 8)));
	stands(s, &t, "cell_voted", "committee_vote");
	assert_int_equal(the_case(s, &t).turn, t.xa);
	ok(STEP(admission_committee_vote, .day = 20150915, .number = "9-NQ", BALLOT(7, 7)));
	stands(s, &t, "committee_voted", "decide");
	assert_int_equal(the_case(s, &t).turn, t.huyen);
	statements = db_count(s->db);
	ok(STEP(admission_decide, .day = 20151001, .number = "120-QĐ/HU"));
	assert_true(db_count(s->db) - statements <= STATEMENTS);
	/* a member from the day of the decision */
	assert_string_equal(spells(s, t.person), "20151001 probationary");
	ok(STEP(admission_receive, .day = 20151005));
	ok(STEP(admission_ceremony, .day = 20151020));
	stands(s, &t, "probation", "recog_vote");
	ok(db_begin(s->db, DB_READ));
	ok(member_facts(&s->cx, t.person, &facts));
	db_rollback(s->db);
	assert_int_equal(facts.n, 1);
	assert_int_equal(((const struct member_fact *)facts.rows)->second_day, 20151020);
	paper(s, &t, "whole_file", 20161021);
	ok(STEP(admission_recog_vote, .day = 20161021, .number = "6-NQ", BALLOT(9, 9)));
	ok(STEP(admission_recog_committee, .day = 20161101, .number = "8-NQ", BALLOT(7, 6)));
	ok(STEP(admission_recognise, .day = 20161115, .number = "99-QĐ", .second_day = 20161020));
	ok(STEP(admission_card, .day = 20161201, .number = "12.345678"));
	stands(s, &t, "carded", NULL);
	assert_string_equal(spells(s, t.person), "20151001 probationary, 20161115 full");
}

/* ---- what is refused ---- */

static void keeps_the_order(void **state)
{
	static const struct {
		const struct action *action;
		const char *step;
	} ahead[] = {{&admission_apply, "apply"}, {&admission_cell_vote, "cell_vote"},
		{&admission_committee_vote, "committee_vote"}, {&admission_decide, "decide"},
		{&admission_receive, "receive"}, {&admission_ceremony, "ceremony"},
		{&admission_recog_vote, "recog_vote"},
		{&admission_recog_committee, "recog_committee"},
		{&admission_recognise, "recognise"}, {&admission_card, "card"},
		{&admission_strike_off, "strike_off"}, {&admission_annul, "annul"},
		{&admission_reopen, "reopen"}};
	struct site_test *s = site_of(state);
	struct town t = plant(s);

	for (size_t i = 0; i < sizeof(ahead) / sizeof(*ahead); i++)
		refused(go(s, &t, ahead[i].action,
				(struct case_in){.day = 20150601, .number = "1", BALLOT(9, 9)}),
			M_FLOW_OUT_OF_ORDER);
	/* no level above passes a committee over */
	prepare(s, &t);
	ok(STEP(admission_cell_vote, .day = 20150901, .number = "5-NQ", BALLOT(9, 8)));
	refused(STEP(admission_decide, .day = 20150901, .number = "1"), M_FLOW_OUT_OF_ORDER);
	refused(STEP(admission_dept_report, .day = 20150901, .number = "1"), M_FLOW_OUT_OF_ORDER);
	stands(s, &t, "cell_voted", "committee_vote");
}

static void minds_the_days(void **state)
{
	struct site_test *s = site_of(state);
	struct town t = plant(s);

	prepare(s, &t);
	refused(STEP(admission_cell_vote, .day = 20150630, .number = "5", BALLOT(9, 9)),
		M_FLOW_TOO_EARLY);
	refused(STEP(admission_cell_vote, .day = 20170602, .number = "5", BALLOT(9, 9)),
		M_FLOW_AHEAD);
	refused(STEP(admission_cell_vote, .day = 20150900, .number = "5", BALLOT(9, 9)),
		M_VALUE_NO_DAY);
	ok(STEP(admission_cell_vote, .day = 20150901, .number = "5", BALLOT(9, 9)));
	ok(STEP(admission_committee_vote, .day = 20150915, .number = "9", BALLOT(7, 7)));
	ok(STEP(admission_decide, .day = 20151001, .number = "120"));
	ok(STEP(admission_receive, .day = 20151005));
	/* too late is a fact that is explained */
	refused(STEP(admission_ceremony, .day = 20151201), M_ADMISSION_CEREMONY_LATE);
	ok(STEP(admission_ceremony, .day = 20151201, .note = "Mưa lũ"));
	paper(s, &t, "whole_file", 20161101);
	refused(STEP(admission_recog_vote, .day = 20161130, .number = "6", BALLOT(10, 9)),
		M_ADMISSION_PROBATION);
	ok(STEP(admission_recog_vote, .day = 20161201, .number = "6", BALLOT(9, 9)));
}

static void asks_for_papers_and_conditions(void **state)
{
	struct site_test *s = site_of(state);
	struct town t = plant(s);
	enum err e;

	ok(STEP(admission_class, .day = 20150601, .number = "12"));
	ok(STEP(admission_apply, .day = 20150701));
	e = STEP(admission_cell_vote, .day = 20150901, .number = "5", BALLOT(9, 9));
	refused(e, M_FLOW_NO_PAPER);
	assert_true(site_said(s, M_ADMISSION_INTRODUCERS));
	assert_true(site_said(s, M_ADMISSION_NOT_VERIFIED));
	ok(STEP(admission_verify, .day = 20150801, .kind = "unfit", .number = "7"));
	refused(STEP(admission_cell_vote, .day = 20150901, .number = "5", BALLOT(9, 9)),
		M_ADMISSION_UNFIT);
	refused(STEP(admission_introduce, .day = 20150702, .kind = "by_member"), M_VALUE_REQUIRED);
	ok(STEP(admission_introduce, .day = 20150702, .kind = "by_member", .who = who(s, t.an)));
	refused(STEP(admission_introduce, .day = 20150703, .kind = "by_member",
			.who = who(s, t.an)),
		M_ADMISSION_INTRODUCED_TWICE);
}

static void counts_votes(void **state)
{
	struct site_test *s = site_of(state);
	struct town t = plant(s);
	const struct flow_step *vote = NULL;
	struct flow_case c;

	prepare(s, &t);
	refused(STEP(admission_cell_vote, .day = 20150901, .number = "5", BALLOT(9, 5)),
		M_VOTE_BELOW);
	/* of those entitled, not of those who came */
	refused(STEP(admission_cell_vote, .day = 20150901, .number = "5", BALLOT(5, 5)),
		M_VOTE_BELOW);
	refused(STEP(admission_cell_vote, .day = 20150901, .number = "5"), M_VOTE_NO_FORM);
	refused(STEP(admission_cell_vote, .day = 20150901, .number = "5", .vote = "secret",
			.issued = 9, .returned = 10, .valid = 9, .agree = 9),
		M_VOTE_TOO_MANY);
	refused(STEP(admission_cell_vote, .day = 20150901, .number = "5", .vote = "secret",
			.issued = 9, .returned = 9, .valid = 8, .agree = 8, .against = 1),
		M_VOTE_TOO_MANY);
	ok(STEP(admission_cell_vote, .day = 20150901, .number = "5", .vote = "show", .issued = 8,
		.agree = 6, .against = 2));
	c = the_case(s, &t);
	vote = flow_last(&c, "cell_vote", NULL);
	assert_int_equal(vote->base, MEMBERS);
	assert_int_equal(vote->valid, 8);
}

static void is_done_by_whoever_may(void **state)
{
	struct site_test *s = site_of(state);
	struct town t = plant(s);

	prepare(s, &t);
	rights(s, "secretary", t.other);
	assert_int_equal(STEP(admission_cell_vote, .day = 20150901, .number = "5", BALLOT(9, 9)),
		ERR_FORBIDDEN);
	rights(s, "member", t.ban);
	assert_int_equal(STEP(admission_cell_vote, .day = 20150901, .number = "5", BALLOT(9, 9)),
		ERR_FORBIDDEN);
	rights(s, "secretary", t.ban);
	ok(STEP(admission_cell_vote, .day = 20150901, .number = "5", BALLOT(9, 9)));
	assert_int_equal(
		STEP(admission_committee_vote, .day = 20150915, .number = "9", BALLOT(7, 7)),
		ERR_FORBIDDEN);
	rights(s, "secretary", t.xa);
	ok(STEP(admission_committee_vote, .day = 20150915, .number = "9", BALLOT(7, 7)));
	rights(s, "secretary", t.huyen);
	assert_int_equal(STEP(admission_decide, .day = 20151001, .number = "120"), ERR_FORBIDDEN);
	rights(s, "office", t.xa);
	assert_int_equal(STEP(admission_decide, .day = 20151001, .number = "120"), ERR_FORBIDDEN);
	rights(s, "office", t.huyen);
	ok(STEP(admission_decide, .day = 20151001, .number = "120"));
	everything(s);
}

/* ---- corrections ---- */

static void corrects_by_steps(void **state)
{
	struct site_test *s = site_of(state);
	struct town t = plant(s);
	struct flow_case c;
	int64_t decide;

	prepare(s, &t);
	ok(STEP(admission_cell_vote, .day = 20150901, .number = "5", BALLOT(9, 9)));
	ok(STEP(admission_committee_vote, .day = 20150915, .number = "9", BALLOT(7, 7)));
	ok(STEP(admission_decide, .day = 20151001, .number = "120"));
	c = the_case(s, &t);
	decide = flow_last(&c, "decide", NULL)->id;
	/* a day that was wrong: the register follows */
	ok(STEP(admission_decide, .day = 20151003, .number = "120", .note = "Ghi nhầm ngày",
		.corrects = decide));
	assert_string_equal(spells(s, t.person), "20151003 probationary");
	refused(STEP(admission_decide, .day = 20151004, .number = "120", .note = "x",
			.corrects = decide),
		M_RECORD_GONE);
	/* what others rest on is not taken away below them */
	c = the_case(s, &t);
	refused(STEP(admission_cell_vote, .day = 20150920, .number = "5", BALLOT(9, 9), .note = "x",
			.corrects = flow_last(&c, "cell_vote", NULL)->id),
		M_FLOW_BUILT_ON);
	/* all that was ever told is still there */
	assert_int_equal(c.steps.n, c.live.n + 2);
}

static void undo(struct site_test *s, const struct town *t, int64_t step)
{
	const char *item = arena_printf(s->a, "%lld.%lld", (long long)t->id, (long long)step);
	const char *why = "Ghi nhầm hồ sơ";
	struct doc d;

	ok(site_run(s, &case_undo, &why, 0, item, &d));
}

static void taking_back_takes_the_member_back(void **state)
{
	struct site_test *s = site_of(state);
	struct town t = plant(s);
	struct flow_case c;

	prepare(s, &t);
	ok(STEP(admission_cell_vote, .day = 20150901, .number = "5", BALLOT(9, 9)));
	ok(STEP(admission_committee_vote, .day = 20150915, .number = "9", BALLOT(7, 7)));
	ok(STEP(admission_decide, .day = 20151001, .number = "120"));
	c = the_case(s, &t);
	undo(s, &t, flow_last(&c, "decide", NULL)->id);
	assert_string_equal(spells(s, t.person), "");
	stands(s, &t, "committee_voted", "decide");
}

/* ---- other ways ---- */

/* Everything up to the ceremony happened on paper. */
static struct candidate_in on_paper(const char *name)
{
	struct candidate_in in = someone;

	in.p.full_name = name;
	in.outstanding_on = in.class_on = 20150301;
	in.applied_on = 20150401;
	in.vote_on = 20150501;
	in.vote_issued = in.vote_agree = 9;
	in.committee_on = 20150601;
	in.decided_on = 20150701;
	in.decision_no = "88-QĐ/HU";
	in.received_on = in.ceremony_on = 20150710;
	in.file_kept = "Tủ 3";
	return in;
}

static void enters_late(void **state)
{
	struct site_test *s = site_of(state);
	struct town t = plant(s);
	struct candidate_in in = on_paper("Quàng Văn Pản");
	struct doc d;

	ok(site_run(s, &admission_late, &in, t.ban, NULL, &d));
	t.id = number(s, d.location);
	stands(s, &t, "probation", "recog_vote");
	assert_string_equal(spells(s, the_case(s, &t).person), "20150701 probationary");
	in.p.full_name = "Quàng Văn Pọm";
	in.committee_on = 20150401;
	refused(site_run(s, &admission_late, &in, t.ban, NULL, &d), M_FLOW_TOO_EARLY);
	assert_string_equal(s->f.first->field, "committee_on");
	assert_true(site_said(s, M_ADMISSION_LATE_AT));
}

/* All of it at once; the number of the card is told of where it was typed. */
static void late_card_is_told_at_its_field(void **state)
{
	struct site_test *s = site_of(state);
	struct town t = plant(s);
	struct candidate_in in = on_paper("Quàng Văn Pản");
	struct doc d;

	in.recog_vote_on = in.recog_committee_on = 20160705;
	in.recognised_on = in.official_on = 20160715;
	in.card_on = 20160801;
	in.card_no = "26.000001";
	ok(site_run(s, &admission_late, &in, t.ban, NULL, &d));
	t.id = number(s, d.location);
	stands(s, &t, "carded", NULL);
	in.p.full_name = "Cà Thị Pọm";
	refused(site_run(s, &admission_late, &in, t.ban, NULL, &d), M_CARD_TAKEN);
	assert_string_equal(s->f.first->field, "card_no");
}

static void goes_on_in_the_successor(void **state)
{
	struct site_test *s = site_of(state);
	struct town t = plant(s);
	struct flow_case c;

	ok(site_act(s, &(struct org_act){.org = t.ban,
			       .act = "merge",
			       .day = 20160101,
			       .other = t.other,
			       .decision_no = "1"}));
	c = the_case(s, &t);
	assert_int_equal(c.org, t.other);
	assert_int_equal(c.turn, t.other);
	assert_string_equal(c.state, "followed");
}

static void turn_is(struct site_test *s, const struct town *t, int64_t org)
{
	struct flow_case c = the_case(s, t);

	assert_int_equal(c.turn, org);
	assert_int_equal(c.org, t->ban);
}

/* What waits for the committee above waits for the new one when the cell moves, and back again. */
static void waits_for_the_committee_above(void **state)
{
	struct site_test *s = site_of(state);
	struct town t = plant(s);
	int64_t xa2 = site_found(s, t.huyen, "xa2", "commune", 20000101);
	struct org_act move = {
		.org = t.ban, .act = "move", .day = 20170602, .parent = xa2, .decision_no = "2"};

	prepare(s, &t);
	ok(STEP(admission_cell_vote, .day = 20150901, .number = "5-NQ", BALLOT(9, 8)));
	turn_is(s, &t, t.xa);
	today(s, 20170603);
	ok(site_act(s, &move));
	turn_is(s, &t, xa2);
	move.day = 20170603;
	move.parent = t.xa;
	ok(site_act(s, &move));
	turn_is(s, &t, t.xa);
}

/* Struck off in probation, and back after the years that the rules ask for. */
static void comes_back(void **state)
{
	struct site_test *s = site_of(state);
	struct town t = plant(s);
	const char *item;
	struct open_in {
		day_t day;
		const char *cell, *note;
	} in = {.day = 20170701};
	struct doc d;

	prepare(s, &t);
	ok(STEP(admission_cell_vote, .day = 20150901, .number = "5", BALLOT(9, 9)));
	ok(STEP(admission_committee_vote, .day = 20150915, .number = "9", BALLOT(7, 7)));
	ok(STEP(admission_decide, .day = 20151001, .number = "120"));
	ok(STEP(admission_receive, .day = 20151005));
	ok(STEP(admission_ceremony, .day = 20151020));
	ok(STEP(admission_strike_off, .day = 20160301, .number = "4"));
	assert_string_equal(spells(s, t.person), "20151001 probationary, 20160301 struck_off");
	today(s, 20200101);
	item = who(s, t.person);
	refused(site_run(s, &readmission_new, &in, 0, item, &d), M_READMISSION_TOO_SOON);
	in.day = 20190701;
	ok(site_run(s, &readmission_new, &in, 0, item, &d));
	t.id = number(s, d.location);
	stands(s, &t, "file", "cell_vote");
	refused(site_run(s, &readmission_new, &in, 0, item, &d), M_READMISSION_OPEN_ALREADY);
	ok(STEP(admission_cell_vote, .day = 20190801, .number = "5", BALLOT(9, 9)));
	ok(STEP(admission_committee_vote, .day = 20190815, .number = "9", BALLOT(7, 7)));
	refused(STEP(admission_decide, .day = 20190901, .number = "121"), M_FLOW_NO_PAPER_PLAIN);
	paper(s, &t, "consent_province", 20190825);
	ok(STEP(admission_decide, .day = 20190901, .number = "121"));
	assert_string_equal(spells(s, t.person),
		"20151001 probationary, 20160301 struck_off, 20190901 probationary");
}

static void ends_and_begins_again(void **state)
{
	struct site_test *s = site_of(state);
	struct town t = plant(s);

	prepare(s, &t);
	ok(STEP(admission_reject, .day = 20150901, .kind = "not_agreed", .vote = "secret",
		.issued = 9, .returned = 9, .valid = 9, .agree = 3, .against = 6));
	stands(s, &t, "ended", NULL);
	refused(STEP(admission_mentor, .day = 20150902, .who = who(s, t.an)), M_FLOW_CLOSED);
	ok(STEP(admission_reopen, .day = 20160902));
	stands(s, &t, "followed", "outstanding");
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(from_notice_to_card), on_site(keeps_the_order),
		on_site(minds_the_days), on_site(counts_votes),
		on_site(asks_for_papers_and_conditions), on_site(is_done_by_whoever_may),
		on_site(corrects_by_steps), on_site(enters_late), on_site(comes_back),
		on_site(taking_back_takes_the_member_back), on_site(late_card_is_told_at_its_field),
		on_site(goes_on_in_the_successor), on_site(waits_for_the_committee_above),
		on_site(ends_and_begins_again)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
