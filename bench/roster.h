/*
 * roster.h: an XLSX as an office keeps it: the roster of many people, with the columns of the kind
 * "members", and the codes of the cells they are in.
 *
 *	roster_write("/tmp/roster.xlsx", &(struct roster_size){100000, 500});
 *
 * Nothing in it is random: a person's number says everything about him or her, so two files of the
 * same size are equal. Names, days, numbers differ from row to row, as they do in life; ethnic
 * groups, schooling and the like repeat. Days stand as text and as days of Excel.
 */
#ifndef GUONG_BENCH_ROSTER_H
#define GUONG_BENCH_ROSTER_H

#include <stddef.h>

enum { ROSTER_COLUMNS = 30, ROSTER_CODE = 16 };

struct roster_size {
	unsigned people, cells;
};

/* Dies when the file cannot be written. The work is done in a process of its own. */
void roster_write(const char *path, const struct roster_size *size);
/* The code of a cell, counted from 0. */
void roster_cell(char out[ROSTER_CODE], unsigned cell);

#endif
