/* Reading and printing of values, in both languages, and what may not be read. */
#include "base/text.h"
#include "view/view_test.h"

#include <string.h>

static const struct cat_entry entries[] = {
	{"kind", "cell", {"chi bộ", "cell"}, "cb", NULL, 1, DAY_MIN, DAY_MAX},
	{"kind", "commune", {"đảng bộ xã", "commune"}, NULL, NULL, 2, DAY_MIN, DAY_MAX}};
static const struct cats cats = {entries, 2};
static const struct speech vi = {LANG_VI, &cats, 20250701}, en = {LANG_EN, &cats, 20250701};

struct rec {
	int64_t id, n, few, zero, at;
	int yes;
	const char *text, *lines, *kind, *url, *secret, *must;
	day_t day;
	struct upload file;
};

static const struct field fields[] = {F_ID(struct rec, id, M_NONE, CLASS_PUBLIC, 0, "x"),
	F_INT(struct rec, n, M_NONE, CLASS_PUBLIC, 0, 0),
	F_INT(struct rec, few, M_NONE, CLASS_PUBLIC, 0, 1500),
	F_INT(struct rec, zero, M_NONE, CLASS_PUBLIC, FF_ZERO, 0),
	F_INSTANT(struct rec, at, M_NONE, CLASS_PUBLIC, 0),
	F_BOOL(struct rec, yes, M_NONE, CLASS_PUBLIC, 0),
	F_TEXT(struct rec, text, M_NONE, CLASS_PUBLIC, 0, 5),
	F_LINES(struct rec, lines, M_NONE, CLASS_PUBLIC, 0, 0),
	F_CAT(struct rec, kind, M_NONE, CLASS_PUBLIC, 0, "kind"),
	F_URL(struct rec, url, M_NONE, CLASS_PUBLIC, 0),
	F_SECRET(struct rec, secret, M_NONE, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct rec, must, M_NONE, CLASS_PUBLIC, FF_REQUIRED, 0),
	F_DAY(struct rec, day, M_NONE, CLASS_PUBLIC, 0),
	F_FILE(struct rec, file, M_NONE, CLASS_PUBLIC, 0), F_END};

struct reading {
	const char *field, *raw;
	enum msg problem; /* M_NONE: it is read */
	const char *text[LANGS], *machine;
	enum lang lang;
};

static const struct reading readings[] = {
	{"n", "2128", M_NONE, {"2.128", "2,128"}, "2128", LANG_VI},
	{"n", " 2.128 ", M_NONE, {"2.128", "2,128"}, "2128", LANG_VI},
	{"n", "2,128", M_NONE, {"2.128", "2,128"}, "2128", LANG_EN},
	{"n", "-1.234.567", M_NONE, {"-1.234.567", "-1,234,567"}, "-1234567", LANG_VI},
	{"n", "-128.000", M_NONE, {"-128.000", "-128,000"}, "-128000", LANG_VI},
	{"n", "0", M_NONE, {"", ""}, "", LANG_VI},
	{"zero", "0", M_NONE, {"0", "0"}, "0", LANG_VI},
	{"n", "9223372036854775807", M_NONE,
		{"9.223.372.036.854.775.807", "9,223,372,036,854,775,807"}, "9223372036854775807",
		LANG_VI},
	{"n", "9223372036854775808", M_VALUE_NO_NUMBER, {0}, 0, LANG_VI},
	{"n", "2,128", M_VALUE_NO_NUMBER, {0}, 0, LANG_VI},
	{"n", "2.12", M_VALUE_NO_NUMBER, {0}, 0, LANG_VI},
	{"n", "21.28.000", M_VALUE_NO_NUMBER, {0}, 0, LANG_VI},
	{"n", "2128.000", M_VALUE_NO_NUMBER, {0}, 0, LANG_VI},
	{"n", ".128", M_VALUE_NO_NUMBER, {0}, 0, LANG_VI},
	{"n", "-.128", M_VALUE_NO_NUMBER, {0}, 0, LANG_VI},
	{"n", "1e3", M_VALUE_NO_NUMBER, {0}, 0, LANG_VI},
	{"few", "1500", M_NONE, {"1.500", "1,500"}, "1500", LANG_VI},
	{"few", "1501", M_VALUE_TOO_LARGE, {0}, 0, LANG_VI},
	{"few", "-1", M_VALUE_NEGATIVE, {0}, 0, LANG_VI},
	{"id", "9007199254740993", M_NONE, {"9007199254740993", "9007199254740993"},
		"9007199254740993", LANG_VI},
	{"id", "muong-ang", M_VALUE_NO_ID, {0}, 0, LANG_VI},
	{"id", "-3", M_VALUE_NO_ID, {0}, 0, LANG_VI},
	{"day", "1/3/2017", M_NONE, {"01/03/2017", "1 Mar 2017"}, "2017-03-01", LANG_VI},
	{"day", "3/2016", M_NONE, {"03/2016", "Mar 2016"}, "2016-03", LANG_VI},
	{"day", "1965", M_NONE, {"1965", "1965"}, "1965", LANG_VI},
	{"day", "31/02/2016", M_VALUE_NO_DAY, {0}, 0, LANG_VI},
	{"day", "hôm qua", M_VALUE_NO_DAY, {0}, 0, LANG_VI},
	{"at", "2016-12-31T16:00:00Z", M_NONE, {"31/12/2016 23:00", "31 Dec 2016, 23:00"},
		"2016-12-31T16:00:00.000Z", LANG_VI},
	{"at", "lúc nãy", M_VALUE_NO_INSTANT, {0}, 0, LANG_VI},
	{"yes", "on", M_NONE, {"có", "yes"}, "1", LANG_VI},
	{"yes", "Có", M_NONE, {"có", "yes"}, "1", LANG_VI},
	{"yes", "0", M_NONE, {"", ""}, "0", LANG_VI},
	{"yes", "maybe", M_VALUE_NO_YES, {0}, 0, LANG_VI},
	{"text", "  Ễ  Ậ ", M_NONE, {"Ễ Ậ", "Ễ Ậ"}, "Ễ Ậ", LANG_VI},
	{"text", "E\xcc\x82\xcc\x83", M_NONE, {"Ễ", "Ễ"}, "Ễ", LANG_VI},
	{"text", "sáu chữ", M_VALUE_TOO_LONG, {0}, 0, LANG_VI},
	{"text", "\xff\xfe", M_VALUE_BAD_TEXT, {0}, 0, LANG_VI},
	{"text", "   ", M_NONE, {"", ""}, "", LANG_VI},
	{"lines", "a\r\nb", M_NONE, {"a\nb", "a\nb"}, "a\nb", LANG_VI},
	{"kind", "commune", M_NONE, {"đảng bộ xã", "commune"}, "commune", LANG_VI},
	{"kind", "Đảng bộ xã", M_NONE, {"đảng bộ xã", "commune"}, "commune", LANG_VI},
	{"kind", "CB", M_NONE, {"chi bộ", "cell"}, "cell", LANG_VI},
	{"kind", "huyện", M_VALUE_NOT_IN_CATALOGUE, {0}, 0, LANG_VI},
	{"url", "/org/3?x=1#y", M_NONE, {"/org/3?x=1#y", "/org/3?x=1#y"}, "/org/3?x=1#y", LANG_VI},
	{"url", "//evil.example", M_VALUE_NO_ADDRESS, {0}, 0, LANG_VI},
	{"url", "/\\evil.example", M_VALUE_NO_ADDRESS, {0}, 0, LANG_VI},
	{"url", "javascript:alert(1)", M_VALUE_NO_ADDRESS, {0}, 0, LANG_VI},
	{"secret", " mật  khẩu ", M_NONE, {"", ""}, "", LANG_VI},
	{"must", "", M_VALUE_REQUIRED, {0}, 0, LANG_VI},
	{"must", " \t ", M_VALUE_REQUIRED, {0}, 0, LANG_VI},
	{"must", "\xe2\x80\xaf", M_VALUE_REQUIRED, {0}, 0, LANG_VI},
	{"must", "x", M_NONE, {"x", "x"}, "x", LANG_VI},
};

static void check_reading(const struct reading *r)
{
	struct arena *a = arena_new(1 << 20);
	struct fault f = {.a = a};
	struct rec rec = {.text = "cũ", .must = "cũ"}, before = rec;
	const struct field *field = field_find(fields, r->field);
	enum err e = value_read(r->lang == LANG_EN ? &en : &vi, field, str_of(r->raw), &rec, &f);

	if (r->problem) {
		assert_int_equal(e, ERR_BAD_INPUT);
		assert_non_null(f.first);
		assert_string_equal(f.first->field, r->field);
		assert_string_equal(msg_key(f.first->what), msg_key(r->problem));
		assert_memory_equal(&rec, &before, sizeof(rec));
	} else {
		assert_int_equal(e, ERR_OK);
		assert_null(f.first);
		assert_string_equal(value_text(&vi, a, field, &rec), r->text[LANG_VI]);
		assert_string_equal(value_text(&en, a, field, &rec), r->text[LANG_EN]);
		assert_string_equal(value_raw(a, field, &rec), r->machine);
	}
	arena_free(a);
}

static void test_reading(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(readings) / sizeof(*readings); i++)
		check_reading(&readings[i]);
}

/* What a machine wrote is read back as the same, in either language. */
static void test_round(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct rec rec = {.id = 7,
		.n = -2128,
		.few = 3,
		.at = INT64_C(1483200000000),
		.yes = 1,
		.text = "Ễ",
		.lines = "a\nb",
		.kind = "cell",
		.url = "/x",
		.day = 20160300};

	(void)state;
	for (int lang = 0; lang < LANGS; lang++)
		field_each (f, fields) {
			struct rec again = {0};
			struct fault fault = {.a = a};
			if (f->type == FT_SECRET || f->type == FT_FILE || f->flags & FF_REQUIRED)
				continue;
			assert_int_equal(value_read(lang ? &en : &vi, f,
						 str_of(value_raw(a, f, &rec)), &again, &fault),
				ERR_OK);
			assert_string_equal(value_raw(a, f, &again), value_raw(a, f, &rec));
		}
	arena_free(a);
}

static void test_empty(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct rec rec = {
		1, 1, 1, 1, 1, 1, "x", "x", "cell", "/x", "x", "x", 20160101, {"x", S("y")}};
	struct fault f = {.a = a};

	(void)state;
	field_each (field, fields) {
		if (field->flags & FF_REQUIRED)
			continue;
		assert_int_equal(value_read(&vi, field, S(""), &rec, &f), ERR_OK);
		assert_true(field_empty(field, &rec));
	}
	assert_int_equal(value_read(&vi, field_find(fields, "secret"), S(" a "), &rec, &f), ERR_OK);
	assert_string_equal(rec.secret, " a ");
	assert_int_equal(value_read(&vi, field_find(fields, "file"), S(" b "), &rec, &f), ERR_OK);
	assert_int_equal(rec.file.bytes.n, 3);
	arena_free(a);
}

static void test_too_long_says_how_much(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct fault f = {.a = a};
	struct rec rec = {0};

	(void)state;
	(void)value_read(&vi, field_find(fields, "text"), S("sáu chữ"), &rec, &f);
	assert_string_equal(f.first->arg[0], "5");
	assert_string_equal(f.first->arg[1], "7");
	arena_free(a);
}

static void test_percent(void **state)
{
	static const struct {
		int64_t num, den;
		const char *vi, *en;
	} cases[] = {{85, 136, "62,5%", "62.5%"}, {1, 3, "33,3%", "33.3%"},
		{2, 3, "66,7%", "66.7%"}, {1, 1, "100,0%", "100.0%"}, {0, 5, "0,0%", "0.0%"},
		{5, 0, "–", "–"}, {-1, 3, "-33,3%", "-33.3%"}, {-1, 2000, "-0,1%", "-0.1%"},
		{1, 2000, "0,1%", "0.1%"}, {-1, 4000, "0,0%", "0.0%"},
		{12345, 100, "12.345,0%", "12,345.0%"}, {INT64_MAX, INT64_MAX, "100,0%", "100.0%"}};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_string_equal(
			percent_text(a, LANG_VI, cases[i].num, cases[i].den), cases[i].vi);
		assert_string_equal(
			percent_text(a, LANG_EN, cases[i].num, cases[i].den), cases[i].en);
	}
	arena_free(a);
}

static void test_ends_of_time(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct rec rec = {.day = DAY_MAX, .at = MS_MAX};

	(void)state;
	assert_string_equal(day_text(a, LANG_VI, DAY_MAX), "nay");
	assert_string_equal(day_text(a, LANG_EN, DAY_MAX), "present");
	assert_string_equal(day_text(a, LANG_VI, DAY_MIN), "");
	assert_string_equal(day_text(a, LANG_VI, 0), "");
	assert_string_equal(instant_text(a, LANG_VI, 0), "");
	assert_string_equal(value_raw(a, field_find(fields, "day"), &rec), "");
	assert_string_equal(value_raw(a, field_find(fields, "at"), &rec), "");
	assert_string_equal(number_text(a, LANG_VI, INT64_MIN), "-9.223.372.036.854.775.808");
	arena_free(a);
}

static void test_addresses(void **state)
{
	static const char *const ours[] = {"/", "/a", "?x=1", "#y", "/đảng"};
	static const char *const others[] = {"//x", "/\\x", "/\t/x", "javascript:x", "http://x",
		"mailto:x@y", " /x", "x", "/a\nb", "/a b", "data:,x"};

	(void)state;
	for (size_t i = 0; i < sizeof(ours) / sizeof(*ours); i++)
		assert_string_equal(url_text(ours[i]), ours[i]);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_string_equal(url_text(others[i]), "#");
	assert_string_equal(url_text(NULL), "");
}

static const struct CMUnitTest list[] = {
	cmocka_unit_test(test_reading),
	cmocka_unit_test(test_round),
	cmocka_unit_test(test_empty),
	cmocka_unit_test(test_too_long_says_how_much),
	cmocka_unit_test(test_percent),
	cmocka_unit_test(test_ends_of_time),
	cmocka_unit_test(test_addresses),
};
TESTS(value_tests, list);
