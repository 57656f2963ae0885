/*
 * member_village.h: the village that the attribute village_code of a person means.
 *
 * The attribute is a code and nothing else, so that a roster can be taken in before the villages
 * are. It means the village that has the code when the attribute begins to hold, or soonest after.
 */
#ifndef GUONG_MEMBER_MEMBER_VILLAGE_H
#define GUONG_MEMBER_MEMBER_VILLAGE_H

#include "core/ctx.h"

struct member_village {
	int64_t village; /* 0: no village has the code */
	const char *name;
};

enum err member_village_of(
	struct ctx *cx, const char *code, day_t from, struct member_village *ret);
/*
 * Is the code one that no village has, though villages are recorded? Without a code, or before
 * there are any, nothing is doubtful.
 */
enum err member_village_doubtful(struct ctx *cx, const char *code, day_t from, bool *ret);

#endif
