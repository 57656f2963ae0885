/*
 * account_sign_in.c: signing in and out, and the preferences of a browser. All of it beside the
 * register.
 */
#include "account/account.h"
#include "base/crypto.h"

enum { FREE_TRIES = 3, LONGEST_S = 900, YEAR_S = 365 * 24 * 3600 };

struct sign_in_in {
	const char *login, *password, *back;
};

static const struct field sign_in_fields[] = {
	F_TEXT(struct sign_in_in, login, M_FIELD_LOGIN, CLASS_PUBLIC, FF_REQUIRED, 60),
	F_SECRET(struct sign_in_in, password, M_FIELD_PASSWORD, CLASS_PUBLIC, FF_REQUIRED, 200),
	F_TEXT(struct sign_in_in, back, M_FIELD_BACK, CLASS_PUBLIC, FF_HIDDEN, 500),
	F_END,
};

static const char *throttle_name(struct ctx *cx, const char *kind, const char *what)
{
	return arena_printf(cx->a, "%s:%s", kind, what ? what : "");
}

static enum err throttle_read(
	struct ctx *cx, const char *name, int64_t *ret_fails, int64_t *ret_not_before)
{
	struct cursor c;

	*ret_fails = *ret_not_before = 0;
	TRY(db_query(cx->side, &c, Q_THROTTLE_GET, name));
	if (db_next(&c)) {
		*ret_fails = db_int(&c, 0);
		*ret_not_before = db_int(&c, 1);
	}
	return db_end(&c);
}

static enum err throttle_fail(struct ctx *cx, const char *name, int64_t now)
{
	int64_t fails, not_before, wait = 0;

	TRY(throttle_read(cx, name, &fails, &not_before));
	if (++fails > FREE_TRIES) {
		wait = (int64_t)1 << (fails - FREE_TRIES > 12 ? 12 : fails - FREE_TRIES);
		if (wait > LONGEST_S)
			wait = LONGEST_S;
	}
	return db_run(cx->side, Q_THROTTLE_PUT, name, fails, now + wait * 1000, now);
}

static enum err check_wait(struct ctx *cx, const char *name, int64_t now)
{
	int64_t fails, not_before;

	TRY(throttle_read(cx, name, &fails, &not_before));
	if (now < not_before)
		return cx_fault(cx, ERR_TOO_MANY, NULL, M_ACCOUNT_WAIT,
			number_text(cx->a, cx->say.lang, (not_before - now) / 1000 + 1));
	return ERR_OK;
}

/* The account whose password this is, or 0. As slow for a name that does not exist. */
static enum err check_password(struct ctx *cx, const struct sign_in_in *in, int64_t *ret)
{
	struct cursor c;
	bool right = false;

	*ret = 0;
	TRY(db_query(cx->db, &c, Q_ACCOUNT_BY_LOGIN, in->login));
	if (!db_next(&c)) {
		password_waste(in->password);
	} else {
		right = password_right(db_text(&c, 1), in->password) && !db_int(&c, 4);
		*ret = right ? db_int(&c, 0) : 0;
	}
	return db_end(&c);
}

static enum err begin_session(struct ctx *cx, int64_t account, int64_t now)
{
	struct cookie *c = arena_new_of(cx->a, struct cookie);
	char token[KEY_TEXT], secret[KEY_TEXT], digest[DIGEST_TEXT];

	key_new(token);
	key_new(secret);
	digest_hex(digest, str_of(token));
	*c = (struct cookie){cx->cookies, ACCOUNT_COOKIE, arena_strdup(cx->a, token), 0, false};
	cx->cookies = c;
	TRY(db_run(cx->side, Q_SESSION_DELETE_OLD, now));
	return db_run(cx->side, Q_SESSION_INSERT, (const char *)digest, account,
		(const char *)secret, now, now + (int64_t)SESSION_HOURS * 3600 * 1000, cx->agent);
}

static enum err attempt(struct ctx *cx, const struct sign_in_in *in, int64_t *ret_account)
{
	const char *by_name = throttle_name(cx, "login", in->login);
	const char *by_peer = throttle_name(cx, "peer", cx->peer);
	int64_t now = clock_now(cx->clock);

	*ret_account = 0;
	TRY(check_wait(cx, by_name, now));
	TRY(check_wait(cx, by_peer, now));
	TRY(check_password(cx, in, ret_account));
	if (!*ret_account) {
		TRY(throttle_fail(cx, by_name, now));
		return throttle_fail(cx, by_peer, now);
	}
	TRY(db_run(cx->side, Q_THROTTLE_CLEAR, by_name));
	TRY(db_run(cx->side, Q_THROTTLE_CLEAR, by_peer));
	return begin_session(cx, *ret_account, now);
}

static enum err sign_in_plan(struct ctx *cx, const void *vin, void **ret_plan, struct doc *d)
{
	const struct sign_in_in *in = vin;
	int64_t account;
	enum err e;

	(void)d;
	(void)ret_plan;
	TRY(db_begin(cx->side, DB_WRITE));
	e = attempt(cx, in, &account);
	if (e && e != ERR_TOO_MANY) {
		db_rollback(cx->side);
		return e;
	}
	TRY(db_commit(cx->side));
	if (e)
		return e;
	if (!account)
		return cx_fault(cx, ERR_BAD_INPUT, "password", M_ACCOUNT_WRONG);
	return ERR_OK;
}

/* Only an address of this site is gone back to. */
static const char *safe_back(const char *back)
{
	return back && back[0] == '/' && back[1] != '/' && back[1] != '\\' ? back : "/";
}

static enum err sign_in_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct sign_in_in *in = vin;

	(void)cx;
	(void)plan;
	d->location = safe_back(in->back);
	return ERR_OK;
}

static enum err sign_in_fill(struct ctx *cx, void *in, struct doc *d)
{
	(void)in;
	d->lead = msg_text(cx->say.lang, M_ACCOUNT_SIGN_IN_LEAD);
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

struct prefs_in {
	const char *lang, *size, *back;
};

static const struct field prefs_fields[] = {
	F_TEXT(struct prefs_in, lang, M_FIELD_LANG, CLASS_PUBLIC, 0, 2),
	F_TEXT(struct prefs_in, size, M_FIELD_SIZE, CLASS_PUBLIC, 0, 3),
	F_TEXT(struct prefs_in, back, M_FIELD_BACK, CLASS_PUBLIC, FF_HIDDEN, 500),
	F_END,
};

static void set_pref(struct ctx *cx, const char *name, const char *value)
{
	struct cookie *c = arena_new_of(cx->a, struct cookie);

	*c = (struct cookie){cx->cookies, name, value, YEAR_S, true};
	cx->cookies = c;
}

static enum err prefs_apply(struct ctx *cx, const void *vin, void *plan, struct doc *d)
{
	const struct prefs_in *in = vin;

	(void)plan;
	if (text_eq(in->lang, "vi") || text_eq(in->lang, "en"))
		set_pref(cx, "guong-lang", in->lang);
	if (text_eq(in->size, "90") || text_eq(in->size, "100") || text_eq(in->size, "125") ||
		text_eq(in->size, "150"))
		set_pref(cx, "guong-size", in->size);
	d->location = safe_back(in->back);
	return ERR_OK;
}

const struct action prefs = {.in = prefs_fields,
	.in_size = sizeof(struct prefs_in),
	.plan = nothing_to_plan,
	.apply = prefs_apply,
	.title = M_ACCOUNT_PREFS,
	.submit = M_ACCOUNT_PREFS,
	.no_txn = true};
