/* What a sink wrote is read back by the reader of spreadsheets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/sheet.h"
#include "view/sink.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct row {
	int64_t id, members, version, person;
	int active;
	const char *name, *note, *kind, *url, *password;
	day_t from;
	int64_t changed;
	int64_t count;
	struct list children;
};

/* Labels: any sentences; what counts is that they come in the reader's language. */
static const struct field fields[] = {
	F_ID(struct row, id, M_ERR_OK, CLASS_PUBLIC, 0, "org"),
	F_TEXT(struct row, name, M_ERR_FILE, CLASS_PUBLIC, 0, 0),
	F_INT(struct row, members, M_ERR_OK, CLASS_PUBLIC, 0, 0),
	F_INT(struct row, version, M_ERR_OK, CLASS_PUBLIC, FF_HIDDEN, 0),
	F_ID(struct row, person, M_ERR_OK, CLASS_PUBLIC, FF_HIDDEN, "person"),
	F_BOOL(struct row, active, M_ERR_OK, CLASS_PUBLIC, 0),
	F_LINES(struct row, note, M_ERR_OK, CLASS_PUBLIC, FF_MORE, 0),
	F_CAT(struct row, kind, M_ERR_OK, CLASS_PUBLIC, 0, "org_kind"),
	F_SECRET(struct row, password, M_ERR_OK, CLASS_SENSITIVE, 0, 0),
	F_URL(struct row, url, M_ERR_OK, CLASS_PUBLIC, 0),
	F_LIST(struct row, children, M_ERR_OK, CLASS_PUBLIC, NULL),
	F_DAY(struct row, from, M_ERR_OK, CLASS_PUBLIC, 0),
	F_INSTANT(struct row, changed, M_ERR_OK, CLASS_PUBLIC, 0),
	F_INT(struct row, count, M_ERR_OK, CLASS_PUBLIC, FF_ZERO, 0),
	F_END,
};

static const struct row rows[] = {
	{.id = INT64_C(9007199254740993),
		.name = "Đảng bộ \"xã\", Ẳng Tở",
		.members = 2128,
		.version = 7,
		.person = INT64_C(9007199254740995),
		.active = 1,
		.note = "một\nhai",
		.kind = "cell",
		.password = "hush",
		.url = "/org/3",
		.from = 20161231,
		.changed = INT64_C(1483200000000),
		.count = 5},
	{.name = "=1+1", .members = -3, .note = "@x", .from = 20160300},
	{.name = "-", .members = INT64_C(9007199254740993), .from = 18950101},
	{.name = "+84 912", .from = DAY_MAX, .changed = MS_MAX},
};

static const struct cat_entry entries[] = {
	{.cat = "org_kind", .code = "cell", .name = {"Chi bộ", "Party cell"}, .to_day = DAY_MAX}};
static const struct cats cats = {entries, 1};
static const struct speech vi = {LANG_VI, &cats, 20260101}, en = {LANG_EN, &cats, 20260101};

typedef enum err sink_fn(struct sink **ret, const struct speech *sp, int fd, struct fault *f);

static struct arena *arena;
static struct fault faults;

static int setup(void **state)
{
	(void)state;
	arena = arena_new(256 << 20);
	faults = (struct fault){.a = arena};
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct str contents(int fd)
{
	struct stat st;
	char *p;

	assert_int_equal(fstat(fd, &st), 0);
	p = arena_alloc(arena, (size_t)st.st_size + 1);
	assert_int_equal(pread(fd, p, (size_t)st.st_size, 0), st.st_size);
	return (struct str){p, (size_t)st.st_size};
}

static struct str written(sink_fn *open, const struct speech *sp, const char *title, size_t n)
{
	FILE *f = tmpfile();
	struct sink *s;
	struct str all;

	assert_int_equal(open(&s, sp, fileno(f), &faults), ERR_OK);
	assert_int_equal(sink_begin(s, title, fields), ERR_OK);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(sink_row(s, &rows[i % 4]), ERR_OK);
	assert_int_equal(sink_end(s), ERR_OK);
	/* the descriptor stays open */
	assert_true(fcntl(fileno(f), F_GETFD) >= 0);
	all = contents(fileno(f));
	fclose(f);
	return all;
}

static void test_csv(void **state)
{
	struct str all = written(sink_csv, &vi, "x", 4);

	(void)state;
	assert_string_equal(all.p,
		"\xef\xbb\xbf"
		"Đã xong.,Không đọc được tệp.,Đã xong.,Đã xong.,Đã xong.,Đã xong.,Đã xong.,"
		"Đã xong.,Đã xong.,Đã xong.\r\n"
		"9007199254740993,\"Đảng bộ \"\"xã\"\", Ẳng Tở\",2128,có,\"một\nhai\",Chi "
		"bộ,/org/3,2016-12-31,31/12/2016 23:00,5\r\n"
		",\"'=1+1\",-3,,\"'@x\",,,2016-03,,0\r\n"
		",\"'-\",9007199254740993,,,,,1895-01-01,,0\r\n"
		",\"'+84 912\",,,,,,,,0\r\n");
}

static void test_csv_english(void **state)
{
	struct str all = written(sink_csv, &en, "x", 1);

	(void)state;
	assert_non_null(strstr(all.p, "\xef\xbb\xbf"
				      "Done.,The file cannot be read.,"));
	assert_non_null(strstr(all.p, ",Party cell,"));
}

static void test_json(void **state)
{
	(void)state;
	assert_string_equal(written(sink_json, &vi, "x", 0).p, "[\n]\n");
	assert_string_equal(written(sink_json, &en, "x", 2).p,
		"[\n{\"id\":\"9007199254740993\",\"name\":\"Đảng bộ \\\"xã\\\", Ẳng Tở\","
		"\"members\":2128,\"person\":\"9007199254740995\",\"active\":true,\"note\":"
		"\"một\\nhai\",\"kind\":\"cell\","
		"\"url\":\"/org/3\",\"from\":\"2016-12-31\","
		"\"changed\":\"2016-12-31T16:00:00.000Z\",\"count\":5}\n"
		",{\"id\":null,\"name\":\"=1+1\",\"members\":-3,\"person\":null,\"active\":false,"
		"\"note\":\"@x\","
		"\"kind\":null,\"url\":null,\"from\":\"2016-03\",\"changed\":null,\"count\":0}\n"
		"]\n");
}

static struct sheet *reread(struct str bytes)
{
	struct sheet *s = NULL;

	assert_int_equal(sheet_open(&s, arena, bytes, "x", NULL, &faults), ERR_OK);
	return s;
}

static void cell_is(const struct sheet_row *r, size_t i, enum cell_type type, const char *text)
{
	assert_true(i < r->n);
	assert_int_equal(r->cells[i].type, type);
	assert_int_equal(r->cells[i].text.n, strlen(text));
	assert_memory_equal(r->cells[i].text.p, text, strlen(text));
}

static void test_xlsx_types(void **state)
{
	struct sheet *s = reread(written(sink_xlsx, &vi, "Tổ chức: đảng/bộ", 4));
	struct sheet_row r;

	(void)state;
	assert_string_equal(sheet_name(s, 0), "Tổ chức  đảng bộ");
	assert_true(sheet_row(s, &r));
	assert_int_equal(r.n, 10);
	cell_is(&r, 1, CELL_TEXT, "Không đọc được tệp.");
	assert_true(sheet_row(s, &r));
	cell_is(&r, 0, CELL_TEXT, "9007199254740993");
	cell_is(&r, 1, CELL_TEXT, rows[0].name);
	cell_is(&r, 2, CELL_NUMBER, "2128");
	cell_is(&r, 3, CELL_TEXT, msg_text(LANG_VI, M_VALUE_YES));
	cell_is(&r, 4, CELL_TEXT, "một\nhai");
	cell_is(&r, 5, CELL_TEXT, "Chi bộ");
	cell_is(&r, 7, CELL_DAY, "2016-12-31");
	assert_int_equal(r.cells[7].day, 20161231);
	cell_is(&r, 9, CELL_NUMBER, "5");
	assert_true(sheet_row(s, &r));
	cell_is(&r, 0, CELL_EMPTY, "");
	cell_is(&r, 1, CELL_TEXT, "=1+1");
	cell_is(&r, 2, CELL_NUMBER, "-3");
	cell_is(&r, 7, CELL_TEXT, "03/2016");
	cell_is(&r, 9, CELL_NUMBER, "0");
	assert_true(sheet_row(s, &r));
	cell_is(&r, 2, CELL_TEXT, "9007199254740993");
	cell_is(&r, 7, CELL_TEXT, "01/01/1895");
	assert_true(sheet_row(s, &r));
	cell_is(&r, 1, CELL_TEXT, "+84 912");
	cell_is(&r, 7, CELL_EMPTY, "");
	assert_false(sheet_row(s, &r));
	assert_int_equal(sheet_end(s), ERR_OK);
}

/* CSV comes back as it was: the guard before formulas goes, quotes and lines stay. */
static void test_csv_again(void **state)
{
	struct sheet *s = reread(written(sink_csv, &vi, "x", 4));
	struct sheet_row r;

	(void)state;
	sheet_row(s, &r);
	assert_true(sheet_row(s, &r));
	cell_is(&r, 1, CELL_TEXT, rows[0].name);
	cell_is(&r, 4, CELL_TEXT, rows[0].note);
	assert_true(sheet_row(s, &r));
	cell_is(&r, 1, CELL_TEXT, "=1+1");
	cell_is(&r, 4, CELL_TEXT, "@x");
	sheet_end(s);
}

static void test_xlsx_titles(void **state)
{
	static const char *const titles[][2] = {
		{"", "Sheet1"},
		{"[]*", "Sheet1"},
		{"'a'", "a"},
		{"Danh sách tổ chức đảng trực thuộc Đảng ủy xã Ẳng Tở",
			"Danh sách tổ chức đảng trực thu"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++) {
		struct sheet *s = reread(written(sink_xlsx, &vi, titles[i][0], 1));

		assert_string_equal(sheet_name(s, 0), titles[i][1]);
		sheet_end(s);
	}
}

static void test_xlsx_long(void **state)
{
	enum { BYTES = 3 * 40000 };
	char *text = arena_alloc(arena, BYTES + 1);
	struct row r = {.name = text};
	struct sheet_limits limits = sheet_limits_default;
	struct sheet_row got;
	FILE *f = tmpfile();
	struct sink *out;
	struct sheet *in;

	(void)state;
	for (size_t i = 0; i < BYTES; i += 3)
		memcpy(text + i, "ệ", 3);
	sink_xlsx(&out, &vi, fileno(f), &faults);
	sink_begin(out, "x", fields);
	assert_int_equal(sink_row(out, &r), ERR_OK);
	assert_int_equal(sink_end(out), ERR_OK);
	limits.max_cell = 200000;
	assert_int_equal(sheet_open(&in, arena, contents(fileno(f)), "", &limits, &faults), ERR_OK);
	sheet_row(in, &got);
	assert_true(sheet_row(in, &got));
	assert_int_equal(got.cells[1].text.n, 3 * 32767);
	assert_memory_equal(got.cells[1].text.p + 3 * 32766, "…", 3);
	sheet_end(in);
	fclose(f);
}

static void test_many(void **state)
{
	static sink_fn *const kinds[] = {sink_csv, sink_xlsx};

	(void)state;
	for (size_t k = 0; k < 2; k++) {
		struct sheet *s = reread(written(kinds[k], &vi, "x", 5000));
		struct sheet_row r;
		long n = 0;

		while (sheet_row(s, &r))
			n = r.number;
		assert_int_equal(n, 5001);
		assert_int_equal(sheet_end(s), ERR_OK);
	}
}

/* A descriptor that takes nothing: told once, nothing leaks, nothing stays behind. */
static void test_failure(void **state)
{
	static sink_fn *const kinds[] = {sink_csv, sink_xlsx, sink_json};
	char dir[] = "/tmp/sink-test-XXXXXX";
	int fd = open("/dev/full", O_WRONLY);

	(void)state;
	assert_non_null(mkdtemp(dir));
	setenv("TMPDIR", dir, 1);
	for (size_t k = 0; k < 3; k++) {
		struct sink *s;
		enum err err;

		fault_clear(&faults);
		kinds[k](&s, &vi, fd, &faults);
		err = sink_begin(s, "x", fields);
		for (size_t i = 0; i < 5000 && !err; i++)
			err = sink_row(s, &rows[0]);
		assert_int_equal(sink_end(s), ERR_IO);
		assert_int_equal(faults.code, ERR_IO);
		assert_non_null(faults.detail);
		/* given up before the beginning, and in the middle */
		fault_clear(&faults);
		kinds[k](&s, &vi, fd, &faults);
		assert_int_equal(sink_end(s), ERR_OK);
	}
	close(fd);
	assert_int_equal(rmdir(dir), 0);
	setenv("TMPDIR", "/nowhere", 1);
	struct sink *s;
	sink_xlsx(&s, &vi, 1, &faults);
	assert_int_equal(sink_begin(s, "x", fields), ERR_IO);
	assert_int_equal(sink_row(s, &rows[0]), ERR_IO);
	assert_int_equal(sink_end(s), ERR_IO);
	unsetenv("TMPDIR");
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_csv),
		TEST(test_csv_english),
		TEST(test_json),
		TEST(test_xlsx_types),
		TEST(test_csv_again),
		TEST(test_xlsx_titles),
		TEST(test_xlsx_long),
		TEST(test_many),
		TEST(test_failure),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
