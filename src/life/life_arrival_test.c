/*
 * Who comes from outside: the whole way with both terms, each step refused out of order, by the
 * wrong end, too late without a reason; a probable double; all of it in one form.
 */
#include "life/life_arrival.h"
#include "life/life_test.h"

#include <stdlib.h>

static struct arrival_in letter(void)
{
	return (struct arrival_in){.p = {.full_name = "Vàng A Dế", .birth_date = 19850304},
		.letter_no = "21-GT",
		.letter_day = 20250310,
		.place = "Đảng bộ tỉnh khác",
		.kind = "moved_home",
		.moved_on = 20250303,
		.status = "full",
		.admitted_on = 20120203,
		.official_on = 20130203,
		.presented_on = 20250320};
}

static enum err come(struct site_test *s, struct life_town *t, int64_t org, struct arrival_in in)
{
	struct doc d = {0};
	struct flow_case c = {0};

	TRY(site_run(s, &life_arrival_new, &in, org, NULL, &d));
	t->id = strtoll(strrchr(d.location, '/') + 1, NULL, 10);
	ok(db_begin(s->db, DB_READ));
	ok(flow_read(&s->cx, t->id, &c));
	db_rollback(s->db);
	t->person = c.person;
	return ERR_OK;
}

static void arrives(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);
	struct member_spell m;

	ok(come(s, &t, t.xa, letter()));
	life_stands(s, &t, "ar_presented", "ar_introduce", t.xa);
	assert_int_equal(life_due(s, &t, "transfer_letter"), 20250422);
	assert_string_equal(life_spells(s, &t), "");
	ok(STEP(life_ar_introduce, .day = 20250325, .at = "ban", .number = "4-GT"));
	life_stands(s, &t, "ar_introduced", "ar_receive", t.ban);
	assert_string_equal(life_spells(s, &t), "");
	ok(STEP(life_ar_receive, .day = 20250401));
	life_stands(s, &t, "ar_received", NULL, 0);
	assert_int_equal(life_due(s, &t, "transfer_letter"), 0);
	assert_string_equal(life_spells(s, &t), "20250401 ban full");
	ok(db_begin(s->db, DB_READ));
	ok(member_spell_on(&s->cx, t.person, 20250501, &m));
	db_rollback(s->db);
	assert_int_equal(m.admitted_on, 20120203);
	assert_int_equal(m.official_on, 20130203);
}

static void keeps_order_and_terms(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);
	struct arrival_in in = letter();

	in.moved_on = 20250103;
	refused(come(s, &t, t.xa, in), M_LIFE_AR_START_LATE);
	assert_string_equal(s->f.first->field, "reason");
	in = letter();
	in.presented_on = 20250309;
	refused(come(s, &t, t.xa, in), M_FLOW_TOO_EARLY);
	refused(come(s, &t, t.ban, letter()), M_LIFE_AR_AT_COMMITTEE);
	in = letter();
	in.status = "probationary";
	refused(come(s, &t, t.xa, in), M_LIFE_AR_NOT_OFFICIAL);
	in = letter();
	in.presented_on = 0;
	ok(come(s, &t, t.xa, in));
	life_stands(s, &t, "ar_letter", "ar_present", t.xa);
	refused(STEP(life_ar_introduce, .day = 20250325, .at = "ban"), M_FLOW_OUT_OF_ORDER);
	refused(STEP(life_ar_receive, .day = 20250325), M_FLOW_OUT_OF_ORDER);
	ok(STEP(life_ar_present, .day = 20250320, .kind = "full"));
	refused(STEP(life_ar_introduce, .day = 20250325, .at = "khac"), M_LIFE_AR_NOT_BELOW);
	refused(STEP(life_ar_introduce, .day = 20250325, .at = "xa"), M_LIFE_AR_NO_CELL);
	refused(STEP(life_ar_introduce, .day = 20250319, .at = "ban"), M_FLOW_TOO_EARLY);
	ok(STEP(life_ar_introduce, .day = 20250325, .at = "ban"));
	refused(STEP(life_ar_receive, .day = 20250423), M_LIFE_LETTER_LATE);
	ok(STEP(life_ar_receive, .day = 20250423, .note = "Ốm, đã xem xét"));
	assert_string_equal(life_spells(s, &t), "20250423 ban full");
}

static void each_end_takes_its_steps(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);
	int64_t third = site_found(s, t.xa, "ba", "cell", 20000101);

	life_rights(s, "secretary", t.ban);
	refused(come(s, &t, t.xa, letter()), M_GRANT_NOT_OVER_END);
	life_rights(s, "organisation", t.xa);
	ok(come(s, &t, t.xa, letter()));
	ok(STEP(life_ar_introduce, .day = 20250325, .at = "ban"));
	life_rights(s, "secretary", third);
	refused(STEP(life_ar_receive, .day = 20250401), M_FLOW_NOT_OVER);
	life_rights(s, "secretary", t.ban);
	refused(STEP(life_ar_refuse, .day = 20250401), M_VALUE_REQUIRED);
	ok(STEP(life_ar_refuse, .day = 20250401, .note = "Cư trú ở bản khác"));
	life_stands(s, &t, "ar_presented", "ar_introduce", t.xa);
	refused(STEP(life_ar_introduce, .day = 20250402, .at = "ba"), M_GRANT_NOT_OVER_END);
	life_rights(s, "organisation", t.xa);
	ok(STEP(life_ar_introduce, .day = 20250402, .at = "ba"));
	life_rights(s, "secretary", third);
	ok(STEP(life_ar_receive, .day = 20250405));
	assert_string_equal(life_spells(s, &t), "20250405 ba full");
}

/* Who is asked to do what is due about the letter ("my work"); 0: nobody. */
static int64_t clock_of(struct site_test *s, const struct life_town *t)
{
	const struct flow_clock *c;
	int64_t turn = 0;
	struct list rows;

	ok(db_begin(s->db, DB_READ));
	ok(db_list(s->db, s->a, flow_clock_fields, sizeof(*c), &rows, Q_FLOW_CLOCKS, t->id,
		KNOWN_NOW));
	db_rollback(s->db);
	c = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		turn = c[i].to_day == DAY_MAX ? c[i].turn : turn;
	return turn;
}

/* A letter that the district was shown: to the commune, to the wrong one and back, to the cell. */
static void goes_from_committee_to_committee(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	life_rights(s, "organisation", t.huyen);
	ok(come(s, &t, t.huyen, letter()));
	assert_int_equal(clock_of(s, &t), t.huyen);
	refused(STEP(life_ar_pass, .day = 20250321), M_VALUE_REQUIRED);
	refused(STEP(life_ar_pass, .day = 20250321, .at = "ban"), M_LIFE_AR_PASS_CELL);
	refused(STEP(life_ar_pass, .day = 20250321, .at = "huyen"), M_LIFE_AR_HERE);
	refused(STEP(life_ar_pass, .day = 20250319, .at = "xa"), M_FLOW_TOO_EARLY);
	ok(STEP(life_ar_pass, .day = 20250321, .at = "xa2", .number = "9-GT"));
	life_stands(s, &t, "ar_presented", "ar_introduce", t.other_xa);
	/* not theirs: only back, or further down */
	life_rights(s, "organisation", t.other_xa);
	refused(STEP(life_ar_introduce, .day = 20250322, .at = "ban"), M_LIFE_AR_NOT_BELOW);
	refused(STEP(life_ar_pass, .day = 20250322, .at = "xa"), M_LIFE_AR_PASS_WHERE);
	ok(STEP(life_ar_pass, .day = 20250322, .at = "huyen", .note = "Cư trú ở xã khác"));
	life_stands(s, &t, "ar_presented", "ar_introduce", t.huyen);
	life_rights(s, "organisation", t.huyen);
	ok(STEP(life_ar_pass, .day = 20250324, .at = "xa"));
	/* the next one is asked, within the term of the same letter; the others are not */
	assert_int_equal(clock_of(s, &t), t.xa);
	assert_int_equal(life_due(s, &t, "transfer_letter"), 20250422);
	life_rights(s, "organisation", t.xa);
	ok(STEP(life_ar_introduce, .day = 20250325, .at = "ban"));
	assert_int_equal(clock_of(s, &t), t.ban);
	life_rights(s, "secretary", t.ban);
	refused(STEP(life_ar_receive, .day = 20250423), M_LIFE_LETTER_LATE);
	ok(STEP(life_ar_receive, .day = 20250401));
	assert_string_equal(life_spells(s, &t), "20250401 ban full");
	assert_int_equal(clock_of(s, &t), 0);
}

/* One form with all true days; taking the last step back takes back what followed from it. */
static void is_told_late(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);
	struct arrival_in in = letter();

	in.at = "ban";
	refused(come(s, &t, t.huyen, in), M_VALUE_REQUIRED);
	in.introduced_on = 20250325;
	in.day = 20250324;
	refused(come(s, &t, t.huyen, in), M_FLOW_TOO_EARLY);
	in.day = 20250402;
	in.status = "probationary";
	in.official_on = 0;
	in.admitted_on = 20241001;
	ok(come(s, &t, t.huyen, in));
	life_stands(s, &t, "ar_received", NULL, 0);
	assert_string_equal(life_spells(s, &t), "20250402 ban probationary");
	/* the same name with the same birth is looked at before it is written again */
	refused(come(s, &t, t.huyen, in), M_DOUBLE_CHECK);
	in.checked = 1;
	ok(come(s, &t, t.huyen, in));
}

static void comes_to_nothing(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	ok(come(s, &t, t.xa, letter()));
	refused(STEP(life_ar_return, .day = 20250401), M_VALUE_REQUIRED);
	ok(STEP(life_ar_return, .day = 20250401, .note = "Chuyển đi nơi khác"));
	life_stands(s, &t, "ar_returned", NULL, 0);
	assert_int_equal(life_due(s, &t, "transfer_letter"), 0);
	assert_string_equal(life_spells(s, &t), "");
}

static int64_t listed(struct site_test *s, int64_t org)
{
	struct doc d = {0};

	ok(site_run(s, &member_transit, NULL, org, NULL, &d));
	return (int64_t)doc_find(&d, "arriving")->rows.n;
}

/* The committee sees them all the way, the cell from when it is its turn, nobody else. */
static void is_on_the_way(void **state)
{
	struct site_test *s = site_of(state);
	struct life_town t = life_plant(s);

	ok(come(s, &t, t.xa, letter()));
	assert_int_equal(listed(s, t.huyen), 1);
	assert_int_equal(listed(s, t.xa), 1);
	assert_int_equal(listed(s, t.ban), 0);
	ok(STEP(life_ar_introduce, .day = 20250325, .at = "ban"));
	assert_int_equal(listed(s, t.xa), 1);
	assert_int_equal(listed(s, t.ban), 1);
	assert_int_equal(listed(s, t.other_xa), 0);
	ok(STEP(life_ar_receive, .day = 20250401));
	assert_int_equal(listed(s, t.huyen), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(arrives),
		on_site(goes_from_committee_to_committee), on_site(keeps_order_and_terms),
		on_site(each_end_takes_its_steps), on_site(is_told_late), on_site(comes_to_nothing),
		on_site(is_on_the_way)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
