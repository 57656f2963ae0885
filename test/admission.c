/*
 * admission.c: the way of one person over the pages, from the list of candidates to the card, as
 * the people do it who have to: the secretary of the cell, the office above. Every level shows the
 * new member at once, and no longer when the decision is taken back.
 */
#include "harness.h"

#include "base/die.h"

#include <stdlib.h>

struct way {
	struct world w;
	struct visit *office, *secretary, *stranger;
	long long id;
	const char *mai;
};

static void add_member(struct way *y, const char *name)
{
	struct answer r = visit_form(y->office, "/org/cb-a/member-new",
		arena_printf(y->w.ra,
			"full_name=%s&birth_date=12%%2F04%%2F1965&how=taken_over&day=01%%2F01%%"
			"2F2019"
			"&status=full&admitted_on=19%%2F05%%2F1990&official_on=19%%2F05%%2F1991",
			name));

	if (r.status != 303)
		die("%s: %d %.2000s", name, r.status, r.body);
}

static int start(void **state)
{
	struct way *y = calloc(1, sizeof(*y));

	if (!y)
		return -1;
	world_start(&y->w);
	world_tree(&y->w, "");
	world_accounts(&y->w);
	y->office = visit_new(&y->w, "central");
	add_member(y, "Cam+Van+Anh");
	add_member(y, "Lo+Van+Bun");
	add_member(y, "Quang+Thi+Chi");
	*state = y;
	return 0;
}

static int stop(void **state)
{
	struct way *y = *state;

	world_stop(&y->w);
	free(y);
	return 0;
}

/* One step through its form; dies with the page if it is refused. */
static void step(struct way *y, const char *name, const char *fields)
{
	const char *at = arena_printf(y->w.ra, "/case/%lld/%s", y->id, name);
	struct answer r = visit_form(y->office, at, fields);

	if (r.status != 303)
		die("%s: %d %.4000s", name, r.status,
			strstr(r.body, "<main") ? strstr(r.body, "<main") : r.body);
}

static const char *page(struct way *y, const char *target)
{
	struct answer r = visit_get(y->office, target);

	assert_int_equal(r.status, 200);
	return r.body;
}

static long long total(struct way *y, const char *org)
{
	const char *json = page(y,
		arena_printf(y->w.ra, "/figure/member.total.json?org=%s&period=2026-02-28", org));
	const char *value = strstr(json, "\"value\":");

	assert_non_null(value);
	return strtoll(value + strlen("\"value\":"), NULL, 10);
}

static void totals(struct way *y, long long n)
{
	static const char *const levels[] = {"cb-a", "xa-a", "tinh"};

	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++)
		assert_int_equal(total(y, levels[i]), n);
}

/* How many are shown, by state and by name, is what the list says. */
static void the_list_says_what_it_shows(struct way *y)
{
	const char *list = page(y, "/org/tinh/candidate?name=mai+thi");

	assert_non_null(strstr(list, "Lo Thi Mai"));
	assert_non_null(strstr(list, ": 1 hồ sơ. Đang xem: mọi trạng thái đang mở, họ tên có"));
	list = page(y, "/org/tinh/candidate?name=M%C3%A3i&state=followed");
	assert_non_null(strstr(list, ": 1 hồ sơ. Đang xem:"));
	list = page(y, "/org/tinh/candidate?name=mui");
	assert_null(strstr(list, "Lo Thi Mai"));
	assert_non_null(strstr(list, ": 0 hồ sơ."));
	list = page(y, "/org/tinh/candidate?state=cell_voted");
	assert_null(strstr(list, "Lo Thi Mai"));
	assert_non_null(strstr(list, ": 0 hồ sơ."));
	/* what is taken away is what is shown */
	assert_non_null(strstr(list, "candidate.csv?state=cell_voted"));
}

#define DOUBT "số phiếu nhiều hơn số người được biểu quyết theo sổ"
#define VOTE  "&vote=secret&issued=3&returned=3&valid=3&agree=3"

static void from_the_list_to_the_card(void **state)
{
	struct way *y = *state;
	struct answer r = visit_form(y->office, "/org/cb-a/candidate-new",
		"full_name=Lo+Thi+Mai&birth_date=12%2F04%2F1995&schooling=upper_secondary&source="
		"farmer&day=05%2F01%2F2022&mentor=Lo+Van+Bun");
	const char *to = answer_header(&r, "Location");

	if (r.status != 303 || !to)
		die("candidate: %d %.4000s", r.status, r.body);
	y->id = strtoll(to + strlen("/case/"), NULL, 10);
	totals(y, 3);
	assert_non_null(strstr(page(y, "/org/tinh/candidate"), "Lo Thi Mai"));
	the_list_says_what_it_shows(y);
	step(y, "outstanding", "day=01%2F03%2F2022");
	step(y, "class", "day=01%2F06%2F2022&number=12");
	step(y, "apply", "day=01%2F07%2F2022");
	step(y, "introduce", "day=02%2F07%2F2022&kind=by_member&who=Cam+Van+Anh");
	step(y, "introduce", "day=02%2F07%2F2022&kind=by_member&who=Quang+Thi+Chi");
	step(y, "verify", "day=01%2F08%2F2022&kind=fit&number=7");
	step(y, "papers",
		"life_story=10%2F07%2F2022&opinion_residence=05%2F08%2F2022"
		"&opinion_organisations=05%2F08%2F2022");
	step(y, "cell_vote", "day=01%2F09%2F2025&number=5-NQ" VOTE);
	totals(y, 3);
	/* how far they have come is told before the year is counted on */
	assert_non_null(strstr(page(y, "/org/tinh/candidate-year"), "– Chi bộ đã thông qua"));
	assert_null(strstr(page(y, arena_printf(y->w.ra, "/case/%lld", y->id)), DOUBT));
	/* since July 2025 a village cell has no grassroots committee above it: the commune decides
	 */
	r = visit_form(y->office, arena_printf(y->w.ra, "/case/%lld/committee_vote", y->id),
		"day=15%2F09%2F2025&number=9-NQ" VOTE);
	assert_int_equal(r.status, 422);
	step(y, "decide", "day=01%2F10%2F2025&number=120-Q%C4%90");
	totals(y, 4);
	step(y, "receive", "day=05%2F10%2F2025");
	step(y, "ceremony", "day=20%2F10%2F2025");
	assert_non_null(strstr(page(y, arena_printf(y->w.ra, "/case/%lld", y->id)), "20/10/2026"));
}

/* What others may not see or do. */
static void keeps_others_out(void **state)
{
	struct way *y = *state;
	const char *at = arena_printf(y->w.ra, "/case/%lld", y->id);
	struct visit *nobody = visit_new(&y->w, NULL), *member = visit_new(&y->w, "member");

	assert_int_not_equal(visit_get(nobody, at).status, 200);
	assert_int_equal(visit_get(member, at).status, 403);
	assert_int_equal(visit_get(member, arena_printf(y->w.ra, "%s/recog_vote", at)).status, 403);
	assert_int_equal(visit_get(y->office, "/case/1").status, 404);
}

/* Too early, it is said beside the day, and what was typed is still there. */
static void says_what_is_wrong(void **state)
{
	struct way *y = *state;
	const char *at = arena_printf(y->w.ra, "/case/%lld/recog_vote", y->id);
	struct answer r = visit_form(y->office, at, "day=01%2F02%2F2026&number=6-NQ" VOTE);

	assert_int_equal(r.status, 422);
	assert_true(answer_has(&r, "6-NQ"));
	assert_true(answer_has(&r, "20/10/2026"));
}

static void shows_my_work(void **state)
{
	struct way *y = *state;
	struct answer r = visit_get(y->office, "/work");

	assert_int_equal(r.status, 200);
	assert_int_equal(visit_get(visit_new(&y->w, "member"), "/work").status, 200);
}

/* The page of the last step of that name. */
static const char *step_at(struct way *y, const char *step)
{
	const char *json = page(y, arena_printf(y->w.ra, "/case/%lld.json", y->id));
	const char *steps = strstr(json, "\"steps\""), *id = NULL;
	const char *what = steps ? strstr(steps, step) : NULL;

	assert_non_null(what);
	for (const char *p = steps; p < what; p++)
		if (!strncmp(p, "\"id\":\"", 6))
			id = p + 6;
	assert_non_null(id);
	return arena_printf(y->w.ra, "/case-step/%lld.%lld", y->id, id ? strtoll(id, NULL, 10) : 0);
}

static void undo(struct way *y, const char *step)
{
	struct answer r = visit_form(
		y->office, arena_printf(y->w.ra, "%s/undo", step_at(y, step)), "why=Ghi+nham");

	if (r.status != 303)
		die("undo: %d %.3000s", r.status, r.body);
}

static void takes_the_decision_back(void **state)
{
	struct way *y = *state;

	undo(y, "Lễ kết nạp");
	undo(y, "Chi bộ nhận quyết định");
	undo(y, "Quyết định kết nạp");
	totals(y, 3);
}

static struct answer sends(struct way *y, const char *name, const char *fields)
{
	return visit_form(y->office, arena_printf(y->w.ra, "/case/%lld/%s", y->id, name), fields);
}

#define LEADS	"Hợp lệ: sau bước này hồ sơ ở trạng thái “Chi bộ đã thông qua”"
#define CONFIRM "dù nhiều hơn sổ"
#define MORE	"day=01%2F09%2F2025&number=5-NQ&vote=secret&issued=4&returned=4&valid=4&agree=4"

/* A preview says where the step leads, and asks for nothing that is not in doubt. */
static void foretells(struct way *y)
{
	struct answer r =
		sends(y, "cell_vote", "day=01%2F09%2F2025&number=5-NQ" VOTE "&_preview=1");

	assert_int_equal(r.status, 200);
	assert_true(answer_has(&r, LEADS));
	assert_false(answer_has(&r, CONFIRM));
	/* nothing is written yet */
	r = sends(y, "cell_vote", "day=01%2F09%2F2025&number=5-NQ" VOTE "&_preview=1");
	assert_true(answer_has(&r, LEADS));
}

/* What is missing on the day that was typed is said once, and as it is. */
static void minds_the_day_of_papers(struct way *y)
{
	struct answer r = sends(y, "cell_vote", "day=05%2F07%2F2022&number=5-NQ" VOTE);

	assert_int_equal(r.status, 422);
	assert_true(answer_has(
		&r, "Đến ngày 05/07/2022 chưa có Lý lịch của người xin vào Đảng: hồ sơ ghi"));
	assert_true(answer_has(&r, "Đến ngày 05/07/2022 chưa có Thẩm tra lý lịch"));
	assert_false(answer_has(&r, "Còn thiếu cho bước tiếp theo"));
}

/* Fields of ballots that were left empty are named, not counted as none. */
static void asks_for_ballots(struct way *y)
{
	struct answer r = sends(
		y, "cell_vote", "day=01%2F09%2F2025&number=5-NQ&vote=secret&issued=3&agree=3");

	assert_int_equal(r.status, 422);
	assert_true(answer_has(&r, "Xin điền ô này."));
	assert_false(answer_has(&r, "nhiều hơn 0"));
}

/* The form of a correction says what it is, and that why is needed. */
static void names_a_correction(struct way *y, const char *step)
{
	const char *link = strstr(page(y, step), "?corrects=");
	const char *at = arena_printf(
		y->w.ra, "/case/%lld/apply%.*s", y->id, link ? (int)strcspn(link, "&\"") : 0, link);
	struct answer r = visit_get(y->office, at);

	assert_int_equal(r.status, 200);
	assert_true(answer_has(&r, "Sửa bước đã ghi: "));
	assert_true(answer_has(&r, "Lý do sửa</label>"));
	r = visit_form(y->office, at, "day=01%2F02%2F2022&note=x");
	assert_int_equal(r.status, 422);
	assert_true(answer_has(&r, "Không được trước bước “"));
	assert_true(answer_has(&r, "” ngày 01/06/2022"));
	assert_true(answer_has(&r, "Sửa bước đã ghi: "));
}

/* Somebody who is verified before they applied: told on the page, and the way goes on. */
static void remarks_on_the_order(void **state)
{
	struct way *y = *state;
	long long was = y->id;
	struct answer r = visit_form(y->office, "/org/cb-a/candidate-new",
		"full_name=Lo+Van+Som&birth_date=12%2F04%2F1990&source=farmer&"
		"day=05%2F01%2F2022");
	const char *to = answer_header(&r, "Location");

	assert_non_null(to);
	y->id = to ? strtoll(to + strlen("/case/"), NULL, 10) : 0;
	step(y, "class", "day=01%2F06%2F2022&number=12");
	step(y, "apply", "day=01%2F07%2F2022");
	assert_null(strstr(page(y, arena_printf(y->w.ra, "/case/%lld", y->id)), "theo hướng dẫn"));
	step(y, "verify", "day=30%2F06%2F2022&kind=fit&number=7");
	assert_non_null(strstr(page(y, arena_printf(y->w.ra, "/case/%lld", y->id)),
		"“Thẩm tra lý lịch” (30/06/2022) trước “Nhận đơn, lập hồ sơ” (01/07/2022)"));
	y->id = was;
}

static void says_before_it_is_written(void **state)
{
	struct way *y = *state;

	undo(y, "Chi bộ biểu quyết kết nạp");
	foretells(y);
	minds_the_day_of_papers(y);
	asks_for_ballots(y);
	names_a_correction(y, step_at(y, "Nhận đơn"));
}

/* More ballots than the register has voters are taken, and marked: one of the two is wrong. */
static void marks_a_doubtful_vote(void **state)
{
	struct way *y = *state;

	struct answer r = sends(y, "cell_vote", MORE);

	assert_int_equal(r.status, 422);
	assert_true(answer_has(&r, "Số phiếu (4) nhiều hơn số người được biểu quyết theo sổ (3)"));
	assert_true(answer_has(&r, CONFIRM));
	step(y, "cell_vote", MORE "&checked=1");
	assert_non_null(strstr(page(y, arena_printf(y->w.ra, "/case/%lld", y->id)), DOUBT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(from_the_list_to_the_card),
		cmocka_unit_test(keeps_others_out), cmocka_unit_test(says_what_is_wrong),
		cmocka_unit_test(shows_my_work), cmocka_unit_test(takes_the_decision_back),
		cmocka_unit_test(says_before_it_is_written),
		cmocka_unit_test(marks_a_doubtful_vote), cmocka_unit_test(remarks_on_the_order)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, stop);
}
