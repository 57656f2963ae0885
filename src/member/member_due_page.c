/*
 * member_due_page.c: the page and the file of who is due.
 */
#include "core/filter.h"
#include "core/listing.h"
#include "member/member_due.h"
#include "org/org.h"
#include "org/org_wide.h"

enum { DAYS_AHEAD = 30 };

struct due_in {
	day_t until;
	int earlier, paper;
};

enum { FILTERS = 2 };
static const struct field in_fields[FILTERS + 2] = {
	{"until", FT_DAY, CLASS_INSIDE, M_FIELD_DUE_UNTIL, 0,
		FIELD_OFF(struct due_in, until, day_t), 0, 0, 0, M_HINT_DUE_UNTIL, 0},
	F_BOOL(struct due_in, earlier, M_FIELD_DUE_EARLIER, CLASS_INSIDE, 0),
	F_BOOL(struct due_in, paper, M_VIEW_PAPER, CLASS_PUBLIC, 0),
	F_END,
};

static void add_form(struct ctx *cx, struct doc *d, const struct due_in *in, day_t until)
{
	const struct due_in shown = {.until = until, .earlier = in->earlier};

	filter_form(cx, d, in_fields, FILTERS, &shown, M_MEMBER_DUE_SHOW);
}

static enum err add_rows(struct ctx *cx, struct doc *d, struct list all, const char *query)
{
	struct list shown = all;
	struct doc_part *p;
	int64_t skip;

	TRY(roster_after(cx, &skip));
	if (!cx->page.sink) {
		skip = skip < (int64_t)all.n ? skip : (int64_t)all.n;
		shown.rows = (const struct due_row *)all.rows + skip;
		shown.n = all.n - (size_t)skip;
		if (shown.n > (size_t)cx->page.limit)
			shown.n = (size_t)cx->page.limit;
	}
	paper_rows(cx, d, (int64_t)shown.n, (int64_t)all.n);
	p = doc_table(d, "due", M_NONE, due_fields, shown);
	p->main = 1;
	p->total = (int64_t)all.n;
	p->row_href = "/member/";
	p->row_keep = cx->query;
	p->empty = msg_text(cx->say.lang, M_MEMBER_DUE_NOBODY);
	if (!cx->page.sink && (size_t)skip + shown.n < all.n)
		p->next_href = roster_next(cx, query, skip + (int64_t)shown.n, "due");
	return ERR_OK;
}

/* All of it piece by piece: of a country it is more than a worker can hold. */
static enum err stream(
	struct ctx *cx, struct doc *d, const struct due_in *in, day_t until, struct list pieces)
{
	const struct list none = {NULL, 0, sizeof(struct due_row)};
	struct sink *s = cx->page.sink;
	int64_t no = 0;

	doc_table(d, "due", M_NONE, due_fields, none)->main = 1;
	sink_head(s, d->paper);
	TRY(sink_begin(s, d->title, due_fields));
	for (size_t i = 0; i < pieces.n; i++) {
		struct arena_mark m = arena_mark(cx->a);
		struct due_row *r;
		struct list rows;
		TRY(due_read_piece(
			cx, ((const int64_t *)pieces.rows)[i], cx->org, until, in->earlier, &rows));
		r = (struct due_row *)rows.rows;
		for (size_t k = 0; k < rows.n; k++) {
			r[k].no = ++no;
			TRY(sink_row(s, &r[k]));
		}
		arena_rewind(cx->a, m);
	}
	return ERR_OK;
}

/* Terms are worked out from the facts of each member: not of a province on one page. */
static enum err wide_due(
	struct ctx *cx, struct doc *d, const struct due_in *in, day_t until, const char *query)
{
	add_form(cx, d, in, until);
	TRY(org_wide_show(cx, d, ORG_WIDE, "/due", query));
	roster_ways(cx, d);
	listing_exports(cx, d, query);
	return ERR_OK;
}

static enum err due(struct ctx *cx, const void *vin, struct doc *d)
{
	const struct due_in *in = vin;
	day_t until = in->until ? in->until : day_add(cx->day, DAYS_AHEAD);
	const char *query = filter_query(cx, cx->query, in_fields, FILTERS, in);
	struct doc_paper *paper;
	struct org_step org;
	struct list rows, pieces = {0};
	bool wide;

	if (until < cx->day || day_precision(until) != DAY_EXACT)
		return cx_fault(cx, ERR_BAD_INPUT, "until", M_MEMBER_DUE_BAD_UNTIL);
	TRY(roster_path(cx, d, &org));
	d->title = doc_say(d, M_MEMBER_DUE_OF, org.name, NULL);
	TRY(org_wide(cx, cx->org, cx->day, ORG_WIDE, &wide));
	if (wide)
		return wide_due(cx, d, in, until, query);
	d->lead = doc_say(d, M_MEMBER_DUE_LEAD, cx_day(cx, cx->day), cx_day(cx, until), NULL);
	TRY(paper_make(
		cx, d, cx->org, msg_text(cx->say.lang, M_MEMBER_DUE_TITLE), cx->day, &paper));
	paper->as_of =
		doc_say(d, M_MEMBER_CHANGE_PERIOD, cx_day(cx, cx->day), cx_day(cx, until), NULL);
	paper_face(cx, d, in->paper, query);
	if (cx->page.sink)
		TRY(org_pieces(cx, cx->org, cx->day, ORG_WIDE_LIST, &pieces));
	if (pieces.n > 1)
		return stream(cx, d, in, until, pieces);
	TRY(due_read(cx, cx->org, until, in->earlier, &rows));
	if (!in->paper)
		add_form(cx, d, in, until);
	TRY(add_rows(cx, d, rows, query));
	roster_ways(cx, d);
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_RULE_LIST), "/rule%s", cx->query);
	listing_exports(cx, d, query);
	return ERR_OK;
}

const struct action member_due = {
	.in = in_fields, .in_size = sizeof(struct due_in), .read = due, .title = M_MEMBER_DUE};
