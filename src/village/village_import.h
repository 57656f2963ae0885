/*
 * village_import.h: files of villages (figures.md, import file "villages"): a row, and what the
 * files of this import share.
 *
 * A row whose code no village has makes one; one that is known is told with its differences, which
 * are taken with --update-from or --correct. An empty cell says nothing.
 */
#ifndef GUONG_VILLAGE_VILLAGE_IMPORT_H
#define GUONG_VILLAGE_VILLAGE_IMPORT_H

#include "base/map.h"
#include "core/tree_life.h"
#include "import/import.h"
#include "village/village_plan.h"

struct village_line {
	const char *code, *name, *kind, *commune_code, *cell_code, *joint, *head_name,
		*head_member_no;
	day_t head_from;
	int64_t households, population;
};
extern const struct field village_line_fields[];

/* A row as it is meant. */
struct village_meant {
	size_t i;
	const struct village_line *in;
	const char *kind;
	int64_t village, commune, cell, person;
	const struct org_life *commune_life, *cell_life;
};

struct village_work {
	struct import *im;
	struct ctx *cx;
	struct village_plan *p;
	struct lives *lives;
	struct map *codes;    /* of the file: struct village_meant */
	struct map *communes; /* named in the file */
	struct list places;   /* their ids */
	size_t place_room;
	bool persons; /* is anybody in the register? */
};

/* Reads a row; problems are told. */
enum err village_row_read(struct village_work *w, size_t i, struct village_meant *ret);
/* Plans a new village, or what differs of a known one. */
enum err village_row_new(struct village_work *w, struct village_meant *r);
enum err village_row_known(struct village_work *w, const struct village_meant *r);

extern const struct import_kind village_import_villages;

#endif
