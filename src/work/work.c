#include "work/work.h"

#include "base/map.h"
#include "base/text.h"
#include "member/member_due.h"
#include "org/org.h"
#include "subject/subject.h"
#include "work/case.h"

#include <stdlib.h>

enum { MOST = 300, SMALL_REACH = 300, AHEAD = 45, WEEK = 7, MONTH = 30 };

#define W(type, m, label, cls, ...) type(struct work_row, m, label, cls, __VA_ARGS__)

const struct field work_row_fields[] = {
	W(F_ID, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	W(F_TEXT, group, M_FIELD_DUE_WHAT, CLASS_INSIDE, FF_HIDDEN, 0),
	W(F_TEXT, tone, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, 0),
	W(F_URL, href, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN),
	W(F_TEXT, what, M_FIELD_DUE_WHAT, CLASS_INSIDE, FF_KEY, 0),
	W(F_TEXT, whom, M_FIELD_FULL_NAME, CLASS_INSIDE, 0, 0),
	W(F_TEXT, org, M_FIELD_CELL, CLASS_INSIDE, 0, 0),
	W(F_DAY, due, M_FIELD_DUE_DAY, CLASS_INSIDE, 0),
	W(F_TEXT, left, M_FIELD_STATE, CLASS_INSIDE, 0, 0),
	F_END,
};

struct gather {
	struct ctx *cx;
	struct work_row rows[MOST];
	size_t n;
	bool cut;
	day_t until;
};

/* Functions overlap: what came through one of them is not told again. */
static void add(struct gather *g, struct work_row row)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->rows[i].due == row.due && text_eq(g->rows[i].href, row.href) &&
			text_eq(g->rows[i].what, row.what))
			return;
	if (g->n == MOST)
		g->cut = true;
	else
		g->rows[g->n++] = row;
}

/* ---- clocks of cases ---- */

struct clock_row {
	int64_t flow, person;
	const char *code, *full_name, *org_name;
	day_t due;
};

static const struct field clock_fields[] = {
	F_ID(struct clock_row, flow, M_FIELD_ID, CLASS_INSIDE, 0, "case"),
	F_ID(struct clock_row, person, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	F_TEXT(struct clock_row, code, M_FIELD_DUE_KIND, CLASS_INSIDE, 0, 60),
	F_TEXT(struct clock_row, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, 0, 100),
	F_TEXT(struct clock_row, org_name, M_FIELD_ORG, CLASS_INSIDE, 0, 200),
	F_DAY(struct clock_row, due, M_FIELD_DUE_DAY, CLASS_INSIDE, 0),
	F_END,
};

enum err work_is_small(struct ctx *cx, int64_t org, bool *ret)
{
	int64_t n;

	*ret = false;
	if (!org)
		return ERR_OK;
	TRY(db_number(cx->db, &n, 0, Q_WORK_REACH_SIZE, org, cx->say.today, KNOWN_NOW,
		(int64_t)SMALL_REACH + 1));
	*ret = n <= SMALL_REACH;
	return ERR_OK;
}

static enum err add_clocks(struct gather *g, const struct grant *grant, bool small)
{
	struct ctx *cx = g->cx;
	const struct clock_row *c;
	int64_t own = !text_eq(grant->reach, "below");
	struct list rows;

	TRY(db_list(cx->db, cx->a, clock_fields, sizeof(*c), &rows,
		small ? Q_WORK_CLOCKS_BELOW : Q_WORK_CLOCKS_BY_DAY, grant->org, cx->say.today,
		KNOWN_NOW, own, g->until, (int64_t)MOST));
	c = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		add(g, (struct work_row){.id = c[i].person,
			       .href = case_href(cx, c[i].flow, ""),
			       .what = cat_name(
				       cx->say.cats, cx->say.lang, "flow_clock", c[i].code),
			       .whom = c[i].full_name,
			       .org = c[i].org_name,
			       .due = c[i].due,
			       .waits = case_waits(cx, c[i].code, c[i].due)});
	return ERR_OK;
}

/* ---- steps without a term ---- */

struct turn_row {
	int64_t flow, person;
	const char *next, *full_name, *org_name;
};

static const struct field turn_fields[] = {
	F_ID(struct turn_row, flow, M_FIELD_ID, CLASS_INSIDE, 0, "case"),
	F_ID(struct turn_row, person, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	F_CAT(struct turn_row, next, M_FIELD_FLOW_NEXT, CLASS_INSIDE, 0, "flow_step"),
	F_TEXT(struct turn_row, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, 0, 100),
	F_TEXT(struct turn_row, org_name, M_FIELD_ORG, CLASS_INSIDE, 0, 200),
	F_END,
};

/* Of the organisation itself: those below it have their own who is next. */
static enum err add_turns(struct gather *g, int64_t org)
{
	struct ctx *cx = g->cx;
	const struct turn_row *t;
	struct list rows;

	TRY(db_list(cx->db, cx->a, turn_fields, sizeof(*t), &rows, Q_WORK_TURNS, org, cx->say.today,
		KNOWN_NOW, (int64_t)MOST));
	t = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		add(g, (struct work_row){.id = t[i].person,
			       .href = case_href(cx, t[i].flow, ""),
			       .what = case_step_name(cx, t[i].next),
			       .whom = t[i].full_name,
			       .org = t[i].org_name});
	return ERR_OK;
}

/* ---- people whose terms end ---- */

/* Where it is done, by what is due. */
static const char *act_of(const char *kind)
{
	static const char *const acts[][2] = {{"probation", "/recognise"}, {"badge", "/badge"},
		{"exempt", "/exempt-end"}, {"away", "/away-end"}, {"suspended", "/suspend-end"},
		{"hosted", "/host-end"}, {"letter", ""}};

	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++)
		if (text_eq(acts[i][0], kind))
			return acts[i][1];
	return "";
}

/* The procedures whose clocks tell the same as what is due by the file. */
static const char *const told_by[][2] = {{"admission", "probation"}, {"readmission", "probation"},
	{"exemption", "exempt"}, {"absence", "away"}, {"suspension", "suspended"},
	{"stay", "hosted"}, {"transfer", "letter"}};

static struct str told_key(struct arena *a, int64_t person, const char *kind)
{
	return str_of(arena_printf(a, "%lld %s", (long long)person, kind));
}

/* Whoever has a case is told by its clock. */
static enum err load_told(struct gather *g, int64_t org, struct map **ret)
{
	static const bool is_told = true;
	struct cursor c;

	*ret = map_new(g->cx->a, 64);
	TRY(db_query(g->cx->db, &c, Q_WORK_CASES, org, g->cx->say.today, KNOWN_NOW));
	while (db_next(&c))
		for (size_t i = 0; i < sizeof(told_by) / sizeof(*told_by); i++)
			if (text_eq(told_by[i][0], db_text(&c, 1)))
				map_put(*ret, told_key(g->cx->a, db_int(&c, 0), told_by[i][1]),
					(void *)(uintptr_t)&is_told);
	return db_end(&c);
}

static void add_person(struct gather *g, const struct due_row *r, const struct map *told, bool acts)
{
	struct ctx *cx = g->cx;

	/* a host is told of its guests all the same: the clock is that of their home */
	if (!r->guest && map_get(told, told_key(cx->a, r->person, r->kind)))
		return;
	if (text_eq(r->tone, "ok"))
		return;
	add(g, (struct work_row){.id = r->person,
		       .href = arena_printf(cx->a, "/member/%lld%s", (long long)r->person,
			       acts ? act_of(r->kind) : ""),
		       .what = cat_name(cx->say.cats, cx->say.lang, "due_kind", r->kind),
		       .whom = r->full_name,
		       .org = r->cell_name,
		       .due = r->due});
}

static enum err add_people(struct gather *g, int64_t org)
{
	bool acts = grant_allows(g->cx->actor, PERM_MEMBER_ACT);
	const struct due_row *r;
	struct map *told;
	struct list rows;

	TRY(load_told(g, org, &told));
	TRY(due_read(g->cx, org, g->until, false, &rows));
	r = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		add_person(g, &r[i], told, acts);
	return ERR_OK;
}

/* ---- what is asked ---- */

static enum err add_requests(struct gather *g)
{
	struct ctx *cx = g->cx;
	const struct request_open *r;
	struct list rows;

	if (!grant_allows(cx->actor, PERM_REQUEST_READ))
		return ERR_OK;
	TRY(requests_open(cx, &rows));
	r = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		add(g, (struct work_row){.id = r[i].person,
			       .href = arena_printf(cx->a, "/request/%lld", (long long)r[i].id),
			       .what = msg_text(cx->say.lang, M_WORK_REQUEST),
			       .whom = r[i].full_name,
			       .due = r[i].due});
	return ERR_OK;
}

static void add_proposals(struct gather *g)
{
	struct ctx *cx = g->cx;

	if (cx->waiting)
		add(g, (struct work_row){.href = "/proposal",
			       .what = msg_say(cx->a, cx->say.lang, M_WORK_PROPOSALS,
				       number_text(cx->a, cx->say.lang, cx->waiting), NULL),
			       .due = cx->say.today});
}

/* ---- all of it ---- */

/* `own` functions reach the people of one organisation, the others those below as well. */
static enum err add_grant(struct gather *g, const struct grant *grant)
{
	bool small, all = text_eq(grant->reach, "below");

	if (grant->item)
		return ERR_OK;
	TRY(work_is_small(g->cx, grant->org, &small));
	if (grant_is_for(grant, PERM_CASE_READ)) {
		TRY(add_clocks(g, grant, small));
		TRY(add_turns(g, grant->org));
	}
	if (!small || !grant_is_for(grant, PERM_MEMBER_READ))
		return ERR_OK;
	if (!all)
		TRY(grant_own_is_all(g->cx, grant->org, g->cx->say.today, &all));
	return all ? add_people(g, grant->org) : ERR_OK;
}

/* What had no term, or one that was not for who is next, waits after all that is due. */
static bool has_term(const struct work_row *r)
{
	return r->due && !r->waits;
}

static int by_day(const void *pa, const void *pb)
{
	const struct work_row *a = pa, *b = pb;
	int order;

	if (has_term(a) != has_term(b))
		return has_term(a) ? -1 : 1;
	if (has_term(a) && a->due != b->due)
		return a->due < b->due ? -1 : 1;
	order = strcmp(a->what, b->what);
	return order ? order : strcmp(a->href, b->href);
}

static void put_in_group(struct ctx *cx, struct work_row *r, struct work *ret)
{
	int left = day_number(r->due) - day_number(cx->say.today);
	enum msg m = left < 0	     ? M_WORK_LATE
		     : left <= WEEK  ? M_WORK_WEEK
		     : left <= MONTH ? M_WORK_MONTH
				     : M_WORK_LATER;

	r->group = msg_text(cx->say.lang, m);
	r->left = case_days_left(cx, r->due, &r->tone);
	ret->late += left < 0;
	ret->week += left >= 0 && left <= WEEK;
	ret->month += left > WEEK && left <= MONTH;
}

static void put_aside(struct ctx *cx, struct work_row *r)
{
	r->group = msg_text(cx->say.lang, M_WORK_NO_TERM);
	if (r->waits)
		r->left = msg_text(cx->say.lang, M_CASE_TERM_OVER);
}

static void put_in_groups(struct gather *g, struct work *ret)
{
	if (g->n)
		qsort(g->rows, g->n, sizeof(*g->rows), by_day);
	for (size_t i = 0; i < g->n; i++)
		if (has_term(&g->rows[i]))
			put_in_group(g->cx, &g->rows[i], ret);
		else
			put_aside(g->cx, &g->rows[i]);
}

enum err work_read(struct ctx *cx, struct work *ret)
{
	struct gather *g = arena_new_of(cx->a, struct gather);
	const struct grant *grants = cx->actor->grants.rows;

	*ret = (struct work){0};
	g->cx = cx;
	g->until = day_add(cx->say.today, AHEAD);
	for (size_t i = 0; i < cx->actor->grants.n; i++)
		TRY(add_grant(g, &grants[i]));
	TRY(add_requests(g));
	add_proposals(g);
	put_in_groups(g, ret);
	ret->rows = (struct list){g->rows, g->n, sizeof(*g->rows)};
	ret->cut = g->cut;
	return ERR_OK;
}

enum err work_read_org(struct ctx *cx, int64_t org, struct work *ret)
{
	struct gather *g = arena_new_of(cx->a, struct gather);
	const struct grant all = {.org = org, .reach = "below"};
	bool cases, people, small;

	*ret = (struct work){0};
	g->cx = cx;
	g->until = day_add(cx->say.today, AHEAD);
	TRY(grant_is_over(cx, PERM_CASE_READ, org, &cases));
	TRY(grant_is_over(cx, PERM_MEMBER_READ, org, &people));
	TRY(work_is_small(cx, org, &small));
	if (cases) {
		TRY(add_clocks(g, &all, small));
		TRY(add_turns(g, org));
	}
	if (people && small)
		TRY(add_people(g, org));
	put_in_groups(g, ret);
	ret->rows = (struct list){g->rows, g->n, sizeof(*g->rows)};
	ret->cut = g->cut;
	return ERR_OK;
}

/* ---- the page ---- */

/* Where the rest stands: the lists of each organisation over which something is held. */
static enum err add_ways(struct ctx *cx, struct doc *d)
{
	const struct grant *g = cx->actor->grants.rows;
	struct org_spell org;

	for (size_t i = 0; i < cx->actor->grants.n; i++) {
		bool again = !g[i].org || !grant_is_for(&g[i], PERM_MEMBER_READ);
		for (size_t k = 0; k < i; k++)
			again = again || g[k].org == g[i].org;
		if (again || tree_spell_near(cx, g[i].org, cx->say.today, &org))
			continue;
		doc_link(d, DOC_ONWARD, doc_say(d, M_WORK_CANDIDATES, org.name, NULL),
			"/org/%lld/candidate", (long long)g[i].org);
		doc_link(d, DOC_ONWARD, doc_say(d, M_WORK_DUE, org.name, NULL), "/org/%lld/due",
			(long long)g[i].org);
	}
	return ERR_OK;
}

/* Whoever is followed themselves sees where their case stands. */
static enum err add_own(struct ctx *cx, struct doc *d)
{
	const struct flow_spell *s;
	struct list cases;

	if (!cx->actor->person)
		return ERR_OK;
	TRY(flow_cases_of(cx, cx->actor->person, &cases));
	s = cases.rows;
	for (size_t i = 0; i < cases.n; i++)
		doc_link(d, DOC_ONWARD,
			doc_say(d, M_WORK_OWN_CASE,
				cat_name(cx->say.cats, cx->say.lang, "flow_state", s[i].state),
				NULL),
			"/case/%lld", (long long)s[i].flow);
	return ERR_OK;
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct doc_part *p;
	struct work w;

	(void)in;
	TRY(work_read(cx, &w));
	d->title = msg_text(cx->say.lang, M_WORK_TITLE);
	d->lead = doc_say(d, M_WORK_LEAD, number_text(cx->a, cx->say.lang, (int64_t)w.late),
		number_text(cx->a, cx->say.lang, (int64_t)w.week),
		number_text(cx->a, cx->say.lang, (int64_t)w.month), NULL);
	if (w.cut)
		doc_note(d, DOC_WARN, msg_text(cx->say.lang, M_WORK_CUT));
	p = doc_table(d, "work", M_NONE, work_row_fields, w.rows);
	p->main = 1;
	p->empty = msg_text(cx->say.lang, M_WORK_NOTHING);
	if (cx->actor->account)
		doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_WORK_MAIL), "/work/mail");
	TRY(add_own(cx, d));
	return add_ways(cx, d);
}

const struct action work_show = {.read = show, .title = M_WORK_TITLE};
