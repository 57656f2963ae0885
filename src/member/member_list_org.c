/*
 * member_list_org.c: how many members an organisation has, on its own page and on the first page of
 * the section; with the ways on to what there is of them.
 */
#include "core/sum_stock.h"
#include "core/tree_find.h"
#include "member/member_list.h"
#include "org/org.h"

enum { MONTHS = 12, ORGS = 12 };

/* In words, since a number that was not counted to its end is one. */
struct shown {
	const char *total, *official, *probationary, *came, *went;
};

#define SHOWN_TEXT(m, label, flags) F_TEXT(struct shown, m, label, CLASS_INSIDE, flags, 40)

/* All that is known of many that were not counted to the end. */
static const struct field many_fields[] = {
	SHOWN_TEXT(total, M_FIELD_MEMBERS, 0),
	F_END,
};

/* Of many whom the summaries have. */
static const struct field stock_fields[] = {
	SHOWN_TEXT(total, M_FIELD_MEMBERS, 0),
	SHOWN_TEXT(official, M_FIELD_MEMBERS_FULL, 0),
	SHOWN_TEXT(probationary, M_FIELD_MEMBERS_PROBATIONARY, 0),
	F_END,
};

static const struct field shown_fields[] = {
	SHOWN_TEXT(total, M_FIELD_MEMBERS, 0),
	SHOWN_TEXT(official, M_FIELD_MEMBERS_FULL, 0),
	SHOWN_TEXT(probationary, M_FIELD_MEMBERS_PROBATIONARY, 0),
	SHOWN_TEXT(came, M_FIELD_MEMBERS_CAME, 0),
	SHOWN_TEXT(went, M_FIELD_MEMBERS_WENT, 0),
	F_END,
};

struct sum {
	int64_t total, official, came, went;
	bool many;  /* so many that what came and went is not counted */
	bool exact; /* the summaries say how many */
};

static const struct field sum_fields[] = {
	F_INT(struct sum, total, M_FIELD_MEMBERS, CLASS_INSIDE, 0, 0),
	F_INT(struct sum, official, M_FIELD_MEMBERS_FULL, CLASS_INSIDE, 0, 0),
	F_INT(struct sum, came, M_FIELD_MEMBERS_CAME, CLASS_INSIDE, 0, 0),
	F_INT(struct sum, went, M_FIELD_MEMBERS_WENT, CLASS_INSIDE, 0, 0),
	F_END,
};

/* The first day of the twelve months that end on the day asked for. */
static day_t since(const struct ctx *cx)
{
	return day_add(day_add_months(cx->day, -MONTHS), 1);
}

/* Large ones have summaries; of the others everybody is counted, up to a limit. */
static enum err sum_of(struct ctx *cx, int64_t org, struct sum *ret)
{
	*ret = (struct sum){0};
	TRY(sum_stock(cx, org, cx->day, &ret->exact, &ret->total));
	if (!ret->exact)
		TRY(db_get(cx->db, cx->a, sum_fields, ret, Q_MEMBER_LIST_SUM, org, since(cx),
			cx->day, cx->known, (int64_t)MEMBER_COUNTED + 1));
	else
		TRY(sum_stock_full(cx, org, cx->day, &ret->official));
	ret->many = ret->total > MEMBER_COUNTED;
	if (!ret->exact || ret->many)
		return ERR_OK;
	return db_get(cx->db, cx->a, sum_fields, ret, Q_MEMBER_LIST_BORDER, org, since(cx), cx->day,
		cx->known);
}

static const char *number_of(struct ctx *cx, int64_t n)
{
	return number_text(cx->a, cx->say.lang, n);
}

static void add_sum(struct ctx *cx, struct doc *d, const struct sum *s, int64_t org,
	const char *name, const char *title)
{
	struct shown *shown = arena_new_of(cx->a, struct shown);
	const struct field *few = s->exact ? stock_fields : many_fields;
	struct doc_part *p = doc_record(d, name, M_NONE, s->many ? few : shown_fields, shown);

	*shown = (struct shown){
		.total = s->exact ? number_of(cx, s->total) : member_count_text(cx, s->total),
		.official = number_of(cx, s->official),
		.probationary = number_of(cx, s->total - s->official),
		.came = number_of(cx, s->came),
		.went = number_of(cx, s->went)};
	p->title = title;
	member_org_links(cx, d, p, org);
}

/* ---- on the page of an organisation ---- */

struct cell_row {
	int64_t person, host, transit, came, went;
	const char *full_name, *sex, *status;
	day_t birth_date;
	int exempt, away, suspended;
};

static const struct field cell_fields[] = {
	F_ID(struct cell_row, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_TEXT(struct cell_row, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 100),
	F_DAY(struct cell_row, birth_date, M_FIELD_BIRTH_DATE, CLASS_PERSONAL, 0),
	F_CAT(struct cell_row, sex, M_FIELD_SEX, CLASS_PERSONAL, 0, "sex"),
	F_CAT(struct cell_row, status, M_FIELD_MEMBER_STATUS, CLASS_INSIDE, 0, "member_status"),
	F_BOOL(struct cell_row, exempt, M_FIELD_EXEMPT, CLASS_INSIDE, 0),
	F_BOOL(struct cell_row, away, M_FIELD_AWAY, CLASS_INSIDE, 0),
	F_BOOL(struct cell_row, suspended, M_FIELD_SUSPENDED, CLASS_INSIDE, 0),
	F_ID(struct cell_row, host, M_FIELD_HOST, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_ID(struct cell_row, transit, M_FIELD_TRANSIT, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_INT(struct cell_row, came, M_FIELD_MEMBERS_CAME, CLASS_INSIDE, FF_HIDDEN, 0),
	F_INT(struct cell_row, went, M_FIELD_MEMBERS_WENT, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

static struct sum sum_rows(struct list rows)
{
	const struct cell_row *r = rows.rows;
	struct sum s = {.total = (int64_t)rows.n, .came = r->came, .went = r->went};

	for (size_t i = 0; i < rows.n; i++)
		s.official += text_eq(r[i].status, "full");
	return s;
}

static void add_people(struct ctx *cx, struct doc *d, struct list rows)
{
	struct doc_part *p = doc_table(d, "people", M_NONE, cell_fields, rows);

	p->row_href = "/member/";
	p->row_keep = cx->query;
	p->total = -1;
}

/* Of an organisation with nothing below it the page shows the members themselves, if they fit. */
static enum err show_cell(struct ctx *cx, struct doc *d, int64_t org, bool *ret_shown)
{
	struct list rows;
	struct sum s;

	TRY(db_list(cx->db, cx->a, cell_fields, sizeof(struct cell_row), &rows, Q_MEMBER_LIST_CELL,
		org, since(cx), cx->day, cx->known, (int64_t)cx->page.limit + 1));
	*ret_shown = rows.n && rows.n <= (size_t)cx->page.limit;
	if (!*ret_shown)
		return ERR_OK;
	s = sum_rows(rows);
	add_sum(cx, d, &s, org, "members", msg_text(cx->say.lang, M_MENU_MEMBER));
	add_people(cx, d, rows);
	return ERR_OK;
}

/* May the actor read the members here? What is said of it is not to be told on this page. */
static enum err may_read(struct ctx *cx, int64_t org, bool *ret)
{
	*ret = false;
	if (!grant_allows(cx->actor, PERM_MEMBER_READ))
		return ERR_OK;
	return grant_is_over(cx, PERM_MEMBER_READ, org, ret);
}

static bool is_leaf(const struct doc *d)
{
	const struct doc_part *children = doc_find(d, "children");

	return children && !children->rows.n;
}

static enum err show(struct ctx *cx, struct doc *d, const struct org_step *org)
{
	bool may, shown = false;
	struct sum s;

	if (cx->page.sink || !org->depth)
		return ERR_OK;
	TRY(may_read(cx, org->org, &may));
	if (!may)
		return ERR_OK;
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_MEMBER_LIST), "%s",
		org_href(cx, org->org, "/members"));
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_ADMISSION_LIST), "%s",
		org_href(cx, org->org, "/candidate"));
	if (is_leaf(d))
		TRY(show_cell(cx, d, org->org, &shown));
	if (shown)
		return ERR_OK;
	TRY(sum_of(cx, org->org, &s));
	add_sum(cx, d, &s, org->org, "members", msg_text(cx->say.lang, M_MENU_MEMBER));
	return ERR_OK;
}

const struct org_part member_org_part = {.show = show};

/* ---- the first page of the section ---- */

struct org_id {
	int64_t org;
};

static const struct field org_id_fields[] = {
	F_ID(struct org_id, org, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_END,
};

/* The organisations that the actor is for; for whoever is for everything, the tops of the tree. */
static enum err orgs_of(struct ctx *cx, int64_t ret[ORGS], size_t *ret_n)
{
	struct member_over over[MEMBER_OVERS];
	size_t n = member_overs(cx, over);
	const struct org_id *row;
	struct list rows;

	*ret_n = 0;
	if (n && !over[0].org) {
		TRY(db_list(cx->db, cx->a, org_id_fields, sizeof(*row), &rows, Q_MEMBER_LIST_ROOTS,
			cx->day, cx->known, (int64_t)ORGS));
		row = rows.rows;
		for (; *ret_n < rows.n; (*ret_n)++)
			ret[*ret_n] = row[*ret_n].org;
		return ERR_OK;
	}
	for (; *ret_n < n && *ret_n < ORGS; (*ret_n)++)
		ret[*ret_n] = over[*ret_n].org;
	return ERR_OK;
}

static enum err add_org(struct ctx *cx, struct doc *d, int64_t id)
{
	struct org_spell org;
	struct sum s;
	enum err e = tree_spell_near(cx, id, cx->day, &org);

	if (e == ERR_NOT_FOUND)
		return ERR_OK;
	TRY(e);
	TRY(sum_of(cx, id, &s));
	add_sum(cx, d, &s, id, arena_printf(cx->a, "org-%lld", (long long)id), org.name);
	return ERR_OK;
}

enum err member_home(struct ctx *cx, struct doc *d)
{
	int64_t orgs[ORGS];
	size_t n;

	d->dated = 1;
	d->lead = msg_text(cx->say.lang, M_MEMBER_HOME_LEAD);
	TRY(orgs_of(cx, orgs, &n));
	for (size_t i = 0; i < n; i++)
		TRY(add_org(cx, d, orgs[i]));
	if (!n)
		doc_text(d, "orgs", M_NONE, msg_text(cx->say.lang, M_MEMBER_HOME_NONE));
	if (grant_allows(cx->actor, PERM_IMPORT))
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_MENU_IMPORT), "/import");
	return ERR_OK;
}
