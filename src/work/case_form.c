#include "work/case.h"

#include "base/die.h"
#include "base/text.h"
#include "core/clearance.h"
#include "core/tree_find.h"
#include "core/tree_life.h"
#include "member/member_act.h"
#include "org/org.h"

enum { SAME_NAMES = 10 };

const char *case_href(struct ctx *cx, int64_t id, const char *rest)
{
	return arena_printf(cx->a, "/case/%lld%s", (long long)id, rest);
}

const char *case_step_name(struct ctx *cx, const char *step)
{
	return cat_name(cx->say.cats, cx->say.lang, "flow_step", step);
}

/* ---- which case ---- */

/* Who is over everything is not over the end that a step has not. */
static enum err is_over(struct ctx *cx, enum perm perm, int64_t org, bool *ret)
{
	*ret = false;
	return org ? grant_is_over(cx, perm, org, ret) : ERR_OK;
}

/* Whoever took a step, and whom one pointed at, keeps sight of what came of it. */
static enum err find_end(
	struct ctx *cx, enum perm perm, const struct flow_case *c, int64_t *ret, bool *yes)
{
	const struct flow_step *s = c->live.rows;

	for (size_t i = 0; i < c->live.n * 2 && !*yes; i++) {
		*ret = i % 2 ? s[i / 2].other : s[i / 2].org;
		TRY(is_over(cx, perm, *ret, yes));
	}
	return ERR_OK;
}

/* Over its cell, or over whoever comes next: a case that was proposed is answered from there. */
static enum err check_over(struct ctx *cx, enum perm perm, const struct flow_case *c)
{
	int64_t org = c->org;
	bool yes;

	TRY(is_over(cx, perm, c->org, &yes));
	if (!yes)
		TRY(is_over(cx, perm, c->turn, &yes));
	if (!yes && c->proc->two_ends)
		TRY(find_end(cx, perm, c, &org, &yes));
	if (!yes)
		return cx_fault(cx, ERR_FORBIDDEN, NULL, M_FLOW_NOT_OVER);
	return clearance_take_person(cx, c->person, org);
}

enum err case_item(struct ctx *cx, enum perm perm, struct flow_case *ret)
{
	long long id = 0;

	*ret = (struct flow_case){0};
	if (!str_to_int(str_of(cx->item), &id))
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_FLOW_NO_CASE);
	TRY(flow_read(cx, id, ret));
	cx->end.home = ret->org;
	return check_over(cx, perm, ret);
}

enum err case_head(struct ctx *cx, struct doc *d, const struct flow_case *c, enum msg title)
{
	must(c->proc);
	TRY(c->proc->head(cx, d, c));
	d->dated = 0;
	d->section = "/work";
	if (title == M_NONE)
		return ERR_OK;
	doc_path(d, d->title, case_href(cx, c->id, ""));
	d->title = msg_text(cx->say.lang, title);
	return ERR_OK;
}

enum err case_is_cell(struct ctx *cx, int64_t org, day_t day, bool *ret)
{
	struct lives *lives = lives_new(cx, NULL);
	const struct org_life *life;

	*ret = false;
	TRY(lives_get(lives, org, &life));
	return life->spells.n ? lives_is_cell(lives, life, day, ret) : ERR_OK;
}

/* ---- members ---- */

static const struct field member_fields[] = {
	F_ID(struct case_member, person, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_ID(struct case_member, cell, M_FIELD_CELL, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct case_member, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, 0, 100),
	F_CAT(struct case_member, status, M_FIELD_MEMBER_STATUS, CLASS_INSIDE, 0, "member_status"),
	F_END,
};

enum err case_was_member(
	struct ctx *cx, int64_t person, int64_t org, day_t day, struct case_member *ret, bool *yes)
{
	enum err e = db_get(
		cx->db, cx->a, member_fields, ret, Q_CASE_MEMBER_ON, person, org, day, cx->known);

	*yes = !e;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err case_pick_member(struct ctx *cx, const char *text, int64_t org, day_t day,
	const char *field, struct case_member *ret)
{
	const char *word = arena_printf(cx->a, "=%s", text_fold(cx->a, text));
	struct list rows;
	long long id = 0;
	bool yes = false;

	if (str_to_int(str_of(text), &id))
		TRY(case_was_member(cx, id, org, day, ret, &yes));
	if (yes)
		return ERR_OK;
	TRY(db_list(cx->db, cx->a, member_fields, sizeof(*ret), &rows, Q_CASE_MEMBERS_NAMED, org,
		day, cx->known, word, text, (int64_t)SAME_NAMES));
	if (!rows.n)
		return cx_fault(cx, ERR_BAD_INPUT, field, M_CASE_NO_MEMBER, text, cx_day(cx, day));
	if (rows.n > 1)
		return cx_fault(cx, ERR_BAD_INPUT, field, M_CASE_MEMBERS_ALIKE, text,
			number_text(cx->a, cx->say.lang, (int64_t)rows.n));
	*ret = *(const struct case_member *)rows.rows;
	return ERR_OK;
}

/* ---- from a form to a step and back ---- */

/* Whom it names: somebody of the grassroots organisation; otherwise of what the case has. */
static enum err read_who(
	struct ctx *cx, const struct flow_case *c, const struct case_in *in, struct flow_step *s)
{
	struct case_member m = {0};
	struct flow_way way;

	if (text_empty(in->who))
		return ERR_OK;
	TRY(flow_way(cx, c->org, in->day, &way));
	TRY(case_pick_member(cx, in->who,
		way.at[FLOW_GRASSROOTS] ? way.at[FLOW_GRASSROOTS] : c->org, in->day, "who", &m));
	s->who = m.person;
	return ERR_OK;
}

/* `at`: an organisation; where a step leads to, or who takes it in place of the usual one. */
static enum err read_at(
	struct ctx *cx, const struct flow_kind *kind, const struct case_in *in, struct flow_step *s)
{
	int64_t org = 0;

	if (text_empty(in->at))
		return ERR_OK;
	TRY(tree_pick(cx, in->at, in->day, "at", &org));
	if (kind->flags & (FLOW_MOVES | FLOW_POINTS))
		s->other = org;
	else
		s->org = org;
	return ERR_OK;
}

enum err case_step_of(struct ctx *cx, const struct flow_case *c, const char *step,
	const struct case_in *in, struct flow_step *ret)
{
	*ret = (struct flow_step){.step = step,
		.day = in->day,
		.second_day = in->second_day,
		.kind = in->kind,
		.number = in->number,
		.place = in->place,
		.note = in->note,
		.vote = in->vote,
		.team = in->team,
		.issued = in->issued,
		.returned = in->returned,
		.valid = in->valid,
		.agree = in->agree,
		.against = in->against};
	if (day_precision(in->day) != DAY_EXACT)
		return cx_fault(cx, ERR_BAD_INPUT, "day", M_VALUE_NO_DAY);
	TRY(read_who(cx, c, in, ret));
	return read_at(cx, flow_kind_of(c->proc, step), in, ret);
}

const struct flow_step *case_live_step(const struct flow_case *c, int64_t id)
{
	const struct flow_step *s = c->live.rows;

	for (size_t i = 0; i < c->live.n; i++)
		if (s[i].id == id)
			return &s[i];
	return NULL;
}

/* Where papers are recorded, if the procedure has some. */
static void link_papers(struct ctx *cx, struct doc *d, const struct flow_case *c)
{
	const struct flow_kind *kind = flow_kind_of(c->proc, "paper");

	if (kind && kind->action)
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, kind->action->title), "%s",
			case_href(cx, c->id, "/papers"));
}

/* Before anything is typed; what is sent and refused says itself what is missing on its day. */
static enum err note_missing(struct ctx *cx, struct doc *d, const struct flow_case *c)
{
	const char *all = "";
	struct list missing;

	TRY(flow_missing(cx, c, &missing));
	if (!missing.n)
		return ERR_OK;
	link_papers(cx, d, c);
	if (cx->f->code)
		return ERR_OK;
	for (size_t i = 0; i < missing.n; i++)
		all = arena_printf(cx->a, "%s %s", all, ((const char *const *)missing.rows)[i]);
	doc_note(d, DOC_WARN,
		arena_printf(cx->a, "%s:%s", msg_text(cx->say.lang, M_CASE_MISSING), all));
	return ERR_OK;
}

/* The same form in place of a step that was told wrongly: its note is why. */
static void head_correction(struct ctx *cx, struct doc *d)
{
	d->title = doc_say(d, M_CASE_CORRECTING, d->title, NULL);
	doc_wording(d, "note", msg_text(cx->say.lang, M_FIELD_CORRECT_WHY));
}

enum err case_fill(struct ctx *cx, void *vin, struct doc *d)
{
	struct case_in *in = vin;
	struct flow_case c;
	const struct flow_kind *kind;

	TRY(case_item(cx, PERM_CASE_READ, &c));
	TRY(case_head(cx, d, &c, cx->action->title));
	if (!in->day)
		in->day = cx->say.today;
	kind = flow_kind_of(c.proc, cx->action->arg);
	if (!kind)
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_FLOW_NO_CASE);
	if (in->corrects)
		head_correction(cx, d);
	return text_eq(c.next, kind->code) ? note_missing(cx, d, &c) : ERR_OK;
}

/* ---- the form is sent ---- */

/* What was told before is taken back, and why is said. */
static enum err plan_correction(
	struct ctx *cx, struct flow_plan *p, const struct flow_case *c, const struct case_in *in)
{
	const struct flow_step *was = case_live_step(c, in->corrects);

	if (!was || !text_eq(was->step, cx->action->arg))
		return cx_fault(cx, ERR_CONFLICT, NULL, M_RECORD_GONE);
	/* a form without notes keeps none: nothing of a verification but its result is kept */
	if (text_empty(in->note) && field_find(cx->action->in, "note"))
		return cx_fault(cx, ERR_BAD_INPUT, "note", M_CASE_SAY_WHY);
	return flow_plan_undo(p, was->id, in->note);
}

enum err case_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct case_planned *w = arena_new_of(cx->a, struct case_planned);
	const struct case_in *in = vin;
	struct flow_step step;

	TRY(case_item(cx, PERM_CASE_READ, &w->c));
	if (!flow_kind_of(w->c.proc, cx->action->arg))
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_FLOW_NO_CASE);
	cx->org = w->c.org;
	TRY(flow_plan_new(cx, &w->c, &w->p));
	if (in->corrects)
		TRY(plan_correction(cx, w->p, &w->c, in));
	TRY(case_step_of(cx, &w->c, cx->action->arg, in, &step));
	TRY(flow_plan_step(w->p, &step));
	TRY(flow_plan_check(w->p));
	TRY(case_check_doubt(cx, &w->c, w->p, in->checked));
	*ret_plan = w->p;
	return case_preview(cx, w->p, d);
}

enum err case_write(struct ctx *cx, struct flow_plan *p, const char *action, struct doc *d)
{
	TRY(txn_start(cx, action, NULL));
	TRY(flow_plan_apply(p));
	d->location = case_href(cx, flow_plan_case(p)->id, "");
	return ERR_OK;
}

enum err case_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	(void)vin;
	return case_write(cx, plan, "case_step", d);
}
