/*
 * demo_scenario.c: which samples there are.
 */
#include "demo/demo.h"

enum { COUNTRY_TODAY = 20250630 };

#define COMMUNE "03256" /* in Điện Biên */
#define HON	"tt-muong-ang-08"

#define SAMPLE(name) name " (dữ liệu mẫu)"
#define NOT_OF_A_PLACE                                                                             \
	{.login = "kiemsoat", .name = SAMPLE("Kiểm soát dữ liệu"), .func = "auditor"},             \
	{                                                                                          \
		.login = "quantri", .name = SAMPLE("Quản trị"), .func = "administration"           \
	}
/* Who works with a locality: its office, and the secretary and a member of one of its cells. */
#define ACCOUNTS(office, top, cell, code)                                                          \
	.accounts = {{.login = "vanphong", .name = SAMPLE(office), .func = "office", .over = top}, \
		{.login = "bithu",                                                                 \
			.name = SAMPLE("Bí thư " cell),                                            \
			.member = "secretary",                                                     \
			.over = code},                                                             \
		{.login = "dangvien",                                                              \
			.name = SAMPLE("Đảng viên " cell),                                         \
			.member = "",                                                              \
			.func = "member",                                                          \
			.over = code,                                                              \
			.reach = "own"},                                                           \
		NOT_OF_A_PLACE}

const struct demo_scenario demo_scenarios[] = {
	{.name = "tam-son-2018",
		.site = SAMPLE("Thị trấn Tam Sơn"),
		.life = {.folder = "scenarios/tam-son-2018",
			.root = "tam-son",
			.unit = "08824",
			.mix = "townlet",
			.from = 20100101,
			.today = 20180831,
			.seed = 2018},
		ACCOUNTS("Văn phòng Đảng ủy", "tam-son", "chi bộ Bình Sơn Thượng",
			"binh-son-thuong")},
	{.name = "muong-ang-2016",
		.site = SAMPLE("Huyện Mường Ảng"),
		.life = {.folder = "scenarios/muong-ang-2016",
			.root = "muong-ang",
			.unit = "Q102",
			.mix = "highland",
			.from = 20130101,
			.today = 20161231,
			.seed = 3054},
		ACCOUNTS("Văn phòng Huyện ủy", "muong-ang", "chi bộ bản Hón", HON)},
	{.name = "moc-chau-2022",
		.site = SAMPLE("Huyện Mộc Châu"),
		.life = {.folder = "scenarios/moc-chau-2022",
			.root = "moc-chau",
			.unit = "Q123",
			.mix = "highland",
			.from = 20180101,
			.today = 20221231,
			.seed = 2022},
		ACCOUNTS("Văn phòng Huyện ủy", "moc-chau", "chi bộ bản Tân Lập", "tan-lap-01")},
	{.name = "all",
		.site = SAMPLE("Các địa phương mẫu"),
		.all = true,
		.life = {.root = "muong-ang", .today = 20221231},
		ACCOUNTS("Văn phòng Tỉnh ủy", "demo", "chi bộ bản Hón", HON)},
	{.name = "country",
		.site = SAMPLE("Việt Nam"),
		.life = {.today = COUNTRY_TODAY},
		.accounts = {{.login = "vanphong", .name = SAMPLE("Văn phòng"), .func = "office"},
			{.login = "bithu",
				.name = SAMPLE("Bí thư xã"),
				.func = "secretary",
				.over = COMMUNE},
			{.login = "dangvien",
				.name = SAMPLE("Đảng viên"),
				.func = "member",
				.over = COMMUNE,
				.reach = "own"},
			NOT_OF_A_PLACE}},
	{.name = NULL},
};

const struct demo_scenario *demo_find(const char *name)
{
	for (const struct demo_scenario *s = demo_scenarios; s->name; s++)
		if (text_eq(s->name, name))
			return s;
	return NULL;
}
