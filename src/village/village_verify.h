/*
 * village_verify.h: what `guong check` asks about villages: are their states, flows and sums those
 * that follow from the records? And of members: does a probationary one hold a post that only
 * official members may hold?
 * And what `guong check --mend` does about the sums: derives them anew.
 */
#ifndef GUONG_VILLAGE_VILLAGE_VERIFY_H
#define GUONG_VILLAGE_VILLAGE_VERIFY_H

#include "core/tree_verify.h"
#include "village/village.h"

enum err village_verify(struct ctx *cx, tree_found *found, void *p);
/* In a write transaction. */
enum err village_sums_rebuild(struct ctx *cx);

#endif
