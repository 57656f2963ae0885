/*
 * member_import_events.h: files of what happened to members: transfers, leavings.
 *
 * Each row is one fact of one person, who is in the register already. Rows come in any order; they
 * are planned person by person, in the order of their days.
 */
#ifndef GUONG_MEMBER_MEMBER_IMPORT_EVENTS_H
#define GUONG_MEMBER_MEMBER_IMPORT_EVENTS_H

#include "member/member_import.h"
#include "member/member_import_find.h"

struct event {
	size_t i;
	int64_t person;
	int64_t home; /* the cell in which they must stand on that day; 0: not told */
	struct member_fact f;
	const char *name;
};

struct events {
	struct import *im;
	struct ctx *cx;
	struct member_plan *p;
	struct member_cells *cells;
	struct event *event;
	size_t n;
	bool *fresh; /* of the events, once they are sorted */
	/* the column of a row that a field of a fact means */
	const char *(*column)(const void *row, const char *field);
	/* a last look at the rows of one person with what is known of them (struct member_fact) */
	void (*settle)(struct event *first, size_t n, const struct list *facts);
};

enum err events_begin(struct import *im, struct events **ret);
/* The person of a row (ret->i); a problem with the row if there is none, or several. */
enum err events_person(struct events *w, const struct find_ask *ask, struct event *ret);
/* A cell of a row, over which the actor must be; 0 and a problem if there is none. */
enum err events_cell(
	struct events *w, size_t i, const char *field, const char *text, day_t day, int64_t *ret);
enum err events_over(struct events *w, size_t i, const char *field, int64_t cell);
void events_add(struct events *w, const struct event *e);
/* Plans all that were added and are not known yet, and checks. */
enum err events_finish(struct events *w);

#endif
