/*
 * An admission annulled later, a membership restored: each by its decision, on its ground, and what
 * is left of Party age.
 */
#include "life/life_annul.h"
#include "life/life_test.h"

static int months(struct site_test *s, const struct life_town *t, day_t day)
{
	struct list facts;
	int n;

	ok(db_begin(s->db, DB_READ));
	ok(member_facts(&s->cx, t->person, &facts));
	n = member_party_months(facts, day);
	db_rollback(s->db);
	return n;
}

static void is_annulled(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	refused(BEGIN(life_annulment_new, .day = 20250310, .kind = "declaration", .number = "4-NQ"),
		M_VALUE_REQUIRED);
	refused(BEGIN(life_annulment_new, .day = 20250310, .kind = "declaration",
			.note = "Xác minh lại lý lịch"),
		M_VALUE_REQUIRED);
	ok(BEGIN(life_annulment_new, .day = 20250310, .kind = "declaration", .number = "4-NQ",
		.note = "Xác minh lại lý lịch"));
	life_stands(s, &t, "an_proposed", "an_decide", t.huyen);
	refused(BEGIN(life_annulment_new, .day = 20250311, .kind = "standard", .number = "5-NQ",
			.note = "x"),
		M_LIFE_OPEN_ALREADY);
	life_rights(s, "secretary", t.ban);
	refused(STEP(life_an_decide, .day = 20250401, .number = "9-QĐ"), M_GRANT_NOT_OVER_END);
	life_rights(s, NULL, 0);
	refused(STEP(life_an_decide, .day = 20250401), M_VALUE_REQUIRED);
	refused(STEP(life_an_decide, .day = 20250309, .number = "9-QĐ"), M_FLOW_TOO_EARLY);
	ok(STEP(life_an_decide, .day = 20250401, .number = "9-QĐ"));
	assert_string_equal(life_spells(s, &t), "20110601 ban full, 20250401 ban annulled");
	life_stands(s, &t, "an_done", NULL, 0);
	refused(BEGIN(life_annulment_new, .day = 20250402, .kind = "standard", .number = "5-NQ",
			.note = "x"),
		M_LIFE_NO_MEMBER);
}

static void is_not_annulled(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	ok(BEGIN(life_annulment_new, .day = 20250310, .kind = "standard", .number = "4-NQ",
		.note = "Nghi sai tuổi"));
	refused(STEP(life_an_refuse, .day = 20250320), M_VALUE_REQUIRED);
	ok(STEP(life_an_refuse, .day = 20250320, .note = "Hồ sơ đúng"));
	assert_string_equal(life_spells(s, &t), "20110601 ban full");
}

static void annul(struct site_test *s, struct life_town *town, day_t day)
{
	struct life_town t = *town;

	ok(BEGIN(life_annulment_new, .day = day, .kind = "standard", .number = "4-NQ",
		.note = "Nghi sai tuổi"));
	ok(STEP(life_an_decide, .day = day, .number = "9-QĐ"));
}

/* Party age counts through, official as before: nothing was lost. */
static void is_restored(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);
	int before = months(s, &t, 20240219);
	struct member_spell m;

	refused(BEGIN(life_restoration_new, .day = 20240310, .kind = "wrong_annulment",
			.note = "Đơn"),
		M_LIFE_RS_NOT_LEFT);
	annul(s, &t, 20240219);
	assert_int_equal(months(s, &t, 20250419), before);
	refused(BEGIN(life_restoration_new, .day = 20250310, .kind = "wrong_deletion",
			.note = "Đơn"),
		M_LIFE_RS_GROUND);
	refused(BEGIN(life_restoration_new, .day = 20250310, .kind = "wrong_annulment"),
		M_VALUE_REQUIRED);
	ok(BEGIN(life_restoration_new, .day = 20250310, .kind = "wrong_annulment", .note = "Đơn"));
	life_stands(s, &t, "rs_asked", "rs_decide", t.huyen);
	refused(STEP(life_rs_decide, .day = 20250419), M_VALUE_REQUIRED);
	refused(STEP(life_rs_decide, .day = 20250419, .number = "3-QĐ", .at = "xa"),
		M_LIFE_AR_NO_CELL);
	ok(STEP(life_rs_decide, .day = 20250419, .number = "3-QĐ"));
	life_stands(s, &t, "rs_done", NULL, 0);
	assert_string_equal(
		life_spells(s, &t), "20110601 ban full, 20240219 ban annulled, 20250419 ban full");
	assert_int_equal(months(s, &t, 20250419), before + 14);
	ok(db_begin(s->db, DB_READ));
	ok(member_spell_on(&s->cx, t.person, 20250501, &m));
	db_rollback(s->db);
	assert_int_equal(m.admitted_on, 20100519);
	assert_int_equal(m.official_on, 20110601);
}

static void is_restored_elsewhere(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	ok(BEGIN(life_expulsion_new, .day = 20240401, .number = "7-QĐ", .place = "Huyện ủy"));
	ok(BEGIN(life_restoration_new, .day = 20250310, .kind = "wrong_discipline",
		.note = "Kết luận giải quyết khiếu nại"));
	ok(STEP(life_rs_decide, .day = 20250401, .number = "3-QĐ", .at = "khac"));
	assert_string_equal(
		life_spells(s, &t), "20110601 ban full, 20240401 ban expelled, 20250401 khac full");
	/* nobody who has died */
	ok(BEGIN(life_death_new, .day = 20250501));
	refused(BEGIN(life_restoration_new, .day = 20250510, .kind = "wrong_discipline",
			.note = "x"),
		M_LIFE_RS_NOT_LEFT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(is_annulled), on_site(is_not_annulled),
		on_site(is_restored), on_site(is_restored_elsewhere)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
