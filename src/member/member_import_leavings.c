/*
 * member_import_leavings.c: who left the Party: struck off, resigned, expelled, deceased, annulled.
 */
#include "base/text.h"
#include "member/member_import_events.h"

struct line {
	const char *member_no, *full_name, *cell, *kind, *decision_no, *reason;
	day_t birth_date, on;
};

static const struct field line_fields[] = {
	IMPORT_TEXT(struct line, member_no, "member_no", M_FIELD_MEMBER_NO, 0, 40,
		"so ly lich|so ly lich dang vien|so ll|so lldv|so ho so|so hieu dang vien|shdv"),
	IMPORT_NAME(struct line, full_name, "full_name", M_FIELD_FULL_NAME, 0, 100,
		"ho ten|ho va ten dang vien|ho ten dang vien|ho va ten khai sinh|name"),
	IMPORT_DAY(struct line, birth_date, "birth_date", M_FIELD_BIRTH_DATE, 0,
		"nam sinh|ngay thang nam sinh|sinh ngay"),
	IMPORT_TEXT(struct line, cell, "cell", M_FIELD_CELL, 0, 200,
		"cell code|ma chi bo|ten chi bo|sinh hoat tai chi bo|chi bo sinh hoat"),
	IMPORT_CAT(struct line, kind, "kind", M_FIELD_LEAVING_KIND, FF_REQUIRED, "leaving_kind",
		"hinh thuc|loai|ly do ra khoi dang|hinh thuc ra khoi dang|truong hop"),
	IMPORT_DAY(struct line, on, "on", M_FIELD_DAY, FF_REQUIRED,
		"ngay|tu ngay|ngay ra khoi dang|ngay tu tran|ngay mat|ngay xoa ten|ngay quyet dinh|"
		"day|date"),
	IMPORT_TEXT(struct line, decision_no, "decision_no", M_FIELD_DECISION_NO, 0, 60,
		"so quyet dinh|quyet dinh|so qd|so cong van"),
	IMPORT_TEXT(struct line, reason, "reason", M_FIELD_REASON, 0, 500, "ly do|ghi chu|note"),
	F_END,
};

static const char *column(const void *row, const char *field)
{
	(void)row;
	return text_eq(field, "day") ? "on" : field;
}

static enum err cell_on(struct ctx *cx, int64_t person, day_t day, int64_t *ret)
{
	struct member_spell s = {0};
	enum err e = member_spell_on(cx, person, day, &s);

	*ret = e || !s.counted ? 0 : s.cell;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* The reach over them is that over the cell that they leave. */
static enum err check_reach(struct events *w, const struct event *e)
{
	int64_t cell;

	TRY(cell_on(w->cx, e->person, day_add(day_first(e->f.day), -1), &cell));
	if (!cell)
		TRY(cell_on(w->cx, e->person, day_first(e->f.day), &cell));
	return cell ? events_over(w, e->i, "full_name", cell) : ERR_OK;
}

/* A birth told in the row, or known, lies before every leaving. */
static void check_days(struct events *w, size_t i, const struct line *in)
{
	if (day_first(in->on) > w->cx->say.today)
		import_bad(
			w->im, i, "on", M_IMPORT_DAY_AHEAD, cx_day(w->cx, w->cx->say.today), NULL);
	if (in->birth_date && day_last(in->on) < day_first(in->birth_date))
		import_bad(
			w->im, i, "on", M_IMPORT_BORN_AFTER, cx_day(w->cx, in->birth_date), NULL);
}

static enum err take_row(struct events *w, size_t i)
{
	const struct line *in = import_row(w->im, i);
	struct event e = {.i = i};
	int64_t cell;

	check_days(w, i, in);
	if (w->im->bad[i])
		return ERR_OK;
	TRY(events_cell(w, i, "cell", in->cell, day_first(in->on), &cell));
	if (w->im->bad[i])
		return ERR_OK;
	e.f = (struct member_fact){.kind = in->kind,
		.day = in->on,
		.cell = cell,
		.number = in->decision_no,
		.reason = in->reason};
	TRY(events_person(w,
		&(struct find_ask){.member_no = in->member_no,
			.full_name = in->full_name,
			.birth_date = in->birth_date,
			.day = day_first(in->on),
			.cell = cell},
		&e));
	if (e.person)
		TRY(check_reach(w, &e));
	events_add(w, &e);
	return ERR_OK;
}

static enum err plan(struct import *im)
{
	struct events *w;

	TRY(events_begin(im, &w));
	w->column = column;
	for (size_t i = 0; i < im->rows.n; i++)
		if (!im->bad[i])
			TRY(take_row(w, i));
	return events_finish(w);
}

const struct import_kind member_import_leavings = {.name = "leavings",
	.title = M_IMPORT_LEAVINGS,
	.about = M_IMPORT_LEAVINGS_ABOUT,
	.location = "/org",
	.fields = line_fields,
	.size = sizeof(struct line),
	.options = import_event_options,
	.version = member_import_version,
	.plan = plan,
	.apply = member_import_apply,
	.undo_plan = member_import_undo_plan,
	.undo_apply = member_import_undo_apply};
