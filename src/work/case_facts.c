/*
 * case_facts.c: what steps mean for the membership of the person: facts that come and go with them.
 */
#include "member/member_act.h"
#include "member/member_file.h"
#include "work/case.h"

static bool same(const struct member_fact *a, const struct member_fact *b)
{
	return text_eq(a->kind, b->kind) && a->day == b->day && a->second_day == b->second_day &&
	       a->cell == b->cell && a->other == b->other && a->until_day == b->until_day &&
	       a->years == b->years &&
	       text_eq(a->place ? a->place : "", b->place ? b->place : "") &&
	       text_eq(a->number ? a->number : "", b->number ? b->number : "");
}

static bool is_among(struct list facts, const struct member_fact *f)
{
	const struct member_fact *all = facts.rows;

	for (size_t i = 0; i < facts.n; i++)
		if (same(&all[i], f))
			return true;
	return false;
}

/* The fact of that kind and day as it stands in the register; NULL: there is none. */
static const struct member_fact *standing(struct list facts, const struct member_fact *f)
{
	const struct member_fact *all = facts.rows;

	for (size_t i = 0; i < facts.n; i++)
		if (text_eq(all[i].kind, f->kind) && day_first(all[i].day) == f->day)
			return &all[i];
	return NULL;
}

struct change {
	struct ctx *cx;
	struct list was, now, there;
	struct member_plan *plan;
	bool any;
};

static enum err take_away(struct change *ch)
{
	const struct member_fact *was = ch->was.rows, *f;

	for (size_t i = 0; i < ch->was.n; i++) {
		if (is_among(ch->now, &was[i]))
			continue;
		f = standing(ch->there, &was[i]);
		if (!f)
			continue;
		TRY(member_plan_void(ch->plan, f));
		ch->any = true;
	}
	return ERR_OK;
}

/* A fact that somebody has recorded already stays; one that just goes makes room. */
static bool is_there(const struct change *ch, const struct member_fact *f)
{
	const struct member_fact *was = ch->was.rows;

	if (!standing(ch->there, f))
		return false;
	for (size_t i = 0; i < ch->was.n; i++)
		if (text_eq(was[i].kind, f->kind) && was[i].day == f->day)
			return false;
	return true;
}

static enum err add(struct change *ch)
{
	const struct member_fact *now = ch->now.rows;

	for (size_t i = 0; i < ch->now.n; i++) {
		if (is_among(ch->was, &now[i]) || is_there(ch, &now[i]))
			continue;
		TRY(member_plan_fact(ch->plan, &now[i]));
		ch->any = true;
	}
	return ERR_OK;
}

enum err case_facts(
	struct ctx *cx, const struct flow_case *c, struct list was, struct list now, void **ret)
{
	struct change ch = {.cx = cx, .was = was, .now = now, .plan = c->with};

	*ret = c->with;
	ch.there = (struct list){NULL, 0, sizeof(struct member_fact)};
	if (!c->with) {
		TRY(member_facts(cx, c->person, &ch.there));
		TRY(member_plan_new(cx, &ch.plan));
	}
	TRY(take_away(&ch));
	TRY(add(&ch));
	if (!ch.any && !c->with)
		return ERR_OK;
	*ret = ch.plan;
	return member_plan_check(ch.plan);
}

enum err case_facts_apply(struct ctx *cx, void *effect)
{
	(void)cx;
	return member_plan_apply(effect);
}

enum err case_facts_diffs(struct ctx *cx, void *effect, struct doc *d)
{
	return member_act_diffs(cx, effect, d);
}

/* ---- what a plan comes to ---- */

bool case_vote_doubt(const struct flow_step *s)
{
	return s->base && s->issued > s->base;
}

enum err case_check_doubt(
	struct ctx *cx, const struct flow_case *was, const struct flow_plan *p, int checked)
{
	const struct flow_case *c = flow_plan_case(p);
	const struct flow_step *s = c->live.rows;

	for (size_t i = 0; i < c->live.n && !checked; i++)
		if (case_vote_doubt(&s[i]) && !case_live_step(was, s[i].id))
			return cx_fault(cx, ERR_REFUSED, "checked", M_CASE_VOTE_CONFIRM,
				number_text(cx->a, cx->say.lang, s[i].issued),
				number_text(cx->a, cx->say.lang, s[i].base));
	return ERR_OK;
}

enum err case_preview(struct ctx *cx, const struct flow_plan *p, struct doc *d)
{
	const struct flow_case *c = flow_plan_case(p);
	const char *remark = c->proc->remark ? c->proc->remark(cx, c->live) : NULL;
	void *effect = flow_plan_effect(p);

	if (c->state)
		doc_note(d, DOC_PLAIN,
			doc_say(d, M_CASE_LEADS,
				cat_name(cx->say.cats, cx->say.lang, "flow_state", c->state),
				NULL));
	if (remark)
		doc_note(d, DOC_WARN, remark);
	return effect ? case_facts_diffs(cx, effect, d) : ERR_OK;
}
