#include "member/member_list.h"

#include "core/clearance.h"
#include "core/listing.h"
#include "member/member_enter.h"
#include "org/org.h"

#define LINE_TEXT(m, label, cls, flags, max) F_TEXT(struct member_line, m, label, cls, flags, max)
#define LINE_CAT(m, label, cls, flags, cat)  F_CAT(struct member_line, m, label, cls, flags, cat)

const struct field member_line_fields[] = {
	F_ID(struct member_line, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	LINE_TEXT(member_no, M_FIELD_MEMBER_NO, CLASS_INSIDE, FF_MORE, 40),
	LINE_TEXT(full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 100),
	LINE_TEXT(other_name, M_FIELD_OTHER_NAME, CLASS_PERSONAL, FF_MORE, 100),
	F_DAY(struct member_line, birth_date, M_FIELD_BIRTH_DATE, CLASS_PERSONAL, 0),
	LINE_CAT(sex, M_FIELD_SEX, CLASS_PERSONAL, 0, "sex"),
	LINE_CAT(ethnicity, M_FIELD_ETHNICITY, CLASS_SENSITIVE, FF_MORE, "ethnicity"),
	LINE_CAT(religion, M_FIELD_RELIGION, CLASS_SENSITIVE, FF_MORE, "religion"),
	LINE_TEXT(native_place, M_FIELD_NATIVE_PLACE, CLASS_PERSONAL, FF_MORE, 200),
	LINE_TEXT(residence, M_FIELD_RESIDENCE, CLASS_PERSONAL, FF_MORE, 200),
	LINE_TEXT(phone, M_FIELD_PHONE, CLASS_PERSONAL, FF_MORE, 30),
	LINE_TEXT(citizen_no, M_FIELD_CITIZEN_NO, CLASS_SENSITIVE, FF_MORE, 12),
	LINE_CAT(schooling, M_FIELD_SCHOOLING, CLASS_PERSONAL, FF_MORE, "schooling"),
	LINE_TEXT(degree, M_FIELD_DEGREE, CLASS_PERSONAL, FF_MORE, 200),
	LINE_CAT(theory_level, M_FIELD_THEORY_LEVEL, CLASS_PERSONAL, FF_MORE, "theory_level"),
	LINE_CAT(occupation, M_FIELD_OCCUPATION, CLASS_PERSONAL, FF_MORE, "occupation"),
	LINE_CAT(youth_union, M_FIELD_YOUTH_UNION, CLASS_PERSONAL, FF_MORE, "yes_no"),
	LINE_TEXT(village_code, M_FIELD_VILLAGE_CODE, CLASS_PERSONAL, FF_MORE, 60),
	LINE_TEXT(cell_code, M_FIELD_CELL_CODE, CLASS_INSIDE, FF_MORE, 60),
	LINE_TEXT(cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 200),
	LINE_CAT(status, M_FIELD_MEMBER_STATUS, CLASS_INSIDE, 0, "member_status"),
	F_DAY(struct member_line, admitted_on, M_FIELD_ADMITTED_ON, CLASS_INSIDE, 0),
	F_DAY(struct member_line, recognised_on, M_FIELD_RECOGNISED_ON, CLASS_INSIDE, 0),
	LINE_TEXT(card_no, M_FIELD_CARD_NO, CLASS_INSIDE, FF_MORE, 60),
	LINE_TEXT(states, M_FIELD_STATES, CLASS_INSIDE, 0, 300),
	LINE_TEXT(note, M_FIELD_NOTE, CLASS_PERSONAL, FF_MORE, 500),
	F_ID(struct member_line, cell, M_FIELD_CELL, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_ID(struct member_line, host, M_FIELD_HOST, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_ID(struct member_line, transit, M_FIELD_TRANSIT, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_BOOL(struct member_line, exempt, M_FIELD_EXEMPT, CLASS_INSIDE, FF_HIDDEN),
	F_BOOL(struct member_line, away, M_FIELD_AWAY, CLASS_INSIDE, FF_HIDDEN),
	F_BOOL(struct member_line, suspended, M_FIELD_SUSPENDED, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

static void add_state(struct ctx *cx, struct member_line *l, int64_t on, enum msg what)
{
	if (on)
		l->states = arena_printf(cx->a, "%s%s%s", l->states ? l->states : "",
			l->states ? "; " : "", msg_text(cx->say.lang, what));
}

void member_rows_line(struct ctx *cx, struct member_rows *r, struct member_line *ret)
{
	*ret = (struct member_line){0};
	db_row(&r->c, cx->a, member_line_fields, ret);
	add_state(cx, ret, ret->exempt, M_FIELD_EXEMPT);
	add_state(cx, ret, ret->away, M_FIELD_AWAY);
	add_state(cx, ret, ret->suspended, M_FIELD_SUSPENDED);
	add_state(cx, ret, ret->host, M_MEMBER_LIST_HOSTED);
	if (ret->host == MEMBER_HOST_OUTSIDE)
		ret->host = 0;
	add_state(cx, ret, ret->transit, M_MEMBER_LIST_SENT);
}

static enum err to_sink(struct ctx *cx, struct member_rows *rows)
{
	struct sink *s = cx->page.sink;

	TRY(sink_begin(s, msg_text(cx->say.lang, M_MEMBER_LIST), member_line_fields));
	while (member_rows_next(rows)) {
		struct arena_mark m = arena_mark(cx->a);
		struct member_line line;
		member_rows_line(cx, rows, &line);
		TRY(sink_row(s, &line));
		arena_rewind(cx->a, m);
	}
	return db_end(&rows->c);
}

static enum err to_page(struct ctx *cx, struct member_rows *rows, struct list *ret)
{
	size_t most = (size_t)cx->page.limit + 1, n = 0;
	struct member_line *lines = arena_array(cx->a, most, sizeof(*lines));

	while (n < most && member_rows_next(rows))
		member_rows_line(cx, rows, &lines[n++]);
	while (rows->whole && member_rows_next(rows))
		; /* counted */
	*ret = (struct list){lines, n, sizeof(*lines)};
	return db_end(&rows->c);
}

static enum err read_after(struct ctx *cx, int64_t *ret)
{
	long long after = 0;

	if (!cx->page.sink && cx->page.after && !str_to_int(str_of(cx->page.after), &after))
		return cx_fault(cx, ERR_BAD_REQUEST, "after", M_ERR_BAD_REQUEST);
	*ret = after;
	return ERR_OK;
}

static enum err read_rows(
	struct ctx *cx, const struct member_ask *ask, struct member_rows *rows, struct list *ret)
{
	int64_t after = 0;

	*ret = (struct list){NULL, 0, sizeof(struct member_line)};
	*rows = (struct member_rows){.total = 0};
	TRY(read_after(cx, &after));
	TRY(member_rows_open(cx, ask, after, cx->page.sink ? INT64_MAX : cx->page.limit + 1, rows));
	if (cx->page.sink)
		return to_sink(cx, rows);
	TRY(to_page(cx, rows, ret));
	if (!rows->in_chunk || ret->n > (size_t)cx->page.limit)
		return ERR_OK;
	TRY(member_rows_again(cx, ask, after, cx->page.limit + 1, rows));
	return to_page(cx, rows, ret);
}

static void add_table(struct ctx *cx, struct doc *d, const struct member_ask *ask,
	const struct member_rows *found, struct list rows)
{
	const char *query = member_ask_query(cx, ask->in);
	const struct member_line *line = rows.rows;
	size_t limit = (size_t)cx->page.limit;
	bool more = rows.n > limit, counted = found->exact || found->total <= MEMBER_COUNTED;
	struct doc_part *p;

	rows.n = more ? limit : rows.n;
	p = doc_table(d, "members", M_NONE, member_line_fields, rows);
	p->main = 1;
	p->total = counted ? found->total : MEMBER_COUNTED;
	p->total_cap = counted ? 0 : MEMBER_COUNTED;
	p->row_href = "/member/";
	p->row_keep = cx->query;
	p->empty = msg_text(cx->say.lang, ask->plain && text_empty(ask->in->state)
						  ? M_MEMBER_LIST_EMPTY
						  : M_MEMBER_LIST_NONE);
	if (more && line)
		p->next_href = arena_printf(cx->a, "%s%s%cafter=%lld#members", cx->path, query,
			*query ? '&' : '?', (long long)line[limit - 1].person);
	listing_exports(cx, d, query);
}

const char *member_count_text(struct ctx *cx, int64_t n)
{
	const char *most = number_text(cx->a, cx->say.lang, MEMBER_COUNTED);

	if (n > MEMBER_COUNTED)
		return msg_say(cx->a, cx->say.lang, M_MEMBER_LIST_MORE_THAN, most);
	return number_text(cx->a, cx->say.lang, n);
}

static const struct {
	enum msg label;
	const char *rest;
} ways[] = {{M_MEMBER_LIST, "/members"}, {M_MEMBER_TO_ROSTER, "/roster"},
	{M_MEMBER_TO_CHANGE, "/change"}, {M_MEMBER_TO_DUE, "/due"}, {M_TRANSIT, "/transit"}};

static void way_on(struct ctx *cx, struct doc *d, struct doc_part *p, enum msg label, int64_t org,
	const char *rest)
{
	const char *text = msg_text(cx->say.lang, label), *href = org_href(cx, org, rest);

	if (p)
		doc_part_link(d, p, DOC_ONWARD, text, "%s", href);
	else
		doc_link(d, DOC_ONWARD, text, "%s", href);
}

void member_org_links(struct ctx *cx, struct doc *d, struct doc_part *p, int64_t org)
{
	for (size_t i = p ? 0 : 1; i < sizeof(ways) / sizeof(*ways); i++)
		way_on(cx, d, p, ways[i].label, org, ways[i].rest);
	if (grant_allows(cx->actor, PERM_MEMBER_CHANGE))
		way_on(cx, d, p, member_new.title, org, "/member-new");
}

static enum err list(struct ctx *cx, const void *in, struct doc *d)
{
	struct org_step org;
	struct member_ask ask;
	struct member_rows found;
	struct list rows;

	TRY(org_path(cx, d, cx->org, &org));
	d->title = doc_say(d, M_MEMBER_LIST_OF, org.name, NULL);
	TRY(member_ask_read(cx, in, &ask));
	/* guests are the people of another cell */
	if (ask.guests)
		clearance_set(cx, CLASS_PERSONAL);
	TRY(read_rows(cx, &ask, &found, &rows));
	d->lead = org.depth
			  ? doc_say(d, M_MEMBER_LIST_LEAD, member_ask_sentence(cx, &ask, org.name),
				    found.exact ? number_text(cx->a, cx->say.lang, found.total)
						: member_count_text(cx, found.total),
				    NULL)
			  : doc_say(d, M_ORG_NOT_THEN, cx_day(cx, cx->day), NULL);
	member_ask_form(cx, d, &ask);
	add_table(cx, d, &ask, &found, rows);
	member_org_links(cx, d, NULL, cx->org);
	return ERR_OK;
}

const struct action member_list = {.in = member_asked_fields,
	.in_size = sizeof(struct member_asked),
	.read = list,
	.title = M_MEMBER_LIST};
