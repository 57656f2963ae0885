/*
 * member_verify.h: are the derived records of membership what follows from the facts?
 *
 * Spells and flows of every person are made anew from facts, attributes and the tree, and compared
 * with those that stand; contradictions in the facts are told too. Only reads.
 */
#ifndef GUONG_MEMBER_MEMBER_VERIFY_H
#define GUONG_MEMBER_MEMBER_VERIFY_H

#include "core/tree_verify.h"

/* Inside a read transaction; each finding goes to `found`; `ret_persons` of them were looked at. */
enum err member_verify(struct ctx *cx, tree_found *found, void *p, int64_t *ret_persons);

#endif
