/*
 * case_step.c: one step of a case: what was told, by whom; correcting it, taking it back.
 */
#include "base/die.h"
#include "member/member_act.h"
#include "member/member_file.h"
#include "member/member_roster.h"
#include "work/case.h"

/* ---- which ---- */

static enum err step_item(struct ctx *cx, struct flow_case *c, const struct flow_step **ret)
{
	struct str rest = str_of(cx->item), first = str_cut(&rest, '.');
	const struct flow_step *all;
	const char *item = cx->item;
	long long id = 0;
	enum err e;

	cx->item = arena_strndup(cx->a, first.p, first.n);
	e = case_item(cx, PERM_CASE_READ, c);
	cx->item = item;
	TRY(e);
	all = c->steps.rows;
	*ret = NULL;
	if (rest.p && str_to_int(rest, &id))
		for (size_t i = 0; i < c->steps.n; i++)
			if (all[i].id == id)
				*ret = &all[i];
	return *ret ? ERR_OK : cx_fault(cx, ERR_NOT_FOUND, NULL, M_FLOW_NO_STEP);
}

static enum err live_item(struct ctx *cx, struct flow_case *c, const struct flow_step **ret)
{
	TRY(step_item(cx, c, ret));
	must(*ret);
	return case_live_step(c, (*ret)->id) ? ERR_OK
					     : cx_fault(cx, ERR_CONFLICT, NULL, M_RECORD_GONE);
}

/* ---- its page ---- */

struct shown {
	const char *step, *org, *other, *who, *kind, *number, *place, *note, *vote, *team, *login;
	day_t day, second_day;
	int64_t base, issued, returned, valid, agree, against, at_ms;
};

#define SHOWN(type, m, label, cls, ...) type(struct shown, m, label, cls, __VA_ARGS__)

static const struct field shown_fields[] = {
	SHOWN(F_TEXT, step, M_FIELD_FLOW_STEP, CLASS_INSIDE, 0, 0),
	SHOWN(F_DAY, day, M_FIELD_DAY, CLASS_INSIDE, 0),
	SHOWN(F_TEXT, org, M_FIELD_ORG, CLASS_INSIDE, 0, 0),
	SHOWN(F_TEXT, kind, M_FIELD_KIND, CLASS_INSIDE, 0, 0),
	SHOWN(F_TEXT, who, M_FIELD_PERSON, CLASS_INSIDE, 0, 0),
	SHOWN(F_TEXT, number, M_FIELD_NUMBER, CLASS_INSIDE, 0, 0),
	SHOWN(F_DAY, second_day, M_FIELD_SECOND_DAY, CLASS_INSIDE, 0),
	SHOWN(F_TEXT, other, M_FIELD_CELL, CLASS_INSIDE, 0, 0),
	SHOWN(F_TEXT, place, M_FIELD_PLACE, CLASS_INSIDE, 0, 0),
	SHOWN(F_CAT, vote, M_FIELD_VOTE_FORM, CLASS_INSIDE, 0, "vote_way"),
	SHOWN(F_INT, base, M_FIELD_VOTE_BASE, CLASS_INSIDE, 0, 0),
	SHOWN(F_INT, issued, M_FIELD_VOTE_ISSUED, CLASS_INSIDE, 0, 0),
	SHOWN(F_INT, returned, M_FIELD_VOTE_RETURNED, CLASS_INSIDE, 0, 0),
	SHOWN(F_INT, valid, M_FIELD_VOTE_VALID, CLASS_INSIDE, 0, 0),
	SHOWN(F_INT, agree, M_FIELD_VOTE_AGREE, CLASS_INSIDE, 0, 0),
	SHOWN(F_INT, against, M_FIELD_VOTE_AGAINST, CLASS_INSIDE, FF_ZERO, 0),
	SHOWN(F_TEXT, team, M_FIELD_VOTE_TEAM, CLASS_INSIDE, 0, 0),
	SHOWN(F_LINES, note, M_FIELD_NOTE, CLASS_PERSONAL, 0, 0),
	SHOWN(F_INSTANT, at_ms, M_FIELD_RECORDED_AT, CLASS_INSIDE, 0),
	SHOWN(F_TEXT, login, M_FIELD_ACCOUNT, CLASS_INSIDE, 0, 0),
	F_END,
};

/* Only what this step says: a ceremony has no ballots. */
static const struct field *said(struct arena *a, const struct shown *s, enum msg second)
{
	struct field *f = arena_array(a, field_count(shown_fields) + 1, sizeof(*f));
	size_t n = 0;

	field_each (all, shown_fields)
		if (!field_empty(all, s) || (text_eq(all->name, "against") && s->issued))
			f[n++] = *all;
	for (size_t i = 0; i < n; i++)
		if (text_eq(f[i].name, "second_day"))
			f[i].label = second;
	return f;
}

static const struct field by_fields[] = {
	SHOWN(F_INSTANT, at_ms, M_FIELD_RECORDED_AT, CLASS_INSIDE, 0),
	SHOWN(F_TEXT, login, M_FIELD_ACCOUNT, CLASS_INSIDE, 0, 0),
	F_END,
};

/* What `kind` names hangs on the step. */
static const char *kind_words(struct ctx *cx, const struct flow_step *s)
{
	const char *cat = text_eq(s->step, "paper") ? "flow_paper" : "flow_kind";

	return text_empty(s->kind) ? NULL : cat_name(cx->say.cats, cx->say.lang, cat, s->kind);
}

static enum err read_shown(struct ctx *cx, const struct flow_step *s, struct shown *ret)
{
	struct person p;

	*ret = (struct shown){.step = case_step_name(cx, s->step),
		.kind = kind_words(cx, s),
		.number = s->number,
		.place = s->place,
		.note = s->note,
		.vote = s->vote,
		.team = s->team,
		.day = s->day,
		.second_day = s->second_day,
		.base = s->base,
		.issued = s->issued,
		.returned = s->returned,
		.valid = s->valid,
		.agree = s->agree,
		.against = s->against};
	TRY(member_org_name(cx, s->org, s->day, &ret->org));
	TRY(member_org_name(cx, s->other, s->day, &ret->other));
	if (s->who && !member_person(cx, s->who, s->day, &p))
		ret->who = p.full_name;
	return db_get(cx->db, cx->a, by_fields, ret, Q_CASE_TXN, s->txn);
}

static const char *with(struct ctx *cx, const char *href, const char *name, const char *value)
{
	return text_empty(value) ? href : query_add(cx, href, name, value);
}

static const char *with_number(struct ctx *cx, const char *href, const char *name, int64_t n)
{
	return n ? with(cx, href, name, arena_printf(cx->a, "%lld", (long long)n)) : href;
}

static const char *with_day(struct ctx *cx, const char *href, const char *name, day_t day)
{
	char iso[DAY_TEXT];

	return day ? with(cx, href, name, arena_strdup(cx->a, day_print_iso(iso, day))) : href;
}

/* The form of the step as it was told; why it was wrong is to be said anew. */
static const char *correct_href(
	struct ctx *cx, const struct flow_case *c, const struct flow_step *s)
{
	const struct action *act = flow_kind_of(c->proc, s->step)->action;
	const char *q = with_number(cx, "", "corrects", s->id);

	q = with_day(cx, q, "day", s->day);
	q = with_day(cx, q, "second_day", s->second_day);
	q = with(cx, q, "number", s->number);
	q = with(cx, q, "place", s->place);
	q = with(cx, q, "kind", s->kind);
	q = with(cx, q, "vote", s->vote);
	q = with(cx, q, "team", s->team);
	q = with_number(cx, q, "who", s->who);
	q = with_number(cx, q, "issued", s->issued);
	q = with_number(cx, q, "returned", s->returned);
	q = with_number(cx, q, "valid", s->valid);
	q = with_number(cx, q, "agree", s->agree);
	q = with_number(cx, q, "against", s->against);
	return arena_printf(cx->a, "/case/%lld/%s%s", (long long)c->id, (const char *)act->arg, q);
}

static void add_links(
	struct ctx *cx, struct doc *d, const struct flow_case *c, const struct flow_step *s)
{
	const struct flow_kind *kind = flow_kind_of(c->proc, s->step);

	if (!kind || !grant_allows(cx->actor, PERM_CASE_ACT))
		return;
	if (kind->action && kind->action->in && field_find(kind->action->in, "corrects"))
		doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_CASE_CORRECT), "%s",
			correct_href(cx, c, s));
	doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_CASE_UNDO), "/case-step/%lld.%lld/undo",
		(long long)c->id, (long long)s->id);
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct shown *s = arena_new_of(cx->a, struct shown);
	const struct flow_step *step;
	struct flow_case c;

	(void)in;
	TRY(step_item(cx, &c, &step));
	TRY(case_head(cx, d, &c, M_CASE_STEP));
	TRY(read_shown(cx, step, s));
	d->title = s->step;
	doc_record(d, "step", M_NONE, said(cx->a, s, case_second(c.proc, step->step)), s);
	if (case_live_step(&c, step->id))
		add_links(cx, d, &c, step);
	else if (!step->undoes)
		doc_note_first(d, DOC_WARN, msg_text(cx->say.lang, M_CASE_STEP_GONE));
	return ERR_OK;
}

const struct action case_step_show = {.read = show, .title = M_CASE_STEP};

/* ---- taking back ---- */

struct undo_in {
	const char *why;
};

static const struct field undo_fields[] = {
	F_LINES(struct undo_in, why, M_FIELD_WHY, CLASS_PERSONAL, FF_REQUIRED, 500),
	F_END,
};

static enum err undo_fill(struct ctx *cx, void *in, struct doc *d)
{
	const struct flow_step *s;
	struct flow_case c;

	(void)in;
	TRY(live_item(cx, &c, &s));
	TRY(case_head(cx, d, &c, M_CASE_UNDO));
	d->lead =
		doc_say(d, M_CASE_UNDO_LEAD, case_step_name(cx, s->step), cx_day(cx, s->day), NULL);
	return ERR_OK;
}

static enum err undo_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct case_planned *w = arena_new_of(cx->a, struct case_planned);
	const struct undo_in *in = vin;
	const struct flow_step *s;

	TRY(live_item(cx, &w->c, &s));
	cx->org = w->c.org;
	TRY(flow_plan_new(cx, &w->c, &w->p));
	TRY(flow_plan_undo(w->p, s->id, in->why));
	TRY(flow_plan_check(w->p));
	*ret_plan = w->p;
	return case_preview(cx, w->p, d);
}

static enum err undo_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	(void)in;
	return case_write(cx, plan, "case_undo", d);
}

const struct action case_undo = {.in = undo_fields,
	.in_size = sizeof(struct undo_in),
	.fill = undo_fill,
	.plan = undo_plan,
	.apply = undo_apply,
	.title = M_CASE_UNDO,
	.submit = M_CASE_UNDO_DO,
	.preview = true};
