/*
 * import_impl.h: what the files of this room share; nobody else includes it.
 *
 *	import.c        opening, planning, writing
 *	import_told.c   problems, differences and notes, as they are told
 *	import_read.c   the sheets of a file and their rows
 *	import_part.c   which rows are taken; what the names of sheets stand for
 *	import_head.c   where a header stands
 *	import_guess.c  what a column means: names, corrections, guesses
 *	import_cell.c   one cell into one member; what is mended on the way
 *	import_bad.c    bad rows as they stood in the file
 *	import_show.c   the result as a document; import_json.c: as JSON
 *	import_job.c    the process of jobs; import_job_web.c: the page of a job
 *	import_undo.c   taking back
 *	import_web.c    forms, and imports that were carried out
 */
#ifndef GUONG_IMPORT_IMPORT_IMPL_H
#define GUONG_IMPORT_IMPORT_IMPL_H

#include "base/map.h"
#include "base/sheet.h"
#include "import/import.h"

/* Rows among which a header is looked for, those kept for a sample of each column, its height. */
enum { HEAD_ROWS = 20, SAMPLE_ROWS = 10, HEAD_LEVELS = 3, HEAD_LEAST = 2 };

/* A column of a sheet. */
struct import_col {
	const char *text; /* its header, over all its rows */
	const char *key;  /* by which it is named in opt.columns */
	const char *level[HEAD_LEVELS];
	const char *sample;
	const struct field *field, *second; /* NULL: nothing of it is taken */
	const struct import_pair *pair;
	bool joined; /* its text goes behind that of the column before it */
	bool passed; /* running numbers, our own remarks: nobody needs to know */
	bool known, sure;
};

struct import_head {
	long first, last; /* numbers of the rows it stands in */
	size_t levels, n;
	struct import_col *col;
};

/* A row kept while the header is looked for. */
struct import_head_row {
	long number;
	size_t n;
	const char **text;
	bool layout; /* numbers of the columns: nobody's values */
};

/* Rows of one sheet below one header, or below one title between rows: they come in order. */
struct import_tab {
	struct import_tab *next;
	size_t sheet;		  /* number of the sheet */
	const char *name, *title; /* of the sheet; of this part of it, or NULL */
	struct list titles;	  /* const char *: above the header, the nearest first */
	struct import_head head;
	size_t from, upto; /* rows */
};

/* "2,5-9", "Sheet!7" */
struct import_range {
	const char *sheet; /* folded; NULL: any */
	long from, upto;
};

struct import_names;
struct import_memo;

struct import_state {
	struct ctx cx;		 /* the import's own */
	struct arena *scratch;	 /* of one row */
	struct import_tab *tabs; /* in the order of the rows */
	size_t sheets;		 /* how many are read */
	struct list ranges;	 /* struct import_range; none: all rows */
	struct import_names *names;
	struct import_memo *memo;
	struct import_change *last_change;
	struct change_link *changes, **changes_end;
	int64_t change_count;
	struct import_problem **end_of_reading; /* problems after it are of the plan */
	int64_t problems_of_reading;
	bool *bad_of_reading;
	size_t notes_of_reading;
	int64_t version; /* of what was planned against */
	bool planned;
	struct map *over;			 /* reach: organisation to &yes or &no */
	void (*progress)(void *p, int permille); /* the caller's */
	void *progress_p;
	int phase, span; /* this phase's share of the 1000 */
};

struct change_link {
	struct change_link *next;
	struct import_change c;
};

/* Finds the header among the first rows; HEAD_LEAST columns must be recognised: else false. */
bool import_head_find(
	struct import *im, const struct import_head_row *rows, size_t n, struct import_head *ret);
/* Corrections and guesses for what the header did not name, and samples of the columns. */
enum err import_head_settle(
	struct import *im, struct import_head *h, struct import_head_row *rows, size_t n);
/* What is missing, double, unknown in it goes to cx->f; `sheet`: its name, or NULL if alone. */
void import_head_check(struct import *im, const struct import_head *h, const char *sheet);
/* "(1) | (2) | (3)" or "A | B | 1 | 2": a row of layout below a header. */
bool import_is_numbering(struct arena *a, const char *const *texts, size_t n);
/* Why there is no header at all. */
enum err import_head_none(struct import *im, const struct import_head_row *rows, size_t n);
/* The next correction of `rest`, at first opt.columns; false at the end. */
bool import_next_correction(
	struct arena *a, struct str *rest, const char **ret_key, const char **ret_field);
/* Corrections that named no column of any sheet. */
enum err import_columns_check(struct import *im);
/* The columns of all sheets, each once. */
struct list import_columns(const struct import *im);

/* What a header text means: a field, a pair, a column to pass over. All NULL, false: nothing. */
struct import_meaning {
	const struct field *field;
	const struct import_pair *pair;
	bool passed;
};
void import_names_load(struct import *im);
struct import_meaning import_meaning_of(struct import *im, const char *text);
/* The best unsure guess for a header, among fields that no column of the head has. */
const struct field *import_guess(
	struct import *im, const char *text, const struct import_head *taken);
bool import_head_has(const struct import_head *h, const struct field *f);
/* Sets what a column is taken for. */
void import_col_mean(struct import *im, struct import_col *c, struct import_meaning m);

enum err import_read(struct import *im);
/* The text from "chi bộ" or "đảng bộ" on; NULL if it speaks of neither. */
const char *import_from_org(struct arena *a, const char *text);
/* A title between rows without the number of people that follow. */
const char *import_without_count(struct arena *a, const char *text);
/* Has this sheet no column for what its name may stand for? */
bool import_lacks_name(const struct import *im, const struct import_head *h);
/* Puts what the names of sheets stand for into their rows; within a transaction. */
enum err import_sheets_mean(struct import *im);
enum err import_ranges_read(struct import *im);
/* Is this row to be taken? */
bool import_in_ranges(const struct import *im, const char *sheet, long number);
/* The rows of a sheet from the first on; *ret lives until sheet_end(). */
enum err import_sheet(struct import *im, struct sheet **ret);
const struct import_tab *import_tab_of(const struct import *im, size_t row);
/* The name of a row's sheet, if there are several. */
const char *import_row_sheet(const struct import *im, size_t row);

/* Fills one record; what is wrong becomes problems of the row with that number. */
void import_cells(struct import *im, const struct import_tab *t, const struct sheet_row *row,
	size_t i, void *rec);
void import_cells_init(struct import *im);

void import_problem_add(struct import *im, struct import_problem p);
/* Of sensitive fields only the end is shown. */
const char *import_masked(struct arena *a, const struct field *f, const char *text);
void import_phase(struct import *im, int phase, int span);
/* Differences in order; those of import_changes() copied. */
void import_changes_forget(struct import *im);

/* Bad rows as they stand in the file, each once, with the reasons in the last cell. */
struct import_bad_row {
	const char **cells;
	size_t n;
};
/* Headers of the copy; the last one is that of the reasons. */
struct import_bad_row import_bad_head(struct import *im);
enum err import_bad_each(
	struct import *im, enum err (*take)(void *p, const struct import_bad_row *row), void *p);
/* The fields of such rows, for a sink. */
const struct field *import_bad_fields(struct arena *a, const char *const *headers, size_t n);

extern const struct field import_result_fields[];

/* What a job was asked for, as JSON in its params. */
struct import_order {
	const char *kind;
	struct import_options opt;
	enum lang lang;
	bool commit;
};
const char *import_order_json(struct arena *a, const struct import_order *o);
enum err import_order_read(struct arena *a, const char *json, struct import_order *ret);
/* A list of texts, as kept with bad rows. */
const char *import_texts_json(struct arena *a, const char *const *texts, size_t n);

/* Progress of a job, while it works. */
struct import_telling {
	struct ctx *cx;
	int64_t job, last_us;
};
void import_tell(void *telling, int permille);
struct import_bad_row import_texts_read(struct arena *a, const char *json);

/* Options as fields, over a struct that begins with struct import_options. */
#define OPTION(type, m, label, flags, max)                                                         \
	{                                                                                          \
#m, type, CLASS_INSIDE, label, flags, offsetof(struct import_options, m), max, 0,  \
			0, M_NONE, 0                                                               \
	}
#define HINTED(type, m, label, max, hint)                                                          \
	{                                                                                          \
#m, type, CLASS_INSIDE, label, 0, offsetof(struct import_options, m), max, 0, 0,   \
			hint, 0                                                                    \
	}
#define UNDER_OPTION OPTION(FT_TEXT, under, M_FIELD_IMPORT_UNDER, 0, 200)
#define MEMBER_OPTIONS                                                                             \
	HINTED(FT_DAY, opened_on, M_FIELD_ROSTER_OPENED_ON, 0, M_HINT_OPENED_ON),                  \
		HINTED(FT_BOOL, history, M_FIELD_WHOLE_HISTORY, 0, M_HINT_HISTORY), AGAIN_OPTIONS
#define AGAIN_OPTIONS                                                                              \
	HINTED(FT_BOOL, compare, M_FIELD_COMPARE_ONLY, 0, M_HINT_COMPARE),                         \
		HINTED(FT_DAY, update_from, M_FIELD_UPDATE_FROM, 0, M_HINT_UPDATE_FROM),           \
		HINTED(FT_BOOL, correct, M_FIELD_CORRECT, 0, M_HINT_CORRECT)
/* Columns and the acceptance of doubts come later, on the page of the job. */
#define TABLE_OPTIONS                                                                              \
	OPTION(FT_TEXT, sheet, M_FIELD_SHEET, 0, 100),                                             \
		OPTION(FT_BOOL, every_sheet, M_FIELD_EVERY_SHEET, 0, 0),                           \
		HINTED(FT_TEXT, rows, M_FIELD_ROWS, 2000, M_HINT_ROWS),                            \
		OPTION(FT_BOOL, ignore_unknown, M_FIELD_IGNORE_UNKNOWN, 0, 0),                     \
		OPTION(FT_TEXT, columns, M_FIELD_COLUMNS, FF_HIDDEN, IMPORT_COLUMNS_MOST),         \
		OPTION(FT_BOOL, accept_warnings, M_FIELD_ACCEPT_WARNINGS, FF_HIDDEN, 0), F_END
/* Do they agree with each other? */
enum err import_options_check(struct ctx *cx, const struct import_options *opt);

/* Of the pages: shared by import_web.c and import_job_web.c. */
struct job_row {
	int64_t id, upload, progress, made_ms;
	const char *file, *params, *state, *result;
};
extern const struct field job_row_fields[];
void import_web_path(struct ctx *cx, struct doc *d);
/* A piece of work in a transaction of the side database. */
enum err import_side_write(struct ctx *cx,
	enum err (*work)(struct ctx *cx, const void *p, int64_t *n), const void *p, int64_t *n);
/* Jobs and uploads: the side database, each question in a transaction of its own. */
#define side_read(cx, e, question)                                                                 \
	do {                                                                                       \
		TRY(db_begin((cx)->side, DB_READ));                                                \
		(e) = (question);                                                                  \
		db_rollback((cx)->side);                                                           \
	} while (0)

/* A header as opt.columns names it. */
const char *import_plain_key(struct arena *a, const char *header);

#endif
