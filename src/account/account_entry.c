/*
 * account_entry.c: the steps between the password and the pages: the code of the second factor, a
 * recovery slip in its place, the first password of somebody who came with a slip.
 */
#include "account/account_entry.h"

#include "account/account.h"
#include "account/account_factor.h"

/* ---- what is still to be done ---- */

/* Only where it can be done at all: a site without a key file cannot keep a seed. */
static enum err is_overdue(struct ctx *cx, bool *ret)
{
	const char *off;
	day_t due;

	*ret = false;
	if (!cx->keys)
		return ERR_OK;
	TRY(factor_due(cx, &due));
	if (due > cx->say.today)
		return ERR_OK;
	TRY(setting_get(cx, "second_factor", &off));
	*ret = !text_eq(off, "off");
	return ERR_OK;
}

enum err account_entry(struct ctx *cx)
{
	bool overdue = false;

	cx->enter = NULL;
	if (!cx->session || !cx->actor->account)
		return ERR_OK;
	if (cx->actor->factor && !cx->factor)
		cx->enter = ENTRY_CODE;
	else if (cx->actor->slip)
		cx->enter = ENTRY_PASSWORD;
	else if (!cx->actor->factor)
		TRY(is_overdue(cx, &overdue));
	if (overdue)
		cx->enter = ENTRY_FACTOR;
	return ERR_OK;
}

enum err account_entry_notice(struct ctx *cx, struct doc *d)
{
	const char *off;
	day_t due;

	if (!cx->session || !cx->actor->account || cx->enter)
		return ERR_OK;
	if (cx->actor->factor)
		return ERR_OK;
	TRY(factor_due(cx, &due));
	TRY(setting_get(cx, "second_factor", &off));
	if (due == DAY_MAX || text_eq(off, "off"))
		return ERR_OK;
	if (!cx->keys) {
		doc_note(d, DOC_WARN, msg_text(cx->say.lang, M_FACTOR_SITE_NO_KEY));
		return ERR_OK;
	}
	doc_note(d, DOC_WARN, doc_say(d, M_FACTOR_DUE, cx_day(cx, due), NULL));
	if (cx->action != &account_own)
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_FACTOR_SET_UP), ENTRY_FACTOR);
	return ERR_OK;
}

const char *account_safe_back(const char *back)
{
	return back && back[0] == '/' && back[1] != '/' && back[1] != '\\' ? back : "/";
}

/* ---- pages ---- */

struct entry_in {
	const char *otp, *slip, *password, *again, *back;
};

#define BACK F_TEXT(struct entry_in, back, M_FIELD_BACK, CLASS_PUBLIC, FF_HIDDEN, 500)

static const struct field code_fields[] = {
	{"otp", FT_TEXT, CLASS_PUBLIC, M_FIELD_OTP, FF_REQUIRED,
		FIELD_OFF(struct entry_in, otp, const char *), 20, 0, 0, M_HINT_OTP, 0},
	BACK,
	F_END,
};

static const struct field slip_fields[] = {
	{"slip", FT_TEXT, CLASS_PUBLIC, M_FIELD_RECOVERY_SLIP, FF_REQUIRED,
		FIELD_OFF(struct entry_in, slip, const char *), 40, 0, 0, M_HINT_RECOVERY_SLIP, 0},
	BACK,
	F_END,
};

static const struct field password_fields[] = {
	{"new_password", FT_SECRET, CLASS_PUBLIC, M_FIELD_NEW_PASSWORD, FF_REQUIRED,
		FIELD_OFF(struct entry_in, password, const char *), 200, 0, 0, M_HINT_PASSWORD, 0},
	{"again", FT_SECRET, CLASS_PUBLIC, M_FIELD_PASSWORD_AGAIN, FF_REQUIRED,
		FIELD_OFF(struct entry_in, again, const char *), 200, 0, 0, M_NONE, 0},
	BACK,
	F_END,
};

/* Whoever has done this step already goes on; others are told what it is. */
static enum err fill(struct ctx *cx, struct doc *d, enum msg lead)
{
	if (!text_eq(cx->enter, cx->action->entry))
		d->location = "/";
	d->lead = msg_text(cx->say.lang, lead);
	return ERR_OK;
}

/* Here only in its turn. */
static enum err check_turn(struct ctx *cx)
{
	if (text_eq(cx->enter, cx->action->entry))
		return ERR_OK;
	return cx_fault(cx, ERR_CONFLICT, NULL, M_ACCOUNT_ENTERED_ALREADY);
}

enum err account_session_factor(struct ctx *cx)
{
	enum err e;

	TRY(db_begin(cx->side, DB_WRITE));
	e = db_run(cx->side, Q_SESSION_FACTOR, cx->session, clock_now(cx->clock));
	if (!e)
		return db_commit(cx->side);
	db_rollback(cx->side);
	return e;
}

static enum err code_fill(struct ctx *cx, void *in, struct doc *d)
{
	(void)in;
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_FACTOR_LOST), "/sign-in/recovery");
	return fill(cx, d, M_FACTOR_CODE_LEAD);
}

static enum err code_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct entry_in *in = vin;
	struct factor f;
	bool right;

	(void)ret_plan;
	(void)d;
	TRY(check_turn(cx));
	TRY(factor_get(cx, cx->actor->account, &f));
	TRY(factor_prove(cx, &f, cx->actor->account, in->otp, &right));
	if (!right)
		return cx_fault(cx, ERR_BAD_INPUT, "otp", M_FACTOR_CODE_WRONG);
	return account_session_factor(cx);
}

static enum err code_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct entry_in *in = vin;

	(void)cx;
	(void)plan;
	d->location = account_safe_back(in->back);
	return ERR_OK;
}

const struct action sign_in_code = {.in = code_fields,
	.in_size = sizeof(struct entry_in),
	.fill = code_fill,
	.plan = code_plan,
	.apply = code_apply,
	.title = M_FACTOR_CODE,
	.submit = M_ACCOUNT_GO_ON,
	.entry = ENTRY_CODE,
	.no_txn = true};

/* ---- a recovery slip ---- */

static enum err recovery_fill(struct ctx *cx, void *in, struct doc *d)
{
	(void)in;
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_FACTOR_CODE), ENTRY_CODE);
	return fill(cx, d, M_FACTOR_RECOVERY_LEAD);
}

static enum err recovery_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	int64_t *slip = arena_new_of(cx->a, int64_t);
	const struct entry_in *in = vin;
	struct factor f;

	(void)d;
	TRY(check_turn(cx));
	TRY(factor_find(cx, cx->actor->account, &f));
	TRY(factor_prove_slip(cx, &f, cx->actor->account, in->slip, slip));
	if (!*slip)
		return cx_fault(cx, ERR_BAD_INPUT, "slip", M_FACTOR_SLIP_WRONG);
	*ret_plan = slip;
	return ERR_OK;
}

static enum err recovery_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct entry_in *in = vin;
	const int64_t *slip = plan;

	TRY(txn_start(cx, "factor_recovery", NULL));
	TRY(factor_use_slip(cx, *slip));
	TRY(account_session_factor(cx));
	d->location = account_safe_back(in->back);
	return ERR_OK;
}

const struct action sign_in_recovery = {.in = slip_fields,
	.in_size = sizeof(struct entry_in),
	.fill = recovery_fill,
	.plan = recovery_plan,
	.apply = recovery_apply,
	.title = M_FACTOR_RECOVERY,
	.submit = M_ACCOUNT_GO_ON,
	.entry = ENTRY_CODE};

/* ---- the first password ---- */

static enum err first_fill(struct ctx *cx, void *in, struct doc *d)
{
	(void)in;
	return fill(cx, d, M_ACCOUNT_FIRST_LEAD);
}

enum err account_check_pair(struct ctx *cx, const char *password, const char *again)
{
	TRY(account_check_password(cx, password, cx->actor->login, cx->actor->name));
	if (!text_eq(password, again))
		return cx_fault(cx, ERR_BAD_INPUT, "again", M_ACCOUNT_NOT_THE_SAME);
	return ERR_OK;
}

static enum err first_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct entry_in *in = vin;

	(void)ret_plan;
	(void)d;
	TRY(check_turn(cx));
	return account_check_pair(cx, in->password, in->again);
}

enum err account_begin_anew(struct ctx *cx, const char *password)
{
	struct entrance how = {
		.account = cx->actor->account, .password = password, .factor = cx->factor};
	enum err e;

	TRY(db_begin(cx->side, DB_WRITE));
	e = db_run(cx->side, Q_SESSION_DELETE_OF, how.account);
	if (!e)
		e = account_entered(cx, &how);
	if (!e)
		return db_commit(cx->side);
	db_rollback(cx->side);
	return e;
}

static enum err first_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct entry_in *in = vin;

	(void)plan;
	TRY(txn_start(cx, "account_first_password", NULL));
	TRY(account_password_set(cx, cx->actor->account, in->password, NULL));
	TRY(account_begin_anew(cx, in->password));
	d->location = account_safe_back(in->back);
	return ERR_OK;
}

const struct action sign_in_password = {.in = password_fields,
	.in_size = sizeof(struct entry_in),
	.fill = first_fill,
	.plan = first_plan,
	.apply = first_apply,
	.title = M_ACCOUNT_FIRST,
	.submit = M_ACCOUNT_FIRST_SUBMIT,
	.entry = ENTRY_PASSWORD};
