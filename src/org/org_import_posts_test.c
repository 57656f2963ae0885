/*
 * Files of posts: who holds them, by number or by a name that only one member has.
 */
#include "member/member_import_test.h"

#define KIND (&org_import_posts)
#define HEAD "Số lý lịch,Họ và tên,Ngày sinh,Mã chi bộ,Ngày vào Đảng,Ngày chính thức\n"

static void plant(struct site_test *s)
{
	files_plant(s);
	files_taken(s, &member_import_members, WITH(.history = 1),
		HEAD "1,Lò Văn An,12/3/1965,co,3/2/1986,3/2/1987\n"
		     "2,Lò Thị Bình,1980,co,5/5/2004,5/5/2005\n"
		     ",Lò Văn Cương,1/1/1970,ca,7/6/1996,7/6/1997\n"
		     "4,Quàng Văn Hặc,1/1/1950,ca,7/6/1976,7/6/1977\n"
		     ",Quàng Văn Hặc,2/2/1952,th,7/6/1976,7/6/1977\n");
}

static const char *holder(struct site_test *s, const char *org)
{
	int64_t id = files_org(s, org);
	const char *text = "";
	struct cursor c;

	ok(db_begin(s->db, DB_READ));
	ok(db_query(s->db, &c, Q_IMPORT_POSTS_OF, id));
	while (db_next(&c))
		text = arena_printf(s->a, "%s%s%s %s", text, *text ? ", " : "", db_text(&c, 2),
			db_null(&c, 3) ? "-" : db_text(&c, 3));
	ok(db_end(&c));
	db_rollback(s->db);
	return text;
}

static void posts(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	plant(s);
	im = files_done(s, KIND, &files_plain,
		"Mã tổ chức,Chức vụ,Số lý lịch,Họ và tên,Từ ngày\n"
		"co,Bí thư,1,,1/1/2010\n"	      /* the number gives the name */
		"ca,Bí thư,,Quàng Văn Hặc,1/1/2010\n" /* one of them is in this cell */
		"x,Bí thư,,Quàng Văn Hặc,1/1/2010\n"  /* both are below */
		"h,Bí thư,,Người Ở Xa,1/1/2010\n"
		"h,Phó bí thư,77,Lò Văn Lạ,1/1/2010\n");
	assert_string_equal(holder(s, "co"), "Lò Văn An 1");
	assert_string_equal(holder(s, "ca"), "Quàng Văn Hặc 4");
	assert_string_equal(holder(s, "x"), "Quàng Văn Hặc -");
	assert_true(files_told(im, 4, "Họ và tên", M_IMPORT_POST_SEVERAL));
	assert_true(files_told(im, 6, "Số lý lịch", M_IMPORT_POST_NOBODY));
	/* the same file again is known */
	assert_int_equal(files_commit(s, KIND, &files_plain,
				 "Mã tổ chức,Chức vụ,Họ và tên,Từ ngày\n"
				 "co,Bí thư,Lò Văn An,1/1/2010\n",
				 &im),
		ERR_REFUSED);
	assert_int_equal(im->res.unchanged, 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {on_site(posts)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("files of posts", tests, NULL, NULL);
}
