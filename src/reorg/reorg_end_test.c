/* What ends with an organisation, what stays with one that goes on, and the way back. */
#include "reorg/reorg_test.h"

/* Records of 01 (ends), 02 (goes on), h1 (above them), the first day of all; and one account. */
struct hung {
	int64_t ends, stays, over, account;
};

enum { BEGAN = 20150101, THE_DAY = 20240701 };

static int64_t fresh(struct site_test *s)
{
	return id_new(&s->ids);
}

static enum err hang(struct site_test *s, int64_t org, const struct hung *h, day_t to)
{
	struct db *db = s->db;
	int64_t txn = s->cx.txn, ms = s->cx.txn_ms, body = fresh(s);

	TRY(db_run(
		db, Q_ORG_TERM_INSERT, fresh(s), org, "XX", BEGAN, BEGAN, to, "Ghi chú", txn, ms));
	TRY(db_run(db, Q_ORG_BODY_INSERT, body, org, body, "committee", "Ban Chấp hành", BEGAN, to,
		(char *)NULL, txn, ms));
	TRY(db_run(db, Q_ORG_POST_INSERT, fresh(s), org, body, "secretary", "Lò Thị Mơ", "M1",
		BEGAN, to, "12-QĐ", txn, ms));
	TRY(db_run(db, Q_ORG_CHARGE_INSERT, fresh(s), org, "Lò Thị Mơ", "M1", "Dân vận", (int64_t)0,
		BEGAN, to, txn, ms));
	return db_run(db, Q_GRANT_INSERT, fresh(s), h->account, "register", org, (int64_t)0, "own",
		BEGAN, to, txn, ms);
}

static enum err in_charge(struct site_test *s, int64_t org, int64_t over, day_t from)
{
	return db_run(s->db, Q_ORG_CHARGE_INSERT, fresh(s), org, "Vàng A Páo", "M2", (char *)NULL,
		over, from, (day_t)DAY_MAX, s->cx.txn, s->cx.txn_ms);
}

static struct hung hang_all(struct site_test *s)
{
	struct hung h;

	reorg_plant(s);
	s->cx.day = 20240101;
	h = (struct hung){reorg_org(s, "01"), reorg_org(s, "02"), reorg_org(s, "h1"), fresh(s)};
	s->cx.day = REORG_TODAY;
	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(txn_start(&s->cx, "config", NULL));
	ok(db_run(s->db, Q_ACCOUNT_INSERT, h.account, "mo", "Mơ", "", "vi", (int64_t)0, s->cx.txn));
	ok(hang(s, h.ends, &h, DAY_MAX));
	ok(hang(s, h.stays, &h, DAY_MAX));
	/* one that ended before; who is in charge of each, also from one that ends */
	ok(hang(s, h.ends, &h, 20200101));
	ok(in_charge(s, h.over, h.ends, BEGAN));
	ok(in_charge(s, h.over, h.stays, BEGAN));
	ok(in_charge(s, h.ends, h.ends, BEGAN));
	/* would have begun when it is no more */
	ok(in_charge(s, h.over, h.ends, 20240901));
	ok(db_commit(s->db));
	return h;
}

/* A word for each row: its texts, so that what is lost on the way shows. */
static const char *told(struct site_test *s, const char *so_far, struct cursor *c, int a, int b)
{
	const char *x = db_text(c, a), *y = db_text(c, b);

	return arena_printf(s->a, "%s %s/%s", so_far, x ? x : "-", y ? y : "-");
}

/* What an organisation has on a day: terms, bodies, posts, charges, functions of the account. */
static const char *has_on(struct site_test *s, const struct hung *h, int64_t org, day_t day)
{
	const char *t = "";
	struct cursor c;

	ok(db_begin(s->db, DB_READ));
	ok(db_query(s->db, &c, Q_ORG_TERMS, org, KNOWN_NOW));
	while (db_next(&c))
		if (db_int(&c, 3) <= day && db_int(&c, 4) > day)
			t = told(s, t, &c, 1, 5);
	ok(db_end(&c));
	ok(db_query(s->db, &c, Q_ORG_BODIES, org, day, KNOWN_NOW));
	while (db_next(&c))
		t = told(s, t, &c, 2, 3);
	ok(db_end(&c));
	ok(db_query(s->db, &c, Q_ORG_POSTS, org, day, KNOWN_NOW));
	while (db_next(&c))
		t = told(s, t, &c, 2, 5);
	ok(db_end(&c));
	ok(db_query(s->db, &c, Q_ORG_CHARGES, org, day, KNOWN_NOW));
	while (db_next(&c))
		t = told(s, t, &c, 1, 3);
	ok(db_end(&c));
	ok(db_query(s->db, &c, Q_GRANTS_ALL, h->account));
	while (db_next(&c))
		if (db_int(&c, 2) == org && db_int(&c, 6) <= day && db_int(&c, 7) > day)
			t = told(s, t, &c, 4, 5);
	ok(db_end(&c));
	db_rollback(s->db);
	return t;
}

#define has_all(org, day, want) assert_string_equal(has_on(s, &h, org, day), want)
#define ALL_OF_IT		" XX/Ghi chú committee/Ban Chấp hành Lò Thị Mơ/12-QĐ Lò Thị Mơ/Dân vận"

static const char *plan_of(struct site_test *s)
{
	const char *plan;

	ok(reorg_run(s, &reorg_new, NULL, "name=Tay", "day=01/07/2024", "under=h1", NULL));
	plan = reorg_made(s);
	ok(reorg_run(s, &reorg_unit_add, plan, "name=Đảng bộ xã Mới", "code=x", "kind=commune",
		"parent_code=h1", NULL));
	ok(reorg_run(s, &reorg_unit_add, plan, "name=Đảng bộ xã Hai Mới", "code=02", "kind=commune",
		"parent_code=h1", NULL));
	ok(reorg_run(s, &reorg_line_add, plan, "old=01", "what=into", "target=x", NULL));
	ok(reorg_run(s, &reorg_line_add, plan, "old=02", "what=as", "target=02", NULL));
	return plan;
}

static void stands_as_before(struct site_test *s, struct hung h)
{
	has_all(h.ends, 20240630, ALL_OF_IT " Vàng A Páo/- register/own");
	has_all(h.ends, THE_DAY, ALL_OF_IT " Vàng A Páo/- register/own");
	has_all(h.stays, THE_DAY, ALL_OF_IT " register/own");
	has_all(h.over, THE_DAY, " Vàng A Páo/- Vàng A Páo/-");
	has_all(h.over, 20241001, " Vàng A Páo/- Vàng A Páo/- Vàng A Páo/-");
}

static void has_ended(struct site_test *s, struct hung h)
{
	/* what had ended long before has not moved */
	has_all(h.ends, 20191231,
		" XX/Ghi chú XX/Ghi chú committee/Ban Chấp hành committee/Ban Chấp hành"
		" Lò Thị Mơ/12-QĐ Lò Thị Mơ/12-QĐ Lò Thị Mơ/Dân vận Lò Thị Mơ/Dân vận"
		" Vàng A Páo/- register/own register/own");
	has_all(h.ends, 20200101, ALL_OF_IT " Vàng A Páo/- register/own");
	has_all(h.ends, 20240630, ALL_OF_IT " Vàng A Páo/- register/own");
	has_all(h.ends, THE_DAY, "");
	has_all(h.stays, THE_DAY, ALL_OF_IT " register/own");
	has_all(h.over, 20240630, " Vàng A Páo/- Vàng A Páo/-");
	has_all(h.over, 20241001, " Vàng A Páo/-");
}

static void what_hangs_on_it_ends_with_it(void **state)
{
	struct site_test *s = site_of(state);
	struct hung h = hang_all(s);
	const char *plan = plan_of(s);
	struct reorg_books b;

	stands_as_before(s, h);
	reorg_worked(s, plan, &b);
	assert_int_equal(b.total.posts, 1);
	assert_int_equal(b.total.terms, 1);
	assert_int_equal(b.total.bodies, 1);
	assert_int_equal(b.total.charges, 4);
	assert_int_equal(b.total.grants, 1);
	ok(reorg_run(s, &reorg_do, plan, NULL));
	has_ended(s, h);
	reorg_whole(s);
	ok(reorg_run(s, &reorg_undo, plan, "reason=Ghi nhầm", NULL));
	stands_as_before(s, h);
	ok(reorg_run(s, &reorg_do, plan, NULL));
	has_ended(s, h);
}

/* Whoever corrected what ended would not have it restored beside the correction. */
static void what_was_changed_since_is_not_restored(void **state)
{
	struct site_test *s = site_of(state);
	struct hung h = hang_all(s);
	const char *plan = plan_of(s);
	int64_t id;

	ok(reorg_run(s, &reorg_do, plan, NULL));
	ok(db_begin(s->db, DB_WRITE));
	ok(db_number(s->db, &id, 0, Q_REORG_TERMS_OF, h.ends, (day_t)20240630));
	assert_true(id != 0);
	site_clean(s);
	ok(txn_start(&s->cx, "config", NULL));
	ok(db_run(s->db, Q_ORG_TERM_VOID, id, h.ends, s->cx.txn, s->cx.txn_ms));
	ok(db_commit(s->db));
	assert_int_equal(reorg_run(s, &reorg_undo, plan, "reason=Thử", NULL), ERR_REFUSED);
	assert_true(site_said(s, M_REORG_RECORDS_CHANGED));
}

/* What stands in the way says where to put it right. */
static void a_problem_leads_to_its_line(void **state)
{
	struct site_test *s = site_of(state);
	const char *plan;
	struct reorg_books b;
	struct reorg_work *w;

	hang_all(s);
	plan = plan_of(s);
	ok(reorg_run(s, &reorg_line_add, plan, "old=01", "what=end", NULL));
	w = reorg_worked(s, plan, &b);
	assert_int_equal(w->told, 1);
	assert_string_equal(w->problems[0].href,
		arena_printf(s->a, "/reorg-line/%s", reorg_row(s, plan, "01")));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		on_site(what_hangs_on_it_ends_with_it),
		on_site(what_was_changed_since_is_not_restored),
		on_site(a_problem_leads_to_its_line),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("reorg end", tests, NULL, NULL);
}
