/*
 * tmpl_ops.h: what the compiler of templates makes and the interpreter runs.
 *
 * A flat array of operations. Every name has become the level of its context and a pointer to its
 * field; partials are already in place.
 */
#ifndef GUONG_VIEW_TMPL_OPS_H
#define GUONG_VIEW_TMPL_OPS_H

#include "base/field.h"

enum { TMPL_LEVELS = 12, TMPL_VIA = 4, TMPL_ARGS = 3 };

enum tmpl_op_kind {
	OP_TEXT,   /* prints text */
	OP_VALUE,  /* prints a field */
	OP_SAY,	   /* prints a message */
	OP_IF,	   /* goes to `jump` if the field is empty */
	OP_UNLESS, /* goes to `jump` if it is not */
	OP_LIST,   /* opens a level for each row; goes to `jump` if there is none */
	OP_REC,	   /* opens a level for the record; goes to `jump` if there is none */
	OP_NEXT,   /* the next row: back to `jump`; or closes the level */
	OP_CLOSE,  /* closes the level of a record */
};

/* A field of the record at a level, or of one reached from it through other records. */
struct tmpl_ref {
	const struct field *field;
	const struct field *via[TMPL_VIA];
	int level, vias;
};

struct tmpl_op {
	enum tmpl_op_kind kind;
	unsigned jump;
	struct str text;
	const struct tmpl_ref *ref; /* of a message: its arguments */
	int args;
	enum msg msg;
};

struct tmpl {
	const char *name;
	const struct tmpl_op *ops;
	size_t n;
};

#endif
