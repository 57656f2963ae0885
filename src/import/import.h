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
 * Everything lives in cx->a, which must be large (a file's worth).
 */
#ifndef GUONG_IMPORT_IMPORT_H
#define GUONG_IMPORT_IMPORT_H

#include "base/crypto.h"
#include "core/action.h"

enum { IMPORT_SHOWN = 200, IMPORT_SAMPLES = 10 };

/* What is said beside the file. The kinds' option tables choose among these. */
struct import_options {
	struct upload file; /* of a form; the shell names the file itself */
	const char *sheet, *under;
	day_t from, to;
	int ignore_unknown;
};
/* Of kinds that need nothing more; and of units: from, to, under. */
extern const struct field import_plain_options[], import_unit_options[];

/* What is wrong, or doubtful, with a row; row 0: with the file. */
struct import_problem {
	struct import_problem *next;
	long row; /* as the user sees it */
	long n;	  /* in the order of finding */
	const char *column, *value;
	enum msg what;
	const char *arg[ERR_ARGS];
	bool warning;
};

/* A piece of what will be. */
struct import_sample {
	const char *code, *name, *kind, *parent;
	day_t from_day, last_day;
};
extern const struct field import_sample_fields[];

/* What a preview or a commit says. */
struct import_result {
	int64_t rows, fresh, unchanged, bad, held, warnings, mended;
	int64_t import;	      /* its id; 0: nothing was written */
	const char *location; /* where to look at what came; NULL: nowhere */
	struct list notes;    /* const char *: sentences about the file */
	struct list sample;   /* struct import_sample */
};

struct import;

struct import_kind {
	const char *name; /* code of the catalogue import_kind; "orgs" */
	enum msg title, about;
	const char *location;	    /* where its records are looked at */
	const struct field *fields; /* of a row; names are the English headers */
	size_t size;
	const struct field *options; /* over struct import_options */
	/* Plans the rows that are not bad; problems by import_bad() and import_warn(). */
	enum err (*plan)(struct import *im);
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

struct import {
	struct ctx *cx;
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

/* Reads the file. Fails with problems in cx->f when it is no table of this kind. */
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

/* For the kinds. Rows are numbered from 0; a problem with a field makes its row bad. */
const void *import_row(const struct import *im, size_t i);
void import_bad(struct import *im, size_t i, const char *field, enum msg what, const char *a1,
	const char *a2);
void import_warn(struct import *im, size_t i, const char *field, enum msg what, const char *a1,
	const char *a2);
/* Makes every row with a problem bad; `im` is the import, `tag` a row or -1 (see tree_plan.h). */
void import_report(
	void *im, long tag, const char *field, enum msg what, const char *const arg[ERR_ARGS]);
void import_note(struct import *im, const char *sentence);
/* May the actor take in files about this organisation (0: about everything)? */
enum err import_over(struct import *im, int64_t org, bool *ret);

/* A text of a cell mended: composed, single plain blanks, Đ for eth. NULL if it is no UTF-8. */
char *import_mend(struct arena *a, struct str raw, bool *ret_mended);

/* Files that were taken in. */
struct import_done {
	int64_t id, rows_read, rows_new, txn, undone_txn, at_ms, actor;
	const char *kind, *file, *login;
	int undone;
};
extern const struct field import_done_fields[];
enum err import_done_get(struct ctx *cx, const char *id, struct import_done *ret);
enum err import_done_list(struct ctx *cx, struct list *ret);
/* Takes an import back: planned in a transaction, written in the same. ERR_REFUSED with reasons. */
enum err import_undo_plan(struct ctx *cx, const struct import_done *done, void **ret_plan);
enum err import_undo_apply(struct ctx *cx, const struct import_done *done, void *plan);

/* Rows of a problem in words, for tables and exports. */
struct import_line {
	int64_t id, row;
	const char *column, *value, *reason;
	int warning;
};
extern const struct field import_line_fields[];
struct import_line import_line_of(struct ctx *cx, const struct import_problem *p, int64_t n);

/* All problems (struct import_problem), in the order of the rows. */
struct list import_problems(const struct import *im);
/* A copy of the bad rows with a column of reasons, through a sink. */
enum err import_write_bad(struct import *im, struct sink *s);

/* The result as a document, and as JSON for the record of a job. */
void import_show(struct ctx *cx, const struct import_result *res, struct doc *d);
void import_result_json(const struct import_result *res, struct buf *out);
enum err import_result_read(struct arena *a, const char *json, struct import_result *ret);

/* One step of the process of jobs: takes a job if one waits. See import_job.c. */
struct import_job {
	int64_t id, account, upload;
	const char *params;
};
enum err import_job_next(struct ctx *cx, struct import_job *ret, bool *ret_found);
/* Carries it out and records what came of it; cx->actor is who asked for it. */
enum err import_job_run(struct ctx *cx, const struct import_job *job);
/* Forgets uploads and jobs that are a day old. */
enum err import_job_tidy(struct ctx *cx);

extern const struct action import_home, import_orgs, import_units, import_org_changes, import_posts;
extern const struct action import_job_show, import_job_bad, import_job_commit, import_job_drop;
extern const struct action import_done_show, import_done_undo;

#endif
