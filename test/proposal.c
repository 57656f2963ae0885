/*
 * proposal.c: functions that come and go with posts, and calls that wait for somebody's yes, asked
 * for as people do it: merges and transfers between two communes, what a helper types, accepted,
 * declined, withdrawn, refused, sent again, answered twice at once.
 */
#include "account/account.h"
#include "app/dispatch.h"
#include "base/die.h"
#include "harness.h"
#include "http/form.h"
#include "member/member_plan.h"

#include <stdio.h>
#include <stdlib.h>

static struct world w;
static int64_t person_a; /* a member of cb-a, number 111; linked to the account "holder" */

/* ---- what is there ---- */

static enum err write_person(
	struct ctx *cx, const char *name, const char *no, const char *cell, int64_t *ret)
{
	struct person p = {.full_name = name, .member_no = no};
	struct member_plan *plan;
	int64_t org;

	TRY(tree_resolve(cx, cell, cx->day, NULL, &org));
	TRY(member_plan_new(cx, &plan));
	*ret = member_plan_person(plan, &p);
	TRY(member_plan_fact(
		plan, &(struct member_fact){
			      .person = *ret, .kind = "admitted", .day = 20200101, .cell = org}));
	TRY(member_plan_fact(plan,
		&(struct member_fact){.person = *ret, .kind = "recognised", .day = 20210101}));
	TRY(member_plan_check(plan));
	TRY(cx->f->code);
	return member_plan_apply(plan);
}

static enum err fill(struct ctx *cx)
{
	struct account_new office_b = {.login = "officeb",
		.name = "officeb",
		.password = PASSWORD,
		.func = "office",
		.over = "xa-b"};
	struct account_new holder = {
		.login = "holder", .name = "holder", .password = PASSWORD, .func = NULL};
	int64_t id;

	TRY(db_begin(cx->db, DB_WRITE));
	TRY(txn_start(cx, "test", NULL));
	TRY(write_person(cx, "Lò Văn An", "111", "cb-a", &person_a));
	TRY(account_make(cx, &office_b, &id));
	holder.person = person_a;
	TRY(account_make(cx, &holder, &id));
	return db_commit(cx->db);
}

static int start(void **state)
{
	(void)state;
	world_start(&w);
	world_fill(&w, fill);
	world_keep(&w);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	world_stop(&w);
	return 0;
}

static int anew(void **state)
{
	(void)state;
	world_back(&w);
	return 0;
}

/* ---- asking ---- */

static struct visit *as(const char *login)
{
	return visit_new(&w, login);
}

#define print(...) arena_printf(w.a, __VA_ARGS__)

static void is_status(const struct answer *r, int status)
{
	if (r->status != status)
		fail_msg("%d instead of %d: %.3000s", r->status, status, r->body);
}

/* Where an answer leads, without the remark that it was done. */
static const char *leads(const struct answer *r)
{
	const char *to = answer_header(r, "Location");

	if (!to)
		fail_msg("%d leads nowhere: %.3000s", r->status, r->body);
	return !to ? "" : arena_strndup(w.a, to, strcspn(to, "?"));
}

/* Does the organisation stand on the day? */
static bool stands(const char *code, day_t day)
{
	struct ctx cx;
	int64_t id = 0;

	world_ctx(&w, &cx);
	assert_int_equal(db_begin(cx.db, DB_READ), ERR_OK);
	assert_int_equal(db_number(cx.db, &id, 0, Q_TREE_BY_CODE, code, day, KNOWN_NOW), ERR_OK);
	db_rollback(cx.db);
	return id != 0;
}

static int64_t cell_of(int64_t person)
{
	struct member_spell s = {0};
	struct ctx cx;

	world_ctx(&w, &cx);
	assert_int_equal(db_begin(cx.db, DB_READ), ERR_OK);
	assert_int_equal(member_spell_on(&cx, person, WORLD_TODAY, &s), ERR_OK);
	db_rollback(cx.db);
	return s.cell;
}

#define MERGE "day=1/2/2026&successor=dc-b"

/* The office of the one commune proposes to merge its committee into that of the other. */
static const char *propose_merge(struct visit *v)
{
	struct answer r = visit_form(v, "/org/dc-a/merge", MERGE "&_propose=1");

	is_status(&r, 303);
	return leads(&r);
}

static struct answer answer_it(const char *login, const char *at, const char *how)
{
	return visit_form(as(login), print("%s/%s", at, how), "reason=v%C3%AC");
}

/* ---- two ends ---- */

static void a_merge_is_refused_and_offered(void **state)
{
	struct answer r = visit_form(as("office"), "/org/dc-a/merge", MERGE);

	(void)state;
	is_status(&r, 403);
	assert_true(answer_has(&r, "name=\"_propose\""));
	assert_true(stands("dc-a", WORLD_TODAY));
	/* who reaches both ends just does it, also when they say propose */
	r = visit_form(as("central"), "/org/dc-a/merge", MERGE "&_propose=1");
	is_status(&r, 303);
	assert_false(stands("dc-a", WORLD_TODAY));
}

static void a_merge_is_accepted(void **state)
{
	const char *at = propose_merge(as("office"));
	struct answer r;

	(void)state;
	assert_true(stands("dc-a", WORLD_TODAY));
	r = visit_get(as("officeb"), "/org");
	assert_true(answer_has(&r, "(1)"));
	r = visit_get(as("officeb"), at);
	is_status(&r, 200);
	assert_true(answer_has(&r, "office"));
	assert_true(answer_has(&r, "dc-b"));
	r = answer_it("officeb", at, "accept");
	is_status(&r, 303);
	assert_false(stands("dc-a", WORLD_TODAY));
	/* nobody is told twice, and nothing waits any more */
	r = answer_it("officeb", at, "accept");
	is_status(&r, 409);
	r = visit_get(as("officeb"), "/org");
	assert_false(answer_has(&r, "(1)"));
}

static void only_the_other_end_answers(void **state)
{
	static const char *const others[] = {"secretary", "member", "auditor", "admin", "helper"};
	const char *at = propose_merge(as("office"));
	struct answer r = answer_it("office", at, "accept");

	(void)state;
	is_status(&r, 403);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		r = visit_get(as(others[i]), at);
		is_status(&r, 404);
		r = answer_it(others[i], at, "accept");
		is_status(&r, 404);
	}
	r = answer_it("officeb", at, "withdraw");
	is_status(&r, 403);
	assert_true(stands("dc-a", WORLD_TODAY));
}

static void a_merge_is_declined_or_withdrawn(void **state)
{
	const char *at = propose_merge(as("office"));
	struct answer r = visit_form(as("officeb"), print("%s/decline", at), "reason=");

	(void)state;
	is_status(&r, 422);
	r = answer_it("officeb", at, "decline");
	is_status(&r, 303);
	r = answer_it("officeb", at, "accept");
	is_status(&r, 409);
	at = propose_merge(as("office"));
	r = answer_it("office", at, "withdraw");
	is_status(&r, 303);
	r = answer_it("officeb", at, "accept");
	is_status(&r, 409);
	assert_true(stands("dc-a", WORLD_TODAY));
}

static int64_t grant_of(const char *login)
{
	int64_t account = world_account(&w, login);
	const struct grant *g;
	struct list list;
	struct ctx cx;

	world_ctx(&w, &cx);
	assert_int_equal(db_begin(cx.db, DB_READ), ERR_OK);
	assert_int_equal(
		db_list(cx.db, cx.a, grant_fields, sizeof(*g), &list, Q_GRANTS_ALL, account),
		ERR_OK);
	db_rollback(cx.db);
	g = list.rows;
	return g->id;
}

static void who_lost_the_function_proposes_nothing(void **state)
{
	const char *at = propose_merge(as("office"));
	struct answer r = visit_form(as("admin"),
		print("/account/grant/%lld/revoke", (long long)grant_of("office")), "reason=");

	(void)state;
	is_status(&r, 303);
	r = answer_it("officeb", at, "accept");
	is_status(&r, 403);
	assert_true(stands("dc-a", WORLD_TODAY));
	/* it stays open for whoever reaches both */
	r = answer_it("central", at, "accept");
	is_status(&r, 303);
	assert_false(stands("dc-a", WORLD_TODAY));
}

static void a_resent_form_is_one_proposal(void **state)
{
	struct visit *v = as("office");
	struct answer r = visit_form(v, "/org/dc-a/merge", MERGE "&_propose=1&_key=ONE-AND-ONLY-1");
	const char *at = leads(&r);

	(void)state;
	r = visit_form(v, "/org/dc-a/merge", MERGE "&_propose=1&_key=ONE-AND-ONLY-1");
	is_status(&r, 303);
	assert_string_equal(leads(&r), at);
	r = visit_form(as("officeb"), print("%s/accept", at), "reason=&_key=ONE-AND-ONLY-2");
	is_status(&r, 303);
	/* the form is gone, but its answer is told again */
	v = as("officeb");
	r = visit_get(v, "/prefs");
	r = visit_send(v, HTTP_POST, print("%s/accept", at),
		print("%s&_key=ONE-AND-ONLY-2",
			visit_fill(v, &r, "!_key&!lang&!size&!back&!theme")));
	is_status(&r, 303);
	assert_string_equal(leads(&r), at);
}

/* ---- somebody between two communes ---- */

static void a_transfer_is_accepted(void **state)
{
	const char *form = print("/member/%lld/transfer", (long long)person_a);
	struct answer r = visit_form(as("office"), form, "day=1/2/2026&other=cb-b");
	const char *at;

	(void)state;
	is_status(&r, 422);
	r = visit_form(as("office"), form, "day=1/2/2026&other=cb-b&_propose=1");
	is_status(&r, 303);
	at = leads(&r);
	assert_int_equal(cell_of(person_a), world_org(&w, "cb-a"));
	/* who they are is told to whoever answers, and nothing more */
	r = visit_get(as("officeb"), at);
	is_status(&r, 200);
	assert_true(answer_has(&r, "Lò Văn An"));
	r = visit_get(as("officeb"), print("/member/%lld", (long long)person_a));
	is_status(&r, 403);
	r = answer_it("officeb", at, "accept");
	is_status(&r, 303);
	assert_int_equal(cell_of(person_a), world_org(&w, "cb-b"));
}

static void a_transfer_is_not_done_twice(void **state)
{
	const char *form = print("/member/%lld/transfer", (long long)person_a);
	struct answer r = visit_form(as("office"), form, "day=1/2/2026&other=cb-b&_propose=1");
	const char *at = leads(&r), *again;

	(void)state;
	r = visit_form(as("office"), form, "day=1/2/2026&other=cb-b&_propose=1");
	again = leads(&r);
	r = answer_it("officeb", at, "accept");
	is_status(&r, 303);
	/* by now they are there: refused with the reason, and still open */
	r = answer_it("officeb", again, "accept");
	assert_true(r.status == 422 || r.status == 403 || r.status == 409);
	r = answer_it("officeb", again, "decline");
	is_status(&r, 303);
}

/* ---- two at once ---- */

static struct call call_of(struct ctx *cx, const char *path, int64_t account)
{
	struct call call = {.write = true, .account = account};

	call.route = route_match(cx->a, path, &call.params);
	must(call.route);
	params_add(cx->a, &call.params, (struct param){"reason", S("vì"), NULL});
	return call;
}

static struct action accept_late; /* the real one, with a rival between plan and apply */
static const char *rival_at;
static int64_t rival_account;
static int strikes;

static enum err late_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	struct fault f = {.a = w.a};
	struct site other = {0};
	struct doc seen;
	struct ctx rival;
	struct call call;

	if (!strikes++) {
		assert_int_equal(site_open(&other, w.where, &f), ERR_OK);
		other.clock.fixed_ms = w.now;
		site_ctx(&other, &rival, w.a, &f);
		call = call_of(&rival, rival_at, rival_account);
		/* SQLite lets nobody in; PostgreSQL does, and sends the other one back */
		(void)!dispatch(&rival, &call, &seen);
		site_close(&other);
	}
	return route_named("proposal_accept")->action->apply(cx, in, plan, d);
}

static void accepted_twice_at_once_is_done_once(void **state)
{
	const char *at = propose_merge(as("office"));
	struct route route = *route_named("proposal_accept");
	struct answer r;
	struct ctx cx;
	struct call call;
	struct doc d;
	enum err e;

	(void)state;
	rival_at = print("%s/accept", at);
	rival_account = world_account(&w, "central");
	strikes = 0;
	accept_late = *route.action;
	accept_late.apply = late_apply;
	route.action = &accept_late;
	world_ctx(&w, &cx);
	cx.via = "web";
	call = call_of(&cx, rival_at, world_account(&w, "officeb"));
	call.route = &route;
	e = dispatch(&cx, &call, &d);
	assert_true(e == ERR_OK || e == ERR_CONFLICT);
	assert_int_equal(strikes > 0, 1);
	assert_false(stands("dc-a", WORLD_TODAY));
	r = visit_get(as("officeb"), at);
	assert_true(answer_has(&r, "Đã đồng ý"));
}

/* ---- what a helper types ---- */

#define POST                                                                                       \
	"post=secretary&holder=L%C3%B2+V%C4%83n+An&member_no=111&from=1/1/2026&to=&decision_no="

static void what_a_helper_types_is_confirmed(void **state)
{
	struct answer r = visit_get(as("helper"), "/org/xa-a/term/new");
	const char *at;

	(void)state;
	is_status(&r, 200);
	assert_true(answer_has(&r, "xác nhận"));
	r = visit_form(as("helper"), "/org/xa-a/term/new", "number=XXV&from=1/1/2026");
	is_status(&r, 303);
	at = leads(&r);
	assert_int_equal(memcmp(at, "/proposal/", 10), 0);
	r = visit_get(as("secretary"), "/org/xa-a/staff");
	assert_false(answer_has(&r, "XXV"));
	r = visit_get(as("secretary"), "/proposal");
	assert_true(answer_has(&r, "helper"));
	r = visit_get(as("secretary"), at);
	assert_true(answer_has(&r, "helper"));
	assert_true(answer_has(&r, "XXV"));
	r = answer_it("helper", at, "accept");
	is_status(&r, 403);
	r = answer_it("secretary", at, "accept");
	is_status(&r, 303);
	r = visit_get(as("secretary"), "/org/xa-a/staff");
	assert_true(answer_has(&r, "XXV"));
	r = visit_get(as("secretary"), at);
	assert_true(answer_has(&r, "helper"));
}

/* ---- functions that follow posts ---- */

/* What the account may open of an organisation's members on the day that the clock says. */
static bool reads(const char *login, const char *code)
{
	struct answer r = visit_get(as(login), print("/org/%s/members", code));

	assert_true(r.status == 200 || r.status == 403);
	return r.status == 200;
}

static void to_day(day_t day)
{
	w.now = ms_of_day(day) + INT64_C(36000000);
	world_close(&w);
	world_open(&w);
	w.site.clock.fixed_today = day;
}

static void a_function_begins_and_ends_with_the_post(void **state)
{
	struct answer r = visit_form(as("central"), "/org/xa-a/post/new",
		"post=secretary&holder=An&member_no=111&from=1/4/2026&to=30/6/2026");

	(void)state;
	is_status(&r, 303);
	assert_false(reads("holder", "xa-a"));
	r = visit_get(as("admin"), print("/account/%lld", (long long)world_account(&w, "holder")));
	assert_true(answer_has(&r, "Theo chức vụ Bí thư"));
	assert_true(answer_has(&r, "30/06/2026"));
	to_day(20260401);
	assert_true(reads("holder", "xa-a"));
	assert_true(reads("holder", "cb-a"));
	assert_false(reads("holder", "xa-b"));
	assert_false(reads("holder", "tinh"));
	to_day(20260630);
	assert_true(reads("holder", "xa-a"));
	to_day(20260701);
	assert_false(reads("holder", "xa-a"));
}

static void a_function_moves_with_the_tree(void **state)
{
	struct answer r = visit_form(as("central"), "/org/xa-b/post/new",
		"post=secretary&holder=An&member_no=111&from=1/1/2026&to=");

	(void)state;
	is_status(&r, 303);
	assert_true(reads("holder", "dc-b"));
	assert_false(reads("holder", "dc-a"));
	r = visit_form(as("central"), "/org/dc-a/move", "day=1/2/2026&parent=xa-b");
	is_status(&r, 303);
	assert_true(reads("holder", "dc-a"));
	r = visit_form(as("central"), "/org/dc-b/move", "day=1/2/2026&parent=xa-a");
	is_status(&r, 303);
	assert_false(reads("holder", "dc-b"));
}

static void boards_give_what_their_rules_say(void **state)
{
	struct visit *v = as("central");
	struct answer r = visit_form(v, "/org/xa-a/body/new",
		"kind=party_building_board&name=Ban+X%C3%A2y+d%E1%BB%B1ng+%C4%90%E1%BA%A3ng&from=1/"
		"7/2025");

	(void)state;
	is_status(&r, 303);
	r = visit_form(v, "/org/xa-a/post/new",
		"post=board_head&holder=An&member_no=111&from=1/7/"
		"2025&to=&body=party_building_board");
	is_status(&r, 303);
	assert_true(reads("holder", "xa-a"));
	r = visit_get(as("holder"), "/org/xa-a/rename");
	is_status(&r, 200);
	r = visit_get(as("holder"), "/org/xa-b/rename");
	is_status(&r, 403);
	/* before July 2025 a commune had no such board */
	to_day(20250630);
	r = visit_get(as("holder"), "/org/xa-a/rename");
	is_status(&r, 403);
}

static void what_does_not_go_together_is_withheld(void **state)
{
	const char *account = print("/account/%lld", (long long)world_account(&w, "holder"));
	struct answer r = visit_form(as("admin"), print("%s/grant", account),
		"func=administration&over=xa-a&reach=below");

	(void)state;
	is_status(&r, 303);
	r = visit_form(as("central"), "/org/xa-a/post/new",
		"post=inspection_head&holder=An&member_no=111&from=1/1/2026&to=");
	is_status(&r, 303);
	assert_false(reads("holder", "xa-a"));
	r = visit_get(as("admin"), account);
	assert_true(answer_has(&r, "Không đi cùng vai trò Quản trị hệ thống"));
	/* and the other way round it is not given */
	r = visit_form(as("admin"),
		print("/account/%lld/grant", (long long)world_account(&w, "inspect")),
		"func=administration&over=xa-a");
	is_status(&r, 422);
}

static void a_number_of_two_is_nobodys(void **state)
{
	struct ctx cx;
	int64_t twin;
	struct answer r = visit_form(as("central"), "/org/xa-a/post/new",
		"post=secretary&holder=An&member_no=111&from=1/1/2026&to=");

	(void)state;
	is_status(&r, 303);
	assert_true(reads("holder", "xa-a"));
	world_ctx(&w, &cx);
	ok(db_begin(cx.db, DB_WRITE));
	ok(txn_start(&cx, "test", NULL));
	ok(write_person(&cx, "Vàng Thị Mỷ", "111", "cb-b", &twin));
	ok(db_commit(cx.db));
	assert_false(reads("holder", "xa-a"));
}

static void nobody_gives_themselves_a_post(void **state)
{
	struct answer r = visit_form(as("central"), "/org/xa-a/post/new",
		"post=secretary&holder=An&member_no=111&from=1/1/2026&to=");

	(void)state;
	is_status(&r, 303);
	r = visit_form(as("holder"), "/org/xa-a/post/new", POST);
	is_status(&r, 403);
	/* nor beyond themselves: a secretary makes deputies, but no head of inspection */
	r = visit_form(as("holder"), "/org/xa-a/post/new",
		"post=deputy&holder=B&member_no=222&from=1/1/2026&to=");
	is_status(&r, 303);
	r = visit_form(as("holder"), "/org/xa-a/post/new",
		"post=inspection_head&holder=B&member_no=222&from=1/1/2026&to=");
	is_status(&r, 403);
}

#define fresh(fn)                                                                                  \
	{                                                                                          \
#fn, fn, anew, NULL, NULL                                                          \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {fresh(a_merge_is_refused_and_offered),
		fresh(a_merge_is_accepted), fresh(only_the_other_end_answers),
		fresh(a_merge_is_declined_or_withdrawn),
		fresh(who_lost_the_function_proposes_nothing), fresh(a_resent_form_is_one_proposal),
		fresh(a_transfer_is_accepted), fresh(a_transfer_is_not_done_twice),
		fresh(accepted_twice_at_once_is_done_once), fresh(what_a_helper_types_is_confirmed),

		fresh(a_function_begins_and_ends_with_the_post),
		fresh(a_function_moves_with_the_tree), fresh(boards_give_what_their_rules_say),
		fresh(what_does_not_go_together_is_withheld), fresh(a_number_of_two_is_nobodys),
		fresh(nobody_gives_themselves_a_post)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, stop);
}
