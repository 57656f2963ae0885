/*
 * pgsql_rows.h: the rows of one query on PostgreSQL. For db_pgsql.c only.
 *
 * Rows come from the server one by one, so that an export of millions needs no memory. The
 * connection is busy meanwhile; when something else must be run, rows_take_rest() first fetches
 * what is left into memory, and reading goes on from there.
 *
 * A result that tells of a failure goes to *ret_failed and belongs to the caller. Columns are
 * asked for by void *, as the driver's table has it.
 */
#ifndef GUONG_DB_PGSQL_ROWS_H
#define GUONG_DB_PGSQL_ROWS_H

#include "db/db.h"

#include <libpq-fe.h>

struct rows {
	struct rows *next; /* of the driver's list */
	enum stmt q;
	bool streaming;	      /* the connection still has rows of this query */
	bool ahead;	      /* the first row has been fetched, but not yet asked for */
	PGresult *now, *rest; /* the present row is `row` of `now`; rest: fetched, not yet begun */
	int row;
	struct blob *blobs; /* bytes of the present row, decoded */
};

/* The statement has been sent. NULL when it failed. Ended by rows_free(). */
struct rows *rows_start(PGconn *conn, enum stmt q, PGresult **ret_failed);
bool rows_next(struct rows *r, PGconn *conn, PGresult **ret_failed);
void rows_take_rest(struct rows *r, PGconn *conn, PGresult **ret_failed);
/* Reads and forgets what is left. ret_failed may be NULL. */
void rows_free(struct rows *r, PGconn *conn, PGresult **ret_failed);

bool rows_is_null(void *rows, int col);
int64_t rows_int(void *rows, int col);
const char *rows_text(void *rows, int col);
struct str rows_bytes(void *rows, int col);

#endif
