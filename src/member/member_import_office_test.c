/*
 * Rosters as offices make them: names over two columns, a sex that is a tick or a year, numbered
 * columns, cells in rows of their own, sums and signatures below.
 */
#include "member/member_import_test.h"

static struct import *planned(struct site_test *s, const char *rows)
{
	struct files_book *b = files_book_new(s);

	files_book_sheet(b, "Sheet1", rows);
	return files_planned_book(
		s, WITH(.under = "x", .opened_on = 20150101), files_book_bytes(b));
}

static const struct muster_line *line(const struct import *im, size_t i)
{
	return import_row(im, i);
}

static const struct import_column *column(struct import *im, const char *field)
{
	const struct import_column *c;

	import_result(im, &im->res);
	c = im->res.columns.rows;
	for (size_t i = 0; i < im->res.columns.n; i++)
		if (text_eq(c[i].field, field))
			return &c[i];
	return NULL;
}

static void split_names(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	files_plant(s);
	im = planned(s, "STT|Họ đệm|Tên|<2 Giới tính|Ngày sinh|Chi bộ\n"
			"|||Nam|Nữ||\n"
			"(1)|(2)|(3)|(4)|(5)|(6)|(7)\n"
			"1|NGUYỄN THỊ|HOA||x|'1985|Cò\n"
			"2|Lò Văn|An|X||5/3/85|bản Cò\n"
			"3|Lò|Tâm|||31112|Cọ\n");
	assert_int_equal(im->rows.n, 3);
	assert_string_equal(line(im, 0)->full_name, "Nguyễn Thị Hoa");
	assert_string_equal(line(im, 0)->sex, "female");
	assert_int_equal(line(im, 0)->birth_date, 19850000);
	assert_string_equal(line(im, 1)->full_name, "Lò Văn An");
	assert_string_equal(line(im, 1)->sex, "male");
	/* no tick at all says nothing */
	assert_null(line(im, 2)->sex);
	assert_int_equal(line(im, 2)->birth_date, 19850306);
	import_result(im, &im->res);
	assert_int_equal(im->res.bad, 0);
	assert_string_equal(column(im, "birth_date")->sample, "1985; 5/3/85; 31112");
}

/* One header over two columns: the second is guessed from what stands in it. */
static void merged_name(void **state)
{
	static const char rows[] = "TT|<2 Họ và tên|<2 Năm sinh|Chi bộ\n"
				   "|||Nam|Nữ|\n"
				   "A|B|C|1|2|3\n"
				   "1|Lò Văn|An|1960||co\n"
				   "2|Lò Thị|Bình||1961|co\n";
	struct site_test *s = site_of(state);
	struct import *im;

	files_plant(s);
	im = planned(s, rows);
	assert_int_equal(im->rows.n, 2);
	assert_string_equal(line(im, 0)->full_name, "Lò Văn An");
	assert_string_equal(line(im, 1)->full_name, "Lò Thị Bình");
	assert_string_equal(line(im, 1)->sex, "female");
	assert_non_null(files_note(im, "[C] = Họ và tên"));
	/* a column of something else stays without a name */
	im = planned(s, "TT|Họ và tên||Chi bộ\n1|Lò Văn An|1960|co\n2|Lò Thị Bình|hai năm|co\n");
	assert_string_equal(line(im, 0)->full_name, "Lò Văn An");
}

/* "Nam", "Nữ" without a header above them hold the year as often as a tick; "Năm" is no sex. */
static void years_for_ticks(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	files_plant(s);
	im = planned(s, "TT|Họ và tên|Nam|Nữ|Chi bộ\n1|Lò Văn An|1960||co\n"
			"2|Lò Thị Bình||12/3/1963|co\n3|Lò Thị Can||x|co\n");
	assert_string_equal(line(im, 0)->sex, "male");
	assert_int_equal(line(im, 0)->birth_date, 19600000);
	assert_string_equal(line(im, 1)->sex, "female");
	assert_int_equal(line(im, 1)->birth_date, 19630312);
	assert_int_equal(line(im, 2)->birth_date, 0);
	site_clean(s);
	assert_int_equal(import_open(&s->cx, &member_import_members, WITH(.under = "x"), "a.csv",
				 S("Họ và tên,Năm,Chi bộ\nLò Văn An,1960,co\n"), &im),
		ERR_FILE);
	assert_true(site_said(s, M_IMPORT_UNKNOWN_COLUMNS));
}

/* Whoever signs is nobody of the list. */
static void signatures(void **state)
{
	static const char head[] = "STT|Họ và tên|Năm sinh|Quê quán|Ghi chú\n"
				   "I|Chi bộ bản Cò|||\n1|Lò Văn An|1960|Ẳng Tở|\n";
	static const char *const ends[] = {
		("|Tổng số đảng viên: 1||||\n||Ẳng Tở, ngày 3 tháng 2 năm 2016||\n"
		 "|Người lập biểu||T/M ĐẢNG ỦY|\n|Nguyễn Văn Bình||Trần Văn Cường|\n"),
		"|Người lập biểu||T/M ĐẢNG ỦY|\n|||BÍ THƯ|\n|Nguyễn Văn Bình||Trần Văn Cường|\n",
		"|Danh sách này có 1 đồng chí.|||\n|Nguyễn Văn Bình|||\n"};
	struct site_test *s = site_of(state);

	files_plant(s);
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		struct import *im = planned(s, arena_printf(s->a, "%s%s", head, ends[i]));
		assert_int_equal(im->rows.n, 1);
		/* a page of another cell may follow, with numbers of its own */
		im = planned(s, arena_printf(s->a,
					"%s%sII|Chi bộ bản Cọ (1 đ/c)|||\n1|Lò Thị Bình|1961||\n",
					head, ends[i]));
		assert_int_equal(im->rows.n, 2);
		assert_string_equal(line(im, 1)->full_name, "Lò Thị Bình");
		assert_string_equal(line(im, 1)->cell, "Chi bộ bản Cọ");
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {on_site(split_names), on_site(merged_name),
		on_site(years_for_ticks), on_site(signatures)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("rosters of offices", tests, NULL, NULL);
}
