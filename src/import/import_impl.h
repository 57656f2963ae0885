/*
 * import_impl.h: what the files of this room share; nobody else includes it.
 */
#ifndef GUONG_IMPORT_IMPORT_IMPL_H
#define GUONG_IMPORT_IMPORT_IMPL_H

#include "base/map.h"
#include "base/sheet.h"
#include "import/import.h"

enum { HEAD_ROWS = 20 };

/* Which field each column holds. */
struct import_head {
	long first, last; /* numbers of the rows it stands in */
	size_t n;
	const struct field **field;  /* of a column; NULL: unknown or passed over */
	const char **text;	     /* the header as it stands in the file */
	const char **upper, **lower; /* its two rows; the same if it has but one */
	bool *passed;		     /* a column of running numbers */
};

/* A row kept while the header is looked for. */
struct import_head_row {
	long number;
	size_t n;
	const char **text;
};

struct import_state {
	struct import_head head;
	struct import_problem **end_of_reading; /* problems after it are of the plan */
	int64_t problems_of_reading;
	bool *bad_of_reading;
	size_t notes_of_reading;
	int64_t version; /* of the tree that was planned against */
	bool planned;
	struct map *over;			 /* reach: organisation to &yes or &no */
	void (*progress)(void *p, int permille); /* the caller's */
	void *progress_p;
	int phase, span; /* this phase's share of the 1000 */
};

/* Finds the header among the first rows of the sheet. Problems go to cx->f. */
enum err import_head_find(struct import *im, const struct import_head_row *rows, size_t n);
enum err import_read(struct import *im);
/* The sheet asked for; the file is known to open. */
enum err import_sheet(struct import *im, struct sheet **ret);
void import_problem_add(struct import *im, struct import_problem p);
void import_phase(struct import *im, int phase, int span);

/* What a job was asked for, as JSON in its params. */
struct import_order {
	const char *kind;
	struct import_options opt;
	enum lang lang;
	bool commit;
};
const char *import_order_json(struct arena *a, const struct import_order *o);
enum err import_order_read(struct arena *a, const char *json, struct import_order *ret);

#endif
