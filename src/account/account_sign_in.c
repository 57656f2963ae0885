/*
 * account_sign_in.c: signing in and out, beside the register.
 */
#include "account/account.h"
#include "account/account_entry.h"
#include "account/account_prove.h"

struct sign_in_in {
	const char *login, *password, *back;
};

static const struct field sign_in_fields[] = {
	F_TEXT(struct sign_in_in, login, M_FIELD_LOGIN, CLASS_PUBLIC, FF_REQUIRED, 60),
	F_SECRET(struct sign_in_in, password, M_FIELD_PASSWORD, CLASS_PUBLIC, FF_REQUIRED, 200),
	F_TEXT(struct sign_in_in, back, M_FIELD_BACK, CLASS_PUBLIC, FF_HIDDEN, 500),
	F_END,
};

static enum err write_entry(struct ctx *cx, const struct sign_in_in *in, const struct proof *p)
{
	struct entrance how = {.account = p->t.account, .password = p->slip ? NULL : in->password};

	TRY(throttle_right(cx, &p->t));
	return account_entered(cx, &how);
}

/* When the power fails, somebody signs in again. */
static enum err enter(struct ctx *cx, const struct sign_in_in *in, const struct proof *p)
{
	TRY(db_begin_lazy(cx->side));
	return account_prove_settle(cx, write_entry(cx, in, p));
}

static enum err sign_in_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct sign_in_in *in = vin;
	struct proof p;

	(void)d;
	(void)ret_plan;
	TRY(account_prove(cx, in->login, in->password, true, &p));
	if (!p.right)
		return cx_fault(cx, ERR_BAD_INPUT, "password", M_ACCOUNT_WRONG);
	if (p.over)
		return cx_fault(cx, ERR_BAD_INPUT, "password", M_ACCOUNT_SLIP_OVER);
	return enter(cx, in, &p);
}

static enum err sign_in_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct sign_in_in *in = vin;

	(void)cx;
	(void)plan;
	d->location = account_safe_back(in->back);
	return ERR_OK;
}

static enum err sign_in_fill(struct ctx *cx, void *in, struct doc *d)
{
	(void)in;
	d->lead = msg_text(cx->say.lang, M_ACCOUNT_SIGN_IN_LEAD);
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_HELP_CANNOT_SIGN_IN), "/help/bat-dau");
	return ERR_OK;
}

const struct action sign_in = {.in = sign_in_fields,
	.in_size = sizeof(struct sign_in_in),
	.fill = sign_in_fill,
	.plan = sign_in_plan,
	.apply = sign_in_apply,
	.title = M_ACCOUNT_SIGN_IN,
	.submit = M_ACCOUNT_SIGN_IN,
	.no_txn = true};

static enum err nothing_to_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	(void)cx;
	(void)in;
	(void)ret_plan;
	(void)d;
	return ERR_OK;
}

static void forget_cookie(struct ctx *cx, const char *name)
{
	struct cookie *c = arena_new_of(cx->a, struct cookie);

	*c = (struct cookie){cx->cookies, name, "", -1, false};
	cx->cookies = c;
}

static enum err sign_out_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	(void)in;
	(void)plan;
	if (cx->session) {
		TRY(db_begin(cx->side, DB_WRITE));
		TRY(db_run(cx->side, Q_SESSION_DELETE, cx->session));
		TRY(db_commit(cx->side));
	}
	forget_cookie(cx, ACCOUNT_COOKIE);
	d->location = "/sign-in";
	return ERR_OK;
}

const struct action sign_out = {.plan = nothing_to_plan,
	.apply = sign_out_apply,
	.title = M_ACCOUNT_SIGN_OUT,
	.submit = M_ACCOUNT_SIGN_OUT,
	.no_txn = true};
