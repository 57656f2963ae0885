#include "roster.h"

#include "base/date.h"
#include "base/die.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { TEXT = 96 };

struct writer {
	lxw_worksheet *sheet;
	lxw_format *day;
	lxw_row_t row;
	lxw_col_t col;
	uint32_t person;
};

/* A number that looks like any, of a person and of what is asked about him or her. */
static uint32_t lot(const struct writer *w, uint32_t what, uint32_t of)
{
	uint64_t x = ((uint64_t)w->person << 8 | what) * UINT64_C(0x9e3779b97f4a7c15);

	x ^= x >> 29;
	x *= UINT64_C(0xbf58476d1ce4e5b9);
	return (uint32_t)((x ^ x >> 32) % of);
}

static void put(struct writer *w, const char *text)
{
	if (*text)
		worksheet_write_string(w->sheet, w->row, w->col, text, NULL);
	w->col++;
}

#define put_one(w, what, list) put(w, (list)[lot(w, what, sizeof(list) / sizeof(*(list)))])

/* Every third person's days are days to Excel, the others text. */
static void put_day(struct writer *w, day_t d)
{
	char text[DAY_TEXT];
	lxw_datetime when = {.year = day_year(d), .month = day_month(d), .day = day_mday(d)};

	if (w->person % 3 || !d) {
		put(w, d ? day_print(text, d) : "");
		return;
	}
	worksheet_write_datetime(w->sheet, w->row, w->col++, &when, w->day);
}

__attribute__((format(printf, 2, 3))) static void put_number(
	struct writer *w, const char *format, ...)
{
	char text[TEXT];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	put(w, text);
}

void roster_cell(char out[ROSTER_CODE], unsigned cell)
{
	snprintf(out, ROSTER_CODE, "cb%04u", cell);
}

static void put_name(struct writer *w)
{
	static const char *const families[] = {"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Lò",
		"Quàng", "Cà", "Vàng", "Giàng", "Sùng", "Thào", "Mùa", "Tòng", "Lường", "Đinh"};
	static const char *const middles[] = {"Văn", "Thị", "Đức", "Minh", "A", "Quang", "Ngọc",
		"Hữu", "Xuân", "Thanh", "Bá", "Công", "Thế", "Thu", "Kim", "Hồng"};
	static const char *const givens[] = {"An", "Bình", "Cường", "Dũng", "Đạt", "Hà", "Hải",
		"Hạnh", "Hiền", "Hoa", "Hùng", "Hương", "Khánh", "Lan", "Linh", "Long", "Mai",
		"Minh", "Nam", "Nga", "Phượng", "Quý", "Sơn", "Tâm", "Thắng", "Thủy", "Tú", "Tùng",
		"Vinh", "Xuyến", "Yến", "Ổn"};
	char text[TEXT];

	snprintf(text, sizeof(text), "%s %s %s %s", families[lot(w, 1, 16)],
		middles[w->person % 2 ? 1 : lot(w, 2, 16)], middles[lot(w, 3, 16)],
		givens[lot(w, 4, 32)]);
	put(w, text);
}

static day_t day_of(const struct writer *w, uint32_t what, int year, int years)
{
	return (day_t)((year + (int)lot(w, what, (uint32_t)years)) * 10000 +
		       (1 + (int)lot(w, what + 1, 12)) * 100 + 1 + (int)lot(w, what + 2, 28));
}

static void put_who(struct writer *w)
{
	static const char *const groups[] = {"Kinh", "Thái", "Mông", "Tày", "Khơ-mú", "H'Mông"};
	static const char *const faiths[] = {"Không", "Không", "Không", "Phật giáo"};

	put_number(w, "%u", w->person + 1);
	put_number(w, "LL.%06u", w->person + 1);
	put_name(w);
	put(w, "");
	put_day(w, day_of(w, 10, 1950, 45));
	put(w, w->person % 2 ? "Nữ" : "Nam");
	put_one(w, 14, groups);
	put_one(w, 15, faiths);
	put_number(w, "Xã số %u, huyện Mường Ảng, tỉnh Điện Biên", lot(w, 16, 400));
	put_number(w, "Bản %u, xã Ẳng Tở", lot(w, 17, 900));
	put_number(w, "09%08u", lot(w, 18, 100000000));
	put_number(w, "011%09u", w->person + 1);
}

static void put_training(struct writer *w)
{
	static const char *const schools[] = {"12/12", "10/10", "9/12", "7/10", "5/12"};
	static const char *const degrees[] = {
		"", "Trung cấp", "Cao đẳng", "Đại học sư phạm", "Thạc sĩ"};
	static const char *const theory[] = {"", "Sơ cấp", "Trung cấp", "Cao cấp"};
	static const char *const work[] = {"Nông dân", "Giáo viên", "Y tế", "Hưu trí", "Quân đội"};

	put_one(w, 20, schools);
	put_one(w, 21, degrees);
	put_one(w, 22, theory);
	put_one(w, 23, work);
	put(w, "");
}

static void put_party(struct writer *w, const struct roster_size *size)
{
	static const char *const notes[] = {"", "", "", "", "", "", "đi làm xa", "miễn SH"};
	day_t admitted = day_of(w, 30, 2013, 7);
	char cell[ROSTER_CODE];

	roster_cell(cell, w->person % size->cells);
	put(w, cell);
	put_day(w, admitted);
	put_day(w, day_add(admitted, 5));
	put_number(w, "Chi bộ bản %u", lot(w, 33, 900));
	put_day(w, day_add(admitted, 370));
	put_day(w, day_add(admitted, 375));
	put(w, "");
	put(w, "");
	put_number(w, "%08u", w->person + 1);
	put_day(w, day_add(admitted, 400));
	put(w, "");
	put(w, "Chính thức");
	put_one(w, 34, notes);
}

static void put_head(struct writer *w)
{
	static const char *const heads[ROSTER_COLUMNS] = {"STT", "Số lý lịch", "Họ và tên",
		"Tên gọi khác", "Ngày sinh", "Giới tính", "Dân tộc", "Tôn giáo", "Quê quán",
		"Nơi ở", "Điện thoại", "Số định danh", "Học vấn", "Trình độ chuyên môn",
		"Lý luận chính trị", "Nghề nghiệp", "Đoàn viên", "Mã chi bộ", "Ngày kết nạp",
		"Ngày lễ kết nạp", "Nơi kết nạp", "Ngày chính thức", "Ngày quyết định công nhận",
		"Ngày chuyển đến", "Nơi chuyển đến", "Số thẻ", "Ngày cấp thẻ", "Miễn từ ngày",
		"Trạng thái", "Ghi chú"};

	for (int i = 0; i < ROSTER_COLUMNS; i++)
		put(w, heads[i]);
}

static int write_book(const char *path, const struct roster_size *size)
{
	lxw_workbook *book = workbook_new(path);
	struct writer w = {.sheet = workbook_add_worksheet(book, "Danh sách"), .row = 2};

	w.day = workbook_add_format(book);
	format_set_num_format(w.day, "dd/mm/yyyy");
	worksheet_write_string(w.sheet, 0, 0, "DANH SÁCH ĐẢNG VIÊN", NULL);
	put_head(&w);
	for (; w.person < size->people; w.person++) {
		w.row++;
		w.col = 0;
		put_who(&w);
		put_training(&w);
		put_party(&w, size);
	}
	return workbook_close(book) != LXW_NO_ERROR;
}

void roster_write(const char *path, const struct roster_size *size)
{
	int status = 1;
	pid_t child = fork();

	if (child == 0)
		_exit(write_book(path, size));
	if (child < 0 || waitpid(child, &status, 0) != child || status)
		die("no roster in %s", path);
}
