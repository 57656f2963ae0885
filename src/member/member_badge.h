/*
 * member_badge.h: may a badge of so many years be given on a day? By the rules of that day: which
 * years there are, how much earlier for grave illness (longer from some years on), how much after a
 * death. Party age is that of member_party_months(): without the time between leaving and coming
 * back.
 */
#ifndef GUONG_MEMBER_MEMBER_BADGE_H
#define GUONG_MEMBER_MEMBER_BADGE_H

#include "member/member_file.h"

enum badge_verdict {
	BADGE_FULL,	  /* the years are full */
	BADGE_EARLY,	  /* before that, within the term of the rule: a reason is needed */
	BADGE_POSTHUMOUS, /* the same of somebody who died */
	BADGE_YOUNG,	  /* too early */
	BADGE_NO_SUCH,	  /* there is no badge of so many years */
	BADGE_UNKNOWN,	  /* the admission is not known */
};

/* `months`: of Party age on the day, or on that of the death; may be NULL. */
enum err badge_judge(struct ctx *cx, struct list facts, int64_t years, day_t day,
	enum badge_verdict *ret, int *ret_months);

/*
 * Each badge is awarded once. The award among `facts` that stands in the way of `f`: another award
 * of so many years, or one before whatever else is said of them; NULL: none.
 */
const struct member_fact *badge_awarded_already(struct list facts, const struct member_fact *f);

#endif
