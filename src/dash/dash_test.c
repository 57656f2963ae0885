/* The overview: the numbers of the figure engine and no others, few statements, parts of others. */
#include "dash/dash.h"

#include "figure/figure_target.h"
#include "member/member_test.h"
#include "view/render.h"

enum { STATEMENTS_MOST = 40 };

static struct cells tell(struct site_test *s)
{
	struct cells t = cells_plant(s);

	s->cx.day = s->cx.say.today = 20161231;
	member_test_person(s, "Lò Thị An", FACT(.kind = "admitted", .day = 20100203, .cell = t.a));
	member_test_person(
		s, "Quàng Văn Bình", FACT(.kind = "admitted", .day = 20160310, .cell = t.a));
	member_test_person(
		s, "Trần Thị Chi", FACT(.kind = "admitted", .day = 20151120, .cell = t.c));
	s->cx.page.brief = true;
	return t;
}

static const char *value_of(struct site_test *s, const char *code, int64_t org)
{
	struct figure_in in = {.org = arena_printf(s->a, "%lld", (long long)org)};
	struct figure_answer answer;
	struct figure_ask ask;

	ok(db_begin(s->db, DB_READ));
	ok(figure_ask_read(&s->cx, figure_find(code), &in, &ask));
	ok(figure_answer(&s->cx, &ask, &answer));
	db_rollback(s->db);
	return figure_text(&s->cx, &answer);
}

static int tiles(struct site_test *s, const struct doc *d, int64_t org)
{
	int n = 0;

	for (const struct doc_part *p = d->parts; p; p = p->next) {
		const char *page;
		if (p->kind != DOC_FIGURE)
			continue;
		n++;
		page = arena_printf(s->a, "/figure/%s?org=%lld", p->figure->code, (long long)org);
		assert_string_equal(p->figure->href, page);
		assert_string_equal(p->figure->value, value_of(s, p->figure->code, org));
	}
	return n;
}

static void run(struct site_test *s, const struct action *a, int64_t org, struct doc *d)
{
	site_clean(s);
	ok(site_run(s, a, &(const char *){NULL}, org, NULL, d)); /* nothing typed */
}

static void test_levels(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = tell(s);
	const int64_t levels[] = {t.root, t.east, t.a};
	struct doc d;

	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++) {
		uint64_t before = db_count(s->db);
		run(s, &dash_show, levels[i], &d);
		print_message("# level %zu: %d statements\n", i, (int)(db_count(s->db) - before));
		assert_true(db_count(s->db) - before <= STATEMENTS_MOST);
		assert_true(tiles(s, &d, levels[i]) >= 3);
	}
	assert_null(doc_find(&d, "children")); /* nothing is below a cell */
}

static void test_change(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = tell(s);
	const struct doc_part *p;
	struct doc d;

	run(s, &dash_show, t.root, &d);
	p = doc_find(&d, "member.total");
	assert_non_null(p);
	assert_string_equal(p->figure->value, "3");
	assert_string_equal(p->figure->change, "Tăng 1 (50,0%) so với một năm trước.");
	p = doc_find(&d, "member.admitted");
	assert_string_equal(p->figure->value, "1");
	assert_string_equal(p->figure->change, "Bằng một năm trước.");
	p = doc_find(&d, "children");
	assert_int_equal(p->chart->points.n, 2);
	assert_string_equal(
		((const struct doc_point *)p->chart->points.rows)->label, "Tổ chức east");
}

static void aim(struct site_test *s, int64_t org, const char *value)
{
	struct target_set_in in = {.code = "member.admitted", .period = "2016", .value = value};
	struct doc d;

	site_clean(s);
	ok(site_run(s, &target_set, &in, org, NULL, &d));
}

/* The target of the year under way stands in the tile and beside each child; a cell is told
 * numbers. */
static void test_target(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = tell(s);
	const struct doc_figure *fig;
	struct target_hand_in hand = {.lines = "west; 1"};
	const char *id = "";
	struct doc d;

	aim(s, t.root, "2");
	aim(s, t.a, "2");
	run(s, &dash_show, t.root, &d);
	fig = doc_find(&d, "member.admitted")->figure;
	assert_string_equal(fig->aim, "Chỉ tiêu kỳ 2016: 1 trên 2, đạt 50%.");
	assert_int_equal(fig->number, 1);
	assert_int_equal(fig->target, 2);
	assert_null(doc_find(&d, "member.total")->figure->aim);
	run(s, &dash_show, t.a, &d);
	fig = doc_find(&d, "member.admitted")->figure;
	assert_string_equal(fig->aim, "Chỉ tiêu kỳ 2016: 1 trên 2.");
	assert_null(strchr(doc_find(&d, "member.total")->figure->change, '%'));
	ok(site_run(s, &target_list,
		&(struct target_list_in){.period = "2016", .code = "member.admitted"}, t.root, NULL,
		&d));
	for (const struct doc_link *l = d.links; l; l = l->next)
		if (strstr(l->href, "/hand"))
			id = strstr(l->href, "targets/") + strlen("targets/");
	assert_true(*id);
	ok(site_run(s, &target_hand, &hand, t.root, arena_strndup(s->a, id, strcspn(id, "/")), &d));
	site_clean(s);
	ok(site_run(s, &dash_show, &(const char *){"member.admitted"}, t.root, NULL, &d));
	assert_non_null(doc_find(&d, "children")->chart->aims);
}

static enum err late(struct ctx *cx, struct doc *d, const struct org_step *org)
{
	doc_text(d, "late", M_NONE, arena_printf(cx->a, "late in %s", org->code));
	return ERR_OK;
}

static void test_parts(void **state)
{
	static const struct dash_part part = {.show = late};
	static const struct dash_part *const parts[] = {&part, NULL};
	struct site_test *s = site_of(state);
	struct cells t = tell(s);
	struct doc d;

	s->cx.dash_parts = parts;
	run(s, &dash_show, t.east, &d);
	assert_string_equal(doc_find(&d, "late")->text, "late in east");
	assert_ptr_not_equal(doc_find(&d, "late"), d.last); /* those below come last */
}

/* An indicator that the data names and the program has not is left out, an unknown kind has some.
 */
static void test_top(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = tell(s);
	struct doc d;

	run(s, &dash_home, 0, &d);
	assert_string_equal(d.title, "Tổ chức root");
	assert_true(tiles(s, &d, t.root) > 0);
}

static bool leads_to_me(struct site_test *s, int64_t org, const char *func, int64_t person)
{
	static struct grant g;
	struct doc d;

	g = (struct grant){1, 1, org, func, "own", DAY_MIN, DAY_MAX};
	s->actor = (struct actor){.account = 1,
		.person = person,
		.login = "x",
		.name = "x",
		.grants = {&g, 1, sizeof(g)}};
	run(s, &dash_start, 0, &d);
	for (const struct doc_link *l = d.links; l; l = l->next)
		if (l->kind == DOC_PRIMARY && text_eq(l->href, "/me"))
			return true;
	return false;
}

/* Who has no register to keep is led to what is theirs. */
static void test_member(void **state)
{
	struct site_test *s = site_of(state);
	struct cells t = tell(s);

	assert_true(leads_to_me(s, t.a, "member", 17));
	assert_false(leads_to_me(s, t.a, "member", 0));
	assert_false(leads_to_me(s, t.a, "office", 17));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {on_site(test_levels), on_site(test_change),
		on_site(test_target), on_site(test_parts), on_site(test_top), on_site(test_member)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("dash", tests, NULL, NULL);
}
