/*
 * flow_vote.c: a count on paper against the rules: numbers that agree with each other, the share
 * that is needed, of those who had a vote by the register of that day.
 */
#include "core/flow_impl.h"
#include "core/rule.h"

static const char *number_of(struct flow_work *w, int64_t n)
{
	return number_text(w->cx->a, w->cx->say.lang, n);
}

/* The form of the vote, if the rules leave no choice. */
static enum err check_form(struct flow_work *w)
{
	const struct flow_step *s = w->step;
	const char *form = "either";

	if (text_empty(s->vote))
		return flow_lack(w, "vote", M_VOTE_NO_FORM, NULL, NULL);
	if (w->kind->form)
		TRY(rule_word(w->cx, w->kind->form, s->day, &form));
	if (text_eq(form, "secret") && !text_eq(s->vote, "secret"))
		return flow_lack(w, "vote", M_VOTE_BALLOT_ONLY, NULL, NULL);
	if (text_eq(form, "show") && !text_eq(s->vote, "show"))
		return flow_lack(w, "vote", M_VOTE_HAND_ONLY, NULL, NULL);
	return ERR_OK;
}

/* Ballots come back before they are counted; nothing typed is not a count of none. */
static enum err check_counted(struct flow_work *w, bool *ret)
{
	const struct flow_step *s = w->step;

	*ret = s->returned && (s->valid || !(s->agree + s->against));
	if (!s->returned)
		TRY(flow_lack(w, "returned", M_VALUE_REQUIRED, NULL, NULL));
	if (!s->valid && s->agree + s->against)
		TRY(flow_lack(w, "valid", M_VALUE_REQUIRED, NULL, NULL));
	return ERR_OK;
}

/* No more come back than were given out, and so on down. */
static enum err check_numbers(struct flow_work *w)
{
	const struct flow_step *s = w->step;
	bool counted;

	if (s->issued <= 0)
		return flow_lack(w, "issued", M_VOTE_NO_COUNT, NULL, NULL);
	TRY(check_counted(w, &counted));
	if (!counted)
		return ERR_OK;
	if (s->returned > s->issued)
		return flow_lack(w, "returned", M_VOTE_TOO_MANY, number_of(w, s->returned),
			number_of(w, s->issued));
	if (s->valid > s->returned)
		return flow_lack(w, "valid", M_VOTE_TOO_MANY, number_of(w, s->valid),
			number_of(w, s->returned));
	if (s->agree + s->against > s->valid)
		return flow_lack(w, "agree", M_VOTE_TOO_MANY, number_of(w, s->agree + s->against),
			number_of(w, s->valid));
	return ERR_OK;
}

/* More ballots than the register has voters: then the share is of those. */
static enum err check_share(struct flow_work *w)
{
	const struct flow_step *s = w->step;
	int64_t of = s->base > s->issued ? s->base : s->issued;
	const struct rule *rule;

	TRY(rule_at(w->cx, w->kind->vote, s->day, w->cx->known, &rule));
	if (rule_share_met(rule_share_of(rule), s->agree, of))
		return ERR_OK;
	/* there is a case to be stopped only if this step does not open one */
	return flow_lack(w, "agree", *w->kind->from[0].state ? M_VOTE_BELOW : M_VOTE_BELOW_BEGIN,
		arena_printf(w->cx->a, "%s/%s", number_of(w, s->agree), number_of(w, of)),
		rule_say(w->cx, rule));
}

enum err flow_vote_base(struct flow_work *w, struct flow_step *s)
{
	s->base = 0;
	if (!w->c->proc->base || !s->org)
		return ERR_OK;
	return w->c->proc->base(w->cx, s->org, w->kind->level, s->day, &s->base);
}

/* Raised hands have no ballots that could be spoilt. */
void flow_vote_hands(struct flow_step *s)
{
	if (!text_eq(s->vote, "show"))
		return;
	s->returned = s->returned ? s->returned : s->issued;
	s->valid = s->valid ? s->valid : s->issued;
}

enum err flow_vote_check(struct flow_work *w)
{
	size_t before = 0, after = 0;

	problem_each (p, w->cx->f)
		before++;
	TRY(check_form(w));
	TRY(check_numbers(w));
	problem_each (p, w->cx->f)
		after++;
	return before == after ? check_share(w) : ERR_OK;
}
