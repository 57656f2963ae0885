/*
 * member_act_transit.c: who is on the way between two cells: sent with a letter, not yet received,
 * with the days that the letter has left, the oldest first; and who takes part elsewhere for a
 * time. The page shows the beginning of each list, and leads to each alone, page by page.
 */
#include "member/member_act.h"

#include "core/filter.h"
#include "core/given.h"
#include "core/listing.h"
#include "core/rule.h"
#include "member/member_enter.h"
#include "member/member_roster.h"
#include "org/org.h"
#include "org/org_wide.h"

struct transit_row {
	int64_t person, cell, transit, flow;
	const char *full_name, *status, *from_name, *to_name, *href, *left, *tone;
	day_t since, due;
};

static const struct field transit_fields[] = {
	F_ID(struct transit_row, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_ID(struct transit_row, cell, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_ID(struct transit_row, transit, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_ID(struct transit_row, flow, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "case"),
	F_TEXT(struct transit_row, tone, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, 0),
	F_TEXT(struct transit_row, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 100),
	F_CAT(struct transit_row, status, M_FIELD_MEMBER_STATUS, CLASS_INSIDE, 0, "member_status"),
	F_TEXT(struct transit_row, from_name, M_FIELD_CELL_FROM, CLASS_INSIDE, 0, 200),
	F_TEXT(struct transit_row, to_name, M_FIELD_CELL_TO, CLASS_INSIDE, 0, 200),
	F_DAY(struct transit_row, since, M_FIELD_SENT_SINCE, CLASS_INSIDE, 0),
	F_DAY(struct transit_row, due, M_FIELD_DUE_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct transit_row, left, M_FIELD_DUE_LEFT, CLASS_INSIDE, 0, 0),
	F_URL(struct transit_row, href, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

/* ---- terms ---- */

struct letters {
	struct ctx *cx;
	struct workdays workdays;
	struct rule_set term;
};

/* "còn 12 ngày", "quá 3 ngày". */
static void say_left(struct ctx *cx, day_t due, const char **ret_left, const char **ret_tone)
{
	int n = day_number(due) - day_number(cx->day);
	const char *days = number_text(cx->a, cx->say.lang, n < 0 ? -n : n);
	enum msg m = n > 0 ? M_MEMBER_DUE_LEFT : M_MEMBER_DUE_PAST;

	*ret_tone = n < 0 ? "late" : "wait";
	*ret_left = n ? msg_say(cx->a, cx->say.lang, m, days, NULL)
		      : msg_text(cx->say.lang, M_MEMBER_DUE_TODAY);
}

static enum err say_term(struct letters *l, struct transit_row *r)
{
	struct rule_due due;

	if (!r->since)
		return ERR_OK;
	TRY(rule_set_due(l->cx, &l->term, &l->workdays, day_first(r->since), &due));
	r->due = due.day;
	say_left(l->cx, r->due, &r->left, &r->tone);
	return ERR_OK;
}

/* ---- on the way ---- */

static const size_t transit_ids[] = {offsetof(struct transit_row, person),
	offsetof(struct transit_row, cell), offsetof(struct transit_row, transit)};
static const struct given transit_names = {
	Q_MEMBER_ACT_WAY_NAMES, transit_fields, sizeof(struct transit_row), transit_ids, 3};

/* Who has a case leads to it; else who comes to being received, and who goes to their file. */
static enum err complete_way(struct letters *l, struct transit_row *r, const char *way)
{
	struct ctx *cx = l->cx;

	TRY(say_term(l, r));
	r->href = way ? member_href(cx, r->person, way) : NULL;
	if (r->flow && grant_allows(cx->actor, PERM_CASE_FILE))
		r->href = arena_printf(cx->a, "/case/%lld", (long long)r->flow);
	return ERR_OK;
}

static enum err complete_ways(struct letters *l, struct list rows, const char *way)
{
	struct transit_row *r = (struct transit_row *)rows.rows;

	TRY(given_fill(l->cx, &transit_names, r, rows.n));
	for (size_t i = 0; i < rows.n; i++)
		TRY(complete_way(l, &r[i], way));
	return ERR_OK;
}

static enum err complete_coming(struct letters *l, struct list rows)
{
	return complete_ways(
		l, rows, grant_allows(l->cx->actor, PERM_MEMBER_ACT) ? "/receive" : NULL);
}

static enum err complete_going(struct letters *l, struct list rows)
{
	return complete_ways(l, rows, "");
}

/* ---- from outside ---- */

struct arrival_row {
	int64_t flow, person, org, turn;
	const char *full_name, *place, *state, *at_name, *href, *left, *tone;
	day_t since, due;
};

static const struct field arrival_fields[] = {
	F_ID(struct arrival_row, flow, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "case"),
	F_ID(struct arrival_row, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_ID(struct arrival_row, org, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_ID(struct arrival_row, turn, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct arrival_row, tone, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, 0),
	F_TEXT(struct arrival_row, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 100),
	F_TEXT(struct arrival_row, place, M_FIELD_PLACE_FROM, CLASS_INSIDE, 0, 200),
	F_CAT(struct arrival_row, state, M_FIELD_STATE, CLASS_INSIDE, 0, "flow_state"),
	F_TEXT(struct arrival_row, at_name, M_FIELD_TRANSIT_AT, CLASS_INSIDE, 0, 200),
	F_DAY(struct arrival_row, since, M_FIELD_LETTER_DAY, CLASS_INSIDE, 0),
	F_DAY(struct arrival_row, due, M_FIELD_DUE_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct arrival_row, left, M_FIELD_DUE_LEFT, CLASS_INSIDE, 0, 0),
	F_URL(struct arrival_row, href, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

/* To outside: out of the register with the letter, and still to be heard of. */
static const struct field leaving_fields[] = {
	F_ID(struct arrival_row, flow, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "case"),
	F_ID(struct arrival_row, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_ID(struct arrival_row, org, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct arrival_row, tone, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, 0),
	F_TEXT(struct arrival_row, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 100),
	F_TEXT(struct arrival_row, at_name, M_FIELD_CELL_FROM, CLASS_INSIDE, 0, 200),
	F_TEXT(struct arrival_row, place, M_FIELD_LIFE_TO, CLASS_INSIDE, 0, 200),
	F_DAY(struct arrival_row, since, M_FIELD_LETTER_DAY, CLASS_INSIDE, 0),
	F_DAY(struct arrival_row, due, M_FIELD_DUE_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct arrival_row, left, M_FIELD_DUE_LEFT, CLASS_INSIDE, 0, 0),
	F_URL(struct arrival_row, href, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

/* The term of a letter is a clock of the case: the rule of its day has been asked already. */
static enum err complete_arrival(struct ctx *cx, struct arrival_row *r)
{
	TRY(member_org_name(cx, r->turn ? r->turn : r->org, cx->day, &r->at_name));
	if (grant_allows(cx->actor, PERM_CASE_FILE))
		r->href = arena_printf(cx->a, "/case/%lld", (long long)r->flow);
	if (r->due)
		say_left(cx, r->due, &r->left, &r->tone);
	return ERR_OK;
}

static enum err complete_arrivals(struct letters *l, struct list rows)
{
	struct arrival_row *r = (struct arrival_row *)rows.rows;

	for (size_t i = 0; i < rows.n; i++)
		TRY(complete_arrival(l->cx, &r[i]));
	return ERR_OK;
}

/* A letter from outside goes to a committee first. */
static enum err link_arrival(struct ctx *cx, struct doc *d)
{
	bool may;

	if (!grant_allows(cx->actor, PERM_CASE_ACT) || enter_is_cell(cx, cx->org))
		return ERR_OK;
	TRY(grant_is_over(cx, PERM_CASE_STEP, cx->org, &may));
	if (may)
		doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_LIFE_AR_NEW),
			"/org/%lld/arrival-new", (long long)cx->org);
	return ERR_OK;
}

/* ---- for a time ---- */

struct stay_row {
	int64_t person, cell, host;
	const char *full_name, *home_name, *host_name, *place, *href;
	day_t since, until;
};

static const struct field stay_fields[] = {
	F_ID(struct stay_row, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_ID(struct stay_row, cell, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_ID(struct stay_row, host, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct stay_row, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 100),
	F_TEXT(struct stay_row, home_name, M_FIELD_TRANSIT_HOME, CLASS_INSIDE, 0, 200),
	F_TEXT(struct stay_row, host_name, M_FIELD_HOST, CLASS_INSIDE, 0, 200),
	F_TEXT(struct stay_row, place, M_FIELD_PLACE, CLASS_INSIDE, FF_HIDDEN, 200),
	F_DAY(struct stay_row, since, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct stay_row, until, M_FIELD_UNTIL_DAY, CLASS_INSIDE, 0),
	F_URL(struct stay_row, href, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

static const size_t stay_ids[] = {offsetof(struct stay_row, person),
	offsetof(struct stay_row, cell), offsetof(struct stay_row, host)};
static const struct given stay_names = {
	Q_MEMBER_ACT_STAY_NAMES, stay_fields, sizeof(struct stay_row), stay_ids, 3};

static enum err complete_stays(struct letters *l, struct list rows)
{
	struct stay_row *r = (struct stay_row *)rows.rows;
	struct ctx *cx = l->cx;

	TRY(given_fill(cx, &stay_names, r, rows.n));
	for (size_t i = 0; i < rows.n; i++) {
		r[i].host_name = r[i].host_name ? r[i].host_name : r[i].place;
		r[i].href = member_href(cx, r[i].person, "");
	}
	return ERR_OK;
}

/* ---- the lists ---- */

struct way {
	const char *name;
	enum msg title, empty;
	const struct field *fields;
	size_t size;
	enum stmt stmt;
	enum err (*complete)(struct letters *l, struct list rows);
};

static const struct way all_ways[] = {
	{"coming", M_TRANSIT_COMING, M_TRANSIT_NONE_COMING, transit_fields,
		sizeof(struct transit_row), Q_MEMBER_ACT_COMING, complete_coming},
	{"arriving", M_TRANSIT_ARRIVING, M_TRANSIT_NONE_ARRIVING, arrival_fields,
		sizeof(struct arrival_row), Q_MEMBER_ACT_ARRIVING, complete_arrivals},
	{"going", M_TRANSIT_GOING, M_TRANSIT_NONE_GOING, transit_fields, sizeof(struct transit_row),
		Q_MEMBER_ACT_GOING, complete_going},
	{"leaving", M_TRANSIT_LEAVING, M_TRANSIT_NONE_LEAVING, leaving_fields,
		sizeof(struct arrival_row), Q_MEMBER_ACT_LEAVING, complete_arrivals},
	{"hosted", M_TRANSIT_HOSTED, M_TRANSIT_NONE_HOSTED, stay_fields, sizeof(struct stay_row),
		Q_MEMBER_ACT_HOSTED, complete_stays},
	{"guests", M_TRANSIT_GUESTS, M_TRANSIT_NONE_GUESTS, stay_fields, sizeof(struct stay_row),
		Q_MEMBER_ACT_GUESTS, complete_stays},
};
enum { WAYS = sizeof(all_ways) / sizeof(*all_ways) };

/* One page of a list, the rest is only counted; of a file all of it. */
static enum err read_way(
	struct ctx *cx, const struct way *w, int64_t skip, struct list *ret, int64_t *ret_total)
{
	int64_t end = cx->page.sink ? INT64_MAX : skip + cx->page.limit, n = 0;
	struct cursor c;
	size_t room = 0;

	*ret = (struct list){NULL, 0, w->size};
	TRY(db_query(cx->db, &c, w->stmt, cx->org, cx->day, cx->known));
	for (; db_next(&c); n++)
		if (n >= skip && n < end)
			db_row(&c, cx->a, w->fields, db_list_more(cx->a, ret, &room));
	*ret_total = n;
	return db_end(&c);
}

static enum err add_way(struct letters *l, struct doc *d, const struct way *w, int64_t skip)
{
	struct ctx *cx = l->cx;
	struct doc_part *p;
	struct list rows;
	int64_t total;

	TRY(read_way(cx, w, skip, &rows, &total));
	TRY(w->complete(l, rows));
	p = doc_table(d, w->name, w->title, w->fields, rows);
	p->total = total;
	/* a stay without a last day shows that none was recorded */
	p->whole = w->fields == stay_fields;
	p->empty = msg_text(cx->say.lang, w->empty);
	if (skip + (int64_t)rows.n < total)
		p->next_href = roster_next(cx, query_add(cx, cx->query, "list", w->name),
			skip + (int64_t)rows.n, w->name);
	return ERR_OK;
}

/* ---- the page ---- */

struct transit_in {
	const char *list; /* one of them alone; NULL: all */
};

static const struct field in_fields[] = {
	F_TEXT(struct transit_in, list, M_TRANSIT, CLASS_PUBLIC, FF_HIDDEN, 20),
	F_END,
};

static enum err add_ways(struct letters *l, struct doc *d, const char *only)
{
	int64_t skip;
	int n = 0;

	if (l->cx->page.sink && text_empty(only))
		only = all_ways[0].name; /* a file has one table */
	TRY(roster_after(l->cx, &skip));
	for (int i = 0; i < WAYS; i++) {
		if (!text_empty(only) && !text_eq(only, all_ways[i].name))
			continue;
		TRY(add_way(l, d, &all_ways[i], text_empty(only) ? 0 : skip));
		n++;
	}
	return n ? ERR_OK : cx_fault(l->cx, ERR_BAD_REQUEST, "list", M_ERR_BAD_REQUEST);
}

static enum err transit(struct ctx *cx, const void *vin, struct doc *d)
{
	const struct transit_in *in = vin;
	const char *only = in ? in->list : NULL;
	struct letters l = {.cx = cx};
	struct org_step org;
	bool wide;

	TRY(roster_path(cx, d, &org));
	d->title = doc_say(d, M_TRANSIT_OF, org.name, NULL);
	TRY(org_wide(cx, cx->org, cx->day, ORG_WIDE_LIST, &wide));
	if (wide)
		return org_wide_show(cx, d, ORG_WIDE_LIST, "/transit", cx->query);
	TRY(workdays_read(cx, &l.workdays));
	TRY(rule_read(cx, "transfer.letter", &l.term));
	d->lead = msg_text(cx->say.lang, M_TRANSIT_LEAD);
	TRY(link_arrival(cx, d));
	if (!text_empty(only)) {
		doc_path(d, msg_text(cx->say.lang, M_TRANSIT),
			arena_printf(cx->a, "%s%s", cx->path, cx->query));
		listing_exports(cx, d, query_add(cx, cx->query, "list", only));
	}
	return add_ways(&l, d, only);
}

const struct action member_transit = {
	.in = in_fields, .in_size = sizeof(struct transit_in), .read = transit, .title = M_TRANSIT};
