/*
 * What the engine can do for any kind, on a small one of its own: pairs, guesses and corrections,
 * mending, rows, doubts, differences.
 */
#include "import/import_kind_test.h"

/* ---- headers ---- */

/* "Ngày sinh: nam | nữ" says the sex; "Ngày vào Đảng: dự bị | chính thức" names two fields. */
static void merged_headers(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im = opened(s, "DANH SÁCH ĐẢNG VIÊN,,,,,,\n"
				      "STT,Họ và tên,Ngày sinh,,Ngày vào Đảng,,Chi bộ\n"
				      ",,Nam,Nữ,Dự bị,Chính thức,\n"
				      "1,Lò Văn A,1/2/1960,,3/2/1985,3/2/1986,x\n"
				      "2,Lò Thị B,,1965,3/2/1990,,x\n"
				      "3,Lò Thị C,1960,1965,,,x\n"
				      "4,Lò Thị D,,,,,x\n");

	assert_int_equal(im->state->tabs->head.first, 2);
	assert_int_equal(im->state->tabs->head.last, 3);
	assert_string_equal(line(im, 0)->sex, "male");
	assert_int_equal(line(im, 0)->birth_date, 19600201);
	assert_int_equal(line(im, 0)->recognised_on, 19860203);
	assert_string_equal(line(im, 1)->sex, "female");
	assert_int_equal(day_year(line(im, 1)->birth_date), 1965);
	assert_int_equal(line(im, 1)->recognised_on, 0);
	assert_true(told(im, 6, M_IMPORT_TWO_VALUES));
	assert_true(told(im, 7, M_VALUE_REQUIRED));
	assert_int_equal(im->problem_count, 2);
}

/* Three rows: the group is merged downwards, its parts stand below it; and a mark for women. */
static void deep_headers(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im = opened(s, "Họ và tên,Ngày,,Giới tính,,Chi bộ\n"
				      ",vào Đảng,,,,\n"
				      ",dự bị,chính thức,Nữ,Ngày sinh,\n"
				      "Lò Văn A,3/2/1985,3/2/1986,,1960,x\n"
				      "Lò Thị B,3/2/1985,,x,1961,x\n");

	assert_int_equal(im->state->tabs->head.last, 3);
	assert_int_equal(line(im, 0)->admitted_on, 19850203);
	assert_int_equal(line(im, 0)->recognised_on, 19860203);
	assert_string_equal(line(im, 0)->sex, "male");
	assert_string_equal(line(im, 1)->sex, "female");
}

/* Other order of words, words in brackets, more words: taken, but not for sure. */
static void guesses(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im =
		opened(s, "Tên và họ,Ngày sinh (dd/mm/yyyy),Chi bộ (tên),Số CCCD 12 số\n"
			  "Lò Văn A,1/2/1960,x,011099000123\n");
	const struct import_column *c = column(im, "Tên và họ");

	assert_string_equal(line(im, 0)->full_name, "Lò Văn A");
	assert_string_equal(line(im, 0)->citizen_no, "011099000123");
	assert_non_null(c);
	assert_string_equal(c->field, "full_name");
	assert_string_equal(c->sample, "Lò Văn A");
	assert_true(c->known && !c->sure);
	assert_true(column(im, "Ngày sinh (dd/mm/yyyy)")->sure);
	assert_true(noted(im, "Tên và họ"));
}

/* What one column is known to be, no other is guessed to be. */
static void one_column_each(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	assert_int_equal(
		open_bytes(s, S("Họ và tên,Tên họ và bố,Ngày sinh,Chi bộ\nLò A,Lò B,1960,x\n"), "",
			&(struct import_options){0}, &im),
		ERR_FILE);
	assert_true(site_said(s, M_IMPORT_UNKNOWN_COLUMNS));
	/* there is something to correct all the same */
	assert_non_null(im);
	assert_false(column(im, "Tên họ và bố")->known);
	assert_string_equal(column(im, "Họ và tên")->field, "full_name");
}

static void corrections(void **state)
{
	struct site_test *s = site_of(state);
	const char *file = "Người,Sinh,Chi bộ,Chi bộ,Khác\nLò Văn A,1960,x,y,z\n";
	const struct import_options
		right = {.columns = "NGUOI = full_name ; Sinh=Ngày sinh;[D]=;Khác="},
		nowhere = {.columns = "Người=full_name;Sinh=birth_date;Mất=;[D]=;Khác="},
		none = {.columns = "Người=full_name;Sinh=birth_date;Khác=lạ"};
	struct import *im;

	assert_int_equal(
		open_bytes(s, str_of(file), "", &(struct import_options){0}, &im), ERR_FILE);
	assert_int_equal(open_bytes(s, str_of(file), "", &nowhere, &im), ERR_BAD_INPUT);
	assert_true(site_said(s, M_IMPORT_NO_SUCH_COLUMN));
	assert_int_equal(open_bytes(s, str_of(file), "", &none, &im), ERR_BAD_INPUT);
	assert_true(site_said(s, M_IMPORT_NO_FIELD));
	im = opened_with(s, "Sdt,Cccd,Người,Sinh,Chi bộ,Chi bộ,Khác\n,,Lò Văn A,1960,x,y,z\n",
		&(struct import_options){.columns = "Người=full_name;Sinh=birth_date;[F]=;Khác="});
	assert_string_equal(line(im, 0)->full_name, "Lò Văn A");
	assert_string_equal(line(im, 0)->cell, "x");
	assert_true(column(im, "Khác")->known && !column(im, "Khác")->field);
	assert_true(import_has(im, "cell") && !import_has(im, "note"));
	(void)right;
}

/* A correction that says what was known keeps what the column says besides. */
static void corrected_pairs(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im =
		opened_with(s, "Họ và tên,Ngày sinh,,Chi bộ\n,Nam,Nữ,\nLò Văn A,,1960,x\n",
			&(struct import_options){
				.columns = "Ho va ten=full_name;Ngày sinh Nam=birth_date;Ngày sinh "
					   "Nữ=birth_date;Chi bộ=cell;"});

	assert_string_equal(line(im, 0)->sex, "female");
}

/* ---- cells ---- */

static void mending(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im = opened(s, "Họ và tên,Ngày sinh,Chi bộ,CCCD,SĐT\n"
				      "NGUYỄN THỊ H'MAI,1960,x,11099000123,912345678\n"
				      "lò văn an,1960,x,1099000123,0912.345.678\n"
				      "\xc3\x90inh Văn  A,1960,x,123456789,không có\n"
				      "Lo\xcc\x80 Va\xcc\x86n A,1960,x,099 000 123 011,\n"
				      "Lò VĂN A,1960,x,,\n");

	assert_string_equal(line(im, 0)->full_name, "Nguyễn Thị H'Mai");
	assert_string_equal(line(im, 0)->citizen_no, "011099000123");
	assert_string_equal(line(im, 0)->phone, "0912345678");
	assert_string_equal(line(im, 1)->full_name, "Lò Văn An");
	assert_string_equal(line(im, 1)->citizen_no, "001099000123");
	assert_string_equal(line(im, 1)->phone, "0912345678");
	assert_string_equal(line(im, 2)->full_name, "Đinh Văn A");
	assert_string_equal(line(im, 2)->citizen_no, "123456789"); /* an old number */
	assert_string_equal(line(im, 2)->phone, "không có");
	assert_string_equal(line(im, 3)->full_name, "Lò Văn A");
	assert_string_equal(line(im, 3)->citizen_no, "099000123011");
	assert_string_equal(line(im, 4)->full_name, "Lò VĂN A");
	assert_int_equal(im->res.dirt[DIRT_ETH], 1);
	assert_int_equal(im->res.dirt[DIRT_MARKS], 1);
	assert_int_equal(im->res.dirt[DIRT_ZEROS], 3);
	assert_int_equal(im->res.dirt[DIRT_CAPITALS], 2);
	assert_int_equal(im->res.dirt[DIRT_BLANKS], 3);
	assert_int_equal(im->res.mended, 9);
}

static void proper_names(void **state)
{
	static const char *const names[][2] = {{"SÙNG A H'LỬ", "Sùng A H'Lử"},
		{"y blăng", "Y Blăng"}, {"TÔN NỮ-HỒNG", "Tôn Nữ-Hồng"}, {"Vàng A Xà", "Vàng A Xà"},
		{"D’ARC", "D’Arc"}, {"ĐỖ ỔI", "Đỗ Ổi"}, {"", ""}, {"123", "123"}};
	struct site_test *s = site_of(state);

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		assert_string_equal(text_proper_name(s->a, names[i][0]), names[i][1]);
}

/* The same text is kept once, and read once; what was mended in it counts each time. */
static void repeated_cells(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im = opened(s, "Họ và tên,Ngày sinh,Chi bộ\n"
				      "LÒ VĂN A,1960,Chi  bộ\nLÒ VĂN A,1960,Chi  bộ\n");

	assert_ptr_equal(line(im, 0)->full_name, line(im, 1)->full_name);
	assert_ptr_equal(line(im, 0)->cell, line(im, 1)->cell);
	assert_int_equal(im->res.mended, 4);
	assert_int_equal(line(im, 0)->birth_date, line(im, 1)->birth_date);
}

/* Old fonts in a file whose header is sound. */
static void old_fonts(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im = opened(s, "Họ và tên,Ngày sinh,Chi bộ\nNguyÔn V¨n Hïng,1960,x\n");

	assert_true(told(im, 2, M_IMPORT_LEGACY));
}

/* What nobody needs to see again is not shown again. */
static void masked(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im =
		opened(s, "Họ và tên,Ngày sinh,Chi bộ,CCCD,Ghi chú\nLò A,1960,x,011099000123,sai\n"
			  "Lò B,1960,x,011099000123,khác\n"
			  "Lò C,1960,x,011099000123011099000123011099000123011099000123,\n");
	const struct import_change *c;

	ok(import_preview(im));
	for (const struct import_problem *p = im->problems; p; p = p->next) {
		assert_non_null(strstr(p->value, "•••123"));
		assert_null(strstr(p->value, "0110990"));
	}
	assert_int_equal(im->problem_count, 2);
	c = import_changes(im).rows;
	assert_string_equal(c[0].old, "•••124");
	assert_string_equal(c[0].fresh, "•••123");
	assert_string_equal(c[1].fresh, "khác");
}

/* ---- rows, doubts, differences ---- */

static const char five[] = "Họ và tên,Ngày sinh,Chi bộ,Ghi chú\n"
			   "A,1960,x,\nB,1961,x,lạ\nC,x,x,\nD,1960,x,khác\nE,1960,x,hỏi\n";

static void rows_taken(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im = opened_with(s, five, &(struct import_options){.rows = "2, 5-6"});

	assert_int_equal(im->rows.n, 3);
	assert_string_equal(line(im, 1)->full_name, "D");
	assert_int_equal(im->problem_count, 0);
	im = opened_with(s, five, &(struct import_options){.rows = "thu csv!2;lạ!3,6"});
	assert_int_equal(im->rows.n, 2);
	for (int i = 0; i < 4; i++)
		assert_int_equal(open_bytes(s, str_of(five), "",
					 &(struct import_options){.rows = (const char *[]){"x",
									  "5-2", "0", "-1"}[i]},
					 &im),
			ERR_BAD_INPUT);
	assert_true(site_said(s, M_IMPORT_NO_RANGE));
}

static void doubts(void **state)
{
	struct site_test *s = site_of(state);
	struct import_options opt = {.rows = "2-3,6"};
	struct import *im = opened_with(s, five, &opt);
	struct import_result res;

	ok(import_preview(im));
	import_result(im, &res);
	assert_int_equal(res.bad, 0);
	assert_int_equal(res.doubts, 1);
	assert_int_equal(res.warnings, 1);
	assert_int_equal(import_commit(im), ERR_REFUSED);
	assert_true(site_said(s, M_IMPORT_DOUBTS));
	opt.accept_warnings = 1;
	im = opened_with(s, five, &opt);
	ok(import_commit(im));
	assert_true(im->res.import != 0);
}

static void differences(void **state)
{
	struct site_test *s = site_of(state);
	struct import_options opt = {.compare = 1, .columns = "Ghi chú=note"};
	struct import *im = opened_with(s, five, &opt);
	struct import_result res;
	struct list all;
	const struct import_change *c;

	ok(import_preview(im));
	ok(import_preview(im)); /* a second plan tells nothing twice */
	import_result(im, &res);
	assert_int_equal(res.changed, 1);
	assert_int_equal(res.missing, 2);
	all = import_changes(im);
	c = all.rows;
	assert_int_equal(all.n, 4);
	assert_int_equal(c[0].row_no, 5);
	assert_string_equal(c[0].what, "changed");
	assert_string_equal(c[3].what, "missing");
	assert_int_equal(c[3].row_no, 0);
	opt.rows = "2";
	im = opened_with(s, five, &opt);
	assert_int_equal(import_commit(im), ERR_REFUSED);
	assert_true(site_said(s, M_IMPORT_ONLY_COMPARED));
}

static void options_agree(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	assert_int_equal(
		open_bytes(s, str_of(five), "",
			&(struct import_options){.correct = 1, .update_from = 20200101}, &im),
		ERR_BAD_INPUT);
	assert_true(site_said(s, M_IMPORT_NOT_BOTH_WAYS));
	assert_null(im);
	assert_int_equal(
		open_bytes(s, str_of(five), "",
			&(struct import_options){.history = 1, .opened_on = 20200101}, &im),
		ERR_BAD_INPUT);
	assert_true(site_said(s, M_IMPORT_NOT_BOTH_STORIES));
}

/* What is kept with a job comes back as it was. */
static void orders_travel(void **state)
{
	struct site_test *s = site_of(state);
	const struct import_column columns[] = {{"Họ tên", "A; B", "full_name", 1, 0}};
	struct import_result res = {.doubts = 2, .dirt = {[DIRT_ZEROS] = 7}}, back;
	struct import_order o = {"orgs",
		{.rows = "2-5", .columns = "a=b;c=", .every_sheet = 1, .accept_warnings = 1},
		LANG_EN, true};
	struct import_order got;
	struct buf b;

	res.columns = (struct list){columns, 1, sizeof(*columns)};
	ok(import_order_read(s->a, import_order_json(s->a, &o), &got));
	assert_string_equal(got.opt.rows, "2-5");
	assert_string_equal(got.opt.columns, "a=b;c=");
	assert_true(got.opt.every_sheet && got.opt.accept_warnings && got.commit);
	assert_false(got.opt.ignore_unknown);
	buf_init(&b, 1 << 16);
	import_result_json(&res, &b);
	ok(import_result_read(s->a, b.p, &back));
	buf_done(&b);
	assert_int_equal(back.dirt[DIRT_ZEROS], 7);
	assert_int_equal(back.doubts, 2);
	assert_string_equal(((const struct import_column *)back.columns.rows)->field, "full_name");
	assert_true(((const struct import_column *)back.columns.rows)->known);
}

/* Everything of a file lies in a file. */
static void memory(void **state)
{
	struct site_test *s = site_of(state);
	size_t before = arena_used(s->a);
	struct import *im = opened(s, five);

	assert_true(arena_in_file(im->cx->a));
	assert_true(arena_used(s->a) - before < 4096);
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(merged_headers), on_site(deep_headers),
		on_site(guesses), on_site(one_column_each), on_site(corrections),
		on_site(corrected_pairs), on_site(mending), on_site(proper_names),
		on_site(repeated_cells), on_site(old_fonts), on_site(masked), on_site(rows_taken),
		on_site(doubts), on_site(differences), on_site(options_agree),
		on_site(orders_travel), on_site(memory)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("import engine", tests, NULL, NULL);
}
