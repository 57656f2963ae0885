/*
 * given.h: what is told of some rows that are already there, by one statement for all of them
 * instead of one for each: names beside those of a page who were chosen before.
 *
 *	static const size_t ids[] = {offsetof(struct row, person), offsetof(struct row, cell)};
 *	const struct given by = {Q_..., fields, sizeof(struct row), ids, 2};
 *	TRY(given_fill(cx, &by, rows, n));
 *
 * The statement is given (ids text, day day, known int): the numbers of each row one after another,
 * GIVEN_DIGITS digits each, since neither database has lists of values that the other has. It
 * answers, in any order, with the place of a row in that text (i) in its first column; what else it
 * says goes into the fields of the row that have its columns' names.
 */
#ifndef GUONG_CORE_GIVEN_H
#define GUONG_CORE_GIVEN_H

#include "core/ctx.h"

enum { GIVEN_DIGITS = 20, GIVEN_MOST = 100 }; /* rows to a statement */

struct given {
	enum stmt stmt;
	const struct field *fields;
	size_t size;	   /* of a row */
	const size_t *ids; /* where a row has its numbers: int64_t */
	int n;
};

/* On the day and by the knowledge of the request. */
enum err given_fill(struct ctx *cx, const struct given *by, void *rows, size_t n);
/* The numbers of up to GIVEN_MOST rows as the statement takes them. */
const char *given_text(struct arena *a, const struct given *by, const void *rows, size_t n);

#endif
