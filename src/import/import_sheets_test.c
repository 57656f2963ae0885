/*
 * Files of several sheets, and parts of a sheet: what their names say, what is told of them.
 */
#include "import/import_kind_test.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

struct book {
	char path[32];
	lxw_workbook *book;
};

static struct book book_new(void)
{
	struct book b = {.path = "/tmp/guong-book-XXXXXX"};
	int fd = mkstemp(b.path);

	assert_true(fd >= 0);
	close(fd);
	b.book = workbook_new(b.path);
	return b;
}

/* Rows parted by '\n', cells by '|'. */
static void book_sheet(struct book *b, const char *name, const char *rows)
{
	lxw_worksheet *w = workbook_add_worksheet(b->book, name);
	char *all = strdup(rows), *line_at = all, *next, *cell;

	for (lxw_row_t r = 0; line_at && *line_at; r++, line_at = next) {
		next = strchr(line_at, '\n');
		if (next)
			*next++ = 0;
		for (lxw_col_t c = 0; (cell = strsep(&line_at, "|")); c++)
			if (*cell)
				worksheet_write_string(w, r, c, cell, NULL);
	}
	free(all);
}

static struct str book_bytes(struct site_test *s, struct book *b)
{
	size_t room = 1 << 20;
	char *p = arena_alloc(s->a, room);
	ssize_t n;
	int fd;

	assert_int_equal(workbook_close(b->book), 0);
	fd = open(b->path, O_RDONLY);
	n = read(fd, p, room);
	assert_true(n > 0);
	close(fd);
	unlink(b->path);
	return (struct str){p, (size_t)n};
}

static struct str three_sheets(struct site_test *s)
{
	struct book b = book_new();

	book_sheet(&b, "Chi bộ Hua Ná", "Họ và tên|Ngày sinh\nLò Văn A|1960\nLò Văn B|x\n");
	book_sheet(&b, "Bìa", "Huyện ủy\nDanh sách");
	book_sheet(&b, "Trang 2",
		"DANH SÁCH ĐẢNG VIÊN CHI BỘ ẲNG CANG\nNăm sinh|Họ tên|Ghi chú\n"
		"1970|Lò Văn C|\n|Lò Văn D|\n");
	book_sheet(&b, "Khác", "Họ và tên|Ngày sinh|Chi bộ\nLò Văn E|1960|Chi bộ Y");
	return book_bytes(s, &b);
}

static void every_sheet(void **state)
{
	struct site_test *s = site_of(state);
	const struct import_options opt = {.every_sheet = 1};
	struct import *im;
	struct list problems;
	const struct import_problem *p;

	ok(open_bytes(s, three_sheets(s), "a.xlsx", &opt, &im));
	assert_int_equal(im->rows.n, 5);
	assert_int_equal(import_preview(im), ERR_OK);
	assert_true(noted(im, "“Bìa”"));
	assert_string_equal(line(im, 0)->cell, "Chi bộ Hua Ná");
	assert_string_equal(line(im, 2)->cell, "CHI BỘ ẲNG CANG");
	assert_string_equal(line(im, 4)->cell, "Chi bộ Y");
	problems = import_problems(im);
	p = problems.rows;
	assert_int_equal(problems.n, 2);
	assert_string_equal(p[0].sheet, "Chi bộ Hua Ná");
	assert_int_equal(p[0].row, 3);
	assert_string_equal(p[1].sheet, "Trang 2");
	assert_int_equal(p[1].row, 4);
	assert_string_equal(import_row_place(im, 3), "dòng 4 của trang “Trang 2”");
}

static void one_sheet(void **state)
{
	struct site_test *s = site_of(state);
	struct import *im;

	ok(open_bytes(
		s, three_sheets(s), "a.xlsx", &(struct import_options){.sheet = "trang 2"}, &im));
	assert_int_equal(im->rows.n, 2);
	assert_null(im->problems->sheet);
	assert_int_equal(open_bytes(s, three_sheets(s), "a.xlsx",
				 &(struct import_options){.sheet = "Bìa"}, &im),
		ERR_FILE);
	ok(open_bytes(s, three_sheets(s), "a.xlsx", &(struct import_options){0}, &im));
	assert_int_equal(im->rows.n, 2);
	assert_true(noted(im, "3"));
}

static void wrong_sheets(void **state)
{
	struct site_test *s = site_of(state);
	struct book b = book_new();
	struct import *im;

	book_sheet(&b, "A", "Họ và tên|Chi bộ|Màu\nLò Văn A|x|đỏ\n");
	book_sheet(&b, "B", "Họ và tên|Ngày sinh|Chi bộ\nLò Văn A|1960|x\n");
	assert_int_equal(open_bytes(s, book_bytes(s, &b), "a.xlsx",
				 &(struct import_options){.every_sheet = 1}, &im),
		ERR_FILE);
	assert_true(site_said(s, M_IMPORT_OF_SHEET));
	assert_string_equal(s->f.first->arg[0], "A");
	assert_non_null(column(im, "Ngày sinh"));
	b = book_new();
	book_sheet(&b, "A", "x\n");
	book_sheet(&b, "B", "y\n");
	assert_int_equal(open_bytes(s, book_bytes(s, &b), "a.xlsx",
				 &(struct import_options){.every_sheet = 1}, &im),
		ERR_FILE);
	assert_true(site_said(s, M_IMPORT_NO_HEADERS));
}

/* A title over a part of the rows speaks for that part; the file's name for a file of CSV. */
static void parts(void **state)
{
	struct site_test *s = site_of(state);
	const char *rows = "STT,Họ và tên,Ngày sinh\nI,Chi bộ Hua Ná,\n1,Lò Văn A,1960\n"
			   "II. Chi bộ Ẳng Cang,,\n1,Lò Văn B,1960\n2,Lò Văn C,1961\n";
	struct import *im = opened(s, rows);

	ok(import_preview(im));
	assert_int_equal(im->rows.n, 3);
	assert_string_equal(line(im, 0)->cell, "Chi bộ Hua Ná");
	assert_string_equal(line(im, 2)->cell, "Chi bộ Ẳng Cang");
	ok(open_bytes(s, S("Họ và tên,Ngày sinh\nLò Văn A,1960\n"), "chi-bo-hua-na.csv",
		&(struct import_options){0}, &im));
	ok(import_preview(im));
	assert_string_equal(line(im, 0)->cell, "chi-bo-hua-na");
	im = opened(s, "Họ và tên,Ngày sinh\nLò Văn A,1960\n");
	ok(import_preview(im));
	assert_null(line(im, 0)->cell);
}

static enum err count_row(void *p, const struct import_bad_row *row)
{
	struct import_bad_row *last = p;

	*last = (struct import_bad_row){NULL, last->n + 1};
	assert_string_equal(row->cells[0], last->n == 1 ? "Chi bộ Hua Ná" : "Trang 2");
	assert_non_null(row->cells[row->n - 1]);
	assert_true(text_eq(row->cells[1], last->n == 1 ? "Lò Văn B" : ""));
	return ERR_OK;
}

/* One copy of several sheets: their columns side by side, each once. */
static void bad_of_sheets(void **state)
{
	struct site_test *s = site_of(state);
	struct import_bad_row head, seen = {0};
	struct import *im;

	ok(open_bytes(
		s, three_sheets(s), "a.xlsx", &(struct import_options){.every_sheet = 1}, &im));
	head = import_bad_head(im);
	assert_int_equal(head.n, 8);
	assert_string_equal(head.cells[0], "Tên trang tính");
	assert_string_equal(head.cells[1], "Họ và tên");
	assert_string_equal(head.cells[3], "Năm sinh");
	assert_string_equal(head.cells[7], "Lý do sai");
	ok(import_bad_each(im, count_row, &seen));
	assert_int_equal(seen.n, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(every_sheet), on_site(one_sheet),
		on_site(wrong_sheets), on_site(parts), on_site(bad_of_sheets)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("import of sheets", tests, NULL, NULL);
}
