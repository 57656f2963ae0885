#include "account/account_seal.h"

#include "account/account.h"
#include "core/listing.h"
#include "core/seal_impl.h"
#include "core/tree.h"

static enum err org_name(struct ctx *cx, int64_t org, const char **ret)
{
	struct org_spell s;
	enum err e;

	*ret = msg_text(cx->say.lang, M_ACCOUNT_ALL_ORGS);
	if (!org)
		return ERR_OK;
	e = tree_spell_near(cx, org, cx->say.today, &s);
	if (!e)
		*ret = s.name;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* ---- the keys ---- */

struct key_row {
	int64_t id, org_id, made_ms, holders, waiting, texts;
	const char *func, *org;
	int live, saved;
};

static const struct field state_fields[] = {
	F_ID(struct key_row, id, M_FIELD_ID, CLASS_INSIDE, 0, "key"),
	F_CAT(struct key_row, func, M_FIELD_FUNC, CLASS_INSIDE, 0, "func"),
	F_ID(struct key_row, org_id, M_FIELD_ORG, CLASS_INSIDE, 0, "org"),
	F_BOOL(struct key_row, live, M_FIELD_ID, CLASS_INSIDE, 0),
	F_INSTANT(struct key_row, made_ms, M_FIELD_AT, CLASS_INSIDE, 0),
	F_END,
};

static const struct field key_fields[] = {
	F_ID(struct key_row, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "key"),
	F_CAT(struct key_row, func, M_FIELD_FUNC, CLASS_INSIDE, FF_KEY, "func"),
	F_ID(struct key_row, org_id, M_FIELD_ORG, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_TEXT(struct key_row, org, M_FIELD_ORG, CLASS_INSIDE, 0, 200),
	F_INSTANT(struct key_row, made_ms, M_FIELD_SEAL_MADE, CLASS_INSIDE, 0),
	F_BOOL(struct key_row, live, M_FIELD_SEAL_LIVE, CLASS_INSIDE, FF_ZERO),
	F_INT(struct key_row, texts, M_FIELD_SEAL_TEXTS, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct key_row, holders, M_FIELD_SEAL_HOLDERS, CLASS_INSIDE, FF_ZERO, 0),
	F_INT(struct key_row, waiting, M_FIELD_SEAL_WAITING, CLASS_INSIDE, FF_ZERO, 0),
	F_BOOL(struct key_row, saved, M_FIELD_SEAL_SAVED, CLASS_INSIDE, FF_ZERO),
	F_END,
};

/* How many hold the function today; each account once. */
static enum err count_over(struct ctx *cx, const struct key_row *k, int64_t *ret)
{
	const struct seal_holder *h;
	struct list over;

	*ret = 0;
	TRY(seal_over(cx, k->org_id, &over));
	h = over.rows;
	for (size_t i = 0; i < over.n; i++) {
		bool again =
			i && h[i - 1].account == h[i].account && text_eq(h[i - 1].func, h[i].func);
		*ret += text_eq(h[i].func, k->func) && !again;
	}
	return ERR_OK;
}

static enum err complete(struct ctx *cx, void *row)
{
	struct key_row *k = row;
	int64_t over;

	TRY(org_name(cx, k->org_id, &k->org));
	TRY(count_over(cx, k, &over));
	k->waiting = over > k->holders ? over - k->holders : 0;
	return ERR_OK;
}

static const struct listing keys = {.name = "keys",
	.title = M_SEAL_KEYS,
	.empty = M_SEAL_NO_KEYS,
	.fields = key_fields,
	.size = sizeof(struct key_row),
	.first = Q_SEAL_STATE,
	.after = Q_SEAL_STATE_AFTER,
	.row_href = "/seal-key/",
	.complete = complete};

static enum err add_keys(struct ctx *cx, struct doc *d, int64_t recovery)
{
	struct doc_part *p;

	return listing_add(cx, d, &keys, (const struct db_val[]){DB_ARGS(recovery)}, 1, &p);
}

/* ---- recovery ---- */

struct officer_row {
	int64_t account, able;
	const char *login, *name;
};

static const struct field officer_fields[] = {
	F_ID(struct officer_row, account, M_FIELD_ACCOUNT, CLASS_INSIDE, FF_HIDDEN, "account"),
	F_TEXT(struct officer_row, login, M_FIELD_LOGIN, CLASS_INSIDE, 0, 60),
	F_TEXT(struct officer_row, name, M_FIELD_ACCOUNT_NAME, CLASS_INSIDE, 0, 200),
	F_INT(struct officer_row, able, M_FIELD_SEAL_ABLE, CLASS_INSIDE, FF_ZERO, 0),
	F_END,
};

struct asked_row {
	int64_t account, made_ms;
	const char *name, *reason;
};

static const struct field asked_fields[] = {
	F_ID(struct asked_row, account, M_FIELD_ACCOUNT, CLASS_INSIDE, FF_HIDDEN, "account"),
	F_TEXT(struct asked_row, name, M_FIELD_ACCOUNT_NAME, CLASS_INSIDE, 0, 200),
	F_LINES(struct asked_row, reason, M_FIELD_REASON, CLASS_INSIDE, 0, 500),
	F_INSTANT(struct asked_row, made_ms, M_FIELD_AT, CLASS_INSIDE, 0),
	F_END,
};

static void say_officers(struct ctx *cx, struct doc *d, int64_t recovery, size_t able)
{
	if (!recovery)
		doc_note(d, DOC_WARN, msg_text(cx->say.lang, M_SEAL_NO_RECOVERY));
	else if (able < 2)
		doc_note(d, DOC_WARN, msg_text(cx->say.lang, M_SEAL_FEW_OFFICERS));
}

static enum err add_recovery(struct ctx *cx, struct doc *d, int64_t recovery)
{
	const struct officer_row *o;
	struct list officers, asked;
	size_t able = 0;

	if (!recovery) {
		say_officers(cx, d, 0, 0);
		return ERR_OK;
	}
	TRY(db_list(
		cx->db, cx->a, officer_fields, sizeof(*o), &officers, Q_SEAL_OFFICERS, recovery));
	o = officers.rows;
	for (size_t i = 0; i < officers.n; i++)
		able += o[i].able > 0;
	say_officers(cx, d, recovery, able);
	doc_table(d, "officers", M_SEAL_OFFICERS, officer_fields, officers);
	TRY(db_list(cx->db, cx->a, asked_fields, sizeof(struct asked_row), &asked,
		Q_SEAL_RECOVERY_OPEN, recovery, seal_recovery_since(cx)));
	if (asked.n)
		doc_table(d, "asked", M_SEAL_ASKED, asked_fields, asked);
	return ERR_OK;
}

static enum err add_links(struct ctx *cx, struct doc *d)
{
	struct seal_me me;
	int64_t officer;
	bool mine;

	TRY(seal_me(cx, &me));
	mine = me.key != 0;
	seal_me_end(&me);
	if (mine)
		doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_SEAL_PASS), "/seal/pass");
	else
		doc_note(d, DOC_PLAIN, msg_text(cx->say.lang, M_SEAL_NO_KEY));
	if (grant_allows(cx->actor, PERM_SEAL_SETUP))
		doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_SEAL_SETUP), "/seal/recovery");
	TRY(seal_recovery_mine(cx, &officer));
	if (!officer)
		return ERR_OK;
	doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_SEAL_AGREE), "/seal/recovery/agree");
	doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_SEAL_COMPLETE), "/seal/recovery/complete");
	return ERR_OK;
}

static enum err show(struct ctx *cx, const void *in, struct doc *d)
{
	struct str public_key;
	int64_t recovery;

	(void)in;
	d->title = msg_text(cx->say.lang, M_SEAL_TITLE);
	d->lead = msg_text(cx->say.lang, M_SEAL_LEAD);
	TRY(seal_recovery_key(cx, &recovery, &public_key));
	TRY(add_recovery(cx, d, recovery));
	TRY(add_keys(cx, d, recovery));
	return add_links(cx, d);
}

const struct action seal_show = {.read = show, .title = M_SEAL_TITLE};

/* ---- one key ---- */

struct hold_row {
	int64_t account, made_ms, void_ms;
	const char *login, *name, *by_name;
};

static const struct field hold_fields[] = {
	F_ID(struct hold_row, account, M_FIELD_ACCOUNT, CLASS_INSIDE, FF_HIDDEN, "account"),
	F_TEXT(struct hold_row, login, M_FIELD_LOGIN, CLASS_INSIDE, 0, 60),
	F_TEXT(struct hold_row, name, M_FIELD_ACCOUNT_NAME, CLASS_INSIDE, 0, 200),
	F_INSTANT(struct hold_row, made_ms, M_FIELD_SEAL_SINCE, CLASS_INSIDE, 0),
	F_TEXT(struct hold_row, by_name, M_FIELD_SEAL_BY, CLASS_INSIDE, 0, 200),
	F_INSTANT(struct hold_row, void_ms, M_FIELD_SEAL_UNTIL, CLASS_INSIDE, 0),
	F_END,
};

static enum err pick_key(struct ctx *cx, struct key_row *ret)
{
	long long id = 0;
	enum err e = ERR_NOT_FOUND;

	if (str_to_int(str_of(cx->item), &id))
		e = db_get(cx->db, cx->a, state_fields, ret, Q_SEAL_KEY_OF, (int64_t)id);
	if (e == ERR_NOT_FOUND)
		return cx_fault(cx, e, NULL, M_SEAL_NO_SUCH_KEY);
	TRY(e);
	return org_name(cx, ret->org_id, &ret->org);
}

static enum err key_head(struct ctx *cx, struct doc *d, struct key_row *k)
{
	TRY(pick_key(cx, k));
	doc_path(d, msg_text(cx->say.lang, M_SEAL_TITLE), "/seal");
	d->title = arena_printf(
		cx->a, "%s · %s", cat_name(cx->say.cats, cx->say.lang, "func", k->func), k->org);
	return ERR_OK;
}

static enum err key_show(struct ctx *cx, const void *in, struct doc *d)
{
	struct hold_row *h;
	struct key_row k = {0};
	struct list rows;

	(void)in;
	TRY(key_head(cx, d, &k));
	d->lead = msg_text(cx->say.lang, k.live ? M_SEAL_KEY_LIVE : M_SEAL_KEY_OLD);
	TRY(db_list(cx->db, cx->a, hold_fields, sizeof(*h), &rows, Q_SEAL_HOLDERS, k.id));
	h = (struct hold_row *)rows.rows;
	for (size_t i = 0; i < rows.n; i++) {
		h[i].void_ms = h[i].void_ms == MS_MAX ? 0 : h[i].void_ms;
		if (!h[i].account)
			h[i].name = msg_text(cx->say.lang, M_SEAL_RECOVERY_HOLDS);
	}
	doc_table(d, "holders", M_SEAL_HOLDERS, hold_fields, rows);
	if (k.live && grant_allows(cx->actor, PERM_SEAL_ROTATE))
		doc_link(d, DOC_ACTION, msg_text(cx->say.lang, M_SEAL_ROTATE),
			"/seal-key/%lld/rotate", (long long)k.id);
	return ERR_OK;
}

const struct action seal_key_show = {.read = key_show, .title = M_SEAL_KEY};

static enum err rotate_fill(struct ctx *cx, void *in, struct doc *d)
{
	struct key_row k = {0};

	(void)in;
	TRY(key_head(cx, d, &k));
	d->lead = msg_text(cx->say.lang, M_SEAL_ROTATE_LEAD);
	return ERR_OK;
}

static enum err rotate_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	struct key_row *k = arena_new_of(cx->a, struct key_row);

	(void)in;
	(void)d;
	*ret_plan = k;
	TRY(pick_key(cx, k));
	return k->live ? ERR_OK : cx_fault(cx, ERR_REFUSED, NULL, M_SEAL_KEY_OLD);
}

static enum err rotate_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	const struct key_row *k = plan;

	(void)in;
	TRY(txn_start(cx, "seal_rotate", NULL));
	d->location = arena_printf(cx->a, "/seal-key/%lld", (long long)k->id);
	return seal_rotate(cx, k->id);
}

const struct action seal_key_rotate = {.fill = rotate_fill,
	.plan = rotate_plan,
	.apply = rotate_apply,
	.title = M_SEAL_ROTATE,
	.submit = M_SEAL_ROTATE};

/* ---- setting up recovery ---- */

static const struct field setup_fields[] = {
	{"officers", FT_LINES, CLASS_INSIDE, M_FIELD_SEAL_OFFICERS, FF_REQUIRED,
		FIELD_OFF(struct seal_recovery_in, officers, const char *), 500, 0, 0,
		M_HINT_SEAL_OFFICERS, 0},
	F_END,
};

struct setup_plan {
	int64_t accounts[SEAL_OFFICERS_MOST];
	size_t n;
};

/* Whoever makes accounts could be both halves; whoever audits opens nothing. */
static enum err check_officer(struct ctx *cx, int64_t account, const char *login)
{
	const struct grant *g;
	struct actor who = {0};
	bool unfit;

	TRY(account_actor(cx, account, &who));
	g = who.grants.rows;
	unfit = !who.account;
	for (size_t i = 0; i < who.grants.n; i++)
		unfit = unfit || text_eq(g[i].func, "administration") ||
			text_eq(g[i].func, "auditor");
	return unfit ? cx_fault(cx, ERR_BAD_INPUT, "officers", M_SEAL_OFFICER_UNFIT, login)
		     : ERR_OK;
}

static enum err add_officer(struct ctx *cx, struct setup_plan *p, const char *login)
{
	int64_t account;

	TRY(account_find(cx, login, "officers", &account));
	for (size_t i = 0; i < p->n; i++)
		if (p->accounts[i] == account)
			return ERR_OK;
	if (p->n == SEAL_OFFICERS_MOST)
		return cx_fault(cx, ERR_BAD_INPUT, "officers", M_SEAL_OFFICERS_MANY);
	TRY(check_officer(cx, account, login));
	p->accounts[p->n++] = account;
	return ERR_OK;
}

static enum err setup_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	struct setup_plan *p = arena_new_of(cx->a, struct setup_plan);
	const struct seal_recovery_in *in = vin;
	struct str rest = str_of(in->officers);

	(void)d;
	*ret_plan = p;
	while (rest.p) {
		struct str line = str_cut(&rest, '\n');
		while (line.p) {
			struct str one = str_trim(str_cut(&line, ','));
			if (one.n)
				TRY(add_officer(cx, p, arena_strndup(cx->a, one.p, one.n)));
		}
	}
	if (p->n < 2)
		return cx_fault(cx, ERR_BAD_INPUT, "officers", M_SEAL_OFFICERS_FEW);
	return ERR_OK;
}

static enum err setup_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	const struct setup_plan *p = plan;

	(void)in;
	TRY(txn_start(cx, "seal_recovery_new", NULL));
	d->location = "/seal";
	return seal_recovery_new(cx, p->accounts, p->n);
}

static enum err recovery_fill(struct ctx *cx, void *in, struct doc *d)
{
	static const enum msg leads[] = {
		M_SEAL_SETUP_LEAD, M_SEAL_AGREE_LEAD, M_SEAL_COMPLETE_LEAD};
	const char *which = cx->action->arg;

	(void)in;
	doc_path(d, msg_text(cx->say.lang, M_SEAL_TITLE), "/seal");
	d->lead = msg_text(cx->say.lang, leads[*which - '0']);
	return ERR_OK;
}

const struct action seal_recovery_setup = {.in = setup_fields,
	.in_size = sizeof(struct seal_recovery_in),
	.fill = recovery_fill,
	.plan = setup_plan,
	.apply = setup_apply,
	.title = M_SEAL_SETUP,
	.submit = M_SEAL_SETUP,
	.arg = "0"};

/* ---- using it ---- */

static const struct field agree_fields[] = {
	F_LINES(struct seal_recovery_in, reason, M_FIELD_REASON, CLASS_INSIDE, FF_REQUIRED, 500),
	F_END,
};

static enum err officer_plan(struct ctx *cx, const void *in, void **ret_plan, struct doc *d)
{
	int64_t key;

	(void)in;
	(void)ret_plan;
	(void)d;
	TRY(seal_recovery_mine(cx, &key));
	return key ? ERR_OK : cx_fault(cx, ERR_FORBIDDEN, NULL, M_SEAL_NOT_OFFICER);
}

static enum err first_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct seal_recovery_in *in = vin;

	(void)plan;
	TRY(txn_start(cx, "seal_recovery_agree", in->reason));
	d->location = "/seal";
	return seal_recovery_agree(cx, in->reason);
}

const struct action seal_recovery_first = {.in = agree_fields,
	.in_size = sizeof(struct seal_recovery_in),
	.fill = recovery_fill,
	.plan = officer_plan,
	.apply = first_apply,
	.title = M_SEAL_AGREE,
	.submit = M_SEAL_AGREE,
	.arg = "1"};

static enum err second_apply(struct ctx *cx, const void *in, void *plan, struct doc *d)
{
	int64_t n;

	(void)in;
	(void)plan;
	TRY(txn_start(cx, "seal_recovery", NULL));
	d->location = "/seal";
	return seal_recovery_complete(cx, &n);
}

const struct action seal_recovery_second = {.fill = recovery_fill,
	.plan = officer_plan,
	.apply = second_apply,
	.title = M_SEAL_COMPLETE,
	.submit = M_SEAL_COMPLETE,
	.arg = "2"};
