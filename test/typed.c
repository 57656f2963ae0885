/*
 * typed.c: what the helper of a secretary types waits for the yes of whoever leads: a candidate and
 * the steps of the case, the head of a village.
 */
#include "account/account.h"
#include "base/die.h"
#include "harness.h"

static struct world w;

static enum err fill(struct ctx *cx)
{
	struct account_new typist = {.login = "typist",
		.name = "typist",
		.password = PASSWORD,
		.func = "helper",
		.over = "cb-a"};
	struct account_new leader = {.login = "leader",
		.name = "leader",
		.password = PASSWORD,
		.func = "secretary",
		.over = "cb-a"};
	int64_t id;

	TRY(db_begin(cx->db, DB_WRITE));
	TRY(txn_start(cx, "test", NULL));
	TRY(account_make(cx, &typist, &id));
	TRY(account_make(cx, &leader, &id));
	return db_commit(cx->db);
}

static int start(void **state)
{
	(void)state;
	world_start(&w);
	world_fill(&w, fill);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	world_stop(&w);
	return 0;
}

#define print(...) arena_printf(w.a, __VA_ARGS__)

static struct visit *as(const char *login)
{
	return visit_new(&w, login);
}

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

static struct answer answer_it(const char *login, const char *at, const char *how)
{
	return visit_form(as(login), print("%s/%s", at, how), "reason=v%C3%AC");
}

/* Typed by the helper, nothing of it there until the other one says yes. */
static const char *typed(const char *helper, const char *where, const char *fields)
{
	struct answer r = visit_get(as(helper), where);

	is_status(&r, 200);
	assert_true(answer_has(&r, "xác nhận"));
	r = visit_form(as(helper), where, fields);
	if (r.status != 303)
		die("%s: %d %.4000s", where, r.status, r.body);
	assert_int_equal(memcmp(leads(&r), "/proposal/", 10), 0);
	return leads(&r);
}

static void confirmed(const char *login, const char *at)
{
	struct answer r = visit_get(as(login), "/proposal");

	assert_true(answer_has(&r, at));
	r = answer_it(login, at, "accept");
	is_status(&r, 303);
}

/* A candidate and the first step of the case, by the helper of a cell for its secretary. */
static void a_candidate_is_typed_and_confirmed(void **state)
{
	const char *at = typed("typist", "/org/cb-a/candidate-new",
		"full_name=Lo+Thi+Mai&birth_date=12%2F04%2F1995&schooling=upper_secondary&source="
		"farmer&day=05%2F01%2F2022");
	struct answer r = visit_get(as("leader"), "/org/cb-a/candidate");
	const char *path;

	(void)state;
	assert_false(answer_has(&r, "Lo Thi Mai"));
	r = answer_it("typist", at, "accept");
	is_status(&r, 403);
	confirmed("leader", at);
	r = visit_get(as("leader"), "/org/cb-a/candidate");
	assert_true(answer_has(&r, "Lo Thi Mai"));
	path = strstr(r.body, "href=\"/case/");
	assert_non_null(path);
	path = print("%.*s", (int)strcspn(path + 6, "\"?"), path + 6);
	at = typed("typist", print("%s/outstanding", path), "day=01%2F03%2F2022");
	r = visit_get(as("leader"), path);
	assert_true(answer_has(&r, "Đang theo dõi"));
	confirmed("leader", at);
	r = visit_get(as("leader"), path);
	assert_true(answer_has(&r, "Quần chúng ưu tú"));
}

/* The head of a village, by the helper of the commune. */
static void a_village_head_is_typed_and_confirmed(void **state)
{
	struct answer r = visit_form(as("office"), "/org/xa-a/village-new",
		"code=v1&name=B%E1%BA%A3n+M%C6%A1&kind=ban&from=1/1/2020");
	const char *path, *at;

	(void)state;
	if (r.status != 303)
		die("village: %d %.4000s", r.status, r.body);
	path = leads(&r);
	at = typed("helper", print("%.*s/head", (int)strcspn(path, "?"), path),
		"holder=V%C3%AC+V%C4%83n+Pha&from=1/2/2024");
	r = visit_get(as("office"), path);
	assert_false(answer_has(&r, "Vì Văn Pha"));
	confirmed("secretary", at);
	r = visit_get(as("office"), path);
	assert_true(answer_has(&r, "Vì Văn Pha"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_candidate_is_typed_and_confirmed),
		cmocka_unit_test(a_village_head_is_typed_and_confirmed)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, stop);
}
