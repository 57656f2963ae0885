/*
 * member_dues.h: months for which a member has not paid dues. No money is kept.
 *
 * What a cell tells of a month is one row for each member who did not pay: why, whether that is a
 * good reason, and the day if it is paid later. So many months of a year without a good reason are
 * a ground of deletion (rule deletion.dues): shown beside the rule, on the file and in what is due,
 * and never acted upon by itself. Who is free by rule (dues.free_from years of Party age) is not
 * asked for.
 *
 *	TRY(dues_count(cx, person, 2025, cx->day, &n));
 *	TRY(dues_put(cx, &row));              inside txn_start(): voids what stood, writes anew
 */
#ifndef GUONG_MEMBER_MEMBER_DUES_H
#define GUONG_MEMBER_MEMBER_DUES_H

#include "member/member.h"

struct dues_miss {
	int64_t person, id, cell, made_ms;
	day_t month, paid_on;
	const char *reason, *note;
	int good;
};
extern const struct field dues_miss_fields[];

/* 20250300, from any day of it. */
day_t dues_month(day_t day);
/* Those of a person (struct dues_miss), newest first. */
enum err dues_of(struct ctx *cx, int64_t person, struct list *ret);
/* What stands of a month; `ret` zeroed if nothing does. */
enum err dues_get(struct ctx *cx, int64_t person, day_t month, struct dues_miss *ret);
/* Months of a year without a good reason that are not paid by a day. */
enum err dues_count(struct ctx *cx, int64_t person, int year, day_t day, int64_t *ret);
/* Members below an organisation with at least so many of a year (struct dues_over). */
struct dues_over {
	int64_t person, n;
	const char *full_name, *cell_name;
	day_t last;
};
extern const struct field dues_over_fields[];
enum err dues_over(struct ctx *cx, int64_t org, int year, int64_t least, struct list *ret);
/* "3 tháng chưa nộp đảng phí trong năm 2025 (mức để xem xét: 3 tháng, theo ...)"; NULL: none. */
enum err dues_words(struct ctx *cx, int64_t n, int year, const char **ret);
/*
 * Is a member free of dues by their Party age (member_party_months: who was readmitted keeps what
 * they had before)? `first`: the day of the first thing told of them. One that is too late answers
 * without a look at what happened since: a list asks this of each of its rows.
 */
enum err dues_is_free(
	struct ctx *cx, int64_t person, const char *status, day_t first, day_t day, bool *ret);
enum err dues_put(struct ctx *cx, struct dues_miss *row);
enum err dues_take_off(struct ctx *cx, int64_t person, day_t month);
/* The part of the file; nothing if nothing is told. */
enum err dues_add(struct ctx *cx, struct doc *d, int64_t person);

#endif
