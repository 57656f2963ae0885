#include "account/account_enter.h"

#include "account/account.h"
#include "account/account_code.h"
#include "account/account_fact.h"
#include "base/crypto.h"
#include "core/action.h"
#include "core/rules.h"
#include "core/seal.h"

/* ---- sessions ---- */

static void give_cookie(struct ctx *cx, const char *token)
{
	struct cookie *c = arena_new_of(cx->a, struct cookie);

	*c = (struct cookie){cx->cookies, ACCOUNT_COOKIE, arena_strdup(cx->a, token), 0, false};
	cx->cookies = c;
}

enum err account_entered(struct ctx *cx, const struct entrance *in)
{
	char token[KEY_TEXT], secret[KEY_TEXT], digest[DIGEST_TEXT];
	int64_t now = clock_now(cx->clock);

	key_new(token);
	key_new(secret);
	digest_hex(digest, str_of(token));
	give_cookie(cx, token);
	TRY(db_run(cx->side, Q_SESSION_INSERT, (const char *)digest, in->account,
		(const char *)secret, now, now + (int64_t)SESSION_HOURS * 3600 * 1000, cx->agent,
		in->factor ? now : 0));
	TRY(seal_session_begin(cx, in->account, in->password, token, digest));
	return cx->session ? db_run(cx->side, Q_SESSION_DELETE, cx->session) : ERR_OK;
}

enum err account_end_sessions(struct ctx *cx, int64_t account)
{
	enum err e;

	TRY(db_begin(cx->side, DB_WRITE));
	e = db_run(cx->side, Q_SESSION_DELETE_OF, account);
	if (!e)
		e = db_run(cx->side, Q_DEVICE_DELETE_OF, account);
	if (!e)
		return db_commit(cx->side);
	db_rollback(cx->side);
	return e;
}

/* ---- passwords and slips ---- */

enum err account_password_set(
	struct ctx *cx, int64_t account, const char *password, const char *old)
{
	const char *hash = password_hash(cx->a, password);

	(void)old;
	TRY(db_run(cx->db, Q_SLIP_VOID, account, cx->txn, cx->txn_ms));
	TRY(account_set_password(cx, account, hash));
	return seal_password_set(cx, account, hash, password);
}

enum err account_slip_set(
	struct ctx *cx, int64_t account, char ret_code[SLIP_TEXT], day_t *ret_last_day)
{
	int64_t days;

	TRY(rule_number_now(cx, "slip.days", &days));
	*ret_last_day = day_add(cx->say.today, (int)days - 1);
	account_code_new(ret_code);
	TRY(db_run(cx->db, Q_SLIP_VOID, account, cx->txn, cx->txn_ms));
	TRY(account_set_password(cx, account, ""));
	TRY(seal_password_lost(cx, account));
	return db_run(cx->db, Q_SLIP_INSERT, id_new(cx->ids), account,
		(const char *)code_hash(cx->a, account_code_plain(cx->a, ret_code)), *ret_last_day,
		cx->txn, cx->txn_ms);
}
