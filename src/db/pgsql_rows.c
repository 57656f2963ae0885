#include "db/pgsql_rows.h"

#include "base/die.h"

#include <errno.h>
#include <stdlib.h>

struct blob {
	struct blob *next;
	char bytes[];
};

static void drop_blobs(struct rows *r)
{
	while (r->blobs) {
		struct blob *b = r->blobs;
		r->blobs = b->next;
		free(b);
	}
}

/* The next result of the connection: true with a row; otherwise the query is over. */
static bool fetch(struct rows *r, PGconn *conn, PGresult **ret, PGresult **ret_failed)
{
	PGresult *res;

	while ((res = PQgetResult(conn))) {
		switch (PQresultStatus(res)) {
		case PGRES_SINGLE_TUPLE:
			*ret = res;
			return true;
		case PGRES_TUPLES_OK:
		case PGRES_COMMAND_OK:
			PQclear(res);
			continue;
		default:
			if (ret_failed && !*ret_failed)
				*ret_failed = res;
			else
				PQclear(res);
		}
	}
	r->streaming = false;
	return false;
}

struct rows *rows_start(PGconn *conn, enum stmt q, PGresult **ret_failed)
{
	struct rows *r = calloc(1, sizeof(*r));

	if (!r)
		die("out of memory");
	r->q = q;
	r->streaming = true;
	PQsetSingleRowMode(conn);
	r->ahead = fetch(r, conn, &r->now, ret_failed);
	if (!*ret_failed)
		return r;
	free(r);
	return NULL;
}

bool rows_next(struct rows *r, PGconn *conn, PGresult **ret_failed)
{
	if (r->ahead) {
		r->ahead = false;
		return true;
	}
	drop_blobs(r);
	if (r->now && ++r->row < PQntuples(r->now))
		return true;
	PQclear(r->now);
	r->now = r->rest;
	r->rest = NULL;
	r->row = 0;
	return r->now || (r->streaming && fetch(r, conn, &r->now, ret_failed));
}

static void append(PGresult *to, const PGresult *row)
{
	int at = PQntuples(to);

	for (int i = 0; i < PQnfields(row); i++) {
		int n = PQgetisnull(row, 0, i) ? -1 : PQgetlength(row, 0, i);
		if (!PQsetvalue(to, at, i, PQgetvalue(row, 0, i), n))
			die("out of memory");
	}
}

void rows_take_rest(struct rows *r, PGconn *conn, PGresult **ret_failed)
{
	PGresult *row;

	while (fetch(r, conn, &row, ret_failed)) {
		if (!r->rest)
			r->rest = PQcopyResult(row, PG_COPYRES_ATTRS);
		if (!r->rest)
			die("out of memory");
		append(r->rest, row);
		PQclear(row);
	}
}

void rows_free(struct rows *r, PGconn *conn, PGresult **ret_failed)
{
	PGresult *row;

	while (r->streaming && fetch(r, conn, &row, ret_failed))
		PQclear(row);
	drop_blobs(r);
	PQclear(r->now);
	PQclear(r->rest);
	free(r);
}

bool rows_is_null(void *rows, int col)
{
	const struct rows *r = rows;

	return PQgetisnull(r->now, r->row, col);
}

const char *rows_text(void *rows, int col)
{
	const struct rows *r = rows;

	return rows_is_null(rows, col) ? NULL : PQgetvalue(r->now, r->row, col);
}

int64_t rows_int(void *rows, int col)
{
	const struct rows *r = rows;
	const char *s = rows_text(rows, col);
	char *end;
	long long v;

	if (!s)
		return 0;
	if (*s == 't' || *s == 'f')
		return *s == 't';
	errno = 0;
	v = strtoll(s, &end, 10);
	if (errno || *end || end == s)
		die("statement %s: column %d is no whole number", stmt_table[r->q].name, col);
	return v;
}

static int nibble(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* The server writes bytes as \x0a1b. */
struct str rows_bytes(void *rows, int col)
{
	struct rows *r = rows;
	const char *s = rows_text(rows, col);
	struct blob *b;
	size_t n;

	if (!s)
		return (struct str){NULL, 0};
	must(s[0] == '\\' && s[1] == 'x');
	n = strlen(s) / 2 - 1;
	b = malloc(sizeof(*b) + n + 1);
	if (!b)
		die("out of memory");
	for (size_t i = 0; i < n; i++)
		b->bytes[i] = (char)(nibble(s[2 * i + 2]) << 4 | nibble(s[2 * i + 3]));
	b->bytes[n] = 0;
	b->next = r->blobs;
	r->blobs = b;
	return (struct str){b->bytes, n};
}
