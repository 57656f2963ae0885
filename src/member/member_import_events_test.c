/*
 * Transfers and leavings: finding the person, both ends, any order, what is known already,
 * and the books of a history that three files tell.
 */
#include "member/member_import_test.h"

#define MEMBERS	  (&member_import_members)
#define TRANSFERS (&member_import_transfers)
#define LEAVINGS  (&member_import_leavings)
#define HEAD	  "Số lý lịch,Họ và tên,Ngày sinh,Mã chi bộ,Ngày vào Đảng,Ngày chính thức\n"

static void plant(struct site_test *s)
{
	files_plant(s);
	files_taken(s, MEMBERS, WITH(.history = 1),
		HEAD "1,Lò Văn An,12/3/1965,co,3/2/1986,3/2/1987\n"
		     "2,Lò Thị Bình,1980,co,5/5/2004,5/5/2005\n"
		     ",Lò Văn Cương,1/1/1970,ca,7/6/1996,7/6/1997\n"
		     "4,Quàng Văn Hặc,1/1/1950,ca,7/6/1976,7/6/1977\n"
		     ",Quàng Văn Hặc,2/2/1952,th,7/6/1976,7/6/1977\n");
}

static void transfers(void **state)
{
	struct site_test *s = site_of(state);

	plant(s);
	files_taken(s, TRANSFERS, &files_plain,
		"Số lý lịch,Họ và tên,Ngày sinh,Từ chi bộ,Đến chi bộ,Ngày,Hình thức,Số giấy,Nơi\n"
		"1,,,ca,th,1/6/2012,,,\n" /* the second step stands first */
		"1,,,co,ca,1/6/2010,chính thức,12-GT,\n"
		",Lò Văn Cương,1/1/1970,ca,,5/2014,,,Đảng bộ thành phố\n"
		",Lò Văn Cương,1/1/1970,,th,1/9/2016,Chính thức,,Đảng bộ thành phố\n"
		"2,Lò Thị Bình,,co,th,1/9/2016,tạm thời,,\n"
		"2,Lò Thị Bình,,th,co,1/9/2017,tạm thời,,\n"
		",Quàng Văn Hặc,1952,Chi bộ trường THCS Ẳng Tở,bản Cọ,1/1/2000,,,\n");
	assert_string_equal(files_spells(s, "Lò Văn An"),
		"19860203 co probationary, 19870203 co full, 20100601 ca full, 20120601 th full");
	assert_string_equal(files_spells(s, "Lò Văn Cương"),
		"19960607 ca probationary, 19970607 ca full, 20140501 ca transferred_out, "
		"20160901 th full");
	assert_string_equal(files_spells(s, "Lò Thị Bình"),
		"20040505 co probationary, 20050505 co full, 20160901 co full at th, "
		"20170901 co full");
	assert_string_equal(files_facts(s, "Lò Văn An"),
		"admitted 19860203, recognised 19870203* +19870203, transfer 20100601 no 12-GT, "
		"transfer 20120601");
}

/* Several transfers of a day are taken in the order in which they lead on. */
static void one_day(void **state)
{
	struct site_test *s = site_of(state);

	plant(s);
	files_taken(s, TRANSFERS, &files_plain,
		"Số lý lịch,Từ chi bộ,Đến chi bộ,Ngày\n"
		"1,th,moi,1/6/2018\n1,ca,th,1/6/2018\n1,co,ca,1/6/2018\n");
	assert_string_equal(files_spells(s, "Lò Văn An"),
		"19860203 co probationary, 19870203 co full, 20180601 moi full");
}

static void transfers_refused(void **state)
{
	static const struct {
		const char *row, *column;
		enum msg what;
	} rows[] = {
		{"9,,,co,ca,1/6/2010,", "Số lý lịch", M_IMPORT_NO_PERSON},
		{",Lò Văn Không,,,co,1/6/2010,", "Họ và tên", M_IMPORT_NO_PERSON},
		{",Quàng Văn Hặc,,,co,1/6/2010,", "Họ và tên", M_IMPORT_PERSON_SEVERAL},
		{"1,Lò Thị Bình,1980,co,ca,1/6/2010,", "Số lý lịch", M_IMPORT_NUMBER_OTHER},
		{"1,,,ca,th,1/6/2010,", "Từ chi bộ", M_MEMBER_ELSEWHERE},
		{"1,,,,th,1/6/2010,", "Ngày", M_MEMBER_ALREADY_IN},
		{"1,,,,,1/6/2010,", "Đến chi bộ", M_IMPORT_NO_ENDS},
		{"1,,,,th,1/6/2010,tạm thời", "Từ chi bộ", M_IMPORT_GUEST_FROM_OUTSIDE},
		{"1,,,ca,th,1/6/2010,tạm thời", "Từ chi bộ", M_MEMBER_ELSEWHERE},
		{"1,,,co,zz,1/6/2010,", "Đến chi bộ", M_IMPORT_NO_CELL},
		{"1,,,co,x,1/6/2010,", "Đến chi bộ", M_MEMBER_NOT_A_CELL},
		{"1,,,co,ca,1/6/2030,", "Ngày", M_IMPORT_DAY_AHEAD},
		{"1,,,co,ca,1/6/1980,", "Ngày", M_MEMBER_NOT_IN},
		{"1,,,co,co,1/6/2010,", "Đến chi bộ", M_MEMBER_SAME_CELL},
	};
	struct site_test *s = site_of(state);

	plant(s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *text = arena_printf(s->a,
			"Số lý lịch,Họ và tên,Ngày sinh,Từ chi bộ,Đến chi bộ,Ngày,Hình thức\n%s\n",
			rows[i].row);
		struct import *im;
		assert_int_equal(files_commit(s, TRANSFERS, &files_plain, text, &im), ERR_REFUSED);
		assert_true(files_told(im, 2, rows[i].column, rows[i].what));
	}
}

/* The cell in which they stood tells namesakes apart. */
static void by_cell(void **state)
{
	struct site_test *s = site_of(state);

	plant(s);
	files_taken(s, LEAVINGS, &files_plain,
		"Họ và tên,Chi bộ,Hình thức,Ngày,Số quyết định,Lý do\n"
		"Quàng Văn Hặc,Chi bộ bản Cọ,qua đời,1/6/2010,,\n"
		"Lò Văn An,,xin ra,7/2011,12-QĐ,Tuổi cao\n");
	assert_string_equal(files_flows(s, "Lò Văn An"),
		"19860203 admitted co, 19870203 recognised co, 20110701 resigned co");
	files_taken(s, LEAVINGS, &files_plain,
		"Họ và tên,Ngày sinh,Hình thức,Ngày\nQuàng Văn Hặc,1952,Khai trừ,1/6/2010\n");
}

static void leavings(void **state)
{
	static const struct {
		const char *kind, *flow;
	} rows[] = {{"xóa tên", "struck_off"}, {"Xoá tên", "struck_off"},
		{"XIN RA KHỎI ĐẢNG", "resigned"}, {"khai trừ", "expelled"}, {"Từ trần", "deceased"},
		{"qua đời", "deceased"}, {"xin ra", "resigned"}, {"deceased", "deceased"}};
	struct site_test *s = site_of(state);

	plant(s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int64_t id = files_taken(s, LEAVINGS, &files_plain,
			arena_printf(
				s->a, "Số lý lịch,Hình thức,Ngày\n1,%s,1/6/2010\n", rows[i].kind));
		assert_string_equal(files_flows(s, "Lò Văn An"),
			arena_printf(s->a,
				"19860203 admitted co, 19870203 recognised co, 20100601 %s co",
				rows[i].flow));
		ok(files_undone(s, id));
	}
}

static void leavings_refused(void **state)
{
	static const struct {
		const char *row, *column;
		enum msg what;
	} rows[] = {
		{"1,bỏ đi,1/6/2010", "Hình thức", M_VALUE_NOT_IN_CATALOGUE},
		{"1,từ trần,1/6/1970", "Ngày", M_MEMBER_NOT_IN},
		{"1,từ trần,", "Ngày", M_VALUE_REQUIRED},
		{"1,từ trần,1/1/2040", "Ngày", M_IMPORT_DAY_AHEAD},
		{"77,từ trần,1/6/2010", "Số lý lịch", M_IMPORT_NO_PERSON},
	};
	struct site_test *s = site_of(state);
	struct import *im;

	plant(s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		im = files_planned(s, LEAVINGS, &files_plain,
			arena_printf(s->a, "Số lý lịch,Hình thức,Ngày\n%s\n", rows[i].row));
		assert_true(files_told(im, 2, rows[i].column, rows[i].what));
	}
	im = files_planned(s, LEAVINGS, &files_plain,
		"Số lý lịch,Hình thức,Ngày\n1,từ trần,1/6/2010\n1,từ trần,1/6/2010\n"
		"2,từ trần,1/6/2010\n2,khai trừ,1/6/2012\n");
	assert_true(files_told(im, 3, "Ngày", M_IMPORT_DOUBLE_FACT));
	assert_int_equal(im->bad[3], true);
}

static void same_again(void **state)
{
	static const char text[] = "Số lý lịch,Từ chi bộ,Đến chi bộ,Ngày\n1,co,ca,1/6/2010\n";
	static const char more[] =
		"Số lý lịch,Từ chi bộ,Đến chi bộ,Ngày\n1,co,ca,1/6/2010\n1,ca,th,1/6/2011\n";
	struct site_test *s = site_of(state);
	struct import *im;
	int64_t first;

	plant(s);
	first = files_taken(s, TRANSFERS, &files_plain, text);
	assert_int_equal(files_commit(s, TRANSFERS, &files_plain, text, &im), ERR_REFUSED);
	assert_int_equal(im->res.unchanged, 1);
	im = files_done(s, TRANSFERS, &files_plain, more);
	assert_int_equal(im->res.unchanged, 1);
	assert_int_equal(im->res.fresh, 1);
	/* something was built on it */
	assert_int_equal(files_undone(s, first), ERR_REFUSED);
	ok(files_undone(s, im->res.import));
	ok(files_undone(s, first));
	assert_string_equal(
		files_spells(s, "Lò Văn An"), "19860203 co probationary, 19870203 co full");
}

static void both_ends(void **state)
{
	struct site_test *s = site_of(state);
	struct grant g = {
		.func = "office", .reach = "below", .from_day = DAY_MIN, .to_day = DAY_MAX};
	struct actor clerk = {
		.account = 7, .login = "x", .name = "X", .grants = {&g, 1, sizeof(g)}};
	struct import *im;

	plant(s);
	g.org = files_org(s, "x");
	s->cx.actor = &clerk;
	im = files_planned(s, TRANSFERS, &files_plain,
		"Số lý lịch,Từ chi bộ,Đến chi bộ,Ngày\n1,co,ca,1/6/2016\n2,co,y1,1/6/2016\n");
	assert_true(files_told(im, 3, "Đến chi bộ", M_GRANT_NOT_OVER));
	assert_int_equal(im->res.fresh, 1);
	g.org = files_org(s, "y");
	im = files_planned(
		s, LEAVINGS, &files_plain, "Số lý lịch,Hình thức,Ngày\n1,xóa tên,1/6/2016\n");
	assert_true(files_told(im, 2, "Họ và tên", M_GRANT_NOT_OVER));
}

/* Who is in a cell on a day. */
static int64_t members(struct site_test *s, const char *cell, day_t day)
{
	int64_t n, org = files_org(s, cell);

	ok(db_begin(s->db, DB_READ));
	ok(db_number(s->db, &n, 0, Q_MEMBER_LEFT_IN, org, day));
	db_rollback(s->db);
	return n;
}

/* Three files tell a history; on any day everybody is where the papers say. */
static void the_books(void **state)
{
	static const char *const cells[] = {"co", "ca", "th"};
	struct site_test *s = site_of(state);
	int64_t sum = 0;

	plant(s);
	files_taken(s, TRANSFERS, &files_plain,
		"Số lý lịch,Họ và tên,Ngày sinh,Từ chi bộ,Đến chi bộ,Ngày\n"
		"1,,,co,ca,1/6/2010\n2,,,co,,1/6/2011\n2,,,,th,1/6/2012\n");
	files_taken(s, LEAVINGS, &files_plain,
		"Số lý lịch,Họ và tên,Ngày sinh,Hình thức,Ngày\n"
		"4,,,từ trần,1/6/2013\n,Lò Văn Cương,1970,xóa tên,2/6/2013\n");
	assert_int_equal(members(s, "co", 20100531), 2);
	assert_int_equal(members(s, "co", 20100601), 1);
	assert_int_equal(members(s, "ca", 20100601), 3);
	assert_int_equal(members(s, "co", 20110601), 0);
	assert_int_equal(members(s, "th", 20120601), 2);
	assert_int_equal(members(s, "ca", 20130601), 2);
	for (size_t i = 0; i < 3; i++)
		sum += members(s, cells[i], 20130602);
	/* five admitted, one out and in again, one deceased, one struck off */
	assert_int_equal(sum, 5 - 1 + 1 - 1 - 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {on_site(transfers), on_site(one_day),
		on_site(transfers_refused), on_site(by_cell), on_site(leavings),
		on_site(leavings_refused), on_site(same_again), on_site(both_ends),
		on_site(the_books)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("transfers and leavings", tests, NULL, NULL);
}
