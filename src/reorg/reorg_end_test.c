/* What ends with an organisation, what stays with one that goes on, and the way back. */
#include "reorg/reorg_test.h"

#include "account/account.h"
#include "org/org_record.h"

/* 01 (ends), 02 (goes on), h1 (above them), a cell of 01 that ends too; and an account. */
struct hung {
	int64_t ends, stays, above, account;
};

enum { BEGAN = 20150101, THE_DAY = 20240701 };

#define REC(...) (&(struct org_record){__VA_ARGS__})

static void recorded(
	struct site_test *s, const struct action *action, int64_t org, const struct org_record *r)
{
	struct doc d;

	ok(site_run(s, action, r, org, NULL, &d));
}

static void in_charge(struct site_test *s, int64_t org, const char *over, day_t from)
{
	recorded(s, &org_charge_new, org,
		REC(.holder = "Vàng A Páo", .over = over, .from_day = from));
}

static void hang(struct site_test *s, int64_t org, day_t last)
{
	recorded(s, &org_term_new, org,
		REC(.from_day = BEGAN, .number = "XX", .congress_day = BEGAN, .to_day = last,
			.note = "Ghi chú"));
	recorded(s, &org_body_new, org,
		REC(.from_day = BEGAN, .kind = "committee", .name = "Ban Chấp hành",
			.to_day = last));
	recorded(s, &org_post_new, org,
		REC(.from_day = BEGAN, .post = "secretary", .holder = "Lò Thị Mơ", .to_day = last,
			.body_name = last ? NULL : "Ban Chấp hành", .decision_no = "12-QĐ"));
	recorded(s, &org_charge_new, org,
		REC(.from_day = BEGAN, .holder = "Lò Thị Mơ", .field = "Dân vận", .to_day = last));
}

static int64_t account_over(struct site_test *s, const char *orgs)
{
	struct account_new in = {.login = "mo",
		.name = "Mơ",
		.password = "guong-mau-2025",
		.func = "secretary",
		.reach = "own",
		.over = orgs,
		.from_day = BEGAN};
	int64_t id;

	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(txn_start(&s->cx, "account_add", NULL));
	ok(account_make(&s->cx, &in, &id));
	ok(db_commit(s->db));
	return id;
}

static struct hung hang_all(struct site_test *s)
{
	struct hung h;

	reorg_plant(s);
	s->cx.day = 20240101;
	h = (struct hung){reorg_org(s, "01"), reorg_org(s, "02"), reorg_org(s, "h1"),
		account_over(s, "01,02")};
	site_found(s, h.ends, "k", "cell", BEGAN);
	/* one that ended before is not to move */
	hang(s, h.ends, 20191231);
	hang(s, h.ends, 0);
	hang(s, h.stays, 0);
	/* from one that goes on, of each; of one that ends from one that ends too */
	in_charge(s, h.above, "01", BEGAN);
	in_charge(s, h.above, "02", BEGAN);
	in_charge(s, h.ends, "k", BEGAN);
	/* would have begun when it is no more */
	in_charge(s, h.above, "01", 20240901);
	s->cx.day = REORG_TODAY;
	return h;
}

/* Its texts, so that what is lost on the way shows. */
static const char *told(struct site_test *s, const char *so_far, const struct field *fields,
	const void *row, const char *const names[2])
{
	const char *x = field_get_text(field_find(fields, names[0]), row);
	const char *y = field_get_text(field_find(fields, names[1]), row);

	return arena_printf(s->a, "%s %s/%s", so_far, x ? x : "-", y ? y : "-");
}

static const char *part_told(struct site_test *s, const struct doc *d, const char *name,
	const char *const names[2], day_t day)
{
	const struct doc_part *p = doc_find(d, name);
	const struct field *from, *last;
	const char *t = "";

	if (!p)
		return t;
	from = field_find(p->fields, "from_day");
	last = field_find(p->fields, "to_day");
	for (size_t i = 0; i < p->rows.n; i++) {
		const char *row = (const char *)p->rows.rows + i * p->rows.size;
		if (field_get_int(from, row) <= day && field_get_int(last, row) >= day)
			t = told(s, t, p->fields, row, names);
	}
	return t;
}

static const char *grants_told(struct site_test *s, const struct hung *h, int64_t org, day_t day)
{
	const struct grant *g;
	const char *t = "";
	struct list all;

	ok(db_begin(s->db, DB_READ));
	ok(account_grants(&s->cx, h->account, &all));
	db_rollback(s->db);
	g = all.rows;
	for (size_t i = 0; i < all.n; i++)
		if (g[i].org == org && g[i].from_day <= day && g[i].to_day > day)
			t = arena_printf(s->a, "%s %s/%s", t, g[i].func, g[i].reach);
	return t;
}

/* What an organisation has on a day: terms, bodies, posts, charges, functions of the account. */
static const char *has_on(struct site_test *s, const struct hung *h, int64_t org, day_t day)
{
	static const struct {
		const char *part, *names[2];
	} parts[] = {{"terms", {"number", "note"}}, {"bodies", {"kind", "name"}},
		{"posts", {"holder", "decision_no"}}, {"charges", {"holder", "field"}}};
	const char *t = "";
	struct doc d;

	s->cx.day = day;
	if (!site_run(s, &org_staff, &(int){0}, org, NULL, &d))
		for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
			t = arena_printf(s->a, "%s%s", t,
				part_told(s, &d, parts[i].part, parts[i].names, day));
	s->cx.day = REORG_TODAY;
	return arena_printf(s->a, "%s%s", t, grants_told(s, h, org, day));
}

/* What is left on one that is no more, of whose page nothing shows. */
static int64_t left_on(struct site_test *s, int64_t org, day_t day)
{
	struct cursor c;
	int64_t n = 0;

	ok(db_begin(s->db, DB_READ));
	ok(db_query(s->db, &c, Q_REORG_LEFT_OF, org, day));
	assert_true(db_next(&c));
	for (int i = 0; i < 5; i++)
		n += db_int(&c, i);
	ok(db_end(&c));
	db_rollback(s->db);
	return n;
}

#define has_all(org, day, want) assert_string_equal(has_on(s, &h, org, day), want)
#define ALL_OF_IT		" XX/Ghi chú committee/Ban Chấp hành" OF_WHOM
#define OF_WHOM			" Lò Thị Mơ/12-QĐ Lò Thị Mơ/Dân vận"
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
	ok(reorg_run(s, &reorg_line_add, plan, "old=k", "what=end", NULL));
	ok(reorg_run(s, &reorg_line_add, plan, "old=02", "what=as", "target=02", NULL));
	return plan;
}

static void stands_as_before(struct site_test *s, struct hung h)
{
	has_all(h.ends, 20240630, ALL_OF_IT " Vàng A Páo/- secretary/own");
	has_all(h.ends, THE_DAY, ALL_OF_IT " Vàng A Páo/- secretary/own");
	has_all(h.stays, THE_DAY, ALL_OF_IT " secretary/own");
	has_all(h.above, THE_DAY, " Vàng A Páo/- Vàng A Páo/-");
	has_all(h.above, 20241001, " Vàng A Páo/- Vàng A Páo/- Vàng A Páo/-");
}

static void has_ended(struct site_test *s, struct hung h)
{
	/* what had ended long before has not moved */
	has_all(h.ends, 20191231,
		" XX/Ghi chú XX/Ghi chú committee/Ban Chấp hành committee/Ban Chấp hành"
		" Lò Thị Mơ/12-QĐ Lò Thị Mơ/12-QĐ Lò Thị Mơ/Dân vận Lò Thị Mơ/Dân vận"
		" Vàng A Páo/- secretary/own");
	has_all(h.ends, 20200101, ALL_OF_IT " Vàng A Páo/- secretary/own");
	has_all(h.ends, 20240630, ALL_OF_IT " Vàng A Páo/- secretary/own");
	assert_int_equal(left_on(s, h.ends, THE_DAY), 0);
	assert_int_equal(left_on(s, h.stays, THE_DAY), 5);
	has_all(h.stays, THE_DAY, ALL_OF_IT " secretary/own");
	has_all(h.above, 20240630, " Vàng A Páo/- Vàng A Páo/-");
	has_all(h.above, 20241001, " Vàng A Páo/-");
}

static void what_hangs_on_it_ends_with_it(void **state)
{
	struct site_test *s = site_of(state);
	struct hung h = hang_all(s);
	const char *plan = plan_of(s);
	struct reorg_books b;

	stands_as_before(s, h);
	assert_int_equal(left_on(s, h.ends, THE_DAY), 6);
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
	const struct doc_part *p;
	const char *id;
	struct doc d;

	ok(reorg_run(s, &reorg_do, plan, NULL));
	s->cx.day = 20240630;
	ok(site_run(s, &org_staff, &(int){0}, h.ends, NULL, &d));
	s->cx.day = REORG_TODAY;
	p = doc_find(&d, "terms");
	assert_true(p && p->rows.n > 0);
	id = value_raw(s->a, field_find(p->fields, "id"), p->rows.rows);
	ok(site_run(s, &org_term_remove, REC(.reason = "Nhầm"), h.ends, id, &d));
	assert_int_equal(reorg_run(s, &reorg_undo, plan, "reason=Thử", NULL), ERR_REFUSED);
	assert_true(site_said(s, M_REORG_RECORDS_CHANGED));
}

/* What stands in the way says where to put it right. */
static void a_problem_leads_to_its_line(void **state)
{
	struct site_test *s = site_of(state);
	const char *plan, *line;
	struct reorg_books b;
	struct reorg_work *w;

	hang_all(s);
	plan = plan_of(s);
	line = reorg_row(s, plan, "01");
	ok(reorg_run(s, &reorg_line_show, reorg_row(s, plan, "k"), "old=01", "what=end", NULL));
	w = reorg_worked(s, plan, &b);
	assert_true(w->told >= 2);
	assert_string_equal(w->problems[0].href, arena_printf(s->a, "/reorg-line/%s", line));
	has(w->problems[1].href, "/reorg-line/");
	assert_string_not_equal(w->problems[0].href, w->problems[1].href);
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
