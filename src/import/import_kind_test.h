/*
 * import_kind_test.h: a small kind of the tests' own, and how files of it are opened and looked at.
 */
#ifndef GUONG_IMPORT_IMPORT_KIND_TEST_H
#define GUONG_IMPORT_IMPORT_KIND_TEST_H

#include "base/text.h"
#include "core/site_test.h"
#include "import/import_impl.h"

#define MAYBE __attribute__((unused))

struct line {
	const char *full_name;
	day_t birth_date;
	const char *sex, *citizen_no, *phone, *cell;
	day_t admitted_on, recognised_on;
	const char *note;
};

static const struct field line_fields[] = {
	IMPORT_NAME(struct line, full_name, "full_name", M_FIELD_FULL_NAME, FF_REQUIRED, 100,
		"ho ten|ho va ten"),
	IMPORT_DAY(struct line, birth_date, "birth_date", M_FIELD_BIRTH_DATE, FF_REQUIRED,
		"ngay sinh|nam sinh"),
	IMPORT_CAT(struct line, sex, "sex", M_FIELD_SEX, 0, "sex", "gioi tinh"),
	IMPORT_DIGITS(struct line, citizen_no, "citizen_no", M_FIELD_CITIZEN_NO, CLASS_SENSITIVE, 0,
		12, 2, "cccd|so cccd"),
	IMPORT_DIGITS(struct line, phone, "phone", M_FIELD_PHONE, CLASS_INSIDE, 0, 10, 1, "sdt"),
	IMPORT_TEXT(struct line, cell, "cell", M_FIELD_CELL, FF_REQUIRED, 100, "chi bo"),
	IMPORT_DAY(struct line, admitted_on, "admitted_on", M_FIELD_FROM_DAY, 0,
		"ngay vao dang|ngay vao dang du bi|du bi"),
	IMPORT_DAY(struct line, recognised_on, "recognised_on", M_FIELD_TO_DAY, 0,
		"ngay vao dang chinh thuc|chinh thuc"),
	IMPORT_TEXT(struct line, note, "note", M_FIELD_NOTE, 0, 200, "ghi chu"),
	F_END,
};

static const struct import_pair pairs[] = {
	{"ngay sinh nam", "birth_date", "sex", "male", NULL},
	{"ngay sinh nu", "birth_date", "sex", "female", NULL},
	{"nu|gioi tinh nu", NULL, "sex", "female", "male"},
	{NULL, NULL, NULL, NULL, NULL},
};

MAYBE static enum err means(struct import *im, const char *text, bool *ret)
{
	const char *folded = text_fold(im->cx->a, text);

	*ret = text_eq(folded, "chi bo hua na") || text_eq(folded, "chi bo ang cang");
	return ERR_OK;
}

/* A row that says "lạ" is doubtful, "hỏi" a question, "sai" wrong; "khác" differs. */
MAYBE static enum err plan(struct import *im)
{
	for (size_t i = 0; i < im->rows.n; i++) {
		const struct line *in = import_row(im, i);
		if (text_eq(in->note, "lạ"))
			import_doubt(im, i, "full_name", M_IMPORT_DOUBLE, "1", NULL);
		if (text_eq(in->note, "hỏi"))
			import_warn(im, i, "note", M_IMPORT_ENDS_FIRST, NULL, NULL);
		if (text_eq(in->note, "sai"))
			import_bad(im, i, "citizen_no", M_IMPORT_ENDS_FIRST, NULL, NULL);
		if (text_eq(in->note, "khác")) {
			import_change(im, i, IMPORT_CHANGED, in->full_name, "citizen_no",
				"011099000124", in->citizen_no);
			import_change(im, i, IMPORT_CHANGED, in->full_name, "note", NULL, "khác");
		}
		im->res.fresh += !im->bad[i];
	}
	if (!im->state->ranges.n && im->opt.compare) {
		import_change(im, IMPORT_NO_ROW, IMPORT_MISSING, "Lò Thị A", NULL, "1960", NULL);
		import_change(im, IMPORT_NO_ROW, IMPORT_MISSING, "Lò Thị A", NULL, "1970", NULL);
	}
	return ERR_OK;
}

MAYBE static enum err apply(struct import *im)
{
	(void)im;
	return ERR_OK;
}

MAYBE static enum err version(struct ctx *cx, int64_t *ret)
{
	(void)cx;
	*ret = 1;
	return ERR_OK;
}

static const struct import_kind kind = {.name = "orgs",
	.title = M_IMPORT_ORGS,
	.about = M_IMPORT_ORGS_ABOUT,
	.fields = line_fields,
	.size = sizeof(struct line),
	.options = import_member_options,
	.pairs = pairs,
	.sheet_field = "cell",
	.sheet_means = means,
	.version = version,
	.plan = plan,
	.apply = apply};

MAYBE static enum err open_bytes(struct site_test *s, struct str bytes, const char *name,
	const struct import_options *opt, struct import **ret)
{
	site_clean(s);
	return import_open(&s->cx, &kind, opt, name, bytes, ret);
}

MAYBE static struct import *opened_with(
	struct site_test *s, const char *text, const struct import_options *opt)
{
	struct import *im;
	enum err e = open_bytes(s, str_of(text), "thu.csv", opt, &im);

	problem_each (p, &s->f)
		print_message("# %s\n", msg_fill(s->a, LANG_VI, p->what, p->arg, ERR_ARGS));
	assert_int_equal(e, ERR_OK);
	return im;
}

MAYBE static struct import *opened(struct site_test *s, const char *text)
{
	return opened_with(s, text, &(struct import_options){0});
}

MAYBE static const struct line *line(const struct import *im, size_t i)
{
	assert_true(i < im->rows.n);
	return import_row(im, i);
}

MAYBE static bool told(const struct import *im, long row, enum msg what)
{
	for (const struct import_problem *p = im->problems; p; p = p->next)
		if (p->row == row && p->what == what)
			return true;
	return false;
}

MAYBE static const struct import_column *column(struct import *im, const char *header)
{
	struct import_result res;
	const struct import_column *c;

	import_result(im, &res);
	c = res.columns.rows;
	for (size_t i = 0; i < res.columns.n; i++)
		if (text_eq(c[i].header, header))
			return &c[i];
	return NULL;
}

MAYBE static bool noted(const struct import *im, const char *part)
{
	const char *const *notes = im->res.notes.rows;

	for (size_t i = 0; i < im->res.notes.n; i++)
		if (strstr(notes[i], part))
			return true;
	return false;
}

#endif
