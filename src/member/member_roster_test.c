/*
 * Rosters, extracts, rise and fall: what the lists say, and that they add up.
 */
#include "member/member_change_list.h"
#include "member/member_test.h"

#include "base/text.h"
#include "view/render.h"

#include <stdlib.h>

static const void *row_at(const struct doc_part *p, size_t i)
{
	assert_true(p && i < p->rows.n);
	return (const char *)p->rows.rows + i * p->rows.size;
}

static const char *cell_text(
	struct site_test *s, const struct doc_part *p, size_t i, const char *name)
{
	const struct field *f = field_find(p->fields, name);

	assert_non_null(f);
	return value_text(&s->cx.say, s->a, f, row_at(p, i));
}

/* The column of a part, with ", " between. */
static const char *column(
	struct site_test *s, const struct doc *d, const char *part, const char *name)
{
	const struct doc_part *p = doc_find(d, part);
	const char *text = "";

	assert_non_null(p);
	for (size_t i = 0; i < p->rows.n; i++)
		text = arena_printf(s->a, "%s%s%s", text, i ? ", " : "", cell_text(s, p, i, name));
	return text;
}

/* A page as it is asked for over the web: with its organisation and the way to it. */
static void page(struct site_test *s, const struct action *action, const char *query, int64_t org,
	struct doc *d)
{
	void *in = arena_alloc(s->a, action->in_size + 1);
	struct str rest = str_of(query);

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(tree_path(&s->cx, org, s->cx.day, &s->cx.way));
	while (rest.p && rest.n) {
		struct str value = str_cut(&rest, '&'), name = str_cut(&value, '=');
		const struct field *f = field_find(action->in, arena_strndup(s->a, name.p, name.n));
		assert_non_null(f);
		ok(value_read(&s->cx.say, f, value, in, &s->f));
	}
	s->cx.action = action;
	db_rollback(s->db);
	ok(site_run(s, action, in, org, NULL, d));
	s->cx.way = (struct list){0};
}

static int64_t person(struct site_test *s, const struct person *who, const struct member_fact *f)
{
	struct member_fact own = *f;
	struct member_plan *p;

	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(member_plan_new(&s->cx, &p));
	own.person = member_plan_person(p, who);
	ok(member_plan_fact(p, &own));
	ok(member_test_write(s, p));
	return own.person;
}

#define PERSON(...) (&(struct person){__VA_ARGS__})

/* ---- the roster ---- */

static void groups_and_given_names(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct doc d;
	int64_t an;

	person(s, PERSON(.full_name = "Nguyễn Văn Úc", .sex = "male", .birth_date = 19650000),
		FACT(.kind = "admitted", .cell = t.b, .day = 20060102));
	person(s,
		PERSON(.full_name = "Trần Thị Bình", .sex = "female", .birth_date = 19700312,
			.ethnicity = "thai"),
		FACT(.kind = "admitted", .cell = t.a, .day = 20060102));
	an = person(s, PERSON(.full_name = "Vũ Minh Ân", .sex = "male", .note = "bộ đội"),
		FACT(.kind = "admitted", .cell = t.a, .day = 20050203));
	person(s, PERSON(.full_name = "Lê Văn An", .birth_date = 19800101),
		FACT(.kind = "admitted", .cell = t.a, .day = 20060102));
	ok(member_test_fact(
		s, an, FACT(.kind = "recognised", .day = 20060215, .second_day = 20060203)));
	ok(member_test_fact(s, an, FACT(.kind = "exempt", .day = 20200101)));
	ok(member_test_fact(
		s, an, FACT(.kind = "card_issued", .day = 20060519, .number = "12.345")));
	page(s, &member_roster, "", t.east, &d);
	assert_string_equal(column(s, &d, "members", "full_name"),
		"Lê Văn An, Vũ Minh Ân, Trần Thị Bình, Nguyễn Văn Úc");
	assert_string_equal(column(s, &d, "members", "no"), "1, 2, 3, 4");
	assert_string_equal(column(s, &d, "members", "group"),
		"Tổ chức a: 3 đảng viên, Tổ chức a: 3 đảng viên, Tổ chức a: 3 đảng viên, "
		"Tổ chức b: 1 đảng viên");
	assert_string_equal(column(s, &d, "members", "birth_male"), ", , , 1965");
	assert_string_equal(column(s, &d, "members", "birth_female"), ", , 12/03/1970, ");
	assert_string_equal(column(s, &d, "members", "admitted_on"),
		"02/01/2006, 03/02/2005, 02/01/2006, 02/01/2006");
	assert_string_equal(column(s, &d, "members", "recognised_on"), ", 03/02/2006, , ");
	assert_string_equal(column(s, &d, "members", "card_no"), ", 12.345, , ");
	assert_string_equal(column(s, &d, "members", "remark"),
		"Sinh 01/01/1980 (chưa ghi giới tính), Miễn công tác và sinh hoạt; bộ đội, , ");
	assert_string_equal(d.paper->total,
		"Tổng số: 4 đảng viên; chính thức 1, dự bị 3; nữ 1; dân tộc thiểu số 1; "
		"miễn công tác và sinh hoạt 1.");
	assert_string_equal(d.paper->superior, "TỔ CHỨC ROOT");
	assert_string_equal(d.paper->org, "TỔ CHỨC EAST");
	assert_string_equal(d.paper->title, "DANH SÁCH ĐẢNG VIÊN");
	assert_string_equal(d.paper->sign_for, "T/M BAN THƯỜNG VỤ");
}

static void one_cell_has_no_group(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct doc d;

	page(s, &member_roster, "", t.c, &d);
	assert_int_equal(doc_find(&d, "members")->rows.n, 0);
	assert_string_equal(d.paper->sign_for, "T/M CHI BỘ");
	member_test_person(s, "Lò Văn Inh", FACT(.kind = "admitted", .cell = t.c, .day = 20100101));
	page(s, &member_roster, "", t.c, &d);
	assert_string_equal(column(s, &d, "members", "group"), "");
}

/* Pages of any size put together are the whole; rows are numbered through. */
static void pages_make_the_whole(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	const char *whole, *parts = "";
	struct doc d;

	for (int i = 0; i < 7; i++)
		member_test_person(s, arena_printf(s->a, "Lò Văn %c", "HGFEDCB"[i]),
			FACT(.kind = "admitted", .cell = i % 3 ? t.a : t.b, .day = 20100101 + i));
	page(s, &member_roster, "paper=1", t.east, &d);
	whole = column(s, &d, "members", "full_name");
	assert_string_equal(column(s, &d, "members", "no"), "1, 2, 3, 4, 5, 6, 7");
	assert_string_equal(d.tmpl, "ui/paper.html");
	for (int i = 0; i < 4; i++) {
		s->cx.page.limit = 2;
		s->cx.page.after = i ? arena_printf(s->a, "%d", i * 2) : NULL;
		page(s, &member_roster, "", t.east, &d);
		parts = arena_printf(s->a, "%s%s%s", parts, i ? ", " : "",
			column(s, &d, "members", "full_name"));
		assert_int_equal(doc_find(&d, "members")->next_href != NULL, i < 3);
	}
	assert_string_equal(whole, parts);
}

/* ---- the extract ---- */

static const char *header(const struct doc *d)
{
	const struct doc_part *p = doc_find(d, "members");
	const char *text = "";

	field_each (f, p->fields)
		text = arena_printf(d->a, "%s%s%s", text, *text ? " " : "", f->name);
	return text;
}

static void columns_in_the_order_chosen(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct doc d;

	member_test_person(s, "Lò Văn Inh", FACT(.kind = "admitted", .cell = t.a, .day = 20100101));
	page(s, &member_extract, "columns=sex;birth_date", t.a, &d);
	assert_string_equal(header(&d), "person group no full_name sex birth_date");
	/* boxes take away from the order and add at its end */
	page(s, &member_extract, "columns=sex;birth_date&c_birth_date=1&c_phone=1&c_age=1", t.a,
		&d);
	assert_string_equal(header(&d), "person group no full_name birth_date age phone");
	page(s, &member_extract, "", t.a, &d);
	assert_non_null(strstr(header(&d), "admitted_on recognised_on"));
}

static void unknown_columns_are_refused(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	char in[4096] = {0};
	struct doc d;

	field_set_text(field_find(member_extract.in, "columns"), in, "sex;shoe_size");
	s->cx.action = &member_extract;
	assert_int_equal(site_run(s, &member_extract, in, t.a, NULL, &d), ERR_BAD_INPUT);
	assert_true(site_said(s, M_MEMBER_EXTRACT_NO_COLUMN));
}

static void order_as_given(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t inh, first;
	struct doc d;

	inh = person(s, PERSON(.full_name = "Lò Văn Inh", .member_no = "MA-07"),
		FACT(.kind = "admitted", .cell = t.a, .day = 20100101));
	person(s, PERSON(.full_name = "Quàng Thị Ánh", .birth_date = 19850312),
		FACT(.kind = "admitted", .cell = t.b, .day = 20100101));
	first = person(s, PERSON(.full_name = "Lò Văn Đức", .birth_date = 19650401),
		FACT(.kind = "admitted", .cell = t.a, .day = 20100101));
	person(s, PERSON(.full_name = "Lò Văn Đức", .birth_date = 19720000),
		FACT(.kind = "admitted", .cell = t.b, .day = 20100101));
	member_test_person(s, "Cà Văn Hặc", FACT(.kind = "admitted", .cell = t.c, .day = 20100101));
	page(s, &member_extract,
		"people=2. quang thi anh  12/03/1985 Bản Co; MA-07; 3) Lò Văn Đức, 1965", t.east,
		&d);
	assert_string_equal(
		column(s, &d, "members", "full_name"), "Quàng Thị Ánh, Lò Văn Inh, Lò Văn Đức");
	assert_string_equal(column(s, &d, "members", "no"), "1, 2, 3");
	assert_null(doc_find(&d, "unclear"));
	/* by id; twice; out of reach; of two, and what to choose */
	page(s, &member_extract,
		arena_printf(s->a, "people=%lld;Lò Văn Inh;Cà Văn Hặc;Lò Văn Đức", (long long)inh),
		t.east, &d);
	assert_string_equal(column(s, &d, "members", "full_name"), "Lò Văn Inh");
	assert_string_equal(column(s, &d, "unclear", "line"), "Cà Văn Hặc, Lò Văn Đức, Lò Văn Đức");
	assert_string_equal(column(s, &d, "unclear", "birth_date"), ", 01/04/1965, 1972");
	assert_non_null(strstr(cell_text(s, doc_find(&d, "unclear"), 1, "href"),
		arena_printf(s->a, "%lld", (long long)first)));
}

static void names_lead_to_the_extract(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	char in[256] = {0};
	struct doc d;
	int64_t inh;

	inh = member_test_person(
		s, "Lò Văn Inh", FACT(.kind = "admitted", .cell = t.a, .day = 20100101));
	field_set_text(
		field_find(member_extract_names.in, "people"), in, "1\tLò Văn Inh\n\nAi; đó\n");
	field_set_text(field_find(member_extract_names.in, "columns"), in, "sex");
	ok(site_run(s, &member_extract_names, in, t.a, NULL, &d));
	assert_string_equal(d.location,
		arena_printf(s->a,
			"/org/%lld/extract?columns=sex&people=%lld%%3BAi%%2C%%20%%C4%%91%%C3%%B3",
			(long long)t.a, (long long)inh));
}

/* ---- rise and fall ---- */

static int64_t line(const struct change *c, const char *kind)
{
	for (int i = 0; i < CHANGE_KINDS; i++)
		if (text_eq(change_kinds[i], kind))
			return c->all.kind[i];
	fail_msg("no kind %s", kind);
	return 0;
}

static struct change change_of(struct site_test *s, int64_t org, day_t from, day_t to)
{
	struct change c;

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(change_read(&s->cx, org, (struct period){from, to}, &c));
	db_rollback(s->db);
	return c;
}

static void assert_closes(struct site_test *s, int64_t org, day_t from, day_t to)
{
	struct change c = change_of(s, org, from, to);
	const struct change_sum *row = c.children.rows;
	int64_t before = 0, after = 0, inner = 0;

	if (change_result(&c.all) != c.all.after)
		fail_msg("%lld, %d to %d: %lld, but %lld at the end", (long long)org, from, to,
			(long long)change_result(&c.all), (long long)c.all.after);
	for (size_t i = 0; i < c.children.n; i++) {
		before += row[i].before;
		after += row[i].after;
		inner += row[i].inner_in - row[i].inner_out;
	}
	assert_int_equal(before, c.all.before);
	assert_int_equal(after, c.all.after);
	assert_int_equal(inner, 0);
}

/* Every organisation, periods from and to every day on which something happens, and beside it. */
static void assert_all_close(struct site_test *s, const struct cells *t, const day_t *days, int n)
{
	const int64_t orgs[] = {t->root, t->east, t->west, t->a, t->b, t->c, t->d};

	for (size_t o = 0; o < sizeof(orgs) / sizeof(*orgs); o++)
		for (int i = 0; i < n; i++)
			for (int k = i; k < n; k++) {
				assert_closes(s, orgs[o], days[i], days[k]);
				assert_closes(s, orgs[o], day_add(days[i], 1), day_add(days[k], 1));
			}
}

static void transfers_inside_cancel_out(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	static const day_t days[] = {20100101, 20100301, 20100401, 20100501, 20100601};
	struct change c;
	int64_t p;

	p = member_test_person(
		s, "Lò Văn Inh", FACT(.kind = "admitted", .cell = t.a, .day = 20100101));
	member_test_person(s, "Lò Văn Hặc", FACT(.kind = "admitted", .cell = t.c, .day = 20100101));
	ok(member_test_fact(s, p, FACT(.kind = "transfer", .other = t.b, .day = 20100301)));
	ok(member_test_fact(s, p, FACT(.kind = "transfer", .other = t.d, .day = 20100401)));
	ok(member_test_fact(
		s, p, FACT(.kind = "transfer_out", .place = "Hà Nội", .day = 20100501)));
	c = change_of(s, t.east, 20100101, 20101231);
	assert_int_equal(line(&c, "admitted"), 1);
	assert_int_equal(line(&c, "transfer_out"), 1);
	assert_int_equal(line(&c, "transfer_in"), 0);
	c = change_of(s, t.root, 20100201, 20100430);
	assert_int_equal(c.all.before, 2);
	assert_int_equal(c.all.after, 2);
	assert_int_equal(line(&c, "transfer_in") + line(&c, "transfer_out"), 0);
	c = change_of(s, t.root, 20100501, 20100501);
	assert_int_equal(line(&c, "transfer_out"), 1);
	c = change_of(s, t.a, 20100301, 20100301);
	assert_int_equal(line(&c, "transfer_out"), 1);
	assert_int_equal(c.all.after, 0);
	assert_all_close(s, &t, days, 5);
}

static void every_kind_closes(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	static const char *const ends[] = {
		"struck_off", "resigned", "expelled", "deceased", "annulled"};
	static const day_t days[] = {20100101, 20100201, 20100301, 20130401, 20130402};
	struct change c;
	int64_t p = 0;

	for (int i = 0; i < 5; i++) {
		p = member_test_person(s, arena_printf(s->a, "Lò Văn %c", 'A' + i),
			FACT(.kind = "admitted", .cell = t.a, .day = 20100101));
		ok(member_test_fact(s, p, FACT(.kind = ends[i], .day = 20100201)));
		if (text_eq(ends[i], "struck_off"))
			ok(member_test_fact(
				s, p, FACT(.kind = "readmitted", .cell = t.b, .day = 20130401)));
		if (text_eq(ends[i], "expelled"))
			ok(member_test_fact(
				s, p, FACT(.kind = "restored", .cell = t.a, .day = 20100301)));
	}
	member_test_person(s, "Lò Văn G",
		FACT(.kind = "transfer_in", .cell = t.a, .place = "Lào Cai", .day = 20100301,
			.status = "full"));
	c = change_of(s, t.root, 20100101, 20131231);
	for (int i = 0; i < 5; i++)
		assert_int_equal(line(&c, ends[i]), 1);
	assert_int_equal(line(&c, "readmitted"), 1);
	assert_int_equal(line(&c, "restored"), 1);
	assert_int_equal(line(&c, "transfer_in"), 1);
	assert_int_equal(c.all.after, 3);
	assert_all_close(s, &t, days, 5);
}

/* A cell moves from one committee to the other, is merged there; facts on the same days. */
static void cells_bring_their_members(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	static const day_t days[] = {20100101, 20120101, 20130101, 20140101};
	struct change c;
	int64_t p, q;

	p = member_test_person(
		s, "Lò Văn A", FACT(.kind = "admitted", .cell = t.a, .day = 20100101));
	q = member_test_person(
		s, "Lò Văn B", FACT(.kind = "admitted", .cell = t.a, .day = 20100101));
	member_test_person(s, "Lò Văn C", FACT(.kind = "admitted", .cell = t.c, .day = 20100101));
	ok(site_act(s,
		&(struct org_act){.org = t.a, .act = "move", .day = 20120101, .parent = t.west}));
	ok(member_test_fact(s, q, FACT(.kind = "transfer", .other = t.b, .day = 20120101)));
	c = change_of(s, t.east, 20120101, 20120101);
	assert_int_equal(c.all.before, 2);
	assert_int_equal(line(&c, "moved_out"), 2);
	assert_int_equal(line(&c, "transfer_in"), 1);
	assert_int_equal(c.all.after, 1);
	c = change_of(s, t.west, 20120101, 20121231);
	assert_int_equal(line(&c, "moved_in"), 2);
	assert_int_equal(line(&c, "transfer_out"), 1);
	c = change_of(s, t.root, 20120101, 20121231);
	assert_int_equal(line(&c, "moved_in") + line(&c, "moved_out"), 0);
	ok(site_act(
		s, &(struct org_act){.org = t.a, .act = "merge", .day = 20130101, .other = t.c}));
	ok(member_test_fact(s, p, FACT(.kind = "deceased", .day = 20130101)));
	c = change_of(s, t.c, 20130101, 20130101);
	assert_int_equal(line(&c, "moved_in"), 1);
	assert_int_equal(line(&c, "deceased"), 1);
	c = change_of(s, t.west, 20130101, 20130101);
	assert_int_equal(line(&c, "moved_in") + line(&c, "moved_out"), 0);
	assert_all_close(s, &t, days, 4);
}

/* The persons behind a number are as many as it says, with paper and place. */
static void numbers_have_their_persons(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct doc d;
	int64_t p;

	p = member_test_person(s, "Lò Văn A",
		FACT(.kind = "admitted", .cell = t.a, .day = 20200103, .number = "7-QĐ"));
	ok(member_test_fact(
		s, p, FACT(.kind = "transfer", .other = t.c, .day = 20200504, .number = "31-GT")));
	member_test_person(s, "Lò Văn B", FACT(.kind = "admitted", .cell = t.b, .day = 20200105));
	page(s, &member_changes, "period=2020", t.east, &d);
	assert_string_equal(column(s, &d, "persons", "full_name"), "Lò Văn A, Lò Văn B, Lò Văn A");
	assert_string_equal(column(s, &d, "persons", "group"), "Kết nạp, Kết nạp, Chuyển đi");
	assert_string_equal(column(s, &d, "persons", "number"), "7-QĐ, , 31-GT");
	assert_string_equal(column(s, &d, "persons", "other_name"), ", , Tổ chức c");
	assert_string_equal(
		column(s, &d, "lines", "n"), "0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1");
	assert_string_equal(column(s, &d, "children", "name"), "Tổ chức a, Tổ chức b");
	assert_string_equal(column(s, &d, "children", "after"), "0, 1");
	page(s, &member_changes, "period=2020&kind=transfer_out", t.east, &d);
	assert_string_equal(column(s, &d, "persons", "full_name"), "Lò Văn A");
	assert_null(doc_find(&d, "note"));
	page(s, &member_changes, "period=2020-05", t.root, &d);
	assert_string_equal(column(s, &d, "children", "inner_in"), ", 1");
	assert_string_equal(column(s, &d, "children", "inner_out"), "1, ");
}

/* Known then: what was entered later is not in it. */
static void as_known_then(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct change c;
	int64_t then;

	member_test_person(s, "Lò Văn A", FACT(.kind = "admitted", .cell = t.a, .day = 20200103));
	ok(db_begin(s->db, DB_READ));
	ok(db_number(s->db, &then, 0, Q_TXN_LAST_MS));
	db_rollback(s->db);
	member_test_person(s, "Lò Văn B", FACT(.kind = "admitted", .cell = t.a, .day = 20200104));
	s->cx.known = then;
	c = change_of(s, t.root, 20200101, 20201231);
	assert_int_equal(c.all.after, 1);
	assert_closes(s, t.root, 20200101, 20201231);
	s->cx.known = KNOWN_NOW;
	c = change_of(s, t.root, 20200101, 20201231);
	assert_int_equal(c.all.after, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_site(groups_and_given_names),
		on_site(one_cell_has_no_group),
		on_site(pages_make_the_whole),
		on_site(columns_in_the_order_chosen),
		on_site(unknown_columns_are_refused),
		on_site(order_as_given),
		on_site(names_lead_to_the_extract),
		on_site(transfers_inside_cancel_out),
		on_site(every_kind_closes),
		on_site(cells_bring_their_members),
		on_site(numbers_have_their_persons),
		on_site(as_known_then),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
