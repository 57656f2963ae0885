/*
 * member_due.h: who is due ("Đến hạn"): probations that end, badges to be awarded, exemptions,
 * absences and stays elsewhere that end, letters that nobody received, months without dues.
 *
 * Terms, years and award days are rules (rules/rules.csv), taken as they were on the day from which
 * they count, or on the day asked for. A list is of cx->day, up to the day `until`.
 */
#ifndef GUONG_MEMBER_MEMBER_DUE_H
#define GUONG_MEMBER_MEMBER_DUE_H

#include "member/member_roster.h"

struct due_row {
	int64_t no, person, years; /* years: of a badge */
	int64_t cell;		   /* of a badge */
	const char *kind;	   /* of the catalogue due_kind */
	const char *group;	   /* its name */
	const char *full_name, *cell_name, *what, *left, *tone;
	day_t since, due;
	const char *member_no; /* of a badge, as the next */
	day_t birth_date;
	size_t at;  /* as it was found: by name */
	bool guest; /* at home elsewhere */
};
extern const struct field due_fields[];

/* Everything due below an organisation (struct due_row), by kind, then by day. */
enum err due_read(struct ctx *cx, int64_t org, day_t until, bool earlier, struct list *ret);
/* The same of a piece of it (org_pieces()). */
enum err due_read_piece(
	struct ctx *cx, int64_t piece, int64_t org, day_t until, bool earlier, struct list *ret);
/*
 * Badges alone, of an award day and before it, whether proposed or not; without the names, which
 * due_names() reads for those who are shown.
 */
enum err due_badges(struct ctx *cx, int64_t org, day_t award, bool earlier, struct list *ret);
enum err due_names(struct ctx *cx, struct due_row *rows, size_t n);
/* The first award day on `day` or after it. */
enum err due_award_day(struct ctx *cx, day_t day, day_t *ret);

extern const struct action member_due;

#endif
