#include "core/site_test.h"

#include "base/crypto.h"
#include "base/die.h"
#include "core/config.h"
#include "core/rules.h"
#include "core/tree_plan.h"
#include "db/migrate.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <unistd.h>

enum { TODAY = 20261122, SINCE = 20000101, IDS = 7 };

static void admin(const char *sql)
{
	PGconn *conn = PQconnectdb(getenv("GUONG_TEST_PG"));
	PGresult *res = PQexec(conn, sql);

	if (PQresultStatus(res) != PGRES_COMMAND_OK)
		die("%s: %s", sql, PQerrorMessage(conn));
	PQclear(res);
	PQfinish(conn);
}

static void make_pgsql(struct site_test *s)
{
	s->base = arena_printf(s->a, "guong_site_%d", (int)getpid());
	admin(arena_printf(s->a, "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8'", s->base));
	s->where = arena_printf(s->a, "%s dbname=%s", getenv("GUONG_TEST_PG"), s->base);
}

static void make_sqlite(struct site_test *s)
{
	char *dir = arena_strdup(s->a, "/tmp/guong-site-XXXXXX");

	if (!mkdtemp(dir))
		die("no directory for the test");
	s->dir = dir;
	s->where = arena_printf(s->a, "%s/x.db", dir);
}

static struct db *open_part(struct site_test *s, enum db_part part)
{
	struct db *db;

	if (db_open(&db, s->where, part, true, &s->f) || db_migrate(db, 1, NULL, &s->f))
		die("%s: %s", s->where, s->f.detail);
	return db;
}

static void must_do(struct site_test *s, enum err e)
{
	if (e)
		die("%s: %s", err_name(e), s->f.detail ? s->f.detail : db_error(s->db));
}

static void fill(struct site_test *s)
{
	struct config *config;

	/* whatever the rules are, a test has the same ids; and they were there before all it does
	 */
	ids_init(&s->ids, IDS + 1);
	s->clock.fixed_ms = ms_of_day(SINCE);
	must_do(s, db_begin(s->db, DB_WRITE));
	must_do(s, config_start(&s->cx, &config));
	must_do(s, rules_store(&s->cx));
	must_do(s, config_end(&s->cx, config));
	ids_init(&s->ids, IDS);
	s->clock.fixed_ms = 0;
	must_do(s, rules_cats(s->db, s->a, &s->cats));
	must_do(s, db_commit(s->db));
	s->cx.txn = 0;
}

static void make_ctx(struct site_test *s)
{
	s->actor.is_operator = true;
	s->clock.fixed_today = TODAY;
	s->cx = (struct ctx){.a = s->a,
		.db = s->db,
		.side = s->side,
		.clock = &s->clock,
		.ids = &s->ids,
		.f = &s->f,
		.say = {LANG_VI, &s->cats, TODAY},
		.actor = &s->actor,
		.via = "shell",
		.uid = -1,
		.day = TODAY,
		.known = KNOWN_NOW,
		.path = "/",
		.query = ""};
	s->cx.page.limit = 50;
}

int site_test_start(void **state)
{
	struct arena *a;
	struct site_test *s;

	crypto_start();
	a = arena_new(512 << 20);
	s = arena_new_of(a, struct site_test);
	s->a = s->f.a = a;
	s->pgsql = getenv("GUONG_TEST_PG") != NULL;
	if (s->pgsql)
		make_pgsql(s);
	else
		make_sqlite(s);
	s->db = open_part(s, DB_MAIN);
	s->side = open_part(s, DB_SIDE);
	make_ctx(s);
	fill(s);
	*state = s;
	return 0;
}

int site_test_stop(void **state)
{
	static const char *const files[] = {
		"x.db", "x.db-wal", "x.db-shm", "x-side.db", "x-side.db-wal", "x-side.db-shm"};
	struct site_test *s = *state;

	db_close(s->db);
	db_close(s->side);
	if (s->pgsql)
		admin(arena_printf(s->a, "DROP DATABASE %s WITH (FORCE)", s->base));
	for (size_t i = 0; !s->pgsql && i < sizeof(files) / sizeof(*files); i++)
		unlink(arena_printf(s->a, "%s/%s", s->dir, files[i]));
	if (!s->pgsql)
		rmdir(s->dir);
	arena_free(s->a);
	return 0;
}

void site_clean(struct site_test *s)
{
	s->f = (struct fault){.a = s->a};
	s->cx.txn = 0;
	s->cx.cookies = NULL;
}

bool site_said(const struct site_test *s, enum msg what)
{
	problem_each (p, &s->f)
		if (p->what == what)
			return true;
	return false;
}

static enum err act(struct site_test *s, const struct org_act *act)
{
	struct tree_plan *p;
	struct org_act one = *act;

	TRY(tree_plan_new(&s->cx, &p));
	if (!one.org)
		one.org = tree_plan_org(p);
	TRY(tree_plan_act(p, &one));
	TRY(tree_plan_check(p));
	TRY(s->f.code);
	TRY(txn_start(&s->cx, "test", NULL));
	return tree_plan_apply(p);
}

enum err site_act(struct site_test *s, const struct org_act *one)
{
	enum err e;

	site_clean(s);
	TRY(db_begin(s->db, DB_WRITE));
	e = act(s, one);
	if (!e)
		return db_commit(s->db);
	db_rollback(s->db);
	return e;
}

int64_t site_found(
	struct site_test *s, int64_t parent, const char *code, const char *kind, day_t day)
{
	struct org_act found = {.day = day,
		.act = "found",
		.parent = parent,
		.code = code,
		.name = arena_printf(s->a, "Tổ chức %s", code),
		.kind = kind};
	int64_t org;

	must_do(s, site_act(s, &found));
	must_do(s, db_begin(s->db, DB_READ));
	must_do(s, tree_resolve(&s->cx, code, day, NULL, &org));
	db_rollback(s->db);
	return org;
}

static enum err run(struct site_test *s, const struct action *action, const void *in, struct doc *d)
{
	void *plan = NULL;

	if (action->read)
		return action->read(&s->cx, in, d);
	TRY(action->plan(&s->cx, in, &plan, d));
	TRY(s->f.code);
	TRY(action->apply(&s->cx, in, plan, d));
	must(action->no_txn || s->cx.txn);
	return ERR_OK;
}

enum err site_run(struct site_test *s, const struct action *action, const void *in, int64_t org,
	const char *item, struct doc *ret)
{
	enum err e;

	site_clean(s);
	s->cx.action = action;
	s->cx.org = org;
	s->cx.item = item;
	/* as dispatch clears it where nobody says whose people they are */
	s->cx.clear.most = CLASS_SENSITIVE;
	s->cx.clear.taken = false;
	doc_init(ret, s->a, s->cx.say.lang);
	TRY(db_begin(s->db, action->read ? DB_READ : DB_WRITE));
	e = run(s, action, in, ret);
	if (!e && !action->read)
		return db_commit(s->db);
	db_rollback(s->db);
	return e;
}
