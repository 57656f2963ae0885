/*
 * looks.c: whoever is shown a person is written down first. Every route is walked; the log is
 * broken and locked; what the log says is read back by the persons, their clerk and the auditor.
 */
#include "account/account_fact.h"
#include "app/route.h"
#include "base/die.h"
#include "core/look.h"
#include "harness.h"
#include "http/form.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

/* Names that stand nowhere but in these two records, of cells cb-a and cb-b. */
static const char *const names[] = {"Quàng Thị Dấu", "Lường Văn Vết"};
enum { ANH, VET, PERSONS };

struct looks {
	struct world w;
	struct visit *central, *member, *other, *auditor;
	int64_t person[PERSONS];
};

/* ---- the databases, past the program ---- */

static void run_sqlite(struct world *w, enum db_part part, const char *sql)
{
	const char *file = part == DB_SIDE ? "x-side.db" : "x.db";
	sqlite3 *h;

	if (sqlite3_open(arena_printf(w->ra, "%s/%s", w->dir, file), &h) ||
		sqlite3_exec(h, sql, NULL, NULL, NULL))
		die("%s: %s", sql, sqlite3_errmsg(h));
	sqlite3_close(h);
}

static void run_pgsql(struct world *w, enum db_part part, const char *sql)
{
	PGconn *conn = PQconnectdb(w->where);
	PGresult *res = PQexec(conn, part == DB_SIDE ? "SET search_path TO side" : "SELECT 1");

	PQclear(res);
	res = PQexec(conn, sql);
	if (PQresultStatus(res) != PGRES_COMMAND_OK)
		die("%s: %s", sql, PQerrorMessage(conn));
	PQclear(res);
	PQfinish(conn);
}

static void run_sql(struct looks *l, enum db_part part, const char *sql)
{
	if (l->w.pgsql)
		run_pgsql(&l->w, part, sql);
	else
		run_sqlite(&l->w, part, sql);
}

static int64_t looks_now(struct looks *l)
{
	struct db *side = l->w.site.side;
	struct cursor c;
	int64_t n = 0;

	ok(db_begin(side, DB_READ));
	ok(db_query(side, &c, Q_LOOKS_BETWEEN, (int64_t)0, MS_MAX, (int64_t)-1, "", MS_MAX,
		(int64_t)1000000));
	while (db_next(&c))
		n++;
	ok(db_end(&c));
	db_rollback(side);
	return n;
}

/* ---- the world ---- */

static int64_t add_person(struct looks *l, const char *cell, const char *name, const char *more)
{
	struct answer r = visit_form(l->central, arena_printf(l->w.ra, "/org/%s/member-new", cell),
		arena_printf(l->w.ra,
			"full_name=%s&birth_date=12%%2F04%%2F1965&how=admitted&day=19%%2F05%%"
			"2F2024%s",
			form_encode(l->w.ra, name), more));
	const char *to = answer_header(&r, "Location");

	if (r.status != 303 || !to)
		die("%s: %d %.3000s", name, r.status, r.body);
	return strtoll(to + strlen("/member/"), NULL, 10);
}

static void link_account(struct looks *l, const char *login, int64_t person)
{
	int64_t account = world_account(&l->w, login);
	struct ctx cx;

	world_ctx(&l->w, &cx);
	ok(db_begin(cx.db, DB_WRITE));
	ok(txn_start(&cx, "test", NULL));
	ok(account_set_person(&cx, account, person));
	ok(db_commit(cx.db));
}

static int start(void **state)
{
	struct looks *l = calloc(1, sizeof(*l));

	if (!l)
		return -1;
	world_start(&l->w);
	world_tree(&l->w, "");
	world_accounts(&l->w);
	l->central = visit_new(&l->w, "central");
	l->person[ANH] = add_person(l, "cb-a", names[ANH], "&member_no=SL-1");
	l->person[VET] = add_person(l, "cb-b", names[VET], "&member_no=SL-2");
	link_account(l, "member", l->person[ANH]);
	link_account(l, "secretary", l->person[VET]);
	l->member = visit_new(&l->w, "member");
	l->other = visit_new(&l->w, "secretary");
	l->auditor = visit_new(&l->w, "auditor");
	*state = l;
	return 0;
}

static int stop(void **state)
{
	struct looks *l = *state;

	world_stop(&l->w);
	free(l);
	return 0;
}

/* ---- every route ---- */

static const char *item_of(struct looks *l, const struct route *route)
{
	struct arena *a = l->w.ra;
	long long person = l->person[ANH];

	if (str_starts(str_of(route->path), S("/member-fact/")))
		return arena_printf(a, "%lld.1", person);
	if (str_starts(str_of(route->path), S("/member/")))
		return arena_printf(a, "%lld", person);
	if (str_starts(str_of(route->path), S("/figure/")))
		return "member.total";
	return "1";
}

static const char *address(struct looks *l, const struct route *route, const char *suffix)
{
	const char *parts[8], *query = "", *path;
	struct arena *a = l->w.ra;
	struct params values = {0};
	int n = route_parts(a, route, parts, 8);

	for (int i = 0; i < n; i++)
		params_add(a, &values,
			(struct param){parts[i],
				str_of(text_eq(parts[i], "org") ? "cb-a" : item_of(l, route)),
				NULL});
	path = route_path(a, route, &values);
	if (text_eq(route->path, "/figure/{item}"))
		query = "?records=1&org=cb-a";
	else if (text_eq(route->path, "/member"))
		query = "?q=quang";
	else if (text_eq(suffix, "paper"))
		query = "?paper=1";
	return arena_printf(a, "%s%s%s", path, text_eq(suffix, "paper") ? "" : suffix, query);
}

static bool shows_anybody(const struct answer *r)
{
	for (int i = 0; i < PERSONS; i++)
		if (answer_has(r, names[i]))
			return true;
	return false;
}

/* How many answers showed somebody. */
static int walk_as(struct looks *l, struct visit *v, const struct route *route)
{
	static const char *const suffixes[] = {"", ".json", ".csv", "paper"};
	int shown = 0;

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		const char *target = address(l, route, suffixes[i]);
		int64_t before = looks_now(l);
		struct answer r = visit_get(v, target);
		if (shows_anybody(&r)) {
			shown++;
			if (looks_now(l) == before)
				fail_msg("%s shows a person and nobody wrote it down", target);
		}
		world_forget(&l->w);
	}
	return shown;
}

static void every_route_that_shows_somebody_writes_it_down(void **state)
{
	struct looks *l = *state;
	int shown = 0, routes_with = 0;

	for (size_t i = 0; i < route_count; i++) {
		int here = walk_as(l, l->central, &routes[i]) + walk_as(l, l->member, &routes[i]);
		shown += here;
		routes_with += here > 0;
	}
	printf("# %d answers of %d routes showed somebody\n", shown, routes_with);
	assert_true(routes_with >= 25);
}

static void files_are_written_down_too(void **state)
{
	static const char *const targets[] = {"/org/cb-a/members.xlsx", "/org/cb-a/roster.xlsx",
		"/org/cb-a/members.json?all=1", "/org/cb-a/roster.csv"};
	struct looks *l = *state;

	for (size_t i = 0; i < sizeof(targets) / sizeof(*targets); i++) {
		int64_t before = looks_now(l);
		struct answer r = visit_get(l->central, targets[i]);
		assert_int_equal(r.status, 200);
		assert_int_equal(looks_now(l), before + 1);
	}
}

static void a_page_without_persons_writes_nothing(void **state)
{
	static const char *const targets[] = {
		"/", "/org/xa-a", "/figure", "/figure/member.total?org=xa-a", "/member?q=khongai"};
	struct looks *l = *state;
	int64_t before = looks_now(l);

	for (size_t i = 0; i < sizeof(targets) / sizeof(*targets); i++)
		(void)visit_get(l->central, targets[i]);
	assert_int_equal(looks_now(l), before);
}

/* ---- nothing leaves unseen ---- */

static void nobody_is_shown(struct looks *l, const char *why)
{
	static const char *const targets[] = {"/org/cb-a/members", "/org/cb-a/members.csv",
		"/org/cb-a/roster?paper=1", "/org/cb-a/members.json?all=1", "/member?q=quang"};
	struct answer r;

	for (size_t i = 0; i < sizeof(targets) / sizeof(*targets); i++) {
		r = visit_get(l->central, targets[i]);
		if (r.status != 503 || shows_anybody(&r))
			fail_msg("%s: %s: %d %.2000s", why, targets[i], r.status, r.body);
	}
	r = visit_get(l->central, arena_printf(l->w.ra, "/member/%lld", (long long)l->person[ANH]));
	assert_int_equal(r.status, 503);
	assert_false(shows_anybody(&r));
	r = visit_get(l->central,
		arena_printf(l->w.ra, "/member/%lld/change", (long long)l->person[ANH]));
	assert_int_equal(r.status, 503);
	assert_false(shows_anybody(&r));
	r = visit_get(l->central, "/org/xa-a");
	assert_int_equal(r.status, 200);
}

static void without_the_log_nobody_is_shown(void **state)
{
	struct looks *l = *state;

	run_sql(l, DB_SIDE, "ALTER TABLE look RENAME TO look_gone");
	nobody_is_shown(l, "no log");
	run_sql(l, DB_SIDE, "ALTER TABLE look_gone RENAME TO look");
	assert_int_equal(visit_get(l->central, "/org/cb-a/members").status, 200);
}

static void while_the_log_is_locked_nobody_is_shown(void **state)
{
	struct looks *l = *state;
	struct answer r;
	struct db *rival;

	if (l->w.pgsql)
		return; /* writers of different rows do not wait for each other there */
	ok(db_open(&rival, l->w.where, DB_SIDE, false, &l->w.f));
	ok(db_begin(rival, DB_WRITE));
	l->central->raw = true;
	r = visit_get(l->central, "/org/cb-a/members");
	l->central->raw = false;
	assert_true(r.again > 0);
	assert_int_equal(r.status, 0);
	r = visit_get(l->central, "/org/cb-a/members.csv");
	assert_int_equal(r.status, 503);
	assert_false(shows_anybody(&r));
	db_rollback(rival);
	db_close(rival);
	assert_int_equal(visit_get(l->central, "/org/cb-a/members").status, 200);
}

/* ---- what for ---- */

static void a_long_list_needs_a_purpose(void **state)
{
	struct looks *l = *state;
	struct answer r;

	run_sql(l, DB_MAIN, "UPDATE rule SET value = 1 WHERE code = 'look.purpose_above'");
	r = visit_get(l->central, "/org/tinh/members.csv?state=full");
	assert_int_not_equal(r.status, 422); /* one at most: no question */
	r = visit_get(l->central, "/org/tinh/members.csv");
	assert_int_equal(r.status, 422);
	assert_false(shows_anybody(&r));
	assert_true(answer_has(&r, "name=\"purpose\""));
	r = visit_get(l->central, "/org/tinh/members.json?all=1");
	assert_int_equal(r.status, 422);
	assert_false(shows_anybody(&r));
	r = visit_get(l->central, "/org/tinh/roster?paper=1");
	assert_int_equal(r.status, 422);
	assert_true(answer_has(&r, "name=\"paper\""));
	assert_int_equal(visit_get(l->central, "/org/tinh/members").status, 200);
	r = visit_get(l->central, "/org/tinh/members.csv?purpose=m%E1%BB%9Di+h%E1%BB%8Dp");
	assert_int_equal(r.status, 200);
	assert_true(shows_anybody(&r));
	assert_true(answer_has(&r, "central"));
	r = visit_get(l->auditor, "/looks?kind=export");
	assert_true(answer_has(&r, "mời họp"));
	run_sql(l, DB_MAIN, "UPDATE rule SET value = 200 WHERE code = 'look.purpose_above'");
}

static void what_is_taken_says_by_whom(void **state)
{
	struct looks *l = *state;
	struct answer r = visit_get(l->central, "/org/cb-a/roster.csv");

	assert_true(answer_has(&r, "Người lấy danh sách"));
	r = visit_get(l->central, "/org/cb-a/roster?paper=1");
	assert_true(answer_has(&r, "Người lấy danh sách"));
	r = visit_get(l->central, "/org/xa-a/all.csv");
	assert_int_equal(r.status, 200);
	assert_false(answer_has(&r, "Người lấy danh sách"));
}

/* ---- who is told ---- */

static void a_list_is_told_to_those_who_stood_in_it(void **state)
{
	struct looks *l = *state;
	struct answer mine, theirs;

	run_sql(l, DB_SIDE, "DELETE FROM look");
	assert_int_equal(visit_get(l->central, "/org/cb-a/members").status, 200);
	mine = visit_get(l->member, "/me.json");
	theirs = visit_get(l->other, "/me.json");
	assert_true(answer_has(&mine, names[ANH]));
	assert_true(answer_has(&mine, "\"kind\":\"list\""));
	assert_true(answer_has(&theirs, names[VET]));
	assert_false(answer_has(&theirs, "\"kind\":\"list\""));
	/* of the commune above both halves of which only one is theirs */
	assert_int_equal(visit_get(l->central, "/org/tinh/members").status, 200);
	theirs = visit_get(l->other, "/me.json");
	assert_true(answer_has(&theirs, "\"kind\":\"list\""));
}

static void a_list_of_a_day_before_they_came_is_not_told(void **state)
{
	struct looks *l = *state;
	struct answer r;

	run_sql(l, DB_SIDE, "DELETE FROM look");
	assert_int_equal(visit_get(l->central, "/org/cb-a/members?day=2020-01-01").status, 200);
	assert_int_equal(visit_get(l->central, "/member?q=quang").status, 200);
	r = visit_get(l->member, "/me.json");
	assert_false(answer_has(&r, "\"kind\":\"list\""));
	assert_true(answer_has(&r, "\"kind\":\"search\""));
}

static void a_file_is_told_to_its_person_alone(void **state)
{
	struct looks *l = *state;
	struct answer r;

	run_sql(l, DB_SIDE, "DELETE FROM look");
	(void)visit_get(l->central, "/member/SL-1");
	r = visit_get(l->member, "/me.json");
	assert_true(answer_has(&r, "\"kind\":\"file\""));
	r = visit_get(l->other, "/me.json");
	assert_false(answer_has(&r, "\"kind\":\"file\""));
}

static void nobody_reads_what_is_kept_about_others(void **state)
{
	struct looks *l = *state;
	const char *kept = arena_printf(l->w.ra, "/member/%lld/kept", (long long)l->person[VET]);
	struct answer r = visit_get(l->member, kept);

	assert_int_equal(r.status, 403);
	r = visit_get(l->other, kept); /* a secretary is no clerk of requests, not even their own */
	assert_int_equal(r.status, 403);
	r = visit_get(visit_new(&l->w, "office"), kept); /* beside */
	assert_int_equal(r.status, 403);
	r = visit_get(l->central, kept);
	assert_int_equal(r.status, 200);
	assert_true(answer_has(&r, names[VET]));
	assert_int_equal(visit_get(l->auditor, "/me").status, 200);
}

static void the_auditor_learns_no_names(void **state)
{
	struct looks *l = *state;
	struct answer r;

	(void)visit_get(l->central, "/member/SL-1");
	r = visit_get(l->auditor, "/looks");
	assert_int_equal(r.status, 200);
	assert_false(shows_anybody(&r));
	assert_false(answer_has(&r, arena_printf(l->w.ra, "%lld", (long long)l->person[ANH])));
	r = visit_get(l->auditor, "/looks.json");
	assert_false(answer_has(&r, arena_printf(l->w.ra, "%lld", (long long)l->person[ANH])));
	assert_true(answer_has(&r, "central") || answer_has(&r, "\"who\""));
	assert_int_equal(visit_get(l->central, "/looks").status, 403);
}

/* ---- told later ---- */

static void a_decision_delays_and_ends_by_itself(void **state)
{
	struct looks *l = *state;
	struct answer r;

	run_sql(l, DB_SIDE, "DELETE FROM look");
	run_sql(l, DB_MAIN,
		arena_printf(l->w.ra,
			"INSERT INTO look_delay (id, account, person, from_day, to_day, number, "
			"txn, made_ms) "
			"SELECT 1, %lld, %lld, 20260101, 20260401, '12-QD', min(id), 1 FROM txn",
			(long long)world_account(&l->w, "central"), (long long)l->person[ANH]));
	(void)visit_get(l->central, "/member/SL-1");
	r = visit_get(l->member, "/me.json");
	assert_false(answer_has(&r, "\"kind\":\"file\""));
	r = visit_get(l->member, "/me");
	assert_true(answer_has(&r, "lượt xem chưa hiện"));
	assert_false(answer_has(&r, "12-QD"));
	run_sql(l, DB_MAIN, "UPDATE look_delay SET to_day = 20260301");
	r = visit_get(l->member, "/me.json");
	assert_true(answer_has(&r, "\"kind\":\"file\""));
}

/* ---- requests ---- */

static const char *first_request(struct looks *l)
{
	struct answer r = visit_get(l->central, "/request.json");
	const char *id = strstr(r.body, "\"id\":\"");

	if (!id)
		die("no request: %.2000s", r.body);
	id += strlen("\"id\":\"");
	return arena_strndup(l->w.a, id, strcspn(id, "\""));
}

#define HOSTILE "%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%27%0A%3DHYPERLINK(1)%7B%7Btitle%7D%7D"

static void a_request_goes_to_the_clerk_and_back(void **state)
{
	struct looks *l = *state;
	const char *id, *to;
	struct answer r;

	r = visit_form(l->member, "/me/request", "kind=correction&words=");
	assert_int_equal(r.status, 422);
	r = visit_form(l->member, "/me/request", "kind=correction&words=" HOSTILE);
	assert_int_equal(r.status, 303);
	r = visit_get(l->member, "/me");
	assert_true(answer_has(&r, "alert(1)"));
	assert_false(answer_has(&r, "<script>alert"));
	r = visit_get(l->central, "/request");
	assert_true(answer_has(&r, names[ANH]));
	id = first_request(l);
	r = visit_get(l->central, arena_printf(l->w.ra, "/request/%s", id));
	assert_int_equal(r.status, 200);
	assert_false(answer_has(&r, "<script>alert"));
	to = arena_printf(
		l->w.ra, "/member/%lld/correct?request=%s", (long long)l->person[ANH], id);
	assert_true(answer_has(&r, to));
	r = visit_form(l->central, to,
		"residence=B%E1%BA%A3n+Co&day=19%2F05%2F2024&reason=theo+y%C3%AAu+c%E1%BA%A7u");
	assert_int_equal(r.status, 303);
	to = answer_header(&r, "Location");
	assert_non_null(strstr(to, arena_printf(l->w.ra, "/request/%s/answer", id)));
	r = visit_form(l->central, arena_printf(l->w.ra, "/request/%s/answer", id),
		"state=done&answer=%C4%90%C3%A3+s%E1%BB%ADa+n%C6%A1i+%E1%BB%9F");
	assert_int_equal(r.status, 303);
	r = visit_get(l->member, "/me");
	assert_true(answer_has(&r, "Đã sửa nơi ở"));
	assert_true(answer_has(&r, "Bản Co"));
	r = visit_form(
		l->central, arena_printf(l->w.ra, "/request/%s/answer", id), "state=done&answer=x");
	assert_int_equal(r.status, 409);
}

static void requests_of_others_are_out_of_reach(void **state)
{
	struct looks *l = *state;
	struct visit *office = visit_new(&l->w, "office"); /* over xa-a; the other one is of cb-b */
	const char *id;
	struct answer r;

	r = visit_form(l->central,
		arena_printf(l->w.ra, "/member/%lld/request", (long long)l->person[VET]),
		"kind=access&received=27%2F02%2F2026");
	assert_int_equal(r.status, 303);
	id = first_request(l);
	r = visit_get(l->central, "/request");
	assert_true(answer_has(&r, names[VET]));
	r = visit_get(office, "/request");
	assert_int_equal(r.status, 200);
	assert_false(answer_has(&r, names[VET]));
	assert_int_equal(visit_get(office, arena_printf(l->w.ra, "/request/%s", id)).status, 403);
	assert_int_equal(
		visit_get(office, arena_printf(l->w.ra, "/request/%s/answer", id)).status, 403);
	assert_int_equal(visit_get(l->member, "/request").status, 403);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_route_that_shows_somebody_writes_it_down),
		cmocka_unit_test(files_are_written_down_too),
		cmocka_unit_test(a_page_without_persons_writes_nothing),
		cmocka_unit_test(without_the_log_nobody_is_shown),
		cmocka_unit_test(while_the_log_is_locked_nobody_is_shown),
		cmocka_unit_test(a_long_list_needs_a_purpose),
		cmocka_unit_test(what_is_taken_says_by_whom),
		cmocka_unit_test(a_list_is_told_to_those_who_stood_in_it),
		cmocka_unit_test(a_list_of_a_day_before_they_came_is_not_told),
		cmocka_unit_test(a_file_is_told_to_its_person_alone),
		cmocka_unit_test(nobody_reads_what_is_kept_about_others),
		cmocka_unit_test(the_auditor_learns_no_names),
		cmocka_unit_test(a_decision_delays_and_ends_by_itself),
		cmocka_unit_test(a_request_goes_to_the_clerk_and_back),
		cmocka_unit_test(requests_of_others_are_out_of_reach),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("looks", tests, start, stop);
}
