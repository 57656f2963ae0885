/*
 * The engine: finding headers, mending, bad cells, rows passed over, the copy of bad rows, jobs.
 */
#include "import/import.h"

#include "base/json.h"
#include "core/site_test.h"
#include "import/import_impl.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static enum err open_text(struct site_test *s, const char *text, const struct import_options *opt,
	struct import **ret)
{
	site_clean(s);
	return import_open(&s->cx, &org_import_orgs, opt, "thu.csv", str_of(text), ret);
}

static struct import *opened(struct site_test *s, const char *text)
{
	struct import *im;
	enum err e = open_text(s, text, &(struct import_options){0}, &im);

	problem_each (p, &s->f)
		print_message("# %s\n", msg_fill(s->a, LANG_VI, p->what, p->arg, ERR_ARGS));
	assert_int_equal(e, ERR_OK);
	return im;
}

/* The value of a field of a row, as text. */
static const char *cell(const struct import *im, size_t row, const char *field)
{
	const struct field *f = field_find(im->kind->fields, field);

	return value_raw(im->cx->a, f, import_row(im, row));
}

static bool told(const struct import *im, long row, enum msg what)
{
	for (const struct import_problem *p = im->problems; p; p = p->next)
		if (p->row == row && p->what == what)
			return true;
	return false;
}

/* Any order, case, language, marks composed or not, running numbers, remarks in brackets. */
static void headers(void **state)
{
	static const char *const files[] = {
		"code,name,kind,parent_code,founded_on\n1,A,xã,p,2016-12-31\n",
		"Mã cấp trên;NGÀY THÀNH LẬP;Loại;Tên;Mã\np;31/12/2016;xã;A;1\n",
		"ma\tten\tloai\tcap tren\tthanh lap\n1\tA\txã\tp\t31.12.2016\n",
		"STT,Mã (*),Tên tổ chức,Loại,Cấp trên,Ngày TL\n9,1,A,xã,p,31-12-2016\n",
		"Ma\xcc\x83,Te\xcc\x82n,Loa\xcc\xa3i,Parent code,founded\n1,A,xã,p,20161231\n",
		"\xef\xbb\xbfMã,Tên,Loại,Mã cấp trên,Ngày thành lập\n1,A,xã,p,2016-12-31\n",
	};
	struct site_test *s = site_of(state);

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		struct import *im = opened(s, files[i]);
		assert_int_equal(im->rows.n, 1);
		assert_string_equal(cell(im, 0, "code"), "1");
		assert_string_equal(cell(im, 0, "name"), "A");
		assert_string_equal(cell(im, 0, "kind"), "xã");
		assert_string_equal(cell(im, 0, "parent_code"), "p");
		assert_string_equal(cell(im, 0, "founded_on"), "2016-12-31");
		assert_int_equal(im->numbers[0], 2);
	}
}

/* Titles above, a header over two rows, its numbers below, totals and signatures at the end. */
static void whole_paper(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im = opened(s, "ĐẢNG BỘ HUYỆN MƯỜNG ẢNG,,,,\n"
				      "DANH SÁCH TỔ CHỨC ĐẢNG,,,,\n"
				      "STT,Mã,Tên,Loại,Ngày,\n"
				      ",,,,thành lập,mở sổ\n"
				      "(1),(2),(3),(4),(5),(6)\n"
				      "1,a,Chi bộ A,chi bộ,1/2/1990,1/3/1990\n"
				      "STT,Mã,Tên,Loại,thành lập,mở sổ\n"
				      "2,b,Chi bộ B,chi bộ,,\n"
				      "Tổng cộng: 2,,,,,\n"
				      "Người lập biểu,,,,,\n");

	assert_int_equal(im->state->tabs->head.first, 3);
	assert_int_equal(im->state->tabs->head.last, 4);
	assert_string_equal(cell(im, 0, "founded_on"), "1990-02-01");
	assert_string_equal(cell(im, 0, "opened_on"), "1990-03-01");
	assert_string_equal(cell(im, 1, "code"), "b");
	assert_int_equal(im->rows.n, 2);
	assert_true(im->res.notes.n >= 2);
}

static void refused_headers(void **state)
{
	static const struct {
		const char *text;
		enum msg what;
	} files[] = {
		{"a,b,c\n1,2,3\n", M_IMPORT_NO_HEADER},
		{"Mã,Tên\n1,A\n", M_IMPORT_NO_COLUMN},
		{"Mã,Tên,Loại,Màu\n1,A,xã,đỏ\n", M_IMPORT_UNKNOWN_COLUMNS},
		{"Mã,Tên,Loại,Code\n1,A,xã,2\n", M_IMPORT_TWO_COLUMNS},
		{"Mã,Tên,Loại\n", M_IMPORT_NO_ROWS},
	};
	struct site_test *s = site_of(state);
	struct import *im;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		assert_int_equal(
			open_text(s, files[i].text, &(struct import_options){0}, &im), ERR_FILE);
		assert_true(site_said(s, files[i].what));
	}
	ok(open_text(s, files[2].text, &(struct import_options){.ignore_unknown = 1}, &im));
	assert_int_equal(im->res.notes.n, 1);
}

static void dirt(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im = opened(s, "Mã,Tên,Loại\n"
				      "1,\xc3\x90\xe1\xba\xa3ng b\xe1\xbb\x99 A,xã\n" /* eth */
				      "2,Chi\xc2\xa0"
				      "bộ  B,xã\n"	     /* no-break and doubled blanks */
				      "3,Ba\xcc\x89n C,xã\n" /* decomposed */
				      "4,Bản D,xã\n");

	assert_string_equal(cell(im, 0, "name"), "Đảng bộ A");
	assert_string_equal(cell(im, 1, "name"), "Chi bộ B");
	assert_string_equal(cell(im, 2, "name"), "Bản C");
	assert_int_equal(im->res.mended, 3);
	assert_int_equal(im->problem_count, 0);
}

static void bad_cells(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im = opened(s, "Mã,Tên,Loại,Loại hình,Ngày thành lập\n"
				      ",A,xã,,\n"
				      "2,B,xã,không có,\n"
				      "3,C,xã,,31/2/2016\n");
	struct import_result res;

	assert_true(told(im, 2, M_VALUE_REQUIRED));
	assert_true(told(im, 3, M_VALUE_NOT_IN_CATALOGUE));
	assert_true(told(im, 4, M_VALUE_NO_DAY));
	import_result(im, &res);
	assert_int_equal(res.bad, 3);
	assert_int_equal(res.rows, 3);
	ok(import_preview(im));
	assert_int_equal(import_commit(im), ERR_REFUSED);
	assert_true(site_said(s, M_IMPORT_BAD_ROWS));
}

/* The copy of the bad rows holds these alone, under the headers of the file, with reasons. */
static void copy_of_bad(void **state)
{
	struct site_test *s = site_of(state);
	const struct import_options opt = {.ignore_unknown = 1};
	const char *file = "Danh sách,,\nMã,Tên của tổ chức,Tên,Loại\n1,x,A,xã lạ\n"
			   "2,y,B,đảng bộ tỉnh\n";
	struct import *im;
	char *path = arena_strdup(s->a, "/tmp/guong-bad-XXXXXX"), text[2000];
	int fd = mkstemp(path);
	struct sink *sink;
	ssize_t n;

	assert_true(fd >= 0);
	unlink(path);
	ok(open_text(s, file, &opt, &im));
	ok(import_preview(im));
	ok(sink_csv(&sink, &s->cx.say, fd, &s->f));
	ok(import_write_bad(im, sink));
	ok(sink_end(sink));
	n = pread(fd, text, sizeof(text) - 1, 0);
	assert_true(n > 0);
	text[n] = 0;
	close(fd);
	assert_non_null(strstr(text, "Mã,Tên của tổ chức,Tên,Loại,Lý do sai\r\n"));
	assert_non_null(strstr(text, "1,x,A,xã lạ,"));
	assert_null(strstr(text, "2,y,B"));
}

static void results_travel(void **state)
{
	struct site_test *s = site_of(state);
	const char *notes[] = {"một", "hai"};
	struct import_sample sample[] = {{"01", "Đảng bộ", "xã", NULL, 20250701, DAY_MAX}};
	struct import_result res = {.rows = 11367,
		.fresh = 5,
		.import = INT64_C(8707589790266152617),
		.location = "/org",
		.notes = {notes, 2, sizeof(*notes)},
		.sample = {sample, 1, sizeof(*sample)}};
	struct import_result back;
	struct buf b;

	buf_init(&b, 1 << 16);
	import_result_json(&res, &b);
	ok(import_result_read(s->a, b.p, &back));
	buf_done(&b);
	assert_int_equal(back.rows, 11367);
	assert_true(back.import == res.import);
	assert_string_equal(((const char *const *)back.notes.rows)[1], "hai");
	assert_string_equal(((const struct import_sample *)back.sample.rows)->name, "Đảng bộ");
	assert_int_equal(((const struct import_sample *)back.sample.rows)->last_day, DAY_MAX);
	assert_int_equal(import_result_read(s->a, "{", &back), ERR_FILE);
}

/* ---- jobs ---- */

static int64_t order(struct site_test *s, const char *text, bool commit, int64_t upload)
{
	struct import_order o = {.kind = "orgs", .lang = LANG_VI, .commit = commit};
	int64_t job = id_new(&s->ids);

	ok(db_begin(s->side, DB_WRITE));
	ok(db_run(s->side, Q_UPLOAD_INSERT, upload, (int64_t)0, "thu.csv", str_of(text),
		clock_now(&s->clock)));
	ok(db_run(s->side, Q_JOB_INSERT, job, "import", (int64_t)0, upload,
		import_order_json(s->a, &o), clock_now(&s->clock), (const char *)NULL));
	ok(db_commit(s->side));
	return job;
}

static const char *state_of(struct site_test *s, int64_t job, struct import_result *res)
{
	const char *state = "none";
	struct cursor c;

	*res = (struct import_result){0};
	ok(db_begin(s->side, DB_READ));
	ok(db_query(s->side, &c, Q_JOB_GET, job, (int64_t)0));
	if (db_next(&c)) {
		state = arena_strdup(s->a, db_text(&c, 4));
		(void)!import_result_read(s->a, db_text(&c, 6), res);
	}
	ok(db_end(&c));
	db_rollback(s->side);
	return state;
}

static bool work(struct site_test *s)
{
	struct import_job job;
	bool found;

	site_clean(s);
	s->cx.txn = 0;
	s->cx.request_key = NULL;
	ok(import_job_next(&s->cx, &job, &found));
	if (found)
		ok(import_job_run(&s->cx, &job));
	s->cx.progress = NULL;
	return found;
}

#define GOOD "Mã,Tên,Loại\np,Đảng bộ tỉnh P,tỉnh\n"
#define FINE "Mã,Tên,Loại\np,Đảng bộ tỉnh P,đảng bộ tỉnh\n"

static void jobs(void **state)
{
	struct site_test *s = site_of(state);
	struct import_result res;
	int64_t bad = order(s, GOOD, false, 1), fine, done;

	assert_true(work(s));
	assert_string_equal(state_of(s, bad, &res), "done");
	assert_int_equal(res.bad, 1);
	assert_false(work(s));
	fine = order(s, FINE, false, 2);
	assert_true(work(s));
	assert_string_equal(state_of(s, fine, &res), "done");
	assert_int_equal(res.fresh, 1);
	assert_int_equal(res.import, 0);
	done = order(s, FINE, true, 3);
	assert_true(work(s));
	assert_string_equal(state_of(s, done, &res), "done");
	assert_true(res.import != 0);
	assert_int_equal(order(s, "PK\3\4 no table", false, 4) > 0, 1);
	assert_true(work(s));
}

/* A process that dies after its commit: the next one finds what was written, and writes nothing. */
static void job_after_death(void **state)
{
	struct site_test *s = site_of(state);
	int64_t job = order(s, FINE, true, 5), before, after;
	struct import_result first, second;

	assert_true(work(s));
	state_of(s, job, &first);
	ok(db_begin(s->side, DB_WRITE));
	/* as if it had never been told that it is done: its lease has passed */
	ok(db_run(s->side, Q_JOB_FINISH, job, "running", (const char *)NULL));
	ok(db_commit(s->side));
	ok(db_begin(s->db, DB_READ));
	ok(db_number(s->db, &before, 0, Q_TREE_VERSION));
	db_rollback(s->db);
	assert_true(work(s));
	assert_string_equal(state_of(s, job, &second), "done");
	assert_true(second.import == first.import);
	ok(db_begin(s->db, DB_READ));
	ok(db_number(s->db, &after, 0, Q_TREE_VERSION));
	db_rollback(s->db);
	assert_int_equal(before, after);
}

/* ---- the page of a job ---- */

static const char *item_of(struct site_test *s, int64_t job)
{
	return arena_printf(s->a, "%lld", (long long)job);
}

static enum err run(struct site_test *s, const struct action *action, const void *in, int64_t job,
	struct doc *d)
{
	site_clean(s);
	s->cx.txn = 0;
	s->cx.action = action;
	return site_run(s, action, in, 0, item_of(s, job), d);
}

static const struct doc_form_field *field_of(
	const struct doc *d, const char *form, const char *label)
{
	const struct doc_part *p = doc_find(d, form);
	const struct doc_form_field *f;

	assert_non_null(p);
	f = p->form->fields.rows;
	for (size_t i = 0; i < p->form->fields.n; i++)
		if (f[i].label && strstr(f[i].label, label))
			return &f[i];
	return NULL;
}

/* The input of the form of columns as the page would send it; `label` taken for `field`. */
static void *filled(struct site_test *s, const struct doc *d, const char *label, const char *field)
{
	const struct action *again = &import_job_again;
	void *in = arena_alloc(s->a, again->in_size);
	const struct doc_form_field *f = doc_find(d, "again")->form->fields.rows;

	for (size_t i = 0; i < doc_find(d, "again")->form->fields.n; i++)
		if (f[i].label)
			field_set_text(field_find(again->in, f[i].f->name), in,
				strstr(f[i].label, label) ? field : f[i].value);
	return in;
}

#define ODD "Mã,Cái gì,Loại,Màu\np,Đảng bộ tỉnh P,đảng bộ tỉnh,đỏ\n"

/* A file whose columns are not all known: the page asks, the answer is read, then written. */
static void columns_corrected(void **state)
{
	struct site_test *s = site_of(state);
	int64_t job = order(s, ODD, false, 6);
	const struct doc_form_field *f;
	struct import_result res;
	void *again_in;
	struct doc d;

	assert_true(work(s));
	assert_string_equal(state_of(s, job, &res), "failed");
	ok(run(s, &import_job_show, NULL, job, &d));
	assert_null(doc_find(&d, "commit"));
	f = field_of(&d, "again", "Cái gì");
	assert_non_null(f);
	assert_string_equal(f->value, "");
	assert_non_null(strstr(f->hint, "Đảng bộ tỉnh P"));
	assert_true(f->choices.n > 5);
	assert_string_equal(field_of(&d, "again", "Mã")->value, "code");
	again_in = filled(s, &d, "Cái gì", "name");
	ok(run(s, &import_job_again, again_in, job, &d));
	assert_true(work(s));
	assert_string_equal(state_of(s, job, &res), "done");
	assert_int_equal(res.fresh, 1);
	ok(run(s, &import_job_show, NULL, job, &d));
	assert_string_equal(field_of(&d, "again", "Cái gì")->value, "name");
	assert_non_null(doc_find(&d, "commit"));
	ok(run(s, &import_job_commit, &(int[2]){0}, job, &d));
	assert_true(work(s));
	assert_string_equal(state_of(s, job, &res), "done");
	assert_true(res.import != 0);
	/* written is written: the order again answers where it stands, and nothing waits */
	ok(run(s, &import_job_commit, &(int[2]){0}, job, &d));
	assert_non_null(strstr(d.location, "/import-job/"));
	assert_false(work(s));
	assert_string_equal(state_of(s, job, &res), "done");
	assert_int_equal(run(s, &import_job_again, again_in, job, &d), ERR_CONFLICT);
	ok(run(s, &import_job_show, NULL, job, &d));
	assert_null(doc_find(&d, "again"));
}

static const char *exported(struct site_test *s, int64_t job)
{
	char *path = arena_strdup(s->a, "/tmp/guong-rows-XXXXXX"), *text = arena_alloc(s->a, 4000);
	int fd = mkstemp(path);
	struct doc d;

	assert_true(fd >= 0);
	unlink(path);
	site_clean(s);
	ok(sink_csv(&s->cx.page.sink, &s->cx.say, fd, &s->f));
	ok(run(s, &import_job_rows, NULL, job, &d));
	ok(sink_end(s->cx.page.sink));
	s->cx.page.sink = NULL;
	assert_true(pread(fd, text, 3999, 0) >= 0);
	close(fd);
	return text;
}

/* All bad rows of the file leave as they stood in it, with their reasons. */
static void bad_rows_leave(void **state)
{
	struct site_test *s = site_of(state);
	int64_t job = order(
		s, "Danh sách,,\nMã,Tên,Loại\n1,A,xã lạ\n2,B,đảng bộ tỉnh\n3,C,=x\n", false, 7);
	struct import_result res;
	const char *text;
	struct doc d;

	assert_true(work(s));
	assert_string_equal(state_of(s, job, &res), "done");
	assert_int_equal(res.bad, 2);
	text = exported(s, job);
	assert_non_null(strstr(text, "Mã,Tên,Loại,Lý do sai\r\n1,A,xã lạ,"));
	assert_non_null(strstr(text, "\r\n3,C,\"'=x\","));
	assert_null(strstr(text, "2,B"));
	ok(run(s, &import_job_show, NULL, job, &d));
	assert_int_equal(doc_find(&d, "problems")->rows.n, 2);
	ok(run(s, &import_job_bad, NULL, job, &d));
	ok(run(s, &import_job_changes, NULL, job, &d));
	ok(run(s, &import_job_drop, NULL, job, &d));
	assert_int_equal(run(s, &import_job_show, NULL, job, &d), ERR_NOT_FOUND);
}

/* Doubts are kept from being written by the page as well. */
static void doubts_are_asked(void **state)
{
	struct site_test *s = site_of(state);
	struct import_result res = {.rows = 1, .fresh = 1, .doubts = 2};
	int64_t job = order(s, FINE, false, 8);
	struct doc d;
	struct buf b;

	assert_true(work(s));
	buf_init(&b, 1 << 16);
	import_result_json(&res, &b);
	ok(db_begin(s->side, DB_WRITE));
	ok(db_run(s->side, Q_JOB_FINISH, job, "done", b.p));
	ok(db_commit(s->side));
	buf_done(&b);
	ok(run(s, &import_job_show, NULL, job, &d));
	assert_int_equal(doc_find(&d, "commit")->form->fields.n, 1);
	assert_int_equal(run(s, &import_job_commit, &(int[2]){0}, job, &d), ERR_REFUSED);
	assert_true(site_said(s, M_IMPORT_DOUBTS));
	ok(run(s, &import_job_commit, &(int[2]){1}, job, &d));
	assert_true(work(s));
	assert_string_equal(state_of(s, job, &res), "done");
	assert_true(res.import != 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(columns_corrected), on_site(bad_rows_leave),
		on_site(doubts_are_asked), on_site(headers), on_site(whole_paper),
		on_site(refused_headers), on_site(dirt), on_site(bad_cells), on_site(copy_of_bad),
		on_site(results_travel), on_site(jobs), on_site(job_after_death)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
