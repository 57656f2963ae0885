/*
 * Files of villages: taken in, taken in again, mended, taken back, taken away; what is wrong with a
 * row.
 */
#include "member/member_import_test.h"
#include "village/village.h"

#define KIND (&village_import_villages)
#define HEAD                                                                                       \
	"Mã,Tên,Loại,Mã xã,Mã chi bộ,Chi bộ ghép,"                                     \
	"Trưởng thôn,Số lý lịch trưởng thôn,Từ ngày,"                              \
	"Số hộ,Nhân khẩu\n"
#define FILE_A                                                                                     \
	HEAD "c1,Bản Cò,,x,co,,Lò Văn An,1,1/1/2016,100,450\n"                                \
	     "c2,Bản Cọ,Bản,x,ca,x,Quàng Văn Lả,,,80,\n"                                 \
	     "t1,Tiểu khu 3,,y,,,,,,120,500\n"

static void plant(struct site_test *s)
{
	files_plant(s);
	files_taken(s, &member_import_members, WITH(.history = 1),
		"Số lý lịch,Họ và tên,Ngày sinh,Mã chi bộ,Mã thôn,Ngày vào Đảng,Ngày chính thức\n"
		"1,Lò Văn An,12/3/1965,co,c1,3/2/1986,3/2/1987\n"
		"2,Quàng Văn Lả,1/1/1980,ca,,3/2/2006,3/2/2007\n");
}

/* The list to take away, as text: code, name, kind, commune, cell, joint, head, number... */
static const char *file(struct site_test *s)
{
	int64_t org = files_org(s, "h");
	const char *text = "";
	struct cursor c;

	ok(db_begin(s->db, DB_READ));
	ok(db_query(s->db, &c, Q_VILLAGE_FILE, org, (int64_t)0, "total", s->cx.day, KNOWN_NOW,
		(int64_t)50));
	while (db_next(&c))
		text = arena_printf(s->a, "%s%s%s %s %s %s %s %s %s %lld %lld", text,
			*text ? ", " : "", db_text(&c, 1), db_text(&c, 3),
			db_null(&c, 5) ? "-" : db_text(&c, 5), db_null(&c, 6) ? "" : db_text(&c, 6),
			db_null(&c, 7) ? "-" : db_text(&c, 7),
			db_null(&c, 8) ? "-" : db_text(&c, 8),
			day_print_iso((char[DAY_TEXT]){0}, (day_t)db_int(&c, 9)),
			(long long)db_int(&c, 10), (long long)db_int(&c, 11));
	ok(db_end(&c));
	db_rollback(s->db);
	return text;
}

/* By the names of the communes, then of the villages. */
#define FILED                                                                                      \
	"t1 tieu_khu -  - -  120 500, c1 ban co  Lò Văn An 1 2016-01-01 100 450, "               \
	"c2 ban ca yes Quàng Văn Lả -  80 0"

static void taken_and_taken_back(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;
	int64_t id;

	plant(s);
	im = files_planned(s, KIND, &files_plain, FILE_A);
	assert_int_equal(im->res.fresh, 3);
	assert_int_equal(im->res.bad, 0);
	/* one member below the commune is called like the head */
	assert_true(files_told(im, 3, "Trưởng thôn", M_VILLAGE_NAMESAKE));
	id = files_taken(s, KIND, &files_plain, FILE_A);
	assert_string_equal(file(s), FILED);
	/* the same again is known */
	assert_int_equal(files_planned(s, KIND, &files_plain, FILE_A)->res.unchanged, 3);
	ok(files_undone(s, id));
	assert_string_equal(file(s), "");
	files_taken(s, KIND, &files_plain, FILE_A);
	assert_string_equal(file(s), FILED);
}

static void what_is_wrong(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	plant(s);
	im = files_planned(s, KIND, &files_plain,
		HEAD "c1,Bản Cò,,z,co,,,,,,\n"	       /* no such commune */
		     "c2,Pơ Mu,,x,,,,,,,\n"	       /* what kind is it? */
		     "c3,Bản Ba,,x,nope,,,,,,\n"       /* no such cell */
		     "c4,Bản Bốn,,co,,,,,,,\n"	       /* a cell is no commune */
		     "c5,Bản Năm,,x,x,,,,,,\n"	       /* nor a commune a cell */
		     "c6,Bản Sáu,,x,y1,,,,,,\n"	       /* a cell of another commune: a question */
		     "c6,Bản Bảy,,x,,,,,,,\n"	       /* twice */
		     "c8,Bản Tám,,x,,,Ai Đó,77,,,\n"); /* a number of nobody: a question */
	assert_true(files_told(im, 2, "Mã xã", M_IMPORT_NO_ORG));
	assert_true(files_told(im, 3, "Loại", M_VALUE_REQUIRED));
	assert_true(files_told(im, 4, "Mã chi bộ", M_IMPORT_NO_ORG));
	assert_true(files_told(im, 5, "Mã xã", M_VILLAGE_NO_COMMUNE));
	assert_true(files_told(im, 6, "Mã chi bộ", M_VILLAGE_NOT_A_CELL));
	assert_true(files_told(im, 7, "Mã chi bộ", M_IMPORT_CELL_ELSEWHERE));
	assert_true(files_told(im, 8, "Mã", M_IMPORT_DOUBLE));
	assert_true(files_told(im, 9, NULL, M_VILLAGE_NOBODY));
	assert_false(im->bad[5]);
	assert_false(im->bad[7]);
	assert_int_equal(files_commit(s, KIND, &files_plain, HEAD "c1,Bản Cò,,z,co,,,,,,\n", &im),
		ERR_REFUSED);
}

#define FILE_B                                                                                     \
	HEAD "c1,Bản Cò,,x,co,,Quàng Văn Lả,2,1/3/2020,110,450\n"                           \
	     "c2,Bản Cọ,,x,ca,x,Quàng Văn Lả,,,80,\n"

static void the_same_next_month(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;
	int64_t id;

	plant(s);
	files_taken(s, KIND, &files_plain, FILE_A);
	im = files_planned(s, KIND, WITH(.compare = 1), FILE_B);
	assert_int_equal(im->res.changed, 1);
	assert_int_equal(im->res.unchanged, 1);
	assert_int_equal(im->res.missing, 0); /* of communes that the file names */
	im = files_planned(s, KIND, WITH(.compare = 1), HEAD "c1,Bản Cò,,x,co,,,,,,\n");
	assert_int_equal(im->res.missing, 1);
	/* only told, not taken */
	im = files_planned(s, KIND, &files_plain, FILE_B);
	assert_int_equal(im->res.updated, 0);
	id = files_taken(s, KIND, WITH(.update_from = 20200501), FILE_B);
	assert_non_null(strstr(file(s), "c1 ban co  Quàng Văn Lả 2 2020-03-01 110 450"));
	s->cx.day = 20191231;
	assert_non_null(strstr(file(s), "c1 ban co  Lò Văn An 1 2016-01-01 100 450"));
	s->cx.day = s->cx.say.today;
	ok(files_undone(s, id));
	assert_string_equal(file(s), FILED);
	files_taken(s, KIND, WITH(.correct = 1), FILE_B);
	s->cx.day = 20191231;
	assert_non_null(strstr(file(s), "110 450"));
}

/* Nothing that stands is lost by an undo. */
static void built_on(void **state)
{
	struct site_test *s = site_of(state);
	int64_t id;

	plant(s);
	id = files_taken(s, KIND, &files_plain, FILE_A);
	files_taken(s, KIND, WITH(.update_from = 20200501), FILE_B);
	assert_int_equal(files_undone(s, id), ERR_REFUSED);
	assert_true(site_said(s, M_VILLAGE_BUILT_ON));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {on_site(taken_and_taken_back),
		on_site(what_is_wrong), on_site(the_same_next_month), on_site(built_on)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("files of villages", tests, NULL, NULL);
}
