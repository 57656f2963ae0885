/*
 * member_import_transfers.c: who went from which cell to which, for good or for a time. An empty
 * end is outside this register.
 */
#include "base/text.h"
#include "member/member_import_events.h"

struct line {
	const char *member_no, *full_name, *from_code, *to_code, *kind, *letter_no, *place;
	day_t birth_date, on, until;
};

static const struct field line_fields[] = {
	IMPORT_TEXT(struct line, member_no, "member_no", M_FIELD_MEMBER_NO, 0, 40,
		"so ly lich|so ly lich dang vien|so ll|so lldv|so ho so|so hieu dang vien|shdv"),
	IMPORT_NAME(struct line, full_name, "full_name", M_FIELD_FULL_NAME, 0, 100,
		"ho ten|ho va ten dang vien|ho ten dang vien|ho va ten khai sinh|name"),
	IMPORT_DAY(struct line, birth_date, "birth_date", M_FIELD_BIRTH_DATE, 0,
		"nam sinh|ngay thang nam sinh|sinh ngay"),
	IMPORT_TEXT(struct line, from_code, "from_code", M_FIELD_FROM_CELL, 0, 200,
		"ma chi bo di|chi bo di|noi di|tu|chi bo cu|chi bo chuyen di|chuyen tu chi bo|tu "
		"ma|from"),
	IMPORT_TEXT(struct line, to_code, "to_code", M_FIELD_TO_CELL, 0, 200,
		"ma chi bo den|chi bo den|noi den|den|chi bo moi|chi bo chuyen den|chuyen den chi "
		"bo|"
		"den ma|to"),
	IMPORT_DAY(struct line, on, "on", M_FIELD_DAY, FF_REQUIRED,
		"ngay|ngay chuyen|ngay chuyen sinh hoat|ngay tiep nhan|tu ngay|ngay gioi "
		"thieu|day|date"),
	IMPORT_CAT(struct line, kind, "kind", M_FIELD_TRANSFER_KIND, 0, "transfer_kind",
		"hinh thuc|loai|hinh thuc chuyen|loai chuyen"),
	IMPORT_TEXT(struct line, letter_no, "letter_no", M_FIELD_LETTER_NO, 0, 60,
		"so giay|so giay gioi thieu|giay gioi thieu|so gioi thieu|so giay gtshd|so gtshd"),
	IMPORT_TEXT(struct line, place, "place", M_FIELD_PLACE, 0, 200,
		"noi|noi chuyen|noi chuyen den|noi chuyen di|dia diem|dang bo khac|noi khac"),
	IMPORT_DAY(struct line, until, "until", M_FIELD_UNTIL_DAY, 0,
		"den ngay|den het ngay|het ngay|ngay het han"),
	F_END,
};

static bool is_temporary(const struct line *in)
{
	return text_eq(in->kind, "temporary");
}

/* The cell of a fact is where they left, but of one who came from outside. */
static const char *column(const void *row, const char *field)
{
	const struct line *in = row;

	if (text_eq(field, "day"))
		return "on";
	if (text_eq(field, "other"))
		return "to_code";
	if (text_eq(field, "cell"))
		return text_empty(in->from_code) ? "to_code" : "from_code";
	return field;
}

/*
 * A guest goes home by the same way: from the host, to where they are members. What was read as
 * another stay is then the end of the one before.
 */
static bool was_guest(const struct member_fact *f, const struct event *e)
{
	return text_eq(f->kind, "hosted") && f->other && f->other == e->f.cell &&
	       day_first(f->day) <= day_first(e->f.day);
}

static bool ends_stay(const struct event *first, const struct event *e, const struct list *facts)
{
	const struct member_fact *f = facts->rows;

	for (size_t i = 0; i < facts->n; i++)
		if (was_guest(&f[i], e))
			return true;
	for (const struct event *o = first; o < e; o++)
		if (was_guest(&o->f, e))
			return true;
	return false;
}

static void settle(struct event *first, size_t n, const struct list *facts)
{
	for (struct event *e = first; e < first + n; e++) {
		if (!text_eq(e->f.kind, "hosted"))
			continue;
		if (ends_stay(first, e, facts)) {
			e->f.kind = "hosted_end";
			e->f.other = 0;
			e->f.until_day = 0;
		}
	}
	for (struct event *e = first; e < first + n; e++)
		if (text_eq(e->f.kind, "hosted") || text_eq(e->f.kind, "hosted_end")) {
			e->home = text_eq(e->f.kind, "hosted") ? e->f.cell : 0;
			e->f.cell = 0;
		}
}

static void check_line(struct events *w, size_t i, const struct line *in)
{
	if (text_empty(in->from_code) && text_empty(in->to_code))
		import_bad(w->im, i, "to_code", M_IMPORT_NO_ENDS, NULL, NULL);
	else if (is_temporary(in) && text_empty(in->from_code))
		import_bad(w->im, i, "from_code", M_IMPORT_GUEST_FROM_OUTSIDE, NULL, NULL);
	if (day_first(in->on) > w->cx->say.today)
		import_bad(
			w->im, i, "on", M_IMPORT_DAY_AHEAD, cx_day(w->cx, w->cx->say.today), NULL);
	if (in->until && day_last(in->until) < day_first(in->on))
		import_bad(w->im, i, "until", M_IMPORT_ENDS_FIRST, NULL, NULL);
}

static struct member_fact fact_of(const struct line *in, int64_t from, int64_t to)
{
	struct member_fact f = {.kind = "transfer",
		.day = in->on,
		.cell = from,
		.other = to,
		.number = in->letter_no,
		.place = in->place};

	if (is_temporary(in)) {
		f.kind = "hosted";
		f.until_day = in->until;
	} else if (!from) {
		f.kind = "transfer_in";
		f.cell = to;
		f.other = 0;
	} else if (!to) {
		f.kind = "transfer_out";
	}
	return f;
}

static enum err take_row(struct events *w, size_t i)
{
	const struct line *in = import_row(w->im, i);
	day_t day = day_first(in->on);
	struct event e = {.i = i};
	int64_t from, to;

	check_line(w, i, in);
	if (w->im->bad[i])
		return ERR_OK;
	TRY(events_cell(w, i, "from_code", in->from_code, day, &from));
	TRY(events_cell(w, i, "to_code", in->to_code, day, &to));
	if (w->im->bad[i])
		return ERR_OK;
	e.f = fact_of(in, from, to);
	TRY(events_person(w,
		&(struct find_ask){.member_no = in->member_no,
			.full_name = in->full_name,
			.birth_date = in->birth_date,
			.day = day,
			.cell = from},
		&e));
	events_add(w, &e);
	return ERR_OK;
}

static enum err plan(struct import *im)
{
	struct events *w;

	TRY(events_begin(im, &w));
	w->column = column;
	w->settle = settle;
	for (size_t i = 0; i < im->rows.n; i++)
		if (!im->bad[i])
			TRY(take_row(w, i));
	return events_finish(w);
}

const struct import_kind member_import_transfers = {.name = "transfers",
	.title = M_IMPORT_TRANSFERS,
	.about = M_IMPORT_TRANSFERS_ABOUT,
	.location = "/org",
	.fields = line_fields,
	.size = sizeof(struct line),
	.options = import_event_options,
	.version = member_import_version,
	.plan = plan,
	.apply = member_import_apply,
	.undo_plan = member_import_undo_plan,
	.undo_apply = member_import_undo_apply};
