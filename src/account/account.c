#include "account/account.h"

#include "account/account_enter.h"
#include "account/account_fact.h"
#include "base/text.h"
#include "core/tree_find.h"

const struct field account_fields[] = {
	F_ID(struct account, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "account"),
	F_INT(struct account, version, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, 0),
	F_TEXT(struct account, login, M_FIELD_LOGIN, CLASS_INSIDE, FF_KEY, 60),
	F_TEXT(struct account, name, M_FIELD_ACCOUNT_NAME, CLASS_INSIDE, 0, 200),
	F_TEXT(struct account, lang, M_FIELD_LANG, CLASS_INSIDE, FF_HIDDEN, 2),
	F_BOOL(struct account, closed, M_FIELD_CLOSED, CLASS_INSIDE, 0),
	F_ID(struct account, person, M_FIELD_PERSON, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_END,
};

/* A row of actor_of: the account beside one function. */
struct holding {
	int64_t id, org, item, person;
	const char *login, *name, *func, *reach, *post;
	day_t from_day, to_day;
	int any_open, slip, factor;
};

static const struct field holding_fields[] = {
	F_ID(struct holding, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "grant"),
	F_ID(struct holding, org, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_ID(struct holding, item, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "item"),
	F_ID(struct holding, person, M_FIELD_PERSON, CLASS_INSIDE, FF_HIDDEN, "person"),
	F_TEXT(struct holding, login, M_FIELD_LOGIN, CLASS_INSIDE, 0, 60),
	F_TEXT(struct holding, name, M_FIELD_ACCOUNT_NAME, CLASS_INSIDE, 0, 200),
	F_CAT(struct holding, func, M_FIELD_FUNC, CLASS_INSIDE, 0, "func"),
	F_CAT(struct holding, reach, M_FIELD_REACH, CLASS_INSIDE, 0, "reach"),
	F_CAT(struct holding, post, M_FIELD_POST, CLASS_INSIDE, 0, "post"),
	F_DAY(struct holding, from_day, M_FIELD_FROM_DAY, CLASS_INSIDE, 0),
	F_DAY(struct holding, to_day, M_FIELD_TO_DAY, CLASS_INSIDE, 0),
	F_BOOL(struct holding, any_open, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN),
	F_BOOL(struct holding, slip, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN),
	F_BOOL(struct holding, factor, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

enum err account_actor(struct ctx *cx, int64_t account, struct actor *ret)
{
	const struct holding *h;
	struct grant *grants;
	struct list rows, all;
	size_t n = 0;

	TRY(db_list(cx->db, cx->a, holding_fields, sizeof(*h), &rows, Q_ACTOR_OF, account,
		cx->say.today));
	if (!rows.n)
		return ERR_OK;
	h = rows.rows;
	grants = arena_array(cx->a, rows.n, sizeof(*grants));
	for (size_t i = 0; i < rows.n; i++)
		if (h[i].func)
			grants[n++] = (struct grant){h[i].id, account, h[i].org, h[i].func,
				h[i].reach, h[i].from_day, h[i].to_day, h[i].post, h[i].item};
	all = (struct list){grants, n, sizeof(*grants)};
	/* what follows from posts does not say whose it is */
	while (!h->login)
		h++;
	ret->account = account;
	ret->person = h->person;
	ret->login = h->login;
	ret->name = h->name;
	ret->any_open = h->any_open;
	ret->slip = h->slip;
	ret->factor = h->factor;
	grant_sort(cx->a, &all, &ret->grants, &ret->withheld);
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

enum err account_check_new(struct ctx *cx, const struct account_new *in)
{
	int64_t taken;

	if (!login_fits(in->login))
		return cx_fault(cx, ERR_BAD_INPUT, "login", M_ACCOUNT_LOGIN_SHAPE);
	TRY(account_check_password(cx, in->password, in->login, in->name));
	TRY(db_number(cx->db, &taken, 0, Q_ACCOUNT_BY_LOGIN, in->login));
	if (taken)
		return cx_fault(cx, ERR_BAD_INPUT, "login", M_ACCOUNT_LOGIN_TAKEN, in->login);
	return ERR_OK;
}

/* One organisation a line, or with commas between: a grant over each. */
static enum err pick_orgs(struct ctx *cx, const char *over, struct list *ret)
{
	int64_t *orgs = arena_array(cx->a, strlen(over) + 1, sizeof(*orgs));
	struct str rest = str_of(over);

	*ret = (struct list){orgs, 0, sizeof(*orgs)};
	while (rest.p) {
		struct str line = str_cut(&rest, '\n');
		while (line.p) {
			struct str one = str_trim(str_cut(&line, ','));
			if (one.n)
				TRY(tree_pick(cx, arena_strndup(cx->a, one.p, one.n), cx->day,
					"over", &orgs[ret->n++]));
		}
	}
	return ERR_OK;
}

enum err account_check_grant(struct ctx *cx, const struct account_new *in, struct list *ret_orgs)
{
	static const int64_t all;

	*ret_orgs = (struct list){(void *)(uintptr_t)&all, 1, sizeof(all)};
	if (in->from_day && in->to_day && in->to_day < in->from_day)
		return cx_fault(cx, ERR_BAD_INPUT, "to", M_ACCOUNT_PERIOD);
	if (text_empty(in->over))
		return ERR_OK;
	return pick_orgs(cx, in->over, ret_orgs);
}

day_t account_grant_end(const struct account_new *in)
{
	return in->to_day ? day_add(day_last(in->to_day), 1) : DAY_MAX;
}

enum err account_give(
	struct ctx *cx, int64_t account, const struct account_new *in, struct list orgs)
{
	const int64_t *org = orgs.rows;

	for (size_t i = 0; i < orgs.n; i++)
		TRY(db_run(cx->db, Q_GRANT_INSERT, id_new(cx->ids), account, in->func, org[i],
			in->item, text_empty(in->reach) ? "below" : in->reach,
			in->from_day ? in->from_day : DAY_MIN, account_grant_end(in), cx->txn,
			cx->txn_ms));
	return ERR_OK;
}

enum err account_make(struct ctx *cx, const struct account_new *in, int64_t *ret)
{
	struct list orgs;

	TRY(account_check_new(cx, in));
	TRY(account_check_grant(cx, in, &orgs));
	*ret = id_new(cx->ids);
	TRY(account_insert(cx, *ret, in->login, in->name, in->person));
	TRY(account_password_set(cx, *ret, in->password, NULL));
	return text_empty(in->func) ? ERR_OK : account_give(cx, *ret, in, orgs);
}
