/*
 * reach.h: which organisation was below which, on which days: the closure of the tree in time.
 *
 * org_reach has, for every organisation and everyone above it, itself included, the longest
 * stretches of days on which it was so; two that touch are one row. What lies below an
 * organisation is then one range of the key, however deep and however long ago:
 *
 *	SELECT org FROM org_reach WHERE anc = $org
 *	  AND from_day <= $day AND to_day > $day AND made_ms <= $known AND void_ms > $known
 *
 * No organisation comes twice in it, for on a day there is one way up. A rename leaves the rows
 * alone; those of an organisation that moves are voided and written anew where they come out
 * different, and so are those of everything below it.
 *
 * The table follows from org_spell, and tree_plan_apply() keeps it so; nobody else writes it. A
 * database of before was filled by schema/0002: as known then it knows its last state only.
 */
#ifndef GUONG_CORE_REACH_H
#define GUONG_CORE_REACH_H

#include "core/ctx.h"

struct tree_plan;
struct reach;

/*
 * Brings org_reach after the spells of a plan, which are written already, in the same transaction.
 * Costs no statement for an organisation that only changed its name, two for one that moved, and
 * memory for those below it.
 */
enum err reach_follow(struct tree_plan *p);

/* A computation from the spells of the database that trusts no row of org_reach. In cx->a. */
struct reach *reach_doubt(struct ctx *cx);
/* Are the rows of an organisation those that follow from the spells? */
enum err reach_is_right(struct reach *r, int64_t org, bool *ret);
/* Makes all rows anew; those that come out the same stay. The caller has begun the txn. */
enum err reach_rebuild(struct ctx *cx);

#endif
