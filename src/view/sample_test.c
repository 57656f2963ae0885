/* One document with everything in it. Labels are sentences that exist anyway. */
#include "view/view_test.h"

static const struct cat_entry entries[] = {
	{"kind", "cell", {"chi bộ trực thuộc", "cell"}, NULL, NULL, 1, DAY_MIN, DAY_MAX},
	{"kind", "commune", {"đảng bộ xã", "commune committee"}, "dang bo xa", NULL, 2, DAY_MIN,
		DAY_MAX},
	{"sex", "f", {"nữ", "female"}, NULL, NULL, 1, DAY_MIN, DAY_MAX},
	{"sex", "m", {"nam", "male"}, NULL, NULL, 2, DAY_MIN, DAY_MAX},
};
static const struct cats cats = {entries, sizeof(entries) / sizeof(*entries)};

struct part {
	const char *name;
	int64_t n;
};

static const struct field part_fields[] = {
	F_TEXT(struct part, name, M_VIEW_NAME, CLASS_PUBLIC, 0, 0),
	F_INT(struct part, n, M_VIEW_COUNT, CLASS_PUBLIC, FF_ZERO, 0), F_END};

struct org {
	int64_t id, members, version;
	const char *name, *kind, *note, *href;
	day_t founded;
	int64_t changed;
	int active;
	struct list posts;
	const struct part *board;
};

static const struct field org_fields[] = {
	F_ID(struct org, id, M_NONE, CLASS_PUBLIC, FF_HIDDEN, "org"),
	F_TEXT(struct org, name, M_VIEW_NAME, CLASS_PUBLIC, FF_KEY, 200),
	F_CAT(struct org, kind, M_VIEW_MENU, CLASS_PUBLIC, 0, "kind"),
	F_INT(struct org, members, M_VIEW_COUNT_PART, CLASS_PUBLIC, FF_ZERO, 0),
	F_DAY(struct org, founded, M_VIEW_DAY, CLASS_PUBLIC, 0),
	F_INSTANT(struct org, changed, M_VIEW_AS_OF, CLASS_PUBLIC, 0),
	F_BOOL(struct org, active, M_VALUE_YES, CLASS_PUBLIC, 0),
	F_LINES(struct org, note, M_VIEW_NOTE_PLAIN, CLASS_PUBLIC, 0, 0),
	F_URL(struct org, href, M_NONE, CLASS_PUBLIC, FF_HIDDEN),
	F_INT(struct org, version, M_NONE, CLASS_PUBLIC, FF_HIDDEN, 0),
	F_LIST(struct org, posts, M_VIEW_MORE, CLASS_PUBLIC, part_fields),
	F_REC(struct org, board, M_VIEW_NEXT, CLASS_PUBLIC, part_fields), F_END};

struct child {
	int64_t id, members, women, meetings;
	const char *name, *kind, *state, *tone, *secretary;
	day_t founded;
	const char *more;
};

static const struct field child_fields[] = {
	F_ID(struct child, id, M_NONE, CLASS_PUBLIC, FF_HIDDEN, "org"),
	F_TEXT(struct child, name, M_VIEW_NAME, CLASS_PUBLIC, FF_KEY, 200),
	F_CAT(struct child, kind, M_VIEW_MENU, CLASS_PUBLIC, 0, "kind"),
	F_TEXT(struct child, secretary, M_VIEW_SEARCH, CLASS_PUBLIC, 0, 0),
	F_DAY(struct child, founded, M_VIEW_DAY, CLASS_PUBLIC, 0),
	F_INT(struct child, members, M_VIEW_MORE, CLASS_PUBLIC, FF_ZERO, 0),
	F_INT(struct child, women, M_VIEW_CLOSE, CLASS_PUBLIC, FF_ZERO, 0),
	F_INT(struct child, meetings, M_VIEW_MISTAKES, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct child, state, M_VIEW_NOTE_WARN, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct child, tone, M_NONE, CLASS_PUBLIC, FF_HIDDEN, 0),
	F_TEXT(struct child, more, M_VIEW_DOWNLOAD, CLASS_PUBLIC, FF_MORE, 0), F_END};

struct node {
	int64_t depth, below;
	const char *name, *href;
	int open, here;
	int64_t members;
};

static const struct field node_fields[] = {F_INT(struct node, depth, M_NONE, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct node, name, M_VIEW_NAME, CLASS_PUBLIC, FF_KEY, 200),
	F_URL(struct node, href, M_NONE, CLASS_PUBLIC, FF_HIDDEN),
	F_BOOL(struct node, open, M_NONE, CLASS_PUBLIC, FF_HIDDEN),
	F_BOOL(struct node, here, M_NONE, CLASS_PUBLIC, FF_HIDDEN),
	F_INT(struct node, below, M_NONE, CLASS_PUBLIC, FF_HIDDEN, 0),
	F_INT(struct node, members, M_VIEW_MORE, CLASS_PUBLIC, 0, 0), F_END};

struct event {
	day_t day;
	const char *what, *paper, *href;
};

static const struct field event_fields[] = {F_DAY(struct event, day, M_VIEW_DAY, CLASS_PUBLIC, 0),
	F_TEXT(struct event, what, M_VIEW_MENU, CLASS_PUBLIC, 0, 0),
	F_TEXT(struct event, paper, M_VIEW_NOTE_PLAIN, CLASS_PUBLIC, 0, 0),
	F_URL(struct event, href, M_NONE, CLASS_PUBLIC, FF_HIDDEN), F_END};

struct in {
	int64_t id, count, version;
	const char *name, *note, *kind, *sex, *password, *page;
	day_t from;
	int sure;
	struct upload paper;
};

static const struct field in_fields[] = {
	F_TEXT(struct in, name, M_VIEW_NAME, CLASS_PERSONAL, FF_REQUIRED, 200),
	F_DAY(struct in, from, M_VIEW_DAY, CLASS_PUBLIC, FF_REQUIRED),
	F_CAT(struct in, kind, M_VIEW_MENU, CLASS_PUBLIC, FF_REQUIRED, "kind"),
	F_CAT(struct in, sex, M_VIEW_CHOOSE, CLASS_PUBLIC, 0, "sex"),
	F_INT(struct in, count, M_VIEW_MORE, CLASS_PUBLIC, 0, 0),
	F_LINES(struct in, note, M_VIEW_NOTE_PLAIN, CLASS_PUBLIC, 0, 0),
	F_BOOL(struct in, sure, M_VALUE_YES, CLASS_PUBLIC, 0),
	F_SECRET(struct in, password, M_VIEW_SIGN_IN, CLASS_SENSITIVE, 0, 0),
	F_FILE(struct in, paper, M_VIEW_DOWNLOAD, CLASS_PUBLIC, 0),
	F_ID(struct in, version, M_NONE, CLASS_PUBLIC, FF_HIDDEN, "version"), F_END};

static const char *as_it_is(struct arena *a, const char *text)
{
	(void)a;
	return text;
}

/* What the functions below share while a sample is made. */
struct making {
	struct arena *a;
	struct doc *d;
	sample_say *say;
};

static const char *t(const struct making *m, const char *text)
{
	return m->say(m->a, text);
}

static void add_record(const struct making *m)
{
	struct part *posts = arena_array(m->a, 2, sizeof(*posts));
	struct part *board = arena_new_of(m->a, struct part);
	struct org *org = arena_new_of(m->a, struct org);
	struct doc_part *p;

	posts[0] = (struct part){t(m, "Bí thư: Lò Văn Thượng"), 1};
	posts[1] = (struct part){t(m, "Phó Bí thư: Quàng Thị Ễ"), 2};
	*board = (struct part){t(m, "Ban Thường vụ"), 11};
	*org = (struct org){
		.id = 3,
		.name = t(m, "Đảng bộ xã Ẳng Tở"),
		.kind = "commune",
		.members = 2128,
		.version = 7,
		.founded = 19460300,
		.changed = INT64_C(1483200000000),
		.active = 1,
		.note = t(m, "Thành lập theo Quyết định số 12-QĐ/HU\nSáp nhập hai chi bộ năm 2016"),
		.href = t(m, "/org/3"),
		.posts = {posts, 2, sizeof(*posts)},
		.board = board,
	};
	p = doc_record(m->d, "org", M_VIEW_MENU, org_fields, org);
	doc_part_link(m->d, p, DOC_ONWARD, t(m, "Lịch sử thay đổi"), "%s", t(m, "/org/3/history"));
}

static void add_children(const struct making *m)
{
	static const char *const names[] = {"Chi bộ bản Bó", "Chi bộ bản Tọ Cuông",
		"Chi bộ Trường Tiểu học Ẳng Tở", "Chi bộ Công an xã", "Chi bộ Quân sự xã",
		"Chi bộ bản Ẳng Ễm"};
	static const char *const states[] = {"đúng hạn", "quá hạn 12 ngày", "đang chờ duyệt"};
	static const char *const tones[] = {"ok", "late", "wait"};
	struct child *rows = arena_array(m->a, 6, sizeof(*rows));
	struct doc_part *p;

	for (int i = 0; i < 6; i++)
		rows[i] = (struct child){
			.id = 100 + i,
			.name = t(m, names[i]),
			.kind = i == 5 ? t(m, "unknown-code") : "cell",
			.secretary = t(m, i % 2 ? "Lường Văn Hặc" : "Cà Thị Ước"),
			.founded = 20010512 + i,
			.members = 12 + 317 * i,
			.women = i * 7,
			.meetings = i % 3 ? 11 : 0,
			.state = t(m, states[i % 3]),
			.tone = tones[i % 3],
			.more = t(m, "chỉ có khi tải về"),
		};
	p = doc_table(
		m->d, "children", M_VIEW_MORE, child_fields, (struct list){rows, 6, sizeof(*rows)});
	p->total = 12000;
	p->total_cap = 10000;
	p->next_href = t(m, "?after=6");
	p->row_href = "/org/";
	p->main = 1;
	p = doc_table(m->d, "late", M_VIEW_NOTE_WARN, child_fields, (struct list){0});
	p->empty = t(m, "Không có việc nào quá hạn.");
}

static void add_tree(const struct making *m)
{
	static const struct node nodes[] = {
		{0, 11, "Đảng bộ huyện Mường Ảng", "/org/1", 1, 0, 3120},
		{1, 12, "Đảng bộ xã Ẳng Tở", "/org/3", 1, 1, 214},
		{2, 0, "Chi bộ bản Bó", "/org/100", 0, 0, 12},
		{2, 0, "Chi bộ Trường Tiểu học Ẳng Tở", "/org/102", 0, 0, 31},
		{1, 9, "Đảng bộ xã Mường Đăng", "/org/4", 0, 0, 188},
		{15, 0, "Tổ đảng", NULL, 0, 0, 3}};
	enum { N = sizeof(nodes) / sizeof(*nodes) };
	struct node *rows = arena_memdup(m->a, nodes, sizeof(nodes));

	for (int i = 0; i < N; i++) {
		rows[i].name = t(m, rows[i].name);
		rows[i].href = rows[i].href ? t(m, rows[i].href) : NULL;
	}
	doc_tree(m->d, "tree", M_VIEW_PATH, node_fields, (struct list){rows, N, sizeof(*rows)});
}

static void add_timeline(const struct making *m)
{
	static const struct event events[] = {
		{20161231, "Đánh giá, xếp loại: hoàn thành tốt nhiệm vụ", "12-QĐ/HU", "/rating/9"},
		{20160300, "Sáp nhập chi bộ bản Bó và bản Hua Nguống", "Quyết định 31-QĐ/ĐU", NULL},
		{19460000, "Thành lập", NULL, NULL}};
	enum { N = sizeof(events) / sizeof(*events) };
	struct event *rows = arena_memdup(m->a, events, sizeof(events));

	for (int i = 0; i < N; i++) {
		rows[i].what = t(m, rows[i].what);
		rows[i].paper = rows[i].paper ? t(m, rows[i].paper) : NULL;
		rows[i].href = rows[i].href ? t(m, rows[i].href) : NULL;
	}
	doc_timeline(
		m->d, "history", M_VIEW_AS_OF, event_fields, (struct list){rows, N, sizeof(*rows)});
}

static void add_figures(const struct making *m)
{
	static const struct doc_figure figures[] = {
		{"org.member", "2.128", "đảng viên", "Đảng viên có mặt trong ngày", NULL, 20161231},
		{"admission.rate", "62,5%", NULL, "Kết nạp so với chỉ tiêu năm", "85 / 136",
			20161231},
		{"org.cell", "136", "chi bộ", "Chi bộ trực thuộc mọi cấp", NULL, 20161231},
		{"meeting.late", "3", "chi bộ", "Chưa sinh hoạt trong tháng", NULL, 0}};

	for (size_t i = 0; i < 4; i++) {
		struct doc_figure f = figures[i];
		f.value = t(m, f.value);
		f.unit = f.unit ? t(m, f.unit) : NULL;
		f.definition = t(m, f.definition);
		f.base = f.base ? t(m, f.base) : NULL;
		doc_figure(m->d, arena_printf(m->a, "figure-%zu", i + 1), f);
	}
}

/* One over time and one by category, with everything that may be written beside them. */
static void add_charts(const struct making *m)
{
	static const int64_t cut[] = {3, 1};
	struct part *rows = arena_array(m->a, 2, sizeof(*rows));
	struct doc_point *p = arena_array(m->a, 2, sizeof(*p));
	const char **parts = arena_array(m->a, 2, sizeof(*parts));
	struct doc_chart *c = arena_array(m->a, 2, sizeof(*c));

	for (int i = 0; i < 2; i++) {
		rows[i] = (struct part){t(m, i ? "tháng 2" : "tháng 1"), 4};
		p[i] = (struct doc_point){.label = rows[i].name,
			.tick = "1", /* its length decides how many there are */
			.era = t(m, "2016"),
			.href = t(m, "/figure/x"),
			.value = 4,
			.known = i ? DOC_ASSUMED : DOC_RECORDED,
			.parts = cut};
		parts[i] = t(m, i ? "nữ" : "nam");
	}
	c[0] = (struct doc_chart){.kind = DOC_COLUMNS,
		.points = {p, 2, sizeof(*p)},
		.earlier = t(m, "cùng kỳ"),
		.aim = t(m, "Chỉ tiêu"),
		.target = 5};
	c[1] = (struct doc_chart){.kind = DOC_STACKS,
		.points = {p, 2, sizeof(*p)},
		.parts = parts,
		.part_count = 2,
		.sums = 1};
	doc_chart(m->d, "trend", M_VIEW_MORE, part_fields, (struct list){rows, 2, sizeof(*rows)},
		&c[0]);
	doc_chart(m->d, "stacks", M_VIEW_MORE, part_fields, (struct list){rows, 2, sizeof(*rows)},
		&c[1]);
}

static struct list choices(const struct making *m, int n)
{
	static const char *const kinds[] = {
		"cell", "commune", "district", "province", "group", "body"};
	struct doc_choice *c = arena_array(m->a, (size_t)n, sizeof(*c));

	for (int i = 0; i < n; i++)
		c[i] = (struct doc_choice){t(m, kinds[i]), t(m, kinds[i]), i == 1};
	return (struct list){c, (size_t)n, sizeof(*c)};
}

static struct doc_form_field form_field(const struct making *m, const struct field *f, bool get)
{
	struct doc_form_field ff = {.f = f,
		.hint = f->type == FT_LINES || f->type == FT_DAY
				? t(m, "Viết như trong quyết định.")
				: NULL};

	if (f->type == FT_CAT)
		ff.choices = choices(m, text_eq(f->name, "sex") ? 3 : 6);
	else if (f->type == FT_DAY)
		ff.value = get ? "2016-12-31" : t(m, "31/02/2016");
	else if (f->type == FT_BOOL)
		ff.value = "1";
	else
		ff.value = t(m, "Lò Thị Ước");
	if (f->type == FT_DAY && !get)
		ff.error = t(m, "Ngày không có trong lịch. Viết như 31/12/2016.");
	if (f->type == FT_CAT && !get && text_eq(f->name, "sex"))
		ff.error = t(m, "Xin chọn một mục.");
	return ff;
}

static void add_form(const struct making *m, bool get)
{
	struct doc_form_field *fields = arena_array(m->a, field_count(in_fields), sizeof(*fields));
	struct doc_form *form = arena_new_of(m->a, struct doc_form);
	size_t n = 0;

	field_each (f, in_fields)
		if (!get || f->type == FT_TEXT || f->type == FT_CAT || f->type == FT_DAY)
			fields[n++] = form_field(m, f, get);
	*form = (struct doc_form){
		.action = get ? "/org" : t(m, "/org/3/found"),
		.get = get,
		.submit = t(m, get ? "Lọc" : "Ghi quyết định"),
		.preview = get ? NULL : t(m, "Xem trước"),
		.key = get ? NULL : t(m, "key0123456789"),
		.fields = {fields, n, sizeof(*fields)},
	};
	doc_form(m->d, get ? "filter" : "form", get ? M_NONE : M_VIEW_MISTAKES, form);
}

static void add_rest(const struct making *m)
{
	doc_note(m->d, DOC_DONE, t(m, "Đã ghi: đổi tên thành Đảng bộ xã Ẳng Tở."));
	doc_note(m->d, DOC_WARN, t(m, "Một chi bộ dưới 3 đảng viên."));
	doc_note(m->d, DOC_ERROR, t(m, "Chưa ghi được."));
	doc_note(m->d, DOC_PLAIN, t(m, "Số liệu tính theo cây tổ chức của ngày đang xem."));
	doc_text(m->d, "text", M_NONE,
		t(m, "# Cách tính\nMột đảng viên được tính\nvào đúng một chi bộ.\n\n- mỗi ngày\n- "
		     "mỗi nơi\n  "
		     "tiếp theo\n\n1. trước\n2. sau\n\n\tguong figure org.member\n## Nguồn\nHướng "
		     "dẫn 01."));
	for (int i = 0; i < 3; i++)
		doc_path(m->d,
			t(m, i == 0	 ? "Đảng bộ tỉnh Điện Biên"
				: i == 1 ? "Đảng bộ huyện Mường Ảng"
					 : "Đảng bộ xã Ẳng Tở"),
			i == 2 ? NULL : t(m, "/org/1"));
	doc_link(m->d, DOC_PRIMARY, t(m, "Ghi quyết định"), "%s", t(m, "/org/3/found"));
	doc_link(m->d, DOC_ACTION, t(m, "Đổi tên"), "/org/%d/rename", 3);
	doc_link(m->d, DOC_ACTION, t(m, "Chuyển cấp trên"), "/org/%d/move", 3);
	doc_link(m->d, DOC_ONWARD, t(m, "Các đợt kiểm điểm"), "/org/%d/review", 3);
	doc_link(m->d, DOC_EXPORT, "XLSX", "/org/%d.xlsx", 3);
	doc_link(m->d, DOC_EXPORT, "CSV", "/org/%d.csv", 3);
	doc_link(m->d, DOC_EXPORT, "JSON", "/org/%d.json", 3);
}

static void make_frame(const struct making *m, struct frame *fr)
{
	static const char *const labels[] = {"Việc", "Sinh hoạt", "Tra cứu", "Tổ chức", "Đảng viên",
		"Kết nạp", "Kiểm điểm", "Xếp loại", "Báo cáo"};
	static const char *const hrefs[] = {"/", "/meeting", "/search", "/org", "/member",
		"/admission", "/review", "/rating", "/report"};
	struct doc_link *menu = arena_array(m->a, 9, sizeof(*menu));

	for (int i = 0; i < 9; i++)
		menu[i] = (struct doc_link){.label = t(m, labels[i]), .href = hrefs[i]};
	*fr = (struct frame){
		.site = t(m, "huyện Mường Ảng"),
		.account = t(m, "Lò Văn Thượng"),
		.token = t(m, "token0123456789"),
		.here = t(m, "/org/3?day=20161231&q=%E1%BA%B2ng+T&x=1"),
		.query = t(m, "Ẳng Tở"),
		.size = "100",
		.day = 20161231,
		.today = 20250701,
		.known_at = MS_MAX,
		.menu = {menu, 9, sizeof(*menu)},
		.request = 0xabc123,
	};
}

void sample_make(struct sample *s, enum lang lang, sample_say *say)
{
	struct making m = {arena_new(64 << 20), &s->doc, say ? say : as_it_is};

	s->a = m.a;
	s->sp = (struct speech){lang, &cats, 20250701};
	doc_init(&s->doc, s->a, lang);
	make_frame(&m, &s->frame);
	s->doc.title = t(&m, "Đảng bộ xã Ẳng Tở");
	s->doc.lead = t(&m, "214 đảng viên trong 12 chi bộ, tăng 9 so với đầu năm; còn 3 chi bộ "
			    "chưa sinh hoạt tháng này.");
	s->doc.section = "/org";
	s->doc.dated = 1;
	add_figures(&m);
	add_charts(&m);
	add_children(&m);
	add_record(&m);
	add_tree(&m);
	add_timeline(&m);
	add_form(&m, true);
	add_form(&m, false);
	add_rest(&m);
}

void sample_done(struct sample *s)
{
	arena_free(s->a);
}
