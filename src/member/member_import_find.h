/*
 * member_import_find.h: whom a row of a file means: by number, or by name and birth.
 *
 *	struct find_ask ask = {.member_no = no, .full_name = name, .birth_date = birth,
 *		.cell = cell, .day = day};
 *	TRY(member_meant(cx, &ask, &found));
 *
 * The number finds alone, if the name is not another one. A name needs the birth, or the cell in
 * which the person stood on that day (or the day before, of somebody who leaves on it), or nobody
 * else of that name in the register.
 */
#ifndef GUONG_MEMBER_MEMBER_IMPORT_FIND_H
#define GUONG_MEMBER_MEMBER_IMPORT_FIND_H

#include "member/member.h"

struct find_ask {
	const char *member_no, *full_name;
	day_t birth_date, day;
	int64_t cell;  /* 0: not told */
	int64_t under; /* only persons who were in its reach on the day; 0: all */
};

struct find_found {
	int64_t person; /* 0: nobody, or several */
	const char *full_name, *member_no;
	const char *field; /* which part of the question is to blame, and why */
	enum msg why;
	const char *arg[2];
};

/* Is anybody in the register? */
enum err member_any(struct ctx *cx, bool *ret);
enum err member_meant(struct ctx *cx, const struct find_ask *ask, struct find_found *ret);

#endif
