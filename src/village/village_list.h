/*
 * village_list.h: lists of villages: what is asked, how it is read, where the pages are.
 *
 * The states are those of the catalogue village_listed; an indicator "village.X" is of the state
 * X. How a list is read hangs on how many there are: see village_list.sql.
 */
#ifndef GUONG_VILLAGE_VILLAGE_LIST_H
#define GUONG_VILLAGE_VILLAGE_LIST_H

#include "core/listing.h"
#include "village/village.h"

struct village_row {
	int64_t id, commune, cell, members, official;
	const char *code, *name, *kind, *commune_name, *cell_name, *cover, *lives, *head_name,
		*head_is, *charge_name, *sign;
	int unstable, below, combined;
};
extern const struct field village_row_fields[];

/* Of more members than this the villages are shown by the organisations below. */
enum { VILLAGE_WIDE = 500000 };

struct village_ask {
	int64_t org; /* 0: the whole database */
	bool own;
	const char *state; /* "total": all */
	const char *q;	   /* words of the name; NULL: none */
	day_t day;
};

/* How many; from the sums if that is possible. village_count(): always from the states. */
enum err village_list_count(struct ctx *cx, const struct village_ask *ask, int64_t *ret);
enum err village_count(struct ctx *cx, const struct village_ask *ask, int64_t *ret);
/* How many of each kind, from the states: rows with `code` and `n`. */
enum err village_count_kinds(struct ctx *cx, const struct village_ask *ask,
	const struct field *fields, size_t size, struct list *ret);
/* A page of them, or all into the sink. */
enum err village_list_add(struct ctx *cx, struct doc *d, const struct village_ask *ask,
	const char *name, enum msg title, enum msg empty, struct doc_part **ret);
/* "/org/17/villages?state=no_member" */
const char *village_list_href(struct ctx *cx, int64_t org, const char *state);

#endif
