/*
 * member_act_transit.c: who is on the way between two cells: sent with a letter, not yet received.
 */
#include "member/member_act.h"

#include "member/member_roster.h"
#include "org/org.h"

enum { ROWS = 500 };

struct transit_row {
	int64_t person, cell, transit;
	const char *full_name, *status, *from_name, *to_name, *href;
	day_t since;
};

static const struct field transit_fields[] = {
	F_ID(struct transit_row, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_ID(struct transit_row, cell, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_ID(struct transit_row, transit, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct transit_row, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 100),
	F_CAT(struct transit_row, status, M_FIELD_MEMBER_STATUS, CLASS_INSIDE, 0, "member_status"),
	F_TEXT(struct transit_row, from_name, M_FIELD_CELL_FROM, CLASS_INSIDE, 0, 200),
	F_TEXT(struct transit_row, to_name, M_FIELD_CELL_TO, CLASS_INSIDE, 0, 200),
	F_DAY(struct transit_row, since, M_FIELD_SENT_SINCE, CLASS_INSIDE, 0),
	F_URL(struct transit_row, href, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

/* Who comes leads to being received, who goes to their file. */
static enum err complete(struct ctx *cx, struct list rows, const char *way)
{
	struct transit_row *r = (struct transit_row *)rows.rows;

	for (size_t i = 0; i < rows.n; i++) {
		TRY(member_org_name(cx, r[i].cell, cx->day, &r[i].from_name));
		TRY(member_org_name(cx, r[i].transit, cx->day, &r[i].to_name));
		r[i].href = way ? member_href(cx, r[i].person, way) : NULL;
	}
	return ERR_OK;
}

static enum err add(struct ctx *cx, struct doc *d, const char *name, enum msg title, enum stmt stmt,
	const char *way)
{
	struct doc_part *p;
	struct list rows;

	TRY(db_list(cx->db, cx->a, transit_fields, sizeof(struct transit_row), &rows, stmt, cx->org,
		cx->day, cx->known, (int64_t)ROWS));
	TRY(complete(cx, rows, way));
	p = doc_table(d, name, title, transit_fields, rows);
	p->total = (int64_t)rows.n;
	if (rows.n == ROWS)
		p->total_cap = ROWS;
	p->empty = msg_text(cx->say.lang,
		text_eq(name, "coming") ? M_TRANSIT_NONE_COMING : M_TRANSIT_NONE_GOING);
	return ERR_OK;
}

static enum err transit(struct ctx *cx, const void *in, struct doc *d)
{
	bool may = grant_allows(cx->actor, PERM_MEMBER_ACT);
	struct org_step org;

	(void)in;
	TRY(roster_path(cx, d, &org));
	d->title = doc_say(d, M_TRANSIT_OF, org.name, NULL);
	d->lead = msg_text(cx->say.lang, M_TRANSIT_LEAD);
	TRY(add(cx, d, "coming", M_TRANSIT_COMING, Q_MEMBER_ACT_COMING, may ? "/receive" : NULL));
	return add(cx, d, "going", M_TRANSIT_GOING, Q_MEMBER_ACT_GOING, "");
}

const struct action member_transit = {.read = transit, .title = M_TRANSIT};
