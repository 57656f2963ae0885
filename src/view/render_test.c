/* Every renderer on the same rich document. */
#include "base/embed.h"
#include "base/sheet.h"
#include "base/text.h"
#include "view/view_test.h"

#include <jansson.h>

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static struct sample sample;
static struct buf out;

static int setup(void **state)
{
	(void)state;
	sample_make(&sample, LANG_VI, NULL);
	buf_init(&out, 16 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	buf_done(&out);
	sample_done(&sample);
	return 0;
}

static void has(const char *part)
{
	if (!strstr(out.p, part))
		fail_msg("lacks %s", part);
}

static void lacks(const char *part)
{
	if (strstr(out.p, part))
		fail_msg("has %s", part);
}

static int count(const char *part)
{
	int n = 0;

	for (const char *s = out.p; (s = strstr(s, part)); s++)
		n++;
	return n;
}

static void html(void)
{
	struct fault f = {.a = sample.a};

	buf_reset(&out);
	assert_int_equal(render_init(&f), ERR_OK);
	assert_int_equal(render_html(&sample.sp, &sample.frame, &sample.doc, &out), ERR_OK);
}

static void test_frame(void **state)
{
	(void)state;
	html();
	has("<html lang=\"vi\" data-size=\"100\">");
	has("<title>Đảng bộ xã Ẳng Tở – Gương</title>");
	assert_int_equal(count("<h1>"), 1);
	assert_int_equal(count("<main "), 1);
	has("/app.css\">");
	has(embed_find("ui/app.css")->digest);
	has("<a href=\"/org\" aria-current=\"page\">Tổ chức</a>");
	assert_int_equal(count("aria-current"), 2); /* in the menu and in the tree */
	has("<button class=\"plain\" name=\"lang\" value=\"en\" lang=\"en\">English</button>");
	has("name=\"back\" value=\"/org/3?day=20161231&amp;q=%E1%BA%B2ng+T&amp;x=1\"");
	has("value=\"100\" aria-pressed=\"true\"");
	has("<form action=\"/sign-out\" method=\"post\">");
	has("<a class=\"button\" href=\"/org/3/found\">Ghi quyết định</a>");
	has("<a href=\"/org/3.xlsx\">XLSX</a>");
	has("Mã yêu cầu abc123");
	lacks("/sign-in");
}

static void test_visitor(void **state)
{
	(void)state;
	sample.frame = (struct frame){.here = "/", .known_at = MS_MAX, .today = 20250701};
	sample.doc.title = NULL;
	html();
	has("<title>Gương</title>");
	has("<h1>Gương</h1>");
	has("<a class=\"plain\" href=\"/sign-in\">Đăng nhập</a>");
	lacks("<nav class=\"menu\"");
	lacks("_token");
	lacks("request");
	lacks("không phải hôm nay");
	has("placeholder=\"hôm nay\"");
}

static void test_day(void **state)
{
	(void)state;
	html();
	has("name=\"day\" type=\"text\" inputmode=\"numeric\" value=\"31/12/2016\"");
	has("<input type=\"hidden\" name=\"q\" value=\"Ẳng T\">");
	has("Đang xem ngày 31/12/2016, không phải hôm nay.</b> <a "
	    "href=\"/org/3?q=%E1%BA%B2ng+T&amp;x=1\">Về hôm nay</a>");
	sample.frame.day = sample.frame.today;
	sample.frame.known_at = INT64_C(1483200000000);
	html();
	lacks("không phải hôm nay");
	has("Theo những gì đã ghi đến 31/12/2016 23:00.");
	sample.doc.dated = 0;
	html();
	lacks("name=\"day\"");
}

/* A form that asks this page something else keeps its day; one that leads elsewhere does not. */
static void test_day_kept(void **state)
{
	(void)state;
	html();
	lacks("<input type=\"hidden\" name=\"day\"");
	sample.frame.here = "/org?day=20161231&known=1483200000000&kind=cell";
	html();
	has("<input type=\"hidden\" name=\"day\" value=\"20161231\">");
	has("<input type=\"hidden\" name=\"known\" value=\"1483200000000\">");
}

static void test_table(void **state)
{
	(void)state;
	html();
	has("6 trong hơn 10.000 dòng");
	has("<th scope=\"row\"><a href=\"/org/100\">Chi bộ bản Bó</a></th>");
	has("<tr class=\"late\">");
	has("<td data-label=\"Thêm\" class=\"n\">1.280</td>");
	has("<td data-label=\"Đóng\" class=\"n\">0</td>");
	has("<td data-label=\"Có ô chưa đúng\" class=\"n\"></td>"); /* a zero that is left blank */
	has("<td data-label=\"Ngày\" class=\"slim\">12/05/2001</td>");
	has("<td data-label=\"Mục chính\" class=\"text\">chi bộ trực thuộc</td>");
	lacks("chỉ có khi tải về");
	has("<p class=\"empty\">Không có việc nào quá hạn.</p>");
	has("<a class=\"quiet\" href=\"?after=6\">Xem tiếp</a>");
}

static void test_empty_column(void **state)
{
	(void)state;
	doc_find(&sample.doc, "children")->rows.n = 1;
	html();
	lacks("data-label=\"Có ô chưa đúng\"");
	has("<td data-label=\"Đóng\" class=\"n\">0</td>"); /* a zero that is shown */
	has("<th scope=\"row\"><a href=\"/org/100\">Chi bộ bản Bó</a></th>");
}

static void test_part_exports(void **state)
{
	struct doc_part *p = doc_find(&sample.doc, "children");

	(void)state;
	doc_part_link(&sample.doc, p, DOC_EXPORT, "XLSX", "/bad.xlsx");
	html();
	has("<a href=\"/bad.xlsx\">XLSX</a>");
	lacks("<p class=\"onward\"><a href=\"/bad.xlsx\">");
}

/* What the title has said already is not said again, and such a page is not for paper. */
static void test_refusal(void **state)
{
	struct doc d = {.a = sample.a, .title = "Không tìm thấy."};

	(void)state;
	html();
	lacks("data-print"); /* it has a form to fill in */
	sample.doc = d;
	doc_note(&sample.doc, DOC_ERROR, "Không tìm thấy.");
	html();
	assert_int_equal(count("Không tìm thấy."), 2); /* head and h1 */
	lacks("data-print");
	doc_note(&sample.doc, DOC_ERROR, "Không có tổ chức xa-a.");
	html();
	has("role=\"alert\"");
}

/* A few remarks stand one after another; of many the first ones do. */
static void test_remarks(void **state)
{
	struct doc d = {.a = sample.a, .title = "Nhập tệp"};

	(void)state;
	sample.doc = d;
	for (int i = 1; i <= 6; i++)
		doc_note(&sample.doc, DOC_PLAIN, arena_printf(sample.a, "ghi chú thứ %d.", i));
	html();
	lacks("<details class=\"fold\">");
	for (int i = 7; i <= 23; i++)
		doc_note(&sample.doc, DOC_PLAIN, arena_printf(sample.a, "ghi chú thứ %d.", i));
	doc_text(&sample.doc, "rest", M_NONE, "phần sau");
	doc_note(&sample.doc, DOC_PLAIN, "ghi chú cuối.");
	html();
	has("<summary>Xem 19 ghi chú khác</summary>");
	assert_int_equal(count("<details class=\"fold\">"), 1);
	assert_int_equal(count("ghi chú thứ "), 23);
	assert_true(strstr(out.p, "thứ 4.") < strstr(out.p, "<details class=\"fold\">"));
	assert_true(strstr(out.p, "thứ 5.") > strstr(out.p, "<details class=\"fold\">"));
	assert_true(strstr(out.p, "ghi chú cuối.") > strstr(out.p, "phần sau"));
}

static void test_counts(void **state)
{
	struct doc_part *p = doc_find(&sample.doc, "children");

	(void)state;
	p->total_cap = 0;
	p->total = 340;
	html();
	has("6 trong 340 dòng");
	p->total = 6;
	html();
	has("<p class=\"count\">6 dòng</p>");
	p->total = -1;
	html();
	lacks("class=\"count\"");
}

static void test_record(void **state)
{
	(void)state;
	html();
	has("<dd><a href=\"/org/3\">Đảng bộ xã Ẳng Tở</a></dd>");
	has("<dd class=\"lines\">Thành lập theo Quyết định số 12-QĐ/HU\nSáp nhập");
	has("<dd>03/1946</dd>");
	has("<h3>Thêm</h3>");
	has("<th scope=\"row\">Bí thư: Lò Văn Thượng</th>");
	has("<th scope=\"row\">Ban Thường vụ</th>");
}

static void test_tree(void **state)
{
	(void)state;
	html();
	has("<li class=\"d0 open\" aria-level=\"1\">");
	has("<li class=\"d1 open here\" aria-level=\"2\">");
	has("<li class=\"d1 shut\" aria-level=\"2\">");
	has("<li class=\"d2\" aria-level=\"3\">");
	has("<li class=\"d12\" aria-level=\"13\">");
	has("<a href=\"/org/3\" aria-current=\"page\">");
	has("<span>Tổ đảng</span>");
	has("12 đơn vị trực thuộc");
}

static void test_timeline(void **state)
{
	(void)state;
	html();
	has("<time datetime=\"2016-12-31\">31/12/2016</time>");
	has("<time datetime=\"2016-03\">03/2016</time>");
	has("<p class=\"what\"><a href=\"/rating/9\">Đánh giá, xếp loại: hoàn thành tốt nhiệm "
	    "vụ</a></p>");
	has("<p class=\"what\">Thành lập</p>");
}

static void test_form(void **state)
{
	(void)state;
	html();
	has("<form action=\"/org/3/found\" method=\"post\" class=\"fields\" "
	    "enctype=\"multipart/form-data\" novalidate>");
	has("<form action=\"/org\" method=\"get\" class=\"filter\" novalidate>");
	assert_int_equal(count("name=\"_key\" value=\"key0123456789\""), 1);
	has("<li><a href=\"#form-from\">Ngày: Ngày không có trong lịch.");
	has("<p class=\"error\" id=\"form-from-error\"><b>Lỗi:</b> Ngày không có trong lịch.");
	has("id=\"form-from\" name=\"from\" value=\"31/02/2016\" placeholder=\"ngày/tháng/năm\" "
	    "aria-describedby=\"form-from-error form-from-hint\" aria-invalid=\"true\" required>");
	has("id=\"filter-from\" name=\"from\" value=\"31/12/2016\"");
	has("<select id=\"form-kind\" name=\"kind\" required>");
	has("<option value=\"\">Chọn một mục</option>");
	has("<option value=\"commune\" selected>commune</option>");
	has("<input type=\"radio\" id=\"form-sex-1\" name=\"sex\" value=\"commune\" checked>");
	has("<fieldset aria-describedby=\"form-sex-error\">");
	has("<textarea id=\"form-note\" name=\"note\" rows=\"4\" "
	    "aria-describedby=\"form-note-hint\">\n"
	    "Lò Thị Ước</textarea>");
	has("<input type=\"checkbox\" id=\"form-sure\" name=\"sure\" value=\"1\" checked>");
	has("<input type=\"password\" id=\"form-password\" name=\"password\" "
	    "autocomplete=\"current-password\">");
	has("<input type=\"hidden\" name=\"version\" value=\"Lò Thị Ước\">");
	has("id=\"form-name\" name=\"name\" value=\"Lò Thị Ước\" autocomplete=\"off\" required>");
	has("<button class=\"quiet\" name=\"_preview\" value=\"1\">Xem trước</button>");
}

static void test_notes(void **state)
{
	(void)state;
	html();
	assert_int_equal(count("role=\"alert\""), 3); /* two remarks, one summary of mistakes */
	assert_int_equal(count("role=\"status\""), 2);
	assert_true(strstr(out.p, "Đã ghi: đổi tên") < strstr(out.p, "class=\"parts\""));
	assert_true(strstr(out.p, "Số liệu tính theo") > strstr(out.p, "class=\"parts\""));
}

static void test_text_blocks(void **state)
{
	(void)state;
	html();
	has("<h2>Cách tính</h2>");
	has("<p class=\"para\">Một đảng viên được tính\nvào đúng một chi bộ.</p>");
	has("<ul class=\"para\">\n<li>mỗi ngày</li>\n<li>mỗi nơi\ntiếp theo</li>\n</ul>");
	has("<ol class=\"para\">\n<li>trước</li>\n<li>sau</li>\n</ol>");
	has("<pre>guong figure org.member</pre>\n<h3>Nguồn</h3>");
}

/* Whatever refers to an element of the page must find it, and find one only. */
static void check_reference(const char *id, size_t n)
{
	char attr[120] = " id=\"";

	assert_true(n > 0 && n < 100);
	memcpy(attr + 5, id, n);
	memcpy(attr + 5 + n, "\"", 2);
	if (count(attr) != 1)
		fail_msg("%d elements with%s", count(attr), attr);
}

static void check_references(const char *attr)
{
	for (const char *s = out.p; (s = strstr(s, attr));) {
		s += strlen(attr);
		for (;;) {
			size_t n = strcspn(s, " \"");
			check_reference(s, n);
			s += n;
			if (*s++ == '"')
				break;
		}
	}
}

static void test_references(void **state)
{
	(void)state;
	html();
	check_references(" for=\"");
	check_references(" aria-describedby=\"");
	check_references(" href=\"#");
	check_references(" id=\"");
}

static void test_english(void **state)
{
	(void)state;
	sample_done(&sample);
	sample_make(&sample, LANG_EN, NULL);
	html();
	has("<html lang=\"en\"");
	has("lang=\"vi\">Tiếng Việt</button>");
	has(">1,280</td>");
	has(">12 May 2001</td>");
	has(">cell</td>");
	has("31 Dec 2016, 23:00");
	has("This is the state on 31 Dec 2016, not today.");
	lacks("Tính đến");
}

static void test_limit(void **state)
{
	struct buf small;

	(void)state;
	html();
	buf_init(&small, 1000);
	assert_int_equal(
		render_html(&sample.sp, &sample.frame, &sample.doc, &small), ERR_TOO_LARGE);
	buf_done(&small);
}

static const char *text_at(const json_t *j, const char *key)
{
	return json_string_value(json_object_get(j, key));
}

static void check_json_rows(const json_t *root)
{
	json_t *table = json_object_get(root, "children");
	json_t *row = json_array_get(json_object_get(table, "rows"), 1);

	assert_int_equal(json_array_size(json_object_get(table, "rows")), 6);
	assert_int_equal(json_integer_value(json_object_get(table, "total")), 12000);
	assert_true(json_is_true(json_object_get(table, "total_is_least")));
	assert_string_equal(text_at(table, "next"), "?after=6");
	assert_string_equal(text_at(row, "id"), "101");
	assert_string_equal(text_at(row, "kind"), "cell");
	assert_string_equal(text_at(row, "kind_name"), "chi bộ trực thuộc");
	assert_string_equal(text_at(row, "founded"), "2001-05-13");
	assert_string_equal(text_at(row, "more"), "chỉ có khi tải về");
	assert_int_equal(json_integer_value(json_object_get(row, "members")), 329);
	assert_true(json_is_null(json_object_get(json_object_get(root, "late"), "total")));
}

static void test_json(void **state)
{
	json_error_t why;
	json_t *root, *org, *form;

	(void)state;
	assert_int_equal(render_json(&sample.sp, &sample.doc, &out), ERR_OK);
	root = json_loadb(out.p, out.n, JSON_REJECT_DUPLICATES, &why);
	if (!root)
		fail_msg("%s", why.text);
	assert_string_equal(text_at(root, "title"), "Đảng bộ xã Ẳng Tở");
	check_json_rows(root);
	org = json_object_get(root, "org");
	assert_string_equal(text_at(org, "founded"), "1946-03");
	assert_string_equal(text_at(org, "changed"), "2016-12-31T16:00:00.000Z");
	assert_true(json_is_true(json_object_get(org, "active")));
	assert_int_equal(json_integer_value(json_object_get(org, "version")), 7);
	assert_int_equal(json_array_size(json_object_get(org, "posts")), 2);
	assert_string_equal(text_at(json_object_get(org, "board"), "name"), "Ban Thường vụ");
	form = json_object_get(root, "form");
	assert_string_equal(text_at(form, "method"), "POST");
	assert_string_equal(text_at(json_array_get(json_object_get(form, "fields"), 1), "error"),
		"Ngày không có trong lịch. Viết như 31/12/2016.");
	assert_string_equal(text_at(json_object_get(root, "figure-2"), "base"), "85 / 136");
	assert_int_equal(json_array_size(json_object_get(root, "notes")), 4);
	assert_string_equal(
		text_at(json_array_get(json_object_get(root, "links"), 0), "kind"), "primary");
	json_decref(root);
}

static void test_csv(void **state)
{
	(void)state;
	assert_int_equal(render_csv(&sample.sp, &sample.doc, NULL, &out), ERR_OK);
	assert_int_equal(count("\r\n"), 7);
	has("Chi bộ bản Tọ Cuông");
	has("chỉ có khi tải về");
	buf_reset(&out);
	assert_int_equal(render_csv(&sample.sp, &sample.doc, "org", &out), ERR_OK);
	assert_int_equal(count("\r\n"), 2);
	assert_int_equal(render_csv(&sample.sp, &sample.doc, "text", &out), ERR_FORMAT);
	assert_int_equal(render_csv(&sample.sp, &sample.doc, "nobody", &out), ERR_FORMAT);
}

static void test_xlsx(void **state)
{
	struct fault f = {.a = sample.a};
	int fd = memfd_create("xlsx", MFD_CLOEXEC);
	char start[4] = "";

	(void)state;
	assert_int_equal(render_xlsx(&sample.sp, &sample.doc, "nobody", fd, &f), ERR_FORMAT);
	assert_int_equal(render_xlsx(&sample.sp, &sample.doc, "children", fd, &f), ERR_OK);
	assert_int_equal(pread(fd, start, 4, 0), 4);
	assert_memory_equal(start, "PK\003\004", 4);
	close(fd);
}

/* The display column at which a word begins in the line that holds `mark`. */
static size_t column_of(const char *mark, const char *word)
{
	const char *at = strstr(out.p, mark), *from = at, *to;
	char line[600];

	assert_non_null(at);
	while (from > out.p && from[-1] != '\n')
		from--;
	to = strstr(from, word);
	assert_non_null(to);
	assert_true((size_t)(to - from) < sizeof(line));
	memcpy(line, from, (size_t)(to - from));
	line[to - from] = 0;
	return text_length(line);
}

static void test_terminal(void **state)
{
	(void)state;
	assert_int_equal(render_text(&sample.sp, &sample.doc, false, &out), ERR_OK);
	lacks("\033");
	/* the number of the first figure stands alone, then comes the subject */
	assert_true(str_starts(
		(struct str){out.p, out.n}, S("2.128\nĐảng bộ xã Ẳng Tở\n214 đảng viên")));
	assert_int_equal(column_of("Chi bộ bản Bó  ", "12/05/2001"),
		column_of("Chi bộ Công an xã", "15/05/2001"));
	/* numbers end in the same column */
	assert_int_equal(column_of("Chi bộ Quân sự xã", "1.280") + 5,
		column_of("Chi bộ Công an xã", "963") + 3);
	has("2.128 đảng viên\n");
	has("62,5% (85 / 136)\n");
	has("    Chi bộ bản Bó");
	has("Không có việc nào quá hạn.");
	has("--from  Ngày: 31/02/2016\n  Ngày không có trong lịch.");
	has("Chú ý. Một chi bộ dưới 3 đảng viên.");
	buf_reset(&out);
	assert_int_equal(render_text(&sample.sp, &sample.doc, true, &out), ERR_OK);
	has("\033[1mĐảng bộ xã Ẳng Tở\033[0m\n");
}

static const char *say_long(struct arena *a, const char *text)
{
	return arena_printf(a, "%s \033[2J %0100d", text, 7);
}

/* Lines stay within the terminal, and no text commands it. */
static void test_terminal_long(void **state)
{
	struct str rest, line;

	(void)state;
	sample_done(&sample);
	sample_make(&sample, LANG_VI, say_long);
	assert_int_equal(render_text(&sample.sp, &sample.doc, false, &out), ERR_OK);
	lacks("\033");
	has("…");
	rest = (struct str){out.p, out.n};
	while (rest.p) {
		line = str_cut(&rest, '\n');
		if (line.n && memmem(line.p, line.n, "12/05/2001", 10))
			assert_true(text_length(arena_strndup(sample.a, line.p, line.n)) <= 122);
	}
}

static const struct CMUnitTest list[] = {
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	TEST(test_frame),
	TEST(test_visitor),
	TEST(test_day),
	TEST(test_day_kept),
	TEST(test_table),
	TEST(test_empty_column),
	TEST(test_part_exports),
	TEST(test_refusal),
	TEST(test_remarks),
	TEST(test_counts),
	TEST(test_record),
	TEST(test_tree),
	TEST(test_timeline),
	TEST(test_form),
	TEST(test_notes),
	TEST(test_text_blocks),
	TEST(test_references),
	TEST(test_english),
	TEST(test_limit),
	TEST(test_json),
	TEST(test_csv),
	TEST(test_xlsx),
	TEST(test_terminal),
	TEST(test_terminal_long),
};
TESTS(render_tests, list);
