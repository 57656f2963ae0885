/*
 * account_admin.c: accounts, the functions they hold, passwords, closing.
 */
#include "account/account.h"
#include "base/crypto.h"
#include "core/listing.h"
#include "core/tree.h"

/* ---- reading ---- */

static const struct listing accounts = {.name = "accounts",
	.empty = M_ACCOUNT_NO_ACCOUNTS,
	.fields = account_fields,
	.size = sizeof(struct account),
	.first = Q_ACCOUNT_ALL,
	.after = Q_ACCOUNT_AFTER,
	.row_href = "/account/"};

static enum err list(struct ctx *cx, const void *in, struct doc *d)
{
	struct doc_part *p;

	(void)in;
	d->title = msg_text(cx->say.lang, M_ACCOUNT_LIST);
	if (grant_allows(cx->actor, PERM_ACCOUNT_MAKE))
		doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_ACCOUNT_ADD), "/account-new");
	listing_exports(cx, d, "");
	return listing_add(cx, d, &accounts, (const struct db_val[1]){0}, 0, &p);
}

const struct action account_list = {.read = list, .title = M_ACCOUNT_LIST};

/* The account that the address names, by its id or its sign-in name. */
static enum err pick(struct ctx *cx, struct account *ret)
{
	long long id = 0;
	int64_t found;
	enum err e;

	if (!str_to_int(str_of(cx->item), &id)) {
		TRY(account_find(cx, cx->item, NULL, &found));
		id = found;
	}
	e = db_get(cx->db, cx->a, account_fields, ret, Q_ACCOUNT_BY_ID, (int64_t)id);
	if (e == ERR_NOT_FOUND)
		return cx_fault(cx, e, NULL, M_ACCOUNT_NONE, cx->item);
	return e;
}

static enum err grants_of(struct ctx *cx, int64_t account, struct list *ret)
{
	return db_list(
		cx->db, cx->a, grant_fields, sizeof(struct grant), ret, Q_GRANTS_ALL, account);
}

struct grant_row {
	int64_t id;
	const char *func, *org, *reach, *href;
	day_t from_day, last_day;
};

static const struct field grant_row_fields[] = {
	F_ID(struct grant_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "grant"),
	F_CAT(struct grant_row, func, M_FIELD_FUNC, CLASS_INSIDE, FF_KEY, "func"),
	F_TEXT(struct grant_row, org, M_FIELD_ORG, CLASS_INSIDE, 0, 200),
	F_CAT(struct grant_row, reach, M_FIELD_REACH, CLASS_INSIDE, 0, "reach"),
	F_DAY(struct grant_row, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct grant_row, last_day, M_FIELD_LAST_DAY, CLASS_INSIDE, 0),
	F_URL(struct grant_row, href, M_FIELD_FUNC, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

static enum err org_name(struct ctx *cx, int64_t org, const char **ret)
{
	struct org_spell s;
	enum err e;

	*ret = msg_text(cx->say.lang, M_ACCOUNT_ALL_ORGS);
	if (!org)
		return ERR_OK;
	e = tree_spell_near(cx, org, cx->day, &s);
	if (!e)
		*ret = s.name;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err add_grants(struct ctx *cx, struct doc *d, int64_t account)
{
	struct grant_row *rows;
	const struct grant *g;
	struct doc_part *p;
	struct list grants;

	TRY(grants_of(cx, account, &grants));
	g = grants.rows;
	rows = arena_array(cx->a, grants.n + 1, sizeof(*rows));
	for (size_t i = 0; i < grants.n; i++) {
		rows[i] = (struct grant_row){.id = g[i].id,
			.func = g[i].func,
			.reach = g[i].reach,
			.from_day = g[i].from_day,
			.last_day = g[i].to_day == DAY_MAX ? DAY_MAX : day_add(g[i].to_day, -1)};
		TRY(org_name(cx, g[i].org, &rows[i].org));
		if (grant_allows(cx->actor, PERM_ACCOUNT_MAKE))
			rows[i].href = arena_printf(
				cx->a, "/account/grant/%lld/revoke", (long long)g[i].id);
	}
	p = doc_table(d, "grants", M_ACCOUNT_GRANTS, grant_row_fields,
		(struct list){rows, grants.n, sizeof(*rows)});
	p->empty = msg_text(cx->say.lang, M_ACCOUNT_NO_GRANTS);
	return ERR_OK;
}

static enum err sessions_of(struct ctx *cx, int64_t account, int64_t *ret)
{
	enum err e;

	TRY(db_begin(cx->side, DB_READ));
	e = db_number(cx->side, ret, 0, Q_SESSION_COUNT_OF, account, clock_now(cx->clock));
	db_rollback(cx->side);
	return e;
}

struct account_facts {
	const char *login, *name;
	int closed;
	int64_t sessions;
};

static const struct field account_facts_fields[] = {
	F_TEXT(struct account_facts, login, M_FIELD_LOGIN, CLASS_INSIDE, 0, 60),
	F_TEXT(struct account_facts, name, M_FIELD_ACCOUNT_NAME, CLASS_INSIDE, 0, 200),
	F_BOOL(struct account_facts, closed, M_FIELD_CLOSED, CLASS_INSIDE, FF_ZERO),
	F_INT(struct account_facts, sessions, M_FIELD_SESSIONS, CLASS_INSIDE, FF_ZERO, 0),
	F_END,
};

static void show_links(struct ctx *cx, struct doc *d, const struct account *acc)
{
	const struct {
		const char *rest;
		enum msg label;
	} acts[] = {{"grant", M_ACCOUNT_GRANT}, {"password", M_ACCOUNT_PASSWORD},
		{acc->closed ? "open" : "close", acc->closed ? M_ACCOUNT_OPEN : M_ACCOUNT_CLOSE}};

	if (!grant_allows(cx->actor, PERM_ACCOUNT_MAKE))
		return;
	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++)
		doc_link(d, i ? DOC_ACTION : DOC_PRIMARY, msg_text(cx->say.lang, acts[i].label),
			"/account/%lld/%s", (long long)acc->id, acts[i].rest);
}

static void account_path(struct ctx *cx, struct doc *d, const struct account *acc)
{
	doc_path(d, msg_text(cx->say.lang, M_ACCOUNT_LIST), "/account");
	if (acc)
		doc_path(d, acc->name, arena_printf(cx->a, "/account/%lld", (long long)acc->id));
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct account_facts *facts = arena_new_of(cx->a, struct account_facts);
	struct account acc;

	(void)in;
	TRY(pick(cx, &acc));
	account_path(cx, d, &acc);
	d->title = acc.name;
	*facts = (struct account_facts){acc.login, acc.name, acc.closed, 0};
	TRY(sessions_of(cx, acc.id, &facts->sessions));
	doc_record(d, "account", M_NONE, account_facts_fields, facts);
	TRY(add_grants(cx, d, acc.id));
	show_links(cx, d, &acc);
	return ERR_OK;
}

const struct action account_show = {.read = show, .title = M_ACCOUNT_SHOW};

/* ---- what is allowed ---- */

/* Nobody gives or takes over a reach that is not theirs. */
static enum err check_reach(struct ctx *cx, const struct list *grants)
{
	const struct grant *g = grants->rows;

	for (size_t i = 0; i < grants->n; i++)
		if (g[i].to_day > cx->say.today)
			TRY(grant_over(cx, PERM_ACCOUNT_MAKE, g[i].org));
	return ERR_OK;
}

static enum err check_not_self(struct ctx *cx, int64_t account)
{
	if (account && account == cx->actor->account)
		return cx_fault(cx, ERR_FORBIDDEN, NULL, M_ACCOUNT_NOT_SELF);
	return ERR_OK;
}

/* A data auditor sees everything for checking and so holds no function that acts. */
static enum err check_alone(struct ctx *cx, const struct list *grants, const char *func)
{
	const struct grant *g = grants->rows;

	for (size_t i = 0; i < grants->n; i++) {
		bool same = text_eq(g[i].func, func);
		if (g[i].to_day <= cx->say.today || same)
			continue;
		if (text_eq(g[i].func, "auditor") || text_eq(func, "auditor"))
			return cx_fault(cx, ERR_REFUSED, "func", M_ACCOUNT_AUDITOR_ALONE,
				arena_strdup(cx->a,
					cat_name(cx->say.cats, cx->say.lang, "func", g[i].func)));
	}
	return ERR_OK;
}

/* The account of the address, if the actor may change it. */
static enum err pick_to_change(struct ctx *cx, struct account *ret, struct list *ret_grants)
{
	TRY(pick(cx, ret));
	TRY(grants_of(cx, ret->id, ret_grants));
	return check_reach(cx, ret_grants);
}

/* ---- forms ---- */

#define LOGIN                                                                                      \
	{                                                                                          \
		"login", FT_TEXT, CLASS_INSIDE, M_FIELD_LOGIN, FF_REQUIRED,                        \
			FIELD_OFF(struct account_new, login, const char *), 60, 0, 0,              \
			M_HINT_LOGIN, 0                                                            \
	}
#define NAME F_TEXT(struct account_new, name, M_FIELD_ACCOUNT_NAME, CLASS_INSIDE, FF_REQUIRED, 200)
#define PASSWORD                                                                                   \
	{                                                                                          \
		"new_password", FT_SECRET, CLASS_INSIDE, M_FIELD_NEW_PASSWORD, FF_REQUIRED,        \
			FIELD_OFF(struct account_new, password, const char *), 200, 0, 0,          \
			M_HINT_PASSWORD, 0                                                         \
	}
#define GRANT(required)                                                                            \
	F_CAT(struct account_new, func, M_FIELD_FUNC, CLASS_INSIDE, required, "func"),             \
		{"over", FT_TEXT, CLASS_INSIDE, M_FIELD_ORG, 0,                                    \
			FIELD_OFF(struct account_new, over, const char *), 200, 0, 0, M_HINT_OVER, \
			0},                                                                        \
		F_CAT(struct account_new, reach, M_FIELD_REACH, CLASS_INSIDE, 0, "reach"),         \
		{"from", FT_DAY, CLASS_INSIDE, M_FIELD_FROM_DAY, 0,                                \
			FIELD_OFF(struct account_new, from_day, day_t), 0, 0, 0, M_NONE, 0},       \
	{                                                                                          \
		"to", FT_DAY, CLASS_INSIDE, M_FIELD_LAST_DAY, 0,                                   \
			FIELD_OFF(struct account_new, to_day, day_t), 0, 0, 0, M_NONE, 0           \
	}

static const struct field add_fields[] = {LOGIN, NAME, PASSWORD, GRANT(0), F_END};
static const struct field password_fields[] = {PASSWORD, F_END};
static const struct field grant_form[] = {GRANT(FF_REQUIRED), F_END};

struct why_in {
	const char *reason;
};

static const struct field why_fields[] = {
	F_LINES(struct why_in, reason, M_FIELD_REASON, CLASS_INSIDE, 0, 500),
	F_END,
};

static enum err fill(struct ctx *cx, void *in, struct doc *d)
{
	struct account acc;

	(void)in;
	if (!cx->item) {
		account_path(cx, d, NULL);
		return ERR_OK;
	}
	TRY(pick(cx, &acc));
	account_path(cx, d, &acc);
	d->lead = doc_say(d, M_ACCOUNT_LEAD, acc.name, acc.login, NULL);
	return ERR_OK;
}

static const char *account_href(struct ctx *cx, int64_t account)
{
	return arena_printf(cx->a, "/account/%lld", (long long)account);
}

/* ---- a new account ---- */

/* Within the reach of who gives it; the operator reaches everything. */
static enum err check_given(struct ctx *cx, const struct account_new *in)
{
	int64_t org;

	if (text_empty(in->func))
		return ERR_OK;
	TRY(account_check_grant(cx, in, &org));
	return grant_over(cx, PERM_ACCOUNT_MAKE, org);
}

static enum err add_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	(void)d;
	(void)ret_plan;
	TRY(account_check_new(cx, in));
	return check_given(cx, in);
}

static enum err add_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	int64_t id;

	(void)plan;
	TRY(txn_start(cx, "account_add", NULL));
	TRY(account_make(cx, in, &id));
	d->location = account_href(cx, id);
	return ERR_OK;
}

const struct action account_add = {.in = add_fields,
	.in_size = sizeof(struct account_new),
	.fill = fill,
	.plan = add_plan,
	.apply = add_apply,
	.title = M_ACCOUNT_ADD,
	.submit = M_ACCOUNT_ADD};

/* ---- changes of one account: the plan is the account ---- */

static enum err end_sessions(struct ctx *cx, int64_t account)
{
	enum err e;

	TRY(db_begin(cx->side, DB_WRITE));
	e = db_run(cx->side, Q_SESSION_DELETE_OF, account);
	if (!e)
		return db_commit(cx->side);
	db_rollback(cx->side);
	return e;
}

static enum err password_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct account *acc = arena_new_of(cx->a, struct account);
	const struct account_new *in = vin;
	struct list grants;

	(void)d;
	TRY(pick_to_change(cx, acc, &grants));
	*ret_plan = acc;
	return account_check_password(cx, in->password);
}

static enum err password_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct account_new *in = vin;
	const struct account *acc = plan;

	TRY(txn_start(cx, "account_password", NULL));
	TRY(db_run(cx->db, Q_ACCOUNT_SET_PASSWORD, acc->id,
		(const char *)password_hash(cx->a, in->password)));
	TRY(end_sessions(cx, acc->id));
	d->location = account_href(cx, acc->id);
	return ERR_OK;
}

const struct action account_password = {.in = password_fields,
	.in_size = sizeof(struct account_new),
	.fill = fill,
	.plan = password_plan,
	.apply = password_apply,
	.title = M_ACCOUNT_PASSWORD,
	.submit = M_ACCOUNT_PASSWORD};

struct grant_plan {
	struct account account;
	struct grant grant;
};

static enum err grant_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct grant_plan *p = arena_new_of(cx->a, struct grant_plan);
	const struct account_new *in = vin;
	struct list grants;

	(void)d;
	TRY(pick_to_change(cx, &p->account, &grants));
	TRY(check_not_self(cx, p->account.id));
	TRY(check_alone(cx, &grants, in->func));
	TRY(account_check_grant(cx, in, &p->grant.org));
	TRY(grant_over(cx, PERM_ACCOUNT_MAKE, p->grant.org));
	*ret_plan = p;
	return ERR_OK;
}

static enum err grant_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	const struct grant_plan *p = plan;

	TRY(txn_start(cx, "account_grant", NULL));
	d->location = account_href(cx, p->account.id);
	return account_give(cx, p->account.id, in, p->grant.org);
}

const struct action account_grant = {.in = grant_form,
	.in_size = sizeof(struct account_new),
	.fill = fill,
	.plan = grant_plan,
	.apply = grant_apply,
	.title = M_ACCOUNT_GRANT,
	.submit = M_ACCOUNT_GRANT};

/* Here the address names the function given, not the account. */
static enum err pick_grant(struct ctx *cx, struct grant_plan *ret)
{
	long long id = 0;
	enum err e = ERR_NOT_FOUND;

	if (str_to_int(str_of(cx->item), &id))
		e = db_get(cx->db, cx->a, grant_fields, &ret->grant, Q_GRANT_BY_ID, (int64_t)id);
	if (e == ERR_NOT_FOUND)
		return cx_fault(cx, e, NULL, M_ACCOUNT_NO_GRANT);
	TRY(e);
	return db_get(
		cx->db, cx->a, account_fields, &ret->account, Q_ACCOUNT_BY_ID, ret->grant.account);
}

static enum err revoke_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct grant_plan p = {0};
	const char *org = NULL;

	(void)in;
	TRY(pick_grant(cx, &p));
	TRY(org_name(cx, p.grant.org, &org));
	account_path(cx, d, &p.account);
	d->lead = doc_say(d, M_ACCOUNT_REVOKE_LEAD, p.account.name,
		cat_name(cx->say.cats, cx->say.lang, "func", p.grant.func), org, NULL);
	return ERR_OK;
}

static enum err revoke_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct grant_plan *p = arena_new_of(cx->a, struct grant_plan);

	(void)in;
	(void)d;
	TRY(pick_grant(cx, p));
	TRY(grant_over(cx, PERM_ACCOUNT_MAKE, p->grant.org));
	*ret_plan = p;
	return ERR_OK;
}

static enum err revoke_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct grant_plan *p = plan;
	const struct why_in *in = vin;
	int64_t n;

	TRY(txn_start(cx, "account_revoke", in->reason));
	TRY(db_run_count(
		cx->db, &n, Q_GRANT_VOID, p->grant.id, p->account.id, cx->txn, cx->txn_ms));
	if (n != 1)
		return cx_fault(cx, ERR_CONFLICT, NULL, M_ACCOUNT_NO_GRANT);
	d->location = account_href(cx, p->account.id);
	return ERR_OK;
}

const struct action account_revoke = {.in = why_fields,
	.in_size = sizeof(struct why_in),
	.fill = revoke_fill,
	.plan = revoke_plan,
	.apply = revoke_apply,
	.title = M_ACCOUNT_REVOKE,
	.submit = M_ACCOUNT_REVOKE};

/* ---- closing and opening ---- */

static bool closes(const struct ctx *cx)
{
	return text_eq(cx->action->arg, "close");
}

static enum err close_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct account *acc = arena_new_of(cx->a, struct account);
	struct list grants;

	(void)in;
	(void)d;
	TRY(pick_to_change(cx, acc, &grants));
	TRY(check_not_self(cx, acc->id));
	*ret_plan = acc;
	return ERR_OK;
}

static enum err close_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct account *acc = plan;
	const struct why_in *in = vin;

	TRY(txn_start(cx, closes(cx) ? "account_close" : "account_open", in->reason));
	TRY(db_run(cx->db, Q_ACCOUNT_SET_CLOSED, acc->id, (int)closes(cx)));
	if (closes(cx))
		TRY(end_sessions(cx, acc->id));
	d->location = account_href(cx, acc->id);
	return ERR_OK;
}

#define CLOSING(var, way, title_)                                                                  \
	const struct action var = {.in = why_fields,                                               \
		.in_size = sizeof(struct why_in),                                                  \
		.fill = fill,                                                                      \
		.plan = close_plan,                                                                \
		.apply = close_apply,                                                              \
		.title = title_,                                                                   \
		.submit = title_,                                                                  \
		.arg = way}

CLOSING(account_close, "close", M_ACCOUNT_CLOSE);
CLOSING(account_open, "open", M_ACCOUNT_OPEN);
