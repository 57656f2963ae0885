/*
 * Kinds of files about organisations, from a text to the tree and back.
 */
#include "org/org_import.h"

#include "base/embed.h"
#include "core/site_test.h"
#include "org/org.h"

#include <stdlib.h>

static struct import *opened(struct site_test *s, const struct import_kind *kind,
	const struct import_options *opt, const char *text)
{
	struct import *im;

	site_clean(s);
	s->cx.txn = s->cx.import = 0;
	ok(import_open(&s->cx, kind, opt, "thu.csv", str_of(text), &im));
	return im;
}

static struct import *planned(struct site_test *s, const struct import_kind *kind, const char *text)
{
	struct import *im = opened(s, kind, &(struct import_options){0}, text);

	ok(import_preview(im));
	return im;
}

static int64_t taken_with(struct site_test *s, const struct import_kind *kind,
	const struct import_options *opt, const char *text)
{
	struct import *im = opened(s, kind, opt, text);
	enum err e = import_commit(im);

	for (const struct import_problem *p = im->problems; e && p; p = p->next)
		print_message("# %ld %s: %s\n", p->row, p->column ? p->column : "",
			msg_fill(s->a, LANG_VI, p->what, p->arg, ERR_ARGS));
	ok(e);
	return im->res.import;
}

static int64_t taken(struct site_test *s, const struct import_kind *kind, const char *text)
{
	return taken_with(s, kind, &(struct import_options){0}, text);
}

static enum err undone(struct site_test *s, int64_t import)
{
	struct import_done done;
	void *plan;
	enum err e;

	site_clean(s);
	s->cx.txn = s->cx.import = 0;
	ok(db_begin(s->db, DB_WRITE));
	e = import_done_get(&s->cx, arena_printf(s->a, "%lld", (long long)import), &done);
	if (!e)
		e = import_undo_plan(&s->cx, &done, &plan);
	if (!e)
		e = import_undo_apply(&s->cx, &done, plan);
	if (!e)
		e = db_commit(s->db);
	db_rollback(s->db);
	return e;
}

static int64_t org_on(struct site_test *s, const char *code, day_t day)
{
	int64_t id;

	ok(db_begin(s->db, DB_READ));
	ok(db_number(s->db, &id, 0, Q_TREE_BY_CODE, code, day, KNOWN_NOW));
	db_rollback(s->db);
	return id;
}

static struct org_spell spell(struct site_test *s, const char *code, day_t day)
{
	int64_t id = org_on(s, code, day);
	struct org_spell sp = {0};

	assert_true(id != 0);
	ok(db_begin(s->db, DB_READ));
	ok(tree_spell(&s->cx, id, day, &sp));
	db_rollback(s->db);
	return sp;
}

static bool told(const struct import *im, long row, const char *column, enum msg what)
{
	for (const struct import_problem *p = im->problems; p; p = p->next)
		if (p->row == row && p->what == what && (!column || text_eq(p->column, column)))
			return true;
	return false;
}

#define HEAD "Mã,Tên,Loại,Mã cấp trên,Ngày thành lập,Ngày mở sổ,Ngày giải thể,Mã kế thừa\n"

/* Children before parents; "chi bộ" means what its parent makes of it; days follow the parent. */
static void orgs_any_order(void **state)
{
	struct site_test *s = site_of(state);

	taken(s, &org_import_orgs,
		HEAD "c1,Chi bộ 1,chi bộ,x,,,,\n"
		     "x,Đảng bộ xã X,đảng bộ xã,h,1/1/1995,,,\n"
		     "c2,Chi bộ 2,Chi bộ,h,1/2/2000,1/1/2016,,\n"
		     "cs,Đảng bộ Công an,đảng bộ cơ sở,h,,,,\n"
		     "c3,Chi bộ 3,CHI BỘ,cs,,,1/1/2010,c4\n"
		     "c4,Chi bộ 4,chi bộ trực thuộc,cs,,,,\n"
		     "h,Đảng bộ huyện H,đảng bộ huyện,,1/3/1990,,,\n");
	assert_string_equal(spell(s, "c1", 20100101).kind, "cell");
	assert_int_equal(spell(s, "c1", 20100101).from_day, 19950101);
	assert_string_equal(spell(s, "c2", 20100101).kind, "grassroots_cell");
	assert_string_equal(spell(s, "x", 20100101).kind, "commune");
	assert_string_equal(spell(s, "cs", 20100101).kind, "grassroots_committee");
	assert_int_equal(spell(s, "cs", 20100101).from_day, 19900301);
	assert_string_equal(spell(s, "c3", 20091231).kind, "cell");
	assert_int_equal(org_on(s, "c3", 20100101), 0);
	assert_true(spell(s, "x", 20100101).parent == org_on(s, "h", 20100101));
}

/* Without any founding day an organisation has always been. */
static void always(void **state)
{
	struct site_test *s = site_of(state);

	taken(s, &org_import_orgs, HEAD "t,Đảng bộ tỉnh T,đảng bộ tỉnh,,,,,\nc,CB,chi bộ,t,,,,\n");
	assert_int_equal(spell(s, "t", 18500101).from_day, DAY_MIN);
	assert_int_equal(spell(s, "c", 18500101).from_day, DAY_MIN);
}

static void orgs_bad(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im = planned(s, &org_import_orgs,
		HEAD "t,Đảng bộ tỉnh T,đảng bộ tỉnh,,,,,\n"
		     "a,Chi bộ A,chi bộ,không có,,,,\n"
		     "b,Chi bộ B,hội,t,,,,\n"
		     "t,Đảng bộ tỉnh T2,đảng bộ tỉnh,,,,,\n"
		     "u,Vòng U,đảng bộ cơ sở,v,,,,\n"
		     "v,Vòng V,đảng bộ cơ sở,u,,,,\n"
		     "d,Chi bộ D,chi bộ,t,5/2016,,,\n"
		     "e,Chi bộ E,chi bộ,t,1/1/2016,,1/1/2015,\n"
		     "b2,Tổ B2,tổ đảng,b,,,,\n"
		     "g,Tổ G,tổ đảng,t,,,,\n");
	struct import_result res;

	assert_true(told(im, 3, "Mã cấp trên", M_IMPORT_NO_ORG));
	assert_true(told(im, 4, "Loại", M_VALUE_NOT_IN_CATALOGUE));
	assert_true(told(im, 2, "Mã", M_IMPORT_DOUBLE) || told(im, 5, "Mã", M_IMPORT_DOUBLE));
	assert_true(
		told(im, 6, NULL, M_IMPORT_OWN_PARENT) || told(im, 7, NULL, M_IMPORT_OWN_PARENT));
	assert_true(told(im, 8, "Ngày thành lập", M_IMPORT_DAY_EXACT));
	assert_true(told(im, 9, "Ngày giải thể", M_IMPORT_ENDS_FIRST));
	import_result(im, &res);
	assert_true(res.held >= 1); /* b2 waits for b */
	assert_int_equal(org_on(s, "t", 20200101), 0);
}

static void known_rows(void **state)
{
	static const char *const file = HEAD "t,Đảng bộ tỉnh T,đảng bộ tỉnh,,,,,\n"
					     "c,Chi bộ C,chi bộ,t,1/1/2000,,,\n";
	struct site_test *s = site_of(state);
	struct import *im;

	taken(s, &org_import_orgs, file);
	im = planned(s, &org_import_orgs, file);
	assert_int_equal(im->res.unchanged, 2);
	assert_int_equal(im->res.fresh, 0);
	assert_int_equal(import_commit(im), ERR_REFUSED);
	assert_true(site_said(s, M_IMPORT_NOTHING_NEW));
	im = planned(s, &org_import_orgs, HEAD "c,Chi bộ Khác,chi bộ,t,1/1/2000,,,\n");
	assert_true(told(im, 2, "Tên", M_IMPORT_DIFFERS));
	im = planned(s, &org_import_orgs, HEAD "c,Chi bộ C,chi bộ,t,1/1/2001,,,\n");
	assert_true(told(im, 2, "Ngày thành lập", M_IMPORT_DIFFERS));
	/* something new beside what is known */
	taken(s, &org_import_orgs,
		HEAD "t,Đảng bộ tỉnh T,đảng bộ tỉnh,,,,,\nd,Chi bộ D,chi bộ,t,,,,\n");
	assert_true(org_on(s, "d", 20200101) != 0);
}

/* Somebody founds the same code between the preview and the commit. */
static void changed_meanwhile(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im =
		planned(s, &org_import_orgs, HEAD "t,Đảng bộ tỉnh T,đảng bộ tỉnh,,1/1/2000,,,\n");

	site_found(s, 0, "t", "province", 20000101);
	site_clean(s);
	s->cx.txn = 0;
	assert_int_equal(import_commit(im), ERR_REFUSED);
	assert_true(told(im, 2, "Tên", M_IMPORT_DIFFERS));
}

static void undo(void **state)
{
	struct site_test *s = site_of(state);
	int64_t first = taken(s, &org_import_orgs,
		HEAD "t,Đảng bộ tỉnh T,đảng bộ tỉnh,,1/1/2000,,,\nc,CB C,chi bộ,t,,,,\n");
	int64_t second;

	ok(undone(s, first));
	assert_int_equal(org_on(s, "t", 20100101), 0);
	assert_int_equal(org_on(s, "c", 20100101), 0);
	assert_int_equal(undone(s, first), ERR_CONFLICT);
	second = taken(s, &org_import_orgs, HEAD "t,Đảng bộ tỉnh T,đảng bộ tỉnh,,1/1/2000,,,\n");
	/* what others have done since stands in the way */
	ok(site_act(s, &(struct org_act){.org = org_on(s, "t", 20100101),
			       .act = "rename",
			       .day = 20150101,
			       .name = "Đảng bộ tỉnh Mới"}));
	assert_int_equal(undone(s, second), ERR_REFUSED);
	assert_true(site_said(s, M_IMPORT_ACT_AFTER));
	assert_true(org_on(s, "t", 20100101) != 0);
}

static void undo_with_child(void **state)
{
	struct site_test *s = site_of(state);
	int64_t import =
		taken(s, &org_import_orgs, HEAD "t,Đảng bộ tỉnh T,đảng bộ tỉnh,,1/1/2000,,,\n");

	site_found(s, org_on(s, "t", 20200101), "c", "grassroots_cell", 20010101);
	assert_int_equal(undone(s, import), ERR_REFUSED);
	assert_true(org_on(s, "t", 20200101) != 0);
}

static void undo_with_post(void **state)
{
	struct site_test *s = site_of(state);
	int64_t import =
		taken(s, &org_import_orgs, HEAD "t,Đảng bộ tỉnh T,đảng bộ tỉnh,,1/1/2000,,,\n");
	int64_t posts = taken(s, &org_import_posts,
		"Mã tổ chức,Chức vụ,Họ và tên,Từ ngày,Đến ngày\nt,Bí thư,Lò Văn Thử,1/1/2015,\n");

	assert_int_equal(undone(s, import), ERR_REFUSED);
	assert_true(site_said(s, M_IMPORT_BUILT));
	ok(undone(s, posts));
	ok(undone(s, import));
}

/* ---- units ---- */

#define UNITS "code,name,kind,parent_code\n"

static void unit_names(void **state)
{
	struct site_test *s = site_of(state);

	taken_with(s, &org_import_units, &(struct import_options){.from = 19900101, .to = 20250630},
		UNITS "01,Tỉnh Hà Giang,tinh,\n"
		      "79,Thành Phố Hồ Chí Minh,thanh-pho,\n"
		      "Q1,Huyện Mường Ảng,huyen,01\n"
		      "Q2,Thành phố Thủ Đức,thanh-pho,79\n"
		      "Q3,Tĩnh Gia,huyen,01\n"
		      "00001,Xã Ẳng Tở,xa,Q1\n"
		      "00002,Thị Trấn Mường Ảng,thi-tran,Q1\n"
		      "00003,Quan Sơn,xa,Q1\n");
	assert_string_equal(spell(s, "01", 20200101).name, "Đảng bộ tỉnh Hà Giang");
	assert_string_equal(spell(s, "01", 20200101).kind, "province");
	assert_string_equal(spell(s, "79", 20200101).name, "Đảng bộ thành phố Hồ Chí Minh");
	assert_string_equal(spell(s, "79", 20200101).kind, "province");
	assert_string_equal(spell(s, "Q2", 20200101).kind, "district");
	assert_string_equal(spell(s, "Q1", 20200101).name, "Đảng bộ huyện Mường Ảng");
	assert_string_equal(spell(s, "Q3", 20200101).name, "Đảng bộ huyện Tĩnh Gia");
	assert_string_equal(spell(s, "00001", 20200101).name, "Đảng bộ xã Ẳng Tở");
	assert_string_equal(spell(s, "00002", 20200101).name, "Đảng bộ thị trấn Mường Ảng");
	assert_string_equal(spell(s, "00003", 20200101).name, "Đảng bộ xã Quan Sơn");
	/* the last day is included, the next one is without them */
	assert_true(org_on(s, "01", 20250630) != 0);
	assert_int_equal(org_on(s, "01", 20250701), 0);
	assert_int_equal(org_on(s, "01", 19891231), 0);
}

static void units_of_2025(void **state)
{
	struct site_test *s = site_of(state);

	taken_with(s, &org_import_units, &(struct import_options){.from = 20250701},
		UNITS "01,Thành phố Hà Nội,Thành phố Trung Ương,\n"
		      "04,Cao Bằng,Tỉnh,\n"
		      "1,Xã A Ba\xcc\x89n,xã,04\n"
		      "2,Đặc khu Phú Quý,đặc khu,04\n");
	assert_string_equal(spell(s, "01", 20260101).name, "Đảng bộ thành phố Hà Nội");
	assert_string_equal(spell(s, "04", 20260101).name, "Đảng bộ tỉnh Cao Bằng");
	assert_string_equal(spell(s, "1", 20260101).name, "Đảng bộ xã A Bản");
	assert_string_equal(spell(s, "2", 20260101).name, "Đảng bộ đặc khu Phú Quý");
}

static void units_under(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	site_found(s, 0, "p", "province", 19900101);
	taken_with(s, &org_import_units, &(struct import_options){.from = 20000101, .under = "p"},
		UNITS "Q1,Thành phố Lào Cai,thanh-pho,\n1,Xã A,xa,Q1\n");
	assert_string_equal(spell(s, "Q1", 20100101).kind, "district");
	assert_true(spell(s, "Q1", 20100101).parent == org_on(s, "p", 20100101));
	im = opened(s, &org_import_units, &(struct import_options){.from = 20000101},
		UNITS "2,Xã B,làng,Q1\n3,Xã C,xa,Q9\n4,Xã D,xa,Q1\n4,Xã E,xa,Q1\n");
	ok(import_preview(im));
	assert_true(told(im, 2, "Loại", M_IMPORT_UNIT_KIND));
	assert_true(told(im, 3, "Mã cấp trên", M_IMPORT_NO_ORG));
	assert_true(told(im, 5, "Mã", M_IMPORT_DOUBLE));
}

/* The whole country: all rows, in bearable time, and away again. */
static void country(void **state)
{
	struct site_test *s = site_of(state);
	const struct embedded *file = embed_find("test/data/units-before-2025.csv");
	int64_t import, n;

	assert_non_null(file);
	import = taken_with(s, &org_import_units,
		&(struct import_options){.from = 19900101, .to = 20250630}, file->bytes.p);
	ok(db_begin(s->db, DB_READ));
	ok(db_number(s->db, &n, 0, Q_ORG_CHILD_COUNT, (int64_t)0, 20200101, KNOWN_NOW));
	db_rollback(s->db);
	assert_int_equal(n, 63);
	assert_string_equal(spell(s, "03292", 20200101).name, "Đảng bộ xã Ẳng Tở");
	assert_true(spell(s, "03292", 20200101).parent == org_on(s, "Q102", 20200101));
	ok(undone(s, import));
	assert_int_equal(org_on(s, "03292", 20200101), 0);
}

/* ---- changes ---- */

#define CHANGES "Mã,Việc,Ngày,Đến,Tên,Số quyết định,Mã kế thừa,Loại,Loại hình,Lý do\n"

static void changes_result(void **state)
{
	struct site_test *s = site_of(state);

	taken(s, &org_import_changes,
		CHANGES "a,Đổi tên,1/1/2010,,Đảng bộ xã A mới,12-QĐ/HU,,,,\n"
			"h,found,1/1/2000,,Đảng bộ huyện H,,,đảng bộ huyện,,\n"
			"a,Thành lập,1/1/2000,h,Đảng bộ xã A,,,đảng bộ xã,,\n"
			"b,Thành lập,1/1/2000,h,Đảng bộ xã B,,,đảng bộ xã,,\n"
			"c,Thành lập,1/1/2000,b,Chi bộ C,,,chi bộ,,\n"
			"a,code,1/1/2012,a2,,,,,,\n"
			"c,Chuyển,1/1/2015,a2,,,,,,\n"
			"b,Sáp nhập,1/1/2015,,,,a2,,,\n"
			"a2,Chia tách,1/1/2020,e,Đảng bộ xã E,,,,,\n");
	assert_string_equal(spell(s, "a", 20050101).name, "Đảng bộ xã A");
	assert_string_equal(spell(s, "a", 20110101).name, "Đảng bộ xã A mới");
	assert_true(org_on(s, "a", 20110101) == org_on(s, "a2", 20130101));
	assert_int_equal(org_on(s, "a", 20130101), 0);
	assert_int_equal(org_on(s, "b", 20150101), 0);
	assert_string_equal(spell(s, "c", 20050101).kind, "cell");
	assert_true(spell(s, "c", 20160101).parent == org_on(s, "a2", 20160101));
	assert_string_equal(spell(s, "e", 20200101).kind, "commune");
	assert_true(spell(s, "e", 20200101).parent == org_on(s, "h", 20200101));
}

static void changes_bad(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im = planned(s, &org_import_changes,
		CHANGES "h,found,1/1/2000,,Đảng bộ huyện H,,,đảng bộ huyện,,\n"
			"x,Đổi tên,1/1/2010,,Mới,,,,,\n"
			"h,Đổi tên,1/1/2010,,,,,,,\n"
			"h,Chuyển,,z,,,,,,\n"
			"h,found,1/1/2000,,Đảng bộ huyện H,,,đảng bộ huyện,,\n"
			"h,Đổi tên,2010,,Mới,,,,,\n");

	assert_true(told(im, 3, "Mã", M_IMPORT_NO_ORG));
	assert_true(told(im, 4, "Tên", M_VALUE_REQUIRED));
	assert_true(told(im, 5, "Ngày", M_VALUE_REQUIRED));
	assert_true(told(im, 6, "Mã", M_IMPORT_DOUBLE));
	assert_true(told(im, 7, "Ngày", M_IMPORT_DAY_EXACT));
}

/* What is taken away can be brought back: the same again changes nothing. */
static void changes_again(void **state)
{
	static const char *const file =
		CHANGES "h,found,,,Đảng bộ huyện H,,,đảng bộ huyện,,\n"
			"a,Thành lập,1/1/2000,h,Đảng bộ xã A,1-QĐ/HU,,đảng bộ xã,,lý do\n"
			"a,Mở sổ,1/1/2016,,,,,,,\n";
	struct site_test *s = site_of(state);
	struct import *im;

	taken(s, &org_import_changes, file);
	im = planned(s, &org_import_changes, file);
	assert_int_equal(im->res.unchanged, 3);
	assert_int_equal(im->res.fresh, 0);
	assert_int_equal(im->res.bad, 0);
}

/* ---- posts ---- */

#define POSTS "Mã tổ chức,Chức vụ,Số lý lịch,Họ và tên,Từ ngày,Đến ngày\n"

static void posts(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;
	static const char *const file = POSTS "t,Bí thư,,Lò Văn Thử,1/1/2015,31/12/2019\n"
					      "t,Bí thư,007,,2020,\n";

	site_found(s, 0, "t", "province", 20000101);
	taken(s, &org_import_posts, file);
	im = planned(s, &org_import_posts, file);
	assert_int_equal(im->res.unchanged, 2);
	im = planned(s, &org_import_posts,
		POSTS "t,Bí thư,,Giàng A Thử,1/6/2016,\n" /* two at a time: a warning */
		      "t,Phó Bí thư,,,1/6/2016,\n"	  /* nobody */
		      "z,Phó Bí thư,,Ai Đó,1/6/2016,\n"	  /* nowhere */
		      "t,Phó Bí thư,,Ai Đó,1/6/2016,1/5/2016\n"
		      "t,Phó Bí thư,,Ai Đó,1/6/2016,\n"
		      "t,Phó Bí thư,,Ai Đó,1/7/2016,\n"); /* twice in the file */
	assert_true(told(im, 2, "Chức vụ", M_IMPORT_POST_TWO));
	assert_false(im->bad[0]);
	assert_true(told(im, 3, "Họ và tên", M_IMPORT_NO_HOLDER));
	assert_true(told(im, 4, "Mã tổ chức", M_IMPORT_NO_ORG));
	assert_true(told(im, 5, NULL, M_IMPORT_ENDS_FIRST));
	assert_true(told(im, 7, "Họ và tên", M_IMPORT_DOUBLE));
}

/* Reach: an office of one district takes in what is below it, and nothing else. */
static void reach(void **state)
{
	struct site_test *s = site_of(state);
	int64_t province = site_found(s, 0, "p", "province", 20000101);
	int64_t district = site_found(s, province, "h", "district", 20000101);
	struct grant grant = {.account = 1, .org = district, .func = "office", .reach = "below"};
	struct import *im;

	s->actor = (struct actor){.account = 1, .grants = {&grant, 1, sizeof(grant)}};
	im = planned(s, &org_import_orgs,
		HEAD "x,Chi bộ X,chi bộ,h,,,,\n"
		     "y,Chi bộ Y,chi bộ,p,,,,\n"
		     "r,Đảng bộ tỉnh R,đảng bộ tỉnh,,,,,\n");
	assert_false(im->bad[0]);
	assert_true(told(im, 3, "Mã cấp trên", M_GRANT_NOT_OVER));
	assert_true(told(im, 4, "Mã cấp trên", M_IMPORT_ROOT_REACH));
	im = planned(s, &org_import_changes,
		CHANGES "p,Đổi tên,1/1/2010,,Mới,,,,,\nh,Đổi tên,1/1/2010,,Mới,,,,,\n");
	assert_true(told(im, 2, "Mã", M_GRANT_NOT_OVER));
	assert_false(im->bad[1]);
	im = planned(s, &org_import_posts, POSTS "p,Bí thư,,Ai Đó,1/6/2016,\n");
	assert_true(told(im, 2, "Mã tổ chức", M_GRANT_NOT_OVER));
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(orgs_any_order), on_site(always),
		on_site(orgs_bad), on_site(known_rows), on_site(changed_meanwhile), on_site(undo),
		on_site(undo_with_child), on_site(undo_with_post), on_site(unit_names),
		on_site(units_of_2025), on_site(units_under), on_site(country),
		on_site(changes_result), on_site(changes_bad), on_site(changes_again),
		on_site(posts), on_site(reach)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("org import", tests, NULL, NULL);
}
