/*
 * account_own.c: one's own account: its page, password, second factor.
 */
#include "account/account_admin.h"
#include "account/account_code.h"
#include "account/account_entry.h"
#include "account/account_factor.h"
#include "account/account_prove.h"
#include "base/crypto.h"

#define OWN "/account-own"

static void own_path(struct ctx *cx, struct doc *d)
{
	doc_path(d, msg_text(cx->say.lang, M_ACCOUNT_OWN), OWN);
}

struct own_facts {
	const char *login, *name, *factor;
	int64_t slips;
};

static const struct field own_fields[] = {
	F_TEXT(struct own_facts, name, M_FIELD_ACCOUNT_NAME, CLASS_INSIDE, 0, 200),
	F_TEXT(struct own_facts, login, M_FIELD_LOGIN, CLASS_INSIDE, 0, 60),
	F_TEXT(struct own_facts, factor, M_FIELD_FACTOR, CLASS_INSIDE, 0, 100),
	F_INT(struct own_facts, slips, M_FIELD_RECOVERY_LEFT, CLASS_INSIDE, 0, 0),
	F_END,
};

static void own_links(struct ctx *cx, struct doc *d, bool has_factor)
{
	const struct {
		const char *href;
		enum msg label;
	} ways[] = {{OWN "/password", M_ACCOUNT_CHANGE_PASSWORD},
		{has_factor ? OWN "/factor-end" : ENTRY_FACTOR,
			has_factor ? M_FACTOR_END : M_FACTOR_SET_UP},
		{"/sessions", M_ACCOUNT_SESSIONS}};

	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, ways[i].label), "%s", ways[i].href);
}

static enum err own(struct ctx *cx, const void *in, struct doc *d)
{
	struct own_facts *facts = arena_new_of(cx->a, struct own_facts);
	struct account acc;
	struct factor f;

	(void)in;
	TRY(db_get(cx->db, cx->a, account_fields, &acc, Q_ACCOUNT_BY_ID, cx->actor->account));
	TRY(factor_find(cx, acc.id, &f));
	d->title = msg_text(cx->say.lang, M_ACCOUNT_OWN);
	d->lead = msg_text(cx->say.lang, M_ACCOUNT_OWN_LEAD);
	*facts = (struct own_facts){acc.login, acc.name,
		msg_text(cx->say.lang, f.id ? M_FACTOR_ON : M_FACTOR_OFF), f.slips};
	doc_record(d, "account", M_NONE, own_fields, facts);
	TRY(account_add_grants(cx, d, &acc));
	own_links(cx, d, f.id != 0);
	return account_entry_notice(cx, d);
}

const struct action account_own = {.read = own, .title = M_ACCOUNT_OWN};

/* ---- password ---- */

struct change_in {
	const char *old, *password, *again;
};

static const struct field change_fields[] = {
	{"password", FT_SECRET, CLASS_PUBLIC, M_FIELD_OLD_PASSWORD, FF_REQUIRED,
		FIELD_OFF(struct change_in, old, const char *), 200, 0, 0, M_NONE, 0},
	{"new_password", FT_SECRET, CLASS_PUBLIC, M_FIELD_NEW_PASSWORD, FF_REQUIRED,
		FIELD_OFF(struct change_in, password, const char *), 200, 0, 0, M_HINT_PASSWORD, 0},
	{"again", FT_SECRET, CLASS_PUBLIC, M_FIELD_PASSWORD_AGAIN, FF_REQUIRED,
		FIELD_OFF(struct change_in, again, const char *), 200, 0, 0, M_NONE, 0},
	F_END,
};

static enum err change_fill(struct ctx *cx, void *in, struct doc *d)
{
	(void)in;
	own_path(cx, d);
	d->lead = msg_text(cx->say.lang, M_ACCOUNT_CHANGE_LEAD);
	return ERR_OK;
}

static enum err change_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct change_in *in = vin;
	struct proof p;

	(void)ret_plan;
	(void)d;
	TRY(account_check_pair(cx, in->password, in->again));
	TRY(account_prove(cx, cx->actor->login, in->old, false, &p));
	if (!p.right)
		return cx_fault(cx, ERR_BAD_INPUT, "password", M_ACCOUNT_OLD_WRONG);
	if (text_eq(in->old, in->password))
		return cx_fault(cx, ERR_BAD_INPUT, "new_password", M_ACCOUNT_PASSWORD_SAME);
	return ERR_OK;
}

static enum err change_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct change_in *in = vin;

	(void)plan;
	TRY(txn_start(cx, "account_change_password", NULL));
	TRY(account_password_set(cx, cx->actor->account, in->password, in->old));
	TRY(account_begin_anew(cx, in->password));
	account_prove_end(cx);
	d->location = OWN;
	return ERR_OK;
}

const struct action account_own_password = {.in = change_fields,
	.in_size = sizeof(struct change_in),
	.fill = change_fill,
	.plan = change_plan,
	.apply = change_apply,
	.title = M_ACCOUNT_CHANGE_PASSWORD,
	.submit = M_ACCOUNT_CHANGE_PASSWORD};

/* ---- second factor ---- */

struct factor_in {
	const char *otp;
};

static const struct field factor_fields[] = {
	{"otp", FT_TEXT, CLASS_PUBLIC, M_FIELD_OTP, FF_REQUIRED,
		FIELD_OFF(struct factor_in, otp, const char *), 20, 0, 0, M_HINT_OTP, 0},
	F_END,
};

static enum err check_none(struct ctx *cx)
{
	struct factor f;

	TRY(factor_find(cx, cx->actor->account, &f));
	return f.id ? cx_fault(cx, ERR_CONFLICT, NULL, M_FACTOR_THERE) : ERR_OK;
}

static enum err set_up_fill(struct ctx *cx, void *in, struct doc *d)
{
	unsigned char seed[FACTOR_SEED];
	enum lang lang = cx->say.lang;

	(void)in;
	own_path(cx, d);
	d->lead = msg_text(lang, cx->enter ? M_FACTOR_MUST_LEAD : M_FACTOR_SET_UP_LEAD);
	TRY(check_none(cx));
	TRY(factor_offer(cx, seed));
	doc_text(d, "steps", M_NONE, msg_text(lang, M_FACTOR_STEPS));
	doc_qr(d, "qr", factor_address(cx, seed), msg_text(lang, M_FACTOR_QR));
	doc_text(d, "by_hand", M_NONE,
		doc_say(d, M_FACTOR_BY_HAND, factor_seed_text(cx->a, seed), NULL));
	return ERR_OK;
}

static enum err set_up_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct factor *f = arena_new_of(cx->a, struct factor);
	const struct factor_in *in = vin;
	bool right;

	(void)d;
	TRY(check_none(cx));
	TRY(factor_offer(cx, f->seed));
	TRY(factor_prove(cx, f, cx->actor->account, in->otp, &right));
	*ret_plan = f;
	return right ? ERR_OK : cx_fault(cx, ERR_BAD_INPUT, "otp", M_FACTOR_CODE_WRONG);
}

struct recovery_row {
	const char *code;
};

static const struct field recovery_fields[] = {
	F_TEXT(struct recovery_row, code, M_FIELD_RECOVERY_SLIP, CLASS_INSIDE, FF_KEY, 0),
	F_END,
};

/* They stand on this one page and nowhere else. A resend leads to the account's own page. */
static enum err show_codes(struct ctx *cx, struct doc *d, const char *const codes[FACTOR_SLIPS])
{
	struct recovery_row *rows = arena_array(cx->a, FACTOR_SLIPS, sizeof(*rows));

	for (int i = 0; i < FACTOR_SLIPS; i++)
		rows[i].code = codes[i];
	own_path(cx, d);
	d->title = msg_text(cx->say.lang, M_FACTOR_DONE);
	d->lead = msg_text(cx->say.lang, M_FACTOR_DONE_LEAD);
	doc_table(d, "slips", M_NONE, recovery_fields,
		(struct list){rows, FACTOR_SLIPS, sizeof(*rows)});
	doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_FACTOR_KEPT), "%s", "/");
	return txn_located(cx, OWN);
}

static enum err set_up_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	const char *codes[FACTOR_SLIPS];
	const struct factor *f = plan;

	(void)in;
	TRY(txn_start(cx, "factor_set_up", NULL));
	TRY(factor_store(cx, f->seed, codes));
	TRY(account_session_factor(cx));
	return show_codes(cx, d, codes);
}

const struct action account_factor_set = {.in = factor_fields,
	.in_size = sizeof(struct factor_in),
	.fill = set_up_fill,
	.plan = set_up_plan,
	.apply = set_up_apply,
	.title = M_FACTOR_SET_UP,
	.submit = M_FACTOR_CONFIRM,
	.entry = ENTRY_FACTOR};

static enum err end_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct factor f;

	(void)in;
	own_path(cx, d);
	TRY(factor_find(cx, cx->actor->account, &f));
	d->lead = msg_text(cx->say.lang, M_FACTOR_END_LEAD);
	return f.id ? ERR_OK : cx_fault(cx, ERR_NOT_FOUND, NULL, M_FACTOR_NONE);
}

static enum err end_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct factor_in *in = vin;
	struct factor f;
	bool right;

	(void)ret_plan;
	(void)d;
	TRY(factor_get(cx, cx->actor->account, &f));
	TRY(factor_prove(cx, &f, cx->actor->account, in->otp, &right));
	return right ? ERR_OK : cx_fault(cx, ERR_BAD_INPUT, "otp", M_FACTOR_CODE_WRONG);
}

static enum err end_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	(void)in;
	(void)plan;
	TRY(txn_start(cx, "factor_end", NULL));
	TRY(factor_end(cx, cx->actor->account));
	d->location = OWN;
	return ERR_OK;
}

const struct action account_own_factor_end = {.in = factor_fields,
	.in_size = sizeof(struct factor_in),
	.fill = end_fill,
	.plan = end_plan,
	.apply = end_apply,
	.title = M_FACTOR_END,
	.submit = M_FACTOR_END};
