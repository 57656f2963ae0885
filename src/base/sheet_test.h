/*
 * sheet_test.h: what the tests of the sheet reader share: files made in memory, byte by byte or
 * part by part, read whole, and what came of it. Included by a test program after cmocka.h.
 */
#ifndef GUONG_BASE_SHEET_TEST_H
#define GUONG_BASE_SHEET_TEST_H

#include "base/buf.h"
#include "base/sheet_impl.h"

#include <stdlib.h>

#define MAYBE __attribute__((unused))

static struct arena *arena;
static struct fault faults;

MAYBE static int setup(void **state)
{
	(void)state;
	arena = arena_new(512 << 20);
	faults = (struct fault){.a = arena};
	return 0;
}

MAYBE static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* All rows as text: "1:a|b|c;" with a letter before numbers (#) and days (@). */
MAYBE static char *rows_of(struct sheet *s)
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
MAYBE static const char *read_with(
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

MAYBE static const char *read_ok(struct str bytes)
{
	enum err err;
	const char *all = read_with(bytes, "a.csv", NULL, &err);

	if (err)
		print_message("# %s %s\n", msg_key(faults.first->what), faults.detail);
	assert_int_equal(err, ERR_OK);
	return all;
}

MAYBE static void refused(struct str bytes, const char *name, const struct sheet_limits *limits,
	enum err code, enum msg what)
{
	enum err err;

	read_with(bytes, name, limits, &err);
	assert_int_equal(err, code);
	assert_string_equal(msg_key(faults.first->what), msg_key(what));
}

struct entry {
	const char *path, *text;
	size_t n; /* 0: up to the NUL */
};

/* A package in memory. Entries end with a NULL path. */
MAYBE static struct str pack(const struct entry *entries)
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

MAYBE static struct str book_of(const char *book, const char *strings, const char *data)
{
	return pack((struct entry[]){{"_rels/.rels", ROOT_RELS}, {"xl/workbook.xml", book},
		{"xl/_rels/workbook.xml.rels", BOOK_RELS}, {"xl/styles.xml", STYLES},
		{"xl/ss.xml", strings}, {"xl/worksheets/sheet1.xml", data}, {NULL}});
}

MAYBE static struct str sheet_of(const char *data)
{
	return book_of(BOOK, STRINGS, data);
}

MAYBE static char *repeated(const char *head, const char *one, size_t times, const char *tail)
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

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

#endif
