#include "org/org_unit.h"

#include "base/text.h"

/* A kind of unit: as files write it (folded), its word, and what its organisation is. */
static const struct org_unit_kind unit_kinds[] = {
	{"tinh", "tỉnh", "province"},
	{"thanh pho trung uong", "thành phố", "province"},
	{"thanh pho truc thuoc trung uong", "thành phố", "province"},
	{"thanh pho", "thành phố", NULL}, /* a province or a district: the parent decides */
	{"thanh pho thuoc tinh", "thành phố", "district"},
	{"huyen", "huyện", "district"},
	{"quan", "quận", "district"},
	{"thi xa", "thị xã", "district"},
	{"xa", "xã", "commune"},
	{"phuong", "phường", "commune"},
	{"thi tran", "thị trấn", "commune"},
	{"dac khu", "đặc khu", "commune"},
};

/* The words with which names begin, as they are written; with marks, for "Quan Sơn" is no quận. */
static const char *const words[][3] = {
	{"Tỉnh", "TỈNH", "tỉnh"},
	{"Thành phố", "THÀNH PHỐ", "thành phố"},
	{"Thành Phố", NULL, "thành phố"},
	{"Huyện", "HUYỆN", "huyện"},
	{"Quận", "QUẬN", "quận"},
	{"Thị xã", "THỊ XÃ", "thị xã"},
	{"Thị Xã", NULL, "thị xã"},
	{"Xã", "XÃ", "xã"},
	{"Phường", "PHƯỜNG", "phường"},
	{"Thị trấn", "THỊ TRẤN", "thị trấn"},
	{"Thị Trấn", NULL, "thị trấn"},
	{"Đặc khu", "ĐẶC KHU", "đặc khu"},
	{"Đặc Khu", NULL, "đặc khu"},
};

const struct org_unit_kind *org_unit_kind(struct arena *a, const char *text)
{
	const char *folded = text_fold(a, text);

	for (size_t i = 0; i < sizeof(unit_kinds) / sizeof(*unit_kinds); i++)
		if (text_eq(unit_kinds[i].folded, folded))
			return &unit_kinds[i];
	return NULL;
}

const char *org_unit_rest(const char *name, const char **ret_word)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		for (int k = 0; k < 3; k++) {
			size_t n = words[i][k] ? strlen(words[i][k]) : 0;
			if (n && strncmp(name, words[i][k], n) == 0 && name[n] == ' ') {
				*ret_word = words[i][2];
				return name + n + 1;
			}
		}
	return name;
}

const char *org_unit_name(struct arena *a, const struct org_unit_kind *kind, const char *name)
{
	const char *word = kind->word, *rest = org_unit_rest(name, &word);

	return arena_printf(a, "Đảng bộ %s %s", word, rest);
}
