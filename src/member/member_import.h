/*
 * member_import.h: rosters, from a row of a file to a person of the register.
 *
 * A row is one person in one cell. It goes through these files, in this order:
 *
 *	member_import_line.c     the columns: struct muster_line and its field table
 *	member_import_check.c    what cannot be, what is doubtful, who stands in the file twice
 *	member_import_states.c   several states in one cell, as the list of members writes them
 *	member_import_story.c    the facts that the row tells: of the opening, or of all history
 *	member_import_known.c    who of the cell is in the register, and which row is which person
 *	member_import_differ.c   how a row differs from what is known, and taking the difference
 *	member_import_roster.c   the kind "members": all of it together
 *
 * Files of what happened later (member_import_events.h: transfers, leavings) share with them how
 * cells and persons are found (member_import_cell.h, member_import_find.h).
 *
 * Everything lives in im->cx->a. Problems are told to the import; the tag of a fact in the plan
 * holds its row and the column it comes from, so that what the fold refuses names both.
 */
#ifndef GUONG_MEMBER_MEMBER_IMPORT_H
#define GUONG_MEMBER_MEMBER_IMPORT_H

#include "core/rule.h"
#include "import/import.h"
#include "member/member_import_cell.h"
#include "member/member_plan.h"

/* A row as it stands in the file. */
struct muster_line {
	const char *member_no, *full_name, *other_name;
	day_t birth_date;
	const char *sex, *ethnicity, *religion, *native_place, *residence, *phone, *citizen_no,
		*schooling, *degree, *theory_level, *occupation, *youth_union, *cell_code, *cell,
		*village_code;
	day_t admitted_on, ceremony_on;
	const char *admitted_at;
	day_t recognised_on, recognition_decided_on, arrived_on;
	const char *arrived_from, *card_no;
	day_t card_on, exempt_from, exempt_until;
	const char *state, *states, *note;
};
extern const struct field muster_fields[];
extern const struct import_pair muster_pairs[];

/* One of the register: attributes on the day looked at, standing, facts in order. */
struct muster_known {
	struct person p;
	struct member_spell s; /* from_day 0: nowhere on that day */
	const struct member_fact *facts;
	size_t n;
	const char *key;
	const struct muster_row *row; /* who was recognised in it */
};

/* What a cell with several states says; an empty one says nothing. */
struct muster_states {
	bool exempt, away, suspended;
	bool guest;	  /* elsewhere for a time, or on the way: files of transfers tell it */
	const char *left; /* code of a leaving, or NULL */
	const char *strange;
};

struct muster_row {
	size_t i;
	const struct muster_line *in;
	const struct org_life *life; /* of its cell; NULL: the row is bad */
	const char *key;	     /* the name folded */
	const char *occupation;	     /* code; NULL: none, or none of the catalogue */
	struct muster_states states;
	day_t opened;		 /* when the register was opened, in this story */
	struct muster_row *same; /* another row with this name and birth */
	int64_t person;
	const struct muster_known *known; /* who it is, of the people of its cell */
	bool fresh;			  /* a new person */
};

/* What cells say beside what is taken from them: rows that are pointed out. */
enum muster_note { NOTE_EXEMPT, NOTE_AWAY, NOTE_GUEST, NOTE_POST, NOTE_LEFT, NOTE_KINDS };
struct muster_notes {
	int64_t n;
	const char *places; /* of the first ones */
};

struct missing;
enum { TAG_COLUMNS = 128 };

struct muster {
	struct import *im;
	struct ctx *cx;
	struct member_plan *p;
	struct member_cells *cells;
	struct muster_row *rows;   /* as in the file */
	struct muster_row **order; /* good ones, by cell and name */
	size_t n, ordered;
	struct map *taken; /* persons that a row was recognised as */
	struct missing *missing,
		**missing_end;	   /* members of the cells whom no row of their cell names */
	struct map *words;	   /* what was written for occupations, to what it says */
	struct rule_set probation; /* both read when first asked for */
	struct workdays workdays;
	day_t day; /* on which the register is looked at */
	day_t opened_first, opened_last;
	bool persons;			 /* is anybody in the register? */
	const char *column[TAG_COLUMNS]; /* those that facts come from, by their numbers in tags */
	int columns;
	struct muster_notes notes[NOTE_KINDS];
	int64_t card_days, recognition_days; /* that were taken from another */
};

/* ---- columns ---- */

/* The attributes of the row. */
struct person muster_person(const struct muster_row *r);
/* What a row would say of somebody known, for the same columns. */
struct muster_line muster_line_of(struct muster *w, const struct muster_known *k);
/* The code of an occupation, whatever is written; unknown ones are asked about. */
const char *muster_occupation(struct muster *w, size_t i, const char *text);

/* ---- checks ---- */

/* What a row says about itself; problems to the import. */
enum err muster_check(struct muster *w, struct muster_row *r);
/* Points out this row among others, once all have been read. */
void muster_point_out(struct muster *w, size_t i, enum muster_note note);
/* The sentences about rows that were pointed out. */
void muster_check_notes(struct muster *w);
/* Rows about one person, once all have been recognised in their cells. */
void muster_check_doubles(struct muster *w);
/* Two births that may be one: one of them less exact than the other. */
bool muster_birth_fits(day_t a, day_t b);

/* ---- states ---- */

struct muster_states muster_states_of(const struct muster *w, const char *text);
/* Those of somebody known, in words as the list of members writes them; NULL: none. */
const char *muster_states_text(const struct muster *w, const struct member_spell *s);
/* Is all of it known of the person? */
bool muster_states_hold(const struct muster_states *told, const struct member_spell *s);
/* A remark without the states that are known of the person: the roster prints them there. */
const char *muster_remark_rest(
	const struct muster *w, const char *remark, const struct member_spell *s);

/* ---- the story ---- */

enum { STORY_MOST = 10 };
struct story_fact {
	struct member_fact f;
	const char *column; /* which tells it */
};
struct story {
	struct story_fact fact[STORY_MOST];
	size_t n;
};
/* The facts of a row; `person` is to be filled in. Questions are told if `ask`. */
void muster_story(struct muster *w, const struct muster_row *r, bool ask, struct story *ret);
/* The tag in the plan of what a column of a row tells. */
long muster_tag(struct muster *w, size_t i, const char *column);
/* Plans a fact that column `column` of row `i` tells. */
enum err muster_plan_fact(
	struct muster *w, size_t i, const char *column, const struct member_fact *f);
/* Told by the plan: the tag is that of muster_plan_fact(). */
void muster_report(
	void *w, long tag, const char *field, enum msg what, const char *const arg[ERR_ARGS]);

/* ---- against the register ---- */

/* Recognises rows of one cell, order[from] to order[to]. */
enum err muster_recognise_cell(struct muster *w, size_t from, size_t to);
/* Plans what a row brings, once all have been recognised in their cells. */
enum err muster_take_row(struct muster *w, struct muster_row *r);
void muster_tell_missing(struct muster *w);
/* Somebody known with the row that is about them: differences, and taking them. */
enum err muster_differ(struct muster *w, struct muster_row *r, const struct muster_known *k);
/* A row about nobody known. */
enum err muster_take_new(struct muster *w, struct muster_row *r);
/* One person as known on the day looked at. */
enum err muster_known_of(struct muster *w, int64_t person, struct muster_known *ret);
const char *muster_cell_name(const struct org_life *life);
/* "12/03/1965, Chi bộ bản Cò": what tells a person from others. */
const char *muster_who(struct muster *w, day_t birth, const char *cell);

/* ---- what all kinds about members share ---- */

enum err member_import_apply(struct import *im); /* im->plan is a struct member_plan */
enum err member_import_ahead(struct import *im, bool *ret_more);
enum err member_import_undo_plan(struct ctx *cx, int64_t txn, void **ret_plan);
enum err member_import_undo_apply(struct ctx *cx, void *plan);
enum err member_import_version(struct ctx *cx, int64_t *ret);

#endif
