/*
 * again.c: what is sent again because its answer was lost acts once, and answers where the first
 * one's result stands (docs/decisions/0019). Forms as a browser sends them, byte by byte the same.
 */
#include "account/account.h"
#include "app/jobs.h"
#include "harness.h"
#include "import/import.h"

#include <stdlib.h>
#include <string.h>

#define NEW_PASSWORD "mat-khau-khac-2"
#define BOUNDARY     "again-again"
#define CSV                                                                                        \
	"code,name,kind,parent_code,founded_on\n"                                                  \
	"xa-moi,Đảng bộ cơ sở Mới,grassroots_committee,xa-a,01/01/2026\n"

static struct world w;

static const char *form_of(struct visit *v, const char *target, const char *fields)
{
	struct answer page = visit_get(v, target);
	const char *form = page.status == 200 ? visit_fill(v, &page, fields) : NULL;

	if (!form)
		fail_msg("%s: %d", target, page.status);
	return form;
}

/* So many writes of this kind. */
static int writes(const char *action)
{
	struct cursor c;
	struct ctx cx;
	int n = 0;

	world_ctx(&w, &cx);
	ok(db_begin(cx.db, DB_READ));
	ok(db_query(cx.db, &c, Q_AUDIT_FIRST, (int64_t)0, MS_MAX, "", "", action, (int64_t)1000));
	while (db_next(&c))
		n++;
	ok(db_end(&c));
	db_rollback(cx.db);
	return n;
}

/* The same bytes twice: the same answer. */
static void twice(struct visit *v, const char *form)
{
	struct answer r = visit_send(v, HTTP_POST, v->action, form), r2;

	if (r.status != 303)
		fail_msg("%s: %d %.1500s", v->action, r.status, r.body);
	r2 = visit_send(v, HTTP_POST, v->action, form);
	assert_int_equal(r2.status, 303);
	assert_string_equal(answer_header(&r, "Location"), answer_header(&r2, "Location"));
}

/* The session of the form has ended with it: whoever sends it again signs in, with the new one. */
static void a_password_is_changed_once(void **state)
{
	struct visit *v = visit_new(&w, "organ");
	const char *form = form_of(v, "/account-own/password",
		"password=" PASSWORD "&new_password=" NEW_PASSWORD "&again=" NEW_PASSWORD);

	(void)state;
	assert_int_equal(visit_send(v, HTTP_POST, v->action, form).status, 303);
	assert_int_equal(visit_send(v, HTTP_POST, v->action, form).status, 403);
	assert_int_equal(writes("account_change_password"), 1);
	v = visit_new(&w, NULL);
	assert_int_equal(
		visit_form(v, "/sign-in", "login=organ&password=" NEW_PASSWORD).status, 303);
}

/* The code was shown once, and is kept nowhere: sent again it tells where the account is. */
static void a_slip_is_made_once(void **state)
{
	struct visit *v = visit_new(&w, "admin");
	const char *target =
		arena_printf(w.ra, "/account/%lld/slip", (long long)world_account(&w, "helper"));
	const char *form = form_of(v, target, "reason=quen");
	struct answer r = visit_send(v, HTTP_POST, v->action, form), r2;

	(void)state;
	assert_int_equal(r.status, 200);
	r2 = visit_send(v, HTTP_POST, v->action, form);
	assert_int_equal(r2.status, 303);
	assert_int_equal(writes("account_slip"), 1);
}

static int sessions(const char *login)
{
	struct ctx cx;
	int64_t n;

	world_ctx(&w, &cx);
	ok(db_begin(cx.side, DB_READ));
	ok(db_number(
		cx.side, &n, 0, Q_SESSION_COUNT_OF, world_account(&w, login), clock_now(cx.clock)));
	db_rollback(cx.side);
	return (int)n;
}

/* What has ended has ended; who signed in meanwhile stays, for the form names the others of then.
 */
static void sessions_end_once(void **state)
{
	struct visit *v = visit_new(&w, "train"), *other = visit_new(&w, "train");

	(void)state;
	assert_int_equal(sessions("train"), 2);
	twice(v, form_of(v, "/sessions/end", ""));
	assert_int_equal(sessions("train"), 1);
	assert_int_equal(visit_get(other, "/sessions").status, 303);
	assert_int_equal(visit_get(v, "/sessions").status, 200);
}

/* ---- an import ---- */

static const char *multipart(const char *form)
{
	struct str rest = str_of(form);
	const char *body = "";

	while (rest.n) {
		struct str value = str_cut(&rest, '&'), name = str_cut(&value, '=');
		body = arena_printf(w.ra,
			"%s--" BOUNDARY
			"\r\nContent-Disposition: form-data; name=\"%.*s\"\r\n\r\n%.*s\r\n",
			body, (int)name.n, name.p, (int)value.n, value.p);
	}
	return arena_printf(w.ra,
		"%s--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"file\"; "
		"filename=\"again.csv\"\r\nContent-Type: text/csv\r\n\r\n" CSV "\r\n--" BOUNDARY
		"--\r\n",
		body);
}

/* What the process of jobs does, once. */
static void work(void)
{
	struct import_job job;
	struct ctx cx;
	bool found;

	world_ctx(&w, &cx);
	cx.via = "job";
	ok(import_job_next(&cx, &job, &found));
	assert_true(found);
	ok(import_job_run(&cx, &job));
}

static bool waits(void)
{
	struct import_job job;
	struct ctx cx;
	bool found;

	world_ctx(&w, &cx);
	ok(import_job_next(&cx, &job, &found));
	return found;
}

static void a_file_is_read_once_and_taken_in_once(void **state)
{
	struct visit *v = visit_new(&w, "central");
	const char *form = multipart(form_of(v, "/import/orgs", "")), *commit, *at, *job;
	struct answer r;

	(void)state;
	params_add(w.ra, &v->headers,
		(struct param){
			"content-type", str_of("multipart/form-data; boundary=" BOUNDARY), NULL});
	r = visit_send(v, HTTP_POST, v->action, form);
	assert_int_equal(r.status, 303);
	job = arena_strdup(w.ra, answer_header(&r, "Location"));
	r = visit_send(v, HTTP_POST, v->action, form);
	assert_int_equal(r.status, 303);
	assert_string_equal(answer_header(&r, "Location"), job);
	v->headers = (struct params){0};
	work();
	assert_false(waits());
	/* the order: while it waits, and when it is done */
	commit = form_of(v, job, "");
	at = arena_strdup(w.ra, v->action);
	assert_non_null(strstr(at, "/commit"));
	twice(v, commit);
	work();
	assert_false(waits());
	assert_int_equal(writes("import_orgs"), 1);
	v->action = at;
	twice(v, commit);
	assert_false(waits());
	assert_int_equal(writes("import_orgs"), 1);
	r = visit_get(v, job);
	assert_true(answer_has(&r, "/import-done/"));
}

static int start(void **state)
{
	(void)state;
	world_start(&w);
	world_tree(&w, "");
	world_accounts(&w);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	world_stop(&w);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_is_changed_once),
		cmocka_unit_test(a_slip_is_made_once),
		cmocka_unit_test(sessions_end_once),
		cmocka_unit_test(a_file_is_read_once_and_taken_in_once),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("again", tests, start, stop);
}
