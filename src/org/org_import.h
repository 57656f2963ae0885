/*
 * org_import.h: what the kinds of files about organisations share: one plan of the tree for the
 * whole file, whose acts carry the number of their row, and the way back.
 */
#ifndef GUONG_ORG_ORG_IMPORT_H
#define GUONG_ORG_ORG_IMPORT_H

#include "core/tree_plan.h"
#include "import/import.h"

struct org_import {
	struct import *im;
	struct tree_plan *p;
};

/* Begins the plan; it becomes im->plan. */
enum err org_import_begin(struct import *im, struct org_import **ret);
/* Checks it, and takes the sample; im->res.fresh is for the kind to count. */
enum err org_import_finish(struct org_import *oi);
enum err org_import_apply(struct import *im);
/* Taking back the acts of a transaction: what is said of those that stand in the way. */
struct org_undo_words {
	enum msg act_after, corrected; /* {1} an act, {2} about whom, {3} its day; {1} a day */
};
enum err org_undo_plan(
	struct ctx *cx, int64_t txn, const struct org_undo_words *words, void **ret_plan);
enum err org_import_undo_plan(struct ctx *cx, int64_t txn, void **ret_plan);
enum err org_import_undo_apply(struct ctx *cx, void *plan);

/* Is the actor's reach over this organisation (0: everything)? If not, row i is told so. */
enum err org_import_reach(
	struct org_import *oi, size_t i, const char *field, int64_t org, bool *ret);
/*
 * The kind that a cell of a file means below a parent of `parent_kind` ("": at the top): "chi bộ"
 * alone is one of two. NULL, and a problem with row i, if it is none.
 */
const char *org_import_kind(
	struct org_import *oi, size_t i, const char *text, const char *parent_kind);
bool org_import_any_cell(struct ctx *cx, const char *text);
/* The first day of an organisation of the database; 0 if it never existed. */
enum err org_import_first_day(struct ctx *cx, int64_t org, day_t *ret);

#endif
