/* What an indicator answers beside its number: rates with their bases, comparisons. */
#include "figure/figure_member_test.h"

#include "org/org_record.h"
#include "view/render.h"

/* ---- rates ---- */

static struct figure_answer answer(
	struct site_test *s, const char *code, const char *org, const char *period)
{
	struct figure_answer got;
	struct figure_ask ask;

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(figure_ask_read(&s->cx, figure_find(code), IN(.org = org, .period = period), &ask));
	ok(figure_answer(&s->cx, &ask, &got));
	db_rollback(s->db);
	return got;
}

static void rates_have_both_numbers(void **state)
{
	struct site_test *s = site_of(state);
	struct figure_answer a;

	story_tell(s);
	a = answer(s, "member.away.rate", "root", "2016");
	assert_true(a.rate);
	assert_int_equal(a.value, 1);
	assert_int_equal(a.base, 5);
	assert_string_equal(figure_text(&s->cx, &a), "20,0%");
	assert_string_equal(
		figure_base_text(&s->cx, figure_find("member.away.rate"), &a), "1 / 5 đảng viên");
	/* exempt from February to the end of August */
	a = answer(s, "member.exempt.rate", "d", "2016-08");
	assert_string_equal(figure_text(&s->cx, &a), "100%");
	a = answer(s, "member.exempt.rate", "d", "2016");
	assert_int_equal(a.base, 0); /* d had been merged by then */
	assert_string_equal(figure_text(&s->cx, &a), "–");
	a = answer(s, "member.total", "root", "2016");
	assert_false(a.rate);
	assert_int_equal(a.base, 0);
	assert_null(figure_base_text(&s->cx, figure_find("member.total"), &a));
}

/* "key=value/base key=value/base" */
static const char *shares(struct site_test *s, const char *org, const char *by)
{
	const char *text = "";
	const struct figure_row *r;
	struct figure_ask ask;
	struct figure_cut cut;
	struct list rows;

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(figure_by_read(&s->cx, figure_find("member.away.rate"), by, NULL, &cut));
	ok(figure_ask_read(
		&s->cx, figure_find("member.away.rate"), IN(.org = org, .period = "2016"), &ask));
	ok(figure_rows(&s->cx, &ask, &cut, &rows));
	db_rollback(s->db);
	r = rows.rows;
	for (size_t i = 0; i < rows.n; i++) {
		assert_int_equal(r[i].share.value, r[i].value);
		assert_int_equal(r[i].share.base, r[i].base);
		text = arena_printf(s->a, "%s%s%s=%lld/%lld", text, *text ? " " : "", r[i].key,
			(long long)r[i].value, (long long)r[i].base);
	}
	return text;
}

/* Each row has its own base: shares are not averaged. */
static void rates_are_broken_down(void **state)
{
	struct site_test *s = site_of(state);

	story_tell(s);
	assert_string_equal(shares(s, "root", "org"), "east=0/1 west=1/4");
	assert_string_equal(shares(s, "west", "org"), "b=1/1 c=0/3");
	assert_string_equal(shares(s, "root", "sex"), "male=0/1 female=1/3 unknown=0/1");
	assert_string_equal(
		shares(s, "root", "quarter"), "2016-Q1=0/5 2016-Q2=0/5 2016-Q3=0/5 2016-Q4=1/5");
	assert_string_equal(shares(s, "west", "quarter,org"),
		"2016-Q1,c=0/1 2016-Q1,d=0/1 2016-Q2,d=0/1 2016-Q3,b=0/1 2016-Q3,c=0/1 "
		"2016-Q3,d=0/1 2016-Q4,b=1/1 2016-Q4,c=0/3");
	assert_string_equal(shares(s, "root", "sex,age"),
		"male,18-30=0/1 female,18-30=0/1 female,31-40=1/1 female,41-50=0/1 "
		"unknown,unknown=0/1");
}

static void rates_are_promised_to_programs(void **state)
{
	struct site_test *s = site_of(state);
	const char *j;

	story_tell(s);
	j = story_json(s, "member.away.rate",
		IN(.org = "west", .period = "2016", .by = "org", .compare = "year", .records = 1));
	has(j, "\"value\":0.25,\"numerator\":1,\"denominator\":4,");
	has(j, "\"rows\":[{\"key\":\"b\",\"value\":1,\"numerator\":1,\"denominator\":1},"
	       "{\"key\":\"c\",\"value\":0,\"numerator\":0,\"denominator\":3}]");
	has(j, "\"value\":0,\"numerator\":0,\"denominator\":2,\"change_rate\":0.25}");
	has(j, "\"full_name\":\"Vì Thị Em\"");
	assert_null(strstr(j, "Trần Thị Chi"));
	j = story_json(s, "member.away.rate", IN(.org = "d", .period = "2016"));
	has(j, "\"value\":null,\"numerator\":0,\"denominator\":0");
	j = story_json(s, "member.total", IN(.org = "west", .period = "2016"));
	assert_null(strstr(j, "numerator"));
}

static const char *text_of(struct site_test *s, const char *code, const struct figure_in *in)
{
	const char *text;
	struct buf b;
	struct doc d;

	ok(site_run(s, &figure_show, in, 0, code, &d));
	buf_init(&b, 1 << 20);
	ok(render_text(&s->cx.say, &d, false, &b));
	text = arena_strdup(s->a, b.p);
	buf_done(&b);
	return text;
}

static void text_begins_with_the_rate(void **state)
{
	struct site_test *s = site_of(state);
	const char *t;

	story_tell(s);
	t = text_of(s, "member.away.rate", IN(.org = "west", .period = "2016", .by = "org"));
	assert_memory_equal(t, "25,0%\n", strlen("25,0%\n"));
	has(t, "(1 / 4 đảng viên)");
	has(t, "100%");
	s->cx.say.lang = LANG_EN;
	t = text_of(s, "member.away.rate", IN(.org = "west", .period = "2016"));
	assert_memory_equal(t, "25.0%\n", strlen("25.0%\n"));
	s->cx.say.lang = LANG_VI;
}

/* ---- comparisons ---- */

static const char *compared(
	struct site_test *s, const char *code, const char *org, const char *compare)
{
	struct doc d;

	ok(site_run(s, &figure_show, IN(.org = org, .period = "2016", .compare = compare), 0, code,
		&d));
	return doc_find(&d, "compared")->text;
}

static void comparisons_are_sentences(void **state)
{
	struct site_test *s = site_of(state);

	story_tell(s);
	assert_string_equal(compared(s, "member.total", "west", "year"),
		"So với ngày 31/12/2015 (2): tăng 2 (100,0%).");
	assert_string_equal(compared(s, "member.total", "east", "year"),
		"So với ngày 31/12/2015 (3): giảm 2 (66,7%).");
	assert_string_equal(compared(s, "member.total", "root", "year"),
		"So với ngày 31/12/2015 (5): không đổi.");
	has(compared(s, "member.deceased", "west", "previous"), "(0): tăng 1. Kỳ so sánh bằng 0");
	has(compared(s, "member.readmitted", "west", "year"), "(0): không đổi.");
	assert_string_equal(compared(s, "member.away.rate", "west", "year"),
		"So với ngày 31/12/2015 (0 / 2 đảng viên = 0,0%): tăng 25,0 điểm phần trăm.");
	has(compared(s, "member.away.rate", "d", "year"), "không có gì để tính tỷ lệ");
}

/* ---- what is marked as chosen on the page is what it shows ---- */

static const struct doc_part *page(struct site_test *s, const char *code, struct figure_in *in)
{
	struct doc *d = arena_new_of(s->a, struct doc);

	site_clean(s);
	s->cx.page.brief = true;
	ok(site_run(s, &figure_show, in, 0, code, d));
	s->cx.page.brief = false;
	return doc_find(d, "figure");
}

static const char *marked_in(struct site_test *s, const struct doc_part *p, enum msg field)
{
	const char *label = msg_text(s->cx.say.lang, field), *found = "nothing";

	for (const struct doc_ways *w = p->ways; w; w = w->next)
		for (size_t i = 0; text_eq(w->label, label) && i < w->rows.n; i++) {
			const struct doc_way *way = (const struct doc_way *)w->rows.rows + i;
			if (way->here)
				found = text_eq(found, "nothing") ? way->label : "two of them";
		}
	return found;
}

static const char *marked(struct site_test *s, const struct doc_part *p)
{
	return marked_in(s, p, M_FIELD_COMPARE);
}

static void the_comparison_shown_is_the_one_marked(void **state)
{
	struct site_test *s = site_of(state);
	const struct doc_part *p;

	story_tell(s);
	p = page(s, "member.admitted", IN(.org = "root", .period = "2016"));
	assert_string_equal(marked(s, p), "Kỳ trước");
	has(p->figure->change, "01/01/2015");
	p = page(s, "member.admitted", IN(.org = "root", .period = "2016", .compare = "none"));
	assert_string_equal(marked(s, p), "Không so sánh");
	assert_null(p->figure->change);
	p = page(s, "member.admitted", IN(.org = "root", .period = "2016-Q4"));
	assert_string_equal(marked(s, p), "Kỳ trước");
	has(p->figure->change, "01/07/2016");
	assert_null(strchr(p->figure->change, '\n'));
	p = page(s, "member.admitted", IN(.org = "root", .period = "2016-Q4", .compare = "year"));
	assert_string_equal(marked(s, p), "Cùng kỳ năm trước");
	has(p->figure->change, "01/10/2015");
	/* one that still runs, and a day */
	p = page(s, "member.admitted", IN(.org = "root", .period = "2026"));
	assert_string_equal(marked(s, p), "Cùng kỳ năm trước");
	has(p->figure->change, "22/11/2025");
	p = page(s, "member.total", IN(.org = "root"));
	assert_string_equal(marked(s, p), "Cùng kỳ năm trước");
	assert_non_null(p->figure->change);
	assert_null(strstr(story_json(s, "member.total",
				   IN(.org = "root", .period = "2016", .compare = "none")),
		"compared"));
}

static void the_period_shown_is_the_one_marked(void **state)
{
	static const char *const periods[][3] = {{NULL, "Hôm nay", "Năm 2026"},
		{"2025", "Năm 2025", "Năm 2025"}, {"2026", "Năm 2026", "Năm 2026"},
		{"quý III/2026", "Quý III/2026", "Quý III/2026"},
		{"10/2026", "Tháng 10/2026", "Tháng 10/2026"}, {"2013", "Năm 2013", "Năm 2013"},
		{"2016-Q1", "Quý I/2016", "Quý I/2016"},
		{"02/2016", "Tháng 02/2016", "Tháng 02/2016"},
		{"2016-H1", "01/01/2016 đến 30/06/2016", "01/01/2016 đến 30/06/2016"},
		{"05/03/2016", "05/03/2016", "05/03/2016"}};
	struct site_test *s = site_of(state);

	story_tell(s);
	for (size_t i = 0; i < sizeof(periods) / sizeof(*periods); i++) {
		struct figure_in *in = IN(.org = "root", .period = periods[i][0]);
		assert_string_equal(
			marked_in(s, page(s, "member.total", in), M_FIELD_PERIOD), periods[i][1]);
		assert_string_equal(marked_in(s, page(s, "member.admitted", in), M_FIELD_PERIOD),
			periods[i][2]);
	}
	/* the day of the frame */
	s->cx.day = 20160305;
	assert_string_equal(
		marked_in(s, page(s, "member.total", IN(.org = "root")), M_FIELD_PERIOD),
		"05/03/2016");
	assert_string_equal(
		marked_in(s, page(s, "member.admitted", IN(.org = "root")), M_FIELD_PERIOD),
		"01/01/2016 đến 05/03/2016");
	s->cx.day = s->cx.say.today;
}

/* ---- the form sent as it stands ---- */

static struct doc *form_page(
	struct site_test *s, const char *code, const struct figure_in *in, enum err want)
{
	struct doc *d = arena_new_of(s->a, struct doc);

	site_clean(s);
	s->cx.page.brief = true;
	assert_int_equal(site_run(s, &figure_show, in, 0, code, d), want);
	s->cx.page.brief = false;
	return d;
}

static const struct doc_form_field *form_field(const struct doc *d, const char *name)
{
	const struct doc_part *p = doc_find(d, "choices");
	const struct doc_form_field *c;

	assert_non_null(p);
	c = p->form->fields.rows;
	for (size_t i = 0; i < p->form->fields.n; i++)
		if (text_eq(c[i].f->name, name))
			return &c[i];
	fail_msg("no field %s", name);
	return NULL;
}

static void sent_again_is_the_same(struct site_test *s, const char *code, const char *period)
{
	struct doc *d = form_page(s, code, IN(.org = "root", .period = period), ERR_OK), *again;
	const struct doc_figure *f = doc_find(d, "figure")->figure, *g;
	day_t day = s->cx.day;

	s->cx.day = s->cx.say.today;
	again = form_page(s, code,
		IN(.org = form_field(d, "org")->value, .period = form_field(d, "period")->value,
			.by = form_field(d, "by")->value,
			.compare = form_field(d, "compare")->value),
		ERR_OK);
	s->cx.day = day;
	g = doc_find(again, "figure")->figure;
	assert_string_equal(f->value, g->value);
	assert_string_equal(f->change, g->change);
	assert_string_equal(d->lead, again->lead);
}

static void the_form_holds_what_is_shown(void **state)
{
	struct site_test *s = site_of(state);
	struct doc *d;

	story_tell(s);
	d = form_page(s, "member.admitted", IN(.org = "root"), ERR_OK);
	assert_string_equal(form_field(d, "period")->value, "2026");
	d = form_page(s, "member.total", IN(.org = "root"), ERR_OK);
	assert_string_equal(form_field(d, "period")->value, "22/11/2026");
	sent_again_is_the_same(s, "member.total", NULL);
	sent_again_is_the_same(s, "member.admitted", NULL);
	sent_again_is_the_same(s, "member.admitted", "quý III/2016");
	s->cx.day = 20161231;
	d = form_page(s, "member.admitted", IN(.org = "root"), ERR_OK);
	assert_string_equal(form_field(d, "period")->value, "01/01/2016..31/12/2016");
	assert_string_not_equal(doc_find(d, "figure")->figure->value, "0");
	sent_again_is_the_same(s, "member.admitted", NULL);
	sent_again_is_the_same(s, "member.total", NULL);
	s->cx.day = s->cx.say.today;
}

static void a_wrong_period_is_told_at_its_field(void **state)
{
	struct site_test *s = site_of(state);
	const struct doc_form_field *f;
	struct doc *d;

	story_tell(s);
	d = form_page(s, "member.admitted",
		IN(.org = "root", .period = "quý V/2016", .by = "sex", .compare = "year"),
		ERR_BAD_INPUT);
	f = form_field(d, "period");
	assert_string_equal(f->value, "quý V/2016");
	has(f->error, "Không hiểu kỳ “quý V/2016”");
	assert_string_equal(form_field(d, "org")->value, "root");
	assert_null(form_field(d, "org")->error);
	assert_string_equal(form_field(d, "by")->value, "sex");
	assert_string_equal(form_field(d, "compare")->value, "year");
	assert_null(doc_find(d, "figure"));
	d = form_page(s, "member.admitted", IN(.org = "nowhere", .period = "2016"), ERR_NOT_FOUND);
	assert_string_equal(form_field(d, "org")->value, "nowhere");
	assert_non_null(form_field(d, "org")->error);
	assert_string_equal(form_field(d, "period")->value, "2016");
}

static void what_was_known_stands_first(void **state)
{
	struct site_test *s = site_of(state);
	struct story y = story_tell(s);
	struct doc *d;

	s->cx.known = y.before_death;
	d = form_page(s, "member.total", IN(.org = "root", .period = "2016"), ERR_OK);
	s->cx.known = KNOWN_NOW;
	assert_int_equal(d->parts->kind, DOC_NOTE);
	has(d->parts->text, "Theo những gì đã ghi đến");
	assert_string_equal(d->parts->links->href, "/figure/member.total?org=root&period=2016");
}

static bool is_said(struct site_test *s, const struct figure_in *in, const char *text)
{
	struct doc d;

	site_clean(s);
	ok(site_run(s, &figure_show, in, 0, "member.admitted", &d));
	for (const struct doc_part *p = d.parts; p; p = p->next)
		if (p->kind == DOC_NOTE && text_eq(p->text, text))
			return true;
	return false;
}

static void a_period_to_come_says_so(void **state)
{
	static const char text[] = "Kỳ này chưa bắt đầu: ngày đầu của kỳ là 01/01/2027.";
	struct site_test *s = site_of(state);
	const struct doc_part *p;

	story_tell(s);
	assert_true(is_said(s, IN(.org = "root", .period = "2027"), text));
	assert_false(is_said(s, IN(.org = "root", .period = "2026"), text));
	p = page(s, "member.admitted", IN(.org = "root", .period = "2027"));
	assert_string_equal(marked(s, p), "Không so sánh");
	assert_null(p->figure->change);
}

static void term(struct site_test *s, int64_t org, const char *number, day_t from, day_t last)
{
	struct org_record in = {.number = number, .from_day = from, .to_day = last};
	struct doc d;

	ok(site_run(s, &org_term_new, &in, org, NULL, &d));
}

static void terms_are_compared(void **state)
{
	struct site_test *s = site_of(state);
	struct story y = story_tell(s);
	const char *j;
	struct doc d;

	term(s, y.t.root, "XXI", 20100101, 20150630);
	term(s, y.t.root, "XXII", 20150701, 20200630);
	j = story_json(
		s, "member.admitted", IN(.org = "root", .period = "term:XXII", .compare = "term"));
	has(j, "\"from\":\"2015-07-01\",\"to\":\"2020-06-30\",\"value\":1,");
	has(j, "\"compared\":{\"compare\":\"term\",\"from\":\"2010-01-01\","
	       "\"to\":\"2015-06-30\",\"day\":\"2015-06-30\",\"value\":3,\"change\":-2,");
	assert_int_equal(site_run(s, &figure_show,
				 IN(.org = "root", .period = "term:XXI", .compare = "term"), 0,
				 "member.admitted", &d),
		ERR_NOT_FOUND);
	assert_true(site_said(s, M_FIGURE_NO_TERM_BEFORE));
	assert_int_equal(
		site_run(s, &figure_show, IN(.org = "root", .period = "2016", .compare = "term"), 0,
			"member.admitted", &d),
		ERR_BAD_INPUT);
	assert_true(site_said(s, M_FIGURE_COMPARE_NO_TERM));
}

/* ---- what few people would give away ---- */

static enum err by_ethnicity(struct site_test *s, const char *code)
{
	struct doc d;

	return site_run(s, &figure_show, IN(.org = "root", .period = "2016", .by = "ethnicity"), 0,
		code, &d);
}

/* Nobody of six is away, but that there are six or four, and of which group, is told all the same.
 */
static void few_are_not_told_by_a_base(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = cells_plant(s);
	struct grant g = {.account = 1, .func = "member", .reach = "below", .to_day = DAY_MAX};

	for (int i = 0; i < 6; i++)
		story_person(s, WHO(.full_name = "Lò Văn An", .ethnicity = "thai"),
			FACT(.kind = "admitted", .day = 20150101, .cell = t.a));
	g.org = t.root;
	s->actor = (struct actor){.account = 1, .grants = {&g, 1, sizeof(g)}};
	ok(by_ethnicity(s, "member.total"));
	ok(by_ethnicity(s, "member.away.rate"));
	s->actor = (struct actor){.is_operator = true};
	for (int i = 0; i < 4; i++)
		story_person(s, WHO(.full_name = "Giàng A Páo", .ethnicity = "mong"),
			FACT(.kind = "admitted", .day = 20150101, .cell = t.a));
	s->actor = (struct actor){.account = 1, .grants = {&g, 1, sizeof(g)}};
	assert_int_equal(by_ethnicity(s, "member.total"), ERR_FORBIDDEN);
	assert_int_equal(by_ethnicity(s, "member.away.rate"), ERR_FORBIDDEN);
	assert_true(site_said(s, M_FIGURE_FEW));
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(rates_have_both_numbers),
		on_site(rates_are_broken_down), on_site(rates_are_promised_to_programs),
		on_site(text_begins_with_the_rate), on_site(comparisons_are_sentences),
		on_site(the_comparison_shown_is_the_one_marked),
		on_site(the_period_shown_is_the_one_marked), on_site(the_form_holds_what_is_shown),
		on_site(a_wrong_period_is_told_at_its_field), on_site(what_was_known_stands_first),
		on_site(a_period_to_come_says_so), on_site(terms_are_compared),
		on_site(few_are_not_told_by_a_base)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
