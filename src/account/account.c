#include "account/account.h"

#include "base/crypto.h"
#include "base/text.h"
#include "core/tree_find.h"

enum { PASSWORD_LEAST = 10 };

const struct field account_fields[] = {
	F_ID(struct account, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "account"),
	F_INT(struct account, version, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, 0),
	F_TEXT(struct account, login, M_FIELD_LOGIN, CLASS_INSIDE, FF_KEY, 60),
	F_TEXT(struct account, name, M_FIELD_ACCOUNT_NAME, CLASS_INSIDE, 0, 200),
	F_TEXT(struct account, lang, M_FIELD_LANG, CLASS_INSIDE, FF_HIDDEN, 2),
	F_BOOL(struct account, closed, M_FIELD_CLOSED, CLASS_INSIDE, 0),
	F_END,
};

/* A row of actor_of. */
struct holding {
	int64_t id, account, org;
	const char *login, *name, *func, *reach;
	day_t from_day, to_day;
};

static const struct field holding_fields[] = {
	F_ID(struct holding, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "grant"),
	F_ID(struct holding, account, M_FIELD_ACCOUNT, CLASS_INSIDE, FF_HIDDEN, "account"),
	F_ID(struct holding, org, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_TEXT(struct holding, login, M_FIELD_LOGIN, CLASS_INSIDE, 0, 60),
	F_TEXT(struct holding, name, M_FIELD_ACCOUNT_NAME, CLASS_INSIDE, 0, 200),
	F_CAT(struct holding, func, M_FIELD_FUNC, CLASS_INSIDE, 0, "func"),
	F_CAT(struct holding, reach, M_FIELD_REACH, CLASS_INSIDE, 0, "reach"),
	F_DAY(struct holding, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct holding, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_END,
};

enum err account_actor(struct ctx *cx, int64_t account, struct actor *ret)
{
	const struct holding *h;
	struct grant *grants;
	struct list rows;
	size_t n = 0;

	TRY(db_list(cx->db, cx->a, holding_fields, sizeof(*h), &rows, Q_ACTOR_OF, account,
		cx->say.today));
	if (!rows.n)
		return ERR_OK;
	h = rows.rows;
	grants = arena_array(cx->a, rows.n, sizeof(*grants));
	for (size_t i = 0; i < rows.n; i++)
		if (h[i].id)
			grants[n++] = (struct grant){h[i].id, account, h[i].org, h[i].func,
				h[i].reach, h[i].from_day, h[i].to_day};
	ret->account = account;
	ret->login = h->login;
	ret->name = h->name;
	ret->grants = (struct list){grants, n, sizeof(*grants)};
	return ERR_OK;
}

enum err account_find(struct ctx *cx, const char *login, const char *field, int64_t *ret)
{
	TRY(db_number(cx->db, ret, 0, Q_ACCOUNT_BY_LOGIN, login));
	if (!*ret)
		return cx_fault(cx, ERR_NOT_FOUND, field, M_ACCOUNT_NONE, login);
	return ERR_OK;
}

/* Letters without marks, digits and . _ -, with a letter first: an id is never taken for a name. */
static bool login_fits(const char *login)
{
	const char *rest = "abcdefghijklmnopqrstuvwxyz0123456789._-";

	if (text_empty(login) || login[0] < 'a' || login[0] > 'z')
		return false;
	return strspn(login, rest) == strlen(login);
}

enum err account_check_password(struct ctx *cx, const char *password)
{
	if (text_empty(password) || text_length(password) < PASSWORD_LEAST)
		return cx_fault(cx, ERR_BAD_INPUT, "new_password", M_ACCOUNT_PASSWORD_SHORT);
	return ERR_OK;
}

enum err account_check_new(struct ctx *cx, const struct account_new *in)
{
	int64_t taken;

	if (!login_fits(in->login))
		return cx_fault(cx, ERR_BAD_INPUT, "login", M_ACCOUNT_LOGIN_SHAPE);
	TRY(account_check_password(cx, in->password));
	TRY(db_number(cx->db, &taken, 0, Q_ACCOUNT_BY_LOGIN, in->login));
	if (taken)
		return cx_fault(cx, ERR_BAD_INPUT, "login", M_ACCOUNT_LOGIN_TAKEN, in->login);
	return ERR_OK;
}

enum err account_check_grant(struct ctx *cx, const struct account_new *in, int64_t *ret_org)
{
	*ret_org = 0;
	if (in->from_day && in->to_day && in->to_day < in->from_day)
		return cx_fault(cx, ERR_BAD_INPUT, "to", M_ACCOUNT_PERIOD);
	if (text_empty(in->over))
		return ERR_OK;
	return tree_pick(cx, in->over, cx->day, "over", ret_org);
}

enum err account_give(struct ctx *cx, int64_t account, const struct account_new *in, int64_t org)
{
	return db_run(cx->db, Q_GRANT_INSERT, id_new(cx->ids), account, in->func, org,
		text_empty(in->reach) ? "below" : in->reach, in->from_day ? in->from_day : DAY_MIN,
		in->to_day ? day_add(day_last(in->to_day), 1) : DAY_MAX, cx->txn, cx->txn_ms);
}

enum err account_make(struct ctx *cx, const struct account_new *in, int64_t *ret)
{
	int64_t org;

	TRY(account_check_new(cx, in));
	TRY(account_check_grant(cx, in, &org));
	*ret = id_new(cx->ids);
	TRY(db_run(cx->db, Q_ACCOUNT_INSERT, *ret, in->login, in->name,
		(const char *)password_hash(cx->a, in->password), "vi", cx->txn));
	return text_empty(in->func) ? ERR_OK : account_give(cx, *ret, in, org);
}
