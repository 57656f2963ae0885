/*
 * reorg.h: reorganisations: many acts on the tree, prepared as a plan, decided line by line,
 * carried out as one.
 *
 * A plan has units, the organisations of the new order, and lines: what becomes of an organisation
 * of the old one. It begins with two files (reorg_file.c: the new units, and which old unit goes
 * where) or empty. What a file says beyond doubt is decided by it; everything else is a question
 * that waits for a person, with the answer the program would give and why. An answer is a row of
 * its own: who gave it, and when, is kept, and the one before it.
 *
 *	TRY(reorg_get(cx, cx->item, &r));
 *	TRY(reorg_work_new(cx, &r, &w));      the plan against the tree of the day before
 *	TRY(reorg_gather(w));                 whoever has no place yet gets a line with a question
 *	TRY(reorg_build(w));                  acts, in w->tree: core/tree_plan.h
 *	TRY(reorg_count(w, &books));          members and organisations before and after, by unit
 *
 * What a line says happens to its organisation:
 *
 *	as     goes on as the unit: named, coded and placed like it
 *	into   ends, and is the unit's with all below it
 *	part   the same, but split: what is below it has lines of its own
 *	under  goes below the unit, or below an organisation that stays
 *	end    ends, with nobody in its place; what is below it has lines of its own
 *	stay   nothing
 *	skip   the line is of no account
 *
 * Files: reorg_store.c reads and writes plans, reorg_file.c and reorg_load.c the files,
 * reorg_match.c who is meant, reorg_work.c the plan against the tree, reorg_build.c acts,
 * reorg_books.c and reorg_cells.c what is counted, reorg_end.c what ends with organisations,
 * reorg_job.c orders over the web, reorg_page*.c and reorg_act*.c the pages.
 */
#ifndef GUONG_REORG_REORG_H
#define GUONG_REORG_REORG_H

#include "core/action.h"
#include "core/tree_plan.h"
#include "org/org_part.h"

struct reorg {
	int64_t id, head, org, act_txn, made_ms, version;
	const char *name, *decision_no, *state; /* state: catalogue reorg_state */
	day_t day;
};

struct reorg_unit {
	int64_t id, unit; /* its row; its number in the plan */
	int64_t reorg;	  /* by reorg_unit_of() */
	const char *code, *name, *kind, *parent_code;
};

struct reorg_line {
	int64_t id, reorg, line; /* its row; its number in the plan */
	int64_t row_no;
	const char *old_code, *old_name, *old_district, *old_province; /* as the file says it */
	const char *new_code, *new_name, *new_province;
	int64_t org, unit, to_org;
	const char *what, *kind, *ask, *place;	 /* catalogues reorg_what, org_kind, reorg_ask */
	const char *hint_what, *hint_kind, *why; /* reorg_why */
	int64_t hint_org, hint_unit;
	int decided;
	const char *note;
	/* in words, by reorg_line_words() */
	const char *old, *to, *hint, *tone;
};
extern const struct field reorg_fields[], reorg_unit_fields[], reorg_line_columns[];
extern const struct field reorg_line_list_fields[]; /* the same, shown in words */

/* ---- reading and writing ---- */

/* The plan that an address names; ERR_NOT_FOUND or ERR_FORBIDDEN with a problem. */
enum err reorg_get(struct ctx *cx, const char *item, struct reorg *ret);
/* The same to change it: it must still be a draft. */
enum err reorg_get_draft(struct ctx *cx, const char *item, struct reorg *ret);
/* May the actor, over what the plan is about? */
enum err reorg_over(struct ctx *cx, enum perm perm, int64_t org);
enum err reorg_units(struct ctx *cx, int64_t reorg, struct list *ret);
enum err reorg_lines(struct ctx *cx, int64_t reorg, struct list *ret);
/* The live row of the line that has this row, whichever of its rows it is. */
enum err reorg_line_of(struct ctx *cx, const char *item, struct reorg_line *ret);
enum err reorg_unit_get(struct ctx *cx, int64_t reorg, int64_t unit, struct reorg_unit *ret);
/* Likewise the live row of a unit. */
enum err reorg_unit_of(struct ctx *cx, const char *item, struct reorg_unit *ret);

/* Names as of the day before the plan's; NULL: there is none. */
enum err reorg_org_name(struct ctx *cx, int64_t org, day_t day, const char **ret);
enum err reorg_unit_name(struct ctx *cx, int64_t reorg, int64_t unit, const char **ret);
enum err reorg_line_words(struct ctx *cx, struct reorg_line *l, day_t day);

/* In a write whose txn has begun. A row with an id stands for the one of that id, which is voided.
 */
enum err reorg_head_write(struct ctx *cx, struct reorg *r);
enum err reorg_unit_write(struct ctx *cx, int64_t reorg, const struct reorg_unit *u);
enum err reorg_line_write(struct ctx *cx, const struct reorg_line *l);
enum err reorg_bump(struct ctx *cx, int64_t reorg);

/* ---- the plan against the tree ---- */

struct reorg_unit_node;

/* An organisation of the day before, or one that is founded. */
struct reorg_node {
	struct reorg_node *parent, *child, *next; /* in the old tree */
	struct reorg_node *same;		  /* another one of this code or name */
	int64_t org, up;			  /* up: its parent's id, also one out of sight */
	int64_t members;			  /* of its own on the day before: of a cell */
	const char *code, *name, *kind, *sector;
	const char *key;	   /* its name for comparing: reorg_key() */
	struct reorg_line **lines; /* about it, or thought to be */
	size_t line_count;
	bool acted; /* the plan does something to it */
};

struct reorg_unit_node {
	struct reorg_unit *u;
	int64_t org;	       /* once acts are made: which organisation it is */
	struct reorg_node *as; /* the one that goes on as it; NULL: it is founded */
	struct reorg_unit_node *same;
	const char *key;
	struct reorg_node *first; /* of what it is made of, as decided */
	const char *sector;	  /* of all of that; NULL: of several */
	size_t sources;
};

/* What the tree, or what follows it, has against the plan: of the line, 0 none. */
struct reorg_problem {
	int64_t line;
	const char *name, *text, *href; /* href: where it is put right */
};
extern const struct field reorg_problem_fields[];

struct reorg_work {
	struct ctx *cx;
	struct reorg r;
	day_t before; /* the day before */
	struct tree_rules rules;
	struct reorg_node *nodes; /* the first at the top; then next, child */
	size_t node_count;
	struct map *by_org, *by_code, *by_key;
	struct reorg_unit_node *units;
	size_t unit_count;
	struct map *unit_by_no, *unit_by_code, *unit_by_key;
	struct reorg_line *lines;
	size_t line_count;
	int64_t last_line;
	struct tree_plan *tree;
	struct reorg_problem *problems;
	size_t problem_count, told;
};

/* All of a plan; or the tree alone, for units and lines that are not written yet. */
enum err reorg_work_new(struct ctx *cx, const struct reorg *r, struct reorg_work **ret);
enum err reorg_work_tree(struct ctx *cx, const struct reorg *r, struct reorg_work **ret);
void reorg_work_units(struct reorg_work *w, struct list units);
void reorg_work_lines(struct reorg_work *w, struct list lines);
struct reorg_node *reorg_node(const struct reorg_work *w, int64_t org);
/* The next organisation of the old tree, parents before children; NULL begins, and ends. */
struct reorg_node *reorg_walk(const struct reorg_work *w, struct reorg_node *n);
struct reorg_unit_node *reorg_unit_node(const struct reorg_work *w, int64_t unit);
/* A name for comparing: "Đảng bộ xã Ẳng Tở" and "Xã Ẳng Tở" to "xa ang to", "Phường 05" to "phuong
 * 5". */
const char *reorg_key(struct arena *a, const char *name);
/* Does it end with the day before? Its line says so. */
bool reorg_node_ends(const struct reorg_node *n);
/* Has it members of its own? */
bool reorg_is_cell(const struct reorg_work *w, const struct reorg_node *n);
/* The line by which all of it goes one way; NULL: it has none, or is split. */
const struct reorg_line *reorg_node_line(const struct reorg_node *n);
void reorg_problem(struct reorg_work *w, int64_t line, const char *name, enum msg what,
	const char *a1, const char *a2);

/*
 * Lines that are missing, as questions (struct reorg_line with line 0), and those nobody answered
 * that are needless by now; in a write: reorg_gather_write() writes both.
 */
struct reorg_missing {
	struct reorg_line *rows;
	size_t n, room;
	int64_t *needless; /* rows of lines */
	size_t needless_n;
};
enum err reorg_gather(struct reorg_work *w, struct reorg_missing *ret);
enum err reorg_gather_write(struct reorg_work *w, const struct reorg_missing *m);
/* Both, by the plan as it stands in the transaction under way. */
enum err reorg_gather_now(struct ctx *cx, const struct reorg *r);

/* The acts, checked; problems are in w->problems. Open questions are a problem each kind. */
enum err reorg_build(struct reorg_work *w);

/* ---- counting ---- */

/* A unit before and after. */
struct reorg_book {
	int64_t id; /* of the organisation, once there is one */
	const char *code, *name;
	int64_t orgs;	 /* organisations it is made of whole */
	int64_t came;	 /* members of those on the day before */
	int64_t in, out; /* members that came in parts; that went elsewhere from those */
	int64_t after;	 /* members on the day, found by climbing the new tree cell by cell */
	int64_t differs; /* after - (came + in - out): must be 0 */
};
extern const struct field reorg_book_fields[];

struct reorg_kind_book {
	const char *kind;
	int64_t before, founded, ended, became,
		after; /* became: changed into or out of this kind */
};
extern const struct field reorg_kind_book_fields[];

/* The whole: everybody of the day before is somewhere on the day. */
struct reorg_total {
	int64_t before, after, elsewhere,
		lost; /* after: in units; elsewhere: not in one, but placed */
	int64_t ended, founded, moved;
	int64_t posts, terms, bodies, charges, grants, proposals, cases; /* of those that end */
	int64_t codes; /* codes of the new order that another organisation had the day before */
	int64_t empty; /* units into which nothing goes */
	int64_t merged, takers, carried; /* cells that go into others, those others, members */
	int64_t told;			 /* what stands in the way */
	int64_t at_ms;			 /* when it was counted */
};
extern const struct field reorg_total_fields[];

/* A code of the new order that another organisation had: not the same unit. */
struct reorg_code {
	const char *code, *before, *after;
};
extern const struct field reorg_code_fields[];

/* An organisation that ends, and what hangs on it: all but proposals and cases ends with it. */
struct reorg_left {
	int64_t id, posts, terms, bodies, charges, grants, proposals, cases;
	const char *name;
};
extern const struct field reorg_left_fields[];

/*
 * A cell into which others go: members on the day. They are carried by what follows the tree
 * (member/member_carry.h); what they come to is counted before it is written, and again after.
 */
struct reorg_cell {
	int64_t org, id;		 /* id: where its page is; 0: the plan founds it */
	int64_t cells, own, came, after; /* cells: how many go into it */
	const char *code, *name;
};
extern const struct field reorg_cell_fields[];

struct reorg_books {
	struct list units, kinds; /* struct reorg_book, struct reorg_kind_book */
	struct list codes, left;  /* struct reorg_code, struct reorg_left */
	struct list cells;	  /* struct reorg_cell */
	struct reorg_total total;
};
/* After reorg_build(). */
enum err reorg_count(struct reorg_work *w, struct reorg_books *ret);
/* Its part about cells; and after tree_plan_apply(): ERR_REFUSED if one has more or fewer. */
enum err reorg_cells_count(struct reorg_work *w, struct reorg_books *b);
enum err reorg_cells_verify(struct reorg_work *w, const struct reorg_books *b);

/* ---- what ends with organisations ---- */

/*
 * Posts, terms, bodies, charges, and functions given over it end on the day with an organisation
 * that ends; what would only have begun then never does. What belongs to one that goes on stays.
 * In the write under way, after tree_plan_apply().
 */
enum err reorg_end_records(struct reorg_work *w);
/* ERR_REFUSED with a problem if somebody has changed since what a transaction ended. */
enum err reorg_records_check(struct ctx *cx, int64_t txn);
/* As it stood before that transaction; in another write. */
enum err reorg_restore_records(struct ctx *cx, int64_t txn);

/* ---- files ---- */

struct reorg_files {
	struct upload map, units;
};
#define REORG_FILE(s, name, m, label, hint)                                                        \
	{                                                                                          \
		name, FT_FILE, CLASS_INSIDE, label, 0, FIELD_OFF(s, m, struct upload), 0, 0, 0,    \
			hint, 0                                                                    \
	}

/*
 * A row of a file that is wrong; row 0: the file as a whole. Kept as the key of a sentence and its
 * arguments, so that each reader is told in their own language.
 */
struct reorg_bad {
	int64_t row;
	const char *file, *sheet, *column, *value;
	const char *what, *arg1, *arg2, *arg3;
	const char *reason; /* by reorg_bad_say() */
};
extern const struct field reorg_bad_fields[];
struct reorg_bad reorg_bad_of(enum msg what, const char *const arg[ERR_ARGS]);
void reorg_bad_say(struct ctx *cx, struct reorg_bad *b);

/*
 * Units and lines of two files; either may be empty. Rows that are wrong: the first of them are
 * problems in cx->f, more of them (struct reorg_bad) in *ret_bad.
 */
enum err reorg_file_read(struct ctx *cx, const struct reorg_files *files, struct list *ret_units,
	struct list *ret_lines, struct list *ret_bad);
/* Whoever says where units go says what they are. */
enum err reorg_files_check(struct ctx *cx, const struct reorg_files *files);

/* What they come to in a plan: read, matched, written with the questions that remain. */
struct reorg_load {
	struct reorg r; /* the plan and the tree by which they were matched */
	int64_t tree;
	struct list units, lines, bad;
	size_t left_out; /* rows about others */
};
enum err reorg_load_read(struct ctx *cx, const struct reorg *r, const struct reorg_files *files,
	struct reorg_load *ret);
enum err reorg_load_write(struct ctx *cx, const struct reorg *r, struct reorg_load *l);
/* Keeps them beside the plan and orders that they be read; in the write under way. */
enum err reorg_load_order(struct ctx *cx, const char *plan, const struct reorg_files *files);
enum err reorg_load_kept(struct ctx *cx, int64_t reorg, struct reorg_files *ret);
/*
 * What was ordered, of the plan cx->item: read in a read transaction, written in one of its own;
 * ERR_RETRY if the plan or the tree has changed between the two.
 */
enum err reorg_load_prepare(struct ctx *cx, struct reorg_load *ret);
enum err reorg_load_finish(struct ctx *cx, struct reorg_load *l);
/*
 * Who is meant by the lines of a file, in a work that has the tree and the units: fills org, unit,
 * ask, hints. Of a plan about a part of the database only what concerns it stays in both lists.
 */
void reorg_match(struct reorg_work *w, struct list *units, struct list *lines);
/* Whether a name has another's last part in it, whole words: "truong hoc ang to", "xa ang to". */
size_t reorg_names(const char *key, const char *other);
/* What follows the word of a key: "ang to" of "xa ang to". */
const char *reorg_key_rest(const char *key);

/* ---- too long for a page ---- */

/*
 * Reading the files of a plan, looking at it, carrying it out and taking it back are ordered over
 * the web and done by the process of jobs (import.h, import_task_order()); the shell does them at
 * once. An order is one of an account, for a plan as it stands: when anything changed it is another
 * one.
 */
#define REORG_JOB "reorg"
enum reorg_op { REORG_CHECK, REORG_DO, REORG_UNDO, REORG_FILES };

/* What a look at a plan found: all that its page shows. */
struct reorg_report {
	struct list problems;
	struct reorg_books books;
};
enum err reorg_report_make(struct ctx *cx, const struct reorg *r, struct reorg_report *ret);

struct import_job;
enum err reorg_job_run(struct ctx *cx, const struct import_job *job);
/* Is it to be ordered, not done? */
bool reorg_job_waits(const struct ctx *cx);
enum err reorg_job_check(struct ctx *cx, const struct reorg *r);
/*
 * An order to carry out or to take back stands in the register, with the transaction that says who
 * gave it: in the write under way. The process of jobs takes over what stands there; taken over
 * twice, it is done once.
 */
enum err reorg_job_order(struct ctx *cx, const struct reorg *r, enum reorg_op op);
enum err reorg_job_collect(struct ctx *cx);
/*
 * Says on a page how far that order is, or why it failed; *ret_done: it is done, *ret has what was
 * found (of a check). Nothing is said of what was never ordered: *ret_none.
 */
enum err reorg_job_show(struct ctx *cx, const struct reorg *r, enum reorg_op op, struct doc *d,
	struct reorg_report *ret, bool *ret_done, bool *ret_none);

/* ---- pages ---- */

extern const struct action reorg_list, reorg_new, reorg_show, reorg_change, reorg_drop;
extern const struct action reorg_line_list, reorg_line_show, reorg_line_add, reorg_decide;
extern const struct action reorg_unit_list, reorg_unit_add, reorg_unit_show, reorg_unit_remove;
extern const struct action reorg_check, reorg_do, reorg_undo, reorg_send_files;
extern const struct org_part reorg_org_part;

/* "/reorg/17/rest" */
const char *reorg_href(struct ctx *cx, int64_t reorg, const char *rest);
/* The way back to the plan, on top of one of its pages. */
void reorg_path(struct ctx *cx, struct doc *d, const struct reorg *r);

#endif
