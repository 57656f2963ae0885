/*
 * member_card.h: the number of a card is given once.
 *
 * Whoever gets another card may keep their number; nobody gets that of somebody else, also when
 * that one has left, died, or carries another number by now: cards that were given out are in the
 * world. What was recorded by mistake and taken back was never given and stands in nobody's way.
 * Two records that were joined are one person.
 *
 * Every plan asks (member_plan_check), so pages, files, the shell and procedures all do: one
 * look-up for each card that is added, inside the transaction that writes it. Numbers of cards are
 * compared as they are written. In an old database there may be doubles; `guong check` lists them,
 * and nothing else that is done to those people is kept from being recorded.
 */
#ifndef GUONG_MEMBER_MEMBER_CARD_H
#define GUONG_MEMBER_MEMBER_CARD_H

#include "member/member_verify.h"

struct member_plan;

/* Problems of the cards that the plan adds, on "number", with the tag of their fact. */
enum err member_card_check(struct member_plan *p);
/*
 * A first card is issued once; whoever was readmitted gets a first one anew. The card among `facts`
 * that stands in the way of `f`, which is a first one: another first one, or any before it; NULL:
 * none.
 */
const struct member_fact *member_card_before(struct list facts, const struct member_fact *f);
/* Numbers that stand in the records of several people; inside a read transaction. */
enum err member_card_verify(struct ctx *cx, tree_found *found, void *p);

#endif
