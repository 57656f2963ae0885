#include "core/rules.h"

#include "base/die.h"
#include "base/embed.h"
#include "base/sheet.h"

/* Rows of a rules file as texts: NULL where a cell is empty. */
struct rule_row {
	const char *cell[10];
};

static day_t day_from(const char *s)
{
	day_t d;

	if (text_empty(s))
		return DAY_MIN;
	must(day_parse(str_of(s), 2000, &d));
	return d;
}

/* Files name the last day; rows end before the day after it. */
static day_t day_to(const char *s)
{
	return text_empty(s) ? DAY_MAX : day_add(day_from(s), 1);
}

static int64_t number(const char *s)
{
	long long v = 0;

	must(text_empty(s) || str_to_int(str_of(s), &v));
	return v;
}

static enum err row_store_cat(struct ctx *cx, const struct rule_row *r)
{
	return db_run(cx->db, Q_CAT_STORE, r->cell[0], r->cell[1], number(r->cell[2]), r->cell[3],
		r->cell[4], r->cell[5], r->cell[6], DAY_MIN, DAY_MAX);
}

static enum err row_store_kind(struct ctx *cx, const struct rule_row *r)
{
	return db_run(cx->db, Q_KIND_RULE_STORE, r->cell[0], day_from(r->cell[1]),
		day_to(r->cell[2]), number(r->cell[3]), number(r->cell[4]), number(r->cell[5]),
		number(r->cell[6]), r->cell[7], number(r->cell[8]));
}

static enum err row_store_child(struct ctx *cx, const struct rule_row *r)
{
	return db_run(cx->db, Q_CHILD_RULE_STORE, r->cell[0] ? r->cell[0] : "", r->cell[1],
		day_from(r->cell[2]), day_to(r->cell[3]));
}

static enum err row_store_figure(struct ctx *cx, const struct rule_row *r)
{
	return db_run(cx->db, Q_FIGURE_RULE_STORE, r->cell[0], r->cell[1], day_from(r->cell[2]),
		day_to(r->cell[3]));
}

static enum err row_store_function(struct ctx *cx, const struct rule_row *r)
{
	return db_run(cx->db, Q_FUNCTION_RULE_STORE, r->cell[0], r->cell[1] ? r->cell[1] : "",
		r->cell[2], r->cell[3], r->cell[4], day_from(r->cell[5]), day_to(r->cell[6]),
		r->cell[7]);
}

static enum err row_store_rule(struct ctx *cx, const struct rule_row *r)
{
	return db_run(cx->db, Q_RULE_STORE, r->cell[0], number(r->cell[1]), day_from(r->cell[2]),
		day_to(r->cell[3]), r->cell[4]);
}

static enum err row_store_holiday(struct ctx *cx, const struct rule_row *r)
{
	return db_run(cx->db, Q_HOLIDAY_STORE, day_from(r->cell[0]), number(r->cell[1]), r->cell[2],
		r->cell[3], number(r->cell[4]));
}

static const struct {
	const char *file;
	enum err (*store)(struct ctx *cx, const struct rule_row *r);
} files[] = {
	{"rules/catalogues.csv", row_store_cat},
	{"rules/org-kinds.csv", row_store_kind},
	{"rules/org-children.csv", row_store_child},
	{"rules/org-figures.csv", row_store_figure},
	{"rules/functions.csv", row_store_function},
	{"rules/rules.csv", row_store_rule},
	{"rules/holidays.csv", row_store_holiday},
};

static struct rule_row row_texts(struct arena *a, const struct sheet_row *row)
{
	struct rule_row r = {0};

	for (size_t i = 0; i < row->n && i < sizeof(r.cell) / sizeof(*r.cell); i++)
		if (row->cells[i].text.n)
			r.cell[i] = arena_strndup(a, row->cells[i].text.p, row->cells[i].text.n);
	return r;
}

static enum err file_store(struct ctx *cx, int i)
{
	const struct embedded *file = embed_find(files[i].file);
	struct sheet_row row;
	struct sheet *s;
	enum err e = ERR_OK;

	must(file);
	TRY(sheet_open(&s, cx->a, file->bytes, files[i].file, &sheet_limits_default, cx->f));
	while (!e && sheet_row(s, &row)) {
		struct rule_row r = row_texts(cx->a, &row);
		if (row.number > 1)
			e = files[i].store(cx, &r);
	}
	TRY(sheet_end(s));
	return e;
}

enum err rules_store(struct ctx *cx)
{
	for (int i = 0; i < (int)(sizeof(files) / sizeof(*files)); i++)
		TRY(file_store(cx, i));
	return ERR_OK;
}

struct cat_row {
	const char *cat, *code, *vi, *en, *alias, *note;
	int64_t pos;
	day_t from_day, to_day;
};

static const struct field cat_row_fields[] = {
	F_TEXT(struct cat_row, cat, M_FIELD_CODE, CLASS_PUBLIC, 0, 60),
	F_TEXT(struct cat_row, code, M_FIELD_CODE, CLASS_PUBLIC, 0, 60),
	F_TEXT(struct cat_row, vi, M_FIELD_NAME, CLASS_PUBLIC, 0, 200),
	F_TEXT(struct cat_row, en, M_FIELD_NAME, CLASS_PUBLIC, 0, 200),
	F_TEXT(struct cat_row, alias, M_FIELD_NAME, CLASS_PUBLIC, 0, 200),
	F_TEXT(struct cat_row, note, M_FIELD_NOTE, CLASS_PUBLIC, 0, 200),
	F_INT(struct cat_row, pos, M_FIELD_SEQ, CLASS_PUBLIC, 0, 0),
	F_DAY(struct cat_row, from_day, M_FIELD_FROM_DAY, CLASS_PUBLIC, 0),
	F_DAY(struct cat_row, to_day, M_FIELD_TO_DAY, CLASS_PUBLIC, 0),
	F_END,
};

enum err rules_cats(struct db *db, struct arena *a, struct cats *ret)
{
	const struct cat_row *row;
	struct cat_entry *e;
	struct list rows;

	TRY(db_list(db, a, cat_row_fields, sizeof(*row), &rows, Q_CAT_ENTRIES));
	row = rows.rows;
	e = arena_array(a, rows.n, sizeof(*e));
	for (size_t i = 0; i < rows.n; i++)
		e[i] = (struct cat_entry){row[i].cat, row[i].code, {row[i].vi, row[i].en},
			row[i].alias, row[i].note, row[i].pos, row[i].from_day, row[i].to_day};
	*ret = (struct cats){e, rows.n};
	return ERR_OK;
}

enum err rule_numbers(struct ctx *cx, const char *code, day_t day, struct list *ret)
{
	enum { ROOM = 400 };
	int64_t *n = arena_array(cx->a, ROOM, sizeof(*n));
	struct cursor c;

	*ret = (struct list){n, 0, sizeof(*n)};
	TRY(db_query(cx->db, &c, Q_RULE_NUMBERS, code, day));
	while (db_next(&c)) {
		must(ret->n < ROOM);
		n[ret->n++] = db_int(&c, 0);
	}
	return db_end(&c);
}

enum err rule_number(struct ctx *cx, const char *code, day_t day, int64_t *ret)
{
	struct list all;

	TRY(rule_numbers(cx, code, day, &all));
	if (!all.n)
		return cx_fault(cx, ERR_REFUSED, NULL, M_RULE_NONE, code, cx_day(cx, day));
	*ret = ((const int64_t *)all.rows)[all.n - 1];
	return ERR_OK;
}
