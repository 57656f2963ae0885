/*
 * Transfers with their two ends, stays, exemptions, absences, suspensions: the whole way, and each
 * step refused out of order, too late without a reason, without its paper, by the wrong end.
 */
#include "life/life_test.h"
#include "work/work.h"

/* ---- official transfer ---- */

static void goes_over(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	ok(BEGIN(life_transfer_new, .day = 20250310, .second_day = 20250303, .kind = "new_unit",
		.at = "khac"));
	life_stands(s, &t, "tr_asked", "tr_letter", t.huyen);
	/* thirty working days before 01/07/2025, sixty after it */
	assert_int_equal(life_due(s, &t, "transfer_start"), 20250415);
	assert_string_equal(life_spells(s, &t), "20110601 ban full");
	ok(STEP(life_tr_letter, .day = 20250320, .number = "15-GT"));
	life_stands(s, &t, "tr_letter", "tr_present", t.other);
	assert_int_equal(life_due(s, &t, "transfer_start"), 0);
	assert_int_equal(life_due(s, &t, "transfer_letter"), 20250506);
	assert_string_equal(life_spells(s, &t), "20110601 ban full, 20250320 ban full >khac");
	ok(STEP(life_tr_present, .day = 20250402));
	life_stands(s, &t, "tr_presented", "tr_receive", t.other);
	ok(STEP(life_tr_receive, .day = 20250405));
	life_stands(s, &t, "tr_received", NULL, 0);
	assert_string_equal(life_spells(s, &t),
		"20110601 ban full, 20250320 ban full >khac, 20250405 khac full");
}

static void begins_where_it_can(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	refused(BEGIN(life_transfer_new, .day = 20250310, .second_day = 20250303, .at = "ban"),
		M_LIFE_SAME_CELL);
	refused(BEGIN(life_transfer_new, .day = 20250310, .second_day = 20250303, .at = "xa2"),
		M_LIFE_AR_NO_CELL);
	refused(BEGIN(life_transfer_new, .day = 20250310, .second_day = 20250303),
		M_VALUE_REQUIRED);
	refused(BEGIN(life_transfer_new, .day = 20250310, .at = "khac"), M_VALUE_REQUIRED);
	refused(BEGIN(life_transfer_new, .day = 20090310, .second_day = 20090303, .at = "khac"),
		M_LIFE_NO_MEMBER);
	/* too late is a fact that is explained */
	refused(BEGIN(life_transfer_new, .day = 20250416, .second_day = 20250303, .at = "khac"),
		M_LIFE_START_LATE);
	ok(BEGIN(life_transfer_new, .day = 20250416, .second_day = 20250303, .at = "khac",
		.note = "Đi công tác"));
	refused(BEGIN(life_transfer_new, .day = 20250417, .second_day = 20250403, .at = "khac"),
		M_LIFE_OPEN_ALREADY);
}

static void keeps_the_order_of_a_transfer(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	ok(BEGIN(life_transfer_new, .day = 20250310, .second_day = 20250303, .at = "khac"));
	refused(STEP(life_tr_present, .day = 20250402), M_FLOW_OUT_OF_ORDER);
	refused(STEP(life_tr_receive, .day = 20250402), M_FLOW_OUT_OF_ORDER);
	refused(STEP(life_tr_letter, .day = 20250320), M_VALUE_REQUIRED);
	refused(STEP(life_tr_letter, .day = 20250309, .number = "1"), M_FLOW_TOO_EARLY);
	ok(STEP(life_tr_letter, .day = 20250320, .number = "15-GT"));
	/* it goes to a cell of this database: nobody reports it from outside */
	refused(STEP(life_tr_confirm, .day = 20250402), M_FLOW_OUT_OF_ORDER);
	refused(STEP(life_tr_receive, .day = 20250402), M_FLOW_OUT_OF_ORDER);
	refused(STEP(life_tr_present, .day = 20250507), M_LIFE_LETTER_LATE);
	ok(STEP(life_tr_present, .day = 20250507, .note = "Ốm, đã xem xét"));
	refused(STEP(life_tr_refuse, .day = 20250508), M_VALUE_REQUIRED);
	ok(STEP(life_tr_refuse, .day = 20250508, .note = "Không đúng nơi"));
	assert_string_equal(life_spells(s, &t), "20110601 ban full");
	life_stands(s, &t, "tr_refused", NULL, 0);
}

static void each_end_takes_its_steps(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);
	int64_t third = site_found(s, t.xa, "ba", "cell", 20000101);

	life_rights(s, "secretary", t.ban);
	ok(BEGIN(life_transfer_new, .day = 20250310, .second_day = 20250303, .at = "khac"));
	refused(STEP(life_tr_letter, .day = 20250320, .number = "1"), M_GRANT_NOT_OVER_END);
	life_rights(s, "secretary", t.other);
	refused(STEP(life_tr_present, .day = 20250402), M_FLOW_OUT_OF_ORDER);
	life_rights(s, "secretary", third);
	refused(STEP(life_tr_present, .day = 20250402), M_FLOW_NOT_OVER);
	life_rights(s, "organisation", t.huyen);
	ok(STEP(life_tr_letter, .day = 20250320, .number = "15-GT"));
	life_rights(s, "secretary", t.ban);
	refused(STEP(life_tr_present, .day = 20250402), M_GRANT_NOT_OVER_END);
	life_rights(s, "secretary", t.other);
	ok(STEP(life_tr_present, .day = 20250402));
	ok(STEP(life_tr_receive, .day = 20250405));
	assert_string_equal(life_spells(s, &t),
		"20110601 ban full, 20250320 ban full >khac, 20250405 khac full");
}

static int64_t leaving(struct site_test *s, int64_t org)
{
	struct doc d = {0};

	ok(site_run(s, &member_transit, NULL, org, NULL, &d));
	return (int64_t)doc_find(&d, "leaving")->rows.n;
}

static void leaves_for_outside(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	ok(BEGIN(life_transfer_new, .day = 20250310, .second_day = 20250303,
		.place = "Đảng bộ thành phố khác"));
	ok(STEP(life_tr_letter, .day = 20250320, .number = "15-GT"));
	life_stands(s, &t, "tr_letter", "tr_confirm", t.ban);
	assert_string_equal(life_spells(s, &t), "20110601 ban full, 20250320 ban transferred_out");
	assert_int_equal(leaving(s, t.huyen), 1);
	assert_int_equal(leaving(s, t.other_xa), 0);
	ok(STEP(life_tr_confirm, .day = 20250410));
	assert_int_equal(leaving(s, t.huyen), 0);
	life_stands(s, &t, "tr_received", NULL, 0);
}

/* Of the letter that can be printed; NULL: there is none. */
static const char *letter_no(struct site_test *s, const struct life_town *t)
{
	struct life_letter letter;
	struct flow_case c;
	enum err e;

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(flow_read(&s->cx, t->id, &c));
	e = life_letter_of(&s->cx, &c, &letter);
	db_rollback(s->db);
	return e ? NULL : letter.issued->number;
}

/* Taking the letter back takes back what followed from it. */
static void comes_to_nothing(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	ok(BEGIN(life_transfer_new, .day = 20250310, .second_day = 20250303, .place = "Nơi khác"));
	ok(STEP(life_tr_letter, .day = 20250320, .number = "15-GT"));
	refused(STEP(life_tr_withdraw, .day = 20250401), M_VALUE_REQUIRED);
	assert_string_equal(letter_no(s, &t), "15-GT");
	ok(STEP(life_tr_withdraw, .day = 20250401, .note = "Ở lại"));
	assert_string_equal(life_spells(s, &t), "20110601 ban full");
	assert_null(letter_no(s, &t));
}

/* ---- temporary transfer ---- */

/* What the face of the letter says at a field, as text. */
static const char *letter_says(struct site_test *s, const struct life_town *t, const char *name)
{
	const char *item = arena_printf(s->a, "%lld", (long long)t->id);
	const struct doc_part *p;
	const struct field *f;
	struct doc d;

	ok(site_run(s, &life_letter_show, NULL, 0, item, &d));
	p = doc_find(&d, "letter");
	assert_non_null(p);
	f = field_find(p->fields, name);
	assert_non_null(f);
	return field_get_text(f, p->rec);
}

/* Which committee a cell is of: cells of one name are many. */
static void letter_names_the_committee(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	ok(BEGIN(life_stay_new, .day = 20240801, .kind = "studies", .at = "khac"));
	ok(STEP(life_st_letter, .day = 20240810, .number = "7-GT", .second_day = 20250610));
	assert_non_null(strstr(letter_says(s, &t, "from_name"), ", thuộc "));
	assert_non_null(strstr(letter_says(s, &t, "to_name"), ", thuộc "));
}

static void stays_for_a_time(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	refused(BEGIN(life_stay_new, .day = 20240801, .kind = "studies", .at = "khac",
			.place = "Hà Nội"),
		M_LIFE_ONE_PLACE);
	ok(BEGIN(life_stay_new, .day = 20240801, .kind = "studies", .at = "khac"));
	refused(STEP(life_st_letter, .day = 20240810, .number = "7-GT", .second_day = 20240901),
		M_LIFE_STAY_TERM);
	refused(STEP(life_st_letter, .day = 20240810, .number = "7-GT", .second_day = 20240801),
		M_RECORD_ENDS_BEFORE);
	ok(STEP(life_st_letter, .day = 20240810, .number = "7-GT", .second_day = 20250610));
	assert_int_equal(life_due(s, &t, "stay_end"), 20250610);
	ok(STEP(life_st_present, .day = 20240815));
	life_stands(s, &t, "st_host", "st_return", t.ban);
	assert_string_equal(life_spells(s, &t), "20110601 ban full, 20240815 ban full @khac, "
						"20250611 ban full");
	refused(STEP(life_st_extend, .day = 20250520, .number = "9-GT", .second_day = 20250610,
			.note = "Ngắn hơn"),
		M_LIFE_NOT_LONGER);
	ok(STEP(life_st_extend, .day = 20250520, .number = "9-GT", .second_day = 20251120));
	assert_int_equal(life_due(s, &t, "stay_end"), 20251120);
	assert_string_equal(letter_no(s, &t), "9-GT");
	ok(STEP(life_st_return, .day = 20250530));
	assert_string_equal(life_spells(s, &t), "20110601 ban full, 20240815 ban full @khac, "
						"20250531 ban full");
	life_stands(s, &t, "st_over", NULL, 0);
}

/* ---- exemption, absence, suspension ---- */

static void is_exempted_by_the_cell(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	life_rights(s, "secretary", t.ban);
	ok(BEGIN(life_exemption_new, .day = 20250102, .kind = "old_age"));
	refused(STEP(life_rl_end, .day = 20250103), M_FLOW_OUT_OF_ORDER);
	refused(STEP(life_rl_decide, .day = 20250105), M_VALUE_REQUIRED);
	refused(STEP(life_rl_decide, .day = 20250105, .number = "2-NQ", BALLOT(10, 5)),
		M_VOTE_BELOW);
	ok(STEP(life_rl_decide, .day = 20250105, .number = "2-NQ", .second_day = 20250430,
		BALLOT(10, 6)));
	life_stands(s, &t, "rl_running", "rl_report", t.ban);
	assert_int_equal(life_due(s, &t, "relief_end"), 20250430);
	ok(STEP(life_rl_report, .day = 20250110));
	refused(STEP(life_rl_renew, .day = 20250425, .number = "4-NQ"), M_VALUE_REQUIRED);
	refused(STEP(life_rl_renew, .day = 20250425, .number = "4-NQ", .second_day = 20250426),
		M_LIFE_NOT_LONGER);
	ok(STEP(life_rl_renew, .day = 20250425, .number = "4-NQ", .second_day = 20251231));
	assert_string_equal(life_spells(s, &t),
		"20110601 ban full, 20250105 ban full exempt, 20260101 ban full");
	ok(STEP(life_rl_end, .day = 20250520));
	assert_string_equal(life_spells(s, &t),
		"20110601 ban full, 20250105 ban full exempt, 20250521 ban full");
	assert_int_equal(life_due(s, &t, "relief_end"), 0);
}

static void goes_away(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	refused(BEGIN(life_absence_new, .day = 20250102, .kind = "lone_work"), M_VALUE_REQUIRED);
	ok(BEGIN(life_absence_new, .day = 20250102, .kind = "lone_work", .place = "Bình Dương"));
	refused(STEP(life_rl_decide, .day = 20250105, .number = "2-NQ"), M_VALUE_REQUIRED);
	ok(STEP(life_rl_decide, .day = 20250105, .number = "2-NQ", .second_day = 20250630));
	assert_string_equal(
		life_spells(s, &t), "20110601 ban full, 20250105 ban full away, 20250701 ban full");
	refused(BEGIN(life_absence_new, .day = 20250202, .kind = "lone_work", .place = "x"),
		M_LIFE_OPEN_ALREADY);
}

/* How many cases wait, without a term, for who holds that function there ("my work"). */
static size_t wait_for(struct site_test *s, const char *func, int64_t org)
{
	const struct work_row *r;
	struct work w;
	size_t n = 0;

	life_rights(s, func, org);
	ok(db_begin(s->db, DB_READ));
	ok(work_read(&s->cx, &w));
	db_rollback(s->db);
	r = w.rows.rows;
	for (size_t i = 0; i < w.rows.n; i++)
		n += !r[i].due;
	return n;
}

static void waits_for_whose_turn_it_is(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	ok(BEGIN(life_suspension_new, .day = 20250102));
	life_stands(s, &t, "su_proposed", "su_decide", t.huyen);
	assert_int_equal(wait_for(s, "organisation", t.huyen), 1);
	assert_int_equal(wait_for(s, "organisation", t.xa), 0);
	assert_int_equal(wait_for(s, "secretary", t.ban), 0);
	life_rights(s, NULL, 0);
	ok(STEP(life_su_decide, .day = 20250110, .number = "3-QĐ", .second_day = 20250410));
	assert_int_equal(wait_for(s, "organisation", t.huyen), 0);
}

static void is_suspended_for_a_term(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	ok(BEGIN(life_suspension_new, .day = 20250102));
	life_rights(s, "secretary", t.ban);
	refused(STEP(life_su_decide, .day = 20250110, .number = "3-QĐ", .second_day = 20250410),
		M_GRANT_NOT_OVER_END);
	life_rights(s, NULL, 0);
	refused(STEP(life_su_decide, .day = 20250110, .number = "3-QĐ", .second_day = 20250411),
		M_LIFE_TOO_LONG);
	ok(STEP(life_su_decide, .day = 20250110, .number = "3-QĐ", .second_day = 20250410));
	assert_string_equal(life_spells(s, &t),
		"20110601 ban full, 20250110 ban full suspended, 20250411 ban full");
	refused(STEP(life_su_extend, .day = 20250405, .number = "5-QĐ", .second_day = 20250710),
		M_LIFE_TOO_LONG);
	refused(STEP(life_su_extend, .day = 20250405, .number = "5-QĐ", .second_day = 20250406),
		M_LIFE_NOT_LONGER);
	ok(STEP(life_su_extend, .day = 20250405, .number = "5-QĐ", .second_day = 20250709));
	assert_int_equal(life_due(s, &t, "suspension_end"), 20250709);
	ok(STEP(life_su_end, .day = 20250520, .number = "8-QĐ"));
	assert_string_equal(life_spells(s, &t),
		"20110601 ban full, 20250110 ban full suspended, 20250521 ban full");
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(goes_over), on_site(begins_where_it_can),
		on_site(keeps_the_order_of_a_transfer), on_site(each_end_takes_its_steps),
		on_site(leaves_for_outside), on_site(comes_to_nothing),
		on_site(letter_names_the_committee), on_site(stays_for_a_time),
		on_site(is_exempted_by_the_cell), on_site(goes_away),
		on_site(waits_for_whose_turn_it_is), on_site(is_suspended_for_a_term)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
