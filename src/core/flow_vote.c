/*
 * flow_vote.c: a count on paper against the rules: numbers that agree with each other, the share
 * that is needed, of those who had a vote by the register of that day.
 */
#include "core/flow_impl.h"
#include "core/rules.h"

enum { FORM_FREE, FORM_HAND, FORM_BALLOT };

static const char *rule_name(struct flow_work *w, const char *part)
{
	return arena_printf(w->cx->a, "%s.%s", w->kind->vote, part);
}

static const char *number_of(struct flow_work *w, int64_t n)
{
	return number_text(w->cx->a, w->cx->say.lang, n);
}

/* The form of the vote, if the rules leave no choice. */
static enum err check_form(struct flow_work *w)
{
	const struct flow_step *s = w->step;
	int64_t form;

	if (text_empty(s->vote))
		return flow_lack(w, "vote", M_VOTE_NO_FORM, NULL, NULL);
	TRY(rule_number(w->cx, rule_name(w, "form"), s->day, &form));
	if (form == FORM_BALLOT && !text_eq(s->vote, "ballot"))
		return flow_lack(w, "vote", M_VOTE_BALLOT_ONLY, NULL, NULL);
	if (form == FORM_HAND && !text_eq(s->vote, "hand"))
		return flow_lack(w, "vote", M_VOTE_HAND_ONLY, NULL, NULL);
	return ERR_OK;
}

/* No more come back than were given out, and so on down. */
static enum err check_numbers(struct flow_work *w)
{
	const struct flow_step *s = w->step;

	if (s->issued <= 0)
		return flow_lack(w, "issued", M_VOTE_NO_COUNT, NULL, NULL);
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
	int64_t of = s->base > s->issued ? s->base : s->issued, num, den;

	TRY(rule_number(w->cx, rule_name(w, "num"), s->day, &num));
	TRY(rule_number(w->cx, rule_name(w, "den"), s->day, &den));
	if (s->agree * den >= of * num)
		return ERR_OK;
	return flow_lack(w, "agree", M_VOTE_BELOW,
		arena_printf(w->cx->a, "%s/%s", number_of(w, s->agree), number_of(w, of)),
		arena_printf(w->cx->a, "%s/%s", number_of(w, num), number_of(w, den)));
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
	if (!text_eq(s->vote, "hand"))
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
