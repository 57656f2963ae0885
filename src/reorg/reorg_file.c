/*
 * reorg_file.c: the two files with which a plan begins: the units of the new order, and which old
 * unit goes where. They are read like files that are taken in (import/import.h), but nothing comes
 * of them except lines of the plan.
 */
#include "import/import.h"
#include "org/org_unit.h"
#include "reorg/reorg.h"

struct unit_row {
	const char *code, *name, *kind, *parent_code;
};

static const struct field unit_row_fields[] = {
	IMPORT_TEXT(struct unit_row, code, "code", M_FIELD_CODE, FF_REQUIRED, 60,
		"ma don vi|ma dvhc|ma so|ma moi"),
	IMPORT_TEXT(struct unit_row, name, "name", M_FIELD_NAME, FF_REQUIRED, 180,
		"ten don vi|ten dvhc|ten don vi hanh chinh|ten moi"),
	IMPORT_TEXT(struct unit_row, kind, "kind", M_FIELD_KIND, FF_REQUIRED, 60,
		"loai|cap|loai don vi"),
	IMPORT_TEXT(struct unit_row, parent_code, "parent_code", M_FIELD_PARENT_CODE, 0, 60,
		"ma cap tren|cap tren|ma don vi cap tren|parent|ma tinh"),
	F_END,
};

struct map_row {
	const char *old_code, *old_name, *old_district, *old_province;
	const char *new_code, *new_name, *new_province;
};

static const struct field map_row_fields[] = {
	IMPORT_TEXT(struct map_row, old_code, "old_code", M_FIELD_REORG_OLD_CODE, 0, 60,
		"ma cu|ma truoc|ma don vi cu"),
	IMPORT_TEXT(struct map_row, old_name, "old_name", M_FIELD_REORG_OLD_NAME, 0, 200,
		"ten cu|don vi cu|ten truoc|xa cu"),
	IMPORT_TEXT(struct map_row, old_district, "old_district", M_FIELD_REORG_OLD_DISTRICT, 0,
		200, "huyen cu|huyen|quan huyen cu"),
	IMPORT_TEXT(struct map_row, old_province, "old_province", M_FIELD_REORG_OLD_PROVINCE, 0,
		200, "tinh cu|tinh truoc"),
	IMPORT_TEXT(struct map_row, new_code, "new_code", M_FIELD_REORG_NEW_CODE, FF_REQUIRED, 60,
		"ma moi|ma sau|ma don vi moi"),
	IMPORT_TEXT(struct map_row, new_name, "new_name", M_FIELD_REORG_NEW_NAME, 0, 200,
		"ten moi|don vi moi|ten sau|xa moi"),
	IMPORT_TEXT(struct map_row, new_province, "new_province", M_FIELD_REORG_NEW_PROVINCE, 0,
		200, "tinh moi|tinh sau"),
	F_END,
};

static const struct import_kind unit_file = {.name = "reorg_units",
	.title = M_FIELD_REORG_UNITS,
	.about = M_HINT_REORG_UNITS,
	.fields = unit_row_fields,
	.size = sizeof(struct unit_row),
	.options = import_plain_options};

static const struct import_kind map_file = {.name = "reorg_map",
	.title = M_FIELD_REORG_MAP,
	.about = M_HINT_REORG_MAP,
	.fields = map_row_fields,
	.size = sizeof(struct map_row),
	.options = import_plain_options};

enum { TOLD_MOST = 5 };

/* What is wrong with rows, bound to the field with the file; the first few of them. */
static enum err tell_bad(struct ctx *cx, const char *field, const struct import *im)
{
	struct list all = import_problems(im);
	const struct import_problem *p = all.rows;
	int told = 0;

	for (size_t i = 0; i < all.n && told < TOLD_MOST; i++) {
		struct import_line l;
		if (p[i].warning)
			continue;
		l = import_line_of(cx, &p[i], 0);
		told++;
		cx_fault(cx, ERR_BAD_INPUT, field, M_REORG_BAD_ROW,
			number_text(cx->a, cx->say.lang, l.row), l.reason);
	}
	return cx->f->code;
}

static enum err read_rows(struct ctx *cx, const char *field, const struct import_kind *kind,
	const struct upload *file, struct import **ret)
{
	struct import_options opt = {.file = *file};

	TRY(import_open(cx, kind, &opt, file->name, file->bytes, ret));
	return tell_bad(cx, field, *ret);
}

static enum err read_units(struct ctx *cx, const struct upload *file, struct list *ret)
{
	struct reorg_unit *u;
	struct import *im;

	TRY(read_rows(cx, "units", &unit_file, file, &im));
	u = arena_array(cx->a, im->rows.n + 1, sizeof(*u));
	for (size_t i = 0; i < im->rows.n; i++) {
		const struct unit_row *r = import_row(im, i);
		const struct org_unit_kind *k = org_unit_kind(cx->a, r->kind);
		if (!k)
			return cx_fault(cx, ERR_BAD_INPUT, "units", M_REORG_BAD_ROW,
				number_text(cx->a, cx->say.lang, im->numbers[i]),
				msg_say(cx->a, cx->say.lang, M_IMPORT_UNIT_KIND, r->kind));
		u[i] = (struct reorg_unit){.unit = (int64_t)i + 1,
			.code = r->code,
			.name = org_unit_name(cx->a, k, r->name),
			.kind = k->kind			     ? k->kind
				: text_empty(r->parent_code) ? "province"
							     : "district",
			.parent_code = r->parent_code};
	}
	*ret = (struct list){u, im->rows.n, sizeof(*u)};
	return ERR_OK;
}

static enum err read_map(struct ctx *cx, const struct upload *file, struct list *ret)
{
	struct reorg_line *l;
	struct import *im;

	TRY(read_rows(cx, "map", &map_file, file, &im));
	l = arena_array(cx->a, im->rows.n + 1, sizeof(*l));
	for (size_t i = 0; i < im->rows.n; i++) {
		const struct map_row *r = import_row(im, i);
		l[i] = (struct reorg_line){.line = (int64_t)i + 1,
			.row_no = im->numbers[i],
			.old_code = r->old_code,
			.old_name = r->old_name,
			.old_district = r->old_district,
			.old_province = r->old_province,
			.new_code = r->new_code,
			.new_name = r->new_name,
			.new_province = r->new_province,
			.what = "open",
			.ask = "sure"};
	}
	*ret = (struct list){l, im->rows.n, sizeof(*l)};
	return ERR_OK;
}

enum err reorg_file_read(struct ctx *cx, const struct upload *units, const struct upload *map,
	struct list *ret_units, struct list *ret_lines)
{
	*ret_units = (struct list){NULL, 0, sizeof(struct reorg_unit)};
	*ret_lines = (struct list){NULL, 0, sizeof(struct reorg_line)};
	if (units->bytes.n)
		TRY(read_units(cx, units, ret_units));
	if (map->bytes.n)
		TRY(read_map(cx, map, ret_lines));
	return ERR_OK;
}
