/*
 * life_badge.c: badges of an organisation for an award day: who has the years by then, the list to
 * print, the proposal of many with one paper, and the decision: awarded, deferred or refused.
 */
#include "core/given.h"
#include "core/listing.h"
#include "core/paper.h"
#include "life/life.h"
#include "life/life_lines.h"
#include "member/member_act.h"
#include "member/member_badge.h"
#include "member/member_due.h"
#include "org/org.h"
#include "org/org_wide.h"

/* ---- who ---- */

struct badge_row {
	int64_t no, person, years;
	const char *full_name, *cell_name, *member_no, *state, *number, *tone;
	day_t birth_date, admitted_on, reached;
};

#define B(type, m, label, cls, ...) type(struct badge_row, m, label, cls, __VA_ARGS__)

static const struct field badge_fields[] = {
	B(F_ID, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	B(F_TEXT, tone, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, 0),
	B(F_INT, no, M_FIELD_ROW_NO, CLASS_INSIDE, 0, 0),
	B(F_TEXT, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_KEY, 0),
	B(F_DAY, birth_date, M_FIELD_BIRTH_DATE, CLASS_PERSONAL, 0),
	B(F_TEXT, cell_name, M_FIELD_CELL, CLASS_INSIDE, 0, 0),
	B(F_DAY, admitted_on, M_FIELD_ADMITTED_ON, CLASS_INSIDE, 0),
	B(F_INT, years, M_FIELD_BADGE_YEARS, CLASS_INSIDE, 0, 0),
	B(F_TEXT, state, M_FIELD_STATE, CLASS_INSIDE, 0, 0),
	B(F_TEXT, number, M_FIELD_NUMBER, CLASS_INSIDE, 0, 0),
	F_END,
};

struct said_row {
	int64_t person, years;
	const char *kind, *number;
	day_t day;
};

static const struct field said_fields[] = {
	F_ID(struct said_row, person, M_FIELD_ID, CLASS_INSIDE, 0, "person"),
	F_INT(struct said_row, years, M_FIELD_BADGE_YEARS, CLASS_INSIDE, 0, 0),
	F_CAT(struct said_row, kind, M_FIELD_FACT, CLASS_INSIDE, 0, "member_fact"),
	F_TEXT(struct said_row, number, M_FIELD_NUMBER, CLASS_INSIDE, 0, 0),
	F_DAY(struct said_row, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_END,
};

static const size_t badge_ids[] = {
	offsetof(struct badge_row, person), offsetof(struct badge_row, years)};

static void tell_said(struct ctx *cx, struct badge_row *row, const struct said_row *s)
{
	row->tone = text_eq(s->kind, "badge_proposed") ? "ok" : "late";
	row->number = s->number;
	row->state = arena_printf(cx->a, "%s, %s",
		cat_name(cx->say.cats, cx->say.lang, "member_fact", s->kind), cx_day(cx, s->day));
}

/* The oldest comes first, so that the last word stays. */
static enum err say_states(struct ctx *cx, struct badge_row *rows, size_t n)
{
	static const struct given by = {
		Q_LIFE_BADGE_SAID, said_fields, sizeof(*rows), badge_ids, 2};
	struct cursor c;

	TRY(db_query(cx->db, &c, Q_LIFE_BADGE_SAID, given_text(cx->a, &by, rows, n), cx->known));
	while (db_next(&c)) {
		struct said_row s = {0};
		db_row(&c, cx->a, said_fields, &s);
		for (size_t i = 0; i < n; i++)
			if (rows[i].person == s.person && rows[i].years == s.years)
				tell_said(cx, &rows[i], &s);
	}
	return db_end(&c);
}

/* Up to GIVEN_MOST of those who are due. */
static enum err complete(struct ctx *cx, struct due_row *due, size_t n, struct badge_row *ret)
{
	TRY(due_names(cx, due, n));
	for (size_t i = 0; i < n; i++)
		ret[i] = (struct badge_row){.person = due[i].person,
			.years = due[i].years,
			.full_name = due[i].full_name,
			.cell_name = due[i].cell_name,
			.member_no = due[i].member_no,
			.birth_date = due[i].birth_date,
			.admitted_on = due[i].since,
			.reached = due[i].due,
			.tone = "wait",
			.state = msg_text(cx->say.lang, M_LIFE_BADGE_OPEN)};
	return n ? say_states(cx, ret, n) : ERR_OK;
}

static size_t turn(size_t left)
{
	return left < GIVEN_MOST ? left : GIVEN_MOST;
}

static enum err stream_turn(struct ctx *cx, struct due_row *due, size_t n, int64_t *no)
{
	struct badge_row rows[GIVEN_MOST];

	TRY(complete(cx, due, n, rows));
	for (size_t i = 0; i < n; i++) {
		rows[i].no = ++*no;
		TRY(sink_row(cx->page.sink, &rows[i]));
	}
	return ERR_OK;
}

static enum err stream_piece(struct ctx *cx, int64_t piece, day_t award, bool earlier, int64_t *no)
{
	struct due_row *due;
	struct list all;

	TRY(due_badges(cx, piece, award, earlier, &all));
	due = (struct due_row *)all.rows;
	for (size_t i = 0; i < all.n; i += GIVEN_MOST) {
		struct arena_mark m = arena_mark(cx->a);
		TRY(stream_turn(cx, due + i, turn(all.n - i), no));
		arena_rewind(cx->a, m);
	}
	return ERR_OK;
}

/* The file of a large organisation is made piece by piece. */
static enum err stream(struct ctx *cx, struct doc *d, day_t award, bool earlier, struct list pieces)
{
	const struct list none = {NULL, 0, sizeof(struct badge_row)};
	int64_t no = 0;

	doc_table(d, "badges", M_NONE, badge_fields, none)->main = 1;
	sink_head(cx->page.sink, d->paper);
	TRY(sink_begin(cx->page.sink, msg_text(cx->say.lang, M_LIFE_BADGES_PAPER), badge_fields));
	for (size_t i = 0; i < pieces.n; i++) {
		struct arena_mark m = arena_mark(cx->a);
		TRY(stream_piece(cx, ((const int64_t *)pieces.rows)[i], award, earlier, &no));
		arena_rewind(cx->a, m);
	}
	return ERR_OK;
}

/*
 * Those of an award day and of those before it that nobody decided (struct badge_row), `most` after
 * `skip`; `ret_all`: how many there are.
 */
static enum err read_rows(struct ctx *cx, day_t award, bool earlier, int64_t skip, int64_t most,
	struct list *ret, int64_t *ret_all)
{
	struct due_row *due;
	struct badge_row *rows;
	struct list all;
	size_t n;

	TRY(due_badges(cx, cx->org, award, earlier, &all));
	due = (struct due_row *)all.rows;
	n = skip < (int64_t)all.n ? all.n - (size_t)skip : 0;
	n = (int64_t)n < most ? n : (size_t)most;
	rows = arena_array(cx->a, n + 1, sizeof(*rows));
	for (size_t i = 0; i < n; i += GIVEN_MOST)
		TRY(complete(cx, due + skip + i, turn(n - i), rows + i));
	for (size_t i = 0; i < n; i++)
		rows[i].no = skip + (int64_t)i + 1;
	*ret = (struct list){rows, n, sizeof(*rows)};
	*ret_all = (int64_t)all.n;
	return ERR_OK;
}

struct badges_in {
	day_t award;
	int earlier, paper;
};

enum { FILTERS = 2 };
static const struct field in_fields[FILTERS + 2] = {
	{"award", FT_DAY, CLASS_INSIDE, M_FIELD_BADGE_AWARD, 0,
		FIELD_OFF(struct badges_in, award, day_t), 0, 0, 0, M_HINT_BADGE_AWARD, 0},
	F_BOOL(struct badges_in, earlier, M_FIELD_DUE_EARLIER, CLASS_INSIDE, 0),
	F_BOOL(struct badges_in, paper, M_VIEW_PAPER, CLASS_PUBLIC, 0),
	F_END,
};

static void add_links(struct ctx *cx, struct doc *d, const char *query)
{
	if (!grant_allows(cx->actor, PERM_CASE_DECIDE))
		return;
	doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_LIFE_BADGE_PROPOSE),
		"/org/%lld/badge-propose%s", (long long)cx->org, query);
	doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_LIFE_BADGE_DECIDE),
		"/org/%lld/badge-decide%s", (long long)cx->org, query);
}

/* A page, or what is printed: as many as a form takes. */
static enum err add_rows(
	struct ctx *cx, struct doc *d, const struct badges_in *in, day_t award, const char *query)
{
	int64_t skip = 0, all, most = cx->page.limit;
	struct doc_part *p;
	struct list rows;

	if (cx->page.sink || in->paper)
		most = cx->page.sink ? INT64_MAX : LINES_MOST;
	else
		TRY(roster_after(cx, &skip));
	TRY(read_rows(cx, award, in->earlier, skip, most, &rows, &all));
	paper_rows(cx, d, (int64_t)rows.n, all);
	p = doc_table(d, "badges", M_NONE, badge_fields, rows);
	p->main = 1;
	p->total = all;
	p->row_href = "/member/";
	p->empty = msg_text(cx->say.lang, M_LIFE_BADGES_NONE);
	if (!in->paper && skip + (int64_t)rows.n < all)
		p->next_href = roster_next(cx, query, skip + (int64_t)rows.n, "badges");
	return ERR_OK;
}

static enum err badges(struct ctx *cx, const void *vin, struct doc *d)
{
	const struct badges_in *in = vin;
	struct badges_in shown;
	struct doc_paper *paper;
	struct list pieces = {0};
	const char *query;
	day_t award;
	bool wide;

	TRY(due_award_day(cx, in->award ? in->award : cx->day, &award));
	shown = (struct badges_in){.award = award, .earlier = in->earlier};
	query = filter_query(cx, cx->query, in_fields, FILTERS, &shown);
	TRY(lines_head(cx, d, M_LIFE_BADGES, M_LIFE_BADGES_LEAD));
	TRY(org_wide(cx, cx->org, cx->day, ORG_WIDE_LIST, &wide));
	if (wide)
		return org_wide_show(cx, d, ORG_WIDE_LIST, "/badge", query);
	TRY(paper_make(cx, d, cx->org, msg_text(cx->say.lang, M_LIFE_BADGES_PAPER), award, &paper));
	paper_face(cx, d, in->paper, query);
	if (cx->page.sink)
		TRY(org_pieces(cx, cx->org, cx->day, ORG_WIDE_LIST, &pieces));
	if (pieces.n > 1)
		return stream(cx, d, award, in->earlier, pieces);
	if (!in->paper)
		filter_form(cx, d, in_fields, FILTERS, &shown, M_MEMBER_DUE_SHOW);
	TRY(add_rows(cx, d, in, award, query));
	add_links(cx, d, query);
	listing_exports(cx, d, query);
	return ERR_OK;
}

const struct action life_badge_list = {.in = in_fields,
	.in_size = sizeof(struct badges_in),
	.read = badges,
	.title = M_LIFE_BADGES};

/* ---- many with one paper ---- */

#define LINES                                                                                      \
	{                                                                                          \
		"lines", FT_LINES, CLASS_INSIDE, M_FIELD_LIFE_LINES, FF_REQUIRED,                  \
			FIELD_OFF(struct lines_in, lines, const char *), LINES_TEXT, 0, 0,         \
			M_HINT_LIFE_BADGE_LINES, 0                                                 \
	}
#define AWARD F_DAY(struct lines_in, before, M_FIELD_BADGE_AWARD, CLASS_INSIDE, FF_HIDDEN), F_END

static const struct field propose_fields[] = {
	F_DAY(struct lines_in, day, M_FIELD_DAY, CLASS_INSIDE, FF_REQUIRED),
	F_TEXT(struct lines_in, number, M_FIELD_LIFE_PROPOSAL_NO, CLASS_INSIDE, FF_REQUIRED, 60),
	LINES, F_LINES(struct lines_in, reason, M_FIELD_REASON, CLASS_PERSONAL, 0, 500), AWARD};
static const struct field decide_fields[] = {F_CAT(struct lines_in, kind, M_FIELD_LIFE_BADGE_RESULT,
						     CLASS_INSIDE, FF_REQUIRED, "badge_result"),
	F_DAY(struct lines_in, day, M_FIELD_DECISION_DAY, CLASS_INSIDE, FF_REQUIRED),
	F_TEXT(struct lines_in, number, M_FIELD_DECISION_NO, CLASS_INSIDE, FF_REQUIRED, 60), LINES,
	F_LINES(struct lines_in, reason, M_FIELD_REASON, CLASS_PERSONAL, 0, 500), AWARD};

static bool proposing(const struct ctx *cx)
{
	return cx->action->in == propose_fields;
}

static enum err fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct lines_in *in = vin;
	const struct badge_row *r;
	struct list rows = {0};
	int64_t all;
	day_t award;
	bool wide;

	TRY(lines_head(cx, d, cx->action->title,
		proposing(cx) ? M_LIFE_BADGE_PROPOSE_LEAD : M_LIFE_BADGE_DECIDE_LEAD));
	TRY(due_award_day(cx, in->before ? in->before : cx->day, &award));
	TRY(org_wide(cx, cx->org, cx->day, ORG_WIDE_LIST, &wide));
	if (!wide)
		TRY(read_rows(cx, award, false, 0, LINES_MOST, &rows, &all));
	r = rows.rows;
	in->day = cx->say.today;
	in->lines = "";
	for (size_t i = 0; i < rows.n; i++)
		if (text_eq(r[i].tone, proposing(cx) ? "wait" : "ok"))
			in->lines = lines_add(cx->a, in->lines, r[i].member_no, r[i].person,
				r[i].full_name, arena_printf(cx->a, "%lld", (long long)r[i].years));
	doc_look(d, "list", 0);
	d->look.people = (int64_t)rows.n;
	return ERR_OK;
}

/* Before the years are full only for a reason, and never by more than the rule allows. */
static enum err check_years(
	struct ctx *cx, const struct lines_in *in, const struct lines_row *r, int64_t years)
{
	day_t day = in->before ? in->before : in->day;
	enum badge_verdict verdict;
	struct list facts;
	int months;

	TRY(member_told_facts(cx, r->person, &facts));
	TRY(badge_judge(cx, facts, years, day, &verdict, &months));
	if (verdict == BADGE_NO_SUCH)
		return lines_bad(cx, r, msg_text(cx->say.lang, M_LIFE_BADGE_NO_SUCH));
	if (verdict == BADGE_YOUNG)
		return lines_bad(cx, r,
			msg_say(cx->a, cx->say.lang, M_LIFE_BADGE_YOUNG,
				number_text(cx->a, cx->say.lang, months / 12), NULL));
	if (verdict == BADGE_EARLY && text_empty(in->reason))
		return cx_fault(cx, ERR_BAD_INPUT, "reason", M_LIFE_BADGE_EARLY, r->full_name);
	return ERR_OK;
}

/* What was last said of a badge of so many years. */
static const struct member_fact *said(struct list facts, int64_t years)
{
	const struct member_fact *f = facts.rows, *last = NULL;

	for (size_t i = 0; i < facts.n; i++)
		if (str_starts(str_of(f[i].kind), S("badge_")) && f[i].years == years)
			last = &f[i];
	return last;
}

/* Decided upon is what was proposed and not yet decided. */
static enum err check_said(struct ctx *cx, const struct lines_row *r, int64_t years)
{
	const struct member_fact *f;
	struct list facts;

	TRY(member_told_facts(cx, r->person, &facts));
	f = said(facts, years);
	if (proposing(cx) && f && !text_eq(f->kind, "badge_deferred"))
		return lines_bad(
			cx, r, cat_name(cx->say.cats, cx->say.lang, "member_fact", f->kind));
	if (!proposing(cx) && (!f || !text_eq(f->kind, "badge_proposed")))
		return lines_bad(cx, r, msg_text(cx->say.lang, M_LIFE_BADGE_NOT_PROPOSED));
	return ERR_OK;
}

static enum err plan_row(
	struct ctx *cx, const struct lines_in *in, const struct lines_row *r, struct member_plan *p)
{
	long long years = 0;

	if (!str_to_int(str_of(r->value), &years))
		return lines_bad(cx, r, msg_text(cx->say.lang, M_LIFE_BADGE_NO_SUCH));
	if (proposing(cx))
		TRY(check_years(cx, in, r, years));
	TRY(check_said(cx, r, years));
	return member_plan_fact(p, &(struct member_fact){.person = r->person,
					   .kind = proposing(cx) ? "badge_proposed" : in->kind,
					   .day = in->day,
					   .years = years,
					   .number = in->number,
					   .reason = in->reason});
}

static enum err plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct lines_in *in = vin;
	const struct lines_row *r;
	struct member_plan *p;
	struct list rows;

	if (!proposing(cx) && !text_eq(in->kind, "badge_awarded") && text_empty(in->reason))
		return cx_fault(cx, ERR_BAD_INPUT, "reason", M_VALUE_REQUIRED);
	TRY(lines_read(cx, in, &rows));
	TRY(member_plan_new(cx, &p));
	r = rows.rows;
	for (size_t i = 0; i < rows.n; i++)
		TRY(plan_row(cx, in, &r[i], p));
	TRY(member_plan_check(p));
	*ret_plan = p;
	return member_act_diffs(cx, p, d);
}

#define BADGES(var, fields, title_, name)                                                          \
	const struct action var = {.in = fields,                                                   \
		.in_size = sizeof(struct lines_in),                                                \
		.fill = fill,                                                                      \
		.plan = plan,                                                                      \
		.apply = lines_apply,                                                              \
		.title = title_,                                                                   \
		.submit = M_ACT_SAVE,                                                              \
		.preview = true,                                                                   \
		.arg = name}

BADGES(life_badge_propose, propose_fields, M_LIFE_BADGE_PROPOSE, "life_badge_propose");
BADGES(life_badge_decide, decide_fields, M_LIFE_BADGE_DECIDE, "life_badge_decide");
