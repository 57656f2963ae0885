/*
 * Accounts: making, signing in, functions given and taken back, closing; and who may do it to whom.
 */
#include "account/account.h"

#include "base/die.h"
#include "core/site_test.h"

#define PASSWORD "một câu rất dài"

static int64_t id_of(struct site_test *s, const char *login)
{
	int64_t id;

	ok(db_begin(s->db, DB_READ));
	ok(db_number(s->db, &id, 0, Q_ACCOUNT_BY_LOGIN, login));
	db_rollback(s->db);
	return id;
}

static enum err add(struct site_test *s, const char *login, const char *func, const char *over)
{
	struct account_new in = {
		.login = login, .name = login, .password = PASSWORD, .func = func, .over = over};
	struct doc d;

	return site_run(s, &account_add, &in, 0, NULL, &d);
}

static enum err grant(struct site_test *s, const char *login, const char *func, const char *over)
{
	struct doc d;

	return site_run(
		s, &account_grant, &(struct account_new){.func = func, .over = over}, 0, login, &d);
}

struct why {
	const char *reason;
};

static enum err change(struct site_test *s, const struct action *action, const char *item)
{
	struct doc d;

	return site_run(s, action, &(struct why){"vì"}, 0, item, &d);
}

/* From now on this account acts, with the functions it holds; "" is the operator again. */
static void act_as(struct site_test *s, const char *login)
{
	int64_t id = *login ? id_of(s, login) : 0;

	s->actor = (struct actor){.is_operator = !*login};
	if (!*login)
		return;
	site_clean(s);
	ok(db_begin(s->db, DB_READ));
	ok(account_actor(&s->cx, id, &s->actor));
	db_rollback(s->db);
}

static void plant(struct site_test *s)
{
	int64_t d = site_found(s, 0, "d", "district", 20100101);

	site_found(s, d, "east", "commune", 20100101);
	site_found(s, d, "west", "commune", 20100101);
}

/* ---- signing in ---- */

struct sign {
	const char *login, *password, *back;
};

static enum err sign(struct site_test *s, const char *login, const char *password)
{
	struct doc d;

	return site_run(s, &sign_in, &(struct sign){login, password, NULL}, 0, NULL, &d);
}

static int64_t sessions(struct site_test *s, const char *login)
{
	int64_t n, id = id_of(s, login);

	ok(db_begin(s->side, DB_READ));
	ok(db_number(s->side, &n, -1, Q_SESSION_COUNT_OF, id, clock_now(&s->clock)));
	db_rollback(s->side);
	return n;
}

static void makes_accounts(void **state)
{
	struct site_test *s = site_of(state);
	struct actor actor = {0};

	plant(s);
	ok(add(s, "office.east", "office", "east"));
	ok(sign(s, "office.east", PASSWORD));
	ok(db_begin(s->db, DB_READ));
	ok(account_actor(&s->cx, 0, &actor));
	assert_int_equal(actor.grants.n, 0);
	db_rollback(s->db);
	act_as(s, "office.east");
	assert_int_equal(s->actor.grants.n, 1);
	ok(db_begin(s->db, DB_READ));
	assert_true(grant_allows(&s->actor, PERM_ORG_CHANGE));
	assert_false(grant_allows(&s->actor, PERM_ACCOUNT_MAKE));
	db_rollback(s->db);
	act_as(s, "");
}

static void refuses_bad_accounts(void **state)
{
	struct site_test *s = site_of(state);
	struct account_new in = {.login = "x", .name = "x", .password = "ngắn quá"};
	struct doc d;

	assert_int_equal(site_run(s, &account_add, &in, 0, NULL, &d), ERR_BAD_INPUT);
	assert_true(site_said(s, M_ACCOUNT_PASSWORD_SHORT));
	ok(add(s, "one", NULL, NULL));
	assert_int_equal(add(s, "one", NULL, NULL), ERR_BAD_INPUT);
	assert_true(site_said(s, M_ACCOUNT_LOGIN_TAKEN));
	assert_int_equal(add(s, "17", NULL, NULL), ERR_BAD_INPUT);
	assert_int_equal(add(s, "Hai", NULL, NULL), ERR_BAD_INPUT);
	assert_true(site_said(s, M_ACCOUNT_LOGIN_SHAPE));
	assert_int_equal(add(s, "two", "office", "nowhere"), ERR_NOT_FOUND);
	assert_int_equal(id_of(s, "two"), 0);
	in = (struct account_new){.login = "three",
		.name = "x",
		.password = PASSWORD,
		.func = "office",
		.from_day = 20260201,
		.to_day = 20260131};
	assert_int_equal(site_run(s, &account_add, &in, 0, NULL, &d), ERR_BAD_INPUT);
	assert_true(site_said(s, M_ACCOUNT_PERIOD));
}

static void wrong_passwords_wait(void **state)
{
	struct site_test *s = site_of(state);

	s->clock.fixed_ms = ms_of_day(20261122);
	ok(add(s, "one", "office", NULL));
	for (int i = 0; i < 4; i++)
		assert_int_equal(sign(s, "one", "không phải"), ERR_BAD_INPUT);
	assert_int_equal(sign(s, "one", PASSWORD), ERR_TOO_MANY);
	s->clock.fixed_ms += 5000;
	ok(sign(s, "one", PASSWORD));
	assert_int_equal(sessions(s, "one"), 1);
	s->clock.fixed_ms += (int64_t)SESSION_HOURS * 3600 * 1000 + 1;
	assert_int_equal(sessions(s, "one"), 0);
}

/* ---- functions ---- */

static int64_t only_grant(struct site_test *s, const char *login)
{
	int64_t id = id_of(s, login);
	const struct grant *g;
	struct list list;

	ok(db_begin(s->db, DB_READ));
	ok(db_list(s->db, s->a, grant_fields, sizeof(*g), &list, Q_GRANTS_ALL, id));
	db_rollback(s->db);
	assert_int_equal(list.n, 1);
	g = list.rows;
	return g->id;
}

static size_t holds(struct site_test *s, const char *login)
{
	size_t n;

	act_as(s, login);
	n = s->actor.grants.n;
	act_as(s, "");
	return n;
}

static void functions_come_and_go(void **state)
{
	struct site_test *s = site_of(state);
	const char *id;

	plant(s);
	ok(add(s, "one", NULL, NULL));
	assert_int_equal(holds(s, "one"), 0);
	ok(grant(s, "one", "secretary", "east"));
	assert_int_equal(holds(s, "one"), 1);
	id = arena_printf(s->a, "%lld", (long long)only_grant(s, "one"));
	ok(change(s, &account_revoke, id));
	assert_int_equal(holds(s, "one"), 0);
	assert_int_equal(change(s, &account_revoke, id), ERR_NOT_FOUND);
	assert_true(site_said(s, M_ACCOUNT_NO_GRANT));
}

/* The last day counts, the day after does not. */
static void functions_have_days(void **state)
{
	struct site_test *s = site_of(state);
	struct account_new in = {.func = "office", .from_day = 20261101, .to_day = 20261122};
	struct doc d;

	ok(add(s, "one", NULL, NULL));
	ok(site_run(s, &account_grant, &in, 0, "one", &d));
	assert_int_equal(holds(s, "one"), 1);
	s->cx.say.today = 20261123;
	assert_int_equal(holds(s, "one"), 0);
	s->cx.say.today = 20261031;
	assert_int_equal(holds(s, "one"), 0);
}

static void auditors_are_nothing_else(void **state)
{
	struct site_test *s = site_of(state);

	plant(s);
	ok(add(s, "check", "auditor", "east"));
	ok(grant(s, "check", "auditor", "west"));
	assert_int_equal(grant(s, "check", "office", NULL), ERR_REFUSED);
	assert_true(site_said(s, M_ACCOUNT_AUDITOR_ALONE));
	ok(add(s, "both", "office", "east"));
	ok(grant(s, "both", "secretary", "east"));
	assert_int_equal(grant(s, "both", "auditor", "east"), ERR_REFUSED);
	assert_int_equal(holds(s, "both"), 2);
}

static void nobody_gives_to_themselves(void **state)
{
	struct site_test *s = site_of(state);

	ok(add(s, "root", "administration", NULL));
	act_as(s, "root");
	assert_int_equal(grant(s, "root", "office", NULL), ERR_FORBIDDEN);
	assert_true(site_said(s, M_ACCOUNT_NOT_SELF));
	assert_int_equal(change(s, &account_close, "root"), ERR_FORBIDDEN);
	ok(add(s, "other", NULL, NULL));
	ok(grant(s, "other", "office", NULL));
	act_as(s, "");
	ok(grant(s, "root", "office", NULL));
}

/* Who administers the east touches neither the west nor who reaches further than the east. */
static void administration_has_a_reach(void **state)
{
	struct site_test *s = site_of(state);
	struct doc d;

	plant(s);
	ok(add(s, "root", "administration", NULL));
	ok(add(s, "admin.east", "administration", "east"));
	ok(add(s, "office.west", "office", "west"));
	act_as(s, "admin.east");
	ok(add(s, "office.east", "office", "east"));
	assert_int_equal(add(s, "more", "office", "west"), ERR_FORBIDDEN);
	assert_int_equal(add(s, "more", "office", "d"), ERR_FORBIDDEN);
	assert_int_equal(add(s, "more", "office", NULL), ERR_FORBIDDEN);
	assert_int_equal(grant(s, "office.east", "member", "west"), ERR_FORBIDDEN);
	assert_int_equal(grant(s, "office.west", "member", "east"), ERR_FORBIDDEN);
	assert_int_equal(site_run(s, &account_password, &(struct account_new){.password = PASSWORD},
				 0, "root", &d),
		ERR_FORBIDDEN);
	assert_int_equal(change(s, &account_close, "office.west"), ERR_FORBIDDEN);
	ok(change(s, &account_close, "office.east"));
	act_as(s, "");
}

/* ---- passwords and closing ---- */

static void a_new_password_ends_sessions(void **state)
{
	struct site_test *s = site_of(state);
	struct account_new in = {.password = "một câu khác hẳn"};
	struct doc d;

	ok(add(s, "one", "office", NULL));
	ok(sign(s, "one", PASSWORD));
	assert_int_equal(sessions(s, "one"), 1);
	ok(site_run(s, &account_password, &in, 0, "one", &d));
	assert_int_equal(sessions(s, "one"), 0);
	assert_int_equal(sign(s, "one", PASSWORD), ERR_BAD_INPUT);
	ok(sign(s, "one", in.password));
}

static void closed_accounts_do_nothing(void **state)
{
	struct site_test *s = site_of(state);

	ok(add(s, "one", "office", NULL));
	ok(sign(s, "one", PASSWORD));
	ok(change(s, &account_close, "one"));
	assert_int_equal(sessions(s, "one"), 0);
	assert_int_equal(holds(s, "one"), 0);
	assert_int_equal(sign(s, "one", PASSWORD), ERR_BAD_INPUT);
	ok(change(s, &account_open, "one"));
	ok(sign(s, "one", PASSWORD));
	assert_int_equal(holds(s, "one"), 1);
}

static void shows_accounts(void **state)
{
	struct site_test *s = site_of(state);
	struct doc d;

	plant(s);
	ok(add(s, "one", "office", "east"));
	ok(add(s, "two", NULL, NULL));
	ok(site_run(s, &account_list, &(int){0}, 0, NULL, &d));
	assert_int_equal(doc_find(&d, "accounts")->rows.n, 2);
	ok(site_run(s, &account_show, &(int){0}, 0, "one", &d));
	assert_int_equal(doc_find(&d, "grants")->rows.n, 1);
	ok(site_run(s, &account_show, &(int){0}, 0,
		arena_printf(s->a, "%lld", (long long)id_of(s, "one")), &d));
	assert_string_equal(d.title, "one");
	assert_int_equal(site_run(s, &account_show, &(int){0}, 0, "none", &d), ERR_NOT_FOUND);
	assert_int_equal(site_run(s, &account_show, &(int){0}, 0, "99", &d), ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {on_site(makes_accounts), on_site(refuses_bad_accounts),
		on_site(wrong_passwords_wait), on_site(functions_come_and_go),
		on_site(functions_have_days), on_site(auditors_are_nothing_else),
		on_site(nobody_gives_to_themselves), on_site(administration_has_a_reach),
		on_site(a_new_password_ends_sessions), on_site(closed_accounts_do_nothing),
		on_site(shows_accounts)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
