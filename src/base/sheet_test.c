/* Files are made here, byte by byte or part by part, so that each test shows what it is about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/sheet_impl.h"

#include <stdlib.h>

static struct arena *arena;
static struct fault faults;

static int setup(void **state)
{
	(void)state;
	arena = arena_new(64 << 20);
	faults = (struct fault){.a = arena};
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* All rows as text: "1:a|b|c;" with a letter before numbers (#) and days (@). */
static char *rows_of(struct sheet *s)
{
	struct sheet_row row;
	struct buf b;
	char *all;

	buf_init(&b, 32 << 20);
	while (sheet_row(s, &row)) {
		buf_printf(&b, "%ld:", row.number);
		for (size_t i = 0; i < row.n; i++) {
			const struct cell *c = &row.cells[i];

			if (i)
				buf_putc(&b, '|');
			if (c->type == CELL_NUMBER || c->type == CELL_DAY)
				buf_putc(&b, c->type == CELL_DAY ? '@' : '#');
			buf_str(&b, c->text);
		}
		buf_putc(&b, ';');
	}
	all = arena_strndup(arena, b.p ? b.p : "", b.n);
	buf_done(&b);
	return all;
}

/* Reads all of the first sheet; the end is in *err. */
static const char *read_with(
	struct str bytes, const char *name, const struct sheet_limits *limits, enum err *err)
{
	struct sheet *s;
	const char *all = "";

	fault_clear(&faults);
	*err = sheet_open(&s, arena, bytes, name, limits, &faults);
	if (!*err) {
		all = rows_of(s);
		*err = sheet_end(s);
	}
	assert_int_equal(*err, faults.code);
	assert_true(!*err == !faults.first);
	return all;
}

static const char *read_ok(struct str bytes)
{
	enum err err;
	const char *all = read_with(bytes, "a.csv", NULL, &err);

	if (err)
		print_message("# %s %s\n", msg_key(faults.first->what), faults.detail);
	assert_int_equal(err, ERR_OK);
	return all;
}

static void refused(struct str bytes, const char *name, const struct sheet_limits *limits,
	enum err code, enum msg what)
{
	enum err err;

	read_with(bytes, name, limits, &err);
	assert_int_equal(err, code);
	assert_string_equal(msg_key(faults.first->what), msg_key(what));
}

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

struct entry {
	const char *path, *text;
	size_t n; /* 0: up to the NUL */
};

/* A package in memory. Entries end with a NULL path. */
static struct str pack(const struct entry *entries)
{
	zip_source_t *src = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = zip_open_from_source(src, ZIP_TRUNCATE, NULL);
	zip_stat_t st;
	char *p;

	zip_source_keep(src);
	for (; entries->path; entries++) {
		size_t n = entries->n ? entries->n : strlen(entries->text);
		zip_source_t *e = zip_source_buffer(zip, entries->text, n, 0);

		assert_true(zip_file_add(zip, entries->path, e, 0) >= 0);
	}
	assert_int_equal(zip_close(zip), 0);
	assert_int_equal(zip_source_stat(src, &st), 0);
	p = arena_alloc(arena, st.size);
	assert_int_equal(zip_source_open(src), 0);
	assert_int_equal(zip_source_read(src, p, st.size), (zip_int64_t)st.size);
	zip_source_close(src);
	zip_source_free(src);
	return (struct str){p, st.size};
}

#define REL(id, type, target)                                                                      \
	"<Relationship Id=\"" id "\" Type=\"http://x/relationships/" type "\" Target=\"" target    \
	"\"/>"
#define RELS(all) "<Relationships>" all "</Relationships>"
#define ROOT_RELS RELS(REL("a", "officeDocument", "xl/workbook.xml"))
#define BOOK_RELS                                                                                  \
	RELS(REL("r1", "worksheet", "worksheets/sheet1.xml") REL("r2", "styles", "styles.xml")     \
			REL("r3", "sharedStrings", "ss.xml"))
#define BOOK "<workbook><sheets><sheet name=\"Một\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
#define STYLES                                                                                     \
	"<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"dd/mm/yyyy;@\"/>"              \
	"<numFmt numFmtId=\"171\" formatCode=\"0.0&quot; day&quot;\"/></numFmts>"                  \
	"<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"                                       \
	"<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/>"                 \
	"<xf numFmtId=\"171\"/><xf/></cellXfs></styleSheet>"
#define STRINGS                                                                                    \
	"<sst><si><t>một</t></si><si><r><t>h</t></r><r><rPr/><t xml:space=\"preserve\">ai "      \
	"</t></r>"                                                                                 \
	"<rPh><t>no</t></rPh></si><si/><si><t>a_x000D_\nb_x005F_x_xZZZZ_</t></si></sst>"
#define DATA(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"

static struct str book_of(const char *book, const char *strings, const char *data)
{
	return pack((struct entry[]){{"_rels/.rels", ROOT_RELS}, {"xl/workbook.xml", book},
		{"xl/_rels/workbook.xml.rels", BOOK_RELS}, {"xl/styles.xml", STYLES},
		{"xl/ss.xml", strings}, {"xl/worksheets/sheet1.xml", data}, {NULL}});
}

static struct str sheet_of(const char *data)
{
	return book_of(BOOK, STRINGS, data);
}

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

/* ---- files that mean harm, or are broken ---- */

static char *repeated(const char *head, const char *one, size_t times, const char *tail)
{
	struct buf b;
	char *all;

	buf_init(&b, 64 << 20);
	buf_puts(&b, head);
	while (times-- > 0)
		buf_puts(&b, one);
	buf_puts(&b, tail);
	all = arena_strndup(arena, b.p, b.n);
	buf_done(&b);
	return all;
}

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
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	static const struct CMUnitTest tests[] = {TEST(test_csv_separators), TEST(test_csv_quotes),
		TEST(test_csv_line_ends), TEST(test_csv_encodings), TEST(test_csv_guard),
		TEST(test_csv_limits), TEST(test_csv_again), TEST(test_xlsx_cells),
		TEST(test_xlsx_numbers), TEST(test_xlsx_days), TEST(test_xlsx_places),
		TEST(test_xlsx_sheets), TEST(test_xlsx_early_end), TEST(test_bombs),
		TEST(test_lying_size), TEST(test_hostile_xml), TEST(test_grid_limits),
		TEST(test_broken), TEST(test_least), TEST(test_other_kinds)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
