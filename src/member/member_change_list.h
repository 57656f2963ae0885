/*
 * member_change_list.h: rise and fall of the members of an organisation in a period ("Tăng, giảm").
 *
 * What came in and what went across the border of the organisation only: a transfer from one cell
 * below it to another cancels out. The opening stock, plus every rise, less every fall, is the
 * closing stock; both stocks are counted by themselves, so that books that do not close are seen.
 * By child organisation a second table adds up to the first; in it transfers between children
 * stand in columns of their own, and what cells brought along that were moved from child to child
 * is the rest.
 *
 * Source: figures, "Days" and "The books always close"; the indicators member.* count the same.
 */
#ifndef GUONG_MEMBER_MEMBER_CHANGE_LIST_H
#define GUONG_MEMBER_MEMBER_CHANGE_LIST_H

#include "member/member_roster.h"

enum { CHANGE_RISES = 6, CHANGE_FALLS = 7, CHANGE_KINDS = CHANGE_RISES + CHANGE_FALLS };
/* Codes of the catalogue member_flow: rises first. */
extern const char *const change_kinds[CHANGE_KINDS];

/* One organisation, or one child of it. */
struct change_sum {
	int64_t org;
	const char *name;
	int64_t before, after, kind[CHANGE_KINDS], inner_in, inner_out;
};

struct change {
	struct period period; /* `to` is today while the period runs */
	struct change_sum all;
	struct list children; /* struct change_sum */
};

enum err change_read(struct ctx *cx, int64_t org, struct period period, struct change *ret);
/* before + rises - falls; inner movements left out. */
int64_t change_result(const struct change_sum *s);

/* What the page asks (member_change_period.c): a period, or its first and last day. */
struct change_in {
	const char *period, *kind;
	day_t from, to;
	int paper;
};
extern const struct field change_in_fields[];
/* The period, and as it stands in links ("2018-07-01..2018-08-15"); NULL: none asked, this month.
 */
enum err change_period(
	struct ctx *cx, const struct change_in *in, struct period *ret, const char **ret_text);
/* Offers the usual periods, the terms of the organisation, and days of one's own. */
enum err change_form(struct ctx *cx, struct doc *d, const char *text, struct period period);

extern const struct action member_changes;

#endif
