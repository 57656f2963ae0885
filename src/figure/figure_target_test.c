/* Targets, closings of periods, issued figures: what is set, handed down, closed, and what it says.
 */
#include "figure/figure_target.h"

#include "figure/figure_closing.h"
#include "figure/figure_member_test.h"

#include "view/render.h"

/* ---- reading and words ---- */

static const char *as_read(struct site_test *s, const char *text, bool rate)
{
	struct figure_target t = {.bound = "exact"};

	if (!target_read(&s->cx.say, s->a, text, rate, &t))
		return "no";
	return arena_printf(s->a, "%s %lld/%lld", t.bound, (long long)t.value, (long long)t.base);
}

static void amounts_are_read(void **state)
{
	static const struct {
		const char *text, *want;
		bool rate;
	} cases[] = {{"120", "exact 120/0", false}, {"2.128", "exact 2128/0", false},
		{"ít nhất 120", "least 120/0", false}, {">= 120", "least 120/0", false},
		{"≥120", "least 120/0", false}, {"Không quá 3", "most 3/0", false},
		{"<=3", "most 3/0", false}, {"0", "exact 0/0", false},
		{"98%", "exact 98/100", true}, {"98", "exact 98/100", true},
		{"97,5 %", "exact 975/1000", true}, {"ít nhất 97,5%", "least 975/1000", true},
		{"từ 85% trở lên", "least 85/100", true},
		{"at least 97.5%", "least 975/1000", true}, {"tối đa 2%", "most 2/100", true},
		{"98%", "no", false}, {"", "no", false}, {"nhiều", "no", true},
		{"12 người", "no", false}, {"97,", "no", true}, {"1,2,3", "no", true},
		{"-5", "no", false}, {"khoảng 5", "no", false}};
	struct site_test *s = site_of(state);

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(as_read(s, cases[i].text, cases[i].rate), cases[i].want);
}

static const char *rate_of(struct site_test *s, struct figure_target t, struct figure_answer a)
{
	return target_rate_text(&s->cx, target_rate(&t, &a));
}

static void rates_are_whole_per_cent(void **state)
{
	struct site_test *s = site_of(state);
	struct figure_target n = {.value = 120, .bound = "exact"};
	struct figure_target share = {.value = 98, .base = 100, .bound = "least"};

	assert_string_equal(rate_of(s, n, (struct figure_answer){152, 0, false}), "127%");
	assert_string_equal(rate_of(s, n, (struct figure_answer){120, 0, false}), "100%");
	assert_string_equal(rate_of(s, n, (struct figure_answer){0, 0, false}), "0%");
	n.value = 1000;
	assert_string_equal(rate_of(s, n, (struct figure_answer){999, 0, false}), "99,9%");
	assert_string_equal(rate_of(s, share, (struct figure_answer){49, 50, true}), "100%");
	assert_string_equal(rate_of(s, share, (struct figure_answer){1, 2, true}), "51%");
	n.value = 0;
	assert_string_equal(rate_of(s, n, (struct figure_answer){3, 0, false}), "–");
	assert_true(target_is_reached(&share, &(struct figure_answer){49, 50, true}));
	assert_false(target_is_reached(&share, &(struct figure_answer){48, 50, true}));
	assert_false(target_is_reached(&share, &(struct figure_answer){0, 0, true}));
	n = (struct figure_target){.value = 3, .bound = "most"};
	assert_true(target_is_reached(&n, &(struct figure_answer){3, 0, false}));
	assert_false(target_is_reached(&n, &(struct figure_answer){4, 0, false}));
}

/* ---- setting ---- */

static enum err set(struct site_test *s, int64_t org, const char *code, const char *value)
{
	struct target_set_in in = {
		.code = code, .period = "2016", .value = value, .decision_no = "12-NQ/HU"};
	struct doc d;

	return site_run(s, &target_set, &in, org, NULL, &d);
}

static struct figure_target get(
	struct site_test *s, int64_t org, const char *code, const char *period)
{
	struct figure_target t = {0};
	struct period p;

	site_clean(s);
	assert_true(period_parse(str_of(period), &p));
	ok(db_begin(s->db, DB_READ));
	ok(target_of(&s->cx, org, code, p, &t));
	db_rollback(s->db);
	return t;
}

static void the_answer_carries_its_target(void **state)
{
	struct site_test *s = site_of(state);
	struct story y = story_tell(s);
	int64_t before;
	const char *j;

	ok(set(s, y.t.root, "member.total", "4"));
	before = s->cx.txn_ms;
	j = story_json(s, "member.total", IN(.org = "root", .period = "2016"));
	has(j, "\"value\":5,\"target\":4,\"target_bound\":\"exact\",\"target_rate\":1.25");
	j = story_json(s, "member.total", IN(.org = "root", .period = "2016-Q4"));
	assert_null(strstr(j, "\"target\":"));
	/* anew: the old one is what was known */
	ok(set(s, y.t.root, "Tổng số đảng viên", "ít nhất 10"));
	has(story_json(s, "member.total", IN(.org = "root", .period = "2016")),
		"\"target\":10,\"target_bound\":\"least\",\"target_rate\":0.5");
	s->cx.known = before;
	assert_int_equal(get(s, y.t.root, "member.total", "2016").value, 4);
	s->cx.known = KNOWN_NOW;
	/* of a rate */
	ok(set(s, y.t.root, "member.away.rate", "không quá 10%"));
	has(story_json(s, "member.away.rate", IN(.org = "root", .period = "2016")),
		"\"value\":0.2,\"numerator\":1,\"denominator\":5,\"target\":0.1,"
		"\"target_bound\":\"most\",\"target_rate\":2");
	assert_int_equal(set(s, y.t.root, "member.total", "98%"), ERR_BAD_INPUT);
	assert_true(site_said(s, M_TARGET_NO_NUMBER));
	assert_int_equal(set(s, y.t.root, "member.nothing", "1"), ERR_BAD_INPUT);
	assert_true(site_said(s, M_TARGET_NO_FIGURE));
}

static const char *id_text(struct site_test *s, int64_t id)
{
	return arena_printf(s->a, "%lld", (long long)id);
}

static enum err hand(
	struct site_test *s, int64_t org, int64_t target, const char *lines, struct doc *d)
{
	struct target_hand_in in = {.lines = lines};

	return site_run(s, &target_hand, &in, org, id_text(s, target), d);
}

static const struct doc_part *targets(struct site_test *s, int64_t org, const char *part)
{
	struct doc *d = arena_new_of(s->a, struct doc);
	struct target_list_in in = {.period = "2016"};

	ok(site_run(s, &target_list, &in, org, NULL, d));
	return doc_find(d, part);
}

static const char *cell(
	struct site_test *s, const struct doc_part *p, const char *row, const char *column)
{
	const struct field *key = NULL, *f = field_find(p->fields, column);

	field_each (k, p->fields)
		if (k->flags & FF_KEY)
			key = k;
	for (size_t i = 0; i < p->rows.n; i++) {
		const void *rec = (const char *)p->rows.rows + i * p->rows.size;
		if (text_eq(field_get_text(key, rec), row))
			return value_text(&s->cx.say, s->a, f, rec);
	}
	return "no such row";
}

static void targets_are_handed_down(void **state)
{
	struct site_test *s = site_of(state);
	struct story y = story_tell(s);
	const struct doc_part *p;
	int64_t own;
	struct doc d;

	ok(set(s, y.t.root, "member.admitted", "10"));
	own = get(s, y.t.root, "member.admitted", "2016").id;
	ok(hand(s, y.t.root, own, "east; Đảng bộ xã Đông; 4\nwest\t5\n", &d));
	assert_int_equal(get(s, y.t.east, "member.admitted", "2016").giver, y.t.root);
	p = targets(s, y.t.root, "targets");
	assert_string_equal(
		cell(s, p, "Kết nạp đảng viên", "rest"), "Đã giao 9 trong 10, còn phải giao 1.");
	assert_string_equal(cell(s, p, "Kết nạp đảng viên", "rate"), "10%");
	p = targets(s, y.t.root, "below");
	assert_string_equal(cell(s, p, "Tổ chức west", "target"), "5");
	assert_string_equal(cell(s, p, "Tổ chức west", "rate"), "20%");
	assert_string_equal(cell(s, p, "Tổ chức east", "state"), "Chưa đạt");
	/* a level further down, and too much */
	own = get(s, y.t.west, "member.admitted", "2016").id;
	ok(hand(s, y.t.west, own, "c; 7", &d));
	p = targets(s, y.t.west, "targets");
	has(cell(s, p, "Kết nạp đảng viên", "rest"), "vượt chỉ tiêu 5 là 2");
	/* who has none is named where one indicator is looked at */
	p = targets(s, y.t.west, "below");
	assert_string_equal(cell(s, p, "Tổ chức c", "target"), "7");
	assert_int_equal(p->rows.n, 1);
	ok(site_run(s, &target_list,
		&(struct target_list_in){.period = "2016", .code = "member.admitted"}, y.t.west,
		NULL, &d));
	assert_string_equal(cell(s, doc_find(&d, "below"), "Tổ chức b", "state"), "Chưa giao");
	/* what is not touched stays; what is wrong is named */
	own = get(s, y.t.root, "member.admitted", "2016").id;
	ok(hand(s, y.t.root, own, "east; 4\nwest; 6", &d));
	assert_int_equal(get(s, y.t.west, "member.admitted", "2016").value, 6);
	assert_int_equal(hand(s, y.t.root, own, "c; 4", &d), ERR_BAD_INPUT);
	assert_true(site_said(s, M_TARGET_NO_CHILD));
	assert_int_equal(hand(s, y.t.root, own, "east; nhiều", &d), ERR_BAD_INPUT);
	assert_true(site_said(s, M_TARGET_BAD_LINE));
	assert_int_equal(hand(s, y.t.root, own, "east; 1\neast; 2", &d), ERR_BAD_INPUT);
	assert_true(site_said(s, M_TARGET_CHILD_TWICE));
}

static void act_as(struct site_test *s, const char *func, int64_t org)
{
	struct grant *g = arena_new_of(s->a, struct grant);

	*g = (struct grant){
		.account = 1, .func = func, .org = org, .reach = "below", .to_day = DAY_MAX};
	s->actor = (struct actor){.account = 1, .grants = {g, 1, sizeof(*g)}};
}

static void what_was_handed_down_is_changed_from_above(void **state)
{
	struct site_test *s = site_of(state);
	struct story y = story_tell(s);
	struct target_set_in in = {.code = "member.admitted", .period = "2016", .value = "1"};
	const char *reason = "nhầm";
	int64_t id;
	struct doc d;

	ok(set(s, y.t.east, "member.admitted", "4"));
	ok(set(s, y.t.east, "member.total", "9"));
	id = get(s, y.t.east, "member.admitted", "2016").id;
	act_as(s, "office", y.t.east);
	assert_int_equal(site_run(s, &target_set, &in, y.t.east, NULL, &d), ERR_FORBIDDEN);
	assert_true(site_said(s, M_TARGET_OF_ABOVE));
	assert_int_equal(
		site_run(s, &target_remove, &reason, y.t.east, id_text(s, id), &d), ERR_FORBIDDEN);
	in.period = "2017"; /* its own */
	ok(site_run(s, &target_set, &in, y.t.east, NULL, &d));
	assert_int_equal(get(s, y.t.east, "member.admitted", "2017").giver, y.t.east);
	act_as(s, "office", y.t.root);
	ok(site_run(s, &target_remove, &reason, y.t.east, id_text(s, id), &d));
	assert_int_equal(get(s, y.t.east, "member.admitted", "2016").id, 0);
	assert_int_equal(
		site_run(s, &target_remove, &reason, y.t.east, id_text(s, id), &d), ERR_CONFLICT);
}

/* ---- closings ---- */

static enum err close_period(struct site_test *s, int64_t org, const char *period, struct doc *d)
{
	struct closing_add_in in = {.period = period, .note = "Báo cáo năm"};

	return site_run(s, &closing_add, &in, org, NULL, d);
}

static const char *item_of(const struct doc *d)
{
	return strrchr(d->location, '/') + 1;
}

static void what_comes_after_a_closing_is_an_adjustment(void **state)
{
	struct site_test *s = site_of(state);
	struct story y = story_tell(s);
	const struct doc_part *p;
	const char *item, *j;
	struct doc d;

	ok(close_period(s, y.t.root, "2016", &d));
	item = arena_strdup(s->a, item_of(&d));
	j = story_json(s, "member.admitted", IN(.org = "root", .period = "2016"));
	has(j, "\"value\":1,");
	has(j, "\"closing\":{\"id\":");
	has(j, "\"value\":1,\"change\":0}");
	story_person(s, WHO(.full_name = "Lò Thị Yên"),
		FACT(.kind = "admitted", .day = 20161130, .cell = y.t.c));
	j = story_json(s, "member.admitted", IN(.org = "west", .period = "2016-11"));
	has(j, "\"value\":1,\"change\":1}"); /* a month of it, and an organisation below */
	assert_null(strstr(story_json(s, "member.admitted", IN(.org = "root", .period = "2017")),
		"\"closing\":"));
	ok(site_run(s, &closing_show, NULL, y.t.root, item, &d));
	p = doc_find(&d, "figures");
	assert_string_equal(cell(s, p, "Kết nạp đảng viên", "closed"), "1");
	assert_string_equal(cell(s, p, "Kết nạp đảng viên", "now"), "2");
	assert_string_equal(cell(s, p, "Kết nạp đảng viên", "change"), "+1");
	assert_string_equal(cell(s, p, "Tổng số đảng viên", "now"), "6");
	p = doc_find(&d, "entered");
	assert_int_equal(p->rows.n, 1);
	assert_string_equal(cell(s, p, "Lò Thị Yên", "day"), "30/11/2016");
	/* again only after it has been opened, with a reason */
	assert_int_equal(close_period(s, y.t.root, "2016", &d), ERR_REFUSED);
	assert_true(site_said(s, M_CLOSING_CLOSED));
	assert_int_equal(close_period(s, y.t.root, "2026", &d), ERR_REFUSED);
	assert_true(site_said(s, M_CLOSING_RUNS));
	ok(site_run(s, &closing_reopen, &(struct closing_reopen_in){.reason = "Sót"}, y.t.root,
		item, &d));
	assert_null(strstr(story_json(s, "member.admitted", IN(.org = "root", .period = "2016")),
		"\"closing\":"));
	assert_int_equal(site_run(s, &closing_reopen, &(struct closing_reopen_in){.reason = "Sót"},
				 y.t.root, item, &d),
		ERR_CONFLICT);
	ok(close_period(s, y.t.root, "2016", &d));
	has(story_json(s, "member.admitted", IN(.org = "root", .period = "2016")),
		"\"value\":2,\"change\":0}");
}

static void issued_figures_are_watched(void **state)
{
	struct site_test *s = site_of(state);
	struct story y = story_tell(s);
	struct figure_issue_in in = {
		.code = "member.admitted", .period = "2016", .paper = "Báo cáo 15-BC/HU"};
	const struct doc_part *p;
	struct doc d;

	ok(site_run(s, &figure_issue, &in, y.t.root, NULL, &d));
	ok(site_run(s, &closing_list, NULL, y.t.root, NULL, &d));
	p = doc_find(&d, "issued");
	assert_string_equal(cell(s, p, "Báo cáo 15-BC/HU", "state"), "Không đổi");
	story_person(s, WHO(.full_name = "Lò Thị Yên"),
		FACT(.kind = "admitted", .day = 20161130, .cell = y.t.c));
	ok(site_run(s, &closing_list, NULL, y.t.root, NULL, &d));
	p = doc_find(&d, "issued");
	assert_string_equal(cell(s, p, "Báo cáo 15-BC/HU", "state"), "Đã khác");
	assert_string_equal(cell(s, p, "Báo cáo 15-BC/HU", "then"), "1");
	assert_string_equal(cell(s, p, "Báo cáo 15-BC/HU", "now"), "2");
}

/* ---- on the pages ---- */

static const struct doc_figure *figure_page(
	struct site_test *s, const char *code, struct figure_in *in, struct doc *d)
{
	site_clean(s);
	s->cx.page.brief = true;
	ok(site_run(s, &figure_show, in, 0, code, d));
	s->cx.page.brief = false;
	return doc_find(d, "figure")->figure;
}

static void hand_down(struct site_test *s, struct story *y, const char *lines)
{
	struct target_hand_in in = {.lines = lines, .bound = "exact"};
	int64_t id = get(s, y->t.root, "member.total", "2016").id;
	struct doc d;

	ok(site_run(s, &target_hand, &in, y->t.root, id_text(s, id), &d));
}

static void a_figure_stands_beside_its_target(void **state)
{
	struct site_test *s = site_of(state);
	struct story y = story_tell(s);
	const struct doc_figure *fig;
	const struct doc_point *pt;
	const struct doc_part *p;
	struct doc d;

	ok(set(s, y.t.root, "member.total", "4"));
	hand_down(s, &y, "east; 1\nwest; 2");
	fig = figure_page(s, "member.total", IN(.org = "root", .period = "2016"), &d);
	assert_string_equal(fig->aim, "Chỉ tiêu kỳ 2016: 5 trên 4, đạt 125%.");
	assert_int_equal(fig->number, 5);
	assert_int_equal(fig->target, 4);
	assert_string_equal(doc_find(&d, "target")->text, "Đã giao 3 trong 4, còn phải giao 1.");
	p = doc_find(&d, "children");
	assert_non_null(p->chart->aims);
	pt = p->chart->points.rows;
	for (size_t i = 0; i < p->chart->points.n; i++) {
		assert_true(pt[i].aimed);
		assert_int_equal(pt[i].target, text_eq(pt[i].label, "Tổ chức east") ? 1 : 2);
	}
	assert_string_equal(cell(s, p, "Tổ chức west", "target"), "2");
	/* a quarter is held against nothing, a day named by nobody against the year around it */
	fig = figure_page(s, "member.total", IN(.org = "root", .period = "2016-Q3"), &d);
	assert_null(fig->aim);
	assert_null(doc_find(&d, "children")->chart->aims);
	s->cx.day = 20160930;
	fig = figure_page(s, "member.total", IN(.org = "west"), &d);
	assert_non_null(strstr(fig->aim, "Chỉ tiêu kỳ 2016:"));
	assert_string_equal(doc_find(&d, "target")->text, "Do Tổ chức root giao.");
}

/* What the list is asked for goes into the address of the file. */
static void the_list_has_files(void **state)
{
	struct site_test *s = site_of(state);
	struct story y = story_tell(s);
	const struct doc_part *p;
	const char *files = "";
	struct doc d;

	ok(set(s, y.t.root, "member.total", "4"));
	ok(site_run(
		s, &target_list, &(struct target_list_in){.period = "2016"}, y.t.root, NULL, &d));
	for (const struct doc_link *l = d.links; l; l = l->next)
		if (l->kind == DOC_EXPORT)
			files = arena_printf(s->a, "%s%s ", files, l->href);
	has(files, ".xlsx?period=2016 ");
	has(files, ".csv?period=2016 ");
	p = doc_find(&d, "targets");
	assert_true(field_find(p->fields, "target")->flags & FF_NUMBER);
	/* with nothing below there is nothing else to put into them */
	assert_false(doc_find(&d, "below")->main);
	hand_down(s, &y, "east; 1\nwest; 2");
	ok(site_run(
		s, &target_list, &(struct target_list_in){.period = "2016"}, y.t.root, NULL, &d));
	assert_true(doc_find(&d, "below")->main);
}

static const char *reach(struct site_test *s, const struct figure_target *t, int64_t of_1000)
{
	struct figure_answer a = {of_1000, 1000, true};

	return target_reach_text(&s->cx, t, &a);
}

static void a_bound_is_told_in_its_words(void **state)
{
	struct site_test *s = site_of(state);
	struct figure_target t = {
		.code = "x", .period = "2016", .bound = "least", .value = 98, .base = 100};
	struct figure_answer a = {976, 1000, true};

	assert_string_equal(target_aim_text(&s->cx, &t, &a, false),
		"Chỉ tiêu kỳ 2016: ít nhất 98%; được 97,6%, chưa đạt, còn thiếu 0,4 điểm.");
	assert_string_equal(reach(s, &t, 998), "đạt, hơn 1,8 điểm");
	assert_string_equal(reach(s, &t, 980), "đạt");
	t.bound = "exact";
	assert_string_equal(reach(s, &t, 1000), "đạt, hơn 2,0 điểm");
	s->cx.say.lang = LANG_EN;
	assert_string_equal(reach(s, &t, 950), "not reached, 3.0 points short");
	s->cx.say.lang = LANG_VI;
	/* so near that no points are left of it, and nothing to reckon with */
	a = (struct figure_answer){97999, 100000, true};
	assert_string_equal(target_reach_text(&s->cx, &t, &a), "chưa đạt");
	a = (struct figure_answer){0, 0, true};
	assert_string_equal(target_reach_text(&s->cx, &t, &a), "–");
	t = (struct figure_target){.code = "x", .period = "2016", .bound = "most", .value = 3};
	a = (struct figure_answer){4, 0, false};
	assert_string_equal(target_aim_text(&s->cx, &t, &a, false),
		"Chỉ tiêu kỳ 2016: không quá 3; nay là 4, vượt mức.");
	t.bound = "exact";
	assert_string_equal(target_aim_text(&s->cx, &t, &a, true), "Chỉ tiêu kỳ 2016: 4 trên 3.");
}

static bool noted(const struct doc *d, const char *text)
{
	for (const struct doc_part *p = d->parts; p; p = p->next)
		if (p->kind == DOC_NOTE && strstr(p->text, text))
			return true;
	return false;
}

/* The page says what was closed, what it is now, and who makes the difference. */
static void a_closed_figure_says_what_changed(void **state)
{
	struct site_test *s = site_of(state);
	struct story y = story_tell(s);
	struct figure_issue_in paper = {
		.code = "member.total", .period = "2016", .paper = "Báo cáo 15-BC/HU"};
	const struct doc_part *p;
	struct doc d;

	ok(close_period(s, y.t.root, "2016", &d));
	ok(site_run(s, &figure_issue, &paper, y.t.root, NULL, &d));
	figure_page(s, "member.total", IN(.org = "root", .period = "2016"), &d);
	assert_null(doc_find(&d, "came"));
	story_person(s, WHO(.full_name = "Lò Thị Yên"),
		FACT(.kind = "admitted", .day = 20161130, .cell = y.t.c));
	figure_page(s, "member.total", IN(.org = "root", .period = "2016"), &d);
	p = doc_find(&d, "came");
	assert_non_null(p);
	assert_int_equal(p->rows.n, 1);
	assert_non_null(cell(s, p, "Lò Thị Yên", "cell_name"));
	assert_null(doc_find(&d, "went"));
	assert_true(noted(&d, "là 5, nay là 6."));
	assert_true(noted(&d, "Báo cáo 15-BC/HU"));
	/* who may not read names learns the numbers */
	act_as(s, "training", y.t.root);
	figure_page(s, "member.total", IN(.org = "root", .period = "2016"), &d);
	assert_null(doc_find(&d, "came"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(amounts_are_read),
		on_site(rates_are_whole_per_cent), on_site(the_answer_carries_its_target),
		on_site(targets_are_handed_down),
		on_site(what_was_handed_down_is_changed_from_above),
		on_site(what_comes_after_a_closing_is_an_adjustment),
		on_site(issued_figures_are_watched), on_site(a_figure_stands_beside_its_target),
		on_site(the_list_has_files), on_site(a_bound_is_told_in_its_words),
		on_site(a_closed_figure_says_what_changed)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
