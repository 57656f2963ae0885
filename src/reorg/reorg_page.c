/*
 * reorg_page.c: the plans, and one of them: how far it is, what it asks, where to go on.
 */
#include "reorg/reorg.h"

#include "core/filter.h"
#include "core/listing.h"

enum { PLANS = 200, PLACES = 40 };

/* ---- the plans ---- */

static enum err list(struct ctx *cx, const void *in, struct doc *d)
{
	struct doc_part *p;
	struct reorg *r;
	struct list all;
	size_t n = 0;

	(void)in;
	d->title = msg_text(cx->say.lang, M_REORG_LIST);
	d->lead = msg_text(cx->say.lang, M_REORG_LIST_LEAD);
	TRY(db_list(cx->db, cx->a, reorg_fields, sizeof(*r), &all, Q_REORG_LIST, (int64_t)PLANS));
	r = (struct reorg *)all.rows;
	for (size_t i = 0; i < all.n; i++) {
		struct fault quiet = {.a = cx->a}, *told = cx->f;
		enum err e;
		cx->f = &quiet;
		e = reorg_over(cx, PERM_REORG_READ, r[i].org);
		cx->f = told;
		if (!e)
			r[n++] = r[i];
		else if (e != ERR_FORBIDDEN)
			return e;
	}
	p = doc_table(d, "plans", M_NONE, reorg_fields, (struct list){r, n, sizeof(*r)});
	p->row_href = "/reorg/";
	p->main = 1;
	p->empty = msg_text(cx->say.lang, M_REORG_NO_PLANS);
	if (grant_allows(cx->actor, PERM_REORG_CHANGE))
		doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_REORG_NEW), "/reorg-new");
	return ERR_OK;
}

const struct action reorg_list = {.read = list, .title = M_REORG_LIST};

/* ---- one plan ---- */

struct ask_row {
	const char *ask, *href, *tone;
	int64_t n, open;
};

static const struct field ask_fields[] = {
	F_CAT(struct ask_row, ask, M_FIELD_REORG_ASK, CLASS_INSIDE, FF_KEY, "reorg_ask"),
	F_INT(struct ask_row, n, M_FIELD_REORG_LINES, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct ask_row, open, M_FIELD_REORG_OPEN, CLASS_INSIDE, FF_ZERO, 0),
	F_URL(struct ask_row, href, M_FIELD_REORG_ASK, CLASS_INSIDE, FF_HIDDEN),
	F_TEXT(struct ask_row, tone, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

/* How many lines there are, and how many of them wait for somebody. */
static enum err add_asks(
	struct ctx *cx, struct doc *d, const struct reorg *r, int64_t *ret_lines, int64_t *ret_open)
{
	struct ask_row *rows;
	struct doc_part *p;
	struct list all;

	TRY(db_list(cx->db, cx->a, ask_fields, sizeof(*rows), &all, Q_REORG_ASKS, r->id));
	rows = (struct ask_row *)all.rows;
	*ret_lines = *ret_open = 0;
	for (size_t i = 0; i < all.n; i++) {
		rows[i].href = arena_printf(cx->a, "/reorg/%lld/line?ask=%s%s", (long long)r->id,
			rows[i].ask, rows[i].open ? "&open=1" : "");
		rows[i].tone = rows[i].open ? "wait" : "ok";
		*ret_lines += rows[i].n;
		*ret_open += rows[i].open;
	}
	p = doc_table(d, "asks", M_REORG_ASKS, ask_fields, all);
	p->empty = msg_text(cx->say.lang, M_REORG_NO_LINES);
	p->sum = 1;
	return ERR_OK;
}

/* What is next stands first: of a plan without a line that is not carrying it out. */
static void draft_links(
	struct ctx *cx, struct doc *d, const struct reorg *r, int64_t lines, int64_t open)
{
	if (!open)
		doc_link(d, lines ? DOC_PRIMARY : DOC_ACTION, msg_text(cx->say.lang, M_REORG_DO),
			"%s", reorg_href(cx, r->id, "/do"));
	else
		doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_REORG_DECIDE), "%s",
			reorg_href(cx, r->id, "/decide"));
	doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_REORG_CHECK), "%s",
		reorg_href(cx, r->id, "/check"));
	doc_link(d, lines ? DOC_ACTION : DOC_PRIMARY, msg_text(cx->say.lang, M_REORG_LINE_ADD),
		"%s", reorg_href(cx, r->id, "/line-new"));
	doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_REORG_UNIT_ADD), "%s",
		reorg_href(cx, r->id, "/unit-new"));
	doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_REORG_CHANGE), "%s",
		reorg_href(cx, r->id, "/change"));
	doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_REORG_DROP), "%s",
		reorg_href(cx, r->id, "/drop"));
}

/* Ordered, and not done yet: then the plan is as it was. */
static enum err show_order(struct ctx *cx, const struct reorg *r, struct doc *d)
{
	struct reorg_report unused = {0};
	bool done, none;

	if (!reorg_job_waits(cx))
		return ERR_OK;
	if (text_eq(r->state, "draft"))
		TRY(reorg_job_show(cx, r, REORG_FILES, d, &unused, &done, &none));
	return reorg_job_show(cx, r, text_eq(r->state, "draft") ? REORG_DO : REORG_UNDO, d, &unused,
		&done, &none);
}

/* A plan that was taken back is a draft again; that it was carried out is not forgotten. */
static enum err show_undone(struct ctx *cx, const struct reorg *r, struct doc *d)
{
	struct cursor c;

	TRY(db_query(cx->db, &c, Q_REORG_UNDONE, r->id));
	while (db_next(&c)) {
		const char *reason = db_text(&c, 2);
		doc_note(d, DOC_PLAIN,
			doc_say(d, M_REORG_WAS_UNDONE,
				instant_text(cx->a, cx->say.lang, db_int(&c, 0)),
				instant_text(cx->a, cx->say.lang, db_int(&c, 1)),
				reason ? arena_strdup(cx->a, reason) : "–", NULL));
	}
	return db_end(&c);
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct reorg *r = arena_new_of(cx->a, struct reorg);
	bool draft, may = grant_allows(cx->actor, PERM_REORG_CHANGE);
	const char *over;
	int64_t lines, open;

	(void)in;
	TRY(reorg_get(cx, cx->item, r));
	draft = text_eq(r->state, "draft");
	reorg_path(cx, d, NULL);
	d->title = r->name;
	TRY(reorg_org_name(cx, r->org, r->day, &over));
	d->lead = over ? doc_say(d, M_REORG_LEAD_OVER, over, cx_day(cx, r->day), NULL)
		       : doc_say(d, M_REORG_LEAD, cx_day(cx, r->day), NULL);
	doc_record(d, "plan", M_NONE, reorg_fields, r);
	TRY(show_undone(cx, r, d));
	TRY(show_order(cx, r, d));
	TRY(add_asks(cx, d, r, &lines, &open));
	if (draft && may)
		draft_links(cx, d, r, lines, open);
	if (text_eq(r->state, "done") && may)
		doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_REORG_UNDO), "%s",
			reorg_href(cx, r->id, "/undo"));
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_REORG_LINES), "%s",
		reorg_href(cx, r->id, "/line"));
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_REORG_UNITS), "%s",
		reorg_href(cx, r->id, "/unit"));
	return ERR_OK;
}

const struct action reorg_show = {.read = show, .title = M_REORG_PAGE};

/* ---- its lines ---- */

struct line_in {
	const char *ask, *place;
	int open;
};

enum { FILTERS = 3 };
static const struct field line_in_fields[FILTERS + 1] = {
	F_CAT(struct line_in, ask, M_FIELD_REORG_ASK, CLASS_INSIDE, 0, "reorg_ask"),
	F_TEXT(struct line_in, place, M_FIELD_REORG_PLACE, CLASS_INSIDE, 0, 200),
	F_BOOL(struct line_in, open, M_FIELD_REORG_ONLY_OPEN, CLASS_INSIDE, 0),
	F_END,
};

static enum err line_complete(struct ctx *cx, void *row)
{
	return reorg_line_words(cx, row, cx->day);
}

static const struct listing line_listing = {.name = "lines",
	.title = M_REORG_LINES,
	.empty = M_REORG_NO_SUCH_LINES,
	.fields = reorg_line_list_fields,
	.size = sizeof(struct reorg_line),
	.first = Q_REORG_LINE_PAGE,
	.after = Q_REORG_LINE_PAGE_AFTER,
	.row_href = "/reorg-line/",
	.complete = line_complete};

struct place_row {
	const char *place, *href;
	int64_t n, open;
};

static const struct field place_fields[] = {
	F_TEXT(struct place_row, place, M_FIELD_REORG_PLACE, CLASS_INSIDE, FF_KEY, 0),
	F_INT(struct place_row, n, M_FIELD_REORG_LINES, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct place_row, open, M_FIELD_REORG_OPEN, CLASS_INSIDE, FF_ZERO, 0),
	F_URL(struct place_row, href, M_FIELD_REORG_PLACE, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

static enum err add_places(
	struct ctx *cx, struct doc *d, const struct reorg *r, const struct line_in *in)
{
	struct place_row *rows;
	struct list all;

	if (!text_empty(in->place) || cx->page.after || cx->page.sink)
		return ERR_OK;
	TRY(db_list(cx->db, cx->a, place_fields, sizeof(*rows), &all, Q_REORG_PLACES, r->id,
		in->ask ? in->ask : "", (int64_t)PLACES));
	rows = (struct place_row *)all.rows;
	for (size_t i = 0; i < all.n; i++) {
		struct line_in one = *in;
		one.place = rows[i].place;
		rows[i].href = arena_printf(cx->a, "%s%s", cx->path,
			filter_query(cx, cx->query, line_in_fields, FILTERS, &one));
	}
	if (all.n > 1)
		doc_table(d, "places", M_REORG_PLACES, place_fields, all);
	return ERR_OK;
}

static enum err lines(struct ctx *cx, const void *vin, struct doc *d)
{
	const char *kept = cx->query, *ask, *place;
	const struct line_in *in = vin;
	struct doc_part *p;
	struct reorg r;
	int64_t n;
	enum err e;

	TRY(reorg_get(cx, cx->item, &r));
	cx->day = day_add(r.day, -1);
	ask = in->ask ? in->ask : "";
	place = in->place ? in->place : "";
	reorg_path(cx, d, &r);
	d->title = msg_text(cx->say.lang, M_REORG_LINES);
	filter_form(cx, d, line_in_fields, FILTERS, in, M_REORG_FILTER);
	TRY(db_number(cx->db, &n, 0, Q_REORG_LINE_PAGE_COUNT, r.id, ask, (int64_t)in->open, place));
	cx->query = filter_query(cx, cx->query, line_in_fields, FILTERS, in);
	e = listing_add(cx, d, &line_listing,
		(const struct db_val[]){DB_ARGS(r.id, ask, (int64_t)in->open, place)}, 4, &p);
	listing_exports(cx, d, cx->query);
	if (text_eq(r.state, "draft") && grant_allows(cx->actor, PERM_REORG_CHANGE))
		doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_REORG_DECIDE),
			"/reorg/%lld/decide%s", (long long)r.id, cx->query);
	cx->query = kept;
	TRY(e);
	p->total = n;
	p->row_keep = kept;
	return add_places(cx, d, &r, in);
}

const struct action reorg_line_list = {.in = line_in_fields,
	.in_size = sizeof(struct line_in),
	.read = lines,
	.title = M_REORG_LINES};

/* ---- its units ---- */

static const struct listing unit_listing = {.name = "units",
	.title = M_REORG_UNITS,
	.empty = M_REORG_NO_UNITS,
	.fields = reorg_unit_fields,
	.size = sizeof(struct reorg_unit),
	.first = Q_REORG_UNIT_PAGE,
	.after = Q_REORG_UNIT_PAGE_AFTER};

static enum err units(struct ctx *cx, const void *in, struct doc *d)
{
	struct doc_part *p;
	struct reorg r;
	struct cursor c;

	(void)in;
	TRY(reorg_get(cx, cx->item, &r));
	reorg_path(cx, d, &r);
	d->title = msg_text(cx->say.lang, M_REORG_UNITS);
	TRY(listing_add(cx, d, &unit_listing, (const struct db_val[]){DB_ARGS(r.id)}, 1, &p));
	TRY(db_query(cx->db, &c, Q_REORG_UNIT_COUNTS, r.id));
	if (db_next(&c))
		p->total = db_int(&c, 0);
	TRY(db_end(&c));
	listing_exports(cx, d, cx->query);
	if (!text_eq(r.state, "draft") || !grant_allows(cx->actor, PERM_REORG_CHANGE))
		return ERR_OK;
	p->row_href = "/reorg-unit/";
	doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_REORG_UNIT_ADD), "%s",
		reorg_href(cx, r.id, "/unit-new"));
	return ERR_OK;
}

const struct action reorg_unit_list = {.read = units, .title = M_REORG_UNITS};
