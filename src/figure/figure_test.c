/* Indicators of organisations on a small tree that changes: values, breakdowns, answers. */
#include "figure/figure.h"

#include "figure/figure_test.h"
#include "org/org_record.h"
#include "view/render.h"

/* ---- asking ---- */

static int64_t value_in(struct site_test *s, const char *code, const struct figure_in *in)
{
	struct figure_ask ask;
	int64_t n = -1;

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(figure_ask_read(&s->cx, figure_find(code), in, &ask));
	ok(figure_value(&s->cx, &ask, &n));
	db_rollback(s->db);
	return n;
}

static int64_t value(struct site_test *s, const char *code, const char *org, const char *period)
{
	return value_in(s, code, &(struct figure_in){.org = org, .period = period});
}

/* The rows as "key=value key=value". */
static const char *rows(struct site_test *s, const char *code, const struct figure_in *in)
{
	const char *text = "";
	const struct figure_row *r;
	struct figure_ask ask;
	struct figure_cut cut;
	struct list list;

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(figure_by_read(&s->cx, figure_find(code), in->by, in->across, &cut));
	ok(figure_ask_read(&s->cx, figure_find(code), in, &ask));
	ok(figure_rows(&s->cx, &ask, &cut, &list));
	db_rollback(s->db);
	r = list.rows;
	for (size_t i = 0; i < list.n; i++)
		text = arena_printf(s->a, "%s%s%s=%lld", text, *text ? " " : "", r[i].key,
			(long long)r[i].value);
	return text;
}

static enum err show(
	struct site_test *s, const char *code, const struct figure_in *in, struct doc *d)
{
	return site_run(s, &figure_show, in, 0, code, d);
}

static const char *json(struct site_test *s, const char *code, const struct figure_in *in)
{
	const char *text;
	struct buf b;
	struct doc d;

	ok(show(s, code, in, &d));
	buf_init(&b, 1 << 20);
	ok(render_json(&s->cx.say, &d, &b));
	text = arena_strdup(s->a, b.p);
	buf_done(&b);
	return text;
}

#define IN(...)	      (&(struct figure_in){__VA_ARGS__})
#define has(text, it) assert_non_null(strstr(text, it))

/* ---- a small tree ---- */

struct small {
	int64_t district, east, west, police, one, two;
};

/*
 * d: east (cells one and two), west, police (a grassroots cell). Two was founded in May 2016 and
 * went over to west on 5 September; police became a grassroots committee in 2018.
 */
static struct small plant(struct site_test *s)
{
	struct small t;

	t.district = site_found(s, 0, "d", "district", 20100101);
	t.east = site_found(s, t.district, "east", "commune", 20100101);
	t.west = site_found(s, t.district, "west", "commune", 20120315);
	t.police = site_found(s, t.district, "police", "grassroots_cell", 20150101);
	t.one = site_found(s, t.east, "one", "cell", 20100101);
	t.two = site_found(s, t.east, "two", "cell", 20160510);
	ok(site_act(s,
		&(struct org_act){.org = t.two, .day = 20160905, .act = "move", .parent = t.west}));
	ok(site_act(s, &(struct org_act){.org = t.police,
			       .day = 20180101,
			       .act = "kind",
			       .kind = "grassroots_committee"}));
	return t;
}

static void counts_on_days(void **state)
{
	struct site_test *s = site_of(state);

	plant(s);
	assert_int_equal(value(s, "org.total", "d", "2010"), 3);
	assert_int_equal(value(s, "org.total", "d", "2012-03-14"), 3);
	assert_int_equal(value(s, "org.total", "d", "2012-03-15"), 4);
	assert_int_equal(value(s, "org.total", "d", "2016"), 6);
	assert_int_equal(value(s, "org.district", "d", "2016"), 1);
	assert_int_equal(value(s, "org.cell", "d", "2016"), 3);
	assert_int_equal(value(s, "org.cell", "d", "2018"), 2);
	assert_int_equal(value(s, "org.cell.subordinate", "d", "2016"), 2);
	assert_int_equal(value(s, "org.cell", "east", "2016-08"), 2);
	assert_int_equal(value(s, "org.cell", "east", "2016-09-04"), 2);
	assert_int_equal(value(s, "org.cell", "east", "2016-09-05"), 1);
	assert_int_equal(value(s, "org.cell", "west", "2016-09-05"), 1);
	assert_int_equal(value(s, "org.total", NULL, "2016"), 6);
}

/* A commune is a grassroots organisation until 30/06/2025, a district no more than that day. */
static void rules_have_days(void **state)
{
	struct site_test *s = site_of(state);

	plant(s);
	assert_int_equal(value(s, "org.grassroots", "d", "2016"), 3);
	assert_int_equal(value(s, "org.grassroots.cell", "d", "2016"), 1);
	assert_int_equal(value(s, "org.grassroots.committee", "d", "2018"), 3);
	assert_int_equal(value(s, "org.grassroots", "east", "2025-06-30"), 1);
	assert_int_equal(value(s, "org.grassroots", "east", "2025-07-01"), 0);
	assert_int_equal(value(s, "commune.total", "d", "2025-07-01"), 2);
	assert_int_equal(value(s, "org.total", "d", "2025-07-01"), 6);
}

static void every_kind_counts(void **state)
{
	struct site_test *s = site_of(state);
	size_t n;
	const struct cat_entry *kinds = cat_all(&s->cats, "org_kind", &n);
	int64_t root = site_found(s, 0, "p", "province", 20100101);
	int64_t cell = site_found(s, root, "c", "grassroots_cell", 20100101);

	assert_true(n >= 8);
	assert_string_equal(kinds[0].code, "central");
	site_found(s, cell, "g", "group", 20110101);
	assert_int_equal(value(s, "org.total", "p", "2012"), 3);
	assert_int_equal(value(s, "org.group", "p", "2012"), 1);
	assert_int_equal(value(s, "org.province", NULL, "2012"), 1);
}

static void breaks_down(void **state)
{
	struct site_test *s = site_of(state);

	plant(s);
	assert_string_equal(rows(s, "org.total", IN(.org = "d", .period = "2016", .by = "org")),
		"east=2 police=1 west=2 own=1");
	assert_string_equal(rows(s, "org.cell", IN(.org = "d", .period = "2016", .by = "org")),
		"east=1 police=1 west=1");
	assert_string_equal(rows(s, "org.district", IN(.org = "d", .period = "2016", .by = "org")),
		"east=0 police=0 west=0 own=1");
	assert_string_equal(rows(s, "org.total", IN(.period = "2016", .by = "org")), "d=6");
	assert_string_equal(
		rows(s, "org.grassroots", IN(.org = "d", .period = "2016", .by = "kind")),
		"Đảng bộ xã (cấp xã)=2 Chi bộ cơ sở=1");
	assert_string_equal(
		rows(s, "org.cell", IN(.org = "d", .period = "2016", .by = "sector")), "unknown=3");
	assert_string_equal(
		rows(s, "org.cell", IN(.org = "east", .period = "2016-04..2016-09", .by = "month")),
		"2016-04=1 2016-05=2 2016-06=2 2016-07=2 2016-08=2 2016-09=1");
	assert_string_equal(
		rows(s, "org.cell", IN(.org = "east", .period = "2016", .by = "quarter")),
		"2016-Q1=1 2016-Q2=2 2016-Q3=1 2016-Q4=1");
	assert_string_equal(
		rows(s, "org.total", IN(.org = "d", .period = "2009-05..2011-02", .by = "year")),
		"2009=0 2010=3 2011=3");
	assert_string_equal(
		rows(s, "org.total", IN(.org = "d", .period = "2016", .by = "org", .reach = "own")),
		"own=1");
}

/* Today is 22/11/2026: of the running year it is today that counts, of the months those begun. */
static void running_periods_end_today(void **state)
{
	struct site_test *s = site_of(state);
	struct small t = plant(s);

	ok(site_act(s, &(struct org_act){.org = t.one, .day = 20261201, .act = "dissolve"}));
	assert_int_equal(value(s, "org.cell", "d", "2026"), 2);
	assert_int_equal(value(s, "org.cell", "d", "2026-12-01"), 1);
	assert_int_equal(value(s, "org.cell", "d", "2027"), 1);
	assert_string_equal(
		rows(s, "org.cell", IN(.org = "d", .period = "2026-10..2026-12", .by = "month")),
		"2026-10=2 2026-11=2");
	assert_int_equal(value_in(s, "org.cell", IN(.org = "d")), 2);
}

static void earlier(struct site_test *s, const char *period, const char *compare, day_t from,
	day_t to, day_t day)
{
	struct figure_ask ask, before;

	ok(db_begin(s->db, DB_READ));
	ok(figure_ask_read(&s->cx, figure_find("org.total"), IN(.period = period), &ask));
	ok(figure_ask_earlier(&s->cx, &ask, compare, &before));
	db_rollback(s->db);
	assert_int_equal(before.from, from);
	assert_int_equal(before.to, to);
	assert_int_equal(before.day, day);
}

static void knows_earlier_periods(void **state)
{
	struct site_test *s = site_of(state);

	earlier(s, "2016", "previous", 20150101, 20151231, 20151231);
	earlier(s, "2016-Q1", "previous", 20151001, 20151231, 20151231);
	earlier(s, "2016-03", "previous", 20160201, 20160229, 20160229);
	earlier(s, "2016-05-31", "previous", 20160530, 20160530, 20160530);
	earlier(s, "2016-05-11..2016-05-20", "previous", 20160501, 20160510, 20160510);
	earlier(s, "2017-02", "year", 20160201, 20160229, 20160229);
	earlier(s, "2016-02", "year", 20150201, 20150228, 20150228);
	earlier(s, "2026", "year", 20250101, 20251231, 20251122);
	earlier(s, "2026", "previous", 20250101, 20251231, 20251231);
}

static void terms_are_periods(void **state)
{
	struct site_test *s = site_of(state);
	struct small t = plant(s);

	struct org_record term = {.number = "XXII", .from_day = 20150801, .to_day = 20170731};
	struct doc d;

	ok(site_run(s, &org_term_new, &term, t.district, NULL, &d));
	assert_string_equal(
		rows(s, "org.cell", IN(.org = "d", .period = "term:XXII", .by = "year")),
		"2015=2 2016=3 2017=3");
	ok(db_begin(s->db, DB_READ));
	assert_int_equal(figure_ask_read(&s->cx, figure_find("org.cell"),
				 IN(.org = "d", .period = "term:XXI"), &(struct figure_ask){0}),
		ERR_NOT_FOUND);
	db_rollback(s->db);
}

/* What was corrected later is not known before. */
static void knows_what_was_known(void **state)
{
	struct site_test *s = site_of(state);
	struct small t = plant(s);
	int64_t then = s->cx.txn_ms;

	site_found(s, t.west, "three", "cell", 20130101);
	assert_int_equal(value(s, "org.cell", "west", "2014"), 1);
	s->cx.known = then;
	assert_int_equal(value(s, "org.cell", "west", "2014"), 0);
	assert_int_equal(value(s, "org.cell", "d", "2016"), 3);
	s->cx.known = KNOWN_NOW;
	assert_int_equal(value(s, "org.cell", "d", "2016"), 4);
}

static void refuse(struct site_test *s, const struct figure_in *in, enum err want, enum msg what)
{
	struct doc d;

	assert_int_equal(show(s, "org.cell", in, &d), want);
	assert_true(site_said(s, what));
}

static void refuses_with_a_way_out(void **state)
{
	struct site_test *s = site_of(state);
	struct doc d;

	plant(s);
	refuse(s, IN(.period = "2016-13"), ERR_BAD_INPUT, M_FIGURE_NO_PERIOD);
	refuse(s, IN(.by = "sex"), ERR_BAD_INPUT, M_FIGURE_NO_DIMENSION);
	refuse(s, IN(.reach = "own"), ERR_BAD_INPUT, M_FIGURE_OWN_NEEDS_ORG);
	refuse(s, IN(.period = "term:X"), ERR_BAD_INPUT, M_FIGURE_TERM_NEEDS_ORG);
	refuse(s, IN(.compare = "target"), ERR_BAD_INPUT, M_FIGURE_NO_COMPARE);
	refuse(s, IN(.period = "1900..2016", .by = "month"), ERR_REFUSED, M_FIGURE_TOO_MANY);
	refuse(s, IN(.org = "nowhere"), ERR_NOT_FOUND, M_TREE_NO_SUCH_ORG);
	assert_int_equal(show(s, "org.nothing", IN(.org = NULL), &d), ERR_NOT_FOUND);
}

/* ---- what is answered ---- */

static void json_has_its_shape(void **state)
{
	struct site_test *s = site_of(state);
	const char *j;

	plant(s);
	j = json(s, "org.grassroots", IN(.org = "d", .period = "2016"));
	has(j, "\"code\":\"org.grassroots\",\"org\":\"d\",\"from\":\"2016-01-01\","
	       "\"to\":\"2016-12-31\",\"value\":3");
	assert_null(strstr(j, "\"rows\""));
	assert_null(strstr(j, "\"records\""));
	assert_null(strstr(j, "\"compared\""));
	j = json(s, "org.grassroots",
		IN(.org = "d", .period = "2016", .by = "org", .compare = "year", .records = 1));
	has(j, "\"rows\":[{\"key\":\"east\",\"value\":1},{\"key\":\"police\",\"value\":1},"
	       "{\"key\":\"west\",\"value\":1}]");
	has(j, "\"compared\":{\"compare\":\"year\",\"from\":\"2015-01-01\",\"to\":\"2015-12-31\","
	       "\"day\":\"2015-12-31\",\"value\":3,\"change\":0,\"change_rate\":0}");
	has(j, "\"code\":\"police\",\"name\":\"Tổ chức police\"");
	j = json(s, "org.group", IN(.period = "2016", .by = "kind"));
	has(j, "\"org\":null");
	has(j, "\"value\":0");
	has(j, "\"rows\":[]");
}

static void text_begins_with_the_number(void **state)
{
	struct site_test *s = site_of(state);
	struct buf b;
	struct doc d;

	plant(s);
	ok(show(s, "org.total", IN(.org = "d", .period = "2016", .by = "org"), &d));
	buf_init(&b, 1 << 20);
	ok(render_text(&s->cx.say, &d, false, &b));
	assert_memory_equal(b.p, "6\nTổng số tổ chức đảng\n", strlen("6\nTổng số tổ chức đảng\n"));
	has(b.p, "Chính tổ chức này");
	buf_done(&b);
}

/* Each row leads to the same figure of the child; the way up does too. */
static void rows_lead_onward(void **state)
{
	struct site_test *s = site_of(state);
	const struct figure_row *r;
	struct small t = plant(s);
	struct doc d;

	ok(show(s, "org.total", IN(.org = "d", .period = "2016", .by = "org"), &d));
	r = doc_find(&d, "rows")->rows.rows;
	assert_string_equal(
		r[0].href, arena_printf(s->a, "/figure/org.total?org=%lld&period=2016&by=org",
				   (long long)t.east));
	ok(show(s, "org.total", IN(.org = "east", .period = "2016"), &d));
	assert_string_equal(
		d.path->next->href, arena_printf(s->a, "/figure/org.total?org=%lld&period=2016",
					    (long long)t.district));
}

static void records_come_by_pages(void **state)
{
	struct site_test *s = site_of(state);
	struct doc_part *p;
	struct doc d;

	plant(s);
	s->cx.page.limit = 4;
	ok(show(s, "org.total", IN(.org = "d", .period = "2016", .records = 1), &d));
	p = doc_find(&d, "records");
	assert_int_equal(p->rows.n, 4);
	assert_int_equal(p->total, 6);
	has(p->next_href, "/figure/org.total?org=d&period=2016&records=1&after=");
	assert_string_equal(p->row_keep, "?day=2016-12-31");
	s->cx.page.after = strstr(p->next_href, "after=") + strlen("after=");
	s->cx.page.after = arena_strndup(s->a, s->cx.page.after, strcspn(s->cx.page.after, "#"));
	ok(show(s, "org.total", IN(.org = "d", .period = "2016", .records = 1), &d));
	p = doc_find(&d, "records");
	assert_int_equal(p->rows.n, 2);
	assert_null(p->next_href);
	s->cx.page.after = NULL;
	s->cx.page.limit = 50;
}

static void every_figure_is_described(void **state)
{
	(void)state;
	for (size_t i = 0; i < figure_count; i++) {
		const struct figure *f = &figures[i];
		assert_ptr_equal(figure_find(f->code), f);
		assert_string_not_equal(
			msg_text(LANG_VI, f->title), msg_text(LANG_VI, f->definition));
		assert_true(f->source->value && f->source->rows && f->source->records);
	}
	assert_null(figure_find("org"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(counts_on_days), on_site(rules_have_days),
		on_site(every_kind_counts), on_site(breaks_down),
		on_site(running_periods_end_today), on_site(knows_earlier_periods),
		on_site(terms_are_periods), on_site(knows_what_was_known),
		on_site(refuses_with_a_way_out), on_site(json_has_its_shape),
		on_site(text_begins_with_the_number), on_site(rows_lead_onward),
		on_site(records_come_by_pages), cmocka_unit_test(every_figure_is_described),
		on_site(agrees_with_the_oracle_1), on_site(agrees_with_the_oracle_2),
		on_site(agrees_with_the_oracle_3)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
