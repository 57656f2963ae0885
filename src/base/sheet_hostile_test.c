/*
 * Files that mean harm, or are broken: each is answered with a sentence, in bounded memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/sheet_test.h"

#include <limits.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void test_bombs(void **state)
{
	struct sheet_limits l = sheet_limits_default;
	char *rows = repeated("<worksheet><sheetData>", "<row><c/></row>", 200000, "");
	char *strings = repeated("<sst><si><t>", "0123456789", 100000, "</t></si></sst>");
	char *many = repeated("<sst>", "<si/>", 1001, "</sst>");

	(void)state;
	l.max_unpacked = 1 << 20;
	l.max_strings = 1000;
	refused(sheet_of(rows), "", &l, ERR_TOO_LARGE, M_SHEET_LARGE);
	refused(book_of(BOOK, strings, DATA("")), "", &l, ERR_TOO_LARGE, M_SHEET_STRINGS);
	refused(book_of(BOOK, many, DATA("")), "", &l, ERR_TOO_LARGE, M_SHEET_STRINGS);
	l.max_entries = 5;
	refused(sheet_of(DATA("")), "", &l, ERR_FILE, M_SHEET_UNSAFE);
}

/* The sizes promised in the directory are not believed. */
static void test_lying_size(void **state)
{
	struct sheet_limits l = sheet_limits_default;
	struct str lie =
		sheet_of(repeated("<worksheet><sheetData>", "<row><c/></row>", 200000, ""));
	char *name = memmem(lie.p + lie.n / 2, lie.n / 2, "xl/worksheets/sheet1.xml", 24);

	(void)state;
	l.max_unpacked = 100 << 10;
	memcpy(name - 46 + 24, "\x10\0\0\0", 4);
	refused(lie, "", &l, ERR_TOO_LARGE, M_SHEET_LARGE);
}

static void test_hostile_xml(void **state)
{
	char *deep = repeated("<worksheet>", "<a>", 1000, "");
	char *token = repeated("<worksheet a=\"", "0123456789abcdef", 150000, "\"/>");
	char *comment = repeated("<worksheet><!--", "0123456789abcdef", 150000, "--></worksheet>");

	(void)state;
	refused(sheet_of(deep), "", NULL, ERR_FILE, M_SHEET_UNSAFE);
	refused(sheet_of(token), "", NULL, ERR_FILE, M_SHEET_UNSAFE);
	refused(sheet_of(comment), "", NULL, ERR_FILE, M_SHEET_UNSAFE);
	refused(sheet_of("<!DOCTYPE a><worksheet/>"), "", NULL, ERR_FILE, M_SHEET_UNSAFE);
	refused(sheet_of("<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c "
			 "\"&b;&b;\">]><worksheet><sheetData>"
			 "<row><c t=\"str\"><v>&c;</v></c></row></sheetData></worksheet>"),
		"", NULL, ERR_FILE, M_SHEET_UNSAFE);
	refused(book_of("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><workbook/>", STRINGS, DATA("")),
		"", NULL, ERR_FILE, M_SHEET_UNSAFE);
}

static void test_grid_limits(void **state)
{
	static const char *const nonsense[] = {
		DATA("<row><c r='XFE1'/></row>"),
		DATA("<row><c r='AAAAAAAAAAAAAAAAAAAAAAA1'/></row>"),
		DATA("<row><c r='1'/></row>"),
		DATA("<row r='1048577'/>"),
		DATA("<row r='-1'/>"),
		DATA("<row><c t='s'><v>4</v></c></row>"),
		DATA("<row><c t='s'><v>-1</v></c></row>"),
	};
	char *wide = repeated("<worksheet><sheetData><row>", "<c><v>1</v></c>", 1000000, "");
	char *empty = repeated("<worksheet><sheetData><row>", "<c/>", 17000, "");
	char *cell = repeated("<worksheet><sheetData><row><c/><c t=\"str\"><v>", "0123456789", 7000,
		"</v></c></row></sheetData></worksheet>");
	struct sheet_limits l = sheet_limits_default;

	(void)state;
	refused(sheet_of(wide), "", NULL, ERR_TOO_LARGE, M_SHEET_COLS);
	refused(sheet_of(empty), "", NULL, ERR_FILE, M_SHEET_BROKEN);
	refused(sheet_of(cell), "", NULL, ERR_TOO_LARGE, M_SHEET_CELL);
	assert_string_equal(faults.first->arg[0], "B1");
	refused(sheet_of(DATA("<row><c r=\"IW1\"><v>1</v></c></row>")), "", NULL, ERR_TOO_LARGE,
		M_SHEET_COLS);
	for (size_t i = 0; i < sizeof(nonsense) / sizeof(*nonsense); i++)
		refused(sheet_of(nonsense[i]), "", NULL, ERR_FILE, M_SHEET_BROKEN);
	l.max_rows = 1;
	refused(sheet_of(DATA("<row><c><v>1</v></c></row><row><c><v>1</v></c></row>")), "", &l,
		ERR_TOO_LARGE, M_SHEET_ROWS);
}

static void test_broken(void **state)
{
	struct str good = sheet_of(DATA("<row><c><v>1</v></c></row>"));
	enum err err;

	(void)state;
	for (size_t n = 4; n < good.n; n += 7) {
		char *cut = arena_memdup(arena, good.p, n);

		read_with((struct str){cut, n}, "", NULL, &err);
		assert_int_equal(err, ERR_FILE);
	}
	for (size_t i = 0; i < good.n; i++) {
		char *bent = arena_memdup(arena, good.p, good.n);

		bent[i] ^= 0x55;
		read_with((struct str){bent, good.n}, "", NULL, &err); /* must only not crash */
	}
	refused(sheet_of("<worksheet><sheetData><row><c><v>1</v></c></row>"), "", NULL, ERR_FILE,
		M_SHEET_BROKEN);
	refused(sheet_of(" "), "", NULL, ERR_FILE, M_SHEET_BROKEN);
	refused(book_of("<workbook><sheets/></workbook>", STRINGS, DATA("")), "", NULL, ERR_FILE,
		M_SHEET_NONE);
	refused(pack((struct entry[]){
			{"_rels/.rels", ROOT_RELS}, {"xl/workbook.xml", BOOK}, {NULL}}),
		"", NULL, ERR_FILE, M_SHEET_BROKEN);
	refused(pack((struct entry[]){{"xl/workbook.xml", BOOK},
			{"xl/_rels/workbook.xml.rels", BOOK_RELS}, {NULL}}),
		"", NULL, ERR_FILE, M_SHEET_BROKEN);
}

/* ---- what the cells say ---- */

/* Places that are told twice, or backwards: the last word counts, rows only go forward. */
static void test_places(void **state)
{
	(void)state;
	assert_string_equal(read_ok(sheet_of(DATA("<row r='2'><c r='B2'><v>1</v></c><c r='A2'><v>2"
						  "</v></c><c r='B2'><v>3</v></c></row>"))),
		"2:#2|#3;");
	assert_string_equal(
		read_ok(sheet_of(DATA("<row><c r='A99999999999999999999'><v>1</v></c></row>"))),
		"1:#1;");
	refused(sheet_of(DATA("<row r='3'><c><v>1</v></c></row><row r='3'><c><v>2</v></c></row>")),
		"", NULL, ERR_FILE, M_SHEET_BROKEN);
	refused(sheet_of(DATA("<row r='3'><c><v>1</v></c></row><row r='1'><c><v>2</v></c></row>")),
		"", NULL, ERR_FILE, M_SHEET_BROKEN);
	refused(sheet_of(DATA("<row><c r='$A$1'><v>1</v></c></row>")), "", NULL, ERR_FILE,
		M_SHEET_BROKEN);
	refused(sheet_of(DATA("<row><c r=''><v>1</v></c></row>")), "", NULL, ERR_FILE,
		M_SHEET_BROKEN);
	refused(sheet_of(DATA("<row r='99999999999999999999'/>")), "", NULL, ERR_FILE,
		M_SHEET_BROKEN);
}

/* Formulas are not computed, and what they left is text or a number like any other. */
static void test_formulas(void **state)
{
	(void)state;
	assert_string_equal(
		read_ok(sheet_of(DATA("<row><c><f>1+1</f></c><c><f>1+1</f><v>2</v></c><c t='str'>"
				      "<f>HYPERLINK(\"http://x\")</f><v>=cmd|' /C calc'!A0</v></c>"
				      "<c t='e'><f>1/0</f><v>#DIV/0!</v></c></row>"))),
		"1:|#2|=cmd|' /C calc'!A0|#DIV/0!;");
}

static void test_outside(void **state)
{
	static const char *const targets[] = {"../../../../etc/passwd", "/etc/passwd",
		"file:///etc/passwd", "http://127.0.0.1/a.xml", "..", ""};

	(void)state;
	for (size_t i = 0; i < sizeof(targets) / sizeof(*targets); i++) {
		const char *rels = arena_printf(arena,
			RELS("<Relationship Id=\"r1\" Type=\"/worksheet\" Target=\"%s\"/>"),
			targets[i]);
		refused(pack((struct entry[]){{"xl/workbook.xml", BOOK},
				{"xl/_rels/workbook.xml.rels", rels}, {NULL}}),
			"", NULL, ERR_FILE, M_SHEET_BROKEN);
	}
	refused(pack((struct entry[]){{"xl/workbook.xml", BOOK},
			{"xl/_rels/workbook.xml.rels",
				RELS("<Relationship Id=\"r1\" TargetMode=\"External\" "
				     "Type=\"/worksheet\" Target=\"http://x/\"/>")},
			{NULL}}),
		"", NULL, ERR_FILE, M_SHEET_NONE);
}

/* A workbook in place of a sheet, again and again, is only bytes that are no XML. */
static void test_nested(void **state)
{
	struct str inner = sheet_of(DATA("<row><c><v>1</v></c></row>"));

	(void)state;
	for (int i = 0; i < 20; i++) {
		inner = pack((struct entry[]){{"xl/workbook.xml", BOOK},
			{"xl/_rels/workbook.xml.rels", RELS(REL("r1", "worksheet", "a.xml"))},
			{"xl/a.xml", inner.p, inner.n}, {NULL}});
		refused(inner, "", NULL, ERR_FILE, M_SHEET_BROKEN);
	}
}

static void test_many_sheets(void **state)
{
	char *many = repeated(
		"<workbook><sheets>", "<sheet name='a' id='r1'/>", 1001, "</sheets></workbook>");
	char *name = repeated(
		"<workbook><sheets><sheet id='r1' name='", "a", 600, "'/></sheets></workbook>");

	(void)state;
	refused(book_of(many, STRINGS, DATA("")), "", NULL, ERR_FILE, M_SHEET_BROKEN);
	refused(book_of(name, STRINGS, DATA("")), "", NULL, ERR_FILE, M_SHEET_BROKEN);
}

/* However often it is begun again: there is an end to it. */
static void test_again_and_again(void **state)
{
	struct sheet_limits l = sheet_limits_default;
	struct str book = sheet_of(repeated(
		"<worksheet><sheetData>", "<row><c/></row>", 40000, "</sheetData></worksheet>"));
	struct sheet_row row;
	struct sheet *s;
	int times = 0;

	(void)state;
	l.max_unpacked = 1 << 20;
	assert_int_equal(sheet_open(&s, arena, book, "", &l, &faults), ERR_OK);
	for (; times < 100 && !sheet_select(s, 0); times++)
		assert_false(sheet_row(s, &row));
	assert_in_range(times, 4, 12);
	assert_int_equal(sheet_end(s), ERR_TOO_LARGE);
}

static void test_odd_xml(void **state)
{
	char *attributes = repeated("<worksheet><sheetData><row><c ", "a='1' ", 100, "/></row>"),
	     *entities = repeated("<worksheet><sheetData><row><c t='str'><v>", "&#x41;", 60000,
		     "</v></c></row></sheetData></worksheet>");

	(void)state;
	refused(sheet_of(attributes), "", NULL, ERR_FILE, M_SHEET_BROKEN);
	assert_non_null(strstr(read_ok(sheet_of(entities)), "1:AAAA"));
	refused(sheet_of(DATA("<row><c t='str'><v>&#0;</v></c></row>")), "", NULL, ERR_FILE,
		M_SHEET_BROKEN);
	refused(sheet_of(DATA("<row><c t='str'><v>&lol;</v></c></row>")), "", NULL, ERR_FILE,
		M_SHEET_BROKEN);
	refused(sheet_of("<?xml version='1.0' encoding='x-none'?>" DATA("")), "", NULL, ERR_FILE,
		M_SHEET_BROKEN);
}

/* ---- CSV ---- */

static void test_nuls(void **state)
{
	char *early = repeated("a,b\n", "1,2\n", 10, ""),
	     *late = repeated("a,b\n", "1,2\n", 5000, "");
	size_t n = strlen(early), m = strlen(late);

	(void)state;
	early[20] = 0;
	late[m - 9] = 0;
	refused((struct str){early, n}, "a.csv", NULL, ERR_FILE, M_SHEET_UNKNOWN);
	refused((struct str){late, m}, "a.csv", NULL, ERR_FILE, M_SHEET_ENCODING);
}

static void test_long_lines(void **state)
{
	enum { MB = 1 << 20 };
	char *cell = repeated("a,b\n1,", "0123456789", MB, "\n"),
	     *cells = repeated("a,b\n", "1,", 5 * MB, "\n"),
	     *quoted = repeated("a,b\n\"", "0123456789", MB, "\"\n"),
	     *commas = repeated("", ",", 10 * MB, "\n"),
	     *lines = repeated("a,b", "\r\n", 5 * MB, "x");

	(void)state;
	refused(str_of(cell), "a.csv", NULL, ERR_TOO_LARGE, M_SHEET_CELL);
	assert_string_equal(faults.first->arg[0], "B2");
	refused(str_of(cells), "a.csv", NULL, ERR_TOO_LARGE, M_SHEET_COLS);
	refused(str_of(quoted), "a.csv", NULL, ERR_TOO_LARGE, M_SHEET_CELL);
	assert_string_equal(read_ok(str_of(commas)), "");
	assert_string_equal(read_ok(str_of(lines)), "1:a|b;5242881:x;");
}

/* ---- memory ---- */

#ifdef __SANITIZE_ADDRESS__
enum { MOST_KIB = 700 << 10 }; /* what was freed stays for a while */
#else
enum { MOST_KIB = 100 << 10 };
#endif

/* How much memory reading takes at its most, in KiB: in a process of its own. */
static long memory_of(struct str bytes, enum err want)
{
	struct rusage before, after;
	int fds[2], status;
	long grown = -1;
	pid_t child;

	assert_int_equal(pipe(fds), 0);
	child = fork();
	if (child == 0) {
		enum err err;

		getrusage(RUSAGE_SELF, &before);
		read_with(bytes, "", NULL, &err);
		getrusage(RUSAGE_SELF, &after);
		grown = err == want ? after.ru_maxrss - before.ru_maxrss : LONG_MAX;
		_exit(write(fds[1], &grown, sizeof(grown)) != sizeof(grown));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(read(fds[0], &grown, sizeof(grown)), sizeof(grown));
	close(fds[0]);
	close(fds[1]);
	return grown;
}

/* Small files that unpack to much more than may be held. */
static void test_memory(void **state)
{
	enum { MB = 1 << 20 };

	(void)state;
	assert_in_range(
		memory_of(book_of(BOOK, repeated("<sst>", "<si><t>0123456789</t></si>", 2 * MB, ""),
				  DATA("")),
			ERR_TOO_LARGE),
		0, MOST_KIB);
	assert_in_range(memory_of(sheet_of(repeated("<worksheet><sheetData><row><c t='str'><v>",
					  "0123456789", 5 * MB, "")),
				ERR_TOO_LARGE),
		0, MOST_KIB);
	assert_in_range(memory_of(sheet_of(repeated("<worksheet><sheetData>", "<row><c/></row>",
					  3 * MB, "</sheetData></worksheet>")),
				ERR_FILE),
		0, MOST_KIB);
	assert_in_range(
		memory_of(sheet_of(repeated("<worksheet>", " ", 50 * MB, "</worksheet>")), ERR_OK),
		0, MOST_KIB);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {TEST(test_bombs), TEST(test_lying_size),
		TEST(test_hostile_xml), TEST(test_grid_limits), TEST(test_broken),
		TEST(test_places), TEST(test_formulas), TEST(test_outside), TEST(test_nested),
		TEST(test_many_sheets), TEST(test_again_and_again), TEST(test_odd_xml),
		TEST(test_nuls), TEST(test_long_lines), TEST(test_memory)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
