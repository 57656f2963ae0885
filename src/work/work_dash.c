/*
 * work_dash.c: what stands on the overview of an organisation beside its numbers: what is late and
 * what comes next; of a cell, whose secretary knows everybody, the people on their way by name.
 */
#include "base/text.h"
#include "org/org.h"
#include "work/case.h"
#include "work/work.h"

enum { SHOWN = 8, PEOPLE = 50 };

/* ---- what is due ---- */

static void show_due(struct ctx *cx, struct doc *d, const struct org_step *org, struct work *w)
{
	struct doc_part *p;
	struct list rows = w->rows;

	if (w->late)
		doc_note(d, DOC_WARN,
			doc_say(d, w->cut ? M_WORK_LATE_MANY : M_WORK_LATE_HERE,
				number_text(cx->a, cx->say.lang, (int64_t)w->late), NULL));
	if (rows.n > SHOWN)
		rows.n = SHOWN;
	p = doc_table(d, "due", M_WORK_DUE_HERE, work_row_fields, rows);
	p->empty = msg_text(cx->say.lang, M_WORK_NOTHING_HERE);
	p->total = w->cut ? -1 : (int64_t)w->rows.n;
	if (w->rows.n > SHOWN || w->cut)
		doc_part_link(d, p, DOC_ONWARD, msg_text(cx->say.lang, M_WORK_TITLE), "/work");
	doc_part_link(d, p, DOC_ONWARD, msg_text(cx->say.lang, M_MEMBER_DUE), "/org/%lld/due",
		(long long)org->org);
}

/* ---- people of a cell ---- */

struct way_row {
	int64_t id, flow;
	const char *full_name, *state, *status, *stands, *href;
	day_t since;
};

static const struct field way_fields[] = {
	F_ID(struct way_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_ID(struct way_row, flow, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "case"),
	F_URL(struct way_row, href, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN),
	F_TEXT(struct way_row, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 100),
	F_CAT(struct way_row, state, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, "flow_state"),
	F_CAT(struct way_row, status, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, "member_status"),
	F_TEXT(struct way_row, stands, M_FIELD_STATE, CLASS_INSIDE, 0, 100),
	F_DAY(struct way_row, since, M_FIELD_FLOW_SINCE, CLASS_INSIDE, 0),
	F_END,
};

static void complete(struct ctx *cx, struct way_row *r)
{
	const char *cat = r->flow ? "flow_state" : "member_status";

	r->stands = cat_name(cx->say.cats, cx->say.lang, cat, r->flow ? r->state : r->status);
	r->href = r->flow ? arena_printf(cx->a, "/case/%lld", (long long)r->flow)
			  : arena_printf(cx->a, "/member/%lld", (long long)r->id);
}

/* Candidates by how far they are, and probationers. */
static enum err show_people(struct ctx *cx, struct doc *d, const struct org_step *org)
{
	struct way_row *r;
	struct doc_part *p;
	struct list rows;

	TRY(db_list(cx->db, cx->a, way_fields, sizeof(*r), &rows, Q_WORK_PEOPLE, org->org, cx->day,
		cx->known, (int64_t)PEOPLE));
	r = (struct way_row *)rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		complete(cx, &r[i]);
	p = doc_table(d, "people", M_WORK_PEOPLE, way_fields, rows);
	p->empty = msg_text(cx->say.lang, M_WORK_NO_PEOPLE);
	doc_part_link(d, p, DOC_ONWARD, msg_text(cx->say.lang, M_WORK_ALL_MEMBERS),
		"/org/%lld/members%s", (long long)org->org, cx->query);
	doc_part_link(d, p, DOC_ONWARD, msg_text(cx->say.lang, M_ADMISSION_LIST),
		"/org/%lld/candidate%s", (long long)org->org, cx->query);
	return ERR_OK;
}

/* What is due is due today, whatever day the numbers are of. */
static enum err show(struct ctx *cx, struct doc *d, const struct org_step *org)
{
	bool cell, people, cases;
	struct work w;

	TRY(grant_is_over(cx, PERM_CASE_READ, org->org, &cases));
	TRY(grant_is_over(cx, PERM_MEMBER_READ, org->org, &people));
	TRY(case_is_cell(cx, org->org, cx->day, &cell));
	if (cases && cx->day == cx->say.today) {
		TRY(work_read_org(cx, org->org, &w));
		show_due(cx, d, org, &w);
	}
	return cell && cases && people ? show_people(cx, d, org) : ERR_OK;
}

/* The reminder of the day: what is late and what the week brings, within the own reach. */
static enum err remind(struct ctx *cx, struct doc *d)
{
	enum lang lang = cx->say.lang;
	struct doc_part *p;
	struct work w;

	if (!cx->actor->account || !cx->page.brief)
		return ERR_OK;
	TRY(work_read(cx, &w));
	if (!w.late && !w.week)
		return ERR_OK;
	p = doc_note_first(d, w.late ? DOC_WARN : DOC_PLAIN,
		doc_say(d, M_WORK_REMIND, number_text(cx->a, lang, (int64_t)w.late),
			number_text(cx->a, lang, (int64_t)w.week), NULL));
	doc_part_link(d, p, DOC_ONWARD, msg_text(lang, M_WORK_TITLE), "/work");
	return ERR_OK;
}

const struct dash_part work_dash_part = {show, remind};
