/*
 * member_roster.c: the roster of an organisation, "Danh sách đảng viên".
 */
#include "member/member_roster.h"

#include "core/clearance.h"
#include "core/listing.h"
#include "member/member_change_list.h"
#include "member/member_due.h"
#include "org/org.h"
#include "org/org_wide.h"

#define ROW(type, m, label, cls, ...) type(struct roster_row, m, label, cls, __VA_ARGS__)

const struct field roster_fields[] = {
	ROW(F_ID, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	ROW(F_TEXT, group, M_FIELD_CELL, CLASS_INSIDE, FF_HIDDEN, 0),
	ROW(F_INT, no, M_FIELD_ROW_NO, CLASS_INSIDE, 0, 0),
	ROW(F_TEXT, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 0),
	ROW(F_DAY, birth_male, M_FIELD_BIRTH_MALE, CLASS_PERSONAL, 0),
	ROW(F_DAY, birth_female, M_FIELD_BIRTH_FEMALE, CLASS_PERSONAL, 0),
	ROW(F_CAT, ethnicity, M_FIELD_ETHNICITY, CLASS_SENSITIVE, 0, "ethnicity"),
	ROW(F_CAT, religion, M_FIELD_RELIGION, CLASS_SENSITIVE, 0, "religion"),
	ROW(F_TEXT, native_place, M_FIELD_NATIVE_PLACE, CLASS_PERSONAL, 0, 0),
	ROW(F_TEXT, residence, M_FIELD_RESIDENCE, CLASS_PERSONAL, 0, 0),
	ROW(F_CAT, schooling, M_FIELD_SCHOOLING, CLASS_PERSONAL, 0, "schooling"),
	ROW(F_TEXT, degree, M_FIELD_DEGREE, CLASS_PERSONAL, 0, 0),
	ROW(F_CAT, theory_level, M_FIELD_THEORY_LEVEL, CLASS_PERSONAL, 0, "theory_level"),
	ROW(F_TEXT, work, M_FIELD_ROSTER_WORK, CLASS_PERSONAL, 0, 0),
	ROW(F_DAY, admitted_on, M_FIELD_ROSTER_ADMITTED, CLASS_INSIDE, 0),
	ROW(F_DAY, recognised_on, M_FIELD_ROSTER_RECOGNISED, CLASS_INSIDE, 0),
	ROW(F_TEXT, card_no, M_FIELD_CARD_NO, CLASS_PERSONAL, 0, 0),
	ROW(F_TEXT, remark, M_FIELD_NOTE, CLASS_PERSONAL, 0, 0),
	ROW(F_TEXT, cell_name, M_FIELD_CELL, CLASS_INSIDE, FF_MORE, 0),
	ROW(F_TEXT, member_no, M_FIELD_MEMBER_NO, CLASS_INSIDE, FF_MORE, 0),
	ROW(F_CAT, status, M_FIELD_MEMBER_STATUS, CLASS_INSIDE, FF_MORE, "member_status"),
	ROW(F_CAT, sex, M_FIELD_SEX, CLASS_PERSONAL, FF_MORE, "sex"),
	F_END,
};

struct roster_in {
	int paper;
};

static const struct field in_fields[] = {
	F_BOOL(struct roster_in, paper, M_VIEW_PAPER, CLASS_PUBLIC, 0),
	F_END,
};

const char *roster_next(struct ctx *cx, const char *query, int64_t after, const char *anchor)
{
	return arena_printf(cx->a, "%s%s#%s", cx->path,
		query_add(cx, query, "after", arena_printf(cx->a, "%lld", (long long)after)),
		anchor);
}

enum err roster_after(struct ctx *cx, int64_t *ret)
{
	long long n = 0;

	if (cx->page.after && !cx->page.sink && (!str_to_int(str_of(cx->page.after), &n) || n < 0))
		return cx_fault(cx, ERR_BAD_REQUEST, "after", M_ERR_BAD_REQUEST);
	*ret = n;
	return ERR_OK;
}

static const struct {
	const struct action *action;
	enum msg label;
	const char *rest;
} ways[] = {{&member_roster, M_MEMBER_TO_ROSTER, "roster"},
	{&member_extract, M_MEMBER_EXTRACT, "extract"},
	{&member_changes, M_MEMBER_TO_CHANGE, "change"}, {&member_due, M_MEMBER_TO_DUE, "due"}};

enum err roster_path(struct ctx *cx, struct doc *d, struct org_step *ret)
{
	TRY(org_path(cx, d, cx->org, ret));
	doc_path(d, msg_text(cx->say.lang, M_MENU_MEMBER), org_href(cx, cx->org, "/members"));
	return ERR_OK;
}

void roster_ways(struct ctx *cx, struct doc *d)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		if (ways[i].action != cx->action)
			doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, ways[i].label),
				"/org/%lld/%s%s", (long long)cx->org, ways[i].rest, cx->query);
}

static const char *with_count(struct ctx *cx, const char *said, enum msg m, int64_t n)
{
	if (!n)
		return said;
	return arena_printf(cx->a, "%s; %s", said,
		msg_say(cx->a, cx->say.lang, m, number_text(cx->a, cx->say.lang, n)));
}

const char *roster_total(struct ctx *cx, const struct roster_tally *t)
{
	enum lang lang = cx->say.lang;
	const char *s = msg_say(cx->a, lang, M_MEMBER_ROSTER_TOTAL,
		number_text(cx->a, lang, t->all), number_text(cx->a, lang, t->full),
		number_text(cx->a, lang, t->all - t->full));

	s = with_count(cx, s, M_MEMBER_ROSTER_WOMEN, t->women);
	if (clearance_has(cx, CLASS_SENSITIVE)) {
		s = with_count(cx, s, M_MEMBER_ROSTER_MINORITY, t->minority);
		s = with_count(cx, s, M_MEMBER_ROSTER_RELIGIOUS, t->religious);
	}
	s = with_count(cx, s, M_MEMBER_ROSTER_EXEMPT, t->exempt);
	s = with_count(cx, s, M_MEMBER_ROSTER_AWAY, t->away);
	return arena_printf(cx->a, "%s.", s);
}

/* A file of more rows than anybody signs leaves row by row. */
static enum err stream(struct ctx *cx, struct roster *ro)
{
	ro->sink = cx->page.sink;
	ro->rows = (struct list){NULL, 0, sizeof(struct roster_row)};
	TRY(sink_begin(ro->sink, msg_text(cx->say.lang, M_MEMBER_ROSTER), roster_fields));
	ro->limit = INT64_MAX;
	return roster_read(ro, cx->org);
}

static enum err read_rows(struct ctx *cx, struct roster *ro)
{
	*ro = (struct roster){.cx = cx, .limit = cx->page.sink ? PAPER_ROWS : cx->page.limit};
	TRY(roster_after(cx, &ro->skip));
	TRY(roster_read(ro, cx->org));
	return cx->page.sink && ro->total > PAPER_ROWS ? stream(cx, ro) : ERR_OK;
}

static void add_table(struct ctx *cx, struct doc *d, const struct roster *ro, bool on_paper)
{
	struct doc_part *p = doc_table(d, "members", M_NONE, roster_fields, ro->rows);
	int64_t seen = ro->skip + (int64_t)ro->rows.n;

	p->main = 1;
	p->total = ro->total;
	p->whole = on_paper;
	p->row_href = "/member/";
	p->row_keep = cx->query;
	p->empty = msg_text(cx->say.lang, M_MEMBER_ROSTER_EMPTY);
	if (seen < ro->total)
		p->next_href = roster_next(cx, cx->query, seen, "members");
}

static enum err wide_roster(struct ctx *cx, struct doc *d)
{
	TRY(org_wide_show(cx, d, ORG_WIDE_LIST, "/roster", cx->query));
	roster_ways(cx, d);
	listing_exports(cx, d, cx->query);
	return ERR_OK;
}

static enum err roster(struct ctx *cx, const void *vin, struct doc *d)
{
	const struct roster_in *in = vin;
	struct doc_paper *paper;
	struct org_step org;
	struct roster ro;
	bool wide;

	TRY(roster_path(cx, d, &org));
	d->dated = 1;
	d->title = doc_say(d, M_MEMBER_ROSTER_OF, org.name, NULL);
	TRY(org_wide(cx, cx->org, cx->day, ORG_WIDE_LIST, &wide));
	if (wide)
		return wide_roster(cx, d);
	TRY(paper_make(cx, d, cx->org, msg_text(cx->say.lang, M_MEMBER_ROSTER), cx->day, &paper));
	paper->wide = 1;
	paper_face(cx, d, in->paper, cx->query);
	TRY(read_rows(cx, &ro));
	paper->total = ro.total ? roster_total(cx, &ro.tally) : NULL;
	d->lead = doc_say(d, M_MEMBER_ROSTER_LEAD, number_text(cx->a, cx->say.lang, ro.total),
		cx_day(cx, cx->day), number_text(cx->a, cx->say.lang, ro.cells), NULL);
	paper_rows(cx, d, (int64_t)ro.rows.n, ro.total);
	add_table(cx, d, &ro, in->paper);
	roster_ways(cx, d);
	listing_exports(cx, d, cx->query);
	return ERR_OK;
}

const struct action member_roster = {.in = in_fields,
	.in_size = sizeof(struct roster_in),
	.read = roster,
	.title = M_MEMBER_ROSTER};
