/*
 * pgsql_err.h: what a failure that PostgreSQL tells of means to the program; for db_pgsql.c only.
 */
#ifndef GUONG_DB_PGSQL_ERR_H
#define GUONG_DB_PGSQL_ERR_H

#include "base/err.h"

#include <libpq-fe.h>
#include <stdbool.h>

/* Is the SQLSTATE in the list, "40001 40P01"? */
bool pgsql_is_one_of(const char *state, const char *list);
/* Of an answer with a SQLSTATE, on a connection that stands. */
enum err pgsql_err_of(const PGresult *res);

#endif
