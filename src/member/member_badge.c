#include "member/member_badge.h"

#include "core/rule.h"

static enum err is_badge(struct ctx *cx, int64_t years, day_t day, bool *ret)
{
	struct list all;

	*ret = false;
	TRY(rule_numbers(cx, "badge.years", day, &all));
	for (size_t i = 0; i < all.n; i++)
		*ret = *ret || ((const int64_t *)all.rows)[i] == years;
	return ERR_OK;
}

static day_t died_by(struct list facts, day_t day)
{
	const struct member_fact *f = facts.rows;

	for (size_t i = 0; i < facts.n; i++)
		if (text_eq(f[i].kind, "deceased") && day_first(f[i].day) <= day)
			return day_first(f[i].day);
	return 0;
}

/* How many months before the years are full. */
static enum err months_early(struct ctx *cx, int64_t years, bool dead, day_t day, int64_t *ret)
{
	struct rule_term term;
	const char *rule;
	int64_t old_from;

	TRY(rule_number(cx, "badge.early_old_from", day, &old_from));
	rule = years >= old_from ? "badge.early_old" : "badge.early";
	TRY(rule_term(cx, dead ? "badge.posthumous" : rule, day, &term));
	*ret = term.n;
	return ERR_OK;
}

enum err badge_judge(struct ctx *cx, struct list facts, int64_t years, day_t day,
	enum badge_verdict *ret, int *ret_months)
{
	day_t died = died_by(facts, day), on = died ? died : day;
	int months = member_party_months(facts, on);
	int64_t early;
	bool yes;

	if (ret_months)
		*ret_months = months;
	TRY(is_badge(cx, years, day, &yes));
	*ret = !yes ? BADGE_NO_SUCH : BADGE_UNKNOWN;
	if (!yes || months < 0)
		return ERR_OK;
	TRY(months_early(cx, years, died != 0, day, &early));
	*ret = months >= years * 12 ? BADGE_FULL : died ? BADGE_POSTHUMOUS : BADGE_EARLY;
	if (months + early < years * 12)
		*ret = BADGE_YOUNG;
	return ERR_OK;
}

const struct member_fact *badge_awarded_already(struct list facts, const struct member_fact *f)
{
	const struct member_fact *old = facts.rows;
	bool again = text_eq(f->kind, "badge_awarded");

	for (size_t i = 0; i < facts.n; i++)
		if (text_eq(old[i].kind, "badge_awarded") && old[i].years == f->years &&
			(again || day_first(old[i].day) <= day_first(f->day)))
			return &old[i];
	return NULL;
}
