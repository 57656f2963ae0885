#include "base/text.h"

#include "base/base_test.h"

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new(64 << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

#define assert_clean(s, want) assert_string_equal(text_clean(arena, S(s), false), want)
#define assert_lines(s, want) assert_string_equal(text_clean(arena, S(s), true), want)
#define assert_fold(s, want)  assert_string_equal(text_fold(arena, s), want)

static void cleaning(void **state)
{
	(void)state;
	assert_clean("  Đảng  bộ\t Mường\u00A0Ảng \r\n", "Đảng bộ Mường Ảng");
	assert_clean("", "");
	assert_clean(" \t\u3000 ", "");
	assert_clean("a\u2003b\u202Fc\u1680d", "a b c d");
	assert_clean("\uFEFFa\u200Bb\u00ADc\u202Ed\u2066e\x01"
		     "f\x7Fg\xC2\x81h",
		"abcdefgh");
	assert_clean("a\r\nb\nc\u2028d\xC2\x85"
		     "e",
		"a b c d e");
	assert_clean("x\uFFFF\uFDD0y", "xy");
	assert_clean("日本 \U0001F600 a", "日本 \U0001F600 a");
	assert_string_equal(text_clean(arena, (struct str){NULL, 0}, false), "");
}

static void lines_are_kept_when_asked(void **state)
{
	(void)state;
	assert_lines("\n\n a  b \r\n\r\n\t c \rd\u2029e \n\n", "a b\n\nc\nd\ne");
	assert_lines(" \n ", "");
}

static void text_becomes_composed(void **state)
{
	(void)state;
	assert_clean("Nguye\u0302\u0303n Va\u0306n U\u031B\u0301ng", "Nguyễn Văn Ứng");
	/* marks in the wrong order, and half composed */
	assert_clean("e\u0323\u0302 \u00EA\u0323 \u1EB9\u0302", "ệ ệ ệ");
	assert_clean("o\u031B\u0300 o\u0300\u031B", "ờ ờ");
	assert_clean("\u1112\u1161\u11AB \u212B \u0340x", "한 Å \u0300x");
	/* a joiner between letter and mark goes away first */
	assert_clean("a\u200D\u0301", "á");
	assert_string_equal(text_compose(arena, S("  a\u0301\u00A0 \tb\n\x02")), "  á\u00A0 b");
}

static void floods_of_marks_are_cut(void **state)
{
	struct str flood = {NULL, 200000};
	char *s = arena_alloc(arena, flood.n + 1);

	(void)state;
	for (size_t i = 0; i < flood.n; i += 4)
		memcpy(s + i, "\u0301\u0323", 4);
	s[0] = s[1] = 'a';
	flood.p = s;
	assert_int_equal(text_length(text_clean(arena, flood, false)), 2 + 8 - 1);
}

static void what_is_not_utf8_is_refused(void **state)
{
	static const char *const bad[] = {"\x80", "a\xC3", "a\xC3(", "\xC0\x80", "\xE0\x9F\xBF",
		"\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFF\xFE", "Nguy\xEAn",
		"\xE1\xBA"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_null(text_clean(arena, str_of(bad[i]), false));
		assert_null(text_compose(arena, str_of(bad[i])));
	}
	assert_null(text_clean(arena, S("a\0b"), false));
	assert_null(text_compose(arena, S("a\0b")));
	/* a character cut by the length */
	assert_null(text_clean(arena, (struct str){"ạ", 2}, false));
}

static void folding(void **state)
{
	(void)state;
	assert_fold("Đảng bộ  Mường Ảng", "dang bo muong ang");
	assert_fold("ĐẶNG THỊ ÁNH NGUYỆT", "dang thi anh nguyet");
	assert_fold("Ðặng ðức", "dang duc"); /* eth */
	assert_fold("ăâđêôơư ĂÂĐÊÔƠƯ", "aadeoou aadeoou");
	assert_fold("H'Mông, H’Mông, H‘mông", "hmong hmong hmong");
	assert_fold("31/12/2016 - TP. Điện-Biên (số 5)", "31 12 2016 tp dien bien so 5");
	assert_fold("a_b&c@d.e", "a b c d e");
	assert_fold("Nguye\u0302\u0303n \u0110", "nguyen d");
	assert_fold("Müller Straße Ærø Œuvre Łódź Þór ŉ Ǆ ﬁ",
		"muller strasse aero oeuvre lodz thor n dz fi");
	assert_fold("１２ Ａｂ x² №5", "12 ab x2 no5");
	assert_fold("МОСКВА Ωμέγα 日本", "москва ωμεγα 日本");
	assert_fold(" \n--!?… “”«» ", "");
	assert_fold("", "");
	assert_fold(NULL, "");
	assert_fold("\uFDFA", "صلى الله عليه وسلم");
	assert_fold("a\xFF"
		    "b",
		"a b");
}

static void every_vietnamese_letter_folds(void **state)
{
	static const char *const rows[] = {"aàảãáạăằẳẵắặâầẩẫấậAÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬ",
		"eèẻẽéẹêềểễếệEÈẺẼÉẸÊỀỂỄẾỆ", "iìỉĩíịIÌỈĨÍỊ", "oòỏõóọôồổỗốộơờởỡớợOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢ",
		"uùủũúụưừửữứựUÙỦŨÚỤƯỪỬỮỨỰ", "yỳỷỹýỵYỲỶỸÝỴ", "dđDĐ"};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *folded = text_fold(arena, rows[i]);
		assert_int_equal(strlen(folded), text_length(rows[i]));
		assert_int_equal(strspn(folded, (char[]){rows[i][0], 0}), strlen(folded));
	}
}

static void words_and_slugs(void **state)
{
	const char *words[3];

	(void)state;
	assert_int_equal(text_words(arena, "dang bo muong ang", words, 3), 3);
	assert_string_equal(words[0], "dang");
	assert_string_equal(words[2], "muong");
	assert_int_equal(text_words(arena, "", words, 3), 0);
	assert_int_equal(text_words(arena, NULL, words, 3), 0);
	assert_int_equal(text_words(arena, "one", words, 3), 1);
	assert_string_equal(text_slug(arena, "Đảng bộ xã Ẳng Tở"), "dang-bo-xa-ang-to");
	assert_string_equal(text_slug(arena, " ../Báo cáo (2016).csv "), "bao-cao-2016-csv");
	assert_string_equal(text_slug(arena, "日本 a 日"), "a");
	assert_string_equal(text_slug(arena, "!"), "");
	assert_int_equal(text_length("Mường Ảng"), 9);
	assert_int_equal(text_length(NULL), 0);
}

static void assert_between(const char *prefix, const char *inside)
{
	const char *next = text_after_prefix(arena, prefix);

	assert_true(strcmp(inside, prefix) >= 0);
	assert_true(strcmp(inside, next) < 0);
	assert_false(strncmp(next, prefix, strlen(prefix)) == 0 && *prefix);
	assert_non_null(text_clean(arena, str_of(next), false));
}

static void the_next_prefix(void **state)
{
	(void)state;
	assert_string_equal(text_after_prefix(arena, "ab"), "ac");
	assert_string_equal(text_after_prefix(arena, "ng"), "nh");
	assert_string_equal(text_after_prefix(arena, "a\x7F"), "a\xC2\x80");
	assert_string_equal(text_after_prefix(arena, "\xED\x9F\xBF"), "\uE000");
	assert_string_equal(text_after_prefix(arena, "a\U0010FFFF"), "b");
	assert_string_equal(text_after_prefix(arena, ""), "\U0010FFFF");
	assert_string_equal(text_after_prefix(arena, "\U0010FFFF"), "\U0010FFFF");
	assert_between("ng", "ngz\U0010FFFF");
	assert_between("đ", "đ\U0010FFFF");
	assert_between("ạ", "ạ");
}

static int order(struct str a, struct str b)
{
	int c = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return c ? c : a.n < b.n ? -1 : a.n > b.n;
}

static void assert_rising(struct str (*key)(struct arena *, const char *), const char *const *s)
{
	for (; s[1]; s++)
		if (order(key(arena, s[0]), key(arena, s[1])) >= 0)
			fail_msg("\"%s\" does not come before \"%s\"", s[0], s[1]);
}

static void the_order_of_names(void **state)
{
	static const char *const letters[] = {"", "\n", " ", "-", ".", "(", "0", "9", "a", "A", "à",
		"À", "ả", "ã", "á", "Á", "ạ", "aa", "ă", "Ă", "ằ", "ắ", "ặ", "â", "ậ", "b", "c",
		"d", "đ", "Đ", "e", "ê", "g", "h", "i", "k", "l", "m", "n", "o", "ô", "ộ", "ơ", "ợ",
		"p", "q", "r", "s", "t", "u", "ư", "ự", "v", "x", "y", "ỹ", "z", "日", NULL};
	static const char *const names[] = {"An", "An Bình", "an hà", "an Hà", "An hà", "An Hà",
		"An Há", "An Hạ", "Án Hà", "Án Há", "Ạn Hà", "Anh", "Ăn", "Bản", "Dung", "Đảng bộ",
		"Đảng bộ xã", "Đặng", NULL};
	static const char *const others[] = {"o", "ö", "oa", "øb", "z", NULL};
	char far[2][401];

	(void)state;
	assert_rising(text_key, letters);
	assert_rising(text_key, names);
	assert_rising(text_key, others);
	/* marks far from one another, and a text longer than any name */
	for (int i = 0; i < 2; i++) {
		memset(far[i], 'a', 400);
		far[i][400] = 0;
	}
	assert_int_equal(order(text_key(arena, far[0]), text_key(arena, far[1])), 0);
	far[0][399] = 'A';
	assert_true(order(text_key(arena, far[0]), text_key(arena, far[1])) > 0);
	far[1][398] = 'A';
	assert_true(order(text_key(arena, far[0]), text_key(arena, far[1])) < 0);
	memcpy(far[0] + 396, "á", 2);
	memcpy(far[1] + 390, "á", 2);
	assert_true(order(text_key(arena, far[0]), text_key(arena, far[1])) < 0);
}

static void assert_same_key(const char *a, const char *b)
{
	assert_int_equal(order(text_key(arena, a), text_key(arena, b)), 0);
}

static void alike_and_unlike(void **state)
{
	(void)state;
	assert_same_key("Ðức", "Đức"); /* eth is taken for what was meant */
	assert_same_key("a\u0301", "á");
	assert_same_key(NULL, "");
	assert_int_not_equal(order(text_key(arena, "ö"), text_key(arena, "ǒ")), 0);
	assert_int_not_equal(order(text_key(arena, "æ"), text_key(arena, "ae")), 0);
	assert_int_not_equal(order(text_key(arena, "a\u0301\u0300"), text_key(arena, "á")), 0);
	assert_in_range(text_key(arena, "Nguyễn Thị Minh Khai").n, 20, 32);
	assert_null(memchr(text_key(arena, "Nguyễn Thị\nMinh 日").p, 0,
		text_key(arena, "Nguyễn Thị\nMinh 日").n));
}

static void people_stand_by_given_name(void **state)
{
	static const char *const people[] = {"An", "Lê An", "Lê Văn An", "Lê Văn Bảo An",
		"Nguyễn An", "Nguyễn Hữu An", "Trần An", "Lê Ân", "Lê Anh", "Vũ Hà", "An Hạ",
		"Lò Văn Đức", NULL};
	static const char *const cases[] = {"lê văn an", "Lê Văn An", "Lê Vân An", NULL};
	static const char *const hostile[] = {"", "a", NULL};

	(void)state;
	/* "Anh" has one letter more than "An", and "Ân" another one */
	static const char *const letters[] = {"Trần An", "Lê Anh", "Lê Ân", "Lê Bình", NULL};
	assert_rising(text_key_person, letters);
	assert_rising(text_key_person, cases);
	assert_rising(text_key_person, hostile);
	for (int i = 0; i < 6; i++)
		assert_rising(
			text_key_person, (const char *const[]){people[i], people[i + 1], NULL});
	assert_rising(text_key_person, (const char *const[]){"Vũ Hà", "An Hạ", NULL});
	assert_int_equal(
		order(text_key_person(arena, " Lê  An "), text_key_person(arena, "Lê An")), 0);
	assert_int_equal(order(text_key_person(arena, NULL), text_key_person(arena, "")), 0);
}

static void old_encodings_are_recognised(void **state)
{
	static const char *const vni[] = {"Ñaûng boä", "Nguyeãn Vaên An", "Traàn Thò Höông",
		"Leâ Hoaøng", "ÑAÛNG BOÄ", "Phaïm Ñöùc", "Coäng hoøa xaõ hoäi", "Buøi", "Chi boä"};
	static const char *const tcvn3[] = {"§¶ng bé", "NguyÔn V¨n An", "TrÇn ThÞ H­¬ng",
		"Ph¹m §øc", "Céng hßa x· héi chñ nghÜa", "§ång chÝ", "Bïi Quèc TuÊn"};
	static const char *const plain[] = {"", "Đảng bộ", "Nguyễn Văn An", "Lê Hà", "Hoà",
		"Toà án", "Khoá", "Phú Thô", "Tô Hoài", "giông giò giúp", "boóng goòng", "Raphaël",
		"août", "naïve", "São Paulo", "Müller", "Köln", "Bjørn", "El Niño", "§ 5", "§1",
		"m²", "20°C", "© 2016", "5 µm", "Điều § 3", "À", "Ê-đê", "Ý Yên", "Ấp 3 - Mỹ Đức",
		"Ðặng", "«x»", "TOÀ ÁN", "HOÀ BÌNH", "Pà Cò", "Xín Mần", "Lô Lô", "Quý", "Thuý",
		"Uý", "Huế", "Đăk Hà", "Sa Pa", "Thò", "Iphone® 5", "½"};

	(void)state;
	for (size_t i = 0; i < sizeof(vni) / sizeof(*vni); i++)
		if (text_legacy(vni[i]) != TEXT_VNI)
			fail_msg("\"%s\" is VNI", vni[i]);
	for (size_t i = 0; i < sizeof(tcvn3) / sizeof(*tcvn3); i++)
		if (text_legacy(tcvn3[i]) != TEXT_TCVN3)
			fail_msg("\"%s\" is TCVN3", tcvn3[i]);
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		if (text_legacy(plain[i]) != TEXT_PLAIN)
			fail_msg("\"%s\" is plain", plain[i]);
	assert_int_equal(text_legacy(NULL), TEXT_PLAIN);
	assert_int_equal(text_legacy("\xFF\xC3"), TEXT_PLAIN);
}

static void capitals(void **state)
{
	(void)state;
	assert_string_equal(text_upper(arena, ""), "");
	assert_string_equal(text_upper(arena, "Đảng bộ xã Ẳng Tở"), "ĐẢNG BỘ XÃ ẲNG TỞ");
	assert_string_equal(text_upper(arena, "ưỡ ngữ 12/a"), "ƯỠ NGỮ 12/A");
}

#define WITH(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

static const struct CMUnitTest list[] = {
	WITH(cleaning),
	WITH(lines_are_kept_when_asked),
	WITH(text_becomes_composed),
	WITH(floods_of_marks_are_cut),
	WITH(what_is_not_utf8_is_refused),
	WITH(folding),
	WITH(every_vietnamese_letter_folds),
	WITH(words_and_slugs),
	WITH(the_next_prefix),
	WITH(the_order_of_names),
	WITH(alike_and_unlike),
	WITH(people_stand_by_given_name),
	WITH(old_encodings_are_recognised),
	WITH(capitals),
};
TESTS(text_tests, list);
