/*
 * account_help.c: what is done for somebody who cannot sign in: a new slip, the end of sessions
 * left open, the second factor taken off.
 *
 * Two ways lead here. /account/{item} is for who administers the account. /org/{org}/account/{item}
 * is for the clerk over the person's cell, and only for accounts that hold nothing which the
 * clerk's own reach does not hold: whoever gets a slip could sign in with it.
 */
#include "account/account_admin.h"
#include "account/account_enter.h"
#include "account/account_factor.h"
#include "account/account_sessions.h"
#include "account/account_slips.h"
#include "member/member.h"
#include "org/org.h"

static enum err check_function(struct ctx *cx, const struct grant *g)
{
	if (g->to_day <= cx->say.today)
		return ERR_OK;
	if (strchr("adi", grant_letter(g->func)))
		return cx_fault(cx, ERR_FORBIDDEN, NULL, M_ACCOUNT_HELP_BEYOND);
	return grant_over(cx, PERM_ACCOUNT_HELP, g->org);
}

static enum err check_help(struct ctx *cx, const struct account *acc)
{
	const struct grant *g;
	struct list grants;

	if (!acc->person)
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_ACCOUNT_NONE, cx->item);
	TRY(member_may(cx, PERM_ACCOUNT_HELP, acc->person));
	TRY(account_grants(cx, acc->id, &grants));
	g = grants.rows;
	for (size_t i = 0; i < grants.n; i++)
		TRY(check_function(cx, &g[i]));
	return ERR_OK;
}

/* The account, if the actor may help with it. */
static enum err pick(struct ctx *cx, struct account *ret)
{
	struct list grants;

	if (!cx->org)
		return account_pick_to_change(cx, ret, &grants);
	TRY(account_pick(cx, ret));
	return check_help(cx, ret);
}

static enum err path(struct ctx *cx, struct doc *d, const struct account *acc)
{
	struct org_step org;

	if (!cx->org) {
		account_path(cx, d, acc);
		return ERR_OK;
	}
	TRY(org_path(cx, d, cx->org, &org));
	doc_path(d, msg_text(cx->say.lang, M_ACCOUNT_ROSTER), org_href(cx, cx->org, "/account"));
	return ERR_OK;
}

static const char *page_of(struct ctx *cx, const struct account *acc)
{
	const char *own = account_href(cx, acc->id);

	return cx->org ? org_href(cx, cx->org, own) : own;
}

/* ---- the clerk's page ---- */

struct help_facts {
	const char *name, *login, *factor;
	int closed;
};

static const struct field help_fields[] = {
	F_TEXT(struct help_facts, name, M_FIELD_ACCOUNT_NAME, CLASS_INSIDE, 0, 0),
	F_TEXT(struct help_facts, login, M_FIELD_LOGIN, CLASS_INSIDE, 0, 0),
	F_TEXT(struct help_facts, factor, M_FIELD_FACTOR, CLASS_INSIDE, 0, 0),
	F_BOOL(struct help_facts, closed, M_FIELD_CLOSED, CLASS_INSIDE, FF_ZERO),
	F_END,
};

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct help_facts *facts = arena_new_of(cx->a, struct help_facts);
	struct account acc;
	struct factor f;

	(void)in;
	TRY(pick(cx, &acc));
	TRY(path(cx, d, &acc));
	TRY(factor_find(cx, acc.id, &f));
	d->title = acc.name;
	*facts = (struct help_facts){acc.name, acc.login,
		msg_text(cx->say.lang, f.id ? M_FACTOR_ON : M_FACTOR_OFF), acc.closed};
	doc_record(d, "account", M_NONE, help_fields, facts);
	TRY(account_add_grants(cx, d, &acc));
	TRY(account_add_sessions(cx, d, acc.id, NULL));
	doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_SLIP_NEW), "%s/slip", page_of(cx, &acc));
	doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_ACCOUNT_END_ALL), "%s/end",
		page_of(cx, &acc));
	return ERR_OK;
}

const struct action account_help = {.read = show, .title = M_ACCOUNT_SHOW};

/* ---- forms: the plan is the account ---- */

static enum err fill(struct ctx *cx, struct doc *d, enum msg lead)
{
	struct account acc;

	TRY(pick(cx, &acc));
	TRY(path(cx, d, &acc));
	d->lead = doc_say(d, lead, acc.name, acc.login, NULL);
	return ERR_OK;
}

static enum err plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct account *acc = arena_new_of(cx->a, struct account);

	(void)in;
	(void)d;
	TRY(pick(cx, acc));
	*ret_plan = acc;
	return ERR_OK;
}

/* With it somebody else's account could be entered, and one's own without its password. */
static enum err plan_other(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	TRY(plan(cx, in, ret_plan, d));
	return ((const struct account *)*ret_plan)->id == cx->actor->account
		       ? cx_fault(cx, ERR_FORBIDDEN, NULL, M_ACCOUNT_NOT_OWN)
		       : ERR_OK;
}

static enum err slip_fill(struct ctx *cx, void *in, struct doc *d)
{
	(void)in;
	return fill(cx, d, M_SLIP_NEW_LEAD);
}

static enum err slip_apply(struct ctx *cx, const void *vin, void *vplan, struct doc *d)
{
	const struct account *acc = vplan;
	const struct why_in *in = vin;
	struct slip_row *row = arena_new_of(cx->a, struct slip_row);
	char code[SLIP_TEXT];

	TRY(txn_start(cx, "account_slip", in->reason));
	*row = (struct slip_row){.full_name = acc->name, .login = acc->login};
	TRY(account_slip_set(cx, acc->id, code, &row->last_day));
	TRY(account_end_sessions(cx, acc->id));
	row->code = arena_strdup(cx->a, code);
	return account_slips(cx, d, row, 1, page_of(cx, acc));
}

const struct action account_slip = {.in = why_fields,
	.in_size = sizeof(struct why_in),
	.fill = slip_fill,
	.plan = plan_other,
	.apply = slip_apply,
	.title = M_SLIP_NEW,
	.submit = M_SLIP_NEW};

static enum err end_fill(struct ctx *cx, void *in, struct doc *d)
{
	(void)in;
	return fill(cx, d, M_ACCOUNT_END_ALL_LEAD);
}

static enum err end_apply(struct ctx *cx, const void *vin, void *vplan, struct doc *d)
{
	const struct account *acc = vplan;
	const struct why_in *in = vin;

	TRY(txn_start(cx, "account_end_sessions", in->reason));
	d->location = page_of(cx, acc);
	return account_end_sessions(cx, acc->id);
}

const struct action account_end = {.in = why_fields,
	.in_size = sizeof(struct why_in),
	.fill = end_fill,
	.plan = plan,
	.apply = end_apply,
	.title = M_ACCOUNT_END_ALL,
	.submit = M_ACCOUNT_END_ALL};

static enum err factor_fill(struct ctx *cx, void *in, struct doc *d)
{
	(void)in;
	return fill(cx, d, M_FACTOR_TAKE_OFF_LEAD);
}

static enum err factor_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct account *acc;
	struct factor f;

	TRY(plan_other(cx, in, ret_plan, d));
	acc = *ret_plan;
	TRY(factor_find(cx, acc->id, &f));
	return f.id ? ERR_OK : cx_fault(cx, ERR_REFUSED, NULL, M_FACTOR_NONE);
}

static enum err factor_apply(struct ctx *cx, const void *vin, void *vplan, struct doc *d)
{
	const struct account *acc = vplan;
	const struct why_in *in = vin;

	TRY(txn_start(cx, "factor_take_off", in->reason));
	TRY(factor_end(cx, acc->id));
	TRY(account_end_sessions(cx, acc->id));
	d->location = page_of(cx, acc);
	return ERR_OK;
}

static const struct field reason_fields[] = {
	F_LINES(struct why_in, reason, M_FIELD_REASON, CLASS_INSIDE, FF_REQUIRED, 500),
	F_END,
};

const struct action account_factor_take_off = {.in = reason_fields,
	.in_size = sizeof(struct why_in),
	.fill = factor_fill,
	.plan = factor_plan,
	.apply = factor_apply,
	.title = M_FACTOR_TAKE_OFF,
	.submit = M_FACTOR_TAKE_OFF};
