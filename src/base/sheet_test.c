/* Files are made here, byte by byte or part by part, so that each test shows what it is about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/sheet_test.h"

/* ---- CSV ---- */

static void test_csv_separators(void **state)
{
	(void)state;
	assert_string_equal(read_ok(S("a,b\n1,2\n")), "1:a|b;2:1|2;");
	assert_string_equal(read_ok(S("a;b\n1,5;2\n")), "1:a|b;2:1,5|2;");
	assert_string_equal(read_ok(S("a\tb\n1,5\t2;3\n")), "1:a|b;2:1,5|2;3;");
	assert_string_equal(read_ok(S("one\ntwo")), "1:one;2:two;");
	/* a title above the table, and commas in texts */
	assert_string_equal(read_ok(S("DANH SÁCH\nA;B;C\n\"x, y, z\";2;3\n4;5;6\n")),
		"1:DANH SÁCH;2:A|B|C;3:x, y, z|2|3;4:4|5|6;");
	assert_string_equal(read_ok(S("sep=|\r\na|b,c\r\n")), "1:a|b,c;");
}

static void test_csv_quotes(void **state)
{
	(void)state;
	assert_string_equal(read_ok(S("\"a \"\"b\"\"\",\"c\r\nd\",\"\"\n\"x\"y,z\n")),
		"1:a \"b\"|c\r\nd;2:xy|z;");
	assert_string_equal(read_ok(S("a\"b,c\n")), "1:a\"b|c;");
	assert_string_equal(read_ok(S("\"\"\"\",\"b\"")), "1:\"|b;");
}

static void test_csv_line_ends(void **state)
{
	(void)state;
	assert_string_equal(read_ok(S("a,b\r\nc,d\r\n")), "1:a|b;2:c|d;");
	assert_string_equal(read_ok(S("a,b\rc,d\r")), "1:a|b;2:c|d;");
	assert_string_equal(read_ok(S("a,b\n\n , \nc,d")), "1:a|b;4:c|d;");
	assert_string_equal(read_ok(S("\n\n")), "");
	assert_string_equal(read_ok(S("a,,b,,\n,,c\n")), "1:a||b;2:||c;");
}

static void test_csv_encodings(void **state)
{
	(void)state;
	assert_string_equal(read_ok(S("\xef\xbb\xbf"
				      "Đảng,bộ\n")),
		"1:Đảng|bộ;");
	assert_string_equal(read_ok(S("\xff\xfe"
				      "a\0\t\0\xd0\x01\xa1\x1e\n\0")),
		"1:a|ǐạ;");
	assert_string_equal(
		read_ok(S("\xfe\xff\0a\0,\xd8\x3d\xde\0\0,\xd8\x3d")), "1:a|\U0001F600|\ufffd;");
	refused(S("\xd0\xe4ng,b\n"), "a.csv", NULL, ERR_FILE, M_SHEET_ENCODING);
	refused(S("\x89PNG\r\n\x1a\n"), "a.csv", NULL, ERR_FILE, M_SHEET_UNKNOWN);
}

/* What our own CSV puts before a formula goes away again; other apostrophes stay. */
static void test_csv_guard(void **state)
{
	(void)state;
	assert_string_equal(read_ok(S("'=1+1,\"'-x\",'a,'\n")), "1:=1+1|-x|'a|';");
}

static void test_csv_limits(void **state)
{
	struct sheet_limits l = sheet_limits_default;
	enum err err;

	(void)state;
	l.max_rows = 2;
	l.max_cols = 3;
	l.max_cell = 4;
	assert_string_equal(
		read_with(S("a,b,c,,,\n\n1234,2,3\n"), "", &l, &err), "1:a|b|c;3:1234|2|3;");
	assert_int_equal(err, ERR_OK);
	refused(S("a,b\nc,d\ne,f\n"), "", &l, ERR_TOO_LARGE, M_SHEET_ROWS);
	refused(S("a,b,c,d\n"), "", &l, ERR_TOO_LARGE, M_SHEET_COLS);
	assert_string_equal(faults.first->arg[0], "3");
	refused(S("a,b\nc,12345\n"), "", &l, ERR_TOO_LARGE, M_SHEET_CELL);
	assert_string_equal(faults.first->arg[0], "B2");
	refused(S("a,b\n\"c,1\n"), "", NULL, ERR_FILE, M_SHEET_QUOTE);
	assert_string_equal(faults.first->arg[0], "2");
	refused(S("a,b\n\"12345\n1,2\"\n"), "", &l, ERR_FILE, M_SHEET_QUOTE);
}

static void test_csv_again(void **state)
{
	struct sheet *s;
	struct sheet_row row;

	(void)state;
	assert_int_equal(sheet_open(&s, arena, S("a,b\nc,d\n"), "x.csv", NULL, &faults), ERR_OK);
	assert_int_equal(sheet_count(s), 1);
	assert_string_equal(sheet_name(s, 0), "x.csv");
	assert_int_equal(sheet_progress(s), 0);
	assert_true(sheet_row(s, &row));
	assert_int_equal(row.cells[0].type, CELL_TEXT);
	assert_int_equal(sheet_progress(s), 500);
	assert_int_equal(sheet_select(s, 0), ERR_OK);
	assert_string_equal(rows_of(s), "1:a|b;2:c|d;");
	assert_int_equal(sheet_progress(s), 1000);
	assert_false(sheet_row(s, &row));
	assert_int_equal(sheet_end(s), ERR_OK);
	assert_false(sheet_row(s, &row));
}

/* ---- XLSX ---- */

static void test_xlsx_cells(void **state)
{
	(void)state;
	assert_string_equal(
		read_ok(sheet_of(
			DATA("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
			     "<c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c>"
			     "<c r=\"D1\" t=\"s\"><v>3</v></c></row>"))),
		"1:một|hai ||a\r\nb_x_xZZZZ_;");
	assert_string_equal(
		read_ok(sheet_of(
			DATA("<row r=\"1\"><c t=\"inlineStr\"><is><r><t>a</t></r><r><t>&amp;b"
			     "</t></r><rPh><t>x</t></rPh></is></c><c t=\"str\"><f>A1</f>"
			     "<v>=x</v></c><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c>"
			     "<c/><c t=\"d\"><v>2016-12-31T00:00:00</v></c></row>"))),
		"1:a&b|=x|#1|#N/A||@2016-12-31;");
}

static void test_xlsx_numbers(void **state)
{
	struct sheet *s;
	struct sheet_row row;

	(void)state;
	assert_string_equal(
		read_ok(sheet_of(DATA("<row><c><v>0.10000000000000001</v></c><c><v>1.5E3</v></c>"
				      "<c><v>-0</v></c><c><v>123456789012</v></c><c><v>x</v></c>"
				      "<c><v>1e400</v></c><c t=\"n\"><v>62.5</v></c>"
				      "<c><v>1E15</v></c></row>"))),
		"1:#0.1|#1500|#0|#123456789012|x|1e400|#62.5|#1000000000000000;");
	sheet_open(&s, arena,
		sheet_of(DATA("<row><c><v>2.5</v></c><c s=\"1\"><v>42735.5</v></c></row>")), "",
		NULL, &faults);
	assert_true(sheet_row(s, &row));
	assert_true(row.cells[0].number == 2.5);
	assert_int_equal(row.cells[1].type, CELL_DAY);
	assert_int_equal(row.cells[1].day, 20161231);
	sheet_end(s);
}

static void test_xlsx_days(void **state)
{
	static const char *const days[] = {
		"d", "yyyy", "mm", "dd/mm/yyyy;@", "[$-409]d-mmm-yy", "[Magenta]\\d\\-m"};
	static const char *const others[] = {"", "General", "0.00", "h:mm", "mm:ss", "[h]:mm",
		"0\" day\"", "\\d0", "[Red]0", "#,##0_d", "h:mm AM/PM", "0 \"open", "[open", "0\\"};

	(void)state;
	for (size_t i = 0; i < sizeof(days) / sizeof(*days); i++)
		assert_true(xlsx_format_is_day(days[i]));
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_false(xlsx_format_is_day(others[i]));
#define SERIALS                                                                                    \
	DATA("<row><c s=\"0\"><v>42735</v></c><c s=\"1\"><v>42735</v></c><c s=\"2\"><v>1</v></c>"  \
	     "<c s=\"3\"><v>42735</v></c><c s=\"4\"><v>42735</v></c><c s=\"99\"><v>42735</v></c>"  \
	     "<c s=\"1\"><v>-5</v></c><c s=\"1\"><v>0.5</v></c><c s=\"1\"><v>9e99</v></c></row>")
	assert_string_equal(read_ok(sheet_of(SERIALS)),
		"1:#42735|@2016-12-31|@1900-01-01|#42735|#42735|#42735|#-5|#0.5|#9e+99;");
	assert_string_equal(
		read_ok(book_of("<workbook><workbookPr date1904=\"1\"/><sheets><sheet name=\"a\" "
				"r:id=\"r1\"/></sheets></workbook>",
			STRINGS, DATA("<row><c s=\"1\"><v>41273</v></c></row>"))),
		"1:@2016-12-31;");
}

static void test_xlsx_places(void **state)
{
	(void)state;
	assert_string_equal(
		read_ok(sheet_of(DATA("<row r=\"3\"><c r=\"C3\"><v>1</v></c><c><v>2</v></c>"
				      "<c r=\"A3\"><v>0</v></c></row><row/><row r=\"9\"/><row><c "
				      "r=\"B10\" s=\"1\"/><c r=\"XFD10\"/></row>"
				      "<row><c><v>5</v></c></row>"))),
		"3:#0||#1|#2;11:#5;");
	/* merged cells: the value is in the first; names with prefixes */
	assert_string_equal(
		read_ok(sheet_of(
			"<x:worksheet xmlns:x=\"u\"><x:cols/><x:sheetData><x:row><x:c><x:v>7"
			"</x:v></x:c><x:c/></x:row></x:sheetData><x:mergeCells><x:mergeCell "
			"ref=\"A1:B1\"/></x:mergeCells></x:worksheet>")),
		"1:#7;");
	/* what looks like a row outside the data is none */
	assert_string_equal(read_ok(sheet_of("<worksheet><row><c><v>1</v></c></row><sheetData/>"
					     "<row><c><v>2</v></c></row></worksheet>")),
		"");
}

static void test_xlsx_sheets(void **state)
{
	static const struct entry parts[] = {
		{"_rels/.rels", RELS(REL("a", "officeDocument", "/b/book.xml"))},
		{"b/book.xml",
			"<workbook><sheets><sheet name=\"ẩn\" state=\"hidden\" r:id=\"r1\"/>"
			"<sheet name=\"biểu đồ\" r:id=\"r4\"/><sheet name=\"A\" r:id=\"r2\"/>"
			"<sheet name=\"B\" r:id=\"r3\"/><sheet name=\"C\" "
			"r:id=\"nowhere\"/></sheets></workbook>"},
		{"b/_rels/book.xml.rels",
			RELS(REL("r1", "worksheet", "../one.xml") REL("r2", "worksheet",
				"./two.xml") REL("r3", "worksheet", "/b/s/three.xml")
					REL("r4", "chartsheet", "chart.xml"))},
		{"one.xml", DATA("<row><c><v>1</v></c></row>")},
		{"b/two.xml", DATA("<row><c><v>2</v></c></row>")},
		{"b/s/three.xml", DATA("<row><c><v>3</v></c></row><row><c><v>4</v></c></row>")},
		{NULL},
	};
	static const char *const names[] = {"A", "B", "ẩn"};
	static const char *const rows[] = {"1:#2;", "1:#3;2:#4;", "1:#1;"};
	struct sheet *s;

	(void)state;
	assert_int_equal(sheet_open(&s, arena, pack(parts), "", NULL, &faults), ERR_OK);
	assert_int_equal(sheet_count(s), 3);
	assert_string_equal(rows_of(s), rows[0]);
	for (size_t i = 3; i-- > 0;) {
		assert_string_equal(sheet_name(s, i), names[i]);
		assert_int_equal(sheet_select(s, i), ERR_OK);
		assert_string_equal(rows_of(s), rows[i]);
	}
	assert_int_equal(sheet_progress(s), 1000);
	assert_int_equal(sheet_end(s), ERR_OK);
}

/* Ends in the middle: nothing is lost, whatever was given up. */
static void test_xlsx_early_end(void **state)
{
	struct sheet *s;
	struct sheet_row row;
	struct str book = sheet_of(DATA("<row><c><v>1</v></c></row><row><c><v>2</v></c></row>"));

	(void)state;
	assert_int_equal(sheet_open(&s, arena, book, "", NULL, &faults), ERR_OK);
	assert_true(sheet_row(s, &row));
	assert_int_equal(sheet_select(s, 0), ERR_OK);
	assert_true(sheet_row(s, &row));
	assert_int_equal(row.number, 1);
	assert_int_equal(sheet_end(s), ERR_OK);
	assert_int_equal(sheet_open(&s, arena, book, "", NULL, &faults), ERR_OK);
	/* the arena ends it */
}

/* The least that is a workbook: no relations of the package, no styles, no strings. */
static void test_least(void **state)
{
	(void)state;
	assert_string_equal(
		read_ok(pack((struct entry[]){{"xl/workbook.xml", BOOK},
			{"xl/_rels/workbook.xml.rels", RELS(REL("r1", "worksheet", "a.xml"))},
			{"xl/a.xml", DATA("<row><c s=\"1\"><v>1</v></c></row>")}, {NULL}})),
		"1:#1;");
}

#define OLE2 "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

static void test_other_kinds(void **state)
{
	static const struct {
		struct str bytes;
		const char *name;
		enum msg what;
	} cases[] = {
		{S(""), "a.xlsx", M_SHEET_EMPTY},
		{S(OLE2 "..W\0o\0r\0k\0b\0o\0o\0k\0\0\0"), "a.xls", M_SHEET_XLS},
		{S(OLE2 "..B\0o\0o\0k\0\0\0"), "a.xls", M_SHEET_XLS},
		{S("\x09\x08\x08\x00\x00\x05"), "a.xls", M_SHEET_XLS},
		{S(OLE2 "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0\0\0"), "a.xlsx",
			M_SHEET_PASSWORD},
		{S(OLE2 "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0\0\0"), "a.xls", M_SHEET_WORD},
		{S(OLE2 "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0\0\0W\0o\0r\0k\0b\0o\0o\0k\0\0\0"),
			"a.DOC", M_SHEET_WORD},
		{S(OLE2), "a.ppt", M_SHEET_UNKNOWN},
		{S("%PDF-1.7"), "a.xlsx", M_SHEET_PDF},
		{S("\xef\xbb\xbf\r\n <HTML><table>"), "a.xls", M_SHEET_HTML},
		{S("<?xml version=\"1.0\"?><Workbook/>"), "a.xls", M_SHEET_HTML},
		{S("{\\rtf1"), "a.xls", M_SHEET_WORD},
		{S("\0\0\0\0"), "a.xlsx", M_SHEET_BROKEN},
		{S("PK\3\4"), "a.xlsx", M_SHEET_BROKEN},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		refused(cases[i].bytes, cases[i].name, NULL, ERR_FILE, cases[i].what);
	refused(pack((struct entry[]){{"word/document.xml", "<a/>"}, {NULL}}), "a.xlsx", NULL,
		ERR_FILE, M_SHEET_WORD);
	refused(pack((struct entry[]){{"mimetype", "x"}, {"content.xml", "<a/>"}, {NULL}}), "a.ods",
		NULL, ERR_FILE, M_SHEET_ODS);
	refused(pack((struct entry[]){
			{"_rels/.rels", RELS(REL("a", "officeDocument", "xl/workbook.bin"))},
			{"xl/workbook.bin", "x"}, {NULL}}),
		"a.xlsb", NULL, ERR_FILE, M_SHEET_XLS);
	refused(pack((struct entry[]){{"readme.txt", "x"}, {NULL}}), "a.zip", NULL, ERR_FILE,
		M_SHEET_UNKNOWN);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {TEST(test_csv_separators), TEST(test_csv_quotes),
		TEST(test_csv_line_ends), TEST(test_csv_encodings), TEST(test_csv_guard),
		TEST(test_csv_limits), TEST(test_csv_again), TEST(test_xlsx_cells),
		TEST(test_xlsx_numbers), TEST(test_xlsx_days), TEST(test_xlsx_places),
		TEST(test_xlsx_sheets), TEST(test_xlsx_early_end), TEST(test_least),
		TEST(test_other_kinds)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
