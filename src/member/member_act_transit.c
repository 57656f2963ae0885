/*
 * member_act_transit.c: who is on the way between two cells: sent with a letter, not yet received,
 * with the days that the letter has left, late ones first; and who takes part elsewhere for a time.
 */
#include "member/member_act.h"

#include "core/rule.h"
#include "member/member_enter.h"
#include "member/member_roster.h"
#include "org/org.h"
#include "org/org_wide.h"

#include <stdlib.h>

enum { ROWS = 500, WIDE = 200000 };

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
	F_TEXT(struct transit_row, left, M_FIELD_STATE, CLASS_INSIDE, 0, 0),
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

static int by_due(const void *pa, const void *pb)
{
	const struct transit_row *a = pa, *b = pb;

	if (a->due != b->due)
		return a->due < b->due ? -1 : 1;
	return a->person < b->person ? -1 : a->person > b->person;
}

/* ---- on the way ---- */

/* Who has a case leads to it; else who comes to being received, and who goes to their file. */
static enum err complete(struct letters *l, struct list rows, const char *way)
{
	struct transit_row *r = (struct transit_row *)rows.rows;
	struct ctx *cx = l->cx;

	for (size_t i = 0; i < rows.n; i++) {
		TRY(say_term(l, &r[i]));
		r[i].href = way ? member_href(cx, r[i].person, way) : NULL;
		if (r[i].flow && grant_allows(cx->actor, PERM_CASE_FILE))
			r[i].href = arena_printf(cx->a, "/case/%lld", (long long)r[i].flow);
	}
	if (rows.n)
		qsort(r, rows.n, sizeof(*r), by_due);
	return ERR_OK;
}

static enum err add(struct letters *l, struct doc *d, const char *name, enum msg title,
	enum stmt stmt, const char *way)
{
	struct ctx *cx = l->cx;
	struct doc_part *p;
	struct list rows;

	TRY(db_list(cx->db, cx->a, transit_fields, sizeof(struct transit_row), &rows, stmt, cx->org,
		cx->day, cx->known, (int64_t)ROWS));
	TRY(complete(l, rows, way));
	p = doc_table(d, name, title, transit_fields, rows);
	p->total = (int64_t)rows.n;
	if (rows.n == ROWS)
		p->total_cap = ROWS;
	p->empty = msg_text(cx->say.lang,
		text_eq(name, "coming") ? M_TRANSIT_NONE_COMING : M_TRANSIT_NONE_GOING);
	return ERR_OK;
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

static enum err add_arrivals(struct ctx *cx, struct doc *d)
{
	struct arrival_row *r;
	struct doc_part *p;
	struct list rows;

	TRY(db_list(cx->db, cx->a, arrival_fields, sizeof(*r), &rows, Q_MEMBER_ACT_ARRIVING,
		cx->org, cx->day, cx->known, (int64_t)ROWS));
	r = (struct arrival_row *)rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		TRY(complete_arrival(cx, &r[i]));
	p = doc_table(d, "arriving", M_TRANSIT_ARRIVING, arrival_fields, rows);
	p->total = (int64_t)rows.n;
	if (rows.n == ROWS)
		p->total_cap = ROWS;
	p->empty = msg_text(cx->say.lang, M_TRANSIT_NONE_ARRIVING);
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

static enum err add_stays(struct ctx *cx, struct doc *d, bool guests, enum stmt stmt)
{
	struct stay_row *r;
	struct doc_part *p;
	struct list rows;

	TRY(db_list(cx->db, cx->a, stay_fields, sizeof(*r), &rows, stmt, cx->org, cx->day,
		cx->known, (int64_t)ROWS));
	r = (struct stay_row *)rows.rows;
	for (size_t i = 0; i < rows.n; i++) {
		r[i].host_name = r[i].host_name ? r[i].host_name : r[i].place;
		r[i].href = member_href(cx, r[i].person, "");
	}
	p = doc_table(d, guests ? "guests" : "hosted", guests ? M_TRANSIT_GUESTS : M_TRANSIT_HOSTED,
		stay_fields, rows);
	p->total = (int64_t)rows.n;
	if (rows.n == ROWS)
		p->total_cap = ROWS;
	p->empty = msg_text(cx->say.lang, guests ? M_TRANSIT_NONE_GUESTS : M_TRANSIT_NONE_HOSTED);
	return ERR_OK;
}

/* ---- the page ---- */

static enum err transit(struct ctx *cx, const void *in, struct doc *d)
{
	bool may = grant_allows(cx->actor, PERM_MEMBER_ACT);
	struct letters l = {.cx = cx};
	struct org_step org;
	bool wide;

	(void)in;
	TRY(roster_path(cx, d, &org));
	d->title = doc_say(d, M_TRANSIT_OF, org.name, NULL);
	TRY(org_wide(cx, cx->org, cx->day, WIDE, &wide));
	if (wide)
		return org_wide_show(cx, d, WIDE, "/transit", cx->query);
	TRY(workdays_read(cx, &l.workdays));
	TRY(rule_read(cx, "transfer.letter", &l.term));
	d->lead = msg_text(cx->say.lang, M_TRANSIT_LEAD);
	TRY(link_arrival(cx, d));
	TRY(add(&l, d, "coming", M_TRANSIT_COMING, Q_MEMBER_ACT_COMING, may ? "/receive" : NULL));
	TRY(add_arrivals(cx, d));
	TRY(add(&l, d, "going", M_TRANSIT_GOING, Q_MEMBER_ACT_GOING, ""));
	TRY(add_stays(cx, d, false, Q_MEMBER_ACT_HOSTED));
	return add_stays(cx, d, true, Q_MEMBER_ACT_GUESTS);
}

const struct action member_transit = {.read = transit, .title = M_TRANSIT};
