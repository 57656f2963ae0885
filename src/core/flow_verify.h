/*
 * flow_verify.h: do the stored states and terms of cases follow from their steps?
 *
 * Days, states and organisations are compared. Whose turn it is and the last day of a term are not:
 * they are as the tree and the rules were when the last step was taken.
 */
#ifndef GUONG_CORE_FLOW_VERIFY_H
#define GUONG_CORE_FLOW_VERIFY_H

#include "core/flow.h"
#include "core/tree_verify.h"

/* In a transaction. `ret_cases`: how many were looked at. */
enum err flow_verify(struct ctx *cx, tree_found *found, void *p, int64_t *ret_cases);

#endif
