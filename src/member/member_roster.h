/*
 * member_roster.h: rosters and extracts: members as the lists of an office have them.
 *
 * A roster_row holds what any of these lists may print of one member on a day. It is read cell by
 * cell, by given name, with the row number, posts and remarks in words already:
 *
 *	struct roster ro = {.cx = cx, .limit = 50};
 *	TRY(roster_read(&ro, cx->org));          ro.rows, ro.total, ro.cells
 *
 * The roster (member_roster.c) prints the usual columns; the extract (member_roster_extract.c) the
 * chosen ones, of everybody or of chosen persons in a given order (member_roster_pick.c).
 */
#ifndef GUONG_MEMBER_MEMBER_ROSTER_H
#define GUONG_MEMBER_MEMBER_ROSTER_H

#include "core/filter.h"
#include "core/paper.h"
#include "member/member.h"

struct roster_row {
	int64_t no, person, cell, host, joined, age;
	const char *group, *cell_name, *full_name, *member_no, *sex, *ethnicity, *religion,
		*native_place, *residence, *phone, *citizen_no, *schooling, *degree, *theory_level,
		*occupation, *youth_union, *village_code, *note, *status, *host_name, *card_no;
	const char *posts, *work, *remark; /* work: occupation and posts; remark: states and note */
	day_t birth_date, birth_male, birth_female, admitted_on, recognised_on;
	int exempt, away, suspended;
};
/* The usual columns of a roster. */
extern const struct field roster_fields[];
/* All columns that can be chosen for an extract, in their usual order. */
extern const struct field roster_columns[];

/* What a list says of itself in its last line, counted from its rows. */
struct roster_tally {
	int64_t all, full, women, minority, religious, exempt, away;
};

struct roster {
	struct ctx *cx;
	int64_t skip, limit; /* the rows wanted */
	struct sink *sink;   /* not NULL: rows go here, and none are kept */
	struct list rows;    /* struct roster_row */
	int64_t total, cells;
	struct roster_tally tally; /* of the rows read */
};

/* Members of an organisation on cx->day, grouped by cell. */
enum err roster_read(struct roster *ro, int64_t org);
/* One member of the organisation on the day; ERR_NOT_FOUND without a problem if they are none. */
enum err roster_person(struct ctx *cx, int64_t person, int64_t org, struct roster_row *ret);
void roster_count(struct roster_tally *t, const struct roster_row *row);
/* "Tổng số: 285 đảng viên (chính thức 270, dự bị 15; nữ 80...)" */
const char *roster_total(struct ctx *cx, const struct roster_tally *t);
/* From the top through the organisation to its members. */
enum err roster_path(struct ctx *cx, struct doc *d, struct org_step *ret);
/* Ways to the other lists of the organisation. */
void roster_ways(struct ctx *cx, struct doc *d);
/* The page of a long list that begins after row `after`. */
const char *roster_next(struct ctx *cx, const char *query, int64_t after, const char *anchor);
enum err roster_after(struct ctx *cx, int64_t *ret);

/* A line of what was pasted: the person it means, or those it may mean. */
struct picked {
	const char *line;
	int64_t person;	     /* 0: nobody, or not clear who */
	struct list choices; /* struct pick_choice */
};

struct pick_choice {
	int64_t person;
	const char *line, *full_name, *member_no, *cell_name, *href;
	day_t birth_date;
};

/*
 * Reads a line as pasted ("3. Nguyễn Văn A  12/03/1965", a number, an id) and looks for the person
 * among the members of the organisation on cx->day.
 */
enum err pick_line(struct ctx *cx, int64_t org, const char *line, struct picked *ret);

extern const struct action member_roster, member_extract, member_extract_names;

#endif
