#include "base/cat.h"

#include "base/base_test.h"

static const struct cat_entry entries[] = {
	{"kind", "commune", {"Xã", "Commune"}, "phuong|thi tran", NULL, 1, DAY_MIN, DAY_MAX},
	{"kind", "school", {"Trường học", NULL}, NULL, NULL, 2, DAY_MIN, 20200101},
	{"kind", "school", {"Nhà trường", "School"}, "truong | hoc vien", NULL, 2, 20200101,
		DAY_MAX},
	{"post", "secretary", {"Bí thư", "Secretary"}, "bt", NULL, 1, DAY_MIN, DAY_MAX},
	{"post", "bt", {"Bí thư trẻ", "Junior"}, NULL, NULL, 2, DAY_MIN, DAY_MAX},
	{"sector", "farm", {"Nông nghiệp", ""}, NULL, NULL, 1, DAY_MIN, DAY_MAX},
};
static const struct cats cats = {entries, 6};

static void codes(void **state)
{
	(void)state;
	assert_ptr_equal(cat_find(&cats, "kind", "commune"), &entries[0]);
	assert_ptr_equal(cat_find(&cats, "kind", "school"), &entries[2]);
	assert_ptr_equal(cat_find(&cats, "sector", "farm"), &entries[5]);
	assert_null(cat_find(&cats, "kind", "farm"));
	assert_null(cat_find(&cats, "kine", "farm"));
	assert_null(cat_find(&cats, "kind", NULL));
	assert_null(cat_find(&(struct cats){0}, "kind", "x"));
}

static void whole_catalogues(void **state)
{
	size_t n = 9;

	(void)state;
	assert_ptr_equal(cat_all(&cats, "kind", &n), &entries[0]);
	assert_int_equal(n, 3);
	assert_ptr_equal(cat_all(&cats, "sector", &n), &entries[5]);
	assert_int_equal(n, 1);
	assert_null(cat_all(&cats, "zzz", &n));
	assert_int_equal(n, 0);
}

static void names(void **state)
{
	(void)state;
	assert_string_equal(cat_name(&cats, LANG_EN, "kind", "school"), "School");
	assert_string_equal(cat_name(&cats, LANG_VI, "post", "secretary"), "Bí thư");
	assert_string_equal(cat_name(&cats, LANG_EN, "sector", "farm"), "Nông nghiệp");
	assert_string_equal(cat_name(&cats, LANG_EN, "sector", "sea"), "sea");
	assert_string_equal(cat_name(&cats, LANG_EN, "sector", NULL), "");
}

static void matching_what_people_write(void **state)
{
	struct arena *a = arena_new(1 << 20);
	size_t used = arena_used(a);

	(void)state;
	assert_ptr_equal(cat_match(&cats, a, "kind", " XÃ "), &entries[0]);
	assert_ptr_equal(cat_match(&cats, a, "kind", "Thị Trấn"), &entries[0]);
	assert_ptr_equal(cat_match(&cats, a, "kind", "SCHOOL"), &entries[2]);
	assert_ptr_equal(cat_match(&cats, a, "kind", "trường học"), &entries[1]);
	assert_ptr_equal(cat_match(&cats, a, "kind", "Học viện"), &entries[2]);
	/* a code goes before an alias */
	assert_ptr_equal(cat_match(&cats, a, "post", "BT"), &entries[4]);
	assert_ptr_equal(cat_match(&cats, a, "post", "bi thu"), &entries[3]);
	assert_null(cat_match(&cats, a, "kind", ""));
	assert_null(cat_match(&cats, a, "kind", "..."));
	assert_null(cat_match(&cats, a, "kind", NULL));
	assert_null(cat_match(&cats, a, "kind", "phuong|thi tran"));
	assert_int_equal(arena_used(a), used);
	arena_free(a);
}

static const struct CMUnitTest list[] = {
	cmocka_unit_test(codes),
	cmocka_unit_test(whole_catalogues),
	cmocka_unit_test(names),
	cmocka_unit_test(matching_what_people_write),
};
TESTS(cat_tests, list);
