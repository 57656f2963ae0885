/*
 * account_slips.h: the sheet of slips, to be printed and cut; made once, with the codes. Within
 * this room.
 */
#ifndef GUONG_ACCOUNT_ACCOUNT_SLIPS_H
#define GUONG_ACCOUNT_ACCOUNT_SLIPS_H

#include "core/action.h"

struct slip_row {
	const char *full_name, *cell_name, *login, *code;
	const char *address; /* of the site; set by account_slips() */
	day_t last_day;
};

/* The answer to the form that made them; `back`: where the same form leads when it is sent again.
 */
enum err account_slips(
	struct ctx *cx, struct doc *d, struct slip_row *rows, size_t n, const char *back);

#endif
