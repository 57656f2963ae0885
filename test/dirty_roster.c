/*
 * dirty_roster.c: a workbook as an office keeps it, for tests from end to end.
 *
 *	dirty_roster orgs OUT.csv       the organisations: a district, 8 communes, 64 cells
 *	dirty_roster dirty OUT.xlsx     2,128 people and what is wrong with such a file
 *	dirty_roster mended OUT.xlsx    the same once the bad rows are mended
 *
 * Three layouts: a sheet for each cell of the first commune, named after it; sheets with a title
 * for each cell between the rows; sheets with a column of cells. Headers stand in one row or in
 * two, merged; titles above, totals and signatures below, the header again in the middle. Names
 * come with decomposed accents, eth for Đ, doubled and no-break blanks, all in capitals; days in
 * every form that people write, or as days of Excel; citizen numbers without their zero.
 *
 * In the mended one two pairs of namesakes were born on one day in different cells: doubts, that
 * somebody must accept. In the dirty one, besides, five rows cannot be taken.
 * Nothing is random: two files of one kind are equal.
 */
#include "base/date.h"
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>
#include <xlsxwriter.h>

enum { COMMUNES = 8, CELLS = 8, PEOPLE = 2128, TEXT = 200 };
enum { FIRST_BIRTH = 19350110, BIRTH_STEP = 10, LIST_DAY = 20161231 };

static const char *const communes[COMMUNES] = {"Ẳng Tở", "Ẳng Cang", "Búng Lao", "Mường Đăng",
	"Mường Lạn", "Nặm Lịch", "Xuân Lao", "Ngối Cáy"};
static const char *const villages[COMMUNES * CELLS] = {"Cò", "Cọ", "Hón", "Hua Ná", "Bua", "Tọ Nọ",
	"Nà Luông", "Pá Chả", "Kéo", "Co Có", "Hỏm", "Mới", "Noong Háng", "Giảng", "Hới Nọ", "Cong",
	"Xuân Món", "Co Nỏng", "Bó Mạy", "Hồng Sọt", "Pú Tỉu", "Huổi Cắm", "Pá Sáng", "Xôm", "Đắng",
	"Ngối", "Nậm Pọng", "Bon", "Sáng Nhè", "Lọng Háy", "Huổi Lướng", "Pá Cha", "Lạn", "Cang",
	"Hua Nặm", "Xôm Muông", "Co Muông", "Thẳm Nặm", "Nhộp", "Lao", "Lịch Nưa", "Lịch Tở", "Ten",
	"Pá Khôm", "Hua Sa", "Thẩm Chẩu", "Thẩm Mú", "Phiêng Phẩy", "Kép", "Pá Lạn", "Mánh Đanh",
	"Co Hịa", "Co Sản", "Tọ Cuông", "Thẳm Tọ", "Quyết Tiến", "Cáy", "Chan", "Nậm Cứm", "Pá Nậm",
	"Củ", "Mo", "Sảng", "Hua Ngối"};
static const char *const families[] = {"Lò", "Quàng", "Cà", "Tòng", "Lường", "Giàng", "Sùng", "Vừ",
	"Nguyễn", "Đặng", "Đỗ", "Trần"};
static const char *const given[] = {"An", "Bình", "Cương", "Dũng", "Đoàn", "Hà", "Hặc", "Hoàng",
	"Khoa", "Lả", "Minh", "Ngọc", "Ơn", "Phương", "Quý", "Sơn", "Thủy", "Tuấn", "Ứng", "Yến"};
static const char *const peoples[] = {
	"Thái", "thái", "H'Mông", "Mông", "Mèo", "Kinh", "Khơ Mú", "Thai"};

/* Where rows are being written. */
struct out {
	lxw_worksheet *w;
	lxw_format *day, *bold;
	lxw_row_t row;
	int number; /* running */
};

/* ---- people ---- */

struct person {
	char name[TEXT];
	day_t born, admitted, official;
	bool woman;
	int i;
};

static int cell_size(int cell)
{
	int all = COMMUNES * CELLS;

	return PEOPLE / all + (cell < PEOPLE % all);
}

static day_t days_after(day_t d, int n)
{
	return day_of_number(day_number(d) + n);
}

static struct person person_of(int i)
{
	struct person p = {.i = i, .woman = i % 3 == 1};
	int like = i == 700 ? 100 : i == 900 ? 200 : i; /* two who resemble two others */

	p.woman = like % 3 == 1;
	p.born = days_after(FIRST_BIRTH, like * BIRTH_STEP);
	snprintf(p.name, TEXT, "%s %s %s", families[like % 12], p.woman ? "Thị" : "Văn",
		given[like * 7 % 20]);
	p.admitted = days_after(p.born, 365 * 22 + i * 13 % 500);
	/* the last year's are on probation */
	if (i % 20 == 19)
		p.admitted = days_after(20160115, i % 300);
	if (day_add_months(p.admitted, 12) <= LIST_DAY)
		p.official = day_add_months(p.admitted, 12);
	return p;
}

/* ---- dirt ---- */

static void decompose(char text[TEXT])
{
	utf8proc_uint8_t *apart = utf8proc_NFD((const utf8proc_uint8_t *)text);

	snprintf(text, TEXT, "%s", (const char *)apart);
	free(apart);
}

static void replace(char text[TEXT], const char *what, const char *by)
{
	char *at = strstr(text, what), copy[TEXT];

	if (!at)
		return;
	snprintf(copy, TEXT, "%.*s%s%s", (int)(at - text), text, by, at + strlen(what));
	memcpy(text, copy, TEXT);
}

static void capitals(char text[TEXT])
{
	const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)text;
	char copy[TEXT];
	size_t n = 0;
	utf8proc_int32_t c;

	while (*p) {
		p += utf8proc_iterate(p, -1, &c);
		n += (size_t)utf8proc_encode_char(
			utf8proc_toupper(c), (utf8proc_uint8_t *)copy + n);
	}
	copy[n] = 0;
	memcpy(text, copy, n + 1);
}

static void soil(char text[TEXT], int i)
{
	if (i % 11 == 3)
		replace(text, "Đ", "\xc3\x90");
	if (i % 13 == 4)
		replace(text, " ", "  ");
	if (i % 13 == 8)
		replace(text, " ", "\xc2\xa0");
	if (i % 17 == 5)
		capitals(text);
	if (i % 7 == 2)
		decompose(text);
}

/* ---- cells ---- */

static void put(struct out *o, lxw_col_t col, const char *text)
{
	worksheet_write_string(o->w, o->row, col, text, NULL);
}

/* In one of the forms that people write; every tenth old one only the year. */
static void put_day(struct out *o, lxw_col_t col, day_t d, int form)
{
	char text[DAY_TEXT];
	lxw_datetime when = {.year = day_year(d), .month = day_month(d), .day = day_mday(d)};

	if (!d)
		return;
	switch (form % 6) {
	case 0:
		worksheet_write_datetime(o->w, o->row, col, &when, o->day);
		return;
	case 1:
		snprintf(text, sizeof(text), "%d/%d/%d", day_mday(d), day_month(d), day_year(d));
		break;
	case 2:
		day_print_iso(text, d);
		break;
	case 3:
		snprintf(text, sizeof(text), "%d.%d.%d", day_mday(d), day_month(d), day_year(d));
		break;
	case 4:
		snprintf(text, sizeof(text), "%d-%d-%02d", day_mday(d), day_month(d),
			day_year(d) % 100);
		break;
	default:
		day_print(text, d);
	}
	put(o, col, text);
}

static const char *note_of(int i)
{
	return i % 31 == 7 ? "miễn SH" : i % 37 == 9 ? "đi làm xa" : "";
}

/* A citizen number that the spreadsheet took for a number: its zero is gone. */
static void put_citizen(struct out *o, lxw_col_t col, int i)
{
	worksheet_write_number(o->w, o->row, col, 11000000000.0 + i * 37.0, NULL);
}

/* ---- rows: number, name, birth (one column or two), people, admitted, official, citizen, note
 * ---- */

enum layout { OF_CELL, TITLED, WITH_COLUMN };

static void put_common(struct out *o, lxw_col_t col, const struct person *p)
{
	put(o, col, peoples[p->i % 8]);
	put_day(o, (lxw_col_t)(col + 1), p->admitted, p->i / 3);
	put_day(o, (lxw_col_t)(col + 2), p->official, p->i / 5);
	put_citizen(o, (lxw_col_t)(col + 3), p->i);
	put(o, (lxw_col_t)(col + 4), note_of(p->i));
}

static void put_person(struct out *o, const struct person *p, const char *cell)
{
	char name[TEXT];

	snprintf(name, TEXT, "%s", p->name);
	soil(name, p->i);
	worksheet_write_number(o->w, o->row, 0, ++o->number, NULL);
	put(o, 1, name);
	if (cell) { /* one column of births, one of sexes */
		put_day(o, 2, p->born, p->i);
		put(o, 3, p->woman ? "Nữ" : "Nam");
		put(o, 9, cell);
	} else {
		put_day(o, p->woman ? 3 : 2, p->born, p->i);
	}
	put_common(o, 4, p);
	o->row++;
}

static void put_merged_header(struct out *o)
{
	static const char *const single[] = {
		"TT", "Họ và tên", NULL, NULL, "Dân tộc", NULL, NULL, "Số CCCD", "Ghi chú"};
	lxw_row_t r = o->row;

	for (lxw_col_t c = 0; c < 9; c++)
		if (single[c])
			worksheet_merge_range(
				o->w, r, c, (lxw_row_t)(r + 1), c, single[c], o->bold);
	worksheet_merge_range(o->w, r, 2, r, 3, "Ngày sinh", o->bold);
	worksheet_merge_range(o->w, r, 5, r, 6, "Ngày vào Đảng", o->bold);
	o->row++;
	put(o, 2, "Nam");
	put(o, 3, "Nữ");
	put(o, 5, "Dự bị");
	put(o, 6, "Chính thức");
	o->row++;
}

static void put_plain_header(struct out *o)
{
	static const char *const heads[] = {"STT", "HỌ TÊN KHAI SINH", "Ngày tháng năm sinh",
		"Nam/Nữ", "Dân to\314\243\314\202c", "Ngày vào Đảng dự bị",
		"Ngày vào Đảng chính thức", "Số CMND/CCCD", "Ghi chú", "Sinh hoạt tại chi bộ"};

	for (lxw_col_t c = 0; c < 10; c++)
		put(o, c, heads[c]);
	o->row++;
	for (lxw_col_t c = 0; c < 10; c++) {
		char number[8];
		snprintf(number, sizeof(number), "(%d)", c + 1);
		put(o, c, number);
	}
	o->row++;
}

static void put_foot(struct out *o, int n)
{
	char text[TEXT];

	snprintf(text, TEXT, "Tổng cộng: %d", n);
	put(o, 0, text);
	o->row++;
	put(o, 5, "Ngày 31 tháng 12 năm 2016");
	o->row++;
	put(o, 5, "BÍ THƯ");
	o->row++;
}

/* ---- what cannot be taken ---- */

static void put_bad(struct out *o, const char *name, const char *born, const char *people,
	const char *admitted, const char *official, const char *cell)
{
	const char *const texts[] = {name, born, "Nam", people, admitted, official, "", "", cell};

	worksheet_write_number(o->w, o->row, 0, ++o->number, NULL);
	for (lxw_col_t c = 0; c < 9; c++)
		put(o, (lxw_col_t)(c + 1), texts[c]);
	o->row++;
}

static void put_bad_rows(struct out *o, const char *cell)
{
	struct person twice = person_of(PEOPLE - 1);

	put_bad(o, "Lò Văn Sai Ngày", "31/2/1970", "Thái", "3/2/1990", "3/2/1991", cell);
	put_bad(o, "Lò Văn Sai Thứ Tự", "1/1/1970", "Thái", "3/2/1991", "3/2/1990", cell);
	put_bad(o, "Lò Văn Sai Dân Tộc", "1/1/1970", "Người rừng", "3/2/1990", "3/2/1991", cell);
	put_bad(o, "Lò Văn Sai Chi Bộ", "1/1/1970", "Thái", "3/2/1990", "3/2/1991",
		"Chi bộ bản Không Có");
	put_person(o, &twice, cell);
}

/* ---- sheets ---- */

struct book {
	lxw_workbook *book;
	lxw_format *day, *bold;
	int next; /* person */
	bool dirty;
};

static struct out sheet(struct book *b, const char *name, const char *title)
{
	struct out o = {.w = workbook_add_worksheet(b->book, name), .day = b->day, .bold = b->bold};

	worksheet_merge_range(o.w, 0, 0, 0, 8, "ĐẢNG BỘ HUYỆN MƯỜNG ẢNG", b->bold);
	worksheet_merge_range(o.w, 1, 0, 1, 8, title, b->bold);
	o.row = 3;
	return o;
}

static void cell_name(char out[TEXT], int cell)
{
	snprintf(out, TEXT, "Chi bộ bản %s", villages[cell]);
}

static void people(struct book *b, struct out *o, int cell, const char *column)
{
	for (int k = 0; k < cell_size(cell); k++) {
		struct person p = person_of(b->next++);
		put_person(o, &p, column);
	}
}

static void sheet_of_cell(struct book *b, int cell)
{
	char name[TEXT];
	struct out o;

	cell_name(name, cell);
	o = sheet(b, name, "DANH SÁCH ĐẢNG VIÊN");
	put_merged_header(&o);
	people(b, &o, cell, NULL);
	put_foot(&o, o.number);
}

static void sheet_titled(struct book *b, int commune)
{
	char name[TEXT];
	struct out o = sheet(b, communes[commune], "DANH SÁCH ĐẢNG VIÊN CÁC CHI BỘ");

	put_merged_header(&o);
	for (int cell = commune * CELLS; cell < (commune + 1) * CELLS; cell++) {
		cell_name(name, cell);
		capitals(name);
		worksheet_merge_range(o.w, o.row, 0, o.row, 8, name, o.bold);
		o.row++;
		people(b, &o, cell, NULL);
	}
	put_foot(&o, o.number);
}

static void sheet_with_column(struct book *b, int commune, bool last)
{
	char name[TEXT];
	struct out o = sheet(b, communes[commune], "DANH SÁCH ĐẢNG VIÊN");

	put_plain_header(&o);
	for (int cell = commune * CELLS; cell < (commune + 1) * CELLS; cell++) {
		cell_name(name, cell);
		if (cell % 3 == 1)
			decompose(name);
		people(b, &o, cell, name);
	}
	if (last && b->dirty)
		put_bad_rows(&o, name);
	put_foot(&o, o.number);
}

static int write_book(const char *path, bool dirty)
{
	struct book b = {.book = workbook_new(path), .dirty = dirty};

	b.day = workbook_add_format(b.book);
	format_set_num_format(b.day, "dd/mm/yyyy");
	b.bold = workbook_add_format(b.book);
	format_set_bold(b.bold);
	for (int cell = 0; cell < CELLS; cell++)
		sheet_of_cell(&b, cell);
	for (int commune = 1; commune < 3; commune++)
		sheet_titled(&b, commune);
	for (int commune = 3; commune < COMMUNES; commune++)
		sheet_with_column(&b, commune, commune == COMMUNES - 1);
	return workbook_close(b.book) != LXW_NO_ERROR;
}

static int write_orgs(const char *path)
{
	FILE *f = fopen(path, "w");

	if (!f)
		return 1;
	fprintf(f, "Mã,Tên,Loại,Mã cấp trên\nmuong-ang,Đảng bộ huyện Mường Ảng,đảng bộ huyện,\n");
	for (int i = 0; i < COMMUNES; i++)
		fprintf(f, "x%d,Đảng bộ xã %s,đảng bộ xã,muong-ang\n", i + 1, communes[i]);
	for (int i = 0; i < COMMUNES * CELLS; i++)
		fprintf(f, "x%d-%d,Chi bộ bản %s,chi bộ,x%d\n", i / CELLS + 1, i % CELLS + 1,
			villages[i], i / CELLS + 1);
	return fclose(f) != 0;
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "orgs") == 0)
		return write_orgs(argv[2]);
	if (argc == 3 && strcmp(argv[1], "dirty") == 0)
		return write_book(argv[2], true);
	if (argc == 3 && strcmp(argv[1], "mended") == 0)
		return write_book(argv[2], false);
	fprintf(stderr, "usage: %s orgs|dirty|mended OUT\n", argv[0]);
	return 2;
}
