/*
 * member_carry.h: the members of a cell that ends, carried into its successor by the cell.
 *
 * What the fold would make of almost all of them is the same: the stay ends on the day, one in the
 * successor begins, moved_out and moved_in are counted. Whoever is there without end, takes part
 * nowhere else, and of whom nothing is known on the day or later, is plain: a few statements write
 * all of them. Everybody else of the cell is left to the plan, person by person, and so is every
 * cell of which more changes than its end. The way back is the same.
 *
 *	TRY(member_carry_new(cx, plan, &c));
 *	TRY(member_carry_cell(c, &(struct carry_cell){cell, next, day, false}));
 *	TRY(member_plan_check(plan));       those who are not plain
 *	TRY(member_plan_apply(plan));
 *	TRY(member_carry_apply(c));         after them
 *
 * All in one transaction. member_verify() folds everybody and compares: it is the oracle of this.
 */
#ifndef GUONG_MEMBER_MEMBER_CARRY_H
#define GUONG_MEMBER_MEMBER_CARRY_H

#include "member/member_plan.h"

struct member_carry;

struct carry_cell {
	int64_t cell, next; /* the successor */
	day_t day;
	bool back; /* it had ended on the day, and goes on after all */
};

enum err member_carry_new(struct ctx *cx, struct member_plan *plan, struct member_carry **ret);
/* Who is plain is remembered, all others of the cell are planned to be folded. */
enum err member_carry_cell(struct member_carry *c, const struct carry_cell *cell);
/* Is the person among the plain ones? */
bool member_carry_has(const struct member_carry *c, int64_t person);
/* Writes them, but for those whom the plan has touched since. */
enum err member_carry_apply(struct member_carry *c);

#endif
