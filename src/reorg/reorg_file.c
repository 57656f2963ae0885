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

enum { TOLD_MOST = 5, KEPT_MOST = 500 };

const struct field reorg_bad_fields[] = {
	F_TEXT(struct reorg_bad, file, M_FIELD_FILE, CLASS_INSIDE, 0, 0),
	F_TEXT(struct reorg_bad, sheet, M_FIELD_SHEET, CLASS_INSIDE, 0, 0),
	F_INT(struct reorg_bad, row, M_FIELD_ROW, CLASS_INSIDE, 0, 0),
	F_TEXT(struct reorg_bad, column, M_FIELD_COLUMN, CLASS_INSIDE, 0, 0),
	F_TEXT(struct reorg_bad, value, M_FIELD_VALUE, CLASS_INSIDE, 0, 0),
	F_TEXT(struct reorg_bad, reason, M_FIELD_WRONG, CLASS_INSIDE, FF_KEY, 0),
	F_TEXT(struct reorg_bad, what, M_FIELD_WRONG, CLASS_INSIDE, FF_HIDDEN, 0),
	F_TEXT(struct reorg_bad, arg1, M_FIELD_WRONG, CLASS_INSIDE, FF_HIDDEN, 0),
	F_TEXT(struct reorg_bad, arg2, M_FIELD_WRONG, CLASS_INSIDE, FF_HIDDEN, 0),
	F_TEXT(struct reorg_bad, arg3, M_FIELD_WRONG, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

struct reorg_bad reorg_bad_of(enum msg what, const char *const arg[ERR_ARGS])
{
	return (struct reorg_bad){
		.what = msg_key(what), .arg1 = arg[0], .arg2 = arg[1], .arg3 = arg[2]};
}

void reorg_bad_say(struct ctx *cx, struct reorg_bad *b)
{
	const char *const arg[ERR_ARGS] = {b->arg1, b->arg2, b->arg3};
	enum msg what;

	if (b->what && msg_find(b->what, &what))
		b->reason = msg_fill(cx->a, cx->say.lang, what, arg, ERR_ARGS);
}

/* A file that is being read, and what is wrong with it so far. */
struct reading {
	struct ctx *cx;
	const char *field; /* of the form */
	const struct upload *file;
	struct list *bad;
	size_t room;
	int told;
};

static void bad_add(struct reading *r, struct reorg_bad b)
{
	struct reorg_bad *own;

	b.file = r->file->name;
	reorg_bad_say(r->cx, &b);
	if (r->bad->n < KEPT_MOST) {
		own = db_list_more(r->cx->a, r->bad, &r->room);
		*own = b;
	}
	if (r->told++ < TOLD_MOST && b.row)
		cx_fault(r->cx, ERR_BAD_INPUT, r->field, M_REORG_BAD_ROW,
			number_text(r->cx->a, r->cx->say.lang, b.row), b.reason);
}

static enum err tell_bad(struct reading *r, const struct import *im)
{
	struct list all = import_problems(im);
	const struct import_problem *p = all.rows;

	for (size_t i = 0; i < all.n; i++) {
		struct reorg_bad b = reorg_bad_of(p[i].what, p[i].arg);
		if (p[i].warning)
			continue;
		b.row = p[i].row;
		b.sheet = p[i].sheet;
		b.column = p[i].column;
		b.value = p[i].value;
		bad_add(r, b);
	}
	return r->cx->f->code;
}

/* What is wrong with it as a whole was told already. */
static void tell_whole(struct reading *r)
{
	problem_each (p, r->cx->f)
		bad_add(r, reorg_bad_of(p->what, p->arg));
}

static enum err read_rows(struct reading *r, const struct import_kind *kind, struct import **ret)
{
	struct import_options opt = {.file = *r->file};
	enum err e = import_open(r->cx, kind, &opt, r->file->name, r->file->bytes, ret);

	if (e) {
		tell_whole(r);
		return e;
	}
	return tell_bad(r, *ret);
}

static void bad_kind(struct reading *r, const struct import *im, size_t i, const char *kind)
{
	struct reorg_bad b = reorg_bad_of(M_IMPORT_UNIT_KIND, (const char *const[ERR_ARGS]){kind});

	b.row = im->numbers[i];
	b.column = msg_text(r->cx->say.lang, M_FIELD_KIND);
	b.value = kind;
	bad_add(r, b);
}

static enum err read_units(struct reading *rd, struct list *ret)
{
	struct ctx *cx = rd->cx;
	struct reorg_unit *u;
	struct import *im;

	TRY(read_rows(rd, &unit_file, &im));
	u = arena_array(cx->a, im->rows.n + 1, sizeof(*u));
	for (size_t i = 0; i < im->rows.n; i++) {
		const struct unit_row *r = import_row(im, i);
		const struct org_unit_kind *k = org_unit_kind(cx->a, r->kind);
		if (!k) {
			bad_kind(rd, im, i, r->kind);
			continue;
		}
		u[i] = (struct reorg_unit){.unit = (int64_t)i + 1,
			.code = r->code,
			.name = org_unit_name(cx->a, k, r->name),
			.kind = k->kind			     ? k->kind
				: text_empty(r->parent_code) ? "province"
							     : "district",
			.parent_code = r->parent_code};
	}
	*ret = (struct list){u, im->rows.n, sizeof(*u)};
	return cx->f->code;
}

static enum err read_map(struct reading *rd, struct list *ret)
{
	struct reorg_line *l;
	struct import *im;

	TRY(read_rows(rd, &map_file, &im));
	l = arena_array(rd->cx->a, im->rows.n + 1, sizeof(*l));
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

enum err reorg_file_read(struct ctx *cx, const struct reorg_files *files, struct list *ret_units,
	struct list *ret_lines, struct list *ret_bad)
{
	struct reading units = {cx, "units", &files->units, ret_bad, 0, 0};
	struct reading map = {cx, "map", &files->map, ret_bad, 0, 0};
	enum err e = ERR_OK, e_map = ERR_OK;
	struct fault first;

	*ret_units = (struct list){NULL, 0, sizeof(struct reorg_unit)};
	*ret_lines = (struct list){NULL, 0, sizeof(struct reorg_line)};
	*ret_bad = (struct list){NULL, 0, sizeof(struct reorg_bad)};
	if (files->units.bytes.n)
		e = read_units(&units, ret_units);
	/* the other one is read all the same, so that both can be mended at once */
	first = *cx->f;
	fault_clear(cx->f);
	map.room = units.room;
	if (files->map.bytes.n)
		e_map = read_map(&map, ret_lines);
	if (e)
		*cx->f = first;
	return e ? e : e_map;
}
