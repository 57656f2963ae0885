/*
 * member_mend.h: people whose stored cells and flows are not what follows from their facts, as
 * member_verify() tells of them, are folded anew.
 *
 * Facts stay as they are. Whose facts contradict each other is left for somebody to correct, and
 * still told by the check. What changes is voided and written as by any plan, so that it can be
 * asked what was believed before.
 */
#ifndef GUONG_MEMBER_MEMBER_MEND_H
#define GUONG_MEMBER_MEMBER_MEND_H

#include "core/ctx.h"

/*
 * Looks for them in read transactions, and writes them a few hundred at a time, each time in a
 * transaction of its own that names `action`. How many they were in *ret_persons.
 */
enum err member_mend(struct ctx *cx, const char *action, int64_t *ret_persons);

#endif
