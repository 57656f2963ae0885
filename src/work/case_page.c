/*
 * case_page.c: the page of a case: where it stands, what is missing, who is next, what was done.
 */
#include "base/text.h"
#include "core/clearance.h"
#include "member/member_file.h"
#include "work/case.h"

/* ---- who reads ---- */

/* Whoever it is about reads it too; over the others the functions reach. */
static enum err page_item(struct ctx *cx, struct flow_case *c, bool *ret_own)
{
	long long id = 0;

	*ret_own = false;
	if (!str_to_int(str_of(cx->item), &id))
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_FLOW_NO_CASE);
	if (!cx->actor->person)
		return case_item(cx, PERM_CASE_READ, c);
	TRY(flow_read(cx, id, c));
	*ret_own = c->person == cx->actor->person;
	if (!*ret_own)
		return case_item(cx, PERM_CASE_READ, c);
	return clearance_take_person(cx, c->person, c->org);
}

/* ---- where it stands ---- */

struct stand {
	const char *state, *next, *turn, *cell, *org; /* org: a case of a committee */
	day_t since;
};

static const struct field stand_fields[] = {
	F_CAT(struct stand, state, M_FIELD_STATE, CLASS_INSIDE, 0, "flow_state"),
	F_DAY(struct stand, since, M_FIELD_FLOW_SINCE, CLASS_INSIDE, 0),
	F_TEXT(struct stand, cell, M_FIELD_CELL, CLASS_INSIDE, 0, 0),
	F_TEXT(struct stand, org, M_FIELD_ORG, CLASS_INSIDE, 0, 0),
	F_CAT(struct stand, next, M_FIELD_FLOW_NEXT, CLASS_INSIDE, 0, "flow_step"),
	F_TEXT(struct stand, turn, M_FIELD_FLOW_TURN, CLASS_INSIDE, 0, 0),
	F_END,
};

/* A case is that of a cell or of a committee, never of both. */
static const struct field *without(struct arena *a, const char *name)
{
	struct field *some = arena_array(a, field_count(stand_fields) + 1, sizeof(*some));
	size_t n = 0;

	field_each (f, stand_fields)
		if (!text_eq(f->name, name))
			some[n++] = *f;
	return some;
}

static enum err add_stand(struct ctx *cx, struct doc *d, const struct flow_case *c)
{
	struct stand *s = arena_new_of(cx->a, struct stand);
	bool cell;

	*s = (struct stand){.state = c->state, .next = c->next, .since = c->since};
	TRY(case_is_cell(cx, c->org, c->since, &cell));
	TRY(member_org_name(cx, c->org, cx->say.today, cell ? &s->cell : &s->org));
	TRY(member_org_name(cx, c->turn, cx->say.today, &s->turn));
	doc_record(d, "case", M_NONE, without(cx->a, cell ? "org" : "cell"), s);
	return ERR_OK;
}

struct lack {
	const char *text;
};

static const struct field lack_fields[] = {
	F_TEXT(struct lack, text, M_FIELD_FLOW_LACK, CLASS_INSIDE, 0, 0),
	F_END,
};

/* For those who can set it right; it may tell of a step that is withheld from the person. */
static void add_remark(struct ctx *cx, struct doc *d, const struct flow_case *c)
{
	const char *remark = c->proc->remark && c->open ? c->proc->remark(cx, c->live) : NULL;

	if (remark)
		doc_note(d, DOC_WARN, remark);
}

static enum err add_missing(
	struct ctx *cx, struct doc *d, const struct flow_case *c, bool *ret_ready)
{
	struct doc_part *p;
	struct list words;

	*ret_ready = false;
	if (!c->open || !c->next)
		return ERR_OK;
	TRY(flow_missing(cx, c, &words));
	*ret_ready = !words.n;
	p = doc_table(d, "missing", M_CASE_MISSING, lack_fields, words);
	p->empty = doc_say(d, M_CASE_NOTHING_MISSING, case_step_name(cx, c->next), NULL);
	return ERR_OK;
}

/* ---- clocks ---- */

struct clock_row {
	struct flow_clock c;
	const char *left, *tone;
};

#define C(type, m, label, cls, ...) type(struct clock_row, m, label, cls, __VA_ARGS__)

static const struct field clock_fields[] = {
	{"code", FT_CAT, CLASS_INSIDE, M_FIELD_DUE_KIND, 0,
		FIELD_OFF(struct clock_row, c.code, const char *), 0, "flow_clock", 0, M_NONE, 0},
	{"ripe_day", FT_DAY, CLASS_INSIDE, M_FIELD_FLOW_RIPE, 0,
		FIELD_OFF(struct clock_row, c.ripe_day, day_t), 0, 0, 0, M_NONE, 0},
	{"due_day", FT_DAY, CLASS_INSIDE, M_FIELD_DUE_DAY, 0,
		FIELD_OFF(struct clock_row, c.due_day, day_t), 0, 0, 0, M_NONE, 0},
	C(F_TEXT, left, M_FIELD_STATE, CLASS_INSIDE, 0, 0),
	C(F_TEXT, tone, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

const char *case_days_left(struct ctx *cx, day_t due, const char **ret_tone)
{
	int n = day_number(due) - day_number(cx->say.today);
	const char *days = number_text(cx->a, cx->say.lang, n < 0 ? -n : n);

	*ret_tone = n < 0 ? "late" : n <= 30 ? "wait" : NULL;
	if (!n)
		return msg_text(cx->say.lang, M_MEMBER_DUE_TODAY);
	return msg_say(
		cx->a, cx->say.lang, n > 0 ? M_MEMBER_DUE_LEFT : M_MEMBER_DUE_PAST, days, NULL);
}

/* Said of the kind of clock by its note in the catalogue. */
bool case_waits(const struct ctx *cx, const char *code, day_t due)
{
	const struct cat_entry *e = cat_find(cx->say.cats, "flow_clock", code);

	return due < cx->say.today && e && text_eq(e->note, "no_delay");
}

const char *case_clock_left(struct ctx *cx, const char *code, day_t due, const char **ret_tone)
{
	if (!case_waits(cx, code, due))
		return case_days_left(cx, due, ret_tone);
	*ret_tone = "wait";
	return msg_text(cx->say.lang, M_CASE_TERM_OVER);
}

static enum err add_clocks(struct ctx *cx, struct doc *d, const struct flow_case *c)
{
	const struct flow_clock *all;
	struct clock_row *rows;
	struct list list;
	size_t n = 0;

	TRY(db_list(cx->db, cx->a, flow_clock_fields, sizeof(*all), &list, Q_FLOW_CLOCKS_RUNNING,
		c->id, cx->say.today, cx->known));
	all = list.rows;
	rows = arena_array(cx->a, list.n + 1, sizeof(*rows));
	for (size_t i = 0; i < list.n; i++) {
		rows[n].c = all[i];
		rows[n].left = case_clock_left(cx, all[i].code, all[i].due_day, &rows[n].tone);
		n++;
	}
	if (n)
		doc_table(d, "clocks", M_CASE_CLOCKS, clock_fields,
			(struct list){rows, n, sizeof(*rows)});
	return ERR_OK;
}

/* ---- what was done ---- */

struct line {
	int64_t id;
	day_t day;
	const char *what, *org, *detail, *note, *tone;
};

static const struct field line_fields[] = {
	F_ID(struct line, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "step"),
	F_DAY(struct line, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct line, what, M_FIELD_FLOW_STEP, CLASS_INSIDE, FF_KEY, 0),
	F_TEXT(struct line, org, M_FIELD_ORG, CLASS_INSIDE, 0, 0),
	F_TEXT(struct line, detail, M_FIELD_FLOW_DETAIL, CLASS_INSIDE, 0, 0),
	F_TEXT(struct line, note, M_FIELD_NOTE, CLASS_PERSONAL, 0, 0),
	F_TEXT(struct line, tone, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

static const char *joined(struct ctx *cx, const char *a, const char *b)
{
	if (text_empty(b))
		return a;
	return text_empty(a) ? b : arena_printf(cx->a, "%s · %s", a, b);
}

/* "12 phiếu, tán thành 11/13" */
static const char *vote_words(struct ctx *cx, const struct flow_step *s)
{
	const char *of;

	if (!s->issued)
		return NULL;
	of = s->base ? number_text(cx->a, cx->say.lang, s->base) : "–";
	return msg_say(cx->a, cx->say.lang, M_CASE_VOTE_WORDS,
		number_text(cx->a, cx->say.lang, s->agree),
		number_text(cx->a, cx->say.lang, s->issued), of);
}

/* Either the count or the register is wrong, and somebody has to see which. */
static const char *vote_doubt(struct ctx *cx, const struct flow_step *s)
{
	return case_vote_doubt(s) ? msg_text(cx->say.lang, M_CASE_VOTE_DOUBT) : NULL;
}

/* Where a step led: who was asked to receive, or to whom the case went. */
static enum err add_where(struct ctx *cx, const struct flow_proc *proc, const struct flow_step *s,
	const char **detail)
{
	const struct flow_kind *kind = flow_kind_of(proc, s->step);
	const char *name = NULL;

	if (!kind || !s->other || !(kind->flags & (FLOW_POINTS | FLOW_MOVES)))
		return ERR_OK;
	TRY(member_org_name(cx, s->other, s->day, &name));
	*detail = joined(cx, *detail, msg_say(cx->a, cx->say.lang, M_CASE_TO, name, NULL));
	return ERR_OK;
}

enum msg case_second(const struct flow_proc *proc, const char *step)
{
	const struct flow_kind *kind = flow_kind_of(proc, step);
	const struct field *fields = kind && kind->action ? kind->action->in : NULL;
	const struct field *f = fields ? field_find(fields, "second_day") : NULL;
	enum msg label = f ? f->label : kind ? kind->second : M_NONE;

	return label == M_NONE ? M_FIELD_SECOND_DAY : label;
}

/* Of a step that points at the other end, one outside this database. */
static const char *place_words(
	struct ctx *cx, const struct flow_proc *proc, const struct flow_step *s)
{
	const struct flow_kind *kind = flow_kind_of(proc, s->step);

	if (text_empty(s->place) || !kind || !(kind->flags & FLOW_POINTS))
		return s->place;
	return msg_say(cx->a, cx->say.lang, M_CASE_TO, s->place, NULL);
}

static enum err detail_of(
	struct ctx *cx, const struct flow_proc *proc, const struct flow_step *s, const char **ret)
{
	const char *cat = text_eq(s->step, "paper") ? "flow_paper" : "flow_kind";
	struct person p;

	*ret = text_empty(s->kind) ? NULL : cat_name(cx->say.cats, cx->say.lang, cat, s->kind);
	if (s->who) {
		TRY(member_person(cx, s->who, s->day, &p));
		*ret = joined(cx, *ret, p.full_name);
	}
	TRY(add_where(cx, proc, s, ret));
	*ret = joined(cx, *ret, place_words(cx, proc, s));
	*ret = joined(cx, *ret, s->number);
	*ret = joined(cx, *ret, vote_words(cx, s));
	*ret = joined(cx, *ret, vote_doubt(cx, s));
	if (s->second_day)
		*ret = joined(cx, *ret,
			arena_printf(cx->a, "%s: %s",
				msg_text(cx->say.lang, case_second(proc, s->step)),
				cx_day(cx, s->second_day)));
	return ERR_OK;
}

/* What may be withheld from the person is data: the note of the step in the catalogue. */
static bool is_withheld(const struct ctx *cx, const struct flow_step *s, bool own)
{
	const struct cat_entry *e = cat_find(cx->say.cats, "flow_step", s->step);

	return own && e && text_eq(e->note, "withheld");
}

static enum err line_of(struct ctx *cx, const struct flow_proc *proc, const struct flow_step *s,
	bool own, struct line *ret)
{
	*ret = (struct line){.id = s->id, .day = s->day, .what = case_step_name(cx, s->step)};
	if (is_withheld(cx, s, own)) {
		ret->detail = msg_text(cx->say.lang, M_CASE_WITHHELD);
		return ERR_OK;
	}
	TRY(member_org_name(cx, s->org, s->day, &ret->org));
	TRY(detail_of(cx, proc, s, &ret->detail));
	ret->note = own ? NULL : s->note;
	ret->tone = vote_doubt(cx, s) ? "late" : NULL;
	if (s->void_ms <= cx->known) {
		ret->tone = "void";
		ret->what = msg_say(cx->a, cx->say.lang, M_CASE_TAKEN_BACK, ret->what, NULL);
	}
	return ERR_OK;
}

static enum err add_line(struct ctx *cx, struct doc *d, const struct flow_case *c, bool own)
{
	const struct flow_step *s = c->steps.rows;
	struct line *rows = arena_array(cx->a, c->steps.n + 1, sizeof(*rows));
	struct doc_part *p;

	for (size_t i = 0; i < c->steps.n; i++)
		TRY(line_of(cx, c->proc, &s[i], own, &rows[c->steps.n - 1 - i]));
	p = doc_timeline(d, "steps", M_CASE_STEPS, line_fields,
		(struct list){rows, c->steps.n, sizeof(*rows)});
	if (!own)
		p->row_href = arena_printf(cx->a, "/case-step/%lld.", (long long)c->id);
	return ERR_OK;
}

/* ---- papers ---- */

struct paper_row {
	const char *paper, *form, *left, *tone;
	day_t day;
};

static const struct field paper_fields[] = {
	F_CAT(struct paper_row, paper, M_FIELD_FLOW_PAPER, CLASS_INSIDE, 0, "flow_paper"),
	F_TEXT(struct paper_row, form, M_FIELD_FLOW_FORM, CLASS_INSIDE, 0, 0),
	F_DAY(struct paper_row, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	F_TEXT(struct paper_row, left, M_FIELD_STATE, CLASS_INSIDE, 0, 0),
	F_TEXT(struct paper_row, tone, M_FIELD_STATE, CLASS_INSIDE, FF_HIDDEN, 0),
	F_END,
};

enum err case_papers_add(struct ctx *cx, struct doc *d, const struct flow_case *c)
{
	const struct flow_paper *all;
	struct paper_row *rows;
	struct list papers;
	size_t n = 0;

	TRY(flow_papers(cx, c, cx->say.today, &papers));
	all = papers.rows;
	rows = arena_array(cx->a, papers.n + 1, sizeof(*rows));
	for (size_t i = 0; i < papers.n; i++) {
		if (!flow_paper_is_due(c, &all[i]) ||
			(n && text_eq(rows[n - 1].paper, all[i].paper)))
			continue;
		rows[n++] = (struct paper_row){all[i].paper, all[i].form,
			all[i].day ? NULL : msg_text(cx->say.lang, M_CASE_PAPER_NONE),
			all[i].day ? "ok" : NULL, all[i].day};
	}
	if (n)
		doc_table(d, "papers", M_CASE_PAPERS, paper_fields,
			(struct list){rows, n, sizeof(*rows)});
	return ERR_OK;
}

/* ---- what can be done ---- */

struct may {
	bool asked, yes;
};

static enum err may_take(struct ctx *cx, const struct flow_kind *k, const struct flow_way *way,
	struct may *seen, bool *ret)
{
	struct may *m = &seen[k->level * 2 + (k->perm == PERM_CASE_DECIDE)];

	if (!m->asked) {
		TRY(grant_is_over(cx, k->perm, way->at[k->level], &m->yes));
		m->asked = true;
	}
	*ret = m->yes;
	return ERR_OK;
}

/* The next step is what is to be done here once nothing stands in its way. */
static enum err add_links(struct ctx *cx, struct doc *d, const struct flow_case *c, bool ready)
{
	struct may seen[FLOW_LEVELS * 2] = {{0}};
	struct flow_way way;

	if (!c->now || !grant_allows(cx->actor, PERM_CASE_ACT))
		return ERR_OK;
	TRY(flow_way_case(cx, c, cx->say.today, &way));
	for (const struct flow_kind *k = c->proc->steps; k->code; k++) {
		bool yes;
		if (!k->action || !flow_starts(k, c->now, flow_way_has(&way)))
			continue;
		TRY(may_take(cx, k, &way, seen, &yes));
		if (yes)
			doc_link(d, ready && text_eq(k->code, c->next) ? DOC_PRIMARY : DOC_ACTION,
				msg_text(cx->say.lang, k->action->title), "/case/%lld/%s",
				(long long)c->id, (const char *)k->action->arg);
	}
	return ERR_OK;
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct flow_case c;
	bool own, ready;

	(void)in;
	TRY(page_item(cx, &c, &own));
	TRY(case_head(cx, d, &c, M_NONE));
	TRY(add_stand(cx, d, &c));
	if (!own)
		add_remark(cx, d, &c);
	TRY(add_missing(cx, d, &c, &ready));
	TRY(add_clocks(cx, d, &c));
	TRY(case_papers_add(cx, d, &c));
	if (c.proc->show)
		TRY(c.proc->show(cx, d, &c));
	TRY(add_line(cx, d, &c, own));
	return own ? ERR_OK : add_links(cx, d, &c, ready);
}

const struct action case_show = {.read = show, .title = M_CASE_SHOW};
