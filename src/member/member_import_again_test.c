/*
 * The same roster again: nothing new, differences told and taken, people who moved, are missing or
 * resemble others; comparing; single rows; taking back.
 */
#include "member/member_import_test.h"

#define KIND   (&member_import_members)
#define HEAD   "Họ và tên,Ngày sinh,Mã chi bộ,Ngày vào Đảng,Ngày chính thức\n"
#define OPENED .opened_on = 20150101

static const char roster[] = HEAD "Lò Văn An,12/3/1965,co,3/2/1986,3/2/1987\n"
				  "Lò Thị Bình,1980,co,5/5/2014,\n"
				  "Lò Văn Cương,1/1/1990,ca,7/6/2016,7/6/2017\n";

static int64_t taken_first(struct site_test *s)
{
	files_plant(s);
	return files_taken(s, KIND, WITH(OPENED), roster);
}

static void unchanged(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	taken_first(s);
	assert_int_equal(files_commit(s, KIND, WITH(OPENED), roster, &im), ERR_REFUSED);
	assert_true(site_said(s, M_IMPORT_NOTHING_NEW));
	assert_int_equal(im->res.unchanged, 3);
	assert_int_equal(im->res.fresh, 0);
	assert_string_equal(files_changes(im), "");
	/* told otherwise it is the same: name by name, year for day, tones on the other vowel */
	im = files_planned(s, KIND, WITH(.under = "x"),
		"Họ tên,Năm sinh,Chi bộ,Dự bị\nLÒ VĂN AN,1965,bản Cò,1986\n"
		"Lò Thị Bình,1980,bản Cò,5/5/2014\nLò Văn Cương,1990,bản Cọ,6/2016\n");
	files_print(im);
	assert_int_equal(im->res.unchanged, 3);
	assert_string_equal(files_changes(im), "");
}

static void tones(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	files_plant(s);
	files_taken(s, KIND, WITH(OPENED),
		"Họ tên,Năm sinh,Chi bộ,Nơi ở\nLò Thị Hoà,1965,co,Khu Hòa Thuỷ\n");
	im = files_planned(s, KIND, WITH(OPENED),
		"Họ tên,Năm sinh,Chi bộ,Nơi ở\nLò Thị Hòa,1965,co,Khu Hoà Thủy\n");
	assert_int_equal(im->res.unchanged, 1);
	im = files_planned(s, KIND, WITH(OPENED),
		"Họ tên,Năm sinh,Chi bộ,Nơi ở\nLò Thị Hoa,1965,co,Khu Hoa Thủy\n");
	assert_string_equal(files_changes(im),
		"Lò Thị Hoà: changed Họ và tên Lò Thị Hoà>Lò Thị Hoa; "
		"Lò Thị Hoà: changed Nơi ở Khu Hòa Thuỷ>Khu Hoa Thủy");
}

static const char later[] =
	"Họ và tên,Ngày sinh,Mã chi bộ,Ngày vào Đảng,Ngày chính thức,Nơi ở,Số thẻ,Ngày cấp thẻ\n"
	"Lò Văn An,12/3/1965,co,3/2/1985,3/2/1987,Tổ 5,,\n"
	"Lò Thị Bình,1980,co,5/5/2014,5/5/2015,,09.111111,7/11/2015\n"
	"Lò Văn Cương,1/1/1990,co,7/6/2016,7/6/2017,,,\n"
	"Lò Văn Dũng,1991,co,3/2/2018,3/2/2019,,,\n";

static void compared(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	taken_first(s);
	assert_int_equal(
		files_commit(s, KIND, WITH(OPENED, .compare = 1), later, &im), ERR_REFUSED);
	assert_true(site_said(s, M_IMPORT_ONLY_COMPARED));
	assert_string_equal(files_changes(im),
		"Lò Văn An: changed Nơi ở >Tổ 5; "
		"Lò Văn An: changed Ngày kết nạp 03/02/1986>03/02/1985; "
		"Lò Thị Bình: changed Ngày chính thức >05/05/2015; "
		"Lò Thị Bình: changed Số thẻ >09.111111; "
		"Lò Thị Bình: changed Ngày cấp thẻ >07/11/2015; "
		"Lò Văn Cương: moved Chi bộ Chi bộ bản Cọ>Chi bộ bản Cò; "
		"Lò Văn Dũng: new >1991, Chi bộ bản Cò");
	assert_int_equal(im->res.changed, 2);
	assert_int_equal(im->res.moved, 1);
	assert_int_equal(im->res.fresh, 1);
	/* without a word about the differences only the new one is taken */
	files_taken(s, KIND, WITH(OPENED), later);
	assert_string_equal(
		files_flows(s, "Lò Văn Dũng"), "20180203 admitted co, 20190203 recognised co");
	assert_null(files_attributes(s, "Lò Văn An", 20260101).residence);
	assert_string_equal(
		files_flows(s, "Lò Văn Cương"), "20160607 admitted ca, 20170607 recognised ca");
}

static void changed_from(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	taken_first(s);
	im = files_done(s, KIND, WITH(OPENED, .update_from = 20200701), later);
	assert_int_equal(im->res.updated, 3);
	assert_int_equal(im->res.fresh, 1);
	assert_null(files_attributes(s, "Lò Văn An", 20200630).residence);
	assert_string_equal(files_attributes(s, "Lò Văn An", 20200701).residence, "Tổ 5");
	/* a day of admission cannot change from a day on */
	assert_true(files_told(im, 2, "Ngày kết nạp", M_IMPORT_ONLY_CORRECT));
	assert_string_equal(files_flows(s, "Lò Thị Bình"),
		"20150101 taken_over co, 20150505 recognised co, 20151107 card_issued co");
	assert_string_equal(files_flows(s, "Lò Văn Cương"),
		"20160607 admitted ca, 20170607 recognised ca, 20200701 transfer_in co>ca, "
		"20200701 transfer_out ca>co");
	assert_int_equal(files_persons(s, "Lò Văn Cương"), 1);
	/* and now all is known but the admission */
	im = files_planned(s, KIND, WITH(OPENED), later);
	assert_string_equal(
		files_changes(im), "Lò Văn An: changed Ngày kết nạp 03/02/1986>03/02/1985");
}

static void was_wrong(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	taken_first(s);
	(void)files_done(s, KIND, WITH(OPENED, .correct = 1), later);
	assert_string_equal(files_attributes(s, "Lò Văn An", 20150101).residence, "Tổ 5");
	assert_string_equal(files_facts(s, "Lò Văn An"),
		"admitted 19850203, recognised 19870203* +19870203, taken_over 20150101 full");
	/* in the other cell from the start */
	assert_string_equal(
		files_flows(s, "Lò Văn Cương"), "20160607 admitted co, 20170607 recognised co");
	im = files_planned(s, KIND, WITH(OPENED), later);
	assert_int_equal(im->res.unchanged, 4);
	assert_string_equal(files_changes(im), "");
}

static void states(void **state)
{
	static const char first[] = "Họ tên,Năm sinh,Chi bộ,Tình trạng\n"
				    "Lò Văn An,1965,co,dự bị\nLò Văn Bảo,1966,co,chính thức\n"
				    "Lò Văn Cầu,1967,co,chính thức\n";
	static const char second[] = "Họ tên,Năm sinh,Chi bộ,Tình trạng\n"
				     "Lò Văn An,1965,co,chính thức\nLò Văn Bảo,1966,co,miễn SH\n"
				     "Lò Văn Cầu,1967,co,đi làm xa\n";
	struct site_test *s = site_of(state);
	struct import *im;

	files_plant(s);
	files_taken(s, KIND, WITH(OPENED), first);
	im = files_done(s, KIND, WITH(OPENED, .update_from = 20200101), second);
	assert_string_equal(
		files_spells(s, "Lò Văn An"), "20150101 co probationary, 20200101 co full");
	assert_string_equal(files_spells(s, "Lò Văn Bảo"), "20150101 co full, 20200101 co full x");
	assert_string_equal(
		files_spells(s, "Lò Văn Cầu"), "20150101 co full, 20200101 co full away");
	assert_int_equal(im->res.changed, 3);
	im = files_planned(s, KIND, WITH(OPENED), second);
	assert_int_equal(im->res.unchanged, 3);
}

#define LIST                                                                                       \
	"Họ và tên,Ngày sinh,Mã chi bộ,Tình trạng,Ngày kết nạp,Ngày chính thức,Chế độ sinh hoạt\n"

/* The list of members, as it leaves, comes back: states of one cell, each of them. */
static void own_list(void **state)
{
	static const char list[] =
		LIST "Lò Văn An,1965-03-12,co,Chính thức,1986-02-03,1987-02-03,"
		     "\"Miễn công tác, sinh hoạt; Đi làm xa\"\n"
		     "Lò Thị Bình,1980,co,Dự bị,2014-05-05,,Sinh hoạt tạm thời nơi khác\n"
		     "Lò Văn Cương,1990-01-01,ca,Chính thức,2016-06-07,2017-06-07,\n"
		     "Người lấy danh sách: Văn phòng (vp), lúc 22/11/2026 19:10.\n";
	static const char other[] =
		LIST "Lò Văn An,1965-03-12,co,Chính thức,,,Đi làm xa; Đình chỉ sinh hoạt\n"
		     "Lò Thị Bình,1980,co,Dự bị,,,\"miễn SH, đi xa\"\n"
		     "Lò Văn Cương,1990-01-01,ca,Chính thức,,,thất thường\n"
		     "Taken by The office (vp) at 22 Nov 2026 19:10.\n";
	struct site_test *s = site_of(state);
	struct import *im;
	int64_t an;

	taken_first(s);
	an = files_person(s, "Lò Văn An");
	ok(member_test_fact(s, an, FACT(.kind = "exempt", .day = 20180101)));
	ok(member_test_fact(s, an, FACT(.kind = "away", .day = 20180101)));
	im = files_planned(s, KIND, WITH(OPENED), list);
	assert_int_equal(im->res.unchanged, 3);
	assert_string_equal(files_changes(im), "");
	assert_non_null(files_note(im, "1 dòng ghi đang sinh hoạt tạm thời nơi khác"));
	im = files_planned(s, KIND, WITH(OPENED), other);
	assert_string_equal(files_changes(im),
		"Lò Văn An: changed Chế độ sinh hoạt Miễn công tác, sinh hoạt; Đi làm xa>"
		"Đi làm xa; Đình chỉ sinh hoạt; "
		"Lò Thị Bình: changed Chế độ sinh hoạt >miễn SH, đi xa");
	assert_true(files_told(im, 4, "Chế độ sinh hoạt", M_IMPORT_STATES_STRANGE));
	(void)files_done(s, KIND, WITH(OPENED, .update_from = 20200101), other);
	assert_string_equal(files_spells(s, "Lò Văn An"),
		"20150101 co full, 20180101 co full x away, 20200101 co full x away suspended");
	assert_string_equal(files_spells(s, "Lò Thị Bình"),
		"20150101 co probationary, 20200101 co probationary x away");
	im = files_planned(s, KIND, WITH(OPENED), LIST "Lò Văn An,1965-03-12,co,,,,Đã từ trần\n");
	assert_true(files_told(im, 2, "Chế độ sinh hoạt", M_IMPORT_STATE_LEFT));
}

/* A printed roster: states stand in the remark, posts behind the occupation. */
static void own_roster(void **state)
{
	static const char before[] = "Họ tên,Ngày sinh,Chi bộ,Nghề nghiệp,Tình trạng,Ghi chú\n"
				     "Lò Văn An,12/3/1965,co,Hưu trí,miễn SH,Hay đau ốm\n"
				     "Lò Văn Bảo,12/3/1966,co,,,\n";
	static const char roster_now[] =
		"Họ tên,Ngày sinh,Chi bộ,\"Nghề nghiệp, chức vụ\",Ghi chú\n"
		"Lò Văn An,12/3/1965,co,Hưu trí; Bí thư,Miễn công tác và sinh hoạt; Hay đau ốm\n"
		"Lò Văn Bảo,12/3/1966,co,Chi ủy viên,Đi làm xa\n";
	struct site_test *s = site_of(state);
	struct import *im;

	files_plant(s);
	files_taken(s, KIND, WITH(OPENED), before);
	im = files_planned(s, KIND, WITH(OPENED), roster_now);
	assert_string_equal(files_changes(im), "Lò Văn Bảo: changed Ghi chú >Đi làm xa");
	assert_int_equal(im->res.unchanged, 1);
	assert_int_equal(im->res.warnings, 0);
	assert_non_null(files_note(im, "2 dòng ghi chức vụ ở cột nghề nghiệp"));
}

/* Who came, left and is said to have been admitted later was a member before. */
static void admitted_after(void **state)
{
	static const char again[] = HEAD "Lò Văn An,12/3/1965,co,3/2/2019,3/2/2020\n";
	struct site_test *s = site_of(state);
	struct import *im;

	files_plant(s);
	files_taken(
		s, KIND, WITH(OPENED), "Họ và tên,Ngày sinh,Mã chi bộ\nLò Văn An,12/3/1965,co\n");
	ok(member_test_fact(s, files_person(s, "Lò Văn An"),
		FACT(.kind = "transfer_out", .day = 20170101, .place = "Hà Nội")));
	im = files_planned(s, KIND, WITH(OPENED), again);
	assert_true(files_told(im, 2, "Ngày kết nạp", M_IMPORT_ADMITTED_AFTER));
	assert_int_equal(
		files_commit(s, KIND, WITH(OPENED, .correct = 1), again, &im), ERR_REFUSED);
}

/* Whoever stands in the cell and not in the file is told, and stays. */
static void missing(void **state)
{
	static const char one[] = HEAD "Lò Văn An,12/3/1965,co,3/2/1986,3/2/1987\n";
	struct site_test *s = site_of(state);
	struct import *im;

	taken_first(s);
	im = files_planned(s, KIND, WITH(OPENED), one);
	assert_string_equal(files_changes(im), "Lò Thị Bình: missing 1980, Chi bộ bản Cò>");
	assert_int_equal(im->res.missing, 1);
	assert_string_equal(files_spells(s, "Lò Thị Bình"), "20150101 co probationary");
	/* of a part of the file nothing is said about the rest */
	im = files_planned(s, KIND, WITH(OPENED, .rows = "2"), roster);
	assert_string_equal(files_changes(im), "");
	assert_int_equal(im->res.rows, 1);
}

static void single_rows(void **state)
{
	struct site_test *s = site_of(state);

	taken_first(s);
	files_taken(s, KIND, WITH(OPENED, .rows = "2", .update_from = 20200701), later);
	assert_string_equal(files_attributes(s, "Lò Văn An", 20200701).residence, "Tổ 5");
	assert_int_equal(files_persons(s, "Lò Văn Dũng"), 0);
	files_taken(s, KIND, WITH(OPENED, .rows = "5"), later);
	assert_int_equal(files_persons(s, "Lò Văn Dũng"), 1);
}

/* One who resembles somebody of the register. */
static void doubts(void **state)
{
	static const struct {
		const char *row;
		const char *changes;
		int64_t doubts;
	} rows[] = {
		/* one digit off, in the same cell */
		{"Lò Văn An,12/3/1966,co,,", "Lò Văn An: new >12/03/1966, Chi bộ bản Cò", 1},
		/* the same in another cell: somebody else */
		{"Lò Văn An,12/3/1966,ca,,", "Lò Văn An: new >12/03/1966, Chi bộ bản Cọ", 0},
		/* moved */
		{"Lò Văn An,12/3/1965,th,,",
			"Lò Văn An: moved Chi bộ Chi bộ bản Cò>Chi bộ trường THCS Ẳng Tở", 0},
		/* only the year is known: who knows */
		{"Lò Thị Bình,1980,ca,,", "Lò Thị Bình: new >1980, Chi bộ bản Cọ", 1},
		/* parts of the name exchanged */
		{"An Lò Văn,12/3/1965,ca,,", "An Lò Văn: new >12/03/1965, Chi bộ bản Cọ", 1},
	};
	struct site_test *s = site_of(state);

	taken_first(s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct import *im = files_planned(s, KIND, WITH(OPENED, .rows = "2"),
			arena_printf(s->a, HEAD "%s\n", rows[i].row));
		assert_string_equal(files_changes(im), rows[i].changes);
		import_result(im, &im->res);
		if (im->res.doubts != rows[i].doubts)
			files_print(im);
		assert_int_equal(im->res.doubts, rows[i].doubts);
	}
}

static void numbers(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	files_plant(s);
	files_taken(s, KIND, WITH(OPENED),
		"Số lý lịch,Họ tên,Ngày sinh,Chi bộ\n12,Lò Văn An,12/3/1965,co\n13,Lò Văn "
		"An,12/3/1966,co\n");
	/* the number finds who was called otherwise, or born otherwise */
	im = files_planned(s, KIND, WITH(OPENED),
		"Số lý lịch,Họ tên,Ngày sinh,Chi bộ\n12,Lò Văn Ân,12/3/1965,co\n13,Lò Văn "
		"An,12/3/1967,co\n");
	assert_string_equal(files_changes(im),
		"Lò Văn An: changed Họ và tên Lò Văn An>Lò Văn Ân; "
		"Lò Văn An: changed Ngày sinh 12/03/1966>12/03/1967");
	/* of somebody else: a doubt */
	im = files_planned(s, KIND, WITH(OPENED, .rows = "2"),
		"Số lý lịch,Họ tên,Ngày sinh,Chi bộ\n12,Quàng Văn Hặc,1/1/1999,co\n");
	assert_true(files_told(im, 2, "Họ và tên", M_IMPORT_DOUBLE_KNOWN));
}

/* Beyond one's reach nothing is told of anybody but that there is one. */
static void beyond_reach(void **state)
{
	struct site_test *s = site_of(state);
	struct grant g = {
		.func = "office", .reach = "below", .from_day = DAY_MIN, .to_day = DAY_MAX};
	struct actor clerk = {
		.account = 7, .login = "y", .name = "Y", .grants = {&g, 1, sizeof(g)}};
	const struct actor *all = s->cx.actor;
	struct import *im;

	taken_first(s);
	g.org = files_org(s, "y");
	s->cx.actor = &clerk;
	im = files_planned(
		s, KIND, WITH(OPENED), HEAD "Lò Văn An,12/3/1965,y1,3/2/1986,3/2/1987\n");
	assert_true(files_told(im, 2, "Họ và tên", M_IMPORT_DOUBLE_AWAY));
	s->cx.actor = all;
}

/* ---- taking back ---- */

static void undone(void **state)
{
	struct site_test *s = site_of(state);
	int64_t first = taken_first(s), second;

	second = files_taken(s, KIND, WITH(OPENED, .update_from = 20200701), later);
	ok(files_undone(s, second));
	assert_int_equal(files_persons(s, "Lò Văn Dũng"), 0);
	assert_null(files_attributes(s, "Lò Văn An", 20260101).residence);
	assert_string_equal(
		files_flows(s, "Lò Văn Cương"), "20160607 admitted ca, 20170607 recognised ca");
	ok(files_undone(s, first));
	assert_int_equal(files_persons(s, "Lò Văn An"), 0);
	/* and the same once more */
	files_taken(s, KIND, WITH(OPENED), roster);
	assert_string_equal(files_flows(s, "Lò Văn An"), "20150101 taken_over co");
}

static void undo_refused(void **state)
{
	struct site_test *s = site_of(state);
	int64_t first = taken_first(s), post;

	ok(member_test_fact(
		s, files_person(s, "Lò Văn An"), FACT(.kind = "exempt", .day = 20200101)));
	assert_int_equal(files_undone(s, first), ERR_REFUSED);
	assert_true(site_said(s, M_MEMBER_BUILT_ON));
	assert_int_equal(files_persons(s, "Lò Thị Bình"), 1);
	first = files_taken(s, KIND, WITH(OPENED),
		"Số lý lịch,Họ tên,Ngày sinh,Chi bộ\n99,Lò Văn Hà,1/1/1970,th\n");
	post = files_taken(s, &org_import_posts, &files_plain,
		"Mã tổ chức,Chức vụ,Họ và tên,Từ ngày\nth,Bí thư,Lò Văn Hà,1/1/2016\n");
	assert_int_equal(files_undone(s, first), ERR_REFUSED);
	assert_true(site_said(s, M_IMPORT_POST_ON));
	ok(files_undone(s, post));
	ok(files_undone(s, first));
}

/* Somebody else wrote between the preview and the commit: it is planned again. */
static void planned_again(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	files_plant(s);
	im = files_planned(s, KIND, WITH(OPENED), roster);
	assert_int_equal(im->res.fresh, 3);
	files_taken(s, KIND, WITH(OPENED), HEAD "Lò Văn An,12/3/1965,co,3/2/1986,3/2/1987\n");
	s->cx.txn = 0;
	im->cx->txn = 0;
	ok(import_commit(im));
	assert_int_equal(im->res.fresh, 2);
	assert_int_equal(im->res.unchanged, 1);
	assert_int_equal(files_persons(s, "Lò Văn An"), 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {on_site(unchanged), on_site(tones),
		on_site(compared), on_site(changed_from), on_site(was_wrong), on_site(states),
		on_site(own_list), on_site(own_roster), on_site(admitted_after), on_site(missing),
		on_site(single_rows), on_site(doubts), on_site(numbers), on_site(beyond_reach),
		on_site(undone), on_site(undo_refused), on_site(planned_again)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("rosters again", tests, NULL, NULL);
}
