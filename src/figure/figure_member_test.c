/* Indicators of members on the small history of figure_member_test.h. */
#include "figure/figure_member_test.h"

/* ---- stocks ---- */

static void stocks_are_of_the_end_of_the_day(void **state)
{
	struct site_test *s = site_of(state);

	story_tell(s);
	is("member.total", "root", "2015", 5);
	is("member.total", "root", "2016", 5);
	is("member.total", NULL, "2016", 5);
	/* east: An, Bình, Hạnh; with Em from 30/04; without b from 01/07; without Hạnh from 10/10
	 */
	was("member.total", "east", "2016-04-29", 3);
	was("member.total", "east", "2016-04-30", 4);
	was("member.total", "east", "2016-06-30", 4);
	was("member.total", "east", "2016-07-01", 2);
	was("member.total", "west", "2016-07-01", 3); /* Dũng, Bình, Em; Giang has gone */
	was("member.total", "east", "2016-10-09", 2);
	was("member.total", "east", "2016-10-10", 1);
	/* on the day of leaving no longer */
	was("member.total", "c", "2016-05-04", 1);
	was("member.total", "c", "2016-05-05", 0);
	was("member.total", "d", "2016-12-14", 2);
	was("member.total", "d", "2016-12-15", 1);
	/* d is in c from the day of the merger */
	was("member.total", "d", "2016-12-30", 1);
	was("member.total", "c", "2016-12-30", 2);
	was("member.total", "c", "2016-12-31", 3);
	/* before the cell has a register there is nobody */
	was("member.total", NULL, "1999-12-31", 0);
	was("member.total", "a", "2000-01-01", 1);
	assert_int_equal(story_value_in(s, "member.total",
				 IN(.org = "root", .period = "2016", .reach = "own")),
		0);
	assert_int_equal(
		story_value_in(s, "member.total", IN(.org = "c", .period = "2016", .reach = "own")),
		3);
}

static void standing_and_terms(void **state)
{
	struct site_test *s = site_of(state);

	story_tell(s);
	/* recognised on 10/03: full from that day */
	was("member.probationary", "a", "2016-03-09", 1);
	was("member.probationary", "a", "2016-03-10", 0);
	was("member.full", "a", "2016-03-09", 2);
	was("member.full", "a", "2016-03-10", 3);
	is("member.full", "root", "2016", 3);	      /* An, Bình, Hạnh */
	is("member.probationary", "root", "2016", 2); /* Chi, Em */
	was("member.exempt", "root", "2016-01-31", 0);
	was("member.exempt", "root", "2016-02-01", 1);
	was("member.exempt", "root", "2016-08-31", 1);
	was("member.exempt", "root", "2016-09-01", 0);
	was("member.away", "root", "2016-09-30", 0);
	is("member.away", "root", "2016", 1);
	is("member.away", "east", "2016", 0); /* Em went over with b */
}

/* ---- flows ---- */

static void flows_count_where_they_happened(void **state)
{
	struct site_test *s = site_of(state);

	story_tell(s);
	is("member.admitted", "root", "2016", 1);
	is("member.admitted", "west", "2016-11", 1);
	is("member.admitted", "east", "2016", 0);
	is("member.admitted", "root", "2015-03-10", 1);
	is("member.admitted", "root", "2010..2016", 4); /* Hạnh, Giang, Bình, Chi */
	is("member.admitted", "root", "1990..2005", 0); /* An's is history */
	is("member.taken_over", "root", "2000", 2);	/* An, Dũng */
	is("member.taken_over", "a", "2000-01-01", 1);
	is("member.recognised", "east", "2016", 1);
	is("member.recognised", "b", "2016", 0);
	is("member.struck_off", "c", "2016-05-05", 1);
	is("member.struck_off", "root", "2016-Q2", 1);
	is("member.deceased", "d", "2016", 1);
	is("member.deceased", "root", "2016", 1);
	is("card.issued", "a", "2016", 1);
	is("card.issued", "west", "2016", 0);
	is("card.exchanged", "root", "2016", 0);
	is("badge.awarded", "d", "2016", 1); /* after death, where he was last */
	is("badge.proposed", "root", "2016", 0);
}

static void transfers_count_across_the_border(void **state)
{
	struct site_test *s = site_of(state);

	story_tell(s);
	/* Em from outside; Bình a to b, b to c; Hạnh a to d */
	is("member.transferred_in", "root", "2016", 1);
	is("member.transferred_out", "root", "2016", 0);
	is("member.transferred_in", NULL, "2016", 1);
	is("member.transferred_in", "east", "2016", 1);
	is("member.transferred_out", "east", "2016", 1); /* Hạnh; Bình stayed inside on 01/06 */
	is("member.transferred_in", "west", "2016", 1);	 /* Hạnh; b was of west on 05/09 */
	is("member.transferred_out", "west", "2016", 0);
	is("member.transferred_out", "a", "2016", 2);
	is("member.transferred_in", "b", "2016", 2);
	is("member.transferred_out", "b", "2016", 1);
	is("member.transferred_in", "c", "2016", 1);
	is("member.transferred_in", "d", "2016", 1);
	assert_int_equal(story_value_in(s, "member.transferred_in",
				 IN(.org = "west", .period = "2016", .reach = "own")),
		0);
}

static void organisations_take_their_members_along(void **state)
{
	struct site_test *s = site_of(state);

	story_tell(s);
	is("member.moved_out_with_org", "east", "2016", 2);
	is("member.moved_out_with_org", "east", "2016-07-01", 2);
	is("member.moved_out_with_org", "east", "2016-06", 0);
	is("member.moved_in_with_org", "west", "2016", 2); /* d into c is inside west */
	is("member.moved_out_with_org", "west", "2016", 0);
	is("member.moved_in_with_org", "root", "2016", 0);
	is("member.moved_in_with_org", NULL, "2016", 0);
	is("member.moved_in_with_org", "b", "2016", 0); /* nobody came to b itself */
	is("member.moved_out_with_org", "d", "2016", 1);
	is("member.moved_in_with_org", "c", "2016", 1);
	is("member.moved_in_with_org", "c", "2016-12-31", 1);
}

static const char *const ins[] = {"member.taken_over", "member.admitted", "member.readmitted",
	"member.restored", "member.transferred_in", "member.moved_in_with_org", NULL};
static const char *const outs[] = {"member.transferred_out", "member.moved_out_with_org",
	"member.struck_off", "member.resigned", "member.expelled", "member.deceased",
	"member.annulled", NULL};

static void books_close(void **state)
{
	static const char *const orgs[] = {NULL, "root", "east", "west", "a", "b", "c"};
	struct site_test *s = site_of(state);

	story_tell(s);
	for (size_t i = 0; i < sizeof(orgs) / sizeof(*orgs); i++) {
		int64_t n = story_value(s, "member.total", orgs[i], "2015");
		for (const char *const *p = ins; *p; p++)
			n += story_value(s, *p, orgs[i], "2016");
		for (const char *const *p = outs; *p; p++)
			n -= story_value(s, *p, orgs[i], "2016");
		assert_int_equal(n, story_value(s, "member.total", orgs[i], "2016"));
	}
}

/* Today is 22/11/2026: what is recorded for later in the year does not count yet. */
static void running_periods_end_today(void **state)
{
	struct site_test *s = site_of(state);
	struct story y = story_tell(s);

	story_fact(s, y.chi, FACT(.kind = "recognised", .day = 20261122));
	story_fact(s, y.em, FACT(.kind = "recognised", .day = 20261123));
	is("member.recognised", "root", "2026", 1);
	is("member.probationary", "root", "2026", 1);
	is("member.recognised", "root", "2026-11-23", 1);
	/* without a period: the year up to the day */
	assert_int_equal(story_value_in(s, "member.recognised", IN(.org = "root")), 1);
	assert_string_equal(
		story_rows(s, "member.recognised", "root", "2026-10..2026-12", "month", NULL),
		"2026-10=0 2026-11=1");
}

/* ---- breakdowns ---- */

static void breaks_down_people(void **state)
{
	struct site_test *s = site_of(state);

	story_tell(s);
	are("member.total", "root", "sex", "male=1 female=3 unknown=1");
	/* An 41 by 1 July, Bình 26, Chi 16, Em 31 that very day, Hạnh unknown */
	are("member.total", "root", "age", "18-30=2 31-40=1 41-50=1 51-60=0 61+=0 unknown=1");
	assert_string_equal(story_rows(s, "member.total", "root", "2016-12-30", "age", NULL),
		"18-30=3 31-40=0 41-50=1 51-60=0 61+=0 unknown=1");
	assert_string_equal(story_rows(s, "member.deceased", "root", "2016", "age", NULL),
		"18-30=0 31-40=0 41-50=0 51-60=0 61+=1");
	are("member.total", "root", "ethnicity", "Thái=2 unknown=3");
	are("member.total", "root", "religion", "unknown=5");
	are("member.total", "root", "youth_union", "yes=0 no=0 unknown=5");
	are("member.total", "root", "sector", "unknown=5");
	/* on the day of the fact, not what he learnt later */
	are("member.recognised", "root", "schooling", "Trung học cơ sở=1");
	are("member.total", "root", "schooling", "Trung học phổ thông=1 unknown=4");
	are("member.total", "root", "sex,age",
		"male,18-30=1 female,18-30=1 female,31-40=1 female,41-50=1 unknown,unknown=1");
}

static void breaks_down_organisations(void **state)
{
	struct site_test *s = site_of(state);

	story_tell(s);
	are("member.total", "root", "org", "east=1 west=4");
	are("member.total", NULL, "org", "root=5");
	are("member.total", "west", "org", "b=1 c=3");
	are("member.total", "c", "org", "own=3");
	assert_string_equal(story_rows(s, "member.total", "c", "2016", "org", "own"), "own=3");
	/* children of the end of the period, also those with none; then those of the fact's day */
	are("member.deceased", "west", "org", "b=0 c=0 d=1");
	are("member.transferred_in", "west", "org", "b=0 c=0 d=1");
	are("member.moved_in_with_org", "west", "org", "b=2 c=0");
	are("member.moved_out_with_org", "east", "org", "a=0 b=2");
	are("member.transferred_in", "east", "org", "a=0 b=1");
	are("member.moved_out_with_org", "d", "org", "own=1");
}

static void breaks_down_time(void **state)
{
	struct site_test *s = site_of(state);

	story_tell(s);
	are("member.total", "east", "month",
		"2016-01=3 2016-02=3 2016-03=3 2016-04=4 2016-05=4 2016-06=4 2016-07=2 2016-08=2 "
		"2016-09=2 2016-10=1 2016-11=1 2016-12=1");
	are("member.total", "east", "quarter", "2016-Q1=3 2016-Q2=4 2016-Q3=2 2016-Q4=1");
	assert_string_equal(story_rows(s, "member.admitted", "root", "2014..2016", "year", NULL),
		"2014=1 2015=1 2016=1");
	are("member.transferred_out", "a", "quarter", "2016-Q1=0 2016-Q2=1 2016-Q3=0 2016-Q4=1");
	are("member.total", "west", "quarter,sex",
		"2016-Q1,male=2 2016-Q2,male=1 2016-Q3,male=2 2016-Q3,female=1 "
		"2016-Q4,male=1 2016-Q4,female=2 2016-Q4,unknown=1");
	are("member.total", "west", "sex,quarter",
		"male,2016-Q1=2 male,2016-Q2=1 male,2016-Q3=2 male,2016-Q4=1 "
		"female,2016-Q3=1 female,2016-Q4=2 unknown,2016-Q4=1");
}

static void crosses_what_can_be_crossed(void **state)
{
	struct site_test *s = site_of(state);
	const struct figure *members = figure_find("member.total"), *orgs = figure_find("org.cell");
	struct figure_cut cut;

	ok(figure_by_read(&s->cx, members, "sex", "age", &cut));
	assert_int_equal(cut.across, BY_AGE);
	ok(figure_by_read(&s->cx, orgs, "sector,month", NULL, &cut));
	site_clean(s);
	assert_int_equal(figure_by_read(&s->cx, members, "sex,sex", NULL, &cut), ERR_BAD_INPUT);
	assert_int_equal(figure_by_read(&s->cx, members, "month,year", NULL, &cut), ERR_BAD_INPUT);
	assert_int_equal(figure_by_read(&s->cx, orgs, "sector,kind", NULL, &cut), ERR_BAD_INPUT);
	assert_true(site_said(s, M_FIGURE_NO_CROSS));
	assert_int_equal(figure_by_read(&s->cx, orgs, "sex", NULL, &cut), ERR_BAD_INPUT);
}

/* Of more people than one answer may read, two things are refused; one, or time, never. */
static void crosses_no_more_than_can_be_read(void **state)
{
	const struct figure_cut cut = {BY_SEX, BY_AGE}, time = {BY_SEX, BY_MONTH},
				one = {BY_SEX, BY_NOTHING};
	struct site_test *s = site_of(state);
	struct figure_ask ask;
	int64_t n;

	story_tell(s);
	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(figure_ask_read(
		&s->cx, figure_find("member.admitted"), IN(.org = "root", .period = "2016"), &ask));
	ask.figure = figure_find("member.total");
	ok(figure_value(&s->cx, &ask, &n));
	assert_true(n > 2);
	ask.figure = figure_find("member.admitted");
	ok(figure_check_cross(&s->cx, &ask, &cut, n));
	ok(figure_check_cross(&s->cx, &ask, &time, n - 1));
	ok(figure_check_cross(&s->cx, &ask, &one, n - 1));
	assert_int_equal(figure_check_cross(&s->cx, &ask, &cut, n - 1), ERR_REFUSED);
	assert_true(site_said(s, M_FIGURE_CROSS_WIDE));
	db_rollback(s->db);
}

/* ---- knowledge, opening ---- */

static void knows_what_was_known(void **state)
{
	struct site_test *s = site_of(state);
	struct story y = story_tell(s);

	s->cx.known = y.before_death;
	is("member.deceased", "root", "2016", 0);
	is("member.total", "root", "2016", 6);
	is("member.total", "d", "2016", 2); /* Dũng and Hạnh; the merger was not known either */
	s->cx.known = KNOWN_NOW;
	is("member.total", "root", "2016", 5);
}

static bool assumed(struct site_test *s, const char *code, const char *org, const char *period)
{
	struct figure_ask ask;
	bool yes;

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(figure_ask_read(&s->cx, figure_find(code), IN(.org = org, .period = period), &ask));
	ok(figure_assumed(&s->cx, &ask, &yes));
	db_rollback(s->db);
	return yes;
}

static void days_before_the_opening_are_assumed(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	int64_t north = site_found(s, t.root, "north", "commune", 20100101);
	int64_t cell = site_found(s, north, "n", "cell", 20100101);

	story_person(s, WHO(.full_name = "Lò Thị An"),
		FACT(.kind = "admitted", .day = 20120305, .cell = cell));
	ok(site_act(s, &(struct org_act){.org = north, .day = 20160601, .act = "open"}));
	is("member.total", "north", "2016-05-31", 0);
	is("member.total", "north", "2016-06-01", 1);
	is("member.taken_over", "n", "2016", 1);
	is("member.admitted", "n", "2012", 0);
	assert_true(assumed(s, "member.total", "n", "2016-05-31"));
	assert_false(assumed(s, "member.total", "n", "2016-06-01"));
	assert_true(assumed(s, "member.total", "north", "2015"));
	assert_true(assumed(s, "member.total", "root", "2015"));
	assert_true(assumed(s, "member.total", NULL, "2015"));
	assert_false(assumed(s, "member.total", "east", "2015"));
	assert_false(assumed(s, "member.total", "root", "2016"));
	assert_true(assumed(s, "member.taken_over", "root", "2016"));
	assert_false(assumed(s, "member.taken_over", "root", "2016-H2"));
	assert_false(assumed(s, "org.cell", "north", "2015"));
	has(story_json(s, "member.total", IN(.org = "n", .period = "2015")), "\"assumed\":true");
	assert_null(strstr(
		story_json(s, "member.total", IN(.org = "n", .period = "2016")), "\"assumed\""));
}

/* ---- what is answered, and to whom ---- */

static void json_has_its_shape(void **state)
{
	struct site_test *s = site_of(state);
	const char *j;

	story_tell(s);
	j = story_json(s, "member.admitted", IN(.org = "west", .period = "2016", .by = "sex"));
	has(j, "\"code\":\"member.admitted\",\"org\":\"west\",\"from\":\"2016-01-01\","
	       "\"to\":\"2016-12-31\",\"value\":1");
	has(j, "\"rows\":[{\"key\":\"male\",\"value\":0},{\"key\":\"female\",\"value\":1}]");
	j = story_json(s, "member.admitted",
		IN(.org = "west", .period = "2016", .by = "sex", .across = "age", .records = 1));
	has(j, "{\"key\":\"female,18-30\",\"key_1\":\"female\",\"key_2\":\"18-30\",\"value\":1}");
	has(j, "\"full_name\":\"Trần Thị Chi\"");
	has(j, "\"day\":\"2016-11-20\"");
}

static const struct doc_part *page(struct site_test *s, const char *code, const char *org)
{
	struct doc *d = arena_new_of(s->a, struct doc);

	ok(site_run(s, &figure_show, IN(.org = org, .period = "2016", .records = 1), 0, code, d));
	return doc_find(d, "records");
}

static const char *names_of(struct site_test *s, const struct doc_part *p)
{
	const struct field *name = field_find(p->fields, "full_name");
	const char *text = "";

	for (size_t i = 0; i < p->rows.n; i++)
		text = arena_printf(s->a, "%s%s%s", text, i ? ", " : "",
			field_get_text(name, (const char *)p->rows.rows + i * p->rows.size));
	return text;
}

static void act_as(struct site_test *s, const char *func, int64_t org)
{
	struct grant *g = arena_new_of(s->a, struct grant);

	*g = (struct grant){
		.account = 1, .func = func, .org = org, .reach = "below", .to_day = DAY_MAX};
	s->actor = (struct actor){.account = 1, .grants = {g, 1, sizeof(*g)}};
}

/* Every number of a breakdown leads to as many names; together they are the whole list. */
static void narrowed(struct site_test *s, const char *code, const char *by, const char *across)
{
	struct figure_in in = {.org = "root", .period = "2016", .by = by, .across = across};
	const struct figure_row *row;
	struct figure_ask ask;
	struct figure_cut cut;
	int64_t value, sum = 0;
	struct list rows;
	struct doc d;

	ok(db_begin(s->db, DB_READ));
	ok(figure_ask_read(&s->cx, figure_find(code), &in, &ask));
	ok(figure_by_read(&s->cx, ask.figure, by, across, &cut));
	ok(figure_rows(&s->cx, &ask, &cut, &rows));
	ok(figure_value(&s->cx, &ask, &value));
	db_rollback(s->db);
	row = rows.rows;
	in.records = 1;
	for (size_t i = 0; i < rows.n; i++) {
		in.key = across ? row[i].key_1 : row[i].key;
		in.key_2 = row[i].key_2;
		ok(site_run(s, &figure_show, &in, 0, code, &d));
		assert_int_equal(doc_find(&d, "records")->rows.n, row[i].value);
		sum += row[i].value;
	}
	assert_true(rows.n > 0 && value > 0);
	assert_int_equal(sum, value);
}

static void a_list_is_narrowed_to_a_number(void **state)
{
	struct site_test *s = site_of(state);
	struct figure_in in = {
		.org = "west", .period = "2016", .by = "ethnicity", .key = "Thái", .records = 1};
	struct story y = story_tell(s);
	struct doc d;

	narrowed(s, "member.admitted", "sex", NULL);
	narrowed(s, "member.admitted", "sex", "age");
	narrowed(s, "member.total", "ethnicity", "org");
	narrowed(s, "member.struck_off", "age", NULL);
	narrowed(s, "member.transferred_in", "org", "sex");
	ok(site_run(s, &figure_show, &in, 0, "member.total", &d));
	in.by = NULL;
	assert_int_equal(site_run(s, &figure_show, &in, 0, "member.total", &d), ERR_BAD_INPUT);
	/* who is not cleared for what is sensitive gets no list by it */
	act_as(s, "propaganda", y.t.root);
	in.by = "ethnicity";
	assert_int_equal(site_run(s, &figure_show, &in, 0, "member.total", &d), ERR_FORBIDDEN);
}

static const char *after_of(struct site_test *s, const struct doc_part *p)
{
	const char *after = strstr(p->next_href, "after=") + strlen("after=");

	return arena_strndup(s->a, after, strcspn(after, "#"));
}

/* By given name, page after page, without a person twice or left out. */
static void records_come_by_name_and_pages(void **state)
{
	struct site_test *s = site_of(state);
	const struct doc_part *p;

	story_tell(s);
	assert_string_equal(names_of(s, page(s, "member.total", "root")),
		"Lò Thị An, Quàng Văn Bình, Trần Thị Chi, Vì Thị Em, Nguyễn Hạnh");
	s->cx.page.limit = 2;
	p = page(s, "member.total", "root");
	assert_string_equal(names_of(s, p), "Lò Thị An, Quàng Văn Bình");
	s->cx.page.after = after_of(s, p);
	p = page(s, "member.total", "root");
	assert_string_equal(names_of(s, p), "Trần Thị Chi, Vì Thị Em");
	s->cx.page.after = after_of(s, p);
	p = page(s, "member.total", "root");
	assert_string_equal(names_of(s, p), "Nguyễn Hạnh");
	assert_null(p->next_href);
	assert_string_equal(p->row_href, "/member/");
	s->cx.page.after = NULL;
	s->cx.page.limit = 1;
	p = page(s, "member.transferred_out", "a");
	assert_string_equal(names_of(s, p), "Quàng Văn Bình");
	s->cx.page.after = after_of(s, p);
	assert_string_equal(names_of(s, page(s, "member.transferred_out", "a")), "Nguyễn Hạnh");
	s->cx.page.after = NULL;
	assert_string_equal(names_of(s, page(s, "member.moved_out_with_org", "d")), "Nguyễn Hạnh");
	assert_string_equal(names_of(s, page(s, "member.deceased", "d")), "Trần Văn Dũng");
}

static enum err show(struct site_test *s, const char *code, const struct figure_in *in)
{
	struct doc d;

	return site_run(s, &figure_show, in, 0, code, &d);
}

static void people_are_for_those_over_them(void **state)
{
	struct site_test *s = site_of(state);
	struct story y = story_tell(s);

	act_as(s, "secretary", y.t.west);
	ok(show(s, "member.total", IN(.org = "c", .records = 1)));
	ok(show(s, "org.cell", IN(.org = "east")));
	assert_int_equal(show(s, "member.total", IN(.org = "east")), ERR_FORBIDDEN);
	assert_int_equal(show(s, "member.total", IN(.period = "2016")), ERR_FORBIDDEN);
	assert_true(site_said(s, M_FIGURE_NEEDS_ORG));
	/* whoever has no right to names has neither the list nor rows as small as a name */
	act_as(s, "member", y.t.root);
	ok(show(s, "member.total", IN(.org = "west", .by = "sex")));
	assert_int_equal(show(s, "member.total", IN(.org = "west", .records = 1)), ERR_FORBIDDEN);
	assert_int_equal(
		show(s, "member.total", IN(.org = "west", .by = "ethnicity")), ERR_FORBIDDEN);
	assert_int_equal(
		show(s, "member.total", IN(.org = "west", .by = "sex,religion")), ERR_FORBIDDEN);
	assert_true(site_said(s, M_FIGURE_FEW));
	ok(show(s, "member.total", IN(.org = "root", .period = "2016", .by = "religion")));
	act_as(s, "administration", 0);
	assert_int_equal(show(s, "member.total", IN(.org = "west")), ERR_FORBIDDEN);
}

/* From the list of indicators, those of people lead to the reader's own organisation. */
static void the_list_leads_where_one_may(void **state)
{
	struct site_test *s = site_of(state);
	struct story y = story_tell(s);
	const char *const no_org[2] = {NULL}; /* nor words */
	const char *west = arena_printf(s->a, "/figure/member.total?org=%lld", (long long)y.t.west);

	act_as(s, "secretary", y.t.west);
	has(story_run(s, &figure_list, no_org, NULL), west);
	has(story_run(s, &figure_list, no_org, NULL), "\"/figure/org.cell\"");
	act_as(s, "office", 0);
	has(story_run(s, &figure_list, no_org, NULL), "\"/figure/member.total\"");
}

/* The list behind a value has as many members as were counted. */
static void values_lead_to_their_people(void **state)
{
	struct site_test *s = site_of(state);
	struct story y = story_tell(s);
	const char *west =
		arena_printf(s->a, "/org/%lld/members?day=2016-12-31", (long long)y.t.west);
	const struct figure_row *row;
	const struct doc_part *p;
	struct doc d;

	s->cx.page.brief = true;
	site_clean(s);
	ok(site_run(s, &figure_show,
		IN(.org = "west", .period = "2016", .by = "age", .across = "sex"), 0, "member.full",
		&d));
	row = doc_find(&d, "rows")->rows.rows;
	assert_true(doc_find(&d, "rows")->rows.n > 0);
	p = doc_find(&d, "pivot");
	assert_non_null(p);
	assert_string_equal(((const struct doc_grid_row *)p->grid->rows.rows)[0].label, row->label);
	site_clean(s);
	ok(site_run(s, &figure_show, IN(.org = "west", .period = "2016", .by = "sex"), 0,
		"member.total", &d));
	row = doc_find(&d, "rows")->rows.rows;
	assert_string_equal(row[0].href, arena_printf(s->a, "%s&sex=%s", west, row[0].key));
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(stocks_are_of_the_end_of_the_day),
		on_site(standing_and_terms), on_site(flows_count_where_they_happened),
		on_site(transfers_count_across_the_border),
		on_site(organisations_take_their_members_along), on_site(books_close),
		on_site(running_periods_end_today), on_site(breaks_down_people),
		on_site(breaks_down_organisations), on_site(breaks_down_time),
		on_site(crosses_what_can_be_crossed), on_site(crosses_no_more_than_can_be_read),
		on_site(knows_what_was_known), on_site(days_before_the_opening_are_assumed),
		on_site(json_has_its_shape), on_site(records_come_by_name_and_pages),
		on_site(a_list_is_narrowed_to_a_number), on_site(people_are_for_those_over_them),
		on_site(the_list_leads_where_one_may), on_site(values_lead_to_their_people)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
