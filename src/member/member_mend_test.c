/* Records written before the program knew better are folded anew; facts are not touched. */
#include "base/embed.h"
#include "db/db_impl.h"
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

/* ---- what a stay has told since file 27 of the schema ---- */

static const char *update(struct site_test *s, const char *text, const char **at)
{
	const char *from = strstr(*at ? *at : text, "UPDATE member_spell"), *end;

	assert_non_null(from);
	end = strchr(from, ';');
	assert_non_null(end);
	*at = end;
	return arena_strndup(s->a, from, (size_t)(end - from));
}

/* The statements of the migration, run again on stays that tell nothing. */
static void tell_as_migrated(struct site_test *s)
{
	const struct embedded *file = embed_find("schema/0027_stays.sql");
	const char *text = arena_strndup(s->a, file->bytes.p, file->bytes.n), *at = NULL;

	ok(db_begin(s->db, DB_WRITE));
	ok(db_exec(s->db, "UPDATE member_spell SET cardless_to = 0, pieced = 0"));
	ok(db_exec(s->db, update(s, text, &at)));
	ok(db_exec(s->db, update(s, text, &at)));
	ok(db_commit(s->db));
}

/* What stays tell of cards and of coming back, as "20110519-20150101 20110601, 20150101- !": until
 * when there was no card, and whether their years are put together. */
static const char *told(struct site_test *s, int64_t person)
{
	const struct member_spell *m;
	struct list all;
	const char *out = "";

	ok(db_begin(s->db, DB_READ));
	ok(member_spells(&s->cx, person, &all));
	db_rollback(s->db);
	m = all.rows;
	for (size_t i = 0; i < all.n; i++)
		out = arena_printf(s->a, "%s%s%d %d%s", out, i ? ", " : "", m[i].from_day,
			m[i].cardless_to, m[i].pieced ? " !" : "");
	return out;
}

static int64_t full_member(struct site_test *s, int64_t cell, const char *name)
{
	int64_t p = member_test_person(
		s, name, FACT(.kind = "admitted", .day = 20100519, .cell = cell));

	ok(member_test_fact(s, p, FACT(.kind = "recognised", .day = 20110519)));
	return p;
}

static void joined(struct site_test *s, int64_t person, int64_t into)
{
	struct member_plan *p;

	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_plan_new(&s->cx, &p));
	ok(member_plan_join(p, person, into, "both"));
	ok(member_test_write(s, p));
}

static void stays_tell_of_cards_and_of_coming_back(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t none = full_member(s, t.a, "Lò Văn An"), late = full_member(s, t.a, "Lò Văn Bình"),
		vague = full_member(s, t.b, "Lò Văn Chi"), back = full_member(s, t.c, "Lò Văn Dự"),
		twice = full_member(s, t.d, "Lò Văn Én"), other;

	ok(member_test_fact(s, late, FACT(.kind = "exempt", .day = 20120101)));
	ok(member_test_fact(s, late, FACT(.kind = "card_issued", .day = 20130203, .number = "1")));
	ok(member_test_fact(
		s, late, FACT(.kind = "card_exchanged", .day = 20200203, .number = "1")));
	ok(member_test_fact(s, vague, FACT(.kind = "card_issued", .day = 20120000, .number = "2")));
	ok(member_test_fact(s, back, FACT(.kind = "card_issued", .day = 20110519, .number = "3")));
	ok(member_test_fact(s, back, FACT(.kind = "struck_off", .day = 20120519)));
	ok(member_test_fact(s, back, FACT(.kind = "restored", .day = 20130519, .cell = t.c)));
	other = member_test_person(
		s, "Lò Văn Én", FACT(.kind = "card_issued", .day = 20150203, .number = "4"));
	ok(site_act(s, &(struct org_act){.org = t.a,
			       .act = "merge",
			       .day = 20180701,
			       .other = t.b,
			       .decision_no = "1"}));
	for (int i = 0; i < 2; i++) {
		assert_string_equal(
			told(s, none), "20100519 0, 20110519 20180701, 20180701 99991231");
		assert_string_equal(told(s, late),
			"20100519 0, 20110519 20120101, 20120101 20130203, 20180701 0");
		assert_string_equal(told(s, vague), "20100519 0, 20110519 20120101");
		assert_string_equal(
			told(s, back), "20100519 0, 20110519 0, 20120519 0, 20130519 0 !");
		assert_int_equal(wrong(s), 0);
		tell_as_migrated(s);
	}
	joined(s, other, twice);
	for (int i = 0; i < 2; i++) {
		assert_string_equal(told(s, twice), "20100519 0 !, 20110519 20150203 !");
		assert_int_equal(wrong(s), 0);
		tell_as_migrated(s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(who_is_astray_is_folded_anew),
		on_site(what_contradicts_itself_is_left),
		on_site(stays_tell_of_cards_and_of_coming_back)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
