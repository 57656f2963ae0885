#include "core/site_test.h"

#include "base/crypto.h"
#include "base/die.h"
#include "base/place_test.h"
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

	/* they were there before all that a test does, and draw on other ids than its own */
	ids_init(&s->ids, IDS + 1);
	s->clock.fixed_ms = ms_of_day(SINCE);
	must_do(s, db_begin(s->db, DB_WRITE));
	must_do(s, config_start(&s->cx, &config));
	must_do(s, rules_store(&s->cx));
	must_do(s, config_end(&s->cx, config));
	must_do(s, db_commit(s->db));
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

/* ---- the pattern ---- */

/*
 * To migrate and to read the rules takes longer than most tests: it is done once in each program,
 * and every test has a copy.
 */
static struct {
	struct arena *a;
	const char *dir, *base; /* on SQLite; on PostgreSQL */
	pid_t owner;
} pattern;

static const char *const parts[] = {"x.db", "x-side.db"};
static const char *const tails[] = {"", "-wal", "-shm"};

static void remove_files(struct arena *a, const char *dir)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		for (size_t k = 0; k < sizeof(tails) / sizeof(*tails); k++)
			unlink(arena_printf(a, "%s/%s%s", dir, parts[i], tails[k]));
	rmdir(dir);
}

static void remove_place(struct arena *a, const char *dir, const char *base)
{
	if (base)
		admin(arena_printf(a, "DROP DATABASE %s WITH (FORCE)", base));
	else
		remove_files(a, dir);
}

/* At the end of the program, but not of a process that a test has forked. */
static void remove_pattern(void)
{
	if (getpid() != pattern.owner)
		return;
	remove_place(pattern.a, pattern.dir, pattern.base);
	arena_free(pattern.a);
}

static void name_place(struct site_test *s, const char *base)
{
	s->pgsql = getenv("GUONG_TEST_PG") != NULL;
	if (s->pgsql) {
		s->base = arena_printf(s->a, "guong_%s_%d", base, (int)getpid());
		s->where = arena_printf(s->a, "%s dbname=%s", getenv("GUONG_TEST_PG"), s->base);
	} else {
		s->dir = place_make(s->a, base);
		s->where = arena_printf(s->a, "%s/%s", s->dir, parts[0]);
	}
}

static void copy_place(struct site_test *s)
{
	if (s->pgsql)
		admin(arena_printf(s->a, "CREATE DATABASE %s TEMPLATE %s", s->base, pattern.base));
	for (size_t i = 0; !s->pgsql && i < sizeof(parts) / sizeof(*parts); i++)
		place_copy(arena_printf(s->a, "%s/%s", pattern.dir, parts[i]),
			arena_printf(s->a, "%s/%s", s->dir, parts[i]));
}

static void open_parts(struct site_test *s)
{
	s->db = open_part(s, DB_MAIN);
	s->side = open_part(s, DB_SIDE);
	make_ctx(s);
}

static void close_parts(struct site_test *s)
{
	db_close(s->db);
	db_close(s->side);
}

static void make_pattern(void)
{
	struct arena *a = arena_new(512 << 20);
	struct site_test s = {.a = a, .f.a = a};

	name_place(&s, "pattern");
	if (s.pgsql)
		admin(arena_printf(
			a, "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8'", s.base));
	open_parts(&s);
	fill(&s);
	close_parts(&s);
	pattern.a = a;
	pattern.dir = s.dir;
	pattern.base = s.base;
	pattern.owner = getpid();
	atexit(remove_pattern);
}

int site_test_start(void **state)
{
	struct arena *a;
	struct site_test *s;

	crypto_start();
	if (!pattern.a)
		make_pattern();
	a = arena_new(512 << 20);
	s = arena_new_of(a, struct site_test);
	s->a = s->f.a = a;
	name_place(s, "site");
	copy_place(s);
	open_parts(s);
	must_do(s, db_begin(s->db, DB_READ));
	must_do(s, rules_cats(s->db, s->a, &s->cats));
	db_rollback(s->db);
	ids_init(&s->ids, IDS);
	*state = s;
	return 0;
}

int site_test_stop(void **state)
{
	struct site_test *s = *state;

	close_parts(s);
	remove_place(s->a, s->dir, s->base);
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
