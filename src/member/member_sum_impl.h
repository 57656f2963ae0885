/*
 * member_sum_impl.h: what member_sum.c and member_sum_all.c share; nobody else includes it.
 */
#ifndef GUONG_MEMBER_MEMBER_SUM_IMPL_H
#define GUONG_MEMBER_MEMBER_SUM_IMPL_H

#include "core/sum.h"
#include "member/member.h"

struct sum_facets member_sum_facets(struct sums *s, const struct person *r);
/* A spell and a flow of somebody who was such a person then, added n times. */
enum err member_sum_stay(
	struct sums *s, const struct member_spell *m, const struct person *r, int n);
enum err member_sum_event(
	struct sums *s, const struct member_flow *m, const struct person *r, int n);

#endif
