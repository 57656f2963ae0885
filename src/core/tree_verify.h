/*
 * tree_verify.h: does the tree that is stored follow from the acts, and does it hold together?
 *
 * For every organisation the spells are made anew from its acts and compared with those stored;
 * then everything is checked that a plan is checked for: parents, circles, codes, kinds; and who is
 * below whom (reach.h) is derived anew. What is found is told, nothing is mended. Part of
 * `guong check`.
 */
#ifndef GUONG_CORE_TREE_VERIFY_H
#define GUONG_CORE_TREE_VERIFY_H

#include "core/ctx.h"

/* Told of each thing that is wrong, in the reader's words. */
typedef void tree_found(void *p, const char *text);

/* `ret_orgs`: how many organisations were looked at. */
enum err tree_verify(struct ctx *cx, tree_found *found, void *p, int64_t *ret_orgs);

#endif
