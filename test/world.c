/*
 * world.c: the half of harness.h without requests: databases, the small tree, accounts.
 */
#include "account/account.h"
#include "app/setup.h"
#include "base/crypto.h"
#include "base/die.h"
#include "base/place_test.h"
#include "core/tree_plan.h"
#include "harness.h"
#include "view/render.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SEED = 20260301, MEMORY = 256 << 20 };

static const char *const files[] = {"x.db", "x-side.db"};
static const char *const tails[] = {"", "-wal", "-shm", ".kept"};

const struct somebody people[] = {
	{"central", "office", "below", NULL},
	{"office", "office", "below", "xa-a"},
	{"office-own", "office", "own", "xa-a"},
	{"secretary", "secretary", "own", "xa-a"},
	{"member", "member", "own", "xa-a"},
	{"auditor", "auditor", "below", "xa-a"},
	{"admin", "administration", "below", NULL},
	{"organ", "organisation", "below", "xa-a"},
	{"inspect", "inspection", "below", "xa-a"},
	{"propa", "propaganda", "below", "xa-a"},
	{"train", "training", "below", "xa-a"},
	{"standing", "standing", "below", "xa-a"},
	{"charge", "charge", "below", "xa-a"},
	{"deputy", "deputy", "own", "xa-a"},
	{"cellcom", "cell_committee", "own", "xa-a"},
	{"helper", "helper", "own", "xa-a"},
	{"editor", "editor", "below", "xa-a"},
	{0},
};

bool world_on_sqlite(void)
{
	return !getenv("GUONG_TEST_PG");
}

/* ---- databases ---- */

static void run_at(const char *where, const char *sql)
{
	PGconn *conn = PQconnectdb(where);
	PGresult *res = PQexec(conn, sql);

	if (PQresultStatus(res) != PGRES_COMMAND_OK)
		die("%s: %s", sql, PQerrorMessage(conn));
	PQclear(res);
	PQfinish(conn);
}

static void admin(const char *sql)
{
	run_at(getenv("GUONG_TEST_PG"), sql);
}

/*
 * A new database for each case would take half a second. The rows are copied into a schema of
 * their own instead, and back from there.
 */
static const char *const keep_rows =
	"SET client_min_messages = warning; DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA "
	"kept; DO $$ DECLARE t record; BEGIN "
	"FOR t IN SELECT schemaname s, tablename n FROM pg_tables WHERE schemaname NOT IN "
	"('kept', 'pg_catalog', 'information_schema') LOOP "
	"EXECUTE format('CREATE TABLE kept.%I AS TABLE %I.%I', t.s || '.' || t.n, t.s, t.n); "
	"END LOOP; END $$";
static const char *const rows_back =
	"SET session_replication_role = replica; SET synchronous_commit = off; "
	"DO $$ DECLARE t record; BEGIN "
	"FOR t IN SELECT schemaname s, tablename n FROM pg_tables WHERE schemaname NOT IN "
	"('kept', 'pg_catalog', 'information_schema') LOOP "
	"EXECUTE format('DELETE FROM %I.%I', t.s, t.n); "
	"EXECUTE format('INSERT INTO %I.%I SELECT * FROM kept.%I', t.s, t.n, t.s || '.' || t.n); "
	"END LOOP; END $$";

static void make_place(struct world *w)
{
	static int made;

	w->pgsql = !world_on_sqlite();
	if (w->pgsql) {
		w->base = arena_printf(w->a, "guong_w_%d_%d", (int)getpid(), ++made);
		admin(arena_printf(
			w->a, "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8'", w->base));
		w->where = arena_printf(w->a, "%s dbname=%s", getenv("GUONG_TEST_PG"), w->base);
		return;
	}
	w->dir = place_make(w->a, "world");
	w->where = arena_printf(w->a, "%s/x.db", w->dir);
}

static const char *file_of(struct world *w, size_t i, const char *tail)
{
	return arena_printf(w->a, "%s/%s%s", w->dir, files[i], tail);
}

static void drop_place(struct world *w)
{
	if (w->pgsql) {
		admin(arena_printf(w->a, "DROP DATABASE %s WITH (FORCE)", w->base));
		return;
	}
	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < 4; k++)
			unlink(file_of(w, i, tails[k]));
	rmdir(w->dir);
}

void world_close(struct world *w)
{
	site_close(&w->site);
}

bool world_try_open(struct world *w)
{
	fault_clear(&w->f);
	if (site_open(&w->site, w->where, &w->f))
		return false;
	w->site.clock.fixed_ms = w->now;
	ids_init(&w->site.ids, SEED + ++w->opened);
	return true;
}

void world_open(struct world *w)
{
	if (!world_try_open(w))
		die("%s: %s", w->where, w->f.detail);
}

void world_keep(struct world *w)
{
	world_close(w);
	if (w->pgsql)
		run_at(w->where, keep_rows);
	for (size_t i = 0; !w->pgsql && i < 2; i++)
		place_copy(file_of(w, i, ""), file_of(w, i, ".kept"));
	w->kept_now = w->now;
	world_open(w);
}

void world_back(struct world *w)
{
	world_close(w);
	w->now = w->kept_now;
	if (w->pgsql)
		run_at(w->where, rows_back);
	for (size_t i = 0; !w->pgsql && i < 2; i++) {
		unlink(file_of(w, i, "-wal"));
		unlink(file_of(w, i, "-shm"));
		place_copy(file_of(w, i, ".kept"), file_of(w, i, ""));
	}
	world_open(w);
}

void world_start(struct world *w)
{
	static bool begun;

	*w = (struct world){.a = arena_new(MEMORY), .ra = arena_new(MEMORY)};
	w->f.a = w->a;
	w->now = ms_of_day(WORLD_TODAY) + INT64_C(36000000);
	if (!begun) {
		crypto_start();
		if (render_init(&w->f))
			die("templates: %s", w->f.detail);
	}
	begun = true;
	make_place(w);
	if (setup_database(w->where, "Thử Nghiệm", WORLD_TODAY, WORLD_TODAY, &w->f))
		die("setup: %s", w->f.detail);
	world_open(w);
}

void world_stop(struct world *w)
{
	world_close(w);
	drop_place(w);
	arena_free(w->ra);
	arena_free(w->a);
}

void world_wait(struct world *w, int seconds)
{
	w->now += seconds * INT64_C(1000);
	w->site.clock.fixed_ms = w->now;
}

void world_forget(struct world *w)
{
	arena_reset(w->ra);
}

void world_ctx(struct world *w, struct ctx *cx)
{
	static const struct actor operator_of_all = {.is_operator = true};
	struct fault *f = arena_new_of(w->ra, struct fault);

	f->a = w->ra;
	site_ctx(&w->site, cx, w->ra, f);
	cx->actor = &operator_of_all;
	cx->via = "shell";
}

/* ---- what is in them ---- */

static void dump_row(struct buf *b, sqlite3_stmt *st)
{
	for (int i = 0; i < sqlite3_column_count(st); i++) {
		const unsigned char *p = sqlite3_column_blob(st, i);
		bool bytes = sqlite3_column_type(st, i) == SQLITE_BLOB;
		buf_puts(b, i ? "|" : "");
		for (int k = 0; bytes && k < sqlite3_column_bytes(st, i); k++)
			buf_printf(b, "%02x", p[k]);
		if (!bytes)
			buf_puts(b, p ? (const char *)p : "NULL");
	}
	buf_putc(b, '\n');
}

static void dump_table(struct buf *b, sqlite3 *h, const char *table)
{
	sqlite3_stmt *st;
	char sql[120];

	snprintf(sql, sizeof(sql), "SELECT * FROM %s ORDER BY 1, 2", table);
	if (sqlite3_prepare_v2(h, sql, -1, &st, NULL))
		die("%s: %s", sql, sqlite3_errmsg(h));
	buf_printf(b, "== %s\n", table);
	while (sqlite3_step(st) == SQLITE_ROW)
		dump_row(b, st);
	sqlite3_finalize(st);
}

static void dump_file(struct buf *b, const char *path)
{
	sqlite3_stmt *st;
	sqlite3 *h;

	if (sqlite3_open_v2(path, &h, SQLITE_OPEN_READONLY, NULL))
		die("%s: %s", path, sqlite3_errmsg(h));
	if (sqlite3_prepare_v2(h,
		    "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", -1, &st,
		    NULL))
		die("%s: %s", path, sqlite3_errmsg(h));
	while (sqlite3_step(st) == SQLITE_ROW)
		dump_table(b, h, (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	sqlite3_close(h);
}

char *world_dump(struct world *w)
{
	struct buf b;
	char *text;

	buf_init(&b, MEMORY);
	for (size_t i = 0; i < 2; i++)
		dump_file(&b, file_of(w, i, ""));
	text = arena_strndup(w->a, b.p, b.n);
	buf_done(&b);
	return text;
}

/* ---- the small tree ---- */

struct founding {
	const char *code, *name, *kind, *parent;
	day_t day;
};

static const struct founding foundings[] = {
	{"tinh", "Đảng bộ tỉnh Thử", "province", NULL, 20100101},
	{"huyen", "Đảng bộ huyện Thử", "district", "tinh", 20100101},
	{"xa-a", "Đảng bộ xã An", "commune", "huyen", 20100101},
	{"xa-b", "Đảng bộ xã Bình", "commune", "huyen", 20100101},
	{"cb-a", "Chi bộ thôn Ao", "cell", "xa-a", 20100101},
	{"cb-b", "Chi bộ thôn Bãi", "cell", "xa-b", 20100101},
	{"dc-a", "Đảng bộ trường An", "grassroots_committee", "xa-a", 20250701},
	{"dc-b", "Đảng bộ trường Bình", "grassroots_committee", "xa-b", 20250701},
	{"cd-a", "Chi bộ khối Ba", "cell", "dc-a", 20250801},
	{"cd-b", "Chi bộ khối Bốn", "cell", "dc-b", 20250801},
};

enum { FOUNDINGS = sizeof(foundings) / sizeof(*foundings) };

static int64_t id_of(const int64_t ids[FOUNDINGS], const char *code)
{
	for (int i = 0; code && i < FOUNDINGS; i++)
		if (text_eq(foundings[i].code, code))
			return ids[i];
	return 0;
}

static enum err plan_tree(struct ctx *cx, struct tree_plan *p, const char *more)
{
	int64_t ids[FOUNDINGS] = {0};

	for (int i = 0; i < FOUNDINGS; i++) {
		const struct founding *s = &foundings[i];
		ids[i] = tree_plan_org(p);
		TRY(tree_plan_act(
			p, &(struct org_act){.org = ids[i],
				   .act = "found",
				   .day = s->day,
				   .code = s->code,
				   .name = arena_printf(cx->a, "%s%s", s->name, more),
				   .kind = s->kind,
				   .parent = id_of(ids, s->parent),
				   .decision_no = arena_printf(cx->a, "0%d-QĐ%s", i, more),
				   .reason = arena_printf(cx->a, "theo tờ trình%s", more)}));
	}
	for (int i = 2; i < 4; i++)
		TRY(tree_plan_act(p,
			&(struct org_act){
				.org = ids[i], .act = "move", .day = 20250701, .parent = ids[0]}));
	return tree_plan_act(
		p, &(struct org_act){.org = ids[1], .act = "dissolve", .day = 20250701});
}

static enum err make_tree(struct ctx *cx, const char *more)
{
	struct tree_plan *p;

	TRY(db_begin(cx->db, DB_WRITE));
	TRY(tree_plan_new(cx, &p));
	TRY(plan_tree(cx, p, more));
	TRY(tree_plan_check(p));
	TRY(txn_start(cx, "test", NULL));
	TRY(tree_plan_apply(p));
	return db_commit(cx->db);
}

static void must_be_done(struct ctx *cx, enum err e)
{
	if (e)
		die("%s: %s %s", err_name(e), db_error(cx->db),
			cx->f->first ? msg_text(LANG_EN, cx->f->first->what) : "");
}

void world_tree(struct world *w, const char *more)
{
	struct ctx cx;

	world_ctx(w, &cx);
	must_be_done(&cx, make_tree(&cx, more));
}

static enum err make_accounts(struct ctx *cx)
{
	int64_t id;

	TRY(db_begin(cx->db, DB_WRITE));
	TRY(txn_start(cx, "test", NULL));
	for (const struct somebody *p = people; p->login; p++)
		TRY(account_make(cx,
			&(struct account_new){.login = p->login,
				.name = p->login,
				.password = PASSWORD,
				.func = p->func,
				.reach = p->reach,
				.over = p->over},
			&id));
	return db_commit(cx->db);
}

void world_accounts(struct world *w)
{
	struct ctx cx;

	world_ctx(w, &cx);
	must_be_done(&cx, make_accounts(&cx));
}

void world_fill(struct world *w, enum err (*fill)(struct ctx *cx))
{
	struct ctx cx;
	enum err e;

	world_tree(w, "");
	world_accounts(w);
	world_ctx(w, &cx);
	e = fill(&cx);
	if (e)
		die("%s: %s", err_name(e), db_error(cx.db));
}

int64_t world_org(struct world *w, const char *code)
{
	static const day_t days[] = {WORLD_TODAY, 20260101, 20200101};
	int64_t id = 0;
	struct ctx cx;

	world_ctx(w, &cx);
	must_be_done(&cx, db_begin(cx.db, DB_READ));
	for (int i = 0; !id && i < 3; i++)
		must_be_done(
			&cx, db_number(cx.db, &id, 0, Q_TREE_BY_CODE, code, days[i], cx.known));
	db_rollback(cx.db);
	if (!id)
		die("no organisation has the code %s", code);
	return id;
}

static struct list acts_of(struct world *w, const char *code)
{
	int64_t org = world_org(w, code);
	struct list acts;
	struct ctx cx;

	world_ctx(w, &cx);
	must_be_done(&cx, db_begin(cx.db, DB_READ));
	must_be_done(&cx, tree_acts(&cx, org, &acts));
	db_rollback(cx.db);
	return acts;
}

int64_t world_act(struct world *w, const char *code)
{
	return ((const struct org_act *)acts_of(w, code).rows)->id;
}

int64_t world_last_act(struct world *w, const char *code)
{
	struct list acts = acts_of(w, code);

	return ((const struct org_act *)acts.rows)[acts.n - 1].id;
}

int64_t world_account(struct world *w, const char *login)
{
	struct ctx cx;
	int64_t id;

	world_ctx(w, &cx);
	must_be_done(&cx, db_begin(cx.db, DB_READ));
	must_be_done(&cx, db_number(cx.db, &id, 0, Q_ACCOUNT_BY_LOGIN, login));
	db_rollback(cx.db);
	return id;
}

int64_t world_last_write(struct world *w)
{
	struct ctx cx;
	int64_t ms = -1;

	world_ctx(w, &cx);
	if (db_begin(cx.db, DB_READ) || db_number(cx.db, &ms, 0, Q_TXN_LAST_MS))
		die("%s", db_error(cx.db));
	db_rollback(cx.db);
	return ms;
}
