/*
 * Rosters from a file to the register: the two stories, cells by code and name, what is wrong with
 * a row, what is doubtful, doubles within the file, workbooks.
 */
#include "member/member_import_test.h"

#define KIND (&member_import_members)
#define HEAD "Họ và tên,Ngày sinh,Mã chi bộ,Ngày vào Đảng,Ngày chính thức\n"

/* ---- the opening ---- */

static void opening(void **state)
{
	struct site_test *s = site_of(state);

	files_plant(s);
	files_taken(s, KIND, WITH(.opened_on = 20150101),
		HEAD "Lò Văn An,12/3/1965,co,3/2/1986,3/2/1987\n"
		     "Lò Thị Bình,1980,co,5/5/2014,5/5/2015\n"
		     "Lò Văn Cương,1/1/1990,co,7/6/2016,7/6/2017\n");
	assert_string_equal(files_spells(s, "Lò Văn An"), "20150101 co full");
	assert_string_equal(files_flows(s, "Lò Văn An"), "20150101 taken_over co");
	assert_string_equal(
		files_spells(s, "Lò Thị Bình"), "20150101 co probationary, 20150505 co full");
	assert_string_equal(
		files_flows(s, "Lò Thị Bình"), "20150101 taken_over co, 20150505 recognised co");
	assert_string_equal(
		files_flows(s, "Lò Văn Cương"), "20160607 admitted co, 20170607 recognised co");
	assert_string_equal(files_facts(s, "Lò Văn An"),
		"admitted 19860203, recognised 19870203* +19870203, taken_over 20150101 full");
}

/* No day is told: that on which the register of the cell was opened, else the day of the import. */
static void opening_days(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	files_plant(s);
	im = files_planned(s, KIND, &files_plain, HEAD "Lò Văn An,1965,co,3/2/1986,3/2/1987\n");
	assert_non_null(files_note(
		im, "Đây là danh sách khi mở sổ: mỗi người có trong chi bộ từ ngày 22/11/2026."));
	files_taken(s, KIND, &files_plain,
		HEAD "Lò Văn An,1965,co,3/2/1986,3/2/1987\n"
		     "Lò Văn Bảo,1966,y1,3/2/1986,3/2/1987\n"
		     "Lò Văn Cầu,1990,y1,3/2/2016,3/2/2017\n");
	assert_string_equal(files_flows(s, "Lò Văn An"), "20261122 taken_over co");
	assert_string_equal(files_flows(s, "Lò Văn Bảo"), "20150101 taken_over y1");
	assert_string_equal(
		files_flows(s, "Lò Văn Cầu"), "20160203 admitted y1, 20170203 recognised y1");
	/* a cell younger than the opening begins with its first day */
	files_taken(s, KIND, WITH(.opened_on = 20160101),
		HEAD "Lò Văn Dũng,1966,moi,3/2/1986,3/2/1987\n");
	assert_string_equal(files_flows(s, "Lò Văn Dũng"), "20180301 taken_over moi");
}

/* Who came after the opening, and from where. */
static void arrivals(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	files_plant(s);
	files_taken(s, KIND, WITH(.opened_on = 20150101),
		"Họ và tên,Ngày sinh,Mã chi bộ,Ngày vào Đảng,Nơi kết nạp,Ngày chính thức,Ngày "
		"chuyển đến,"
		"Nơi chuyển đến\n"
		"Lò Văn An,1965,co,3/2/1986,Trung đoàn 82,3/2/1987,1/6/2010,Trung đoàn 82\n"
		"Lò Văn Bảo,1966,co,3/2/1986,,3/2/1987,1/6/2016,Đảng bộ xã Búng Lao\n"
		"Lò Văn Cầu,1990,co,3/2/2016,Chi bộ bản Cò,3/2/2017,,\n"
		"Lò Văn Dũng,1991,co,3/2/2017,Chi bộ sinh viên,3/2/2018,1/9/2018,\n"
		"Lò Văn Giang,1991,co,3/2/2016,,3/2/2017,1/9/2015,\n");
	assert_string_equal(files_flows(s, "Lò Văn An"), "20150101 taken_over co");
	assert_string_equal(files_facts(s, "Lò Văn An"),
		"admitted 19860203 at Trung đoàn 82, recognised 19870203* +19870203, "
		"taken_over 20150101 +20100601 at Trung đoàn 82 full");
	assert_string_equal(files_flows(s, "Lò Văn Bảo"), "20160601 transfer_in co");
	assert_string_equal(
		files_flows(s, "Lò Văn Cầu"), "20160203 admitted co, 20170203 recognised co");
	assert_string_equal(files_flows(s, "Lò Văn Dũng"), "20180901 transfer_in co");
	/* came before the admission: admitted here */
	assert_string_equal(
		files_flows(s, "Lò Văn Giang"), "20160203 admitted co, 20170203 recognised co");
	im = files_planned(s, KIND, WITH(.opened_on = 20150101),
		"Họ và tên,Ngày sinh,Mã chi bộ,Ngày vào Đảng,Nơi kết nạp\n"
		"Lò Văn Hà,1991,co,3/2/2017,Chi bộ sinh viên\n");
	assert_true(files_told(im, 2, "Nơi kết nạp", M_IMPORT_NO_ARRIVAL));
}

/* A number is given once: in the file, and to somebody who is there already. */
static void cards_are_given_once(void **state)
{
	static const char head[] = "Họ tên,Năm sinh,Mã chi bộ,Ngày vào Đảng,Ngày chính thức,Số thẻ "
				   "Đảng,Ngày cấp thẻ\n";
	struct site_test *s = site_of(state);
	struct import *im;

	files_plant(s);
	files_taken(s, KIND, WITH(.history = 1),
		arena_printf(
			s->a, "%sLò Văn An,1965,co,3/2/1986,3/2/1987,26.001,3/2/1990\n", head));
	im = files_planned(s, KIND, WITH(.history = 1),
		arena_printf(s->a,
			"%sLò Văn Bảo,1966,co,3/2/1986,3/2/1987,26.001,3/2/1990\n"
			"Lò Văn Cầu,1967,co,3/2/1986,3/2/1987,26.002,\n"
			"Lò Văn Dũng,1968,co,3/2/1986,3/2/1987,26.002,3/2/1990\n",
			head));
	assert_true(files_told(im, 2, "Số thẻ", M_CARD_TAKEN));
	assert_true(files_told(im, 4, "Số thẻ", M_CARD_TWICE));
	assert_false(files_told(im, 3, NULL, M_CARD_TWICE));
	/* the same list again: they have them already */
	im = files_planned(s, KIND, WITH(.history = 1),
		arena_printf(
			s->a, "%sLò Văn An,1965,co,3/2/1986,3/2/1987,26.001,3/2/1990\n", head));
	assert_false(files_told(im, 2, NULL, M_CARD_TAKEN));
}

/* A probation has its months, by the rule of its day, from the ceremony on; nobody stays in it. */
static void probations(void **state)
{
	static const struct {
		const char *days;
		enum msg told;
		int64_t doubts;
	} rows[] = {{"3/2/2015,,3/2/2016", 0, 0},
		{"3/2/2015,,2/2/2016", M_IMPORT_PROBATION_SHORT, 0},
		{"3/2/2015,19/3/2015,3/2/2016", M_IMPORT_PROBATION_SHORT, 0}, {"2015,,2016", 0, 0},
		{"3/2/2015,,2016", 0, 0}, {"3/2/2015,,1/2016", M_IMPORT_PROBATION_SHORT, 0},
		{"3/2/2015,,", M_IMPORT_LONG_PROBATION, 1}, {"3/2/2025,,", 0, 0}};
	struct site_test *s = site_of(state);

	files_plant(s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *text = arena_printf(s->a,
			"Họ tên,Năm sinh,Mã chi bộ,Ngày kết nạp,Ngày lễ kết nạp,Ngày chính thức\n"
			"Lò Văn An,1960,co,%s\n",
			rows[i].days);
		struct import *im = files_planned(s, KIND, WITH(.history = 1), text);
		if (rows[i].told)
			assert_true(files_told(im, 2, "Ngày chính thức", rows[i].told));
		import_result(im, &im->res);
		assert_int_equal(im->res.doubts, rows[i].doubts);
		assert_int_equal(im->res.warnings, rows[i].told && !rows[i].doubts);
	}
}

/* What the status on the day of the opening follows from. */
static void standing(void **state)
{
	static const struct {
		const char *admitted, *recognised, *decided, *state, *spells;
		enum msg told;
	} rows[] = {
		{"3/2/1986", "3/2/1987", "", "", "20150101 co full", 0},
		{"3/2/1986", "", "10/2/1987", "", "20150101 co full", 0},
		{"3/6/2014", "", "", "", "20150101 co probationary", 0},
		{"3/2/1968", "", "", "", "20150101 co full", M_IMPORT_NO_RECOGNITION},
		{"3/2/1968", "", "", "Chính thức", "20150101 co full", 0},
		{"2014", "2015", "", "", "20150101 co full", 0},
		{"1/2014", "6/2015", "", "dự bị", "20150101 co probationary, 20150601 co full", 0},
		{"3/2/1986", "3/2/1987", "", "Miễn SH", "20150101 co full x", 0},
		{"3/2/1986", "3/2/1987", "", "đi làm xa", "20150101 co full away", 0},
		{"3/2/1986", "3/2/1987", "", "đình chỉ", "20150101 co full suspended", 0},
		{"", "3/2/1987", "", "", "20150101 co full", M_IMPORT_NO_ADMISSION},
	};
	struct site_test *s = site_of(state);

	files_plant(s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *name = arena_printf(s->a, "Lò Văn Số %zu", i);
		const char *text = arena_printf(s->a,
			"Họ tên,Năm sinh,Mã chi bộ,Ngày vào Đảng,Ngày chính thức,"
			"Ngày quyết định công nhận,Tình trạng\n%s,19%zu,co,%s,%s,%s,%s\n",
			name, 50 + i, rows[i].admitted, rows[i].recognised, rows[i].decided,
			rows[i].state);
		struct import *im;
		im = files_done(s, KIND, WITH(.opened_on = 20150101), text);
		assert_string_equal(files_spells(s, name), rows[i].spells);
		if (rows[i].told)
			assert_true(files_told(im, 2, NULL, rows[i].told));
	}
}

static void cards_and_exemptions(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	files_plant(s);
	im = files_done(s, KIND, WITH(.opened_on = 20150101),
		"Họ tên,Năm sinh,Mã chi bộ,Ngày vào Đảng,Ngày chính thức,Số thẻ Đảng,Ngày cấp thẻ,"
		"Miễn từ ngày,Miễn đến ngày,Ghi chú\n"
		"Lò Văn An,1940,co,3/2/1986,3/2/1987,09.123456,3/2/1988,1/7/2014,,miễn SH\n"
		"Lò Văn Bảo,1941,co,3/2/1986,3/2/1987,09.123457,,1/7/2016,31/12/2016,\n"
		"Lò Văn Cầu,1960,co,3/2/1986,3/2/1987,,,,,đi làm xa\n");
	assert_string_equal(files_spells(s, "Lò Văn An"), "20150101 co full x");
	assert_string_equal(files_spells(s, "Lò Văn Bảo"),
		"20150101 co full, 20160701 co full x, 20170101 co full");
	assert_string_equal(files_facts(s, "Lò Văn Bảo"),
		"admitted 19860203, recognised 19870203* +19870203, "
		"card_issued 19870203* no 09.123457, taken_over 20150101 full, "
		"exempt 20160701 ..20161231");
	/* a note is a note */
	assert_string_equal(files_spells(s, "Lò Văn Cầu"), "20150101 co full");
	assert_string_equal(files_note(im, "miễn sinh hoạt"),
		"1 dòng có ghi chú về miễn sinh hoạt (dòng 2). Giữ làm ghi chú; muốn tính thì ghi "
		"ở cột "
		"tình trạng hoặc cột miễn từ ngày.");
	assert_non_null(files_note(im, "đi làm xa (dòng 4)"));
	assert_non_null(files_note(im, "1 thẻ không ghi ngày cấp"));
	assert_non_null(files_note(im, "3 người chỉ có ngày chính thức"));
	assert_string_equal(files_attributes(s, "Lò Văn Cầu", 20260101).note, "đi làm xa");
}

/* ---- the whole history ---- */

#define LIFE                                                                                       \
	"Họ và tên,Ngày sinh,Mã chi bộ,Ngày kết nạp,"                                 \
	"Ngày lễ kết nạp,Nơi kết nạp,Ngày quyết định công nhận,"              \
	"Ngày chính thức,Ngày chuyển đến,Nơi chuyển đến\n"

static void history(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	files_plant(s);
	im = files_done(s, KIND, WITH(.history = 1),
		LIFE "Lò Văn An,1965,co,3/2/1986,19/5/1986,,1/3/1987,3/2/1987,,\n"
		     "Lò Văn Bảo,1966,co,3/2/1986,,Trung đoàn 82,,3/2/1987,1/6/2010,Trung đoàn 82\n"
		     "Lò Văn Cầu,1967,co,,,,,3/2/1990,,\n"
		     "Lò Văn Dũng,1968,moi,3/2/1990,,,,3/2/1991,,\n"
		     "Lò Văn Giang,1969,co,,,,,,1/6/2010,\n"
		     "Lò Văn Hà,1969,y1,3/2/1990,,,,3/2/1991,,\n");
	assert_non_null(files_note(im, "Đây là toàn bộ quá trình"));
	assert_string_equal(files_facts(s, "Lò Văn An"),
		"admitted 19860203 +19860519, recognised 19870301 +19870203");
	assert_string_equal(
		files_flows(s, "Lò Văn An"), "19860203 admitted co, 19870301 recognised co");
	assert_string_equal(files_flows(s, "Lò Văn Bảo"), "20100601 transfer_in co");
	assert_string_equal(files_spells(s, "Lò Văn Bảo"), "20100601 co full");
	assert_true(files_told(im, 4, "Ngày kết nạp", M_IMPORT_ADMISSION_TAKEN));
	assert_string_equal(
		files_facts(s, "Lò Văn Cầu"), "admitted 19890203*, recognised 19900203* +19900203");
	/* older than the cell, older than its register */
	assert_string_equal(files_flows(s, "Lò Văn Dũng"), "20180301 taken_over moi");
	assert_string_equal(files_flows(s, "Lò Văn Giang"), "20100601 transfer_in co");
	assert_string_equal(files_flows(s, "Lò Văn Hà"), "20150101 taken_over y1");
}

static void history_gaps(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	files_plant(s);
	im = files_planned(s, KIND, WITH(.history = 1),
		"Họ và tên,Ngày sinh,Mã chi bộ,Ngày kết nạp,Nơi kết nạp,Ngày chính thức,Trạng "
		"thái\n"
		"Lò Văn An,1965,co,,,,\n"
		"Lò Văn Bảo,1965,co,3/2/1968,,,chính thức\n"
		"Lò Văn Cầu,1950,co,3/2/2001,Chi bộ sinh viên,3/2/2002,\n");
	assert_true(files_told(im, 2, "Ngày kết nạp", M_IMPORT_HISTORY_NO_DAY));
	assert_true(files_told(im, 3, "Ngày chính thức", M_IMPORT_RECOGNITION_TAKEN));
	assert_true(files_told(im, 3, "Ngày kết nạp", M_IMPORT_UNDER_AGE));
	assert_true(files_told(im, 4, "Nơi kết nạp", M_IMPORT_NO_ARRIVAL));
	assert_int_equal(im->res.fresh, 2);
}

/* ---- the cell ---- */

static void cells_by_name(void **state)
{
	static const struct {
		const char *under, *written, *cell;
		enum msg why;
	} rows[] = {
		{"x", "Chi bộ bản Cò", "co", 0},
		{"x", "bản Cò", "co", 0},
		{"x", "CHI BỘ BẢN MỚI", "moi", 0},
		{"x", "chi bo truong thcs ang to", "th", 0},
		{"x", "co", "co", 0},
		{"x", "chi bộ bản co", NULL, M_IMPORT_CELL_SEVERAL},
		{"", "Chi bộ bản Cò", NULL, M_IMPORT_CELL_SEVERAL},
		{"", "Chi bộ bản Cò, xã Ẳng Tở", "co", 0},
		{"", "Chi bộ bản Cò - Đảng bộ xã Ẳng Cang", "y2", 0},
		{"y", "Chi bộ bản Co", "y2", 0},
		{"Đảng bộ xã Ẳng Cang", "bản Hón", "y1", 0},
		{"x", "bản Hón", NULL, M_IMPORT_NO_CELL},
		{"co", "", "co", 0},
		{"x", "", NULL, M_IMPORT_NO_CELL_TOLD},
	};
	struct site_test *s = site_of(state);

	files_plant(s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *name = arena_printf(s->a, "Lò Văn Số %zu", i);
		const char *text =
			arena_printf(s->a, "Họ tên,Năm sinh,Sinh hoạt tại chi bộ\n%s,%zu,\"%s\"\n",
				name, 1950 + i, rows[i].written);
		struct import *im;
		enum err e = files_commit(
			s, KIND, WITH(.opened_on = 20200101, .under = rows[i].under), text, &im);
		if (rows[i].why) {
			assert_int_equal(e, ERR_REFUSED);
			assert_true(files_told(im, 2, "Chi bộ", rows[i].why));
			continue;
		}
		if (e)
			files_print(im);
		ok(e);
		assert_string_equal(files_flows(s, name),
			arena_printf(s->a, "20200101 taken_over %s", rows[i].cell));
	}
}

static void cells_refused(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	files_plant(s);
	im = files_planned(s, KIND, WITH(.opened_on = 20150101),
		HEAD "Lò Văn An,1965,x,3/2/1986,3/2/1987\n"
		     "Lò Văn Bảo,1965,zz,3/2/1986,3/2/1987\n");
	assert_true(files_told(im, 2, "Mã chi bộ", M_MEMBER_NOT_A_CELL));
	assert_true(files_told(im, 3, "Mã chi bộ", M_IMPORT_NO_CELL));
	ok(site_act(s, &(struct org_act){.org = files_org(s, "ca"),
			       .act = "merge",
			       .day = 20180101,
			       .other = files_org(s, "co")}));
	im = files_planned(
		s, KIND, WITH(.opened_on = 20200101), HEAD "Lò Văn An,1965,ca,3/2/1986,3/2/1987\n");
	assert_true(files_told(im, 2, "Mã chi bộ", M_IMPORT_CELL_ENDED));
	/* before its end it is as good as any; its members go with it */
	files_taken(
		s, KIND, WITH(.opened_on = 20150101), HEAD "Lò Văn An,1965,ca,3/2/1986,3/2/1987\n");
	assert_string_equal(files_spells(s, "Lò Văn An"), "20150101 ca full, 20180101 co full");
}

static void reach(void **state)
{
	struct site_test *s = site_of(state);
	struct grant g = {
		.func = "office", .reach = "below", .from_day = DAY_MIN, .to_day = DAY_MAX};
	struct actor clerk = {
		.account = 7, .login = "x", .name = "X", .grants = {&g, 1, sizeof(g)}};
	struct import *im;

	files_plant(s);
	g.org = files_org(s, "x");
	s->cx.actor = &clerk;
	im = files_planned(s, KIND, WITH(.opened_on = 20150101),
		"Họ tên,Năm sinh,Chi bộ\nLò Văn An,1965,co\nLò Văn Bảo,1966,y1\n"
		"Lò Văn Cầu,1967,bản Cò\n");
	assert_true(files_told(im, 3, "Chi bộ", M_GRANT_NOT_OVER));
	assert_int_equal(im->res.fresh, 2);
}

/* ---- rows ---- */

static void bad_rows(void **state)
{
	static const struct {
		const char *row, *column;
		enum msg what;
	} rows[] = {
		{"Lò Văn An,1/1/1990,3/2/1986,3/2/1987,", "Ngày vào Đảng", M_IMPORT_BORN_AFTER},
		{"Lò Văn An,1965,3/2/1988,3/2/1987,", "Ngày chính thức", M_IMPORT_BEFORE_ADMITTED},
		{"Lò Văn An,1965,1988,1987,", "Ngày chính thức", M_IMPORT_BEFORE_ADMITTED},
		{"Lò Văn An,1965,3/2/2027,,", "Ngày vào Đảng", M_IMPORT_DAY_AHEAD},
		{"Lò Văn An,2027,,,", "Ngày sinh", M_IMPORT_DAY_AHEAD},
		{"Lò Văn An,1965,3/2/1986,3/2/1987,từ trần", "Tình trạng", M_IMPORT_STATE_LEFT},
		{"Lò Văn An,1965,3/2/1986,3/2/1987,đã chuyển", "Tình trạng", M_IMPORT_STATE_MOVED},
		{",1965,3/2/1986,3/2/1987,", "Họ và tên", M_VALUE_REQUIRED},
		{"Lò Văn An,31/2/1965,3/2/1986,,", "Ngày sinh", M_VALUE_NO_DAY},
	};
	struct site_test *s = site_of(state);

	files_plant(s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *text = arena_printf(s->a,
			"Họ và tên,Ngày sinh,Ngày vào Đảng,Ngày chính thức,Tình trạng\n%s\n"
			"Lò Văn Tốt,1970,3/2/1990,3/2/1991,\n",
			rows[i].row);
		struct import *im;
		assert_int_equal(
			files_commit(s, KIND, WITH(.under = "co"), text, &im), ERR_REFUSED);
		for (struct import_problem *p = im->problems; p; p = p->next)
			if (text_eq(p->column, "Ngày vào Đảng") ||
				text_eq(p->column, "Ngày kết nạp"))
				p->column = "Ngày vào Đảng";
		assert_true(files_told(im, 2, rows[i].column, rows[i].what));
		assert_int_equal(im->res.bad, 1);
		assert_int_equal(im->res.fresh, 1);
		assert_int_equal(files_persons(s, "Lò Văn Tốt"), 0);
	}
}

/* Papers of the past are as they are: asked about, taken in. */
static void questions(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	files_plant(s);
	im = files_done(s, KIND, WITH(.opened_on = 20150101, .under = "co"),
		"Họ và tên,Ngày sinh,Ngày vào Đảng,Ngày lễ kết nạp,Ngày chính thức,Ngày cấp "
		"thẻ,Nghề nghiệp\n"
		"Lò Văn An,1951,3/2/1968,1/2/1968,3/2/1968,,thầy mo\n"
		"Lò Văn Bảo,,3/2/1968,,3/2/1969,1/1/1960,nông dân\n"
		"Lò Văn Cầu,1890,3/2/1930,,3/2/1931,,\n");
	assert_true(files_told(im, 2, "Ngày kết nạp", M_IMPORT_UNDER_AGE));
	assert_true(files_told(im, 2, "Ngày lễ kết nạp", M_IMPORT_CEREMONY_FIRST));
	assert_true(files_told(im, 2, "Nghề nghiệp", M_IMPORT_OCCUPATION));
	assert_true(files_told(im, 3, "Ngày sinh", M_IMPORT_NO_BIRTH));
	assert_true(files_told(im, 3, "Ngày cấp thẻ", M_IMPORT_CARD_FIRST));
	assert_true(files_told(im, 4, "Ngày sinh", M_IMPORT_VERY_OLD));
	assert_string_equal(files_attributes(s, "Lò Văn Bảo", 20200101).occupation, "farmer");
	assert_null(files_attributes(s, "Lò Văn An", 20200101).occupation);
}

static void doubles_in_file(void **state)
{
	static const char text[] = HEAD "Lò Văn An,1/1/1965,co,3/2/1986,3/2/1987\n"
					"LÒ VĂN AN,1/1/1965,co,3/2/1986,3/2/1987\n" /* the same */
					"Lò Văn Bảo,1/1/1965,co,3/2/1986,3/2/1987\n"
					"Lò Văn Bảo,1/1/1965,ca,3/2/1986,3/2/1987\n" /* elsewhere */
					"Lò Văn Cầu,1/1/1965,co,3/2/1986,3/2/1987\n"
					"Lò Văn Cầu,1965,co,3/2/1986,3/2/1987\n" /* perhaps */
					"Lò Văn Dũng,1965,co,3/2/1986,3/2/1987\n"
					"Lò Văn Dũng,1966,co,3/2/1986,3/2/1987\n"; /* another one */
	struct site_test *s = site_of(state);
	struct import *im;

	files_plant(s);
	im = files_planned(s, KIND, WITH(.opened_on = 20150101), text);
	assert_true(files_told(im, 3, "Họ và tên", M_IMPORT_DOUBLE_PERSON));
	assert_true(files_told(im, 5, "Họ và tên", M_IMPORT_DOUBLE_CELLS));
	assert_true(files_told(im, 7, "Ngày sinh", M_IMPORT_DOUBLE_BIRTH));
	import_result(im, &im->res);
	assert_int_equal(im->res.bad, 1);
	assert_int_equal(im->res.doubts, 2);
	im = files_planned(s, KIND, WITH(.opened_on = 20150101),
		"Họ tên,Năm sinh,Chi bộ,Số LLĐV,Số CCCD\n"
		"Lò Văn An,1965,co,123,011099000123\n"
		"Lò Văn Bảo,1966,co,123,011099000124\n"
		"Lò Văn Cầu,1966,co,124,011099000123\n");
	assert_true(files_told(im, 3, "Số lý lịch", M_IMPORT_DOUBLE_NUMBER));
	assert_true(files_told(im, 4, "Số định danh", M_IMPORT_DOUBLE_NUMBER));
	import_result(im, &im->res);
	assert_int_equal(im->res.bad, 1);
	assert_int_equal(im->res.doubts, 1);
}

static void doubts_block(void **state)
{
	static const char text[] = HEAD "Lò Văn Bảo,1/1/1965,co,3/2/1986,3/2/1987\n"
					"Lò Văn Bảo,1/1/1965,ca,3/2/1986,3/2/1987\n";
	struct site_test *s = site_of(state);
	struct import *im;

	files_plant(s);
	assert_int_equal(
		files_commit(s, KIND, WITH(.opened_on = 20150101), text, &im), ERR_REFUSED);
	assert_int_equal(files_persons(s, "Lò Văn Bảo"), 0);
	files_taken(s, KIND, WITH(.opened_on = 20150101, .accept_warnings = 1), text);
	assert_int_equal(files_persons(s, "Lò Văn Bảo"), 2);
	/* once both are in the register there is nothing left to ask */
	im = files_planned(s, KIND, WITH(.opened_on = 20150101), text);
	import_result(im, &im->res);
	assert_int_equal(im->res.doubts, 0);
	assert_int_equal(im->res.unchanged, 2);
}

/* ---- whole papers ---- */

/* Every column that an office writes, under the header that it writes. */
static void all_columns(void **state)
{
	struct site_test *s = site_of(state);
	struct person p;

	files_plant(s);
	files_taken(s, KIND, WITH(.opened_on = 20150101, .under = "x"),
		"TT;Số LLĐV;Họ tên khai sinh;Bí danh;Ngày tháng năm sinh;Nam/Nữ;Dân tộc;Tôn "
		"giáo;Quê quán;"
		"Chỗ ở hiện nay;SĐT;Số CCCD;Trình độ văn hóa;Trình độ chuyên môn;LLCT;Nghề nghiệp "
		"hiện nay;"
		"Đoàn viên;Sinh hoạt tại chi bộ;Mã thôn;Ngày vào Đảng dự bị;Ngày tổ chức lễ kết "
		"nạp;Nơi vào Đảng;"
		"Ngày vào Đảng chính thức;Ngày QĐ công nhận;Số thẻ đảng viên;Ngày phát thẻ;Ghi "
		"chú\n"
		"1;014-22;L\xc3\xb2 Thị Bình;Bình Cò;12-3-85;Nữ;H'Mông;Không;Ẳng Tở;Bản "
		"Cò;0912.345.678;"
		"11085000123;12/12;ĐH Sư phạm;TC;Giáo viên;x;Chi bộ bản "
		"Cò;t1;1/2/2010;19/2/2010;Chi bộ bản Cò;"
		"1/2/2011;15/2/2011;09.123456;7/11/2011;nói tiếng Thái\n");
	p = files_attributes(s, "Lò Thị Bình", 20200101);
	assert_string_equal(p.member_no, "014-22");
	assert_string_equal(p.other_name, "Bình Cò");
	assert_int_equal(p.birth_date, 19850312);
	assert_string_equal(p.sex, "female");
	assert_string_equal(p.ethnicity, "hmong");
	assert_string_equal(p.religion, "none");
	assert_string_equal(p.native_place, "Ẳng Tở");
	assert_string_equal(p.residence, "Bản Cò");
	assert_string_equal(p.citizen_no, "011085000123");
	assert_string_equal(p.schooling, "upper_secondary");
	assert_string_equal(p.degree, "ĐH Sư phạm");
	assert_string_equal(p.theory_level, "intermediate");
	assert_string_equal(p.occupation, "teacher");
	assert_string_equal(p.youth_union, "yes");
	assert_string_equal(p.village_code, "t1");
	assert_string_equal(p.note, "nói tiếng Thái");
	assert_string_equal(files_facts(s, "Lò Thị Bình"),
		"admitted 20100201 +20100219 at Chi bộ bản Cò, recognised 20110215 +20110201, "
		"card_issued 20111107 no 09.123456, taken_over 20150101 full");
}

/* Decomposed accents, true dates, merged headers, a sheet for each cell, totals and signatures. */
static void workbook(void **state)
{
	struct site_test *s = site_of(state);
	struct files_book *b = files_book_new(s);
	struct import *im;

	files_plant(s);
	files_book_sheet(b, "Chi bộ bản Cò",
		"<8 DANH SÁCH ĐẢNG VIÊN\n"
		"TT|Họ và tên|<2 Ngày sinh|<2 Ngày vào Đảng|Dân tộc|Ghi chú\n"
		"||Nam|Nữ|Dự bị|Chính thức||\n"
		"1|L\x6f\xcc\x80 Va\xcc\x86n An|=12/03/1965||=03/02/1986|=03/02/1987|Thái|\n"
		"2|LÒ THỊ BÌNH||1970|3/2/1990|3/1991|Thái|đi làm xa\n"
		"Tổng cộng: 2 đảng viên\n"
		"||||||Bí thư chi bộ\n");
	files_book_sheet(b, "Sheet2",
		"DANH SÁCH ĐẢNG VIÊN CHI BỘ BẢN MỚI\n"
		"Họ và tên|Ngày sinh|Giới tính|Ngày vào Đảng|Ngày chính thức\n"
		"Lò Văn Cầu|1/1/1980|Nam|3/2/2000|3/2/2001\n");
	ok(site_act(s,
		&(struct org_act){.org = files_org(s, "ca"), .act = "dissolve", .day = 20100101}));
	im = files_planned_book(s, WITH(.opened_on = 20200101, .every_sheet = 1, .under = "x"),
		files_book_bytes(b));
	files_print(im);
	assert_int_equal(im->res.fresh, 3);
	ok(import_commit(im));
	assert_string_equal(files_flows(s, "Lò Văn An"), "20200101 taken_over co");
	assert_string_equal(files_attributes(s, "Lò Văn An", 20200101).sex, "male");
	assert_int_equal(files_attributes(s, "Lò Văn An", 20200101).birth_date, 19650312);
	assert_string_equal(files_attributes(s, "Lò Thị Bình", 20200101).sex, "female");
	assert_string_equal(files_flows(s, "Lò Văn Cầu"), "20200101 taken_over moi");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {on_site(opening), on_site(opening_days),
		on_site(arrivals), on_site(probations), on_site(cards_are_given_once),
		on_site(standing), on_site(cards_and_exemptions), on_site(history),
		on_site(history_gaps), on_site(cells_by_name), on_site(cells_refused),
		on_site(reach), on_site(bad_rows), on_site(questions), on_site(doubles_in_file),
		on_site(doubts_block), on_site(all_columns), on_site(workbook)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("rosters", tests, NULL, NULL);
}
