#include "account/account.h"

#include "base/crypto.h"
#include "base/text.h"
#include "core/tree.h"

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

enum err account_actor(struct ctx *cx, int64_t account, struct actor *ret)
{
	struct account acc;
	enum err e = db_get(cx->db, cx->a, account_fields, &acc, Q_ACCOUNT_BY_ID, account);

	if (e == ERR_NOT_FOUND || (!e && acc.closed))
		return ERR_OK;
	TRY(e);
	ret->account = account;
	ret->login = acc.login;
	ret->name = acc.name;
	return grant_load(cx, account, &ret->grants);
}

enum err account_find(struct ctx *cx, const char *login, const char *field, int64_t *ret)
{
	TRY(db_number(cx->db, ret, 0, Q_ACCOUNT_BY_LOGIN, login));
	if (!*ret)
		return cx_fault(cx, ERR_NOT_FOUND, field, M_ACCOUNT_NONE, login);
	return ERR_OK;
}

static enum err check_new(struct ctx *cx, const struct account_new *in)
{
	struct cursor c;
	bool taken;

	if (!in->password || text_length(in->password) < PASSWORD_LEAST)
		return cx_fault(cx, ERR_BAD_INPUT, "password", M_ACCOUNT_PASSWORD_SHORT);
	TRY(db_query(cx->db, &c, Q_ACCOUNT_BY_LOGIN, in->login));
	taken = db_next(&c);
	TRY(db_end(&c));
	if (taken)
		return cx_fault(cx, ERR_BAD_INPUT, "login", M_ACCOUNT_LOGIN_TAKEN, in->login);
	return ERR_OK;
}

enum err account_make(struct ctx *cx, const struct account_new *in, int64_t *ret)
{
	int64_t org = 0;

	TRY(check_new(cx, in));
	if (!text_empty(in->over))
		TRY(tree_resolve(cx, in->over, cx->day, "over", &org));
	*ret = id_new(cx->ids);
	TRY(db_run(cx->db, Q_ACCOUNT_INSERT, *ret, in->login, in->name,
		(const char *)password_hash(cx->a, in->password), "vi", cx->txn));
	if (text_empty(in->func))
		return ERR_OK;
	return db_run(cx->db, Q_GRANT_INSERT, id_new(cx->ids), *ret, in->func, org,
		text_empty(in->reach) ? "below" : in->reach, in->from_day ? in->from_day : DAY_MIN,
		in->to_day ? day_add(in->to_day, 1) : DAY_MAX, cx->txn, cx->txn_ms);
}
