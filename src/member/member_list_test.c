/*
 * member_list_test.c: lists of members: who is in them on a day, filters, order, pages, files.
 */
#include "base/text.h"
#include "member/member_list.h"
#include "member/member_sum.h"
#include "member/member_test.h"
#include "org/org.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { DAY = 20180831, MANY = 10060 };

static int64_t put(struct site_test *s, const struct person *p, int64_t cell, day_t day)
{
	struct member_plan *plan;
	int64_t id;

	site_clean(s);
	s->cx.day = s->cx.say.today;
	ok(db_begin(s->db, DB_WRITE));
	ok(member_plan_new(&s->cx, &plan));
	id = member_plan_person(plan, p);
	ok(member_plan_fact(plan,
		FACT(.person = id, .kind = "admitted", .cell = cell, .day = day, .number = "1")));
	ok(member_test_write(s, plan));
	return id;
}

#define NAMED(...) (&(struct person){__VA_ARGS__})

static struct doc list_of(
	struct site_test *s, int64_t org, const struct member_asked *in, day_t day)
{
	struct doc d;

	s->cx.day = day;
	s->cx.way = (struct list){0};
	s->cx.path = "/org/1/members";
	ok(site_run(s, &member_list, in, org, NULL, &d));
	return d;
}

/* The names of a list, "A, B". */
static const char *names_of(struct site_test *s, const struct doc *d)
{
	const struct doc_part *p = doc_find(d, "members");
	const struct member_line *l = p->rows.rows;
	const char *names = "";

	for (size_t i = 0; i < p->rows.n; i++)
		names = arena_printf(s->a, "%s%s%s", names, i ? ", " : "", l[i].full_name);
	return names;
}

static void listed(struct site_test *s, int64_t org, const struct member_asked *in, day_t day,
	const char *want)
{
	struct doc d = list_of(s, org, in, day), page;

	assert_string_equal(names_of(s, &d), want);
	/* a page reads less of each, and those of a cell another way */
	s->cx.page.brief = true;
	page = list_of(s, org, in, day);
	s->cx.page.brief = false;
	assert_string_equal(names_of(s, &page), want);
	assert_int_equal(doc_find(&page, "members")->total, doc_find(&d, "members")->total);
}

#define ASKED(...) (&(struct member_asked){__VA_ARGS__})

static void by_given_name(void **state)
{
	static const char *const names[] = {"Lê Đào", "Lê Ạn", "Lê Ân", "Lê An", "Vũ Ản", "Lê Án",
		"Lê Ăn", "Lê Dào", "Lê Àn", "Lê Ãn", "Bùi Ản"};
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		put(s, NAMED(.full_name = names[i]), i % 2 ? t.a : t.c, 20100101);
	listed(s, t.root, ASKED(.state = NULL), DAY,
		"Lê An, Lê Àn, Bùi Ản, Vũ Ản, Lê Ãn, Lê Án, Lê Ạn, Lê Ăn, Lê Ân, Lê Dào, Lê Đào");
}

static void of_an_organisation_on_a_day(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t an = put(s, NAMED(.full_name = "Lê An"), t.a, 20100101);
	int64_t binh = put(s, NAMED(.full_name = "Lê Bình"), t.c, 20120101);

	ok(member_test_fact(s, an, FACT(.kind = "transfer", .other = t.c, .day = 20150101)));
	ok(member_test_fact(s, binh, FACT(.kind = "deceased", .day = 20170101)));
	listed(s, t.root, ASKED(.state = NULL), 20091231, "");
	listed(s, t.root, ASKED(.state = NULL), 20111231, "Lê An");
	listed(s, t.root, ASKED(.state = NULL), 20161231, "Lê An, Lê Bình");
	listed(s, t.root, ASKED(.state = NULL), DAY, "Lê An");
	listed(s, t.east, ASKED(.state = NULL), 20141231, "Lê An");
	listed(s, t.east, ASKED(.state = NULL), 20150101, "");
	listed(s, t.west, ASKED(.state = NULL), 20150101, "Lê An, Lê Bình");
	listed(s, t.c, ASKED(.state = "left"), DAY, "Lê Bình");
	listed(s, t.root, ASKED(.state = "left"), 20161231, "");
	listed(s, t.root, ASKED(.cell = "c"), 20161231, "Lê An, Lê Bình");
	listed(s, t.root, ASKED(.cell = "east"), 20161231, "");
}

static void cell_must_be_below(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct doc d;

	s->cx.day = DAY;
	assert_int_equal(
		site_run(s, &member_list, ASKED(.cell = "c"), t.east, NULL, &d), ERR_BAD_INPUT);
	assert_true(site_said(s, M_MEMBER_LIST_NOT_BELOW));
}

static void by_standing(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t an = put(s, NAMED(.full_name = "Lê An"), t.a, 20100101);
	int64_t binh = put(s, NAMED(.full_name = "Lê Bình"), t.a, 20180101);
	int64_t chi = put(s, NAMED(.full_name = "Lê Chi"), t.c, 20100101);

	ok(member_test_fact(s, an,
		FACT(.kind = "recognised", .day = 20110105, .second_day = 20110101,
			.number = "2")));
	ok(member_test_fact(s, an, FACT(.kind = "exempt", .day = 20180601)));
	ok(member_test_fact(s, binh, FACT(.kind = "away", .day = 20180601)));
	ok(member_test_fact(s, chi, FACT(.kind = "hosted", .other = t.a, .day = 20180601)));
	listed(s, t.root, ASKED(.state = "full"), DAY, "Lê An");
	listed(s, t.root, ASKED(.state = "probationary"), DAY, "Lê Bình, Lê Chi");
	listed(s, t.root, ASKED(.state = "exempt"), DAY, "Lê An");
	listed(s, t.root, ASKED(.state = "exempt"), 20180531, "");
	listed(s, t.root, ASKED(.state = "away"), DAY, "Lê Bình");
	listed(s, t.root, ASKED(.state = "suspended"), DAY, "");
	listed(s, t.a, ASKED(.state = "guest"), DAY, "Lê Chi");
	listed(s, t.a, ASKED(.state = NULL), DAY, "Lê An, Lê Bình");
	listed(s, t.c, ASKED(.state = "guest"), DAY, "");
}

static void by_attributes(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);

	put(s,
		NAMED(.full_name = "Lò Thị An", .sex = "female", .ethnicity = "thai",
			.birth_date = 20000831, .schooling = "upper_secondary",
			.youth_union = "yes", .religion = "none"),
		t.a, 20180801);
	put(s,
		NAMED(.full_name = "Lò Văn Bình", .sex = "male", .ethnicity = "thai",
			.birth_date = 20000901, .occupation = "farmer",
			.theory_level = "elementary"),
		t.a, 20180801);
	put(s,
		NAMED(.full_name = "Nguyễn Thị Chi", .sex = "female", .ethnicity = "kinh",
			.birth_date = 19870000),
		t.c, 20150000);
	put(s, NAMED(.full_name = "Nguyễn Văn Dũng"), t.c, 20150315);
	listed(s, t.root, ASKED(.sex = "female"), DAY, "Lò Thị An, Nguyễn Thị Chi");
	listed(s, t.root, ASKED(.sex = "female", .ethnicity = "thai"), DAY, "Lò Thị An");
	/* eighteen on the very day; the year of birth alone counts as 1 July */
	listed(s, t.root, ASKED(.age_from = 18, .age_to = 30), DAY, "Lò Thị An");
	listed(s, t.root, ASKED(.age_to = 17), DAY, "Lò Văn Bình");
	listed(s, t.root, ASKED(.age_from = 31), DAY, "Nguyễn Thị Chi");
	listed(s, t.root, ASKED(.age_from = 31), 20180630, "");
	listed(s, t.root, ASKED(.schooling = "upper_secondary"), DAY, "Lò Thị An");
	listed(s, t.root, ASKED(.theory_level = "elementary"), DAY, "Lò Văn Bình");
	listed(s, t.root, ASKED(.occupation = "farmer"), DAY, "Lò Văn Bình");
	listed(s, t.root, ASKED(.youth_union = "yes", .religion = "none"), DAY, "Lò Thị An");
	listed(s, t.root, ASKED(.admitted_from = 20150101, .admitted_to = 20150000), DAY,
		"Nguyễn Thị Chi, Nguyễn Văn Dũng");
	listed(s, t.root, ASKED(.admitted_from = 20150301, .admitted_to = 20150300), DAY,
		"Nguyễn Văn Dũng");
	listed(s, t.root, ASKED(.name = "van"), DAY, "Lò Văn Bình, Nguyễn Văn Dũng");
	listed(s, t.root, ASKED(.name = "Nguyễn v"), DAY, "Nguyễn Văn Dũng");
	listed(s, t.root, ASKED(.name = "thi lo"), DAY, "Lò Thị An");
	listed(s, t.root, ASKED(.name = "hi"), DAY, "");
	listed(s, t.root, ASKED(.sector = "health"), DAY, "");
}

/* The sector is that of the cell or, if it has none, of what it is directly below. */
static void by_sector(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t school;

	ok(site_act(s, &(struct org_act){.day = 20100101,
			       .act = "found",
			       .parent = t.root,
			       .code = "school",
			       .name = "Đảng bộ trường",
			       .kind = "grassroots_committee",
			       .sector = "education"}));
	ok(db_begin(s->db, DB_READ));
	ok(tree_resolve(&s->cx, "school", 20180101, NULL, &school));
	db_rollback(s->db);
	put(s, NAMED(.full_name = "Lê An"), site_found(s, school, "e", "cell", 20100101), 20110101);
	put(s, NAMED(.full_name = "Lê Bình"), t.a, 20110101);
	listed(s, t.root, ASKED(.sector = "education"), DAY, "Lê An");
	listed(s, t.root, ASKED(.sector = "health"), DAY, "");
}

static void read_aloud(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct doc d;
	const struct doc_link *l;

	put(s,
		NAMED(.full_name = "Lò Thị An", .sex = "female", .ethnicity = "thai",
			.birth_date = 19950101),
		t.a, 20180801);
	s->cx.query = "?day=2018-08-31";
	d = list_of(s, t.east,
		ASKED(.state = "probationary", .sex = "female", .ethnicity = "thai", .age_from = 18,
			.age_to = 30),
		DAY);
	assert_string_equal(d.lead,
		"Đảng viên dự bị, nữ, dân tộc Thái, từ 18 đến 30 tuổi của Tổ chức "
		"east ngày 31/08/2018: 1 người.");
	l = doc_find(&d, "filter")->links;
	assert_string_equal(l->label, "Bỏ: Đảng viên dự bị");
	l = l->next;
	assert_string_equal(l->label, "Bỏ: nữ");
	assert_string_equal(l->href, "/org/1/members?day=2018-08-31&state=probationary&age_from=18&"
				     "age_to=30&ethnicity=thai");
	l = l->next->next;
	assert_string_equal(l->label, "Bỏ: từ 18 đến 30 tuổi");
	assert_string_equal(l->href,
		"/org/1/members?day=2018-08-31&state=probationary&sex=female&ethnicity=thai");
	assert_null(l->next);
}

/* ---- pages and files ---- */

/* Rows as a plan would leave them; a plan of ten thousand persons takes its time. */
static void put_raw(struct site_test *s, int64_t id, int64_t cell, const char *name)
{
	int64_t txn = s->cx.txn, ms = s->cx.txn_ms;
	const char *none = NULL;

	ok(db_run(s->db, Q_PERSON_INSERT, id, txn));
	ok(db_run(s->db, Q_PERSON_SPELL_INSERT, id, DAY_MIN, DAY_MAX, txn, name, none, 19800101,
		id % 2 ? "male" : "female", none, none, none, none, none, none, none, none, none,
		none, none, none, none, none, ms));
	ok(db_run(s->db, Q_MEMBER_SPELL_INSERT, cell, text_key_person(s->a, name), id, 20100101,
		txn, DAY_MAX, 1, "full", 20090101, 20100101, 0, 0, (int64_t)0, (int64_t)0, 0, 0, 0,
		ms));
}

static void put_many(struct site_test *s, const struct cells *t)
{
	static const char *const given[] = {"An", "Ánh", "Bình", "Chi", "Dũng", "Đạt", "Giang"};

	site_clean(s);
	ok(db_begin(s->db, DB_WRITE));
	ok(txn_start(&s->cx, "test", NULL));
	ok(db_batch_begin(s->db));
	for (int i = 0; i < MANY; i++)
		put_raw(s, 1000 + i, i % 3 ? t->a : t->c,
			arena_printf(s->a, "Lê %s", given[(i * 5) % 7]));
	ok(db_batch_end(s->db));
	ok(member_sum_rebuild(&s->cx));
	ok(db_commit(s->db));
}

static bool is_before(struct str a, struct str b)
{
	int c = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return c < 0 || (c == 0 && a.n <= b.n);
}

/* Walks all pages; how many there are, each person once, in order. */
static size_t walk_pages(struct site_test *s, int64_t org, const struct member_asked *in, int limit)
{
	char *seen = arena_alloc(s->a, MANY);
	struct str last = {0};
	size_t n = 0;

	s->cx.page.limit = limit;
	s->cx.page.after = NULL;
	for (;;) {
		struct doc d = list_of(s, org, in, DAY);
		const struct doc_part *p = doc_find(&d, "members");
		const struct member_line *l = p->rows.rows;
		for (size_t i = 0; i < p->rows.n; i++, n++) {
			struct str key = text_key_person(s->a, l[i].full_name);
			assert_false(seen[l[i].person - 1000]++);
			assert_true(!last.n || is_before(last, key));
			last = key;
		}
		if (!p->next_href)
			break;
		s->cx.page.after = arena_printf(
			s->a, "%lld", strtoll(strstr(p->next_href, "after=") + 6, NULL, 10));
	}
	s->cx.page.after = NULL;
	return n;
}

static size_t lines_of(struct site_test *s, int64_t org, const struct member_asked *in)
{
	FILE *f = tmpfile();
	size_t n = 0;
	int c;

	ok(sink_csv(&s->cx.page.sink, &s->cx.say, fileno(f), &s->f));
	list_of(s, org, in, DAY);
	ok(sink_end(s->cx.page.sink));
	s->cx.page.sink = NULL;
	rewind(f);
	while ((c = fgetc(f)) != EOF)
		n += c == '\n';
	fclose(f);
	return n - 1;
}

static void pages_to_the_end(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	const struct doc_part *p;
	struct doc d;

	put_many(s, &t);
	/* the summaries say how many; of what was known at an instant, nobody counts so many */
	d = list_of(s, t.root, ASKED(.state = NULL), DAY);
	p = doc_find(&d, "members");
	assert_int_equal(p->total, MANY);
	assert_int_equal(p->total_cap, 0);
	assert_non_null(strstr(d.lead, "10.060 người"));
	assert_int_equal(walk_pages(s, t.root, ASKED(.state = NULL), 1777), MANY);
	s->cx.known = s->cx.txn_ms;
	d = list_of(s, t.root, ASKED(.state = NULL), DAY);
	p = doc_find(&d, "members");
	assert_int_equal(p->total, MEMBER_COUNTED);
	assert_int_equal(p->total_cap, MEMBER_COUNTED);
	assert_non_null(strstr(d.lead, "hơn 10.000 người"));
	/* walked by name, gathered by cell, and each with a filter */
	assert_int_equal(walk_pages(s, t.root, ASKED(.state = NULL), 1777), MANY);
	assert_int_equal(walk_pages(s, t.a, ASKED(.state = NULL), 1777), MANY - (MANY + 2) / 3);
	assert_int_equal(walk_pages(s, t.root, ASKED(.sex = "male"), 1777), MANY / 2);
	assert_int_equal(walk_pages(s, t.root, ASKED(.age_from = 20), 1777), MANY);
	s->cx.page.brief = true;
	assert_int_equal(walk_pages(s, t.c, ASKED(.state = NULL), 1777), (MANY + 2) / 3);
	s->cx.page.brief = false;
	assert_int_equal(lines_of(s, t.root, ASKED(.state = NULL)), MANY);
	assert_int_equal(lines_of(s, t.root, ASKED(.age_from = 20)), MANY);
	assert_int_equal(lines_of(s, t.root, ASKED(.sex = "male")), MANY / 2);
	assert_int_equal(
		lines_of(s, t.c, ASKED(.sex = "male", .state = "full")), (MANY / 3 + 1) / 2);
}

static void file_is_the_list(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	char text[4096] = "";
	FILE *f = tmpfile();

	put(s, NAMED(.full_name = "Lê An", .member_no = "00017", .ethnicity = "thai"), t.a,
		20100101);
	put(s, NAMED(.full_name = "Lê Bình"), t.a, 20110101);
	ok(sink_csv(&s->cx.page.sink, &s->cx.say, fileno(f), &s->f));
	list_of(s, t.root, ASKED(.ethnicity = "thai"), DAY);
	ok(sink_end(s->cx.page.sink));
	s->cx.page.sink = NULL;
	rewind(f);
	assert_true(fread(text, 1, sizeof(text) - 1, f) > 0);
	fclose(f);
	assert_non_null(strstr(text, "Lê An"));
	assert_non_null(strstr(text, "00017"));
	assert_non_null(strstr(text, "Thái"));
	assert_null(strstr(text, "Lê Bình"));
}

/* ---- on the page of an organisation ---- */

static const char *fact_text(struct site_test *s, const struct doc_part *p, const char *name)
{
	const struct field *f = field_find(p->fields, name);

	return value_text(&s->cx.say, s->a, f, p->rec);
}

static struct doc org_shown(struct site_test *s, int64_t org, day_t day)
{
	static const struct org_part *const parts[] = {&member_org_part, NULL};
	struct doc d;

	s->cx.org_parts = parts;
	s->cx.day = day;
	s->cx.way = (struct list){0};
	ok(site_run(s, &org_show, NULL, org, NULL, &d));
	return d;
}

static void shown_with_its_organisation(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t an = put(s, NAMED(.full_name = "Lê An"), t.a, 20100101);
	const struct doc_part *p;
	struct doc d;

	put(s, NAMED(.full_name = "Lê Bình"), t.a, 20180101);
	put(s, NAMED(.full_name = "Lê Chi"), t.c, 20180101);
	ok(member_test_fact(s, an,
		FACT(.kind = "recognised", .day = 20110105, .second_day = 20110101,
			.number = "2")));
	ok(member_test_fact(s, an, FACT(.kind = "transfer", .other = t.c, .day = 20180501)));
	d = org_shown(s, t.root, DAY);
	p = doc_find(&d, "members");
	assert_string_equal(fact_text(s, p, "total"), "3");
	assert_string_equal(fact_text(s, p, "official"), "1");
	assert_string_equal(fact_text(s, p, "probationary"), "2");
	assert_string_equal(fact_text(s, p, "came"), "2");
	assert_string_equal(fact_text(s, p, "went"), "0");
	d = org_shown(s, t.east, DAY);
	p = doc_find(&d, "members");
	assert_string_equal(fact_text(s, p, "total"), "1");
	assert_string_equal(fact_text(s, p, "came"), "1");
	assert_string_equal(fact_text(s, p, "went"), "1");
	assert_null(doc_find(&d, "people"));
	d = org_shown(s, t.c, DAY);
	assert_string_equal(fact_text(s, doc_find(&d, "members"), "came"), "2");
	assert_int_equal(doc_find(&d, "people")->rows.n, 2);
	d = org_shown(s, t.d, DAY);
	assert_string_equal(fact_text(s, doc_find(&d, "members"), "total"), "0");
}

/* Of many the summaries say how many, and which; without them it is said that they are many. */
static void many_with_their_organisation(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	const struct doc_part *p;
	struct doc d;

	put_many(s, &t);
	d = org_shown(s, t.root, DAY);
	p = doc_find(&d, "members");
	assert_string_equal(fact_text(s, p, "total"), "10.060");
	assert_string_equal(fact_text(s, p, "official"), "10.060");
	assert_string_equal(fact_text(s, p, "probationary"), "0");
	assert_null(field_find(p->fields, "came"));
	s->cx.known = s->cx.txn_ms;
	d = org_shown(s, t.root, DAY);
	p = doc_find(&d, "members");
	assert_string_equal(fact_text(s, p, "total"), "hơn 10.000");
	assert_null(field_find(p->fields, "official"));
}

static void hidden_from_who_may_not(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct grant g = {.org = t.east, .func = "office", .reach = "below", .to_day = DAY_MAX};
	struct actor office = {.account = 5, .grants = {&g, 1, sizeof(g)}};
	struct doc d;

	put(s, NAMED(.full_name = "Lê An"), t.a, 20100101);
	s->cx.actor = &office;
	d = org_shown(s, t.east, DAY);
	assert_non_null(doc_find(&d, "members"));
	d = org_shown(s, t.west, DAY);
	assert_null(doc_find(&d, "members"));
	g.func = "member";
	d = org_shown(s, t.a, DAY);
	assert_null(doc_find(&d, "members"));
	assert_null(doc_find(&d, "people"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(by_given_name),
		on_site(of_an_organisation_on_a_day), on_site(cell_must_be_below),
		on_site(by_standing), on_site(by_attributes), on_site(by_sector),
		on_site(read_aloud), on_site(pages_to_the_end), on_site(file_is_the_list),
		on_site(shown_with_its_organisation), on_site(many_with_their_organisation),
		on_site(hidden_from_who_may_not)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
