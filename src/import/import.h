/*
 * import.h: taking in files.
 *
 * A file of a kind (organisations, units, changes, posts...) is read whole, every row is planned,
 * and only then, all or nothing, written in one transaction that can be taken back:
 *
 *	TRY(import_open(cx, kind, &opt, "units.csv", bytes, &im));   reads; bad cells are noted
 *	TRY(import_preview(im));                                      what would come of it
 *	TRY(import_commit(im));                                       refused while a row is bad
 *	import_result(im, &res);
 *
 * Reading (import_read.c, import_head.c): the header is found among the first rows, in any order,
 * in Vietnamese or English, over one or two rows; cells pass the kind's field table; known dirt is
 * mended and counted. What is wrong with a row is a problem, not a failure: functions fail only
 * when the file as a whole cannot be taken (cx->f then says why) or the database does.
 *
 * A kind is a row struct with its field table and four functions; the kinds stand in kinds.def and
 * live in the modules whose records they make.
 *
 * Memory: im->cx is a ctx of the import's own, whose arena lies in a file (base/arena.h): rows,
 * texts, problems, and whatever a kind takes from im->cx->a for its plan, cost no memory of the
 * process. It ends with the arena of the ctx that was given. Kinds use im->cx, never another one.
 */
#ifndef GUONG_IMPORT_IMPORT_H
#define GUONG_IMPORT_IMPORT_H

#include "base/crypto.h"
#include "core/action.h"

enum { IMPORT_SHOWN = 200, IMPORT_SAMPLES = 10, IMPORT_COLUMNS_MOST = 8000 };

/* What is said beside the file. The kinds' option tables choose among these. */
struct import_options {
	struct upload file; /* of a form; the shell names the file itself */
	const char *sheet, *under;
	const char *rows;    /* "2,5-9", "Sheet!7": only these are taken; empty: all */
	const char *columns; /* corrections: "Header=field;Other=" (empty: ignored) */
	day_t from, to;
	day_t opened_on;   /* the roster is that of the opening, on this day */
	day_t update_from; /* what differs from what is known changed on this day */
	int history;	   /* the roster is the whole history */
	int correct;	   /* what differs was wrong from the start */
	int compare;	   /* only say what differs: nothing can be written */
	int accept_warnings, every_sheet, ignore_unknown;
};
/*
 * Of kinds that need nothing more; of units: from, to, under; of rosters: under, opened_on,
 * history, update_from, correct, compare; of lists that come again: the last three; of what
 * happened to members: under. All have sheet,
 * every_sheet, rows, columns, ignore_unknown, accept_warnings.
 */
extern const struct field import_plain_options[], import_unit_options[], import_member_options[],
	import_event_options[], import_again_options[];

/* What is wrong, or doubtful, with a row; row 0: with the file. */
struct import_problem {
	struct import_problem *next;
	long row;	   /* as the user sees it */
	long place, n;	   /* number of its sheet; in the order of finding */
	const char *sheet; /* NULL: the file was read from one sheet */
	const char *column, *value;
	enum msg what;
	const char *arg[ERR_ARGS];
	bool warning; /* a question; the row is taken */
	bool doubt;   /* and nothing is written before somebody has accepted it */
};

/* How a row differs from what is known; the codes of the catalogue import_change. */
enum import_what { IMPORT_NEW, IMPORT_CHANGED, IMPORT_MOVED, IMPORT_MISSING };

/* A difference, in words. */
struct import_change {
	int64_t id, row_no; /* row 0: it is not in the file */
	const char *sheet;  /* NULL: the file was read from one sheet */
	const char *what;   /* code of the catalogue import_change */
	const char *name, *col, *old, *fresh;
};
extern const struct field import_change_fields[];

/* What was mended in cells: one kind of dirt each. */
enum import_dirt { DIRT_ETH, DIRT_BLANKS, DIRT_MARKS, DIRT_ZEROS, DIRT_CAPITALS, DIRTS };

/* What a column of the file is taken for: the guess, or its correction. */
struct import_column {
	const char *header; /* as it stands in the file; names the column in opt.columns */
	const char *sample; /* its first values */
	const char *field;  /* name; NULL: ignored */
	int known, sure;    /* known: named or corrected; sure: not only guessed */
};
extern const struct field import_column_fields[];

/* A piece of what will be. */
struct import_sample {
	const char *code, *name, *kind, *parent;
	day_t from_day, last_day;
};
extern const struct field import_sample_fields[];

/* What a preview or a commit says. */
struct import_result {
	int64_t rows, fresh, updated, unchanged, bad, held; /* updated: known, but otherwise */
	int64_t warnings, doubts;	 /* questions; doubts block until accepted */
	int64_t changed, moved, missing; /* persons told by import_change(); new ones are fresh */
	int64_t mended, dirt[DIRTS];	 /* cells; of each kind */
	int64_t import;			 /* its id; 0: nothing was written */
	const char *location;		 /* where to look at what came; NULL: nowhere */
	struct list notes;		 /* const char *: sentences about the file */
	struct list sample;		 /* struct import_sample */
	struct list columns;		 /* struct import_column */
};

struct import;

/*
 * Columns that say two things, or one by a mark: "Ngày sinh: nam | nữ", "Nữ: x". A table of these
 * ends with a NULL header. A cell that is filled sets `field` to its value (NULL: to nothing) and
 * `second` to `filled`; an empty one sets `second` to `empty` if that is not NULL. Two columns may
 * share a field: one of them is filled in each row.
 *
 *	{"ngay sinh nam", "birth_date", "sex", "male", NULL},
 *	{"ngay sinh nu", "birth_date", "sex", "female", NULL},
 *	{"nu", NULL, "sex", "female", "male"},
 *
 * A mark that is a day ("Nữ: 1965") is read as `also` too; without an `empty` such a column means
 * something only beside another one of its `second`. Columns that are `joined` hold parts of one
 * text, in their order: "Họ đệm | Tên".
 */
struct import_pair {
	const char *header; /* folded, of one row or of both ("group sub"); '|' between several */
	const char *field, *second, *filled, *empty, *also;
	bool joined;
};

struct import_kind {
	const char *name; /* code of the catalogue import_kind; "orgs" */
	enum msg title, about;
	const char *location;	    /* where its records are looked at */
	const struct field *fields; /* of a row; names are the English headers */
	size_t size;
	const struct field *options;	 /* over struct import_options */
	const struct import_pair *pairs; /* may be NULL */
	/*
	 * The field that the name of the sheet stands for where its column is missing, and whether
	 * a text means something there: tried are the name, then the titles above the header, whole
	 * and from "chi bộ" or "đảng bộ" on. The first that does is put into the rows before they
	 * are planned; if none does, the name, when there are several sheets. NULL: none.
	 */
	const char *sheet_field;
	const char *sheet_unless; /* a field whose column makes that needless, or NULL */
	enum err (*sheet_means)(struct import *im, const char *text, bool *ret);
	/*
	 * A number that grows with every write a plan rests on: a commit that finds another one
	 * than its preview plans again. NULL: that of the tree.
	 */
	enum err (*version)(struct ctx *cx, int64_t *ret);
	/* Plans the rows that are not bad; problems by import_bad() and import_warn(). */
	enum err (*plan)(struct import *im);
	/*
	 * Writes part of what was planned and says whether there is more: what nobody sees before
	 * the records stand, in small transactions, so that others wait less. May be NULL.
	 */
	enum err (*ahead)(struct import *im, bool *ret_more);
	/* Writes what was planned; the transaction has begun. */
	enum err (*apply)(struct import *im);
	/* Taking back what a transaction of this kind wrote. */
	enum err (*undo_plan)(struct ctx *cx, int64_t txn, void **ret_plan);
	enum err (*undo_apply)(struct ctx *cx, void *plan);
};

#define KIND(var) extern const struct import_kind var;
#include "import/kinds.def"
#undef KIND

extern const struct import_kind *const import_kinds[]; /* ends with NULL */
const struct import_kind *import_kind_find(const char *name);

/* A column of a kind's table: header in English, further headers folded with '|' between them. */
#define IMPORT_TEXT(s, m, name, label, flags, max, alias)                                          \
	{                                                                                          \
		name, FT_TEXT, CLASS_INSIDE, label, flags, FIELD_OFF(s, m, const char *), max, 0,  \
			0, M_NONE, alias                                                           \
	}
#define IMPORT_CAT(s, m, name, label, flags, cat, alias)                                           \
	{                                                                                          \
		name, FT_CAT, CLASS_INSIDE, label, flags, FIELD_OFF(s, m, const char *), 0, cat,   \
			0, M_NONE, alias                                                           \
	}
#define IMPORT_DAY(s, m, name, label, flags, alias)                                                \
	{                                                                                          \
		name, FT_DAY, CLASS_INSIDE, label, flags, FIELD_OFF(s, m, day_t), 0, 0, 0, M_NONE, \
			alias                                                                      \
	}

/*
 * A text of digits whose length is known: blanks, dots and hyphens between them go, up to `lost`
 * zeros that a spreadsheet took from its front come back ("11099000123" of 12). Sensitive: in
 * problems and differences only its last three digits are shown.
 */
#define IMPORT_DIGITS(s, m, name, label, cls, flags, len, lost, alias)                             \
	{                                                                                          \
		name, FT_TEXT, cls, label, flags, FIELD_OFF(s, m, const char *), IMPORT_LONG,      \
			#len "-" #lost, 0, M_NONE, alias                                           \
	}
/* The name of a person: written all in capitals, or all small, it is made "Nguyễn Văn An". */
#define IMPORT_NAME(s, m, name, label, flags, max, alias)                                          \
	{                                                                                          \
		name, FT_TEXT, CLASS_INSIDE, label, flags, FIELD_OFF(s, m, const char *), max,     \
			IMPORT_PROPER, 0, M_NONE, alias                                            \
	}
enum { IMPORT_LONG = 40 };
#define IMPORT_PROPER "Aa"

struct import {
	struct ctx *cx; /* its own: see above */
	const struct import_kind *kind;
	struct import_options opt;
	const char *file;
	struct str bytes;
	char digest[DIGEST_TEXT];
	struct list rows; /* kind->size each */
	long *numbers;	  /* of the rows, as the user sees them */
	bool *bad;
	struct import_problem *problems, **end;
	int64_t problem_count;
	struct import_result res;
	void *plan;		    /* of the kind */
	struct import_state *state; /* of the engine */
};

/* Room for the bytes of a file, in a file itself if that can be; it ends with cx->a. */
char *import_room(struct ctx *cx, size_t n);
/*
 * Reads the file. Fails with problems in cx->f when it is no table of this kind; *ret is then set
 * all the same if there is something to correct (import_result() has the columns), else NULL.
 */
enum err import_open(struct ctx *cx, const struct import_kind *kind,
	const struct import_options *opt, const char *file, struct str bytes, struct import **ret);
/* Plans in a read transaction of its own. */
enum err import_preview(struct import *im);
/*
 * Plans again if the tree changed since, and writes in a transaction of its own; ERR_REFUSED while
 * there are bad rows. A busy database is waited for.
 */
enum err import_commit(struct import *im);
void import_result(struct import *im, struct import_result *ret);

/*
 * For the kinds. Rows are numbered from 0; IMPORT_NO_ROW is the file as a whole. import_bad():
 * wrong, the row is not taken and nothing is written. import_doubt(): nothing is written unless
 * the doubts of this file are accepted (accept_warnings). import_warn(): a question, no more.
 */
#define IMPORT_NO_ROW ((size_t)-1)
const void *import_row(const struct import *im, size_t i);
void import_bad(struct import *im, size_t i, const char *field, enum msg what, const char *a1,
	const char *a2);
void import_doubt(struct import *im, size_t i, const char *field, enum msg what, const char *a1,
	const char *a2);
void import_warn(struct import *im, size_t i, const char *field, enum msg what, const char *a1,
	const char *a2);
/* Where a row stands, in words, for sentences about another one: "dòng 12 của “Chi bộ A”". */
const char *import_row_place(const struct import *im, size_t i);
/* Has the file a column for this field? Then an empty cell says something, else nothing does. */
bool import_has(const struct import *im, const char *field);
/*
 * Tells a difference between a row and what is known: one call for each field of a person, one
 * after another (`row` and `name` hold them together); field NULL: of the person as a whole, with
 * what helps to tell him or her from others in `old` (missing) or `fresh` (new). Values are words.
 * With opt.compare nothing is written whatever the plan holds. With opt.rows the file is only a
 * part: who is missing from it cannot be said.
 */
void import_change(struct import *im, size_t row, enum import_what what, const char *name,
	const char *field, const char *old, const char *fresh);
/* Makes every row with a problem bad; `im` is the import, `tag` a row or -1 (see tree_plan.h). */
void import_report(
	void *im, long tag, const char *field, enum msg what, const char *const arg[ERR_ARGS]);
void import_note(struct import *im, const char *sentence);
/* May the actor take in files about this organisation (0: about everything)? */
enum err import_over(struct import *im, int64_t org, bool *ret);

/*
 * A text of a cell mended: composed, single plain blanks, Đ for eth. NULL if it is no UTF-8. What
 * was mended comes as bits of 1 << enum import_dirt.
 */
char *import_mend(struct arena *a, struct str raw, unsigned *ret_dirt);

/* Files that were taken in. */
struct import_done {
	int64_t id, rows_read, rows_new, txn, undone_txn, at_ms, actor;
	const char *kind, *file, *login;
	int undone;
};
extern const struct field import_done_fields[];
/* Those of others too? */
bool import_sees_all(const struct ctx *cx);
enum err import_done_get(struct ctx *cx, const char *id, struct import_done *ret);
enum err import_done_list(struct ctx *cx, struct list *ret);
/* Takes an import back: planned in a transaction, written in the same. ERR_REFUSED with reasons. */
enum err import_undo_plan(struct ctx *cx, const struct import_done *done, void **ret_plan);
enum err import_undo_apply(struct ctx *cx, const struct import_done *done, void *plan);

/* Rows of a problem in words, for tables and exports. */
struct import_line {
	int64_t id, row;
	const char *sheet, *column, *value, *reason;
	int warning, doubt;
};
extern const struct field import_line_fields[];
struct import_line import_line_of(struct ctx *cx, const struct import_problem *p, int64_t n);

/* All problems (struct import_problem), in the order of the rows. */
struct list import_problems(const struct import *im);
/* All differences (struct import_change), in the order in which they were told. */
struct list import_changes(const struct import *im);
/* A copy of the bad rows with a column of reasons, through a sink. */
enum err import_write_bad(struct import *im, struct sink *s);

/* The result as a document, and as JSON for the record of a job. */
void import_show(struct ctx *cx, const struct import_result *res, struct doc *d);
void import_result_json(const struct import_result *res, struct buf *out);
enum err import_result_read(struct arena *a, const char *json, struct import_result *ret);

/* One step of the process of jobs: takes a job if one waits. See import_job.c. */
struct import_job {
	int64_t id, account, upload;
	const char *kind, *params; /* kind: "import", or of another room */
};
enum err import_job_next(struct ctx *cx, struct import_job *ret, bool *ret_found);
/* Carries it out and records what came of it; cx->actor is who asked for it. */
enum err import_job_run(struct ctx *cx, const struct import_job *job);
/*
 * Orders of other rooms: they take the same way. What is asked for and what came of it are the
 * room's own (import_parts_json()); `key` says which order it is among those of the actor.
 */
struct import_task {
	int64_t id, progress;
	const char *params, *state, *result;
};
/* ERR_NOT_FOUND, without a problem, if it was never ordered. */
enum err import_task_get(struct ctx *cx, const char *key, struct import_task *ret);
/* What is over is begun again; what waits or is under way stays as it is. */
enum err import_task_order(struct ctx *cx, const char *kind, const char *key, const char *params);
/* In the process of jobs: tells cx_progress() to the page; ends it with what came of it. */
void import_task_begin(struct ctx *cx, const struct import_job *job);
enum err import_task_end(
	struct ctx *cx, const struct import_job *job, bool failed, const char *result);
/* Begins a write, for which it waits half a minute while others write. */
enum err import_begin(struct db *db);
/* Tables by name, as JSON and back; to read, rows.size says how large a row is. */
struct import_part {
	const char *name;
	const struct field *fields;
	struct list rows;
};
const char *import_parts_json(struct arena *a, const struct import_part *parts, size_t n);
enum err import_parts_read(struct arena *a, const char *text, struct import_part *parts, size_t n);
/* Forgets what came of orders that are gone: audit/audit_term.h removes orders and files. */
enum err import_job_tidy(struct ctx *cx);
/* Tells orders that wait for a file that is gone, and files that belong to no order. In a read
 * transaction of the side database. */
enum err import_job_check(struct ctx *cx, void (*found)(void *p, const char *text), void *p);

extern const struct action import_home, import_orgs, import_units, import_org_changes, import_posts;
extern const struct action import_targets;
extern const struct action import_members, import_transfers, import_leavings, import_villages;
extern const struct action import_job_show, import_job_bad, import_job_rows, import_job_changes;
extern const struct action import_job_again, import_job_commit, import_job_drop;
extern const struct action import_done_show, import_done_undo;

#endif
