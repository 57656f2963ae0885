/* Records written before the program knew better are folded anew; facts are not touched. */
#include "member/member_mend.h"
#include "member/member_test.h"
#include "member/member_verify.h"

static void tell(void *p, const char *text)
{
	int *n = p;

	(void)text;
	(*n)++;
}

static int wrong(struct site_test *s)
{
	int64_t persons;
	int n = 0;

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(member_verify(&s->cx, tell, &n, &persons));
	db_rollback(s->db);
	return n;
}

static int64_t mended(struct site_test *s)
{
	int64_t n;

	site_clean(s);
	ok(member_mend(&s->cx, "check", &n));
	return n;
}

static int64_t written(struct site_test *s)
{
	int64_t n;

	ok(db_begin(s->db, DB_READ));
	ok(db_number(s->db, &n, 0, Q_TXN_LAST_MS));
	db_rollback(s->db);
	return n;
}

/* A cell ends, and nobody looks after its members. */
static void ends_unfollowed(struct site_test *s, int64_t cell, const char *act, int64_t into)
{
	s->cx.followers = NULL;
	ok(site_act(s, &(struct org_act){.org = cell,
			       .act = act,
			       .day = 20200701,
			       .other = into,
			       .decision_no = "1"}));
}

static void who_is_astray_is_folded_anew(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t guest, other, ms, first;

	guest = member_test_person(
		s, "Lò Văn An", FACT(.kind = "admitted", .day = 20100519, .cell = t.a));
	ok(member_test_fact(s, guest,
		FACT(.kind = "hosted", .day = 20200101, .other = t.c, .until_day = 20201231)));
	other = member_test_person(
		s, "Lò Văn Bình", FACT(.kind = "admitted", .day = 20100519, .cell = t.a));
	assert_int_equal(wrong(s), 0);
	ms = written(s);
	assert_int_equal(mended(s), 0);
	assert_int_equal(written(s), ms);
	ends_unfollowed(s, t.c, "merge", t.d);
	ms = written(s);
	assert_int_equal(wrong(s), 1);
	assert_int_equal(mended(s), 1);
	first = written(s);
	assert_true(first > ms);
	assert_int_equal(wrong(s), 0);
	assert_int_equal(mended(s), 0);
	assert_int_equal(written(s), first);
	assert_string_equal(member_test_spells(s, other), "20100519 a probationary");
}

/* Whose facts contradict each other is left to be told of; the others are mended all the same. */
static void what_contradicts_itself_is_left(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t left, moved;

	left = member_test_person(
		s, "Lò Văn An", FACT(.kind = "admitted", .day = 20100519, .cell = t.b));
	moved = member_test_person(
		s, "Lò Văn Bình", FACT(.kind = "admitted", .day = 20100519, .cell = t.c));
	ends_unfollowed(s, t.b, "dissolve", 0);
	ends_unfollowed(s, t.c, "merge", t.d);
	assert_true(wrong(s) >= 2);
	assert_int_equal(mended(s), 1);
	assert_true(wrong(s) >= 1);
	assert_string_equal(
		member_test_spells(s, moved), "20100519 c probationary, 20200701 d probationary");
	assert_string_equal(member_test_spells(s, left), "20100519 b probationary");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_site(who_is_astray_is_folded_anew), on_site(what_contradicts_itself_is_left)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
