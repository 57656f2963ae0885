#include "db/db_replay.h"

#include "base/die.h"
#include "db/db_impl.h"

#include <stdlib.h>

struct replay {
	struct db db;
	struct db *real;
	struct db_driver driver; /* the real one's, with what differs in its place */
	int left;
	enum err error;
};

static struct replay *of(struct db *db)
{
	must(db->driver->engine == DB_REPLAY);
	return (struct replay *)db;
}

static struct db *real(struct db *db)
{
	return of(db)->real;
}

/* Is it this one's turn to fail? */
static enum err count(struct db *db)
{
	struct replay *r = of(db);

	if (r->left == 0 || --r->left > 0)
		return ERR_OK;
	return db_fail(db, r->error, "as the test wants it");
}

static enum err told(struct db *db, enum err e)
{
	return e ? db_fail(db, e, "%s", real(db)->error) : ERR_OK;
}

static void close_all(struct db *db)
{
	struct db *r = real(db);

	r->driver->close(r);
	free(db);
}

static enum err begin(struct db *db, enum db_mode mode)
{
	return told(db, real(db)->driver->begin(real(db), mode));
}

static void rollback(struct db *db)
{
	real(db)->driver->rollback(real(db));
}

static enum err commit(struct db *db)
{
	enum err e = count(db);

	if (e && e != ERR_UNSURE) {
		rollback(db);
		return e;
	}
	TRY(told(db, real(db)->driver->commit(real(db))));
	return e;
}

static enum err prepare(struct db *db, enum stmt q)
{
	return told(db, real(db)->driver->prepare(real(db), q));
}

static enum err run(struct db *db, enum stmt q, const struct db_val *args, int64_t *ret_rows)
{
	TRY(count(db));
	return told(db, real(db)->driver->run(real(db), q, args, ret_rows));
}

static enum err query(struct db *db, enum stmt q, const struct db_val *args, void **ret)
{
	TRY(count(db));
	return told(db, real(db)->driver->query(real(db), q, args, ret));
}

static enum err next(struct db *db, void *cursor, bool *ret)
{
	return told(db, real(db)->driver->next(real(db), cursor, ret));
}

static void end(struct db *db, void *cursor)
{
	real(db)->driver->end(real(db), cursor);
}

static enum err exec_text(struct db *db, const char *sql)
{
	return told(db, real(db)->driver->exec(real(db), sql));
}

static enum err has_table(struct db *db, const char *name, bool *ret)
{
	return told(db, real(db)->driver->has_table(real(db), name, ret));
}

enum err db_replay_open(
	struct db **ret, const char *path, enum db_part part, bool create, struct fault *f)
{
	struct replay *r;
	struct db *inner;

	TRY(sqlite_open(&inner, path, part, create, f));
	r = calloc(1, sizeof(*r));
	if (!r)
		die("out of memory");
	r->real = inner;
	r->driver = *inner->driver;
	r->driver.engine = DB_REPLAY;
	r->driver.close = close_all;
	r->driver.begin = begin;
	r->driver.commit = commit;
	r->driver.rollback = rollback;
	r->driver.prepare = prepare;
	r->driver.run = run;
	r->driver.query = query;
	r->driver.next = next;
	r->driver.end = end;
	r->driver.exec = exec_text;
	r->driver.has_table = has_table;
	r->driver.tables = NULL; /* whole tables are not for rehearsals */
	r->db.driver = &r->driver;
	r->db.part = part;
	*ret = &r->db;
	return ERR_OK;
}

void db_replay_fail(struct db *db, int n, enum err e)
{
	of(db)->left = n;
	of(db)->error = e;
}
