/* Lists that are printed: headers over each other, groups, sums, the head and the signature. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/sheet.h"
#include "view/label.h"
#include "view/render.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct row {
	int64_t id, no, n;
	const char *group, *name, *cell;
	day_t male, female;
};

static const struct field fields[] = {
	F_ID(struct row, id, M_FIELD_ID, CLASS_PUBLIC, FF_HIDDEN, "person"),
	F_TEXT(struct row, group, M_FIELD_CELL, CLASS_PUBLIC, FF_HIDDEN, 0),
	F_INT(struct row, no, M_FIELD_ROW_NO, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct row, name, M_FIELD_FULL_NAME, CLASS_PUBLIC, FF_KEY, 0),
	F_DAY(struct row, male, M_FIELD_BIRTH_MALE, CLASS_PUBLIC, 0),
	F_DAY(struct row, female, M_FIELD_BIRTH_FEMALE, CLASS_PUBLIC, 0),
	F_INT(struct row, n, M_FIELD_VALUE, CLASS_PUBLIC, FF_LINK, 0),
	F_TEXT(struct row, cell, M_FIELD_CELL, CLASS_PUBLIC, FF_MORE, 0),
	F_END,
};

static const struct row rows[] = {
	{7, 1, 3, "Chi bộ A", "Lò Văn Ảnh", "A", 19650412, 0},
	{8, 2, 4, "Chi bộ A", "=1+1", "A", 0, 19700300},
	{9, 3, 5, "Chi bộ B", "Cà Thị Ơn", "B", 0, 19811231},
};

static struct doc_paper paper = {.superior = "ĐẢNG BỘ HUYỆN",
	.org = "ĐẢNG BỘ XÃ",
	.party = "ĐẢNG CỘNG SẢN VIỆT NAM",
	.place = "Ẳng Tở, ngày 05 tháng 02 năm 2018",
	.title = "DANH SÁCH",
	.as_of = "(Tính đến ngày 05/02/2018)",
	.total = "Tổng số: 3 <người>.",
	.maker = "NGƯỜI LẬP BIỂU",
	.sign_for = "T/M ĐẢNG ỦY",
	.sign_as = "BÍ THƯ",
	.signer = "Lò Văn Inh",
	.href = "/org/1/roster",
	.wide = 1};

static const struct cats cats = {NULL, 0};
static const struct speech vi = {LANG_VI, &cats, 20180205};

static struct arena *arena;
static struct fault faults;
static struct doc doc;
static struct doc_part *part;

static int setup(void **state)
{
	(void)state;
	arena = arena_new(256 << 20);
	faults = (struct fault){.a = arena};
	doc_init(&doc, arena, LANG_VI);
	doc.title = "Danh sách";
	doc.paper = &paper;
	part = doc_table(&doc, "members", M_NONE, fields, (struct list){rows, 3, sizeof(*rows)});
	part->row_href = "/member/";
	part->sum = 1;
	return render_init(&faults);
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const char *html(void)
{
	struct frame fr = {.today = 20180205, .here = "/"};
	struct buf b;
	const char *text;

	buf_init(&b, 4 << 20);
	assert_int_equal(render_html(&vi, &fr, &doc, &b), ERR_OK);
	text = arena_strndup(arena, b.p, b.n);
	buf_done(&b);
	return text;
}

/* Each of them stands after the one before. */
static void in_order(const char *text, const char *const *parts)
{
	for (; *parts; parts++) {
		const char *at = text ? strstr(text, *parts) : NULL;
		if (!at)
			fail_msg("missing, or out of order: %s", *parts);
		text = at;
	}
}

#define IN_ORDER(text, ...) in_order(text, (const char *const[]){__VA_ARGS__, NULL})

static void labels(void **state)
{
	(void)state;
	assert_string_equal(label_over(arena, LANG_VI, &fields[4]), "Ngày sinh");
	assert_string_equal(label_own(LANG_VI, &fields[4]), "Nam");
	assert_string_equal(label_line(arena, LANG_VI, &fields[4]), "Ngày sinh: Nam");
	assert_null(label_over(arena, LANG_VI, &fields[3]));
	assert_string_equal(label_line(arena, LANG_VI, &fields[3]), "Họ và tên");
}

static void headers_groups_and_sum(void **state)
{
	const char *page = html();

	(void)state;
	IN_ORDER(page, "colspan=\"1\" rowspan=\"2\"", ">TT</th>", "colspan=\"2\" rowspan=\"1\"",
		">Ngày sinh</th>", ">Nam</th>", ">Nữ</th>", "</thead>",
		"colspan=\"5\">Chi bộ A</th>", "Lò Văn Ảnh", "=1+1", "colspan=\"5\">Chi bộ B</th>",
		"Cà Thị Ơn", "<tr class=\"sum\">", "Tổng cộng", ">12</td>",
		"href=\"/org/1/roster\"");
	/* a number that leads where its row leads; the sum leads nowhere */
	assert_non_null(strstr(page, "<a href=\"/member/7\">3</a>"));
	/* the numbers of rows are not added up */
	assert_null(strstr(page, ">6</td>"));
}

static void a_sheet_to_sign(void **state)
{
	const char *page;

	(void)state;
	doc.tmpl = "ui/paper.html";
	page = html();
	IN_ORDER(page, "<body class=\"on-paper across\">", "href=\"/org/1/roster\"",
		"ĐẢNG BỘ HUYỆN", "ĐẢNG BỘ XÃ", "ĐẢNG CỘNG SẢN VIỆT NAM",
		"Ẳng Tở, ngày 05 tháng 02 năm 2018", "<h1>DANH SÁCH</h1>",
		"(Tính đến ngày 05/02/2018)", "<table>", "</table>", "Tổng số: 3 &lt;người&gt;.",
		"NGƯỜI LẬP BIỂU", "T/M ĐẢNG ỦY", "BÍ THƯ", "Lò Văn Inh", "</html>");
	assert_null(strstr(page, "class=\"menu\""));
}

static void columns_that_nobody_fills(void **state)
{
	(void)state;
	part->rows.n = 1;
	assert_null(strstr(html(), ">Nữ</th>"));
	part->whole = 1;
	assert_non_null(strstr(html(), ">Nữ</th>"));
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

/* A workbook as text: cells with '|' between, rows with '\n'; d before days, n before numbers. */
static const char *workbook(struct str bytes)
{
	struct sheet_row row;
	const char *text = "";
	struct sheet *s;

	assert_int_equal(sheet_open(&s, arena, bytes, "x.xlsx", NULL, &faults), ERR_OK);
	while (sheet_row(s, &row)) {
		for (size_t i = 0; i < row.n; i++) {
			const struct cell *c = &row.cells[i];
			const char *kind = c->type == CELL_DAY	    ? "d"
					   : c->type == CELL_NUMBER ? "n"
								    : "";
			text = arena_printf(arena, "%s%s%s%.*s", text, i ? "|" : "", kind,
				(int)c->text.n, c->text.p);
		}
		text = arena_printf(arena, "%s\n", text);
	}
	assert_int_equal(sheet_end(s), ERR_OK);
	return text;
}

static const char *xlsx(void)
{
	FILE *f = tmpfile();
	struct str bytes;

	assert_int_equal(render_xlsx(&vi, &doc, NULL, fileno(f), &faults), ERR_OK);
	bytes = contents(fileno(f));
	fclose(f);
	return workbook(bytes);
}

static void a_workbook_to_sign(void **state)
{
	const char *text = xlsx();

	(void)state;
	IN_ORDER(text, "ĐẢNG BỘ HUYỆN|", "ĐẢNG CỘNG SẢN VIỆT NAM", "ĐẢNG BỘ XÃ",
		"Ẳng Tở, ngày 05 tháng 02 năm 2018", "DANH SÁCH", "(Tính đến ngày 05/02/2018)",
		"TT|Họ và tên|Ngày sinh", "|Nam|Nữ", "\nChi bộ A",
		"\nn1|Lò Văn Ảnh|d1965-04-12||n3|A", "\nn2|=1+1||03/1970|n4|A", "\nChi bộ B",
		"\nn3|Cà Thị Ơn||d1981-12-31|n5|B", "|Tổng cộng|", "|n12", "\nTổng số: 3 <người>.",
		"\nNGƯỜI LẬP BIỂU", "T/M ĐẢNG ỦY", "BÍ THƯ", "Lò Văn Inh");
}

/* Without a head it is the plain list, whatever the columns. */
static void a_plain_workbook(void **state)
{
	(void)state;
	doc.paper = NULL;
	assert_int_equal(strncmp(xlsx(), "TT|Họ và tên|Ngày sinh: Nam|Ngày sinh: Nữ|", 30), 0);
}

/* On a page it is hidden but for its end; on paper, and in what leaves, it is whole. */
static void numbers_that_are_masked(void **state)
{
	static const struct {
		int64_t id;
		const char *name, *number, *place;
	} people[] = {{7, "Lò Văn Ảnh", "010065001234", "xã Ẳng Tở, huyện Mường Ảng"},
		{8, "Cà Thị Ơn", "123", NULL}, {9, "Lò Thị Ánh", NULL, NULL}};
	static const struct field columns[] = {
		{"id", FT_ID, CLASS_PUBLIC, M_FIELD_ID, FF_HIDDEN, 0, 0, "person", 0, M_NONE, 0},
		{"name", FT_TEXT, CLASS_PUBLIC, M_FIELD_FULL_NAME, FF_KEY, 8, 0, 0, 0, M_NONE, 0},
		{"number", FT_TEXT, CLASS_SENSITIVE, M_FIELD_CITIZEN_NO, FF_MASK, 16, 0, 0, 0,
			M_NONE, 0},
		{"place", FT_TEXT, CLASS_PUBLIC, M_FIELD_NATIVE_PLACE, 0, 24, 0, 0, 0, M_NONE, 0},
		F_END};
	const char *page;

	(void)state;
	part->fields = columns;
	part->sum = 0;
	part->rows = (struct list){people, 3, sizeof(*people)};
	page = html();
	IN_ORDER(page, ">••••1234<", " class=\"roomy\">xã Ẳng Tở", ">••••<");
	assert_null(strstr(page, "010065001234"));
	part->unmasked = 1;
	assert_non_null(strstr(html(), "010065001234"));
	part->unmasked = 0;
	assert_non_null(strstr(xlsx(), "010065001234"));
}

#define WITH(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(labels),
		WITH(headers_groups_and_sum),
		WITH(a_sheet_to_sign),
		WITH(columns_that_nobody_fills),
		WITH(a_workbook_to_sign),
		WITH(a_plain_workbook),
		WITH(numbers_that_are_masked),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
