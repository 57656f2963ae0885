/* A number of a card is given once: whose it is, who may be told, and what was there before. */
#include "member/member_act.h"
#include "member/member_card.h"
#include "member/member_join.h"
#include "member/member_test.h"

#define refused(e, what)                                                                           \
	do {                                                                                       \
		assert_int_not_equal((e), ERR_OK);                                                 \
		assert_true(site_said(s, (what)));                                                 \
	} while (0)

static int64_t member(struct site_test *s, const char *name, int64_t cell)
{
	int64_t p = member_test_person(
		s, name, FACT(.kind = "admitted", .day = 20100519, .cell = cell));

	ok(member_test_fact(s, p, FACT(.kind = "recognised", .day = 20110601)));
	return p;
}

static enum err card(struct site_test *s, int64_t person, const char *kind, const char *number)
{
	return member_test_fact(s, person, FACT(.kind = kind, .day = 20120203, .number = number));
}

static void acts_for(struct site_test *s, int64_t org)
{
	struct grant *g = arena_new_of(s->a, struct grant);

	*g = (struct grant){1, 1, org, "office", "below", DAY_MIN, DAY_MAX};
	s->actor = (struct actor){
		.account = 1, .login = "x", .name = "x", .grants = {g, 1, sizeof(*g)}};
}

static void is_told_whose(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t an = member(s, "Lò Văn An", t.a), binh = member(s, "Lò Văn Bình", t.b);

	ok(card(s, an, "card_issued", "26.001"));
	s->cx.named = 0;
	refused(card(s, binh, "card_issued", "26.001"), M_CARD_TAKEN);
	assert_string_equal(s->f.first->field, "number");
	assert_string_equal(s->f.first->arg[0], "Lò Văn An");
	assert_string_equal(s->f.first->arg[1], "Tổ chức a");
	/* what names somebody is written down */
	assert_int_equal(s->cx.named, 1);
	/* the same person carries it on */
	ok(card(s, an, "card_exchanged", "26.001"));
	ok(card(s, an, "card_reissued", "26.001"));
	ok(card(s, binh, "card_issued", "26.002"));
	/* nobody gets one that was given out, whatever came of who had it */
	ok(member_test_fact(s, an, FACT(.kind = "deceased", .day = 20150101)));
	refused(card(s, binh, "card_exchanged", "26.001"), M_CARD_TAKEN);
	/* nothing else is compared with it */
	ok(member_test_fact(
		s, binh, FACT(.kind = "badge_awarded", .day = 20200203, .number = "26.001")));
}

static void is_not_told_of_others(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t an = member(s, "Lò Văn An", t.a), cuc = member(s, "Lò Thị Cúc", t.c);

	ok(card(s, an, "card_issued", "26.001"));
	acts_for(s, t.west);
	s->cx.named = 0;
	refused(card(s, cuc, "card_issued", "26.001"), M_CARD_TAKEN_ELSEWHERE);
	assert_null(s->f.first->arg[0]);
	assert_int_equal(s->cx.named, 0);
}

/* The fact of a person that has the number. */
static struct member_fact fact_of(struct site_test *s, int64_t person, const char *number)
{
	const struct member_fact *f;
	struct list facts;
	size_t i = 0;

	ok(db_begin(s->db, DB_READ));
	ok(member_facts(&s->cx, person, &facts));
	db_rollback(s->db);
	f = facts.rows;
	while (!text_eq(f[i].number, number))
		i++;
	return f[i];
}

static enum err swap(struct site_test *s, int64_t one, int64_t other, bool both)
{
	struct member_fact a = fact_of(s, one, "26.001"), b = fact_of(s, other, "26.002");
	struct member_plan *p;
	enum err e;

	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_plan_new(&s->cx, &p));
	ok(member_plan_void(p, &a));
	if (both)
		ok(member_plan_void(p, &b));
	a.number = "26.002";
	b.number = "26.001";
	ok(member_plan_fact(p, &a));
	ok(member_plan_fact(p, &b));
	e = member_plan_check(p);
	if (!e) {
		ok(txn_start(&s->cx, "test", NULL));
		ok(member_plan_apply(p));
		ok(db_commit(s->db));
	}
	db_rollback(s->db);
	return e;
}

/* Two that were written the wrong way round; a mistake that is taken back frees the number. */
static void mistakes_are_mended(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t an = member(s, "Lò Văn An", t.a), binh = member(s, "Lò Văn Bình", t.b);

	ok(card(s, an, "card_issued", "26.001"));
	ok(card(s, binh, "card_issued", "26.002"));
	refused(swap(s, an, binh, false), M_CARD_TAKEN);
	ok(swap(s, an, binh, true));
	refused(card(s, an, "card_exchanged", "26.001"), M_CARD_TAKEN);
	ok(card(s, an, "card_exchanged", "26.002"));
}

/* Two new ones of one plan. */
static void is_given_once_in_a_plan(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t an = member(s, "Lò Văn An", t.a), binh = member(s, "Lò Văn Bình", t.b);
	const struct member_fact f = {
		.person = an, .kind = "card_issued", .day = 20120203, .number = "26.001"};
	struct member_fact g = f;
	struct member_plan *p;

	g.person = binh;
	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(member_plan_new(&s->cx, &p));
	ok(member_plan_fact(p, &f));
	ok(member_plan_check(p));
	ok(member_plan_fact(p, &g));
	refused(member_plan_check(p), M_CARD_TWICE);
	db_rollback(s->db);
}

/* ---- doubles of old ---- */

static void count(void *p, const char *text)
{
	const char **said = p;

	*said = *said ? "several" : text;
}

static const char *doubles(struct site_test *s)
{
	const char *said = NULL;

	ok(db_begin(s->db, DB_READ));
	ok(member_card_verify(&s->cx, count, &said));
	db_rollback(s->db);
	return said;
}

/* As an older program let it be written. */
static void write_past_the_plan(struct site_test *s, int64_t person, const char *number)
{
	const char *none = NULL;

	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(txn_start(&s->cx, "test", NULL));
	ok(db_run(s->db, Q_MEMBER_FACT_INSERT, person, id_new(s->cx.ids), 20120203, (int64_t)9,
		"card_issued", (int64_t)0, (int64_t)0, none, 0, 0, number, (int64_t)0, none, none,
		(int64_t)0, s->cx.txn, s->cx.txn_ms));
	ok(db_commit(s->db));
}

static void join(struct site_test *s, int64_t person, int64_t into)
{
	struct join_in in = {arena_printf(s->a, "%lld", (long long)into), "kept", "một người"};
	struct doc d;

	ok(site_run(s, &member_join, &in, 0, arena_printf(s->a, "%lld", (long long)person), &d));
}

static void doubles_of_old_are_listed(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t an = member(s, "Lò Văn An", t.a), binh = member(s, "Lò Văn Bình", t.b);
	const char *said;

	ok(card(s, an, "card_issued", "26.001"));
	ok(card(s, an, "card_reissued", "26.001"));
	ok(card(s, binh, "card_issued", "26.002"));
	assert_null(doubles(s));
	write_past_the_plan(s, binh, "26.001");
	said = doubles(s);
	assert_non_null(strstr(said, "26.001"));
	assert_non_null(strstr(said, "Lò Văn An"));
	assert_non_null(strstr(said, "Lò Văn Bình"));
	/* other work on them goes on */
	ok(member_test_fact(s, binh, FACT(.kind = "badge_awarded", .day = 20200203, .years = 30)));
	/* and if they were one all along, there is none */
	join(s, binh, an);
	assert_null(doubles(s));
	ok(card(s, an, "card_exchanged", "26.002"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(is_told_whose), on_site(is_not_told_of_others),
		on_site(mistakes_are_mended), on_site(is_given_once_in_a_plan),
		on_site(doubles_of_old_are_listed)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
