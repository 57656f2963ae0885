/*
 * account_admin.c: accounts, the functions they hold, passwords, closing.
 */
#include "account/account_admin.h"
#include "account/account_enter.h"
#include "account/account_fact.h"
#include "core/listing.h"

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

enum err account_pick(struct ctx *cx, struct account *ret)
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
	} acts[] = {{"grant", M_ACCOUNT_GRANT}, {"person", M_ACCOUNT_LINK}, {"slip", M_SLIP_NEW},
		{"password", M_ACCOUNT_PASSWORD}, {"end", M_ACCOUNT_END_ALL},
		{"factor-end", M_FACTOR_TAKE_OFF},
		{acc->closed ? "open" : "close", acc->closed ? M_ACCOUNT_OPEN : M_ACCOUNT_CLOSE}};

	if (!grant_allows(cx->actor, PERM_ACCOUNT_MAKE))
		return;
	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++)
		doc_link(d, i ? DOC_ACTION : DOC_PRIMARY, msg_text(cx->say.lang, acts[i].label),
			"/account/%lld/%s", (long long)acc->id, acts[i].rest);
}

void account_path(struct ctx *cx, struct doc *d, const struct account *acc)
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
	TRY(account_pick(cx, &acc));
	account_path(cx, d, &acc);
	d->title = acc.name;
	*facts = (struct account_facts){acc.login, acc.name, acc.closed, 0};
	TRY(sessions_of(cx, acc.id, &facts->sessions));
	doc_record(d, "account", M_NONE, account_facts_fields, facts);
	TRY(account_add_person(cx, d, &acc));
	TRY(account_add_grants(cx, d, &acc));
	show_links(cx, d, &acc);
	return ERR_OK;
}

const struct action account_show = {.read = show, .title = M_ACCOUNT_SHOW};

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
static const struct field add_fields[] = {
	LOGIN, NAME, PASSWORD, ACCOUNT_MEMBER_FIELD, ACCOUNT_GRANT_FIELDS(0), F_END};
static const struct field password_fields[] = {PASSWORD, F_END};

const struct field why_fields[] = {
	F_LINES(struct why_in, reason, M_FIELD_REASON, CLASS_INSIDE, 0, 500),
	F_END,
};

enum err account_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct account acc;

	(void)in;
	if (!cx->item) {
		account_path(cx, d, NULL);
		return ERR_OK;
	}
	TRY(account_pick(cx, &acc));
	account_path(cx, d, &acc);
	d->lead = doc_say(d, M_ACCOUNT_LEAD, acc.name, acc.login, NULL);
	return ERR_OK;
}

const char *account_href(struct ctx *cx, int64_t account)
{
	return arena_printf(cx->a, "/account/%lld", (long long)account);
}

/* ---- a new account ---- */

static enum err add_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct account_new *p = arena_new_of(cx->a, struct account_new);
	const struct account_new *in = vin;
	struct list orgs;

	(void)d;
	*p = *in;
	*ret_plan = p;
	TRY(account_check_new(cx, in));
	TRY(account_find_person(cx, in->member, 0, &p->person));
	return text_empty(in->func) ? ERR_OK : account_check_given(cx, in, &orgs);
}

static enum err add_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	int64_t id;

	(void)in;
	TRY(txn_start(cx, "account_add", NULL));
	TRY(account_make(cx, plan, &id));
	d->location = account_href(cx, id);
	return ERR_OK;
}

const struct action account_add = {.in = add_fields,
	.in_size = sizeof(struct account_new),
	.fill = account_fill,
	.plan = add_plan,
	.apply = add_apply,
	.title = M_ACCOUNT_ADD,
	.submit = M_ACCOUNT_ADD};

/* ---- changes of one account: the plan is the account ---- */

static enum err password_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct account *acc = arena_new_of(cx->a, struct account);
	const struct account_new *in = vin;
	struct list grants;

	(void)d;
	TRY(account_pick_to_change(cx, acc, &grants));
	*ret_plan = acc;
	return account_check_password(cx, in->password, acc->login, acc->name);
}

static enum err password_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct account_new *in = vin;
	const struct account *acc = plan;

	TRY(txn_start(cx, "account_password", NULL));
	TRY(account_password_set(cx, acc->id, in->password, NULL));
	TRY(account_end_sessions(cx, acc->id));
	d->location = account_href(cx, acc->id);
	return ERR_OK;
}

const struct action account_password = {.in = password_fields,
	.in_size = sizeof(struct account_new),
	.fill = account_fill,
	.plan = password_plan,
	.apply = password_apply,
	.title = M_ACCOUNT_PASSWORD,
	.submit = M_ACCOUNT_PASSWORD};

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
	TRY(account_pick_to_change(cx, acc, &grants));
	TRY(account_check_not_self(cx, acc->id));
	*ret_plan = acc;
	return ERR_OK;
}

static enum err close_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct account *acc = plan;
	const struct why_in *in = vin;

	TRY(txn_start(cx, closes(cx) ? "account_close" : "account_open", in->reason));
	TRY(account_set_closed(cx, acc->id, closes(cx)));
	if (closes(cx))
		TRY(account_end_sessions(cx, acc->id));
	d->location = account_href(cx, acc->id);
	return ERR_OK;
}

#define CLOSING(var, way, title_)                                                                  \
	const struct action var = {.in = why_fields,                                               \
		.in_size = sizeof(struct why_in),                                                  \
		.fill = account_fill,                                                              \
		.plan = close_plan,                                                                \
		.apply = close_apply,                                                              \
		.title = title_,                                                                   \
		.submit = title_,                                                                  \
		.arg = way}

CLOSING(account_close, "close", M_ACCOUNT_CLOSE);
CLOSING(account_open, "open", M_ACCOUNT_OPEN);
