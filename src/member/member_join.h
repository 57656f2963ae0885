/*
 * member_join.h: two records found to be of one person: joining them, and parting them again.
 *
 * The record of the address is told under the other one from then on; its address leads there. The
 * history is taken from both, or kept as the other one has it; nothing of either is lost, and
 * parting brings both back as they were.
 */
#ifndef GUONG_MEMBER_MEMBER_JOIN_H
#define GUONG_MEMBER_MEMBER_JOIN_H

#include "member/member_file.h"

/* What the form asks: `into` an id, a member number or a name; `history` both or kept. */
struct join_in {
	const char *into, *history, *reason;
};

extern const struct action member_join, member_part;

#endif
