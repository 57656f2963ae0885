/*
 * org_part.h: what other modules show on the page of an organisation.
 *
 * The page knows what an organisation is; who its members are is another module's business, which
 * this one does not know. The app names them all in ctx.org_parts.
 */
#ifndef GUONG_ORG_ORG_PART_H
#define GUONG_ORG_ORG_PART_H

#include "core/tree.h"

struct org_part {
	/* Adds its parts and links; nothing, if the actor may not see them. */
	enum err (*show)(struct ctx *cx, struct doc *d, const struct org_step *org);
};

#endif
