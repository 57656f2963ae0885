/* The personal file: its line and history, new members, doubles, attributes and their versions. */
#include "member/member_act.h"
#include "member/member_attr.h"
#include "member/member_double.h"
#include "member/member_enter.h"
#include "member/member_test.h"

static const char *item_of(struct site_test *s, int64_t person)
{
	return arena_printf(s->a, "%lld", (long long)person);
}

#define refused(e, what)                                                                           \
	do {                                                                                       \
		assert_int_not_equal((e), ERR_OK);                                                 \
		assert_true(site_said(s, (what)));                                                 \
	} while (0)

static void acts_for(struct site_test *s, int64_t org)
{
	struct grant *g = arena_new_of(s->a, struct grant);

	*g = (struct grant){1, 1, org, "office", "below", DAY_MIN, DAY_MAX};
	s->actor = (struct actor){
		.account = 1, .login = "x", .name = "x", .grants = {g, 1, sizeof(*g)}};
}

static int64_t last_ms(struct site_test *s)
{
	int64_t ms;

	ok(db_begin(s->db, DB_READ));
	ok(db_number(s->db, &ms, 0, Q_TXN_LAST_MS));
	db_rollback(s->db);
	return ms;
}

/* All texts of a part, a line for each row: what a reader finds there. */
static const char *told(struct site_test *s, const struct doc *d, const char *name)
{
	const struct doc_part *p = doc_find(d, name);
	const char *all = "";

	if (!p)
		return "";
	for (size_t i = 0; i < p->rows.n; i++) {
		const char *row = (const char *)p->rows.rows + i * p->rows.size;
		field_each (f, p->fields)
			if (!(f->flags & FF_HIDDEN && f->type != FT_URL) && !field_empty(f, row))
				all = arena_printf(
					s->a, "%s%s|", all, value_text(&s->cx.say, s->a, f, row));
		all = arena_printf(s->a, "%s\n", all);
	}
	return all;
}

#define says(text, part)     assert_non_null(strstr((text), (part)))
#define says_not(text, part) assert_null(strstr((text), (part)))

/* ---- new members ---- */

static struct enter_in newcomer(const char *name, const char *how, day_t day)
{
	return (struct enter_in){.p = {.full_name = name}, .how = how, .day = day};
}

/* The id of the person to whom the answer leads. */
static int64_t who_of(const struct doc *d)
{
	long long id = 0;

	assert_true(str_starts(str_of(d->location), S("/member/")));
	assert_true(str_to_int(str_of(d->location + strlen("/member/")), &id));
	return id;
}

static int64_t enters(struct site_test *s, int64_t org, struct enter_in in)
{
	struct doc d;

	ok(site_run(s, &member_new, &in, org, NULL, &d));
	return who_of(&d);
}

static void enters_in_three_ways(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct enter_in in = newcomer("Lò Văn An", "admitted", 20180519);
	int64_t p = enters(s, t.a, in);

	assert_string_equal(member_test_spells(s, p), "20180519 a probationary");
	assert_string_equal(member_test_flows(s, p), "20180519 admitted a");
	in = newcomer("Lò Văn Bình", "transfer_in", 20180601);
	in.cell = "b";
	in.place = "Đảng bộ tỉnh Sơn La";
	in.admitted_on = 20100000;
	in.official_on = 20110301;
	in.card_no = "00.1";
	in.card_on = 20110903;
	p = enters(s, t.east, in);
	assert_string_equal(member_test_spells(s, p), "20180601 b full");
	assert_string_equal(member_test_flows(s, p), "20180601 transfer_in b");
	in = newcomer("Lò Văn Chung", "taken_over", 20180101);
	in.status = "probationary";
	p = enters(s, t.a, in);
	assert_string_equal(member_test_spells(s, p), "20180101 a probationary");
}

static enum err tries(struct site_test *s, int64_t org, struct enter_in in)
{
	struct doc d;

	return site_run(s, &member_new, &in, org, NULL, &d);
}

/* The field that the first problem is bound to. */
static const char *field_said(const struct site_test *s)
{
	return s->f.first ? s->f.first->field : NULL;
}

static void refuses_newcomers(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct enter_in in = newcomer("Lò Văn An", "admitted", 20180519);

	refused(tries(s, t.east, in), M_MEMBER_NOT_A_CELL);
	in.p.birth_date = 20300101;
	refused(tries(s, t.a, in), M_ATTR_BIRTH_AHEAD);
	in.p.birth_date = 20150000;
	refused(tries(s, t.a, in), M_ATTR_BIRTH_YOUNG);
	in.p.birth_date = 19900000;
	in.p.citizen_no = "12345";
	refused(tries(s, t.a, in), M_ATTR_CITIZEN);
	in.p.citizen_no = NULL;
	in.admitted_on = 20180101;
	refused(tries(s, t.a, in), M_ENTER_TWO_DAYS);
	in.admitted_on = 0;
	in.card_no = "1";
	refused(tries(s, t.a, in), M_ENTER_CARD_DAY);
	in.card_no = NULL;
	in.official_on = 20170101;
	refused(tries(s, t.a, in), M_MEMBER_RECOGNISED_EARLY);
	assert_string_equal(field_said(s), "day");
	in.official_on = 0;
	in.how = "transfer_in";
	refused(tries(s, t.a, in), M_ENTER_NO_PLACE);
	in.how = "admitted";
	in.cell = "c";
	acts_for(s, t.east);
	assert_int_equal(tries(s, t.east, in), ERR_FORBIDDEN);
}

/* ---- doubles ---- */

static enum double_kind first_double(struct site_test *s, struct double_ask ask, int *within)
{
	const struct member_double *h;
	struct list hits;

	ok(db_begin(s->db, DB_READ));
	ok(member_doubles(&s->cx, &ask, &hits));
	db_rollback(s->db);
	h = hits.rows;
	if (within)
		*within = hits.n ? h[0].within : -1;
	return hits.n ? h[0].kind : DOUBLE_NONE;
}

#define DOUBLE(...) first_double(s, (struct double_ask){__VA_ARGS__}, NULL)

static void knows_doubles(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct enter_in in = newcomer("Nguyễn Văn Hùng", "admitted", 20180519);
	int64_t p;

	in.p.birth_date = 19800412;
	in.p.member_no = "SL-7";
	in.p.citizen_no = "011080000001";
	p = enters(s, t.a, in);
	assert_int_equal(DOUBLE(0, "Ai Đó", 0, "SL-7", NULL), DOUBLE_NUMBER);
	assert_int_equal(DOUBLE(0, "Ai Đó", 0, NULL, "011080000001"), DOUBLE_CITIZEN);
	assert_int_equal(DOUBLE(0, "nguyen van hung", 19800412), DOUBLE_BIRTH);
	assert_int_equal(DOUBLE(0, "Hùng Nguyễn Văn", 19800412), DOUBLE_SWAPPED);
	assert_int_equal(DOUBLE(0, "Văn Hùng Nguyễn", 19800412), DOUBLE_SWAPPED);
	assert_int_equal(DOUBLE(0, "Nguyễn Văn Hùng", 19800413), DOUBLE_DIGIT);
	assert_int_equal(DOUBLE(0, "Nguyễn Văn Hùng", 19810412), DOUBLE_DIGIT);
	assert_int_equal(DOUBLE(0, "Nguyễn Văn Hùng", 19801204), DOUBLE_DIGIT);
	assert_int_equal(DOUBLE(0, "Nguyễn Văn Hùng", 19800000), DOUBLE_YEAR);
	assert_int_equal(DOUBLE(0, "Nguyễn Văn Hùng", 0), DOUBLE_UNKNOWN);
	assert_int_equal(DOUBLE(0, "Nguyễn Văn Hùng", 19750101), DOUBLE_NONE);
	assert_int_equal(DOUBLE(0, "Hùng Nguyễn Văn", 19800413), DOUBLE_NONE);
	assert_int_equal(DOUBLE(p, "Nguyễn Văn Hùng", 19800412), DOUBLE_NONE);
}

static void compares_rows_of_a_file(void **state)
{
	struct site_test *s = site_of(state);
	struct double_ask a = {.full_name = "Lò Văn An", .birth_date = 19700203};
	struct double_ask b = {.full_name = "An Văn Lò", .birth_date = 19700203};
	struct double_key ka = member_double_key(s->a, a.full_name);
	struct double_key kb = member_double_key(s->a, b.full_name);

	assert_int_equal(member_double_compare(&a, &ka, &b, &kb), DOUBLE_SWAPPED);
	assert_int_equal(member_double_compare(&a, &ka, &a, &ka), DOUBLE_BIRTH);
	b.birth_date = 19700204;
	assert_int_equal(member_double_compare(&a, &ka, &b, &kb), DOUBLE_NONE);
	a.citizen_no = b.citizen_no = "011080000001";
	assert_int_equal(member_double_compare(&a, &ka, &b, &kb), DOUBLE_CITIZEN);
	kb = member_double_key(s->a, "");
	assert_string_equal(kb.whole, "");
	assert_null(kb.swap[0]);
}

static void warns_once(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct enter_in in = newcomer("Nguyễn Văn Hùng", "admitted", 20180519);
	struct doc d;

	in.p.birth_date = 19800412;
	enters(s, t.a, in);
	refused(site_run(s, &member_new, &in, t.b, NULL, &d), M_DOUBLE_CHECK);
	assert_string_equal(field_said(s), "checked");
	says(told(s, &d, "doubles"), "Nguyễn Văn Hùng|12/04/1980|");
	says(told(s, &d, "doubles"), "/member/");
	in.checked = 1;
	ok(site_run(s, &member_new, &in, t.b, NULL, &d));
}

/* Outside reach a double is only that: no name, no cell, no link. */
static void tells_nothing_of_others(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct enter_in in = newcomer("Nguyễn Văn Hùng", "admitted", 20180519);
	int within;
	struct doc d;

	in.p.birth_date = 19800412;
	in.p.member_no = "SL-7";
	enters(s, t.c, in);
	acts_for(s, t.east);
	in.p.birth_date = 0;
	refused(site_run(s, &member_new, &in, t.b, NULL, &d), M_DOUBLE_CHECK_ELSEWHERE);
	assert_null(doc_find(&d, "doubles"));
	for (const struct doc_part *p = d.parts; p; p = p->next)
		if (p->kind == DOC_NOTE) {
			says_not(p->text, "1980");
			says_not(p->text, "Tổ chức c");
		}
	assert_int_equal(
		first_double(
			s, (struct double_ask){.full_name = "X Y", .member_no = "SL-7"}, &within),
		DOUBLE_NUMBER);
	assert_int_equal(within, 0);
	s->cx.item = "SL-7";
	refused(site_run(s, &member_show, NULL, 0, "SL-7", &d), M_MEMBER_NO_SUCH);
	acts_for(s, t.west);
	ok(site_run(s, &member_show, NULL, 0, "SL-7", &d));
	assert_string_equal(d.title, "Nguyễn Văn Hùng");
}

/* ---- the page ---- */

static void shows_the_line(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct enter_in in = newcomer("Lò Văn An", "taken_over", 20180101);
	const char *line;
	int64_t p;
	struct doc d;

	in.p.birth_date = 19700000;
	in.p.member_no = "SL-1";
	in.admitted_on = 19980300;
	in.admitted_at = "Quân đội";
	in.official_on = 19990301;
	in.card_no = "00.77";
	in.card_on = 19991103;
	p = enters(s, t.a, in);
	ok(member_test_fact(s, p, FACT(.kind = "exempt", .day = 20200101, .until_day = 20291231)));
	ok(site_run(s, &member_show, NULL, 0, item_of(s, p), &d));
	says(d.lead, "56 tuổi");
	says(d.lead, "đảng viên chính thức");
	says(d.lead, "tuổi Đảng 28 năm 8 tháng");
	says(d.lead, "Tổ chức a");
	says(d.lead, "được miễn công tác và sinh hoạt");
	says(d.lead, "số lý lịch SL-1");
	says(d.lead, "số thẻ 00.77");
	line = told(s, &d, "line");
	says(line, "Chỉ biết tháng.");
	says(line, "31/12/2029");
	assert_true(strstr(line, "Được miễn") < strstr(line, "Được kết nạp"));
	says(line, arena_printf(s->a, "/org/%lld", (long long)t.a));
}

static void shows_corrections(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = enters(s, t.a, newcomer("Lò Văn An", "admitted", 20180519));
	const struct member_fact *f;
	struct list facts;
	const char *line;
	struct doc d;

	ok(db_begin(s->db, DB_READ));
	ok(member_facts(&s->cx, p, &facts));
	db_rollback(s->db);
	f = facts.rows;
	ok(site_run(s, &member_fix_enter,
		&(struct act_in){.day = 20180520, .cell = "a", .why = "ghi nhầm ngày"}, 0,
		arena_printf(s->a, "%lld.%lld", (long long)p, (long long)f->id), &d));
	ok(site_run(s, &member_show, NULL, 0, item_of(s, p), &d));
	line = told(s, &d, "line");
	says(line, "20/05/2018|Được kết nạp|");
	says(line, "19/05/2018|Được kết nạp (đã sửa)|");
	says(line, "?known=");
	ok(site_run(s, &member_history, NULL, 0, item_of(s, p), &d));
	line = told(s, &d, "history");
	says(line, "Sửa: Được kết nạp 20/05/2018, Tổ chức a (trước: Được kết nạp 19/05/2018, Tổ "
		   "chức a)");
	says(line, "ghi nhầm ngày");
	says(line, "Lập hồ sơ: Lò Văn An");
}

/* Taken back is not corrected; what was only completed is told once. */
static void tells_how_a_row_went(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = enters(s, t.a, newcomer("Lò Văn An", "admitted", 20180519));
	const char *line;
	struct doc d;

	ok(site_run(s, &member_fix_enter,
		&(struct act_in){.day = 20180519, .second_day = 20180601, .cell = "a", .why = "lễ"},
		0, member_test_item(s, p, "admitted"), &d));
	ok(site_run(s, &member_show, NULL, 0, item_of(s, p), &d));
	line = told(s, &d, "line");
	says(line, "01/06/2018");
	assert_null(strstr(line, "(đã"));
	ok(member_test_fact(s, p, FACT(.kind = "exempt", .day = 20200101)));
	ok(site_run(s, &member_fact_undo, &(struct act_in){.why = "ghi nhầm người"}, 0,
		member_test_item(s, p, "exempt"), &d));
	ok(site_run(s, &member_show, NULL, 0, item_of(s, p), &d));
	says(told(s, &d, "line"), "(đã rút)");
}

static void shows_what_followed_from_the_tree(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = enters(s, t.a, newcomer("Lò Văn An", "admitted", 20180519));
	struct doc d;

	ok(site_act(
		s, &(struct org_act){.org = t.a, .day = 20200101, .act = "merge", .other = t.b}));
	ok(site_run(s, &member_show, NULL, 0, item_of(s, p), &d));
	says(told(s, &d, "line"), "01/01/2020|Chuyển theo tổ chức|Tổ chức a|");
	ok(site_run(s, &member_history, NULL, 0, item_of(s, p), &d));
	says(told(s, &d, "history"), "Theo thay đổi của tổ chức");
}

static void counts_party_age(void **state)
{
	const struct member_fact facts[] = {{.kind = "admitted", .day = 19900203},
		{.kind = "struck_off", .day = 20000203}, {.kind = "readmitted", .day = 20020203},
		{.kind = "expelled", .day = 20100203}, {.kind = "restored", .day = 20110203}};
	struct list l = {facts, 1, sizeof(*facts)};

	(void)state;
	assert_int_equal(member_party_months(l, 20000202), 119);
	assert_int_equal(member_party_months(l, 20000203), 120);
	l.n = 2;
	assert_int_equal(member_party_months(l, 20010101), 120);
	l.n = 3;
	assert_int_equal(member_party_months(l, 20020303), 121);
	l.n = 4;
	assert_int_equal(member_party_months(l, 20101231), 18 * 12);
	l.n = 5;
	assert_int_equal(member_party_months(l, 20120203), 20 * 12);
	l.n = 0;
	assert_int_equal(member_party_months(l, 20120203), -1);
}

/* ---- attributes ---- */

static enum err attr(struct site_test *s, const struct action *action, int64_t person,
	struct attr_in in, struct doc *d)
{
	return site_run(s, action, &in, 0, item_of(s, person), d);
}

static struct person person_on(struct site_test *s, int64_t person, day_t day)
{
	struct person p = {0};

	ok(db_begin(s->db, DB_READ));
	ok(member_person(&s->cx, person, day, &p));
	db_rollback(s->db);
	return p;
}

/* The form as it is opened now. */
static struct attr_in opened(struct site_test *s, int64_t person, const struct action *action)
{
	struct attr_in in = {0};
	struct doc d;

	site_clean(s);
	doc_init(&d, s->a, LANG_VI);
	s->cx.item = item_of(s, person);
	s->cx.action = action;
	ok(db_begin(s->db, DB_READ));
	ok(action->fill(&s->cx, &in, &d));
	db_rollback(s->db);
	return in;
}

static void changes_from_a_day(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = enters(s, t.a, newcomer("Lò Văn An", "admitted", 20180519));
	struct attr_in in = opened(s, p, &member_change);
	struct doc d;

	in.p.residence = "Bản Co";
	in.day = 20190000;
	refused(attr(s, &member_change, p, in, &d), M_VALUE_NO_DAY);
	in.day = 20190301;
	ok(attr(s, &member_change, p, in, &d));
	assert_null(person_on(s, p, 20190228).residence);
	assert_string_equal(person_on(s, p, 20190301).residence, "Bản Co");
	ok(site_run(s, &member_show, NULL, 0, item_of(s, p), &d));
	says(told(s, &d, "line"), "01/03/2019|Đổi thông tin|Nơi ở: Bản Co (trước: không ghi)|");
	refused(attr(s, &member_change, p, opened(s, p, &member_change), &d), M_ATTR_NOTHING);
}

static void corrects_from_the_start(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = enters(s, t.a, newcomer("Lò Văn An", "admitted", 20180519));
	struct attr_in in = opened(s, p, &member_correct);
	int64_t before = last_ms(s);
	struct doc d;

	in.p.full_name = "Lò Văn Ân";
	in.reason = "sai dấu";
	ok(attr(s, &member_correct, p, in, &d));
	assert_string_equal(person_on(s, p, 19900101).full_name, "Lò Văn Ân");
	s->cx.known = before;
	assert_string_equal(person_on(s, p, 20200101).full_name, "Lò Văn An");
	s->cx.known = KNOWN_NOW;
	ok(site_run(s, &member_history, NULL, 0, item_of(s, p), &d));
	says(told(s, &d, "history"), "Sửa sai: Họ và tên: Lò Văn Ân (trước: Lò Văn An)");
	in = opened(s, p, &member_correct);
	in.p.birth_date = 20200101;
	refused(attr(s, &member_correct, p, in, &d), M_ATTR_BIRTH_YOUNG);
}

/* Two clerks: the second is told what the first wrote, keeps what was typed, undoes nothing. */
static void tells_of_the_other_clerk(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = enters(s, t.a, newcomer("Lò Văn An", "admitted", 20180519));
	struct attr_in one = opened(s, p, &member_correct), two = one;
	struct doc d;

	one.p.phone = "0912";
	ok(attr(s, &member_correct, p, one, &d));
	two.p.residence = "Bản Co";
	assert_int_equal(attr(s, &member_correct, p, two, &d), ERR_CONFLICT);
	assert_true(site_said(s, M_ATTR_CONFLICT));
	says(told(s, &d, "meanwhile"), "Điện thoại|không ghi|0912|không ghi|");
	two.version = opened(s, p, &member_correct).version;
	ok(attr(s, &member_correct, p, two, &d));
	assert_string_equal(person_on(s, p, 20200101).phone, "0912");
	assert_string_equal(person_on(s, p, 20200101).residence, "Bản Co");
}

static void keeps_to_its_reach(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t p = enters(s, t.a, newcomer("Lò Văn An", "admitted", 20180519));
	struct attr_in in = opened(s, p, &member_correct);
	struct doc d;

	in.p.phone = "0912";
	acts_for(s, t.west);
	assert_int_equal(attr(s, &member_correct, p, in, &d), ERR_FORBIDDEN);
	assert_int_equal(attr(s, &member_change, p, in, &d), ERR_FORBIDDEN);
	assert_int_equal(site_run(s, &member_show, NULL, 0, item_of(s, p), &d), ERR_FORBIDDEN);
	assert_int_equal(site_run(s, &member_history, NULL, 0, item_of(s, p), &d), ERR_FORBIDDEN);
	assert_int_equal(site_run(s, &member_show, NULL, 0, "12345", &d), ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_site(enters_in_three_ways),
		on_site(refuses_newcomers),
		on_site(knows_doubles),
		on_site(compares_rows_of_a_file),
		on_site(warns_once),
		on_site(tells_nothing_of_others),
		on_site(shows_the_line),
		on_site(shows_corrections),
		on_site(tells_how_a_row_went),
		on_site(shows_what_followed_from_the_tree),
		cmocka_unit_test(counts_party_age),
		on_site(changes_from_a_day),
		on_site(corrects_from_the_start),
		on_site(tells_of_the_other_clerk),
		on_site(keeps_to_its_reach),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("member_file", tests, NULL, NULL);
}
