/*
 * Leaving in its kinds: deletion with its grounds, votes and complaint; resignation; expulsion as
 * the result of a decision; death.
 */
#include "admission/admission.h"
#include "life/life_test.h"
#include "member/member_dues.h"
#include "work/work.h"

static void unpaid(struct site_test *s, const struct life_town *t, day_t month, bool good)
{
	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(txn_start(&s->cx, "test", NULL));
	ok(dues_put(&s->cx, &(struct dues_miss){.person = t->person,
				    .month = month,
				    .cell = t->ban,
				    .reason = good ? "ill" : "no_reason",
				    .good = good}));
	ok(db_commit(s->db));
}

static void is_deleted_for_dues(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	unpaid(s, &t, 20250100, false);
	unpaid(s, &t, 20250200, false);
	unpaid(s, &t, 20250300, true);
	/* two months count, the rule says three: it is explained or not proposed */
	refused(BEGIN(life_deletion_new, .day = 20250401, .number = "3-NQ", .kind = "dues_unpaid",
			BALLOT(10, 8)),
		M_LIFE_DUES_FEW);
	unpaid(s, &t, 20250300, false);
	refused(BEGIN(life_deletion_new, .day = 20250401, .number = "3-NQ", .kind = "dues_unpaid",
			BALLOT(10, 5)),
		M_VOTE_BELOW_BEGIN);
	refused(BEGIN(life_deletion_new, .day = 20250401, .kind = "dues_unpaid", BALLOT(10, 8)),
		M_VALUE_REQUIRED);
	ok(BEGIN(life_deletion_new, .day = 20250401, .number = "3-NQ", .kind = "dues_unpaid",
		BALLOT(10, 8)));
	life_stands(s, &t, "de_proposed", "de_committee", t.xa);
	refused(STEP(life_de_decide, .day = 20250405, .number = "9"), M_FLOW_OUT_OF_ORDER);
	ok(STEP(life_de_committee, .day = 20250410, .number = "5-NQ", BALLOT(7, 5)));
	ok(STEP(life_de_decide, .day = 20250415, .number = "12-QĐ"));
	assert_string_equal(life_spells(s, &t), "20110601 ban full, 20250415 ban struck_off");
	life_stands(s, &t, "de_decided", "de_close", t.huyen);
	assert_true(life_due(s, &t, "deletion_complaint") > 20250515);
	refused(STEP(life_de_close, .day = 20250520), M_LIFE_COMPLAINT_OPEN);
}

/* The one row that /work has on a day, for the office that decides. */
static struct work_row only_work(
	struct site_test *s, const struct life_town *t, day_t day, int late)
{
	struct work w;

	life_today(s, day);
	life_rights(s, "office", t->huyen);
	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	s->cx.actor = &s->actor;
	ok(work_read(&s->cx, &w));
	db_rollback(s->db);
	assert_int_equal(w.late, late);
	assert_int_equal(w.rows.n, 1);
	return *(const struct work_row *)w.rows.rows;
}

/* Is a step the main button of the page of the case? */
static bool is_primary(struct site_test *s, const struct life_town *t, const char *step)
{
	struct doc d;
	bool found = false, primary = false;

	ok(site_run(s, &case_show, NULL, 0, arena_printf(s->a, "%lld", (long long)t->id), &d));
	for (const struct doc_link *l = d.links; l; l = l->next)
		if (text_eq(strrchr(l->href, '/') + 1, step)) {
			found = true;
			primary = l->kind == DOC_PRIMARY;
		}
	assert_true(found);
	return primary;
}

/* A right that ran out, a request made in time: work that waits, but nobody is late with it. */
static void is_not_late_with_what_others_may(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	ok(BEGIN(life_deletion_new, .day = 20250203, .number = "3-NQ", .kind = "card_given_back",
		BALLOT(10, 8)));
	ok(STEP(life_de_committee, .day = 20250204, .number = "5-NQ", BALLOT(7, 5)));
	ok(STEP(life_de_decide, .day = 20250205, .number = "12-QĐ"));
	assert_false(only_work(s, &t, 20250210, 0).waits);
	assert_false(is_primary(s, &t, "de_close"));
	assert_true(only_work(s, &t, 20260601, 0).waits);
	assert_true(is_primary(s, &t, "de_close"));
}

static void is_not_late_with_a_letter_asked_in_time(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	ok(BEGIN(life_transfer_new, .day = 20250310, .second_day = 20250303, .at = "khac"));
	assert_true(only_work(s, &t, 20250601, 0).waits);
}

/* A complaint that is found right gives the rights back from that day. */
static void complains(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	ok(BEGIN(life_deletion_new, .day = 20250203, .number = "3-NQ", .kind = "card_given_back",
		BALLOT(10, 8)));
	ok(STEP(life_de_committee, .day = 20250204, .number = "5-NQ", BALLOT(7, 5)));
	ok(STEP(life_de_decide, .day = 20250205, .number = "12-QĐ"));
	refused(STEP(life_de_complain, .day = 20250501), M_LIFE_COMPLAINT_LATE);
	ok(STEP(life_de_complain, .day = 20250220));
	refused(STEP(life_de_restore, .day = 20250310), M_VALUE_REQUIRED);
	ok(STEP(life_de_restore, .day = 20250310, .number = "20-QĐ"));
	assert_string_equal(life_spells(s, &t),
		"20110601 ban full, 20250205 ban struck_off, 20250310 ban full");
	life_stands(s, &t, "de_restored", NULL, 0);
}

static void minds_the_grounds(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	refused(BEGIN(life_deletion_new, .day = 20250401, .number = "3", .kind = "probation_unfit",
			BALLOT(10, 8)),
		M_LIFE_NOT_ON_PROBATION);
	refused(BEGIN(life_deletion_new, .day = 20250401, .number = "3", .kind = "no_progress",
			BALLOT(10, 8)),
		M_VALUE_REQUIRED);
	refused(BEGIN(life_deletion_new, .day = 20250401, .number = "3", .kind = "no_progress",
			.second_day = 20240402, BALLOT(10, 8)),
		M_LIFE_GROUND_SHORT);
	refused(BEGIN(life_deletion_new, .day = 20250401, .number = "3", .kind = "below_standing",
			.second_day = 20240401, BALLOT(10, 8)),
		M_LIFE_GROUND_SHORT);
	t.person = life_member(s, t.ban, "Lò Văn Dự", false);
	ok(BEGIN(life_deletion_new, .day = 20250401, .number = "3", .kind = "probation_unfit",
		BALLOT(10, 8)));
	life_rights(s, "secretary", t.ban);
	refused(STEP(life_de_refuse, .day = 20250402, .note = "x"), M_GRANT_NOT_OVER_END);
}

/* What the form of a readmission says first. */
static const char *readmission_lead(struct site_test *s, const struct life_town *t, day_t day)
{
	struct doc d;

	life_today(s, day);
	site_clean(s);
	doc_init(&d, s->a, s->cx.say.lang);
	s->cx.action = &readmission_new;
	s->cx.item = arena_printf(s->a, "%lld", (long long)t->person);
	ok(db_begin(s->db, DB_READ));
	ok(readmission_new.fill(&s->cx, arena_alloc(s->a, readmission_new.in_size + 1), &d));
	db_rollback(s->db);
	return d.lead;
}

static void resigns(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	ok(BEGIN(life_resignation_new, .day = 20250401));
	refused(STEP(life_re_decide, .day = 20250402, .number = "1"), M_FLOW_OUT_OF_ORDER);
	refused(STEP(life_re_vote, .day = 20250402, .number = "1", BALLOT(10, 5)), M_VOTE_BELOW);
	ok(STEP(life_re_vote, .day = 20250402, .number = "1", BALLOT(10, 9)));
	ok(STEP(life_re_committee, .day = 20250405, .number = "2", BALLOT(7, 7)));
	ok(STEP(life_re_decide, .day = 20250410, .number = "8-QĐ"));
	assert_string_equal(life_spells(s, &t), "20110601 ban full, 20250410 ban resigned");
	/* from that July on who resigned is as a rule not taken back */
	assert_non_null(strstr(readmission_lead(s, &t, 20250601), "Xét được từ ngày 10/04/2028"));
	assert_non_null(strstr(readmission_lead(s, &t, 20250701), "thì không kết nạp lại"));
}

static void is_expelled_by_a_decision_only(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	refused(BEGIN(life_expulsion_new, .day = 20250401, .number = "7-QĐ"), M_VALUE_REQUIRED);
	refused(BEGIN(life_expulsion_new, .day = 20250401, .place = "Huyện ủy"), M_VALUE_REQUIRED);
	life_rights(s, "secretary", t.ban);
	refused(BEGIN(life_expulsion_new, .day = 20250401, .number = "7-QĐ", .place = "Huyện ủy"),
		M_GRANT_NOT_OVER_END);
	life_rights(s, NULL, 0);
	ok(BEGIN(life_expulsion_new, .day = 20250401, .number = "7-QĐ", .place = "Huyện ủy"));
	assert_string_equal(life_spells(s, &t), "20110601 ban full, 20250401 ban expelled");
}

static void dies(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	life_rights(s, "secretary", t.ban);
	ok(BEGIN(life_death_new, .day = 20250401));
	assert_string_equal(life_spells(s, &t), "20110601 ban full, 20250401 ban deceased");
	life_stands(s, &t, "dd_done", NULL, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(is_deleted_for_dues), on_site(complains),
		on_site(is_not_late_with_what_others_may),
		on_site(is_not_late_with_a_letter_asked_in_time), on_site(minds_the_grounds),
		on_site(resigns), on_site(is_expelled_by_a_decision_only), on_site(dies)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
