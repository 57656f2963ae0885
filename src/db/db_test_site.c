#include "base/die.h"
#include "base/place_test.h"
#include "db/db_test.h"
#include "db/migrate.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <unistd.h>

void site_admin(const char *sql)
{
	PGconn *conn = PQconnectdb(getenv("GUONG_TEST_PG"));
	PGresult *res = PQexec(conn, sql);

	if (PQresultStatus(res) != PGRES_COMMAND_OK && PQresultStatus(res) != PGRES_TUPLES_OK)
		die("%s: %s", sql, PQerrorMessage(conn));
	PQclear(res);
	PQfinish(conn);
}

/* Its own order of texts is Vietnamese, so that the tests see that ours does not come from it. */
static void make_pgsql(struct site *s)
{
	s->base = arena_printf(s->a, "guong_test_%d", (int)getpid());
	site_admin(arena_printf(s->a,
		"CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu "
		"ICU_LOCALE 'vi'",
		s->base));
	s->where = arena_printf(s->a, "%s dbname=%s", getenv("GUONG_TEST_PG"), s->base);
}

static void make_sqlite(struct site *s)
{
	s->dir = place_make(s->a, "db");
	s->where = arena_printf(s->a, "%s/x.db", s->dir);
}

struct db *site_open(struct site *s, enum db_part part)
{
	struct db *db;

	if (db_open(&db, s->where, part, true, &s->f))
		die("%s: %s", s->where, s->f.detail);
	return db;
}

int site_start_empty(void **state)
{
	bool pgsql = !strcmp(*state, "pgsql");
	struct arena *a;
	struct site *s;

	a = arena_new(64 << 20);
	s = arena_new_of(a, struct site);
	s->a = s->f.a = a;
	s->pgsql = pgsql;
	if (pgsql)
		make_pgsql(s);
	else
		make_sqlite(s);
	s->db = site_open(s, DB_MAIN);
	*state = s;
	return 0;
}

int site_start(void **state)
{
	struct site *s;

	site_start_empty(state);
	s = *state;
	if (db_migrate(s->db, 1, NULL, &s->f))
		die("migration: %s", s->f.detail);
	return 0;
}

int site_stop(void **state)
{
	static const char *const files[] = {
		"x.db", "x.db-wal", "x.db-shm", "x-side.db", "x-side.db-wal", "x-side.db-shm"};
	struct site *s = *state;

	db_close(s->db);
	if (s->pgsql)
		site_admin(arena_printf(s->a, "DROP DATABASE %s WITH (FORCE)", s->base));
	for (size_t i = 0; !s->pgsql && i < sizeof(files) / sizeof(*files); i++)
		unlink(arena_printf(s->a, "%s/%s", s->dir, files[i]));
	if (!s->pgsql)
		rmdir(s->dir);
	arena_free(s->a);
	return 0;
}
