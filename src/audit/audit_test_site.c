#include "audit/audit_test.h"

#include "account/account.h"
#include "base/die.h"
#include "member/member_act.h"
#include "org/org_record.h"

#include <libpq-fe.h>
#include <sqlite3.h>

/* ---- the thief ---- */

static bool thief_sqlite(const char *path, const char *sql)
{
	sqlite3 *h;
	bool done;

	if (sqlite3_open(path, &h))
		die("%s", sqlite3_errmsg(h));
	sqlite3_busy_timeout(h, 5000);
	sqlite3_exec(h, "PRAGMA ignore_check_constraints = ON", NULL, NULL, NULL);
	done = !sqlite3_exec(h, sql, NULL, NULL, NULL) && sqlite3_total_changes(h) > 0;
	sqlite3_close(h);
	return done;
}

static bool thief_pgsql(struct site_test *s, const char *sql)
{
	PGconn *conn = PQconnectdb(s->where);
	PGresult *res = PQexec(conn, "SET session_replication_role = replica");
	bool done;

	PQclear(res);
	res = PQexec(conn, sql);
	done = PQresultStatus(res) == PGRES_COMMAND_OK && *PQcmdTuples(res) > '0';
	PQclear(res);
	PQfinish(conn);
	return done;
}

bool thief(struct site_test *s, const char *sql)
{
	return s->pgsql ? thief_pgsql(s, sql) : thief_sqlite(s->where, sql);
}

bool thief_side(struct site_test *s, const char *sql)
{
	return s->pgsql ? thief_pgsql(s, sql)
			: thief_sqlite(arena_printf(s->a, "%s/x-side.db", s->dir), sql);
}

/* ---- the site ---- */

static void made(struct site_test *s, const struct action *action, const void *in, int64_t org,
	const char *item)
{
	struct doc d;

	ok(site_run(s, action, in, org, item, &d));
}

static void make_account(struct site_test *s)
{
	made(s, &account_add,
		&(struct account_new){.login = "an", .name = "An", .password = "một câu rất dài"},
		0, NULL);
	made(s, &account_grant, &(struct account_new){.func = "office", .over = "east"}, 0, "an");
}

static void make_records(struct site_test *s, int64_t org)
{
	made(s, &org_post_new,
		&(struct org_record){
			.post = "secretary", .holder = "Lò Văn An", .from_day = 20150101},
		org, NULL);
	made(s, &org_term_new,
		&(struct org_record){.number = "XXII", .from_day = 20150101, .to_day = 20200101},
		org, NULL);
	made(s, &org_body_new,
		&(struct org_record){
			.kind = "committee", .name = "Ban Chấp hành", .from_day = 20150101},
		org, NULL);
	made(s, &org_charge_new,
		&(struct org_record){
			.holder = "Lò Văn An", .field = "kinh tế", .from_day = 20150101},
		org, NULL);
}

void audit_test_start(struct audit_test *t, struct site_test *s)
{
	struct org_act rename = {.act = "rename", .day = 20160101, .name = "Đông"};

	*t = (struct audit_test){.s = s, .t = cells_plant(s), .key = {.id = "0123456789abcdef"}};
	random_bytes(t->key.bytes, sizeof(t->key.bytes));
	t->ring = (struct keyring){&t->key, 1};
	rename.org = t->t.east;
	ok(site_act(s, &rename));
	t->an = member_test_person(
		s, "Lò Văn An", FACT(.kind = "admitted", .day = 20180519, .cell = t->t.a));
	t->binh = member_test_person(
		s, "Cà Thị Bình", FACT(.kind = "admitted", .day = 20180519, .cell = t->t.a));
	ok(member_test_fact(s, t->an, FACT(.kind = "recognised", .day = 20190601)));
	make_records(s, t->t.east);
	make_account(s);
}

void audit_test_seal(struct audit_test *t)
{
	struct audit_sealed done;

	site_clean(t->s);
	ok(audit_seal_all(&t->s->cx, &t->key, &done));
}

static void note(void *p, const char *text)
{
	struct audit_test *t = p;
	size_t n = strlen(t->said);

	snprintf(t->said + n, sizeof(t->said) - n, "%s\n", text);
}

int64_t audit_test_verify(struct audit_test *t)
{
	struct ctx *cx = &t->s->cx;
	struct arena_mark m = arena_mark(cx->a);

	site_clean(t->s);
	*t->said = 0;
	ok(db_begin(cx->db, DB_READ));
	ok(audit_verify(cx, &t->ring, note, t, &t->r));
	db_rollback(cx->db);
	arena_rewind(cx->a, m);
	t->r.head = NULL;
	return t->r.found;
}

void audit_test_write(struct audit_test *t, const char *action)
{
	site_clean(t->s);
	ok(db_begin(t->s->db, DB_WRITE));
	ok(txn_start(&t->s->cx, action, NULL));
	ok(db_commit(t->s->db));
}

void audit_test_as(struct audit_test *t, int64_t account, const char *func, int64_t org)
{
	struct grant *g = arena_new_of(t->s->a, struct grant);

	*g = (struct grant){.id = 1,
		.account = account,
		.org = org,
		.func = func,
		.reach = "below",
		.from_day = DAY_MIN,
		.to_day = DAY_MAX};
	t->s->actor = (struct actor){
		.account = account, .login = "x", .name = "x", .grants = {g, 1, sizeof(*g)}};
}
