/* Ordered over the web, done by the process of jobs: the same as at once, and why not if not. */
#include "reorg/reorg_test.h"

#include "import/import.h"

static const char *plan_of(struct site_test *s)
{
	const char *plan;

	reorg_plant(s);
	ok(reorg_run(s, &reorg_new, NULL, "name=Tay", "day=01/07/2024", "under=h1", NULL));
	plan = reorg_made(s);
	ok(reorg_run(s, &reorg_unit_add, plan, "name=Đảng bộ xã Mới", "code=x", "kind=commune",
		"parent_code=h1", NULL));
	ok(reorg_run(s, &reorg_line_add, plan, "old=01", "what=into", "target=x", NULL));
	return plan;
}

/* The page as the web has it, and what it leaves to be done beside it. */
static struct doc page(struct site_test *s, const struct action *action, const char *plan)
{
	struct doc d;

	s->cx.via = "web";
	s->cx.after = NULL;
	ok(site_run(s, action, &(int64_t[8]){0}, 0, plan, &d));
	if (s->cx.after) {
		ok(db_begin(s->db, DB_WRITE));
		ok(s->cx.after(&s->cx, s->cx.after_p));
		ok(db_commit(s->db));
	}
	s->cx.via = "shell";
	return d;
}

static enum err order(struct site_test *s, const struct action *action, const char *plan)
{
	enum err e;

	s->cx.via = "web";
	e = reorg_run(s, action, plan, "reason=Theo nghị quyết", NULL);
	s->cx.via = "shell";
	return e;
}

/* One step of the process of jobs; false: nothing waits. */
static bool work(struct site_test *s)
{
	struct import_job job;
	struct ctx cx;
	bool found;

	site_clean(s);
	cx = s->cx;
	cx.via = "job";
	ok(reorg_job_collect(&cx));
	ok(import_job_next(&cx, &job, &found));
	if (!found)
		return false;
	assert_string_equal(job.kind, REORG_JOB);
	ok(reorg_job_run(&cx, &job));
	return true;
}

/* Everything was handed on, and nothing of it could be noted. */
static void collect_and_die(struct site_test *s)
{
	struct list all;
	struct order_row {
		int64_t id;
	} const *o;
	static const struct field fields[] = {
		F_ID(struct order_row, id, M_FIELD_ID, CLASS_INSIDE, 0, "order"), F_END};

	ok(db_begin(s->db, DB_READ));
	ok(db_list(s->db, s->a, fields, sizeof(*o), &all, Q_REORG_ORDERS_WAITING, (int64_t)9));
	db_rollback(s->db);
	o = all.rows;
	assert_int_equal(all.n, 1);
	ok(reorg_job_collect(&s->cx));
	ok(db_begin(s->db, DB_WRITE));
	ok(db_run(s->db, Q_REORG_ORDER_SENT, o->id, 0));
	ok(db_commit(s->db));
}

static const char *state_of(struct site_test *s, const char *plan)
{
	struct reorg r;

	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(reorg_get(&s->cx, plan, &r));
	db_rollback(s->db);
	return r.state;
}

static void alike(struct site_test *s, const struct doc *a, const struct doc *b, const char *name)
{
	const struct doc_part *p = doc_find(a, name), *q = doc_find(b, name);

	assert_non_null(p);
	assert_non_null(q);
	assert_int_equal(p->rows.n, q->rows.n);
	for (size_t i = 0; i < p->rows.n; i++)
		field_each (f, p->fields) {
			const char *x =
				value_raw(s->a, f, (const char *)p->rows.rows + i * p->rows.size);
			const char *y =
				value_raw(s->a, f, (const char *)q->rows.rows + i * q->rows.size);
			assert_string_equal(x ? x : "", y ? y : "");
		}
}

/* The page leads from waiting to what the shell shows at once, problems and all. */
static void a_check_is_ordered(void **state)
{
	static const char *const parts[] = {"problems", "total", "kinds", "units"};
	struct site_test *s = site_of(state);
	const char *plan = plan_of(s);
	struct doc web, shell;

	ok(reorg_run(s, &reorg_unit_add, plan, "name=Đảng bộ xã Lạc", "code=y", "kind=commune",
		"parent_code=khong", NULL));
	web = page(s, &reorg_check, plan);
	assert_true(web.refresh > 0);
	assert_null(doc_find(&web, "total"));
	web = page(s, &reorg_check, plan);
	assert_true(web.refresh > 0);
	assert_true(work(s));
	assert_false(work(s)); /* asked for twice, ordered once */
	web = page(s, &reorg_check, plan);
	assert_int_equal(web.refresh, 0);
	ok(site_run(s, &reorg_check, &(int){0}, 0, plan, &shell));
	assert_int_equal(doc_find(&web, "problems")->rows.n, 1);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		alike(s, &web, &shell, parts[i]);
	/* another plan by now: what was found is not shown any more */
	ok(reorg_run(s, &reorg_line_add, plan, "old=02", "what=into", "target=x", NULL));
	web = page(s, &reorg_check, plan);
	assert_true(web.refresh > 0);
}

static void carrying_out_and_back_are_ordered(void **state)
{
	struct site_test *s = site_of(state);
	const char *plan = plan_of(s);
	struct doc d;

	ok(order(s, &reorg_do, plan));
	ok(order(s, &reorg_do, plan));
	assert_string_equal(state_of(s, plan), "draft");
	assert_true(page(s, &reorg_show, plan).refresh > 0);
	assert_true(work(s));
	assert_false(work(s));
	assert_string_equal(state_of(s, plan), "done");
	is("member.total", "x", "2024-07-01", 1);
	reorg_whole(s);
	d = page(s, &reorg_show, plan);
	assert_int_equal(d.refresh, 0);
	assert_int_equal(order(s, &reorg_do, plan), ERR_REFUSED);
	ok(order(s, &reorg_undo, plan));
	assert_string_equal(state_of(s, plan), "done");
	assert_true(work(s));
	assert_string_equal(state_of(s, plan), "draft");
	is("member.total", "01", "2024-07-01", 1);
	reorg_whole(s);
	/* and once more: what was ordered before is not taken for it */
	ok(order(s, &reorg_do, plan));
	assert_true(work(s));
	assert_string_equal(state_of(s, plan), "done");
}

/* The form as it is sent, up to the commit, which goes wrong: a conflict, a full disk. */
static void order_that_fails(struct site_test *s, const char *plan)
{
	struct {
		const char *reason;
	} in = {"Theo nghị quyết"};
	void *planned = NULL;
	struct doc d;

	site_clean(s);
	s->cx.via = "web";
	s->cx.item = plan;
	s->cx.action = &reorg_do;
	doc_init(&d, s->a, LANG_VI);
	ok(db_begin(s->db, DB_WRITE));
	ok(reorg_do.plan(&s->cx, &in, &planned, &d));
	ok(reorg_do.apply(&s->cx, &in, planned, &d));
	db_rollback(s->db);
	s->cx.via = "shell";
	site_clean(s);
}

/* Nothing is carried out for which no entry says who ordered it. */
static void no_order_without_its_entry(void **state)
{
	struct site_test *s = site_of(state);
	const char *plan = plan_of(s);

	order_that_fails(s, plan);
	assert_int_equal(page(s, &reorg_show, plan).refresh, 0);
	assert_false(work(s));
	assert_string_equal(state_of(s, plan), "draft");
	/* and what was committed is carried out once, though it is taken over twice */
	ok(order(s, &reorg_do, plan));
	assert_true(page(s, &reorg_show, plan).refresh > 0);
	collect_and_die(s);
	assert_true(work(s));
	assert_string_equal(state_of(s, plan), "done");
	assert_false(work(s));
	is("member.total", "x", "2024-07-01", 1);
	reorg_whole(s);
}

static const char bad_units[] = "code,name,kind,parent_code\n"
				"t,Thử,Tỉnh,\n"
				"02,Xã Mới Một,làng,t\n"
				"04,Xã Mới Hai,xã,t\n";
static const char bad_map[] =
	"old_code,old_name,old_district,old_province,new_code,new_name,new_province\n"
	"01,Xã Một,Huyện Ẳng,Tỉnh Thử,,Xã Mới Một,Thử\n";

static enum err send(struct site_test *s, const struct action *action, const char *plan,
	const char *map, const char *units)
{
	const char *m = map ? arena_printf(s->a, "map=%s", map) : "units=";
	const char *u = units ? arena_printf(s->a, "units=%s", units) : m;
	enum err e;

	s->cx.via = "web";
	e = plan ? reorg_run(s, action, plan, m, u, NULL)
		 : reorg_run(s, action, NULL, "name=Sắp xếp", "day=01/07/2025", "under=t", m, u,
			   NULL);
	s->cx.via = "shell";
	return e;
}

static int64_t units_of(struct site_test *s, const char *plan)
{
	struct list units;
	long long id;

	assert_true(str_to_int(str_of(plan), &id));
	ok(db_begin(s->db, DB_READ));
	ok(reorg_units(&s->cx, id, &units));
	db_rollback(s->db);
	return (int64_t)units.n;
}

/* The plan is there at once, its lines when the files have been read, as in the shell. */
static void files_are_read_beside_the_page(void **state)
{
	struct site_test *s = site_of(state);
	const char *shell, *plan;
	int64_t open;

	reorg_plant(s);
	ok(reorg_run(s, &reorg_new, NULL, "name=Vỏ", "day=01/07/2025", "under=t",
		arena_printf(s->a, "map=%s", reorg_map_file),
		arena_printf(s->a, "units=%s", reorg_units_file), NULL));
	shell = reorg_made(s);
	open = reorg_open(s, shell, NULL);
	ok(reorg_run(s, &reorg_drop, shell, "reason=Thử", NULL));
	ok(send(s, &reorg_new, NULL, reorg_map_file, reorg_units_file));
	plan = reorg_made(s);
	assert_true(page(s, &reorg_show, plan).refresh > 0);
	assert_int_equal(units_of(s, plan), 0);
	assert_true(work(s));
	assert_false(work(s));
	assert_int_equal(page(s, &reorg_show, plan).refresh, 0);
	assert_int_equal(units_of(s, plan), 5);
	assert_int_equal(reorg_open(s, plan, NULL), open);
	/* another file is another plan */
	assert_int_equal(send(s, &reorg_send_files, plan, NULL, reorg_units_file), ERR_REFUSED);
	assert_true(site_said(s, M_REORG_HAS_LINES));
}

/* Every wrong row of both is told, and only what was mended has to be sent again. */
static void wrong_rows_are_told_and_mended(void **state)
{
	struct site_test *s = site_of(state);
	const struct doc_part *bad;
	const struct reorg_bad *row;
	const char *plan;
	struct doc d;

	reorg_plant(s);
	ok(send(s, &reorg_new, NULL, bad_map, bad_units));
	plan = reorg_made(s);
	assert_true(work(s));
	d = page(s, &reorg_show, plan);
	bad = doc_find(&d, "bad");
	assert_non_null(bad);
	assert_int_equal(bad->rows.n, 2);
	row = bad->rows.rows;
	assert_int_equal(row[0].row, 3);
	assert_string_equal(row[0].value, "làng");
	assert_non_null(row[0].column);
	assert_int_equal(row[1].row, 2);
	has(row[0].reason, "“làng”");
	has(row[0].reason, "không");
	/* whoever reads it is told in their own language, whoever sent it */
	s->cx.say.lang = LANG_EN;
	d = page(s, &reorg_show, plan);
	row = doc_find(&d, "bad")->rows.rows;
	has(row[0].reason, "“làng” is no kind of unit");
	s->cx.say.lang = LANG_VI;
	assert_int_equal(units_of(s, plan), 0);
	ok(send(s, &reorg_send_files, plan, NULL, reorg_units_file));
	assert_true(work(s));
	d = page(s, &reorg_show, plan);
	bad = doc_find(&d, "bad");
	assert_int_equal(bad->rows.n, 1);
	ok(send(s, &reorg_send_files, plan, reorg_map_file, NULL));
	assert_true(work(s));
	assert_int_equal(units_of(s, plan), 5);
	assert_true(reorg_open(s, plan, NULL) > 0);
}

/* What stands in the way is said on the page of the plan, and it may be ordered again. */
static void what_fails_says_why(void **state)
{
	struct site_test *s = site_of(state);
	const char *plan = plan_of(s);
	struct doc d;

	ok(reorg_run(s, &reorg_unit_add, plan, "name=Đảng bộ xã Lạc", "code=y", "kind=commune",
		"parent_code=khong", NULL));
	ok(order(s, &reorg_do, plan));
	assert_true(work(s));
	assert_string_equal(state_of(s, plan), "draft");
	d = page(s, &reorg_show, plan);
	assert_int_equal(d.refresh, 0);
	s->cx.via = "web";
	has(story_run(s, &reorg_show, &(int){0}, plan), "Còn 1 điều vướng");
	s->cx.say.lang = LANG_EN;
	has(story_run(s, &reorg_show, &(int){0}, plan), "1 things stand in the way");
	s->cx.say.lang = LANG_VI;
	s->cx.via = "shell";
	ok(order(s, &reorg_do, plan));
	assert_true(work(s));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		on_site(a_check_is_ordered),
		on_site(carrying_out_and_back_are_ordered),
		on_site(no_order_without_its_entry),
		on_site(files_are_read_beside_the_page),
		on_site(wrong_rows_are_told_and_mended),
		on_site(what_fails_says_why),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("reorg job", tests, NULL, NULL);
}
