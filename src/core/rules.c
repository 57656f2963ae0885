#include "core/rules.h"

#include "base/die.h"
#include "core/rule_file.h"

static int64_t number(const char *s)
{
	long long v = 0;

	must(text_empty(s) || str_to_int(str_of(s), &v));
	return v;
}

static enum err row_store_cat(struct ctx *cx, const struct rule_cells *r, void *p)
{
	(void)p;
	return db_run(cx->db, Q_CAT_STORE, r->cell[0], r->cell[1], number(r->cell[2]), r->cell[3],
		r->cell[4], r->cell[5], r->cell[6], DAY_MIN, DAY_MAX);
}

static enum err row_store_kind(struct ctx *cx, const struct rule_cells *r, void *p)
{
	(void)p;
	return db_run(cx->db, Q_KIND_RULE_STORE, r->cell[0], rule_file_from(r->cell[1]),
		rule_file_to(r->cell[2]), number(r->cell[3]), number(r->cell[4]),
		number(r->cell[5]), r->cell[6], number(r->cell[7]));
}

static enum err row_store_child(struct ctx *cx, const struct rule_cells *r, void *p)
{
	(void)p;
	return db_run(cx->db, Q_CHILD_RULE_STORE, r->cell[0] ? r->cell[0] : "", r->cell[1],
		rule_file_from(r->cell[2]), rule_file_to(r->cell[3]));
}

static enum err row_store_figure(struct ctx *cx, const struct rule_cells *r, void *p)
{
	(void)p;
	return db_run(cx->db, Q_FIGURE_RULE_STORE, r->cell[0], r->cell[1],
		rule_file_from(r->cell[2]), rule_file_to(r->cell[3]));
}

static enum err row_store_function(struct ctx *cx, const struct rule_cells *r, void *p)
{
	(void)p;
	return db_run(cx->db, Q_FUNCTION_RULE_STORE, r->cell[0], r->cell[1] ? r->cell[1] : "",
		r->cell[2], r->cell[3], r->cell[4], rule_file_from(r->cell[5]),
		rule_file_to(r->cell[6]), r->cell[7]);
}

static enum err row_store_paper(struct ctx *cx, const struct rule_cells *r, void *p)
{
	(void)p;
	return db_run(cx->db, Q_FLOW_PAPER_STORE, r->cell[0], r->cell[1], r->cell[2], r->cell[3],
		r->cell[4], rule_file_from(r->cell[5]), rule_file_to(r->cell[6]), r->cell[7]);
}

static const struct {
	const char *file;
	enum err (*store)(struct ctx *cx, const struct rule_cells *r, void *p);
} files[] = {
	{"rules/catalogues.csv", row_store_cat},
	{"rules/org-kinds.csv", row_store_kind},
	{"rules/org-children.csv", row_store_child},
	{"rules/org-figures.csv", row_store_figure},
	{"rules/functions.csv", row_store_function},
	{"rules/papers.csv", row_store_paper},
};

enum err rules_store(struct ctx *cx)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		TRY(rule_file_each(cx, files[i].file, files[i].store, NULL));
	return rule_files_store(cx);
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
