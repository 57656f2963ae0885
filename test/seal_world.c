#include "seal_world.h"

#include "account/account.h"
#include "base/die.h"
#include "core/action.h"
#include "http/form.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdlib.h>

/* ---- the databases, past the program ---- */

static void run_sqlite(struct world *w, const char *sql)
{
	sqlite3 *h;

	if (sqlite3_open(arena_printf(w->ra, "%s/x.db", w->dir), &h) ||
		sqlite3_exec(h, sql, NULL, NULL, NULL))
		die("%s: %s", sql, sqlite3_errmsg(h));
	sqlite3_close(h);
}

static void run_pgsql(struct world *w, const char *sql)
{
	PGconn *conn = PQconnectdb(w->where);
	PGresult *res = PQexec(conn, sql);

	if (PQresultStatus(res) != PGRES_COMMAND_OK)
		die("%s: %s", sql, PQerrorMessage(conn));
	PQclear(res);
	PQfinish(conn);
}

void seal_sql(struct seals *s, const char *sql)
{
	if (s->w.pgsql)
		run_pgsql(&s->w, sql);
	else
		run_sqlite(&s->w, sql);
}

/* ---- the world ---- */

static int64_t add_person(struct seals *s, const char *name, const char *no)
{
	struct answer r = visit_form(visit_new(&s->w, "central"), "/org/cb-a/member-new",
		arena_printf(s->w.ra,
			"full_name=%s&birth_date=12%%2F04%%2F1965&how=admitted&day=19%%2F05%%"
			"2F2024&member_no=%s&checked=1",
			form_encode(s->w.ra, name), no));
	const char *to = answer_header(&r, "Location");

	if (r.status != 303 || !to)
		die("%s: %d %.3000s", name, r.status, r.body);
	return strtoll(to + strlen("/member/"), NULL, 10);
}

int64_t seal_account(struct seals *s, const char *login, const char *func, const char *reach,
	const char *over, int64_t person)
{
	struct account_new in = {.login = login,
		.name = login,
		.password = PASSWORD,
		.func = func,
		.reach = reach,
		.over = over,
		.person = person};
	int64_t id = 0;
	struct ctx cx;

	world_ctx(&s->w, &cx);
	ok(db_begin(cx.db, DB_WRITE));
	ok(txn_start(&cx, "test", NULL));
	if (account_make(&cx, &in, &id))
		die("%s: no account", login);
	ok(db_commit(cx.db));
	return id;
}

int seal_start(void **state)
{
	struct seals *s = calloc(1, sizeof(*s));

	if (!s)
		return -1;
	world_start(&s->w);
	world_tree(&s->w, "");
	world_accounts(&s->w);
	s->person = add_person(s, "Quàng Thị Dấu", "SL-1");
	s->other = add_person(s, "Lường Văn Vết", "SL-2");
	seal_account(s, "bithu", "secretary", "own", "cb-a", 0);
	seal_account(s, "dau", "member", "own", "cb-a", s->person);
	s->office = visit_new(&s->w, "office");
	s->organ = visit_new(&s->w, "organ");
	s->secretary = visit_new(&s->w, "bithu");
	s->self = visit_new(&s->w, "dau");
	*state = s;
	return 0;
}

int seal_stop(void **state)
{
	struct seals *s = *state;

	world_stop(&s->w);
	free(s);
	return 0;
}

const char *seal_notes(struct seals *s, int64_t person)
{
	return arena_printf(s->w.ra, "/member/%lld/note", (long long)person);
}

int seal_note(struct seals *s, struct visit *v, int64_t person, const char *text)
{
	struct answer r =
		visit_form(v, arena_printf(s->w.ra, "/member/%lld/note/new", (long long)person),
			arena_printf(s->w.ra, "text=%s", form_encode(s->w.ra, text)));

	return r.status;
}

bool seal_reads(struct seals *s, struct visit *v, const char *word)
{
	struct answer r = visit_get(v, seal_notes(s, s->person));

	assert_int_equal(r.status, 200);
	return answer_has(&r, word);
}

/* The id of the first note of the person, as the page of a reader says it. */
const char *seal_first(struct seals *s)
{
	struct answer r =
		visit_get(s->organ, arena_printf(s->w.ra, "%s.json", seal_notes(s, s->person)));
	const char *id = strstr(r.body, "\"id\":\"");

	assert_non_null(id);
	return arena_strndup(s->w.ra, id + 6, strcspn(id + 6, "\""));
}

/* A change by the operator: the action as dispatch would run it. */
static void operator_does(
	struct seals *s, const struct action *action, const void *in, const char *item)
{
	void *plan = NULL;
	struct ctx cx;
	struct doc d;

	world_ctx(&s->w, &cx);
	cx.item = item;
	cx.action = action;
	doc_init(&d, cx.a, LANG_VI);
	ok(db_begin(cx.db, DB_WRITE));
	ok(action->plan(&cx, in, &plan, &d));
	ok(action->apply(&cx, in, plan, &d));
	ok(db_commit(cx.db));
}

void seal_reset(struct seals *s, const char *login)
{
	operator_does(s, &account_password, &(struct account_new){.password = PASSWORD}, login);
}
